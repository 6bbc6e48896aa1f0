package honor_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/honor"
	"github.com/offpush/offpush/vendors/vendortest"
)

func accept(t *testing.T, s *honor.Sender, msg *vendors.Message, tokens []vendors.Token) {
	t.Helper()
	res, err := s.Send(context.Background(), msg, tokens)
	if err != nil || res.Accepted() != len(tokens) {
		t.Errorf("send to %d tokens: accepted %d, %v: %+v", len(tokens), res.Accepted(), err, res.Outcomes[0])
	}
}

// 403 comes as a code with any status, or as a status with any other code or none.
func TestRefusedAccessTokenIsRenewedAndTheRequestRepeatedOnce(t *testing.T) {
	t.Parallel()
	const second = `{"access_token":"second.token","expires_in":3600}`
	for name, say := range map[string]func(m *mock) *mock{
		"403":             func(m *mock) *mock { return m.Record("send-forbidden") },
		"403 with 200":    func(m *mock) *mock { return m.Say(pathSend, 200, answered("403", nil, nil)) },
		"401":             func(m *mock) *mock { return m.Say(pathSend, 401, answered("401", nil, nil)) },
		"403 as a text":   func(m *mock) *mock { return m.Say(pathSend, 403, `{"code":"403","message":"x"}`) },
		"403 without any": func(m *mock) *mock { return m.Say(pathSend, 403, "") },
		"403 and another": func(m *mock) *mock { return m.Say(pathSend, 403, answered("99999999", nil, nil)) },
		"401 and another": func(m *mock) *mock { return m.Say(pathSend, 401, answered("99999999", nil, nil)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := say(newMock(t).Say(pathToken, 200, second)).Record("send-ok")
			accept(t, m.Open(), chat(), chatTokens())
			sends := m.To(pathSend)
			if len(sends) != 2 || sends[0].Body != sends[1].Body || len(m.To(pathToken)) != 2 {
				t.Fatalf("%d sends and %d logins, want the same twice and 2", len(sends), len(m.To(pathToken)))
			}
			if got := sends[1].Header.Get("Authorization"); got != "Bearer second.token" {
				t.Errorf("repeated with Authorization %q", got)
			}
			always := say(newMock(t).Say(pathToken, 200, second))
			res, err := always.Open().Send(context.Background(), chat(), chatTokens())
			o := res.Outcomes[0]
			if err != nil || o.State != vendors.StateRefused || o.Reason != vendors.ReasonCredentialWrong || o.Retry != vendors.RetryNever || o.TokenDead {
				t.Errorf("refused for good: %+v, %v", o, err)
			}
			if n := len(always.To(pathSend)); n != 2 {
				t.Errorf("refused for good: %d sends, want 2", n)
			}
		})
	}
}

func TestAccessTokenIsKeptUntilFiveMinutesBeforeItsEnd(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	s := m.Open()
	for _, step := range []struct {
		advance time.Duration
		logins  int
	}{{0, 1}, {10 * time.Second, 1}, {54 * time.Minute, 1}, {2 * time.Minute, 2}, {25 * time.Hour, 3}} {
		m.Clock.Advance(step.advance)
		accept(t, s, chat(), chatTokens())
		if n := len(m.To(pathToken)); n != step.logins {
			t.Errorf("%v later: %d logins, want %d", step.advance, n, step.logins)
		}
	}
	for body, life := range map[string]time.Duration{
		`{"access_token":"short-lived-token","expires_in":60}`:   30 * time.Second,
		`{"access_token":"text-lived-token","expires_in":"600"}`: 5 * time.Minute,
		`{"access_token":"unsaid-token"}`:                        55 * time.Minute,
		`{"access_token":"odd-token","expires_in":-1}`:           55 * time.Minute,
	} {
		m := mute(t).Say(pathToken, 200, body).Record("send-ok")
		s := m.Open()
		for _, step := range []struct {
			advance time.Duration
			logins  int
		}{{0, 1}, {life - time.Second, 1}, {time.Second, 2}} {
			m.Clock.Advance(step.advance)
			accept(t, s, chat(), chatTokens())
			if n := len(m.To(pathToken)); n != step.logins {
				t.Errorf("%s: %d logins, want %d", body, n, step.logins)
			}
		}
	}
}

func TestRefusedLoginIsTheOutcome(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]vendors.Outcome{
		"token-wrong-secret": {Code: "unauthorized_client", Reason: vendors.ReasonCredentialWrong, HTTPStatus: 401},
		"token-wrong-grant":  {Code: "unsupported_grant_type", Reason: vendors.ReasonBadRequest, HTTPStatus: 400},
		"token-number-error": {Code: "1101", Reason: vendors.ReasonCredentialWrong, HTTPStatus: 400},
	} {
		m := mute(t).Record(name)
		res, err := m.Open().Send(context.Background(), chat(), chatTokens())
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range res.Outcomes {
			if o.Code != want.Code || o.Reason != want.Reason || o.HTTPStatus != want.HTTPStatus || o.State != vendors.StateRefused || o.TokenDead || o.Retry != vendors.RetryNever {
				t.Errorf("%s: outcome %+v, want %s %s", name, o, want.Code, want.Reason)
			}
		}
		if len(m.To(pathSend)) != 0 {
			t.Errorf("%s: a message went out", name)
		}
	}
	for body, want := range map[string]vendors.Outcome{
		`{"code":1001,"message":"client unknown"}`: {Code: "1001", Text: "client unknown", Reason: vendors.ReasonCredentialWrong},
		`[]`: {Text: "[]", Reason: vendors.ReasonCredentialWrong},
	} {
		res, err := mute(t).Say(pathToken, 400, body).Open().Send(context.Background(), chat(), chatTokens())
		if o := res.Outcomes[0]; err != nil || o.Code != want.Code || o.Text != want.Text || o.Reason != want.Reason {
			t.Errorf("login answered %s: %+v, %v", body, o, err)
		}
	}
	for status, want := range map[int]vendors.Outcome{
		404: {Reason: vendors.ReasonBadRequest, Retry: vendors.RetryNever}, 500: {Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
		503: {Reason: vendors.ReasonQPS, Retry: vendors.RetryBackoff}, 200: {Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
	} {
		res, err := mute(t).Say(pathToken, status, "").Open().Send(context.Background(), chat(), chatTokens())
		if o := res.Outcomes[0]; err != nil || o.Reason != want.Reason || o.Retry != want.Retry || o.State != vendors.StateRefused {
			t.Errorf("login answered HTTP %d: %+v, %v", status, o, err)
		}
	}
}

func TestOddAnswers(t *testing.T) {
	t.Parallel()
	token := string(chatTokens()[0])
	unsaid := vendors.Outcome{State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever}
	yes := func(code, id string) vendors.Outcome {
		return vendors.Outcome{State: vendors.StateAccepted, Code: code, MessageID: id}
	}
	with := func(o vendors.Outcome, code string) vendors.Outcome { o.Code = code; return o }
	for body, want := range map[string]vendors.Outcome{
		`{"code":200}`:                           yes("200", ""),
		`{"code":200.0,"data":null}`:             yes("200", ""),
		`{"code":200,"data":[]}`:                 yes("200", ""),
		`{"code":200,"data":{"requestId":1767}}`: yes("200", "1767"),
		`{"code":200,"data":{"failTokens":"` + token + `","expireTokens":{}}}`: yes("200", ""),
		answered("80100000", nil, nil):                                         with(unsaid, "80100000"),
		`{"code":200,"data":{"sendResult":false}}`:                             with(unsaid, "200"),
		answered("80100000", []string{"a token of nobody"}, nil):               yes("80100000", "176722920012300001000802"),
		answered("200", []string{token}, []string{token}): {
			State: vendors.StateRefused, Code: "expireTokens", Reason: vendors.ReasonTokenUnregistered, TokenDead: true, Retry: vendors.RetryNever,
		},
		`{"message":"no code"}`:                    unsaid,
		`{"code":null,"message":"ok"}`:             unsaid,
		`{"code":{"code":200}}`:                    unsaid,
		`{"code":0}`:                               {State: vendors.StateRefused, Code: "0", Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
		"<html><body>welcome to the lounge</html>": unsaid,
		`{"code":200,"message":"succ`:              unsaid, // Honor has it, and would show a repetition
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			res, err := newMock(t).Say(pathSend, 200, body).Open().Send(context.Background(), chat(), chatTokens()[:1])
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
			404: {State: vendors.StateRefused, Reason: vendors.ReasonBadRequest, Retry: vendors.RetryNever},
			413: {State: vendors.StateRefused, Reason: vendors.ReasonPayloadTooLarge, Retry: vendors.RetryNever},
			429: {State: vendors.StateRefused, Reason: vendors.ReasonQPS, Retry: vendors.RetryBackoff},
			302: {State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
			500: {State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
			502: {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
			503: {State: vendors.StateRefused, Reason: vendors.ReasonQPS, Retry: vendors.RetryBackoff},
			504: {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever},
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

// With which HTTP status a partial success comes is not known; the tokens that are not
// listed have the message at any.
func TestPartialSuccessAtAnyStatus(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 400, 500} {
		m := newMock(t).Say(pathSend, status, answered("80100000", []string{string(chatTokens()[1])}, nil))
		res, err := m.Client(m.Open()).Send(context.Background(), chat(), chatTokens())
		if err != nil || res.Outcomes[0].State != vendors.StateAccepted || res.Outcomes[0].MessageID == "" || res.Outcomes[1].State != vendors.StateRefused {
			t.Errorf("HTTP %d: %+v, %v; want accepted and refused", status, res.Outcomes, err)
		}
		if n := len(m.To(pathSend)); n != 1 {
			t.Errorf("HTTP %d: %d requests, want 1", status, n)
		}
	}
}

// Honor refuses a call with a token twice, so it goes out once; both have its outcome.
func TestRepeatedTokensAreSentOnce(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathSend, 200, answered("80100000", []string{"b"}, nil))
	res, err := m.Open().Send(context.Background(), chat(), []vendors.Token{"a", "b", "a", "c", "b"})
	if err != nil || len(res.Outcomes) != 5 {
		t.Fatalf("%+v, %v", res.Outcomes, err)
	}
	if got := fmt.Sprint(targets([]byte(m.To(pathSend)[0].Body))); got != "[a b c]" {
		t.Errorf("tokens on the wire %s", got)
	}
	for i, o := range res.Outcomes {
		if bad := o.Token == "b"; bad == (o.State == vendors.StateAccepted) || o.Token != []vendors.Token{"a", "b", "a", "c", "b"}[i] {
			t.Errorf("outcome %d: %+v", i, o)
		}
	}
}

// An empty token is one of those that failed, and spoils nobody else's outcome.
func TestEmptyTokenIsOneThatFailed(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathSend, 200, answered("80100000", []string{""}, nil))
	res, err := m.Open().Send(context.Background(), chat(), []vendors.Token{"", "a"})
	if err != nil || res.Outcomes[0].State != vendors.StateRefused || res.Outcomes[1].State != vendors.StateAccepted {
		t.Errorf("%+v, %v; want refused and accepted", res.Outcomes, err)
	}
}

func TestForeignTokensAreLoggedAndIgnored(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathSend, 200, answered("80100000", []string{"of-somebody-else"}, nil))
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

// TestLostAnswer: Honor drops no repetition, so a message that may have arrived is not
// offered for one; a message that cannot have arrived is.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	dial := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for name, c := range map[string]struct {
		path string
		err  error
		want vendors.Retry
	}{
		"send cut":         {pathSend, errors.New("connection reset"), vendors.RetryNever},
		"send not dialled": {pathSend, dial, vendors.RetryBackoff},
		"login cut":        {pathToken, errors.New("connection reset"), vendors.RetryBackoff},
	} {
		m := newMock(t)
		m.RT.RegisterResponder(http.MethodPost, "=~"+c.path+"$", func(*http.Request) (*http.Response, error) { return nil, c.err })
		res, err := m.Open().Send(context.Background(), chat(), chatTokens())
		if err == nil || !strings.Contains(err.Error(), c.err.Error()) {
			t.Errorf("%s: error %v, want the network's", name, err)
		}
		for _, o := range res.Outcomes {
			if o.State != vendors.StateUnknown || o.Reason != vendors.ReasonNetwork || o.Retry != c.want {
				t.Errorf("%s: outcome %+v, want unknown with retry %s", name, o, c.want)
			}
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
	for says, cfg := range map[string]vendors.Config{
		`"app_id" is missing`:        with("app_id", ""),
		`"client_id" is missing`:     with("client_id", ""),
		`"client_secret" is missing`: with("client_secret", ""),
		`not all digits`:             with("app_id", "a-secret-in-the-wrong-field"),
	} {
		if _, err := honor.Open(cfg, nil); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "wrong-field") {
			t.Errorf("error %v, want one that says %s and shows no value", err, says)
		}
	}
	for _, name := range []string{"auth", "push", ""} {
		for _, base := range []string{"ftp://x", "push-api", "http://", "://"} {
			if _, err := honor.New(vendors.Config{Credentials: testCredentials(), BaseURLs: map[string]string{name: base}}, nil); err == nil {
				t.Errorf("base URL %q of %q is accepted", base, name)
			}
		}
	}
}

func TestSendRefusesNothingToSend(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	if _, err := s.Send(context.Background(), nil, testTokens(1)); err == nil {
		t.Error("no message: no error")
	}
	if _, err := s.Send(context.Background(), chat(), nil); err == nil {
		t.Error("no tokens: no error")
	}
}

func TestBuildIsWhatSendSends(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	s := m.Open()
	dry := chat()
	dry.DryRun = true
	built, _, err := s.Build(dry, testTokens(3))
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
	if _, _, err := s.Build(chat(), testTokens(1001)); err == nil {
		t.Error("1001 tokens are built")
	}
	res, err := s.Send(context.Background(), dry, testTokens(1))
	if o := res.Outcomes[0]; err != nil || o.State != vendors.StateRejected || len(m.To(pathSend)) != 1 {
		t.Errorf("a dry run goes out: %+v, %v", o, err)
	}
}

func TestClientSplitsAndWaits(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-flow-control", "send-ok")
	before := m.Clock.Now()
	res, err := m.Client(m.Open()).Send(context.Background(), chat(), chatTokens())
	if err != nil || res.Accepted() != 2 || len(m.To(pathSend)) != 2 {
		t.Errorf("%+v, %v, %d calls; want success at the second", res.Outcomes, err, len(m.To(pathSend)))
	}
	if waited := m.Clock.Now().Sub(before); waited < 500*time.Millisecond {
		t.Errorf("repeated after %v, want at least half a second", waited)
	}
	m = newMock(t).Record("send-ok")
	res, err = m.Client(m.Open()).Send(context.Background(), chat(), testTokens(2500))
	if err != nil || res.Accepted() != 2500 || len(m.To(pathSend)) != 3 {
		t.Errorf("%d accepted in %d calls, %v; want 2500 in 3", res.Accepted(), len(m.To(pathSend)), err)
	}
	for _, sent := range m.To(pathSend) {
		if n := len(vendortest.Object(t, sent.Body)["token"].([]any)); n > 1000 {
			t.Errorf("a call of %d tokens", n)
		}
	}
}
