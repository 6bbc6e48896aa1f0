package httpsim

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync/atomic"
	"syscall"
)

// Transport answers requests in memory: no listener, no ports, the same handler.
// A request's URL may name a vendor's own host.
//
// There is no protocol in memory: requests count as HTTP/2, which every vendor takes.
// One transport is one connection, until CloseIdleConnections is called: what comes
// then comes over another.
func (s *Server) Transport() http.RoundTripper { return s.TransportWith(nil) }

// TransportWith is Transport with a client certificate, as if the sender had shown
// it in a TLS handshake; nil: none.
func (s *Server) TransportWith(cert *x509.Certificate) http.RoundTripper {
	m := s.memory()
	if cert != nil {
		m.tls = &tls.ConnectionState{HandshakeComplete: true, PeerCertificates: []*x509.Certificate{cert}}
	}
	return m
}

// TransportHTTP1 is Transport for senders that speak HTTP/1.1, which some vendors do
// not answer.
func (s *Server) TransportHTTP1() http.RoundTripper {
	m := s.memory()
	m.http1 = true
	return m
}

func (s *Server) memory() *memory {
	m := &memory{server: s}
	m.CloseIdleConnections()
	return m
}

type memory struct {
	server *Server
	conn   atomic.Pointer[conn]
	tls    *tls.ConnectionState // nil: no certificate
	http1  bool
}

// WithClientCertificate is TransportWith, for senders that bring a certificate to the
// transport they are given.
func (m *memory) WithClientCertificate(c tls.Certificate) http.RoundTripper {
	leaf := c.Leaf
	if leaf == nil && len(c.Certificate) > 0 {
		leaf, _ = x509.ParseCertificate(c.Certificate[0]) // one that cannot be read is not shown
	}
	return m.server.TransportWith(leaf)
}

// CloseIdleConnections is what http.Client looks for: the next request comes over a
// new connection.
func (m *memory) CloseIdleConnections() { m.conn.Store(m.server.newConn()) }

// RoundTrip implements http.RoundTripper.
func (m *memory) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close() //nolint:errcheck // a RoundTripper has to close it
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := m.incoming(r)
	w := &recorder{header: http.Header{}, status: http.StatusOK}
	m.server.ServeHTTP(w, in)
	if err := r.Context().Err(); err != nil && w.broken {
		return nil, err
	}
	if w.broken && !w.wrote {
		if w.wasReset {
			return nil, fmt.Errorf("httpsim: in-memory connection: %w", syscall.ECONNRESET)
		}
		return nil, fmt.Errorf("httpsim: in-memory connection: %w", io.ErrUnexpectedEOF)
	}
	return w.response(r), nil
}

// incoming is the request as a server would get it.
func (m *memory) incoming(r *http.Request) *http.Request {
	in := r.WithContext(context.WithValue(r.Context(), connKey{}, m.conn.Load()))
	u := *r.URL
	in.URL, in.RequestURI = &u, u.RequestURI()
	in.Header = make(http.Header, len(r.Header)+2)
	for name, values := range r.Header { // as net/http's server reads them, whatever the client spelt
		name = http.CanonicalHeaderKey(name)
		in.Header[name] = append(in.Header[name], values...)
	}
	if in.Host == "" {
		in.Host = u.Host
	}
	switch {
	case m.tls != nil:
		state := *m.tls
		state.ServerName = u.Hostname()
		in.TLS = &state
	case u.Scheme == "https":
		in.TLS = &tls.ConnectionState{ServerName: u.Hostname(), HandshakeComplete: true}
	}
	u.Scheme, u.Host = "", ""
	in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/2.0", 2, 0
	if m.http1 {
		in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/1.1", 1, 1
	}
	in.RemoteAddr = "127.0.0.1:0"
	if in.Body == nil {
		in.Body = http.NoBody
	} else if in.ContentLength > 0 {
		in.Header.Set("Content-Length", strconv.FormatInt(in.ContentLength, 10))
	}
	if _, ok := in.Header["User-Agent"]; !ok {
		in.Header.Set("User-Agent", "Go-http-client/1.1")
	}
	return in
}

// recorder is a ResponseWriter into memory.
type recorder struct {
	header           http.Header
	status           int
	body             bytes.Buffer
	wrote            bool
	broken, wasReset bool
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if !w.wrote {
		w.status, w.wrote = status, true
	}
}

func (w *recorder) Write(b []byte) (int, error) {
	w.wrote = true
	return w.body.Write(b)
}

func (w *recorder) breakOff(reset bool) { w.broken, w.wasReset = true, reset }

func (w *recorder) response(r *http.Request) *http.Response {
	body, length := io.Reader(&w.body), int64(w.body.Len())
	if w.broken {
		body = io.MultiReader(body, brokenReader{})
		if n, err := strconv.ParseInt(w.header.Get("Content-Length"), 10, 64); err == nil {
			length = n
		}
	}
	return &http.Response{
		Status:     strconv.Itoa(w.status) + " " + http.StatusText(w.status),
		StatusCode: w.status, Proto: "HTTP/2.0", ProtoMajor: 2,
		Header: w.header, Body: io.NopCloser(body), ContentLength: length, Request: r,
	}
}

// brokenReader is where a cut answer ends.
type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
