package vivo

import (
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// The values of invalidUser.status. 3 is not documented and never answered.
const (
	statusUnknown = 1
	statusGone    = 2
	statusNoTest  = 4
)

// resolveRules judge each phone a push names.
func resolveRules() []sim.Rule {
	named := sim.For(sim.VerbSend, sim.VerbSendSaved)
	return ruletable.In(rule.Resolve, rule.StageFilter, docAPI(), sim.Rule{Verbs: named, Info: rule.Info{
		ID: "VV-FLT-001", Order: 10, Code: "10302", Reason: vendors.ReasonTokenInvalid,
		Title:   t("The id belongs to this app", "regId不合法：不存在"),
		Because: t("no phone of this app has this id: wrong, of another app, or replaced by a newer one", "该 id 不存在于本应用：错误、属于其他应用，或已被新的 regId 取代"),
		Advice:  t("delete the token and wait for the app to report its new one", "删除该 regId，等待客户端上报新的 regId"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone == nil {
			return refuseID(c, statusUnknown)
		}
		return rule.Skip
	}}, sim.Rule{Verbs: named, Info: rule.Info{
		ID: "VV-FLT-002", Order: 20, Code: "10302", Reason: vendors.ReasonTokenUnregistered,
		Title:   t("Uninstalled or unsubscribed", "regId不合法：卸载或解订阅"),
		Because: t("the app was uninstalled, unsubscribed, or its data was cleared", "应用已卸载、主动解订阅或用户清除数据"),
		Advice:  t("delete the token and wait for the app to register again", "删除该 regId，等待客户端重新注册"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone == nil || (c.Phone.Installed && c.Phone.Subscribed) {
			return rule.Skip
		}
		return refuseID(c, statusGone)
	}}, sim.Rule{Verbs: named, Info: rule.Info{
		ID: "VV-FLT-003", Order: 30, Code: "10302", Reason: vendors.ReasonNotTestDevice,
		Title:   t("A test message goes to test devices only", "regId不合法：非测试用户"),
		Because: t("pushMode is 1 and the phone is not among the console's test devices", "pushMode=1，但该设备不是控制台登记的测试设备"),
		Advice:  t("keep the token; add the phone to the test devices, or send with pushMode 0", "不要删除 regId；添加测试设备，或用 pushMode=0 发送"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !c.Message.Test || c.Phone == nil || c.Phone.Test {
			return rule.Skip
		}
		return refuseID(c, statusNoTest)
	}})
}

// standingRules judge whether the phone of a single push can be pushed to now. vivo
// says what 10311 means and not that it comes at once.
func standingRules() []sim.Rule {
	single := sim.For(sim.VerbSend)
	quiet := t("the phone has been off the network for {d0}", "设备已 {d0} 未联网")
	again := t("keep the token and try again when the phone is seen", "保留 regId，设备恢复活跃后再试")
	atOnce := checked.Assumed("the text of 10311 is in document 368; that a single push gets it at once, and not in a receipt, is a default of this project")
	away := func(c *sim.Ctx) rule.Outcome {
		if c.Phone == nil || !inactive(c, c.Param("days")) {
			return rule.Skip
		}
		return c.RefuseTarget(0)
	}
	return ruletable.In(rule.Resolve, rule.StageFilter, atOnce, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "VV-FLT-004", Order: 40, Code: "10311", Reason: vendors.ReasonDeviceNotAllowed,
		Title:   t("Notification permission off", "该设备当前无法推送：通知权限未打开"),
		Because: t("the user switched this app's notifications off", "用户关闭了该应用的通知权限"),
		Advice:  t("keep the token; ask the user to allow notifications, try another day", "不要删除 regId；引导用户打开通知权限，改日再试"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone == nil || c.Phone.Notifications {
			return rule.Skip
		}
		return c.RefuseTarget(0)
	}}, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "VV-FLT-005", Order: 50, Code: "10311", Reason: vendors.ReasonDeviceNotAllowed, Since: day2021,
		Title:   t("Inactive phone", "该设备当前无法推送：设备不活跃"),
		Because: quiet, Advice: again, Params: map[string]int64{"days": 14},
	}, Apply: away}, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "VV-FLT-012", Order: 51, Code: "10311", Reason: vendors.ReasonDeviceNotAllowed, Until: day2021,
		Title:   t("Inactive phone (older, after 90 days)", "该设备当前无法推送：设备不活跃（旧版，90 天）"),
		Because: quiet, Advice: again, Params: map[string]int64{"days": 90},
	}, Apply: away})
}

// refuseID refuses one id. A single push is answered with the rule's code beside the
// status, a list names its ids with the status alone.
func refuseID(c *sim.Ctx, status int64) rule.Outcome {
	if c.Call.Verb == sim.VerbSendSaved {
		return c.RefuseTargetCode(strconv.FormatInt(status, 10), status)
	}
	return c.RefuseTarget(status)
}

// inactive notes for how long the phone has been off the network.
func inactive(c *sim.Ctx, days int64) bool {
	p := c.Phone
	if !p.Offline || p.OfflineSince.IsZero() {
		return false
	}
	off := c.Now().Sub(p.OfflineSince)
	c.Note(int64(off/time.Second), days, 0)
	return off >= time.Duration(days)*24*time.Hour
}

// answerRules turn the verdicts on the phones into the answer to the call.
func answerRules() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageFilter, docAPI(), sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "VV-FLT-006", Order: 10, Reason: vendors.ReasonTokenInvalid,
		Title:   t("A single push answers what its phone got", "单推返回该设备的结果"),
		Because: t("the one phone addressed was refused with {0}", "唯一的目标被拒绝：{0}"),
		Advice:  t("act on the code of the phone", "按该设备的错误码处理"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		all := c.Admissions()
		if len(all) != 1 || all[0].State != sim.Refused {
			return rule.Skip
		}
		c.Note(number(all[0].Code), 0, 0)
		return c.RefuseCode(all[0].Code)
	}}, sim.Rule{Verbs: sim.For(sim.VerbSendSaved), Info: rule.Info{
		ID: "VV-FLT-007", Order: 20, Code: "10302", Reason: vendors.ReasonTokenInvalid,
		Title:      t("A list of dead ids only", "regIds 全部不合法"),
		Because:    t("none of the {0} ids can be pushed to", "{0} 个 id 均不可推送"),
		Advice:     t("delete the ids with status 1 or 2", "删除 status 为 1 或 2 的 regId"),
		Provenance: checked.Assumed("no source shows the answer to a list of dead ids only; 10302 with invalidUsers is a default of this project"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n := len(c.Admissions())
		if n == 0 || c.Scheduled() > 0 {
			return rule.Skip
		}
		c.Note(int64(n), 0, 0)
		return c.Refuse()
	}}, sim.Rule{Verbs: sim.For(sim.VerbSendSaved), Info: rule.Info{
		ID: "VV-FLT-026", Order: 25,
		Title:      t("A list push may answer its taskId", "群推响应可带 taskId"),
		Because:    t("the answer names task {ref} once more", "响应中再次返回 taskId {ref}"),
		Advice:     t("read the taskId of the stored body; do not rely on this one", "以 saveListPayload 返回的 taskId 为准"),
		Provenance: checked.Assumed("a sample in the tests of several clients has it, the document and the SDK have not; off unless list_task is on"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Flag(flagListTask) != "on" {
			return rule.Skip
		}
		c.Quote(c.Call.MessageRef)
		c.Attach(withTask{})
		return rule.Pass
	}})
}

func number(code string) int64 {
	n := int64(0)
	for i := range len(code) {
		n = n*10 + int64(code[i]-'0')
	}
	return n
}

// hourRules keep operational messages out of the night. They go by the declared
// class: a message that vivo corrects to operational is taken, and then not shown.
func hourRules() []sim.Rule {
	hours := func(c *sim.Ctx) rule.Outcome {
		if c.Message.Asked != vendors.ClassMarketing || c.Message.Test {
			return rule.Skip
		}
		from, to := c.Param("from_h"), c.Param("to_h")
		h := hourOf(c.Now())
		c.Note(h, from, to)
		if h < from || h >= to {
			return c.Refuse()
		}
		return rule.Pass
	}
	because := t("it is hour {0} in GMT+8; operational messages are taken from {1}:00 to {2}:00", "现在是北京时间 {0} 点；运营消息可发送时间为 {1}:00-{2}:00")
	later := t("send again after 07:00, or declare a system category if the message really is one", "7:00 之后再发；确属系统消息的请填写对应 category")
	return ruletable.In(rule.Admit, rule.StageFilter, doc368(), sim.Rule{Verbs: delivering(), Info: rule.Info{
		ID: "VV-FLT-008", Order: 30, Code: "10071", Reason: vendors.ReasonOutsideHours, Since: day2021,
		Title:   t("Operational messages by day only", "超出发送时间允许范围（运营消息 7:00-23:00）"),
		Because: because, Advice: later, Params: map[string]int64{"from_h": 7, "to_h": 23},
	}, Apply: hours}, sim.Rule{Verbs: delivering(), Info: rule.Info{
		ID: "VV-FLT-009", Order: 31, Code: "10071", Reason: vendors.ReasonOutsideHours, Until: day2021,
		Title:   t("Operational messages by day only (older, until 22:00)", "超出发送时间允许范围（旧版，至 22:00）"),
		Because: because, Advice: later, Params: map[string]int64{"from_h": 7, "to_h": 22}, Provenance: docFAQ(),
	}, Apply: hours})
}

// hourOf is the hour of the day where vivo is.
func hourOf(at time.Time) int64 { return (at.Unix() + zoneSeconds) % 86400 / 3600 }
