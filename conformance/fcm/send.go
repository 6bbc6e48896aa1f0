package fcm

import (
	"net/http"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// sendCases are about messages in order.
func sendCases() []conformance.Case {
	ok := []string{"200"}
	return []conformance.Case{{
		ID: "fcm/send/happy-send", Level: conformance.Must, Rows: []string{"F06"}, Source: docSend, Codes: ok,
		Title:       "the documented message is accepted and shown",
		Requirement: "An endpoint must accept the documented message, answer its name, and show the notification once.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, set("data", map[string]any{"ext": `{"conv":"c2c_10001"}`}), set("android", map[string]any{
				"priority": "HIGH", "ttl": "86400s", "collapse_key": "c2c_10001",
				"notification": map[string]any{"channel_id": "im_message", "tag": "c2c_10001", "click_action": "OPEN_CHAT"},
			}))
			b.wantShown(a, p)
			if ct := a.Header.Get("Content-Type"); !strings.HasPrefix(ct, "application/json") {
				t.Errorf("Content-Type is %q, want JSON", ct)
			}
			b.WantTitles(p, "新消息")
		},
	}, {
		ID: "fcm/send/names-differ", Level: conformance.Must, Rows: []string{"F06"}, Source: docSend, Codes: ok,
		Title:       "every message has a name of its own",
		Requirement: "An endpoint must give each accepted message another name.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			seen := map[string]bool{}
			for range 5 {
				seen[b.send(p).ID()] = true
			}
			if len(seen) != 5 {
				t.Errorf("5 messages have the names %v", seen)
			}
		},
	}, {
		ID: "fcm/send/camelcase", Level: conformance.Must, Rows: []string{"F07"}, Source: docSend, Codes: ok,
		Title:       "names may be lowerCamelCase",
		Requirement: "An endpoint must take validateOnly, collapseKey and channelId as it takes the names in snake_case.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			camel := []kit.Change{android("collapseKey", "c"), look("channelId", "im"), look("notificationPriority", "PRIORITY_HIGH")}
			b.wantShown(b.send(p, camel...), p)
			b.wantAccepted(b.send(p, append(camel, kit.Set("validateOnly", true))...))
			b.WantItems(p, 1)
		},
	}, {
		ID: "fcm/send/dry-run", Level: conformance.Must, Rows: []string{"F08"}, Source: docSend + "; " + sdk, Codes: ok,
		Title:       "validate_only delivers nothing",
		Requirement: "An endpoint must answer validate_only with the name of fake_message_id and deliver nothing, and refuse what it would refuse otherwise.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			only := kit.Set("validate_only", true)
			a := b.send(p, only)
			if b.wantAccepted(a); !strings.HasSuffix(a.ID(), "/messages/fake_message_id") {
				t.Errorf("%v, want the name of fake_message_id", a)
			}
			b.WantItems(p, 0)
			b.wantError(b.order(set("token", unknown), only), 404, "NOT_FOUND", "UNREGISTERED")
		},
	}, {
		ID: "fcm/send/sdk-body", Level: conformance.Must, Rows: []string{"F07"}, Source: sdk, Codes: ok,
		Title:       "the Go Admin SDK's body is taken",
		Requirement: "An endpoint must take HTML-escaped JSON, a priority in lower case and a ttl such as 90.500000000s.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			raw := `{"message":{"token":"` + p.Token + `","notification":{"title":"\u003cb\u003e新","body":"b"},"android":{"priority":"high","ttl":"90.500000000s","notification":{"notification_count":0}}}}`
			head := http.Header{"X-Firebase-Client": {"fire-admin-go/4.19.0"}, "X-Goog-Api-Client": {"gl-go/1.26.8 fire-admin/4.19.0"}, "X-GOOG-API-FORMAT-VERSION": {"2"}}
			b.wantShown(b.Do(http.MethodPost, b.path(), []byte(raw), head), p)
			b.WantTitles(p, "<b>新")
		},
	}, {
		ID: "fcm/send/compact-answer", Level: conformance.Should, Source: docSend, Codes: ok,
		Title:       "answers are pretty-printed unless asked otherwise",
		Requirement: "An endpoint should indent its JSON, and not with prettyPrint=false.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			if a := b.send(p); !strings.Contains(string(a.Raw), "{\n  \"name\": ") {
				t.Errorf("%v, want it indented by two spaces", a)
			}
			if a := b.Post(b.path()+"?alt=json&prettyPrint=false", chatOrder(to(p))); strings.Contains(strings.TrimSpace(string(a.Raw)), "\n") {
				t.Errorf("%v, want it on one line", a)
			}
		},
	}, {
		ID: "fcm/send/fid-target", Level: conformance.Must, Rows: []string{"F41"}, Source: docSend, Codes: ok,
		Title:       "a Firebase installation id is a target",
		Requirement: "An endpoint must deliver to the installation id a token begins with, in fid and in token.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			fid, _, _ := strings.Cut(p.Token, ":")
			b.wantAccepted(b.order(set("fid", fid)))
			b.wantAccepted(b.order(set("token", fid)))
			b.WantItems(p, 2)
			b.wantError(b.order(set("fid", "cQ0aB1cD2eF3gH4iJ5kL6m")), 404, "NOT_FOUND", "UNREGISTERED")
		},
	}, {
		ID: "fcm/send/android-v2", Level: conformance.Must, Source: docSend, Codes: ok,
		Title:       "the block of 2026 is taken",
		Requirement: "An endpoint must deliver a message with android_v2.remote_notification.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantShown(b.send(p, set("android_v2.remote_notification", map[string]any{"mutable_content": true, "notification": map[string]any{"id": 3}})), p)
		},
	}}
}

// formCases are about requests the front end refuses before the service sees them.
func formCases() []conformance.Case {
	bad := func(id string, rows []string, what, field string, change kit.Change) conformance.Case {
		return conformance.Case{
			ID: "fcm/form/" + id, Level: conformance.Must, Rows: rows, Source: docSend + "; " + realTraffic, Codes: []string{"INVALID_ARGUMENT"},
			Title:       what + " is INVALID_ARGUMENT",
			Requirement: "An endpoint must refuse " + what + " with 400 INVALID_ARGUMENT and name the field in a BadRequest.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				a := b.send(p, change)
				b.wantInvalid(a)
				b.wantField(a, field)
				b.WantItems(p, 0)
			},
		}
	}
	return []conformance.Case{
		bad("two-targets", []string{"F18"}, "a token and a topic together", "message", set("topic", "news")),
		bad("number-in-data", []string{"F19"}, "a number in data", "message.data[0].value", set("data", map[string]any{"a": 12})),
		bad("unknown-field", []string{"F33"}, "a field there is not", "message", set("foo", 1)),
		bad("unknown-field-inside", []string{"F33"}, "a field there is not, deep inside", "message.android.notification", look("channel", "im")),
		bad("upper-case-name", []string{"F07"}, "a name in neither style", "message.android", android("TTL", "60s")),
		bad("ttl-number", []string{"F21"}, "a ttl that is a number", "message.android.ttl", android("ttl", 60)),
		bad("ttl-without-s", []string{"F21"}, "a ttl without its unit", "message.android.ttl", android("ttl", "60")),
		bad("priority-word", nil, "a priority there is not", "message.android.priority", android("priority", "URGENT")),
		bad("boolean-in-quotes", nil, "a boolean in quotes", "message.android.notification.sticky", look("sticky", "true")),
		{
			ID: "fcm/form/repeated-member", Level: conformance.Must, Source: docSend + "; proto3 JSON mapping", Codes: []string{"200", "INVALID_ARGUMENT"},
			Title:       "of a repeated member the last one counts",
			Requirement: "An endpoint must go by the last of repeated members of a message: by a token that follows a malformed one, not by the one before.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				body := func(first, second string) []byte {
					return []byte(`{"message":{"token":"` + first + `","token":"` + second + `","notification":{"title":"a"}}}`)
				}
				b.wantShown(b.Do(http.MethodPost, b.path(), body(malformed, p.Token)), p)
				b.wantInvalid(b.Do(http.MethodPost, b.path(), body(p.Token, malformed)))
				b.WantItems(p, 1)
			},
		}, {
			ID: "fcm/form/no-json", Level: conformance.Must, Source: docSend, Codes: []string{"INVALID_ARGUMENT"},
			Title:       "a body that is no JSON is INVALID_ARGUMENT",
			Requirement: "An endpoint must refuse a body that is no JSON object with 400 INVALID_ARGUMENT.",
			Run: func(t *conformance.T) {
				b := open(t)
				for _, raw := range []string{"", "{", "[]", "null", "token=x"} {
					a := b.Do(http.MethodPost, b.path(), []byte(raw))
					if b.wantInvalid(a); raw != "" && raw != "null" && !strings.Contains(string(a.Raw), "Invalid JSON payload received.") {
						t.Errorf("%v, want the message to say that it is no JSON", a)
					}
				}
			},
		},
	}
}

// fieldCases are about values the service refuses.
func fieldCases() []conformance.Case {
	bad := func(id string, rows []string, level conformance.Level, source, what string, changes ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "fcm/field/" + id, Level: level, Rows: rows, Source: source, Codes: []string{"INVALID_ARGUMENT"},
			Title:       what + " is INVALID_ARGUMENT",
			Requirement: "An endpoint " + lower(level) + " refuse " + what + " with 400 INVALID_ARGUMENT.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.wantInvalid(b.send(p, changes...))
				b.WantItems(p, 0)
			},
		}
	}
	pairs := func(key string) kit.Change { return set("data", map[string]any{key: "1"}) }
	light := func(value any) kit.Change {
		return look("light_settings", map[string]any{"color": map[string]any{"red": value}, "light_on_duration": "1s", "light_off_duration": "1s"})
	}
	must := conformance.Must
	return []conformance.Case{
		bad("reserved-from", []string{"F20"}, must, docSend, "the data key from", pairs("from")),
		bad("reserved-google", []string{"F20"}, must, docSend, "a data key that begins with google.", pairs("google.x")),
		bad("reserved-gcm", []string{"F20"}, must, docSend, "a data key that begins with gcm.notification.", pairs("gcm.notification.x")),
		bad("reserved-android", []string{"F20"}, must, docSend, "a reserved key in android.data", android("data", map[string]any{"message_type": "1"})),
		bad("ttl-too-long", []string{"F21"}, must, docSend, "a ttl over four weeks", android("ttl", "2419201s")),
		bad("ttl-negative", []string{"F21"}, must, docSend, "a ttl below 0", android("ttl", "-1s")),
		bad("both-android-blocks", []string{"F23"}, must, docSend, "android and android_v2 together", set("android", map[string]any{}), set("android_v2", map[string]any{})),
		bad("package-mismatch", []string{"F24"}, must, docSend, "another restricted_package_name", android("restricted_package_name", "com.example.other")),
		bad("color", nil, must, docSend, "a color that is not #rrggbb", look("color", "red")),
		bad("light-above", nil, conformance.May, docSend+" for the range; that others are refused: "+assumed, "a light's colour above 1", light(255)),
		bad("light-below", nil, conformance.May, docSend+" for the range; that others are refused: "+assumed, "a light's colour below 0", light(-0.5)),
		bad("web-link", nil, must, docSend, "a web push link that is not https", set("webpush.fcm_options", map[string]any{"link": "http://x.example"})),
		bad("analytics-label", nil, conformance.May, assumed, "an analytics label with other characters", set("fcm_options", map[string]any{"analytics_label": "春"})),
		{
			ID: "fcm/field/light-edges", Level: must, Source: docSend, Codes: []string{"200"},
			Title:       "a light's colour from 0 to 1",
			Requirement: "An endpoint must take 0, 0.5 and 1 for a part of light_settings.color.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for _, part := range []any{0, 0.5, 1} {
					b.wantAccepted(b.send(p, light(part)))
				}
			},
		},
		{
			ID: "fcm/field/ttl-edges", Level: must, Rows: []string{"F21"}, Source: docSend, Codes: []string{"200"},
			Title:       "ttl from 0 to four weeks",
			Requirement: "An endpoint must take a ttl of 0s, of 3.5s and of 2419200s, and the package the token is of.",
			Run: func(t *conformance.T) {
				b := open(t)
				for i, ttl := range []string{"0s", "3.5s", "2419200s"} {
					p := b.Phone(string(rune('a' + i)))
					b.wantShown(b.send(p, android("ttl", ttl), android("restricted_package_name", "com.example.im"), look("color", "#aaBB00")), p)
				}
			},
		},
	}
}
