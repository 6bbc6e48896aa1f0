package oppo_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/oppo"
	"github.com/offpush/offpush/vendors/vendortest"
)

func testCredentials() vendors.Credentials {
	return vendors.Credentials{"app_key": "a1b2c3d4e5f60718293a4b5c6d7e8f90", "master_secret": "0f1e2d3c4b5a69788796a5b4c3d2e1f0"}
}

func testTokens(n int) []vendors.Token {
	tokens := make([]vendors.Token, n)
	for i := range tokens {
		tokens[i] = vendors.Token(fmt.Sprintf("CN_0123456789abcdef01234567%08x", i+1))
	}
	return tokens
}

// targets are the ids a request is for; a save has none.
func targets(body []byte) []string {
	f, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	type message struct {
		Target string `json:"target_value"`
	}
	var one message
	var all []message
	var out []string
	switch {
	case f.Has("message"):
		_ = json.Unmarshal([]byte(f.Get("message")), &one)
		return []string{one.Target}
	case f.Has("messages"):
		_ = json.Unmarshal([]byte(f.Get("messages")), &all)
		for _, m := range all {
			out = append(out, m.Target)
		}
	case f.Has("target_value"):
		return strings.Split(f.Get("target_value"), ";")
	}
	return out
}

// answer says yes in the shape of the call, and names the bad ids in it.
func answer(r *http.Request, body []byte, bad ...string) string {
	const id = "ZnTestAppId0000000000001-1-1-6924817fae27668d2ed3afec"
	switch r.URL.Path {
	case pathSave:
		return `{"code":0,"message":"success","data":{"message_id":"6924817fae27668d2ed3afec"}}`
	case pathCast:
		list, _ := json.Marshal(bad)
		named := ""
		if len(bad) > 0 {
			named = `,"10000":` + string(list)
		}
		return `{"code":0,"message":"Success","data":{"message_id":"6924817fae27668d2ed3afec","task_id":"692481a0e27668d2ed3aff10"` + named + `}}`
	case pathBatch:
		var entries []string
		for _, t := range targets(body) {
			failed := ""
			if slices.Contains(bad, t) {
				failed = `,"errorCode":10000,"errorMessage":"Invalid Registration_id"`
			}
			entries = append(entries, fmt.Sprintf(`{"messageId":%q,"registrationId":%q%s}`, id, t, failed))
		}
		return `{"code":0,"message":"Success","data":[` + strings.Join(entries, ",") + "]}"
	}
	if len(bad) > 0 {
		return `{"code":10000,"message":"Invalid Registration_id"}`
	}
	return `{"code":0,"message":"Success","data":{"messageId":"` + id + `"}}`
}

func harness(msg func() *vendors.Message) vendortest.Harness {
	ok := func(r *http.Request, body []byte) vendortest.Reply { return vendortest.Reply{Body: answer(r, body)} }
	return vendortest.Harness{
		Open: oppo.Open, Credentials: testCredentials(), Tokens: testTokens, Message: msg,
		Script: vendortest.Script{
			IsLogin: func(r *http.Request) bool { return r.URL.Path == pathAuth },
			Login: func(_ int, token string) vendortest.Reply {
				return vendortest.Reply{Body: fmt.Sprintf(`{"code":0,"message":"Success","data":{"auth_token":%q,"create_time":"1764000000123"}}`, token)}
			},
			TokenOf: func(_ *http.Request, body []byte) string {
				f, _ := url.ParseQuery(string(body))
				return f.Get("auth_token")
			},
			Expired: func(*http.Request, []byte) vendortest.Reply {
				return vendortest.Reply{Body: `{"code":11,"message":"Invalid AuthToken"}`}
			},
			Success: ok,
			Partial: func(dead vendors.Token, r *http.Request, body []byte) vendortest.Reply {
				if slices.Contains(targets(body), string(dead)) {
					return vendortest.Reply{Body: answer(r, body, string(dead))}
				}
				return ok(r, body)
			},
			Code: codeReply,
		},
	}
}

func codeReply(c vendors.Code, r *http.Request, body []byte) (vendortest.Reply, bool) {
	switch {
	case c.Where == vendors.InReceipt, c.Where == vendors.InClient, c.Where == vendors.InSDK:
		return vendortest.Reply{}, false
	case c.Where == vendors.InPerToken:
		return vendortest.Reply{}, false // no part of an answer to one token; see TestPartialAnswers
	case c.Code == "0":
		return vendortest.Reply{Body: answer(r, body)}, true
	}
	return vendortest.Reply{Body: fmt.Sprintf(`{"code":%s,"message":"text of %s"}`, c.Code, c.Code)}, true
}

func order() *vendors.Message {
	return &vendors.Message{
		ID: "order-20251125-0001", Title: "订单已发货", Body: "您的订单 A1001 已由顺丰揽收", Channel: "order_status",
		Class: vendors.ClassTransactional, Category: "order", Data: map[string]string{"orderId": "A1001"},
	}
}

func sale() *vendors.Message {
	return &vendors.Message{
		ID: "sale-1", Title: "周末活动", Body: "全场满减，点击查看", Channel: "campaign", Class: vendors.ClassMarketing, Category: "marketing",
		Click: vendors.Click{Action: "url", Target: "https://m.example.com/sale"},
	}
}

// Lists of communication and service are batches, of content and marketing broadcasts.
func TestContractOfBatches(t *testing.T) { vendortest.Run(t, harness(order)) }

func TestContractOfBroadcasts(t *testing.T) { vendortest.Run(t, harness(sale)) }
