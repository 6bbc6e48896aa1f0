package huawei

import (
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// meaning is what a sender must make of one code of a send.
type meaning struct {
	code   string
	reason vendors.Reason
	source string // docSend when empty
	level  conformance.Level
	rows   []string
}

// permanent are the codes after which repeating is in vain, and what they mean.
func permanent() []meaning {
	bad, right := vendors.ReasonBadRequest, vendors.ReasonRightMissing
	should := conformance.Should
	return []meaning{
		{code: "80100001", reason: bad}, {code: "80100002", reason: bad, source: sdk, level: should},
		{code: "80100003", reason: bad, rows: []string{"H18", "H19"}}, {code: "80100004", reason: bad, rows: []string{"H16"}},
		{code: "80100013", reason: bad, rows: []string{"H17"}},
		{code: "80100016", reason: vendors.ReasonContentFiltered, rows: []string{"H29"}},
		{code: "80100018", reason: vendors.ReasonContentFiltered},
		{code: "80300002", reason: right, rows: []string{"H37"}},
		{code: "80300008", reason: vendors.ReasonPayloadTooLarge, rows: []string{"H14"}},
		{code: "80300011", reason: right, rows: []string{"H30"}},
		{code: "80300013", reason: bad, level: should},
		{code: "82000007", reason: bad, source: sdk, level: should},
		{code: "82000012", reason: right, source: sdk, level: should}, {code: "82000013", reason: right, source: sdk, level: should},
	}
}

// passing are the codes that waiting mends.
func passing() []meaning {
	return []meaning{
		{code: "81000001"},
		{code: "80600003", level: conformance.Should},
	}
}

func (m meaning) filled() meaning {
	if m.source == "" {
		m.source = docSend
	}
	if m.level == "" {
		m.level = conformance.Must
	}
	return m
}

// senderCodeCases make the endpoint answer each code and look at what the sender
// makes of it.
func senderCodeCases() []conformance.Case {
	var out []conformance.Case
	for _, m := range permanent() {
		m = m.filled()
		out = append(out, conformance.Case{
			ID: "huawei/codes/" + m.code + "-sender", Level: m.level, Rows: m.rows, Source: m.source, Codes: []string{m.code},
			Title: fmt.Sprintf("%s is %s and not repeated", m.code, m.reason),
			Requirement: fmt.Sprintf("A sender %s report %s as %s at HTTP 200 and at 400, not repeat the request, and not call the token dead.",
				lower(m.level), m.code, m.reason),
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				for i, status := range []int{200, 400} {
					s.answers(pathSend, 1, status, m.code)
					s.Refused(s.Give(chat(), p).Outcomes[0], m.code, m.reason, false)
					s.WantRequests(pathSend, i+1)
				}
			},
		})
	}
	for _, m := range passing() {
		m = m.filled()
		out = append(out, conformance.Case{
			ID: "huawei/codes/" + m.code + "-sender", Level: m.level, Source: m.source, Codes: []string{m.code, "80000000"},
			Needs:       []conformance.Need{conformance.NeedClock},
			Title:       m.code + " is repeated after a pause",
			Requirement: fmt.Sprintf("A sender %s repeat a message after %s, a second later and then later still, and report it as accepted when Huawei takes it.", lower(m.level), m.code),
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.answers(pathSend, 2, 200, m.code)
				s.Accepted(s.Give(chat(), p))
				s.wantPauses(3, 350*time.Millisecond)
				s.WantItems(p, 1)
			},
		}, conformance.Case{
			ID: "huawei/codes/" + m.code + "-for-ever-sender", Level: m.level, Source: m.source, Codes: []string{m.code},
			Needs:       []conformance.Need{conformance.NeedClock},
			Title:       m.code + " for ever is given up",
			Requirement: fmt.Sprintf("A sender %s give up after some tries of %s, and not call the token dead.", lower(m.level), m.code),
			Run: func(t *conformance.T) {
				s := start(t)
				s.answers(pathSend, 0, 500, m.code)
				o := s.Try(chat(), s.Phone("a")).Outcomes[0]
				if o.State == vendors.StateAccepted || o.Code != m.code || o.TokenDead {
					t.Errorf("the outcome is %s (%s, code %q, dead %t), want no success with %s", o.State, o.Reason, o.Code, o.TokenDead, m.code)
				}
				if n := len(s.Requests(pathSend)); n < 2 || n > 10 {
					t.Errorf("%d requests, want 2 to 10", n)
				}
			},
		})
	}
	return append(append(out, splitCase()), loginCodeCases()...)
}

// splitCase is about 80300010, which a sender that counts never gets.
func splitCase() conformance.Case {
	return conformance.Case{
		ID: "huawei/codes/80300010-sender", Level: conformance.Must, Rows: []string{"H12", "H13"}, Source: docSend, Codes: []string{"80300010"},
		Title:       "80300010 for one token is BAD_REQUEST, once",
		Requirement: "A sender must report 80300010 for a single token as BAD_REQUEST, not repeat what cannot be split, and not call the token dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers(pathSend, 0, 200, "80300010")
			s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], "80300010", vendors.ReasonBadRequest, false)
			s.WantRequests(pathSend, 1)
		},
	}
}

// loginCodeCases are about refused logins.
func loginCodeCases() []conformance.Case {
	var out []conformance.Case
	for _, c := range []struct {
		sub    string
		reason vendors.Reason
		rows   []string
	}{
		{"12304", vendors.ReasonCredentialWrong, []string{"H03"}}, {"20003", vendors.ReasonCredentialWrong, []string{"H04"}},
		{"20002", vendors.ReasonCredentialWrong, nil}, {"20171", vendors.ReasonCredentialWrong, nil},
		{"20172", vendors.ReasonCredentialWrong, nil}, {"20182", vendors.ReasonBadRequest, nil},
	} {
		out = append(out, conformance.Case{
			ID: "huawei/codes/1101-" + c.sub + "-sender", Level: conformance.Must, Rows: c.rows, Source: docAccount, Codes: []string{"1101/" + c.sub},
			Title: "a login refused with 1101/" + c.sub + " is " + string(c.reason),
			Requirement: "A sender must report a login refused with sub_error " + c.sub + " as " + string(c.reason) +
				", send nothing, not repeat the login and not call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.Answers(pathToken, 0, 400, `{"sub_error":`+c.sub+`,"error_description":"invalid","error":1101}`)
				o := s.Give(chat(), s.Phone("a")).Outcomes[0]
				if o.State == vendors.StateAccepted || o.Reason != c.reason || !strings.Contains(o.Code, c.sub) || o.TokenDead {
					t.Errorf("the outcome is %s (%s, code %q, dead %t), want refused (%s) with a code that has %s", o.State, o.Reason, o.Code, o.TokenDead, c.reason, c.sub)
				}
				s.WantRequests(pathSend, 0)
				s.wantLogins(1)
			},
		})
	}
	return append(out, conformance.Case{
		ID: "huawei/auth/bad-secret-sender", Level: conformance.Must, Rows: []string{"H03"}, Source: docAccount, Codes: []string{"1101/12304", "80000000"},
		Title:       "after a refused login the sender can be used",
		Requirement: "A sender must log in again for the next message after a login was refused.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Answers(pathToken, 1, 400, `{"sub_error":12304,"error_description":"invalid client_secret","error":1101}`)
			if o := s.Give(chat(), p).Outcomes[0]; o.State == vendors.StateAccepted {
				t.Errorf("the outcome is %s after a refused login", o.State)
			}
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 1)
		},
	})
}

// senderFailureCases are about answers that are no verdict.
func senderFailureCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	odd := func(id, what string, status int, answer string) conformance.Case {
		return conformance.Case{
			ID: "huawei/failure/" + id, Level: conformance.Must, Rows: []string{"H31"}, Source: docSend + "; " + realTraffic, Needs: clock,
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
		odd("no-code", "JSON without a code", 200, `{"msg":"Success","requestId":"176722920012300001000701"}`),
		odd("empty-body", "an empty body", 200, ``),
		odd("not-json", "HTTP 200 with HTML", 200, `<html><body>It works!</body></html>`),
		odd("cut-short", "JSON that is cut short", 200, `{"code":"80000000","msg":"Succ`),
		odd("null-code", "a code that is null", 200, `{"code":null,"msg":"Success","requestId":"176722920012300001000701"}`),
		odd("unknown-code", "a code nobody knows", 200, `{"code":"80309999","msg":"Success","requestId":"176722920012300001000701"}`),
		odd("not-found", "HTTP 404", 404, `404 page not found`),
		odd("flow-control-for-ever", "HTTP 503 for ever", 503, ``),
		{
			ID: "huawei/failure/html-502-sender", Level: conformance.Must, Rows: []string{"B14"}, Source: realTraffic, Codes: []string{"80000000"}, Needs: clock,
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
			ID: "huawei/failure/other-words", Level: conformance.Must, Source: realTraffic, Codes: []string{"80000000", "80100003"},
			Title:       "the text of an answer decides nothing",
			Requirement: "A sender must go by code, not by msg.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.Answers(pathSend, 1, 200, `{"code":"80000000","msg":"Failed","requestId":"176722920012300001000701"}`)
				s.Accepted(s.Give(chat(), p))
				s.Answers(pathSend, 1, 200, `{"code":"80100003","msg":"Success","requestId":"176722920012300001000701"}`)
				if o := s.Give(chat(), p).Outcomes[0]; o.State != vendors.StateRefused {
					t.Errorf("80100003 with msg Success is %s, want refused", o.State)
				}
			},
		},
		{
			ID: "huawei/failure/code-is-text", Level: conformance.Should, Source: realTraffic, Codes: []string{"80100003"},
			Title:       "the code is passed on as it stands",
			Requirement: "A sender should report the code of an answer as the text that is on the wire, also one nobody knows.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				for _, code := range []string{"80100003", "80309999"} {
					s.answers(pathSend, 1, 200, code)
					if o := s.Give(chat(), p).Outcomes[0]; o.Code != code {
						t.Errorf("the outcome has code %q, want %s", o.Code, code)
					}
				}
			},
		},
	}
}
