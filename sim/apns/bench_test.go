package apns_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// pushed is a good request and its call.
func pushed(w *world, token string) (*sim.Request, *sim.Call) {
	r := &sim.Request{
		Method: http.MethodPost, Path: "/3/device/" + token, Site: "apns", Proto: "HTTP/2.0", ConnID: 1, Body: []byte(hello),
		Header: http.Header{
			"Authorization": {"bearer " + w.jwt}, "Apns-Topic": {w.App.Credentials["topic"]}, "Apns-Push-Type": {"alert"},
			"Apns-Priority": {"10"}, "Apns-Id": {"9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f"}, "Content-Type": {"application/json"},
		},
	}
	c := &sim.Call{Request: r, At: w.Now()}
	w.Endpoint.Decode(r, c)
	return r, c
}

func BenchmarkDecode(b *testing.B) {
	w := open(b, options{})
	r, _ := pushed(w, w.Phone("p"))
	b.ReportAllocs()
	for b.Loop() {
		c := sim.Call{Request: r, At: morning}
		if w.Endpoint.Decode(r, &c); c.Message.Title == "" {
			b.Fatal("not decoded")
		}
	}
}

// BenchmarkDecide is the decision of one good push with its trace, with a world's
// state but without applying what follows. The provider token was verified before.
func BenchmarkDecide(b *testing.B) {
	w := open(b, options{})
	_, c := pushed(w, w.Phone("p"))
	var d sim.Decision
	b.ReportAllocs()
	for b.Loop() {
		if w.Engine.Judge(vendors.APNs, c, &d); d.Refused || d.Reply.MessageID == "" {
			b.Fatal(d.Reply)
		}
	}
	b.ReportMetric(float64(len(d.Trace)), "steps")
}

// BenchmarkHTTP2 compares the simulator over TLS and HTTP/2, with capture, ring and
// trace, with net/http's own server and a handler that reads the body and says yes.
func BenchmarkHTTP2(b *testing.B) {
	w := open(b, options{})
	id := w.Phone("p")
	s, base := listening(b, w)
	bare := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header()["Apns-Id"] = r.Header["Apns-Id"]
	}))
	bare.EnableHTTP2 = true
	bare.StartTLS()
	defer bare.Close()
	client := wire(b, s, strings.TrimPrefix(base, "https://"), false)
	r, _ := pushed(w, id)
	push := func(c *http.Client, base string) {
		q, err := http.NewRequestWithContext(context.Background(), http.MethodPost, base+r.Path, strings.NewReader(hello))
		if err != nil {
			b.Fatal(err)
		}
		q.Header = r.Header
		resp, err := c.Do(q)
		if err != nil || resp.StatusCode != http.StatusOK {
			b.Fatal(resp, err)
		}
		resp.Body.Close()
	}
	var took [2]time.Duration
	const turn = 500
	for b.Loop() { // interleaved, so that a busy machine disturbs both sides alike
		for i, run := range []func(){func() { push(client, base) }, func() { push(bare.Client(), bare.URL) }} {
			start := vendors.SystemClock{}.Now()
			for range turn {
				run()
			}
			took[i] += vendors.SystemClock{}.Now().Sub(start)
		}
		w.Settle()
	}
	b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "ratio")
	b.ReportMetric(float64(b.N*turn)/took[0].Seconds(), "sim-req/s")
}
