package apns

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderProviderCases are about the sender's provider token.
func senderProviderCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "apns/provider/jwt-sender", Level: conformance.Must, Rows: []string{"A13", "A14", "A14b"}, Source: docToken, Codes: []string{"200"},
		Title: "the provider token as Apple wants it",
		Requirement: "A sender must send authorization: bearer and a JWT with alg ES256, its key id and team id, iat of now in seconds, " +
			"and a signature of 64 bytes.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(chat(), s.phone("a")))
			s.Last(pushes) // there is one
			c, ok := readBearer(s.provided()[0])
			now := s.World.Now().Unix()
			iat, err := c.Iat.Int64()
			switch {
			case !ok:
				t.Errorf("the authorization header is no bearer and a JWT")
			case c.Alg != "ES256" || c.Kid != s.login.kid || c.Iss != s.login.iss:
				t.Errorf("the JWT has alg %q, kid %q, iss %q; want ES256, %q, %q", c.Alg, c.Kid, c.Iss, s.login.kid, s.login.iss)
			case err != nil || iat < now-60 || iat > now+1:
				t.Errorf("the JWT has iat %q at %d", c.Iat, now)
			case len(c.signature) != 64:
				t.Errorf("the signature has %d bytes, want the 64 of JOSE", len(c.signature))
			}
		},
	}, {
		ID: "apns/provider/one-jwt-sender", Level: conformance.Must, Rows: []string{"A18"}, Source: docToken, Codes: []string{"200"}, Needs: clock,
		Title:       "one provider token for 20 minutes",
		Requirement: "A sender must not use a second provider token within 20 minutes.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			for range 6 {
				s.Accepted(s.Give(chat(), p))
				s.Advance(3 * time.Minute)
			}
			if n := distinct(s.provided()); n != 1 {
				t.Errorf("%d provider tokens within 18 minutes, want 1", n)
			}
			s.WantRequests(pushes, 6)
		},
	}, {
		ID: "apns/provider/fresh-jwt-sender", Level: conformance.Must, Rows: []string{"A16", "A17"}, Source: docToken, Codes: []string{"200"}, Needs: clock,
		Title:       "a fresh provider token every 20 to 60 minutes",
		Requirement: "A sender must renew its provider token before an hour is over, without being refused first, and not more than once in 20 minutes.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			for range 25 { // four hours
				s.Accepted(s.Give(chat(), p))
				s.Advance(10 * time.Minute)
			}
			s.WantRequests(pushes, 25)
			if n := distinct(s.provided()); n < 4 || n > 12 {
				t.Errorf("%d provider tokens in four hours, want 4 to 12", n)
			}
		},
	}, {
		ID: "apns/provider/idle-jwt-sender", Level: conformance.Must, Rows: []string{"A16"}, Source: docToken, Codes: []string{"200"}, Needs: clock,
		Title:       "a sender that slept wakes up with a fresh provider token",
		Requirement: "A sender must not use a provider token older than an hour after a long pause.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			s.Accepted(s.Give(chat(), p))
			s.Advance(9 * time.Hour)
			s.Accepted(s.Give(chat(), p))
			s.WantRequests(pushes, 2)
		},
	}, {
		ID: "apns/provider/stale-jwt-sender", Level: conformance.Must, Rows: []string{"A16"}, Source: docToken, Codes: []string{"ExpiredProviderToken", "200"}, Needs: clock,
		Title:       "one new provider token and one resend",
		Requirement: "A sender must sign one new provider token after ExpiredProviderToken and send the message once more with it.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			s.Accepted(s.Give(chat(), p))
			s.Advance(30 * time.Minute)
			s.says(1, 403, "ExpiredProviderToken")
			s.Accepted(s.Give(chat(), p))
			s.WantRequests(pushes, 3)
			if got := s.provided(); len(got) == 3 && (got[0] != got[1] || got[1] == got[2]) {
				t.Errorf("the resend has the provider token that was called expired")
			}
			s.WantItems(p, 2)
		},
	}, {
		ID: "apns/provider/stale-for-ever-sender", Level: conformance.Must, Rows: []string{"A16"}, Source: docToken, Codes: []string{"ExpiredProviderToken"},
		Title:       "a provider token that stays expired is reported",
		Requirement: "A sender must not sign one provider token after the other when APNs calls each expired, as with a wrong clock, and report the credential.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			s.says(0, 403, "ExpiredProviderToken")
			for range 3 {
				s.Refused(s.Give(chat(), p).Outcomes[0], "ExpiredProviderToken", vendors.ReasonCredentialExpired, false)
			}
			if n := len(s.Requests(pushes)); n > 6 {
				t.Errorf("%d requests for three messages, want at most two each", n)
			}
			if n := distinct(s.provided()); n > 2 {
				t.Errorf("%d provider tokens at once, want one new one at most", n)
			}
		},
	}, {
		ID: "apns/provider/too-many-updates-sender", Level: conformance.Must, Rows: []string{"A18"}, Source: docToken, Codes: []string{"TooManyProviderTokenUpdates"}, Needs: clock,
		Title:       "a provider token that came too early",
		Requirement: "A sender must not answer TooManyProviderTokenUpdates with another new provider token, nor call a token dead or the message refused for good.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			s.Accepted(s.Give(chat(), p))
			s.Advance(55 * time.Minute)
			s.says(1, 429, "TooManyProviderTokenUpdates")
			if o := s.Give(chat(), p).Outcomes[0]; o.State != vendors.StateAccepted && (!o.Retryable() || o.TokenDead) {
				t.Errorf("the outcome is %s (code %q, retry %s, dead %t), want accepted, or refused for now", o.State, o.Code, o.Retry, o.TokenDead)
			}
			if n := distinct(s.provided()); n > 2 {
				t.Errorf("%d provider tokens, want the first and one new one", n)
			}
		},
	}, {
		ID: "apns/provider/too-many-for-ever-sender", Level: conformance.Must, Rows: []string{"A18"}, Source: docToken, Codes: []string{"TooManyProviderTokenUpdates"}, Needs: clock,
		Title:       "an answer of too many provider tokens that lasts",
		Requirement: "A sender must report TooManyProviderTokenUpdates as a limit that passes, without hammering and without new provider tokens.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.says(0, 429, "TooManyProviderTokenUpdates")
			o := s.Give(chat(), s.phone("a")).Outcomes[0]
			s.Refused(o, "TooManyProviderTokenUpdates", vendors.ReasonQPS, false)
			if !o.Retryable() {
				t.Errorf("retry %q, want a retry later", o.Retry)
			}
			if n := len(s.Requests(pushes)); n > 6 {
				t.Errorf("%d requests, want at most 6", n)
			}
			if n := distinct(s.provided()); n != 1 {
				t.Errorf("%d provider tokens at once, want 1", n)
			}
		},
	}, {
		ID: "apns/provider/shared-jwt-sender", Level: conformance.Must, Rows: []string{"A18"}, Source: docToken, Codes: []string{"200"},
		Title:       "sends at the same time share one provider token",
		Requirement: "A sender must use one provider token for messages sent at the same time, from the first on.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			var all sync.WaitGroup
			for range 16 {
				all.Go(func() {
					r, err := s.Sender.Send(t.Context(), chat(), []vendors.Token{vendors.Token(p.Token)})
					if err != nil || r.Accepted() != 1 {
						t.Errorf("send: %v, outcomes %+v", err, r.Outcomes)
					}
				})
			}
			all.Wait()
			if n := distinct(s.provided()); n != 1 {
				t.Errorf("%d provider tokens for 16 messages at the same time, want 1", n)
			}
		},
	}, {
		ID: "apns/provider/wrong-signature-sender", Level: conformance.Must, Rows: []string{"A14", "A15"}, Source: docAnswers, Codes: []string{"InvalidProviderToken"},
		Title:       "a key that is not the app's",
		Requirement: "A sender must report InvalidProviderToken as wrong credentials, not try again and not call the token dead.",
		Run: func(t *conformance.T) {
			key := kit.AddApp(t, im(other)).Credentials["p8"]
			s := startWith(t, func(c map[string]string) { c["p8"] = key })
			s.Refused(s.Give(chat(), s.phone("a")).Outcomes[0], "InvalidProviderToken", vendors.ReasonCredentialWrong, false)
			s.WantRequests(pushes, 1)
		},
	}, {
		ID: "apns/provider/key-environment-sender", Level: conformance.Must, Rows: []string{"A20"}, Source: docToken + "; " + clients,
		Codes: []string{"BadEnvironmentKeyInToken", "BadEnvironmentKeyIdInToken"},
		Title: "a key of the other environment, in both spellings",
		Requirement: "A sender must understand BadEnvironmentKeyInToken and BadEnvironmentKeyIdInToken alike: a credential of the other environment, " +
			"no dead token, no retry.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Flag("key_environment", sandbox))
			p := s.phone("a")
			s.Refused(s.Give(chat(), p).Outcomes[0], "BadEnvironmentKeyInToken", vendors.ReasonCredentialEnv, false)
			if err := s.World.SetFlag(s.App.ID, "key_environment_reason", "documented"); err != nil {
				t.SetupErrorf("spelling: %v", err)
			}
			s.Refused(s.Give(chat(), p).Outcomes[0], "BadEnvironmentKeyIdInToken", vendors.ReasonCredentialEnv, false)
			s.WantRequests(pushes, 2)
		},
	}, {
		ID: "apns/provider/secrets-sender", Level: conformance.Must, Rows: []string{"A13"}, Source: anySender,
		Title:       "neither key nor provider token is told",
		Requirement: "A sender must not write its key or provider token to logs, outcomes or errors.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			s.Accepted(s.Give(chat(), p))
			s.Last(pushes) // there is one
			s.says(1, 403, "InvalidProviderToken")
			seen := s.Give(chat(), p).Outcomes[0].Text
			s.answers(0, 500, "text/html", "<html>"+s.provided()[0]+"</html>") // a proxy that repeats what it got
			seen += s.try(chat(), p).Text + t.Logs()
			told := append([]string{strings.TrimPrefix(s.provided()[0], "bearer ")}, strings.Split(s.App.Credentials["p8"], "\n")...)
			for _, secret := range told {
				if len(secret) > 20 && !strings.HasPrefix(secret, "-----") && strings.Contains(seen, secret) {
					t.Errorf("%d characters of the key or a provider token are in the logs or an outcome", len(secret))
				}
			}
		},
	}}
}

// asPEM replaces an app's key by a certificate, as PEM.
func asPEM(t *conformance.T, cert tls.Certificate) func(map[string]string) {
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		t.SetupErrorf("encode the certificate's key: %v", err)
	}
	return func(c map[string]string) {
		for _, name := range []string{"p8", "key_id", "team_id"} {
			delete(c, name)
		}
		c["certificate"] = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]}))
		c["certificate_key"] = string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	}
}

// startCertified opens a sender that shows a certificate for an environment.
func startCertified(t *conformance.T, environment string) *sending {
	b := open(t)
	app := b.App
	app.Credentials = map[string]string{"topic": app.Credentials["topic"]}
	asPEM(t, t.Certificate(b.App, environment))(app.Credentials)
	return &sending{bench: b, Sending: kit.StartAs(b.Bench, app)}
}

// senderCertificateCases are about senders that log in with a certificate.
func senderCertificateCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/certificate/certificate-sender", Level: conformance.Must, Rows: []string{"A22"}, Source: docCert, Codes: []string{"200"},
		Title:       "a certificate instead of a provider token",
		Requirement: "A sender with a certificate must show it in the TLS handshake, send no provider token, and be accepted.",
		Run: func(t *conformance.T) {
			s := startCertified(t, production)
			p := s.phone("a")
			s.Accepted(s.Give(chat(), p))
			for _, h := range s.provided() {
				if h != "" {
					t.Errorf("a request over a connection with a certificate has an authorization header")
				}
			}
			s.WantItems(p, 1)
		},
	}, {
		ID: "apns/certificate/combined-sender", Level: conformance.Must, Rows: []string{"A22"}, Source: docCert, Codes: []string{"200"},
		Title:       "a certificate of several topics",
		Requirement: "A sender must name the topic when its certificate is for several.",
		Run: func(t *conformance.T) {
			s := startCertified(t, "")
			p := s.phone("a")
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 1)
		},
	}, {
		ID: "apns/certificate/wrong-environment-sender", Level: conformance.Must, Rows: []string{"A22"}, Source: docAnswers, Codes: []string{"BadCertificateEnvironment"},
		Title:       "a certificate of the other environment",
		Requirement: "A sender must report BadCertificateEnvironment as a credential of the other environment, not try again and not call the token dead.",
		Run: func(t *conformance.T) {
			s := startCertified(t, sandbox)
			s.Refused(s.Give(chat(), s.phone("a")).Outcomes[0], "BadCertificateEnvironment", vendors.ReasonCredentialEnv, false)
			s.WantRequests(pushes, 1)
		},
	}}
}
