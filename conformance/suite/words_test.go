package suite_test

import (
	"testing"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/suite"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// worded are the rules that read the lists of fixtures/words, and the audit that stands
// on one of them.
var worded = map[vendors.Vendor][]string{
	vendors.Huawei: {"HW-CLS-004", "HW-CLS-005", "HW-FLT-010", "HW-FLT-034", "HW-APP-042"},
	vendors.Honor:  {"HN-CLS-003", "HN-FLT-011"},
	vendors.OPPO:   {"OP-FLT-001"},
	vendors.Vivo:   {"VV-CLS-004", "VV-FLT-020", "VV-FLT-022", "VV-FLT-023"},
}

// TestNoMustDependsOnWords: no vendor publishes its words, so an endpoint that has others
// than ours, or none, meets every MUST.
func TestNoMustDependsOnWords(t *testing.T) {
	t.Parallel()
	musts := map[vendors.Vendor][]conformance.Case{}
	for _, c := range suite.All() {
		if c.Level == conformance.Must {
			musts[c.Vendor] = append(musts[c.Vendor], c)
		}
	}
	for vendor, rules := range worded {
		subject := lab.NewSubject(lab.SubjectOptions{InMemory: true, Rules: sim.RuleOptions{Without: rules}})
		conformance.Test(t, subject, musts[vendor], conformance.Options{Seed: 1})
	}
}
