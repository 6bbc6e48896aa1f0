package fcm

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

const (
	grantJWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"

	codeGrant = "invalid_grant"

	scopePrefix = "https://www.googleapis.com/auth/"
)

func login(c *sim.Ctx) *Login {
	if l, ok := c.Call.Wire.(*Login); ok {
		return l
	}
	return &Login{}
}

// signed is the assertion of a login, an empty one where there is none.
func signed(c *sim.Ctx) *assertion {
	if a := login(c).Assertion; a != nil {
		return a
	}
	return &assertion{}
}

// account is the service account of the app.
func (e *Endpoint) account(c *sim.Ctx) *account { return e.accounts.get(c.Credential(credAccount)) }

// loginRules judge the token endpoint, at all of its addresses alike. Each looks at one
// thing and leaves an assertion that lacks it to the rule about that.
func (e *Endpoint) loginRules() []sim.Rule {
	auth := sim.For(sim.VerbAuth)
	compare := t("compare private_key and client_email with the key file", "核对密钥文件中的 private_key 与 client_email")
	row := func(id string, order int, code, what string, from vendors.Provenance, title, because, advice vendors.Text, bad func(c *sim.Ctx) bool) sim.Rule {
		reason := vendors.ReasonCredentialWrong
		if code == "unsupported_grant_type" || code == "invalid_request" {
			reason = vendors.ReasonBadRequest
		}
		return sim.Rule{Verbs: auth, Info: rule.Info{
			ID: id, Order: order, Code: code, Reason: reason, Title: title, Because: because, Advice: advice, Provenance: from,
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			if !bad(c) {
				return rule.Skip
			}
			c.Quote(what) // the text of the answer goes by it
			return c.Refuse()
		}}
	}
	formed := func(bad func(c *sim.Ctx, a *assertion) bool) func(c *sim.Ctx) bool {
		return func(c *sim.Ctx) bool { a := signed(c); return a.formed && bad(c, a) }
	}
	words := assumed("that a bad one is refused is documented; the word is Google's usual one")
	seen := observed("github.com/Blackjacx/Assist issue 6 and many bug reports: invalid_grant")
	return ruletable.In(rule.Gate, rule.StageAuth, docAuth(), authDown(auth),
		row("FM-AUT-002", 120, "unsupported_grant_type", "", words, t("grant_type of a login", "grant_type 错误"),
			t("grant_type is not the one for signed assertions, or the body is no form", "grant_type 不是 JWT bearer，或请求体不是表单"),
			t("send grant_type="+grantJWT+" as a form", "以表单提交 grant_type="+grantJWT),
			func(c *sim.Ctx) bool { return login(c).GrantType != grantJWT }),
		row("FM-AUT-003", 130, "invalid_request", "", words, t("Login without an assertion", "缺少 assertion"),
			t("there is no assertion", "没有 assertion"), t("sign a JWT and send it as assertion", "签发 JWT 并以 assertion 提交"),
			func(c *sim.Ctx) bool { return login(c).Assertion == nil }),
		row("FM-AUT-004", 140, codeGrant, refForm, words, t("The assertion is a JWT in RS256", "assertion 须为 RS256 的 JWT"),
			t("the assertion is no JWT, or alg is not RS256", "assertion 不是 JWT，或 alg 不是 RS256"), t("sign with RS256", "使用 RS256 签名"),
			func(c *sim.Ctx) bool { a := signed(c); return !a.formed || a.alg != "RS256" }),
		row("FM-AUT-005", 150, codeGrant, refAccount, seen, t("iss is a service account", "服务账号不存在"),
			t("no service account has the address in iss, or it was deleted", "没有 iss 对应的服务账号，或已被删除"), compare,
			formed(func(c *sim.Ctx, a *assertion) bool {
				return !c.Known() || a.iss != e.account(c).email || c.Flag(flagAccount) == "deleted"
			})),
		row("FM-AUT-006", 160, codeGrant, refSignature, seen, t("Signature of the assertion", "assertion 签名"),
			t("the signature was not made with this account's key", "签名与该服务账号的密钥不符"), compare,
			formed(func(c *sim.Ctx, a *assertion) bool { return c.Known() && !a.signedBy(e.account(c).key) })),
		row("FM-AUT-007", 170, codeGrant, refAudience, documented("RFC 7523; aud is the token URI"), t("aud is the token endpoint", "aud 须为令牌接口地址"),
			t("aud is neither Google's token address nor this simulator's", "aud 既不是 Google 的令牌地址，也不是本模拟器的地址"), t("set aud to token_uri of the key file", "aud 填密钥文件中的 token_uri"),
			formed(func(c *sim.Ctx, a *assertion) bool { return !ours(a.aud, c.Call.Request) })),
		e.lifeRule(auth), scopeRule(auth, words), issueRule(auth))
}

// ours reports whether an audience is one of Google's token addresses or the one the
// request came to, which a key file made for the simulator names. The simulator listens on
// two ports, and the file names one of them.
func ours(aud string, r *sim.Request) bool {
	u, err := url.Parse(aud)
	if err != nil || u.Host == "" {
		return false
	}
	switch u.Host {
	case "oauth2.googleapis.com", "www.googleapis.com", "accounts.google.com":
		return loginPath(u.Path)
	}
	here := url.URL{Host: r.Host}
	return strings.EqualFold(u.Hostname(), here.Hostname()) && strings.HasSuffix(u.Path, r.Path)
}

func authDown(auth sim.Verbset) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "FM-AUT-001", Order: 100, Reason: vendors.ReasonVendorError,
		Title:      t("The token endpoint fails", "令牌接口故障"),
		Because:    t("the switch auth_error of this app is on", "该应用的 auth_error 开关已打开"),
		Advice:     t("log in again with growing pauses; no message went out", "递增间隔重新获取；消息尚未发出"),
		Provenance: documented("scale-fcm, text of 2026-06-12: 5xx is repeated with back-off"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Flag(flagAuthError) != "503" {
			return rule.Skip
		}
		return c.RefuseStatus(http.StatusServiceUnavailable)
	}}
}

// lifeRule judges iat and exp. A clock that is a little off is let through.
func (e *Endpoint) lifeRule(auth sim.Verbset) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "FM-AUT-008", Order: 180, Code: codeGrant, Reason: vendors.ReasonCredentialWrong,
		Title:      t("An assertion lives an hour at most, and now", "断言有效期最长一小时且须在当前时间内"),
		Because:    t("exp is {0} s after iat ({1} s are allowed) and iat {2} s before the simulator's clock", "exp 比 iat 晚 {0} 秒（上限 {1} 秒），iat 比模拟器时钟早 {2} 秒"),
		Advice:     t("set iat to now and exp to at most an hour later; put the machine's clock right", "iat 取当前时间，exp 不超过其后一小时；校准服务器时钟"),
		Params:     map[string]int64{"life_s": 3600, "skew_s": 300},
		Provenance: observed("many bug reports: Invalid JWT: Token must be a short-lived token; that five minutes of skew pass is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		a := signed(c)
		now := c.Call.SenderNow(time.Unix(a.iat, 0), time.Unix(a.exp, 0)).Unix()
		life, skew := c.Param("life_s"), c.Param("skew_s")
		c.Note(a.exp-a.iat, life, now-a.iat)
		if !a.formed || (a.timed && a.exp-a.iat <= life && a.exp >= a.iat && a.iat <= now+skew && a.exp > now-skew) {
			return rule.Skip
		}
		return c.Refuse()
	}}
}

func scopeRule(auth sim.Verbset, from vendors.Provenance) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "FM-AUT-009", Order: 190, Code: "invalid_scope", Reason: vendors.ReasonCredentialWrong,
		Title:      t("Scopes that exist", "scope 须有效"),
		Because:    t("scope is empty or none of Google's: {ref}", "scope 为空或不是 Google 的范围：{ref}"),
		Advice:     t("ask for "+scopePrefix+"firebase.messaging", "申请 "+scopePrefix+"firebase.messaging"),
		Provenance: from,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		a := signed(c)
		all := strings.Fields(a.scope)
		bad := len(all) == 0
		for _, s := range all {
			bad = bad || !strings.HasPrefix(s, scopePrefix)
		}
		if !a.formed || !bad {
			return rule.Skip
		}
		c.Quote(a.scope)
		return c.Refuse()
	}}
}

// enough reports whether the scopes allow sending.
func enough(scope string) bool {
	for _, s := range strings.Fields(scope) {
		if s == scopePrefix+"firebase.messaging" || s == scopePrefix+"cloud-platform" {
			return true
		}
	}
	return false
}

func narrowKey(access string) string { return "narrow " + access }

func issueRule(auth sim.Verbset) sim.Rule {
	return sim.Rule{Verbs: auth, Info: rule.Info{
		ID: "FM-AUT-010", Order: 200,
		Title:   t("An access token for an hour", "获取访问令牌（有效期约一小时）"),
		Because: t("the token is valid for {d0}; earlier ones stay valid", "访问令牌有效 {d0}，之前的仍然有效"),
		Advice:  t("keep one token per service account and renew it a minute before it ends", "按服务账号缓存令牌，到期前一分钟更新"),
		Params:  map[string]int64{"life_s": 3599},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		life := c.Param("life_s")
		until := c.Now().Add(time.Duration(life) * time.Second)
		c.Note(life, 0, 0)
		c.Reply(life)
		if !enough(signed(c).scope) {
			c.Effect(sim.Effect{Kind: sim.EffRemember, Key: narrowKey(c.NextAccess()), At: until})
		}
		return c.Issue(until)
	}}
}
