package fcm

import (
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// maxTTL is four weeks.
const maxTTL = 2419200

// messageRules judge what a well-formed message says.
func messageRules() []sim.Rule {
	row := func(id string, order int, title, because, advice vendors.Text, bad func(b *Body) string) sim.Rule {
		return sim.Rule{Verbs: sends(), Info: rule.Info{
			ID: id, Order: order, Code: codeBad, Reason: vendors.ReasonBadRequest,
			Title: title, Because: because, Advice: advice,
		}, Apply: fieldIf(bad)}
	}
	label := row("FM-VAL-046", 560, t("Form of an analytics label", "分析标签格式"),
		t("analytics_label has other characters than letters, digits and -_.~%, or more than 50", "analytics_label 含有非法字符或超过 50 个字符"),
		t("use up to 50 letters, digits and -_.~%", "使用不超过 50 个字母、数字和 -_.~%"),
		func(b *Body) string {
			s := b.Label.S
			return either(s != "" && (len(s) > 50 || !isTopic(s)), "message.fcm_options.analytics_label")
		})
	label.Provenance = assumed("the form is in the description; that the server refuses others is assumed")
	light := row("FM-VAL-047", 570, t("Parts of a light's colour are from 0 to 1", "灯光颜色分量范围 0 至 1"),
		t("{ref} is below 0 or above 1", "{ref} 小于 0 或大于 1"),
		t("write red, green, blue and alpha as numbers from 0 to 1, not to 255", "red、green、blue、alpha 填 0 至 1 的数，不是 0 至 255"),
		badLight)
	light.Provenance = assumed("the range is in the description; that the server refuses others is assumed")
	return ruletable.In(rule.Gate, rule.StageValidate, docSend(),
		row("FM-VAL-040", 500, t("Keys of data that are Google's own", "data 的保留键"),
			t("a key of {ref} is from, message_type or begins with google or gcm", "{ref} 中有保留键：from、message_type 或以 google、gcm 开头"),
			t("rename the key", "更换键名"),
			func(b *Body) string {
				if hasReserved(b.Data.List) {
					return "message.data"
				}
				return either(hasReserved(b.Android.Data.List), "message.android.data")
			}),
		row("FM-VAL-041", 510, t("ttl from 0 to 4 weeks", "ttl 范围 0 至 4 周"),
			t("android.ttl is below 0 or above 2419200s", "android.ttl 小于 0 或大于 2419200s"),
			t("write ttl as \"86400s\", at most \"2419200s\"", "ttl 形如 \"86400s\"，最大 \"2419200s\""),
			func(b *Body) string {
				ttl := b.Android.TTL
				over := ttl.Seconds > maxTTL || (ttl.Seconds == maxTTL && ttl.Nanos > 0) || ttl.Seconds < 0 || ttl.Nanos < 0
				return either(ttl.State == Set && over, "message.android.ttl")
			}),
		row("FM-VAL-042", 520, t("android or android_v2", "android 与 android_v2 不能同时使用"),
			t("both android and android_v2 are set", "同时设置了 android 与 android_v2"),
			t("use one of them", "只使用其中之一"),
			func(b *Body) string { return either(b.Android.Has && b.Android.V2, "message.android_v2") }),
		row("FM-VAL-043", 530, t("A colour is #rrggbb", "color 格式为 #rrggbb"),
			t("color is not # and six hexadecimal digits", "color 不是 # 加六位十六进制数"),
			t("write #rrggbb", "写成 #rrggbb"),
			func(b *Body) string {
				s := b.Android.Look.Color.S
				return either(s != "" && !isColor(s), "message.android.notification.color")
			}),
		row("FM-VAL-044", 540, t("A link of web push is https", "webpush 链接须为 https"),
			t("webpush.fcm_options.link is no https address", "webpush.fcm_options.link 不是 https 网址"),
			t("use an https address", "使用 https 网址"),
			func(b *Body) string {
				s := b.Link.S
				return either(s != "" && !strings.HasPrefix(s, "https://"), "message.webpush.fcm_options.link")
			}),
		label, light)
}

// badLight is the path of a part of light_settings.color out of its range.
func badLight(b *Body) string {
	for i, name := range [4]string{"red", "green", "blue", "alpha"} {
		if part := b.Android.Look.Light[i]; part.State == Set && (part.F < 0 || part.F > 1) {
			return "message.android.notification.light_settings.color." + name
		}
	}
	return ""
}

func hasReserved(pairs []jsonscan.Pair) bool {
	for _, p := range pairs {
		if reserved(p.Key) {
			return true
		}
	}
	return false
}

func isColor(s string) bool {
	if len(s) != 7 || s[0] != '#' {
		return false
	}
	for _, c := range s[1:] {
		if !strings.ContainsRune("0123456789abcdefABCDEF", c) {
			return false
		}
	}
	return true
}

// payloadRules judge the size. The answer does not say what is wrong.
func payloadRules() []sim.Rule {
	because := t("the payload has {0} bytes, {1} are allowed", "载荷 {0} 字节，上限 {1} 字节")
	advice := t("send less, or an id by which the app fetches the rest", "缩短内容，或只发送供应用拉取详情的 ID")
	large := func(id string, order int, verbs sim.Verbset, most int64, from vendors.Provenance, title vendors.Text) sim.Rule {
		return sim.Rule{Verbs: verbs, Info: rule.Info{
			ID: id, Order: order, Code: codeBad, Reason: vendors.ReasonPayloadTooLarge,
			Title: title, Because: because, Advice: advice, Params: map[string]int64{"max": most}, Provenance: from,
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			limit := c.Param("max")
			if c.Call.Verb == sim.VerbBroadcast && c.Flag(flagTopicSize) == "4096" {
				limit = 4096
			}
			n := int64(send(c).size())
			c.Note(n, limit, int64(sayNothing))
			if n > limit {
				return c.Refuse()
			}
			return rule.Skip
		}}
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docErrors(),
		large("FM-VAL-050", 600, sim.For(sim.VerbSend), 4096,
			documented("ErrorCode page for 4096; that keys and texts of data and notification count, in UTF-8, is assumed"),
			t("4096 bytes to a token", "发往令牌的载荷上限 4096 字节")),
		large("FM-VAL-051", 610, sim.For(sim.VerbBroadcast), 2048,
			documented("ErrorCode page, text of 2026-06-12; other pages say 4096 for all: switch topic_payload"),
			t("2048 bytes to a topic", "发往主题的载荷上限 2048 字节")))
}
