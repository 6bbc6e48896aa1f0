package huawei

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// senderMessageCases are about the request a sender makes of a message.
func senderMessageCases() []conformance.Case {
	return []conformance.Case{{
		ID: "huawei/send/send-ok-sender", Level: conformance.Must, Rows: []string{"H05", "H13", "H18", "H19"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "a notification has the documented fields",
		Requirement: "A sender must make a notification with title, body, click_action, category and one target in message.token, and report the requestId.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			r := s.Give(chat(), p)
			s.Accepted(r)
			for _, x := range s.WantRequests(pathSend, 1) {
				if !strings.HasSuffix(x.Path, "/v1/"+s.App.Credentials["client_id"]+pathSend) {
					t.Errorf("the send went to %s, want /v1/%s%s", x.Path, s.App.Credentials["client_id"], pathSend)
				}
			}
			m := s.sent()
			if notified(m, "title") != "李雷" || notified(m, "body") != "晚上一起吃饭吗？" || m.Field("message.android.category") != "IM" {
				t.Errorf("the request has title %q, body %q, category %q", notified(m, "title"), notified(m, "body"), m.Field("message.android.category"))
			}
			if c := m.Field("message.android.notification.click_action.type"); c != "3" {
				t.Errorf("click_action.type is %q, want 3: open the app", c)
			}
			if to := targets(m); len(to) != 1 || to[0] != p.Token || m.At("message.topic") != nil || m.At("message.condition") != nil {
				t.Errorf("the request has tokens %q, topic %v, condition %v, want the one token", to, m.At("message.topic"), m.At("message.condition"))
			}
			if id := r.Outcomes[0].MessageID; id == "" || id != s.FateOf(id, p).VendorID {
				t.Errorf("message id %q, want the requestId", id)
			}
			s.WantItems(p, 1)
		},
	}, {
		ID: "huawei/send/validate-only-sender", Level: conformance.Must, Rows: []string{"H20"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "a dry run is validate_only",
		Requirement: "A sender must send validate_only true for a dry run, and not otherwise.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			msg := chat()
			msg.DryRun = true
			s.Give(msg, p)
			s.WantItems(p, 0)
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 1)
			for i, x := range s.Requests(pathSend) {
				last := i == len(s.Requests(pathSend))-1
				if got := kit.Decoded(t, x).Field("validate_only"); (got == "true") == last {
					t.Errorf("send %d has validate_only %q", i+1, got)
				}
			}
		},
	}, {
		ID: "huawei/data/sender", Level: conformance.Must, Source: docSend, Codes: []string{"80000000"},
		Title:       "a silent message is a data message",
		Requirement: "A sender must send a silent message with data and without a notification.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			msg := &vendors.Message{Silent: true, Data: map[string]string{"k": "v"}, Class: service, Category: "IM"}
			s.Accepted(s.Give(msg, p))
			m := s.sent()
			if m.At("message.notification") != nil || m.At("message.android.notification") != nil {
				t.Errorf("the request has a notification: %v", m)
			}
			if d := m.Field("message.data") + m.Field("message.android.data"); !strings.Contains(d, `"k"`) || !strings.Contains(d, `"v"`) {
				t.Errorf("the request has the data %q, want k and v in it", d)
			}
			s.WantItems(p, 0)
		},
	}, {
		ID: "huawei/field/data-sender", Level: conformance.Must, Source: docSend, Codes: []string{"80000000"},
		Title:       "data travels as one text",
		Requirement: "A sender must write the message's data into message.data, a string that holds JSON, unchanged, empty values included.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Data = map[string]string{"orderId": "A1001", "empty": "", "flag": "false", "n": "0"}
			s.Accepted(s.Give(msg, s.Phone("a")))
			text, ok := s.sent().At("message.data").(string)
			if !ok {
				text, _ = s.sent().At("message.android.data").(string)
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
		ID: "huawei/field/click-action-sender", Level: conformance.Must, Rows: []string{"H18"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "every notification has a click_action",
		Requirement: "A sender must write click_action type 3 for the app, 2 with the url for a link, 1 with the intent for a page.",
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
				if got := m.Field("message.android.notification.click_action.type"); got != c.kind {
					t.Errorf("click %+v went out as type %q, want %s", c.click, got, c.kind)
				}
				if c.member != "" && m.Field("message.android.notification.click_action."+c.member) != c.click.Target {
					t.Errorf("click %+v: %s is %q", c.click, c.member, m.Field("message.android.notification.click_action."+c.member))
				}
			}
		},
	}, {
		ID: "huawei/field/link-without-target-sender", Level: conformance.Should, Source: docSend, Codes: []string{"80100003"},
		Title:       "a link without a target is no success",
		Requirement: "A sender should not report a message whose link has no target as accepted without saying what it changed, and not repeat it.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Click = vendors.Click{Action: "url"}
			r := s.Give(msg, s.Phone("a"))
			if r.Accepted() == 1 && len(r.Adjustments) == 0 || r.Outcomes[0].State == vendors.StateUnknown {
				t.Errorf("the outcome is %s without an adjustment", r.Outcomes[0].State)
			}
			if n := len(s.Requests(pathSend)); n > 1 {
				t.Errorf("%d requests, want at most 1", n)
			}
		},
	}}
}

// senderFieldCases are about lengths and numbers.
func senderFieldCases() []conformance.Case {
	return []conformance.Case{{
		ID: "huawei/size/size-sender", Level: conformance.Must, Rows: []string{"H14"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "a message over 4096 bytes is cut or rejected",
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
		ID: "huawei/size/overflow-reject-sender", Level: conformance.Should, Rows: []string{"H14"}, Source: docSend,
		Title:       "a message that must not be cut is not sent",
		Requirement: "A sender should reject an over-long text without a request when it was told not to cut.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Body, msg.Overflow = kit.Chinese(1500), vendors.OverflowReject
			if o := s.Give(msg, s.Phone("a")).Outcomes[0]; o.State != vendors.StateRejected {
				t.Errorf("the outcome is %s (%s), want rejected", o.State, o.Reason)
			}
			s.WantRequests(pathSend, 0)
		},
	}, {
		ID: "huawei/field/ttl-sender", Level: conformance.Must, Rows: []string{"B16", "H16"}, Source: docSend, Codes: []string{"80000000"},
		Title:       `a ttl of an hour is "3600s"`,
		Requirement: `A sender must write a TTL of one hour as the string "3600s".`,
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(chat(), s.Phone("a")))
			if got, ok := s.sent().At("message.android.ttl").(string); !ok || got != "3600s" && got != "3600" {
				t.Errorf("ttl is %v, want the string 3600s", s.sent().At("message.android.ttl"))
			}
		},
	}, {
		ID: "huawei/field/ttl-too-long-sender", Level: conformance.Should, Rows: []string{"H16"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "a ttl of a month is not 80100004",
		Requirement: "A sender should move a TTL above 15 days into Huawei's range and say so, or reject the message itself.",
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
		ID: "huawei/field/badge-sender", Level: conformance.Must, Source: docSend, Codes: []string{"80000000"},
		Title:       "a badge of 0 is on the wire",
		Requirement: "A sender must write a badge that is set to 0 as set_num 0, and one to add as add_num.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			zero := 0
			for _, c := range []struct {
				badge        *vendors.Badge
				member, want string
			}{{&vendors.Badge{Set: &zero}, "set_num", "0"}, {&vendors.Badge{Add: 2}, "add_num", "2"}} {
				msg := chat()
				msg.Badge = c.badge
				s.Accepted(s.Give(msg, p))
				if got := s.sent().Field("message.android.notification.badge." + c.member); got != c.want {
					t.Errorf("badge.%s is %q, want %s", c.member, got, c.want)
				}
			}
		},
	}}
}

func senderOptionCases() []conformance.Case {
	no := false
	classed := func(id string, rows []string, title, requirement string, want vendors.Class, edit func(*vendors.Message)) conformance.Case {
		return conformance.Case{
			ID: "huawei/class/" + id, Level: conformance.Must, Rows: rows, Source: docClass, Codes: []string{"80000000"},
			Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				msg := &vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？"}
				edit(msg)
				r := s.Give(msg, p)
				s.Accepted(r)
				if m := s.FateOf(r.Outcomes[0].MessageID, p); m.Granted != want {
					t.Errorf("Huawei took the message as %q, want %q", m.Granted, want)
				}
				s.WantRequests(pathSend, 1)
			},
		}
	}
	return []conformance.Case{
		classed("granted-sender", []string{"H21"}, "a granted category rings",
			"A sender must send a transactional message of category IM so that Huawei takes it as a service message.", service,
			func(m *vendors.Message) { m.Class, m.Category = service, "IM" }),
		classed("neutral-category-sender", []string{"H21"}, "a neutral category word is written in Huawei's",
			"A sender must write the neutral category im as Huawei's IM.", service,
			func(m *vendors.Message) { m.Class, m.Category = service, "im" }),
		classed("marketing-sender", nil, "marketing is sent as marketing",
			"A sender must send a marketing message so that Huawei takes it as marketing.", promo,
			func(m *vendors.Message) { m.Class, m.Category = promo, "MARKETING" }),
		classed("no-category-sender", []string{"H22"}, "a message without class and category is marketing",
			"A sender must not declare a message of unknown class as a service message.", promo,
			func(*vendors.Message) {}),
		classed("silent-downgrade-sender", []string{"H21"}, "a category that is not granted is accepted, once",
			"A sender must report a message of a category that is not granted as accepted and not send it again.", promo,
			func(m *vendors.Message) { m.Class, m.Category = service, "VOIP" }),
		{
			ID: "huawei/class/transactional-alone-sender", Level: conformance.Should, Rows: []string{"H22"}, Source: docClass, Codes: []string{"80000000"},
			Title:       "a class without a category is told to be marketing",
			Requirement: "A sender should say with an adjustment that a transactional message without a category is marketing at Huawei.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				msg.Category = ""
				if r := s.Give(msg, s.Phone("a")); len(r.Adjustments) == 0 {
					t.Errorf("no adjustment tells that the message is marketing")
				}
			},
		},
		{
			ID: "huawei/class/unknown-category-sender", Level: conformance.Should, Rows: []string{"H36"}, Source: docNext, Codes: []string{"80000000"},
			Title:       "a category Huawei does not know is no silent success",
			Requirement: "A sender should say with an adjustment, or reject the message, when the category is none of Huawei's.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				msg.Category = "FOO"
				r := s.Give(msg, s.Phone("a"))
				if r.Outcomes[0].State != vendors.StateRejected && len(r.Adjustments) == 0 {
					t.Errorf("the outcome is %s and no adjustment speaks of the category", r.Outcomes[0].State)
				}
			},
		},
		{
			ID: "huawei/present/foreground-false-sender", Level: conformance.Must, Rows: []string{"B15"}, Source: realTraffic, Codes: []string{"80000000"},
			Title:       "foreground_show false is on the wire",
			Requirement: "A sender must write foreground_show false when the message says so, and not leave the false out.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a", kit.InFront)
				msg := chat()
				msg.Foreground = &no
				s.Accepted(s.Give(msg, p))
				if got := s.sent().At("message.android.notification.foreground_show"); got != false {
					t.Errorf("foreground_show is %v, want false", got)
				}
				s.WantItems(p, 0)
			},
		},
		{
			ID: "huawei/present/silent-sender", Level: conformance.Should, Source: docSend, Codes: []string{"80000000"},
			Title:       "a silent alert is importance LOW",
			Requirement: "A sender should write an alert that must be silent as importance LOW.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				msg := chat()
				msg.Alert = vendors.AlertSilent
				r := s.Give(msg, p)
				s.Accepted(r)
				if m := s.FateOf(r.Outcomes[0].MessageID, p); m.State != device.Silent {
					t.Errorf("the message is %q, want silent", m.State)
				}
			},
		},
		{
			ID: "huawei/present/collapse-sender", Level: conformance.Should, Source: docSend, Codes: []string{"80000000"},
			Title:       "a collapse key replaces",
			Requirement: "A sender should let equal collapse keys replace and different ones stand beside each other.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				for _, key := range []string{"order-7", "order-7", "order-8"} {
					msg := chat()
					msg.Collapse = key
					s.Accepted(s.Give(msg, p))
				}
				s.WantItems(p, 2)
			},
		},
		{
			ID: "huawei/testmode/formal-sender", Level: conformance.Must, Rows: []string{"B18", "H27"}, Source: docSend + "; " + realTraffic, Codes: []string{"80000000"},
			Title:       "nothing is a test unless asked",
			Requirement: "A sender must not send target_user_type 1 unless a test was asked for.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.Accepted(s.Give(chat(), s.Phone("a")))
				if got := s.sent().Field("message.android.target_user_type"); got != "" && got != "0" {
					t.Errorf("target_user_type %s went out, want 0 or none", got)
				}
			},
		},
		{
			ID: "huawei/testmode/test-sender", Level: conformance.Must, Rows: []string{"H27"}, Source: docSend, Codes: []string{"80000000"},
			Title:       "a test is sent as a test",
			Requirement: "A sender must send target_user_type 1 when a test was asked for.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				msg.Test = true
				s.Accepted(s.Give(msg, s.Phone("a")))
				if got := s.sent().Field("message.android.target_user_type"); got != "1" {
					t.Errorf("target_user_type is %q, want 1", got)
				}
			},
		},
		{
			ID: "huawei/receipt/tag-sender", Level: conformance.Must, Rows: []string{"H33"}, Source: docReceipt, Codes: []string{"80000000", "receipt:0"}, Needs: callbackNeeds(),
			Title:       "a receipt's parameter travels in bi_tag",
			Requirement: "A sender must write the receipt's parameter into bi_tag and its id into receipt_id, so that the receipt comes back with it.",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				s := start(t, another("RCP1001", r.URL))
				p := s.Phone("a")
				msg := chat()
				msg.Receipt = &vendors.Receipt{ID: "RCP1001", Param: "job-7"}
				res := s.Give(msg, p)
				s.Accepted(res)
				if got := r.want(s.bench, res.Outcomes[0].MessageID, p.Token, "0"); got.Text("biTag") != "job-7" {
					t.Errorf("the receipt is %s, want biTag job-7", got)
				}
			},
		},
	}
}
