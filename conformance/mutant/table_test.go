package mutant_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/conformance/mutant"
)

func TestTable(t *testing.T) {
	t.Parallel()
	table := mutant.Table{Vendor: "toy", Kills: map[string][]string{}, Left: map[string]string{}}
	for _, m := range mutant.All() {
		table.Left[m.Name] = "the toy has no such thing"
	}
	delete(table.Left, "lost-tokens")
	delete(table.Left, "sent-twice")
	table.Kills["sent-twice"] = []string{"toy/send/once"}
	table.Kills["lost-tokens"] = []string{"toy/list/all", "toy/list/one"}
	if p := table.Problems(); p != nil {
		t.Errorf("problems %q, want none", p)
	}
	got := table.Mutants()
	if len(got) != 2 || got[0].Name != "lost-tokens" || got[1].Name != "sent-twice" || got[0].Vendor != "toy" {
		t.Fatalf("mutants %+v, want the two declared in the order of All", got)
	}
	if diff := cmp.Diff([]string{"toy/list/all", "toy/list/one"}, got[0].Kills); diff != "" {
		t.Errorf("kills (-want +got):\n%s", diff)
	}
}

func TestTableProblems(t *testing.T) {
	t.Parallel()
	table := mutant.Table{
		Kills: map[string][]string{"one-by-one": {"toy/a/b"}, "no-mutant": {"toy/a/b"}},
		Left:  map[string]string{"one-by-one": "twice", "id-lost": "", "nor-this": "x"},
	}
	got := table.Problems()
	for _, want := range []string{
		"mutant lost-tokens is neither declared nor left out with a reason",
		"mutant one-by-one is declared and left out",
		"mutant id-lost is left out without a reason",
		"there is no general mutant no-mutant to declare",
		"there is no general mutant nor-this to leave out",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no problem says %q:\n%s", want, strings.Join(got, "\n"))
		}
	}
}
