package endpointtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// Lab is a small world with one app and three phones: the first two in order, the
// third registered for tests. It watches everything that is done in it.
type Lab struct {
	Engine   *sim.Engine
	Endpoint sim.Endpoint
	App      sim.AppSpec
	Phones   []device.Phone

	vendor vendors.Vendor
	facts  *vendors.Facts
	report *report
	// alter changes every request of the story on its way, nil: nothing.
	alter func(*sim.Request)
	// lenient labs do not expect the story to succeed.
	lenient bool
	done    []played
}

// played is one request of the story with its answer.
type played struct {
	name    string
	request sim.Request
	answer  Answer
}

// Answer is what came back.
type Answer struct {
	Status int
	Type   string
	Body   []byte
	// Code is the vendor's code as the decision has it.
	Code string
}

func newLab(h Harness, r *report, rules sim.RuleOptions) (*Lab, error) {
	start := h.Start
	if start.IsZero() {
		start = time.Date(2025, 11, 25, 10, 0, 0, 0, time.FixedZone("GMT+8", 8*3600))
	}
	ep := h.New()
	engine, err := sim.New(sim.Options{
		Endpoints: []sim.Endpoint{ep}, Seed: 42, Start: start, Rules: rules,
		Clock: clock.Mode{Kind: clock.Manual},
	})
	if err != nil {
		return nil, err
	}
	l := &Lab{Engine: engine, Endpoint: ep, vendor: ep.Vendor(), facts: h.Facts, report: r}
	spec := h.App
	spec.ID, spec.Vendor = "app", l.vendor
	if l.App, err = engine.AddApp(spec); err != nil {
		engine.Close()
		return nil, err
	}
	for _, id := range []string{"p1", "p2", "p3"} {
		p := sim.NewPhone(id, l.vendor, "app")
		p.Test, p.Alias = id == "p3", "alias-"+id
		if p, err = engine.AddPhone(p); err != nil {
			engine.Close()
			return nil, err
		}
		l.Phones = append(l.Phones, p)
	}
	return l, nil
}

// play runs the story in a new lab; the caller closes the lab's engine.
func play(h Harness, r *report, rules sim.RuleOptions, set func(*Lab)) *Lab {
	l, err := newLab(h, r, rules)
	if err != nil {
		r.addf("set-up: %v", err)
		return nil
	}
	if set != nil {
		set(l)
	}
	r.guard("story", func() {
		h.Story(l)
		l.Engine.Clock().Settle()
	})
	l.checkFates()
	return l
}

// Now is the lab's time.
func (l *Lab) Now() time.Time { return l.Engine.Clock().Now() }

// Do sends one good request and returns its answer.
func (l *Lab) Do(name string, r *sim.Request) Answer {
	if l.alter != nil {
		l.alter(r)
	}
	a, d := l.submit(name, r)
	l.done = append(l.done, played{name: name, request: *r, answer: a})
	if !l.lenient && (d.Refused || a.Code != l.Endpoint.Success()) {
		l.report.addf("%s: a good request got %d %s", name, a.Status, a.Body)
	}
	return a
}

// submit sends any request and judges how it was handled.
func (l *Lab) submit(name string, r *sim.Request) (Answer, *sim.Decision) {
	var a Answer
	d := &sim.Decision{}
	l.report.guard(name, func() {
		c := &sim.Call{Request: r, At: l.Now()}
		l.Endpoint.Decode(r, c)
		before := l.Engine.LastEvent()
		l.Engine.Submit(l.vendor, c, d)
		var w sim.Response
		l.Endpoint.Encode(c, d, &w)
		a = Answer{Status: w.Status, Type: w.Type, Body: w.Body, Code: d.Reply.Code}
		l.checkAnswer(name, &a)
		l.checkTrace(name, d)
		if l.Engine.LastEvent() == before {
			l.report.addf("%s: the call left no event", name)
		}
	})
	return a, d
}

func (l *Lab) checkAnswer(name string, a *Answer) {
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	if a.Status < 200 || a.Status > 599 {
		l.report.addf("%s: HTTP status %d", name, a.Status)
	}
	if strings.HasPrefix(a.Type, "application/json") && !json.Valid(a.Body) {
		l.report.addf("%s: the answer says it is JSON and is not: %s", name, a.Body)
	}
}

// checkTrace holds a decision to its trace: a no has a step of the rule that says
// it, with the rule's code.
func (l *Lab) checkTrace(name string, d *sim.Decision) {
	book := l.Engine.Rulebook(l.vendor)
	info := func(i int32) *rule.Info { return book.Rule(d.Trace[i]) }
	whole := len(book.Options.Without) == 0 && book.Options.Profile != sim.Lenient
	if whole && len(d.Trace) == 0 {
		l.report.addf("%s: the decision has no trace", name)
	}
	if d.Refused {
		found := false
		for i := range d.Trace {
			found = found || (d.Trace[i].Outcome == rule.Refuse && info(int32(i)).Code == d.Reply.Code)
		}
		if !found {
			l.report.addf("%s: refused with code %q, which no refusing step's rule has", name, d.Reply.Code)
		}
	}
	for i := range d.Admissions {
		a := &d.Admissions[i]
		if a.State == sim.Scheduled {
			continue
		}
		want := rule.Refuse
		if a.State == sim.Discarded {
			want = rule.Drop
		}
		switch {
		case a.Cause < 0 || int(a.Cause) >= len(d.Trace):
			l.report.addf("%s: target %d is %s without a cause in the trace", name, i, a.State)
		case d.Trace[a.Cause].Outcome != want:
			l.report.addf("%s: target %d is %s because of a step that says %s", name, i, a.State, d.Trace[a.Cause].Outcome)
		case a.Code != info(a.Cause).Code && !l.perToken(a.Code):
			l.report.addf("%s: target %d has code %q, its rule %s has %q", name, i, a.Code, info(a.Cause).ID, info(a.Cause).Code)
		}
	}
}

// perToken reports whether a code is one vendors write beside a token of a list.
func (l *Lab) perToken(code string) bool {
	_, ok := l.facts.Code(code, vendors.InPerToken)
	return ok
}

// checkFates holds what became of messages to their traces: what a user cannot see
// in full has a cause.
func (l *Lab) checkFates() {
	events, missed := l.Engine.Events(0, 1<<20)
	if missed > 0 {
		return
	}
	for i := range events {
		e := &events[i]
		if e.Kind != sim.EvMessage {
			continue
		}
		switch e.Fate.State {
		case "", device.Pending, device.Shown, device.Recalled, device.Replaced, device.Unknown:
			continue
		}
		if _, ok := e.CauseStep(); !ok {
			l.report.addf("message %s ended %s without a cause", e.ID, e.Fate.State)
		}
	}
}

// clone copies a request so that it can be changed.
func clone(r *sim.Request) *sim.Request {
	c := *r
	c.Body = bytes.Clone(r.Body)
	c.Header = r.Header.Clone()
	return &c
}

// isJSON reports whether a body is a JSON object.
func isJSON(body []byte) bool {
	return len(body) > 0 && body[0] == '{' && json.Valid(body)
}

func label(name string, r *sim.Request) string {
	body := r.Body
	if len(body) > 200 {
		body = body[:200]
	}
	return fmt.Sprintf("%s (%s %s?%s %q)", name, r.Method, r.Path, r.Query, body)
}
