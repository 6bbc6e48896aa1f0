package fcm

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/fixtures/fcm/exchanges"
	"github.com/offpush/offpush/sim"
)

func TestSpans(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Span{
		"86400s": {Seconds: 86400, State: Set}, "3.5s": {Seconds: 3, Nanos: 500_000_000, State: Set},
		"0s": {State: Set}, "-1s": {Seconds: -1, State: Set}, "0.000000001s": {Nanos: 1, State: Set},
	} {
		if got, ok := parseSpan(text); !ok || got != want {
			t.Errorf("%q is %+v (%t), want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "s", "60", "1.s", ".5s", "1.0000000001s", "--1s", "1e3s", "99999999999999s", "１s"} {
		if got, ok := parseSpan(text); ok {
			t.Errorf("%q is %+v, want none", text, got)
		}
	}
}

func TestMintedKeyFilesVerifyTheirAssertions(t *testing.T) {
	t.Parallel()
	vectors, err := exchanges.AssertionVectors()
	if err != nil {
		t.Fatal(err)
	}
	v := vectors[0]
	a := readAssertion(v.SigningInput + "." + v.Signature)
	if !a.formed || !a.signedBy(publicKey(v.PrivateKey.Reveal())) {
		t.Error("the vector's signature is not taken")
	}
	e := New().(*Endpoint)
	minted := e.accounts.get(e.MintCredentials(1, "app")[credAccount])
	if minted.key == nil || minted.key.N.BitLen() != 2048 || a.signedBy(minted.key) {
		t.Error("a minted key takes another key's signature, or is none of 2048 bits")
	}
	if a.iss != v.ClientEmail || a.aud != v.Audience || a.iat != v.IssuedAt || a.exp != v.ExpiresAt || a.scope != v.Scope {
		t.Errorf("read %+v", a)
	}
}

// FuzzCondition: whatever is written, reading ends, and what is read has topics.
func FuzzCondition(f *testing.F) {
	for _, s := range []string{"'A' in topics && !('B' in topics || 'C' in topics)", "((('A' in topics)))", "'A' in topics || ", "!!"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if x, ok := parseCondition(text); ok && len(x.Tags()) == 0 {
			t.Errorf("%q has no topic", text)
		}
	})
}

// FuzzAssertion: whatever is sent, reading ends, and nothing verifies by accident.
func FuzzAssertion(f *testing.F) {
	vectors, err := exchanges.AssertionVectors()
	if err != nil {
		f.Fatal(err)
	}
	good := vectors[0].SigningInput + "." + vectors[0].Signature
	for _, s := range []string{good, "", "a.b.c", "..", strings.ToUpper(good)} {
		f.Add(s)
	}
	key := publicKey(vectors[0].PrivateKey.Reveal())
	f.Fuzz(func(t *testing.T, raw string) {
		if a := readAssertion(raw); a.formed && a.signedBy(key) && !strings.HasPrefix(raw, vectors[0].SigningInput+".") {
			t.Errorf("%q verifies", raw)
		}
	})
}

// The reader has room for every field an object can have.
func TestNoObjectIsWiderThanTheReader(t *testing.T) {
	var walk func(s schema)
	walk = func(s schema) {
		if len(s) > widest {
			t.Errorf("an object of %d fields, the reader keeps %d", len(s), widest)
		}
		for _, f := range s {
			walk(f.of)
		}
	}
	walk(sendSchema())
}

// FuzzDecode: whatever is posted, decoding ends, and it knows an object when it sees
// one.
func FuzzDecode(f *testing.F) {
	all, err := exchanges.All()
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range all {
		f.Add(e.Request.Method, e.Request.Path, []byte(e.Request.Body))
	}
	f.Add(http.MethodPost, "/v1/projects/p/messages:send", []byte(`{"message":{"android":{"notification":{"lightSettings":{"color":{"red":"x"}}}}}}`))
	ep := New()
	f.Fuzz(func(t *testing.T, method, target string, body []byte) {
		path, query, _ := strings.Cut(target, "?")
		c := &sim.Call{}
		ep.Decode(&sim.Request{Method: method, Path: path, Query: query, Body: body, Header: http.Header{}}, c)
		p, ok := c.Wire.(*Push)
		if !ok || p.Send == nil {
			return
		}
		var object map[string]json.RawMessage
		if json.Unmarshal(body, &object) == nil && c.Malformed != (object == nil) {
			t.Errorf("%q: malformed is %t", body, c.Malformed)
		}
		if len(c.Targets) > 1 || (len(c.Targets) == 1) != (c.Verb == sim.VerbSend && p.Send.Token.S+p.Send.FID.S != "") {
			t.Errorf("%q: %d targets", body, len(c.Targets))
		}
	})
}
