package huawei

import (
	"slices"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// How rules are numbered and ordered. IDs are permanent: AUT credentials, VAL form,
// APP the app's standing and rights, CLS classification, FLT filters, QTA volumes, RTE
// speed, DLV delivery and presentation. Huawei does not say in which order it checks:
// the account first, then whether anything is addressed at all, then size, form,
// rights and content.
//
// A check that finds nothing wrong leaves no step in the trace, unless it has a
// number worth seeing.

func (e *Endpoint) allRules(c Classifier) []sim.Rule {
	rules := ruletable.Of(vendors.Huawei,
		pathRules(), loginRules(), accessRules(), jwtRules(), appRules(), serverRules(), rateRules(),
		formRules(), about(protocolHMS, hmsRules()),
		about(protocolHarmony, harmonyBodyRules()), about(protocolHarmony, harmonyNoticeRules()),
		about(protocolHarmony, harmonyPayloadRules()), about(protocolHarmony, harmonyOptionRules()),
		topicFieldRules(), topicRules(),
		resolveRules(), about(protocolHarmony, harmonyTargetRules()),
		about(protocolHMS, answerRules()), about(protocolHarmony, harmonyAnswerRules()), classRules(c),
		about(protocolHMS, keepRules()), about(protocolHarmony, harmonyKeepRule()),
		ladderRules(c), penaltyRules(), deviceDayRules(), arriveRules(), holdRules(), cacheRules(), goneRules(), harmonyFateRules(),
		dataRules(), switchRules(), presentRules(),
	)
	for i := range rules {
		r := &rules[i]
		if s := status(r.Code); s != 0 && r.Phase <= rule.Admit && r.Scope == rule.ScopeCall {
			r.Apply = withStatus(s, r.Apply)
		}
	}
	return rules
}

// about keeps rules to calls of one protocol.
func about(p sim.Protocol, rules []sim.Rule) []sim.Rule {
	for i := range rules {
		rules[i].Protocol = p
	}
	return rules
}

// hmsRules judge the form of a message to HMS.
func hmsRules() []sim.Rule {
	return slices.Concat(
		bodyRules(), targetFieldRules(), payloadRules(), lookRules(), badgeRules(), moreLookRules(),
		optionRules(), ttlRules(), rightRules(), contentRules(), dryRunRules(),
	)
}

// withStatus gives a refusal its HTTP status at HarmonyOS, and where the app's switch
// wants statuses mapped: the answers of v1 and v2 seen on the wire all came with 200,
// of v3 there are documents only.
func withStatus(status int, apply func(*sim.Ctx) rule.Outcome) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		out := apply(c)
		if out == rule.Refuse && (c.Flag(flagStatus) == "mapped" || harmony(c) != nil) {
			return c.RefuseStatus(status)
		}
		return out
	}
}

// The verbs of messages:send, of the topic calls, and of everything on the push host.
func sends() sim.Verbset    { return sim.For(sim.VerbSend, sim.VerbBroadcast) }
func topics() sim.Verbset   { return sim.For(sim.VerbManage, sim.VerbQuery) }
func pushHost() sim.Verbset { return sends() | topics() | sim.For(sim.VerbRecall) }

// checked is the day the sources were last read.
const checked = ruletable.Checked("2026-11-23")

// The sources.
func docSend() vendors.Provenance {
	return checked.Documented("developer.huawei.com HMSCore-References/https-send-api-0000001050986197, text of 2025-08/09")
}
func docAccount() vendors.Provenance {
	return checked.Documented("developer.huawei.com HMSCore-References/server-error-codes-0000001062371380")
}
func docFAQ() vendors.Provenance {
	return checked.Documented("Huawei HMS Core developer blog on six common push error codes, segmentfault.com/a/1190000042188975/en")
}
func docTopic() vendors.Provenance {
	return checked.Documented("developer.huawei.com HMSCore-References/topic-sub-api-0000001051066122; HMS-References/push-topiclistapi, push-topicsubscribeapi")
}
func docClass() vendors.Provenance {
	return checked.Documented("developer.huawei.com HMSCore-Guides/message-classification-0000001149358835, rule in force since 2023-09-15")
}
func docReceipt() vendors.Provenance {
	return checked.Documented("developer.huawei.com HMSCore-Guides/msg-receipt-guide-0000001050040176; HMS-References/push-receiptapi (archived)")
}
func docFrequency() vendors.Provenance {
	return checked.Documented("developer.huawei.com harmonyos-guides push-msg-freq-control, 2026-04-22 (HarmonyOS text; HMS counts alike)")
}
func docPenalty() vendors.Provenance {
	return checked.Documented("developer.huawei.com push-punishment-standards, text of 2025-12-16")
}
func docHarmony() vendors.Provenance {
	return checked.Documented("developer.huawei.com harmonyos-references push-scenariozed-api-request-struct, -request-param, -response, texts of 2026-01 to 2026-09")
}
func docJWT() vendors.Provenance {
	return checked.Documented("developer.huawei.com harmonyos-guides push-jwt-token, text of 2026-01-14")
}
func docRevoke() vendors.Provenance {
	return checked.Documented("developer.huawei.com harmonyos-references push-msg-revoke; harmonyos-guides push-revoke-alert")
}
func docReceiptV2() vendors.Provenance {
	return checked.Documented("developer.huawei.com harmonyos-references push-api-msg-receipt; harmonyos-guides push-msg-receipt")
}
func javaDemo() vendors.Provenance {
	return checked.Documented("github.com/HMS-Core/hms-push-serverdemo-java, validators and ResponceCodeProcesser, 2023-06")
}
func quotasSeen() vendors.Provenance {
	return checked.Observed("cloud.tencent.com 269/130977, 2026-05-14; help.aliyun.com 2860774")
}

// The days on which editions changed.
const (
	dayRights  = "2021-07-01" // applications for self-classification open
	dayCap     = "2023-01-05" // marketing capped per phone and day
	daySelf    = "2023-09-15" // self-classification for all, marketing by default
	dayTotal   = "2024-01-01" // the guide of 2024: 3000 a phone and day
	dayPenalty = "2025-12-16" // present text of the penalty standard
)

// send is the decoded body of messages:send, an empty one for other calls.
func send(c *sim.Ctx) *SendBody {
	if p, ok := c.Call.Wire.(*Push); ok && p.Send != nil {
		return p.Send
	}
	return &SendBody{}
}

// kept is what is kept of the message that tries to reach a phone.
func kept(c *sim.Ctx) Kept {
	if k, ok := c.Message.Keep.(*Kept); ok {
		return *k
	}
	return Kept{}
}

// tipIf is refuseIf for structure errors, whose answer names the field: tip returns
// what is wrong, "" when nothing is.
func tipIf(tip func(b *SendBody) string) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		what := tip(send(c))
		if what == "" {
			return rule.Skip
		}
		c.Quote("Illegal payload, " + what)
		return c.Refuse()
	}
}

// structure is the part of a rule's description that all structure errors share.
func structure(id string, order int, title vendors.Text, advice vendors.Text) rule.Info {
	return rule.Info{
		ID: id, Order: order, Code: codeStructure, Reason: vendors.ReasonBadRequest, Title: title,
		Because: t("the form is wrong, and the answer says how: {ref}", "消息结构错误，返回提示：{ref}"), Advice: advice,
	}
}

// either returns tip when bad.
func either(bad bool, tip string) string {
	if bad {
		return tip
	}
	return ""
}
