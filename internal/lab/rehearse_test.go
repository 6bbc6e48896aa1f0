package lab_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/vendors"
)

// A rehearsal logs in, has nothing redacted, and leaves the world as it was.
func TestRehearseLeavesTheWorldAlone(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	send(t, l, marketing("一"), "v1") // the lab's own sender is logged in from here on
	before := l.Engine().LastEvent()
	calls, err := l.Rehearse(t.Context(), desk.Order{Message: marketing("二"), Phones: []string{"v1"}}, "http://127.0.0.1:9/vivo")
	if err != nil {
		t.Fatal(err)
	}
	if len(calls) != 2 || !strings.HasPrefix(calls[1].Request.URL, "http://127.0.0.1:9/vivo/") || !strings.Contains(calls[1].Request.Body, "二") {
		t.Errorf("calls = %+v, want a login and the message", calls)
	}
	if after := l.Engine().LastEvent(); after != before {
		t.Errorf("the world went on from event %d to %d", before, after)
	}
}

func TestCurlOfASentMessage(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	r := send(t, l, marketing("一"), "v1", "v2")
	lines, err := l.CurlMessage(t.Context(), r.Messages[1])
	if err != nil || len(lines) != 3 || !strings.Contains(lines[1], "saveListPayload") || !strings.Contains(lines[2], "pushToList") {
		t.Errorf("CurlMessage = %q, %v; want a login, the stored message and the push to both phones", lines, err)
	}
	one := send(t, l, marketing("二"), "v2")
	lines, err = l.CurlMessage(t.Context(), one.Messages[0])
	if err != nil || len(lines) != 2 || !strings.Contains(lines[1], "$authToken") {
		t.Errorf("CurlMessage = %q, %v; want a login and a message to one phone", lines, err)
	}
	if _, err := l.CurlMessage(t.Context(), "m-999999"); err == nil {
		t.Error("an unknown message has lines")
	}
}

// A vendor that takes a request for each phone is shown the phone's own.
func TestCurlOfOneOfSeveralRequests(t *testing.T) {
	t.Parallel()
	s, err := scenario.Load("world", []byte(`name: a request each
start: 2026-11-11T10:00:00+08:00
apps: [{id: shop, vendor: fcm, listed: true}]
devices: [{id: f1, brand: fcm, app: shop}, {id: f2, brand: fcm, app: shop}]
steps: []
`))
	if err != nil {
		t.Fatal(err)
	}
	l, err := lab.ForScenario(s, lab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	r := send(t, l, vendors.Message{Title: "一", Body: "二"}, "f1", "f2")
	token := l.Engine().Phones()[1].Token
	lines, err := l.CurlMessage(t.Context(), r.Messages[1])
	if err != nil || len(lines) != 2 || !strings.Contains(lines[1], token) {
		t.Errorf("CurlMessage = %q, %v; want a login and the request with %s", lines, err, token)
	}
}

// What-if offers nothing that is so already.
func TestChangesThatChangeNothingAreLeftOut(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	titles := func(phone string) (out []string) {
		for _, c := range l.Changes(send(t, l, marketing("一"), phone).Messages[0]) {
			out = append(out, c.Title.EN)
		}
		return out
	}
	want := []string{"declared as a chat message", "app killed", "sent at 10:00 the next time", "in test mode, phone registered for tests"}
	if diff := cmp.Diff(want, titles("v1")); diff != "" { // background, everything on
		t.Errorf("v1 (-want +got):\n%s", diff)
	}
	want[1] = "app in the background, not killed"
	if diff := cmp.Diff(want, titles("v2")); diff != "" { // killed
		t.Errorf("v2 (-want +got):\n%s", diff)
	}
}
