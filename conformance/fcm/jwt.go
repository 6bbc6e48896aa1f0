package fcm

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
)

// keyFile is a service account's key file, as far as cases use it.
type keyFile struct {
	Project string `json:"project_id"`
	KeyID   string `json:"private_key_id"`
	Key     string `json:"private_key"`
	Email   string `json:"client_email"`
}

func keyFileOf(t *conformance.T, app sim.AppSpec) keyFile {
	var f keyFile
	if err := json.Unmarshal([]byte(app.Credentials["service_account"]), &f); err != nil {
		t.SetupErrorf("the credential service_account of app %s: %v", app.ID, err)
	}
	return f
}

// claims are those of an assertion; a nil value takes one away.
type claims map[string]any

// sign writes a JWT in RS256, as RFC 7515 has it.
func sign(header, body claims, key string) (string, error) {
	block, _ := pem.Decode([]byte(key))
	if block == nil {
		return "", errors.New("private_key is no PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return "", err
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return "", errors.New("private_key is no RSA key")
	}
	var parts [2]string
	for i, c := range []claims{header, body} {
		raw, err := json.Marshal(c)
		if err != nil {
			return "", err
		}
		parts[i] = base64.RawURLEncoding.EncodeToString(raw)
	}
	input := parts[0] + "." + parts[1]
	sum := sha256.Sum256([]byte(input))
	signature, err := rsa.SignPKCS1v15(nil, private, crypto.SHA256, sum[:])
	if err != nil {
		return "", err
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}
