package mutant

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/vendors"
)

// recording is an answer that can be given again.
type recording struct {
	resp http.Response
	body []byte
}

func record(resp *http.Response) (*recording, error) {
	body, err := readResponse(resp)
	if err != nil {
		return nil, err
	}
	return &recording{*resp, body}, nil
}

func (a *recording) replay(r *http.Request) *http.Response {
	resp := a.resp
	resp.Header, resp.Request = a.resp.Header.Clone(), r
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(a.body)), int64(len(a.body))
	return &resp
}

// RetryAfterIgnored never sees when it may come again.
func RetryAfterIgnored() conformance.Mutant {
	return OnWire("retry-after-ignored", vendors.Text{EN: "Retry-After is not read", ZH: "忽略 Retry-After"},
		RewriteResponse("", func(resp *http.Response, body []byte) []byte {
			resp.Header.Del("Retry-After")
			return body
		}))
}

// NoRetryOn5xx gives up at the vendor's first server error: later attempts on the
// same path get the same answer without a request being sent.
func NoRetryOn5xx() conformance.Mutant {
	return OnWire("no-retry-on-5xx", vendors.Text{EN: "a server error is not tried again", ZH: "服务端错误后不重试"},
		func(inner http.RoundTripper) http.RoundTripper {
			var mu sync.Mutex
			broken := map[string]*recording{}
			return around(inner, func(r *http.Request) (*http.Response, error) {
				mu.Lock()
				known := broken[r.URL.Path]
				mu.Unlock()
				if known != nil {
					_, err := readRequest(r)
					return known.replay(r), err
				}
				resp, err := inner.RoundTrip(r)
				if err != nil || resp.StatusCode < 500 {
					return resp, err
				}
				a, err := record(resp)
				if err != nil {
					return nil, err
				}
				mu.Lock()
				broken[r.URL.Path] = a
				mu.Unlock()
				return a.replay(r), nil
			})
		})
}

// hammerBlows is how often Hammering repeats one attempt.
const hammerBlows = 20

// Hammering repeats a request at once, again and again, while the vendor is
// overloaded or broken.
func Hammering() conformance.Mutant {
	return OnWire("hammering", vendors.Text{EN: "failures are repeated at once, many times", ZH: "失败后立即反复重试"},
		func(inner http.RoundTripper) http.RoundTripper {
			return around(inner, func(r *http.Request) (*http.Response, error) {
				body, err := readRequest(r)
				if err != nil {
					return nil, err
				}
				for n := 1; ; n++ {
					resp, err := inner.RoundTrip(withBody(r, body))
					if err != nil || n == hammerBlows || (resp.StatusCode < 500 && resp.StatusCode != http.StatusTooManyRequests) {
						return resp, err
					}
					if _, err := readResponse(resp); err != nil {
						return nil, err
					}
				}
			})
		})
}

// TokenNeverRefreshed keeps the first access token for ever: further requests to
// the path at which tokens are fetched get the first answer again.
func TokenNeverRefreshed(authPath string) conformance.Mutant {
	return OnWire("token-never-refreshed", vendors.Text{EN: "an expired access token is used for ever", ZH: "令牌过期后从不刷新"},
		func(inner http.RoundTripper) http.RoundTripper {
			var mu sync.Mutex
			var first *recording
			return around(inner, func(r *http.Request) (*http.Response, error) {
				if !strings.HasSuffix(r.URL.Path, authPath) {
					return inner.RoundTrip(r)
				}
				mu.Lock()
				defer mu.Unlock()
				if first != nil {
					_, err := readRequest(r)
					return first.replay(r), err
				}
				resp, err := inner.RoundTrip(r)
				if err != nil {
					return nil, err
				}
				a, err := record(resp)
				if err != nil {
					return nil, err
				}
				if resp.StatusCode < 400 {
					first = a
				}
				return a.replay(r), nil
			})
		})
}

// LoginEverySend fetches a new access token before every request.
func LoginEverySend(authPath string) conformance.Mutant {
	return OnWire("login-every-send", vendors.Text{EN: "an access token is fetched for every message", ZH: "每次发送都重新鉴权"},
		func(inner http.RoundTripper) http.RoundTripper {
			var mu sync.Mutex
			var login *http.Request
			var body []byte
			return around(inner, func(r *http.Request) (*http.Response, error) {
				mu.Lock()
				defer mu.Unlock()
				if strings.HasSuffix(r.URL.Path, authPath) {
					b, err := readRequest(r)
					if err != nil {
						return nil, err
					}
					login, body = r, b
					return inner.RoundTrip(withBody(r, b))
				}
				if login != nil {
					resp, err := inner.RoundTrip(withBody(login.WithContext(r.Context()), body))
					if err != nil {
						return nil, err
					}
					if _, err := readResponse(resp); err != nil {
						return nil, err
					}
				}
				return inner.RoundTrip(r)
			})
		})
}

// FreshMember gives the named JSON member a new value in every request whose path
// ends so: an idempotency key that does not survive a retry.
func FreshMember(pathSuffix, member string) conformance.Mutant {
	return OnWire("fresh-"+strings.ToLower(member), vendors.Text{EN: member + " changes with every attempt", ZH: "每次重试 " + member + " 都变化"},
		func(inner http.RoundTripper) http.RoundTripper {
			var mu sync.Mutex
			n := 0
			return RewriteJSON(pathSuffix, func(m map[string]any) {
				mu.Lock()
				defer mu.Unlock()
				if _, ok := m[member]; ok {
					n++
					m[member] = fmt.Sprintf("fresh-%d", n)
				}
			})(inner)
		})
}

// JSONAsForm sends what should be JSON as an HTML form.
func JSONAsForm() conformance.Mutant {
	return OnWire("json-as-form", vendors.Text{EN: "bodies are forms instead of JSON", ZH: "以表单代替 JSON 发送"},
		func(inner http.RoundTripper) http.RoundTripper {
			return around(inner, func(r *http.Request) (*http.Response, error) {
				body, err := readRequest(r)
				if err != nil {
					return nil, err
				}
				var object map[string]json.RawMessage
				if json.Unmarshal(body, &object) != nil {
					return inner.RoundTrip(withBody(r, body))
				}
				form := url.Values{}
				for name, value := range object {
					form.Set(name, strings.Trim(string(value), `"`))
				}
				out := withBody(r, []byte(form.Encode()))
				out.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				return inner.RoundTrip(out)
			})
		})
}
