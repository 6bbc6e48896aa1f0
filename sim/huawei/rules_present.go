package huawei

import (
	"slices"

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

// dataRules are about data messages (透传消息), which the system hands to the app.
func dataRules() []sim.Rule {
	data := func(c *sim.Ctx) bool { return kept(c).Data }
	return ruletable.In(rule.Present, rule.StageDeliver, docReceipt(), sim.Rule{Info: rule.Info{
		ID: "HW-DLV-020", Order: 10, Code: "27", Reason: vendors.ReasonAppProcessAbsent,
		Title:   t("A data message waits for the app's process", "透传消息已缓存：应用进程不存在"),
		Because: t("the app has no process; the phone keeps the data message until the app starts", "应用进程不存在，透传消息缓存到应用启动"),
		Advice:  t("use a notification for what must be seen now", "必须立即看到的内容请用通知栏消息"),
	}, Apply: hide(func(c *sim.Ctx) bool { return data(c) && !c.Phone.State.Alive() })}, sim.Rule{Info: rule.Info{
		ID: "HW-DLV-021", Order: 20,
		Title:      t("A data message shows nothing", "透传消息不展示"),
		Because:    t("a data message goes to the app; the system shows nothing", "透传消息交给应用处理，系统不展示"),
		Advice:     t("use a notification for what the user should see", "需要用户看到的内容请用通知栏消息"),
		Provenance: docSend(),
	}, Apply: hide(data)})
}

// switchRules are what a user or the app switched off. Huawei reports it with 6.
func switchRules() []sim.Rule {
	row := func(id string, order int, en, zh string, from vendors.Provenance, when func(c *sim.Ctx) bool) sim.Rule {
		return sim.Rule{Info: rule.Info{
			ID: id, Order: order, Code: "6", Reason: vendors.ReasonNotifySwitchOff,
			Title: t(en, zh), Because: t("nothing is shown: "+en, "不展示："+zh),
			Advice:     t("keep the token; guide the user to the switch", "保留 token，引导用户打开开关"),
			Provenance: from,
		}, Apply: hide(when)}
	}
	return ruletable.In(rule.Present, rule.StageDeliver, docReceipt(),
		row("HW-DLV-022", 30, "the user switched this app's notifications off", "用户关闭了该应用的通知",
			docReceipt(), func(c *sim.Ctx) bool { return !c.Phone.Notifications }),
		row("HW-DLV-023", 40, "the app called turnOffPush", "应用调用了 turnOffPush",
			docReceipt(), func(c *sim.Ctx) bool { return c.Phone.Flags[flagTurnedOff] == "on" }),
		row("HW-DLV-024", 50, "the user switched this class of messages off", "用户关闭了该类消息",
			checked.Assumed("the phone has a switch per class; that it reports 6 as the others do is assumed"),
			func(c *sim.Ctx) bool { return slices.Contains(c.Phone.Muted, c.Granted()) }),
	)
}

// presentRules are how the phone shows a message. One of service and communication
// rings, vibrates and comes up on the lock screen; marketing only stands in the
// notification centre.
func presentRules() []sim.Rule {
	quiet := func(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if !when(c) {
				return rule.Skip
			}
			return c.Appear(device.Silent)
		}
	}
	return ruletable.In(rule.Present, rule.StageDeliver, docClass(), sim.Rule{Info: rule.Info{
		ID: "HW-DLV-025", Order: 60, Reason: vendors.ReasonForegroundSuppressed,
		Title:      t("foreground_show false hides it from an app in front", "foreground_show=false，应用在前台不展示"),
		Because:    t("foreground_show is false and the app is in front", "foreground_show 为 false，且应用在前台"),
		Advice:     t("send foreground_show true if the user should see it there too", "前台也需要展示时设置 foreground_show=true"),
		Provenance: docSend(),
	}, Apply: hide(func(c *sim.Ctx) bool { return c.Message.HideInForeground && c.Phone.State == device.Foreground })}, sim.Rule{Info: rule.Info{
		ID: "HW-DLV-026", Order: 70, Reason: vendors.ReasonServerControl, Since: dayPenalty,
		Title:      t("Third violation: everything is silent", "第三次违规：所有消息静默"),
		Because:    t("all messages of this app are silent as a penalty", "该应用因违规，所有消息静默展示"),
		Advice:     t("settle the violation; the penalty lasts 90 days", "整改违规；处罚期 90 天"),
		Provenance: docPenalty(),
	}, Apply: quiet(func(c *sim.Ctx) bool { return c.Flag(flagPenalty) == stepSilenced })}, sim.Rule{Info: rule.Info{
		ID: "HW-DLV-027", Order: 80, Reason: vendors.ReasonSilentByClass,
		Title:      t("importance LOW is silent", "importance=LOW 静默展示"),
		Because:    t("importance is LOW", "importance 为 LOW"),
		Advice:     t("send NORMAL if the message should ring", "需要响铃时使用 NORMAL"),
		Provenance: docSend(),
	}, Apply: quiet(func(c *sim.Ctx) bool { return kept(c).Quiet })}, sim.Rule{Info: rule.Info{
		ID: "HW-DLV-028", Order: 90, Reason: vendors.ReasonSilentByClass,
		Title:   t("Marketing is silent", "资讯营销类消息静默展示"),
		Because: t("marketing messages have no sound, no vibration and no banner", "资讯营销类消息无铃声、无振动、无横幅，仅在通知中心展示"),
		Advice:  t("send what concerns the user with its granted category; marketing stays quiet", "与用户直接相关的内容携带已获批的 category；营销消息本就静默"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !marketing(c) || c.Phone.Flags[flagEMUI] == "9" {
			return rule.Skip
		}
		c.NoImage() // as aggregators restate it: text only
		if c.Message.Asked == vendors.ClassTransactional {
			return c.AppearAs(device.Silent, vendors.ReasonDowngraded)
		}
		return c.Appear(device.Silent)
	}}, sim.Rule{Info: rule.Info{
		ID: "HW-DLV-029", Order: 100,
		Title:      t("set_num replaces the number on the icon", "badge.set_num 直接设置角标"),
		Because:    t("the number on the icon is {0}", "角标设为 {0}"),
		Advice:     t("use add_num to add to it", "使用 add_num 累加"),
		Provenance: docSend(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		set := kept(c).Badge
		if set.State != Set {
			return rule.Skip
		}
		c.Note(set.N, 0, 0)
		c.Effect(sim.Effect{Kind: sim.EffBadge, Phone: c.Phone, N: set.N})
		return rule.Pass
	}})
}
