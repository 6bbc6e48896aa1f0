package xiaomi_test

import (
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/xiaomi/exchanges"
	"github.com/offpush/offpush/vendors/vendortest"
	"github.com/offpush/offpush/vendors/xiaomi"
)

// mock is a Xiaomi made of recorded answers.
type mock = vendortest.Mock[*xiaomi.Sender]

func newMock(t *testing.T) *mock {
	t.Helper()
	return vendortest.NewMock(t, vendortest.Recording[*xiaomi.Sender]{
		Open: xiaomi.New, Credentials: testCredentials(), Get: exchanges.Get, At: time.UnixMilli(1795140000000),
		Headers: []string{"Content-Type", "Authorization"},
	})
}

const (
	pathSend  = "/v3/message/regid"
	pathAlias = "/v3/message/alias"
	pathEach  = "/v2/multi_messages/regids"
)
