package admin_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// bodies are the requests that have a body.
var bodies = []string{
	"PUT /clock", "POST /devices", "PUT /devices/p1", "POST /apps", "PUT /apps/shop", "PUT /quota", "POST /faults", "POST /reset",
}

// Whatever a body holds, the answer is JSON, a mistake is the request's and told in
// one line, and what is refused has changed nothing.
func FuzzBodies(f *testing.F) {
	for i, seeds := range [][]string{
		{`{"advance":"24h"}`, `{"to":"2026-11-13T08:00:00+08:00"}`, `{"mode":"x60","settle":true}`, `{"mode":"manual","advance":"-1h"}`},
		{`{"id":"p2","app":"shop","state":"locked","tags":["a"],"flags":{"sideloaded":"on"}}`, `{"id":"p1","app":"shop"}`, `{"id":"p2","app":"x"}`},
		{`{"offline":true,"tags":["a","b"]}`, `{"state":"asleep"}`, `{"token":"x"}`, `{"flags":{"sideloded":"yes"}}`, `{"alias":null}`},
		{`{"id":"news","vendor":"toy","listed":true}`, `{"id":"a","vendor":"tyo"}`, `{"id":"a","vendor":"toy","limits":{"daily":-1}}`},
		{`{"users":5,"flags":{"penalty":"on"}}`, `{"vendor":"other"}`, `{"Credentials":{"a":"b"}}`, `{"LIMITS":{"marketing":0}}`, `{"rights":["x"],"receipts":{}}`},
		{`{"app":"shop","quota":"marketing","limit":2,"count":1}`, `{"app":"shop","quota":"marketing","limit":null}`, `{"app":"shop","quota":"marketing","limit":3,"count":-1}`},
		{`{"kind":"html","rate":0.5}`, `{"text":"latency delay=1ms"}`, `{"kind":"htlm"}`, `{"kind":"latency","delay":"-1s"}`},
		{`{}`, `{"x":1}`},
	} {
		for _, body := range append(seeds, ``, `null`, `[]`, `{"id":"\ud800"}`, `{`+strings.Repeat(`"a":{`, 50)) {
			f.Add(uint8(i), body)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, body string) {
		w := newWorld(t, nil)
		method, path, _ := strings.Cut(bodies[int(which)%len(bodies)], " ")
		before, fixed := w.state(), w.fixed()
		status, text := w.do(method, path, body)
		var answer struct{ Error *string }
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			t.Fatalf("answer %q: %v", text, err)
		}
		if got := w.fixed(); got != fixed {
			t.Errorf("%s changed what must stay:\n%s\n%s", body, fixed, got)
		}
		if status == http.StatusOK {
			return
		}
		if status >= 500 && path != "/reset" {
			t.Errorf("status = %d: %s", status, text)
		}
		if answer.Error == nil || *answer.Error == "" {
			t.Errorf("status %d without an error: %s", status, text)
		}
		if after := w.state(); after != before {
			t.Errorf("refused with %s, and yet changed:\n%s\n%s", text, before, after)
		}
	})
}

// fixed is what no body may change about an app once it is there.
func (w *world) fixed() string {
	var list struct {
		Apps []struct {
			ID, Vendor          string
			Credentials, Limits json.RawMessage
		}
	}
	w.ok("GET", "/apps", "", &list)
	return jsonOf(w.t, list.Apps[0])
}

// state is all that bodies can change.
func (w *world) state() string {
	var all []string
	for _, path := range []string{"/clock", "/devices", "/apps", "/quota", "/faults"} {
		_, text := w.do("GET", path, "")
		all = append(all, text)
	}
	return strings.Join(all, "")
}
