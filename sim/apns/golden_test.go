package apns_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/fixtures/apns/exchanges"
	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
)

// recorded is the world the golden requests are of: the key of the test vector, its
// app, and the phones they name.
func recorded(t testing.TB) *world {
	t.Helper()
	vectors, err := exchanges.TokenVectors()
	if err != nil || len(vectors) == 0 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	v := vectors[0]
	credentials := func(topic string) map[string]string {
		return map[string]string{"team_id": v.TeamID, "key_id": v.KeyID, "p8": v.Key.Reveal(), "topic": topic}
	}
	w := open(t, options{app: func(a *sim.AppSpec) { a.Credentials = credentials("com.example.im") }})
	phone := func(id, token, environment string) {
		w.Phone(id, func(p *device.Phone) { p.Token, p.Environment = token, environment })
	}
	phone("xcode", "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0", "sandbox")
	phone("store", strings.Repeat("11", 32), "production")
	phone("letters", strings.Repeat("ab", 32), "production")
	return w
}

// replay sends a recorded request as it is.
func (w *world) replay(e exchange.Exchange) endpointtest.Reply {
	w.T.Helper()
	h := http.Header{}
	for k, v := range e.Request.Header {
		h.Set(k, v)
	}
	if w.site = "apns"; e.Request.Host != "api.push.apple.com" {
		w.site = "apns-sandbox"
	}
	return w.do(e.Request.Method, e.Request.Path, h, []byte(e.Request.Body)).Reply
}

// golden replays the request of every client that is known.
func golden(t *testing.T, all []exchange.Exchange, play map[string]func(*world) endpointtest.Reply) {
	t.Helper()
	// Some show a certificate instead of a token.
	shown := map[string]func(w *world) sim.AppSpec{
		"golden-certificate": func(w *world) sim.AppSpec { return w.App },
		"golden-mdm": func(w *world) sim.AppSpec {
			managed := w.AddApp(sim.AppSpec{ID: "mdm", Package: "com.apple.mgmt.External.1f0c9b1e-3a54-4d0b-9d0e-5a4b6c7d8e9f"})
			p := sim.NewPhone("managed", w.Endpoint.Vendor(), managed.ID)
			p.Token, p.Environment = strings.Repeat("33", 32), "production"
			if _, err := w.Engine.AddPhone(p); err != nil {
				w.T.Fatal(err)
			}
			return managed
		},
	}
	for _, e := range all {
		if !strings.HasPrefix(e.Name, "golden-") {
			continue
		}
		play[e.Name] = func(w *world) endpointtest.Reply {
			w = recorded(w.T)
			if of := shown[e.Name]; of != nil {
				app := of(w)
				w.cert = certificate(&app, "production")
			}
			return w.replay(e)
		}
	}
}
