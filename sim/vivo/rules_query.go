package vivo

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// What queries answer, for encode.go.
type (
	taskStatistics struct {
		task   string
		counts [len(statistics)]int64
	}
	taskAudit struct {
		task   string
		failed bool
	}
	badUser struct {
		id     string
		status int64
	}
)

// statistics are the counters of a task, in the vendor's order. Nobody taps in the
// simulator: click stays 0.
//
//nolint:gochecknoglobals // an immutable table
var statistics = [...]string{
	"send", "receive", "display", "click", "targetInvalid", "targetUnSub",
	"targetInActive", "covered", "controlled", "targetOffline",
}

// queryRules answer the queries, and keep the counter that a call itself moves.
func queryRules() []sim.Rule {
	query := sim.For(sim.VerbQuery)
	read := t("nothing to do", "无需处理")
	sdk3 := checked.Documented("vivo server SDK for Java 3.3 (dev.vivo.com.cn document 363)")
	return append(ruletable.In(rule.Gate, rule.StageDeliver, sdk3, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "VV-DLV-040", Order: 900010,
		Title:   t("Counters of a task", "推送统计"),
		Because: t("{0} tasks found", "查到 {0} 个任务"), Advice: read,
	}, Apply: answer(opStatistics, countTasks)}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "VV-DLV-041", Order: 900020,
		Title:   t("Audit state of a task", "消息审核状态查询"),
		Because: t("{0} tasks asked for", "查询 {0} 个任务"), Advice: read, Provenance: docAPI(),
	}, Apply: answer(opMsgStatus, auditTasks)}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "VV-DLV-042", Order: 900030,
		Title:   t("Which ids are dead", "无效用户查询"),
		Because: t("{0} ids are dead", "{0} 个 id 无效"),
		Advice:  t("delete these tokens", "删除这些 regId"),
	}, Apply: answer(opCheck, deadUsers)}), ruletable.In(rule.Admit, rule.StageDeliver, sdk3, sim.Rule{
		Verbs: sim.For(sim.VerbSend, sim.VerbSendSaved), Info: rule.Info{
			ID: "VV-DLV-005", Order: 950,
			Title:   t("Whom a push was sent to is counted", "推送目标计入统计 send、targetInvalid、targetUnSub"),
			Because: t("{0} addressed", "目标 {0} 个"), Advice: read,
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			tally := func(key string, n int64) {
				if n > 0 {
					c.Effect(sim.Effect{Kind: sim.EffTally, Key: key, N: n})
				}
			}
			var by [statusGone + 1]int64
			for i := range c.Admissions() {
				if d := c.Admissions()[i].Detail; d > 0 && d <= statusGone {
					by[d]++
				}
			}
			tally("send", int64(len(c.Admissions())))
			tally("targetInvalid", by[statusUnknown])
			tally("targetUnSub", by[statusGone])
			return rule.Skip
		}})...)
}

// answer makes a rule that replies to one operation.
func answer(op string, with func(c *sim.Ctx) any) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != op {
			return rule.Skip
		}
		return c.Reply(with(c))
	}
}

// countTasks leaves tasks of other apps and unknown ones out.
func countTasks(c *sim.Ctx) any {
	ids, _ := taskIDs(c)
	out := make([]taskStatistics, 0, len(ids))
	for _, id := range ids {
		s := c.Sent(id)
		if s == nil {
			continue
		}
		row := taskStatistics{task: id}
		for i, key := range statistics {
			row.counts[i] = s.Tally(key)
		}
		out = append(out, row)
	}
	c.Note(int64(len(out)), 0, 0)
	return out
}

// auditTasks has one row for every id asked for: an unknown task reads like one
// that was not audited yet.
func auditTasks(c *sim.Ctx) any {
	ids, _ := taskIDs(c)
	out := make([]taskAudit, len(ids))
	for i, id := range ids {
		s := c.Sent(id)
		out[i] = taskAudit{task: id, failed: s != nil && s.Audit == sim.AuditFailed}
	}
	c.Note(int64(len(out)), 0, 0)
	return out
}

func deadUsers(c *sim.Ctx) any {
	b, _ := users(c)
	if b == nil {
		return []badUser{}
	}
	out := []badUser{}
	for _, id := range b.UserIDs.List {
		switch p := c.View.Phone(id); {
		case p == nil:
			out = append(out, badUser{id, statusUnknown})
		case !p.Installed || !p.Subscribed:
			out = append(out, badUser{id, statusGone})
		}
	}
	c.Note(int64(len(out)), 0, 0)
	return out
}

// recallRules take a task back.
func recallRules() []sim.Rule {
	recall := sim.For(sim.VerbRecall)
	unsure := checked.Assumed("the request is one client's (github.com/masastack/MASA.MC, 2025-06 to 2026-07); answers and time limit are defaults of this project")
	late := t("a message can be taken back for a day", "发送后一天内可撤回")
	return append(ruletable.In(rule.Gate, rule.StageValidate, unsure, sim.Rule{Verbs: recall, Info: rule.Info{
		ID: "VV-VAL-056", Order: 101521, Code: "10152", Reason: vendors.ReasonMessageUnknown,
		Title:   t("A recall names a task of this app", "taskId 不合法（撤回）"),
		Because: t("{ref} is no task of this app", "{ref} 不是本应用的任务"), Advice: late,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Stored != nil {
			return rule.Skip
		}
		c.Quote(c.Call.MessageRef)
		return c.Refuse()
	}}, sim.Rule{Verbs: recall, Info: rule.Info{
		ID: "VV-VAL-057", Order: 101522, Code: "10152", Reason: vendors.ReasonMessageUnknown,
		Title:   t("A recall comes within a day", "taskId 不合法（超过可撤回时间）"),
		Because: t("the task was sent {d0} ago; {d1} are allowed", "任务已发送 {d0}，可撤回时间 {d1}"), Advice: late,
		Params: map[string]int64{"window_s": 86400},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Stored == nil {
			return rule.Skip
		}
		ago, window := int64(c.Now().Sub(c.Stored.At)/time.Second), c.Param("window_s")
		c.Note(ago, window, 0)
		if ago > window {
			return c.Refuse()
		}
		return rule.Skip
	}}), ruletable.In(rule.Gate, rule.StageDeliver, checked.Observed("github.com/masastack/MASA.MC, 2025-06 to 2026-07; help.aliyun.com 260264 for the ability"), sim.Rule{Verbs: recall, Info: rule.Info{
		ID: "VV-DLV-046", Order: 900040, Reason: vendors.ReasonRecalled,
		Title:   t("A recalled task disappears from the phones", "撤回：通知从通知栏消失"),
		Because: t("taken back from {0} phones named, 0 meaning all", "撤回 {0} 个指定用户（0 为全部）"),
		Advice:  t("nothing to do", "无需处理"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		b, ok := users(c)
		if !ok {
			return rule.Skip
		}
		c.Note(int64(len(b.UserIDs.List)), 0, 0)
		if len(b.UserIDs.List) == 0 {
			c.Effect(sim.Effect{Kind: sim.EffRecall, Key: c.Call.MessageRef})
		}
		for _, id := range b.UserIDs.List {
			if p := c.View.Phone(id); p != nil {
				c.Effect(sim.Effect{Kind: sim.EffRecall, Key: c.Call.MessageRef, Phone: p})
			}
		}
		return c.Reply(nil)
	}})...)
}
