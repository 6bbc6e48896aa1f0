package xiaomi

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

func rulesOf(day string) sim.RuleOptions { return sim.RuleOptions{Date: day} }

// standingCases are what Xiaomi has decided about an app.
func standingCases() []conformance.Case {
	flagged := func(flag, code, reason string) func(t *conformance.T) {
		return func(t *conformance.T) {
			b := open(t, kit.Flag(flag, code))
			b.wantReason(b.send(b.Phone("a")), code, reason)
		}
	}
	return []conformance.Case{{
		ID: "xiaomi/app/wrong-package", Level: conformance.Must, Rows: []string{"X17"}, Source: docCodes, Codes: []string{"22022", "0"},
		Title:       "the package name is the app's",
		Requirement: "An endpoint must answer another package name with code 22022, and take the app's among several at /v3.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.send(p, kit.Field("restricted_package_name", "com.other")), "22022")
			b.want(b.send(p, kit.Field("restricted_package_name", "com.example.shop,com.example.shop.pad")), "0")
			b.want(b.send(p, kit.Field("restricted_package_name", "com.example.shop.pad", "com.example.shop")), "0")
		},
	}, {
		ID: "xiaomi/app/one-package", Level: conformance.May, Rows: []string{"X17"}, Source: docAPI + " (V2 takes one package name); the code is " + assumed, Codes: []string{"22022", "0"},
		Title:       "V2 takes one package name",
		Requirement: "An endpoint may answer several package names at /v2, joined or repeated, with code 22022, and must take the app's alone.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			const own, other = "com.example.shop", "com.example.shop.pad"
			push := func(names ...string) kit.Answer {
				return b.PostForm("/v2/message/regid", order(to(p.Token), kit.Field("restricted_package_name", names...)))
			}
			b.want(push(own), "0")
			b.want(push(own+","+other), "22022")
			b.want(push(own, other), "22022")
			b.want(push(other, own), "22022")
		},
	}, {
		ID: "xiaomi/app/blacklist", Level: conformance.Must, Rows: []string{"X31"}, Source: docCodes + "; the reason is of github.com/wildfirechat/push_server/issues/35", Codes: []string{"10031"},
		Title:       "an app on the black list sends nothing",
		Requirement: "An endpoint must answer a send of an app on the black list with code 10031 and a reason that begins with AppId(id=.",
		Run:         flagged("blacklist", "10031", "AppId(id="),
	}, {
		ID: "xiaomi/app/blacklist-sdk-code", Level: conformance.Should, Rows: []string{"X31"}, Source: sdk, Codes: []string{"10026"},
		Title:       "the SDK's code for the black list",
		Requirement: "An endpoint should be able to answer the SDK's code 10026 for the black list.",
		Run:         flagged("blacklist", "10026", "AppId(id="),
	}, {
		ID: "xiaomi/app/restricted", Level: conformance.Must, Source: docCodes, Codes: []string{"10036", "21303"},
		Title:       "a restricted app",
		Requirement: "An endpoint must refuse everything of an app whose operations are forbidden, with code 10036 or 21303.",
		Run: func(t *conformance.T) {
			flagged("denied", "10036", "")(t)
			b := open(t, kit.Named("other"), kit.Flag("denied", "21303"))
			b.want(b.Get(pathQuota, ""), "21303")
		},
	}, {
		ID: "xiaomi/app/restricted-sdk-codes", Level: conformance.Should, Source: sdk, Codes: []string{"10004", "10005", "10014"},
		Title:       "the SDK's codes for what an app may not do",
		Requirement: "An endpoint should be able to refuse an address (10004), a permission (10005) and an interface (10014).",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, code := range []string{"10004", "10005", "10014"} {
				b.SetFlag("denied", code)
				b.want(b.send(p), code)
			}
		},
	}, {
		ID: "xiaomi/app/no-statistics", Level: conformance.Must, Source: docCodes, Codes: []string{"10038", "0"},
		Title:       "statistics can be forbidden",
		Requirement: "An endpoint must answer queries of an app that may not use statistics with code 10038, and take its messages.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("denied", "10038"))
			b.want(b.Get("/v1/trace/message/status", "msg_id=x"), "10038")
			b.want(b.Get("/v1/stats/message/counters", "start_date=20251101&end_date=20251101"), "10038")
			b.want(b.send(b.Phone("a")), "0")
		},
	}, {
		ID: "xiaomi/app/review", Level: conformance.Must, Source: docCodes, Codes: []string{"26006"},
		Title:       "a message that has to be reviewed",
		Requirement: "An endpoint must answer a message that people have to review first with code 26006.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("review", "on"))
			b.want(b.send(b.Phone("a")), "26006")
		},
	}}
}

// channelCases are about what names the class of a message: its channel.
func channelCases() []conformance.Case {
	return []conformance.Case{{
		ID: "xiaomi/channel/unknown-channel", Level: conformance.Must, Rows: []string{"X18"}, Source: docCodes + "; the reason is of " + octo, Codes: []string{"27001"},
		Title:       "a channel the app does not have",
		Requirement: "An endpoint must answer a channel that is not one of the app's with code 27001 and the reason invalid channel info!.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantReason(b.send(b.Phone("a"), kit.Field("extra.channel_id", "999999")), "27001", "invalid channel info!")
		},
	}, {
		ID: "xiaomi/channel/private-and-public", Level: conformance.Must, Source: docQuota, Codes: []string{"0"},
		Title:       "the channel says the class",
		Requirement: "An endpoint must treat a message through a private channel as private and one through a public channel as public.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, c := range []struct {
				f    kit.Form
				want vendors.Class
			}{{order(), vendors.ClassTransactional}, {public(), vendors.ClassMarketing}} {
				a := b.push(c.f, p)
				b.want(a, "0")
				if m := b.WantVisible(a, p); m.Granted != c.want {
					t.Errorf("message %s is treated as %q, want %q", a.ID(), m.Granted, c.want)
				}
			}
		},
	}, {
		ID: "xiaomi/channel/no-channel-default", Level: conformance.Must, Rows: []string{"X19"}, Source: docQuota, Codes: []string{"0", "receipt:128/device_acked"},
		Title:       "without a channel a phone gets one message a day",
		Requirement: "An endpoint that takes messages without a channel must deliver one of them to a phone a day, accept the second all the same, and report receipt 128 for it.",
		Run: func(t *conformance.T) {
			b := open(t, plainAllowed)
			p := b.Phone("a")
			first := b.push(plain(), p)
			b.want(first, "0")
			b.WantVisible(first, p)
			b.wantLost(b.push(plain(), p), p, device.Dropped, "128/device_acked")
		},
	}, {
		ID: "xiaomi/channel/no-channel-2026", Level: conformance.May, Rows: []string{"X20"}, Source: notes2026 + " (a channel is needed); that " + docQuota + " does not hold any more is " + assumed, Codes: []string{"27001"},
		Title:       "since 2026-08-01 a message names a channel",
		Requirement: "An endpoint may answer a message without a channel with code 27001 under the rule of 2026.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.push(plain(), b.Phone("a")), "27001")
		},
	}, {
		ID: "xiaomi/channel/no-channel-forbidden", Level: conformance.Should, Rows: []string{"X20"}, Source: aggregators, Codes: []string{"27001", "0"},
		World:       rulesOf("2025-11-01"),
		Title:       "an app that moved to the new classes names a channel",
		Requirement: "An endpoint should answer a message without a channel with code 27001 for an app that moved to the new classes, and take it from others.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("default_channel", "forbid"))
			b.want(b.push(plain(), b.Phone("a")), "27001")
			other := open(t, kit.Named("other"))
			other.want(other.push(plain(), other.Phone("b")), "0")
		},
	}}
}

// tpl is a message of the template T10086.
func tpl(changes ...kit.FormChange) kit.Form {
	return order(
		kit.Without("title", "description"), kit.Field("extra.template_id", "T10086"),
		kit.Field("extra.template_param", `{"order":"A1024","carrier":"顺丰"}`),
	).With(changes...)
}

// templateCases are about templates of private messages.
func templateCases() []conformance.Case {
	unsure := "the rule is of " + docTemplate + "; the code is " + assumed
	return []conformance.Case{{
		ID: "xiaomi/template/assembled", Level: conformance.Must, Source: docTemplate, Codes: []string{"0"},
		Title:       "Xiaomi puts the text together",
		Requirement: "An endpoint must show the text of the template with the variables of the message.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.push(tpl(), p)
			b.want(a, "0")
			s := b.WantItems(p, 1)
			if len(s.Items) == 1 && (s.Items[0].Title != "订单A1024已发货" || s.Items[0].Body != "您的订单已由顺丰揽收") {
				t.Errorf("the phone shows %q: %q", s.Items[0].Title, s.Items[0].Body)
			}
		},
	}, {
		ID: "xiaomi/template/template-required", Level: conformance.May, Rows: []string{"X27"}, Source: unsure, Codes: []string{"27001", "0"},
		Title:       "a private message needs a template",
		Requirement: "An endpoint may answer a private message without a template with code 27001 for an app that needs one, and must take a public one.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("private_template", "required"))
			p := b.Phone("a")
			b.want(b.send(p), "27001")
			b.want(b.push(tpl(), p), "0")
			b.want(b.push(public(), p), "0")
		},
	}, {
		ID: "xiaomi/template/template-required-by-date", Level: conformance.May, Rows: []string{"X27"}, Source: notes2026 + " (not guaranteed from 2026-12-31 on); that it is refused, and the code, is " + assumed, Codes: []string{"27001", "0"},
		World:       rulesOf("2026-12-31"),
		Title:       "from 2026-12-31 on every private message needs a template",
		Requirement: "An endpoint may under the rules of 2026-12-31 answer a private message without a template with code 27001, and must take a public one.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.send(p), "27001")
			b.want(b.push(tpl(), p), "0")
			b.want(b.push(public(), p), "0")
			free := open(t, kit.Named("free"), kit.Flag("private_template", "optional"))
			free.want(free.send(free.Phone("b")), "0")
		},
	}, {
		ID: "xiaomi/template/template-param-mismatch", Level: conformance.May, Rows: []string{"X28"}, Source: unsure, Codes: []string{"10017"},
		Title:       "number and names of variables are the template's",
		Requirement: "An endpoint may answer one variable for two, or another name, with code 10017.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, param := range []string{`{"order":"A1024"}`, `{"order":"A1024","courier":"顺丰"}`, `{"order":"A1024","carrier":"顺丰","x":"y"}`, `no JSON`} {
				b.want(b.push(tpl(kit.Field("extra.template_param", param)), p), "10017")
			}
		},
	}, {
		ID: "xiaomi/template/unknown", Level: conformance.May, Source: unsure, Codes: []string{"27001"},
		Title:       "a template that was not approved",
		Requirement: "An endpoint may answer a template that is not the app's with code 27001.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.push(tpl(kit.Field("extra.template_id", "T1")), b.Phone("a")), "27001")
		},
	}, {
		ID: "xiaomi/template/values", Level: conformance.May, Source: unsure, Codes: []string{"10017", "0"},
		Title:       "values are texts of 1 to 128 characters",
		Requirement: "An endpoint may answer a variable that is empty, blank, over 128 characters or with emoji with code 10017, and must take 128 characters.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, v := range []string{"", "  ", kit.Chinese(129), "顺丰😀"} {
				b.want(b.push(tpl(kit.Field("extra.template_param", `{"order":"A1024","carrier":"`+v+`"}`)), p), "10017")
			}
			b.want(b.push(tpl(kit.Field("extra.template_param", `{"order":"A1024","carrier":"`+kit.Chinese(128)+`"}`)), p), "0")
		},
	}}
}
