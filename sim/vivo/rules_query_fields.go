package vivo

import (
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// taskIDs are the ids of a statistics or audit query; ok is false for other calls.
func taskIDs(c *sim.Ctx) (ids []string, ok bool) {
	q, ok := c.Call.Wire.(*Query)
	if !ok {
		return nil, false
	}
	return q.TaskIDs, true
}

// users is the body of a recall or a check; ok is false for other calls.
func users(c *sim.Ctx) (b *UsersBody, ok bool) {
	b, ok = c.Call.Wire.(*UsersBody)
	return b, ok
}

// queryFieldRules judge the queries and the recall.
func queryFieldRules() []sim.Rule { return append(taskFieldRules(), userFieldRules()...) }

func taskFieldRules() []sim.Rule {
	query := sim.For(sim.VerbQuery)
	return ruletable.In(rule.Gate, rule.StageValidate, doc368(), sim.Rule{Verbs: query, Info: rule.Info{
		ID: "VV-VAL-060", Order: 104710, Code: "10471", Reason: vendors.ReasonBadRequest,
		Title:   t("At most 100 tasks in one query", "taskIds数量不能超过100个"),
		Because: t("{0} taskIds, {1} are allowed", "taskIds 有 {0} 个，最多 {1} 个"),
		Advice:  t("ask for at most 100 ids in one call", "每次最多查询 100 个 taskId"),
		Params:  map[string]int64{"max": 100},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		ids, _ := taskIDs(c)
		n, limit := int64(len(ids)), c.Param("max")
		c.Note(n, limit, 0)
		if n > limit {
			return c.Refuse()
		}
		return rule.Skip
	}}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "VV-VAL-061", Order: 104720, Code: "10472", Reason: vendors.ReasonBadRequest,
		Title:   t("taskIds are joined by commas", "taskIds格式错误"),
		Because: t("{ref} is no taskId", "“{ref}”不是 taskId"),
		Advice:  t("join the ids with commas, without spaces or brackets", "多个 taskId 用英文逗号分隔，不含空格和括号"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		ids, _ := taskIDs(c)
		for _, id := range ids {
			if !digitsOnly(id) {
				c.Quote(id)
				return c.Refuse()
			}
		}
		return rule.Skip
	}}, sim.Rule{Verbs: query, Info: rule.Info{
		ID: "VV-VAL-062", Order: 104730, Code: "10473", Reason: vendors.ReasonBadRequest,
		Title:   t("A query names a task", "taskIds为空"),
		Because: t("taskIds is empty", "taskIds 为空"),
		Advice:  t("give at least one taskId", "至少填写一个 taskId"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		ids, ok := taskIDs(c)
		return ok && len(ids) == 0
	})})
}

// userFieldRules judge the check of ids and the recall. That the 107xx numbers
// belong to these calls is inferred from their texts: vivo's table does not say.
func userFieldRules() []sim.Rule {
	both := sim.For(sim.VerbQuery, sim.VerbRecall)
	inferred := checked.Assumed("the code is in document 368; that it belongs to this call is inferred from its text")
	return ruletable.In(rule.Gate, rule.StageValidate, inferred, sim.Rule{Verbs: sim.For(sim.VerbQuery), Info: rule.Info{
		ID: "VV-VAL-063", Order: 107000, Code: "10700", Reason: vendors.ReasonBadRequest,
		Title:   t("A check of ids names some", "userids不能为空"),
		Because: t("userIds is empty", "userIds 为空"),
		Advice:  t("give at least one regId", "至少填写一个 regId"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		b, ok := users(c)
		return ok && len(b.UserIDs.List) == 0
	})}, sim.Rule{Verbs: both, Info: rule.Info{
		ID: "VV-VAL-064", Order: 107010, Code: "10701", Reason: vendors.ReasonBadRequest,
		Title:      t("Too many ids in one check or recall", "userid个数超过限制"),
		Because:    t("{0} userIds, {1} are allowed", "userIds 有 {0} 个，最多 {1} 个"),
		Advice:     t("send smaller blocks; vivo publishes no limit, 1000 is assumed", "减小每批数量（官方未公布上限，此处按 1000）"),
		Params:     map[string]int64{"max": 1000},
		Provenance: checked.Assumed("the code is in document 368, its limit is not published"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		b, ok := users(c)
		if !ok {
			return rule.Skip
		}
		n, limit := int64(len(b.UserIDs.List)), c.Param("max")
		c.Note(n, limit, 0)
		if n > limit {
			return c.Refuse()
		}
		return rule.Skip
	}}, sim.Rule{Verbs: both, Info: rule.Info{
		ID: "VV-VAL-065", Order: 107040, Code: "10704", Reason: vendors.ReasonBadRequest,
		Title:   t("Length of requestId of a check or recall", "requestId长度不能超过64个字符"),
		Because: t("requestId is {0} characters long, {1} are allowed", "requestId 长 {0} 个字符，最多 {1} 个"),
		Advice:  t("use at most 64 characters", "控制在 64 个字符以内"),
		Params:  map[string]int64{"max": 64},
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		b, ok := users(c)
		return ok && tooLong(c, b.RequestID.S, utf8.RuneCountInString)
	})}, sim.Rule{Verbs: both, Info: rule.Info{
		ID: "VV-VAL-066", Order: 107060, Code: "10706", Reason: vendors.ReasonBadRequest,
		Title:   t("userType is 1", "userType错误（1：regId）"),
		Because: t("userType is not 1 (regId)", "userType 不是 1（regId）"),
		Advice:  t("send userType 1 and regIds", "userType 传 1，userIds 传 regId"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		b, ok := users(c)
		return ok && (b.UserType.Given() || c.Call.Op == opCheck) && !between(b.UserType, 1, 1)
	})})
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
