package xiaomi

import (
	"slices"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// scheduleRules judge time_to_send. A time that is over sends at once.
func scheduleRules() []sim.Rule {
	ahead := overMessages(func(c *sim.Ctx, b *Body) bool {
		far := c.Call.Due(time.UnixMilli(b.TimeToSend.Or(0))).UnixMilli() - c.Now().UnixMilli()
		most := c.Param("max_s")
		c.Note(far/1000, most, 0)
		return far > most*1000
	})
	because := t("scheduled {d0} ahead; {d1} are allowed", "定时 {d0} 后发送，上限 {d1}")
	sooner := t("schedule it later yourself", "到期前由自己的服务再提交")
	return ruletable.In(rule.Gate, rule.StageValidate, notes2026(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-027", Order: 350, Code: "10017", Reason: vendors.ReasonBadRequest, Since: daySchedule,
		Title: t("Thirty days ahead at most", "time_to_send 超过 30 天"), Because: because, Advice: sooner, Params: map[string]int64{"max_s": 30 * 86400},
		Provenance: checked.Assumed("30 days is of third-party notes of 2026, documents of 2023 said 7; the code is not known"),
	}, Apply: ahead}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-028", Order: 351, Code: "10017", Reason: vendors.ReasonBadRequest, Until: daySchedule,
		Title: t("Seven days ahead at most (older)", "time_to_send 超过 7 天（旧规则）"), Because: because, Advice: sooner, Params: map[string]int64{"max_s": 7 * 86400},
		Provenance: checked.Assumed("7 days is of dev.mi.com document 1696; the code is not known"),
	}, Apply: ahead})
}

// multiRules judge the list of multi_messages.
func multiRules() []sim.Rule {
	batch := sim.For(sim.VerbBatch)
	return ruletable.In(rule.Gate, rule.StageValidate, docCodes(), sim.Rule{Verbs: batch, Info: rule.Info{
		ID: "MI-VAL-029", Order: 310, Code: "10008", Reason: vendors.ReasonBadRequest,
		Title: t("messages is a list", "参数错误：messages 不是 JSON 数组"), Because: t("messages is missing, empty, or no list of messages with targets", "messages 缺失、为空，或不是带 target 的消息数组"),
		Advice:     t("send a JSON list of objects with target and message", "传 JSON 数组，每个元素含 target 与 message"),
		Provenance: checked.Assumed("the form is of dev.mi.com document 1559 and the SDK, the code for others is not known"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		b := body(c)
		return len(b.Elements) == 0 || slices.ContainsFunc(b.Elements, func(e *Body) bool { return len(e.Targets) == 0 })
	})}, sim.Rule{Verbs: batch, Info: rule.Info{
		ID: "MI-VAL-030", Order: 311, Code: "10017", Reason: vendors.ReasonBadRequest,
		Title: t("A thousand messages at most", "messages 超过 1000 条"), Because: t("{0} messages, {1} are allowed", "{0} 条消息，上限 {1}"),
		Advice: t("send at most 1000 messages in one call", "一次最多 1000 条"), Params: map[string]int64{"max": 1000},
		Provenance: checked.Assumed("neither the number nor the code is published"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		n := int64(len(body(c).Elements))
		c.Note(n, c.Param("max"), 0)
		return n > c.Param("max")
	})})
}

// queryFieldRules want queries and recalls to say what they are about.
func queryFieldRules() []sim.Rule {
	missing := func(c *sim.Ctx) bool {
		b := body(c)
		switch c.Call.Op {
		case opAliasAll, opTopicAll, opAccountAll, opPresence, opValidate, opSubscribe, opUnsubscribe:
			return len(b.Targets) == 0
		case opTrace, opDelete, opStop, opRevoke, opJobDelete, opJobExist:
			return b.reference() == ""
		case opTraces:
			return !b.BeginTime.Given() || !b.EndTime.Given()
		case opStats:
			return b.StartDate.S == "" || b.EndDate.S == ""
		}
		return false
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docCodes(), sim.Rule{Verbs: sim.For(sim.VerbQuery, sim.VerbManage, sim.VerbRecall), Info: rule.Info{
		ID: "MI-VAL-031", Order: 360, Code: "10016", Reason: vendors.ReasonBadRequest,
		Title: t("A query says what it is about", "缺失必选参数"), Because: t("a required parameter is missing", "缺少必选参数"),
		Advice: t("send the parameters of the path", "补齐该接口的参数"),
	}, Apply: ruletable.RefuseIf(missing)}, sim.Rule{Verbs: sim.For(sim.VerbQuery), Info: rule.Info{
		ID: "MI-VAL-032", Order: 361, Code: "10017", Reason: vendors.ReasonBadRequest,
		Title: t("Days are yyyyMMdd, times milliseconds", "日期或时间参数不合法"), Because: t("a day or a time cannot be read, or the end is before the beginning", "日期或时间无法识别，或结束早于开始"),
		Advice:     t("send start_date and end_date as yyyyMMdd, begin_time and end_time in milliseconds", "start_date、end_date 为 yyyyMMdd，begin_time、end_time 为毫秒"),
		Provenance: checked.Assumed("the forms are the SDK's, the code for others is not known"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		b := body(c)
		switch c.Call.Op {
		case opStats:
			from, to, ok := b.days()
			return !ok || to.Before(from) || to.Sub(from) > maxDays*24*time.Hour
		case opTraces:
			return b.BeginTime.State != jsonscan.Set || b.EndTime.State != jsonscan.Set || b.EndTime.N < b.BeginTime.N
		}
		return false
	})})
}

// maxDays bounds how many rows an answer has.
const maxDays = 366

// days are the two days of a statistics query.
func (b *Body) days() (from, to time.Time, ok bool) {
	const form = "20060102"
	from, err1 := time.ParseInLocation(form, b.StartDate.S, beijing)
	to, err2 := time.ParseInLocation(form, b.EndDate.S, beijing)
	return from, to, err1 == nil && err2 == nil
}

// packageRules want the package name to be the app's. V3 takes several, of which one is
// enough; the SDK leaves it out where the app has one.
func packageRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageFilter, docCodes(), sim.Rule{Verbs: known(), Info: rule.Info{
		ID: "MI-APP-006", Order: 400, Code: "22022", Reason: vendors.ReasonPackageMismatch,
		Title: t("The package name is the app's", "应用程序package name不合法"), Because: t("the app's package is {ref}, and the call names another", "应用包名为 {ref}，请求填写了其他包名"),
		Advice: t("send the package name the app has in the console", "restricted_package_name 填写控制台登记的包名"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		foreign := func(b *Body) bool { return len(b.Packages) > 0 && !slices.Contains(b.Packages, c.Package()) }
		if !foreign(body(c)) && !slices.ContainsFunc(messagesOf(c), foreign) {
			return rule.Skip
		}
		c.Quote(c.Package())
		return c.Refuse()
	}}, sim.Rule{Verbs: known(), Info: rule.Info{
		ID: "MI-APP-008", Order: 401, Code: "22022", Reason: vendors.ReasonPackageMismatch,
		Title: t("V2 takes one package name", "V2 接口仅支持一个包名"), Because: t("{0} package names at a path of V2", "V2 接口填写了 {0} 个包名"),
		Advice:     t("send one package name, or use the path of V3", "只填写一个包名，或改用 V3 接口"),
		Provenance: checked.Assumed("V2 takes one package name by dev.mi.com document 1559; the code for several is not known"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		b := body(c)
		if !b.way.onePackage || len(b.Packages) < 2 {
			return rule.Skip
		}
		c.Note(int64(len(b.Packages)), 0, 0)
		return c.Refuse()
	}})
}
