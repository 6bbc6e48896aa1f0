package xiaomi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
)

// Times of a sender that keeps its clock are as far off on the simulator's, which was
// moved by a day.
func TestTimesOfASenderADayBehind(t *testing.T) {
	t.Parallel()
	yesterday := func(w *world, d time.Duration) string { return itoa(w.Now().Add(d - 24*time.Hour).UnixMilli()) }
	in2Hours := func(w *world) string { return yesterday(w, 2*time.Hour) }
	for name, send := range map[string]func(w *world){
		"one": func(w *world) { w.send(order(form{"time_to_send": in2Hours(w)}), w.token()) },
		"a batch": func(w *world) {
			w.post("/v2/multi_messages/regids", form{"messages": "[" + element(w.token(), "135001") + "]", "time_to_send": in2Hours(w)})
		},
	} {
		w := open(t, options{}, sim.RuleOptions{})
		w.Ahead = 24 * time.Hour
		send(w)
		w.Pass(2*time.Hour - time.Minute)
		before := w.Fate()
		w.Pass(2 * time.Minute)
		if got := before + ", " + w.Fate(); got != "pending, shown" {
			t.Errorf("%s: %s, want pending before its time and shown then", name, got)
		}
	}
	w := open(t, options{}, sim.RuleOptions{})
	w.Ahead = 24 * time.Hour
	const month = 30 * 24 * time.Hour
	if a := w.send(order(form{"time_to_send": yesterday(w, month+time.Hour)}), w.token()); !strings.Contains(a.Body, "10017") {
		t.Errorf("more than a month ahead: %s, want 10017", a.Body)
	}
	w.send(order(nil), w.token())
	w.Settle()
	a := w.get("/v1/trace/messages/status", form{"begin_time": yesterday(w, -time.Hour), "end_time": yesterday(w, time.Hour)})
	if got := inner(a, "delivered"); got != "1" {
		t.Errorf("the hour around now has %q delivered, want 1", got)
	}
}
