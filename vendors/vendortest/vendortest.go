// Package vendortest is the contract every sender must pass. It knows no vendor:
// a Harness says how to open the sender and how its vendor phrases "yes", "no"
// and "log in again", and Run does the rest against a stub server of its own.
//
// A driver runs it from an external test package:
//
//	func TestContract(t *testing.T) { vendortest.Run(t, harness()) }
//
// Do not call Run from a parallel test: the leak clause counts goroutines.
package vendortest

import (
	"net/http"
	"testing"
	"time"

	"github.com/offpush/offpush/vendors"
)

// Harness is one vendor's part of the contract.
type Harness struct {
	// Open makes the sender, as the catalogue does.
	Open func(vendors.Config, http.RoundTripper) (vendors.Sender, error)
	// Credentials are invented and marked as test. Public names those that are
	// no secrets, such as an app id.
	Credentials vendors.Credentials
	Public      []string
	Script      Script
	// Message makes a new valid message; Tokens makes n different valid tokens.
	Message func() *vendors.Message
	Tokens  func(n int) []vendors.Token
	// Patience bounds, in real time, what must happen at once; it is only spent
	// when a sender hangs. 0: 20 s.
	Patience time.Duration
}

// Script is how the vendor answers. The functions get the request with its body
// already read, and may be called concurrently.
type Script struct {
	// IsLogin tells a login from other requests. Nil: the vendor has no login,
	// and the clauses about access tokens are left out.
	IsLogin func(r *http.Request) bool
	// Login answers login number n (from 1) with this access token.
	Login func(n int, token string) Reply
	// TokenOf reads the access token a request carries.
	TokenOf func(r *http.Request, body []byte) string
	// Expired says that the access token is no longer good.
	Expired func(r *http.Request, body []byte) Reply
	// Success says yes to any request but a login.
	Success func(r *http.Request, body []byte) Reply
	// Partial says yes to all tokens but one, which it calls dead. Nil: the
	// vendor has no such answer.
	Partial func(dead vendors.Token, r *http.Request, body []byte) Reply
	// BareSuccess: this vendor's yes is the HTTP status 200 with an empty body, so
	// that such an answer is no garbage.
	BareSuccess bool
	// Code answers with this code, in the place its Where names. False: this
	// code is no answer to a send (a receipt, a result of the phone).
	Code func(c vendors.Code, r *http.Request, body []byte) (Reply, bool)
}

// Reply is one answer of the stub.
type Reply struct {
	Status int // 0: 200
	Header http.Header
	Body   string
}

// TB is the part of testing.TB the clauses use, so that the contract itself can
// be tested with a recorder.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// Clause is one promise of the Sender contract.
type Clause struct {
	Name  string // permanent
	Check func(tb TB, h Harness)
}

// Clauses lists the contract.
func Clauses() []Clause {
	return []Clause{
		{"accepts", checkAccepts},
		{"partial", checkPartial},
		{"cancel", checkCancel},
		{"cancelled_before", checkCancelledBefore},
		{"retry_after", checkRetryAfter},
		{"permanent_once", checkPermanentOnce},
		{"codes", checkCodes},
		{"unknown_code", checkUnknownCode},
		{"login_codes", checkLoginCodes},
		{"refresh_once", checkRefreshOnce},
		{"refresh_gives_up", checkRefreshGivesUp},
		{"garbage", checkGarbage},
		{"secrets", checkSecrets},
		{"leaks", checkLeaks},
		{"keeps_nothing", checkKeepsNothing},
	}
}

// Run checks every clause as a subtest.
func Run(t *testing.T, h Harness) {
	t.Helper()
	for _, c := range Clauses() {
		t.Run(c.Name, func(t *testing.T) { c.Check(t, h) })
	}
}

const defaultPatience = 20 * time.Second

func (h Harness) patience() time.Duration {
	if h.Patience > 0 {
		return h.Patience
	}
	return defaultPatience
}
