package vivo_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/fixtures/vivo/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
	"github.com/offpush/offpush/vendors/vivo"
)

// signedAt is the moment the recorded login was signed for.
func signedAt() time.Time { return time.UnixMilli(1764000000000) }

// sent is one request as the mock got it.
type sent struct {
	method, path string
	header       http.Header
	body         string
}

// mock is a vivo made of recorded answers, one list of answers per path; the last
// one of a list stays.
type mock struct {
	t     *testing.T
	rt    *httpmock.MockTransport
	clock *vendortest.Clock
	logs  *strings.Builder

	mu      sync.Mutex
	answers map[string][]exchange.Response
	seen    []sent
}

func newMock(t *testing.T) *mock {
	t.Helper()
	m := &mock{
		t: t, rt: httpmock.NewMockTransport(), clock: vendortest.NewClock(signedAt()),
		logs: &strings.Builder{}, answers: make(map[string][]exchange.Response),
	}
	m.rt.RegisterNoResponder(m.answer)
	m.record("auth-ok")
	return m
}

// record appends the recorded answer to its path's list.
func (m *mock) record(names ...string) *mock {
	m.t.Helper()
	for _, name := range names {
		e := recorded(m.t, name)
		path, _, _ := strings.Cut(e.Request.Path, "?")
		m.answers[path] = append(m.answers[path], e.Response)
	}
	return m
}

// say appends an answer that was never recorded.
func (m *mock) say(path string, status int, body string) *mock {
	m.answers[path] = append(m.answers[path], exchange.Response{Status: status, Body: exchange.Body(body)})
	return m
}

func recorded(t *testing.T, name string) exchange.Exchange {
	t.Helper()
	e, err := exchanges.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (m *mock) answer(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen = append(m.seen, sent{method: r.Method, path: r.URL.RequestURI(), header: r.Header.Clone(), body: string(body)})
	list := m.answers[r.URL.Path]
	if len(list) == 0 {
		return httpmock.NewStringResponse(http.StatusNotFound, ""), nil
	}
	if len(list) > 1 {
		m.answers[r.URL.Path] = list[1:]
	}
	resp := httpmock.NewStringResponse(list[0].Status, string(list[0].Body))
	for k, v := range list[0].Header {
		resp.Header.Set(k, v)
	}
	return resp, nil
}

func (m *mock) open(change ...func(*vendors.Config)) *vivo.Sender {
	m.t.Helper()
	cfg := vendors.Config{
		Credentials: testCredentials(), Clock: m.clock,
		Logger: slog.New(slog.NewTextHandler(m.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, f := range change {
		f(&cfg)
	}
	s, err := vivo.New(cfg, m.rt)
	if err != nil {
		m.t.Fatal(err)
	}
	return s
}

// to returns the requests to a path, in order.
func (m *mock) to(path string) []sent {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []sent
	for _, r := range m.seen {
		p, _, _ := strings.Cut(r.path, "?")
		if p == path {
			out = append(out, r)
		}
	}
	return out
}

// object decodes a JSON body; numbers become float64 on both sides of a diff.
func object(t *testing.T, body string) map[string]any {
	t.Helper()
	var o map[string]any
	if body == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(body), &o); err != nil {
		t.Fatalf("body %q: %v", body, err)
	}
	return o
}

// sameRequest compares a request with a recorded one: method, path, the headers
// the vendor documents, and the body member by member, leaving out the named ones.
func sameRequest(t *testing.T, got sent, want exchange.Request, without ...string) {
	t.Helper()
	if got.method != want.Method || got.path != want.Path {
		t.Errorf("request is %s %s, recorded %s %s", got.method, got.path, want.Method, want.Path)
	}
	for _, name := range []string{"Content-Type", "authToken"} {
		if w, ok := want.Header[name]; ok && got.header.Get(name) != w {
			t.Errorf("header %s is %q, recorded %q", name, got.header.Get(name), w)
		}
	}
	g, w := object(t, got.body), object(t, string(want.Body))
	for _, name := range without {
		delete(g, name)
		delete(w, name)
	}
	if diff := cmp.Diff(w, g); diff != "" {
		t.Errorf("body of %s (-recorded +sent):\n%s", got.path, diff)
	}
}
