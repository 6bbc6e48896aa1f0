package meizu

import (
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// How rules are numbered and ordered. IDs are permanent: SRV the service's state, AUT
// credentials, VAL form, APP the app's standing, FLT filters, QTA volumes, RTE speed,
// DLV delivery and presentation. Meizu does not say in which order it checks: the app is
// looked up before the signature, for without its secret there is nothing to compare
// with, and what a call names before what its message holds.
//
// A check that finds nothing wrong leaves no step in the trace, unless it has a number
// worth seeing.

func allRules() []sim.Rule {
	return ruletable.Of(vendors.Meizu,
		requestRules(), serviceRules(), signRules(), appRules(),
		neededRules(), barRules(), clickRules(), timeRules(), advanceRules(), vipRules(), receiptRules(),
		targetRules(), taskRules(), imageRules(), subscriptionRules(), statisticRules(),
		throughRules(), rateRules(), dayRules(),
		resolveRules(), rightRules(), failureRules(), capRules(), foldRules(), acceptRules(),
		arriveRules(), broadcastRules(), waitRules(), presentRules(),
		switchRules(), aliasRules(), tagRules(), numberRules(), idRules(),
	)
}

// The verbs of pushes: those with a message of their own, those that name targets, and
// all of them.
func withMessage() sim.Verbset { return sim.For(sim.VerbSend, sim.VerbSave, sim.VerbBroadcast) }
func targeted() sim.Verbset    { return sim.For(sim.VerbSend, sim.VerbSendSaved) }
func pushes() sim.Verbset {
	return sim.For(sim.VerbSend, sim.VerbSave, sim.VerbBroadcast, sim.VerbSendSaved)
}

// checked is the day the sources were last read.
const checked = ruletable.Checked("2026-11-23")

// The sources.
func docAPI() vendors.Provenance {
	return checked.Documented("github.com/MEIZUPUSH/PushAPI, HTTP API document of 2025-04-09")
}
func sdkJava() vendors.Provenance {
	return checked.Documented("github.com/MEIZUPUSH/JavaSdk 1.2.13, 2025-04-22")
}

// doc1005 is for limits and forms that the document gives without saying what passing
// them is answered with.
func doc1005() vendors.Provenance {
	return checked.Documented("github.com/MEIZUPUSH/PushAPI, HTTP API document of 2025-04-09, for what is allowed; that the answer is 1005 is read from the text of the code")
}
func quotas2026() vendors.Provenance {
	return checked.Observed("cloud.tencent.com 269/130977, 2026-05-14, for the figures; the document of 2025-04-09 for the code")
}
func tpns2023() vendors.Provenance {
	return checked.Observed("Tencent TPNS, limits of the vendor channels, 2023")
}
func emas2026() vendors.Provenance {
	return checked.Observed("Alibaba Cloud EMAS and mPaaS, table of vendor limits, 2026; Tencent TPNS, 2023")
}

// The days on which editions changed.
const (
	dayThrough = "2018-06-16" // pass-through restricted
	dayBatch   = "2023-08-21" // 100 targets instead of 1000
	dayMsgType = "2025-03-30" // noticeMsgType and vipInfo in the document
	dayClasses = "2025-05-07" // public messages are limited
)

// form is the decoded request.
func form(c *sim.Ctx) *Form {
	if f, ok := c.Call.Wire.(*Form); ok {
		return f
	}
	return &Form{}
}

// says refuses with the rule's code and a text of its own.
func says(c *sim.Ctx, text string) rule.Outcome {
	c.Reply(text)
	return c.Refuse()
}

// check is one check of a messageJson. bad notes what is worth seeing.
type check struct {
	id                     string
	order                  int
	title, because, advice vendors.Text
	bad                    func(c *sim.Ctx, m *Message) bool
	max                    int64 // the parameter "max", 0: none
	since                  string
	from                   vendors.Provenance
}

// checks makes the rules of one table, which all answer 1005. What only apps with a VIP
// contract may use is not looked at for others.
func checks(rows ...check) []sim.Rule {
	rules := make([]sim.Rule, len(rows))
	for i, r := range rows {
		rules[i] = sim.Rule{Verbs: withMessage(), Info: rule.Info{
			ID: r.id, Order: r.order, Code: "1005", Reason: vendors.ReasonBadRequest, Since: r.since,
			Title: r.title, Because: r.because, Advice: r.advice, Provenance: r.from,
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
			return !through(c.Call.Op) && r.bad(c, &form(c).Message)
		})}
		if r.max > 0 {
			rules[i].Params = map[string]int64{"max": r.max}
		}
	}
	return ruletable.In(rule.Gate, rule.StageValidate, doc1005(), rules...)
}

// tooLong notes the length and the limit "max" for the explanation.
func tooLong(c *sim.Ctx, n int) bool {
	c.Note(int64(n), c.Param("max"), 0)
	return int64(n) > c.Param("max")
}

// chars counts as Meizu is taken to: code points.
func chars(s string) int { return utf8.RuneCountInString(s) }

// within counts n against a counter and refuses when that would pass the limit. The
// app's own limit, if one is set, replaces the rule's; a negative one is none.
func within(c *sim.Ctx, used, n, limit int64) (over bool) {
	c.Note(used, limit, n)
	return limit >= 0 && used+n > limit
}
