package apns

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
)

// login is what a provider signs its tokens with.
type login struct {
	t        *conformance.T
	kid, iss string
	key      *ecdsa.PrivateKey
	// alg is ES256 unless a case says otherwise; der writes the signature as openssl
	// does; quoted writes iat as a string.
	alg    string
	der    bool
	quoted bool
}

// loginOf reads an app's credentials.
func loginOf(t *conformance.T, app sim.AppSpec) login {
	c := app.Credentials
	block, _ := pem.Decode([]byte(c["p8"]))
	if block == nil || c["key_id"] == "" || c["team_id"] == "" {
		t.SetupErrorf("app %s has no p8, key_id and team_id", app.ID)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(*ecdsa.PrivateKey)
	if err != nil || !ok {
		t.SetupErrorf("the p8 of app %s is no EC key: %v", app.ID, err)
	}
	return login{t: t, kid: c["key_id"], iss: c["team_id"], key: key, alg: "ES256"}
}

// token signs a provider token of that moment. The same moment gives the same token.
func (l login) token(at time.Time) string {
	iat := fmt.Sprint(at.Unix())
	if l.quoted {
		iat = `"` + iat + `"`
	}
	return l.sign(base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `{"iat":%s,"iss":%q}`, iat, l.iss)))
}

// sign makes a token of encoded claims.
func (l login) sign(claims string) string {
	signing := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `{"alg":%q,"kid":%q}`, l.alg, l.kid)) + "." + claims
	digest := sha256.Sum256([]byte(signing))
	// Without a source of random numbers the signature is that of RFC 6979.
	signature, err := l.key.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		l.t.SetupErrorf("sign a provider token: %v", err)
	}
	if !l.der {
		signature = raw(signature)
	}
	return signing + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// raw is a DER signature in the form of JOSE, 64 bytes; nil if it is none.
func raw(der []byte) []byte {
	var rs struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(der, &rs); err != nil || len(rest) > 0 {
		return nil
	}
	out := make([]byte, 64)
	rs.R.FillBytes(out[:32])
	rs.S.FillBytes(out[32:])
	return out
}

// claims are what a provider token says; ok is false for anything else.
type claims struct {
	Alg, Kid, Iss string
	Iat           json.Number
	signature     []byte
}

// readBearer reads an authorization header without trusting it.
func readBearer(authorization string) (c claims, ok bool) {
	scheme, token, _ := strings.Cut(authorization, " ")
	parts := strings.Split(token, ".")
	if !strings.EqualFold(scheme, "bearer") || len(parts) != 3 {
		return c, false
	}
	for _, p := range parts[:2] {
		b, err := base64.RawURLEncoding.DecodeString(p)
		if err != nil || json.Unmarshal(b, &c) != nil {
			return c, false
		}
	}
	var err error
	c.signature, err = base64.RawURLEncoding.DecodeString(parts[2])
	return c, err == nil
}
