package fcm

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// nowOrNever reports whether a message may not wait: ttl 0, for iPhones apns-expiration 0.
func nowOrNever(c *sim.Ctx) bool {
	if onIOS(c.Phone) {
		return kept(c).AtOnce
	}
	return c.Message.OnlineOnly
}

// high reports whether a message counts as one of high priority at its phone.
func high(c *sim.Ctx) bool { return asksHigh(c) && c.Phone.Flags[flagLowered] != "lowered" }

func asksHigh(c *sim.Ctx) bool {
	switch k := kept(c); {
	case k.Batched:
		return false
	case k.Priority != "":
		return k.Priority == priorityHigh
	case k.Android:
		return c.Flag(flagPriority) != "normal"
	}
	return false
}

// goneRules end what no app is there for.
func goneRules() []sim.Rule {
	return ruletable.In(rule.Arrive, rule.StageDeliver, docOptions(), sim.Rule{Info: rule.Info{
		ID: "FM-DLV-010", Order: 10, Reason: vendors.ReasonAppUninstalled,
		Title:   t("The app was removed from the phone", "应用已从设备卸载"),
		Because: t("the app is not there: the message is thrown away, the next one is answered UNREGISTERED", "应用已不在设备上：消息被丢弃，下一条将返回 UNREGISTERED"),
		Advice:  t("delete the token when UNREGISTERED comes", "收到 UNREGISTERED 后删除该令牌"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Installed && c.Phone.Subscribed {
			return rule.Skip
		}
		c.Effect(sim.Effect{Kind: sim.EffRemember, Key: goneKey(c.Phone.Token), At: c.Now().AddDate(1, 0, 0)})
		return c.Lose(device.Dropped)
	}}, sim.Rule{On: sim.OnDue, Info: rule.Info{
		ID: "FM-DLV-011", Order: 900, Reason: vendors.ReasonTTLExpired,
		Title:   t("A waiting message ends with its ttl", "等待的消息到期作废"),
		Because: t("the phone did not take it before its ttl was over (droppedTtlExpired)", "设备在 ttl 内未能接收（droppedTtlExpired）"),
		Advice:  t("give a longer ttl, at most 4 weeks, if the message is still worth it later", "如仍有价值可加大 ttl，最长 4 周"),
	}, Apply: func(c *sim.Ctx) rule.Outcome { return c.Lose(device.Expired) }})
}

// away reports whether FCM has no connection to the phone.
func away(c *sim.Ctx) bool {
	return c.Phone.Offline || unreachable(c)
}

// unreachable reports whether Google cannot be reached from the phone.
func unreachable(c *sim.Ctx) bool {
	gms := c.Phone.Flags[flagGMS]
	return !onIOS(c.Phone) && (gms == "missing" || gms == "blocked")
}

// reachRules are about a phone FCM has no connection to.
func reachRules() []sim.Rule {
	return ruletable.In(rule.Arrive, rule.StageDeliver, docOptions(), sim.Rule{Info: rule.Info{
		ID: "FM-DLV-020", Order: 100, Reason: vendors.ReasonDeviceOffline,
		Title:      t("ttl 0 is now or never", "ttl 为 0 时立即送达或丢弃"),
		Because:    t("ttl is 0 and the phone is not connected", "ttl 为 0，而设备未连接"),
		Advice:     t("give a ttl if the message may wait", "可以等待的消息设置 ttl"),
		Provenance: docSend(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !nowOrNever(c) || !away(c) {
			return rule.Skip
		}
		return c.Lose(device.Dropped)
	}})
}

// storeRules are about what waits for a phone and for how long.
func storeRules() []sim.Rule {
	waits := func(c *sim.Ctx) bool { return away(c) && c.Try == 1 }
	return ruletable.In(rule.Arrive, rule.StageDeliver, docOptions(), sim.Rule{Info: rule.Info{
		ID: "FM-DLV-021", Order: 110, Reason: vendors.ReasonOverwritten,
		Title:   t("The same collapse_key replaces what waits", "相同 collapse_key 覆盖等待的消息"),
		Because: t("older messages of {ref} that wait for the phone are overwritten (collapsed)", "等待该设备的 {ref} 旧消息被覆盖（collapsed）"),
		Advice:  t("give no collapse_key to messages that must not replace each other", "不应互相覆盖的消息不要设置 collapse_key"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !waits(c) || c.Message.CacheKey == "" {
			return rule.Skip
		}
		c.Quote(c.Message.CacheKey)
		c.Effect(sim.Effect{Kind: sim.EffOverwrite, Phone: c.Phone})
		return rule.Pass
	}}, sim.Rule{Info: rule.Info{
		ID: "FM-DLV-022", Order: 120, Reason: vendors.ReasonOverwritten,
		Title:      t("Four collapse keys of one phone", "每台设备最多 4 个 collapse_key"),
		Because:    t("messages of {0} other keys wait for the phone; those of {ref} are given up", "等待该设备的其他键已有 {0} 个，放弃 {ref} 的消息"),
		Advice:     t("use at most four collapse keys", "collapse_key 不要超过 4 个"),
		Params:     map[string]int64{"max": 4},
		Provenance: documented("concept-options: four at a time, no guarantee which are kept; that the oldest goes is assumed"),
	}, Apply: fifthKey}, sim.Rule{Info: rule.Info{
		ID: "FM-DLV-023", Order: 130, Reason: vendors.ReasonOverwritten,
		Title:   t("100 messages without a collapse_key stored for one phone", "每台设备最多保存 100 条不可折叠消息"),
		Because: t("{0} messages without a collapse_key wait for the phone: all of them are dropped and the app is told (droppedTooManyPendingMessages)", "已有 {0} 条无 collapse_key 的消息等待：这些消息全部丢弃并通知应用（droppedTooManyPendingMessages）"),
		Advice:  t("give messages a collapse_key, or let the app fetch what it missed (onDeletedMessages)", "使用 collapse_key，或由应用在 onDeletedMessages 中拉取遗漏内容"),
		Params:  map[string]int64{"max": 100},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !waits(c) || c.Message.CacheKey != "" {
			return rule.Skip
		}
		n := int64(c.WaitingWithoutKey(c.Phone))
		if n < c.Param("max") {
			return rule.Skip
		}
		c.Note(n, 0, 0)
		c.Effect(sim.Effect{Kind: sim.EffOverwrite, Phone: c.Phone, N: -1})
		return c.Lose(device.Dropped)
	}}, sim.Rule{Info: rule.Info{
		ID: "FM-DLV-024", Order: 140, Reason: vendors.ReasonDeviceOffline,
		Title:      t("No way from Google to the phone", "Google 无法连接到该设备"),
		Because:    t("Google Play services are missing or Google's servers cannot be reached; the message waits until its ttl is over", "缺少 Google Play 服务或无法连接 Google 服务器，消息等待至 ttl 结束"),
		Advice:     t("use another channel for this phone", "该设备请改用其他通道"),
		Provenance: documented("concept-options for waiting; that phones in mainland China have no connection is common knowledge"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Offline || !unreachable(c) {
			return rule.Skip
		}
		return c.Wait()
	}}, sim.Rule{Info: rule.Info{
		ID: "FM-DLV-025", Order: 150, Reason: vendors.ReasonDeviceOffline,
		Title:   t("An offline phone gets its messages later", "设备离线，消息保存到 ttl"),
		Because: t("the phone is offline; the message waits for it until its ttl is over", "设备离线，消息等待至 ttl 结束"),
		Advice:  t("give a ttl as long as the message is worth", "按消息价值设置 ttl"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Offline {
			return c.Wait()
		}
		return rule.Skip
	}})
}

// fifthKey gives up the messages of the key that waits longest when a fifth one comes.
func fifthKey(c *sim.Ctx) rule.Outcome {
	if !away(c) || c.Try != 1 || c.Message.CacheKey == "" {
		return rule.Skip
	}
	var keys []string
	for _, key := range c.WaitingKeys(c.Phone) {
		if len(key) > len(collapsible) && key[:len(collapsible)] == collapsible && key != c.Message.CacheKey && !has(keys, key) {
			keys = append(keys, key)
		}
	}
	if int64(len(keys)) < c.Param("max") {
		return rule.Skip
	}
	c.Note(int64(len(keys)), 0, 0)
	c.Quote(keys[0])
	c.Effect(sim.Effect{Kind: sim.EffOverwrite, Phone: c.Phone, Key: keys[0]})
	return rule.Pass
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// asleep reports whether the phone dozes and its maintenance window is not open. Window
// and opening are parameters of the rule that asks.
func asleep(c *sim.Ctx) (until time.Time, yes bool) {
	if onIOS(c.Phone) || c.Phone.Flags[flagDoze] != "on" {
		return until, false
	}
	window, open := c.Param("window_s"), c.Param("open_s")
	into := (c.Now().Unix() - c.Param("from_s")) % window
	return c.Now().Truncate(time.Second).Add(time.Duration(window-into) * time.Second), into >= open
}

// sleepRules are about a phone that dozes.
func sleepRules() []sim.Rule {
	params := map[string]int64{"window_s": 3600, "from_s": 1800, "open_s": 60}
	guess := assumed("that normal priority waits for the maintenance window is documented; how often one comes is not: once an hour, at half past, a minute long")
	sleeps := func(when func(c *sim.Ctx) bool, lose bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			until, yes := asleep(c)
			if !yes || !when(c) || nowOrNever(c) != lose {
				return rule.Skip
			}
			if lose {
				return c.Lose(device.Dropped)
			}
			c.Note(int64(until.Sub(c.Now())/time.Second), 0, 0)
			return c.WaitUntil(until)
		}
	}
	because := t("the phone dozes and the message is of normal priority: it waits {d0} for the maintenance window", "设备处于 Doze，普通优先级消息等待 {d0} 后的维护窗口")
	return ruletable.In(rule.Arrive, rule.StageDeliver, docPriority(), sim.Rule{Info: rule.Info{
		ID: "FM-DLV-030", Order: 200, Reason: vendors.ReasonDeviceOffline, Params: params,
		Title:   t("ttl 0 does not wait for a dozing phone", "ttl 为 0 的消息不等待 Doze 设备"),
		Because: t("ttl is 0, the priority is normal and the phone dozes", "ttl 为 0、普通优先级且设备处于 Doze"),
		Advice:  t("send what the user must see now with priority HIGH", "需要立即送达的消息使用 HIGH 优先级"),
	}, Apply: sleeps(func(c *sim.Ctx) bool { return !high(c) }, true)}, sim.Rule{Info: rule.Info{
		ID: "FM-DLV-031", Order: 210, Reason: vendors.ReasonFrequencyControl, Params: params,
		Title:   t("High priority that was lowered", "高优先级被降为普通"),
		Because: t("high priority messages of the last 7 days showed nothing, so this one is lowered to normal and waits {d0}; no answer tells (priorityLowered)", "近 7 天的高优先级消息未展示通知，本条被降为普通并等待 {d0}；响应中无提示（priorityLowered）"),
		Advice:  t("send HIGH only for what shows a notification at once", "仅对会立即展示通知的消息使用 HIGH"),
	}, Apply: sleeps(func(c *sim.Ctx) bool { return asksHigh(c) && !high(c) }, false)}, sim.Rule{Info: rule.Info{
		ID: "FM-DLV-032", Order: 220, Reason: vendors.ReasonDeviceOffline, Params: params,
		Title: t("Normal priority waits while the phone dozes", "普通优先级在 Doze 期间等待"), Because: because,
		Advice:     t("send what the user must see now with priority HIGH", "需要立即送达的消息使用 HIGH 优先级"),
		Provenance: guess,
	}, Apply: sleeps(func(c *sim.Ctx) bool { return !asksHigh(c) }, false)})
}

// throttleRules hold collapsible messages back. The answer was 200.
func throttleRules() []sim.Rule {
	return ruletable.In(rule.Arrive, rule.StageQuota, docQuota(), sim.Rule{Counter: countCollapsible, Limit: byParam, Info: rule.Info{
		ID: "FM-QTA-001", Order: 300, Reason: vendors.ReasonFrequencyControl,
		Title:   t("20 collapsible messages at once, then one every 3 minutes", "可折叠消息突发 20 条，之后每 3 分钟 1 条"),
		Because: t("{0} collapsible messages are in the phone's bucket of {1}: this one is delayed, and the newest of its key wins (delayedMessageThrottled)", "该设备的可折叠消息已 {0} 条，上限 {1} 条：本条被延迟，同键以最新为准（delayedMessageThrottled）"),
		Advice:  t("give a collapse_key only where a newer message makes older ones worthless, and send fewer of them", "仅在新消息可替代旧消息时使用 collapse_key，并减少发送"),
		Params:  map[string]int64{"max": 20},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if onIOS(c.Phone) || c.Message.CacheKey == "" {
			return rule.Skip
		}
		used, most := c.PhoneCount(c.Phone, countCollapsible), limitOf(c, countCollapsible)
		c.Note(used, most, 0)
		if used < most {
			c.ChargePhone(countCollapsible, 1)
			return rule.Pass
		}
		c.Effect(sim.Effect{Kind: sim.EffOverwrite, Phone: c.Phone})
		return c.WaitUntil(c.Resets(c.Phone, countCollapsible))
	}})
}
