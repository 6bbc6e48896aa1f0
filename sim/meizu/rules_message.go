package meizu

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// neededRules judge that what an operation needs is there and can be read.
func neededRules() []sim.Rule {
	return append(ruletable.In(rule.Gate, rule.StageValidate, docAPI(), sim.Rule{Info: rule.Info{
		ID: "MZ-VAL-010", Order: 300, Code: "110004", Reason: vendors.ReasonBadRequest,
		Title:   t("Required parameters are there", "参数不能为空"),
		Because: t("{ref} is empty", "{ref} 为空"),
		Advice:  t("give every parameter the operation requires", "填写该接口的必填参数"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		for _, name := range table[c.Call.Request.Path].needs {
			if form(c).text(name) == "" {
				c.Quote(name)
				return c.Refuse()
			}
		}
		return rule.Skip
	}}), checks(check{
		id: "MZ-VAL-011", order: 310,
		title:   t("messageJson is a JSON object", "messageJson 不是 JSON 对象"),
		because: t("messageJson cannot be read as a JSON object", "messageJson 无法按 JSON 对象解析"),
		advice:  t("put the message as JSON text into the form field messageJson", "将消息体 JSON 文本放入表单字段 messageJson"),
		bad:     func(_ *sim.Ctx, m *Message) bool { return m.State != Set },
	}, check{
		id: "MZ-VAL-012", order: 320, max: 4096,
		title:   t("Size of messageJson", "messageJson 总长度"),
		because: t("messageJson has {0} bytes, {1} are allowed", "messageJson 为 {0} 字节，最多 {1} 字节"),
		advice:  t("shorten the parameters; fetch the rest in the app", "精简自定义参数，其余由应用自行拉取"),
		bad:     func(c *sim.Ctx, _ *Message) bool { return tooLong(c, len(form(c).MessageJSON.S)) },
		from:    checked.Assumed("Meizu publishes no figure for the whole message; 4096 bytes is a default of this project"),
	}, check{
		id: "MZ-VAL-013", order: 330,
		title:   t("Members have their types", "字段类型错误"),
		because: t("{ref} is of another type", "{ref} 类型错误"),
		advice:  t("write switches as 0 or 1 (or true and false) and numbers as numbers", "开关用 0/1（或 true/false），数值用数字"),
		bad: func(c *sim.Ctx, m *Message) bool {
			names := messageForm.Wrong(m)
			if len(names) == 0 {
				return false
			}
			c.Quote(names[0])
			return true
		},
	})...)
}

// barRules judge what the notification says, and its class.
func barRules() []sim.Rule {
	text := t("{0} characters, {1} are allowed", "{0} 个字符，最多 {1} 个")
	short := t("shorten it; characters are counted, Chinese ones alike", "缩短文案（按字符计，中英文相同）")
	empty := checked.Assumed("title and content are required and 1 character at least; whether an empty one is 1005 or 110004 is not known, 1005 is assumed")
	return checks(check{
		id: "MZ-VAL-020", order: 410,
		title:   t("There is a title", "标题不能为空"),
		because: t("title is empty", "title 为空"), advice: t("give a title of 1 to 32 characters", "标题 1-32 个字符"),
		bad: func(_ *sim.Ctx, m *Message) bool { return m.Bar.Title.S == "" }, from: empty,
	}, check{
		id: "MZ-VAL-021", order: 411, max: 32,
		title: t("Length of the title", "标题长度不能超过 32 个字符"), because: text, advice: short,
		bad: func(c *sim.Ctx, m *Message) bool { return tooLong(c, chars(m.Bar.Title.S)) },
	}, check{
		id: "MZ-VAL-022", order: 420,
		title:   t("There is a content", "内容不能为空"),
		because: t("content is empty", "content 为空"), advice: t("give a content of 1 to 100 characters", "内容 1-100 个字符"),
		bad: func(_ *sim.Ctx, m *Message) bool { return m.Bar.Content.S == "" }, from: empty,
	}, check{
		id: "MZ-VAL-023", order: 421, max: 100,
		title: t("Length of the content", "内容长度不能超过 100 个字符"), because: text, advice: short,
		bad: func(c *sim.Ctx, m *Message) bool { return tooLong(c, chars(m.Bar.Content.S)) },
	}, check{
		id: "MZ-VAL-024", order: 430, since: dayMsgType,
		title:   t("noticeMsgType is 0 or 1", "noticeMsgType 取值 0 或 1"),
		because: t("noticeMsgType is {0}", "noticeMsgType 为 {0}"),
		advice:  t("0 is public, 1 is private; leave it out for public", "0 公信，1 私信；不传按公信"),
		bad:     func(c *sim.Ctx, m *Message) bool { return outside(c, m.Bar.MsgType, 0, 1) },
	}, check{
		id: "MZ-VAL-025", order: 440,
		title:   t("noticeBarType is 0, 1 or 2", "noticeBarType 取值 0、1、2"),
		because: t("noticeBarType is {0}", "noticeBarType 为 {0}"),
		advice:  t("0 is standard, 2 Android's own; pictures (1) were stopped on 2022-05-27", "0 标准，2 安卓原生；1（图片）已于 2022-05-27 停用"),
		bad:     func(c *sim.Ctx, m *Message) bool { return outside(c, m.Bar.BarType, 0, 2) },
	}, check{
		id: "MZ-VAL-026", order: 450,
		title:   t("noticeExpandType is 0, 1 or 2", "noticeExpandType 取值 0、1、2"),
		because: t("noticeExpandType is {0}", "noticeExpandType 为 {0}"),
		advice:  t("0 standard, 1 text, 2 picture (VIP apps)", "0 标准，1 文本，2 大图（VIP）"),
		bad:     func(c *sim.Ctx, m *Message) bool { return outside(c, m.Expand.Type, 0, 2) },
	}, check{
		id: "MZ-VAL-027", order: 460,
		title:   t("An expanded text or picture is given", "展开内容不能为空"),
		because: t("noticeExpandType is {0} and what it shows is empty", "noticeExpandType 为 {0}，但展开内容为空"),
		advice:  t("give noticeExpandContent for 1 and noticeExpandImgUrl for 2", "类型 1 填 noticeExpandContent，类型 2 填 noticeExpandImgUrl"),
		bad: func(c *sim.Ctx, m *Message) bool {
			kind := m.Expand.Type.Or(0)
			c.Note(kind, 0, 0)
			return (kind == 1 && m.Expand.Content.S == "") || (kind == 2 && m.Expand.ImgURL.S == "")
		},
	})
}

// outside notes a number and reports whether it is given and not from lo to hi.
func outside(c *sim.Ctx, i Int, lo, hi int64) bool {
	c.Note(i.N, lo, hi)
	return i.State == Set && (i.N < lo || i.N > hi)
}

// clickRules judge what a tap does.
func clickRules() []sim.Rule {
	long := t("{0} bytes, {1} are allowed", "{0} 字节，最多 {1} 字节")
	needs := func(id string, order int, kind int64, name string, field func(m *Message) string) check {
		return check{
			id: id, order: order,
			title:   t(name+" says where a tap leads", "点击动作缺少 "+name),
			because: t("clickType is {0} and "+name+" is empty", "clickType 为 {0}，但 "+name+" 为空"),
			advice:  t("give "+name+", or clickType 0 to open the app", "填写 "+name+"，或用 clickType=0 打开应用"),
			bad: func(c *sim.Ctx, m *Message) bool {
				c.Note(kind, 0, 0)
				return m.Click.Type.Or(0) == kind && field(m) == ""
			},
		}
	}
	return checks(check{
		id: "MZ-VAL-030", order: 500,
		title:   t("clickType is 0 to 3", "clickType 取值 0-3"),
		because: t("clickType is {0}", "clickType 为 {0}"),
		advice:  t("0 opens the app, 1 an activity, 2 a URI; do not use 3 any more", "0 打开应用，1 打开页面，2 打开 URI；不建议再用 3"),
		bad:     func(c *sim.Ctx, m *Message) bool { return outside(c, m.Click.Type, 0, 3) },
	}, needs("MZ-VAL-031", 510, 1, "activity", func(m *Message) string { return m.Click.Activity.S }),
		needs("MZ-VAL-032", 511, 2, "url", func(m *Message) string { return m.Click.URL.S }),
		needs("MZ-VAL-033", 512, 3, "customAttribute", func(m *Message) string { return m.Click.Attribute.S }),
		check{
			id: "MZ-VAL-034", order: 520, max: 1000,
			title: t("Size of url", "url 长度"), because: long, advice: t("use a shorter address", "缩短地址"),
			bad:  func(c *sim.Ctx, m *Message) bool { return tooLong(c, len(m.Click.URL.S)) },
			from: checked.Observed("README of the Node package meizu-push, for the 1000 bytes; 1005 is read from the text of the code"),
		}, check{
			id: "MZ-VAL-035", order: 521, max: 1000,
			title: t("Size of customAttribute", "customAttribute 长度"), because: long,
			advice: t("send a key and fetch the rest in the app", "只传标识，其余由应用自行拉取"),
			bad:    func(c *sim.Ctx, m *Message) bool { return tooLong(c, len(m.Click.Attribute.S)) },
		})
}
