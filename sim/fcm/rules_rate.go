package fcm

import (
	"math"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// limitOf is the limit set for a counter of the app, else the rule's own.
func limitOf(c *sim.Ctx, id quota.ID) int64 {
	if own, ok := c.Limit(id); ok {
		return own
	}
	return c.Param("max")
}

// byParam is how a limit can be told before anything is sent.
func byParam(c *sim.Ctx) int64 { return c.Param("max") }

// left is for how many seconds a counter still counts on, 0 where the switch says that
// no answer tells.
func left(c *sim.Ctx, id quota.ID) int64 {
	if c.Flag(flagRetryAfter) == "off" {
		return 0
	}
	return max(int64(math.Ceil(c.Resets(nil, id).Sub(c.Now()).Seconds())), 1)
}

// rateRules keep a project to its minute. Every call counts that gets so far, also one
// that is refused later; one refused here does not. Of those refused before, they count
// whose caller is known (counted4xx).
func rateRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageRate, docQuota(), sim.Rule{
		Verbs: sends(), Counter: countProject, Limit: byParam, Info: rule.Info{
			ID: "FM-RTE-001", Order: 400, Code: codeProjectRate, Reason: vendors.ReasonQPS,
			Title:      t("Messages of a project in a minute", "项目每分钟消息配额"),
			Because:    t("the {1} messages of this minute are used up, refused ones counted; a new minute begins in {0} s", "本分钟 {1} 条配额已用完（被拒绝的请求也计入），{0} 秒后重新开始"),
			Advice:     t("wait for Retry-After, else a minute; ramp up over a minute; stop sending to dead tokens", "按 Retry-After 等待，否则等一分钟；用一分钟以上逐步提速；停止向失效令牌发送"),
			Params:     map[string]int64{"max": 600000},
			Provenance: documented("throttling-and-quotas: 4xx count, 429 do not; that a 403 counts for the caller's project and a 401 for none is assumed"),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			most := limitOf(c, countProject)
			if c.Count(countProject) >= most {
				c.Note(left(c, countProject), most, int64(sayQuota))
				return c.Refuse()
			}
			c.Charge(countProject, 1)
			return rule.Skip
		},
	}, subscriptionRate(), sim.Rule{
		Verbs: sim.For(sim.VerbBroadcast), Counter: countFanouts, Limit: byParam, Info: rule.Info{
			ID: "FM-RTE-002", Order: 900, Code: codeDeviceRate, Reason: vendors.ReasonQPS,
			Title:      t("A thousand fan-outs of a project at once", "项目同时进行的主题扇出上限"),
			Because:    t("{0} messages to topics are under way, {1} are allowed", "正在进行的主题消息 {0} 条，上限 {1} 条"),
			Advice:     t("wait a minute and send fewer messages to topics", "等待一分钟并减少主题消息"),
			Params:     map[string]int64{"max": 1000},
			Provenance: documented("throttling-and-quotas: 1,000 at once, refused or deferred; that a fan-out counts for a minute is assumed"),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			if send(c).ValidateOnly.Is(true) {
				return rule.Skip
			}
			used, most := c.Count(countFanouts), limitOf(c, countFanouts)
			c.Note(used, most, int64(sayTopicRate))
			if used >= most {
				return c.Refuse()
			}
			c.Charge(countFanouts, 1)
			return rule.Pass
		},
	})
}

// subscriptionRate keeps a project to so many topic calls a second. Reading counts for
// nothing.
func subscriptionRate() sim.Rule {
	return sim.Rule{Verbs: sim.For(sim.VerbManage), Counter: countSubscriptions, Limit: byParam, Info: rule.Info{
		ID: "FM-RTE-020", Order: 405, Code: codeProjectRate, Reason: vendors.ReasonQPS,
		Title:      t("3000 topic calls of a project in a second", "项目每秒 3000 次订阅/退订调用"),
		Because:    t("{0} calls that subscribe or unsubscribe this second already, {1} are allowed", "本秒已有 {0} 次订阅/退订调用，上限 {1} 次"),
		Advice:     t("repeat the call with back-off, more slowly; a call with many tokens counts once", "退避重试并降低速率；一次调用无论含多少令牌只计一次"),
		Params:     map[string]int64{"max": 3000},
		Provenance: documented("topic-messaging: 3,000 QPS per project, then 429 RESOURCE_EXHAUSTED; that a call counts once, whatever becomes of its tokens, is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		used, most := c.Count(countSubscriptions), limitOf(c, countSubscriptions)
		c.Note(used, most, int64(sayNothing))
		switch {
		case used < most:
			c.Charge(countSubscriptions, 1)
			return rule.Pass
		case inBatch(c) && c.Flag(flagTopicRate) == "results":
			return rule.Skip // FM-RTE-021
		}
		return c.Refuse()
	}}
}

// deviceRateRules keep a phone from being flooded. What is accepted counts.
func deviceRateRules() []sim.Rule {
	row := func(id string, order int, counter quota.ID, most int64, en, zh string) sim.Rule {
		return sim.Rule{Verbs: sim.For(sim.VerbSend), Counter: counter, Limit: byParam, Info: rule.Info{
			ID: id, Order: order, Scope: rule.ScopeTarget, Code: codeDeviceRate, Reason: vendors.ReasonQPS,
			Title:      t("Messages to one phone in a "+en, "单设备每"+zh+"消息数"),
			Because:    t("{0} messages to this phone within a "+en+" already, {1} are allowed", "该设备 1 "+zh+"内已 {0} 条，上限 {1} 条"),
			Advice:     t("send this phone less and back off", "减少对该设备的发送并退避"),
			Params:     map[string]int64{"max": most},
			Provenance: documented("throttling-and-quotas for the number; ErrorCode lists the device's rate under QUOTA_EXCEEDED; texts are assumed, and that the " + en + " is the one before the message"),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			if onIOS(c.Phone) || send(c).ValidateOnly.Is(true) {
				return rule.Skip
			}
			used, limit := c.PhoneCount(c.Phone, counter), limitOf(c, counter)
			c.Note(used, limit, 0)
			if used >= limit {
				return c.RefuseTarget(int64(sayDevice))
			}
			c.ChargePhone(counter, 1)
			return rule.Pass
		}}
	}
	return ruletable.In(rule.Admit, rule.StageRate, docQuota(),
		row("FM-RTE-010", 10, countMinute, 240, "minute", "分钟"),
		row("FM-RTE-011", 20, countHour, 5000, "hour", "小时"))
}
