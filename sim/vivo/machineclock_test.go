package vivo_test

import (
	"testing"
	"time"
)

// Times to come of a sender that keeps its clock are as far off on the simulator's, which
// was moved by a day.
func TestTimesOfASenderADayBehind(t *testing.T) {
	t.Parallel()
	yesterday := func(d time.Duration) int64 { return morning.Add(d - 24*time.Hour).UnixMilli() }
	w := open(t, options{})
	w.Ahead = 24 * time.Hour
	m := chat("李雷", "晚上一起吃饭吗？")
	m["timedDisplay"] = fields{"showStartTime": yesterday(2 * time.Hour), "showEndTime": yesterday(3 * time.Hour)}
	w.want(w.send(w.Phone("v1"), m), "0")
	if got := w.Fate(); got != "held" {
		t.Errorf("before its time: %s, want held", got)
	}
	w.Pass(2*time.Hour + time.Second)
	if got := w.Fate(); got != "shown" {
		t.Errorf("at its time: %s, want shown", got)
	}
}
