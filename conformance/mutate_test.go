package conformance

import (
	"context"
	"net/http"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// renamed is a session that a mutant spoilt.
type renamed struct{ Session }

func (renamed) Logs() string { return "spoilt" }

func TestMutateAppliesSessionAndSender(t *testing.T) {
	t.Parallel()
	m := deadAsAlive()
	m.Session = func(s Session) Session { return renamed{s} }
	c := toyCase("f/a", func(t *T) {
		p, _ := t.Control().AddPhone(device.Phone{ID: "gone"})
		r := t.Send(t.Sender(toyApp(t)), &vendors.Message{Title: "x"}, vendors.Token(p.ID))
		if r.Outcomes[0].TokenDead || t.Logs() != "spoilt" {
			t.Errorf("outcome %+v, logs %q", r.Outcomes[0], t.Logs())
		}
	})
	if got := one(t, Mutate(&fakeSubject{}, &m), c, Options{}); got.Status != StatusPassed {
		t.Errorf("%+v", got)
	}
}

func TestMutateKeepsWhatTheSubjectSays(t *testing.T) {
	t.Parallel()
	m := harmless()
	m.Session = func(s Session) Session { return renamed{s} } // hides Needer
	c := with(emptyCase(), func(c *Case) { c.Needs = []Need{NeedClock} })
	for want, s := range map[Status]*fakeSubject{
		StatusSkipped: {lacks: map[Need]string{NeedClock: "own clock"}},
		StatusPassed:  {},
		StatusError:   {open: func(context.Context, SessionOptions) error { return errNotFaked }},
	} {
		if got := one(t, Mutate(s, &m), c, Options{}); got.Status != want {
			t.Errorf("got %s (%s), want %s", got.Status, got.Reason, want)
		}
	}
	noSender := toyCase("f/b", func(t *T) { t.Sender(sim.AppSpec{}) })
	if got := one(t, Mutate(&fakeSubject{noSender: true}, &m), noSender, Options{}); got.Status != StatusSkipped {
		t.Errorf("got %s (%s), want skipped", got.Status, got.Reason)
	}
}

func TestTransportIsTheSubjectsOwnAffair(t *testing.T) {
	t.Parallel()
	s := &fakeSubject{}
	m := Mutant{Name: "wire", Transport: func(rt http.RoundTripper) http.RoundTripper { return rt }}
	if Mutate(s, &m) != Subject(s) || Mutate(s, nil) != Subject(s) {
		t.Error("a subject is wrapped for nothing")
	}
	// Kill hands the subject what it has to apply, and nothing that it applies itself.
	var seen []*Mutant
	m.Sender = func(s TestedSender) TestedSender { return s }
	o := KillOptions{Cases: []Case{emptyCase()}, Mutants: []Mutant{m.For(toy, "toy/field/*")}, Parallel: 1,
		NewSubject: func(_ sim.RuleOptions, m *Mutant) Subject {
			if m != nil {
				seen = append(seen, m)
			}
			return s
		}}
	if _, err := Kill(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 1 || seen[0].Transport == nil || seen[0].Sender != nil || seen[0].Vendor != toy || len(seen[0].Kills) != 1 {
		t.Errorf("the subject saw %+v", seen)
	}
}
