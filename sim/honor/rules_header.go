package honor

import (
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// serverRules let the service fail in the ways Honor documents.
func serverRules() []sim.Rule {
	fails := func(id string, order int, code string, title, advice vendors.Text) sim.Rule {
		return sim.Rule{Verbs: sends(), Info: rule.Info{
			ID: id, Order: order, Code: code, Reason: vendors.ReasonVendorError, Title: title,
			Because: t("the switch server_error of this app is on", "该应用的 server_error 开关已打开"), Advice: advice,
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Flag(flagServerError) == code })}
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docCodes(),
		fails("HN-VAL-003", 200, "500", t("Internal error", "内部错误"), t("try again with growing pauses, at most four times", "递增间隔重试，最多 4 次")),
		fails("HN-VAL-004", 205, "502", t("Connection error", "连接异常"), t("check the network and try again", "检查网络后重试")),
	)
}

// rateRules keep an app to a speed. A call refused here does not count.
func rateRules() []sim.Rule {
	limit := func(c *sim.Ctx) int64 { return c.Param("max") }
	return ruletable.In(rule.Gate, rule.StageRate, docCodes(), sim.Rule{Verbs: sends(), Counter: countSpeed, Limit: limit, Info: rule.Info{
		ID: "HN-RTE-001", Order: 240, Code: "503", Reason: vendors.ReasonQPS,
		Title:   t("3000 a second for every app", "所有应用 QPS 均为 3000"),
		Because: t("{0} this second already, {1} are allowed, {2} more were asked for", "本秒已 {0}，上限 {1}，本次 {2}"),
		Advice:  t("wait half a second and longer each time, up to a minute", "从 0.5 秒起递增等待，最长 60 秒"),
		Params:  map[string]int64{"max": 3000},
		Provenance: checked.Documented("developer.honor.com/cn/docs/11002/reference/downlink-message (下行消息响应码), as transcribed in github.com/myt2000/AIShell, 2026; " +
			"that phones are counted and not calls is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		// A call with more tokens than a call may have is refused for that: 503 would say
		// that it may come again.
		n, most := int64(min(max(len(c.Call.Targets), 1), mostTokens)), c.Param("max")
		if own, ok := c.Limit(countSpeed); ok {
			most = own
		}
		used := c.Count(countSpeed)
		c.Note(used, most, n)
		if used+n > most {
			return c.Refuse()
		}
		c.Charge(countSpeed, n)
		return rule.Pass
	}})
}

// headerRules judge the header timestamp and the app id in the path.
func headerRules() []sim.Rule {
	advice := t("send timestamp: the current time in milliseconds, 13 digits", "请求头携带 timestamp：当前时间的毫秒数（13 位）")
	return ruletable.In(rule.Gate, rule.StageValidate, docCodes(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-VAL-010", Order: 250, Code: "10001", Reason: vendors.ReasonBadRequest,
		Title:   t("The header timestamp is there", "timestamp 不能为空"),
		Because: t("the header timestamp is missing", "缺少请求头 timestamp"),
		Advice:  advice,
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return push(c).Timestamp == "" })}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-APP-001", Order: 260, Code: "10205", Reason: vendors.ReasonCredentialWrong,
		Title:   t("The app id in the path exists", "appId 不存在"),
		Because: t("there is no app {ref}; the path takes the App ID and not the Client ID", "应用 {ref} 不存在；路径中填写 App ID 而非 Client ID"),
		Advice:  t("compare App ID and Client ID with the console", "与控制台核对 App ID 和 Client ID"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if id := push(c).AppID; id != c.Ref() {
			c.Quote(id)
			return c.Refuse()
		}
		return rule.Skip
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-VAL-011", Order: 270, Code: "10207", Reason: vendors.ReasonBadRequest,
		Title:   t("timestamp is the current time in milliseconds", "timestamp 无效"),
		Because: t("timestamp {ref} is {d0} from now, or no whole number of milliseconds", "timestamp {ref} 与当前时间相差 {d0}，或不是毫秒整数"),
		Advice:  advice,
		Params:  map[string]int64{"window_s": 600},
		Provenance: checked.Documented("developer.honor.com/cn/docs/11002/reference/downlink-message (下行消息响应码), as transcribed in github.com/myt2000/AIShell, 2026; " +
			"the width of the window is assumed, 0 is no check"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		stamp := push(c).Timestamp
		if stamp == "" {
			return rule.Skip
		}
		window := c.Param("window_s")
		n, err := strconv.ParseInt(stamp, 10, 64)
		said := time.UnixMilli(n)
		off := distance(c.Call.SenderNow(said, said).UnixMilli()-n) / 1000
		if err == nil && (window == 0 || off <= window) {
			return rule.Skip
		}
		c.Quote(stamp)
		c.Note(off, window, 0)
		return c.Refuse()
	}})
}

// distance is how far away a number is.
func distance(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

// keepRules settle how long Honor keeps a message for a phone that is offline.
func keepRules() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageDeliver, docSend(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-DLV-001", Order: 700,
		Title:   t("A message is kept a day", "ttl 默认一天"),
		Because: t("no ttl was given; kept {d0} for a phone that is offline", "未传 ttl，离线缓存 {d0}"),
		Advice:  t("send ttl if the message is worth more or less time", "按消息价值设置 ttl"),
		Params:  map[string]int64{"default_s": 86400},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if push(c).Body.Android.TTL.S != "" {
			return rule.Skip
		}
		n := c.Param("default_s")
		c.Note(n, 0, 0)
		return c.Keep(time.Duration(n) * time.Second)
	}})
}
