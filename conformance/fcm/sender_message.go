package fcm

import (
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// senderMessageCases are about the request a sender makes of a message.
func senderMessageCases() []conformance.Case {
	ok := []string{"200"}
	return []conformance.Case{{
		ID: "fcm/send/happy-send-sender", Level: conformance.Must, Rows: []string{"F06", "F17", "F18"}, Source: docSend, Codes: ok,
		Title:       "a notification has the documented fields",
		Requirement: "A sender must post a notification with title and body to one token of its project, and report the name.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			r := s.Give(chat(), p)
			s.Accepted(r)
			for _, x := range s.WantRequests(pathSend, 1) {
				if !strings.HasSuffix(x.Path, s.path()) || !strings.HasPrefix(x.Header.Get("Content-Type"), "application/json") {
					t.Errorf("the send went to %s with Content-Type %q, want %s and JSON", x.Path, x.Header.Get("Content-Type"), s.path())
				}
			}
			m := s.sent()
			if shown(m, "title") != "李雷" || shown(m, "body") != "晚上一起吃饭吗？" || m.Field("message.token") != p.Token {
				t.Errorf("the request has title %q, body %q, token %q", shown(m, "title"), shown(m, "body"), m.Field("message.token"))
			}
			if m.At("message.topic") != nil || m.At("message.condition") != nil || m.At("message.fid") != nil {
				t.Errorf("the request has a second target: %v", m)
			}
			if id := r.Outcomes[0].MessageID; !strings.HasPrefix(id, "projects/"+s.file.Project+"/messages/") || id != s.FateOf(id, p).VendorID {
				t.Errorf("message id %q, want the name", id)
			}
			s.WantItems(p, 1)
		},
	}, {
		ID: "fcm/send/one-request-each-sender", Level: conformance.Must, Rows: []string{"F40"}, Source: docMigrate, Codes: ok,
		Title:       "many tokens are many requests",
		Requirement: "A sender must send one request per token and use neither /batch nor /fcm/send.",
		Run: func(t *conformance.T) {
			s := start(t)
			phones := make([]device.Phone, 12)
			for i := range phones {
				phones[i] = s.Phone(string(rune('a' + i)))
			}
			s.Accepted(s.Give(chat(), phones...))
			seen := map[string]int{}
			for _, x := range s.WantRequests(pathSend, len(phones)) {
				seen[kit.Decoded(t, x).Field("message.token")]++
			}
			for _, p := range phones {
				if seen[p.Token] != 1 {
					t.Errorf("phone %s was sent to %d times", p.ID, seen[p.Token])
				}
				s.WantItems(p, 1)
			}
			s.WantRequests("/batch", 0)
			s.WantRequests("/fcm/send", 0)
		},
	}, {
		ID: "fcm/send/dry-run-sender", Level: conformance.Must, Rows: []string{"F08", "B18"}, Source: docSend, Codes: ok,
		Title:       "a dry run is validate_only, nothing else is",
		Requirement: "A sender must send validate_only true for a dry run and for a test, and not otherwise.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			dry, test := chat(), chat()
			dry.DryRun, test.Test = true, true
			for i, msg := range []*vendors.Message{dry, chat(), test} {
				s.Accepted(s.Give(msg, p))
				if got := s.sent().Field("validate_only") + s.sent().Field("validateOnly"); (got == "true") != (i != 1) {
					t.Errorf("send %d has validate_only %q", i+1, got)
				}
			}
			s.WantItems(p, 1)
		},
	}, {
		ID: "fcm/send/fid-target-sender", Level: conformance.Should, Rows: []string{"F41"}, Source: docSend, Codes: ok,
		Title:       "a Firebase installation id reaches its phone",
		Requirement: "A sender should deliver to an installation id it is given in place of a token.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			fid, _, _ := strings.Cut(p.Token, ":")
			s.Accepted(s.GiveTo(chat(), vendors.Token(fid)))
			s.WantItems(p, 1)
		},
	}, {
		ID: "fcm/send/data-sender", Level: conformance.Must, Source: docSend, Codes: ok,
		Title:       "a silent message is a data message",
		Requirement: "A sender must send a silent message with data and without a notification.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Accepted(s.Give(&vendors.Message{Silent: true, Data: map[string]string{"k": "v"}}, p))
			m := s.sent()
			if m.At("message.notification") != nil || m.At("message.android.notification") != nil || m.Field("message.data.k") != "v" {
				t.Errorf("the request is %v, want data and no notification", m)
			}
			s.WantItems(p, 0)
		},
	}, {
		ID: "fcm/send/mixed-sender", Level: conformance.Must, Rows: []string{"F14", "F16"}, Source: docErrors, Codes: []string{"200", "UNREGISTERED", "INVALID_ARGUMENT"},
		Title:       "each token has its own answer",
		Requirement: "A sender must report each token by its own answer, and not stop at the first that is refused.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, gone, q := s.Phone("a"), s.Phone("b", kit.Unsubscribed), s.Phone("c")
			r := s.GiveTo(chat(), vendors.Token(p.Token), vendors.Token(gone.Token), malformed, vendors.Token(q.Token))
			for i, want := range []string{"200", "UNREGISTERED", "INVALID_ARGUMENT", "200"} {
				o := r.Outcomes[i]
				if (o.State == vendors.StateAccepted) != (want == "200") || (want != "200" && o.Code != want) || o.TokenDead != (want == "UNREGISTERED") {
					t.Errorf("outcome %d is %s (code %q, dead %t), want %s", i, o.State, o.Code, o.TokenDead, want)
				}
			}
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}}
}

// senderTargetCases are about what a sender tells of real tokens.
func senderTargetCases() []conformance.Case {
	ios := kit.Switch("platform", "ios")
	one := func(id, row, code string, reason vendors.Reason, dead bool, source, what string, app []kit.AppOption, token func(s *sending) vendors.Token) conformance.Case {
		fate := "and not call it dead"
		if dead {
			fate = "and call it dead"
		}
		return conformance.Case{
			ID: "fcm/token/" + id + "-sender", Level: conformance.Must, Rows: []string{row}, Source: source, Codes: []string{code},
			Title:       what + " is " + string(reason),
			Requirement: "A sender must report " + what + " as " + string(reason) + " with " + code + ", not repeat the message, not log in again, " + fate + ".",
			Run: func(t *conformance.T) {
				s := start(t, app...)
				s.Refused(s.GiveTo(chat(), token(s)).Outcomes[0], code, reason, dead)
				s.WantRequests(pathSend, 1)
				s.wantLogins(1)
			},
		}
	}
	phone := func(changes ...kit.PhoneOption) func(s *sending) vendors.Token {
		return func(s *sending) vendors.Token { return vendors.Token(s.Phone("a", changes...).Token) }
	}
	return []conformance.Case{
		one("gone", "F14", "UNREGISTERED", vendors.ReasonTokenUnregistered, true, docErrors, "a token the app deleted", nil, phone(kit.Unsubscribed)),
		one("other-sender", "F13", "SENDER_ID_MISMATCH", vendors.ReasonTokenInvalid, true, docErrors, "a token of another project", nil,
			func(s *sending) vendors.Token { return vendors.Token(s.foreign()) }),
		one("bad-token", "F16", "INVALID_ARGUMENT", vendors.ReasonTokenInvalid, false, realTraffic, "what is no token", nil,
			func(*sending) vendors.Token { return malformed }),
		one("apns-credential", "F11", "THIRD_PARTY_AUTH_ERROR", vendors.ReasonCredentialWrong, false, docErrors, "an iPhone without an APNs key in Firebase",
			[]kit.AppOption{kit.Flag("apns_key", "missing")}, phone(ios)),
		one("no-permission", "F12", "PERMISSION_DENIED", vendors.ReasonRightMissing, false, realTraffic, "a service account without the role",
			[]kit.AppOption{kit.Flag("role", "missing")}, phone()),
		{
			ID: "fcm/token/uninstalled-sender", Level: conformance.Must, Rows: []string{"F14"}, Source: docOptions, Codes: []string{"200", "UNREGISTERED"},
			Title:       "the first message to an app that is gone is accepted",
			Requirement: "A sender must report what Google says: the first message to an uninstalled app as accepted, the next as a dead token.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a", kit.Uninstalled)
				s.Accepted(s.Give(chat(), p))
				s.Refused(s.Give(chat(), p).Outcomes[0], "UNREGISTERED", vendors.ReasonTokenUnregistered, true)
				s.WantRequests(pathSend, 2)
			},
		}, {
			ID: "fcm/token/check-sender", Level: conformance.Should, Rows: []string{"F08"}, Source: docSend + "; " + sdk, Codes: []string{"200", "UNREGISTERED"}, Features: []string{"check"},
			Title:       "tokens are checked without a message",
			Requirement: "A sender should check tokens with validate_only, and show nothing.",
			Run: func(t *conformance.T) {
				s := start(t)
				p, gone := s.Phone("a"), s.Phone("b", kit.Unsubscribed)
				got, err := kit.Ability[vendors.TokenChecker](s.Sending, "check").CheckTokens(t.Context(), kit.IDs(p, gone))
				if err != nil || len(got) != 2 || got[0].State != vendors.StateAccepted || !got[1].TokenDead {
					t.Errorf("the checks are %+v, error %v; want the first good and the second dead", got, err)
				}
				s.WantItems(p, 0)
			},
		},
	}
}
