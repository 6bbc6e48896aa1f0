package huawei_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/huawei"
)

// TestRowsAndCasesAgree holds rows.txt against the cases, both ways.
func TestRowsAndCasesAgree(t *testing.T) {
	t.Parallel()
	named := map[string][]string{}
	for _, c := range huawei.Cases() {
		for _, r := range c.Rows {
			named[r] = append(named[r], c.ID)
		}
	}
	for _, r := range huawei.Rows() {
		got, want := slices.Sorted(slices.Values(r.Cases)), slices.Sorted(slices.Values(named[r.ID]))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("row %s %s: the cases that name it and its line in rows.txt differ (-cases +rows.txt):\n%s\nwant the line\n%s %s | %s",
				r.ID, r.Name, diff, r.ID, r.Name, strings.Join(named[r.ID], " "))
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
	for _, r := range huawei.Rows() {
		if have[r.ID] {
			t.Errorf("row %s is there twice", r.ID)
		}
		have[r.ID] = true
	}
	want := []string{"B06", "B08", "B14", "B15", "B16", "B18", "B19"}
	for i := range 37 {
		want = append(want, fmt.Sprintf("H%02d", i+1))
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
	marks := regexp.MustCompile(`[^a-z0-9]+`)
	for _, r := range huawei.Rows() {
		if r.ID[0] != 'H' {
			continue
		}
		for name := range strings.SplitSeq(r.Name, " / ") {
			slug := marks.ReplaceAllString(strings.ToLower(name), "-")
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
	for _, c := range huawei.Cases() {
		for _, r := range c.Rows {
			if sides[r] == nil {
				sides[r] = map[conformance.Direction]bool{}
			}
			sides[r][c.Direction] = true
		}
	}
	for _, r := range []string{"H01", "H02", "H03", "H04", "H07", "H10", "H11", "H12", "H14", "H16", "H18", "H20", "H23", "H27", "H31", "H35", "B06", "B08", "B19"} {
		if !sides[r][conformance.Sender] || !sides[r][conformance.Endpoint] {
			t.Errorf("row %s has cases for %v, want both sides", r, sides[r])
		}
	}
	for _, r := range []string{"B14", "B15", "B16", "B18"} {
		if !sides[r][conformance.Sender] {
			t.Errorf("row %s, a bug of senders, has no sender case", r)
		}
	}
}

// TestDisabled: what cannot be run yet says what it waits for, and nothing else is
// switched off.
func TestDisabled(t *testing.T) {
	t.Parallel()
	var waiting []string
	for _, c := range huawei.Cases() {
		if c.Disabled != "" {
			waiting = append(waiting, c.ID+": "+c.Disabled)
		}
	}
	want := []string{"huawei/receipt/receipt-signature: waits for signed receipts"}
	if diff := cmp.Diff(want, waiting); diff != "" {
		t.Errorf("disabled cases (-want +got):\n%s", diff)
	}
}
