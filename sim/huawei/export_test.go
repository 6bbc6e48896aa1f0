package huawei

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
)

// SignedBy reports whether a JWT was signed with the private half of a public key.
func SignedBy(raw, public string) bool {
	j := readJWT(raw)
	block, _ := pem.Decode([]byte(public))
	if !j.formed || block == nil {
		return false
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return false
	}
	return rsa.VerifyPSS(key.(*rsa.PublicKey), crypto.SHA256, j.signed[:], j.signature, nil) == nil
}

// Text is the msg of a code at v1 and v2.
func Text(code string) string { return text(code) }
