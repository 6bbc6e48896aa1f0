package fcm_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/fixtures/fcm/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/fcm"
	"github.com/offpush/offpush/vendors/vendortest"
)

func testCredentials(t testing.TB) vendors.Credentials {
	t.Helper()
	file, err := exchanges.ServiceAccount("")
	if err != nil {
		t.Fatal(err)
	}
	return vendors.Credentials{"service_account": file}
}

func testTokens(n int) []vendors.Token {
	tokens := make([]vendors.Token, n)
	for i := range tokens {
		tokens[i] = vendors.Token(fmt.Sprintf("dFz1sim0:APA91bH_sim_%034d", i+1))
	}
	return tokens
}

const success = "{\n  \"name\": \"projects/sim-demo/messages/0:1764000000123456%31bd1c9631bd1c96\"\n}\n"

// rpc is an error of google.rpc.Status; code stands in FcmError where it is one of
// FCM's own.
func rpc(httpStatus int, code string) vendortest.Reply {
	status, detail := code, ""
	switch code {
	case "UNREGISTERED":
		status = "NOT_FOUND"
	case "SENDER_ID_MISMATCH":
		status = "PERMISSION_DENIED"
	case "QUOTA_EXCEEDED":
		status = "RESOURCE_EXHAUSTED"
	case "THIRD_PARTY_AUTH_ERROR", "APNS_AUTH_ERROR":
		status = "UNAUTHENTICATED"
	case "UNSPECIFIED_ERROR", "987654":
		status = "UNKNOWN"
	}
	if status != code {
		detail = fmt.Sprintf(`,"details":[{"@type":"type.googleapis.com/google.rpc.Help"},{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":%q}]`, code)
	}
	return vendortest.Reply{Status: httpStatus, Body: fmt.Sprintf(`{"error":{"code":%d,"message":"text of %s","status":%q%s}}`, httpStatus, code, status, detail)}
}

func harness(t testing.TB) vendortest.Harness {
	t.Helper()
	return vendortest.Harness{
		Open: fcm.Open, Credentials: testCredentials(t), Tokens: testTokens,
		Message: func() *vendors.Message {
			return &vendors.Message{
				ID: "ord-A1001", Title: "订单已发货", Body: "您的订单 A1001 已由顺丰揽收",
				Class: vendors.ClassTransactional, Data: map[string]string{"orderId": "A1001"},
			}
		},
		Script: vendortest.Script{
			IsLogin: func(r *http.Request) bool { return r.URL.Path == pathToken },
			Login: func(_ int, token string) vendortest.Reply {
				return vendortest.Reply{Body: fmt.Sprintf(`{"access_token":%q,"expires_in":3599,"token_type":"Bearer"}`, token)}
			},
			TokenOf: func(r *http.Request, _ []byte) string {
				return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
			},
			Expired: func(*http.Request, []byte) vendortest.Reply { return rpc(http.StatusUnauthorized, "UNAUTHENTICATED") },
			Success: func(*http.Request, []byte) vendortest.Reply { return vendortest.Reply{Body: success} },
			Code:    func(c vendors.Code, _ *http.Request, _ []byte) (vendortest.Reply, bool) { return codeReply(c) },
		},
	}
}

func codeReply(c vendors.Code) (vendortest.Reply, bool) {
	switch c.Where {
	case vendors.InPerToken:
		return vendortest.Reply{}, false // answers of the topic service; see TestTopicResults
	case vendors.InAuth:
		if c.Code == "" {
			return vendortest.Reply{Status: c.HTTPStatus, Body: "<html>"}, true
		}
		return vendortest.Reply{Status: c.HTTPStatus, Body: fmt.Sprintf(`{"error":%q,"error_description":"text"}`, c.Code)}, true
	}
	switch c.Code {
	case "":
		// Of a 502 nobody knows whether the message was taken; see TestHTTPStatuses.
		return vendortest.Reply{Status: c.HTTPStatus, Body: "<html>"}, c.HTTPStatus != http.StatusBadGateway
	case "200":
		return vendortest.Reply{Body: success}, true
	}
	return rpc(max(c.HTTPStatus, http.StatusBadRequest), c.Code), true
}

func TestContract(t *testing.T) { vendortest.Run(t, harness(t)) }

// message is the member "message" of a request.
func message(t testing.TB, body string) map[string]any {
	t.Helper()
	var b struct {
		Message map[string]any `json:"message"`
	}
	if err := json.Unmarshal([]byte(body), &b); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return b.Message
}
