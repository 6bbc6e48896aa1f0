package oppo

import (
	"net/http"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

type phone = device.Phone

// protocolCases are about requests before anything in them counts.
func protocolCases() []conformance.Case {
	return []conformance.Case{{
		ID: "oppo/protocol/answer-form", Level: conformance.Must, Rows: []string{"O11"}, Source: docCodes, Codes: []string{"0", "40"},
		Title:       "answers are HTTP 200 with code, message and data",
		Requirement: "An endpoint must answer yes and no alike with HTTP 200 and JSON whose code is a number and whose message is a text.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, a := range []kit.Answer{b.send(b.Phone("a").Token), b.send("")} {
				if a.Status != 200 || a.Kind("code") != "number" || a.Kind("message") != "string" {
					t.Errorf("%v: want HTTP 200, a number code and a text message", a)
				}
			}
		},
	}, {
		ID: "oppo/protocol/wrong-method", Level: conformance.Must, Rows: []string{"O07"}, Source: docCodes, Codes: []string{"12"},
		Title:       "a push by GET is 12",
		Requirement: "An endpoint must answer a push that is no POST with 12.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Get(pathUnicast, ""), "12")
		},
	}, {
		ID: "oppo/protocol/unknown-path", Level: conformance.May, Source: docCodes + "; " + assumed, Codes: []string{"20"},
		Title:       "an unknown path is no success",
		Requirement: "An endpoint may answer a path it does not have with HTTP 404 and 20, and must not say yes.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.form("/server/v1/message/notification/recall", kit.FormOf("message_id", "690000000000000000000000"))
			if a.Status != http.StatusNotFound || a.Code() != "20" {
				t.Errorf("%v, want HTTP 404 and code 20", a)
			}
		},
	}, {
		ID: "oppo/protocol/encoding", Level: conformance.Must, Source: docCodes, Codes: []string{"25"},
		Title:       "a form in another encoding is 25",
		Requirement: "An endpoint must answer a form that is not in UTF-8 with 25.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.form(pathUnicast, kit.FormOf("message", b.text(order().With(kit.Set("target_value", b.Phone("a").Token)))),
				http.Header{"Content-Type": {"application/x-www-form-urlencoded; charset=GBK"}}), "25")
		},
	}, {
		ID: "oppo/protocol/json-body", Level: conformance.May, Source: realTraffic + "; the code is " + assumed, Codes: []string{"29"},
		Title:       "JSON instead of a form is no success",
		Requirement: "An endpoint may find no auth_token in a JSON body, and must not take it for a form.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Post(pathUnicast, kit.Body{"auth_token": b.access, "message": order().With(kit.Set("target_value", b.Phone("a").Token))}), "29")
		},
	}}
}

// lenientCases are requests of real clients that OPPO takes.
func lenientCases() []conformance.Case {
	takes := func(id, what, source string, do func(b *bench) kit.Answer) conformance.Case {
		return conformance.Case{
			ID: "oppo/lenient/" + id, Level: conformance.Must, Source: source, Codes: []string{"0"},
			Title:       what + " is taken",
			Requirement: "An endpoint must take " + what + ", as OPPO takes it from working clients.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.want(do(b), "0")
			},
		}
	}
	template := []kit.Change{kit.Set("private_msg_template_id", "66f0c1d2a3b4c5d6e7f80912")}
	return []conformance.Case{
		takes("sdk-version", "a form with sdk_version", sdk110, func(b *bench) kit.Answer {
			return b.form(pathUnicast, kit.FormOf("message", b.text(order().With(kit.Set("target_value", b.Phone("a").Token))), "sdk_version", "JAVA_SDK_V1.1.0"))
		}),
		takes("sdk-version-login", "a login with sdk_version", sdk104, func(b *bench) kit.Answer {
			return b.PostForm(pathAuth, b.loginForm(kit.Field("sdk_version", "JAVA_SDK_V1.0.0")))
		}),
		takes("sdk-members", "the members SDK 1.1.0 sends", sdk110, sends(kit.Set("push_time_type", 0), kit.Set("show_time_type", 0),
			kit.Set("show_ttl", 21600), kit.Set("badge_operation_type", 0), kit.Set("badge_message_count", 1), kit.Set("auditResponse", map[string]any{}))),
		takes("unknown-members", "a message with members nobody knows", realTraffic, sends(kit.Set("clickActionType", 1), kit.Set("new_member", true))),
		takes("quoted-numbers", "numbers that are quoted", realTraffic, sends(kit.Set("off_line_ttl", "3600"), kit.Set("click_action_type", "0"), kit.Set("off_line", "true"))),
		takes("template-text", "parameters of a template as text", realTraffic, sends(append(template, kit.Set("private_title_parameters", `{"city":"北京"}`))...)),
		takes("template-object", "parameters of a template as an object", realTraffic, sends(append(template, kit.Set("private_title_parameters", map[string]any{"city": "北京"}))...)),
		takes("query-token", "the auth_token in a feedback query", realTraffic, func(b *bench) kit.Answer {
			return b.Get(pathFeedback+"fetch_invalid_regidList", "auth_token="+b.access)
		}),
		takes("member-token", "the auth_token as a member of a device call", realTraffic, func(b *bench) kit.Answer {
			return b.Post(pathDevice+"set_alias", kit.Body{"auth_token": b.access, "registration_id": b.Phone("a").Token, "alias": "me"})
		}),
	}
}

// serviceCases are about the app's standing and the service's.
func serviceCases() []conformance.Case {
	flag := func(name, value string) []kit.AppOption { return []kit.AppOption{kit.Flag(name, value)} }
	after := func(name, value string, do func(b *bench) kit.Answer) func(b *bench) kit.Answer {
		return func(b *bench) kit.Answer {
			b.SetFlag(name, value)
			return do(b)
		}
	}
	return refusals("app",
		refusal{id: "disabled", what: "a push of a disabled app", source: docCodes, code: "28", text: "App Disabled", do: after("standing", "disabled", sends())},
		refusal{id: "disabled-login", what: "a login of a disabled app", source: docCodes, code: "28", do: after("standing", "disabled", func(b *bench) kit.Answer { return b.PostForm(pathAuth, b.loginForm()) })},
		refusal{id: "in-review", what: "a push of an app in review", source: docCodes, code: "30", text: "Api Permission Denied", app: flag("standing", "in_review"), do: sends()},
		refusal{id: "not-opened", what: "a push of an app for which push is not opened", source: docCodes, code: "30", app: flag("standing", "not_opened"), do: sends()},
		refusal{id: "ip-refused", what: "a call from an address on the black list", source: docCodes, code: "26", do: after("ip", "blocked", sends())},
		refusal{id: "unavailable", what: "a call while the service is down", source: docCodes, code: "-1", text: "Service Currently Unavailable", do: after("server", "unavailable", sends())},
		refusal{id: "flow-control", what: "a call in flow control", rows: []string{"O34"}, source: docCodes, code: "-2", text: "Service in Flow Control", do: after("server", "flow_control", sends())},
		refusal{id: "call-limited", what: "a call over the app's number", source: docCodes, code: "13", text: "App Call Limited", do: after("server", "call_limited", sends())},
		refusal{id: "global-limit", what: "a call over the global limit", rows: []string{"O39"}, code: "69", text: "Global Limit Error", do: after("server", "global_limit", sends())},
	)
}

// regionCases are about the two push hosts.
func regionCases() []conformance.Case {
	inIndia := kit.PhoneOption(func(p *phone) { p.Token = abroad })
	return append([]conformance.Case{{
		ID: "oppo/region/overseas-token-routing", Level: conformance.Must, Rows: []string{"O13"}, Source: docCodes, Codes: []string{"0"},
		Title:       "the overseas host takes phones from abroad",
		Requirement: "An endpoint must log in and push at the overseas host as at the other, for registration ids of phones sold abroad.",
		Run: func(t *conformance.T) {
			b := openAbroad(t)
			p := b.Phone("a", inIndia)
			a := b.send(p.Token)
			b.wantMessage(a)
			b.WantVisible(a, p)
		},
	}, {
		ID: "oppo/region/token-of-the-other", Level: conformance.Should, Source: realTraffic, Codes: []string{"0", "11"},
		Title:       "the hosts share no auth_token",
		Requirement: "An endpoint should answer a push with the auth_token of the other host with 11.",
		Run: func(t *conformance.T) {
			b := open(t)
			home := b.Base
			b.want(b.send(b.Phone("a").Token), "0")
			b.Base = t.SiteURL("overseas")
			b.want(b.send(b.Phone("b", inIndia).Token), "11")
			b.login()
			b.Base = home
			b.want(b.send(b.Phone("c").Token), "11")
		},
	}, {
		ID: "oppo/region/uploads-abroad", Level: conformance.May, Source: sdk110 + "; the code is " + assumed, Codes: []string{"27"},
		Title:       "pictures are not for abroad",
		Requirement: "An endpoint may answer an upload at the overseas host with 27.",
		Run: func(t *conformance.T) {
			b := openAbroad(t)
			b.want(b.upload("small_picture", "icon.png", "3600", 100), "27")
		},
	}}, refusals("region",
		refusal{id: "phone-from-abroad", what: "a phone from abroad at the China host", level: conformance.May, source: docCodes + "; the code is " + assumed, code: "10000",
			do: func(b *bench) kit.Answer { return b.send(b.Phone("a", inIndia).Token) }},
		refusal{id: "phone-of-home-abroad", what: "a phone of China at the overseas host", level: conformance.May, source: docCodes + "; the code is " + assumed, code: "10000",
			do: func(b *bench) kit.Answer {
				b.Base = b.T.SiteURL("overseas")
				b.login()
				return b.send(b.Phone("a").Token)
			}},
	)...)
}
