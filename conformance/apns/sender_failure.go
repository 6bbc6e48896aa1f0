package apns

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// patience is more than the tries any sender makes of one message.
const patience = 20

const page = "<html><body><h1>Bad Gateway</h1></body></html>"

// senderFailureCases are about answers that are not Apple's.
func senderFailureCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return append([]conformance.Case{{
		ID: "apns/failure/html-502-sender", Level: conformance.Must, Rows: []string{"A42", "B14"}, Source: anySender, Codes: []string{"200"}, Needs: clock,
		Title:       "a proxy's 502 is tried again under the same apns-id",
		Requirement: "A sender must repeat a message after a 502 with an HTML page, under the same apns-id, and deliver it once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			s.answers(1, 502, "text/html", page)
			s.Accepted(s.Give(chat(), p))
			if all := s.WantRequests(pushes, 2); len(all) == 2 {
				if a, b := all[0].Header.Get("apns-id"), all[1].Header.Get("apns-id"); a != b || !isUUID(a) {
					t.Errorf("apns-id %q, then %q for the same message", a, b)
				}
			}
			s.WantItems(p, 1)
		},
	}, {
		ID: "apns/failure/html-502-for-ever-sender", Level: conformance.Must, Rows: []string{"A42", "B14"}, Source: anySender, Needs: clock,
		Title:       "the status of a proxy's page is kept",
		Requirement: "A sender must report a 5xx with an HTML page with its HTTP status, as a trouble of the server, to be repeated later, with no dead token.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			for _, status := range []int{500, 502, 503} {
				s.Fault(fault.Fault{Kind: fault.Answer, Times: patience, Status: status, Type: "text/html", Body: page})
				tried := len(s.Requests(pushes))
				o := s.try(chat(), p)
				for range patience - (len(s.Requests(pushes)) - tried) {
					s.push(p) // uses up the rest of the trouble
				}
				if o.State == vendors.StateAccepted || o.TokenDead || !o.Retryable() || o.HTTPStatus != status || o.Reason != vendors.ReasonVendorError {
					t.Errorf("after %d and a page the outcome is %s (%s, HTTP %d, retry %q, dead %t), want a trouble of the server with its status and a retry",
						status, o.State, o.Reason, o.HTTPStatus, o.Retry, o.TokenDead)
				}
			}
		},
	}, {
		ID: "apns/failure/html-410-sender", Level: conformance.Must, Rows: []string{"A42", "A10"}, Source: anySender,
		Title:       "a 410 that is not Apple's kills no token",
		Requirement: "A sender must not call a token dead for a 410 without one of Apple's reasons.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers(0, 410, "text/html", page)
			if o := s.try(chat(), s.phone("a")); o.TokenDead || o.State == vendors.StateAccepted {
				t.Errorf("the outcome is %s (code %q, dead %t), want a failure and not dead", o.State, o.Code, o.TokenDead)
			}
		},
	}, {
		ID: "apns/failure/same-id", Level: conformance.Should, Rows: []string{"A42"}, Source: anySender, Needs: clock,
		Title:       "a message sent again by its user keeps its apns-id",
		Requirement: "A sender should derive the apns-id from the message's own id and the token, so that logs can be joined.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.phone("a"), s.phone("b")
			id := func(to string) string {
				msg := chat()
				msg.ID = "order-7"
				return s.Accepted(s.GiveTo(msg, vendors.Token(to))).MessageID
			}
			if a, again, other := id(p.Token), id(p.Token), id(q.Token); a != again || a == other {
				t.Errorf("apns-ids %q, %q (again) and %q (to another token)", a, again, other)
			}
		},
	}, {
		ID: "apns/failure/reset-sender", Level: conformance.Must, Rows: []string{"A42"}, Source: anySender, Codes: []string{"200"}, Needs: clock,
		Title:       "a connection that broke is replaced",
		Requirement: "A sender must send on over a new connection after one broke.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			s.Accepted(s.Give(chat(), p))
			s.Fault(fault.Fault{Kind: fault.Reset, Times: 1})
			s.try(chat(), p)
			s.Accepted(s.Give(chat(), p))
		},
	}}, oddAnswerCases()...)
}

// oddAnswerCases are answers that are not what Apple documents.
func oddAnswerCases() []conformance.Case {
	odd := func(id, what string, status int, content string) conformance.Case {
		return conformance.Case{
			ID: "apns/failure/" + id, Level: conformance.Must, Rows: []string{"A42"}, Source: anySender,
			Title:       what + " is no success and no dead token",
			Requirement: "A sender must not report a message as accepted when the answer is " + what + ", nor call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.answers(0, status, "application/json", content)
				if o := s.try(chat(), s.phone("a")); o.State == vendors.StateAccepted || o.TokenDead {
					t.Errorf("the outcome is %s (%s, dead %t) after %d %s", o.State, o.Reason, o.TokenDead, status, content)
				}
			},
		}
	}
	return []conformance.Case{
		odd("page-200", "200 with an HTML page", 200, "<html><body>It works!</body></html>"),
		odd("no-reason", "400 without a reason", 400, `{"error":"bad"}`),
		odd("null-reason", "400 with the reason null", 400, `{"reason":null}`),
		odd("empty-400", "400 without a body", 400, ``),
		odd("cut-short", "JSON that is cut short", 410, `{"reason":"Unregis`),
		odd("redirect", "a redirect", 301, ``),
		{
			ID: "apns/failure/unknown-reason", Level: conformance.Must, Rows: []string{"A42"}, Source: anySender,
			Title:       "a reason nobody knows is passed on",
			Requirement: "A sender must report a reason it does not know as it is, refused, and not call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.says(0, 400, "SomethingNew")
				if o := s.Give(chat(), s.phone("a")).Outcomes[0]; o.State != vendors.StateRefused || o.Code != "SomethingNew" || o.TokenDead {
					t.Errorf("the outcome is %s (code %q, dead %t), want refused with SomethingNew", o.State, o.Code, o.TokenDead)
				}
			},
		},
	}
}
