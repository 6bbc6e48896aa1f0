package xiaomi

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// everywhere is every path; pushes are the paths of messages to registration ids.
const (
	everywhere = ""
	pushes     = "/message/regid"
)

// Mutants are bad senders for Xiaomi. Most of them exist: they are bugs of senders in
// the field. Each must fail the cases it is declared for.
func Mutants() []conformance.Mutant {
	return slices.Concat(requestMutants(), answerMutants(), generalMutants().Mutants())
}

// wired is a bad sender spoilt on the wire, for Xiaomi.
func wired(name, en, zh string, transport func(http.RoundTripper) http.RoundTripper, kills ...string) conformance.Mutant {
	return mutant.OnWire(name, vendors.Text{EN: en, ZH: zh}, transport).For(vendors.Xiaomi, kills...)
}

// formed rewrites the forms of messages to registration ids.
func formed(changes ...kit.FormChange) func(http.RoundTripper) http.RoundTripper {
	return mutant.RewriteBody(pushes, func(body []byte) []byte {
		f, ok := kit.DecodeForm(body)
		if !ok {
			return body
		}
		return []byte(f.With(changes...).Encode())
	})
}

// edited changes the value of one field.
func edited(name string, edit func(string) string) kit.FormChange {
	return func(f kit.Form) kit.Form {
		if !f.Has(name) {
			return f
		}
		return kit.Field(name, edit(f.Get(name)))(f)
	}
}

// requestMutants write requests wrong.
func requestMutants() []conformance.Mutant {
	header := func(edit func(h http.Header)) func(http.RoundTripper) http.RoundTripper {
		return mutant.RewriteHeader(everywhere, edit)
	}
	return []conformance.Mutant{
		wired("bearer", "the secret is sent as Bearer", "密钥用 Bearer 发送", header(func(h http.Header) {
			h.Set("Authorization", "Bearer "+strings.TrimPrefix(h.Get("Authorization"), "key="))
		}), "xiaomi/auth/key-sender", "xiaomi/send/ok-single-sender"),
		wired("key-upper-case", "Key= is sent for key=", "key 写成大写 Key", header(func(h http.Header) {
			h.Set("Authorization", "Key="+strings.TrimPrefix(h.Get("Authorization"), "key="))
		}), "xiaomi/auth/key-sender", "xiaomi/send/ok-single-sender"),
		wired("key-with-space", "a blank follows key=", "key= 后多一个空格", header(func(h http.Header) {
			h.Set("Authorization", "key= "+strings.TrimPrefix(h.Get("Authorization"), "key="))
		}), "xiaomi/send/ok-single-sender"),
		wired("plus-not-encoded", "the token is not percent-encoded", "regId 未做 URL 编码", mutant.RewriteBody(pushes, func(b []byte) []byte {
			return bytes.ReplaceAll(b, []byte("%2B"), []byte("+"))
		}), "xiaomi/field/encoded-once-sender", "xiaomi/send/ok-single-sender"),
		wired("payload-encoded-twice", "the payload is encoded twice", "payload 重复编码",
			formed(edited("payload", func(s string) string { return kit.FormOf("", s).Encode()[1:] })), "xiaomi/field/encoded-once-sender"),
		wired("title-encoded-twice", "the title is encoded twice", "title 重复编码",
			formed(edited("title", func(s string) string { return kit.FormOf("", s).Encode()[1:] })), "xiaomi/field/encoded-once-sender", "xiaomi/basics/text-cjk"),
		wired("ttl-in-seconds", "time_to_live is sent in seconds", "time_to_live 用秒发送",
			formed(edited("time_to_live", func(s string) string { return strings.TrimSuffix(s, "000") })), "xiaomi/field/ttl-sender", "xiaomi/basics/ttl-unit"),
		wired("channel-lost", "channel_id is not sent", "不发送 channel_id",
			formed(kit.Without("extra.channel_id")), "xiaomi/channel/channel-sender", "xiaomi/send/ok-single-sender"),
		wired("one-channel", "everything goes through the private channel", "所有消息都用私信通知类别",
			formed(kit.Field("extra.channel_id", "135001")), "xiaomi/channel/channel-sender", "xiaomi/quota/public-app-quota-sender", "xiaomi/basics/class-kept"),
		wired("template-lost", "template_id is not sent", "不发送 template_id",
			formed(kit.Without("extra.template_id", "extra.template_param")), "xiaomi/template/template-sender"),
		wired("notify-id-lost", "notify_id is not sent: each message replaces the one before", "不发送 notify_id，后一条覆盖前一条",
			formed(kit.Without("notify_id")), "xiaomi/present/two-messages-sender"),
		wired("jobkey-lost", "no jobkey is sent", "不发送 jobkey", formed(kit.Without("extra.jobkey")), "xiaomi/failure/answer-lost"),
		wired("pass-through", "pass_through is always 1", "pass_through 总是 1",
			formed(kit.Field("pass_through", "1")), "xiaomi/send/ok-single-sender"),
		wired("foreground-lost", "notify_foreground 0 is left out", "省略 notify_foreground=0",
			formed(kit.Without("extra.notify_foreground")), "xiaomi/present/foreground-false-sender"),
		wired("always-opens-app", "notify_effect is always 1", "notify_effect 总是 1",
			formed(kit.Field("extra.notify_effect", "1")), "xiaomi/field/click-sender"),
		wired("waits-anyway", "only_send_once is not sent", "不发送 only_send_once",
			formed(kit.Without("extra.only_send_once")), "xiaomi/ttl/online-only-sender"),
		wired("callback-lost", "extra.callback is not sent", "不发送 extra.callback",
			formed(kit.Without("extra.callback", "extra.callback.param")), "xiaomi/receipt/asked-sender"),
		wired("callback-kinds", "callback.type holds a kind there is not", "callback.type 含不存在的类型",
			formed(kit.Field("extra.callback.type", "246")), "xiaomi/receipt/asked-sender"),
		wired("title-unlimited", "the title is not held to the limit", "标题不做长度限制",
			formed(edited("title", func(s string) string {
				if len([]rune(s)) >= 49 {
					return s + "！！"
				}
				return s
			})), "xiaomi/field/title-sender"),
		wired("description-unlimited", "the description is not held to the limit", "description 不做长度限制",
			formed(edited("description", func(s string) string {
				if len([]rune(s)) >= 127 {
					return s + "！！"
				}
				return s
			})), "xiaomi/field/description-sender"),
		wired("list-cut-at-one", "only the first token of a call is sent", "只发送第一个 regId",
			formed(edited("registration_id", func(s string) string { first, _, _ := strings.Cut(s, ","); return first })),
			"xiaomi/target/too-many-targets-sender", "xiaomi/basics/big-batch"),
		wired("form-as-json", "bodies are JSON instead of forms", "以 JSON 代替表单发送", formAsJSON, "xiaomi/send/ok-single-sender", "xiaomi/basics/text-cjk"),
		wired("wrong-package", "another package name is sent", "发送错误的包名",
			formed(kit.Field("restricted_package_name", "com.other")), "xiaomi/send/ok-single-sender"),
	}
}

// formAsJSON posts the fields of a form as a JSON object.
func formAsJSON(inner http.RoundTripper) http.RoundTripper {
	asJSON := mutant.RewriteBody(pushes, func(body []byte) []byte {
		f, _ := kit.DecodeForm(body)
		object := map[string]any{}
		for _, p := range f {
			object[p.Name] = p.Value
		}
		raw, err := kit.Encode(object)
		if err != nil {
			return body
		}
		return raw
	})
	typed := mutant.RewriteHeader(pushes, func(h http.Header) { h.Set("Content-Type", kit.TypeJSON) })
	return mutant.Chain(asJSON, typed)(inner)
}

// replaced changes every answer that has old.
func replaced(old, with string) func(*http.Response, []byte) []byte {
	return func(_ *http.Response, b []byte) []byte {
		return bytes.ReplaceAll(b, []byte(old), []byte(with))
	}
}

// answerMutants misread what Xiaomi answers.
func answerMutants() []conformance.Mutant {
	const good = `{"result":"ok","code":0,"data":{"id":"sdm57188795000000273KF"},"description":"成功"}`
	return []conformance.Mutant{
		wired("http-status-only", "HTTP 200 is taken for success", "只看 HTTP 200 就当成功",
			mutant.RewriteResponse(pushes, func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode != http.StatusOK {
					return b
				}
				return []byte(good)
			}), "xiaomi/target/all-bad-sender", "xiaomi/auth/wrong-secret-sender", "xiaomi/failure/not-json", "xiaomi/channel/unknown-channel-sender"),
		wired("bad-regids-ignored", "bad_regids is not looked at", "忽略 bad_regids",
			mutant.RewriteResponse(pushes, replaced(`"bad_regids"`, `"ignored"`)), "xiaomi/target/partial-bad-sender", "xiaomi/basics/mixed-batch"),
		wired("quotas-unread", "an answer with string quotas cannot be read", "day_quota 按数字解析失败",
			mutant.RewriteResponse(pushes, func(_ *http.Response, b []byte) []byte {
				if bytes.Contains(b, []byte(`"day_quota":"`)) {
					return []byte(`{"result":`)
				}
				return b
			}), "xiaomi/send/quota-strings-sender"),
		wired("trace-id-reported", "trace_id is reported for data.id", "把 trace_id 当成消息 id",
			mutant.RewriteResponse(pushes, func(_ *http.Response, b []byte) []byte {
				return bytes.ReplaceAll(b, []byte(`"id":"s`), []byte(`"id":"X`))
			}), "xiaomi/send/ok-single-sender", "xiaomi/send/quota-strings-sender"),
		wired("text-not-code", "description decides, not code", "按 description 判断而不是 code",
			mutant.RewriteResponse(pushes, func(_ *http.Response, b []byte) []byte {
				if bytes.Contains(b, []byte("成功")) {
					return []byte(good)
				}
				return []byte(`{"result":"error","reason":"x","code":10017,"description":"失败"}`)
			}), "xiaomi/failure/other-words"),
		wired("quota-for-ever", "200001 is taken for a moment's overload", "把超额当成临时限速，继续发送",
			mutant.RewriteResponse(everywhere, replaced(`"code":200001`, `"code":200002`)), "xiaomi/quota/public-app-quota-sender"),
		wired("not-sent-is-dead", "20301 is a dead token whatever the reason", "20301 不看 reason 一律当成失效",
			mutant.RewriteResponse(pushes, replaced(`"reason":"internal error"`, `"reason":"No valid targets!"`)), "xiaomi/target/not-sent-sender"),
		wired("offline-is-dead", "65003 is taken for a dead token", "把 65003 当成失效 regId",
			mutant.RewriteResponse(pushes, func(_ *http.Response, b []byte) []byte {
				if bytes.Contains(b, []byte(`"code":65003`)) {
					return []byte(no("20301", "No valid targets!"))
				}
				return b
			}), "xiaomi/codes/65003-sender"),
		wired("400-repeated", "HTTP 400 is repeated", "HTTP 400 也重试",
			mutant.RewriteResponse(pushes, func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode == http.StatusBadRequest {
					resp.StatusCode = http.StatusServiceUnavailable
				}
				return b
			}), "xiaomi/failure/http-400"),
		wired("status-ignored", "a code counts with any status", "不看 HTTP 状态，任何状态的正文都按返回码处理",
			mutant.RewriteResponse(pushes, func(resp *http.Response, b []byte) []byte {
				if bytes.Contains(b, []byte(`"code":`)) {
					resp.StatusCode = http.StatusOK
				}
				return b
			}), "xiaomi/failure/http-400", "xiaomi/failure/http-503"),
		wired("topics-united", "topic_op is always UNION", "topic_op 总是 UNION", mutant.RewriteBody("/message/multi_topic", func(b []byte) []byte {
			return bytes.ReplaceAll(b, []byte("INTERSECTION"), []byte("UNION"))
		}), "xiaomi/broadcast/topics-sender"),
		wired("extra-with-prefix", "extra of multi_messages has the form's prefix", "multi_messages 的 extra 误用 extra. 前缀", mutant.RewriteBody("/multi_messages/regids", func(b []byte) []byte {
			return bytes.ReplaceAll(b, []byte("channel_id"), []byte("extra.channel_id"))
		}), "xiaomi/multi/each-sender"),
		wired("quota-unread", "the quota of the day cannot be read", "解析不了配额响应",
			mutant.RewriteResponse("/trace/quota/get", replaced(`"day_quota"`, `"quota"`)), "xiaomi/query/quota-sender"),
		wired("recall-of-nothing", "a recall names another message", "撤回了错误的消息", mutant.RewriteBody("/revoke", func(b []byte) []byte {
			f, _ := kit.DecodeForm(b)
			return []byte(f.With(edited("msg_ids", func(string) string { return "x" }), edited("msg_id", func(string) string { return "x" })).Encode())
		}), "xiaomi/recall/cancel-sender"),
		wired("channel-quota-ignored", "channel_exceed_quota is not looked at", "忽略 channel_exceed_quota",
			mutant.RewriteResponse(everywhere, replaced(`"channel_exceed_quota"`, `"ignored"`)), "xiaomi/quota/multi-quota-sender"),
	}
}
