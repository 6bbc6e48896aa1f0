package huawei_test

import (
	"context"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"

	"github.com/offpush/offpush/vendors"
)

func TestClientSplitsAndKeepsWhatEachPartWasTold(t *testing.T) {
	t.Parallel()
	tokens := testTokens(2500)
	bad := map[string]bool{string(tokens[0]): true, string(tokens[1700]): true}
	m := mute(t)
	var mu sync.Mutex
	var sizes []int
	m.RT.RegisterResponder(http.MethodPost, `=~/token$`, httpmock.NewStringResponder(200, `{"access_token":"test-token","expires_in":3600}`))
	m.RT.RegisterResponder(http.MethodPost, `=~/messages:send$`, func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		to, listed := targets(body), []string(nil)
		for _, token := range to {
			if bad[token] {
				listed = append(listed, token)
			}
		}
		mu.Lock()
		sizes = append(sizes, len(to))
		mu.Unlock()
		if listed == nil {
			return httpmock.NewStringResponse(200, success), nil
		}
		return httpmock.NewStringResponse(200, illegal(len(to)-len(listed), listed...)), nil
	})
	res, err := m.Client(m.Open()).Send(context.Background(), sale(), tokens)
	if err != nil || len(res.Outcomes) != len(tokens) || len(sizes) != 3 {
		t.Fatalf("%d outcomes in calls of %v, %v", len(res.Outcomes), sizes, err)
	}
	for i, o := range res.Outcomes {
		if o.Token != tokens[i] || o.TokenDead != bad[string(tokens[i])] || (o.State == vendors.StateAccepted) == o.TokenDead {
			t.Errorf("outcome %d of %s: %+v", i, tokens[i], o)
		}
	}
	for _, n := range sizes {
		if n > 1000 {
			t.Errorf("a call of %d tokens", n)
		}
	}
}

func TestClientHalvesWhatHuaweiFindsTooMany(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathSend, 200, coded("80300010", "too many tokens")).Record("send-ok")
	res, err := m.Client(m.Open()).Send(context.Background(), sale(), testTokens(4))
	if err != nil || res.Accepted() != 4 {
		t.Errorf("%+v, %v", res.Outcomes, err)
	}
}

func TestClientWaitsAsHuaweiAsks(t *testing.T) {
	t.Parallel()
	for name, least := range map[string]time.Duration{
		"send-flow-control": 2 * time.Second, "send-internal-error": 500 * time.Millisecond, "send-gateway-html": 500 * time.Millisecond,
	} {
		m := newMock(t).Record(name, "send-ok")
		before := m.Clock.Now()
		res, err := m.Client(m.Open()).Send(context.Background(), chat(), chatTokens())
		if err != nil || res.Accepted() != 2 || len(m.To(pathSend)) != 2 {
			t.Errorf("%s: %+v, %v, %d calls; want success at the second", name, res.Outcomes, err, len(m.To(pathSend)))
		}
		if waited := m.Clock.Now().Sub(before); waited < least {
			t.Errorf("%s: repeated after %v, want at least %v", name, waited, least)
		}
	}
}

// A service message without a category goes out as marketing: a preflight says so.
func TestPreflightTellsWhatWouldChange(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	c := m.Client(m.Open())
	if findings := c.Preflight(chat()); len(findings) != 0 {
		t.Errorf("findings %+v for a message that fits", findings)
	}
	unrighted := chat()
	unrighted.Category = ""
	if findings := c.Preflight(unrighted); len(findings) != 1 || findings[0].Field != "class" {
		t.Errorf("findings %+v, want one about the class", findings)
	}
}
