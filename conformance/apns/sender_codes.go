package apns

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// meaning is what a sender must make of one reason.
type meaning struct {
	code   string
	status int
	reason vendors.Reason
	rows   []string
	// elsewhere: it wants another connection.
	elsewhere bool
	// source is where it is written; "": docAnswers.
	source string
}

// permanent are the reasons after which repeating is in vain. None of them says that
// the token is dead.
func permanent() []meaning {
	bad, wrong, missing := vendors.ReasonBadRequest, vendors.ReasonCredentialWrong, vendors.ReasonRightMissing
	return []meaning{
		{code: "BadCollapseId", status: 400, reason: bad, rows: []string{"A29"}},
		{code: "BadExpirationDate", status: 400, reason: bad, rows: []string{"A28"}},
		{code: "BadMessageId", status: 400, reason: bad, rows: []string{"A04"}},
		{code: "BadPriority", status: 400, reason: bad, rows: []string{"A26", "A27"}},
		{code: "BadTopic", status: 400, reason: bad, rows: []string{"A25"}},
		{code: "DuplicateHeaders", status: 400, reason: bad, rows: []string{"A32"}},
		{code: "InvalidPushType", status: 400, reason: bad, rows: []string{"A24"}},
		{code: "MissingDeviceToken", status: 400, reason: bad, rows: []string{"A07"}},
		{code: "MissingTopic", status: 400, reason: bad, rows: []string{"A21"}},
		{code: "PayloadEmpty", status: 400, reason: bad, rows: []string{"A31"}},
		{code: "TopicDisallowed", status: 400, reason: missing, rows: []string{"A23"}},
		{code: "BadCertificate", status: 403, reason: wrong},
		{code: "Forbidden", status: 403, reason: missing},
		{code: "MissingProviderToken", status: 403, reason: wrong, rows: []string{"A13"}},
		{code: "BadPath", status: 404, reason: bad, rows: []string{"A06"}},
		{code: "MethodNotAllowed", status: 405, reason: bad, rows: []string{"A05"}},
		{code: "PayloadTooLarge", status: 413, reason: vendors.ReasonPayloadTooLarge, rows: []string{"A30"}},
	}
}

// passing are the reasons that a little time, or another connection, mends.
func passing() []meaning {
	return []meaning{
		{code: "TooManyRequests", status: 429, reason: vendors.ReasonQPS, rows: []string{"A37"}},
		{code: "IdleTimeout", status: 400, reason: vendors.ReasonVendorError, elsewhere: true},
		{code: "Shutdown", status: 503, reason: vendors.ReasonVendorError, elsewhere: true},
		{code: "UnrelatedKeyIdInToken", status: 403, reason: vendors.ReasonCredentialWrong, rows: []string{"A19"}, elsewhere: true, source: docToken},
	}
}

// slow are the reasons after which Apple asks for 15 minutes of patience.
func slow() []meaning {
	return []meaning{
		{code: "InternalServerError", status: 500, reason: vendors.ReasonVendorError},
		{code: "ServiceUnavailable", status: 503, reason: vendors.ReasonVendorError},
	}
}

// slug is a reason as ids write it: bad-collapse-id.
func slug(code string) string {
	var b strings.Builder
	for i, r := range code {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// senderCodeCases make the endpoint answer each reason once and look at what the
// sender makes of it.
func senderCodeCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	var out []conformance.Case
	add := func(m meaning, title, requirement string, run func(t *conformance.T)) {
		out = append(out, conformance.Case{
			ID: "apns/codes/" + slug(m.code) + "-sender", Level: conformance.Must, Rows: m.rows, Source: cmp.Or(m.source, docAnswers), Codes: []string{m.code}, Needs: clock,
			Title: title, Requirement: requirement, Run: run,
		})
	}
	for _, m := range permanent() {
		add(m, fmt.Sprintf("%s is %s and not repeated", m.code, m.reason),
			fmt.Sprintf("A sender must report %s as %s, not repeat the request, and not call the token dead.", m.code, m.reason),
			func(t *conformance.T) {
				s := start(t)
				s.says(0, m.status, m.code)
				o := s.Give(chat(), s.phone("a")).Outcomes[0]
				s.Refused(o, m.code, m.reason, false)
				if o.HTTPStatus != m.status || o.Retryable() {
					t.Errorf("HTTP status %d and retry %q, want %d and none", o.HTTPStatus, o.Retry, m.status)
				}
				s.WantRequests(pushes, 1)
			})
	}
	for _, m := range passing() {
		title, then := m.code+" passes", ""
		if m.elsewhere {
			title, then = m.code+" passes on another connection", "; what it sends next must come over another connection"
		}
		add(m, title,
			fmt.Sprintf("A sender must repeat a message after %s, or say that it may be repeated, and never call the token dead%s.", m.code, then),
			func(t *conformance.T) {
				s := start(t)
				p := s.phone("a")
				s.says(1, m.status, m.code)
				if o := s.Give(chat(), p).Outcomes[0]; o.State == vendors.StateAccepted {
					s.WantItems(p, 1)
				} else if s.Refused(o, m.code, m.reason, false); !o.Retryable() {
					t.Errorf("retry %q, want a retry", o.Retry)
				}
				s.Accepted(s.Give(chat(), p))
				if c := t.Connections(); m.elsewhere && len(c) > 1 && c[0] == c[1] && c[0] != 0 {
					t.Errorf("the request after %s came over the same connection, want another", m.code)
				}
			})
	}
	for _, m := range slow() {
		add(m, m.code+" wants 15 minutes",
			fmt.Sprintf("A sender must not repeat a message within 15 minutes of %s, and say that it may be sent again then.", m.code),
			func(t *conformance.T) { m.waits(t) })
	}
	return append(out, floodSender())
}

func (m meaning) waits(t *conformance.T) {
	s := start(t)
	s.says(0, m.status, m.code)
	o := s.Give(chat(), s.phone("a")).Outcomes[0]
	s.Refused(o, m.code, m.reason, false)
	if !o.Retryable() {
		t.Errorf("retry %q, want a retry", o.Retry)
	}
	all := s.Requests(pushes)
	for i := 1; i < len(all); i++ {
		if pause := all[i].At.Sub(all[i-1].At); pause < 15*time.Minute {
			t.Errorf("request %d came %v after the one before, want 15 minutes", i+1, pause)
		}
	}
}

// floodSender: the limit is one device token's, not the app's.
func floodSender() conformance.Case {
	return conformance.Case{
		ID: "apns/flood/same-device-flood-sender", Level: conformance.Must, Rows: []string{"A37"}, Source: docAnswers, Codes: []string{"TooManyRequests", "200"},
		Needs:       []conformance.Need{conformance.NeedClock},
		Title:       "one token's limit is not the app's",
		Requirement: "A sender must go on sending to other tokens when one is answered TooManyRequests.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Flag("device_limit", "on"))
			p, q := s.phone("a"), s.phone("b")
			for range 25 {
				s.push(p) // somebody else's, without a pause
			}
			r := s.Give(chat(), p, q)
			if o := r.Outcomes[0]; o.State != vendors.StateAccepted && !o.Retryable() {
				t.Errorf("the flooded token is %s (%s, retry %q), want accepted later or a retry", o.State, o.Reason, o.Retry)
			}
			if o := r.Outcomes[1]; o.State != vendors.StateAccepted {
				t.Errorf("the other token is %s (%s, code %q), want accepted", o.State, o.Reason, o.Code)
			}
			s.WantItems(q, 1)
			s.Accepted(s.Give(chat(), q))
		},
	}
}
