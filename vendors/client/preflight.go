package client

import (
	"unicode/utf8"

	"github.com/offpush/offpush/vendors"
)

// Severity says whether a finding keeps the message from going out as it is.
type Severity string

const (
	SeverityError   Severity = "error"   // it would be refused or not sent
	SeverityWarning Severity = "warning" // it would go out changed
	SeverityOK      Severity = "ok"      // measured, and within the limit
)

// Finding is one thing that would happen to a message, found without sending.
type Finding struct {
	Field    string
	Severity Severity
	Why      vendors.Text
	// Limit is the limit passed and Got the message's figure, in Limit.Unit; zero
	// for findings that are no limits.
	Limit vendors.Limit
	Got   int64
	// Adjustment is what the driver would change, nil if it would send as is.
	Adjustment *vendors.Adjustment
}

// placeholder stands for a token in a preflight, which has none.
const placeholder vendors.Token = "preflight"

// limitNames are the names under which facts carry the limit of a neutral field.
// Vendors keep their own word for the text.
func limitNames() []struct {
	field string
	names []string
	text  func(*vendors.Message) string
} {
	return []struct {
		field string
		names []string
		text  func(*vendors.Message) string
	}{
		{"id", []string{"requestId"}, func(m *vendors.Message) string { return m.ID }},
		{"title", []string{"title"}, func(m *vendors.Message) string { return m.Title }},
		{"subtitle", []string{"subtitle"}, func(m *vendors.Message) string { return m.Subtitle }},
		{"body", []string{"body", "content", "description"}, func(m *vendors.Message) string { return m.Body }},
	}
}

// Preflight tells what would happen to msg at this vendor: limits it passes and
// what the driver would change or refuse. It sends nothing and needs no token. An
// empty result means that nothing is known against the message.
func (c *Client) Preflight(msg *vendors.Message) []Finding {
	if msg == nil {
		return nil
	}
	var findings []Finding
	covered := make(map[string]bool)
	for _, l := range limitNames() {
		f, over := c.overLimit(msg, l.field, l.text(msg), l.names)
		if over {
			covered[l.field] = true
			findings = append(findings, f)
		}
	}
	b, ok := c.sender.(vendors.Builder)
	if !ok {
		return findings
	}
	_, adjustments, err := b.Build(msg, []vendors.Token{placeholder})
	for i := range adjustments {
		a := &adjustments[i]
		if covered[a.Field] {
			attach(findings, a)
			continue
		}
		severity := SeverityWarning
		if a.Action == vendors.AdjustConflict {
			severity = SeverityError
		}
		findings = append(findings, Finding{Field: a.Field, Severity: severity, Why: a.Why, Adjustment: a})
	}
	if err != nil && !hasError(findings) {
		findings = append(findings, Finding{Severity: SeverityError, Why: vendors.Text{EN: err.Error(), ZH: err.Error()}})
	}
	return findings
}

// Measures are the figures of msg that stay within a limit, for people who want to
// see how much room is left. What passes a limit is Preflight's.
func (c *Client) Measures(msg *vendors.Message) []Finding {
	var out []Finding
	for _, l := range limitNames() {
		text := l.text(msg)
		if f, over := c.measure(l.field, text, l.names); !over && text != "" && f.Limit.Name != "" {
			f.Severity = SeverityOK
			out = append(out, f)
		}
	}
	return out
}

func (c *Client) overLimit(msg *vendors.Message, field, text string, names []string) (Finding, bool) {
	f, over := c.measure(field, text, names)
	f.Severity = SeverityWarning
	if msg.Overflow == vendors.OverflowReject {
		f.Severity = SeverityError
	}
	return f, over
}

// measure holds a text against the first of the limits the facts know; the finding
// is zero when they know none.
func (c *Client) measure(field, text string, names []string) (f Finding, over bool) {
	for _, name := range names {
		l, ok := c.facts.Limit(name)
		if !ok {
			continue
		}
		got := int64(utf8.RuneCountInString(text))
		if l.Unit == "bytes" {
			got = int64(len(text))
		}
		return Finding{Field: field, Why: l.Meaning, Limit: l, Got: got}, got > l.Value
	}
	return Finding{}, false
}

func attach(findings []Finding, a *vendors.Adjustment) {
	for i := range findings {
		if findings[i].Field == a.Field {
			findings[i].Adjustment = a
		}
	}
}

func hasError(findings []Finding) bool {
	for i := range findings {
		if findings[i].Severity == SeverityError {
			return true
		}
	}
	return false
}
