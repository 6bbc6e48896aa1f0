package meizu

import (
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// statistics are the counters of a task and of a day: asked for, good, sent, arrived,
// shown, tapped. Nobody taps in the simulator: clickNo stays 0.
//
//nolint:gochecknoglobals // an immutable table
var statistics = [...]string{"targetNo", "validNo", "pushedNo", "acceptNo", "displayNo", "clickNo"}

// statisticRules judge the days that are asked for.
func statisticRules() []sim.Rule {
	query := sim.For(sim.VerbQuery)
	days := func(c *sim.Ctx) (from, to time.Time, ok bool) {
		if c.Call.Op != opDayNumbers {
			return from, to, false
		}
		from, ok1 := day(form(c).StartTime.S)
		to, ok2 := day(form(c).EndTime.S)
		return from, to, ok1 && ok2
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docAPI(), sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MZ-VAL-075", Order: 610, Code: "1005", Reason: vendors.ReasonBadRequest,
		Title:      t("Days are written yyyyMMdd", "日期格式为 yyyyMMdd"),
		Because:    t("startTime or endTime is no day", "startTime 或 endTime 不是日期"),
		Advice:     t("write 20261128", "例如 20261128"),
		Provenance: doc1005(),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		_, _, ok := days(c)
		return c.Call.Op == opDayNumbers && !ok
	})}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MZ-VAL-076", Order: 620, Code: "500", Reason: vendors.ReasonBadRequest,
		Title:   t("The end is not before the beginning", "结束时间不能早于开始时间"),
		Because: t("endTime is before startTime", "endTime 早于 startTime"),
		Advice:  t("exchange the two", "交换两个日期"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if from, to, ok := days(c); ok && to.Before(from) {
			return says(c, textOrder)
		}
		return rule.Skip
	}}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MZ-VAL-077", Order: 621, Code: "500", Reason: vendors.ReasonBadRequest, Params: map[string]int64{"days": 30},
		Title:   t("At most 30 days at a time", "开始时间和结束时间不能相差30天以上"),
		Because: t("the days are {0} apart, {1} are allowed", "相差 {0} 天，最多 {1} 天"),
		Advice:  t("ask for 30 days at a time", "按 30 天分段查询"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		from, to, ok := days(c)
		span := int64(to.Sub(from) / (24 * time.Hour))
		c.Note(span, c.Param("days"), 0)
		if ok && span > c.Param("days") {
			return says(c, textSpan)
		}
		return rule.Skip
	}})
}

// numberRules answer with what was counted, and count what a push itself moves.
func numberRules() []sim.Rule {
	nothing := t("nothing to do", "无需处理")
	query := sim.For(sim.VerbQuery)
	return append(ruletable.In(rule.Gate, rule.StageDeliver, docAPI(), sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MZ-DLV-052", Order: 920,
		Title: t("Counters of a task", "任务推送统计"), Because: t("counters of {ref}", "任务 {ref} 的统计"), Advice: nothing,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != opTaskNumbers {
			return rule.Skip
		}
		c.Quote(c.Call.MessageRef)
		row := numbers{name: "taskId", of: c.Call.MessageRef}
		for i, name := range statistics {
			if c.Stored != nil {
				row.n[i] = c.Stored.Tally(name)
			}
		}
		return c.Reply(row)
	}}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MZ-DLV-053", Order: 921,
		Title: t("Counters of days", "应用推送统计"), Because: t("{0} days with messages", "{0} 天有推送"), Advice: nothing,
	}, Apply: countDays}), ruletable.In(rule.Admit, rule.StageDeliver, docAPI(), sim.Rule{Verbs: targeted(), Info: rule.Info{
		ID: "MZ-DLV-054", Order: 950,
		Title: t("Whom a push was for is counted", "推送目标计入统计"), Because: t("{0} addressed, {1} good", "目标 {0} 个，有效 {1} 个"), Advice: nothing,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		all, good := int64(len(c.Call.Targets)), int64(c.Scheduled())
		c.Note(all, good, 0)
		if c.Stored != nil {
			c.Attach(pushedBefore(c.Stored.Tally("targetNo")))
		}
		tally(c, "targetNo", all)
		tally(c, "validNo", good)
		tally(c, "pushedNo", good)
		return rule.Skip
	}})...)
}

// idRules keep the id of a push out of the answers of 2016.
func idRules() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageDeliver,
		checked.Documented("github.com/MEIZUPUSH/PushAPI, wire trace of 2016-12-28 in the HTTP API document, against the edition of 2017-02"),
		sim.Rule{Verbs: targeted(), Info: rule.Info{
			ID: "MZ-DLV-002", Order: 990, Until: "2017-02-01",
			Title:   t("An answer has no msgId (older)", "推送结果不返回 msgId（旧版）"),
			Because: t("answers did not say an id yet", "当时尚不返回 msgId"),
			Advice:  t("do without it: receipts came later", "无需依赖 msgId"),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			c.Attach(withoutID{})
			return rule.Skip
		}})
}

// tally counts for the message and for the day.
func tally(c *sim.Ctx, name string, n int64) {
	if n == 0 {
		return
	}
	c.Effect(sim.Effect{Kind: sim.EffTally, Key: name, N: n})
	key := dayKey(c.Now(), name)
	before, _ := c.Remembered(key)
	sum, _ := strconv.ParseInt(before, 10, 64)
	c.Effect(sim.Effect{Kind: sim.EffRemember, Key: key, Text: strconv.FormatInt(sum+n, 10), At: c.Now().AddDate(0, 0, keptDays)})
}

// keptDays is for how long the numbers of a day can be asked for; Meizu names no limit
// but the span of one query.
const keptDays = 90

func dayKey(at time.Time, name string) string {
	return "day/" + at.In(beijing).Format("20060102") + "/" + name
}

// countDays lists the days on which something was pushed, the newest first.
func countDays(c *sim.Ctx) rule.Outcome {
	if c.Call.Op != opDayNumbers {
		return rule.Skip
	}
	from, ok1 := day(form(c).StartTime.S)
	to, ok2 := day(form(c).EndTime.S)
	rows := []numbers{}
	for at := to; ok1 && ok2 && !at.Before(from) && len(rows) < keptDays; at = at.AddDate(0, 0, -1) {
		row := numbers{name: "date", of: at.Format(time.DateOnly)}
		for i, name := range statistics {
			text, _ := c.Remembered(dayKey(at, name))
			row.n[i], _ = strconv.ParseInt(text, 10, 64)
		}
		if row.n != [len(statistics)]int64{} {
			rows = append(rows, row)
		}
	}
	c.Note(int64(len(rows)), 0, 0)
	return c.Reply(rows)
}
