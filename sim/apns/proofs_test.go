package apns_test

import (
	"slices"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/apns"
	"github.com/offpush/offpush/sim/endpointtest"
)

// proof is about one rule, in a world with what its story needs.
type proof = endpointtest.Proof[*world, options]

func proofs() []proof {
	return slices.Concat(
		serverProofs(), providerProofs(), keyProofs(), connectionProofs(), certificateProofs(),
		headerProofs(), topicProofs(), payloadProofs(), tokenProofs(),
		storeProofs(), presentProofs(),
	)
}

func TestEveryRuleBites(t *testing.T) {
	t.Parallel()
	under := func(t testing.TB, o options, rules sim.RuleOptions) *world {
		o.rules = rules
		return open(t, o)
	}
	endpointtest.Proofs(t, apns.New().Rules(), under, proofs())
}
