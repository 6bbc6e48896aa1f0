package httpsim

import (
	"crypto/x509"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestCAIsKeptInAFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "ca")
	first, err := OpenCA(dir)
	if err != nil {
		t.Fatal(err)
	}
	second, err := OpenCA(dir)
	if err != nil {
		t.Fatal(err)
	}
	if string(first.PEM()) != string(second.PEM()) || second.Path() != filepath.Join(dir, "ca.pem") {
		t.Errorf("the CA was made again; path %s", second.Path())
	}
	leaf, err := second.Leaf("push.toy.example")
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(leaf.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cert.Verify(x509.VerifyOptions{Roots: first.Pool(), DNSName: "push.toy.example"}); err != nil {
		t.Errorf("a certificate of the kept CA: %v", err)
	}
	if strings.Contains(string(second.PEM()), "PRIVATE") {
		t.Error("the certificate's PEM holds a key")
	}
	if runtime.GOOS == "windows" {
		return
	}
	info, err := os.Stat(filepath.Join(dir, "ca-key.pem"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key: %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(filepath.Join(dir, "ca-key.pem"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCA(dir); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a key others can read: %v", err)
	}
}

func TestBrokenCAIsNotReplacedSilently(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := OpenCA(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "ca.pem"), []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCA(dir); err == nil || !strings.Contains(err.Error(), "delete both") {
		t.Errorf("got %v", err)
	}
}

func TestCertificateIsWrittenForSenders(t *testing.T) {
	t.Parallel()
	ca, err := NewCA()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sim-ca.pem")
	if err := ca.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != string(ca.PEM()) || ca.Path() != path {
		t.Errorf("got %q at %q, %v", got, ca.Path(), err)
	}
	if err := ca.WriteFile(filepath.Join(path, "below-a-file")); err == nil {
		t.Error("no error")
	}
}
