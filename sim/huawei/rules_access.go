package huawei

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

func push(c *sim.Ctx) *Push {
	if p, ok := c.Call.Wire.(*Push); ok {
		return p
	}
	return &Push{}
}

// accessRules judge the Authorization header and whether it fits the path.
func accessRules() []sim.Rule {
	again := t("get a new access token once and repeat the request once", "重新获取 access token 后重发一次")
	return ruletable.In(rule.Gate, rule.StageAuth, docFAQ(), sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "HW-AUT-010", Order: 210, Code: "80200001", Reason: vendors.ReasonCredentialWrong,
		Title:   t("Authorization is missing", "OAuth 认证错误：缺少 Authorization"),
		Because: t("the Authorization header is missing or is not Bearer, one blank and a token", "缺少 Authorization 请求头，或不是 “Bearer 空格 token” 的形式"),
		Advice:  t("send Authorization: Bearer and the access token", "携带 Authorization: Bearer <access token>"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.Access == "" })}, sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "HW-AUT-012", Order: 220, Code: "80200003", Reason: vendors.ReasonCredentialExpired,
		Title:   t("An access token nobody was given", "access token 错误"),
		Because: t("the token was never issued: a character too many or too few, or an escaped slash copied from the raw JSON", "该 token 从未签发：多或少了字符，或从原始 JSON 复制了转义斜杠"),
		Advice:  again,
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		_, issued := c.Access(c.Call.Access)
		return push(c).JWT == nil && !issued
	})}, sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "HW-AUT-013", Order: 230, Code: "80200003", Reason: vendors.ReasonCredentialExpired,
		Title:   t("An access token older than an hour", "access token 已过期"),
		Because: t("the access token expired {d0} ago", "access token 已过期 {d0}"),
		Advice:  again,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		until, issued := c.Access(c.Call.Access)
		if !issued || c.Now().Before(until) {
			return rule.Skip
		}
		c.Note(int64(c.Now().Sub(until)/time.Second), 0, 0)
		return c.Refuse()
	}}, sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "HW-AUT-014", Order: 240, Code: "80200001", Reason: vendors.ReasonCredentialWrong,
		Title:   t("Access token of another app", "access token 与 URL 中的应用不匹配"),
		Because: t("the token belongs to another app than the id {ref} in the path", "token 不属于路径中的应用 {ref}"),
		Advice:  t("keep one access token per app", "按应用分别缓存 access token"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		id := push(c).PathID
		if push(c).JWT != nil || !othersPath(c) {
			return rule.Skip
		}
		c.Quote(id)
		return c.Refuse()
	}})
}

// inPath reports whether the id in the path is the app's: the client id or App ID in
// v1, of which messages:revoke takes the first only, the project id in v2 and v3. An
// unknown app has no id to compare with.
func inPath(c *sim.Ctx) bool {
	p := push(c)
	switch {
	case !c.Known():
		return true
	case p.Version != "v1":
		return p.PathID == c.Credential(credProject)
	}
	return p.PathID == c.Ref() || (p.PathID == c.Credential("app_id") && c.Call.Op != opRevoke)
}

// othersPath reports whether the id in the path is the client id of another app.
func othersPath(c *sim.Ctx) bool {
	id := push(c).PathID
	return c.Known() && id != c.Ref() && c.AppWithRef(vendors.Huawei, id) && !inPath(c)
}

// appRules judge the app's standing in the console. All of them answer the code that
// says "no permission", which says nothing about tokens.
func appRules() []sim.Rule {
	refuse := func(id string, order int, title, because, advice vendors.Text, bad func(c *sim.Ctx) bool) sim.Rule {
		return sim.Rule{Verbs: pushHost(), Info: rule.Info{
			ID: id, Order: order, Code: "80300002", Reason: vendors.ReasonPushDisabled,
			Title: title, Because: because, Advice: advice,
		}, Apply: ruletable.RefuseIf(bad)}
	}
	path := refuse("HW-APP-001", 250,
		t("The id in the path is no id of this app", "路径中的 ID 不是该应用的"),
		t("the path's id is not the client id (v1) or the project id (v2) of the token's app", "路径中的 ID 不是该 token 所属应用的 client id（v1）或项目 ID（v2）"),
		t("v1 takes the client id, v2 the project id; keep the tokens", "v1 用 client id，v2 用项目 ID；不要删除 token"),
		func(c *sim.Ctx) bool { return !inPath(c) && !othersPath(c) })
	path.Reason = vendors.ReasonRightMissing
	path.Provenance = checked.Observed("answer pasted at wangyeyixia.com/article/1852871.html; that an id of another known app gets 80200001 instead is the vendor's FAQ")
	disabled := refuse("HW-APP-002", 260,
		t("Push is not enabled or suspended", "未开通推送服务或已被暂停"),
		t("push is not enabled for this app in the console, or was suspended", "控制台未为该应用开通推送服务，或已被暂停"),
		t("enable Push Kit in AppGallery Connect; keep the tokens", "在 AppGallery Connect 开通推送服务；不要删除 token"),
		func(c *sim.Ctx) bool { return c.Known() && c.Flag(flagPush) != "enabled" })
	banned := refuse("HW-APP-003", 270,
		t("Push switched off as a penalty", "因违规停止推送"),
		t("push of this app is disabled until the order is lifted", "该应用的推送已被停止，直至处罚解除"),
		t("stop sending and settle the matter with Huawei", "停止发送并与华为沟通整改"),
		func(c *sim.Ctx) bool { return harmony(c) == nil && c.Flag(flagPenalty) == stepDisabled })
	banned.Provenance = checked.Assumed("the ban is documented (push-punishment-standards); that v1 and v2 answer 80300002 is a default of this project")
	return ruletable.In(rule.Gate, rule.StageFilter, docSend(), path, disabled, banned)
}

// rightRules judge rights that Huawei grants on application and that a message claims.
func rightRules() []sim.Rule {
	high := func(id string, order int, field string, claims func(b *SendBody) bool) sim.Rule {
		return sim.Rule{Verbs: sends(), Info: rule.Info{
			ID: id, Order: order, Code: "80300011", Reason: vendors.ReasonRightMissing,
			Title:   t(field+" HIGH needs a right", field+" 为 HIGH 需要权限"),
			Because: t(field+" is HIGH and the app has no right "+rightHigh, field+" 为 HIGH，但应用没有权限 "+rightHigh),
			Advice:  t("use NORMAL, or apply for the right in AppGallery Connect", "改用 NORMAL，或在 AppGallery Connect 申请权限"),
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return claims(send(c)) && !c.Right(rightHigh) })}
	}
	return ruletable.In(rule.Gate, rule.StageFilter, docSend(),
		high("HW-APP-010", 860, "urgency", func(b *SendBody) bool { return b.Android.Urgency.S == "HIGH" }),
		high("HW-APP-011", 870, "importance", func(b *SendBody) bool { return b.Android.Notification.Importance.S == "HIGH" }),
	)
}

// The rights of an app beside the names of categories, which are rights each.
const (
	// rightAll is the self-classification right for every type that needs no licence.
	rightAll = "self_classification"
	// rightHigh is the right to messages of high priority.
	rightHigh = "high_priority"
)
