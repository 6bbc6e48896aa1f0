package vivo

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// listFieldRules judge /message/pushToList, and the taskId of a recall.
func listFieldRules() []sim.Rule {
	lists := sim.For(sim.VerbSendSaved)
	return ruletable.In(rule.Gate, rule.StageValidate, doc368(), sim.Rule{Verbs: lists, Info: rule.Info{
		ID: "VV-VAL-050", Order: 101500, Code: "10150", Reason: vendors.ReasonBadRequest,
		Title:   t("A list push names phones", "regIds 不能为空"),
		Because: t("neither regIds nor aliases are given", "regIds 和 aliases 都为空"),
		Advice:  t("give 2 to 1000 regIds", "填写 2-1000 个 regId"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return len(c.Call.Targets) == 0 })}, sim.Rule{
		Verbs: sim.For(sim.VerbSendSaved, sim.VerbRecall), Info: rule.Info{
			ID: "VV-VAL-051", Order: 101510, Code: "10151", Reason: vendors.ReasonBadRequest,
			Title:   t("A list push and a recall name a task", "taskId 不能为空"),
			Because: t("taskId is empty", "taskId 为空"),
			Advice:  t("send the taskId that was returned for the message", "填写接口返回的 taskId"),
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.MessageRef == "" })}, sim.Rule{Verbs: lists, Info: rule.Info{
		ID: "VV-VAL-052", Order: 101520, Code: "10152", Reason: vendors.ReasonMessageUnknown,
		Title:   t("The task is a stored body of this app", "taskId 不合法"),
		Because: t("{ref} is no body stored by this app", "{ref} 不是本应用保存的消息体"),
		Advice:  t("save the body again and use the taskId returned for this app", "重新调用 saveListPayload 获取本应用的 taskId"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Stored != nil && c.Stored.Saved {
			return rule.Skip
		}
		c.Quote(c.Call.MessageRef)
		return c.Refuse()
	}}, countRule(lists, "VV-VAL-053", "10153", 101530, sim.ByToken, "regIds"),
		countRule(lists, "VV-VAL-054", "10154", 101540, sim.ByAlias, "aliases"),
		sim.Rule{Verbs: lists, Info: rule.Info{
			ID: "VV-VAL-055", Order: 101550, Code: "10155", Reason: vendors.ReasonMessageUnknown,
			Title:   t("A stored body ends with its timeToLive", "消息不存在或已过期"),
			Because: t("the stored body expired {d0} ago", "消息体已过期 {d0}"),
			Advice:  t("save the body again under a new requestId and push the new taskId", "用新的 requestId 重新保存消息体，再推新的 taskId"),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			if c.Stored == nil || c.Now().Before(c.Stored.Expires) {
				return rule.Skip
			}
			c.Note(int64(c.Now().Sub(c.Stored.Expires)/time.Second), 0, 0)
			return c.Refuse()
		}})
}

func countRule(lists sim.Verbset, id, code string, order int, kind sim.TargetKind, field string) sim.Rule {
	r := sim.Rule{Verbs: lists, Info: rule.Info{
		ID: id, Order: order, Code: code, Reason: vendors.ReasonBadRequest,
		Title:   t("A list push goes to 2 to 1000 "+field, field+" 个数不在指定范围[2-1000]"),
		Because: t("{0} "+field+", allowed are {1} to {2}", field+" 有 {0} 个，须为 {1} 到 {2} 个"),
		Advice:  t("split into blocks of at most 1000; for one target use /message/send", "按 1000 个拆分；只有一个目标时改用 /message/send"),
		Params:  map[string]int64{"min": 2, "max": 1000},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		targets := c.Call.Targets
		if len(targets) == 0 || targets[0].Kind != kind {
			return rule.Skip
		}
		n, lo, hi := int64(len(targets)), c.Param("min"), c.Param("max")
		c.Note(n, lo, hi)
		if n < lo || n > hi {
			return c.Refuse()
		}
		return rule.Pass
	}}
	if kind == sim.ByAlias {
		r.Provenance = sdk2()
	}
	return r
}
