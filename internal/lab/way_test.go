package lab_test

import (
	"crypto/x509"
	"encoding/pem"
	"maps"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/vendors"
)

// iphone is a lab with one app and one phone at a vendor that knows certificates.
func iphone(t *testing.T, o lab.Options) (*lab.Lab, sim.AppSpec, vendors.Token) {
	t.Helper()
	o.Clock = clock.Mode{Kind: clock.Jump}
	l, err := lab.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	app, err := l.Engine().AddApp(sim.AppSpec{ID: "im", Vendor: vendors.APNs})
	if err != nil {
		t.Fatal(err)
	}
	p, err := l.Engine().AddPhone(sim.NewPhone("a1", vendors.APNs, "im"))
	if err != nil {
		t.Fatal(err)
	}
	return l, app, vendors.Token(p.Token)
}

// ways are how a lab can be reached.
func ways() map[string]httpsim.Listeners {
	return map[string]httpsim.Listeners{
		"memory": {}, "plain": {Plain: "127.0.0.1:0"}, "TLS": {TLS: "127.0.0.1:0"},
		"both": {Plain: "127.0.0.1:0", TLS: "127.0.0.1:0"},
	}
}

func listen(t *testing.T, l *lab.Lab, ls httpsim.Listeners) {
	t.Helper()
	if ls == (httpsim.Listeners{}) {
		return
	}
	if _, err := l.Listen(t.Context(), ls); err != nil {
		t.Fatal(err)
	}
}

func TestCertifiedVendorsAreReachedOverTLS(t *testing.T) {
	t.Parallel()
	for name, ls := range ways() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var proto atomic.Pointer[string]
			l, _, token := iphone(t, lab.Options{Observe: func(r *http.Request) { proto.Store(&r.Proto) }})
			listen(t, l, ls)
			if u := l.BaseURL(vendors.APNs); !strings.HasPrefix(u, "https://") {
				t.Errorf("its senders go to %s", u)
			}
			if u := l.BaseURL(vendors.Vivo); name == "plain" && !strings.HasPrefix(u, "http://") {
				t.Errorf("other senders go to %s, want the plain address", u)
			}
			c, err := l.Client("im")
			if err != nil {
				t.Fatal(err)
			}
			r, err := c.Send(t.Context(), &vendors.Message{Title: "x"}, []vendors.Token{token})
			if err != nil || r.Accepted() != 1 {
				t.Errorf("send: %v, %+v", err, r.Outcomes)
			}
			if p := proto.Load(); p == nil || *p != "HTTP/2.0" {
				t.Errorf("the request came over %v", p)
			}
		})
	}
}

func TestSendersShowCertificates(t *testing.T) {
	t.Parallel()
	var wrapped atomic.Int32
	count := func(rt http.RoundTripper) http.RoundTripper {
		return counted{rt, &wrapped}
	}
	for name, ls := range ways() {
		for how, wrap := range map[string]func(http.RoundTripper) http.RoundTripper{"bare": nil, "wrapped": count} {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				l, app, token := iphone(t, lab.Options{Transport: wrap})
				listen(t, l, ls)
				c, err := l.Open(certified(t, l, app))
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = c.Close() })
				r, err := c.Send(t.Context(), &vendors.Message{Title: "x"}, []vendors.Token{token})
				if err != nil || r.Accepted() != 1 {
					t.Errorf("send: %v, %+v", err, r.Outcomes)
				}
			})
		}
	}
	t.Cleanup(func() {
		if wrapped.Load() != int32(len(ways())) {
			t.Errorf("%d requests went through the wrapping, want %d", wrapped.Load(), len(ways()))
		}
	})
}

// counted counts the requests that pass.
type counted struct {
	http.RoundTripper
	n *atomic.Int32
}

// RoundTrip implements http.RoundTripper.
func (c counted) RoundTrip(r *http.Request) (*http.Response, error) {
	c.n.Add(1)
	return c.RoundTripper.RoundTrip(r)
}

// certified is the app with a certificate in place of its key.
func certified(t *testing.T, l *lab.Lab, app sim.AppSpec) sim.AppSpec {
	t.Helper()
	cert, err := l.ClientCertificate(app, "production")
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	app.Credentials = maps.Clone(app.Credentials)
	for _, name := range []string{"p8", "key_id", "team_id"} {
		delete(app.Credentials, name)
	}
	app.Credentials["certificate"] = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]}))
	app.Credentials["certificate_key"] = string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	return app
}

func TestSitesAndCertificatesThatAreNotThere(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, site := range []string{"sandbox", "apns-sandbox"} {
		if u, err := l.SiteURL(vendors.APNs, site); err != nil || !strings.HasSuffix(u, "/apns-sandbox") {
			t.Errorf("site %s: %q, %v", site, u, err)
		}
	}
	if u, err := l.SiteURL(vendors.APNs, "moon"); err == nil {
		t.Errorf("a site nobody has is at %s", u)
	}
	if u, err := l.SiteURL("nobody", ""); err == nil {
		t.Errorf("a vendor nobody has is at %s", u)
	}
	if _, err := l.ClientCertificate(sim.AppSpec{ID: "shop", Vendor: vendors.Vivo}, ""); err == nil {
		t.Error("a vendor without certificates gave one")
	}
}
