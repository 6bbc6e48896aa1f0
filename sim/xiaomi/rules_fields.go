package xiaomi

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// targetFieldRules want somebody to be addressed, and not too many.
func targetFieldRules() []sim.Rule {
	none := func(op string) func(*sim.Ctx) rule.Outcome {
		return ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.Op == op && len(c.Call.Targets) == 0 })
	}
	noTopic := func(c *sim.Ctx) bool {
		manages := c.Call.Verb == sim.VerbManage && body(c).Topic.S == ""
		return manages || (c.Call.Verb == sim.VerbBroadcast && c.Call.Op != opAll && len(body(c).topics()) == 0)
	}
	single := sim.For(sim.VerbSend)
	return ruletable.In(rule.Gate, rule.StageValidate, docCodes(), sim.Rule{Verbs: single, Info: rule.Info{
		ID: "MI-VAL-007", Order: 300, Code: "10016", Reason: vendors.ReasonBadRequest,
		Title: t("At least one registration id", "缺失必选参数"), Because: t("registration_id is missing or empty", "registration_id 缺失或为空"),
		Advice: t("give at least one registration id", "至少填写一个 registration_id"),
	}, Apply: none(opRegID)}, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "MI-VAL-008", Order: 301, Code: "65012", Reason: vendors.ReasonBadRequest,
		Title: t("At least one alias", "alias为空"), Because: t("alias is missing or empty", "alias 缺失或为空"),
		Advice: t("give at least one alias", "至少填写一个 alias"),
	}, Apply: none(opAlias)}, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "MI-VAL-009", Order: 302, Code: "65016", Reason: vendors.ReasonBadRequest,
		Title: t("At least one user account", "account为空"), Because: t("user_account is missing or empty", "user_account 缺失或为空"),
		Advice: t("give at least one user account", "至少填写一个 user_account"),
	}, Apply: none(opAccount)}, sim.Rule{Verbs: sim.For(sim.VerbBroadcast, sim.VerbManage), Info: rule.Info{
		ID: "MI-VAL-010", Order: 303, Code: "65013", Reason: vendors.ReasonBadRequest,
		Title: t("A topic is named", "topic为空"), Because: t("no topic is named", "未填写主题"),
		Advice: t("name the topic", "填写 topic"),
	}, Apply: ruletable.RefuseIf(noTopic)}, sim.Rule{Verbs: sim.For(sim.VerbBroadcast), Info: rule.Info{
		ID: "MI-VAL-011", Order: 304, Code: "65035", Reason: vendors.ReasonBadRequest,
		Title: t("Five topics at most", "topic数目太多"), Because: t("{0} topics, {1} are allowed", "{0} 个主题，上限 {1}"),
		Advice: t("send at most 5 topics in one call", "一次最多 5 个主题"), Params: map[string]int64{"max": 5},
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		n := int64(len(body(c).topics()))
		c.Note(n, c.Param("max"), 0)
		return n > c.Param("max")
	})}, sim.Rule{Verbs: sim.For(sim.VerbBroadcast), Info: rule.Info{
		ID: "MI-VAL-012", Order: 305, Code: "10017", Reason: vendors.ReasonBadRequest,
		Title: t("topic_op is one of three", "topic_op 不合法"), Because: t("topic_op is {ref}", "topic_op 为 {ref}"),
		Advice:     t("send UNION, INTERSECTION or EXCEPT", "取 UNION、INTERSECTION 或 EXCEPT"),
		Provenance: checked.Assumed("the three values are documented, the code for others is not"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		op := body(c).TopicOp.S
		c.Quote(op)
		return c.Call.Op == opTopics && !slices.Contains([]string{"UNION", "INTERSECTION", "EXCEPT"}, op)
	})}, sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "MI-VAL-013", Order: 306, Code: "10017", Reason: vendors.ReasonBadRequest,
		Title: t("A thousand targets at most", "目标数量超过 1000"), Because: t("{0} targets, {1} are allowed", "{0} 个目标，上限 {1}"),
		Advice: t("send at most 1000 targets in one call", "一次最多 1000 个目标"), Params: map[string]int64{"max": 1000},
		Provenance: checked.Assumed("the number is of aggregators and clients, the code for more is not known"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		n := int64(len(c.Call.Targets))
		c.Note(n, c.Param("max"), 0)
		return n > c.Param("max")
	})})
}

// textRules judge title, description and payload. With a template the first two are
// put together by Xiaomi and not looked at.
func textRules() []sim.Rule {
	long := func(field func(b *Body) string) func(*sim.Ctx) rule.Outcome {
		return overMessages(func(c *sim.Ctx, b *Body) bool {
			n := int64(utf8.RuneCountInString(field(b)))
			c.Note(n, c.Param("max"), 0)
			return n > c.Param("max") && b.extra("template_id") == ""
		})
	}
	characters := t("{0} characters, {1} pass; Chinese and Latin count alike", "{0} 个字符，上限 {1}，中英文均计 1")
	return ruletable.In(rule.Gate, rule.StageValidate, seen(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-014", Order: 320, Code: "65011", Reason: vendors.ReasonBadRequest,
		Title: t("Title and description say something", "未提供参数：title 或 description 为空"), Because: t("title or description is empty or blank", "title 或 description 为空或全为空白"),
		Advice: t("give a title and a description that are not blank", "填写非空白的 title 与 description"),
	}, Apply: ifMessage(func(b *Body) bool {
		blank := strings.TrimSpace(b.Title.S) == "" || strings.TrimSpace(b.Description.S) == ""
		return blank && b.extra("template_id") == "" && b.PassThrough.Or(0) != 1
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-015", Order: 321, Code: "10017", Reason: vendors.ReasonBadRequest,
		Title: t("A title of at most 50 characters", "title 过长"), Because: characters,
		Advice: t("cut the title to 49 characters: the documents say less than 50", "title 截断到 49 个字符以内（文档为小于 50）"), Params: map[string]int64{"max": 50},
		Provenance: checked.Assumed("dev.mi.com document 1559 says less than 50; whether 50 passes and what a longer one gets is not known"),
	}, Apply: long(func(b *Body) string { return b.Title.S })}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-016", Order: 322, Code: "10017", Reason: vendors.ReasonBadRequest,
		Title: t("A description of at most 128 characters", "description 过长"), Because: characters,
		Advice: t("cut the description to 127 characters: the documents say less than 128", "description 截断到 127 个字符以内（文档为小于 128）"), Params: map[string]int64{"max": 128},
		Provenance: checked.Assumed("dev.mi.com document 1559 says less than 128; whether 128 passes and what a longer one gets is not known"),
	}, Apply: long(func(b *Body) string { return b.Description.S })}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-017", Order: 323, Code: "65009", Reason: vendors.ReasonPayloadTooLarge,
		Title: t("A payload of at most 4096 bytes", "消息内容太长"), Because: t("{0} bytes of payload, {1} pass", "payload {0} 字节，上限 {1}"),
		Advice: t("send a short key and let the app fetch the rest", "只传标识，其余由应用拉取"), Params: map[string]int64{"max": 4096},
		Provenance: checked.Assumed("the code is of dev.mi.com document 1560, the figure is not published"),
	}, Apply: overMessages(func(c *sim.Ctx, b *Body) bool {
		n := int64(len(b.Payload.S))
		c.Note(n, c.Param("max"), 0)
		return n > c.Param("max")
	})})
}

// reserved are Xiaomi's own keys of extra, which do not count as the app's.
func reserved(key string) bool {
	if strings.HasPrefix(key, "notification_style_") || slices.Contains(filterKeys(), key) {
		return true
	}
	return slices.Contains([]string{
		"channel_id", "channel_name", "channel_description", "template_id", "template_param", "notify_effect", "intent_uri",
		"web_uri", "notify_foreground", "sound_uri", "ticker", "flow_control", "jobkey", "callback", "callback.param",
		"callback.type", "only_send_once", "badge", "notification_bigPic_uri", "notification_large_icon_uri",
		"notification_small_icon_uri", "notification_small_icon_color",
	}, key)
}

// custom counts the app's own pairs and their characters.
func (b *Body) custom() (pairs, characters int64) {
	for _, p := range b.Extra {
		if !reserved(p.Name) {
			pairs++
			characters += int64(utf8.RuneCountInString(p.Name) + utf8.RuneCountInString(p.Value))
		}
	}
	return pairs, characters
}

// extraRules judge the app's own pairs and the receipt that is asked for.
func extraRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageValidate, docAPI(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-018", Order: 330, Code: "65014", Reason: vendors.ReasonBadRequest,
		Title: t("Ten extra pairs at most", "键值对数目太多"), Because: t("{0} pairs of the app's own, {1} are allowed", "自定义键值对 {0} 个，上限 {1}"),
		Advice: t("put the values into the payload", "把自定义内容放入 payload"), Params: map[string]int64{"max": 10},
	}, Apply: overMessages(func(c *sim.Ctx, b *Body) bool {
		n, _ := b.custom()
		c.Note(n, c.Param("max"), 0)
		return n > c.Param("max")
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-019", Order: 331, Code: "65015", Reason: vendors.ReasonPayloadTooLarge,
		Title: t("1024 characters of extra pairs at most", "键值对总长度太长"), Because: t("{0} characters of keys and values, {1} are allowed", "键与值共 {0} 个字符，上限 {1}"),
		Advice: t("put long values into the payload", "把较长内容放入 payload"), Params: map[string]int64{"max": 1024},
	}, Apply: overMessages(func(c *sim.Ctx, b *Body) bool {
		_, n := b.custom()
		c.Note(n, c.Param("max"), 0)
		return n > c.Param("max")
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-020", Order: 332, Code: "65036", Reason: vendors.ReasonBadRequest,
		Title: t("A receipt parameter of at most 64 bytes", "callback param太长"), Because: t("{0} bytes, {1} are allowed", "{0} 字节，上限 {1}"),
		Advice: t("send a short key and keep the rest on your side", "只传短标识，其余保存在自己服务端"), Params: map[string]int64{"max": 64},
	}, Apply: overMessages(func(c *sim.Ctx, b *Body) bool {
		n := int64(len(b.extra("callback.param")))
		c.Note(n, c.Param("max"), 0)
		return n > c.Param("max")
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-021", Order: 333, Code: "65038", Reason: vendors.ReasonBadRequest,
		Title: t("The receipt address is absolute", "callback url不合法"), Because: t("extra.callback is no absolute http or https address", "extra.callback 不是完整的 http(s) 地址"),
		Advice: t("give an absolute http or https address", "填写完整的 http(s) 地址"), Provenance: docCodes(),
	}, Apply: ifMessage(func(b *Body) bool {
		s := b.extra("callback")
		u, err := url.Parse(s)
		return s != "" && (err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https"))
	})})
}

// optionRules judge numbers and small texts. The ranges are documented; what a value
// outside gets is not.
func optionRules() []sim.Rule {
	outside := func(i jsonscan.Int, least, most int64) bool {
		return i.State == jsonscan.Wrong || i.State == jsonscan.Set && (i.N < least || i.N > most)
	}
	unsure := checked.Assumed("the values are documented in dev.mi.com document 1559, the code for others is not")
	return ruletable.In(rule.Gate, rule.StageValidate, unsure, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-022", Order: 340, Code: "10017", Reason: vendors.ReasonBadRequest,
		Title: t("notify_id is 0 to 2147483647", "notify_id 不合法"), Because: t("notify_id is outside 0 to 2147483647", "notify_id 不在 0~2147483647 之内"),
		Advice: t("send a number from 0 to 2147483647", "取 0~2147483647"),
	}, Apply: ifMessage(func(b *Body) bool { return outside(b.NotifyID, 0, 1<<31-1) })}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-023", Order: 341, Code: "10017", Reason: vendors.ReasonBadRequest,
		Title: t("notify_type is -1 to 7", "notify_type 不合法"), Because: t("notify_type is outside -1 to 7", "notify_type 不在 -1~7 之内"),
		Advice: t("send -1 for everything, or the sum of 1 sound, 2 vibration, 4 light", "取 -1，或 1 提示音、2 震动、4 呼吸灯之和"),
	}, Apply: ifMessage(func(b *Body) bool { return outside(b.NotifyType, -1, 7) })}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-024", Order: 342, Code: "10017", Reason: vendors.ReasonBadRequest,
		Title: t("Times and pass_through are numbers", "time_to_live、time_to_send、pass_through 须为数字"), Because: t("time_to_live, time_to_send or pass_through is no number it can be", "time_to_live、time_to_send 或 pass_through 不是合法数字"),
		Advice: t("send milliseconds, and 0 or 1 for pass_through", "时间单位为毫秒，pass_through 取 0 或 1"),
	}, Apply: ifMessage(func(b *Body) bool {
		const most = 1<<63 - 1
		return outside(b.TimeToLive, 0, most) || outside(b.TimeToSend, 0, most) || outside(b.PassThrough, 0, 1)
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-025", Order: 343, Code: "10017", Reason: vendors.ReasonBadRequest,
		Title: t("The form of a jobkey", "extra.jobkey 不合法"), Because: t("the jobkey {ref} is over 20 characters or of others than digits, letters, _ and -, or begins with _", "jobkey {ref} 超过 20 个字符、含其他字符或以 _ 开头"),
		Advice: t("use at most 20 of digits, letters, _ and -, not _ first", "最多 20 个字符：数字、字母、_ 和 -，不以 _ 开头"),
	}, Apply: overMessages(func(c *sim.Ctx, b *Body) bool {
		key := b.extra("jobkey")
		c.Quote(key)
		return len(key) > 20 || strings.HasPrefix(key, "_") || strings.ContainsFunc(key, notInJobKey)
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "MI-VAL-026", Order: 344, Code: "10017", Reason: vendors.ReasonBadRequest,
		Title: t("notify_effect has its target", "extra.notify_effect 缺少目标"), Because: t("notify_effect is {ref} and what it opens is missing, or it is none of 1, 2, 3", "notify_effect 为 {ref}，缺少对应的目标或取值不合法"),
		Advice: t("send intent_uri with 2, web_uri with 3", "2 需要 intent_uri，3 需要 web_uri"),
	}, Apply: overMessages(func(c *sim.Ctx, b *Body) bool {
		effect := b.extra("notify_effect")
		c.Quote(effect)
		switch effect {
		case "", "1":
			return false
		case "2":
			return b.extra("intent_uri") == ""
		case "3":
			return b.extra("web_uri") == ""
		}
		return true
	})})
}

func notInJobKey(r rune) bool {
	return !(r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
}
