package vivo_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
	"github.com/offpush/offpush/vendors/vivo"
)

// order is the message of the recorded single pushes.
func order() *vendors.Message {
	shown := true
	return &vendors.Message{
		ID: "ord-A1001-1764000000000", Title: "订单已发货", Body: "您的订单 A1001 已由顺丰揽收",
		Class: vendors.ClassTransactional, Category: "order", TTL: 24 * time.Hour,
		Data:       map[string]string{"orderId": "A1001"},
		Receipt:    &vendors.Receipt{URL: "https://push.example.com/cb/vivo", Param: "job-7"},
		Foreground: &shown,
	}
}

// sale is the message of the recorded group pushes.
func sale(id string) *vendors.Message {
	return &vendors.Message{
		ID: id, Title: "周末活动开始", Body: "全场满减，点击查看", TTL: 24 * time.Hour,
		Class: vendors.ClassMarketing, Category: "MARKETING",
		Click: vendors.Click{Action: "url", Target: "https://m.example.com/sale"},
	}
}

func TestLoginIsTheRecordedOne(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	if _, err := m.Open().Send(context.Background(), order(), testTokens(1)); err != nil {
		t.Fatal(err)
	}
	logins := m.To("/message/auth")
	if len(logins) != 1 {
		t.Fatalf("%d logins, want 1", len(logins))
	}
	m.SameRequest(logins[0], recorded(t, "auth-ok").Request)
}

func TestSingleSends(t *testing.T) {
	t.Parallel()
	token := testTokens(1)[0]
	for name, want := range map[string]vendors.Outcome{
		"send-ok":                {State: vendors.StateAccepted, Code: "0", Text: "请求成功", MessageID: "1165330000000000002"},
		"send-dead-id":           {State: vendors.StateRefused, Reason: vendors.ReasonTokenInvalid, Code: "10302", Text: "regId不合法", TokenDead: true, Retry: vendors.RetryNever},
		"send-not-test-device":   {State: vendors.StateRefused, Reason: vendors.ReasonNotTestDevice, Code: "10302", Text: "regId不合法", Retry: vendors.RetryNever},
		"send-quota-operational": {State: vendors.StateRefused, Reason: vendors.ReasonQuotaAppDay, Code: "10070", Retry: vendors.RetryNextDay},
		"send-too-fast":          {State: vendors.StateRefused, Reason: vendors.ReasonQPS, Code: "10072", Retry: vendors.RetryBackoff},
		"send-title-too-long":    {State: vendors.StateRefused, Reason: vendors.ReasonPayloadTooLarge, Code: "10056", Retry: vendors.RetryNever},
		"vi-1-bad-regid":         {State: vendors.StateRefused, Reason: vendors.ReasonTokenInvalid, Code: "10302", Retry: vendors.RetryNever},
		"vi-4-desc-with-space":   {State: vendors.StateRefused, Reason: vendors.ReasonTokenInvalid, Code: "10302", Retry: vendors.RetryNever},
		"http-500": {
			State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Text: "Internet server error!",
			HTTPStatus: http.StatusInternalServerError, Retry: vendors.RetryBackoff,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := recorded(t, name)
			msg := order()
			msg.Test = name == "send-not-test-device"
			m := newMock(t).Record(name)
			res, err := m.Open().Send(context.Background(), msg, []vendors.Token{token})
			if err != nil {
				t.Fatal(err)
			}
			got := res.Outcomes[0]
			want.Token = token
			if want.HTTPStatus == 0 {
				want.HTTPStatus = http.StatusOK
			}
			if want.Text == "" { // what vivo writes there is not the subject
				want.Text = got.Text
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
			if name == "send-ok" || name == "send-not-test-device" || name == "http-500" {
				m.SameRequest(m.To("/message/send")[0], e.Request)
			}
			if len(res.Adjustments) > 0 {
				t.Errorf("adjustments %+v for a message that fits", res.Adjustments)
			}
		})
	}
}

func TestListIsSavedThenPushed(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("saveListPayload-ok", "pushToList-dead-id")
	tokens := testTokens(2)
	tokens[0], tokens[1] = "15638535410301000000001", "15638535410301000000002"
	res, err := m.Open().Send(context.Background(), sale("sale-20251125-01"), tokens)
	if err != nil {
		t.Fatal(err)
	}
	m.SameRequest(m.To("/message/saveListPayload")[0], recorded(t, "saveListPayload-ok").Request)
	m.SameRequest(m.To("/message/pushToList")[0], recorded(t, "pushToList-dead-id").Request, "requestId")
	save, list := vendortest.Object(t, m.To("/message/saveListPayload")[0].Body), vendortest.Object(t, m.To("/message/pushToList")[0].Body)
	if save["requestId"] == list["requestId"] {
		t.Error("save and push have the same requestId: vivo would take one for a repetition")
	}
	want := []vendors.Outcome{{
		Token: tokens[0], State: vendors.StateAccepted, Code: "0", Text: "请求成功", HTTPStatus: 200,
		MessageID: "1165330000000000001",
	}, {
		Token: tokens[1], State: vendors.StateRefused, Reason: vendors.ReasonTokenUnregistered, Code: "2",
		HTTPStatus: 200, TokenDead: true, Retry: vendors.RetryNever,
	}}
	if diff := cmp.Diff(want, res.Outcomes); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}

func TestListWithAllIDsDead(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("saveListPayload-ok", "pushToList-all-dead")
	res, err := m.Open().Send(context.Background(), sale("s"), []vendors.Token{"15638535410301000000001", "15638535410301000000002"})
	if err != nil {
		t.Fatal(err)
	}
	for i, reason := range []vendors.Reason{vendors.ReasonTokenInvalid, vendors.ReasonTokenUnregistered} {
		if o := res.Outcomes[i]; o.Reason != reason || !o.TokenDead || o.Code != "10302" {
			t.Errorf("outcome %d is %+v, want %s, dead, 10302", i, o, reason)
		}
	}
}

func TestSaveRefusedMeansNoPush(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("saveListPayload-quota")
	res, err := m.Open().Send(context.Background(), sale("s"), testTokens(3))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range res.Outcomes {
		if o.Code != "10252" || o.Retry != vendors.RetryNextDay || o.State != vendors.StateRefused {
			t.Errorf("outcome %+v, want 10252 until the next day", o)
		}
	}
	if n := len(m.To("/message/pushToList")); n != 0 {
		t.Errorf("%d pushes without a stored body", n)
	}
}

func TestBroadcasts(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("all-ok", "all-twice", "tagPush-ok")
	s := m.Open()
	ctx := context.Background()
	everybody := vendors.Audience{All: true}
	o, _, err := s.Broadcast(ctx, sale("all-20251125-01"), everybody)
	if err != nil || o.State != vendors.StateAccepted || o.MessageID != "1165330000000000003" {
		t.Errorf("broadcast: %+v, %v", o, err)
	}
	m.SameRequest(m.To("/message/all")[0], recorded(t, "all-ok").Request)
	if o, _, _ = s.Broadcast(ctx, sale("all-20251125-02"), everybody); o.Code != "10254" || o.Retry != vendors.RetryNextDay {
		t.Errorf("second broadcast of the day: %+v", o)
	}
	if o, _, err = s.Broadcast(ctx, sale("tag-20251125-01"), vendors.Audience{Any: []string{"shenzhen"}, None: []string{"optout"}}); err != nil {
		t.Errorf("by tag: %+v, %v", o, err)
	}
	m.SameRequest(m.To("/message/tagPush")[0], recorded(t, "tagPush-ok").Request)
	for name, to := range map[string]vendors.Audience{
		"nobody": {}, "only exclusion": {None: []string{"a"}}, "all and tags": {All: true, Any: []string{"a"}},
	} {
		if _, _, err := s.Broadcast(ctx, sale("x"), to); err == nil {
			t.Errorf("broadcast to %s: no error", name)
		}
	}
}

// The message's own expression wins over the tags of the call and says so; the
// credential's default, which knows no call, gives way.
func TestTagExpressionOfOptions(t *testing.T) {
	t.Parallel()
	own := &vivo.TagExpression{OrTags: []string{"beijing"}}
	m := newMock(t).Record("tagPush-ok")
	for name, c := range map[string]struct {
		s     *vivo.Sender
		m     *vendors.Message
		any   any
		notes int
	}{
		"own":     {m.Open(), message(opt(vivo.Options{TagExpression: own})), []any{"beijing"}, 1},
		"default": {m.Open(func(c *vendors.Config) { c.Defaults = message(opt(vivo.Options{TagExpression: own})) }), message(nil), []any{"shenzhen"}, 0},
	} {
		_, notes, err := c.s.Broadcast(context.Background(), c.m, vendors.Audience{Any: []string{"shenzhen"}})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		pushed := m.To("/message/tagPush")
		sent, _ := vendortest.Object(t, pushed[len(pushed)-1].Body)["tagExpression"].(map[string]any)
		if diff := cmp.Diff(c.any, sent["orTags"]); diff != "" {
			t.Errorf("%s: orTags (-want +got):\n%s", name, diff)
		}
		if len(notes) != c.notes || c.notes == 1 && (notes[0].Field != "audience" || notes[0].Action != vendors.AdjustOverridden) {
			t.Errorf("%s: adjustments %+v, want %d of the audience", name, notes, c.notes)
		}
	}
}

// An appId of the options is in each of the calls of a message.
func TestAppIDOfOptions(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2} {
		requests, _, err := newMock(t).Open().Build(message(opt(vivo.Options{AppID: ptr(int64(7))})), testTokens(n))
		if err != nil || len(requests) != n {
			t.Fatalf("%d tokens: %d requests, %v", n, len(requests), err)
		}
		for _, r := range requests {
			if id := vendortest.Object(t, r.Body)["appId"]; id != 7.0 {
				t.Errorf("%s has appId %v, want 7", r.URL, id)
			}
		}
	}
}

func TestQueries(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("getStatistics-ok", "msgStatus-ok", "invalidUser-check-ok", "recycle-ok")
	s := m.Open()
	ctx := context.Background()

	stats, err := s.Statistics(ctx, []string{"1165330000000000001", "1165330000000000002"})
	if err != nil || len(stats) != 1 || stats[0].Counters["send"] != 2 || stats[0].Counters["targetUnSub"] != 1 {
		t.Errorf("statistics: %+v, %v", stats, err)
	}
	m.SameRequest(m.To("/report/getStatistics")[0], recorded(t, "getStatistics-ok").Request)

	audit, err := s.AuditStatus(ctx, []string{"1165330000000000002", "1165330000000000003"})
	want := []vendors.AuditStatus{
		{MessageID: "1165330000000000002", Rejected: true, Text: "消息包含敏感词"},
		{MessageID: "1165330000000000003", Text: "消息状态未知"},
	}
	if diff := cmp.Diff(want, audit); diff != "" || err != nil {
		t.Errorf("audit: %v (-want +got):\n%s", err, diff)
	}
	m.SameRequest(m.To("/search/msgStatus")[0], recorded(t, "msgStatus-ok").Request)

	outcomes, err := s.CheckTokens(ctx, []vendors.Token{"15638535410301000000001", "15638535410301000000009"})
	if err != nil || len(outcomes) != 2 || !outcomes[0].TokenDead || outcomes[1].State != vendors.StateAccepted {
		t.Errorf("check: %+v, %v", outcomes, err)
	}

	o, err := s.Recall(ctx, "1165330000000000002", nil)
	if err != nil || o.State != vendors.StateAccepted || o.MessageID != "1165330000000000002" {
		t.Errorf("recall: %+v, %v", o, err)
	}
	m.SameRequest(m.To("/message/recycle")[0], recorded(t, "recycle-ok").Request)
}

func TestStatisticsAsksForAHundredAtATime(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("getStatistics-ok")
	ids := make([]string, 101)
	for i := range ids {
		ids[i] = "1165330000000000001"
	}
	if _, err := m.Open().Statistics(context.Background(), ids); err != nil {
		t.Fatal(err)
	}
	if n := len(m.To("/report/getStatistics")); n != 2 {
		t.Errorf("101 ids took %d calls, want 2", n)
	}
}

func TestSendToAliases(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok", "saveListPayload-ok", "pushToList-ok")
	s := m.Open()
	for _, n := range []int{1, 2} {
		res, err := s.SendToAliases(context.Background(), order(), testTokens(n))
		if err != nil || res.Accepted() != n {
			t.Errorf("%d aliases: %+v, %v", n, res.Outcomes, err)
		}
	}
	one, many := vendortest.Object(t, m.To("/message/send")[0].Body), vendortest.Object(t, m.To("/message/pushToList")[0].Body)
	if one["alias"] != string(testTokens(1)[0]) || one["regId"] != nil || len(many["aliases"].([]any)) != 2 || many["regIds"] != nil {
		t.Errorf("sent %v and %v, want aliases", one, many)
	}
	if _, err := s.SendToAliases(context.Background(), nil, testTokens(1)); err == nil {
		t.Error("no message is sent to aliases")
	}
}
