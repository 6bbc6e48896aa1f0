package oppo

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// senderClassCases are about category, notify_level and templates.
func senderClassCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	asked := func(id string, level conformance.Level, rows []string, title, requirement string, want vendors.Class, category string, edit func(*vendors.Message)) conformance.Case {
		return conformance.Case{
			ID: "oppo/class/" + id, Level: level, Rows: rows, Source: docClasses, Codes: []string{"0"},
			Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				msg := &vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？"}
				edit(msg)
				r := s.Give(msg, p)
				s.Accepted(r)
				if m := s.FateOf(r.Outcomes[0].MessageID, p); m.Asked != want {
					t.Errorf("OPPO was asked for %q, want %q", m.Asked, want)
				}
				if category != "" {
					s.WantField(s.note(), "category", category)
				}
			},
		}
	}
	return []conformance.Case{
		asked("granted-sender", must, []string{"O21"}, "a category of communication and service is sent as it is",
			"A sender must send a transactional message of category ORDER with that category.", service, "ORDER",
			func(m *vendors.Message) { m.Class, m.Category = service, "ORDER" }),
		asked("category-lower-case-sender", must, []string{"O24"}, "a neutral category word is written in OPPO's",
			"A sender must write the neutral category im as OPPO's upper-case IM.", service, "IM",
			func(m *vendors.Message) { m.Class, m.Category = service, "im" }),
		asked("marketing-sender", must, nil, "marketing is sent as content and marketing",
			"A sender must send a marketing message so that OPPO takes it as content and marketing.", promo, "MARKETING",
			func(m *vendors.Message) { m.Class, m.Category = promo, "MARKETING" }),
		asked("default-sender", must, nil, "a message without a class is content and marketing",
			"A sender must not declare a message of unknown class as communication and service.", promo, "",
			func(*vendors.Message) {}),
		{
			ID: "oppo/class/category-not-granted-sender", Level: must, Rows: []string{"O21"}, Source: docTable + "; " + realTraffic, Codes: []string{"67"},
			Title:       "67 is a missing right, once",
			Requirement: "A sender must report 67 as RIGHT_MISSING, not repeat the message in another class, and not call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				msg := chat()
				msg.Category = "ACCOUNT"
				s.Refused(s.Give(msg, p).Outcomes[0], "67", vendors.ReasonRightMissing, false)
				s.WantRequests(pathUnicast, 1)
				s.WantItems(p, 0)
			},
		}, {
			ID: "oppo/level/lock-sender", Level: should, Source: docClasses, Codes: []string{"0"},
			Title:       "alert lock is notify_level 2",
			Requirement: "A sender should write the alert level lock as notify_level 2, beside the category it needs.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				msg.Alert = vendors.AlertLock
				s.Accepted(s.Give(msg, s.Phone("a")))
				s.WantField(s.note(), "notify_level", "2")
				s.WantField(s.note(), "category", "IM")
			},
		}, {
			ID: "oppo/level/strong-reminder-not-granted-sender", Level: should, Rows: []string{"O23"}, Source: docClasses, Codes: []string{"67"},
			Title:       "a strong reminder without its right is told so",
			Requirement: "A sender should ask for alert full as notify_level 16 and report the refusal as RIGHT_MISSING.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := chat()
				msg.Alert = vendors.AlertFull
				s.Refused(s.Give(msg, s.Phone("a")).Outcomes[0], "67", vendors.ReasonRightMissing, false)
				s.WantField(s.note(), "notify_level", "16")
			},
		}, {
			ID: "oppo/level/no-level-without-category-sender", Level: should, Rows: []string{"O22"}, Source: docClasses, Codes: []string{"0"},
			Title:       "no notify_level without a category",
			Requirement: "A sender should not send notify_level without the category it needs, and say what it left out.",
			Run: func(t *conformance.T) {
				s := start(t)
				msg := &vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？", Class: promo, Alert: vendors.AlertLock}
				r := s.Give(msg, s.Phone("a"))
				if o := r.Outcomes[0]; o.State == vendors.StateRefused {
					t.Errorf("the outcome is %s (code %q), want accepted or rejected", o.State, o.Code)
				}
				if r.Accepted() == 1 && len(r.Adjustments) == 0 {
					t.Errorf("the alert level was left out and no adjustment says so")
				}
			},
		}, {
			ID: "oppo/template/template-missing-sender", Level: must, Rows: []string{"O36"}, Source: realTraffic, Codes: []string{"54"},
			Title:       "54 is a missing template, once",
			Requirement: "A sender must report 54 as TEMPLATE_MISSING, not repeat the message, and not call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t, kit.Flag("templates_enforced", "on"))
				s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], "54", vendors.ReasonTemplateMissing, false)
				s.WantRequests(pathUnicast, 1)
			},
		}, {
			ID: "oppo/template/template-sender", Level: must, Source: docNotes, Codes: []string{"0"},
			Title:       "a template goes out with its parameters",
			Requirement: "A sender must write a template as private_msg_template_id with its parameters, JSON objects as text.",
			Run: func(t *conformance.T) {
				s := start(t, kit.Flag("templates_enforced", "on"))
				msg := chat()
				msg.Template = &vendors.Template{ID: "66f0c1d2a3b4c5d6e7f80912", TitleArgs: map[string]string{"name": "李雷"}, BodyArgs: map[string]string{"text": "几点见？"}}
				s.Accepted(s.Give(msg, s.Phone("a")))
				n := s.note()
				s.WantField(n, "private_msg_template_id", "66f0c1d2a3b4c5d6e7f80912")
				if jsonText(n, "private_title_parameters").Field("name") != "李雷" || jsonText(n, "private_content_parameters").Field("text") != "几点见？" {
					t.Errorf("the parameters went out as %v and %v", n.At("private_title_parameters"), n.At("private_content_parameters"))
				}
			},
		}}
}

// senderOptionCases are about what a message says beside its texts.
func senderOptionCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	return []conformance.Case{{
		ID: "oppo/wait/online-only-sender", Level: must, Rows: []string{"B15"}, Source: docNotes, Codes: []string{"0"},
		Title:       "off_line false is on the wire",
		Requirement: "A sender must write off_line false for a message to online phones only, and not leave the false out.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a", kit.Offline)
			msg := chat()
			msg.OnlineOnly = true
			r := s.Give(msg, p)
			s.Accepted(r)
			if m := s.FateOf(r.Outcomes[0].MessageID, p); m.State != device.Dropped {
				t.Errorf("the message is %q, want dropped: the phone is offline", m.State)
			}
		},
	}, {
		ID: "oppo/present/notify-id-sender", Level: should, Source: docNotes, Codes: []string{"0"},
		Title:       "a collapse key replaces",
		Requirement: "A sender should turn equal collapse keys into one notify_id above 0 and different ones into different ones.",
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
	}, {
		ID: "oppo/field/channel-sender", Level: must, Source: docNotes, Codes: []string{"0"},
		Title:       "a channel is channel_id",
		Requirement: "A sender must write the message's channel as channel_id.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Channel = "push_oplus_category_service"
			s.Accepted(s.Give(msg, s.Phone("a")))
			s.WantField(s.note(), "channel_id", "push_oplus_category_service")
		},
	}, {
		ID: "oppo/field/sub-title-sender", Level: must, Source: docNotes, Codes: []string{"0"},
		Title:       "a subtitle is sub_title",
		Requirement: "A sender must write the message's subtitle as sub_title.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Subtitle = "项目群"
			s.Accepted(s.Give(msg, s.Phone("a")))
			s.WantField(s.note(), "sub_title", "项目群")
		},
	}, {
		ID: "oppo/receipt/receipt-sender", Level: must, Source: docReceipts, Codes: []string{"0", "receipt:push_arrive"}, Needs: []conformance.Need{conformance.NeedCallback},
		Title:       "a receipt is asked for in the message",
		Requirement: "A sender must ask for a receipt with call_back_url and call_back_parameter.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			s := start(t)
			msg := chat()
			msg.Receipt = &vendors.Receipt{URL: r.URL, Param: "job-7"}
			res := s.Give(msg, s.Phone("a"))
			s.Accepted(res)
			if got := r.Last(res.Outcomes[0].MessageID); got.Text("param") != "job-7" || got.Text("eventType") != "push_arrive" {
				t.Errorf("the receipt is %s, want push_arrive with param job-7", got)
			}
		},
	}, {
		ID: "oppo/send/own-fields-sender", Level: should, Source: docNotes, Codes: []string{"0"},
		Title:       "OPPO's own fields can be set",
		Requirement: "A sender should take OPPO's own members of a notification and send them as they are.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(s.Own(chat(), `{"network_type":1,"show_ttl":21600,"notify_id":7}`), s.Phone("a")))
			for name, want := range map[string]string{"network_type": "1", "show_ttl": "21600", "notify_id": "7"} {
				s.WantField(s.note(), name, want)
			}
		},
	}, {
		ID: "oppo/send/zero-kept-sender", Level: should, Source: docNotes, Codes: []string{"0"},
		Title:       "a zero that was set is on the wire",
		Requirement: "A sender should send a show_ttl of 0 that was asked for, as it means another thing than none.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(s.Own(chat(), `{"show_ttl":0}`), s.Phone("a")))
			s.WantField(s.note(), "show_ttl", "0")
		},
	}}
}
