package honor

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// How rules are numbered and ordered. IDs are permanent: AUT credentials, VAL form,
// APP the app's rights, CLS classification, FLT filters, QTA volumes, RTE speed, DLV
// delivery and presentation. Honor does not say in which order it checks: the access
// token first, then the headers and the app, then whom the call addresses, then its
// size, its form, its rights and its content.
//
// A check that finds nothing wrong leaves no step in the trace, unless it has a number
// worth seeing.

func allRules(c Classifier) []sim.Rule {
	rules := ruletable.Of(vendors.Honor,
		pathRules(), loginRules(), accessRules(), serverRules(), rateRules(), headerRules(),
		tokenRules(), sizeRules(), payloadRules(), lookRules(), optionRules(), rightRules(), contentRules(),
		resolveRules(), answerRules(), testRules(), classRules(c), keepRules(),
		capRules(), waitRules(), goneRules(), sleepRules(),
		dataRules(), switchRules(), presentRules(), tapRules(),
	)
	for i := range rules {
		if r := &rules[i]; r.Code != "" && r.Phase <= rule.Admit && r.Scope == rule.ScopeCall {
			r.Apply = withStatus(r.Code, r.Apply)
		}
	}
	return rules
}

// withStatus gives a refusal its HTTP status. Those of business codes are not known:
// 400, or with the app's switch 200.
func withStatus(code string, apply func(*sim.Ctx) rule.Outcome) func(*sim.Ctx) rule.Outcome {
	own := status(code)
	return func(c *sim.Ctx) rule.Outcome {
		out := apply(c)
		switch {
		case out != rule.Refuse:
			return out
		case own == 400 && c.Call.Verb == sim.VerbSend && c.Flag(flagStatus) == "200":
			return c.RefuseStatus(200)
		}
		return c.RefuseStatus(own)
	}
}

// sends is sendMessage.
func sends() sim.Verbset { return sim.For(sim.VerbSend) }

// checked is the day the sources were last read.
const checked = ruletable.Checked("2026-11-23")

// The sources. Honor's pages need an account; what is documented was read in copies
// that name the page.
func docSend() vendors.Provenance {
	return checked.Documented("developer.honor.com/cn/docs/11002/reference/downlink-message, text of 2024-10-11 as copied into github.com/liyouping/pushapi (honorpush)")
}
func docCodes() vendors.Provenance {
	return checked.Documented("developer.honor.com/cn/docs/11002/reference/downlink-message (下行消息响应码), as transcribed in github.com/myt2000/AIShell, 2026")
}
func docReceipt() vendors.Provenance {
	return checked.Documented("developer.honor.com/cn/docs/11002/reference/downlink-message-return, as transcribed in github.com/myt2000/AIShell; confirmed by the receiver of github.com/masastack/MASA.MC")
}
func docClass() vendors.Provenance {
	return checked.Documented("Honor 荣耀推送服务消息分类标准, 2023-11, as republished at coreui.cn/news/209029")
}
func quotasSeen() vendors.Provenance {
	return checked.Observed("help.aliyun.com 2860774; docs.getui.com vendor/qps, in force from 2023-02-01")
}
func standardSeen() vendors.Provenance {
	return checked.Observed("tencentcloud.com 1047/66807, notice of 2025-03-03 on Honor's new standard: without the right or the correct importance a message is marketing")
}

// The days on which editions changed; Until is the first day without.
const (
	dayCap  = "2023-02-01" // marketing capped per phone and day
	daySelf = "2025-01-01" // what is not declared by an app with the right is marketing
)

// push is the decoded sendMessage, an empty one for other calls.
func push(c *sim.Ctx) *Push {
	if p, ok := c.Call.Wire.(*Push); ok {
		return p
	}
	return &Push{}
}

// kept is what is kept of the message that tries to reach a phone.
func kept(c *sim.Ctx) Kept {
	if k, ok := c.Message.Keep.(*Kept); ok {
		return *k
	}
	return Kept{}
}

func marketing(c *sim.Ctx) bool { return c.Granted() == vendors.ClassMarketing }

// rightSelf is the self-classification right (自分类权益).
const rightSelf = "self_classification"

// entitled reports whether the app may say what its message is: it has the right, or one
// to that importance by name.
func entitled(c *sim.Ctx) bool { return c.Right(rightSelf) || c.Right(c.Message.Category) }
