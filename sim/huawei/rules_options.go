package huawei

import (
	"time"

	"github.com/offpush/offpush/fixtures/words"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// optionRules judge the options of android that are no part of the notification.
func optionRules() []sim.Rule {
	rules := tips(docSend(), tipRule{
		id: "HW-VAL-031", order: 720,
		title:  t("Numbers for target_user_type and fast_app_target", "target_user_type、fast_app_target 取值"),
		advice: t("target_user_type is 0 or 1, fast_app_target 1 or 2", "target_user_type 取 0 或 1，fast_app_target 取 1 或 2"),
		tip: func(b *SendBody) string {
			if user := b.Android.TargetUserType.Or(0); user != 0 && user != 1 {
				return "target_user_type value is 0 or 1"
			}
			app := b.Android.FastAppTarget.Or(2)
			return either(app != 1 && app != 2, "fast_app_target value is 1 or 2")
		},
	})
	return append(rules, ruletable.In(rule.Gate, rule.StageValidate, docSend(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-VAL-036", Order: 810, Code: "80100013", Reason: vendors.ReasonBadRequest,
		Title:   t("Range of collapse_key", "collapse_key 不合法"),
		Because: t("collapse_key is {0} or no whole number; -1 to 100 are allowed", "collapse_key 为 {0} 或不是整数，取值范围 -1 到 100"),
		Advice:  t("use -1 to keep all, 0 for the newest of the app, 1 to 100 for a group", "-1 全部缓存，0 每应用只缓存最新一条，1-100 为分组"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		key := send(c).Android.CollapseKey
		c.Note(key.N, 0, 0)
		return key.State == Wrong || key.Or(-1) < -1 || key.Or(-1) > 100
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-VAL-037", Order: 820, Code: "80300013", Reason: vendors.ReasonBadRequest,
		Title:      t("receipt_id of a registered receipt", "回执地址不合法：receipt_id 未登记"),
		Because:    t("no receipt is registered under {ref}", "没有登记 receipt_id 为 {ref} 的回执"),
		Advice:     t("register the receipt in the console, or leave receipt_id out to use the default one", "在控制台登记回执，或不传 receipt_id 使用默认回执"),
		Provenance: checked.Assumed("80300013 is documented for a receipt address that is wrong or whose certificate expired; that an unknown receipt_id gets it is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		id := send(c).Android.ReceiptID.S
		if id == "" || c.ReceiptURL(id) != "" {
			return rule.Skip
		}
		c.Quote(id)
		return c.Refuse()
	}})...)
}

// ttlRules judge ttl, which is a text.
func ttlRules() []sim.Rule {
	form := structure("HW-VAL-034", 790, t("Form of ttl", "ttl 格式错误"), t("write seconds, such as \"3600s\"", "按秒书写，例如 \"3600s\""))
	return ruletable.In(rule.Gate, rule.StageValidate, docSend(), sim.Rule{Verbs: sends(), Info: form, Apply: tipIf(func(b *SendBody) string {
		ttl := b.Android.TTL
		_, ok := parseSeconds(ttl.S)
		return either(ttl.State == Set && !ok, "ttl must be a number of seconds such as 86400s")
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-VAL-035", Order: 800, Code: "80100004", Reason: vendors.ReasonBadRequest,
		Title:      t("Largest ttl, and ttl as a number", "ttl 超过 15 天，或 ttl 不是字符串"),
		Because:    t("ttl is {d0} or no text; at most {d1} as a text are allowed", "ttl 为 {d0} 或不是字符串，最多 {d1}（字符串）"),
		Advice:     t("send a text of at most \"1296000s\"", "使用字符串，最大 \"1296000s\""),
		Params:     map[string]int64{"max_s": 1296000},
		Provenance: checked.Assumed("15 days and the type are documented; that more, and a number, are refused with 80100004 is a default of this project"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		asked, most := c.Message.TTL, time.Duration(c.Param("max_s"))*time.Second
		c.Note(int64(asked/time.Second), c.Param("max_s"), 0)
		return asked > most || send(c).Android.TTL.State == Wrong
	})})
}

// keepRules settle how long Huawei keeps a message for a phone that is offline.
func keepRules() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageDeliver, docSend(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-DLV-001", Order: 700,
		Title:   t("A message is kept a day", "ttl 默认一天"),
		Because: t("no ttl was given; kept {d0} for a phone that is offline", "未传 ttl，离线缓存 {d0}"),
		Advice:  t("send ttl if the message is worth more or less time", "按消息价值设置 ttl"),
		Params:  map[string]int64{"default_s": 86400},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if send(c).Android.TTL.State == Set {
			return rule.Skip
		}
		n := c.Param("default_s")
		c.Note(n, 0, 0)
		return c.Keep(time.Duration(n) * time.Second)
	}})
}

// contentRules look for sensitive words. Huawei publishes none; the list stands for
// its own. A third party's audit that came with the request spares Huawei's.
func contentRules() []sim.Rule {
	sensitive := words.Get(words.Sensitive)
	return ruletable.In(rule.Gate, rule.StageFilter, docSend(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-FLT-010", Order: 900, Code: "80100016", Reason: vendors.ReasonContentFiltered,
		Title:   t("Sensitive content", "消息内容含敏感信息"),
		Because: t("the text contains {ref}", "文案含有 {ref}"),
		Advice:  t("change the text; do not send it again as it is", "修改文案，不要原样重发"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if send(c).Reviewed {
			return rule.Skip
		}
		word, found := firstOf(sensitive, c.Message.Title, c.Message.Body, c.Message.Data)
		if !found {
			return rule.Skip
		}
		c.Quote(word)
		return c.Refuse()
	}})
}
