package vivo

import (
	"unicode"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// sdkTags is where the members of the tag calls are written.
func sdkTags() vendors.Provenance {
	return checked.Documented("public vivo server SDK for Java 2.x, classes TagMessage, TagGroupMessage and TagSegMessage")
}

// The kinds of ids a tag has. The SDK lets no other through.
const (
	tagOfRegIDs  = 1
	tagOfAliases = 2
)

func tag(c *sim.Ctx) *TagBody {
	if b, ok := c.Call.Wire.(*TagBody); ok {
		return b
	}
	return &TagBody{}
}

// members reports whether a call adds or removes members of a tag.
func members(c *sim.Ctx) bool { return c.Call.Op == opTagMembers || c.Call.Op == opTagRemove }

// tagFieldRules judge the tag calls. The SDK names their paths and members, the code
// table their checks; which check belongs to which path is read from the members.
func tagFieldRules() []sim.Rule {
	form := t("use Chinese, letters, digits and underscores, not a digit first, at most 50 characters", "只能用中文、英文字母、数字和下划线，不能以数字开头，不超过 50 字符")
	fill := t("fill the field", "填写该参数")
	return append(tagNameRules(form, fill), ruletable.In(rule.Gate, rule.StageValidate, tagUnsure(),
		tagField("VV-VAL-075", 106080, "10608", "type is empty", "type参数不能为空", fill, func(c *sim.Ctx, b *TagBody) bool {
			return typed(c) && !b.Type.Given()
		}),
		tagField("VV-VAL-077", 106130, "10613", "group is not valid", "group参数不合法", form, func(c *sim.Ctx, b *TagBody) bool {
			return c.Call.Op == opTagAdd && b.Group.S != "" && !tagName(b.Group.S)
		}),
		tagField("VV-VAL-079", 106150, "10615", "more than 100 tags", "tag数量不能超过100", t("name at most 100 tags", "最多 100 个标签"), func(c *sim.Ctx, b *TagBody) bool {
			return (c.Call.Op == opGroupAdd || c.Call.Op == opGroupFill) && len(b.TagList.List) > 100
		}),
		tagField("VV-VAL-080", 106160, "10616", "type is neither 1 nor 2", "type参数不合法", t("send 1 for regIds, 2 for aliases", "regId 传 1，alias 传 2"), func(c *sim.Ctx, b *TagBody) bool {
			return typed(c) && b.Type.Given() && !between(b.Type, tagOfRegIDs, tagOfAliases)
		}))...)
}

// tagUnsure is the source of checks whose number is known and whose path is not.
func tagUnsure() vendors.Provenance {
	return checked.Assumed("the number is in document 368 or the server SDK for Java 2.x; to which call it belongs is read from the members in that SDK")
}

// typed reports whether a call says what kind of ids its tags have.
func typed(c *sim.Ctx) bool { return members(c) || c.Call.Op == opGroupAdd }

// tagNameRules judge the names, and the ids of members: the SDK checks these itself
// before the call, with the numbers of the table.
func tagNameRules(form, fill vendors.Text) []sim.Rule {
	named := func(c *sim.Ctx) bool {
		return members(c) || c.Call.Op == opTagAdd || c.Call.Op == opGroupAdd || c.Call.Op == opGroupFill || c.Call.Op == opSegAdd
	}
	renames := func(c *sim.Ctx) bool {
		return c.Call.Op == opTagUpdate || c.Call.Op == opGroupUpdate || c.Call.Op == opSegUpdate
	}
	own := checked.Documented("dev.vivo.com.cn document 368 (error codes), read as transcribed by a third party in 2026; public vivo server SDK for Java 2.x, class Validation")
	return append(ruletable.In(rule.Gate, rule.StageValidate, tagUnsure(),
		tagField("VV-VAL-070", 106000, "10600", "name is not valid", "name参数不合法", form, func(c *sim.Ctx, b *TagBody) bool {
			return named(c) && !tagName(b.Name.S)
		}),
		tagField("VV-VAL-071", 106030, "10603", "oldName is empty", "oldName参数不能为空", fill, func(c *sim.Ctx, b *TagBody) bool {
			return renames(c) && b.OldName.S == ""
		}),
		tagField("VV-VAL-072", 106040, "10604", "newName is empty", "newName参数不能为空", fill, func(c *sim.Ctx, b *TagBody) bool {
			return renames(c) && b.NewName.S == ""
		}),
		tagField("VV-VAL-073", 106050, "10605", "oldName is not valid", "oldName参数不合法", form, func(c *sim.Ctx, b *TagBody) bool {
			return renames(c) && b.OldName.S != "" && !tagName(b.OldName.S)
		}),
		tagField("VV-VAL-074", 106060, "10606", "newName is not valid", "newName参数不合法", form, func(c *sim.Ctx, b *TagBody) bool {
			return renames(c) && b.NewName.S != "" && !tagName(b.NewName.S)
		})), ruletable.In(rule.Gate, rule.StageValidate, own,
		tagField("VV-VAL-076", 106090, "10609", "ids is empty", "ids参数不能为空", fill, func(c *sim.Ctx, b *TagBody) bool {
			return members(c) && len(b.IDs.List) == 0
		}),
		tagField("VV-VAL-078", 106140, "10614", "more than 1000 ids", "ids数量不能超过1000", t("at most 1000 members in one call", "每次最多 1000 个成员"), func(c *sim.Ctx, b *TagBody) bool {
			return members(c) && len(b.IDs.List) > 1000
		}))...)
}

// tagField is one check of the members of a tag call.
func tagField(id string, order int, code, name, zh string, advice vendors.Text, bad func(c *sim.Ctx, b *TagBody) bool) sim.Rule {
	return sim.Rule{Verbs: sim.For(sim.VerbManage), Info: rule.Info{
		ID: id, Order: order, Code: code, Reason: vendors.ReasonBadRequest,
		Title: t("Tags: "+name, zh), Because: t(name, zh), Advice: advice,
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return bad(c, tag(c)) })}
}

// tagName reports whether a name is Chinese, letters, digits and underscores, does
// not begin with a digit, and is at most 50 characters long.
func tagName(s string) bool {
	const most = 50
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

// tagRules do what the tag calls ask for. Groups and segments are taken and kept
// nowhere: no push selects by them.
func tagRules() []sim.Rule {
	manage := sim.For(sim.VerbManage)
	nothing := t("nothing to do", "无需处理")
	return ruletable.In(rule.Gate, rule.StageDeliver, sdkTags(), sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "VV-DLV-044", Order: 900049,
		Title:      t("Members of type 2 are aliases", "标签成员 type=2 为 alias"),
		Because:    t("{0} members were named by their alias", "按 alias 指定成员 {0} 个"),
		Advice:     nothing,
		Provenance: checked.Assumed("the SDK for Java 2.x takes types 1 and 2 and does not say which is which; as userType counts, 1 is regIds and 2 aliases"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !members(c) || !between(tag(c).Type, tagOfAliases, tagOfAliases) {
			return rule.Skip
		}
		c.Note(tagMembers(c, c.View.PhoneByAlias), 0, 0)
		return rule.Pass
	}}, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "VV-DLV-043", Order: 900050,
		Title:   t("Tags and their members", "标签管理"),
		Because: t("the tags were changed as asked", "已按请求修改标签"),
		Advice:  nothing,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		b := tag(c)
		switch {
		case c.Call.Op == opTagAdd:
			defineTag(c, "", b.Name.S)
		case c.Call.Op == opTagUpdate:
			defineTag(c, b.OldName.S, b.NewName.S)
		case members(c) && !between(b.Type, tagOfAliases, tagOfAliases):
			tagMembers(c, c.View.Phone)
		}
		return c.Reply(nil)
	}})
}

func defineTag(c *sim.Ctx, from, to string) {
	c.Effect(sim.Effect{Kind: sim.EffDefineTag, Key: from, Text: to, N: 1})
}

// tagMembers puts phones under the tag, or takes them from it, and counts them.
func tagMembers(c *sim.Ctx, find func(id string) *sim.Phone) (n int64) {
	b, sign := tag(c), int64(1)
	if c.Call.Op == opTagRemove {
		sign = -1
	}
	for _, id := range b.IDs.List {
		if p := find(id); p != nil {
			n++
			c.Effect(sim.Effect{Kind: sim.EffTag, Text: b.Name.S, N: sign, Phone: p})
		}
	}
	return n
}
