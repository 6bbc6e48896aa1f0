package honor_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/honor"
	"github.com/offpush/offpush/vendors/vendortest"
)

func testCredentials() vendors.Credentials {
	return vendors.Credentials{"app_id": "104435678", "client_id": "104512345", "client_secret": "9f1c+Zk/3Qa=7e&b0"}
}

func testTokens(n int) []vendors.Token {
	tokens := make([]vendors.Token, n)
	for i := range tokens {
		tokens[i] = vendors.Token(fmt.Sprintf("BAEAAAAAB.demoToken%05d", i+1))
	}
	return tokens
}

const success = `{"code":200,"message":"success","data":{"sendResult":true,"requestId":"176722920012300001000801","failTokens":[],"expireTokens":[]}}`

// answered is an answer with a code and the two lists.
func answered(code string, fail, expire []string) string {
	list := func(tokens []string) string {
		b, _ := json.Marshal(append([]string{}, tokens...)) // texts always encode
		return string(b)
	}
	return fmt.Sprintf(`{"code":%s,"message":"text of %s","data":{"sendResult":%t,"requestId":"176722920012300001000802","failTokens":%s,"expireTokens":%s}}`,
		code, code, code == "200" || code == "80100000", list(fail), list(expire))
}

func targets(body []byte) []string {
	var b struct {
		Token []string `json:"token"`
	}
	_ = json.Unmarshal(body, &b)
	return b.Token
}

// harness answers business codes with an HTTP status: nobody knows which it is.
func harness(status int) vendortest.Harness {
	ok := func(*http.Request, []byte) vendortest.Reply { return vendortest.Reply{Body: success} }
	return vendortest.Harness{
		Open: honor.Open, Credentials: testCredentials(), Public: []string{"app_id", "client_id"}, Tokens: testTokens,
		Message: func() *vendors.Message {
			return &vendors.Message{
				ID: "ord-A1001", Title: "订单已发货", Body: "您的订单 A1001 已由承运方揽收",
				Class: vendors.ClassTransactional, Data: map[string]string{"orderId": "A1001"},
			}
		},
		Script: vendortest.Script{
			IsLogin: func(r *http.Request) bool { return r.URL.Path == pathToken },
			Login: func(_ int, token string) vendortest.Reply {
				return vendortest.Reply{Body: fmt.Sprintf(`{"access_token":%q,"expires_in":3600,"token_type":"Bearer"}`, token)}
			},
			TokenOf: func(r *http.Request, _ []byte) string {
				return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
			},
			Expired: func(*http.Request, []byte) vendortest.Reply {
				return vendortest.Reply{Status: max(status, http.StatusForbidden), Body: answered("403", nil, nil)}
			},
			Success: ok,
			Partial: func(dead vendors.Token, r *http.Request, body []byte) vendortest.Reply {
				if slices.Contains(targets(body), string(dead)) {
					return vendortest.Reply{Body: answered("200", nil, []string{string(dead)})}
				}
				return ok(r, body)
			},
			Code: func(c vendors.Code, _ *http.Request, body []byte) (vendortest.Reply, bool) {
				return codeReply(c, body, status)
			},
		},
	}
}

func codeReply(c vendors.Code, body []byte, status int) (vendortest.Reply, bool) {
	switch c.Where {
	case vendors.InReceipt, vendors.InClient:
		return vendortest.Reply{}, false
	case vendors.InPerToken:
		if c.Code == "failTokens" {
			return vendortest.Reply{Body: answered("80100000", targets(body), nil)}, true
		}
		return vendortest.Reply{Body: answered("200", nil, targets(body))}, true
	case vendors.InAuth:
		return vendortest.Reply{Status: c.HTTPStatus, Body: fmt.Sprintf(`{"error":%q,"error_description":"text"}`, c.Code)}, true
	}
	switch c.Code {
	case "200":
		return vendortest.Reply{Body: success}, true
	case "80100000":
		return vendortest.Reply{Body: answered(c.Code, []string{"a token of nobody"}, nil)}, true
	}
	return vendortest.Reply{Status: status, Body: answered(c.Code, nil, nil)}, true
}

func TestContractWith400(t *testing.T) { vendortest.Run(t, harness(400)) }

func TestContractWith200(t *testing.T) { vendortest.Run(t, harness(200)) }
