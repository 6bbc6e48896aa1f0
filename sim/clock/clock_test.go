package clock_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim/clock"
)

var start = time.Date(2026, 11, 11, 8, 0, 0, 0, time.UTC)

// tape notes which events ran at what time after start.
type tape struct {
	c   *clock.Clock
	ran []string
}

func newTape(mode clock.Mode) *tape {
	t := &tape{}
	t.c = clock.New(start, mode, func(p any) {
		t.ran = append(t.ran, fmt.Sprintf("%v@%s", p, t.c.Now().Sub(start)))
	})
	return t
}

func TestAdvanceRunsDueEventsInOrder(t *testing.T) {
	t.Parallel()
	tp := newTape(clock.Mode{Kind: clock.Manual})
	tp.c.Schedule(start.Add(2*time.Second), false, "b")
	tp.c.Schedule(start.Add(time.Second), false, "a")
	tp.c.Schedule(start.Add(2*time.Second), false, "c") // same time: order of scheduling
	tp.c.Schedule(start.Add(time.Minute), false, "late")
	tp.c.Advance(10 * time.Second)
	if diff := cmp.Diff([]string{"a@1s", "b@2s", "c@2s"}, tp.ran); diff != "" {
		t.Errorf("ran (-want +got):\n%s", diff)
	}
	if got := tp.c.Now(); !got.Equal(start.Add(10 * time.Second)) {
		t.Errorf("now = %v, want start+10s", got)
	}
}

func TestAdvanceNeverGoesBack(t *testing.T) {
	t.Parallel()
	tp := newTape(clock.Mode{Kind: clock.Manual})
	tp.c.AdvanceTo(start.Add(-time.Hour))
	if !tp.c.Now().Equal(start) {
		t.Errorf("now = %v, want %v", tp.c.Now(), start)
	}
}

func TestEventsMayScheduleEvents(t *testing.T) {
	t.Parallel()
	var ran int
	var c *clock.Clock
	c = clock.New(start, clock.Mode{Kind: clock.Manual}, func(any) {
		if ran++; ran < 5 {
			c.Schedule(c.Now().Add(time.Second), true, nil)
		}
	})
	c.Schedule(start, true, nil)
	c.Settle()
	if ran != 5 || !c.Now().Equal(start.Add(4*time.Second)) {
		t.Errorf("ran %d events up to %v, want 5 up to start+4s", ran, c.Now())
	}
}

func TestSettleRunsPromptEventsOnly(t *testing.T) {
	t.Parallel()
	tp := newTape(clock.Mode{Kind: clock.Jump})
	tp.c.Schedule(start.Add(time.Second), true, "delivery")
	tp.c.Schedule(start.Add(500*time.Millisecond), false, "due before")
	tp.c.Schedule(start.Add(24*time.Hour), false, "expiry")
	tp.c.Settle()
	if diff := cmp.Diff([]string{"due before@500ms", "delivery@1s"}, tp.ran); diff != "" {
		t.Errorf("ran (-want +got):\n%s", diff)
	}
	if next := tp.c.Next(5); len(next) != 1 || next[0].Payload != "expiry" {
		t.Errorf("next = %v, want the expiry alone", next)
	}
}

func TestSleepOnJumpClockMovesTime(t *testing.T) {
	t.Parallel()
	tp := newTape(clock.Mode{Kind: clock.Jump})
	tp.c.Schedule(start.Add(30*time.Minute), false, "in between")
	if err := tp.c.Sleep(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if len(tp.ran) != 1 || !tp.c.Now().Equal(start.Add(time.Hour)) {
		t.Errorf("ran %v, now %v; want the event in between and start+1h", tp.ran, tp.c.Now())
	}
}

func TestSleepOnManualClockWaitsForAdvance(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clock.New(start, clock.Mode{Kind: clock.Manual}, nil)
		var woke atomic.Bool
		go func() {
			if c.Sleep(context.Background(), time.Minute) == nil {
				woke.Store(true)
			}
		}()
		synctest.Wait()
		c.Advance(59 * time.Second)
		synctest.Wait()
		if woke.Load() {
			t.Error("woke a second early")
		}
		c.Advance(time.Second)
		synctest.Wait()
		if !woke.Load() {
			t.Error("did not wake at its time")
		}
	})
}

func TestSleepEndsWithContext(t *testing.T) {
	t.Parallel()
	c := clock.New(start, clock.Mode{Kind: clock.Manual}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}

func TestRealClockDrivesEventsAtItsSpeed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var ran atomic.Int32
		c := clock.New(start, clock.Mode{Kind: clock.Real, Scale: 60}, func(any) { ran.Add(1) })
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		go c.Drive(ctx)
		c.Schedule(start.Add(time.Minute), false, nil)
		time.Sleep(900 * time.Millisecond) // of the bubble's time
		synctest.Wait()
		if ran.Load() != 0 {
			t.Error("ran before a minute of its time had passed")
		}
		time.Sleep(200 * time.Millisecond)
		synctest.Wait()
		if ran.Load() != 1 {
			t.Error("did not run after a minute of its time")
		}
	})
}

func TestSetModeKeepsTheTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clock.New(start, clock.Mode{Kind: clock.Real}, nil)
		time.Sleep(time.Second)
		c.SetMode(clock.Mode{Kind: clock.Manual})
		time.Sleep(time.Hour)
		if got := c.Now().Sub(start); got != time.Second {
			t.Errorf("stopped at start+%v, want start+1s", got)
		}
		c.SetMode(clock.Mode{Kind: clock.Real, Scale: 10})
		time.Sleep(time.Second)
		if got := c.Now().Sub(start); got != 11*time.Second {
			t.Errorf("after a second at x10: start+%v, want start+11s", got)
		}
	})
}

func TestForkIsIndependent(t *testing.T) {
	t.Parallel()
	tp := newTape(clock.Mode{Kind: clock.Manual})
	tp.c.Schedule(start.Add(time.Second), true, "a")
	tp.c.Schedule(start.Add(time.Second), true, "b")
	tp.c.Schedule(start.Add(time.Second), true, "left out")
	var forked []any
	f := tp.c.Fork(func(p any) { forked = append(forked, p) }, func(p any) any {
		if p == "left out" {
			return nil
		}
		return p.(string) + "'"
	})
	f.Settle()
	if diff := cmp.Diff([]any{"a'", "b'"}, forked); diff != "" {
		t.Errorf("fork ran (-want +got):\n%s", diff)
	}
	if len(tp.ran) != 0 || !tp.c.Now().Equal(start) {
		t.Errorf("the original ran %v and stands at %v", tp.ran, tp.c.Now())
	}
}

func TestParseMode(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"real", "manual", "jump", "x60", "x0.5"} {
		m, err := clock.ParseMode(s)
		if err != nil || m.String() != s {
			t.Errorf("ParseMode(%q) = %v, %v; want the same back", s, m, err)
		}
	}
	for _, s := range []string{"fast", "x", "x0", "x-1", "60"} {
		if m, err := clock.ParseMode(s); err == nil {
			t.Errorf("ParseMode(%q) = %v, want an error", s, m)
		}
	}
}

func ExampleClock_Sleep() {
	c := clock.New(start, clock.Mode{Kind: clock.Jump}, nil)
	_ = c.Sleep(context.Background(), 12*time.Hour) // takes no time
	fmt.Println(c.Now().Format(time.Kitchen))
	// Output: 8:00PM
}
