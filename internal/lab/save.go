package lab

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/vendors"
)

// Record makes a scenario of what was done so far.
func (l *Lab) Record() (*scenario.Scenario, error) {
	l.mu.Lock()
	done := slices.Clone(l.orders.items)
	forgotten := l.orders.dropped
	l.mu.Unlock()
	if len(done) == 0 {
		return nil, fmt.Errorf("nothing was sent yet; there is no story to save")
	}
	first := done[0]
	zone := storyZone(first.snapshot.Apps())
	s := &scenario.Scenario{
		Name: nameOf(first.order.Message), Seed: l.engine.Seed(), Start: first.at.Truncate(time.Second).In(zone),
		Rulebook: cmp.Or(rulesOf(l.engine).Date, newestRules()), Profile: rulesOf(l.engine).Profile,
	}
	if forgotten > 0 {
		s.Description = fmt.Sprintf("The story begins after %d earlier orders; quotas they used are not in it.", forgotten)
	}
	for _, a := range first.snapshot.Apps() {
		s.Apps = append(s.Apps, appOf(a))
	}
	phones := first.snapshot.Phones()
	for _, p := range phones {
		s.Devices = append(s.Devices, deviceOf(p))
	}
	now := s.Start
	for _, p := range done {
		phones, now = step(s, phones, now, p.snapshot.Phones(), p.at.In(zone))
		send, err := sendOf(p.order, phones)
		if err != nil {
			return nil, err
		}
		s.Steps = append(s.Steps, scenario.Step{Send: send})
	}
	step(s, phones, now, l.engine.Phones(), l.engine.Clock().Now().In(zone))
	expect(s, l.engine, done)
	return s, nil
}

// step adds what happened between two orders: phones that changed, time that passed.
func step(s *scenario.Scenario, before []phone, from time.Time, after []phone, to time.Time) ([]phone, time.Time) {
	// A played story settles after each order and so runs a moment ahead.
	if to = to.Truncate(time.Second); to.Sub(from) > time.Second {
		s.Steps = append(s.Steps, scenario.Step{Advance: &scenario.Advance{To: to}})
		from = to
	}
	for _, p := range after {
		i := slices.IndexFunc(before, func(b phone) bool { return b.ID == p.ID })
		if i < 0 {
			continue
		}
		if t := changed(before[i], p); t != nil {
			s.Steps = append(s.Steps, scenario.Step{Device: &scenario.DeviceChange{ID: p.ID, Set: *t}})
		}
	}
	return after, from
}

// changed are the traits in which a phone differs, nil when in none.
func changed(a, b phone) *scenario.Traits {
	var t scenario.Traits
	any := false
	if a.State != b.State {
		t.State, any = b.State, true
	}
	for _, f := range []struct {
		to   **scenario.Switch
		a, b bool
	}{
		{&t.Notifications, a.Notifications, b.Notifications},
		{&t.Online, !a.Offline, !b.Offline},
		{&t.Installed, a.Installed, b.Installed},
		{&t.Subscribed, a.Subscribed, b.Subscribed},
		{&t.Test, a.Test, b.Test},
		{&t.Token, !a.NoToken, !b.NoToken},
	} {
		if f.a != f.b {
			*f.to, any = scenario.On(f.b), true
		}
	}
	if was, is := cmp.Or(a.Environment, device.Production), cmp.Or(b.Environment, device.Production); was != is {
		t.Environment, any = is, true
	}
	if !slices.Equal(a.Muted, b.Muted) {
		t.Muted, any = append([]vendors.Class{}, b.Muted...), true
	}
	for name, v := range b.Flags {
		if a.Flags[name] != v {
			if t.Flags == nil {
				t.Flags = map[string]string{}
			}
			t.Flags[name], any = v, true
		}
	}
	if !any {
		return nil
	}
	return &t
}

func appOf(a sim.AppSpec) scenario.App {
	return scenario.App{
		ID: a.ID, Vendor: a.Vendor, Package: a.Package, Listed: a.Listed, Kind: a.Kind, Users: a.Users,
		Rights: a.Rights, Limits: a.Limits, Flags: a.Flags, Receipts: a.Receipts,
		Sender: a.Sender,
	}
}

func deviceOf(p phone) scenario.Device {
	d := scenario.Device{ID: p.ID, Brand: p.Brand, Model: p.Model, User: p.User, App: p.App}
	if t := changed(sim.NewPhone(p.ID, p.Brand, p.App), p); t != nil {
		d.Traits = *t
	}
	d.State, d.Alias, d.Tags, d.OfflineSince, d.GoneSince = p.State, p.Alias, p.Tags, p.OfflineSince, p.GoneSince
	return d
}

func sendOf(o desk.Order, phones []phone) (*scenario.Send, error) {
	m := o.Message
	to := slices.Clone(o.Phones)
	for _, token := range o.Tokens {
		for _, p := range phones {
			if p.Token == string(token) {
				to = append(to, p.ID)
			}
		}
	}
	s := &scenario.Send{
		To: to, Title: m.Title, Subtitle: m.Subtitle, Body: m.Body, Class: m.Class, Category: m.Category, Data: m.Data,
		Extension: m.Extension, TTL: scenario.Span(m.TTL), Collapse: m.Collapse, Priority: m.Priority, Test: m.Test, Silent: m.Silent,
		OnlineOnly: m.OnlineOnly, Foreground: m.Foreground, ID: m.ID, Receipt: m.Receipt,
		Channel: m.Channel, Template: m.Template, Alert: m.Alert, Badge: m.Badge, Sound: m.Sound, Image: m.Image,
		DryRun: m.DryRun, Overflow: m.Overflow,
	}
	if m.Click != (vendors.Click{}) {
		s.Click = &m.Click
	}
	var err error
	s.Override, err = overrideFields(&m)
	return s, err
}

// expect adds, for each phone of the story, what became of its messages.
func expect(s *scenario.Scenario, e *sim.Engine, done []placed) {
	var ours []string
	for _, p := range done {
		ours = append(ours, p.messages...)
	}
	type sum struct {
		visible, dropped int
		last             sim.Event
	}
	sums := map[string]*sum{}
	var order []string
	for _, ev := range e.Messages(0) {
		if ev.Phone == "" || !slices.Contains(ours, ev.ID) {
			continue
		}
		x := sums[ev.Phone]
		if x == nil {
			x = &sum{}
			sums[ev.Phone], order = x, append(order, ev.Phone)
		}
		if ev.Fate.State.Visible() {
			x.visible++
		}
		if ev.Fate.State == device.Dropped {
			x.dropped++
		}
		x.last = ev
	}
	for _, id := range order {
		x := sums[id]
		cause, code := "", x.last.Code
		if st, ok := x.last.CauseStep(); ok {
			cause = e.Rulebook(x.last.Vendor).Rule(st).ID
		}
		s.Steps = append(s.Steps, scenario.Step{Expect: &scenario.Expect{
			Device: id, Shown: &x.visible, Dropped: &x.dropped, Reply: &code, Fate: x.last.Fate.State, Cause: &cause,
		}})
	}
}
