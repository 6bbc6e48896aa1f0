package honor

import (
	"github.com/offpush/offpush/fixtures/words"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// rightRules judge what a message claims that its app or its class does not have.
func rightRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageFilter, docCodes(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-APP-002", Order: 700, Code: "80200022", Reason: vendors.ReasonRightMissing, Since: daySelf,
		Title:      t("NORMAL without the right, refused", "无权限发送该类型的消息"),
		Because:    t("importance is NORMAL, the app has no right "+rightSelf+", and the switch ungranted_normal refuses", "importance 为 NORMAL，应用没有权益 "+rightSelf+"，ungranted_normal 开关为拒绝"),
		Advice:     t("apply for the self-classification right, or send LOW", "申请自分类权益，或使用 LOW"),
		Provenance: checked.Assumed("80200022 is documented; whether an ungranted NORMAL gets it or is made marketing is not known, the switch ungranted_normal says"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		return c.Flag(flagUngranted) == "refuse" && c.Message.Asked == vendors.ClassTransactional && !entitled(c)
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-FLT-010", Order: 710, Code: "80200050", Reason: vendors.ReasonBadRequest,
		Title:   t("A marketing message has no image", "资讯营销类消息不支持 image"),
		Because: t("importance is not NORMAL and there is an image", "importance 不为 NORMAL，却携带了 image"),
		Advice:  t("leave the image out, or send what concerns the user with importance NORMAL and the right", "去掉 image；与用户直接相关的内容在有权益时使用 NORMAL"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		b := &push(c).Body
		return !b.IsData() && b.Image() != "" && c.Message.Asked != vendors.ClassTransactional && c.Flag(flagImage) != "strip"
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-VAL-044", Order: 720, Code: "80200020", Reason: vendors.ReasonBadRequest,
		Title:   t("receiptId is one of the console's", "receipt id 不匹配"),
		Because: t("the console has receipts and none is {ref}", "控制台已配置回执，但没有 {ref}"),
		Advice:  t("send a receiptId that the console lists, or none", "使用控制台中已配置的回执 ID，或不携带"),
		Provenance: checked.Documented("developer.honor.com/cn/docs/11002/reference/downlink-message (下行消息响应码), as transcribed in github.com/myt2000/AIShell, 2026; " +
			"that the id stands in android.receiptId is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		id := push(c).Body.Android.ReceiptID.S
		if id == "" || c.ReceiptURL(receiptDefault) == "" || c.ReceiptURL(id) != "" {
			return rule.Skip
		}
		c.Quote(id)
		return c.Refuse()
	}})
}

// contentRules look for sensitive words. Honor publishes none; the list stands for its
// own.
func contentRules() []sim.Rule {
	sensitive := words.Get(words.Sensitive)
	return ruletable.In(rule.Gate, rule.StageFilter, docCodes(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-FLT-011", Order: 800, Code: "80200056", Reason: vendors.ReasonContentFiltered,
		Title:   t("Sensitive words in title or content", "标题或内容存在敏感信息"),
		Because: t("the text contains {ref}", "文案含有 {ref}"),
		Advice:  t("change the text; do not send it again as it is", "修改文案，不要原样重发"),
		Provenance: checked.Documented("developer.honor.com/cn/docs/11002/reference/downlink-message (下行消息响应码), as transcribed in github.com/myt2000/AIShell, 2026; " +
			"the words are this project's stand-in"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		word, found := firstOf(sensitive, c.Message.Title, c.Message.Body)
		if !found {
			return rule.Skip
		}
		c.Quote(word)
		return c.Refuse()
	}})
}
