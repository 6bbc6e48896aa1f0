package apns

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/hex"
	"encoding/pem"
	"strings"

	"github.com/offpush/offpush/sim"
)

// The names of the credentials.
const (
	credTeam  = "team_id"
	credKeyID = "key_id"
	credKey   = "p8"
	credTopic = "topic"
	// credCert is a client certificate registered for the app beside those of the
	// lab's authority: PEM. It is never minted.
	credCert = "certificate"
)

// AppRef is the bundle id, by which topics name the app.
func (e *Endpoint) AppRef(credentials map[string]string) string { return credentials[credTopic] }

// AppNames are what else leads to the app: its key, and the subject of its
// certificates.
func (e *Endpoint) AppNames(credentials map[string]string) []string {
	return []string{keyName(credentials[credKeyID]), certName(credentials[credTopic])}
}

func keyName(kid string) string      { return "key " + kid }
func certName(subject string) string { return "certificate " + subject }

// sum spreads the seed and the names over 32 bytes; salt tells uses apart.
func sum(seed uint64, salt string, names ...string) [32]byte {
	var b []byte
	b = binary.BigEndian.AppendUint64(b, seed)
	for _, s := range append([]string{salt}, names...) {
		b = binary.BigEndian.AppendUint64(b, uint64(len(s)))
		b = append(b, s...)
	}
	return sha256.Sum256(b)
}

// MintCredentials makes a signing key with its id and the id of the team, which all
// apps of a world share, as those of one developer do. Both ids begin with TEST.
func (e *Endpoint) MintCredentials(seed uint64, app string) map[string]string {
	return e.MintFor(seed, &sim.AppSpec{ID: app})
}

// MintFor is MintCredentials with the bundle id the console has.
func (e *Endpoint) MintFor(seed uint64, spec *sim.AppSpec) map[string]string {
	topic := spec.Package
	if topic == "" {
		topic = "com.example." + spec.ID
	}
	return map[string]string{
		credTeam:  tenID(sum(seed, "team")),
		credKeyID: tenID(sum(seed, "key id", spec.ID)),
		credKey:   mintKey(seed, spec.ID),
		credTopic: topic,
	}
}

// tenID is an id as Apple's are: ten letters and digits.
func tenID(from [32]byte) string {
	const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789" // 32: no bias
	id := []byte("TEST")
	for _, b := range from[:6] {
		id = append(id, alphabet[b&31])
	}
	return string(id)
}

// mintKey makes a P-256 key in PKCS#8 PEM, as in a .p8 file. A number that is no
// key, one in 2^32, is replaced by the next.
func mintKey(seed uint64, app string) string {
	for try := ""; ; try += "+" {
		scalar := sum(seed, "key", app+try)
		key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar[:])
		if err != nil {
			continue
		}
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			continue
		}
		return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	}
}

// MintToken makes a device token of 32 bytes.
func (e *Endpoint) MintToken(seed uint64, app, device string) string {
	b := sum(seed, "device", app, device)
	return hex.EncodeToString(b[:])
}

// MintAccess is for vendors with a login, which APNs has not: providers sign their
// own tokens. It names a token nobody uses.
func (e *Endpoint) MintAccess(seed uint64, app string, n uint64) string {
	return "no-login-" + e.MintMessage(seed, app, n)
}

// MintMessage makes an apns-id in upper case, as those of Apple's servers are.
func (e *Endpoint) MintMessage(seed uint64, app string, n uint64) string {
	var count [8]byte
	binary.BigEndian.PutUint64(count[:], n)
	return uuid(sum(seed, "apns-id", app, string(count[:])))
}

// uuid is a version 4 UUID in upper case.
func uuid(from [32]byte) string {
	from[6], from[8] = from[6]&0x0f|0x40, from[8]&0x3f|0x80
	s := strings.ToUpper(hex.EncodeToString(from[:16]))
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}
