package xiaomi_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/xiaomi"
)

// TestQueries: each documented question is asked as recorded, and its answer is read.
func TestQueries(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	day := time.Date(2026, 1, 1, 12, 0, 0, 0, time.FixedZone("GMT+8", 8*60*60))
	for name, c := range map[string]struct {
		ask  func(*xiaomi.Sender) (any, error)
		want any
	}{
		"quota": {func(s *xiaomi.Sender) (any, error) { return s.Quota(ctx) },
			vendors.QuotaUse{Limit: 50000, Used: 120, Left: 49880, Counters: map[string]int64{"day_quota": 50000, "day_acked": 120}}},
		"presence":  {func(s *xiaomi.Sender) (any, error) { return s.Online(ctx, regid) }, true},
		"alias-all": {func(s *xiaomi.Sender) (any, error) { return s.Aliases(ctx, regid) }, []string{"user_1001"}},
		"trace-message": {func(s *xiaomi.Sender) (any, error) { return s.Statistics(ctx, []string{"sdm57188795000000273KF"}) },
			[]vendors.Statistics{{MessageID: "sdm57188795000000273KF", Counters: map[string]int64{
				"create_timestamp": 1795140000000, "delivered": 1, "click": 0, "resolved": 1,
			}}}},
		"trace-messages": {func(s *xiaomi.Sender) (any, error) {
			return s.StatisticsBetween(ctx, time.UnixMilli(1795104000000), time.UnixMilli(1795190400000))
		},
			[]vendors.Statistics{{MessageID: "sdm57188795000000273KF", Counters: map[string]int64{
				"create_timestamp": 1795140000000, "delivered": 1, "click": 0, "resolved": 1,
			}}}},
		"topic-all": {func(s *xiaomi.Sender) (any, error) { return s.Topics(ctx, regid) }, []vendors.Topic{{Name: "sports"}}},
		"stats-counters": {func(s *xiaomi.Sender) (any, error) { return s.Days(ctx, day, day) },
			[]xiaomi.Day{{Date: "20260101", Counters: map[string]int64{
				"alias_recipients": 0, "useraccount_recipients": 0, "regid_recipients": 2, "received": 2,
				"broadcast_recipients": 0, "click": 0, "single_recipients": 2,
			}}}},
		"mi-8-feedback": {func(s *xiaomi.Sender) (any, error) { return s.DeadTokens(ctx) }, []vendors.Token{"regidA", "regidB"}},
		"validation": {func(s *xiaomi.Sender) (any, error) { return s.CheckTokens(ctx, []vendors.Token{regid, "AAAA1111"}) },
			[]vendors.Outcome{
				{Token: regid, State: vendors.StateAccepted, Code: "0", HTTPStatus: 200},
				{Token: "AAAA1111", State: vendors.StateRefused, Reason: vendors.ReasonTokenInvalid, Code: "0", HTTPStatus: 200, Retry: vendors.RetryNever},
			}},
		"topic-subscribe": {func(s *xiaomi.Sender) (any, error) {
			out, err := s.Subscribe(ctx, "sports", []vendors.Token{regid})
			return out[0].State, err
		}, vendors.StateAccepted},
		"schedule-delete": {func(s *xiaomi.Sender) (any, error) { return s.Cancel(ctx, "sdm57188795000000273KF") },
			vendors.Outcome{
				State: vendors.StateAccepted, Code: "0", Text: "成功", HTTPStatus: 200,
				MessageID: "sdm57188795000000273KF", LogID: "Xdm57188795000000242Ut",
			}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t).Record(name)
			got, err := c.ask(m.Open())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
			if len(m.Seen()) != 1 {
				t.Fatalf("%d requests, want one", len(m.Seen()))
			}
			m.SameRequest(m.Seen()[0], m.Recorded(name).Request)
		})
	}
}

func TestOrdersGoToTheirPaths(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for want, do := range map[string]func(*xiaomi.Sender) (vendors.Outcome, error){
		"/v2/message/revoke restricted_package_name=com.example.shop&msg_ids=s1": func(s *xiaomi.Sender) (vendors.Outcome, error) { return s.Recall(ctx, "s1", nil) },
		"/v1/message/regid/revoke registration_ids=a%2Cb&restricted_package_name=com.example.shop&msg_ids=s1": func(s *xiaomi.Sender) (vendors.Outcome, error) {
			return s.Recall(ctx, "s1", []vendors.Token{"a", "b"})
		},
		"/v1/message/alias/revoke alias=u&restricted_package_name=com.example.shop&job_keys=j": func(s *xiaomi.Sender) (vendors.Outcome, error) {
			return s.Revoke(ctx, xiaomi.Revocation{JobKeys: []string{"j"}, Aliases: []string{"u"}})
		},
		"/v1/message/user_account/revoke user_accounts=u&restricted_package_name=com.example.shop&msg_ids=s1": func(s *xiaomi.Sender) (vendors.Outcome, error) {
			return s.Revoke(ctx, xiaomi.Revocation{MessageIDs: []string{"s1"}, UserAccounts: []string{"u"}})
		},
		"/v1/message/topic/revoke topic=news&restricted_package_name=com.example.shop&msg_ids=s1": func(s *xiaomi.Sender) (vendors.Outcome, error) {
			return s.Revoke(ctx, xiaomi.Revocation{MessageIDs: []string{"s1"}, Topics: []string{"news"}})
		},
		"/v1/message/multi_topic/revoke topic_op=UNION&topics=a%3B%24%3Bb&restricted_package_name=com.example.shop&msg_ids=s1": func(s *xiaomi.Sender) (vendors.Outcome, error) {
			return s.Revoke(ctx, xiaomi.Revocation{MessageIDs: []string{"s1"}, Topics: []string{"a", "b"}, TopicOp: "UNION"})
		},
		"/v3/schedule_job/delete jobkey=j":            func(s *xiaomi.Sender) (vendors.Outcome, error) { return s.CancelJobKey(ctx, "j") },
		"/v2/schedule_job/exist job_id=s1":            func(s *xiaomi.Sender) (vendors.Outcome, error) { return s.Scheduled(ctx, "s1") },
		"/v1/message/switch/stop_by_id msg_id=s1":     func(s *xiaomi.Sender) (vendors.Outcome, error) { return s.Stop(ctx, "s1") },
		"/v1/message/switch/stop_by_jobkey job_key=j": func(s *xiaomi.Sender) (vendors.Outcome, error) { return s.StopJobKey(ctx, "j") },
		"/v2/message/delete id=s1":                    func(s *xiaomi.Sender) (vendors.Outcome, error) { return s.DeleteBroadcast(ctx, "s1") },
	} {
		path, body, _ := strings.Cut(want, " ")
		m := newMock(t).Say(path, 200, success)
		o, err := do(m.Open())
		if err != nil || o.State != vendors.StateAccepted || len(m.Seen()) != 1 {
			t.Errorf("%s: %+v, %v after %d requests", path, o, err, len(m.Seen()))
			continue
		}
		if got := m.Seen()[0]; got.Path != path || got.Body != body || got.Method != "POST" {
			t.Errorf("%s %s %s, want %s", got.Method, got.Path, got.Body, want)
		}
		for _, refused := range []string{refusal("65028", "no such message"), "<html>"} {
			m := newMock(t).Say(path, 200, refused)
			if o, err := do(m.Open()); err != nil || o.State == vendors.StateAccepted || o.Reason == "" {
				t.Errorf("%s answered %s: %+v, %v", path, refused, o, err)
			}
		}
	}
}

func TestRefusedQueriesAreErrors(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	var answer *vendors.AnswerError
	for path, ask := range map[string]func(*xiaomi.Sender) error{
		"/v1/trace/quota/get":                func(s *xiaomi.Sender) error { _, err := s.Quota(ctx); return err },
		"/v1/trace/message/status":           func(s *xiaomi.Sender) error { _, err := s.Statistics(ctx, []string{"s1"}); return err },
		"/v1/trace/messages/status":          func(s *xiaomi.Sender) error { _, err := s.StatisticsBetween(ctx, time.Time{}, time.Time{}); return err },
		"/v1/stats/message/counters":         func(s *xiaomi.Sender) error { _, err := s.Days(ctx, time.Time{}, time.Time{}); return err },
		"/v1/regid/presence":                 func(s *xiaomi.Sender) error { _, err := s.Online(ctx, "t"); return err },
		"/v1/topic/all":                      func(s *xiaomi.Sender) error { _, err := s.Topics(ctx, "t"); return err },
		"/v1/account/all":                    func(s *xiaomi.Sender) error { _, err := s.Accounts(ctx, "t"); return err },
		"/v1/validation/regids":              func(s *xiaomi.Sender) error { _, err := s.CheckTokens(ctx, testTokens(1)); return err },
		"/v1/feedback/fetch_invalid_regids":  func(s *xiaomi.Sender) error { _, err := s.DeadTokens(ctx); return err },
		"/v1/feedback/fetch_invalid_aliases": func(s *xiaomi.Sender) error { _, err := s.DeadAliases(ctx); return err },
	} {
		m := newMock(t).Say(path, 200, refusal("10039", "too often"))
		if err := ask(m.Open()); !errors.As(err, &answer) || answer.Code != "10039" || answer.Vendor != vendors.Xiaomi {
			t.Errorf("%s: %v, want an AnswerError with the code", path, err)
		}
		m = newMock(t)
		m.RT.RegisterNoResponder(lost)
		if err := ask(m.Open()); err == nil || errors.As(err, &answer) || !strings.Contains(err.Error(), "cable cut") {
			t.Errorf("%s without an answer: %v", path, err)
		}
	}
}

func TestOddQueryAnswers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	m := newMock(t).Say("/v1/feedback/fetch_invalid_aliases", 200, refusal("10035", "no more")).
		Say("/v1/validation/regids", 200, `{"code":0,"data":{}}`).Say("/v1/regid/presence", 200, `{"code":0,"data":{"status":7}}`).
		Say("/v1/trace/quota/get", 200, `{"code":0,"data":[]}`).
		Say("/v1/trace/messages/status", 200, `{"code":0,"data":{"data":[{"id":"a","click":"3"},7,{"id":"b"}]}}`).
		Say("/v1/trace/message/status", 200, `{"code":0}`)
	s := m.Open()
	if list, err := s.DeadAliases(ctx); err != nil || len(list) != 0 {
		t.Errorf("no more dead aliases: %v, %v, want none", list, err)
	}
	if _, err := s.CheckTokens(ctx, testTokens(1)); err == nil {
		t.Error("an answer without valid_regids calls nothing valid and nothing invalid")
	}
	if _, err := s.Online(ctx, "t"); err == nil {
		t.Error("a status nobody knows is taken for one")
	}
	if use, err := s.Quota(ctx); err != nil || use.Limit != -1 || use.Used != -1 || use.Left != -1 {
		t.Errorf("no figures: %+v, %v", use, err)
	}
	list, err := s.StatisticsBetween(ctx, time.UnixMilli(1), time.UnixMilli(2))
	if want := []vendors.Statistics{{MessageID: "a", Counters: map[string]int64{"click": 3}}, {MessageID: "b", Counters: map[string]int64{}}}; err != nil || !cmp.Equal(list, want) {
		t.Errorf("statistics %+v, %v", list, err)
	}
	if got := m.To("/v1/trace/messages/status")[0].Path; !strings.HasSuffix(got, "?begin_time=1&end_time=2") {
		t.Errorf("asked %s", got)
	}
	if list, err := s.Statistics(ctx, []string{"gone"}); err != nil || len(list) != 0 {
		t.Errorf("nothing told: %+v, %v", list, err)
	}
	if list, err := s.StatisticsByJobKey(ctx, "j"); err != nil || len(list) != 0 || !strings.HasSuffix(m.Seen()[len(m.Seen())-1].Path, "?job_key=j") {
		t.Errorf("by jobkey: %+v, %v", list, err)
	}
}

// A test message without names would reach everybody.
func TestNoTestGoesToEverybody(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	msg := match()
	msg.Test = true
	o, _, err := m.Open().Broadcast(context.Background(), msg, vendors.Audience{All: true})
	if err != nil || o.State != vendors.StateRejected || o.Reason != vendors.ReasonBadRequest || o.Text == "" || len(m.Seen()) != 0 {
		t.Errorf("%+v, %v after %d requests, want rejected", o, err, len(m.Seen()))
	}
}
