package conformance

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
)

// Test runs the selected cases as sub-tests, one per case, named by its id: the
// suite as an ordinary Go test of your own sender or endpoint. Known failures and
// skipped cases are skipped with their reason; an unexpected pass, a stale entry
// of the known-failing list, and a run in which nothing ran fail the test.
//
// Sub-tests are parallel unless Options.Parallel is 1; go test -parallel bounds
// them.
func Test(t *testing.T, subject Subject, cases []Case, o Options) {
	t.Helper()
	if err := Validate(cases); err != nil {
		t.Fatalf("conformance: %v", err)
	}
	chosen, err := Select(cases, o)
	if err != nil {
		t.Fatalf("conformance: %v", err)
	}
	parallel := o.Parallel != 1
	r := &run{subject: subject, o: o.withDefaults(), total: len(chosen)}
	results := make([]atomic.Pointer[Result], len(chosen))
	// Parallel sub-tests end after this function has returned.
	t.Cleanup(func() { r.judge(t, cases, results) })
	for i := range chosen {
		t.Run(chosen[i].ID, func(t *testing.T) {
			if parallel {
				t.Parallel()
			}
			res, err := r.one(t.Context(), &chosen[i])
			if err != nil {
				t.Fatalf("conformance: %v", err)
			}
			results[i].Store(&res)
			r.progress(res)
			show(t, &res)
		})
	}
}

// judge says what only all results together tell. Sub-tests that go test -run
// left out have no result, so they are no sign that nothing can run.
func (r *run) judge(t *testing.T, all []Case, results []atomic.Pointer[Result]) {
	var got []Result
	for i := range results {
		if res := results[i].Load(); res != nil {
			got = append(got, *res)
		}
	}
	for _, s := range staleEntries(r.o.KnownFailing, all, got) {
		t.Errorf("known-failing entry %q %s", s.Pattern, s.Why)
	}
	if r.o.AllowEmpty || len(got) < len(results) {
		return
	}
	for i := range got {
		if got[i].Status.Ran() {
			return
		}
	}
	t.Errorf("conformance: none of %d cases ran against %s; set AllowEmpty if that is meant", len(got), r.subject.Name())
}

// show makes a result the outcome of its sub-test.
func show(t *testing.T, res *Result) {
	t.Helper()
	switch res.Status {
	case StatusPassed:
	case StatusNonStrict:
		t.Logf("passes, with bad manners: %s", strings.Join(res.Manners, "; "))
	case StatusSkipped, StatusDisabled, StatusKnownFailing:
		t.Skipf("%s: %s", res.Status, res.Reason)
	case StatusFailed, StatusUnexpectedPass, StatusFlaky, StatusError:
		text := res.Explain()
		if res.Provisional {
			t.Skipf("provisional, not counted: %s", text)
		}
		t.Error(text)
	}
}

// Explain is what a person needs to see of a case that is not as it should be:
// what was wanted, what was found, and how to run it again.
func (r *Result) Explain() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s (%s): %s\n", r.ID, r.Status, r.Level, r.Reason)
	if r.Requirement != "" {
		fmt.Fprintf(&b, "  requirement: %s\n", r.Requirement)
	}
	if r.Source != "" {
		fmt.Fprintf(&b, "  source: %s\n", r.Source)
	}
	for _, f := range r.Failures {
		fmt.Fprintf(&b, "  - %s\n", strings.ReplaceAll(f, "\n", "\n    "))
	}
	for _, s := range r.Steps {
		fmt.Fprintf(&b, "  step %s %s\n", s.At.Format("2006-01-02T15:04:05.000Z07:00"), s.What)
	}
	for _, e := range r.Exchanges {
		fmt.Fprintf(&b, "  %s %s -> %d %s\n", e.Method, e.Path, e.Status, e.Response)
	}
	if r.Stack != "" {
		fmt.Fprintf(&b, "%s\n", r.Stack)
	}
	fmt.Fprintf(&b, "  rerun: %s", r.Rerun)
	return b.String()
}
