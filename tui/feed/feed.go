// Package feed tells the screens what happened in the lab: it follows the engine's
// events with a cursor and gathers them, at most ten times a second however many
// there are.
package feed

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/screen"
)

// Engine is what the feed reads of the lab.
type Engine interface {
	Clock() *clock.Clock
	Apps() []sim.AppSpec
	Phones() []device.Phone
	Shade(phone string) (device.Shade, error)
	WaitEvent(ctx context.Context, after uint64) error
}

// Stories gives the newest state of the messages that changed after a cursor.
type Stories interface {
	Stories(after uint64) ([]desk.Story, uint64)
}

// Feed reads one lab for one program.
type Feed struct {
	Engine  Engine
	Stories Stories
	Zone    *time.Location
	// Quiet stops the once-a-second look at a running clock.
	Quiet bool
}

const (
	// pause is the least time between two frames made of events.
	pause = 100 * time.Millisecond
	// tick is how often a running clock is looked at without events.
	tick = time.Second
	// upcoming is how many events to come are shown.
	upcoming = 16
)

// Collect returns what happened after a cursor, without waiting.
func (f *Feed) Collect(after uint64) screen.Delta {
	d := screen.Delta{
		Now: f.Engine.Clock().Now(), Mode: f.Engine.Clock().Mode(),
		Phones: f.Engine.Phones(), Apps: f.Engine.Apps(), Shades: map[string]device.Shade{},
	}
	d.Stories, d.Cursor = f.Stories.Stories(after)
	for _, p := range d.Phones {
		if s, err := f.Engine.Shade(p.ID); err == nil {
			d.Shades[p.ID] = s
		}
	}
	d.Next = f.next(d.Now)
	return d
}

// Next waits for something to happen and collects it. ok is false when the context
// ended.
func (f *Feed) Next(ctx context.Context, after uint64) (d screen.Delta, ok bool) {
	settle := time.NewTimer(pause)
	defer settle.Stop()
	wait, cancel := ctx, context.CancelFunc(func() {})
	if !f.Quiet || f.Engine.Clock().Mode().Kind != clock.Real {
		// A clock that stands may be started by others, so it is looked at as well.
		wait, cancel = context.WithTimeout(ctx, tick)
	}
	err := f.Engine.WaitEvent(wait, after)
	cancel()
	if err != nil && !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
		return d, false
	}
	select {
	case <-settle.C:
	case <-ctx.Done():
		return d, false
	}
	return f.Collect(after), true
}

// next lists what the clock will do, and the next midnight, when day counts begin
// anew.
func (f *Feed) next(now time.Time) []screen.Upcoming {
	midnight := Midnight(now, f.Zone)
	var out []screen.Upcoming
	reset := screen.Upcoming{At: midnight, Kind: "event.reset"}
	for _, u := range f.Engine.Clock().Next(upcoming) {
		if reset.At.Before(u.At) && reset.Kind != "" {
			out = append(out, reset)
			reset.Kind = ""
		}
		next := screen.Upcoming{At: u.At, Kind: kind(u.Payload)}
		if p, ok := u.Payload.(interface{ About() string }); ok {
			next.Message = p.About()
		}
		out = append(out, next)
	}
	if reset.Kind != "" {
		out = append(out, reset)
	}
	return out
}

// Midnight is the next beginning of a day in a zone.
func Midnight(now time.Time, zone *time.Location) time.Time {
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, zone)
}

// kind names a scheduled event by the engine's type of it; the payloads themselves
// are the engine's own.
func kind(payload any) string {
	name := fmt.Sprintf("%T", payload)
	name = name[strings.LastIndexByte(name, '.')+1:]
	switch name {
	case "attempt":
		return "event.attempt"
	case "retry":
		return "event.retry"
	case "expiry":
		return "event.expiry"
	case "audit":
		return "event.audit"
	case "receipt":
		return "event.receipt"
	case "fanout":
		return "event.fanout"
	}
	return "event.other"
}
