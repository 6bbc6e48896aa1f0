package apns

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// providerToken is a JWT as a provider sent it, read and not yet trusted. It is
// immutable but for its verdict, and shared by the calls that carry it.
type providerToken struct {
	// name tells tokens apart without holding one.
	name string
	// formed: three parts, of which the first two are JSON objects and the third is
	// a signature.
	formed        bool
	alg, kid, iss string
	// ref is the name of the app whose key has the id kid.
	ref       string
	iat       int64
	hasIAT    bool
	der       bool // how the signature is written
	signed    [32]byte
	signature []byte // DER

	last atomic.Pointer[verdict]
}

// verdict is whether a token was signed with a key.
type verdict struct {
	key string
	ok  bool
}

// maxToken is how long a provider token may be to be read at all; real ones have
// less than 300 characters.
const maxToken = 4096

func readToken(raw string, digest [32]byte) *providerToken {
	p := &providerToken{name: hex.EncodeToString(digest[:16])}
	head, rest, _ := strings.Cut(raw, ".")
	body, sig, ok := strings.Cut(rest, ".")
	if !ok || len(raw) > maxToken {
		return p
	}
	var h struct {
		Alg string `json:"alg"`
		Kid string `json:"kid"`
	}
	var c struct {
		Iss string          `json:"iss"`
		Iat json.RawMessage `json:"iat"`
	}
	if !part(head, &h) || !part(body, &c) {
		return p
	}
	p.alg, p.kid, p.iss, p.ref = h.Alg, h.Kid, c.Iss, keyName(h.Kid)
	p.iat, p.hasIAT = seconds(c.Iat)
	p.signed = sha256.Sum256([]byte(raw[:len(head)+1+len(body)]))
	p.formed = p.readSignature(sig)
	return p
}

func part(s string, into any) bool {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	return err == nil && json.Unmarshal(b, into) == nil
}

// seconds reads iat, which some clients write as a string, as Apple's own sample
// once did.
func seconds(raw json.RawMessage) (int64, bool) {
	s := strings.Trim(string(raw), `"`)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 0 || f > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

// readSignature takes the 64 bytes of JOSE, and DER as OpenSSL writes it.
func (p *providerToken) readSignature(s string) bool {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil {
		return false
	}
	var rs struct{ R, S *big.Int }
	if len(b) == 64 {
		rs.R, rs.S = new(big.Int).SetBytes(b[:32]), new(big.Int).SetBytes(b[32:])
		p.signature, err = asn1.Marshal(rs)
		return err == nil
	}
	if rest, err := asn1.Unmarshal(b, &rs); err != nil || len(rest) > 0 {
		return false
	}
	p.signature, p.der = b, true
	return true
}

// signedBy reports whether the token was signed with a key, given as PKCS#8 PEM. A
// verification takes a hundred times as long as the rest of a decision, so the last
// one is kept with the token.
func (p *providerToken) signedBy(key string) bool {
	if v := p.last.Load(); v != nil && v.key == key {
		return v.ok
	}
	pub := publicKey(key)
	v := &verdict{key: key, ok: pub != nil && ecdsa.VerifyASN1(pub, p.signed[:], p.signature)}
	p.last.Store(v)
	return v.ok
}

// publicKey is what verifies the tokens of a .p8; nil if the text is none.
func publicKey(p8 string) *ecdsa.PublicKey {
	block, _ := pem.Decode([]byte(p8))
	if block == nil {
		return nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || key.Curve != elliptic.P256() {
		return nil
	}
	return &key.PublicKey
}

// tokenCache keeps the tokens read last by their digest, so that one that comes a
// thousand times a second is read and verified once. It belongs to one endpoint.
type tokenCache struct {
	mu sync.RWMutex
	m  map[[32]byte]*providerToken
}

// keepTokens bounds the cache: an app has one token at a time.
const keepTokens = 1024

func newTokenCache() *tokenCache { return &tokenCache{m: map[[32]byte]*providerToken{}} }

func (c *tokenCache) get(raw string) *providerToken {
	digest := sha256.Sum256([]byte(raw))
	c.mu.RLock()
	p := c.m[digest]
	c.mu.RUnlock()
	if p != nil {
		return p
	}
	p = readToken(raw, digest)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.m) >= keepTokens {
		clear(c.m) // those still in use come back with their next push
	}
	c.m[digest] = p
	return p
}
