package conformance

import (
	"context"
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// Mutant is a bad sender: the subject's own sender, spoilt in one way people's
// senders are spoilt in. It proves the cases it is declared for. Package mutant
// has the ones that need no vendor's words.
type Mutant struct {
	// Name is a slug ("lost-tokens"), Title says what is wrong.
	Name  string
	Title vendors.Text
	// Vendor whose sender is spoilt; "": any.
	Vendor vendors.Vendor
	// Transport, Sender and Session spoil the sender on the wire, at its method, or
	// in how it is opened; nil ones change nothing. Each is called once per
	// session or sender, so state in the closure is that sender's own.
	Transport func(http.RoundTripper) http.RoundTripper
	Sender    func(TestedSender) TestedSender
	Session   func(Session) Session
	// Kills are the cases (ids or patterns) that must all notice.
	Kills []string
}

// For is m for one vendor, declared for the given cases.
func (m Mutant) For(v vendors.Vendor, kills ...string) Mutant {
	m.Vendor = v
	m.Kills = append([]string(nil), kills...)
	return m
}

// Mutate wraps a subject so that its sessions hand out spoilt senders: m.Session
// and m.Sender are applied here. m.Transport is not, since only the subject knows
// its sender's HTTP client.
func Mutate(s Subject, m *Mutant) Subject {
	if m == nil || (m.Sender == nil && m.Session == nil) {
		return s
	}
	return mutated{s, m}
}

type mutated struct {
	Subject
	m *Mutant
}

// Open implements Subject.
func (s mutated) Open(ctx context.Context, o SessionOptions) (Session, error) {
	session, err := s.Subject.Open(ctx, o)
	if err != nil || session == nil {
		return session, err
	}
	out := session
	if s.m.Session != nil {
		out = s.m.Session(out)
	}
	return mutatedSession{Session: out, inner: session, m: s.m}, nil
}

type mutatedSession struct {
	Session
	inner Session // before the mutant, which may hide what it can do
	m     *Mutant
}

// Sender implements Session.
func (s mutatedSession) Sender(app sim.AppSpec) (TestedSender, error) {
	sender, err := s.Session.Sender(app)
	if err != nil || s.m.Sender == nil {
		return sender, err
	}
	return s.m.Sender(sender), nil
}

// Lacks implements Needer as the session without the mutant does.
func (s mutatedSession) Lacks(n Need) string { return lacks(s.inner, n) }
