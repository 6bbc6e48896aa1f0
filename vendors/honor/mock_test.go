package honor_test

import (
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/fixtures/honor/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/honor"
	"github.com/offpush/offpush/vendors/vendortest"
)

const (
	pathToken = "/auth/token"
	pathSend  = "/api/v1/104435678/sendMessage"
)

// mock is an Honor made of the exchanges.
type mock = vendortest.Mock[*honor.Sender]

func newMock(t testing.TB) *mock {
	t.Helper()
	return mute(t).Record("token-ok")
}

// mute is a mock that answers nothing, not even logins.
func mute(t testing.TB) *mock {
	t.Helper()
	return vendortest.NewMock(t, vendortest.Recording[*honor.Sender]{
		Open: honor.New, Credentials: testCredentials(), Get: exchanges.Get, At: time.UnixMilli(1767229200123),
		Headers: []string{"Content-Type", "Authorization", "timestamp"},
	})
}

func recorded(t testing.TB, name string) exchange.Exchange {
	t.Helper()
	e, err := exchanges.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// chat is the message of the documented notification.
func chat() *vendors.Message {
	return &vendors.Message{
		ID: "order-20260101-0001", Title: "李雷", Body: "晚上一起吃饭吗？🍜",
		Class: vendors.ClassTransactional, Category: "im", TTL: 24 * time.Hour,
	}
}

// chatTokens are its targets.
func chatTokens() []vendors.Token {
	return []vendors.Token{"BAEAAAAAB.demoTokenA001", "BAEAAAAAB.demoTokenB002"}
}
