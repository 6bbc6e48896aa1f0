package httpsim_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/internal/toy"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is an engine with one toy app and one phone, and its server.
type world struct {
	t      testing.TB
	engine *sim.Engine
	server *httpsim.Server
	secret string
	token  string
	access string
}

var start = time.Date(2026, 11, 11, 8, 0, 0, 0, time.FixedZone("CST", 8*3600))

func newWorld(t testing.TB, opts *httpsim.Options, endpoints ...sim.Endpoint) *world {
	t.Helper()
	if endpoints == nil {
		endpoints = []sim.Endpoint{toy.Endpoint{}}
	}
	return newWorldOf(t, sim.Options{Endpoints: endpoints, Seed: 7, Start: start, Clock: clock.Mode{Kind: clock.Jump}}, opts)
}

func newWorldOf(t testing.TB, o sim.Options, opts *httpsim.Options) *world {
	t.Helper()
	e, err := sim.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s, err := httpsim.New(e, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		e.Close()
	})
	w := &world{t: t, engine: e, server: s}
	if o.Endpoints[0].Vendor() != toy.Vendor {
		return w
	}
	app, err := e.AddApp(sim.AppSpec{ID: "shop", Vendor: toy.Vendor})
	if err != nil {
		t.Fatal(err)
	}
	phone, err := e.AddPhone(sim.NewPhone("p1", toy.Vendor, "shop"))
	if err != nil {
		t.Fatal(err)
	}
	w.secret, w.token = app.Credentials["secret"], phone.Token
	return w
}

// post sends a JSON body and returns status, header and body of the answer.
func post(t testing.TB, c *http.Client, url string, body any) (int, http.Header, string) {
	t.Helper()
	raw, ok := body.([]byte)
	if !ok {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(got)
}

// login gets an access token through c.
func (w *world) login(c *http.Client, base string) {
	w.t.Helper()
	status, _, body := post(w.t, c, base+"/v1/login", toy.Wire{Key: "key-shop", Secret: w.secret})
	var answer struct{ Access string }
	if err := json.Unmarshal([]byte(body), &answer); err != nil || status != 200 || answer.Access == "" {
		w.t.Fatalf("login: %d %s (%v)", status, body, err)
	}
	w.access = answer.Access
}

func (w *world) message(title string) toy.Wire {
	return toy.Wire{Access: w.access, To: []string{w.token}, Title: title, Text: "text", Class: "transactional"}
}

// client speaks to the server in memory.
func (w *world) client() *http.Client { return &http.Client{Transport: w.server.Transport()} }

// exchanges are the exchange events so far.
func (w *world) exchanges() []sim.Event {
	all, _ := w.engine.Events(0, 1<<20)
	var out []sim.Event
	for _, e := range all {
		if e.Kind == sim.EvExchange {
			out = append(out, e)
		}
	}
	return out
}
