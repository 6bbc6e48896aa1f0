package oppo

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderMessageCases are about the request a sender makes of a message.
func senderMessageCases() []conformance.Case {
	return []conformance.Case{{
		ID: "oppo/send/single-ok-sender", Level: conformance.Must, Rows: []string{"O11"}, Source: docSingle + "; " + sdk110, Codes: []string{"0"},
		Title:       "a single push is a form with JSON in it",
		Requirement: "A sender must make a single push as a form whose message is a JSON object with snake_case members, and report the messageId.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			r := s.Give(chat(), p)
			s.Accepted(r)
			if kind := s.Last(pathUnicast).Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/x-www-form-urlencoded") {
				t.Errorf("Content-Type %q, want a form", kind)
			}
			m := s.message()
			s.WantField(m, "target_type", "2")
			s.WantField(m, "target_value", p.Token)
			s.WantField(m, "notification.title", "李雷")
			s.WantField(m, "notification.content", "晚上一起吃饭吗？")
			if id := r.Outcomes[0].MessageID; id == "" || id != s.FateOf(id, p).VendorID {
				t.Errorf("message id %q, want the messageId", id)
			}
			s.WantTitles(p, "李雷")
		},
	}, {
		ID: "oppo/send/host-choice-sender", Level: conformance.Must, Rows: []string{"O41"}, Source: docCodes, Codes: []string{"0"},
		Title:       "a sender goes where it is sent",
		Requirement: "A sender must send all its requests to the address it was given, as OPPO's own host names change.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.Accepted(s.Give(chat(), p))
			s.Accepted(s.Give(sale(), p, q))
			if n := s.addressed(); n[p.Token] != 2 || n[q.Token] != 1 {
				t.Errorf("tokens were addressed %v, want the first twice and the second once", n)
			}
		},
	}, {
		ID: "oppo/send/encoded-once-sender", Level: conformance.Must, Source: realTraffic, Codes: []string{"0"},
		Title:       "what is in a form is encoded once",
		Requirement: "A sender must encode the form exactly once, so that signs of forms and of JSON in a text arrive as they are.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			msg := chat()
			msg.Title, msg.Body = `50%+2&"a"=b`, `{"x":"100%25"} + 1`
			msg.Data = map[string]string{"k": `a+b&c=%20"d"`}
			s.Accepted(s.Give(msg, p))
			if sh := s.WantItems(p, 1); len(sh.Items) == 1 && (sh.Items[0].Title != msg.Title || sh.Items[0].Body != msg.Body) {
				t.Errorf("the phone shows %q / %q", sh.Items[0].Title, sh.Items[0].Body)
			}
			if got := jsonText(s.note(), "action_parameters").Field("k"); got != msg.Data["k"] {
				t.Errorf("action_parameters has k %q, want %q", got, msg.Data["k"])
			}
		},
	}, {
		ID: "oppo/dedup/dedup-app-message-id-sender", Level: conformance.Must, Rows: []string{"O29"}, Source: docNotes, Codes: []string{"0"},
		Title:       "every message has an app_message_id of its own",
		Requirement: "A sender must not use an app_message_id for two messages, as the second is accepted and not sent.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			seen := map[string]bool{}
			for _, id := range []string{"", "", "order-7", strings.Repeat("i", 100), strings.Repeat("i", 99) + "j"} {
				msg := chat()
				msg.ID = id
				s.Accepted(s.Give(msg, p))
				got := s.note().Field("app_message_id")
				if seen[got] && got != "" {
					t.Errorf("message ID %q went out as app_message_id %q, which was used before", id, got)
				}
				seen[got] = true
			}
			s.WantItems(p, 5)
		},
	}, {
		ID: "oppo/dedup/same-id-sender", Level: conformance.Must, Rows: []string{"O29"}, Source: docNotes, Codes: []string{"0"},
		Title:       "one message ID is one app_message_id",
		Requirement: "A sender must write the same app_message_id when its user gives a message with the same ID again, so that the phone shows it once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			var ids []string
			for range 2 {
				msg := chat()
				msg.ID = "order-7"
				s.Accepted(s.Give(msg, p))
				ids = append(ids, s.note().Field("app_message_id"))
			}
			if ids[0] == "" || ids[0] != ids[1] {
				t.Errorf("message ID order-7 went out as app_message_id %q and %q, want one", ids[0], ids[1])
			}
			s.WantItems(p, 1)
		},
	}}
}

// jsonText is a JSON object that stands as text in a member.
func jsonText(o kit.Object, path string) kit.Object {
	text, _ := o.Text(path)
	inner, _ := kit.Decode([]byte(text))
	return inner
}

// cutOrRejected says that an over-long text must have been cut with an adjustment, or
// not sent.
func (s *sending) cutOrRejected(r vendors.Result, member string, limit int) {
	if r.Outcomes[0].State == vendors.StateRejected {
		return
	}
	s.Accepted(r)
	text := s.note().Field(member)
	if n := utf8.RuneCountInString(text); n == 0 || n > limit {
		s.T.Errorf("%s went out with %d characters, want 1 to %d", member, n, limit)
	}
	if len(r.Adjustments) == 0 {
		s.T.Errorf("%s was cut and no adjustment says so", member)
	}
}

// senderFieldCases are about texts and the like.
func senderFieldCases() []conformance.Case {
	cut := func(id, what, member string, level conformance.Level, rows []string, limit int, edit func(m *vendors.Message)) conformance.Case {
		return conformance.Case{
			ID: "oppo/field/" + id, Level: level, Rows: rows, Source: docNotes, Codes: []string{"0"},
			Title:       fmt.Sprintf("%s over %d characters is cut or rejected", what, limit),
			Requirement: fmt.Sprintf("A sender %s cut or reject %s of more than %d characters itself, and say so.", lower(level), what, limit),
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				edit(msg)
				s.cutOrRejected(s.Give(msg, s.Phone("a")), member, limit)
			},
		}
	}
	must, should := conformance.Must, conformance.Should
	click := func(id, what string, level conformance.Level, rows []string, c vendors.Click, kind, member string) conformance.Case {
		return conformance.Case{
			ID: "oppo/click/" + id, Level: level, Rows: rows, Source: docNotes, Codes: []string{"0"},
			Title:       what + " is click_action_type " + kind,
			Requirement: "A sender " + lower(level) + " write " + what + " as click_action_type " + kind + " with " + member + ".",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				msg.Click = c
				s.Accepted(s.Give(msg, s.Phone("a")))
				s.WantField(s.note(), "click_action_type", kind)
				if c.Target != "" {
					s.WantField(s.note(), member, c.Target)
				}
			},
		}
	}
	return []conformance.Case{
		cut("title-51-sender", "a title", "title", must, []string{"O17"}, 50, func(m *vendors.Message) { m.Title = kit.Chinese(51) }),
		cut("content-201-sender", "content", "content", must, nil, 200, func(m *vendors.Message) { m.Body = kit.Chinese(201) }),
		cut("sub-title-11-sender", "a sub_title", "sub_title", must, nil, 10, func(m *vendors.Message) { m.Subtitle = kit.Chinese(11) }),
		{
			ID: "oppo/field/title-50-emoji-sender", Level: must, Rows: []string{"O18"}, Source: docNotes, Codes: []string{"0"},
			Title:       "50 emoji are 50 characters",
			Requirement: "A sender must send a title of 50 emoji whole, as each counts one.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				msg.Title = strings.Repeat("🎉", 50)
				s.Accepted(s.Give(msg, s.Phone("a")))
				s.WantField(s.note(), "title", msg.Title)
			},
		}, {
			ID: "oppo/field/overflow-reject-sender", Level: should, Source: docNotes,
			Title:       "a message that must not be cut is not sent",
			Requirement: "A sender should reject an over-long text without a request when it was told not to cut.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				msg.Title, msg.Overflow = kit.Chinese(51), vendors.OverflowReject
				if o := s.Give(msg, s.Phone("a")).Outcomes[0]; o.State != vendors.StateRejected {
					t.Errorf("the outcome is %s (%s), want rejected", o.State, o.Reason)
				}
				s.wantPushed(0)
			},
		}, {
			ID: "oppo/ttl/ttl-sender", Level: must, Rows: []string{"B16"}, Source: docNotes, Codes: []string{"0"},
			Title:       "off_line_ttl is in seconds",
			Requirement: "A sender must write a TTL of one hour as off_line_ttl 3600.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.Accepted(s.Give(chat(), s.Phone("a")))
				s.WantField(s.note(), "off_line_ttl", "3600")
			},
		}, {
			ID: "oppo/ttl/ttl-limit-sender", Level: should, Rows: []string{"O20"}, Source: docTable, Codes: []string{"0"},
			Title:       "a TTL of twenty days is not 41",
			Requirement: "A sender should move a TTL of more than ten days into OPPO's range and say so, or reject the message itself.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				msg.TTL = 20 * 24 * 60 * 60 * 1e9
				r := s.Give(msg, s.Phone("a"))
				if o := r.Outcomes[0]; o.State != vendors.StateAccepted && o.State != vendors.StateRejected {
					t.Errorf("the outcome is %s (code %q), want accepted or rejected", o.State, o.Code)
				}
				if r.Accepted() == 1 && len(r.Adjustments) == 0 {
					t.Errorf("the TTL was shortened and no adjustment says so")
				}
			},
		}, {
			ID: "oppo/field/data-sender", Level: must, Source: docNotes, Codes: []string{"0"},
			Title:       "data travels in action_parameters",
			Requirement: "A sender must write the message's data into action_parameters, a JSON object as text, empty values included.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				msg.Data = map[string]string{"orderId": "A1001", "empty": "", "flag": "false", "n": "0"}
				s.Accepted(s.Give(msg, s.Phone("a")))
				got := jsonText(s.note(), "action_parameters")
				for k, want := range msg.Data {
					if v, there := got[k]; !there || v != want {
						t.Errorf("action_parameters has %s %v, want %q", k, v, want)
					}
				}
			},
		},
		click("app-sender", "nothing to open", must, nil, vendors.Click{}, "0", "nothing"),
		click("link-sender", "a link", must, nil, vendors.Click{Action: "url", Target: "https://m.example.com/orders?id=7&from=push"}, "2", "click_action_url"),
		click("page-sender", "a page of the app", should, nil, vendors.Click{Action: "page", Target: "com.example.shop.OrderActivity"}, "4", "click_action_activity"),
		click("intent-sender", "an intent URL", should, nil, vendors.Click{Action: "intent", Target: "intent://com.example.shop/order#Intent;scheme=app;end"}, "5", "click_action_url"),
		{
			ID: "oppo/click/click-url-missing-sender", Level: should, Rows: []string{"O19"}, Source: docNotes, Codes: []string{"40"},
			Title:       "a link without a target is no success",
			Requirement: "A sender should not report a message whose link has no target as accepted, and not repeat it.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				msg.Click = vendors.Click{Action: "url"}
				if o := s.Give(msg, s.Phone("a")).Outcomes[0]; o.State == vendors.StateAccepted || o.State == vendors.StateUnknown {
					t.Errorf("the outcome is %s, want refused or rejected", o.State)
				}
				if n := len(s.pushed()); n > 1 {
					t.Errorf("%d requests, want at most 1", n)
				}
			},
		}}
}
