package httpsim

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"time"
)

// Listeners are the addresses to listen on; an empty one is left out, port 0
// chooses a free one.
type Listeners struct {
	Plain string // HTTP/1.1 and HTTP/2 without TLS (h2c)
	TLS   string // HTTP/1.1 and HTTP/2
}

// Addrs are the base URLs a server listens at, without a trailing slash; "" where
// it does not.
type Addrs struct {
	Plain string
	TLS   string
}

// Listen starts answering. It returns once everything listens; the servers end
// with ctx or Close, whichever is first. A busy address is an error that wraps
// syscall.EADDRINUSE, and nothing listens then.
func (s *Server) Listen(ctx context.Context, l Listeners) (Addrs, error) {
	var addrs Addrs
	if l.Plain == "" && l.TLS == "" {
		return addrs, errors.New("httpsim: listen: an address is needed")
	}
	plain, err := listen(ctx, l.Plain)
	if err != nil {
		return addrs, err
	}
	secure, err := listen(ctx, l.TLS)
	var cert tls.Certificate
	if err == nil && secure != nil {
		cert, err = s.certificate()
	}
	if err != nil {
		closeAll(plain, secure)
		return addrs, err
	}
	if plain != nil {
		addrs.Plain = "http://" + plain.Addr().String()
		err = s.serve(plain, nil)
	}
	if secure != nil && err == nil {
		addrs.TLS = "https://" + secure.Addr().String()
		err = s.serve(secure, &tls.Config{
			Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12,
			// Asked for and judged by the vendor's rules, which answer a bad one.
			ClientAuth: tls.RequestClientCert,
		})
	}
	if err != nil {
		closeAll(plain, secure)
		return Addrs{}, err
	}
	context.AfterFunc(ctx, func() { s.Close() }) //nolint:errcheck // nobody left to tell
	return addrs, nil
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	if addr == "" {
		return nil, nil
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("httpsim: listen on %s: %w", addr, err)
	}
	return ln, nil
}

func closeAll(lns ...net.Listener) {
	for _, ln := range lns {
		if ln != nil {
			ln.Close() //nolint:errcheck // never used
		}
	}
}

func (s *Server) certificate() (tls.Certificate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opts.CA == nil {
		ca, err := NewCA()
		if err != nil {
			return tls.Certificate{}, err
		}
		s.opts.CA = ca
	}
	return s.opts.CA.Leaf(s.world.Load().routes.hosts()...)
}

// CA is the authority of the TLS listener's certificate; nil before Listen when
// none was given.
func (s *Server) CA() *CA {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opts.CA
}

// hosts are the vendors' host names in order.
func (t *routes) hosts() []string {
	var out []string
	for h := range t.byHost {
		out = append(out, h)
	}
	slices.Sort(out)
	return out
}

func (s *Server) serve(ln net.Listener, conf *tls.Config) error {
	srv := HTTPServer(s, s.limits)
	srv.BaseContext = func(net.Listener) context.Context { return s.life }
	srv.ConnContext = func(ctx context.Context, _ net.Conn) context.Context {
		return context.WithValue(ctx, connKey{}, s.newConn())
	}
	if s.opts.ErrorLog != nil {
		srv.ErrorLog = s.opts.ErrorLog
	}
	srv.TLSConfig = conf
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return http.ErrServerClosed
	}
	s.front = append(s.front, srv)
	s.run.Go(func() {
		if conf == nil {
			srv.Serve(ln) //nolint:errcheck // ends with Close
			return
		}
		srv.ServeTLS(ln, "", "") //nolint:errcheck // ends with Close
	})
	return nil
}

// HTTPServer returns an http.Server with the settings every listener of the
// simulator has, for any handler. Benchmarks compare with a bare handler behind
// the same settings. Its ErrorLog discards.
func HTTPServer(h http.Handler, limits Limits) *http.Server {
	limits = limits.withDefaults()
	var p http.Protocols
	p.SetHTTP1(true)
	p.SetHTTP2(true)
	p.SetUnencryptedHTTP2(true)
	return &http.Server{
		Handler: h, Protocols: &p, MaxHeaderBytes: limits.HeaderBytes,
		ReadHeaderTimeout: limits.HeaderTime, ReadTimeout: limits.BodyTime, IdleTimeout: limits.IdleTime,
		// No WriteTimeout: it would count while a fault makes an answer slow, and
		// answers are small enough for a socket's buffer.
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

// grace is how long requests under way may take to end. Faults that wait end at
// once.
const grace = time.Second

// Close ends all listeners, lets requests under way finish for a moment, and waits
// until nothing runs any more. The engine goes on. Whoever closes it again, or while
// its context ends, waits for the same end and gets the same error.
func (s *Server) Close() error { return s.close() }

func (s *Server) shutdown() error {
	s.mu.Lock()
	front := s.front
	s.closed = true
	s.mu.Unlock()
	s.end()
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	var errs []error
	for _, srv := range front {
		if srv.Shutdown(ctx) != nil {
			errs = append(errs, srv.Close())
		}
	}
	s.run.Wait()
	return errors.Join(errs...)
}
