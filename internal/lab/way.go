package lab

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/vendors"
)

// memoryHost is the host name senders use when there is no listener. It is never
// resolved.
const memoryHost = "offpush.invalid"

// way is how senders reach the simulator.
type way struct {
	base    string // without a vendor and without a trailing slash
	carrier http.RoundTripper
}

func (w way) close() {
	if t, ok := w.carrier.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

// Listen opens the simulator's addresses and lets the senders use them: over TLS
// when there is a TLS address, trusting the lab's own CA and nothing else. Senders
// that may show a certificate always use TLS; without a TLS address they get one on
// this machine that is not in the result.
func (l *Lab) Listen(ctx context.Context, ls httpsim.Listeners) (httpsim.Addrs, error) {
	a, err := l.server.Listen(ctx, ls)
	if err != nil {
		return a, err
	}
	own := a
	if a.TLS == "" && l.certified() {
		if own, err = l.server.Listen(ctx, httpsim.Listeners{TLS: "127.0.0.1:0"}); err != nil {
			return a, err
		}
	}
	l.use(a.Plain, own.TLS, a.TLS != "")
	return a, nil
}

// use lets the senders go to these addresses, all of them to the second one when
// preferred.
func (l *Lab) use(plain, secure string, preferred bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if secure != "" {
		l.secure = way{secure, l.dialer()}
	}
	if plain != "" {
		l.common = way{plain, l.dialer()}
	}
	if preferred || plain == "" {
		l.common = l.secure
	}
	clear(l.clients)
}

// dialer opens connections that trust the lab's CA alone.
func (l *Lab) dialer() *http.Transport {
	return &http.Transport{
		ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute,
		TLSClientConfig: &tls.Config{RootCAs: l.server.CA().Pool(), MinVersion: tls.VersionTLS12},
	}
}

// to is the way for a vendor's senders. It runs with the lock held.
func (l *Lab) to(v vendors.Vendor) way {
	if _, ok := l.engine.Endpoint(v).(sim.Certified); ok {
		return l.secure
	}
	return l.common
}

// BaseURL is where a vendor's endpoint answers, without a trailing slash.
func (l *Lab) BaseURL(v vendors.Vendor) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to(v).base + "/" + string(v)
}

// sites are the base URLs of a vendor's sites by the names senders give them: "" for
// what answers at the vendor's name, and a site behind the vendor's name and a hyphen
// goes by the rest too. It runs with the lock held.
func (l *Lab) sites(v vendors.Vendor) map[string]string {
	base := l.to(v).base
	out := map[string]string{"": base + "/" + string(v)}
	for _, s := range l.engine.Endpoint(v).Sites() {
		u := base + "/" + s.Name
		out[s.Name] = u
		if rest, ok := strings.CutPrefix(s.Name, string(v)+"-"); ok {
			out[rest] = u
		}
	}
	return out
}

// SiteURL is BaseURL for one of a vendor's sites.
func (l *Lab) SiteURL(v vendors.Vendor, site string) (string, error) {
	if l.engine.Endpoint(v) == nil {
		return "", fmt.Errorf("lab: no vendor %q", v)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if u := l.sites(v)[site]; u != "" {
		return u, nil
	}
	return "", fmt.Errorf("lab: %s has no site %q", v, site)
}

// Carrier is the transport that reaches the simulator.
func (l *Lab) Carrier() http.RoundTripper {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.common.carrier
}

// carrierFor is what a vendor's sender speaks through. It runs with the lock held.
func (l *Lab) carrierFor(v vendors.Vendor) http.RoundTripper {
	rt := l.to(v).carrier
	if _, dials := rt.(*http.Transport); !dials {
		rt = l.server.Transport() // in memory a transport is a connection; each sender has its own
	}
	if l.opts.Transport == nil {
		return rt
	}
	return dressed{RoundTripper: l.opts.Transport(rt), inside: rt, with: func(c tls.Certificate) http.RoundTripper {
		return l.opts.Transport(showing(rt, c))
	}}
}

// dressed is a transport with something around it through which a sender can still
// show a certificate.
type dressed struct {
	http.RoundTripper
	inside http.RoundTripper
	with   func(tls.Certificate) http.RoundTripper
}

// WithClientCertificate is the same transport with a certificate.
func (d dressed) WithClientCertificate(c tls.Certificate) http.RoundTripper { return d.with(c) }

// CloseIdleConnections passes the wish on to what has the connections.
func (d dressed) CloseIdleConnections() {
	if i, ok := d.inside.(interface{ CloseIdleConnections() }); ok {
		i.CloseIdleConnections()
	}
}

// showing is rt with connections of its own that show a certificate.
func showing(rt http.RoundTripper, c tls.Certificate) http.RoundTripper {
	switch t := rt.(type) {
	case *http.Transport:
		t = t.Clone()
		t.TLSClientConfig.Certificates = []tls.Certificate{c}
		return t
	case interface {
		WithClientCertificate(c tls.Certificate) http.RoundTripper
	}:
		return t.WithClientCertificate(c)
	}
	return rt
}

// errNoCertificates is for vendors that know their senders otherwise.
var errNoCertificates = errors.New("the vendor knows no client certificates")

// ClientCertificate is what the vendor would have given to an app for an environment,
// "" for all of them, signed by the lab's CA.
func (l *Lab) ClientCertificate(app sim.AppSpec, environment string) (tls.Certificate, error) {
	ep, ok := l.engine.Endpoint(app.Vendor).(sim.Certified)
	if !ok {
		return tls.Certificate{}, fmt.Errorf("lab: certificate for app %s: %w", app.ID, errNoCertificates)
	}
	return l.server.CA().Client(ep.ClientCertificate(&app, environment))
}

// certified reports whether senders of some vendor may show a certificate.
func (l *Lab) certified() bool {
	for _, v := range l.engine.Vendors() {
		if _, ok := l.engine.Endpoint(v).(sim.Certified); ok {
			return true
		}
	}
	return false
}
