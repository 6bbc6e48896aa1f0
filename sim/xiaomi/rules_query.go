package xiaomi

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// What queries answer, for answers.go.
type (
	// trace is what became of one message.
	trace struct {
		id, kind                    string
		at, until                   time.Time
		resolved, delivered, clicks int64
	}
	// dayCount is one day of the statistics.
	dayCount struct {
		day                             string
		alias, account, regid, everyone int64
		delivered, clicks               int64
	}
	// presence is whether a phone is connected.
	presence struct {
		regid  string
		online bool
	}
	// validRegIDs and names are what their names say.
	validRegIDs []string
	names       []string
)

// queryRules answer the queries.
func queryRules() []sim.Rule {
	query := sim.For(sim.VerbQuery)
	nothing := t("nothing to do", "无需处理")
	answer := func(ops []string, with func(c *sim.Ctx) any) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			for _, op := range ops {
				if c.Call.Op == op {
					return c.Reply(with(c))
				}
			}
			return rule.Skip
		}
	}
	shapeUnknown := checked.Assumed("the call is the SDK's; the data of its answer is a default of this project")
	oneClient := checked.Observed("github.com/yilee/xiaomi-push, 2016")
	found := t("{0} found", "查到 {0} 条")
	return ruletable.In(rule.Gate, rule.StageDeliver, oneClient, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MI-DLV-050", Order: 930, Title: t("What became of one message", "追踪单条消息状态"), Because: found, Advice: nothing,
	}, Apply: answer([]string{opTrace}, traceOne)}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MI-DLV-051", Order: 931, Title: t("What became of the messages of a period", "追踪时间段内的消息状态"), Because: found, Advice: nothing,
	}, Apply: answer([]string{opTraces}, tracePeriod)}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MI-DLV-052", Order: 932, Title: t("Counts of days", "按天统计"), Because: t("{0} days", "{0} 天"), Advice: nothing,
	}, Apply: answer([]string{opStats}, countDays)}, sim.Rule{Verbs: query, Counter: countPublic, Limit: totalLimit(countPublic), Info: rule.Info{
		ID: "MI-DLV-053", Order: 933, Title: t("Today's quota", "当日配额"), Because: t("{0} of {1} delivered today", "今日已送达 {0}，配额 {1}"), Advice: nothing,
		Params: totals(), Provenance: shapeUnknown,
	}, Apply: answer([]string{opQuota}, func(c *sim.Ctx) any {
		used, limit := c.Count(countPublic), totalOf(c, countPublic)
		c.Note(used, limit, 0)
		return quotaOfDay{used: used, limit: limit}
	})}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MI-DLV-054", Order: 934, Title: t("Which registration ids are valid", "检测 regId 是否有效"), Because: t("{0} are valid", "{0} 个有效"), Advice: t("delete the others", "删除其余 regId"),
		Provenance: shapeUnknown,
	}, Apply: answer([]string{opValidate}, validOnes)}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MI-DLV-055", Order: 935, Title: t("Whether phones are connected", "检测设备是否在线"), Because: t("{0} are connected", "{0} 台在线"), Advice: nothing,
		Provenance: shapeUnknown,
	}, Apply: answer([]string{opPresence}, presences)}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MI-DLV-056", Order: 936, Title: t("Aliases, topics and accounts of a phone", "查询设备的 alias、主题与 account"), Because: found, Advice: nothing,
	}, Apply: answer([]string{opAliasAll, opTopicAll, opAccountAll}, namesOf)}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "MI-DLV-057", Order: 937, Code: "65028", Reason: vendors.ReasonMessageUnknown,
		Title: t("Whether a scheduled message still waits", "检测定时任务是否存在"), Because: t("{ref} waits no longer, or never did", "{ref} 已不在等待，或从未存在"), Advice: nothing,
		Provenance: checked.Assumed("the call is the SDK's; that a yes says that the message waits, and the code of a no, are defaults of this project"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != opJobExist {
			return rule.Skip
		}
		if s := earlier(c); s == nil || s.Recalled || !s.NotBefore.After(c.Now()) {
			c.Quote(c.Call.MessageRef)
			return c.Refuse()
		}
		return c.Reply(nil)
	}})
}

// ofBatch are the messages an id stands for: one, or all of a multi_messages call, whose
// answer has the id of the first alone.
func ofBatch(c *sim.Ctx, s *sim.Sent) []*sim.Sent {
	list := []*sim.Sent{s}
	if k, _ := s.Keep.(*Kept); k == nil || !k.Batch {
		return list
	}
	for _, other := range c.AllSent() {
		if other.Batch == s.VendorID {
			list = append(list, other)
		}
	}
	return list
}

func traceOf(s *sim.Sent) trace {
	k, _ := s.Keep.(*Kept)
	if k == nil {
		k = &Kept{}
	}
	return trace{
		id: s.VendorID, kind: k.Op, at: s.At, until: s.Expires,
		resolved: s.Tally("resolved"), delivered: s.Tally("delivered"), clicks: s.Tally("click"),
	}
}

func traceOne(c *sim.Ctx) any {
	s := earlier(c)
	if s == nil {
		return trace{}
	}
	c.Note(1, 0, 0)
	one := traceOf(s)
	for _, other := range ofBatch(c, s)[1:] {
		one.add(traceOf(other))
	}
	return one
}

// add counts another message of the same batch.
func (m *trace) add(other trace) {
	m.resolved += other.resolved
	m.delivered += other.delivered
	m.clicks += other.clicks
}

func tracePeriod(c *sim.Ctx) any {
	b := body(c)
	begin, end := c.Call.Due(time.UnixMilli(b.BeginTime.N)), c.Call.Due(time.UnixMilli(b.EndTime.N))
	list, first := []trace{}, map[string]int{}
	for _, s := range c.AllSent() {
		if at := s.At.UnixMilli(); at < begin.UnixMilli() || at > end.UnixMilli() {
			continue
		}
		if i, listed := first[s.Batch]; listed {
			list[i].add(traceOf(s))
			continue
		}
		first[s.VendorID] = len(list)
		list = append(list, traceOf(s))
	}
	c.Note(int64(len(list)), 0, 0)
	return list
}

func countDays(c *sim.Ctx) any {
	from, to, ok := body(c).days()
	list := []dayCount{}
	if !ok || to.Sub(from) > maxDays*24*time.Hour {
		return list
	}
	at := map[string]int{}
	for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
		name := day.Format("20060102")
		at[name] = len(list)
		list = append(list, dayCount{day: name})
	}
	for _, s := range c.AllSent() {
		i, asked := at[s.At.In(beijing).Format("20060102")]
		if !asked {
			continue
		}
		list[i].add(traceOf(s))
	}
	c.Note(int64(len(list)), 0, 0)
	return list
}

func (d *dayCount) add(m trace) {
	switch m.kind {
	case opAlias:
		d.alias += m.resolved
	case opAccount:
		d.account += m.resolved
	case opRegID:
		d.regid += m.resolved
	default:
		d.everyone += m.resolved
	}
	d.delivered += m.delivered
	d.clicks += m.clicks
}

// valid reports whether a phone can be pushed to.
func valid(p *sim.Phone) bool { return p != nil && p.Installed && p.Subscribed }

func validOnes(c *sim.Ctx) any {
	list := validRegIDs{}
	for _, id := range body(c).Targets {
		if valid(c.View.Phone(id)) {
			list = append(list, id)
		}
	}
	c.Note(int64(len(list)), 0, 0)
	return list
}

func presences(c *sim.Ctx) any {
	list, online := []presence{}, int64(0)
	for _, id := range body(c).Targets {
		p := c.View.Phone(id)
		on := valid(p) && !p.Offline
		if on {
			online++
		}
		list = append(list, presence{id, on})
	}
	c.Note(online, 0, 0)
	return list
}

func namesOf(c *sim.Ctx) any {
	list := names{}
	for _, id := range body(c).Targets {
		p := c.View.Phone(id)
		if p == nil {
			continue
		}
		switch c.Call.Op {
		case opAliasAll:
			list = append(list, oneName(p.Alias)...)
		case opAccountAll:
			list = append(list, oneName(p.User)...)
		default:
			list = append(list, p.Tags...)
		}
	}
	c.Note(int64(len(list)), 0, 0)
	return list
}

// resolvedRules count whom a message goes to.
func resolvedRules() []sim.Rule {
	return ruletable.In(rule.Arrive, rule.StageDeliver, checked.Observed("github.com/yilee/xiaomi-push, 2016"), sim.Rule{Info: rule.Info{
		ID: "MI-DLV-058", Order: 5, Title: t("Every phone a message goes to counts as resolved", "目标计入统计 resolved"),
		Because: t("counted as resolved", "计入 resolved"), Advice: t("nothing to do", "无需处理"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Try == 1 {
			c.Tally("resolved")
		}
		return rule.Skip
	}})
}
