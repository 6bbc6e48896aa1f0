package httpsim

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"sync"
)

// conn is what is known of the connection a request came over.
type conn struct {
	id     uint64
	server *Server

	// The certificate is verified once: the same one stays for the connection.
	verify  sync.Once
	cert    *x509.Certificate
	trusted bool
}

func (s *Server) newConn() *conn { return &conn{id: s.conns.Add(1), server: s} }

// certificate is the one the sender showed, nil if none, and whether the server's
// authority stands for it.
func (c *conn) certificate(state *tls.ConnectionState) (cert *x509.Certificate, trusted bool) {
	if state == nil || len(state.PeerCertificates) == 0 {
		return nil, false
	}
	c.verify.Do(func() {
		c.cert = state.PeerCertificates[0]
		if ca := c.server.CA(); ca != nil {
			c.trusted = ca.trusts(c.cert)
		}
	})
	return c.cert, c.trusted
}

// ConnID tells the connections of the requests apart that Options.Observe sees; 0: not
// known. It is the number rules go by.
func ConnID(r *http.Request) uint64 {
	if c := connOf(r.Context()); c != nil {
		return c.id
	}
	return 0
}

type connKey struct{}

func connOf(ctx context.Context) *conn {
	c, _ := ctx.Value(connKey{}).(*conn)
	return c
}
