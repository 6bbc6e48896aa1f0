package oppo_test

import (
	"testing"
	"time"
)

// Times to come of a sender that keeps its clock are as far off on the simulator's, which
// was moved by a day.
func TestTimesOfASenderADayBehind(t *testing.T) {
	t.Parallel()
	yesterday := func(d time.Duration) int64 { return morning.Add(d - 24*time.Hour).UnixMilli() }
	display := fields{"show_time_type": 1, "show_start_time": yesterday(2 * time.Hour), "show_end_time": yesterday(3 * time.Hour)}
	for name, send := range map[string]func(w *world, token string){
		"a display":            func(w *world, token string) { w.send(token, order(display)) },
		"a display in a batch": func(w *world, token string) { w.batch(message(token, order(display))) },
		"a push": func(w *world, token string) {
			id := w.save(fields{"push_time_type": 1, "push_start_time": yesterday(2 * time.Hour)}).Data.Saved
			w.cast(id, 2, token)
		},
	} {
		w := open(t, options{})
		w.Ahead = 24 * time.Hour
		send(w, w.Phone("p1"))
		w.Pass(2*time.Hour - time.Minute)
		if n := len(w.Shade("p1").Items); n != 0 {
			t.Errorf("%s: shown before its time", name)
		}
		w.Pass(2 * time.Minute)
		if n := len(w.Shade("p1").Items); n != 1 {
			t.Errorf("%s: %d shown at its time, want 1", name, n)
		}
	}
}
