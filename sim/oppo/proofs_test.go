package oppo_test

import (
	"slices"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/oppo"
)

// proof is about one rule, in a world with what its story needs.
type proof = endpointtest.Proof[*world, options]

func proofs() []proof {
	return slices.Concat(
		callProofs(), loginProofs(), tokenProofs(), envelopeProofs(), castProofs(),
		fieldProofs(), clickProofs(), timeProofs(), classProofs(), templateProofs(),
		targetProofs(), quotaProofs(), arriveProofs(), waitProofs(), presentProofs(),
		helperProofs(),
	)
}

func TestEveryRuleBites(t *testing.T) {
	t.Parallel()
	under := func(t testing.TB, o options, rules sim.RuleOptions) *world {
		o.rules = rules
		return open(t, o)
	}
	endpointtest.Proofs(t, oppo.New().Rules(), under, proofs())
}

// sends is a story of one message to one phone; what counts is the answer.
func sends(m fields) func(w *world) string {
	return func(w *world) string { return w.send(w.Phone("p1"), m).said() }
}

// lands is a story of one message; what counts is what became of it.
func lands(m fields, changes ...func(*device.Phone)) func(w *world) string {
	return func(w *world) string {
		return w.send(w.Phone("p1", changes...), m).said() + " " + w.Fate()
	}
}

// saves is a story of one stored body.
func saves(m fields) func(w *world) string {
	return func(w *world) string { return w.save(m).said() }
}

// with sets a switch of the app first.
func with(flag, value string, run func(w *world) string) func(w *world) string {
	return func(w *world) string {
		w.Flag(flag, value)
		return run(w)
	}
}

// limited sets the limit of a counter first.
func limited(counter string, n int64, run func(w *world) string) func(w *world) string {
	return func(w *world) string {
		w.Limit(counter, n)
		return run(w)
	}
}
