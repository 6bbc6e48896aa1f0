package fcm

import (
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"github.com/offpush/offpush/vendors"
)

// account is a service account's key file, read.
type account struct {
	project, email, keyID string
	tokenURI              string
	key                   *rsa.PrivateKey
	secrets               []vendors.Secret
}

// defaultTokenURI is for key files without one.
const defaultTokenURI = "https://oauth2.googleapis.com/token"

// keyFile is what a key file holds of use.
type keyFile struct {
	Type         string `json:"type"`
	ProjectID    string `json:"project_id"`
	PrivateKeyID string `json:"private_key_id"`
	PrivateKey   string `json:"private_key"`
	ClientEmail  string `json:"client_email"`
	TokenURI     string `json:"token_uri"`
}

// readAccount reads the credentials. No error shows a value: a key pasted into the
// wrong field would be in it.
func readAccount(c vendors.Credentials) (account, error) {
	text := c["service_account"].Reveal()
	if text == "" {
		return account{}, errors.New(`credential "service_account" is missing: give the text of the key file, Firebase console, project settings, service accounts`)
	}
	var f keyFile
	if json.Unmarshal([]byte(text), &f) != nil {
		return account{}, errors.New(`credential "service_account" is not JSON: give the text of the key file, not its path`)
	}
	a := account{
		project: f.ProjectID, email: f.ClientEmail, keyID: f.PrivateKeyID, tokenURI: f.TokenURI,
		secrets: []vendors.Secret{c["service_account"], vendors.Secret(f.PrivateKey), vendors.Secret(oneLine(f.PrivateKey))},
	}
	if p := strings.TrimSpace(c["project_id"].Reveal()); p != "" {
		a.project = p
	}
	if a.tokenURI == "" {
		a.tokenURI = defaultTokenURI
	}
	switch u, err := url.Parse(a.tokenURI); {
	case f.Type != "" && f.Type != "service_account":
		return account{}, errors.New(`credential "service_account" is a key file of another type: a service account's is needed`)
	case a.project == "":
		return account{}, errors.New(`credential "service_account" has no project_id: give the credential "project_id"`)
	case a.email == "" || f.PrivateKey == "":
		return account{}, errors.New(`credential "service_account" has no client_email or private_key: download a new key file`)
	case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http"):
		return account{}, errors.New(`credential "service_account": token_uri is not http(s)://host`)
	}
	key, err := jwt.ParseRSAPrivateKeyFromPEM([]byte(f.PrivateKey))
	if err != nil {
		return account{}, fmt.Errorf(`credential "service_account": private_key is no RSA key in PEM: %w`, err)
	}
	a.key = key
	return a, nil
}

// oneLine is a PEM text as it stands in JSON.
func oneLine(s string) string { return strings.ReplaceAll(s, "\n", `\n`) }
