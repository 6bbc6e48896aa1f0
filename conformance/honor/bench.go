package honor

import (
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// The paths; a send names the App ID in its path.
const (
	pathToken  = "/auth/token"
	pathRealms = "/auth/realms/developer/protocol/openid-connect/token"
	pathSend   = "/sendMessage"
)

// bench is one app at Honor: a world to prepare, and the app's side of the wire.
type bench struct {
	*kit.Bench
	// access is the access token of the next calls, "" for no Authorization.
	access string
}

// The documented calls have these credentials.
const (
	vectorApp    = "104435678"
	vectorClient = "104512345"
	vectorSecret = "9f1c+Zk/3Qa=7e&b0" //nolint:gosec // the secret of a worked example
	vectorForm   = "grant_type=client_credentials&client_id=104512345&client_secret=9f1c%2BZk%2F3Qa%3D7e%26b0"
)

func worked(a *sim.AppSpec) {
	a.Credentials = map[string]string{"app_id": vectorApp, "client_id": vectorClient, "client_secret": vectorSecret}
}

// rightSelf is the self-classification right.
const rightSelf = "self_classification"

// shop is the app cases use: it has the self-classification right and is no news app.
func shop(changes ...kit.AppOption) sim.AppSpec {
	return kit.Spec(sim.AppSpec{
		ID: "shop", Vendor: vendors.Honor, Listed: true, Kind: "shopping", Users: 100, Rights: []string{rightSelf},
	}, changes...)
}

// noRight takes the self-classification right away.
func noRight(a *sim.AppSpec) { a.Rights = nil }

// open prepares an app and logs it in.
func open(t *conformance.T, changes ...kit.AppOption) *bench {
	b := prepare(t, changes...)
	b.login()
	return b
}

// prepare adds an app without logging it in.
func prepare(t *conformance.T, changes ...kit.AppOption) *bench {
	b := &bench{Bench: kit.Open(t, shop(changes...))}
	b.Prepare = func(h http.Header) {
		if b.access != "" {
			h.Set("Authorization", "Bearer "+b.access)
		}
		h.Set("timestamp", b.stamp(0))
	}
	b.Code = func(a kit.Answer) string { return a.Number("code") }
	b.ID = func(a kit.Answer) string { id, _ := a.Text("data.requestId"); return id }
	b.Arrived = "40000002"
	return b
}

// stamp is the header timestamp of a moment: now, and so much later.
func (b *bench) stamp(later time.Duration) string {
	return strconv.FormatInt(b.World.Now().Add(later).UnixMilli(), 10)
}

// plainForm is the header of token calls: no Authorization, no timestamp.
func plainForm() http.Header { return http.Header{"Authorization": {""}, "Timestamp": {""}} }

// token asks for an access token with the app's credentials.
func (b *bench) token(path string) kit.Answer {
	return b.PostForm(path, kit.FormOf("grant_type", "client_credentials",
		"client_id", b.App.Credentials["client_id"], "client_secret", b.App.Credentials["client_secret"]), plainForm())
}

// login gets an access token and uses it from now on.
func (b *bench) login() string {
	a := b.token(pathToken)
	access, _ := a.Text("access_token")
	if a.Status != 200 || access == "" {
		b.T.Fatalf("login: %v, want HTTP 200 and an access_token", a)
	}
	b.access = access
	return access
}

// path is where the app sends.
func (b *bench) path() string { return "/api/v1/" + b.App.Credentials["app_id"] + pathSend }

// chatOrder is a correct service notification without tokens.
func chatOrder(changes ...kit.Change) kit.Body {
	return kit.Body{
		"android": map[string]any{
			"ttl": "86400s",
			"notification": map[string]any{
				"title": "李雷", "body": "晚上一起吃饭吗？", "clickAction": map[string]any{"type": 3}, "importance": "NORMAL",
			},
		},
	}.With(changes...)
}

func set(path string, value any) kit.Change { return kit.Set(path, value) }

// notify writes a member of android.notification.
func notify(path string, value any) kit.Change { return set("android.notification."+path, value) }

// marketing makes a message a promotion.
func marketing(request kit.Body) {
	request.With(notify("importance", "LOW"), notify("title", "周末活动"), notify("body", "全场满减开始了，点击查看会场"))
}

func test(request kit.Body) { request.With(set("android.targetUserType", 1)) }

// data makes a message a data message.
func data(request kit.Body) {
	request.With(kit.Drop("android.notification"), set("data", `{"kind":"wake"}`))
}

// page makes a tap lead to a page of the app.
func page(request kit.Body) {
	request.With(notify("clickAction", map[string]any{"type": 1, "intent": "intent://com.example.shop/order#Intent;end"}))
}

const picture = "https://m.example.com/p.png"

func to(phones ...device.Phone) kit.Change { return set("token", kit.Tokens(phones...)) }

// send pushes a service notification to p; changes come last.
func (b *bench) send(p device.Phone, changes ...kit.Change) kit.Answer {
	return b.order(append([]kit.Change{to(p)}, changes...)...)
}

// order pushes a service notification as changed.
func (b *bench) order(changes ...kit.Change) kit.Answer {
	return b.Post(b.path(), chatOrder(changes...))
}

// promote pushes a promotion to p.
func (b *bench) promote(p device.Phone, changes ...kit.Change) kit.Answer {
	return b.send(p, append([]kit.Change{marketing}, changes...)...)
}

// malformed is no token at all.
const malformed = "TX"

// expired is a phone whose token Honor knows to be over.
func expired(p *device.Phone) { kit.Switch("token_state", "expired")(p) }

// at is a moment of the day on which cases begin, in China.
func at(hour, minute int) time.Time {
	return time.Date(2025, 11, 25, hour, minute, 0, 0, time.FixedZone("GMT+8", 8*3600))
}
