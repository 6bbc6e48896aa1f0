package sim_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
)

// realWorld is a world whose clock runs, with receipts to a poster.
func realWorld(t *testing.T) *world {
	t.Helper()
	e, err := sim.New(sim.Options{
		Endpoints: []sim.Endpoint{reporting{}}, Start: toyStart, Poster: &poster{statuses: []int{200}},
		Latency: time.Millisecond, Clock: clock.Mode{Kind: clock.Real},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	w := &world{Engine: e, t: t, tok: map[string]string{}}
	if w.app, err = e.AddApp(sim.AppSpec{ID: "shop", Vendor: toyVendor}); err != nil {
		t.Fatal(err)
	}
	p, err := e.AddPhone(sim.NewPhone("a", toyVendor, "shop"))
	if err != nil {
		t.Fatal(err)
	}
	w.tok["a"] = p.Token
	return w
}

// TestPhonesChangeUnderTraffic is for the race detector: receipts, deliveries and
// forks while somebody changes the phone.
func TestPhonesChangeUnderTraffic(t *testing.T) {
	t.Parallel()
	w := realWorld(t)
	var wg sync.WaitGroup
	wg.Go(func() {
		for range 200 {
			w.submit(toyCall{To: []string{"a"}, Title: "x", Receipt: true})
		}
	})
	wg.Go(func() {
		for i := range 200 {
			_ = w.UpdatePhone("a", func(p *device.Phone) { p.Offline = i%2 == 0; p.Tags = append(p.Tags, "t") })
			for _, p := range w.Phones() {
				_ = append(p.Tags, "mine") // a reader's copy is its own
			}
		}
	})
	wg.Go(func() {
		for range 20 {
			w.Fork().Close()
		}
	})
	wg.Wait()
}

func TestForkUnderLoadLosesNothing(t *testing.T) {
	t.Parallel()
	w := realWorld(t)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				w.submit(toyCall{To: []string{"a"}, Title: "x"})
			}
		}
	})
	for range 50 {
		f := &world{Engine: w.Fork(), t: t, app: w.app, tok: w.tok}
		before := len(f.Clock().Next(1 << 16))
		f.Clock().Settle()
		shown := 0
		for _, s := range f.fates("a") {
			if s == "pending" {
				t.Error("a message of the fork stays pending")
			}
			shown++
		}
		if shown != before {
			t.Errorf("%d events to come, %d messages got a fate", before, shown)
		}
		f.Close()
	}
	close(stop)
	wg.Wait()
}

func TestRecalledWhileHeldStaysRecalled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	_ = w.UpdatePhone("a", func(p *device.Phone) { p.Offline = true })
	id := w.call(toyCall{To: []string{"a"}, Title: "oops", TTL: 3600, Collapse: "7"}).Reply.MessageID
	w.call(toyCall{Op: "recall", Ref: id})
	w.call(toyCall{To: []string{"a"}, Title: "new", TTL: 3600, Collapse: "7"})
	if diff := cmp.Diff([]string{"recalled", "held T-OFFLINE"}, w.fates("a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAuditsLeaveARecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	w.call(toyCall{To: []string{"a"}, Title: "x", Audit: true})
	events, _ := w.Events(0, 100)
	for _, ev := range events {
		if ev.Kind == sim.EvAudit && ev.VendorMessageID == "msg-shop-1" && ev.Note == "not allowed" {
			return
		}
	}
	t.Errorf("no event of the audit among %d", len(events))
}

func TestMessagesSinceAnEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a", "b")
	w.call(toyCall{To: []string{"a"}, Title: "old"})
	_ = w.UpdatePhone("b", func(p *device.Phone) { p.Offline = true })
	w.call(toyCall{To: []string{"b"}, Title: "waits", TTL: 3600})
	seq := w.LastEvent()
	if got := w.Messages(seq); len(got) != 0 {
		t.Errorf("nothing happened and %d messages changed", len(got))
	}
	_ = w.UpdatePhone("b", func(p *device.Phone) { p.Offline = false })
	w.Clock().Settle()
	got := w.Messages(seq)
	if len(got) != 1 || got[0].Title != "waits" || got[0].Fate.State != device.Shown || got[0].Verb != sim.VerbSend {
		t.Errorf("changed = %+v, want the one that waited, with the call it came in", got)
	}
}
