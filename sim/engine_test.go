package sim_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

func TestReplyAndFateAreTwoResults(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	d := w.submit(toyCall{To: []string{"a"}, Title: "hi"})
	if d.Reply.Code != "0" || d.Reply.MessageID != "msg-shop-1" {
		t.Errorf("reply = %+v, want a yes", d.Reply)
	}
	if diff := cmp.Diff([]string{"pending"}, w.fates("a")); diff != "" {
		t.Errorf("before its attempt (-want +got):\n%s", diff)
	}
	w.Clock().Settle()
	if diff := cmp.Diff([]string{"shown"}, w.fates("a")); diff != "" {
		t.Errorf("after its attempt (-want +got):\n%s", diff)
	}
	s, err := w.Shade("a")
	if err != nil || len(s.Items) != 1 || s.Items[0].Title != "hi" || !s.Items[0].Sound {
		t.Errorf("shade = %+v, %v; want the message with sound", s, err)
	}
}

func TestAcceptedThenDropped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	for range 3 {
		if d := w.call(toyCall{To: []string{"a"}, Title: "x", Class: "marketing"}); d.Reply.Code != "0" {
			t.Fatalf("reply %q, want 0", d.Reply.Code)
		}
	}
	if diff := cmp.Diff([]string{"silent T-QUIET", "silent T-QUIET", "dropped T-DEVICE"}, w.fates("a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.Clock().Advance(24 * time.Hour)
	w.call(toyCall{To: []string{"a"}, Title: "x", Class: "marketing"})
	if got := w.fates("a"); got[3] != "silent T-QUIET" {
		t.Errorf("next day: %s, want it shown again", got[3])
	}
}

func TestReclassifiedMessageNamesTheClassifier(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	d := w.call(toyCall{To: []string{"a"}, Title: "promo", Class: "transactional"})
	if d.Reply.Code != "0" || d.Granted != vendors.ClassMarketing {
		t.Errorf("code %s granted %s, want a yes and marketing", d.Reply.Code, d.Granted)
	}
	if diff := cmp.Diff([]string{"silent T-CLASSIFY"}, w.fates("a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPartialRefusal(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a", "b")
	d := w.call(toyCall{To: []string{"a", "nobody", "b"}, Title: "hi"})
	var states []string
	for _, a := range d.Admissions {
		states = append(states, a.State.String())
	}
	if diff := cmp.Diff([]string{"scheduled", "refused", "scheduled"}, states); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := w.fates("b"); len(got) != 1 || got[0] != "shown" {
		t.Errorf("b: %v, want shown", got)
	}
}

func TestRefusedCallReachesNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	if err := w.SetLimit("shop", "day", 0); err != nil {
		t.Fatal(err)
	}
	d := w.call(toyCall{To: []string{"a"}, Title: "hi"})
	if !d.Refused || d.Reply.Code != "T-DAY" {
		t.Errorf("reply = %+v, want refused by T-DAY", d.Reply)
	}
	if diff := cmp.Diff([]string{" T-DAY"}, w.fates("a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestUnknownAppIsRefusedWithoutState(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	if d := w.call(toyCall{App: "nope", To: []string{"a"}}); d.Reply.Code != "T-APP" {
		t.Errorf("code %s, want T-APP", d.Reply.Code)
	}
}

func TestHeldUntilOnline(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	offline := func(v bool) {
		if err := w.UpdatePhone("a", func(p *device.Phone) { p.Offline = v }); err != nil {
			t.Fatal(err)
		}
	}
	offline(true)
	w.call(toyCall{To: []string{"a"}, Title: "1", TTL: 3600})
	if diff := cmp.Diff([]string{"held T-OFFLINE"}, w.fates("a")); diff != "" {
		t.Errorf("offline (-want +got):\n%s", diff)
	}
	offline(false)
	w.Clock().Settle()
	if diff := cmp.Diff([]string{"shown"}, w.fates("a")); diff != "" {
		t.Errorf("online again (-want +got):\n%s", diff)
	}
	w.Clock().Advance(2 * time.Hour)
	if got := w.fates("a"); got[0] != "shown" {
		t.Errorf("after its TTL: %s, want it still shown", got[0])
	}
}

func TestHeldExpires(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	_ = w.UpdatePhone("a", func(p *device.Phone) { p.Offline = true })
	w.call(toyCall{To: []string{"a"}, Title: "1", TTL: 60})
	w.Clock().Advance(59 * time.Second)
	if got := w.fates("a")[0]; got != "held T-OFFLINE" {
		t.Errorf("a second before: %s, want held", got)
	}
	w.Clock().Advance(2 * time.Second)
	if got := w.fates("a")[0]; got != "expired T-TTL" {
		t.Errorf("after: %s, want expired", got)
	}
}

func TestWaitingMessageIsOverwritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	_ = w.UpdatePhone("a", func(p *device.Phone) { p.Offline = true })
	w.call(toyCall{To: []string{"a"}, Title: "old", TTL: 3600, Collapse: "7"})
	w.call(toyCall{To: []string{"a"}, Title: "new", TTL: 3600, Collapse: "7"})
	if diff := cmp.Diff([]string{"replaced", "held T-OFFLINE"}, w.fates("a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCollapseOnScreen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	w.call(toyCall{To: []string{"a"}, Title: "old", Collapse: "7"})
	w.call(toyCall{To: []string{"a"}, Title: "new", Collapse: "7"})
	if diff := cmp.Diff([]string{"replaced", "shown"}, w.fates("a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAuditAfterTheYes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	if d := w.call(toyCall{To: []string{"a"}, Title: "x", Audit: true}); d.Reply.Code != "0" {
		t.Errorf("code %s, want a yes", d.Reply.Code)
	}
	if diff := cmp.Diff([]string{"dropped T-AUDITED"}, w.fates("a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRecallTakesItOffTheScreen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	d := w.call(toyCall{To: []string{"a"}, Title: "oops"})
	w.call(toyCall{Op: "recall", Ref: d.Reply.MessageID})
	if diff := cmp.Diff([]string{"recalled"}, w.fates("a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if s, _ := w.Shade("a"); len(s.Items) != 0 {
		t.Errorf("shade still has %v", s.Items)
	}
}

func TestRepeatedKeyIsAnsweredAndNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	first := w.call(toyCall{To: []string{"a"}, Title: "x", Key: "k"})
	again := w.call(toyCall{To: []string{"a"}, Title: "x", Key: "k"})
	if first.Reply.MessageID != again.Reply.MessageID || !again.Answered {
		t.Errorf("replies %+v and %+v, want the same id", first.Reply, again.Reply)
	}
	if s, _ := w.Shade("a"); len(s.Items) != 1 {
		t.Errorf("%d notifications, want 1", len(s.Items))
	}
	all := w.Messages(0)
	if step, ok := all[1].CauseStep(); !ok || w.Rulebook(toyVendor).Rule(step).ID != "T-REPEATED" || all[1].Fate.State != "" {
		t.Errorf("the repetition %+v has no cause, want T-REPEATED and no fate", all[1])
	}
	w.Clock().Advance(2 * time.Hour)
	if later := w.call(toyCall{To: []string{"a"}, Title: "x", Key: "k"}); later.Answered {
		t.Error("the key is still remembered after its time")
	}
}

func TestSavedBodyIsSentManyTimes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a", "b")
	id := w.call(toyCall{Op: "save", Title: "news"}).Reply.MessageID
	w.call(toyCall{Op: "saved", Ref: id, To: []string{"a"}})
	w.call(toyCall{Op: "saved", Ref: id, To: []string{"b"}})
	for _, p := range []string{"a", "b"} {
		if s, _ := w.Shade(p); len(s.Items) != 1 || s.Items[0].Title != "news" {
			t.Errorf("%s shows %v, want the stored body once", p, s.Items)
		}
	}
}

func TestStoredBodyKeepsWhatChangedIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	id := w.call(toyCall{Op: "save", Title: "promo", Class: "transactional"}).Reply.MessageID
	w.call(toyCall{Op: "saved", Ref: id, To: []string{"a"}})
	if diff := cmp.Diff([]string{"silent T-CLASSIFY"}, w.fates("a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"T-APP", "T-EXPIRED", "T-TOKEN", "T-CLASSIFY"}, w.asked(w.Messages(0)[0])[:4]); diff != "" {
		t.Errorf("the stored step belongs behind the call's own gates (-want +got):\n%s", diff)
	}
	w.call(toyCall{Op: "saved", Ref: id, To: []string{"nobody"}})
	refused := w.Messages(0)[1]
	steps := w.asked(refused)
	if cause, ok := refused.CauseStep(); !ok || w.Rulebook(toyVendor).Rule(cause).ID != "T-TOKEN" {
		t.Errorf("cause = %v in %v, want T-TOKEN", refused.Cause, steps)
	}
}

// asked are the rules of an event's trace, in order.
func (w *world) asked(ev sim.Event) []string {
	var ids []string
	for _, s := range ev.Steps {
		ids = append(ids, w.Rulebook(toyVendor).Rule(s).ID)
	}
	return ids
}

func TestOnlyCallsWithAMessageHaveAClass(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	w.call(toyCall{Op: "auth", Class: "marketing"})
	w.call(toyCall{To: []string{"a"}, Title: "x", Class: "marketing"})
	events, _ := w.Events(0, 100)
	var got []string
	for _, ev := range events {
		if ev.Kind == sim.EvCall || ev.Kind == sim.EvMessage && len(got) < 2 {
			got = append(got, ev.Verb.String()+" "+string(ev.Asked)+" "+string(ev.Granted))
		}
	}
	if diff := cmp.Diff([]string{"auth  ", "send marketing marketing"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBroadcastReachesInstalledPhones(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a", "b", "c")
	_ = w.UpdatePhone("b", func(p *device.Phone) { p.Installed = false })
	w.call(toyCall{Op: "all", Title: "hello", All: true})
	for p, want := range map[string]int{"a": 1, "b": 0, "c": 1} {
		if s, _ := w.Shade(p); len(s.Items) != want {
			t.Errorf("%s shows %d, want %d", p, len(s.Items), want)
		}
	}
}

// A phone whose app never got a token cannot be addressed, by a token or at all.
func TestPhoneWithoutATokenIsReachedByNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a", "b")
	token := func(on bool) { _ = w.UpdatePhone("b", func(p *device.Phone) { p.NoToken = !on }) }
	shown := func() int { s, _ := w.Shade("b"); return len(s.Items) }
	token(false)
	w.call(toyCall{To: []string{"a", "b"}, Title: "one"})
	w.call(toyCall{Op: "all", Title: "two", All: true})
	if n := shown(); n != 0 {
		t.Errorf("the phone shows %d messages, want none", n)
	}
	token(true)
	w.call(toyCall{To: []string{"b"}, Title: "three"})
	if n := shown(); n != 1 {
		t.Errorf("with its token back the phone shows %d messages, want 1", n)
	}
	f := w.Fork()
	defer f.Close()
	if p := f.Phones()[1]; p.NoToken {
		t.Error("the fork's phone has no token")
	}
}

func TestAccessTokensExpire(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	one := w.call(toyCall{Op: "auth"}).Reply.Access
	two := w.call(toyCall{Op: "auth"}).Reply.Access
	if one == two || one == "" {
		t.Fatalf("tokens %q and %q, want two", one, two)
	}
	if d := w.call(toyCall{Access: one, To: []string{"a"}}); d.Reply.Code != "0" {
		t.Errorf("the older token: %s, want 0", d.Reply.Code)
	}
	w.Clock().Advance(time.Hour)
	if d := w.call(toyCall{Access: two, To: []string{"a"}}); d.Reply.Code != "T-EXPIRED" {
		t.Errorf("after an hour: %s, want T-EXPIRED", d.Reply.Code)
	}
}

func TestRulebooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{Rules: sim.RuleOptions{Date: "2022-06-01"}}, "a")
	w.call(toyCall{To: []string{"a"}})
	if diff := cmp.Diff([]string{"folded T-OLD"}, w.fates("a")); diff != "" {
		t.Errorf("in 2022 (-want +got):\n%s", diff)
	}
	for day, want := range map[string]string{"": "shown", "2026-12-31": "shown", "2027-01-01": "folded T-SOON"} {
		w = newWorld(t, sim.Options{Rules: sim.RuleOptions{Date: day}}, "a")
		w.call(toyCall{To: []string{"a"}})
		if diff := cmp.Diff([]string{want}, w.fates("a")); diff != "" {
			t.Errorf("by the rules of %q (-want +got):\n%s", day, diff)
		}
	}
	w = newWorld(t, sim.Options{Rules: sim.RuleOptions{Without: []string{"T-TOKEN"}}}, "a")
	if d := w.call(toyCall{To: []string{"nobody"}}); d.Admissions[0].State == sim.Refused {
		t.Error("a rule that was taken out still refuses")
	}
	if _, err := sim.NewRulebook(toy{}, sim.RuleOptions{Without: []string{"T-NONE"}}); err == nil {
		t.Error("an unknown rule in Without is accepted")
	}
}

func TestFlagsAndLimitsAreChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	for name, err := range map[string]error{
		"unknown flag":   w.SetFlag("shop", "clsoed", "on"),
		"unknown value":  w.SetFlag("shop", "closed", "maybe"),
		"device flag":    w.SetFlag("shop", "rooted", "on"),
		"unknown quota":  w.SetLimit("shop", "dya", 1),
		"unknown app":    w.SetFlag("shpo", "closed", "on"),
		"unknown device": w.UpdatePhone("z", func(*device.Phone) {}),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := w.SetFlag("shop", "closed", "on"); err != nil {
		t.Fatal(err)
	}
	if d := w.call(toyCall{To: []string{"a"}}); d.Reply.Code != "T-CLOSED" {
		t.Errorf("code %s, want T-CLOSED", d.Reply.Code)
	}
}

func TestTraceKeepsOneTargetsSteps(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a", "b")
	w.call(toyCall{To: []string{"a", "nobody"}, Title: "x"})
	for _, ev := range w.Messages(0) {
		resolved := 0
		for _, s := range ev.Steps {
			if w.Rulebook(toyVendor).Rule(s).Phase == rule.Resolve {
				resolved++
			}
		}
		if resolved != 1 {
			t.Errorf("%s: %d resolve steps, want its own one", ev.Token, resolved)
		}
	}
}
