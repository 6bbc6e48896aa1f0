package honor_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/honor"
)

// The secret has + / = and &: byte for byte, or another secret arrives.
func TestLoginIsTheRecordedOne(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	accept(t, m.Open(), chat(), chatTokens())
	logins := m.To(pathToken)
	if len(logins) != 1 {
		t.Fatalf("%d logins, want 1", len(logins))
	}
	want, got := recorded(t, "token-ok").Request, logins[0]
	if got.Body != string(want.Body) || got.Host != want.Host || got.Method != want.Method || len(got.Body) != 89 {
		t.Errorf("login is %s %s %s\nrecorded %s %s %s", got.Method, got.Host, got.Body, want.Method, want.Host, want.Body)
	}
	if ct := got.Header.Get("Content-Type"); ct != want.Header["Content-Type"] {
		t.Errorf("content type %q, recorded %q", ct, want.Header["Content-Type"])
	}
}

func TestRequestsAreTheRecordedOnes(t *testing.T) {
	t.Parallel()
	data := "{'param1':'value1','param2':'value2'}"
	for name, c := range map[string]struct {
		msg     *vendors.Message
		tokens  []vendors.Token
		without []string
	}{
		"send-ok":   {chat(), chatTokens(), nil},
		"send-data": {&vendors.Message{Silent: true, Overrides: []vendors.Override{honor.Options{Data: &data}}}, chatTokens()[:1], []string{"android"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t).Record(name)
			res, err := m.Open().Send(context.Background(), c.msg, c.tokens)
			if err != nil || len(res.Adjustments) > 0 {
				t.Errorf("%v; adjustments %+v for a message that fits", err, res.Adjustments)
			}
			got, want := m.To(pathSend)[0], recorded(t, name).Request
			m.SameRequest(got, want, c.without...)
			if want.Header["Content-Length"] == "258" && len(got.Body) != 258 {
				t.Errorf("body has %d bytes, the sample 258: %s", len(got.Body), got.Body)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	refused := func(code string, status int, r vendors.Reason, retry vendors.Retry) vendors.Outcome {
		return vendors.Outcome{State: vendors.StateRefused, Reason: r, Code: code, HTTPStatus: status, Retry: retry}
	}
	yes := func(code, id string) vendors.Outcome {
		return vendors.Outcome{State: vendors.StateAccepted, Code: code, HTTPStatus: 200, MessageID: id}
	}
	dead := func(o vendors.Outcome) vendors.Outcome { o.TokenDead = true; return o }
	const never, backoff = vendors.RetryNever, vendors.RetryBackoff
	for name, want := range map[string]vendors.Outcome{
		"send-ok":              yes("200", "176722920012300001000801"),
		"send-string-code":     yes("200", "176722920012300001000806"),
		"send-null-lists":      yes("200", "176722920012300001000805"),
		"send-alias-success":   yes("80000000", "176722920012300001000807"),
		"send-unknown-code":    refused("99999999", 400, vendors.ReasonVendorError, never),
		"send-no-timestamp":    refused("10001", 400, vendors.ReasonBadRequest, never),
		"send-no-app":          refused("10205", 400, vendors.ReasonCredentialWrong, never),
		"send-old-timestamp":   refused("10207", 400, vendors.ReasonBadRequest, never),
		"send-no-token":        refused("10300", 400, vendors.ReasonBadRequest, never),
		"send-structure":       refused("80100003", 400, vendors.ReasonBadRequest, never),
		"send-receipt-id":      refused("80200020", 400, vendors.ReasonBadRequest, never),
		"send-no-right":        refused("80200022", 400, vendors.ReasonRightMissing, never),
		"send-test-cap":        refused("80200047", 400, vendors.ReasonQuotaAppDay, vendors.RetryNextDay),
		"send-marketing-image": refused("80200050", 400, vendors.ReasonBadRequest, never),
		"send-sensitive":       refused("80200056", 400, vendors.ReasonContentFiltered, never),
		"send-repeated":        refused("80300006", 400, vendors.ReasonBadRequest, never),
		"send-all-invalid":     dead(refused("80300007", 400, vendors.ReasonTokenInvalid, never)),
		"send-too-large":       refused("80300008", 400, vendors.ReasonPayloadTooLarge, never),
		"send-too-many":        refused("80300010", 400, vendors.ReasonBadRequest, vendors.RetrySplit),
		"send-flow-control":    refused("503", 503, vendors.ReasonQPS, backoff),
		"send-internal-error":  refused("500", 500, vendors.ReasonVendorError, backoff),
		"send-gateway-html":    {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, HTTPStatus: 502, Retry: backoff},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t).Record(name)
			if p := recorded(t, name).Request.Path; p != pathSend {
				m.Say(pathSend, recorded(t, name).Response.Status, string(recorded(t, name).Response.Body))
			}
			res, err := m.Open().Send(context.Background(), chat(), chatTokens())
			if err != nil {
				t.Fatal(err)
			}
			for i, got := range res.Outcomes {
				want.Token, want.Text = chatTokens()[i], got.Text // what Honor writes there is not the subject
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("outcome %d (-want +got):\n%s", i, diff)
				}
			}
			if n := len(m.To(pathSend)); n != 1 {
				t.Errorf("%d calls, want 1", n)
			}
		})
	}
}

// A success refuses the tokens it lists and no others: those in expireTokens are over,
// those in failTokens are not.
func TestListedTokensAreRefused(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-mixed")
	tokens := []vendors.Token{"BAEAAAAAB.demoTokenA001", "TX", "BAEAAAAAB.demoTokenE003"}
	res, err := m.Open().Send(context.Background(), chat(), tokens)
	if err != nil {
		t.Fatal(err)
	}
	want := []vendors.Outcome{
		{Token: tokens[0], State: vendors.StateAccepted, Code: "80100000", MessageID: "176722920012300001000803"},
		{Token: tokens[1], State: vendors.StateRefused, Code: "failTokens", Reason: vendors.ReasonTokenInvalid, Retry: vendors.RetryNever},
		{Token: tokens[2], State: vendors.StateRefused, Code: "expireTokens", Reason: vendors.ReasonTokenUnregistered, Retry: vendors.RetryNever, TokenDead: true},
	}
	for i := range want {
		want[i].HTTPStatus, want[i].Text = 200, "partial success"
	}
	if diff := cmp.Diff(want, res.Outcomes); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}

	m = newMock(t).Record("send-expired-only")
	res, err = m.Open().Send(context.Background(), chat(), []vendors.Token{tokens[0], tokens[2]})
	if err != nil || res.Outcomes[0].State != vendors.StateAccepted || !res.Outcomes[1].TokenDead {
		t.Errorf("a success that lists an expired token: %+v, %v", res.Outcomes, err)
	}
}

// Honor moved hosts and paths: each family can be given.
func TestHosts(t *testing.T) {
	t.Parallel()
	m := mute(t).Record("token-realms", "send-hihonor")
	s := m.Open(func(c *vendors.Config) {
		c.BaseURLs = map[string]string{
			"auth": "https://iam.developer.hihonor.com/auth/realms/developer/protocol/openid-connect/token",
			"push": "https://push-api.cloud.hihonor.com",
		}
	})
	accept(t, s, chat(), chatTokens())
	m.SameRequest(m.To(pathSend)[0], recorded(t, "send-hihonor").Request)
	if got := m.Seen()[0]; got.Host != "iam.developer.hihonor.com" || got.Path != recorded(t, "token-realms").Request.Path {
		t.Errorf("login at %s%s", got.Host, got.Path)
	}
}

// The header is the time of each request, in milliseconds.
func TestTimestamp(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	s := m.Open()
	for _, want := range []string{"1767229200123", "1767229210123"} {
		accept(t, s, chat(), chatTokens())
		sent := m.To(pathSend)
		if got := sent[len(sent)-1].Header["Timestamp"]; len(got) != 1 || got[0] != want {
			t.Errorf("timestamp %q, want %s", got, want)
		}
		m.Clock.Advance(10 * time.Second)
	}
}
