package vivo

import (
	"slices"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// How rules are numbered and ordered. IDs are permanent: AUT credentials, VAL form,
// APP the app's standing, CLS classification, FLT filters, QTA volumes, RTE speed,
// DLV delivery and presentation. Within the gate the Order is the vendor's code
// times ten, because vivo does not say in which order it checks and the numbers are
// the best guess; an older edition of a check stands one behind its newer one.
//
// A check that finds nothing wrong leaves no step in the trace, unless it has a
// number worth seeing: fifty of them would bury the few that explain a message.

func (e *Endpoint) allRules(c Classifier) []sim.Rule {
	rules := slices.Concat(
		formRules(), loginRules(), tokenRules(),
		appRules(), targetFieldRules(), messageFieldRules(), textRules(), skipRules(), optionRules(),
		requestIDRules(), listFieldRules(), queryFieldRules(), tagFieldRules(),
		categoryRules(), classRules(c), contentRules(e.sensitive), auditRules(e.sensitive),
		rateRules(), repeatRules(),
		resolveRules(), answerRules(), hourRules(), ttlRules(),
		appDayRules(), deviceDayRules(), callCountRules(), arrivalRules(),
		arriveRules(), waitRules(), notShownRules(), presentRules(),
		queryRules(), recallRules(), tagRules(),
	)
	for i := range rules {
		r := &rules[i]
		r.Vendor = vendors.Vivo
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
	}
	return rules
}

// The verbs of pushes: those with a message of their own, and with the list push
// of a stored body.
func withBody() sim.Verbset { return sim.For(sim.VerbSend, sim.VerbSave, sim.VerbBroadcast) }
func pushes() sim.Verbset {
	return sim.For(sim.VerbSend, sim.VerbSave, sim.VerbBroadcast, sim.VerbSendSaved)
}
func delivering() sim.Verbset {
	return sim.For(sim.VerbSend, sim.VerbBroadcast, sim.VerbSendSaved)
}

// checked is the day the sources were last read.
const checked = "2026-11-23"

func documented(source string) vendors.Provenance {
	return vendors.Provenance{Source: source, Checked: checked, Confidence: vendors.Documented}
}

// observed is for real answers, for independent clients that agree, and for push
// aggregators that restate vivo's rule.
func observed(source string) vendors.Provenance {
	return vendors.Provenance{Source: source, Checked: checked, Confidence: vendors.Observed}
}

// assumed says what is not known and what was chosen instead.
func assumed(what string) vendors.Provenance {
	return vendors.Provenance{Source: what, Checked: checked, Confidence: vendors.Assumed}
}

// The sources. A page of vivo's read through somebody's copy says so.
func doc368() vendors.Provenance {
	return documented("dev.vivo.com.cn document 368 (error codes), read as transcribed by a third party in 2026")
}
func docAPI() vendors.Provenance { return documented("vivo server API document, edition 2.9.2") }
func docOlder() vendors.Provenance {
	return documented("vivo server API document, editions before 2024")
}
func sdk2() vendors.Provenance {
	return documented("vivo server SDK for Java 2.x (client-side checks with the server's own numbers)")
}
func docReceipts() vendors.Provenance {
	return documented("dev.vivo.com.cn documents 155 and 681 (receipts), read as transcribed by a third party in 2026")
}
func docFAQ() vendors.Provenance {
	return observed("dev.vivo.com.cn documents 156 and 174 (FAQ, glossary), as quoted by several clients")
}
func doc359() vendors.Provenance {
	return documented("dev.vivo.com.cn document 359 (message classification), as restated by Alibaba Cloud and Tencent")
}
func quotas2023() vendors.Provenance {
	return observed("docs.jiguang.cn vendor quotas and QPS, 2025-04-07; MobPush vendor limits, 2023-07")
}
func quotas2022() vendors.Provenance {
	return observed("tencentcloud.com 1024/35829, 2023-05; vivo FAQ as quoted by clients")
}
func quotas2026() vendors.Provenance { return observed("cloud.tencent.com 269/130977, 2026-05-14") }
func oneReceiver() vendors.Provenance {
	return observed("receipt receiver of github.com/masastack/MASA.MC, 2025-06 to 2026-07")
}
func sheet269() vendors.Provenance {
	return observed("cloud.tencent.com 269/132305, 2026-05-29, and Alibaba Cloud Push API reference on the effect of the classes")
}

// The days on which editions changed. vivo does not date them: where a day is not
// known it is the first on which the newer edition was seen with certainty.
const (
	day2021   = "2021-01-01" // hours until 23:00, ids void after 14 days offline
	dayAPI292 = "2023-01-10" // edition 2.9.2 and the new receipts
	dayScheme = "2023-04-03" // the scheme of 2 and 3 times the users, 2 a device
	daySDK33  = "2024-01-01" // SDK 3.3: no check of regId's length, TTL clamped
	day2025   = "2025-01-01" // characters counted alike
	day368    = "2026-01-01" // the code table as transcribed
	dayTwenty = "2026-05-01" // 20 times the users for system messages
)

// message is the decoded body of a push with a message of its own.
func message(c *sim.Ctx) *MessageBody {
	if b, ok := c.Call.Wire.(*MessageBody); ok {
		return b
	}
	return &MessageBody{}
}

// refuseIf makes a check of form: it refuses when bad says so and is silent
// otherwise.
func refuseIf(bad func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if bad(c) {
			return c.Refuse()
		}
		return rule.Skip
	}
}

// ifBody is refuseIf for the body of a message.
func ifBody(bad func(b *MessageBody) bool) func(*sim.Ctx) rule.Outcome {
	return refuseIf(func(c *sim.Ctx) bool { return bad(message(c)) })
}
