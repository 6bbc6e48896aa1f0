package fcm

import (
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

func onIOS(p *sim.Phone) bool { return p != nil && p.Flags[flagPlatform] == "ios" }

// isFID reports whether a name has the form of a Firebase installation id.
func isFID(s string) bool { return len(s) == 22 && base64url(s) }

// isToken reports whether a name could be a registration token: an installation id, a
// colon and the rest. Google says not to look into tokens; it does so itself.
func isToken(s string) bool {
	id, rest, ok := strings.Cut(s, ":")
	return ok && len(id) >= 8 && len(rest) >= 20 && base64url(id) && base64url(rest)
}

func base64url(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return true
}

// name is the target as the request names it.
func name(c *sim.Ctx) string { return c.Call.Targets[c.Target].Name }

// goneKey is under what it is remembered that FCM found a phone without the app.
func goneKey(token string) string { return "gone " + token }

// unregistered reports whether FCM knows that nobody is there any more.
func unregistered(c *sim.Ctx) bool {
	p := c.Phone
	if p == nil {
		return true
	}
	if !p.Subscribed {
		return true // the app deleted its token
	}
	_, found := c.Remembered(goneKey(p.Token))
	return found && !p.Installed
}

// inactive reports for how long a phone has not been there.
func inactive(c *sim.Ctx) time.Duration {
	if c.Phone == nil || onIOS(c.Phone) || !c.Phone.Offline || c.Phone.OfflineSince.IsZero() {
		return 0
	}
	return c.Now().Sub(c.Phone.OfflineSince)
}

// targetRules judge the token or installation id of a message.
func targetRules() []sim.Rule {
	toToken := sim.For(sim.VerbSend)
	row := func(id string, order int, code string, reason vendors.Reason, from vendors.Provenance, title, because, advice vendors.Text, apply func(c *sim.Ctx) rule.Outcome) sim.Rule {
		return sim.Rule{Verbs: toToken, Info: rule.Info{
			ID: id, Order: order, Code: code, Reason: reason, Title: title, Because: because, Advice: advice, Provenance: from,
		}, Apply: apply}
	}
	refuse := func(r reply, bad func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if !bad(c) {
				return rule.Skip
			}
			if c.Flag(flagTexts) == "variant" {
				return c.RefuseTarget(int64(r | sayVariant))
			}
			return c.RefuseTarget(int64(r))
		}
	}
	remove := t("delete the token; the app registers again when it runs", "删除该令牌，等应用再次启动时重新注册")
	rules := ruletable.In(rule.Resolve, rule.StageFilter, docErrors(),
		row("FM-FLT-001", 10, codeBad, vendors.ReasonTokenInvalid, seenAnswers(),
			t("Form of a registration token", "注册令牌格式"), t("the token is no registration token: other characters, or cut", "不是注册令牌：含其他字符或被截断"),
			t("pass the token as the app got it; store it whole and case-sensitive", "原样传应用获得的令牌，完整且区分大小写地保存"),
			refuse(sayToken, func(c *sim.Ctx) bool {
				return c.Phone == nil && c.Elsewhere(name(c)) == nil && !isToken(name(c)) && !isFID(name(c))
			})),
		row("FM-FLT-002", 20, codeOtherSender, vendors.ReasonTokenInvalid, seenAnswers(),
			t("The token belongs to this project", "令牌须属于本项目"), t("the token is another project's", "该令牌属于其他项目"),
			t("delete the token here, or send with the project the app registers with", "在本项目删除该令牌，或使用应用注册时的项目"),
			refuse(sayUsual, func(c *sim.Ctx) bool { return c.Phone == nil && c.Elsewhere(name(c)) != nil })),
		row("FM-FLT-003", 30, codeUnregistered, vendors.ReasonTokenUnregistered, seenAnswers(),
			t("The app instance is registered", "应用实例已从 FCM 注销"), t("nobody has this token: never issued, deleted by the app, or the app was found gone", "该令牌无人使用：从未签发、已被应用删除，或已发现应用被卸载"),
			remove, refuse(sayUsual, unregistered)),
		row("FM-FLT-004", 40, codeUnregistered, vendors.ReasonTokenUnregistered, documented("manage-tokens: 270 days of inactivity"),
			t("270 days without a connection", "270 天未连接"), t("the phone was not connected for {d0}; after {1} days its registration ends", "设备已 {d0} 未连接，满 {1} 天注册失效"),
			remove, inactiveRule),
		row("FM-FLT-005", 50, codeBad, vendors.ReasonPackageMismatch, docSend(),
			t("restricted_package_name is the app's", "restricted_package_name 须与应用一致"), t("the token is not of the package {ref}", "令牌不属于软件包 {ref}"),
			t("set the package the token was registered for, or none", "填写令牌对应的软件包名，或不填"),
			func(c *sim.Ctx) rule.Outcome {
				want := send(c).Android.Package.S
				if want == "" || c.Phone == nil || want == c.Package() {
					return rule.Skip
				}
				c.Quote(want)
				return c.RefuseTarget(int64(sayUsual))
			}),
		row("FM-FLT-006", 60, codeThirdParty, vendors.ReasonCredentialWrong, seenAnswers(),
			t("An APNs key for iPhones", "发往 iPhone 需要 APNs 密钥"), t("the APNs key stored in Firebase is missing or not valid", "Firebase 中的 APNs 密钥缺失或无效"),
			t("upload the APNs authentication key in the Firebase console; keep the token and do not log in again", "在 Firebase 控制台上传 APNs 身份验证密钥；不要删除令牌，也不要重新登录"),
			refuse(sayUsual, func(c *sim.Ctx) bool { return onIOS(c.Phone) && c.Flag(flagAPNs) == "missing" })),
		row("FM-FLT-007", 70, codeBad, vendors.ReasonBadRequest, docSend(),
			t("A data message to an iPhone has apns-priority 5", "发往 iPhone 的数据消息 apns-priority 只能为 5"), t("apns-priority is not 5, and nothing is to be shown", "没有可展示内容，而 apns-priority 不是 5"),
			t("send apns-priority 5, or a notification", "apns-priority 填 5，或发送通知消息"),
			refuse(sayUsual, func(c *sim.Ctx) bool {
				priority, given := send(c).APNs.Headers.Get("apns-priority")
				return onIOS(c.Phone) && !send(c).OnIOS() && given && priority != "5"
			})),
	)
	rules[3].Params = map[string]int64{"days": 270}
	return rules
}

func inactiveRule(c *sim.Ctx) rule.Outcome {
	off, days := inactive(c), c.Param("days")
	c.Note(int64(off/time.Second), days, 0)
	if off < time.Duration(days)*24*time.Hour {
		return rule.Skip
	}
	return c.RefuseTarget(int64(sayUsual))
}

// answerRules turn the verdict on the one target into the answer to the call.
func answerRules() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageFilter, docSend(), sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "FM-FLT-010", Order: 30,
		Title:   t("The verdict on the target is the answer", "目标的结果即为请求的响应"),
		Because: t("the message has one target, and it was refused", "消息只有一个目标，且被拒绝"),
		Advice:  t("look at the step before", "查看上一步"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		all := c.Admissions()
		if len(all) == 0 || all[0].State != sim.Refused {
			return rule.Skip
		}
		c.Note(0, 0, all[0].Detail)
		status, _ := statusOf(all[0].Code)
		return c.RefuseAs(status, all[0].Code)
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "FM-DLV-001", Order: 40,
		Title:   t("validate_only delivers nothing", "validate_only 只校验不下发"),
		Because: t("the message is good, and only that was asked", "消息合法，请求仅要求校验"),
		Advice:  t("send without validate_only to deliver", "去掉 validate_only 才会下发"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !send(c).ValidateOnly.Is(true) {
			return rule.Skip
		}
		return c.ReplyMessage("projects/" + c.Ref() + "/messages/fake_message_id")
	}})
}

// keepRules say how long FCM keeps a message.
func keepRules() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageDeliver, docSend(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "FM-DLV-002", Order: 700,
		Title:   t("Without a ttl a message is kept 4 weeks", "未设置 ttl 时保存 4 周"),
		Because: t("no ttl was given; kept {d0} for a phone that is offline", "未设置 ttl，离线保存 {d0}"),
		Advice:  t("set android.ttl if the message is worth less time", "按消息价值设置 android.ttl"),
		Params:  map[string]int64{"default_s": maxTTL},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if send(c).Android.TTL.State == Set {
			return rule.Skip
		}
		n := c.Param("default_s")
		c.Note(n, 0, 0)
		return c.Keep(time.Duration(n) * time.Second)
	}}, sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "FM-DLV-003", Order: 710,
		Title:   t("For an iPhone apns-expiration counts, 30 days without it", "发往 iPhone 按 apns-expiration 保存，默认 30 天"),
		Because: t("kept {d0} for an iPhone, for which android.ttl does not count", "发往 iPhone 保存 {d0}，android.ttl 对其无效"),
		Advice:  t("set apns.headers apns-expiration, a Unix time, for iPhones", "iPhone 请在 apns.headers 设置 apns-expiration（Unix 时间）"),
		Params:  map[string]int64{"default_s": 30 * 24 * 3600},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !onIOS(only(c)) {
			return rule.Skip
		}
		n := c.Param("default_s")
		if until := kept(c).Expires; until > 0 {
			n = max(c.Call.Due(time.Unix(until, 0)).Unix()-c.Now().Unix(), 1) // what is over already is as good as now
		}
		c.Note(n, 0, 0)
		return c.Keep(time.Duration(n) * time.Second)
	}})
}
