package meizu_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
	"github.com/offpush/offpush/vendors/meizu"
)

// These tests hold the client to what Meizu asks of senders, with Meizu's facts.

func through(t *testing.T, c *client.Client, msg *vendors.Message, tokens []vendors.Token) vendors.Result {
	t.Helper()
	res, err := c.Send(context.Background(), msg, tokens)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestACallTakesAHundred(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("push-ok")
	s := m.Open()
	if res, _ := s.Send(context.Background(), order(), testTokens(101)); res.Outcomes[0].State != vendors.StateRejected || res.Outcomes[0].Retry != vendors.RetrySplit {
		t.Errorf("101 tokens without a client: %+v", res.Outcomes[0])
	}
	res := through(t, m.Client(s), order(), testTokens(101))
	sizes := []int{}
	for _, r := range m.To(pathPush) {
		sizes = append(sizes, strings.Count(field(t, r.Body, "pushIds"), ",")+1)
	}
	if res.Accepted() != 101 || len(sizes) != 2 || max(sizes[0], sizes[1]) > 100 || sizes[0]+sizes[1] != 101 {
		t.Errorf("101 tokens went out as %v, %d accepted; want two calls of at most 100, all accepted", sizes, res.Accepted())
	}
}

func TestCampaignIsOneTask(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("task-create", "task-push")
	res := through(t, m.Client(m.Open()), sale(meizu.Options{Task: ptr(true)}), testTokens(250))
	if tasks, pushes := len(m.To(pathTask)), len(m.To(pathTaskPush)); tasks != 1 || pushes != 3 || res.Accepted() != 250 {
		t.Errorf("250 tokens: %d tasks, %d pushes, %d accepted; want 1, 3, all", tasks, pushes, res.Accepted())
	}
}

// TestRateIsWaitedForAndASwitchIsNot: the two meanings of 110010.
func TestRateIsWaitedForAndASwitchIsNot(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.Say(pathPush, 200, string(m.Recorded("mz-5-rate").Response.Body)).Record("push-ok")
	if res := through(t, m.Client(m.Open()), order(), []vendors.Token{goodID}); res.Accepted() != 1 {
		t.Errorf("too fast, then success: %+v", res.Outcomes)
	}
	if slept := m.Clock.Slept(); len(slept) != 1 || slept[0] != time.Second {
		t.Errorf("pauses %v, want 1 s", slept)
	}
	off := newMock(t).Record("push-switch-off")
	o := through(t, off.Client(off.Open()), order(), []vendors.Token{named(off.Recorded("push-switch-off"))}).Outcomes[0]
	if o.Reason != vendors.ReasonNotifySwitchOff || o.TokenDead || len(off.Seen()) != 1 {
		t.Errorf("switched off: %+v after %d requests", o, len(off.Seen()))
	}
}

func TestOnlyTheFailedTargetIsRepeated(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathPush, 200, `{"code":"200","message":"","value":{"519":["`+deadID+`"]},"redirect":"","msgId":"a"}`).Record("push-ok")
	res := through(t, m.Client(m.Open()), order(), []vendors.Token{goodID, deadID})
	if res.Accepted() != 2 || len(m.Seen()) != 2 || field(t, m.Seen()[1].Body, "pushIds") != deadID {
		t.Errorf("%+v after %d requests, the last to %q", res.Outcomes, len(m.Seen()), field(t, m.Seen()[len(m.Seen())-1].Body, "pushIds"))
	}
}

func TestStateOfNoAnswer(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]vendors.State{
		"":                                     vendors.StateUnknown,
		"<html>":                               vendors.StateUnknown,
		`{"message":"","value":{}}`:            vendors.StateUnknown,
		`{"code":200,"message":"","value":{}}`: vendors.StateAccepted, // a number is read too
		`{"code":"200","value":[]}`:            vendors.StateAccepted,
		`{"code":"200","value":true}`:          vendors.StateAccepted,
		`{"code":"1005","value":""}`:           vendors.StateRefused,
	} {
		m := newMock(t).Say(pathPush, 200, body)
		res, err := m.Open().Send(context.Background(), order(), []vendors.Token{goodID})
		if err != nil || res.Outcomes[0].State != want {
			t.Errorf("%q: %+v, %v; want %s", body, res.Outcomes, err, want)
		}
	}
}

// TestALostAnswerIsNotRepeated: Meizu drops no repetition, and would show the message
// twice. Making a task rings nowhere and may be repeated.
func TestALostAnswerIsNotRepeated(t *testing.T) {
	t.Parallel()
	var pushes, tasks atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		switch {
		case r.URL.Path != pathTask:
			pushes.Add(1)
		case tasks.Add(1) > 1:
			_, _ = io.WriteString(w, `{"code":"200","message":"","value":{"taskId":20457,"pushType":0,"appId":125001},"redirect":""}`)
			return
		}
		panic(http.ErrAbortHandler) // it was taken, and the connection ends
	}))
	t.Cleanup(server.Close)
	m := newMock(t)
	open := func(u string) *meizu.Sender {
		s, err := meizu.New(vendors.Config{Credentials: testCredentials(), BaseURLs: map[string]string{"": u}, Clock: m.Clock}, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	for name, msg := range map[string]*vendors.Message{"push": order(), "task": sale(meizu.Options{Task: ptr(true)})} {
		pushes.Store(0)
		res, err := m.Client(open(server.URL)).Send(context.Background(), msg, []vendors.Token{goodID})
		if err == nil || res.Outcomes[0].State != vendors.StateUnknown || res.Outcomes[0].Retryable() || pushes.Load() != 1 {
			t.Errorf("%s: %+v, %v after %d pushes; want unknown for good after one", name, res.Outcomes, err, pushes.Load())
		}
	}
	if n := tasks.Load(); n != 2 {
		t.Errorf("%d tasks asked for, want 2: the first answer was lost", n)
	}
	o, _, err := open(server.URL).Broadcast(context.Background(), sale(meizu.Options{}), vendors.Audience{All: true})
	if err == nil || o.State != vendors.StateUnknown || o.Retryable() {
		t.Errorf("broadcast: %+v, %v; want unknown for good", o, err)
	}
	if res, err := open("http://127.0.0.1:1").Send(context.Background(), order(), []vendors.Token{goodID}); err == nil || !res.Outcomes[0].Retryable() {
		t.Errorf("nobody there: %+v, %v; want an outcome that may be repeated", res.Outcomes, err)
	}
}
