package oppo_test

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

type phoneState = device.Phone

// Days on which older editions held.
const (
	day2020 = "2020-06-01" // SDK 1.0.4
	day2022 = "2022-06-01" // no caps of a phone, the older lengths
	day2024 = "2024-06-01" // private and public channels
)

func fieldProofs() []proof {
	page := func(run func(w *world) string) func(w *world) string { return with("content_limit", "page", run) }
	return []proof{
		{Rule: "OP-VAL-030", Want: "40 Missing Required Arguments", Run: sends(fields{"title": nil})},
		{Rule: "OP-VAL-030", Want: "40 Missing Required Arguments", Run: saves(fields{"content": nil})},
		{Rule: "OP-VAL-031", Want: "41 Invalid Arguments", Run: sends(fields{"style": "one"})},
		{Rule: "OP-VAL-031", Want: "41 Invalid Arguments", Run: sends(fields{"auditResponse": 7})},
		{Rule: "OP-VAL-031", Want: "41 Invalid Arguments", Run: saves(fields{"off_line": "perhaps"})},
		{Rule: "OP-VAL-032", Want: "41 title is blank", Run: sends(fields{"title": ""})},
		{Rule: "OP-VAL-033", Want: "41 title max length is 50", Run: sends(fields{"title": chars(51)})},
		{Rule: "OP-VAL-034", Want: "41 sub_title max length is 10", Run: sends(fields{"sub_title": chars(11)})},
		{Rule: "OP-VAL-035", Want: "41 content is blank", Run: sends(fields{"content": ""})},
		{Rule: "OP-VAL-036", Want: "41 content max length is 200", Run: sends(fields{"content": chars(201)})},
		{Rule: "OP-VAL-036", Want: "41 content max length is 128", Run: sends(fields{"content": chars(129), "style": 2})},
		{Rule: "OP-VAL-036", Want: "41 content max length is 50", Run: saves(fields{"content": chars(51), "style": 3})},
		{Rule: "OP-VAL-037", Want: "41 content max length is 50", Run: page(sends(fields{"content": chars(51)}))},
		{Rule: "OP-VAL-043", Profile: sim.Strict, Want: "41 content max length is 50", Run: sends(fields{"content": chars(51)})},
		{Rule: "OP-DLV-003", Want: "50 characters", Run: func(w *world) string {
			w.send(w.Phone("p1"), fields{"content": chars(51)})
			w.Settle()
			return fmt.Sprint(utf8.RuneCountInString(w.Shade("p1").Items[0].Body), " characters")
		}},
		{Rule: "OP-VAL-038", Want: "41 style invalid", Run: sends(fields{"style": 3})},
		{Rule: "OP-VAL-038", Want: "41 style invalid", Run: sends(fields{"style": 5})},
		{Rule: "OP-VAL-039", Want: "27", Run: sends(fields{"style": 4})},
		{Rule: "OP-VAL-039", Want: "27", Run: sends(fields{"big_picture_url": "https://m.example.com/p.png"})},
		{
			Rule: "OP-VAL-040", Want: "41 Invalid Arguments", Run: sends(fields{"small_picture_url": chars(301)}),
			World: options{app: func(a *sim.AppSpec) { a.Rights = append(a.Rights, "value_added") }},
		},
		{Rule: "OP-VAL-041", Want: "40 Missing Required Arguments", Run: saves(fields{"style": 3})},
		{Rule: "OP-VAL-042", Want: "51", Run: saves(fields{"style": 3, "big_picture_id": "69"})},
		{Rule: "OP-FLT-001", Want: "41 title can't contain sensitive word", Run: with("sensitive_words", "on", sends(fields{"title": sensitive}))},
		{Rule: "OP-FLT-001", Want: "41 content can't contain sensitive word", Run: with("sensitive_words", "on", sends(fields{"content": sensitive}))},
	}
}

// sensitive has a word of the list that stands for OPPO's.
const sensitive = "刷单兼职，日结"

func clickProofs() []proof {
	shop := "com.example.shop.Order"
	return []proof{
		{Rule: "OP-VAL-050", Want: "41 click_action_type invalid", Run: sends(fields{"click_action_type": 3, "click_action_activity": shop})},
		{Rule: "OP-VAL-051", Want: "40 Missing Required Arguments", Run: sends(fields{"click_action_type": 2})},
		{Rule: "OP-VAL-051", Want: "40 Missing Required Arguments", Run: sends(fields{"click_action_type": 4})},
		{Rule: "OP-VAL-052", Want: "41 click_action_activity invalid", Run: sends(fields{"click_action_type": 1, "click_action_activity": chars(501)})},
		{Rule: "OP-VAL-053", Want: "41 click_action_url invalid", Run: sends(fields{"click_action_type": 5, "click_action_url": chars(2001)})},
		{Rule: "OP-VAL-054", Date: day2020, Want: "41 click_action_url invalid", Run: sends(fields{"click_action_type": 2, "click_action_url": chars(501)})},
		{Rule: "OP-VAL-055", Want: "41 action_parameters format invalid", Run: sends(fields{"action_parameters": "orderId=1"})},
		{Rule: "OP-VAL-055", Want: "41 action_parameters format invalid", Run: sends(fields{"action_parameters": `{"a":"` + chars(3993) + `"}`})},
		{Rule: "OP-VAL-070", Want: "41 call back url max length is 200", Run: sends(fields{"call_back_url": "https://" + chars(193)})},
		{Rule: "OP-VAL-071", Want: "41 call back parameter max length is 100", Run: sends(fields{"call_back_parameter": chars(101)})},
		{Rule: "OP-VAL-072", Date: day2022, Want: "41 call back parameter max length is 50", Run: sends(fields{"call_back_parameter": chars(51)})},
	}
}

func timeProofs() []proof {
	show := fields{"show_time_type": 1, "show_start_time": 1764036000000, "show_end_time": 1764036000000}
	ttl, shown := "41 off_line_ttl invalid", "41 showTTL offlineTTL is invalid"
	smooth := func(rate int) fields { return fields{"fix_speed": true, "fix_speed_rate": rate} }
	return []proof{
		{Rule: "OP-VAL-060", Want: ttl, Run: sends(fields{"off_line_ttl": 864001})},
		{Rule: "OP-VAL-060", Want: ttl, Run: sends(fields{"off_line_ttl": -1})},
		{Rule: "OP-VAL-061", Date: day2020, Want: ttl, Run: sends(fields{"off_line_ttl": 259201})},
		{Rule: "OP-VAL-062", Want: shown, Run: sends(fields{"show_ttl": 172801})},
		{Rule: "OP-VAL-062", Want: shown, Run: sends(fields{"show_ttl": -1})},
		{Rule: "OP-VAL-063", Date: day2022, Want: shown, Run: sends(fields{"show_ttl": 21599})},
		{Rule: "OP-VAL-064", Want: "40 Missing Required Arguments", Run: sends(fields{"show_time_type": 1, "show_start_time": 1764036000000})},
		{Rule: "OP-VAL-064", Want: "40 Missing Required Arguments", Run: saves(fields{"push_time_type": 1})},
		{Rule: "OP-VAL-065", Want: "41 Invalid Arguments", Run: sends(show)},
		{Rule: "OP-VAL-066", Want: "41 Invalid Arguments", Run: saves(smooth(999))},
		{Rule: "OP-VAL-066", Want: "41 Invalid Arguments", Run: saves(smooth(10_001))},
		{Rule: "OP-VAL-067", Want: "41 Invalid Arguments", Run: sends(fields{"network_type": 2})},
		{Rule: "OP-VAL-068", Want: "41 notify_id must be greater than 0", Run: sends(fields{"notify_id": 0})},
	}
}

func classProofs() []proof {
	const category = "67 category error"
	const level = "67 Private classify channel notify_level invalid"
	channel := func(run func(w *world) string) func(w *world) string {
		return with("private_channels", "im, orders", run)
	}
	plain := fields{"category": nil, "channel_id": "orders"}
	unlisted := options{app: func(a *sim.AppSpec) { a.Listed = false }}
	return []proof{
		{Rule: "OP-CLS-001", Want: category, Run: with("scheme", "old", sends(order(nil)))},
		{Rule: "OP-CLS-001", Want: category, Run: with("scheme", "old", sends(nil))},
		{Rule: "OP-CLS-002", Want: "0 shown", Run: channel(with("scheme", "old", lands(plain)))},
		{Rule: "OP-CLS-003", Date: day2024, Want: "0 shown", Run: channel(lands(plain))},
		{Rule: "OP-CLS-004", Date: day2024, Want: "0 silent", Run: lands(order(nil))},
		{Rule: "OP-CLS-010", Want: category, Run: sends(fields{"category": "im"})},
		{Rule: "OP-CLS-010", Want: category, Run: sends(fields{"category": "VOIP"})},
		{Rule: "OP-CLS-011", Want: category, Run: sends(order(nil)), World: unlisted},
		{Rule: "OP-CLS-012", Want: category, Run: sends(fields{"category": "ACCOUNT"})},
		{Rule: "OP-CLS-013", Want: category, Run: saves(fields{"category": "ORDER"})},
		{Rule: "OP-CLS-020", Want: level, Run: sends(fields{"category": nil, "notify_level": 2})},
		{Rule: "OP-CLS-021", Want: level, Run: sends(order(fields{"notify_level": 3}))},
		{Rule: "OP-CLS-022", Want: level, Run: sends(fields{"category": "IM", "notify_level": 16})},
		{
			Rule: "OP-CLS-022", Want: level, Run: sends(order(fields{"notify_level": 16})),
			World: options{app: func(a *sim.AppSpec) { a.Rights = append(a.Rights, "strong_reminder") }},
		},
		{Rule: "OP-CLS-023", Want: level, Run: sends(fields{"notify_level": 2})},
	}
}

func templateProofs() []proof {
	missing := "54 private_msg_template_id is null"
	id := "66f0c1d2a3b4c5d6e7f80912"
	enforced := func(which string, m fields) func(w *world) string {
		return with("templates_enforced", which, sends(m))
	}
	im := fields{"category": "IM"}
	return []proof{
		{Rule: "OP-CLS-030", Want: missing, Run: enforced("on", order(nil))},
		{Rule: "OP-CLS-030", Want: missing, Run: enforced("im", im)},
		{Rule: "OP-CLS-030", Want: missing, Run: enforced("others", order(nil))},
		{Rule: "OP-CLS-031", Want: "54 private_msg_template_id invalid", Run: with("templates", "66f0c1d2a3b4c5d6e7f80913", sends(order(fields{"private_msg_template_id": id})))},
		{Rule: "OP-CLS-032", Want: "41 Invalid Arguments", Run: sends(order(fields{"private_msg_template_id": id, "private_title_parameters": "city"}))},
	}
}

func targetProofs() []proof {
	const cn, in = "CN_not-a-token", "OPPO_IN_0123456789abcdef0123456789abcdef"
	cast := func(target string) func(w *world) string {
		return func(w *world) string {
			a := w.cast(w.save(nil).Data.Saved, 2, w.Phone("p1")+";"+target)
			return a.said() + " " + strings.Join(a.Data.Bad, ",")
		}
	}
	single := func(target string) func(w *world) string {
		return func(w *world) string { return w.send(target, nil).said() }
	}
	twice := func(w *world) string {
		id := w.Phone("p1")
		m := fields{"app_message_id": "one"}
		first := w.send(id, m).said()
		w.Settle()
		return first + " " + w.send(id, m).said() + " " + w.Fate()
	}
	return []proof{
		{Rule: "OP-FLT-010", Want: "10000", Run: single(cn)},
		{Rule: "OP-FLT-010", Want: "10000", Run: with("registration_id_form", "narrow", single("x_CN_0123456789abcdef0123456789abcdef"))},
		{Rule: "OP-FLT-011", Want: "10000", Run: single(in)},
		{Rule: "OP-FLT-012", Want: "0 " + cn, Run: cast(cn)},
		{Rule: "OP-FLT-013", Want: "0 " + in, Run: cast(in)},
		{Rule: "OP-FLT-014", Want: "0 dropped", Run: func(w *world) string {
			return w.send("CN_0123456789abcdef0123456789abcdef", nil).said() + " " + w.Fate()
		}},
		{Rule: "OP-FLT-020", Want: "0 32 ", Run: with("repeat_code", "32", twice)},
		{Rule: "OP-FLT-021", Want: "0 0 dropped", Run: twice},
		{Rule: "OP-FLT-022", Want: "same", Run: func(w *world) string {
			m := fields{"app_message_id": "one"}
			if first := w.save(m).Data.Saved; first != "" && first == w.save(m).Data.Saved {
				return "same"
			}
			return "another"
		}},
	}
}
