package vivo

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// bench is one app at vivo: a world to prepare, and the app's side of the wire.
type bench struct {
	wire
	world conformance.Control
	app   sim.AppSpec
	made  int // requestIds made so far
}

// shop is the app cases use: listed, not a news app.
func shop(changes ...func(*sim.AppSpec)) sim.AppSpec {
	spec := sim.AppSpec{
		ID: "shop", Vendor: vendors.Vivo, Listed: true, Kind: "shopping", Users: 100,
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
	p := sim.NewPhone(id, vendors.Vivo, app.ID)
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
func testPhone(p *device.Phone)    { p.Test = true }
func inFront(p *device.Phone)      { p.State = device.Foreground }
func killed(p *device.Phone)       { p.State = device.Killed }

// unofficial marks an app that was not installed from vivo's store, renewed one
// that got a newer regId than the one pushed to.
func unofficial(p *device.Phone) { p.Flags = map[string]string{"install": "other"} }
func renewed(p *device.Phone)    { p.Flags = map[string]string{"regid": "renewed"} }

func alias(name string) func(*device.Phone) { return func(p *device.Phone) { p.Alias = name } }
func tags(names ...string) func(*device.Phone) {
	return func(p *device.Phone) { p.Tags = names }
}

// loginBody is a correct /message/auth body for the app, as the vendor's SDK
// writes it: appId and timestamp are numbers.
func (b *bench) loginBody(at time.Time) body {
	c := b.app.Credentials
	ms := strconv.FormatInt(at.UnixMilli(), 10)
	return body{
		"appId": json.Number(c["app_id"]), "appKey": c["app_key"], "timestamp": json.Number(ms),
		"sign": sign(c["app_id"], c["app_key"], ms, c["app_secret"]),
	}
}

// login gets an authToken and uses it from now on.
func (b *bench) login() string {
	a := b.post("/message/auth", b.loginBody(b.world.Now()))
	access, _ := a.text("authToken")
	if a.code() != "0" || access == "" {
		b.t.Fatalf("login: %v, want result 0 and an authToken", a)
	}
	b.access = access
	return access
}

// requestID makes a fresh one.
func (b *bench) requestID() string {
	b.made++
	return fmt.Sprintf("case-%s-%04d", b.app.ID, b.made)
}

// order is a correct system message without a target.
func (b *bench) order(changes ...change) body {
	return body{
		"appId": json.Number(b.app.Credentials["app_id"]), "notifyType": 4,
		"title": "订单已发货", "content": "您的订单已由承运方揽收，点击查看物流",
		"timeToLive": 86400, "skipType": 1, "networkType": -1, "classification": 1, "category": "ORDER",
		"requestId": b.requestID(), "pushMode": 0,
	}.with(changes...)
}

// ordinals tell the texts of one case apart without digits.
var ordinals = [...]string{"第一场", "第二场", "第三场", "第四场", "第五场", "第六场", "第七场", "第八场"}

// promotion is the n-th correct operational message without a target; the texts
// differ, because vivo drops equal ones.
func (b *bench) promotion(n int, changes ...change) body {
	return b.order(
		set("title", "周末活动"+ordinals[n]), set("content", "全场满减开始了，点击查看会场"),
		set("classification", 0), set("category", "MARKETING"),
	).with(changes...)
}

func to(p device.Phone) change { return set("regId", p.Token) }

// send makes a single push of a system message to p.
func (b *bench) send(p device.Phone, changes ...change) answer {
	return b.post("/message/send", b.order(to(p)).with(changes...))
}

// promote makes a single push of the n-th operational message to p.
func (b *bench) promote(p device.Phone, n int, changes ...change) answer {
	return b.post("/message/send", b.promotion(n, to(p)).with(changes...))
}

// save stores a body for a group push and returns the answer.
func (b *bench) save(changes ...change) answer {
	return b.post("/message/saveListPayload", b.order(changes...))
}

// saved stores a body and returns its taskId.
func (b *bench) saved(message body) string {
	a := b.post("/message/saveListPayload", message)
	b.want(a, "0")
	return a.taskID()
}

// list pushes a stored body to tokens.
func (b *bench) list(taskID string, tokens []string, changes ...change) answer {
	return b.post("/message/pushToList", body{
		"appId": json.Number(b.app.Credentials["app_id"]), "regIds": tokens,
		"taskId": taskID, "requestId": b.requestID(),
	}.with(changes...))
}

func tokens(phones ...device.Phone) []string {
	out := make([]string, len(phones))
	for i, p := range phones {
		out[i] = p.Token
	}
	return out
}
