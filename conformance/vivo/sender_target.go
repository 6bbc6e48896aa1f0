package vivo

import (
	"fmt"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderTargetCases are about what a sender says of tokens: only an answer that
// says so makes a token dead.
func senderTargetCases() []conformance.Case {
	return append([]conformance.Case{{
		ID: "vivo/target/dead-id-sender", Level: conformance.Must, Rows: []string{"V09"}, Source: docAPI, Codes: []string{"10302"},
		Title:       "status 1 is a dead token",
		Requirement: "A sender must report 10302 with status 1 as refused, the token as dead, and not repeat the request.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Refused(s.GiveTo(chat(), unknownID).Outcomes[0], "10302", vendors.ReasonTokenInvalid, true)
			s.WantRequests("/message/send", 1)
		},
	}, {
		ID: "vivo/target/uninstalled-sender", Level: conformance.Must, Rows: []string{"V10"}, Source: docAPI, Codes: []string{"10302"},
		Title:       "status 2 is a dead token",
		Requirement: "A sender must report 10302 with status 2 as unregistered, and the token as dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Refused(s.Give(chat(), s.Phone("a", kit.Uninstalled)).Outcomes[0], "10302", vendors.ReasonTokenUnregistered, true)
			s.WantRequests("/message/send", 1)
		},
	}, {
		ID: "vivo/testmode/test-mode-foreign-device-sender", Level: conformance.Must, Rows: []string{"V24"}, Source: docAPI, Codes: []string{"10302"},
		Features:    []string{"test-mode"},
		Title:       "status 4 is no dead token",
		Requirement: "A sender must report 10302 with status 4 as not a test device, and must not call the token dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Test = true
			s.Refused(s.Give(msg, s.Phone("a")).Outcomes[0], "10302", vendors.ReasonNotTestDevice, false)
			s.WantRequests("/message/send", 1)
		},
	}, {
		ID: "vivo/device/device-blocked-sender", Level: conformance.Must, Rows: []string{"V41"}, Source: docCodes, Codes: []string{"10311"},
		Title:       "10311 is no dead token",
		Requirement: "A sender must report 10311 as a state of the device, and must not call the token dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers("/message/send", 1, `{"result":10311,"desc":"该设备当前无法推送"}`)
			s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], "10311", vendors.ReasonDeviceNotAllowed, false)
			s.WantRequests("/message/send", 1)
		},
	}, {
		ID: "vivo/target/userid-number-sender", Level: conformance.Should, Rows: []string{"B01"}, Source: realTraffic, Codes: []string{"10302"},
		Title:       "a userid that is a number does not hide the answer",
		Requirement: "A sender should report 10302 although invalidUser.userid has an unexpected type.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers("/message/send", 1, `{"result":10302,"desc":"regId不合法","invalidUser":{"status":1,"userid":7}}`)
			if o := s.Give(chat(), s.Phone("a")).Outcomes[0]; o.State != vendors.StateRefused || o.Code != "10302" {
				t.Errorf("the outcome is %s (%s, code %q), want refused with 10302", o.State, o.Reason, o.Code)
			}
		},
	}, {
		ID: "vivo/target/bare-10302-sender", Level: conformance.Should, Source: realTraffic, Codes: []string{"10302"},
		Title:       "10302 without an invalidUser is a refusal",
		Requirement: "A sender should report 10302 without an invalidUser, as was seen in production, as refused.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers("/message/send", 1, `{"result":10302,"desc":"regId不合法"}`)
			o := s.Give(chat(), s.Phone("a")).Outcomes[0]
			if o.State != vendors.StateRefused || o.Reason != vendors.ReasonTokenInvalid {
				t.Errorf("the outcome is %s (%s), want refused (%s)", o.State, o.Reason, vendors.ReasonTokenInvalid)
			}
		},
	}, {
		ID: "vivo/quota/device-quota-sender", Level: conformance.Should, Rows: []string{"V29", "V42"}, Source: aggregators, Codes: []string{"0"},
		Title:       "what vivo took is not sent again",
		Requirement: "A sender should report a message over the device limit as accepted, as vivo answers 0, and send it once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for i := range 3 {
				s.Accepted(s.Give(sale(i), p))
			}
			s.WantRequests("/message/send", 3)
			s.WantItems(p, 2)
		},
	}, {
		ID: "vivo/device/duplicate-sender", Level: conformance.Should, Rows: []string{"V43"}, Source: docReceipts, Codes: []string{"0"},
		Title:       "two messages with one text are two messages",
		Requirement: "A sender should send two messages with equal texts under two requestIds and leave it to vivo to drop one.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Accepted(s.Give(chat(), p))
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 2)
		},
	}}, senderListTokenCases()...)
}

// senderListTokenCases are about lists in which some tokens are bad.
func senderListTokenCases() []conformance.Case {
	answer := func(users string) string {
		return fmt.Sprintf(`{"result":0,"desc":"请求成功","invalidUsers":[%s]}`, users)
	}
	listed := []string{"list"}
	return []conformance.Case{{
		ID: "vivo/list/list-flow-sender", Level: conformance.Must, Rows: []string{"V32", "S10"}, Source: docAPI, Codes: []string{"0"}, Features: listed,
		Title:       "a list is saved, pushed, and judged token by token",
		Requirement: "A sender must save the body, push it to the list, and report the listed ids alone as dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			r := s.GiveTo(chat(), vendors.Token(p.Token), unknownID, vendors.Token(q.Token))
			s.WantRequests("/message/saveListPayload", 1)
			s.WantRequests("/message/pushToList", 1)
			s.wantTokens(r, []bool{true, false, true})
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}, {
		ID: "vivo/list/userid-string-sender", Level: conformance.Must, Rows: []string{"B01"}, Source: realTraffic, Codes: []string{"0"}, Features: listed,
		Title:       "userid is a string",
		Requirement: "A sender must read invalidUsers whose userid is a string, and report that token as dead and the others as accepted.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.answers("/message/pushToList", 1, answer(`{"status":1,"userid":"`+q.Token+`"}`))
			s.wantTokens(s.Give(chat(), p, q), []bool{true, false})
		},
	}, {
		ID: "vivo/list/status-4-sender", Level: conformance.Must, Rows: []string{"V24"}, Source: docAPI, Codes: []string{"0"}, Features: []string{"list", "test-mode"},
		Title:       "status 4 in a list is no dead token",
		Requirement: "A sender must not call a token dead that a test list names with status 4.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Test = true
			r := s.Give(msg, s.Phone("a", kit.TestPhone), s.Phone("b"))
			if o := r.Outcomes[1]; o.State != vendors.StateRefused || o.Reason != vendors.ReasonNotTestDevice || o.TokenDead {
				t.Errorf("the phone that is no test device is %s (%s, dead %t), want refused (%s), alive", o.State, o.Reason, o.TokenDead, vendors.ReasonNotTestDevice)
			}
			if o := r.Outcomes[0]; o.State != vendors.StateAccepted {
				t.Errorf("the test device is %s (%s), want accepted", o.State, o.Reason)
			}
		},
	}, {
		ID: "vivo/list/no-resend-sender", Level: conformance.Must, Rows: []string{"V32"}, Source: docAPI, Codes: []string{"0"}, Features: listed,
		Title:       "a partial failure is not sent again",
		Requirement: "A sender must not send to the good tokens of a list again because others were bad.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.GiveTo(chat(), vendors.Token(p.Token), vendors.Token(q.Token), unknownID)
			s.WantRequests("/message/pushToList", 1)
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}, {
		ID: "vivo/list/all-dead-sender", Level: conformance.Should, Source: assumed, Codes: []string{"10302"}, Features: listed,
		Title:       "a list of dead ids is all dead",
		Requirement: "A sender should report every token of a list of dead ids as dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a", kit.Uninstalled), s.Phone("b", kit.Unsubscribed)
			s.wantTokens(s.Give(chat(), p, q), []bool{false, false})
		},
	}}
}

// wantTokens says which tokens must be accepted; the others must be refused and
// dead.
func (s *sending) wantTokens(r vendors.Result, good []bool) {
	for i, o := range r.Outcomes {
		switch {
		case good[i] && (o.State != vendors.StateAccepted || o.TokenDead):
			s.T.Errorf("token %d (%s) is %s (%s, dead %t), want accepted and alive", i, o.Token, o.State, o.Reason, o.TokenDead)
		case !good[i] && (o.State != vendors.StateRefused || !o.TokenDead):
			s.T.Errorf("token %d (%s) is %s (%s, dead %t), want refused and dead", i, o.Token, o.State, o.Reason, o.TokenDead)
		}
	}
}
