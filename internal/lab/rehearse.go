package lab

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/internal/curl"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/vendors"
)

// Rehearse sends an order in a copy of the world, with a sender that has to log in
// first, and returns its requests with nothing redacted: a lab's credentials are test
// values. The requests carry base as their address, "" for the lab's own. The world
// stays as it is, so the same requests can be made against it afterwards.
func (l *Lab) Rehearse(ctx context.Context, o desk.Order, base string) ([]curl.Call, error) {
	rec := &recorder{}
	opts := l.opts
	opts.Logger, opts.Transport, opts.MachineClock = nil, rec.around, false
	world := l.engine.Fork()
	// An id that was used before would be taken for a repetition.
	now, event := world.Clock().Now().UnixMilli(), world.LastEvent()
	copied, err := around(opts, world)
	if err != nil {
		return nil, err
	}
	defer copied.Close()
	copied.ids = fmt.Sprintf("curl-%d-%d", now, event)
	p, err := copied.prepare(o)
	if err != nil {
		return nil, err
	}
	_, err = p.send(ctx, world)
	if len(rec.calls) == 0 && err != nil {
		return nil, err
	}
	if base == "" {
		base = l.BaseURL(p.vendor)
	}
	old := copied.BaseURL(p.vendor)
	for i := range rec.calls {
		r := &rec.calls[i].Request
		r.URL = base + strings.TrimPrefix(r.URL, old)
	}
	return rec.calls, nil
}

// Curl is an order as command lines for a shell: the login, then the message.
func (l *Lab) Curl(ctx context.Context, o desk.Order) ([]string, error) {
	calls, err := l.Rehearse(ctx, o, "")
	return curl.Lines(calls), err
}

// Order is the order a message was sent with from here, if it is not too long ago.
func (l *Lab) Order(id string) (desk.Order, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.orders.find(id)
	return p.order, ok
}

// CurlMessage is the request a message was sent from here with, as command lines for a
// shell: the login, and what carried it. Of an order that took a request for each phone,
// those for other phones are left out.
func (l *Lab) CurlMessage(ctx context.Context, id string) ([]string, error) {
	story, err := l.Story(id)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	p, ok := l.orders.find(id)
	l.mu.Unlock()
	if !ok {
		return nil, fmt.Errorf("message %s was not sent from here, or too long ago", id)
	}
	o := p.order
	o.App, o.Tokens = story.App, slices.Clone(p.order.Tokens)
	for _, ph := range p.snapshot.Phones() { // a phone may have another token by now
		if slices.Contains(o.Phones, ph.ID) && !ph.NoToken {
			o.Tokens = append(o.Tokens, vendors.Token(ph.Token))
		}
	}
	o.Phones = nil
	calls, err := l.Rehearse(ctx, o, "")
	calls = slices.DeleteFunc(calls, func(c curl.Call) bool {
		return !names(&c.Request, story.Token) && slices.ContainsFunc(o.Tokens, func(t vendors.Token) bool {
			return names(&c.Request, string(t))
		})
	})
	return curl.Lines(calls), err
}

// names reports whether a request has a token in it, as it is or as a form writes it.
func names(r *vendors.Request, token string) bool {
	return strings.Contains(r.Body, token) || strings.Contains(r.URL, token) ||
		strings.Contains(r.Body, url.QueryEscape(token)) || strings.Contains(r.URL, url.PathEscape(token))
}

// recorder keeps what passes through a transport.
type recorder struct {
	next  http.RoundTripper
	mu    sync.Mutex
	calls []curl.Call
}

func (r *recorder) around(next http.RoundTripper) http.RoundTripper {
	r.next = next
	return r
}

// RoundTrip implements http.RoundTripper.
func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		_ = req.Body.Close() // it was read
	}
	sent := req.Clone(req.Context())
	sent.Body = io.NopCloser(bytes.NewReader(body))
	sent.Header.Del("Accept-Encoding") // the answer has to be readable here
	res, err := r.next.RoundTrip(sent)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(res.Body)
	_ = res.Body.Close() // it was read
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(answer))
	r.mu.Lock()
	defer r.mu.Unlock()
	call := curl.Call{
		Request: vendors.Request{Method: req.Method, URL: req.URL.String(), Header: sent.Header, Body: string(body)},
		Answer:  string(answer),
	}
	if req.Proto == vendors.HTTP2 {
		call.Request.Proto = req.Proto
	}
	r.calls = append(r.calls, call)
	return res, nil
}
