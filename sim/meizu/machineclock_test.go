package meizu_test

import (
	"testing"
	"time"
)

// Times to come of a sender that keeps its clock are as far off on the simulator's, which
// was moved by a day.
func TestTimesOfASenderADayBehind(t *testing.T) {
	t.Parallel()
	for name, send := range map[string]func(w *world, id string){
		"a task": func(w *world, _ string) {
			w.toApp(fields{"pushTimeInfo.pushTimeType": 1, "pushTimeInfo.startTime": "2025-11-24 12:00:00"})
		},
		"a display": func(w *world, id string) {
			w.push(fields{"advanceInfo.fixDisplay": true, "advanceInfo.fixStartDisplayTime": "2025-11-24 12:00:00", "advanceInfo.fixEndDisplayTime": "2025-11-24 13:00:00"}, id)
		},
	} {
		w := now(t)
		w.Ahead = 24 * time.Hour
		send(w, w.Phone("m1"))
		w.Pass(2*time.Hour - time.Minute)
		before := w.hows("m1")
		w.Pass(2 * time.Minute)
		want(t, name, before+", "+w.hows("m1"), ", shown")
	}
}
