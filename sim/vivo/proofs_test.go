package vivo_test

import (
	"slices"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/vivo"
)

// proof is about one rule, in a world with what its story needs.
type proof = endpointtest.Proof[*world, options]

func proofs() []proof {
	return slices.Concat(
		formProofs(), loginProofs(), tokenProofs(), appProofs(),
		targetProofs(), fieldProofs(), skipProofs(), optionProofs(), listProofs(), queryProofs(), tagProofs(),
		classProofs(), contentProofs(), rateProofs(), repeatProofs(),
		quotaProofs(), arriveProofs(), presentProofs(), answerProofs(),
	)
}

func TestEveryRuleBites(t *testing.T) {
	t.Parallel()
	under := func(t testing.TB, o options, rules sim.RuleOptions) *world {
		o.rules = rules
		return open(t, o)
	}
	endpointtest.Proofs(t, vivo.New().Rules(), under, proofs())
}
