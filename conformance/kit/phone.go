package kit

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// PhoneOption changes what a phone is like.
type PhoneOption = func(*device.Phone)

// AddPhone adds a phone with an app on it and returns it with its token.
func AddPhone(t *conformance.T, app sim.AppSpec, id string, changes ...PhoneOption) device.Phone {
	p := sim.NewPhone(id, app.Vendor, app.ID)
	for _, c := range changes {
		c(&p)
	}
	p, err := t.Control().AddPhone(p)
	if err != nil {
		t.SetupErrorf("add phone %s: %v", id, err)
	}
	return p
}

// ChangePhone replaces what a phone is like and returns it as it is now.
func ChangePhone(t *conformance.T, p device.Phone, changes ...PhoneOption) device.Phone {
	for _, c := range changes {
		c(&p)
	}
	if err := t.Control().SetPhone(p); err != nil {
		t.SetupErrorf("change phone %s: %v", p.ID, err)
	}
	return p
}

// What phones are like.

func Uninstalled(p *device.Phone)  { p.Installed = false }
func Unsubscribed(p *device.Phone) { p.Subscribed = false }
func Blocked(p *device.Phone)      { p.Notifications = false }
func Offline(p *device.Phone)      { p.Offline = true }
func Online(p *device.Phone)       { p.Offline, p.OfflineSince = false, time.Time{} }
func TestPhone(p *device.Phone)    { p.Test = true }
func InFront(p *device.Phone)      { p.State = device.Foreground }
func Background(p *device.Phone)   { p.State = device.Background }
func Killed(p *device.Phone)       { p.State = device.Killed }

// Alias gives the app's user a name to be sent to by.
func Alias(name string) PhoneOption { return func(p *device.Phone) { p.Alias = name } }

// Tags puts the phone under tags or topics.
func Tags(names ...string) PhoneOption { return func(p *device.Phone) { p.Tags = names } }

// Switch sets a switch only the vendor's rules look at.
func Switch(name, value string) PhoneOption {
	return func(p *device.Phone) {
		flags := map[string]string{name: value}
		for n, v := range p.Flags {
			if n != name {
				flags[n] = v
			}
		}
		p.Flags = flags
	}
}

// Tokens are the phones' tokens, as an endpoint's case writes them into a request.
func Tokens(phones ...device.Phone) []string {
	out := make([]string, len(phones))
	for i, p := range phones {
		out[i] = p.Token
	}
	return out
}

// IDs are the phones' tokens, as a sender is given them.
func IDs(phones ...device.Phone) []vendors.Token {
	out := make([]vendors.Token, len(phones))
	for i, p := range phones {
		out[i] = vendors.Token(p.Token)
	}
	return out
}
