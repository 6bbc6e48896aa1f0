package fcm

import (
	"net/http"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// bench is one app at FCM: a world to prepare, and the app's side of the wire.
type bench struct {
	*kit.Bench
	file keyFile
	// access is the access token of the next calls, "" for no Authorization.
	access string
}

const (
	grantJWT  = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	audience  = "https://oauth2.googleapis.com/token"
	scopePush = "https://www.googleapis.com/auth/firebase.messaging"
	scopeAll  = "https://www.googleapis.com/auth/cloud-platform"
)

// The paths.
const (
	pathToken  = "/token"
	pathSend   = "/messages:send"
	pathAdd    = "/iid/v1:batchAdd"
	pathRemove = "/iid/v1:batchRemove"
)

// im is the app cases use.
func im(changes ...kit.AppOption) sim.AppSpec {
	return kit.Spec(sim.AppSpec{ID: "im", Vendor: vendors.FCM, Listed: true, Package: "com.example.im"}, changes...)
}

// open prepares an app and logs it in.
func open(t *conformance.T, changes ...kit.AppOption) *bench {
	b := prepare(t, changes...)
	b.login(nil)
	return b
}

// prepare adds an app without logging it in.
func prepare(t *conformance.T, changes ...kit.AppOption) *bench {
	return onWire(kit.Open(t, im(changes...)))
}

// onWire tells the kit how FCM's requests and answers look.
func onWire(k *kit.Bench) *bench {
	b := &bench{Bench: k, file: keyFileOf(k.T, k.App)}
	b.Prepare = func(h http.Header) {
		if h.Get("Content-Type") != "" {
			h.Set("Content-Type", "application/json")
		}
		if b.access != "" {
			h.Set("Authorization", "Bearer "+b.access)
		}
	}
	b.Code = codeOf
	b.ID = func(a kit.Answer) string { name, _ := a.Text("name"); return name }
	return b
}

// send is the path of messages:send in the app's project.
func (b *bench) path() string { return "/v1/projects/" + b.file.Project + pathSend }

// assertion is signed with the app's key; changes replace claims.
func (b *bench) assertion(changes claims) string {
	return b.signed(claims{"alg": "RS256", "typ": "JWT", "kid": b.file.KeyID}, changes, b.file.Key)
}

func (b *bench) signed(header, changes claims, key string) string {
	now := b.World.Now().Unix()
	all := claims{"iss": b.file.Email, "scope": scopePush, "aud": audience, "iat": now, "exp": now + 3600}
	for name, v := range changes {
		if all[name] = v; v == nil {
			delete(all, name)
		}
	}
	jwt, err := sign(header, all, key)
	if err != nil {
		b.T.SetupErrorf("sign: %v", err)
	}
	return jwt
}

// token asks for an access token with an assertion.
func (b *bench) token(assertion string) kit.Answer {
	return b.tokenForm("assertion", assertion, "grant_type", grantJWT)
}

// tokenForm asks with a form; keys go out in the order given.
func (b *bench) tokenForm(pairs ...string) kit.Answer {
	return b.tokenAt(pathToken, pairs...)
}

func (b *bench) tokenAt(path string, pairs ...string) kit.Answer {
	return b.Exactly(kit.Request{
		Method: http.MethodPost, Path: path, Header: http.Header{"Content-Type": {kit.TypeForm}}, Body: []byte(kit.FormOf(pairs...).Encode()),
	})
}

// login gets an access token and uses it from now on.
func (b *bench) login(changes claims) {
	a := b.token(b.assertion(changes))
	access, _ := a.Text("access_token")
	if a.Status != 200 || access == "" {
		b.T.Fatalf("login: %v, want HTTP 200 and an access_token", a)
	}
	b.access = access
}

// chatOrder is a notification without a target.
func chatOrder(changes ...kit.Change) kit.Body {
	return kit.Body{"message": map[string]any{
		"notification": map[string]any{"title": "新消息", "body": "你有 1 条新消息"},
	}}.With(changes...)
}

// set writes a member of the message, drop takes members away.
func set(path string, value any) kit.Change { return kit.Set("message."+path, value) }

func drop(paths ...string) kit.Change {
	in := make([]string, len(paths))
	for i, p := range paths {
		in[i] = "message." + p
	}
	return kit.Drop(in...)
}

func to(p device.Phone) kit.Change          { return set("token", p.Token) }
func android(path string, v any) kit.Change { return set("android."+path, v) }
func look(path string, v any) kit.Change    { return set("android.notification."+path, v) }

// data makes a message a data message.
func data(request kit.Body) {
	request.With(drop("notification"), set("data", map[string]any{"k": "v"}))
}

// payload is a data message of so many bytes: one key of one letter and its text.
func payload(n int) kit.Change {
	return func(request kit.Body) {
		request.With(drop("notification"), set("data", map[string]any{"k": kit.Letters(n - 1)}))
	}
}

// send pushes a notification to p; changes come last.
func (b *bench) send(p device.Phone, changes ...kit.Change) kit.Answer {
	return b.order(append([]kit.Change{to(p)}, changes...)...)
}

// order pushes a notification as changed.
func (b *bench) order(changes ...kit.Change) kit.Answer {
	return b.Post(b.path(), chatOrder(changes...))
}

// iid is the header the topic service wants beside the access token.
func iid() http.Header { return http.Header{"Access_token_auth": {"true"}} }

// topics calls batchAdd or batchRemove.
func (b *bench) topics(path, topic string, tokens ...string) kit.Answer {
	return b.Post(path, map[string]any{"to": topic, "registration_tokens": tokens}, iid())
}

// registration is the path of a token's subscriptions.
func (b *bench) registration(token string) string {
	return "/v1/projects/" + b.file.Project + "/registrations/" + token + "/topicSubscriptions"
}

// Tokens nobody has: of another shape, and of the right one.
const (
	malformed = "###"
	unknown   = "cUnknown0000000000000A:APA91bUnknown0000000000000000000000000000"
)

// foreign is a token of another project's app.
func (b *bench) foreign() string {
	other := kit.AddApp(b.T, im(kit.Named("other")))
	return kit.AddPhone(b.T, other, "foreign").Token
}
