package sim_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
)

// poster answers callbacks with the given statuses in turn.
type poster struct {
	mu       sync.Mutex
	statuses []int
	calls    int
}

func (p *poster) Post(context.Context, string, http.Header, []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls++
	return p.statuses[min(p.calls, len(p.statuses))-1], nil
}

// reporting is the toy with receipts.
type reporting struct{ toy }

func (reporting) Receipt(r *sim.ReceiptInput) ([]byte, http.Header, bool) {
	return []byte(strings.TrimSpace(r.VendorMessageID + " " + string(r.Fate.State) + " " + r.Batch)), nil, true
}
func (reporting) ReceiptRetries() []time.Duration {
	return []time.Duration{time.Second, 10 * time.Second}
}

// What came with a batch says with which, by the id of the batch's first message.
func TestReceiptsOfABatchNameItsFirstMessage(t *testing.T) {
	t.Parallel()
	e, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{reporting{}}, Start: toyStart, Poster: &poster{statuses: []int{200}},
		Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	w := &world{Engine: e, t: t, tok: map[string]string{}}
	w.app, _ = e.AddApp(sim.AppSpec{ID: "shop", Vendor: toyVendor})
	ph, _ := e.AddPhone(sim.NewPhone("a", toyVendor, "shop"))
	w.tok["a"] = ph.Token
	part := toyCall{To: []string{"a"}, Receipt: true}
	w.submit(toyCall{Op: "batch", Parts: []toyCall{part, part}})
	w.Clock().Settle()
	var got []string
	events, _ := e.Events(0, 100)
	for i := range events {
		if events[i].Kind == sim.EvReceipt {
			got = append(got, string(events[i].RequestBody))
		}
	}
	slices.Sort(got)
	if want := []string{"msg-shop-1 shown", "msg-shop-2 shown msg-shop-1"}; !slices.Equal(got, want) {
		t.Errorf("receipts %q, want %q", got, want)
	}
}

func TestReceiptsAreRetriedAndGivenUp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		statuses []int
		calls    int
		note     string
	}{
		"taken":         {[]int{200}, 1, ""},
		"taken at last": {[]int{500, 503, 204}, 3, ""},
		"given up":      {[]int{500}, 3, "given up"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &poster{statuses: c.statuses}
			e, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{reporting{}}, Start: toyStart, Poster: p,
				Clock: clock.Mode{Kind: clock.Jump}})
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			w := &world{Engine: e, t: t, tok: map[string]string{}}
			w.app, _ = e.AddApp(sim.AppSpec{ID: "shop", Vendor: toyVendor})
			ph, _ := e.AddPhone(sim.NewPhone("a", toyVendor, "shop"))
			w.tok["a"] = ph.Token
			w.call(toyCall{To: []string{"a"}, Receipt: true})
			events, _ := e.Events(0, 100)
			last := events[len(events)-1]
			if p.calls != c.calls || last.Kind != sim.EvReceipt || last.Note != c.note {
				t.Errorf("%d calls, last event %s %q; want %d calls and %q", p.calls, last.Kind, last.Note, c.calls, c.note)
			}
			if string(last.RequestBody) != "msg-shop-1 shown" {
				t.Errorf("receipt body %q", last.RequestBody)
			}
		})
	}
}
