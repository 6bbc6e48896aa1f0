package meizu

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// rateRules keep the calls of an app, and the targets of its tasks, to a speed. What is
// refused here does not count.
func rateRules() []sim.Rule {
	most := func(c *sim.Ctx) int64 { return c.Param("max") }
	return append(ruletable.In(rule.Gate, rule.StageRate, docAPI(), sim.Rule{Verbs: pushes(), Counter: countSpeed, Limit: most, Info: rule.Info{
		ID: "MZ-RTE-001", Order: 210, Code: "110010", Reason: vendors.ReasonQPS, Params: map[string]int64{"max": 200},
		Title:      t("200 requests a second", "应用请求频率超过限制"),
		Because:    t("{0} this second already, {1} are allowed", "本秒已 {0} 次，上限 {1}"),
		Advice:     t("slow down and try again after a second; more speed on request by mail", "降低速率，1 秒后重试；可邮件申请提速"),
		Provenance: checked.Observed("help.aliyun.com 616229 (Alibaba Cloud EMAS), 2023, for the figure; the document of 2025-04-09 for the code"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if within(c, c.Count(countSpeed), 1, limit(c, countSpeed, most(c))) {
			return c.Refuse()
		}
		c.Charge(countSpeed, 1)
		return rule.Pass
	}}), ruletable.In(rule.Admit, rule.StageRate, docAPI(), sim.Rule{Verbs: sim.For(sim.VerbSendSaved), Counter: countTaskSpeed, Limit: none, Info: rule.Info{
		ID: "MZ-RTE-002", Order: 100, Scope: rule.ScopeTarget, Code: "518", Reason: vendors.ReasonQPS,
		Title:   t("The rate of a task", "推送超过配置的速率"),
		Because: t("{0} targets of tasks this second already, {1} are allowed", "本秒任务推送已 {0} 个目标，上限 {1}"),
		Advice:  t("send to these targets again after a second", "1 秒后对这些目标重试"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		before := int64(0)
		for i := range c.Target { // those of this call that went through
			if c.Admissions()[i].State == sim.Scheduled {
				before++
			}
		}
		if within(c, c.Count(countTaskSpeed)+before, 1, limit(c, countTaskSpeed, -1)) {
			return c.Refuse()
		}
		return rule.Skip
	}})...)
}

// none is the limit of a counter that only an app's own entry limits.
func none(*sim.Ctx) int64 { return -1 }

// limit is the app's own limit of a counter, else the rule's.
func limit(c *sim.Ctx, id quota.ID, usual int64) int64 {
	if own, ok := c.Limit(id); ok {
		return own
	}
	return usual
}

// dayRules are the app's totals. They come last of what may refuse a call as a whole, so
// that a refused call does not count.
func dayRules() []sim.Rule {
	because := t("{0} today already, {1} are allowed", "今日已 {0} 条，上限 {1} 条")
	most := func(c *sim.Ctx) int64 { return c.Param("max") }
	return ruletable.In(rule.Gate, rule.StageQuota, docAPI(), sim.Rule{Verbs: pushes(), Counter: countDay, Limit: none, Info: rule.Info{
		ID: "MZ-QTA-001", Order: 800, Code: "110019", Reason: vendors.ReasonQuotaAppDay,
		Title:   t("The app's messages of a day", "超过该应用每天推送次数限制"),
		Because: because,
		Advice:  t("stop until midnight, or ask for more by mail", "当天停止推送，或邮件申请提升"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n := int64(cmp.Or(len(c.Call.Targets), 1))
		if within(c, c.Count(countDay), n, limit(c, countDay, -1)) {
			return c.Refuse()
		}
		c.Charge(countDay, n)
		return rule.Skip
	}}, sim.Rule{Verbs: sim.For(sim.VerbSave, sim.VerbBroadcast), Counter: countTasks, Limit: most, Info: rule.Info{
		ID: "MZ-QTA-002", Order: 810, Code: "110051", Reason: vendors.ReasonQuotaAppDay, Params: map[string]int64{"max": 1000},
		Title: t("Tasks of a day", "超过该应用的次数限制"), Because: because,
		Advice:     t("push one task to more targets instead of making many", "同一任务可分批推送多次，减少创建任务"),
		Provenance: checked.Assumed("Tencent TPNS, 2023: 1000 pushes a day of one business; that tasks are meant and that 110051 is the answer is a default of this project"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if within(c, c.Count(countTasks), 1, limit(c, countTasks, most(c))) {
			return c.Refuse()
		}
		c.Charge(countTasks, 1)
		return rule.Skip
	}})
}

// public reports whether a message is a public one, which a phone gets few of.
func public(c *sim.Ctx) bool { return c.Message.Asked != vendors.ClassTransactional }

// overCap is the judgement of the day's public messages of a phone.
func overCap(c *sim.Ctx, news bool) bool {
	if c.Phone == nil || !public(c) || (c.Kind() == "news") != news {
		return false
	}
	return within(c, c.PhoneCount(c.Phone, countDevice), 1, limit(c, countDevice, c.Param("max")))
}

// capRules are the day's public messages of one phone.
func capRules() []sim.Rule {
	because := t("the phone got {0} public messages today, {1} are allowed", "该设备今日已受理 {0} 条公信，上限 {1} 条")
	advice := t("send what concerns the user as private (noticeMsgType 1), and fewer public ones", "与用户密切相关的内容按私信（noticeMsgType=1）发送，减少公信")
	row := func(id string, order int, most int64, news bool, en, zh string) sim.Rule {
		return sim.Rule{Verbs: targeted(), Counter: countDevice, Limit: func(c *sim.Ctx) int64 {
			if (c.Kind() == "news") != news {
				return -1
			}
			return c.Param("max")
		}, Info: rule.Info{
			ID: id, Order: order, Scope: rule.ScopeTarget, Code: "110011", Reason: vendors.ReasonQuotaDeviceDay,
			Since: dayClasses, Params: map[string]int64{"max": most}, Title: t(en, zh), Because: because, Advice: advice,
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return overCap(c, news) })}
	}
	return ruletable.In(rule.Admit, rule.StageQuota, quotas2026(),
		row("MZ-QTA-003", 110, 3, false, "Three public messages a phone and day", "单应用单设备每天 3 条公信"),
		row("MZ-QTA-004", 111, 5, true, "News apps: five public messages a phone and day", "资讯阅读类应用单设备每天 5 条公信"))
}

// foldKey is where the times of a phone's last messages are kept.
func foldKey(p *sim.Phone) string { return "fold/" + p.ID }

// recent are the times, in milliseconds, of the messages that count for folding now.
func recent(c *sim.Ctx) (times []string) {
	text, _ := c.Remembered(foldKey(c.Phone))
	after := c.Now().Add(-foldWindow(c)).UnixMilli()
	for at := range strings.FieldsSeq(text) {
		if ms, err := strconv.ParseInt(at, 10, 64); err == nil && ms > after {
			times = append(times, at)
		}
	}
	return times
}

func foldWindow(c *sim.Ctx) time.Duration {
	n, err := strconv.Atoi(c.Flag(flagFoldWindow))
	if err != nil || n <= 0 {
		n = 60
	}
	return time.Duration(n) * time.Second
}

func foldLimit(c *sim.Ctx) int64 {
	n, err := strconv.ParseInt(c.Flag(flagFoldLimit), 10, 64)
	if err != nil {
		return 5
	}
	return n
}

// folded is the judgement of messages to one phone in a short time.
func folded(c *sim.Ctx) bool {
	if c.Phone == nil {
		return false
	}
	n, most := int64(len(recent(c))), foldLimit(c)
	c.Note(n, most, int64(foldWindow(c)/time.Second))
	return n >= most
}

// foldRules keep a phone from being flooded.
func foldRules() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageFilter, docAPI(), sim.Rule{Verbs: targeted(), Info: rule.Info{
		ID: "MZ-FLT-010", Order: 120, Scope: rule.ScopeTarget, Code: "520", Reason: vendors.ReasonDuplicate,
		Title:   t("More than five messages to a phone in a minute are folded", "消息折叠：1 分钟内超过 5 条"),
		Because: t("{0} messages in the last {2} seconds, {1} are allowed", "最近 {2} 秒已 {0} 条，上限 {1} 条"),
		Advice:  t("put several events into one message, or replace the older one with notifyKey", "合并消息，或用 notifyKey 覆盖旧消息"),
	}, Apply: ruletable.RefuseIf(folded)})
}

// counting is where it is from that messages count for a phone. Without it no limit would
// hold, so it is no assumption; what exactly counts is one.
func counting() vendors.Provenance {
	return checked.Documented("github.com/MEIZUPUSH/PushAPI, HTTP API document of 2025-04-09, for the limits a phone has; that accepted messages count and not delivered ones, and from 00:00 GMT+8, is a default of this project")
}

// acceptRules count what was accepted; Meizu does not say whether it counts that or what
// was delivered.
func acceptRules() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageQuota, counting(),
		sim.Rule{Verbs: targeted(), Info: rule.Info{
			ID: "MZ-QTA-005", Order: 900, Scope: rule.ScopeTarget,
			Title:   t("What is accepted for a phone counts", "受理即计数"),
			Because: t("counted for the phone", "计入该设备"), Advice: t("nothing to do", "无需处理"),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			if c.Phone == nil {
				return rule.Skip
			}
			if c.Call.Verb == sim.VerbSendSaved {
				c.Charge(countTaskSpeed, 1)
			}
			accept(c)
			return rule.Skip
		}})
}

// accept counts one message for the phone.
func accept(c *sim.Ctx) {
	if public(c) {
		c.ChargePhone(countDevice, 1)
	}
	now := strconv.FormatInt(c.Now().UnixMilli(), 10)
	c.Effect(sim.Effect{
		Kind: sim.EffRemember, Key: foldKey(c.Phone), At: c.Now().Add(foldWindow(c)),
		Text: strings.Join(append(recent(c), now), " "),
	})
}
