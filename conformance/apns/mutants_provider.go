package apns

import (
	"bytes"
	"crypto/elliptic"
	"encoding/asn1"
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"sync"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/mutant"
)

// signature rewrites the signature of each provider token.
func signature(change func([]byte) []byte) func(http.RoundTripper) http.RoundTripper {
	return headers(func(h http.Header) {
		head, sig, ok := cutLast(h.Get("Authorization"))
		b, err := base64.RawURLEncoding.DecodeString(sig)
		if ok && err == nil {
			h.Set("Authorization", head+base64.RawURLEncoding.EncodeToString(change(b)))
		}
	})
}

func cutLast(bearer string) (head, sig string, ok bool) {
	i := strings.LastIndexByte(bearer, '.') + 1
	return bearer[:i], bearer[i:], i > 0
}

// mirrored is the other valid signature of the same message: s and n-s both hold.
func mirrored(b []byte) []byte {
	if len(b) != 64 {
		return b
	}
	s := new(big.Int).SetBytes(b[32:])
	s.Sub(elliptic.P256().Params().N, s)
	return append(bytes.Clone(b[:32]), s.FillBytes(make([]byte, 32))...)
}

// asDER writes a signature as openssl does.
func asDER(b []byte) []byte {
	if len(b) != 64 {
		return b
	}
	der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(b[:32]), new(big.Int).SetBytes(b[32:])})
	if err != nil {
		return b
	}
	return der
}

// providerMutants use the provider token wrong.
func providerMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("jwt-every-push", "every push has a provider token of its own", "每次推送都签发新的 JWT", turns(mirrored),
			"apns/provider/one-jwt-sender", "apns/provider/shared-jwt-sender"),
		wired("jwt-never-renewed", "the first provider token is used for ever", "首个 JWT 永不更新", firstForEver,
			"apns/provider/fresh-jwt-sender", "apns/provider/idle-jwt-sender", "apns/provider/stale-jwt-sender"),
		wired("jwt-in-der", "the signature of the provider token is DER", "JWT 签名使用 DER 格式", signature(asDER),
			"apns/provider/jwt-sender"),
		wired("jwt-unsigned", "the provider token has no valid signature", "JWT 签名无效",
			signature(func([]byte) []byte { return make([]byte, 64) }), "apns/provider/jwt-sender", "apns/send/happy-alert-sender"),
		wired("jwt-without-scheme", "the provider token is sent without bearer", "JWT 未加 bearer 前缀", headers(func(h http.Header) {
			h.Set("Authorization", strings.TrimPrefix(h.Get("Authorization"), "bearer "))
		}), "apns/provider/jwt-sender", "apns/send/happy-alert-sender"),
		wired("jwt-beside-certificate", "a provider token is sent beside the certificate", "使用证书时仍发送 JWT", headers(func(h http.Header) {
			if h.Get("Authorization") == "" {
				h.Set("Authorization", "bearer abc")
			}
		}), "apns/certificate/certificate-sender"),
		wired("expired-jwt-final", "ExpiredProviderToken is final", "收到 ExpiredProviderToken 后不重试", replaced("ExpiredProviderToken", "InvalidProviderToken"),
			"apns/provider/stale-jwt-sender", "apns/provider/stale-for-ever-sender"),
		wired("expired-jwt-loop", "a message is sent again and again with a provider token that stays expired", "JWT 持续过期时反复重发", again(func(b []byte) bool {
			return bytes.Contains(b, []byte("ExpiredProviderToken"))
		}), "apns/provider/stale-for-ever-sender"),
		wired("too-many-updates-hammered", "TooManyProviderTokenUpdates is answered with more requests", "收到 TooManyProviderTokenUpdates 后反复请求", again(func(b []byte) bool {
			return bytes.Contains(b, []byte("TooManyProviderTokenUpdates"))
		}), "apns/provider/too-many-for-ever-sender"),
		wired("too-many-updates-renewed", "TooManyProviderTokenUpdates is taken for an expired token", "把 TooManyProviderTokenUpdates 当成 JWT 过期", replaced("TooManyProviderTokenUpdates", "ExpiredProviderToken"),
			"apns/provider/too-many-for-ever-sender", "apns/provider/too-many-updates-sender"),
	}
}

// turns changes the signature of every second push.
func turns(change func([]byte) []byte) func(http.RoundTripper) http.RoundTripper {
	return func(inner http.RoundTripper) http.RoundTripper {
		var mu sync.Mutex
		n := 0
		return signature(func(b []byte) []byte {
			mu.Lock()
			defer mu.Unlock()
			if n++; n%2 == 0 {
				return change(b)
			}
			return b
		})(inner)
	}
}

// firstForEver sends the first provider token with every push.
func firstForEver(inner http.RoundTripper) http.RoundTripper {
	var mu sync.Mutex
	first := ""
	return headers(func(h http.Header) {
		mu.Lock()
		defer mu.Unlock()
		if first == "" {
			first = h.Get("Authorization")
		}
		if first != "" {
			h.Set("Authorization", first)
		}
	})(inner)
}

// again repeats a request at once, eight times, while the answer is of that kind.
func again(of func([]byte) bool) func(http.RoundTripper) http.RoundTripper {
	return func(inner http.RoundTripper) http.RoundTripper {
		return transport(func(r *http.Request) (*http.Response, error) {
			var resp *http.Response
			for range 8 {
				next := r.Clone(r.Context())
				if r.GetBody != nil {
					body, err := r.GetBody()
					if err != nil {
						return nil, fmt.Errorf("repeat a request: %w", err)
					}
					next.Body = body
				}
				seen := false
				var err error
				resp, err = mutant.RewriteResponse(everywhere, func(_ *http.Response, b []byte) []byte {
					seen = of(b)
					return b
				})(inner).RoundTrip(next)
				if err != nil || !seen {
					return resp, err
				}
			}
			return resp, nil
		})
	}
}
