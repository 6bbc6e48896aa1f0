package huawei_test

import (
	"context"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/huawei/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
	"github.com/offpush/offpush/vendors/vendortest"
)

func TestRecall(t *testing.T) {
	t.Parallel()
	m := nextMock(t).Record("v3-revoke-ok")
	s := m.Open()
	o, err := s.Recall(context.Background(), "12345", nextTokens()[:1])
	if err != nil || o.State != vendors.StateAccepted {
		t.Errorf("recall: %+v, %v", o, err)
	}
	m.SameRequest(m.To(pathRevoke)[0], recorded(t, "v3-revoke-ok").Request)
	for name, c := range map[string]struct {
		id     string
		tokens []vendors.Token
	}{"a word": {"m-1", nextTokens()}, "nobody": {"7", nil}, "too many": {"7", testTokens(1001)}} {
		if _, err := s.Recall(context.Background(), c.id, c.tokens); err == nil {
			t.Errorf("%s is recalled", name)
		}
	}
	if _, err := newMock(t).Open().Recall(context.Background(), "7", chatTokens()); err == nil {
		t.Error("HMS recalls")
	}
}

// Recalls go by client id, and voice broadcasts have their own push-type.
func TestRecallOfVoiceByClientID(t *testing.T) {
	t.Parallel()
	own := serviceAccount()
	own["app_id"] = "104512399"
	m := vendortest.NewMock(t, vendortest.Recording[*huawei.Sender]{
		Open: huawei.New, Credentials: own, Get: exchanges.Get, At: time.Unix(1767225600, 0), Headers: []string{"push-type"},
	}).Record("v3-revoke-ok")
	o, err := m.Open().RecallVoice(context.Background(), "12345", nextTokens()[:1])
	if err != nil || o.State != vendors.StateAccepted {
		t.Fatalf("recall: %+v, %v", o, err)
	}
	if got := m.To(pathRevoke)[0].Header.Get("push-type"); got != "2" {
		t.Errorf("push-type %q, want 2", got)
	}
}

// Too many test messages are repeated after a minute.
func TestTestMessagesWait(t *testing.T) {
	t.Parallel()
	m := nextMock(t).Say(pathV3, 400, coded("80300029", "When send test message, the api request exceed limit."))
	res, err := m.Open().Send(context.Background(), chat(), nextTokens()[:1])
	if o := res.Outcomes[0]; err != nil || o.Retry != vendors.RetryBackoff || o.RetryAfter != time.Minute {
		t.Errorf("too many test messages: %+v, %v; want a pause of a minute", o, err)
	}
}
