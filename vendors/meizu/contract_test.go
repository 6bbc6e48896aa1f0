package meizu_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/meizu"
	"github.com/offpush/offpush/vendors/vendortest"
)

func testCredentials() vendors.Credentials {
	return vendors.Credentials{"app_id": "125001", "app_secret": "8f2c1d7e4b6a9035c1e2f3a4b5c6d7e8"}
}

func testTokens(n int) []vendors.Token {
	tokens := make([]vendors.Token, n)
	for i := range tokens {
		tokens[i] = vendors.Token(fmt.Sprintf("J1a8f035d625e6c64567f71487e040e7d017f05%07x", i+1))
	}
	return tokens
}

// targets are the pushIds of a request.
func targets(body []byte) []string {
	form, err := url.ParseQuery(string(body))
	if err != nil || form.Get("pushIds") == "" {
		return nil
	}
	return strings.Split(form.Get("pushIds"), ",")
}

func harness() vendortest.Harness {
	const yes = `{"code":"200","message":"","value":{},"redirect":"","msgId":"c2ee5c3bf00448cfbceb7fdf68c3c8eb"}`
	return vendortest.Harness{
		Open: meizu.Open, Credentials: testCredentials(), Public: []string{"app_id"}, Tokens: testTokens,
		Message: func() *vendors.Message {
			return &vendors.Message{
				ID: "ord-A1001", Title: "订单已发货", Body: "您的订单A1024已由顺丰揽收",
				Class: vendors.ClassTransactional, Data: map[string]string{"orderId": "A1001"},
			}
		},
		Script: vendortest.Script{
			Success: func(*http.Request, []byte) vendortest.Reply { return vendortest.Reply{Body: yes} },
			Partial: func(dead vendors.Token, _ *http.Request, _ []byte) vendortest.Reply {
				return vendortest.Reply{Body: fmt.Sprintf(`{"code":"200","message":"","value":{"110002":[%q]},"redirect":"","msgId":"c2ee5c3bf00448cfbceb7fdf68c3c8eb"}`, dead)}
			},
			Code: codeReply,
		},
	}
}

func codeReply(c vendors.Code, _ *http.Request, body []byte) (vendortest.Reply, bool) {
	switch {
	case c.Where == vendors.InReceipt || c.Where == vendors.InClient:
		return vendortest.Reply{}, false
	case c.Where == vendors.InPerToken:
		return vendortest.Reply{Body: fmt.Sprintf(`{"code":"200","message":"","value":{%q:[%q]},"redirect":""}`, c.Code, targets(body)[0])}, true
	case c.Code == "":
		return vendortest.Reply{Status: c.HTTPStatus, Body: "<html>Service Unavailable</html>"}, true
	case c.Code == "200":
		return vendortest.Reply{Body: `{"code":"200","message":"","value":{},"redirect":"","msgId":"c2ee5c3bf00448cfbceb7fdf68c3c8eb"}`}, true
	}
	return vendortest.Reply{Body: fmt.Sprintf(`{"code":%q,"message":"其他异常","value":"","redirect":""}`, c.Code)}, true
}

func TestContract(t *testing.T) {
	vendortest.Run(t, harness())
}
