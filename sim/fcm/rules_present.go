package fcm

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// hide ends an attempt at the phone: the message arrived and nothing is shown.
func hide(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if !when(c) {
			return rule.Skip
		}
		return c.Lose(device.Hidden)
	}
}

// visible reports whether the phone's system has something to show.
func visible(c *sim.Ctx) bool {
	if onIOS(c.Phone) {
		return kept(c).IOS
	}
	return kept(c).Android
}

// dataRules are about the app itself: whether it can be reached, and what is for it
// alone.
func dataRules() []sim.Rule {
	return ruletable.In(rule.Present, rule.StageDeliver, docSend(), sim.Rule{Info: rule.Info{
		ID: "FM-DLV-040", Order: 10, Reason: vendors.ReasonAppProcessAbsent,
		Title:      t("Nothing for an app that was stopped by force", "应用被强制停止后收不到消息"),
		Because:    t("the user stopped the app by force: the system lets nothing through until it is opened (droppedAppForceStopped)", "用户强制停止了应用，系统在其再次打开前不投递（droppedAppForceStopped）"),
		Advice:     t("ask the user to open the app and, on phones that do so, to allow it in the background", "引导用户打开应用，并在相应手机上允许后台运行"),
		Provenance: documented("discovery document fcmdata:v1beta1: droppedAppForceStopped"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if onIOS(c.Phone) || c.Phone.Flags[flagStopped] != "on" {
			return rule.Skip
		}
		return c.Lose(device.Dropped)
	}}, sim.Rule{Info: rule.Info{
		ID: "FM-DLV-041", Order: 20,
		Title:   t("A data message shows nothing", "数据消息不展示"),
		Because: t("a data message goes to the app, which decides what to show", "数据消息交给应用处理，由应用决定是否展示"),
		Advice:  t("use a notification message for what the user should see", "需要用户看到的内容请用通知消息"),
	}, Apply: hide(func(c *sim.Ctx) bool { return !visible(c) })})
}

// switchRules are what keeps a notification off the screen.
func switchRules() []sim.Rule {
	keep := t("keep the token; guide the user to the switch", "保留令牌，引导用户打开开关")
	row := func(id string, order int, reason vendors.Reason, title, because, advice vendors.Text, when func(c *sim.Ctx) bool) sim.Rule {
		return sim.Rule{Info: rule.Info{
			ID: id, Order: order, Stage: rule.StageFilter, Reason: reason, Title: title, Because: because, Advice: advice,
		}, Apply: hide(when)}
	}
	return ruletable.In(rule.Present, rule.StageDeliver, documented("android/client: notification permission, receive messages; developer.android.com notification channels"),
		row("FM-DLV-042", 30, vendors.ReasonForegroundSuppressed, t("In front, the app decides", "应用在前台时由应用决定"),
			t("the app is in front: the notification goes to onMessageReceived and the system shows nothing", "应用在前台：通知交给 onMessageReceived，系统不展示"),
			t("show it from onMessageReceived if the user should see it there too", "前台也需展示时在 onMessageReceived 中自行展示"),
			func(c *sim.Ctx) bool { return c.Phone.State == device.Foreground }),
		row("FM-DLV-043", 40, vendors.ReasonNotifySwitchOff, t("Notifications are off for this app", "应用的通知已关闭"),
			t("the user did not allow notifications, as Android 13 and iOS ask, or switched them off", "用户未授予通知权限（Android 13、iOS 会询问）或已关闭"),
			keep, func(c *sim.Ctx) bool { return !c.Phone.Notifications }),
		row("FM-DLV-044", 50, vendors.ReasonNotifySwitchOff, t("The channel is blocked", "通知渠道被关闭"),
			t("the user switched this notification channel off", "用户关闭了该通知渠道"), keep,
			func(c *sim.Ctx) bool { return channels(c) && c.Phone.Flags[flagChannel] == "blocked" }))
}

// channels reports whether the phone has notification channels.
func channels(c *sim.Ctx) bool { return !onIOS(c.Phone) && c.Phone.Flags[flagAndroid] != "7" }

// presentRules are how a phone shows a notification.
func presentRules() []sim.Rule {
	quiet := func(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if !when(c) {
				return rule.Skip
			}
			return c.Appear(device.Silent)
		}
	}
	return ruletable.In(rule.Present, rule.StageDeliver, docSend(), sim.Rule{Info: rule.Info{
		ID: "FM-DLV-046", Order: 100, Reason: vendors.ReasonSilentByClass,
		Title:   t("A silent channel", "静默的通知渠道"),
		Because: t("the user made this notification channel silent", "用户将该通知渠道设为静音"),
		Advice:  t("use a channel the user expects to ring", "使用用户期望提醒的渠道"),
	}, Apply: quiet(func(c *sim.Ctx) bool { return channels(c) && c.Phone.Flags[flagChannel] == "silent" })}, sim.Rule{Info: rule.Info{
		ID: "FM-DLV-047", Order: 110, Reason: vendors.ReasonSilentByClass,
		Title:   t("notification_priority below Android 8", "Android 8 以下的 notification_priority"),
		Because: t("notification_priority is {ref}, and the phone is older than Android 8", "notification_priority 为 {ref}，且系统低于 Android 8"),
		Advice:  t("send PRIORITY_HIGH for what should ring there; newer phones go by the channel", "旧系统需提醒时使用 PRIORITY_HIGH；新系统由渠道决定"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		level := kept(c).Level
		if onIOS(c.Phone) || channels(c) || (level != "PRIORITY_LOW" && level != "PRIORITY_MIN") {
			return rule.Skip
		}
		c.Quote(level)
		return c.Appear(device.Silent)
	}}, sim.Rule{Info: rule.Info{
		ID: "FM-DLV-048", Order: 120,
		Title:   t("notification_count sets the number on the icon", "notification_count 设置角标"),
		Because: t("the number on the icon is {0}", "角标设为 {0}"),
		Advice:  t("send the whole number of unread messages", "传未读总数"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		k := kept(c)
		if onIOS(c.Phone) || !k.Counted {
			return rule.Skip
		}
		c.Note(k.Count, 0, 0)
		c.Effect(sim.Effect{Kind: sim.EffBadge, Phone: c.Phone, N: k.Count})
		return rule.Pass
	}})
}
