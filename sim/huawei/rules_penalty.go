package huawei

import (
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/fixtures/words"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// The penalty standard (通知违规处罚标准) counts violations of twelve months. The first is a
// warning, with seven calendar days to correct it. What is not corrected is the second:
// marketing is suspended for seven calendar days. The third and every later one makes all
// messages silent and caps them at two a phone and day, for ninety calendar days. How
// Huawei finds a violation is not published: it happens where the app's switch says so.

// Steps of the ladder, as values of the switch "penalty". A value that was set by hand,
// without a violation, stays until it is taken back by hand; so does disabled, which is
// for a breach of law and ends with the order.
const (
	stepNone      = "none"
	stepWarned    = "warned"
	stepSuspended = "marketing_suspended"
	stepSilenced  = "cap2_silent"
	stepDisabled  = "disabled"
)

// Values of the switch "violations".
const (
	violationFound = "found"    // Huawei has found one; counted with the next call
	violationSent  = "messages" // found in what is sent
)

// violations are the days of the log that count at now, oldest first.
func violations(log string, now time.Time, months int64) []time.Time {
	var out []time.Time
	for _, text := range strings.Fields(log) {
		at, err := time.Parse(time.RFC3339, text)
		if err == nil && at.AddDate(0, int(months), 0).After(now) {
			out = append(out, at)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

func stepOf(violations int) string {
	return []string{stepNone, stepWarned, stepSuspended, stepSilenced}[min(violations, 3)]
}

// over is when a step that began then ends: at midnight after its calendar days.
func over(step string, began time.Time, days func(string) int64) time.Time {
	n := days("days")
	if step == stepSilenced {
		n = days("silenced")
	}
	y, m, d := began.In(beijing).Date()
	return time.Date(y, m, d+int(n), 0, 0, 0, 0, beijing)
}

// ladderParams are the days of the standard.
func ladderParams() map[string]int64 {
	return map[string]int64{"months": 12, "days": 7, "silenced": 90}
}

// ladderRules move an app up the ladder and off it.
func ladderRules(texts Classifier) []sim.Rule {
	related := words.Get(words.SubscriptionOK)
	return ruletable.In(rule.Admit, rule.StageFilter, docPenalty(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-APP-040", Order: 660, Reason: vendors.ReasonServerControl, Since: dayPenalty, Params: ladderParams(),
		Title:   t("A penalty ends after its days", "处罚期满解除"),
		Because: t("the days of the penalty are over", "处罚期已满"),
		Advice:  t("keep to the classification and content standards: violations count for twelve months", "遵守分类与内容规范：违规记录按 12 个月累计"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		step := c.Flag(flagPenalty)
		all := violations(c.Flag(flagViolationLog), c.Now(), c.Param("months"))
		if step == stepNone || step == stepDisabled || c.Flag(flagViolationLog) == "" {
			return rule.Skip
		}
		// a warning stands as long as what it is for counts
		if len(all) > 0 && (step == stepWarned || c.Now().Before(over(step, all[len(all)-1], c.Param))) {
			return rule.Skip
		}
		c.Effect(sim.Effect{Kind: sim.EffFlag, Key: flagPenalty, Text: stepNone})
		return rule.Pass
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-APP-041", Order: 670, Reason: vendors.ReasonServerControl, Since: dayPenalty, Params: ladderParams(),
		Title:   t("Violations climb the penalty ladder", "违规按阶梯处罚"),
		Because: t("violation {0} of twelve months: 1 is a warning, 2 suspends marketing for 7 days, from 3 on everything is silent and 2 a phone and day for 90 days", "12 个月内第 {0} 次违规：第 1 次警告，第 2 次暂停资讯营销类消息 7 天，第 3 次起 90 天内全部静默且每设备每天 2 条"),
		Advice:  t("correct it within 7 days, or it counts again", "7 个自然日内整改，否则再次计为违规"),
	}, Apply: climb}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-APP-042", Order: 680, Reason: vendors.ReasonServerControl, Since: dayPenalty, Params: ladderParams(),
		Title:      t("A violation found in a message", "消息内容违规"),
		Because:    t("the message is a violation ({ref}); the answer does not say so", "该消息违规（{ref}），接口不提示"),
		Advice:     t("use granted categories and keep promotion out of them; a subscription says what was subscribed to; a title must not repeat the text", "使用已获批的 category，不夹带营销；订阅类文案须体现订阅关系；标题不得与正文重复"),
		Provenance: checked.Assumed("what is a violation is documented (push-punishment-standards, 2025-12-16); that it is found in the message, at once and by words, is a default of this project"),
	}, Apply: func(c *sim.Ctx) rule.Outcome { return findViolation(c, texts, related) }})
}

// climb counts a violation Huawei has found.
func climb(c *sim.Ctx) rule.Outcome {
	if c.Flag(flagViolations) != violationFound {
		return rule.Skip
	}
	c.Effect(sim.Effect{Kind: sim.EffFlag, Key: flagViolations, Text: stepNone})
	return violate(c)
}

// violate writes a violation into the log and takes the step it leads to.
func violate(c *sim.Ctx) rule.Outcome {
	all := append(violations(c.Flag(flagViolationLog), c.Now(), c.Param("months")), c.Now())
	texts := make([]string, len(all))
	for i, at := range all {
		texts[i] = at.In(beijing).Format(time.RFC3339)
	}
	c.Note(int64(len(all)), 0, 0)
	c.Effect(sim.Effect{Kind: sim.EffFlag, Key: flagViolationLog, Text: strings.Join(texts, " ")})
	if c.Flag(flagPenalty) != stepDisabled {
		c.Effect(sim.Effect{Kind: sim.EffFlag, Key: flagPenalty, Text: stepOf(len(all))})
	}
	return rule.Pass
}

// findViolation is for a switch that lets messages show their violations. While there is
// time to correct one, and while a penalty runs, the same fault is not another.
func findViolation(c *sim.Ctx, texts Classifier, related []string) rule.Outcome {
	if c.Flag(flagViolations) != violationSent {
		return rule.Skip
	}
	what := fault(c, texts, related)
	if what == "" {
		return rule.Skip
	}
	if all := violations(c.Flag(flagViolationLog), c.Now(), c.Param("months")); len(all) > 0 {
		if c.Now().Before(over(stepOf(len(all)), all[len(all)-1], c.Param)) {
			return rule.Skip
		}
	}
	c.Quote(what)
	return violate(c)
}

// fault is what the standard counts as a violation in a message, "" when there is none: a
// category the app has no right to, or that does not exist, a title that repeats the text,
// promotion under a service category, and a SUBSCRIPTION without a word that says what the
// user has to do with it. The words show the mechanism, not Huawei's judgement.
func fault(c *sim.Ctx, texts Classifier, related []string) string {
	m := c.Message
	switch {
	case m.Asked == vendors.ClassTransactional && m.Category != "" && !granted(c, m.Category),
		m.Asked == vendors.ClassUnset && m.Category != "":
		return "category"
	case m.Title != "" && m.Title == m.Body:
		return "title"
	case m.Asked != vendors.ClassTransactional || m.Category == "":
		return ""
	}
	if word, promotes := texts.Marketing(m.Title, m.Body); promotes {
		return word
	}
	if _, said := firstOf(related, m.Title, m.Body); m.Category == "SUBSCRIPTION" && !said {
		return m.Category
	}
	return ""
}

// penaltyRules are the steps of the ladder that drop messages.
func penaltyRules() []sim.Rule {
	return ruletable.In(rule.Arrive, rule.StageQuota, docPenalty(), sim.Rule{Info: rule.Info{
		ID: "HW-QTA-001", Order: 110, Code: "256", Reason: vendors.ReasonServerControl, Since: dayPenalty,
		Title:      t("Second violation: marketing suspended", "第二次违规：暂停资讯营销类消息"),
		Because:    t("marketing messages of this app are suspended as a penalty", "该应用的资讯营销类消息因违规被暂停"),
		Advice:     t("correct the violation within 7 days; service messages still arrive", "7 日内整改；服务类消息不受影响"),
		Provenance: checked.Assumed("the suspension is documented (push-punishment-standards, 2025-12-16); that it shows as receipt 256 is assumed"),
	}, Apply: firstTry(func(c *sim.Ctx) rule.Outcome {
		if c.Flag(flagPenalty) != stepSuspended || !marketing(c) {
			return rule.Skip
		}
		return drop(c, "256")
	})}, sim.Rule{Info: rule.Info{
		ID: "HW-QTA-002", Order: 120, Code: "256", Reason: vendors.ReasonQuotaDeviceDay, Since: dayPenalty,
		Title:   t("Third violation: two messages a phone and day, all classes", "第三次违规：所有消息每设备每天合计 2 条"),
		Because: t("{0} messages of this app were sent to the phone today; the penalty allows {1}", "今日已向该设备发送 {0} 条，处罚期内上限 {1} 条"),
		Advice:  t("send only what matters most until the 90 days are over", "90 天处罚期内只发最重要的消息"),
		Params:  map[string]int64{"max": 2},
	}, Apply: firstTry(func(c *sim.Ctx) rule.Outcome {
		if c.Flag(flagPenalty) != stepSilenced {
			return rule.Skip
		}
		used, most := c.PhoneCount(c.Phone, countTotal), c.Param("max")
		c.Note(used, most, 0)
		if used >= most {
			return c.Lose(device.Dropped)
		}
		return rule.Pass
	})})
}
