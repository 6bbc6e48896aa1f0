package verdict_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

func TestByStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		isJSON bool
		want   string
	}{
		{200, true, "unknown VENDOR_ERROR never"},
		{200, false, "unknown VENDOR_ERROR backoff"},
		{302, false, "refused VENDOR_ERROR never"},
		{404, false, "refused BAD_REQUEST never"},
		{408, false, "refused VENDOR_ERROR backoff"},
		{413, false, "refused PAYLOAD_TOO_LARGE never"},
		{429, false, "refused QPS backoff"},
		{500, true, "refused VENDOR_ERROR backoff"},
		{502, false, "unknown VENDOR_ERROR backoff"},
		{503, false, "refused VENDOR_ERROR backoff"},
		{504, false, "unknown VENDOR_ERROR backoff"},
	} {
		var o vendors.Outcome
		verdict.ByStatus(&o, c.status, c.isJSON)
		if got := fmt.Sprintf("%s %s %s", o.State, o.Reason, o.Retry); got != c.want {
			t.Errorf("HTTP %d, JSON %v: %s, want %s", c.status, c.isJSON, got, c.want)
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	f := &vendors.Facts{Codes: []vendors.Code{
		{Code: "7", Where: vendors.InResponse, Reason: vendors.ReasonTokenInvalid, Retry: vendors.RetryNever, TokenDead: true},
		{Code: "", Where: vendors.InResponse, HTTPStatus: 503, Reason: vendors.ReasonQPS},
	}}
	var o vendors.Outcome
	verdict.Refused(&o, f, "7", vendors.InResponse)
	if o.State != vendors.StateRefused || o.Reason != vendors.ReasonTokenInvalid || !o.TokenDead {
		t.Errorf("a known code: %+v", o)
	}
	verdict.Refused(&o, f, "8", vendors.InResponse)
	if o.Reason != vendors.ReasonVendorError || o.Retry != vendors.RetryNever || o.TokenDead {
		t.Errorf("an unknown code: %+v", o)
	}
	for status, busy := range map[int]bool{200: false, 400: false, 403: false, 429: true, 500: true, 503: true} {
		if got := verdict.Busy(f, "8", status, vendors.InResponse); got != busy {
			t.Errorf("an unknown code with HTTP %d: %v", status, got)
		}
		if verdict.Busy(f, "7", status, vendors.InResponse) {
			t.Errorf("a known code with HTTP %d is judged by the status", status)
		}
	}
	if c, ok := verdict.StatusFact(f, vendors.InResponse, 503); !ok || c.Reason != vendors.ReasonQPS {
		t.Errorf("status 503: %+v, %v", c, ok)
	}
	if _, ok := verdict.StatusFact(f, vendors.InResponse, 500); ok {
		t.Error("status 500 has a fact")
	}
}

func TestFailed(t *testing.T) {
	t.Parallel()
	refused := &verdict.Refusal{Vendor: "somebody", Op: "login", Advice: "check it", Outcome: vendors.Outcome{State: vendors.StateRefused, Code: "9"}}
	if want := `somebody: login:  (code "9", HTTP 0): check it`; refused.Error() != want {
		t.Errorf("refusal %q, want %q", refused, want)
	}
	lost := &transport.Error{Op: "POST /x", MaybeSent: true, Err: context.Canceled}
	for name, c := range map[string]struct {
		err    error
		failed bool
		taken  bool
		reason vendors.Reason
	}{
		"refused login": {&tokencache.LoginError{Err: refused}, false, false, ""},
		"lost login":    {&tokencache.LoginError{Err: lost}, true, false, vendors.ReasonNetwork},
		"lost":          {lost, true, true, vendors.ReasonNetwork},
		"never sent":    {&transport.Error{Err: errors.New("dial")}, true, false, vendors.ReasonNetwork},
		"too long":      {&transport.Error{MaybeSent: true, Err: transport.ErrBodyTooLarge}, true, true, vendors.ReasonVendorError},
	} {
		o, err := verdict.Failed("somebody", "send", c.err)
		if (err != nil) != c.failed || o.Reason != c.reason || verdict.MaybeTaken(c.err) != c.taken {
			t.Errorf("%s: %+v, %v, taken %v", name, o, err, verdict.MaybeTaken(c.err))
		}
		if err != nil && (!errors.Is(err, c.err) || !strings.HasPrefix(err.Error(), "somebody: send: ")) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	tokens := []vendors.Token{"a", "b"}
	got := verdict.Same(tokens, vendors.Outcome{Code: "1"})
	if diff := cmp.Diff([]vendors.Outcome{{Token: "a", Code: "1"}, {Token: "b", Code: "1"}}, got); diff != "" {
		t.Errorf("Same (-want +got):\n%s", diff)
	}
	if o := verdict.TooMany(tokens, 1, "list")[1]; o.Token != "b" || o.State != vendors.StateRejected || o.Retry != vendors.RetrySplit || !strings.HasPrefix(o.Text, "2 tokens, one list takes 1") {
		t.Errorf("TooMany: %+v", o)
	}
	if o := verdict.Unbuilt(errors.New("why")); o.State != vendors.StateRejected || o.Text != "why" {
		t.Errorf("Unbuilt: %+v", o)
	}
	if o := verdict.Unsent(); o.State != vendors.StateSuppressed || !o.Retryable() {
		t.Errorf("Unsent: %+v", o)
	}
}

func TestFirstLine(t *testing.T) {
	t.Parallel()
	r := redact.New("a-secret-of-the-test")
	for in, want := range map[string]string{
		" \nfirst\nsecond":                  "first",
		"says a-secret-of-the-test":         "says [redacted]",
		strings.Repeat("推", 500):            strings.Repeat("推", 120),
		"\xff":                              "\uFFFD",
		strings.Repeat("x", 119) + "\xff\n": strings.Repeat("x", 119) + "\uFFFD",
	} {
		if got := verdict.FirstLine([]byte(in), r); got != want {
			t.Errorf("FirstLine(%q) = %q, want %q", in, got, want)
		}
	}
}
