package vivo

import (
	"crypto/md5"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

func login(c *sim.Ctx) *AuthBody {
	if b, ok := c.Call.Wire.(*AuthBody); ok {
		return b
	}
	return &AuthBody{}
}

// loginRules judge /message/auth. An empty field is found before what it says is
// looked at, and the app before the signature, for without its secret there is
// nothing to compare a signature with.
func loginRules() []sim.Rule {
	auth := sim.For(sim.VerbAuth)
	empty := func(field func(b *AuthBody) bool) func(*sim.Ctx) rule.Outcome {
		return ruletable.RefuseIf(func(c *sim.Ctx) bool { return field(login(c)) })
	}
	fill := t("send all four: appId, appKey, timestamp, sign", "四个参数都要传：appId、appKey、timestamp、sign")
	return ruletable.In(rule.Gate, rule.StageAuth, doc368(), sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "VV-AUT-001", Order: 1010, Code: "10200", Reason: vendors.ReasonCredentialWrong,
		Title: t("Login without appId", "appId不能为空"), Advice: fill,
		Because: t("appId is empty", "appId 为空"),
	}, Apply: empty(func(b *AuthBody) bool { return b.AppID.S == "" })}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "VV-AUT-002", Order: 1020, Code: "10201", Reason: vendors.ReasonCredentialWrong,
		Title: t("Login without appKey", "appKey不能为空"), Advice: fill,
		Because: t("appKey is empty", "appKey 为空"),
	}, Apply: empty(func(b *AuthBody) bool { return b.AppKey.S == "" })}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "VV-AUT-003", Order: 1030, Code: "10203", Reason: vendors.ReasonBadRequest,
		Title: t("Login without timestamp", "timestamp不能为空"), Advice: fill,
		Because: t("timestamp is empty", "timestamp 为空"),
	}, Apply: empty(func(b *AuthBody) bool { return !b.Timestamp.Given() })}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "VV-AUT-004", Order: 1040, Code: "10204", Reason: vendors.ReasonBadRequest,
		Title: t("Login without sign", "sign不能为空"), Advice: fill,
		Because: t("sign is empty", "sign 为空"),
	}, Apply: empty(func(b *AuthBody) bool { return b.Sign.S == "" })}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "VV-AUT-005", Order: 1050, Code: "10205", Reason: vendors.ReasonCredentialWrong,
		Title:   t("appId does not exist", "appId不存在"),
		Because: t("no app has the appId {ref}", "没有 appId 为 {ref} 的应用"),
		Advice:  t("copy the APPID from the console's application page", "从控制台“应用信息”复制 APPID"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Known() {
			return rule.Skip
		}
		c.Quote(c.Call.AppRef)
		return c.Refuse()
	}}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "VV-AUT-006", Order: 1070, Code: "10202", Reason: vendors.ReasonCredentialWrong,
		Title:   t("appKey of another app", "appKey不合法"),
		Because: t("appKey does not belong to this appId", "appKey 与 appId 不对应"),
		Advice:  t("take appId, appKey and appSecret from the same application", "appId、appKey、appSecret 须取自同一应用"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return login(c).AppKey.S != c.Credential("app_key") })},
		windowRule(auth), signRule(auth), issueRule(auth))
}

func windowRule(auth sim.Verbset) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "VV-AUT-007", Order: 1080, Code: "10207", Reason: vendors.ReasonCredentialWrong,
		Title:   t("Timestamp within ten minutes of vivo's clock", "timestamp不合法"),
		Because: t("timestamp is {d0} away from vivo's clock; {d1} is allowed", "timestamp 与服务器时间相差 {d0}，最多允许 {d1}"),
		Advice:  t("put the machine's clock right (NTP); send 13 digits, milliseconds since 1970 UTC", "校准服务器时钟（NTP）；使用 13 位毫秒时间戳"),
		Params:  map[string]int64{"window_s": 600},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		window := c.Param("window_s")
		signed := time.UnixMilli(login(c).Timestamp.N)
		off := c.Call.SenderNow(signed, signed).UnixMilli() - login(c).Timestamp.N
		if off < 0 {
			off = -off
		}
		c.Note(off/1000, window, 0)
		if off > window*1000 {
			return c.Refuse()
		}
		return rule.Pass
	}}
}

func signRule(auth sim.Verbset) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "VV-AUT-008", Order: 1090, Code: "10206", Reason: vendors.ReasonCredentialWrong,
		Title:   t("Signature of the login", "sign不正确"),
		Because: t("sign compared with the lower-case hex MD5 of appId + appKey + timestamp + appSecret", "sign 与 MD5(appId+appKey+timestamp+appSecret) 的小写十六进制比较"),
		Advice:  t("check appSecret, the order of the four parts, and that the signed timestamp is the one sent", "检查 appSecret、拼接顺序，以及签名与请求的 timestamp 是否一致"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		b := login(c)
		sum := md5.Sum([]byte(b.AppID.S + b.AppKey.S + strconv.FormatInt(b.Timestamp.N, 10) + c.Credential("app_secret")))
		if b.Sign.S != hex.EncodeToString(sum[:]) {
			return c.Refuse()
		}
		return rule.Pass
	}}
}

func issueRule(auth sim.Verbset) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "VV-AUT-009", Order: 1099,
		Title:      t("A login gives a token for a day", "鉴权成功，返回 authToken（有效期一天）"),
		Because:    t("the token is valid for {d0}; earlier ones stay valid", "authToken 有效 {d0}，之前的仍然有效"),
		Advice:     t("share one token per app and renew it every hour or two", "同一应用集中缓存，1-2 小时更新一次"),
		Params:     map[string]int64{"life_s": 86400},
		Provenance: docAPI(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		life := c.Param("life_s")
		c.Note(life, 0, 0)
		return c.Issue(c.Now().Add(time.Duration(life) * time.Second))
	}}
}

// tokenRules judge the authToken header of every other call.
func tokenRules() []sim.Rule {
	others := sim.For(sim.VerbSend, sim.VerbSave, sim.VerbSendSaved, sim.VerbBroadcast,
		sim.VerbRecall, sim.VerbQuery, sim.VerbManage)
	again := t("log in at /message/auth once and repeat the request once", "调用 /message/auth 重新获取 authToken 后重发一次")
	return ruletable.In(rule.Gate, rule.StageAuth, doc368(), sim.Rule{Verbs: others, Info: rule.Info{
		ID: "VV-AUT-010", Order: 1110, Code: "10000", Reason: vendors.ReasonCredentialExpired,
		Title:   t("An authToken that a login issued", "authToken 由鉴权接口签发"),
		Because: t("the authToken header must hold a token that /message/auth issued to an app", "authToken 请求头须为 /message/auth 签发的 token"),
		Advice:  again,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if _, issued := c.Access(c.Call.Access); !issued {
			return c.Refuse()
		}
		return rule.Pass
	}}, sim.Rule{Verbs: others, Info: rule.Info{
		ID: "VV-AUT-011", Order: 1120, Code: "10000", Reason: vendors.ReasonCredentialExpired,
		Title:   t("authToken older than a day", "权限认证失败：authToken 已过期"),
		Because: t("the authToken expired {d0} ago", "authToken 已过期 {d0}"),
		Advice:  again,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		until, issued := c.Access(c.Call.Access)
		if !issued || !c.Now().After(until) {
			return rule.Skip
		}
		c.Note(int64(c.Now().Sub(until)/time.Second), 0, 0)
		return c.Refuse()
	}}, sim.Rule{Verbs: others, Info: rule.Info{
		ID: "VV-AUT-012", Order: 1130, Code: "10094", Reason: vendors.ReasonCredentialWrong,
		Title:   t("authToken and appId of different apps", "鉴权码与请求体对应的appId不一致"),
		Because: t("the token belongs to another app than appId {ref}", "authToken 不属于 appId 为 {ref} 的应用"),
		Advice:  t("keep one authToken per app", "按应用分别缓存 authToken"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if ref := c.Call.AppRef; ref == "" || ref == c.Ref() {
			return rule.Skip
		}
		c.Quote(c.Call.AppRef)
		return c.Refuse()
	}})
}
