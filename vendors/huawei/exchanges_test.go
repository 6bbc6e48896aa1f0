package huawei_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
)

// chat is the message of the recorded notifications.
func chat() *vendors.Message {
	return &vendors.Message{
		ID: "order-20260101-0001", Title: "李雷", Body: "晚上一起吃饭吗？🍜",
		Class: vendors.ClassTransactional, Category: "im", TTL: 24 * time.Hour,
	}
}

// chatTokens are its targets.
func chatTokens() []vendors.Token {
	return []vendors.Token{"IQAAAACy0demoTokenA001", "IQAAAACy0demoTokenB002"}
}

// sale is the message of the recorded topic sends.
func sale() *vendors.Message {
	return &vendors.Message{
		ID: "sale-20260101", Title: "周末活动开始", Body: "全场满减，点击查看", TTL: time.Hour,
		Class: vendors.ClassMarketing, Click: vendors.Click{Action: "url", Target: "https://m.example.com/sale"},
	}
}

// The secret has + / = and &: byte for byte, or another secret arrives.
func TestLoginIsTheRecordedOne(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	accept(t, m.Open(), chat(), chatTokens())
	logins := m.To(pathToken)
	if len(logins) != 1 {
		t.Fatalf("%d logins, want 1", len(logins))
	}
	want := recorded(t, "token-ok").Request
	got := logins[0]
	if got.Body != string(want.Body) || got.Host != want.Host || got.Method != want.Method {
		t.Errorf("login is %s %s %s\nrecorded %s %s %s", got.Method, got.Host, got.Body, want.Method, want.Host, want.Body)
	}
	if ct := got.Header.Get("Content-Type"); ct != want.Header["Content-Type"] {
		t.Errorf("content type %q, recorded %q", ct, want.Header["Content-Type"])
	}
}

func TestRequestsAreTheRecordedOnes(t *testing.T) {
	t.Parallel()
	campaign := func(change func(*vendors.Message)) *vendors.Message {
		m := &vendors.Message{Title: "周末活动开始", Body: "全场满减，点击查看", Class: vendors.ClassMarketing}
		change(m)
		return m
	}
	one := chatTokens()[:1]
	for name, c := range map[string]struct {
		msg    *vendors.Message
		tokens []vendors.Token
	}{
		"send-ok":            {chat(), chatTokens()},
		"send-partial":       {chat(), chatTokens()},
		"send-test":          {campaign(func(m *vendors.Message) { m.Test = true }), one},
		"send-validate-only": {campaign(func(m *vendors.Message) { m.DryRun = true }), one},
		"send-data": {&vendors.Message{
			Silent: true, Data: map[string]string{"k": "v"}, TTL: 10 * time.Minute,
			Overrides: []vendors.Override{huawei.Options{Android: &huawei.Android{Urgency: ptr("NORMAL")}}},
		}, []vendors.Token{"T1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t).Record(name)
			res, err := m.Open().Send(context.Background(), c.msg, c.tokens)
			if err != nil || len(res.Adjustments) > 0 {
				t.Errorf("%v; adjustments %+v for a message that fits", err, res.Adjustments)
			}
			want := recorded(t, name).Request
			m.SameRequest(m.To(pathSend)[0], want)
			if n := want.Header["Content-Length"]; n == "310" && len(m.To(pathSend)[0].Body) != 310 {
				t.Errorf("body has %d bytes, the printed one 310: %s", len(m.To(pathSend)[0].Body), m.To(pathSend)[0].Body)
			}
		})
	}
}

func TestVersion2SendsByProject(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-v2-ok", "topic-subscribe")
	s := m.Open(func(c *vendors.Config) { c.Credentials["api_version"] = huawei.APIv2 })
	accept(t, s, chat(), chatTokens())
	m.SameRequest(m.To("/v2/388421841222123456/messages:send")[0], recorded(t, "send-v2-ok").Request)
	if _, err := s.Subscribe(context.Background(), "weather", testTokens(1)); err != nil || len(m.To(pathSub)) != 1 {
		t.Errorf("topic calls have no version 2: %v, %d calls by client id", err, len(m.To(pathSub)))
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	refused := func(code string, status int, r vendors.Reason, retry vendors.Retry) vendors.Outcome {
		return vendors.Outcome{State: vendors.StateRefused, Reason: r, Code: code, HTTPStatus: status, Retry: retry}
	}
	dead := func(o vendors.Outcome) vendors.Outcome { o.TokenDead = true; return o }
	const never, backoff = vendors.RetryNever, vendors.RetryBackoff
	for name, want := range map[string]vendors.Outcome{
		"hw-1-success":           {State: vendors.StateAccepted, Code: "80000000", HTTPStatus: 200, MessageID: "166921245100000306000109"},
		"send-ok":                {State: vendors.StateAccepted, Code: "80000000", HTTPStatus: 200, MessageID: "176722920012300001000701"},
		"hw-3-all-invalid":       dead(refused("80300007", 200, vendors.ReasonTokenInvalid, never)),
		"send-all-invalid-400":   dead(refused("80300007", 400, vendors.ReasonTokenInvalid, never)),
		"hw-4-no-permission":     refused("80300002", 200, vendors.ReasonRightMissing, never),
		"hw-5-badge-range":       refused("80100003", 200, vendors.ReasonBadRequest, never),
		"hw-6-no-payload":        refused("80100003", 200, vendors.ReasonBadRequest, never),
		"send-too-large":         refused("80300008", 400, vendors.ReasonPayloadTooLarge, never),
		"send-sensitive":         refused("80100016", 400, vendors.ReasonContentFiltered, never),
		"send-no-high-right":     refused("80300011", 400, vendors.ReasonRightMissing, never),
		"send-internal-error":    refused("81000001", 500, vendors.ReasonVendorError, backoff),
		"send-oauth-unreachable": refused("80600003", 500, vendors.ReasonVendorError, backoff),
		"send-gateway-html":      {State: vendors.StateUnknown, Reason: vendors.ReasonVendorError, HTTPStatus: 502, Retry: backoff},
		"send-flow-control":      {State: vendors.StateRefused, Reason: vendors.ReasonQPS, HTTPStatus: 503, Retry: backoff, RetryAfter: 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t).Record(name)
			res, err := m.Open().Send(context.Background(), chat(), chatTokens())
			if err != nil {
				t.Fatal(err)
			}
			for i, got := range res.Outcomes {
				want.Token, want.Text = chatTokens()[i], got.Text // what Huawei writes there is not the subject
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("outcome %d (-want +got):\n%s", i, diff)
				}
			}
			if n := len(m.To(pathSend)); n != 1 {
				t.Errorf("%d calls, want 1", n)
			}
		})
	}
}

// 80100000 is success for all but the tokens that msg, JSON in a string, lists.
func TestPartialSuccessRefusesTheListedTokensOnly(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-partial")
	res, err := m.Open().Send(context.Background(), chat(), chatTokens())
	if err != nil {
		t.Fatal(err)
	}
	want := []vendors.Outcome{{
		Token: "IQAAAACy0demoTokenA001", State: vendors.StateAccepted, Code: "80100000", HTTPStatus: 200,
		MessageID: "176722920012300001000702",
	}, {
		Token: "IQAAAACy0demoTokenB002", State: vendors.StateRefused, Reason: vendors.ReasonTokenInvalid, Code: "80100000",
		HTTPStatus: 200, TokenDead: true, Retry: vendors.RetryNever,
	}}
	if diff := cmp.Diff(want, res.Outcomes); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}

func TestBroadcasts(t *testing.T) {
	t.Parallel()
	for name, to := range map[string]vendors.Audience{
		"send-topic":     {Any: []string{"weather"}},
		"send-condition": {Every: []string{"TopicA"}, Any: []string{"TopicB", "TopicC"}},
	} {
		m := newMock(t).Record(name)
		o, adjustments, err := m.Open().Broadcast(context.Background(), sale(), to)
		if err != nil || o.State != vendors.StateAccepted || o.MessageID != "176722920012300001000701" || len(adjustments) > 0 {
			t.Errorf("%s: %+v, %+v, %v", name, o, adjustments, err)
		}
		m.SameRequest(m.To(pathSend)[0], recorded(t, name).Request)
	}
	m := newMock(t).Record("send-too-many-topics")
	o, _, err := m.Open().Broadcast(context.Background(), sale(), vendors.Audience{Every: []string{"weather"}})
	if err != nil || o.Code != "80100017" || o.Reason != vendors.ReasonQPS || o.RetryAfter != time.Minute || o.Retry != vendors.RetryBackoff {
		t.Errorf("too many topic tasks: %+v, %v; want a pause of a minute", o, err)
	}
}

func TestTopicCalls(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	m := newMock(t).Record("topic-subscribe", "topic-subscribe-errors", "topic-unsubscribe", "topic-list")
	s := m.Open()
	tokens := []vendors.Token{"T1", "T2"}
	for _, c := range []struct {
		call func(context.Context, string, []vendors.Token) ([]vendors.Outcome, error)
		path string
		name string
	}{{s.Subscribe, pathSub, "topic-subscribe"}, {s.Unsubscribe, pathUnsub, "topic-unsubscribe"}} {
		outcomes, err := c.call(ctx, "weather", tokens)
		if err != nil || len(outcomes) != 2 || outcomes[0].State != vendors.StateAccepted || outcomes[1].State != vendors.StateAccepted {
			t.Errorf("%s: %+v, %v", c.name, outcomes, err)
		}
		m.SameRequest(m.To(c.path)[0], recorded(t, c.name).Request)
	}
	outcomes, err := s.Subscribe(ctx, "weather", tokens)
	if err != nil || outcomes[0].State != vendors.StateAccepted || outcomes[1].State != vendors.StateRefused ||
		outcomes[1].Reason != vendors.ReasonTokenInvalid || outcomes[1].Text != "token is invalid" || outcomes[1].TokenDead {
		t.Errorf("subscribe with one error: %+v, %v", outcomes, err)
	}
	topics, err := s.Topics(ctx, "T1")
	if diff := cmp.Diff([]huawei.Topic{{Name: "sports", AddDate: "2019-11-25"}}, topics); diff != "" || err != nil {
		t.Errorf("topics: %v (-want +got):\n%s", err, diff)
	}
	m.SameRequest(m.To(pathList)[0], recorded(t, "topic-list").Request)
}

func TestRefusedTopicCalls(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, code := range map[string]string{"hw-7-topic-partial": "82000010", "hw-7-topic-token-invalid": "82000012"} {
		outcomes, err := newMock(t).Record(name).Open().Subscribe(ctx, "weather", testTokens(2))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range outcomes {
			if o.State != vendors.StateRefused || o.Code != code || o.TokenDead {
				t.Errorf("%s: %+v, want refused with %s and not dead", name, o, code)
			}
		}
	}
	var refused *huawei.AnswerError
	_, err := newMock(t).Say(pathList, 400, coded("82000011", "token null")).Open().Topics(ctx, "")
	if !errors.As(err, &refused) || refused.Code != "82000011" {
		t.Errorf("topics of no token: %v, want an AnswerError with 82000011", err)
	}
}
