package xiaomi

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

// MintFor makes an AppId of 19 digits, an AppKey of 13, an AppSecret of 24 characters
// that ends in two equals signs, and repeats the package name. All are test values.
func (e *Endpoint) MintFor(seed uint64, spec *sim.AppSpec) map[string]string {
	out := e.MintCredentials(seed, spec.ID)
	out["package_name"] = spec.Package
	return out
}

// MintCredentials is MintFor for an app with the usual package name.
func (e *Endpoint) MintCredentials(seed uint64, app string) map[string]string {
	return map[string]string{
		"app_id":       string(padded([]byte("28823037615"), mixed(seed, "id", app)%1e8, 8)),
		"app_key":      string(padded([]byte("51"), mixed(seed, "key", app)%1e11, 11)),
		"app_secret":   base64.StdEncoding.EncodeToString(noise(mixed(seed, "secret", app), 16)),
		"package_name": "com.example." + app,
	}
}

// MintToken makes a registration id of 44 characters with at least one plus and one
// slash, as real ones have: whoever does not encode them breaks the id.
func (e *Endpoint) MintToken(seed uint64, app, device string) string {
	return regID(mixed(seed, "token", app, device))
}

func regID(h uint64) string {
	b := noise(h, 32)
	b[5], b[8] = 0xff, 0xfe // the last of three bytes each: a slash and a plus
	return base64.StdEncoding.EncodeToString(b)
}

// renewed is the registration id a phone has fetched in place of an older one.
func renewed(old string) string { return regID(mixed(0, "renewed", old)) }

// MintAccess makes what nobody asks for: Xiaomi has no access tokens.
func (e *Endpoint) MintAccess(seed uint64, app string, n uint64) string {
	return base64.StdEncoding.EncodeToString(noise(spread(mixed(seed, "access", app)+n), 16))
}

// idLength is the length of message and trace ids.
const idLength = 22

// MintMessage makes the id of a message to a phone, MintTask of one by topic or to
// everybody: a letter, two that look like a data centre, five, twelve digits and two
// letters.
func (e *Endpoint) MintMessage(seed uint64, app string, n uint64) string {
	return messageID('s', mixed(seed, "message", app), n)
}

// MintTask is MintMessage for broadcasts.
func (e *Endpoint) MintTask(seed uint64, app string, n uint64) string {
	return messageID('t', mixed(seed, "message", app), n)
}

func messageID(letter byte, h, n uint64) string {
	const centres = "cmdmlmxo"
	var buffer [idLength]byte
	centre := h % 4 * 2
	b := append(buffer[:0], letter, centres[centre], centres[centre+1])
	b = append(b, strconv.FormatUint(h>>8&0xfffff|0x100000, 16)[1:]...)
	b = padded(b, 790_000_000_000+n, 12)
	last := spread(h ^ n)
	return string(append(b, letters[last%52], letters[last>>8%52]))
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

func padded(b []byte, n uint64, width int) []byte {
	var digits [20]byte
	text := strconv.AppendUint(digits[:0], n, 10)
	for range width - len(text) {
		b = append(b, '0')
	}
	return append(b, text...)
}
