package xiaomi

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// pathRules judge what is no operation, or no form.
func pathRules() []sim.Rule {
	nowhere := sim.For(sim.VerbUnknown)
	path := t("check the path and the version in it", "检查接口路径与版本")
	return ruletable.In(rule.Gate, rule.StageValidate, sdk(), sim.Rule{Verbs: nowhere, Info: rule.Info{
		ID: "MI-VAL-001", Order: 10, Code: "10020", Reason: vendors.ReasonBadRequest,
		Title: t("There is no such interface", "接口不存在"), Because: t("no interface that is simulated has this path", "模拟的接口中没有该路径"), Advice: path,
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.Op == opNoPath })}, sim.Rule{Verbs: nowhere, Info: rule.Info{
		ID: "MI-VAL-002", Order: 20, Code: "10021", Reason: vendors.ReasonBadRequest,
		Title: t("The method is not supported", "HTTP方法不支持"), Because: t("the interface has another method", "该接口使用其他 HTTP 方法"),
		Advice: t("POST what sends or changes, GET what reads", "发送与修改用 POST，查询用 GET"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.Op == opNoMethod })}, sim.Rule{Verbs: known(), Info: rule.Info{
		ID: "MI-VAL-003", Order: 200, Code: "10007", Reason: vendors.ReasonBadRequest,
		Title:      t("A form, not JSON", "不支持的 MIME 类型"),
		Because:    t("the body is JSON; Xiaomi reads forms", "请求体是 JSON，小米只接受表单"),
		Advice:     t("post application/x-www-form-urlencoded", "使用 application/x-www-form-urlencoded"),
		Provenance: checked.Assumed("that JSON is not read follows from the documents; that the SDK table's code for content types answers it is assumed"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.Malformed })}, sim.Rule{Verbs: known(), Info: rule.Info{
		ID: "MI-VAL-004", Order: 210, Code: "10018", Reason: vendors.ReasonPayloadTooLarge,
		Title:      t("The request is too long", "请求长度超过限制"),
		Because:    t("the body is longer than the server reads", "请求体超过服务端读取上限"),
		Advice:     t("send fewer targets or a shorter text", "减少目标数或缩短内容"),
		Provenance: checked.Assumed("the code is in the SDK's table; the length is this simulator's own"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.Request.Truncated })})
}

// secretRules judge the one thing by which a sender says who it is.
func secretRules() []sim.Rule {
	header := t("send Authorization: key= and the AppSecret, without a space, key in lower case", "使用 Authorization: key=<AppSecret>，key 小写且无空格")
	return ruletable.In(rule.Gate, rule.StageAuth, seen(), sim.Rule{Verbs: known(), Info: rule.Info{
		ID: "MI-AUT-001", Order: 100, Code: "21301", Reason: vendors.ReasonCredentialWrong,
		Title:      t("Authorization begins with key=", "缺少或错误的 Authorization 头"),
		Because:    t("the Authorization field is missing or does not begin with key=", "Authorization 头缺失或不以 key= 开头"),
		Advice:     header,
		Provenance: checked.Assumed("dev.mi.com document 1559 wants key in lower case; that anything else gets HTTP 401 is one client's word"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if v := c.Call.Request.Header["Authorization"]; len(v) > 0 && strings.HasPrefix(v[0], "key=") {
			return rule.Skip
		}
		return c.RefuseStatus(http.StatusUnauthorized)
	}}, sim.Rule{Verbs: known(), Info: rule.Info{
		ID: "MI-AUT-002", Order: 110, Code: "21301", Reason: vendors.ReasonCredentialWrong,
		Title:   t("The AppSecret is an app's", "认证失败：AppSecret 错误"),
		Because: t("no app has this AppSecret", "没有应用使用该 AppSecret"),
		Advice:  t("use the AppSecret, not the AppKey", "填写 AppSecret，不是 AppKey"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return !c.Known() })})
}

// standingRules are what Xiaomi has decided about an app.
func standingRules() []sim.Rule {
	ask := t("ask Xiaomi why (mipush-permission@xiaomi.com)", "联系小米了解原因（mipush-permission@xiaomi.com）")
	listed := func(code string) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if c.Flag(flagBlacklist) != code {
				return rule.Skip
			}
			c.Quote(c.Ref())
			return c.Refuse()
		}
	}
	return ruletable.In(rule.Gate, rule.StageFilter, docCodes(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-APP-001", Order: 120, Code: "10031", Reason: vendors.ReasonAppBlacklisted,
		Title: t("The app is on the black list", "应用在黑名单中,禁止发送消息"), Because: t("AppId {ref} is on the black list", "AppId {ref} 在黑名单中"), Advice: ask,
	}, Apply: listed("10031")}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-APP-002", Order: 121, Code: "10026", Reason: vendors.ReasonAppBlacklisted,
		Title: t("The app is on the black list (the SDK's code)", "应用被加入黑名单（SDK 错误码）"), Because: t("AppId {ref} is on the black list", "AppId {ref} 在黑名单中"), Advice: ask,
		Provenance: sdk(),
	}, Apply: listed("10026")}, sim.Rule{Verbs: sim.For(sim.VerbQuery), Info: rule.Info{
		ID: "MI-APP-003", Order: 130, Code: "10038", Reason: vendors.ReasonRightMissing,
		Title: t("Statistics and traces are forbidden", "禁止访问统计和trace"), Because: t("the app may not use statistics and traces", "该应用不能访问统计与 trace"),
		Advice: t("use receipts instead", "改用回执"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		return c.Flag(flagDenied) == "10038" && slices.Contains([]string{opTrace, opTraces, opStats, opQuota}, c.Call.Op)
	})}, sim.Rule{Verbs: known(), Info: rule.Info{
		ID: "MI-APP-004", Order: 140, Reason: vendors.ReasonRightMissing,
		Title: t("The app is restricted", "应用被限制"), Because: t("the app's switch denied is at {0}", "该应用的 denied 开关为 {0}"), Advice: ask,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		code := c.Flag(flagDenied)
		n, err := strconv.ParseInt(code, 10, 64)
		if err != nil || code == "10038" {
			return rule.Skip
		}
		c.Note(n, 0, 0)
		return c.RefuseCode(code)
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-APP-005", Order: 800, Code: "26006", Reason: vendors.ReasonContentFiltered,
		Title: t("The message has to be reviewed", "发送需要审核"), Because: t("messages of this app are reviewed by people first", "该应用的消息须人工审核"),
		Advice: t("wait for the review in the console, or change the text", "等待控制台人工审核，或修改文案"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Flag(flagReview) == on && !c.Call.Part })})
}

// troubleRules let the service fail in the ways its table has.
func troubleRules() []sim.Rule {
	because := t("the switch trouble of this app is at {0}", "该应用的 trouble 开关为 {0}")
	again := t("try again after a second, doubling up to a minute, with jitter", "1 秒后重试，间隔加倍至 60 秒并加抖动")
	faults, rates, statuses := troubles()
	fail := func(codes []string, how func(c *sim.Ctx, code string, n int) rule.Outcome) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			code := c.Flag(flagTrouble)
			n, err := strconv.Atoi(code)
			if err != nil || c.Call.Part || !slices.Contains(codes, code) {
				return rule.Skip
			}
			c.Note(int64(n), 0, 0)
			return how(c, code, n)
		}
	}
	answer := func(c *sim.Ctx, code string, _ int) rule.Outcome { return c.RefuseCode(code) }
	return ruletable.In(rule.Gate, rule.StageValidate, docCodes(), sim.Rule{Verbs: known(), Info: rule.Info{
		ID: "MI-VAL-005", Order: 150, Reason: vendors.ReasonVendorError,
		Title: t("The service fails", "服务故障"), Because: because, Advice: again,
	}, Apply: fail(faults, answer)}, sim.Rule{Verbs: known(), Info: rule.Info{
		ID: "MI-VAL-006", Order: 151, Reason: vendors.ReasonVendorError,
		Title: t("The service fails without an answer", "服务故障，仅 HTTP 状态码"), Because: because, Advice: again,
		Provenance: sdk(),
	}, Apply: fail(statuses, func(c *sim.Ctx, _ string, n int) rule.Outcome { return c.RefuseStatus(n) })}, sim.Rule{Verbs: known(), Info: rule.Info{
		ID: "MI-RTE-001", Order: 152, Stage: rule.StageRate, Reason: vendors.ReasonQPS,
		Title: t("Somebody calls too often", "调用频率超过上限"), Because: because,
		Advice:     t("wait a second and longer each time", "等待至少 1 秒并逐次加长后重试"),
		Provenance: sdk(),
	}, Apply: fail(rates, answer)})
}

// rateRules keep an app to a speed. A call that is refused does not count.
func rateRules() []sim.Rule {
	because := t("{0} this second already, {1} are allowed", "本秒已 {0} 次，上限 {1}")
	return ruletable.In(rule.Gate, rule.StageRate, octo(), sim.Rule{Verbs: sends(), Counter: countCalls, Limit: speedOf, Info: rule.Info{
		ID: "MI-RTE-002", Order: 160, Code: "200002", Reason: vendors.ReasonQPS,
		Title: t("Sends of a second", "超过应用 QPS 上限"), Because: because,
		Advice: t("wait a second; one call takes 1000 targets and counts once", "等待 1 秒后重试；1000 个目标的一次请求只计 1 次"),
		Params: map[string]int64{"least": 500, "from_100k": 1000, "from_1m": 2000, "from_5m": 2500, "from_10m": 3000},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Part {
			return rule.Skip
		}
		return within(c, countCalls, speedOf(c))
	}}, sim.Rule{Verbs: sim.For(sim.VerbQuery), Counter: countQuotaQueries, Info: rule.Info{
		ID: "MI-RTE-003", Order: 161, Code: "10039", Reason: vendors.ReasonQPS,
		Title: t("One quota query a second", "统计和trace太过频繁"), Because: because,
		Advice: t("ask once a second at most", "每秒最多查询 1 次"), Params: map[string]int64{"max": 1},
		Provenance: checked.Assumed("the rate is of third-party notes of 2026; that the code for statistics and traces answers it is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != opQuota {
			return rule.Skip
		}
		return within(c, countQuotaQueries, c.Param("max"))
	}}, sim.Rule{Verbs: sim.For(sim.VerbBroadcast), Counter: countBroadcasts, Info: rule.Info{
		ID: "MI-RTE-004", Order: 162, Code: "26004", Reason: vendors.ReasonQPS,
		Title: t("Broadcasts follow each other too fast", "广播消息发送太频繁"), Because: t("{0} this minute already, {1} are allowed", "本分钟已 {0} 次，上限 {1}"),
		Advice:     t("wait some minutes between broadcasts", "广播之间间隔数分钟"),
		Provenance: checked.Assumed("the code is of dev.mi.com document 1560, the figure is not published: off unless the limit broadcasts is set"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if _, set := c.Limit(countBroadcasts); !set {
			return rule.Skip
		}
		return within(c, countBroadcasts, 0)
	}})
}

// speedOf is how many sends an app has in a second, by its phones with notifications on.
func speedOf(c *sim.Ctx) int64 {
	if own, ok := c.Limit(countCalls); ok {
		return own
	}
	switch n := c.Users(); {
	case n >= 10_000_000:
		return c.Param("from_10m")
	case n >= 5_000_000:
		return c.Param("from_5m")
	case n >= 1_000_000:
		return c.Param("from_1m")
	case n >= 100_000:
		return c.Param("from_100k")
	}
	return c.Param("least")
}
