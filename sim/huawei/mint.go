package huawei

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strconv"

	"github.com/offpush/offpush/sim"
)

// mixed spreads the seed and the names over 64 bits; salt tells uses apart.
func mixed(seed uint64, salt string, names ...string) uint64 {
	h := sim.Digest(salt)
	for _, n := range names {
		h = spread(h ^ sim.Digest(n))
	}
	return spread(h ^ spread(seed))
}

// spread is the finaliser of splitmix64.
func spread(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb
	return x ^ (x >> 31)
}

// noise is n bytes that follow from h.
func noise(h uint64, n int) []byte {
	b := make([]byte, 0, n+8)
	for len(b) < n {
		h = spread(h)
		b = binary.BigEndian.AppendUint64(b, h)
	}
	return b[:n]
}

// MintCredentials makes a client id of nine digits, which is the App ID too, a secret
// of 64 hex digits, a project id of 18 digits and a service account of the project. All
// are test values.
func (e *Endpoint) MintCredentials(seed uint64, app string) map[string]string {
	id := string(padded([]byte("104"), mixed(seed, "client", app)%1e6, 6))
	m := account(seed, app)
	m["client_id"], m["app_id"] = id, id
	m["client_secret"] = hex.EncodeToString(noise(mixed(seed, "secret", app), 32))
	m[credProject] = string(padded([]byte("3884"), mixed(seed, "project", app)%1e14, 14))
	return m
}

// MintToken makes a push token of 130 characters with the beginning and the alphabet
// of real ones.
func (e *Endpoint) MintToken(seed uint64, app, device string) string {
	return "IQAAAACy" + base64.RawURLEncoding.EncodeToString(noise(mixed(seed, "token", app, device), 92))[:122]
}

// MintAccess makes an access token with the characters + / = that real ones have.
func (e *Endpoint) MintAccess(seed uint64, app string, n uint64) string {
	b := noise(spread(mixed(seed, "access", app)+n), 64)
	b[5], b[8] = 0xff, 0xfe // the last of three bytes each: a slash and a plus are sure to be there
	return "CgB6e3x9" + base64.StdEncoding.EncodeToString(b)
}

// MintMessage makes a requestId of 24 digits: 13 that look like the vendor's
// milliseconds and 11 with the count.
func (e *Endpoint) MintMessage(seed uint64, app string, n uint64) string {
	var buffer [24]byte
	b := append(buffer[:0], "17"...)
	b = padded(b, mixed(seed, "request", app)%1e11, 11)
	b = padded(b, n, 8)
	return string(append(b, "701"...))
}

func padded(b []byte, n uint64, width int) []byte {
	var digits [20]byte
	text := strconv.AppendUint(digits[:0], n, 10)
	for range width - len(text) {
		b = append(b, '0')
	}
	return append(b, text...)
}
