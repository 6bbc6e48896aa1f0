package vivo

import (
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// targetFieldRules judge regId and alias of a single push.
func targetFieldRules() []sim.Rule {
	single := sim.For(sim.VerbSend)
	longAlias := func(c *sim.Ctx) bool {
		b := message(c)
		return b.RegID.S == "" && tooLong(c, b.Alias.S, utf8.RuneCountInString)
	}
	return ruletable.In(rule.Gate, rule.StageValidate, doc368(), sim.Rule{Verbs: single, Info: rule.Info{
		ID: "VV-VAL-010", Order: 100500, Code: "10050", Reason: vendors.ReasonBadRequest,
		Title:   t("A single push names a phone", "regId 不能为空"),
		Because: t("neither regId nor alias is given", "regId 和 alias 都为空"),
		Advice:  t("give the phone's regId", "填写 regId"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return len(c.Call.Targets) == 0 })}, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "VV-VAL-040", Order: 103010, Code: "10301", Reason: vendors.ReasonBadRequest, Since: day2025,
		Title:      t("Length of an alias", "alias 长度超过限制"),
		Because:    t("alias is {0} characters long, {1} are allowed", "alias 长 {0} 个字符，最多 {1} 个"),
		Advice:     t("shorten the alias, or push to the regId", "缩短 alias，或改用 regId"),
		Params:     map[string]int64{"max": 70},
		Provenance: checked.Documented("vivo server API document, edition of 2025"),
	}, Apply: ruletable.RefuseIf(longAlias)}, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "VV-VAL-041", Order: 103011, Code: "10301", Reason: vendors.ReasonBadRequest, Until: day2025,
		Title:      t("Length of an alias (older)", "alias 长度不能超过40个字符（旧版）"),
		Because:    t("alias is {0} characters long, {1} are allowed", "alias 长 {0} 个字符，最多 {1} 个"),
		Advice:     t("shorten the alias, or push to the regId", "缩短 alias，或改用 regId"),
		Params:     map[string]int64{"max": 40},
		Provenance: sdk2(),
	}, Apply: ruletable.RefuseIf(longAlias)}, sim.Rule{Verbs: single, Info: rule.Info{
		ID: "VV-VAL-042", Order: 103020, Code: "10302", Reason: vendors.ReasonTokenInvalid, Until: daySDK33,
		Title:      t("A regId has 23 characters (older)", "regId 固定 23 位（旧版）"),
		Because:    t("regId is {0} characters long, not {1}", "regId 长 {0} 位，不是 {1} 位"),
		Advice:     t("a newer regId begins with v2- and is longer: update the server SDK", "新格式 regId 以 v2- 开头且更长，请升级服务端 SDK"),
		Params:     map[string]int64{"length": 23},
		Provenance: sdk2(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n, want := int64(len(message(c).RegID.S)), c.Param("length")
		if n == 0 || n == want {
			return rule.Skip
		}
		c.Note(n, want, 0)
		return c.Refuse()
	}})
}

// tooLong notes the length and the limit "max" for the explanation.
func tooLong(c *sim.Ctx, s string, count func(string) int) bool {
	if s == "" {
		return false
	}
	n, limit := int64(count(s)), c.Param("max")
	c.Note(n, limit, 0)
	return n > limit
}

// between reports whether a number is given and from lo to hi.
func between(i Int, lo, hi int64) bool { return i.State == Set && i.N >= lo && i.N <= hi }

// messageFieldRules judge the numbers of a message.
func messageFieldRules() []sim.Rule {
	badClass := ifBody(func(b *MessageBody) bool {
		return b.Classification.Given() && !between(b.Classification, 0, 1)
	})
	return ruletable.In(rule.Gate, rule.StageValidate, doc368(), sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-011", Order: 100510, Code: "10051", Reason: vendors.ReasonBadRequest, Since: daySDK33,
		Title:   t("classification is 0 or 1", "classification 暂不支持该消息类型"),
		Because: t("classification is neither 0 (operational) nor 1 (system)", "classification 不是 0（运营）或 1（系统）"),
		Advice:  t("send 0 or 1, or leave it out and give a category", "传 0 或 1，或只传 category"),
	}, Apply: badClass}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-012", Order: 100511, Code: "11000", Reason: vendors.ReasonBadRequest, Until: daySDK33,
		Title:      t("classification is 0 or 1 (older number)", "消息类型错误（旧编号）"),
		Because:    t("classification is neither 0 (operational) nor 1 (system)", "classification 不是 0（运营）或 1（系统）"),
		Advice:     t("send 0 or 1", "传 0 或 1"),
		Provenance: sdk2(),
	}, Apply: badClass}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-013", Order: 100540, Code: "10054", Reason: vendors.ReasonBadRequest,
		Title:   t("notifyType is 1 to 4", "notifyType 不合法"),
		Because: t("notifyType is missing or not 1 to 4", "notifyType 缺失或不在 1-4"),
		Advice:  t("send 1 none, 2 sound, 3 vibration or 4 both; never delete a token over this", "传 1 无、2 响铃、3 振动、4 响铃和振动；不要因此删除 regId"),
	}, Apply: ifBody(func(b *MessageBody) bool { return !between(b.NotifyType, 1, 4) })}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-033", Order: 100650, Code: "10065", Reason: vendors.ReasonBadRequest,
		Title:   t("networkType is -1 or 1", "networkType 不合法"),
		Because: t("networkType is neither -1 (any) nor 1 (Wi-Fi)", "networkType 不是 -1（不限）或 1（wifi）"),
		Advice:  t("send -1 or 1, or leave it out", "传 -1 或 1，或不传"),
	}, Apply: ifBody(func(b *MessageBody) bool {
		return b.NetworkType.Given() && !between(b.NetworkType, -1, -1) && !between(b.NetworkType, 1, 1)
	})}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-037", Order: 100950, Code: "10095", Reason: vendors.ReasonBadRequest,
		Title:   t("notifyId is a positive 32-bit number", "notifyId 非法"),
		Because: t("notifyId is not 1 to 2147483647", "notifyId 不在 1~2147483647"),
		Advice:  t("send 1 to 2147483647, or leave it out", "取 1~2147483647，或不传"),
		Params:  map[string]int64{"max": 1<<31 - 1},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if b := message(c); b.NotifyID.Given() && !between(b.NotifyID, 1, c.Param("max")) {
			return c.Refuse()
		}
		return rule.Skip
	}})
}

// requestIDRules judge the idempotency key of every push.
func requestIDRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageValidate, doc368(), sim.Rule{Verbs: pushes(), Info: rule.Info{
		ID: "VV-VAL-047", Order: 103520, Code: "10352", Reason: vendors.ReasonBadRequest,
		Title:   t("Every push has a requestId", "requestId 不能为空"),
		Because: t("requestId is empty", "requestId 为空"),
		Advice:  t("give every push a requestId and keep it over retries", "每次推送都要有 requestId，重试时保持不变"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return requestID(c) == "" })}, sim.Rule{Verbs: pushes(), Info: rule.Info{
		ID: "VV-VAL-048", Order: 103530, Code: "10353", Reason: vendors.ReasonBadRequest,
		Title:   t("Length of requestId", "requestId 长度不能超过64个字符"),
		Because: t("requestId is {0} characters long, {1} are allowed", "requestId 长 {0} 个字符，最多 {1} 个"),
		Advice:  t("use at most 64 characters", "控制在 64 个字符以内"),
		Params:  map[string]int64{"max": 64},
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return tooLong(c, requestID(c), utf8.RuneCountInString) })})
}

func requestID(c *sim.Ctx) string {
	switch b := c.Call.Wire.(type) {
	case *MessageBody:
		return b.RequestID.S
	case *ListBody:
		return b.RequestID.S
	}
	return ""
}
