package fcm

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// Mutants are bad senders for FCM. Most of them exist: they are bugs of senders and
// client libraries in the field. Each must fail the cases it is declared for.
func Mutants() []conformance.Mutant {
	return slices.Concat(requestMutants(), fieldMutants(), authMutants(), topicMutants(), answerMutants(), generalMutants().Mutants())
}

// wired is a bad sender spoilt on the wire, for FCM.
func wired(name, en, zh string, transport func(http.RoundTripper) http.RoundTripper, kills ...string) conformance.Mutant {
	return mutant.OnWire(name, vendors.Text{EN: en, ZH: zh}, transport).For(vendors.FCM, kills...)
}

// message rewrites the messages of sends.
func message(change func(request map[string]any)) func(http.RoundTripper) http.RoundTripper {
	return mutant.RewriteJSON(pathSend, func(m map[string]any) {
		if _, ok := m["message"].(map[string]any); ok {
			change(m)
		}
	})
}

// written writes a member of the message, left out takes one away.
func written(path string, value any) func(map[string]any) {
	return func(m map[string]any) { kit.Set("message."+path, value)(m) }
}

func leftOut(paths ...string) func(map[string]any) {
	return func(m map[string]any) {
		for _, p := range paths {
			kit.Drop("message." + p)(m)
		}
	}
}

// requestMutants send a message to wrong targets or in a wrong form.
func requestMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("no-message-wrapper", "the message is not wrapped in message", "请求体缺少 message 外层", mutant.RewriteJSON(pathSend, func(m map[string]any) {
			inner, _ := m["message"].(map[string]any)
			delete(m, "message")
			for name, v := range inner {
				m[name] = v
			}
		}), "fcm/send/happy-send-sender"),
		wired("legacy-names", "the token is sent as to, as the legacy API had it", "沿用旧版接口的 to 字段", message(func(m map[string]any) {
			kit.Set("message.to", kit.Object(m).At("message.token"))(m)
			kit.Drop("message.token")(m)
		}), "fcm/send/happy-send-sender"),
		wired("token-and-topic", "every message has a topic, too", "每条消息都同时带 topic", message(func(m map[string]any) {
			if kit.Object(m).At("message.token") != nil {
				kit.Set("message.topic", "all")(m)
			}
		}), "fcm/send/happy-send-sender"),
		wired("validate-only-lost", "validate_only is never sent: a dry run is delivered", "从不发送 validate_only，试运行变成真实下发",
			mutant.RewriteJSON(pathSend, func(m map[string]any) { delete(m, "validate_only") }), "fcm/send/dry-run-sender"),
		wired("validate-only-left-on", "validate_only is always true: nothing is delivered", "validate_only 总为 true，消息不下发",
			mutant.RewriteJSON(pathSend, func(m map[string]any) { m["validate_only"] = true }), "fcm/send/happy-send-sender", "fcm/send/dry-run-sender"),
		wired("silent-with-notification", "a data message has an empty notification", "透传消息带空的 notification", message(func(m map[string]any) {
			if kit.Object(m).At("message.notification") == nil && kit.Object(m).At("message.android.notification") == nil {
				kit.Set("message.notification", map[string]any{"title": "-"})(m)
			}
		}), "fcm/send/data-sender"),
		wired("batch-endpoint", "sends go to /batch, which is gone", "仍发往已下线的 /batch", moved(pathSend, "/batch"), "fcm/send/happy-send-sender"),
		wired("legacy-endpoint", "sends go to /fcm/send, which is gone", "仍发往已下线的 /fcm/send", moved(pathSend, "/fcm/send"), "fcm/send/happy-send-sender"),
	}
}

// moved sends what goes to one path to another.
func moved(suffix, path string) func(http.RoundTripper) http.RoundTripper {
	return func(inner http.RoundTripper) http.RoundTripper {
		return transport(func(r *http.Request) (*http.Response, error) {
			if i := strings.Index(r.URL.Path, "/v1/projects/"); i >= 0 && strings.HasSuffix(r.URL.Path, suffix) {
				r = r.Clone(r.Context())
				r.URL.Path, r.URL.RawPath = r.URL.Path[:i]+path, ""
			}
			return inner.RoundTrip(r)
		})
	}
}

type transport func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// fieldMutants write a message's fields wrong.
func fieldMutants() []conformance.Mutant {
	ttl := func(change func(string) any) func(http.RoundTripper) http.RoundTripper {
		return message(func(m map[string]any) {
			if s, ok := kit.Object(m).At("message.android.ttl").(string); ok {
				kit.Set("message.android.ttl", change(s))(m)
			}
		})
	}
	return []conformance.Mutant{
		wired("ttl-as-number", "ttl is a number", "ttl 用数字而不是字符串",
			ttl(func(s string) any { return json.Number(strings.TrimSuffix(s, "s")) }), "fcm/field/ttl-sender", "fcm/basics/ttl-unit"),
		wired("ttl-without-unit", "ttl has no unit", "ttl 缺少单位 s",
			ttl(func(s string) any { return strings.TrimSuffix(s, "s") }), "fcm/field/ttl-sender"),
		wired("ttl-in-milliseconds", "ttl is sent in milliseconds", "ttl 用毫秒发送",
			ttl(func(s string) any { return strings.TrimSuffix(s, "s") + "000s" }), "fcm/field/ttl-sender"),
		wired("ttl-zero-left-out", "ttl 0 is left out: now or never becomes four weeks", "ttl 为 0 时被省略，变成保留四周", message(func(m map[string]any) {
			if kit.Object(m).Field("message.android.ttl") == "0s" {
				kit.Drop("message.android.ttl")(m)
			}
		}), "fcm/field/now-or-never-sender"),
		wired("ttl-unlimited", "ttl is not held to four weeks", "ttl 不限制四周", message(written("android.ttl", "3024000s")), "fcm/field/ttl-edges-sender", "fcm/field/ttl-sender"),
		wired("priority-always-high", "every message is HIGH", "所有消息都用 HIGH", message(written("android.priority", "HIGH")), "fcm/field/normal-sender"),
		wired("priority-lost", "priority is not sent", "不发送 priority", message(leftOut("android.priority")), "fcm/field/high-sender", "fcm/field/normal-sender"),
		wired("collapse-lost", "collapse_key and tag are not sent", "不发送 collapse_key 和 tag",
			message(leftOut("android.collapse_key", "android.notification.tag")), "fcm/field/collapse-sender"),
		wired("collapse-always", "every message has the app's collapse_key", "所有消息共用一个 collapse_key",
			message(written("android.collapse_key", "app")), "fcm/field/no-collapse-sender", "fcm/field/collapse-sender"),
		wired("false-left-out", "false and 0 are left out, as if they were nothing", "false 和 0 被当作空值省略", message(func(m map[string]any) {
			a := kit.Object(m).Object("message.android")
			for _, in := range []map[string]any{a, a.Object("notification")} {
				for name, v := range in {
					if v == false || v == json.Number("0") {
						delete(in, name)
					}
				}
			}
		}), "fcm/own/false-sender", "fcm/field/count-sender"),
		wired("data-as-numbers", "digits in data are numbers", "data 中的数字未转成字符串", message(func(m map[string]any) {
			d, _ := kit.Object(m).At("message.data").(map[string]any)
			for name, v := range d {
				if s, ok := v.(string); ok && kit.Digits(s, 0) {
					d[name] = json.Number(s)
				}
			}
		}), "fcm/field/data-kept-sender", "fcm/field/data-sender"),
		wired("data-empty-left-out", "empty texts in data are left out", "data 中的空字符串被省略", message(func(m map[string]any) {
			d, _ := kit.Object(m).At("message.data").(map[string]any)
			for name, v := range d {
				if v == "" {
					delete(d, name)
				}
			}
		}), "fcm/field/data-kept-sender"),
		wired("no-channel", "channel_id is not sent", "不发送 channel_id", message(leftOut("android.notification.channel_id")), "fcm/field/channel-sender", "fcm/own/android-sender"),
		wired("android-and-v2", "android is sent beside android_v2", "同时发送 android 和 android_v2", message(func(m map[string]any) {
			if kit.Object(m).At("message.android_v2") != nil {
				kit.Set("message.android", map[string]any{"priority": "HIGH"})(m)
			}
		}), "fcm/own/android-v2-sender"),
		wired("body-not-cut", "long texts are not cut", "超长文案不截断", message(func(m map[string]any) {
			for _, at := range []string{"message.notification.body", "message.android.notification.body"} {
				if text := kit.Object(m).Field(at); len(text) > 3100 {
					kit.Set(at, text+kit.Chinese(500))(m)
				}
			}
		}), "fcm/size/size-edges-sender", "fcm/basics/long-text"),
		mutant.OverrideLost().For(vendors.FCM, "fcm/own/android-sender", "fcm/own/false-sender", "fcm/own/apns-sender"),
		wired("reserved-key-added", "a data key of Google's is added", "data 里加了保留键", message(func(m map[string]any) {
			if d, ok := kit.Object(m).At("message.data").(map[string]any); ok {
				d["message_type"] = "push"
			}
		}), "fcm/field/data-sender", "fcm/send/data-sender"),
	}
}

// authMutants log in or use the access token wrong.
func authMutants() []conformance.Mutant {
	authorization := func(change func(string) string) func(http.RoundTripper) http.RoundTripper {
		return mutant.RewriteHeader(pathSend, func(h http.Header) { h.Set("Authorization", change(h.Get("Authorization"))) })
	}
	return []conformance.Mutant{
		wired("server-key", "Authorization is key=, as the legacy API had it", "Authorization 仍用旧版 key=",
			authorization(func(s string) string { return "key=" + strings.TrimPrefix(s, "Bearer ") }), "fcm/send/happy-send-sender"),
		wired("without-bearer", "the access token is sent without Bearer", "Authorization 缺少 Bearer",
			authorization(func(s string) string { return strings.TrimPrefix(s, "Bearer ") }), "fcm/auth/token-ok-sender"),
		wired("login-as-json", "the login is JSON instead of a form", "获取访问令牌用 JSON 而不是表单",
			mutant.RewriteHeader(pathToken, func(h http.Header) { h.Set("Content-Type", "application/json") }), "fcm/auth/token-ok-sender"),
		wired("grant-not-encoded", "grant_type is client_credentials", "grant_type 误用 client_credentials",
			mutant.RewriteBody(pathToken, func(b []byte) []byte {
				return bytes.ReplaceAll(b, []byte("urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"), []byte("client_credentials"))
			}), "fcm/auth/token-ok-sender"),
		wired("signature-cut", "the assertion's signature is cut", "断言签名被截断",
			mutant.RewriteBody(pathToken, func(b []byte) []byte {
				head, tail, found := bytes.Cut(b, []byte("&grant_type"))
				if !found || len(head) < 20 {
					return b[:max(0, len(b)-8)]
				}
				return append(append(head[:len(head)-8:len(head)-8], "&grant_type"...), tail...)
			}), "fcm/auth/token-ok-sender"),
		wired("apns-refresh", "THIRD_PARTY_AUTH_ERROR is taken for an expired access token", "把 THIRD_PARTY_AUTH_ERROR 当成访问令牌过期",
			mutant.RewriteResponse(pathSend, func(_ *http.Response, b []byte) []byte {
				if bytes.Contains(b, []byte("THIRD_PARTY_AUTH_ERROR")) {
					return []byte(refusal(401, "UNAUTHENTICATED", "no", ""))
				}
				return b
			}), "fcm/token/apns-credential-sender", "fcm/codes/third-party-auth-error-sender"),
		wired("401-is-final", "401 is final: no new login", "401 不刷新访问令牌", mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
			if resp.StatusCode == http.StatusUnauthorized {
				resp.StatusCode = http.StatusForbidden
				return []byte(refusal(403, "PERMISSION_DENIED", "no", ""))
			}
			return b
		}), "fcm/auth/expired-access-token-sender", "fcm/auth/stale-token-sender"),
		wired("403-refreshes", "403 is taken for an expired access token", "把 403 当成访问令牌过期", mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
			if resp.StatusCode == http.StatusForbidden && !bytes.Contains(b, []byte("errorCode")) {
				resp.StatusCode = http.StatusUnauthorized
				return []byte(refusal(401, "UNAUTHENTICATED", "no", ""))
			}
			return b
		}), "fcm/token/no-permission-sender", "fcm/codes/permission-denied-sender"),
		wired("login-error-by-status", "a refused login is taken for a passing trouble", "登录被拒当成临时故障重试",
			mutant.RewriteResponse(pathToken, func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode == http.StatusBadRequest {
					resp.StatusCode, resp.Status = http.StatusServiceUnavailable, "503 Service Unavailable"
					return nil
				}
				return b
			}), "fcm/auth/bad-signature-sender", "fcm/auth/wrong-grant-sender"),
		mutant.LoginEverySend(pathToken).For(vendors.FCM, "fcm/auth/login-once-sender", "fcm/auth/concurrent-login-sender"),
		mutant.TokenNeverRefreshed(pathToken).For(vendors.FCM, "fcm/auth/next-hour-sender", "fcm/auth/expired-access-token-sender"),
	}
}

// topicMutants speak to topics wrong.
func topicMutants() []conformance.Mutant {
	notFound := regexp.MustCompile(`"error": ?"NOT_FOUND"`)
	return []conformance.Mutant{
		wired("topic-prefix-kept", "a topic keeps its prefix /topics/", "topic 保留 /topics/ 前缀", message(func(m map[string]any) {
			if topic, ok := kit.Object(m).At("message.topic").(string); ok {
				kit.Set("message.topic", "/topics/"+topic)(m)
			}
		}), "fcm/topic/topic-with-prefix-sender", "fcm/topic/topic-sender"),
		wired("condition-any-for-every", "a condition joins with || what must all be true", "condition 把“且”写成“或”", message(func(m map[string]any) {
			if c, ok := kit.Object(m).At("message.condition").(string); ok {
				kit.Set("message.condition", strings.ReplaceAll(c, "&&", "||"))(m)
			}
		}), "fcm/topic/every-sender", "fcm/topic/none-sender"),
		wired("iid-prefix-lost", "batchAdd is asked for a topic without /topics/", "batchAdd 的 to 缺少 /topics/ 前缀", mutant.RewriteJSON(pathAdd, func(m map[string]any) {
			if to, ok := m["to"].(string); ok {
				m["to"] = strings.TrimPrefix(to, "/topics/")
			}
		}), "fcm/topic/batchadd-mixed-sender"),
		wired("no-access-token-auth", "topic calls lack access_token_auth", "主题接口缺少 access_token_auth 头",
			mutant.RewriteHeader(pathAdd, func(h http.Header) { h.Del("Access_token_auth") }), "fcm/topic/batchadd-mixed-sender"),
		wired("list-of-1001", "topic calls are not held to 1000 tokens", "主题接口不限制 1000 个令牌", mutant.RewriteJSON(pathAdd, func(m map[string]any) {
			if to, ok := m["registration_tokens"].([]any); ok && len(to) > 100 {
				m["registration_tokens"] = append(to, to[0])
			}
		}), "fcm/topic/batchadd-1001-sender"),
		wired("fid-in-batch", "installation ids are put into batchAdd", "把安装 ID 放进 batchAdd", inBatch, "fcm/topic/fid-path-sender"),
		wired("allow-missing-lost", "PATCH and DELETE of a subscription lack allowMissing", "PATCH 和 DELETE 缺少 allowMissing", func(inner http.RoundTripper) http.RoundTripper {
			return transport(func(r *http.Request) (*http.Response, error) {
				if strings.Contains(r.URL.Path, "/topicSubscriptions/") {
					r = r.Clone(r.Context())
					r.URL.RawQuery = ""
				}
				return inner.RoundTrip(r)
			})
		}, "fcm/topic/fid-sender"),
		wired("results-unread", "the results of a topic call are not looked at", "忽略主题接口逐个令牌的结果", mutant.RewriteResponse(pathAdd, func(resp *http.Response, b []byte) []byte {
			if resp.StatusCode != http.StatusOK {
				return b
			}
			return notFound.ReplaceAll(b, nil)
		}), "fcm/topic/batchadd-mixed-sender"),
	}
}

// inBatch subscribes installation ids at the topic service.
func inBatch(inner http.RoundTripper) http.RoundTripper {
	return transport(func(r *http.Request) (*http.Response, error) {
		head, rest, found := strings.Cut(r.URL.Path, "/v1/projects/")
		fid, topic, one := strings.Cut(rest, "/topicSubscriptions/")
		if !found || !one || r.Method != http.MethodPatch {
			return inner.RoundTrip(r)
		}
		body := fmt.Sprintf(`{"to":%q,"registration_tokens":[%q]}`, "/topics/"+topic, fid[strings.LastIndexByte(fid, '/')+1:])
		r = r.Clone(r.Context())
		r.Method, r.URL.Path, r.URL.RawPath, r.URL.RawQuery = http.MethodPost, head+pathAdd, "", ""
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Access_token_auth", "true")
		return inner.RoundTrip(r)
	})
}

// replaced reads one code as another.
func replaced(old, with string) func(http.RoundTripper) http.RoundTripper {
	return mutant.RewriteResponse(pathSend, func(_ *http.Response, b []byte) []byte {
		return bytes.ReplaceAll(b, []byte(`"`+old+`"`), []byte(`"`+with+`"`))
	})
}

// answerMutants misread what FCM answers.
func answerMutants() []conformance.Mutant {
	gone := func(status int) func(http.RoundTripper) http.RoundTripper {
		return mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
			if resp.StatusCode == status {
				resp.StatusCode = http.StatusNotFound
				return []byte(refusal(404, "NOT_FOUND", "no", "UNREGISTERED"))
			}
			return b
		})
	}
	return []conformance.Mutant{
		wired("any-404-dead", "every 404 is taken for a dead token", "任何 404 都当成失效令牌", gone(404),
			"fcm/codes/not-found-sender", "fcm/failure/page-404", "fcm/failure/no-details"),
		wired("any-403-dead", "every 403 is taken for a dead token", "任何 403 都当成失效令牌", gone(403),
			"fcm/token/no-permission-sender", "fcm/failure/page-403", "fcm/failure/other-words"),
		wired("any-400-dead", "every 400 is taken for a dead token", "任何 400 都当成失效令牌", gone(400),
			"fcm/codes/invalid-argument-sender", "fcm/token/bad-token-sender", "fcm/own/package-mismatch-sender"),
		wired("any-401-dead", "every 401 is taken for a dead token", "任何 401 都当成失效令牌", gone(401),
			"fcm/token/apns-credential-sender"),
		wired("429-dead", "429 is taken for a dead token", "429 当成失效令牌", gone(429), "fcm/quota/device-rate-sender", "fcm/codes/quota-exceeded-sender"),
		wired("status-alone", "details are not read: UNREGISTERED is NOT_FOUND", "不解析 details，UNREGISTERED 变成 NOT_FOUND",
			replaced("UNREGISTERED", "SOMETHING"), "fcm/token/gone-sender", "fcm/codes/unregistered-sender"),
		wired("mismatch-unknown", "SENDER_ID_MISMATCH is not known", "不认识 SENDER_ID_MISMATCH", replaced("SENDER_ID_MISMATCH", "SOMETHING"),
			"fcm/token/other-sender-sender", "fcm/codes/sender-id-mismatch-sender"),
		wired("other-type-read", "errorCode is read from details of any kind", "不看 @type 就读取 errorCode",
			replaced(typeErr, typeFcm), "fcm/failure/other-details"),
		wired("text-not-code", "the message decides, not FcmError", "按 message 文本判断而不是 FcmError", mutant.RewriteResponse(pathSend, func(_ *http.Response, b []byte) []byte {
			if bytes.Contains(b, []byte("NotRegistered")) {
				return []byte(refusal(404, "NOT_FOUND", "no", "UNREGISTERED"))
			}
			return b
		}), "fcm/failure/other-words"),
		wired("unavailable-is-final", "503 is final", "503 不重试", mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
			if resp.StatusCode == http.StatusServiceUnavailable {
				resp.StatusCode = http.StatusBadRequest
				return []byte(refusal(400, "INVALID_ARGUMENT", "no", "INVALID_ARGUMENT"))
			}
			return b
		}), "fcm/service/unavailable-sender", "fcm/codes/unavailable-sender"),
		wired("429-at-once", "429 is repeated at once", "429 立即重试", mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
			if resp.StatusCode == http.StatusTooManyRequests {
				resp.Header.Set("Retry-After", "1")
			}
			return b
		}), "fcm/codes/quota-exceeded-sender", "fcm/codes/resource-exhausted-sender"),
		wired("any-200", "200 is a yes whatever the body says", "状态码 200 即视为成功", mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
			if resp.StatusCode == http.StatusOK && !bytes.Contains(b, []byte("/messages/")) {
				return []byte(`{"name":"projects/p/messages/0:1"}`)
			}
			return b
		}), "fcm/failure/not-json", "fcm/failure/no-name", "fcm/failure/empty-body", "fcm/failure/null-name", "fcm/failure/error-200", "fcm/failure/cut-short"),
	}
}
