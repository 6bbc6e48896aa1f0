package huawei_test

import (
	"slices"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/huawei"
)

// proof is about one rule, in a world with what its story needs.
type proof = endpointtest.Proof[*world, options]

func proofs() []proof {
	return slices.Concat(
		loginProofs(), accessProofs(), appProofs(), serverProofs(),
		bodyProofs(), payloadProofs(), lookProofs(), optionProofs(),
		targetProofs(), topicProofs(), classProofs(),
		quotaProofs(), arriveProofs(), cacheProofs(), presentProofs(), harmonyProofs(), penaltyProofs(),
	)
}

func TestEveryRuleBites(t *testing.T) {
	t.Parallel()
	under := func(t testing.TB, o options, rules sim.RuleOptions) *world {
		o.rules = rules
		return open(t, o)
	}
	endpointtest.Proofs(t, huawei.New().Rules(), under, proofs())
}

// sends is a story of one message to one phone; what counts is the answer.
func sends(m fields) func(w *world) string {
	return func(w *world) string { return w.send(m, w.Phone("p1")).said() }
}

// lands is a story of one message; what counts is what became of it.
func lands(m fields, changes ...func(p *phoneState)) func(w *world) string {
	return func(w *world) string {
		return w.send(m, w.Phone("p1", changes...)).said() + " " + w.Fate()
	}
}

// with sets flags of the app first.
func with(flag, value string, run func(w *world) string) func(w *world) string {
	return func(w *world) string {
		w.Flag(flag, value)
		return run(w)
	}
}
