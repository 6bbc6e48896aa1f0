package oppo

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// How rules are numbered and ordered. IDs are permanent: AUT credentials, APP the app's
// standing, VAL form, CLS classification, FLT filters, QTA volumes, RTE speed, DLV
// delivery and presentation, QRY and MNG what is asked and arranged. OPPO does not say in
// which order it checks: who is asking comes before what is asked, an absent field before
// a wrong one, and the app's volumes last.
//
// A check that finds nothing wrong leaves no step in the trace, unless it has a number
// worth seeing: seventy of them would bury the few that explain a message.

func allRules() []sim.Rule {
	return ruletable.Of(vendors.OPPO,
		pathRules(), serverRules(), loginRules(), tokenRules(), appRules(), rateRules(),
		envelopeRules(), castRules(), fieldRules(), clickRules(), timeRules(), callBackRules(),
		schemeRules(), classRules(), levelRules(), templateRules(), contentRules(),
		targetRules(), repeatRules(), keepRules(), quotaRules(), savedRules(),
		goneRules(), waitRules(), capRules(), hiddenRules(), presentRules(),
		queryRules(), deviceRules(), uploadRules(),
	)
}

// The verbs of pushes: those with a message of their own, those that go to phones, and
// everything that needs a token.
func withBody() sim.Verbset   { return sim.For(sim.VerbSend, sim.VerbSave) }
func delivering() sim.Verbset { return sim.For(sim.VerbSend, sim.VerbSendSaved) }
func loggedIn() sim.Verbset {
	return sim.For(sim.VerbSend, sim.VerbBatch, sim.VerbSave, sim.VerbSendSaved, sim.VerbQuery, sim.VerbManage)
}

// checked is the day the sources were last read.
const checked = ruletable.Checked("2026-11-23")

// The sources. A page of OPPO's read through somebody's copy says so.
func docCodes() vendors.Provenance {
	return checked.Documented("open.oppomobile.com page 11235 (addresses, common parameters, return codes)")
}
func docTable() vendors.Provenance {
	return checked.Documented("open.oppomobile.com page 11235, read as transcribed by a third party in 2026 (github.com/myt2000/AIShell)")
}
func docAuth() vendors.Provenance {
	return checked.Documented("open.oppomobile.com page 11234 (authentication)")
}
func docNotes() vendors.Provenance {
	return checked.Documented("open.oppomobile.com page 11236 (notification messages), edition copied by github.com/modood/pushapi, 2024-11 and 2025-07")
}
func docNewest() vendors.Provenance {
	return checked.Documented("open.oppomobile.com page 11236 (notification messages), as read on 2026-08-24 (github.com/Mininglamp-OSS/octo-server)")
}
func docSingle() vendors.Provenance {
	return checked.Documented("open.oppomobile.com page 11238 (single push)")
}
func docCast() vendors.Provenance {
	return checked.Documented("open.oppomobile.com page on broadcast push, edition of 2020 to 2021")
}
func docReceipts() vendors.Provenance {
	return checked.Documented("open.oppomobile.com page 11239 (receipts)")
}
func docClass() vendors.Provenance {
	return checked.Documented("open.oppomobile.com page 13189 (message classification, 2024-11)")
}
func sdk110() vendors.Provenance {
	return checked.Documented("OPPO opush-server-sdk for Java 1.1.0, source listing in github.com/yang66/push_server")
}
func sdk104() vendors.Provenance {
	return checked.Documented("OPPO opush-server-sdk for Java 1.0.4, as shipped in github.com/wildfirechat/push_server")
}
func limitsPage() vendors.Provenance {
	return checked.Observed("open.oppomobile.com page 11210 (limits of the service) as restated by ZEGO; docs.getui.com; docs.jiguang.cn, 2025-04-07; cloud.tencent.com 269/130977, 2026-05-14")
}
func classSeen() vendors.Provenance {
	return checked.Observed("code 67 in practice: a developer article of 2025-05, github.com/Mininglamp-OSS/octo-server, github.com/modood/pushapi")
}

// The days on which editions changed. OPPO does not date its pages: where a day is not
// known it is the first on which the newer edition was seen with certainty.
const (
	daySDK110    = "2021-01-01" // SDK 1.1.0: ten days, longer addresses
	dayDevice    = "2023-01-15" // caps of a phone by the kind of the app
	dayStore     = "2024-07-29" // nothing public for apps from elsewhere
	dayNotes     = "2024-11-01" // page 11236 as copied in 2024-11
	dayClasses   = "2024-11-20" // the ten categories
	dayTemplates = "2025-08-01" // private templates are demanded
	dayNight     = "2025-09-01" // controlled hours, app totals noticed late
)

// note is the notification of a push with a message of its own.
func note(c *sim.Ctx) *Notification {
	switch w := c.Call.Wire.(type) {
	case *Unicast:
		return &w.Message.Notification.Notification
	case *SaveForm:
		return &w.Notification
	}
	return &Notification{}
}

// unicast is a single push; cast a broadcast.
func unicast(c *sim.Ctx) *Unicast {
	if w, ok := c.Call.Wire.(*Unicast); ok {
		return w
	}
	return &Unicast{}
}

func cast(c *sim.Ctx) *CastForm {
	if w, ok := c.Call.Wire.(*CastForm); ok {
		return w
	}
	return &CastForm{}
}

// kept is what OPPO keeps of the message in question.
func kept(c *sim.Ctx) Kept {
	if k, ok := c.Message.Keep.(*Kept); ok {
		return *k
	}
	return Kept{}
}

// check is one row of the code table: a field, what it must be, and OPPO's text. Code is
// 41 unless the row names another. Judgements of class and content stand behind the
// targets, so that a refused message is known to be one to a phone, and before what is said
// of all targets together.
type check struct {
	id           string
	order        int
	code         string
	reason       vendors.Reason
	verbs        sim.Verbset
	stage        rule.Stage
	title        vendors.Text
	advice       vendors.Text
	text         string
	since, until string
	params       map[string]int64
	from         vendors.Provenance
	strict       bool // in the profile of that name alone
	// bad says whether the notification fails; found may replace text.
	bad func(c *sim.Ctx, n *Notification) (found string, failed bool)
}

// when makes a check that always has the row's text.
func when(bad func(n *Notification) bool) func(*sim.Ctx, *Notification) (string, bool) {
	return func(_ *sim.Ctx, n *Notification) (string, bool) { return "", bad(n) }
}

// checks makes the rules of a table. The text of an answer is the step's quote.
func checks(from vendors.Provenance, rows ...check) []sim.Rule {
	rules := make([]sim.Rule, 0, len(rows))
	for _, row := range rows {
		if row.code == "" {
			row.code = "41"
		}
		if row.reason == "" {
			row.reason = vendors.ReasonBadRequest
		}
		if row.verbs == 0 {
			row.verbs = withBody()
		}
		if row.stage == "" {
			row.stage = rule.StageValidate
		}
		if row.from.Source == "" {
			row.from = from
		}
		phase := rule.Gate
		if row.stage == rule.StageClassify || row.stage == rule.StageFilter {
			phase = rule.Admit
		}
		rules = append(rules, ruletable.In(phase, row.stage, row.from, sim.Rule{Verbs: row.verbs, Info: rule.Info{
			ID: row.id, Order: row.order, Code: row.code, Reason: row.reason, Since: row.since, Until: row.until, Strict: row.strict,
			Title: row.title, Because: t("OPPO answers: {ref}", "返回：{ref}"), Advice: row.advice, Params: row.params,
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			found, failed := row.bad(c, note(c))
			if !failed {
				return rule.Skip
			}
			if found == "" {
				found = row.text
			}
			c.Quote(found)
			return c.Refuse()
		}})...)
	}
	return rules
}
