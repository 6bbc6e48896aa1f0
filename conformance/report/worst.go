package report

import (
	"cmp"
	"slices"

	"github.com/offpush/offpush/conformance"
)

// worstFirst are the cases chosen by want: what makes the run fail before what
// does not, then by how binding they are, then failures before errors; cases that
// are equally bad keep their order.
func worstFirst(r *conformance.Report, want func(*conformance.Result) bool) []*conformance.Result {
	var out []*conformance.Result
	for i := range r.Cases {
		if want(&r.Cases[i]) {
			out = append(out, &r.Cases[i])
		}
	}
	slices.SortStableFunc(out, func(a, b *conformance.Result) int {
		return cmp.Or(cmp.Compare(weight(a), weight(b)), cmp.Compare(levelRank(a.Level), levelRank(b.Level)),
			cmp.Compare(statusRank(a.Status), statusRank(b.Status)))
	})
	return out
}

func weight(c *conformance.Result) int {
	if counts(c) {
		return 0
	}
	return 1
}

func levelRank(l conformance.Level) int {
	return slices.Index([]conformance.Level{conformance.Must, conformance.Should, conformance.May}, l)
}

func statusRank(s conformance.Status) int {
	return slices.Index([]conformance.Status{conformance.StatusFailed, conformance.StatusUnexpectedPass,
		conformance.StatusFlaky, conformance.StatusError}, s)
}
