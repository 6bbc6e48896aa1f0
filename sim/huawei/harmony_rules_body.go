package huawei

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// The verbs of calls to HarmonyOS. A rule about them is silent for HMS.
func harmonyHost() sim.Verbset { return sim.For(sim.VerbSend, sim.VerbRecall) }

// refuseHarmony is a check of a call to HarmonyOS.
func refuseHarmony(bad func(c *sim.Ctx, h *Harmony) bool) func(*sim.Ctx) rule.Outcome {
	return ruletable.RefuseIf(func(c *sim.Ctx) bool {
		h := harmony(c)
		return h != nil && bad(c, h)
	})
}

// harmonyBodyRules judge the header push-type and the request as a whole.
func harmonyBodyRules() []sim.Rule {
	split := t("split the list", "分批发送")
	count := func(id string, order int, code string, title vendors.Text, params map[string]int64, bad func(c *sim.Ctx, h *Harmony, n int64) bool) sim.Rule {
		return sim.Rule{Verbs: harmonyHost(), Info: rule.Info{
			ID: id, Order: order, Code: code, Reason: vendors.ReasonBadRequest,
			Title: title, Because: t("{0} tokens, {1} are allowed", "{0} 个 token，上限 {1} 个"), Advice: split, Params: params,
		}, Apply: refuseHarmony(func(c *sim.Ctx, h *Harmony) bool { return bad(c, h, int64(len(c.Call.Targets))) })}
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docHarmony(), sim.Rule{Verbs: harmonyHost(), Info: rule.Info{
		ID: "HW-VAL-050", Order: 505, Code: "80100001", Reason: vendors.ReasonBadRequest,
		Title:      t("The header push-type", "push-type 头缺失或不合法"),
		Because:    t("push-type is {ref}; a send takes 0, 1, 2, 6, 7 or 10, messages:revoke 0 or 2", "push-type 为 {ref}；发送取 0、1、2、6、7、10，撤回取 0 或 2"),
		Advice:     t("send the header push-type, 0 for a notification", "携带 push-type 头，通知消息为 0"),
		Provenance: checked.Assumed("the values are documented; that another one, or none, answers 80100001 is a default of this project"),
	}, Apply: refuseHarmony(func(c *sim.Ctx, h *Harmony) bool {
		types := []string{typeAlert, typeCard, typeVoice, typeBackground, typeLiveView, typeCall}
		if h.Revoke != nil {
			types = []string{typeAlert, typeVoice}
		}
		c.Quote(`"` + h.PushType + `"`)
		return !slices.Contains(types, h.PushType)
	})}, count("HW-VAL-051", 512, "80300010", t("At least one token", "token 个数不在范围内：没有 token"), nil,
		func(c *sim.Ctx, h *Harmony, n int64) bool {
			c.Note(n, 1000, 0)
			return n == 0 && !h.wrongTokens()
		}),
		count("HW-VAL-052", 522, "80300010", t("At most a thousand tokens, one for a card", "token 个数不在范围内：最多 1000 个，卡片 1 个"),
			map[string]int64{"max": 1000, "max_card": 1}, func(c *sim.Ctx, h *Harmony, n int64) bool {
				most := c.Param("max")
				if h.PushType == typeCard && !c.Call.Message.Test {
					most = c.Param("max_card")
				}
				c.Note(n, most, 0)
				return n > most
			}),
		count("HW-VAL-053", 524, "80300030", t("Tokens of a test message, one for a card", "测试消息最多 10 个 token，卡片 1 个"),
			map[string]int64{"max": 10, "max_card": 1}, func(c *sim.Ctx, h *Harmony, n int64) bool {
				most := c.Param("max")
				if h.PushType == typeCard {
					most = c.Param("max_card")
				}
				c.Note(n, most, 0)
				return c.Call.Message.Test && n > most
			}),
		sim.Rule{Verbs: harmonyHost(), Info: rule.Info{
			ID: "HW-VAL-054", Order: 532, Code: "80300008", Reason: vendors.ReasonPayloadTooLarge,
			Title:   t("Size of a HarmonyOS message", "消息体大小超过 4096 字节（不含 token）"),
			Because: t("the message has {0} bytes without its tokens, {1} are allowed", "消息体（不含 token）{0} 字节，上限 {1} 字节"),
			Advice:  t("shorten the data or fetch it in the app; a Chinese character is 3 bytes", "精简内容或由应用自行拉取；一个汉字 3 字节"),
			Params:  map[string]int64{"max": 4096},
			Provenance: checked.Documented("harmonyos-references push-scenariozed-api-request-param for 4096 without tokens; " +
				"that compact UTF-8 JSON of payload and pushOptions is what is measured is assumed"),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			h := harmony(c)
			if h == nil {
				return rule.Skip
			}
			n, most := int64(h.size()), c.Param("max")
			c.Note(n, most, 0)
			if n > most {
				return c.Refuse()
			}
			return rule.Pass
		}})
}

func (h *Harmony) size() int {
	if h.Revoke != nil {
		return h.Revoke.Size
	}
	return h.Send.Size
}

// wrongTokens reports that the tokens are there and no list: the rule on types says so.
func (h *Harmony) wrongTokens() bool {
	if h.Revoke != nil {
		return h.Revoke.Token.State == Wrong
	}
	return h.Send.Target.State == Wrong || h.Send.Target.Token.State == Wrong
}

// harmonyTip is one check of form of a v3 message; tip says what is wrong, "" when
// nothing is. types are the push types it is about, all for none.
type harmonyTip struct {
	id            string
	order         int
	types         []string
	title, advice vendors.Text
	tip           func(h *Harmony) string
	assumed       string
}

// harmonyTips makes the rules of one table of structure errors.
func harmonyTips(rows ...harmonyTip) []sim.Rule {
	rules := make([]sim.Rule, len(rows))
	for i, r := range rows {
		rules[i] = sim.Rule{Verbs: harmonyHost(), Info: structure(r.id, r.order, r.title, r.advice), Apply: func(c *sim.Ctx) rule.Outcome {
			h := harmony(c)
			if h == nil || h.Send == nil || (r.types != nil && !slices.Contains(r.types, h.PushType)) {
				return rule.Skip
			}
			what := r.tip(h)
			if what == "" {
				return rule.Skip
			}
			c.Quote("Illegal payload, " + what)
			return c.Refuse()
		}}
		if r.assumed != "" {
			rules[i].Provenance = checked.Assumed(r.assumed)
		}
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docHarmony(), rules...)
}

// outside reports whether a number is given and not from least to most.
func outside(n Int, least, most int64) bool { return n.State == Set && (n.N < least || n.N > most) }

// appMessageID reports whether a text is of the form of an appMessageId.
func appMessageID(s string) bool {
	if s == "" || utf8.RuneCountInString(s) > 64 {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune("+/=-_ ", r)
	}) < 0
}
