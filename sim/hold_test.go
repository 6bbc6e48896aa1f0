package sim_test

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
)

// steps is the toy with a phone that does not take messages while it is rooted, tries
// again at a time or shows them then, and reports more than the fate.
type steps struct{ reporting }

func (steps) Receipt(r *sim.ReceiptInput) ([]byte, http.Header, bool) {
	code := r.Fate.Code
	if code == "" {
		code = "delivered"
	}
	return []byte(code), nil, true
}

func (s steps) Rules() []sim.Rule {
	sleeps := toyRule("T-SLEEP", rule.Arrive, 90, func(c *sim.Ctx) rule.Outcome {
		switch c.Phone.Flags["rooted"] {
		case "asleep":
			c.Report("asleep", 0)
			return c.Wait()
		case "naps":
			c.Report("naps", 0)
			return c.WaitUntil(c.Now().Truncate(time.Hour).Add(time.Hour))
		case "night":
			if morning := toyStart.Add(6 * time.Hour); c.Now().Before(morning) {
				return c.WaitUntil(morning)
			}
		}
		return rule.Skip
	})
	timed := toyRule("T-TIMED", rule.Present, 80, func(c *sim.Ctx) rule.Outcome {
		if show := toyStart.Add(48 * time.Hour); c.Phone.Flags["rooted"] == "timed" && c.Now().Before(show) {
			c.Report("arrived", 0)
			return c.ShowAt(show)
		}
		if c.Phone.Flags["rooted"] == "for ever" && c.Now().Before(toyStart.AddDate(1, 0, 0)) {
			return c.ShowAt(time.UnixMilli(9e15))
		}
		return rule.Skip
	})
	taps := toyRule("T-TAP", rule.Present, 90, func(c *sim.Ctx) rule.Outcome {
		c.Report("tapped", time.Second)
		return rule.Pass
	})
	return append(s.reporting.Rules(), sleeps, timed, taps)
}

type bodies struct {
	mu  sync.Mutex
	got []string
}

func (b *bodies) Post(_ context.Context, _ string, _ http.Header, body []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.got = append(b.got, string(body))
	return 200, nil
}

func stepsWorld(t *testing.T, flag string) (*world, *bodies) {
	t.Helper()
	p := &bodies{}
	e, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{steps{}}, Start: toyStart, Poster: p, Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	w := &world{Engine: e, t: t, tok: map[string]string{}}
	w.app, _ = e.AddApp(sim.AppSpec{ID: "shop", Vendor: toyVendor})
	phone := sim.NewPhone("a", toyVendor, "shop")
	phone.Flags = map[string]string{"rooted": flag}
	added, err := e.AddPhone(phone)
	if err != nil {
		t.Fatal(err)
	}
	w.tok["a"] = added.Token
	w.call(toyCall{To: []string{"a"}, Receipt: true, TTL: 86400})
	return w, p
}

func (b *bodies) want(t *testing.T, what string, want ...string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !slices.Equal(b.got, want) {
		t.Errorf("%s: receipts %q, want %q", what, b.got, want)
	}
}

// What a phone that is there does not take waits until the phone changes.
func TestAHeldMessageTriesAgainWhenThePhoneChanges(t *testing.T) {
	t.Parallel()
	w, got := stepsWorld(t, "asleep")
	got.want(t, "asleep", "asleep")
	if err := w.UpdatePhone("a", func(p *device.Phone) { p.Flags["rooted"] = "no" }); err != nil {
		t.Fatal(err)
	}
	w.Clock().Advance(5 * time.Second)
	got.want(t, "awake", "asleep", "delivered", "tapped")
	if shade, _ := w.Shade("a"); len(shade.Items) != 1 {
		t.Errorf("%d notifications, want one", len(shade.Items))
	}
}

// A message may wait for a time; a change of the phone before does not show it twice.
func TestAHeldMessageTriesAgainAtItsTime(t *testing.T) {
	t.Parallel()
	for name, wake := range map[string]bool{"at its time": false, "the phone changed before": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, got := stepsWorld(t, "night")
			w.Clock().Advance(time.Hour)
			got.want(t, "before")
			if wake {
				if err := w.UpdatePhone("a", func(p *device.Phone) { p.Flags["rooted"] = "no" }); err != nil {
					t.Fatal(err)
				}
			}
			w.Clock().Advance(6 * time.Hour)
			got.want(t, "after", "delivered", "tapped")
			if shade, _ := w.Shade("a"); len(shade.Items) != 1 {
				t.Errorf("%d notifications, want one", len(shade.Items))
			}
		})
	}
}

// However often the phone changes meanwhile, a message that waits for a time tries once
// when it comes.
func TestAHeldMessageTriesOnceAtItsTime(t *testing.T) {
	t.Parallel()
	w, got := stepsWorld(t, "naps")
	for range 3 {
		w.Clock().Advance(time.Minute)
		if err := w.UpdatePhone("a", func(p *device.Phone) { p.Test = !p.Test }); err != nil {
			t.Fatal(err)
		}
	}
	w.Clock().Advance(time.Minute)
	got.want(t, "in the first hour", "naps", "naps", "naps", "naps")
	w.Clock().Advance(time.Hour)
	got.want(t, "when it is over", "naps", "naps", "naps", "naps", "naps")
	w.Clock().Advance(time.Hour)
	got.want(t, "an hour later", "naps", "naps", "naps", "naps", "naps", "naps")
}

// Nobody taps what was taken back before.
func TestWhatWasTakenBackIsNotReported(t *testing.T) {
	t.Parallel()
	w, got := stepsWorld(t, "no")
	id := w.submit(toyCall{To: []string{"a"}, Receipt: true, TTL: 86400}).Reply.MessageID
	w.Clock().Advance(600 * time.Millisecond)
	w.submit(toyCall{Op: "recall", Ref: id})
	w.Clock().Advance(5 * time.Second)
	got.want(t, "one was taken back", "delivered", "tapped", "delivered")
}

// A copy of the world has what waits for its time, and the original keeps it.
func TestAForkKeepsWhatWaitsForItsTime(t *testing.T) {
	t.Parallel()
	w, _ := stepsWorld(t, "night")
	f := w.Fork()
	defer f.Close()
	f.Clock().Advance(7 * time.Hour)
	if shade, _ := f.Shade("a"); len(shade.Items) != 1 {
		t.Errorf("the copy shows %d notifications, want one", len(shade.Items))
	}
	if shade, _ := w.Shade("a"); len(shade.Items) != 0 {
		t.Errorf("the original shows %d notifications, want none", len(shade.Items))
	}
}

// What waits on the phone arrived: its time to live is over before its time comes, the
// network is gone by then, and the app's other messages come and go. It is shown once, and
// its arrival is all that is reported by itself.
func TestWhatArrivedIsShownAtItsTime(t *testing.T) {
	t.Parallel()
	w, got := stepsWorld(t, "timed")
	w.Clock().Advance(time.Hour)
	got.want(t, "when it arrived", "arrived")
	if err := w.UpdatePhone("a", func(p *device.Phone) { p.Offline = true }); err != nil {
		t.Fatal(err)
	}
	f := w.Fork()
	defer f.Close()
	for name, e := range map[string]*sim.Engine{"the world": w.Engine, "a copy": f} {
		e.Clock().Advance(46 * time.Hour)
		if shade, _ := e.Shade("a"); len(shade.Items) != 0 {
			t.Errorf("%s: %d notifications before the time, want none", name, len(shade.Items))
		}
		e.Clock().Advance(2 * time.Hour)
		if shade, _ := e.Shade("a"); len(shade.Items) != 1 {
			t.Errorf("%s: %d notifications at the time, want one", name, len(shade.Items))
		}
	}
	got.want(t, "when it was shown", "arrived", "tapped")
}

// A time beyond all years is a year from now, so that no message stays for ever and the
// clock's next moment can be told.
func TestWhatArrivedIsShownWithinAYear(t *testing.T) {
	t.Parallel()
	w, _ := stepsWorld(t, "for ever")
	w.Clock().Advance(300 * 24 * time.Hour)
	if shade, _ := w.Shade("a"); len(shade.Items) != 0 {
		t.Errorf("%d notifications before the year is over, want none", len(shade.Items))
	}
	w.Clock().Advance(70 * 24 * time.Hour)
	if shade, _ := w.Shade("a"); len(shade.Items) != 1 {
		t.Errorf("%d notifications after a year, want one", len(shade.Items))
	}
}

// Before its time it can be taken back.
func TestWhatArrivedCanBeTakenBack(t *testing.T) {
	t.Parallel()
	w, got := stepsWorld(t, "timed")
	id := w.submit(toyCall{To: []string{"a"}, Receipt: true, TTL: 86400}).Reply.MessageID
	w.Clock().Advance(time.Hour)
	w.submit(toyCall{Op: "recall", Ref: id})
	w.Clock().Advance(48 * time.Hour)
	got.want(t, "one was taken back", "arrived", "arrived", "tapped")
	if shade, _ := w.Shade("a"); len(shade.Items) != 1 {
		t.Errorf("%d notifications, want the other", len(shade.Items))
	}
}
