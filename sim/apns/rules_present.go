package apns

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// The rights of an app, which the phone checks and no answer tells of.
const (
	rightSensitive = "time-sensitive"
	rightCritical  = "critical-alerts"
)

// screen reports whether the arriving notification is for the user's eyes.
func screen(c *sim.Ctx) bool {
	of := arriving(c).of
	return of == nil || of.screen
}

// hide ends an attempt at the phone: the notification arrived and nothing is shown.
func hide(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if !when(c) {
			return rule.Skip
		}
		return c.Lose(device.Hidden)
	}
}

// hiddenRules are what keeps an arrived notification off the screen.
func hiddenRules() []sim.Rule {
	return in(rule.Present, rule.StageDeliver, docPayload(), sim.Rule{Info: rule.Info{
		ID: "AP-DLV-020", Order: 10, Reason: vendors.ReasonAppProcessAbsent,
		Title:      t("No background push to an app the user closed", "用户强制退出后不再接收后台推送"),
		Because:    t("the user closed the app by force; the system does not start it for a background push", "用户已强制退出应用，系统不会为后台推送启动它"),
		Advice:     t("do not rely on background pushes; send an alert for what matters", "不要依赖后台推送，重要内容使用 alert"),
		Provenance: docBackground(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		p := arriving(c)
		if p.of == nil || p.of.name != typeBackground || c.Phone.State.Alive() {
			return rule.Skip
		}
		return c.Lose(device.Dropped)
	}}, sim.Rule{Info: rule.Info{
		ID: "AP-DLV-025", Order: 15,
		Title:      t("A Live Activity gets its pushes itself", "实时活动的推送交给实时活动"),
		Because:    t("the push is handed to the Live Activity; what the activity then looks like is not simulated", "推送已交给实时活动；其界面变化未模拟"),
		Advice:     t("look at the activity on a real phone", "在真机上查看实时活动"),
		Provenance: docSend(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if of := arriving(c).of; of == nil || of.name != typeActivity {
			return rule.Skip
		}
		return c.LoseAs(device.Unknown, "", vendors.ReasonNone)
	}}, sim.Rule{Info: rule.Info{
		ID: "AP-FLT-020", Order: 20, Stage: rule.StageFilter, Reason: vendors.ReasonNotifySwitchOff,
		Title:      t("Notifications are off for this app", "用户关闭了通知权限"),
		Because:    t("the user did not allow notifications, or switched them off; Apple's metrics say Discarded - Disabled", "用户未允许或已关闭通知；苹果统计为 Discarded - Disabled"),
		Advice:     t("keep the token; ask the user to allow notifications", "不要删除 token；引导用户打开通知"),
		Provenance: docMetrics(),
	}, Apply: hide(func(c *sim.Ctx) bool { return screen(c) && !c.Phone.Notifications })}, sim.Rule{Info: rule.Info{
		ID: "AP-DLV-021", Order: 30,
		Title:   t("badge replaces the number on the icon", "badge 直接设置角标数字"),
		Because: t("the badge is set to {0}", "角标设为 {0}"),
		Advice:  t("send the whole number of unread messages; 0 removes the badge", "传未读总数；0 清除角标"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		p := arriving(c)
		if !p.payload.hasBadge || !screen(c) {
			return rule.Skip
		}
		c.Note(p.payload.badge, 0, 0)
		c.Effect(sim.Effect{Kind: sim.EffBadge, Phone: c.Phone, N: p.payload.badge})
		return rule.Pass
	}}, sim.Rule{Info: rule.Info{
		ID: "AP-DLV-022", Order: 40, Reason: vendors.ReasonSilentByClass,
		Title:      t("Some push types are for the app, not for the screen", "部分推送类型不直接展示"),
		Because:    t("the push type {ref} goes to the app or the system, which decide what to do", "推送类型 {ref} 交由应用或系统处理"),
		Advice:     t("use the push type alert for what the user should see", "需要用户看到的内容使用 alert 类型"),
		Provenance: docSend(),
	}, Apply: hide(func(c *sim.Ctx) bool {
		c.Quote(c.Message.Category)
		return !screen(c)
	})}, sim.Rule{Info: rule.Info{
		ID: "AP-DLV-023", Order: 50, Reason: vendors.ReasonSilentByClass,
		Title:   t("A payload without an alert shows nothing", "没有 alert 的消息不展示"),
		Because: t("aps has no alert: a badge is set, a sound is played, nothing is shown", "aps 中没有 alert：只更新角标或播放声音，不展示"),
		Advice:  t("put title and body into aps.alert", "在 aps.alert 中填写 title 与 body"),
	}, Apply: hide(func(c *sim.Ctx) bool { return screen(c) && !arriving(c).payload.alert })}, sim.Rule{Info: rule.Info{
		ID: "AP-DLV-024", Order: 60, Reason: vendors.ReasonForegroundSuppressed,
		Title:      t("In front, the app decides", "应用在前台时由应用决定"),
		Because:    t("the app is in front and lets the system show nothing", "应用在前台，且未要求系统展示"),
		Advice:     t("let the app ask for a banner in willPresent if the user should see it there too", "前台也需展示时，在 willPresent 中返回 banner"),
		Provenance: checked.Documented("Apple: Handling notifications and notification-related actions (willPresent)"),
	}, Apply: hide(func(c *sim.Ctx) bool {
		return screen(c) && c.Phone.State == device.Foreground && c.Phone.Flags[flagForeground] != "banner"
	})})
}

// presentRules are how the phone shows an alert: banner and sound, or in the list
// only.
func presentRules() []sim.Rule {
	quiet := func(when func(c *sim.Ctx, p *arrival) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if p := arriving(c); when(c, p) {
				return c.Appear(device.Silent)
			}
			return rule.Skip
		}
	}
	return in(rule.Present, rule.StageDeliver, docPayload(), sim.Rule{Info: rule.Info{
		ID: "AP-DLV-030", Order: 100, Reason: vendors.ReasonSilentByClass,
		Title:   t("A passive notification is in the list only", "passive 通知只进入列表"),
		Because: t("interruption-level is passive: no sound, no banner, the screen stays dark", "interruption-level 为 passive：无声音、无横幅、不亮屏"),
		Advice:  t("send active for what the user should notice", "需要提醒用户的内容使用 active"),
	}, Apply: quiet(func(_ *sim.Ctx, p *arrival) bool { return p.payload.level == levelPassive })}, sim.Rule{Info: rule.Info{
		ID: "AP-DLV-031", Order: 110, Reason: vendors.ReasonPermissionDenied,
		Title:      t("Provisional authorization is quiet", "临时授权下通知静默送达"),
		Because:    t("the user was never asked; notifications come quietly until they are allowed", "用户尚未确认授权，通知静默送达"),
		Advice:     t("ask the user for full authorization", "引导用户完整授权"),
		Provenance: checked.Documented("Apple: Asking permission to use notifications"),
	}, Apply: quiet(func(c *sim.Ctx, _ *arrival) bool { return c.Phone.Flags[flagConsent] == "provisional" })}, sim.Rule{Info: rule.Info{
		ID: "AP-DLV-032", Order: 120, Reason: vendors.ReasonPermissionDenied,
		Title:   t("A Focus holds notifications back", "专注模式拦截通知"),
		Because: t("a Focus is on; only time-sensitive and critical notifications of apps with the capability break through", "专注模式已开启；仅具备相应权限的 time-sensitive 与 critical 通知可突破"),
		Advice:  t("for what cannot wait send time-sensitive, and add the capability to the app", "紧急内容使用 time-sensitive，并为应用添加该能力"),
	}, Apply: quiet(func(c *sim.Ctx, p *arrival) bool { return c.Phone.Flags[flagFocus] == "on" && !breaksThrough(c, p) })}, sim.Rule{Info: rule.Info{
		ID: "AP-DLV-033", Order: 130, Reason: vendors.ReasonSilentByClass,
		Title:      t("Priority 1 never wakes the phone", "优先级 1 不唤醒设备"),
		Because:    t("apns-priority is 1 and the screen is locked", "apns-priority 为 1，且屏幕已锁定"),
		Advice:     t("send priority 10 for what the user should notice", "需要提醒用户的内容使用优先级 10"),
		Provenance: docSend(),
	}, Apply: quiet(func(c *sim.Ctx, p *arrival) bool { return p.lowest && c.Phone.State == device.Locked })})
}

// breaksThrough reports whether a notification passes a Focus. Without the
// capability a time-sensitive notification is treated as active; a critical one
// also needs its sound to say so.
func breaksThrough(c *sim.Ctx, p *arrival) bool {
	switch p.payload.level {
	case levelSensitive:
		return c.Right(rightSensitive)
	case levelCritical:
		return c.Right(rightCritical) && p.payload.critical
	}
	return false
}
