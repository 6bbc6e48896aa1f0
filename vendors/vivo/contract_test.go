package vivo_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
	"github.com/offpush/offpush/vendors/vivo"
)

func testCredentials() vendors.Credentials {
	return vendors.Credentials{
		"app_id":     "105000001",
		"app_key":    "3f7a9c1e5b2d48608a9e0c7d6f5b4a32",
		"app_secret": "6c1d0f9e-8b7a-4c5d-9e3f-2a1b0c9d8e7f",
	}
}

func testTokens(n int) []vendors.Token {
	tokens := make([]vendors.Token, n)
	for i := range tokens {
		tokens[i] = vendors.Token(fmt.Sprintf("156385354103010%08d", i+1))
	}
	return tokens
}

// targets are the ids a request is for; a save has none.
func targets(body []byte) []string {
	var b struct {
		RegID  string   `json:"regId"`
		RegIDs []string `json:"regIds"`
	}
	_ = json.Unmarshal(body, &b)
	if b.RegID != "" {
		return []string{b.RegID}
	}
	return b.RegIDs
}

func harness() vendortest.Harness {
	ok := func(r *http.Request, _ []byte) vendortest.Reply {
		if strings.HasSuffix(r.URL.Path, "/pushToList") {
			return vendortest.Reply{Body: `{"result":0,"desc":"请求成功"}`}
		}
		return vendortest.Reply{Body: `{"result":0,"desc":"请求成功","taskId":"1165330000000000002"}`}
	}
	return vendortest.Harness{
		Open:        vivo.Open,
		Credentials: testCredentials(),
		Public:      []string{"app_id"},
		Tokens:      testTokens,
		Message: func() *vendors.Message {
			return &vendors.Message{
				ID: "ord-A1001", Title: "订单已发货", Body: "您的订单 A1001 已由顺丰揽收",
				Class: vendors.ClassTransactional, Category: "ORDER", Data: map[string]string{"orderId": "A1001"},
			}
		},
		Script: vendortest.Script{
			IsLogin: func(r *http.Request) bool { return r.URL.Path == "/message/auth" },
			Login: func(_ int, token string) vendortest.Reply {
				return vendortest.Reply{Body: fmt.Sprintf(`{"result":0,"desc":"请求成功","authToken":%q}`, token)}
			},
			TokenOf: func(r *http.Request, _ []byte) string { return r.Header.Get("authToken") },
			Expired: func(*http.Request, []byte) vendortest.Reply {
				return vendortest.Reply{Body: `{"result":10000,"desc":"权限认证失败"}`}
			},
			Success: ok,
			Partial: func(dead vendors.Token, r *http.Request, body []byte) vendortest.Reply {
				if slices.Contains(targets(body), string(dead)) {
					return vendortest.Reply{Body: fmt.Sprintf(`{"result":0,"desc":"请求成功","invalidUsers":[{"status":2,"userid":%q}]}`, dead)}
				}
				return ok(r, body)
			},
			Code: codeReply,
		},
	}
}

func codeReply(c vendors.Code, r *http.Request, body []byte) (vendortest.Reply, bool) {
	switch c.Where {
	case vendors.InReceipt, vendors.InClient:
		return vendortest.Reply{}, false
	case vendors.InPerToken:
		ids := targets(body)
		if len(ids) != 1 {
			return vendortest.Reply{}, false
		}
		return vendortest.Reply{Body: fmt.Sprintf(`{"result":10302,"desc":"regId不合法","invalidUser":{"status":%s,"userid":%q}}`, c.Code, ids[0])}, true
	}
	switch c.Code {
	case "":
		return vendortest.Reply{Status: c.HTTPStatus, Body: "Internet server error!"}, true
	case "0":
		return vendortest.Reply{Body: `{"result":0,"desc":"请求成功","taskId":"1165330000000000002"}`}, true
	}
	return vendortest.Reply{Body: fmt.Sprintf(`{"result":%s,"desc":"text of %s %s"}`, c.Code, c.Code, r.URL.Path)}, true
}

func TestContract(t *testing.T) {
	vendortest.Run(t, harness())
}
