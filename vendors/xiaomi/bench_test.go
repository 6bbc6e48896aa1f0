package xiaomi_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/sendbench"
	"github.com/offpush/offpush/vendors/xiaomi"
)

// BenchmarkSender is one token a call over TLS beside apns2, and a thousand a call.
func BenchmarkSender(b *testing.B) {
	sendbench.Run(b, sendbench.Harness{
		Open: xiaomi.Open, Credentials: testCredentials(), Message: order(), Tokens: testTokens, List: 1000,
		Success: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json;charset=UTF-8")
			_, _ = io.WriteString(w, success)
		},
	})
}

// BenchmarkBuild is the sender's own work without any network.
func BenchmarkBuild(b *testing.B) {
	s, err := xiaomi.New(vendors.Config{Credentials: testCredentials()}, nil)
	if err != nil {
		b.Fatal(err)
	}
	msg, to := order(), testTokens(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Build(msg, to); err != nil {
			b.Fatal(err)
		}
	}
}
