package oppo_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

const callBack = "http://127.0.0.1:1/cb/oppo"

// asking is a message that asks for receipts.
func asking(m fields) fields {
	out := fields{"call_back_url": callBack, "call_back_parameter": "job-7"}
	for name, v := range m {
		out[name] = v
	}
	return out
}

type event struct {
	MessageID       string `json:"messageId"`
	AppID           string `json:"appId"`
	TaskID          string `json:"taskId"`
	RegistrationIDs string `json:"registrationIds"`
	EventTime       string `json:"eventTime"`
	Param           string `json:"param"`
	EventType       string `json:"eventType"`
}

func (w *world) events() (all []event) {
	w.T.Helper()
	w.Settle()
	for _, p := range w.box.Posted() {
		var list []event
		if err := json.Unmarshal([]byte(p.Body), &list); err != nil || len(list) == 0 || p.URL != callBack {
			w.T.Fatalf("receipt %s to %s: %v", p.Body, p.URL, err)
		}
		all = append(all, list...)
	}
	return all
}

func TestReceiptOfASinglePush(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p1")
	a := w.send(id, asking(order(nil)))
	got := w.events()
	app, _, _ := strings.Cut(a.Data.Single, "-1-1-")
	want := []event{{
		MessageID: a.Data.Single, AppID: app, TaskID: a.Data.Single, RegistrationIDs: id,
		EventTime: text(w.Last().Fate.At.UnixMilli()), Param: "job-7", EventType: "push_arrive",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
	if h := w.box.Headers()[0].Get("Content-Type"); h != "application/json" {
		t.Errorf("Content-Type %q", h)
	}
}

// A broadcast's receipts name its task beside its message.
func TestReceiptOfABroadcast(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p1")
	a := w.cast(w.save(asking(nil)).Data.Saved, 2, id)
	got := w.events()
	if len(got) != 1 || got[0].TaskID != a.Data.Task || got[0].MessageID != a.Data.Saved || got[0].RegistrationIDs != id {
		t.Errorf("receipts %+v of %+v", got, a.Data)
	}
}

func TestWhatIsReported(t *testing.T) {
	t.Parallel()
	const (
		overseas = "OPPO_IN_0123456789abcdef0123456789abcdef"
		hexAlias = "5f4dcc3b5aa765d61d8327deb882cf99" // an MD5, as many names of users are
	)
	abroad := func(w *world, changes ...func(*device.Phone)) string {
		w.site = "oppo-overseas"
		w.token = w.login(nil).Data.Token
		return w.Phone("p1", append(changes, func(p *device.Phone) { p.Token = overseas })...)
	}
	for name, c := range map[string]struct {
		story func(w *world)
		want  []string
	}{
		"nothing asked": {func(w *world) { w.send(w.Phone("p1"), nil) }, nil},
		"shown":         {func(w *world) { w.send(w.Phone("p1"), asking(order(nil))) }, []string{"push_arrive"}},
		"switch off": {func(w *world) {
			w.send(w.Phone("p1", func(p *device.Phone) { p.Notifications = false }), asking(order(nil)))
		}, []string{"push_arrive"}},
		"uninstalled":   {func(w *world) { w.send(w.Phone("p1", func(p *device.Phone) { p.Installed = false }), asking(nil)) }, []string{"regid_invalid"}},
		"refused":       {func(w *world) { w.send("CN_no", asking(nil)) }, nil},
		"nobody's id":   {func(w *world) { w.send("CN_0123456789abcdef0123456789abcdef", asking(nil)) }, nil},
		"over the cap":  {func(w *world) { each(w, w.Phone("p1"), asking(nil), asking(nil), asking(nil)) }, []string{"push_arrive", "push_arrive", "user_daily_limit"}},
		"another store": {func(w *world) { w.send(w.Phone("p1", phoneFlag("install", "other")), asking(nil)) }, nil},
		"ttl over":      {func(w *world) { w.send(w.Phone("p1", offline), asking(nil)); w.Pass(25 * time.Hour) }, nil},
		"to an alias": {func(w *world) {
			w.Phone("p1", func(p *device.Phone) { p.Alias = "me" })
			w.send("me", asking(fields{".target_type": 5}))
		}, nil},
		"broadcast to an alias": {func(w *world) {
			w.Phone("p1", func(p *device.Phone) { p.Alias = hexAlias })
			w.cast(w.save(asking(nil)).Data.Saved, 5, hexAlias)
		}, nil},
		"shown later":      {func(w *world) { w.send(w.Phone("p1"), asking(order(in2Hours()))) }, []string{"push_arrive"}},
		"to everybody":     {func(w *world) { w.Phone("p1"); w.cast(w.save(asking(nil)).Data.Saved, 1, "") }, nil},
		"overseas":         {func(w *world) { w.send(abroad(w), asking(order(nil))) }, []string{"push_arrive"}},
		"overseas, gone":   {func(w *world) { w.send(abroad(w, func(p *device.Phone) { p.Installed = false }), asking(nil)) }, []string{"regid_invalid"}},
		"overseas, capped": {func(w *world) { w.Limit("device.public", 0); w.send(abroad(w), asking(nil)) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, options{})
			c.story(w)
			var got []string
			for _, e := range w.events() {
				got = append(got, e.EventType)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}

// A message with a scheduled display arrives, counts and is reported when it is sent.
// After that nothing but its time matters.
func TestScheduledDisplay(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p1")
	w.send(id, asking(in2Hours()))
	if got := w.events(); len(got) != 1 || got[0].EventType != "push_arrive" || got[0].EventTime != text(w.Last().Fate.At.UnixMilli()) {
		t.Errorf("receipts %+v, want push_arrive at once", got)
	}
	if n, _ := w.Engine.Count(w.App.ID, "device.public", "p1"); n != 1 {
		t.Errorf("%d messages are counted at the phone, want one", n)
	}
	w.Change("p1", offline)
	w.Pass(2*time.Hour + time.Second)
	if got := w.Fate(); got != "silent" {
		t.Errorf("fate %q, want silent", got)
	}
	if got := w.events(); len(got) != 1 {
		t.Errorf("%d receipts, want the one", len(got))
	}
	if !slices.ContainsFunc(w.Last().Steps, func(s rule.Step) bool { return w.Engine.Rulebook(vendors.OPPO).Rule(s).ID == "OP-QTA-005" }) {
		t.Error("the story has lost how the message arrived")
	}
}

func TestReceiptIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := open(t, options{box: &endpointtest.Mailbox{Statuses: []int{500, 503, 500, 500, 500}}})
	w.send(w.Phone("p1"), asking(order(nil)))
	w.Settle()
	w.Pass(2 * time.Minute)
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
	if diff := cmp.Diff([]time.Duration{time.Second, 10 * time.Second, time.Minute}, pauses); diff != "" {
		t.Errorf("pauses between tries (-want +got):\n%s", diff)
	}
}
