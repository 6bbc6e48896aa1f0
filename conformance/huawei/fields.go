package huawei

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// refused is a case about a message with one mistake.
func refused(id string, level conformance.Level, rows []string, source, what, code string, changes ...kit.Change) conformance.Case {
	return conformance.Case{
		ID: "huawei/field/" + id, Level: level, Rows: rows, Source: source, Codes: []string{code},
		Title:       what + " is " + code,
		Requirement: "An endpoint " + lower(level) + " answer a notification with " + what + " with " + code + " and deliver nothing.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.send(p, changes...), code)
			b.WantItems(p, 0)
		},
	}
}

// taken is a case about a message with a value at the edge of what is allowed.
func taken(id string, level conformance.Level, source, what string, changes ...kit.Change) conformance.Case {
	return conformance.Case{
		ID: "huawei/field/" + id, Level: level, Source: source, Codes: []string{"80000000"},
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
	return []conformance.Case{
		refused("ttl-too-long", may, []string{"H16"}, docSend+"; the code: "+assumed, "a ttl of more than 15 days", "80100004", set("android.ttl", "1296001s")),
		refused("ttl-bad", must, []string{"H16"}, docSend, "a ttl that is no number of seconds", "80100003", set("android.ttl", "abc")),
		refused("ttl-prefixed", must, []string{"H16"}, docSend, "letters before the ttl", "80100003", set("android.ttl", "x86400s")),
		refused("ttl-number", may, nil, docSend+"; the code: "+assumed, "a ttl that is a JSON number", "80100004", set("android.ttl", 86400)),
		taken("ttl-longest", must, docSend, "a ttl of 15 days", set("android.ttl", "1296000s")),
		taken("ttl-plain", must, docSend, "a ttl without s", set("android.ttl", "600")),
		taken("ttl-capital", must, docSend, "a ttl with S and a fraction", set("android.ttl", "600.5S")),
		taken("ttl-none", should, docSend, "no ttl", drop("android.ttl")),
	}
}

// fieldCases are about the mandatory parts of a notification.
func fieldCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	click := "android.notification.click_action"
	return []conformance.Case{
		refused("collapse-key-101", must, []string{"H17"}, docSend, "collapse_key 101", "80100013", set("android.collapse_key", 101)),
		refused("collapse-key-below", must, []string{"H17"}, docSend, "collapse_key -2", "80100013", set("android.collapse_key", -2)),
		taken("collapse-key-edges", must, docSend, "collapse_key 100", set("android.collapse_key", 100)),
		taken("collapse-key-all", must, docSend, "collapse_key -1", set("android.collapse_key", -1)),
		refused("click-action-missing", must, []string{"H18"}, docSend, "no click_action", "80100003", drop(click)),
		refused("click-type-missing", must, []string{"H18"}, docSend, "a click_action without a type", "80100003", set(click, map[string]any{})),
		refused("click-page-empty", must, nil, docSend, "click type 1 without intent and action", "80100003", set(click, map[string]any{"type": 1})),
		refused("click-url-empty", must, nil, docSend, "click type 2 without a url", "80100003", set(click, map[string]any{"type": 2})),
		refused("click-url-http", must, nil, docSend, "a click url that is not https", "80100003", set(click, map[string]any{"type": 2, "url": "http://m.example.com/"})),
		refused("click-type-9", should, nil, docSend, "click type 9", "80100003", set(click, map[string]any{"type": 9})),
		taken("click-page", must, docSend, "click type 1 with an intent", set(click, map[string]any{"type": 1, "intent": "intent://com.example.shop/order?id=7#Intent;scheme=shop;end"})),
		taken("click-action", must, docSend, "click type 1 with an action", set(click, map[string]any{"type": 1, "action": "com.example.shop.ORDER"})),
		taken("click-url", must, docSend, "click type 2 with an https url", set(click, map[string]any{"type": 2, "url": "https://m.example.com/orders?id=7&from=push"})),
		refused("title-missing", must, nil, docSend, "no title", "80100003", drop("android.notification.title")),
		refused("body-missing", must, nil, docSend, "no body", "80100003", drop("android.notification.body")),
		{
			ID: "huawei/field/no-payload", Level: must, Source: realTraffic, Codes: []string{"80100003"},
			Title:       "neither data nor a notification is 80100003",
			Requirement: "An endpoint must answer a message without data and without a notification with 80100003 and a text that names the payload.",
			Run: func(t *conformance.T) {
				b := open(t)
				a := b.send(b.Phone("a"), drop("android"))
				b.want(a, "80100003")
				if msg, _ := a.Text("msg"); !strings.HasPrefix(msg, "Illegal payload") {
					t.Errorf("%v, want a msg that begins with Illegal payload", a)
				}
			},
		},
		refused("common-notification-alone", should, nil, realTraffic, "message.notification alone and no android.notification", "80100003",
			drop("android.notification"), set("notification", map[string]any{"title": "李雷", "body": "晚上一起吃饭吗？"})),
	}
}

// rangeCases are about numbers, lists and enumerations of a notification.
func rangeCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	bad := func(id, what, path string, value any) conformance.Case {
		return refused(id, must, nil, docSend, what, "80100003", notify(path, value))
	}
	good := func(id, what, path string, value any) conformance.Case {
		return taken(id, must, docSend, what, notify(path, value))
	}
	badge := func(name string, n int) map[string]any {
		return map[string]any{name: n, "class": "com.example.shop.Main"}
	}
	button := func(n int) []any {
		var all []any
		for i := range n {
			all = append(all, map[string]any{"name": fmt.Sprintf("按钮%d", i), "action_type": 0})
		}
		return all
	}
	light := map[string]any{"color": map[string]any{"alpha": 1, "red": 0, "green": 0.5, "blue": 1}, "light_on_duration": "1s", "light_off_duration": "2.5s"}
	var lines, vibrations []string
	for range 11 {
		lines, vibrations = append(lines, "一行"), append(vibrations, "1s")
	}
	return []conformance.Case{
		{
			ID: "huawei/field/badge-add-100", Level: must, Source: "an answer quoted by vendor support; " + docSend, Codes: []string{"80100003"},
			Title:       "badge add_num 100 is 80100003 and says why",
			Requirement: `An endpoint must answer badge add_num 100 with 80100003 and the msg "Illegal payload, badge add_num value ranges from 1 to 99".`,
			Run: func(t *conformance.T) {
				b := open(t)
				a := b.send(b.Phone("a"), notify("badge", badge("add_num", 100)))
				b.want(a, "80100003")
				if msg, _ := a.Text("msg"); msg != "Illegal payload, badge add_num value ranges from 1 to 99" {
					t.Errorf("%v, want the msg that names add_num and its range", a)
				}
			},
		},
		bad("badge-add-0", "badge add_num 0", "badge", badge("add_num", 0)),
		good("badge-add-99", "badge add_num 99", "badge", badge("add_num", 99)),
		bad("badge-set-100", "badge set_num 100", "badge", badge("set_num", 100)),
		bad("badge-set-below", "badge set_num -1", "badge", badge("set_num", -1)),
		good("badge-set-0", "badge set_num 0", "badge", badge("set_num", 0)),
		bad("vibrate-11", "11 entries of vibrate_config", "vibrate_config", vibrations),
		bad("vibrate-61", "a vibration of 61 seconds", "vibrate_config", []string{"61s"}),
		bad("vibrate-0", "a vibration of 0 seconds", "vibrate_config", []string{"0s"}),
		good("vibrate-10", "10 entries of vibrate_config", "vibrate_config", vibrations[:10]),
		bad("buttons-4", "4 buttons", "buttons", button(4)),
		good("buttons-3", "3 buttons", "buttons", button(3)),
		bad("button-name-41", "a button of 41 characters", "buttons", []any{map[string]any{"name": kit.Chinese(41), "action_type": 0}}),
		bad("button-action-5", "a button with action_type 5", "buttons", []any{map[string]any{"name": "查看", "action_type": 5}}),
		bad("light-half", "light_settings without a colour", "light_settings", map[string]any{"light_on_duration": "1s", "light_off_duration": "1s"}),
		bad("light-colour-2", "a light of red 2", "light_settings", map[string]any{"color": map[string]any{"alpha": 1, "red": 2, "green": 0, "blue": 0}, "light_on_duration": "1s", "light_off_duration": "1s"}),
		good("light", "light_settings with fractions", "light_settings", light),
		bad("style-2", "style 2", "style", 2),
		refused("big-text-without-body", must, nil, docSend, "style 1 without big_body", "80100003", notify("style", 1), notify("big_title", "大标题")),
		taken("big-text", must, docSend, "style 1 with big_title and big_body", notify("style", 1), notify("big_title", "大标题"), notify("big_body", "大文本")),
		refused("inbox-empty", must, nil, docSend, "style 3 without inbox_content", "80100003", notify("style", 3)),
		refused("inbox-6", must, nil, docSend, "6 lines of inbox_content", "80100003", notify("style", 3), notify("inbox_content", lines[:6])),
		taken("inbox-5", must, docSend, "5 lines of inbox_content", notify("style", 3), notify("inbox_content", lines[:5])),
		bad("languages-4", "texts in 4 languages", "multi_lang_key", map[string]any{"title_key": languages(4)}),
		good("languages-3", "texts in 3 languages", "multi_lang_key", map[string]any{"title_key": languages(3)}),
		bad("color", "a color that is not #RRGGBB", "color", "red"),
		bad("image-http", "an image that is not https", "image", "http://img.example.com/a.png"),
		bad("importance", "an importance nobody knows", "importance", "LOUD"),
		bad("visibility", "a visibility nobody knows", "visibility", "EVERYBODY"),
		bad("profile-id-65", "a profile_id of 65 characters", "profile_id", kit.Letters(65)),
		good("profile-id-64", "a profile_id of 64 characters", "profile_id", kit.Letters(64)),
		bad("when", "a when that is no time", "when", "tomorrow"),
		refused("urgency", should, nil, docSend, "an urgency nobody knows", "80100003", set("android.urgency", "MEDIUM")),
		refused("fast-app-target-3", should, nil, docSend, "fast_app_target 3", "80100003", set("android.fast_app_target", 3)),
		refused("target-user-type-2", should, nil, docSend, "target_user_type 2", "80100003", set("android.target_user_type", 2)),
	}
}

// languages is a text in n languages.
func languages(n int) map[string]any {
	texts := map[string]any{"en": "New message", "zh": "新消息", "ru": "Новое сообщение", "ar": "رسالة جديدة"}
	for _, name := range []string{"ar", "ru", "zh", "en"}[:4-n] {
		delete(texts, name)
	}
	return texts
}

// lenientCases are about requests that real senders make and Huawei takes.
func lenientCases() []conformance.Case {
	should, may := conformance.Should, conformance.May
	lenient := func(c conformance.Case) conformance.Case {
		c.ID = strings.Replace(c.ID, "/field/", "/lenient/", 1)
		return c
	}
	return []conformance.Case{
		lenient(taken("unknown-member", may, assumed, "a member nobody knows", set("colour", "blue"), notify("shape", "round"))),
		lenient(taken("no-validate-only", should, docSend, "no validate_only", func(r kit.Body) { delete(r, "validate_only") })),
		lenient(taken("bi-tag", should, docSend, "bi_tag and fast_app_target", set("android.bi_tag", "order-7"), set("android.fast_app_target", 1))),
		lenient(taken("apns-beside", should, docSend, "apns and webpush beside android", set("apns", map[string]any{"headers": map[string]any{}}), set("webpush", map[string]any{}))),
		lenient(taken("light-ints", should, sdk, "a light of integers, as the demos write it", notify("light_settings",
			map[string]any{"color": map[string]any{"alpha": 0, "red": 0, "green": 1, "blue": 1}, "light_on_duration": "3.5", "light_off_duration": "5S"}))),
		lenient(taken("review", should, docSend, "a third party's review", kit.Set("review", []any{map[string]any{"reviewer": "tuibian", "type": 0, "result": map[string]any{}}}))),
		{
			ID: "huawei/lenient/header-case", Level: conformance.Must, Source: docSend, Codes: []string{"80000000"},
			Title:       "header names have no case",
			Requirement: "An endpoint must accept the Authorization header in any case of letters.",
			Run: func(t *conformance.T) {
				b := open(t)
				raw := encoded(t, chatOrder(to(b.Phone("a"))))
				token := b.access
				b.access = ""
				b.wantAccepted(b.Do(http.MethodPost, b.v1(pathSend), raw, http.Header{"authorization": {"Bearer " + token}}))
			},
		},
	}
}

// offlineCases are about how long Huawei keeps a message for an offline phone.
func offlineCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	// away sends to an offline phone, lets time pass, and brings it online.
	away := func(b *bench, pause time.Duration, changes ...kit.Change) (kit.Answer, device.Phone) {
		p := b.Phone("a", kit.Offline)
		a := b.send(p, changes...)
		b.wantAccepted(a)
		b.Settle()
		b.Advance(pause)
		kit.ChangePhone(b.T, p, kit.Online)
		return a, p
	}
	gone := func(id string, rows []string, level conformance.Level, source, what string, pause time.Duration, changes ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "huawei/ttl/" + id, Level: level, Rows: rows, Source: source, Codes: []string{"80000000"}, Needs: clock,
			Title:       what + " is gone",
			Requirement: "An endpoint " + lower(level) + " not deliver " + what + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				a, p := away(b, pause, changes...)
				b.WantFate(a, p, device.Expired, device.Dropped)
				b.WantItems(p, 0)
			},
		}
	}
	kept := func(id string, rows []string, what string, pause time.Duration, changes ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "huawei/ttl/" + id, Level: conformance.Must, Rows: rows, Source: docSend, Codes: []string{"80000000"}, Needs: clock,
			Title:       what + " is delivered",
			Requirement: "An endpoint must deliver " + what + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				a, p := away(b, pause, changes...)
				b.WantVisible(a, p)
			},
		}
	}
	return []conformance.Case{
		gone("offline-ttl", []string{"H34"}, conformance.Must, docSend, "a message with ttl 60s to a phone that is back after 61", 61*time.Second, set("android.ttl", "60s")),
		kept("offline-within-ttl", []string{"H34"}, "a message with ttl 60s to a phone that is back after 59", 59*time.Second, set("android.ttl", "60s")),
		gone("default-ends", nil, conformance.Must, docSend, "a message without ttl to a phone that is back after a day and a minute", 24*time.Hour+time.Minute, drop("android.ttl")),
		kept("default", nil, "a message without ttl to a phone that is back after 23 hours", 23*time.Hour, drop("android.ttl")),
		kept("longest", nil, "a message with ttl 1296000s to a phone that is back after 14 days", 14*24*time.Hour, set("android.ttl", "1296000s")),
		{
			ID: "huawei/ttl/no-receipt", Level: conformance.May, Rows: []string{"H34"}, Source: assumed, Codes: []string{"80000000"}, Needs: clock,
			Title:       "no receipt tells of a message past its ttl",
			Requirement: "An endpoint may leave a message that ended in the offline cache without a receipt, as Huawei documents no code for it.",
			Run: func(t *conformance.T) {
				b := open(t)
				a, p := away(b, 2*time.Minute, set("android.ttl", "60s"))
				if m := b.Fate(a, p); m.Receipt != "" {
					t.Errorf("receipt %q, want none", m.Receipt)
				}
			},
		},
	}
}
