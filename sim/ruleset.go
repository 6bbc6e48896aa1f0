package sim

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// On says for which inputs a rule is asked.
type On uint8

const (
	OnCall On = 1 << iota
	OnAttempt
	OnAudit
	OnDue
)

// The inputs other than calls, as indices.
const (
	inAttempt = iota
	inAudit
	inDue
	inputs
)

// Verbset is a set of verbs.
type Verbset uint16

// For returns the set of the given verbs.
func For(verbs ...Verb) Verbset {
	var s Verbset
	for _, v := range verbs {
		s |= 1 << v
	}
	return s
}

// Has reports whether v is in the set; the empty set has every verb.
func (s Verbset) Has(v Verb) bool { return s == 0 || s&(1<<v) != 0 }

// Rule is one vendor rule: what it is, when it is asked, and what it says.
type Rule struct {
	rule.Info
	// Verbs are the calls the rule holds for; zero: all. Not looked at for other
	// inputs than calls.
	Verbs Verbset
	// Protocol is the one whose calls the rule holds for; zero: all. Not looked at for
	// other inputs than calls either.
	Protocol Protocol
	// On is zero for the usual inputs of the phase: calls for gate, resolve and
	// admit, attempts for arrive and present.
	On On
	// Limit, of a rule about a quota, is what the counter Counter may reach in its
	// window; negative: there is no limit now. Of c it may use the view and Param.
	// It is how the limit can be told before anything is sent; nil: it cannot.
	Limit   func(c *Ctx) int64
	Counter quota.ID
	// Apply judges. It must depend on c only and change nothing but c's decision.
	Apply func(c *Ctx) rule.Outcome
}

func (r *Rule) on() On {
	if r.On != 0 {
		return r.On
	}
	if r.Phase <= rule.Admit {
		return OnCall
	}
	return OnAttempt
}

// Profile says how sure a rule must be to hold.
type Profile string

const (
	// Lenient leaves out what is only assumed: what nobody knows passes.
	Lenient Profile = "lenient"
	// DocumentedProfile, the default: what vendors document or were seen to do,
	// and the assumed defaults that make it a working whole.
	DocumentedProfile Profile = "documented"
	// Strict adds deliberate unpleasantness: rules marked Strict.
	Strict Profile = "strict"
)

// RuleOptions choose the rules in force.
type RuleOptions struct {
	// Profile; "" is DocumentedProfile.
	Profile Profile
	// Date (YYYY-MM-DD) of the rulebook; "" is the newest: without rules that their
	// sources, when they were last read, only announced.
	Date string
	// Without are IDs of rules that are taken out: how the suite is proven.
	Without []string
	// Params overrides rule parameters by rule ID and name.
	Params map[string]map[string]int64
}

// Rulebook is one vendor's rules in force, in the order they are asked. It is
// immutable and shared.
type Rulebook struct {
	Vendor  vendors.Vendor
	Options RuleOptions
	ep      Endpoint
	rules   []Rule
	// apply are the rules' judgements alone, close together in memory.
	apply []func(*Ctx) rule.Outcome
	// byCall[phase][verb][protocol] are indices into rules, for calls.
	byCall [rule.Phases][Verbs][Protocols][]uint16
	// byInput[phase] are indices for attempts, audits and due events.
	byInput [inputs][rule.Phases][]uint16
	params  [][]param
}

// param is one parameter in force. A rule has one or two, which a list finds faster
// than a map.
type param struct {
	name  string
	value int64
}

// NewRulebook picks an endpoint's rules in force. A rule that holds in none of
// the profiles or dates is left out silently; an unknown ID in Without or Params
// is an error, as it would make a proof worthless.
func NewRulebook(ep Endpoint, opts RuleOptions) (*Rulebook, error) {
	b := &Rulebook{Vendor: ep.Vendor(), Options: opts, ep: ep}
	known := map[string]bool{}
	for _, r := range ep.Rules() {
		known[r.ID] = true
		if r.Protocol >= Protocols {
			return nil, fmt.Errorf("rulebook: rule %q of %s is about protocol %d, there are %d", r.ID, ep.Vendor(), r.Protocol, Protocols-1)
		}
		if !slices.Contains(opts.Without, r.ID) && inForce(&r.Info, opts) {
			b.rules = append(b.rules, r)
		}
	}
	for _, id := range opts.Without {
		if !known[id] {
			return nil, fmt.Errorf("rulebook: no rule %q at %s", id, ep.Vendor())
		}
	}
	for id := range opts.Params {
		if !known[id] {
			return nil, fmt.Errorf("rulebook: no rule %q at %s to set a parameter of", id, ep.Vendor())
		}
	}
	slices.SortStableFunc(b.rules, func(x, y Rule) int {
		return cmp.Or(cmp.Compare(x.Phase, y.Phase), cmp.Compare(x.Order, y.Order))
	})
	b.index()
	return b, nil
}

// inForce reports whether a rule holds under the options.
func inForce(i *rule.Info, o RuleOptions) bool {
	if o.Date != "" && (i.Since > o.Date || (i.Until != "" && i.Until <= o.Date)) {
		return false
	}
	if o.Date == "" && (i.Until != "" || i.Checked != "" && i.Since > i.Checked) {
		return false
	}
	switch o.Profile {
	case Lenient:
		return i.Confidence != vendors.Assumed && !i.Strict
	case Strict:
		return true
	default:
		return !i.Strict
	}
}

func (b *Rulebook) index() {
	b.params = make([][]param, len(b.rules))
	for i := range b.rules {
		r := &b.rules[i]
		b.apply = append(b.apply, r.Apply)
		params := maps.Clone(r.Params)
		for name, v := range b.Options.Params[r.ID] {
			if params == nil {
				params = map[string]int64{}
			}
			params[name] = v
		}
		for _, name := range slices.Sorted(maps.Keys(params)) {
			b.params[i] = append(b.params[i], param{name, params[name]})
		}
		if r.on()&OnCall != 0 {
			b.indexCall(r, uint16(i))
		}
		for in := range inputs {
			if r.on()&(OnAttempt<<in) != 0 {
				b.byInput[in][r.Phase] = append(b.byInput[in][r.Phase], uint16(i))
			}
		}
	}
}

func (b *Rulebook) indexCall(r *Rule, i uint16) {
	for v := range Verbs {
		if !r.Verbs.Has(v) {
			continue
		}
		for p := range Protocols {
			if r.Protocol == 0 || r.Protocol == p {
				list := &b.byCall[r.Phase][v][p]
				*list = append(*list, i)
			}
		}
	}
}

// counts reports whether a counter means something under the rules in force: some
// rule limits it, or none of any edition says which it limits.
func (b *Rulebook) counts(id quota.ID) bool {
	limits := func(r Rule) bool { return r.Limit != nil && r.Counter == id }
	return slices.ContainsFunc(b.rules, limits) || !slices.ContainsFunc(b.ep.Rules(), limits)
}

// limit is what a counter may reach: what is set for the app, else what the first
// rule in force about it says; ok is false when there is no limit.
func (b *Rulebook) limit(v View, id quota.ID) (n int64, ok bool) {
	if n, ok = v.Limit(id); ok {
		return n, true
	}
	for i := range b.rules {
		if r := &b.rules[i]; r.Limit != nil && r.Counter == id {
			n = r.Limit(&Ctx{View: v, book: b, rule: uint16(i), Target: -1, Message: &Message{}, d: &Decision{}})
			return n, n >= 0
		}
	}
	return 0, false
}

// Rules returns the rules in force, in order. The slice must not be changed.
func (b *Rulebook) Rules() []Rule { return b.rules }

// Rule returns the rule a trace step came from.
func (b *Rulebook) Rule(s rule.Step) *rule.Info {
	if int(s.Rule) >= len(b.rules) {
		return &rule.Info{ID: "?"}
	}
	return &b.rules[s.Rule].Info
}
