package httpsim_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	faults "github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/internal/toy"
)

// fault adds a fault in its text form.
func fault(t testing.TB, w *world, text string) {
	t.Helper()
	f, err := faults.Parse(text)
	if err == nil {
		_, err = w.server.Faults().Add(f)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// ways are the ways to reach a server with faults.
func ways(t *testing.T, w *world) map[string]*http.Client {
	base := w.listen(httpsim.Listeners{Plain: "127.0.0.1:0"}).Plain
	via := func(c *http.Client) *http.Client {
		inner := c.Transport
		c.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
			r = r.Clone(r.Context())
			r.URL.Host = strings.TrimPrefix(base, "http://")
			return inner.RoundTrip(r)
		})
		return c
	}
	return map[string]*http.Client{
		"HTTP/1.1":  via(over(t, nil, func(p *http.Protocols) { p.SetHTTP1(true) })),
		"h2c":       via(over(t, nil, func(p *http.Protocols) { p.SetUnencryptedHTTP2(true) })),
		"in memory": w.client(),
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestResetIsSeenAsOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.login(w.client(), "http://sim/toy")
	fault(t, w, "reset late path=/send")
	for name, c := range ways(t, w) {
		resp, err := c.Post("http://sim/toy/v1/send", "application/json", strings.NewReader(mustJSON(t, w.message(name))))
		if err == nil {
			resp.Body.Close()
			t.Errorf("%s: answered %d", name, resp.StatusCode)
			continue
		}
		if name != "h2c" && !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("%s: got %v, want a connection reset", name, err)
		}
	}
	messages := w.engine.Messages(0)
	if len(messages) != 3 {
		t.Fatalf("%d messages; a late reset comes after the vendor took it", len(messages))
	}
	for _, m := range messages {
		if m.Error != "reset" || len(m.Faults) != 1 || m.Faults[0] != "reset-1" {
			t.Errorf("%s: got error %q, faults %v", m.Title, m.Error, m.Faults)
		}
	}
}

func TestEarlyFaultsKeepTheRequestFromTheVendor(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"html": 502, "status status=503 retry_after=3": 503, "answer status=200 body={}": 200,
	} {
		w := newWorld(t, nil)
		fault(t, w, text+" times=1")
		status, header, _ := post(t, w.client(), "http://sim/toy/v1/send", w.message("x"))
		if status != want {
			t.Errorf("%s: got %d", text, status)
		}
		if strings.Contains(text, "retry_after") && header.Get("Retry-After") != "3" {
			t.Errorf("%s: got header %v", text, header)
		}
		got := w.exchanges()
		if len(got) != 1 || got[0].ID != "" || got[0].Status != want || got[0].Code != "" || len(got[0].Faults) != 1 {
			t.Errorf("%s: got %+v", text, got)
		}
		if w.engine.LastEvent() != 1 {
			t.Errorf("%s: the vendor was asked", text)
		}
	}
}

func TestCutAnswerBreaksInTheMiddle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.login(w.client(), "http://sim/toy")
	fault(t, w, "truncate path=/send")
	for name, c := range ways(t, w) {
		resp, err := c.Post("http://sim/toy/v1/send", "application/json", strings.NewReader(mustJSON(t, w.message(name))))
		if err != nil {
			t.Errorf("%s: no answer at all: %v", name, err)
			continue
		}
		got, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err == nil || resp.StatusCode != 200 || !strings.HasPrefix(string(got), `{"code":"0`) || resp.ContentLength <= int64(len(got)) {
			t.Errorf("%s: got %d %q, announced %d, %v", name, resp.StatusCode, got, resp.ContentLength, err)
		}
	}
}

func TestStallLastsUntilTheSenderGoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	fault(t, w, "stall")
	for name, c := range ways(t, w) {
		ctx, cancel := context.WithTimeout(t.Context(), 250*time.Millisecond)
		r, err := http.NewRequestWithContext(ctx, "POST", "http://sim/toy/v1/send", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := c.Do(r); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: got %v, %v", name, resp, err)
		}
		cancel()
	}
	for _, ev := range w.exchanges() {
		if ev.Error != "timeout" || ev.Replied || ev.Status != 0 {
			t.Errorf("got %+v", ev)
		}
	}
}

// network is a clock that notes how long it was slept on.
type network struct{ slept chan time.Duration }

func (n network) Now() time.Time { return start }
func (n network) Sleep(_ context.Context, d time.Duration) error {
	n.slept <- d
	return nil
}

func TestLatencyIsNetworkTime(t *testing.T) {
	t.Parallel()
	n := network{make(chan time.Duration, 1)}
	set := faults.NewSet(1, &faults.SetOptions{Network: n})
	w := newWorld(t, &httpsim.Options{Faults: set})
	fault(t, w, "latency delay=3s path=/send")
	w.login(w.client(), "http://sim/toy")
	before := w.engine.Clock().Now()
	if status, _, _ := post(t, w.client(), "http://sim/toy/v1/send", w.message("x")); status != 200 {
		t.Errorf("got %d", status)
	}
	if d := <-n.slept; d != 3*time.Second || !w.engine.Clock().Now().Equal(before) {
		t.Errorf("slept %s; the world's clock moved by %s", d, w.engine.Clock().Now().Sub(before))
	}
}

func TestWrongTypeKeepsTheAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	fault(t, w, "wrong-type")
	_, header, body := post(t, w.client(), "http://sim/toy/v1/login", toy.Wire{Key: "key-shop", Secret: w.secret})
	if header.Get("Content-Type") != "text/html" || !strings.Contains(body, `"code":"0"`) {
		t.Errorf("got %v %s", header, body)
	}
}

// echo is an endpoint that answers what it learned about the request.
type echo struct{ toy.Endpoint }

func (*echo) Sites() []sim.Site {
	return []sim.Site{
		{Name: "echo", Hosts: []string{"echo.example"}, Default: true, Paths: []string{"/e/", "/exact", "/p/*/x"}},
		{Name: "echo-sandbox", Hosts: []string{"sandbox.echo.example"}, Paths: []string{"/e/", "/only"}},
	}
}
func (e *echo) Rules() []sim.Rule  { return nil }
func (e *echo) Vendor() (v vendor) { return "echo" }
func (e *echo) Encode(c *sim.Call, _ *sim.Decision, w *sim.Response) {
	w.Body = fmt.Appendf(w.Body, "%d", c.Request.ConnID)
	w.Header = http.Header{"X-Site": {c.Request.Site}, "X-Path": {c.Request.Path}}
}
