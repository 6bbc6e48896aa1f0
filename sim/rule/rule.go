// Package rule is the vocabulary of vendor rules as values: where in the
// decision a rule stands, where it comes from, from when to when it held, and
// what one application of it looked like.
//
// A rule's code is attached in package sim; here is only what the rule explorer,
// the command line, reports and docs need, so none of them depends on an engine.
package rule

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// Phase is when in the life of a message a rule is asked.
type Phase uint8

const (
	// Gate rules judge a call before its targets: connection, authentication,
	// rate, fields. The first refusal is the vendor's answer.
	Gate Phase = iota
	// Resolve rules judge each target of a call: known, alive, allowed.
	Resolve
	// Admit rules see all targets together: quotas, partial shapes, classification.
	Admit
	// Arrive rules judge one attempt to reach one phone, after the answer was given.
	Arrive
	// Present rules say how an arrived message appears.
	Present
	// Phases is how many there are.
	Phases
)

// String is the phase's name in JSON and on screens.
func (p Phase) String() string {
	return [...]string{"gate", "resolve", "admit", "arrive", "present", "?"}[min(p, Phases)]
}

// Stage is the label a person looks for; the engine does not use it.
type Stage string

const (
	StageAuth     Stage = "auth"
	StageValidate Stage = "validate"
	StageClassify Stage = "classify"
	StageFilter   Stage = "filter"
	StageQuota    Stage = "quota"
	StageRate     Stage = "rate"
	StageDeliver  Stage = "deliver"
)

// Scope is what a rule is asked about.
type Scope string

const (
	ScopeCall   Scope = "call"
	ScopeTarget Scope = "target"
)

// Outcome is what a rule said.
type Outcome uint8

const (
	// Skip: the rule does not apply; it leaves no step in the trace.
	Skip Outcome = iota
	Pass
	// Alter: the message goes on, changed (re-classified, clamped, made silent).
	Alter
	// Refuse: the API says no, to the call or to one target.
	Refuse
	// Drop: accepted, and never shown.
	Drop
	// Hold: waits, for example for a phone that is offline.
	Hold
	// Answer: the rule produced the reply of a query and ends the call.
	Answer
)

// String is the outcome's name in JSON and on screens.
func (o Outcome) String() string {
	return [...]string{"skip", "pass", "alter", "refuse", "drop", "hold", "answer", "?"}[min(o, 7)]
}

// Info is a rule as people and files see it. IDs are permanent.
type Info struct {
	ID     string
	Vendor vendors.Vendor
	Phase  Phase
	Stage  Stage
	Scope  Scope
	// Order is the place in the vendor's own list of checks within a phase.
	Order int
	Title vendors.Text
	// Because explains one application. {0} {1} {2} are the step's numbers,
	// {d0} shows a number of seconds as a duration, {ref} the quoted text.
	Because vendors.Text
	// Advice says what a sender does about a refusal or a loss.
	Advice vendors.Text
	// Code is what the vendor answers, or reports in a receipt, when the rule bites.
	Code string
	// Reason is the normalised reason when the rule bites.
	Reason vendors.Reason
	// Since and Until bound the rulebook dates (YYYY-MM-DD) on which the rule
	// holds; Until is the first day on which it no longer does.
	Since, Until string
	// Strict rules are deliberate unpleasantness and hold in the strict profile only.
	Strict bool
	// Params are the rule's defaults by name; a rulebook can override them.
	Params map[string]int64
	vendors.Provenance
}

// Step is one application of one rule: a value, so that a trace costs nothing
// until somebody looks at it.
type Step struct {
	// Rule is the index in the rulebook that decided.
	Rule    uint16
	Outcome Outcome
	// Target is the index of the target concerned, -1 for the whole call.
	Target int32
	N      [3]int64
	// Ref quotes an input text: a keyword, a field's name. It aliases strings
	// that live as long as the trace.
	Ref string
}

// Explain renders a step's reason in a language.
func (i *Info) Explain(s Step, lang string) string {
	text := i.Because.In(lang)
	if text == "" {
		text = i.Title.In(lang)
	}
	if !strings.Contains(text, "{") {
		return text
	}
	r := strings.NewReplacer(
		"{0}", fmt.Sprint(s.N[0]), "{1}", fmt.Sprint(s.N[1]), "{2}", fmt.Sprint(s.N[2]),
		"{d0}", seconds(s.N[0]), "{d1}", seconds(s.N[1]),
		"{ref}", s.Ref)
	return r.Replace(text)
}

// seconds writes a number of seconds the way people say it: 90s, 15m, 23h30m, 3d.
func seconds(n int64) string {
	switch {
	case n < 0:
		return "-" + seconds(-n)
	case n < 120:
		return fmt.Sprintf("%ds", n)
	case n < 7200:
		if n%60 == 0 {
			return fmt.Sprintf("%dm", n/60)
		}
		return fmt.Sprintf("%dm%ds", n/60, n%60)
	case n < 48*3600:
		if n%3600/60 == 0 {
			return fmt.Sprintf("%dh", n/3600)
		}
		return fmt.Sprintf("%dh%dm", n/3600, n%3600/60)
	default:
		if n%86400/3600 == 0 {
			return fmt.Sprintf("%dd", n/86400)
		}
		return fmt.Sprintf("%dd%dh", n/86400, n%86400/3600)
	}
}
