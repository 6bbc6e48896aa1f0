// Package clock is the simulator's time: one clock and one list of events to
// come, so that quotas, token lives, TTLs and receipts of a whole day can be
// played in a millisecond, in the same order every time.
package clock

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Kind is how time passes.
type Kind uint8

const (
	// Real follows the machine's clock from the start time on, times the scale.
	Real Kind = iota
	// Manual stands still until somebody advances it.
	Manual
	// Jump stands still, and jumps when somebody sleeps: a sender's back-off of
	// an hour takes no time. Demo, scenarios and the conformance suite use it.
	Jump
)

// Mode is a kind and, for Real, how fast. A Scale of 0 means 1.
type Mode struct {
	Kind  Kind
	Scale float64
}

// ParseMode reads "real", "manual", "jump" or "x60".
func ParseMode(s string) (Mode, error) {
	switch s {
	case "real", "":
		return Mode{Kind: Real, Scale: 1}, nil
	case "manual":
		return Mode{Kind: Manual}, nil
	case "jump":
		return Mode{Kind: Jump}, nil
	}
	if x, ok := strings.CutPrefix(s, "x"); ok {
		if f, err := strconv.ParseFloat(x, 64); err == nil && f > 0 && f <= 1e6 {
			return Mode{Kind: Real, Scale: f}, nil
		}
	}
	return Mode{}, fmt.Errorf("clock mode %q: want real, manual, jump or a speed such as x60", s)
}

// String is the form ParseMode reads.
func (m Mode) String() string {
	switch m.Kind {
	case Manual:
		return "manual"
	case Jump:
		return "jump"
	}
	if m.Scale == 0 || m.Scale == 1 {
		return "real"
	}
	return "x" + strconv.FormatFloat(m.Scale, 'g', -1, 64)
}

// Handler runs one event; the clock stands at the event's time meanwhile.
// Events run one at a time, never two at once.
type Handler func(payload any)

// Clock implements vendors.Clock. Its methods are safe for concurrent use.
type Clock struct {
	handle Handler

	run sync.Mutex // held while events run: one driver at a time

	mu      sync.Mutex // guards the fields below
	mode    Mode
	virtual time.Time // the time at anchor
	anchor  time.Time // machine time of virtual; only for Real
	pinned  bool      // an advance is going on: Now is virtual
	events  timeline
	changed chan struct{} // closed and replaced when something to wait for changes
}

// New returns a clock that stands at start. handle may be nil when nothing is
// ever scheduled.
func New(start time.Time, mode Mode, handle Handler) *Clock {
	return &Clock{
		handle: handle, mode: mode, virtual: start,
		anchor: time.Now(), changed: make(chan struct{}),
	}
}

// Now is the simulated time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	if c.mode.Kind != Real || c.pinned {
		return c.virtual
	}
	passed := time.Since(c.anchor)
	if c.mode.Scale != 0 && c.mode.Scale != 1 {
		passed = time.Duration(float64(passed) * c.mode.Scale)
	}
	return c.virtual.Add(passed)
}

// Mode tells how time passes.
func (c *Clock) Mode() Mode {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.mode
}

// SetMode changes how time passes; the time itself does not jump.
func (c *Clock) SetMode(m Mode) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.virtual, c.anchor, c.mode = c.now(), time.Now(), m
	c.wake()
}

// Schedule runs payload at a time; a time that has passed means as soon as
// somebody drives the clock. Prompt events are those a vendor does on its own
// within moments (deliveries, audits, receipts): Settle runs them.
func (c *Clock) Schedule(at time.Time, prompt bool, payload any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	first, waiting := c.events.first()
	c.events.push(at, prompt, payload)
	if c.mode.Kind == Real && (!waiting || at.Before(first)) {
		c.wake() // the driver waits for what was first until now
	}
}

// Next returns up to n events to come, soonest first.
func (c *Clock) Next(n int) []Upcoming {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.events.next(n)
}

// Sleep implements vendors.Clock. On a Jump clock it moves the time itself; on a
// Manual clock it waits for somebody else to.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil || d <= 0 {
		return err
	}
	until := c.Now().Add(d)
	if c.Mode().Kind == Jump {
		c.AdvanceTo(until)
		return ctx.Err()
	}
	for {
		c.mu.Lock()
		left, changed, mode := until.Sub(c.now()), c.changed, c.mode
		c.mu.Unlock()
		if left <= 0 {
			return nil
		}
		if err := wait(ctx, left, mode, changed); err != nil {
			return err
		}
	}
}

// wait returns when the clock may have reached left, when it changed, or with
// the context's error.
func wait(ctx context.Context, left time.Duration, mode Mode, changed <-chan struct{}) error {
	var due <-chan time.Time
	if mode.Kind == Real {
		if mode.Scale > 0 {
			left = time.Duration(float64(left)/mode.Scale) + 1
		}
		t := time.NewTimer(left)
		defer t.Stop()
		due = t.C
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-changed:
	case <-due:
	}
	return nil
}

func (c *Clock) wake() {
	close(c.changed)
	c.changed = make(chan struct{})
}
