package huawei_test

import (
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/fixtures/huawei/exchanges"
	"github.com/offpush/offpush/vendors/huawei"
	"github.com/offpush/offpush/vendors/vendortest"
)

const (
	pathToken = "/oauth2/v3/token"
	pathSend  = "/v1/104512345/messages:send"
	pathSub   = "/v1/104512345/topic:subscribe"
	pathUnsub = "/v1/104512345/topic:unsubscribe"
	pathList  = "/v1/104512345/topic:list"
)

// mock is a Huawei made of recorded answers.
type mock = vendortest.Mock[*huawei.Sender]

func newMock(t *testing.T) *mock {
	t.Helper()
	return mute(t).Record("token-ok")
}

// mute is a mock that answers nothing, not even logins.
func mute(t *testing.T) *mock {
	t.Helper()
	return vendortest.NewMock(t, vendortest.Recording[*huawei.Sender]{
		Open: huawei.New, Credentials: testCredentials(), Get: exchanges.Get, At: time.UnixMilli(1767229200000),
		Headers: []string{"Content-Type", "Authorization"},
	})
}

func recorded(t *testing.T, name string) exchange.Exchange {
	t.Helper()
	e, err := exchanges.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
