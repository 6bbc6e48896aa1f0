package fcm

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"time"

	"github.com/offpush/offpush/vendors/internal/gather"
)

// link makes the way out for rt; see New. idle drops idle connections of the sender's
// own.
func link(rt http.RoundTripper) (_ http.RoundTripper, idle func()) {
	t, ok := rt.(*http.Transport)
	switch {
	case rt == nil:
		t = &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			TLSHandshakeTimeout: 5 * time.Second, IdleConnTimeout: 90 * time.Second,
			MaxIdleConnsPerHost: 256, ExpectContinueTimeout: time.Second,
		}
	case !ok:
		return rt, func() {}
	default:
		t = t.Clone()
	}
	// Every request is two small writes, and HTTP/2 has them all on one connection: what
	// is written at the same time leaves together.
	dial := t.DialContext
	if dial == nil {
		dial = (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	}
	t.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return gather.New(c), nil
	}
	if t.TLSClientConfig == nil {
		t.TLSClientConfig = &tls.Config{}
	}
	t.TLSClientConfig.MinVersion = max(t.TLSClientConfig.MinVersion, tls.VersionTLS12)
	// A transport with TLS settings or a dialer of its own does not speak HTTP/2 unless
	// it is told to.
	t.ForceAttemptHTTP2 = true
	return t, t.CloseIdleConnections
}
