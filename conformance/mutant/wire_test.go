package mutant

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
)

// endpoint is a vendor on the other side of a RoundTripper: it notes what arrives.
type endpoint struct {
	got    []string // method, path, content type, body
	answer func(n int, r *http.Request) (status int, body string)
}

func (e *endpoint) RoundTrip(r *http.Request) (*http.Response, error) {
	body := []byte{}
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	e.got = append(e.got, strings.TrimSpace(fmt.Sprint(r.Method, " ", r.URL.Path, " ", r.Header.Get("Content-Type"), " ", string(body))))
	status, text := 200, fmt.Sprintf(`{"n":%d}`, len(e.got))
	if e.answer != nil {
		status, text = e.answer(len(e.got), r)
	}
	return &http.Response{StatusCode: status, Header: http.Header{"Retry-After": {"7"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(text)), ContentLength: int64(len(text))}, nil
}

// call makes one request and gives "status retry-after body".
func call(t *testing.T, rt http.RoundTripper, method, path, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "http://toy.invalid"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := rt.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	got, _ := io.ReadAll(resp.Body)
	if r.Header.Get("Content-Type") != "application/json" {
		t.Error("the caller's request was changed")
	}
	return fmt.Sprint(resp.StatusCode, " ", resp.Header.Get("Retry-After"), " ", string(got))
}

func wantGot(t *testing.T, e *endpoint, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, e.got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestRewriteJSON(t *testing.T) {
	t.Parallel()
	e := &endpoint{}
	rt := RewriteJSON("/send", func(m map[string]any) { m["mode"] = 1 })(e)
	call(t, rt, "POST", "/message/send", `{"id":12345678901234567890,"text":"<b>"}`)
	call(t, rt, "POST", "/message/auth", `{"id":1}`)
	call(t, rt, "POST", "/message/send", `[1]`)
	wantGot(t, e, `POST /message/send application/json {"id":12345678901234567890,"mode":1,"text":"<b>"}`,
		`POST /message/auth application/json {"id":1}`, `POST /message/send application/json [1]`)
}

func TestRewriteJSONThatCannotBeWrittenChangesNothing(t *testing.T) {
	t.Parallel()
	e := &endpoint{}
	call(t, RewriteJSON("", func(m map[string]any) { m["x"] = func() {} })(e), "POST", "/send", `{"a":1}`)
	wantGot(t, e, `POST /send application/json {"a":1}`)
}

func TestRewriteHeaderAndResponse(t *testing.T) {
	t.Parallel()
	e := &endpoint{}
	rt := Chain(
		RewriteHeader("/send", func(h http.Header) { h.Set("Content-Type", "text/plain") }),
		RewriteResponse("/send", func(r *http.Response, b []byte) []byte { r.StatusCode = 201; return append(b, '!') }),
	)(e)
	if got := call(t, rt, "POST", "/send", "x"); got != `201 7 {"n":1}!` {
		t.Errorf("answer %q", got)
	}
	if got := call(t, rt, "POST", "/other", "x"); got != `200 7 {"n":2}` {
		t.Errorf("answer %q", got)
	}
	wantGot(t, e, "POST /send text/plain x", "POST /other application/json x")
}

func TestRetryAfterIgnored(t *testing.T) {
	t.Parallel()
	if got := call(t, RetryAfterIgnored().Transport(&endpoint{}), "POST", "/send", ""); got != `200  {"n":1}` {
		t.Errorf("answer %q", got)
	}
}

func TestNoRetryOn5xx(t *testing.T) {
	t.Parallel()
	e := &endpoint{answer: func(n int, _ *http.Request) (int, string) { return 500 + n, "broken" }}
	rt := NoRetryOn5xx().Transport(e)
	for range 3 {
		if got := call(t, rt, "POST", "/send", "x"); got != "501 7 broken" {
			t.Errorf("answer %q", got)
		}
	}
	call(t, rt, "POST", "/other", "y")
	wantGot(t, e, "POST /send application/json x", "POST /other application/json y")
}

func TestHammering(t *testing.T) {
	t.Parallel()
	e := &endpoint{answer: func(n int, _ *http.Request) (int, string) {
		if n < 4 {
			return 429, "slow down"
		}
		return 200, "ok"
	}}
	if got := call(t, Hammering().Transport(e), "POST", "/send", "x"); got != "200 7 ok" || len(e.got) != 4 {
		t.Errorf("answer %q after %d requests", got, len(e.got))
	}
	broken := &endpoint{answer: func(int, *http.Request) (int, string) { return 503, "no" }}
	call(t, Hammering().Transport(broken), "POST", "/send", "x")
	if len(broken.got) != hammerBlows || broken.got[hammerBlows-1] != "POST /send application/json x" {
		t.Errorf("%d requests, the last %q", len(broken.got), broken.got[len(broken.got)-1])
	}
}

func TestTokenNeverRefreshed(t *testing.T) {
	t.Parallel()
	e := &endpoint{answer: func(n int, _ *http.Request) (int, string) {
		if n == 1 {
			return 500, "not yet"
		}
		return 200, fmt.Sprint("token-", n)
	}}
	rt := TokenNeverRefreshed("/auth").Transport(e)
	var got []string
	for _, path := range []string{"/auth", "/auth", "/send", "/auth"} {
		got = append(got, call(t, rt, "POST", path, ""))
	}
	want := []string{"500 7 not yet", "200 7 token-2", "200 7 token-3", "200 7 token-2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

func TestLoginEverySend(t *testing.T) {
	t.Parallel()
	e := &endpoint{}
	rt := LoginEverySend("/auth").Transport(e)
	call(t, rt, "POST", "/send", "0")
	call(t, rt, "POST", "/auth", "me")
	call(t, rt, "POST", "/send", "1")
	call(t, rt, "POST", "/send", "2")
	wantGot(t, e, "POST /send application/json 0", "POST /auth application/json me",
		"POST /auth application/json me", "POST /send application/json 1",
		"POST /auth application/json me", "POST /send application/json 2")
}

func TestFreshMember(t *testing.T) {
	t.Parallel()
	e := &endpoint{}
	m := FreshMember("/send", "requestId")
	rt := m.Transport(e)
	call(t, rt, "POST", "/send", `{"requestId":"r"}`)
	call(t, rt, "POST", "/send", `{"requestId":"r"}`)
	call(t, rt, "POST", "/send", `{"other":1}`)
	wantGot(t, e, `POST /send application/json {"requestId":"fresh-1"}`, `POST /send application/json {"requestId":"fresh-2"}`,
		`POST /send application/json {"other":1}`)
	if m.Name != "fresh-requestid" {
		t.Errorf("name %q", m.Name)
	}
}

func TestJSONAsForm(t *testing.T) {
	t.Parallel()
	e := &endpoint{}
	rt := JSONAsForm().Transport(e)
	call(t, rt, "POST", "/send", `{"title":"a b","n":1}`)
	call(t, rt, "GET", "/status", "")
	wantGot(t, e, "POST /send application/x-www-form-urlencoded n=1&title=a+b", "GET /status application/json")
}

// idle notes that its connections were let go.
type idle struct {
	endpoint
	closed bool
}

func (i *idle) CloseIdleConnections() { i.closed = true }

func TestIdleConnectionsAreLetGo(t *testing.T) {
	t.Parallel()
	e := &idle{}
	m := OnWire("x", vendors.Text{}, RewriteHeader("", func(http.Header) {}))
	(&http.Client{Transport: m.Transport(e)}).CloseIdleConnections()
	if !e.closed {
		t.Error("idle connections stay open behind a mutant")
	}
}
