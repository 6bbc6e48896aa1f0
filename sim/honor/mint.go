package honor

import (
	"encoding/base64"
	"encoding/binary"
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

// MintCredentials makes an App ID and another number as Client ID, of nine digits each,
// and a secret that a form must encode: it has + and / and =. All are test values.
func (e *Endpoint) MintCredentials(seed uint64, app string) map[string]string {
	secret := noise(mixed(seed, "honor secret", app), 22)
	secret[2], secret[5] = 0xfe, 0xff // the last of three bytes each: a plus and a slash are sure to be there
	return map[string]string{
		"app_id":        string(padded([]byte("104"), mixed(seed, "honor app", app)%1e6, 6)),
		"client_id":     string(padded([]byte("105"), mixed(seed, "honor client", app)%1e6, 6)),
		"client_secret": base64.StdEncoding.EncodeToString(secret),
	}
}

// MintToken makes a push token with the beginning, the length and the alphabet of real
// ones.
func (e *Endpoint) MintToken(seed uint64, app, device string) string {
	return "BAEAAAAAB." + base64.RawURLEncoding.EncodeToString(noise(mixed(seed, "honor token", app, device), 83))[:110]
}

// MintAccess makes an access token in the form of a JWT, as Keycloak's are. Nothing in
// it can be verified.
func (e *Endpoint) MintAccess(seed uint64, app string, n uint64) string {
	b := noise(spread(mixed(seed, "honor access", app)+n), 72)
	return "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString(b[:48]) + "." + base64.RawURLEncoding.EncodeToString(b[48:])
}

// MintMessage makes a requestId of 24 digits: 13 that look like milliseconds and 11
// with the count.
func (e *Endpoint) MintMessage(seed uint64, app string, n uint64) string {
	var buffer [24]byte
	b := append(buffer[:0], "17"...)
	b = padded(b, mixed(seed, "honor request", app)%1e11, 11)
	b = padded(b, n, 8)
	return string(append(b, "801"...))
}

func padded(b []byte, n uint64, width int) []byte {
	var figures [20]byte
	text := strconv.AppendUint(figures[:0], n, 10)
	for range width - len(text) {
		b = append(b, '0')
	}
	return append(b, text...)
}
