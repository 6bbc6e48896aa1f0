package vivo

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// operational reports whether vivo treats the arriving message as operational.
func operational(c *sim.Ctx) bool { return c.Granted() == vendors.ClassMarketing }

// hide ends an attempt at the phone: the message arrived and nothing is shown.
func hide(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if !when(c) {
			return rule.Skip
		}
		return c.Lose(device.Hidden)
	}
}

// timedRules let a message that arrived wait on the phone for its display. They stand
// before all that judges what is shown: hours and repetitions count when it is.
func timedRules() []sim.Rule {
	unsure := checked.Assumed("the server SDK for Java 3.3 has timedDisplay.showStartTime; what the phone does until then, and that it counts as delivered at once, are defaults of this project")
	return ruletable.In(rule.Present, rule.StageDeliver, unsure, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-028", Order: 4, Reason: vendors.ReasonAppUninstalled,
		Title:   t("A message that waits for its display goes with its app", "等待展示的消息随应用卸载而消失"),
		Because: t("the app was uninstalled before timedDisplay.showStartTime", "应用在 timedDisplay.showStartTime 之前被卸载"),
		Advice:  t("delete the token", "删除该 regId"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Installed {
			return rule.Skip
		}
		return c.Lose(device.Dropped)
	}}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-029", Order: 5, Reason: vendors.ReasonNotDisplayed,
		Title:   t("A message may be shown later", "定时展示"),
		Because: t("timedDisplay.showStartTime is in {d0}; the phone shows the message then", "距 timedDisplay.showStartTime 还有 {d0}，届时展示"),
		Advice:  t("leave showStartTime out if the message is to be seen at once", "需要立即展示时不传 showStartTime"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		d := timed(c)
		if d == nil || d.ShowStartTime.State != Set {
			return rule.Skip
		}
		start := time.UnixMilli(d.ShowStartTime.N)
		if !start.After(c.Now()) {
			return rule.Skip
		}
		c.Note(int64(start.Sub(c.Now())/time.Second), 0, 0)
		c.Report("0", 0)
		return c.ShowAt(start)
	}}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-027", Order: 6, Reason: vendors.ReasonNotifySwitchOff,
		Title:   t("Notifications were switched off before the display", "展示前通知权限被关闭"),
		Because: t("the message was on the phone when the user switched this app's notifications off", "消息已到达设备，用户在展示前关闭了通知权限"),
		Advice:  t("keep the token; ask the user to allow notifications", "不要删除 regId；引导用户打开通知权限"),
	}, Apply: hide(func(c *sim.Ctx) bool { return c.Delivery.Fate.Arrived && !c.Phone.Notifications })})
}

// notShownRules are what keeps an arrived message off the screen. vivo reports
// these with ackType 104.
func notShownRules() []sim.Rule {
	return ruletable.In(rule.Present, rule.StageDeliver, docReceipts(), sim.Rule{Info: rule.Info{
		ID: "VV-DLV-030", Order: 10, Code: "104/2183", Reason: vendors.ReasonTokenInvalid,
		Title:   t("The phone has a newer regId", "未展示：regId 失效"),
		Because: t("the app on the phone has fetched a newer regId", "设备上的应用已获取新的 regId"),
		Advice:  t("delete the token; let the app fetch and report its new one", "删除该 regId，客户端重新获取并上报"),
	}, Apply: hide(func(c *sim.Ctx) bool { return c.Phone.Flags[flagRegID] == "renewed" })}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-031", Order: 20, Code: "104/2333", Reason: vendors.ReasonPermissionDenied,
		Title:      t("Installed from another store", "未展示：非官方渠道安装默认关闭运营消息权限"),
		Because:    t("the app was not installed from the vivo store, so operational messages are off", "应用不是从官方渠道安装，运营消息权限默认关闭"),
		Advice:     t("ask the user to allow operational messages in the system settings", "引导用户在系统设置中打开运营消息权限"),
		Provenance: oneReceiver(),
	}, Apply: hide(func(c *sim.Ctx) bool { return operational(c) && c.Phone.Flags[flagInstall] == "other" })}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-032", Order: 30, Code: "104/1017", Reason: vendors.ReasonOutsideHours,
		Title:   t("No operational message is shown at night", "未展示：运营消息夜间 23:00-7:00 不展示"),
		Because: t("it is hour {0} in GMT+8; operational messages are shown from {1}:00 to {2}:00", "现在是北京时间 {0} 点；运营消息展示时间为 {1}:00-{2}:00"),
		Advice:  t("send operational messages so that they arrive by day", "运营消息安排在白天到达"),
		Params:  map[string]int64{"from_h": 7, "to_h": 23},
	}, Apply: hide(func(c *sim.Ctx) bool {
		h, from, to := hourOf(c.Now()), c.Param("from_h"), c.Param("to_h")
		c.Note(h, from, to)
		return operational(c) && !c.Message.Test && (h < from || h >= to)
	})}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-033", Order: 40, Code: "104/2144", Reason: vendors.ReasonTTLExpired,
		Title:      t("Past its display time", "未展示：超过有效期"),
		Because:    t("timedDisplay.showEndTime was over when the message reached the phone", "到达设备时已超过 timedDisplay.showEndTime"),
		Advice:     t("give a later showEndTime, or overtimeDisplay true", "延后 showEndTime，或设置 overtimeDisplay 为 true"),
		Provenance: checked.Assumed("the fields are in the server SDK for Java 3.3 and 2144, past its validity, in documents 155 and 681; that the one means the other is a default of this project"),
	}, Apply: hide(pastDisplay)}, sim.Rule{Info: rule.Info{
		ID: "VV-FLT-025", Order: 50, Stage: rule.StageFilter, Code: "104/2124", Reason: vendors.ReasonDuplicate,
		Title:   t("The same operational text once a day", "未展示：运营消息标题和内容相同"),
		Because: t("an operational message with this title and content reached the phone today", "今日已有标题和内容相同的运营消息到达该设备"),
		Advice:  t("do not repeat a text; check that the job ran once", "不要重复相同文案，检查任务是否重复执行"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !operational(c) || c.Message.Test {
			return rule.Skip
		}
		if c.SeenToday(c.Phone, c.Delivery.Sent.Digest, countDevice) {
			return c.Lose(device.Hidden)
		}
		c.Effect(sim.Effect{Kind: sim.EffSeen, Phone: c.Phone, Counter: countDevice})
		return rule.Skip
	}})
}

// timed is when the phone is to show the message; nil if the message does not say.
func timed(c *sim.Ctx) *TimedDisplay {
	d, _ := c.Message.Keep.(*TimedDisplay)
	return d
}

func pastDisplay(c *sim.Ctx) bool {
	d := timed(c)
	if d == nil {
		return false
	}
	end := d.ShowEndTime
	return end.State == Set && c.Now().UnixMilli() > end.N && !d.OvertimeDisplay.B
}

// presentRules are how the phone shows the two classes. A system message rings and
// comes up as a banner; an operational one only stands in the drawer, and in the
// message box when the app has no process.
func presentRules() []sim.Rule {
	quiet := func(how device.Fate, when func(p *sim.Phone) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			switch {
			case !operational(c) || !when(c.Phone):
				return rule.Skip
			case c.Message.Asked != vendors.ClassMarketing:
				return c.AppearAs(how, vendors.ReasonDowngraded)
			}
			return c.Appear(how)
		}
	}
	declare := t("send what concerns the user as a system message with its category; promotion stays quiet", "与用户直接相关的内容按系统消息及对应 category 发送；运营消息本就静默")
	return ruletable.In(rule.Present, rule.StageDeliver, sheet269(), sim.Rule{Info: rule.Info{
		ID: "VV-DLV-034", Order: 60, Reason: vendors.ReasonForegroundSuppressed,
		Title:      t("foregroundShow false hides it from an app in front", "foregroundShow=false，应用在前台不展示"),
		Because:    t("foregroundShow is false and the app is in front", "foregroundShow 为 false，且应用在前台"),
		Advice:     t("send foregroundShow true if the user should see it there too", "前台也需要展示时设置 foregroundShow=true"),
		Provenance: docAPI(),
	}, Apply: hide(func(c *sim.Ctx) bool { return c.Message.HideInForeground && c.Phone.State == device.Foreground })}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-039", Order: 65, Reason: vendors.ReasonNotifySwitchOff,
		Title:      t("A class the user switched off", "用户关闭了该类消息"),
		Because:    t("the user switched this class of messages off on the phone", "用户在手机上关闭了该类消息"),
		Advice:     t("ask the user to allow it in the system settings", "引导用户在系统设置中打开"),
		Provenance: checked.Assumed("the switch exists per class on the phone; vivo documents no receipt for it"),
	}, Apply: hide(func(c *sim.Ctx) bool {
		for _, class := range c.Phone.Muted {
			if class == c.Granted() {
				return true
			}
		}
		return false
	})}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-035", Order: 70, Reason: vendors.ReasonSilentByClass,
		Title:   t("An operational message is silent", "运营消息静默展示"),
		Because: t("operational messages have no sound, no vibration and no banner", "运营消息默认无声音、无振动、无悬浮通知"),
		Advice:  declare,
	}, Apply: quiet(device.Silent, func(p *sim.Phone) bool { return p.State.Alive() })}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-036", Order: 80, Reason: vendors.ReasonFoldedByClass,
		Title:   t("Without a process an operational message goes to the message box", "应用未存活时运营消息折叠进消息盒子"),
		Because: t("the app has no process, so the operational message is folded into the message box", "应用进程不存在，运营消息被折叠进消息盒子"),
		Advice:  declare,
	}, Apply: quiet(device.Folded, func(p *sim.Phone) bool { return !p.State.Alive() })}, sim.Rule{Info: rule.Info{
		ID: "VV-DLV-037", Order: 90,
		Title:      t("What is shown is counted as displayed", "展示计入统计 display"),
		Because:    t("counted as display", "计入 display"),
		Advice:     t("receive minus display is what phones did not show", "receive 减 display 即未展示"),
		Provenance: checked.Documented("vivo server SDK for Java 3.3 (dev.vivo.com.cn document 363), class Statistics"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		c.Tally("display")
		return rule.Skip
	}})
}
