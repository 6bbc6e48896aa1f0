package huawei

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// resolveRules judge each token a call names. A token of an app that was uninstalled
// or turned push off is still taken: only a receipt tells.
func resolveRules() []sim.Rule {
	toTokens := sim.For(sim.VerbSend)
	unknown := refuseTargetIf(func(c *sim.Ctx) bool { return c.Phone == nil && harmony(c) == nil })
	remove := t("delete the token; if every token of a run is refused, check app, package and URL first and delete none", "删除该 token；若整批全部失败，先检查应用、包名和 URL，不要删除")
	return ruletable.In(rule.Resolve, rule.StageFilter, docSend(), sim.Rule{Verbs: toTokens, Info: rule.Info{
		ID: "HW-FLT-001", Order: 10, Code: codePartial, Reason: vendors.ReasonTokenInvalid,
		Title:   t("The token belongs to this app", "token 不合法：不属于本应用"),
		Because: t("no phone of this app has this token: malformed, or another app's", "本应用没有该 token：格式错误，或属于其他应用"),
		Advice:  remove,
	}, Apply: unknown}, sim.Rule{Verbs: toTokens, Info: rule.Info{
		ID: "HW-FLT-002", Order: 20, Code: codePartial, Reason: vendors.ReasonTokenInvalid,
		Title:      t("A token of HarmonyOS 5 and later", "token 由 HarmonyOS 5 及以上签发"),
		Because:    t("the token was issued on HarmonyOS 5; v1 and v2 reach HMS phones only", "该 token 由 HarmonyOS 5 签发，v1/v2 接口只支持 HMS 设备"),
		Advice:     t("send to it through the v3 API", "改用 v3 接口发送"),
		Provenance: checked.Observed("segmentfault.com/q/1010000045641160"),
	}, Apply: refuseTargetIf(func(c *sim.Ctx) bool {
		return harmony(c) == nil && c.Phone != nil && c.Phone.Flags[flagSystem] == "harmonyos5"
	})}, sim.Rule{Verbs: topics(), Info: rule.Info{
		ID: "HW-FLT-003", Order: 30, Code: "82000010", Reason: vendors.ReasonTokenInvalid,
		Title:      t("Tokens of a topic call", "主题接口：token 不合法"),
		Because:    t("no phone of this app has this token", "本应用没有该 token"),
		Advice:     remove,
		Provenance: docTopic(),
	}, Apply: unknown})
}

func refuseTargetIf(bad func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if bad(c) {
			return c.RefuseTarget(0)
		}
		return rule.Skip
	}
}

// tokenInvalid is what topic calls say of a bad token.
const tokenInvalid = "token is invalid"

// answerRules turn the verdicts on the tokens into the answer to the call.
func answerRules() []sim.Rule {
	toTokens := sim.For(sim.VerbSend)
	none := func(c *sim.Ctx) rule.Outcome {
		n := len(c.Admissions())
		if n == 0 || c.Scheduled() > 0 {
			return rule.Skip
		}
		c.Note(int64(n), 0, 0)
		return c.Refuse()
	}
	because := t("none of the {0} tokens is a good one", "{0} 个 token 全部无效")
	check := t("check app, package and URL first; then delete the tokens", "先检查应用、包名和 URL，再删除 token")
	return ruletable.In(rule.Admit, rule.StageFilter, docSend(), sim.Rule{Verbs: toTokens, Info: rule.Info{
		ID: "HW-FLT-004", Order: 10, Code: codeNoTokens, Reason: vendors.ReasonTokenInvalid,
		Title: t("All tokens are invalid", "所有 token 都是无效的"), Because: because, Advice: check,
	}, Apply: none}, sim.Rule{Verbs: toTokens, Info: rule.Info{
		ID: "HW-FLT-005", Order: 20, Code: codePartial, Reason: vendors.ReasonTokenInvalid,
		Title:   t("Some tokens are invalid", "部分 token 发送成功"),
		Because: t("{0} of {1} tokens are refused; they stand in msg, which is a JSON text", "{1} 个 token 中 {0} 个无效，列在 msg（JSON 字符串）中"),
		Advice:  t("delete the tokens of illegal_tokens only and do not send again", "只删除 illegal_tokens 中的 token，不要重发"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n := len(c.Admissions())
		bad := n - c.Scheduled()
		if bad == 0 {
			return rule.Skip
		}
		c.Note(int64(bad), int64(n), 0)
		c.Accept(codePartial)
		return rule.Pass
	}}, sim.Rule{Verbs: topics(), Info: rule.Info{
		ID: "HW-FLT-006", Order: 30, Code: codeSomeTokens, Reason: vendors.ReasonTokenInvalid,
		Title: t("A topic call without a good token", "主题接口：token 处理失败"), Because: because, Advice: check,
		Provenance: checked.Observed("topic calls of a live PHP test, which got 82000010 and 82000012 (the switch topic_bad_tokens); " +
			"that a call with some good tokens answers 80000000 and lists the errors is documented"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if none(c) == rule.Skip {
			return rule.Skip
		}
		if code := c.Flag(flagBadTopics); code == codeLocation {
			c.Quote(tokenInvalid)
			return c.RefuseCode(code)
		}
		return rule.Refuse
	}})
}
