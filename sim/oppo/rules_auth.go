package oppo

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

func login(c *sim.Ctx) *AuthForm {
	if f, ok := c.Call.Wire.(*AuthForm); ok {
		return f
	}
	return &AuthForm{}
}

// loginRules judge /server/v1/auth: that everything is there, then the app, the time, and
// the signature.
func loginRules() []sim.Rule {
	auth := sim.For(sim.VerbAuth)
	missing := func(field func(f *AuthForm) string) func(*sim.Ctx) rule.Outcome {
		return ruletable.RefuseIf(func(c *sim.Ctx) bool { return field(login(c)) == "" })
	}
	fill := t("send all three as form fields: app_key, timestamp, sign", "以表单提交三个参数：app_key、timestamp、sign")
	return ruletable.In(rule.Gate, rule.StageAuth, docCodes(), sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "OP-AUT-001", Order: 100, Code: "15", Reason: vendors.ReasonCredentialWrong,
		Title: t("Login without app_key", "缺少 AppKey 参数"), Advice: fill,
		Because: t("app_key is empty", "app_key 为空"),
	}, Apply: missing(func(f *AuthForm) string { return f.AppKey.S })}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "OP-AUT-002", Order: 110, Code: "17", Reason: vendors.ReasonCredentialWrong,
		Title: t("Login without sign", "缺少签名参数"), Advice: fill,
		Because: t("sign is empty", "sign 为空"),
	}, Apply: missing(func(f *AuthForm) string { return f.Sign.S })}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "OP-AUT-003", Order: 120, Code: "18", Reason: vendors.ReasonCredentialWrong,
		Title: t("Login without timestamp", "缺少时间戳参数"), Advice: fill,
		Because: t("timestamp is empty", "timestamp 为空"),
	}, Apply: missing(func(f *AuthForm) string { return f.Timestamp.S })}, sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "OP-AUT-004", Order: 130, Code: "14", Reason: vendors.ReasonCredentialWrong,
		Title:   t("An app_key nobody has", "不合法的 AppKey"),
		Because: t("no app has this app_key", "没有使用该 app_key 的应用"),
		Advice:  t("take app_key from the console, application configuration", "从控制台应用配置复制 AppKey"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return !c.Known() })}, windowRule(auth), signRule(auth), caseRule(auth),
		sim.Rule{Verbs: auth, Counter: countAuth, Limit: ownLimit(countAuth), Info: rule.Info{
			ID: "OP-RTE-006", Order: 345, Stage: rule.StageRate, Code: "13", Reason: vendors.ReasonQPS,
			Title:      t("Logins in a minute", "每分钟鉴权次数超限"),
			Because:    t("{0} logins this minute already, {1} are allowed", "本分钟已鉴权 {0} 次，上限 {1}"),
			Advice:     t("keep the token for its day instead of logging in again", "缓存 auth_token（24 小时有效），不要频繁鉴权"),
			Provenance: checked.Assumed("the code is documented for too many calls; that logins are limited, and by how many, is not: there is no limit unless one is set"),
		}, Apply: own(countAuth)}, issueRule(auth))
}

func windowRule(auth sim.Verbset) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "OP-AUT-005", Order: 140, Code: "19", Reason: vendors.ReasonCredentialWrong,
		Title:      t("Timestamp within ten minutes of OPPO's clock", "timestamp 不合法（误差超过 10 分钟）"),
		Because:    t("timestamp is {d0} away from OPPO's clock, or no number; {d1} is allowed", "timestamp 与服务器时间相差 {d0} 或不是数字，最多允许 {d1}"),
		Advice:     t("put the machine's clock right (NTP); send 13 digits, milliseconds since 1970 UTC", "校准服务器时钟（NTP）；使用 13 位毫秒时间戳"),
		Params:     map[string]int64{"window_s": 600},
		Provenance: docAuth(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		window := c.Param("window_s")
		sent, err := strconv.ParseInt(login(c).Timestamp.S, 10, 64)
		signed := time.UnixMilli(sent)
		off := c.Call.SenderNow(signed, signed).UnixMilli() - sent
		if off < 0 {
			off = -off
		}
		c.Note(off/1000, window, 0)
		if err != nil || off > window*1000 {
			return c.Refuse()
		}
		return rule.Pass
	}}
}

func signRule(auth sim.Verbset) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "OP-AUT-006", Order: 150, Code: "16", Reason: vendors.ReasonCredentialWrong,
		Title:      t("Signature of the login", "签名错误"),
		Because:    t("sign compared with the SHA-256 of app_key + timestamp + master_secret", "sign 与 SHA256(app_key+timestamp+master_secret) 比较"),
		Advice:     t("sign with the MasterSecret, not with the AppSecret; sign the timestamp that is sent", "使用 MasterSecret 而非 AppSecret 签名；签名与请求的 timestamp 须一致"),
		Provenance: docAuth(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		f := login(c)
		sum := sha256.Sum256([]byte(f.AppKey.S + f.Timestamp.S + c.Credential("master_secret")))
		if !strings.EqualFold(f.Sign.S, hex.EncodeToString(sum[:])) {
			return c.Refuse()
		}
		return rule.Pass
	}}
}

func caseRule(auth sim.Verbset) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "OP-AUT-007", Order: 160, Code: "16", Reason: vendors.ReasonCredentialWrong,
		Title:      t("A signature in capitals", "大写十六进制签名"),
		Because:    t("sign has capital letters", "sign 含大写字母"),
		Advice:     t("write the signature in lower-case hex", "签名使用小写十六进制"),
		Provenance: checked.Assumed("lower case is documented; that capitals are refused is a default of this project"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return login(c).Sign.S != strings.ToLower(login(c).Sign.S) })}
}

func issueRule(auth sim.Verbset) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "OP-AUT-008", Order: 350,
		Title:      t("A login gives a token for a day", "鉴权成功，返回 auth_token（24 小时有效）"),
		Because:    t("the token is valid for {d0}; earlier ones stay valid", "auth_token 有效 {d0}，之前的仍然有效"),
		Advice:     t("keep one token per app and per host family, renew it every hour or two", "按应用、按国内/海外分别缓存，1-2 小时更新一次"),
		Params:     map[string]int64{"life_s": 86400},
		Provenance: docAuth(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		life := c.Param("life_s")
		until := c.Now().Add(time.Duration(life) * time.Second)
		c.Note(life, 0, 0)
		i := issued{token: c.NextAccess(), text: c.Flag(flagCreated) == "string"}
		if !overseas(c.Call.Request) {
			c.Reply(i)
			return c.Issue(until)
		}
		i.token = overseasAccess(i.token)
		c.Effect(sim.Effect{Kind: sim.EffIssue, Text: i.token, At: until})
		return c.Reply(i)
	}}
}

// tokenRules judge the auth_token of every other call, wherever it stands.
func tokenRules() []sim.Rule {
	others := loggedIn()
	again := t("log in once and repeat the request once", "重新鉴权后重发一次")
	return ruletable.In(rule.Gate, rule.StageAuth, docCodes(), sim.Rule{Verbs: others, Info: rule.Info{
		ID: "OP-AUT-010", Order: 200, Code: "29", Reason: vendors.ReasonCredentialWrong,
		Title:   t("No auth_token", "缺少 Auth Token 参数"),
		Because: t("auth_token is neither a field of the form nor a header; a JSON body has no fields", "表单与请求头中都没有 auth_token；JSON 请求体不会被解析"),
		Advice:  t("send auth_token as a form field", "在表单中携带 auth_token"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.Access == "" })}, sim.Rule{Verbs: others, Info: rule.Info{
		ID: "OP-AUT-011", Order: 210, Code: "11", Reason: vendors.ReasonCredentialExpired,
		Title:   t("An auth_token that a login issued", "auth_token 由鉴权接口签发"),
		Because: t("the auth_token must be one that a login issued", "auth_token 须为鉴权接口签发"),
		Advice:  again,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if _, issued := c.Access(c.Call.Access); c.Call.Access != "" && !issued {
			return c.Refuse()
		}
		return rule.Pass
	}}, sim.Rule{Verbs: others, Info: rule.Info{
		ID: "OP-AUT-012", Order: 220, Code: "11", Reason: vendors.ReasonCredentialExpired,
		Title:   t("An auth_token older than a day", "AuthToken 已过期"),
		Because: t("the auth_token expired {d0} ago", "auth_token 已过期 {d0}"),
		Advice:  again,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		until, issued := c.Access(c.Call.Access)
		if !issued || !c.Now().After(until) {
			return rule.Skip
		}
		c.Note(int64(c.Now().Sub(until)/time.Second), 0, 0)
		return c.Refuse()
	}}, sim.Rule{Verbs: others, Info: rule.Info{
		ID: "OP-AUT-013", Order: 230, Code: "11", Reason: vendors.ReasonCredentialExpired,
		Title:      t("An auth_token of the other host family", "国内与海外的 auth_token 不通用"),
		Because:    t("the auth_token was issued by the other of the two push hosts", "auth_token 由另一地区的地址签发"),
		Advice:     t("log in at each host and keep the tokens apart", "分别在国内、海外地址鉴权并分开缓存"),
		Provenance: checked.Observed("clients that keep a token per host; the code is that of any wrong token"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		return c.Call.Access != "" && strings.HasPrefix(c.Call.Access, overseasMark) != overseas(c.Call.Request)
	})})
}
