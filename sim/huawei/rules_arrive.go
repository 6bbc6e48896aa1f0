package huawei

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// lose ends an attempt when the phone or the message is in a state.
func lose(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if !when(c) {
			return rule.Skip
		}
		return c.Lose(device.Dropped)
	}
}

// arriveRules are about what Huawei's server knows before it reaches the phone.
func arriveRules() []sim.Rule {
	return ruletable.In(rule.Arrive, rule.StageDeliver, docReceipt(), sim.Rule{Info: rule.Info{
		ID: "HW-DLV-010", Order: 10, Reason: vendors.ReasonServerControl,
		Title:      t("Data processing location elsewhere", "数据处理位置不匹配，消息不送达"),
		Because:    t("the app's data processing location is not where this phone is", "应用的数据处理位置与设备所在地不匹配"),
		Advice:     t("select the data processing location where the users are, in AppGallery Connect", "在 AppGallery Connect 选择用户所在的数据处理位置"),
		Provenance: docSend(),
	}, Apply: lose(func(c *sim.Ctx) bool { return c.Flag(flagDataLocation) == "mismatch" })}, sim.Rule{Info: rule.Info{
		ID: "HW-DLV-011", Order: 20, Code: "10", Reason: vendors.ReasonDeviceInactive,
		Title:   t("Off the network for 30 days", "非活跃设备：30 天未联网"),
		Because: t("the phone has been off the network for {d0}; after {1} days it counts as inactive", "设备已 {d0} 未联网，满 {1} 天视为非活跃"),
		Advice:  t("pause sending to it; the phone may come back", "暂停发送；设备可能恢复"),
		Params:  map[string]int64{"days": 30},
	}, Apply: lose(func(c *sim.Ctx) bool {
		p, days := c.Phone, c.Param("days")
		if !p.Offline || p.OfflineSince.IsZero() {
			return false
		}
		off := c.Now().Sub(p.OfflineSince)
		c.Note(int64(off/time.Second), days, 0)
		return off >= time.Duration(days)*24*time.Hour
	})})
}

// nightEnds is the hour at which the night is over.
const nightEnds = 6

// controlled reports whether Huawei holds back what is sent to the phone.
func controlled(c *sim.Ctx) bool { return c.Phone.Flags[flagControlled] == "on" }

// sleeping reports whether nothing comes to the phone because it is night.
func sleeping(c *sim.Ctx) bool {
	return c.Flag(flagNight) == "on" && c.Now().In(beijing).Hour() < nightEnds &&
		c.Phone.State != device.Foreground && kept(c).PushType == ""
}

// holdRules hold what may set out for the phone and must not reach it yet. The rules of
// the cache were asked before: what is held waits there like what an offline phone misses.
func holdRules() []sim.Rule {
	return ruletable.In(rule.Arrive, rule.StageFilter, docReceipt(), sim.Rule{Info: rule.Info{
		ID: "HW-DLV-012", Order: 222, Code: "201", Reason: vendors.ReasonServerControl,
		Title:   t("Sending to this token is controlled", "消息下发被管控"),
		Because: t("Huawei holds messages to this token back until the control ends or their ttl: token and user do not match, notifications are off, or the app is gone", "该 token 被管控，消息保留到管控解除或 ttl 结束：token 与用户不匹配、通知关闭或应用已卸载"),
		Advice:  t("pause sending to this token; do not delete it on this code alone", "暂停向该 token 发送，不要仅凭此码删除"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !controlled(c) {
			return rule.Skip
		}
		if f := c.Delivery.Fate; f.State != device.Held || f.Reason != vendors.ReasonServerControl { // else it is known
			c.Report("201", 0)
		}
		return c.Wait()
	}}, sim.Rule{Info: rule.Info{
		ID: "HW-DLV-019", Order: 224, Reason: vendors.ReasonDeviceInactive,
		Title:   t("Nothing comes to HMS phones that lie idle from 00:00 to 06:00", "0:00-6:00 灭屏设备暂缓下发（HMS）"),
		Because: t("it is night and the phone is not used; the message waits for {0}:00 GMT+8", "夜间且设备灭屏，{0}:00（GMT+8）下发"),
		Advice:  t("give a ttl that lasts until the morning", "ttl 需覆盖到早晨"),
		Provenance: checked.Observed("docs.getui.com vendor/qps: all types are held from 00:00 to 06:00 while the screen is off; " +
			"off unless the switch night_hold is on, that the screen of a phone whose app is not in front is off is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !sleeping(c) {
			return rule.Skip
		}
		now := c.Now().In(beijing)
		c.Note(nightEnds, 0, 0)
		return c.WaitUntil(time.Date(now.Year(), now.Month(), now.Day(), nightEnds, 0, 0, 0, beijing))
	}})
}

// cacheRules are about what waits for a phone and for how long.
func cacheRules() []sim.Rule {
	// What waited before has its place, whatever it waits for now.
	waits := func(c *sim.Ctx) bool {
		return c.Try == 1 && (c.Phone.Offline || controlled(c) || sleeping(c))
	}
	const held = "that what Huawei holds back is kept like what an offline phone misses is assumed"
	return ruletable.In(rule.Arrive, rule.StageDeliver, docSend(), sim.Rule{Info: rule.Info{
		ID: "HW-DLV-013", Order: 210, Code: "15", Reason: vendors.ReasonOverwritten,
		Title:      t("The same collapse_key replaces what waits", "离线消息按 collapse_key 覆盖"),
		Because:    t("older messages of {ref} that wait for the phone are overwritten", "等待该设备的 {ref} 旧消息被覆盖"),
		Advice:     t("use different groups, or -1, for messages that must not replace each other", "不应互相覆盖的消息使用不同 collapse_key 或 -1"),
		Provenance: checked.Documented("HMSCore-References/https-send-api-0000001050986197; " + held),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		key := c.Message.CacheKey
		if !waits(c) || key == "" {
			return rule.Skip
		}
		all := int64(0)
		if key == newestOnly {
			all = 1
		}
		c.Quote(key)
		c.Effect(sim.Effect{Kind: sim.EffOverwrite, Phone: c.Phone, Text: "15", N: all})
		return rule.Pass
	}}, sim.Rule{Info: rule.Info{
		ID: "HW-DLV-014", Order: 220, Code: "15", Reason: vendors.ReasonOverwritten,
		Title:      t("A phone's cache holds 120 messages", "离线缓存最多 120 条，超过则覆盖最旧的"),
		Because:    t("{0} messages wait for the phone, {1} fit: the oldest are overwritten", "已缓存 {0} 条，上限 {1} 条，覆盖最旧的"),
		Advice:     t("send fewer messages to phones that are away, or give them a collapse_key", "减少向离线设备发送，或使用 collapse_key"),
		Params:     map[string]int64{"max": 120},
		Provenance: checked.Documented("HMSCore-References/https-send-api-0000001050986197 for 120; that they count per phone and app is assumed; " + held),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n, most := int64(c.Waiting(c.Phone)), c.Param("max")
		if !waits(c) || n < most {
			return rule.Skip
		}
		c.Note(n, most, 0)
		c.Evict(n-most+1, "15")
		return rule.Pass
	}}, sim.Rule{Info: rule.Info{
		ID: "HW-DLV-015", Order: 230, Reason: vendors.ReasonDeviceOffline,
		Title:   t("An offline phone gets its messages later", "设备离线，消息缓存到 ttl"),
		Because: t("the phone is offline; the message waits for it until its ttl is over", "设备离线，消息等待至 ttl 结束"),
		Advice:  t("give a ttl as long as the message is worth", "按消息价值设置 ttl"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Offline {
			return c.Wait()
		}
		return rule.Skip
	}}, sim.Rule{On: sim.OnDue, Info: rule.Info{
		ID: "HW-DLV-016", Order: 240, Reason: vendors.ReasonTTLExpired,
		Title:      t("A waiting message ends with its ttl", "消息超过 ttl"),
		Because:    t("the message could not be brought to the phone within ttl; no receipt tells", "消息在 ttl 内未能下发到设备，且没有回执"),
		Advice:     t("give a longer ttl (at most 1296000s) if the message is still worth it later", "如仍有价值可加大 ttl（最长 1296000s）"),
		Provenance: checked.Documented("HMSCore-References/https-send-api-0000001050986197: how long a message is kept; that no receipt tells is assumed, for no code exists"),
	}, Apply: func(c *sim.Ctx) rule.Outcome { return c.Lose(device.Expired) }})
}

// goneRules are what the phone answers when a message reaches it.
func goneRules() []sim.Rule {
	return ruletable.In(rule.Arrive, rule.StageDeliver, docReceipt(), sim.Rule{Info: rule.Info{
		ID: "HW-DLV-017", Order: 310, Code: "2", Reason: vendors.ReasonAppUninstalled,
		Title:   t("The app is not installed", "应用未安装"),
		Because: t("the message reached the phone, and the app was not there", "消息到达设备，但应用未安装"),
		Advice:  t("delete the token", "删除该 token"),
	}, Apply: lose(func(c *sim.Ctx) bool { return !c.Phone.Installed })}, sim.Rule{Info: rule.Info{
		ID: "HW-DLV-018", Order: 320, Code: "5", Reason: vendors.ReasonTokenNotOnDevice,
		Title:   t("The token is not on this phone", "设备上不存在此 token"),
		Because: t("the app has this token no more: data cleared, reinstalled, deleteToken or a reset", "应用已无此 token：清除数据、重装、deleteToken 或恢复出厂"),
		Advice:  t("delete the token and wait for the app to report its new one", "删除该 token，等待客户端上报新 token"),
	}, Apply: lose(func(c *sim.Ctx) bool { return c.Phone.Installed && !c.Phone.Subscribed })})
}
