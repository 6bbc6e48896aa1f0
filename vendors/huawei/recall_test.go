package huawei_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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

// A sender that is asked what it can do has the calls of its protocol alone.
func TestOpenedSenders(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		credentials vendors.Credentials
		want        []string
	}{
		"HMS":       {testCredentials(), []string{"send", "dry-run", "broadcast", "topics", "topic-list"}},
		"HarmonyOS": {serviceAccount(), []string{"send", "dry-run", "recall"}},
	} {
		s, err := huawei.Open(vendors.Config{Credentials: c.credentials}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range vendors.AbilitiesOf(s) {
			got = append(got, a.Word)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if _, ok := s.(vendors.Classifier); !ok {
			t.Errorf("%s: the class of a message cannot be asked", name)
		}
		if text := fmt.Sprintf("%v %#v", s, s); !strings.HasPrefix(text, "huawei.Sender(") {
			t.Errorf("%s: it prints as %s", name, text)
		}
		if err := s.(io.Closer).Close(); err != nil {
			t.Errorf("%s: close: %v", name, err)
		}
	}
}
