package vivo_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/fixtures/vivo/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
)

// The ids in the golden requests.
const (
	recordedToken = "24ae7799-7d5e-4d4d-9b3e-0a5f0c6b1d2e"
	recordedTask  = "1165330000000000002"
	recordedSaved = "1165330000000000001"
)

// recorded is the world the golden requests are of: its app, its phones, its moment.
func recorded(t testing.TB) *world {
	t.Helper()
	w := open(t, signedBy("105000001", "3f7a9c1e5b2d48608a9e0c7d6f5b4a32", "6c1d0f9e-8b7a-4c5d-9e3f-2a1b0c9d8e7f", morning))
	for id, token := range map[string]string{
		"a": "15638535410301000000001", "b": "15638535410301000000002",
		"new": "v2-CRzVx3nJ0b6uQ1kYd7LwFm2TgP9sEo4aHcZ8iK5jNrB_XvU-tMqWyD1f",
	} {
		w.Phone(id, func(p *device.Phone) { p.Token = token })
	}
	return w
}

// replay sends a recorded request as it is, but for what a world hands out: the token,
// and the ids of tasks.
func (w *world) replay(e exchange.Exchange, ids ...string) endpointtest.Reply {
	w.T.Helper()
	ids = append(ids, recordedToken, w.token)
	here := strings.NewReplacer(ids...)
	h := http.Header{}
	for k, v := range e.Request.Header {
		h.Set(k, here.Replace(v))
	}
	path, query, _ := strings.Cut(here.Replace(e.Request.Path), "?")
	return w.Do(&sim.Request{
		Method: e.Request.Method, Path: path, Query: query, Host: e.Request.Host, Header: h,
		Body: []byte(here.Replace(string(e.Request.Body))), Site: "vivo",
	})
}

// golden replays the request of every client that is known, each in the world it is of.
func golden(t *testing.T, all []exchange.Exchange, play map[string]func(*world) endpointtest.Reply) {
	t.Helper()
	// Some clients go on from what was done before.
	before := map[string]func(w *world) (ids []string){
		"golden-sdk33-list": func(w *world) []string { return w.after(all, "golden-sdk33-save", recordedSaved) },
		"golden-sdk2-list":  func(w *world) []string { return w.after(all, "golden-sdk33-save", recordedSaved) },
		"golden-masastack-recycle": func(w *world) []string {
			return w.after(all, "golden-masastack-send", recordedTask)
		},
		"golden-cossim-statistics": func(w *world) []string {
			ids := w.after(all, "golden-sdk33-send", recordedTask)
			return append(ids, w.after(all, "golden-prefixed", "1165330000000000003")...)
		},
		"golden-wildfirechat-old-token": func(w *world) []string {
			w.Pass(47 * time.Hour)
			return nil
		},
	}
	for _, e := range all {
		if !strings.HasPrefix(e.Name, "golden-") {
			continue
		}
		play[e.Name] = func(w *world) endpointtest.Reply {
			w = recorded(w.T)
			var ids []string
			if first := before[e.Name]; first != nil {
				ids = first(w)
				w.Settle()
			}
			return w.replay(e, ids...)
		}
	}
}

// after replays another request and pairs the recorded task with the one it got here.
func (w *world) after(all []exchange.Exchange, name, task string) []string {
	w.T.Helper()
	e, err := exchange.Find(all, name)
	if err != nil {
		w.T.Fatal(err)
	}
	a := reply{Reply: w.replay(e)}
	a.Into(w.T, &a)
	if a.Task == "" {
		w.T.Fatalf("%s: answer %s", name, a.Body)
	}
	return []string{task, a.Task}
}

// What is not in an answer: where a golden request leads.
func TestGoldenRequestsArrive(t *testing.T) {
	t.Parallel()
	all, err := exchanges.All()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		// A time to live of 0 is none: the message waits for the phone.
		"golden-sdk2-send": "a", "golden-mixpush-v2-regid": "new", "golden-sdk33-send": "a",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, err := exchange.Find(all, name)
			if err != nil {
				t.Fatal(err)
			}
			w := recorded(t)
			w.Change(want, func(p *device.Phone) { p.Offline, p.OfflineSince = true, w.Now() })
			w.replay(e)
			w.Pass(time.Hour)
			w.Change(want, func(p *device.Phone) { p.Offline = false })
			w.Settle()
			if n := len(w.Shade(want).Items); n != 1 {
				t.Errorf("phone %s shows %d messages an hour later, want 1", want, n)
			}
		})
	}
}
