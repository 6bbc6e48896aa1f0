package apns

//lint:file-ignore SA1019 net/http has no way to see the frames of a TLS connection, and the reason of a GOAWAY is in them

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
	// pingAfter is when an idle connection is asked whether it is still there:
	// APNs connections are kept for hours, and middleboxes forget them silently.
	pingAfter = 30 * time.Second
	// maxConnections bounds the connections one request may be tried on, whatever
	// the transport below does by itself.
	maxConnections = 3
)

// link carries requests over connections it watches.
type link struct {
	next  http.RoundTripper
	pool  *pool           // nil: next has its own connections
	plain *http.Transport // to close; nil: the caller's, or none
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
	p := newPool(clock, conf, dial)
	return &link{next: p.h2, pool: p}, nil
}

// plainLink is for simulators that listen without TLS. APNs is HTTP/2 there, too: the
// connection begins with it (h2c), since there is no TLS to agree on it.
func plainLink(rt http.RoundTripper, cert *tls.Certificate) (*link, error) {
	if cert != nil {
		return nil, errors.New("a certificate needs an https:// base URL")
	}
	t, ok := rt.(*http.Transport)
	switch {
	case rt != nil && !ok:
		return &link{next: rt}, nil
	case ok:
		t = t.Clone()
	default:
		t = &http.Transport{IdleConnTimeout: 90 * time.Second}
	}
	t.Protocols = new(http.Protocols)
	t.Protocols.SetUnencryptedHTTP2(true)
	return &link{next: t, plain: t}, nil
}

// endedError is a request whose connection the server ended, with its reason.
type endedError struct {
	goAway *goAway
	// untouched: the server has not worked on the request.
	untouched bool
	err       error
}

func (e *endedError) Error() string { return "connection ended: " + e.goAway.String() }
func (e *endedError) Unwrap() error { return e.err }

// refusedError is a TLS alert that ended a connection: a refused certificate.
type refusedError struct {
	alert *net.OpError
}

func (e *refusedError) Error() string { return "refused by TLS: " + e.alert.Err.Error() }
func (e *refusedError) Unwrap() error { return e.alert }

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
	if l.pool == nil {
		return l.foreign(r)
	}
	// Without it the library cannot repeat the request behind our back. The request
	// was made for this link alone, so it may be changed.
	r.GetBody = nil
	resp, err := l.next.RoundTrip(r)
	if err != nil {
		return nil, explain(err, connOf(r.Context()))
	}
	return resp, nil
}

// foreign makes one attempt over connections that are not ours, and cuts it short
// when the transport tries one after the other.
func (l *link) foreign(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(r.Context())
	var tried atomic.Int32
	resp, err := l.next.RoundTrip(r.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) {
			if tried.Add(1) > maxConnections {
				cancel(errTooManyConnections)
			}
		},
	})))
	if err == nil {
		resp.Body = &body{resp.Body, cancel}
		return resp, nil
	}
	if cause := context.Cause(ctx); errors.Is(cause, errTooManyConnections) {
		err = fmt.Errorf("%w: %w", cause, err)
	}
	cancel(nil)
	return nil, err
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
		return &refusedError{alert: a}
	}
	return err
}

// leave gives up the connection of an answer that wants another one. A transport that
// is not ours knows which of its connections carried it; it can only be asked to drop
// those that nobody uses.
func (l *link) leave(w *watched, reason string) {
	if l.pool != nil {
		l.pool.leave(w, reason)
		return
	}
	if t, ok := l.next.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

func (l *link) close() {
	if l.pool != nil {
		l.pool.close()
	}
	if l.plain != nil {
		l.plain.CloseIdleConnections()
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
