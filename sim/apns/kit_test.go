package apns_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"math/big"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/apns"
)

// certificate is a push certificate of an app, signed by itself: who signed it is
// for the listener to judge.
func certificate(app *sim.AppSpec, environment string) *x509.Certificate {
	like := apns.New().(sim.Certified).ClientCertificate(app, environment)
	like.SerialNumber = big.NewInt(1)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, like, like, key.Public(), key)
	if err != nil {
		panic(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return cert
}
