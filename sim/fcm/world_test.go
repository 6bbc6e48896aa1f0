package fcm_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/fcm/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/fcm"
)

// morning is 2026-01-01 10:00 UTC.
var morning = time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)

const (
	grantJWT   = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	googleAud  = "https://oauth2.googleapis.com/token"
	scopePush  = "https://www.googleapis.com/auth/firebase.messaging"
	scopeCloud = "https://www.googleapis.com/auth/cloud-platform"
)

// world is one engine with the FCM endpoint and a way to talk to it.
type world struct {
	*endpointtest.World
	account account
	access  string
}

// account is a key file, read.
type account struct {
	Project string `json:"project_id"`
	Email   string `json:"client_email"`
	KeyID   string `json:"private_key_id"`
	Key     string `json:"private_key"`
}

// options are what a test wants of its world.
type options struct {
	rules sim.RuleOptions
	// recorded: the app is the one of the recorded exchanges.
	recorded bool
}

func open(t testing.TB, o options) *world {
	t.Helper()
	app := sim.AppSpec{ID: "shop", Listed: true}
	if o.recorded {
		file, err := exchanges.ServiceAccount("")
		if err != nil {
			t.Fatal(err)
		}
		app.Package, app.Credentials = "com.example.im", map[string]string{"service_account": file.Reveal()}
	}
	w := &world{World: endpointtest.Open(t, endpointtest.Setup{Endpoint: fcm.New(), Start: morning, Rules: o.rules, App: app})}
	w.account = accountOf(t, w.App)
	w.access = w.login(nil).Access
	return w
}

func accountOf(t testing.TB, app sim.AppSpec) account {
	t.Helper()
	var a account
	if err := json.Unmarshal([]byte(app.Credentials["service_account"]), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// reply is a decoded answer of any operation.
type reply struct {
	endpointtest.Reply
	Name    string `json:"name"`
	Access  string `json:"access_token"`
	Expires int    `json:"expires_in"`
	Results []struct {
		Error string `json:"error"`
	} `json:"results"`
	Error json.RawMessage `json:"error"`
}

// status is the error of google.rpc.Status.
type status struct {
	Code    int
	Message string
	Status  string
	Details []struct {
		Type       string `json:"@type"`
		ErrorCode  string `json:"errorCode"`
		Reason     string
		Metadata   map[string]string
		Violations []struct{ Field, Description string } `json:"fieldViolations"`
	}
}

func (a reply) status() (s status) {
	_ = json.Unmarshal(a.Error, &s)
	return s
}

// said is an answer in short: its status and what kind of details it has.
func (a reply) said() string {
	out := strconv.Itoa(a.Status)
	var word string
	if json.Unmarshal(a.Error, &word) == nil {
		return out + " " + word
	}
	s := a.status()
	if s.Status != "" {
		out += " " + s.Status
	}
	for _, d := range s.Details {
		_, kind, _ := strings.Cut(d.Type, "type.googleapis.com/google.")
		switch {
		case d.ErrorCode != "":
			out += " " + d.ErrorCode
		case d.Reason != "":
			out += " " + d.Reason
		case len(d.Violations) > 0:
			out += " @" + d.Violations[0].Field
		default:
			out += " " + kind
		}
	}
	for _, r := range a.Results {
		out += " [" + r.Error + "]"
	}
	return out
}

// at sends one request.
func (w *world) at(method, target string, header http.Header, body string) reply {
	w.T.Helper()
	path, query, _ := strings.Cut(target, "?")
	raw := w.Do(&sim.Request{Method: method, Path: path, Query: query, Host: "fcm.googleapis.com", Header: header, Body: []byte(body), Site: "fcm"})
	a := reply{Reply: raw}
	raw.Into(w.T, &a)
	return a
}

func (w *world) head() http.Header {
	h := http.Header{"Content-Type": {"application/json"}, "Access_token_auth": {"true"}}
	if w.access != "" {
		h.Set("Authorization", "Bearer "+w.access)
	}
	return h
}

// path is that of messages:send in the world's project.
func (w *world) path() string { return "/v1/projects/" + w.account.Project + "/messages:send" }

type fields map[string]any

// message is a body of messages:send with one notification. Changes are made by path
// ("message.android.ttl"); nil removes the member.
func message(token string, changes fields) fields {
	m := fields{"message": fields{"token": token, "notification": fields{"title": "新消息", "body": "你有 1 条新消息"}}}
	for path, v := range changes {
		at := m
		parts := strings.Split(path, ".")
		for _, p := range parts[:len(parts)-1] {
			next, ok := at[p].(fields)
			if !ok {
				next = fields{}
				at[p] = next
			}
			at = next
		}
		last := parts[len(parts)-1]
		if at[last] = v; v == nil {
			delete(at, last)
		}
	}
	return m
}

func jsonOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// send pushes one message to a token.
func (w *world) send(token string, changes fields) reply {
	w.T.Helper()
	return w.at(http.MethodPost, w.path(), w.head(), jsonOf(message(token, changes)))
}

// to pushes one message to something else than a token.
func (w *world) to(changes fields) reply {
	w.T.Helper()
	changes["message.token"] = nil
	return w.send("", changes)
}

// topics calls the topic service.
func (w *world) topics(op, topic string, tokens ...string) reply {
	w.T.Helper()
	return w.at(http.MethodPost, "/iid/v1:"+op, w.head(), jsonOf(fields{"to": topic, "registration_tokens": tokens}))
}

// registration is the path of a registration's subscriptions.
func (w *world) registration(token string) string {
	return "/v1/projects/" + w.account.Project + "/registrations/" + token + "/topicSubscriptions"
}

// claims are those of an assertion; nil values remove one.
type claims map[string]any

func (w *world) claims(changes claims) claims {
	c := claims{
		"iss": w.account.Email, "scope": scopePush, "aud": googleAud,
		"iat": w.Now().Unix(), "exp": w.Now().Unix() + 3600,
	}
	for k, v := range changes {
		if c[k] = v; v == nil {
			delete(c, k)
		}
	}
	return c
}

func sign(t testing.TB, header claims, c claims, key string) string {
	t.Helper()
	block, _ := pem.Decode([]byte(key))
	if block == nil {
		t.Fatal("no key")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	input := base64.RawURLEncoding.EncodeToString([]byte(jsonOf(header))) + "." + base64.RawURLEncoding.EncodeToString([]byte(jsonOf(c)))
	sum := sha256.Sum256([]byte(input))
	sig, err := rsa.SignPKCS1v15(rand.Reader, parsed.(*rsa.PrivateKey), crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(sig)
}

func rs256() claims { return claims{"alg": "RS256", "typ": "JWT"} }

// login exchanges an assertion whose claims are changed.
func (w *world) login(changes claims) reply {
	w.T.Helper()
	return w.exchange(sign(w.T, rs256(), w.claims(changes), w.account.Key))
}

func (w *world) exchange(assertion string) reply {
	w.T.Helper()
	return w.form(url.Values{"grant_type": {grantJWT}, "assertion": {assertion}})
}

func (w *world) form(f url.Values) reply {
	w.T.Helper()
	raw := w.Do(&sim.Request{
		Method: http.MethodPost, Path: "/token", Host: "127.0.0.1:9000", Site: "fcm-oauth",
		Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, Body: []byte(f.Encode()),
	})
	a := reply{Reply: raw}
	raw.Into(w.T, &a)
	return a
}

// A phone in a state.
func offline(p *device.Phone)    { p.Offline = true }
func online(p *device.Phone)     { p.Offline = false }
func killed(p *device.Phone)     { p.State = device.Killed }
func foreground(p *device.Phone) { p.State = device.Foreground }

func flagged(name, value string) func(p *device.Phone) {
	return func(p *device.Phone) {
		if p.Flags == nil {
			p.Flags = map[string]string{}
		}
		p.Flags[name] = value
	}
}
