package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/conformance"
)

// The document as another program reads it; nothing is shared with the writer.
type readSuites struct {
	XMLName  xml.Name    `xml:"testsuites"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Suites   []readSuite `xml:"testsuite"`
}

type readSuite struct {
	Name       string         `xml:"name,attr"`
	Tests      int            `xml:"tests,attr"`
	Failures   int            `xml:"failures,attr"`
	Errors     int            `xml:"errors,attr"`
	Skipped    int            `xml:"skipped,attr"`
	Time       string         `xml:"time,attr"`
	Properties []readProperty `xml:"properties>property"`
	Cases      []readCase     `xml:"testcase"`
}

type readProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type readCase struct {
	Name       string         `xml:"name,attr"`
	ClassName  string         `xml:"classname,attr"`
	File       string         `xml:"file,attr"`
	Properties []readProperty `xml:"properties>property"`
	Failure    *readText      `xml:"failure"`
	Error      *readText      `xml:"error"`
	Skipped    *readText      `xml:"skipped"`
}

type readText struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// strict reads every token with a strict parser before the document is decoded.
func strict(t *testing.T, doc string) readSuites {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(doc))
	d.Strict = true
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, doc)
		}
	}
	var s readSuites
	if err := xml.Unmarshal([]byte(doc), &s); err != nil {
		t.Fatalf("decode: %v\n%s", err, doc)
	}
	return s
}

func TestJUnitIsWhatReadersExpect(t *testing.T) {
	t.Parallel()
	s := strict(t, render(t, JUnit, sample()))
	// 11 cases and one stale entry; two of the skipped are a provisional and a known failure.
	if s.Tests != 12 || s.Failures != 5 || s.Errors != 1 || s.Skipped != 4 {
		t.Errorf("tests %d, failures %d, errors %d, skipped %d", s.Tests, s.Failures, s.Errors, s.Skipped)
	}
	var names []string
	cases := map[string]readCase{}
	sum := readSuites{}
	for _, suite := range s.Suites {
		names = append(names, suite.Name)
		sum.Tests, sum.Failures, sum.Errors, sum.Skipped = sum.Tests+suite.Tests, sum.Failures+suite.Failures, sum.Errors+suite.Errors, sum.Skipped+suite.Skipped
		if len(suite.Cases) != suite.Tests {
			t.Errorf("%s: tests=%d, %d cases", suite.Name, suite.Tests, len(suite.Cases))
		}
		for _, c := range suite.Cases {
			cases[c.Name] = c
		}
	}
	if diff := cmp.Diff([]string{"toy/auth", "toy/field", "toy/target", "known-failing"}, names); diff != "" {
		t.Errorf("suites (-want +got):\n%s", diff)
	}
	if sum.Tests != s.Tests || sum.Failures != s.Failures || sum.Errors != s.Errors || sum.Skipped != s.Skipped {
		t.Errorf("the suites add up to %+v", sum)
	}
	c := cases["toy/field/failed"]
	if c.ClassName != "toy.field" || c.File != "toy.md 3" || c.Failure == nil || c.Failure.Type != "failed" {
		t.Errorf("failed case: %+v", c)
	}
	for _, want := range []string{"send to v1", "want 0", "rerun: offpush conformance run toy/field/failed --seed 7", "POST /send?a=1 -> 200"} {
		if c.Failure == nil || !strings.Contains(c.Failure.Text, want) {
			t.Errorf("the failure lacks %q", want)
		}
	}
	want := []readProperty{{"seed", "7"}, {"profile", "documented"}, {"level", "MUST"}, {"source", "toy.md 3"},
		{"status", "failed"}, {"rerun", "offpush conformance run toy/field/failed --seed 7"}}
	if diff := cmp.Diff(want, c.Properties); diff != "" {
		t.Errorf("properties (-want +got):\n%s", diff)
	}
	if e := cases["toy/target/error"]; e.Error == nil || e.Failure != nil || e.Error.Message != "panic: boom" {
		t.Errorf("error case: %+v", e)
	}
	for id, message := range map[string]string{"toy/target/skipped": "needs clock", "toy/auth/provisional": "provisional, not counted: failed: not yet",
		"toy/field/known": "known_failing: being fixed, https://example.com/1"} {
		if c := cases[id]; c.Skipped == nil || c.Skipped.Message != message {
			t.Errorf("%s: %+v, want skipped with %q", id, c.Skipped, message)
		}
	}
}

func TestJUnitCarriesNastyTexts(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"<>&]]>\"\x1b[31m\x00":          "<>&]]>\"\uFFFD",
		"\x1b]0;title\x07text":          "text",
		"\x1b]8;;http://x\x1b\\a\x1b(B": "a\uFFFD(B",
		"a\r\nb\rc\td":                  "a\r\nb\rc\td",
		"\xff\xfe":                      "\uFFFD\uFFFD",
		"\uFFFE\uFFFF\u2028":            "\uFFFD\uFFFD\u2028",
		"<![CDATA[x]]>&amp;":            "<![CDATA[x]]>&amp;",
		"中文 🍜":                          "中文 🍜",
	} {
		text, message := carried(t, in)
		if text != want || message != want {
			t.Errorf("%q arrives as text %q, attribute %q; want %q", in, text, message, want)
		}
	}
}

// carried sends a text through an element and an attribute and a strict parser.
func carried(t *testing.T, s string) (text, attribute string) {
	t.Helper()
	doc := `<a m="` + escaped(s, true) + `">` + escaped(s, false) + `</a>`
	var got struct {
		M    string `xml:"m,attr"`
		Text string `xml:",chardata"`
	}
	if err := xml.Unmarshal([]byte(doc), &got); err != nil {
		t.Fatalf("%q: %v", doc, err)
	}
	return got.Text, got.M
}

func FuzzJUnit(f *testing.F) {
	f.Add(nasty, "toy/a/b")
	f.Add("", "")
	f.Add("]]>\x1b\\", "<")
	f.Fuzz(func(t *testing.T, reason, id string) {
		r := &conformance.Report{SchemaVersion: 1, Subject: id, Cases: []conformance.Result{
			{ID: id, Source: reason, Status: conformance.StatusFailed, Reason: reason, Failures: []string{reason}}}}
		r.Summary = conformance.Summarize(r.Cases)
		s := strict(t, render(t, JUnit, r))
		if got := s.Suites[0].Cases[0]; got.Name != plain(id) || got.Failure.Message != plain(reason) {
			t.Errorf("id %q, message %q; want %q, %q", got.Name, got.Failure.Message, plain(id), plain(reason))
		}
		for _, format := range Formats() {
			if err := Render(&bytes.Buffer{}, format, r); err != nil {
				t.Errorf("%s: %v", format, err)
			}
		}
	})
}
