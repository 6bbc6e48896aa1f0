package fcm_test

import (
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/fcm/exchanges"
	"github.com/offpush/offpush/vendors/fcm"
	"github.com/offpush/offpush/vendors/vendortest"
)

const (
	pathToken = "/token"
	pathSend  = "/v1/projects/sim-demo/messages:send"
	pathAdd   = "/iid/v1:batchAdd"
)

// at is the moment of the vector.
var at = time.Unix(1764000010, 0)

// mock is an FCM made of recorded answers.
type mock = vendortest.Mock[*fcm.Sender]

func newMock(t *testing.T) *mock {
	t.Helper()
	return mute(t).Record("token-ok")
}

// mute is a mock that answers nothing, not even logins.
func mute(t *testing.T) *mock {
	t.Helper()
	return vendortest.NewMock(t, vendortest.Recording[*fcm.Sender]{
		Open: fcm.New, Credentials: testCredentials(t), Get: exchanges.Get, At: at,
		Headers: []string{"Content-Type", "Authorization"},
	})
}
