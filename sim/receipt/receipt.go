// Package receipt sends vendors' callbacks over real HTTP, to this machine only
// unless a host is allowed by name: a simulator must not be a way to make requests
// to anybody else.
package receipt

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
)

// Options configure a Poster. The zero value is ready.
type Options struct {
	// Allow are host names or addresses that may be reached beside this machine,
	// without a port.
	Allow []string
	// Timeout bounds one callback, in machine time; zero: 5 s.
	Timeout time.Duration
	// RootCAs verify TLS receivers; nil: the machine's.
	RootCAs *x509.CertPool
}

// The bounds of a callback.
const (
	defaultTimeout = 5 * time.Second
	maxRedirects   = 3
	maxAnswer      = 64 << 10 // how much of an answer is read, so that it can end
)

// Poster implements sim.Poster.
type Poster struct {
	allow   []string
	timeout time.Duration
	client  *http.Client
	// lookup resolves host names; tests replace it.
	lookup func(ctx context.Context, host string) ([]netip.Addr, error)
}

var _ sim.Poster = (*Poster)(nil)

// New returns a poster. It keeps no connections, so there is nothing to close.
func New(opts Options) *Poster {
	p := &Poster{timeout: opts.Timeout}
	for _, h := range opts.Allow {
		p.allow = append(p.allow, strings.ToLower(h))
	}
	if p.timeout <= 0 {
		p.timeout = defaultTimeout
	}
	p.lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
		return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	}
	p.client = &http.Client{
		Transport: &http.Transport{
			Proxy:             nil, // a proxy would reach what we may not
			DialContext:       p.dial,
			DisableKeepAlives: true,
			TLSClientConfig:   &tls.Config{RootCAs: opts.RootCAs, MinVersion: tls.VersionTLS12},
		},
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return fmt.Errorf("more than %d redirects", maxRedirects)
			}
			return nil // where to is checked by dial, as for the first request
		},
	}
	return p
}

// Post sends one callback. A host that may not be reached is an error that wraps
// sim.ErrNotAllowed; nothing was sent then. The error's text names the host and
// never the URL's path or query, which may hold a secret.
func (p *Poster) Post(ctx context.Context, rawURL string, header http.Header, body []byte) (int, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return 0, errors.New("receipt: the callback is not an absolute http or https URL")
	}
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, rawURL, bytes.NewReader(body))
	if err != nil {
		return 0, errors.New("receipt: the callback URL cannot be used")
	}
	for name, values := range header {
		req.Header[name] = values
	}
	resp, err := p.client.Do(req)
	if err != nil {
		if inner := (*url.Error)(nil); errors.As(err, &inner) {
			err = inner.Err
		}
		if ctx.Err() == context.DeadlineExceeded {
			err = fmt.Errorf("no answer within %s: %w", p.timeout, context.DeadlineExceeded)
		}
		return 0, fmt.Errorf("receipt: post to %s: %w", u.Host, err)
	}
	defer resp.Body.Close()                                   //nolint:errcheck // only read
	io.Copy(io.Discard, io.LimitReader(resp.Body, maxAnswer)) //nolint:errcheck // the status is what counts
	return resp.StatusCode, nil
}

// dial connects to the very address it checked, so that a name cannot lead to one
// place when looked at and to another when used.
func (p *Poster) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	var d net.Dialer
	if slices.Contains(p.allow, strings.ToLower(host)) {
		return d.DialContext(ctx, network, addr)
	}
	ips, err := p.resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	for _, ip := range ips {
		if !ip.Unmap().IsLoopback() {
			return nil, fmt.Errorf("%w: %s; allow it by name to send receipts there", sim.ErrNotAllowed, host)
		}
	}
	var errs []error
	for _, ip := range ips {
		conn, err := d.DialContext(ctx, network, net.JoinHostPort(ip.String(), port))
		if err == nil {
			return conn, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

func (p *Poster) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{ip}, nil
	}
	ips, err := p.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	if len(ips) == 0 {
		return nil, fmt.Errorf("%s has no address", host)
	}
	return ips, nil
}
