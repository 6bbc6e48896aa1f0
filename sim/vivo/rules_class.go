package vivo

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// categoryRules judge the second-level category against the first level.
func categoryRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageClassify, doc368(), sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-CLS-001", Order: 100960, Code: "10096", Reason: vendors.ReasonCategoryInvalid,
		Title:   t("category is one of ten", "category错误"),
		Because: t("{ref} is none of the ten categories, which are in upper case", "{ref} 不是二级分类标准中的取值（须大写）"),
		Advice:  t("use IM, ACCOUNT, TODO, DEVICE_REMINDER, ORDER, SUBSCRIPTION, NEWS, CONTENT, MARKETING or SOCIAL", "使用 IM、ACCOUNT、TODO、DEVICE_REMINDER、ORDER、SUBSCRIPTION、NEWS、CONTENT、MARKETING、SOCIAL"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		b := message(c)
		if b.Category.S == "" && b.Category.State != Wrong {
			return rule.Skip
		}
		c.Quote(b.Category.S)
		if _, ok := classOf(b.Category.S); !ok {
			return c.Refuse()
		}
		return rule.Skip
	}}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-CLS-002", Order: 100970, Code: "10097", Reason: vendors.ReasonCategoryContradiction,
		Title:   t("category and classification agree", "category与classification不对应"),
		Because: t("{ref} does not belong to classification {0}", "{ref} 不属于 classification {0}"),
		Advice:  t("send the category alone, or the classification it belongs to", "只传 category，或传与之对应的 classification"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		b := message(c)
		class, ok := classOf(b.Category.S)
		if !ok || !b.Classification.Given() {
			return rule.Skip
		}
		c.Note(b.Classification.N, 0, 0)
		c.Quote(b.Category.S)
		if class != declared(b) {
			return c.Refuse()
		}
		return rule.Skip
	}}, sim.Rule{Verbs: sim.For(sim.VerbBroadcast), Info: rule.Info{
		ID: "VV-CLS-003", Order: 100971, Code: "10097", Reason: vendors.ReasonCategoryContradiction,
		Title:      t("Only operational messages go to everybody", "全量发送只能发运营消息"),
		Because:    t("a system message was sent to everybody", "系统消息不能全量发送"),
		Advice:     t("send system messages to the phones they concern", "系统消息请发送给相关用户"),
		Provenance: checked.Assumed("an aggregator says that only operational content is meant for /message/all; the code is a default of this project"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		return c.Call.Op == opAll && c.Message.Asked == vendors.ClassTransactional
	})})
}

// classRules correct a class after the answer is decided: the sender is not told.
func classRules(words Classifier) []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageClassify, doc359(), sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-CLS-004", Order: 600, Reason: vendors.ReasonDowngraded,
		Title:   t("Second correction: a system message that promotes is operational", "智能分类二次修正：系统消息含运营内容按运营消息处理"),
		Because: t("the text reads as promotion ({ref}): treated as operational, and the answer does not say so", "文案含运营内容（{ref}），按运营消息处理，接口仍返回成功"),
		Advice:  t("keep promotion out of system messages, or declare it as MARKETING; appeal by mail to push@vivo.com with the taskId", "系统消息不要夹带营销内容，或按 MARKETING 发送；有异议可携 taskId 邮件 push@vivo.com 申诉"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Message.Asked != vendors.ClassTransactional || c.Message.Test {
			return rule.Skip
		}
		word, promotes := words.Marketing(c.Message.Title, c.Message.Body)
		if !promotes {
			return rule.Skip
		}
		c.Quote(word)
		return c.Grant(vendors.ClassMarketing)
	}})
}
