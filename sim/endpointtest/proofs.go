package endpointtest

import (
	"fmt"
	"testing"

	"github.com/offpush/offpush/sim"
)

// Proof shows that one rule does what it says, and that nothing else does it: with
// the rule in force a story ends as wanted, without it the same story does not. W is
// the vendor's world, O what can be asked of it.
type Proof[W, O any] struct {
	Rule string
	// Date is the rulebook's, for rules of older editions, Profile for those of others.
	Date    string
	Profile sim.Profile
	// World is what the story needs beside the vendor's usual world.
	World O
	// Run is the story; what it returns is how it ended, in short.
	Run  func(w W) string
	Want string
}

// Opener opens a vendor's world under rules.
type Opener[W, O any] func(t testing.TB, o O, rules sim.RuleOptions) W

// Proofs plays every proof in a subtest, and names the rules that none is about.
func Proofs[W, O any](t *testing.T, rules []sim.Rule, open Opener[W, O], proofs []Proof[W, O]) {
	t.Helper()
	for _, p := range proofs {
		t.Run(p.Rule, func(t *testing.T) {
			t.Parallel()
			for _, problem := range p.problems(t, open) {
				t.Error(problem)
			}
		})
	}
	for _, problem := range unproven(rules, proofs) {
		t.Error(problem)
	}
}

func (p Proof[W, O]) problems(t testing.TB, open Opener[W, O]) (out []string) {
	t.Helper()
	in := sim.RuleOptions{Date: p.Date, Profile: p.Profile}
	if got := p.Run(open(t, p.World, in)); got != p.Want {
		out = append(out, fmt.Sprintf("with the rule: %s, want %s", got, p.Want))
	}
	in.Without = []string{p.Rule}
	if got := p.Run(open(t, p.World, in)); got == p.Want {
		out = append(out, fmt.Sprintf("without the rule it is %s all the same", got))
	}
	return out
}

func unproven[W, O any](rules []sim.Rule, proofs []Proof[W, O]) (out []string) {
	proven := map[string]bool{}
	for _, p := range proofs {
		proven[p.Rule] = true
	}
	for _, r := range rules {
		if !proven[r.ID] {
			out = append(out, fmt.Sprintf("%s (%s) is not proven", r.ID, r.Title.EN))
		}
	}
	return out
}
