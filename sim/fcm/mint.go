package fcm

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	_ "embed"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"strconv"
	"strings"
)

// credAccount is the only credential: the key file of a service account, as JSON.
const credAccount = "service_account"

// primes are public: keys made of them protect nothing. Finding primes anew would take
// longer than all the rest of making a world.
//
//go:embed primes.txt
var primes string

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

func number(h [32]byte) uint64 { return binary.BigEndian.Uint64(h[:8]) }

// noise is n bytes that follow from h.
func noise(h [32]byte, n int) []byte {
	b := make([]byte, 0, n+len(h))
	for len(b) < n {
		h = sha256.Sum256(h[:])
		b = append(b, h[:]...)
	}
	return b[:n]
}

// keyFile is a service account's key file as Google's console hands it out.
type keyFile struct {
	Type         string `json:"type"`
	ProjectID    string `json:"project_id"`
	PrivateKeyID string `json:"private_key_id"`
	PrivateKey   string `json:"private_key"`
	ClientEmail  string `json:"client_email"`
	ClientID     string `json:"client_id"`
	AuthURI      string `json:"auth_uri"`
	TokenURI     string `json:"token_uri"`
	Universe     string `json:"universe_domain"`
}

// MintCredentials makes a key file of a project of its own: a test value.
func (e *Endpoint) MintCredentials(seed uint64, app string) map[string]string {
	project := "test-" + slug(app) + "-" + hex.EncodeToString(noise(sum(seed, "project", app), 3))[:5]
	id := sum(seed, "key id", app)
	file, err := json.MarshalIndent(keyFile{
		Type: "service_account", ProjectID: project,
		PrivateKeyID: hex.EncodeToString(id[:20]), PrivateKey: mintKey(seed, app),
		ClientEmail: "push-sender@" + project + ".iam.gserviceaccount.com",
		ClientID:    "1" + string(padded(nil, number(sum(seed, "client", app)), 20)),
		AuthURI:     "https://accounts.google.com/o/oauth2/auth", TokenURI: "https://oauth2.googleapis.com/token",
		Universe: "googleapis.com",
	}, "", "  ")
	if err != nil {
		return nil // texts can always be written
	}
	return map[string]string{credAccount: string(file)}
}

// Locate makes the simulator the token_uri of the key file, by which Google's libraries go.
func (e *Endpoint) Locate(credentials map[string]string, site func(name string) string) {
	var file map[string]json.RawMessage
	if json.Unmarshal([]byte(credentials[credAccount]), &file) != nil || file == nil {
		return // as somebody gave it; the rules judge it
	}
	var err error
	if file["token_uri"], err = json.Marshal(site(siteOAuth) + "/token"); err != nil {
		return // texts can always be written
	}
	if text, err := json.MarshalIndent(file, "", "  "); err == nil {
		credentials[credAccount] = string(text)
	}
}

// slug is an app's id as part of a project id: lower-case letters, digits, hyphens.
func slug(app string) string {
	out := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, app)
	return strings.Trim(out[:min(len(out), 18)], "-")
}

// mintKey makes an RSA key of 2048 bits in PKCS#8 PEM from two of the public primes.
func mintKey(seed uint64, app string) string {
	list := strings.Fields(primes)
	h := number(sum(seed, "key", app))
	n := uint64(len(list))
	i := h % n
	j := (i + 1 + h/n%(n-1)) % n
	key := keyOf(prime(list[i]), prime(list[j]))
	if key == nil {
		return ""
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return ""
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func prime(text string) *big.Int {
	b, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return new(big.Int)
	}
	return new(big.Int).SetBytes(b)
}

func keyOf(p, q *big.Int) *rsa.PrivateKey {
	one := big.NewInt(1)
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: 65537},
		D:         new(big.Int).ModInverse(big.NewInt(65537), phi), Primes: []*big.Int{p, q},
	}
	if key.D == nil {
		return nil
	}
	key.Precompute()
	return key
}

// projectNumber is the number Google would have given to a project.
func projectNumber(project string) string {
	return "1" + string(padded(nil, number(sum(0, "project number", project))%1e11, 11))
}

// MintToken makes a registration token of the shape real ones have today: the
// installation id of 22 characters, a colon and APA91b with some hundred and thirty
// more.
func (e *Endpoint) MintToken(seed uint64, app, device string) string {
	id := base64.RawURLEncoding.EncodeToString(noise(sum(seed, "fid", app, device), 17))[:21]
	rest := base64.RawURLEncoding.EncodeToString(noise(sum(seed, "token", app, device), 100))
	return "c" + id + ":APA91b" + rest[:134]
}

// TokenNames is the installation id a token begins with, which requests may name too.
func (e *Endpoint) TokenNames(token string) []string {
	if id, _, ok := strings.Cut(token, ":"); ok && isFID(id) {
		return []string{id}
	}
	return nil
}

// MintAccess makes an access token with the beginning of those of service accounts.
func (e *Endpoint) MintAccess(seed uint64, app string, n uint64) string {
	return "ya29.c.c0ASRK0G" + base64.RawURLEncoding.EncodeToString(noise(sum(seed, "access", app, strconv.FormatUint(n, 10)), 150))
}

// MintMessage makes the last part of a message's name: 0, a colon, 16 digits that look
// like Google's microseconds, and a number in hexadecimal digits behind %.
func (e *Endpoint) MintMessage(seed uint64, app string, n uint64) string {
	h := number(sum(seed, "message", app))
	b := append(make([]byte, 0, 36), "0:17"...)
	b = padded(b, (h%1e6)*1e8+n%1e8, 14)
	b = append(b, '%')
	b = hexed(b, uint32(h))
	return string(hexed(b, uint32(h>>32)))
}

// MessageName is a message's whole name.
func (e *Endpoint) MessageName(ref, id string) string { return "projects/" + ref + "/messages/" + id }

// MintTask makes the number of a message to a topic: 19 digits.
func (e *Endpoint) MintTask(seed uint64, app string, n uint64) string {
	return string(padded([]byte("17"), (number(sum(seed, "task", app))%1e9)*1e8+n%1e8, 17))
}

func hexed(b []byte, n uint32) []byte {
	const digits = "0123456789abcdef"
	for shift := 28; shift >= 0; shift -= 4 {
		b = append(b, digits[n>>shift&15])
	}
	return b
}

func padded(b []byte, n uint64, width int) []byte {
	var digits [20]byte
	text := strconv.AppendUint(digits[:0], n, 10)
	for range width - len(text) {
		b = append(b, '0')
	}
	return append(b, text[max(len(text)-width, 0):]...)
}
