package apns_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/apns"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// morning is when these tests begin, 2025-11-25 10:00 in Beijing.
var morning = time.Date(2025, 11, 25, 2, 0, 0, 0, time.UTC)

// world is one engine with the APNs endpoint and a way to talk to it.
type world struct {
	t      testing.TB
	engine *sim.Engine
	ep     sim.Endpoint
	app    sim.AppSpec
	// conn is the connection requests go over, jwt the token they carry.
	conn uint64
	jwt  string
	site string
	cert *x509.Certificate
	// stranger: the lab's authority did not issue cert.
	stranger bool
	// proto is the protocol requests came over.
	proto string
}

// options are what a test wants of its world; the zero value is one app.
type options struct {
	rules sim.RuleOptions
	app   func(*sim.AppSpec)
}

func open(t testing.TB, o options) *world {
	t.Helper()
	ep := apns.New()
	engine, err := sim.New(sim.Options{
		Endpoints: []sim.Endpoint{ep}, Seed: 7, Start: morning,
		Clock: clock.Mode{Kind: clock.Manual}, Rules: o.rules,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	w := &world{t: t, engine: engine, ep: ep, conn: 1, site: "apns", proto: "HTTP/2.0"}
	spec := sim.AppSpec{ID: "im", Vendor: vendors.APNs}
	if o.app != nil {
		o.app(&spec)
	}
	w.app = w.add(spec)
	w.jwt = w.token(w.app, nil)
	return w
}

func (w *world) add(spec sim.AppSpec) sim.AppSpec {
	w.t.Helper()
	spec.Vendor = vendors.APNs
	app, err := w.engine.AddApp(spec)
	if err != nil {
		w.t.Fatal(err)
	}
	return app
}

// phone adds a phone of the app and returns its device token.
func (w *world) phone(id string, change ...func(*device.Phone)) string {
	w.t.Helper()
	p := sim.NewPhone(id, vendors.APNs, w.app.ID)
	for _, c := range change {
		c(&p)
	}
	p, err := w.engine.AddPhone(p)
	if err != nil {
		w.t.Fatal(err)
	}
	return p.Token
}

func (w *world) change(id string, change func(*device.Phone)) {
	w.t.Helper()
	if err := w.engine.UpdatePhone(id, change); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) flag(name, value string) {
	w.t.Helper()
	if err := w.engine.SetFlag(w.app.ID, name, value); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) settle()              { w.engine.Clock().Settle() }
func (w *world) pass(d time.Duration) { w.engine.Clock().Advance(d) }
func (w *world) now() time.Time       { return w.engine.Clock().Now() }

type fields map[string]any

// token signs a provider token for an app; claims replace the usual ones, nil
// removes one. "kid" and "alg" go into the header.
func (w *world) token(app sim.AppSpec, claims fields) string {
	w.t.Helper()
	header := fields{"alg": "ES256", "kid": app.Credentials["key_id"]}
	body := fields{"iss": app.Credentials["team_id"], "iat": w.now().Unix()}
	for k, v := range claims {
		into := body
		if k == "alg" || k == "kid" {
			into = header
		}
		into[k] = v
		if v == nil {
			delete(into, k)
		}
	}
	input := b64(encode(header)) + "." + b64(encode(body))
	sig, err := signES256(app.Credentials["p8"], input)
	if err != nil {
		w.t.Fatal(err)
	}
	var rs struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(sig, &rs); err != nil {
		w.t.Fatal(err)
	}
	return input + "." + b64(append(rs.R.FillBytes(make([]byte, 32)), rs.S.FillBytes(make([]byte, 32))...))
}

// signES256 returns a DER signature, the same each time.
func signES256(p8, input string) ([]byte, error) {
	block, _ := pem.Decode([]byte(p8))
	if block == nil {
		return nil, fmt.Errorf("%q is no PEM", p8)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256([]byte(input))
	return key.(*ecdsa.PrivateKey).Sign(nil, digest[:], crypto.SHA256)
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only on values no test has
	}
	return b
}

// reply is an answer.
type reply struct {
	Status    int
	Header    http.Header
	Body      string
	Reason    string `json:"reason"`
	Timestamp int64  `json:"timestamp"`
	Hangup    bool
}

// said is an answer in short: 200, or its status and reason.
func (a reply) said() string {
	switch {
	case a.Hangup:
		return "hangup"
	case a.Status == http.StatusOK && a.Body == "":
		return "200"
	}
	return fmt.Sprintf("%d %s", a.Status, a.Reason)
}

func (w *world) do(method, path string, header http.Header, body []byte) reply {
	w.t.Helper()
	r := &sim.Request{
		Method: method, Path: path, Site: w.site, Header: header, Body: body, Proto: w.proto,
		ConnID: w.conn, ClientCert: w.cert, ClientCertTrusted: w.cert != nil && !w.stranger,
	}
	c := sim.Call{Request: r, At: w.now()}
	w.ep.Decode(r, &c)
	var d sim.Decision
	w.engine.Submit(vendors.APNs, &c, &d)
	var out sim.Response
	w.ep.Encode(&c, &d, &out)
	a := reply{Status: out.Status, Header: out.Header, Body: string(out.Body), Hangup: out.Hangup}
	if out.Type == "application/json" {
		if err := json.Unmarshal(out.Body, &a); err != nil {
			w.t.Fatalf("%s %s: answer %q is no JSON: %v", method, path, out.Body, err)
		}
	} else if len(out.Body) > 0 {
		w.t.Errorf("%s %s: body %q without a type", method, path, out.Body)
	}
	if !a.Hangup && len(out.Header["Apns-Id"]) != 1 {
		w.t.Errorf("%s %s: answer without an apns-id", method, path)
	}
	return a
}

const hello = `{"aps":{"alert":{"title":"新消息","body":"你有 1 条新消息"},"sound":"default"}}`

// send pushes one body to one token. Changes replace headers, "" removes one.
func (w *world) send(token, body string, changes map[string]string) reply {
	w.t.Helper()
	h := http.Header{}
	h.Set("apns-topic", w.app.Credentials["topic"])
	h.Set("apns-push-type", "alert")
	h.Set("content-type", "application/json")
	if w.jwt != "" {
		h.Set("authorization", "bearer "+w.jwt)
	}
	for k, v := range changes {
		h.Set(k, v)
		if v == "" {
			h.Del(k)
		}
	}
	return w.do(http.MethodPost, "/3/device/"+token, h, []byte(body))
}

type head map[string]string

// push is send with the usual body.
func (w *world) push(token string, changes head) reply {
	w.t.Helper()
	return w.send(token, hello, changes)
}

// background pushes without anything to show.
func (w *world) background(token string) reply {
	w.t.Helper()
	return w.send(token, `{"aps":{"content-available":1}}`, head{"apns-push-type": "background", "apns-priority": "5"})
}

// last is the newest state of the newest message.
func (w *world) last() sim.Event {
	w.t.Helper()
	events, _ := w.engine.Events(0, 1_000_000)
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Kind == sim.EvMessage {
			return events[i]
		}
	}
	w.t.Fatal("no message so far")
	return sim.Event{}
}

// cause is the id of the rule that is an event's first cause.
func (w *world) cause(e sim.Event) string {
	step, ok := e.CauseStep()
	if !ok {
		return ""
	}
	return w.engine.Rulebook(vendors.APNs).Rule(step).ID
}

// fate settles and tells what became of the newest message.
func (w *world) fate() string {
	w.settle()
	return string(w.last().Fate.State)
}

// wantFate settles and fails unless the newest message ended so.
func (w *world) wantFate(state device.Fate, cause string) sim.Event {
	w.t.Helper()
	w.settle()
	e := w.last()
	if e.Fate.State != state || w.cause(e) != cause {
		w.t.Errorf("%s: %s by %q, want %s by %q", e.Title, e.Fate.State, w.cause(e), state, cause)
	}
	return e
}

func (w *world) want(a reply, said string) reply {
	w.t.Helper()
	if a.said() != said {
		w.t.Errorf("answer %d %s, want %s", a.Status, a.Body, said)
	}
	return a
}

func (w *world) shade(phone string) device.Shade {
	w.t.Helper()
	s, err := w.engine.Shade(phone)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func join(parts ...string) string { return strings.Join(parts, ", ") }
