package honor

import (
	"fmt"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderTargetCases are about what a sender says of tokens: only an answer that says so
// makes a token dead.
func senderTargetCases() []conformance.Case {
	must := conformance.Must
	return []conformance.Case{{
		ID: "honor/target/all-bad-sender", Level: must, Rows: []string{"R12"}, Source: docCodes, Codes: []string{"80300007"},
		Title:       "80300007 is refused, at any HTTP status",
		Requirement: "A sender must report 80300007 as refused with TOKEN_INVALID and not repeat the request.",
		Run: func(t *conformance.T) {
			for _, status := range []string{"400", "200"} {
				s := start(t, kit.Named("app"+status), kit.Flag("http_status", status))
				o := s.GiveTo(chat(), malformed).Outcomes[0]
				if o.State != vendors.StateRefused || o.Code != "80300007" || o.Reason != vendors.ReasonTokenInvalid {
					t.Errorf("the outcome is %s (%s, code %q), want refused (TOKEN_INVALID, 80300007)", o.State, o.Reason, o.Code)
				}
			}
			if n := len(kit.Requests(t, pathSend)); n != 2 {
				t.Errorf("%d requests, want 2", n)
			}
		},
	}, {
		ID: "honor/target/expired-sender", Level: must, Rows: []string{"R11"}, Source: docSend, Codes: []string{"200", "expireTokens"},
		Title:       "a token in expireTokens is dead",
		Requirement: "A sender must report a token in expireTokens as refused and dead although the code is a success, and the others as accepted.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, e := s.Phone("a"), s.Phone("e", expired)
			s.WantTokens(s.Give(chat(), p, e), true, false)
			s.WantRequests(pathSend, 1)
		},
	}, {
		ID: "honor/target/failed-is-not-dead-sender", Level: conformance.Should, Rows: []string{"R11"}, Source: docSend, Codes: []string{"80100000", "failTokens"},
		Title:       "a token in failTokens is not dead",
		Requirement: "A sender should report a token in failTokens as refused and not as dead: Honor gives no cause.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.Answers(pathSend, 1, 200, lists("80100000", `["`+q.Token+`"]`, "[]"))
			r := s.Give(chat(), p, q)
			if o := r.Outcomes[1]; r.Outcomes[0].State != vendors.StateAccepted || o.State != vendors.StateRefused || o.TokenDead {
				t.Errorf("the outcomes are %+v, want accepted, and refused and alive", r.Outcomes)
			}
		},
	}, {
		ID: "honor/device/app-removed-sender", Level: must, Rows: []string{"R26"}, Source: docReceipt, Codes: []string{"200"},
		Title:       "a phone without the app is accepted",
		Requirement: "A sender must report a message Honor took as accepted, once, although only a receipt tells that the app is gone.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a", kit.Uninstalled)
			s.Accepted(s.Give(chat(), p))
			s.WantRequests(pathSend, 1)
			s.WantItems(p, 0)
		},
	}, {
		ID: "honor/target/not-about-tokens-sender", Level: must, Rows: []string{"R27"}, Source: docCodes, Codes: []string{"10205", "80100003", "80200022", "80300008", "80300010"},
		Title:       "other refusals say nothing of tokens",
		Requirement: "A sender must not call a token dead after 10205, 80100003, 80200022, 80300008, 80300010 or an unknown code.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for _, code := range []string{"10205", "80100003", "80200022", "80300008", "80300010", "99999999"} {
				s.answers(1, 400, code)
				if o := s.Give(chat(), p).Outcomes[0]; o.TokenDead {
					t.Errorf("after %s the token is called dead (%s)", code, o.Reason)
				}
			}
		},
	}}
}

// senderListCases are about calls with several tokens.
func senderListCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	split := func(n int) func(t *conformance.T) {
		return func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			var all []vendors.Token
			for _, token := range unknown(n - 1) {
				all = append(all, vendors.Token(token))
			}
			all = append(all, vendors.Token(p.Token))
			r := s.GiveTo(chat(), all...)
			reached := map[string]int{}
			for _, x := range s.Requests(pathSend) {
				to := targets(kit.Decoded(t, x))
				if len(to) < 1 || len(to) > 1000 {
					t.Errorf("a call with %d tokens went out, want 1 to 1000", len(to))
				}
				for _, token := range to {
					reached[token]++
				}
			}
			for i, o := range r.Outcomes {
				if o.Token != all[i] || reached[string(all[i])] != 1 {
					t.Fatalf("outcome %d is of token %s, which was addressed %d times; want %s, once", i, o.Token, reached[string(all[i])], all[i])
				}
			}
			if o := r.Outcomes[n-1]; o.State != vendors.StateAccepted {
				t.Errorf("the one living phone is %s (%s), want accepted", o.State, o.Reason)
			}
			if o := r.Outcomes[0]; o.State != vendors.StateRefused {
				t.Errorf("an unknown token is %s (%s), want refused", o.State, o.Reason)
			}
			s.WantItems(p, 1)
		}
	}
	return []conformance.Case{{
		ID: "honor/list/mixed-tokens-sender", Level: must, Rows: []string{"R11"}, Source: docCodes + "; " + docSend, Codes: []string{"80100000", "failTokens", "expireTokens"},
		Title:       "a partial success is one for the tokens that are not listed",
		Requirement: "A sender must report the tokens of failTokens and expireTokens alone as refused, the others as accepted, and send to nobody again.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q, e := s.Phone("a"), s.Phone("b"), s.Phone("e", expired)
			r := s.GiveTo(chat(), vendors.Token(p.Token), malformed, vendors.Token(e.Token), vendors.Token(q.Token))
			for i, want := range []vendors.State{vendors.StateAccepted, vendors.StateRefused, vendors.StateRefused, vendors.StateAccepted} {
				if o := r.Outcomes[i]; o.State != want {
					t.Errorf("outcome %d is %s (%s, code %q), want %s", i, o.State, o.Reason, o.Code, want)
				}
			}
			if !r.Outcomes[2].TokenDead {
				t.Errorf("the expired token is not called dead")
			}
			s.WantRequests(pathSend, 1)
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}, {
		ID: "honor/list/lists-missing-sender", Level: should, Rows: []string{"R11", "R28"}, Source: realTraffic, Codes: []string{"200"},
		Title:       "data and its lists may be missing or null",
		Requirement: "A sender should take a success whose data, failTokens or expireTokens is missing or null.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for _, body := range []string{
				`{"code":200,"message":"success"}`, `{"code":200,"message":"success","data":null}`,
				`{"code":200,"message":"success","data":{"sendResult":true,"requestId":"1767","failTokens":null}}`,
			} {
				s.Answers(pathSend, 1, 200, body)
				s.Accepted(s.Give(chat(), p))
			}
		},
	}, {
		ID: "honor/list/partial-unreadable-sender", Level: should, Rows: []string{"R11"}, Source: realTraffic, Codes: []string{"80100000"},
		Title:       "80100000 without a list makes no token dead and sends nothing twice",
		Requirement: "A sender should not call a token dead, nor send again, when 80100000 does not tell which tokens failed.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			for i, body := range []string{`{"code":80100000,"message":"partial success"}`, lists("80100000", "null", "null"), lists("80100000", `"x"`, "{}")} {
				s.Answers(pathSend, 1, 200, body)
				for _, o := range s.Try(chat(), p, q).Outcomes {
					if o.TokenDead {
						t.Errorf("after %s token %s is called dead", body, o.Token)
					}
				}
				s.WantRequests(pathSend, i+1)
			}
		},
	}, {
		ID: "honor/list/partial-status-sender", Level: conformance.May, Rows: []string{"R11"}, Source: docCodes + "; its HTTP status: " + assumed, Codes: []string{"80100000", "failTokens"},
		Title:       "80100000 is a partial success at HTTP 400, too",
		Requirement: "A sender may read 80100000 at any HTTP status: the tokens that are not listed are accepted, and nobody is sent to again.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.Answers(pathSend, 1, 400, lists("80100000", `["`+q.Token+`"]`, "[]"))
			r := s.Give(chat(), p, q)
			if r.Outcomes[0].State != vendors.StateAccepted || r.Outcomes[1].State != vendors.StateRefused {
				t.Errorf("the outcomes are %+v, want accepted and refused", r.Outcomes)
			}
			s.WantRequests(pathSend, 1)
		},
	}, {
		ID: "honor/list/repeated-token-sender", Level: must, Rows: []string{"R29"}, Source: docCodes, Codes: []string{"200"},
		Title:       "a token given twice goes out once",
		Requirement: "A sender must not put a token into a call twice, must report both, and have the message shown once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.Accepted(s.Give(chat(), p, q, p))
			for _, x := range s.Requests(pathSend) {
				seen := map[string]bool{}
				for _, token := range targets(kit.Decoded(t, x)) {
					if seen[token] {
						t.Errorf("a call names %s twice", token)
					}
					seen[token] = true
				}
			}
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}, {
		ID: "honor/list/1001-tokens-sender", Level: must, Rows: []string{"R13"}, Source: docCodes, Codes: []string{"80100000"},
		Title:       "1001 tokens are split",
		Requirement: "A sender must split 1001 tokens so that no call has more than 1000 and every token is addressed once.",
		Run:         split(1001),
	}, {
		ID: "honor/list/1000-tokens-sender", Level: should, Rows: []string{"R13"}, Source: docCodes, Codes: []string{"80100000"},
		Title:       "1000 tokens are one call",
		Requirement: "A sender should send to 1000 tokens in one call, every token once.",
		Run: func(t *conformance.T) {
			split(1000)(t)
			if n := len(kit.Requests(t, pathSend)); n != 1 {
				t.Errorf("%d requests reached %s, want 1", n, pathSend)
			}
		},
	}, {
		ID: "honor/list/split-sender", Level: should, Rows: []string{"R13"}, Source: docCodes, Codes: []string{"80300010", "200"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "80300010 for several tokens: smaller calls",
		Requirement: "A sender should split a call that was answered with 80300010 and send the parts, so that every phone shows the message once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.answers(1, 400, "80300010")
			s.Accepted(s.Give(chat(), p, q))
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}}
}

// meaning is what a sender must make of one code of a send.
type meaning struct {
	code   string
	reason vendors.Reason
	rows   []string
}

// permanent are the codes after which repeating is in vain, and what they mean.
func permanent() []meaning {
	bad := vendors.ReasonBadRequest
	return []meaning{
		{"10001", bad, []string{"R08"}}, {"10205", vendors.ReasonCredentialWrong, []string{"R32"}}, {"10207", bad, []string{"R31"}},
		{"10300", bad, []string{"R05", "R13"}}, {"80100003", bad, []string{"R06", "R24"}}, {"80200020", bad, nil},
		{"80200022", vendors.ReasonRightMissing, []string{"R16"}}, {"80200050", bad, []string{"R18"}},
		{"80200056", vendors.ReasonContentFiltered, []string{"R30"}}, {"80300006", bad, []string{"R29"}},
		{"80300008", vendors.ReasonPayloadTooLarge, []string{"R15"}}, {"80300010", bad, []string{"R13"}}, {"404", bad, []string{"R07"}},
	}
}

// senderCodeCases make the endpoint answer each code and look at what the sender makes
// of it.
func senderCodeCases() []conformance.Case {
	must := conformance.Must
	var out []conformance.Case
	for _, m := range permanent() {
		out = append(out, conformance.Case{
			ID: "honor/codes/" + m.code + "-sender", Level: must, Rows: m.rows, Source: docCodes, Codes: []string{m.code},
			Title:       fmt.Sprintf("%s is %s and not repeated", m.code, m.reason),
			Requirement: fmt.Sprintf("A sender must report %s as %s at HTTP 400 and at 200, not repeat the request, and not call the token dead.", m.code, m.reason),
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				for i, status := range []int{400, 200} {
					s.answers(1, status, m.code)
					s.Refused(s.Give(chat(), p).Outcomes[0], m.code, m.reason, false)
					s.WantRequests(pathSend, i+1)
				}
			},
		})
	}
	for _, code := range []string{"500", "502"} {
		out = append(out, conformance.Case{
			ID: "honor/codes/" + code + "-sender", Level: must, Source: docCodes, Codes: []string{code, "200"}, Needs: []conformance.Need{conformance.NeedClock},
			Title:       code + " is repeated after a pause",
			Requirement: "A sender must repeat a message after " + code + ", later and then later still, and report it as accepted when Honor takes it.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.answers(2, 500, code)
				s.Accepted(s.Give(chat(), p))
				s.wantPauses(3, 350*time.Millisecond)
				s.WantItems(p, 1)
			},
		}, conformance.Case{
			ID: "honor/codes/" + code + "-for-ever-sender", Level: must, Source: docCodes, Codes: []string{code}, Needs: []conformance.Need{conformance.NeedClock},
			Title:       code + " for ever is given up",
			Requirement: "A sender must give up after some tries of " + code + ", and not call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.answers(0, 500, code)
				o := s.Try(chat(), s.Phone("a")).Outcomes[0]
				if o.State == vendors.StateAccepted || o.TokenDead {
					t.Errorf("the outcome is %s (%s, code %q, dead %t), want no success", o.State, o.Reason, o.Code, o.TokenDead)
				}
				if n := len(s.Requests(pathSend)); n < 2 || n > 10 {
					t.Errorf("%d requests, want 2 to 10", n)
				}
			},
		})
	}
	return append(out, conformance.Case{
		ID: "honor/codes/unknown-code-sender", Level: must, Rows: []string{"R27"}, Source: manners, Codes: nil,
		Title:       "a code nobody knows is a refusal",
		Requirement: "A sender must report an unknown code as refused with that code, not repeat the request and not call the token dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Answers(pathSend, 0, 400, `{"code":99999999,"message":"x"}`)
			o := s.Give(chat(), s.Phone("a")).Outcomes[0]
			if o.State != vendors.StateRefused || o.Code != "99999999" || o.TokenDead {
				t.Errorf("the outcome is %s (%s, code %q, dead %t), want refused with 99999999", o.State, o.Reason, o.Code, o.TokenDead)
			}
			s.WantRequests(pathSend, 1)
		},
	}, conformance.Case{
		ID: "honor/codes/string-code-sender", Level: conformance.Should, Rows: []string{"R28"}, Source: realTraffic, Codes: []string{"200"},
		Title:       "a code may be a text",
		Requirement: "A sender should take a code that is a JSON string for the number it says, a success and a refusal alike.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Answers(pathSend, 1, 200, lists(`"200"`, "[]", "[]"))
			s.Accepted(s.Give(chat(), p))
			s.Answers(pathSend, 1, 400, `{"code":"80200056","message":"x"}`)
			s.Refused(s.Give(chat(), p).Outcomes[0], "80200056", vendors.ReasonContentFiltered, false)
		},
	})
}
