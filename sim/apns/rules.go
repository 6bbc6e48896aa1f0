package apns

import (
	"slices"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// How rules are numbered and ordered. IDs are permanent: AUT credentials, VAL form,
// FLT device tokens, QTA and RTE counts, DLV delivery and presentation. Apple does
// not say in which order it checks; the order here is connection, method, path,
// headers twice, credentials, headers, payload, device token.
//
// A check that finds nothing wrong leaves no step in the trace, unless it has
// something worth seeing.

func allRules() []sim.Rule {
	rules := slices.Concat(
		serverRules(), pathRules(),
		providerRules(), keyRules(), connectionRules(), certificateRules(),
		headerRules(), typeRules(), topicRules(), payloadRules(),
		tokenRules(), floodRules(), answerRules(), storeRules(),
		arriveRules(), waitRules(), hiddenRules(), presentRules(),
	)
	for i := range rules {
		r := &rules[i]
		r.Vendor = vendors.APNs
		if r.Scope == "" {
			r.Scope = rule.ScopeCall
		}
	}
	return rules
}

// in fills what the rules of one table share.
func in(p rule.Phase, s rule.Stage, from vendors.Provenance, rules ...sim.Rule) []sim.Rule {
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
		if p <= rule.Admit && r.Verbs == 0 {
			r.Verbs = sim.For(sim.VerbSend)
		}
	}
	return rules
}

// everything is a request of any kind, also one to no path of Apple's.
func everything() sim.Verbset { return sim.For(sim.VerbUnknown, sim.VerbSend) }

// checked is the day the sources were last read.
const checked = "2026-11-23"

func documented(source string) vendors.Provenance {
	return vendors.Provenance{Source: source, Checked: checked, Confidence: vendors.Documented}
}

// observed is for independent clients that agree and for bug reports with dumps.
func observed(source string) vendors.Provenance {
	return vendors.Provenance{Source: source, Checked: checked, Confidence: vendors.Observed}
}

// assumed says what is not known and what was chosen instead.
func assumed(what string) vendors.Provenance {
	return vendors.Provenance{Source: what, Checked: checked, Confidence: vendors.Assumed}
}

// The sources, pages of developer.apple.com/documentation/usernotifications.
func docSend() vendors.Provenance {
	return documented("Apple: Sending notification requests to APNs")
}
func docAnswers() vendors.Provenance {
	return documented("Apple: Handling notification responses from APNs")
}
func docToken() vendors.Provenance {
	return documented("Apple: Establishing a token-based connection to APNs")
}
func docCertificate() vendors.Provenance {
	return documented("Apple account help: Communicate with APNs using a TLS certificate")
}
func docPayload() vendors.Provenance {
	return documented("Apple: Generating a remote notification")
}
func docBackground() vendors.Provenance {
	return documented("Apple: Pushing background updates to your App")
}
func docMetrics() vendors.Provenance {
	return documented("Apple: Viewing the status of push notifications using Metrics and APNs")
}

// push is the decoded request of a call.
func push(c *sim.Ctx) *Push {
	if p, ok := c.Call.Wire.(*Push); ok {
		return p
	}
	return &Push{arrival: &arrival{of: findType(typeAlert)}}
}

// arriving is what a push was sent as, at its phone.
func arriving(c *sim.Ctx) *arrival {
	if a, ok := c.Message.Keep.(*arrival); ok {
		return a
	}
	return &arrival{of: findType(typeAlert)}
}

// when makes a check: it answers the rule's reason with its status if bad says so,
// and is silent otherwise.
func when(code string, bad func(c *sim.Ctx, p *Push) bool) func(*sim.Ctx) rule.Outcome {
	status := statusOf(code)
	return func(c *sim.Ctx) rule.Outcome {
		if bad(c, push(c)) {
			return c.RefuseStatus(status)
		}
		return rule.Skip
	}
}

// shown makes a check whose finding is worth seeing also when it is good: it leaves
// a step wherever it looked at something.
func shown(code string, judge func(c *sim.Ctx, p *Push) (looked, bad bool)) func(*sim.Ctx) rule.Outcome {
	status := statusOf(code)
	return func(c *sim.Ctx) rule.Outcome {
		switch looked, bad := judge(c, push(c)); {
		case !looked:
			return rule.Skip
		case bad:
			return c.RefuseStatus(status)
		}
		return rule.Pass
	}
}

// check makes a rule of a check.
func check(info rule.Info, bad func(c *sim.Ctx, p *Push) bool) sim.Rule {
	return sim.Rule{Info: info, Apply: when(info.Code, bad)}
}
