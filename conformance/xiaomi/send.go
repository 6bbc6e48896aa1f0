package xiaomi

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// sendCases are good messages in every form.
func sendCases() []conformance.Case {
	one := func(path string) func(t *conformance.T) {
		return func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.PostForm(path, order(to(p.Token)))
			b.wantID(a, "s", "1 REGID")
			b.WantFate(a, p, device.Shown)
		}
	}
	return []conformance.Case{{
		ID: "xiaomi/send/ok-single", Level: conformance.Must, Rows: []string{"X01"}, Source: answers, Codes: []string{"0", "receipt:1"},
		Title:       "a private message to one phone",
		Requirement: "An endpoint must accept a private message with code 0, an id and the text Received push messages for 1 REGID, and the phone must show it.",
		Run:         one(pathRegID),
	}, {
		ID: "xiaomi/send/ok-v2", Level: conformance.Must, Rows: []string{"X01"}, Source: docAPI, Codes: []string{"0"},
		Title:       "the path of version 2",
		Requirement: "An endpoint must accept at /v2/message/regid what it accepts at /v3.",
		Run:         one("/v2/message/regid"),
	}, {
		ID: "xiaomi/send/ok-v4", Level: conformance.Must, Rows: []string{"X02"}, Source: "Mi Push server SDK for Java over HTTP/2, V1.0.3; " + octo, Codes: []string{"0"},
		Title:       "the path of the HTTP/2 SDK",
		Requirement: "An endpoint must accept at /v4/message/regid what it accepts at /v3.",
		Run:         one("/v4/message/regid"),
	}, {
		ID: "xiaomi/send/quota-strings", Level: conformance.Must, Rows: []string{"B02"}, Source: answers, Codes: []string{"0"},
		Title:       "the quota of an answer is of strings",
		Requirement: "An endpoint that tells the quota of the day must tell it as strings.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.push(public(), b.Phone("a"))
			b.want(a, "0")
			for _, m := range []string{"data.day_quota", "data.day_acked"} {
				if s, ok := a.Text(m); !ok || !kit.Digits(s, 0) {
					t.Errorf("%v: %s must be a string of digits", a, m)
				}
			}
		},
	}, {
		ID: "xiaomi/send/alias", Level: conformance.Must, Source: answers, Codes: []string{"0"},
		Title:       "a message by alias",
		Requirement: "An endpoint must accept aliases, joined by commas or repeated, and answer with an id that begins with a and the number of aliases.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a", kit.Alias("user_1001")), b.Phone("b", kit.Alias("user_1002"))
			joined := b.PostForm(pathAlias, order(kit.Field("alias", "user_1001,user_1002")))
			b.wantID(joined, "a", "2 ALIAS")
			b.WantFate(joined, p, device.Shown)
			repeated := b.PostForm("/v2/message/alias", order(kit.Field("alias", "user_1001", "user_1002")))
			b.wantID(repeated, "a", "2 ALIAS")
			b.WantFate(repeated, q, device.Shown)
		},
	}, {
		ID: "xiaomi/send/user-account", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "a message by user account",
		Requirement: "An endpoint must accept user accounts and reach the phone on which one is logged in.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", func(p *device.Phone) { p.User = "user_1001" })
			a := b.PostForm("/v2/message/user_account", order(kit.Field("user_account", "user_1001")))
			b.want(a, "0")
			b.WantFate(a, p, device.Shown)
		},
	}, {
		ID: "xiaomi/send/replaced", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "a message with the same notify_id replaces the one before",
		Requirement: "An endpoint must show one of two messages with the same notify_id, 0 if none is given, and both of two with different ones.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			b.want(b.send(p), "0")
			b.want(b.send(p, kit.Field("notify_id", "0"), kit.Field("title", "订单已签收")), "0")
			b.wantLoud(p, "订单已签收")
			b.want(b.send(q, nth(0)), "0")
			b.want(b.send(q, nth(1)), "0")
			b.WantItems(q, 2)
		},
	}, {
		ID: "xiaomi/send/scheduled", Level: conformance.Must, Source: docAPI, Codes: []string{"0"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "a message for later",
		Requirement: "An endpoint must show a message with time_to_send when that time has come, and not before.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, kit.Field("time_to_send", millis(conformance.DefaultStart.AddDate(0, 0, 1).UnixMilli())))
			b.want(a, "0")
			b.WantItems(p, 0)
			b.day(1, 11, 0)
			b.wantLoud(p, "订单已发货")
		},
	}}
}

// formCases are the forms of working senders, and what is none.
func formCases() []conformance.Case {
	return []conformance.Case{{
		ID: "xiaomi/form/sdk-headers", Level: conformance.Must, Source: sdk, Codes: []string{"0"},
		Title:       "the SDK's headers are ignored",
		Requirement: "An endpoint must accept a call with the server SDK's X-PUSH headers and its notify_id=0.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			h := http.Header{"X-PUSH-SDK-VERSION": {"JAVA_SDK_V2.2.18"}, "X-PUSH-HOST-LIST": {"true"}, "X-PUSH-LAST-ERROR": {"SUCCESS"}}
			a := b.PostForm(pathRegID, order(to(p.Token), kit.Field("notify_id", "0")), h)
			b.want(a, "0")
			b.WantFate(a, p, device.Shown)
		},
	}, {
		ID: "xiaomi/form/two-content-types", Level: conformance.Should, Source: "github.com/modood/pushapi, 2025-07", Codes: []string{"0"},
		Title:       "two Content-Type lines",
		Requirement: "An endpoint should accept a form with two lines of Content-Type.",
		Run: func(t *conformance.T) {
			b := open(t)
			h := http.Header{"Content-Type": {"application/x-www-form-urlencoded;charset=UTF-8", "application/x-www-form-urlencoded"}}
			p := b.Phone("a")
			a := b.PostForm(pathRegID, order(to(p.Token)), h)
			b.want(a, "0")
			b.WantFate(a, p, device.Shown)
		},
	}, {
		ID: "xiaomi/form/query-string", Level: conformance.Should, Source: "a client in use that posts its parameters in the query", Codes: []string{"0"},
		Title:       "parameters in the query",
		Requirement: "An endpoint should accept a POST with an empty body and the parameters in the query.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.Do(http.MethodPost, pathRegID+"?"+order(to(p.Token)).Encode(), nil, http.Header{"Content-Type": {kit.TypeForm}})
			b.want(a, "0")
			b.WantFate(a, p, device.Shown)
		},
	}, {
		ID: "xiaomi/form/json-body", Level: conformance.May, Source: docAPI + " (a form); the code is " + assumed, Codes: []string{"10007"},
		Title:       "JSON is no form",
		Requirement: "An endpoint may answer a JSON body with code 10007, and must not take it for a message.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Post(pathRegID, kit.Body{"registration_id": b.Phone("a").Token, "title": "a", "description": "b"}), "10007")
		},
	}, {
		ID: "xiaomi/form/no-such-path", Level: conformance.Should, Source: sdk, Codes: []string{"10020"},
		Title:       "there is no version 5",
		Requirement: "An endpoint should answer a path there is not with code 10020.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.PostForm("/v5/message/regid", order(to(b.Phone("a").Token))), "10020")
		},
	}, {
		ID: "xiaomi/form/wrong-method", Level: conformance.Should, Source: sdk, Codes: []string{"10021"},
		Title:       "messages are posted",
		Requirement: "An endpoint should answer a GET for a message with code 10021.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Get(pathRegID, order(to(b.Phone("a").Token)).Encode()), "10021")
		},
	}, {
		ID: "xiaomi/form/too-long", Level: conformance.May, Source: sdk + " (10018); the length is " + assumed, Codes: []string{"10018"},
		Title:       "a request that never ends",
		Requirement: "An endpoint may answer a body of many megabytes with code 10018.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.PostForm(pathRegID, order(to(b.Phone("a").Token), kit.Field("extra.a", strings.Repeat("a", 9<<20)))), "10018")
		},
	}, {
		ID: "xiaomi/form/encoded-once", Level: conformance.Must, Rows: []string{"B17"}, Source: sdk + " (encodes once)", Codes: []string{"0"},
		Title:       "texts are decoded once",
		Requirement: "An endpoint must decode each value once: a title with %2B in it stays so, a plus is a space.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			raw := order(to(p.Token), kit.Without("title")).Encode() + "&title=" + url.QueryEscape("50%2B 折&{优惠}")
			b.want(b.PostRawForm(pathRegID, raw), "0")
			b.wantLoud(p, "50%2B 折&{优惠}")
		},
	}}
}

// millis writes a moment.
func millis(ms int64) string {
	digits := ""
	for ; ms > 0; ms /= 10 {
		digits = string(rune('0'+ms%10)) + digits
	}
	return digits
}
