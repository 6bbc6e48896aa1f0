package meizu

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// formOfID is where the form of a pushId is from.
func formOfID() vendors.Provenance {
	return checked.Documented("github.com/MEIZUPUSH/PushAPI, HTTP API document of 2025-04-09, for the code; the form of a pushId is read from its samples: one to three capitals, then 30 to 60 lower-case letters and digits")
}

// pushID reports whether a text has the form of a pushId.
func pushID(s string) bool {
	capitals := 0
	for capitals < len(s) && s[capitals] >= 'A' && s[capitals] <= 'Z' {
		capitals++
	}
	rest := s[capitals:]
	for i := range len(rest) {
		if (rest[i] < '0' || rest[i] > '9') && (rest[i] < 'a' || rest[i] > 'z') {
			return false
		}
	}
	return capitals >= 1 && capitals <= 3 && len(rest) >= 30 && len(rest) <= 60
}

// named is the target being judged.
func named(c *sim.Ctx) sim.Target { return c.Call.Targets[c.Target] }

// inactive notes for how long the phone has been off the network.
func inactive(c *sim.Ctx, days int64) bool {
	p := c.Phone
	if p == nil || !p.Offline || p.OfflineSince.IsZero() {
		return false
	}
	away := c.Now().Sub(p.OfflineSince)
	c.Note(int64(away/time.Second), days, 0)
	return away >= time.Duration(days)*24*time.Hour
}

// resolveRules judge each target a push names. An app that was uninstalled is not found
// here: its pushId lives on.
func resolveRules() []sim.Rule {
	drop := t("delete the token and wait for the app to report its new one", "删除该 pushId，等待客户端重新订阅并上报")
	keep := t("keep the token: it works again when the user switches messages on", "保留该 pushId，用户重新打开开关后仍然有效")
	token := func(bad func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
		return ruletable.RefuseIf(func(c *sim.Ctx) bool { return named(c).Kind == sim.ByToken && bad(c) })
	}
	return ruletable.In(rule.Resolve, rule.StageFilter, docAPI(), sim.Rule{Verbs: targeted(), Info: rule.Info{
		ID: "MZ-FLT-001", Order: 10, Code: "110003", Reason: vendors.ReasonTokenInvalid,
		Title:   t("A pushId has the form of one", "pushId非法"),
		Because: t("{ref} is no pushId", "{ref} 不是 pushId"),
		Advice:  t("delete the token; check that no other vendor's tokens are mixed in", "删除该 pushId，检查是否混入其他厂商的 token"), Provenance: formOfID(),
	}, Apply: token(func(c *sim.Ctx) bool {
		c.Quote(named(c).Name)
		return !pushID(named(c).Name)
	})}, sim.Rule{Verbs: targeted(), Info: rule.Info{
		ID: "MZ-FLT-002", Order: 20, Code: "110002", Reason: vendors.ReasonTokenUnregistered,
		Title:   t("The pushId is subscribed", "pushId失效：未订阅"),
		Because: t("no phone of this app has this pushId, or the app turned push off", "本应用没有该 pushId，或应用已取消订阅"), Advice: drop,
	}, Apply: token(func(c *sim.Ctx) bool { return c.Phone == nil || !c.Phone.Subscribed })}, sim.Rule{Verbs: targeted(), Info: rule.Info{
		ID: "MZ-FLT-003", Order: 30, Code: "110002", Reason: vendors.ReasonDeviceInactive, Params: map[string]int64{"days": 30},
		Title:   t("A month without the network ends the subscription", "一个月不活跃取消订阅"),
		Because: t("the phone has been off the network for {d0}; after {1} days its subscription ends", "设备已 {d0} 未联网，满 {1} 天取消订阅"), Advice: drop,
		Provenance: tpns2023(),
	}, Apply: token(func(c *sim.Ctx) bool { return inactive(c, c.Param("days")) })}, sim.Rule{Verbs: targeted(), Info: rule.Info{
		ID: "MZ-FLT-004", Order: 40, Code: "110010", Reason: vendors.ReasonNotifySwitchOff,
		Title:   t("The user switched messages off", "pushId失效：消息开关关闭"),
		Because: t("messages are switched off for this app on the phone", "用户关闭了该应用的消息开关"), Advice: keep,
	}, Apply: token(func(c *sim.Ctx) bool { return c.Phone != nil && !isOn(c, c.Phone, switchBar) })}, sim.Rule{Verbs: targeted(), Info: rule.Info{
		ID: "MZ-FLT-005", Order: 50, Code: "110005", Reason: vendors.ReasonTokenUnregistered,
		Title:   t("The alias leads to a phone that wants messages", "alias失效：未订阅或开关关闭"),
		Because: t("no phone subscribed the alias {ref}, or its messages are off", "没有设备订阅别名 {ref}，或其消息开关已关闭"),
		Advice:  t("check that the app subscribed the alias on this user's phone", "检查客户端是否已为该用户订阅 alias"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		c.Quote(named(c).Name)
		return named(c).Kind == sim.ByAlias && (c.Phone == nil || !c.Phone.Subscribed || !isOn(c, c.Phone, switchBar))
	})})
}

// rightRules judge whether the app may send private messages.
func rightRules() []sim.Rule {
	return ruletable.In(rule.Resolve, rule.StageClassify,
		checked.Assumed("whether the private right has to be applied for is not documented, nor what its lack is answered with; 201 is a default of this project"),
		sim.Rule{Verbs: targeted(), Info: rule.Info{
			ID: "MZ-CLS-001", Order: 60, Code: "201", Reason: vendors.ReasonRightMissing, Since: dayMsgType,
			Title:   t("Private messages need the right to them", "没有私信权限"),
			Because: t("the message is private and the switch private_allowed is off", "消息为私信，但 private_allowed 开关已关闭"),
			Advice:  t("send as public, or ask Meizu about the right", "按公信发送，或向魅族咨询私信权限"),
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
			return c.Message.Asked == vendors.ClassTransactional && c.Flag(flagPrivate) == "off"
		})})
}

// failureRules are what goes wrong at Meizu for one phone, which a switch of it sets.
func failureRules() []sim.Rule {
	state := func(id string, order int, code string, reason vendors.Reason, en, zh string) sim.Rule {
		return sim.Rule{Verbs: targeted(), Info: rule.Info{
			ID: id, Order: order, Code: code, Reason: reason, Title: t(en, zh),
			Because: t("the switch push_error of this phone says so", "由该设备的 push_error 开关设定"),
			Advice:  t("send to this target again with growing pauses", "对该目标递增间隔重试"),
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Phone != nil && c.Phone.Flags[flagPushError] == code })}
	}
	return ruletable.In(rule.Resolve, rule.StageFilter, docAPI(),
		state("MZ-FLT-006", 70, "501", vendors.ReasonVendorError, "The push failed at Meizu's database", "推送消息失败（db_error）"),
		state("MZ-FLT-007", 71, "513", vendors.ReasonVendorError, "The push failed inside Meizu's service", "推送消息失败"),
		state("MZ-FLT-008", 72, "518", vendors.ReasonQPS, "Faster than the configured rate", "推送超过配置的速率"),
		state("MZ-FLT-009", 73, "519", vendors.ReasonVendorError, "The service is overloaded", "服务过载"),
	)
}
