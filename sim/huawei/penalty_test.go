package huawei_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
)

// after passes days, logs in again and sends one message.
func (w *world) after(days int, m fields, phone string) string {
	w.Pass(time.Duration(days) * 24 * time.Hour)
	w.token = w.login(nil).Access
	w.send(m, phone)
	return w.Fate()
}

// found is a story in which Huawei finds a violation, then some messages go out.
func found(n int, run func(w *world, phone string) string) func(w *world) string {
	return func(w *world) string {
		id := w.Phone("p1")
		for range n {
			w.Flag("violations", "found")
			w.send(im(fields{android + "target_user_type": 1}), id)
		}
		w.Settle()
		return run(w, id)
	}
}

func penaltyProofs() []proof {
	wrong := im(fields{android + "category": "WORK"})
	return []proof{
		{Rule: "HW-APP-040", Want: "silent", Run: found(2, func(w *world, id string) string { return w.after(7, nil, id) })},
		{Rule: "HW-APP-041", Want: "dropped 256", Run: found(2, func(w *world, id string) string { return w.after(0, nil, id) })},
		{Rule: "HW-APP-042", Want: "silent, dropped 256", Run: func(w *world) string {
			w.Flag("violations", "messages")
			id := w.Phone("p1")
			return w.after(0, wrong, id) + ", " + w.after(7, wrong, id)
		}},
	}
}

// TestPenaltyLadder: a warning, seven days without marketing, ninety days of two silent
// messages a day, and off it again; violations are forgotten after twelve months.
func TestPenaltyLadder(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p1")
	flags := func() string {
		spec := w.Engine.Apps()[0]
		return spec.Flags["penalty"] + " " + fmt.Sprint(len(strings.Fields(spec.Flags["violation_log"])))
	}
	var got []string
	say := func(day string, fate string) { got = append(got, day+": "+fate+", "+flags()) }
	find := func() { w.Flag("violations", "found") }

	find()
	say("day 0, marketing", w.after(0, nil, id))
	find()
	say("day 7, second", w.after(7, im(nil), id))
	say("day 7, marketing", w.after(0, nil, id))
	say("day 13, marketing", w.after(6, nil, id))
	say("day 14, marketing", w.after(1, nil, id))
	find()
	say("day 14, third", w.after(0, im(nil), id))
	say("day 14, another", w.after(0, im(nil), id))
	say("day 103, service", w.after(89, im(nil), id))
	say("day 104, service", w.after(1, im(nil), id))
	find()
	say("day 380, fourth of all, first of twelve months", w.after(276, nil, id))
	say("day 750, service", w.after(370, im(nil), id))
	want := []string{
		"day 0, marketing: silent, warned 1",
		"day 7, second: shown, marketing_suspended 2",
		"day 7, marketing: dropped 256, marketing_suspended 2",
		"day 13, marketing: dropped 256, marketing_suspended 2",
		"day 14, marketing: silent, none 2",
		"day 14, third: silent, cap2_silent 3",
		"day 14, another: dropped 256, cap2_silent 3",
		"day 103, service: silent, cap2_silent 3",
		"day 104, service: shown, none 3",
		"day 380, fourth of all, first of twelve months: silent, warned 1",
		"day 750, service: shown, none 1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the ladder (-want +got):\n%s", diff)
	}
}

// TestViolationsInMessages: what is found in messages is one violation until the time to
// correct it is over, and a penalty set by hand does not end by itself.
func TestViolationsInMessages(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]fields{
		"not granted": im(fields{android + "category": "WORK"}), "no category there is": im(fields{android + "category": "FOO"}),
		"title repeated":     im(fields{notice + "title": "到货", notice + "body": "到货"}),
		"promotion":          im(fields{notice + "body": "全场满减，低至五折"}),
		"nothing subscribed": im(fields{android + "category": "SUBSCRIPTION", notice + "title": "直播开始", notice + "body": "精彩内容马上进入"}),
	} {
		w := open(t, options{app: func(a *sim.AppSpec) { a.Rights = append(a.Rights, "SUBSCRIPTION") }})
		w.Flag("violations", "messages")
		id := w.Phone("p1")
		for range 3 {
			w.after(0, m, id)
		}
		if spec := w.Engine.Apps()[0]; spec.Flags["penalty"] != "warned" || len(strings.Fields(spec.Flags["violation_log"])) != 1 {
			t.Errorf("%s: flags %v, want one violation", name, spec.Flags)
		}
		if w.after(0, im(nil), id) != "shown" {
			t.Errorf("%s: a warning changes what is shown", name)
		}
	}
	good := open(t, options{app: func(a *sim.AppSpec) { a.Rights = append(a.Rights, "SUBSCRIPTION") }})
	good.Flag("violations", "messages")
	good.after(0, im(nil), good.Phone("p1"))
	good.after(0, im(fields{android + "category": "SUBSCRIPTION", notice + "title": "直播开始", notice + "body": "您预约的直播已开始"}), good.Phone("p2"))
	good.after(0, fields{notice + "body": "全场满减，低至五折"}, good.Phone("p3"))
	if spec := good.Engine.Apps()[0]; spec.Flags["violation_log"] != "" {
		t.Errorf("a good message is a violation: %v", spec.Flags)
	}
	byHand := open(t, options{app: func(a *sim.AppSpec) { a.Flags = map[string]string{"penalty": "marketing_suspended"} }})
	if got := byHand.after(100, nil, byHand.Phone("p1")); got != "dropped 256" {
		t.Errorf("a penalty set by hand after 100 days: %s, want it still there", got)
	}

}
