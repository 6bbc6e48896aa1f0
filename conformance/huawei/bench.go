package huawei

import (
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// bench is one app at Huawei: a world to prepare, and the app's side of the wire.
type bench struct {
	wire
	world conformance.Control
	app   sim.AppSpec
}

// The documented token call has these credentials.
const (
	vectorClient = "104512345"
	vectorSecret = "9f1c+Zk/3Qa=7e&b0" //nolint:gosec // the secret of a worked example
	vectorForm   = "grant_type=client_credentials&client_id=104512345&client_secret=9f1c%2BZk%2F3Qa%3D7e%26b0"
)

func vectorApp(a *sim.AppSpec) {
	a.Credentials = map[string]string{
		"client_id": vectorClient, "client_secret": vectorSecret, "project_id": "388421841222123456",
	}
}

// shop is the app cases use: it has the self-classification right for chats and
// orders and is no news app.
func shop(changes ...func(*sim.AppSpec)) sim.AppSpec {
	spec := sim.AppSpec{
		ID: "shop", Vendor: vendors.Huawei, Listed: true, Kind: "shopping", Users: 100, Rights: []string{"IM", "EXPRESS"},
		Limits: map[string]int64{}, Flags: map[string]string{}, Receipts: map[string]string{},
	}
	for _, c := range changes {
		c(&spec)
	}
	return spec
}

// limit replaces a quota of the app by counter name.
func limit(counter string, n int64) func(*sim.AppSpec) {
	return func(a *sim.AppSpec) { a.Limits[counter] = n }
}

// flag sets a switch of the app.
func flag(name, value string) func(*sim.AppSpec) {
	return func(a *sim.AppSpec) { a.Flags[name] = value }
}

func users(n int64) func(*sim.AppSpec)   { return func(a *sim.AppSpec) { a.Users = n } }
func kind(k string) func(*sim.AppSpec)   { return func(a *sim.AppSpec) { a.Kind = k } }
func unlisted() func(*sim.AppSpec)       { return func(a *sim.AppSpec) { a.Listed = false } }
func named(id string) func(*sim.AppSpec) { return func(a *sim.AppSpec) { a.ID = id } }
func rights(names ...string) func(*sim.AppSpec) {
	return func(a *sim.AppSpec) { a.Rights = names }
}

// open prepares an app and logs it in.
func open(t *conformance.T, changes ...func(*sim.AppSpec)) *bench {
	b := prepare(t, changes...)
	b.login()
	return b
}

// prepare adds an app without logging it in.
func prepare(t *conformance.T, changes ...func(*sim.AppSpec)) *bench {
	return &bench{wire: wire{t: t}, world: t.Control(), app: addApp(t, shop(changes...))}
}

func addApp(t *conformance.T, spec sim.AppSpec) sim.AppSpec {
	app, err := t.Control().AddApp(spec)
	if err != nil {
		t.SetupErrorf("add app %s: %v", spec.ID, err)
	}
	return app
}

// phone adds a phone with the app on it.
func (b *bench) phone(id string, changes ...func(*device.Phone)) device.Phone {
	return addPhone(b.t, b.app, id, changes...)
}

func addPhone(t *conformance.T, app sim.AppSpec, id string, changes ...func(*device.Phone)) device.Phone {
	p := sim.NewPhone(id, vendors.Huawei, app.ID)
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
func inFront(p *device.Phone)      { p.State = device.Foreground }
func alive(p *device.Phone)        { p.State = device.Background }
func killed(p *device.Phone)       { p.State = device.Killed }

// login gets an access token and uses it from now on.
func (b *bench) login() string {
	a := b.token()
	access, _ := a.text("access_token")
	if a.status != 200 || access == "" {
		b.t.Fatalf("login: %v, want HTTP 200 and an access_token", a)
	}
	b.access = access
	return access
}

// token asks for an access token with the app's credentials.
func (b *bench) token() answer {
	return b.postForm(pathToken, "grant_type", "client_credentials",
		"client_id", b.app.Credentials["client_id"], "client_secret", b.app.Credentials["client_secret"])
}

// v1 is a path of the app in version 1 of the API.
func (b *bench) v1(path string) string { return "/v1/" + b.app.Credentials["client_id"] + path }

// chatOrder is a correct IM notification without a target.
func chatOrder(changes ...change) body {
	return body{
		"validate_only": false,
		"message": map[string]any{"android": map[string]any{
			"category": "IM", "ttl": "86400s",
			"notification": map[string]any{"title": "李雷", "body": "晚上一起吃饭吗？", "click_action": map[string]any{"type": 3}},
		}},
	}.with(changes...)
}

// marketing makes a message a promotion.
func marketing(request body) {
	request.with(set("android.category", "MARKETING"), notify("title", "周末活动"), notify("body", "全场满减开始了，点击查看会场"))
}

func category(name string) change { return set("android.category", name) }
func test(request body)           { request.with(set("android.target_user_type", 1)) }

func to(phones ...device.Phone) change { return set("token", tokens(phones...)) }

// send pushes an IM notification to p; changes come last.
func (b *bench) send(p device.Phone, changes ...change) answer {
	return b.order(append([]change{to(p)}, changes...)...)
}

// order pushes an IM notification as changed.
func (b *bench) order(changes ...change) answer {
	return b.post(b.v1(pathSend), chatOrder(changes...))
}

// promote pushes a promotion to p.
func (b *bench) promote(p device.Phone, changes ...change) answer {
	return b.send(p, append([]change{marketing}, changes...)...)
}

func tokens(phones ...device.Phone) []string {
	out := make([]string, len(phones))
	for i, p := range phones {
		out[i] = p.Token
	}
	return out
}

// malformed is no token at all.
const malformed = "T!"

// chinese and letters are texts of n characters, 3 and 1 bytes each.
func chinese(n int) string { return strings.Repeat("字", n) }
func letters(n int) string { return strings.Repeat("a", n) }

// at is a moment of the day on which cases begin, in China.
func at(hour, minute int) time.Time {
	return time.Date(2025, 11, 25, hour, minute, 0, 0, time.FixedZone("GMT+8", 8*3600))
}
