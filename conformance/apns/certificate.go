package apns

import (
	"crypto/tls"
	"crypto/x509"
	"math/big"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
)

// certified is the app on a connection that shows a certificate of its own for an
// environment, "" for both.
func (b *bench) certified(environment string) *bench {
	cert := b.T.Certificate(b.App, environment)
	return b.connect(conformance.Connection{Certificate: &cert})
}

// noToken takes the provider token away, as senders with a certificate do.
func noToken(r *kit.Request) { header("authorization")(r) }

// certificateCases are about senders that show a client certificate.
func certificateCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/certificate/certificate-default-topic", Level: conformance.Must, Rows: []string{"A22"}, Source: docCert, Codes: []string{"200", "MissingProviderToken"},
		Title:       "a certificate names the topic",
		Requirement: "An endpoint must take a push without apns-topic and provider token over a connection whose certificate is for one topic, and over no other.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			c := b.certified(production)
			b.accepted(c.push(p, noToken, header("apns-topic")))
			b.accepted(c.push(p, noToken))
			b.WantItems(p, 2)
			b.refused(b.push(p, noToken), 403, "MissingProviderToken")
		},
	}, {
		ID: "apns/certificate/several-topics", Level: conformance.Must, Rows: []string{"A22"}, Source: docCert, Codes: []string{"MissingTopic", "200"},
		Title: "a certificate of several topics",
		Requirement: "An endpoint must refuse a push without apns-topic with 400 MissingTopic when the certificate is for several, " +
			"and take each of them.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			c := b.certified("")
			b.refused(c.push(p, noToken, header("apns-topic")), 400, "MissingTopic")
			b.accepted(c.push(p, noToken))
			b.accepted(c.push(p, noToken, kind("voip"), topic("com.example.im.voip")))
			b.accepted(c.push(p, noToken, kind("complication"), topic("com.example.im.complication")))
		},
	}, {
		ID: "apns/certificate/both-environments", Level: conformance.Must, Rows: []string{"A22"}, Source: docCert, Codes: []string{"200", "BadCertificateEnvironment"},
		Title:       "a combined certificate goes to both hosts",
		Requirement: "An endpoint must take the combined certificate in production and in the sandbox, and one of a single environment only there.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.phone("a"), b.phone("b", fromXcode)
			c := b.certified("")
			b.accepted(c.push(p, noToken))
			c.Base = t.SiteURL(sandbox)
			b.accepted(c.push(q, noToken))
			b.WantItems(p, 1)
			b.WantItems(q, 1)
			b.refused(b.certified(sandbox).push(p, noToken), 403, "BadCertificateEnvironment")
		},
	}, {
		ID: "apns/certificate/token-ignored", Level: conformance.Must, Rows: []string{"A22"}, Source: docCert, Codes: []string{"200", "InvalidProviderToken"},
		Title:       "beside a certificate the provider token does not matter",
		Requirement: "An endpoint must ignore the authorization header of a connection with a certificate, and of no other.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.certified(production).push(p, bearer("abc")))
			b.refused(b.push(p, bearer("abc")), 403, "InvalidProviderToken")
		},
	}, {
		ID: "apns/certificate/wrong-environment", Level: conformance.Must, Rows: []string{"A22"}, Source: docAnswers, Codes: []string{"BadCertificateEnvironment"},
		Title: "a certificate of the other environment",
		Requirement: "An endpoint must refuse a sandbox certificate in production, and a production one in the sandbox, with 403 BadCertificateEnvironment " +
			"where it answers at all.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.refused(b.certified(sandbox).push(p, noToken), 403, "BadCertificateEnvironment")
			c := b.certified(production)
			c.Base = t.SiteURL(sandbox)
			b.refused(c.push(b.phone("b", fromXcode), noToken), 403, "BadCertificateEnvironment")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/certificate/not-apples", Level: conformance.Must, Source: docAnswers, Codes: []string{"BadCertificate"},
		Title:       "a certificate somebody made himself",
		Requirement: "An endpoint must refuse a certificate it did not issue with 403 BadCertificate where it answers at all.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			cert := selfMade(t, t.Certificate(b.App, production))
			b.refused(b.connect(conformance.Connection{Certificate: &cert}).push(p, noToken), 403, "BadCertificate")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/certificate/revoked", Level: conformance.Must, Source: docAnswers, Codes: []string{"BadCertificate"},
		Title:       "a revoked certificate",
		Requirement: "An endpoint must refuse a revoked certificate with 403 BadCertificate where it answers at all.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("certificate", "revoked"))
			p := b.phone("a")
			b.refused(b.certified(production).push(p, noToken), 403, "BadCertificate")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/certificate/other-topic", Level: conformance.Must, Source: docCert, Codes: []string{"TopicDisallowed"},
		Title:       "a topic that is not the certificate's",
		Requirement: "An endpoint must refuse a topic the certificate does not cover with 400 TopicDisallowed.",
		Run: func(t *conformance.T) {
			b := open(t)
			second := kit.AddApp(t, im(other))
			b.refused(b.certified(production).push(addPhone(t, second, "b"), noToken, topic(second.Credentials["topic"])), 400, "TopicDisallowed")
		},
	}, {
		ID: "apns/certificate/token-only-types", Level: conformance.May, Source: assumed, Codes: []string{"InvalidPushType"},
		Title:       "a push type that needs a provider token",
		Requirement: "An endpoint may refuse location pushes over a connection with a certificate with 400 InvalidPushType.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.refused(b.certified(production).push(b.phone("a"), noToken, kind("location"), topic("com.example.im.location-query")), 400, "InvalidPushType")
		},
	}}
}

// selfMade is a certificate that says the same and was signed by nobody.
func selfMade(t *conformance.T, like tls.Certificate) tls.Certificate {
	leaf, err := x509.ParseCertificate(like.Certificate[0])
	if err != nil {
		t.SetupErrorf("read the certificate: %v", err)
	}
	var stranger sim.AppSpec
	foreign(&stranger)
	key := loginOf(t, stranger).key // anybody has this one
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), RawSubject: leaf.RawSubject,
		NotBefore: leaf.NotBefore, NotAfter: leaf.NotAfter,
		KeyUsage: leaf.KeyUsage, ExtKeyUsage: leaf.ExtKeyUsage,
	}
	// Without a source of random numbers ECDSA signs as RFC 6979 says.
	der, err := x509.CreateCertificate(nil, tmpl, tmpl, key.Public(), key)
	if err != nil {
		t.SetupErrorf("make a certificate: %v", err)
	}
	own, err := x509.ParseCertificate(der)
	if err != nil {
		t.SetupErrorf("read the certificate: %v", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: own}
}
