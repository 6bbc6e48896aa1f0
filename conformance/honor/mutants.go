package honor

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// Mutants are bad senders for Honor. Most of them exist: they are bugs of senders in the
// field. Each must fail the cases it is declared for.
func Mutants() []conformance.Mutant {
	return slices.Concat(requestMutants(), fieldMutants(), authMutants(), answerMutants(), generalMutants().Mutants())
}

// wired is a bad sender spoilt on the wire, for Honor.
func wired(name, en, zh string, transport func(http.RoundTripper) http.RoundTripper, kills ...string) conformance.Mutant {
	return mutant.OnWire(name, vendors.Text{EN: en, ZH: zh}, transport).For(vendors.Honor, kills...)
}

// message rewrites the bodies of sends.
func message(change func(request map[string]any)) func(http.RoundTripper) http.RoundTripper {
	return mutant.RewriteJSON(pathSend, change)
}

func written(path string, value any) func(map[string]any) {
	return func(m map[string]any) { kit.Set(path, value)(m) }
}

func leftOut(path string) func(map[string]any) {
	return func(m map[string]any) { kit.Drop(path)(m) }
}

// notification changes the notification of a message that has one.
func notification(change func(n map[string]any)) func(map[string]any) {
	return func(m map[string]any) {
		if n, ok := kit.Object(m).At("android.notification").(map[string]any); ok {
			change(n)
		}
	}
}

// requestMutants send a message to wrong targets or in a wrong form.
func requestMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("hms-envelope", "the body is wrapped in message, as another vendor has it", "请求体外层套了 message", message(func(m map[string]any) {
			inner := map[string]any{}
			for k, v := range m {
				inner[k] = v
				delete(m, k)
			}
			m["message"] = inner
		}), "honor/send/send-ok-sender"),
		wired("snake-case", "click_action is written for clickAction", "clickAction 写成 click_action", message(notification(func(n map[string]any) {
			n["click_action"] = n["clickAction"]
			delete(n, "clickAction")
		})), "honor/send/send-ok-sender", "honor/field/click-sender"),
		wired("token-not-array", "token is a text instead of a list", "token 用字符串而不是数组", message(func(m map[string]any) {
			if to, ok := m["token"].([]any); ok && len(to) == 1 {
				m["token"] = to[0]
			}
		}), "honor/send/send-ok-sender"),
		wired("click-always-app", "every click opens the app", "点击总是打开应用", message(notification(func(n map[string]any) {
			n["clickAction"] = map[string]any{"type": 3}
		})), "honor/field/click-sender"),
		wired("data-with-notification", "a data message has an empty notification", "透传消息带了通知栏字段", message(func(m map[string]any) {
			if kit.Object(m).At("android.notification") == nil {
				kit.Set("android.notification", map[string]any{"title": "-", "body": "-", "clickAction": map[string]any{"type": 3}})(m)
			}
		}), "honor/data/data-message-sender"),
		wired("data-as-object", "data is an object instead of a text", "data 用对象而不是字符串", message(func(m map[string]any) {
			var inside map[string]any
			if text, ok := m["data"].(string); ok && json.Unmarshal([]byte(text), &inside) == nil {
				m["data"] = inside
			}
		}), "honor/field/data-sender", "honor/data/data-message-sender"),
		wired("list-cut-at-one", "only the first token of several is sent", "多个 token 只发送第一个", message(func(m map[string]any) {
			if to, ok := m["token"].([]any); ok && len(to) > 1 {
				m["token"] = to[:1]
			}
		}), "honor/list/1001-tokens-sender", "honor/list/mixed-tokens-sender"),
		wired("list-of-1001", "calls are not held to 1000 tokens", "一次请求不限制 1000 个 token", message(func(m map[string]any) {
			if to, ok := m["token"].([]any); ok && len(to) > 2 {
				for i := len(to); i < 1001; i++ {
					to = append(to, unknown(i + 1)[i])
				}
				m["token"] = to
			}
		}), "honor/list/mixed-tokens-sender"),
		wired("list-names-one-twice", "a call names its first token twice", "一次请求里同一个 token 出现两次", message(func(m map[string]any) {
			if to, ok := m["token"].([]any); ok && len(to) > 1 && len(to) < 1000 {
				m["token"] = append(to, to[0])
			}
		}), "honor/list/repeated-token-sender", "honor/list/mixed-tokens-sender"),
		mutant.OverrideLost().For(vendors.Honor, "honor/field/own-fields-sender", "honor/field/own-wins-sender"),
	}
}

// fieldMutants write a message's fields wrong.
func fieldMutants() []conformance.Mutant {
	ttl := func(change func(string) any) func(map[string]any) {
		return func(m map[string]any) {
			if text, ok := kit.Object(m).Text("android.ttl"); ok {
				kit.Set("android.ttl", change(strings.TrimSuffix(text, "s")))(m)
			}
		}
	}
	return []conformance.Mutant{
		wired("ttl-in-milliseconds", "ttl is sent in milliseconds", "ttl 用毫秒发送", message(ttl(func(s string) any { return s + "000s" })), "honor/field/ttl-sender"),
		wired("ttl-as-number", "ttl is a number", "ttl 用数字而不是字符串", message(ttl(func(s string) any { return json.Number(s) })), "honor/field/ttl-sender"),
		wired("ttl-unlimited", "ttl is not held to 15 days", "ttl 不限制 15 天", message(written("android.ttl", "2592000s")), "honor/field/ttl-edge-sender"),
		wired("zero-left-out", "zero is left out, as if it were nothing", "0 被当作空值省略", message(func(m map[string]any) {
			b := kit.Object(m).Object("android.notification.badge")
			for name, v := range b {
				if v == json.Number("0") {
					delete(b, name)
				}
			}
		}), "honor/field/badge-sender"),
		wired("test-left-on", "targetUserType is always 1: test messages only", "targetUserType 总为 1，变成测试消息",
			message(written("android.targetUserType", 1)), "honor/testmode/formal-sender", "honor/basics/test-only-when-asked"),
		wired("test-never", "targetUserType is never sent: tests become formal messages", "从不发送 targetUserType，测试消息变成正式消息",
			message(leftOut("android.targetUserType")), "honor/testmode/test-exempt-sender", "honor/basics/test-only-when-asked"),
		wired("always-normal", "every message is sent as NORMAL", "所有消息都以 NORMAL 发送", message(notification(func(n map[string]any) {
			n["importance"] = "NORMAL"
		})), "honor/class/low-sender", "honor/class/unset-sender"),
		wired("importance-lost", "importance is never sent: everything is marketing", "从不发送 importance，全部变成资讯营销类",
			message(leftOut("android.notification.importance")), "honor/class/normal-with-right-sender", "honor/quota/service-exempt-sender"),
		wired("image-left-in", "a marketing message keeps its image", "资讯营销类消息仍携带 image", message(notification(func(n map[string]any) {
			if n["importance"] == "LOW" {
				n["image"] = picture
			}
		})), "honor/image/low-with-image-sender", "honor/class/low-sender"),
		wired("image-lost", "images are never sent", "从不发送 image", message(leftOut("android.notification.image")), "honor/image/service-sender"),
		wired("no-tag", "collapse keys are not sent", "不发送 tag、notifyId，消息不折叠", message(func(m map[string]any) {
			kit.Drop("android.notification.tag", "android.notification.notifyId")(m)
		}), "honor/present/collapse-sender"),
		wired("no-bi-tag", "biTag is not sent: receipts cannot be matched", "不发送 biTag，回执无法对应", message(leftOut("android.biTag")), "honor/receipt/tag-sender", "honor/receipt/id-sender"),
		wired("body-not-cut", "long texts are not cut", "超长文案不截断", message(func(m map[string]any) {
			if text := notified(kit.Object(m), "body"); len(text) > 3100 {
				kit.Set("android.notification.body", text+kit.Chinese(500))(m)
			}
		}), "honor/size/size-sender"),
	}
}

// authMutants log in or use the access token wrong.
func authMutants() []conformance.Mutant {
	header := func(change func(h http.Header)) func(http.RoundTripper) http.RoundTripper {
		return mutant.RewriteHeader(pathSend, change)
	}
	return []conformance.Mutant{
		wired("secret-not-encoded", "the secret is not percent-encoded", "client_secret 未做 URL 编码", mutant.RewriteBody(pathToken, func(b []byte) []byte {
			plain, err := url.PathUnescape(string(b))
			if err != nil {
				return b
			}
			return []byte(plain)
		}), "honor/auth/secret-encoded-sender"),
		wired("without-bearer", "the access token is sent without Bearer", "Authorization 缺少 Bearer", header(func(h http.Header) {
			h.Set("Authorization", strings.TrimPrefix(h.Get("Authorization"), "Bearer "))
		}), "honor/send/send-ok-sender"),
		wired("without-timestamp", "the header timestamp is not sent", "未携带 timestamp", header(func(h http.Header) { h.Del("timestamp") }), "honor/auth/timestamp-sender", "honor/send/send-ok-sender"),
		wired("timestamp-in-seconds", "timestamp is in seconds", "timestamp 用秒发送", header(func(h http.Header) {
			h.Set("timestamp", strings.TrimSuffix(h.Get("timestamp"), h.Get("timestamp")[max(0, len(h.Get("timestamp"))-3):]))
		}), "honor/auth/timestamp-sender", "honor/send/send-ok-sender"),
		wired("timestamp-of-the-start", "timestamp is the time of the first request", "timestamp 总是首次请求的时间", firstStamp, "honor/auth/timestamp-sender"),
		wired("refresh-at-403-only", "code 403 is seen at HTTP 403 alone", "仅在 HTTP 403 时刷新 token", mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
			if resp.StatusCode == http.StatusForbidden {
				return b
			}
			return bytes.ReplaceAll(b, []byte(`"code":403`), []byte(`"code":10300`))
		}), "honor/auth/expired-refresh-sender"),
		mutant.LoginEverySend(pathToken).For(vendors.Honor, "honor/auth/login-once-sender", "honor/auth/concurrent-login-sender"),
		mutant.TokenNeverRefreshed(pathToken).For(vendors.Honor, "honor/auth/next-hour-sender", "honor/auth/expired-token-sender"),
		wired("expiry-in-milliseconds", "expires_in is taken for milliseconds", "把 expires_in 当成毫秒", mutant.RewriteResponse(pathToken, func(_ *http.Response, b []byte) []byte {
			return bytes.Replace(b, []byte(`"expires_in":3600`), []byte(`"expires_in":4`), 1)
		}), "honor/auth/login-once-sender"),
		wired("login-error-by-status", "a refused login is taken for a passing trouble", "登录被拒当成临时故障重试", mutant.RewriteResponse(pathToken, func(resp *http.Response, b []byte) []byte {
			if resp.StatusCode != http.StatusUnauthorized {
				return b
			}
			resp.StatusCode, resp.Status = http.StatusServiceUnavailable, "503 Service Unavailable"
			return nil
		}), "honor/auth/bad-secret-sender"),
	}
}

// firstStamp sends every request with the first one's timestamp.
func firstStamp(inner http.RoundTripper) http.RoundTripper {
	first := ""
	return mutant.RewriteHeader(pathSend, func(h http.Header) {
		if first == "" {
			first = h.Get("timestamp")
		}
		h.Set("timestamp", first)
	})(inner)
}

// replaced changes every answer that has old.
func replaced(old, with string) func(*http.Response, []byte) []byte {
	return func(_ *http.Response, b []byte) []byte { return bytes.ReplaceAll(b, []byte(old), []byte(with)) }
}

// answerMutants misread what Honor answers.
func answerMutants() []conformance.Mutant {
	accepted := []byte(lists("200", "[]", "[]"))
	listed := regexp.MustCompile(`"(failTokens|expireTokens)":\[[^\]]*\]`)
	expires := regexp.MustCompile(`"expireTokens":\[[^\]]*\]`)
	return []conformance.Mutant{
		wired("hms-success", "80000000 is the only success", "只把 80000000 当成功", mutant.RewriteResponse(pathSend, replaced(`"code":200`, `"code":80100003`)), "honor/send/send-ok-sender"),
		wired("http-status-only", "HTTP 200 is taken for success", "只看 HTTP 200 就当成功", mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
			if resp.StatusCode != http.StatusOK {
				return b
			}
			return accepted
		}), "honor/codes/80100003-sender", "honor/list/mixed-tokens-sender", "honor/failure/not-json"),
		wired("body-at-200-only", "bodies of HTTP errors are thrown away", "非 200 的响应体被丢弃", mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
			if resp.StatusCode == http.StatusOK {
				return b
			}
			return nil
		}), "honor/target/all-bad-sender", "honor/codes/80200056-sender"),
		wired("partial-as-failure", "80100000 is taken for a failure of all", "把 80100000 当成全部失败", mutant.RewriteResponse(pathSend, replaced("80100000", "80100003")), "honor/list/mixed-tokens-sender"),
		wired("lists-not-read", "failTokens and expireTokens are not looked at", "忽略 failTokens、expireTokens", mutant.RewriteResponse(pathSend, func(_ *http.Response, b []byte) []byte {
			return bytes.ReplaceAll(listed.ReplaceAll(b, []byte(`"$1":[]`)), []byte("80100000"), []byte("200"))
		}), "honor/list/mixed-tokens-sender", "honor/target/expired-sender"),
		wired("lists-only-of-partial", "lists of a success with code 200 are not looked at", "code 为 200 时不看列表", mutant.RewriteResponse(pathSend, func(_ *http.Response, b []byte) []byte {
			if bytes.Contains(b, []byte("80100000")) {
				return b
			}
			return expires.ReplaceAll(b, []byte(`"expireTokens":[]`))
		}), "honor/target/expired-sender"),
		wired("failed-as-expired", "tokens in failTokens are called dead", "把 failTokens 当成失效 token", mutant.RewriteResponse(pathSend, func(_ *http.Response, b []byte) []byte {
			return bytes.ReplaceAll(bytes.ReplaceAll(bytes.ReplaceAll(b, []byte(`"expireTokens"`), []byte(`"x"`)), []byte(`"failTokens"`), []byte(`"expireTokens"`)), []byte(`"x"`), []byte(`"failTokens"`))
		}), "honor/target/failed-is-not-dead-sender", "honor/target/expired-sender"),
		wired("app-id-dead", "10205 is taken for a dead token", "把 10205 当成失效 token", mutant.RewriteResponse(pathSend, replaced("10205", "80300007")), "honor/codes/10205-sender", "honor/target/not-about-tokens-sender"),
		wired("busy-is-final", "503 is taken for final", "503 不重试", mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
			if resp.StatusCode == http.StatusServiceUnavailable {
				resp.StatusCode, resp.Status = http.StatusBadRequest, "400 Bad Request"
				return bytes.ReplaceAll(b, []byte(`"code":503`), []byte(`"code":80100003`))
			}
			return b
		}), "honor/rate/qps-sender"),
		wired("text-not-code", "message decides, not code", "按 message 文本判断而不是 code", mutant.RewriteResponse(pathSend, func(_ *http.Response, b []byte) []byte {
			if bytes.Contains(b, []byte(`"success"`)) {
				return accepted
			}
			return []byte(`{"code":80100003,"message":"Failed"}`)
		}), "honor/failure/other-words", "honor/failure/no-code"),
		wired("string-code-unread", "a code that is a text is not read", "code 为字符串时不解析", mutant.RewriteResponse(pathSend, func(_ *http.Response, b []byte) []byte {
			if bytes.Contains(b, []byte(`"code":"`)) {
				return []byte(`{"code":null}`)
			}
			return b
		}), "honor/codes/string-code-sender"),
	}
}
