package apns

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/offpush/offpush/vendors"
)

// identity is who the sender is: a key or a certificate, and the app.
type identity struct {
	topic, environment string
	keyID, teamID      string
	key                *ecdsa.PrivateKey // nil with a certificate
	certificate        *tls.Certificate  // nil with a key
	secrets            []vendors.Secret
}

func readIdentity(c vendors.Credentials) (identity, error) {
	id := identity{topic: strings.TrimSpace(c["topic"].Reveal()), environment: Production}
	switch e := strings.TrimSpace(c["environment"].Reveal()); e {
	case "", Production:
	case Sandbox, "development":
		id.environment = Sandbox
	default:
		return id, fmt.Errorf("credential %q is neither %q nor %q", "environment", Production, Sandbox)
	}
	byCertificate := c["p12"] != "" || c["certificate"] != ""
	switch {
	case c["p8"] != "" && byCertificate:
		return id, errors.New("credentials have a key (p8) and a certificate: give one of them, APNs ignores the key beside a certificate")
	case byCertificate:
		return id, id.readCertificate(c)
	default:
		return id, id.readKey(c)
	}
}

func (id *identity) readKey(c vendors.Credentials) error {
	for _, name := range []string{"p8", "key_id", "team_id", "topic"} {
		if strings.TrimSpace(c[name].Reveal()) == "" {
			return fmt.Errorf("credential %q is missing: key (p8), key_id and team_id are from the developer account, topic is the bundle id", name)
		}
	}
	id.keyID, id.teamID = strings.TrimSpace(c["key_id"].Reveal()), strings.TrimSpace(c["team_id"].Reveal())
	text := c["p8"].Reveal()
	id.secrets = append(linesOf(text), c["p8"])
	block, _ := pem.Decode([]byte(strings.TrimSpace(text)))
	if block == nil {
		return errors.New(`credential "p8" is no PEM text: give the content of the .p8 file, "-----BEGIN PRIVATE KEY-----" included`)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return errors.New(`credential "p8" is no PKCS#8 private key: give the .p8 file as it was downloaded`)
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || key.Curve != elliptic.P256() {
		return errors.New(`credential "p8" is no P-256 key: APNs takes ES256 only`)
	}
	id.key = key
	return nil
}

func (id *identity) readCertificate(c vendors.Credentials) error {
	for _, name := range []string{"p12", "p12_password", "certificate_key"} {
		id.secrets = append(id.secrets, c[name])
	}
	id.secrets = append(id.secrets, linesOf(c["certificate_key"].Reveal())...)
	var err error
	if c["p12"] != "" {
		id.certificate, err = readP12(c["p12"].Reveal(), c["p12_password"].Reveal())
	} else {
		// The key may stand in the same text, which makes all of it a secret.
		id.secrets = append(append(id.secrets, c["certificate"]), linesOf(c["certificate"].Reveal())...)
		id.certificate, err = readPEM(c["certificate"].Reveal(), c["certificate_key"].Reveal())
	}
	if err != nil {
		return err
	}
	if id.topic == "" {
		id.topic = topicOf(id.certificate.Leaf)
	}
	if id.topic == "" {
		return errors.New(`credential "topic" is missing and the certificate names no app: give the bundle id`)
	}
	return nil
}

// readP12 takes the file in base64, or its bytes as they are.
func readP12(text, password string) (*tls.Certificate, error) {
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		der = []byte(text)
	}
	key, leaf, chain, err := pkcs12.DecodeChain(der, password)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return nil, errors.New(`credential "p12_password" does not open the .p12`)
	case err != nil:
		return nil, fmt.Errorf(`credential "p12" cannot be read as a .p12 file in base64 with one certificate and its key: %w (convert it with "openssl pkcs12 -nodes" and give the text as "certificate")`, err)
	}
	cert := &tls.Certificate{PrivateKey: key, Leaf: leaf, Certificate: [][]byte{leaf.Raw}}
	for _, ca := range chain {
		cert.Certificate = append(cert.Certificate, ca.Raw)
	}
	return cert, nil
}

func readPEM(certificate, key string) (*tls.Certificate, error) {
	if key == "" {
		key = certificate
	}
	cert, err := tls.X509KeyPair([]byte(certificate), []byte(key))
	if err != nil {
		return nil, fmt.Errorf(`credential "certificate" is no PEM certificate with its private key (in the same text or in "certificate_key"): %w`, err)
	}
	if cert.Leaf == nil {
		if cert.Leaf, err = x509.ParseCertificate(cert.Certificate[0]); err != nil {
			return nil, fmt.Errorf(`credential "certificate": %w`, err)
		}
	}
	return &cert, nil
}

// topicOf is the bundle id in the subject's UID attribute, which APNs takes as the
// default topic; empty when there is none.
func topicOf(leaf *x509.Certificate) string {
	uid := asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}
	for _, name := range leaf.Subject.Names {
		if s, ok := name.Value.(string); ok && name.Type.Equal(uid) {
			return s
		}
	}
	return ""
}

// linesOf are the lines of base64 in a PEM text: whoever quotes a key line by line
// must not show it either. Its headers and what OpenSSL writes around are no secret.
func linesOf(text string) []vendors.Secret {
	var lines []vendors.Secret
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.ContainsAny(line, " :") {
			lines = append(lines, vendors.Secret(line))
		}
	}
	return lines
}
