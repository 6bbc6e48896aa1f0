package huawei

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

func senderAuthCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "huawei/auth/token-ok-sender", Level: conformance.Must, Rows: []string{"H01", "H05"}, Source: docAccount + "; " + docSend, Codes: []string{"80000000"},
		Title:       "a sender logs in and sends the access token as Bearer",
		Requirement: "A sender must ask for an access token with a form and send it as Authorization: Bearer.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(chat(), s.Phone("a")))
			s.wantLogins(1)
			for _, x := range s.logins() {
				if ct := x.Header.Get("Content-Type"); !strings.HasPrefix(ct, "application/x-www-form-urlencoded") {
					t.Errorf("the token request has Content-Type %q, want a form", ct)
				}
			}
			for _, x := range s.WantRequests(pathSend, 1) {
				if x.Header.Get("Authorization") == "" || !strings.HasPrefix(x.Header.Get("Content-Type"), "application/json") {
					t.Errorf("the send has Content-Type %q, and Authorization is set: %t", x.Header.Get("Content-Type"), x.Header.Get("Authorization") != "")
				}
			}
		},
	}, {
		ID: "huawei/auth/secret-encoded-sender", Level: conformance.Must, Rows: []string{"B19", "H01"}, Source: docAccount + "; " + sdk, Codes: []string{"80000000"},
		Title:       "a secret with + / = & is percent-encoded",
		Requirement: "A sender must percent-encode the client_secret, so that one with + / = and & is taken for what it is.",
		Run: func(t *conformance.T) {
			s := start(t, vectorApp)
			p := s.Phone("a")
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 1)
		},
	}, {
		ID: "huawei/auth/token-escaped-slash-sender", Level: conformance.Must, Rows: []string{"H02"}, Source: docAccount, Codes: []string{"80000000"},
		Title:       `a sender reads an access token whose slashes are written "\/"`,
		Requirement: `A sender must decode the access_token as JSON: one written with "\/" goes into Authorization with "/".`,
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Accepted(s.Give(chat(), p))
			s.wantLogins(1)
			s.WantRequests(pathSend, 1)
			s.WantItems(p, 1)
		},
	}, {
		ID: "huawei/auth/login-once-sender", Level: conformance.Should, Rows: []string{"H01"}, Source: docAccount, Codes: []string{"80000000"},
		Title:       "one login serves many sends",
		Requirement: "A sender should keep the access token, which lives an hour, and not log in for every send.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 5 {
				s.Accepted(s.Give(chat(), p))
			}
			s.wantLogins(1)
		},
	}, {
		ID: "huawei/auth/concurrent-login-sender", Level: conformance.Should, Rows: []string{"H01"}, Source: docAccount, Codes: []string{"80000000"},
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
		ID: "huawei/auth/next-hour-sender", Level: conformance.Must, Rows: []string{"H07"}, Source: docAccount, Codes: []string{"80000000"}, Needs: clock,
		Title:       "an hour later a sender has a new access token",
		Requirement: "A sender must still deliver after the hour of its access token is over, showing the message once.",
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
		ID: "huawei/auth/two-apps-sender", Level: conformance.Must, Rows: []string{"H08"}, Source: blog, Codes: []string{"80000000"},
		Title:       "two apps have two access tokens",
		Requirement: "A sender must not use one app's access token or path for another app, even in one process.",
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
		ID: "huawei/auth/secrets-sender", Level: conformance.Must, Source: manners, Codes: []string{"1101/12304"},
		Title:       "no secret in logs and texts",
		Requirement: "A sender must not write the client_secret to its logs, outcomes or errors.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Answers(pathToken, 1, 400, `{"sub_error":12304,"error_description":"invalid client_secret","error":1101}`)
			r, err := s.Sender.Send(t.Context(), chat(), kit.IDs(p))
			s.Accepted(s.Give(chat(), p))
			seen := t.Logs()
			for _, o := range r.Outcomes {
				seen += o.Text
			}
			if err != nil {
				seen += err.Error()
			}
			if strings.Contains(seen, s.App.Credentials["client_secret"]) {
				t.Errorf("client_secret is in the logs, an outcome or an error")
			}
		},
	}}
}

// senderRefreshCases are about access tokens that Huawei refuses.
func senderRefreshCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	refreshed := func(id, code string, status []int, level conformance.Level, rows []string, source string) conformance.Case {
		return conformance.Case{
			ID: "huawei/auth/" + id, Level: level, Rows: rows, Source: source, Codes: []string{code, "80000000"},
			Title:       code + ": log in once, repeat once",
			Requirement: "A sender " + lower(level) + " log in again after " + code + ", whatever the HTTP status, and repeat the request exactly once.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				for i, st := range status {
					s.answers(pathSend, 1, st, code)
					s.Accepted(s.Give(chat(), p))
					s.WantRequests(pathSend, 2*(i+1))
					s.wantLogins(i + 2)
					s.WantItems(p, i+1)
				}
			},
		}
	}
	ever := func(id, code string, reason vendors.Reason, status int) conformance.Case {
		return conformance.Case{
			ID: "huawei/auth/" + id, Level: conformance.Must, Rows: []string{"H07", "B08"}, Source: docSend + "; " + sdk, Codes: []string{code},
			Title:       code + " twice is the end",
			Requirement: "A sender must report " + code + " after one new login did not help, must not repeat the request again and not call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.answers(pathSend, 0, status, code)
				s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], code, reason, false)
				s.WantRequests(pathSend, 2)
				s.wantLogins(2)
			},
		}
	}
	both := []int{200, 401}
	return []conformance.Case{
		refreshed("expired-refresh-sender", "80200003", both, conformance.Must, []string{"H07", "H09", "B08"}, docSend+"; "+realTraffic),
		refreshed("mismatch-refresh-sender", "80200001", both, conformance.Should, []string{"H06", "H08", "B08"}, sdk),
		ever("expired-for-ever-sender", "80200003", vendors.ReasonCredentialExpired, 200),
		ever("expired-for-ever-mapped-sender", "80200003", vendors.ReasonCredentialExpired, 401),
		ever("mismatch-for-ever-sender", "80200001", vendors.ReasonCredentialWrong, 401),
		{
			ID: "huawei/auth/expired-token-sender", Level: conformance.Must, Rows: []string{"H07", "B08"}, Source: docSend, Codes: []string{"80200003", "80000000"},
			Title:       "an access token that ended early is renewed",
			Requirement: "A sender must deliver with a new access token when Huawei refuses the one it keeps, at HTTP 200 and at 401.",
			Run: func(t *conformance.T) {
				for _, mode := range []string{"observed", "mapped"} {
					s := start(t, kit.Named(mode), kit.Flag(flagStatus, mode))
					p := s.Phone("of-" + mode)
					s.Answers(pathToken, 1, 200, `{"access_token":"CgB6e3x9\/stale==","expires_in":3600,"token_type":"Bearer"}`)
					s.Accepted(s.Give(chat(), p))
					s.WantItems(p, 1)
					if n := len(s.Requests(pathSend)); n%2 != 0 {
						t.Errorf("%d sends, want each to be refused once and repeated once", n)
					}
				}
			},
		},
		{
			ID: "huawei/auth/expired-list-sender", Level: conformance.Must, Rows: []string{"H07", "B08"}, Source: docSend, Codes: []string{"80200003", "80000000"}, Features: []string{"list"},
			Title:       "80200003 for several tokens: log in once, repeat once",
			Requirement: "A sender must log in again after 80200003 to a call with several tokens and repeat that call exactly once.",
			Run: func(t *conformance.T) {
				s := start(t)
				p, q := s.Phone("a"), s.Phone("b")
				s.answers(pathSend, 1, 200, "80200003")
				s.Accepted(s.Give(chat(), p, q))
				s.WantRequests(pathSend, 2)
				s.WantItems(p, 1)
				s.WantItems(q, 1)
			},
		},
		{
			ID: "huawei/auth/login-503-sender", Level: conformance.Should, Rows: []string{"H31"}, Source: docAccount, Needs: clock, Codes: []string{"80000000"},
			Title:       "a login that fails with HTTP 503 is tried again",
			Requirement: "A sender should try the login again after HTTP 503, and deliver.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.Fault(fault.Fault{Kind: fault.Status, Path: pathToken, Times: 1, Status: 503, Body: "system flow control"})
				s.Accepted(s.Give(chat(), p))
				s.WantItems(p, 1)
			},
		},
	}
}
