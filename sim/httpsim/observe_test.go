package httpsim_test

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim/httpsim"
)

// TestObserveSeesWhatNobodyElseDoes: the request as it came, which the record
// holds without its secrets, and the protocol each transport speaks.
func TestObserveSeesWhatNobodyElseDoes(t *testing.T) {
	t.Parallel()
	type seen struct{ Proto, Access, Peer string }
	var got []seen
	ca, err := httpsim.NewCA()
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, &httpsim.Options{CA: ca, Observe: func(r *http.Request) {
		s := seen{Proto: r.Proto, Access: r.Header.Get("Authorization")}
		if r.TLS != nil && len(r.TLS.PeerCertificates) > 0 {
			s.Peer = r.TLS.PeerCertificates[0].Subject.CommonName
		}
		got = append(got, s)
	}})
	cert, err := ca.Client(&x509.Certificate{Subject: pkix.Name{CommonName: "shop"}})
	if err != nil {
		t.Fatal(err)
	}
	plain := w.server.Transport()
	shows, ok := plain.(interface {
		WithClientCertificate(tls.Certificate) http.RoundTripper
	})
	if !ok {
		t.Fatalf("a %T shows no certificate", plain)
	}
	unparsed := cert
	unparsed.Leaf = nil
	for _, rt := range []http.RoundTripper{plain, w.server.TransportHTTP1(), shows.WithClientCertificate(cert), shows.WithClientCertificate(unparsed)} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://toy.invalid/toy/v1/send", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "bearer secret-of-a-test")
		resp, err := (&http.Client{Transport: rt}).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close() //nolint:errcheck // in memory
	}
	secret := "bearer secret-of-a-test"
	want := []seen{{"HTTP/2.0", secret, ""}, {"HTTP/1.1", secret, ""}, {"HTTP/2.0", secret, "shop"}, {"HTTP/2.0", secret, "shop"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, e := range w.exchanges() {
		if s := string(e.RequestHeader); s == "" || strings.Contains(s, "secret-of-a-test") {
			t.Errorf("recorded header %q", s)
		}
	}
}

// TestConnectionsInMemory: a transport is one connection until its idle ones are closed,
// which in memory it always is.
func TestConnectionsInMemory(t *testing.T) {
	t.Parallel()
	var got []uint64
	w := newWorld(t, &httpsim.Options{Observe: func(r *http.Request) { got = append(got, httpsim.ConnID(r)) }})
	client, other := w.client(), w.client()
	for _, c := range []*http.Client{client, client, other, client} {
		if len(got) == 3 {
			client.CloseIdleConnections()
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://toy.invalid/toy/v1/send", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close() //nolint:errcheck // in memory
	}
	if got[0] == 0 || got[0] != got[1] || got[2] == got[0] || got[3] == got[0] || got[3] == got[2] {
		t.Errorf("connections %v, want one for the first two, another for the third, and a new one at last", got)
	}
}
