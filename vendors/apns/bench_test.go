package apns_test

import (
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/apns"
	"github.com/offpush/offpush/vendors/sendbench"
)

// BenchmarkSender is one token per request over TLS and HTTP/2 beside apns2.
func BenchmarkSender(b *testing.B) {
	sendbench.Run(b, sendbench.Harness{
		Open: apns.Open, Credentials: testCredentials(b), Message: testMessage(), Tokens: testTokens,
	})
}

// BenchmarkBuild is the sender's own work without any network.
func BenchmarkBuild(b *testing.B) {
	s, err := apns.New(vendors.Config{Credentials: testCredentials(b)}, nil)
	if err != nil {
		b.Fatal(err)
	}
	m, to := testMessage(), testTokens(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Build(m, to); err != nil {
			b.Fatal(err)
		}
	}
}
