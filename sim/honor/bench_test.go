package honor_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// BenchmarkThousandTokens is one call from its bytes to its answer, decided and not
// applied: what the mock adds to reading the request.
func BenchmarkThousandTokens(b *testing.B) {
	w := open(b, nil, sim.RuleOptions{})
	var list []string
	for i := range 1000 {
		list = append(list, w.Phone(fmt.Sprint("p", i)))
	}
	body := []byte(message(fields{android + "ttl": "3600s"}, list...))
	r := &sim.Request{Method: http.MethodPost, Path: w.path(), Body: body, Header: http.Header{
		"Authorization": {"Bearer " + w.token}, "Timestamp": {strconv.FormatInt(w.Now().UnixMilli(), 10)},
	}}
	var d sim.Decision
	var out sim.Response
	var old sim.Call
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		c := sim.Call{Request: r, At: w.Now(), Reuse: old.Wire, Targets: old.Targets[:0]}
		w.Endpoint.Decode(r, &c)
		w.Engine.Judge(vendors.Honor, &c, &d)
		out = sim.Response{Body: out.Body[:0]}
		w.Endpoint.Encode(&c, &d, &out)
		if d.Reply.Code != "200" || len(d.Admissions) != 1000 {
			b.Fatal(string(out.Body))
		}
		old = c
	}
}

// BenchmarkThousandTokensParse is the same body read by the standard decoder into a
// struct with the fields the mock looks at.
func BenchmarkThousandTokensParse(b *testing.B) {
	list := make([]string, 1000)
	for i := range list {
		list[i] = open(b, nil, sim.RuleOptions{}).Endpoint.MintToken(1, "shop", fmt.Sprint("p", i))
	}
	body := []byte(message(fields{android + "ttl": "3600s"}, list...))
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		var v struct {
			Token   []string `json:"token"`
			Data    string   `json:"data"`
			Android struct {
				TTL, BiTag   string
				Notification struct {
					Title, Body, Importance string
					ClickAction             struct{ Type int }
				}
			} `json:"android"`
		}
		if err := json.Unmarshal(body, &v); err != nil || len(v.Token) != 1000 {
			b.Fatal(err)
		}
	}
}
