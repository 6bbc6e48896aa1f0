package huawei_test

import (
	"slices"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/huawei"
)

// proof shows that one rule does what it says, and that nothing else does it: with
// the rule in force a story ends as wanted, without it the same story does not.
type proof struct {
	rule string
	// date is the rulebook's, for rules of older editions.
	date string
	// world is what the story needs beside a listed shop in the morning.
	world options
	run   func(w *world) string
	want  string
}

func proofs() []proof {
	return slices.Concat(
		loginProofs(), accessProofs(), appProofs(), serverProofs(),
		bodyProofs(), payloadProofs(), lookProofs(), optionProofs(),
		targetProofs(), topicProofs(), classProofs(),
		quotaProofs(), arriveProofs(), cacheProofs(), presentProofs(),
	)
}

func TestEveryRuleBites(t *testing.T) {
	t.Parallel()
	proven := map[string]bool{}
	for _, p := range proofs() {
		proven[p.rule] = true
		t.Run(p.rule, func(t *testing.T) {
			t.Parallel()
			o := p.world
			o.rules = sim.RuleOptions{Date: p.date}
			if got := p.run(open(t, o)); got != p.want {
				t.Errorf("with the rule: %s, want %s", got, p.want)
			}
			o.rules.Without = []string{p.rule}
			if got := p.run(open(t, o)); got == p.want {
				t.Errorf("without the rule it is %s all the same", got)
			}
		})
	}
	for _, r := range huawei.New().Rules() {
		if !proven[r.ID] {
			t.Errorf("%s (%s) is not proven", r.ID, r.Title.EN)
		}
	}
}

// sends is a story of one message to one phone; what counts is the answer.
func sends(m fields) func(w *world) string {
	return func(w *world) string { return w.send(m, w.phone("p1")).said() }
}

// lands is a story of one message; what counts is what became of it.
func lands(m fields, changes ...func(p *phoneState)) func(w *world) string {
	return func(w *world) string {
		return w.send(m, w.phone("p1", changes...)).said() + " " + w.fate()
	}
}

// with sets flags of the app first.
func with(flag, value string, run func(w *world) string) func(w *world) string {
	return func(w *world) string {
		w.flag(flag, value)
		return run(w)
	}
}
