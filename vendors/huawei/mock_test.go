package huawei_test

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
	"github.com/offpush/offpush/fixtures/huawei/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
	"github.com/offpush/offpush/vendors/vendortest"
)

const (
	pathToken = "/oauth2/v3/token"
	pathSend  = "/v1/104512345/messages:send"
	pathSub   = "/v1/104512345/topic:subscribe"
	pathUnsub = "/v1/104512345/topic:unsubscribe"
	pathList  = "/v1/104512345/topic:list"
)

// sent is one request as the mock got it.
type sent struct {
	method, host, path string
	header             http.Header
	body               string
}

// mock is a Huawei made of recorded answers, one list of answers per path; the last
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
	m := mute(t)
	return m.record("token-ok")
}

// mute is a mock that answers nothing, not even logins.
func mute(t *testing.T) *mock {
	t.Helper()
	m := &mock{
		t: t, rt: httpmock.NewMockTransport(), clock: vendortest.NewClock(time.UnixMilli(1767229200000)),
		logs: &strings.Builder{}, answers: make(map[string][]exchange.Response),
	}
	m.rt.RegisterNoResponder(m.answer)
	return m
}

// record appends the recorded answer to its path's list.
func (m *mock) record(names ...string) *mock {
	m.t.Helper()
	for _, name := range names {
		e := recorded(m.t, name)
		m.answers[e.Request.Path] = append(m.answers[e.Request.Path], e.Response)
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
	m.seen = append(m.seen, sent{
		method: r.Method, host: r.URL.Host, path: r.URL.RequestURI(), header: r.Header.Clone(), body: string(body),
	})
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

func (m *mock) open(change ...func(*vendors.Config)) *huawei.Sender {
	m.t.Helper()
	cfg := vendors.Config{
		Credentials: testCredentials(), Clock: m.clock,
		Logger: slog.New(slog.NewTextHandler(m.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, f := range change {
		f(&cfg)
	}
	s, err := huawei.New(cfg, m.rt)
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
		if r.path == path {
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

// sameRequest compares a request with a recorded one: method, host, path, the
// documented headers, and the body member by member.
func sameRequest(t *testing.T, got sent, want exchange.Request) {
	t.Helper()
	if got.method != want.Method || got.host != want.Host || got.path != want.Path {
		t.Errorf("request is %s %s%s, recorded %s %s%s", got.method, got.host, got.path, want.Method, want.Host, want.Path)
	}
	for _, name := range []string{"Content-Type", "Authorization"} {
		if w, ok := want.Header[name]; ok && got.header.Get(name) != w {
			t.Errorf("header %s is %q, recorded %q", name, got.header.Get(name), w)
		}
	}
	if diff := cmp.Diff(object(t, string(want.Body)), object(t, got.body)); diff != "" {
		t.Errorf("body of %s (-recorded +sent):\n%s", got.path, diff)
	}
}
