package oppo

import (
	"slices"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// hide ends an attempt at the phone: the message arrived, OPPO reports so, and nothing
// is shown.
func hide(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if !when(c) {
			return rule.Skip
		}
		return c.Lose(device.Hidden)
	}
}

// hiddenRules are what keeps an arrived message off the screen. The only receipt is
// push_arrive, as if all were well: it is about the push client, not about the display.
func hiddenRules() []sim.Rule {
	return ruletable.In(rule.Present, rule.StageDeliver, docNotes(), sim.Rule{Info: rule.Info{
		ID: "OP-DLV-020", Order: 10, Code: eventArrive, Reason: vendors.ReasonTokenNotOnDevice,
		Title:      t("The phone has another registration id", "设备的 registration_id 已变更"),
		Because:    t("verify_registration_id is true and the phone's own id differs", "verify_registration_id 为 true，且设备当前 id 不同"),
		Advice:     t("let the app report its id at every start", "客户端每次启动时上报 registration_id"),
		Provenance: docSingle(),
	}, Apply: hide(func(c *sim.Ctx) bool { return kept(c).Verify && c.Phone.Flags[flagCurrent] == "renewed" })}, sim.Rule{Info: rule.Info{
		ID: "OP-DLV-018", Order: 12,
		Title:   t("A scheduled display", "定时展示"),
		Because: t("the message is on the phone, which shows it when show_start_time comes, in {d0}", "消息已到达设备，距 show_start_time 还有 {d0}，届时展示"),
		Advice:  t("a scheduled display cannot be cancelled; off_line_ttl is about arriving, not about showing", "定时展示无法取消；off_line_ttl 只限制到达，不限制展示"),
	}, Apply: scheduled}, sim.Rule{Info: rule.Info{
		ID: "OP-DLV-021", Order: 20, Code: eventArrive, Reason: vendors.ReasonNotifySwitchOff,
		Title:      t("Notifications are off, as they are by default on most ColorOS", "通知开关关闭（多数 ColorOS 默认关闭）"),
		Because:    t("the user has not allowed notifications; OPPO reports an arrival all the same", "用户未允许通知；OPPO 仍上报送达"),
		Advice:     t("ask the user to allow notifications: on most ColorOS they are off after installing", "引导用户打开通知：多数 ColorOS 安装后默认关闭"),
		Provenance: checked.Observed("push_arrive is about the push client by page 11239; the switch and its default are aggregators' word; that the receipt comes all the same is assumed"),
	}, Apply: hide(func(c *sim.Ctx) bool { return !c.Phone.Notifications })}, sim.Rule{Info: rule.Info{
		ID: "OP-DLV-022", Order: 30, Code: eventArrive, Reason: vendors.ReasonNotifySwitchOff,
		Title:      t("A class the user switched off", "用户关闭了该类消息"),
		Because:    t("the user switched this class of messages off on the phone", "用户在手机上关闭了该类消息"),
		Advice:     t("ask the user to allow it in the system settings", "引导用户在系统设置中打开"),
		Provenance: checked.Assumed("the switch exists per channel on the phone; OPPO documents no receipt for it"),
	}, Apply: hide(func(c *sim.Ctx) bool { return slices.Contains(c.Phone.Muted, c.Granted()) })}, sim.Rule{Info: rule.Info{
		ID: "OP-DLV-023", Order: 40, Code: eventArrive, Reason: vendors.ReasonChannelInvalid,
		Title:   t("A channel the app does not have", "通道不存在"),
		Because: t("channel_id \"{ref}\" is not registered and made in the app; on Android 8 and later nothing is shown", "channel_id“{ref}”未登记或未在应用内创建，Android 8 及以上不展示"),
		Advice:  t("register the channel in the console, make it in the app, and send its id", "在控制台登记并在应用内创建通道，携带其 ID"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		channel := kept(c).Channel
		if list := c.Flag(flagChannels); list == "" || named(list, channel) || channel == channelService {
			return rule.Skip
		}
		c.Quote(channel)
		return c.Lose(device.Hidden)
	}}, sim.Rule{Info: rule.Info{
		ID: "OP-DLV-024", Order: 50, Code: eventArrive, Reason: vendors.ReasonNotDisplayed,
		Title:   t("Past its display time", "超过展示时间"),
		Because: t("show_end_time was over when the message reached the phone", "到达设备时已超过 show_end_time"),
		Advice:  t("give a later show_end_time", "延后 show_end_time"),
	}, Apply: hide(func(c *sim.Ctx) bool {
		end := kept(c).ShowEnd
		return end > 0 && c.Now().After(time.UnixMilli(end))
	})})
}

// scheduled lets an arrived message wait on the phone. It is reported when it arrives. That
// it goes with its app is a default of this project.
func scheduled(c *sim.Ctx) rule.Outcome {
	if c.Delivery.Fate.Arrived && !c.Phone.Installed {
		return c.LoseAs(device.Dropped, "", vendors.ReasonAppUninstalled)
	}
	start := time.UnixMilli(kept(c).ShowStart)
	if !start.After(c.Now()) {
		return rule.Skip
	}
	c.Note(int64(start.Sub(c.Now())/time.Second), 0, 0)
	c.Report(eventArrive, 0)
	return c.ShowAt(start)
}

// channelService is the channel OPPO itself has for messages of communication and
// service; apps need not make it.
const channelService = "push_oplus_category_service"

// presentRules are how loud a message is: content and marketing stand in the shade, the
// rest is as loud as notify_level says.
func presentRules() []sim.Rule {
	quiet := vendors.ReasonSilentByClass
	return ruletable.In(rule.Present, rule.StageDeliver, checked.Observed("page 13189 as restated by Alibaba Cloud Push API, AndroidMessageOppoNotifyLevel"), sim.Rule{Info: rule.Info{
		ID: "OP-DLV-030", Order: 100, Reason: quiet,
		Title:   t("Content and marketing are silent", "内容与营销类消息仅在通知栏展示"),
		Because: t("content and marketing messages stand in the pulled-down bar: no sound, no lock screen, no banner", "内容与营销类消息仅在下拉通知栏展示，无声音、无锁屏、无横幅"),
		Advice:  t("send what concerns the user with its granted category; marketing stays quiet", "与用户直接相关的内容携带已获批的 category；营销消息本就静默"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		switch {
		case !public(c):
			return rule.Skip
		case c.Message.Asked != vendors.ClassMarketing:
			return c.AppearAs(device.Silent, vendors.ReasonDowngraded)
		}
		return c.Appear(device.Silent)
	}}, sim.Rule{Info: rule.Info{
		ID: "OP-DLV-031", Order: 110, Reason: quiet,
		Title:   t("notify_level 1 is the bar only", "notify_level=1 仅通知栏"),
		Because: t("notify_level is 1: the bar only", "notify_level 为 1，仅通知栏"),
		Advice:  t("leave notify_level out or send 2 if the phone should ring", "需要响铃时不传 notify_level 或使用 2"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if public(c) || kept(c).Level != 1 {
			return rule.Skip
		}
		return c.Appear(device.Silent)
	}}, sim.Rule{Info: rule.Info{
		ID: "OP-DLV-032", Order: 120,
		Title:   t("Only the strong reminder has a banner", "仅强提醒有横幅"),
		Because: t("without notify_level 16 there is no banner; sound and vibration are as the user has set the channel", "未使用 notify_level=16，没有横幅；声音、震动按用户的通道设置"),
		Advice:  t("apply for the strong reminder if a banner is needed", "需要横幅时申请强提醒"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if public(c) || kept(c).Level == 16 {
			return rule.Skip
		}
		return c.NoBanner()
	}})
}
