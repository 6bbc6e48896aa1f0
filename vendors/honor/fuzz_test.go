package honor

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/fixtures/honor/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/loosejson"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

func fuzzSender(f *testing.F) *Sender {
	f.Helper()
	s, err := New(vendors.Config{Credentials: vendors.Credentials{"app_id": "1", "client_id": "2", "client_secret": "test-secret"}}, nil)
	if err != nil {
		f.Fatal(err)
	}
	return s
}

// FuzzAnswer: whatever Honor's server or a proxy before it writes, the sender reads it
// without a panic and never takes a refusal for success or a token for dead without being
// told.
func FuzzAnswer(f *testing.F) {
	all, err := exchanges.All()
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range all {
		f.Add(e.Response.Status, string(e.Response.Body))
	}
	for _, body := range []string{
		"", "null", "[]", "{", `{"code":0}`, `{"code":1e400}`, `{"CODE":200}`, "\xff{}", `{"code":200,"data":{"failTokens":[1,null,{},"t"]}}`,
		`{"code":200,"data":"x"}`, `{"code":80100000,"data":{"expireTokens":["t","u"],"sendResult":"no"}}`,
	} {
		f.Add(200, body)
	}
	f.Add(400, `{"code":80100000,"data":{"failTokens":["t"]}}`)
	s := fuzzSender(f)
	f.Fuzz(func(t *testing.T, status int, body string) {
		r := s.read(transport.Response{Status: status, Header: http.Header{}, Body: []byte(body)})
		o := s.verdict(&r)
		if (o.State == vendors.StateAccepted) != r.ok() || (r.ok() && r.code != codePartial && (status < 200 || status > 299)) {
			t.Errorf("HTTP %d %q: state %q with code %q", status, body, o.State, r.code)
		}
		if o.TokenDead != (r.code == "80300007") {
			t.Errorf("HTTP %d %q: dead is %v with code %q", status, body, o.TokenDead, r.code)
		}
		if o.State != vendors.StateAccepted && (o.Reason == "" || o.Retry == "") {
			t.Errorf("HTTP %d %q: outcome %+v without reason or retry", status, body, o)
		}
		if !r.ok() {
			return
		}
		outcomes := verdict.Same([]vendors.Token{"t", "u"}, o)
		s.judgeTokens(&r, outcomes)
		for _, o := range outcomes {
			if o.TokenDead && !slices.Contains(r.answer.Data.ExpireTokens, string(o.Token)) {
				t.Errorf("%q: %q is dead without being named", body, o.Token)
			}
			if o.State != vendors.StateAccepted && (o.Reason == "" || o.Retry == "") {
				t.Errorf("%q: outcome %+v without a reason", body, o)
			}
		}
	})
}

// FuzzLogin: no answer of the token endpoint is taken for a token without one.
func FuzzLogin(f *testing.F) {
	for _, body := range []string{
		`{"access_token":"a","expires_in":3600}`, `{"access_token":7,"expires_in":"x"}`, `{"error":"unauthorized_client"}`,
		`{"error":1101,"sub_error":20024}`, `{"error":{}}`, "", "[]", `{"access_token":""}`, `{"expires_in":99999999999}`,
	} {
		f.Add(200, body)
		f.Add(401, body)
	}
	s := fuzzSender(f)
	f.Fuzz(func(t *testing.T, status int, body string) {
		var a loginAnswer
		if loosejson.Object([]byte(body)) {
			_ = json.Unmarshal([]byte(body), &a)
		}
		o := s.loginVerdict(transport.Response{Status: status, Header: http.Header{}, Body: []byte(body)}, &a)
		if o.State != vendors.StateRefused || o.Reason == "" || o.Retry == "" || o.TokenDead || a.life() <= 0 {
			t.Errorf("HTTP %d %q: %+v, life %s", status, body, o, a.life())
		}
	})
}

// FuzzMessage: whatever an application says, the request is one JSON document, the body
// fits and what it says arrives or is reported.
func FuzzMessage(f *testing.F) {
	f.Add("t", "b", "v", "im", "7", "url", "https://x", false)
	f.Add("", "\xff\u2028", `{"a":"b"}`, "FOO", "-1", "page", "", true)
	f.Add(strings.Repeat("推", 1400), strings.Repeat("👩‍👩‍👧", 300), "", "", "", "", "", false)
	s := fuzzSender(f)
	f.Fuzz(func(t *testing.T, title, body, data, category, collapse, action, to string, silent bool) {
		d, err := s.draft(&vendors.Message{
			Title: title, Body: body, Extension: data, Category: vendors.Category(category), Collapse: collapse,
			Click: vendors.Click{Action: action, Target: to}, Silent: silent,
		})
		if err != nil {
			t.Fatal(err)
		}
		if d.Rejected() != nil {
			return
		}
		if len(d.body) > s.limits.body {
			t.Errorf("%d bytes, want at most %d", len(d.body), s.limits.body)
		}
		request, err := d.assemble([]vendors.Token{"T1"})
		if err != nil || !json.Valid(request) {
			t.Fatalf("request %s: %v", request, err)
		}
	})
}

// FuzzDecodeOverride: what a person wrote is either taken whole or refused.
func FuzzDecodeOverride(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"android":{"ttl":"1s","notification":{"title":"t"}}}`, `{"x":1}`, `null`, `[`, `{"a":1}{}`,
		`{"android":{"notification":{"buttons":[{"name":"n"}],"badge":{"setNum":0}}}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := DecodeOverride(data)
		if (o == nil) == (err == nil) {
			t.Fatalf("%q: override %v with error %v", data, o, err)
		}
		if o == nil {
			return
		}
		written, err := encode(o)
		if err != nil {
			t.Fatalf("%q: decoded, cannot be written: %v", data, err)
		}
		if _, err := DecodeOverride(written); err != nil {
			t.Fatalf("%q: written as %s, which is refused: %v", data, written, err)
		}
	})
}
