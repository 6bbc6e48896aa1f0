package fcm

import (
	"encoding/json"
	"fmt"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/basics"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// basicCases are what every sender owes its user, played at FCM: one token a call, no
// classes, no idempotency key, and a first message to a phone without the app is taken.
func basicCases() []conformance.Case {
	return basics.Cases(vendors.FCM, basics.Wire{
		App: im(), Login: pathToken, Send: []string{pathSend}, NoClasses: true, NoDedup: true,
		Dead: func(n int) vendors.Token {
			return vendors.Token(fmt.Sprintf("cDead0000000000000%04d:APA91b%032d", n, n))
		},
		IsTest: func(x conformance.Exchange) bool {
			var m kit.Object
			_ = json.Unmarshal(x.Body, &m) // no JSON is no test
			return m.Field("validate_only") == "true"
		},
		Secrets: []string{"service_account"},
	})
}
