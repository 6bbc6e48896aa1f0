package vivo_test

import (
	"fmt"
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/vivo"
)

func Example() {
	for _, c := range vivo.Cases() {
		if slices.Contains(c.Rows, "V33") && c.Direction == conformance.Endpoint {
			fmt.Println(c.ID, c.Level)
			fmt.Println(c.Requirement)
		}
	}
	// Output:
	// vivo/list/list-of-one MUST
	// An endpoint must answer pushToList with one regId with 10153.
}
