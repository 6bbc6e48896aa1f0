package huawei

import (
	"net/http"
	"strconv"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// serverRules let the service fail in the ways Huawei documents.
func serverRules() []sim.Rule {
	because := t("the switch server_error of this app is on", "该应用的 server_error 开关已打开")
	again := t("try again after 1, 2 and 4 seconds", "1、2、4 秒后重试")
	when := func(value string) func(*sim.Ctx) rule.Outcome {
		return ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Flag(flagServerError) == value })
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docSend(), sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "HW-VAL-003", Order: 200, Reason: vendors.ReasonVendorError,
		Title:   t("The push service fails without a code", "推送服务故障，仅 HTTP 状态码"),
		Because: t("the switch server_error of this app is at {0}", "该应用的 server_error 开关为 {0}"),
		Advice:  t("try again with growing pauses from half a second", "从 0.5 秒起递增间隔重试"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		status, err := strconv.Atoi(c.Flag(flagServerError))
		if err != nil {
			return rule.Skip
		}
		c.Note(int64(status), 0, 0)
		return c.RefuseStatus(status)
	}}, sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "HW-VAL-004", Order: 205, Code: "80600003", Reason: vendors.ReasonVendorError,
		Title: t("The OAuth service cannot be reached", "请求 OAuth 服务失败"), Because: because, Advice: again,
	}, Apply: when("oauth")}, sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "HW-VAL-005", Order: 290, Code: "81000001", Reason: vendors.ReasonVendorError,
		Title: t("Internal error", "系统内部错误"), Because: because, Advice: again,
	}, Apply: when("internal")})
}

// within counts n against an app counter; over is what happens when that would pass
// the limit. The app's own limit, if one is set, replaces the rule's.
func within(c *sim.Ctx, id quota.ID, n, limit int64, over func() rule.Outcome) rule.Outcome {
	if own, ok := c.Limit(id); ok {
		limit = own
	}
	used := c.Count(id)
	c.Note(used, limit, n)
	if used+n > limit {
		return over()
	}
	c.Charge(id, n)
	return rule.Pass
}

// rateRules keep an app to a speed. A call refused here does not count, and neither
// does one that only asks for validation.
func rateRules() []sim.Rule {
	because := t("{0} this second already, {1} are allowed, {2} more were asked for", "本秒已 {0}，上限 {1}，本次 {2}")
	slow := t("wait for Retry-After, else half a second and longer each time", "按 Retry-After 等待，否则从 0.5 秒起递增间隔重试")
	busy := func(c *sim.Ctx) func() rule.Outcome {
		return func() rule.Outcome { return c.RefuseStatus(http.StatusServiceUnavailable) }
	}
	return ruletable.In(rule.Gate, rule.StageRate, docSend(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-RTE-001", Order: 940, Reason: vendors.ReasonQPS,
		Title: t("Phones addressed in a second", "流控：超过应用 QPS"), Because: because, Advice: slow,
		Params: map[string]int64{
			"per_100000": 72, "least": 6000, "weight_im": 5, "weight_news": 4, "weight_content": 3, "weight_games": 2, "weight_default": 1,
		},
		Provenance: checked.Observed("docs.getui.com vendor/qps; docs.jiguang.cn android_3rd_qps; HTTP 503 is documented, its body is not"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if send(c).ValidateOnly.Is(true) {
			return rule.Skip
		}
		return within(c, countSpeed, int64(max(len(c.Call.Targets), 1)), speedOf(c), busy(c))
	}}, sim.Rule{Verbs: sim.For(sim.VerbAuth), Info: rule.Info{
		ID: "HW-RTE-002", Order: 110, Reason: vendors.ReasonQPS,
		Title: t("Flow control of the token endpoint", "获取 token 接口流控"), Because: because,
		Advice:     t("keep the access token for its hour instead of asking for each message", "缓存 access token（1 小时有效），不要每条消息都获取"),
		Provenance: checked.Assumed("HTTP 503 is documented (server-error-codes-0000001062371380), the number is not: off unless the limit auth is set"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if _, set := c.Limit(countAuth); !set {
			return rule.Skip
		}
		return within(c, countAuth, 1, 0, busy(c))
	}}, sim.Rule{Verbs: sim.For(sim.VerbBroadcast), Info: rule.Info{
		ID: "HW-RTE-003", Order: 930, Code: "80100017", Reason: vendors.ReasonQPS,
		Title:   t("A hundred topic sends at a time", "同一时刻最多 100 个主题消息任务"),
		Because: t("{0} topic sends this minute already, {1} are allowed", "本分钟已 {0} 个主题任务，上限 {1}"),
		Advice:  t("wait a minute and try again", "等待一分钟后重试"),
		Params:  map[string]int64{"max": 100},
		Provenance: checked.Documented("HMSCore-References/https-send-api-0000001050986197 for the number; that a task counts until its minute ends is assumed, " +
			"Huawei does not say how long one lasts"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if send(c).ValidateOnly.Is(true) {
			return rule.Skip
		}
		return within(c, countTopicTasks, 1, c.Param("max"), c.Refuse)
	}})
}

// speedOf is the app's speed: monthly users x weight of its kind x 0.00072, at least
// the floor. An app that is not in the store weighs least.
func speedOf(c *sim.Ctx) int64 {
	weight := "weight_default"
	if c.Listed() {
		switch c.Kind() {
		case "im", "finance":
			weight = "weight_im"
		case "news":
			weight = "weight_news"
		case "content", "shopping", "life", "business":
			weight = "weight_content"
		case "games":
			weight = "weight_games"
		}
	}
	return max(c.Users()*c.Param(weight)*c.Param("per_100000")/100_000, c.Param("least"))
}
