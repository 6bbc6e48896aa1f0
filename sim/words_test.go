package sim_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// letter is a vendor that addresses users, writes messages from templates the console
// granted, names some of them otherwise, and reports about whom it did not send to.
type letter struct{ toy }

func (letter) Decode(r *sim.Request, c *sim.Call) {
	toy{}.Decode(r, c)
	for i := range c.Targets {
		c.Targets[i].Kind = sim.ByUser
	}
	c.Message.Keep = "kept"
}

func (letter) Receipt(r *sim.ReceiptInput) ([]byte, http.Header, bool) {
	return fmt.Appendf(nil, "%s %s %s %v %d phone=%s", r.Target, r.Fate.State, r.Fate.Code, r.Keep, r.Cause.N[0], r.Phone.ID), nil, true
}
func (letter) ReceiptRetries() []time.Duration { return nil }

func (letter) Rules() []sim.Rule {
	user := toyRule("L-USER", rule.Resolve, 1, func(c *sim.Ctx) rule.Outcome {
		if c.Phone == nil {
			c.Effect(sim.Effect{Kind: sim.EffRefusal, Key: c.Call.Targets[c.Target].Name, Text: "16"})
			return c.RefuseTarget(1)
		}
		return rule.Skip
	})
	nobody := toyRule("L-NOBODY", rule.Admit, 1, func(c *sim.Ctx) rule.Outcome {
		if c.Scheduled() == 0 {
			return c.Refuse()
		}
		return rule.Skip
	})
	words := toyRule("L-WORDS", rule.Admit, 2, func(c *sim.Ctx) rule.Outcome {
		if slices.Contains(c.AllRights(), "template") {
			c.Word("from", "a template")
		}
		c.NameMessage("other-" + c.NextMessage())
		c.Declare(vendors.ClassTransactional)
		c.Attach(int64(len(c.AllSent())*10 + len(c.AllPhones())))
		return rule.Pass
	})
	quiet := toyRule("L-QUIET", rule.Present, 1, func(c *sim.Ctx) rule.Outcome {
		c.Note(7, 0, 0)
		return c.Appear(device.Silent)
	})
	return []sim.Rule{user, nobody, words, quiet}
}

func TestAVendorWritesAndReportsItself(t *testing.T) {
	t.Parallel()
	e, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{letter{}}, Start: toyStart, Seed: 7, Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	w := &world{Engine: e, t: t, tok: map[string]string{"u": "u", "x": "x"}}
	if w.app, err = e.AddApp(sim.AppSpec{ID: "shop", Vendor: toyVendor, Rights: []string{"template"}}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"old", "new"} {
		p := sim.NewPhone(id, toyVendor, "shop")
		p.User = "u"
		if _, err := e.AddPhone(p); err != nil {
			t.Fatal(err)
		}
	}
	first := w.call(toyCall{To: []string{"u", "x"}, Title: "own", Body: "words", Receipt: true})
	if first.Reply.MessageID != "other-msg-shop-1" || first.Reply.Data != int64(2) || first.Answered {
		t.Errorf("the answer is %+v", first.Reply)
	}
	if second := w.call(toyCall{To: []string{"u"}}); second.Reply.Data != int64(12) {
		t.Errorf("the second answer has %v, want 1 message sent before and 2 phones", second.Reply.Data)
	}
	shade, err := e.Shade("new")
	if err != nil || len(shade.Items) != 2 || shade.Items[0].Title != "from" || shade.Items[0].Body != "a template" {
		t.Errorf("the newest phone of the user shows %+v (%v)", shade.Items, err)
	}
	for _, e := range messageEvents(e) {
		if e.Phone == "new" && (e.Asked != vendors.ClassTransactional || e.Granted != vendors.ClassTransactional) {
			t.Errorf("event %s: asked %q, granted %q", e.ID, e.Asked, e.Granted)
		}
	}
	want := []string{"x dropped 16 kept 0 phone=", "u silent  kept 7 phone=new"}
	if got := receiptBodies(t, e); !slices.Equal(got, want) {
		t.Errorf("receipts %q, want %q", got, want)
	}
	if w.call(toyCall{To: []string{"x"}, Receipt: true}); len(receiptBodies(t, e)) != 2 {
		t.Error("a call that was refused as a whole is reported")
	}
}

func receiptBodies(t *testing.T, e *sim.Engine) (out []string) {
	t.Helper()
	events, _ := e.Events(0, 1000)
	for i := range events {
		if events[i].Kind == sim.EvReceipt {
			out = append(out, string(events[i].RequestBody))
		}
	}
	return out
}

func messageEvents(e *sim.Engine) []sim.Event {
	events, _ := e.Events(0, 1000)
	return slices.DeleteFunc(events, func(ev sim.Event) bool { return ev.Kind != sim.EvMessage })
}
