// Package kit is what a vendor's cases are written with: an app and its phones in the
// world of a case, requests by hand, a receiver of receipts, the sender under test,
// and what to expect of all of them.
//
// It knows no vendor. A vendor's cases embed a Bench and a Sending, and add the
// vendor's own words: how requests look, where an answer has its code, what a refusal
// must not carry. Nothing here decides what is right; cases do, with literals.
package kit

import (
	"net/http"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// Bench is one app at a vendor: a world to prepare, and the app's side of the wire.
type Bench struct {
	T     *conformance.T
	World conformance.Control
	App   sim.AppSpec

	// Base is where requests go, without a trailing slash, and Client what takes them
	// there; Open fills in the session's own.
	Base   string
	Client *http.Client
	// Prepare changes the header of each request before the case's own header does,
	// such as by the access token; nil: nothing.
	Prepare func(http.Header)
	// Code and ID are where an answer has the vendor's code, and the id of an accepted
	// message, which Fate looks for; nil: nowhere.
	Code, ID func(Answer) string
	// Arrived is the receipt code of what arrived, which a world may leave out; "": it
	// has none.
	Arrived string
	// AnyCase compares ids without regard to case.
	AnyCase bool
}

// Open adds an app. Maps of the spec that are nil are made, so that options can
// write into them.
func Open(t *conformance.T, spec sim.AppSpec) *Bench {
	return &Bench{T: t, World: t.Control(), App: AddApp(t, spec), Base: t.BaseURL(), Client: t.HTTP()}
}

// Spec is an app as cases change it: base with the changes applied.
func Spec(base sim.AppSpec, changes ...AppOption) sim.AppSpec {
	for _, m := range []*map[string]string{&base.Flags, &base.Receipts} {
		if *m == nil {
			*m = map[string]string{}
		}
	}
	if base.Limits == nil {
		base.Limits = map[string]int64{}
	}
	for _, c := range changes {
		c(&base)
	}
	return base
}

// AppOption changes the app of a case before it is added.
type AppOption = func(*sim.AppSpec)

// Limit replaces a quota of the app by counter name.
func Limit(counter string, n int64) AppOption {
	return func(a *sim.AppSpec) { a.Limits[counter] = n }
}

// Flag sets a switch of the app.
func Flag(name, value string) AppOption {
	return func(a *sim.AppSpec) { a.Flags[name] = value }
}

// Users is how many users the app has, which quotas grow with.
func Users(n int64) AppOption { return func(a *sim.AppSpec) { a.Users = n } }

// Kind is what the app is about, as the vendor's store sorts it.
func Kind(k string) AppOption { return func(a *sim.AppSpec) { a.Kind = k } }

// Named gives the app another id, for cases with two.
func Named(id string) AppOption { return func(a *sim.AppSpec) { a.ID = id } }

// Rights are the categories the app has applied for and got, and no others.
func Rights(names ...string) AppOption {
	return func(a *sim.AppSpec) { a.Rights = names }
}

// Credential replaces one of the credentials the app has at the vendor's console.
func Credential(name, value string) AppOption {
	return func(a *sim.AppSpec) {
		if a.Credentials == nil {
			a.Credentials = map[string]string{}
		}
		a.Credentials[name] = value
	}
}

// Unlisted takes the app off the vendor's store.
func Unlisted(a *sim.AppSpec) { a.Listed = false }

// AddApp adds an app to the case's world and returns it with its credentials.
func AddApp(t *conformance.T, spec sim.AppSpec) sim.AppSpec {
	app, err := t.Control().AddApp(spec)
	if err != nil {
		t.SetupErrorf("add app %s: %v", spec.ID, err)
	}
	return app
}

// Phone adds a phone with the app on it.
func (b *Bench) Phone(id string, changes ...PhoneOption) device.Phone {
	return AddPhone(b.T, b.App, id, changes...)
}

// Settle lets everything happen that is on its way.
func (b *Bench) Settle() { settle(b.T) }

func settle(t *conformance.T) {
	if err := t.Control().Settle(); err != nil {
		t.SetupErrorf("settle: %v", err)
	}
}

// Advance moves the world's clock by d, AdvanceTo to a moment.
func (b *Bench) Advance(d time.Duration) { b.AdvanceTo(b.World.Now().Add(d)) }

// AdvanceTo moves the world's clock to a moment.
func (b *Bench) AdvanceTo(at time.Time) {
	if err := b.World.AdvanceTo(at); err != nil {
		b.T.SetupErrorf("advance the clock to %v: %v", at, err)
	}
}

// SetCount replaces what a counter of the app has come to.
func (b *Bench) SetCount(counter string, n int64) {
	if err := b.World.SetCount(b.App.ID, counter, n); err != nil {
		b.T.SetupErrorf("set counter %s of app %s: %v", counter, b.App.ID, err)
	}
}

// SetFlag sets a switch of the app while the case runs.
func (b *Bench) SetFlag(name, value string) {
	if err := b.World.SetFlag(b.App.ID, name, value); err != nil {
		b.T.SetupErrorf("set switch %s of app %s: %v", name, b.App.ID, err)
	}
}
