package oppo_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/oppo"
	"github.com/offpush/offpush/vendors/sendbench"
)

// yes answers any call to as many targets as it has.
func yes(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	if r.URL.Path == pathAuth {
		_, _ = io.WriteString(w, `{"code":0,"message":"Success","data":{"auth_token":"58ad47319e8d725350a5afd5","create_time":"1764000000123"}}`)
		return
	}
	_, _ = io.WriteString(w, answer(r, nil))
}

// BenchmarkSender is one token a call over TLS beside apns2, and campaigns to a thousand a
// call, whose body is stored once.
func BenchmarkSender(b *testing.B) {
	for name, msg := range map[string]*vendors.Message{"service": order(), "campaign": sale()} {
		list := 0
		if name == "campaign" {
			list = 1000
		}
		b.Run(name, func(b *testing.B) {
			sendbench.Run(b, sendbench.Harness{
				Open: oppo.Open, Credentials: testCredentials(), Message: msg, Tokens: testTokens, List: list, Success: yes,
			})
		})
	}
}

// BenchmarkBuild is the sender's own work without any network.
func BenchmarkBuild(b *testing.B) { benchBuild(b, 1) }

// BenchmarkBuildBatch is the same with a thousand messages in one call.
func BenchmarkBuildBatch(b *testing.B) { benchBuild(b, 1000) }

func benchBuild(b *testing.B, tokens int) {
	s, err := oppo.New(vendors.Config{Credentials: testCredentials()}, nil)
	if err != nil {
		b.Fatal(err)
	}
	msg, to := order(), testTokens(tokens)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Build(msg, to); err != nil {
			b.Fatal(err)
		}
	}
}
