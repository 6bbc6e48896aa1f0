package vivo

import (
	"encoding/json"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/basics"
	"github.com/offpush/offpush/vendors"
)

// basicCases are what every sender owes its user, played at vivo.
func basicCases() []conformance.Case {
	app := shop()
	app.Users = 100_000
	return basics.Cases(vendors.Vivo, basics.Wire{
		App: app, Category: "IM", Login: pathAuth, Send: []string{pathSend, pathList}, Batch: 1000,
		Key: func(x conformance.Exchange) string {
			var m struct {
				RequestID string `json:"requestId"`
			}
			_ = json.Unmarshal(x.Body, &m) // no key is the answer then
			return m.RequestID
		},
		KeyAssumed: true, // the document names requestId and not what a repeated one does
		Secrets:    []string{"app_key", "app_secret"},
	})
}
