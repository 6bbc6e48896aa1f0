package apns_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/offpush/offpush/fixtures/apns/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/apns"
	"github.com/offpush/offpush/vendors/vendortest"
)

const testTopic = "com.example.im"

// testKey is the example key of RFC 6979, which everybody knows.
func testKey(tb testing.TB) vendors.Secret {
	tb.Helper()
	vectors, err := exchanges.TokenVectors()
	if err != nil {
		tb.Fatal(err)
	}
	return vectors[0].Key
}

func testCredentials(tb testing.TB) vendors.Credentials {
	tb.Helper()
	return vendors.Credentials{
		"team_id": "DEF123GHIJ", "key_id": "ABC123DEFG", "p8": testKey(tb), "topic": testTopic, "environment": "sandbox",
	}
}

func testTokens(n int) []vendors.Token {
	tokens := make([]vendors.Token, n)
	for i := range tokens {
		tokens[i] = vendors.Token(fmt.Sprintf("%064x", 0xfc13ad+i))
	}
	return tokens
}

func testMessage() *vendors.Message {
	return &vendors.Message{
		ID: "ord-A1001", Title: "订单已发货", Body: "您的订单 A1001 已由顺丰揽收", Data: map[string]string{"orderId": "A1001"},
	}
}

func harness(tb testing.TB) vendortest.Harness {
	ok := func(r *http.Request, _ []byte) vendortest.Reply {
		return vendortest.Reply{Header: http.Header{"Apns-Id": {r.Header.Get("apns-id")}}}
	}
	return vendortest.Harness{
		Open: apns.Open, Credentials: testCredentials(tb), Public: []string{"team_id", "key_id", "topic", "environment"},
		Tokens: testTokens, Message: testMessage,
		Script: vendortest.Script{
			BareSuccess: true,
			Success:     ok,
			Code: func(c vendors.Code, r *http.Request, body []byte) (vendortest.Reply, bool) {
				if c.Reason == vendors.ReasonNone {
					return ok(r, body), true
				}
				status := c.HTTPStatus
				if status == 0 {
					status = http.StatusBadRequest
				}
				return vendortest.Reply{
					Status: status, Header: http.Header{"Content-Type": {"application/json"}},
					Body: fmt.Sprintf(`{"reason":%q}`, c.Code),
				}, true
			},
		},
	}
}

func TestContract(t *testing.T) {
	vendortest.Run(t, harness(t))
}
