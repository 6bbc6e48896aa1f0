package oppo

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// bench is one app at OPPO: a world to prepare, and the app's side of the wire.
type bench struct {
	*kit.Bench
	// access is the auth_token that the next forms carry, "" for none.
	access string
}

// shop is the app cases use: listed, not a news app, with two classes of communication
// and service granted.
func shop(changes ...kit.AppOption) sim.AppSpec {
	return kit.Spec(sim.AppSpec{
		ID: "shop", Vendor: vendors.OPPO, Listed: true, Kind: "shopping", Users: 100, Rights: []string{"IM", "ORDER"},
	}, changes...)
}

// open prepares an app and logs it in.
func open(t *conformance.T, changes ...kit.AppOption) *bench {
	b := prepare(t, changes...)
	b.login()
	return b
}

// openAbroad is open at the overseas push host.
func openAbroad(t *conformance.T, changes ...kit.AppOption) *bench {
	b := prepare(t, changes...)
	b.Base = t.SiteURL("overseas")
	b.login()
	return b
}

// prepare adds an app without logging it in.
func prepare(t *conformance.T, changes ...kit.AppOption) *bench {
	b := &bench{Bench: kit.Open(t, shop(changes...))}
	b.Arrived = "push_arrive"
	b.Code = func(a kit.Answer) string { return a.Number("code") }
	b.ID = func(a kit.Answer) string {
		for _, name := range []string{"data.messageId", "data.task_id", "data.message_id"} {
			if id, ok := a.Text(name); ok {
				return id
			}
		}
		return ""
	}
	return b
}

// loginForm is a correct login.
func (b *bench) loginForm(changes ...kit.FormChange) kit.Form {
	c, ms := b.App.Credentials, strconv.FormatInt(b.World.Now().UnixMilli(), 10)
	return kit.FormOf("app_key", c["app_key"], "timestamp", ms, "sign", sign(c["app_key"], ms, c["master_secret"])).With(changes...)
}

// login gets an auth_token and uses it from now on.
func (b *bench) login() string {
	a := b.PostForm(pathAuth, b.loginForm())
	access, _ := a.Text("data.auth_token")
	if a.Code() != "0" || access == "" {
		b.T.Fatalf("login: %v, want code 0 and an auth_token", a)
	}
	b.access = access
	return access
}

// form posts a form with the auth_token in it.
func (b *bench) form(path string, f kit.Form, header ...http.Header) kit.Answer {
	if b.access != "" {
		f = append(kit.FormOf("auth_token", b.access), f...)
	}
	return b.PostForm(path, f, header...)
}

// order is a correct message of communication and service without a target; changes
// name members of the notification.
func order(changes ...kit.Change) kit.Body {
	return kit.Body{"target_type": 2, "notification": map[string]any{
		"title": "订单已发货", "content": "您的订单已由承运方揽收，点击查看物流", "click_action_type": 0,
		"off_line": true, "off_line_ttl": 86400, "channel_id": "order_status", "category": "ORDER",
	}}.With(kit.Under("notification", changes...))
}

// promotion is a correct message of content and marketing.
func promotion(changes ...kit.Change) kit.Body {
	return order(append([]kit.Change{
		kit.Set("title", "周末活动"), kit.Set("content", "全场满减开始了，点击查看会场"),
		kit.Set("channel_id", "campaign"), kit.Set("category", "MARKETING"),
	}, changes...)...)
}

// unicast sends a message to a token.
func (b *bench) unicast(token string, m kit.Body) kit.Answer {
	return b.form(pathUnicast, kit.FormOf("message", b.text(m.With(kit.Set("target_value", token)))))
}

// send makes a single push of communication and service.
func (b *bench) send(token string, changes ...kit.Change) kit.Answer {
	return b.unicast(token, order(changes...))
}

// promote makes a single push of content and marketing.
func (b *bench) promote(token string, changes ...kit.Change) kit.Answer {
	return b.unicast(token, promotion(changes...))
}

func (b *bench) text(m kit.Body) string {
	raw, err := kit.Encode(m)
	if err != nil {
		b.T.SetupErrorf("encode message: %v", err)
	}
	return string(raw)
}

// batch sends messages in one call.
func (b *bench) batch(messages ...kit.Body) kit.Answer {
	return b.form(pathBatch, kit.FormOf("messages", kit.Text(messages)))
}

// save stores a body; changes are those of the form.
func (b *bench) save(changes ...kit.FormChange) kit.Answer {
	return b.form(pathSave, kit.FormOf("title", "周末活动", "content", "全场满减开始了，点击查看会场",
		"click_action_type", "2", "click_action_url", "https://m.example.com/sale", "channel_id", "campaign", "category", "MARKETING").With(changes...))
}

// saved stores a body and returns its message_id.
func (b *bench) saved(changes ...kit.FormChange) string {
	a := b.save(changes...)
	b.want(a, "0")
	id, _ := a.Text("data.message_id")
	return id
}

// cast pushes a stored body to a target.
func (b *bench) cast(id string, kind int, value string) kit.Answer {
	return b.form(pathBroadcast, kit.FormOf("message_id", id, "target_type", fmt.Sprint(kind), "target_value", value))
}

// device calls the device host, which takes JSON and the token as a header.
func (b *bench) device(op string, body kit.Body) kit.Answer {
	return b.Post(pathDevice+op, body, http.Header{"auth_token": {b.access}})
}

// feedback asks the feedback host.
func (b *bench) feedback(op string) kit.Answer {
	return b.Get(pathFeedback+op, "", http.Header{"auth_token": {b.access}})
}

// upload sends a picture of so many bytes; an empty name or ttl leaves it out.
func (b *bench) upload(op, name, ttl string, size int) kit.Answer {
	part := func(head, content string) string {
		return "--b0\r\nContent-Disposition: form-data; name=" + head + "\r\n\r\n" + content + "\r\n"
	}
	body := part(`"auth_token"`, b.access)
	if ttl != "" {
		body += part(`"picture_ttl"`, ttl)
	}
	if name != "" {
		body += part(`"file"; filename="`+name+`"`, kit.Letters(size))
	}
	return b.Do(http.MethodPost, pathUpload+op, []byte(body+"--b0--\r\n"), http.Header{"Content-Type": {"multipart/form-data; boundary=b0"}})
}
