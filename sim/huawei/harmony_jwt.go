package huawei

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
)

// jwt is a service account's JWT as a sender sent it, read and not yet trusted. It is
// immutable but for its verdict, and shared by the calls that carry it.
type jwt struct {
	// formed: three parts, of which the first two are JSON objects.
	formed bool
	head   jwtHead
	claims jwtClaims
	// ref is the name of the app whose service account has the key.
	ref       string
	signed    [32]byte
	signature []byte

	last atomic.Pointer[jwtVerdict]
}

type jwtHead struct {
	Alg Str `json:"alg"`
	Kid Str `json:"kid"`
}

// jwtClaims are those Huawei names; clients add others, such as sub.
type jwtClaims struct {
	Iss Str `json:"iss"`
	Aud Str `json:"aud"`
	Iat Int `json:"iat"`
	Exp Int `json:"exp"`
}

//nolint:gochecknoglobals // immutable tables
var (
	jwtHeadForm   = jsonscan.TableOf[jwtHead]()
	jwtClaimsForm = jsonscan.TableOf[jwtClaims]()
)

// jwtVerdict is whether a JWT was signed with a key.
type jwtVerdict struct {
	key string
	ok  bool
}

// maxJWT is how long a JWT may be to be read at all; with a key of 4096 bits one has
// about a thousand characters.
const maxJWT = 8192

// looksLikeJWT tells a JWT from an access token: two points, and a first part that
// begins as a JSON object in base64url does.
func looksLikeJWT(access string) bool {
	return strings.HasPrefix(access, "eyJ") && strings.Count(access, ".") == 2
}

func readJWT(raw string) *jwt {
	j := &jwt{}
	head, rest, _ := strings.Cut(raw, ".")
	claims, sig, _ := strings.Cut(rest, ".")
	if len(raw) > maxJWT || !jwtPart(head, jwtHeadForm, &j.head) || !jwtPart(claims, jwtClaimsForm, &j.claims) {
		return j
	}
	signature, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(sig, "="))
	if err != nil {
		return j
	}
	j.formed, j.signature = true, signature
	j.signed = sha256.Sum256([]byte(raw[:len(head)+1+len(claims)]))
	j.ref = keyName(j.head.Kid.S)
	return j
}

func jwtPart[B any](s string, form *jsonscan.Table[B], into *B) bool {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	return err == nil && json.Valid(b) && form.Read(into, b) == jsonscan.Set
}

// life is how long the JWT says it is valid, in seconds: the most there is if it says
// no sensible times.
func (j *jwt) life() int64 {
	iat, exp := j.claims.Iat, j.claims.Exp
	if iat.State != Set || exp.State != Set || iat.N < 0 || exp.N < 0 {
		return math.MaxInt64
	}
	return exp.N - iat.N
}

// now is the time by the clock the JWT was made with.
func (j *jwt) now(c *sim.Call) time.Time {
	return c.SenderNow(time.Unix(j.claims.Iat.N, 0), time.Unix(j.claims.Exp.N, 0))
}

// signedBy reports whether the JWT was signed with a service account's key, whatever
// the length of its salt. The last verdict is kept: a JWT comes thousands of times.
func (j *jwt) signedBy(key string) bool {
	if v := j.last.Load(); v != nil && v.key == key {
		return v.ok
	}
	pub := publicKey(key)
	v := &jwtVerdict{key: key, ok: pub != nil && rsa.VerifyPSS(pub, crypto.SHA256, j.signed[:], j.signature, nil) == nil}
	j.last.Store(v)
	return v.ok
}

// publicKey is what verifies the JWTs of a private key in PKCS#8 PEM; nil if the text
// is none.
func publicKey(private string) *rsa.PublicKey {
	block, _ := pem.Decode([]byte(private))
	if block == nil {
		return nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil
	}
	return &key.PublicKey
}

// jwtCache keeps the JWTs read last by their digest, so that one that comes a thousand
// times a second is read and verified once. It belongs to one endpoint.
type jwtCache struct {
	mu sync.RWMutex
	m  map[[32]byte]*jwt
}

// keepJWTs bounds the cache: a service account has one JWT at a time.
const keepJWTs = 1024

func newJWTCache() *jwtCache { return &jwtCache{m: map[[32]byte]*jwt{}} }

func (c *jwtCache) get(raw string) *jwt {
	digest := sha256.Sum256([]byte(raw))
	c.mu.RLock()
	j := c.m[digest]
	c.mu.RUnlock()
	if j != nil {
		return j
	}
	j = readJWT(raw)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.m) >= keepJWTs {
		clear(c.m) // those still in use come back with their next call
	}
	c.m[digest] = j
	return j
}

// The names of a service account's credentials, as in the key file of the console.
const (
	credKeyID   = "key_id"
	credAccount = "sub_account"
	credKey     = "private_key"
	credProject = "project_id"
)

// keyName is how a JWT's kid leads to an app.
func keyName(kid string) string { return "key " + kid }

// testKeys are RSA keys in PEM. They are kept and not made, because making one takes
// longer than all the rest of a small world.
//
//go:embed testkeys.pem
var testKeys string

// testKey is one of the test keys.
func testKey(h uint64) string {
	const begin, end = "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----\n"
	blocks := strings.SplitAfter(testKeys, end)
	block := blocks[h%uint64(len(blocks)-1)] // nothing follows the last
	return block[strings.Index(block, begin):]
}

// account are the credentials of an app's service account.
func account(seed uint64, app string) map[string]string {
	return map[string]string{
		credKeyID:   hex.EncodeToString(noise(mixed(seed, "key id", app), 16)),
		credAccount: string(padded([]byte("101"), mixed(seed, "account", app)%1e6, 6)),
		credKey:     testKey(mixed(seed, "key", app)),
	}
}
