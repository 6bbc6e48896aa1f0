package apns

//lint:file-ignore SA1019 net/http has no way to see the frames of a TLS connection, and the reason of a GOAWAY is in them

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/net/http2"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/flight"
	"github.com/offpush/offpush/vendors/internal/gather"
	"github.com/offpush/offpush/vendors/internal/transport"
)

const (
	dialTimeout = 5 * time.Second
	// openTimeout bounds the TLS handshake and the server's first settings.
	openTimeout = 10 * time.Second
)

// pool keeps one HTTP/2 connection to each address and opens it for all callers at
// once. The library's own pool opens another connection whenever the streams the
// server allows are in use - APNs allows one until it has seen a valid provider
// token, so that a burst would open a connection per request - and told not to, it
// can wait for ever.
type pool struct {
	gate    *gate
	conf    *tls.Config
	dialRaw func(ctx context.Context, network, addr string) (net.Conn, error)
	h2      *http2.Transport //nolint:staticcheck // net/http has no way to see the frames of a TLS connection

	dials flight.Group[string, *connection]
	mu    sync.Mutex
	conns map[string]*connection
}

// connection is one with its frames watched.
type connection struct {
	*http2.ClientConn
	frames *watched
}

func newPool(clock vendors.Clock, conf *tls.Config, dial func(ctx context.Context, network, addr string) (net.Conn, error)) *pool {
	p := &pool{
		gate: &gate{clock: clock}, conf: conf, dialRaw: dial,
		conns: make(map[string]*connection),
	}
	p.h2 = &http2.Transport{ //nolint:staticcheck // as above
		ConnPool: p, TLSClientConfig: conf, ReadIdleTimeout: pingAfter,
		// Requests wait for a stream instead of failing; without reservations, which
		// this pool does not make, that wait ends.
		StrictMaxConcurrentStreams: true,
		DisableCompression:         true,
	}
	return p
}

// GetClientConn implements http2.ClientConnPool. It leaves word in the request's
// delivery which connection carries it.
func (p *pool) GetClientConn(req *http.Request, addr string) (*http2.ClientConn, error) {
	d, named := req.Context().Value(deliveryKey{}).(*delivery)
	c := p.usable(addr)
	if c == nil {
		if named {
			d.conn.Store(nil) // what an earlier one said is no news of this one
		}
		var err error
		if c, err = p.dials.Do(req.Context(), addr, func(ctx context.Context) (*connection, error) {
			return p.renew(ctx, addr)
		}); err != nil {
			return nil, err
		}
	}
	if named {
		d.conn.Store(c.frames)
	}
	return c.ClientConn, nil
}

// renew runs under single flight.
func (p *pool) renew(ctx context.Context, addr string) (*connection, error) {
	if c := p.usable(addr); c != nil { // somebody else's dial ended just before
		return c, nil
	}
	c, err := p.open(ctx, addr)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conns[addr] = c
	return c, nil
}

// connOf is the connection that carried the request of ctx last; nil if none did.
func connOf(ctx context.Context) *watched {
	d, ok := ctx.Value(deliveryKey{}).(*delivery)
	if !ok {
		return nil
	}
	return d.conn.Load()
}

// usable returns the connection to addr if it takes new requests.
func (p *pool) usable(addr string) *connection {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.conns[addr]
	if c == nil {
		return nil
	}
	if !c.CanTakeNewRequest() {
		delete(p.conns, addr)
		return nil
	}
	return c
}

// MarkDead implements http2.ClientConnPool.
func (p *pool) MarkDead(dead *http2.ClientConn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for addr, c := range p.conns {
		if c.ClientConn == dead {
			delete(p.conns, addr)
		}
	}
}

// open makes a connection and waits until the server has said how many streams it
// allows: until then the library would assume a hundred.
func (p *pool) open(ctx context.Context, addr string) (*connection, error) {
	if err := p.gate.enter(); err != nil {
		return nil, err
	}
	raw, err := p.dialRaw(ctx, "tcp", addr)
	if err != nil {
		return nil, err // nobody was bothered
	}
	ctx, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	w, err := p.secure(ctx, raw, addr)
	if err != nil {
		_ = raw.Close()
		if a := alertIn(err); a != nil {
			err = &refusedError{alert: a}
		} else {
			err = &handshakeError{err}
		}
		p.gate.fruitless(err, alertIn(err) != nil)
		return nil, err
	}
	c, err := p.h2.NewClientConn(w)
	if err != nil {
		_ = w.Close()
		return nil, &handshakeError{err}
	}
	if err := w.settle(ctx); err != nil {
		_ = c.Close()
		return nil, err
	}
	return &connection{c, w}, nil
}

// settle waits for the server's settings, or for what it says instead.
func (c *watched) settle(ctx context.Context) error {
	select {
	case <-c.ready:
	case <-c.over:
	case <-ctx.Done():
		return &handshakeError{fmt.Errorf("no HTTP/2 settings: %w", ctx.Err())}
	}
	if g := c.goAway.Load(); g != nil {
		return &endedError{goAway: g, untouched: true}
	}
	if a := c.alert.Load(); a != nil {
		return &refusedError{alert: a}
	}
	select {
	case <-c.over:
		return &handshakeError{errors.New("the server hung up before it said anything")}
	default:
		return nil
	}
}

func (p *pool) secure(ctx context.Context, raw net.Conn, addr string) (*watched, error) {
	conf := p.conf.Clone()
	conf.NextProtos = []string{http2.NextProtoTLS}
	if conf.ServerName == "" {
		host, _, err := net.SplitHostPort(addr)
		if err != nil {
			return nil, err
		}
		conf.ServerName = host
	}
	c := tls.Client(raw, conf)
	if err := c.HandshakeContext(ctx); err != nil {
		return nil, err
	}
	if chosen := c.ConnectionState().NegotiatedProtocol; chosen != http2.NextProtoTLS {
		return nil, fmt.Errorf("%s speaks no HTTP/2: ALPN chose %q", addr, chosen)
	}
	return newWatched(gather.New(c), p.gate), nil
}

// close ends idle connections now and others after their last answer.
func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for addr, c := range p.conns {
		delete(p.conns, addr)
		c.retire()
	}
}

// leave retires a connection whose server gave a reason to open another. All answers
// under way may say so; only the first finds the connection still in use.
func (p *pool) leave(w *watched, reason string) {
	if c := p.taken(w); c != nil {
		p.gate.left(reason)
		c.retire()
	}
}

// taken takes a connection out of use; nil if it was already.
func (p *pool) taken(w *watched) *connection {
	p.mu.Lock()
	defer p.mu.Unlock()
	for addr, c := range p.conns {
		if c.frames == w {
			delete(p.conns, addr)
			return c
		}
	}
	return nil
}

// retire ends a connection after its last answer; the library does it if any is
// still under way.
func (c *connection) retire() {
	c.SetDoNotReuse()
	if c.State().StreamsActive == 0 {
		_ = c.Close()
		return
	}
	go c.settleResets()
}

// settleResets ends a connection on which nothing is under way but requests that were
// given up: the library counts them as active until the server answers a ping, and then
// does not end the connection. Without that answer it waits until no request can be
// under way any more.
func (c *connection) settleResets() {
	ctx, cancel := context.WithTimeout(context.Background(), transport.DefaultTimeout)
	defer cancel()
	if c.Ping(ctx) != nil || c.State().StreamsActive == 0 {
		_ = c.Close()
	}
}

// handshakeError is a connection that did not come to be.
type handshakeError struct{ err error }

func (e *handshakeError) Error() string { return "connect: " + e.err.Error() }
func (e *handshakeError) Unwrap() error { return e.err }
