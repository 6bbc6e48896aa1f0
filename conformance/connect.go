package conformance

import (
	"crypto/tls"
	"errors"
	"net/http"

	"github.com/offpush/offpush/sim"
)

// Connector is a Session that can open connections of its own for a case: some
// vendors keep state by connection, know senders by certificate, or have several
// sites. Cases that need it are skipped where the session is none, and where a
// method's error wraps errors.ErrUnsupported.
type Connector interface {
	// Connect returns a client whose requests share one new connection.
	Connect(o Connection) (*http.Client, error)
	// Certificate is the client certificate the vendor would have given to an app
	// for an environment; "" is all environments.
	Certificate(app sim.AppSpec, environment string) (tls.Certificate, error)
	// SiteURL is BaseURL for another site of the vendor, such as its sandbox.
	SiteURL(site string) (string, error)
}

// Connection says what a case wants of a connection; the zero value is what
// Session.HTTP opens.
type Connection struct {
	// Certificate is shown in the TLS handshake; nil: none.
	Certificate *tls.Certificate
	// HTTP1 speaks HTTP/1.1, whatever the endpoint prefers.
	HTTP1 bool
}

// Overhearer is a Session that hears its sender before secrets are taken out, for
// cases about credentials that must change, or must not.
type Overhearer interface {
	// Heard is a header of each request that reached the endpoint so far, in order,
	// "" where a request had none.
	Heard(header string) []string
}

// ConnectionTeller is a Session that tells over which connection each request reached
// the endpoint, for cases about connections that must be left.
type ConnectionTeller interface {
	// Connections has a number for each request so far, in order: the same for
	// requests of one connection, 0 where it is not known.
	Connections() []uint64
}

// Connect is Connector.Connect for this case's session.
func (t *T) Connect(o Connection) *http.Client {
	client, err := t.connector().Connect(o)
	t.possible("connect", err)
	return client
}

// Certificate is Connector.Certificate for this case's session.
func (t *T) Certificate(app sim.AppSpec, environment string) tls.Certificate {
	cert, err := t.connector().Certificate(app, environment)
	t.possible("client certificate", err)
	return cert
}

// SiteURL is Connector.SiteURL for this case's session.
func (t *T) SiteURL(site string) string {
	u, err := t.connector().SiteURL(site)
	t.possible("site "+site, err)
	return u
}

// Heard is Overhearer.Heard for this case's session. What it returns are secrets: a
// case compares them and never prints them.
func (t *T) Heard(header string) []string {
	o, ok := part[Overhearer](t.session)
	if !ok {
		t.Skipf("the subject does not show what its sender says before secrets are taken out")
	}
	return o.Heard(header)
}

// Connections is ConnectionTeller.Connections for this case's session; nil if it
// cannot tell. A case then goes without.
func (t *T) Connections() []uint64 {
	c, ok := part[ConnectionTeller](t.session)
	if !ok {
		return nil
	}
	return c.Connections()
}

func (t *T) connector() Connector {
	c, ok := part[Connector](t.session)
	if !ok {
		t.Skipf("the subject opens no connections for a case")
	}
	return c
}

// possible ends the case when the session could not do what was asked of it.
func (t *T) possible(what string, err error) {
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skipf("%s: %v", what, err)
	}
	if err != nil {
		t.SetupErrorf("%s: %v", what, err)
	}
}

// part is an optional ability of a session, which a mutant around it may hide.
func part[I any](s Session) (I, bool) {
	if i, ok := s.(I); ok {
		return i, true
	}
	if m, ok := s.(mutatedSession); ok {
		return part[I](m.inner)
	}
	var none I
	return none, false
}
