package fcm

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
)

// assertion is a JWT as a service account signed it, read and not yet trusted. It is
// immutable but for its verdict.
type assertion struct {
	// formed: three parts, of which the first two are JSON objects and the third is
	// base64.
	formed               bool
	alg, iss, scope, aud string
	iat, exp             int64
	timed                bool // iat and exp are numbers
	signed               [32]byte
	signature            []byte

	last atomic.Pointer[verdict]
}

// verdict is whether an assertion was signed with a key.
type verdict struct {
	key *rsa.PublicKey
	ok  bool
}

// maxAssertion is how long an assertion may be to be read at all; real ones have less
// than a thousand characters.
const maxAssertion = 16 << 10

func readAssertion(raw string) *assertion {
	a := &assertion{}
	head, rest, _ := strings.Cut(raw, ".")
	body, sig, ok := strings.Cut(rest, ".")
	if !ok || len(raw) > maxAssertion {
		return a
	}
	var h struct {
		Alg string `json:"alg"`
	}
	var c struct {
		Iss   string   `json:"iss"`
		Scope string   `json:"scope"`
		Aud   string   `json:"aud"`
		Iat   *float64 `json:"iat"`
		Exp   *float64 `json:"exp"`
	}
	if !part(head, &h) || !part(body, &c) {
		return a
	}
	a.alg, a.iss, a.scope, a.aud = h.Alg, c.Iss, c.Scope, c.Aud
	if c.Iat != nil && c.Exp != nil {
		a.iat, a.exp, a.timed = seconds(*c.Iat), seconds(*c.Exp), true
	}
	a.signed = sha256.Sum256([]byte(raw[:len(head)+1+len(body)]))
	var err error
	a.signature, err = base64.RawURLEncoding.DecodeString(strings.TrimRight(sig, "="))
	a.formed = err == nil
	return a
}

func part(s string, into any) bool {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	return err == nil && json.Unmarshal(b, into) == nil
}

// seconds keeps what no clock shows within what can be reckoned with.
func seconds(f float64) int64 { return int64(min(max(f, -1<<50), 1<<50)) }

// signedBy reports whether the assertion was signed with a key. The last verdict is
// kept with the assertion.
func (a *assertion) signedBy(key *rsa.PublicKey) bool {
	if v := a.last.Load(); v != nil && v.key == key {
		return v.ok
	}
	v := &verdict{key: key, ok: key != nil && rsa.VerifyPKCS1v15(key, crypto.SHA256, a.signed[:], a.signature) == nil}
	a.last.Store(v)
	return v.ok
}

// assertionCache keeps assertions by their digest: one that comes again is read and
// verified once. It belongs to one endpoint.
type assertionCache struct {
	mu sync.RWMutex
	m  map[[32]byte]*assertion
}

const keepAssertions = 1024

func newAssertionCache() *assertionCache { return &assertionCache{m: map[[32]byte]*assertion{}} }

func (c *assertionCache) get(raw string) *assertion {
	digest := sha256.Sum256([]byte(raw))
	c.mu.RLock()
	a := c.m[digest]
	c.mu.RUnlock()
	if a != nil {
		return a
	}
	a = readAssertion(raw)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.m) >= keepAssertions {
		clear(c.m)
	}
	c.m[digest] = a
	return a
}
