package honor

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderMessageCases are about what goes out for a message.
func senderMessageCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	return []conformance.Case{{
		ID: "honor/send/send-ok-sender", Level: must, Rows: []string{"R04", "R05", "R06"}, Source: docSend, Codes: []string{"200"},
		Title:       "a message is accepted, shown once, and goes out in Honor's words",
		Requirement: "A sender must report an accepted message with its requestId, and have it shown once with its texts; token is a list at the top of the body.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			r := s.Give(chat(), p)
			if o := s.Accepted(r); o.MessageID == "" {
				t.Errorf("the outcome has no message id")
			}
			s.WantRequests(pathSend, 1)
			m := s.sent()
			if m.At("message") != nil || len(targets(m)) != 1 || targets(m)[0] != p.Token {
				t.Errorf("the request has message %v and token %v, want no message and the list of one token", m.At("message"), m.At("token"))
			}
			if items := s.WantItems(p, 1).Items; len(items) == 1 && (items[0].Title != "李雷" || items[0].Body != "晚上一起吃饭吗？") {
				t.Errorf("the phone shows %q, %q", items[0].Title, items[0].Body)
			}
		},
	}, {
		ID: "honor/send/message-id-sender", Level: must, Rows: []string{"R04"}, Source: docSend, Codes: []string{"200"},
		Title:       "the message id is data.requestId",
		Requirement: "A sender must report data.requestId as the id of an accepted message.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Answers(pathSend, 1, 200, lists("200", "[]", "[]"))
			if o := s.Accepted(s.Give(chat(), s.Phone("a"))); o.MessageID != "176722920012300001000802" {
				t.Errorf("message id %q, want 176722920012300001000802", o.MessageID)
			}
		},
	}, {
		ID: "honor/data/data-message-sender", Level: must, Rows: []string{"R23"}, Source: docSend, Codes: []string{"200"},
		Title:       "a silent message is a data message",
		Requirement: "A sender must send a silent message with data and without a notification.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Accepted(s.Give(&vendors.Message{Silent: true, Data: map[string]string{"k": "v"}, Class: service}, p))
			m := s.sent()
			if m.At("notification") != nil || m.At("android.notification") != nil {
				t.Errorf("the request has a notification: %v", m)
			}
			if d := m.Field("data") + m.Field("android.data"); !strings.Contains(d, `"k"`) || !strings.Contains(d, `"v"`) {
				t.Errorf("the request has the data %q, want k and v in it", d)
			}
			s.WantItems(p, 0)
		},
	}, {
		ID: "honor/field/data-sender", Level: must, Rows: []string{"B15"}, Source: docSend, Codes: []string{"200"},
		Title:       "data travels as one text",
		Requirement: "A sender must write the message's data into data, a string that holds JSON, unchanged, empty values included.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Data = map[string]string{"orderId": "A1001", "empty": "", "flag": "false", "n": "0"}
			s.Accepted(s.Give(msg, s.Phone("a")))
			text, ok := s.sent().Text("data")
			if !ok {
				text, _ = s.sent().Text("android.data")
			}
			var got map[string]any
			if err := json.Unmarshal([]byte(text), &got); err != nil {
				t.Fatalf("data is %q, want a JSON object as text: %v", text, err)
			}
			for k, want := range msg.Data {
				if v, there := got[k]; !there || v != want {
					t.Errorf("data has %s %v, want %q", k, v, want)
				}
			}
		},
	}, {
		ID: "honor/field/click-sender", Level: must, Rows: []string{"R06"}, Source: docSend, Codes: []string{"200"},
		Title:       "every notification has a clickAction",
		Requirement: "A sender must write clickAction type 3 for the app, 2 with the url for a link, 1 with the intent for a page.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for _, c := range []struct {
				click        vendors.Click
				kind, member string
			}{
				{vendors.Click{}, "3", ""},
				{vendors.Click{Action: "app"}, "3", ""},
				{vendors.Click{Action: "url", Target: "https://m.example.com/orders?id=7&from=push"}, "2", "url"},
				{vendors.Click{Action: "intent", Target: "intent://com.example.shop/order#Intent;scheme=shop;end"}, "1", "intent"},
			} {
				msg := chat()
				msg.Click = c.click
				s.Accepted(s.Give(msg, p))
				m := s.sent()
				if got := m.Field("android.notification.clickAction.type"); got != c.kind {
					t.Errorf("click %+v went out as type %q, want %s", c.click, got, c.kind)
				}
				if c.member != "" && m.Field("android.notification.clickAction."+c.member) != c.click.Target {
					t.Errorf("click %+v: %s is %q", c.click, c.member, m.Field("android.notification.clickAction."+c.member))
				}
			}
		},
	}, {
		ID: "honor/receipt/tag-sender", Level: must, Rows: []string{"R26"}, Source: docSend + "; " + docReceipt, Codes: []string{"200", "receipt:40000002"}, Needs: callbackNeeds(),
		Title:       "a receipt's parameter travels in biTag",
		Requirement: "A sender must write the receipt's parameter into biTag, so that the receipt comes back with it.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			s := start(t, registered(r.URL))
			p := s.Phone("a")
			msg := chat()
			msg.Receipt = &vendors.Receipt{Param: "job-7"}
			res := s.Give(msg, p)
			s.Accepted(res)
			if got := r.want(s.bench, res.Outcomes[0].MessageID, p.Token, "40000002"); got.Text("biTag") != "job-7" {
				t.Errorf("the receipt is %s, want biTag job-7", got)
			}
		},
	}, {
		ID: "honor/receipt/id-sender", Level: should, Rows: []string{"R26"}, Source: docSend, Codes: []string{"200"},
		Title:       "the message's own id is biTag where no parameter is",
		Requirement: "A sender should write the message's id into biTag, so that receipts can be matched to it.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.ID = "order-20260101-0001"
			s.Accepted(s.Give(msg, s.Phone("a")))
			s.WantField(s.sent(), "android.biTag", "order-20260101-0001")
		},
	}, {
		ID: "honor/field/own-fields-sender", Level: should, Source: docSend, Codes: []string{"200"},
		Title:       "Honor's own fields go out as given",
		Requirement: "A sender that takes Honor's own fields should send them as they are, over what the message says.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := s.Own(chat(), `{"android":{"notification":{"group":"orders","style":1,"bigTitle":"李雷","bigBody":"晚上一起吃饭吗？"}}}`)
			s.Accepted(s.Give(msg, s.Phone("a")))
			s.WantField(s.sent(), "android.notification.group", "orders")
			s.WantField(s.sent(), "android.notification.style", "1")
		},
	}, {
		ID: "honor/field/own-wins-sender", Level: should, Source: docSend, Codes: []string{"200"},
		Title:       "what its caller says in Honor's own fields is what the phone does",
		Requirement: "A sender should not let what the message says win over its caller's own fields: an android.notification.title over notification.title, a setNum over addNum, a tag beside notifyId.",
		Run: func(t *conformance.T) {
			s, msg, five := start(t), chat(), 5
			p := s.Phone("a")
			msg.Badge, msg.Collapse = &vendors.Badge{Set: &five}, "chat-42"
			s.Accepted(s.Give(s.Own(msg, `{"notification":{"title":"新订单"},"android":{"notification":{"badge":{"addNum":1},"notifyId":7}}}`), p))
			s.WantTitles(p, "新订单")
			for path, want := range map[string]string{"badge.addNum": "1", "badge.setNum": "", "notifyId": "7", "tag": ""} {
				s.WantField(s.sent(), "android.notification."+path, want)
			}
		},
	}}
}

// senderFieldCases are about lengths and numbers.
func senderFieldCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	return []conformance.Case{{
		ID: "honor/size/size-sender", Level: must, Rows: []string{"R15"}, Source: docCodes, Codes: []string{"200"},
		Title:       "a body over 4096 bytes is cut or rejected",
		Requirement: "A sender must cut or reject a message of more than 4096 bytes itself, and say so; it must send 1000 Chinese characters whole.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			msg := chat()
			msg.Body = kit.Chinese(1000)
			s.Accepted(s.Give(msg, p))
			if got := notified(s.sent(), "body"); got != msg.Body {
				t.Errorf("1000 Chinese characters went out as %d bytes, want 3000", len(got))
			}
			msg.Body = kit.Chinese(1500)
			r := s.Give(msg, p)
			if o := r.Outcomes[0]; o.State == vendors.StateRejected {
				s.WantRequests(pathSend, 1)
				return
			}
			s.Accepted(r)
			if got := notified(s.sent(), "body"); got == "" || got == msg.Body || len(r.Adjustments) == 0 {
				t.Errorf("the body went out with %d bytes and %d adjustments, want it cut openly", len(got), len(r.Adjustments))
			}
		},
	}, {
		ID: "honor/field/ttl-sender", Level: must, Rows: []string{"B16", "R14"}, Source: docSend, Codes: []string{"200"},
		Title:       `a ttl of an hour is "3600s"`,
		Requirement: `A sender must write a TTL of one hour as the string "3600s".`,
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(chat(), s.Phone("a")))
			if got, ok := s.sent().Text("android.ttl"); !ok || got != "3600s" {
				t.Errorf("ttl is %v, want the string 3600s", s.sent().At("android.ttl"))
			}
		},
	}, {
		ID: "honor/field/ttl-edge-sender", Level: should, Rows: []string{"R14"}, Source: docSend, Codes: []string{"200"},
		Title:       "a ttl of a month is moved into the range",
		Requirement: "A sender should move a TTL above 15 days into Honor's range and say so, or reject the message itself.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.TTL = 30 * 24 * time.Hour
			r := s.Give(msg, s.Phone("a"))
			o := r.Outcomes[0]
			if o.State != vendors.StateRejected && (o.State != vendors.StateAccepted || len(r.Adjustments) == 0) {
				t.Errorf("the outcome is %s (code %q) with %d adjustments, want accepted with one, or rejected", o.State, o.Code, len(r.Adjustments))
			}
		},
	}, {
		ID: "honor/field/badge-sender", Level: must, Rows: []string{"B15"}, Source: docSend, Codes: []string{"200"},
		Title:       "a badge of 0 is on the wire",
		Requirement: "A sender must write a badge that is set to 0 as setNum 0, and one to add as addNum.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			zero := 0
			for _, c := range []struct {
				badge        *vendors.Badge
				member, want string
			}{{&vendors.Badge{Set: &zero}, "setNum", "0"}, {&vendors.Badge{Add: 2}, "addNum", "2"}} {
				msg := chat()
				msg.Badge = c.badge
				s.Accepted(s.Give(msg, p))
				if got := s.sent().Field("android.notification.badge." + c.member); got != c.want {
					t.Errorf("badge.%s is %q, want %s", c.member, got, c.want)
				}
			}
		},
	}, {
		ID: "honor/present/collapse-sender", Level: should, Source: docSend, Codes: []string{"200"},
		Title:       "a collapse key replaces",
		Requirement: "A sender should let equal collapse keys replace and different ones stand beside each other.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for _, key := range []string{"order-7", "order-7", "order-8", "9", "9"} {
				msg := chat()
				msg.Collapse = key
				s.Accepted(s.Give(msg, p))
			}
			s.WantItems(p, 3)
		},
	}, {
		ID: "honor/testmode/formal-sender", Level: must, Rows: []string{"R21"}, Source: docSend, Codes: []string{"200"},
		Title:       "nothing is a test unless asked",
		Requirement: "A sender must not send targetUserType 1 unless a test was asked for.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(chat(), s.Phone("a")))
			if got := s.sent().Field("android.targetUserType"); got != "" && got != "0" {
				t.Errorf("targetUserType %s went out, want 0 or none", got)
			}
		},
	}, {
		ID: "honor/testmode/test-exempt-sender", Level: must, Rows: []string{"R21"}, Source: docSend, Codes: []string{"200"},
		Title:       "a test is sent as a test",
		Requirement: "A sender must send targetUserType 1 when a test was asked for, so that it is seen beyond the cap.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 2 {
				s.Accepted(s.Give(sale(), p))
			}
			msg := sale()
			msg.Test = true
			s.Accepted(s.Give(msg, p))
			s.WantItems(p, 3)
		},
	}}
}

// senderClassCases are about importance and what depends on it.
func senderClassCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	classed := func(id string, rows []string, what, importance string, class vendors.Class, msg func() *vendors.Message) conformance.Case {
		return conformance.Case{
			ID: "honor/class/" + id, Level: must, Rows: rows, Source: docSend, Codes: []string{"200"},
			Title:       what + " is importance " + importance,
			Requirement: "A sender must write " + what + " as importance " + importance + ".",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				r := s.Give(msg(), p)
				s.Accepted(r)
				if got := s.sent().Field("android.notification.importance"); got != importance && (importance != "LOW" || got != "") {
					t.Errorf("importance is %q, want %s", got, importance)
				}
				if m := s.FateOf(r.Outcomes[0].MessageID, p); m.Granted != class {
					t.Errorf("Honor took the message as %q, want %q", m.Granted, class)
				}
			},
		}
	}
	return []conformance.Case{
		classed("normal-with-right-sender", []string{"R17"}, "a transactional message", "NORMAL", service, chat),
		classed("low-sender", []string{"R18"}, "a marketing message", "LOW", promo, sale),
		classed("unset-sender", []string{"R19"}, "a message without a class", "LOW", promo, func() *vendors.Message {
			msg := chat()
			msg.Class = vendors.ClassUnset
			return msg
		}),
		{
			ID: "honor/image/low-with-image-sender", Level: should, Rows: []string{"R18"}, Source: docCodes, Codes: []string{"200"},
			Title:       "a marketing message goes without its image",
			Requirement: "A sender should take the image out of a marketing message and say so, or reject the message, and not run into 80200050.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				msg := sale()
				msg.Image = picture
				r := s.Give(msg, p)
				if o := r.Outcomes[0]; o.State == vendors.StateRejected {
					return
				}
				s.Accepted(r)
				if len(r.Adjustments) == 0 {
					t.Errorf("the image is gone and no adjustment says so")
				}
				s.WantItems(p, 1)
			},
		},
		{
			ID: "honor/image/service-sender", Level: must, Rows: []string{"R17"}, Source: docSend, Codes: []string{"200"},
			Title:       "a service message keeps its image",
			Requirement: "A sender must send the image of a service message.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				msg.Image = picture
				s.Accepted(s.Give(msg, s.Phone("a")))
				if got := notified(s.sent(), "image"); got != picture {
					t.Errorf("image is %q, want %s", got, picture)
				}
			},
		},
		{
			ID: "honor/class/normal-without-right-sender", Level: should, Rows: []string{"R16"}, Source: docSend + "; " + aggregators, Codes: []string{"200"},
			Title:       "what Honor silently downgrades is accepted",
			Requirement: "A sender should report a service message of an app without the right as accepted, as Honor answers, and send it once.",
			Run: func(t *conformance.T) {
				s := start(t, noRight)
				p := s.Phone("a")
				s.Accepted(s.Give(chat(), p))
				s.WantRequests(pathSend, 1)
			},
		},
	}
}
