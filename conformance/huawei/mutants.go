package huawei

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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

// Mutants are bad senders for Huawei. Most of them exist: they are bugs of senders
// in the field. Each must fail the cases it is declared for.
func Mutants() []conformance.Mutant {
	return slices.Concat(requestMutants(), fieldMutants(), authMutants(), answerMutants(), harmonyMutants(), ownMutants(), topicMutants(), generalMutants().Mutants())
}

// wired is a bad sender spoilt on the wire, for Huawei.
func wired(name, en, zh string, transport func(http.RoundTripper) http.RoundTripper, kills ...string) conformance.Mutant {
	return mutant.OnWire(name, vendors.Text{EN: en, ZH: zh}, transport).For(vendors.Huawei, kills...)
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

func leftOut(path string) func(map[string]any) {
	return func(m map[string]any) { kit.Drop("message." + path)(m) }
}

// requestMutants send a message to wrong targets or in a wrong form.
func requestMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("token-not-array", "message.token is a string instead of an array", "message.token 用字符串而不是数组", message(func(m map[string]any) {
			if to, ok := kit.Object(m).At("message.token").([]any); ok && len(to) == 1 {
				kit.Set("message.token", to[0])(m)
			}
		}), "huawei/send/send-ok-sender"),
		wired("tokens-misspelled", "the tokens are sent as message.tokens", "token 字段写成 tokens", message(func(m map[string]any) {
			kit.Set("message.tokens", kit.Object(m).At("message.token"))(m)
			kit.Drop("message.token")(m)
		}), "huawei/send/send-ok-sender"),
		wired("no-click-action", "notifications have no click_action", "通知栏消息缺少 click_action",
			message(leftOut("android.notification.click_action")), "huawei/field/click-action-sender", "huawei/send/send-ok-sender"),
		wired("click-always-app", "every click opens the app", "点击总是打开应用", message(func(m map[string]any) {
			if kit.Object(m).At("message.android.notification") != nil {
				kit.Set("message.android.notification.click_action", map[string]any{"type": 3})(m)
			}
		}), "huawei/field/click-action-sender"),
		wired("validate-only-lost", "validate_only is never sent: a dry run is delivered", "从不发送 validate_only，试运行变成真实下发",
			mutant.RewriteJSON(pathSend, func(m map[string]any) { delete(m, "validate_only") }), "huawei/send/validate-only-sender"),
		wired("validate-only-left-on", "validate_only is always true: nothing is delivered", "validate_only 总为 true，消息不下发",
			mutant.RewriteJSON(pathSend, func(m map[string]any) { m["validate_only"] = true }), "huawei/send/send-ok-sender", "huawei/send/validate-only-sender"),
		wired("data-with-notification", "a data message has an empty notification", "透传消息带了通知栏字段", message(func(m map[string]any) {
			if kit.Object(m).At("message.android.notification") == nil {
				kit.Set("message.android.notification", map[string]any{"title": "-", "body": "-", "click_action": map[string]any{"type": 3}})(m)
			}
		}), "huawei/data/sender"),
		wired("data-as-object", "data is an object instead of a text", "data 用对象而不是字符串", message(func(m map[string]any) {
			var inside map[string]any
			if text, ok := kit.Object(m).At("message.data").(string); ok && json.Unmarshal([]byte(text), &inside) == nil {
				kit.Set("message.data", inside)(m)
			}
		}), "huawei/field/data-sender", "huawei/data/sender"),
		wired("topic-with-token", "a message to a topic has tokens, too", "主题消息同时带 token", message(func(m map[string]any) {
			if kit.Object(m).At("message.topic") != nil || kit.Object(m).At("message.condition") != nil {
				kit.Set("message.token", []string{malformed})(m)
			}
		}), "huawei/topic/topic-sender"),
		wired("condition-any-for-every", "a condition joins with || what must all be true", "condition 把“且”写成“或”", message(func(m map[string]any) {
			if c, ok := kit.Object(m).At("message.condition").(string); ok {
				kit.Set("message.condition", strings.ReplaceAll(c, "&&", "||"))(m)
			}
		}), "huawei/topic/every-sender", "huawei/topic/none-sender"),
		{
			Name: "all-as-topic", Title: vendors.Text{EN: "a message to everybody goes to a topic named all", ZH: "全量推送改发到名为 all 的主题"},
			Vendor: vendors.Huawei, Kills: []string{"huawei/topic/all-sender"},
			Sender: func(s conformance.TestedSender) conformance.TestedSender { return allAsTopic{s} },
		},
		wired("list-cut-at-one", "only the first token of several is sent", "多个 token 只发送第一个", message(func(m map[string]any) {
			if to, ok := kit.Object(m).At("message.token").([]any); ok && len(to) > 1 {
				kit.Set("message.token", to[:1])(m)
			}
		}), "huawei/list/tokens-1001-sender", "huawei/list/partial-sender"),
		wired("list-of-1001", "calls are not held to 1000 tokens", "一次请求不限制 1000 个 token", message(func(m map[string]any) {
			if to, ok := kit.Object(m).At("message.token").([]any); ok && len(to) > 2 {
				for len(to) < 1001 {
					to = append(to, to[0])
				}
				kit.Set("message.token", to)(m)
			}
		}), "huawei/list/tokens-1001-sender"),
		wired("list-names-one-twice", "a call names its first token twice", "一次请求里同一个 token 出现两次", message(func(m map[string]any) {
			if to, ok := kit.Object(m).At("message.token").([]any); ok && len(to) > 1 && len(to) < 1000 {
				kit.Set("message.token", append(to, to[0]))(m)
			}
		}), "huawei/list/partial-sender"),
	}
}

// allAsTopic takes a topic for everybody.
type allAsTopic struct{ conformance.TestedSender }

// Broadcast implements vendors.Broadcaster.
func (a allAsTopic) Broadcast(ctx context.Context, msg *vendors.Message, to vendors.Audience) (vendors.Outcome, []vendors.Adjustment, error) {
	b, ok := a.TestedSender.(vendors.Broadcaster)
	if !ok {
		return vendors.Outcome{}, nil, errors.New("the sender cannot broadcast")
	}
	if to.All {
		to = vendors.Audience{Any: []string{"all"}}
	}
	return b.Broadcast(ctx, msg, to)
}

// fieldMutants write a message's fields wrong.
func fieldMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("ttl-in-milliseconds", "ttl is sent in milliseconds", "ttl 用毫秒发送", message(func(m map[string]any) {
			if ttl, ok := kit.Object(m).At("message.android.ttl").(string); ok {
				kit.Set("message.android.ttl", strings.TrimSuffix(ttl, "s")+"000s")(m)
			}
		}), "huawei/field/ttl-sender"),
		wired("ttl-as-number", "ttl is a number", "ttl 用数字而不是字符串", message(func(m map[string]any) {
			if ttl, ok := kit.Object(m).At("message.android.ttl").(string); ok {
				kit.Set("message.android.ttl", json.Number(strings.TrimSuffix(ttl, "s")))(m)
			}
		}), "huawei/field/ttl-sender"),
		wired("ttl-unlimited", "ttl is not held to 15 days", "ttl 不限制 15 天",
			message(written("android.ttl", "2592000s")), "huawei/field/ttl-too-long-sender"),
		wired("false-left-out", "false is left out, as if it were nothing", "false 被当作空值省略", message(func(m map[string]any) {
			n, _ := kit.Object(m).At("message.android.notification").(map[string]any)
			for name, v := range n {
				if v == false {
					delete(n, name)
				}
			}
		}), "huawei/present/foreground-false-sender"),
		wired("zero-left-out", "zero is left out, as if it were nothing", "0 被当作空值省略", message(func(m map[string]any) {
			b, _ := kit.Object(m).At("message.android.notification.badge").(map[string]any)
			for name, v := range b {
				if v == json.Number("0") {
					delete(b, name)
				}
			}
		}), "huawei/field/badge-sender"),
		wired("test-left-on", "target_user_type is always 1: test messages only", "target_user_type 总为 1，变成测试消息",
			message(written("android.target_user_type", 1)), "huawei/testmode/formal-sender", "huawei/basics/test-only-when-asked"),
		wired("test-never", "target_user_type is never sent: tests become formal messages", "从不发送 target_user_type，测试消息变成正式消息",
			message(leftOut("android.target_user_type")), "huawei/testmode/test-sender", "huawei/basics/test-only-when-asked"),
		wired("category-in-channel", "the category is sent as channel_id", "category 写到了 channel_id", message(func(m map[string]any) {
			kit.Set("message.android.notification.channel_id", kit.Object(m).Field("message.android.category"))(m)
			kit.Drop("message.android.category")(m)
		}), "huawei/class/granted-sender", "huawei/quota/service-exempt-sender"),
		wired("category-lower-case", "the category is sent in small letters", "category 用小写发送", message(func(m map[string]any) {
			if c, ok := kit.Object(m).At("message.android.category").(string); ok {
				kit.Set("message.android.category", strings.ToLower(c))(m)
			}
		}), "huawei/class/granted-sender", "huawei/class/neutral-category-sender"),
		wired("always-im", "every message is sent as IM", "所有消息都以 IM 发送",
			message(written("android.category", "IM")), "huawei/class/marketing-sender", "huawei/class/no-category-sender"),
		wired("no-tag", "collapse keys are not sent", "不发送 tag，消息不折叠", message(func(m map[string]any) {
			kit.Drop("message.android.notification.tag")(m)
			kit.Drop("message.android.notification.notify_id")(m)
			kit.Drop("message.android.collapse_key")(m)
		}), "huawei/present/collapse-sender"),
		wired("no-importance", "importance is not sent: silent alerts ring", "不发送 importance，静默提醒会响铃",
			message(leftOut("android.notification.importance")), "huawei/present/silent-sender"),
		wired("no-bi-tag", "bi_tag is not sent: receipts cannot be matched", "不发送 bi_tag，回执无法对应",
			message(leftOut("android.bi_tag")), "huawei/receipt/tag-sender"),
		wired("body-not-cut", "long texts are not cut", "超长文案不截断", message(func(m map[string]any) {
			if text := notified(kit.Object(m), "body"); len(text) > 3100 {
				kit.Set("message.android.notification.body", text+kit.Chinese(500))(m)
			}
		}), "huawei/size/size-sender"),
	}
}

// authMutants log in or use the access token wrong.
func authMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("secret-not-encoded", "the secret is not percent-encoded", "client_secret 未做 URL 编码",
			mutant.RewriteBody(pathToken, func(b []byte) []byte {
				plain, err := url.PathUnescape(string(b)) // as the Go and Java demos write it
				if err != nil {
					return b
				}
				return []byte(plain)
			}), "huawei/auth/secret-encoded-sender"),
		wired("token-with-backslashes", `the access token is cut out of the JSON with its "\/"`, `access token 未解码 JSON 转义，保留了 "\/"`,
			mutant.RewriteHeader(pathSend, func(h http.Header) {
				h.Set("Authorization", strings.ReplaceAll(h.Get("Authorization"), "/", `\/`))
			}), "huawei/auth/token-escaped-slash-sender", "huawei/auth/token-ok-sender"),
		wired("without-bearer", "the access token is sent without Bearer", "Authorization 缺少 Bearer",
			mutant.RewriteHeader(pathSend, func(h http.Header) {
				h.Set("Authorization", strings.TrimPrefix(h.Get("Authorization"), "Bearer "))
			}), "huawei/send/send-ok-sender"),
		wired("login-as-json", "the token request is JSON instead of a form", "获取 token 用 JSON 而不是表单",
			mutant.Chain(mutant.RewriteBody(pathToken, formToJSON), mutant.RewriteHeader(pathToken, func(h http.Header) {
				h.Set("Content-Type", "application/json")
			})), "huawei/auth/token-ok-sender"),
		wired("refresh-at-401-only", "80200003 is seen at HTTP 401 alone", "仅在 HTTP 401 时刷新 token",
			mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode != http.StatusOK {
					return b
				}
				return bytes.ReplaceAll(b, []byte("80200003"), []byte("80100001"))
			}), "huawei/auth/expired-refresh-sender", "huawei/auth/expired-token-sender", "huawei/auth/expired-for-ever-sender"),
		wired("refresh-at-200-only", "answers with HTTP 401 are not read", "HTTP 401 的响应体不解析",
			mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode == http.StatusUnauthorized {
					return []byte("unauthorized")
				}
				return b
			}), "huawei/auth/expired-for-ever-mapped-sender"),
		wired("refresh-on-80200003-only", "80200001 is taken for final", "80200001 不刷新 token",
			mutant.RewriteResponse(pathSend, replaced("80200001", "80100001")), "huawei/auth/mismatch-refresh-sender"),
		mutant.LoginEverySend(pathToken).For(vendors.Huawei, "huawei/auth/login-once-sender", "huawei/auth/concurrent-login-sender"),
		mutant.TokenNeverRefreshed(pathToken).For(vendors.Huawei, "huawei/auth/next-hour-sender", "huawei/auth/expired-token-sender"),
	}
}

// formToJSON writes a form as a JSON object.
func formToJSON(b []byte) []byte {
	form, err := url.ParseQuery(string(b))
	if err != nil {
		return b
	}
	m := map[string]string{}
	for name := range form {
		m[name] = form.Get(name)
	}
	out, err := json.Marshal(m)
	if err != nil {
		return b
	}
	return out
}

// replaced changes every answer that has old.
func replaced(old, with string) func(*http.Response, []byte) []byte {
	return func(_ *http.Response, b []byte) []byte {
		return bytes.ReplaceAll(b, []byte(old), []byte(with))
	}
}

// answerMutants misread what Huawei answers.
func answerMutants() []conformance.Mutant {
	accepted := []byte(`{"code":"80000000","msg":"Success","requestId":"176722920012300001000701"}`)
	listed := regexp.MustCompile(`\\"illegal_tokens\\":\[[^\]]*\]`)
	return []conformance.Mutant{
		wired("http-status-only", "HTTP 200 is taken for success", "只看 HTTP 200 就当成功",
			mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode != http.StatusOK {
					return b
				}
				return accepted
			}), "huawei/target/all-invalid-sender", "huawei/codes/80300002-sender", "huawei/list/partial-sender", "huawei/failure/not-json"),
		wired("body-at-200-only", "bodies of HTTP errors are thrown away", "非 200 的响应体被丢弃",
			mutant.RewriteResponse(pathSend, func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode == http.StatusOK {
					return b
				}
				return nil
			}), "huawei/target/all-invalid-mapped-sender", "huawei/codes/80100016-sender"),
		wired("partial-as-failure", "80100000 is taken for a failure of all", "把 80100000 当成全部失败",
			mutant.RewriteResponse(pathSend, replaced("80100000", "80100001")), "huawei/list/partial-sender", "huawei/list/partial-many-sender"),
		wired("partial-as-success", "illegal_tokens is not looked at", "忽略 illegal_tokens",
			mutant.RewriteResponse(pathSend, replaced("80100000", "80000000")), "huawei/list/partial-sender", "huawei/list/partial-many-sender"),
		wired("partial-all-dead", "80100000 makes every token dead", "80100000 时所有 token 都被当成失效",
			mutant.RewriteResponse(pathSend, replaced("80100000", "80300007")), "huawei/list/partial-sender", "huawei/list/partial-unreadable-sender"),
		wired("partial-list-lost", "the JSON inside msg is not read", "不解析 msg 中的 JSON",
			mutant.RewriteResponse(pathSend, func(_ *http.Response, b []byte) []byte {
				return listed.ReplaceAll(b, []byte(`\"illegal_tokens\":[]`))
			}), "huawei/list/partial-sender"),
		wired("rights-dead", "80300002 is taken for a dead token", "把 80300002 当成失效 token",
			mutant.RewriteResponse(pathSend, replaced("80300002", "80300007")), "huawei/codes/80300002-sender", "huawei/target/not-about-tokens-sender"),
		wired("too-large-dead", "80300008 is taken for a dead token", "把 80300008 当成失效 token",
			mutant.RewriteResponse(pathSend, replaced("80300008", "80300007")), "huawei/codes/80300008-sender", "huawei/target/not-about-tokens-sender"),
		wired("internal-is-final", "81000001 is taken for final", "81000001 不重试",
			mutant.RewriteResponse(pathSend, replaced("81000001", "80100001")), "huawei/codes/81000001-sender"),
		wired("text-not-code", "msg decides, not code", "按 msg 文本判断而不是 code",
			mutant.RewriteResponse(pathSend, func(_ *http.Response, b []byte) []byte {
				if bytes.Contains(b, []byte(`"Success"`)) {
					return accepted
				}
				return []byte(`{"code":"80100003","msg":"Failed","requestId":"176722920012300001000701"}`)
			}), "huawei/failure/other-words", "huawei/failure/no-code"),
		wired("login-error-by-status", "a refused login is taken for a passing trouble", "登录被拒当成临时故障重试",
			mutant.RewriteResponse(pathToken, func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode == http.StatusBadRequest {
					resp.StatusCode, resp.Status = http.StatusServiceUnavailable, "503 Service Unavailable"
					return nil
				}
				return b
			}), "huawei/codes/1101-12304-sender", "huawei/codes/1101-20003-sender"),
	}
}
