package receipt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestPostDeliversBodyAndHeader(t *testing.T) {
	t.Parallel()
	got := make(chan string, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- fmt.Sprint(r.Method, " ", r.URL.Path, " ", r.Header.Get("X-Sign"), " ", string(body))
		w.WriteHeader(http.StatusAccepted)
	}))
	defer srv.Close()
	status, err := New(Options{}).Post(t.Context(), srv.URL+"/cb", http.Header{"X-Sign": {"s"}}, []byte("body"))
	if err != nil || status != http.StatusAccepted {
		t.Fatalf("got %d, %v", status, err)
	}
	if g := <-got; g != "POST /cb s body" {
		t.Errorf("received %q", g)
	}
}

func TestPostReachesThisMachineOnly(t *testing.T) {
	t.Parallel()
	names := map[string][]netip.Addr{
		"here.example":  {netip.MustParseAddr("127.0.0.1")},
		"there.example": {netip.MustParseAddr("192.0.2.1")},
		"mixed.example": {netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("192.0.2.1")},
	}
	var hits atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer srv.Close()
	u, _ := url.Parse(srv.URL)
	for _, tc := range []struct {
		host    string
		allowed bool
	}{
		{"127.0.0.1", true}, {"here.example", true},
		{"there.example", false}, {"mixed.example", false},
		{"192.0.2.1", false}, {"0.0.0.0", false}, {"[2001:db8::1]", false}, {"169.254.169.254", false},
	} {
		t.Run(tc.host, func(t *testing.T) {
			p := New(Options{})
			p.lookup = func(_ context.Context, host string) ([]netip.Addr, error) { return names[host], nil }
			status, err := p.Post(t.Context(), "http://"+tc.host+":"+u.Port()+"/secret-path?k=v", nil, nil)
			switch {
			case tc.allowed && (err != nil || status != 200):
				t.Errorf("got %d, %v; want it sent", status, err)
			case !tc.allowed && !errors.Is(err, sim.ErrNotAllowed):
				t.Errorf("got %d, %v; want ErrNotAllowed", status, err)
			case !tc.allowed && strings.Contains(err.Error(), "secret-path"):
				t.Errorf("the error shows the URL: %v", err)
			}
		})
	}
	if n := hits.Load(); n != 2 {
		t.Errorf("%d requests arrived, want 2", n)
	}
}

func TestAllowedHostIsDialledByName(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer srv.Close()
	u, _ := url.Parse(srv.URL)
	p := New(Options{Allow: []string{"LocalHost"}})
	p.lookup = func(context.Context, string) ([]netip.Addr, error) {
		t.Error("an allowed host was checked")
		return nil, nil
	}
	if status, err := p.Post(t.Context(), "http://localhost:"+u.Port(), nil, nil); err != nil || status != 200 {
		t.Errorf("got %d, %v", status, err)
	}
}

func TestRedirectOffThisMachineIsRefused(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://192.0.2.1/steal", http.StatusTemporaryRedirect)
	}))
	defer srv.Close()
	if status, err := New(Options{}).Post(t.Context(), srv.URL, nil, []byte("x")); !errors.Is(err, sim.ErrNotAllowed) {
		t.Errorf("got %d, %v; want ErrNotAllowed", status, err)
	}
}

func TestSlowReceiverIsGivenUp(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer srv.Close()
	defer close(release)
	_, err := New(Options{Timeout: 20 * time.Millisecond}).Post(t.Context(), srv.URL, nil, nil)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "20ms") {
		t.Errorf("got %v", err)
	}
}

func TestUntrustedCertificateIsRefused(t *testing.T) {
	t.Parallel()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	srv.Config.ErrorLog = nil
	srv.StartTLS()
	defer srv.Close()
	if status, err := New(Options{}).Post(t.Context(), srv.URL, nil, nil); err == nil {
		t.Errorf("got %d; want an error about the certificate", status)
	}
	pool := srv.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	if status, err := New(Options{RootCAs: pool}).Post(t.Context(), srv.URL, nil, nil); err != nil || status != 200 {
		t.Errorf("trusted: got %d, %v", status, err)
	}
}

func TestEndlessAnswerEnds(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 8<<10)); err != nil {
				return
			}
		}
	}))
	defer srv.Close()
	if status, err := New(Options{}).Post(t.Context(), srv.URL, nil, nil); err != nil || status != 200 {
		t.Errorf("got %d, %v", status, err)
	}
}

func TestBadURL(t *testing.T) {
	t.Parallel()
	for _, u := range []string{"", "/relative", "ftp://127.0.0.1/x", "http://", "http://127.0.0.1:x/", "mailto:a@b"} {
		if _, err := New(Options{}).Post(t.Context(), u, nil, nil); err == nil {
			t.Errorf("%q was accepted", u)
		}
	}
}

func ExampleNew() {
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer srv.Close()
	status, err := New(Options{}).Post(context.Background(), srv.URL, nil, []byte(`{"id":"1"}`))
	fmt.Println(status, err)
	// Output: 200 <nil>
}
