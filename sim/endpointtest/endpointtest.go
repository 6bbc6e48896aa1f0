// Package endpointtest is the contract every mock endpoint must pass: whatever
// comes over the wire gets an answer, every answer has a rule with a source, and
// the same seed gives the same bytes. It knows no vendor; the endpoint's own tests
// know what the vendor says.
//
//	func TestContract(t *testing.T) {
//		endpointtest.Run(t, endpointtest.Harness{New: New, Facts: facts.Facts(), Story: story})
//	}
package endpointtest

import (
	"fmt"
	"runtime/debug"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// Harness is what the contract needs to know of an endpoint.
type Harness struct {
	// New makes the endpoint.
	New func() sim.Endpoint
	// Facts are what is known of the vendor; a rule may answer no other code.
	Facts *vendors.Facts
	// Story sends good requests with lab.Do, at least one of every operation, each
	// of which succeeds. It must do the same in every lab: what it sends may
	// depend on the lab's app, phones, clock and answers only.
	Story func(lab *Lab)
	// Exact tells the requests whose JSON may have no member the vendor does not know;
	// nil: none, as at most vendors.
	Exact func(r *sim.Request) bool
	// App is the app of the lab as the console has it; ID and Vendor are filled in.
	App sim.AppSpec
	// Resign signs anew a request that was changed on its way, at vendors whose requests
	// are signed; nil: they are not.
	Resign func(lab *Lab, r *sim.Request)
	// Closed are paths at which the vendor refuses everybody by now: the story need not
	// send anything there.
	Closed []string
	// Start is when the lab's clock begins; zero: a weekday morning in China.
	Start time.Time
}

// Problem is one way in which an endpoint breaks the contract.
type Problem struct{ Check, Text string }

// Run reports every breach of the contract, one subtest for each of its checks.
func Run(t *testing.T, h Harness) {
	t.Helper()
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, p := range c.problems(h) {
				t.Error(p)
			}
		})
	}
}

// Problems returns every breach of the contract; it is what tests of the contract
// itself look at.
func Problems(h Harness) []Problem {
	var out []Problem
	for _, c := range checks() {
		for _, text := range c.problems(h) {
			out = append(out, Problem{Check: c.name, Text: text})
		}
	}
	return out
}

// check is one part of the contract.
type check struct {
	name string
	run  func(h Harness, r *report)
}

func checks() []check {
	return []check{
		{"rules say what they are", checkRules},
		{"rules answer known codes", checkCodes},
		{"counters and flags are described", checkSwitches},
		{"every path of a default site is read", checkPaths},
		{"the story succeeds and is traced", checkStory},
		{"unknown fields change nothing", checkUnknownFields},
		{"the same seed gives the same bytes", checkDeterminism},
		{"nasty bodies get an answer", checkNasty},
		{"wrong types get an answer", checkWrongTypes},
		{"mutated requests get an answer", checkMutations},
		{"any rule can be taken out", checkWithout},
		{"every edition and profile answers", checkEditions},
		{"a zero decision can be written", checkZeroDecision},
		{"requests are not kept", checkKeeping},
		{"minted values are stable and distinct", checkMint},
	}
}

// limit is how many problems one check reports: the first few say it.
const limit = 10

// problems runs the check; a panic in the endpoint is a problem like any other.
func (c check) problems(h Harness) (out []string) {
	r := &report{}
	defer func() {
		if p := recover(); p != nil {
			r.addf("panic: %v\n%s", p, debug.Stack())
		}
		out = r.texts
		if n := len(out); n > limit {
			out = append(out[:limit:limit], fmt.Sprintf("and %d more", n-limit))
		}
	}()
	c.run(h, r)
	return nil
}

type report struct{ texts []string }

func (r *report) addf(format string, args ...any) {
	r.texts = append(r.texts, fmt.Sprintf(format, args...))
}

// guard runs one step and turns its panic into a problem, so that the others run.
func (r *report) guard(what string, step func()) {
	defer func() {
		if p := recover(); p != nil {
			r.addf("%s: panic: %v\n%s", what, p, debug.Stack())
		}
	}()
	step()
}
