package client_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

// midnight is 00:00 of the next day in Asia/Shanghai.
func midnight() time.Time { return time.Date(2025, 11, 25, 16, 0, 0, 0, time.UTC) }

func spent(code string) vendors.Outcome {
	return no(code, vendors.ReasonQuotaAppDay, vendors.RetryNextDay)
}

func TestQuotaOfAClassStopsThatClassUntilMidnight(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.answer = func(n int, _ vendors.Token) vendors.Outcome {
		if n == 1 {
			return spent("M")
		}
		return yes()
	}
	c := f.wrap(t, client.Options{})
	res := send(t, c, msg(vendors.ClassMarketing), tokens(1))
	if o := res.Outcomes[0]; o.State != vendors.StateRefused || o.RetryAfter != 12*time.Hour {
		t.Errorf("refused with %+v, want a pause of 12 h", o)
	}
	for _, class := range []vendors.Class{vendors.ClassMarketing, vendors.ClassUnset} {
		for _, n := range []int{1, 2} {
			for _, o := range send(t, c, msg(class), tokens(n)).Outcomes {
				if o.State != vendors.StateSuppressed || o.Reason != vendors.ReasonBreakerOpen || o.Retry != vendors.RetryNextDay || o.RetryAfter != 12*time.Hour {
					t.Errorf("class %q: %+v, want suppressed until midnight", class, o)
				}
			}
		}
	}
	if len(f.calls) != 1 {
		t.Errorf("%d calls after the quota answer, want none", len(f.calls)-1)
	}
	if res := send(t, c, msg(vendors.ClassTransactional), tokens(2)); res.Accepted() != 2 {
		t.Errorf("transactional while marketing is stopped: %+v", res.Outcomes)
	}
	test := msg(vendors.ClassMarketing)
	test.Test = true
	if res := send(t, c, test, tokens(1)); res.Accepted() != 1 {
		t.Errorf("test message while marketing is stopped: %+v", res.Outcomes)
	}
	want := []client.Blocked{{Class: vendors.ClassMarketing, Code: "M", Until: midnight()}}
	if diff := cmp.Diff(want, c.Blocked(), cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".retry" }, cmp.Ignore())); diff != "" {
		t.Errorf("blocked (-want +got):\n%s", diff)
	}
	f.clock.Advance(12*time.Hour - time.Nanosecond)
	if res := send(t, c, msg(vendors.ClassMarketing), tokens(1)); res.Accepted() != 0 {
		t.Error("sent before midnight")
	}
	f.clock.Advance(time.Nanosecond)
	if res := send(t, c, msg(vendors.ClassMarketing), tokens(1)); res.Accepted() != 1 || len(c.Blocked()) != 0 {
		t.Errorf("at midnight: %+v, blocked %v", res.Outcomes, c.Blocked())
	}
}

func TestQuotaInOneBatchStopsTheRest(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.answer = func(n int, _ vendors.Token) vendors.Outcome {
		if n == 2 {
			return spent("M")
		}
		return yes()
	}
	res := send(t, f.wrap(t, client.Options{}), msg(""), tokens(40))
	var states []vendors.State
	for i := range res.Outcomes {
		states = append(states, res.Outcomes[i].State)
	}
	if got := slices.Compact(states); !slices.Equal(got, []vendors.State{vendors.StateAccepted, vendors.StateRefused, vendors.StateSuppressed}) || len(f.calls) != 2 {
		t.Errorf("states %v after %d calls, want accepted, refused, suppressed after 2", got, len(f.calls))
	}
}

func TestQuotaOfCallsStopsTheFormOnly(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.answer = func(n int, _ vendors.Token) vendors.Outcome {
		if n == 1 {
			return spent("S")
		}
		return yes()
	}
	c := f.wrap(t, client.Options{})
	send(t, c, msg(""), tokens(2))
	if res := send(t, c, msg(vendors.ClassTransactional), tokens(2)); res.Accepted() != 0 || len(f.calls) != 1 {
		t.Errorf("list after the quota of stored bodies: %+v", res.Outcomes)
	}
	if res := send(t, c, msg(""), tokens(1)); res.Accepted() != 1 {
		t.Errorf("single after the quota of stored bodies: %+v", res.Outcomes)
	}
	c.Unblock()
	if res := send(t, c, msg(""), tokens(2)); res.Accepted() != 2 {
		t.Errorf("list after Unblock: %+v", res.Outcomes)
	}
}

func TestWindow(t *testing.T) {
	t.Parallel()
	for _, pause := range []time.Duration{0, time.Hour} {
		f := newFake()
		f.answer = func(n int, _ vendors.Token) vendors.Outcome {
			if n > 1 {
				return yes()
			}
			o := no("W", vendors.ReasonOutsideHours, vendors.RetryAfterWindow)
			o.RetryAfter = pause
			return o
		}
		c := f.wrap(t, client.Options{})
		send(t, c, msg(vendors.ClassMarketing), tokens(1))
		o := send(t, c, msg(vendors.ClassMarketing), tokens(1)).Outcomes[0]
		if held := o.State == vendors.StateSuppressed; held != (pause > 0) {
			t.Errorf("window opens in %v: second send is %+v", pause, o)
		}
		if pause > 0 && o.Retry != vendors.RetryAfterWindow {
			t.Errorf("suppressed with retry %q, want %q", o.Retry, vendors.RetryAfterWindow)
		}
		if res := send(t, c, msg(vendors.ClassTransactional), tokens(1)); res.Accepted() != 1 {
			t.Errorf("transactional outside hours: %+v", res.Outcomes)
		}
		f.clock.Advance(pause)
		if res := send(t, c, msg(vendors.ClassMarketing), tokens(1)); res.Accepted() != 1 {
			t.Errorf("marketing when the window opens: %+v", res.Outcomes)
		}
	}
}

// caster is a fake that can broadcast and tell classes.
type caster struct {
	*fake
	outcomes []vendors.Outcome
	n        int
}

func (c *caster) Broadcast(context.Context, *vendors.Message, vendors.Audience) (vendors.Outcome, []vendors.Adjustment, error) {
	o := c.outcomes[min(c.n, len(c.outcomes)-1)]
	c.n++
	return o, nil, nil
}

func (c *caster) ClassOf(m *vendors.Message) vendors.Class {
	if m.Category == "im" {
		return vendors.ClassTransactional
	}
	return vendors.ClassMarketing
}

func openCaster(t *testing.T, outcomes ...vendors.Outcome) (*caster, *client.Client) {
	t.Helper()
	x := &caster{fake: newFake(), outcomes: outcomes}
	c, err := client.New(x, &client.Options{Clock: x.clock, Jitter: -1})
	if err != nil {
		t.Fatal(err)
	}
	return x, c
}

func TestBroadcast(t *testing.T) {
	t.Parallel()
	all := vendors.Audience{All: true}
	unknown := vendors.Outcome{State: vendors.StateUnknown, Retry: vendors.RetryBackoff}
	for name, tc := range map[string]struct {
		outcomes []vendors.Outcome
		calls    int
	}{
		"accepted":                    {[]vendors.Outcome{yes()}, 1},
		"busy, then accepted":         {[]vendors.Outcome{busy(), yes()}, 2},
		"refused":                     {[]vendors.Outcome{no("X", vendors.ReasonBadRequest, vendors.RetryNever)}, 1},
		"perhaps taken, not repeated": {[]vendors.Outcome{unknown, yes()}, 1},
	} {
		x, c := openCaster(t, tc.outcomes...)
		o, _, err := c.Broadcast(context.Background(), msg(""), all)
		if err != nil || x.n != tc.calls || o != tc.outcomes[len(tc.outcomes[:tc.calls])-1] {
			t.Errorf("%s: %+v, %v after %d calls, want %d", name, o, err, x.n, tc.calls)
		}
	}
}

func TestBroadcastQuotaStopsBroadcastsToEverybodyOnly(t *testing.T) {
	t.Parallel()
	x, c := openCaster(t, spent("A"), yes())
	ctx := context.Background()
	if o, _, _ := c.Broadcast(ctx, msg(""), vendors.Audience{All: true}); o.RetryAfter != 12*time.Hour {
		t.Errorf("refused with %+v, want until midnight", o)
	}
	if o, _, _ := c.Broadcast(ctx, msg(""), vendors.Audience{All: true}); o.State != vendors.StateSuppressed || x.n != 1 {
		t.Errorf("second broadcast: %+v after %d calls", o, x.n)
	}
	if o, _, _ := c.Broadcast(ctx, msg(""), vendors.Audience{Any: []string{"a"}}); o.State != vendors.StateAccepted {
		t.Errorf("by tag: %+v", o)
	}
	if res := send(t, c, msg(""), tokens(2)); res.Accepted() != 2 {
		t.Errorf("list: %+v", res.Outcomes)
	}
}

func TestClassComesFromTheDriver(t *testing.T) {
	t.Parallel()
	x, c := openCaster(t, yes())
	x.answer = func(n int, _ vendors.Token) vendors.Outcome {
		if n == 1 {
			return spent("M")
		}
		return yes()
	}
	send(t, c, msg(""), tokens(1))
	im := msg("")
	im.Category = "im"
	if res := send(t, c, im, tokens(1)); res.Accepted() != 1 {
		t.Errorf("a message the driver counts as transactional: %+v", res.Outcomes)
	}
}
