package vivo

import (
	"unicode"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// textRules judge title and content. Until 2024 a Chinese character counted two.
func textRules() []sim.Rule {
	title := func(b *MessageBody) string { return b.Title.S }
	content := func(b *MessageBody) string { return b.Content.S }
	because := t("{ref} is {0} long, {1} are allowed", "{ref} 长度为 {0}，最多 {1}")
	cut := t("cut the text to the limit", "按上限截断")
	blanks := checked.Documented("dev.vivo.com.cn document 368 (error codes), read as transcribed by a third party in 2026; public vivo server SDK for Java 2.x for white space alone")
	return ruletable.In(rule.Gate, rule.StageValidate, doc368(), sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-014", Order: 100550, Code: "10055", Reason: vendors.ReasonBadRequest,
		Title:   t("A message has a title", "title 不能为空"),
		Because: t("title is empty or white space alone", "title 为空或只有空白"),
		Advice:  t("give a title", "填写 title"), Provenance: blanks,
	}, Apply: ifBody(func(b *MessageBody) bool { return blank(title(b)) })}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-015", Order: 100560, Code: "10056", Reason: vendors.ReasonPayloadTooLarge, Since: day2025,
		Title:   t("Length of the title", "title 长度不能超过40个字符（中英文都算一个）"),
		Because: because, Advice: cut, Params: map[string]int64{"max": 40},
	}, Apply: length("title", title, false)}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-016", Order: 100561, Code: "10056", Reason: vendors.ReasonPayloadTooLarge, Until: day2025,
		Title:   t("Length of the title (older: a Chinese character counts two)", "title 长度不能超过40个字符（旧版，一个汉字算两个）"),
		Because: because, Advice: cut, Params: map[string]int64{"max": 40}, Provenance: sdk2(),
	}, Apply: length("title", title, true)}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-017", Order: 100570, Code: "10057", Reason: vendors.ReasonBadRequest,
		Title:   t("A message has a content", "content 不能为空"),
		Because: t("content is empty or white space alone", "content 为空或只有空白"),
		Advice:  t("give a content", "填写 content"), Provenance: blanks,
	}, Apply: ifBody(func(b *MessageBody) bool { return blank(content(b)) })}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-018", Order: 100580, Code: "10058", Reason: vendors.ReasonPayloadTooLarge, Since: day2025,
		Title:   t("Length of the content", "content 长度不能超过100个字符（中英文都算一个）"),
		Because: because, Advice: cut, Params: map[string]int64{"max": 100},
	}, Apply: length("content", content, false)}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-019", Order: 100581, Code: "10058", Reason: vendors.ReasonPayloadTooLarge, Until: day2025,
		Title:   t("Length of the content (older: a Chinese character counts two)", "content 长度不能超过100个字符（旧版，一个汉字算两个）"),
		Because: because, Advice: cut, Params: map[string]int64{"max": 100}, Provenance: sdk2(),
	}, Apply: length("content", content, true)})
}

// blank reports whether a text is empty or white space alone. A space that keeps words
// together is none to the SDK, which is written in Java.
func blank(s string) bool {
	for _, r := range s {
		switch r {
		case 0x85, 0xa0, 0x2007, 0x202f:
			return false
		}
		if !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// length passes with the numbers in the trace: how full a text is, is worth seeing.
func length(name string, field func(*MessageBody) string, units bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		count := utf8.RuneCountInString
		if units || c.Flag(flagTitleCount) == "legacy" {
			count = legacyUnits
		}
		c.Quote(name)
		if tooLong(c, field(message(c)), count) {
			return c.Refuse()
		}
		return rule.Pass
	}
}

// legacyUnits counts as the SDK 2.x does: UTF-16 units, and one more for each of
// the blocks it takes for Chinese. An emoji, two units, is counted as one there.
func legacyUnits(s string) int {
	n := 0
	for _, r := range s {
		n++
		if wide(r) {
			n++
		}
	}
	return n
}

func wide(r rune) bool {
	switch {
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3400 && r <= 0x4dbf, // CJK unified, extension A
		r >= 0x20000 && r <= 0x2b81f,                             // extensions B to D
		r >= 0xf900 && r <= 0xfaff, r >= 0x2f800 && r <= 0x2fa1f, // compatibility
		r >= 0x3000 && r <= 0x303f, // symbols and punctuation
		r >= 0x2000 && r <= 0x206f, // general punctuation
		r >= 0xff00 && r <= 0xffef: // half- and full-width forms
		return true
	}
	return false
}

// contentRules judge what the texts say, after all checks of form.
func contentRules(sensitive *lexicon) []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageFilter, doc368(), sim.Rule{
		Verbs: sim.For(sim.VerbSave, sim.VerbBroadcast), Info: rule.Info{
			ID: "VV-FLT-020", Order: 201030, Code: "10103", Reason: vendors.ReasonContentFiltered,
			Title:   t("Sensitive words in a stored body or a broadcast", "推送内容含敏感信息"),
			Because: t("the text contains {ref}", "文案包含“{ref}”"),
			Advice:  t("change the text; vivo's notification content rules say what is not allowed", "修改标题和内容，参见通知内容规范"),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			word, found := sensitive.first(c.Message.Title, c.Message.Body)
			if !found {
				return rule.Skip
			}
			c.Quote(word)
			return c.Refuse()
		}}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-FLT-021", Order: 201040, Code: "10104", Reason: vendors.ReasonContentFiltered,
		Title:      t("A formal message is a sentence", "请发送正式消息"),
		Because:    t("not a formal text: {ref}", "不是正式文案：{ref}"),
		Advice:     t("write a real sentence; test with pushMode 1 to a registered test device", "使用正式文案；测试请用 pushMode=1 发给测试设备"),
		Provenance: checked.Observed("the rule behind 10104 as quoted by a client, and dev.vivo.com.cn document 368 for the code"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Message.Test {
			return rule.Skip
		}
		for _, text := range [...]string{c.Message.Title, c.Message.Body} {
			if fault := informal(text); fault != "" {
				c.Quote(fault)
				return c.Refuse()
			}
		}
		return rule.Skip
	}})
}

// informal says what makes a text no formal one, "" if nothing does: only digits,
// only Latin letters, no letter at all, 测试, braces or brackets. Letters mixed
// with digits or symbols are fine. White space does not count.
func informal(text string) string {
	latin, other, digits, symbols := 0, 0, 0, 0
	var last rune
	for _, r := range text {
		switch {
		case r == '{' || r == '}' || r == '[' || r == ']':
			return "{ } [ ]"
		case r == '试' && last == '测':
			return "测试"
		case r >= 0x4e00 && r <= 0x9fff: // most letters of most texts
			other++
		case unicode.IsSpace(r):
			continue
		case r < 0x80 && (r|0x20) >= 'a' && (r|0x20) <= 'z':
			latin++
		case r >= '0' && r <= '9':
			digits++
		case unicode.IsLetter(r):
			other++
		default:
			symbols++
		}
		last = r
	}
	switch {
	case other > 0 || latin+digits+symbols == 0:
		return ""
	case latin == 0 && symbols == 0:
		return "0-9"
	case latin == 0:
		return "0-9 !?#"
	case digits+symbols == 0:
		return "A-Z a-z"
	}
	return ""
}
