package honor_test

import (
	"fmt"
	"slices"

	"github.com/offpush/offpush/conformance/honor"
)

func Example() {
	for _, c := range honor.Cases() {
		if slices.Contains(c.Rows, "R16") && c.ID == "honor/class/downgraded-is-silent" {
			fmt.Println(c.ID, c.Level)
			fmt.Println(c.Requirement)
		}
	}
	// Output:
	// honor/class/downgraded-is-silent SHOULD
	// An endpoint should show NORMAL of an app without the right without sound.
}
