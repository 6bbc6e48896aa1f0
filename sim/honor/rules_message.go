package honor

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// otherwise is the source of a rule that refuses what is not as documented. That a part
// is missing is a wrong structure; that a value out of its range is one too Honor does not
// say.
func otherwise(what string) vendors.Provenance {
	return checked.Assumed(what + " documented; that anything else is refused, and with 80100003, is assumed")
}

// payloadRules judge that a message says something and what a tap on it does.
func payloadRules() []sim.Rule {
	types := sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "HN-VAL-020", Order: 500, Code: codeStructure, Reason: vendors.ReasonBadRequest,
		Title:   t("Each field has its type", "字段类型错误"),
		Because: t("a field has another type: {ref}", "字段类型错误：{ref}"),
		Advice:  t("compare the field with the reference; ttl is a text, notifyId a number", "对照接口文档检查字段类型；ttl 为字符串，notifyId 为整数"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if len(c.Call.Defects) == 0 {
			return rule.Skip
		}
		c.Quote("Illegal payload, " + c.Call.Defects[0].Field + " is invalid")
		return c.Refuse()
	}}
	return append(ruletable.In(rule.Gate, rule.StageValidate, docSend(), types), tips(docSend(), tipRule{
		id: "HN-VAL-021", order: 510,
		title:  t("Neither data nor a notification", "既没有 data 也没有通知栏消息"),
		advice: t("fill android.notification, or data for a data message", "填写 android.notification，透传消息填写 data"),
		tip:    func(b *Body) string { return when(b.IsData() && b.Payload() == "", "data or notification is required") },
	}, tipRule{
		id: "HN-VAL-022", order: 520,
		title:  t("A notification has a title and a text", "通知栏消息须有 title 和 body"),
		advice: t("fill title and body in notification or in android.notification", "在 notification 或 android.notification 中填写 title 和 body"),
		tip: func(b *Body) string {
			return when(!b.IsData() && (b.Title() == "" || b.Text() == ""), "title and body are required")
		},
	}, tipRule{
		id: "HN-VAL-023", order: 530,
		title:  t("A notification says what a tap does", "通知栏消息必须有 clickAction"),
		advice: t("add clickAction (in camelCase), with type 3 to open the app", "添加 clickAction（驼峰命名），type 为 3 表示打开应用"),
		tip: func(b *Body) string {
			return when(!b.IsData() && b.Android.Notification.Click.State != Set, "clickAction is required")
		},
	}, tipRule{
		id: "HN-VAL-024", order: 540,
		title:  t("clickAction has what its type needs", "clickAction 缺少必填字段"),
		advice: t("type 1 with intent or action, 2 with url, or 3", "type 为 1 时填 intent 或 action，为 2 时填 url，或用 3"),
		tip:    halfClick,
	}, tipRule{
		id: "HN-VAL-045", order: 545,
		title:  t("Values of clickAction", "clickAction 取值"),
		advice: t("type is 1, 2 or 3, and url begins with https://", "type 取 1、2、3，url 以 https:// 开头"),
		tip:    badClick,
		from:   otherwise("the three types and the https url are"),
	}, tipRule{
		id: "HN-VAL-025", order: 550,
		title:  t("data of a notification is JSON", "通知栏消息的 data 须为 JSON 字符串"),
		advice: t("write data of a notification as the text of a JSON value; a data message may carry any text", "通知栏消息的 data 填 JSON 字符串；透传消息可为任意字符串"),
		tip: func(b *Body) string {
			payload := b.Payload()
			return when(!b.IsData() && payload != "" && !json.Valid([]byte(payload)), "data of a notification must be a JSON string")
		},
		from: otherwise("JSON in data of a notification is"),
	})...)
}

// halfClick finds what is missing in a clickAction.
func halfClick(b *Body) string {
	c := &b.Android.Notification.Click
	switch {
	case c.State != Set:
		return ""
	case c.Type.State != Set:
		return "clickAction type is required"
	case c.Type.N == 1:
		return when(c.Intent.S == "" && c.Action.S == "", "clickAction intent or action is required when type is 1")
	case c.Type.N == 2:
		return when(c.URL.S == "", "clickAction url is required when type is 2")
	}
	return ""
}

func badClick(b *Body) string {
	c := &b.Android.Notification.Click
	switch {
	case c.State != Set:
		return ""
	case c.Type.State == Set && (c.Type.N < 1 || c.Type.N > 3):
		return "clickAction type value is 1, 2 or 3"
	}
	return when(c.Type.N == 2 && c.URL.S != "" && !strings.HasPrefix(c.URL.S, "https://"), "clickAction url must be a https url when type is 2")
}

// lookRules judge how a notification wants to look.
func lookRules() []sim.Rule {
	n := func(check func(n *Notification) string) func(*Body) string {
		return func(b *Body) string { return check(&b.Android.Notification) }
	}
	return tips(docSend(), tipRule{
		id: "HN-VAL-030", order: 600,
		title:  t("What style 1 needs", "style=1 的必填字段"),
		advice: t("style 1 needs bigTitle and bigBody", "style=1 需要 bigTitle、bigBody"),
		tip: n(func(n *Notification) string {
			return when(n.Style.Or(0) == 1 && (n.BigTitle.S == "" || n.BigBody.S == ""), "bigTitle and bigBody are required when style is 1")
		}),
	}, tipRule{
		id: "HN-VAL-046", order: 605,
		title:  t("Styles and long texts", "style 取值与大文本"),
		advice: t("style is 0, or 1 with bigTitle and bigBody equal to title and body", "style 取 0；取 1 时 bigTitle、bigBody 与 title、body 一致"),
		tip:    badStyle,
		from:   otherwise("the two styles, and that the long texts are title and body, are"),
	}, tipRule{
		id: "HN-VAL-031", order: 610,
		title:  t("Pictures come over https", "图片地址须为 https"),
		advice: t("host the picture under https", "使用 https 图片地址"),
		tip: func(b *Body) string {
			for _, url := range [...]string{b.Common.Image.S, b.Android.Notification.Image.S} {
				if url != "" && !strings.HasPrefix(url, "https://") {
					return "image must be a https url"
				}
			}
			return ""
		},
		from: otherwise("https for pictures is"),
	}, tipRule{
		id: "HN-VAL-032", order: 620,
		title:  t("when is a time in UTC", "when 须为 UTC 时间"),
		advice: t("write when as 2014-10-02T15:01:23.045123456Z", "when 格式如 2014-10-02T15:01:23.045123456Z"),
		tip: n(func(n *Notification) string {
			if n.When.S == "" {
				return ""
			}
			_, err := time.Parse("2006-01-02T15:04:05.999999999Z", n.When.S)
			return when(err != nil, "when must be in the form 2014-10-02T15:01:23.045123456Z")
		}),
		from: otherwise("the form of when is"),
	}, tipRule{
		id: "HN-VAL-033", order: 630,
		title:  t("Range of the badge", "badge 取值范围"),
		advice: t("addNum is 1 to 99, setNum 0 to 99", "addNum 取 1-99，setNum 取 0-99"),
		tip: n(func(n *Notification) string {
			add, set := n.Badge.AddNum, n.Badge.SetNum
			switch {
			case add.State == Set && (add.N < 1 || add.N > 99):
				return "badge addNum value ranges from 1 to 99"
			case set.State == Set && (set.N < 0 || set.N > 99):
				return "badge setNum value ranges from 0 to 99"
			}
			return ""
		}),
		from: otherwise("both ranges are"),
	}, tipRule{
		id: "HN-VAL-034", order: 640,
		title:  t("Up to three buttons", "buttons 最多 3 个"),
		advice: t("three buttons, names to 40 and data to 1024 characters, actionType 0 to 2", "最多 3 个按钮，name 不超过 40、data 不超过 1024 字符，actionType 取 0-2"),
		tip:    n(badButtons),
		from:   otherwise("the numbers are"),
	}, tipRule{
		id: "HN-VAL-047", order: 645,
		title:  t("A button for a page has an intentType", "打开页面的按钮须有 intentType"),
		advice: t("add intentType to a button with actionType 1: 0 for intent, 1 for action", "actionType=1 的按钮填写 intentType：0 为 intent，1 为 action"),
		tip: n(func(n *Notification) string {
			half := slices.ContainsFunc(n.Buttons.List, func(b Button) bool { return b.ActionType.Or(-1) == 1 && b.IntentType.State != Set })
			return when(half, "a button's intentType is required when actionType is 1")
		}),
	})
}

func badStyle(b *Body) string {
	n := &b.Android.Notification
	switch n.Style.Or(0) {
	case 0:
		return ""
	case 1:
		other := func(long, short string) bool { return long != "" && long != short }
		return when(other(n.BigTitle.S, b.Title()) || other(n.BigBody.S, b.Text()), "bigTitle and bigBody must be equal to title and body")
	}
	return "style value is 0 or 1"
}

func badButtons(n *Notification) string {
	if len(n.Buttons.List) > 3 {
		return "buttons has at most 3 elements"
	}
	for i := range n.Buttons.List {
		b := &n.Buttons.List[i]
		switch action, intent := b.ActionType.Or(-1), b.IntentType.Or(0); {
		case b.Name.S == "" || utf8.RuneCountInString(b.Name.S) > 40:
			return "a button's name has 1 to 40 characters"
		case action < 0 || action > 2:
			return "a button's actionType is 0, 1 or 2"
		case action == 1 && intent != 0 && intent != 1:
			return "a button's intentType is 0 or 1"
		case utf8.RuneCountInString(b.Data.S) > 1024:
			return "a button's data has at most 1024 characters"
		}
	}
	return ""
}

// optionRules judge importance and the options of android.
func optionRules() []sim.Rule {
	return tips(docSend(), tipRule{
		id: "HN-VAL-040", order: 650,
		title:  t("Words for importance", "importance 取值"),
		advice: t("importance is NORMAL or LOW, in capitals", "importance 取 NORMAL 或 LOW（大写）"),
		tip: func(b *Body) string {
			word := b.Android.Notification.Importance.S
			return when(word != "" && word != importanceNormal && word != importanceLow, "importance value is NORMAL or LOW")
		},
		from: otherwise("the two words are"),
	}, tipRule{
		id: "HN-VAL-041", order: 660,
		title:  t("Numbers for targetUserType", "targetUserType 取值"),
		advice: t("targetUserType is 0, or 1 for a test message", "targetUserType 取 0，测试消息取 1"),
		tip: func(b *Body) string {
			user := b.Android.TargetUserType.Or(0)
			return when(user != 0 && user != 1, "targetUserType value is 0 or 1")
		},
		from: otherwise("the two numbers are"),
	}, tipRule{
		id: "HN-VAL-042", order: 670,
		title:  t("Form of ttl", "ttl 格式错误"),
		advice: t("write seconds with an s, such as \"3600s\"", "按秒书写并带 s，例如 \"3600s\""),
		tip: func(b *Body) string {
			_, ok := ttlOf(b.Android.TTL.S)
			return when(b.Android.TTL.S != "" && !ok, "ttl must be seconds such as 86400s")
		},
		from: otherwise("the form of ttl is"),
	}, tipRule{
		id: "HN-VAL-043", order: 680,
		title:  t("ttl is at most 15 days", "ttl 超过 15 天"),
		advice: t("send at most \"1296000s\"", "最大 \"1296000s\""),
		tip: func(b *Body) string {
			ttl, _ := ttlOf(b.Android.TTL.S)
			return when(ttl > 1296000*time.Second, "ttl must not exceed 1296000s")
		},
		from: checked.Assumed("15 days are documented; that more is refused, and with 80100003, is assumed: Honor's table has no code for ttl"),
	})
}
