package meizu_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/meizu"
	"github.com/offpush/offpush/vendors/sendbench"
)

// BenchmarkSender is one token a call over TLS beside apns2, and calls of a hundred.
func BenchmarkSender(b *testing.B) {
	sendbench.Run(b, sendbench.Harness{
		Open: meizu.Open, Credentials: testCredentials(), Message: harness().Message(), Tokens: testTokens, List: 100,
		Success: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json; charset=UTF-8")
			_, _ = io.WriteString(w, `{"code":"200","message":"","value":{},"redirect":"","msgId":"c2ee5c3bf00448cfbceb7fdf68c3c8eb"}`)
		},
	})
}

// BenchmarkBuild is the sender's own work without any network.
func BenchmarkBuild(b *testing.B) {
	s, err := meizu.New(vendors.Config{Credentials: testCredentials()}, nil)
	if err != nil {
		b.Fatal(err)
	}
	msg, to := harness().Message(), testTokens(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Build(msg, to); err != nil {
			b.Fatal(err)
		}
	}
}
