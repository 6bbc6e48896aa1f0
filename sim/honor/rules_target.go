package honor

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// resolveRules judge each token a call names. A token of an app that was just
// uninstalled is still taken: the phone has to say so first.
func resolveRules() []sim.Rule {
	return ruletable.In(rule.Resolve, rule.StageFilter, docSend(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-FLT-001", Order: 10, Code: listFailed, Reason: vendors.ReasonTokenInvalid,
		Title:   t("The token belongs to this app", "token 不属于本应用"),
		Because: t("no phone of this app has this token: malformed, or another app's", "本应用没有该 token：格式错误，或属于其他应用"),
		Advice:  t("mark the token; if every token of a run fails, check app, package and URLs", "标记该 token；若整批失败，先检查应用、包名和地址"),
	}, Apply: refuseTargetIf(func(c *sim.Ctx) bool { return c.Phone == nil })}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-FLT-002", Order: 20, Code: listExpired, Reason: vendors.ReasonTokenUnregistered,
		Title:   t("A token that is over", "token 已失效"),
		Because: t("Honor knows that this token is no longer valid", "荣耀侧已知该 token 失效"),
		Advice:  t("delete the token and wait for the app to report its new one", "删除该 token，等待客户端上报新 token"),
	}, Apply: refuseTargetIf(func(c *sim.Ctx) bool { return c.Phone != nil && c.Phone.Flags[flagToken] == "expired" })}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-FLT-003", Order: 30, Code: listExpired, Reason: vendors.ReasonTokenUnregistered,
		Title:      t("A token the phone has refused before", "设备此前已回报 token 失效"),
		Because:    t("an earlier message found the app gone or the token void; since then the token is over", "此前的消息已发现应用卸载或 token 失效，该 token 不再有效"),
		Advice:     t("delete tokens at the receipts 40000003 and 40000004", "收到回执 40000003、40000004 即删除 token"),
		Provenance: checked.Assumed("the receipts are documented; that the token comes into expireTokens afterwards is assumed"),
	}, Apply: refuseTargetIf(func(c *sim.Ctx) bool {
		if c.Phone == nil || (c.Phone.Installed && c.Phone.Subscribed) {
			return false
		}
		_, gone := c.Remembered(goneKey(c.Phone.Token))
		return gone
	})})
}

// goneKey is under what is remembered that a phone refused its token.
func goneKey(token string) string { return "gone " + token }

func refuseTargetIf(bad func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if bad(c) {
			return c.RefuseTarget(0)
		}
		return rule.Skip
	}
}

// answerRules turn the verdicts on the tokens into the answer to the call.
func answerRules() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageFilter, docCodes(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-FLT-004", Order: 10, Code: codeNoTokens, Reason: vendors.ReasonTokenInvalid,
		Title:   t("All tokens are invalid", "所有 push token 无效"),
		Because: t("none of the {0} tokens is a good one", "{0} 个 token 全部无效"),
		Advice:  t("check app, package and URLs first; then delete the tokens", "先检查应用、包名和地址，再删除 token"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n := len(c.Admissions())
		if n == 0 || c.Scheduled() > 0 {
			return rule.Skip
		}
		c.Note(int64(n), 0, 0)
		return c.Refuse()
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-FLT-005", Order: 20, Code: codePartial, Reason: vendors.ReasonTokenInvalid,
		Title:   t("Some tokens failed", "部分 token 发送成功"),
		Because: t("{0} of {1} tokens are in failTokens, {2} in expireTokens", "{1} 个 token 中 {0} 个在 failTokens，{2} 个在 expireTokens"),
		Advice:  t("read both lists; do not send the whole call again", "读取两个列表，不要整批重发"),
		Provenance: checked.Documented("developer.honor.com/cn/docs/11002/reference/downlink-message (下行消息响应码), as transcribed in github.com/myt2000/AIShell, 2026; " +
			"that expireTokens alone leave the code at 200 is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		failed, expired := 0, 0
		for _, a := range c.Admissions() {
			switch {
			case a.State != sim.Refused:
			case a.Code == listFailed:
				failed++
			default:
				expired++
			}
		}
		if failed+expired == 0 {
			return rule.Skip
		}
		c.Note(int64(failed), int64(len(c.Admissions())), int64(expired))
		if failed > 0 {
			c.Accept(c.Flag(flagPartial))
		}
		return rule.Pass
	}})
}

// testRules count test messages, which are outside the cap of the phone.
func testRules() []sim.Rule {
	limit := func(c *sim.Ctx) int64 { return c.Param("max") }
	return ruletable.In(rule.Admit, rule.StageQuota, docSend(), sim.Rule{Verbs: sends(), Counter: countTest, Limit: limit, Info: rule.Info{
		ID: "HN-QTA-001", Order: 30, Code: "80200047", Reason: vendors.ReasonQuotaAppDay,
		Title:   t("Test messages of a day", "测试消息每天 1000 条"),
		Because: t("{0} test messages today already, {1} are allowed, {2} more were asked for", "今日已发 {0} 条测试消息，上限 {1}，本次 {2}"),
		Advice:  t("test again tomorrow, or send as a normal message", "次日再测，或按正式消息发送"),
		Params:  map[string]int64{"max": 1000},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !c.Message.Test {
			return rule.Skip
		}
		n, most := int64(c.Scheduled()), c.Param("max")
		if own, ok := c.Limit(countTest); ok {
			most = own
		}
		used := c.Count(countTest)
		c.Note(used, most, n)
		if used+n > most {
			return c.Refuse()
		}
		c.Charge(countTest, n)
		return rule.Pass
	}})
}
