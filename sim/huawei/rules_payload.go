package huawei

import (
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// tips makes the rules of one table of structure errors.
func tips(from vendors.Provenance, rows ...tipRule) []sim.Rule {
	rules := make([]sim.Rule, len(rows))
	for i, r := range rows {
		rules[i] = sim.Rule{Verbs: sends(), Info: structure(r.id, r.order, r.title, r.advice), Apply: tipIf(r.tip)}
		rules[i].Provenance = r.from
	}
	return ruletable.In(rule.Gate, rule.StageValidate, from, rules...)
}

// tipRule is one check of form; tip says what is wrong, "" when nothing is. A from of
// its own stands in for the table's.
type tipRule struct {
	id            string
	order         int
	title, advice vendors.Text
	tip           func(b *SendBody) string
	from          vendors.Provenance
}

// payloadRules judge that a message says something and what a tap on it does.
func payloadRules() []sim.Rule {
	return tips(docSend(), tipRule{
		id: "HW-VAL-016", order: 570,
		title:  t("Neither data nor a notification", "既没有 data 也没有通知栏消息"),
		advice: t("fill android.notification, or data for a data message", "填写 android.notification，透传消息填写 data"),
		tip: func(b *SendBody) string {
			other := b.APNs == Set || b.WebPush == Set
			return either(b.IsData() && b.Payload() == "" && !other, noNotification)
		},
		from: checked.Observed("answer to a topic send without payload in a PHP live test"),
	}, tipRule{
		id: "HW-VAL-017", order: 580,
		title:  t("A notification has a title and a text", "通知栏消息须有 title 和 body"),
		advice: t("fill title and body in notification or in android.notification", "在 notification 或 android.notification 中填写 title 和 body"),
		tip: func(b *SendBody) string {
			return either(!b.IsData() && (b.Title() == "" || b.Body() == "") && !b.localised(), noNotification)
		},
	}, tipRule{
		id: "HW-VAL-018", order: 590,
		title:  t("A notification says what a tap does", "通知栏消息必须有 click_action"),
		advice: t("add click_action, with type 3 to open the app", "添加 click_action，type 为 3 表示打开应用"),
		tip: func(b *SendBody) string {
			return either(!b.IsData() && b.Android.Notification.Click.State != Set, "click_action is required")
		},
	}, tipRule{
		id: "HW-VAL-019", order: 600,
		title:  t("Form of click_action", "click_action 不合法"),
		advice: t("type 1 with intent or action, 2 with an https url, or 3", "type 为 1 时填 intent 或 action，为 2 时填 https 的 url，或用 3"),
		tip:    badClick,
	})
}

// noNotification is the tip seen for a message without a usable notification.
const noNotification = "No valid android notification payload when sending notification message to android users"

// localised reports whether title and text come from the app's own resources.
func (b *SendBody) localised() bool {
	n := &b.Android.Notification
	return n.TitleKey.S != "" && n.BodyKey.S != ""
}

// badClick takes type 4, which is obsolete and still in the official demos.
func badClick(b *SendBody) string {
	c := &b.Android.Notification.Click
	if c.State != Set {
		return ""
	}
	switch c.Type.Or(0) {
	case 1:
		return either(c.Intent.S == "" && c.Action.S == "", "click_action intent or action is required when type is 1")
	case 2:
		return either(!strings.HasPrefix(c.URL.S, "https://"), "click_action url must be a https url when type is 2")
	case 3, 4:
		return ""
	}
	return "click_action type value is 1, 2 or 3"
}
