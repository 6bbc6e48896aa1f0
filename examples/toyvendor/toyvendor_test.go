package toyvendor_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/examples/toyvendor"
	"github.com/offpush/offpush/examples/toyvendor/cases"
	"github.com/offpush/offpush/examples/toyvendor/endpoint"
	"github.com/offpush/offpush/examples/toyvendor/facts"
	"github.com/offpush/offpush/examples/toyvendor/sender"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
)

func TestSenderContract(t *testing.T) {
	say := func(code string) vendortest.Reply {
		return vendortest.Reply{Body: fmt.Sprintf(`{"code":%q}`, code)}
	}
	vendortest.Run(t, vendortest.Harness{
		Open:        sender.Open,
		Credentials: vendors.Credentials{"key": "toy-key-test", "secret": "test-secret-of-the-toy"},
		Public:      []string{"key"},
		Message: func() *vendors.Message {
			return &vendors.Message{ID: "m-1", Title: "hello", Body: "world", Class: vendors.ClassTransactional}
		},
		Tokens: func(n int) []vendors.Token {
			out := make([]vendors.Token, n)
			for i := range out {
				out[i] = vendors.Token(fmt.Sprintf("toy-%03d", i))
			}
			return out
		},
		Script: vendortest.Script{
			IsLogin: func(r *http.Request) bool { return r.URL.Path == "/login" },
			Login: func(_ int, token string) vendortest.Reply {
				return vendortest.Reply{Body: fmt.Sprintf(`{"code":"0","token":%q}`, token)}
			},
			TokenOf: func(r *http.Request, _ []byte) string { return r.Header.Get("Authorization") },
			Expired: func(*http.Request, []byte) vendortest.Reply { return say("41") },
			Success: func(*http.Request, []byte) vendortest.Reply { return say("0") },
			Partial: func(dead vendors.Token, _ *http.Request, _ []byte) vendortest.Reply {
				return vendortest.Reply{Body: fmt.Sprintf(`{"code":"0","id":"m","dead":[%q]}`, dead)}
			},
			Code: func(c vendors.Code, _ *http.Request, _ []byte) (vendortest.Reply, bool) {
				return say(c.Code), true
			},
		},
	})
}

func TestEndpointContract(t *testing.T) {
	t.Parallel()
	endpointtest.Run(t, endpointtest.Harness{New: endpoint.New, Facts: facts.Facts(), Story: story})
}

// story is one good request of every operation.
func story(lab *endpointtest.Lab) {
	post := func(name, path, token string, body any) []byte {
		raw, err := json.Marshal(body)
		if err != nil {
			panic(err) // strings only
		}
		return lab.Do(name, &sim.Request{
			Method: http.MethodPost, Path: path, Header: http.Header{"Authorization": {token}}, Body: raw,
		}).Body
	}
	var login struct{ Token string }
	raw := post("log in", "/login", "", map[string]any{
		"key": lab.App.Credentials["key"], "secret": lab.App.Credentials["secret"],
	})
	// A lab that was told to answer otherwise has no token; the push shows it.
	_ = json.Unmarshal(raw, &login)
	post("push", "/push", login.Token, map[string]any{
		"to": []string{lab.Phones[0].Token, lab.Phones[1].Token}, "title": "hello", "text": "world", "kind": "notice",
	})
}

func TestConformance(t *testing.T) {
	t.Parallel()
	conformance.Test(t, toyvendor.Subject{}, cases.Cases(), conformance.Options{Seed: 7})
}

// Taking a rule out of the world must make the case about it fail: a case that
// passes whatever the endpoint does proves nothing.
func TestCasesNotice(t *testing.T) {
	t.Parallel()
	for rule, id := range map[string]string{
		"TY-FLD-001": "toy/fields/title-too-long",
		"TY-TGT-001": "toy/targets/one-dead-token",
		"TY-QTA-001": "toy/quota/news-of-a-day",
	} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			all := cases.Cases()
			for i := range all {
				all[i].World = sim.RuleOptions{Without: []string{rule}}
			}
			report, err := conformance.Run(t.Context(), toyvendor.Subject{}, all, conformance.Options{Seed: 7})
			if err != nil {
				t.Fatal(err)
			}
			for _, res := range report.Cases {
				if failed := res.Status == conformance.StatusFailed; failed != (res.ID == id) {
					t.Errorf("without %s, %s is %s: %s", rule, res.ID, res.Status, res.Reason)
				}
			}
		})
	}
}
