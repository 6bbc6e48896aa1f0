// Package quota counts against vendors' limits: per app or per device, per day
// of the vendor's zone, per second, or for ever. Counters reset lazily, when they
// are looked at in a later window, so a day reset costs nothing.
//
// A Book is not safe for concurrent use; it lives under its app's lock.
package quota

import (
	"time"

	"github.com/offpush/offpush/vendors"
)

// ID is a counter's index in its endpoint's list of definitions.
type ID uint8

// Window is when a counter starts again from zero.
type Window uint8

const (
	Day Window = iota
	Second
	Minute
	Forever
)

// String is the window's name in JSON and on screens.
func (w Window) String() string {
	return [...]string{"day", "second", "minute", "forever"}[min(w, 3)]
}

// Def describes a counter. The definition's index in the list is its ID.
type Def struct {
	Name   string // "operational", "device.operational"
	Title  vendors.Text
	Device bool // counted per device instead of per app
	Window Window
	// Zone is where a day begins; nil is UTC.
	Zone *time.Location
}

// Period numbers the window that now falls into.
func (d *Def) Period(now time.Time) int64 {
	switch d.Window {
	case Second:
		return now.Unix()
	case Minute:
		return now.Unix() / 60
	case Forever:
		return 0
	}
	zone := d.Zone
	if zone == nil {
		zone = time.UTC
	}
	_, offset := now.In(zone).Zone()
	return (now.Unix() + int64(offset)) / 86400
}

// Resets returns when the window that contains now ends; zero for Forever.
func (d *Def) Resets(now time.Time) time.Time {
	switch d.Window {
	case Second:
		return now.Truncate(time.Second).Add(time.Second)
	case Minute:
		return now.Truncate(time.Minute).Add(time.Minute)
	case Forever:
		return time.Time{}
	}
	zone := d.Zone
	if zone == nil {
		zone = time.UTC
	}
	y, m, day := now.In(zone).Date()
	return time.Date(y, m, day+1, 0, 0, 0, 0, zone)
}

type slot struct{ period, n int64 }

// Book holds the counters of one app or one device. The zero value is empty.
type Book struct{ slots []slot }

// Count returns the counter's value in the window of now.
func (b *Book) Count(defs []Def, id ID, now time.Time) int64 {
	if int(id) >= len(b.slots) {
		return 0
	}
	s := b.slots[id]
	if s.period < defs[id].Period(now) {
		return 0
	}
	return s.n
}

// Add counts n more and returns the new value.
func (b *Book) Add(defs []Def, id ID, now time.Time, n int64) int64 {
	if b.slots == nil {
		b.slots = make([]slot, len(defs))
	}
	s := &b.slots[id]
	// A call that was under way when the window changed counts in the new one: the
	// counter must not start again because of it.
	if p := defs[id].Period(now); s.period < p {
		s.period, s.n = p, 0
	}
	s.n += n
	return s.n
}

// Set replaces the counter's value in the window of now.
func (b *Book) Set(defs []Def, id ID, now time.Time, n int64) {
	b.Add(defs, id, now, 0)
	b.slots[id].n = n
}

// Clone returns an independent copy.
func (b *Book) Clone() Book { return Book{slots: append([]slot(nil), b.slots...)} }
