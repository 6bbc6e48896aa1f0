package apns

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// The environments and, as sites are called, their sandbox.
const (
	production = "production"
	sandbox    = "sandbox"
)

// bench is one app at APNs: a world to prepare, and a connection to it.
type bench struct {
	wire
	world conformance.Control
	app   sim.AppSpec
}

// im is the app cases use.
func im(changes ...func(*sim.AppSpec)) sim.AppSpec {
	spec := sim.AppSpec{ID: "im", Vendor: vendors.APNs, Package: "com.example.im", Listed: true, Flags: map[string]string{}}
	for _, c := range changes {
		c(&spec)
	}
	return spec
}

// flag sets a switch of the app.
func flag(name, value string) func(*sim.AppSpec) {
	return func(a *sim.AppSpec) { a.Flags[name] = value }
}

// other is a second app of the same team.
func other(a *sim.AppSpec) { a.ID, a.Package = "other", "com.example.other" }

// open prepares an app with a provider token for it, in production.
func open(t *conformance.T, changes ...func(*sim.AppSpec)) *bench {
	app := addApp(t, im(changes...))
	b := &bench{world: t.Control(), app: app}
	b.wire = wire{t: t, http: t.HTTP(), base: t.BaseURL(), login: loginOf(t, app), topic: app.Credentials["topic"]}
	return b
}

// openSandbox is open at the sandbox's site.
func openSandbox(t *conformance.T, changes ...func(*sim.AppSpec)) *bench {
	b := open(t, changes...)
	b.base = t.SiteURL(sandbox)
	return b
}

// connect is the same app on a connection of its own.
func (b *bench) connect(o conformance.Connection) *bench {
	out := *b
	out.http = b.t.Connect(o)
	return &out
}

// as is the bench of another app on the same connection.
func (b *bench) as(app sim.AppSpec) *bench {
	out := *b
	out.app, out.login, out.topic, out.provider = app, loginOf(b.t, app), app.Credentials["topic"], ""
	return &out
}

func addApp(t *conformance.T, spec sim.AppSpec) sim.AppSpec {
	app, err := t.Control().AddApp(spec)
	if err != nil {
		t.SetupErrorf("add app %s: %v", spec.ID, err)
	}
	return app
}

// phone adds an iPhone with the app on it, installed from the store.
func (b *bench) phone(id string, changes ...func(*device.Phone)) device.Phone {
	return addPhone(b.t, b.app, id, changes...)
}

func addPhone(t *conformance.T, app sim.AppSpec, id string, changes ...func(*device.Phone)) device.Phone {
	p := sim.NewPhone(id, vendors.APNs, app.ID)
	p.Environment = production
	for _, c := range changes {
		c(&p)
	}
	p, err := t.Control().AddPhone(p)
	if err != nil {
		t.SetupErrorf("add phone %s: %v", id, err)
	}
	return p
}

// changePhone replaces what a phone is like.
func changePhone(t *conformance.T, p device.Phone, changes ...func(*device.Phone)) device.Phone {
	for _, c := range changes {
		c(&p)
	}
	if err := t.Control().SetPhone(p); err != nil {
		t.SetupErrorf("change phone %s: %v", p.ID, err)
	}
	return p
}

func uninstalled(p *device.Phone)  { p.Installed = false }
func unsubscribed(p *device.Phone) { p.Subscribed = false }
func blocked(p *device.Phone)      { p.Notifications = false }
func offline(p *device.Phone)      { p.Offline = true }
func online(p *device.Phone)       { p.Offline, p.OfflineSince = false, time.Time{} }
func killed(p *device.Phone)       { p.State = device.Killed }
func inFront(p *device.Phone)      { p.State = device.Foreground }

// fromXcode marks a development build: its token is the sandbox's.
func fromXcode(p *device.Phone) { p.Environment = sandbox }

// with sets a switch of the phone.
func with(name, value string) func(*device.Phone) {
	return func(p *device.Phone) { p.Flags = map[string]string{name: value} }
}
