package sim_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
)

// A stored body that is sent under ids of its own is another message each time, also to
// everybody, and the stored one stays what it was.
func TestSendingsOfAStoredBodyWithIDsOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a", "b")
	id := w.call(toyCall{Op: "save", Title: "sale", Class: "marketing", TTL: 60}).Reply.MessageID
	first := w.call(toyCall{Op: "saved", Ref: id, OwnID: true, To: []string{"a"}}).Reply.MessageID
	all := w.call(toyCall{Op: "saved", Ref: id, OwnID: true, All: true}).Reply.MessageID
	if diff := cmp.Diff([]string{"msg-shop-1", "msg-shop-2", "msg-shop-3"}, []string{id, first, all}); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"silent T-QUIET", "silent T-QUIET"}, w.fates("a")); diff != "" {
		t.Errorf("fates of a (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"silent T-QUIET"}, w.fates("b")); diff != "" {
		t.Errorf("fates of b (-want +got):\n%s", diff)
	}
	for _, ev := range w.Messages(0) {
		if ev.Title != "sale" {
			t.Errorf("message %s has the title %q, want the stored one", ev.ID, ev.Title)
		}
	}
	w.call(toyCall{Op: "saved", Ref: "gone", OwnID: true, To: []string{"a"}})
	if got := w.fates("a"); len(got) != 3 || got[2] != "" {
		t.Errorf("fates %q, want nothing for a body that nobody stored", got)
	}
}

// The time to live of such a message begins when it is sent, not when it was stored.
func TestTimeToLiveOfAStoredBodyBeginsAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	id := w.call(toyCall{Op: "save", Title: "sale", TTL: 3600}).Reply.MessageID
	w.Clock().AdvanceTo(toyStart.Add(2 * time.Hour))
	if err := w.UpdatePhone("a", func(p *device.Phone) { p.Offline = true }); err != nil {
		t.Fatal(err)
	}
	w.submit(toyCall{Op: "saved", Ref: id, OwnID: true, To: []string{"a"}})
	w.Clock().AdvanceTo(toyStart.Add(2*time.Hour + 59*time.Minute))
	if diff := cmp.Diff([]string{"held T-OFFLINE"}, w.fates("a")); diff != "" {
		t.Errorf("within its time (-want +got):\n%s", diff)
	}
	w.Clock().AdvanceTo(toyStart.Add(3*time.Hour + time.Minute))
	if diff := cmp.Diff([]string{"expired T-TTL"}, w.fates("a")); diff != "" {
		t.Errorf("after its time (-want +got):\n%s", diff)
	}
}

// numbering is the toy with ids of stored bodies and their sendings, and with receipts.
type numbering struct{ reporting }

func (numbering) MintTask(_ uint64, app string, n uint64) string {
	return fmt.Sprintf("task-%s-%d", app, n)
}

func (numbering) Receipt(r *sim.ReceiptInput) ([]byte, http.Header, bool) {
	return fmt.Appendf(nil, "%s of %q audience %t single %t", r.VendorMessageID, r.Origin, r.ToAudience, r.Single), nil, true
}

func TestSendingsOfAStoredBodyAreToldInReceipts(t *testing.T) {
	t.Parallel()
	e, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{numbering{}}, Start: toyStart, Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	w := &world{Engine: e, t: t, tok: map[string]string{}}
	if w.app, err = e.AddApp(sim.AppSpec{ID: "shop", Vendor: toyVendor}); err != nil {
		t.Fatal(err)
	}
	ph, err := e.AddPhone(sim.NewPhone("a", toyVendor, "shop"))
	if err != nil {
		t.Fatal(err)
	}
	w.tok["a"] = ph.Token
	stored := w.call(toyCall{Op: "save", Title: "sale", Receipt: true}).Reply.MessageID
	w.call(toyCall{Op: "saved", Ref: stored, OwnID: true, To: []string{"a"}})
	w.call(toyCall{Op: "saved", Ref: stored, OwnID: true, All: true})
	w.call(toyCall{Title: "one", Receipt: true, To: []string{"a"}})
	var got []string
	w.Scan(0, func(ev *sim.Event) {
		if ev.Kind == sim.EvReceipt {
			got = append(got, string(ev.RequestBody))
		}
	})
	want := []string{
		`task-shop-2 of "task-shop-1" audience false single false`,
		`task-shop-3 of "task-shop-1" audience true single false`,
		`msg-shop-4 of "" audience false single true`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
}
