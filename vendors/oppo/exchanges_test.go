package oppo_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/oppo"
	"github.com/offpush/offpush/vendors/vendortest"
)

const regid = vendors.Token("CN_0123456789abcdef0123456789abcdef")

func ptr[T any](v T) *T { return &v }

// recordedOrder is the message of the documented single push. What only options say is
// what OPPO's defaults are.
func recordedOrder() *vendors.Message {
	m := order()
	m.TTL, m.Receipt = 24*time.Hour, &vendors.Receipt{URL: "https://push.example.com/cb/oppo", Param: "job-7"}
	m.Alert = vendors.AlertLock
	m.Overrides = []vendors.Override{oppo.Options{VerifyRegistrationID: ptr(false), NetworkType: ptr(0)}}
	return m
}

func TestLoginIsTheDocumentedRequest(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("unicast-ok")
	if _, err := m.Open().Send(context.Background(), order(), []vendors.Token{regid}); err != nil {
		t.Fatal(err)
	}
	got, want := m.To(pathAuth)[0], m.Recorded("auth-ok").Request
	m.SameRequest(got, want)
	if got.Body != string(want.Body) {
		t.Errorf("login %s, recorded %s", got.Body, want.Body)
	}
}

func TestUnicastIsTheDocumentedRequest(t *testing.T) {
	t.Parallel()
	for name, token := range map[string]vendors.Token{
		"unicast-ok": regid, "unicast-ok-overseas": "OPPO_IN_0123456789abcdef0123456789abcdef", "unicast-ok-heytap": regid,
	} {
		m := newMock(t).Record(name)
		s := m.Open(func(c *vendors.Config) {
			if name == "unicast-ok-heytap" {
				c.BaseURLs = map[string]string{"push": oppo.DefaultPushURL2026}
			}
		})
		res, err := s.Send(context.Background(), recordedOrder(), []vendors.Token{token})
		if err != nil || res.Accepted() != 1 || res.Outcomes[0].MessageID != "ZnTestAppId0000000000001-1-1-6924817fae27668d2ed3afec" {
			t.Errorf("%s: %+v, %v", name, res, err)
		}
		if len(res.Adjustments) != 0 {
			t.Errorf("%s: adjustments %+v", name, res.Adjustments)
		}
		m.SameRequest(m.To(pathOne)[0], m.Recorded(name).Request)
	}
}

func meeting() *vendors.Message {
	return &vendors.Message{Title: "会议提醒", Body: "15:00 周会将在 10 分钟后开始", Class: vendors.ClassTransactional, Category: "todo"}
}

// TestPartialAnswers: a yes to the call names who is not reached.
func TestPartialAnswers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	tokens := []vendors.Token{regid, "CN_not-a-token"}
	m := newMock(t).Record("unicast_batch-partial", "save_message_content-ok", "broadcast-partial")
	s := m.Open()
	batch, err := s.Send(ctx, meeting(), tokens)
	cast, err2 := s.Send(ctx, sale(), tokens)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	for name, res := range map[string]vendors.Result{"batch": batch, "broadcast": cast} {
		good, bad := res.Outcomes[0], res.Outcomes[1]
		if good.State != vendors.StateAccepted || good.MessageID == "" {
			t.Errorf("%s: %+v, want accepted", name, good)
		}
		if bad.State != vendors.StateRefused || bad.Code != "10000" || !bad.TokenDead || bad.Reason != vendors.ReasonTokenInvalid || bad.MessageID != "" {
			t.Errorf("%s: %+v, want refused and dead", name, bad)
		}
	}
	if id := cast.Outcomes[0]; id.MessageID != "692481a0e27668d2ed3aff10" || id.LogID != "6924817fae27668d2ed3afec" {
		t.Errorf("broadcast is %q, %q, want task_id and message_id", id.MessageID, id.LogID)
	}
	sameBatch(t, m, "unicast_batch-partial")
	m.SameRequest(m.To(pathSave)[0], m.Recorded("save_message_content-ok").Request, "app_message_id", "style")
	m.SameRequest(m.To(pathCast)[0], m.Recorded("broadcast-partial").Request)
}

// sameBatch compares a batch with a recorded one, leaving out what OPPO has defaults for.
func sameBatch(t *testing.T, m *mock, name string) {
	t.Helper()
	want, got := batchOf(t, string(m.Recorded(name).Request.Body)), batchOf(t, m.To(pathBatch)[0].Body)
	for _, e := range got {
		n := e["notification"].(map[string]any)
		delete(n, "style")
		delete(n, "click_action_type")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messages (-recorded +sent):\n%s", diff)
	}
}

func batchOf(t *testing.T, body string) []map[string]any {
	t.Helper()
	var out []map[string]any
	if err := json.Unmarshal([]byte(vendortest.Form(t, body).Get("messages")), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSendEach(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("unicast_batch-ok")
	late := meeting()
	late.DryRun = true
	res, err := m.Open().SendEach(context.Background(), []vendors.Mail{
		{Message: meeting(), Token: regid}, {Message: late, Token: "CN_late"}, {Message: meeting(), Token: "CN_fedcba9876543210fedcba9876543210"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var states []vendors.State
	for _, o := range res.Outcomes {
		states = append(states, o.State)
	}
	if diff := cmp.Diff([]vendors.State{vendors.StateAccepted, vendors.StateRejected, vendors.StateAccepted}, states); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
	if id := res.Outcomes[2]; id.MessageID != "ZnTestAppId0000000000001-1-1-6924817fae27668d2ed3aff1" || id.Token != "CN_fedcba9876543210fedcba9876543210" {
		t.Errorf("third outcome %+v", id)
	}
	sameBatch(t, m, "unicast_batch-ok")
}

func TestBroadcastsAreTheDocumentedRequests(t *testing.T) {
	t.Parallel()
	for name, to := range map[string]vendors.Audience{
		"broadcast-all":  {All: true},
		"broadcast-tags": {Any: []string{"beijing", "shanghai"}, Every: []string{"vip"}, None: []string{"muted"}},
	} {
		m := newMock(t).Record("save_message_content-ok", name)
		o, _, err := m.Open().Broadcast(context.Background(), sale(), to)
		if err != nil || o.State != vendors.StateAccepted || !strings.HasPrefix(o.MessageID, "692481a0e27668d2ed3aff1") {
			t.Errorf("%s: %+v, %v", name, o, err)
		}
		m.SameRequest(m.To(pathCast)[0], m.Recorded(name).Request)
	}
}

// Observed answers of older servers and wrappers.
func TestObservedAnswers(t *testing.T) {
	t.Parallel()
	m := mute(t).Record("op-3-auth-ok", "op-2-unicast-ok", "save_message_content-ok", "op-1-broadcast-bad-id")
	s := m.Open()
	res, err := s.Send(context.Background(), order(), []vendors.Token{regid})
	if o := res.Outcomes[0]; err != nil || o.State != vendors.StateAccepted || o.MessageID != "5d1db9990000000000000003" {
		t.Errorf("unicast: %+v, %v", o, err)
	}
	if got := vendortest.Form(t, m.To(pathOne)[0].Body).Get("auth_token"); got != "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f" {
		t.Errorf("auth_token %q", got)
	}
	res, err = s.Send(context.Background(), sale(), []vendors.Token{regid, "CN_fedcba9876543210fedcba9876543210"})
	if bad, good := res.Outcomes[0], res.Outcomes[1]; err != nil || !bad.TokenDead || good.State != vendors.StateAccepted {
		t.Errorf("broadcast: %+v, %v", res.Outcomes, err)
	}
}

// TestAnswers: what each recorded answer to a single push becomes.
func TestAnswers(t *testing.T) {
	t.Parallel()
	type want struct {
		state vendors.State
		retry vendors.Retry
		why   vendors.Reason
		code  string
		dead  bool
		after time.Duration
	}
	const refused, never, again = vendors.StateRefused, vendors.RetryNever, vendors.RetryBackoff
	for name, w := range map[string]want{
		"unicast-bad-token":            {refused, never, vendors.ReasonTokenInvalid, "10000", true, 0},
		"unicast-app-disabled":         {refused, never, vendors.ReasonPushDisabled, "28", false, 0},
		"unicast-not-opened":           {refused, never, vendors.ReasonRightMissing, "30", false, 0},
		"unicast-no-token":             {refused, never, vendors.ReasonCredentialWrong, "29", false, 0},
		"unicast-category-not-granted": {refused, never, vendors.ReasonRightMissing, "67", false, 0},
		"unicast-template-missing":     {refused, never, vendors.ReasonTemplateMissing, "54", false, 0},
		"unicast-quota":                {refused, vendors.RetryNextDay, vendors.ReasonQuotaAppDay, "33", false, 0},
		"unicast-call-limited":         {refused, again, vendors.ReasonQPS, "13", false, time.Minute},
		"unicast-throttled":            {refused, again, vendors.ReasonQPS, "55", false, time.Second},
		"unicast-global-limit":         {refused, again, vendors.ReasonQPS, "69", false, 10 * time.Second},
		"unicast-flow-control":         {refused, again, vendors.ReasonVendorError, "-2", false, time.Second},
		"unicast-unavailable":          {refused, again, vendors.ReasonVendorError, "-1", false, time.Second},
		"unicast-title-blank":          {refused, never, vendors.ReasonBadRequest, "41", false, 0},
		"unicast-title-missing":        {refused, never, vendors.ReasonBadRequest, "40", false, 0},
		"unicast-gateway-html":         {vendors.StateUnknown, again, vendors.ReasonVendorError, "", false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t)
			e := m.Recorded(name)
			m.Say(pathOne, e.Response.Status, string(e.Response.Body))
			res, err := m.Open().Send(context.Background(), order(), []vendors.Token{regid})
			if err != nil || len(res.Outcomes) != 1 {
				t.Fatalf("%+v, %v", res, err)
			}
			o := res.Outcomes[0]
			if diff := cmp.Diff(w, want{o.State, o.Retry, o.Reason, o.Code, o.TokenDead, o.RetryAfter}, cmp.AllowUnexported(want{})); diff != "" {
				t.Errorf("outcome %+v (-want +got):\n%s", o, diff)
			}
			if len(m.To(pathOne)) != 1 || len(m.To(pathAuth)) != 1 {
				t.Errorf("%d sends and %d logins, want one each", len(m.To(pathOne)), len(m.To(pathAuth)))
			}
		})
	}
}

func TestRefusedLoginsAreTheOutcome(t *testing.T) {
	t.Parallel()
	for name, reason := range map[string]vendors.Reason{
		"auth-sign-wrong": vendors.ReasonCredentialWrong, "auth-appkey-unknown": vendors.ReasonCredentialWrong, "auth-timestamp-old": vendors.ReasonCredentialWrong,
	} {
		m := mute(t).Record(name)
		for _, n := range []int{1, 3} {
			res, err := m.Open().Send(context.Background(), sale(), testTokens(n))
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range res.Outcomes {
				if o.State != vendors.StateRefused || o.Reason != reason || o.Code == "" || o.Token == "" {
					t.Errorf("%s: %+v, want refused with %s", name, o, reason)
				}
			}
		}
		if n := len(m.Seen()) - len(m.To(pathAuth)); n != 0 {
			t.Errorf("%s: %d requests without a login", name, n)
		}
	}
}

func TestExpiredTokenIsRefreshedAndTheRequestRepeated(t *testing.T) {
	t.Parallel()
	for path, names := range map[string][]string{pathOne: {"unicast-token-expired", "unicast-ok"}, pathBatch: {"unicast_batch-token-expired", "unicast_batch-ok"}} {
		m := newMock(t).Say(pathAuth, 200, `{"code":0,"data":{"auth_token":"second-token"}}`).Record(names...)
		tokens := []vendors.Token{regid, "CN_fedcba9876543210fedcba9876543210"}
		if path == pathOne {
			tokens = tokens[:1]
		}
		res, err := m.Open().Send(context.Background(), meeting(), tokens)
		if err != nil || res.Accepted() != len(tokens) || len(m.To(path)) != 2 || len(m.To(pathAuth)) != 2 {
			t.Fatalf("%+v, %v after %d calls and %d logins", res, err, len(m.To(path)), len(m.To(pathAuth)))
		}
		first, second := vendortest.Form(t, m.To(path)[0].Body), vendortest.Form(t, m.To(path)[1].Body)
		if second.Get("auth_token") != "second-token" {
			t.Errorf("repeated with %q", second.Get("auth_token"))
		}
		first.Del("auth_token")
		second.Del("auth_token")
		if !cmp.Equal(first, second) {
			t.Errorf("repeated as another request: %v", second)
		}
	}
}
