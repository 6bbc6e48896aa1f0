package fcm

import (
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// accessRules judge the Authorization header.
func accessRules() []sim.Rule {
	again := t("get a new access token once and repeat the request once", "重新获取访问令牌后重发一次")
	row := func(id string, order int, r reply, from vendors.Provenance, title, because, advice vendors.Text, bad func(c *sim.Ctx) bool) sim.Rule {
		return sim.Rule{Verbs: pushHost(), Info: rule.Info{
			ID: id, Order: order, Code: codeNoLogin, Reason: vendors.ReasonCredentialExpired,
			Title: title, Because: because, Advice: advice, Provenance: from,
		}, Apply: check(r, bad)}
	}
	missing := row("FM-AUT-020", 210, sayNoLogin,
		observed("github.com/Edujugon/PushNotification issue 80; github.com/firebase/firebase-admin-dotnet issue 503"),
		t("Authorization is missing", "缺少 Authorization"),
		t("there is no Authorization header", "没有 Authorization 请求头"),
		t("send Authorization: Bearer and the access token", "携带 Authorization: Bearer <访问令牌>"),
		func(c *sim.Ctx) bool { return !push(c).Login })
	missing.Reason = vendors.ReasonCredentialWrong
	unknown := row("FM-AUT-022", 230, sayNothing,
		observed("the text is that of an expired token (github.com/olucurious/PyFCM issue 334); that there are no details is assumed"),
		t("An access token nobody was given", "访问令牌无效"),
		t("the header is not Bearer with a token Google issued; a server key (key=...) is none", "请求头不是 Bearer 加 Google 签发的令牌；服务器密钥（key=...）不是访问令牌"),
		again, func(c *sim.Ctx) bool { _, issued := c.Access(c.Call.Access); return !issued })
	expired := sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "FM-AUT-023", Order: 240, Code: codeNoLogin, Reason: vendors.ReasonCredentialExpired,
		Title:      t("An access token that is over", "访问令牌已过期"),
		Because:    t("the access token expired {d0} ago", "访问令牌已过期 {d0}"),
		Advice:     again,
		Provenance: observed("github.com/olucurious/PyFCM issue 334, 2024-06"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		until, issued := c.Access(c.Call.Access)
		if !issued || c.Now().Before(until) {
			return rule.Skip
		}
		c.Note(int64(c.Now().Sub(until)/time.Second), 0, int64(sayExpired))
		return c.Refuse()
	}}
	return ruletable.In(rule.Gate, rule.StageAuth, docErrors(), missing,
		row("FM-AUT-021", 220, sayNothing,
			assumed("Google takes self-signed JWTs of service accounts for some APIs; no client of FCM was seen doing so, and this mock does not take them"),
			t("A JWT instead of an access token", "使用了自签名 JWT"),
			t("the token is a JWT the sender signed itself", "令牌是发送方自签名的 JWT"),
			t("exchange the JWT for an access token at token_uri", "在 token_uri 用 JWT 换取访问令牌"),
			func(c *sim.Ctx) bool {
				return strings.HasPrefix(c.Call.Access, "eyJ") && strings.Count(c.Call.Access, ".") == 2
			}),
		unknown, expired,
		row("FM-AUT-024", 250, sayNothing,
			assumed("the header is documented for OAuth tokens at the topic service; what its lack answers is not"),
			t("The topic service wants access_token_auth", "主题服务须带 access_token_auth"),
			t("the header access_token_auth: true is missing, so the token is taken for a server key", "缺少 access_token_auth: true，令牌被当作服务器密钥"),
			t("send access_token_auth: true with calls to iid.googleapis.com", "调用 iid.googleapis.com 时携带 access_token_auth: true"),
			func(c *sim.Ctx) bool { return atTopics(c) && !push(c).TokenAuth }))
}

// atTopics reports whether a call is to the topic service, iid.googleapis.com.
func atTopics(c *sim.Ctx) bool {
	switch c.Call.Op {
	case opAdd, opRemove, opInfo:
		return true
	}
	return false
}

// projectRules judge the project in the path and the caller's right in it.
func projectRules() []sim.Rule {
	role := t("grant the service account the role Firebase Cloud Messaging API Admin; keep the tokens", "为服务账号授予 Firebase Cloud Messaging API Admin 角色；不要删除令牌")
	iam := observed("github.com/firebase/firebase-admin-node issues 3215 and 3229; github.com/rails/action_push_native issue 129")
	rules := ruletable.In(rule.Gate, rule.StageAuth, iam, sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "FM-APP-001", Order: 260, Code: codeDenied, Reason: vendors.ReasonRightMissing,
		Title:      t("The project is the caller's", "路径中的项目须属于调用方"),
		Because:    t("the project {ref} does not exist, or the service account has no right in it", "项目 {ref} 不存在，或服务账号在其中没有权限"),
		Advice:     t("compare project_id in the path with the key file; keep the tokens", "核对路径中的 project_id 与密钥文件；不要删除令牌"),
		Provenance: assumed("403 as Google hides whether a project exists; 404 with the switch unknown_project"),
	}, Apply: foreign(sayIAM, "403")}, sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "FM-APP-004", Order: 261, Code: codeNotFound, Reason: vendors.ReasonBadRequest,
		Title:      t("The project exists", "项目须存在"),
		Because:    t("there is no project {ref} for this service account, and unknown_project is 404", "该服务账号没有项目 {ref}，且 unknown_project 为 404"),
		Advice:     t("compare project_id in the path with the key file; keep the tokens", "核对路径中的 project_id 与密钥文件；不要删除令牌"),
		Provenance: assumed("404 without FcmError is documented for no such project; which of 403 and 404 comes is not"),
	}, Apply: foreign(sayNothing, "404")}, sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "FM-APP-002", Order: 270, Code: codeDenied, Reason: vendors.ReasonRightMissing,
		Title:   t("cloudmessaging.messages.create", "缺少 cloudmessaging.messages.create 权限"),
		Because: t("the service account lacks the role to send in this project", "服务账号在该项目中没有发送消息的角色"),
		Advice:  role,
	}, Apply: check(sayIAM, func(c *sim.Ctx) bool { return c.Flag(flagRole) == "missing" })}, sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "FM-APP-003", Order: 280, Code: codeDenied, Reason: vendors.ReasonRightMissing,
		Title:      t("Scope of the access token", "访问令牌的 scope 不足"),
		Because:    t("the access token was asked for without firebase.messaging or cloud-platform", "申请访问令牌时未包含 firebase.messaging 或 cloud-platform"),
		Advice:     t("log in with the scope "+scopePrefix+"firebase.messaging", "登录时申请 "+scopePrefix+"firebase.messaging"),
		Provenance: documented("auth-server: which scopes are needed; that the answer is 403 is Google's usual one"),
	}, Apply: check(sayScope, func(c *sim.Ctx) bool {
		_, narrow := c.Remembered(narrowKey(c.Call.Access))
		return narrow
	})})
	for i := range rules {
		rules[i].Apply = counted4xx(rules[i].Apply)
	}
	return rules
}

// counted4xx lets a message that is refused before the project's minute is looked at
// (FM-RTE-001) count in it all the same. It is the caller's: who it is is known by now.
func counted4xx(apply func(*sim.Ctx) rule.Outcome) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		out := apply(c)
		if out == rule.Refuse && c.Call.Op == opSend {
			c.Charge(countProject, 1)
		}
		return out
	}
}

// foreign refuses a project that is not the caller's, where the switch has a status.
func foreign(r reply, status string) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		p := push(c).Project
		if p == "" || p == c.Ref() || p == projectNumber(c.Ref()) || c.Flag(flagUnknown) != status {
			return rule.Skip
		}
		c.Quote(p)
		return say(c, r)
	}
}

// serverRules let the service fail.
func serverRules() []sim.Rule {
	because := t("the switch server_error of this app is on", "该应用的 server_error 开关已打开")
	row := func(id string, order int, code, value string, advice vendors.Text) sim.Rule {
		return sim.Rule{Verbs: pushHost(), Info: rule.Info{
			ID: id, Order: order, Code: code, Reason: vendors.ReasonVendorError,
			Title: t("FCM fails: "+value, "FCM 故障："+value), Because: because, Advice: advice,
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			if c.Flag(flagServerError) != value {
				return rule.Skip
			}
			if code == "" {
				return c.RefuseStatus(502)
			}
			c.Note(c.Param("retry_after_s"), 0, int64(sayUsual))
			return c.Refuse()
		}}
	}
	page := row("FM-VAL-012", 310, "", "502", t("repeat after 30 seconds", "30 秒后重试"))
	page.Provenance = observed("HTML pages of Google's front end, as several back ends log them")
	busy := row("FM-VAL-011", 300, codeUnavailable, "unavailable", t("wait for Retry-After, else back off with jitter", "按 Retry-After 等待，否则带抖动退避"))
	busy.Params = map[string]int64{"retry_after_s": 30}
	return ruletable.In(rule.Gate, rule.StageValidate, docErrors(),
		row("FM-VAL-010", 290, codeInternal, "internal", t("repeat with back-off, not before 10 seconds", "退避重试，间隔不少于 10 秒")),
		busy, page)
}
