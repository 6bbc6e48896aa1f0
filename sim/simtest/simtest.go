// Package simtest is the simulator for your own Go tests. Two lines start one:
//
//	s := simtest.New(t)
//	app, phone := s.AddPhone("vivo")
//
// Point your sender at s.URL("vivo") with app.Credentials, send to phone.Token, and
// look at s.Messages(): what the vendor answered, what the phone shows, and which
// rule was the cause. Everything ends with the test.
package simtest

import (
	"context"
	"crypto/tls"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/receipt"
	"github.com/offpush/offpush/vendors"
)

// Options change what New starts. The zero value is what most tests want.
type Options struct {
	// Endpoints are the vendors; nil: all that offpush has.
	Endpoints []sim.Endpoint
	// Seed makes credentials, tokens and draws; 0: 1.
	Seed uint64
	// Start is the simulated time at the beginning; zero: the machine's.
	Start time.Time
	// Clock is how time passes. Jump, the default, stands still until the test
	// moves it; {Kind: clock.Real} follows the machine.
	Clock *clock.Mode
	// MachineClock: the sender under test reads the machine's clock and not the engine's.
	// When the test moves the clock, the times in requests are moved along.
	MachineClock bool
	// Rules choose profile, rulebook date, and rules to leave out.
	Rules sim.RuleOptions
	// InMemory opens no ports: only Client reaches the simulator.
	InMemory bool
	// TLS opens a TLS address beside the plain one; Client and CA trust it.
	TLS bool
}

// Sim is a running simulator. Its methods fail the test when something is wrong, so
// that a test reads as its story. They are safe for concurrent use.
type Sim struct {
	// Engine and Server are there for what the methods do not do.
	Engine *sim.Engine
	Server *httpsim.Server

	t     testing.TB
	addrs httpsim.Addrs
	web   *http.Client
}

// memoryHost is never resolved.
const memoryHost = "http://offpush.invalid"

// New starts a simulator for the time of a test. At most one Options may be given.
func New(t testing.TB, opts ...Options) *Sim {
	t.Helper()
	var o Options
	switch len(opts) {
	case 0:
	case 1:
		o = opts[0]
	default:
		t.Fatal("simtest: give one Options or none")
	}
	if o.Endpoints == nil {
		o.Endpoints = catalog.Endpoints()
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	mode := clock.Mode{Kind: clock.Jump}
	if o.Clock != nil {
		mode = *o.Clock
	}
	e, err := sim.New(sim.Options{
		Endpoints: o.Endpoints, Seed: o.Seed, Start: o.Start, Clock: mode, Rules: o.Rules,
		Poster: receipt.New(receipt.Options{}),
	})
	if err != nil {
		t.Fatalf("simtest: %v", err)
	}
	t.Cleanup(e.Close)
	s := &Sim{Engine: e, t: t}
	if s.Server, err = httpsim.New(e, &httpsim.Options{MachineClock: o.MachineClock}); err != nil {
		t.Fatalf("simtest: %v", err)
	}
	s.listen(&o)
	return s
}

func (s *Sim) listen(o *Options) {
	s.t.Helper()
	if o.InMemory {
		s.addrs.Plain = memoryHost
		s.web = &http.Client{Transport: s.Server.Transport()}
		return
	}
	l := httpsim.Listeners{Plain: "127.0.0.1:0"}
	if o.TLS {
		l.TLS = "127.0.0.1:0"
	}
	var err error
	if s.addrs, err = s.Server.Listen(context.Background(), l); err != nil {
		s.t.Fatalf("simtest: %v", err)
	}
	transport := &http.Transport{ForceAttemptHTTP2: true}
	if ca := s.Server.CA(); ca != nil {
		transport.TLSClientConfig = &tls.Config{RootCAs: ca.Pool(), MinVersion: tls.VersionTLS12}
	}
	s.web = &http.Client{Transport: transport}
	s.t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := s.Server.Close(); err != nil {
			s.t.Errorf("simtest: %v", err)
		}
	})
}

// URL is where a vendor's endpoint answers, without a trailing slash: over TLS when
// that is open.
func (s *Sim) URL(v vendors.Vendor) string {
	s.t.Helper()
	if s.Engine.Endpoint(v) == nil {
		s.t.Fatalf("simtest: there is no vendor %q; there are %v", v, s.Engine.Vendors())
	}
	base := s.addrs.Plain
	if s.addrs.TLS != "" {
		base = s.addrs.TLS
	}
	return base + "/" + string(v)
}

// Client reaches the simulator, also in memory, and trusts its certificate.
func (s *Sim) Client() *http.Client { return s.web }

// CA is the certificate to trust, as PEM; nil without TLS.
func (s *Sim) CA() []byte {
	if ca := s.Server.CA(); ca != nil {
		return ca.PEM()
	}
	return nil
}

// AddApp puts an app into the vendor's console and returns it with its credentials.
func (s *Sim) AddApp(spec sim.AppSpec) sim.AppSpec {
	s.t.Helper()
	app, err := s.Engine.AddApp(spec)
	if err != nil {
		s.t.Fatalf("simtest: %v", err)
	}
	return app
}

// AddPhone returns a new phone of a vendor with an app on it, in the state most
// phones are in, changed by the given functions. The app is the vendor's first; if
// there is none, one is added that is listed and has a million users.
func (s *Sim) AddPhone(v vendors.Vendor, change ...func(*device.Phone)) (sim.AppSpec, device.Phone) {
	s.t.Helper()
	app, ok := s.app(v)
	if !ok {
		app = s.AddApp(sim.AppSpec{ID: string(v) + "-app", Vendor: v, Listed: true, Users: 1_000_000})
	}
	p := sim.NewPhone("", v, app.ID)
	for _, c := range change {
		c(&p)
	}
	if p.ID == "" {
		p.ID = freeID(s.Engine.Phones(), string(v))
	}
	p, err := s.Engine.AddPhone(p)
	if err != nil {
		s.t.Fatalf("simtest: %v", err)
	}
	return app, p
}

func (s *Sim) app(v vendors.Vendor) (sim.AppSpec, bool) {
	for _, a := range s.Engine.Apps() {
		if a.Vendor == v {
			return a, true
		}
	}
	return sim.AppSpec{}, false
}

// freeID is "vivo-1" for the first phone.
func freeID(phones []device.Phone, prefix string) string {
	taken := map[string]bool{}
	for _, p := range phones {
		taken[p.ID] = true
	}
	for n := 1; ; n++ {
		if id := prefix + "-" + strconv.Itoa(n); !taken[id] {
			return id
		}
	}
}

// UpdatePhone changes what a phone is like.
func (s *Sim) UpdatePhone(id string, change func(*device.Phone)) {
	s.t.Helper()
	if err := s.Engine.UpdatePhone(id, change); err != nil {
		s.t.Fatalf("simtest: %v", err)
	}
}

// Fault disturbs requests from now on, in the text form of a fault such as
// "html rate=0.1" or "reset late times=1".
func (s *Sim) Fault(text string) {
	s.t.Helper()
	f, err := fault.Parse(text)
	if err == nil {
		_, err = s.Server.Faults().Add(f)
	}
	if err != nil {
		s.t.Fatalf("simtest: %v", err)
	}
}

// Advance moves the simulated time and lets everything due on the way happen.
func (s *Sim) Advance(d time.Duration) { s.Engine.Clock().Advance(d) }

// Messages are all messages so far with their newest state, in order, after
// everything that is on its way has arrived. Texts are English.
func (s *Sim) Messages() []sim.Record {
	s.Engine.Clock().Settle()
	var out []sim.Record
	events := s.Engine.Messages(0)
	for i := range events {
		out = append(out, s.Engine.Record(&events[i], "en"))
	}
	return out
}

// Shade is what a phone shows, after everything that is on its way has arrived.
func (s *Sim) Shade(phone string) device.Shade {
	s.t.Helper()
	s.Engine.Clock().Settle()
	shade, err := s.Engine.Shade(phone)
	if err != nil {
		s.t.Fatalf("simtest: %v", err)
	}
	return shade
}
