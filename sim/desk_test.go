package sim_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
)

// clerk is a vendor that numbers tasks apart, binds aliases for senders, looks at the
// console's callbacks and at how full a phone's screen is.
type clerk struct{ toy }

func (clerk) MintTask(_ uint64, _ string, n uint64) string { return string(rune('0' + n)) }

func (clerk) Rules() []sim.Rule {
	bind := toyRule("C-BIND", rule.Gate, 1, func(c *sim.Ctx) rule.Outcome {
		c.Effect(sim.Effect{Kind: sim.EffAlias, Phone: c.View.Phone(c.Call.Targets[0].Name), Text: c.Call.Message.Title})
		return c.Reply(nil)
	})
	bind.Verbs = sim.For(sim.VerbRecall)
	callback := toyRule("C-CALLBACK", rule.Gate, 2, func(c *sim.Ctx) rule.Outcome {
		if !c.Message.Receipt.None() && !c.Registered(c.Message.Receipt.URL) {
			return c.Refuse()
		}
		return rule.Skip
	})
	full := toyRule("C-FULL", rule.Present, 1, func(c *sim.Ctx) rule.Outcome {
		if c.Showing(c.Phone, c.Message.Collapse) >= 2 {
			return c.Appear(device.Folded)
		}
		return rule.Skip
	})
	flat := toyRule("C-FLAT", rule.Present, 2, func(c *sim.Ctx) rule.Outcome {
		if c.Message.Title == "flat" {
			return c.NoBanner()
		}
		return rule.Skip
	})
	return []sim.Rule{bind, callback, full, flat}
}

func newClerk(t *testing.T, receipts map[string]string) *world {
	t.Helper()
	e, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{clerk{}}, Start: toyStart, Seed: 7, Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	w := &world{Engine: e, t: t, tok: map[string]string{}}
	if w.app, err = e.AddApp(sim.AppSpec{ID: "shop", Vendor: toyVendor, Receipts: receipts}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b"} {
		p, err := e.AddPhone(sim.NewPhone(id, toyVendor, "shop"))
		if err != nil {
			t.Fatal(err)
		}
		w.tok[id] = p.Token
	}
	return w
}

func TestTasksAreNumberedApart(t *testing.T) {
	t.Parallel()
	w := newClerk(t, nil)
	if id := w.call(toyCall{Op: "save", Title: "x"}).Reply.MessageID; id != "1" {
		t.Errorf("a stored body is %q, want the first task", id)
	}
	if id := w.call(toyCall{To: []string{"a"}, Title: "x"}).Reply.MessageID; id != "msg-shop-2" {
		t.Errorf("a message is %q, want no task", id)
	}
	if id := w.call(toyCall{Op: "all", All: true, Title: "x"}).Reply.MessageID; id != "3" {
		t.Errorf("a broadcast is %q, want a task", id)
	}
}

func TestAnAliasLeadsToThePhoneThatTookItLast(t *testing.T) {
	t.Parallel()
	w := newClerk(t, nil)
	alias := func(id string) string {
		for _, p := range w.Phones() {
			if p.ID == id {
				return p.Alias
			}
		}
		return "no such phone"
	}
	w.call(toyCall{Op: "recall", To: []string{"a"}, Title: "u1"})
	w.call(toyCall{Op: "recall", To: []string{"b"}, Title: "u1"})
	if alias("a") != "u1" || alias("b") != "u1" {
		t.Errorf("aliases %q and %q, want both phones to know the one they took", alias("a"), alias("b"))
	}
	w.call(toyCall{Op: "recall", To: []string{"a"}})
	if d := w.byAlias("u1"); d.Admissions[0].Phone == nil || d.Admissions[0].Phone.ID != "b" {
		t.Errorf("u1 leads to %+v, want b: a gave up what b had taken from it", d.Admissions[0].Phone)
	}
	w.call(toyCall{Op: "recall", To: []string{"b"}})
	if d := w.byAlias("u1"); d.Admissions[0].Phone != nil {
		t.Errorf("u1 still leads to %s", d.Admissions[0].Phone.ID)
	}
	for _, next := range []string{"u2", ""} { // as a person binds them, in the lab
		if err := w.UpdatePhone("a", func(p *device.Phone) { p.Alias = next }); err != nil {
			t.Fatal(err)
		}
		if d := w.byAlias("u2"); (d.Admissions[0].Phone != nil) != (next == "u2") {
			t.Errorf("a has the alias %q; u2 leads to %+v", next, d.Admissions[0].Phone)
		}
	}
}

func (w *world) byAlias(name string) sim.Decision {
	call := &sim.Call{
		Request: &sim.Request{}, At: w.Clock().Now(), Verb: sim.VerbSend, AppRef: w.app.Credentials["id"],
		Targets: []sim.Target{{Kind: sim.ByAlias, Name: name}},
	}
	var d sim.Decision
	w.Judge(toyVendor, call, &d)
	return d
}

func TestRulesSeeTheConsolesCallbacks(t *testing.T) {
	t.Parallel()
	known := newClerk(t, map[string]string{"main": "http://127.0.0.1:1/cb"})
	if d := known.call(toyCall{To: []string{"a"}, Receipt: true}); d.Refused {
		t.Errorf("a registered callback: %+v", d.Reply)
	}
	if d := newClerk(t, nil).call(toyCall{To: []string{"a"}, Receipt: true}); !d.Refused {
		t.Errorf("a callback nobody registered: %+v", d.Reply)
	}
}

func TestRulesSeeHowFullTheScreenIs(t *testing.T) {
	t.Parallel()
	w := newClerk(t, nil)
	for _, title := range []string{"one", "two", "three", "four"} {
		collapse := ""
		if title == "two" || title == "three" {
			collapse = "k"
		}
		w.call(toyCall{To: []string{"a"}, Title: title, Collapse: collapse})
	}
	want := []string{"shown", "replaced", "shown", "folded C-FULL"}
	if diff := cmp.Diff(want, w.fates("a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWithoutABannerItStillRings(t *testing.T) {
	t.Parallel()
	w := newClerk(t, nil)
	w.call(toyCall{To: []string{"a"}, Title: "flat"})
	s, err := w.Shade("a")
	if err != nil || len(s.Items) != 1 {
		t.Fatalf("shade %+v, %v", s, err)
	}
	if n := s.Items[0]; n.How != device.Shown || !n.Sound || n.Banner {
		t.Errorf("%+v, want sound and no banner", n)
	}
}
