package honor

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// mostTokens are the tokens of a call.
const mostTokens = 1000

// tokenRules judge the body as such and the list of tokens as a whole.
func tokenRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageValidate, docCodes(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-VAL-012", Order: 300, Code: "500", Reason: vendors.ReasonBadRequest,
		Title:      t("The body is a JSON object", "请求体须为 JSON 对象"),
		Because:    t("the body is no JSON object", "请求体不是 JSON 对象"),
		Advice:     t("send a JSON object in UTF-8", "发送 UTF-8 的 JSON 对象"),
		Provenance: checked.Assumed("the code table says of 500 to check the body's format; that a body which is no JSON gets it is read from that"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Call.Malformed })}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-VAL-013", Order: 310, Code: "10300", Reason: vendors.ReasonBadRequest,
		Title:   t("The call has a token", "Push Token 不能为空"),
		Because: t("there is no token at the top of the body", "请求体最外层没有 token"),
		Advice:  t("put token, a list of texts, at the top of the body, without message around it", "token 为字符串数组，放在请求体最外层，不要外套 message"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		return len(c.Call.Targets) == 0 && push(c).Body.Tokens.State != Wrong && !c.Call.Request.Truncated
	})}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-VAL-014", Order: 320, Code: "80300010", Reason: vendors.ReasonBadRequest,
		Title:   t("At most 1000 tokens", "Push Token 数量超过 1000"),
		Because: t("{0} tokens; {1} are allowed", "token 数 {0}，上限 {1}"),
		Advice:  t("split into calls of at most 1000 tokens", "按每次最多 1000 个拆分"),
		Params:  map[string]int64{"max": mostTokens},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n, most := int64(len(c.Call.Targets)), c.Param("max")
		if n <= most {
			return rule.Skip
		}
		c.Note(n, most, 0)
		return c.Refuse()
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-VAL-015", Order: 330, Code: "80300006", Reason: vendors.ReasonBadRequest,
		Title:   t("No token twice", "Push Token 重复"),
		Because: t("the token {ref} is in the call more than once", "token {ref} 重复"),
		Advice:  t("take repetitions out before sending", "发送前去重"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if token, twice := repeated(c.Call.Targets); twice {
			c.Quote(token)
			return c.Refuse()
		}
		return rule.Skip
	}})
}

// repeated finds a token that comes twice.
func repeated(targets []sim.Target) (token string, twice bool) {
	if len(targets) < 2 {
		return "", false
	}
	seen := make(map[string]struct{}, len(targets))
	for i := range targets {
		name := targets[i].Name
		if _, twice = seen[name]; twice {
			return name, true
		}
		seen[name] = struct{}{}
	}
	return "", false
}

// sizeRules measure the body.
func sizeRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageValidate, docCodes(), sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-VAL-016", Order: 400, Code: "80300008", Reason: vendors.ReasonPayloadTooLarge,
		Title:   t("The body has 4096 bytes", "消息体大小超过 4096 字节"),
		Because: t("the body has {0} bytes without its tokens; {1} are allowed", "消息体（不含 token）{0} 字节，上限 {1}"),
		Advice:  t("shorten texts and data; a Chinese character takes three bytes", "缩短文案和自定义数据；一个汉字占 3 字节"),
		Params:  map[string]int64{"max": 4096},
		Provenance: checked.Documented("developer.honor.com/cn/docs/11002/reference/downlink-message (下行消息响应码), as transcribed in github.com/myt2000/AIShell, 2026; " +
			"that tokens are not counted and compact UTF-8 JSON is measured is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n, most := int64(push(c).Body.Size), c.Param("max")
		if n <= most && !c.Call.Request.Truncated {
			return rule.Skip
		}
		c.Note(n, most, 0)
		return c.Refuse()
	}})
}

// tipRule is one check of form, answered 80100003. tip says what is wrong, "" when
// nothing is. A from of its own stands in for the table's.
type tipRule struct {
	id            string
	order         int
	title, advice vendors.Text
	tip           func(b *Body) string
	from          vendors.Provenance
}

// tips makes the rules of one table of structure errors. The answer gives a hint, which
// the documents promise and do not quote.
func tips(from vendors.Provenance, rows ...tipRule) []sim.Rule {
	rules := make([]sim.Rule, len(rows))
	for i, r := range rows {
		rules[i] = sim.Rule{Verbs: sends(), Info: rule.Info{
			ID: r.id, Order: r.order, Code: codeStructure, Reason: vendors.ReasonBadRequest,
			Title: r.title, Advice: r.advice, Provenance: r.from,
			Because: t("the form is wrong, and the answer says how: {ref}", "消息结构错误，返回提示：{ref}"),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			what := r.tip(&push(c).Body)
			if what == "" {
				return rule.Skip
			}
			c.Quote("Illegal payload, " + what)
			return c.Refuse()
		}}
	}
	return ruletable.In(rule.Gate, rule.StageValidate, from, rules...)
}

// when returns tip if bad.
func when(bad bool, tip string) string {
	if bad {
		return tip
	}
	return ""
}
