package vivo

import (
	"net/http"
	"testing"

	"github.com/offpush/offpush/fixtures/vivo/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// FuzzAnswer: whatever vivo's server or a proxy before it writes, the sender
// reads it without a panic and never takes a refusal for success or a token for
// dead without being told.
func FuzzAnswer(f *testing.F) {
	all, err := exchanges.All()
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range all {
		f.Add(e.Response.Status, string(e.Response.Body))
	}
	for _, body := range []string{
		"", "null", "[]", "{", `{"result":"0"}`, `{"result":1e400}`, `{"result":-0}`, `{"RESULT":0}`, "\xff{}",
		`{"result":0,"invalidUsers":[{"status":{},"userid":[]}],"data":"x","statistics":[1,null,{"taskId":1}]}`,
		`{"result":10302,"invalidUser":[{"status":1,"userid":"t"}]}`, "<html>502</html>",
	} {
		f.Add(200, body)
	}
	s, err := New(vendors.Config{Credentials: vendors.Credentials{"app_id": "1", "app_key": "test-key", "app_secret": "test-secret"}}, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		r := s.read(transport.Response{Status: status, Header: http.Header{}, Body: []byte(body)})
		o := s.verdict(r)
		if (o.State == vendors.StateAccepted) != (r.code == "0" && status == http.StatusOK) {
			t.Errorf("HTTP %d %q: state %q with code %q", status, body, o.State, r.code)
		}
		if o.TokenDead {
			t.Errorf("HTTP %d %q: dead without an invalidUser", status, body)
		}
		if o.State != vendors.StateAccepted && (o.Reason == "" || o.Retry == "") {
			t.Errorf("HTTP %d %q: outcome %+v without reason or retry", status, body, o)
		}
		tokens := []vendors.Token{"t"}
		s.judgeUsers(r, append(r.answer.users(), decodeUsers(r.answer.Data)...), tokens, []vendors.Outcome{o}, func(_ int, o vendors.Outcome) {
			if o.State != vendors.StateRefused || o.Reason == "" {
				t.Errorf("HTTP %d %q: invalid user judged %+v", status, body, o)
			}
		})
		counters(r.answer.Statistics)
		auditEntries(r.answer.Data)
	})
}

// FuzzDecodeOverride: what a person wrote is either taken whole or refused.
func FuzzDecodeOverride(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"notifyType":4,"title":"t"}`, `{"marketing":{"style":{"buttons":[{"name":"n"}]}}}`, `{"x":1}`, `null`, `[`, `{"a":1}{}`,
		`{"auditReview":[{"result":{"deep":[1,2,{"x":null}]}}]}`, `{"clientCustomMap":{"k":"v"},"timeToLive":1e9}`,
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
