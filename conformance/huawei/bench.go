package huawei

import (
	"net/http"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// bench is one app at Huawei: a world to prepare, and the app's side of the wire.
type bench struct {
	*kit.Bench
	// access is the access token of the next calls, "" for no Authorization.
	access string
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
func shop(changes ...kit.AppOption) sim.AppSpec {
	return kit.Spec(sim.AppSpec{
		ID: "shop", Vendor: vendors.Huawei, Listed: true, Kind: "shopping", Users: 100, Rights: []string{"IM", "EXPRESS"},
	}, changes...)
}

// open prepares an app and logs it in.
func open(t *conformance.T, changes ...kit.AppOption) *bench {
	b := prepare(t, changes...)
	b.login()
	return b
}

// prepare adds an app without logging it in.
func prepare(t *conformance.T, changes ...kit.AppOption) *bench {
	return onWire(kit.Open(t, shop(changes...)))
}

// onWire tells the kit how Huawei's requests and answers look.
func onWire(k *kit.Bench) *bench {
	b := &bench{Bench: k}
	b.Prepare = func(h http.Header) {
		if b.access != "" {
			h.Set("Authorization", "Bearer "+b.access)
		}
	}
	b.Code = func(a kit.Answer) string { code, _ := a.Text("code"); return code }
	b.ID = func(a kit.Answer) string { id, _ := a.Text("requestId"); return id }
	b.Arrived = "0"
	return b
}

// postForm asks the token endpoint; keys go out in the order given.
func (b *bench) postForm(path string, pairs ...string) kit.Answer {
	return b.PostForm(path, kit.FormOf(pairs...), http.Header{"Authorization": {""}})
}

// login gets an access token and uses it from now on.
func (b *bench) login() string {
	a := b.token()
	access, _ := a.Text("access_token")
	if a.Status != 200 || access == "" {
		b.T.Fatalf("login: %v, want HTTP 200 and an access_token", a)
	}
	b.access = access
	return access
}

// days lets days pass, and logs in again.
func (b *bench) days(n int) {
	b.Advance(time.Duration(n) * 24 * time.Hour)
	b.login()
}

// token asks for an access token with the app's credentials.
func (b *bench) token() kit.Answer {
	return b.postForm(pathToken, "grant_type", "client_credentials",
		"client_id", b.App.Credentials["client_id"], "client_secret", b.App.Credentials["client_secret"])
}

// v1 is a path of the app in version 1 of the API.
func (b *bench) v1(path string) string { return "/v1/" + b.App.Credentials["client_id"] + path }

// chatOrder is a correct IM notification without a target.
func chatOrder(changes ...kit.Change) kit.Body {
	return kit.Body{
		"validate_only": false,
		"message": map[string]any{"android": map[string]any{
			"category": "IM", "ttl": "86400s",
			"notification": map[string]any{"title": "李雷", "body": "晚上一起吃饭吗？", "click_action": map[string]any{"type": 3}},
		}},
	}.With(changes...)
}

// marketing makes a message a promotion.
func marketing(request kit.Body) {
	request.With(set("android.category", "MARKETING"), notify("title", "周末活动"), notify("body", "全场满减开始了，点击查看会场"))
}

func category(name string) kit.Change { return set("android.category", name) }
func test(request kit.Body)           { request.With(set("android.target_user_type", 1)) }

func to(phones ...device.Phone) kit.Change { return set("token", kit.Tokens(phones...)) }

// send pushes an IM notification to p; changes come last.
func (b *bench) send(p device.Phone, changes ...kit.Change) kit.Answer {
	return b.order(append([]kit.Change{to(p)}, changes...)...)
}

// order pushes an IM notification as changed.
func (b *bench) order(changes ...kit.Change) kit.Answer {
	return b.Post(b.v1(pathSend), chatOrder(changes...))
}

// promote pushes a promotion to p.
func (b *bench) promote(p device.Phone, changes ...kit.Change) kit.Answer {
	return b.send(p, append([]kit.Change{marketing}, changes...)...)
}

// malformed is no token at all.
const malformed = "T!"

// at is a moment of the day on which cases begin, in China.
func at(hour, minute int) time.Time {
	return time.Date(2025, 11, 25, hour, minute, 0, 0, time.FixedZone("GMT+8", 8*3600))
}
