package meizu_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

func extra(kind any) fields {
	x := map[string]any{"callback": callback, "callback.param": "A1024"}
	if kind != nil {
		x["callback.type"] = kind
	}
	return fields{"extra": x}
}

func TestReceiptOfADelivery(t *testing.T) {
	t.Parallel()
	w := open(t, options{}, sim.RuleOptions{})
	id := w.Phone("m1")
	a := w.push(extra("3"), id)
	w.Pass(2 * time.Second)
	posted := w.box.Posted()
	if len(posted) != 1 || posted[0].URL != callback {
		t.Fatalf("receipts %+v, want one to %s", posted, callback)
	}
	form, err := url.ParseQuery(posted[0].Body)
	want := `{"` + a.MsgID + `-1":{"param":"A1024","type":1,"targets":["` + id + `"]}}`
	if err != nil || form.Get("cb") != want || form.Has("access_token") {
		t.Errorf("receipt %s (%v), want cb=%s alone", posted[0].Body, err, want)
	}
	if got := w.box.Headers()[0].Get("Content-Type"); !strings.HasPrefix(got, "application/x-www-form-urlencoded") {
		t.Errorf("Content-Type %q", got)
	}
}

// Receipts are for what arrived, of pushes that are no task, and only of deliveries.
func TestWhoGetsReceipts(t *testing.T) {
	t.Parallel()
	for name, story := range map[string]struct {
		run  func(w *world, id string)
		want int
	}{
		"type 1":    {func(w *world, id string) { w.push(extra(1), id) }, 1},
		"no type":   {func(w *world, id string) { w.push(extra(nil), id) }, 1},
		"taps only": {func(w *world, id string) { w.push(extra(2), id) }, 0},
		"task":      {func(w *world, id string) { w.pushTask(w.save(extra("3")), id) }, 0},
		"broadcast": {func(w *world, _ string) { w.toApp(extra("3")) }, 0},
		"uninstalled": {func(w *world, id string) {
			w.Change("m1", func(p *device.Phone) { p.Installed = false })
			w.push(extra("3"), id)
		}, 0},
		"refused":        {func(w *world, _ string) { w.push(extra("3"), nobody) }, 0},
		"none asked for": {func(w *world, id string) { w.push(nil, id) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, options{}, sim.RuleOptions{})
			story.run(w, w.Phone("m1"))
			w.Pass(2 * time.Second)
			if got := len(w.box.Posted()); got != story.want {
				t.Errorf("%d receipts, want %d", got, story.want)
			}
		})
	}
}

func TestAReceiptThatFailsIsNotRepeated(t *testing.T) {
	t.Parallel()
	w := open(t, options{}, sim.RuleOptions{})
	w.box.Statuses = []int{500}
	w.push(extra("3"), w.Phone("m1"))
	w.Pass(time.Hour)
	if got := len(w.box.Posted()); got != 1 {
		t.Errorf("%d tries, want one: Meizu forgets what it reported", got)
	}
}
