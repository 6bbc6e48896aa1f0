package xiaomi_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
	"github.com/offpush/offpush/vendors/xiaomi"
)

const regid = vendors.Token("b2cJtCY9u4uMBPn+oE/GftQn9JQXIE12FbO5wg7XAnY=")

// What the recordings leave to Xiaomi's defaults and this sender always says.
func ours() []string {
	return []string{"extra.jobkey", "notify_id", "notify_type", "pass_through", "extra.notify_effect"}
}

func order() *vendors.Message {
	show := true
	return &vendors.Message{
		ID: "A1024", Title: "订单已发货", Body: "您的订单A1024已由顺丰揽收", Class: vendors.ClassTransactional, Category: "order",
		Channel: "135001", Data: map[string]string{"orderId": "A1024"}, TTL: 24 * time.Hour, Collapse: "1024", Foreground: &show,
		Receipt: &vendors.Receipt{URL: "https://push.example.com/mi/receipt", Param: "A1024"},
	}
}

func match() *vendors.Message {
	return &vendors.Message{Title: "今晚比赛", Body: "20:00 决赛开始", Class: vendors.ClassMarketing, Channel: "135002"}
}

// The documented request, member by member, and the sender's own jobkey beside it.
func TestSendIsTheDocumentedRequest(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	res, err := m.Open().Send(context.Background(), order(), []vendors.Token{regid})
	if err != nil {
		t.Fatal(err)
	}
	m.SameRequest(m.To(pathSend)[0], m.Recorded("send-ok").Request, "extra.jobkey")
	want := []vendors.Outcome{{
		Token: regid, State: vendors.StateAccepted, Code: "0", Text: "成功", HTTPStatus: 200,
		MessageID: "sdm57188795000000273KF", LogID: "Xdm57188795000000242Ut",
	}}
	if diff := cmp.Diff(want, res.Outcomes); diff != "" || len(res.Adjustments) != 0 {
		t.Errorf("adjustments %+v, outcomes (-want +got):\n%s", res.Adjustments, diff)
	}
	if key := vendortest.Form(t, m.To(pathSend)[0].Body).Get("extra.jobkey"); key != "A1024" {
		t.Errorf("jobkey %q, want the message's ID", key)
	}
}

func TestOtherFormsAreTheDocumentedRequests(t *testing.T) {
	t.Parallel()
	later := int64(1796130000000)
	for name, c := range map[string]struct {
		msg  *vendors.Message
		send func(context.Context, *xiaomi.Sender, *vendors.Message) (vendors.State, error)
	}{
		"alias-ok": {&vendors.Message{Title: "审批提醒", Body: "您有一条待审批的请假申请", Channel: "135001", Class: vendors.ClassTransactional},
			func(ctx context.Context, s *xiaomi.Sender, m *vendors.Message) (vendors.State, error) {
				res, err := s.SendToAliases(ctx, m, []vendors.Token{"user_1001", "user_1002"})
				return res.Outcomes[1].State, err
			}},
		"topic-ok":    {match(), broadcast(vendors.Audience{Any: []string{"sports"}})},
		"multi-topic": {match(), broadcast(vendors.Audience{Every: []string{"sports", "beijing"}})},
		"all-scheduled": {&vendors.Message{
			Title: "系统维护通知", Body: "今晚23:00起维护30分钟", Class: vendors.ClassMarketing, Channel: "135002",
			Overrides: []vendors.Override{xiaomi.Options{TimeToSend: &later}},
		}, broadcast(vendors.Audience{All: true})},
		"send-template": {&vendors.Message{
			Class: vendors.ClassTransactional, Channel: "135001",
			Template: &vendors.Template{ID: "T10086", TitleArgs: map[string]string{"order": "A1024"}, BodyArgs: map[string]string{"carrier": "顺丰"}},
		}, func(ctx context.Context, s *xiaomi.Sender, m *vendors.Message) (vendors.State, error) {
			res, err := s.Send(ctx, m, []vendors.Token{regid})
			return res.Outcomes[0].State, err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t).Record(name)
			want := m.Recorded(name).Request
			state, err := c.send(context.Background(), m.Open(), c.msg)
			if err != nil || state != vendors.StateAccepted {
				t.Fatalf("state %q, %v", state, err)
			}
			m.SameRequest(m.To(want.Path)[0], want, ours()...)
		})
	}
}

func broadcast(to vendors.Audience) func(context.Context, *xiaomi.Sender, *vendors.Message) (vendors.State, error) {
	return func(ctx context.Context, s *xiaomi.Sender, m *vendors.Message) (vendors.State, error) {
		o, _, err := s.Broadcast(ctx, m, to)
		return o.State, err
	}
}

// TestAnswers: what each recorded answer to a send becomes.
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
	const refused, never = vendors.StateRefused, vendors.RetryNever
	for name, w := range map[string]want{
		"mi-2-regid-ok":         {vendors.StateAccepted, "", "", "0", false, 0},
		"send-no-valid-targets": {refused, never, vendors.ReasonTokenInvalid, "20301", true, 0},
		"send-wrong-secret":     {refused, never, vendors.ReasonCredentialWrong, "21301", false, 0},
		"send-no-header":        {refused, never, vendors.ReasonCredentialWrong, "21301", false, 0},
		"send-empty-title":      {refused, never, vendors.ReasonBadRequest, "65011", false, 0},
		"send-wrong-package":    {refused, never, vendors.ReasonPackageMismatch, "22022", false, 0},
		"send-invalid-channel":  {refused, never, vendors.ReasonChannelInvalid, "27001", false, 0},
		"send-exceed-quota":     {refused, vendors.RetryNextDay, vendors.ReasonQuotaAppDay, "200001", false, 0},
		"send-too-fast":         {refused, vendors.RetryBackoff, vendors.ReasonQPS, "200002", false, time.Second},
		"send-busy":             {refused, vendors.RetryBackoff, vendors.ReasonVendorError, "10002", false, 0},
		"send-bad-request-400":  {refused, never, vendors.ReasonBadRequest, "", false, 0},
		"send-unavailable-503":  {refused, vendors.RetryBackoff, vendors.ReasonVendorError, "", false, 0},
		"send-gateway-html":     {vendors.StateUnknown, vendors.RetryBackoff, vendors.ReasonVendorError, "", false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t)
			e := m.Recorded(name)
			m.Say(pathSend, e.Response.Status, string(e.Response.Body))
			res, err := m.Open().Send(context.Background(), order(), []vendors.Token{regid})
			if err != nil || len(res.Outcomes) != 1 {
				t.Fatalf("%+v, %v", res, err)
			}
			o := res.Outcomes[0]
			if diff := cmp.Diff(w, want{o.State, o.Retry, o.Reason, o.Code, o.TokenDead, o.RetryAfter}, cmp.AllowUnexported(want{})); diff != "" {
				t.Errorf("outcome %+v (-want +got):\n%s", o, diff)
			}
			if len(m.To(pathSend)) != 1 {
				t.Errorf("%d requests, want one: an error code is never repeated by the driver", len(m.To(pathSend)))
			}
		})
	}
}

func TestBadIDsAreRefusedAndTheOthersAccepted(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"recorded":         "",
		"JSON list":        `{"code":0,"data":{"id":"x","bad_regids":["AAAA1111","BBBB2222"]}}`,
		"another spelling": `{"code":"0","data":{"id":"x","bad_regIds":"AAAA1111, BBBB2222"}}`,
		"one not sent":     `{"code":0,"data":{"id":"x","bad_regids":"AAAA1111,BBBB2222,CCCC3333"}}`,
	} {
		m := newMock(t)
		if body == "" {
			m.Record("send-partial")
		} else {
			m.Say(pathSend, 200, body)
		}
		res, err := m.Open().Send(context.Background(), order(), []vendors.Token{regid, "AAAA1111", "BBBB2222"})
		if err != nil {
			t.Fatal(err)
		}
		if o := res.Outcomes[0]; o.State != vendors.StateAccepted || o.MessageID == "" {
			t.Errorf("%s: %+v, want accepted", name, o)
		}
		for _, o := range res.Outcomes[1:] {
			if o.State != vendors.StateRefused || !o.TokenDead || o.Reason != vendors.ReasonTokenInvalid || o.Code != "bad_regids" || o.MessageID != "" {
				t.Errorf("%s: %+v, want refused and dead", name, o)
			}
		}
		if (name == "one not sent") != (m.Logs() != "" && contains(m.Logs(), "targets that were not sent")) {
			t.Errorf("%s: logs %s", name, m.Logs())
		}
	}
}

// Whether a code in no table is worth another try is judged by its range.
func TestUnlistedCodes(t *testing.T) {
	t.Parallel()
	for code, w := range map[string]vendors.Retry{
		"66999": vendors.RetryNever, "10000": vendors.RetryNever, "9999": vendors.RetryBackoff, "77": vendors.RetryBackoff,
	} {
		m := newMock(t).Say(pathSend, 200, refusal(code, "?"))
		res, err := m.Open().Send(context.Background(), order(), []vendors.Token{regid})
		if o := res.Outcomes[0]; err != nil || o.State != vendors.StateRefused || o.TokenDead || o.Reason != vendors.ReasonVendorError || o.Retry != w {
			t.Errorf("%s: %+v, %v, want the vendor's error and %s", code, o, err, w)
		}
	}
}

// A body counts with HTTP 200, and a wrong secret with 401 too.
func TestCodesWithAnotherStatus(t *testing.T) {
	t.Parallel()
	type want struct {
		state vendors.State
		why   vendors.Reason
		retry vendors.Retry
	}
	const refused, lost, backoff, never = vendors.StateRefused, vendors.StateUnknown, vendors.RetryBackoff, vendors.RetryNever
	for _, c := range []struct {
		status int
		body   string
		want   want
	}{
		{503, refusal("20301", "No valid targets!"), want{refused, vendors.ReasonVendorError, backoff}},
		{500, refusal("200001", "exceed quota"), want{refused, vendors.ReasonVendorError, backoff}},
		{502, refusal("10017", "?"), want{lost, vendors.ReasonVendorError, backoff}},
		{400, refusal("10002", "Service is busy."), want{refused, vendors.ReasonBadRequest, never}},
		{404, refusal("10001", "?"), want{refused, vendors.ReasonBadRequest, never}},
		{429, refusal("200002", "exceed qps"), want{refused, vendors.ReasonQPS, never}},
		{302, success, want{refused, vendors.ReasonVendorError, never}},
		{201, success, want{lost, vendors.ReasonVendorError, never}},
		{401, refusal("21301", "Invalid application secret."), want{refused, vendors.ReasonCredentialWrong, never}},
		{401, refusal("20301", "No valid targets!"), want{refused, vendors.ReasonCredentialWrong, never}},
	} {
		m := newMock(t).Say(pathSend, c.status, c.body)
		res, err := m.Open().Send(context.Background(), order(), []vendors.Token{regid})
		if err != nil {
			t.Fatal(err)
		}
		o := res.Outcomes[0]
		if got := (want{o.State, o.Reason, o.Retry}); got != c.want || o.TokenDead {
			t.Errorf("HTTP %d %s: %+v (dead %t), want %+v and alive", c.status, c.body, got, o.TokenDead, c.want)
		}
	}
}

// The same code means two things, and only the reason tells.
func TestNotSentForTheServersReasons(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathSend, 200, refusal("20301", "internal failure"))
	res, err := m.Open().Send(context.Background(), order(), []vendors.Token{regid})
	if o := res.Outcomes[0]; err != nil || o.TokenDead || o.Reason != vendors.ReasonVendorError || o.Retry != vendors.RetryBackoff {
		t.Errorf("%+v, %v, want the server's error and a living token", o, err)
	}
}

func TestSendEach(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("multi-ok")
	msg := &vendors.Message{
		ID: "1024", Title: "订单已发货", Body: "您的订单A1024已由顺丰揽收", Class: vendors.ClassTransactional, Channel: "135001",
		Overrides: []vendors.Override{xiaomi.Options{Payload: ptr("A1024")}},
	}
	res, err := m.Open().SendEach(context.Background(), []vendors.Mail{{Message: msg, Token: regid}})
	if err != nil || res.Accepted() != 1 || res.Outcomes[0].MessageID != "sdm57188795000000273KF" {
		t.Fatalf("%+v, %v", res, err)
	}
	want, got := elements(t, m.Recorded("multi-ok").Request), elements(t, exchange.Request{Body: exchange.Body(m.To(pathEach)[0].Body)})
	extra := got[0]["message"].(map[string]any)["extra"].(map[string]any)
	for _, key := range []string{"jobkey", "notify_effect"} {
		delete(extra, key)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messages (-recorded +sent):\n%s", diff)
	}
}

func elements(t *testing.T, r exchange.Request) []map[string]any {
	t.Helper()
	var out []map[string]any
	if err := json.Unmarshal([]byte(vendortest.Form(t, string(r.Body)).Get("messages")), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// Two without a channel and three of 135002 were over the total, and all of them were.
func TestSendEachOverTheQuota(t *testing.T) {
	t.Parallel()
	mail := func(channel string) vendors.Mail {
		m := match()
		m.Channel = channel
		return vendors.Mail{Message: m, Token: vendors.Token("t" + channel)}
	}
	m := newMock(t).Record("multi-exceed-quota").Say(pathEach, 200, `{"code":0,"data":{"id":"x","channel_exceed_quota":"135002:1"}}`)
	s := m.Open()
	res, err := s.SendEach(context.Background(), []vendors.Mail{mail(""), mail(""), mail("135002"), mail("135002"), mail("135002"), mail("135001")})
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range res.Outcomes[:5] {
		if o.State != vendors.StateRefused || o.Reason != vendors.ReasonQuotaAppDay || o.Retry != vendors.RetryNextDay || o.Code != "channel_exceed_quota" {
			t.Errorf("message %d: %+v, want over the quota", i, o)
		}
	}
	if o := res.Outcomes[5]; o.State != vendors.StateAccepted {
		t.Errorf("private message: %+v, want accepted", o)
	}
	// One of two: nobody knows which, and repeating both would ring twice on one phone.
	res, err = s.SendEach(context.Background(), []vendors.Mail{mail("135002"), mail("135002")})
	for _, o := range res.Outcomes {
		if err != nil || o.State != vendors.StateUnknown || o.Reason != vendors.ReasonQuotaAppDay || o.Retry != vendors.RetryNever {
			t.Errorf("one of two: %+v, %v, want unknown", o, err)
		}
	}
}
