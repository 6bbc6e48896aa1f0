// Package transport makes the HTTP calls of the drivers: one request, one fully
// read and bounded answer, one clear error.
//
// It calls the RoundTripper directly instead of through http.Client: push
// vendors neither redirect nor set cookies, and a redirect followed by accident
// would carry credentials to another host.
package transport

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
)

const (
	// DefaultTimeout bounds one request with its answer.
	DefaultTimeout = 15 * time.Second
	// DefaultMaxBody bounds an answer, in bytes; the longest documented one (a
	// thousand dead tokens) is below 128 KiB.
	DefaultMaxBody = 1 << 20

	userAgent = "offpush (+https://github.com/offpush/offpush)"
)

// ErrBodyTooLarge is an answer longer than the bound.
var ErrBodyTooLarge = errors.New("answer too long")

// Options configure a Client; the zero value is usable.
type Options struct {
	// RoundTripper carries the requests. Nil: a transport of the client's own. An
	// *http.Transport is copied, for settings that suit small requests, a hundred at
	// once, to one host. Close drops the idle connections of either. Any other is used
	// as it is.
	RoundTripper http.RoundTripper
	// Together lets requests share a connection where the vendor speaks HTTP/2, for
	// vendors that ask for it; a connection for each request under way is faster.
	Together bool
	// HTTP2 says that the vendor speaks nothing else. It is a note for whoever shows
	// a request; RoundTripper sees to it.
	HTTP2    bool
	Timeout  time.Duration // 0: DefaultTimeout
	MaxBody  int64         // 0: DefaultMaxBody
	Redactor *redact.Redactor
	Logger   *slog.Logger // nil: no logs
}

// Client makes requests; it is safe for concurrent use.
type Client struct {
	rt        http.RoundTripper
	own       *http.Transport
	http2     bool
	timeout   time.Duration
	maxBody   int64
	userAgent []string
	redactor  *redact.Redactor
	log       *slog.Logger
}

// New returns a client.
func New(o Options) *Client {
	c := &Client{
		rt: o.RoundTripper, http2: o.HTTP2, timeout: o.Timeout, maxBody: o.MaxBody,
		userAgent: []string{userAgent}, redactor: o.Redactor, log: o.Logger,
	}
	if c.timeout <= 0 {
		c.timeout = DefaultTimeout
	}
	if c.maxBody <= 0 {
		c.maxBody = DefaultMaxBody
	}
	if c.redactor == nil {
		c.redactor = redact.New()
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.rt == nil {
		c.rt = ownTransport()
	}
	if t, ok := c.rt.(*http.Transport); ok {
		c.own = tuned(t)
		if o.Together {
			gathered(c.own)
		}
		c.rt = c.own
	}
	return c
}

func dialer() *net.Dialer { return &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second} }

func ownTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dialer().DialContext,
		TLSHandshakeTimeout:   5 * time.Second,
		IdleConnTimeout:       90 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// Close drops idle connections of a transport the client made or copied itself.
func (c *Client) Close() {
	if c.own != nil {
		c.own.CloseIdleConnections()
	}
}

// Request is one call. Header and Body are not kept.
type Request struct {
	Method string
	URL    *url.URL
	Header http.Header // may be nil; Do adds to it
	Body   []byte
	// Label stands for the path in errors and logs where the path names a phone or
	// a person. Empty: the path.
	Label string
}

func (r *Request) label() string {
	if r.Label != "" {
		return r.Label
	}
	return r.URL.Path
}

// Response is an answer, read to its end.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Error is a request without a usable answer.
type Error struct {
	Op string // "POST /message/send"
	// MaybeSent is false when the vendor cannot have seen the request.
	MaybeSent bool
	Err       error
}

func (e *Error) Error() string { return e.Op + ": " + e.Err.Error() }

// Unwrap gives the cause, such as the context's error.
func (e *Error) Unwrap() error { return e.Err }

// Do makes one request. The error is always an *Error, with secrets removed from
// its text; every HTTP status is an answer, not an error.
func (c *Client) Do(ctx context.Context, r Request) (Response, error) {
	bounded, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	resp, err := c.rt.RoundTrip(c.httpRequest(bounded, r))
	if err != nil {
		return Response{}, c.fail(ctx, r, !neverSent(err), err)
	}
	defer resp.Body.Close()
	body, err := readBounded(resp, c.maxBody)
	if err != nil {
		return Response{}, c.fail(ctx, r, true, err)
	}
	if c.log.Enabled(ctx, slog.LevelDebug) {
		// Sizes, never bodies: a login's answer holds a token nobody has
		// registered yet, and messages are personal data.
		c.log.DebugContext(ctx, "request", "method", r.Method, "path", r.label(),
			"sent", len(r.Body), "status", resp.StatusCode, "received", len(body))
	}
	return Response{Status: resp.StatusCode, Header: resp.Header, Body: body}, nil
}

func (c *Client) httpRequest(ctx context.Context, r Request) *http.Request {
	h := r.Header
	if h == nil {
		h = make(http.Header, 1)
	}
	h["User-Agent"] = c.userAgent
	// WithContext copies, so it comes first, while there is nothing to copy.
	req := (&http.Request{}).WithContext(ctx)
	req.Method, req.URL, req.Host, req.Header = r.Method, r.URL, r.URL.Host, h
	req.Proto, req.ProtoMajor, req.ProtoMinor = "HTTP/1.1", 1, 1
	if c.http2 {
		req.Proto, req.ProtoMajor, req.ProtoMinor = vendors.HTTP2, 2, 0
	}
	if len(r.Body) > 0 {
		body := r.Body
		req.ContentLength = int64(len(body))
		req.Body = io.NopCloser(bytes.NewReader(body))
		// Lets the transport repeat a request that met a connection the vendor
		// had just closed, before a byte of it was read.
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	}
	return req
}

func (c *Client) fail(ctx context.Context, r Request, maybeSent bool, err error) error {
	if own := ctx.Err(); own != nil && !errors.Is(err, own) {
		err = fmt.Errorf("%w (%w)", own, err)
	}
	e := &Error{Op: r.Method + " " + r.label(), MaybeSent: maybeSent, Err: c.redactor.Error(err)}
	c.log.DebugContext(ctx, "request without answer", "op", e.Op, "err", e.Err.Error())
	return e
}

// readBounded reads the whole body, so that the connection can be used again.
func readBounded(resp *http.Response, limit int64) ([]byte, error) {
	if resp.ContentLength > limit {
		return nil, fmt.Errorf("%w: %d bytes, at most %d are read", ErrBodyTooLarge, resp.ContentLength, limit)
	}
	if n := resp.ContentLength; n >= 0 {
		body := make([]byte, n)
		if _, err := io.ReadFull(resp.Body, body); err != nil {
			return nil, fmt.Errorf("read answer: %w", err)
		}
		return body, nil
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	if int64(len(body)) > limit {
		return nil, fmt.Errorf("%w: at most %d bytes are read", ErrBodyTooLarge, limit)
	}
	return body, nil
}

// neverSent recognises failures that happen before the first byte of a request.
func neverSent(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		return true
	}
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &dns) || errors.As(err, &cert) || errors.As(err, &record)
}

// Describe shows a request as it goes out, with the named headers, JSON members
// and all known secrets replaced.
func (c *Client) Describe(r Request, headers, members []string) vendors.Request {
	h := r.Header.Clone()
	if h == nil {
		h = make(http.Header, 1)
	}
	h["User-Agent"] = c.userAgent
	shown := vendors.Request{
		Method: r.Method, URL: c.redactor.String(r.URL.String()),
		Header: c.redactor.Header(h, headers...), Body: c.redactor.Body(r.Body, members...),
	}
	if c.http2 {
		shown.Proto = vendors.HTTP2
	}
	return shown
}

// Site is the base URL of a vendor's site: the one of this name, else the one of name "",
// else the real one.
func Site(sites map[string]string, name, real string) (*url.URL, error) {
	base := real
	for _, n := range []string{name, ""} {
		if u := sites[n]; u != "" {
			base = u
			break
		}
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fmt.Errorf("base URL %q of %s is not http(s)://host", base, name)
	}
	return u.JoinPath(), nil
}

// RetryAfter reads the Retry-After header, seconds or a date; zero without one.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	v := h.Get("Retry-After")
	if v == "" {
		return 0
	}
	if n, err := strconv.ParseInt(v, 10, 32); err == nil {
		return max(0, time.Duration(n)*time.Second)
	}
	if at, err := http.ParseTime(v); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
