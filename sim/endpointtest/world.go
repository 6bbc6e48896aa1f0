package endpointtest

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
)

// World is one engine on a manual clock with one endpoint and one app, and a way to
// talk to it: what an endpoint's own tests are written with. A vendor's tests embed it
// and add what only they know, such as how a good message looks.
type World struct {
	T        testing.TB
	Engine   *sim.Engine
	Endpoint sim.Endpoint
	App      sim.AppSpec
	// Seen looks at every call after its decision, nil: nobody does.
	Seen func(c *sim.Call, d *sim.Decision)
	// Ahead is how far the world's clock is ahead of the sender's.
	Ahead time.Duration
}

// Setup is what a test wants of its world. Only the endpoint is needed.
type Setup struct {
	Endpoint sim.Endpoint
	// Start is when the clock begins; zero: Morning.
	Start time.Time
	Rules sim.RuleOptions
	// App is the app as the console has it; its vendor is filled in, and "app" for an
	// empty id.
	App sim.AppSpec
	// Poster takes receipts; nil: they are recorded and not sent.
	Poster sim.Poster
}

// Morning is a Tuesday in Beijing, 2025-11-25 10:00.
func Morning() time.Time { return time.Date(2025, 11, 25, 10, 0, 0, 0, Beijing()) }

// Beijing is the zone in which most vendors count days.
func Beijing() *time.Location { return time.FixedZone("GMT+8", 8*3600) }

// Open starts a world that ends with the test.
func Open(t testing.TB, s Setup) *World {
	t.Helper()
	if s.Start.IsZero() {
		s.Start = Morning()
	}
	engine, err := sim.New(sim.Options{
		Endpoints: []sim.Endpoint{s.Endpoint}, Seed: 7, Start: s.Start,
		Clock: clock.Mode{Kind: clock.Manual}, Rules: s.Rules, Poster: s.Poster,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	w := &World{T: t, Engine: engine, Endpoint: s.Endpoint}
	if s.App.ID == "" {
		s.App.ID = "app"
	}
	w.App = w.AddApp(s.App)
	return w
}

// AddApp adds a further app; the world's own stays the first.
func (w *World) AddApp(spec sim.AppSpec) sim.AppSpec {
	w.T.Helper()
	spec.Vendor = w.Endpoint.Vendor()
	app, err := w.Engine.AddApp(spec)
	if err != nil {
		w.T.Fatal(err)
	}
	return app
}

// Phone adds a phone of the app and returns its token.
func (w *World) Phone(id string, change ...func(*device.Phone)) string {
	w.T.Helper()
	p := sim.NewPhone(id, w.Endpoint.Vendor(), w.App.ID)
	for _, c := range change {
		c(&p)
	}
	p, err := w.Engine.AddPhone(p)
	if err != nil {
		w.T.Fatal(err)
	}
	return p.Token
}

// Change changes a phone.
func (w *World) Change(id string, change func(*device.Phone)) {
	w.T.Helper()
	if err := w.Engine.UpdatePhone(id, change); err != nil {
		w.T.Fatal(err)
	}
}

// Flag sets a switch of the app.
func (w *World) Flag(name, value string) {
	w.T.Helper()
	if err := w.Engine.SetFlag(w.App.ID, name, value); err != nil {
		w.T.Fatal(err)
	}
}

// Limit sets what a counter of the app may reach.
func (w *World) Limit(name string, n int64) {
	w.T.Helper()
	if err := w.Engine.SetLimit(w.App.ID, name, n); err != nil {
		w.T.Fatal(err)
	}
}

// Now is the world's time.
func (w *World) Now() time.Time { return w.Engine.Clock().Now() }

// Settle lets happen what is due now, such as deliveries.
func (w *World) Settle() { w.Engine.Clock().Settle() }

// Until moves the clock to a time.
func (w *World) Until(at time.Time) { w.Engine.Clock().AdvanceTo(at) }

// Pass moves the clock by a time.
func (w *World) Pass(d time.Duration) { w.Engine.Clock().Advance(d) }

// Reply is an answer. A vendor's own reply embeds it beside the members it decodes.
type Reply struct {
	Status int         `json:"-"`
	Type   string      `json:"-"`
	Header http.Header `json:"-"`
	Body   string      `json:"-"`
	Hangup bool        `json:"-"`
}

// Into decodes a JSON answer; the test fails if it says it is JSON and is not. Other
// answers leave v as it is.
func (r Reply) Into(t testing.TB, v any) {
	t.Helper()
	if !strings.HasPrefix(r.Type, "application/json") {
		return
	}
	if err := json.Unmarshal([]byte(r.Body), v); err != nil {
		t.Fatalf("answer %q is no JSON: %v", r.Body, err)
	}
}

// Do sends one request through Decode, Submit and Encode.
func (w *World) Do(r *sim.Request) Reply {
	w.T.Helper()
	c := sim.Call{Request: r, At: w.Now(), Ahead: w.Ahead}
	w.Endpoint.Decode(r, &c)
	var d sim.Decision
	w.Engine.Submit(w.Endpoint.Vendor(), &c, &d)
	var out sim.Response
	w.Endpoint.Encode(&c, &d, &out)
	if w.Seen != nil {
		w.Seen(&c, &d)
	}
	if out.Status == 0 && !out.Hangup {
		out.Status = http.StatusOK
	}
	return Reply{Status: out.Status, Type: out.Type, Header: out.Header, Body: string(out.Body), Hangup: out.Hangup}
}

// Steps are the rules in the traces of the calls that do makes.
func (w *World) Steps(do func()) []string {
	var ids []string
	before := w.Seen
	w.Seen = func(_ *sim.Call, d *sim.Decision) {
		for _, s := range d.Trace {
			ids = append(ids, w.Engine.Rulebook(w.Endpoint.Vendor()).Rule(s).ID)
		}
	}
	do()
	w.Seen = before
	return ids
}

// Last is the newest state of the newest message.
func (w *World) Last() sim.Event {
	w.T.Helper()
	events, _ := w.Engine.Events(0, 1_000_000)
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Kind == sim.EvMessage {
			return events[i]
		}
	}
	w.T.Fatal("no message so far")
	return sim.Event{}
}

// Cause is the id of the rule that is an event's first cause, "" if it has none.
func (w *World) Cause(e sim.Event) string {
	step, ok := e.CauseStep()
	if !ok {
		return ""
	}
	return w.Engine.Rulebook(w.Endpoint.Vendor()).Rule(step).ID
}

// RuleOfCall is the rule that is the cause of the newest event, a call's refusal.
func (w *World) RuleOfCall() string {
	events, _ := w.Engine.Events(0, 1_000_000)
	if len(events) == 0 {
		return ""
	}
	return w.Cause(events[len(events)-1])
}

// Fate settles and tells in short what became of the newest message: its state and
// the receipt's code if it has one.
func (w *World) Fate() string {
	w.T.Helper()
	w.Settle()
	return FateOf(w.Last())
}

// FateOf is a fate in short.
func FateOf(e sim.Event) string {
	return strings.TrimSpace(string(e.Fate.State) + " " + e.Fate.Code)
}

// WantFate settles and fails unless the newest message ended so, because of the rule
// and with the receipt's code.
func (w *World) WantFate(state device.Fate, cause, code string) sim.Event {
	w.T.Helper()
	w.Settle()
	e := w.Last()
	if e.Fate.State != state || w.Cause(e) != cause || e.Fate.Code != code {
		w.T.Errorf("%s: %s by %q with receipt %q, want %s by %q with %q",
			e.Title, e.Fate.State, w.Cause(e), e.Fate.Code, state, cause, code)
	}
	return e
}

// Shade is what a phone shows.
func (w *World) Shade(phone string) device.Shade {
	w.T.Helper()
	s, err := w.Engine.Shade(phone)
	if err != nil {
		w.T.Fatal(err)
	}
	return s
}
