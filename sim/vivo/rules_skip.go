package vivo

import (
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// skipRules judge skipType and skipContent: what a tap does. Type 1 opens the app.
func skipRules() []sim.Rule {
	rules := []sim.Rule{{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-023", Order: 100600, Code: "10060", Reason: vendors.ReasonBadRequest,
		Title:   t("skipType is 1 to 4", "skipType 不合法"),
		Because: t("skipType is missing or not 1 to 4", "skipType 缺失或不在 1-4"),
		Advice:  t("send 1 app, 2 URL, 4 page in the app; newer phones do not support 3", "传 1 首页、2 链接、4 应用内页面；新版已不支持 3"),
	}, Apply: ifBody(func(b *MessageBody) bool { return !between(b.SkipType, 1, 4) })}}
	for _, s := range []struct {
		kind, older        int64
		empty, long        string
		idEmpty, id, idOld string
		order              int
	}{
		{2, 1000, "10061", "10062", "VV-VAL-024", "VV-VAL-025", "VV-VAL-026", 100610},
		{3, 1024, "10063", "10064", "VV-VAL-027", "VV-VAL-028", "VV-VAL-029", 100630},
		{4, 1024, "10068", "10069", "VV-VAL-030", "VV-VAL-031", "VV-VAL-032", 100680},
	} {
		of := func(b *MessageBody) string {
			if b.SkipType.Or(0) == s.kind {
				return b.SkipContent.S
			}
			return ""
		}
		long := ruletable.RefuseIf(func(c *sim.Ctx) bool { return tooLong(c, of(message(c)), utf8.RuneCountInString) })
		because := t("skipContent is {0} characters long, {1} are allowed", "skipContent 长 {0} 个字符，最多 {1} 个")
		shorten := t("shorten skipContent", "缩短 skipContent")
		rules = append(rules, sim.Rule{Verbs: withBody(), Info: rule.Info{
			ID: s.idEmpty, Order: s.order, Code: s.empty, Reason: vendors.ReasonBadRequest,
			Title:   t("skipContent of skipType "+digit(s.kind), "skipType="+digit(s.kind)+"，skipContent 不能为空"),
			Because: t("skipContent is empty", "skipContent 为空"),
			Advice:  t("put the URL or the page's intent URI into skipContent", "在 skipContent 中填写链接或页面 intent"),
		}, Apply: ifBody(func(b *MessageBody) bool { return b.SkipType.Or(0) == s.kind && b.SkipContent.S == "" })}, sim.Rule{Verbs: withBody(), Info: rule.Info{
			ID: s.id, Order: s.order + 10, Code: s.long, Reason: vendors.ReasonPayloadTooLarge, Since: day368,
			Title:   t("Length of skipContent of skipType "+digit(s.kind), "skipType="+digit(s.kind)+"，skipContent 不能超过2048个字符"),
			Because: because, Advice: shorten, Params: map[string]int64{"max": 2048},
		}, Apply: long}, sim.Rule{Verbs: withBody(), Info: rule.Info{
			ID: s.idOld, Order: s.order + 11, Code: s.long, Reason: vendors.ReasonPayloadTooLarge, Until: day368,
			Title:   t("Length of skipContent of skipType "+digit(s.kind)+" (older)", "skipType="+digit(s.kind)+"，skipContent 超过长度（旧版）"),
			Because: because, Advice: shorten, Params: map[string]int64{"max": s.older}, Provenance: sdk2(),
		}, Apply: long})
	}
	return ruletable.In(rule.Gate, rule.StageValidate, doc368(), rules...)
}

func digit(n int64) string { return string(rune('0' + n)) }

// optionRules judge clientCustomMap, extra and profileId.
func optionRules() []sim.Rule {
	because := t("{0} characters, {1} are allowed", "{0} 个字符，最多 {1} 个")
	extra := func(key string) func(*sim.Ctx) rule.Outcome {
		return ruletable.RefuseIf(func(c *sim.Ctx) bool {
			value, _ := message(c).Extra.Get(key)
			return tooLong(c, value, utf8.RuneCountInString)
		})
	}
	key := t("send a short key and keep the rest on your side", "只传短标识，其余保存在自己服务端")
	return ruletable.In(rule.Gate, rule.StageValidate, doc368(), customRules()[0], customRules()[1], sim.Rule{
		Verbs: sim.For(sim.VerbSend), Info: rule.Info{
			ID: "VV-VAL-036", Order: 100920, Code: "10092", Reason: vendors.ReasonBadRequest,
			Title: t("Length of profileId", "profileId 长度超过限制"), Because: because,
			Advice: t("shorten profileId, or send a hash of the user's id", "缩短 profileId，或使用用户标识的哈希"),
			Params: map[string]int64{"max": 64},
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return tooLong(c, message(c).ProfileID.S, utf8.RuneCountInString) }),
	}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-043", Order: 103040, Code: "10304", Reason: vendors.ReasonBadRequest,
		Title:   t("Keys of extra", "extra 包含不支持的 key"),
		Because: t("extra has the key {ref}", "extra 包含 key：{ref}"),
		Advice:  t("extra takes callback, callback.id and callback.param only; move your own values to clientCustomMap", "extra 只支持 callback、callback.id、callback.param；自定义参数放到 clientCustomMap"),
	}, Apply: badExtra}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-044", Order: 103050, Code: "10305", Reason: vendors.ReasonBadRequest,
		Title: t("Length of extra.callback", "extra callback 长度不能超过128个字符"), Because: because,
		Advice: t("use a shorter URL, or register it in the console and send callback.id", "缩短回执地址，或在控制台登记后使用 callback.id"),
		Params: map[string]int64{"max": 128},
	}, Apply: extra("callback")}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-045", Order: 103060, Code: "10306", Reason: vendors.ReasonBadRequest, Since: day368,
		Title: t("Length of extra.callback.param", "extra callback.param 长度不能超过192个字符"), Because: because, Advice: key,
		Params: map[string]int64{"max": 192},
	}, Apply: extra("callback.param")}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-046", Order: 103061, Code: "10306", Reason: vendors.ReasonBadRequest, Until: day368,
		Title: t("Length of extra.callback.param (older)", "extra callback.param 长度不能超过64个字符（旧版）"), Because: because, Advice: key,
		Params: map[string]int64{"max": 64}, Provenance: docAPI(),
	}, Apply: extra("callback.param")})
}

func badExtra(c *sim.Ctx) rule.Outcome {
	x := &message(c).Extra
	for _, p := range x.List {
		if p.Key != "callback" && p.Key != "callback.id" && p.Key != "callback.param" {
			c.Quote(p.Key)
			return c.Refuse()
		}
	}
	if x.State == Wrong {
		c.Quote("extra")
		return c.Refuse()
	}
	return rule.Skip
}

func customRules() [2]sim.Rule {
	return [2]sim.Rule{{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-034", Order: 100660, Code: "10066", Reason: vendors.ReasonPayloadTooLarge, Until: day368,
		Title:   t("Number of custom pairs (older)", "自定义key和value键值对个数不能超过10个（旧版）"),
		Because: t("clientCustomMap has {0} pairs, {1} are allowed", "clientCustomMap 有 {0} 对，最多 {1} 对"),
		Advice:  t("put the values into one pair as JSON", "合并为一个键值对（值用 JSON）"),
		Params:  map[string]int64{"max": 10}, Provenance: sdk2(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n, limit := int64(len(message(c).ClientCustomMap.List)), c.Param("max")
		c.Note(n, limit, 0)
		if n > limit {
			return c.Refuse()
		}
		return rule.Skip
	}}, {Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-035", Order: 100670, Code: "10067", Reason: vendors.ReasonBadRequest,
		Title:   t("Custom pairs", "自定义key和value键值对不合法"),
		Because: t("clientCustomMap holds {0} characters of {1}, and {2} values that are no text", "clientCustomMap 共 {0} 个字符（最多 {1}），{2} 个值不是字符串"),
		Advice:  t("use strings only, keys and values within 1024 characters together; fetch the rest in the app", "键值均为字符串且总长不超过 1024，其余内容由应用自行拉取"),
		Params:  map[string]int64{"max": 1024},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		m := &message(c).ClientCustomMap
		n, limit := int64(0), c.Param("max")
		for _, p := range m.List {
			n += int64(utf8.RuneCountInString(p.Key) + utf8.RuneCountInString(p.Value))
		}
		c.Note(n, limit, int64(m.Bad))
		if n > limit || m.Bad > 0 || m.State == Wrong {
			return c.Refuse()
		}
		return rule.Skip
	}}}
}
