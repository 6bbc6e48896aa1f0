package fcm

import (
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// formRules judge the form of a body, before the service looks at what it says.
func formRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageValidate, docSend(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "FM-VAL-020", Order: 410, Code: codeBad, Reason: vendors.ReasonBadRequest,
		Title:   t("The body is a JSON object", "请求体须为 JSON 对象"),
		Because: t("the body is no JSON object", "请求体不是 JSON 对象"),
		Advice:  t("send a JSON object in UTF-8 with the member message", "以 UTF-8 发送含 message 的 JSON 对象"),
	}, Apply: check(sayJSON, func(c *sim.Ctx) bool { return c.Call.Malformed })}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "FM-VAL-021", Order: 420, Code: codeBad, Reason: vendors.ReasonBadRequest,
		Title:      t("Every field is known and of its type", "字段须存在且类型正确"),
		Because:    t("the field {ref}: unknown name, another type or a second target", "字段 {ref}：未知名称、类型错误或重复目标"),
		Advice:     t("read fieldViolations: values of data are texts, ttl is a text such as \"86400s\", one target only", "查看 fieldViolations：data 的值须为字符串，ttl 形如 \"86400s\"，只能有一个目标"),
		Provenance: seenAnswers(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		bad := send(c).Bad
		if len(bad) == 0 {
			return rule.Skip
		}
		c.Quote(bad[0].field)
		return say(c, sayForm)
	}})
}

// topicNameRules judge what is addressed.
func topicNameRules() []sim.Rule {
	name := t("use letters, digits and -_.~%, at most 900, without /topics/", "主题名只能含字母、数字和 -_.~%，最长 900，不带 /topics/ 前缀")
	row := func(id string, order int, from vendors.Provenance, title, because, advice vendors.Text, bad func(b *Body) string) sim.Rule {
		return sim.Rule{Verbs: sends(), Info: rule.Info{
			ID: id, Order: order, Code: codeBad, Reason: vendors.ReasonBadRequest,
			Title: title, Because: because, Advice: advice, Provenance: from,
		}, Apply: fieldIf(bad)}
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docTopics(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "FM-VAL-030", Order: 430, Code: codeBad, Reason: vendors.ReasonBadRequest,
		Title:      t("Somebody is addressed", "须设置目标"),
		Because:    t("there is no token, fid, topic or condition", "没有 token、fid、topic 或 condition"),
		Advice:     t("set exactly one of token, fid, topic and condition", "token、fid、topic、condition 须且只能设置一个"),
		Provenance: seenAnswers(),
	}, Apply: check(sayTarget, func(c *sim.Ctx) bool { return send(c).Target() == "" })},
		row("FM-VAL-031", 440, assumed("SDKs strip the prefix; what the server says to it is not known"),
			t("A topic has no prefix here", "此处主题不带前缀"), t("the topic begins with /topics/", "主题以 /topics/ 开头"), name,
			func(b *Body) string { return either(strings.HasPrefix(b.Topic.S, topicPrefix), "message.topic") }),
		row("FM-VAL-032", 450, docTopics(), t("Name of a topic", "主题名称"), t("{ref} has other characters than letters, digits and -_.~%, or more than 900", "{ref} 含有非法字符或超过 900 个字符"), name,
			func(b *Body) string {
				s := b.Topic.S
				return either(s != "" && !strings.HasPrefix(s, topicPrefix) && !isTopic(s), "message.topic")
			}),
		row("FM-VAL-033", 460, docTopics(), t("A condition that can be read", "条件表达式格式"), t("the condition is not made of 'topic' in topics with &&, || and !", "条件表达式不是由 'topic' in topics 与 &&、||、! 组成"),
			t("write conditions such as 'a' in topics && 'b' in topics", "条件形如 'a' in topics && 'b' in topics"),
			func(b *Body) string {
				_, ok := parseCondition(b.Condition.S)
				return either(b.Condition.S != "" && !ok, "message.condition")
			}),
		row("FM-VAL-034", 470, observed("several clients: more than 5 topics in a condition are refused"),
			t("Five topics in a condition", "条件中最多 5 个主题"), t("the condition names more than 5 topics", "条件中的主题超过 5 个"),
			t("send it in parts, or use a topic of its own", "拆分发送或使用单独的主题"),
			func(b *Body) string {
				x, ok := parseCondition(b.Condition.S)
				return either(ok && len(x.Tags()) > 5, "message.condition")
			}))
}

// isTopic reports whether a name is one a topic may have.
func isTopic(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-_.~%", c) >= 0:
		default:
			return false
		}
	}
	return s != "" && len(s) <= 900
}

// reserved reports whether a key of data is Google's own.
func reserved(key string) bool {
	switch {
	case key == "from", key == "message_type", strings.HasPrefix(key, "google"), strings.HasPrefix(key, "gcm"):
		return true
	}
	return false
}
