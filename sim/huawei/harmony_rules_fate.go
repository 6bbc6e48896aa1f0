package huawei

import (
	"time"

	"github.com/offpush/offpush/fixtures/words"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// harmonyFateRules are what becomes of a HarmonyOS message beside what HMS messages
// share with it.
func harmonyFateRules() []sim.Rule {
	sensitive := words.Get(words.Sensitive)
	return append(ruletable.In(rule.Arrive, rule.StageFilter, docReceiptV2(), sim.Rule{Info: rule.Info{
		ID: "HW-FLT-034", Order: 40, Code: "259", Reason: vendors.ReasonContentFiltered,
		Title:   t("Illegal content at HarmonyOS", "内容违规，消息被丢弃"),
		Because: t("the text contains {ref}; the answer did not say so", "文案含有 {ref}，接口不会提示"),
		Advice:  t("change the text; do not send it again as it is", "修改文案，不要原样重发"),
	}, Apply: firstTry(func(c *sim.Ctx) rule.Outcome {
		if kept(c).PushType == "" {
			return rule.Skip
		}
		word, found := firstOf(sensitive, c.Message.Title, c.Message.Body, c.Message.Data)
		if !found {
			return rule.Skip
		}
		c.Quote(word)
		return c.Lose(device.Dropped)
	})}, sim.Rule{Info: rule.Info{
		ID: "HW-QTA-009", Order: 160, Stage: rule.StageQuota, Code: "256", Reason: vendors.ReasonQuotaDeviceDay,
		Title:   t("Two card refreshes a phone and day, five before the app is in the store", "卡片刷新每设备每天 2 次（未上架 5 次）"),
		Because: t("{0} refreshes today already, {1} are allowed", "今日已刷新 {0} 次，上限 {1} 次"),
		Advice:  t("refresh the card less often", "降低刷新频率"),
		Params:  map[string]int64{"max": 2, "max_unlisted": 5},
		Provenance: checked.Documented("harmonyos-guides push-msg-freq-control, early 2026, for the numbers of one card; " +
			"an app of the simulator has one card"),
	}, Apply: firstTry(func(c *sim.Ctx) rule.Outcome {
		if kept(c).PushType != typeCard || c.Message.Test {
			return rule.Skip
		}
		most := c.Param("max")
		if !c.Listed() {
			most = c.Param("max_unlisted")
		}
		if own, ok := c.Limit(countCard); ok {
			most = own
		}
		used := c.PhoneCount(c.Phone, countCard)
		c.Note(used, most, 0)
		if used >= most {
			return c.Lose(device.Dropped)
		}
		c.ChargePhone(countCard, 1)
		return rule.Pass
	})}, sim.Rule{Info: rule.Info{
		ID: "HW-DLV-030", Order: 330, Reason: vendors.ReasonDuplicate,
		Title:      t("The first message with an appMessageId", "相同 appMessageId 24 小时内只展示第一条"),
		Because:    t("a message with the appMessageId {ref} was shown here within {0} hours", "{0} 小时内已展示过 appMessageId 为 {ref} 的消息"),
		Advice:     t("use notifyId if the newest message should replace the older one", "需要覆盖旧消息请使用 notifyId"),
		Params:     map[string]int64{"hours": 24},
		Provenance: docHarmony(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		id := kept(c).Once
		if id == "" || c.Phone.Offline {
			return rule.Skip
		}
		key := "appMessageId " + c.Phone.ID + " " + id
		hours := c.Param("hours")
		c.Quote(id)
		c.Note(hours, 0, 0)
		if _, seen := c.Remembered(key); seen {
			return c.Lose(device.Hidden)
		}
		c.Effect(sim.Effect{Kind: sim.EffRemember, Key: key, Text: id, At: c.Now().Add(time.Duration(hours) * time.Hour)})
		return rule.Pass
	}}), ruletable.In(rule.Present, rule.StageDeliver, docHarmony(), sim.Rule{Info: rule.Info{
		ID: "HW-DLV-031", Order: 5,
		Title:   t("A card refresh changes the card", "卡片刷新不展示通知"),
		Because: t("the card on the home screen changes; no notification is shown", "更新桌面卡片，不展示通知"),
		Advice:  t("send a notification for what the user should notice", "需要提醒用户时请发送通知消息"),
	}, Apply: hide(func(c *sim.Ctx) bool { return kept(c).PushType == typeCard })}, sim.Rule{Info: rule.Info{
		ID: "HW-DLV-032", Order: 6,
		Title:   t("An in-app call is the app's to show", "应用内通话由应用处理"),
		Because: t("the app is started and shows the call itself", "系统拉起应用，由应用展示来电"),
		Advice:  t("nothing to do", "无需处理"),
	}, Apply: hide(func(c *sim.Ctx) bool { return kept(c).PushType == typeCall })})...)
}
