package honor

import (
	"slices"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// dataRules are about data messages (透传消息), which the system hands to the app.
func dataRules() []sim.Rule {
	return ruletable.In(rule.Present, rule.StageDeliver, docReceipt(), sim.Rule{Info: rule.Info{
		ID: "HN-DLV-020", Order: 10, Code: "50000003", Reason: vendors.ReasonAppProcessAbsent,
		Title:   t("A data message waits for the app's process", "透传消息已缓存：应用进程不存在"),
		Because: t("the app has no process; the data message is kept until the app starts", "应用进程不存在，透传消息缓存到应用启动"),
		Advice:  t("use a notification for what must be seen now", "必须立即看到的内容请用通知栏消息"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !kept(c).Data || c.Phone.State.Alive() {
			return rule.Skip
		}
		if c.Try == 1 {
			c.Report("50000003", 0)
		}
		return c.Wait()
	}}, sim.Rule{Info: rule.Info{
		ID: "HN-DLV-021", Order: 20,
		Title:   t("A data message shows nothing", "透传消息不展示"),
		Because: t("a data message goes to the app; the system shows nothing", "透传消息交给应用处理，系统不展示"),
		Advice:  t("use a notification for what the user should see", "需要用户看到的内容请用通知栏消息"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !kept(c).Data {
			return rule.Skip
		}
		return c.LoseAs(device.Hidden, handed, vendors.ReasonNone)
	}})
}

// switchRules are what keeps an arrived notification from the screen.
func switchRules() []sim.Rule {
	keep := t("keep the token; guide the user to the switch", "保留 token，引导用户打开开关")
	hide := func(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if !when(c) {
				return rule.Skip
			}
			return c.Lose(device.Hidden)
		}
	}
	return ruletable.In(rule.Present, rule.StageDeliver, docReceipt(), sim.Rule{Info: rule.Info{
		ID: "HN-DLV-022", Order: 30, Code: "40000005", Reason: vendors.ReasonNotifySwitchOff,
		Title:   t("The app's notifications are off", "应用通知开关关闭"),
		Because: t("nothing is shown: the user switched this app's notifications off", "不展示：用户关闭了该应用的通知"),
		Advice:  keep,
	}, Apply: hide(func(c *sim.Ctx) bool { return !c.Phone.Notifications })}, sim.Rule{Info: rule.Info{
		ID: "HN-DLV-023", Order: 40, Code: "40000005", Reason: vendors.ReasonNotifySwitchOff,
		Title:      t("This class of messages is off", "该类消息的开关关闭"),
		Because:    t("nothing is shown: the user switched this class of messages off", "不展示：用户关闭了该类消息"),
		Advice:     keep,
		Provenance: checked.Assumed("that the user's settings win is documented; that a class has a switch of its own and reports 40000005 is assumed"),
	}, Apply: hide(func(c *sim.Ctx) bool { return slices.Contains(c.Phone.Muted, c.Granted()) })}, sim.Rule{Info: rule.Info{
		ID: "HN-DLV-024", Order: 50, Code: "40000015", Reason: vendors.ReasonNotDisplayed,
		Title:   t("Showing failed: the page is not there", "展示失败：intent 校验失败"),
		Because: t("the phone took the notification (40000002), and then the check of its intent failed", "设备已接收（40000002），随后 intent 校验失败"),
		Advice:  t("compare clickAction.intent with the released app; count the message as not displayed", "对照已发布版本检查 clickAction.intent；按未展示处理"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !kept(c).Page || c.Phone.Flags[flagPage] != "missing" {
			return rule.Skip
		}
		c.Report(arrived, 0)
		return c.Lose(device.Hidden)
	}})
}

// presentRules are how the phone shows a message. One of service and communication
// rings, vibrates and comes up on the lock screen; marketing only stands in the
// drawer, as text.
func presentRules() []sim.Rule {
	return ruletable.In(rule.Present, rule.StageDeliver, docClass(), sim.Rule{Info: rule.Info{
		ID: "HN-DLV-025", Order: 90, Reason: vendors.ReasonSilentByClass,
		Title:   t("Marketing is silent", "资讯营销类消息静默展示"),
		Because: t("marketing messages are text in the drawer: no sound, no vibration, no image, no place on the lock screen", "资讯营销类消息仅在下拉通知栏展示文本：无铃声、无振动、无图片，不在锁屏展示"),
		Advice:  t("send what concerns the user with importance NORMAL and the right; marketing stays quiet", "与用户直接相关的内容在有权益时使用 NORMAL；营销消息本就静默"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !marketing(c) {
			return rule.Skip
		}
		c.NoImage()
		if c.Message.Asked == vendors.ClassTransactional {
			return c.AppearAs(device.Silent, vendors.ReasonDowngraded)
		}
		return c.Appear(device.Silent)
	}}, sim.Rule{Info: rule.Info{
		ID: "HN-DLV-026", Order: 100,
		Title:      t("setNum replaces the number on the icon", "badge.setNum 直接设置角标"),
		Because:    t("the number on the icon is {0}", "角标设为 {0}"),
		Advice:     t("use addNum to add to it", "使用 addNum 累加"),
		Provenance: docSend(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		k := kept(c)
		if !k.Set {
			return rule.Skip
		}
		c.Note(k.Badge, 0, 0)
		c.Effect(sim.Effect{Kind: sim.EffBadge, Phone: c.Phone, N: k.Badge})
		return rule.Pass
	}})
}

// tapAfter is how long after showing the user taps.
const tapAfter = time.Second

// tapRules are what the user does with what is shown. Each click is a receipt of its
// own, after the one of the delivery.
func tapRules() []sim.Rule {
	taps := func(c *sim.Ctx) bool { return c.Phone.Flags[flagTaps] == "yes" }
	fails := func(c *sim.Ctx) bool { return kept(c).Page && c.Phone.Flags[flagPage] == "refused" }
	return ruletable.In(rule.Present, rule.StageDeliver, docReceipt(), sim.Rule{Info: rule.Info{
		ID: "HN-DLV-030", Order: 200,
		Title:   t("The user taps the notification", "用户点击通知"),
		Because: t("the user taps it; receipt 40000007 follows", "用户点击，随后回执 40000007"),
		Advice:  t("expect a second receipt with the same requestId", "同一 requestId 会有第二条回执"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !taps(c) || fails(c) {
			return rule.Skip
		}
		c.Report(clicked, tapAfter)
		return rule.Pass
	}}, sim.Rule{Info: rule.Info{
		ID: "HN-DLV-031", Order: 210, Code: "40000011", Reason: vendors.ReasonClickTargetInvalid,
		Title:   t("The tapped page does not open", "点击后目标页面无法打开"),
		Because: t("the user taps it and the page may not be opened; receipt 40000011 follows", "用户点击但目标页面无权限打开，随后回执 40000011"),
		Advice:  t("export the page, or use clickAction type 3", "目标页面设为可被外部打开，或使用 clickAction type 3"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !taps(c) || !fails(c) {
			return rule.Skip
		}
		c.Report("40000011", tapAfter)
		return rule.Pass
	}})
}
