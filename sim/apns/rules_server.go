package apns

import (
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// serverRules are about the connection and Apple's own troubles, before the request
// is looked at.
func serverRules() []sim.Rule {
	trouble := func(id string, order int, reason string, en, zh string, advice vendors.Text) sim.Rule {
		r := check(rule.Info{
			ID: id, Order: order, Code: reason, Reason: vendors.ReasonVendorError,
			Title: t(en, zh), Because: t("the switch server says so: "+en, "开关 server 设定："+zh), Advice: advice,
		}, func(c *sim.Ctx, _ *Push) bool { return c.Flag(flagServer) == reason })
		r.Verbs = everything()
		return r
	}
	later := t("repeat after 15 minutes, with back-off", "15 分钟后退避重试")
	elsewhere := t("open a new connection and repeat there", "新建连接后重试")
	return append(in(rule.Gate, rule.StageValidate, docAnswers(), sim.Rule{Verbs: everything(), Info: rule.Info{
		ID: "AP-VAL-001", Order: 10, Reason: vendors.ReasonNetwork,
		Title:   t("HTTP/2 only", "仅支持 HTTP/2"),
		Because: t("the request came over {ref}; APNs speaks no HTTP/1.1 and there is no answer", "请求使用 {ref}；APNs 不支持 HTTP/1.1，不返回响应"),
		Advice:  t("use a client that negotiates h2 by ALPN", "使用通过 ALPN 协商 h2 的客户端"),
		Provenance: checked.Documented("Apple: Sending notification requests to APNs (HTTP/2 over TLS); " +
			"where Apple ends the TLS handshake, the simulator's shared listener ends the connection"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !strings.HasPrefix(c.Call.Request.Proto, "HTTP/1") {
			return rule.Skip
		}
		c.Quote(c.Call.Request.Proto)
		return c.Hangup()
	}}), in(rule.Gate, rule.StageFilter, docAnswers(),
		trouble("AP-VAL-002", 20, "IdleTimeout", "the connection was idle for too long", "连接空闲超时", elsewhere),
		trouble("AP-VAL-003", 21, "InternalServerError", "error inside APNs", "APNs 内部错误", later),
		trouble("AP-VAL-004", 22, "ServiceUnavailable", "APNs is not available", "服务不可用", later),
		trouble("AP-VAL-005", 23, "Shutdown", "the server is shutting down", "服务器正在关闭", elsewhere),
	)...)
}

// pathRules judge method, path and the form of the headers.
func pathRules() []sim.Rule {
	rules := in(rule.Gate, rule.StageValidate, docAnswers(), check(rule.Info{
		ID: "AP-VAL-010", Order: 100, Code: "MethodNotAllowed", Reason: vendors.ReasonBadRequest,
		Title:   t("POST only", "仅支持 POST"),
		Because: t("the method is not POST", "请求方法不是 POST"),
		Advice:  t("use POST", "使用 POST"),
	}, func(c *sim.Ctx, _ *Push) bool { return c.Call.Op == opNoMethod }), check(rule.Info{
		ID: "AP-VAL-011", Order: 110, Code: "BadPath", Reason: vendors.ReasonBadRequest,
		Title:   t("The path is /3/device/<token>", "路径为 /3/device/<token>"),
		Because: t("the path is not /3/device/<token>", "路径不是 /3/device/<token>"),
		Advice:  t("POST to /3/device/<token>; broadcasts are not simulated", "请求 /3/device/<token>；广播接口未模拟"),
	}, func(c *sim.Ctx, _ *Push) bool { return c.Call.Op == opNoPath }), check(rule.Info{
		ID: "AP-VAL-012", Order: 120, Code: "MissingDeviceToken", Reason: vendors.ReasonBadRequest,
		Title:   t("A device token in the path", "路径须包含 device token"),
		Because: t("the path ends where the device token should be", "路径末尾缺少 device token"),
		Advice:  t("put the token in lower-case hex behind /3/device/", "在 /3/device/ 后填写十六进制 token"),
	}, func(c *sim.Ctx, p *Push) bool { return c.Call.Op == opPush && p.token == "" }), sim.Rule{Info: rule.Info{
		ID: "AP-VAL-013", Order: 130, Code: "DuplicateHeaders", Reason: vendors.ReasonBadRequest,
		Title:   t("No header twice", "请求头不可重复"),
		Because: t("{ref} came more than once", "{ref} 出现多次"),
		Advice:  t("send every header once", "每个请求头只发一次"),
	}, Apply: when("DuplicateHeaders", func(c *sim.Ctx, p *Push) bool {
		c.Quote(strings.ToLower(p.repeated))
		return p.repeated != ""
	})})
	for i := range rules[:2] {
		rules[i].Verbs = everything()
	}
	return rules
}
