package vendortest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"time"

	"github.com/offpush/offpush/vendors"
)

// answerer decides what the stub says to a request that is no login.
type answerer func(r *http.Request, body []byte) Reply

// stub is the vendor's server of one clause, with everything it was asked.
type stub struct {
	h      Harness
	clock  *Clock
	server *httptest.Server

	mu     sync.Mutex
	logins int
	calls  []call
	answer answerer
	login  answerer // nil: the script's

	bodies bodyCounter
	logs   lockedBuffer
}

// call is one request that was no login.
type call struct {
	at    time.Time
	token string
}

func newStub(tb TB, h Harness) *stub {
	s := &stub{h: h, clock: NewClock(start())}
	s.answer = h.Script.Success
	s.bodies.next = &http.Transport{MaxIdleConnsPerHost: 64}
	s.server = httptest.NewServer(http.HandlerFunc(s.serve))
	tb.Cleanup(s.close)
	return s
}

func (s *stub) close() {
	s.server.CloseClientConnections()
	s.server.Close()
	s.bodies.next.(*http.Transport).CloseIdleConnections()
}

// open makes the sender under test, talking to the stub only.
func (s *stub) open(tb TB) vendors.Sender {
	tb.Helper()
	return s.openThrough(tb, &s.bodies)
}

func (s *stub) openThrough(tb TB, rt http.RoundTripper) vendors.Sender {
	tb.Helper()
	sender, err := s.h.Open(vendors.Config{
		Credentials: s.h.Credentials,
		BaseURLs:    map[string]string{"": s.server.URL},
		Clock:       s.clock,
		Logger:      slog.New(slog.NewTextHandler(&s.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}, rt)
	if err != nil {
		tb.Fatalf("open: %v", err)
	}
	tb.Cleanup(func() { closeSender(sender) })
	return sender
}

func closeSender(s vendors.Sender) {
	if c, ok := s.(io.Closer); ok {
		_ = c.Close()
	}
}

// accessToken is what login number n hands out.
func accessToken(n int) string { return fmt.Sprintf("test-access-token-%04d-9f3b7c", n) }

func (s *stub) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	reply := s.reply(r, body)
	for k, vs := range reply.Header {
		w.Header()[k] = vs
	}
	if reply.Status != 0 {
		w.WriteHeader(reply.Status)
	}
	_, _ = io.WriteString(w, reply.Body)
}

func (s *stub) reply(r *http.Request, body []byte) Reply {
	script := &s.h.Script
	s.mu.Lock()
	if script.IsLogin != nil && script.IsLogin(r) {
		s.logins++
		n, login := s.logins, s.login
		s.mu.Unlock()
		if login != nil {
			return login(r, body)
		}
		return script.Login(n, accessToken(n))
	}
	c := call{at: s.clock.Now()}
	if script.TokenOf != nil {
		c.token = script.TokenOf(r, body)
	}
	s.calls = append(s.calls, c)
	answer := s.answer
	s.mu.Unlock()
	return answer(r, body)
}

func (s *stub) answerWith(a answerer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = a
}

func (s *stub) loginWith(a answerer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.login = a
}

// counts returns the logins and the other calls so far.
func (s *stub) counts() (logins int, calls []call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logins, append([]call(nil), s.calls...)
}

// bodyCounter counts answers' bodies that were opened and closed.
type bodyCounter struct {
	next           http.RoundTripper
	opened, closed atomic.Int64
}

func (c *bodyCounter) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	c.opened.Add(1)
	resp.Body = &countedBody{ReadCloser: resp.Body, counter: c}
	return resp, nil
}

type countedBody struct {
	io.ReadCloser
	counter *bodyCounter
	once    sync.Once
}

func (b *countedBody) Close() error {
	b.once.Do(func() { b.counter.closed.Add(1) })
	return b.ReadCloser.Close()
}

// lockedBuffer collects logs from several goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// within runs f and fails when it does not return in time.
func within(tb TB, h Harness, what string, f func()) {
	tb.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	ctx, cancel := context.WithTimeout(context.Background(), h.patience())
	defer cancel()
	select {
	case <-done:
	case <-ctx.Done():
		tb.Fatalf("%s: no end after %v", what, h.patience())
	}
}

// wellFormed checks what holds for every result: one outcome per token, in order.
func wellFormed(tb TB, what string, res vendors.Result, tokens []vendors.Token) bool {
	tb.Helper()
	if len(res.Outcomes) != len(tokens) {
		tb.Errorf("%s: %d outcomes for %d tokens, want one each", what, len(res.Outcomes), len(tokens))
		return false
	}
	for i, t := range tokens {
		if got := res.Outcomes[i].Token; got != t {
			tb.Errorf("%s: outcome %d is for token %q, want %q: the order given", what, i, got, t)
			return false
		}
	}
	return true
}
