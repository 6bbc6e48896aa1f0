package lab

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/offpush/offpush/internal/catalog"
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

// WhatIf replays a message of the lab from the state before it, once per change.
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
	out := make([]desk.Variant, len(changes))
	for i, c := range changes {
		out[i] = l.variant(ctx, p, story, c)
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
		if s.Token == story.Token {
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
			return fmt.Errorf("%s: %s", o.State, o.Reason)
		}
	}
	return fmt.Errorf("nothing was sent")
}

// Changes are what is worth trying for a message: the things that most often keep
// a phone dark, each turned the other way.
func (l *Lab) Changes(id string) []desk.Change {
	story, err := l.Story(id)
	if err != nil {
		return nil
	}
	now := story.At.In(zoneOf(story.Vendor))
	ten := time.Date(now.Year(), now.Month(), now.Day(), 10, 0, 0, 0, now.Location())
	if !ten.After(now) {
		ten = ten.AddDate(0, 0, 1)
	}
	changes := []desk.Change{
		{
			Title:   vendors.Text{EN: "declared as a chat message", ZH: "声明为即时消息"},
			Message: func(m *vendors.Message) { m.Class, m.Category = vendors.ClassTransactional, "im" },
		},
		{
			Title:   vendors.Text{EN: "declared as marketing", ZH: "声明为营销消息"},
			Message: func(m *vendors.Message) { m.Class, m.Category = vendors.ClassMarketing, "marketing" },
		},
		{
			Title: vendors.Text{EN: "notifications on, app installed, online", ZH: "通知开启、应用已安装、在线"},
			Phone: func(p *phone) {
				p.Notifications, p.Installed, p.Subscribed, p.Offline = true, true, true, false
			},
		},
		{
			Title: vendors.Text{EN: "app in the background, not killed", ZH: "应用在后台而非被杀死"},
			Phone: func(p *phone) { p.State = "background" },
		},
		{
			Title: vendors.Text{EN: "app killed", ZH: "应用被杀死"},
			Phone: func(p *phone) { p.State = "killed" },
		},
		{Title: vendors.Text{EN: "sent at 10:00 the next time", ZH: "下一个 10:00 发送"}, At: ten},
		{
			Title:   vendors.Text{EN: "in test mode, phone registered for tests", ZH: "测试模式，且为测试设备"},
			Message: func(m *vendors.Message) { m.Test = true },
			Phone:   func(p *phone) { p.Test = true },
		},
	}
	was := l.before(id, &story)
	return slices.DeleteFunc(changes, func(c desk.Change) bool { return was.already(c) })
}

// situation is a message and its phone as they were when it was sent.
type situation struct {
	message vendors.Message
	phone   *phone
}

// before finds the situation of a message: in the world before its order, else as
// far as its story tells and as the phone is now.
func (l *Lab) before(id string, s *desk.Story) situation {
	l.mu.Lock()
	p, ok := l.orders.find(id)
	l.mu.Unlock()
	world, was := l.engine, situation{message: vendors.Message{Class: s.Asked, Category: vendors.Category(s.Category)}}
	if ok {
		world, was.message = p.snapshot, p.order.Message
	}
	for _, ph := range world.Phones() {
		if ph.ID == s.Phone {
			was.phone = &ph
		}
	}
	return was
}

// already reports whether a change changes nothing: the class is declared so, the
// phone is in that state.
func (w situation) already(c desk.Change) bool {
	if !c.At.IsZero() || c.App != nil {
		return false
	}
	if c.Message != nil {
		m := w.message
		c.Message(&m)
		if m.Class != w.message.Class || m.Test != w.message.Test {
			return false
		}
	}
	if c.Phone != nil {
		if w.phone == nil {
			return true // no phone has this token
		}
		p := *w.phone
		c.Phone(&p)
		return reflect.DeepEqual(p, *w.phone)
	}
	return true
}

// zoneOf is where a vendor's day begins.
func zoneOf(v vendors.Vendor) *time.Location {
	if row, ok := catalog.Find(v); ok {
		if z, err := time.LoadLocation(row.Facts().TimeZone); err == nil {
			return z
		}
	}
	return time.UTC
}
