package xiaomi

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// meaning is what a sender must make of one code.
type meaning struct {
	code   string
	reason vendors.Reason
	sdk    bool // in the SDK's table alone: a Should
	rows   []string
}

// permanent are the codes after which repeating is in vain, and what they mean.
func permanent() []meaning {
	bad, large, wrong, right := vendors.ReasonBadRequest, vendors.ReasonPayloadTooLarge, vendors.ReasonCredentialWrong, vendors.ReasonRightMissing
	return []meaning{
		{code: "10008", reason: bad}, {code: "10012", reason: bad}, {code: "10016", reason: bad}, {code: "10017", reason: bad, rows: []string{"X12", "X13"}},
		{code: "10020", reason: bad, sdk: true}, {code: "10021", reason: bad, sdk: true},
		{code: "10005", reason: right, sdk: true}, {code: "10014", reason: right, sdk: true}, {code: "10036", reason: right}, {code: "21303", reason: right},
		{code: "10026", reason: vendors.ReasonAppBlacklisted, sdk: true, rows: []string{"X31"}},
		{code: "10031", reason: vendors.ReasonAppBlacklisted, rows: []string{"X31"}},
		{code: "22000", reason: wrong}, {code: "22006", reason: wrong}, {code: "22007", reason: wrong},
		{code: "22022", reason: vendors.ReasonPackageMismatch, rows: []string{"X17"}},
		{code: "26006", reason: vendors.ReasonContentFiltered},
		{code: "10018", reason: large, sdk: true}, {code: "65009", reason: large}, {code: "65011", reason: bad, rows: []string{"X09", "X10"}},
		{code: "65014", reason: bad, rows: []string{"X14"}}, {code: "65015", reason: large, rows: []string{"X15"}},
		{code: "65036", reason: bad}, {code: "65037", reason: bad}, {code: "65038", reason: bad},
	}
}

// passing are the codes that waiting mends.
func passing() []meaning {
	return []meaning{
		{code: "10001"}, {code: "10002"}, {code: "10003"}, {code: "10009", sdk: true}, {code: "10010", sdk: true}, {code: "10011", sdk: true},
		{code: "10027"}, {code: "10028", sdk: true}, {code: "10037"}, {code: "26003"}, {code: "65029"}, {code: "-1"}, {code: "1"},
	}
}

func (m meaning) level() conformance.Level {
	if m.sdk {
		return conformance.Should
	}
	return conformance.Must
}

func (m meaning) source() string {
	if m.sdk {
		return sdk
	}
	return docCodes
}

// senderCodeCases make the endpoint answer each code once and look at what the sender
// makes of it.
func senderCodeCases() []conformance.Case {
	var out []conformance.Case
	for _, m := range permanent() {
		out = append(out, conformance.Case{
			ID: "xiaomi/codes/" + m.code + "-sender", Level: m.level(), Rows: m.rows, Source: m.source(), Codes: []string{m.code},
			Title:       fmt.Sprintf("%s is %s and not repeated", m.code, m.reason),
			Requirement: fmt.Sprintf("A sender %s report %s as %s, not repeat the request, and not call the token dead.", lower(m.level()), m.code, m.reason),
			Run: func(t *conformance.T) {
				s := start(t)
				s.answers(0, no(m.code, "error"))
				s.Refused(s.Give(chat(), s.Phone("a")).Outcomes[0], m.code, m.reason, false)
				s.WantRequests("/message/regid", 1)
			},
		})
	}
	for _, m := range passing() {
		out = append(out, conformance.Case{
			ID: "xiaomi/codes/" + strings.Replace(m.code, "-1", "minus-1", 1) + "-sender", Level: m.level(), Rows: m.rows, Source: m.source(), Codes: []string{m.code, "0"},
			Needs:       []conformance.Need{conformance.NeedClock},
			Title:       m.code + " is repeated after a pause",
			Requirement: fmt.Sprintf("A sender %s repeat a message after %s, and report it as accepted when Xiaomi takes it.", lower(m.level()), m.code),
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.answers(1, no(m.code, "error"))
				s.Accepted(s.Give(chat(), p))
				s.WantRequests("/message/regid", 2)
				s.WantItems(p, 1)
			},
		})
	}
	return append(out, conformance.Case{
		ID: "xiaomi/codes/65003-sender", Level: conformance.Must, Source: docCodes, Codes: []string{"65003"},
		Title:       "65003 kills no token",
		Requirement: "A sender must not call a token dead that is answered 65003: its phone is usually offline.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers(0, no("65003", "device not found"))
			if o := s.Try(chat(), s.Phone("a")).Outcomes[0]; o.State == vendors.StateAccepted || o.TokenDead {
				t.Errorf("the outcome is %s (dead %t), want not accepted and alive", o.State, o.TokenDead)
			}
		},
	})
}

// senderFailureCases are answers that are none.
func senderFailureCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	notAccepted := func(times, status int, body string) func(t *conformance.T) {
		return func(t *conformance.T) {
			s := start(t)
			s.Answers("/message/regid", times, status, body)
			if o := s.Try(chat(), s.Phone("a")).Outcomes[0]; o.State == vendors.StateAccepted || o.TokenDead {
				t.Errorf("the outcome is %s (dead %t), want not accepted and alive", o.State, o.TokenDead)
			}
		}
	}
	return []conformance.Case{{
		ID: "xiaomi/failure/http-400", Level: conformance.Must, Rows: []string{"B13"}, Source: sdk + "; " + clientBugs, Needs: clock,
		Title:       "HTTP 400 is not repeated, whatever its body says",
		Requirement: "A sender must not repeat a request that was answered HTTP 400, with a code or without, and must report the token as refused.",
		Run: func(t *conformance.T) {
			for i, body := range []string{"", no("10002", "Service is busy."), no("20301", "No valid targets!")} {
				s := start(t, kit.Named(fmt.Sprintf("app%d", i)))
				s.Answers("/message/regid", 1, 400, body)
				if o := s.Try(chat(), s.Phone(fmt.Sprintf("phone%d", i))).Outcomes[0]; o.State == vendors.StateAccepted || o.TokenDead || o.Retryable() {
					t.Errorf("%q: the outcome is %s (retry %s, dead %t), want refused for good", body, o.State, o.Retry, o.TokenDead)
				}
				s.WantRequests("/message/regid", i+1)
			}
		},
	}, {
		ID: "xiaomi/failure/http-503", Level: conformance.Must, Source: sdk, Codes: []string{"0"}, Needs: clock,
		Title:       "HTTP 503 is repeated, whatever its body says",
		Requirement: "A sender must repeat a request that was answered HTTP 503, with a code or without, and deliver the message once.",
		Run: func(t *conformance.T) {
			for i, body := range []string{"", no("20301", "No valid targets!"), no("10017", "?"), no("200001", "exceed quota")} {
				s := start(t, kit.Named(fmt.Sprintf("app%d", i)))
				p := s.Phone(fmt.Sprintf("phone%d", i))
				s.Answers("/message/regid", 1, 503, body)
				s.Accepted(s.Give(chat(), p))
				s.WantItems(p, 1)
			}
		},
	}, {
		ID: "xiaomi/failure/answer-lost", Level: conformance.Should, Source: docAPI + " (jobkey)", Codes: []string{"0"}, Needs: clock,
		Title:       "a lost answer does not ring twice",
		Requirement: "A sender should repeat a message whose answer was lost with the same jobkey, so that the phone shows it once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Fault(fault.Fault{Kind: fault.Reset, Path: "/message/regid", Times: 1, Late: true})
			s.Try(chat(), p)
			s.WantItems(p, 1)
			first := ""
			for i, x := range s.Requests("/message/regid") {
				key := kit.DecodedForm(t, x).Get("extra.jobkey")
				if key == "" || i > 0 && key != first {
					t.Errorf("request %d has the jobkey %q, want one and always the same", i+1, key)
				}
				first = key
			}
		},
	}, {
		ID: "xiaomi/failure/unknown-code", Level: conformance.Must, Source: docCodes + " (the table goes on)", Codes: []string{"66999"},
		Title:       "a code nobody knows is no success",
		Requirement: "A sender must not report a message as accepted, or a token as dead, that is answered a code there is not.",
		Run:         notAccepted(0, 200, no("66999", "?")),
	}, {
		ID: "xiaomi/failure/no-code", Level: conformance.Must, Source: sdk + " (code is a number)",
		Title:       "an answer without a code is no success",
		Requirement: "A sender must not report a message as accepted when the answer has no code.",
		Run:         notAccepted(0, 200, `{"result":"ok","data":{},"description":"成功"}`),
	}, {
		ID: "xiaomi/failure/not-json", Level: conformance.Must, Source: clientBugs,
		Title:       "HTTP 200 with a page is no success",
		Requirement: "A sender must not report a message as accepted when HTTP 200 comes with something else than an answer.",
		Run:         notAccepted(0, 200, "<html>login</html>"),
	}, {
		ID: "xiaomi/failure/other-words", Level: conformance.Must, Source: answers, Codes: []string{"0"},
		Title:       "the code decides, not the texts",
		Requirement: "A sender must take code 0 for a success whatever description and info say.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers(1, `{"code":0,"trace_id":"Xdm57188795000000242Ut","description":"failed","result":"ok","data":{"id":"sdm57188795000000273KF"}}`)
			s.Accepted(s.Give(chat(), s.Phone("a")))
		},
	}, {
		ID: "xiaomi/failure/no-id", Level: conformance.Should, Source: sdk + " (falls back to trace_id)", Codes: []string{"0"},
		Title:       "a success without an id",
		Requirement: "A sender should take an answer with code 0 and no data.id for the success it is.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers(1, yes(""))
			s.Accepted(s.Give(chat(), s.Phone("a")))
		},
	}}
}
