// Package suite is the list of everything the conformance suite holds: the one
// place beside the catalogue that knows the packages of cases.
package suite

import (
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/apns"
	"github.com/offpush/offpush/conformance/fcm"
	"github.com/offpush/offpush/conformance/honor"
	"github.com/offpush/offpush/conformance/huawei"
	"github.com/offpush/offpush/conformance/meizu"
	"github.com/offpush/offpush/conformance/oppo"
	"github.com/offpush/offpush/conformance/vivo"
	"github.com/offpush/offpush/conformance/xiaomi"
)

// All returns every case of every vendor, in the vendors' own order. The slice is
// the caller's.
func All() []conformance.Case {
	return slices.Concat(
		huawei.Cases(),
		honor.Cases(),
		xiaomi.Cases(),
		oppo.Cases(),
		vivo.Cases(),
		meizu.Cases(),
		apns.Cases(),
		fcm.Cases(),
	)
}
