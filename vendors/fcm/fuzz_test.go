package fcm

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/offpush/offpush/fixtures/fcm/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
)

func seeds(f *testing.F) *Sender {
	f.Helper()
	all, err := exchanges.All()
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range all {
		f.Add(e.Response.Status, []byte(e.Response.Body))
	}
	file, err := exchanges.ServiceAccount("")
	if err != nil {
		f.Fatal(err)
	}
	s, err := New(vendors.Config{Credentials: vendors.Credentials{"service_account": file}}, nil)
	if err != nil {
		f.Fatal(err)
	}
	return s
}

// FuzzAnswer: whatever comes back, reading ends, and a yes has a name and status 200.
func FuzzAnswer(f *testing.F) {
	s := seeds(f)
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		r := s.read(transport.Response{Status: status, Body: body})
		o := s.verdict(&r)
		if o.State == vendors.StateAccepted && (status != 200 || o.MessageID == "") {
			t.Errorf("%d %q is taken for a yes: %+v", status, body, o)
		}
		if o.TokenDead && o.Code != "UNREGISTERED" && o.Code != "SENDER_ID_MISMATCH" {
			t.Errorf("%d %q kills a token: %+v", status, body, o)
		}
		s.judgeMembers(&r, []vendors.Token{"a", "b"})
		var a loginAnswer
		if json.Unmarshal(body, &a) == nil && a.life() <= 0 {
			t.Errorf("%q: life %s", body, a.life())
		}
	})
}

// FuzzName: the short way reads what the decoder reads, or leaves it to it.
func FuzzName(f *testing.F) {
	for _, s := range []string{"{\n  \"name\": \"projects/p/messages/0:1%2\"\n}\n", `{"name":"a\"b"}`, `{"name":"a","x":1}`, `{}`, ``} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		short, ok := name(body)
		if !ok {
			return
		}
		var a struct {
			Name string `json:"name"`
		}
		if json.Unmarshal(body, &a) == nil && a.Name != strings.ToValidUTF8(short, "\ufffd") {
			t.Errorf("%q is %q, the decoder reads %q", body, short, a.Name)
		}
	})
}

// FuzzOverride: whatever a person writes, decoding ends.
func FuzzOverride(f *testing.F) {
	for _, s := range []string{`{"android":{"priority":"HIGH"}}`, `{"Android":{}}`, `{"data":{"a":1}}`, `[]`, `{"apns":{"payload":{"aps":{}}}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if o, err := DecodeOverride(data); err == nil && o.OverrideFor() != vendors.FCM {
			t.Errorf("%q is an override of %s", data, o.OverrideFor())
		}
	})
}
