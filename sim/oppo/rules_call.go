package oppo

import (
	"net/http"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// pathRules judge the path and the method.
func pathRules() []sim.Rule {
	op := func(name string, refuse func(c *sim.Ctx) rule.Outcome) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if c.Call.Op != name {
				return rule.Skip
			}
			return refuse(c)
		}
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docCodes(), sim.Rule{Verbs: sim.For(sim.VerbUnknown), Info: rule.Info{
		ID: "OP-VAL-001", Order: 10, Code: "20", Reason: vendors.ReasonBadRequest,
		Title:      t("No such interface", "不合法的方法：接口不存在"),
		Because:    t("OPPO has no interface at this path", "OPPO 没有该路径的接口"),
		Advice:     t("check the path below /server/v1", "检查 /server/v1 之后的路径"),
		Provenance: checked.Assumed("the code is documented; that an unknown path gets it, and HTTP 404, is a default of this project"),
	}, Apply: op(opNoPath, func(c *sim.Ctx) rule.Outcome { return c.RefuseStatus(http.StatusNotFound) })}, sim.Rule{Verbs: sim.For(sim.VerbUnknown), Info: rule.Info{
		ID: "OP-VAL-002", Order: 20, Code: "12", Reason: vendors.ReasonBadRequest,
		Title:   t("Wrong method", "HTTP 方法不正确"),
		Because: t("the interface has another method", "该接口使用其他 HTTP 方法"),
		Advice:  t("use POST; only the two feedback interfaces use GET", "使用 POST；仅反馈接口使用 GET"),
	}, Apply: op(opNoMethod, func(c *sim.Ctx) rule.Outcome { return c.Refuse() })})
}

// serverRules let the service fail in the ways OPPO has codes for.
func serverRules() []sim.Rule {
	all := loggedIn() | sim.For(sim.VerbAuth)
	because := t("the switch server of this app says so", "该应用的 server 开关如此设置")
	is := func(flag, value string) func(*sim.Ctx) rule.Outcome {
		return ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Flag(flag) == value })
	}
	return ruletable.In(rule.Gate, rule.StageRate, docCodes(), sim.Rule{Verbs: all, Info: rule.Info{
		ID: "OP-APP-001", Order: 30, Stage: rule.StageAuth, Code: "26", Reason: vendors.ReasonRightMissing,
		Title:   t("Addresses on the black list", "IP 黑名单"),
		Because: t("the caller's address is on OPPO's black list", "调用方 IP 在黑名单中"),
		Advice:  t("check the IP white list of the console, ask OPPO's support", "检查控制台 IP 白名单，联系 OPPO 推送支持"),
	}, Apply: is(flagIP, "blocked")}, sim.Rule{Verbs: all, Info: rule.Info{
		ID: "OP-RTE-001", Order: 40, Code: "-1", Reason: vendors.ReasonVendorError,
		Title: t("The service is not available", "服务不可用"), Because: because,
		Advice: t("try again with growing pauses from one second", "从 1 秒起递增间隔重试"),
	}, Apply: is(flagServer, "unavailable")}, sim.Rule{Verbs: all, Info: rule.Info{
		ID: "OP-RTE-002", Order: 50, Code: "-2", Reason: vendors.ReasonVendorError,
		Title: t("The service is in flow control", "服务器流量控制"), Because: because,
		Advice: t("slow down, try again with growing pauses", "降低速度，递增间隔重试"),
	}, Apply: is(flagServer, "flow_control")}, sim.Rule{Verbs: all, Info: rule.Info{
		ID: "OP-RTE-003", Order: 60, Code: "13", Reason: vendors.ReasonQPS,
		Title: t("The app's calls are limited", "应用调用次数超限"), Because: because,
		Advice: t("wait a minute, then call less often", "等待 1 分钟后降低调用频率"),
	}, Apply: is(flagServer, "call_limited")}, sim.Rule{Verbs: all, Info: rule.Info{
		ID: "OP-RTE-004", Order: 70, Code: "69", Reason: vendors.ReasonQPS,
		Title: t("A limit over all apps", "全局限制错误"), Because: because,
		Advice:     t("lower the overall call rate; try again after ten seconds, then longer", "降低整体调用频率，10 秒后起递增间隔重试"),
		Provenance: docTable(),
	}, Apply: is(flagServer, "global_limit")})
}

// appRules judge the app's standing and what it may use at all.
func appRules() []sim.Rule {
	all := loggedIn() | sim.For(sim.VerbAuth)
	return ruletable.In(rule.Gate, rule.StageAuth, docCodes(), sim.Rule{Verbs: all, Info: rule.Info{
		ID: "OP-APP-002", Order: 300, Code: "28", Reason: vendors.ReasonPushDisabled,
		Title:   t("A disabled app", "应用不可用"),
		Because: t("OPPO disabled the app", "应用已被停用"),
		Advice:  t("look for OPPO's mail to the developer account; stop sending until then", "查看 OPPO 发给开发者账号的邮件，恢复前停止推送"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Flag(flagStanding) == "disabled" })}, sim.Rule{Verbs: loggedIn(), Info: rule.Info{
		ID: "OP-APP-003", Order: 310, Code: "30", Reason: vendors.ReasonRightMissing,
		Title:   t("Push is not opened, or its review is not over", "应用没有 API 推送权限"),
		Because: t("push is not opened for this app, or still in review", "应用未开通推送，或仍在审核中"),
		Advice:  t("apply for push in the console and wait for the review", "在控制台开通推送并等待审核"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		s := c.Flag(flagStanding)
		return s == "not_opened" || s == "in_review"
	})}, sim.Rule{Verbs: sim.For(sim.VerbQuery, sim.VerbManage), Info: rule.Info{
		ID: "OP-APP-004", Order: 320, Code: "27", Reason: vendors.ReasonRightMissing,
		Title:      t("Pictures, feedback and aliases are for China", "图片、反馈、别名接口仅限国内"),
		Because:    t("the overseas host has no such function", "海外地址不提供该功能"),
		Advice:     t("call it at its own host, for phones sold in China", "使用对应的国内地址调用"),
		Provenance: checked.Assumed("the SDK refuses uploads overseas before it sends them; what the server answers is a default of this project"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return overseas(c.Call.Request) })}, sim.Rule{Verbs: loggedIn() | sim.For(sim.VerbAuth), Info: rule.Info{
		ID: "OP-VAL-003", Order: 330, Stage: rule.StageValidate, Code: "25", Reason: vendors.ReasonBadRequest,
		Title:   t("Encoding of the request", "编码错误"),
		Because: t("the request is not in UTF-8", "请求不是 UTF-8 编码"),
		Advice:  t("encode the form in UTF-8", "表单使用 UTF-8 编码"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return otherCharset(c.Call.Request.Header) || broken(c) })})
}

// otherCharset reports a Content-Type that names another encoding.
func otherCharset(h http.Header) bool {
	v := h["Content-Type"]
	if len(v) == 0 {
		return false
	}
	_, charset, found := strings.Cut(strings.ToLower(v[0]), "charset=")
	if !found {
		return false
	}
	charset, _, _ = strings.Cut(charset, ";")
	charset = strings.Trim(charset, `" `)
	return charset != "utf-8" && charset != "utf8"
}

// broken reports texts that were no UTF-8: reading put U+FFFD in place of their bytes.
func broken(c *sim.Ctx) bool {
	return strings.ContainsRune(c.Call.Message.Title, '\ufffd') || strings.ContainsRune(c.Call.Message.Body, '\ufffd')
}

// rateRules keep an app to a speed. What is refused here does not count.
func rateRules() []sim.Rule {
	pushes := sim.For(sim.VerbSend, sim.VerbBatch, sim.VerbSendSaved)
	return ruletable.In(rule.Gate, rule.StageRate, limitsPage(), sim.Rule{Verbs: pushes, Counter: countSpeed, Limit: speedLimit, Info: rule.Info{
		ID: "OP-RTE-005", Order: 340, Code: "55", Reason: vendors.ReasonQPS,
		Title:   t("Phones addressed in a second", "应用 QPS 超限"),
		Because: t("{0} this second already, {1} are allowed, {2} more were asked for", "本秒已 {0}，上限 {1}，本次 {2}"),
		Advice:  t("slow down and try again after a second, then longer", "降低推送速度，1 秒后起递增间隔重试"),
		Params:  map[string]int64{"least": 5000, "from_10m": 10000, "from_50m": 20000, "from_100m": 30000},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Part {
			return rule.Skip // counted with its batch
		}
		n := int64(max(len(c.Call.Targets), len(c.Call.Parts), 1))
		used, limit := c.Count(countSpeed), speedLimit(c)
		c.Note(used, limit, n)
		if used+n > limit {
			return c.Refuse()
		}
		c.Charge(countSpeed, n)
		return rule.Pass
	}})
}

// speedLimit is the app's QPS by its accumulated users.
func speedLimit(c *sim.Ctx) int64 {
	if own, ok := c.Limit(countSpeed); ok {
		return own
	}
	switch users := c.Users(); {
	case users >= 100_000_000:
		return c.Param("from_100m")
	case users >= 50_000_000:
		return c.Param("from_50m")
	case users >= 10_000_000:
		return c.Param("from_10m")
	}
	return c.Param("least")
}
