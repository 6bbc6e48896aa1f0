package apns_test

import (
	"slices"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/apns"
)

// proof shows that one rule does what it says, and that nothing else does it: with
// the rule in force a story ends as wanted, without it the same story does not.
type proof struct {
	rule  string
	world options
	run   func(w *world) string
	want  string
}

func proofs() []proof {
	return slices.Concat(
		serverProofs(), providerProofs(), keyProofs(), connectionProofs(), certificateProofs(),
		headerProofs(), topicProofs(), payloadProofs(), tokenProofs(),
		storeProofs(), presentProofs(),
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
			if got := p.run(open(t, o)); got != p.want {
				t.Errorf("with the rule: %s, want %s", got, p.want)
			}
			o.rules = sim.RuleOptions{Without: []string{p.rule}}
			if got := p.run(open(t, o)); got == p.want {
				t.Errorf("without the rule it is %s all the same", got)
			}
		})
	}
	for _, r := range apns.New().Rules() {
		if !proven[r.ID] {
			t.Errorf("%s (%s) is not proven", r.ID, r.Title.EN)
		}
	}
}
