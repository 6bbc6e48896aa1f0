package vivo

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

func contains(text, secret string) bool { return secret != "" && strings.Contains(text, secret) }

// senderMessageCases are about the request a sender makes of a message.
func senderMessageCases() []conformance.Case {
	return append(append(senderFieldCases(), senderClassCases()...), senderOptionCases()...)
}

func senderFieldCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/send/single-ok-sender", Level: conformance.Must, Rows: []string{"V08", "S01"}, Source: docAPI, Codes: []string{"0"},
		Title:       "a single push has the documented fields",
		Requirement: "A sender must make a single push with title, content, notifyType, skipType and requestId, and report the taskId.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			r := s.Give(chat(), p)
			s.Accepted(r)
			m := s.Sent("/message/send")
			for _, f := range []string{"notifyType", "skipType", "requestId"} {
				if m.Field(f) == "" {
					t.Errorf("the request has no %s", f)
				}
			}
			if m["regId"] != p.Token || m["title"] != "李雷" || m["content"] != "晚上一起吃饭吗？" {
				t.Errorf("the request has regId %v, title %v, content %v", m["regId"], m["title"], m["content"])
			}
			if id := r.Outcomes[0].MessageID; id == "" || id != s.FateOf(id, p).VendorID {
				t.Errorf("message id %q, want the taskId", id)
			}
			if sh := s.WantItems(p, 1); len(sh.Items) == 1 && sh.Items[0].Body != "晚上一起吃饭吗？" {
				t.Errorf("the phone shows %q", sh.Items[0].Body)
			}
		},
	}, {
		ID: "vivo/field/title-sender", Level: conformance.Must, Rows: []string{"V13", "V14"}, Source: docCodes, Codes: []string{"0"},
		Title:       "40 characters go whole, 41 do not go wrong",
		Requirement: "A sender must send a title of 40 Chinese characters unchanged, and must cut or reject a longer one itself.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			msg := chat()
			msg.Title = chinese(40)
			s.Accepted(s.Give(msg, p))
			if m := s.Sent("/message/send"); m["title"] != chinese(40) {
				t.Errorf("a title of 40 characters went out as %v", m["title"])
			}
			msg.Title = chinese(41)
			r := s.Give(msg, p)
			s.cutOrRejected(r, "title", 40)
		},
	}, {
		ID: "vivo/field/content-sender", Level: conformance.Must, Source: docCodes, Codes: []string{"0"},
		Title:       "a content over 100 characters is cut or rejected",
		Requirement: "A sender must cut or reject a content of more than 100 characters itself, and say so.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Body = chinese(101)
			s.cutOrRejected(s.Give(msg, s.Phone("a")), "content", 100)
		},
	}, {
		ID: "vivo/field/overflow-reject-sender", Level: conformance.Should, Source: docCodes,
		Title:       "a message that must not be cut is not sent",
		Requirement: "A sender should reject an over-long text without a request when it was told not to cut.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Title, msg.Overflow = chinese(41), vendors.OverflowReject
			if o := s.Give(msg, s.Phone("a")).Outcomes[0]; o.State != vendors.StateRejected {
				t.Errorf("the outcome is %s (%s), want rejected", o.State, o.Reason)
			}
			s.WantRequests("/message/send", 0)
		},
	}, {
		ID: "vivo/field/ttl-sender", Level: conformance.Must, Rows: []string{"V15", "B16"}, Source: docCodes, Codes: []string{"0"},
		Title:       "timeToLive is in seconds",
		Requirement: "A sender must write a TTL of one hour as timeToLive 3600.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(chat(), s.Phone("a")))
			s.WantField(s.Sent("/message/send"), "timeToLive", "3600")
		},
	}, {
		ID: "vivo/field/ttl-small-sender", Level: conformance.Should, Rows: []string{"V15"}, Source: docCodes, Codes: []string{"0"},
		Title:       "a TTL of ten seconds is not 10059",
		Requirement: "A sender should move a TTL below vivo's minimum into its range, or reject the message itself.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.TTL = 10 * time.Second
			o := s.Give(msg, s.Phone("a")).Outcomes[0]
			if o.State != vendors.StateAccepted && o.State != vendors.StateRejected {
				t.Errorf("the outcome is %s (code %q), want accepted or rejected", o.State, o.Code)
			}
		},
	}, {
		ID: "vivo/field/skip-url-empty-sender", Level: conformance.Should, Rows: []string{"V16"}, Source: docCodes, Codes: []string{"10061"},
		Title:       "a link without a target is no success",
		Requirement: "A sender should not report a message whose link has no target as accepted, and not repeat it.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Click = vendors.Click{Action: "url"}
			if o := s.Give(msg, s.Phone("a")).Outcomes[0]; o.State == vendors.StateAccepted || o.State == vendors.StateUnknown {
				t.Errorf("the outcome is %s, want refused or rejected", o.State)
			}
			if n := len(s.Requests("/message/send")); n > 1 {
				t.Errorf("%d requests, want at most 1", n)
			}
		},
	}, {
		ID: "vivo/field/requestid-sender", Level: conformance.Must, Rows: []string{"V17"}, Source: docCodes, Codes: []string{"0"},
		Title:       "every message has a requestId of its own",
		Requirement: "A sender must give every message a requestId of at most 64 characters, whatever the message's ID is, and another to another message.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			seen := map[string]bool{}
			for _, id := range []string{"", "", "order-7", strings.Repeat("i", 100), strings.Repeat("i", 99) + "j"} {
				msg := chat()
				msg.ID = id
				s.Accepted(s.Give(msg, p))
				r := s.Sent("/message/send").Field("requestId")
				if n := utf8.RuneCountInString(r); n == 0 || n > 64 || seen[r] {
					t.Errorf("message ID %q went out as requestId %q, want 1 to 64 characters not used before", id, r)
				}
				seen[r] = true
			}
			s.WantItems(p, 5)
		},
	}}
}

// cutOrRejected says that an over-long text must have been cut with an
// adjustment, or not sent.
func (s *sending) cutOrRejected(r vendors.Result, field string, limit int) {
	o := r.Outcomes[0]
	if o.State == vendors.StateRejected {
		return
	}
	s.Accepted(r)
	text, _ := s.Sent("/message/send")[field].(string)
	if n := utf8.RuneCountInString(text); n == 0 || n > limit {
		s.T.Errorf("%s went out with %d characters, want 1 to %d", field, n, limit)
	}
	if len(r.Adjustments) == 0 {
		s.T.Errorf("%s was cut and no adjustment says so", field)
	}
}

func senderClassCases() []conformance.Case {
	granted := func(id string, rows []string, title, requirement string, want vendors.Class, category string, edit func(*vendors.Message)) conformance.Case {
		return conformance.Case{
			ID: "vivo/class/" + id, Level: conformance.Must, Rows: rows, Source: docNewer, Codes: []string{"0"},
			Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				msg := &vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？"}
				edit(msg)
				r := s.Give(msg, p)
				s.Accepted(r)
				if m := s.FateOf(r.Outcomes[0].MessageID, p); m.Asked != want {
					t.Errorf("vivo was asked for %q, want %q", m.Asked, want)
				}
				if got := s.Sent("/message/send")["category"]; category != "" && got != category {
					t.Errorf("the request has category %v, want %s", got, category)
				}
			},
		}
	}
	return []conformance.Case{
		granted("category-sender", []string{"V18", "V20", "S05"}, "a system category is sent as system",
			"A sender must send a transactional message of category ORDER so that vivo takes it as system.", vendors.ClassTransactional, "ORDER",
			func(m *vendors.Message) { m.Class, m.Category = vendors.ClassTransactional, "ORDER" }),
		granted("unified-category-sender", []string{"V18"}, "a neutral category word is written in vivo's",
			"A sender must write the neutral category im as vivo's upper-case IM.", vendors.ClassTransactional, "IM",
			func(m *vendors.Message) { m.Class, m.Category = vendors.ClassTransactional, "im" }),
		granted("marketing-sender", []string{"V19", "S05"}, "marketing is sent as operational",
			"A sender must send a marketing message so that vivo takes it as operational.", vendors.ClassMarketing, "MARKETING",
			func(m *vendors.Message) { m.Class, m.Category = vendors.ClassMarketing, "MARKETING" }),
		granted("default-operational-sender", []string{"V21"}, "a message without a class is operational",
			"A sender must not declare a message of unknown class as system.", vendors.ClassMarketing, "",
			func(m *vendors.Message) {}),
		granted("transactional-alone-sender", []string{"V20"}, "a class without a category is enough",
			"A sender must send a transactional message without a category so that vivo takes it as system.", vendors.ClassTransactional, "",
			func(m *vendors.Message) { m.Class = vendors.ClassTransactional }),
		{
			ID: "vivo/class/category-conflict-sender", Level: conformance.Should, Rows: []string{"V19"}, Source: docCodes, Codes: []string{"10097"},
			Title:       "a contradiction is not sent as system",
			Requirement: "A sender should not turn a marketing message of category IM into a system message, and not report it as accepted without saying what it changed.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				msg := chat()
				msg.Class = vendors.ClassMarketing
				r := s.Give(msg, p)
				if r.Accepted() == 1 {
					if m := s.FateOf(r.Outcomes[0].MessageID, p); m.Asked == vendors.ClassTransactional {
						t.Errorf("a marketing message went out as system")
					}
					if len(r.Adjustments) == 0 {
						t.Errorf("the contradiction was resolved and no adjustment says so")
					}
				}
			},
		},
		{
			ID: "vivo/reclassify/reclassified-sender", Level: conformance.Should, Rows: []string{"V30"}, Source: docClasses, Codes: []string{"0"},
			Title:       "a corrected message is reported as accepted",
			Requirement: "A sender should report a message vivo took as accepted, once, whatever class vivo gave it.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				msg := chat()
				msg.Body = "双十一大促，领取红包优惠券"
				s.Accepted(s.Give(msg, p))
				s.WantRequests("/message/send", 1)
			},
		},
	}
}

func senderOptionCases() []conformance.Case {
	no := false
	return []conformance.Case{{
		ID: "vivo/testmode/formal-sender", Level: conformance.Must, Rows: []string{"B18", "S04"}, Source: realTraffic, Codes: []string{"0"},
		Title:       "nothing is a test unless asked",
		Requirement: "A sender must not send pushMode 1 unless a test was asked for.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Accepted(s.Give(chat(), p))
			if mode := s.Sent("/message/send").Field("pushMode"); mode != "" && mode != "0" {
				t.Errorf("pushMode %s went out, want 0 or none", mode)
			}
			s.WantItems(p, 1)
		},
	}, {
		ID: "vivo/testmode/test-sender", Level: conformance.Must, Rows: []string{"V23", "S04"}, Source: docAPI, Codes: []string{"0"},
		Features:    []string{"test-mode"},
		Title:       "a test is sent as a test",
		Requirement: "A sender must send pushMode 1 when a test was asked for.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Test, msg.Body = true, "这是一条测试消息"
			s.Accepted(s.Give(msg, s.Phone("a", kit.TestPhone)))
			s.WantField(s.Sent("/message/send"), "pushMode", "1")
		},
	}, {
		ID: "vivo/present/foreground-false-sender", Level: conformance.Must, Rows: []string{"B15"}, Source: docNewer, Codes: []string{"0"},
		Title:       "foregroundShow false is on the wire",
		Requirement: "A sender must write foregroundShow false when the message says so, and not leave the false out.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a", kit.InFront)
			msg := chat()
			msg.Foreground = &no
			s.Accepted(s.Give(msg, p))
			s.WantItems(p, 0)
		},
	}, {
		ID: "vivo/present/notifyid-sender", Level: conformance.Should, Source: docNewer, Codes: []string{"0"},
		Title:       "a collapse key replaces",
		Requirement: "A sender should turn equal collapse keys into one notifyId and different ones into different ones.",
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
		ID: "vivo/field/custom-sender", Level: conformance.Must, Source: docCodes, Codes: []string{"0"},
		Title:       "data travels in clientCustomMap",
		Requirement: "A sender must write the message's data into clientCustomMap unchanged, empty values included.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Data = map[string]string{"orderId": "A1001", "empty": "", "flag": "false", "n": "0"}
			s.Accepted(s.Give(msg, s.Phone("a")))
			got, _ := s.Sent("/message/send")["clientCustomMap"].(map[string]any)
			for k, want := range msg.Data {
				if v, there := got[k]; !there || v != want {
					t.Errorf("clientCustomMap has %s %v, want %q", k, v, want)
				}
			}
		},
	}, {
		ID: "vivo/field/link-sender", Level: conformance.Must, Rows: []string{"V16"}, Source: docAPI, Codes: []string{"0"},
		Title:       "a link is skipType 2 with skipContent",
		Requirement: "A sender must write a link as skipType 2 and skipContent.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Click = vendors.Click{Action: "url", Target: "https://m.example.com/orders?id=7&from=push"}
			s.Accepted(s.Give(msg, s.Phone("a")))
			m := s.Sent("/message/send")
			s.WantField(m, "skipType", "2")
			if m["skipContent"] != msg.Click.Target {
				t.Errorf("skipContent is %v, want %s", m["skipContent"], msg.Click.Target)
			}
		},
	}, {
		ID: "vivo/field/extra-sender", Level: conformance.Must, Rows: []string{"V46", "V37"}, Source: docCodes, Codes: []string{"0", "receipt:0"},
		Needs:       callbackNeeds,
		Title:       "a receipt is asked for in extra",
		Requirement: "A sender must ask for a receipt with callback and callback.param in extra and no other key there.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			s := start(t)
			p := s.Phone("a")
			msg := chat()
			msg.Receipt = &vendors.Receipt{URL: r.URL, Param: "job-7"}
			res := s.Give(msg, p)
			s.Accepted(res)
			if got := r.Of(res.Outcomes[0].MessageID, 1); got[0].Text("param") != "job-7" {
				t.Errorf("the receipt is %s, want param job-7", got[0].Raw)
			}
		},
	}, {
		ID: "vivo/ttl/online-only-sender", Level: conformance.Should, Source: "dev.vivo.com.cn document 743 (online direct push)", Codes: []string{"0"},
		Title:       "a message for online phones only does not wait",
		Requirement: "A sender should send a message for online phones only as an online direct push.",
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
	}}
}
