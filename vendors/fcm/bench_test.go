package fcm_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/fcm"
	"github.com/offpush/offpush/vendors/sendbench"
)

// BenchmarkSender is one token a request over TLS and HTTP/2 beside apns2.
func BenchmarkSender(b *testing.B) {
	h := harness(b)
	sendbench.Run(b, sendbench.Harness{
		Open: fcm.Open, Credentials: h.Credentials, Message: h.Message(), Tokens: testTokens,
		Success: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json; charset=UTF-8")
			if r.URL.Path == pathToken {
				_, _ = io.WriteString(w, `{"access_token":"ya29.c.sim","expires_in":3599,"token_type":"Bearer"}`)
				return
			}
			_, _ = io.WriteString(w, success)
		},
	})
}

// BenchmarkBuild is the sender's own work without any network.
func BenchmarkBuild(b *testing.B) {
	s, err := fcm.New(vendors.Config{Credentials: testCredentials(b)}, nil)
	if err != nil {
		b.Fatal(err)
	}
	msg, to := harness(b).Message(), testTokens(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Build(msg, to); err != nil {
			b.Fatal(err)
		}
	}
}
