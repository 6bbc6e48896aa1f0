// Package quota counts against vendors' limits: per app or per device, per day
// of the vendor's zone, per second, or for ever. Counters reset lazily, when they
// are looked at in a later window, so a day reset costs nothing.
//
// A Book is not safe for concurrent use; it lives under its app's lock.
package quota

import (
	"slices"
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
	Group  bool // counted and limited for all apps of a group, such as a project, together
	Window Window
	// Zone is where a day begins; nil is UTC.
	Zone *time.Location
	// FromFirst: a window begins with the first count in it and not with the clock's
	// second, minute or hour.
	FromFirst bool
	// Sliding: the window is the time before now, a second, minute or hour long. Each
	// count leaves it, to the second, when it is as old as the window is long.
	Sliding bool
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
type Book struct {
	slots []slot
	// past are the counts of sliding counters, a slot for each second, oldest first;
	// the counter's slot has their sum. Nil until one counts.
	past [][]slot
}

// Count returns the counter's value in the window of now.
func (b *Book) Count(defs []Def, id ID, now time.Time) int64 {
	if int(id) >= len(b.slots) {
		return 0
	}
	if defs[id].Sliding {
		_, gone := b.expired(defs, id, now)
		return b.slots[id].n - gone
	}
	return b.slots[id].at(&defs[id], now).n
}

// expired is how many of a sliding counter's seconds have left its window, and what was
// counted in them.
func (b *Book) expired(defs []Def, id ID, now time.Time) (seconds int, n int64) {
	if b.past == nil {
		return 0, 0
	}
	end := now.Unix() - defs[id].Window.length()
	for _, s := range b.past[id] {
		if s.period > end {
			break
		}
		seconds, n = seconds+1, n+s.n
	}
	return seconds, n
}

// Resets returns when the count starts again from zero, for a bucket when the next one
// leaks, and for a sliding counter when the oldest leaves its window; zero: never, or
// nothing was counted.
func (b *Book) Resets(defs []Def, id ID, now time.Time) time.Time {
	d := &defs[id]
	if !d.FromFirst && !d.Sliding && d.Leak == 0 {
		return d.Resets(now)
	}
	if b.Count(defs, id, now) == 0 {
		return time.Time{}
	}
	if d.Sliding {
		gone, _ := b.expired(defs, id, now)
		return time.Unix(b.past[id][gone].period+d.Window.length(), 0).In(now.Location())
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
	if defs[id].Sliding {
		return b.slide(defs, id, now, n)
	}
	s := b.slots[id].at(&defs[id], now)
	s.n += n
	b.slots[id] = s
	return s.n
}

// slide counts n more in a sliding counter and forgets what has left its window.
func (b *Book) slide(defs []Def, id ID, now time.Time, n int64) int64 {
	if b.past == nil {
		b.past = make([][]slot, len(defs))
	}
	if gone, old := b.expired(defs, id, now); gone > 0 {
		b.past[id] = slices.Delete(b.past[id], 0, gone)
		b.slots[id].n -= old
	}
	second := now.Unix()
	// A call that was under way while another counted a later second counts in that.
	if last := len(b.past[id]) - 1; last >= 0 && b.past[id][last].period >= second {
		b.past[id][last].n += n
	} else {
		b.past[id] = append(b.past[id], slot{period: second, n: n})
	}
	b.slots[id].n += n
	return b.slots[id].n
}

// Set replaces the counter's value in the window of now; a sliding counter's as if all of
// it were counted now.
func (b *Book) Set(defs []Def, id ID, now time.Time, n int64) {
	if defs[id].Sliding {
		b.Add(defs, id, now, n-b.Count(defs, id, now))
		if b.past[id] = b.past[id][:0]; n != 0 { // a slot of nothing would be the oldest count
			b.past[id] = append(b.past[id], slot{period: now.Unix(), n: n})
		}
		return
	}
	b.Add(defs, id, now, 0)
	b.slots[id].n = n
}

// Clone returns an independent copy.
func (b *Book) Clone() Book {
	c := Book{slots: slices.Clone(b.slots), past: slices.Clone(b.past)}
	for i := range c.past {
		c.past[i] = slices.Clone(c.past[i])
	}
	return c
}
