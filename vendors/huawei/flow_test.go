package huawei_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
	"github.com/offpush/offpush/vendors/vendortest"
)

func accept(t *testing.T, s *huawei.Sender, msg *vendors.Message, tokens []vendors.Token) {
	t.Helper()
	res, err := s.Send(context.Background(), msg, tokens)
	if err != nil || res.Accepted() != len(tokens) {
		t.Errorf("send to %d tokens: accepted %d, %v: %+v", len(tokens), res.Accepted(), err, res.Outcomes[0])
	}
}

// The same refusal was seen with HTTP 200 and is documented with 401.
func TestRefusedAccessTokenIsRenewedAndTheRequestRepeatedOnce(t *testing.T) {
	t.Parallel()
	second := `{"access_token":"second+token/==","expires_in":3600}`
	for _, name := range []string{"hw-2-token-expired", "send-token-expired-401", "send-auth-failed", "send-auth-failed-401"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t).Say(pathToken, 200, second).Record(name, "send-ok")
			accept(t, m.Open(), chat(), chatTokens())
			sends := m.To(pathSend)
			if len(sends) != 2 || sends[0].Body != sends[1].Body || len(m.To(pathToken)) != 2 {
				t.Fatalf("%d sends and %d logins, want the same twice and 2", len(sends), len(m.To(pathToken)))
			}
			if got := sends[1].Header.Get("Authorization"); got != "Bearer second+token/==" {
				t.Errorf("repeated with Authorization %q", got)
			}

			always := newMock(t).Say(pathToken, 200, second).Record(name)
			res, err := always.Open().Send(context.Background(), chat(), chatTokens())
			if o := res.Outcomes[0]; err != nil || o.State != vendors.StateRefused || o.TokenDead || o.Code != vendortest.Object(t, string(recorded(t, name).Response.Body))["code"] {
				t.Errorf("refused for good: %+v, %v", o, err)
			}
			if n := len(always.To(pathSend)); n != 2 {
				t.Errorf("refused for good: %d sends, want 2", n)
			}
		})
	}
	bare := newMock(t).Say(pathToken, 200, second).Say(pathSend, 401, "").Record("send-ok")
	accept(t, bare.Open(), chat(), chatTokens())
}

func TestAccessTokenIsReadThroughItsEscapes(t *testing.T) {
	t.Parallel()
	m := mute(t).Record("token-escaped-slash", "send-ok")
	accept(t, m.Open(), chat(), chatTokens())
	if got := m.To(pathSend)[0].Header.Get("Authorization"); got != "Bearer CgB6e3x9/v3uZdemo+AccessToken==" {
		t.Errorf("Authorization %q, want the token without backslash", got)
	}
}

func TestAccessTokenIsKeptUntilFiveMinutesBeforeItsEnd(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	s := m.Open()
	for _, step := range []struct {
		advance time.Duration
		logins  int
	}{{0, 1}, {54 * time.Minute, 1}, {2 * time.Minute, 2}, {30 * time.Minute, 2}, {25 * time.Hour, 3}} {
		m.Clock.Advance(step.advance)
		accept(t, s, chat(), chatTokens())
		if n := len(m.To(pathToken)); n != step.logins {
			t.Errorf("%v later: %d logins, want %d", step.advance, n, step.logins)
		}
	}
	// A short life is not eaten up by the margin, and an odd one is the documented hour.
	for body, life := range map[string]time.Duration{
		`{"access_token":"short-lived-token","expires_in":60}`:   30 * time.Second,
		`{"access_token":"text-lived-token","expires_in":"600"}`: 5 * time.Minute,
		`{"access_token":"unsaid-token"}`:                        55 * time.Minute,
		`{"access_token":"odd-token","expires_in":-1}`:           55 * time.Minute,
	} {
		m := mute(t).Say(pathToken, 200, body).Record("send-ok")
		s := m.Open()
		accept(t, s, chat(), chatTokens())
		m.Clock.Advance(life - time.Second)
		accept(t, s, chat(), chatTokens())
		if n := len(m.To(pathToken)); n != 1 {
			t.Errorf("%s: %d logins before %v, want 1", body, n, life)
		}
		m.Clock.Advance(time.Second)
		accept(t, s, chat(), chatTokens())
		if n := len(m.To(pathToken)); n != 2 {
			t.Errorf("%s: %d logins after %v, want 2", body, n, life)
		}
	}
}

func TestEarlyRefreshThatFailsKeepsTheToken(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("token-flow-control", "send-ok")
	s := m.Open()
	accept(t, s, chat(), chatTokens())
	m.Clock.Advance(56 * time.Minute)
	accept(t, s, chat(), chatTokens())
	accept(t, s, chat(), chatTokens())
	if n := len(m.To(pathToken)); n != 2 {
		t.Errorf("%d logins, want 2: a failed refresh is not repeated with every message", n)
	}
	m.Clock.Advance(5 * time.Minute)
	res, err := s.Send(context.Background(), chat(), chatTokens())
	if o := res.Outcomes[0]; err != nil || o.Reason != vendors.ReasonQPS || o.Retry != vendors.RetryBackoff {
		t.Errorf("dead token and login under flow control: %+v, %v", o, err)
	}
}

func TestRefusedLoginIsTheOutcome(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{"token-wrong-secret": "1101/12304", "token-unknown-client": "1101/20003"} {
		m := mute(t).Record(name)
		res, err := m.Open().Send(context.Background(), chat(), chatTokens())
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range res.Outcomes {
			if o.Code != code || o.Reason != vendors.ReasonCredentialWrong || o.State != vendors.StateRefused || o.TokenDead || o.HTTPStatus != 400 {
				t.Errorf("%s: outcome %+v, want %s CREDENTIAL_WRONG", name, o, code)
			}
		}
		if len(m.To(pathSend)) != 0 {
			t.Errorf("%s: a message went out", name)
		}
		_, err = m.Open().Topics(context.Background(), "T1")
		var refused *huawei.AnswerError
		if !errors.As(err, &refused) || refused.Code != code {
			t.Errorf("%s: topics: %v, want an AnswerError", name, err)
		}
	}
	for body, want := range map[string]vendors.Outcome{
		`{"error":1101,"sub_error":99999}`:                                {Code: "1101/99999", Reason: vendors.ReasonCredentialWrong, Retry: vendors.RetryNever},
		`{"error":"invalid_client","error_description":"client unknown"}`: {Code: "invalid_client", Reason: vendors.ReasonCredentialWrong, Retry: vendors.RetryNever},
		`[]`: {Reason: vendors.ReasonCredentialWrong, Retry: vendors.RetryNever},
	} {
		res, err := mute(t).Say(pathToken, 400, body).Open().Send(context.Background(), chat(), chatTokens())
		if o := res.Outcomes[0]; err != nil || o.Code != want.Code || o.Reason != want.Reason || o.Retry != want.Retry || o.State != vendors.StateRefused {
			t.Errorf("login answered %s: %+v, %v", body, o, err)
		}
	}
	res, err := mute(t).Say(pathToken, 200, `{"token_type":"Bearer"}`).Open().Send(context.Background(), chat(), chatTokens())
	if o := res.Outcomes[0]; err != nil || o.Reason != vendors.ReasonVendorError || o.State != vendors.StateRefused {
		t.Errorf("login without a token: %+v, %v", o, err)
	}
}

func TestOddAnswers(t *testing.T) {
	t.Parallel()
	token := chatTokens()[0]
	invalid := vendors.Outcome{State: vendors.StateRefused, Code: "80100000", Reason: vendors.ReasonTokenInvalid, TokenDead: true, Retry: vendors.RetryNever}
	unsaid := vendors.Outcome{State: vendors.StateUnknown, Code: "80100000", Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever}
	for body, want := range map[string]vendors.Outcome{
		`{"code":80000000,"msg":"Success","requestId":1767}`: {State: vendors.StateAccepted, Code: "80000000", MessageID: "1767"},
		`{"code":"80000000"}`:                                {State: vendors.StateAccepted, Code: "80000000"},
		`{"code":"80100000","msg":{"success":0,"failure":1,"illegal_tokens":["` + string(token) + `"]}}`: invalid,
		illegal(0, string(token), "a token of nobody"):                                                   invalid,
		illegal(1, "a token of nobody"):                                                                  {State: vendors.StateAccepted, Code: "80100000", MessageID: "176722920012300001000702"},
		coded("80100000", "some tokens failed"):                                                          unsaid,
		coded("80100000", `{"success":1,"failure":1}`):                                                   unsaid,
		coded("80100000", `{"success":1,"failure":1,"illegal_tokens":"T"}`):                              unsaid,
		coded("80100000", `{"success":2,"failure":0,"illegal_tokens":[]}`):                               {State: vendors.StateAccepted, Code: "80100000", MessageID: "176722920012300001000702"},
		coded("88888888", "new"):                                                                         {State: vendors.StateRefused, Code: "88888888", Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
		coded("80300010", "x"):                                                                           {State: vendors.StateRefused, Code: "80300010", Reason: vendors.ReasonBadRequest, Retry: vendors.RetrySplit},
		`{"msg":"no code"}`:                                                                              {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
		`{"code":null,"msg":"Success"}`:                                                                  {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
		`{"code":{"code":"80000000"}}`:                                                                   {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
		"<html><body>welcome to the lounge</html>":                                                       {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			res, err := newMock(t).Say(pathSend, 200, body).Open().Send(context.Background(), chat(), []vendors.Token{token})
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
	html := "<html>\n<body>" + strings.Repeat("x", 500)
	for _, body := range []string{html, success} { // a success with such a status is none
		for status, want := range map[int]vendors.Outcome{
			400: {State: vendors.StateRefused, Reason: vendors.ReasonBadRequest, Retry: vendors.RetryNever},
			403: {State: vendors.StateRefused, Reason: vendors.ReasonBadRequest, Retry: vendors.RetryNever},
			404: {State: vendors.StateRefused, Reason: vendors.ReasonBadRequest, Retry: vendors.RetryNever},
			413: {State: vendors.StateRefused, Reason: vendors.ReasonPayloadTooLarge, Retry: vendors.RetryNever},
			429: {State: vendors.StateRefused, Reason: vendors.ReasonQPS, Retry: vendors.RetryBackoff},
			302: {State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
			500: {State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
			502: {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
			503: {State: vendors.StateRefused, Reason: vendors.ReasonQPS, Retry: vendors.RetryBackoff},
			504: {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
		} {
			res, err := newMock(t).Say(pathSend, status, body).Open().Send(context.Background(), chat(), chatTokens())
			if err != nil {
				t.Fatal(err)
			}
			got := res.Outcomes[1]
			if got.HTTPStatus != status || len(got.Text) > 200 {
				t.Errorf("HTTP %d: outcome of %d, text of %d bytes", status, got.HTTPStatus, len(got.Text))
			}
			got.Token, got.Text, got.HTTPStatus, got.Code = "", "", 0, ""
			if got != want {
				t.Errorf("HTTP %d %.10s:\n got %+v\nwant %+v", status, body, got, want)
			}
		}
	}
}

func TestForeignTokensAreLoggedAndIgnored(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathSend, 200, illegal(2, "of-somebody-else"))
	accept(t, m.Open(), chat(), chatTokens())
	if !strings.Contains(m.Logs(), "tokens that were not sent") || strings.Contains(m.Logs(), "of-somebody-else") {
		t.Errorf("want a warning that shows no token: %s", m.Logs())
	}
}

func TestTooManyTokensAreNotSent(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	s := m.Open()
	res, err := s.Send(context.Background(), chat(), testTokens(1001))
	if err != nil || len(res.Outcomes) != 1001 {
		t.Fatalf("%d outcomes, %v", len(res.Outcomes), err)
	}
	if o := res.Outcomes[1000]; o.State != vendors.StateRejected || o.Retry != vendors.RetrySplit || len(m.Seen()) != 0 {
		t.Errorf("outcome %+v, %d requests; want rejected, split, none", o, len(m.Seen()))
	}
	accept(t, s, chat(), testTokens(1000))
}

func TestNetworkFailure(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RT.RegisterNoResponder(func(*http.Request) (*http.Response, error) { return nil, errors.New("cable cut") })
	s := m.Open()
	res, err := s.Send(context.Background(), chat(), chatTokens())
	if err == nil || !strings.Contains(err.Error(), "cable cut") {
		t.Errorf("error %v, want the network's", err)
	}
	for _, o := range res.Outcomes {
		if o.State != vendors.StateUnknown || o.Reason != vendors.ReasonNetwork || o.Retry != vendors.RetryBackoff {
			t.Errorf("outcome %+v, want unknown, NETWORK, backoff", o)
		}
	}
	outcomes, err := s.Subscribe(context.Background(), "weather", testTokens(1001))
	if err == nil || len(outcomes) != 1001 || outcomes[0].State != vendors.StateUnknown || outcomes[1000].State != vendors.StateSuppressed {
		t.Errorf("subscribe: %v, %d outcomes, last %+v", err, len(outcomes), outcomes[len(outcomes)-1])
	}
}

func TestSubscriptionsGoInBlocks(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("topic-subscribe").
		Say(pathSub, 200, `{"code":"82000010","msg":"partial token processed fail","successCount":1,"failureCount":2,"errors":[{"index":1,"reason":"r"},{"index":7},{"index":"x"},3]}`)
	outcomes, err := m.Open().Subscribe(context.Background(), "weather", testTokens(1002))
	if err != nil || len(outcomes) != 1002 || len(m.To(pathSub)) != 2 {
		t.Fatalf("%d outcomes in %d calls, %v", len(outcomes), len(m.To(pathSub)), err)
	}
	tokens := testTokens(1002)
	for i, o := range outcomes {
		want := vendors.StateAccepted
		if i == 1001 { // index 1 of the second call
			want = vendors.StateRefused
		}
		if o.State != want || o.Token != tokens[i] {
			t.Fatalf("outcome %d: %+v, want %s of %s", i, o, want, tokens[i])
		}
	}
}

func TestOpenSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	with := func(name, value string) vendors.Config {
		c := testCredentials()
		c[name] = vendors.Secret(value)
		return vendors.Config{Credentials: c}
	}
	v2 := with("api_version", huawei.APIv2)
	delete(v2.Credentials, "project_id")
	for says, cfg := range map[string]vendors.Config{
		`"client_id" is missing`:     with("client_id", ""),
		`"client_secret" is missing`: with("client_secret", ""),
		`not all digits`:             with("client_id", "a-secret-in-the-wrong-field"),
		`none of "v1"`:               with("api_version", "v4"),
		`"project_id" is missing`:    v2,
	} {
		if _, err := huawei.Open(cfg, nil); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "wrong-field") {
			t.Errorf("error %v, want one that says %s and shows no value", err, says)
		}
	}
	for _, name := range []string{"auth", "push", ""} {
		for _, base := range []string{"ftp://x", "push-api", "http://", "://"} {
			if _, err := huawei.New(vendors.Config{Credentials: testCredentials(), BaseURLs: map[string]string{name: base}}, nil); err == nil {
				t.Errorf("base URL %q of %q is accepted", base, name)
			}
		}
	}
}

func TestSitesAndPaths(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*vendors.Config){
		"https://oauth-login.cloud.huawei.com/oauth2/v3/token https://push-api.cloud.huawei.com/v1/104512345/messages:send": func(*vendors.Config) {},
		"http://all/hw/oauth2/v3/token http://all/hw/v1/104512345/messages:send": func(c *vendors.Config) {
			c.BaseURLs = map[string]string{"": "http://all/hw/"}
		},
		"https://oauth-login.cloud.huawei.com/oauth2/v2/token http://p/v1/777/messages:send": func(c *vendors.Config) {
			c.BaseURLs = map[string]string{"auth": "https://oauth-login.cloud.huawei.com/oauth2/v2/token", "push": "http://p"}
			c.Credentials["app_id"] = "777"
		},
	} {
		m := mute(t)
		var seen []string
		m.RT.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
			seen = append(seen, r.URL.String())
			return m.Answer(r)
		})
		for _, p := range []string{"/oauth2/v3/token", "/hw/oauth2/v3/token", "/oauth2/v2/token"} {
			m.Say(p, 200, `{"access_token":"test-token"}`)
		}
		if _, err := m.Open(change).Send(context.Background(), chat(), chatTokens()); err != nil {
			t.Error(err)
		}
		if got := strings.Join(seen, " "); got != want {
			t.Errorf("calls %s, want %s", got, want)
		}
	}
}

func TestSendRefusesNothingToSend(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	ctx := context.Background()
	if _, err := s.Send(ctx, nil, testTokens(1)); err == nil {
		t.Error("no message: no error")
	}
	if _, err := s.Send(ctx, chat(), nil); err == nil {
		t.Error("no tokens: no error")
	}
	if _, err := s.Subscribe(ctx, "", testTokens(1)); err == nil {
		t.Error("no topic: no error")
	}
	for name, to := range map[string]vendors.Audience{
		"nobody": {}, "everybody": {All: true}, "only exclusion": {None: []string{"a"}}, "no name": {Any: []string{""}},
		"a quote": {Any: []string{"a' in topics || 'b"}}, "six topics": {Any: []string{"a", "b", "c"}, None: []string{"d", "e", "f"}},
	} {
		if _, _, err := s.Broadcast(ctx, sale(), to); err == nil {
			t.Errorf("broadcast to %s: no error", name)
		}
	}
	if _, _, err := s.Broadcast(ctx, nil, vendors.Audience{Any: []string{"a"}}); err == nil {
		t.Error("broadcast of nothing: no error")
	}
}

func TestBuildIsWhatSendSends(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	s := m.Open()
	built, _, err := s.Build(chat(), testTokens(3))
	if err != nil || len(m.Seen()) != 0 || len(built) != 1 {
		t.Fatalf("build: %v, %d requests went out, %d built", err, len(m.Seen()), len(built))
	}
	accept(t, s, chat(), testTokens(3))
	r, real := built[0], m.To(pathSend)[0]
	if r.Body != real.Body || r.Method != real.Method || !strings.HasSuffix(r.URL, real.Path) {
		t.Errorf("built %s %s %s\n sent %s %s %s", r.Method, r.URL, r.Body, real.Method, real.Path, real.Body)
	}
	if got := r.Header["Authorization"]; len(got) != 1 || got[0] != vendors.Redacted {
		t.Errorf("built header Authorization is %q", got)
	}
	if fmt.Sprint(r.Header["Content-Type"]) != fmt.Sprint(real.Header["Content-Type"]) {
		t.Errorf("built content type %q, sent %q", r.Header["Content-Type"], real.Header["Content-Type"])
	}
	if _, _, err := s.Build(chat(), testTokens(1001)); err == nil {
		t.Error("1001 tokens are built")
	}
}
