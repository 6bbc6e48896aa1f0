package oppo

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"

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

// noise is n bytes in hex that follow from h.
func noise(h uint64, n int) string {
	b := make([]byte, 0, n+8)
	for len(b) < n {
		h = spread(h)
		b = binary.BigEndian.AppendUint64(b, h)
	}
	return hex.EncodeToString(b[:n])
}

// MintCredentials makes an AppKey and a MasterSecret of 32 hex digits each, test values.
func (e *Endpoint) MintCredentials(seed uint64, app string) map[string]string {
	return map[string]string{
		"app_key":       noise(mixed(seed, "key", app), 16),
		"master_secret": noise(mixed(seed, "master", app), 16),
	}
}

// MintToken makes a registration id of a phone sold in China.
func (e *Endpoint) MintToken(seed uint64, app, device string) string {
	return "CN_" + noise(mixed(seed, "token", app, device), 16)
}

// MintAccess makes an auth_token of 24 hex digits as in OPPO's sample. The first digit
// is never the one that overseas tokens begin with.
func (e *Endpoint) MintAccess(seed uint64, app string, n uint64) string {
	return "5" + noise(spread(mixed(seed, "access", app)+n), 12)[1:]
}

// overseasMark begins the tokens of the overseas host, which the other does not know.
const overseasMark = "e"

func overseasAccess(token string) string { return overseasMark + token[min(1, len(token)):] }

// MintMessage makes the messageId of a single push: the app's id and an object id.
func (e *Endpoint) MintMessage(seed uint64, app string, n uint64) string {
	return appID(app) + singleMark + objectID(mixed(seed, "message", app), n)
}

// MintTask makes the id of a stored body or of a broadcast, an object id.
func (e *Endpoint) MintTask(seed uint64, app string, n uint64) string {
	return objectID(mixed(seed, "message", app), n)
}

// singleMark stands between the app and the object in the id of a single push, castMark
// in that of a broadcast.
const (
	singleMark = "-1-1-"
	castMark   = "-1-3-"
)

// objectID is 24 hex digits: what looks like the second, the machine, and the count.
func objectID(h, n uint64) string {
	b := binary.BigEndian.AppendUint64(nil, h)
	b[0] = 0x69
	return hex.EncodeToString(binary.BigEndian.AppendUint32(b, uint32(n)))
}

// appID is the id of an app in its messages: 24 letters and digits. It is no secret and
// no credential, and the same in every world.
func appID(app string) string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
	var b strings.Builder
	b.WriteString("Zn")
	for h := sim.Digest("app", app); b.Len() < 24; {
		h = spread(h)
		b.WriteByte(letters[h%uint64(len(letters))])
	}
	return b.String()
}

// castID is the composite id of a broadcast: a number of the app, and the stored body.
// The app's number follows from what is the same in all ids of the app.
func castID(stored string) string {
	app := stored[:min(len(stored), 16)]
	return strconv.FormatUint(1_000_000+sim.Digest("number", app)%9_000_000, 10) + castMark + stored
}
