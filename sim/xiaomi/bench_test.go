package xiaomi_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/offpush/offpush/fixtures/xiaomi/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/xiaomi"
)

func documentedSend(b *testing.B) *sim.Request {
	b.Helper()
	e, err := exchanges.Get("send-ok")
	if err != nil {
		b.Fatal(err)
	}
	r := &sim.Request{Method: http.MethodPost, Path: "/v3/message/regid", Header: http.Header{}, Body: []byte(e.Request.Body), Site: "xiaomi"}
	r.Header.Set("Authorization", e.Request.Header["Authorization"])
	return r
}

func BenchmarkDecode(b *testing.B) {
	ep, r := xiaomi.New(), documentedSend(b)
	b.ReportAllocs()
	b.SetBytes(int64(len(r.Body)))
	old := sim.Call{}
	for b.Loop() {
		c := sim.Call{Request: r, At: endpointtest.Morning(), Reuse: old.Wire, Targets: old.Targets[:0]}
		ep.Decode(r, &c)
		if c.Message.Title == "" {
			b.Fatal("not decoded")
		}
		old = c
	}
}

// BenchmarkStandardForm is what net/url makes of the same body.
func BenchmarkStandardForm(b *testing.B) {
	body := string(documentedSend(b).Body)
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if v, err := url.ParseQuery(body); err != nil || v.Get("title") == "" {
			b.Fatal("not decoded")
		}
	}
}

func BenchmarkSend(b *testing.B) {
	w := open(b, options{}, sim.RuleOptions{})
	w.Limit("calls", 1<<40)
	r := w.request(http.MethodPost, "/v3/message/regid", order(form{"registration_id": w.token()}).encode())
	b.ReportAllocs()
	var out sim.Response
	var d sim.Decision
	for b.Loop() {
		c := sim.Call{Request: r, At: w.Now()}
		w.Endpoint.Decode(r, &c)
		w.Engine.Submit(w.Endpoint.Vendor(), &c, &d)
		out.Body = out.Body[:0]
		w.Endpoint.Encode(&c, &d, &out)
	}
	if d.Refused {
		b.Fatalf("refused: %s", out.Body)
	}
}
