package vivo

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

const (
	pathAuth   = "/message/auth"
	pathSend   = "/message/send"
	pathSave   = "/message/saveListPayload"
	pathList   = "/message/pushToList"
	everywhere = ""
)

// Mutants are bad senders for vivo. Most of them exist: they are bugs of senders
// in the field. Each must fail the cases it is declared for.
func Mutants() []conformance.Mutant {
	return slices.Concat(requestMutants(), authMutants(), listMutants(), answerMutants(), generalMutants().Mutants())
}

// wired is a bad sender spoilt on the wire, for vivo.
func wired(name, en, zh string, transport func(http.RoundTripper) http.RoundTripper, kills ...string) conformance.Mutant {
	return mutant.OnWire(name, vendors.Text{EN: en, ZH: zh}, transport).For(vendors.Vivo, kills...)
}

// message rewrites the messages in single pushes and stored bodies.
func message(change func(map[string]any)) func(http.RoundTripper) http.RoundTripper {
	return mutant.Chain(mutant.RewriteJSON(pathSend, change), mutant.RewriteJSON(pathSave, change))
}

// put writes a member with a fixed value.
func put(name string, value any) func(map[string]any) {
	return func(m map[string]any) { m[name] = value }
}

// requestMutants write a message's fields wrong.
func requestMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("pushmode-string-1", `pushMode is always sent as "1": test pushes only`, `pushMode 总是发送 "1"，变成测试推送`,
			message(put("pushMode", "1")), "vivo/testmode/formal-sender", "vivo/send/single-ok-sender"),
		wired("pushmode-lost", "pushMode is never sent: tests become formal messages", "从不发送 pushMode，测试消息变成正式消息",
			message(func(m map[string]any) { delete(m, "pushMode") }), "vivo/testmode/test-sender", "vivo/testmode/test-mode-foreign-device-sender"),
		wired("ttl-in-milliseconds", "timeToLive is sent in milliseconds", "timeToLive 用毫秒发送", message(func(m map[string]any) {
			if n, ok := m["timeToLive"].(json.Number); ok {
				m["timeToLive"] = json.Number(n.String() + "000")
			}
		}), "vivo/field/ttl-sender"),
		wired("always-system", "classification is always 1 and category never sent", "classification 总是 1，不发送 category", message(func(m map[string]any) {
			m["classification"] = 1
			delete(m, "category")
		}), "vivo/class/marketing-sender", "vivo/class/default-operational-sender"),
		wired("never-system", "classification and category are never sent", "从不发送 classification 和 category", message(func(m map[string]any) {
			delete(m, "classification")
			delete(m, "category")
		}), "vivo/class/category-sender", "vivo/class/transactional-alone-sender"),
		wired("category-lower-case", "category is sent in lower case", "category 用小写发送", message(func(m map[string]any) {
			if c, ok := m["category"].(string); ok {
				m["category"] = strings.ToLower(c)
			}
		}), "vivo/class/category-sender", "vivo/class/unified-category-sender"),
		wired("requestid-lost", "requestId is not sent", "不发送 requestId",
			message(func(m map[string]any) { delete(m, "requestId") }), "vivo/send/single-ok-sender", "vivo/field/requestid-sender"),
		wired("requestid-shared", "all messages have the same requestId", "所有消息使用同一个 requestId",
			message(put("requestId", "1")), "vivo/field/requestid-sender"),
		wired("false-left-out", "false and 0 are left out, as omitempty does", "省略 false 和 0（omitempty 的错误）", message(func(m map[string]any) {
			for k, v := range m {
				if v == false {
					delete(m, k)
				}
			}
		}), "vivo/present/foreground-false-sender"),
		wired("custom-map-lost", "clientCustomMap is not sent", "不发送 clientCustomMap",
			message(func(m map[string]any) { delete(m, "clientCustomMap") }), "vivo/field/custom-sender"),
		wired("own-keys-in-extra", "the app's data is sent in extra", "自定义数据放进 extra", message(func(m map[string]any) {
			extra, _ := m["extra"].(map[string]any)
			if extra == nil {
				extra = map[string]any{}
			}
			extra["source"] = "app"
			m["extra"] = extra
		}), "vivo/field/extra-sender", "vivo/send/single-ok-sender"),
		wired("always-opens-app", "skipType is always 1", "skipType 总是 1",
			message(put("skipType", 1)), "vivo/field/link-sender"),
		wired("notifyid-lost", "notifyId is not sent", "不发送 notifyId",
			message(func(m map[string]any) { delete(m, "notifyId") }), "vivo/present/notifyid-sender"),
		wired("send-online-lost", "sendOnline is not sent", "不发送 sendOnline",
			message(func(m map[string]any) { delete(m, "sendOnline") }), "vivo/ttl/online-only-sender"),
		wired("title-unlimited", "the title is not held to the limit", "标题不做长度限制", message(func(m map[string]any) {
			if s, ok := m["title"].(string); ok && len([]rune(s)) >= 40 {
				m["title"] = s + "！"
			}
		}), "vivo/field/title-sender"),
		wired("content-unlimited", "the content is not held to the limit", "内容不做长度限制", message(func(m map[string]any) {
			if s, ok := m["content"].(string); ok && len([]rune(s)) >= 100 {
				m["content"] = s + "！"
			}
		}), "vivo/field/content-sender"),
	}
}

// authMutants log in or use the authToken wrong.
func authMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("bearer", "the authToken is sent as Authorization: Bearer", "authToken 用 Authorization: Bearer 发送",
			mutant.RewriteHeader(everywhere, func(h http.Header) {
				if t := h.Get("authToken"); t != "" {
					h.Del("authToken")
					h.Set("Authorization", "Bearer "+t)
				}
			}), "vivo/auth/login-sender", "vivo/send/single-ok-sender"),
		wired("sign-wrong", "the sign is not the MD5 of the four values", "sign 不是四个值拼接的 MD5",
			mutant.RewriteJSON(pathAuth, func(m map[string]any) { m["sign"] = strings.Repeat("0", 32) }), "vivo/auth/login-sender"),
		wired("timestamp-in-seconds", "the timestamp is sent in seconds", "timestamp 用秒发送",
			mutant.RewriteJSON(pathAuth, func(m map[string]any) {
				if n, ok := m["timestamp"].(json.Number); ok && len(n) > 3 {
					m["timestamp"] = n[:len(n)-3]
				}
			}), "vivo/auth/login-sender"),
		mutant.LoginEverySend(pathAuth).For(vendors.Vivo, "vivo/auth/login-once-sender"),
		mutant.TokenNeverRefreshed(pathAuth).For(vendors.Vivo, "vivo/auth/expired-refresh-sender", "vivo/auth/next-day-sender"),
		mutant.FreshMember(pathSend, "requestId").For(vendors.Vivo, "vivo/failure/same-requestid", "vivo/failure/repeated-requestid-sender"),
	}
}

// listMutants go wrong with more than one token.
func listMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("single-as-list", "one token is sent as a list of one", "单个 regId 也走群推",
			singleAsList, "vivo/list/list-of-one-sender"),
		wired("list-repeats-requestid", "every block of a list has the same requestId", "群推各批使用同一个 requestId",
			mutant.RewriteJSON(pathList, put("requestId", "1")), "vivo/list/blocks-sender"),
		wired("list-cut-at-one", "only the first token of a list is sent", "群推只发送第一个 regId",
			mutant.RewriteJSON(pathList, func(m map[string]any) {
				if ids, ok := m["regIds"].([]any); ok && len(ids) > 1 {
					m["regIds"] = ids[:1]
				}
			}), "vivo/list/list-flow-sender", "vivo/list/list-1001-sender"),
		wired("list-of-1001", "lists are not held to 1000", "群推不限制 1000 个",
			mutant.RewriteJSON(pathList, func(m map[string]any) {
				if ids, ok := m["regIds"].([]any); ok && len(ids) > 2 {
					for len(ids) < 1001 {
						ids = append(ids, ids[0])
					}
					m["regIds"] = ids
				}
			}), "vivo/list/list-1001-sender"),
		wired("list-names-one-twice", "a list names its first token twice", "群推列表里同一个 regId 出现两次",
			mutant.RewriteJSON(pathList, func(m map[string]any) {
				if ids, ok := m["regIds"].([]any); ok && len(ids) > 1 && len(ids) < 1000 {
					m["regIds"] = append(ids, ids[0])
				}
			}), "vivo/list/list-1001-sender"),
		wired("expired-body-kept", "10155 is taken for success", "把 10155 当成成功",
			mutant.RewriteResponse(pathList, replaced(`"result":10155`, `"result":0`)), "vivo/save/expired-body-sender"),
	}
}

// singleAsList asks for single pushes at the path of lists.
func singleAsList(inner http.RoundTripper) http.RoundTripper {
	return transport(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, pathSend) {
			r = r.Clone(r.Context())
			r.URL.Path = strings.TrimSuffix(r.URL.Path, pathSend) + pathList
		}
		return inner.RoundTrip(r)
	})
}

type transport func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// replaced changes every answer that has old.
func replaced(old, with string) func(*http.Response, []byte) []byte {
	return func(_ *http.Response, b []byte) []byte {
		return bytes.ReplaceAll(b, []byte(old), []byte(with))
	}
}

// answerMutants misread what vivo answers.
func answerMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("http-status-only", "HTTP 200 is taken for success", "只看 HTTP 200 就当成功", mutant.RewriteResponse(pathSend,
			func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode != http.StatusOK {
					return b
				}
				return []byte(`{"result":0,"desc":"请求成功","taskId":"1"}`)
			}), "vivo/target/dead-id-sender", "vivo/content/digits-only-sender", "vivo/codes/10045-sender", "vivo/failure/not-json"),
		wired("status-4-dead", "invalidUser.status 4 is taken for a dead token", "把 status 4 当成失效 regId",
			mutant.RewriteResponse(everywhere, replaced(`"status":4`, `"status":1`)),
			"vivo/testmode/test-mode-foreign-device-sender", "vivo/list/status-4-sender"),
		wired("userid-unread", "an answer with invalid users cannot be read", "解析不了含无效用户的响应",
			mutant.RewriteResponse(everywhere, func(_ *http.Response, b []byte) []byte {
				if bytes.Contains(b, []byte(`"userid"`)) {
					return []byte(`{"result":`)
				}
				return b
			}), "vivo/target/dead-id-sender", "vivo/list/userid-string-sender"),
		wired("invalid-users-ignored", "invalidUsers is not looked at", "忽略 invalidUsers",
			mutant.RewriteResponse(pathList, replaced(`"invalidUsers"`, `"ignored"`)),
			"vivo/list/list-flow-sender", "vivo/list/userid-string-sender"),
		wired("quota-breaker-ignored", "quota answers are taken for a moment's overload", "把超额当成临时限速，继续发送",
			mutant.RewriteResponse(everywhere, func(_ *http.Response, b []byte) []byte {
				for _, code := range []string{"10070", "10073", "10252", "10254"} {
					b = bytes.ReplaceAll(b, []byte(`"result":`+code), []byte(`"result":10072`))
				}
				return b
			}), "vivo/quota/app-quota-sender", "vivo/quota/system-quota-sender", "vivo/save/body-quota-sender"),
		wired("blocked-phone-dead", "10311 is taken for a dead token", "把 10311 当成失效 regId",
			mutant.RewriteResponse(pathSend, replaced(`"result":10311`, `"invalidUser":{"status":1,"userid":"x"},"result":10302`)),
			"vivo/device/device-blocked-sender"),
		wired("bad-notifytype-dead", "10054 is taken for a dead token", "把 10054 当成失效 regId",
			mutant.RewriteResponse(pathSend, replaced(`"result":10054`, `"result":10302`)), "vivo/codes/10054-sender"),
		wired("text-not-code", "desc decides, not result", "按 desc 文本判断而不是 result", mutant.RewriteResponse(pathSend,
			func(_ *http.Response, b []byte) []byte {
				if bytes.Contains(b, []byte("请求成功")) {
					return []byte(`{"result":0,"desc":"请求成功","taskId":"1"}`)
				}
				return []byte(`{"result":10056,"desc":"失败"}`)
			}), "vivo/failure/other-words"),
	}
}
