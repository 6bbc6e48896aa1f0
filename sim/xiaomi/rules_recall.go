package xiaomi

import (
	"slices"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// earlier is the message a call names by its id or its jobkey; nil if there is none.
func earlier(c *sim.Ctx) *sim.Sent {
	if c.Stored != nil {
		return c.Stored
	}
	return named(c, c.Call.MessageRef)
}

// named is the message with an id or a jobkey.
func named(c *sim.Ctx, ref string) *sim.Sent {
	if s := c.Sent(ref); s != nil {
		return s
	}
	if id, ok := c.Remembered(jobKey(ref)); ok {
		return c.Sent(id)
	}
	return nil
}

// recalled are the messages a recall names, without those nobody knows: a revocation may
// name several.
func recalled(c *sim.Ctx) []*sim.Sent {
	var list []*sim.Sent
	for _, ref := range body(c).references() {
		if s := named(c, ref); s != nil {
			list = append(list, s)
		}
	}
	return list
}

// recallRules take messages back. The paths are the SDK's; which parameter goes with
// which is not documented, so every one of an id or a jobkey is taken, and of several
// one that is known is enough.
func recallRules() []sim.Rule {
	recall := sim.For(sim.VerbRecall)
	unsure := checked.Assumed("the paths are of the Mi Push server SDK for Java; parameters, answers and codes are defaults of this project")
	own := t("use data.id of the send, not trace_id", "使用发送返回的 data.id（不是 trace_id）")
	return ruletable.In(rule.Gate, rule.StageValidate, unsure, sim.Rule{Verbs: recall, Info: rule.Info{
		ID: "MI-VAL-033", Order: 600, Code: "20315", Reason: vendors.ReasonMessageUnknown,
		Title: t("What is deleted is a broadcast of the app", "删除广播消息失败"), Because: t("{ref} is no message of this app", "{ref} 不是本应用的消息"), Advice: own,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != opDelete || earlier(c) != nil {
			return rule.Skip
		}
		c.Quote(c.Call.MessageRef)
		return c.Refuse()
	}}, sim.Rule{Verbs: sim.For(sim.VerbRecall, sim.VerbQuery), Info: rule.Info{
		ID: "MI-VAL-034", Order: 601, Code: "65028", Reason: vendors.ReasonMessageUnknown,
		Title: t("The message is known", "未查询到相应消息"), Because: t("{ref} is no message of this app", "{ref} 不是本应用的消息"), Advice: own,
		Provenance: docCodes(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		asks := slices.Contains([]string{opStop, opRevoke, opJobDelete, opTrace}, c.Call.Op)
		if !asks || len(recalled(c)) > 0 {
			return rule.Skip
		}
		c.Quote(c.Call.MessageRef)
		return c.Refuse()
	}}, sim.Rule{Verbs: recall, Info: rule.Info{
		ID: "MI-DLV-040", Order: 900, Stage: rule.StageDeliver, Reason: vendors.ReasonRecalled,
		Title: t("A message is taken back", "撤回、停止或删除消息"), Because: t("taken back from {0} phones named, 0 meaning all", "撤回 {0} 个指定目标（0 为全部）"),
		Advice: t("nothing to do", "无需处理"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op == opJobDelete {
			return rule.Skip
		}
		return takeBack(c)
	}}, sim.Rule{Verbs: recall, Info: rule.Info{
		ID: "MI-DLV-044", Order: 901, Stage: rule.StageDeliver, Reason: vendors.ReasonRecalled,
		Title: t("A scheduled message is cancelled", "删除定时任务"), Because: t("it will not be sent", "该定时消息不再发送"),
		Advice: t("nothing to do", "无需处理"), Provenance: docJava(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != opJobDelete {
			return rule.Skip
		}
		return takeBack(c)
	}})
}

// takeBack takes messages from all phones, or from those the call names.
func takeBack(c *sim.Ctx) rule.Outcome {
	list, b := recalled(c), body(c)
	if len(list) == 0 {
		return rule.Skip
	}
	c.Note(int64(len(b.Targets)), 0, 0)
	for _, first := range list {
		for _, s := range ofBatch(c, first) {
			takeFrom(c, s, b)
		}
	}
	return c.Reply(nil)
}

func takeFrom(c *sim.Ctx, s *sim.Sent, b *Body) {
	if len(b.Targets) == 0 {
		c.Effect(sim.Effect{Kind: sim.EffRecall, Key: s.VendorID})
	}
	for _, name := range b.Targets {
		if p := found(c, b.way.kind, name); p != nil {
			c.Effect(sim.Effect{Kind: sim.EffRecall, Key: s.VendorID, Phone: p})
		}
	}
}

// found is the phone a name of a kind leads to.
func found(c *sim.Ctx, kind sim.TargetKind, name string) *sim.Phone {
	switch kind {
	case sim.ByAlias:
		return c.PhoneByAlias(name)
	case sim.ByUser:
		return c.PhoneByUser(name)
	}
	return c.View.Phone(name)
}

// subscriptionRules keep phones in topics: the tags of the engine.
func subscriptionRules() []sim.Rule {
	manage := sim.For(sim.VerbManage)
	nothing := t("nothing to do", "无需处理")
	return ruletable.In(rule.Gate, rule.StageValidate, docJava(), sim.Rule{Verbs: sim.For(sim.VerbManage, sim.VerbQuery), Info: rule.Info{
		ID: "MI-VAL-035", Order: 610, Code: "10029", Reason: vendors.ReasonTokenInvalid,
		Title: t("The device is one of the app's", "不合法的设备"), Because: t("no phone of this app is {ref}", "本应用没有设备 {ref}"),
		Advice:     t("check the registration id; delete it only after bad_regids or a receipt 16", "检查 regId；仅在 bad_regids 或 16 类回执后删除"),
		Provenance: checked.Assumed("the code is of dev.mi.com document 1560; that these calls answer it is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Verb == sim.VerbQuery && !slices.Contains([]string{opAliasAll, opTopicAll, opAccountAll}, c.Call.Op) {
			return rule.Skip
		}
		for _, name := range body(c).Targets {
			if found(c, body(c).way.kind, name) == nil {
				c.Quote(name)
				return c.Refuse()
			}
		}
		return rule.Skip
	}}, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "MI-VAL-036", Order: 620, Code: "20215", Reason: vendors.ReasonVendorError,
		Title: t("Thirty topics for a phone at most", "订阅主题失败：单设备最多 30 个主题"), Because: t("the phone has {0} topics, {1} are allowed", "设备已订阅 {0} 个主题，上限 {1}"),
		Advice: t("unsubscribe from topics that are over", "退订不再使用的主题"), Params: map[string]int64{"max": 30},
		Provenance: checked.Assumed("the number is of third-party notes of 2026; that this code answers it is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		b := body(c)
		if c.Call.Op != opSubscribe {
			return rule.Skip
		}
		for _, name := range b.Targets {
			p := found(c, b.way.kind, name)
			if p == nil || slices.Contains(p.Tags, b.Topic.S) || int64(len(p.Tags)) < c.Param("max") {
				continue
			}
			c.Note(int64(len(p.Tags)), c.Param("max"), 0)
			return c.Refuse()
		}
		return rule.Skip
	}}, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "MI-DLV-041", Order: 910, Stage: rule.StageDeliver,
		Title: t("Phones join and leave topics", "订阅与退订主题"), Because: t("the topic {ref} was changed for {0} phones", "主题 {ref} 变更 {0} 台设备"), Advice: nothing,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		b := body(c)
		n := int64(1)
		if c.Call.Op == opUnsubscribe {
			n = -1
		}
		for _, name := range b.Targets {
			if p := found(c, b.way.kind, name); p != nil {
				c.Effect(sim.Effect{Kind: sim.EffTag, Text: b.Topic.S, N: n, Phone: p})
			}
		}
		c.Quote(b.Topic.S)
		c.Note(int64(len(b.Targets)), 0, 0)
		return c.Reply(nil)
	}})
}

// feedbackRules are the interface that told which targets are void. Reading deletes what
// was read. Since 2024-10 it is off line.
func feedbackRules() []sim.Rule {
	query := sim.For(sim.VerbQuery)
	is := func(c *sim.Ctx) bool { return c.Call.Op == opBadRegIDs || c.Call.Op == opBadAliases }
	receipts := t("ask for receipts of type 16", "改用 callback.type=16 的回执")
	offLine := func(when string) func(*sim.Ctx) rule.Outcome {
		return ruletable.RefuseIf(func(c *sim.Ctx) bool {
			f := c.Flag(flagFeedback)
			return is(c) && (f == off || f == when)
		})
	}
	ended := t("the feedback interface is off line", "feedback 接口已下线")
	return ruletable.In(rule.Gate, rule.StageValidate, docCodes(), sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MI-VAL-037", Order: 630, Code: "10020", Reason: vendors.ReasonBadRequest, Since: dayGuide2024,
		Title: t("The feedback interface is off line", "feedback 接口已下线"), Because: ended, Advice: receipts,
		Provenance: checked.Assumed("the end is of dev.mi.com document 1558 (2024-10-22); what the interface answers now is not known"),
	}, Apply: offLine(byDate)}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MI-VAL-038", Order: 631, Code: "10020", Reason: vendors.ReasonBadRequest, Until: dayGuide2024,
		Title: t("The feedback interface is switched off (older)", "feedback 接口不可用（旧规则）"), Because: ended, Advice: receipts,
		Provenance: checked.Assumed("the switch feedback_api takes the interface away before its end"),
	}, Apply: offLine(off)}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MI-APP-007", Order: 632, Code: "10033", Reason: vendors.ReasonAppBlacklisted,
		Title: t("An app on the black list gets no feedback", "黑名单,禁止feedback"), Because: t("AppId {ref} is on the black list", "AppId {ref} 在黑名单中"),
		Advice: t("ask Xiaomi why", "联系小米了解原因"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !is(c) || c.Flag(flagBlacklist) == off {
			return rule.Skip
		}
		c.Quote(c.Ref())
		return c.Refuse()
	}}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MI-DLV-042", Order: 920, Code: "10035", Reason: vendors.ReasonMessageUnknown,
		Title: t("There are no more void aliases", "没有更多的失效alias"), Because: t("every void alias was fetched", "失效 alias 已全部获取"),
		Advice: t("nothing to do", "无需处理"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.Op == opBadAliases && len(void(c)) == 0 })}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MI-DLV-043", Order: 921, Stage: rule.StageDeliver,
		Title: t("Void targets, each told once", "失效目标，读取即删除"), Because: t("{0} void targets", "{0} 个失效目标"),
		Advice: t("delete these tokens", "删除这些目标"), Params: map[string]int64{"max": 1000}, Provenance: sdk(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !is(c) {
			return rule.Skip
		}
		list := void(c)
		list = list[:min(len(list), int(c.Param("max")))]
		for _, name := range list {
			c.Effect(sim.Effect{Kind: sim.EffRemember, Key: fetched(c, name), Text: name, At: c.Now().Add(100 * keepJobs)})
		}
		c.Note(int64(len(list)), 0, 0)
		return c.Reply(list)
	}})
}

func fetched(c *sim.Ctx, name string) string { return "void:" + c.Call.Op + ":" + name }

// void are the app's void registration ids, or aliases, that were not fetched yet.
func void(c *sim.Ctx) []string {
	list := []string{}
	for _, p := range c.AllPhones() {
		name := p.Token
		if c.Call.Op == opBadAliases {
			name = p.Alias
		}
		if name == "" || p.NoToken || p.Installed && p.Subscribed {
			continue
		}
		if _, before := c.Remembered(fetched(c, name)); !before {
			list = append(list, name)
		}
	}
	return list
}
