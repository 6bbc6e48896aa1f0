package xiaomi

import (
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// lifeRules say how long a message waits for its phone: as long as it says, at most as
// long as its class may, and that long if it says nothing.
func lifeRules() []sim.Rule {
	because := t("kept for {d0}", "有效期 {d0}")
	clamp := func(most func(c *sim.Ctx) int64) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			longest := time.Duration(most(c)) * time.Second
			ttl := c.Message.TTL
			if ttl <= 0 || ttl > longest {
				ttl = longest
			}
			c.Note(int64(ttl/time.Second), 0, 0)
			return c.Keep(ttl)
		}
	}
	long := t("give a time_to_live as long as the message is worth", "按消息价值设置 time_to_live")
	return ruletable.In(rule.Admit, rule.StageDeliver, docTTL(), sim.Rule{Verbs: withMessage(), Info: rule.Info{
		ID: "MI-DLV-004", Order: 200, Since: dayTTL,
		Title: t("A public message lives a day, a private one ten", "有效期：公信最长 1 天，私信最长 10 天"), Because: because, Advice: long,
		Params: map[string]int64{"public_s": 86_400, "private_s": 864_000},
	}, Apply: clamp(func(c *sim.Ctx) int64 {
		if c.Granted() == vendors.ClassTransactional {
			return c.Param("private_s")
		}
		return c.Param("public_s")
	})}, sim.Rule{Verbs: withMessage(), Info: rule.Info{
		ID: "MI-DLV-005", Order: 201, Until: dayTTL,
		Title: t("A message lives two weeks (older)", "有效期最长两周（旧规则）"), Because: because, Advice: long,
		Params: map[string]int64{"most_s": 1_209_600}, Provenance: docAPI2023(),
	}, Apply: clamp(func(c *sim.Ctx) int64 { return c.Param("most_s") })})
}

// lose ends an attempt when something is so.
func lose(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if !when(c) {
			return rule.Skip
		}
		return c.Lose(device.Dropped)
	}
}

// goneRules are about phones that are no more, or not under this id: Xiaomi tells with
// receipts of type 16.
func goneRules() []sim.Rule {
	drop := t("delete the token, or store replaceTarget in its place", "删除该 regId，或改存 replaceTarget 中的新值")
	gone := func(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if !when(c) {
				return rule.Skip
			}
			return c.LoseAs(device.Dropped, invalid(kept(c).Kind), vendors.ReasonTokenInvalid)
		}
	}
	return ruletable.In(rule.Arrive, rule.StageFilter, docReceipts(), sim.Rule{Info: rule.Info{
		ID: "MI-DLV-010", Order: 10, Code: receiptRegID, Reason: vendors.ReasonTokenInvalid,
		Title: t("Uninstalled before the message arrived", "目标设备无效：已卸载"), Because: t("the app was uninstalled or unregistered after the answer", "返回成功之后应用被卸载或注销"),
		Advice: drop,
	}, Apply: gone(func(c *sim.Ctx) bool { return !c.Phone.Installed || !c.Phone.Subscribed })}, sim.Rule{Info: rule.Info{
		ID: "MI-DLV-011", Order: 20, Code: receiptRegID, Reason: vendors.ReasonTokenInvalid,
		Title: t("The phone has a newer registration id", "目标设备无效：regId 已更新"), Because: t("the app on the phone has fetched a newer registration id", "设备上的应用已获取新的 regId"),
		Advice: drop,
	}, Apply: gone(func(c *sim.Ctx) bool {
		return c.Phone.Flags[flagRegID] == "renewed" && kept(c).Kind == sim.ByToken
	})})
}

// filterRules are what keeps a message off phones it could reach.
func filterRules() []sim.Rule {
	old := func(c *sim.Ctx) bool { return kept(c).PassThrough }
	return ruletable.In(rule.Arrive, rule.StageFilter, docReceipts(), sim.Rule{Info: rule.Info{
		ID: "MI-DLV-012", Order: 30, Code: "32", Reason: vendors.ReasonNotifySwitchOff,
		Title: t("The app called disablePush", "客户端调用了 disablePush"), Because: t("the app on the phone has called disablePush", "设备上的应用调用了 disablePush"),
		Advice: t("keep the token; the app can enable push again", "保留 regId，客户端可重新开启"),
	}, Apply: lose(func(c *sim.Ctx) bool { return c.Phone.Flags[flagDisabled] == on })}, sim.Rule{Info: rule.Info{
		ID: "MI-FLT-010", Order: 40, Code: "64", Reason: vendors.ReasonDeviceNotAllowed,
		Title: t("The phone does not match the filter", "目标设备不符合过滤条件"), Because: t("extra.{ref} leaves this phone out", "extra.{ref} 排除了该设备"),
		Advice: t("check locale, model, app_version and connpt", "检查 locale、model、app_version、connpt"),
	}, Apply: lose(filtered)}, sim.Rule{Info: rule.Info{
		ID: "MI-DLV-013", Order: 50, Reason: vendors.ReasonServerControl, Since: dayNoData,
		Title: t("Pass-through messages are not delivered any more", "已停止提供透传消息下发"), Because: t("pass_through is 1; the delivery of such messages ended on 2022-09-12", "pass_through 为 1；透传消息自 2022-09-12 起停止下发"),
		Advice:     t("send a notification, or bring data over your own connection", "改发通知栏消息，或通过自有长连接传输数据"),
		Provenance: checked.Assumed("the end of delivery is dev.mi.com document 2766; that the API still says yes is assumed"),
	}, Apply: lose(old)}, sim.Rule{Info: rule.Info{
		ID: "MI-DLV-014", Order: 51, Reason: vendors.ReasonAppProcessAbsent, Until: dayNoData,
		Title: t("A pass-through message needs a running app (older)", "应用未运行时透传消息不送达（旧规则）"), Because: t("the app has no process", "应用进程不存在"),
		Advice:     t("send a notification", "改发通知栏消息"),
		Provenance: checked.Observed("clients that quote dev.mi.com documents of 2020"),
	}, Apply: lose(func(c *sim.Ctx) bool { return old(c) && !c.Phone.State.Alive() })}, sim.Rule{Info: rule.Info{
		ID: "MI-FLT-011", Order: 60, Reason: vendors.ReasonContentFiltered,
		Title: t("Test words are held back", "含测试字样的消息被拦截"), Because: t("the text has the word {ref}", "文案含“{ref}”"),
		Advice:     t("test with texts as users would get them", "使用接近真实的文案测试"),
		Provenance: checked.Assumed("third-party notes of 2026 say that such messages may be held back; the switch test_words decides"),
	}, Apply: lose(func(c *sim.Ctx) bool {
		text := strings.ToLower(c.Delivery.Sent.Title + " " + c.Delivery.Sent.Body)
		for _, word := range []string{"测试", "test"} {
			if strings.Contains(text, word) && c.Flag(flagTestWords) == on {
				c.Quote(word)
				return true
			}
		}
		return false
	})})
}

// filtered reports whether one of a message's filters leaves the phone out.
func filtered(c *sim.Ctx) bool {
	for _, f := range kept(c).Filters {
		has := ""
		name, not := strings.CutSuffix(f.Name, "_not_in")
		switch name {
		case "locale":
			has = phoneFlag(c.Phone.Flags, flagLocale, "zh_CN")
		case "model":
			has = c.Phone.Model
		case "app_version":
			has = phoneFlag(c.Phone.Flags, flagVersion, "1.0")
		case "connpt":
			has = phoneFlag(c.Phone.Flags, flagNetwork, "wifi")
		}
		if slices.Contains(strings.Split(f.Value, ","), has) == not {
			c.Quote(f.Name)
			return true
		}
	}
	return false
}

// waitRules are about a phone that is offline.
func waitRules() []sim.Rule {
	longer := t("give a longer time_to_live: public at most a day, private ten", "适当加长 time_to_live：公信最长 1 天，私信 10 天")
	return ruletable.In(rule.Arrive, rule.StageDeliver, docAPI(), sim.Rule{Info: rule.Info{
		ID: "MI-DLV-015", Order: 70, Reason: vendors.ReasonDeviceOffline,
		Title: t("only_send_once to a phone that is offline", "only_send_once 且设备离线"), Because: t("extra.only_send_once is 1 and the phone is offline", "extra.only_send_once 为 1 且设备离线"),
		Advice: t("leave only_send_once out if the message may wait", "可以等待的消息不要设置 only_send_once"),
	}, Apply: lose(func(c *sim.Ctx) bool { return c.Message.OnlineOnly && c.Phone.Offline })}, sim.Rule{Info: rule.Info{
		ID: "MI-DLV-016", Order: 80, Reason: vendors.ReasonDeviceOffline,
		Title: t("An offline phone gets its messages later", "设备离线，消息缓存到 time_to_live"), Because: t("the phone is offline; the message waits until its time_to_live is over", "设备离线，消息等待至 time_to_live 结束"),
		Advice: t("give a time_to_live as long as the message is worth", "按消息价值设置 time_to_live"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Offline {
			return c.Wait()
		}
		return rule.Skip
	}}, sim.Rule{On: sim.OnDue, Info: rule.Info{
		ID: "MI-DLV-017", Order: 90, Code: "1024", Reason: vendors.ReasonTTLExpired, Since: dayGuide2024,
		Title: t("A waiting message ends with its time_to_live", "消息过期（TTL）"), Because: t("the phone did not come online within time_to_live", "设备在 time_to_live 内未上线"), Advice: longer,
		Provenance: docReceipts(),
	}, Apply: func(c *sim.Ctx) rule.Outcome { return c.Lose(device.Expired) }}, sim.Rule{On: sim.OnDue, Info: rule.Info{
		ID: "MI-DLV-018", Order: 91, Reason: vendors.ReasonTTLExpired, Until: dayGuide2024,
		Title: t("A waiting message ends without a receipt (older)", "消息过期，无回执（旧规则）"), Because: t("the phone did not come online within time_to_live", "设备在 time_to_live 内未上线"), Advice: longer,
	}, Apply: func(c *sim.Ctx) rule.Outcome { return c.Lose(device.Expired) }})
}
