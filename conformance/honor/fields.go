package honor

import (
	"net/http"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// otherwise is the source of what is not as documented: that it is refused, and with
// 80100003, is not said.
const otherwise = docSend + "; the code: " + assumed

// refused is a case about a message whose form is wrong.
func refused(id string, level conformance.Level, rows []string, source, what string, changes ...kit.Change) conformance.Case {
	return conformance.Case{
		ID: "honor/field/" + id, Level: level, Rows: rows, Source: source, Codes: []string{"80100003"},
		Title:       what + " is 80100003",
		Requirement: "An endpoint " + lower(level) + " answer a notification with " + what + " with 80100003 and not deliver it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.send(p, changes...), "80100003")
			b.WantItems(p, 0)
		},
	}
}

// taken is a case about a message with a value at the edge of what is allowed.
func taken(id string, level conformance.Level, source, what string, changes ...kit.Change) conformance.Case {
	return conformance.Case{
		ID: "honor/field/" + id, Level: level, Source: source, Codes: []string{"200"},
		Title:       what + " is accepted",
		Requirement: "An endpoint " + lower(level) + " accept a notification with " + what + " and show it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, changes...)
			b.wantAccepted(a)
			b.WantVisible(a, p)
		},
	}
}

// ttlCases are about how a lifetime is written.
func ttlCases() []conformance.Case {
	must, should, may := conformance.Must, conformance.Should, conformance.May
	edge := taken("ttl-longest", must, docSend, "a ttl of 15 days", set("android.ttl", "1296000s"))
	edge.Rows = []string{"R14"}
	return []conformance.Case{
		edge,
		refused("ttl-edge", may, []string{"R14"}, otherwise, "a ttl of 15 days and a second", set("android.ttl", "1296001s")),
		refused("ttl-number", may, nil, otherwise, "a ttl that is a number", set("android.ttl", 86400)),
		refused("ttl-word", may, nil, otherwise, "a ttl that is no number of seconds", set("android.ttl", "a day")),
		refused("ttl-without-s", may, nil, otherwise, "a ttl without s", set("android.ttl", "600")),
		taken("ttl-none", must, docSend, "no ttl", kit.Drop("android.ttl")),
		taken("ttl-empty", should, realTraffic, "an empty ttl", set("android.ttl", "")),
	}
}

// fieldCases are about the mandatory parts of a notification and its options.
func fieldCases() []conformance.Case {
	must, should, may := conformance.Must, conformance.Should, conformance.May
	click := func(members map[string]any) kit.Change { return notify("clickAction", members) }
	return []conformance.Case{
		refused("snake-case-ignored", must, []string{"R06"}, docSend, "click_action instead of clickAction",
			kit.Drop("android.notification.clickAction"), notify("click_action", map[string]any{"type": 3})),
		refused("click-missing", must, []string{"R06"}, docSend, "no clickAction", kit.Drop("android.notification.clickAction")),
		refused("click-type-missing", should, nil, docSend, "a clickAction without a type", click(map[string]any{})),
		refused("click-type-4", may, nil, otherwise, "clickAction type 4", click(map[string]any{"type": 4})),
		refused("click-page-empty", should, nil, docSend, "clickAction type 1 without intent and action", click(map[string]any{"type": 1})),
		refused("click-url-empty", should, nil, docSend, "clickAction type 2 without a url", click(map[string]any{"type": 2})),
		refused("click-url-http", may, nil, otherwise, "a click url that is not https", click(map[string]any{"type": 2, "url": "http://m.example.com/"})),
		taken("click-page", must, docSend, "clickAction type 1 with an intent", click(map[string]any{"type": 1, "intent": "intent://com.example.shop/order#Intent;end"})),
		taken("click-action", must, docSend, "clickAction type 1 with an action", click(map[string]any{"type": 1, "action": "com.example.shop.ORDER"})),
		taken("click-url", must, docSend, "clickAction type 2 with an https url", click(map[string]any{"type": 2, "url": "https://m.example.com/orders?id=7&from=push"})),
		refused("title-missing", must, nil, docSend, "no title", kit.Drop("android.notification.title")),
		refused("body-missing", must, nil, docSend, "no body", kit.Drop("android.notification.body")),
		refused("title-empty", should, nil, realTraffic, "an empty title", notify("title", "")),
		refused("nothing", should, nil, docSend, "neither data nor a notification", kit.Drop("android")),
		refused("data-not-json", may, nil, otherwise, "data that is no JSON", set("data", "{'a':'b'}")),
		taken("data-json", must, docSend, "data that is JSON", set("data", `{"a":"b"}`)),
		refused("importance-high", may, nil, otherwise, "importance HIGH", notify("importance", "HIGH")),
		refused("importance-lower-case", may, nil, otherwise, "importance in small letters", notify("importance", "normal")),
		refused("user-type-2", may, nil, otherwise, "targetUserType 2", set("android.targetUserType", 2)),
		refused("notify-id-text", should, nil, docSend+"; "+realTraffic, "a notifyId that is a text", notify("notifyId", "7")),
		taken("notify-id-long", should, realTraffic, "a notifyId of 18 digits", notify("notifyId", int64(504403158265495552))),
	}
}

// lookCases are about how a notification wants to look. What is required and missing is a
// wrong structure; that a value out of its range is one, too, is not said.
func lookCases() []conformance.Case {
	must, should, may := conformance.Must, conformance.Should, conformance.May
	bad := func(id, what, path string, value any) conformance.Case {
		return refused(id, may, nil, otherwise, what, notify(path, value))
	}
	good := func(id, what, path string, value any) conformance.Case {
		return taken(id, must, docSend, what, notify(path, value))
	}
	badge := func(name string, n int) map[string]any {
		return map[string]any{name: n, "badgeClass": "com.example.shop.Main"}
	}
	button := func(members map[string]any) []any {
		one := map[string]any{"name": "看看", "actionType": 0}
		for k, v := range members {
			one[k] = v
		}
		return []any{one}
	}
	buttons := func(n int) (out []any) {
		for range n {
			out = append(out, button(nil)...)
		}
		return out
	}
	big := func(title string) kit.Change {
		return func(b kit.Body) {
			b.With(notify("style", 1), notify("bigTitle", title), notify("bigBody", "晚上一起吃饭吗？"))
		}
	}
	return []conformance.Case{
		refused("bigtitle-mismatch", may, []string{"R24"}, otherwise, "a bigTitle that is not the title", big("别的")),
		refused("bigtitle-missing", must, []string{"R24"}, docSend, "style 1 without bigTitle and bigBody", notify("style", 1)),
		taken("bigtitle-equal", must, docSend, "style 1 with bigTitle and bigBody like title and body", big("李雷")),
		bad("style-2", "style 2", "style", 2),
		refused("image-http", may, nil, otherwise, "an image that is not https", notify("image", "http://m.example.com/p.png")),
		bad("when-local", "when without a zone", "when", "2026-10-02 15:01:23"),
		good("when-utc", "when in UTC", "when", "2026-10-02T15:01:23.045123456Z"),
		bad("add-num-0", "badge addNum 0", "badge", badge("addNum", 0)), bad("add-num-100", "badge addNum 100", "badge", badge("addNum", 100)),
		good("add-num-99", "badge addNum 99", "badge", badge("addNum", 99)),
		bad("set-num-below", "badge setNum -1", "badge", badge("setNum", -1)), bad("set-num-100", "badge setNum 100", "badge", badge("setNum", 100)),
		good("set-num-0", "badge setNum 0", "badge", badge("setNum", 0)),
		bad("buttons-4", "four buttons", "buttons", buttons(4)), good("buttons-3", "three buttons", "buttons", buttons(3)),
		bad("button-name-41", "a button's name of 41 characters", "buttons", button(map[string]any{"name": kit.Chinese(41)})),
		good("button-name-40", "a button's name of 40 characters", "buttons", button(map[string]any{"name": kit.Chinese(40)})),
		bad("button-action-3", "a button with actionType 3", "buttons", button(map[string]any{"actionType": 3})),
		refused("button-intent-type", should, nil, docSend, "a button for a page without intentType", notify("buttons", button(map[string]any{"actionType": 1, "intent": "intent://x"}))),
		bad("button-intent-type-2", "a button with intentType 2", "buttons", button(map[string]any{"actionType": 1, "intentType": 2, "intent": "intent://x"})),
		bad("button-data-1025", "a button's data of 1025 characters", "buttons", button(map[string]any{"data": kit.Letters(1025)})),
		good("button-data-1024", "a button's data of 1024 characters", "buttons", button(map[string]any{"data": kit.Letters(1024)})),
	}
}

// lenientCases are requests of real clients that must be taken.
func lenientCases() []conformance.Case {
	should := conformance.Should
	return []conformance.Case{
		taken("extra-members", should, realTraffic, "members of another vendor's message", set("validate_only", false), set("android.category", "IM"),
			notify("foregroundShow", true), notify("useDefaultVibrate", true), notify("visibility", "PUBLIC"), notify("channel_id", "x")),
		taken("every-member-empty", should, realTraffic, "every member written, empty ones too", set("notification", map[string]any{"title": "", "body": "", "image": ""}),
			set("android.biTag", ""), set("android.data", ""), set("android.targetUserType", 0), notify("image", ""), notify("style", 0), notify("bigTitle", ""),
			notify("bigBody", ""), notify("when", ""), notify("notifyId", 0), notify("tag", ""), notify("group", ""),
			notify("clickAction", map[string]any{"type": 3, "intent": "", "url": "", "action": ""})),
		taken("null-members", should, realTraffic, "members that are null", set("data", nil), set("notification", nil), notify("image", nil), notify("badge", nil), notify("buttons", nil)),
		taken("badge-without-class", should, realTraffic, "a badge without badgeClass", notify("badge", map[string]any{"addNum": 1})),
		{
			ID: "honor/field/content-type", Level: should, Source: realTraffic, Codes: []string{"200"},
			Title:       "the content type needs no charset",
			Requirement: "An endpoint should take application/json without a charset, as most clients send it.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.wantAccepted(b.Post(b.path(), chatOrder(to(b.Phone("a"))), http.Header{"Content-Type": {"application/json"}}))
			},
		},
		{
			ID: "honor/field/structure-hint", Level: conformance.Must, Source: docCodes, Codes: []string{"80100003"},
			Title:       "80100003 comes with a hint",
			Requirement: "An endpoint must let the message of 80100003 name what is wrong.",
			Run: func(t *conformance.T) {
				b := open(t)
				a := b.send(b.Phone("a"), kit.Drop("android.notification.clickAction"))
				if s, _ := a.Text("message"); !strings.Contains(s, "clickAction") {
					t.Errorf("%v, want a message that names clickAction", a)
				}
			},
		},
	}
}
