package vivo

import (
	"unicode"
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
	return ruletable.In(rule.Gate, rule.StageValidate, doc368(), sim.Rule{Verbs: sim.For(sim.VerbQuery), Info: rule.Info{
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

func tag(c *sim.Ctx) *TagBody {
	if b, ok := c.Call.Wire.(*TagBody); ok {
		return b
	}
	return &TagBody{}
}

// tagFieldRules judge the tag calls. The SDK names their paths, the code table
// their checks; which member belongs to which path is read from both.
func tagFieldRules() []sim.Rule {
	const max = 50
	namedEN := "use Chinese, letters, digits and underscores, not a digit first, at most 50 characters"
	namedZH := "只能用中文、英文字母、数字和下划线，不能以数字开头，不超过 50 字符"
	field := func(id string, order int, code, name, zh string, advice vendors.Text, bad func(c *sim.Ctx, b *TagBody) bool) sim.Rule {
		return sim.Rule{Verbs: sim.For(sim.VerbManage), Info: rule.Info{
			ID: id, Order: order, Code: code, Reason: vendors.ReasonBadRequest,
			Title: t("Tags: "+name, zh), Because: t(name, zh), Advice: advice,
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return bad(c, tag(c)) })}
	}
	members := func(c *sim.Ctx) bool { return c.Call.Op == opTagMembers || c.Call.Op == opTagRemove }
	renames := func(c *sim.Ctx) bool { return c.Call.Op == opTagUpdate || c.Call.Op == opGroupUpdate }
	groups := func(c *sim.Ctx) bool { return c.Call.Op == opGroupAdd || c.Call.Op == opGroupFill }
	good := func(s string) bool { return tagName(s, max) }
	form, fill := t(namedEN, namedZH), t("fill the field", "填写该参数")
	return ruletable.In(rule.Gate, rule.StageValidate, doc368(),
		field("VV-VAL-070", 106000, "10600", "name is not valid", "name参数不合法", form, func(c *sim.Ctx, b *TagBody) bool {
			return (c.Call.Op == opTagAdd || members(c)) && !good(b.Name.S)
		}),
		field("VV-VAL-071", 106030, "10603", "oldName is empty", "oldName参数不能为空", fill, func(c *sim.Ctx, b *TagBody) bool {
			return renames(c) && b.OldName.S == ""
		}),
		field("VV-VAL-072", 106040, "10604", "newName is empty", "newName参数不能为空", fill, func(c *sim.Ctx, b *TagBody) bool {
			return renames(c) && b.NewName.S == ""
		}),
		field("VV-VAL-073", 106050, "10605", "oldName is not valid", "oldName参数不合法", form, func(c *sim.Ctx, b *TagBody) bool {
			return renames(c) && b.OldName.S != "" && !good(b.OldName.S)
		}),
		field("VV-VAL-074", 106060, "10606", "newName is not valid", "newName参数不合法", form, func(c *sim.Ctx, b *TagBody) bool {
			return renames(c) && b.NewName.S != "" && !good(b.NewName.S)
		}),
		field("VV-VAL-075", 106080, "10608", "type is empty", "type参数不能为空", fill, func(c *sim.Ctx, b *TagBody) bool {
			return members(c) && !b.Type.Given()
		}),
		field("VV-VAL-076", 106090, "10609", "ids is empty", "ids参数不能为空", fill, func(c *sim.Ctx, b *TagBody) bool {
			return members(c) && len(b.IDs.List) == 0
		}),
		field("VV-VAL-077", 106130, "10613", "group is not valid", "group参数不合法", form, func(c *sim.Ctx, b *TagBody) bool {
			return groups(c) && !good(b.Group.S)
		}),
		field("VV-VAL-078", 106140, "10614", "more than 1000 ids", "ids数量不能超过1000", t("at most 1000 members in one call", "每次最多 1000 个成员"), func(c *sim.Ctx, b *TagBody) bool {
			return members(c) && len(b.IDs.List) > 1000
		}),
		field("VV-VAL-079", 106150, "10615", "more than 100 tags", "tag数量不能超过100", t("name at most 100 tags", "最多 100 个标签"), func(c *sim.Ctx, b *TagBody) bool {
			return c.Call.Op == opGroupFill && len(b.Tags.List) > 100
		}))
}

// tagName reports whether a name is Chinese, letters, digits and underscores, does
// not begin with a digit, and is at most most characters long.
func tagName(s string, most int) bool {
	n := 0
	for i, r := range s {
		n++
		ok := r == '_' || (r < 0x80 && unicode.IsLetter(r)) || unicode.Is(unicode.Han, r) || (r >= '0' && r <= '9' && i > 0)
		if !ok {
			return false
		}
	}
	return n > 0 && n <= most
}
