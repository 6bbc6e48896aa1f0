package vendortest

import (
	"io"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

// Recording is what a Mock is made of: one vendor's sender, with its own type, and
// recorded exchanges.
type Recording[S vendors.Sender] struct {
	Open        func(vendors.Config, http.RoundTripper) (S, error)
	Credentials vendors.Credentials
	Get         func(name string) (exchange.Exchange, error)
	At          time.Time // the moment the exchanges were recorded at
	// Headers are those the vendor documents, which SameRequest compares.
	Headers []string
}

// Mock is a vendor made of recorded answers, one list of answers per path; the last one
// of a list stays. What was never recorded is answered with 404.
type Mock[S vendors.Sender] struct {
	// RT carries the sender's requests; responders registered there come first.
	RT    *httpmock.MockTransport
	Clock *Clock

	t    testing.TB
	of   Recording[S]
	logs lockedBuffer

	mu      sync.Mutex
	answers map[string][]exchange.Response
	seen    []Sent
}

// Sent is one request as the mock got it.
type Sent struct {
	Method, Host, Path string // Path with the query
	Header             http.Header
	Body               string
}

// NewMock returns a mock that answers nothing yet, not even logins.
func NewMock[S vendors.Sender](t testing.TB, of Recording[S]) *Mock[S] {
	t.Helper()
	m := &Mock[S]{
		RT: httpmock.NewMockTransport(), Clock: NewClock(of.At), t: t, of: of, answers: make(map[string][]exchange.Response),
	}
	m.RT.RegisterNoResponder(m.Answer)
	return m
}

// Record appends recorded answers to their paths' lists.
func (m *Mock[S]) Record(names ...string) *Mock[S] {
	m.t.Helper()
	for _, name := range names {
		e := m.Recorded(name)
		path, _, _ := strings.Cut(e.Request.Path, "?")
		m.reply(path, e.Response)
	}
	return m
}

// Say appends an answer that was never recorded. path may have a host before it, whose
// answers then come before those of the path alone.
func (m *Mock[S]) Say(path string, status int, body string) *Mock[S] {
	m.reply(path, exchange.Response{Status: status, Body: exchange.Body(body)})
	return m
}

func (m *Mock[S]) reply(path string, r exchange.Response) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answers[path] = append(m.answers[path], r)
}

// Recorded is the exchange with this name.
func (m *Mock[S]) Recorded(name string) exchange.Exchange {
	m.t.Helper()
	e, err := m.of.Get(name)
	if err != nil {
		m.t.Fatal(err)
	}
	return e
}

// Answer notes a request and answers it; RT does so unless it has a responder of its own.
func (m *Mock[S]) Answer(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen = append(m.seen, Sent{
		Method: r.Method, Host: r.URL.Host, Path: r.URL.RequestURI(), Header: r.Header.Clone(), Body: string(body),
	})
	key := r.URL.Host + r.URL.Path
	if len(m.answers[key]) == 0 {
		key = r.URL.Path
	}
	list := m.answers[key]
	if len(list) == 0 {
		return httpmock.NewStringResponse(http.StatusNotFound, ""), nil
	}
	if len(list) > 1 {
		m.answers[key] = list[1:]
	}
	resp := httpmock.NewStringResponse(list[0].Status, string(list[0].Body))
	for k, v := range list[0].Header {
		resp.Header.Set(k, v)
	}
	return resp, nil
}

// Open makes the sender; change may change what it is opened with.
func (m *Mock[S]) Open(change ...func(*vendors.Config)) S {
	m.t.Helper()
	cfg := vendors.Config{
		Credentials: maps.Clone(m.of.Credentials), Clock: m.Clock,
		Logger: slog.New(slog.NewTextHandler(&m.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, f := range change {
		f(&cfg)
	}
	s, err := m.of.Open(cfg, m.RT)
	if err != nil {
		m.t.Fatal(err)
	}
	return s
}

// Client wraps a sender as users do, on the mock's clock and without jitter.
func (m *Mock[S]) Client(s S) *client.Client {
	m.t.Helper()
	c, err := client.New(s, &client.Options{Clock: m.Clock, Jitter: -1})
	if err != nil {
		m.t.Fatal(err)
	}
	return c
}

// Seen returns all requests, in order.
func (m *Mock[S]) Seen() []Sent {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Sent(nil), m.seen...)
}

// To returns the requests to a path, in order.
func (m *Mock[S]) To(path string) []Sent {
	var out []Sent
	for _, r := range m.Seen() {
		if p, _, _ := strings.Cut(r.Path, "?"); p == path {
			out = append(out, r)
		}
	}
	return out
}

// Logs is what the sender wrote.
func (m *Mock[S]) Logs() string { return m.logs.String() }
