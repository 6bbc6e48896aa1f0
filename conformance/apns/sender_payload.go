package apns

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/vendors"
)

// number is a JSON number, or a Go one, in its decimal form.
func number(v any) string { return fmt.Sprint(v) }

// senderPayloadCases are about the body of a push.
func senderPayloadCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/payload/data-sender", Level: conformance.Must, Source: docPayload, Codes: []string{"200"},
		Title:       "data stands beside aps",
		Requirement: "A sender must put the app's data beside aps: keys inside of it are ignored.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Data = map[string]string{"orderId": "A1001"}
			s.Accepted(s.Give(msg, s.phone("a")))
			if all, aps := s.payload(); all["orderId"] != "A1001" || aps["orderId"] != nil {
				t.Errorf("the payload is %v, want orderId beside aps", all)
			}
		},
	}, {
		ID: "apns/payload/data-named-aps-sender", Level: conformance.Must, Source: docPayload, Codes: []string{"200"},
		Title:       "data cannot take the place of aps",
		Requirement: "A sender must not let the app's data replace the aps dictionary.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			msg := chat()
			msg.Data = map[string]string{"aps": "x", "orderId": "A1001"}
			if r := s.Give(msg, p); r.Outcomes[0].State != vendors.StateRejected {
				s.WantTitles(p, "李雷")
			}
		},
	}, {
		ID: "apns/payload/badge-sender", Level: conformance.Must, Source: docPayload, Codes: []string{"200"},
		Title:       "a badge is set, and 0 clears it",
		Requirement: "A sender must send the badge to set as aps.badge, a number, 0 included, and none when nothing was said.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			for _, n := range []int{5, 0} {
				msg := chat()
				msg.Badge = &vendors.Badge{Set: &n}
				s.Accepted(s.Give(msg, p))
				if got := s.Shade(p).Badge; got != n {
					t.Errorf("the badge is %d, want %d", got, n)
				}
			}
			s.Accepted(s.Give(chat(), p))
			if _, aps := s.payload(); aps["badge"] != nil {
				t.Errorf("aps.badge is %v although nothing was said", aps["badge"])
			}
		},
	}, {
		ID: "apns/payload/badge-add-sender", Level: conformance.Must, Source: docPayload, Codes: []string{"200"},
		Title:       "APNs cannot add to a badge",
		Requirement: "A sender must say so when a badge to add is lost, and must not set the icon's number to it.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			msg := chat()
			msg.Badge = &vendors.Badge{Add: 1}
			r := s.Give(msg, p)
			s.Accepted(r)
			if _, aps := s.payload(); aps["badge"] != nil || len(r.Adjustments) == 0 {
				t.Errorf("aps.badge is %v, with %d adjustments", aps["badge"], len(r.Adjustments))
			}
		},
	}, {
		ID: "apns/payload/sound-sender", Level: conformance.Must, Source: docPayload, Codes: []string{"200"},
		Title:       "a sound is named in aps",
		Requirement: "A sender must send the sound as aps.sound.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			msg := chat()
			msg.Sound = "default"
			s.Accepted(s.Give(msg, p))
			if _, aps := s.payload(); aps["sound"] != "default" {
				t.Errorf("aps.sound is %v, want default", aps["sound"])
			}
		},
	}, {
		ID: "apns/payload/passive-sender", Level: conformance.Should, Source: docPayload, Codes: []string{"200"},
		Title:       "a quiet message is passive",
		Requirement: "A sender should send a message that must not make itself noticed with interruption-level passive.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			msg := chat()
			msg.Alert = vendors.AlertSilent
			s.Accepted(s.Give(msg, p))
			if _, aps := s.payload(); aps["interruption-level"] != "passive" {
				t.Errorf("aps.interruption-level is %v, want passive", aps["interruption-level"])
			}
		},
	}, {
		ID: "apns/payload/size-edge-sender", Level: conformance.Must, Rows: []string{"A30"}, Source: docPayload, Codes: []string{"200"},
		Title: "a text that is too long is cut to 4096 bytes",
		Requirement: "A sender must cut a text so that the whole payload has at most 4096 bytes, whatever characters it has, say so, and not cut much more; " +
			"or not send it.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			for _, text := range []string{"很长的消息", `<b>"&amp;"</b>\`, "👨‍👩‍👧‍👦"} {
				msg := chat()
				msg.Body, msg.Data = strings.Repeat(text, 1000), map[string]string{"orderId": "A1001"}
				r := s.Give(msg, p)
				if r.Outcomes[0].State == vendors.StateRejected {
					continue
				}
				s.Accepted(r)
				if n := len(s.Last(pushes).Body); n > 4096 || n < 4000 {
					t.Errorf("the payload of a long text of %q has %d bytes, want 4000 to 4096", text, n)
				}
				if len(r.Adjustments) == 0 {
					t.Errorf("the text of %q was cut and no adjustment says so", text)
				}
				if all, _ := s.payload(); all["orderId"] != "A1001" {
					t.Errorf("the data was cut too: %v", all["orderId"])
				}
			}
		},
	}, {
		ID: "apns/payload/size-reject-sender", Level: conformance.Must, Rows: []string{"A30"}, Source: docPayload,
		Title:       "a text that must not be cut is not sent",
		Requirement: "A sender must not send a payload over 4096 bytes whose text must not be cut, and name the reason.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			msg := chat()
			msg.Body, msg.Overflow = strings.Repeat("很长的消息", 1000), vendors.OverflowReject
			if o := s.Give(msg, p).Outcomes[0]; o.State != vendors.StateRejected || o.Reason != vendors.ReasonPayloadTooLarge {
				t.Errorf("the outcome is %s (%s), want rejected (%s)", o.State, o.Reason, vendors.ReasonPayloadTooLarge)
			}
			s.WantRequests(pushes, 0)
		},
	}, {
		ID: "apns/payload/fits-sender", Level: conformance.Must, Rows: []string{"A30"}, Source: docPayload, Codes: []string{"200"},
		Title:       "a text that fits is not cut",
		Requirement: "A sender must send a text whole while the payload fits, counting bytes as they are sent and not as JSON libraries escape them.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			msg := chat()
			msg.Body = strings.Repeat("<a&b>", 780) // 3900 bytes; escaped for HTML more than twice as many
			r := s.Give(msg, p)
			s.Accepted(r)
			if sh := s.WantItems(p, 1); len(sh.Items) == 1 && sh.Items[0].Body != msg.Body {
				t.Errorf("the phone shows %d bytes of %d", len(sh.Items[0].Body), len(msg.Body))
			}
		},
	}}
}
