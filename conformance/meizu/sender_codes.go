package meizu

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// meaning is what a sender must make of one code.
type meaning struct {
	code   string
	reason vendors.Reason
	rows   []string
	level  conformance.Level
}

// permanent are the codes of whole requests after which repeating is in vain.
func permanent() []meaning {
	bad, wrong := vendors.ReasonBadRequest, vendors.ReasonCredentialWrong
	return []meaning{
		{code: "1005", reason: bad, rows: []string{"M15", "B05"}}, {code: "1006", reason: wrong, rows: []string{"B05"}},
		{code: "110000", reason: wrong}, {code: "110001", reason: wrong}, {code: "110033", reason: wrong},
		{code: "110004", reason: bad, rows: []string{"M09"}},
		{code: "110009", reason: vendors.ReasonAppBlacklisted}, {code: "110031", reason: vendors.ReasonPackageMismatch, level: conformance.Should},
		{code: "110032", reason: vendors.ReasonMessageUnknown, rows: []string{"M28"}, level: conformance.Should},
		{code: "110053", reason: vendors.ReasonRightMissing, level: conformance.Should},
	}
}

// passing are the codes of whole requests that waiting mends.
func passing() []meaning {
	return []meaning{{code: "1001"}, {code: "1003"}, {code: "110010", rows: []string{"M13", "S04"}}, {code: "500"}}
}

// senderCodeCases make the endpoint answer each code once and look at what the sender
// makes of it.
func senderCodeCases() []conformance.Case {
	var out []conformance.Case
	for _, m := range permanent() {
		m = m.filled()
		out = append(out, conformance.Case{
			ID: "meizu/codes/" + m.code + "-sender", Level: m.level, Rows: m.rows, Source: docAPI, Codes: []string{m.code},
			Title: fmt.Sprintf("%s is %s and not repeated", m.code, m.reason),
			Requirement: fmt.Sprintf("A sender %s report %s as %s for all tokens, not repeat the request, and not call a token dead.",
				strings.ToLower(string(m.level)), m.code, m.reason),
			Run: func(t *conformance.T) {
				s := begin(t)
				s.Answers(pathPush, 0, 200, no(m.code))
				for _, o := range s.Give(order(), s.Phone("a"), s.Phone("b")).Outcomes {
					s.Refused(o, m.code, m.reason, false)
				}
				s.WantRequests(pathPush, 1)
			},
		})
	}
	for _, m := range passing() {
		m = m.filled()
		out = append(out, conformance.Case{
			ID: "meizu/codes/" + m.code + "-sender", Level: m.level, Rows: m.rows, Source: docAPI, Codes: []string{m.code, "200"},
			Needs:       []conformance.Need{conformance.NeedClock},
			Title:       m.code + " is repeated after a pause",
			Requirement: "A sender must repeat a message after " + m.code + " without the text of a rule, and report it as accepted when Meizu takes it.",
			Run: func(t *conformance.T) {
				s := begin(t)
				p := s.Phone("a")
				s.Answers(pathPush, 1, 200, strings.Replace(no(m.code), "错误", "其他异常", 1))
				s.Accepted(s.Give(order(), p))
				s.WantRequests(pathPush, 2)
				s.WantItems(p, 1)
			},
		})
	}
	return append(out, senderDayCases()...)
}

func (m meaning) filled() meaning {
	if m.level == "" {
		m.level = conformance.Must
	}
	return m
}

// senderDayCases are about codes that ask to stop, or to go elsewhere.
func senderDayCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	day := func(code string, level conformance.Level) conformance.Case {
		return conformance.Case{
			ID: "meizu/codes/" + code + "-sender", Level: level, Source: docAPI, Codes: []string{code}, Needs: clock,
			Title: code + " is a total of the day",
			Requirement: fmt.Sprintf("A sender %s report %s as the app's total of the day, send nothing more of the class that day, and not call the token dead.",
				strings.ToLower(string(level)), code),
			Run: func(t *conformance.T) {
				s := begin(t)
				s.Answers(pathPush, 0, 200, no(code))
				p := s.Phone("a")
				s.Refused(s.Give(order(), p).Outcomes[0], code, vendors.ReasonQuotaAppDay, false)
				s.WantRequests(pathPush, 1)
				s.Suppressed(s.Give(order(), p).Outcomes[0])
				s.WantRequests(pathPush, 1)
			},
		}
	}
	return []conformance.Case{day("110019", conformance.Must), day("110051", conformance.Should), {
		ID: "meizu/codes/300-sender", Level: conformance.Should, Source: docAPI, Codes: []string{"300"},
		Title:       "a redirect is no success, and never to anybody else",
		Requirement: "A sender should follow a redirect to Meizu once; it must not send to a host that is not Meizu's, nor report the redirect as accepted.",
		Run: func(t *conformance.T) {
			s := begin(t)
			s.Answers(pathPush, 0, 200, `{"code":"300","message":"","value":"","redirect":"https://push.example.com/elsewhere"}`)
			o := s.Try(order(), s.Phone("a")).Outcomes[0]
			if o.State == vendors.StateAccepted || o.TokenDead {
				t.Errorf("the outcome is %s (dead %t) after a redirect to nobody's host", o.State, o.TokenDead)
			}
		},
	}}
}

// senderTargetCodeCases are the codes of single targets behind a yes.
func senderTargetCodeCases() []conformance.Case {
	var out []conformance.Case
	for _, m := range []struct {
		code   string
		reason vendors.Reason
		dead   bool
		again  bool
	}{
		{code: "201", reason: vendors.ReasonRightMissing},
		{code: "501", reason: vendors.ReasonVendorError, again: true}, {code: "513", reason: vendors.ReasonVendorError, again: true},
		{code: "518", reason: vendors.ReasonQPS, again: true}, {code: "519", reason: vendors.ReasonVendorError, again: true},
		{code: "110002", reason: vendors.ReasonTokenUnregistered, dead: true}, {code: "110003", reason: vendors.ReasonTokenInvalid, dead: true},
		{code: "110010", reason: vendors.ReasonNotifySwitchOff}, {code: "110011", reason: vendors.ReasonQuotaDeviceDay},
	} {
		requirement := "A sender must report a target under " + m.code + " by itself, with its reason, and not send to the others again."
		if m.again {
			requirement = "A sender must send again to a target under " + m.code + " alone, after a pause, and not to the others."
		}
		out = append(out, conformance.Case{
			ID: "meizu/codes/target-" + m.code + "-sender", Level: conformance.Must, Rows: []string{"S03"}, Source: docAPI, Codes: []string{"200", m.code},
			Needs: []conformance.Need{conformance.NeedClock},
			Title: "a target under " + m.code, Requirement: requirement,
			Run: func(t *conformance.T) {
				s := begin(t)
				p, q := s.Phone("a"), s.Phone("b")
				s.Answers(pathPush, 1, 200, yes(`{"`+m.code+`":["`+p.Token+`"]}`))
				r := s.Give(order(), p, q)
				if o := r.Outcomes[1]; o.State != vendors.StateAccepted {
					t.Errorf("the other target is %s (%s)", o.State, o.Reason)
				}
				if !m.again {
					s.Refused(r.Outcomes[0], m.code, m.reason, m.dead)
					s.WantRequests(pathPush, 1)
					return
				}
				if o := r.Outcomes[0]; o.State != vendors.StateAccepted {
					t.Errorf("the target is %s (%s, code %q), want it sent again", o.State, o.Reason, o.Code)
				}
				if got := s.WantRequests(pathPush, 2); len(got) == 2 {
					if to := kit.DecodedForm(t, got[1]).Get("pushIds"); to != p.Token {
						t.Errorf("the second request is to %q, want %q alone", to, p.Token)
					}
				}
			},
		})
	}
	return out
}
