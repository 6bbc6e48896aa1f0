package xiaomi

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// The codes of targets: how an answer names a registration id, and receipts of type 16.
const (
	codeBadRegID = "bad_regids"
	codeNoTarget = "20301"

	receiptRegID   = "16/1"
	receiptAlias   = "16/2"
	receiptAccount = "16/3"
)

// refuseTarget refuses one target, and lets the vendor report it to who asked for
// receipts of type 16.
func refuseTarget(c *sim.Ctx) rule.Outcome {
	target := c.Call.Targets[c.Target]
	c.Effect(sim.Effect{Kind: sim.EffRefusal, Key: target.Name, Text: invalid(target.Kind), Phone: c.Phone})
	if target.Kind != sim.ByToken {
		return c.RefuseTarget(0)
	}
	return c.RefuseTargetCode(codeBadRegID, 0)
}

// invalid is the receipt about a target of a kind.
func invalid(kind sim.TargetKind) string {
	switch kind {
	case sim.ByAlias:
		return receiptAlias
	case sim.ByUser:
		return receiptAccount
	}
	return receiptRegID
}

// idleFor notes for how long a phone has not been connected.
func idleFor(c *sim.Ctx, days int64) bool {
	p := c.Phone
	if p == nil || !p.Offline || p.OfflineSince.IsZero() {
		return false
	}
	away := c.Now().Sub(p.OfflineSince)
	c.Note(int64(away/time.Second), days, 0)
	return away >= time.Duration(days)*24*time.Hour
}

// regIDRules judge each target of a send.
func regIDRules() []sim.Rule {
	drop := t("delete the token and wait for the app to report its new one", "删除该 regId，等待客户端上报新的 regId")
	idle := func(c *sim.Ctx) rule.Outcome {
		if !idleFor(c, c.Param("days")) {
			return rule.Skip
		}
		return refuseTarget(c)
	}
	unconnected := t("the phone has not been connected for {d0}; after {1} days its id is void", "设备已 {d0} 未连接，满 {1} 天 regId 失效")
	single := sim.For(sim.VerbSend)
	return ruletable.In(rule.Resolve, rule.StageFilter, seen(), sim.Rule{Verbs: single, Info: rule.Info{
		ID: "MI-FLT-001", Order: 10, Code: codeNoTarget, Reason: vendors.ReasonTokenInvalid,
		Title: t("The target is known", "无效目标：不存在"), Because: t("no phone of this app is known by this id, alias or account", "本应用没有设备使用该 regId、alias 或 account"),
		Advice: drop,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone != nil {
			return rule.Skip
		}
		return refuseTarget(c)
	}}, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "MI-FLT-002", Order: 20, Code: codeNoTarget, Reason: vendors.ReasonTokenUnregistered,
		Title: t("Uninstalled or unregistered", "无效目标：已卸载或已注销"), Because: t("the app was uninstalled, its data cleared, or it called unregisterPush", "应用已卸载、数据被清除，或调用了 unregisterPush"),
		Advice: drop,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone == nil || c.Phone.Installed && c.Phone.Subscribed {
			return rule.Skip
		}
		return refuseTarget(c)
	}}, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "MI-FLT-003", Order: 30, Code: codeNoTarget, Reason: vendors.ReasonDeviceInactive, Since: dayIdle,
		Title: t("Not connected for 30 days", "无效目标：30 天未连接"), Because: unconnected, Advice: drop, Params: map[string]int64{"days": 30},
		Provenance: notes2026(),
	}, Apply: idle}, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "MI-FLT-004", Order: 31, Code: codeNoTarget, Reason: vendors.ReasonDeviceInactive, Until: dayIdle,
		Title: t("Not connected for 90 days (older)", "无效目标：90 天未连接（旧规则）"), Because: unconnected, Advice: drop, Params: map[string]int64{"days": 90},
		Provenance: checked.Observed("dev.mi.com FAQ of 2020, as restated by clients"),
	}, Apply: idle}, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "MI-FLT-005", Order: 40, Code: codeNoTarget, Reason: vendors.ReasonCredentialEnv,
		Title: t("Each region knows its own phones", "无效目标：区域不匹配"), Because: t("the phone was registered in another region than this host's", "设备注册区域与该域名不一致"),
		Advice:     t("send to the host of the phone's region", "使用设备所在区域的域名"),
		Provenance: checked.Assumed("dev.mi.com document 1696 gives each region a host; what another region's phone gets is not known"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		site := c.Call.Request.Site
		if c.Phone == nil || site == siteTest || regionOf(site) == phoneFlag(c.Phone.Flags, flagRegion, "china") {
			return rule.Skip
		}
		return refuseTarget(c)
	}}, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "MI-FLT-006", Order: 50, Code: codeNoTarget, Reason: vendors.ReasonCredentialEnv,
		Title: t("The sandbox knows no Android phone", "沙箱环境仅支持 iOS"), Because: t("the call went to the sandbox", "请求发往沙箱环境"),
		Advice:     t("test against production; there is no sandbox for Android", "Android 请使用正式环境测试"),
		Provenance: checked.Assumed("clients document that the sandbox serves iOS only; what an Android id gets is not known"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Request.Site != siteTest {
			return rule.Skip
		}
		return refuseTarget(c)
	}})
}

// regionOf is the region of a site's phones.
func regionOf(site string) string {
	switch site {
	case siteRussia:
		return "russia"
	case siteIndia:
		return "india"
	case siteEurope:
		return "europe"
	case siteGlobal:
		return "global"
	}
	return "china"
}

// targetRules turn the verdicts on the targets into the answer: one good target is
// enough for a yes.
func targetRules() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageFilter, seen(), sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "MI-FLT-007", Order: 20, Code: codeNoTarget, Reason: vendors.ReasonTokenInvalid,
		Title: t("No valid targets", "No valid targets!"), Because: t("none of the {0} targets is valid", "{0} 个目标均无效"),
		Advice: t("delete these tokens; if every call gets this, the secret is of another app", "删除这些 regId；若总是如此，请检查 AppSecret 是否属于该应用"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n := len(c.Admissions())
		if n == 0 || c.Scheduled() > 0 {
			return rule.Skip
		}
		c.Note(int64(n), 0, 0)
		return c.Refuse()
	}})
}

// answerRules prepare what an answer says beside the code.
func answerRules() []sim.Rule {
	nothing := t("nothing to do", "无需处理")
	return ruletable.In(rule.Admit, rule.StageDeliver, seen(), sim.Rule{Verbs: withMessage(), Info: rule.Info{
		ID: "MI-DLV-001", Order: 90,
		Title: t("The answer tells the quota of the day", "返回当日配额 day_quota、day_acked"), Because: t("{0} of {1} delivered today", "今日已送达 {0}，配额 {1}"), Advice: nothing,
		Params: totals(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		id, counted := counterOf(c)
		if !counted {
			return rule.Skip
		}
		used, limit := c.Count(id), totalOf(c, id)
		c.Note(used, limit, 0)
		c.Attach(quotaOfDay{used: used, limit: limit})
		return rule.Skip
	}}, sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "MI-DLV-002", Order: 910,
		Title: t("A message by alias has an id that begins with a", "按 alias 发送的消息 id 以 a 开头"), Because: t("named as messages by alias are", "按 alias 消息命名"), Advice: nothing,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if body(c).way.kind != sim.ByAlias {
			return rule.Skip
		}
		c.NameMessage(byAlias(c.NextMessage()))
		return rule.Skip
	}}, sim.Rule{Verbs: withMessage(), Info: rule.Info{
		ID: "MI-DLV-003", Order: 920,
		Title: t("A jobkey names the message too", "jobkey 可用于查询与撤回"), Because: t("remembered under the jobkey {ref}", "以 jobkey {ref} 记录"), Advice: nothing,
		Provenance: docJava(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		key := body(c).extra("jobkey")
		if key == "" {
			return rule.Skip
		}
		id := c.NextMessage()
		switch {
		case c.Call.Verb == sim.VerbBroadcast:
			id = c.NextTask()
		case body(c).way.kind == sim.ByAlias:
			id = byAlias(id)
		}
		c.Effect(sim.Effect{Kind: sim.EffRemember, Key: jobKey(key), Text: id, At: c.Now().Add(keepJobs)})
		return rule.Skip
	}})
}

// keepJobs is how long a jobkey leads to its message.
const keepJobs = 31 * 24 * time.Hour

// byAlias is the id of a message by alias.
func byAlias(id string) string {
	if id == "" {
		return ""
	}
	return "a" + id[1:]
}

func jobKey(key string) string { return "job:" + key }
