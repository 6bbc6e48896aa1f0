package xiaomi

import (
	"slices"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// hide ends an attempt at the phone: the message arrived and nothing is shown. Xiaomi
// counts and reports it as delivered.
func hide(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if !when(c) {
			return rule.Skip
		}
		return c.Lose(device.Hidden)
	}
}

// phoneRules are what keeps an arrived message off the screen.
func phoneRules() []sim.Rule {
	return ruletable.In(rule.Present, rule.StageDeliver, docAPI(), sim.Rule{Info: rule.Info{
		ID: "MI-DLV-030", Order: 10, Reason: vendors.ReasonNotifySwitchOff,
		Title: t("Notifications are off", "通知开关关闭"), Because: t("the user switched the app's notifications off; the receipt says delivered, with barStatus Disable", "用户关闭了该应用的通知；回执为送达，barStatus 为 Disable"),
		Advice: t("look at barStatus; ask the user to allow notifications", "查看 barStatus，引导用户打开通知"), Provenance: docReceipts(),
	}, Apply: hide(func(c *sim.Ctx) bool { return !c.Phone.Notifications })}, sim.Rule{Info: rule.Info{
		ID: "MI-DLV-031", Order: 20, Reason: vendors.ReasonNotifySwitchOff,
		Title: t("A class the user switched off", "用户关闭了该通知类别"), Because: t("the user switched this class of messages off on the phone", "用户在手机上关闭了该类消息"),
		Advice:     t("ask the user to allow it in the system settings", "引导用户在系统设置中打开"),
		Provenance: checked.Assumed("channels can be switched off on the phone; what the receipt says then is not known"),
	}, Apply: hide(func(c *sim.Ctx) bool { return slices.Contains(c.Phone.Muted, c.Granted()) })}, sim.Rule{Info: rule.Info{
		ID: "MI-DLV-032", Order: 30, Reason: vendors.ReasonForegroundSuppressed,
		Title: t("notify_foreground 0 hides it from an app in front", "notify_foreground=0，应用在前台不展示"), Because: t("extra.notify_foreground is 0 and the app is in front", "extra.notify_foreground 为 0，且应用在前台"),
		Advice: t("send 1 if the user should see it there too", "前台也需要展示时设为 1"),
	}, Apply: hide(func(c *sim.Ctx) bool { return c.Message.HideInForeground && c.Phone.State == device.Foreground })}, sim.Rule{Info: rule.Info{
		ID: "MI-DLV-033", Order: 40, Reason: vendors.ReasonDuplicate,
		Title: t("A phone shows the first message of a jobkey", "相同 jobkey 只展示第一条"), Because: t("a message with the jobkey {ref} was shown already", "已展示过 jobkey 为 {ref} 的消息"),
		Advice: t("use a jobkey per campaign, and none for messages that differ", "每个批次使用不同的 jobkey，不同内容不要共用"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		key := kept(c).JobKey
		if key == "" {
			return rule.Skip
		}
		memory := "shown:" + c.Phone.ID + ":" + key
		if _, before := c.Remembered(memory); before {
			c.Quote(key)
			return c.Lose(device.Hidden)
		}
		c.Effect(sim.Effect{Kind: sim.EffRemember, Key: memory, Text: key, At: c.Now().Add(keepJobs)})
		return rule.Skip
	}}, sim.Rule{Info: rule.Info{
		ID: "MI-DLV-034", Order: 50,
		Title: t("Data for the app shows nothing", "透传消息不展示通知"), Because: t("pass_through is 1: the app gets the payload and nothing is shown", "pass_through 为 1：应用收到 payload，不展示通知"),
		Advice: t("send a notification if something is to be seen", "需要展示时发送通知栏消息"), Reason: vendors.ReasonNotDisplayed,
	}, Apply: hide(func(c *sim.Ctx) bool { return kept(c).PassThrough })})
}

// presentRules are how the phone shows the classes. A private message rings and comes
// up; a public one and one without a channel only stand in the drawer.
func presentRules() []sim.Rule {
	quiet := func(when func(channel string) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if c.Granted() == vendors.ClassTransactional || !when(kept(c).Channel) {
				return rule.Skip
			}
			return c.Appear(device.Silent)
		}
	}
	apply := t("send what concerns one user through a private channel; promotion stays quiet", "与用户个人相关的内容使用私信通知类别；推广内容静默")
	look := checked.Observed("docs.getui.com vendor quotas; third-party integration notes of 2026")
	return ruletable.In(rule.Present, rule.StageDeliver, look, sim.Rule{Info: rule.Info{
		ID: "MI-DLV-035", Order: 60, Reason: vendors.ReasonSilentByClass, Since: dayClasses,
		Title: t("A public message is silent", "公信静默展示"), Because: t("public messages have no sound and no banner", "公信无声音、无悬浮通知，仅在通知栏"),
		Advice: apply,
	}, Apply: quiet(func(channel string) bool { return channel != "" })}, sim.Rule{Info: rule.Info{
		ID: "MI-DLV-036", Order: 61, Reason: vendors.ReasonSilentByClass, Since: dayClasses,
		Title: t("A message without a channel is silent", "默认消息静默展示"), Because: t("messages without a channel have no sound and no banner", "无 channel_id 的消息无声音、无悬浮通知，仅在通知栏"),
		Advice: apply,
	}, Apply: quiet(func(channel string) bool { return channel == "" })}, sim.Rule{Info: rule.Info{
		ID: "MI-DLV-037", Order: 70,
		Title: t("A tap is reported", "点击回执"), Because: t("the user taps it", "用户点击"), Advice: t("nothing to do", "无需处理"), Provenance: docReceipts(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Flags[flagTaps] == on {
			c.Tally("click")
			c.Report("2", 3*time.Second)
		}
		return rule.Skip
	}})
}
