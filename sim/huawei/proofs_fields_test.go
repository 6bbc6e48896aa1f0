package huawei_test

import (
	"fmt"
	"strings"
)

func many(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint("t", i)
	}
	return out
}

func bodyProofs() []proof {
	raw := func(body string) func(w *world) string {
		return func(w *world) string { return w.post("messages:send", body).said() }
	}
	return []proof{
		{Rule: "HW-VAL-010", Want: "80100001", Run: raw(`{"message":`)},
		{Rule: "HW-VAL-010", Want: "80100001", Run: raw(`[]`)},
		{Rule: "HW-VAL-011", Want: "80300010", Run: raw(`{"messager":{"token":["t"],"data":"x"}}`)},
		{Rule: "HW-VAL-011", Want: "80300010", Run: raw(`{"message":{"token":[],"data":"x"}}`)},
		{Rule: "HW-VAL-011", Want: "80300010", Run: raw(`{"message":{"tokens":["t"],"data":"x"}}`)},
		{Rule: "HW-VAL-012", Want: "80300010", Run: func(w *world) string {
			return w.send(nil, append(many(1000), w.Phone("p1"))...).said()
		}},
		{Rule: "HW-VAL-013", Want: "80300008", Run: sends(data(fields{"message.data": strings.Repeat("字", 1400)}))},
		tip("HW-VAL-014", "the type of notification.title is wrong", fields{notice + "title": 7}),
		{Rule: "HW-VAL-014", Want: "80100003", Run: sends(fields{"validate_only": "false"})},
		{Rule: "HW-VAL-014", Want: "80100003", Run: sends(fields{notice + "foreground_show": "true"})},
		{Rule: "HW-VAL-015", Want: "80100003", Run: sends(fields{"message.topic": "weather"})},
		{Rule: "HW-VAL-032", Want: "80100003", Run: sends(fields{"message.token": nil, "message.condition": "'a' in"})},
		{Rule: "HW-VAL-032", Want: "80100003", Run: sends(fields{"message.token": nil, "message.condition": "'a' in topics 'b' in topics"})},
		{Rule: "HW-VAL-032", Want: "80100003", Run: sends(fields{
			"message.token": nil, "message.condition": "'a' in topics && 'b' in topics && 'c' in topics && 'd' in topics && 'e' in topics && 'f' in topics",
		})},
		{Rule: "HW-VAL-033", Want: "82000007", Run: sends(fields{"message.token": nil, "message.topic": "a b"})},
		{Rule: "HW-VAL-038", Want: "80000000 ", Run: func(w *world) string {
			a := w.send(fields{"validate_only": true}, "nobody", w.Phone("p1"))
			w.Settle()
			return a.said() + " " + string(w.Last().Fate.State)
		}},
	}
}

// tip wants a structure error and its words.
func tip(rule, words string, m fields) proof {
	return proof{Rule: rule, Want: "80100003 Illegal payload, " + words, Run: func(w *world) string {
		a := w.send(m, w.Phone("p1"))
		return a.said() + " " + a.Msg
	}}
}

func payloadProofs() []proof {
	const none = "No valid android notification payload when sending notification message to android users"
	return []proof{
		tip("HW-VAL-016", none, fields{"message.android.notification": nil}),
		tip("HW-VAL-017", none, fields{notice + "title": nil}),
		tip("HW-VAL-018", "click_action is required", fields{notice + "click_action": nil}),
		tip("HW-VAL-018", "click_action is required", fields{
			"message.android": nil, "message.notification": fields{"title": "t", "body": "b"},
		}),
		tip("HW-VAL-019", "click_action intent or action is required when type is 1", fields{notice + "click_action": fields{"type": 1}}),
		tip("HW-VAL-019", "click_action url must be a https url when type is 2", fields{notice + "click_action": fields{"type": 2, "url": "http://m.example.com"}}),
		tip("HW-VAL-019", "click_action type value is 1, 2 or 3", fields{notice + "click_action": fields{"type": 9}}),
	}
}

func lookProofs() []proof {
	buttons := func(n int) []any {
		var out []any
		for range n {
			out = append(out, fields{"name": "看看", "action_type": 0})
		}
		return out
	}
	light := fields{"color": fields{"alpha": 1, "red": 2}, "light_on_duration": "1s", "light_off_duration": "1s"}
	lang := fields{"en": "a", "zh": "b", "fr": "c", "de": "d"}
	return []proof{
		tip("HW-VAL-020", "big_title and big_body are required when style is 1", fields{notice + "style": 1}),
		tip("HW-VAL-020", "inbox_content has 1 to 5 lines when style is 3", fields{notice + "style": 3}),
		tip("HW-VAL-020", "a line of inbox_content has at most 1024 characters", fields{notice + "style": 3, notice + "inbox_content": []string{strings.Repeat("字", 1025)}}),
		tip("HW-VAL-020", "style value is 0, 1 or 3", fields{notice + "style": 2}),
		tip("HW-VAL-021", "badge add_num value ranges from 1 to 99", fields{notice + "badge": fields{"add_num": 100}}),
		tip("HW-VAL-021", "badge set_num value ranges from 0 to 99", fields{notice + "badge": fields{"set_num": 100}}),
		tip("HW-VAL-022", "color must be in the form #RRGGBB", fields{notice + "color": "red"}),
		tip("HW-VAL-023", "image must be a https url", fields{notice + "image": "http://m.example.com/p.png"}),
		tip("HW-VAL-024", "when must be in the form 2014-10-02T15:01:23.045123456Z", fields{notice + "when": "tomorrow"}),
		tip("HW-VAL-025", "importance value is LOW, NORMAL or HIGH", fields{notice + "importance": "LOUD"}),
		tip("HW-VAL-025", "visibility value is VISIBILITY_UNSPECIFIED, PRIVATE, PUBLIC or SECRET", fields{notice + "visibility": "ALL"}),
		tip("HW-VAL-025", "urgency value is HIGH or NORMAL", fields{android + "urgency": "LOW"}),
		tip("HW-VAL-026", `vibrate_config element "61s" must be more than 0 and at most 60 seconds`, fields{notice + "vibrate_config": []string{"61s"}}),
		tip("HW-VAL-026", "vibrate_config has at most 10 elements", fields{notice + "vibrate_config": strings.Split(strings.Repeat("1", 11), "")}),
		tip("HW-VAL-027", "light_settings color values range from 0 to 1", fields{notice + "light_settings": light}),
		tip("HW-VAL-027", "light_settings color is required", fields{notice + "light_settings": fields{"light_on_duration": "1"}}),
		tip("HW-VAL-028", "profile_id has at most 64 characters", fields{notice + "profile_id": strings.Repeat("p", 65)}),
		tip("HW-VAL-029", "buttons has at most 3 elements", fields{notice + "buttons": buttons(4)}),
		tip("HW-VAL-029", "a button's name has 1 to 40 characters", fields{notice + "buttons": []any{fields{"action_type": 0}}}),
		tip("HW-VAL-030", "multi_lang_key has at most 3 languages", fields{notice + "multi_lang_key": fields{"title_key": lang}}),
	}
}

func optionProofs() []proof {
	return []proof{
		tip("HW-VAL-031", "target_user_type value is 0 or 1", fields{android + "target_user_type": 2}),
		tip("HW-VAL-031", "fast_app_target value is 1 or 2", fields{android + "fast_app_target": 3}),
		tip("HW-VAL-034", "ttl must be a number of seconds such as 86400s", fields{android + "ttl": "x86400s"}),
		{Rule: "HW-VAL-035", Want: "80100004", Run: sends(fields{android + "ttl": "1296001s"})},
		{Rule: "HW-VAL-035", Want: "80100004", Run: sends(fields{android + "ttl": 3600})},
		{Rule: "HW-VAL-036", Want: "80100013", Run: sends(fields{android + "collapse_key": 101})},
		{Rule: "HW-VAL-036", Want: "80100013", Run: sends(fields{android + "collapse_key": "chat"})},
		{Rule: "HW-VAL-037", Want: "80300013", Run: sends(fields{android + "receipt_id": "r9"})},
	}
}
