// Package sendbench measures a sender beside raw apns2, the fastest push library users
// know: both against one TLS server on the loopback that answers a fixed success, 64
// calls in flight, one token a call, in one run. A sender that takes lists is measured
// by the token as well.
//
//	func BenchmarkSender(b *testing.B) { sendbench.Run(b, harness()) }
//
// Give it -benchtime 50000x; the goal of "ratio" is 1 or more.
package sendbench

//lint:file-ignore SA1019 the transport that users of apns2 have

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/sideshow/apns2"
	"github.com/sideshow/apns2/token"
	"golang.org/x/net/http2"

	"github.com/offpush/offpush/vendors"
)

// InFlight is how many calls are under way at once.
const InFlight = 64

// Harness is one vendor's part.
type Harness struct {
	Open        func(vendors.Config, http.RoundTripper) (vendors.Sender, error)
	Credentials vendors.Credentials
	Message     *vendors.Message
	Tokens      func(n int) []vendors.Token
	// Success answers any request, logins too. Nil: 200 without a body.
	Success func(w http.ResponseWriter, r *http.Request)
	// List is how many tokens one call takes; 0: the sender has no lists.
	List int
}

// Run measures the sender, apns2, and how many sends the first makes for one of the
// second's.
func Run(b *testing.B, h Harness) {
	b.Run("sender", func(b *testing.B) { parallel(b, 1, h.sender(b, 1)) })
	b.Run("apns2", func(b *testing.B) { parallel(b, 1, h.apns2(b)) })
	b.Run("ratio", func(b *testing.B) { inTurns(b, 1, h.sender(b, 1), h.apns2(b)) })
	if h.List < 2 {
		return
	}
	b.Run("list", func(b *testing.B) { parallel(b, h.List, h.sender(b, h.List)) })
	b.Run("list ratio", func(b *testing.B) { inTurns(b, h.List, h.sender(b, h.List), h.apns2(b)) })
}

// server is the TLS server both talk to, with settings that trust it.
func (h Harness) server(b *testing.B) (*httptest.Server, *tls.Config) {
	b.Helper()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if h.Success == nil || strings.HasPrefix(r.URL.Path, "/3/device/") {
			w.Header()["Apns-Id"] = r.Header["Apns-Id"]
			return
		}
		h.Success(w, r)
	}))
	srv.EnableHTTP2 = true
	// Connections dropped while 64 are dialled at once are no finding.
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	b.Cleanup(srv.Close)
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	return srv, &tls.Config{RootCAs: roots}
}

// sender sends one message to n tokens with the sender under test.
func (h Harness) sender(b *testing.B, n int) func() error {
	b.Helper()
	srv, trust := h.server(b)
	rt := &http.Transport{TLSClientConfig: trust, MaxIdleConnsPerHost: InFlight}
	s, err := h.Open(vendors.Config{Credentials: h.Credentials, BaseURLs: map[string]string{"": srv.URL}}, rt)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if c, ok := s.(io.Closer); ok {
			_ = c.Close()
		}
		rt.CloseIdleConnections()
	})
	to := h.Tokens(n)
	return func() error {
		res, err := s.Send(context.Background(), h.Message, to)
		if err == nil && res.Accepted() != len(to) {
			b.Errorf("accepted %d of %d: %+v", res.Accepted(), len(to), res.Outcomes[0])
		}
		return err
	}
}

// apns2 sends a payload of usual size with apns2 as its readme shows it.
func (h Harness) apns2(b *testing.B) func() error {
	b.Helper()
	srv, trust := h.server(b)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	c := apns2.NewTokenClient(&token.Token{AuthKey: key, KeyID: "ABC123DEFG", TeamID: "DEF123GHIJ"})
	c.Host = srv.URL
	c.HTTPClient.Transport.(*http2.Transport).TLSClientConfig = trust
	b.Cleanup(c.CloseIdleConnections)
	n := &apns2.Notification{
		ApnsID: "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f", DeviceToken: strings.Repeat("ab12", 16), Topic: "com.example.app", Priority: 10,
		Payload: []byte(`{"aps":{"alert":{"title":"订单已发货","body":"您的订单 A1001 已由顺丰揽收"}},"orderId":"A1001"}`),
	}
	return func() error {
		resp, err := c.PushWithContext(context.Background(), n)
		if err == nil && !resp.Sent() {
			b.Errorf("%+v", resp)
		}
		return err
	}
}

func parallel(b *testing.B, tokens int, send func() error) {
	b.ReportAllocs()
	b.SetParallelism(max(1, InFlight/runtime.GOMAXPROCS(0)))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := send(); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N*tokens)/b.Elapsed().Seconds(), "tokens/s")
}

// inTurns runs both in turns, so that a noisy machine disturbs them alike, and reports
// how many tokens the first reaches while the second reaches one: the median of the
// rounds.
func inTurns(b *testing.B, tokens int, ours, bare func() error) {
	const rounds = 21
	runs := [2]func() error{ours, bare}
	calls := [2]int{max(1, b.N/tokens/rounds) + InFlight, b.N/rounds + InFlight}
	ratios := make([]float64, 0, rounds)
	for _, run := range runs { // dialling is no part of it
		burst(b, InFlight, run)
	}
	b.ResetTimer()
	for round := range rounds {
		var perToken [2]float64
		for i := range runs {
			which := (i + round) % len(runs)
			before := b.Elapsed()
			burst(b, calls[which], runs[which])
			perToken[which] = float64(b.Elapsed()-before) / float64(calls[which])
		}
		ratios = append(ratios, perToken[1]/(perToken[0]/float64(tokens)))
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[rounds/2], "ratio")
}

// burst makes n sends, InFlight at a time.
func burst(b *testing.B, n int, send func() error) {
	var left atomic.Int64
	left.Store(int64(n))
	var all sync.WaitGroup
	for range InFlight {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				if err := send(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}
