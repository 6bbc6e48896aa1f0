package huawei

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/fixtures/huawei/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/loosejson"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

func fuzzSender(f *testing.F) *Sender {
	f.Helper()
	s, err := New(vendors.Config{Credentials: vendors.Credentials{"client_id": "1", "client_secret": "test-secret"}}, nil)
	if err != nil {
		f.Fatal(err)
	}
	return s
}

// FuzzAnswer: whatever Huawei's server or a proxy before it writes, the sender reads
// it without a panic and never takes a refusal for success or a token for dead
// without being told.
func FuzzAnswer(f *testing.F) {
	all, err := exchanges.All()
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range all {
		f.Add(e.Response.Status, string(e.Response.Body))
	}
	for _, body := range []string{
		"", "null", "[]", "{", `{"code":0}`, `{"code":1e400}`, `{"CODE":"80000000"}`, "\xff{}", "<html>502</html>",
		`{"code":"80100000","msg":"{\"illegal_tokens\":[1,null,{},\"t\"]}"}`, `{"code":"80100000","msg":["t"]}`,
		`{"code":"80100000","msg":"\"illegal_tokens\""}`, `{"code":"82000010","errors":[{"index":0},null,{"index":1e9}],"successCount":"1"}`,
	} {
		f.Add(200, body)
	}
	s := fuzzSender(f)
	f.Fuzz(func(t *testing.T, status int, body string) {
		r := s.read(transport.Response{Status: status, Header: http.Header{}, Body: []byte(body)})
		o := s.verdict(r)
		if (o.State == vendors.StateAccepted) != (status == http.StatusOK && (r.code == codeOK || r.code == codePartial)) {
			t.Errorf("HTTP %d %q: state %q with code %q", status, body, o.State, r.code)
		}
		if o.TokenDead != (r.code == "80300007") {
			t.Errorf("HTTP %d %q: dead is %v with code %q", status, body, o.TokenDead, r.code)
		}
		if o.State != vendors.StateAccepted && (o.Reason == "" || o.Retry == "") {
			t.Errorf("HTTP %d %q: outcome %+v without reason or retry", status, body, o)
		}
		if r.code == codePartial && r.ok() {
			outcomes := verdict.Same([]vendors.Token{"t", "u"}, o)
			s.judgeTokens(r, outcomes)
			for _, o := range outcomes {
				if o.TokenDead && !strings.Contains(string(r.answer.Msg), string(o.Token)) && !strings.Contains(string(r.answer.Msg), `\u`) {
					t.Errorf("%q: %q is dead without being named", body, o.Token)
				}
				if o.State != vendors.StateAccepted && o.Reason == "" {
					t.Errorf("%q: outcome %+v without a reason", body, o)
				}
			}
		}
		s.judgeMembers(r, verdict.Same([]vendors.Token{"t", "u"}, o))
	})
}

// FuzzLogin: no answer of the token endpoint is taken for a token without one.
func FuzzLogin(f *testing.F) {
	for _, body := range []string{
		`{"access_token":"a+\/=","expires_in":3600}`, `{"access_token":7,"expires_in":"x"}`, `{"error":1101,"sub_error":12304}`,
		`{"error":{},"sub_error":[]}`, "", "[]", `{"access_token":""}`, `{"expires_in":99999999999}`,
	} {
		f.Add(200, body)
		f.Add(400, body)
	}
	s := fuzzSender(f)
	f.Fuzz(func(t *testing.T, status int, body string) {
		var a loginAnswer
		if loosejson.Object([]byte(body)) {
			_ = json.Unmarshal([]byte(body), &a)
		}
		if life := a.life(); life <= 0 {
			t.Errorf("%q: life %v", body, life)
		}
		o := s.loginVerdict(transport.Response{Status: status, Header: http.Header{}, Body: []byte(body)}, &a)
		if o.State != vendors.StateRefused || o.Reason == "" || o.Retry == "" || o.TokenDead {
			t.Errorf("HTTP %d %q: %+v", status, body, o)
		}
	})
}

// FuzzMessage: whatever an application says, the request is one JSON document, the
// message fits and what it says arrives or is reported.
func FuzzMessage(f *testing.F) {
	f.Add("t", "b", "v", "im", "7", "url", "https://x", false)
	f.Add("", "\xff\u2028", `{"a":"b"}`, "FOO", "-1", "page", "", true)
	f.Add(strings.Repeat("推", 1400), strings.Repeat("👩‍👩‍👧", 300), "", "", "", "", "", false)
	s := fuzzSender(f)
	f.Fuzz(func(t *testing.T, title, body, data, category, collapse, action, to string, silent bool) {
		msg := &vendors.Message{
			Title: title, Body: body, Extension: data, Category: vendors.Category(category), Collapse: collapse,
			Click: vendors.Click{Action: action, Target: to}, Silent: silent,
		}
		d, err := s.draft(msg)
		if err != nil {
			t.Fatal(err)
		}
		if d.Rejected() != nil {
			return
		}
		if len(d.message) > s.limits.message {
			t.Errorf("%d bytes, want at most %d", len(d.message), s.limits.message)
		}
		request, err := d.assemble(toTokens([]vendors.Token{"T1"}))
		if err != nil || !json.Valid(request) {
			t.Fatalf("request %s: %v", request, err)
		}
	})
}

// FuzzDecodeOverride: what a person wrote is either taken whole or refused.
func FuzzDecodeOverride(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"android":{"ttl":"1s","notification":{"title":"t"}}}`, `{"x":1}`, `null`, `[`, `{"a":1}{}`,
		`{"review":[{"result":{"deep":[1,2,{"x":null}]}}]}`, `{"apns":{"payload":{"aps":{}}},"webpush":null}`,
		`{"android":{"notification":{"light_settings":{"color":{"alpha":0.5}},"buttons":[{"name":"n"}],"multi_lang_key":{"k":{"zh":"v"}}}}}`,
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

// FuzzReasons: whatever v3 lists, only tokens that were sent and named are refused, and
// one dies by the two reasons that say so alone.
func FuzzReasons(f *testing.F) {
	for _, msg := range []string{
		`{"illegalTokens":{" tokenFormatError ":["T1"]},"success":1,"failure":1}`, `{"illegalTokens":{"noRight":["T1","T2"]}}`,
		`{"illegalTokens":["T1"]}`, `{"illegalTokens":{"x":"T1","y":[1,null,"T2"]}}`, "", "null", "All the tokens are invalid.",
	} {
		f.Add("80100000", msg)
		f.Add("80300007", msg)
	}
	s := fuzzSender(f)
	f.Fuzz(func(t *testing.T, code, msg string) {
		r := reply{status: 200, isJSON: true, code: code, answer: answer{Msg: textOrObject(msg)}}
		outcomes := []vendors.Outcome{{Token: "T1", State: vendors.StateAccepted}, {Token: "T2", State: vendors.StateAccepted}}
		s.judgeReasons(r, outcomes)
		named := r.answer.reasons()
		for _, o := range outcomes {
			reason, listed := named[string(o.Token)]
			if listed != (o.State == vendors.StateRefused) {
				t.Errorf("%s %q: %s is %s", code, msg, o.Token, o.State)
			}
			if o.TokenDead && reason != "tokenFormatError" && reason != "tokenPlatformNotSupport" && reason != "80300007" && reason != "80100000" {
				t.Errorf("%s %q: %s is dead by %q", code, msg, o.Token, reason)
			}
		}
	})
}
