package apns_test

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/apns"
)

// readJWT verifies a provider token with the test key and returns its iat.
func readJWT(t *testing.T, header string) int64 {
	t.Helper()
	token, ok := strings.CutPrefix(header, "bearer ")
	parts := strings.Split(token, ".")
	if !ok || len(parts) != 3 {
		t.Fatalf("authorization is %q", header)
	}
	block, _ := pem.Decode([]byte(testKey(t).Reveal()))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || len(signature) != 64 {
		t.Fatalf("signature has %d bytes, %v; want r and s of 32", len(signature), err)
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !ecdsa.Verify(&key.(*ecdsa.PrivateKey).PublicKey, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		t.Error("the signature does not verify")
	}
	head, err := base64.RawURLEncoding.DecodeString(parts[0])
	if err != nil || string(head) != `{"alg":"ES256","kid":"ABC123DEFG"}` {
		t.Errorf("header is %s, %v", head, err)
	}
	var claims struct {
		Iss string `json:"iss"`
		Iat int64  `json:"iat"`
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(raw, &claims) != nil || claims.Iss != "DEF123GHIJ" {
		t.Errorf("claims are %s, %v", raw, err)
	}
	return claims.Iat
}

func TestProviderTokenFollowsTheClock(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	s := srv.open(t)
	start := startOfTest().Unix()
	for i, step := range []struct {
		advance time.Duration
		iat     int64
	}{{0, start}, {19 * time.Minute, start}, {30 * time.Minute, start}, {time.Minute, start + 3000}, {24 * time.Hour, start + 3000 + 86400}} {
		srv.clock.Advance(step.advance)
		send(t, s, testMessage(), "aa")
		if iat := readJWT(t, srv.requests()[i].header.Get("authorization")); iat != step.iat {
			t.Errorf("send %d: iat %d, want %d", i, iat, step.iat)
		}
	}
}

func TestExpiredTokenIsRenewedOnceForAll(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	s := srv.open(t)
	send(t, s, testMessage(), "aa")
	first := srv.requests()[0].header.Get("authorization")
	const crowd = 20
	var gathered sync.WaitGroup
	gathered.Add(crowd)
	srv.answerWith(func(w http.ResponseWriter, r got) {
		if r.header.Get("authorization") != first {
			yes(w, r)
			return
		}
		gathered.Done() // all are refused together
		gathered.Wait()
		says(w, 403, `{"reason":"ExpiredProviderToken"}`)
	})
	var all sync.WaitGroup
	for _, token := range testTokens(crowd) {
		all.Go(func() {
			if o := send(t, s, testMessage(), token); o.State != vendors.StateAccepted {
				t.Errorf("outcome %+v, want accepted with a new token", o)
			}
		})
	}
	all.Wait()
	used := map[string]int{}
	for _, r := range srv.requests() {
		used[r.header.Get("authorization")]++
	}
	if len(used) != 2 || used[first] != 1+crowd {
		t.Errorf("%d provider tokens were used, the first by %d requests; want 2 and %d", len(used), used[first], 1+crowd)
	}
}

// A clock that is wrong makes every token expired: one new one, one repetition, and
// no new ones for the next messages.
func TestExpiredForGood(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	srv.answerWith(func(w http.ResponseWriter, _ got) { says(w, 403, `{"reason":"ExpiredProviderToken"}`) })
	s := srv.open(t)
	for range 3 {
		o := send(t, s, testMessage(), "aa")
		if o.State != vendors.StateRefused || o.Reason != vendors.ReasonCredentialExpired || o.Retry != vendors.RetryRefreshOnce {
			t.Errorf("outcome %+v", o)
		}
	}
	used := map[string]bool{}
	for _, r := range srv.requests() {
		used[r.header.Get("authorization")] = true
	}
	if n := len(srv.requests()); n != 2+1+1 || len(used) != 2 {
		t.Errorf("3 sends made %d requests with %d tokens, want 4 with 2", n, len(used))
	}
	srv.clock.Advance(20 * time.Minute)
	send(t, s, testMessage(), "aa")
	if n := len(srv.requests()); n != 4+2 {
		t.Errorf("twenty minutes later: %d requests, want 6", n)
	}
}

func TestTooManyUpdatesGoesBackToThePreviousToken(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	s := srv.open(t)
	send(t, s, testMessage(), "aa")
	first := srv.requests()[0].header.Get("authorization")
	srv.answerWith(func(w http.ResponseWriter, r got) {
		if r.header.Get("authorization") == first {
			yes(w, r)
			return
		}
		says(w, 429, `{"reason":"TooManyProviderTokenUpdates"}`)
	})
	srv.clock.Advance(51 * time.Minute)
	for range 2 {
		if o := send(t, s, testMessage(), "aa"); o.State != vendors.StateAccepted {
			t.Errorf("outcome %+v, want accepted with the previous token", o)
		}
	}
	if n := len(srv.requests()); n != 1+2+1 {
		t.Errorf("%d requests, want 4: one refused, and the old token kept", n)
	}
	srv.clock.Advance(9 * time.Minute) // now the old one is too old
	if o := send(t, s, testMessage(), "aa"); o.State != vendors.StateRefused || o.Reason != vendors.ReasonQPS || o.RetryAfter != 20*time.Minute {
		t.Errorf("outcome %+v, want a pause of 20 minutes", o)
	}
}

func pemOf(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func TestCertificates(t *testing.T) {
	t.Parallel()
	key, cert := testCertificate(t, testTopic)
	_, ca := testCertificate(t, "")
	p12 := func(enc *pkcs12.Encoder, password string, chain ...*x509.Certificate) vendors.Secret {
		der, err := enc.Encode(key, cert, chain, password)
		if err != nil {
			t.Fatal(err)
		}
		return vendors.Secret(base64.StdEncoding.EncodeToString(der))
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certPEM, keyPEM := pemOf("CERTIFICATE", cert.Raw), pemOf("PRIVATE KEY", der)
	for name, c := range map[string]vendors.Credentials{
		"modern p12":              {"p12": p12(pkcs12.Modern, "test-password"), "p12_password": "test-password"},
		"legacy p12":              {"p12": p12(pkcs12.LegacyDES, "test-password"), "p12_password": "test-password"},
		"older legacy p12":        {"p12": p12(pkcs12.LegacyRC2, "")},
		"p12 with a chain":        {"p12": p12(pkcs12.Modern2023, "test-password", ca), "p12_password": "test-password"},
		"p12 without encryption":  {"p12": p12(pkcs12.Passwordless, "")},
		"PEM in one text":         {"certificate": vendors.Secret(certPEM + keyPEM)},
		"PEM with the key apart":  {"certificate": vendors.Secret(certPEM), "certificate_key": vendors.Secret(keyPEM)},
		"p12 with a topic beside": {"p12": p12(pkcs12.Modern, "test-password"), "p12_password": "test-password", "topic": testTopic},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newH2(t, func(s *httptest.Server) { s.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert} })
			o := send(t, srv.open(t, func(cfg *vendors.Config) { cfg.Credentials = c }), testMessage(), "aa")
			if o.State != vendors.StateAccepted {
				t.Fatalf("outcome %+v", o)
			}
			r := srv.requests()[0]
			if len(r.peer) == 0 || !r.peer[0].Equal(cert) {
				t.Error("the server did not see the certificate")
			}
			if r.header.Get("authorization") != "" || r.header.Get("apns-topic") != testTopic {
				t.Errorf("authorization %q, topic %q; want none, and the certificate's", r.header.Get("authorization"), r.header.Get("apns-topic"))
			}
		})
	}
}

// Since TLS 1.3 the refusal comes after the handshake; it must be found there too.
func TestCertificateRefusedByTLS(t *testing.T) {
	t.Parallel()
	key, cert := testCertificate(t, testTopic)
	_, other := testCertificate(t, "")
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, version := range map[string]uint16{"TLS 1.2": tls.VersionTLS12, "TLS 1.3": tls.VersionTLS13} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			trusted := x509.NewCertPool()
			trusted.AddCert(other)
			srv := newH2(t, func(s *httptest.Server) {
				s.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: trusted, MaxVersion: version}
			})
			s := srv.open(t, func(c *vendors.Config) {
				c.Credentials = vendors.Credentials{"certificate": vendors.Secret(pemOf("CERTIFICATE", cert.Raw) + pemOf("PRIVATE KEY", der))}
			})
			for range 10 {
				if o := send(t, s, testMessage(), "aa"); o.State != vendors.StateRefused || o.Reason != vendors.ReasonCredentialWrong || o.Retry != vendors.RetryNever {
					t.Fatalf("outcome %+v, want a wrong credential", o)
				}
			}
			if n := srv.dials.Load(); n > 3 {
				t.Errorf("10 sends opened %d connections", n)
			}
		})
	}
}

func TestWrongCredentialsAreNamed(t *testing.T) {
	t.Parallel()
	key, cert := testCertificate(t, "")
	p12, err := pkcs12.Modern.Encode(key, cert, nil, "test-password")
	if err != nil {
		t.Fatal(err)
	}
	good := func(change func(vendors.Credentials)) vendors.Credentials {
		c := testCredentials(t)
		change(c)
		return c
	}
	wrongPassword := vendors.Credentials{"p12": vendors.Secret(base64.StdEncoding.EncodeToString(p12)), "p12_password": "test-wrong-password"}
	for name, c := range map[string]struct {
		credentials vendors.Credentials
		want        string
	}{
		"nothing":          {nil, `"p8"`},
		"no key id":        {good(func(c vendors.Credentials) { delete(c, "key_id") }), `"key_id"`},
		"no team":          {good(func(c vendors.Credentials) { c["team_id"] = " " }), `"team_id"`},
		"no topic":         {good(func(c vendors.Credentials) { delete(c, "topic") }), `"topic"`},
		"no PEM":           {good(func(c vendors.Credentials) { c["p8"] = "test-not-a-pem-text" }), "PEM"},
		"no key":           {good(func(c vendors.Credentials) { c["p8"] = vendors.Secret(pemOf("PRIVATE KEY", []byte("test-garbage"))) }), "PKCS#8"},
		"both":             {good(func(c vendors.Credentials) { c["p12"] = "dGVzdA==" }), "give one of them"},
		"environment":      {good(func(c vendors.Credentials) { c["environment"] = "test" }), `"environment"`},
		"p12 password":     {wrongPassword, `"p12_password"`},
		"no p12":           {vendors.Credentials{"p12": "dGVzdA=="}, `"p12"`},
		"no topic in cert": {vendors.Credentials{"p12": wrongPassword["p12"], "p12_password": "test-password"}, `"topic"`},
		"no certificate":   {vendors.Credentials{"certificate": "test-not-a-pem-text"}, `"certificate"`},
	} {
		_, err := apns.New(vendors.Config{Credentials: c.credentials}, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one that says %s", name, err, c.want)
			continue
		}
		for field, v := range c.credentials {
			if len(v) > 12 && strings.Contains(err.Error(), v.Reveal()) {
				t.Errorf("%s: the error shows %s", name, field)
			}
		}
	}
}
