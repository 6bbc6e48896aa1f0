package apns

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/basics"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// basicCases are what every sender owes its user, played at APNs.
func basicCases() []conformance.Case {
	return basics.Cases(vendors.APNs, basics.Wire{
		App: sim.AppSpec{ID: "im", Listed: true}, Send: []string{"/3/device/*"}, NoClasses: true, NoDedup: true, BareYes: true,
		Key:     func(x conformance.Exchange) string { return x.Header.Get("apns-id") },
		Secrets: []string{"p8"},
	})
}
