package sim

import (
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// AppSpec is an app as it stands in its vendor's console.
type AppSpec struct {
	ID     string         `json:"id" yaml:"id"`
	Vendor vendors.Vendor `json:"vendor" yaml:"vendor"`
	// Package defaults to com.example.<id>.
	Package string `json:"package,omitempty" yaml:"package,omitempty"`
	// Listed in the vendor's store: many vendors send real messages only then.
	Listed bool `json:"listed" yaml:"listed"`
	// Kind is the store category; "news" has other quotas at several vendors.
	Kind string `json:"kind,omitempty" yaml:"kind,omitempty"`
	// Users are the valid users with notifications on; quotas are multiples.
	Users  int64    `json:"users,omitempty" yaml:"users,omitempty"`
	Rights []string `json:"rights,omitempty" yaml:"rights,omitempty"`
	// Limits replaces a quota's limit by counter name ("operational": 2).
	Limits map[string]int64 `json:"limits,omitempty" yaml:"limits,omitempty"`
	// Flags are the endpoint's switches for this app.
	Flags map[string]string `json:"flags,omitempty" yaml:"flags,omitempty"`
	// Credentials under the vendor's field names; empty: minted, test values.
	Credentials map[string]string `json:"credentials,omitempty" yaml:"credentials,omitempty"`
	// Sender are further credentials of the app's own sender, under the vendor's field
	// names: which login, version or environment it uses. The endpoint never sees them.
	Sender map[string]string `json:"sender,omitempty" yaml:"sender,omitempty"`
	// Receipts are callback URLs registered in the console by receipt id.
	Receipts map[string]string `json:"receipts,omitempty" yaml:"receipts,omitempty"`
}

// NewPhone returns a phone in the state most are in: installed, subscribed,
// notifications on, app in the background, online.
func NewPhone(id string, brand vendors.Vendor, app string) device.Phone {
	return device.Phone{ID: id, Brand: brand, App: app, State: device.Background,
		Notifications: true, Installed: true, Subscribed: true}
}

// HasRight reports whether the console granted a right.
func (a *AppSpec) HasRight(name string) bool {
	for _, r := range a.Rights {
		if r == name {
			return true
		}
	}
	return false
}
