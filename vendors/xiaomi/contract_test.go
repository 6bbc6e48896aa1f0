package xiaomi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
	"github.com/offpush/offpush/vendors/xiaomi"
)

func testCredentials() vendors.Credentials {
	return vendors.Credentials{"app_secret": "kF3v0m1Yq2Zs8bNwPz7cTg==", "package_name": "com.example.shop"}
}

func testTokens(n int) []vendors.Token {
	tokens := make([]vendors.Token, n)
	for i := range tokens {
		tokens[i] = vendors.Token(fmt.Sprintf("b2cJtCY9u4uMBPn+oE/GftQn9JQXIE12Fb%08d=", i+1))
	}
	return tokens
}

const success = `{"result":"ok","trace_id":"Xdm57188795000000242Ut","code":0,"data":{"day_acked":"0","id":"sdm57188795000000273KF","day_quota":"50000"},"description":"成功","info":"Received push messages for 1 REGID"}`

// partial is a success that names bad ids.
func partial(bad ...string) string {
	list, _ := json.Marshal(strings.Join(bad, ",")) // a string always encodes
	return fmt.Sprintf(`{"result":"ok","trace_id":"Xcm60262795000100966Eb","code":0,"data":{"id":"scm60262795000100970Qa","bad_regids":%s},"description":"成功"}`, list)
}

func refusal(code, reason string) string {
	return fmt.Sprintf(`{"result":"error","reason":%q,"trace_id":"Xcm04b25795000300543eZ","code":%s,"description":"text"}`, reason, code)
}

// targets are the ids a request is for.
func targets(body []byte) []string {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	return strings.Split(form.Get("registration_id"), ",")
}

func harness() vendortest.Harness {
	ok := func(*http.Request, []byte) vendortest.Reply { return vendortest.Reply{Body: success} }
	return vendortest.Harness{
		Open: xiaomi.Open, Credentials: testCredentials(), Public: []string{"package_name"}, Tokens: testTokens,
		Message: func() *vendors.Message {
			return &vendors.Message{
				ID: "ord-A1001", Title: "订单已发货", Body: "您的订单 A1001 已由顺丰揽收", Channel: "135001",
				Class: vendors.ClassTransactional, Category: "order", Data: map[string]string{"orderId": "A1001"},
			}
		},
		Script: vendortest.Script{
			Success: ok,
			Partial: func(dead vendors.Token, r *http.Request, body []byte) vendortest.Reply {
				if slices.Contains(targets(body), string(dead)) {
					return vendortest.Reply{Body: partial(string(dead))}
				}
				return ok(r, body)
			},
			Code: codeReply,
		},
	}
}

func codeReply(c vendors.Code, _ *http.Request, body []byte) (vendortest.Reply, bool) {
	switch {
	case c.Where == vendors.InPerToken && c.Code == "bad_regids":
		return vendortest.Reply{Body: partial(targets(body)...)}, true
	case c.Where != vendors.InResponse, c.Code == "10035", c.Code == "80002": // nothing to fetch: no answers to sends
		return vendortest.Reply{}, false
	case c.Code == "":
		return vendortest.Reply{Status: c.HTTPStatus}, true
	case c.Code == "0":
		return vendortest.Reply{Body: success}, true
	case c.Code == "20301":
		return vendortest.Reply{Body: refusal(c.Code, "No valid targets!")}, true
	}
	return vendortest.Reply{Body: refusal(c.Code, "text of "+c.Code)}, true
}

func TestContract(t *testing.T) { vendortest.Run(t, harness()) }
