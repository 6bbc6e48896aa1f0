package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/offpush/offpush/conformance"
)

// JUnit has no schema everybody agrees on; this is the part that all readers
// share. The encoder is our own because the usual ways break on real texts: raw
// inner XML on "<", CDATA on "]]>" and both on escape characters. Everything here
// is character data.

// junitCase is a case as JUnit sees it.
type junitCase struct {
	*conformance.Result
	kind string // "", "failure", "error", "skipped"
	text string // the message of kind
}

// junitSuite is the cases of one vendor and feature.
type junitSuite struct {
	name                      string
	cases                     []junitCase
	failures, errors, skipped int
	seconds                   float64
}

func (s *junitSuite) add(c junitCase) {
	s.cases = append(s.cases, c)
	s.seconds += c.Seconds
	switch c.kind {
	case "failure":
		s.failures++
	case "error":
		s.errors++
	case "skipped":
		s.skipped++
	}
}

// asJUnit maps a status: only what makes a run fail is a failure, <error> is only
// ours, and whatever is known and expected is skipped with its reason.
func asJUnit(c *conformance.Result) junitCase {
	switch {
	case c.Status.Passes():
		return junitCase{Result: c}
	case !counts(c) && c.Provisional:
		return junitCase{c, "skipped", "provisional, not counted: " + string(c.Status) + ": " + c.Reason}
	case c.Status == conformance.StatusError:
		return junitCase{c, "error", c.Reason}
	case c.Status.FailsRun():
		return junitCase{c, "failure", c.Reason}
	case c.Status == conformance.StatusSkipped:
		return junitCase{c, "skipped", c.Reason}
	}
	return junitCase{c, "skipped", string(c.Status) + ": " + c.Reason}
}

// suites groups cases by vendor and feature in the order of their first case. An
// untrue known-failing list fails the run, so it is a suite of its own.
func suites(r *conformance.Report) []*junitSuite {
	var out []*junitSuite
	byName := map[string]*junitSuite{}
	suite := func(name string) *junitSuite {
		if byName[name] == nil {
			byName[name] = &junitSuite{name: name}
			out = append(out, byName[name])
		}
		return byName[name]
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		suite(string(c.Vendor) + "/" + c.Feature).add(asJUnit(c))
	}
	for _, s := range r.Stale {
		suite("known-failing").add(junitCase{&conformance.Result{ID: s.Pattern, Status: conformance.StatusUnexpectedPass,
			Reason: s.Why, Source: fmt.Sprintf("known-failing line %d", s.Line)}, "failure", s.Why})
	}
	return out
}

func writeJUnit(w io.Writer, r *conformance.Report) error {
	all := suites(r)
	var total junitSuite
	tests := 0
	for _, s := range all {
		tests += len(s.cases)
		total.failures, total.errors, total.skipped = total.failures+s.failures, total.errors+s.errors, total.skipped+s.skipped
		total.seconds += s.seconds
	}
	x := &xmlWriter{w: bufio.NewWriter(w)}
	x.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	x.open(0, "testsuites", append([]string{"name", r.Subject, "tests", strconv.Itoa(tests)}, total.numbers()...)...)
	for _, s := range all {
		x.open(1, "testsuite", append([]string{"name", s.name, "tests", strconv.Itoa(len(s.cases))}, s.numbers()...)...)
		x.properties(2, "seed", strconv.FormatUint(r.Seed, 10), "profile", r.Profile, "rulebook", r.Rulebook,
			"subject", r.Subject, "incomplete", strconv.FormatBool(r.Incomplete))
		for i := range s.cases {
			x.testcase(r, s, &s.cases[i])
		}
		x.end(1, "testsuite")
	}
	x.end(0, "testsuites")
	if x.err != nil {
		return x.err
	}
	return x.w.Flush()
}

func (s *junitSuite) numbers() []string {
	return []string{"failures", strconv.Itoa(s.failures), "errors", strconv.Itoa(s.errors),
		"skipped", strconv.Itoa(s.skipped), "time", seconds(s.seconds)}
}

func seconds(s float64) string { return strconv.FormatFloat(s, 'f', 3, 64) }

func (x *xmlWriter) testcase(r *conformance.Report, s *junitSuite, c *junitCase) {
	x.open(2, "testcase", "name", c.ID, "classname", strings.ReplaceAll(s.name, "/", "."), "file", c.Source, "time", seconds(c.Seconds))
	x.properties(3, "seed", strconv.FormatUint(r.Seed, 10), "profile", r.Profile, "level", string(c.Level),
		"source", c.Source, "status", string(c.Status), "rerun", c.Rerun)
	switch c.kind {
	case "skipped":
		x.element(3, "skipped", "", "message", c.text)
	case "failure", "error":
		x.element(3, c.kind, c.Explain(), "message", c.text, "type", string(c.Status))
	}
	if c.Status == conformance.StatusNonStrict {
		x.element(3, "system-out", "bad manners:\n"+strings.Join(c.Manners, "\n"))
	}
	x.end(2, "testcase")
}

// xmlWriter writes elements and character data; it remembers the first error.
type xmlWriter struct {
	w   *bufio.Writer
	err error
}

func (x *xmlWriter) raw(s string) {
	if x.err == nil {
		_, x.err = x.w.WriteString(s)
	}
}

func (x *xmlWriter) tag(depth int, name string, attributes []string) {
	x.raw(strings.Repeat("  ", depth) + "<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		x.raw(" " + attributes[i] + `="` + escaped(attributes[i+1], true) + `"`)
	}
}

func (x *xmlWriter) open(depth int, name string, attributes ...string) {
	x.tag(depth, name, attributes)
	x.raw(">\n")
}

func (x *xmlWriter) end(depth int, name string) {
	x.raw(strings.Repeat("  ", depth) + "</" + name + ">\n")
}

func (x *xmlWriter) element(depth int, name, text string, attributes ...string) {
	x.tag(depth, name, attributes)
	if text == "" {
		x.raw("/>\n")
		return
	}
	x.raw(">" + escaped(text, false) + "</" + name + ">\n")
}

// properties writes name and value pairs, leaving out empty values.
func (x *xmlWriter) properties(depth int, pairs ...string) {
	x.open(depth, "properties")
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			x.element(depth+1, "property", "", "name", pairs[i], "value", pairs[i+1])
		}
	}
	x.end(depth, "properties")
}

// escaped is a text as character data. A parser turns a bare carriage return into
// a line feed, and any white space in an attribute into a space; as references
// they survive.
func escaped(s string, attribute bool) string {
	s = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\r", "&#13;").Replace(plain(s))
	if attribute {
		s = strings.NewReplacer("\n", "&#10;", "\t", "&#9;").Replace(s)
	}
	return s
}
