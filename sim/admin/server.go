package admin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// Options configure a Server. Engine is required.
type Options struct {
	// Engine returns the engine there is now; it may be another after Reset.
	Engine func() *sim.Engine
	// Faults are the server's faults; nil: /faults says that there are none.
	Faults *fault.Set
	// Reset starts the world again with the same seed; nil: /reset says that this
	// simulator cannot.
	Reset func(ctx context.Context) error
	// Token is asked for as "Authorization: Bearer TOKEN"; "" for none, which is
	// enough on loopback.
	Token vendors.Secret
}

// Server answers the control API. It implements http.Handler. Close it when done.
type Server struct {
	opts    Options
	mux     *http.ServeMux
	metrics *metrics

	// life ends with Close; streams and the metrics' follower end with it.
	life context.Context //nolint:containedctx // the server's own life, not a call's
	end  context.CancelFunc
	run  sync.WaitGroup
	// close is shutdown, once.
	close func() error

	mu    sync.Mutex
	front []*http.Server
	// epoch ends with every reset: streams of the old world end then.
	epoch    context.Context //nolint:containedctx // the world's life
	endEpoch context.CancelFunc
}

// New returns a server. It does not listen yet.
func New(opts Options) (*Server, error) {
	if opts.Engine == nil || opts.Engine() == nil {
		return nil, errors.New("admin: an engine is needed")
	}
	s := &Server{opts: opts, mux: http.NewServeMux()}
	s.close = sync.OnceValue(s.shutdown)
	s.life, s.end = context.WithCancel(context.Background())
	s.metrics = newMetrics(opts.Engine)
	s.begin()
	s.routes()
	return s, nil
}

// begin follows the engine there is now.
func (s *Server) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.epoch, s.endEpoch = context.WithCancel(s.life)
	ctx, e := s.epoch, s.opts.Engine()
	s.metrics.turnTo(e)
	s.run.Go(func() { s.metrics.follow(ctx, e) })
}

func (s *Server) world() (context.Context, *sim.Engine) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.epoch, s.opts.Engine()
}

func (s *Server) routes() {
	handle := func(pattern string, h func(*http.Request) (any, error)) {
		s.mux.Handle(pattern, answer(h))
	}
	s.mux.HandleFunc("GET /events", s.events)
	handle("GET /messages", s.messages)
	handle("GET /messages/{id}", s.message)
	handle("GET /calls", s.calls)
	handle("GET /clock", s.clock)
	handle("PUT /clock", s.setClock)
	handle("GET /devices", s.devices)
	handle("POST /devices", s.addDevice)
	handle("GET /devices/{id}", s.device)
	handle("PUT /devices/{id}", s.setDevice)
	handle("GET /apps", s.apps)
	handle("POST /apps", s.addApp)
	handle("PUT /apps/{id}", s.setApp)
	handle("GET /quota", s.quota)
	handle("PUT /quota", s.setQuota)
	handle("GET /faults", s.faults)
	handle("POST /faults", s.addFault)
	handle("DELETE /faults", s.clearFaults)
	handle("DELETE /faults/{name}", s.removeFault)
	handle("POST /reset", s.reset)
	handle("GET /healthz", s.health)
	s.mux.HandleFunc("GET /metrics", s.scrape)
	handle("/", nowhere)
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := s.admit(r); err != nil {
		writeError(w, err)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	s.mux.ServeHTTP(w, r)
}

// The bounds of a connection. Streams are written as long as they are read, so
// there is no bound on an answer's time.
const (
	maxBody    = 1 << 20
	maxHeader  = 64 << 10
	headerTime = 10 * time.Second
	bodyTime   = 30 * time.Second
	idleTime   = 2 * time.Minute
	grace      = time.Second // for requests under way at Close
)

// Listen starts answering and returns the base URL, without a trailing slash. An
// address that others can reach needs a token. The server ends with ctx or Close.
func (s *Server) Listen(ctx context.Context, addr string) (string, error) {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return "", fmt.Errorf("admin: listen on %s: %w", addr, err)
	}
	if tcp, ok := ln.Addr().(*net.TCPAddr); s.opts.Token == "" && (!ok || !tcp.IP.IsLoopback()) {
		ln.Close() //nolint:errcheck // never used
		return "", fmt.Errorf("admin: %s can be reached by others; listen on 127.0.0.1, or set a token", addr)
	}
	srv := &http.Server{
		Handler: s, MaxHeaderBytes: maxHeader, ErrorLog: log.New(io.Discard, "", 0),
		ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, IdleTimeout: idleTime,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.life.Err() != nil {
		ln.Close() //nolint:errcheck // never used
		return "", fmt.Errorf("admin: %w", http.ErrServerClosed)
	}
	s.front = append(s.front, srv)
	s.run.Go(func() { srv.Serve(ln) })           //nolint:errcheck // ends with Close
	context.AfterFunc(ctx, func() { s.Close() }) //nolint:errcheck // nobody left to tell
	return "http://" + ln.Addr().String(), nil
}

// Close ends streams and listeners and waits until nothing runs any more. Whoever
// closes it again, or while its context ends, waits for the same end and gets the
// same error.
func (s *Server) Close() error { return s.close() }

func (s *Server) shutdown() error {
	s.mu.Lock()
	front := s.front
	s.end()
	s.mu.Unlock()
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

func (s *Server) reset(r *http.Request) (any, error) {
	if s.opts.Reset == nil {
		return nil, refuse(http.StatusNotImplemented, "this simulator cannot be reset; restart it")
	}
	if err := s.opts.Reset(r.Context()); err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.endEpoch()
	s.mu.Unlock()
	s.begin()
	return map[string]any{"seed": s.opts.Engine().Seed()}, nil
}

func (s *Server) health(*http.Request) (any, error) {
	e := s.opts.Engine()
	return map[string]any{"status": "ok", "seed": e.Seed(), "vendors": e.Vendors()}, nil
}
