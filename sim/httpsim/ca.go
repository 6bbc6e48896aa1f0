package httpsim

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/offpush/offpush/vendors"
)

// CA is a local certificate authority: it signs certificates in the names of
// vendors' hosts, so its key must not leave the machine and it must not be trusted
// by anything but a test. offpush never installs it anywhere.
type CA struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pem  []byte
	path string
}

// The files of a kept CA.
const (
	caFile  = "ca.pem"
	keyFile = "ca-key.pem"
)

// How long certificates hold. Certificate times are the machine's: TLS libraries
// know no other clock.
const (
	caLife   = 2 * 365 * 24 * time.Hour
	leafLife = 90 * 24 * time.Hour
)

// NewCA makes an authority that lives as long as the process.
func NewCA() (*CA, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	tmpl, err := template("offpush local test CA", caLife)
	if err != nil {
		return nil, err
	}
	tmpl.IsCA, tmpl.BasicConstraintsValid, tmpl.MaxPathLenZero = true, true, true
	tmpl.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	return &CA{cert: cert, key: key, pem: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})}, nil
}

// OpenCA returns the authority kept in a folder, and makes one there if it holds
// none or an outlived one. The key has mode 0600 and is refused with a looser one.
func OpenCA(dir string) (*CA, error) {
	certPath, keyPath := filepath.Join(dir, caFile), filepath.Join(dir, keyFile)
	ca, err := loadCA(certPath, keyPath)
	switch {
	case err == nil && vendors.SystemClock{}.Now().Add(leafLife).Before(ca.cert.NotAfter):
		return ca, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if ca, err = NewCA(); err != nil {
		return nil, err
	}
	der, err := x509.MarshalECPrivateKey(ca.key)
	if err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	keyPEM := pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})
	if err := replaceFile(keyPath, keyPEM, 0o600); err != nil {
		return nil, err
	}
	ca.path = certPath
	return ca, replaceFile(certPath, ca.pem, 0o644)
}

// replaceFile writes a file in whole or not at all.
func replaceFile(path string, data []byte, mode fs.FileMode) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".ca-*") // mode 0600
	if err != nil {
		return fmt.Errorf("ca: %w", err)
	}
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Chmod(mode), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		os.Remove(tmp.Name()) //nolint:errcheck // best effort
		return fmt.Errorf("ca: write %s: %w", path, err)
	}
	return nil
}

func loadCA(certPath, keyPath string) (*CA, error) {
	certPEM, err := os.ReadFile(certPath)
	if err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	info, err := os.Stat(keyPath)
	if err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("ca: %s can be read by others (mode %o); run chmod 600 on it, or delete both files to make a new CA", keyPath, info.Mode().Perm())
	}
	keyPEM, err := os.ReadFile(keyPath)
	if err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	pair, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		return nil, fmt.Errorf("ca: %s and %s do not make a CA: %w; delete both to make a new one", certPath, keyPath, err)
	}
	key, ok := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !ok || !pair.Leaf.IsCA {
		return nil, fmt.Errorf("ca: %s is not a CA made here; choose another folder", certPath)
	}
	return &CA{cert: pair.Leaf, key: key, pem: certPEM, path: certPath}, nil
}

func template(name string, life time.Duration) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	now := vendors.SystemClock{}.Now()
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: name, Organization: []string{"offpush test"}},
		NotBefore:    now.Add(-time.Hour), // clocks of test machines differ
		NotAfter:     now.Add(life),
	}, nil
}

// Leaf signs a server certificate for hosts, localhost, 127.0.0.1 and ::1.
func (ca *CA) Leaf(hosts ...string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("ca: %w", err)
	}
	tmpl, err := template("offpush simulator", leafLife)
	if err != nil {
		return tls.Certificate{}, err
	}
	tmpl.KeyUsage = x509.KeyUsageDigitalSignature
	tmpl.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	tmpl.DNSNames = append([]string{"localhost"}, hosts...)
	tmpl.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, ca.cert, key.Public(), ca.key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("ca: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der, ca.cert.Raw}, PrivateKey: key}, nil
}

// Client signs a client certificate with the subject and the extensions of a
// template, which may be nil; serial number, dates and key usage are set here.
func (ca *CA) Client(like *x509.Certificate) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("ca: %w", err)
	}
	tmpl, err := template("offpush test client", leafLife)
	if err != nil {
		return tls.Certificate{}, err
	}
	if like != nil {
		tmpl.Subject, tmpl.RawSubject, tmpl.ExtraExtensions = like.Subject, like.RawSubject, like.ExtraExtensions
	}
	tmpl.KeyUsage = x509.KeyUsageDigitalSignature
	tmpl.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, ca.cert, key.Public(), ca.key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("ca: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("ca: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der, ca.cert.Raw}, PrivateKey: key, Leaf: leaf}, nil
}

// trusts reports whether the authority issued a client certificate that holds today.
func (ca *CA) trusts(cert *x509.Certificate) bool {
	_, err := cert.Verify(x509.VerifyOptions{
		Roots: ca.Pool(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		CurrentTime: vendors.SystemClock{}.Now(),
	})
	return err == nil
}

// PEM is the authority's certificate, without the key.
func (ca *CA) PEM() []byte { return append([]byte(nil), ca.pem...) }

// Path is the certificate's file, "" for an authority that is not kept.
func (ca *CA) Path() string { return ca.path }

// WriteFile writes the certificate, without the key, for senders that take a file.
func (ca *CA) WriteFile(path string) error {
	if err := replaceFile(path, ca.pem, 0o644); err != nil {
		return err
	}
	ca.path = path
	return nil
}

// Pool holds the authority alone, for an http.Transport's RootCAs.
func (ca *CA) Pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(ca.cert)
	return p
}
