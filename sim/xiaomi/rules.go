package xiaomi

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// How rules are numbered and ordered. IDs are permanent: AUT credentials, VAL form, APP
// the app's standing, CLS channels and templates, FLT filters, QTA volumes, RTE speed,
// DLV delivery and presentation. Xiaomi does not say in which order it checks: who
// calls, whether it may, how fast, the form, the channel, the targets, the total.
//
// A check that finds nothing wrong leaves no step in the trace, unless it has a number
// worth seeing.

func allRules() []sim.Rule {
	return ruletable.Of(vendors.Xiaomi,
		pathRules(), secretRules(), standingRules(), troubleRules(), rateRules(),
		targetFieldRules(), textRules(), extraRules(), optionRules(), scheduleRules(), multiRules(), queryFieldRules(),
		packageRules(), channelRules(), templateRules(),
		regIDRules(), targetRules(), totalRules(), answerRules(), lifeRules(),
		resolvedRules(), goneRules(), filterRules(), waitRules(), capRules(), phoneRules(), presentRules(),
		recallRules(), subscriptionRules(), feedbackRules(), queryRules(),
	)
}

// The verbs of sends with a message of their own, and of sends with the batch of them.
func withMessage() sim.Verbset { return sim.For(sim.VerbSend, sim.VerbBroadcast) }
func sends() sim.Verbset       { return sim.For(sim.VerbSend, sim.VerbBroadcast, sim.VerbBatch) }
func known() sim.Verbset {
	return sim.For(sim.VerbSend, sim.VerbBroadcast, sim.VerbBatch, sim.VerbRecall, sim.VerbQuery, sim.VerbManage)
}

// checked is the day the sources were last read.
const checked = ruletable.Checked("2026-11-23")

// The sources. Pages of Xiaomi are named by their pId.
func docAPI() vendors.Provenance {
	return checked.Documented("dev.mi.com document 1559 (server API), 2024-10-21")
}
func docAPI2023() vendors.Provenance {
	return checked.Documented("dev.mi.com document 1696 (server API, English), 2023-04-26")
}
func docCodes() vendors.Provenance {
	return checked.Documented("dev.mi.com document 1560 (server error codes), 2024-10-18")
}
func docQuota() vendors.Provenance {
	return checked.Documented("dev.mi.com document 1656 (push limits), 2026-02-04")
}
func docTTL() vendors.Provenance {
	return checked.Documented("dev.mi.com document 1854 (time to live), 2024-07-30")
}
func docTemplate() vendors.Provenance {
	return checked.Documented("dev.mi.com document 2314 (message templates), 2026-06-02")
}
func docJava() vendors.Provenance {
	return checked.Documented("dev.mi.com document 1558 (Java server SDK), 2024-10-22")
}
func docReceipts() vendors.Provenance {
	return checked.Documented("callback sample of dev.mi.com document 1558, 2024-10-22")
}
func sdk() vendors.Provenance {
	return checked.Documented("Mi Push server SDK for Java 2.2.18 to 2.3.0 (error table, constants)")
}
func seen() vendors.Provenance {
	return checked.Observed("answers pasted in public, 2016 to 2023, and independent clients that read them")
}
func octo() vendors.Provenance {
	return checked.Observed("github.com/Mininglamp-OSS/octo-server, pull request 806, 2026")
}
func notes2026() vendors.Provenance {
	return checked.Observed("third-party integration notes of 2026-07-31 and 2026-08-19 that restate dev.mi.com documents 2321, 1656 and 1544")
}

// The days on which editions changed.
const (
	dayNoData    = "2022-09-12" // pass-through messages are no longer delivered
	dayClasses   = "2023-02-01" // private and public channels
	daySchedule  = "2024-01-01" // the last pages with a week ahead are of 2023
	dayTTL       = "2024-09-03" // one day, ten days
	dayGuide2024 = "2024-10-22" // feedback off line, receipt 1024
	dayMoved     = "2024-11-04" // apps may move to the new classes for good
	dayIdle      = "2026-01-01" // 30 days instead of 90
	dayTemplates = "2026-06-02" // templates
	dayNewApps   = "2026-07-01" // newly connected apps need them
	dayRule2026  = "2026-08-01" // the classification rule of 2026
	dayAllApps   = "2026-12-31" // every private message needs a template: announced
)

// body is the decoded form of a call.
func body(c *sim.Ctx) *Body {
	if b, ok := c.Call.Wire.(*Body); ok {
		return b
	}
	return &Body{}
}

// messagesOf are the forms whose fields are judged: the call's own, or those of all the
// parts of a batch. Parts are judged with their batch, so that one bad message makes
// the call fail before any is sent.
func messagesOf(c *sim.Ctx) []*Body {
	switch {
	case c.Call.Verb == sim.VerbBatch:
		return body(c).Elements
	case c.Call.Part:
		return nil
	}
	return []*Body{body(c)}
}

// ifMessage refuses when bad says so of one of the call's messages.
func ifMessage(bad func(b *Body) bool) func(*sim.Ctx) rule.Outcome {
	return overMessages(func(_ *sim.Ctx, b *Body) bool { return bad(b) })
}

func overMessages(bad func(c *sim.Ctx, b *Body) bool) func(*sim.Ctx) rule.Outcome {
	return ruletable.RefuseIf(func(c *sim.Ctx) bool {
		for _, b := range messagesOf(c) {
			if bad(c, b) {
				return true
			}
		}
		return false
	})
}

// kept is what is kept of the message that tries to reach a phone.
func kept(c *sim.Ctx) Kept {
	if k, ok := c.Message.Keep.(*Kept); ok {
		return *k
	}
	return Kept{}
}

// within counts one more against an app counter and refuses above the limit. What is
// refused does not count. The app's own limit, if one is set, replaces the rule's.
func within(c *sim.Ctx, id quota.ID, limit int64) rule.Outcome {
	if own, ok := c.Limit(id); ok {
		limit = own
	}
	used := c.Count(id)
	c.Note(used, limit, 0)
	if used >= limit {
		return c.Refuse()
	}
	c.Charge(id, 1)
	return rule.Pass
}
