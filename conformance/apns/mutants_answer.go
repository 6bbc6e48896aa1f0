package apns

import (
	"bytes"
	"net/http"
	"regexp"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// replaced reads one reason as another.
func replaced(old, with string) func(http.RoundTripper) http.RoundTripper {
	return mutant.RewriteResponse(everywhere, func(_ *http.Response, b []byte) []byte {
		return bytes.ReplaceAll(b, []byte(`"`+old+`"`), []byte(`"`+with+`"`))
	})
}

// answerMutants misread what APNs answers.
func answerMutants() []conformance.Mutant {
	timestamp := regexp.MustCompile(`"timestamp":"?(\d+)\d{3}"?`)
	lastMember := regexp.MustCompile(`,"timestamp":"?\d+"?`)
	return []conformance.Mutant{
		wired("bad-token-dead", "BadDeviceToken is taken for a dead token", "把 BadDeviceToken 当成失效 token", replaced("BadDeviceToken", "Unregistered"),
			"apns/token/wrong-environment-sender", "apns/token/mixed-sender"),
		wired("other-app-dead", "DeviceTokenNotForTopic is taken for a dead token", "把 DeviceTokenNotForTopic 当成失效 token", replaced("DeviceTokenNotForTopic", "Unregistered"),
			"apns/token/other-app-sender"),
		wired("gone-is-dead", "every 410 is taken for a dead token", "任何 410 都当成失效 token", mutant.RewriteResponse(everywhere,
			func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode == http.StatusGone {
					return []byte(`{"reason":"Unregistered","timestamp":1763990000123}`)
				}
				return b
			}), "apns/failure/html-410-sender", "apns/token/unregistered-sender"),
		wired("timestamp-in-seconds", "the timestamp of a 410 is read as seconds", "把 410 的 timestamp 当成秒", mutant.RewriteResponse(everywhere,
			func(_ *http.Response, b []byte) []byte { return timestamp.ReplaceAll(b, []byte(`"timestamp":$1`)) }),
			"apns/token/unregistered-sender"),
		wired("timestamp-unread", "the timestamp of a 410 is not read", "不读取 410 的 timestamp", mutant.RewriteResponse(everywhere,
			func(_ *http.Response, b []byte) []byte { return lastMember.ReplaceAll(b, nil) }), "apns/token/unregistered-sender"),
		wired("timestamp-text-unread", "an answer with a timestamp of another form cannot be read", "timestamp 类型不符时解析失败", mutant.RewriteResponse(everywhere,
			func(_ *http.Response, b []byte) []byte {
				if bytes.Contains(b, []byte(`"timestamp":"`)) {
					return nil
				}
				return b
			}), "apns/token/timestamp-text-sender"),
		wired("expired-token-unknown", "ExpiredToken is not known", "不认识 ExpiredToken", replaced("ExpiredToken", "SomethingElse"),
			"apns/token/expired-device-token-sender"),
		wired("reason-by-status", "only the status is looked at", "只看状态码，不看 reason", mutant.RewriteResponse(everywhere,
			func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode == http.StatusBadRequest {
					return []byte(`{"reason":"BadDeviceToken"}`)
				}
				return b
			}), "apns/token/other-app-sender", "apns/codes/topic-disallowed-sender", "apns/codes/idle-timeout-sender"),
		wired("wire-spelling-unknown", "BadEnvironmentKeyInToken is not known", "不认识 BadEnvironmentKeyInToken", replaced("BadEnvironmentKeyInToken", "SomethingElse"),
			"apns/provider/key-environment-sender"),
		wired("documented-spelling-unknown", "BadEnvironmentKeyIdInToken is not known", "不认识 BadEnvironmentKeyIdInToken", replaced("BadEnvironmentKeyIdInToken", "SomethingElse"),
			"apns/provider/key-environment-sender"),
		wired("too-many-requests-dead", "TooManyRequests is taken for a dead token", "把 TooManyRequests 当成失效 token", replaced("TooManyRequests", "Unregistered"),
			"apns/codes/too-many-requests-sender", "apns/flood/same-device-flood-sender"),
		wired("html-status-lost", "the status of an answer that is no JSON is lost", "非 JSON 响应丢失状态码", mutant.RewriteResponse(everywhere,
			func(resp *http.Response, b []byte) []byte {
				if bytes.HasPrefix(b, []byte("<")) {
					resp.StatusCode = 599
				}
				return b
			}), "apns/failure/html-502-for-ever-sender"),
		wired("any-200", "200 is a yes whatever the body says", "状态码 200 即视为成功，不看响应体", mutant.RewriteResponse(everywhere,
			func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode == http.StatusOK {
					return nil
				}
				return b
			}), "apns/failure/page-200"),
		wired("redirect-is-a-yes", "a redirect is a yes", "把重定向当成成功", mutant.RewriteResponse(everywhere,
			func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode/100 == 3 {
					resp.StatusCode = http.StatusOK
					return nil
				}
				return b
			}), "apns/failure/redirect"),
		wired("server-errors-at-once", "a 5xx of Apple's is taken for a moment's trouble", "把苹果的 5xx 当成瞬时故障立即重试", mutant.RewriteResponse(everywhere,
			func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode >= 500 && bytes.Contains(b, []byte(`"reason"`)) {
					return []byte(`{"reason":"Shutdown"}`)
				}
				return b
			}), "apns/codes/internal-server-error-sender", "apns/codes/service-unavailable-sender"),
		wired("connection-kept", "a connection is kept whose answers want another one", "收到要求换连接的响应后仍使用原连接", mutant.RewriteResponse(everywhere,
			func(_ *http.Response, b []byte) []byte {
				for _, reason := range []string{"IdleTimeout", "Shutdown", "UnrelatedKeyIdInToken"} {
					b = bytes.ReplaceAll(b, []byte(`"`+reason+`"`), []byte(`"TooManyRequests"`))
				}
				return b
			}), "apns/codes/idle-timeout-sender", "apns/codes/shutdown-sender", "apns/codes/unrelated-key-id-in-token-sender"),
		wired("unknown-is-a-yes", "what cannot be read is a yes", "无法解析的响应当成成功", mutant.RewriteResponse(everywhere,
			func(resp *http.Response, b []byte) []byte {
				if !bytes.Contains(b, []byte(`"reason":"`)) || bytes.Contains(b, []byte("SomethingNew")) || !bytes.HasSuffix(b, []byte("}")) {
					resp.StatusCode = http.StatusOK
					return nil
				}
				return b
			}), "apns/failure/no-reason", "apns/failure/null-reason", "apns/failure/empty-400", "apns/failure/cut-short", "apns/failure/unknown-reason"),
		wired("unique-id-lost", "apns-unique-id is not read", "不读取 apns-unique-id", mutant.RewriteResponse(everywhere,
			func(resp *http.Response, b []byte) []byte {
				resp.Header.Del("apns-unique-id")
				return b
			}), "apns/send/unique-id-sender"),
	}
}

// generalMutants are the bad senders that need no vendor's words, declared for what
// notices them at APNs.
func generalMutants() mutant.Table {
	const noClasses = "classes and categories mean nothing to APNs"
	return mutant.Table{
		Vendor: vendors.APNs,
		Kills: map[string][]string{
			"lost-tokens":          {"apns/basics/big-batch", "apns/send/one-request-each-sender"},
			"sent-twice":           {"apns/send/happy-alert-sender", "apns/basics/same-key"},
			"out-of-order":         {"apns/basics/big-batch", "apns/token/mixed-sender"},
			"first-answer-for-all": {"apns/basics/mixed-batch", "apns/token/mixed-sender"},
			"all-resent":           {"apns/basics/mixed-batch", "apns/token/mixed-sender"},
			"permanent-retried":    {"apns/basics/dead-token", "apns/token/unregistered-sender", "apns/codes/bad-topic-sender"},
			"context-ignored":      {"apns/basics/time-out", "apns/basics/cancelled"},
			"error-as-success":     {"apns/basics/dead-token", "apns/token/wrong-environment-sender", "apns/token/short-token-sender"},
			"unknown-as-success":   {"apns/basics/time-out", "apns/basics/reset-for-ever", "apns/failure/html-502-for-ever-sender"},
			"refusal-as-error":     {"apns/basics/dead-token", "apns/token/unregistered-sender"},
			"dead-as-alive":        {"apns/basics/dead-token", "apns/token/expired-device-token-sender", "apns/token/timestamp-text-sender"},
			"alive-as-dead":        {"apns/token/wrong-environment-sender", "apns/token/other-app-sender", "apns/codes/forbidden-sender"},
			"code-lost":            {"apns/basics/dead-token", "apns/failure/unknown-reason"},
			"reason-lost":          {"apns/token/unregistered-sender", "apns/provider/wrong-signature-sender", "apns/certificate/wrong-environment-sender"},
			"message-id-lost":      {"apns/basics/message-id", "apns/send/happy-alert-sender"},
			"never-retryable":      {"apns/basics/retry-hint", "apns/codes/service-unavailable-sender"},
			"always-retryable":     {"apns/basics/dead-token", "apns/codes/bad-path-sender"},
			"adjustments-hidden":   {"apns/basics/long-text", "apns/payload/size-edge-sender", "apns/payload/badge-add-sender"},
			"body-cut":             {"apns/basics/text-cjk", "apns/payload/fits-sender"},
			"data-lost":            {"apns/basics/data-kept", "apns/payload/data-sender"},
			"extension-lost":       {"apns/basics/extension-kept"},
			"mojibake":             {"apns/basics/text-cjk", "apns/basics/text-emoji", "apns/basics/text-rtl"},
			"double-escaped":       {"apns/basics/text-json", "apns/basics/text-lines"},
			"lifetime-lost":        {"apns/basics/ttl-unit", "apns/header/expiration-sender"},
			"lifetime-times-1000":  {"apns/basics/ttl-unit", "apns/header/expiration-sender"},
			"test-lost":            {"apns/basics/test-only-when-asked", "apns/send/test-sender"},
			"test-forced":          {"apns/basics/test-only-when-asked", "apns/send/test-sender"},
			"id-lost":              {"apns/failure/same-id"},
			"secrets-logged":       {"apns/basics/secrets", "apns/provider/secrets-sender"},
			"apps-shared":          {"apns/basics/two-apps"},
			"retry-after-ignored":  {"apns/basics/retry-after"},
			"no-retry-on-5xx":      {"apns/basics/http-500", "apns/failure/html-502-sender"},
			"hammering":            {"apns/basics/http-500-for-ever"},
			"json-as-form":         {"apns/send/happy-alert-sender"},
		},
		Left: map[string]string{
			"duplicated-tokens": "a client that looks at its tokens mends it",
			"one-by-one":        "one token is one request anyway",
			"class-raised":      noClasses, "class-lowered": noClasses, "category-lost": noClasses,
			"suppressed-sent": "Apple's answers close no breaker",
		},
	}
}
