package lab

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/vendors"
)

// listen gives the session's vendor the one address it needs.
func (s *session) listen(ctx context.Context) error {
	ls := httpsim.Listeners{Plain: "127.0.0.1:0"}
	if _, ok := s.lab.engine.Endpoint(s.vendor).(sim.Certified); ok {
		ls = httpsim.Listeners{TLS: "127.0.0.1:0"}
	}
	a, err := s.lab.server.Listen(ctx, ls)
	if err != nil {
		return err
	}
	s.lab.use(a.Plain, a.TLS, false)
	return nil
}

// transport opens a connection of its own to the session's vendor.
func (s *session) transport() http.RoundTripper {
	if s.inMemory {
		return s.lab.server.Transport()
	}
	return s.lab.dialer()
}

func (s *session) client(rt http.RoundTripper) *http.Client {
	c := &http.Client{Transport: rt}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clients = append(s.clients, c)
	return c
}

// Connect implements conformance.Connector.
func (s *session) Connect(o conformance.Connection) (*http.Client, error) {
	rt := s.transport()
	switch t := rt.(type) {
	case *http.Transport:
		if o.HTTP1 {
			t.Protocols = new(http.Protocols)
			t.Protocols.SetHTTP1(true)
		}
	default:
		if o.HTTP1 {
			rt = s.lab.server.TransportHTTP1()
		}
	}
	if o.Certificate != nil {
		rt = showing(rt, *o.Certificate)
	}
	return s.client(rt), nil
}

// Certificate implements conformance.Connector.
func (s *session) Certificate(app sim.AppSpec, environment string) (tls.Certificate, error) {
	return s.lab.ClientCertificate(app, environment)
}

// SiteURL implements conformance.Connector.
func (s *session) SiteURL(site string) (string, error) { return s.lab.SiteURL(s.vendor, site) }

// Heard implements conformance.Overhearer.
func (s *session) Heard(header string) []string { return s.ear.heard(header) }

// Connections implements conformance.ConnectionTeller.
func (s *session) Connections() []uint64 { return s.ear.connections() }

// ear keeps the headers of what reached the simulator, with their secrets, and the
// connections.
type ear struct {
	mu      sync.Mutex
	headers []http.Header
	conns   []uint64
}

// hear is called by the server for each request.
func (e *ear) hear(r *http.Request) {
	h := r.Header.Clone()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.headers = append(e.headers, h)
	e.conns = append(e.conns, httpsim.ConnID(r))
}

func (e *ear) connections() []uint64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.conns)
}

func (e *ear) heard(name string) []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	out := make([]string, len(e.headers))
	for i, h := range e.headers {
		out[i] = h.Get(name)
	}
	return out
}

// String keeps the secrets out of anything that prints a session.
func (e *ear) String() string { return fmt.Sprintf("%d requests heard", len(e.headers)) }

// Override implements conformance.Overrider by the row's decoder.
func (s *session) Override(fields []byte) (vendors.Override, error) {
	row, ok := catalog.Find(s.vendor)
	if !ok {
		return nil, fmt.Errorf("override: no row for %s: %w", s.vendor, errors.ErrUnsupported)
	}
	return row.DecodeOverride(fields)
}
