package huawei_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/huawei"
	"github.com/offpush/offpush/vendors"
)

// thousand is a push to a thousand phones.
func thousand(tokens []string) []byte {
	return []byte(jsonOf(message(tokens, im(fields{android + "ttl": "3600s", android + "bi_tag": "job-7"}))))
}

func tokens(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = huawei.New().MintToken(1, "shop", fmt.Sprint("p", i))
	}
	return list
}

// BenchmarkThousandTokens is one call from its bytes to its answer, decided and not
// applied: what the mock adds to reading the request.
func BenchmarkThousandTokens(b *testing.B) {
	w := open(b, options{})
	var list []string
	for i := range 1000 {
		list = append(list, w.Phone(fmt.Sprint("p", i)))
	}
	body := thousand(list)
	r := &sim.Request{
		Method: http.MethodPost, Path: "/v1/" + w.App.Credentials["client_id"] + "/messages:send",
		Header: http.Header{"Authorization": {"Bearer " + w.token}}, Body: body,
	}
	var d sim.Decision
	var out sim.Response
	var old sim.Call
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		c := sim.Call{Request: r, At: morning, Reuse: old.Wire, Targets: old.Targets[:0]}
		w.Endpoint.Decode(r, &c)
		w.Engine.Judge(vendors.Huawei, &c, &d)
		out = sim.Response{Body: out.Body[:0]}
		w.Endpoint.Encode(&c, &d, &out)
		if d.Reply.Code != "80000000" || len(d.Admissions) != 1000 {
			b.Fatal(string(out.Body))
		}
		old = c
	}
}

// BenchmarkThousandTokensParse is the same body read by the standard decoder into a
// struct with the fields the mock looks at.
func BenchmarkThousandTokensParse(b *testing.B) {
	body := thousand(tokens(1000))
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		var m struct {
			ValidateOnly bool `json:"validate_only"`
			Message      struct {
				Token   []string `json:"token"`
				Android struct {
					Category     string `json:"category"`
					TTL          string `json:"ttl"`
					BiTag        string `json:"bi_tag"`
					Notification struct {
						Title string `json:"title"`
						Body  string `json:"body"`
						Click struct {
							Type int `json:"type"`
						} `json:"click_action"`
					} `json:"notification"`
				} `json:"android"`
			} `json:"message"`
		}
		if err := json.Unmarshal(body, &m); err != nil || len(m.Message.Token) != 1000 {
			b.Fatal(err)
		}
	}
}

// BenchmarkThousandTokensDecode is the mock's own reading alone.
func BenchmarkThousandTokensDecode(b *testing.B) {
	body := thousand(tokens(1000))
	ep := huawei.New()
	r := &sim.Request{Method: http.MethodPost, Path: "/v1/1/messages:send", Header: http.Header{}, Body: body}
	var old sim.Call
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		c := sim.Call{Request: r, At: morning, Reuse: old.Wire, Targets: old.Targets[:0]}
		ep.Decode(r, &c)
		if len(c.Targets) != 1000 {
			b.Fatal("not decoded")
		}
		old = c
	}
}

// BenchmarkDecide is the decision of one good send with its trace, not applied.
func BenchmarkDecide(b *testing.B) {
	w := open(b, options{})
	r := &sim.Request{
		Method: http.MethodPost, Path: "/v1/" + w.App.Credentials["client_id"] + "/messages:send",
		Header: http.Header{"Authorization": {"Bearer " + w.token}}, Body: thousand([]string{w.Phone("p1")}),
	}
	c := sim.Call{Request: r, At: morning}
	w.Endpoint.Decode(r, &c)
	var d sim.Decision
	b.ReportAllocs()
	for b.Loop() {
		if w.Engine.Judge(vendors.Huawei, &c, &d); d.Refused || d.Reply.MessageID == "" {
			b.Fatal(d.Reply)
		}
	}
	b.ReportMetric(float64(len(d.Trace)), "steps")
}
