package vivo_test

import (
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/fixtures/vivo/exchanges"
	"github.com/offpush/offpush/vendors/vendortest"
	"github.com/offpush/offpush/vendors/vivo"
)

// signedAt is the moment the recorded login was signed for.
func signedAt() time.Time { return time.UnixMilli(1764000000000) }

// mock is a vivo made of recorded answers.
type mock = vendortest.Mock[*vivo.Sender]

func newMock(t *testing.T) *mock {
	t.Helper()
	return mute(t).Record("auth-ok")
}

// mute is a mock that answers nothing, not even logins.
func mute(t *testing.T) *mock {
	t.Helper()
	return vendortest.NewMock(t, vendortest.Recording[*vivo.Sender]{
		Open: vivo.New, Credentials: testCredentials(), Get: exchanges.Get, At: signedAt(),
		Headers: []string{"Content-Type", "authToken"},
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
