package oppo

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/oppo/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

func fuzzSender(f *testing.F) *Sender {
	f.Helper()
	s, err := New(vendors.Config{Credentials: vendors.Credentials{"app_key": "test-key", "master_secret": "test-secret"}}, nil)
	if err != nil {
		f.Fatal(err)
	}
	return s
}

// FuzzAnswer: whatever OPPO's server or a proxy before it writes, the sender reads it
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
		"", "null", "[]", "{", `{"code":"0"}`, `{"code":1e400}`, `{"CODE":0}`, "\xff{}", `{"code":0,"data":"x"}`,
		`{"code":0,"data":{"10000":"t;u"}}`, `{"code":0,"data":{"10000":["t",null,{},7],"":["u"],"99999999999999999999":["u"]}}`,
		`{"code":0,"data":[{"registrationId":"t","errorCode":"10000"},null,7]}`, `{"code":0,"data":[{"errorCode":{}},{"errorCode":-1}]}`,
	} {
		f.Add(200, body)
	}
	s := fuzzSender(f)
	tokens := []vendors.Token{"t", "u"}
	f.Fuzz(func(t *testing.T, status int, body string) {
		r := s.read(transport.Response{Status: status, Header: http.Header{}, Body: []byte(body)})
		o := s.verdict(r)
		if (o.State == vendors.StateAccepted) != (status == http.StatusOK && r.code == codeOK) {
			t.Errorf("HTTP %d %q: state %q with code %q", status, body, o.State, r.code)
		}
		if o.TokenDead && r.code != "10000" {
			t.Errorf("HTTP %d %q: dead with code %q", status, body, r.code)
		}
		if o.State != vendors.StateAccepted && (o.Reason == "" || o.Retry == "") {
			t.Errorf("HTTP %d %q: outcome %+v without reason or retry", status, body, o)
		}
		if !r.ok() {
			return
		}
		batch, cast := verdict.Same(tokens, o), verdict.Same(tokens, o)
		s.judgeEntries(r.entries(), batch)
		s.judgeFailures(r.failures(), cast)
		for _, o := range append(batch, cast...) {
			if o.TokenDead && !strings.Contains(body, "10000") && !strings.Contains(body, "1") {
				t.Errorf("%q: %q is dead without a code", body, o.Token)
			}
			if o.Token == "" || (o.State != vendors.StateAccepted && (o.Reason == "" || o.Retry == "")) {
				t.Errorf("%q: outcome %+v", body, o)
			}
		}
	})
}

// FuzzMessage: any message becomes forms that read back, with the target alone in its
// place, or is rejected with a reason.
func FuzzMessage(f *testing.F) {
	f.Add("id", "title", "body", "k", "v", "CN_0123", `{"entity":{}}`, "https://x", int64(60e9))
	f.Add("", strings.Repeat("推", 60), "\x00&=+%", "", "\xff", `"},{"`, "", "", int64(-1))
	s := fuzzSender(f)
	f.Fuzz(func(t *testing.T, id, title, body, key, value, token, ext, target string, ttl int64) {
		msg := &vendors.Message{
			ID: id, Title: title, Body: body, Data: map[string]string{key: value}, Extension: ext, TTL: time.Duration(ttl),
			Click: vendors.Click{Action: "page", Target: target}, Receipt: &vendors.Receipt{Param: value},
		}
		d := s.draft(msg, formSingle)
		if d.Rejected() != nil {
			if o := d.Rejection(); o.Reason == "" || o.Text == "" {
				t.Fatalf("rejected without a reason: %+v", o)
			}
			return
		}
		m, err := d.out.around(targetRegID)
		if err != nil {
			t.Fatal(err)
		}
		form, err := url.ParseQuery(string(m.batchOf([]vendors.Token{vendors.Token(token), "CN_other"}).Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		var sent []struct {
			Target       string  `json:"target_value"`
			Notification Options `json:"notification"`
		}
		if err := json.Unmarshal([]byte(form.Get("messages")), &sent); err != nil || len(sent) != 2 || sent[0].Target != strings.ToValidUTF8(token, "\uFFFD") && len(token) == len(sent[0].Target) {
			t.Fatalf("%v: messages %s", err, form.Get("messages"))
		}
		if n := len([]rune(*sent[1].Notification.Title)); n > s.limits.title {
			t.Errorf("title has %d characters", n)
		}
		flat, err := d.out.flat()
		if err != nil {
			t.Fatal(err)
		}
		saved, err := url.ParseQuery(string(flat.Bytes()))
		if err != nil || saved.Get("title") != *sent[0].Notification.Title || saved.Get("content") != *sent[0].Notification.Content {
			t.Errorf("%v: saved %v, sent %+v", err, saved, sent[0].Notification)
		}
	})
}

// FuzzDecodeOverride: options that are read are written and read again as the same.
func FuzzDecodeOverride(f *testing.F) {
	f.Add([]byte(`{"title":"t","style":2,"off_line":false,"auditResponse":{"a":[1, 2]},"verify_registration_id":true}`))
	f.Add([]byte(`{"auditResponse":null,"notify_id":0}`))
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
