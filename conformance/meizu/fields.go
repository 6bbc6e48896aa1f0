package meizu

import (
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
)

// fieldCases are about the form of the message's members, and what a tap does.
func fieldCases() []conformance.Case {
	all := func(changes ...kit.Change) []kit.Change {
		return []kit.Change{func(b kit.Body) { b.With(changes...) }}
	}
	return []conformance.Case{
		{
			ID: "meizu/field/booleans", Level: conformance.Must, Rows: []string{"M20", "S06"}, Source: sdkJava, Codes: []string{"200"},
			Title:       "the SDK's message is taken as it is",
			Requirement: "An endpoint must take true and false for 0 and 1, empty objects and texts, and callback.type as a string, as the official SDK sends them, and judge what they hold: 73 hours are too many.",
			Run: func(t *conformance.T) {
				b := open(t, vectors)
				const message = `{"advanceInfo":{"clearNoticeBar":true,"fixDisplay":false,"fixEndDisplayTime":"","fixSpeed":false,"fixSpeedRate":0,"fixStartDisplayTime":"","notificationType":{"lights":true,"sound":true,"vibrate":true},"notifyKey":"","suspend":true},"clickTypeInfo":{"activity":"","clickType":0,"customAttribute":"","url":""},"extra":{},"noticeBarInfo":{"content":"您的订单A1024已由顺丰揽收","noticeBarImgUrl":"","noticeBarType":0,"noticeMsgType":1,"title":"订单已发货"},"noticeExpandInfo":{"noticeExpandContent":"","noticeExpandImgUrl":"","noticeExpandType":0},"pushTimeInfo":{"offLine":true,"pushTimeType":0,"startTime":"","validTime":24},"vipInfo":{"backgroundImgUrl":"","bigIconUrl":"","notGroup":false,"pullDownTop":false,"smallIconUrl":"","subtitle":"","timeTop":0,"titleColor":""}}`
				p := b.Phone("a")
				b.wantOK(b.pushTo(p.Token, message))
				b.WantItems(p, 1)
				b.refused(b.pushTo(p.Token, strings.Replace(message, `"validTime":24`, `"validTime":73`, 1)))
			},
		}, {
			ID: "meizu/field/switches-work", Level: conformance.Must, Rows: []string{"S06"}, Source: sdkJava, Codes: []string{"200"},
			Title:       "false means what 0 means",
			Requirement: "An endpoint must treat offLine false as 0: a phone that is offline does not get the message.",
			Run: func(t *conformance.T) {
				b := open(t)
				for i, v := range []any{0, false} {
					p := b.Phone(string(rune('a'+i)), kit.Offline)
					b.wantOK(b.push(p, kit.Set("pushTimeInfo.offLine", v)))
					b.Settle()
					kit.ChangePhone(t, p, kit.Online)
					b.WantItems(p, 0)
				}
			},
		}, {
			ID: "meizu/field/wrong-types", Level: conformance.Should, Source: docAPI, Codes: []string{"1005"},
			Title:       "a member of another type is 1005",
			Requirement: "An endpoint should answer a switch that is neither number nor boolean, and an object that is none, with 1005.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.want(b.push(p, kit.Set("advanceInfo.suspend", "maybe")), "1005")
				b.want(b.push(p, kit.Set("clickTypeInfo.clickType", []int{0})), "1005")
				b.want(b.push(p, kit.Set("noticeExpandInfo", "x")), "1005")
			},
		}, {
			ID: "meizu/field/size", Level: conformance.May, Source: assumed, Codes: []string{"1005"},
			Title:       "a messageJson over 4096 bytes is 1005",
			Requirement: "An endpoint may answer a messageJson of more than 4096 bytes with 1005.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.want(b.push(b.Phone("a"), kit.Set("clickTypeInfo.parameters", map[string]string{"k": kit.Letters(4096)})), "1005")
			},
		},
		limit("bartype", nil, "noticeBarType is 0, 1 or 2", "take noticeBarType 0 and 2 and refuse 3.", docAPI,
			sets("noticeBarInfo.noticeBarType", 0, 2), sets("noticeBarInfo.noticeBarType", 3)),
		limit("expandtype", nil, "noticeExpandType is 0, 1 or 2", "take an expanded text and refuse noticeExpandType 3.", docAPI,
			all(kit.Set("noticeExpandInfo.noticeExpandType", 1), kit.Set("noticeExpandInfo.noticeExpandContent", "详情")), sets("noticeExpandInfo.noticeExpandType", 3)),
		limit("expand-empty", nil, "an expanded text or picture is there", "refuse noticeExpandType 1 without a text and 2 without a picture.", docAPI,
			nil, sets("noticeExpandInfo.noticeExpandType", 1, 2)),
		limit("clicktype", nil, "clickType is 0 to 3", "take clickType 0 and refuse 4.", docAPI,
			sets("clickTypeInfo.clickType", 0), sets("clickTypeInfo.clickType", 4, -1)),
		limit("click-activity", nil, "clickType 1 has an activity", "take clickType 1 with an activity and refuse it without.", docAPI,
			all(kit.Set("clickTypeInfo.clickType", 1), kit.Set("clickTypeInfo.activity", "com.example.Main")), sets("clickTypeInfo.clickType", 1)),
		limit("click-url", nil, "clickType 2 has a url", "take clickType 2 with a url and refuse it without.", docAPI,
			all(kit.Set("clickTypeInfo.clickType", 2), kit.Set("clickTypeInfo.url", "https://m.example.com")), sets("clickTypeInfo.clickType", 2)),
		limit("click-custom", nil, "clickType 3 has a customAttribute", "take clickType 3 with a customAttribute and refuse it without.", docAPI,
			all(kit.Set("clickTypeInfo.clickType", 3), kit.Set("clickTypeInfo.customAttribute", "x")), sets("clickTypeInfo.clickType", 3)),
		limit("url-1000", nil, "url has at most 1000 bytes", "take a url of 1000 bytes and refuse 1001.", realTraffic,
			sets("clickTypeInfo.url", kit.Letters(1000)), sets("clickTypeInfo.url", kit.Letters(1001), kit.Chinese(334))),
		limit("custom-1000", nil, "customAttribute has at most 1000 bytes", "take a customAttribute of 1000 bytes and refuse 1001.", docAPI,
			sets("clickTypeInfo.customAttribute", kit.Letters(1000)), sets("clickTypeInfo.customAttribute", kit.Letters(1001), kit.Chinese(334))),
	}
}

// optionCases are about times, keys and receipts.
func optionCases() []conformance.Case {
	long := strings.Repeat("x", 65)
	return []conformance.Case{
		limit("valid-0", []string{"M19", "S05"}, "validTime is 1 to 72 hours: valid-72 is taken, valid-73 is not",
			"take validTime 1 and 72 and refuse 0, 73 and -1.", docAPI,
			sets("pushTimeInfo.validTime", 1, 72), sets("pushTimeInfo.validTime", 0, 73, -1)),
		{
			ID: "meizu/field/valid-72-valid-73-tags", Level: conformance.Must, Rows: []string{"M19"}, Source: docAPI, Codes: []string{"200"},
			Title:       "a push to tags may have validTime 0",
			Requirement: "An endpoint must take validTime 0 and 72 of a push to tags and refuse 73.",
			Run: func(t *conformance.T) {
				b := open(t)
				send := func(hours int) kit.Answer {
					f := kit.FormOf("messageJson", private, "pushType", "0", "tagNames", "x", "scope", "0")
					return b.ask(pathToTag, f, kit.InField("messageJson", kit.Set("pushTimeInfo.validTime", hours)))
				}
				b.want(send(0), "200")
				b.want(send(72), "200")
				b.refused(send(73))
			},
		},
		{
			ID: "meizu/field/notifykey-9", Level: conformance.May, Rows: []string{"M26"}, Source: assumed, Codes: []string{"1005"},
			Title:       "a notifyKey of 9 characters is 1005",
			Requirement: "An endpoint may answer a notifyKey of 9 characters with 1005.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.want(b.push(b.Phone("a"), kit.Set("advanceInfo.notifyKey", "123456789")), "1005")
			},
		},
		limit("notifykey-characters", nil, "notifyKey has letters, digits, _ and -", "take a notifyKey of 8 letters, digits, _ and -, and refuse one with a dot or with Chinese.", docAPI,
			sets("advanceInfo.notifyKey", "aZ09_-xy"), sets("advanceInfo.notifyKey", "a.b", "键")),
		limit("fixdisplay", nil, "a time to be shown has a beginning and an end", "refuse fixDisplay without times in order.", docAPI,
			nil, sets("advanceInfo.fixDisplay", 1, true)),
		{
			ID: "meizu/field/callback-129", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
			Title:       "callback has at most 128 bytes",
			Requirement: "An endpoint must take a registered callback of 128 bytes and refuse one of 129.",
			Run: func(t *conformance.T) {
				url := "http://127.0.0.1/" + strings.Repeat("x", 111)
				b := open(t, registered(url), func(a *sim.AppSpec) { a.Receipts["long"] = url + "x" })
				p := b.Phone("a")
				b.wantOK(b.push(p, kit.Set("extra", map[string]string{"callback": url})))
				b.refused(b.push(p, kit.Set("extra", map[string]string{"callback": url + "x"})))
			},
		},
		limit("callback-param-65", nil, "callback.param has at most 64 bytes", "refuse a callback.param of 65 bytes, which 22 Chinese characters are.", docAPI,
			nil, sets("extra", map[string]string{"callback.param": long}, map[string]string{"callback.param": kit.Chinese(22)})),
		limit("callback-type", nil, "callback.type is 1 to 3", "take callback.type 1 to 3, as numbers and strings, and refuse 4.", docAPI,
			sets("extra", map[string]any{"callback.type": 1}, map[string]any{"callback.type": "3"}), sets("extra", map[string]any{"callback.type": 4}, map[string]any{"callback.type": "0"})),
		{
			ID: "meizu/field/packages", Level: conformance.May, Source: assumed, Codes: []string{"110031", "200"},
			Title:       "more than 50 restrictedPackageNames are 110031",
			Requirement: "An endpoint may take 50 package names and answer 51, or one that is none, with 110031.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				send := func(names string) kit.Answer {
					return b.ask(pathPush, kit.FormOf("messageJson", private, "pushIds", p.Token, "restrictedPackageNames", names))
				}
				b.wantOK(send(strings.TrimSuffix(strings.Repeat("com.example,", 50), ",")))
				b.want(send(strings.TrimSuffix(strings.Repeat("com.example,", 51), ",")), "110031")
				b.want(send("example"), "110031")
			},
		},
	}
}

// vipCases are about vipInfo, which only apps with a contract may use.
func vipCases() []conformance.Case {
	// The document says what excludes what, and which colours there are, and not that
	// anything else is refused.
	one := func(id string, level conformance.Level, title, requirement string, good, bad []kit.Change) conformance.Case {
		return conformance.Case{
			ID: "meizu/vip/" + id, Level: level, Source: docAPI, Codes: []string{"200"}, Title: title,
			Requirement: "An endpoint " + strings.ToLower(string(level)) + " " + requirement,
			Run: func(t *conformance.T) {
				b := open(t, vip)
				p := b.Phone("a")
				for _, c := range good {
					b.wantOK(b.push(p, c))
				}
				for _, c := range bad {
					b.refused(b.push(p, c))
				}
			},
		}
	}
	info := func(values ...map[string]any) []kit.Change {
		out := make([]kit.Change, len(values))
		for i, v := range values {
			out[i] = kit.Set("vipInfo", v)
		}
		return out
	}
	type m = map[string]any
	return []conformance.Case{
		one("subtitle", conformance.Must, "a subtitle has at most 16 characters", "take a VIP app's subtitle of 16 characters and refuse 17.",
			info(m{"subtitle": kit.Chinese(16)}), info(m{"subtitle": kit.Chinese(17)})),
		one("timetop", conformance.Must, "a pinning lasts 1800 to 7200 seconds", "take a VIP app's timeTop 1800 and 7200 and refuse 1799 and 7201.",
			info(m{"timeTop": 1800}, m{"timeTop": 7200}), info(m{"timeTop": 1799}, m{"timeTop": 7201})),
		one("exclusive", conformance.Should, "VIP features that exclude each other", "refuse pullDownTop with timeTop, titleColor with a background, and a background with a large icon.",
			nil, info(m{"pullDownTop": 1, "timeTop": 1800}, m{"titleColor": "#206CFF", "backgroundImgUrl": "https://img.example.com/a"}, m{"backgroundImgUrl": "https://img.example.com/a", "bigIconUrl": "https://img.example.com/b"})),
		one("titlecolor", conformance.Should, "a title is blue or red", "take a VIP app's titleColor #206CFF and refuse others.",
			info(m{"titleColor": "#206CFF"}, m{"titleColor": "#E42D22"}), info(m{"titleColor": "#000000"})),
		{
			ID: "meizu/vip/others", Level: conformance.May, Source: assumed, Codes: []string{"200"},
			Title:       "vipInfo of other apps is ignored",
			Requirement: "An endpoint may ignore what vipInfo of an app without a contract holds.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.wantOK(b.push(b.Phone("a"), info(m{"subtitle": kit.Chinese(17), "timeTop": 1})[0]))
			},
		},
	}
}
