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
	Hour
)

// String is the window's name in JSON and on screens.
func (w Window) String() string {
	return [...]string{"day", "second", "minute", "forever", "hour", "?"}[min(w, 5)]
}

// length is how long a window lasts that does not follow the calendar; 0 for others.
func (w Window) length() int64 {
	switch w {
	case Second:
		return 1
	case Minute:
		return 60
	case Hour:
		return 3600
	}
	return 0
}

// Def describes a counter. The definition's index in the list is its ID.
type Def struct {
	Name   string // "operational", "device.operational"
	Title  vendors.Text
	Device bool // counted per device instead of per app
	Group  bool // counted for all apps of a group, such as a project, together
	Window Window
	// Zone is where a day begins; nil is UTC.
	Zone *time.Location
	// FromFirst: a window begins with the first count in it and not with the clock's
	// second, minute or hour.
	FromFirst bool
	// Leak, when set, takes one off the count each time it passes: a bucket. The
	// window is Forever then.
	Leak time.Duration
}

// Period numbers the window that now falls into.
func (d *Def) Period(now time.Time) int64 {
	switch d.Window {
	case Second:
		return now.Unix()
	case Minute:
		return now.Unix() / 60
	case Hour:
		return now.Unix() / 3600
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
	case Hour:
		return now.Truncate(time.Hour).Add(time.Hour)
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

// slot is a count and the window it belongs to: a period's number, the second a
// FromFirst window began, or the nanosecond up to which a bucket has leaked.
type slot struct{ period, n int64 }

// at is the slot as it is now.
func (s slot) at(d *Def, now time.Time) slot {
	switch {
	case d.Leak > 0:
		gone := max((now.UnixNano()-s.period)/int64(d.Leak), 0)
		if gone >= s.n {
			return slot{period: now.UnixNano()} // empty: it begins to leak with what comes next
		}
		return slot{period: s.period + gone*int64(d.Leak), n: s.n - gone}
	case d.FromFirst:
		if now.Unix() < s.period+d.Window.length() && s.n != 0 {
			return s
		}
		return slot{period: now.Unix()}
	}
	// A call that was under way when the window changed counts in the new one: the
	// counter must not start again because of it.
	if p := d.Period(now); s.period < p {
		return slot{period: p}
	}
	return s
}

// Book holds the counters of one app or one device. The zero value is empty.
type Book struct{ slots []slot }

// Count returns the counter's value in the window of now.
func (b *Book) Count(defs []Def, id ID, now time.Time) int64 {
	if int(id) >= len(b.slots) {
		return 0
	}
	return b.slots[id].at(&defs[id], now).n
}

// Resets returns when the count starts again from zero, or for a bucket when the next
// one leaks; zero: never, or nothing was counted.
func (b *Book) Resets(defs []Def, id ID, now time.Time) time.Time {
	d := &defs[id]
	if !d.FromFirst && d.Leak == 0 {
		return d.Resets(now)
	}
	if b.Count(defs, id, now) == 0 {
		return time.Time{}
	}
	s := b.slots[id].at(d, now)
	if d.Leak > 0 {
		return time.Unix(0, s.period).Add(d.Leak).In(now.Location())
	}
	return time.Unix(s.period+d.Window.length(), 0).In(now.Location())
}

// Add counts n more and returns the new value.
func (b *Book) Add(defs []Def, id ID, now time.Time, n int64) int64 {
	if b.slots == nil {
		b.slots = make([]slot, len(defs))
	}
	s := b.slots[id].at(&defs[id], now)
	s.n += n
	b.slots[id] = s
	return s.n
}

// Set replaces the counter's value in the window of now.
func (b *Book) Set(defs []Def, id ID, now time.Time, n int64) {
	b.Add(defs, id, now, 0)
	b.slots[id].n = n
}

// Clone returns an independent copy.
func (b *Book) Clone() Book { return Book{slots: append([]slot(nil), b.slots...)} }
