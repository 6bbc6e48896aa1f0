package apns_test

import (
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"net/http"
	"testing"

	facts "github.com/offpush/offpush/fixtures/apns"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/apns"
	"github.com/offpush/offpush/sim/endpointtest"
)

func TestContract(t *testing.T) {
	t.Parallel()
	endpointtest.Run(t, endpointtest.Harness{New: apns.New, Facts: facts.Facts(), Story: story, Start: morning})
}

// story pushes as a good provider would: by token and by certificate, of several
// types.
func story(l *endpointtest.Lab) {
	cred := l.App.Credentials
	input := b64(encode(fields{"alg": "ES256", "kid": cred["key_id"]})) + "." +
		b64(encode(fields{"iss": cred["team_id"], "iat": l.Now().Unix()}))
	der, err := signES256(cred["p8"], input)
	if err != nil {
		panic(err)
	}
	var rs struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &rs); err != nil {
		panic(err)
	}
	raw := append(rs.R.FillBytes(make([]byte, 32)), rs.S.FillBytes(make([]byte, 32))...)
	send := func(name string, phone int, body string, more head, cert *x509.Certificate) {
		h := http.Header{"Content-Type": {"application/json"}}
		if cert == nil {
			h.Set("authorization", "bearer "+input+"."+b64(raw))
			h.Set("apns-topic", cred["topic"])
		}
		for k, v := range more {
			h.Set(k, v)
		}
		l.Do(name, &sim.Request{
			Method: http.MethodPost, Path: "/3/device/" + l.Phones[phone].Token, Host: "api.push.apple.com", Proto: "HTTP/2.0",
			Site: "apns", ConnID: 1, Header: h, Body: []byte(body), ClientCert: cert, ClientCertTrusted: cert != nil,
		})
	}
	send("alert", 0, hello, head{"apns-push-type": "alert", "apns-collapse-id": "c2c_1", "apns-priority": "10"}, nil)
	send("text", 1, `{"aps":{"alert":"\u4f60好","badge":3},"ext":{"a":[1,"}"]}}`, head{
		"apns-id": "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f", "apns-expiration": "0",
	}, nil)
	send("background", 0, `{"aps":{"content-available":1}}`, head{"apns-push-type": "background", "apns-priority": "5"}, nil)
	send("call", 2, `{"aps":{},"call":1}`, head{"apns-push-type": "voip", "apns-topic": cred["topic"] + ".voip"}, nil)
	send("certificate", 2, hello, nil, certificate(&l.App, "production"))
}
