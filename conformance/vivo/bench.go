package vivo

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// bench is one app at vivo: a world to prepare, and the app's side of the wire.
type bench struct {
	*kit.Bench
	// access is the authToken header of the next calls, "" for none.
	access string
	made   int // requestIds made so far
}

// shop is the app cases use: listed, not a news app.
func shop(changes ...kit.AppOption) sim.AppSpec {
	return kit.Spec(sim.AppSpec{ID: "shop", Vendor: vendors.Vivo, Listed: true, Kind: "shopping", Users: 100}, changes...)
}

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
			h.Set("authToken", b.access)
		}
	}
	b.Code = func(a kit.Answer) string { return a.Number("result") }
	b.ID = func(a kit.Answer) string { id, _ := a.Text("taskId"); return id }
	return b
}

// unofficial marks an app that was not installed from vivo's store, renewed one
// that got a newer regId than the one pushed to.
func unofficial(p *device.Phone) { kit.Switch("install", "other")(p) }
func renewed(p *device.Phone)    { kit.Switch("regid", "renewed")(p) }

// loginBody is a correct /message/auth body for the app, as the vendor's SDK
// writes it: appId and timestamp are numbers.
func (b *bench) loginBody(at time.Time) kit.Body {
	c := b.App.Credentials
	ms := strconv.FormatInt(at.UnixMilli(), 10)
	return kit.Body{
		"appId": json.Number(c["app_id"]), "appKey": c["app_key"], "timestamp": json.Number(ms),
		"sign": sign(c["app_id"], c["app_key"], ms, c["app_secret"]),
	}
}

// login gets an authToken and uses it from now on.
func (b *bench) login() string {
	a := b.Post("/message/auth", b.loginBody(b.World.Now()))
	access, _ := a.Text("authToken")
	if a.Code() != "0" || access == "" {
		b.T.Fatalf("login: %v, want result 0 and an authToken", a)
	}
	b.access = access
	return access
}

// requestID makes a fresh one.
func (b *bench) requestID() string {
	b.made++
	return fmt.Sprintf("case-%s-%04d", b.App.ID, b.made)
}

// order is a correct system message without a target.
func (b *bench) order(changes ...kit.Change) kit.Body {
	return kit.Body{
		"appId": json.Number(b.App.Credentials["app_id"]), "notifyType": 4,
		"title": "订单已发货", "content": "您的订单已由承运方揽收，点击查看物流",
		"timeToLive": 86400, "skipType": 1, "networkType": -1, "classification": 1, "category": "ORDER",
		"requestId": b.requestID(), "pushMode": 0,
	}.With(changes...)
}

// ordinals tell the texts of one case apart without digits.
var ordinals = [...]string{"第一场", "第二场", "第三场", "第四场", "第五场", "第六场", "第七场", "第八场"}

// promotion is the n-th correct operational message without a target; the texts
// differ, because vivo drops equal ones.
func (b *bench) promotion(n int, changes ...kit.Change) kit.Body {
	return b.order(
		kit.Set("title", "周末活动"+ordinals[n]), kit.Set("content", "全场满减开始了，点击查看会场"),
		kit.Set("classification", 0), kit.Set("category", "MARKETING"),
	).With(changes...)
}

func to(p device.Phone) kit.Change { return kit.Set("regId", p.Token) }

// send makes a single push of a system message to p.
func (b *bench) send(p device.Phone, changes ...kit.Change) kit.Answer {
	return b.Post("/message/send", b.order(to(p)).With(changes...))
}

// promote makes a single push of the n-th operational message to p.
func (b *bench) promote(p device.Phone, n int, changes ...kit.Change) kit.Answer {
	return b.Post("/message/send", b.promotion(n, to(p)).With(changes...))
}

// save stores a body for a group push and returns the answer.
func (b *bench) save(changes ...kit.Change) kit.Answer {
	return b.Post("/message/saveListPayload", b.order(changes...))
}

// saved stores a body and returns its taskId.
func (b *bench) saved(message kit.Body) string {
	a := b.Post("/message/saveListPayload", message)
	b.want(a, "0")
	return a.ID()
}

// list pushes a stored body to tokens.
func (b *bench) list(taskID string, tokens []string, changes ...kit.Change) kit.Answer {
	return b.Post("/message/pushToList", kit.Body{
		"appId": json.Number(b.App.Credentials["app_id"]), "regIds": tokens,
		"taskId": taskID, "requestId": b.requestID(),
	}.With(changes...))
}
