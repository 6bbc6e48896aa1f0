package apns

import (
	"encoding/base64"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// providerCases are about the provider token by itself.
func providerCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/provider/no-auth", Level: conformance.Must, Rows: []string{"A13"}, Source: docAnswers, Codes: []string{"MissingProviderToken"},
		Title:       "neither certificate nor provider token",
		Requirement: "An endpoint must refuse a request without provider token and without client certificate with 403 MissingProviderToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.refused(b.push(p, header("authorization")), 403, "MissingProviderToken")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/provider/garbage-jwt", Level: conformance.Must, Rows: []string{"A14"}, Source: docAnswers, Codes: []string{"InvalidProviderToken"},
		Title:       "a provider token that is no JWT",
		Requirement: "An endpoint must refuse a provider token that is no JWT with 403 InvalidProviderToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			good := strings.Split(b.providerToken(), ".")
			for _, token := range []string{"abc", good[0] + "." + good[1], good[0] + "." + good[1] + ".AAAA", "a.b.c"} {
				b.refused(b.push(p, bearer(token)), 403, "InvalidProviderToken")
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/provider/der-jwt", Level: conformance.Should, Rows: []string{"A14b"}, Source: docOpenSSL, Codes: []string{"200"},
		Title:       "a signature as openssl writes it",
		Requirement: "An endpoint should take a provider token whose signature is DER, as the one of Apple's own command-line sample is.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.login.der = true
			p := b.phone("a")
			b.accepted(b.push(p))
			b.WantItems(p, 1)
		},
	}, {
		ID: "apns/provider/der-jwt-strict", Level: conformance.May, Rows: []string{"A14b"}, Source: assumed, Codes: []string{"InvalidProviderToken"},
		Title:       "a strict reader of signatures",
		Requirement: "An endpoint may refuse DER signatures when it is told to, with 403 InvalidProviderToken, and must still take the 64 bytes of JOSE.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("jwt_der", "off"))
			p := b.phone("a")
			strict := b.login
			strict.der = true
			b.refused(b.push(p, bearer(strict.token(b.World.Now()))), 403, "InvalidProviderToken")
			b.accepted(b.push(p))
		},
	}, {
		ID: "apns/provider/algorithm", Level: conformance.Must, Source: docToken, Codes: []string{"InvalidProviderToken"},
		Title:       "another algorithm",
		Requirement: "An endpoint must refuse a provider token whose alg is not ES256 with 403 InvalidProviderToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.login.alg = "HS256"
			p := b.phone("a")
			b.refused(b.push(p), 403, "InvalidProviderToken")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/provider/unknown-kid", Level: conformance.Must, Rows: []string{"A15"}, Source: docToken, Codes: []string{"InvalidProviderToken"},
		Title:       "a key nobody has",
		Requirement: "An endpoint must refuse a provider token of a key id it does not know with 403 InvalidProviderToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.login.kid = "NOTAKEY123"
			b.refused(b.push(b.phone("a")), 403, "InvalidProviderToken")
		},
	}, {
		ID: "apns/provider/foreign-team", Level: conformance.Must, Source: docToken, Codes: []string{"InvalidProviderToken"},
		Title:       "the team of somebody else",
		Requirement: "An endpoint must refuse a provider token whose iss is not the key's team with 403 InvalidProviderToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.login.iss = "NOTATEAM12"
			b.refused(b.push(b.phone("a")), 403, "InvalidProviderToken")
		},
	}, {
		ID: "apns/provider/wrong-signature", Level: conformance.Must, Source: docToken, Codes: []string{"InvalidProviderToken"},
		Title:       "the signature of another key",
		Requirement: "An endpoint must verify the signature of a provider token, and refuse one of another key with 403 InvalidProviderToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			forged := b.login
			forged.key = loginOf(t, kit.AddApp(t, im(other))).key
			b.refused(b.push(p, bearer(forged.token(b.World.Now()))), 403, "InvalidProviderToken")
			b.refused(b.push(p, bearer(changedClaims(b.login, b.World.Now()))), 403, "InvalidProviderToken")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/provider/revoked-key", Level: conformance.May, Source: assumed, Codes: []string{"InvalidProviderToken"},
		Title:       "a revoked key",
		Requirement: "An endpoint may answer a provider token of a revoked key with 403 InvalidProviderToken.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("key", "revoked"))
			b.refused(b.push(b.phone("a")), 403, "InvalidProviderToken")
		},
	}, {
		ID: "apns/provider/no-iat", Level: conformance.Must, Source: docToken, Codes: []string{"InvalidProviderToken"},
		Title:       "a provider token without its time",
		Requirement: "An endpoint must refuse a provider token without a time of issue with 403 InvalidProviderToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.refused(b.push(b.phone("a"), bearer(b.login.says(`{"iss":"`+b.login.iss+`"}`))), 403, "InvalidProviderToken")
		},
	}, {
		ID: "apns/provider/iat-as-text", Level: conformance.Should, Source: clients, Codes: []string{"200"},
		Title:       "the time of issue as text",
		Requirement: "An endpoint should take an iat that is a text of digits, as Apple's own sample once had.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.login.quoted = true
			b.accepted(b.push(b.phone("a")))
		},
	}, {
		ID: "apns/provider/stale-jwt", Level: conformance.Must, Rows: []string{"A16"}, Source: docToken, Codes: []string{"ExpiredProviderToken"},
		Title:       "a provider token of an hour and a second",
		Requirement: "An endpoint must refuse a provider token older than one hour with 403 ExpiredProviderToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.refused(b.push(p, bearer(b.login.token(b.World.Now().Add(-3601*time.Second)))), 403, "ExpiredProviderToken")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/provider/edge-jwt", Level: conformance.Must, Rows: []string{"A17"}, Source: docToken, Codes: []string{"200", "ExpiredProviderToken"},
		Title:       "a provider token of almost an hour",
		Requirement: "An endpoint must take a provider token of 3590 seconds, and none of 3610.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, bearer(b.login.token(b.World.Now().Add(-3590*time.Second)))))
			b.refused(b.push(p, bearer(b.login.token(b.World.Now().Add(-3610*time.Second)))), 403, "ExpiredProviderToken")
		},
	}, {
		ID: "apns/provider/grows-old", Level: conformance.Must, Rows: []string{"A16", "A17"}, Source: docToken, Codes: []string{"200", "ExpiredProviderToken"},
		Needs:       []conformance.Need{conformance.NeedClock},
		Title:       "a provider token grows old in use",
		Requirement: "An endpoint must take a provider token again and again for an hour and refuse it then with 403 ExpiredProviderToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			token := bearer(b.login.token(b.World.Now()))
			b.accepted(b.push(p, token))
			b.Advance(59 * time.Minute)
			b.accepted(b.push(p, token))
			b.Advance(2 * time.Minute)
			b.refused(b.push(p, token), 403, "ExpiredProviderToken")
			b.WantItems(p, 2)
		},
	}, {
		ID: "apns/provider/from-the-future", Level: conformance.May, Source: assumed, Codes: []string{"InvalidProviderToken", "200"},
		Title:       "a provider token from the future",
		Requirement: "An endpoint may refuse a provider token of more than an hour ahead with 403 InvalidProviderToken, and must take one of a clock that is a minute fast.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.refused(b.push(p, bearer(b.login.token(b.World.Now().Add(2*time.Hour)))), 403, "InvalidProviderToken")
			b.accepted(b.push(p, bearer(b.login.token(b.World.Now().Add(time.Minute)))))
		},
	}, {
		ID: "apns/provider/scheme-case", Level: conformance.May, Source: assumed, Codes: []string{"200"},
		Title:       "Bearer or bearer",
		Requirement: "An endpoint may compare the scheme of the authorization header without case.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.accepted(b.push(b.phone("a"), header("authorization", "Bearer "+b.providerToken())))
		},
	}}
}

// says signs other claims.
func (l login) says(claims string) string {
	return l.sign(base64.RawURLEncoding.EncodeToString([]byte(claims)))
}

// changedClaims is a good token whose claims were changed after it was signed.
func changedClaims(l login, at time.Time) string {
	good, later := strings.Split(l.token(at), "."), strings.Split(l.token(at.Add(time.Second)), ".")
	return good[0] + "." + later[1] + "." + good[2]
}
