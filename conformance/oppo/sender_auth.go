package oppo

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderCases are all cases about senders.
func senderCases() []conformance.Case {
	return slices.Concat(
		series().Sender(
			senderAuthCases(), senderRefreshCases(), senderMessageCases(), senderFieldCases(), senderClassCases(), senderOptionCases(),
			senderTargetCases(), senderListCases(), senderCodeCases(), senderLoginCodeCases(), senderFailureCases(),
			senderQuotaCases(), senderBroadcastCases(), senderHelperCases(),
		),
		basicCases(),
	)
}

func split(list string) []string { return strings.Split(list, ";") }

// senderAuthCases are about logging in.
func senderAuthCases() []conformance.Case {
	return []conformance.Case{{
		ID: "oppo/auth/auth-ok-sender", Level: conformance.Must, Rows: []string{"O01"}, Source: docAuth, Codes: []string{"0"},
		Title:       "a sender logs in and sends the auth_token",
		Requirement: "A sender must log in by a form with the documented sign, and put the auth_token into the form, or into a header of that name.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(chat(), s.Phone("a")))
			s.WantRequests(pathAuth, 1)
			x := s.Last(pathUnicast)
			if kit.DecodedForm(t, x).Get("auth_token") == "" && x.Header.Get("auth_token") == "" {
				t.Errorf("the request has no auth_token, neither in the form nor as a header")
			}
		},
	}, {
		ID: "oppo/auth/login-once-sender", Level: conformance.Should, Rows: []string{"O09"}, Source: docAuth, Codes: []string{"0"},
		Title:       "one login serves many sends",
		Requirement: "A sender should keep the auth_token, which lives a day, and not log in for every send.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 5 {
				s.Accepted(s.Give(chat(), p))
			}
			s.WantRequests(pathAuth, 1)
		},
	}, {
		ID: "oppo/auth/concurrent-login-sender", Level: conformance.Should, Rows: []string{"O09"}, Source: docAuth, Codes: []string{"0"},
		Title:       "sends at the same time share a login",
		Requirement: "A sender should log in once for sends that start at the same time.",
		Run: func(t *conformance.T) {
			s := start(t)
			var phones []phone
			for i := range 8 {
				phones = append(phones, s.Phone(fmt.Sprint("p", i)))
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
			s.WantRequests(pathAuth, 1)
		},
	}, {
		ID: "oppo/auth/two-apps-sender", Level: conformance.Must, Rows: []string{"B10"}, Source: realTraffic, Codes: []string{"0"},
		Title:       "two apps have two auth_tokens",
		Requirement: "A sender must not use one app's auth_token for another app, even in one process.",
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
		ID: "oppo/auth/create-time-sender", Level: conformance.Must, Rows: []string{"O01"}, Source: docAuth + "; " + realTraffic, Codes: []string{"0"},
		Title:       "create_time may be a number or a text",
		Requirement: "A sender must log in whether create_time is a number, as on the wire, or a text, as in OPPO's sample.",
		Run: func(t *conformance.T) {
			for i, kind := range []string{"number", "string"} {
				s := start(t, kit.Named(fmt.Sprint("app", i)), kit.Flag("create_time", kind))
				s.Accepted(s.Give(chat(), s.Phone(fmt.Sprint("p", i))))
			}
		},
	}, {
		ID: "oppo/auth/secrets-sender", Level: conformance.Must, Source: manners, Codes: []string{"16"},
		Title:       "no secret in logs and texts",
		Requirement: "A sender must not write the MasterSecret or an auth_token to its logs, outcomes or errors.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.refuses(pathAuth, 1, "16", "Invalid Signature")
			r, err := s.Sender.Send(t.Context(), chat(), kit.IDs(p))
			s.Accepted(s.Give(chat(), p))
			seen := t.Logs() + fmt.Sprint(err)
			for _, o := range r.Outcomes {
				seen += o.Text
			}
			secrets := []string{s.App.Credentials["master_secret"]}
			if access := kit.DecodedForm(t, s.Last(pathUnicast)).Get("auth_token"); access != "" && !s.Last(pathUnicast).Redacted {
				secrets = append(secrets, access)
			}
			for i, secret := range secrets {
				if secret != "" && strings.Contains(seen, secret) {
					t.Errorf("secret %d is in the logs, an outcome or an error", i+1)
				}
			}
		},
	}}
}

// senderRefreshCases are about an auth_token that is valid no more.
func senderRefreshCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	const text = "Invalid AuthToken"
	rows := []string{"O09", "B09"}
	return []conformance.Case{{
		ID: "oppo/auth/expired-refresh-sender", Level: conformance.Must, Rows: rows, Source: docCodes + "; " + sdk110, Codes: []string{"11", "0"},
		Title:       "11: log in once, repeat once",
		Requirement: "A sender must log in again after 11, also with a token that has not expired, and repeat the request exactly once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.refuses(pathUnicast, 1, "11", text)
			s.Accepted(s.Give(chat(), p))
			s.WantRequests(pathAuth, 2)
			s.WantRequests(pathUnicast, 2)
			s.WantItems(p, 1)
		},
	}, {
		ID: "oppo/auth/expired-for-ever-sender", Level: conformance.Must, Rows: rows, Source: docCodes, Codes: []string{"11"},
		Title:       "11 twice is the end",
		Requirement: "A sender must report 11 after one new login did not help, and must not repeat the request again.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.refuses(pathUnicast, 0, "11", text)
			s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], "11", vendors.ReasonCredentialExpired, false)
			s.WantRequests(pathUnicast, 2)
		},
	}, {
		ID: "oppo/auth/expired-list-sender", Level: conformance.Must, Rows: rows, Source: docCodes, Codes: []string{"11", "0"}, Features: []string{"list"},
		Title:       "11 on a call for many: log in once, repeat once",
		Requirement: "A sender must log in again after 11 on a call for many tokens, and deliver to each once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			for _, path := range pushes() {
				s.refuses(path, 1, "11", text)
			}
			s.Accepted(s.Give(chat(), p, q))
			s.WantRequests(pathAuth, 2)
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}, {
		ID: "oppo/auth/expired-token-sender", Level: conformance.Must, Rows: []string{"O09"}, Source: docAuth, Codes: []string{"0"}, Needs: clock,
		Title:       "a day later a sender has a new auth_token",
		Requirement: "A sender must still deliver after its auth_token's 24 hours are over.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Accepted(s.Give(chat(), p))
			s.Advance(24*time.Hour + time.Second)
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 2)
		},
	}}
}
