package apns

import (
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// storeRules say how long APNs keeps a notification.
func storeRules() []sim.Rule {
	month := map[string]int64{"max_s": 30 * 86400}
	say := t("send apns-expiration if the message is worth more or less time", "按消息价值设置 apns-expiration")
	return in(rule.Admit, rule.StageDeliver, docSend(), sim.Rule{Info: rule.Info{
		ID: "AP-DLV-001", Order: 700,
		Title:   t("Without apns-expiration a notification is kept 30 days", "不传 apns-expiration 时最长保存 30 天"),
		Because: t("no apns-expiration was given; kept {d0} for a phone that is offline", "未传 apns-expiration，离线保存 {d0}"),
		Advice:  say, Params: month,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if push(c).expiresOK {
			return rule.Skip
		}
		n := c.Param("max_s")
		c.Note(n, 0, 0)
		return c.Keep(time.Duration(n) * time.Second)
	}}, sim.Rule{Info: rule.Info{
		ID: "AP-DLV-002", Order: 710,
		Title:   t("No notification is kept longer than 30 days", "最长保存 30 天"),
		Because: t("an expiration in {d0} is taken as {d1}", "过期时间 {d0} 后，按 {d1} 处理"),
		Advice:  t("expect a phone that is offline longer to miss the message", "设备离线更久时收不到该消息"), Params: month,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		asked, most := int64(c.Message.TTL/time.Second), c.Param("max_s")
		c.Note(asked, most, 0)
		if asked <= most {
			return rule.Skip
		}
		return c.Keep(time.Duration(most) * time.Second)
	}})
}

// arriveRules end what APNs itself throws away.
func arriveRules() []sim.Rule {
	return in(rule.Arrive, rule.StageDeliver, docMetrics(), sim.Rule{Info: rule.Info{
		ID: "AP-DLV-010", Order: 10, Reason: vendors.ReasonAppUninstalled,
		Title:      t("The app was removed from the phone", "应用已从设备卸载"),
		Because:    t("the app is no longer there, and APNs has noticed now: here the next push is answered 410", "应用已不在设备上，APNs 现已知晓：此处下一次推送返回 410"),
		Advice:     t("delete the token when the 410 comes", "收到 410 后删除该 token"),
		Provenance: checked.Documented("Apple: Viewing the status of push notifications using Metrics and APNs (a removal is noticed later; that the very next push is answered 410 is a default of this project)"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Installed && c.Phone.Subscribed {
			return rule.Skip
		}
		c.Effect(sim.Effect{
			Kind: sim.EffRemember, Key: goneKey(c.Phone.Token), Text: strconv.FormatInt(c.Now().UnixMilli(), 10),
			At: c.Now().AddDate(1, 0, 0),
		})
		return c.Lose(device.Dropped)
	}}, sim.Rule{Info: rule.Info{
		ID: "AP-QTA-001", Order: 20, Stage: rule.StageQuota, Reason: vendors.ReasonFrequencyControl,
		Title:      t("Two or three background pushes an hour", "后台推送每小时两三条"),
		Because:    t("{0} background pushes to this phone within {d1}; more are throttled silently", "{d1} 内已有 {0} 条后台推送到达该设备，超出静默限流"),
		Advice:     t("send two or three background pushes an hour at most", "后台推送每小时最多两三条"),
		Params:     map[string]int64{"max": 3, "window_s": 3600},
		Provenance: checked.Documented("Apple: Pushing background updates to your App (two or three an hour; that it is three, in an hour that moves, is a default of this project)"),
	}, Apply: throttle})
}

// throttle keeps each background push for an hour in one of three places; without a
// free place the push is dropped.
func throttle(c *sim.Ctx) rule.Outcome {
	p := arriving(c)
	if p.of == nil || p.of.name != typeBackground || c.Try > 1 {
		return rule.Skip
	}
	n, window := c.Param("max"), c.Param("window_s")
	c.Note(n, window, 0)
	for i := range n {
		key := "background " + strconv.FormatInt(i, 10) + " " + c.Phone.Token
		if _, taken := c.Remembered(key); !taken {
			until := c.Now().Add(time.Duration(window) * time.Second)
			c.Effect(sim.Effect{Kind: sim.EffRemember, Key: key, At: until})
			return rule.Skip
		}
	}
	return c.Lose(device.Dropped)
}

// waitRules are about a phone that is offline.
func waitRules() []sim.Rule {
	return in(rule.Arrive, rule.StageDeliver, docMetrics(), sim.Rule{Info: rule.Info{
		ID: "AP-DLV-011", Order: 60, Reason: vendors.ReasonDeviceOffline,
		Title:      t("apns-expiration 0 is now or never", "apns-expiration 为 0 时只尝试一次"),
		Because:    t("apns-expiration is 0 or over, and the phone is offline", "apns-expiration 为 0 或已过期，且设备离线"),
		Advice:     t("send a later apns-expiration if the message may wait", "可以等待的消息设置更晚的 apns-expiration"),
		Provenance: docSend(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !c.Phone.Offline || !c.Message.OnlineOnly {
			return rule.Skip
		}
		return c.Lose(device.Dropped)
	}}, sim.Rule{Info: rule.Info{
		ID: "AP-DLV-012", Order: 70, Reason: vendors.ReasonOverwritten,
		Title:   t("One notification is stored for a phone and app", "每台设备每个应用只保存一条"),
		Because: t("what waits for this phone is overwritten by the newer notification", "等待该设备的旧通知被新通知覆盖"),
		Advice:  t("expect only the newest; let the app fetch what it missed", "只会收到最新一条；由应用自行拉取遗漏内容"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !c.Phone.Offline || c.Try > 1 {
			return rule.Skip
		}
		c.Effect(sim.Effect{Kind: sim.EffOverwrite, Phone: c.Phone, N: 1})
		return rule.Pass
	}}, sim.Rule{Info: rule.Info{
		ID: "AP-DLV-013", Order: 80, Reason: vendors.ReasonDeviceOffline,
		Title:      t("An offline phone gets its notification later", "设备离线，通知保存到过期时间"),
		Because:    t("the phone is offline; the notification waits until its expiration", "设备离线，通知等待至过期时间"),
		Advice:     t("give an apns-expiration as long as the message is worth", "按消息价值设置 apns-expiration"),
		Provenance: docSend(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Offline {
			return c.Wait()
		}
		return rule.Skip
	}}, sim.Rule{On: sim.OnDue, Info: rule.Info{
		ID: "AP-DLV-014", Order: 85, Reason: vendors.ReasonTTLExpired,
		Title:   t("A stored notification ends with its expiration", "保存的通知到期作废"),
		Because: t("the phone did not come online before apns-expiration", "设备在 apns-expiration 之前未上线"),
		Advice:  t("give a later apns-expiration (at most 30 days) if the message is still worth it later", "如仍有价值可延后 apns-expiration（最长 30 天）"),
	}, Apply: func(c *sim.Ctx) rule.Outcome { return c.Lose(device.Expired) }})
}
