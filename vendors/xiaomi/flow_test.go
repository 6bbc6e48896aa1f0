package xiaomi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
	"github.com/offpush/offpush/vendors/xiaomi"
)

func ptr[T any](v T) *T { return &v }

func contains(s, part string) bool { return strings.Contains(s, part) }

func lost(*http.Request) (*http.Response, error) { return nil, errors.New("cable cut") }

func TestOpenSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*vendors.Config){
		`"app_secret" is missing`:   func(c *vendors.Config) { delete(c.Credentials, "app_secret") },
		`"package_name" is missing`: func(c *vendors.Config) { delete(c.Credentials, "package_name") },
		`"region" is none of`:       func(c *vendors.Config) { c.Credentials["region"] = "moon" },
		`"api_version" is none of`:  func(c *vendors.Config) { c.Credentials["api_version"] = "v5" },
		`"channels" is no list`:     func(c *vendors.Config) { c.Credentials["channels"] = "im" },
		"is not http(s)://host":     func(c *vendors.Config) { c.BaseURLs = map[string]string{"push": "api.xmpush.xiaomi.com"} },
		"of feedback is not http":   func(c *vendors.Config) { c.BaseURLs = map[string]string{"feedback": "ftp://x"} },
	} {
		cfg := vendors.Config{Credentials: testCredentials()}
		change(&cfg)
		if _, err := xiaomi.Open(cfg, nil); err == nil || !contains(err.Error(), name) || !strings.HasPrefix(err.Error(), "xiaomi: open: ") {
			t.Errorf("error %v, want one with %s", err, name)
		}
	}
	s, err := xiaomi.New(vendors.Config{Credentials: testCredentials()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%v %+v %#v", s, s, s); got != strings.TrimSpace(strings.Repeat("xiaomi.Sender(com.example.shop) ", 3)) {
		t.Errorf("printed %s", got)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestRegionsAndVersions(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*vendors.Config){
		"api.xmpush.xiaomi.com/v3/message/regid":             func(*vendors.Config) {},
		"api.xmpush.xiaomi.com/v2/message/regid":             func(c *vendors.Config) { c.Credentials["api_version"] = "v2" },
		"api.xmpush.xiaomi.com/v4/message/regid":             func(c *vendors.Config) { c.Credentials["api_version"] = "v4" },
		"vip.api.xmpush.xiaomi.com/v3/message/regid":         func(c *vendors.Config) { c.Credentials["region"] = "vip" },
		"ru-api.xmpush.global.xiaomi.com/v3/message/regid":   func(c *vendors.Config) { c.Credentials["region"] = "russia" },
		"idmb-api.xmpush.global.xiaomi.com/v3/message/regid": func(c *vendors.Config) { c.Credentials["region"] = "india" },
		"fr-api.xmpush.global.xiaomi.com/v3/message/regid":   func(c *vendors.Config) { c.Credentials["region"] = "europe" },
		"sgp-api.xmpush.global.xiaomi.com/v3/message/regid":  func(c *vendors.Config) { c.Credentials["region"] = "global" },
		"sandbox.xmpush.xiaomi.com/v3/message/regid":         func(c *vendors.Config) { c.Credentials["region"] = "sandbox" },
		"mine/mi/v3/message/regid":                           func(c *vendors.Config) { c.BaseURLs = map[string]string{"": "http://mine/mi/"} },
	} {
		m := newMock(t)
		if _, err := m.Open(change).Send(context.Background(), order(), []vendors.Token{regid}); err != nil {
			t.Fatal(err)
		}
		if got := m.Seen()[0]; got.Host+got.Path != want {
			t.Errorf("sent to %s%s, want %s", got.Host, got.Path, want)
		}
	}
	// v4 is for registration ids; accounts have v2 alone.
	m := newMock(t)
	s := m.Open(func(c *vendors.Config) { c.Credentials["api_version"] = "v4" })
	_, _ = s.SendToAliases(context.Background(), order(), []vendors.Token{"u"})
	_, _ = s.SendToAccounts(context.Background(), order(), []vendors.Token{"u"})
	if a, b := m.Seen()[0].Path, m.Seen()[1].Path; a != pathAlias || b != "/v2/message/user_account" {
		t.Errorf("aliases to %s, accounts to %s", a, b)
	}
	if got := vendortest.Form(t, m.Seen()[1].Body).Get("user_account"); got != "u" {
		t.Errorf("user_account %q", got)
	}
}

func TestAudiences(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for want, to := range map[string]vendors.Audience{
		"/v3/message/all":                                {All: true},
		"/v3/message/topic a":                            {Every: []string{"a"}},
		"/v3/message/multi_topic a;$;b UNION":            {Any: []string{"a", "b"}},
		"/v3/message/multi_topic a;$;b;$;c INTERSECTION": {Every: []string{"a", "b", "c"}},
		"/v3/message/multi_topic a;$;b;$;c EXCEPT":       {Any: []string{"a"}, None: []string{"b", "c"}},
	} {
		m := newMock(t)
		if _, _, err := m.Open().Broadcast(ctx, match(), to); err != nil {
			t.Fatal(err)
		}
		f := vendortest.Form(t, m.Seen()[0].Body)
		got := strings.TrimSpace(m.Seen()[0].Path + " " + f.Get("topic") + f.Get("topics") + " " + f.Get("topic_op"))
		if got != want {
			t.Errorf("sent to %s, want %s", got, want)
		}
	}
	for want, to := range map[string]vendors.Audience{
		"no audience":                {},
		"everybody and topics":       {All: true, Any: []string{"a"}},
		"6 topics, one call takes 5": {Any: []string{"a", "b", "c", "d", "e", "f"}},
		"takes None away from one":   {Any: []string{"a", "b"}, None: []string{"c"}},
		"by any or by all":           {Any: []string{"a"}, Every: []string{"b"}},
		"is empty or has":            {Any: []string{"a;$;b"}},
	} {
		m := newMock(t)
		if _, _, err := m.Open().Broadcast(ctx, match(), to); err == nil || !contains(err.Error(), want) || len(m.Seen()) != 0 {
			t.Errorf("%+v: error %v, want %q and no request", to, err, want)
		}
	}
}

// A comma stands between targets: what has one cannot be addressed, and the others go out.
func TestTargetsThatCannotBeAddressed(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathSend, 200, success)
	s := m.Open()
	res, err := s.Send(context.Background(), order(), []vendors.Token{"a", "b,c", "", "d"})
	if err != nil {
		t.Fatal(err)
	}
	var states []vendors.State
	for i, o := range res.Outcomes {
		states = append(states, o.State)
		if o.Token != []vendors.Token{"a", "b,c", "", "d"}[i] {
			t.Errorf("outcome %d is for %q", i, o.Token)
		}
	}
	const yes, no = vendors.StateAccepted, vendors.StateRejected
	if diff := cmp.Diff([]vendors.State{yes, no, no, yes}, states); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
	if got := vendortest.Form(t, m.To(pathSend)[0].Body).Get("registration_id"); got != "a,d" {
		t.Errorf("registration_id %q, want a,d", got)
	}
	res, err = s.Send(context.Background(), order(), []vendors.Token{","})
	if err != nil || res.Outcomes[0].State != no || len(m.Seen()) != 1 {
		t.Errorf("nothing to address: %+v, %v, %d requests", res, err, len(m.Seen()))
	}
	if _, _, err := s.Build(order(), []vendors.Token{","}); err == nil {
		t.Error("Build shows a request that Send does not make")
	}
	out, err := s.Subscribe(context.Background(), "news", []vendors.Token{",", "d"})
	if err != nil || out[0].State != no || out[1].Token != "d" {
		t.Errorf("subscribe: %+v, %v", out, err)
	}
}

func TestTooManyAreNotSent(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathSend, 200, success)
	s := m.Open()
	mail := make([]vendors.Mail, 1001)
	for i, token := range testTokens(1001) {
		mail[i] = vendors.Mail{Message: order(), Token: token}
	}
	one, err := s.Send(context.Background(), order(), testTokens(1001))
	each, err2 := s.SendEach(context.Background(), mail)
	for _, res := range []vendors.Result{one, each} {
		if o := res.Outcomes[1000]; err != nil || err2 != nil || o.State != vendors.StateRejected || o.Retry != vendors.RetrySplit {
			t.Errorf("%+v, %v, %v, want rejected and split", o, err, err2)
		}
	}
	if len(m.Seen()) != 0 {
		t.Errorf("%d requests went out", len(m.Seen()))
	}
	if res, err := m.Client(s).Send(context.Background(), order(), testTokens(2500)); err != nil || res.Accepted() != 2500 || len(m.To(pathSend)) != 3 {
		t.Errorf("through the client: %d accepted in %d calls, %v", res.Accepted(), len(m.To(pathSend)), err)
	}
}

func TestNothingToSendIsAnError(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	ctx := context.Background()
	for name, err := range map[string]error{
		"no message":     second(s.Send(ctx, nil, testTokens(1))),
		"no tokens":      second(s.Send(ctx, order(), nil)),
		"no aliases":     second(s.SendToAliases(ctx, order(), nil)),
		"no mail":        second(s.SendEach(ctx, nil)),
		"empty mail":     second(s.SendEach(ctx, []vendors.Mail{{Token: "t"}})),
		"build":          third(s.Build(nil, testTokens(1))),
		"build too many": third(s.Build(order(), testTokens(1001))),
		"no broadcast":   third(s.Broadcast(ctx, nil, vendors.Audience{All: true})),
		"no recall":      second(s.Recall(ctx, "", nil)),
		"no revocation":  second(s.Revoke(ctx, xiaomi.Revocation{})),
		"two kinds":      second(s.Revoke(ctx, xiaomi.Revocation{JobKeys: []string{"j"}, Topics: []string{"a"}, Aliases: []string{"b"}})),
		"no job":         second(s.Cancel(ctx, "")),
		"no topic":       second(s.Subscribe(ctx, "", testTokens(1))),
		"no members":     second(s.UnsubscribeAliases(ctx, "a", nil)),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), "xiaomi: ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func third[T, U any](_ T, _ U, err error) error { return err }

func TestLostAnswers(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RT.RegisterNoResponder(lost)
	s := m.Open()
	ctx := context.Background()
	res, err := s.Send(ctx, order(), testTokens(2))
	each, eachErr := s.SendEach(ctx, []vendors.Mail{{Message: order(), Token: "a"}})
	o, _, castErr := s.Broadcast(ctx, match(), vendors.Audience{All: true})
	recall, recallErr := s.Recall(ctx, "s1", nil)
	for name, c := range map[string]struct {
		o   vendors.Outcome
		err error
	}{"send": {res.Outcomes[1], err}, "each": {each.Outcomes[0], eachErr}, "broadcast": {o, castErr}, "recall": {recall, recallErr}} {
		if c.err == nil || c.o.State != vendors.StateUnknown || c.o.Reason != vendors.ReasonNetwork || c.o.Retry != vendors.RetryBackoff {
			t.Errorf("%s: %+v, %v, want unknown and the network's error", name, c.o, c.err)
		}
	}
	out, err := s.Subscribe(ctx, "news", testTokens(1500))
	if err == nil || out[999].State != vendors.StateUnknown || out[1000].State != vendors.StateSuppressed || len(out) != 1500 {
		t.Errorf("subscribe: %+v ... %+v, %v", out[999], out[1000], err)
	}
}

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	m := newMock(t).Say("/v2/topic/subscribe", 200, `{"code":0,"data":{"bad_regids":"b"}}`).
		Say("/v2/topic/unsubscribe", 200, refusal("20216", "failed")).
		Say("/v2/topic/subscribe/alias", 200, success).Say("/v2/topic/unsubscribe/alias", 200, success)
	s := m.Open()
	out, err := s.Subscribe(ctx, "news", []vendors.Token{"a", "b"})
	if err != nil || out[0].State != vendors.StateAccepted || out[1].State != vendors.StateRefused || !out[1].TokenDead {
		t.Errorf("subscribe: %+v, %v", out, err)
	}
	out, err = s.Unsubscribe(ctx, "news", []vendors.Token{"a"})
	if err != nil || out[0].Code != "20216" || out[0].Retry != vendors.RetryBackoff {
		t.Errorf("unsubscribe: %+v, %v", out, err)
	}
	for _, do := range []func(context.Context, string, []vendors.Token) ([]vendors.Outcome, error){s.SubscribeAliases, s.UnsubscribeAliases} {
		if out, err := do(ctx, "news", []vendors.Token{"u"}); err != nil || out[0].State != vendors.StateAccepted {
			t.Errorf("aliases: %+v, %v", out, err)
		}
	}
	in := xiaomi.Membership{Topic: "news", Category: "c"}
	m.Say("/v2/topic/subscribe", 200, success).Say("/v2/topic/unsubscribe/alias", 200, success)
	if _, err := s.SubscribeTo(ctx, in, []vendors.Token{"a"}); err != nil {
		t.Error(err)
	}
	if got := m.To("/v2/topic/subscribe")[1].Body; got != "registration_id=a&topic=news&category=c&restricted_package_name=com.example.shop" {
		t.Errorf("sent %s", got)
	}
	in.OfAliases = true
	if _, err := s.UnsubscribeFrom(ctx, in, []vendors.Token{"u"}); err != nil {
		t.Error(err)
	}
	if got := m.To("/v2/topic/unsubscribe/alias")[1].Body; got != "aliases=u&topic=news&category=c&restricted_package_name=com.example.shop" {
		t.Errorf("sent %s", got)
	}
	if got := m.To("/v2/topic/subscribe/alias")[0].Body; got != "aliases=u&topic=news&restricted_package_name=com.example.shop" {
		t.Errorf("sent %s", got)
	}
}

func TestBuildIsWhatSendSends(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathSend, 200, success)
	s := m.Open()
	built, _, err := s.Build(order(), testTokens(3))
	if err != nil || len(built) != 1 || len(m.Seen()) != 0 {
		t.Fatalf("built %d requests, sent %d, %v", len(built), len(m.Seen()), err)
	}
	if _, err := s.Send(context.Background(), order(), testTokens(3)); err != nil {
		t.Fatal(err)
	}
	real, shown := m.Seen()[0], built[0]
	if shown.Body != real.Body || shown.Method != real.Method || !strings.HasSuffix(shown.URL, real.Path) {
		t.Errorf("built %+v\n sent %+v", shown, real)
	}
	if got := shown.Header[http.CanonicalHeaderKey("authorization")]; len(got) != 1 || contains(got[0], "kF3v0m1Yq2Zs8bNwPz7cTg") {
		t.Errorf("the secret shows: %v", got)
	}
	if _, _, err := s.Build(&vendors.Message{Data: map[string]string{"k": strings.Repeat("v", 5000)}}, testTokens(1)); err == nil {
		t.Error("Build shows a message that would not be sent")
	}
}

func TestSendEachToAliasesAndAccounts(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say("/v2/multi_messages/aliases", 200, success).Say("/v2/multi_messages/user_accounts", 200, `{"code":0,"data":{"id":"x","bad_regids":"u1"}}`)
	s := m.Open()
	mail := []vendors.Mail{{Message: order(), Token: "u1"}, {Message: match(), Token: "u2"}}
	res, err := s.SendEachToAliases(context.Background(), mail)
	if err != nil || res.Accepted() != 2 {
		t.Errorf("aliases: %+v, %v", res.Outcomes, err)
	}
	res, err = s.SendEachToAccounts(context.Background(), mail)
	if err != nil || res.Outcomes[0].State != vendors.StateRefused || res.Outcomes[1].State != vendors.StateAccepted {
		t.Errorf("accounts: %+v, %v", res.Outcomes, err)
	}
}

// One time holds for all of a call: each time has a call of its own, and none is lost.
func TestSendEachAtItsTime(t *testing.T) {
	t.Parallel()
	mail := func(token vendors.Token, at int64) vendors.Mail {
		msg := order()
		if at != 0 {
			msg.Overrides = []vendors.Override{xiaomi.Options{TimeToSend: &at}}
		}
		return vendors.Mail{Message: msg, Token: token}
	}
	all := []vendors.Mail{mail("a", 0), mail("b", 1796130000000), mail("c", 1796140000000), mail("a", 1796130000000), mail("d", 0)}
	m := newMock(t).Say(pathEach, 200, success).Say(pathEach, 200, `{"code":0,"data":{"id":"second","bad_regids":"a"}}`).Say(pathEach, 200, success)
	res, err := m.Open().SendEach(context.Background(), all)
	if err != nil {
		t.Fatal(err)
	}
	var sent, got []string
	for _, r := range m.To(pathEach) {
		f := vendortest.Form(t, r.Body)
		var list []struct{ Target string }
		if err := json.Unmarshal([]byte(f.Get("messages")), &list); err != nil {
			t.Fatal(err)
		}
		sent = append(sent, fmt.Sprint(f.Get("time_to_send"), list))
	}
	for _, o := range res.Outcomes {
		got = append(got, fmt.Sprint(o.Token, " ", o.State))
	}
	if diff := cmp.Diff([]string{"[{a} {d}]", "1796130000000[{b} {a}]", "1796140000000[{c}]"}, sent); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	// The second call's bad target says nothing of the same one in the first.
	if diff := cmp.Diff([]string{"a accepted", "b accepted", "c accepted", "a refused", "d accepted"}, got); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	m = newMock(t)
	m.RT.RegisterNoResponder(lost)
	res, err = m.Open().SendEach(context.Background(), all)
	if err == nil || res.Outcomes[0].State != vendors.StateUnknown || res.Outcomes[2].State != vendors.StateSuppressed || len(res.Outcomes) != 5 {
		t.Errorf("without answers: %+v, %v", res.Outcomes, err)
	}
}
