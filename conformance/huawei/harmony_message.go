package huawei

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// harmonyMessageCases are about what a message becomes at v3.
func harmonyMessageCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	field := func(id string, rows []string, title, requirement string, msg func() *vendors.Message, want map[string]string) conformance.Case {
		return conformance.Case{
			ID: "huawei/harmony/" + id, Level: must, Rows: rows, Source: docHarmony, Codes: []string{"80000000"}, Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				s := startNext(t)
				s.Accepted(s.Give(msg(), s.phone("a")))
				body := s.Sent(pathV3)
				for path, text := range want {
					s.WantField(body, path, text)
				}
			},
		}
	}
	with := func(change func(m *vendors.Message)) func() *vendors.Message {
		return func() *vendors.Message {
			m := chat()
			change(m)
			return m
		}
	}
	return []conformance.Case{
		{
			ID: "huawei/harmony/ttl-number-sender", Level: must, Rows: []string{"N16", "B16"}, Source: docHarmony, Codes: []string{"80000000"},
			Title: "ttl is a number of seconds at v3", Requirement: "A sender must write an hour as 3600, a number, and not as v1's text.",
			Run: func(t *conformance.T) {
				s := startNext(t)
				s.Accepted(s.Give(chat(), s.phone("a")))
				if got := s.Sent(pathV3).Number("pushOptions.ttl"); got != "3600" {
					t.Errorf("pushOptions.ttl is %q, want the number 3600", got)
				}
			},
		},
		field("category-mandatory-sender", nil, "a message without a category is marketing", "A sender must send category MARKETING when a marketing message has none: it is mandatory.",
			func() *vendors.Message { m := sale(); m.Category = ""; return m }, map[string]string{"payload.notification.category": "MARKETING"}),
		field("badge-sender", []string{"N10"}, "a badge is held to its range", "A sender must send addNum 1 to 99.",
			with(func(m *vendors.Message) { m.Badge = &vendors.Badge{Add: 100} }), map[string]string{"payload.notification.badge.addNum": "99"}),
		field("collapse-sender", []string{"N15"}, "a collapse key that is a number is the notifyId", "A sender must send a numeric collapse key as notifyId, so that the newest message replaces and can be taken back.",
			with(func(m *vendors.Message) { m.Collapse = "12345" }), map[string]string{"payload.notification.notifyId": "12345"}),
		field("data-sender", nil, "data goes with the tap", "A sender must send the data of an alert in clickAction.data.",
			with(func(m *vendors.Message) { m.Data = map[string]string{"orderId": "A1001"} }), map[string]string{"payload.notification.clickAction.data.orderId": "A1001"}),
		{
			ID: "huawei/harmony/own-tap-sender", Level: should, Source: docHarmony, Codes: []string{"80000000"},
			Title: "a tap of its caller's carries the message's data", Requirement: "A sender should keep the data of an alert when its caller's own fields say what a tap does and give no data.",
			Run: func(t *conformance.T) {
				s := startNext(t)
				m := chat()
				m.Data = map[string]string{"orderId": "A1001"}
				s.Accepted(s.Give(s.Own(m, `{"harmony":{"payload":{"notification":{"clickAction":{"actionType":1,"uri":"https://example.com/order"}}}}}`), s.phone("a")))
				body := s.Sent(pathV3)
				s.WantField(body, "payload.notification.clickAction.uri", "https://example.com/order")
				s.WantField(body, "payload.notification.clickAction.data.orderId", "A1001")
			},
		},
		{
			ID: "huawei/harmony/foreground-false-sender", Level: must, Rows: []string{"B15"}, Source: docHarmony, Codes: []string{"80000000"},
			Title: "foregroundShow false is on the wire", Requirement: "A sender must write foregroundShow false when the message says so, and not leave the false out.",
			Run: func(t *conformance.T) {
				s := startNext(t)
				p := s.phone("a", kit.InFront)
				msg, no := chat(), false
				msg.Foreground = &no
				s.Accepted(s.Give(msg, p))
				if got := s.Sent(pathV3).At("payload.notification.foregroundShow"); got != false {
					t.Errorf("foregroundShow is %v, want false", got)
				}
				s.WantItems(p, 0)
			},
		},
		field("tag-sender", nil, "a receipt can be matched", "A sender must send the receipt's parameter as biTag.",
			with(func(m *vendors.Message) { m.Receipt = &vendors.Receipt{Param: "job-7"} }), map[string]string{"pushOptions.biTag": "job-7"}),
		{
			ID: "huawei/harmony/silent-sender", Level: must, Source: docHarmony, Codes: []string{"80000000"},
			Title: "a silent message is a background message", Requirement: "A sender must send a silent message with push-type 6 and its data in extraData, a text.",
			Run: func(t *conformance.T) {
				s := startNext(t)
				p := s.phone("a")
				s.Accepted(s.Give(&vendors.Message{Silent: true, Data: map[string]string{"k": "v"}}, p))
				if got := s.Last(pathV3).Header.Get("push-type"); got != "6" {
					t.Errorf("push-type %q, want 6", got)
				}
				if text, ok := s.Sent(pathV3).Text("payload.extraData"); !ok || !strings.Contains(text, `"k":"v"`) {
					t.Errorf("payload.extraData is %q, want a text with the data", text)
				}
				s.WantItems(p, 0)
			},
		}, {
			ID: "huawei/harmony/test-sender", Level: must, Rows: []string{"N11"}, Source: docHarmony, Codes: []string{"80000000"},
			Title: "a test message goes out as one, to ten tokens at a time", Requirement: "A sender must send testMessage true for a test, never otherwise, and at most ten tokens with it.",
			Run: func(t *conformance.T) {
				s := startNext(t)
				p := s.phone("a")
				s.Accepted(s.Give(chat(), p))
				if s.Sent(pathV3).Field("pushOptions.testMessage") == "true" {
					t.Errorf("a formal message is sent as a test")
				}
				test := chat()
				test.Test = true
				s.Accepted(s.Give(test, p))
				s.WantField(s.Sent(pathV3), "pushOptions.testMessage", "true")
				var ids []vendors.Token
				for i := range 11 {
					ids = append(ids, vendors.Token(s.phone(fmt.Sprint("t", i)).Token))
				}
				s.GiveTo(test, ids...)
				for _, x := range s.Requests(pathV3) {
					if n := len(kit.Decoded(t, x).List("target.token")); n > 10 {
						t.Errorf("a test message goes to %d tokens, at most 10 are taken", n)
					}
				}
			},
		}, {
			ID: "huawei/harmony/dry-run-sender", Level: should, Source: docHarmony,
			Title: "a dry run is not delivered", Requirement: "A sender should refuse a dry run at v3, which has none, and must not deliver it.",
			Run: func(t *conformance.T) {
				s := startNext(t)
				p := s.phone("a")
				dry := chat()
				dry.DryRun = true
				if o := s.Try(dry, p).Outcomes[0]; o.State == vendors.StateAccepted {
					t.Errorf("a dry run is accepted")
				}
				s.WantItems(p, 0)
			},
		}, {
			ID: "huawei/harmony/voice-sender", Level: should, Rows: []string{"N13"}, Source: docHarmony, Codes: []string{"80000000"},
			Title: "a voice broadcast can be sent", Requirement: "A sender should send PLAY_VOICE with push-type 2 and extraData when its own fields say so.",
			Run: func(t *conformance.T) {
				s := startNext(t, kit.Rights("PLAY_VOICE"))
				p := s.phone("a")
				m := &vendors.Message{Title: "收款", Body: "到账 12 元", Class: service, Category: "PLAY_VOICE", Data: map[string]string{"k": "v"}}
				s.Accepted(s.Give(s.Own(m, `{"harmony":{"pushType":2}}`), p))
				if got := s.Last(pathV3).Header.Get("push-type"); got != "2" {
					t.Errorf("push-type %q, want 2", got)
				}
				s.WantTitles(p, "收款")
			},
		}, {
			ID: "huawei/harmony/call-without-right-sender", Level: should, Rows: []string{"N14"}, Source: docHarmony, Codes: []string{"80300007", "noPushTypeRight"},
			Title: "a call without the right is no dead token", Requirement: "A sender should report a call without the right as refused with noPushTypeRight, the token alive.",
			Run: func(t *conformance.T) {
				s := startNext(t)
				m := s.Own(&vendors.Message{}, `{"harmony":{"pushType":10,"payload":{"extraData":"x"}}}`)
				s.Refused(s.Try(m, s.phone("a")).Outcomes[0], "noPushTypeRight", vendors.ReasonRightMissing, false)
			},
		}, {
			ID: "huawei/harmony/card-sender", Level: should, Rows: []string{"N12"}, Source: docHarmony, Codes: []string{"80000000"},
			Title: "a card goes to one token at a time", Requirement: "A sender should refresh cards of two phones with two requests.",
			Run: func(t *conformance.T) {
				s := startNext(t)
				card, err := kit.Encode(cardOf())
				if err != nil {
					t.SetupErrorf("card: %v", err)
				}
				m := s.Own(&vendors.Message{}, `{"harmony":{"pushType":1,"payload":`+string(card)+`}}`)
				s.Accepted(s.Give(m, s.phone("a")))
				s.Try(m, s.phone("b"), s.phone("c"))
				for _, x := range s.Requests(pathV3) {
					if n := len(kit.Decoded(t, x).List("target.token")); n > 1 {
						t.Errorf("a card refresh goes to %d tokens, want 1", n)
					}
				}
			},
		}, {
			ID: "huawei/harmony/revoke-sender", Level: should, Rows: []string{"N15"}, Source: docRevoke, Codes: []string{"80000000"}, Features: []string{"recall"},
			Title: "a notification is taken back", Requirement: "A sender should take a notification back by its notifyId at /v1/{clientId}, also where the App ID is another number, with a JWT and push-type.",
			Run: func(t *conformance.T) {
				s := startNext(t, twoIDs(t))
				p := s.phone("a")
				m := chat()
				m.Collapse = "7"
				s.Accepted(s.Give(m, p))
				o, err := kit.Ability[vendors.Recaller](s.Sending, "recall").Recall(t.Context(), "7", kit.IDs(p))
				if err != nil || o.State != vendors.StateAccepted {
					t.Errorf("recall: %+v, %v", o, err)
				}
				if x := s.Last(pathRevoke); !strings.HasSuffix(x.Path, "/v1/"+s.App.Credentials["client_id"]+pathRevoke) {
					t.Errorf("the recall goes to %s, want /v1/{clientId}", x.Path)
				}
				s.WantItems(p, 0)
			},
		}, {
			ID: "huawei/harmony/test-rate-sender", Level: should, Source: docHarmony + "; the minute: " + assumed, Codes: []string{"80300029", "80000000"},
			Needs: []conformance.Need{conformance.NeedClock},
			Title: "test messages wait a minute", Requirement: "A sender should wait a minute before it repeats a test message that was answered with 80300029.",
			Run: func(t *conformance.T) {
				s := startNext(t)
				s.says(1, 400, "80300029", "When send test message, the api request exceed limit.")
				m := chat()
				m.Test, m.TTL = true, time.Hour
				o := s.Try(m, s.phone("a")).Outcomes[0]
				if o.State != vendors.StateAccepted && (!o.Retryable() || o.RetryAfter < time.Minute) {
					t.Errorf("the outcome is %s (code %q, retry %q after %v), want accepted a minute later, or a retry after one", o.State, o.Code, o.Retry, o.RetryAfter)
				}
				if got := s.Requests(pathV3); len(got) > 1 && got[1].At.Sub(got[0].At) < time.Minute {
					t.Errorf("the message is repeated after %v, want a minute", got[1].At.Sub(got[0].At))
				}
			},
		}, {
			ID: "huawei/harmony/secrets-sender", Level: must, Source: manners,
			Title: "no key and no JWT is logged", Requirement: "A sender must not write the private key or a JWT into its logs.",
			Run: func(t *conformance.T) {
				s := startNext(t)
				s.Accepted(s.Give(chat(), s.phone("a")))
				s.says(0, http.StatusUnauthorized, "80200001", "Authentication Error.")
				s.Try(chat(), s.phone("b"))
				key := strings.Split(s.App.Credentials["private_key"], "\n")[1]
				for _, secret := range []string{key, "eyJ"} {
					if strings.Contains(t.Logs(), secret) {
						t.Errorf("the logs show a secret")
					}
				}
			},
		},
	}
}
