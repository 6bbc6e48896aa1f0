package apns_test

//lint:file-ignore SA1019 the transport that users of apns2 have

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sideshow/apns2"
	"github.com/sideshow/apns2/token"
	"golang.org/x/net/http2"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/apns"
)

// inFlight is how many sends are under way at once in the benchmarks.
const inFlight = 64

func benchServer(b *testing.B) *h2server {
	b.Helper()
	return newH2(b, func(s *httptest.Server) {
		s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Apns-Id"] = r.Header["Apns-Id"]
		})
	})
}

// ours sends one message with the sender.
func ours(b *testing.B, srv *h2server) func() error {
	s := open(b, srv.URL, vendors.SystemClock{}, srv.transport())
	m, to := testMessage(), testTokens(1)
	return func() error {
		res, err := s.Send(context.Background(), m, to)
		if err == nil && res.Accepted() != 1 {
			b.Errorf("%+v", res)
		}
		return err
	}
}

// bare sends the same payload with apns2 as its readme shows it.
func bare(b *testing.B, srv *h2server) func() error {
	key, err := token.AuthKeyFromBytes([]byte(testKey(b).Reveal()))
	if err != nil {
		b.Fatal(err)
	}
	c := apns2.NewTokenClient(&token.Token{AuthKey: key, KeyID: "ABC123DEFG", TeamID: "DEF123GHIJ"})
	c.Host = srv.URL
	c.HTTPClient.Transport.(*http2.Transport).TLSClientConfig = &tls.Config{RootCAs: srv.transport().TLSClientConfig.RootCAs}
	b.Cleanup(c.CloseIdleConnections)
	n := &apns2.Notification{
		ApnsID: "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f", DeviceToken: string(testTokens(1)[0]), Topic: testTopic, Priority: 10,
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

func benchParallel(b *testing.B, send func() error) {
	b.ReportAllocs()
	b.SetParallelism(max(1, inFlight/runtime.GOMAXPROCS(0)))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := send(); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkSend is one token per request over TLS and HTTP/2 on the loopback.
func BenchmarkSend(b *testing.B) { benchParallel(b, ours(b, benchServer(b))) }

// BenchmarkBareSend is the yardstick: apns2 alone.
func BenchmarkBareSend(b *testing.B) { benchParallel(b, bare(b, benchServer(b))) }

// BenchmarkAgainstBare runs both in turns, so that a noisy machine disturbs them
// alike, and reports how many sends ours makes for one of apns2's: the median of the
// rounds. The goal is 0.9; give it -benchtime 50000x.
func BenchmarkAgainstBare(b *testing.B) {
	srv := benchServer(b)
	runs := [2]func() error{ours(b, srv), bare(b, srv)}
	const rounds = 51
	each := b.N/rounds + inFlight
	ratios := make([]float64, 0, rounds)
	b.ResetTimer()
	for round := range rounds {
		var spent [2]time.Duration
		for i := range runs {
			which := (i + round) % len(runs)
			before := b.Elapsed()
			burst(b, each, runs[which])
			spent[which] = b.Elapsed() - before
		}
		ratios = append(ratios, float64(spent[1])/float64(spent[0]))
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[rounds/2], "ratio")
}

// burst makes n sends, inFlight at a time.
func burst(b *testing.B, n int, send func() error) {
	var left atomic.Int64
	left.Store(int64(n))
	var all sync.WaitGroup
	for range inFlight {
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

// BenchmarkBuild is the sender's own work without any network.
func BenchmarkBuild(b *testing.B) {
	s, err := apns.New(vendors.Config{Credentials: testCredentials(b)}, nil)
	if err != nil {
		b.Fatal(err)
	}
	m, to := testMessage(), testTokens(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Build(m, to); err != nil {
			b.Fatal(err)
		}
	}
}
