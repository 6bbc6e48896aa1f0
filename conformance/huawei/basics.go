package huawei

import (
	"encoding/json"
	"fmt"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/basics"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// basicCases are what every sender owes its user, played at Huawei. There is no
// idempotency key, a phone without the app is accepted, and test messages reach
// every phone.
func basicCases() []conformance.Case {
	app := shop()
	app.Users = 100_000
	return basics.Cases(vendors.Huawei, basics.Wire{
		App: app, Category: "IM", ClassByCategory: true,
		Login: pathToken, Send: []string{pathSend}, Batch: 1000,
		Dead: func(n int) vendors.Token { return vendors.Token(fmt.Sprintf("%s%d", malformed, n)) },
		IsTest: func(x conformance.Exchange) bool {
			var m kit.Object
			_ = json.Unmarshal(x.Body, &m) // no JSON is no test
			return m.Field("message.android.target_user_type") == "1"
		},
		Secrets: []string{"client_secret"},
	})
}
