package vivo

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// lose ends an attempt when the phone is in a state, and counts it.
func lose(tally string, when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if !when(c) {
			return rule.Skip
		}
		c.Tally(tally)
		return c.Lose(device.Dropped)
	}
}

// arriveRules judge whether the phone is still one to push to: it may have changed
// since the answer, and a list or a broadcast never asked.
func arriveRules() []sim.Rule {
	gone := func(days string) func(c *sim.Ctx) bool {
		return func(c *sim.Ctx) bool { return inactive(c, c.Param(days)) }
	}
	back := t("keep the token; the phone may come back, but does not count for the quota", "保留 regId；设备可能恢复，但不计入有效用户")
	off := t("the phone has been off the network for {d0}; after {1} days it counts as inactive", "设备已 {d0} 未联网，满 {1} 天视为不活跃")
	return ruletable.In(rule.Arrive, rule.StageDeliver, docReceipts(), sim.Rule{Info: rule.Info{
		ID: "VV-DLV-010", Order: 10, Stage: rule.StageFilter, Reason: vendors.ReasonNotTestDevice,
		Title:      t("A test broadcast reaches test devices only", "测试模式的广播只到达测试设备"),
		Because:    t("pushMode is 1 and the phone is not among the console's test devices", "pushMode=1，但该设备不是控制台登记的测试设备"),
		Advice:     t("send with pushMode 0 when the test is over", "测试结束后用 pushMode=0 发送"),
		Provenance: docAPI(),
	}, Apply: lose("targetInvalid", func(c *sim.Ctx) bool { return c.Message.Test && !c.Phone.Test })}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-011", Order: 20, Code: "102/20002", Reason: vendors.ReasonAppUninstalled,
		Title:   t("Uninstalled before the message arrived", "不匹配：用户不存在"),
		Because: t("the app was uninstalled after the answer", "返回成功之后应用被卸载"),
		Advice:  t("delete the token", "删除该 regId"),
	}, Apply: lose("targetInvalid", func(c *sim.Ctx) bool { return !c.Phone.Installed })}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-012", Order: 30, Code: "102/20001", Reason: vendors.ReasonTokenUnregistered,
		Title:   t("Unsubscribed before the message arrived", "不匹配：用户未订阅"),
		Because: t("the app turned push off after the answer", "返回成功之后应用关闭了推送"),
		Advice:  t("delete the token", "删除该 regId"),
	}, Apply: lose("targetUnSub", func(c *sim.Ctx) bool { return c.Phone.Installed && !c.Phone.Subscribed })}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-013", Order: 40, Code: "102/20006", Reason: vendors.ReasonDeviceInactive, Since: day2021,
		Title:   t("Off the network for 14 days", "不匹配：14 天未联网"),
		Because: off, Advice: back, Params: map[string]int64{"days": 14},
	}, Apply: lose("targetInActive", gone("days"))}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-014", Order: 41, Code: "102/20006", Reason: vendors.ReasonDeviceInactive, Until: day2021,
		Title:   t("Off the network for 90 days (older)", "不匹配：90 天未联网（旧版）"),
		Because: off, Advice: back, Params: map[string]int64{"days": 90}, Provenance: docFAQ(),
	}, Apply: lose("targetInActive", gone("days"))}, sim.Rule{Info: rule.Info{
		ID: "VV-FLT-024", Order: 90, Stage: rule.StageFilter, Reason: vendors.ReasonNotifySwitchOff,
		Title:      t("Notification permission off, list push", "通知权限未打开，计入管控"),
		Because:    t("the user switched this app's notifications off; a list push is answered with a yes all the same", "用户关闭了通知权限；群推仍返回成功，计入管控"),
		Advice:     t("keep the token; ask the user to allow notifications", "不要删除 regId；引导用户打开通知权限"),
		Provenance: checked.Observed("dev.vivo.com.cn document 368 on 10311; that lists are controlled instead is a reading of the statistics"),
	}, Apply: lose("controlled", func(c *sim.Ctx) bool { return !c.Phone.Notifications })}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-006", Order: 5,
		Title:      t("A broadcast counts every phone it goes to", "广播目标计入统计 send"),
		Because:    t("counted as send", "计入 send"),
		Advice:     t("nothing to do", "无需处理"),
		Provenance: checked.Documented("vivo server SDK for Java 3.3 (dev.vivo.com.cn document 363), class Statistics"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		a := &c.Message.Audience
		if c.Try == 1 && (a.All || len(a.Any)+len(a.Every) > 0) {
			c.Tally("send")
		}
		return rule.Skip
	}}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-018", Order: 310,
		Title:      t("An arrival is counted as received", "到达计入统计 receive"),
		Because:    t("counted as receive", "计入 receive"),
		Advice:     t("receive minus display is what phones did not show", "receive 减 display 即未展示"),
		Provenance: checked.Documented("vivo server SDK for Java 3.3 (dev.vivo.com.cn document 363), class Statistics"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		c.Tally("receive")
		return rule.Skip
	}})
}

// waitRules are about a phone that is offline.
func waitRules() []sim.Rule {
	return ruletable.In(rule.Arrive, rule.StageDeliver, docReceipts(), sim.Rule{Info: rule.Info{
		ID: "VV-DLV-015", Order: 60, Code: "100/14002", Reason: vendors.ReasonDeviceOffline,
		Title:      t("Online direct push to a phone that is offline", "管控：在线直推且设备离线"),
		Because:    t("sendOnline is true and the phone is offline", "sendOnline 为 true 且设备离线"),
		Advice:     t("send without sendOnline if the message may wait", "可以等待的消息不要设置 sendOnline"),
		Provenance: oneReceiver(),
	}, Apply: lose("targetOffline", func(c *sim.Ctx) bool { return c.Message.OnlineOnly && c.Phone.Offline })}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-016", Order: 70, Code: "103", Reason: vendors.ReasonOverwritten,
		Title:   t("The same notifyId replaces what waits", "离线期间相同 notifyId 的消息被覆盖"),
		Because: t("older messages with notifyId {ref} that wait for the phone are overwritten", "等待该设备的 notifyId={ref} 的旧消息被覆盖"),
		Advice:  t("use different notifyId values for messages that must not replace each other", "不应互相覆盖的消息使用不同的 notifyId"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !c.Phone.Offline || c.Message.Collapse == "" || c.Try > 1 {
			return rule.Skip
		}
		c.Quote(c.Message.Collapse)
		c.Effect(sim.Effect{Kind: sim.EffOverwrite, Phone: c.Phone, Text: "103"})
		return rule.Pass
	}}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-017", Order: 80, Reason: vendors.ReasonDeviceOffline,
		Title:      t("An offline phone gets its messages later", "设备离线，消息缓存到 timeToLive"),
		Because:    t("the phone is offline; the message waits for it until its timeToLive is over", "设备离线，消息等待至 timeToLive 结束"),
		Advice:     t("give a timeToLive as long as the message is worth", "按消息价值设置 timeToLive"),
		Provenance: docAPI(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Offline {
			return c.Wait()
		}
		return rule.Skip
	}}, sim.Rule{On: sim.OnDue, Info: rule.Info{
		ID: "VV-DLV-019", Order: 85, Code: "100/10012", Reason: vendors.ReasonTTLExpired,
		Title:   t("A waiting message ends with its timeToLive", "管控：消息过期"),
		Because: t("the phone did not come online within timeToLive", "设备在 timeToLive 内未上线"),
		Advice:  t("give a longer timeToLive (at most 86400) if the message is still worth it later", "如仍有价值可加大 timeToLive（最长 86400 秒）"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		c.Tally("targetOffline")
		return c.Lose(device.Expired)
	}})
}
