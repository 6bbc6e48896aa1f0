package oppo_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/oppo/exchanges"
	"github.com/offpush/offpush/vendors/oppo"
	"github.com/offpush/offpush/vendors/vendortest"
)

// mock is an OPPO made of recorded answers.
type mock = vendortest.Mock[*oppo.Sender]

func newMock(t *testing.T) *mock {
	t.Helper()
	return mute(t).Record("auth-ok")
}

// mute is a mock that answers nothing, not even logins.
func mute(t *testing.T) *mock {
	t.Helper()
	return vendortest.NewMock(t, vendortest.Recording[*oppo.Sender]{
		Open: oppo.New, Credentials: testCredentials(), Get: exchanges.Get, At: time.UnixMilli(1764000000000),
		Headers: []string{"Content-Type", "auth_token"},
	})
}

const (
	pathAuth  = "/server/v1/auth"
	pathOne   = "/server/v1/message/notification/unicast"
	pathBatch = "/server/v1/message/notification/unicast_batch"
	pathSave  = "/server/v1/message/notification/save_message_content"
	pathCast  = "/server/v1/message/notification/broadcast"
)

func body(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }
