package huawei_test

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
	"github.com/offpush/offpush/vendors/sendbench"
)

func success200(answer string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == pathToken {
			_, _ = io.WriteString(w, `{"access_token":"CgB6e3x9demoAccessToken==","expires_in":3600,"token_type":"Bearer"}`)
			return
		}
		_, _ = io.WriteString(w, answer)
	}
}

// BenchmarkSender is one token a call over TLS beside apns2, and a thousand a call.
func BenchmarkSender(b *testing.B) {
	sendbench.Run(b, sendbench.Harness{
		Open: huawei.Open, Credentials: testCredentials(), Message: chat(), Tokens: testTokens, List: 1000,
		Success: success200(success),
	})
}

// BenchmarkBuild is the sender's own work without any network.
func BenchmarkBuild(b *testing.B) { benchBuild(b, 1) }

// BenchmarkBuildList is the same with a thousand tokens.
func BenchmarkBuildList(b *testing.B) { benchBuild(b, 1000) }

func benchBuild(b *testing.B, tokens int) {
	s, err := huawei.New(vendors.Config{Credentials: testCredentials()}, nil)
	if err != nil {
		b.Fatal(err)
	}
	msg, to := chat(), testTokens(tokens)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Build(msg, to); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEncodeTokens is the yardstick of BenchmarkBuildList: writing the tokens
// alone.
func BenchmarkEncodeTokens(b *testing.B) {
	to := testTokens(1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := json.Marshal(to); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSenderOfHarmonyOS is the same at v3, whose JWT is signed once an hour.
func BenchmarkSenderOfHarmonyOS(b *testing.B) {
	sendbench.Run(b, sendbench.Harness{
		Open: huawei.Open, Credentials: serviceAccount(), Message: chat(), Tokens: testTokens, List: 1000,
		Success: success200(success),
	})
}
