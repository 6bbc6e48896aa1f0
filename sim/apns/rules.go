package apns

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
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
	return ruletable.Of(vendors.APNs,
		serverRules(), pathRules(),
		providerRules(), keyRules(), connectionRules(), certificateRules(),
		headerRules(), typeRules(), topicRules(), payloadRules(),
		tokenRules(), floodRules(), answerRules(), storeRules(),
		arriveRules(), waitRules(), hiddenRules(), presentRules(),
	)
}

// in is ruletable.In; rules about a call hold for pushes where they name no verbs.
func in(p rule.Phase, s rule.Stage, from vendors.Provenance, rules ...sim.Rule) []sim.Rule {
	for i := range rules {
		if r := &rules[i]; p <= rule.Admit && r.Verbs == 0 {
			r.Verbs = sim.For(sim.VerbSend)
		}
	}
	return ruletable.In(p, s, from, rules...)
}

// everything is a request of any kind, also one to no path of Apple's.
func everything() sim.Verbset { return sim.For(sim.VerbUnknown, sim.VerbSend) }

// checked is the day the sources were last read.
const checked = ruletable.Checked("2026-11-23")

// The sources, pages of developer.apple.com/documentation/usernotifications.
func docSend() vendors.Provenance {
	return checked.Documented("Apple: Sending notification requests to APNs")
}
func docAnswers() vendors.Provenance {
	return checked.Documented("Apple: Handling notification responses from APNs")
}
func docToken() vendors.Provenance {
	return checked.Documented("Apple: Establishing a token-based connection to APNs")
}
func docCertificate() vendors.Provenance {
	return checked.Documented("Apple account help: Communicate with APNs using a TLS certificate")
}
func docPayload() vendors.Provenance {
	return checked.Documented("Apple: Generating a remote notification")
}
func docBackground() vendors.Provenance {
	return checked.Documented("Apple: Pushing background updates to your App")
}
func docMetrics() vendors.Provenance {
	return checked.Documented("Apple: Viewing the status of push notifications using Metrics and APNs")
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
