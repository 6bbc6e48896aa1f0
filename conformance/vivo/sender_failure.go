package vivo

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// senderFailureCases are about answers that are no verdict.
func senderFailureCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	serverError := func(times int) fault.Fault {
		return fault.Fault{Name: "server-error", Kind: fault.Answer, Path: "/message/send", Times: times,
			Status: 500, Type: "text/plain", Body: "Internet server error!"}
	}
	return append([]conformance.Case{{
		ID: "vivo/failure/http-500", Level: conformance.Must, Rows: []string{"V38", "S01"}, Source: docAPI, Needs: clock,
		Title:       "HTTP 500 with plain text is retried",
		Requirement: "A sender must retry after HTTP 500 with the text \"Internet server error!\", with growing pauses, and succeed.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Fault(serverError(2))
			s.Accepted(s.Give(chat(), p))
			s.wantPauses("/message/send", 3, 700*time.Millisecond)
			s.WantItems(p, 1)
		},
	}, {
		ID: "vivo/failure/http-500-for-ever", Level: conformance.Must, Rows: []string{"V38"}, Source: docAPI, Needs: clock,
		Title:       "HTTP 500 for ever is given up",
		Requirement: "A sender must give up after some tries of HTTP 500, report an error of the vendor and not call the token dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Fault(serverError(0))
			o := s.Try(chat(), s.Phone("a")).Outcomes[0]
			if o.State == vendors.StateAccepted || o.Reason != vendors.ReasonVendorError || o.TokenDead {
				t.Errorf("the outcome is %s (%s, dead %t), want no success and %s", o.State, o.Reason, o.TokenDead, vendors.ReasonVendorError)
			}
			if n := len(s.Requests("/message/send")); n < 2 || n > 10 {
				t.Errorf("%d requests, want 2 to 10", n)
			}
		},
	}, {
		ID: "vivo/failure/login-500", Level: conformance.Should, Rows: []string{"V38"}, Source: docAPI, Needs: clock,
		Title:       "a login that fails with HTTP 500 is tried again",
		Requirement: "A sender should try the login again after HTTP 500, and deliver.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			f := serverError(1)
			f.Path = "/message/auth"
			s.Fault(f)
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 1)
		},
	}, {
		ID: "vivo/failure/same-requestid", Level: conformance.Must, Rows: []string{"V44", "V38"}, Source: docAPI, Needs: clock,
		Title:       "a retry keeps the requestId",
		Requirement: "A sender must repeat a message under the same requestId, which is vivo's means against sending twice.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Fault(serverError(1))
			s.Accepted(s.Give(chat(), s.Phone("a")))
			got := s.WantRequests("/message/send", 2)
			if len(got) == 2 {
				if a, b := kit.Decoded(t, got[0]).Field("requestId"), kit.Decoded(t, got[1]).Field("requestId"); a != b {
					t.Errorf("requestId %q, then %q for the same message", a, b)
				}
			}
		},
	}, {
		ID: "vivo/failure/answer-lost", Assumed: true, Level: conformance.Should, Rows: []string{"V44"}, Source: docAPI, Needs: clock,
		Title:       "a lost answer does not ring twice",
		Requirement: "A sender should repeat a message whose answer was lost so that the phone shows it once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Fault(fault.Fault{Name: "lost-answer", Kind: fault.Reset, Path: "/message/send", Times: 1, Late: true})
			s.Try(chat(), p)
			s.WantItems(p, 1)
		},
	}, {
		ID: "vivo/failure/repeated-requestid-sender", Assumed: true, Level: conformance.Should, Rows: []string{"V44"}, Source: docAPI,
		Title:       "the same message sent twice by its user is one message",
		Requirement: "A sender should give two sends with the same message ID the same requestId.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 2 {
				msg := chat()
				msg.ID = "order-7"
				s.Accepted(s.Give(msg, p))
			}
			s.WantItems(p, 1)
		},
	}}, oddAnswerCases()...)
}

// oddAnswerCases are answers that are not what the document says.
func oddAnswerCases() []conformance.Case {
	odd := func(id, what, answer string) conformance.Case {
		return conformance.Case{
			ID: "vivo/failure/" + id, Level: conformance.Must, Rows: []string{"S01"}, Source: realTraffic,
			Title:       what + " is no success",
			Requirement: "A sender must not report a message as accepted when the answer is " + what + ", nor call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.answers("/message/send", 0, answer)
				o := s.Try(chat(), s.Phone("a")).Outcomes[0]
				if o.State == vendors.StateAccepted || o.TokenDead {
					t.Errorf("the outcome is %s (%s, dead %t) after the answer %s", o.State, o.Reason, o.TokenDead, answer)
				}
			},
		}
	}
	return []conformance.Case{
		odd("no-result", "JSON without result", `{"desc":"请求成功"}`),
		odd("empty-body", "an empty body", ``),
		odd("not-json", "HTTP 200 with HTML", `<html><body>It works!</body></html>`),
		odd("cut-short", "JSON that is cut short", `{"result":0,"desc":"请求成`),
		odd("null-result", "result null", `{"result":null,"desc":"请求成功"}`),
		odd("unknown-code", "a code nobody knows", `{"result":19999,"desc":"未知错误"}`),
		{
			ID: "vivo/failure/unknown-code-once", Level: conformance.May, Source: assumed, Codes: []string{"19999"},
			Title:       "an unknown code is not repeated",
			Requirement: "A sender may take an unknown code as final, and must then report it as it is on the wire.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.answers("/message/send", 0, `{"result":19999,"desc":"未知错误"}`)
				if o := s.Give(chat(), s.Phone("a")).Outcomes[0]; o.Code != "19999" {
					t.Errorf("the outcome has code %q, want 19999", o.Code)
				}
				s.WantRequests("/message/send", 1)
			},
		},
		{
			ID: "vivo/failure/other-words", Level: conformance.Must, Source: realTraffic, Codes: []string{"0"},
			Title:       "the text of an answer decides nothing",
			Requirement: "A sender must go by result, not by desc.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.answers("/message/send", 1, `{"result":0,"desc":"失败","taskId":"1165330000000000002"}`)
				s.Accepted(s.Give(chat(), s.Phone("a")))
				s.answers("/message/send", 1, `{"result":10302,"desc":"请求成功","invalidUser":{"status":1,"userid":"`+unknownID+`"}}`)
				if o := s.GiveTo(chat(), unknownID).Outcomes[0]; o.State != vendors.StateRefused {
					t.Errorf("result 10302 with desc 请求成功 is %s, want refused", o.State)
				}
			},
		},
	}
}
