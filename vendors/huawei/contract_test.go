package huawei_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
	"github.com/offpush/offpush/vendors/vendortest"
)

func testCredentials() vendors.Credentials {
	return vendors.Credentials{"client_id": "104512345", "client_secret": "9f1c+Zk/3Qa=7e&b0", "project_id": "388421841222123456"}
}

func testTokens(n int) []vendors.Token {
	tokens := make([]vendors.Token, n)
	for i := range tokens {
		tokens[i] = vendors.Token(fmt.Sprintf("IQAAAACy0demoToken%05d", i+1))
	}
	return tokens
}

const success = `{"code":"80000000","msg":"Success","requestId":"176722920012300001000701"}`

func coded(code, msg string) string {
	text, _ := json.Marshal(msg) // a string always encodes
	return fmt.Sprintf(`{"code":%q,"msg":%s,"requestId":"176722920012300001000702"}`, code, text)
}

// illegal is a partial success: msg is JSON inside a string.
func illegal(ok int, tokens ...string) string {
	list, _ := json.Marshal(tokens)
	return coded("80100000", fmt.Sprintf(`{"success":%d,"failure":%d,"illegal_tokens":%s}`, ok, len(tokens), list))
}

func targets(body []byte) []string {
	var b struct {
		Message struct {
			Token []string `json:"token"`
		} `json:"message"`
	}
	_ = json.Unmarshal(body, &b)
	return b.Message.Token
}

// harness answers with the documented HTTP statuses when mapped, else with the 200
// that was seen.
func harness(mapped bool) vendortest.Harness {
	status := func(documented int) int {
		if mapped {
			return documented
		}
		return http.StatusOK
	}
	ok := func(*http.Request, []byte) vendortest.Reply { return vendortest.Reply{Body: success} }
	return vendortest.Harness{
		Open:        huawei.Open,
		Credentials: testCredentials(),
		Public:      []string{"client_id", "project_id"},
		Tokens:      testTokens,
		Message: func() *vendors.Message {
			return &vendors.Message{
				ID: "ord-A1001", Title: "订单已发货", Body: "您的订单 A1001 已由顺丰揽收",
				Class: vendors.ClassTransactional, Category: "order", Data: map[string]string{"orderId": "A1001"},
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
				return vendortest.Reply{Status: status(http.StatusUnauthorized), Body: coded("80200003", "Access token expired")}
			},
			Success: ok,
			Partial: func(dead vendors.Token, r *http.Request, body []byte) vendortest.Reply {
				if all := targets(body); slices.Contains(all, string(dead)) {
					return vendortest.Reply{Body: illegal(len(all)-1, string(dead))}
				}
				return ok(r, body)
			},
			Code: func(c vendors.Code, _ *http.Request, body []byte) (vendortest.Reply, bool) {
				return codeReply(c, body, status)
			},
		},
	}
}

func codeReply(c vendors.Code, body []byte, status func(int) int) (vendortest.Reply, bool) {
	switch c.Where {
	case vendors.InReceipt, vendors.InClient:
		return vendortest.Reply{}, false
	case vendors.InPerToken:
		ids := targets(body)
		return vendortest.Reply{Body: illegal(0, ids...)}, len(ids) == 1 && c.Code == "80100000" // others are v3's
	case vendors.InAuth:
		if c.Code == "" {
			return vendortest.Reply{Status: c.HTTPStatus, Body: "no JSON"}, true
		}
		code, sub, _ := strings.Cut(c.Code, "/")
		return vendortest.Reply{Status: c.HTTPStatus, Body: fmt.Sprintf(`{"sub_error":%s,"error_description":"text","error":%s}`, sub, code)}, true
	}
	switch c.Code {
	case "":
		// Of a 502 nobody knows whether the message was taken; see TestHTTPStatuses.
		return vendortest.Reply{Status: c.HTTPStatus}, c.HTTPStatus != http.StatusBadGateway
	case "80000000":
		return vendortest.Reply{Body: success}, true
	case "80100000":
		return vendortest.Reply{Body: illegal(1, "a token of nobody")}, true
	}
	return vendortest.Reply{Status: status(max(c.HTTPStatus, http.StatusOK)), Body: coded(c.Code, "text of "+c.Code)}, true
}

func TestContractAsObserved(t *testing.T) { vendortest.Run(t, harness(false)) }

func TestContractAsDocumented(t *testing.T) { vendortest.Run(t, harness(true)) }
