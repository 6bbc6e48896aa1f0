package honor

import (
	"cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// data reports whether the call is a data message, which has no class.
func data(c *sim.Ctx) bool { return push(c).Body.IsData() }

// classRules settle the class of a notification. No answer tells it.
func classRules(judge Classifier) []sim.Rule {
	apply := t("apply for the self-classification right and send importance NORMAL", "申请自分类权益，并携带 importance 为 NORMAL")
	return ruletable.In(rule.Admit, rule.StageClassify, standardSeen(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-CLS-001", Order: 600, Reason: vendors.ReasonDowngraded, Since: daySelf,
		Title:   t("NORMAL without the right is marketing", "无自分类权益的 NORMAL 按资讯营销类处理"),
		Because: t("the app has no right "+rightSelf+": treated as marketing, and the answer does not say so", "应用没有权益 "+rightSelf+"，按资讯营销类处理，接口仍返回成功"),
		Advice:  apply,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Message.Asked != vendors.ClassTransactional || entitled(c) {
			return rule.Skip
		}
		return c.Grant(vendors.ClassMarketing)
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-CLS-002", Order: 610, Reason: vendors.ReasonSilentByClass, Since: daySelf,
		Title:   t("Without importance a message is marketing", "未携带 importance 按资讯营销类处理"),
		Because: t("no importance was sent: treated as marketing", "未携带 importance，按资讯营销类处理"),
		Advice:  apply,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Message.Asked != vendors.ClassUnset || data(c) {
			return rule.Skip
		}
		return c.Grant(vendors.ClassMarketing)
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-CLS-003", Order: 620, Reason: vendors.ReasonDowngraded, Until: daySelf,
		Title:      t("Honor judges app, content and scene (older)", "按应用类型、内容与场景分类（旧规则）"),
		Because:    t("the text decided the class; a word of promotion: {ref}", "按内容分类；营销词：{ref}"),
		Advice:     t("keep promotion out of service messages", "服务类消息不要夹带营销内容"),
		Provenance: checked.Documented("Honor 荣耀推送服务消息分类标准, 2023-11, as republished at coreui.cn/news/209029; the words are this project's stand-in"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		declared := c.Message.Asked == vendors.ClassTransactional && entitled(c)
		if data(c) || declared || c.Message.Asked == vendors.ClassMarketing {
			return rule.Skip
		}
		word, promotes := judge.Marketing(c.Message.Title, c.Message.Body)
		class := vendors.ClassTransactional
		if promotes {
			class = vendors.ClassMarketing
		}
		if class == c.Message.Asked {
			return rule.Skip
		}
		c.Quote(cmp.Or(word, "-"))
		return c.Grant(class)
	}})
}
