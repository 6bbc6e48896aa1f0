// Package ruletable holds what every vendor's tables of rules are written with: what
// the rules of one table share, where they come from, and checks of form.
//
//	func fieldRules() []sim.Rule {
//		return ruletable.In(rule.Gate, rule.StageValidate, docFields(), sim.Rule{Info: rule.Info{
//			ID: "XX-VAL-001", Order: 10, Code: "7", Reason: vendors.ReasonBadRequest, ...
//		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return len(c.Call.Targets) == 0 })})
//	}
package ruletable

import (
	"slices"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// In fills what the rules of one table share: the phase, and the stage and the source
// of those that name none. Rules about targets and phones get their scope.
func In(p rule.Phase, s rule.Stage, from vendors.Provenance, rules ...sim.Rule) []sim.Rule {
	for i := range rules {
		r := &rules[i]
		r.Phase = p
		if r.Stage == "" {
			r.Stage = s
		}
		if r.Source == "" {
			r.Provenance = from
		}
		if p == rule.Resolve || p == rule.Arrive || p == rule.Present {
			r.Scope = rule.ScopeTarget
		}
	}
	return rules
}

// Of joins a vendor's tables.
func Of(v vendors.Vendor, tables ...[]sim.Rule) []sim.Rule {
	rules := slices.Concat(tables...)
	for i := range rules {
		r := &rules[i]
		r.Vendor = v
		if r.Scope == "" {
			r.Scope = rule.ScopeCall
		}
	}
	return rules
}

// RefuseIf makes a check of form: it refuses when bad says so and is silent otherwise.
func RefuseIf(bad func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if bad(c) {
			return c.Refuse()
		}
		return rule.Skip
	}
}

// Checked is the day (YYYY-MM-DD) on which sources were last read.
type Checked string

// Documented is for what the vendor says, also through somebody's copy, which the
// source then tells.
func (c Checked) Documented(source string) vendors.Provenance {
	return vendors.Provenance{Source: source, Checked: string(c), Confidence: vendors.Documented}
}

// Observed is for real answers, for independent clients that agree, and for push
// aggregators that restate the vendor's rule.
func (c Checked) Observed(source string) vendors.Provenance {
	return vendors.Provenance{Source: source, Checked: string(c), Confidence: vendors.Observed}
}

// Assumed says what is not known and what was chosen instead.
func (c Checked) Assumed(what string) vendors.Provenance {
	return vendors.Provenance{Source: what, Checked: string(c), Confidence: vendors.Assumed}
}

// T is a text in both languages.
func T(en, zh string) vendors.Text { return vendors.Text{EN: en, ZH: zh} }
