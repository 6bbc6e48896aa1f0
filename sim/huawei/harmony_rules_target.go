package huawei

import (
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// The rights to push types, beside those of the categories. PLAY_VOICE is both: one
// application covers the category and the push type.
const (
	rightVoice = "PLAY_VOICE"
	// rightLiveView is the right to live views of every event; live_view.TAXI is the
	// right to those of one.
	rightLiveView = "live_view"
	rightCall     = "in_app_call"
)

// harmonyTargetRules judge each token of a v3 call. The code of each is the reason
// under which illegalTokens lists the token.
func harmonyTargetRules() []sim.Rule {
	row := func(id string, order int, code string, reason vendors.Reason, title, because, advice vendors.Text, bad func(c *sim.Ctx, h *Harmony) bool) sim.Rule {
		return sim.Rule{Verbs: harmonyHost(), Info: rule.Info{
			ID: id, Order: order, Code: code, Reason: reason, Title: title, Because: because, Advice: advice,
		}, Apply: refuseTargetIf(func(c *sim.Ctx) bool {
			h := harmony(c)
			return h != nil && bad(c, h)
		})}
	}
	const missing = vendors.ReasonRightMissing
	format := row("HW-FLT-021", 40, "tokenFormatError", vendors.ReasonTokenInvalid,
		t("Form of a token", "token 格式错误"),
		t("the token has a form no token has", "token 格式不合法"),
		t("delete the token and wait for the app to report its new one", "删除该 token，等待客户端上报新 token"),
		func(c *sim.Ctx, _ *Harmony) bool { return !tokenForm(c.Call.Targets[c.Target].Name) })
	format.Provenance = checked.Documented("harmonyos-references push-scenariozed-api-response for the reason; that a token has 16 to 512 letters, digits and + / = _ - : is a default of this project")
	return ruletable.In(rule.Resolve, rule.StageFilter, docHarmony(), format,
		row("HW-FLT-022", 50, "tokenPlatformNotSupport", vendors.ReasonTokenInvalid,
			t("A token of a third party's platform", "第三方代理平台的 token"),
			t("the token is of a third party's proxy platform", "该 token 来自第三方代理平台"),
			t("send to it through the channel it came from", "改用其来源通道"),
			func(c *sim.Ctx, _ *Harmony) bool { return c.Phone != nil && c.Phone.Flags[flagToken] == "third_party" }),
		row("HW-FLT-023", 60, "appinfoError", vendors.ReasonAppNotListed,
			t("An app that exists", "应用未创建"),
			t("AppGallery Connect has no such app", "AppGallery Connect 中没有该应用"),
			t("create the app; try again later if it is new", "创建应用；新建应用请稍后重试"),
			func(c *sim.Ctx, _ *Harmony) bool { return c.Flag(flagApp) == "missing" }),
		row("HW-FLT-024", 70, "noRight", vendors.ReasonTokenInvalid,
			t("A token of this project, from HarmonyOS 5 and later", "token 不属于该项目，或不是 HarmonyOS 5 及以上签发"),
			t("the token is of an app of another project, or an HMS token", "token 属于其他项目的应用，或为 HMS token"),
			t("check app and project first; send HMS tokens through v1", "先检查应用与项目；HMS token 走 v1 接口"),
			func(c *sim.Ctx, _ *Harmony) bool {
				if c.Phone == nil {
					return c.Elsewhere(c.Call.Targets[c.Target].Name) != nil
				}
				return c.Phone.Flags[flagSystem] != "harmonyos5"
			}),
		row("HW-FLT-025", 80, "countryNotSupport", vendors.ReasonDeviceNotAllowed,
			t("A country that is served", "国家/地区不支持"),
			t("push is not supported in the phone's country", "设备所在国家/地区不支持推送"),
			t("use another channel; keep the token", "改用其他通道；保留 token"),
			func(c *sim.Ctx, _ *Harmony) bool { return c.Phone != nil && c.Phone.Flags[flagToken] == "country" }),
		row("HW-FLT-026", 90, "notSupportPlayVoice", vendors.ReasonBadRequest,
			t("PLAY_VOICE comes with push-type 2", "PLAY_VOICE 须使用 push-type 2"),
			t("the category is PLAY_VOICE and push-type is not 2", "category 为 PLAY_VOICE，但 push-type 不是 2"),
			t("send it with push-type 2 and extraData", "改用 push-type 2 并携带 extraData"),
			func(_ *sim.Ctx, h *Harmony) bool {
				return h.PushType == typeAlert && h.Send != nil && h.Send.Payload.Notification.Category.S == "PLAY_VOICE"
			}),
		row("HW-FLT-027", 100, "noPushTypeRight", missing,
			t("A right to the push type", "没有该 push-type 的权益"),
			t("the app has no right to this push-type", "应用没有该 push-type 的权益"),
			t("apply for the right in AppGallery Connect", "在 AppGallery Connect 申请权益"),
			func(c *sim.Ctx, h *Harmony) bool { return h.Send != nil && !mayPush(c, h.PushType) }),
		row("HW-FLT-028", 110, "noRightToSendThisLiveNotificationEvent", missing,
			t("A right to live views of the event", "没有该实况窗场景的权益"),
			t("the app has no right to live views of this event", "应用没有该 event 的实况窗权益"),
			t("apply for the event's live-view right", "申请对应 event 的实况窗权益"),
			func(c *sim.Ctx, h *Harmony) bool {
				return h.PushType == typeLiveView && h.Send != nil &&
					!c.Right(rightLiveView) && !c.Right(rightLiveView+"."+h.Send.Payload.Event.S)
			}),
		row("HW-FLT-029", 120, "atomicUnableSendUnsubscribedMsg", missing,
			t("An atomic service sends subscription and card messages only", "元服务只能发送订阅和卡片消息"),
			t("the app is an atomic service, and this is neither a subscription message nor a card", "应用为元服务，该消息不是订阅消息或卡片刷新"),
			t("send category SUBSCRIPTION or refresh a card", "改发 SUBSCRIPTION 类消息或卡片刷新"),
			func(c *sim.Ctx, h *Harmony) bool {
				return c.Flag(flagApp) == "atomic" && h.Send != nil && h.PushType != typeCard &&
					h.Send.Payload.Notification.Category.S != "SUBSCRIPTION"
			}),
		row("HW-FLT-030", 130, "differentImgVerifyPolicy", vendors.ReasonContentFiltered,
			t("A picture checked for this push type", "图片校验策略与 push-type 不一致"),
			t("the picture was checked for another push-type", "图片按其他 push-type 校验"),
			t("have it checked for the push-type it is sent with", "按发送的 push-type 重新校验图片"),
			func(c *sim.Ctx, h *Harmony) bool {
				return h.Send != nil && h.Send.Payload.Notification.Image.S != "" && c.Flag(flagImage) == "other_type"
			}),
		goneToken(), testDay())
}

// tokenForm reports whether a text could be a push token, which Huawei leaves opaque.
func tokenForm(s string) bool {
	if len(s) < 16 || len(s) > 512 {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune("+/=_-:", r)
	}) < 0
}

// mayPush reports whether the app has the right a push type needs.
func mayPush(c *sim.Ctx, pushType string) bool {
	switch pushType {
	case typeVoice:
		return c.Right(rightVoice)
	case typeCall:
		return c.Right(rightCall)
	case typeLiveView:
		for _, r := range c.AllRights() {
			if r == rightLiveView || strings.HasPrefix(r, rightLiveView+".") {
				return true
			}
		}
		return false
	}
	return true
}

// goneToken is a token that looks like one and is no phone's any more.
func goneToken() sim.Rule {
	return sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "HW-FLT-033", Order: 140, Reason: vendors.ReasonTokenNotOnDevice,
		Title:      t("A token that is no longer anybody's", "token 已失效"),
		Because:    t("no phone has this token; the call is accepted, and a receipt tells", "没有设备使用该 token；接口返回成功，由回执告知"),
		Advice:     t("delete tokens with receipt 5", "删除回执为 5 的 token"),
		Provenance: checked.Assumed("v3 documents no reason for it in illegalTokens; that receipt 5 tells is inferred from the receipt document"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if harmony(c) == nil || c.Phone != nil {
			return rule.Skip
		}
		c.Effect(sim.Effect{Kind: sim.EffRefusal, Key: c.Call.Targets[c.Target].Name, Text: "5"})
		return c.Discard(vendors.ReasonTokenNotOnDevice)
	}}
}

// testDay is the day's number of test requests. What is over it is taken and dropped.
func testDay() sim.Rule {
	return sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "HW-QTA-007", Order: 150, Stage: rule.StageQuota, Reason: vendors.ReasonQuotaAppDay,
		Title:      t("HarmonyOS test requests of a day", "测试消息每项目每天 1000 次"),
		Because:    t("{0} test requests today already, {1} are allowed", "今日已 {0} 次测试请求，上限 {1} 次"),
		Advice:     t("test again tomorrow, or on fewer phones", "次日再测，或减少测试设备"),
		Params:     map[string]int64{"max": 1000},
		Provenance: docFrequency(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if harmony(c) == nil || !c.Call.Message.Test {
			return rule.Skip
		}
		most := c.Param("max")
		if own, ok := c.Limit(countHarmonyTest); ok {
			most = own
		}
		used := c.Count(countHarmonyTest)
		c.Note(used, most, 0)
		if used < most {
			return rule.Skip
		}
		c.Effect(sim.Effect{Kind: sim.EffRefusal, Phone: c.Phone, Key: c.Call.Targets[c.Target].Name, Text: "256"})
		return c.Discard(vendors.ReasonQuotaAppDay)
	}}
}

// harmonyAnswerRules turn the verdicts on the tokens into the answer to the call.
func harmonyAnswerRules() []sim.Rule {
	refused := func(c *sim.Ctx) (bad, all int64) {
		for _, a := range c.Admissions() {
			if a.State == sim.Refused {
				bad++
			}
		}
		return bad, int64(len(c.Admissions()))
	}
	return ruletable.In(rule.Admit, rule.StageFilter, docHarmony(), sim.Rule{Verbs: harmonyHost(), Info: rule.Info{
		ID: "HW-FLT-031", Order: 12, Code: codeNoTokens, Reason: vendors.ReasonTokenInvalid,
		Title:   t("Every token is refused", "所有 token 均失败"),
		Because: t("all {0} tokens are refused; msg says why", "{0} 个 token 全部失败，原因见 msg"),
		Advice:  t("look at the reasons in msg: most of them are about the app or the message, not the token", "查看 msg 中的原因，多数与应用或消息有关，而非 token"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		bad, all := refused(c)
		if harmony(c) == nil || all == 0 || bad < all {
			return rule.Skip
		}
		c.Note(all, 0, 0)
		return c.Refuse()
	}}, sim.Rule{Verbs: harmonyHost(), Info: rule.Info{
		ID: "HW-FLT-032", Order: 22, Code: codePartial, Reason: vendors.ReasonTokenInvalid,
		Title:   t("Some tokens are refused", "部分 token 发送成功"),
		Because: t("{0} of {1} tokens are refused; msg lists them by reason", "{1} 个 token 中 {0} 个失败，msg 按原因列出"),
		Advice:  t("delete those under tokenFormatError and tokenPlatformNotSupport only", "只删除 tokenFormatError、tokenPlatformNotSupport 下的 token"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		bad, all := refused(c)
		if harmony(c) == nil || bad == 0 {
			return rule.Skip
		}
		c.Note(bad, all, 0)
		c.Accept(codePartial)
		return rule.Pass
	}}, sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "HW-QTA-008", Order: 32, Stage: rule.StageQuota,
		Title:      t("A test request counts", "测试请求计数"),
		Because:    t("{0} test requests today", "今日 {0} 次测试请求"),
		Advice:     t("formal messages do not count", "正式消息不计入"),
		Provenance: docFrequency(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if harmony(c) == nil || !c.Call.Message.Test {
			return rule.Skip
		}
		c.Note(c.Count(countHarmonyTest)+1, 0, 0)
		c.Charge(countHarmonyTest, 1)
		return rule.Pass
	}}, revokeRule())
}

// revokeRule takes a notification back by its notifyId from the phones named.
func revokeRule() sim.Rule {
	return sim.Rule{Verbs: sim.For(sim.VerbRecall), Info: rule.Info{
		ID: "HW-DLV-003", Order: 45, Stage: rule.StageDeliver,
		Title:      t("A notification is taken back", "撤回通知"),
		Because:    t("messages with this notifyId that wait or are still shown are taken back from {0} phones", "从 {0} 台设备撤回该 notifyId 的消息（未送达或未点击）"),
		Advice:     t("badges stay as they are", "角标不受影响"),
		Provenance: docRevoke(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		h := harmony(c)
		if h == nil || h.Revoke == nil {
			return rule.Skip
		}
		key := notifyKey(h.Revoke.NotifyID.N)
		// A call of the project may have brought it here as another app's.
		for _, s := range c.GroupSent() {
			if s.Collapse != key {
				continue
			}
			for _, a := range c.Admissions() {
				if a.State == sim.Scheduled && a.Phone != nil {
					c.Effect(sim.Effect{Kind: sim.EffRecall, Key: s.VendorID, Phone: a.Phone})
				}
			}
		}
		c.Note(int64(c.Scheduled()), 0, 0)
		return c.Reply(nil)
	}}
}
