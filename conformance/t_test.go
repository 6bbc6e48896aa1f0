package conformance

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// sends is a sender made of a function.
type sends func() (vendors.Result, error)

func (s sends) Send(context.Context, *vendors.Message, []vendors.Token) (vendors.Result, error) {
	return s()
}

func TestSendIsStrictAboutOutcomes(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]sends{
		"send: unplugged":               func() (vendors.Result, error) { return vendors.Result{}, errors.New("unplugged") },
		"send: 0 outcomes for 1 tokens": func() (vendors.Result, error) { return vendors.Result{}, nil },
	} {
		got := one(t, &fakeSubject{}, toyCase("f/a", func(t *T) { t.Send(s, &vendors.Message{}, "v1") }), Options{})
		if got.Status != StatusFailed || got.Reason != want {
			t.Errorf("got %s (%s), want failed (%s)", got.Status, got.Reason, want)
		}
	}
}

// without is a session whose sender cannot be opened.
type without struct{ Session }

func (without) Sender(sim.AppSpec) (TestedSender, error) { return nil, errors.New("no app_key") }

func TestSenderThatCannotBeOpenedIsAnError(t *testing.T) {
	t.Parallel()
	m := Mutant{Session: func(s Session) Session { return without{s} }}
	got := one(t, Mutate(&fakeSubject{}, &m), toyCase("f/a", func(t *T) { t.Sender(sim.AppSpec{ID: "shop"}) }), Options{})
	if got.Status != StatusError || got.Reason != "set-up: sender for app shop: no app_key" {
		t.Errorf("got %s (%s)", got.Status, got.Reason)
	}
}

func TestCaseReachesTheEndpoint(t *testing.T) {
	t.Parallel()
	got := one(t, &fakeSubject{noControl: true}, toyCase("f/a", func(t *T) {
		t.Stepf("without a clock")
		if t.BaseURL() != "http://toy.invalid" || t.HTTP() == nil || t.Control() != nil || t.Case.ID != "toy/f/a" {
			t.Errorf("base URL %q, control %v, case %v", t.BaseURL(), t.Control(), t.Case.ID)
		}
	}), Options{})
	if got.Status != StatusPassed {
		t.Errorf("%+v", got)
	}
}

func TestExplainIsWhatAPersonNeeds(t *testing.T) {
	t.Parallel()
	r := one(t, &fakeSubject{}, toyCase("f/a", func(t *T) {
		t.Send(t.Sender(toyApp(t)), &vendors.Message{Title: "x"}, alive(t))
		t.Fatalf("got 1\nwant 2")
	}), Options{Seed: 4, Command: "go run . conformance run --subject x"})
	lines := strings.Split(r.Explain(), "\n")
	for _, want := range []string{"  requirement: the sender must f/a", "  source: toy.md 1", "  - got 1", "    want 2",
		`  POST /send?sign=[redacted] -> 200 {"code":"0"}`, "  rerun: go run . conformance run --subject x toy/f/a --seed 4"} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line %q in\n%s", want, r.Explain())
		}
	}
}
