package apns

import (
	"cmp"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// senderMessageCases are about what a message becomes.
func senderMessageCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/send/happy-alert-sender", Level: conformance.Must, Rows: []string{"A01", "A02", "A21"}, Source: docSend, Codes: []string{"200"},
		Title: "a message as APNs wants it",
		Requirement: "A sender must post an alert to /3/device/ and the token with the app's topic, the push type alert and the texts in aps.alert, " +
			"uncompressed, and report it as accepted with its apns-id.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			o := s.Accepted(s.Give(chat(), p))
			s.WantRequests(pushes, 1)
			x := s.Last(pushes)
			if x.Method != "POST" || !strings.HasSuffix(x.Path, "/3/device/"+p.Token) {
				t.Errorf("the request is %s %s, want POST /3/device/%s", x.Method, x.Path, p.Token)
			}
			s.wantHeader("apns-topic", "com.example.im")
			s.wantHeader("apns-push-type", "alert")
			s.wantHeader("content-encoding", "")
			if n := x.Header.Get("apns-priority"); n != "" && n != "10" {
				t.Errorf("apns-priority %q, want 10", n)
			}
			_, aps := s.payload()
			if a, _ := aps["alert"].(map[string]any); a["title"] != "李雷" || a["body"] != "晚上一起吃饭吗？" {
				t.Errorf("aps.alert is %v", aps["alert"])
			}
			if o.HTTPStatus != 200 || !isUUID(o.MessageID) {
				t.Errorf("the outcome has HTTP status %d and message id %q, want 200 and an apns-id", o.HTTPStatus, o.MessageID)
			}
			s.WantTitles(p, "李雷")
		},
	}, {
		ID: "apns/send/unique-id-sender", Level: conformance.Should, Rows: []string{"A01"}, Source: docAnswers, Codes: []string{"200"},
		Title:       "the sandbox names its log entry",
		Requirement: "A sender should report the apns-unique-id of the sandbox beside the apns-id, and none in production.",
		Run: func(t *conformance.T) {
			s := startSandbox(t)
			o := s.Accepted(s.Give(chat(), s.phone("a", fromXcode)))
			if !isUUID(o.LogID) || o.LogID == o.MessageID {
				t.Errorf("the log id is %q and the message id %q, want two UUIDs", o.LogID, o.MessageID)
			}
		},
	}, {
		ID: "apns/send/generated-id-sender", Level: conformance.Must, Rows: []string{"A03", "A04"}, Source: docSend, Codes: []string{"200"},
		Title:       "ids are UUIDs, whatever the message's",
		Requirement: "A sender must never send an apns-id that is no UUID, and report another one for each message.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			seen := map[string]bool{}
			for _, id := range []string{"", "order-7", "订单8", givenID} {
				msg := chat()
				msg.ID = id
				o := s.Accepted(s.Give(msg, p))
				if !isUUID(o.MessageID) || seen[o.MessageID] {
					t.Errorf("message %q has the apns-id %q, want a UUID of its own", id, o.MessageID)
				}
				if sent := s.Last(pushes).Header.Get("apns-id"); sent != "" && !isUUID(sent) {
					t.Errorf("message %q was sent with apns-id %q", id, sent)
				}
				seen[o.MessageID] = true
			}
		},
	}, {
		ID: "apns/send/sandbox-sender", Level: conformance.Must, Rows: []string{"A09"}, Source: docAnswers, Codes: []string{"200"},
		Title:       "an app in development goes to the sandbox",
		Requirement: "A sender must send to the environment it is told, which for builds from Xcode is the sandbox.",
		Run: func(t *conformance.T) {
			s := startSandbox(t)
			p := s.phone("a", fromXcode)
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 1)
		},
	}, {
		ID: "apns/send/test-sender", Level: conformance.May, Rows: []string{"A09"}, Source: assumed, Codes: []string{"200"}, Features: []string{"test-mode"},
		Title:       "a test goes to the sandbox",
		Requirement: "A sender may send test messages to the sandbox, and must send all others to production.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.phone("a", fromXcode), s.phone("b")
			msg := chat()
			msg.Test = true
			s.Accepted(s.Give(msg, p))
			s.Accepted(s.Give(chat(), q))
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}, {
		ID: "apns/send/one-request-each-sender", Level: conformance.Must, Rows: []string{"A01"}, Source: docSend, Codes: []string{"200"},
		Title:       "one request is one token",
		Requirement: "A sender must send a message to several tokens in one request each, to each token once.",
		Run: func(t *conformance.T) {
			s := start(t)
			phones := []device.Phone{s.phone("a"), s.phone("b"), s.phone("c")}
			s.Accepted(s.Give(chat(), phones...))
			for i, x := range s.WantRequests(pushes, 3) {
				if !strings.HasSuffix(x.Path, phones[i].Token) {
					t.Errorf("request %d goes to %s, want the token %s", i+1, x.Path, phones[i].Token)
				}
			}
		},
	}, {
		ID: "apns/send/token-case-sender", Level: conformance.Should, Rows: []string{"A08"}, Source: docSend, Codes: []string{"200"},
		Title:       "tokens are sent in lower case",
		Requirement: "A sender should send a device token as lower-case hex, however its user wrote it.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			s.Accepted(s.GiveTo(chat(), vendors.Token(strings.ToUpper(p.Token))))
			if x := s.Last(pushes); !strings.HasSuffix(x.Path, p.Token) {
				t.Errorf("the request goes to %s, want the token %s", x.Path, p.Token)
			}
		},
	}}
}

// senderHeaderCases are about the headers of a push.
func senderHeaderCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "apns/header/background-sender", Level: conformance.Must, Rows: []string{"A26", "A36"}, Source: docBack, Codes: []string{"200"},
		Title:       "a silent message is a background push of priority 5",
		Requirement: "A sender must send a silent message with the push type background, priority 5 and content-available 1, without alert, sound, badge and mutable-content.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			msg := chat()
			msg.Silent, msg.Data, msg.Image = true, map[string]string{"sync": "inbox"}, "https://img.example.com/1.png"
			s.Accepted(s.Give(msg, p))
			s.wantHeader("apns-push-type", "background")
			s.wantHeader("apns-priority", "5")
			all, aps := s.payload()
			if len(aps) != 1 || number(aps["content-available"]) != "1" {
				t.Errorf("aps is %v, want content-available 1 alone", aps)
			}
			if all["sync"] != "inbox" {
				t.Errorf("the payload is %v, want the data beside aps", all)
			}
			s.WantItems(p, 0)
		},
	}, {
		ID: "apns/header/hurry-sender", Level: conformance.Must, Source: docSend, Codes: []string{"200"},
		Title:       "high priority is 10, normal is 5",
		Requirement: "A sender must send a message of high priority with apns-priority 10, or without the header, which says the same, and one of normal priority with 5.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			give := func(said vendors.Priority, want string) {
				msg := chat()
				msg.Priority = said
				s.Accepted(s.Give(msg, p))
				if got := cmp.Or(s.Last(pushes).Header.Get("apns-priority"), "10"); got != want {
					t.Errorf("apns-priority %s of a message of priority %s, want %s", got, said, want)
				}
			}
			give(vendors.PriorityHigh, "10")
			give(vendors.PriorityNormal, "5")
		},
	}, {
		ID: "apns/header/expiration-sender", Level: conformance.Must, Rows: []string{"A28"}, Source: docSend, Codes: []string{"200"}, Needs: clock,
		Title:       "a lifetime is a moment in seconds",
		Requirement: "A sender must write a lifetime as the moment of its end, in seconds since 1970, also when a clock has gone on meanwhile.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			for range 2 {
				msg := chat()
				msg.TTL = time.Hour
				s.Accepted(s.Give(msg, p))
				x := s.Last(pushes)
				want := x.At.Add(time.Hour).Unix()
				if got := number(x.Header.Get("apns-expiration")); got != number(want) && got != number(want+1) && got != number(want-1) {
					t.Errorf("apns-expiration %s, want %d", got, want)
				}
				s.Advance(3 * time.Hour)
			}
		},
	}, {
		ID: "apns/header/offline-expiration-0-sender", Level: conformance.Must, Rows: []string{"A33"}, Source: docSend, Codes: []string{"200"},
		Title:       "now or never is said",
		Requirement: "A sender must send apns-expiration 0 for a message that must not wait: without the header APNs keeps it for 30 days.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a", kit.Offline)
			msg := chat()
			msg.OnlineOnly = true
			s.Accepted(s.Give(msg, p))
			s.wantHeader("apns-expiration", "0")
			kit.ChangePhone(t, p, kit.Online)
			s.WantItems(p, 0)
		},
	}, {
		ID: "apns/header/no-expiration-sender", Level: conformance.Must, Rows: []string{"A34"}, Source: docSend, Codes: []string{"200"}, Needs: clock,
		Title:       "without a lifetime a message waits",
		Requirement: "A sender must not shorten the storage of a message whose lifetime nobody set.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a", kit.Offline)
			s.Accepted(s.Give(chat(), p))
			s.Advance(20 * 24 * time.Hour)
			kit.ChangePhone(t, p, kit.Online)
			s.WantItems(p, 1)
		},
	}, {
		ID: "apns/header/collapse-sender", Level: conformance.Must, Rows: []string{"A35"}, Source: docSend, Codes: []string{"200"},
		Title:       "the same collapse key is one notification",
		Requirement: "A sender must send a message's collapse key as apns-collapse-id.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			for _, title := range []string{"一", "二"} {
				msg := chat()
				msg.Title, msg.Collapse = title, "c2c_10001"
				s.Accepted(s.Give(msg, p))
				s.wantHeader("apns-collapse-id", "c2c_10001")
			}
			s.WantTitles(p, "二")
		},
	}, {
		ID: "apns/header/collapse-64-65-sender", Level: conformance.Must, Rows: []string{"A29"}, Source: docSend,
		Title: "a collapse key that is too long",
		Requirement: "A sender must not send an apns-collapse-id of more than 64 bytes: it must shorten the key so that different keys stay different, " +
			"or say that it cannot send.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			long := strings.Repeat("群", 30)
			for _, key := range []string{long + "一", long + "二", long + "二"} {
				msg := chat()
				msg.Title, msg.Collapse = key[len(long):], key
				o := s.Give(msg, p).Outcomes[0]
				if o.State == vendors.StateRejected {
					continue
				}
				if id := s.Last(pushes).Header.Get("apns-collapse-id"); o.State != vendors.StateAccepted || id == "" || len(id) > 64 {
					t.Errorf("the outcome is %s (code %q) with an apns-collapse-id of %d bytes, want 1 to 64", o.State, o.Code, len(id))
				}
			}
			if len(s.Requests(pushes)) > 0 {
				s.WantTitles(p, "一", "二")
			}
		},
	}}
}
