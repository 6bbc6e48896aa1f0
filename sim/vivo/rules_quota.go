package vivo

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// dayEdition is one edition of an app's total of a day. Each has two rules: the
// answer when the total is reached, and the control of what was taken before it
// was and arrives after. Totals count arrivals (到达量), so both are needed.
type dayEdition struct {
	id, overrun  string
	class        vendors.Class
	order        int
	since, until string
	factor, news int64
	from         vendors.Provenance
	en, zh       string
}

func dayEditions() []dayEdition {
	const system, operational = vendors.ClassTransactional, vendors.ClassMarketing
	return []dayEdition{
		{
			id: "VV-QTA-001", overrun: "VV-QTA-010", class: operational, order: 100, since: dayScheme, factor: 2, news: 3,
			from: quotas2023(), en: "Operational total of the day", zh: "运营消息发送量总量超出限制",
		}, {
			id: "VV-QTA-006", overrun: "VV-QTA-011", class: operational, order: 101, until: dayScheme, factor: 1, news: 1,
			from: quotas2022(), en: "Operational total of the day (older)", zh: "运营消息发送量总量超出限制（旧规则）",
		}, {
			id: "VV-QTA-003", overrun: "VV-QTA-012", class: system, order: 110, since: dayTwenty, factor: 20, news: 20,
			from: quotas2026(), en: "System total of the day", zh: "系统消息发送量总量超出限制",
		}, {
			id: "VV-QTA-004", overrun: "VV-QTA-013", class: system, order: 111, since: dayScheme, until: dayTwenty, factor: 3, news: 3,
			from: quotas2023(), en: "System total of the day (3 times the users)", zh: "系统消息发送量总量超出限制（3 倍）",
		}, {
			id: "VV-QTA-005", overrun: "VV-QTA-014", class: system, order: 112, until: dayScheme, factor: 1, news: 1,
			from: quotas2022(), en: "System total of the day (older)", zh: "系统消息发送量总量超出限制（旧规则）",
		},
	}
}

// appDayRules are the totals of a day by class.
func appDayRules() []sim.Rule {
	because := t("{0} arrived today, {1} are allowed", "今日已到达 {0} 条，上限 {1} 条")
	var rules []sim.Rule
	for _, d := range dayEditions() {
		id, code := countOperational, "10070"
		stop := t("stop sending this class until midnight GMT+8; more calls lower the quota", "当天停止发送该类消息，继续调用会被调低量级")
		if d.class == vendors.ClassTransactional {
			id, code = countSystem, "10073"
			stop = t("stop system sending until midnight GMT+8; apply for unlimited system messages", "当天停止发送系统消息；可申请系统消息不限量")
		}
		params := map[string]int64{"factor": d.factor, "factor_news": d.news, "floor": 10000}
		rules = append(rules, ruletable.In(rule.Admit, rule.StageQuota, d.from, sim.Rule{Verbs: delivering(), Counter: id, Limit: dayLimit(id), Info: rule.Info{
			ID: d.id, Order: d.order, Code: code, Reason: vendors.ReasonQuotaAppDay, Since: d.since, Until: d.until,
			Title: t(d.en, d.zh), Because: because, Advice: stop, Params: params,
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			// By the declared class: a corrected message is counted as operational
			// only after it was taken.
			if c.Message.Asked != d.class || c.Message.Test {
				return rule.Skip
			}
			if dayReached(c, id) {
				return c.Refuse()
			}
			return rule.Pass
		}})...)
		rules = append(rules, ruletable.In(rule.Arrive, rule.StageQuota, docReceipts(), sim.Rule{Counter: id, Limit: dayLimit(id), Info: rule.Info{
			ID: d.overrun, Order: d.order, Code: "100/11001", Reason: vendors.ReasonQuotaAppDay, Since: d.since, Until: d.until,
			Title:   t(d.en+", noticed at delivery", "管控：推送量级超限（"+d.zh+"）"),
			Because: because, Advice: stop, Params: params,
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			if c.Granted() != d.class || c.Message.Test || !dayReached(c, id) {
				return rule.Skip
			}
			c.Tally("controlled")
			return c.Lose(device.Dropped)
		}})...)
	}
	return rules
}

// dayReached compares an app's arrivals with its total.
func dayReached(c *sim.Ctx, id quota.ID) bool {
	used, limit := c.Count(id), dayLimit(id)(c)
	if limit < 0 {
		return false
	}
	c.Note(used, limit, 0)
	return used >= limit
}

// dayLimit is an app's total of a day: its own limit, or so many times its users
// with notifications on, at least the floor.
func dayLimit(id quota.ID) func(*sim.Ctx) int64 {
	return func(c *sim.Ctx) int64 {
		own, ok := c.Limit(id)
		switch {
		case ok:
			return own
		case id == countSystem && c.Flag(flagUnlimitedSystem) == "on":
			return -1
		case c.Kind() == "news":
			return max(c.Users()*c.Param("factor_news"), c.Param("floor"))
		}
		return max(c.Users()*c.Param("factor"), c.Param("floor"))
	}
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

// most is the limit of rules that name one number.
func most(c *sim.Ctx) int64 { return c.Param("max") }

// deviceDayRules are the operational messages one phone gets from one app a day.
// Passing the cap is invisible in the answer.
func deviceDayRules() []sim.Rule {
	because := t("{0} operational messages of this app reached the phone today; {1} are allowed", "该设备今日已收到 {0} 条运营消息，上限 {1} 条")
	fewer := t("send fewer marketing messages to one user a day; the answer does not show this, ask for receipts", "减少单用户每日运营消息条数；接口不会提示，请接收回执")
	limit := func(c *sim.Ctx) rule.Outcome {
		if c.Granted() != vendors.ClassMarketing || c.Message.Test {
			return rule.Skip
		}
		most := deviceLimit(c)
		used := c.PhoneCount(c.Phone, countDevice)
		c.Note(used, most, 0)
		if used < most {
			c.ChargePhone(countDevice, 1)
			return rule.Pass
		}
		c.Tally("controlled")
		if c.Message.Asked != vendors.ClassMarketing {
			return c.LoseAs(device.Dropped, "100/12000", vendors.ReasonDowngradedThenCapped)
		}
		return c.Lose(device.Dropped)
	}
	return ruletable.In(rule.Arrive, rule.StageQuota, quotas2023(), sim.Rule{Counter: countDevice, Limit: deviceLimit, Info: rule.Info{
		ID: "VV-QTA-002", Order: 200, Code: "100/12000", Reason: vendors.ReasonQuotaDeviceDay, Since: dayScheme,
		Title:   t("Two operational messages to one phone a day, five from news apps", "单应用单用户每天 2 条运营消息（新闻类 5 条）"),
		Because: because, Advice: fewer, Params: map[string]int64{"max": 2, "max_news": 5},
	}, Apply: limit}, sim.Rule{Counter: countDevice, Limit: deviceLimit, Info: rule.Info{
		ID: "VV-QTA-007", Order: 201, Code: "100/12000", Reason: vendors.ReasonQuotaDeviceDay, Until: dayScheme,
		Title:   t("Five operational messages to one phone a day (older)", "单应用单用户每天 5 条运营消息（旧规则）"),
		Because: because, Advice: fewer, Params: map[string]int64{"max": 5, "max_news": 5}, Provenance: quotas2022(),
	}, Apply: limit})
}

// callCountRules limit how often two operations are called a day.
func callCountRules() []sim.Rule {
	because := t("{0} today already, {1} are allowed", "今日已 {0} 次，上限 {1}")
	count := func(id quota.ID, op string) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if c.Call.Op != op {
				return rule.Skip
			}
			return within(c, id, 1, c.Param("max"))
		}
	}
	return ruletable.In(rule.Admit, rule.StageQuota, doc368(), sim.Rule{Verbs: sim.For(sim.VerbSave), Counter: countSaved, Limit: most, Info: rule.Info{
		ID: "VV-QTA-008", Order: 500, Code: "10252", Reason: vendors.ReasonQuotaAppDay,
		Title:   t("Stored bodies of a day", "批量发送消息体超出限制"),
		Because: because,
		Advice:  t("do not call saveListPayload until midnight; push one taskId to more blocks of ids", "当天不要再调用 saveListPayload；同一 taskId 可分批推送多次"),
		Params:  map[string]int64{"max": 1000},
	}, Apply: count(countSaved, opSave)}, sim.Rule{Verbs: sim.For(sim.VerbBroadcast), Counter: countAll, Limit: most, Info: rule.Info{
		ID: "VV-QTA-009", Order: 510, Code: "10254", Reason: vendors.ReasonQuotaAppDay,
		Title:   t("One push to everybody a day", "全量发送超过次数限制"),
		Because: because,
		Advice:  t("do not call /message/all until midnight", "当天不要再调用 /message/all"),
		Params:  map[string]int64{"max": 1}, Provenance: docAPI(),
	}, Apply: count(countAll, opAll)})
}

// arrivalRules count what reached a phone, and the older limits of test messages.
func arrivalRules() []sim.Rule {
	counted := func(c *sim.Ctx) quota.ID {
		if c.Granted() == vendors.ClassTransactional {
			return countSystem
		}
		return countOperational
	}
	rules := ruletable.In(rule.Arrive, rule.StageQuota, quotas2023(), sim.Rule{Info: rule.Info{
		ID: "VV-QTA-015", Order: 300,
		Title:   t("Totals count arrivals", "量级按到达量统计"),
		Because: t("this is arrival {0} of its class today", "今日该类第 {0} 条到达"),
		Advice:  t("a yes does not prove that quota was left", "返回成功不代表未超量"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Message.Test {
			return rule.Skip
		}
		id := counted(c)
		c.Note(c.Count(id)+1, 0, 0)
		c.Charge(id, 1)
		return rule.Pass
	}})
	test := func(id, code string, order int, class vendors.Class, counter quota.ID, number int64, en, zh string) sim.Rule {
		return sim.Rule{Verbs: delivering(), Counter: counter, Limit: most, Info: rule.Info{
			ID: id, Order: order, Code: code, Reason: vendors.ReasonQuotaAppDay, Until: dayScheme,
			Title: t(en, zh), Because: t("{0} today already, {1} are allowed", "今日已 {0} 条，上限 {1} 条"),
			Advice: t("wait for the next day", "次日再测"), Params: map[string]int64{"max": number},
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			if !c.Message.Test || c.Message.Asked != class {
				return rule.Skip
			}
			return within(c, counter, int64(max(c.Scheduled(), 1)), c.Param("max"))
		}}
	}
	return append(rules, ruletable.In(rule.Admit, rule.StageQuota, quotas2022(),
		test("VV-QTA-016", "10070", 120, vendors.ClassMarketing, countTestOperational, 100, "Operational test messages of a day (older)", "运营类测试消息每天 100 条（旧规则）"),
		test("VV-QTA-017", "10073", 121, vendors.ClassTransactional, countTestSystem, 10000, "System test messages of a day (older)", "系统类测试消息每天 10000 条（旧规则）"),
	)...)
}
