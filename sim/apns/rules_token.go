package apns

import (
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// addressed is the phone of the device token, of whichever app it is; nil if none.
func addressed(c *sim.Ctx) *sim.Phone {
	if c.Phone != nil {
		return c.Phone
	}
	return c.Elsewhere(push(c).token)
}

// isDeviceToken wants the hexadecimal digits of bytes, of any number: Apple says not
// to assume a size.
func isDeviceToken(s string) bool {
	for i := range len(s) {
		if !isHex(s[i]) {
			return false
		}
	}
	return s != "" && len(s)%2 == 0
}

// environmentOf is the environment a phone's token is for. Builds from the store are
// the rule, so that is what a phone has that does not say.
func environmentOf(p *sim.Phone) string {
	if p.Environment == sandbox {
		return sandbox
	}
	return production
}

// tokenRules judge the device token.
func tokenRules() []sim.Rule {
	target := func(info rule.Info, bad func(c *sim.Ctx, p *sim.Phone) (detail int64, bad bool)) sim.Rule {
		return sim.Rule{Info: info, Apply: func(c *sim.Ctx) rule.Outcome {
			if detail, bad := bad(c, addressed(c)); bad {
				return c.RefuseTarget(detail)
			}
			return rule.Skip
		}}
	}
	dead := t("delete the token unless the app has registered it again after the answer's timestamp", "删除该 token，除非应用在响应 timestamp 之后重新注册过")
	return in(rule.Resolve, rule.StageFilter, docAnswers(), target(rule.Info{
		ID: "AP-FLT-001", Order: 10, Code: "BadDeviceToken", Reason: vendors.ReasonTokenInvalid,
		Title:   t("A device token is the hexadecimal digits of its bytes", "device token 须为其字节的十六进制"),
		Because: t("the token is not the hexadecimal digits of bytes", "token 不是字节的十六进制"),
		Advice:  t("send the bytes the app got as hex, without spaces or brackets", "将客户端获取的字节转为十六进制，不含空格和尖括号"),
	}, func(c *sim.Ctx, _ *sim.Phone) (int64, bool) { return 0, !isDeviceToken(push(c).token) }), target(rule.Info{
		ID: "AP-FLT-002", Order: 20, Code: "BadDeviceToken", Reason: vendors.ReasonTokenInvalid,
		Title:   t("A device token that Apple gave out", "device token 不存在"),
		Because: t("Apple gave no phone this token", "该 token 不是苹果签发的"),
		Advice:  t("check where the token came from; delete it", "检查 token 来源；删除该 token"),
	}, func(c *sim.Ctx, p *sim.Phone) (int64, bool) { return 0, p == nil && isDeviceToken(push(c).token) }), target(rule.Info{
		ID: "AP-FLT-003", Order: 30, Code: "BadDeviceToken", Reason: vendors.ReasonTokenInvalid,
		Title:   t("A device token of this environment", "device token 环境须匹配"),
		Because: t("the token is of the other environment: builds from Xcode have sandbox tokens, all others production ones", "token 属于另一环境：Xcode 直装为沙盒，其余为生产"),
		Advice:  t("keep the token; send to the host of its environment", "不要删除 token；改用对应环境的地址"),
	}, func(c *sim.Ctx, p *sim.Phone) (int64, bool) {
		return 0, p != nil && environmentOf(p) != push(c).environment
	}), target(rule.Info{
		ID: "AP-FLT-004", Order: 40, Code: "Unregistered", Reason: vendors.ReasonTokenUnregistered,
		Title:   t("The app is on the phone and registered", "应用已卸载或注销推送"),
		Because: t("the app was removed or unregistered, and APNs knows", "应用已卸载或注销推送，且 APNs 已知"),
		Advice:  dead,
	}, unregistered), target(rule.Info{
		ID: "AP-FLT-005", Order: 50, Code: "ExpiredToken", Reason: vendors.ReasonTokenUnregistered,
		Title:   t("The device token has not expired", "device token 已过期"),
		Because: t("the token's time is over", "token 已过期"),
		Advice:  dead,
	}, func(c *sim.Ctx, p *sim.Phone) (int64, bool) {
		return c.Now().UnixMilli(), p != nil && p.Flags[flagToken] == "expired"
	}), target(rule.Info{
		ID: "AP-FLT-006", Order: 60, Code: "DeviceTokenNotForTopic", Reason: vendors.ReasonPackageMismatch,
		Title:   t("A device token of this app", "device token 须属于该 topic"),
		Because: t("the token belongs to another app than the topic", "token 属于其他应用"),
		Advice:  t("check the topic; when it is right, stop using this token for it", "检查 topic；确认无误后停止向该 token 推送"),
	}, func(c *sim.Ctx, p *sim.Phone) (int64, bool) { return 0, p != nil && c.Phone == nil }))
}

// goneKey is under what APNs remembers that it found an app removed.
func goneKey(token string) string { return "gone " + token }

// unregistered tells since when a token is known to be dead.
func unregistered(c *sim.Ctx, p *sim.Phone) (since int64, gone bool) {
	if p == nil || (p.Installed && p.Subscribed) {
		return 0, false
	}
	if p.Flags[flagRemoval] != "unnoticed" {
		return p.GoneSince.UnixMilli(), true
	}
	at, found := c.Remembered(goneKey(p.Token))
	since, _ = strconv.ParseInt(at, 10, 64)
	return since, found
}

// floodRules keep pushes in a row to one token apart, if the lab wants it.
func floodRules() []sim.Rule {
	return in(rule.Resolve, rule.StageRate, checked.Assumed("Apple documents the reason and no numbers; 20 at once and one a second are a default of this project, off unless device_limit is on"), sim.Rule{Info: rule.Info{
		ID: "AP-RTE-001", Order: 100, Code: "TooManyRequests", Reason: vendors.ReasonQPS,
		Title:   t("Pushes in a row to one device token", "对同一 token 连续推送限流"),
		Because: t("{0} pushes in a row to this token; one every {1} ms is taken", "已对该 token 连续推送 {0} 条；其后每 {1} 毫秒受理一条"),
		Advice:  t("pause for this one token; other tokens are not affected", "仅对该 token 延后重试，其他 token 不受影响"),
		Params:  map[string]int64{"burst": 20, "refill_ms": 1000},
	}, Apply: flood})
}

// flood is a bucket kept as the time at which it would be full again.
func flood(c *sim.Ctx) rule.Outcome {
	if c.Phone == nil || c.Flag(flagFlood) != "on" {
		return rule.Skip
	}
	key := "flood " + push(c).token
	now, each, burst := c.Now().UnixMilli(), c.Param("refill_ms"), c.Param("burst")
	full := now
	if text, ok := c.Remembered(key); ok {
		if at, err := strconv.ParseInt(text, 10, 64); err == nil {
			full = max(at, now)
		}
	}
	c.Note(burst, each, 0)
	if full-now > (burst-1)*each {
		return c.RefuseTarget(0)
	}
	full += each
	c.Effect(sim.Effect{Kind: sim.EffRemember, Key: key, Text: strconv.FormatInt(full, 10), At: time.UnixMilli(full)})
	return rule.Skip
}

// answerRules turn the verdict on the token into the answer to the call.
func answerRules() []sim.Rule {
	return in(rule.Admit, rule.StageFilter, docAnswers(), sim.Rule{Info: rule.Info{
		ID: "AP-FLT-007", Order: 10, Reason: vendors.ReasonTokenInvalid,
		Title:   t("A push answers what its token got", "推送返回该 token 的结果"),
		Because: t("the one token was refused: {ref}", "唯一的 token 被拒绝：{ref}"),
		Advice:  t("act on the reason", "按返回的原因处理"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		all := c.Admissions()
		if len(all) != 1 || all[0].State != sim.Refused {
			return rule.Skip
		}
		c.Quote(all[0].Code)
		return c.RefuseAs(statusOf(all[0].Code), all[0].Code)
	}})
}
