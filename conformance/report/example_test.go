package report_test

import (
	"fmt"
	"os"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/report"
)

// A report is a value; any format can be made of it, now or from its JSON later.
func Example() {
	r := &conformance.Report{SchemaVersion: conformance.SchemaVersion, Cases: []conformance.Result{
		{ID: "toy/auth/ok", Vendor: "toy", Status: conformance.StatusPassed},
		{ID: "toy/list/split", Vendor: "toy", Status: conformance.StatusSkipped, Reason: "no lists"},
	}}
	r.Summary = conformance.Summarize(r.Cases)
	if err := report.Render(os.Stdout, report.TAP, r); err != nil {
		fmt.Println(err)
	}
	// Output:
	// TAP version 13
	// 1..2
	// ok 1 - toy/auth/ok
	// ok 2 - toy/list/split # SKIP no lists
}
