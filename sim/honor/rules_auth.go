package honor

import (
	"crypto/subtle"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// pathRules judge what comes before Honor's business codes.
func pathRules() []sim.Rule {
	op := func(name string) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if c.Call.Op != name {
				return rule.Skip
			}
			c.Quote(c.Call.Request.Method + " " + c.Call.Request.Path)
			return c.Refuse()
		}
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docCodes(), sim.Rule{Verbs: sim.For(sim.VerbUnknown), Info: rule.Info{
		ID: "HN-VAL-001", Order: 10, Code: "404", Reason: vendors.ReasonBadRequest,
		Title:   t("No such path", "找不到服务，请检查请求 URI"),
		Because: t("Honor has no operation at {ref}", "{ref} 不是荣耀推送的接口"),
		Advice:  t("the path is /api/v1/, the App ID and /sendMessage; one that ends in messages:send is another vendor's", "路径为 /api/v1/ 加 App ID 加 /sendMessage；以 messages:send 结尾的是其他厂商的"),
	}, Apply: op(opNoPath)}, sim.Rule{Verbs: sim.For(sim.VerbUnknown), Info: rule.Info{
		ID: "HN-VAL-002", Order: 20, Code: "500", Reason: vendors.ReasonBadRequest,
		Title:      t("Not a POST", "请求方法错误"),
		Because:    t("{ref}: the method must be POST", "{ref}：请求方法须为 POST"),
		Advice:     t("send a POST", "使用 POST"),
		Provenance: checked.Assumed("the code table says of 500 to check the method; that another method gets it is read from that"),
	}, Apply: op(opNoMethod)})
}

func form(c *sim.Ctx) *TokenForm {
	if f, ok := c.Call.Wire.(*TokenForm); ok {
		return f
	}
	return &TokenForm{}
}

// loginRules judge the form of the token endpoint and hand out access tokens.
func loginRules() []sim.Rule {
	logins := sim.For(sim.VerbAuth)
	wrong := checked.Observed("test data of a client of Honor push for error and text; HTTP 401 is assumed")
	return ruletable.In(rule.Gate, rule.StageAuth, wrong, sim.Rule{Verbs: logins, Info: rule.Info{
		ID: "HN-AUT-001", Order: 110, Code: unsupportedGrant, Reason: vendors.ReasonBadRequest,
		Title:      t("grant_type is client_credentials", "grant_type 须为 client_credentials"),
		Because:    t("grant_type is {ref}", "grant_type 为 {ref}"),
		Advice:     t("send grant_type=client_credentials", "grant_type 填 client_credentials"),
		Provenance: checked.Assumed("client_credentials is documented; what another grant is answered is OAuth's word (RFC 6749) and not Honor's"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if grant := form(c).GrantType; grant != "client_credentials" {
			c.Quote(grant)
			return c.Refuse()
		}
		return rule.Skip
	}}, sim.Rule{Verbs: logins, Info: rule.Info{
		ID: "HN-AUT-002", Order: 120, Code: unauthorized, Reason: vendors.ReasonCredentialWrong,
		Title:   t("client_id is the Client ID of an app", "client_id 错误"),
		Because: t("{ref} is no Client ID; the App ID is another number", "{ref} 不是 Client ID（App ID 是另一个值）"),
		Advice:  t("copy Client ID from the console's push service page", "从控制台推送服务页面复制 Client ID"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if id := form(c).ClientID; !c.Known() || id == "" || id != c.Credential("client_id") {
			c.Quote(id)
			return c.Refuse()
		}
		return rule.Skip
	}}, sim.Rule{Verbs: logins, Info: rule.Info{
		ID: "HN-AUT-003", Order: 130, Code: unauthorized, Reason: vendors.ReasonCredentialWrong,
		Title:   t("client_secret is the app's", "client_secret 错误"),
		Because: t("the secret is another one; not URL-encoded in the form, + and & change it", "密钥不一致；表单中未做 URL 编码时，+、& 会被改变"),
		Advice:  t("copy Client Secret again and URL-encode it", "重新复制 Client Secret，并做 URL 编码"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		return c.Known() && subtle.ConstantTimeCompare([]byte(form(c).ClientSecret), []byte(c.Credential("client_secret"))) == 0
	})}, sim.Rule{Verbs: logins, Info: rule.Info{
		ID: "HN-AUT-004", Order: 190,
		Title:      t("An access token for an hour", "签发 access token，1 小时有效"),
		Because:    t("an access token good for {d0}", "access token 有效期 {d0}"),
		Advice:     t("keep it until shortly before it ends", "缓存至到期前不久"),
		Params:     map[string]int64{"life_s": 3600},
		Provenance: checked.Observed("clients take 3600 seconds where expires_in is absent; that an older token stays good is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		life := c.Param("life_s")
		c.Note(life, 0, 0)
		c.Reply(life)
		return c.Issue(c.Now().Add(time.Duration(life) * time.Second))
	}})
}

// accessRules judge the Authorization header. Honor has one code for all of it.
func accessRules() []sim.Rule {
	again := t("get a new access token once and repeat the request once", "重新获取 access token 后重发一次")
	return ruletable.In(rule.Gate, rule.StageAuth, docCodes(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-AUT-010", Order: 210, Code: codeForbidden, Reason: vendors.ReasonCredentialWrong,
		Title:   t("Authorization is missing", "缺少 Authorization"),
		Because: t("there is no Authorization header with a token", "没有携带 token 的 Authorization 请求头"),
		Advice:  t("send Authorization: Bearer and the access token", "携带 Authorization: Bearer <access token>"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.Access == "" })}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-AUT-011", Order: 215, Code: codeForbidden, Reason: vendors.ReasonCredentialWrong,
		Title:      t("Bearer stands before the token", "Authorization 不带 Bearer"),
		Because:    t("Authorization is the bare token, without Bearer", "Authorization 只有 token，未带 Bearer"),
		Advice:     t("send Authorization: Bearer and the access token", "携带 Authorization: Bearer <access token>"),
		Provenance: checked.Assumed("Bearer is documented and one public client sends the bare token; whether Honor takes it is not known, the switch bare_token says"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		switch {
		case !push(c).Bare:
			return rule.Skip
		case c.Flag(flagBare) == "accept":
			return rule.Pass // the step in the trace is the finding
		}
		return c.Refuse()
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-AUT-012", Order: 220, Code: codeForbidden, Reason: vendors.ReasonCredentialWrong,
		Title:   t("An access token that is not this app's", "access token 错误"),
		Because: t("the token was never issued to this app", "该 token 从未签发给此应用"),
		Advice:  again,
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		_, issued := c.Access(c.Call.Access)
		return c.Call.Access != "" && !issued // without one it is HN-AUT-010's
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-AUT-013", Order: 230, Code: codeForbidden, Reason: vendors.ReasonCredentialExpired,
		Title:   t("An access token that is over", "access token 已过期"),
		Because: t("the access token expired {d0} ago", "access token 已过期 {d0}"),
		Advice:  again,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		until, issued := c.Access(c.Call.Access)
		if !issued || c.Now().Before(until) {
			return rule.Skip
		}
		c.Note(int64(c.Now().Sub(until)/time.Second), 0, 0)
		return c.Refuse()
	}})
}
