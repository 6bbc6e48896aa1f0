package meizu

import (
	"net/http"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// requestRules judge what comes before Meizu's own codes: the HTTP request.
func requestRules() []sim.Rule {
	op := func(name string, status int) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if c.Call.Op != name {
				return rule.Skip
			}
			c.Quote(c.Call.Request.Path)
			return c.RefuseStatus(status)
		}
	}
	silent := checked.Assumed("no source tells what Meizu answers; a bare HTTP status is a default of this project")
	return ruletable.In(rule.Gate, rule.StageValidate, silent, sim.Rule{Verbs: sim.For(sim.VerbUnknown), Info: rule.Info{
		ID: "MZ-VAL-001", Order: 10, Reason: vendors.ReasonBadRequest,
		Title:   t("No such path", "路径不存在"),
		Because: t("Meizu has no operation at {ref}", "{ref} 不是魅族推送的接口"),
		Advice:  t("compare the path with the API document; all begin with /garcia/api/server", "对照接口文档检查路径，均以 /garcia/api/server 开头"),
	}, Apply: op(opNoPath, http.StatusNotFound)}, sim.Rule{Verbs: sim.For(sim.VerbUnknown), Info: rule.Info{
		ID: "MZ-VAL-002", Order: 20, Reason: vendors.ReasonBadRequest,
		Title:   t("Wrong method", "请求方法错误"),
		Because: t("{ref} takes another method", "{ref} 使用其他请求方法"),
		Advice:  t("POST everything; statistics and the reads of subscriptions may be GET", "统一使用 POST；统计与订阅查询可用 GET"),
	}, Apply: op(opNoMethod, http.StatusMethodNotAllowed)}, sim.Rule{Info: rule.Info{
		ID: "MZ-VAL-003", Order: 30, Code: "1005", Reason: vendors.ReasonBadRequest,
		Title:      t("The body is a form", "请求体不是合法的表单"),
		Because:    t("an escape in the form is none, or the body is too long to be read", "表单编码有误，或请求体过大"),
		Advice:     t("encode the values as application/x-www-form-urlencoded in UTF-8", "按 application/x-www-form-urlencoded（UTF-8）编码"),
		Provenance: checked.Assumed("no source tells what Meizu answers; 1005 is a default of this project"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return form(c).Broken })})
}

// serviceRules are the states of Meizu's service, which a switch of the app sets.
func serviceRules() []sim.Rule {
	again := t("try again with growing pauses from one second", "从 1 秒起倍增间隔重试")
	on := t("the switch server of this app says so", "由该应用的 server 开关设定")
	state := func(id string, order int, value, code, en, zh string, refuse func(c *sim.Ctx) rule.Outcome) sim.Rule {
		return sim.Rule{Info: rule.Info{
			ID: id, Order: order, Code: code, Reason: vendors.ReasonVendorError,
			Title: t(en, zh), Because: on, Advice: again,
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			if c.Flag(flagServer) != value {
				return rule.Skip
			}
			return refuse(c)
		}}
	}
	down := func(c *sim.Ctx) rule.Outcome { return c.RefuseStatus(http.StatusServiceUnavailable) }
	rules := ruletable.In(rule.Gate, rule.StageValidate, docAPI(),
		state("MZ-SRV-001", 40, "down", "", "The service is not available", "服务不可用（HTTP 503）", down),
		state("MZ-SRV-002", 41, "error", "1001", "Meizu's system fails", "系统错误", (*sim.Ctx).Refuse),
		state("MZ-SRV-003", 42, "busy", "1003", "The server is busy", "服务器忙", (*sim.Ctx).Refuse),
		state("MZ-SRV-004", 43, "failing", "500", "Any other failure", "其他异常", (*sim.Ctx).Refuse),
		sim.Rule{Info: rule.Info{
			ID: "MZ-SRV-005", Order: 44, Code: "300", Reason: vendors.ReasonVendorError,
			Title:   t("Another host answers this", "重定向"),
			Because: t("the request should go to {ref}", "请求应发往 {ref}"),
			Advice:  t("send the same request once to the address in redirect, if it is Meizu's", "向 redirect 指定的魅族地址重发一次"),
		}, Apply: redirect})
	rules[0].Provenance = sdkJava()
	return rules
}

// redirect sends a request to the host of the switch, unless it came there.
func redirect(c *sim.Ctx) rule.Outcome {
	to := c.Flag(flagRedirect)
	r := c.Call.Request
	if to == "" || strings.EqualFold(to, r.Host) || c.Call.Verb == sim.VerbUnknown {
		return rule.Skip
	}
	c.Quote(to)
	c.Reply(redirection("https://" + to + r.Path))
	return c.Refuse()
}

// signRules judge who asks. There is no login, no time and no nonce.
func signRules() []sim.Rule {
	secret := t("check appSecret; sign the raw values, sorted by name, as name=value without separators, in lower-case hex MD5", "检查 appSecret；用编码前的原始值按参数名排序拼接 name=value（无分隔符），末尾加 appSecret，取小写 MD5")
	return ruletable.In(rule.Gate, rule.StageAuth, docAPI(), sim.Rule{Info: rule.Info{
		ID: "MZ-AUT-001", Order: 110, Code: "110004", Reason: vendors.ReasonCredentialWrong,
		Title:   t("Every request names its app", "参数不能为空：appId"),
		Because: t("appId is empty", "appId 为空"),
		Advice:  t("send a form with appId and sign; a JSON body is none", "以表单提交 appId 与 sign，不要使用 JSON 请求体"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.Verb != sim.VerbUnknown && c.Call.AppRef == "" })}, sim.Rule{Info: rule.Info{
		ID: "MZ-AUT-002", Order: 120, Code: "110000", Reason: vendors.ReasonCredentialWrong,
		Title:   t("appId exists", "appId不合法"),
		Because: t("no app has the appId {ref}", "没有 appId 为 {ref} 的应用"),
		Advice:  t("copy appId from the app's page in the Flyme console", "从 Flyme 推送平台复制 appId"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Known() || c.Call.Verb == sim.VerbUnknown {
			return rule.Skip
		}
		c.Quote(c.Call.AppRef)
		return c.Refuse()
	}}, sim.Rule{Info: rule.Info{
		ID: "MZ-AUT-003", Order: 130, Code: "1006", Reason: vendors.ReasonCredentialWrong,
		Title:   t("sign fits the values as they were sent", "签名认证失败"),
		Because: t("sign is not the MD5 of these values with this app's secret", "sign 与按原始值和 appSecret 计算的 MD5 不一致"),
		Advice:  secret,
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		return c.Known() && !strings.EqualFold(form(c).Sign.S, form(c).digest(c.Credential("app_secret")))
	})}, sim.Rule{Info: rule.Info{
		ID: "MZ-AUT-004", Order: 140, Code: "1006", Reason: vendors.ReasonCredentialWrong,
		Title:      t("sign is in lower case", "签名认证失败：sign 须为小写"),
		Because:    t("sign has upper-case digits", "sign 含大写字母"),
		Advice:     secret,
		Provenance: checked.Assumed("the document says lower case; that the server compares exactly is assumed"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Known() && form(c).Sign.S != strings.ToLower(form(c).Sign.S) })})
}

// appRules judge the app's standing.
func appRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageAuth, docAPI(), sim.Rule{Info: rule.Info{
		ID: "MZ-APP-001", Order: 200, Code: "110009", Reason: vendors.ReasonAppBlacklisted,
		Title:   t("The app is on the black list", "应用被加入黑名单"),
		Because: t("the switch blacklisted is on for this app", "该应用的 blacklisted 开关已打开"),
		Advice:  t("stop sending and write to push_support@meizu.com", "停止推送，邮件联系 push_support@meizu.com"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Flag(flagBlacklist) == "on" })})
}

// throughRules refuse pass-through messages. Before the day they went to the app.
func throughRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageValidate,
		checked.Assumed("the document restricts pass-through since 2018-06-16 and calls it discontinued; that every such call is answered with 110053 is a default of this project"),
		sim.Rule{Verbs: pushes(), Info: rule.Info{
			ID: "MZ-APP-002", Order: 220, Code: "110053", Reason: vendors.ReasonRightMissing, Since: dayThrough,
			Title:   t("Pass-through is discontinued", "透传超过限制"),
			Because: t("the call sends a pass-through message", "请求为透传消息"),
			Advice:  t("send a notification; fetch data when the app is opened", "改用通知栏消息，数据由应用打开后自行拉取"),
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return through(c.Call.Op) || form(c).PushType.Or(0) == 1 })},
		sim.Rule{Verbs: pushes(), Info: rule.Info{
			ID: "MZ-VAL-004", Order: 400, Code: "1005", Reason: vendors.ReasonBadRequest, Until: dayThrough, Params: map[string]int64{"max": 2000},
			Title:      t("Size of a pass-through message (older)", "透传消息长度（旧版）"),
			Because:    t("content has {0} bytes, {1} are allowed", "content 为 {0} 字节，最多 {1} 字节"),
			Advice:     t("send a key and fetch the rest in the app", "只传标识，其余由应用自行拉取"),
			Provenance: doc1005(),
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
			return through(c.Call.Op) && c.Call.Verb == sim.VerbSend && (tooLong(c, len(form(c).Message.Content.S)) || form(c).Message.Content.S == "")
		})})
}
