package meizu

import (
	"slices"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// lose ends an attempt when the phone is in a state. Nothing tells the sender.
func lose(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if !when(c) {
			return rule.Skip
		}
		return c.Lose(device.Dropped)
	}
}

// broadcast reports whether an arriving message was for everybody or for tags: nobody
// answered for its targets.
func broadcast(c *sim.Ctx) bool { return !c.Message.Audience.Nobody() }

// arriveRules judge whether the phone is still one to push to.
func arriveRules() []sim.Rule {
	faq := checked.Observed("Meizu's FAQ as quoted on blog.csdn.net 85983979: a pushId survives a reinstallation")
	drop := t("delete the token when the app reports a new one; missing receipts are the only sign", "客户端上报新 pushId 后删除旧的；唯一迹象是收不到回执")
	return ruletable.In(rule.Arrive, rule.StageDeliver, docAPI(), sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-010", Order: 10, Reason: vendors.ReasonAppUninstalled,
		Title:   t("The app is not on the phone", "应用已卸载"),
		Because: t("the app was uninstalled; its pushId lives on, so the answer was a yes", "应用已卸载，pushId 仍然有效，接口返回成功"), Advice: drop, Provenance: faq,
	}, Apply: lose(func(c *sim.Ctx) bool { return !c.Phone.Installed })}, sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-011", Order: 20, Reason: vendors.ReasonTokenUnregistered,
		Title:   t("Unsubscribed before the message arrived", "到达前取消订阅"),
		Because: t("the app turned push off after the answer", "返回成功之后应用取消了订阅"), Advice: drop,
	}, Apply: lose(func(c *sim.Ctx) bool { return c.Phone.Installed && !c.Phone.Subscribed })}, sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-012", Order: 30, Reason: vendors.ReasonNotifySwitchOff,
		Title:   t("Messages are switched off on the phone", "消息开关关闭"),
		Because: t("messages are switched off for this app; a push to everybody or to tags does not tell", "用户关闭了该应用的消息开关；全部推送与标签推送不会返回"),
		Advice:  t("ask the user to switch messages on", "引导用户打开消息开关"),
	}, Apply: lose(func(c *sim.Ctx) bool { return !isOn(c, c.Phone, switchBar) })})
}

// broadcastRules are the limits of a phone for what was pushed to everybody or to tags:
// the answer has no place for them.
func broadcastRules() []sim.Rule {
	row := func(id string, order int, most int64, news bool, en, zh string) sim.Rule {
		return sim.Rule{Info: rule.Info{
			ID: id, Order: order, Reason: vendors.ReasonQuotaDeviceDay, Stage: rule.StageQuota, Since: dayClasses,
			Title: t(en, zh), Params: map[string]int64{"max": most},
			Because:    t("the phone got {0} public messages today, {1} are allowed; a push to everybody or to tags does not tell", "该设备今日已 {0} 条公信，上限 {1} 条；全部推送与标签推送不会返回"),
			Advice:     t("count public messages per user yourself, or push to pushIds, whose answer tells", "自行统计每用户公信条数，或按 pushId 推送以获知结果"),
			Provenance: quotas2026(),
		}, Apply: lose(func(c *sim.Ctx) bool { return c.Try == 1 && broadcast(c) && overCap(c, news) })}
	}
	return ruletable.In(rule.Arrive, rule.StageDeliver, docAPI(), sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-013", Order: 5,
		Title:   t("A broadcast counts every phone it goes to", "全部推送与标签推送的目标计入统计"),
		Because: t("counted as a target", "计入 targetNo"), Advice: t("nothing to do", "无需处理"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Try == 1 && broadcast(c) {
			tally(c, "targetNo", 1)
		}
		return rule.Skip
	}}, row("MZ-QTA-006", 40, 3, false, "Three public messages a phone and day, broadcast", "单应用单设备每天 3 条公信（全部推送、标签推送）"),
		row("MZ-QTA-007", 41, 5, true, "News apps: five public messages a phone and day, broadcast", "资讯阅读类应用单设备每天 5 条公信（全部推送、标签推送）"),
		sim.Rule{Info: rule.Info{
			ID: "MZ-FLT-011", Order: 50, Reason: vendors.ReasonFrequencyControl, Stage: rule.StageFilter,
			Title:   t("More than five messages to a phone in a minute, broadcast", "消息折叠：1 分钟内超过 5 条（全部推送、标签推送）"),
			Because: t("{0} messages in the last {2} seconds, {1} are allowed; nothing tells", "最近 {2} 秒已 {0} 条，上限 {1} 条；不会返回"),
			Advice:  t("leave time between broadcasts", "拉开全部推送的间隔"),
		}, Apply: lose(func(c *sim.Ctx) bool { return c.Try == 1 && broadcast(c) && folded(c) })}, sim.Rule{Info: rule.Info{
			ID: "MZ-DLV-014", Order: 60,
			Title:   t("A broadcast counts for the phones it goes to", "全部推送与标签推送计入设备计数"),
			Because: t("counted for the phone", "计入该设备"), Advice: t("nothing to do", "无需处理"),
			Provenance: counting(),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			if c.Try == 1 && broadcast(c) {
				tally(c, "validNo", 1)
				tally(c, "pushedNo", 1)
				accept(c)
			}
			return rule.Skip
		}})
}

// waitRules are about a phone that is offline.
func waitRules() []sim.Rule {
	return ruletable.In(rule.Arrive, rule.StageDeliver, docAPI(), sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-015", Order: 70, Reason: vendors.ReasonDeviceOffline,
		Title:   t("offLine 0 and the phone is offline", "offLine=0 且设备离线"),
		Because: t("offLine is 0, so the message does not wait for the phone", "offLine 为 0，不保存离线消息"),
		Advice:  t("send offLine 1 if the message may wait", "可以等待的消息设置 offLine=1"),
	}, Apply: lose(func(c *sim.Ctx) bool { return c.Message.OnlineOnly && c.Phone.Offline })}, sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-016", Order: 80, Reason: vendors.ReasonOverwritten,
		Title:   t("The same notifyKey replaces what waits", "离线期间相同 notifyKey 只保留最新一条"),
		Because: t("older messages with the notifyKey {ref} that wait for the phone are replaced", "等待该设备的 notifyKey={ref} 的旧消息被覆盖"),
		Advice:  t("use different keys for messages that must not replace each other", "不应互相覆盖的消息使用不同的 notifyKey"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !c.Phone.Offline || c.Message.Collapse == "" || c.Try > 1 {
			return rule.Skip
		}
		c.Quote(c.Message.Collapse)
		c.Effect(sim.Effect{Kind: sim.EffOverwrite, Phone: c.Phone})
		return rule.Pass
	}}, sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-017", Order: 90, Reason: vendors.ReasonDeviceOffline,
		Title:   t("An offline phone gets its messages later", "设备离线，消息保存到 validTime"),
		Because: t("the phone is offline; the message waits for it until validTime is over", "设备离线，消息等待至 validTime 结束"),
		Advice:  t("give a validTime as long as the message is worth, up to 72 hours", "按消息价值设置 validTime，最长 72 小时"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Offline {
			return c.Wait()
		}
		return rule.Skip
	}}, sim.Rule{On: sim.OnDue, Info: rule.Info{
		ID: "MZ-DLV-018", Order: 95, Reason: vendors.ReasonTTLExpired,
		Title:   t("A waiting message ends with its validTime", "消息过期"),
		Because: t("the phone did not come online within validTime", "设备在 validTime 内未上线"),
		Advice:  t("give a longer validTime if the message is still worth it later; it is in hours", "如仍有价值可加大 validTime（单位小时）"),
	}, Apply: func(c *sim.Ctx) rule.Outcome { return c.Lose(device.Expired) }}, sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-019", Order: 300,
		Title:   t("An arrival is counted", "到达计入统计 acceptNo"),
		Because: t("counted as acceptNo", "计入 acceptNo"), Advice: t("nothing to do", "无需处理"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		tally(c, "acceptNo", 1)
		return rule.Skip
	}})
}

// presentRules are how the phone shows a message. Public and private ones look alike:
// no source says otherwise.
func presentRules() []sim.Rule {
	hide := func(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if !when(c) {
				return rule.Skip
			}
			return c.Lose(device.Hidden)
		}
	}
	return ruletable.In(rule.Present, rule.StageDeliver, docAPI(), sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-030", Order: 10,
		Title:   t("A pass-through message shows nothing", "透传消息不展示"),
		Because: t("it goes to the app; the system shows nothing", "透传消息交给应用处理，系统不展示"),
		Advice:  t("send a notification for what the user should see", "需要用户看到的内容请用通知栏消息"),
	}, Apply: hide(func(c *sim.Ctx) bool { return kept(c).through })}, sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-031", Order: 20, Reason: vendors.ReasonTTLExpired,
		Title:   t("Past the time in which it may be shown", "超过定时展示的结束时间"),
		Because: t("fixEndDisplayTime was over when the message reached the phone", "到达设备时已超过 fixEndDisplayTime"),
		Advice:  t("give a later end", "延后结束时间"),
	}, Apply: hide(func(c *sim.Ctx) bool { return !kept(c).until.IsZero() && c.Now().After(kept(c).until) })}, sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-032", Order: 30, Reason: vendors.ReasonNotifySwitchOff,
		Title:      t("A class the user switched off", "用户关闭了该类消息"),
		Because:    t("the user switched this class of messages off on the phone", "用户在手机上关闭了该类消息"),
		Advice:     t("ask the user to allow it in the system settings", "引导用户在系统设置中打开"),
		Provenance: checked.Assumed("whether Flyme has a switch per class is not documented; the simulator's phones have one"),
	}, Apply: hide(func(c *sim.Ctx) bool { return slices.Contains(c.Phone.Muted, c.Granted()) })}, sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-033", Order: 40,
		Title:   t("suspend 0 does not come up over the screen", "suspend=0 不展示悬浮通知"),
		Because: t("suspend is 0: no floating banner", "suspend 为 0，无悬浮通知"),
		Advice:  t("leave suspend out, or send 1", "不传 suspend 或传 1"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !kept(c).noBanner {
			return rule.Skip
		}
		return c.NoBanner()
	}}, sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-034", Order: 50, Reason: vendors.ReasonFoldedByClass, Params: map[string]int64{"max": 4},
		Title:   t("From the fourth message on the bar shows one group", "同一应用 4 条起通知栏折叠展示"),
		Because: t("with this one there are {0} messages of the app on the bar; from {1} on they are one group", "加上本条通知栏已有 {0} 条，{1} 条起折叠为一组"),
		Advice:  t("send fewer messages, or replace older ones with notifyKey", "减少消息，或用 notifyKey 覆盖旧消息"), Provenance: emas2026(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n := int64(c.Showing(c.Phone, c.Message.Collapse) + 1)
		c.Note(n, c.Param("max"), 0)
		if n < c.Param("max") {
			return rule.Skip
		}
		return c.Appear(device.Folded)
	}}, sim.Rule{Info: rule.Info{
		ID: "MZ-DLV-035", Order: 90,
		Title:   t("What is shown is counted", "展示计入统计 displayNo"),
		Because: t("counted as displayNo", "计入 displayNo"), Advice: t("nothing to do", "无需处理"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		tally(c, "displayNo", 1)
		return rule.Skip
	}})
}
