package oppo_test

import (
	"fmt"
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/oppo"
)

func Example() {
	for _, c := range oppo.Cases() {
		if slices.Contains(c.Rows, "O14") && c.Direction == conformance.Endpoint && c.ID == "oppo/batch/batch-partial" {
			fmt.Println(c.ID, c.Level)
			fmt.Println(c.Requirement)
		}
	}
	// Output:
	// oppo/batch/batch-partial MUST
	// An endpoint must answer a batch with code 0 and a list in which a failed message has errorCode and errorMessage, a good one a messageId.
}
