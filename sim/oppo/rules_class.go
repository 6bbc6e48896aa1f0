package oppo

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/fixtures/words"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// The texts of code 67.
const (
	textCategory = "category error"
	textLevel    = "Private classify channel notify_level invalid"
)

// listed reports whether a word stands in a switch's list; an empty list has every word.
func listed(list, word string) bool {
	return list == "" || named(list, word)
}

func named(list, word string) bool {
	return word != "" && slices.Contains(strings.Split(strings.ReplaceAll(list, " ", ""), ","), word)
}

// service reports whether a notification declares itself communication and service.
func service(n *Notification) bool {
	class, ok := classOf(n.Category.S)
	return ok && class == vendors.ClassTransactional
}

// schemeRules are about apps and days that do not know the ten categories.
func schemeRules() []sim.Rule {
	right := vendors.ReasonRightMissing
	join := t("do not send category and notify_level on the old scheme; join the new classification in the console", "旧方案不要携带 category、notify_level；可在控制台加入新消息分类")
	private := func(c *sim.Ctx) bool { return named(c.Flag(flagPrivate), note(c).ChannelID.S) }
	service := t("the channel is an approved private one: treated as a private message", "通道为已审批的私信通道，按私信处理")
	use := t("keep to what the channel was approved for", "按通道审批的用途发送")
	grant := func(scheme bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if (scheme && c.Flag(flagScheme) != "old") || !private(c) {
				return rule.Skip
			}
			return c.Grant(vendors.ClassTransactional)
		}
	}
	return slices.Concat(checks(classSeen(), check{
		id: "OP-CLS-001", order: 10, code: "67", reason: right, stage: rule.StageClassify, text: textCategory, advice: join, since: dayClasses,
		title: t("The old scheme knows no category", "旧方案应用携带 category 或 notify_level"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			return "", c.Flag(flagScheme) == "old" && (n.Category.S != "" || n.NotifyLevel.Given())
		},
	}), ruletable.In(rule.Admit, rule.StageClassify, classSeen(), sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "OP-CLS-002", Order: 100, Since: dayClasses, Because: service, Advice: use,
		Title: t("A private channel of the old scheme", "旧方案：私信通道"),
	}, Apply: grant(true)}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "OP-CLS-003", Order: 110, Until: dayClasses, Because: service, Advice: use,
		Title: t("Private and public channels (before 2024-11-20)", "私信与公信通道（2024-11-20 之前）"),
	}, Apply: grant(false)}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "OP-CLS-004", Order: 120, Reason: vendors.ReasonDowngraded, Until: dayClasses,
		Title:   t("Without a private channel a message is public (before 2024-11-20)", "未使用私信通道按公信处理（2024-11-20 之前）"),
		Because: t("there is no category yet; the channel is not an approved private one: treated as a public message", "当时尚无 category；通道不是已审批的私信通道，按公信处理"),
		Advice:  t("register a private channel in the console and send its channel_id", "在控制台登记私信通道并携带 channel_id"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Message.Asked != vendors.ClassTransactional || private(c) {
			return rule.Skip
		}
		return c.Grant(vendors.ClassMarketing)
	}}))
}

// classRules judge category: that it is one, and that the app may use it.
func classRules() []sim.Rule {
	right := vendors.ReasonRightMissing
	apply := t("apply for this class in the console; until then send it as content and marketing", "在控制台申请该类别，获批前按内容与营销类发送")
	class := func(c check) check {
		c.code, c.stage, c.since, c.text = "67", rule.StageClassify, dayClasses, textCategory
		return c
	}
	return checks(classSeen(), class(check{
		id: "OP-CLS-010", order: 20, reason: vendors.ReasonCategoryInvalid,
		title:  t("A category that does not exist", "不存在的 category"),
		advice: t("use one of the ten values, in capitals", "使用十个取值之一（大写）"),
		from:   checked.Assumed("67 is documented for classification errors; that an unknown category is one is a default of this project"),
		bad: when(func(n *Notification) bool {
			_, ok := classOf(n.Category.S)
			return n.Category.S != "" && !ok
		}),
	}), class(check{
		id: "OP-CLS-011", order: 30, reason: right, advice: t("list the app in the OPPO store first", "先在 OPPO 软件商店上架应用"), from: limitsPage(),
		title: t("An app that is not listed has no communication and service", "未上架应用不能申请通讯与服务类"),
		bad:   func(c *sim.Ctx, n *Notification) (string, bool) { return "", service(n) && !c.Listed() },
	}), class(check{
		id: "OP-CLS-012", order: 40, reason: right, advice: apply,
		title: t("A class of communication and service that was not granted", "未获批的通讯与服务类别"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			return "", service(n) && !c.Right(n.Category.S)
		},
	}), class(check{
		id: "OP-CLS-013", order: 50, reason: right, verbs: sim.For(sim.VerbSave),
		title:  t("Communication and service go to one phone", "通讯与服务类消息仅支持单推"),
		advice: t("push it with unicast or unicast_batch", "使用单推或批量单推"),
		from:   checked.Assumed("that such messages are for one user is Alibaba Cloud's and others' word; the answer to a broadcast is a default of this project"),
		bad:    when(service),
	}))
}

// levelRules judge notify_level.
func levelRules() []sim.Rule {
	right := vendors.ReasonRightMissing
	level := func(c check) check {
		c.code, c.stage, c.since, c.text = "67", rule.StageClassify, dayClasses, textLevel
		return c
	}
	return checks(docClass(), level(check{
		id: "OP-CLS-020", order: 60, reason: vendors.ReasonBadRequest,
		title:  t("notify_level needs category", "notify_level 须与 category 一起使用"),
		advice: t("send category too, or leave notify_level out", "同时携带 category，或不传 notify_level"),
		bad:    when(func(n *Notification) bool { return n.NotifyLevel.State == Set && n.Category.S == "" }),
	}), level(check{
		id: "OP-CLS-021", order: 70, reason: vendors.ReasonBadRequest,
		title:  t("Values of notify_level", "notify_level 取值"),
		advice: t("1 bar, 2 bar and lock screen, 16 strong reminder", "1 通知栏、2 通知栏与锁屏、16 强提醒"),
		bad: when(func(n *Notification) bool {
			return n.NotifyLevel.State == Set && n.NotifyLevel.N != 1 && n.NotifyLevel.N != 2 && n.NotifyLevel.N != 16
		}),
	}), level(check{
		id: "OP-CLS-022", order: 80, reason: right,
		title:  t("The strong reminder needs its right, and IM", "强提醒须单独申请，且仅限 IM"),
		advice: t("apply for the strong reminder, or send notify_level 2", "申请强提醒权限，或使用 notify_level=2"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			return "", n.NotifyLevel.Or(0) == 16 && (n.Category.S != "IM" || !c.Right(rightStrong))
		},
	}), level(check{
		id: "OP-CLS-023", order: 90, reason: vendors.ReasonCategoryContradiction,
		title:  t("Content and marketing stay in the bar", "内容与营销类仅在通知栏展示"),
		advice: t("leave notify_level out of content and marketing", "内容与营销类不要携带 notify_level"),
		from:   checked.Assumed("that content and marketing show in the bar only is the aggregators' word; that a higher level is refused is a default of this project"),
		bad: when(func(n *Notification) bool {
			class, ok := classOf(n.Category.S)
			return ok && class == vendors.ClassMarketing && n.NotifyLevel.Or(0) > 1
		}),
	}))
}

// templateRules judge the private template of communication and service.
func templateRules() []sim.Rule {
	approve := t("have a private template approved in the console and send its id with the parameters", "在控制台申请私信模板，并携带模板 ID 与参数")
	template := func(c check) check {
		c.code, c.stage, c.since, c.advice = "54", rule.StageClassify, dayTemplates, approve
		return c
	}
	rules := checks(checked.Observed("a support note on NetEase Yunxin, 2025-08-25, with the answer; github.com/Mininglamp-OSS/octo-server, 2026"), template(check{
		id: "OP-CLS-030", order: 95, reason: vendors.ReasonTemplateMissing, text: "private_msg_template_id is null",
		title: t("Communication and service without its template", "通讯与服务类消息缺少私信模板"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			if !service(n) || n.TemplateID.S != "" {
				return "", false
			}
			switch c.Flag(flagTemplates) {
			case "on":
				return "", true
			case "im":
				return "", n.Category.S == "IM"
			case "others":
				return "", n.Category.S != "IM"
			}
			return "", false
		},
	}), template(check{
		id: "OP-CLS-031", order: 96, reason: vendors.ReasonTemplateMismatch, text: "private_msg_template_id invalid",
		title: t("A template nobody approved", "未审批的私信模板 ID"),
		from:  checked.Assumed("54 was seen for an absent template; that an unknown one gets it too is a default of this project"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			return "", service(n) && n.TemplateID.S != "" && !listed(c.Flag(flagTemplate), n.TemplateID.S)
		},
	}))
	return append(rules, checks(checked.Observed("github.com/modood/pushapi (text) and github.com/meetleev/go-multipush (object), 2025"), check{
		id: "OP-CLS-032", order: 97, stage: rule.StageClassify, since: dayTemplates, text: "Invalid Arguments", reason: vendors.ReasonTemplateMismatch,
		title:  t("Template parameters are JSON objects", "模板参数须为 JSON 对象"),
		advice: t("send the parameters as one JSON object each, with a member for each placeholder", "参数写成 JSON 对象，每个占位符一个成员"),
		bad: when(func(n *Notification) bool {
			return (n.TitleParams.State == Set && !n.TitleParams.Is) || (n.ContentParams.State == Set && !n.ContentParams.Is)
		}),
	})...)
}

// contentRules look for sensitive words. OPPO publishes none; the list stands for its own.
func contentRules() []sim.Rule {
	sensitive := words.Get(words.Sensitive)
	has := func(text string) bool {
		return slices.ContainsFunc(sensitive, func(word string) bool { return strings.Contains(text, word) })
	}
	return checks(docTable(), check{
		id: "OP-FLT-001", order: 98, stage: rule.StageFilter, reason: vendors.ReasonContentFiltered,
		title:  t("Sensitive words", "标题或内容含敏感词"),
		advice: t("change the text; do not send it again as it is", "修改文案，不要原样重发"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			switch {
			case c.Flag(flagSensitive) != "on":
				return "", false
			case has(n.Title.S):
				return "title can't contain sensitive word", true
			}
			return "content can't contain sensitive word", has(n.Content.S)
		},
	})
}
