package oppo

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// envelopeRules judge what a message is wrapped in: the field of the form, the JSON in
// it, and the target.
func envelopeRules() []sim.Rule {
	send := sim.For(sim.VerbSend)
	compare := t("compare the request with the page of single push", "对照单推接口文档检查请求")
	rules := checks(docTable(), check{
		id: "OP-VAL-010", order: 400, code: "40", verbs: send, text: "message is blank",
		title:  t("Single push without message", "缺少 message 参数"),
		advice: t("send message as a form field with JSON in it", "以表单字段 message 提交 JSON"),
		bad: func(c *sim.Ctx, _ *Notification) (string, bool) {
			return "", !c.Call.Part && unicast(c).Form.Message.S == ""
		},
	}, check{
		id: "OP-VAL-011", order: 410, verbs: send, text: "message format error", advice: compare,
		title: t("message is no JSON object", "message 不是 JSON 对象"),
		bad:   func(c *sim.Ctx, _ *Notification) (string, bool) { return "", c.Call.Malformed },
	}, check{
		id: "OP-VAL-014", order: 440, code: "40", verbs: send, text: "Missing Required Arguments", advice: compare,
		title: t("Single push without target", "缺少 target_type 或 target_value"),
		from:  docSingle(),
		bad: func(c *sim.Ctx, _ *Notification) (string, bool) {
			m := &unicast(c).Message
			return "", !m.TargetType.Given() || m.TargetValue.S == ""
		},
	}, check{
		id: "OP-VAL-015", order: 450, verbs: send, text: "Invalid Arguments", advice: t("2 for a registration id, 5 for an alias", "registration_id 用 2，别名用 5"),
		title: t("Target types of a single push", "单推的 target_type 只能为 2 或 5"),
		from:  docSingle(),
		bad: func(c *sim.Ctx, _ *Notification) (string, bool) {
			kind := unicast(c).Message.TargetType.Or(0)
			return "", kind != toToken && kind != toAlias
		},
	})
	return append(rules, batchRules()...)
}

// batchRules judge a batch as a whole.
func batchRules() []sim.Rule {
	list := func(c *sim.Ctx) *BatchForm {
		if f, ok := c.Call.Wire.(*BatchForm); ok {
			return f
		}
		return &BatchForm{}
	}
	text := func(text string, bad func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if !bad(c) {
				return rule.Skip
			}
			c.Quote(text)
			return c.Refuse()
		}
	}
	batch := sim.For(sim.VerbBatch)
	because := t("OPPO answers: {ref}", "返回：{ref}")
	advice := t("send messages as a form field with a JSON array of 1 to 1000 messages", "以表单字段 messages 提交 1-1000 条消息的 JSON 数组")
	return ruletable.In(rule.Gate, rule.StageValidate, docTable(), sim.Rule{Verbs: batch, Info: rule.Info{
		ID: "OP-VAL-012", Order: 420, Code: "41", Reason: vendors.ReasonBadRequest,
		Title: t("messages is no list, or an empty one", "messages 不是 JSON 数组或为空"), Because: because, Advice: advice,
	}, Apply: text("messages format error", func(c *sim.Ctx) bool { return list(c).Elements < 1 })}, sim.Rule{Verbs: batch, Info: rule.Info{
		ID: "OP-VAL-013", Order: 430, Code: "41", Reason: vendors.ReasonBadRequest,
		Title: t("Most messages of a batch", "messages 超过 1000 条"), Because: because, Advice: advice,
		Params: map[string]int64{"max": 1000},
	}, Apply: text("messages more than 1000", func(c *sim.Ctx) bool {
		c.Attach(c.NextMessage()) // ids of failed elements look like those of good ones
		return int64(list(c).Elements) > c.Param("max")
	})})
}

// castRules judge a broadcast of a stored body.
func castRules() []sim.Rule {
	casts := sim.For(sim.VerbSendSaved)
	compare := t("compare the request with the page of broadcast push", "对照广播推送接口文档检查请求")
	return append(checks(docCast(), check{
		id: "OP-VAL-020", order: 460, code: "40", verbs: casts, text: "Missing Required Arguments", advice: compare,
		title: t("Broadcast without message_id, target_type or target_value", "缺少 message_id、target_type 或 target_value"),
		bad: func(c *sim.Ctx, _ *Notification) (string, bool) {
			f := cast(c)
			return "", f.MessageID.S == "" || !f.TargetType.Given() || (f.TargetValue.S == "" && f.TargetType.Or(0) != toAll)
		},
	}, check{
		id: "OP-VAL-021", order: 470, verbs: casts, text: "Invalid Arguments",
		title:  t("Target types of a broadcast", "广播的 target_type 取值"),
		advice: t("1 everybody, 2 registration ids, 5 aliases, 6 tags as a JSON expression", "1 全部、2 registration_id、5 别名、6 标签（JSON 表达式）"),
		bad: func(c *sim.Ctx, _ *Notification) (string, bool) {
			return "", len(c.Call.Targets) == 0 && c.Call.Message.Audience.Nobody()
		},
	}, check{
		id: "OP-VAL-022", order: 480, verbs: casts, text: "Invalid Arguments",
		title:  t("Most targets of a broadcast", "广播目标超过 1000 个"),
		advice: t("split into blocks of at most 1000 and send the same message_id again", "按 1000 个拆分，复用同一 message_id"),
		params: map[string]int64{"max": 1000},
		bad: func(c *sim.Ctx, _ *Notification) (string, bool) {
			return "", int64(len(c.Call.Targets)) > c.Param("max")
		},
	}), ruletable.In(rule.Gate, rule.StageValidate, docCodes(), sim.Rule{Verbs: casts, Info: rule.Info{
		ID: "OP-VAL-023", Order: 490, Code: "31", Reason: vendors.ReasonMessageUnknown,
		Title:   t("A stored body nobody stored", "消息体不存在"),
		Because: t("this app stored nothing under message_id {ref}", "本应用没有保存 message_id 为 {ref} 的消息体"),
		Advice:  t("save the message again and use the id returned for this app", "重新保存消息体并使用返回的 message_id"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Stored != nil && c.Stored.Saved {
			return rule.Skip
		}
		c.Quote(c.Call.MessageRef)
		return c.Refuse()
	}})...)
}
