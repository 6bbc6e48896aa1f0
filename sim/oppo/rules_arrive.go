package oppo

import (
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// voidKey is under which the ids that were found void wait to be fetched.
const voidKey = "void registration ids"

// void ends an attempt at a phone whose id is void, and notes the id for the feedback
// interface.
func void(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if !when(c) {
			return rule.Skip
		}
		if known, _ := c.Remembered(voidKey); !strings.Contains(known, c.Phone.Token+"\n") {
			c.Effect(sim.Effect{Kind: sim.EffRemember, Key: voidKey, Text: known + c.Phone.Token + "\n", At: c.Now().AddDate(1, 0, 0)})
		}
		return c.Lose(device.Dropped)
	}
}

// lose ends an attempt when the phone or the message is in a state.
func lose(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if !when(c) {
			return rule.Skip
		}
		return c.Lose(device.Dropped)
	}
}

// goneRules judge whether there is somebody to push to, and whether it may be now.
func goneRules() []sim.Rule {
	drop := t("delete the token; the app reports a new one when it registers again", "删除该 token，客户端重新注册后会上报新的")
	return ruletable.In(rule.Arrive, rule.StageDeliver, docReceipts(), sim.Rule{Info: rule.Info{
		ID: "OP-DLV-010", Order: 10, Code: "regid_invalid", Reason: vendors.ReasonAppUninstalled,
		Title:   t("Uninstalled or deregistered", "卸载或已反注册"),
		Because: t("the app is uninstalled or turned push off; the answer was a yes", "应用已卸载或关闭推送，接口仍返回成功"), Advice: drop,
	}, Apply: void(func(c *sim.Ctx) bool { return !c.Phone.Installed || !c.Phone.Subscribed })}, sim.Rule{Info: rule.Info{
		ID: "OP-DLV-011", Order: 20, Code: "regid_invalid", Reason: vendors.ReasonDeviceInactive,
		Title:   t("Offline for 30 days", "30 天未联网"),
		Because: t("the phone has been off the network for {d0}; after {1} days its id is void", "设备已 {d0} 未联网，满 {1} 天 registration_id 失效"), Advice: drop,
		Params: map[string]int64{"days": 30},
	}, Apply: void(func(c *sim.Ctx) bool {
		if !c.Phone.Offline {
			return false
		}
		days, off := c.Param("days"), c.Now().Sub(c.Phone.OfflineSince)
		c.Note(int64(off/time.Second), days, 0)
		return off >= time.Duration(days)*24*time.Hour
	})}, sim.Rule{Info: rule.Info{
		ID: "OP-DLV-012", Order: 30, Reason: vendors.ReasonServerControl, Since: dayStore,
		Title:      t("Nothing public for apps from elsewhere", "非软件商店安装不下发内容与营销类消息"),
		Because:    t("the app was not installed from the OPPO store; content and marketing messages are not served, and nothing says so", "应用不是从 OPPO 软件商店安装，不下发内容与营销类消息，且无任何提示"),
		Advice:     t("ask users to install from the OPPO store", "引导用户从 OPPO 软件商店安装"),
		Provenance: checked.Observed("trial rule of 2024-07-29 as restated by docs.getui.com; no code or receipt is known"),
	}, Apply: lose(func(c *sim.Ctx) bool { return public(c) && c.Phone.Flags[flagInstall] == "other" })}, sim.Rule{Info: rule.Info{
		ID: "OP-FLT-030", Order: 40, Stage: rule.StageFilter, Code: "message_night_control", Reason: vendors.ReasonOutsideHours, Since: dayNight,
		Title:      t("Controlled hours", "下发时段管控"),
		Because:    t("it is hour {0} in GMT+8; content and marketing messages are controlled from {1}:00 to {2}:00", "现在是北京时间 {0} 点；内容与营销类消息 {1}:00-{2}:00 受管控"),
		Advice:     t("send content and marketing messages by day", "内容与营销类消息安排在白天发送"),
		Params:     map[string]int64{"from_h": 23, "to_h": 7},
		Provenance: checked.Observed("receipt receiver of github.com/masastack/MASA.MC, 2025-09-22; page 11239 as transcribed in 2026; the hours are assumed, and off unless switched on"),
	}, Apply: lose(func(c *sim.Ctx) bool {
		hour := int64(c.Now().In(beijing).Hour())
		from, to := c.Param("from_h"), c.Param("to_h")
		c.Note(hour, from, to)
		return public(c) && c.Flag(flagNight) == "on" && (hour >= from || hour < to)
	})})
}

// waitRules are about a phone that cannot take the message now.
func waitRules() []sim.Rule {
	offline := vendors.ReasonDeviceOffline
	wait := func(when func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if !when(c) {
				return rule.Skip
			}
			return c.Wait()
		}
	}
	return ruletable.In(rule.Arrive, rule.StageDeliver, docNotes(), sim.Rule{Info: rule.Info{
		ID: "OP-DLV-013", Order: 100, Reason: offline,
		Title:   t("Without off_line a phone must be online", "off_line=false 不缓存离线消息"),
		Because: t("off_line is false and the phone is offline", "off_line 为 false 且设备离线"),
		Advice:  t("send off_line true if the message may wait", "可以等待的消息设置 off_line=true"),
	}, Apply: lose(func(c *sim.Ctx) bool { return c.Message.OnlineOnly && c.Phone.Offline })}, sim.Rule{Info: rule.Info{
		ID: "OP-DLV-014", Order: 110, Reason: offline,
		Title:      t("A message is cached once", "离线消息仅缓存一次"),
		Because:    t("the phone went offline again before it took the message, which is not cached a second time", "设备再次离线，消息不会第二次缓存"),
		Advice:     t("send it again if it still matters", "仍有价值时重新发送"),
		Provenance: checked.Observed("an FAQ of OPPO's, as paraphrased by clients"),
	}, Apply: lose(func(c *sim.Ctx) bool { return c.Try > 1 && c.Phone.Offline })}, sim.Rule{Info: rule.Info{
		ID: "OP-DLV-015", Order: 120, Reason: offline,
		Title:   t("An offline phone gets its messages later", "设备离线，消息缓存到 off_line_ttl"),
		Because: t("the phone is offline; the message waits for it until its off_line_ttl is over", "设备离线，消息等待至 off_line_ttl 结束"),
		Advice:  t("give an off_line_ttl as long as the message is worth", "按消息价值设置 off_line_ttl"),
	}, Apply: wait(func(c *sim.Ctx) bool { return c.Phone.Offline })}, sim.Rule{Info: rule.Info{
		ID: "OP-DLV-016", Order: 130, Reason: offline,
		Title:   t("Wi-Fi only", "network_type=1 仅 Wi-Fi 下发"),
		Because: t("network_type is 1 and the phone is not on Wi-Fi", "network_type 为 1，设备未连接 Wi-Fi"),
		Advice:  t("send network_type 0 if any network will do", "不限网络时使用 network_type=0"),
	}, Apply: wait(func(c *sim.Ctx) bool { return kept(c).WiFi && c.Phone.Flags[flagNetwork] == "mobile" })}, sim.Rule{On: sim.OnDue, Info: rule.Info{
		ID: "OP-DLV-017", Order: 140, Reason: vendors.ReasonTTLExpired,
		Title:   t("A waiting message ends with its off_line_ttl", "离线消息超过 off_line_ttl"),
		Because: t("the phone did not take the message within off_line_ttl; no receipt tells", "设备未在 off_line_ttl 内收到消息，且没有回执"),
		Advice:  t("give a longer off_line_ttl (at most 864000) if the message is still worth it later", "如仍有价值可加大 off_line_ttl（最长 864000 秒）"),
	}, Apply: func(c *sim.Ctx) rule.Outcome { return c.Lose(device.Expired) }})
}
