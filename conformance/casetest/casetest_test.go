package casetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/conformance/rows"
	"github.com/offpush/offpush/vendors"
)

// good is a list with nothing wrong.
func good() List {
	run := func(*conformance.T) {}
	l := List{
		Cases: []conformance.Case{
			{ID: "toy/auth/login-ok", Vendor: "toy", Direction: conformance.Endpoint, Level: conformance.Must, Rows: []string{"T01"}, Codes: []string{"0", "41"}, Source: "page", Run: run},
			{ID: "toy/auth/login-ok-sender", Vendor: "toy", Direction: conformance.Sender, Level: conformance.Must, Rows: []string{"T01", "B01"}, Source: "page", Run: run},
			{ID: "toy/auth/later", Vendor: "toy", Direction: conformance.Endpoint, Level: conformance.May, Source: "page", Disabled: "waits for it"},
		},
		Rows:     rows.Parse("T01 login OK | toy/auth/login-ok toy/auth/login-ok-sender\nB01 bug | toy/auth/login-ok-sender"),
		WantRows: append(Span("T", 1), "B01"), Named: "T", BothSides: []string{"T01"}, SenderSide: []string{"B01"},
		Codes: []string{"0", "41"}, Waiting: map[string]string{"toy/auth/later": "waits for it"},
		General: mutant.Table{Vendor: "toy", Kills: map[string][]string{}},
	}
	for _, m := range mutant.All() {
		l.General.Kills[m.Name] = []string{"toy/auth/login-ok-sender"}
	}
	l.Mutants = l.General.Mutants()
	return l
}

func TestRunPasses(t *testing.T) {
	t.Parallel()
	Run(t, good())
}

// TestEachCheckBites: what is wrong is found, and said so that somebody can mend it.
func TestEachCheckBites(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		spoil func(*List)
		check func(List) []string
		want  string
	}{
		{"a case without its row", func(l *List) { l.Cases[0].Rows = []string{"T02"} }, List.disagreements, "T02"},
		{"a row without its case", func(l *List) { l.Rows[1].Cases = nil }, List.disagreements, "row B01 bug has no case"},
		{"a row that is dropped", func(l *List) { l.Rows = l.Rows[:1] }, List.missingRows, "row B01 is missing"},
		{"a row twice", func(l *List) { l.Rows = append(l.Rows, l.Rows[0]) }, List.missingRows, "row T01 is there twice"},
		{"a name nobody finds", func(l *List) { l.Rows[0].Name = "logout" }, List.unnamedRows, "names logout"},
		{"one side only", func(l *List) { l.Cases[0].Rows = nil }, List.oneSidedRows, "row T01"},
		{"no sender's case", func(l *List) { l.Cases[1].Rows = nil }, List.oneSidedRows, "row B01"},
		{"a code nobody answers", func(l *List) { l.Codes = append(l.Codes, "99") }, List.unmetCodes, "answer 99"},
		{"no codes", func(l *List) { l.Codes = nil }, List.unmetCodes, "no code is expected"},
		{"a MUST that is assumed", func(l *List) { l.Cases[0].Source = "no source found; " + assumed }, List.assumedMusts, "toy/auth/login-ok"},
		{"disabled without notice", func(l *List) { l.Waiting = nil }, List.waiting, "toy/auth/later"},
		{"enabled without notice", func(l *List) { l.Cases[2].Disabled = "" }, List.waiting, "toy/auth/later"},
		{"a mutant for no sender", func(l *List) { l.Mutants[0].Kills = []string{"toy/auth/login-ok"} }, List.undeclared, "no sender case"},
		{"a mutant for nothing", func(l *List) { l.Mutants[0].Kills = nil }, List.undeclared, "is declared for no case"},
		{"a mutant without a title", func(l *List) { l.Mutants[0].Title = vendors.Text{} }, List.undeclared, "a title is missing"},
		{"a mutant left behind", func(l *List) { l.Mutants = l.Mutants[1:] }, List.undeclared, "is not among the vendor's"},
		{"few mutants", func(l *List) { l.Mutants = l.Mutants[:3] }, List.undeclared, "at least 20"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := good()
			c.spoil(&l)
			got := c.check(l)
			if !slices.ContainsFunc(got, func(p string) bool { return strings.Contains(p, c.want) }) {
				t.Errorf("problems %q, want one with %q", got, c.want)
			}
			if len(c.check(good())) != 0 {
				t.Error("the good list has problems too")
			}
		})
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	if got := fmt.Sprint(Span("V", 10)); got != "[V01 V02 V03 V04 V05 V06 V07 V08 V09 V10]" {
		t.Errorf("Span is %s", got)
	}
}
