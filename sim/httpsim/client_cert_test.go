package httpsim_test

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/internal/toy"
)

// peer is the toy, which answers with the client certificate it was shown, and
// hangs up on a path of its own.
type peer struct{ toy.Endpoint }

func (peer) Encode(c *sim.Call, _ *sim.Decision, w *sim.Response) {
	w.Type = "text/plain"
	switch {
	case strings.HasSuffix(c.Request.Path, "/hangup"):
		w.Hangup = true
	case c.Request.ClientCert == nil:
		w.Body = append(w.Body, "nobody"...)
	default:
		w.Body = append(w.Body, c.Request.ClientCert.Subject.CommonName...)
		if c.Request.ClientCertTrusted {
			w.Body = append(w.Body, ", trusted"...)
		}
	}
}

func TestClientCertificateIsAskedForAndNotRequired(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil, peer{})
	base := w.listen(httpsim.Listeners{TLS: "127.0.0.1:0"}).TLS
	stranger, err := httpsim.NewCA()
	if err != nil {
		t.Fatal(err)
	}
	like := &x509.Certificate{Subject: pkix.Name{CommonName: "push of shop"}}
	for want, ca := range map[string]*httpsim.CA{
		"nobody": nil, "push of shop": stranger, "push of shop, trusted": w.server.CA(),
	} {
		conf := &tls.Config{RootCAs: w.server.CA().Pool()}
		memory := w.server.Transport()
		if ca != nil {
			cert, err := ca.Client(like)
			if err != nil {
				t.Fatal(err)
			}
			conf.Certificates = []tls.Certificate{cert}
			memory = w.server.TransportWith(cert.Leaf)
		}
		for _, c := range []*http.Client{
			over(t, conf.Clone(), func(p *http.Protocols) { p.SetHTTP1(true) }),
			over(t, conf.Clone(), func(p *http.Protocols) { p.SetHTTP2(true) }),
			{Transport: memory},
		} {
			for range 2 {
				if _, _, got := post(t, c, base+"/toy/v1/send", []byte("{}")); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			}
		}
	}
}

func TestHangupIsNoAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil, peer{})
	base := w.listen(httpsim.Listeners{TLS: "127.0.0.1:0"}).TLS
	conf := &tls.Config{RootCAs: w.server.CA().Pool()}
	for name, c := range map[string]*http.Client{
		"HTTP/1.1": over(t, conf.Clone(), func(p *http.Protocols) { p.SetHTTP1(true) }),
		"HTTP/2":   over(t, conf.Clone(), func(p *http.Protocols) { p.SetHTTP2(true) }),
		"memory":   w.client(),
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/toy/v1/hangup", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := c.Do(r); err == nil {
			resp.Body.Close()
			t.Errorf("%s: answered %d", name, resp.StatusCode)
		}
	}
	all := w.exchanges()
	for _, e := range all {
		if e.Replied || e.Error != "reset" || e.Status != 0 {
			t.Errorf("replied %t with %d, error %q", e.Replied, e.Status, e.Error)
		}
	}
	if len(all) < 3 {
		t.Errorf("%d exchanges", len(all))
	}
}
