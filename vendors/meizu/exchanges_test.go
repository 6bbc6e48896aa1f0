package meizu_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/meizu"
)

func ptr[T any](v T) *T { return &v }

const (
	goodID = "J1a8f035d625e6c64567f71487e040e7d017f0558675b"
	deadID = "J2b9e045d625e6c64567f71487e040e7d017f0558675c"
)

// order is the message of the recorded pushes to pushIds.
func order() *vendors.Message {
	on := meizu.Switch(true)
	return &vendors.Message{
		ID: "ord-A1024", Title: "订单已发货", Body: "您的订单A1024已由顺丰揽收", Class: vendors.ClassTransactional,
		TTL: 24 * time.Hour, Alert: vendors.AlertFull, Collapse: "A1024",
		Receipt:   &vendors.Receipt{URL: "https://push.example.com/mz/receipt", Param: "A1024"},
		Overrides: []vendors.Override{meizu.Options{NoticeBarInfo: &meizu.NoticeBarInfo{NoticeBarType: ptr(0)}, AdvanceInfo: &meizu.AdvanceInfo{ClearNoticeBar: &on}}},
	}
}

// sale is the message of the recorded pushes to aliases, tags and everybody.
func sale(o meizu.Options) *vendors.Message {
	return &vendors.Message{
		ID: "sale-1", Title: "周末特惠", Body: "全场满200减50", Class: vendors.ClassMarketing, TTL: 6 * time.Hour,
		Click:     vendors.Click{Action: "url", Target: "https://m.example.com/sale"},
		Overrides: []vendors.Override{o},
	}
}

func TestPushes(t *testing.T) {
	t.Parallel()
	good := vendors.Outcome{Token: goodID, State: vendors.StateAccepted, Code: "200", HTTPStatus: 200, MessageID: "c2ee5c3bf00448cfbceb7fdf68c3c8eb"}
	for name, want := range map[string][]vendors.Outcome{
		"push-ok": {good, {Token: deadID, State: vendors.StateAccepted, Code: "200", HTTPStatus: 200, MessageID: "c2ee5c3bf00448cfbceb7fdf68c3c8eb"}},
		"push-partial": {good, {
			Token: deadID, State: vendors.StateRefused, Reason: vendors.ReasonTokenUnregistered, Code: "110002", HTTPStatus: 200, TokenDead: true, Retry: vendors.RetryNever,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t).Record(name)
			res, err := m.Open().Send(context.Background(), order(), []vendors.Token{goodID, deadID})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, res.Outcomes); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
			if name == "push-ok" {
				m.SameRequest(m.Seen()[0], m.Recorded(name).Request, "sign")
			}
			if len(res.Adjustments) > 0 {
				t.Errorf("adjustments %+v for a message that fits", res.Adjustments)
			}
		})
	}
}

// TestRefusals: the whole request is refused. 110010 as the code is the rate, as a key
// of value the switch.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]vendors.Outcome{
		"mz-1-sign-wrong":   {State: vendors.StateRefused, Code: "1006", Reason: vendors.ReasonCredentialWrong, Retry: vendors.RetryNever},
		"mz-3-dead-pushid":  {State: vendors.StateRefused, Code: "110002", Reason: vendors.ReasonTokenUnregistered, Retry: vendors.RetryNever, TokenDead: true},
		"mz-4-appid":        {State: vendors.StateRefused, Code: "110000", Reason: vendors.ReasonCredentialWrong, Retry: vendors.RetryNever},
		"mz-5-rate":         {State: vendors.StateRefused, Code: "110010", Reason: vendors.ReasonQPS, Retry: vendors.RetryBackoff},
		"push-switch-off":   {State: vendors.StateRefused, Code: "110010", Reason: vendors.ReasonNotifySwitchOff, Retry: vendors.RetryNever},
		"push-folded":       {State: vendors.StateRefused, Code: "520", Reason: vendors.ReasonDuplicate, Retry: vendors.RetryNever},
		"push-public-limit": {State: vendors.StateRefused, Code: "110011", Reason: vendors.ReasonQuotaDeviceDay, Retry: vendors.RetryNextDay},
		"http-503":          {State: vendors.StateRefused, HTTPStatus: 503, Reason: vendors.ReasonVendorError, Retry: vendors.RetryBackoff},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t)
			e := m.Recorded(name)
			m.Say(pathPush, e.Response.Status, string(e.Response.Body))
			to := []vendors.Token{named(e)}
			if name != "mz-3-dead-pushid" && to[0] != goodID {
				to = append(to, goodID) // the other one is good
			}
			res, err := m.Open().Send(context.Background(), order(), to)
			if err != nil {
				t.Fatal(err)
			}
			if len(to) > 1 && res.Outcomes[1].State != vendors.StateAccepted {
				t.Errorf("the token that is not named is %+v", res.Outcomes[1])
			}
			got := res.Outcomes[0]
			want.Token, want.Text = to[0], got.Text
			if want.HTTPStatus == 0 {
				want.HTTPStatus = 200
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
		})
	}
}

// named is the token an answer is about.
func named(e exchange.Exchange) vendors.Token {
	for _, id := range []vendors.Token{deadID, "UAB2d111f1b8e8c825b586b71638d7c6f8f766b7e7481"} {
		if strings.Contains(string(e.Response.Body), string(id)) {
			return id
		}
	}
	return goodID
}

func TestAliases(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("alias-partial")
	res, err := m.Open().SendToAliases(context.Background(), sale(meizu.Options{}), []vendors.Token{"u1", "nobody"})
	if err != nil {
		t.Fatal(err)
	}
	m.SameRequest(m.To(pathAlias)[0], m.Recorded("alias-partial").Request)
	if a, b := res.Outcomes[0], res.Outcomes[1]; a.State != vendors.StateAccepted || b.Code != "110005" || b.TokenDead {
		t.Errorf("outcomes %+v, %+v; want the first accepted, the second 110005 and not dead", a, b)
	}
}

// TestTasks: the message is stored once, and blocks of it are pushed by its number.
func TestTasks(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("task-create", "task-push", "task-push-partial")
	s := m.Open()
	msg := sale(meizu.Options{Task: ptr(true)})
	res, err := s.Send(context.Background(), msg, []vendors.Token{goodID})
	if err != nil || res.Outcomes[0].MessageID != "20457" || res.Outcomes[0].State != vendors.StateAccepted {
		t.Errorf("%+v, %v; want accepted with the taskId", res.Outcomes, err)
	}
	m.SameRequest(m.To(pathTask)[0], m.Recorded("task-create").Request)
	m.SameRequest(m.To(pathTaskPush)[0], m.Recorded("task-push").Request)
	if _, err := s.Send(context.Background(), msg, []vendors.Token{goodID, deadID}); err != nil {
		t.Fatal(err)
	}
	if n := len(m.To(pathTask)); n != 1 {
		t.Errorf("%d tasks for one message, want 1", n)
	}
	byAlias := newMock(t).Record("task-create", "task-push-alias")
	if _, err := byAlias.Open().Send(context.Background(), sale(meizu.Options{Task: ptr(true), ByAlias: ptr(true)}), []vendors.Token{"u1"}); err != nil {
		t.Fatal(err)
	}
	byAlias.SameRequest(byAlias.To(pathTaskAlias)[0], byAlias.Recorded("task-push-alias").Request)
}

// TestTaskThatIsGone is made anew, once.
func TestTaskThatIsGone(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("task-create")
	gone := m.Recorded("mz-6-task-bad").Response.Body
	m.Say(pathTaskPush, 200, string(gone))
	s := m.Open()
	res, err := s.Send(context.Background(), sale(meizu.Options{Task: ptr(true)}), []vendors.Token{goodID})
	if err != nil || res.Outcomes[0].Code != "110032" || len(m.To(pathTask)) != 2 || len(m.To(pathTaskPush)) != 2 {
		t.Errorf("%+v, %v after %d tasks and %d pushes; want 110032 after 2 and 2", res.Outcomes, err, len(m.To(pathTask)), len(m.To(pathTaskPush)))
	}
	refused := newMock(t).Say(pathTask, 200, string(m.Recorded("mz-1-sign-wrong").Response.Body))
	res, err = refused.Open().Send(context.Background(), sale(meizu.Options{Task: ptr(true)}), []vendors.Token{goodID, deadID})
	if err != nil || len(refused.To(pathTaskPush)) != 0 || res.Outcomes[1].Code != "1006" {
		t.Errorf("%+v, %v: a task that was refused is pushed", res.Outcomes, err)
	}
}

func TestPassThrough(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("unvarnished")
	msg := &vendors.Message{Title: "t", Data: map[string]string{"a": "1"}, TTL: time.Hour, Overrides: []vendors.Override{
		meizu.Options{Unvarnished: ptr(true), Content: ptr(`{"a":1}`)},
	}}
	res, err := m.Open().Send(context.Background(), msg, []vendors.Token{goodID})
	if err != nil || res.Outcomes[0].Code != "110053" || res.Outcomes[0].Reason != vendors.ReasonRightMissing {
		t.Errorf("%+v, %v; want 110053", res.Outcomes, err)
	}
	m.SameRequest(m.To(pathHidden)[0], m.Recorded("unvarnished").Request, "sign")
}

func TestBroadcasts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	later := meizu.Options{PushTimeInfo: &meizu.PushTimeInfo{PushTimeType: ptr(1), StartTime: ptr("2026-12-01 10:00:00")}}
	m := newMock(t).Record("app-scheduled", "tags")
	s := m.Open()
	o, _, err := s.Broadcast(ctx, sale(later), vendors.Audience{All: true})
	if err != nil || o.State != vendors.StateAccepted || o.MessageID != "20458" {
		t.Errorf("to all: %+v, %v", o, err)
	}
	m.SameRequest(m.To(pathAll)[0], m.Recorded("app-scheduled").Request)
	if o, _, err = s.Broadcast(ctx, sale(meizu.Options{}), vendors.Audience{Any: []string{"体育", "科技"}}); err != nil || o.MessageID != "20459" {
		t.Errorf("by tags: %+v, %v", o, err)
	}
	m.SameRequest(m.To(pathTag)[0], m.Recorded("tags").Request)
	if _, _, err = s.Broadcast(ctx, sale(meizu.Options{}), vendors.Audience{Every: []string{"体育"}}); err != nil {
		t.Fatal(err)
	}
	if got := field(t, m.To(pathTag)[1].Body, "scope"); got != "1" {
		t.Errorf("scope of all of some tags is %q, want 1", got)
	}
	seen := len(m.Seen())
	for name, to := range map[string]vendors.Audience{
		"nobody": {}, "exclusion": {Any: []string{"a"}, None: []string{"b"}}, "all and tags": {All: true, Any: []string{"a"}},
		"any and every": {Any: []string{"a"}, Every: []string{"b"}}, "comma": {Any: []string{"a,b"}}, "long": {Any: []string{"二十一个字的标签二十一个字的标签二十一个字"}},
	} {
		if _, _, err := s.Broadcast(ctx, sale(meizu.Options{}), to); err == nil {
			t.Errorf("broadcast to %s: no error", name)
		}
	}
	if n := len(m.Seen()); n != seen {
		t.Errorf("%d requests for audiences that are none", n-seen)
	}
}

// Cancel and Stop are one call of Meizu's.
func TestCancelAndStop(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, call := range map[string]func(*meizu.Sender, string) (vendors.Outcome, error){
		"cancel": func(s *meizu.Sender, id string) (vendors.Outcome, error) { return s.Cancel(ctx, id) },
		"stop":   func(s *meizu.Sender, id string) (vendors.Outcome, error) { return s.Stop(ctx, id) },
	} {
		m := newMock(t).Record("cancel-ok", "cancel-done")
		s := m.Open()
		if o, err := call(s, "20458"); err != nil || o.State != vendors.StateAccepted || o.MessageID != "20458" {
			t.Errorf("%s: %+v, %v", name, o, err)
		}
		m.SameRequest(m.Seen()[0], m.Recorded("cancel-ok").Request)
		if o, err := call(s, "20458"); err != nil || o.Code != "500" || o.Reason != vendors.ReasonBadRequest || o.Retryable() {
			t.Errorf("%s of what is over: %+v, %v; want a refusal that is final", name, o, err)
		}
		if _, err := call(s, ""); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s of nothing: %v, want an error that says what was asked for", name, err)
		}
	}
}
