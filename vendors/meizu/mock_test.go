package meizu_test

import (
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/meizu/exchanges"
	"github.com/offpush/offpush/vendors/meizu"
	"github.com/offpush/offpush/vendors/vendortest"
)

// mock is a Meizu made of recorded answers.
type mock = vendortest.Mock[*meizu.Sender]

func newMock(t *testing.T) *mock {
	t.Helper()
	return vendortest.NewMock(t, vendortest.Recording[*meizu.Sender]{
		Open: meizu.New, Credentials: testCredentials(), Get: exchanges.Get, At: time.Unix(1764000000, 0),
		Headers: []string{"Content-Type"},
	})
}

// The paths.
const (
	pathPush      = "/garcia/api/server/push/varnished/pushByPushId"
	pathAlias     = "/garcia/api/server/push/varnished/pushByAlias"
	pathTask      = "/garcia/api/server/push/pushTask/getTaskId"
	pathTaskPush  = "/garcia/api/server/push/task/varnished/pushByPushId"
	pathTaskAlias = "/garcia/api/server/push/task/varnished/pushByAlias"
	pathHidden    = "/garcia/api/server/push/unvarnished/pushByPushId"
	pathAll       = "/garcia/api/server/push/pushTask/pushToApp"
	pathTag       = "/garcia/api/server/push/pushTask/pushToTag"
	pathSwitch    = "/garcia/api/server/message/getRegisterSwitch"
	pathStats     = "/garcia/api/server/push/statistics/getTaskStatistics"
)
