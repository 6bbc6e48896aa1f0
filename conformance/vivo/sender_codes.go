package vivo

import (
	"fmt"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/vendors"
)

// meaning is what a sender must make of one code.
type meaning struct {
	code   string
	path   string // "/message/send" when empty
	reason vendors.Reason
	source string // docCodes when empty
	level  conformance.Level
	rows   []string
}

// permanent are the codes after which repeating is in vain, and what they mean.
func permanent() []meaning {
	const (
		auth = "/message/auth"
		list = "/message/pushToList"
	)
	bad, large, wrong := vendors.ReasonBadRequest, vendors.ReasonPayloadTooLarge, vendors.ReasonCredentialWrong
	return []meaning{
		{code: "10200", path: auth, reason: wrong}, {code: "10201", path: auth, reason: wrong},
		{code: "10202", path: auth, reason: wrong, rows: []string{"V03"}},
		{code: "10205", path: auth, reason: wrong, rows: []string{"V03"}},
		{code: "10206", path: auth, reason: wrong, rows: []string{"V03"}},
		{code: "10207", path: auth, reason: wrong, rows: []string{"V04"}, level: conformance.Should},
		{code: "10203", path: auth, reason: bad, level: conformance.Should}, {code: "10204", path: auth, reason: bad, level: conformance.Should},
		{code: "10043", reason: vendors.ReasonPushDisabled, rows: []string{"V47"}},
		{code: "10045", reason: vendors.ReasonAppNotListed, rows: []string{"V25"}},
		{code: "10050", reason: bad, rows: []string{"V11"}}, {code: "10051", reason: bad}, {code: "10054", reason: bad},
		{code: "10055", reason: bad}, {code: "10056", reason: large, rows: []string{"V14"}},
		{code: "10057", reason: bad}, {code: "10058", reason: large},
		{code: "10059", reason: bad, rows: []string{"V15"}}, {code: "10060", reason: bad},
		{code: "10061", reason: bad, rows: []string{"V16"}}, {code: "10062", reason: large},
		{code: "10063", reason: bad}, {code: "10064", reason: large},
		{code: "10065", reason: bad}, {code: "10066", reason: large, source: sdk2, level: conformance.Should}, {code: "10067", reason: bad},
		{code: "10068", reason: bad}, {code: "10069", reason: large},
		{code: "10082", reason: vendors.ReasonRightMissing, rows: []string{"V47"}},
		{code: "10085", reason: vendors.ReasonContentFiltered, source: realTraffic, level: conformance.Should},
		{code: "10092", reason: bad}, {code: "10094", reason: wrong, rows: []string{"V07"}}, {code: "10095", reason: bad},
		{code: "10096", reason: vendors.ReasonCategoryInvalid, rows: []string{"V18"}},
		{code: "10097", reason: vendors.ReasonCategoryContradiction, rows: []string{"V19"}},
		{code: "10103", reason: vendors.ReasonContentFiltered},
		{code: "10104", reason: vendors.ReasonContentFiltered, rows: []string{"V22", "V23"}},
		{code: "10150", path: list, reason: bad}, {code: "10151", path: list, reason: bad},
		{code: "10152", path: list, reason: vendors.ReasonMessageUnknown, level: conformance.Should},
		{code: "10301", reason: bad, source: sdk2, level: conformance.Should},
		{code: "10304", reason: bad, rows: []string{"V46"}}, {code: "10305", reason: bad}, {code: "10306", reason: bad},
		{code: "10311", reason: vendors.ReasonDeviceNotAllowed, rows: []string{"V41"}},
		{code: "10352", reason: bad, rows: []string{"V17"}}, {code: "10353", reason: bad, rows: []string{"V17"}},
		{code: "11000", reason: bad, source: sdk2, level: conformance.Should},
	}
}

// passing are the codes that waiting mends.
func passing() []meaning {
	return []meaning{
		{code: "10072", rows: []string{"V39"}},
		{code: "10040", source: realTraffic, level: conformance.Should},
		{code: "10703", level: conformance.Should},
	}
}

// senderCodeCases make the endpoint answer each code once and look at what the
// sender makes of it.
func senderCodeCases() []conformance.Case {
	var out []conformance.Case
	for _, m := range permanent() {
		m = m.filled()
		out = append(out, conformance.Case{
			ID: "vivo/codes/" + m.code + "-sender", Level: m.level, Rows: m.rows, Source: m.source, Codes: []string{m.code}, Features: m.features(),
			Title: fmt.Sprintf("%s is %s and not repeated", m.code, m.reason),
			Requirement: fmt.Sprintf("A sender %s report %s as %s, not repeat the request, and not call the token dead.",
				lower(m.level), m.code, m.reason),
			Run: func(t *conformance.T) { m.once(t) },
		})
	}
	for _, m := range passing() {
		m = m.filled()
		out = append(out, conformance.Case{
			ID: "vivo/codes/" + m.code + "-sender", Level: m.level, Rows: m.rows, Source: m.source, Codes: []string{m.code, "0"},
			Needs:       []conformance.Need{conformance.NeedClock},
			Title:       m.code + " is repeated after a pause",
			Requirement: fmt.Sprintf("A sender %s repeat a message after %s, and report it as accepted when vivo takes it.", lower(m.level), m.code),
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				s.answers(m.path, 1, m.answer())
				s.Accepted(s.Give(chat(), p))
				s.WantRequests(m.path, 2)
				s.WantItems(p, 1)
			},
		})
	}
	return out
}

func lower(l conformance.Level) string {
	return map[conformance.Level]string{conformance.Must: "must", conformance.Should: "should", conformance.May: "may"}[l]
}

func (m meaning) filled() meaning {
	if m.path == "" {
		m.path = "/message/send"
	}
	if m.source == "" {
		m.source = docCodes
	}
	if m.level == "" {
		m.level = conformance.Must
	}
	return m
}

func (m meaning) list() bool { return m.path == "/message/pushToList" }

func (m meaning) features() []string {
	if m.list() {
		return []string{"list"}
	}
	return nil
}

func (m meaning) answer() string { return fmt.Sprintf(`{"result":%s,"desc":"错误"}`, m.code) }

// once answers with the code for ever and expects a single try.
func (m meaning) once(t *conformance.T) {
	s := start(t)
	s.answers(m.path, 0, m.answer())
	p, q := s.Phone("a"), s.Phone("b")
	if !m.list() {
		s.Refused(s.Give(chat(), p).Outcomes[0], m.code, m.reason, false)
	} else {
		for _, o := range s.Give(chat(), p, q).Outcomes {
			s.Refused(o, m.code, m.reason, false)
		}
	}
	s.WantRequests(m.path, 1)
}
