package apns_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/apns"
)

// TestRowsAndCasesAgree holds rows.txt against the cases, both ways.
func TestRowsAndCasesAgree(t *testing.T) {
	t.Parallel()
	named := map[string][]string{}
	for _, c := range apns.Cases() {
		for _, r := range c.Rows {
			named[r] = append(named[r], c.ID)
		}
	}
	for _, r := range apns.Rows() {
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
	for _, r := range apns.Rows() {
		if have[r.ID] {
			t.Errorf("row %s is there twice", r.ID)
		}
		have[r.ID] = true
	}
	want := []string{"A14b", "B14", "B15", "B16", "B18"}
	for i := range 42 {
		want = append(want, fmt.Sprintf("A%02d", i+1))
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
	for _, r := range apns.Rows() {
		if r.ID[0] != 'A' {
			continue
		}
		if !slices.ContainsFunc(r.Cases, func(id string) bool { return strings.Contains(id[strings.LastIndex(id, "/"):], r.Name) }) {
			t.Errorf("row %s: no id of its cases names %s: %v", r.ID, r.Name, r.Cases)
		}
	}
}

// TestRowsOfBothSides: rows that speak of a sender have a case for each side.
func TestRowsOfBothSides(t *testing.T) {
	t.Parallel()
	sides := map[string]map[conformance.Direction]bool{}
	for _, c := range apns.Cases() {
		for _, r := range c.Rows {
			if sides[r] == nil {
				sides[r] = map[conformance.Direction]bool{}
			}
			sides[r][c.Direction] = true
		}
	}
	both := strings.Fields(`A01 A03 A04 A08 A09 A10 A11 A12 A13 A14 A16 A17 A18 A19 A20 A22 A26 A28 A29 A30 A33 A34 A35 A36 A37 A38 A39`)
	for _, r := range both {
		if !sides[r][conformance.Sender] || !sides[r][conformance.Endpoint] {
			t.Errorf("row %s has cases for %v, want both sides", r, sides[r])
		}
	}
}

// TestWaiting: what cannot be played yet says what it waits for, and nothing else is
// left out.
func TestWaiting(t *testing.T) {
	t.Parallel()
	for _, c := range apns.Cases() {
		waits := slices.ContainsFunc(c.Rows, func(r string) bool { return r == "A38" || r == "A39" || r == "A40" })
		if waits != strings.HasPrefix(c.Disabled, "waits for ") {
			t.Errorf("%s is of rows %v and disabled for %q", c.ID, c.Rows, c.Disabled)
		}
	}
}
