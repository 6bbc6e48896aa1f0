package vivo_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/vivo"
)

// TestRowsAndCasesAgree holds rows.txt against the cases, both ways.
func TestRowsAndCasesAgree(t *testing.T) {
	t.Parallel()
	named := map[string][]string{}
	for _, c := range vivo.Cases() {
		for _, r := range c.Rows {
			named[r] = append(named[r], c.ID)
		}
	}
	for _, r := range vivo.Rows() {
		got, want := slices.Sorted(slices.Values(r.Cases)), slices.Sorted(slices.Values(named[r.ID]))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("row %s %s: the cases that name it and its line in rows.txt differ (-cases +rows.txt):\n%s", r.ID, r.Name, diff)
		}
		if len(got) == 0 {
			t.Errorf("row %s %s has no case", r.ID, r.Name)
		}
		delete(named, r.ID)
	}
	for row, ids := range named {
		t.Errorf("the row %s of %v is not in rows.txt", row, ids)
	}
}

// TestEveryRowIsThere counts the rows, so that none is dropped with its cases.
func TestEveryRowIsThere(t *testing.T) {
	t.Parallel()
	have := map[string]bool{}
	for _, r := range vivo.Rows() {
		if have[r.ID] {
			t.Errorf("row %s is there twice", r.ID)
		}
		have[r.ID] = true
	}
	want := []string{"B01", "B14", "B16", "B18"}
	for i := range 49 {
		want = append(want, fmt.Sprintf("V%02d", i+1))
	}
	for i := range 12 {
		want = append(want, fmt.Sprintf("S%02d", i+1))
	}
	for _, id := range want {
		if !have[id] {
			t.Errorf("row %s is missing", id)
		}
	}
}

// TestRowNamesAreInIDs: somebody who knows a row's name finds its case.
func TestRowNamesAreInIDs(t *testing.T) {
	t.Parallel()
	for _, r := range vivo.Rows() {
		if r.ID[0] != 'V' {
			continue
		}
		for name := range strings.SplitSeq(r.Name, " / ") {
			slug := strings.ReplaceAll(name, "_", "-")
			if !slices.ContainsFunc(r.Cases, func(id string) bool { return strings.Contains(id[strings.LastIndex(id, "/"):], slug) }) {
				t.Errorf("row %s: no id of its cases names %s: %v", r.ID, slug, r.Cases)
			}
		}
	}
}

// TestRowsOfBothSides: rows that speak of a sender have a case for each side.
func TestRowsOfBothSides(t *testing.T) {
	t.Parallel()
	sides := map[string]map[conformance.Direction]bool{}
	for _, c := range vivo.Cases() {
		for _, r := range c.Rows {
			if sides[r] == nil {
				sides[r] = map[conformance.Direction]bool{}
			}
			sides[r][c.Direction] = true
		}
	}
	for _, r := range []string{"V06", "V09", "V22", "V24", "V25", "V27", "V33", "V34", "V38", "V39", "V41", "V47", "V48"} {
		if !sides[r][conformance.Sender] || !sides[r][conformance.Endpoint] {
			t.Errorf("row %s has cases for %v, want both sides", r, sides[r])
		}
	}
}
