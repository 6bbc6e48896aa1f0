package huawei

import (
	"fmt"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// formRules judge the request as JSON.
func formRules() []sim.Rule {
	compare := t("compare the body with the API document, names and types", "对照接口文档检查字段名和类型")
	types := structure("HW-VAL-014", 540, t("Types of fields", "字段类型错误"), compare)
	types.Provenance = checked.Assumed("that a wrong type answers 80100003 is a default of this project; Huawei documents types and structure errors only")
	return ruletable.In(rule.Gate, rule.StageValidate, docSend(), sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "HW-VAL-010", Order: 500, Code: "80100001", Reason: vendors.ReasonBadRequest,
		Title:      t("Body is no JSON object", "参数检查错误：请求体不是 JSON 对象"),
		Because:    t("the body cannot be read as a JSON object", "请求体无法按 JSON 对象解析"),
		Advice:     t("send a JSON object in UTF-8", "发送 UTF-8 编码的 JSON 对象"),
		Provenance: checked.Assumed("80100001 is the documented general parameter error; that a broken body gets it is a default of this project"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.Malformed })}, sim.Rule{Verbs: pushHost(), Info: types, Apply: func(c *sim.Ctx) rule.Outcome {
		if len(c.Call.Defects) == 0 {
			return rule.Skip
		}
		c.Quote("Illegal payload, the type of " + c.Call.Defects[0].Field + " is wrong")
		return c.Refuse()
	}})
}

// bodyRules judge the request as a whole.
func bodyRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageValidate, docSend(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-VAL-011", Order: 510, Code: "80300010", Reason: vendors.ReasonBadRequest,
		Title:      t("Nobody is addressed", "token 个数不在范围内：没有目标"),
		Because:    t("there is no message, or no token, topic or condition in it: misspelled, missing or empty", "没有 message，或其中没有 token、topic、condition：拼写错误、缺失或为空"),
		Advice:     t("put 1 to 1000 tokens into message.token, an array", "在 message.token 数组中放 1-1000 个 token"),
		Provenance: docFAQ(),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		b := send(c)
		return b.Tokens.State != Wrong && len(b.Tokens.List) == 0 && b.Topic.S == "" && b.Condition.S == "" &&
			b.Message != Wrong && b.Topic.State != Wrong && b.Condition.State != Wrong
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-VAL-012", Order: 520, Code: "80300010", Reason: vendors.ReasonBadRequest,
		Title:   t("At most a thousand tokens in a call", "token 个数不在范围内：最多 1000 个"),
		Because: t("{0} tokens, {1} are allowed", "{0} 个 token，上限 {1} 个"),
		Advice:  t("split the list", "分批发送"),
		Params:  map[string]int64{"max": 1000},
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		n, most := int64(len(send(c).Tokens.List)), c.Param("max")
		c.Note(n, most, 0)
		return n > most
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-VAL-013", Order: 530, Code: "80300008", Reason: vendors.ReasonPayloadTooLarge,
		Title:   t("Size of the message", "消息体大小超过 4096 字节（不含 token）"),
		Because: t("the message has {0} bytes without its tokens, {1} are allowed", "消息体（不含 token）{0} 字节，上限 {1} 字节"),
		Advice:  t("shorten the data or fetch it in the app; a Chinese character is 3 bytes", "精简内容或由应用自行拉取；一个汉字 3 字节"),
		Params:  map[string]int64{"max": 4096},
		Provenance: checked.Documented("HMSCore-References/https-send-api-0000001050986197 for 4096 without tokens; " +
			"that compact UTF-8 JSON of message is what is measured is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n, most := int64(send(c).Size), c.Param("max")
		c.Note(n, most, 0)
		if n > most {
			return c.Refuse()
		}
		return rule.Pass
	}})
}

// targetFieldRules judge topic and condition.
func targetFieldRules() []sim.Rule {
	one := structure("HW-VAL-015", 550, t("One kind of target", "token、topic、condition 只能有一种"),
		t("send one of token, topic and condition", "token、topic、condition 三选一"))
	one.Provenance = checked.Assumed("exactly one is documented; the code for more is a default of this project")
	cond := structure("HW-VAL-032", 560, t("A condition over at most five topics", "condition 表达式不合法或超过 5 个主题"),
		t("write 'A' in topics && ('B' in topics || 'C' in topics), five topics at most", "按 'A' in topics && ('B' in topics || 'C' in topics) 书写，最多 5 个主题"))
	cond.Params = map[string]int64{"topics": 5}
	return ruletable.In(rule.Gate, rule.StageValidate, docSend(), sim.Rule{Verbs: sends(), Info: one, Apply: tipIf(func(b *SendBody) string {
		n := 0
		for _, given := range [...]bool{len(b.Tokens.List) > 0, b.Topic.S != "", b.Condition.S != ""} {
			if given {
				n++
			}
		}
		return either(n > 1, "token, topic and condition can not be set at the same time")
	})}, sim.Rule{Verbs: sends(), Info: cond, Apply: func(c *sim.Ctx) rule.Outcome {
		b := send(c)
		if b.Condition.S == "" || len(b.Tokens.List) > 0 {
			return rule.Skip
		}
		if most := int(c.Param("topics")); b.expr == nil || len(b.expr.Tags()) > most {
			c.Quote(fmt.Sprintf("Illegal payload, condition is invalid or has more than %d topics", most))
			return c.Refuse()
		}
		return rule.Skip
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-VAL-033", Order: 565, Code: "82000007", Reason: vendors.ReasonBadRequest,
		Title:      t("Name of a topic sent to", "主题名称不合法"),
		Because:    t("{ref} is no name of a topic", "{ref} 不是合法的主题名称"),
		Advice:     topicAdvice(),
		Provenance: checked.Documented("HMSCore-References/topic-sub-api-0000001051066122 for names and code; that messages:send checks them too is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if b := send(c); b.Topic.S != "" && !topicName(b.Topic.S) {
			c.Quote(b.Topic.S)
			return c.Refuse()
		}
		return rule.Skip
	}})
}

func topicAdvice() vendors.Text {
	return t("use up to 900 digits, letters, Chinese characters and _ . ~ % -", "使用不超过 900 个字符的数字、字母、中文和 _ . ~ % -")
}

// topicName reports whether a name is one a topic can have.
func topicName(name string) bool {
	if name == "" || utf8.RuneCountInString(name) > 900 {
		return false
	}
	for _, r := range name {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		case r == '_', r == '.', r == '~', r == '%', r == '-':
		case r >= 0x4e00 && r <= 0x9fff, r >= 0x3400 && r <= 0x4dbf:
		default:
			return false
		}
	}
	return true
}

// dryRunRules answer a request that only asks for validation: its form is checked,
// its tokens are not looked up, and nothing is delivered or counted.
func dryRunRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageDeliver, docSend(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HW-VAL-038", Order: 990,
		Title:   t("validate_only sends nothing", "validate_only 只校验，不下发"),
		Because: t("validate_only is true: the form is good, nothing is delivered or counted", "validate_only 为 true：格式合法，不下发、不计数"),
		Advice:  t("send it again with validate_only false to deliver it", "需要下发时将 validate_only 置为 false"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !send(c).ValidateOnly.Is(true) {
			return rule.Skip
		}
		return c.Reply(nil)
	}})
}
