package lab

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// keepOrders is how many orders can be replayed with a change: each keeps a copy
// of the world as it was before.
const keepOrders = 64

// placed is an order that was carried out, and the world as it was before.
type placed struct {
	order    desk.Order
	snapshot *sim.Engine
	messages []string
	at       time.Time
}

// history keeps the newest orders.
type history struct {
	items   []placed
	dropped int // older ones that are gone
}

func (h *history) add(p placed) {
	if len(h.items) == keepOrders {
		h.items[0].snapshot.Close()
		h.items = slices.Delete(h.items, 0, 1)
		h.dropped++
	}
	h.items = append(h.items, p)
}

func (h *history) forget() {
	for _, p := range h.items {
		p.snapshot.Close()
	}
	h.items = nil
}

func (h *history) find(message string) (placed, bool) {
	for _, p := range h.items {
		if slices.Contains(p.messages, message) {
			return p, true
		}
	}
	return placed{}, false
}

// errDeclined is a change the vendor's sender does not send, such as a test mode the
// vendor has not: it tells nothing about the phone.
var errDeclined = errors.New("the sender declined")

// WhatIf replays a message of the lab from the state before it, once per change its
// sender sends.
func (l *Lab) WhatIf(ctx context.Context, id string, changes []desk.Change) ([]desk.Variant, error) {
	story, err := l.Story(id)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	p, ok := l.orders.find(id)
	l.mu.Unlock()
	if !ok {
		return nil, fmt.Errorf("message %s was not sent from here, or too long ago: what-if needs the state before it", id)
	}
	out := make([]desk.Variant, 0, len(changes))
	for _, c := range changes {
		if v := l.variant(ctx, p, story, c); !errors.Is(v.Err, errDeclined) {
			out = append(out, v)
		}
	}
	return out, nil
}

func (l *Lab) variant(ctx context.Context, p placed, story desk.Story, c desk.Change) desk.Variant {
	v := desk.Variant{Change: c}
	world := p.snapshot.Fork()
	if c.Phone != nil && story.Phone != "" {
		v.Err = world.UpdatePhone(story.Phone, c.Phone)
	}
	if c.App != nil && v.Err == nil {
		v.Err = world.UpdateApp(story.App, c.App)
	}
	if v.Err != nil {
		world.Close()
		return v
	}
	if c.At.After(world.Clock().Now()) {
		world.Clock().AdvanceTo(c.At)
	}
	o := p.order
	if c.Message != nil {
		c.Message(&o.Message)
	}
	f, err := forecast(ctx, l, world, o)
	v.Err = err
	for _, s := range f.Targets {
		if s.Token == story.Token || story.Token == "" { // of a call any target will do
			v.Story = s
		}
	}
	if v.Err == nil && v.Story.ID == "" {
		v.Err = notSent(f.Result, vendors.Token(story.Token))
	}
	return v
}

// notSent explains a variant that never reached the simulator.
func notSent(r vendors.Result, token vendors.Token) error {
	for _, o := range r.Outcomes {
		if o.Token == token {
			return fmt.Errorf("%w: %s: %s", errDeclined, o.State, o.Reason)
		}
	}
	return fmt.Errorf("nothing was sent")
}
