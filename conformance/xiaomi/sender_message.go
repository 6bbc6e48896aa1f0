package xiaomi

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// senderAuthCases are about who a sender says it is.
func senderAuthCases() []conformance.Case {
	return []conformance.Case{{
		ID: "xiaomi/auth/key-sender", Level: conformance.Must, Rows: []string{"X03", "X05"}, Source: docAPI, Codes: []string{"0"},
		Title:       "the secret follows key=",
		Requirement: "A sender must send Authorization: key= and the AppSecret, key in lower case, and no other credential.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(chat(), s.Phone("a")))
			x := s.Last("/message/regid")
			if got := x.Header.Get("Authorization"); !x.Redacted && got != "key="+s.secret {
				t.Errorf("Authorization is %q, want key= and the secret", got)
			}
			if f := s.sent(); f.Has("app_secret") || f.Has("auth_token") {
				t.Errorf("the form has a secret: %v", f.Names())
			}
		},
	}, {
		ID: "xiaomi/auth/wrong-secret-sender", Level: conformance.Must, Rows: []string{"X03"}, Source: answers, Codes: []string{"21301"},
		Title:       "21301 is a wrong credential",
		Requirement: "A sender must report code 21301 as a wrong credential, not repeat the request, and not call the token dead.",
		Run: func(t *conformance.T) {
			b := open(t, channelled)
			app := b.App
			app.Credentials = map[string]string{"app_secret": "aaaaaaaaaaaaaaaaaaaaaa==", "package_name": "com.example.shop"}
			s := &sending{bench: b, Sending: kit.StartAs(b.Bench, app)}
			s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], "21301", vendors.ReasonCredentialWrong, false)
			s.WantRequests("/message/regid", 1)
		},
	}, {
		ID: "xiaomi/auth/unauthorized-sender", Level: conformance.Should, Rows: []string{"X04"}, Source: "one client's test says 401", Codes: []string{"21301"},
		Title:       "401 is a wrong credential too",
		Requirement: "A sender should report HTTP 401 with code 21301 as a wrong credential, and not repeat the request.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Answers("/message/regid", 0, 401, no("21301", "Invalid application secret."))
			if o := s.Give(chat(), s.Phone("a")).Outcomes[0]; o.State != vendors.StateRefused || o.Reason != vendors.ReasonCredentialWrong || o.TokenDead {
				t.Errorf("the outcome is %s (%s, dead %t), want refused for a wrong credential", o.State, o.Reason, o.TokenDead)
			}
			s.WantRequests("/message/regid", 1)
		},
	}}
}

// senderMessageCases are about the request a sender makes of a message.
func senderMessageCases() []conformance.Case {
	return append(senderFieldCases(), senderOptionCases()...)
}

func senderFieldCases() []conformance.Case {
	return []conformance.Case{{
		ID: "xiaomi/send/ok-single-sender", Level: conformance.Must, Rows: []string{"X01"}, Source: docAPI, Codes: []string{"0"},
		Title:       "a message has the documented fields",
		Requirement: "A sender must post a form with the registration id, the package, title and description, and report data.id.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			r := s.Give(chat(), p)
			s.Accepted(r)
			for name, want := range map[string]string{
				"registration_id": p.Token, "restricted_package_name": "com.example.shop", "title": "李雷", "description": "晚上一起吃饭吗？",
			} {
				s.wantSent(name, want)
			}
			if pass := s.sent().Get("pass_through"); pass != "" && pass != "0" {
				t.Errorf("pass_through is %q: such messages are not delivered", pass)
			}
			if kind := s.Last("/message/regid").Header.Get("Content-Type"); !strings.HasPrefix(kind, kit.TypeForm) {
				t.Errorf("Content-Type is %q, want a form", kind)
			}
			if id := r.Outcomes[0].MessageID; id == "" || id != s.FateOf(id, p).VendorID {
				t.Errorf("message id %q, want data.id", id)
			}
			s.WantTitles(p, "李雷")
		},
	}, {
		ID: "xiaomi/send/quota-strings-sender", Level: conformance.Must, Rows: []string{"B02"}, Source: answers, Codes: []string{"0"},
		Title:       "quotas are strings",
		Requirement: "A sender must take an answer whose day_quota and day_acked are strings for the success it is.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers(1, yes(`"day_acked":"0","id":"sdm57188602565000273KF","day_quota":"50000"`))
			if o := s.Accepted(s.Give(chat(), s.Phone("a"))); o.MessageID != "sdm57188602565000273KF" {
				t.Errorf("message id %q, want data.id", o.MessageID)
			}
		},
	}, {
		ID: "xiaomi/field/title-sender", Level: conformance.Must, Rows: []string{"X11", "X12"}, Source: docAPI, Codes: []string{"0"},
		Title:       "49 characters go whole, 51 do not go wrong",
		Requirement: "A sender must send a title of 49 Chinese characters unchanged, and must cut or reject one of 51 itself.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Title = kit.Chinese(49)
			s.Accepted(s.Give(msg, s.Phone("a")))
			s.wantSent("title", kit.Chinese(49))
			msg.Title = kit.Chinese(51)
			s.cutOrRejected(s.Give(msg, s.Phone("b")), "title", 50)
		},
	}, {
		ID: "xiaomi/field/description-sender", Level: conformance.Must, Rows: []string{"X13"}, Source: docAPI, Codes: []string{"0"},
		Title:       "127 characters go whole, 129 do not go wrong",
		Requirement: "A sender must send a description of 127 Chinese characters unchanged, and must cut or reject one of 129 itself.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Body = kit.Chinese(127)
			s.Accepted(s.Give(msg, s.Phone("a")))
			s.wantSent("description", kit.Chinese(127))
			msg.Body = kit.Chinese(129)
			s.cutOrRejected(s.Give(msg, s.Phone("b")), "description", 128)
		},
	}, {
		ID: "xiaomi/field/encoded-once-sender", Level: conformance.Must, Rows: []string{"B17", "X08"}, Source: sdk + " (encodes once)", Codes: []string{"0"},
		Title:       "every value is percent-encoded once",
		Requirement: "A sender must encode token, texts and payload once, so that the app gets braces, plus, ampersand and percent as they were.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a", func(p *device.Phone) { p.Token = "b2cJtCY9u4uMBPn+oE/GftQn9JQXIE12FbO5wg7XAnY=" })
			msg := chat()
			msg.Title, msg.Extension = "50%+50 & {好}", `{"entity":{"text":"a+b&c=100%"}}`
			s.Accepted(s.Give(msg, p))
			s.WantTitles(p, "50%+50 & {好}")
			if payload := s.sent().Get("payload"); !strings.Contains(payload, "a+b") || !strings.Contains(payload, "100%") || strings.Contains(payload, "%7B") {
				t.Errorf("the app gets the payload %q", payload)
			}
		},
	}, {
		ID: "xiaomi/field/ttl-sender", Level: conformance.Must, Rows: []string{"X32", "B16"}, Source: sdk, Codes: []string{"0"},
		Title:       "time_to_live is in milliseconds",
		Requirement: "A sender must write a TTL of one hour as time_to_live 3600000.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(chat(), s.Phone("a")))
			s.wantSent("time_to_live", "3600000")
		},
	}, {
		ID: "xiaomi/channel/channel-sender", Level: conformance.Must, Rows: []string{"X18", "X20"}, Source: docAPI, Codes: []string{"0"},
		Title:       "a message's channel is extra.channel_id",
		Requirement: "A sender must send the channel of a message as extra.channel_id, and none of its own for a message that has one.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Channel = "135002"
			s.Accepted(s.Give(msg, s.Phone("a")))
			s.wantSent("extra.channel_id", "135002")
		},
	}, {
		ID: "xiaomi/channel/unknown-channel-sender", Level: conformance.Must, Rows: []string{"X18"}, Source: docCodes, Codes: []string{"27001"},
		Title:       "a channel the app does not have",
		Requirement: "A sender must report code 27001 as a wrong channel, not repeat the request, and not call the token dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Channel = "999999"
			s.Refused(s.Give(msg, s.Phone("a")).Outcomes[0], "27001", vendors.ReasonChannelInvalid, false)
			s.WantRequests("/message/regid", 1)
		},
	}, {
		ID: "xiaomi/template/template-sender", Level: conformance.Should, Rows: []string{"X27", "X28"}, Source: docTemplate, Codes: []string{"0"},
		Title:       "a template and its variables",
		Requirement: "A sender should send a message's template as extra.template_id and all its arguments as one JSON text in extra.template_param.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Flag("private_template", "required"))
			p := s.Phone("a")
			msg := chat()
			msg.Template = &vendors.Template{ID: "T10086", TitleArgs: map[string]string{"order": "A1024"}, BodyArgs: map[string]string{"carrier": "顺丰"}}
			s.Accepted(s.Give(msg, p))
			s.wantSent("extra.template_id", "T10086")
			s.WantTitles(p, "订单A1024已发货")
		},
	}}
}

func senderOptionCases() []conformance.Case {
	front := false
	return []conformance.Case{{
		ID: "xiaomi/present/foreground-false-sender", Level: conformance.Must, Rows: []string{"B15"}, Source: docAPI, Codes: []string{"0"},
		Title:       "notify_foreground 0 is on the wire",
		Requirement: "A sender must write extra.notify_foreground 0 when the message is not to be shown in front.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a", kit.InFront)
			msg := chat()
			msg.Foreground = &front
			s.Accepted(s.Give(msg, p))
			s.wantSent("extra.notify_foreground", "0")
			s.WantItems(p, 0)
		},
	}, {
		ID: "xiaomi/present/two-messages-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "two messages do not replace each other",
		Requirement: "A sender must give messages that share no collapse key different notify_ids, and those that do the same.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			for range 2 {
				s.Accepted(s.Give(chat(), p))
				msg := chat()
				msg.Collapse = "order-7"
				s.Accepted(s.Give(msg, q))
			}
			s.WantItems(p, 2)
			s.WantItems(q, 1)
		},
	}, {
		ID: "xiaomi/field/click-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "a link is notify_effect 3 with web_uri",
		Requirement: "A sender must send a link as notify_effect 3 with extra.web_uri and an intent as 2 with extra.intent_uri.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Click = vendors.Click{Action: "url", Target: "https://m.example.com/"}
			s.Accepted(s.Give(msg, s.Phone("a")))
			s.wantSent("extra.notify_effect", "3")
			s.wantSent("extra.web_uri", "https://m.example.com/")
			msg.Click = vendors.Click{Action: "intent", Target: "intent:#Intent;component=com.example.shop/.Main;end"}
			s.Accepted(s.Give(msg, s.Phone("b")))
			s.wantSent("extra.notify_effect", "2")
			s.wantSent("extra.intent_uri", msg.Click.Target)
		},
	}, {
		ID: "xiaomi/ttl/online-only-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "online only is only_send_once",
		Requirement: "A sender must send a message for phones that are online as extra.only_send_once 1.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.OnlineOnly = true
			s.Accepted(s.Give(msg, s.Phone("a")))
			s.wantSent("extra.only_send_once", "1")
		},
	}, {
		ID: "xiaomi/receipt/asked-sender", Level: conformance.Must, Rows: []string{"X30"}, Source: docAPI, Codes: []string{"0"},
		Title:       "receipts are asked for in the message",
		Requirement: "A sender must send the receipt's address and parameter as extra.callback and extra.callback.param, and a sum of known kinds.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Receipt = &vendors.Receipt{URL: "https://push.example.com/mi/receipt", Param: "A1024"}
			s.Accepted(s.Give(msg, s.Phone("a")))
			s.wantSent("extra.callback", "https://push.example.com/mi/receipt")
			s.wantSent("extra.callback.param", "A1024")
			if kinds := s.sent().Get("extra.callback.type"); kinds != "" && !knownKinds(kinds) {
				t.Errorf("callback.type is %q, which holds a kind there is not: no receipt comes then", kinds)
			}
		},
	}, {
		ID: "xiaomi/receipt/param-sender", Level: conformance.Should, Source: docCodes, Codes: []string{"0"},
		Title:       "a long receipt parameter is not 65036",
		Requirement: "A sender should cut or leave out a receipt parameter over 64 bytes, or reject the message, rather than be refused.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Receipt = &vendors.Receipt{URL: "https://push.example.com/cb", Param: kit.Letters(65)}
			if o := s.Give(msg, s.Phone("a")).Outcomes[0]; o.State != vendors.StateAccepted && o.State != vendors.StateRejected {
				t.Errorf("the outcome is %s (code %q), want accepted or rejected", o.State, o.Code)
			}
		},
	}, {
		ID: "xiaomi/device/silent-sender", Level: conformance.Should, Rows: []string{"X33"}, Source: "dev.mi.com document 2766 (end of pass-through)", Codes: []string{"0"},
		Title:       "a data message is no silent success",
		Requirement: "A sender should not report a message that asks for data only as accepted without a word: Xiaomi does not deliver it.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Silent = true
			r := s.Give(msg, s.Phone("a"))
			if r.Outcomes[0].State == vendors.StateAccepted && len(r.Adjustments) == 0 {
				t.Errorf("the outcome is accepted and no adjustment tells that pass-through messages are not delivered")
			}
		},
	}, {
		ID: "xiaomi/field/ttl-long-sender", Level: conformance.Should, Rows: []string{"X32"}, Source: docTTL, Codes: []string{"0"},
		Title:       "a lifetime over the class's is told",
		Requirement: "A sender should say so when a message's lifetime is longer than Xiaomi keeps its class.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := sale(0)
			msg.TTL = 72 * time.Hour
			r := s.Give(msg, s.Phone("a"))
			s.Accepted(r)
			if s.sent().Get("time_to_live") != "259200000" && len(r.Adjustments) == 0 {
				t.Errorf("time_to_live is %q and no adjustment says why", s.sent().Get("time_to_live"))
			}
		},
	}}
}

// knownKinds reports whether a sum holds known kinds of receipts only.
func knownKinds(sum string) bool {
	n := 0
	for _, c := range sum {
		if c < '0' || c > '9' {
			return false
		}
		n = n*10 + int(c-'0')
	}
	return n&^(1+2+16+32+64+128+1024) == 0
}

// cutOrRejected says that an over-long text must have been cut with an adjustment, or
// not sent.
func (s *sending) cutOrRejected(r vendors.Result, field string, most int) {
	o := r.Outcomes[0]
	if o.State == vendors.StateRejected {
		return
	}
	s.Accepted(r)
	if n := utf8.RuneCountInString(s.sent().Get(field)); n > most {
		s.T.Errorf("%s went out with %d characters, want at most %d", field, n, most)
	}
	if len(r.Adjustments) == 0 {
		s.T.Errorf("%s was cut and no adjustment says so", field)
	}
}
