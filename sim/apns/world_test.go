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

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/apns"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
)

// morning is when these tests begin, 2025-11-25 10:00 in Beijing.
var morning = endpointtest.Morning().UTC()

// world is one engine with the APNs endpoint and a way to talk to it.
type world struct {
	*endpointtest.World
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
	spec := sim.AppSpec{ID: "im"}
	if o.app != nil {
		o.app(&spec)
	}
	w := &world{World: endpointtest.Open(t, endpointtest.Setup{
		Endpoint: apns.New(), Start: morning, Rules: o.rules, App: spec,
	}), conn: 1, site: "apns", proto: "HTTP/2.0"}
	w.jwt = w.token(w.App, nil)
	return w
}

type fields map[string]any

// token signs a provider token for an app; claims replace the usual ones, nil
// removes one. "kid" and "alg" go into the header.
func (w *world) token(app sim.AppSpec, claims fields) string {
	w.T.Helper()
	header := fields{"alg": "ES256", "kid": app.Credentials["key_id"]}
	body := fields{"iss": app.Credentials["team_id"], "iat": w.Now().Unix()}
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
		w.T.Fatal(err)
	}
	var rs struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(sig, &rs); err != nil {
		w.T.Fatal(err)
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
	endpointtest.Reply
	Reason    string `json:"reason"`
	Timestamp int64  `json:"timestamp"`
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
	w.T.Helper()
	r := &sim.Request{
		Method: method, Path: path, Site: w.site, Header: header, Body: body, Proto: w.proto,
		ConnID: w.conn, ClientCert: w.cert, ClientCertTrusted: w.cert != nil && !w.stranger,
	}
	raw := w.Do(r)
	a := reply{Reply: raw}
	raw.Into(w.T, &a)
	if raw.Type != "application/json" && raw.Body != "" {
		w.T.Errorf("%s %s: body %q without a type", method, path, raw.Body)
	}
	if !a.Hangup && len(raw.Header["Apns-Id"]) != 1 {
		w.T.Errorf("%s %s: answer without an apns-id", method, path)
	}
	return a
}

const hello = `{"aps":{"alert":{"title":"新消息","body":"你有 1 条新消息"},"sound":"default"}}`

// send pushes one body to one token. Changes replace headers, "" removes one.
func (w *world) send(token, body string, changes map[string]string) reply {
	w.T.Helper()
	h := http.Header{}
	h.Set("apns-topic", w.App.Credentials["topic"])
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
	w.T.Helper()
	return w.send(token, hello, changes)
}

// background pushes without anything to show.
func (w *world) background(token string) reply {
	w.T.Helper()
	return w.send(token, `{"aps":{"content-available":1}}`, head{"apns-push-type": "background", "apns-priority": "5"})
}

// wantFate settles and fails unless the newest message ended so.
func (w *world) wantFate(state device.Fate, cause string) sim.Event {
	w.T.Helper()
	w.Settle()
	e := w.Last()
	if e.Fate.State != state || w.Cause(e) != cause {
		w.T.Errorf("%s: %s by %q, want %s by %q", e.Title, e.Fate.State, w.Cause(e), state, cause)
	}
	return e
}

func (w *world) want(a reply, said string) reply {
	w.T.Helper()
	if a.said() != said {
		w.T.Errorf("answer %d %s, want %s", a.Status, a.Body, said)
	}
	return a
}

func join(parts ...string) string { return strings.Join(parts, ", ") }
