package fcm

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderFieldCases are about how the fields of a message are written.
func senderFieldCases() []conformance.Case {
	ok := []string{"200"}
	written := func(id string, rows []string, level conformance.Level, title, requirement string, edit func(*vendors.Message), want map[string]string) conformance.Case {
		return conformance.Case{
			ID: "fcm/field/" + id, Level: level, Rows: rows, Source: docSend, Codes: ok, Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				edit(msg)
				s.Accepted(s.Give(msg, s.Phone("a")))
				for path, value := range want {
					s.WantField(s.sent(), "message."+path, value)
				}
			},
		}
	}
	must, zero := conformance.Must, 0
	return append([]conformance.Case{
		written("ttl-sender", []string{"F21", "B16"}, must, `a ttl of an hour is "3600s"`, `A sender must write a TTL of one hour as the string "3600s".`,
			func(*vendors.Message) {}, map[string]string{"android.ttl": "3600s"}),
		written("now-or-never-sender", []string{"F30"}, must, "online only is ttl 0", `A sender must write "0s" for a message that must not wait for its phone.`,
			func(m *vendors.Message) { m.OnlineOnly, m.TTL = true, 0 }, map[string]string{"android.ttl": "0s"}),
		written("high-sender", nil, must, "high priority is HIGH", "A sender must send a message of high priority with priority HIGH.",
			func(m *vendors.Message) { m.Priority = vendors.PriorityHigh }, map[string]string{"android.priority": "HIGH"}),
		written("normal-sender", nil, must, "normal priority is NORMAL", "A sender must send a message of normal priority with priority NORMAL: HIGH for what is not read at once is lowered by Google.",
			func(m *vendors.Message) { m.Priority = vendors.PriorityNormal }, map[string]string{"android.priority": "NORMAL"}),
		written("collapse-sender", []string{"F28"}, must, "a collapse key is collapse_key and tag", "A sender must write a collapse key as collapse_key, so that waiting messages are replaced, and as tag, so that shown ones are.",
			func(m *vendors.Message) { m.Collapse = "c2c_1" }, map[string]string{"android.collapse_key": "c2c_1", "android.notification.tag": "c2c_1"}),
		written("no-collapse-sender", []string{"F29"}, must, "without a collapse key there is none", "A sender must not write a collapse_key it was not given: collapsible messages are throttled.",
			func(*vendors.Message) {}, map[string]string{"android.collapse_key": "", "android.notification.tag": ""}),
		written("channel-sender", nil, must, "the channel is channel_id", "A sender must write the channel as channel_id.",
			func(m *vendors.Message) { m.Channel = "im_message" }, map[string]string{"android.notification.channel_id": "im_message"}),
		written("count-sender", nil, must, "a badge of 0 is on the wire", "A sender must write a badge that is set to 0 as notification_count 0.",
			func(m *vendors.Message) { m.Badge = &vendors.Badge{Set: &zero} }, map[string]string{"android.notification.notification_count": "0"}),
		written("data-sender", []string{"F19"}, must, "data are texts", "A sender must write data unchanged as strings, empty ones included.",
			func(m *vendors.Message) { m.Data = map[string]string{"id": "A1", "empty": "", "n": "0", "b": "false"} },
			map[string]string{"data.id": "A1", "data.n": "0", "data.b": "false", "data.empty": ""}),
	}, senderLimitCases()...)
}

// senderLimitCases are about what a sender should not let out.
func senderLimitCases() []conformance.Case {
	ok := []string{"200"}
	return []conformance.Case{{
		ID: "fcm/field/data-kept-sender", Level: conformance.Must, Rows: []string{"F19"}, Source: docSend, Codes: ok,
		Title:       "empty texts in data stay",
		Requirement: "A sender must not leave out data whose value is empty, and must write every value as a JSON string.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Data = map[string]string{"empty": "", "n": "12"}
			s.Accepted(s.Give(msg, s.Phone("a")))
			for _, key := range []string{"empty", "n"} {
				if kind := s.sent().Kind("message.data." + key); kind != "string" {
					t.Errorf("data.%s is %q on the wire, want a string", key, kind)
				}
			}
		},
	}, {
		ID: "fcm/field/reserved-key-sender", Level: conformance.Should, Rows: []string{"F20"}, Source: docSend,
		Title:       "a reserved data key is noticed before Google does",
		Requirement: "A sender should reject a message whose data has a reserved key, or say that it dropped it.",
		Run: func(t *conformance.T) {
			s := start(t)
			for _, key := range []string{"from", "google.x", "gcm.x", "message_type"} {
				msg := chat()
				msg.Data = map[string]string{key: "1"}
				r := s.Give(msg, s.Phone(key))
				if o := r.Outcomes[0]; o.State != vendors.StateRejected && (o.State != vendors.StateAccepted || !kit.Told(r)) {
					t.Errorf("data key %s: %s (code %q) with adjustments %v, want rejected, or accepted with one of the data", key, o.State, o.Code, r.Adjustments)
				}
			}
		},
	}, {
		ID: "fcm/field/ttl-edges-sender", Level: conformance.Should, Rows: []string{"F21"}, Source: docSend, Codes: ok,
		Title:       "a ttl of five weeks is no INVALID_ARGUMENT",
		Requirement: "A sender should move a TTL above four weeks into Google's range and say so, or reject the message itself.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.TTL = 35 * 24 * time.Hour
			r := s.Give(msg, s.Phone("a"))
			if o := r.Outcomes[0]; o.State != vendors.StateRejected && (o.State != vendors.StateAccepted || !kit.Told(r)) {
				t.Errorf("the outcome is %s (code %q) with adjustments %v, want accepted with one of ttl, or rejected", o.State, o.Code, r.Adjustments)
			}
		},
	}, {
		ID: "fcm/size/size-edges-sender", Level: conformance.Must, Rows: []string{"F22"}, Source: docErrors, Codes: ok,
		Title:       "a message over 4096 bytes is cut or rejected",
		Requirement: "A sender must cut or reject a message of more than 4096 bytes itself, and say so; it must send 1000 Chinese characters whole.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			msg := chat()
			msg.Body = kit.Chinese(1000)
			s.Accepted(s.Give(msg, p))
			if got := shown(s.sent(), "body"); got != msg.Body {
				t.Errorf("1000 Chinese characters went out as %d bytes, want 3000", len(got))
			}
			msg.Body = kit.Chinese(1500)
			r := s.Give(msg, p)
			if r.Outcomes[0].State == vendors.StateRejected {
				s.WantRequests(pathSend, 1)
				return
			}
			s.Accepted(r)
			if got := shown(s.sent(), "body"); got == "" || got == msg.Body || !kit.Told(r) {
				t.Errorf("the body went out with %d bytes and adjustments %v, want it cut openly", len(got), r.Adjustments)
			}
		},
	}, {
		ID: "fcm/size/overflow-reject-sender", Level: conformance.Should, Rows: []string{"F22"}, Source: docErrors,
		Title:       "a message that must not be cut is not sent",
		Requirement: "A sender should reject an over-long text as too large, without a request, when it was told not to cut.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Body, msg.Overflow = kit.Chinese(1500), vendors.OverflowReject
			if o := s.Give(msg, s.Phone("a")).Outcomes[0]; o.State != vendors.StateRejected {
				t.Errorf("the outcome is %s (%s), want rejected", o.State, o.Reason)
			}
			s.WantRequests(pathSend, 0)
		},
	}}
}

// senderOwnCases are about fields given in Google's own words.
func senderOwnCases() []conformance.Case {
	ok := []string{"200"}
	own := func(id string, rows []string, fields string) conformance.Case {
		return conformance.Case{
			ID: "fcm/own/" + id, Level: conformance.Must, Rows: rows, Source: docSend, Codes: ok,
			Title:       "own fields go out as given: " + id,
			Requirement: "A sender that takes Google's own fields must write them unchanged, false and 0 included.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.Accepted(s.Give(s.Own(chat(), fields), s.Phone("a")))
				want, _ := kit.Decode([]byte(fields))
				s.WantWithin("message", s.sent().Object("message"), want)
			},
		}
	}
	return []conformance.Case{
		own("false-sender", []string{"B15"}, `{"android":{"direct_boot_ok":false,"notification":{"sticky":false,"local_only":false,"notification_count":0}}}`),
		own("android-sender", nil, `{"android":{"priority":"NORMAL","ttl":"60s","collapse_key":"k","restricted_package_name":"com.example.im","notification":{"channel_id":"c","color":"#aabbcc","visibility":"SECRET","vibrate_timings":["0.5s"],"proxy":"DENY"}}}`),
		own("android-v2-sender", []string{"F23"}, `{"android_v2":{"ttl":"60s","remote_notification":{"mutable_content":true,"notification":{"id":3}}}}`),
		own("apns-sender", nil, `{"apns":{"headers":{"apns-priority":"5"},"payload":{"aps":{"badge":0}}}}`),
		own("webpush-sender", nil, `{"webpush":{"headers":{"TTL":"60"},"fcm_options":{"link":"https://m.example.com/"}}}`),
		own("options-sender", nil, `{"fcm_options":{"analytics_label":"spring"}}`),
		{
			ID: "fcm/own/package-mismatch-sender", Level: conformance.Must, Rows: []string{"F24"}, Source: docSend, Codes: []string{"INVALID_ARGUMENT"},
			Title:       "another package is no dead token",
			Requirement: "A sender must not call a token dead that is refused for restricted_package_name.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := s.Own(chat(), `{"android":{"restricted_package_name":"com.example.other"}}`)
				o := s.Give(msg, s.Phone("a")).Outcomes[0]
				if s.wantNoSuccess(o); o.Code != "INVALID_ARGUMENT" {
					t.Errorf("the code is %q, want INVALID_ARGUMENT", o.Code)
				}
				s.WantRequests(pathSend, 1)
			},
		},
	}
}
