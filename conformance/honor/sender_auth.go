package honor

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
	must, should := conformance.Must, conformance.Should
	return []conformance.Case{{
		ID: "honor/auth/token-ok-sender", Level: must, Rows: []string{"R01", "R04"}, Source: oauth + "; " + docBlog, Codes: []string{"200"},
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
		ID: "honor/auth/secret-encoded-sender", Level: must, Rows: []string{"B19", "R01"}, Source: oauth + "; " + realTraffic, Codes: []string{"200"},
		Title:       "a secret with + / = & is percent-encoded",
		Requirement: "A sender must percent-encode the client_secret, so that one with + / = and & is taken for what it is.",
		Run: func(t *conformance.T) {
			s := start(t, worked)
			p := s.Phone("a")
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 1)
		},
	}, {
		ID: "honor/auth/login-once-sender", Level: must, Rows: []string{"B11", "R01"}, Source: oauth + "; " + realTraffic, Codes: []string{"200"}, Needs: clock,
		Title:       "sends ten seconds apart share a login",
		Requirement: "A sender must keep the access token as long as expires_in says, in seconds: sends ten seconds apart need one login.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 5 {
				s.Accepted(s.Give(chat(), p))
				s.Advance(10 * time.Second)
			}
			s.wantLogins(1)
		},
	}, {
		ID: "honor/auth/concurrent-login-sender", Level: should, Rows: []string{"R01"}, Source: oauth, Codes: []string{"200"},
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
		ID: "honor/auth/next-hour-sender", Level: must, Rows: []string{"R10"}, Source: oauth, Codes: []string{"200"}, Needs: clock,
		Title:       "an hour later a sender has a new access token",
		Requirement: "A sender must still deliver after its access token is over, showing the message once.",
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
		ID: "honor/auth/timestamp-sender", Level: must, Rows: []string{"B12", "R08"}, Source: docBlog + "; " + realTraffic, Codes: []string{"200"}, Needs: clock,
		Title:       "timestamp is now, in milliseconds",
		Requirement: "A sender must send the header timestamp with 13 digits: the time of each request in milliseconds.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 2 {
				s.Accepted(s.Give(chat(), p))
				if got := s.Last(pathSend).Header.Get("timestamp"); !kit.Digits(got, 13) {
					t.Errorf("timestamp is %q, want 13 digits", got)
				}
				s.Advance(20 * time.Minute)
			}
		},
	}, {
		ID: "honor/auth/two-apps-sender", Level: must, Source: manners, Codes: []string{"200"},
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
		ID: "honor/auth/bad-secret-sender", Level: must, Rows: []string{"R02", "R03"}, Source: realTraffic, Codes: []string{"unauthorized_client", "200"},
		Title:       "a refused login is CREDENTIAL_WRONG and no end",
		Requirement: "A sender must report a login refused with unauthorized_client as CREDENTIAL_WRONG, send nothing, not call the token dead, and log in again for the next message.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Answers(pathToken, 1, 401, `{"error":"unauthorized_client","error_description":"Invalid client or Invalid client credentials"}`)
			o := s.Give(chat(), p).Outcomes[0]
			if o.State == vendors.StateAccepted || o.Reason != vendors.ReasonCredentialWrong || o.Code != "unauthorized_client" || o.TokenDead {
				t.Errorf("the outcome is %s (%s, code %q, dead %t), want refused (CREDENTIAL_WRONG) with unauthorized_client", o.State, o.Reason, o.Code, o.TokenDead)
			}
			s.WantRequests(pathSend, 0)
			s.wantLogins(1)
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 1)
		},
	}, {
		ID: "honor/auth/number-error-sender", Level: should, Rows: []string{"R02"}, Source: realTraffic, Codes: nil,
		Title:       "an error that is a number is read, too",
		Requirement: "A sender should report a login refused with a number as error as CREDENTIAL_WRONG, and not fail on it.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Answers(pathToken, 0, 400, `{"sub_error":20024,"error_description":"invalid client","error":1101}`)
			if o := s.Give(chat(), s.Phone("a")).Outcomes[0]; o.State == vendors.StateAccepted || o.Reason != vendors.ReasonCredentialWrong || o.TokenDead {
				t.Errorf("the outcome is %s (%s, dead %t), want refused (CREDENTIAL_WRONG)", o.State, o.Reason, o.TokenDead)
			}
		},
	}, {
		ID: "honor/auth/secrets-sender", Level: must, Source: manners, Codes: []string{"unauthorized_client"},
		Title:       "no secret in logs and texts",
		Requirement: "A sender must not write the client_secret to its logs, outcomes or errors.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Answers(pathToken, 1, 401, `{"error":"unauthorized_client","error_description":"Invalid client or Invalid client credentials"}`)
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

// senderRefreshCases are about access tokens that Honor refuses.
func senderRefreshCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	must := conformance.Must
	return []conformance.Case{{
		ID: "honor/auth/expired-refresh-sender", Level: must, Rows: []string{"R10"}, Source: docCodes, Codes: []string{"403", "200"},
		Title:       "403: log in once, repeat once",
		Requirement: "A sender must log in again after code 403, whatever the HTTP status, and repeat the request exactly once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for i, status := range []int{403, 200, 401} {
				s.answers(1, status, "403")
				s.Accepted(s.Give(chat(), p))
				s.WantRequests(pathSend, 2*(i+1))
				s.wantLogins(i + 2)
				s.WantItems(p, i+1)
			}
		},
	}, {
		ID: "honor/auth/expired-for-ever-sender", Level: must, Rows: []string{"R10"}, Source: docCodes, Codes: []string{"403"},
		Title:       "403 twice is the end",
		Requirement: "A sender must report 403 after one new login did not help as CREDENTIAL_WRONG, must not repeat the request again, nor say that it may be, and not call the token dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers(0, 403, "403")
			o := s.Give(chat(), s.Phone("a")).Outcomes[0]
			s.Refused(o, "403", vendors.ReasonCredentialWrong, false)
			if o.Retryable() {
				t.Errorf("the outcome says that sending again (%s) is worth it", o.Retry)
			}
			s.WantRequests(pathSend, 2)
			s.wantLogins(2)
		},
	}, {
		ID: "honor/auth/status-refresh-sender", Level: conformance.Should, Rows: []string{"R10"}, Source: docCodes, Codes: []string{"200"},
		Title:       "HTTP 401 and 403: log in once, whatever the code",
		Requirement: "A sender should log in again after HTTP 403 or 401 with a code of its own or none, repeat the request once, and then report the credential.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for i, status := range []int{403, 401} {
				s.answers(1, status, "99999999")
				s.Accepted(s.Give(chat(), p))
				s.wantLogins(i + 2)
				s.WantItems(p, i+1)
			}
			s.answers(0, 403, "99999999")
			s.Refused(s.Give(chat(), p).Outcomes[0], "99999999", vendors.ReasonCredentialWrong, false)
			s.WantRequests(pathSend, 6)
		},
	}, {
		ID: "honor/auth/expired-token-sender", Level: must, Rows: []string{"R10"}, Source: docCodes, Codes: []string{"403", "200"},
		Title:       "an access token that ended early is renewed",
		Requirement: "A sender must deliver with a new access token when Honor refuses the one it keeps.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.Answers(pathToken, 1, 200, `{"access_token":"stale.demo.token","expires_in":3600,"token_type":"Bearer"}`)
			s.Accepted(s.Give(chat(), p, q))
			s.WantRequests(pathSend, 2)
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}, {
		ID: "honor/auth/login-503-sender", Level: conformance.Should, Source: docCodes, Codes: []string{"200"}, Needs: clock,
		Title:       "a login that fails with HTTP 503 is tried again",
		Requirement: "A sender should try the login again after HTTP 503, and deliver.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Fault(fault.Fault{Kind: fault.Status, Path: pathToken, Times: 1, Status: 503, Body: "busy"})
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 1)
		},
	}}
}
