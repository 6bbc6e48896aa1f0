package oppo_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

func request(w *world, path string, form url.Values) *sim.Request {
	form.Set("auth_token", w.token)
	return &sim.Request{Method: http.MethodPost, Path: path, Header: formHeader(), Body: []byte(form.Encode()), Site: "oppo"}
}

// BenchmarkUnicast is one single push from its bytes to its answer, decided and not
// applied: what the mock adds to reading the request.
func BenchmarkUnicast(b *testing.B) {
	w := open(b, options{})
	r := request(w, unicast, url.Values{"message": {text(message(w.Phone("p1"), order(fields{"call_back_url": callBack, "off_line_ttl": 3600})))}})
	run(b, w, r, func(d *sim.Decision) bool { return d.Reply.MessageID != "" })
}

// BenchmarkUnicastParse is the same request read by the standard library into a struct
// with the fields the mock looks at.
func BenchmarkUnicastParse(b *testing.B) {
	w := open(b, options{})
	body := request(w, unicast, url.Values{"message": {text(message(w.Phone("p1"), order(fields{"call_back_url": callBack, "off_line_ttl": 3600})))}}).Body
	b.ReportAllocs()
	for b.Loop() {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			b.Fatal(err)
		}
		var m struct {
			TargetType   int    `json:"target_type"`
			TargetValue  string `json:"target_value"`
			Notification struct {
				Title      string `json:"title"`
				Content    string `json:"content"`
				Category   string `json:"category"`
				OffLineTTL int    `json:"off_line_ttl"`
				CallBack   string `json:"call_back_url"`
			} `json:"notification"`
		}
		if err := json.Unmarshal([]byte(form.Get("message")), &m); err != nil || m.TargetValue == "" {
			b.Fatal(err)
		}
	}
}

// BenchmarkBatch is a thousand single pushes in one call.
func BenchmarkBatch(b *testing.B) {
	w := open(b, options{})
	var list []fields
	for i := range 1000 {
		list = append(list, message(w.Phone(fmt.Sprint("p", i)), order(nil)))
	}
	run(b, w, request(w, batch, url.Values{"messages": {text(list)}}), func(d *sim.Decision) bool { return len(d.Parts) == 1000 })
}

// BenchmarkBroadcast is a stored body to a thousand phones.
func BenchmarkBroadcast(b *testing.B) {
	w := open(b, options{})
	targets := ""
	for i := range 1000 {
		targets += w.Phone(fmt.Sprint("p", i)) + ";"
	}
	r := request(w, broadcast, url.Values{"message_id": {w.save(nil).Data.Saved}, "target_type": {"2"}, "target_value": {targets}})
	run(b, w, r, func(d *sim.Decision) bool { return len(d.Admissions) == 1000 })
}

func run(b *testing.B, w *world, r *sim.Request, good func(d *sim.Decision) bool) {
	b.Helper()
	var d sim.Decision
	var out sim.Response
	var old sim.Call
	b.ReportAllocs()
	b.SetBytes(int64(len(r.Body)))
	for b.Loop() {
		c := sim.Call{Request: r, At: morning, Reuse: old.Wire, Targets: old.Targets[:0]}
		w.Endpoint.Decode(r, &c)
		w.Engine.Judge(vendors.OPPO, &c, &d)
		out = sim.Response{Body: out.Body[:0]}
		w.Endpoint.Encode(&c, &d, &out)
		if d.Reply.Code != "0" || !good(&d) {
			b.Fatal(string(out.Body))
		}
		old = c
	}
}
