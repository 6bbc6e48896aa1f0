package oppo

import (
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// meaning is what a sender must make of one code.
type meaning struct {
	code, text string
	reason     vendors.Reason
	source     string // docCodes when empty
	level      conformance.Level
	rows       []string
}

// permanent are the codes after which repeating is in vain.
func permanent() []meaning {
	bad, right, should := vendors.ReasonBadRequest, vendors.ReasonRightMissing, conformance.Should
	return []meaning{
		{code: "12", text: "Http Action Not Allowed", reason: bad}, {code: "20", text: "Invalid Method", reason: bad},
		{code: "21", text: "Missing Method", reason: bad}, {code: "22", text: "Missing Version", reason: bad},
		{code: "23", text: "Invalid Version", reason: bad}, {code: "24", text: "Unsupported Version", reason: bad},
		{code: "25", text: "Invalid Encoding", reason: bad},
		{code: "26", text: "IP Black List", reason: right}, {code: "27", text: "Access Denied", reason: right},
		{code: "28", text: "App Disabled", reason: vendors.ReasonPushDisabled},
		{code: "29", text: "Missing Auth Token", reason: vendors.ReasonCredentialWrong, rows: []string{"O08"}, level: should},
		{code: "30", text: "Api Permission Denied", reason: right},
		{code: "40", text: "Missing Required Arguments", reason: bad, rows: []string{"O16"}},
		{code: "41", text: "Invalid Arguments", reason: bad, rows: []string{"O17"}},
		{code: "51", text: "Invalid Picture", reason: bad},
		{code: "54", text: "private_msg_template_id is null", reason: vendors.ReasonTemplateMissing, rows: []string{"O36"}, source: realTraffic, level: should},
		{code: "59", text: "UseSecondaryAction permission denied", reason: right},
		{code: "67", text: "category error", reason: right, rows: []string{"O21"}},
	}
}

// passing are the codes that waiting mends.
func passing() []meaning {
	return []meaning{
		{code: "-1", text: "Service Currently Unavailable"},
		{code: "-2", text: "Service in Flow Control", rows: []string{"O34", "B14"}},
		{code: "55", text: "App Call Frequency Limit"},
		{code: "69", text: "Global Limit Error", rows: []string{"O39"}, source: docTable},
	}
}

func (m meaning) filled() meaning {
	if m.source == "" {
		m.source = docCodes
	}
	if m.level == "" {
		m.level = conformance.Must
	}
	return m
}

// name is a code in the id of a case: -2 is minus-2.
func (m meaning) name() string { return strings.Replace(m.code, "-", "minus-", 1) }

// senderCodeCases make the endpoint answer each code and look at what the sender makes
// of it.
func senderCodeCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	var out []conformance.Case
	for _, m := range permanent() {
		m = m.filled()
		out = append(out, conformance.Case{
			ID: "oppo/codes/" + m.name() + "-sender", Level: m.level, Rows: m.rows, Source: m.source, Codes: []string{m.code},
			Title:       fmt.Sprintf("%s is %s and not repeated", m.code, m.reason),
			Requirement: fmt.Sprintf("A sender %s report %s as %s, not repeat the request, and not call the token dead.", lower(m.level), m.code, m.reason),
			Run: func(t *conformance.T) {
				s := start(t)
				s.refuses(pathUnicast, 0, m.code, m.text)
				s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], m.code, m.reason, false)
				s.WantRequests(pathUnicast, 1)
			},
		})
	}
	for _, m := range passing() {
		m = m.filled()
		c := conformance.Case{
			ID: "oppo/codes/" + m.name() + "-sender", Level: m.level, Rows: m.rows, Source: m.source, Codes: []string{m.code, "0"}, Needs: clock,
			Title:       m.code + " is repeated after a pause",
			Requirement: fmt.Sprintf("A sender %s repeat a message after %s, later and then later still, and report it as accepted when OPPO takes it.", lower(m.level), m.code),
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.refuses(pathUnicast, 2, m.code, m.text)
				s.Accepted(s.Give(chat(), p))
				s.wantPauses(3, 350*time.Millisecond)
				s.WantItems(p, 1)
			},
		}
		switch m.code {
		case "-2":
			c.ID = "oppo/codes/flow-control-sender"
		case "69":
			c.ID = "oppo/codes/global-limit-sender"
		}
		out = append(out, c)
	}
	return append(out, conformance.Case{
		ID: "oppo/codes/13-sender", Level: conformance.Must, Source: docCodes, Codes: []string{"13", "0"}, Needs: clock,
		Title:       "13 passes",
		Requirement: "A sender must report 13 as QPS and worth repeating, or repeat the message itself, and deliver once the minute is over.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.refuses(pathUnicast, 1, "13", "App Call Limited")
			if o := s.Give(chat(), p).Outcomes[0]; o.State != vendors.StateAccepted {
				if o.Reason != vendors.ReasonQPS || o.TokenDead || !o.Retryable() {
					t.Errorf("the outcome is %s, dead %t, retry %q, want %s, alive and worth repeating", o.Reason, o.TokenDead, o.Retry, vendors.ReasonQPS)
				}
				s.Advance(time.Minute)
				s.Accepted(s.Give(chat(), p))
			}
			s.WantItems(p, 1)
		},
	}, conformance.Case{
		ID: "oppo/codes/given-up-sender", Level: conformance.Must, Rows: []string{"O34"}, Source: docCodes, Codes: []string{"-2"}, Needs: clock,
		Title:       "-2 for ever is given up",
		Requirement: "A sender must give up after some tries of -2, report it, and not call the token dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.refuses(pathUnicast, 0, "-2", "Service in Flow Control")
			o := s.Try(chat(), s.Phone("a")).Outcomes[0]
			if o.State == vendors.StateAccepted || o.Code != "-2" || o.TokenDead {
				t.Errorf("the outcome is %s (%s, code %q, dead %t), want no success with -2", o.State, o.Reason, o.Code, o.TokenDead)
			}
			if n := len(s.Requests(pathUnicast)); n < 2 || n > 10 {
				t.Errorf("%d requests, want 2 to 10", n)
			}
		},
	}, conformance.Case{
		ID: "oppo/content/sensitive-word-sender", Level: conformance.Must, Rows: []string{"O37"}, Source: docTable, Codes: []string{"41"},
		Title:       "a refused text is told from a wrong field and not sent again",
		Requirement: "A sender must report a text OPPO refuses as CONTENT_FILTERED, alone and in a list, with OPPO's words, and not send it again, changed or not.",
		Run: func(t *conformance.T) {
			const text = "content can't contain sensitive word"
			s := start(t)
			a, b, c := s.Phone("a"), s.Phone("b"), s.Phone("c")
			s.refuses(pathUnicast, 0, "41", text)
			s.Answers(pathBatch, 0, 200, fmt.Sprintf(
				`{"code":0,"message":"Success","data":[{"registrationId":%q,"errorCode":41,"errorMessage":%q},{"registrationId":%q,"errorCode":41,"errorMessage":%[2]q}]}`,
				b.Token, text, c.Token))
			told := func(o vendors.Outcome) {
				s.Refused(o, "41", vendors.ReasonContentFiltered, false)
				if !strings.Contains(o.Text, "sensitive word") {
					t.Errorf("the outcome says %q, want OPPO's text", o.Text)
				}
			}
			told(s.Give(chat(), a).Outcomes[0])
			s.WantRequests(pathUnicast, 1)
			for _, o := range s.Give(chat(), b, c).Outcomes {
				told(o)
			}
			s.WantRequests(pathBatch, 1)
		},
	})
}

// senderLoginCodeCases are about refused logins.
func senderLoginCodeCases() []conformance.Case {
	wrong := vendors.ReasonCredentialWrong
	var out []conformance.Case
	for _, m := range []meaning{
		{code: "14", text: "Invalid App Key", reason: wrong}, {code: "15", text: "Missing App Key", reason: wrong, rows: []string{"O06"}},
		{code: "16", text: "Invalid Signature", reason: wrong, rows: []string{"O02"}}, {code: "17", text: "Missing Signature", reason: wrong, rows: []string{"O06"}, level: conformance.Should},
		{code: "18", text: "Missing Timestamp", reason: wrong, rows: []string{"O06"}, level: conformance.Should}, {code: "19", text: "Invalid Timestamp", reason: wrong, rows: []string{"O04"}, level: conformance.Should},
		{code: "28", text: "App Disabled", reason: vendors.ReasonPushDisabled},
	} {
		m = m.filled()
		out = append(out, conformance.Case{
			ID: "oppo/auth/login-" + m.code + "-sender", Level: m.level, Rows: m.rows, Source: m.source, Codes: []string{m.code},
			Title:       "a login refused with " + m.code + " is " + string(m.reason),
			Requirement: fmt.Sprintf("A sender %s report a login refused with %s as %s, send nothing, not repeat the login and not call the token dead.", lower(m.level), m.code, m.reason),
			Run: func(t *conformance.T) {
				s := start(t)
				s.refuses(pathAuth, 0, m.code, m.text)
				s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], m.code, m.reason, false)
				s.WantRequests(pathAuth, 1)
				s.wantPushed(0)
			},
		})
	}
	return append(out, conformance.Case{
		ID: "oppo/auth/wrong-secret-sender", Level: conformance.Must, Rows: []string{"O02"}, Source: docCodes, Codes: []string{"16"},
		Title:       "a wrong MasterSecret is told so",
		Requirement: "A sender must report a login with a wrong MasterSecret as CREDENTIAL_WRONG.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			app := b.App
			app.Credentials = map[string]string{"app_key": b.App.Credentials["app_key"], "master_secret": strings.Repeat("0", 32)}
			s := &sending{bench: b, Sending: kit.StartAs(b.Bench, app)}
			s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], "16", wrong, false)
		},
	}, conformance.Case{
		ID: "oppo/auth/login-again-sender", Level: conformance.Must, Rows: []string{"O02"}, Source: docCodes, Codes: []string{"16", "0"},
		Title:       "after a refused login the sender can be used",
		Requirement: "A sender must log in again for the next message after a login was refused.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.refuses(pathAuth, 1, "16", "Invalid Signature")
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
			ID: "oppo/failure/" + id, Level: conformance.Must, Rows: []string{"O35"}, Source: docCodes + "; " + realTraffic, Needs: clock,
			Title:       what + " is no success",
			Requirement: "A sender must not report a message as accepted when the answer is " + what + ", nor call the token dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.Answers(pathUnicast, 0, status, answer)
				o := s.Try(chat(), s.Phone("a")).Outcomes[0]
				if o.State == vendors.StateAccepted || o.TokenDead {
					t.Errorf("the outcome is %s (%s, dead %t) after HTTP %d %s", o.State, o.Reason, o.TokenDead, status, answer)
				}
			},
		}
	}
	return []conformance.Case{
		odd("no-code", "JSON without a code", 200, `{"message":"Success","data":{"messageId":"Zn-1-1-6924817fae27668d2ed3afec"}}`),
		odd("empty-body", "an empty body", 200, ``),
		odd("not-json", "HTTP 200 with HTML", 200, `<html><body>It works!</body></html>`),
		odd("cut-short", "JSON that is cut short", 200, `{"code":0,"message":"Succ`),
		odd("null-code", "a code that is null", 200, `{"code":null,"message":"Success"}`),
		odd("unknown-code", "a code nobody knows", 200, `{"code":57,"message":"unknown"}`),
		odd("not-found", "HTTP 404", 404, `404 page not found`),
		{
			ID: "oppo/failure/html-502-sender", Level: conformance.Must, Rows: []string{"O35", "B14"}, Source: realTraffic, Codes: []string{"0"}, Needs: clock,
			Title:       "HTTP 502 with HTML is a passing error of the server",
			Requirement: "A sender must take HTTP 502 with an HTML page as an error of the server, not as code -2, try again and deliver.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.Fault(fault.Fault{Kind: fault.HTML, Path: pathUnicast, Times: 1})
				s.Accepted(s.Give(chat(), p))
				s.WantItems(p, 1)
				s.Fault(fault.Fault{Kind: fault.HTML, Path: pathUnicast})
				if o := s.Try(chat(), p).Outcomes[0]; o.Code == "-2" || o.Reason != vendors.ReasonVendorError {
					t.Errorf("the outcome is %s (code %q), want %s without OPPO's code", o.Reason, o.Code, vendors.ReasonVendorError)
				}
			},
		}, {
			ID: "oppo/failure/broadcast-lost-sender", Level: conformance.Should, Source: docCast + "; " + realTraffic, Codes: []string{"0"}, Needs: clock,
			Title:       "a lost answer to a broadcast does not ring twice",
			Requirement: "A sender should not repeat a broadcast whose answer was lost: OPPO pushes a stored body as often as it is asked to.",
			Run: func(t *conformance.T) {
				s := start(t)
				p, q := s.Phone("a"), s.Phone("b")
				s.Fault(fault.Fault{Kind: fault.Reset, Path: pathBroadcast, Times: 1, Late: true})
				for _, o := range s.Try(sale(), p, q).Outcomes {
					if o.State == vendors.StateRefused || o.TokenDead {
						t.Errorf("the outcome is %s (dead %t), want no refusal", o.State, o.TokenDead)
					}
				}
				s.WantItems(p, 1)
				s.WantItems(q, 1)
			},
		}, {
			ID: "oppo/failure/other-words", Level: conformance.Must, Source: docAuth + "; " + realTraffic, Codes: []string{"0", "41"},
			Title:       "the text of an answer decides nothing",
			Requirement: "A sender must go by code: Success, success and an empty text all stand beside 0.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				for _, text := range []string{"success", "", "Failed"} {
					s.Answers(pathUnicast, 1, 200, fmt.Sprintf(`{"code":0,"message":%q,"data":{"messageId":"Zn-1-1-6924817fae27668d2ed3afec"}}`, text))
					s.Accepted(s.Give(chat(), p))
				}
				s.refuses(pathUnicast, 1, "41", "Success")
				if o := s.Give(chat(), p).Outcomes[0]; o.State != vendors.StateRefused {
					t.Errorf("41 with the text Success is %s, want refused", o.State)
				}
			},
		}, {
			ID: "oppo/failure/code-is-text", Level: conformance.Should, Source: realTraffic, Codes: []string{"41"},
			Title:       "the code is passed on as it stands",
			Requirement: "A sender should report the code of an answer as the text that is on the wire, also one nobody knows.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				for _, code := range []string{"41", "57"} {
					s.refuses(pathUnicast, 1, code, "unknown")
					if o := s.Give(chat(), p).Outcomes[0]; o.Code != code {
						t.Errorf("the outcome has code %q, want %s", o.Code, code)
					}
				}
			},
		}}
}
