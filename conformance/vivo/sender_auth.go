package vivo

import (
	"sync"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

func senderAuthCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "vivo/auth/login-sender", Level: conformance.Must, Rows: []string{"V01", "S02"}, Source: docAPI, Codes: []string{"0"},
		Title:       "a sender logs in and sends the authToken",
		Requirement: "A sender must log in with the documented sign and put the authToken in the header of that name.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(chat(), s.Phone("a")))
			s.WantRequests("/message/auth", 1)
			for _, x := range s.WantRequests("/message/send", 1) {
				if x.Header.Get("authToken") == "" {
					t.Errorf("the request has no authToken header")
				}
			}
		},
	}, {
		ID: "vivo/auth/login-once-sender", Level: conformance.Should, Rows: []string{"V06"}, Source: docAPI, Codes: []string{"0"},
		Title:       "one login serves many sends",
		Requirement: "A sender should keep the authToken, which lives a day, and not log in for every send.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 5 {
				s.Accepted(s.Give(chat(), p))
			}
			if n := len(s.Requests("/message/auth")); n > 1 {
				t.Errorf("%d logins for 5 sends, want 1", n)
			}
		},
	}, {
		ID: "vivo/auth/concurrent-login-sender", Level: conformance.Should, Rows: []string{"V06"}, Source: docAPI, Codes: []string{"0"},
		Title:       "sends at the same time share a login",
		Requirement: "A sender should log in once for sends that start at the same time, as vivo limits logins.",
		Run: func(t *conformance.T) {
			s := start(t)
			ps := make([]device.Phone, 8)
			for i := range ps {
				ps[i] = s.Phone("phone-" + ordinals[i])
			}
			var all sync.WaitGroup
			for _, p := range ps {
				all.Go(func() {
					r, err := s.Sender.Send(t.Context(), chat(), []vendors.Token{vendors.Token(p.Token)})
					if err != nil || r.Accepted() != 1 {
						t.Errorf("send to %s: %v, %+v", p.ID, err, r.Outcomes)
					}
				})
			}
			all.Wait()
			if n := len(s.Requests("/message/auth")); n != 1 {
				t.Errorf("%d logins for 8 sends at the same time, want 1", n)
			}
		},
	}, {
		ID: "vivo/auth/expired-refresh-sender", Level: conformance.Must, Rows: []string{"V06"}, Source: docCodes, Codes: []string{"10000", "0"},
		Title:       "10000: log in once, repeat once",
		Requirement: "A sender must log in again after 10000 and repeat the request exactly once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.answers("/message/send", 1, `{"result":10000,"desc":"权限认证失败"}`)
			s.Accepted(s.Give(chat(), p))
			s.WantRequests("/message/auth", 2)
			s.WantRequests("/message/send", 2)
			s.WantItems(p, 1)
		},
	}, {
		ID: "vivo/auth/expired-for-ever-sender", Level: conformance.Must, Rows: []string{"V06"}, Source: docCodes, Codes: []string{"10000"},
		Title:       "10000 twice is the end",
		Requirement: "A sender must report 10000 after one new login did not help, and must not repeat the request again.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers("/message/send", 0, `{"result":10000,"desc":"权限认证失败"}`)
			r := s.Give(chat(), s.Phone("a"))
			s.Refused(r.Outcomes[0], "10000", vendors.ReasonCredentialExpired, false)
			s.WantRequests("/message/send", 2)
		},
	}, {
		ID: "vivo/auth/expired-list-sender", Level: conformance.Must, Rows: []string{"V06"}, Source: docCodes, Codes: []string{"10000", "0"},
		Features:    []string{"list"},
		Title:       "10000 on a list: log in once, repeat once",
		Requirement: "A sender must log in again after 10000 on pushToList and repeat that request exactly once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.answers("/message/pushToList", 1, `{"result":10000,"desc":"权限认证失败"}`)
			s.Accepted(s.Give(chat(), p, q))
			s.WantRequests("/message/pushToList", 2)
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}, {
		ID: "vivo/auth/next-day-sender", Level: conformance.Must, Rows: []string{"V06"}, Source: docAPI, Codes: []string{"0"}, Needs: clock,
		Title:       "a day later a sender has a new authToken",
		Requirement: "A sender must still deliver after its authToken's 24 hours are over.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Accepted(s.Give(chat(), p))
			s.Advance(24*time.Hour + time.Millisecond)
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 2)
		},
	}, {
		ID: "vivo/auth/two-apps-sender", Level: conformance.Must, Rows: []string{"V07"}, Source: docCodes, Codes: []string{"0"},
		Title:       "two apps have two authTokens",
		Requirement: "A sender must not use one app's authToken for another app, even in one process.",
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
		ID: "vivo/auth/appid-own-sender", Level: conformance.Must, Rows: []string{"V07"}, Source: docCodes, Codes: []string{"10094"},
		Title:       "another app's appId is sent when asked for",
		Requirement: "A sender must send an appId its caller gives as it is, and report 10094 when it is another app's than the authToken's.",
		Run: func(t *conformance.T) {
			s := start(t)
			other := kit.AddApp(t, shop(kit.Named("other")))
			p := s.Phone("a")
			own := s.Own(chat(), `{"appId":`+other.Credentials["app_id"]+`}`)
			s.Refused(s.Give(own, p).Outcomes[0], "10094", vendors.ReasonCredentialWrong, false)
			s.WantItems(p, 0)
		},
	}, {
		ID: "vivo/auth/secrets-sender", Level: conformance.Must, Source: assumedManners, Codes: []string{"10206"},
		Title:       "no secret in logs and texts",
		Requirement: "A sender must not write appSecret or appKey to its logs, outcomes or errors.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.answers("/message/auth", 1, `{"result":10206,"desc":"sign不正确"}`)
			r, err := s.Sender.Send(t.Context(), chat(), []vendors.Token{vendors.Token(p.Token)})
			s.Accepted(s.Give(chat(), p))
			seen := t.Logs()
			for _, o := range r.Outcomes {
				seen += o.Text
			}
			if err != nil {
				seen += err.Error()
			}
			for _, name := range []string{"app_secret", "app_key"} {
				if contains(seen, s.App.Credentials[name]) {
					t.Errorf("%s is in the logs, an outcome or an error", name)
				}
			}
		},
	}}
}

// assumedManners is the source of what no vendor has to write down.
const assumedManners = "what any sender owes its user"
