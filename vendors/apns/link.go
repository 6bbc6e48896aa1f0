package apns

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/net/http2"

	"github.com/offpush/offpush/vendors"
)

const (
	dialTimeout      = 5 * time.Second
	handshakeTimeout = 5 * time.Second
	// pingAfter is when an idle connection is asked whether it is still there:
	// APNs connections are kept for hours, and middleboxes forget them silently.
	pingAfter = 30 * time.Second
	// maxConnections bounds the connections one request may be tried on, whatever
	// the transport below does by itself.
	maxConnections = 3
)

// link carries requests over connections it watches.
type link struct {
	next http.RoundTripper
	own  interface{ CloseIdleConnections() } // nil: the caller's
	// gate is nil when the connections are not the link's.
	gate    *gate
	dialRaw func(ctx context.Context, network, addr string) (net.Conn, error)
}

var errTooManyConnections = errors.New("the transport tried one connection after the other")

// newLink makes the way out for rt; see New for what rt may be.
func newLink(clock vendors.Clock, scheme string, rt http.RoundTripper, cert *tls.Certificate) (*link, error) {
	var conf *tls.Config
	var dial func(ctx context.Context, network, addr string) (net.Conn, error)
	switch t := rt.(type) {
	case nil:
	case *http.Transport:
		conf, dial = t.TLSClientConfig, t.DialContext
	case *http2.Transport: //nolint:staticcheck // apns2 users have one
		conf = t.TLSClientConfig
	default:
		if cert == nil {
			return &link{next: rt}, nil
		}
		with, ok := rt.(interface {
			WithClientCertificate(c tls.Certificate) http.RoundTripper
		})
		if !ok {
			return nil, fmt.Errorf("a certificate cannot be shown through a %T: give nil, an *http.Transport, or one with WithClientCertificate", rt)
		}
		return &link{next: with.WithClientCertificate(*cert)}, nil
	}
	if scheme == "http" {
		return plainLink(rt, cert)
	}
	if dial == nil {
		dial = (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext
	}
	if conf == nil {
		conf = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	conf = conf.Clone()
	conf.MinVersion = max(conf.MinVersion, tls.VersionTLS12)
	if cert != nil {
		conf.Certificates = []tls.Certificate{*cert}
	}
	l := &link{gate: &gate{clock: clock}, dialRaw: dial}
	h2 := &http2.Transport{ //nolint:staticcheck // net/http has no way to see the frames of a TLS connection
		DialTLSContext: l.dial, TLSClientConfig: conf, ReadIdleTimeout: pingAfter,
		// Until the first valid provider token APNs allows one stream: requests
		// wait for it instead of opening a connection each.
		StrictMaxConcurrentStreams: true,
		DisableCompression:         true,
	}
	l.next, l.own = h2, h2
	return l, nil
}

// plainLink is for simulators that listen without TLS.
func plainLink(rt http.RoundTripper, cert *tls.Certificate) (*link, error) {
	if cert != nil {
		return nil, errors.New("a certificate needs an https:// base URL")
	}
	if rt == nil {
		t := &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: 90 * time.Second}
		return &link{next: t, own: t}, nil
	}
	return &link{next: rt}, nil
}

// dial opens a watched TLS connection that speaks HTTP/2.
func (l *link) dial(ctx context.Context, network, addr string, conf *tls.Config) (net.Conn, error) {
	if err := l.gate.enter(); err != nil {
		return nil, err
	}
	raw, err := l.dialRaw(ctx, network, addr)
	if err != nil {
		return nil, err // nobody was bothered
	}
	secure := tls.Client(raw, conf)
	bounded, cancel := context.WithTimeout(ctx, handshakeTimeout)
	defer cancel()
	err = secure.HandshakeContext(bounded)
	if err == nil && secure.ConnectionState().NegotiatedProtocol != http2.NextProtoTLS {
		err = fmt.Errorf("%s speaks no HTTP/2: ALPN chose %q", addr, secure.ConnectionState().NegotiatedProtocol)
	}
	if err != nil {
		_ = raw.Close()
		l.gate.fruitless("")
		return nil, &handshakeError{err}
	}
	return &watched{Conn: secure, gate: l.gate}, nil
}

// handshakeError is a connection that did not come to be.
type handshakeError struct{ err error }

func (e *handshakeError) Error() string { return "connect: " + e.err.Error() }
func (e *handshakeError) Unwrap() error { return e.err }

// endedError is a request whose connection the server ended, with its reason.
type endedError struct {
	goAway *goAway
	// untouched: the server has not worked on the request.
	untouched bool
	err       error
}

func (e *endedError) Error() string { return e.goAway.String() + ": " + e.err.Error() }
func (e *endedError) Unwrap() error { return e.err }

// refusedError is a client certificate the server refused in the TLS handshake.
type refusedError struct {
	alert tls.AlertError
	err   error
}

func (e *refusedError) Error() string { return "certificate refused: " + e.alert.Error() }
func (e *refusedError) Unwrap() error { return e.err }

// RoundTrip implements http.RoundTripper. A request the server has told not to have
// worked on is repeated once on another connection, unless the reason lasts.
func (l *link) RoundTrip(r *http.Request) (*http.Response, error) {
	getBody := r.GetBody
	for again := false; ; again = true {
		resp, err := l.once(r)
		var ended *endedError
		if err == nil || again || getBody == nil || !errors.As(err, &ended) ||
			!ended.untouched || lasting(ended.goAway.Reason) || r.Context().Err() != nil {
			return resp, err
		}
		body, bodyErr := getBody()
		if bodyErr != nil {
			return nil, err
		}
		next := *r
		next.Body = body
		r = &next
	}
}

// once makes one attempt and finds out what its connection said.
func (l *link) once(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(r.Context())
	var conn atomic.Pointer[watched]
	var tried atomic.Int32
	out := r.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) {
			if tried.Add(1) > maxConnections {
				cancel(errTooManyConnections)
			}
		},
		GotConn: func(info httptrace.GotConnInfo) {
			if c, ok := info.Conn.(*watched); ok {
				conn.Store(c)
			}
		},
	}))
	if l.gate != nil {
		// Without it the library cannot repeat the request behind our back.
		out.GetBody = nil
	}
	resp, err := l.next.RoundTrip(out)
	if err == nil {
		resp.Body = &body{resp.Body, cancel}
		return resp, nil
	}
	if cause := context.Cause(ctx); errors.Is(cause, errTooManyConnections) {
		err = fmt.Errorf("%w: %w", cause, err)
	}
	cancel(nil)
	return nil, explain(err, conn.Load())
}

// explain adds what the connection said to an error that does not tell.
func explain(err error, c *watched) error {
	if c == nil {
		return err
	}
	if g := c.goAway.Load(); g != nil {
		// The library's word for a stream above the last one the server looked at.
		untouched := strings.Contains(err.Error(), "graceful shutdown GOAWAY")
		return &endedError{goAway: g, untouched: untouched, err: err}
	}
	if a := c.alert.Load(); a != nil {
		return &refusedError{alert: *a, err: err}
	}
	return err
}

func (l *link) close() {
	if l.own != nil {
		l.own.CloseIdleConnections()
	}
}

// body ends the request's context when the answer is closed.
type body struct {
	io.ReadCloser
	cancel context.CancelCauseFunc
}

func (b *body) Close() error {
	err := b.ReadCloser.Close()
	b.cancel(nil)
	return err
}
