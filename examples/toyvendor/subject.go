// Package toyvendor plugs a push vendor that does not exist into offpush from
// outside, with public packages only: facts, a sender, an endpoint with rules, and
// conformance cases, each in a folder of its own. Its test runs both contracts and
// the cases. It is the example of docs/adding-a-vendor.md, and a start for testing
// a sender or an endpoint of your own.
package toyvendor

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/examples/toyvendor/endpoint"
	"github.com/offpush/offpush/examples/toyvendor/sender"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/vendors"
)

// Subject is the toy's sender against the toy's endpoint, in one process and
// without sockets: what a conformance suite is run against.
type Subject struct{}

var _ conformance.Subject = Subject{}

// Name implements conformance.Subject.
func (Subject) Name() string { return "toy vendor" }

// Features implements conformance.Subject; the toy's cases ask for none.
func (Subject) Features() []string { return nil }

// Open makes a world of its own for one case, on a clock that jumps.
func (Subject) Open(_ context.Context, o conformance.SessionOptions) (conformance.Session, error) {
	engine, err := sim.New(sim.Options{
		Endpoints: []sim.Endpoint{endpoint.New()}, Seed: o.Seed, Start: o.Start,
		Clock: clock.Mode{Kind: clock.Jump}, Rules: o.Rules,
	})
	if err != nil {
		return nil, err
	}
	server, err := httpsim.New(engine, nil)
	if err != nil {
		engine.Close()
		return nil, err
	}
	return &session{engine, server}, nil
}

type session struct {
	engine *sim.Engine
	server *httpsim.Server
}

func (s *session) Control() conformance.Control { return control{s.engine, s.server.Faults()} }

// BaseURL names a host that is never resolved: the transport leads to the server.
func (s *session) BaseURL() string    { return "http://toy.invalid/toy" }
func (s *session) HTTP() *http.Client { return &http.Client{Transport: s.server.Transport()} }
func (s *session) Logs() string       { return "" } // the toy's sender does not log

func (s *session) Sender(app sim.AppSpec) (conformance.TestedSender, error) {
	credentials := vendors.Credentials{}
	for name, value := range app.Credentials {
		credentials[name] = vendors.Secret(value)
	}
	return sender.Open(vendors.Config{
		Credentials: credentials, BaseURLs: map[string]string{"": s.BaseURL()}, Clock: s.engine.Clock(),
	}, s.server.Transport())
}

func (s *session) Close() error {
	defer s.engine.Close()
	return s.server.Close()
}

// control prepares a world and looks at it.
type control struct {
	engine *sim.Engine
	faults *fault.Set
}

func (c control) AddApp(spec sim.AppSpec) (sim.AppSpec, error) { return c.engine.AddApp(spec) }
func (c control) AddPhone(p device.Phone) (device.Phone, error) {
	return c.engine.AddPhone(p)
}

func (c control) SetPhone(p device.Phone) error {
	return c.engine.UpdatePhone(p.ID, func(old *device.Phone) { *old = p })
}

func (c control) SetFlag(app, name, value string) error { return c.engine.SetFlag(app, name, value) }

func (c control) SetLimit(app, quota string, n int64) error { return c.engine.SetLimit(app, quota, n) }

func (c control) SetCount(app, quota string, n int64) error { return c.engine.SetCount(app, quota, n) }

func (c control) Count(app, quota, phone string) (int64, error) {
	return c.engine.Count(app, quota, phone)
}

func (c control) Now() time.Time { return c.engine.Clock().Now() }

func (c control) AdvanceTo(t time.Time) error {
	if t.Before(c.Now()) {
		return fmt.Errorf("advance: %s has passed", t.Format(time.RFC3339))
	}
	c.engine.Clock().AdvanceTo(t)
	return nil
}

func (c control) Settle() error { c.engine.Clock().Settle(); return nil }

func (c control) Fault(f fault.Fault) error {
	_, err := c.faults.Add(f)
	return err
}

func (c control) Shade(phone string) (device.Shade, error) { return c.engine.Shade(phone) }

func (c control) Messages() ([]conformance.MessageState, error) {
	var out []conformance.MessageState
	for _, ev := range c.engine.Messages(0) {
		m := conformance.MessageState{
			ID: ev.ID, Phone: ev.Phone, Token: ev.Token, Title: ev.Title, VendorID: ev.VendorMessageID,
			Asked: ev.Asked, Granted: ev.Granted, ReplyCode: ev.Code, State: ev.Fate.State,
			Reason: ev.Reason, Receipt: ev.Fate.Code, At: ev.At,
		}
		if step, ok := ev.CauseStep(); ok {
			m.Rule = c.engine.Rulebook(ev.Vendor).Rule(step).ID
		}
		out = append(out, m)
	}
	return out, nil
}

// allEvents is more than a case can make.
const allEvents = 10_000

func (c control) Requests() ([]conformance.Exchange, error) {
	var out []conformance.Exchange
	events, _ := c.engine.Events(0, allEvents)
	for _, ev := range events {
		if ev.Kind == sim.EvExchange {
			out = append(out, conformance.Exchange{
				At: ev.At, Method: ev.Method, Path: ev.Path, Body: ev.RequestBody,
				Status: ev.Status, Response: ev.ResponseBody, Redacted: true,
			})
		}
	}
	return out, nil
}
