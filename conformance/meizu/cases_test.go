package meizu_test

import (
	"fmt"
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/meizu"
)

func Example() {
	for _, c := range meizu.Cases() {
		if slices.Contains(c.Rows, "M12") && c.Direction == conformance.Endpoint {
			fmt.Println(c.ID, c.Level)
			fmt.Println(c.Requirement)
		}
	}
	// Output:
	// meizu/push/switch-off MUST
	// An endpoint must answer a pushId whose user switched messages off with code "200" and 110010 in value.
}
