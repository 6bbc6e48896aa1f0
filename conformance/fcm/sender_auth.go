package fcm

import (
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// senderAuthCases are about logins.
func senderAuthCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	ok := []string{"200"}
	return append([]conformance.Case{{
		ID: "fcm/auth/token-ok-sender", Level: conformance.Must, Rows: []string{"F01", "F02", "F03", "F04", "F05"}, Source: docAuth, Codes: ok,
		Title:       "a sender exchanges a signed assertion",
		Requirement: "A sender must log in with a form of grant_type jwt-bearer and an assertion that Google takes - the account, a scope that may send, the key file's token_uri, an hour at most, signed with its key - and send the access token as Bearer.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(chat(), s.Phone("a")))
			s.wantLogins(1)
			x := s.Last(pathToken)
			if got := s.SentForm(pathToken).Get("grant_type"); got != grantJWT || !strings.HasPrefix(x.Header.Get("Content-Type"), kit.TypeForm) {
				t.Errorf("the login has Content-Type %q and grant_type %q, want a form with %s", x.Header.Get("Content-Type"), got, grantJWT)
			}
			if x := s.Last(pathSend); x.Header.Get("Authorization") == "" {
				t.Errorf("the send has no Authorization")
			}
		},
	}, {
		ID: "fcm/auth/login-once-sender", Level: conformance.Should, Rows: []string{"F01"}, Source: docAuth, Codes: ok,
		Title:       "one login serves many sends",
		Requirement: "A sender should keep the access token until expires_in, and not log in for every send.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 5 {
				s.Accepted(s.Give(chat(), p))
			}
			s.wantLogins(1)
		},
	}, {
		ID: "fcm/auth/concurrent-login-sender", Level: conformance.Should, Rows: []string{"F01"}, Source: docAuth, Codes: ok,
		Title:       "sends at the same time share a login",
		Requirement: "A sender should log in once for sends that start at the same time.",
		Run: func(t *conformance.T) {
			s := start(t)
			phones := make([]device.Phone, 8)
			for i := range phones {
				phones[i] = s.Phone(string(rune('a' + i)))
			}
			var all sync.WaitGroup
			for _, p := range phones {
				all.Go(func() {
					r, err := s.Sender.Send(t.Context(), chat(), kit.IDs(p))
					if err != nil || r.Accepted() != 1 {
						t.Errorf("send to %s: %v, %+v", p.ID, err, r.Outcomes)
					}
				})
			}
			all.Wait()
			s.wantLogins(1)
		},
	}, {
		ID: "fcm/auth/next-hour-sender", Level: conformance.Must, Rows: []string{"F10"}, Source: docAuth, Codes: ok, Needs: clock,
		Title:       "an hour later a sender has a new access token",
		Requirement: "A sender must still deliver after expires_in is over, showing the message once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Accepted(s.Give(chat(), p))
			s.Advance(3601 * time.Second)
			s.Accepted(s.Give(chat(), p))
			s.wantLogins(2)
			s.WantItems(p, 2)
		},
	}, {
		ID: "fcm/auth/two-apps-sender", Level: conformance.Must, Rows: []string{"F15"}, Source: docSend, Codes: ok,
		Title:       "two projects have two access tokens",
		Requirement: "A sender must not use one project's access token or path for another.",
		Run: func(t *conformance.T) {
			s := start(t)
			other := start(t, kit.Named("other"))
			p, q := s.Phone("a"), other.Phone("b")
			s.Accepted(s.Give(chat(), p))
			other.Accepted(other.Give(chat(), q))
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 2)
			s.WantItems(q, 1)
		},
	}, {
		ID: "fcm/auth/secrets-sender", Level: conformance.Must, Source: manners, Codes: []string{"invalid_grant"},
		Title:       "no secret in logs and texts",
		Requirement: "A sender must not write the private key or an access token to its logs, outcomes or errors.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Answers(pathToken, 1, 400, `{"error":"invalid_grant","error_description":"Invalid JWT Signature."}`)
			r, err := s.Sender.Send(t.Context(), chat(), kit.IDs(s.Phone("a")))
			s.says(1, 400, "INVALID_ARGUMENT", "INVALID_ARGUMENT")
			seen := s.Give(chat(), s.Phone("b")).Outcomes[0].Text + t.Logs() + r.Outcomes[0].Text
			if err != nil {
				seen += err.Error()
			}
			lines := strings.Split(strings.TrimSpace(s.file.Key), "\n")
			secrets := []string{lines[len(lines)/2]}
			for _, header := range t.Heard("Authorization") {
				secrets = append(secrets, strings.TrimPrefix(header, "Bearer "))
			}
			for i, secret := range secrets {
				if len(secret) > 20 && strings.Contains(seen, secret) {
					t.Errorf("secret %d is in the logs, an outcome or an error", i)
				}
			}
		},
	}}, senderRefreshCases()...)
}

// senderRefreshCases are about access tokens and logins that Google refuses.
func senderRefreshCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	const code = "UNAUTHENTICATED"
	refused := func(id, row, word string, reason vendors.Reason, text string) conformance.Case {
		c := conformance.Case{
			ID: "fcm/auth/" + id, Level: conformance.Must, Source: realTraffic, Codes: []string{word},
			Title:       "a login refused with " + word + " is final",
			Requirement: "A sender must report a login refused with " + word + " as " + string(reason) + ", send nothing, not repeat the login and not call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.Answers(pathToken, 0, 400, `{"error":"`+word+`","error_description":"`+text+`"}`)
				s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], word, reason, false)
				s.WantRequests(pathSend, 0)
				s.wantLogins(1)
			},
		}
		if row != "" {
			c.Rows = []string{row}
		}
		return c
	}
	return []conformance.Case{
		{
			ID: "fcm/auth/expired-access-token-sender", Level: conformance.Must, Rows: []string{"F10"}, Source: "github.com/olucurious/PyFCM issue 334 (2024-06)", Codes: []string{code, "200"},
			Title:       "401 without FcmError: log in once, repeat once",
			Requirement: "A sender must log in again after a 401 without FcmError and repeat the message exactly once.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.Accepted(s.Give(chat(), p))
				s.says(1, 401, code, "")
				s.Accepted(s.Give(chat(), p))
				s.WantRequests(pathSend, 3)
				s.wantLogins(2)
				s.WantItems(p, 2)
			},
		}, {
			ID: "fcm/auth/expired-for-ever-sender", Level: conformance.Must, Rows: []string{"F10"}, Source: docErrors, Codes: []string{code},
			Title:       "401 twice is the end",
			Requirement: "A sender must report a 401 that a new login did not help, not repeat the message again and not call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.says(0, 401, code, "")
				s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], code, vendors.ReasonCredentialExpired, false)
				s.WantRequests(pathSend, 2)
				s.wantLogins(2)
			},
		}, {
			ID: "fcm/auth/stale-token-sender", Level: conformance.Must, Rows: []string{"F10"}, Source: docErrors, Codes: []string{code, "200"},
			Title:       "an access token that ended early is renewed",
			Requirement: "A sender must deliver with a new access token when Google refuses the one it keeps.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.Answers(pathToken, 1, 200, `{"access_token":"ya29.c.stale","expires_in":3599,"token_type":"Bearer"}`)
				s.Accepted(s.Give(chat(), p))
				s.WantRequests(pathSend, 2)
				s.WantItems(p, 1)
			},
		},
		refused("bad-signature-sender", "F02", "invalid_grant", vendors.ReasonCredentialWrong, "Invalid JWT Signature."),
		refused("wrong-grant-sender", "F05", "unsupported_grant_type", vendors.ReasonBadRequest, "Invalid grant_type"),
		refused("bad-scope-sender", "", "invalid_scope", vendors.ReasonCredentialWrong, "Invalid OAuth scope"),
		{
			ID: "fcm/auth/login-again-sender", Level: conformance.Must, Source: manners, Codes: []string{"invalid_grant", "200"},
			Title:       "after a refused login the sender can be used",
			Requirement: "A sender must log in again for the next message after a login was refused.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.Answers(pathToken, 1, 400, `{"error":"invalid_grant","error_description":"Invalid JWT Signature."}`)
				s.wantNoSuccess(s.Give(chat(), p).Outcomes[0])
				s.Accepted(s.Give(chat(), p))
				s.WantItems(p, 1)
			},
		}, {
			ID: "fcm/auth/token-503-sender", Level: conformance.Should, Source: docScale, Codes: []string{"200"}, Needs: clock,
			Title:       "a login that fails with HTTP 503 is tried again",
			Requirement: "A sender should try the login again after HTTP 503, and deliver.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.Fault(fault.Fault{Kind: fault.Status, Path: pathToken, Times: 1, Status: 503})
				s.Accepted(s.Give(chat(), p))
				s.WantItems(p, 1)
			},
		},
	}
}
