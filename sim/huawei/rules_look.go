package huawei

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
)

// lookRules judge how a notification wants to look.
func lookRules() []sim.Rule {
	compare := t("compare the field with the API document", "对照接口文档检查该字段")
	n := func(check func(n *Notification) string) func(*SendBody) string {
		return func(b *SendBody) string { return check(&b.Android.Notification) }
	}
	return tips(docSend(), tipRule{
		id: "HW-VAL-020", order: 610,
		title:  t("Styles and what they need", "style 及其必填字段"),
		advice: t("style 1 needs big_title and big_body, style 3 one to five lines of inbox_content", "style=1 需要 big_title 和 big_body，style=3 需要 1-5 行 inbox_content"),
		tip:    n(badStyle),
	}, tipRule{
		id: "HW-VAL-022", order: 630, advice: compare,
		title: t("color is #RRGGBB", "color 须为 #RRGGBB"),
		tip: n(func(n *Notification) string {
			return either(n.Color.State == Set && n.Color.S != "" && !hexColor(n.Color.S), "color must be in the form #RRGGBB")
		}),
	}, tipRule{
		id: "HW-VAL-023", order: 640,
		title:  t("Pictures come over https", "图片地址须为 https"),
		advice: t("host the picture under https, below 512 KB", "使用 https 图片地址，小于 512 KB"),
		tip: func(b *SendBody) string {
			for _, url := range [...]string{b.Common.Image.S, b.Android.Notification.Image.S} {
				if url != "" && !strings.HasPrefix(url, "https://") {
					return "image must be a https url"
				}
			}
			return ""
		},
	}, tipRule{
		id: "HW-VAL-024", order: 650, advice: compare,
		title: t("when is a time in UTC", "when 须为 UTC 时间"),
		tip: n(func(n *Notification) string {
			if n.When.S == "" {
				return ""
			}
			_, err := time.Parse("2006-01-02T15:04:05.999999999Z", n.When.S)
			return either(err != nil, "when must be in the form 2014-10-02T15:01:23.045123456Z")
		}),
	}, tipRule{
		id: "HW-VAL-025", order: 660, advice: compare,
		title: t("Words for importance, visibility and urgency", "importance、visibility、urgency 取值"),
		tip: func(b *SendBody) string {
			n := &b.Android.Notification
			switch {
			case !oneOf(n.Importance.S, "LOW", "NORMAL", "HIGH"):
				return "importance value is LOW, NORMAL or HIGH"
			case !oneOf(n.Visibility.S, "VISIBILITY_UNSPECIFIED", "PRIVATE", "PUBLIC", "SECRET"):
				return "visibility value is VISIBILITY_UNSPECIFIED, PRIVATE, PUBLIC or SECRET"
			}
			return either(!oneOf(b.Android.Urgency.S, "HIGH", "NORMAL"), "urgency value is HIGH or NORMAL")
		},
	})
}

// oneOf reports whether a word is empty or one of the list.
func oneOf(word string, list ...string) bool {
	if word == "" {
		return true
	}
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

func badStyle(n *Notification) string {
	switch n.Style.Or(0) {
	case 0:
		return ""
	case 1:
		return either(n.BigTitle.S == "" || n.BigBody.S == "", "big_title and big_body are required when style is 1")
	case 3:
		if lines := len(n.Inbox.List); lines < 1 || lines > 5 {
			return "inbox_content has 1 to 5 lines when style is 3"
		}
		for _, line := range n.Inbox.List {
			if utf8.RuneCountInString(line) > 1024 {
				return "a line of inbox_content has at most 1024 characters"
			}
		}
		return ""
	}
	return "style value is 0, 1 or 3"
}

func hexColor(s string) bool {
	if len(s) != 7 || s[0] != '#' {
		return false
	}
	for _, c := range s[1:] {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}

// badgeRules judge the number on the icon. The tip of the first was seen.
func badgeRules() []sim.Rule {
	return tips(checked.Observed("vendor support knowledge base quotes the answer for add_num; the ranges are HMSCore-References/https-send-api-0000001050986197"), tipRule{
		id: "HW-VAL-021", order: 620,
		title:  t("Range of the badge", "badge 取值范围"),
		advice: t("add_num is 1 to 99, set_num 0 to 99", "add_num 取 1-99，set_num 取 0-99"),
		tip: func(b *SendBody) string {
			badge := &b.Android.Notification.Badge
			switch {
			case badge.Add.State == Set && (badge.Add.N < 1 || badge.Add.N > 99):
				return "badge add_num value ranges from 1 to 99"
			case badge.Set.State == Set && (badge.Set.N < 0 || badge.Set.N > 99):
				return "badge set_num value ranges from 0 to 99"
			}
			return ""
		},
	})
}

// moreLookRules judge vibration, light, profile, buttons and languages.
func moreLookRules() []sim.Rule {
	compare := t("compare the field with the API document", "对照接口文档检查该字段")
	n := func(check func(n *Notification) string) func(*SendBody) string {
		return func(b *SendBody) string { return check(&b.Android.Notification) }
	}
	return tips(javaDemo(), tipRule{
		id: "HW-VAL-026", order: 670, advice: compare,
		title: t("Vibration", "vibrate_config"),
		tip:   n(badVibration),
	}, tipRule{
		id: "HW-VAL-027", order: 680, advice: compare,
		title: t("Light", "light_settings"),
		tip:   n(badLight),
	}, tipRule{
		id: "HW-VAL-028", order: 690,
		title:  t("Length of profile_id", "profile_id 长度"),
		advice: t("shorten profile_id", "缩短 profile_id"),
		tip: n(func(n *Notification) string {
			return either(utf8.RuneCountInString(n.ProfileID.S) > 64, "profile_id has at most 64 characters")
		}),
		from: docSend(), // the demo's check is the wrong way round
	}, tipRule{
		id: "HW-VAL-029", order: 700, advice: compare,
		title: t("Up to three buttons", "buttons 最多 3 个"),
		tip:   n(badButtons),
	}, tipRule{
		id: "HW-VAL-030", order: 710, advice: compare,
		title: t("Up to three languages", "multi_lang_key 最多 3 种语言"),
		tip: n(func(n *Notification) string {
			return either(n.Languages > 3, "multi_lang_key has at most 3 languages")
		}),
	})
}

func badVibration(n *Notification) string {
	if len(n.Vibrate.List) > 10 {
		return "vibrate_config has at most 10 elements"
	}
	for _, v := range n.Vibrate.List {
		if d, ok := parseSeconds(v); !ok || d <= 0 || d > time.Minute {
			return fmt.Sprintf("vibrate_config element %q must be more than 0 and at most 60 seconds", v)
		}
	}
	return ""
}

func badLight(n *Notification) string {
	l := &n.Light
	if l.State != Set {
		return ""
	}
	if l.Color != Set {
		return "light_settings color is required"
	}
	for _, c := range l.Channels {
		if c.State == Set && (c.F < 0 || c.F > 1) {
			return "light_settings color values range from 0 to 1"
		}
	}
	_, on := parseSeconds(l.On.S)
	_, off := parseSeconds(l.Off.S)
	return either(!on || !off, "light_on_duration and light_off_duration are required in seconds")
}

func badButtons(n *Notification) string {
	if len(n.Buttons) > 3 {
		return "buttons has at most 3 elements"
	}
	for i := range n.Buttons {
		b := &n.Buttons[i]
		switch action, intent := b.ActionType.Or(0), b.IntentType.Or(0); {
		case b.Name.S == "" || utf8.RuneCountInString(b.Name.S) > 40:
			return "a button's name has 1 to 40 characters"
		case action < 0 || action > 4:
			return "a button's action_type ranges from 0 to 4"
		case intent < 0 || intent > 1:
			return "a button's intent_type is 0 or 1"
		case utf8.RuneCountInString(b.Data.S) > 1024:
			return "a button's data has at most 1024 characters"
		}
	}
	return ""
}
