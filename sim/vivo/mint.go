package vivo

import (
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

// MintCredentials makes an appId of nine digits, an appKey of 32 hex digits and an
// appSecret of the form of a UUID. All are test values.
func (e *Endpoint) MintCredentials(seed uint64, app string) map[string]string {
	key := hex.EncodeToString(wide128(mixed(seed, "key", app), mixed(seed, "key2", app)))
	return map[string]string{
		"app_id":     string(padded([]byte("105"), mixed(seed, "id", app)%1e6, 6)),
		"app_key":    key,
		"app_secret": uuid(mixed(seed, "secret", app), mixed(seed, "secret2", app)),
	}
}

// MintToken makes a regId of the classic form, 23 digits.
func (e *Endpoint) MintToken(seed uint64, app, device string) string {
	b := make([]byte, 0, 23)
	b = append(b, '1')
	b = padded(b, mixed(seed, "regId2", app, device)%100, 2)
	return string(padded(b, mixed(seed, "regId", app, device), 20))
}

// MintAccess makes an authToken of the form of a UUID, as seen in an answer of 2019.
func (e *Endpoint) MintAccess(seed uint64, app string, n uint64) string {
	h := mixed(seed, "access", app)
	return uuid(spread(h+n), spread(h^(n*0x9e3779b97f4a7c15+1)))
}

// MintMessage makes a taskId of 19 digits: a part of the app's and a count.
func (e *Endpoint) MintMessage(seed uint64, app string, n uint64) string {
	var buffer [19]byte
	b := append(buffer[:0], '1')
	b = padded(b, mixed(seed, "task", app)%1e8, 8)
	return string(padded(b, n, 10))
}

func padded(b []byte, n uint64, width int) []byte {
	var digits [20]byte
	text := strconv.AppendUint(digits[:0], n, 10)
	for range width - len(text) {
		b = append(b, '0')
	}
	return append(b, text...)
}

func wide128(hi, lo uint64) []byte {
	b := make([]byte, 16)
	for i := range 8 {
		b[i], b[8+i] = byte(hi>>(8*i)), byte(lo>>(8*i))
	}
	return b
}

func uuid(hi, lo uint64) string {
	s := hex.EncodeToString(wide128(hi, lo))
	return s[:8] + "-" + s[8:12] + "-4" + s[13:16] + "-8" + s[17:20] + "-" + s[20:]
}
