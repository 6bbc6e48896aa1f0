package vivo

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// within counts n against a counter and refuses when that would pass the limit.
// The app's own limit, if one is set, replaces the rule's.
func within(c *sim.Ctx, id quota.ID, n, limit int64) rule.Outcome {
	if own, ok := c.Limit(id); ok {
		limit = own
	}
	used := c.Count(id)
	c.Note(used, limit, n)
	if used+n > limit {
		return c.Refuse()
	}
	c.Charge(id, n)
	return rule.Pass
}

// rateRules keep the calls of an app to a speed. A call refused here does not count.
func rateRules() []sim.Rule {
	because := t("{0} this second already, {1} are allowed", "本秒已 {0} 次，上限 {1}")
	slow := t("slow down and try again after a second, then longer", "降低速度，1 秒后起递增间隔重试")
	unnamed := "the limit is in vivo's API document, edition 2.9.2; which code it answers is not, 10072 is assumed"
	return ruletable.In(rule.Gate, rule.StageRate, doc368(), sim.Rule{
		Verbs: sim.For(sim.VerbSend, sim.VerbSendSaved, sim.VerbBroadcast), Counter: countSpeed, Limit: speedOf, Info: rule.Info{
			ID: "VV-RTE-001", Order: 220000, Code: "10072", Reason: vendors.ReasonQPS,
			Title:   t("Phones addressed in a second", "推送速度过快，请稍后再试"),
			Because: because, Advice: slow,
			Params:     map[string]int64{"low": 3000, "mid": 4000, "high": 5000, "mid_users": 5_000_000, "high_users": 8_000_000},
			Provenance: checked.Observed("help.aliyun.com 616229 and MobPush vendor limits, 2023-08, for the figures; dev.vivo.com.cn document 368 for the code"),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			return within(c, countSpeed, int64(max(len(c.Call.Targets), 1)), speedOf(c))
		}}, sim.Rule{Verbs: sim.For(sim.VerbAuth), Counter: countAuth, Limit: most, Info: rule.Info{
		ID: "VV-RTE-002", Order: 1060, Code: "10072", Reason: vendors.ReasonQPS, Since: dayAPI292,
		Title:   t("Ten logins a second", "鉴权每秒最多 10 次"),
		Because: because,
		Advice:  t("log in once and share the token for an hour or two", "鉴权一次，集中缓存 1-2 小时"),
		Params:  map[string]int64{"max": 10}, Provenance: checked.Assumed(unnamed),
	}, Apply: func(c *sim.Ctx) rule.Outcome { return within(c, countAuth, 1, c.Param("max")) }}, sim.Rule{Verbs: sim.For(sim.VerbAuth), Counter: countAuthDay, Limit: most, Info: rule.Info{
		ID: "VV-RTE-003", Order: 1061, Code: "10072", Reason: vendors.ReasonQPS, Until: dayAPI292,
		Title:   t("Ten thousand logins a day (older)", "鉴权每天最多 10000 次（旧版）"),
		Because: t("{0} today already, {1} are allowed", "今日已 {0} 次，上限 {1}"),
		Advice:  t("log in once and share the token for an hour or two", "鉴权一次，集中缓存 1-2 小时"),
		Params:  map[string]int64{"max": 10000}, Provenance: checked.Assumed(unnamed),
	}, Apply: func(c *sim.Ctx) rule.Outcome { return within(c, countAuthDay, 1, c.Param("max")) }}, sim.Rule{Verbs: sim.For(sim.VerbQuery), Counter: countMsgStatus, Limit: most, Info: rule.Info{
		ID: "VV-RTE-004", Order: 220010, Code: "10072", Reason: vendors.ReasonQPS,
		Title:   t("One audit query a second", "审核状态查询每秒 1 次"),
		Because: because, Advice: slow,
		Params: map[string]int64{"max": 1}, Provenance: checked.Assumed(unnamed),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != opMsgStatus {
			return rule.Skip
		}
		return within(c, countMsgStatus, 1, c.Param("max"))
	}})
}

// speedOf is the app's speed by its users with notifications on.
func speedOf(c *sim.Ctx) int64 {
	switch users := c.Users(); {
	case users > c.Param("high_users"):
		return c.Param("high")
	case users >= c.Param("mid_users"):
		return c.Param("mid")
	}
	return c.Param("low")
}

// repeatRules make a requestId count once.
func repeatRules() []sim.Rule {
	dedupe := checked.Assumed("vivo documents that requestId de-duplicates; for how long and with what answer is a default of this project")
	return append(ruletable.In(rule.Gate, rule.StageFilter, dedupe, sim.Rule{Verbs: pushes(), Info: rule.Info{
		ID: "VV-FLT-010", Order: 210000, Reason: vendors.ReasonDuplicate,
		Title:   t("A repeated requestId gets the first answer", "相同 requestId 返回首次的 taskId，不重复发送"),
		Because: t("this requestId was taken before, as {ref}; nothing is sent again", "该 requestId 已受理（{ref}），不再重复发送"),
		Advice:  t("keep the requestId over retries, and give a new message a new one", "重试时保持 requestId 不变，新消息使用新的 requestId"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Key == "" {
			return rule.Skip
		}
		id, again := c.Remembered(c.Call.Key)
		if !again {
			return rule.Skip
		}
		c.Quote(id)
		if code := c.Flag(flagRepeatCode); code != "" {
			return c.RefuseCode(code)
		}
		return c.ReplyMessage(id)
	}}), ruletable.In(rule.Admit, rule.StageFilter, dedupe, sim.Rule{Verbs: pushes(), Info: rule.Info{
		ID: "VV-FLT-011", Order: 900,
		Title:   t("A taken requestId is remembered for a day", "requestId 保留一天用于去重"),
		Because: t("this requestId is remembered for {d0}", "该 requestId 保留 {d0}"),
		Advice:  t("do not use a requestId for two messages within a day", "一天内不要用同一 requestId 发送两条消息"),
		Params:  map[string]int64{"window_s": 86400},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Key == "" {
			return rule.Skip
		}
		id := c.Call.MessageRef
		if id == "" {
			id = c.NextMessage()
		}
		until := c.Now().Add(time.Duration(c.Param("window_s")) * time.Second)
		c.Effect(sim.Effect{Kind: sim.EffRemember, Key: c.Call.Key, Text: id, At: until})
		return rule.Skip
	}})...)
}
