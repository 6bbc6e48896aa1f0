package vivo_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/sendbench"
	"github.com/offpush/offpush/vendors/vivo"
)

// BenchmarkSender is one token a call over TLS beside apns2, and lists of a thousand,
// whose body is stored once.
func BenchmarkSender(b *testing.B) {
	sendbench.Run(b, sendbench.Harness{
		Open: vivo.Open, Credentials: testCredentials(), Message: order(), Tokens: testTokens, List: 1000,
		Success: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json;charset=UTF-8")
			if strings.HasSuffix(r.URL.Path, "/auth") {
				_, _ = io.WriteString(w, `{"result":0,"desc":"请求成功","authToken":"24ae7799-7d5e-4d4d-9b3e-0a5f0c6b1d2e"}`)
				return
			}
			_, _ = io.WriteString(w, `{"result":0,"desc":"请求成功","taskId":"1165330000000000002"}`)
		},
	})
}

// BenchmarkBuild is the sender's own work without any network.
func BenchmarkBuild(b *testing.B) {
	s, err := vivo.New(vendors.Config{Credentials: testCredentials()}, nil)
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
