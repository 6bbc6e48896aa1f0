package apns

import (
	"crypto/x509"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// devicePath is followed by the device token.
const devicePath = "/3/device/"

// The operations.
const (
	opPush     = "push"
	opNoMethod = "wrong method"
	opNoPath   = "unknown path"
)

// field is a header's value; given tells "" from nothing.
type field struct {
	text  string
	given bool
}

// Push is a decoded request to a device.
type Push struct {
	// environment is production or sandbox, by the site the request came to.
	environment string
	token       string // the device token, lower case
	// provider is the token of the authorization header, nil if there is none; cert
	// the client certificate of the connection.
	provider    *providerToken
	cert        *x509.Certificate
	certTrusted bool
	// repeated is the first header that came more than once.
	repeated string

	id, expiration, priority, kind, topic, collapse field
	// bundle is the topic without its suffix; suffix is the type it belongs to.
	bundle  string
	suffix  *pushType
	expires int64 // Unix seconds; valid when expiresOK
	// expiresOK: apns-expiration is a date.
	expiresOK bool
	size      int
	*arrival
}

// arrival is what of a push matters when it reaches a phone.
type arrival struct {
	// of is the push type: the declared one, without one what the topic's suffix
	// says, else alert. It is nil for a declared one that Apple has not.
	of *pushType
	// lowest: apns-priority is 1.
	lowest  bool
	payload payload
}

// The headers, as net/http spells them.
const (
	headerAuth       = "Authorization"
	headerID         = "Apns-Id"
	headerExpiration = "Apns-Expiration"
	headerPriority   = "Apns-Priority"
	headerType       = "Apns-Push-Type"
	headerTopic      = "Apns-Topic"
	headerCollapse   = "Apns-Collapse-Id"
)

// Decode reads a request.
func (e *Endpoint) Decode(r *sim.Request, c *sim.Call) {
	c.Request = r
	c.Message.Asked = vendors.ClassTransactional // Apple has no classes
	p, ok := c.Reuse.(*Push)
	if !ok {
		p = new(Push)
	}
	*p = Push{environment: production, arrival: new(arrival)}
	if r.Site == siteSandbox {
		p.environment = sandbox
	}
	c.Wire = p
	p.headers(r.Header)
	e.credentials(r, p, c)
	switch {
	case r.Method != http.MethodPost:
		c.Op = opNoMethod
		return
	case !strings.HasPrefix(r.Path, devicePath) || strings.Contains(r.Path[len(devicePath):], "/"):
		c.Op = opNoPath
		return
	}
	c.Verb, c.Op = sim.VerbSend, opPush
	if token := r.Path[len(devicePath):]; token != "" {
		p.token = strings.ToLower(token)
		c.Targets = []sim.Target{{Kind: sim.ByToken, Name: p.token}}
	}
	p.size = len(r.Body)
	p.payload = readPayload(r.Body)
	p.message(c)
}

func (p *Push) headers(h http.Header) {
	one := func(name string) (f field) {
		values := h[name]
		if len(values) > 1 && p.repeated == "" {
			p.repeated = name
		}
		if len(values) > 0 {
			f.text, f.given = values[0], true
		}
		return f
	}
	one(headerAuth)
	p.id, p.expiration, p.priority = one(headerID), one(headerExpiration), one(headerPriority)
	p.kind, p.topic, p.collapse = one(headerType), one(headerTopic), one(headerCollapse)
	one("Content-Type")
	p.bundle, p.suffix = splitTopic(p.topic.text)
	switch {
	case p.kind.given:
		p.of = findType(p.kind.text)
	case p.suffix != nil:
		p.of = p.suffix
	default:
		p.of = findType(typeAlert)
	}
	if n, err := strconv.ParseInt(p.expiration.text, 10, 64); err == nil && p.expiration.text[0] != '+' && n >= 0 && n <= maxDate {
		p.expires, p.expiresOK = n, true
	}
}

// maxDate is the end of the year 9999.
const maxDate = 253402300799

// credentials finds out who speaks. A connection with a certificate needs no token,
// and one that comes is not looked at.
func (e *Endpoint) credentials(r *sim.Request, p *Push, c *sim.Call) {
	c.AppRef = p.bundle
	if r.ClientCert != nil {
		p.cert, p.certTrusted = r.ClientCert, r.ClientCertTrusted
		name := subject(r.ClientCert)
		c.CredentialRef = certName(name)
		if !p.topic.given {
			c.AppRef = name
			p.bundle = name
		}
		return
	}
	values := r.Header[headerAuth]
	if len(values) == 0 {
		return
	}
	scheme, raw, _ := strings.Cut(strings.TrimSpace(values[0]), " ")
	raw = strings.TrimSpace(raw)
	if raw == "" && strings.EqualFold(scheme, "bearer") {
		return // an empty token is none
	}
	if !strings.EqualFold(scheme, "bearer") {
		raw = "" // no token of any form
	}
	p.provider = e.verified.get(raw)
	c.CredentialRef = p.provider.ref
}

// message puts into our words what the request asks for.
func (p *Push) message(c *sim.Call) {
	m, a := &c.Message, &p.payload
	p.lowest = p.priority.text == "1"
	m.Keep = p.arrival
	m.Title, m.Body, m.Sound = a.title, a.body, a.sound
	m.Collapse = p.collapse.text
	if p.of != nil {
		m.Category = p.of.name
	}
	if isUUID(p.id.text) {
		c.GivenID = p.id.text
	}
	if p.expiresOK {
		m.TTL = c.Due(time.Unix(p.expires, 0)).Sub(c.At)
		m.OnlineOnly = m.TTL <= 0 // 0, and what is over already
		m.TTL = max(m.TTL, 0)
	}
}

// isUUID wants the canonical form, in either case.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return false
			}
		} else if !isHex(s[i]) {
			return false
		}
	}
	return true
}

func isHex(c byte) bool {
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')
}
