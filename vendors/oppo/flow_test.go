package oppo_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/oppo"
	"github.com/offpush/offpush/vendors/vendortest"
)

func lost(*http.Request) (*http.Response, error) { return nil, errors.New("cable cut") }

// answering lets the mock say yes to everything in the shape of each call, but for paths
// whose answers are lost.
func answering(t *testing.T, without ...string) *mock {
	t.Helper()
	m := newMock(t)
	for _, path := range without {
		m.RT.RegisterResponder(http.MethodPost, "=~"+path+"$", lost)
	}
	m.RT.RegisterResponder(http.MethodPost, "=~/message/notification/", func(r *http.Request) (*http.Response, error) {
		resp, err := m.Answer(r)
		if err != nil {
			return nil, err
		}
		seen := m.Seen()
		resp.StatusCode = http.StatusOK
		resp.Body = body(answer(r, []byte(seen[len(seen)-1].Body)))
		return resp, nil
	})
	return m
}

func TestOpenSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*vendors.Config){
		`"app_key" is missing`:       func(c *vendors.Config) { delete(c.Credentials, "app_key") },
		`"master_secret" is missing`: func(c *vendors.Config) { delete(c.Credentials, "master_secret") },
		`"region" is neither`:        func(c *vendors.Config) { c.Credentials["region"] = "moon" },
		"of push is not http":        func(c *vendors.Config) { c.BaseURLs = map[string]string{"push": "api.push.oppomobile.com"} },
		"of media is not http":       func(c *vendors.Config) { c.BaseURLs = map[string]string{"media": "ftp://x"} },
	} {
		cfg := vendors.Config{Credentials: testCredentials()}
		change(&cfg)
		if _, err := oppo.Open(cfg, nil); err == nil || !strings.Contains(err.Error(), name) || !strings.HasPrefix(err.Error(), "oppo: open: ") {
			t.Errorf("error %v, want one with %s", err, name)
		}
	}
	s, err := oppo.New(vendors.Config{Credentials: testCredentials()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%v %+v %#v", s, s, s); got != "oppo.Sender oppo.Sender oppo.Sender" {
		t.Errorf("printed %s", got)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// The id says where a phone is from; China and the rest of the world log in apart.
func TestRegions(t *testing.T) {
	t.Parallel()
	const hex = "0123456789abcdef0123456789abcdef"
	const china, overseas = "api.push.oppomobile.com", "api-intl.push.oppomobile.com"
	for token, want := range map[vendors.Token]string{
		hex: china, "CN_" + hex: china, "OPPO_CN_" + hex: china, "realme_CN_" + hex: china,
		"IN_" + hex: overseas, "realme_IN_" + hex: overseas, "EUEX_" + hex: overseas, "OPPO_EUEX_" + hex: overseas, "a_CN_b_" + hex: overseas,
	} {
		m := answering(t)
		if _, err := m.Open().Send(context.Background(), order(), []vendors.Token{token}); err != nil {
			t.Fatal(err)
		}
		if login, send := m.To(pathAuth)[0].Host, m.To(pathOne)[0].Host; login != want || send != want {
			t.Errorf("%s: login at %s, sent to %s, want %s", token, login, send, want)
		}
	}
}

func TestOneSendToTwoRegions(t *testing.T) {
	t.Parallel()
	abroad := func(i int) vendors.Token { return vendors.Token(fmt.Sprintf("OPPO_IN_%032d", i)) }
	tokens := []vendors.Token{testTokens(1)[0], abroad(1), testTokens(2)[1], abroad(2), abroad(3)}
	for name, msg := range map[string]*vendors.Message{pathBatch: order(), pathCast: sale()} {
		m := answering(t)
		res, err := m.Open().Send(context.Background(), msg, tokens)
		if err != nil || res.Accepted() != len(tokens) {
			t.Fatalf("%s: %+v, %v", name, res.Outcomes, err)
		}
		for i, o := range res.Outcomes {
			if o.Token != tokens[i] {
				t.Errorf("%s: outcome %d is for %s", name, i, o.Token)
			}
		}
		if len(m.To(pathAuth)) != 2 || len(m.To(name)) != 2 {
			t.Errorf("%s: %d logins, %d calls, want two each", name, len(m.To(pathAuth)), len(m.To(name)))
		}
		for _, call := range m.To(name) {
			n := len(targets([]byte(call.Body)))
			if want := map[string]int{"api.push.oppomobile.com": 2, "api-intl.push.oppomobile.com": 3}[call.Host]; n != want {
				t.Errorf("%s: %d targets at %s, want %d", name, n, call.Host, want)
			}
		}
	}
	// One site for both, as a simulator has, is one login.
	m := answering(t)
	s := m.Open(func(c *vendors.Config) { c.BaseURLs = map[string]string{"": "http://here"} })
	if res, err := s.Send(context.Background(), order(), tokens); err != nil || res.Accepted() != 5 || len(m.Seen()) != 2 {
		t.Errorf("%+v, %v after %d requests, want a login and a batch", res.Outcomes, err, len(m.Seen()))
	}
}

// One region answers and the other does not: each token knows its own.
func TestOneRegionIsLost(t *testing.T) {
	t.Parallel()
	m := answering(t)
	m.RT.RegisterResponder(http.MethodPost, "https://api-intl.push.oppomobile.com/server/v1/auth", lost)
	res, err := m.Open().Send(context.Background(), order(), []vendors.Token{"OPPO_IN_x", regid})
	if err == nil || res.Outcomes[0].State != vendors.StateUnknown || res.Outcomes[1].State != vendors.StateAccepted {
		t.Errorf("%+v, %v", res.Outcomes, err)
	}
}

func TestCampaignStoresOneBody(t *testing.T) {
	t.Parallel()
	m := answering(t)
	res, err := m.Client(m.Open()).Send(context.Background(), sale(), testTokens(2001))
	// The client keeps the last part at two or more where a list has a fewest; OPPO has none.
	if err != nil || res.Accepted() != 2001 || len(m.To(pathSave)) != 1 || len(m.To(pathCast)) < 2 {
		t.Errorf("%d accepted, %d saves, %d broadcasts, %v", res.Accepted(), len(m.To(pathSave)), len(m.To(pathCast)), err)
	}
}

func TestStoredBodyThatIsGoneIsStoredAgain(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("save_message_content-ok").Say(pathSave, 200, `{"code":0,"data":{"message_id":"second"}}`).
		Record("broadcast-unknown-message", "broadcast-ok")
	s := m.Open()
	for range 2 {
		res, err := s.Send(context.Background(), sale(), []vendors.Token{regid, "CN_fedcba9876543210fedcba9876543210"})
		if err != nil || res.Accepted() != 2 {
			t.Fatalf("%+v, %v", res, err)
		}
	}
	var ids []string
	for _, c := range m.To(pathCast) {
		ids = append(ids, vendortest.Form(t, c.Body).Get("message_id"))
	}
	if diff := cmp.Diff([]string{"6924817fae27668d2ed3afec", "second", "second"}, ids); diff != "" || len(m.To(pathSave)) != 2 {
		t.Errorf("%d saves, bodies broadcast (-want +got):\n%s", len(m.To(pathSave)), diff)
	}
	m.Clock.Advance(2 * time.Hour)
	if _, err := s.Send(context.Background(), sale(), testTokens(2)); err != nil || len(m.To(pathSave)) != 3 {
		t.Errorf("two hours later: %d saves, %v, want a third", len(m.To(pathSave)), err)
	}
}

func TestRefusedSaveIsTheOutcome(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("save_message_content-quota").Say(pathSave, 200, `{"code":0,"data":{}}`)
	s := m.Open()
	res, err := s.Send(context.Background(), sale(), testTokens(2))
	if o := res.Outcomes[1]; err != nil || o.Code != "42" || o.Reason != vendors.ReasonQuotaAppDay || o.Retry != vendors.RetryNextDay {
		t.Errorf("%+v, %v, want 42", o, err)
	}
	o, _, err := s.Broadcast(context.Background(), sale(), vendors.Audience{All: true})
	if err != nil || o.State != vendors.StateUnknown || o.Retry != vendors.RetryNever {
		t.Errorf("saved without an id: %+v, %v, want unknown", o, err)
	}
	if len(m.To(pathCast)) != 0 {
		t.Error("a body that was not stored is broadcast")
	}
}

// The call says 0 whatever becomes of its elements: without them nothing is known.
func TestBatchesWithoutAnAnswerForEach(t *testing.T) {
	t.Parallel()
	for data, want := range map[string][]vendors.State{
		`null`: {vendors.StateUnknown, vendors.StateUnknown},
		`{}`:   {vendors.StateUnknown, vendors.StateUnknown},
		`[{"messageId":"m","registrationId":"` + string(testTokens(2)[1]) + `"}]`: {vendors.StateUnknown, vendors.StateAccepted},
		`[{"messageId":"m"},{"errorCode":"41","errorMessage":"title is blank"}]`:  {vendors.StateAccepted, vendors.StateRefused},
		`[{"messageId":"m","errorCode":0},{"errorCode":987654}]`:                  {vendors.StateAccepted, vendors.StateRefused},
	} {
		m := newMock(t).Say(pathBatch, 200, `{"code":0,"data":`+data+`}`)
		res, err := m.Open().Send(context.Background(), order(), testTokens(2))
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range res.Outcomes {
			if o.State != want[i] || (o.State != vendors.StateAccepted && (o.Reason == "" || o.Retry != vendors.RetryNever || o.TokenDead)) {
				t.Errorf("%s: outcome %d: %+v, want %s", data, i, o, want[i])
			}
		}
	}
}

// A refused list kills nobody: the code does not say whose fault it is.
func TestRefusedListsKillNobody(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathBatch, 200, `{"code":10000,"message":"Invalid Registration_id"}`).
		Record("save_message_content-ok").Say(pathCast, 200, `{"code":10000,"message":"Invalid Registration_id"}`)
	s := m.Open()
	for _, msg := range []*vendors.Message{order(), sale()} {
		res, err := s.Send(context.Background(), msg, testTokens(3))
		for _, o := range res.Outcomes {
			if err != nil || o.State != vendors.StateRefused || o.TokenDead {
				t.Errorf("%+v, %v, want refused and alive", o, err)
			}
		}
	}
}

func TestTargetsNobodyNamedAreLogged(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("save_message_content-ok").Say(pathCast, 200, `{"code":0,"data":{"task_id":"t","10000":"CN_of-somebody-else, CN_x"}}`)
	res, err := m.Open().Send(context.Background(), sale(), testTokens(2))
	if err != nil || res.Accepted() != 2 || !strings.Contains(m.Logs(), "targets that were not sent") || strings.Contains(m.Logs(), "somebody") {
		t.Errorf("%+v, %v, logs %s", res.Outcomes, err, m.Logs())
	}
}

func TestTooManyAreNotSent(t *testing.T) {
	t.Parallel()
	m := answering(t)
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
		"no audience":    third(s.Broadcast(ctx, sale(), vendors.Audience{None: []string{"a"}})),
		"two audiences":  third(s.Broadcast(ctx, sale(), vendors.Audience{All: true, Any: []string{"a"}})),
		"no alias":       second(s.BindAlias(ctx, "", "t")),
		"no unbinding":   second(s.UnbindAlias(ctx, "", "t")),
		"no tag":         second(s.Subscribe(ctx, "", testTokens(1))),
		"no members":     second(s.Unsubscribe(ctx, "a", nil)),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), "oppo: ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func third[T, U any](_ T, _ U, err error) error { return err }

func TestLostAnswers(t *testing.T) {
	t.Parallel()
	for _, path := range []string{pathOne, pathBatch, pathSave, pathCast, pathAuth} {
		s := answering(t, path).Open()
		var o vendors.Outcome
		var err error
		switch path {
		case pathOne, pathBatch, pathAuth:
			var res vendors.Result
			n := map[string]int{pathOne: 1, pathAuth: 1, pathBatch: 2}[path]
			res, err = s.Send(context.Background(), order(), testTokens(n))
			o = res.Outcomes[n-1]
		default:
			o, _, err = s.Broadcast(context.Background(), sale(), vendors.Audience{All: true})
		}
		retry := vendors.RetryBackoff
		if path == pathCast {
			retry = vendors.RetryNever // OPPO would push it again
		}
		if err == nil || o.State != vendors.StateUnknown || o.Reason != vendors.ReasonNetwork || o.Retry != retry {
			t.Errorf("%s: %+v, %v, want unknown, %s and the network's error", path, o, err, retry)
		}
	}
	// Without an app_message_id a single push is pushed again, too.
	for path, n := range map[string]int{pathOne: 1, pathBatch: 2} {
		msg := order()
		msg.ID = ""
		res, err := answering(t, path).Open().Send(context.Background(), msg, testTokens(n))
		if err == nil || res.Outcomes[0].State != vendors.StateUnknown || res.Outcomes[0].Retry != vendors.RetryNever {
			t.Errorf("%s without an ID: %+v, %v, want unknown for good", path, res.Outcomes, err)
		}
	}
	m := newMock(t).Say(pathSave, 200, `{"code":0,"data":{"message_id":"b"}}`).Say(pathCast, 502, "<html>").Say(pathOne, 502, "<html>")
	if o, _, err := m.Open().Broadcast(context.Background(), sale(), vendors.Audience{All: true}); err != nil || o.State != vendors.StateUnknown || o.Retry != vendors.RetryNever {
		t.Errorf("a gateway's page for a broadcast: %+v, %v, want unknown for good", o, err)
	}
	if res, err := m.Open().Send(context.Background(), order(), testTokens(1)); err != nil || res.Outcomes[0].Retry != vendors.RetryBackoff {
		t.Errorf("a gateway's page for a single push: %+v, %v, want a repetition", res.Outcomes, err)
	}
}

func TestBuildIsWhatSendSends(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		msg    *vendors.Message
		tokens []vendors.Token
	}{
		"one":       {order(), testTokens(1)},
		"batch":     {order(), testTokens(3)},
		"broadcast": {sale(), testTokens(3)},
		"regions":   {order(), []vendors.Token{regid, "OPPO_IN_a", "OPPO_IN_b"}},
	} {
		m := answering(t)
		s := m.Open()
		built, _, err := s.Build(c.msg, c.tokens)
		if err != nil || len(m.Seen()) != 0 {
			t.Fatalf("%s: %v, %d requests went out", name, err, len(m.Seen()))
		}
		if _, err := s.Send(context.Background(), c.msg, c.tokens); err != nil {
			t.Fatal(err)
		}
		var sent []vendortest.Sent
		for _, r := range m.Seen() {
			if r.Path != pathAuth {
				sent = append(sent, r)
			}
		}
		if len(sent) != len(built) {
			t.Fatalf("%s: built %d, sent %d", name, len(built), len(sent))
		}
		for i, b := range built {
			body := strings.Replace(strings.Replace(b.Body, "%5Bredacted%5D", "58ad47319e8d725350a5afd5", 1), "%5Bmessage_id%5D", "6924817fae27668d2ed3afec", 1)
			if body != sent[i].Body || b.Method != sent[i].Method || b.URL != "https://"+sent[i].Host+sent[i].Path {
				t.Errorf("%s: built %s %s\n sent %s %s", name, b.URL, body, sent[i].Host+sent[i].Path, sent[i].Body)
			}
		}
	}
	s := newMock(t).Open()
	if _, _, err := s.Build(&vendors.Message{Data: map[string]string{"k": strings.Repeat("v", 5000)}}, testTokens(1)); err == nil {
		t.Error("Build shows a message that would not be sent")
	}
	if _, _, err := s.Build(sale(), []vendors.Token{";", ";"}); err == nil {
		t.Error("Build shows a broadcast to nobody")
	}
}
