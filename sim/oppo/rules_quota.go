package oppo

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// ownLimit is a limit that only exists when one is set for the app.
func ownLimit(id quota.ID) func(*sim.Ctx) int64 {
	return func(c *sim.Ctx) int64 {
		if n, ok := c.Limit(id); ok {
			return n
		}
		return -1
	}
}

// own counts a call against a limit that only exists when one is set.
func own(id quota.ID) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		limit := ownLimit(id)(c)
		if limit < 0 {
			return rule.Skip
		}
		used := c.Count(id)
		c.Note(used, limit, 0)
		if used >= limit {
			return c.Refuse()
		}
		c.Charge(id, 1)
		return rule.Pass
	}
}

// public reports whether OPPO treats the message as content and marketing.
func public(c *sim.Ctx) bool { return c.Granted() == vendors.ClassMarketing }

// dayLimit is the app's total of content and marketing messages a day.
func dayLimit(c *sim.Ctx) int64 {
	own, ok := c.Limit(countPublic)
	switch {
	case ok:
		return own
	case !c.Listed():
		return c.Param("test")
	case c.Users() < c.Param("users"):
		return c.Param("floor")
	}
	return c.Param("factor") * c.Users()
}

func dayParams() map[string]int64 {
	return map[string]int64{"floor": 100_000, "users": 50_000, "factor": 2, "test": 1000}
}

// quotaRules are the totals of a day. Messages of communication and service have none.
func quotaRules() []sim.Rule {
	because := t("{0} today, {1} are allowed, {2} more were asked for", "今日已 {0}，上限 {1}，本次 {2}")
	stop := t("stop content and marketing sending until midnight GMT+8", "当天停止发送内容与营销类消息")
	return ruletable.In(rule.Admit, rule.StageQuota, limitsPage(), sim.Rule{Verbs: sim.For(sim.VerbBatch), Info: rule.Info{
		ID: "OP-QTA-001", Order: 500, Code: "33", Reason: vendors.ReasonQuotaAppDay,
		Title:   t("A batch that goes over the total is refused whole", "批量单推超出当日剩余额度时整体拒绝"),
		Because: because, Advice: stop, Params: dayParams(),
		Provenance: checked.Assumed("what a batch gets when less is left than it has targets is not known; refused whole by default"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n := int64(0)
		for i := range c.Call.Parts {
			if p := &c.Call.Parts[i]; p.Message.Asked == vendors.ClassMarketing && len(p.Targets) == 1 && wellFormed(c, p.Targets[0]) {
				n++
			}
		}
		used, limit := c.Count(countPublic), dayLimit(c)
		c.Note(used, limit, n)
		if n > 0 && used+n > limit {
			return c.Refuse()
		}
		return rule.Skip
	}}, sim.Rule{Verbs: delivering(), Counter: countPublic, Limit: dayLimit, Info: rule.Info{
		ID: "OP-QTA-002", Order: 510, Code: "33", Reason: vendors.ReasonQuotaAppDay,
		Title:   t("Content and marketing messages of a day", "当日内容与营销类消息总量超限"),
		Because: because, Advice: stop, Params: dayParams(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !public(c) {
			return rule.Skip
		}
		n := int64(c.Scheduled()) // of an audience nobody is counted before they get it
		used, limit := c.Count(countPublic), dayLimit(c)
		c.Note(used, limit, n)
		if used+max(n, 1) > limit && (n > 0 || len(c.Call.Targets) == 0) {
			return c.Refuse()
		}
		c.Charge(countPublic, n)
		return rule.Pass
	}})
}

// savedRules limit stored bodies. OPPO publishes no number.
func savedRules() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageQuota, docTable(), sim.Rule{Verbs: sim.For(sim.VerbSave), Counter: countSaved, Limit: ownLimit(countSaved), Info: rule.Info{
		ID: "OP-QTA-003", Order: 520, Code: "42", Reason: vendors.ReasonQuotaAppDay,
		Title:   t("Stored bodies of a day", "当日保存消息体数量超限"),
		Because: t("{0} stored today, {1} are allowed", "今日已保存 {0}，上限 {1}"),
		Advice:  t("push one stored message_id to more blocks of targets", "同一 message_id 可分批推送多次"),
	}, Apply: own(countSaved)})
}

// deviceLimit is what one phone gets from one app in a day.
func deviceLimit(c *sim.Ctx) int64 {
	own, ok := c.Limit(countDevice)
	switch {
	case ok:
		return own
	case c.Kind() == "news":
		return c.Param("max_news")
	}
	return c.Param("max")
}

// capRules are what is counted when a message reaches a phone. The answer was a yes.
func capRules() []sim.Rule {
	return ruletable.In(rule.Arrive, rule.StageQuota, limitsPage(), sim.Rule{Counter: countPublic, Limit: dayLimit, Info: rule.Info{
		ID: "OP-QTA-004", Order: 400, Code: "app_daily_limit", Reason: vendors.ReasonQuotaAppDay, Since: dayNight,
		Title:      t("The app's total, noticed when a message's turn comes", "应用当日总量超限（下发时）"),
		Because:    t("{0} today, {1} are allowed", "今日已 {0}，上限 {1}"),
		Advice:     t("stop content and marketing sending until midnight GMT+8", "当天停止发送内容与营销类消息"),
		Params:     dayParams(),
		Provenance: checked.Documented("open.oppomobile.com page 11239 (receipts), read as transcribed by a third party in 2026 (github.com/myt2000/AIShell)"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !public(c) || c.Message.Audience.Nobody() {
			return rule.Skip // those sent to targets were counted with the call
		}
		used, limit := c.Count(countPublic), dayLimit(c)
		c.Note(used, limit, 0)
		if used >= limit {
			return c.Lose(device.Dropped)
		}
		c.Charge(countPublic, 1)
		return rule.Pass
	}}, sim.Rule{Counter: countDevice, Limit: deviceLimit, Info: rule.Info{
		ID: "OP-QTA-005", Order: 410, Code: "user_daily_limit", Reason: vendors.ReasonQuotaDeviceDay, Since: dayDevice,
		Title:   t("Two content and marketing messages to one phone a day, five from news apps", "单应用单设备每天 2 条内容与营销类消息（新闻类 5 条）"),
		Because: t("{0} content and marketing messages of this app reached the phone today; {1} are allowed", "该设备今日已收到 {0} 条内容与营销类消息，上限 {1} 条"),
		Advice:  t("send fewer marketing messages to one user a day; the answer does not show this, ask for receipts", "减少单用户每日营销消息条数；接口不会提示，请接收回执"),
		Params:  map[string]int64{"max": 2, "max_news": 5},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !public(c) {
			return rule.Skip
		}
		used, limit := c.PhoneCount(c.Phone, countDevice), deviceLimit(c)
		c.Note(used, limit, 0)
		if used >= limit {
			return c.Lose(device.Dropped)
		}
		c.ChargePhone(countDevice, 1)
		return rule.Pass
	}})
}
