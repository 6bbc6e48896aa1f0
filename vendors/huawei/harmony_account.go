package huawei

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/tokencache"
)

// account is a service account of a project, as in the key file of AppGallery Connect.
type account struct {
	keyID, name string
	key         *rsa.PrivateKey
	life        time.Duration
}

// audience is the token endpoint, although no token is asked for there: the JWT is the
// bearer token itself.
const audience = "https://oauth-login.cloud.huawei.com/oauth2/v3/token"

// newAccount reads the credentials of a service account. No error shows a value.
func newAccount(c vendors.Credentials, life time.Duration) (*account, error) {
	for _, name := range []string{"key_id", "sub_account", "private_key"} {
		if c[name] == "" {
			return nil, fmt.Errorf("huawei: open: credential %q is missing: take it from the service account's key file", name)
		}
	}
	key, err := privateKey(c["private_key"].Reveal())
	if err != nil {
		return nil, err
	}
	return &account{
		keyID: strings.TrimSpace(c["key_id"].Reveal()), name: strings.TrimSpace(c["sub_account"].Reveal()), key: key, life: life,
	}, nil
}

// privateKey reads a key in PEM. One that came through an environment variable may
// have its line ends written as \n.
func privateKey(text string) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(strings.ReplaceAll(text, `\n`, "\n")))
	if block == nil {
		return nil, errors.New(`huawei: open: credential "private_key" is no PEM`)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		// The parser's text may quote the key.
		return nil, errors.New(`huawei: open: credential "private_key" is no PKCS#8 key`)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New(`huawei: open: credential "private_key" is no RSA key`)
	}
	return key, nil
}

// jwt signs a JWT for an hour from now. The salt is as long as the hash, as RFC 7518
// has it.
func (a *account) jwt(now time.Time) (string, error) {
	iat := now.Unix()
	header := fmt.Sprintf(`{"kid":%q,"typ":"JWT","alg":"PS256"}`, a.keyID)
	claims := fmt.Sprintf(`{"aud":%q,"iss":%q,"exp":%d,"iat":%d}`, audience, a.name, iat+int64(a.life/time.Second), iat)
	input := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString([]byte(claims))
	digest := sha256.Sum256([]byte(input))
	sig, err := rsa.SignPSS(rand.Reader, a.key, crypto.SHA256, digest[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	if err != nil {
		return "", fmt.Errorf("huawei: sign: %w", err)
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(sig), nil
}

// mint makes the JWT that all calls of its hour carry; the token cache calls it under
// single flight. Nothing is asked of Huawei.
func (s *Sender) mint(context.Context) (tokencache.Token, error) {
	now := s.clock.Now()
	text, err := s.account.jwt(now)
	if err != nil {
		return tokencache.Token{}, err
	}
	token := vendors.Secret(text)
	s.redactor.AddToken(token)
	life := s.account.life
	return tokencache.Token{Value: token, Refresh: now.Add(life - min(tokenMargin, life/2)), Expires: now.Add(life)}, nil
}
