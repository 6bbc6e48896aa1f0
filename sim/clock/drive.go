package clock

import (
	"container/heap"
	"context"
	"time"
)

// AdvanceTo moves the time forward to t and runs everything due on the way, in
// order. A t in the past runs what is already due and moves nothing.
func (c *Clock) AdvanceTo(t time.Time) {
	c.run.Lock()
	defer c.run.Unlock()
	c.pin()
	defer c.unpin()
	c.runDue(t, false)
	c.mu.Lock()
	if t.After(c.virtual) {
		c.virtual = t
	}
	c.mu.Unlock()
}

// Advance moves the time forward by d.
func (c *Clock) Advance(d time.Duration) { c.AdvanceTo(c.Now().Add(d)) }

// Settle runs every prompt event there is and every event due before the last of
// them, moving the time as needed: afterwards nothing is on its way.
func (c *Clock) Settle() {
	c.run.Lock()
	defer c.run.Unlock()
	c.pin()
	defer c.unpin()
	for {
		c.mu.Lock()
		at, ok := c.events.lastPrompt()
		c.mu.Unlock()
		if !ok {
			return
		}
		c.runDue(at, true)
	}
}

// Drive runs due events of a Real clock until the context ends. Manual and Jump
// clocks need no driver, but may have one: it idles until the mode changes.
func (c *Clock) Drive(ctx context.Context) {
	for ctx.Err() == nil {
		c.mu.Lock()
		at, ok := c.events.first()
		now, mode, changed := c.now(), c.mode, c.changed
		c.mu.Unlock()
		switch {
		case mode.Kind != Real || !ok:
			select {
			case <-ctx.Done():
			case <-changed:
			}
		case at.After(now):
			if wait(ctx, at.Sub(now), mode, changed) != nil {
				return
			}
		default:
			c.run.Lock()
			c.drain()
			c.run.Unlock()
		}
	}
}

// drain runs what is due on a Real clock without stopping it.
func (c *Clock) drain() {
	for {
		c.mu.Lock()
		now := c.now()
		if c.mode.Kind != Real {
			c.mu.Unlock()
			return
		}
		payload, ok := c.events.popDue(now)
		c.mu.Unlock()
		if !ok {
			return
		}
		c.handle(payload)
	}
}

// runDue runs events due up to t in order, the clock standing at each one's time.
func (c *Clock) runDue(t time.Time, whilePrompt bool) {
	for {
		c.mu.Lock()
		at, ok := c.events.first()
		if !ok || at.After(t) || (whilePrompt && c.events.prompts == 0) {
			c.mu.Unlock()
			return
		}
		if at.After(c.virtual) {
			c.virtual = at
		}
		payload := c.events.pop()
		c.mu.Unlock()
		c.handle(payload)
	}
}

func (c *Clock) pin() {
	c.mu.Lock()
	c.virtual, c.pinned = c.now(), true
	c.mu.Unlock()
}

func (c *Clock) unpin() {
	c.mu.Lock()
	c.pinned, c.anchor = false, time.Now()
	c.wake()
	c.mu.Unlock()
}

// Still runs fn while no event runs: what events change stands still, and so does
// what is left to come. It must not be called by an event's handler.
func (c *Clock) Still(fn func()) {
	c.run.Lock()
	defer c.run.Unlock()
	fn()
}

// Fork returns a Jump clock at the same time with the same events to come, each
// passed through translate; a nil result leaves the event out.
func (c *Clock) Fork(handle Handler, translate func(any) any) *Clock {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := New(c.now(), Mode{Kind: Jump}, handle)
	f.events.seq = c.events.seq
	for _, e := range c.events.items {
		if e.payload = translate(e.payload); e.payload == nil {
			continue
		}
		if e.prompt {
			f.events.prompts++
		}
		heap.Push(&f.events, e) // keeps seq, so ties break as they would have
	}
	return f
}
