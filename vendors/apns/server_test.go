package apns_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/json"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/apns"
	"github.com/offpush/offpush/vendors/vendortest"
)

// startOfTest is the moment of the provider-token vector.
func startOfTest() time.Time { return time.Unix(1764000000, 0) }

// got is one request as the server saw it.
type got struct {
	proto, path, body string
	header            http.Header
	peer              []*x509.Certificate
}

// h2server is a TLS server that speaks HTTP/2, as APNs does.
type h2server struct {
	*httptest.Server
	clock *vendortest.Clock
	dials atomic.Int32

	mu     sync.Mutex
	seen   []got
	answer func(w http.ResponseWriter, r got)
}

func newH2(tb testing.TB, change ...func(*httptest.Server)) *h2server {
	tb.Helper()
	s := &h2server{clock: vendortest.NewClock(startOfTest()), answer: yes}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	s.EnableHTTP2 = true
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.dials.Add(1)
		}
	}
	for _, f := range change {
		f(s.Server)
	}
	s.StartTLS()
	tb.Cleanup(s.Server.Close)
	return s
}

func yes(w http.ResponseWriter, r got) { w.Header().Set("apns-id", r.header.Get("apns-id")) }

func says(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func (s *h2server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	g := got{proto: r.Proto, path: r.URL.RequestURI(), body: string(body), header: r.Header, peer: r.TLS.PeerCertificates}
	s.mu.Lock()
	s.seen = append(s.seen, g)
	answer := s.answer
	s.mu.Unlock()
	answer(w, g)
}

func (s *h2server) answerWith(f func(w http.ResponseWriter, r got)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = f
}

func (s *h2server) requests() []got {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]got(nil), s.seen...)
}

// transport trusts the server, as a caller's own transport does.
func (s *h2server) transport() *http.Transport { return trusting(s.Certificate()) }

func trusting(c *x509.Certificate) *http.Transport {
	roots := x509.NewCertPool()
	roots.AddCert(c)
	return &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
}

func (s *h2server) open(tb testing.TB, change ...func(*vendors.Config)) *apns.Sender {
	tb.Helper()
	return open(tb, s.URL, s.clock, s.transport(), change...)
}

func open(tb testing.TB, base string, clock vendors.Clock, rt http.RoundTripper, change ...func(*vendors.Config)) *apns.Sender {
	tb.Helper()
	cfg := vendors.Config{Credentials: testCredentials(tb), BaseURLs: map[string]string{"": base}, Clock: clock}
	for _, f := range change {
		f(&cfg)
	}
	sender, err := apns.New(cfg, rt)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = sender.Close() })
	return sender
}

// goAwayServer takes TLS connections and ends each with a GOAWAY.
type goAwayServer struct {
	url   string
	cert  *x509.Certificate
	dials atomic.Int32
}

// newGoAway ends every connection in the way end does, which gets the framer after
// the client's preface and settings.
func newGoAway(tb testing.TB, end func(n int, f *http2.Framer)) *goAwayServer {
	tb.Helper()
	pair := httptest.NewTLSServer(http.NotFoundHandler()) // for its certificate
	conf := &tls.Config{Certificates: pair.TLS.Certificates, NextProtos: []string{"h2"}}
	cert := pair.Certificate()
	pair.Close()
	ln, err := tls.Listen("tcp", "127.0.0.1:0", conf)
	if err != nil {
		tb.Fatal(err)
	}
	s := &goAwayServer{url: "https://" + ln.Addr().String(), cert: cert}
	var all sync.WaitGroup
	done := make(chan struct{}) // closed for clients that keep a connection, as net/http may
	all.Go(func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				<-done
				_ = conn.Close()
			})
			n := int(s.dials.Add(1))
			all.Go(func() { serveGoAway(conn, n, end) })
		}
	})
	tb.Cleanup(func() {
		_ = ln.Close()
		close(done)
		all.Wait()
	})
	return s
}

func serveGoAway(conn net.Conn, n int, end func(int, *http2.Framer)) {
	defer conn.Close()
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(conn, preface); err != nil {
		return
	}
	f := http2.NewFramer(conn, conn)
	if f.WriteSettings() != nil || f.WriteSettingsAck() != nil {
		return
	}
	end(n, f)
	// Read on until the client hangs up: closing with unread data would reset the
	// connection and destroy the GOAWAY on its way.
	_, _ = io.Copy(io.Discard, conn)
}

// untilHeaders reads frames up to the first request and returns its stream.
func untilHeaders(f *http2.Framer) uint32 {
	for {
		frame, err := f.ReadFrame()
		if err != nil {
			return 0
		}
		if h, ok := frame.(*http2.HeadersFrame); ok {
			return h.StreamID
		}
	}
}

func goAwayWith(f *http2.Framer, last uint32, reason string) {
	debug := []byte(nil)
	if reason != "" {
		debug, _ = json.Marshal(map[string]string{"reason": reason})
	}
	_ = f.WriteGoAway(last, http2.ErrCodeNo, debug)
}

// testCertificate makes a certificate for the topic, signed by itself.
func testCertificate(tb testing.TB, topic string) (*ecdsa.PrivateKey, *x509.Certificate) {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	subject := pkix.Name{CommonName: "Apple Push Services: " + topic + " (test)"}
	if topic != "" {
		subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}, Value: topic}}
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: subject, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2120, 1, 1, 0, 0, 0, 0, time.UTC),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		tb.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		tb.Fatal(err)
	}
	return key, cert
}
