package honor

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// senderFailureCases are about answers that are no verdict.
func senderFailureCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	must := conformance.Must
	odd := func(id, what string, status int, answer string) conformance.Case {
		return conformance.Case{
			ID: "honor/failure/" + id, Level: must, Source: docCodes + "; " + realTraffic, Needs: clock,
			Title:       what + " is no success",
			Requirement: "A sender must not report a message as accepted when the answer is " + what + ", nor call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.Answers(pathSend, 0, status, answer)
				o := s.Try(chat(), s.Phone("a")).Outcomes[0]
				if o.State == vendors.StateAccepted || o.TokenDead {
					t.Errorf("the outcome is %s (%s, dead %t) after HTTP %d %s", o.State, o.Reason, o.TokenDead, status, answer)
				}
			},
		}
	}
	return []conformance.Case{
		odd("no-code", "JSON without a code", 200, `{"message":"success","data":{"sendResult":true}}`),
		odd("empty-body", "an empty body", 200, ``),
		odd("not-json", "HTTP 200 with HTML", 200, `<html><body>It works!</body></html>`),
		odd("cut-short", "JSON that is cut short", 200, `{"code":200,"message":"succ`),
		odd("null-code", "a code that is null", 200, `{"code":null,"message":"success","data":{"sendResult":true}}`),
		odd("not-found", "HTTP 404", 404, `404 page not found`),
		odd("busy-for-ever", "HTTP 503 for ever", 503, ``),
		{
			ID: "honor/failure/html-502-sender", Level: must, Rows: []string{"B14"}, Source: realTraffic, Codes: []string{"200"}, Needs: clock,
			Title:       "HTTP 502 with HTML is a passing error of the server",
			Requirement: "A sender must take HTTP 502 with an HTML page as an error of the server, try again and deliver.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.Fault(fault.Fault{Kind: fault.HTML, Path: pathSend, Times: 1})
				s.Accepted(s.Give(chat(), p))
				s.WantItems(p, 1)
			},
		},
		{
			ID: "honor/failure/other-words", Level: must, Source: realTraffic, Codes: []string{"200", "80100003"},
			Title:       "the text of an answer decides nothing",
			Requirement: "A sender must go by code, not by message.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.Answers(pathSend, 1, 200, `{"code":200,"message":"Failed"}`)
				s.Accepted(s.Give(chat(), p))
				s.Answers(pathSend, 1, 200, `{"code":80100003,"message":"success"}`)
				if o := s.Give(chat(), p).Outcomes[0]; o.State != vendors.StateRefused {
					t.Errorf("80100003 with the message success is %s, want refused", o.State)
				}
			},
		},
	}
}
