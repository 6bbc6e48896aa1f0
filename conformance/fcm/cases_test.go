package fcm_test

import (
	"fmt"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/fcm"
)

func Example() {
	for _, c := range fcm.Cases() {
		if c.Direction == conformance.Endpoint && c.ID == "fcm/quota/collapsible" {
			fmt.Println(c.ID, c.Level)
			fmt.Println(c.Requirement)
		}
	}
	// Output:
	// fcm/quota/collapsible MUST
	// An endpoint must accept 25 messages with one collapse_key, bring 20 to the phone at once, and of the others the newest three minutes later.
}
