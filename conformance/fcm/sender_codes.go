package fcm

import (
	"fmt"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// meaning is what a sender must make of one refusal.
type meaning struct {
	id, rpc, code string // code is FcmError's, "" for none
	status        int
	reason        vendors.Reason
	dead          bool
	rows          []string
	source        string
}

// told is the code an outcome must have.
func (m meaning) told() string {
	if m.code != "" {
		return m.code
	}
	return m.rpc
}

// permanent are the refusals after which repeating is in vain.
func permanent() []meaning {
	return []meaning{
		{id: "invalid-argument", status: 400, rpc: "INVALID_ARGUMENT", code: "INVALID_ARGUMENT", reason: vendors.ReasonBadRequest, rows: []string{"F17", "F20"}, source: docErrors},
		{id: "invalid-argument-bare", status: 400, rpc: "INVALID_ARGUMENT", reason: vendors.ReasonBadRequest, rows: []string{"F19", "F33"}, source: realTraffic},
		{id: "unregistered", status: 404, rpc: "NOT_FOUND", code: "UNREGISTERED", reason: vendors.ReasonTokenUnregistered, dead: true, rows: []string{"F14"}, source: docErrors},
		{id: "not-found", status: 404, rpc: "NOT_FOUND", reason: vendors.ReasonBadRequest, rows: []string{"F14", "F15"}, source: docErrors},
		{id: "sender-id-mismatch", status: 403, rpc: "PERMISSION_DENIED", code: "SENDER_ID_MISMATCH", reason: vendors.ReasonTokenInvalid, dead: true, rows: []string{"F13"}, source: docErrors},
		{id: "permission-denied", status: 403, rpc: "PERMISSION_DENIED", reason: vendors.ReasonRightMissing, rows: []string{"F12", "F15"}, source: docErrors},
		{id: "third-party-auth-error", status: 401, rpc: "UNAUTHENTICATED", code: "THIRD_PARTY_AUTH_ERROR", reason: vendors.ReasonCredentialWrong, rows: []string{"F11"}, source: docErrors},
	}
}

// passing are the refusals that waiting mends, with the least pause Google asks for.
func passing() []busy {
	return []busy{
		{meaning{id: "quota-exceeded", status: 429, rpc: "RESOURCE_EXHAUSTED", code: "QUOTA_EXCEEDED", reason: vendors.ReasonQPS, rows: []string{"F27"}, source: docErrors}, time.Minute},
		{meaning{id: "resource-exhausted", status: 429, rpc: "RESOURCE_EXHAUSTED", reason: vendors.ReasonQPS, rows: []string{"F25"}, source: docQuota}, time.Minute},
		{meaning{id: "unavailable", status: 503, rpc: "UNAVAILABLE", code: "UNAVAILABLE", reason: vendors.ReasonVendorError, rows: []string{"F31"}, source: docErrors}, 10 * time.Second},
		{meaning{id: "internal", status: 500, rpc: "INTERNAL", code: "INTERNAL", reason: vendors.ReasonVendorError, source: docErrors}, 10 * time.Second},
	}
}

type busy struct {
	meaning
	pause time.Duration
}

// senderCodeCases make the endpoint answer each code and look at what the sender makes
// of it.
func senderCodeCases() []conformance.Case {
	var out []conformance.Case
	for _, m := range permanent() {
		fate := "not call the token dead"
		if m.dead {
			fate = "call the token dead"
		}
		out = append(out, conformance.Case{
			ID: "fcm/codes/" + m.id + "-sender", Level: conformance.Must, Rows: m.rows, Source: m.source, Codes: []string{m.told()},
			Title: fmt.Sprintf("%d %s is %s and not repeated", m.status, m.told(), m.reason),
			Requirement: fmt.Sprintf("A sender must report HTTP %d with %s as %s, not repeat the message, not log in again, and %s.",
				m.status, describe(m), m.reason, fate),
			Run: func(t *conformance.T) {
				s := start(t)
				s.says(1, m.status, m.rpc, m.code)
				s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], m.told(), m.reason, m.dead)
				s.WantRequests(pathSend, 1)
				s.wantLogins(1)
			},
		})
	}
	for _, m := range passing() {
		out = append(out, m.cases()...)
	}
	return out
}

// cases let one refusal pass, and another stay.
func (m busy) cases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "fcm/codes/" + m.id + "-sender", Level: conformance.Must, Rows: m.rows, Source: docScale, Codes: []string{m.told(), "200"}, Needs: clock,
		Title: fmt.Sprintf("%d %s passes: wait %v", m.status, m.told(), m.pause),
		Requirement: fmt.Sprintf("After HTTP %d with %s and no Retry-After a sender must wait %v before it repeats the message, or report it as to be tried later, no earlier than that; sent again then, it is accepted.",
			m.status, describe(m.meaning), m.pause),
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.says(1, m.status, m.rpc, m.code)
			o := s.Try(chat(), p).Outcomes[0]
			if o.State == vendors.StateAccepted {
				s.wantPause(m.pause)
			} else {
				if s.wantNoSuccess(o); !o.Retryable() || o.RetryAfter < m.pause || o.Reason != m.reason {
					t.Errorf("the outcome is %s (%s, retry %q after %v), want %s and a retry after %v", o.State, o.Reason, o.Retry, o.RetryAfter, m.reason, m.pause)
				}
				s.Advance(m.pause)
				s.Accepted(s.Give(chat(), p))
			}
			s.WantRequests(pathSend, 2)
			s.WantItems(p, 1)
		},
	}, {
		ID: "fcm/codes/" + m.id + "-for-ever-sender", Level: conformance.Must, Rows: m.rows, Source: m.source, Codes: []string{m.told()}, Needs: clock,
		Title:       m.told() + " for ever is given up",
		Requirement: fmt.Sprintf("A sender must give up after some tries of %s, report it as %s and not call the token dead.", m.told(), m.reason),
		Run: func(t *conformance.T) {
			s := start(t)
			s.says(0, m.status, m.rpc, m.code)
			o := s.Try(chat(), s.Phone("a")).Outcomes[0]
			if s.wantNoSuccess(o); o.Code != m.told() || o.Reason != m.reason {
				t.Errorf("the outcome is %s (%s, code %q), want %s with %s", o.State, o.Reason, o.Code, m.reason, m.told())
			}
			if n := len(s.Requests(pathSend)); n > 10 {
				t.Errorf("%d requests, want at most 10", n)
			}
		},
	}}
}

func describe(m meaning) string {
	if m.code == "" {
		return m.rpc + " without an FcmError"
	}
	return "FcmError " + m.code
}

// senderRetryCases are about waiting.
func senderRetryCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "fcm/service/unavailable-sender", Level: conformance.Must, Rows: []string{"F31"}, Source: docErrors, Codes: []string{"UNAVAILABLE", "200"}, Needs: clock,
		Title:       "503 with Retry-After is repeated no earlier",
		Requirement: "A sender must wait as long as Retry-After says after a 503, then repeat and deliver once.",
		Run: func(t *conformance.T) {
			for _, after := range []int{3, 25} {
				s := start(t, kit.Named(fmt.Sprintf("after%d", after)))
				p := s.Phone(fmt.Sprintf("p%d", after))
				before := len(s.Requests(pathSend))
				s.failing(1, 503, fmt.Sprint(after))
				s.Accepted(s.Give(chat(), p))
				got := s.WantRequests(pathSend, before+2)
				if len(got) == before+2 {
					if pause := got[before+1].At.Sub(got[before].At); pause < time.Duration(after)*time.Second {
						t.Errorf("the second send came after %v, want at least %d s", pause, after)
					}
				}
				s.WantItems(p, 1)
			}
		},
	}, {
		ID: "fcm/quota/project-quota-sender", Level: conformance.Must, Rows: []string{"F25"}, Source: docQuota, Codes: []string{"RESOURCE_EXHAUSTED", "200"}, Needs: clock,
		Title:       "over the project's minute is no fault of the token",
		Requirement: "A sender must deliver a message that was over the project's quota when the minute is over, or say when to try again.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Limit("messages", 1))
			p, q := s.Phone("a"), s.Phone("b")
			s.Accepted(s.Give(chat(), p))
			if o := s.Try(chat(), q).Outcomes[0]; o.State != vendors.StateAccepted {
				if s.wantNoSuccess(o); !o.Retryable() || o.RetryAfter <= 0 {
					t.Errorf("the outcome is %s (%s, retry %q after %v), want a moment to try again", o.State, o.Reason, o.Retry, o.RetryAfter)
				}
				s.Advance(o.RetryAfter)
				s.Accepted(s.Give(chat(), q))
			}
			s.WantItems(q, 1)
		},
	}, {
		ID: "fcm/quota/device-rate-sender", Level: conformance.Must, Rows: []string{"F27"}, Source: docQuota, Codes: []string{"QUOTA_EXCEEDED"}, Needs: clock,
		Title:       "a phone that gets too much is not dead",
		Requirement: "A sender must not call a token dead for QUOTA_EXCEEDED.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.says(0, 429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED")
			o := s.Try(chat(), p).Outcomes[0]
			if s.wantNoSuccess(o); o.Reason != vendors.ReasonQPS || !o.Retryable() {
				t.Errorf("the outcome is %s (%s, retry %q), want a matter of rate that may be tried later", o.State, o.Reason, o.Retry)
			}
		},
	}}
}

const page = "<html><title>Error 502 (Server Error)!!1</title><p>The server encountered a temporary error. Please try again in 30 seconds.</html>"

// senderFailureCases are about answers that are no verdict.
func senderFailureCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	odd := func(id, what string, status int, answer string) conformance.Case {
		return conformance.Case{
			ID: "fcm/failure/" + id, Level: conformance.Must, Rows: []string{"F32"}, Source: realTraffic, Needs: clock,
			Title:       what + " is no success and no dead token",
			Requirement: "A sender must not report a message as accepted when the answer is " + what + ", nor call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.Answers(pathSend, 0, status, answer)
				s.wantNoSuccess(s.Try(chat(), s.Phone("a")).Outcomes[0])
			},
		}
	}
	return []conformance.Case{
		odd("no-name", "200 without a name", 200, `{}`),
		odd("empty-body", "200 with an empty body", 200, ``),
		odd("not-json", "200 with HTML", 200, `<html><body>It works!</body></html>`),
		odd("cut-short", "JSON that is cut short", 200, `{"name":"projects/p/mess`),
		odd("null-name", "a name that is null", 200, `{"name":null}`),
		odd("error-200", "an error at HTTP 200", 200, refusal(400, "INVALID_ARGUMENT", "no", "")),
		odd("page-404", "404 with HTML", 404, page),
		odd("page-403", "403 with HTML", 403, page),
		odd("no-details", "404 with NOT_FOUND alone", 404, refusal(404, "NOT_FOUND", "Requested entity was not found.", "")),
		odd("other-details", "404 with details of another kind", 404, `{"error":{"code":404,"message":"no","status":"NOT_FOUND","details":[{"@type":"`+typeErr+`","errorCode":"UNREGISTERED","reason":"UNREGISTERED"}]}}`),
		{
			ID: "fcm/failure/html-502-sender", Level: conformance.Must, Rows: []string{"F32", "B14"}, Source: realTraffic, Codes: []string{"200"}, Needs: clock,
			Title:       "502 with HTML is a passing error of the server",
			Requirement: "A sender must take HTTP 502 with Google's HTML page as an error of the server, try again and deliver.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.Fault(fault.Fault{Kind: fault.HTML, Path: pathSend, Times: 1})
				s.Accepted(s.Give(chat(), p))
				s.WantItems(p, 1)
			},
		}, {
			ID: "fcm/failure/html-502-for-ever-sender", Level: conformance.Must, Rows: []string{"F32", "B14"}, Source: realTraffic, Needs: clock,
			Title:       "the status of a page is kept",
			Requirement: "A sender must report HTTP 502 with a page as a trouble of the server with its status, that may be tried later.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.Answers(pathSend, 0, 502, page)
				o := s.Try(chat(), s.Phone("a")).Outcomes[0]
				if s.wantNoSuccess(o); o.Reason != vendors.ReasonVendorError || o.HTTPStatus != 502 || !o.Retryable() {
					t.Errorf("the outcome is %s (%s, HTTP %d, retry %q), want a trouble of the server with its status", o.State, o.Reason, o.HTTPStatus, o.Retry)
				}
			},
		}, {
			ID: "fcm/failure/unknown-code", Level: conformance.Must, Source: docErrors,
			Title:       "a code nobody knows is passed on",
			Requirement: "A sender must report an FcmError it does not know as it is, refused, and not call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.says(0, 400, "INVALID_ARGUMENT", "SOMETHING_NEW")
				if o := s.Give(chat(), s.Phone("a")).Outcomes[0]; o.State != vendors.StateRefused || o.Code != "SOMETHING_NEW" || o.TokenDead {
					t.Errorf("the outcome is %s (code %q, dead %t), want refused with SOMETHING_NEW", o.State, o.Code, o.TokenDead)
				}
			},
		}, {
			ID: "fcm/failure/other-words", Level: conformance.Must, Source: docErrors, Codes: []string{"UNREGISTERED", "PERMISSION_DENIED"},
			Title:       "the text of an answer kills no token",
			Requirement: "A sender must go by FcmError, not by message: a text that speaks of UNREGISTERED without one makes no token dead, another text with one does.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.Answers(pathSend, 1, 403, refusal(403, "PERMISSION_DENIED", "SenderId mismatch UNREGISTERED NotRegistered", ""))
				s.wantNoSuccess(s.Give(chat(), s.Phone("a")).Outcomes[0])
				s.Answers(pathSend, 1, 404, refusal(404, "NOT_FOUND", "OK", "UNREGISTERED"))
				s.Refused(s.Give(chat(), s.Phone("b")).Outcomes[0], "UNREGISTERED", vendors.ReasonTokenUnregistered, true)
			},
		},
	}
}
