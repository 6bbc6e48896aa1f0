package huawei_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
)

// inFlight is how many sends are under way at once in the benchmarks.
const inFlight = 64

func benchServer(b *testing.B, answer string) (*httptest.Server, *http.Transport) {
	b.Helper()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == pathToken {
			_, _ = io.WriteString(w, `{"access_token":"CgB6e3x9demoAccessToken==","expires_in":3600,"token_type":"Bearer"}`)
			return
		}
		_, _ = io.WriteString(w, answer)
	}))
	// Connections dropped while 64 are dialled at once are no finding.
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	b.Cleanup(srv.Close)
	rt := &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: srv.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs},
		MaxIdleConnsPerHost: inFlight,
	}
	b.Cleanup(rt.CloseIdleConnections)
	return srv, rt
}

func benchSend(b *testing.B, tokens int, answer string, accepted int) {
	srv, rt := benchServer(b, answer)
	s, err := huawei.New(vendors.Config{Credentials: testCredentials(), BaseURLs: map[string]string{"": srv.URL}}, rt)
	if err != nil {
		b.Fatal(err)
	}
	msg, to := chat(), testTokens(tokens)
	b.ReportAllocs()
	b.SetParallelism(max(1, inFlight/runtime.GOMAXPROCS(0)))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			res, err := s.Send(context.Background(), msg, to)
			if err != nil || res.Accepted() != accepted {
				b.Errorf("accepted %d, %v", res.Accepted(), err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N*tokens)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkSend is one token per call over TLS on the loopback.
func BenchmarkSend(b *testing.B) { benchSend(b, 1, success, 1) }

// BenchmarkSendList is a thousand tokens per call.
func BenchmarkSendList(b *testing.B) { benchSend(b, 1000, success, 1000) }

// BenchmarkSendPartial is a thousand tokens per call of which a hundred are bad.
func BenchmarkSendPartial(b *testing.B) {
	bad := make([]string, 100)
	for i, t := range testTokens(100) {
		bad[i] = string(t)
	}
	benchSend(b, 1000, illegal(900, bad...), 900)
}

// BenchmarkBareSend is the yardstick: the same body over the same transport with
// nothing but net/http.
func BenchmarkBareSend(b *testing.B) {
	srv, rt := benchServer(b, success)
	s, err := huawei.New(vendors.Config{Credentials: testCredentials()}, rt)
	if err != nil {
		b.Fatal(err)
	}
	built, _, err := s.Build(chat(), testTokens(1))
	if err != nil {
		b.Fatal(err)
	}
	hc := &http.Client{Transport: rt}
	b.ReportAllocs()
	b.SetParallelism(max(1, inFlight/runtime.GOMAXPROCS(0)))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			resp, err := hc.Post(srv.URL+pathSend, "application/json", strings.NewReader(built[0].Body))
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
	})
}

// BenchmarkBuild is the sender's own work without any network.
func BenchmarkBuild(b *testing.B) { benchBuild(b, 1) }

// BenchmarkBuildList is the same with a thousand tokens.
func BenchmarkBuildList(b *testing.B) { benchBuild(b, 1000) }

func benchBuild(b *testing.B, tokens int) {
	s, err := huawei.New(vendors.Config{Credentials: testCredentials()}, nil)
	if err != nil {
		b.Fatal(err)
	}
	msg, to := chat(), testTokens(tokens)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Build(msg, to); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEncodeTokens is the yardstick of BenchmarkBuildList: writing the tokens
// alone.
func BenchmarkEncodeTokens(b *testing.B) {
	to := testTokens(1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := json.Marshal(to); err != nil {
			b.Fatal(err)
		}
	}
}
