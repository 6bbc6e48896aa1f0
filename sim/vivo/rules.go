package vivo

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// How rules are numbered and ordered. IDs are permanent: AUT credentials, VAL form,
// APP the app's standing, CLS classification, FLT filters, QTA volumes, RTE speed,
// DLV delivery and presentation. Within the gate the Order of a check of form is the
// vendor's code times ten, because vivo does not say in which order it checks and the
// numbers are the best guess; an older edition of a check stands one behind its newer
// one. Logins have an order of their own before these, texts and speed one behind.
//
// A check that finds nothing wrong leaves no step in the trace, unless it has a
// number worth seeing: fifty of them would bury the few that explain a message.

func (e *Endpoint) allRules(c Classifier) []sim.Rule {
	return ruletable.Of(vendors.Vivo,
		formRules(), loginRules(), tokenRules(),
		appRules(), targetFieldRules(), messageFieldRules(), textRules(), skipRules(), optionRules(),
		requestIDRules(), listFieldRules(), queryFieldRules(), tagFieldRules(),
		categoryRules(), classRules(c), contentRules(e.sensitive), auditRules(e.sensitive),
		rateRules(), repeatRules(),
		resolveRules(), standingRules(), answerRules(), hourRules(), ttlRules(),
		appDayRules(), deviceDayRules(), callCountRules(), arrivalRules(),
		arriveRules(), waitRules(), timedRules(), notShownRules(), presentRules(),
		queryRules(), recallRules(), tagRules(),
	)
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
const checked = ruletable.Checked("2026-11-23")

// The sources. A page of vivo's read through somebody's copy says so.
func doc368() vendors.Provenance {
	return checked.Documented("dev.vivo.com.cn document 368 (error codes), read as transcribed by a third party in 2026")
}
func docAPI() vendors.Provenance {
	return checked.Documented("vivo server API document, edition 2.9.2")
}
func docOlder() vendors.Provenance {
	return checked.Documented("vivo server API document, editions before 2024")
}
func sdk2() vendors.Provenance {
	return checked.Documented("vivo server SDK for Java 2.x (client-side checks with the server's own numbers)")
}
func docReceipts() vendors.Provenance {
	return checked.Documented("dev.vivo.com.cn documents 155 and 681 (receipts), read as transcribed by a third party in 2026")
}
func docFAQ() vendors.Provenance {
	return checked.Observed("dev.vivo.com.cn documents 156 and 174 (FAQ, glossary), as quoted by several clients")
}
func doc359() vendors.Provenance {
	return checked.Documented("dev.vivo.com.cn document 359 (message classification), as restated by Alibaba Cloud and Tencent")
}
func quotas2023() vendors.Provenance {
	return checked.Observed("docs.jiguang.cn vendor quotas and QPS, 2025-04-07; MobPush vendor limits, 2023-07")
}
func quotas2022() vendors.Provenance {
	return checked.Observed("tencentcloud.com 1024/35829, 2023-05; vivo FAQ as quoted by clients")
}
func quotas2026() vendors.Provenance {
	return checked.Observed("cloud.tencent.com 269/130977, 2026-05-14")
}
func oneReceiver() vendors.Provenance {
	return checked.Observed("receipt receiver of github.com/masastack/MASA.MC, 2025-06 to 2026-07")
}
func sheet269() vendors.Provenance {
	return checked.Observed("cloud.tencent.com 269/132305, 2026-05-29, and Alibaba Cloud Push API reference on the effect of the classes")
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

// ifBody is refuseIf for the body of a message.
func ifBody(bad func(b *MessageBody) bool) func(*sim.Ctx) rule.Outcome {
	return ruletable.RefuseIf(func(c *sim.Ctx) bool { return bad(message(c)) })
}
