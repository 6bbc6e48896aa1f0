package huawei_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
)

const (
	defaultURL = "http://127.0.0.1:1/cb"
	orderURL   = "http://127.0.0.1:1/cb/orders"
)

func registered(a *sim.AppSpec) {
	a.Receipts = map[string]string{"default": defaultURL, "orders": orderURL}
}

func TestReceiptOfADelivery(t *testing.T) {
	t.Parallel()
	box := &endpointtest.Mailbox{}
	w := open(t, options{post: box, app: func(a *sim.AppSpec) {
		registered(a)
		a.Rights = []string{"IM"}
	}})
	id := w.Phone("p1")
	a := w.send(im(fields{android + "bi_tag": "order-20260101-0001"}), id)
	w.Settle()
	want := `{"statuses":[{"biTag":"order-20260101-0001","appid":"` + w.App.Credentials["client_id"] + `","token":"` + id +
		`","status":0,"timestamp":` + jsonOf(w.Last().Fate.At.UnixMilli()) + `,"requestId":"` + a.RequestID + `"}]}`
	if diff := cmp.Diff([]endpointtest.Posted{{URL: defaultURL, Body: want}}, box.Posted()); diff != "" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
}

// The console's receipt goes to every message; receipt_id picks another one. What
// waited too long is not reported.
func TestWhatIsReported(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		app   func(*sim.AppSpec)
		story func(w *world)
		want  []string
	}{
		"nothing registered": {nil, func(w *world) { w.send(im(nil), w.Phone("p1")) }, nil},
		"default":            {registered, func(w *world) { w.send(nil, w.Phone("p1")) }, []string{"0 " + defaultURL}},
		"receipt_id":         {registered, func(w *world) { w.send(fields{android + "receipt_id": "orders"}, w.Phone("p1")) }, []string{"0 " + orderURL}},
		"validate_only":      {registered, func(w *world) { w.send(fields{"validate_only": true}, w.Phone("p1")) }, nil},
		"refused":            {registered, func(w *world) { w.send(nil, "TX") }, nil},
		"data, no process":   {registered, func(w *world) { w.send(data(nil), w.Phone("p1", func(p *phoneState) { p.State = "killed" })) }, []string{"27 " + defaultURL}},
		"data, handed over":  {registered, func(w *world) { w.send(data(nil), w.Phone("p1")) }, []string{"0 " + defaultURL}},
		"uninstalled":        {registered, func(w *world) { w.send(nil, w.Phone("p1", func(p *phoneState) { p.Installed = false })) }, []string{"2 " + defaultURL}},
		"over the cap":       {registered, func(w *world) { each(w, w.Phone("p1"), nil, nil, nil) }, []string{"0 " + defaultURL, "0 " + defaultURL, "256 " + defaultURL}},
		"broadcast":          {registered, broadcast, []string{"0 " + defaultURL}},
		"ttl over": {registered, func(w *world) {
			w.send(fields{android + "ttl": "60s"}, w.Phone("p1", offline))
			w.Pass(2 * time.Minute)
		}, nil},
		"overwritten, shown ": {registered, overwritten, []string{"15 " + defaultURL, "0 " + defaultURL}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := &endpointtest.Mailbox{}
			w := open(t, options{post: box, app: c.app})
			c.story(w)
			w.Settle()
			var got []string
			for _, p := range box.Posted() {
				_, rest, _ := strings.Cut(p.Body, `"status":`)
				status, _, _ := strings.Cut(rest, ",")
				got = append(got, status+" "+p.URL)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("receipts (-want +got):\n%s", diff)
			}
		})
	}
}

func broadcast(w *world) {
	w.Phone("p1", func(p *phoneState) { p.Tags = []string{"weather"} })
	w.Phone("p2")
	w.send(fields{"message.token": nil, "message.topic": "weather"})
}

func overwritten(w *world) {
	id := w.Phone("p1", offline)
	each(w, id, im(fields{android + "collapse_key": 1}), im(fields{android + "collapse_key": 1}))
	w.Change("p1", func(p *phoneState) { p.Offline = false })
}

func TestReceiptIsTriedAgain(t *testing.T) {
	t.Parallel()
	box := &endpointtest.Mailbox{Statuses: []int{500, 503, 500, 500, 500}}
	w := open(t, options{post: box, app: registered})
	w.send(nil, w.Phone("p1"))
	w.Settle()
	events, _ := w.Engine.Events(0, 1_000_000)
	var pauses []time.Duration
	var before time.Time
	for i := range events {
		if events[i].Kind != sim.EvReceipt {
			continue
		}
		if !before.IsZero() {
			pauses = append(pauses, events[i].At.Sub(before))
		}
		before = events[i].At
	}
	if diff := cmp.Diff([]time.Duration{time.Second, 5 * time.Second, 30 * time.Second}, pauses); diff != "" {
		t.Errorf("pauses between tries (-want +got):\n%s", diff)
	}
}
