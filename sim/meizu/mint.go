package meizu

import (
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

// hexOf writes numbers as hex digits, 16 each.
func hexOf(numbers ...uint64) string {
	b := make([]byte, 0, 8*len(numbers))
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return hex.EncodeToString(b)
}

// MintCredentials makes an appId of nine digits, which no app at Meizu has yet, and an
// appSecret of 32 hex digits. All are test values.
func (e *Endpoint) MintCredentials(seed uint64, app string) map[string]string {
	return map[string]string{
		"app_id":     strconv.FormatUint(125_000_000+mixed(seed, "id", app)%1_000_000, 10),
		"app_secret": hexOf(mixed(seed, "secret", app), mixed(seed, "secret2", app)),
	}
}

// MintToken makes a pushId of the form of Meizu's samples, 45 characters.
func (e *Endpoint) MintToken(seed uint64, app, device string) string {
	h := func(salt string) uint64 { return mixed(seed, salt, app, device) }
	return "J" + hexOf(h("pushId"), h("pushId2"), h("pushId3"))[:44]
}

// MintAccess is for vendors with a login, which Meizu has not: requests are signed. It
// names a token nobody uses.
func (e *Endpoint) MintAccess(seed uint64, app string, n uint64) string {
	return "no-login-" + e.MintMessage(seed, app, n)
}

// MintMessage makes a msgId of 32 hex digits.
func (e *Endpoint) MintMessage(seed uint64, app string, n uint64) string {
	h := mixed(seed, "message", app)
	return hexOf(spread(h+n), spread(h^(n*0x9e3779b97f4a7c15+1)))
}

// MintTask makes a taskId, a number.
func (e *Endpoint) MintTask(seed uint64, app string, n uint64) string {
	return strconv.FormatUint(10_000_000+mixed(seed, "task", app)%10_000*1000+n, 10)
}
