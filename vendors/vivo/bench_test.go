package vivo_test

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vivo"
)

// inFlight is how many sends are under way at once in the benchmarks.
const inFlight = 64

func benchServer(b *testing.B) (*httptest.Server, *http.Transport) {
	b.Helper()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		if strings.HasSuffix(r.URL.Path, "/auth") {
			_, _ = io.WriteString(w, `{"result":0,"desc":"请求成功","authToken":"24ae7799-7d5e-4d4d-9b3e-0a5f0c6b1d2e"}`)
			return
		}
		_, _ = io.WriteString(w, `{"result":0,"desc":"请求成功","taskId":"1165330000000000002"}`)
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

func benchSend(b *testing.B, tokens int) {
	srv, rt := benchServer(b)
	s, err := vivo.New(vendors.Config{Credentials: testCredentials(), BaseURLs: map[string]string{"": srv.URL}}, rt)
	if err != nil {
		b.Fatal(err)
	}
	msg, to := order(), testTokens(tokens)
	b.ReportAllocs()
	b.SetParallelism(max(1, inFlight/runtime.GOMAXPROCS(0)))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			res, err := s.Send(context.Background(), msg, to)
			if err != nil || res.Accepted() != len(to) {
				b.Errorf("%+v, %v", res, err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N*tokens)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkSend is one token per call over TLS on the loopback.
func BenchmarkSend(b *testing.B) { benchSend(b, 1) }

// BenchmarkSendList is a list of a thousand tokens per call, its body stored once.
func BenchmarkSendList(b *testing.B) { benchSend(b, 1000) }

// BenchmarkBareSend is the yardstick: the same body over the same transport with
// nothing but net/http.
func BenchmarkBareSend(b *testing.B) {
	srv, rt := benchServer(b)
	hc := &http.Client{Transport: rt}
	body := `{"appId":105000001,"regId":"15638535410301000000001","notifyType":4,"title":"订单已发货","content":"您的订单 A1001 已由顺丰揽收","timeToLive":86400,"skipType":1,"networkType":-1,"clientCustomMap":{"orderId":"A1001"},"extra":{"callback":"https://push.example.com/cb/vivo","callback.param":"job-7"},"requestId":"ord-A1001-1764000000000","pushMode":0,"classification":1,"category":"ORDER","foregroundShow":true}`
	b.ReportAllocs()
	b.SetParallelism(max(1, inFlight/runtime.GOMAXPROCS(0)))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			resp, err := hc.Post(srv.URL+"/message/send", "application/json", strings.NewReader(body))
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
func BenchmarkBuild(b *testing.B) {
	s, err := vivo.New(vendors.Config{Credentials: testCredentials()}, nil)
	if err != nil {
		b.Fatal(err)
	}
	msg, to := order(), testTokens(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Build(msg, to); err != nil {
			b.Fatal(err)
		}
	}
}
