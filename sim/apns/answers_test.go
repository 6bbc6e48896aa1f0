package apns_test

import (
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/apns/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
)

// The documented and recorded answers, but for the ids in them.
func TestAnswersAreTheRecordedOnes(t *testing.T) {
	t.Parallel()
	all, err := exchanges.All()
	if err != nil {
		t.Fatal(err)
	}
	// The requests named themselves.
	push := func(w *world, token string) reply {
		return w.push(token, head{"apns-id": "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f"})
	}
	flagged := func(name, value string) func(w *world) reply {
		return func(w *world) reply {
			w.Flag(name, value)
			return push(w, w.Phone("p"))
		}
	}
	plays := map[string]func(w *world) reply{
		"send-ok-production": func(w *world) reply { return push(w, w.Phone("p")) },
		"send-ok": func(w *world) reply {
			w.site = "apns-sandbox"
			return push(w, w.Phone("p", func(p *device.Phone) { p.Environment = "sandbox" }))
		},
		"send-bad-device-token": func(w *world) reply { return push(w, strings.Repeat("1", 64)) },
		"send-expired-jwt": func(w *world) reply {
			w.jwt = w.token(w.App, fields{"iat": w.Now().Add(-2 * time.Hour).Unix()})
			return push(w, w.Phone("p"))
		},
		"send-expired-token": func(w *world) reply {
			return push(w, w.Phone("p", func(p *device.Phone) { p.Flags = map[string]string{"token": "expired"} }))
		},
		"send-unregistered": func(w *world) reply {
			return push(w, w.Phone("p", func(p *device.Phone) { p.Installed = false }))
		},
		"send-key-environment": func(w *world) reply {
			w.Flag("key_environment", "sandbox")
			return flagged("key_environment_reason", "wire")(w)
		},
		"send-not-for-topic": func(w *world) reply {
			other := w.AddApp(sim.AppSpec{ID: "other"})
			p := sim.NewPhone("q", "apns", other.ID)
			p, err := w.Engine.AddPhone(p)
			if err != nil {
				w.T.Fatal(err)
			}
			return push(w, p.Token)
		},
		"send-shutdown": flagged("server", "Shutdown"),
		"send-too-large": func(w *world) reply {
			return w.send(w.Phone("p"), `{"aps":{"alert":"`+strings.Repeat("x", 4096)+`"}}`, nil)
		},
		"send-too-many-requests": func(w *world) reply {
			w.Flag("device_limit", "on")
			id := w.Phone("p")
			for range 20 {
				push(w, id)
			}
			return push(w, id)
		},
	}
	twins := endpointtest.Twins[*world]{
		Exchanges: all, Play: map[string]func(*world) endpointtest.Reply{}, Headers: []string{"apns-id", "apns-unique-id", "Content-Type"},
		Open: func(t testing.TB) *world { return open(t, options{}) },
		Excused: map[string]string{
			"send-html-502": "a gateway in front of APNs, which a fault in front of the endpoint plays",
		},
	}
	golden(t, all, twins.Play)
	for name, play := range plays {
		twins.Play[name] = func(w *world) endpointtest.Reply { return play(w).Reply }
	}
	twins.Run(t)
}
