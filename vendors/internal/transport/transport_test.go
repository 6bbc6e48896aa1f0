package transport_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/offpush/offpush/vendors/internal/redact"
	"github.com/offpush/offpush/vendors/internal/transport"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func serve(t *testing.T, h http.HandlerFunc) *url.URL {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	u, err := url.Parse(srv.URL + "/message/send")
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func open(t *testing.T, o transport.Options) *transport.Client {
	t.Helper()
	c := transport.New(o)
	t.Cleanup(c.Close)
	return c
}

func TestRequestArrivesAsGiven(t *testing.T) {
	t.Parallel()
	u := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Method != http.MethodPost || string(body) != `{"a":1}` || r.Header.Get("X-A") != "b" || r.ContentLength != 7 {
			t.Errorf("got %s %q %v", r.Method, body, r.Header)
		}
		if !strings.HasPrefix(r.Header.Get("User-Agent"), "offpush") {
			t.Errorf("User-Agent is %q", r.Header.Get("User-Agent"))
		}
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, "answer")
	})
	resp, err := open(t, transport.Options{}).Do(context.Background(), transport.Request{
		Method: http.MethodPost, URL: u, Header: http.Header{"X-A": {"b"}}, Body: []byte(`{"a":1}`),
	})
	if err != nil || resp.Status != http.StatusTeapot || string(resp.Body) != "answer" {
		t.Errorf("got %d %q, %v", resp.Status, resp.Body, err)
	}
}

func TestRedirectsAreAnswers(t *testing.T) {
	t.Parallel()
	u := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://somewhere.example/", http.StatusFound)
	})
	resp, err := open(t, transport.Options{}).Do(context.Background(), transport.Request{Method: http.MethodGet, URL: u})
	if err != nil || resp.Status != http.StatusFound {
		t.Errorf("got %d, %v; want the redirect itself", resp.Status, err)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	for name, chunked := range map[string]bool{"with length": false, "chunked": true} {
		u := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if chunked {
				w.(http.Flusher).Flush()
			}
			_, _ = io.WriteString(w, strings.Repeat("x", 11))
		})
		for limit, want := range map[int64]error{10: transport.ErrBodyTooLarge, 11: nil} {
			resp, err := open(t, transport.Options{MaxBody: limit}).Do(context.Background(), transport.Request{Method: http.MethodGet, URL: u})
			if !errors.Is(err, want) {
				t.Errorf("%s, 11 bytes, at most %d: %v", name, limit, err)
			}
			if want == nil && len(resp.Body) != 11 {
				t.Errorf("%s: %d bytes", name, len(resp.Body))
			}
		}
	}
}

func TestTimeoutIsOurs(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	u := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	t.Cleanup(func() { close(release) })
	_, err := open(t, transport.Options{Timeout: 20 * time.Millisecond}).Do(context.Background(), transport.Request{Method: http.MethodGet, URL: u})
	var e *transport.Error
	if !errors.As(err, &e) || !e.MaybeSent || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want a deadline that may have been sent", err)
	}
}

func TestNeverSent(t *testing.T) {
	t.Parallel()
	u := serve(t, func(http.ResponseWriter, *http.Request) {})
	closed := *u
	closed.Host = "127.0.0.1:1"
	tls := *u
	tls.Scheme = "https" // plain HTTP behind it
	for name, target := range map[string]*url.URL{"refused": &closed, "no TLS": &tls} {
		_, err := open(t, transport.Options{}).Do(context.Background(), transport.Request{Method: http.MethodGet, URL: target})
		var e *transport.Error
		if !errors.As(err, &e) || e.MaybeSent {
			t.Errorf("%s: %v (maybe sent: %v), want never sent", name, err, e != nil && e.MaybeSent)
		}
	}
	cut := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_ = conn.Close()
		}
	})
	_, err := open(t, transport.Options{}).Do(context.Background(), transport.Request{Method: http.MethodPost, URL: cut, Body: []byte("x")})
	var e *transport.Error
	if !errors.As(err, &e) || !e.MaybeSent {
		t.Errorf("connection cut after the request: %v, want maybe sent", err)
	}
}

type failing string

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New(string(f)) }

func TestErrorsAndDescriptionsHideSecrets(t *testing.T) {
	t.Parallel()
	const secret = "test-secret-value"
	u, _ := url.Parse("https://vendor.example/message/send?key=" + secret)
	c := transport.New(transport.Options{RoundTripper: failing("proxy saw " + secret), Redactor: redact.New(secret)})
	r := transport.Request{Method: http.MethodPost, URL: u, Header: http.Header{"T": {"token"}}, Body: []byte(`{"sign":"abc","x":"` + secret + `"}`)}
	_, err := c.Do(context.Background(), r)
	if err == nil || strings.Contains(err.Error(), secret) || !strings.HasPrefix(err.Error(), "POST /message/send: ") {
		t.Errorf("error is %v", err)
	}
	d := c.Describe(r, []string{"t"}, []string{"sign"})
	if d.Body != `{"sign":"[redacted]","x":"[redacted]"}` || strings.Contains(d.URL, secret) || d.Header["T"][0] != "[redacted]" {
		t.Errorf("described as %+v", d)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 11, 25, 4, 0, 0, 0, time.UTC)
	for in, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, "-3": 0, "soon": 0,
		"Tue, 25 Nov 2025 04:01:00 GMT": time.Minute, "Tue, 25 Nov 2025 03:00:00 GMT": 0,
	} {
		h := http.Header{}
		if in != "" {
			h.Set("Retry-After", in)
		}
		if got := transport.RetryAfter(h, now); got != want {
			t.Errorf("Retry-After %q is %v, want %v", in, got, want)
		}
	}
}

func TestSite(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sites map[string]string
		want  string
	}{
		{nil, "https://real.example.com/"},
		{map[string]string{"": "http://127.0.0.1:1/x/"}, "http://127.0.0.1:1/x/"},
		{map[string]string{"": "http://all", "push": "http://push"}, "http://push/"},
		{map[string]string{"other": "http://other"}, "https://real.example.com/"},
	} {
		u, err := transport.Site(c.sites, "push", "https://real.example.com")
		if err != nil || u.String() != c.want && u.String()+"/" != c.want {
			t.Errorf("Site(%v) = %v, %v, want %s", c.sites, u, err, c.want)
		}
	}
	for _, bad := range []string{"push.example.com", "ftp://x", "https://", ":"} {
		if _, err := transport.Site(map[string]string{"push": bad}, "push", ""); err == nil {
			t.Errorf("base URL %q is accepted", bad)
		}
	}
}
