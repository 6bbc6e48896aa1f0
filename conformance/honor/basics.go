package honor

import (
	"encoding/json"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/basics"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// basicCases are what every sender owes its user, played at Honor. There is no
// idempotency key, a phone without the app is accepted at first, and test messages reach
// every phone.
func basicCases() []conformance.Case {
	return basics.Cases(vendors.Honor, basics.Wire{
		App: shop(), Login: pathToken, Send: []string{pathSend}, Batch: 1000, DeadPhone: expired,
		IsTest: func(x conformance.Exchange) bool {
			var m kit.Object
			_ = json.Unmarshal(x.Body, &m) // no JSON is no test
			return m.Field("android.targetUserType") == "1"
		},
		Secrets: []string{"client_secret"},
	})
}
