package xiaomi

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/xiaomi/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

func fuzzSender(f *testing.F) *Sender {
	f.Helper()
	s, err := New(vendors.Config{Credentials: vendors.Credentials{"app_secret": "test-secret", "package_name": "com.example.shop"}}, nil)
	if err != nil {
		f.Fatal(err)
	}
	return s
}

// FuzzAnswer: whatever Xiaomi's server or a proxy before it writes, the sender reads it
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
		"", "null", "[]", "{", `{"code":"0"}`, `{"code":1e400}`, `{"CODE":0}`, "\xff{}", `{"code":0,"data":[]}`,
		`{"code":0,"data":{"bad_regids":["t",null,{},7]}}`, `{"code":0,"data":{"bad_regids":{}}}`, `{"code":20301,"reason":null}`,
		`{"code":0,"data":{"channel_exceed_quota":"a:b:2 :3 no_channel:-1 x:99999999999999999999"}}`,
	} {
		f.Add(200, body)
	}
	f.Add(503, `{"code":20301,"reason":"No valid targets!"}`)
	s := fuzzSender(f)
	tokens := []vendors.Token{"t", "u"}
	f.Fuzz(func(t *testing.T, status int, body string) {
		r := s.read(transport.Response{Status: status, Header: http.Header{}, Body: []byte(body)})
		o := s.verdict(r)
		if (o.State == vendors.StateAccepted) != (status == http.StatusOK && r.code == codeOK) {
			t.Errorf("HTTP %d %q: state %q with code %q", status, body, o.State, r.code)
		}
		if o.TokenDead != (status == http.StatusOK && r.code == codeNotSent && r.answer.Reason == noTargets) {
			t.Errorf("HTTP %d %q: dead is %v with code %q", status, body, o.TokenDead, r.code)
		}
		if o.State != vendors.StateAccepted && (o.Reason == "" && r.code != "10035" && r.code != "80002" || o.Retry == "") {
			t.Errorf("HTTP %d %q: outcome %+v without reason or retry", status, body, o)
		}
		outcomes := verdict.Same(tokens, o)
		s.judge(r, outcomes)
		over := verdict.Same(tokens, o)
		s.judgeExceeded([]string{noChannel, "135002"}, over, exceeded(string(r.answer.Data.Exceeded)))
		for _, o := range append(outcomes, over...) {
			if o.TokenDead && o.Code != codeNotSent && !strings.Contains(body, string(o.Token)) && !strings.Contains(body, `\u`) {
				t.Errorf("%q: %q is dead without being named", body, o.Token)
			}
			if o.Token == "" {
				t.Errorf("%q: an outcome lost its token", body)
			}
		}
		for _, object := range objects(r.members()["data"]) {
			_ = numbers(object)
		}
	})
}

// FuzzMessage: any message becomes a form that reads back, with the target alone in its
// place, or is rejected with a reason.
func FuzzMessage(f *testing.F) {
	f.Add("id", "title", "body", "k", "v", "token", `{"entity":{}}`, "https://x", int64(60e9))
	f.Add("", strings.Repeat("推", 60), "\x00&=+%", "", "\xff", "b2c+/=", "", "", int64(-1))
	s := fuzzSender(f)
	f.Fuzz(func(t *testing.T, id, title, body, key, value, token, ext, target string, ttl int64) {
		msg := &vendors.Message{
			ID: id, Title: title, Body: body, Data: map[string]string{key: value}, Extension: ext,
			Click: vendors.Click{Action: "page", Target: target}, Receipt: &vendors.Receipt{Param: value},
		}
		msg.TTL = time.Duration(ttl)
		d := s.draft(msg)
		if d.Rejected() != nil {
			if o := d.Rejection(); o.Reason == "" || o.Text == "" {
				t.Fatalf("rejected without a reason: %+v", o)
			}
			return
		}
		sent := []vendors.Token{vendors.Token(token)}
		back, err := url.ParseQuery(string(targeted(s.toRegids(), sent, d).Bytes()))
		if err != nil || back.Get("registration_id") != token || len(back["registration_id"]) != 1 {
			t.Fatalf("%v: registration_id is %q, want %q", err, back["registration_id"], token)
		}
		if n := len([]rune(back.Get("title"))); n > s.limits.title {
			t.Errorf("title has %d characters", n)
		}
		if key := back.Get("extra.jobkey"); len(key) > s.limits.jobkey || strings.HasPrefix(key, "_") {
			t.Errorf("jobkey %q", key)
		}
		if p := back.Get("payload"); !json.Valid([]byte(p)) {
			t.Errorf("payload %q is no JSON", p)
		}
	})
}

// FuzzDecodeOverride: options that are read are written and read again as the same.
func FuzzDecodeOverride(f *testing.F) {
	f.Add([]byte(`{"title":"t","notify_type":-1,"extra":{"callback.param":"p","notification_style_button_left":{"name":"n"}},"custom":{"a":"b"}}`))
	f.Add([]byte(`{"extra":null,"custom":{}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := DecodeOverride(data)
		if err != nil {
			return
		}
		written, err := encode(o)
		if err != nil {
			t.Fatal(err)
		}
		again, err := DecodeOverride(written)
		if err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		if twice, err := encode(again); err != nil || string(twice) != string(written) {
			t.Errorf("%s is read as %s, %v", written, twice, err)
		}
	})
}
