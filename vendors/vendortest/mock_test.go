package vendortest_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
)

func recordings(name string) (exchange.Exchange, error) {
	bodies := map[string][2]string{
		"login": {`{"secret":"test-secret-of-the-toy-vendor"}`, `{"code":"0","token":"a-token"}`},
		"send":  {`{"title":"hello","to":["toy-000"]}`, `{"code":"0"}`},
	}
	b, ok := bodies[name]
	if !ok {
		return exchange.Exchange{}, fmt.Errorf("no exchange %s", name)
	}
	header := map[string]string{"Token": "a-token"}
	if name == "login" {
		header = nil
	}
	return exchange.Exchange{
		Request:  exchange.Request{Method: "POST", Host: "toy.example.com", Path: "/" + name, Header: header, Body: exchange.Body(b[0])},
		Response: exchange.Response{Status: 200, Body: exchange.Body(b[1])},
	}, nil
}

func newMock(t testing.TB) *vendortest.Mock[vendors.Sender] {
	return vendortest.NewMock(t, vendortest.Recording[vendors.Sender]{
		Open: func(cfg vendors.Config, rt http.RoundTripper) (vendors.Sender, error) {
			cfg.BaseURLs = map[string]string{"": "https://toy.example.com"}
			return openToy("")(cfg, rt)
		},
		Credentials: vendors.Credentials{"secret": "test-secret-of-the-toy-vendor"},
		Get:         recordings, At: time.Unix(1764000000, 0), Headers: []string{"Token"},
	})
}

func TestMockAnswersWhatWasRecorded(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("login", "send").Say("/send", 200, `{"code":"100"}`)
	s := m.Open()
	for i, want := range []string{"0", "100", "100"} { // the last answer stays
		res, err := m.Client(s).Send(context.Background(), &vendors.Message{ID: "m", Title: "hello"}, []vendors.Token{"toy-000"})
		if err != nil || res.Outcomes[0].Code != want {
			t.Errorf("send %d: %+v, %v, want code %s", i, res.Outcomes, err, want)
		}
	}
	if n := len(m.To("/send")); n != 3 || len(m.Seen()) != 4 || len(m.To("/sen")) != 0 {
		t.Errorf("%d requests to /send of %d", n, len(m.Seen()))
	}
	m.SameRequest(m.To("/login")[0], m.Recorded("login").Request)
	m.SameRequest(m.To("/send")[2], m.Recorded("send").Request)
	if m.Clock.Now() != time.Unix(1764000000, 0) || m.Logs() != "" {
		t.Errorf("clock %v, logs %q", m.Clock.Now(), m.Logs())
	}
}

func TestMockPrefersTheHost(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("login").Say("/send", 200, `{"code":"0"}`).Say("toy.example.com/send", 200, `{"code":"100"}`)
	res, err := m.Open().Send(context.Background(), &vendors.Message{Title: "hello"}, []vendors.Token{"toy-000"})
	if err != nil || res.Outcomes[0].Code != "100" {
		t.Errorf("%+v, %v, want the host's answer", res.Outcomes, err)
	}
}

func TestDifferencesFromARecordedRequest(t *testing.T) {
	t.Parallel()
	const form = "application/x-www-form-urlencoded; charset=UTF-8"
	sent := func(contentType, body string) vendortest.Sent {
		return vendortest.Sent{
			Method: "POST", Host: "toy.example.com", Path: "/send?x=1", Body: body,
			Header: http.Header{"Content-Type": {contentType}, "Token": {"t"}},
		}
	}
	want := func(contentType, body string) exchange.Request {
		return exchange.Request{
			Method: "POST", Host: "toy.example.com", Path: "/send?x=1", Body: exchange.Body(body),
			Header: map[string]string{"Content-Type": contentType, "Token": "t"},
		}
	}
	json1, form1 := `{"a":1,"b":[2]}`, `b=2&a=1&m=%7B%22x%22%3A+1%7D`
	same := [][2]string{{json1, `{"b":[2], "a":1.0}`}, {json1, `{"a":1,"b":[2],"c":3}`}, {form1, `a=1&b=2&m={"x":1}`}, {form1, `a=1&b=2&c=3&m={"x":1}`}, {"", ""}}
	for _, c := range same {
		kind := "application/json"
		if strings.Contains(c[0], "=") {
			kind = form
		}
		if failures := compare(sent(kind, c[1]), want(kind, c[0]), "c"); len(failures) != 0 {
			t.Errorf("%s and %s differ: %q", c[0], c[1], failures)
		}
	}
	for name, change := range map[string]func(*vendortest.Sent){
		"method": func(s *vendortest.Sent) { s.Method = "PUT" },
		"host":   func(s *vendortest.Sent) { s.Host = "other" },
		"query":  func(s *vendortest.Sent) { s.Path = "/send" },
		"header": func(s *vendortest.Sent) { s.Header.Set("Token", "u") },
		"value":  func(s *vendortest.Sent) { s.Body = `a=1&b=3&m={"x":1}` },
		"inner":  func(s *vendortest.Sent) { s.Body = `a=1&b=2&m={"x":2}` },
		"twice":  func(s *vendortest.Sent) { s.Body = `a=1&b=2&b=2&m={"x":1}` },
		"broken": func(s *vendortest.Sent) { s.Body = `a=%zz` },
	} {
		s := sent(form, form1)
		change(&s)
		if len(compare(s, want(form, form1))) == 0 {
			t.Errorf("another %s is not noticed", name)
		}
	}
}

// compare runs SameRequest against a recorder.
func compare(got vendortest.Sent, want exchange.Request, without ...string) []string {
	r := &recorder{}
	vendortest.CompareRequests(r, []string{"Token", "Content-Type"}, got, want, without)
	return r.failures
}

func TestBodiesAreDecoded(t *testing.T) {
	t.Parallel()
	if o := vendortest.Object(t, `{"a":1}`); o["a"] != 1.0 || vendortest.Object(t, "") != nil {
		t.Errorf("object %v", o)
	}
	if f := vendortest.Form(t, "a=1&a=2"); len(f["a"]) != 2 {
		t.Errorf("form %v", f)
	}
}
