package apns_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
)

func TestStatusOfAnswersThatAreNoJSON(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	s := srv.open(t)
	for _, c := range []struct {
		status int
		body   string
		want   vendors.Outcome
	}{
		{502, "<html>Bad Gateway", vendors.Outcome{State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff}},
		{503, "", vendors.Outcome{State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff}},
		{429, "slow", vendors.Outcome{State: vendors.StateRefused, Reason: vendors.ReasonQPS, Retry: vendors.RetryBackoff}},
		{400, "no", vendors.Outcome{State: vendors.StateRefused, Reason: vendors.ReasonBadRequest, Retry: vendors.RetryNever}},
		{410, "gone", vendors.Outcome{State: vendors.StateRefused, Reason: vendors.ReasonBadRequest, Retry: vendors.RetryNever}},
		{307, "", vendors.Outcome{State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever}},
	} {
		before := len(srv.requests())
		srv.answerWith(func(w http.ResponseWriter, _ got) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		})
		c.want.Token, c.want.HTTPStatus, c.want.Text = "aa", c.status, c.body
		if diff := cmp.Diff(c.want, send(t, s, testMessage(), "aa")); diff != "" {
			t.Errorf("status %d (-want +got):\n%s", c.status, diff)
		}
		if n := len(srv.requests()) - before; n != 1 {
			t.Errorf("status %d: %d requests, want 1", c.status, n)
		}
	}
}

func TestDeadTokens(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	s := srv.open(t)
	since := time.UnixMilli(1763990000123).UTC()
	for body, want := range map[string]vendors.Outcome{
		`{"reason":"Unregistered","timestamp":1763990000123}`:   {Code: "Unregistered", Reason: vendors.ReasonTokenUnregistered, TokenDead: true, DeadSince: since},
		`{"reason":"ExpiredToken","timestamp":"1763990000123"}`: {Code: "ExpiredToken", Reason: vendors.ReasonTokenUnregistered, TokenDead: true, DeadSince: since},
		`{"reason":"Unregistered","timestamp":{}}`:              {Code: "Unregistered", Reason: vendors.ReasonTokenUnregistered, TokenDead: true},
		`{"reason":"SomethingNew"}`:                             {Code: "SomethingNew", Reason: vendors.ReasonVendorError},
	} {
		srv.answerWith(func(w http.ResponseWriter, _ got) { says(w, http.StatusGone, body) })
		want.Token, want.State, want.Retry, want.HTTPStatus = "aa", vendors.StateRefused, vendors.RetryNever, 410
		if diff := cmp.Diff(want, send(t, s, testMessage(), "aa")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
}

func TestServerErrorsWaitAsAppleAsks(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	s := srv.open(t)
	for _, c := range []struct {
		status int
		reason string
		header string
		want   time.Duration
		retry  vendors.Retry
	}{
		{500, "InternalServerError", "", 15 * time.Minute, vendors.RetryBackoff},
		{503, "ServiceUnavailable", "", 15 * time.Minute, vendors.RetryBackoff},
		{503, "ServiceUnavailable", "20", 20 * time.Second, vendors.RetryBackoff},
		{503, "Shutdown", "", 0, vendors.RetryNewConnection},
		{429, "TooManyRequests", "", 0, vendors.RetryBackoff},
		{400, "IdleTimeout", "", 0, vendors.RetryNewConnection},
	} {
		srv.answerWith(func(w http.ResponseWriter, _ got) {
			if c.header != "" {
				w.Header().Set("Retry-After", c.header)
			}
			says(w, c.status, `{"reason":"`+c.reason+`"}`)
		})
		if o := send(t, s, testMessage(), "aa"); o.RetryAfter != c.want || o.Retry != c.retry || o.Code != c.reason {
			t.Errorf("%s: %s after %v, want %s after %v", c.reason, o.Retry, o.RetryAfter, c.retry, c.want)
		}
	}
}
