package fcm_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"

	"github.com/offpush/offpush/fixtures/fcm/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/fcm"
	"github.com/offpush/offpush/vendors/vendortest"
)

func chat() *vendors.Message {
	return &vendors.Message{
		Title: "新消息", Body: "你有 1 条新消息", Extension: `{"conv":"c2c_10001"}`, Priority: vendors.PriorityHigh,
		TTL: 24 * time.Hour, Collapse: "c2c_10001", Channel: "im_message", Click: vendors.Click{Action: "intent", Target: "OPEN_CHAT"},
	}
}

// The documented sample, member by member, and the headers Google asks for.
func TestTheDocumentedRequest(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	res, err := m.Open().Send(context.Background(), chat(), []vendors.Token{"dFz1sim0:APA91bH_sim_0000000000000000000000000000000000"})
	if err != nil || res.Accepted() != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	if id := res.Outcomes[0].MessageID; id != "projects/sim-demo/messages/0:1764000000123456%31bd1c9631bd1c96" || res.Outcomes[0].Code != "200" {
		t.Errorf("outcome %+v", res.Outcomes[0])
	}
	if len(res.Adjustments) != 0 {
		t.Errorf("adjustments %+v, want none", res.Adjustments)
	}
	m.SameRequest(m.To(pathSend)[0], m.Recorded("send-ok").Request)
}

// The login is the vector's, byte for byte: header, claims, signature and form.
func TestTheLogin(t *testing.T) {
	t.Parallel()
	vectors, err := exchanges.AssertionVectors()
	if err != nil {
		t.Fatal(err)
	}
	m := newMock(t).Record("send-ok")
	if _, err := m.Open().Send(context.Background(), chat(), testTokens(1)); err != nil {
		t.Fatal(err)
	}
	calls := m.To(pathToken)
	if len(calls) != 1 || calls[0].Host != "oauth2.googleapis.com" || calls[0].Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		t.Fatalf("logins %+v", calls)
	}
	v := vectors[0]
	want := "assertion=" + v.SigningInput + "." + v.Signature + "&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"
	if sum := sha256.Sum256([]byte(calls[0].Body)); calls[0].Body != want || hex.EncodeToString(sum[:]) != v.FormSHA256 {
		t.Errorf("login %s, want %s", calls[0].Body, want)
	}
}

// Every recorded refusal is understood as the notes on it say.
func TestRecordedRefusals(t *testing.T) {
	t.Parallel()
	const never, once, later = vendors.RetryNever, vendors.RetryRefreshOnce, vendors.RetryBackoff
	for _, tt := range []struct {
		name, code string
		reason     vendors.Reason
		retry      vendors.Retry
		dead       bool
		wait       time.Duration
	}{
		{"send-bad-token", "INVALID_ARGUMENT", vendors.ReasonTokenInvalid, never, false, 0},
		{"send-bad-token-older", "INVALID_ARGUMENT", vendors.ReasonTokenInvalid, never, false, 0},
		{"send-no-target", "INVALID_ARGUMENT", vendors.ReasonBadRequest, never, false, 0},
		{"send-data-number", "INVALID_ARGUMENT", vendors.ReasonBadRequest, never, false, 0},
		{"send-too-large", "INVALID_ARGUMENT", vendors.ReasonBadRequest, never, false, 0}, // nothing says so
		{"send-unknown-field", "INVALID_ARGUMENT", vendors.ReasonBadRequest, never, false, 0},
		{"send-no-credential", "UNAUTHENTICATED", vendors.ReasonCredentialExpired, once, false, 0},
		{"send-expired-token", "UNAUTHENTICATED", vendors.ReasonCredentialExpired, once, false, 0},
		{"send-apns-credential", "THIRD_PARTY_AUTH_ERROR", vendors.ReasonCredentialWrong, never, false, 0},
		{"send-apns-credential-2026", "THIRD_PARTY_AUTH_ERROR", vendors.ReasonCredentialWrong, never, false, 0},
		{"send-other-sender", "SENDER_ID_MISMATCH", vendors.ReasonTokenInvalid, never, true, 0},
		{"send-no-right", "PERMISSION_DENIED", vendors.ReasonRightMissing, never, false, 0},
		{"send-unregistered", "UNREGISTERED", vendors.ReasonTokenUnregistered, never, true, 0},
		{"send-project-quota", "RESOURCE_EXHAUSTED", vendors.ReasonQPS, later, false, time.Minute},
		{"send-topic-rate", "RESOURCE_EXHAUSTED", vendors.ReasonQPS, later, false, time.Minute},
		{"send-device-rate", "QUOTA_EXCEEDED", vendors.ReasonQPS, later, false, time.Minute},
		{"send-internal", "INTERNAL", vendors.ReasonVendorError, later, false, 10 * time.Second},
		{"send-unavailable", "UNAVAILABLE", vendors.ReasonVendorError, later, false, 30 * time.Second},
		{"send-html-502", "", vendors.ReasonVendorError, later, false, 30 * time.Second},
	} {
		m := newMock(t).Record(tt.name)
		res, err := m.Open().Send(context.Background(), chat(), testTokens(1))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		o := res.Outcomes[0]
		if o.Code != tt.code || o.Reason != tt.reason || o.Retry != tt.retry || o.TokenDead != tt.dead || o.RetryAfter != tt.wait {
			t.Errorf("%s: code %q, %s, %s, dead %t, after %s; want %q, %s, %s, %t, %s", tt.name,
				o.Code, o.Reason, o.Retry, o.TokenDead, o.RetryAfter, tt.code, tt.reason, tt.retry, tt.dead, tt.wait)
		}
		// One refresh at most, and only where the access token is at fault.
		logins, sends := len(m.To(pathToken)), len(m.To(pathSend))
		if want := map[bool]int{true: 2, false: 1}[tt.retry == once]; logins != want || sends != want {
			t.Errorf("%s: %d logins and %d sends, want %d each", tt.name, logins, sends, want)
		}
	}
}

func TestRecordedLogins(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{
		"token-bad-signature": "invalid_grant", "token-long-lived": "invalid_grant", "token-account-unknown": "invalid_grant",
		"token-bad-scope": "invalid_scope", "token-wrong-grant": "unsupported_grant_type", "token-no-assertion": "invalid_request", "token-503": "",
	} {
		m := mute(t).Record(name)
		res, err := m.Open().Send(context.Background(), chat(), testTokens(1))
		if err != nil || res.Outcomes[0].State != vendors.StateRefused || res.Outcomes[0].Code != code {
			t.Errorf("%s: %+v, %v", name, res.Outcomes, err)
		}
		if len(m.To(pathSend)) != 0 {
			t.Errorf("%s: a message went out without an access token", name)
		}
	}
}

// The token is renewed a minute before its end, on the sender's clock.
func TestTheAccessTokenIsKept(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	s := m.Open()
	for _, step := range []struct {
		pass   time.Duration
		logins int
	}{{0, 1}, {3500 * time.Second, 1}, {40 * time.Second, 2}} {
		m.Clock.Advance(step.pass)
		if _, err := s.Send(context.Background(), chat(), testTokens(1)); err != nil {
			t.Fatal(err)
		}
		if n := len(m.To(pathToken)); n != step.logins {
			t.Errorf("after %s more: %d logins, want %d", step.pass, n, step.logins)
		}
	}
}

func TestTopicResults(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("topic-add-errors")
	out, err := m.Open().Subscribe(context.Background(), "/topics/news", testTokens(8))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range out {
		dead := ""
		if o.TokenDead {
			dead = " dead"
		}
		got = append(got, o.Code+" "+string(o.Retry)+dead)
	}
	want := []string{
		"NOT_FOUND never dead", "INVALID_ARGUMENT never", "TOO_MANY_TOPICS never", "RESOURCE_EXHAUSTED backoff",
		"PERMISSION_DENIED never", "DEADLINE_EXCEEDED backoff", "INTERNAL backoff", "UNKNOWN backoff",
	}
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("outcomes %q, want %q", got, want)
	}
	call := m.To(pathAdd)[0]
	if call.Host != "iid.googleapis.com" || call.Header.Get("access_token_auth") != "true" || !strings.HasPrefix(call.Body, `{"to":"/topics/news","registration_tokens":["dFz1`) {
		t.Errorf("request %+v", call)
	}
}

func TestTopicCalls(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	m := newMock(t).Record("topic-add")
	out, err := m.Open().Subscribe(ctx, "news", testTokens(2))
	if err != nil || out[0].State != vendors.StateAccepted || out[1].Code != "NOT_FOUND" {
		t.Errorf("mixed: %+v, %v", out, err)
	}
	m = newMock(t).Record("topic-no-login")
	if out, err = m.Open().Unsubscribe(ctx, "news", testTokens(1)); err == nil && out[0].State != vendors.StateRefused {
		t.Errorf("nothing recorded: %+v", out)
	}
	m = newMock(t)
	m.Say(pathAdd, http.StatusOK, `{"results":[{}]}`)
	if out, err = m.Open().Subscribe(ctx, "news", testTokens(2)); err != nil || out[0].State == vendors.StateAccepted {
		t.Errorf("one result for two tokens: %+v, %v", out, err)
	}
	// The words of the topic service are not published: the status decides.
	for _, tt := range []struct {
		status int
		body   string
		reason vendors.Reason
		retry  vendors.Retry
		logins int
	}{
		{http.StatusUnauthorized, `{"error":"Unauthorized"}`, vendors.ReasonCredentialWrong, vendors.RetryNever, 2},
		{http.StatusForbidden, `{"error":"MismatchSenderId"}`, vendors.ReasonRightMissing, vendors.RetryNever, 1},
		{http.StatusNotFound, `{"error":"No information found about this instance id."}`, vendors.ReasonVendorError, vendors.RetryNever, 1},
		{http.StatusTooManyRequests, `{"error":"TooManyRequests"}`, vendors.ReasonQPS, vendors.RetryBackoff, 1},
		{http.StatusServiceUnavailable, `{"error":"Unavailable"}`, vendors.ReasonVendorError, vendors.RetryBackoff, 1},
	} {
		m = newMock(t)
		m.Say(pathAdd, tt.status, tt.body)
		out, err = m.Open().Subscribe(ctx, "news", testTokens(1))
		if err != nil || out[0].State != vendors.StateRefused || out[0].Reason != tt.reason || out[0].Retry != tt.retry || out[0].TokenDead || len(m.To(pathToken)) != tt.logins {
			t.Errorf("%d %s: %+v, %d logins, %v", tt.status, tt.body, out, len(m.To(pathToken)), err)
		}
	}
	// A thousand a call.
	m = newMock(t)
	m.Say(pathAdd, http.StatusServiceUnavailable, `{"error":"UNAVAILABLE"}`)
	out, err = m.Open().Subscribe(ctx, "news", testTokens(1001))
	if err != nil || len(out) != 1001 || len(m.To(pathAdd)) != 2 || out[1000].Reason != vendors.ReasonVendorError {
		t.Errorf("1001 tokens: %d outcomes, %d calls, %v", len(out), len(m.To(pathAdd)), err)
	}
	if _, err = m.Open().Subscribe(ctx, "新闻", testTokens(1)); err == nil {
		t.Error("a topic in Chinese is taken")
	}
}

// Installation ids are calls of their own, at another host; the outcomes stay in order.
func TestTopicsOfInstallationIDs(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	const known, gone, token = "cQ0aB1cD2eF3gH4iJ5kL6m", "dQ0aB1cD2eF3gH4iJ5kL6m", "dFz1sim0:APA91bH_sim_0000000000000000000000000000000000"
	path := func(id string) string { return "/v1/projects/sim-demo/registrations/" + id + "/topicSubscriptions/50%" }
	to := func(m *mock, id string) []vendortest.Sent { return m.To(path(id) + "25") } // on the wire it is escaped
	all := []vendors.Token{known, token, gone}
	m := newMock(t)
	m.Say(pathAdd, http.StatusOK, `{"results":[{}]}`)
	m.Say(path(known), http.StatusOK, `{"name":"projects/sim-demo/registrations/x/topicSubscriptions/50%","topicName":"50%"}`)
	m.Say(path(gone), http.StatusNotFound, `{"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND"}}`)
	out, err := m.Open().Subscribe(ctx, "/topics/50%", all)
	if err != nil || len(out) != 3 || out[0].State != vendors.StateAccepted || out[1].State != vendors.StateAccepted || out[0].MessageID != "" ||
		out[2].Code != "NOT_FOUND" || out[2].TokenDead || out[2].Retry != vendors.RetryNever || out[2].Token != gone {
		t.Errorf("subscribed: %+v, %v", out, err)
	}
	calls := to(m, known)
	if len(calls) != 1 || calls[0].Method != http.MethodPatch || calls[0].Host != "fcm.googleapis.com" || !strings.HasSuffix(calls[0].Path, "/50%25?allowMissing=true") || calls[0].Header.Get("access_token_auth") != "" {
		t.Errorf("calls %+v", calls)
	}
	if batch := m.To(pathAdd); len(batch) != 1 || strings.Contains(batch[0].Body, known) {
		t.Errorf("batches %+v", batch)
	}
	m = newMock(t)
	m.Say(path(known), http.StatusOK, `{}`)
	if out, err = m.Open().Unsubscribe(ctx, "50%", all[:1]); err != nil || out[0].State != vendors.StateAccepted || to(m, known)[0].Method != http.MethodDelete {
		t.Errorf("unsubscribed: %+v, %v", out, err)
	}
	// Without an answer for the tokens nothing goes out for the ids.
	m = newMock(t)
	m.RT.RegisterResponder(http.MethodPost, "https://iid.googleapis.com"+pathAdd, httpmock.NewErrorResponder(errors.New("reset")))
	if out, err = m.Open().Subscribe(ctx, "news", all); err == nil || out[0].State != vendors.StateSuppressed || out[1].State != vendors.StateUnknown {
		t.Errorf("no answer: %+v, %v", out, err)
	}
	if _, err = newMock(t).Open().Unsubscribe(ctx, "..", all); err == nil {
		t.Error("a topic that leads out of its path is taken")
	}
}

func TestTopicsOfAToken(t *testing.T) {
	t.Parallel()
	const token = "dFz1sim0:APA91bH_sim_0000000000000000000000000000000000"
	path := "/v1/projects/sim-demo/registrations/" + token + "/topicSubscriptions"
	m := newMock(t)
	m.Say(path, http.StatusOK, `{"topicSubscriptions":[{"topicName":"a","createTime":"2025-11-24T16:00:00Z"}],"nextPageToken":"1"}`)
	m.Say(path, http.StatusOK, `{"topicSubscriptions":[{"topicName":"b","createTime":"2025-11-25T16:00:00Z"}]}`)
	topics, err := m.Open().Topics(context.Background(), token)
	if err != nil || len(topics) != 2 || topics[1] != (fcm.Topic{Name: "b", AddDate: "2025-11-25T16:00:00Z"}) {
		t.Errorf("%+v, %v", topics, err)
	}
	if calls := m.To(path); len(calls) != 2 || !strings.HasSuffix(calls[1].Path, "?pageToken=1") {
		t.Errorf("calls %+v", calls)
	}
	m = newMock(t)
	m.Say(path, http.StatusNotFound, `{"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND"}}`)
	if _, err := m.Open().Topics(context.Background(), token); err == nil || strings.Contains(err.Error(), token) {
		t.Errorf("error %v, want one without the token", err)
	}
}
