package huawei_test

import (
	"fmt"
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/huawei"
)

func Example() {
	for _, c := range huawei.Cases() {
		if slices.Contains(c.Rows, "H36") && c.Direction == conformance.Endpoint && c.ID == "huawei/class/unknown-category" {
			fmt.Println(c.ID, c.Level)
			fmt.Println(c.Requirement)
		}
	}
	// Output:
	// huawei/class/unknown-category SHOULD
	// An endpoint should accept a category nobody knows with 80000000 and treat it as marketing: silent, in the notification centre.
}
