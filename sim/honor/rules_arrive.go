package honor

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// overQuota is the receipt for what the system dropped: over the cap, or a repetition.
const overQuota = "40000009"

// firstTry makes a rule be asked on a message's first attempt only: the caps count
// requests, and a message is counted when it first sets out for its phone.
func firstTry(apply func(c *sim.Ctx) rule.Outcome) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if c.Try > 1 {
			return rule.Skip
		}
		return apply(c)
	}
}

// capped reports whether the marketing rules hold for the message: they are for
// notifications, and test messages are exempt.
func capped(c *sim.Ctx) bool { return marketing(c) && !c.Message.Test && !kept(c).Data }

// capRules are what one phone gets from one app a day. Passing the cap is invisible in
// the answer.
func capRules() []sim.Rule {
	limit := func(c *sim.Ctx) int64 {
		if c.Kind() == "news" && c.Flag(flagNewsLicence) == "yes" {
			return c.Param("max_news")
		}
		return c.Param("max")
	}
	return ruletable.In(rule.Arrive, rule.StageQuota, quotasSeen(), sim.Rule{Info: rule.Info{
		ID: "HN-FLT-012", Order: 100, Code: overQuota, Reason: vendors.ReasonDuplicate,
		Title:      t("The same marketing message again today", "重复的资讯营销类消息"),
		Because:    t("the phone got this title and body today already", "该设备今日已收到相同标题和内容"),
		Advice:     t("do not send the same text twice to one phone", "不要向同一设备重复发送相同文案"),
		Provenance: checked.Assumed("that receipt 40000009 is for repetitions too is documented; which repetition counts is not: off unless the switch repeat_filter is on"),
	}, Apply: firstTry(func(c *sim.Ctx) rule.Outcome {
		if c.Flag(flagRepeats) != "on" || !capped(c) {
			return rule.Skip
		}
		if c.SeenToday(c.Phone, c.Delivery.Sent.Digest, countMarketing) {
			return c.Lose(device.Dropped)
		}
		c.Effect(sim.Effect{Kind: sim.EffSeen, Phone: c.Phone, Counter: countMarketing})
		return rule.Pass
	})}, sim.Rule{Counter: countMarketing, Limit: limit, Info: rule.Info{
		ID: "HN-QTA-002", Order: 110, Code: overQuota, Reason: vendors.ReasonQuotaDeviceDay, Since: dayCap,
		Title:   t("Two marketing messages to one phone a day, five from licensed news apps", "资讯营销类消息每设备每天 2 条（持证新闻类 5 条）"),
		Because: t("{0} marketing messages of this app were sent to the phone today; {1} are allowed", "今日已向该设备发送 {0} 条资讯营销类消息，上限 {1} 条"),
		Advice:  t("send fewer marketing messages to one user a day; the answer does not show this, read the receipts", "减少单用户每日营销消息；接口不会提示，请接收回执"),
		Params:  map[string]int64{"max": 2, "max_news": 5},
	}, Apply: firstTry(func(c *sim.Ctx) rule.Outcome {
		if !capped(c) {
			return rule.Skip
		}
		most := limit(c)
		if own, ok := c.Limit(countMarketing); ok {
			most = own
		}
		used := c.PhoneCount(c.Phone, countMarketing)
		c.Note(used, most, 0)
		switch {
		case used < most:
			c.ChargePhone(countMarketing, 1)
			return rule.Pass
		case c.Message.Asked == vendors.ClassTransactional:
			return c.LoseAs(device.Dropped, overQuota, vendors.ReasonDowngradedThenCapped)
		}
		return c.Lose(device.Dropped)
	})})
}

// waitRules are about a phone that is off the network.
func waitRules() []sim.Rule {
	return ruletable.In(rule.Arrive, rule.StageDeliver, docSend(), sim.Rule{Info: rule.Info{
		ID: "HN-DLV-010", Order: 230, Reason: vendors.ReasonDeviceOffline,
		Title:   t("An offline phone gets its messages later", "设备离线，消息缓存到 ttl"),
		Because: t("the phone is offline; the message waits for it until its ttl is over", "设备离线，消息等待至 ttl 结束"),
		Advice:  t("give a ttl as long as the message is worth", "按消息价值设置 ttl"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Offline {
			return c.Wait()
		}
		return rule.Skip
	}}, sim.Rule{On: sim.OnDue, Info: rule.Info{
		ID: "HN-DLV-011", Order: 240, Reason: vendors.ReasonTTLExpired,
		Title:   t("A waiting message ends with its ttl", "消息超过 ttl，丢弃"),
		Because: t("the message could not be brought to the phone within ttl; no receipt tells", "消息在 ttl 内未能下发，且没有回执"),
		Advice:  t("give a longer ttl (at most 1296000s) if the message is still worth it later", "如仍有价值可加大 ttl（最长 1296000s）"),
	}, Apply: func(c *sim.Ctx) rule.Outcome { return c.Lose(device.Expired) }})
}

// goneRules are what the phone answers when a message reaches it.
func goneRules() []sim.Rule {
	lose := func(bad func(p *sim.Phone) bool, remember bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if !bad(c.Phone) {
				return rule.Skip
			}
			if remember {
				c.Effect(sim.Effect{Kind: sim.EffRemember, Key: goneKey(c.Phone.Token), Text: c.Phone.ID, At: c.Now().AddDate(1, 0, 0)})
			}
			return c.Lose(device.Dropped)
		}
	}
	return ruletable.In(rule.Arrive, rule.StageDeliver, docReceipt(), sim.Rule{Info: rule.Info{
		ID: "HN-DLV-012", Order: 310, Code: "40000003", Reason: vendors.ReasonAppUninstalled,
		Title:   t("The app is not installed", "应用未安装"),
		Because: t("the message reached the phone, and the app was not there", "消息到达设备，但应用未安装"),
		Advice:  t("delete the token", "删除该 token"),
	}, Apply: lose(func(p *sim.Phone) bool { return !p.Installed }, true)}, sim.Rule{Info: rule.Info{
		ID: "HN-DLV-013", Order: 320, Code: "40000004", Reason: vendors.ReasonTokenNotOnDevice,
		Title:   t("The token is not on this phone", "token 不存在或已失效"),
		Because: t("the app has this token no more: data cleared, reinstalled or reset", "应用已无此 token：清除数据、重装或恢复出厂"),
		Advice:  t("delete the token and wait for the app to report its new one", "删除该 token，等待客户端上报新 token"),
	}, Apply: lose(func(p *sim.Phone) bool { return p.Installed && !p.Subscribed }, true)}, sim.Rule{Info: rule.Info{
		ID: "HN-DLV-014", Order: 330, Code: "40000014", Reason: vendors.ReasonUserMismatch,
		Title:   t("Another user of the phone is active", "token 用户与设备当前用户不一致"),
		Because: t("the token's user is not the present user of the phone", "token 所属用户不是设备当前用户"),
		Advice:  t("keep the token; the message was for another user of the phone", "保留 token；消息属于该手机的另一用户"),
	}, Apply: lose(func(p *sim.Phone) bool { return p.Flags[flagUser] == "other" }, false)}, sim.Rule{Info: rule.Info{
		ID: "HN-DLV-015", Order: 340, Code: "40000006", Reason: vendors.ReasonDeviceNotAllowed,
		Title:   t("The app is disabled on the phone", "应用被停用"),
		Because: t("the user disabled the app", "用户停用了该应用"),
		Advice:  t("keep the token; the user can enable the app again", "保留 token，用户可重新启用应用"),
	}, Apply: lose(func(p *sim.Phone) bool { return p.Flags[flagDisabled] == "on" }, false)})
}

// held is the receipt for what waits because the phone saves power.
const held = "40000013"

// nightEnds is the hour at which the night is over.
const nightEnds = 6

// sleepRules hold what comes while the phone sleeps. The first time, a receipt tells.
func sleepRules() []sim.Rule {
	tell := func(c *sim.Ctx) {
		if c.Try == 1 {
			c.Report(held, 0)
		}
	}
	return ruletable.In(rule.Arrive, rule.StageDeliver, docReceipt(), sim.Rule{Info: rule.Info{
		ID: "HN-DLV-016", Order: 350, Code: held, Reason: vendors.ReasonDeviceInactive,
		Title:   t("A phone whose screen is off gets its messages later", "灭屏省电，消息亮屏后补发"),
		Because: t("the screen has been off for some time; the message waits until it comes on", "设备灭屏一段时间进入省电，亮屏后补发"),
		Advice:  t("nothing to do; the message comes when the screen is on, if its ttl lasts", "无需处理，亮屏后送达（ttl 未到期时）"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Flags[flagScreen] != "off" {
			return rule.Skip
		}
		tell(c)
		return c.Wait()
	}}, sim.Rule{Info: rule.Info{
		ID: "HN-DLV-017", Order: 360, Code: held, Reason: vendors.ReasonDeviceInactive,
		Title:      t("Nothing is shown from 00:00 to 06:00", "0:00-6:00 暂缓下发"),
		Because:    t("it is night; the message waits for {0}:00 GMT+8", "夜间暂缓，{0}:00（GMT+8）下发"),
		Advice:     t("give a ttl that lasts until the morning", "ttl 需覆盖到早晨"),
		Provenance: checked.Observed("docs.getui.com vendor/qps: all types are held from 00:00 to 06:00; off unless the switch night_hold is on, that receipt 40000013 tells is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		now := c.Now().In(beijing)
		if c.Flag(flagNight) != "on" || now.Hour() >= nightEnds {
			return rule.Skip
		}
		c.Note(nightEnds, 0, 0)
		tell(c)
		return c.WaitUntil(time.Date(now.Year(), now.Month(), now.Day(), nightEnds, 0, 0, 0, beijing))
	}})
}
