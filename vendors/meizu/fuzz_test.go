package meizu

import (
	"net/http"
	"testing"

	"github.com/offpush/offpush/fixtures/meizu/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/loosejson"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// FuzzAnswer: whatever Meizu's server or a proxy before it writes, the sender reads it
// without a panic and never takes a refusal for success or a token for dead without
// being told.
func FuzzAnswer(f *testing.F) {
	all, err := exchanges.All()
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range all {
		f.Add(e.Response.Status, string(e.Response.Body))
	}
	for _, body := range []string{
		"", "null", "[]", "{", `{"code":200}`, `{"code":1e400}`, `{"CODE":"200"}`, "\xff{}", "<html>502</html>",
		`{"code":"200","value":{"110002":"t"}}`, `{"code":"200","value":{"110002":[1,null,["t"]],"x":["t"],"-1":["t"]}}`,
		`{"code":"200","value":{"110002":["t"],"110010":["t"]}}`, `{"code":"300","redirect":"https://x"}`, `{"code":"500","message":"无法"}`,
	} {
		f.Add(200, body)
	}
	s, err := New(vendors.Config{Credentials: vendors.Credentials{"app_id": "1", "app_secret": "test-secret"}}, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		r := s.read(transport.Response{Status: status, Header: http.Header{}, Body: []byte(body)})
		failed := r.answer.failed()
		for i, o := range s.told(r, []vendors.Token{"t", "u"}, "") {
			named := r.ok() && failed[[]string{"t", "u"}[i]] != ""
			if (o.State == vendors.StateAccepted) != (r.ok() && !named) {
				t.Errorf("HTTP %d %q: state %q with code %q, named %t", status, body, o.State, r.code, named)
			}
			if o.TokenDead && !named {
				t.Errorf("HTTP %d %q: a token of many is dead without being named", status, body)
			}
			if o.State != vendors.StateAccepted && (o.Reason == "" || o.Retry == "") {
				t.Errorf("HTTP %d %q: outcome %+v without reason or retry", status, body, o)
			}
		}
		s.aboutToken(r)
		r.answer.taskID()
		counters(r.answer.Value)
		new(switches).read(r.answer.Value)
		s.redirect(s.at.push, string(r.answer.Redirect))
	})
}

// FuzzDecodeOverride: what a person wrote is either taken whole or refused.
func FuzzDecodeOverride(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"noticeBarInfo":{"title":"t"}}`, `{"pushTimeInfo":{"offLine":true,"validTime":24}}`, `{"extra":{"callback.type":3}}`,
		`{"x":1}`, `null`, `[`, `{"task":true}{}`, `{"clickTypeInfo":{"parameters":{"deep":[1,{"x":null}]}}}`, `{"advanceInfo":{"suspend":2}}`,
		`{"extra":{"callback.type":"字"}}`, `{"restrictedPackageNames":["a"]}`,
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
		written, err := loosejson.Encode(o)
		if err != nil {
			t.Fatalf("%q: decoded, cannot be written: %v", data, err)
		}
		if _, err := DecodeOverride(written); err != nil {
			t.Fatalf("%q: written as %s, which is refused: %v", data, written, err)
		}
	})
}
