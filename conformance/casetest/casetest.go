// Package casetest holds the tests every vendor's list of cases passes: rows and cases
// agree, every code is met, what is assumed binds nobody, and bad senders are declared
// for cases that exist.
//
//	func TestList(t *testing.T) { casetest.Run(t, list()) }
package casetest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/conformance/rows"
)

// List is one vendor's cases and what is expected of them. What is written here twice
// - the rows, the codes - is written twice on purpose, so that none is dropped with
// its cases.
type List struct {
	Cases   []conformance.Case
	Rows    []rows.Row
	Mutants []conformance.Mutant
	General mutant.Table

	// WantRows are the rows that must be there.
	WantRows []string
	// Named is the first letter of rows whose names must be in the ids of their cases.
	Named string
	// BothSides are rows that speak of a sender and have a case for each side;
	// SenderSide are those, bugs of senders, that have one for senders.
	BothSides, SenderSide []string
	// Codes are what a sender can be answered, receipts behind "receipt:".
	Codes []string
	// Waiting are the disabled cases by id, with what they wait for.
	Waiting map[string]string
}

// Span are the rows of a letter from 1 to n, with two digits: "V01" to "V49".
func Span(letter string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s%02d", letter, i+1)
	}
	return out
}

// leastMutants is how many bad senders prove the cases about senders.
const leastMutants = 20

// Run holds a list against what is expected of it.
func Run(t *testing.T, l List) {
	t.Helper()
	if err := conformance.Validate(l.Cases); err != nil {
		t.Errorf("cases: %v", err)
	}
	for name, problems := range map[string][]string{
		"rows and cases agree":              l.disagreements(),
		"every row is there":                l.missingRows(),
		"row names are in ids":              l.unnamedRows(),
		"rows of both sides":                l.oneSidedRows(),
		"every code is met":                 l.unmetCodes(),
		"assumed is no MUST":                l.assumedMusts(),
		"what is disabled says why":         l.waiting(),
		"mutants are declared":              l.undeclared(),
		"general mutants are accounted for": l.General.Problems(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, p := range problems {
				t.Error(p)
			}
		})
	}
}

// disagreements holds rows and cases against each other, both ways.
func (l List) disagreements() []string {
	named := map[string][]string{}
	for _, c := range l.Cases {
		for _, r := range c.Rows {
			named[r] = append(named[r], c.ID)
		}
	}
	var out []string
	for _, r := range l.Rows {
		got, want := slices.Sorted(slices.Values(r.Cases)), slices.Sorted(slices.Values(named[r.ID]))
		if diff := cmp.Diff(want, got); diff != "" {
			out = append(out, fmt.Sprintf("row %s %s: the cases that name it and its line in the list differ (-cases +list):\n%s\nwant the line\n%s %s | %s",
				r.ID, r.Name, diff, r.ID, r.Name, strings.Join(named[r.ID], " ")))
		}
		if len(got) == 0 {
			out = append(out, fmt.Sprintf("row %s %s has no case", r.ID, r.Name))
		}
		delete(named, r.ID)
	}
	for row, ids := range named {
		out = append(out, fmt.Sprintf("the row %s of %v is not in the list", row, ids))
	}
	return out
}

func (l List) missingRows() []string {
	var out []string
	have := map[string]bool{}
	for _, r := range l.Rows {
		if have[r.ID] {
			out = append(out, fmt.Sprintf("row %s is there twice", r.ID))
		}
		have[r.ID] = true
	}
	for _, id := range l.WantRows {
		if !have[id] {
			out = append(out, fmt.Sprintf("row %s is missing", id))
		}
	}
	return out
}

// unnamedRows: somebody who knows a row's name finds its case.
func (l List) unnamedRows() []string {
	if l.Named == "" {
		return nil
	}
	var out []string
	marks := regexp.MustCompile(`[^a-z0-9]+`)
	for _, r := range l.Rows {
		if !strings.HasPrefix(r.ID, l.Named) {
			continue
		}
		for name := range strings.SplitSeq(r.Name, " / ") {
			slug := marks.ReplaceAllString(strings.ToLower(name), "-")
			if !slices.ContainsFunc(r.Cases, func(id string) bool { return strings.Contains(id[strings.LastIndex(id, "/"):], slug) }) {
				out = append(out, fmt.Sprintf("row %s: no id of its cases names %s: %v", r.ID, slug, r.Cases))
			}
		}
	}
	return out
}

func (l List) oneSidedRows() []string {
	sides := map[string]map[conformance.Direction]bool{}
	for _, c := range l.Cases {
		for _, r := range c.Rows {
			if sides[r] == nil {
				sides[r] = map[conformance.Direction]bool{}
			}
			sides[r][c.Direction] = true
		}
	}
	var out []string
	for _, r := range l.BothSides {
		if !sides[r][conformance.Sender] || !sides[r][conformance.Endpoint] {
			out = append(out, fmt.Sprintf("row %s has cases for %v, want both sides", r, sides[r]))
		}
	}
	for _, r := range l.SenderSide {
		if !sides[r][conformance.Sender] {
			out = append(out, fmt.Sprintf("row %s, a bug of senders, has no sender case", r))
		}
	}
	return out
}

// unmetCodes: each code a sender can be answered, alone in one case.
func (l List) unmetCodes() []string {
	met := map[string]bool{}
	for _, c := range l.Cases {
		if c.Direction == conformance.Endpoint {
			for _, code := range c.Codes {
				met[code] = true
			}
		}
	}
	var out []string
	if len(l.Codes) == 0 {
		out = append(out, "no code is expected of the cases")
	}
	for _, code := range l.Codes {
		if !met[code] {
			out = append(out, fmt.Sprintf("no case makes an endpoint answer %s", code))
		}
	}
	return out
}

// assumed is how cases say that nobody has documented or observed what they demand.
const assumed = "a default of this project"

func (l List) assumedMusts() []string {
	var out []string
	for _, c := range l.Cases {
		if c.Level == conformance.Must && strings.Contains(c.Source, assumed) {
			out = append(out, fmt.Sprintf("%s is a MUST and its source is %q", c.ID, c.Source))
		}
	}
	return out
}

func (l List) waiting() []string {
	got := map[string]string{}
	for _, c := range l.Cases {
		if c.Disabled != "" {
			got[c.ID] = c.Disabled
		}
	}
	want := l.Waiting
	if want == nil {
		want = map[string]string{}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		return []string{"disabled cases (-want +got):\n" + diff}
	}
	return nil
}

// undeclared: bad senders are declared for sender cases that exist.
func (l List) undeclared() []string {
	senders := map[string]bool{}
	for _, c := range l.Cases {
		senders[c.ID] = c.Direction == conformance.Sender
	}
	var out []string
	seen := map[string]bool{}
	for _, m := range l.Mutants {
		if m.Name == "" || seen[m.Name] || m.Title.EN == "" || m.Title.ZH == "" {
			out = append(out, fmt.Sprintf("mutant %q: its name is empty or taken, or a title is missing", m.Name))
		}
		seen[m.Name] = true
		if len(m.Kills) == 0 {
			out = append(out, fmt.Sprintf("mutant %s is declared for no case", m.Name))
		}
		for _, id := range m.Kills {
			if !senders[id] {
				out = append(out, fmt.Sprintf("mutant %s is declared for %s, which is no sender case", m.Name, id))
			}
		}
	}
	for _, m := range l.General.Mutants() {
		if !seen[m.Name] {
			out = append(out, fmt.Sprintf("the general mutant %s is not among the vendor's", m.Name))
		}
	}
	if len(seen) < leastMutants {
		out = append(out, fmt.Sprintf("%d bad senders, want at least %d", len(seen), leastMutants))
	}
	return out
}
