package meizu_test

import (
	"net/http"
	"testing"

	"github.com/offpush/offpush/fixtures/meizu/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/meizu"
	"github.com/offpush/offpush/vendors"
)

func recordedBody(b *testing.B) []byte {
	b.Helper()
	e, err := exchanges.Get("push-ok")
	if err != nil {
		b.Fatal(err)
	}
	return []byte(e.Request.Body)
}

func BenchmarkDecode(b *testing.B) {
	ep := meizu.New()
	r := &sim.Request{Method: http.MethodPost, Path: server + "/push/varnished/pushByPushId", Header: http.Header{}, Body: recordedBody(b)}
	b.ReportAllocs()
	b.SetBytes(int64(len(r.Body)))
	for b.Loop() {
		c := sim.Call{Request: r, At: start}
		ep.Decode(r, &c)
		if c.Message.Title == "" {
			b.Fatal("not decoded")
		}
	}
}

// BenchmarkCall is a whole call: decode, decide with the signature, encode.
func BenchmarkCall(b *testing.B) {
	w := recorded(b, sim.RuleOptions{})
	r := &sim.Request{Method: http.MethodPost, Path: server + "/push/varnished/pushByPushId", Header: http.Header{}, Body: recordedBody(b)}
	var d sim.Decision
	var out sim.Response
	b.ReportAllocs()
	for b.Loop() {
		c := sim.Call{Request: r, At: w.Now()}
		w.Endpoint.Decode(r, &c)
		w.Engine.Judge(vendors.Meizu, &c, &d)
		out = sim.Response{Body: out.Body[:0]}
		w.Endpoint.Encode(&c, &d, &out)
		if d.Refused {
			b.Fatalf("%s", out.Body)
		}
	}
}
