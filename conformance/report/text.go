package report

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/conformance"
)

// escapes are the terminal sequences that find their way into error texts.
//
//nolint:gochecknoglobals // compiled once, never changed
var escapes = regexp.MustCompile(`\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\^_]`)

// plain is a text without terminal sequences and without what XML 1.0 cannot
// carry even escaped: control characters, U+FFFE, U+FFFF, broken UTF-8. They
// become U+FFFD, so that a reader sees that something was there.
func plain(s string) string {
	s = escapes.ReplaceAllString(s, "")
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 {
			return r
		}
		return utf8.RuneError
	}, s)
}

// oneLine is a plain text without line breaks.
func oneLine(s string) string {
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(plain(s))
}

// cut shortens a text to at most n bytes at a character's border.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "\n[cut]"
}

// counts reports whether a case's status is one that makes a run fail.
func counts(c *conformance.Result) bool {
	return !c.Provisional && (c.Status.FailsRun() || c.Status == conformance.StatusError)
}

// deservesDetails reports whether a case is shown with its evidence.
func deservesDetails(c *conformance.Result) bool {
	return counts(c) || c.Status == conformance.StatusKnownFailing ||
		c.Provisional && (c.Status.FailsRun() || c.Status == conformance.StatusError)
}

// verdict is the report in one line.
func verdict(r *conformance.Report) string {
	switch r.ExitCode(false) {
	case conformance.ExitOK:
		return "passed"
	case conformance.ExitInterrupted:
		return "incomplete: the run was interrupted"
	case conformance.ExitNothing:
		return "nothing ran"
	case conformance.ExitCannotRun:
		return "could not be tried"
	}
	return "failed"
}
