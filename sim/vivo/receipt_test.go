package vivo_test

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// mailbox takes receipts and answers with its statuses in turn, then 200.
type mailbox struct {
	mu       sync.Mutex
	statuses []int
	got      []posted
}

type posted struct{ url, body string }

func (m *mailbox) Post(_ context.Context, url string, _ http.Header, body []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.got = append(m.got, posted{url, string(body)})
	if len(m.statuses) > 0 {
		s := m.statuses[0]
		m.statuses = m.statuses[1:]
		return s, nil
	}
	return 200, nil
}

const (
	oldURL = "http://127.0.0.1:1/cb/vivo"
	newURL = "http://127.0.0.1:1/cb/registered"
)

func callback() fields { return fields{"callback": oldURL, "callback.param": "job-7"} }

func registered(a *sim.AppSpec) { a.Receipts = map[string]string{"r1": newURL} }

func TestReceiptOfADelivery(t *testing.T) {
	t.Parallel()
	box := &mailbox{}
	w := open(t, options{post: box})
	id := w.phone("v1")
	task := w.want(w.send(id, fields{"extra": callback()}), "0").Task
	w.settle()
	at := w.last().Fate.At.UnixMilli()
	want := `{"` + task + `":{"param":"job-7","targets":"` + id + `","ackType":"0","ackTime":` + jsonOf(at) + `}}`
	if diff := cmp.Diff([]posted{{oldURL, want}}, box.got, cmp.AllowUnexported(posted{})); diff != "" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
}

func TestReceiptHasTwoLevels(t *testing.T) {
	t.Parallel()
	box := &mailbox{}
	w := open(t, options{post: box})
	w.limit("device.operational", 0)
	task := w.want(w.send(w.phone("v1"), fields{"extra": callback()}), "0").Task
	w.settle()
	if len(box.got) != 1 {
		t.Fatalf("%d receipts, want 1", len(box.got))
	}
	var body map[string]struct{ AckType, SubAckType string }
	if err := json.Unmarshal([]byte(box.got[0].body), &body); err != nil {
		t.Fatal(err)
	}
	if got := body[task]; got.AckType != "100" || got.SubAckType != "12000" {
		t.Errorf("receipt %s", box.got[0].body)
	}
}

// An old-style URL reports single formal messages only, a registered one lists
// too, and it puts the old style out of work.
func TestWhoGetsReceipts(t *testing.T) {
	t.Parallel()
	byID := fields{"callback.id": "r1"}
	list := func(w *world, extra fields) {
		saved := w.post("/message/saveListPayload", w.message(fields{"extra": extra})).Task
		w.want(w.list(saved, nil, w.phone("v1"), w.phone("v2")), "0")
	}
	for name, c := range map[string]struct {
		app  func(*sim.AppSpec)
		send func(w *world)
		want []string
	}{
		"single, URL":                {nil, func(w *world) { w.send(w.phone("v1"), fields{"extra": callback()}) }, []string{oldURL}},
		"single, id":                 {registered, func(w *world) { w.send(w.phone("v1"), fields{"extra": byID}) }, []string{newURL}},
		"single, URL, id registered": {registered, func(w *world) { w.send(w.phone("v1"), fields{"extra": callback()}) }, nil},
		"list, URL":                  {nil, func(w *world) { list(w, callback()) }, nil},
		"list, id":                   {registered, func(w *world) { list(w, byID) }, []string{newURL, newURL}},
		"broadcast, id": {registered, func(w *world) {
			w.phone("v1")
			w.want(w.post("/message/all", w.message(fields{"extra": byID})), "0")
		}, nil},
		"test message, URL": {nil, func(w *world) {
			id := w.phone("v1", func(p *device.Phone) { p.Test = true })
			w.want(w.send(id, fields{"pushMode": 1, "extra": callback()}), "0")
		}, nil},
		"not asked for": {registered, func(w *world) { w.send(w.phone("v1"), nil) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := &mailbox{}
			w := open(t, options{post: box, app: c.app})
			c.send(w)
			w.settle()
			var urls []string
			for _, p := range box.got {
				urls = append(urls, p.url)
			}
			if diff := cmp.Diff(c.want, urls); diff != "" {
				t.Errorf("receipts went to (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReceiptIsTriedAgain(t *testing.T) {
	t.Parallel()
	box := &mailbox{statuses: []int{500, 503, 502, 500, 500}}
	w := open(t, options{post: box})
	w.send(w.phone("v1"), fields{"extra": callback()})
	w.settle()
	w.pass(2 * time.Minute)
	if len(box.got) != 4 {
		t.Errorf("%d tries, want the first and three more", len(box.got))
	}
}

func jsonOf(v any) string { return string(encode(v)) }
