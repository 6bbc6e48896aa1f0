package apns

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
)

func TestReadPayload(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]payload{
		``:                           {},
		`[]`:                         {},
		` {} `:                       {object: true},
		`{"aps":[]}`:                 {object: true},
		`{"Aps":{"alert":"x"}}`:      {object: true}, // names are exact
		`{"aps":{"alert":"\u4f60"}}`: {object: true, alert: true, body: "你"},
		`{"a\u0070s":{"alert":{"title":"t","body":"b","loc-args":["a"]}}}`:            {object: true, alert: true, title: "t", body: "b"},
		`{"aps":{"alert":{"title-loc-key":"T","loc-key":"B"}}}`:                       {object: true, alert: true, title: "T", body: "B"},
		`{"aps":{"badge":3,"sound":"default"}}`:                                       {object: true, badge: 3, hasBadge: true, sound: true},
		`{"aps":{"badge":-1,"sound":"","alert":null}}`:                                {object: true},
		`{"aps":{"badge":"3","sound":1,"alert":7}}`:                                   {object: true},
		`{"aps":{"sound":{"critical":1,"name":"x"},"interruption-level":"critical"}}`: {object: true, sound: true, critical: true, level: "critical"},
		`{"a":"}","aps":{"content-available":1},"b":[{"aps":{"alert":"no"}}]}`:        {object: true},
	} {
		if diff := cmp.Diff(want, readPayload([]byte(body)), cmp.AllowUnexported(payload{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
}

func TestSplitTopic(t *testing.T) {
	t.Parallel()
	for topic, want := range map[string][2]string{
		"com.example.im": {"com.example.im", ""}, "com.example.im.voip": {"com.example.im", "voip"},
		"com.example.im.voip-ptt": {"com.example.im", "pushtotalk"}, ".voip": {".voip", ""}, "": {"", ""},
		"com.example.im.push-type.liveactivity": {"com.example.im", "liveactivity"},
	} {
		bundle, of := splitTopic(topic)
		got := [2]string{bundle}
		if of != nil {
			got[1] = of.name
		}
		if got != want {
			t.Errorf("%s: %v, want %v", topic, got, want)
		}
	}
}

func TestCertificateTopics(t *testing.T) {
	t.Parallel()
	e := New().(*Endpoint)
	spec := &sim.AppSpec{Credentials: map[string]string{credTopic: "com.example.im"}}
	for env, want := range map[string][]string{
		sandbox: {""}, production: {""}, "": {"com.example.im", "com.example.im.voip", "com.example.im.complication"},
	} {
		cert := e.ClientCertificate(spec, env)
		cert.Extensions = cert.ExtraExtensions // as a parsed one has them
		if diff := cmp.Diff(want, topicsOf(cert)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", env, diff)
		}
		if covers(cert, sandbox) != (env != production) || covers(cert, production) != (env != sandbox) {
			t.Errorf("%q: sandbox %t, production %t", env, covers(cert, sandbox), covers(cert, production))
		}
	}
}

// The cache must not grow with what strangers send.
func TestTokenCacheIsBounded(t *testing.T) {
	t.Parallel()
	c := newTokenCache()
	same := c.get("a.b.c")
	if c.get("a.b.c") != same {
		t.Error("a token is read twice")
	}
	for i := range 3 * keepTokens {
		c.get(fmt.Sprint("token", i))
	}
	if len(c.m) > keepTokens {
		t.Errorf("%d tokens are kept", len(c.m))
	}
}

// FuzzDecode: whatever is sent, decoding ends with a call that says what it is.
func FuzzDecode(f *testing.F) {
	jwt := "eyJhbGciOiJFUzI1NiIsImtpZCI6IkFCQzEyM0RFRkcifQ.eyJpYXQiOjE3NjQwMDAwMDAsImlzcyI6IkRFRjEyM0dISUoifQ.c3cRP_Ktdz_EhDgBHvsLGJpSTWLN20vRYvaw3bbN0eR2zk7Ntxa4iagVHCFDLm-Gd4QXSa7VTmZkEzwMWQoOew"
	f.Add("/3/device/00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0", "bearer "+jwt, "com.example.im.voip", "1764086400", []byte(`{"aps":{"alert":{"title":"t"},"badge":1}}`))
	f.Add("/3/device/", "Bearer a.b.c", "", "-1", []byte(`{"aps":`))
	f.Add("/4/broadcasts/apps/x", "", "x", "9223372036854775807", []byte{})
	ep := New()
	f.Fuzz(func(t *testing.T, path, auth, topic, expiration string, body []byte) {
		r := &sim.Request{Method: http.MethodPost, Path: path, Body: body, Header: http.Header{
			headerAuth: {auth}, headerTopic: {topic}, headerExpiration: {expiration},
		}}
		c := &sim.Call{}
		ep.Decode(r, c)
		p := c.Wire.(*Push)
		if (c.Verb == sim.VerbSend) != (c.Op == opPush) || (p.token != "") != (len(c.Targets) == 1) {
			t.Errorf("%s is read as %s %s with %d targets", path, c.Verb, c.Op, len(c.Targets))
		}
		if c.Message.TTL < 0 {
			t.Errorf("TTL %s", c.Message.TTL)
		}
		var w sim.Response
		ep.Encode(c, &sim.Decision{Refused: true}, &w)
		if !json.Valid(w.Body) {
			t.Errorf("answer %q", w.Body)
		}
	})
}
