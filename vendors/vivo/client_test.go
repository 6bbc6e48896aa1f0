package vivo_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

// These tests hold the client to what vivo asks of senders, with vivo's facts.

func through(t *testing.T, c *client.Client, msg *vendors.Message, tokens []vendors.Token) vendors.Result {
	t.Helper()
	res, err := c.Send(context.Background(), msg, tokens)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestCampaignStoresOneBody(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("saveListPayload-ok", "pushToList-ok")
	res := through(t, m.Client(m.Open()), sale(""), testTokens(2001))
	if saves, lists := len(m.To(pathSave)), len(m.To(pathList)); saves != 1 || lists != 3 || res.Accepted() != 2001 {
		t.Errorf("2001 tokens: %d saves, %d pushes, %d accepted; want 1, 3, all", saves, lists, res.Accepted())
	}
}

func TestOperationalQuotaStopsOperationalOnly(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-quota-operational", "send-ok", "saveListPayload-ok", "pushToList-ok")
	c := m.Client(m.Open())
	if o := through(t, c, sale("1"), testTokens(1)).Outcomes[0]; o.Code != "10070" || o.RetryAfter != 24*time.Hour {
		t.Errorf("%+v, want 10070 until midnight, a day away", o)
	}
	for _, n := range []int{1, 2} {
		if o := through(t, c, sale("2"), testTokens(n)).Outcomes[0]; o.State != vendors.StateSuppressed {
			t.Errorf("operational to %d tokens: %+v", n, o)
		}
	}
	if len(m.To(pathSend)) != 1 || len(m.To(pathSave)) != 0 {
		t.Error("operational messages still went out after 10070")
	}
	if res := through(t, c, order(), testTokens(1)); res.Accepted() != 1 {
		t.Errorf("system message after 10070: %+v", res.Outcomes)
	}
	m.Clock.Advance(24 * time.Hour)
	if res := through(t, c, sale("3"), testTokens(1)); res.Accepted() != 1 {
		t.Errorf("operational after midnight: %+v", res.Outcomes)
	}
}

func TestStoredBodyQuotaStopsSavesOnly(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("saveListPayload-quota", "send-ok")
	c := m.Client(m.Open())
	through(t, c, sale("1"), testTokens(2))
	if o := through(t, c, order(), testTokens(2)).Outcomes[0]; o.State != vendors.StateSuppressed || len(m.To(pathSave)) != 1 {
		t.Errorf("list after 10252: %+v, %d saves", o, len(m.To(pathSave)))
	}
	if res := through(t, c, sale("2"), testTokens(1)); res.Accepted() != 1 {
		t.Errorf("single after 10252: %+v", res.Outcomes)
	}
}

func TestPushToAllQuotaStopsPushToAllOnly(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("all-twice", "send-ok")
	c := m.Client(m.Open())
	ctx := context.Background()
	for range 2 {
		if _, _, err := c.Broadcast(ctx, sale("x"), vendors.Audience{All: true}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(m.To("/message/all")); n != 1 {
		t.Errorf("%d pushes to all after 10254, want none more", n-1)
	}
	if res := through(t, c, sale("y"), testTokens(1)); res.Accepted() != 1 {
		t.Errorf("single after 10254: %+v", res.Outcomes)
	}
}

func TestServerErrorIsRepeatedUnderTheSameRequestID(t *testing.T) {
	t.Parallel()
	for _, first := range []string{"http-500", "send-too-fast"} {
		m := newMock(t).Record(first, "send-ok")
		msg := order()
		msg.ID = ""
		if res := through(t, m.Client(m.Open()), msg, testTokens(1)); res.Accepted() != 1 {
			t.Errorf("%s, then success: %+v", first, res.Outcomes)
		}
		sends := m.To(pathSend)
		if len(sends) != 2 || sends[0].Body != sends[1].Body {
			t.Errorf("%s: %d sends, want the same body twice", first, len(sends))
		}
		if slept := m.Clock.Slept(); len(slept) != 1 || slept[0] != time.Second {
			t.Errorf("%s: pauses %v, want 1 s", first, slept)
		}
	}
}

func TestNightStopsOperationalUntilMorning(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-outside-hours", "send-ok")
	m.Clock.Advance(time.Date(2025, 11, 25, 15, 30, 0, 0, time.UTC).Sub(m.Clock.Now())) // 23:30
	c := m.Client(m.Open())
	through(t, c, sale("1"), testTokens(1))
	if o := through(t, c, sale("2"), testTokens(1)).Outcomes[0]; o.State != vendors.StateSuppressed || o.RetryAfter != 7*time.Hour+30*time.Minute {
		t.Errorf("operational at 23:30 after 10071: %+v", o)
	}
	if res := through(t, c, order(), testTokens(1)); res.Accepted() != 1 {
		t.Errorf("system at 23:30: %+v", res.Outcomes)
	}
	m.Clock.Advance(7*time.Hour + 30*time.Minute)
	if res := through(t, c, sale("3"), testTokens(1)); res.Accepted() != 1 {
		t.Errorf("operational at 07:00: %+v", res.Outcomes)
	}
}

func TestNotATestDeviceIsNeitherDeadNorRepeated(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-not-test-device")
	msg := order()
	msg.Test = true
	o := through(t, m.Client(m.Open()), msg, testTokens(1)).Outcomes[0]
	if o.TokenDead || o.Reason != vendors.ReasonNotTestDevice || len(m.To(pathSend)) != 1 || o.HTTPStatus != http.StatusOK {
		t.Errorf("%+v after %d sends", o, len(m.To(pathSend)))
	}
}

func TestPreflightWithVivosFacts(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	msg := sale("x")
	msg.Title = "四十一个字的标题四十一个字的标题四十一个字的标题四十一个字的标题四十一个字的标题一二"
	msg.Category = "IM"
	findings := m.Client(m.Open()).Preflight(msg)
	got := map[string]client.Severity{}
	for _, f := range findings {
		got[f.Field] = f.Severity
	}
	if got["title"] != client.SeverityWarning || got["category"] != client.SeverityError || len(m.Seen()) != 0 {
		t.Errorf("findings %+v", findings)
	}
}
