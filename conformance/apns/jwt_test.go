package apns

import (
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
)

// TestProviderToken holds the cases' own provider token against one that is known
// byte by byte: the signature with the nonce of RFC 6979.
func TestProviderToken(t *testing.T) {
	t.Parallel()
	app := sim.AppSpec{}
	foreign(&app)
	l := loginOf(nil, app)
	l.kid, l.iss = "ABC123DEFG", "DEF123GHIJ"
	const want = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkFCQzEyM0RFRkcifQ.eyJpYXQiOjE3NjQwMDAwMDAsImlzcyI6IkRFRjEyM0dISUoifQ." +
		"c3cRP_Ktdz_EhDgBHvsLGJpSTWLN20vRYvaw3bbN0eR2zk7Ntxa4iagVHCFDLm-Gd4QXSa7VTmZkEzwMWQoOew"
	got := l.token(time.Unix(1764000000, 0))
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	c, ok := readBearer("bearer " + got)
	if !ok || c.Alg != "ES256" || c.Kid != "ABC123DEFG" || c.Iss != "DEF123GHIJ" || c.Iat != "1764000000" || len(c.signature) != 64 {
		t.Errorf("read back: %t %+v", ok, c)
	}
	for _, bad := range []string{"", "bearer", got, "bearer a.b", "basic " + got, "bearer !." + got} {
		if _, ok := readBearer(bad); ok {
			t.Errorf("%q was read", bad)
		}
	}
}

// TestMirroredIsAnotherSignature: what a bad sender changes is not noticed by length.
func TestMirroredIsAnotherSignature(t *testing.T) {
	t.Parallel()
	b := []byte(strings.Repeat("\x11", 64))
	m := mirrored(b)
	if string(m) == string(b) || string(m[:32]) != string(b[:32]) || string(mirrored(m)) != string(b) {
		t.Errorf("mirrored %x is %x", b, m)
	}
	if der := asDER(b); string(raw(der)) != string(b) {
		t.Errorf("DER %x is not %x", der, b)
	}
}

// TestLengths: the made texts have the lengths the cases speak of.
func TestLengths(t *testing.T) {
	t.Parallel()
	for _, n := range []int{4096, 4097, 5120, 5121} {
		if got := len(alertOf(n)); got != n {
			t.Errorf("alertOf(%d) has %d bytes", n, got)
		}
	}
	if got := slug("BadCollapseId"); got != "bad-collapse-id" {
		t.Errorf("slug %q", got)
	}
}
