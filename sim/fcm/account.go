package fcm

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"sync"
)

// account is what a key file says, read once.
type account struct {
	project, email string
	key            *rsa.PublicKey // nil: the file has none
}

// accountCache keeps key files by their text. It belongs to one endpoint.
type accountCache struct {
	mu sync.RWMutex
	m  map[string]*account
}

// keepAccounts bounds the cache; a world has an account for each of its apps.
const keepAccounts = 1024

func newAccountCache() *accountCache { return &accountCache{m: map[string]*account{}} }

func (c *accountCache) get(text string) *account {
	c.mu.RLock()
	a := c.m[text]
	c.mu.RUnlock()
	if a != nil {
		return a
	}
	a = readAccount(text)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.m) >= keepAccounts {
		clear(c.m)
	}
	c.m[text] = a
	return a
}

func readAccount(text string) *account {
	var f keyFile
	if json.Unmarshal([]byte(text), &f) != nil {
		return &account{}
	}
	return &account{project: f.ProjectID, email: f.ClientEmail, key: publicKey(f.PrivateKey)}
}

// publicKey is what verifies the assertions of a key file; nil if the text is no key.
func publicKey(text string) *rsa.PublicKey {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil
	}
	if parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		if key, ok := parsed.(*rsa.PrivateKey); ok {
			return &key.PublicKey
		}
		return nil
	}
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		return nil
	}
	return &key.PublicKey
}

// AppRef is the project id, by which paths name the app.
func (e *Endpoint) AppRef(credentials map[string]string) string {
	return e.accounts.get(credentials[credAccount]).project
}

// AppNames are what else leads to the app: the project's number and its service account.
func (e *Endpoint) AppNames(credentials map[string]string) []string {
	a := e.accounts.get(credentials[credAccount])
	return []string{numberName(projectNumber(a.project)), accountName(a.email)}
}

func numberName(n string) string      { return "project " + n }
func accountName(email string) string { return "account " + email }

// Secrets are what a capture must not show: the assertion is as good as the key for an
// hour.
func (*Endpoint) Secrets() []string {
	return []string{credAccount, "assertion", "access_token", "private_key"}
}
