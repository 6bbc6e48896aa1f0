package lab

import (
	"context"
	"fmt"

	"github.com/offpush/offpush/fixtures/messages"
	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/vendors"
)

var _ scenario.Stage = (*Lab)(nil)

// CheckScenario finds what only the vendors' rows can tell is wrong with a scenario:
// an expected cause that is no rule of theirs, fields of an override that they do not
// have. Errors are *scenario.Problem.
func CheckScenario(s *scenario.Scenario) error {
	var ids []string
	for _, ep := range catalog.Endpoints() {
		for _, r := range ep.Rules() {
			ids = append(ids, r.ID)
		}
	}
	if err := s.CheckCauses(ids); err != nil {
		return err
	}
	return s.CheckOverrides(func(send *scenario.Send) error {
		_, err := overridesOf(send)
		return err
	})
}

// ForScenario starts a lab with a scenario's world, on a clock that jumps. The
// scenario is checked first, see CheckScenario.
func ForScenario(s *scenario.Scenario, o Options) (*Lab, error) {
	if err := CheckScenario(s); err != nil {
		return nil, err
	}
	o.Start, o.Clock = s.Start, clock.Mode{Kind: clock.Jump}
	return WithWorld(s, o)
}

// WithWorld starts a lab with a scenario's world and the options' own clock. What
// the options leave open (seed, start, rulebook, profile) is the scenario's.
func WithWorld(s *scenario.Scenario, o Options) (*Lab, error) {
	if o.Seed == 0 {
		o.Seed = s.Seed
	}
	if o.Start.IsZero() {
		o.Start = s.Start
	}
	if o.Rules.Date == "" {
		o.Rules.Date = s.Rulebook
	}
	if o.Rules.Profile == "" {
		o.Rules.Profile = s.Profile
	}
	l, err := New(o)
	if err != nil {
		return nil, err
	}
	if err := s.Populate(l.engine); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// SendStep implements scenario.Stage: one order per app, in the order of the phones.
// What the vendor answers is part of the story and no error.
func (l *Lab) SendStep(ctx context.Context, s *scenario.Send) error {
	msg := vendors.Message{}
	if s.Message != "" {
		m, err := messages.Get(s.Message)
		if err != nil {
			return fmt.Errorf("no ready-made message %q%s", s.Message, nearest.Hint(s.Message, messages.Names()))
		}
		msg = *m
	}
	s.Fill(&msg)
	own, err := overridesOf(s)
	if err != nil {
		return err
	}
	msg.Overrides = append(msg.Overrides, own...)
	for _, phones := range l.byApp(s.To) {
		r, err := l.Send(ctx, desk.Order{Message: msg, Phones: phones})
		if err != nil && len(r.Result.Outcomes) == 0 {
			return err
		}
	}
	return nil
}

// byApp groups phones by their app, keeping the order.
func (l *Lab) byApp(ids []string) [][]string {
	app := map[string]string{}
	for _, p := range l.engine.Phones() {
		app[p.ID] = p.App
	}
	at := map[string]int{}
	var out [][]string
	for _, id := range ids {
		i, ok := at[app[id]]
		if !ok {
			i = len(out)
			at[app[id]] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], id)
	}
	return out
}

// Fault implements scenario.Stage.
func (l *Lab) Fault(f fault.Fault) error {
	_, err := l.server.Faults().Add(f)
	return err
}

// rulesOf are the rules a lab plays under, for files.
func rulesOf(e *sim.Engine) sim.RuleOptions { return e.Options().Rules }
