package conformance

import (
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
)

// Status is what became of one case. The set is closed.
type Status string

const (
	StatusPassed Status = "passed"
	// StatusNonStrict: it behaves, but with bad manners.
	StatusNonStrict Status = "nonstrict"
	StatusFailed    Status = "failed"
	// StatusKnownFailing: it failed, and the known-failing list says why.
	StatusKnownFailing Status = "known_failing"
	// StatusUnexpectedPass: the known-failing list says it fails, and it passed.
	StatusUnexpectedPass Status = "unexpected_pass"
	// StatusFlaky: repeated with the same seed, it passed and failed.
	StatusFlaky Status = "flaky"
	// StatusSkipped: the subject lacks a feature or a need of the case.
	StatusSkipped Status = "skipped"
	// StatusDisabled: switched off by the configuration, or by the case itself, which
	// says what it waits for.
	StatusDisabled Status = "disabled"
	// StatusError: it could not be tried; the set-up or the suite is at fault.
	StatusError Status = "error"
)

// Ran reports whether the case was carried out, whatever it showed.
func (s Status) Ran() bool { return s != StatusSkipped && s != StatusDisabled }

// Passes reports whether the subject behaved.
func (s Status) Passes() bool { return s == StatusPassed || s == StatusNonStrict }

// FailsRun reports whether one such case makes the answer of a run "no".
func (s Status) FailsRun() bool {
	return s == StatusFailed || s == StatusFlaky || s == StatusUnexpectedPass
}

// Result is one case in a report. The JSON names are a contract: fields may be
// added, none renamed.
type Result struct {
	ID        string         `json:"id"`
	Vendor    vendors.Vendor `json:"vendor"`
	Direction Direction      `json:"direction"`
	Level     Level          `json:"level"`
	Status    Status         `json:"status"`
	// Seconds of machine time, over all repetitions.
	Seconds float64 `json:"seconds"`
	Source  string  `json:"source"`
	// Rerun is the command that runs this case alone in the same world.
	Rerun string `json:"rerun"`
	// Reason is one line that says why the status is what it is; empty for passed.
	Reason string `json:"reason"`

	Title       string `json:"title,omitempty"`
	Requirement string `json:"requirement,omitempty"`
	Feature     string `json:"feature,omitempty"`
	Provisional bool   `json:"provisional,omitempty"`
	// Attempts are the statuses of the repetitions when there was more than one.
	Attempts []Status `json:"attempts,omitempty"`
	Failures []string `json:"failures,omitempty"`
	Manners  []string `json:"manners,omitempty"`
	// The rest is evidence, kept for cases that did not pass; secrets are taken out.
	Steps     []Step         `json:"steps,omitempty"`
	Exchanges []ExchangeText `json:"exchanges,omitempty"`
	Messages  []MessageText  `json:"messages,omitempty"`
	Stack     string         `json:"stack,omitempty"`
}

// ExchangeText is one request and its answer in a report, as text without secrets.
type ExchangeText struct {
	At       time.Time           `json:"at"`
	Method   string              `json:"method"`
	Path     string              `json:"path"`
	Header   map[string][]string `json:"header,omitempty"`
	Body     string              `json:"body,omitempty"`
	Status   int                 `json:"status"`
	Response string              `json:"response,omitempty"`
}

// MessageText is what became of one message, in a report.
type MessageText struct {
	ID        string `json:"id"`
	Phone     string `json:"phone,omitempty"`
	Title     string `json:"title,omitempty"`
	ReplyCode string `json:"reply_code"`
	State     string `json:"state,omitempty"`
	Reason    string `json:"reason,omitempty"`
	Rule      string `json:"rule,omitempty"`
}

// Summary counts the cases of a report. Every case is counted once: a provisional
// case under Provisional whatever its status, any other under its status.
type Summary struct {
	Total          int `json:"total"`
	Passed         int `json:"passed"`
	NonStrict      int `json:"nonstrict"`
	Failed         int `json:"failed"`
	KnownFailing   int `json:"known_failing"`
	UnexpectedPass int `json:"unexpected_pass"`
	Flaky          int `json:"flaky"`
	Skipped        int `json:"skipped"`
	Disabled       int `json:"disabled"`
	Provisional    int `json:"provisional"`
	Errors         int `json:"errors"`
}

// Summarize counts results.
func Summarize(results []Result) Summary {
	s := Summary{Total: len(results)}
	for i := range results {
		if results[i].Provisional {
			s.Provisional++
			continue
		}
		*s.count(results[i].Status)++
	}
	return s
}

// count is where a status is counted; a status nobody knows is an error of ours.
func (s *Summary) count(status Status) *int {
	switch status {
	case StatusPassed:
		return &s.Passed
	case StatusNonStrict:
		return &s.NonStrict
	case StatusFailed:
		return &s.Failed
	case StatusKnownFailing:
		return &s.KnownFailing
	case StatusUnexpectedPass:
		return &s.UnexpectedPass
	case StatusFlaky:
		return &s.Flaky
	case StatusSkipped:
		return &s.Skipped
	case StatusDisabled:
		return &s.Disabled
	case StatusError:
	}
	return &s.Errors
}

// About is what a report says about the world it was made in.
type About struct {
	// Profile of the rules ("documented"), Rulebook their date.
	Profile  string `json:"profile"`
	Rulebook string `json:"rulebook"`
	// Versions of the modules concerned, by name.
	Versions map[string]string `json:"versions,omitempty"`
	// Compression tells how many times faster than the machine's the clock ran;
	// 0: virtual time, moved by the cases.
	Compression float64 `json:"compression,omitempty"`
}

// SchemaVersion is the version of the report's JSON form.
const SchemaVersion = 1

// Report is what a run produced. Its JSON form is the source of truth: every
// other format is rendered from it.
type Report struct {
	SchemaVersion int    `json:"schemaVersion"`
	Seed          uint64 `json:"seed"`
	Subject       string `json:"subject"`
	About
	// Incomplete: the run was interrupted; NotRun are the cases it did not get to.
	Incomplete bool     `json:"incomplete,omitempty"`
	NotRun     []string `json:"not_run,omitempty"`
	// Stale are the entries of the known-failing list that are no longer true.
	Stale   []StaleEntry `json:"stale,omitempty"`
	Summary Summary      `json:"summary"`
	Cases   []Result     `json:"cases"`
}

// FailedIDs are the cases that a rerun should repeat: everything that ran and was
// not as it should be, and what an interrupted run did not get to.
func (r *Report) FailedIDs() []string {
	var ids []string
	for i := range r.Cases {
		if s := r.Cases[i].Status; s.FailsRun() || s == StatusError {
			ids = append(ids, r.Cases[i].ID)
		}
	}
	return append(ids, r.NotRun...)
}

// feature is the middle of a case's id: vendor/feature/name.
func feature(id string) string {
	parts := strings.Split(id, "/")
	if len(parts) < 3 {
		return "general"
	}
	return strings.Join(parts[1:len(parts)-1], "/")
}
