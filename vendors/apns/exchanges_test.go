package apns_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/apns/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/apns"
)

// sample is the message of the recorded request, in neutral words.
func sample() *vendors.Message {
	return &vendors.Message{
		ID: "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f", Title: "新消息", Body: "你有 1 条新消息", Sound: "default",
		Badge: &vendors.Badge{Set: new(1)}, Extension: `{"entity":{"sender":"10001"}}`, TTL: 24 * time.Hour, Collapse: "c2c_10001",
		Overrides: []vendors.Override{apns.Options{APS: &apns.APS{ThreadID: new("c2c_10001")}}},
	}
}

func TestExchanges(t *testing.T) {
	t.Parallel()
	all, err := exchanges.All()
	if err != nil {
		t.Fatal(err)
	}
	since := time.UnixMilli(1763990000123).UTC()
	const id, unique = "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f", "5a0c9b11-7d0e-4b52-8a52-2f1f6f0f2a31"
	want := map[string]vendors.Outcome{
		"send-ok":                {State: vendors.StateAccepted, Code: "200", MessageID: id, LogID: unique},
		"send-ok-production":     {State: vendors.StateAccepted, Code: "200", MessageID: id},
		"send-unregistered":      {Reason: vendors.ReasonTokenUnregistered, Code: "Unregistered", TokenDead: true, DeadSince: since},
		"send-expired-token":     {Reason: vendors.ReasonTokenUnregistered, Code: "ExpiredToken", TokenDead: true, DeadSince: since},
		"send-bad-device-token":  {Reason: vendors.ReasonTokenInvalid, Code: "BadDeviceToken"},
		"send-not-for-topic":     {Reason: vendors.ReasonPackageMismatch, Code: "DeviceTokenNotForTopic"},
		"send-expired-jwt":       {Reason: vendors.ReasonCredentialExpired, Code: "ExpiredProviderToken", Retry: vendors.RetryRefreshOnce},
		"send-too-large":         {Reason: vendors.ReasonPayloadTooLarge, Code: "PayloadTooLarge"},
		"send-too-many-requests": {Reason: vendors.ReasonQPS, Code: "TooManyRequests", Retry: vendors.RetryBackoff},
		"send-shutdown":          {Reason: vendors.ReasonVendorError, Code: "Shutdown", Retry: vendors.RetryNewConnection},
		"send-key-environment":   {Reason: vendors.ReasonCredentialEnv, Code: "BadEnvironmentKeyInToken"},
		"send-html-502":          {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff, Text: "<html><body>502 Bad Gateway</body></html>"},
	}
	sent := 0
	for _, e := range all {
		if strings.HasPrefix(e.Name, "golden-") {
			continue // other clients' requests
		}
		sent++
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			srv := newH2(t)
			srv.answerWith(func(w http.ResponseWriter, _ got) {
				for k, v := range e.Response.Header {
					w.Header().Set(k, v)
				}
				w.WriteHeader(e.Response.Status)
				_, _ = io.WriteString(w, string(e.Response.Body))
			})
			token := vendors.Token(e.Request.Path[len("/3/device/"):])
			o := send(t, srv.open(t), sample(), token)
			expected, known := want[e.Name]
			if !known {
				t.Fatal("nobody says what this exchange means")
			}
			expected.Token, expected.HTTPStatus = token, e.Response.Status
			if expected.State == "" {
				expected.State, expected.MessageID = vendors.StateRefused, id
				if expected.Retry == "" {
					expected.Retry = vendors.RetryNever
				}
			}
			if diff := cmp.Diff(expected, o); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
			r := srv.requests()[0]
			if r.path != e.Request.Path {
				t.Errorf("path is %s, recorded %s", r.path, e.Request.Path)
			}
			for name, v := range e.Request.Header {
				if name != "authorization" && r.header.Get(name) != v {
					t.Errorf("header %s is %q, recorded %q", name, r.header.Get(name), v)
				}
			}
			if e.Request.Body != "" && r.body != string(e.Request.Body) {
				t.Errorf("body is %s\nrecorded %s", r.body, e.Request.Body)
			}
		})
	}
	if sent != len(want) {
		t.Errorf("%d exchanges, %d expectations", sent, len(want))
	}
}
