package huawei

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// The caps count push requests, shown or not: a message is judged and counted when it
// first sets out for its phone, whether the phone is there or not.

// firstTry makes a rule be asked on a message's first attempt only.
func firstTry(apply func(c *sim.Ctx) rule.Outcome) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if c.Try > 1 {
			return rule.Skip
		}
		return apply(c)
	}
}

func marketing(c *sim.Ctx) bool { return c.Granted() == vendors.ClassMarketing }

// drop loses a message, and says so differently when only the change of its class
// brought it under the rule.
func drop(c *sim.Ctx, code string) rule.Outcome {
	if marketing(c) && c.Message.Asked == vendors.ClassTransactional {
		return c.LoseAs(device.Dropped, code, vendors.ReasonDowngradedThenCapped)
	}
	return c.Lose(device.Dropped)
}

// deviceDayRules are what one phone gets from one app a day. Passing a cap is
// invisible in the answer.
func deviceDayRules() []sim.Rule {
	total := t("{0} messages of this app were sent to the phone today; {1} are allowed", "今日已向该设备发送 {0} 条，上限 {1} 条")
	return ruletable.In(rule.Arrive, rule.StageQuota, docFrequency(), sim.Rule{Info: rule.Info{
		ID: "HW-QTA-003", Order: 130, Code: "102", Reason: vendors.ReasonFrequencyControl, Since: dayTotal,
		Title:      t("All messages to one phone a day", "单应用单设备每天 3000 条"),
		Because:    total,
		Advice:     t("stop sending to this phone until midnight GMT+8", "当天停止向该设备发送"),
		Params:     map[string]int64{"max": 3000},
		Provenance: checked.Observed("Huawei's push guide of 2024 as copied by a CSDN author for the number; receipt 102 is documented in msg-receipt-guide-0000001050040176"),
	}, Apply: firstTry(func(c *sim.Ctx) rule.Outcome {
		if harmonyTest(c) {
			return rule.Skip
		}
		used, most := totalOf(c)
		if used >= most {
			return c.Lose(device.Dropped)
		}
		c.ChargePhone(countTotal, 1)
		return rule.Pass
	})}, sim.Rule{Info: rule.Info{
		ID: "HW-QTA-004", Order: 131, Reason: vendors.ReasonFrequencyControl, Until: dayTotal,
		Title:   t("More than 100000 to one phone suspend the app (older)", "单设备每天超过 100000 条暂停推送（旧规则）"),
		Because: total,
		Advice:  t("ask Huawei to enable push again; look for a loop that sends", "联系华为恢复推送；检查是否存在循环发送"),
		Params:  map[string]int64{"max": 100_000}, Provenance: quotasSeen(),
	}, Apply: firstTry(func(c *sim.Ctx) rule.Outcome {
		used, most := totalOf(c)
		c.ChargePhone(countTotal, 1)
		if used >= most {
			c.Effect(sim.Effect{Kind: sim.EffFlag, Key: flagPush, Text: "suspended"})
		}
		return rule.Pass
	})}, sim.Rule{Info: rule.Info{
		ID: "HW-QTA-005", Order: 140, Code: "256", Reason: vendors.ReasonQuotaAppDay,
		Title:      t("Test messages of a day", "测试消息每天 500 条"),
		Because:    t("{0} test messages today already, {1} are allowed", "今日已发 {0} 条测试消息，上限 {1} 条"),
		Advice:     t("test again tomorrow, or on fewer phones", "次日再测，或减少测试设备"),
		Params:     map[string]int64{"max": 500},
		Provenance: checked.Assumed("500 a day and app are documented (https-send-api-0000001050986197); that more are taken and dropped with receipt 256 is assumed"),
	}, Apply: firstTry(func(c *sim.Ctx) rule.Outcome {
		if !c.Message.Test || harmonyTest(c) {
			return rule.Skip
		}
		return within(c, countTest, 1, c.Param("max"), func() rule.Outcome { return c.Lose(device.Dropped) })
	})}, marketingCap())
}

// harmonyTest reports a test message of HarmonyOS, which has a quota of its own
// (HW-QTA-007) and is outside what one phone gets a day.
func harmonyTest(c *sim.Ctx) bool { return c.Message.Test && kept(c).PushType != "" }

// totalOf notes what was sent to the phone today and what is allowed.
func totalOf(c *sim.Ctx) (used, most int64) {
	most = c.Param("max")
	if own, ok := c.Limit(countTotal); ok {
		most = own
	}
	used = c.PhoneCount(c.Phone, countTotal)
	c.Note(used, most, 0)
	return used, most
}

// marketingCap is for notifications: a data message shows nothing by itself. Test
// messages are exempt.
func marketingCap() sim.Rule {
	return sim.Rule{Info: rule.Info{
		ID: "HW-QTA-006", Order: 150, Code: "256", Reason: vendors.ReasonQuotaDeviceDay, Since: dayCap,
		Title:   t("Two marketing messages to one phone a day, five from licensed news apps", "资讯营销类消息每设备每天 2 条（持证新闻类 5 条）"),
		Because: t("{0} marketing messages of this app were sent to the phone today; {1} are allowed", "今日已向该设备发送 {0} 条资讯营销类消息，上限 {1} 条"),
		Advice:  t("send fewer marketing messages to one user a day; the answer does not show this, ask for receipts", "减少单用户每日营销消息；接口不会提示，请接收回执"),
		Params:  map[string]int64{"max": 2, "max_news": 5},
	}, Apply: firstTry(func(c *sim.Ctx) rule.Outcome {
		if !marketing(c) || c.Message.Test || kept(c).Data {
			return rule.Skip
		}
		most := c.Param("max")
		if c.Kind() == "news" && c.Flag(flagNewsLicence) == "yes" {
			most = c.Param("max_news")
		}
		if own, ok := c.Limit(countMarketing); ok {
			most = own
		}
		used := c.PhoneCount(c.Phone, countMarketing)
		c.Note(used, most, 0)
		if used >= most {
			return drop(c, "256")
		}
		c.ChargePhone(countMarketing, 1)
		return rule.Pass
	})}
}
