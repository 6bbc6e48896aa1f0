package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/conformance/suite"
	"github.com/offpush/offpush/internal/catalog"
)

// The suite that users import has every row's cases, and no others.
func TestSuiteHasEveryRow(t *testing.T) {
	t.Parallel()
	var rows []string
	for _, row := range catalog.All() {
		for _, c := range row.Cases() {
			rows = append(rows, c.ID)
		}
	}
	all := make([]string, 0, len(rows))
	for _, c := range suite.All() {
		all = append(all, c.ID)
	}
	if diff := cmp.Diff(rows, all); diff != "" {
		t.Errorf("the catalogue and conformance/suite differ (-catalogue +suite):\n%s", diff)
	}
}
