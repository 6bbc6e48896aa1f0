package transport

import (
	"context"
	"net"
	"net/http"

	"github.com/offpush/offpush/vendors/internal/gather"
)

// gathered lets requests share a connection where the vendor speaks HTTP/2. Every request
// is two small writes there, and all are on one connection: what is written at the same
// time leaves together.
func gathered(t *http.Transport) {
	dial := t.DialContext
	if dial == nil {
		dial = dialer().DialContext
	}
	t.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return gather.New(c), nil
	}
	// A transport with TLS settings or a dialer of its own does not speak HTTP/2 unless
	// it is told to.
	t.ForceAttemptHTTP2 = true
}
