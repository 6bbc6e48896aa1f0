package vivo_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
	"github.com/offpush/offpush/vendors/vivo"
)

const (
	pathAuth = "/message/auth"
	pathSend = "/message/send"
	pathSave = "/message/saveListPayload"
	pathList = "/message/pushToList"
)

func accept(t *testing.T, s *vivo.Sender, msg *vendors.Message, tokens []vendors.Token) vendors.Result {
	t.Helper()
	res, err := s.Send(context.Background(), msg, tokens)
	if err != nil || res.Accepted() != len(tokens) {
		t.Errorf("send to %d tokens: accepted %d, %v: %+v", len(tokens), res.Accepted(), err, res.Outcomes[0])
	}
	return res
}

func TestBlocksOfOneMessageStoreItOnce(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("saveListPayload-ok", "pushToList-ok")
	s, tokens := m.Open(), testTokens(9)
	accept(t, s, sale("campaign"), tokens[:3])
	accept(t, s, sale("campaign"), tokens[3:6])
	accept(t, s, sale("campaign"), tokens[3:6]) // a repetition
	if saves, lists := len(m.To(pathSave)), len(m.To(pathList)); saves != 1 || lists != 3 {
		t.Errorf("%d saves and %d pushes, want 1 and 3", saves, lists)
	}
	accept(t, s, sale("another"), tokens[6:])
	m.Clock.Advance(2 * time.Hour)
	accept(t, s, sale("campaign"), tokens[6:])
	if saves := len(m.To(pathSave)); saves != 3 {
		t.Errorf("%d saves after another message and two hours, want 3", saves)
	}
}

func TestStoredBodyGoneIsSavedAgainOnce(t *testing.T) {
	t.Parallel()
	gone := `{"result":10155,"desc":"消息不存在或已过期"}`
	m := newMock(t).Record("saveListPayload-ok").Say(pathSave, 200, `{"result":0,"taskId":"2"}`).
		Say(pathList, 200, gone).Record("pushToList-ok")
	s := m.Open()
	res := accept(t, s, sale("campaign"), testTokens(2))
	saves, lists := m.To(pathSave), m.To(pathList)
	if len(saves) != 2 || len(lists) != 2 {
		t.Fatalf("%d saves and %d pushes, want 2 and 2", len(saves), len(lists))
	}
	if a, b := vendortest.Object(t, saves[0].Body)["requestId"], vendortest.Object(t, saves[1].Body)["requestId"]; a == b {
		t.Errorf("saved again under requestId %v: vivo would answer with the task that is gone", a)
	}
	if got := vendortest.Object(t, lists[1].Body)["taskId"]; got != "2" || res.Outcomes[0].MessageID != "2" {
		t.Errorf("pushed task %v, outcome %q, want the new one", got, res.Outcomes[0].MessageID)
	}
	// The next block of the message finds the new task.
	accept(t, s, sale("campaign"), testTokens(3))
	if n := len(m.To(pathSave)); n != 2 {
		t.Errorf("%d saves after another block, want 2", n)
	}

	always := newMock(t).Record("saveListPayload-ok").Say(pathList, 200, gone)
	res, err := always.Open().Send(context.Background(), sale("x"), testTokens(2))
	if err != nil {
		t.Fatal(err)
	}
	if o := res.Outcomes[1]; o.Code != "10155" || o.Retry != vendors.RetryNever {
		t.Errorf("outcome is %+v, want 10155 that is not tried again: the sender has done so", o)
	}
	if n := len(always.To(pathSave)); n != 2 {
		t.Errorf("%d saves when the body is always gone, want 2", n)
	}
}

func TestTokenIsKeptAnHour(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	s := m.Open()
	for _, step := range []struct {
		advance time.Duration
		logins  int
	}{{0, 1}, {59 * time.Minute, 1}, {2 * time.Minute, 2}, {30 * time.Minute, 2}, {25 * time.Hour, 3}} {
		m.Clock.Advance(step.advance)
		accept(t, s, order(), testTokens(1))
		if n := len(m.To(pathAuth)); n != step.logins {
			t.Errorf("%v later: %d logins, want %d", step.advance, n, step.logins)
		}
	}
}

func TestEarlyRefreshThatFailsKeepsTheToken(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathAuth, 500, "Internet server error!").Record("send-ok")
	s := m.Open()
	accept(t, s, order(), testTokens(1))
	m.Clock.Advance(2 * time.Hour)
	accept(t, s, order(), testTokens(1)) // the login is down, the token is not
	accept(t, s, order(), testTokens(1))
	if n := len(m.To(pathAuth)); n != 2 {
		t.Errorf("%d logins, want 2: a failed refresh is not repeated with every message", n)
	}
	m.Clock.Advance(23 * time.Hour)
	res, err := s.Send(context.Background(), order(), testTokens(1))
	if err != nil || res.Outcomes[0].Reason != vendors.ReasonVendorError {
		t.Errorf("dead token and dead login: %+v, %v", res.Outcomes, err)
	}
}

func TestExpiredTokenIsRefreshedAndTheRequestRepeated(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathAuth, 200, `{"result":0,"authToken":"second-token"}`).Record("send-token-expired", "send-ok")
	accept(t, m.Open(), order(), testTokens(1))
	sends := m.To(pathSend)
	if len(sends) != 2 || sends[0].Body != sends[1].Body {
		t.Fatalf("%d sends, want the same twice", len(sends))
	}
	if got := sends[1].Header.Get("authToken"); got != "second-token" {
		t.Errorf("repeated with authToken %q", got)
	}
}

func TestRefusedLoginIsTheOutcome(t *testing.T) {
	t.Parallel()
	m := mute(t).Record("auth-sign-wrong")
	for _, n := range []int{1, 3} {
		res, err := m.Open().Send(context.Background(), sale("x"), testTokens(n))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range res.Outcomes {
			if o.Code != "10206" || o.Reason != vendors.ReasonCredentialWrong || o.State != vendors.StateRefused || o.TokenDead {
				t.Errorf("outcome %+v, want 10206 CREDENTIAL_WRONG", o)
			}
		}
	}
	_, err := m.Open().Statistics(context.Background(), []string{"1"})
	var refused *vivo.AnswerError
	if !errors.As(err, &refused) || refused.Code != "10206" {
		t.Errorf("statistics: %v, want an AnswerError with 10206", err)
	}
}

func TestOddAnswers(t *testing.T) {
	t.Parallel()
	token := "15638535410301000000001"
	for body, want := range map[string]vendors.Outcome{
		`{"result":"0","desc":"ok","taskId":116533}`:                               {State: vendors.StateAccepted, Code: "0", MessageID: "116533"},
		`{"result":0.0,"taskId":"1"}`:                                              {State: vendors.StateAccepted, Code: "0", MessageID: "1"},
		`{"result":10302,"invalidUser":{"status":"1","userid":"` + token + `"}}`:   {State: vendors.StateRefused, Code: "10302", Reason: vendors.ReasonTokenInvalid, TokenDead: true, Retry: vendors.RetryNever},
		`{"result":10302,"invalidUser":{"status":2,"userid":` + token + `}}`:       {State: vendors.StateRefused, Code: "10302", Reason: vendors.ReasonTokenUnregistered, TokenDead: true, Retry: vendors.RetryNever},
		`{"result":10302,"invalidUser":{"status":3,"userid":"` + token + `"}}`:     {State: vendors.StateRefused, Code: "10302", Reason: vendors.ReasonTokenInvalid, Retry: vendors.RetryNever},
		`{"result":10302,"invalidUser":{"status":1,"userid":"somebody-else"}}`:     {State: vendors.StateRefused, Code: "10302", Reason: vendors.ReasonTokenInvalid, Retry: vendors.RetryNever},
		`{"result":10302,"invalidUser":"broken","invalidUsers":7,"statistics":{}}`: {State: vendors.StateRefused, Code: "10302", Reason: vendors.ReasonTokenInvalid, Retry: vendors.RetryNever},
		`{"result":10054}`:                         {State: vendors.StateRefused, Code: "10054", Reason: vendors.ReasonBadRequest, Retry: vendors.RetryNever},
		`{"result":10311}`:                         {State: vendors.StateRefused, Code: "10311", Reason: vendors.ReasonDeviceNotAllowed, Retry: vendors.RetryNever},
		`{"result":31337}`:                         {State: vendors.StateRefused, Code: "31337", Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
		`{"desc":"no result"}`:                     {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
		`{"result":null,"taskId":"1"}`:             {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
		`{"result":{"code":0}}`:                    {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
		"<html><body>welcome to the lounge</html>": {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			res, err := newMock(t).Say(pathSend, 200, body).Open().Send(context.Background(), order(), []vendors.Token{vendors.Token(token)})
			if err != nil {
				t.Fatal(err)
			}
			got := res.Outcomes[0]
			got.Token, got.Text, got.HTTPStatus = "", "", 0
			if got != want {
				t.Errorf("outcome\n got %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestHTTPStatuses(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]vendors.Outcome{
		400: {State: vendors.StateRefused, Reason: vendors.ReasonBadRequest, Retry: vendors.RetryNever},
		404: {State: vendors.StateRefused, Reason: vendors.ReasonBadRequest, Retry: vendors.RetryNever},
		413: {State: vendors.StateRefused, Reason: vendors.ReasonPayloadTooLarge, Retry: vendors.RetryNever},
		429: {State: vendors.StateRefused, Reason: vendors.ReasonQPS, Retry: vendors.RetryBackoff},
		302: {State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
		500: {State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
		502: {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
		503: {State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
		504: {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
	} {
		m := newMock(t).Say(pathSave, status, "<html>\n<body>"+strings.Repeat("x", 500))
		res, err := m.Open().Send(context.Background(), sale("x"), testTokens(2))
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range res.Outcomes {
			if got.HTTPStatus != status || len(got.Text) > 200 {
				t.Errorf("HTTP %d: outcome of %d, text of %d bytes", status, got.HTTPStatus, len(got.Text))
			}
			got.Token, got.Text, got.HTTPStatus = "", "", 0
			if got != want {
				t.Errorf("HTTP %d:\n got %+v\nwant %+v", status, got, want)
			}
		}
	}
}

func TestOutsideHoursSaysHowLong(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]time.Duration{
		"2025-11-25T23:30:00+08:00": 7*time.Hour + 30*time.Minute,
		"2025-11-25T06:59:00+08:00": time.Minute,
		"2025-11-25T07:00:00+08:00": 24 * time.Hour,
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		m := newMock(t).Record("send-outside-hours")
		m.Clock.Advance(now.Sub(m.Clock.Now()))
		res, err := m.Open().Send(context.Background(), sale("x"), testTokens(1))
		if o := res.Outcomes[0]; err != nil || o.Retry != vendors.RetryAfterWindow || o.RetryAfter != want {
			t.Errorf("at %s: %+v, %v; want a pause of %v", at, o, err, want)
		}
	}
}

func TestForeignIDsAreLoggedAndIgnored(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("saveListPayload-ok").
		Say(pathList, 200, `{"result":0,"invalidUsers":[{"status":1,"userid":"of-somebody-else"},null,7,{"status":1}]}`)
	accept(t, m.Open(), sale("x"), testTokens(2))
	if !strings.Contains(m.Logs(), "ids that were not sent") {
		t.Errorf("nothing in the log: %s", m.Logs())
	}
	if strings.Contains(m.Logs(), "of-somebody-else") {
		t.Error("the log shows a registration id")
	}
}

func TestTooManyTokensAreNotSent(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	res, err := m.Open().Send(context.Background(), sale("x"), testTokens(1001))
	if err != nil || len(res.Outcomes) != 1001 {
		t.Fatalf("%d outcomes, %v", len(res.Outcomes), err)
	}
	if o := res.Outcomes[1000]; o.State != vendors.StateRejected || o.Retry != vendors.RetrySplit || len(m.Seen()) != 0 {
		t.Errorf("outcome %+v, %d requests; want rejected, split, none", o, len(m.Seen()))
	}
}

func TestNetworkFailure(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2} {
		m := newMock(t)
		m.RT.RegisterNoResponder(func(*http.Request) (*http.Response, error) { return nil, errors.New("cable cut") })
		res, err := m.Open().Send(context.Background(), sale("x"), testTokens(n))
		if err == nil || !strings.Contains(err.Error(), "cable cut") {
			t.Errorf("error %v, want the network's", err)
		}
		for _, o := range res.Outcomes {
			if o.State != vendors.StateUnknown || o.Reason != vendors.ReasonNetwork || o.Retry != vendors.RetryBackoff {
				t.Errorf("outcome %+v, want unknown, NETWORK, backoff", o)
			}
		}
	}
}

func TestOpenSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, says := range map[string]string{"app_id": `"app_id" is missing`, "app_key": `"app_key" is missing`, "app_secret": `"app_secret" is missing`} {
		c := testCredentials()
		delete(c, name)
		if _, err := vivo.Open(vendors.Config{Credentials: c}, nil); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("without %s: %v", name, err)
		}
	}
	c := testCredentials()
	c["app_id"] = "not-a-number-but-a-secret"
	if _, err := vivo.New(vendors.Config{Credentials: c}, nil); err == nil || strings.Contains(err.Error(), "but-a-secret") {
		t.Errorf("app_id that is no number: %v", err)
	}
	for _, base := range []string{"ftp://x", "api-push", "http://", "://"} {
		if _, err := vivo.New(vendors.Config{Credentials: testCredentials(), BaseURLs: map[string]string{"push": base}}, nil); err == nil {
			t.Errorf("base URL %q is accepted", base)
		}
	}
}

func TestSendRefusesNothingToSend(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	if _, err := s.Send(context.Background(), nil, testTokens(1)); err == nil {
		t.Error("no message: no error")
	}
	if _, err := s.Send(context.Background(), order(), nil); err == nil {
		t.Error("no tokens: no error")
	}
}

func TestBuildIsWhatSendSends(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 3} {
		m := newMock(t).Record("send-ok", "saveListPayload-ok", "pushToList-ok")
		s := m.Open()
		built, _, err := s.Build(order(), testTokens(n))
		if err != nil || len(m.Seen()) != 0 {
			t.Fatalf("build: %v, %d requests went out", err, len(m.Seen()))
		}
		accept(t, s, order(), testTokens(n))
		for i, r := range built {
			real := m.Seen()[i+1] // after the login
			body := strings.ReplaceAll(r.Body, vivo.UnknownTaskID, "1165330000000000001")
			if body != real.Body || r.Method != real.Method || !strings.HasSuffix(r.URL, real.Path) {
				t.Errorf("built %s %s %s\n sent %s %s %s", r.Method, r.URL, body, real.Method, real.Path, real.Body)
			}
			if got := r.Header["Authtoken"]; len(got) != 1 || got[0] != vendors.Redacted {
				t.Errorf("built header authToken is %q", got)
			}
			if fmt.Sprint(r.Header["Content-Type"]) != fmt.Sprint(real.Header["Content-Type"]) {
				t.Errorf("built content type %q, sent %q", r.Header["Content-Type"], real.Header["Content-Type"])
			}
		}
	}
}

// A block that vivo refuses and one that got no answer are told token by token.
func TestSubscribeTellsEachToken(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	refused := newMock(t).Say("/tag/addMembers", 200, `{"result":0}`).Say("/tag/addMembers", 200, `{"result":10600,"desc":"name参数不合法"}`)
	got, err := refused.Open().Subscribe(ctx, "深圳", testTokens(1001))
	if err != nil || len(got) != 1001 || got[999].State != vendors.StateAccepted || got[1000].Code != "10600" {
		t.Errorf("subscribe: %d outcomes, error %v, want 1000 accepted and one refused", len(got), err)
	}
	broken, stop := context.WithCancel(ctx)
	stop()
	got, err = newMock(t).Open().Unsubscribe(broken, "深圳", testTokens(1001))
	if err == nil || len(got) != 1001 || got[0].State == vendors.StateAccepted || got[1000].State != vendors.StateSuppressed {
		t.Errorf("unsubscribe without a call: %d outcomes, error %v, want the last one suppressed", len(got), err)
	}
}

func TestTags(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say("/tag/add", 200, `{"result":0}`).Say("/tag/update", 200, `{"result":10603}`).
		Say("/tag/addMembers", 200, `{"result":0}`).Say("/tag/removeMembers", 200, `{"result":0}`)
	s := m.Open()
	ctx := context.Background()
	if err := s.AddTag(ctx, vivo.Tag{Name: "深圳", Group: "city"}); err != nil {
		t.Error(err)
	}
	var refused *vivo.AnswerError
	if err := s.RenameTag(ctx, "", "b", ""); !errors.As(err, &refused) || refused.Code != "10603" {
		t.Errorf("rename: %v, want an AnswerError with 10603", err)
	}
	if err := s.AddTagMembers(ctx, "深圳", testTokens(1001)); err != nil {
		t.Error(err)
	}
	if err := s.RemoveTagMembers(ctx, "深圳", testTokens(1)); err != nil {
		t.Error(err)
	}
	if n := len(m.To("/tag/addMembers")); n != 2 {
		t.Errorf("1001 members took %d calls, want 2", n)
	}
	if _, err := s.Subscribe(ctx, "", testTokens(1)); err == nil {
		t.Error("subscribe without a tag: no error")
	}
	want := `{"name":"深圳","type":1,"ids":["15638535410301000000001"]}`
	if got := m.To("/tag/removeMembers")[0].Body; got != want {
		t.Errorf("body %s, want %s", got, want)
	}
}
