package apns_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance/apns"
)

func Example() {
	for _, c := range apns.Cases() {
		if slices.Contains(c.Rows, "A16") && strings.HasSuffix(c.ID, "/stale-jwt-sender") {
			fmt.Println(c.ID, c.Level)
			fmt.Println(c.Requirement)
		}
	}
	// Output:
	// apns/provider/stale-jwt-sender MUST
	// A sender must sign one new provider token after ExpiredProviderToken and send the message once more with it.
}
