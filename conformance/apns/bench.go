package apns

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
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
	*kit.Bench
	login login
	topic string
	// provider is the provider token of the last request, with its time.
	provider string
	signed   time.Time
}

// im is the app cases use.
func im(changes ...kit.AppOption) sim.AppSpec {
	return kit.Spec(sim.AppSpec{ID: "im", Vendor: vendors.APNs, Package: "com.example.im", Listed: true}, changes...)
}

// other is a second app of the same team.
func other(a *sim.AppSpec) { a.ID, a.Package = "other", "com.example.other" }

// open prepares an app with a provider token for it, in production.
func open(t *conformance.T, changes ...kit.AppOption) *bench {
	k := kit.Open(t, im(changes...))
	k.Code = func(a kit.Answer) string { reason, _ := a.Text("reason"); return reason }
	k.ID = func(a kit.Answer) string { return a.Header.Get("apns-id") }
	k.AnyCase = true
	return &bench{Bench: k, login: loginOf(t, k.App), topic: k.App.Credentials["topic"]}
}

// openSandbox is open at the sandbox's site.
func openSandbox(t *conformance.T, changes ...kit.AppOption) *bench {
	b := open(t, changes...)
	b.Base = t.SiteURL(sandbox)
	return b
}

// copied is a bench whose kit can be changed without changing b's.
func (b *bench) copied() *bench {
	out, k := *b, *b.Bench
	out.Bench = &k
	return &out
}

// connect is the same app on a connection of its own.
func (b *bench) connect(o conformance.Connection) *bench {
	out := b.copied()
	out.Client = b.T.Connect(o)
	return out
}

// as is the bench of another app on the same connection.
func (b *bench) as(app sim.AppSpec) *bench {
	out := b.copied()
	out.App, out.login, out.topic, out.provider = app, loginOf(b.T, app), app.Credentials["topic"], ""
	return out
}

// phone adds an iPhone with the app on it, installed from the store.
func (b *bench) phone(id string, changes ...kit.PhoneOption) device.Phone {
	return addPhone(b.T, b.App, id, changes...)
}

func addPhone(t *conformance.T, app sim.AppSpec, id string, changes ...kit.PhoneOption) device.Phone {
	return kit.AddPhone(t, app, id, append([]kit.PhoneOption{fromStore}, changes...)...)
}

// fromStore marks what was installed from the store.
func fromStore(p *device.Phone) { p.Environment = production }

// fromXcode marks a development build: its token is the sandbox's.
func fromXcode(p *device.Phone) { p.Environment = sandbox }
