package apns_test

import (
	"net/http"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// pushed is a good request and its call.
func pushed(w *world, token string) (*sim.Request, *sim.Call) {
	r := &sim.Request{
		Method: http.MethodPost, Path: "/3/device/" + token, Site: "apns", Proto: "HTTP/2.0", ConnID: 1, Body: []byte(hello),
		Header: http.Header{
			"Authorization": {"bearer " + w.jwt}, "Apns-Topic": {w.app.Credentials["topic"]}, "Apns-Push-Type": {"alert"},
			"Apns-Priority": {"10"}, "Apns-Id": {"9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f"}, "Content-Type": {"application/json"},
		},
	}
	c := &sim.Call{Request: r, At: w.now()}
	w.ep.Decode(r, c)
	return r, c
}

func BenchmarkDecode(b *testing.B) {
	w := open(b, options{})
	r, _ := pushed(w, w.phone("p"))
	b.ReportAllocs()
	for b.Loop() {
		c := sim.Call{Request: r, At: morning}
		if w.ep.Decode(r, &c); c.Message.Title == "" {
			b.Fatal("not decoded")
		}
	}
}

// BenchmarkDecide is the decision of one good push with its trace, with a world's
// state but without applying what follows. The provider token was verified before.
func BenchmarkDecide(b *testing.B) {
	w := open(b, options{})
	_, c := pushed(w, w.phone("p"))
	var d sim.Decision
	b.ReportAllocs()
	for b.Loop() {
		if w.engine.Judge(vendors.APNs, c, &d); d.Refused || d.Reply.MessageID == "" {
			b.Fatal(d.Reply)
		}
	}
	b.ReportMetric(float64(len(d.Trace)), "steps")
}
