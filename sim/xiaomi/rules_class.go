package xiaomi

import (
	"maps"
	"slices"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// The classes of channels, as rights of an app.
const (
	privateChannel = "private:"
	publicChannel  = "public:"
	templateRight  = "template:"
)

// Channel implements sim.Channelled.
func (*Endpoint) Channel(class vendors.Class) (channel, right string) {
	if class == vendors.ClassTransactional {
		return "135001", privateChannel + "135001"
	}
	return "135002", publicChannel + "135002"
}

func isPrivate(c *sim.Ctx, b *Body) bool {
	id := b.extra("channel_id")
	return id != "" && c.Right(privateChannel+id)
}

// channelRules find out what kind a message is: a request names a channel, and the
// console knows of which class that is. They stand behind the targets, so that a refused
// message is known to be one to a phone, and before what is said of the targets.
func channelRules() []sim.Rule {
	none := func(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
		return overMessages(func(c *sim.Ctx, b *Body) bool { return b.extra("channel_id") == "" && when(c) })
	}
	moved := t("the app sends through channels alone", "该应用必须使用通知类别发送")
	channel := t("send the id of an approved channel in extra.channel_id", "extra.channel_id 填写审核通过的通知类别 ID")
	return append(ruletable.In(rule.Admit, rule.StageClassify, octo(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-CLS-001", Order: 1, Code: "27001", Reason: vendors.ReasonChannelInvalid, Since: dayClasses,
		Title: t("The channel is one of the app's", "channel相关信息不匹配"), Because: t("the app has no approved channel {ref}", "该应用没有审核通过的通知类别 {ref}"),
		Advice: channel,
	}, Apply: overMessages(func(c *sim.Ctx, b *Body) bool {
		id := b.extra("channel_id")
		c.Quote(id)
		return id != "" && !c.Right(privateChannel+id) && !c.Right(publicChannel+id)
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-CLS-002", Order: 2, Code: "27001", Reason: vendors.ReasonChannelMissing, Since: dayRule2026,
		Title: t("A message names a channel", "未填写通知类别 ID"), Because: moved, Advice: channel,
		Provenance: checked.Assumed("notes of 2026 say that a channel is needed, dev.mi.com document 1656 of 2026-02-04 still has a class without one; the switch default_channel decides"),
	}, Apply: none(func(c *sim.Ctx) bool { return c.Flag(flagDefault) != "allow" })}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-CLS-003", Order: 3, Code: "27001", Reason: vendors.ReasonChannelMissing, Since: dayMoved, Until: dayRule2026,
		Title: t("An app that moved names a channel", "已全量进入新消息分类的应用必须填写通知类别 ID"), Because: moved, Advice: channel,
		Provenance: checked.Observed("docs.getui.com vendor quotas (rule of 2024-11-04); docs.jiguang.cn vendor classification, 2025-04-07"),
	}, Apply: none(func(c *sim.Ctx) bool { return c.Flag(flagDefault) == "forbid" })}), ruletable.In(rule.Admit, rule.StageClassify, docQuota(), sim.Rule{Verbs: withMessage(), Info: rule.Info{
		ID: "MI-CLS-004", Order: 10, Since: dayClasses,
		Title: t("The channel decides the class", "消息类别由通知类别决定"), Because: t("channel {ref} is private", "通知类别 {ref} 为私信"),
		Advice: t("apply for private channels for what concerns one user", "与用户个人相关的内容申请私信通知类别"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !isPrivate(c, body(c)) {
			return rule.Skip
		}
		c.Quote(body(c).extra("channel_id"))
		return c.Declare(vendors.ClassTransactional)
	}})...)
}

// templateRules judge the template of a message. Every private message needs one,
// sooner or later: apps connected since 2026-07-01 at once.
func templateRules() []sim.Rule {
	named := func(bad func(c *sim.Ctx, b *Body, tpl Template, known bool) bool) func(*sim.Ctx) rule.Outcome {
		return overMessages(func(c *sim.Ctx, b *Body) bool {
			id := b.extra("template_id")
			if id == "" {
				return false
			}
			c.Quote(id)
			tpl, known := templateOf(c, id)
			return bad(c, b, tpl, known)
		})
	}
	without := func(when string) func(*sim.Ctx) rule.Outcome {
		return overMessages(func(c *sim.Ctx, b *Body) bool {
			c.Quote(b.extra("channel_id"))
			return c.Flag(flagTemplate) == when && isPrivate(c, b) && b.extra("template_id") == ""
		})
	}
	return append(ruletable.In(rule.Admit, rule.StageClassify, docTemplate(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-CLS-010", Order: 4, Code: "27001", Reason: vendors.ReasonTemplateMissing, Since: dayAllApps,
		Title: t("Every app's private messages have a template", "全部应用的私信必须使用模板"), Because: t("channel {ref} is private and no template is named", "通知类别 {ref} 为私信，但未填写模板"),
		Advice:     t("send extra.template_id and extra.template_param", "填写 extra.template_id 与 extra.template_param"),
		Provenance: checked.Assumed("third-party notes of 2026 say that private messages without a template are not guaranteed from 2026-12-31 on; that they are refused, and the code, is a default of this project; the switch private_template decides"),
	}, Apply: without(byDate)}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-CLS-005", Order: 5, Code: "27001", Reason: vendors.ReasonTemplateMissing, Since: dayNewApps,
		Title: t("A newly connected app's private messages have a template", "新接入应用的私信必须使用模板"), Because: t("channel {ref} is private and no template is named", "通知类别 {ref} 为私信，但未填写模板"),
		Advice:     t("send extra.template_id and extra.template_param", "填写 extra.template_id 与 extra.template_param"),
		Provenance: checked.Assumed("dev.mi.com document 2314 wants a template for every private message, the code without one is not known; the switch private_template decides"),
	}, Apply: without("required")}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-CLS-006", Order: 6, Code: "27001", Reason: vendors.ReasonTemplateMismatch, Since: dayTemplates,
		Title: t("The template is one of the app's", "模板不存在或未审核通过"), Because: t("the app has no approved template {ref}", "该应用没有审核通过的模板 {ref}"),
		Advice:     t("use an official template or one the console approved", "使用官方模板或审核通过的自定义模板"),
		Provenance: checked.Assumed("templates have to be approved by dev.mi.com document 2314; the code for others is not known"),
	}, Apply: named(func(_ *sim.Ctx, _ *Body, _ Template, known bool) bool { return !known })}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-CLS-007", Order: 7, Code: "10017", Reason: vendors.ReasonTemplateMismatch, Since: dayTemplates,
		Title: t("The variables are the template's", "模板变量不匹配"), Because: t("template_param has not exactly the variables of template {ref}", "template_param 与模板 {ref} 的变量个数或名称不一致"),
		Advice:     t("send every variable of the template, and no other", "变量个数与名称须与模板一致"),
		Provenance: checked.Assumed("number and names must equal the template's by dev.mi.com document 2314; the code is not known"),
	}, Apply: named(func(_ *sim.Ctx, b *Body, tpl Template, known bool) bool {
		values, ok := templateParam(b.extra("template_param"))
		return known && (!ok || !slices.Equal(slices.Sorted(maps.Keys(values)), tpl.variables()))
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-CLS-008", Order: 8, Code: "10017", Reason: vendors.ReasonTemplateMismatch, Since: dayTemplates,
		Title: t("The values of variables are texts of 1 to 128 characters", "模板变量值不合法"), Because: t("a value for template {ref} is empty, blank, over {0} characters, or has emoji", "模板 {ref} 的变量值为空、全空白、超过 {0} 个字符或含 emoji"),
		Advice: t("use 1 to 128 characters without emoji", "变量值 1-128 个字符，不含 emoji"), Params: map[string]int64{"max": 128},
		Provenance: checked.Assumed("the limits are of dev.mi.com document 2314; the code is not known"),
	}, Apply: named(func(c *sim.Ctx, b *Body, _ Template, _ bool) bool {
		most := c.Param("max")
		c.Note(most, 0, 0)
		values, _ := templateParam(b.extra("template_param"))
		for _, v := range values {
			if !legalValue(v, int(most)) {
				return true
			}
		}
		return false
	})}), ruletable.In(rule.Admit, rule.StageClassify, docTemplate(), sim.Rule{Verbs: withMessage(), Info: rule.Info{
		ID: "MI-CLS-009", Order: 11, Since: dayTemplates,
		Title: t("Mi Push puts a template's text together", "MiPush 按模板组装文案"), Because: t("the text is that of template {ref}", "文案取自模板 {ref}"),
		Advice: t("send the variables alone", "只需传变量"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		b := body(c)
		tpl, known := templateOf(c, b.extra("template_id"))
		if !known {
			return rule.Skip
		}
		values, _ := templateParam(b.extra("template_param"))
		title, content := tpl.words(values)
		c.Quote(tpl.ID)
		c.Word(title, content)
		return rule.Alter
	}})...)
}
