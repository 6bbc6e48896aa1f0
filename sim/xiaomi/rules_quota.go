package xiaomi

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// quotaOfDay is what an answer tells of the app's total.
type quotaOfDay struct{ used, limit int64 }

// totals are the parameters of an app's total: so many tenths of its phones with
// notifications on, of which an app with fewer than floor has floor.
func totals() map[string]int64 {
	return map[string]int64{
		"default_tenths": 10, "public_tenths": 20, "licensed_tenths": 30,
		"penalty_tenths": 15, "licensed_penalty_tenths": 25, "floor": 10_000,
	}
}

// counterOf is the total a message belongs to: private ones have none.
func counterOf(c *sim.Ctx) (id quota.ID, counted bool) {
	channel := ""
	switch {
	case c.Granted() == vendors.ClassTransactional:
		return 0, false
	case c.Delivery != nil:
		channel = kept(c).Channel
	case c.Call != nil:
		channel = body(c).extra("channel_id")
	}
	if channel == "" {
		return countDefault, true
	}
	return countPublic, true
}

// totalOf is an app's total of a day.
func totalOf(c *sim.Ctx, id quota.ID) int64 {
	if own, ok := c.Limit(id); ok {
		return own
	}
	tenths := "default_tenths"
	if id == countPublic {
		switch licensed, punished := c.Flag(flagLicence) == "yes", c.Flag(flagPenalty) == on; {
		case licensed && punished:
			tenths = "licensed_penalty_tenths"
		case punished:
			tenths = "penalty_tenths"
		case licensed:
			tenths = "licensed_tenths"
		default:
			tenths = "public_tenths"
		}
	}
	return max(c.Users(), c.Param("floor")) * c.Param(tenths) / 10
}

func totalLimit(id quota.ID) func(*sim.Ctx) int64 {
	return func(c *sim.Ctx) int64 { return totalOf(c, id) }
}

// totalRules are the totals of a day. They count what was delivered, so a burst to
// phones that are offline is accepted beyond them and noticed when the phones are back.
func totalRules() []sim.Rule {
	because := t("{0} delivered today, {1} are allowed", "今日已送达 {0}，上限 {1}")
	private := t("wait for the next day, or send what concerns one user through a private channel", "次日再发；与用户个人相关的内容使用私信通知类别")
	reached := func(id quota.ID, over func(*sim.Ctx) rule.Outcome, pass rule.Outcome) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if own, counted := counterOf(c); !counted || own != id {
				return rule.Skip
			}
			used, limit := c.Count(id), totalOf(c, id)
			c.Note(used, limit, 0)
			if used >= limit {
				return over(c)
			}
			return pass
		}
	}
	total := func(name string, order int, id quota.ID, en, zh string) sim.Rule {
		return sim.Rule{Verbs: withMessage(), Counter: id, Limit: totalLimit(id), Info: rule.Info{
			ID: name, Order: order, Code: "200001", Reason: vendors.ReasonQuotaAppDay, Since: dayClasses,
			Title: t(en, zh), Because: because, Advice: private, Params: totals(),
		}, Apply: reached(id, func(c *sim.Ctx) rule.Outcome { return c.Refuse() }, rule.Pass)}
	}
	overrun := func(name string, order int, id quota.ID, en, zh string) sim.Rule {
		return sim.Rule{Counter: id, Limit: totalLimit(id), Info: rule.Info{
			ID: name, Order: order, Code: "128/ack", Reason: vendors.ReasonQuotaAppDay, Since: dayClasses,
			Title: t(en, zh), Because: because, Advice: private, Params: totals(),
		}, Apply: reached(id, func(c *sim.Ctx) rule.Outcome { return c.Lose(device.Dropped) }, rule.Skip)}
	}
	return append(ruletable.In(rule.Admit, rule.StageQuota, docQuota(),
		total("MI-QTA-001", 100, countPublic, "Public total of the day", "公信当日总量"),
		total("MI-QTA-002", 101, countDefault, "Total of the day without a channel", "默认（无 channel_id）当日总量"),
	), ruletable.In(rule.Arrive, rule.StageQuota, docReceipts(),
		overrun("MI-QTA-003", 100, countPublic, "Public total of the day, noticed at delivery", "公信当日总量超限（送达时）"),
		overrun("MI-QTA-004", 101, countDefault, "Total of the day without a channel, noticed at delivery", "默认消息当日总量超限（送达时）"),
	)...)
}

// capRules are how many messages of a class one phone gets from one app a day. Passing
// one does not show in the answer. What is within is counted, for the app too.
func capRules() []sim.Rule {
	because := t("the phone got {0} of this app today; {1} are allowed, and the API said yes", "该设备今日已收到 {0} 条，上限 {1} 条；接口已返回成功")
	fewer := t("send less to one phone; ask for receipts of type 128, the answer does not tell", "减少单设备消息条数；接口不会提示，请订阅 128 类回执")
	limit := func(phone, app quota.ID, most func(*sim.Ctx) int64) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if own, counted := counterOf(c); !counted || own != app {
				return rule.Skip
			}
			used, allowed := c.PhoneCount(c.Phone, phone), most(c)
			c.Note(used, allowed, 0)
			if used >= allowed {
				return c.Lose(device.Dropped)
			}
			c.ChargePhone(phone, 1)
			return rule.Pass
		}
	}
	own := func(id quota.ID, rest func(*sim.Ctx) int64) func(*sim.Ctx) int64 {
		return func(c *sim.Ctx) int64 {
			if n, ok := c.Limit(id); ok {
				return n
			}
			return rest(c)
		}
	}
	public := own(countPhonePublic, func(c *sim.Ctx) int64 {
		switch licensed, punished := c.Flag(flagLicence) == "yes", c.Flag(flagPenalty) == on; {
		case licensed && punished:
			return c.Param("licensed_penalty")
		case punished:
			return c.Param("penalty")
		case licensed:
			return c.Param("licensed")
		}
		return c.Param("max")
	})
	plain := own(countPhoneDefault, func(c *sim.Ctx) int64 { return c.Param("max") })
	return append(ruletable.In(rule.Arrive, rule.StageQuota, docQuota(), sim.Rule{Counter: countPhonePublic, Limit: public, Info: rule.Info{
		ID: "MI-QTA-005", Order: 110, Code: "128/device_acked", Reason: vendors.ReasonQuotaDeviceDay, Since: dayClasses,
		Title: t("Five public messages to one phone a day, eight with the news licence", "公信单设备每天 5 条（持许可证 8 条）"), Because: because, Advice: fewer,
		Params: map[string]int64{"max": 5, "licensed": 8, "penalty": 3, "licensed_penalty": 5},
	}, Apply: limit(countPhonePublic, countPublic, public)}, sim.Rule{Counter: countPhoneDefault, Limit: plain, Info: rule.Info{
		ID: "MI-QTA-006", Order: 111, Code: "128/device_acked", Reason: vendors.ReasonQuotaDeviceDay, Since: dayClasses,
		Title: t("One message without a channel to one phone a day", "默认（无 channel_id）单设备每天 1 条"), Because: because, Advice: fewer,
		Params: map[string]int64{"max": 1},
	}, Apply: limit(countPhoneDefault, countDefault, plain)}), ruletable.In(rule.Arrive, rule.StageDeliver, docQuota(), sim.Rule{Info: rule.Info{
		ID: "MI-QTA-007", Order: 120,
		Title: t("What is delivered counts", "按送达量计数"), Because: t("counted as delivered", "计入送达量"),
		Advice: t("private messages are not counted", "私信不计入配额"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if id, counted := counterOf(c); counted {
			c.Charge(id, 1)
		}
		c.Tally("delivered")
		return rule.Skip
	}})...)
}
