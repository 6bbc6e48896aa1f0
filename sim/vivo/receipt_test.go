package vivo_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
)

const (
	oldURL = "http://127.0.0.1:1/cb/vivo"
	newURL = "http://127.0.0.1:1/cb/registered"
)

func callback() fields { return fields{"callback": oldURL, "callback.param": "job-7"} }

func registered(a *sim.AppSpec) { a.Receipts = map[string]string{"r1": newURL} }

func TestReceiptOfADelivery(t *testing.T) {
	t.Parallel()
	box := &endpointtest.Mailbox{}
	w := open(t, options{post: box})
	id := w.Phone("v1")
	task := w.want(w.send(id, fields{"extra": callback()}), "0").Task
	w.Settle()
	at := w.Last().Fate.At.UnixMilli()
	want := `{"` + task + `":{"param":"job-7","targets":"` + id + `","ackType":"0","ackTime":` + jsonOf(at) + `}}`
	if diff := cmp.Diff([]endpointtest.Posted{{URL: oldURL, Body: want}}, box.Posted()); diff != "" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
}

func TestReceiptHasTwoLevels(t *testing.T) {
	t.Parallel()
	box := &endpointtest.Mailbox{}
	w := open(t, options{post: box})
	w.Limit("device.operational", 0)
	task := w.want(w.send(w.Phone("v1"), fields{"extra": callback()}), "0").Task
	w.Settle()
	if len(box.Posted()) != 1 {
		t.Fatalf("%d receipts, want 1", len(box.Posted()))
	}
	var body map[string]struct{ AckType, SubAckType string }
	if err := json.Unmarshal([]byte(box.Posted()[0].Body), &body); err != nil {
		t.Fatal(err)
	}
	if got := body[task]; got.AckType != "100" || got.SubAckType != "12000" {
		t.Errorf("receipt %s", box.Posted()[0].Body)
	}
}

// An old-style URL reports single formal messages only, a registered one lists
// too, and it puts the old style out of work.
func TestWhoGetsReceipts(t *testing.T) {
	t.Parallel()
	byID := fields{"callback.id": "r1"}
	list := func(w *world, extra fields) {
		saved := w.post("/message/saveListPayload", w.message(fields{"extra": extra})).Task
		w.want(w.list(saved, nil, w.Phone("v1"), w.Phone("v2")), "0")
	}
	for name, c := range map[string]struct {
		app  func(*sim.AppSpec)
		send func(w *world)
		want []string
	}{
		"single, URL": {nil, func(w *world) { w.send(w.Phone("v1"), fields{"extra": callback()}) }, []string{oldURL}},
		"single, shown later": {nil, func(w *world) {
			w.send(w.Phone("v1"), fields{"extra": callback(), "timedDisplay": fields{"showStartTime": morning.Add(time.Hour).UnixMilli()}})
			w.Settle()
			w.Pass(time.Hour + time.Second)
		}, []string{oldURL}},
		"single, id":                 {registered, func(w *world) { w.send(w.Phone("v1"), fields{"extra": byID}) }, []string{newURL}},
		"single, URL, id registered": {registered, func(w *world) { w.send(w.Phone("v1"), fields{"extra": callback()}) }, nil},
		"list, URL":                  {nil, func(w *world) { list(w, callback()) }, nil},
		"list, id":                   {registered, func(w *world) { list(w, byID) }, []string{newURL, newURL}},
		"broadcast, id": {registered, func(w *world) {
			w.Phone("v1")
			w.want(w.post("/message/all", w.message(fields{"extra": byID})), "0")
		}, nil},
		"test message, URL": {nil, func(w *world) {
			id := w.Phone("v1", func(p *device.Phone) { p.Test = true })
			w.want(w.send(id, fields{"pushMode": 1, "extra": callback()}), "0")
		}, nil},
		"not asked for": {registered, func(w *world) { w.send(w.Phone("v1"), nil) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := &endpointtest.Mailbox{}
			w := open(t, options{post: box, app: c.app})
			c.send(w)
			w.Settle()
			var urls []string
			for _, p := range box.Posted() {
				urls = append(urls, p.URL)
			}
			if diff := cmp.Diff(c.want, urls); diff != "" {
				t.Errorf("receipts went to (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReceiptIsTriedAgain(t *testing.T) {
	t.Parallel()
	box := &endpointtest.Mailbox{Statuses: []int{500, 503, 502, 500, 500}}
	w := open(t, options{post: box})
	w.send(w.Phone("v1"), fields{"extra": callback()})
	w.Settle()
	w.Pass(2 * time.Minute)
	if len(box.Posted()) != 4 {
		t.Errorf("%d tries, want the first and three more", len(box.Posted()))
	}
}

func jsonOf(v any) string { return string(encode(v)) }
