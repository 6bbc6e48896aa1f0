package vendortest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"weak"

	"go.uber.org/goleak"

	"github.com/offpush/offpush/vendors"
)

// quoting fails every request but logins with an error that quotes it in full, as
// careless proxies and debug transports do.
type quoting struct {
	next    http.RoundTripper
	isLogin func(*http.Request) bool
}

func (q quoting) RoundTrip(r *http.Request) (*http.Response, error) {
	if q.isLogin != nil && q.isLogin(r) {
		return q.next.RoundTrip(r)
	}
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		_ = r.Body.Close()
	}
	return nil, fmt.Errorf("proxy refused %s %s %v %s", r.Method, r.URL, r.Header, body)
}

// credentials are the app's secret ones.
func (h Harness) credentials() []string {
	var out []string
	for name, v := range h.Credentials {
		if !slices.Contains(h.Public, name) {
			out = append(out, v.Reveal())
		}
	}
	return out
}

// secrets are the values that must never be seen: the credentials and the access
// tokens the clause's few logins hand out.
func (h Harness) secrets() []string {
	out := h.credentials()
	for n := 1; n <= 3; n++ {
		out = append(out, accessToken(n))
	}
	return out
}

func checkSecrets(tb TB, h Harness) {
	clean := func(where, text string) {
		tb.Helper()
		for _, secret := range h.secrets() {
			if strings.Contains(text, secret) {
				tb.Errorf("%s shows a secret: %s", where, strings.ReplaceAll(text, secret, "<<HERE>>"))
			}
		}
	}
	s := newStub(tb, h)
	credentials := strings.Join(h.credentials(), " ")
	tokens := h.Tokens(1)
	send := func(where string, sender vendors.Sender) {
		res, err := sender.Send(context.Background(), h.Message(), tokens)
		clean(where+": result", fmt.Sprintf("%+v", res))
		if err != nil {
			clean(where+": error", err.Error())
			clean(where+": error with %+v", fmt.Sprintf("%+v", err))
		}
	}

	echo := s.open(tb)
	s.answerWith(func(r *http.Request, body []byte) Reply {
		text := "echo " + credentials
		if h.Script.TokenOf != nil {
			text += " " + h.Script.TokenOf(r, body)
		}
		return Reply{Status: http.StatusBadGateway, Body: text}
	})
	send("answer that quotes secrets", echo)
	if b, ok := echo.(vendors.Builder); ok {
		requests, _, err := b.Build(h.Message(), tokens)
		clean("dry run", fmt.Sprintf("%+v %v", requests, err))
	}
	clean("sender with %+v", fmt.Sprintf("%+v", echo))
	clean("sender with %#v", fmt.Sprintf("%#v", echo))

	send("error that quotes the request", s.openThrough(tb, quoting{&s.bodies, h.Script.IsLogin}))

	s.loginWith(func(*http.Request, []byte) Reply {
		return Reply{Status: http.StatusInternalServerError, Body: "login echo " + credentials}
	})
	send("login that quotes secrets", s.open(tb))
	clean("log", s.logs.String())
}

func checkLeaks(tb TB, h Harness) {
	ignore := goleak.IgnoreCurrent()
	// The recorder runs cleanups at its end, so this clause closes by itself.
	var last []func()
	inner := cleanups{TB: tb, funcs: &last}
	s := newStub(inner, h)
	sender := s.open(inner)
	replies := []answerer{
		h.Script.Success,
		func(*http.Request, []byte) Reply {
			return Reply{Status: 502, Body: "<html>" + strings.Repeat("x", 1<<16)}
		},
		func(*http.Request, []byte) Reply { return Reply{Body: strings.Repeat("x", 3<<20)} },
		func(*http.Request, []byte) Reply {
			return Reply{Header: http.Header{"Content-Length": {"100"}}, Body: "short"}
		},
	}
	for _, a := range replies {
		s.answerWith(a)
		_, _ = sender.Send(context.Background(), h.Message(), h.Tokens(1))
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.answerWith(func(r *http.Request, body []byte) Reply {
		cancel()
		return h.Script.Success(r, body)
	})
	_, _ = sender.Send(ctx, h.Message(), h.Tokens(1))
	cancel()
	for _, f := range slices.Backward(last) {
		f()
	}
	if opened, closed := s.bodies.opened.Load(), s.bodies.closed.Load(); opened != closed {
		tb.Errorf("%d answers were opened, %d closed", opened, closed)
	}
	if err := goleak.Find(ignore); err != nil {
		tb.Errorf("goroutines are left: %v", err)
	}
}

// cleanups keeps what a clause wants to close before its end.
type cleanups struct {
	TB
	funcs *[]func()
}

func (c cleanups) Cleanup(f func()) { *c.funcs = append(*c.funcs, f) }

func checkKeepsNothing(tb TB, h Harness) {
	s := newStub(tb, h)
	sender := s.open(tb)
	kept, err := sendAndForget(tb, sender, h)
	if err != nil {
		tb.Errorf("send: %v", err)
	}
	// Two cycles: the first may find the message on a stack being unwound.
	runtime.GC()
	runtime.GC()
	if kept.Value() != nil {
		tb.Errorf("the sender keeps the message after Send")
	}
	runtime.KeepAlive(sender)
}

// sendAndForget sends a message nobody else holds and checks that it comes back
// unchanged. It must not be inlined, or the caller's frame would hold it.
//
//go:noinline
func sendAndForget(tb TB, sender vendors.Sender, h Harness) (weak.Pointer[vendors.Message], error) {
	tb.Helper()
	msg, want := h.Message(), h.Message()
	tokens, wantTokens := h.Tokens(1), h.Tokens(1)
	_, err := sender.Send(context.Background(), msg, tokens)
	if !reflect.DeepEqual(msg, want) {
		tb.Errorf("the sender changed the message: %+v, was %+v", msg, want)
	}
	if !slices.Equal(tokens, wantTokens) {
		tb.Errorf("the sender changed the tokens: %v, were %v", tokens, wantTokens)
	}
	return weak.Make(msg), err
}
