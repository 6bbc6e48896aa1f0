package huawei

import (
	"cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// granted reports whether the app may use a service category: by a right of the
// category's name, or by the self-classification right, which stands for the types
// that are granted without a licence. PLAY_VOICE is for data messages only.
func granted(c *sim.Ctx, category string) bool {
	if category == "PLAY_VOICE" && harmony(c) == nil && !send(c).IsData() {
		return false
	}
	if c.Right(category) {
		return true
	}
	switch category {
	case "VOIP", "PLAY_VOICE", "SYSTEM_REMINDER", "CUSTOMER_SERVICE":
		return false
	}
	return c.Right(rightAll)
}

// classRules settle the class of a message. No answer tells it.
func classRules(smart Classifier) []sim.Rule {
	apply := t("apply for the self-classification right and send the granted category", "申请自分类权益，并携带已获批的 category")
	return append(ruletable.In(rule.Admit, rule.StageClassify, docClass(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-CLS-001", Order: 600, Reason: vendors.ReasonDowngraded, Since: daySelf,
		Title:   t("A category that was not granted is marketing", "未获自分类权益的 category 按资讯营销类处理"),
		Because: t("the app has no right to {ref}: treated as marketing, and the answer does not say so", "应用没有 {ref} 的自分类权益，按资讯营销类处理，接口仍返回成功"),
		Advice:  apply,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Message.Asked != vendors.ClassTransactional || c.Message.Category == "" || granted(c, c.Message.Category) {
			return rule.Skip
		}
		c.Quote(c.Message.Category)
		return c.Grant(vendors.ClassMarketing)
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-CLS-002", Order: 610, Reason: vendors.ReasonSilentByClass, Since: daySelf,
		Title:   t("Without a category a message is marketing", "未携带 category 按资讯营销类处理"),
		Because: t("no category was sent: treated as marketing", "未携带 category，按资讯营销类处理"),
		Advice:  apply,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Message.Asked != vendors.ClassUnset || c.Message.Category != "" {
			return rule.Skip
		}
		return c.Grant(vendors.ClassMarketing)
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-CLS-003", Order: 620, Reason: vendors.ReasonCategoryInvalid, Since: daySelf,
		Title:   t("A category that does not exist is marketing", "不存在的 category 按资讯营销类处理"),
		Because: t("{ref} is no category: treated as marketing, and the answer does not say so", "category {ref} 不存在，按资讯营销类处理，接口仍返回成功"),
		Advice:  t("use a granted category in upper case", "使用已获批的 category（大写）"),
		Provenance: checked.Documented("Huawei's page on classification, 2026-07-28, for HarmonyOS; HMSCore-Guides/message-priority-0000001181716924 " +
			"says for HMS that such a message is sent and not accelerated"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Message.Asked != vendors.ClassUnset || c.Message.Category == "" {
			return rule.Skip
		}
		c.Quote(c.Message.Category)
		return c.Grant(vendors.ClassMarketing)
	}}), about(protocolHMS, smartRules(smart))...)
}

// smartRules are the intelligent classification, in force until self-classification
// became the rule for all. Before applications for the right opened, nobody's word
// was trusted.
func smartRules(smart Classifier) []sim.Rule {
	judge := func(c *sim.Ctx) rule.Outcome {
		if c.Message.Asked == vendors.ClassMarketing {
			return rule.Skip // nobody declares that who does not mean it
		}
		word, promotes := smart.Marketing(c.Message.Title, c.Message.Body)
		class := vendors.ClassTransactional
		if promotes {
			class = vendors.ClassMarketing
		}
		if class == c.Message.Asked {
			return rule.Skip
		}
		c.Quote(cmp.Or(word, "-"))
		return c.Grant(class)
	}
	advice := t("keep promotion out of service messages", "服务类消息不要夹带营销内容")
	return ruletable.In(rule.Admit, rule.StageClassify, checked.Documented("HMS push feature matrix and message classification, texts before 2023-09-15; the words are this project's stand-in"), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-CLS-004", Order: 630, Reason: vendors.ReasonDowngraded, Since: dayRights, Until: daySelf,
		Title:   t("Intelligent classification of apps without the right (older)", "智能分类：未获自分类权益（旧规则）"),
		Because: t("the text decided the class; a word of promotion: {ref}", "按文案智能分类；营销词：{ref}"),
		Advice:  advice,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Message.Asked == vendors.ClassTransactional && granted(c, c.Message.Category) {
			return rule.Skip
		}
		return judge(c)
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-CLS-005", Order: 640, Reason: vendors.ReasonDowngraded, Until: dayRights,
		Title:   t("Intelligent classification of all apps (older)", "智能分类：全部应用（旧规则）"),
		Because: t("the text decided the class; a word of promotion: {ref}", "按文案智能分类；营销词：{ref}"),
		Advice:  advice,
	}, Apply: judge})
}
