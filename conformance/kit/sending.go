package kit

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// Sending is the sender under test at a bench: what it is given, the requests that
// reached the endpoint, what disturbs them, and what it must tell.
type Sending struct {
	Sender conformance.TestedSender
	// AnswerType is the content type of what Answers makes the endpoint say.
	AnswerType string

	bench  *Bench
	faults int
}

// Start opens the sender under test for the bench's app.
func Start(b *Bench) *Sending { return StartAs(b, b.App) }

// StartAs is Start with other credentials than the console's.
func StartAs(b *Bench, app sim.AppSpec) *Sending {
	return &Sending{Sender: b.T.Sender(app), AnswerType: "application/json", bench: b}
}

// Own is a copy of msg with the vendor's own fields, one JSON object with the
// vendor's field names, as the subject's sender takes them. A subject that takes none
// is skipped; one that refuses what its vendor documents fails.
func (s *Sending) Own(msg *vendors.Message, fields string) *vendors.Message {
	out := *msg
	out.Overrides = append(slices.Clone(msg.Overrides), s.bench.T.Override(fields))
	return &out
}

// Give sends msg to phones and settles the world. An error is fatal.
func (s *Sending) Give(msg *vendors.Message, phones ...device.Phone) vendors.Result {
	return s.GiveTo(msg, IDs(phones...)...)
}

// GiveTo is Give by token.
func (s *Sending) GiveTo(msg *vendors.Message, ids ...vendors.Token) vendors.Result {
	r := s.bench.T.Send(s.Sender, msg, ids...)
	s.bench.Settle()
	return r
}

// Try is Give for an exchange that may end without an answer: an error beside
// complete outcomes is allowed.
func (s *Sending) Try(msg *vendors.Message, phones ...device.Phone) vendors.Result {
	r, err := s.Sender.Send(s.bench.T.Context(), msg, IDs(phones...))
	if len(r.Outcomes) != len(phones) {
		s.bench.T.Fatalf("send: %d outcomes for %d tokens (error: %v)", len(r.Outcomes), len(phones), err)
	}
	s.bench.Settle()
	return r
}

// Ability is an optional interface of the sender that a feature promises. Where a client
// has no such method, its driver is asked.
func Ability[A any](s *Sending, feature string) A {
	if a, ok := s.Sender.(A); ok {
		return a
	}
	var driver vendors.Sender
	if in, ok := s.Sender.(interface{ Sender() vendors.Sender }); ok {
		driver = in.Sender()
	}
	a, ok := driver.(A)
	if !ok {
		s.bench.T.SetupErrorf("the subject declares the feature %s and its sender %T has no such method", feature, s.Sender)
	}
	return a
}

// Broadcast sends to an audience and settles the world; an error is fatal.
func (s *Sending) Broadcast(ctx context.Context, msg *vendors.Message, to vendors.Audience) vendors.Outcome {
	o, _, err := Ability[vendors.Broadcaster](s, "broadcast").Broadcast(ctx, msg, to)
	if err != nil {
		s.bench.T.Fatalf("broadcast: %v", err)
	}
	s.bench.Settle()
	return o
}

// Requests are the requests that reached the endpoint at a path that ends so; "*"
// stands for a segment that differs.
func (s *Sending) Requests(path string) []conformance.Exchange { return Requests(s.bench.T, path) }

// Requests are Sending's for cases that look at a world from outside.
func Requests(t *conformance.T, path string) []conformance.Exchange {
	all, err := t.Control().Requests()
	if err != nil {
		t.SetupErrorf("requests: %v", err)
	}
	return slices.DeleteFunc(slices.Clone(all), func(x conformance.Exchange) bool { return !EndsIn(x.Path, path) })
}

// WantRequests says how many requests must have reached path.
func (s *Sending) WantRequests(path string, n int) []conformance.Exchange {
	got := s.Requests(path)
	if len(got) != n {
		s.bench.T.Errorf("%d requests reached %s, want %d", len(got), path, n)
	}
	return got
}

// Last is the newest request to path; none ends the case.
func (s *Sending) Last(path string) conformance.Exchange {
	got := s.Requests(path)
	if len(got) == 0 {
		s.bench.T.Fatalf("no request reached %s", path)
	}
	return got[len(got)-1]
}

// Sent is the decoded JSON body of the newest request to path.
func (s *Sending) Sent(path string) Object { return Decoded(s.bench.T, s.Last(path)) }

// SentForm is the decoded form in the newest request to path.
func (s *Sending) SentForm(path string) Form { return DecodedForm(s.bench.T, s.Last(path)) }

// Decoded is the JSON object in a request; any other body ends the case.
func Decoded(t *conformance.T, x conformance.Exchange) Object {
	o, ok := Decode(x.Body)
	if !ok {
		t.Fatalf("request to %s is no JSON object: %s", x.Path, x.Body)
	}
	return o
}

// DecodedForm is the form in a request; any other body ends the case.
func DecodedForm(t *conformance.T, x conformance.Exchange) Form {
	f, ok := DecodeForm(x.Body)
	if !ok {
		t.Fatalf("request to %s is no form: %s", x.Path, x.Body)
	}
	return f
}

// WantField says what a member of a request must be, a number or a string alike.
func (s *Sending) WantField(o Object, path, want string) {
	if got := o.Field(path); got != want {
		s.bench.T.Errorf("the request has %s %q, want %q", path, got, want)
	}
}

// WantWithin says that everything of want must be in got, under the same names and with
// the same types; path is where they are, for the text.
func (s *Sending) WantWithin(path string, got, want Object) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		at := path + "." + name
		if in := want.Object(name); in != nil {
			s.WantWithin(at, got.Object(name), in)
			continue
		}
		if g, w := Text(got[name]), Text(want[name]); g != w {
			s.bench.T.Errorf("the request has %s %s, want %s", at, g, w)
		}
	}
}

// EndsIn reports whether a path, whose query does not count, ends in a pattern, in
// which "*" is any segment.
func EndsIn(path, pattern string) bool {
	path, _, _ = strings.Cut(path, "?")
	if !strings.Contains(pattern, "*") {
		return strings.HasSuffix(path, pattern)
	}
	want, got := strings.Split(strings.TrimPrefix(pattern, "/"), "/"), strings.Split(path, "/")
	if len(got) < len(want) {
		return false
	}
	got = got[len(got)-len(want):]
	for i := range want {
		if want[i] != "*" && want[i] != got[i] {
			return false
		}
	}
	return true
}

// Accepted says that every token must be accepted, and alive.
func (s *Sending) Accepted(r vendors.Result) vendors.Outcome {
	for _, o := range r.Outcomes {
		if o.State != vendors.StateAccepted || o.TokenDead {
			s.bench.T.Errorf("token %s is %s (%s, code %q, dead %t: %s), want accepted and alive", o.Token, o.State, o.Reason, o.Code, o.TokenDead, o.Text)
		}
	}
	if len(r.Outcomes) == 0 {
		s.bench.T.Fatalf("there are no outcomes")
	}
	return r.Outcomes[0]
}

// Refused says how one token must have been refused, and that no live token is
// called dead.
func (s *Sending) Refused(o vendors.Outcome, code string, reason vendors.Reason, dead bool) {
	if o.State != vendors.StateRefused || o.Code != code || o.Reason != reason {
		s.bench.T.Errorf("token %s is %s (%s, code %q), want refused (%s, code %q)", o.Token, o.State, o.Reason, o.Code, reason, code)
	}
	if o.TokenDead != dead {
		s.bench.T.Errorf("token %s with code %q: dead %t, want %t", o.Token, o.Code, o.TokenDead, dead)
	}
}

// Suppressed says that nothing was sent for the token.
func (s *Sending) Suppressed(o vendors.Outcome) {
	if o.State != vendors.StateSuppressed {
		s.bench.T.Errorf("token %s is %s (%s, code %q), want suppressed: the vendor asked to stop for the day", o.Token, o.State, o.Reason, o.Code)
	}
}

// WantTokens says which tokens must be accepted; the others must be refused and dead.
func (s *Sending) WantTokens(r vendors.Result, good ...bool) {
	for i, o := range r.Outcomes {
		switch {
		case good[i] && (o.State != vendors.StateAccepted || o.TokenDead):
			s.bench.T.Errorf("token %d (%s) is %s (%s, dead %t), want accepted and alive", i, o.Token, o.State, o.Reason, o.TokenDead)
		case !good[i] && (o.State != vendors.StateRefused || !o.TokenDead):
			s.bench.T.Errorf("token %d (%s) is %s (%s, dead %t), want refused and dead", i, o.Token, o.State, o.Reason, o.TokenDead)
		}
	}
}

// Told reports an adjustment that not every message has: some vendors have no place for a
// class or an ID.
func Told(r vendors.Result) bool {
	return slices.ContainsFunc(r.Adjustments, func(a vendors.Adjustment) bool { return a.Field != "class" && a.Field != "id" })
}

// WantAdjusted says that the sender must have told what it did to a field.
func (s *Sending) WantAdjusted(r vendors.Result, field string, action vendors.AdjustmentAction) {
	if !slices.ContainsFunc(r.Adjustments, func(a vendors.Adjustment) bool { return a.Field == field && a.Action == action }) {
		s.bench.T.Errorf("adjustments %v, want one that says %s was %s", r.Adjustments, field, action)
	}
}

// Answers makes the endpoint answer requests to path with this body the given number
// of times; 0 is for ever, path "" every path.
func (s *Sending) Answers(path string, times, status int, body string) {
	s.Fault(fault.Fault{Kind: fault.Answer, Path: path, Times: times, Status: status, Type: s.AnswerType, Body: body})
}

// Fault disturbs requests of the bench's vendor from now on.
func (s *Sending) Fault(f fault.Fault) {
	s.faults++
	f.Name, f.Vendor = fmt.Sprintf("%s-%s-%d", f.Kind, s.bench.App.ID, s.faults), s.bench.App.Vendor
	if err := s.bench.World.Fault(f); err != nil {
		s.bench.T.SetupErrorf("fault %s: %v", f.Name, err)
	}
}
