package fcm_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/offpush/offpush/sim"
)

func request(w *world, body string) *sim.Request {
	return &sim.Request{Method: http.MethodPost, Path: w.path(), Header: http.Header{"Authorization": {"Bearer " + w.access}}, Body: []byte(body)}
}

// usual is a chat message with the fields such a message has.
func usual(token string) string {
	return jsonOf(message(token, fields{
		"message.data":    fields{"ext": `{"conv":"c2c_10001"}`},
		"message.android": fields{"priority": "HIGH", "ttl": "86400s", "notification": fields{"channel_id": "im", "tag": "c2c_10001"}},
	}))
}

// BenchmarkSend is one call from its bytes to its answer, decided and not applied: what
// the mock adds to reading the request.
func BenchmarkSend(b *testing.B) {
	w := open(b, options{})
	body := usual(w.Phone("p"))
	r := request(w, body)
	var d sim.Decision
	var out sim.Response
	var old sim.Call
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		c := sim.Call{Request: r, At: morning, Reuse: old.Wire, Targets: old.Targets[:0]}
		w.Endpoint.Decode(r, &c)
		w.Engine.Judge(w.Endpoint.Vendor(), &c, &d)
		out = sim.Response{Body: out.Body[:0]}
		w.Endpoint.Encode(&c, &d, &out)
		if d.Reply.Code != "200" {
			b.Fatal(string(out.Body))
		}
		old = c
	}
}

// BenchmarkParse is the same body read by the standard decoder.
func BenchmarkParse(b *testing.B) {
	w := open(b, options{})
	body := []byte(usual(w.Phone("p")))
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		var m struct {
			Message struct {
				Token        string            `json:"token"`
				Data         map[string]string `json:"data"`
				Notification struct {
					Title string `json:"title"`
					Body  string `json:"body"`
				} `json:"notification"`
				Android struct {
					Priority     string `json:"priority"`
					TTL          string `json:"ttl"`
					Notification struct {
						ChannelID string `json:"channel_id"`
						Tag       string `json:"tag"`
					} `json:"notification"`
				} `json:"android"`
			} `json:"message"`
		}
		if err := json.Unmarshal(body, &m); err != nil || m.Message.Token == "" {
			b.Fatal(err)
		}
	}
}

// BenchmarkLogin is an assertion that comes again: it is verified once.
func BenchmarkLogin(b *testing.B) {
	w := open(b, options{})
	assertion := sign(b, rs256(), w.claims(nil), w.account.Key)
	b.ReportAllocs()
	for b.Loop() {
		if a := w.exchange(assertion); a.Access == "" {
			b.Fatal(a.Body)
		}
	}
}
