package oppo

import (
	"fmt"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// length is a number of characters: Chinese, Latin, punctuation and emoji count one each.
func length(s string) int64 { return int64(utf8.RuneCountInString(s)) }

// over is a check of a text's length against the row's parameter "max".
func over(field func(n *Notification) string) func(*sim.Ctx, *Notification) (string, bool) {
	return func(c *sim.Ctx, n *Notification) (string, bool) { return "", length(field(n)) > c.Param("max") }
}

func most(n int64) map[string]int64 { return map[string]int64{"max": n} }

// missing reports a field that is not there at all. An empty one is another matter.
func missing(s Str) bool { return s.State != Set && s.State != Wrong }

// fieldRules judge the texts and the style.
func fieldRules() []sim.Rule {
	shorten := t("shorten the text", "缩短文案")
	fill := t("give title and content", "填写 title 和 content")
	styles := t("1 standard, 2 long text, 3 big picture (broadcast only)", "1 标准、2 长文本、3 大图（仅广播）")
	return checks(docTable(), check{
		id: "OP-VAL-030", order: 500, code: "40", text: "Missing Required Arguments", advice: fill,
		title: t("No title or no content", "缺少 title 或 content"),
		from:  checked.Assumed("40 is documented for what is absent and 41 for what is blank; which of the two an absent title gets is a default of this project"),
		bad:   when(func(n *Notification) bool { return missing(n.Title) || missing(n.Content) }),
	}, check{
		id: "OP-VAL-031", order: 510, text: "Invalid Arguments",
		title:  t("A field of another type", "字段类型错误"),
		advice: t("compare the types of the fields with the page", "对照文档检查字段类型"),
		from:   docCodes(),
		bad:    func(c *sim.Ctx, _ *Notification) (string, bool) { return "", len(c.Call.Defects) > 0 },
	}, check{
		id: "OP-VAL-032", order: 520, text: "title is blank", advice: fill,
		title: t("An empty title", "title 为空"),
		bad:   when(func(n *Notification) bool { return n.Title.State == Set && n.Title.S == "" }),
	}, check{
		id: "OP-VAL-033", order: 530, text: "title max length is 50", advice: shorten, params: most(50),
		title: t("Length of title", "title 超过 50 个字符"),
		bad:   over(func(n *Notification) string { return n.Title.S }),
	}, check{
		id: "OP-VAL-034", order: 540, text: "sub_title max length is 10", advice: shorten, params: most(10),
		title: t("Length of sub_title", "sub_title 超过 10 个字符"),
		bad:   over(func(n *Notification) string { return n.SubTitle.S }),
	}, check{
		id: "OP-VAL-035", order: 550, text: "content is blank", advice: fill,
		title: t("Empty content", "content 为空"),
		bad:   when(func(n *Notification) bool { return n.Content.State == Set && n.Content.S == "" }),
	}, check{
		id: "OP-VAL-036", order: 560, advice: shorten,
		title:  t("Length of content by style", "content 超过样式允许的长度"),
		params: map[string]int64{"style1": 200, "style2": 128, "style3": 50},
		bad:    contentTooLong,
	}, check{
		id: "OP-VAL-037", order: 570, text: "content max length is 50", advice: shorten, params: most(50), since: dayNotes, from: docNewest(),
		title: t("Content of style 1 as the newer page has it", "标准样式 content 超过 50 个字符（新版文档）"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			return "", c.Flag(flagContent) == "page" && n.Style.Or(1) == 1 && length(n.Content.S) > c.Param("max")
		},
	}, check{
		id: "OP-VAL-043", order: 575, text: "content max length is 50", advice: shorten, params: most(50), strict: true,
		title: t("Content of style 1 is held to the shorter of its two lengths", "标准样式 content 按两种上限中较短者检查（50 个字符）"),
		from:  checked.Assumed("the code table says 200 and the page read on 2026-08-24 says 50; which of the two OPPO's server keeps to is not known"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			return "", n.Style.Or(1) == 1 && length(n.Content.S) > c.Param("max")
		},
	}, check{
		id: "OP-VAL-038", order: 580, text: "style invalid", advice: styles,
		title: t("Values of style", "style 取值"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			style := n.Style.Or(1)
			return "", style < 1 || style > 4 || (style == 3 && c.Call.Verb == sim.VerbSend)
		},
	}, check{
		id: "OP-VAL-039", order: 590, code: "27", reason: vendors.ReasonRightMissing, text: "Access Denied", stage: rule.StageAuth,
		title:  t("Style 4 and addresses of pictures belong to the value-added API", "style=4 与图片地址仅限增值服务"),
		advice: t("upload the picture and send its id, or buy the value-added API", "上传图片后使用图片 ID，或开通增值服务"),
		from:   checked.Assumed("OPPO value-added push API sheet, first quarter of 2023, on who may use them; the answer to others is a default of this project"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			return "", !c.Right(rightValueAdded) && (n.Style.Or(1) == 4 || n.BigPictureURL.S+n.MidPictureURL.S+n.IconURL.S != "")
		},
	}, check{
		id: "OP-VAL-040", order: 600, text: "Invalid Arguments", params: most(300),
		title:  t("Length of an address of a picture", "图片地址超过 300 个字符"),
		advice: t("use a shorter address", "使用更短的地址"),
		from:   checked.Documented("OPPO value-added push API sheet, first quarter of 2023"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			return "", max(length(n.BigPictureURL.S), length(n.MidPictureURL.S), length(n.IconURL.S)) > c.Param("max")
		},
	}, check{
		id: "OP-VAL-041", order: 610, code: "40", text: "Missing Required Arguments", verbs: sim.For(sim.VerbSave),
		title:  t("Style 3 without a picture", "大图样式缺少 big_picture_id"),
		advice: t("upload a big picture and send its id", "上传大图后携带 big_picture_id"),
		from:   docNotes(),
		bad:    when(func(n *Notification) bool { return n.Style.Or(1) == 3 && n.BigPictureID.S == "" }),
	}, check{
		id: "OP-VAL-042", order: 620, code: "51", text: "Invalid Picture",
		title:  t("A picture nobody uploaded", "图片 ID 无效或已过期"),
		advice: t("upload the picture again; it is kept for picture_ttl seconds", "重新上传图片，有效期为 picture_ttl 秒"),
		from:   docCodes(),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			return "", !uploaded(c, opBigPicture, n.BigPictureID.S) || !uploaded(c, opIcon, n.SmallPictureID.S)
		},
	})
}

// rightValueAdded is the paid API; rightStrong the strong reminder.
const (
	rightValueAdded = "value_added"
	rightStrong     = "strong_reminder"
)

func contentTooLong(c *sim.Ctx, n *Notification) (string, bool) {
	limit := c.Param("style1")
	switch n.Style.Or(1) {
	case 2:
		limit = c.Param("style2")
	case 3:
		limit = c.Param("style3")
	}
	return fmt.Sprintf("content max length is %d", limit), length(n.Content.S) > limit
}
