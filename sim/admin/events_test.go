package admin_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/admin"
)

// sse reads an event stream.
type sse struct {
	t    *testing.T
	body io.Closer
	in   *bufio.Scanner
}

type sent struct{ id, event, data string }

func (w *world) stream(base, query string, header ...string) *sse {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), "GET", base+"/events"+query, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := c.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/event-stream" {
		w.t.Fatalf("got %d %s", resp.StatusCode, resp.Header.Get("Content-Type"))
	}
	in := bufio.NewScanner(resp.Body)
	in.Buffer(nil, 1<<20)
	return &sse{t: w.t, body: resp.Body, in: in}
}

// next is the next event; ok is false when the stream ended.
func (s *sse) next() (ev sent, ok bool) {
	for s.in.Scan() {
		name, value, _ := strings.Cut(s.in.Text(), ": ")
		switch name {
		case "id":
			ev.id = value
		case "event":
			ev.event = value
		case "data":
			ev.data = value
		case "":
			if ev.event != "" {
				return ev, true
			}
			ev = sent{}
		}
	}
	return ev, false
}

// take reads n events.
func (s *sse) take(n int) []sent {
	s.t.Helper()
	var out []sent
	for range n {
		ev, ok := s.next()
		if !ok {
			s.t.Fatalf("the stream ended after %d of %d events", len(out), n)
		}
		out = append(out, ev)
	}
	return out
}

func (w *world) listen() string {
	w.t.Helper()
	base, err := w.admin.Listen(w.t.Context(), "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	return base
}

func TestStreamResumesWhereItWasLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	base := w.listen()
	w.send("one", w.token) // call, exchange, message, exchange
	first := w.stream(base, "")
	got := first.take(3)
	first.body.Close()
	var kinds []string
	for i, ev := range got {
		var r sim.Record
		if err := json.Unmarshal([]byte(ev.data), &r); err != nil || strconv.FormatUint(r.Seq, 10) != ev.id || ev.id != strconv.Itoa(i+1) {
			t.Errorf("event %d: %+v (%v)", i, ev, err)
		}
		kinds = append(kinds, ev.event)
	}
	if k := strings.Join(kinds, " "); k != "call exchange message" {
		t.Errorf("got %s", k)
	}
	second := w.stream(base, "", "Last-Event-ID", "3")
	defer second.body.Close()
	if ev := second.take(1)[0]; ev.id != "4" || ev.event != "exchange" {
		t.Errorf("resumed with %+v", ev)
	}
	w.send("two", w.token) // while the stream is open
	if ev := second.take(3)[2]; ev.id != "7" || !strings.Contains(ev.data, `"title":"two"`) {
		t.Errorf("live: got %+v", ev)
	}
}

func TestStreamCanLeaveThePastOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	base := w.listen()
	w.send("one", w.token)
	s := w.stream(base, "?since=latest")
	defer s.body.Close()
	w.send("two", w.token)
	if ev := s.take(1)[0]; ev.id != "5" {
		t.Errorf("got %+v", ev)
	}
	if status, text := w.do("GET", "/events?since=soon", ""); status != 400 || !strings.Contains(text, "soon") {
		t.Errorf("got %d %s", status, text)
	}
}

func TestStreamSaysWhatItMissed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	small := newEngine(t, 8<<10)
	w.engine.Store(small)
	for i := range 40 {
		small.Publish(&sim.Event{Kind: sim.EvPhone, Cause: -1, Note: strconv.Itoa(i)})
	}
	s := w.stream(w.listen(), "", "Last-Event-ID", "2")
	defer s.body.Close()
	got := s.take(2)
	var gap struct{ Missed int }
	if err := json.Unmarshal([]byte(got[0].data), &gap); err != nil || got[0].event != "gap" || gap.Missed == 0 {
		t.Fatalf("got %+v (%v)", got[0], err)
	}
	if want := strconv.Itoa(2 + gap.Missed + 1); got[1].id != want {
		t.Errorf("after a gap of %d: id %s, want %s", gap.Missed, got[1].id, want)
	}
}

func TestResetEndsStreamsAndKeepsCounting(t *testing.T) {
	t.Parallel()
	var w *world
	w = newWorld(t, func(o *admin.Options) {
		o.Reset = func(context.Context) error {
			fresh := newEngine(t, 0)
			w.engine.Store(fresh)
			return w.sim.SetEngine(fresh)
		}
	})
	base := w.listen()
	w.send("old", w.token)
	s := w.stream(base, "")
	defer s.body.Close()
	s.take(4)
	var answer struct{ Seed uint64 }
	if w.ok("POST", "/reset", "", &answer); answer.Seed != 7 {
		t.Errorf("seed: got %d", answer.Seed)
	}
	if ev, ok := s.next(); !ok || ev.event != "reset" {
		t.Errorf("got %+v %t, want a reset", ev, ok)
	}
	if ev, ok := s.next(); ok {
		t.Errorf("the stream goes on: %+v", ev)
	}
	var p page
	if w.ok("GET", "/messages", "", &p); len(p.Messages) != 0 {
		t.Errorf("messages of the old world: %+v", p.Messages)
	}
	w.ok("POST", "/apps", `{"id":"shop","vendor":"toy"}`, nil)
	var phone struct{ Token string }
	if w.ok("POST", "/devices", `{"id":"p1","app":"shop"}`, &phone); phone.Token != w.token {
		t.Errorf("the same seed minted %s and %s", w.token, phone.Token)
	}
	w.send("new", w.token)
	again := w.stream(base, "", "Last-Event-ID", "400") // of the old world
	defer again.body.Close()
	if ev := again.take(1)[0]; ev.id != "1" {
		t.Errorf("after the reset: got %+v", ev)
	}
	if got := samples(w.scraped()["offpush_messages_total"])["code=0 vendor=toy"]; got != 2 {
		t.Errorf("metrics lost what was before the reset: got %g messages, want 2", got)
	}
}

func TestResetThatCannot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	if status, text := w.do("POST", "/reset", ""); status != 501 || !strings.Contains(text, "restart") {
		t.Errorf("got %d %s", status, text)
	}
}

func TestCloseEndsStreams(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	s := w.stream(w.listen(), "")
	defer s.body.Close()
	if err := w.admin.Close(); err != nil {
		t.Fatal(err)
	}
	if ev, ok := s.next(); ok {
		t.Errorf("got %+v", ev)
	}
}
