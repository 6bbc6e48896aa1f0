package fcm

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// targetCases are about what is addressed beside tokens.
func targetCases() []conformance.Case {
	return []conformance.Case{{
		ID: "fcm/target/no-target", Level: conformance.Must, Rows: []string{"F17"}, Source: realTraffic, Codes: []string{"INVALID_ARGUMENT"},
		Title:       "a message to nobody",
		Requirement: "An endpoint must refuse a message without a target with 400 INVALID_ARGUMENT and the text \"Recipient of the message is not set.\", its point included.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.order()
			b.wantError(a, 400, "INVALID_ARGUMENT", "INVALID_ARGUMENT")
			if text, _ := a.Text("error.message"); text != "Recipient of the message is not set." {
				t.Errorf("%v, want the message to say so", a)
			}
			b.wantField(a, "message")
		},
	}, {
		ID: "fcm/target/topic-with-prefix", Level: conformance.May, Rows: []string{"F34"}, Source: assumed, Codes: []string{"INVALID_ARGUMENT"},
		Title:       "a topic with its prefix",
		Requirement: "An endpoint may refuse a topic that begins with /topics/: SDKs strip it.",
		Run:         func(t *conformance.T) { b := open(t); b.wantInvalid(b.order(set("topic", "/topics/news"))) },
	}, {
		ID: "fcm/target/topic-name", Level: conformance.Must, Rows: []string{"F34"}, Source: docTopic, Codes: []string{"INVALID_ARGUMENT", "200"},
		Title:       "names of topics",
		Requirement: "An endpoint must take a topic of letters, digits and -_.~% up to 900 characters, and refuse others with 400 INVALID_ARGUMENT.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantAccepted(b.order(set("topic", "News-2026_a.b~c%20")))
			b.wantAccepted(b.order(set("topic", kit.Letters(900))))
			b.wantInvalid(b.order(set("topic", kit.Letters(901))))
			b.wantInvalid(b.order(set("topic", "新闻")))
		},
	}, {
		ID: "fcm/target/six-topics", Level: conformance.Should, Rows: []string{"F35"}, Source: "several clients: more than 5 topics are refused", Codes: []string{"INVALID_ARGUMENT", "200"},
		Title:       "five topics in a condition",
		Requirement: "An endpoint should take a condition over five topics and refuse one over six.",
		Run: func(t *conformance.T) {
			b := open(t)
			five := "'a' in topics || 'b' in topics || 'c' in topics || 'd' in topics || 'e' in topics"
			b.wantAccepted(b.order(set("condition", five)))
			b.wantInvalid(b.order(set("condition", five+" || 'f' in topics")))
		},
	}, {
		ID: "fcm/target/bad-condition", Level: conformance.Must, Rows: []string{"F35"}, Source: docTopic, Codes: []string{"INVALID_ARGUMENT"},
		Title:       "a condition that cannot be read",
		Requirement: "An endpoint must refuse a condition that is none with 400 INVALID_ARGUMENT.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, c := range []string{"news", "'a' in topics &&", "('a' in topics", "'a' in topics and 'b' in topics"} {
				b.wantInvalid(b.order(set("condition", c)))
			}
		},
	}}
}

// sizeCases are about 4096 bytes and 2048 bytes. The messages are data with one key, so
// that nobody's way of counting matters.
func sizeCases() []conformance.Case {
	return []conformance.Case{{
		ID: "fcm/size/size-edges", Level: conformance.Should, Rows: []string{"F22"}, Source: docErrors + "; what counts is assumed", Codes: []string{"INVALID_ARGUMENT", "200"},
		Title:       "4096 bytes to a token",
		Requirement: "An endpoint should take data of 4096 bytes, keys and texts together, and refuse 4097 with 400 INVALID_ARGUMENT.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantAccepted(b.send(p, payload(4096)))
			b.wantInvalid(b.send(p, payload(4097)))
		},
	}, {
		ID: "fcm/size/no-details", Level: conformance.Must, Rows: []string{"F22"}, Source: realTraffic, Codes: []string{"INVALID_ARGUMENT"},
		Title:       "a message that is far too large gets no reason",
		Requirement: "An endpoint must refuse a message of 8192 bytes with 400 INVALID_ARGUMENT and no details.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.send(b.Phone("a"), payload(8192))
			b.wantError(a, 400, "INVALID_ARGUMENT", "")
			if a.JSON.At("error.details") != nil {
				t.Errorf("%v, want no details", a)
			}
		},
	}, {
		ID: "fcm/size/topic", Level: conformance.Should, Rows: []string{"F22"}, Source: docErrors + "; other pages say 4096", Codes: []string{"INVALID_ARGUMENT", "200"},
		Title:       "2048 bytes to a topic",
		Requirement: "An endpoint should take 2048 bytes to a topic and refuse 2049, unless it holds to the pages that say 4096.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantAccepted(b.order(set("topic", "news"), payload(2048)))
			b.wantInvalid(b.order(set("topic", "news"), payload(2049)))
			b.SetFlag("topic_payload", "4096")
			b.wantAccepted(b.order(set("topic", "news"), payload(4096)))
		},
	}}
}

// tokenCases are about the token of a message.
func tokenCases() []conformance.Case {
	ios := kit.Switch("platform", "ios")
	return []conformance.Case{{
		ID: "fcm/token/bad-token", Level: conformance.Must, Rows: []string{"F16"}, Source: docErrors + "; " + realTraffic, Codes: []string{"INVALID_ARGUMENT"},
		Title:       "a malformed token is INVALID_ARGUMENT",
		Requirement: "An endpoint must refuse what is no registration token with 400 INVALID_ARGUMENT and an FcmError of the same name.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, token := range []string{malformed, "中文", "short:x"} {
				b.wantError(b.order(set("token", token)), 400, "INVALID_ARGUMENT", "INVALID_ARGUMENT")
			}
		},
	}, {
		ID: "fcm/token/other-sender", Level: conformance.Must, Rows: []string{"F13"}, Source: docErrors + "; " + realTraffic, Codes: []string{"SENDER_ID_MISMATCH"},
		Title:       "a token of another project is SENDER_ID_MISMATCH",
		Requirement: "An endpoint must refuse a token of another project with 403 PERMISSION_DENIED and FcmError SENDER_ID_MISMATCH.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantError(b.order(set("token", b.foreign())), 403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH")
		},
	}, {
		ID: "fcm/token/gone", Level: conformance.Must, Rows: []string{"F14"}, Source: docErrors + "; " + realTraffic, Codes: []string{"UNREGISTERED"},
		Title:       "a token nobody has any more is UNREGISTERED",
		Requirement: "An endpoint must refuse a token the app deleted, and one it never gave out, with 404 NOT_FOUND and FcmError UNREGISTERED.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantError(b.send(b.Phone("a", kit.Unsubscribed)), 404, "NOT_FOUND", "UNREGISTERED")
			b.wantError(b.order(set("token", unknown)), 404, "NOT_FOUND", "UNREGISTERED")
		},
	}, {
		ID: "fcm/token/uninstalled", Level: conformance.Must, Rows: []string{"F14"}, Source: docOptions, Codes: []string{"UNREGISTERED", "200"},
		Title:       "an uninstalled app is noticed by the first message",
		Requirement: "An endpoint must throw the first message to an app that is gone away, and answer the next with UNREGISTERED.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Uninstalled)
			b.wantDark(b.send(p), p, device.Dropped)
			b.wantError(b.send(p), 404, "NOT_FOUND", "UNREGISTERED")
		},
	}, {
		ID: "fcm/token/inactive", Level: conformance.Must, Rows: []string{"F14"}, Source: docTokens, Codes: []string{"UNREGISTERED", "200"},
		Title:       "270 days without a connection",
		Requirement: "An endpoint must answer a phone that was away for 270 days with UNREGISTERED, and keep a message for one that was away for 269.",
		Run: func(t *conformance.T) {
			b := open(t)
			away := func(days int) kit.PhoneOption {
				return func(p *device.Phone) { kit.Offline(p); p.OfflineSince = b.World.Now().AddDate(0, 0, -days) }
			}
			p := b.Phone("a", away(269))
			b.wantDark(b.send(p), p, device.Held)
			b.wantError(b.send(b.Phone("b", away(270))), 404, "NOT_FOUND", "UNREGISTERED")
		},
	}, {
		ID: "fcm/token/apns-credential", Level: conformance.Must, Rows: []string{"F11"}, Source: docErrors + "; " + realTraffic, Codes: []string{"THIRD_PARTY_AUTH_ERROR", "200"},
		Title:       "a bad APNs key is 401 with THIRD_PARTY_AUTH_ERROR",
		Requirement: "An endpoint must answer a message to an iPhone, when the APNs key in Firebase is bad, with 401 UNAUTHENTICATED and FcmError THIRD_PARTY_AUTH_ERROR, and take those to Android.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("apns_key", "missing"))
			b.wantError(b.send(b.Phone("a", ios)), 401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR")
			b.wantAccepted(b.send(b.Phone("b")))
		},
	}, {
		ID: "fcm/token/data-to-ios", Level: conformance.Must, Source: docSend, Codes: []string{"INVALID_ARGUMENT", "200"},
		Title:       "a data message to an iPhone has apns-priority 5",
		Requirement: "An endpoint must refuse a data message to an iPhone with apns-priority 10, and take it with 5.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", ios)
			headers := func(priority string) kit.Change {
				return set("apns.headers", map[string]any{"apns-priority": priority})
			}
			b.wantInvalid(b.send(p, data, headers("10")))
			b.wantAccepted(b.send(p, data, headers("5")))
		},
	}}
}
