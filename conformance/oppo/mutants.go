package oppo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

const everywhere = ""

// Mutants are bad senders for OPPO. Most of them exist: they are bugs of senders in the
// field. Each must fail the cases it is declared for.
func Mutants() []conformance.Mutant {
	return slices.Concat(requestMutants(), optionMutants(), authMutants(), listMutants(), answerMutants(), generalMutants().Mutants())
}

// wired is a bad sender spoilt on the wire, for OPPO.
func wired(name, en, zh string, transport func(http.RoundTripper) http.RoundTripper, kills ...string) conformance.Mutant {
	return mutant.OnWire(name, vendors.Text{EN: en, ZH: zh}, transport).For(vendors.OPPO, kills...)
}

// form rewrites the form in the bodies of requests to a path.
func form(path string, change func(f kit.Form) kit.Form) func(http.RoundTripper) http.RoundTripper {
	return mutant.RewriteBody(path, func(body []byte) []byte {
		f, ok := kit.DecodeForm(body)
		if !ok {
			return body
		}
		return []byte(change(f).Encode())
	})
}

// note rewrites the notification of single pushes.
func note(change func(n map[string]any)) func(http.RoundTripper) http.RoundTripper {
	return form(pathUnicast, kit.InField("message", func(m kit.Body) {
		if n, ok := m["notification"].(map[string]any); ok {
			change(n)
		}
	}))
}

// put writes a member with a fixed value, lose takes one away.
func put(name string, value any) func(map[string]any) {
	return func(n map[string]any) { n[name] = value }
}

func lose(names ...string) func(map[string]any) {
	return func(n map[string]any) {
		for _, name := range names {
			delete(n, name)
		}
	}
}

// requestMutants write a message wrong.
func requestMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("json-body", "the request is JSON instead of a form", "以 JSON 代替表单发送", asJSON, "oppo/send/single-ok-sender", "oppo/auth/auth-ok-sender"),
		wired("camel-case", "members are written in camelCase, as in OPPO's sample", "字段使用驼峰命名（文档示例的写法）", note(func(n map[string]any) {
			for from, to := range map[string]string{"click_action_type": "clickActionType", "off_line_ttl": "offLineTtl", "channel_id": "channelId", "call_back_url": "callBackUrl"} {
				if v, ok := n[from]; ok {
					n[to] = v
					delete(n, from)
				}
			}
		}), "oppo/ttl/ttl-sender", "oppo/field/channel-sender", "oppo/receipt/receipt-sender"),
		wired("encoded-twice", "the form is encoded twice", "表单重复编码", form(pathUnicast, func(f kit.Form) kit.Form {
			return f.With(kit.Field("message", (kit.Form{{Name: "m", Value: f.Get("message")}}).Encode()[2:]))
		}), "oppo/send/encoded-once-sender", "oppo/send/single-ok-sender"),
		wired("title-unlimited", "the title is not held to the limit", "标题不做长度限制", note(func(n map[string]any) {
			if s, ok := n["title"].(string); ok && len([]rune(s)) >= 50 {
				n["title"] = s + "！"
			}
		}), "oppo/field/title-51-sender", "oppo/field/title-50-emoji-sender"),
		wired("emoji-count-two", "an emoji counts two, as in the SDK", "一个 emoji 计两个字符（SDK 的做法）", note(func(n map[string]any) {
			if s, ok := n["title"].(string); ok && len([]rune(s)) != utf16Len(s) {
				n["title"] = string([]rune(s)[:len([]rune(s))/2])
			}
		}), "oppo/field/title-50-emoji-sender"),
		wired("ttl-in-milliseconds", "off_line_ttl is sent in milliseconds", "off_line_ttl 用毫秒发送", note(func(n map[string]any) {
			if v, ok := n["off_line_ttl"].(json.Number); ok {
				n["off_line_ttl"] = json.Number(v.String() + "000")
			}
		}), "oppo/ttl/ttl-sender"),
		wired("ttl-unlimited", "off_line_ttl is not held to ten days", "off_line_ttl 不限制为 10 天", note(func(n map[string]any) {
			if v, ok := n["off_line_ttl"].(json.Number); ok && len(v) > 5 {
				n["off_line_ttl"] = 1_728_000
			}
		}), "oppo/ttl/ttl-limit-sender"),
		wired("data-as-object", "action_parameters is an object instead of text", "action_parameters 直接发送对象", note(func(n map[string]any) {
			var o map[string]any
			if s, ok := n["action_parameters"].(string); ok && json.Unmarshal([]byte(s), &o) == nil {
				n["action_parameters"] = o
			}
		}), "oppo/field/data-sender"),
		wired("click-counts-on", "click_action_type counts without a gap: a page is 3", "click_action_type 连续编号，页面成了 3", note(func(n map[string]any) {
			if v, ok := n["click_action_type"].(json.Number); ok && (v == "4" || v == "5") {
				n["click_action_type"] = map[json.Number]int{"4": 3, "5": 4}[v]
			}
		}), "oppo/click/page-sender", "oppo/click/intent-sender"),
		wired("always-opens-app", "click_action_type is always 0", "click_action_type 总是 0", note(put("click_action_type", 0)), "oppo/click/link-sender"),
		wired("one-app-message-id", "all messages have the same app_message_id", "所有消息使用同一个 app_message_id", note(put("app_message_id", "1")), "oppo/dedup/dedup-app-message-id-sender"),
		wired("fresh-app-message-id", "app_message_id changes with every attempt", "每次重试 app_message_id 都变化", freshID(), "oppo/basics/same-key"),
	}
}

func utf16Len(s string) (n int) {
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// freshID numbers the attempts.
func freshID() func(http.RoundTripper) http.RoundTripper {
	return func(inner http.RoundTripper) http.RoundTripper {
		var mu sync.Mutex
		n := 0
		return note(func(m map[string]any) {
			mu.Lock()
			defer mu.Unlock()
			n++
			m["app_message_id"] = fmt.Sprintf("fresh-%d", n)
		})(inner)
	}
}

// asJSON sends the fields of a form as members of a JSON object.
func asJSON(inner http.RoundTripper) http.RoundTripper {
	body := mutant.RewriteBody(pathUnicast, func(raw []byte) []byte {
		f, ok := kit.DecodeForm(raw)
		if !ok {
			return raw
		}
		object := map[string]any{}
		for _, p := range f {
			object[p.Name] = p.Value
		}
		return []byte(kit.Text(object))
	})
	return mutant.RewriteHeader(pathUnicast, func(h http.Header) { h.Set("Content-Type", "application/json") })(body(inner))
}

// optionMutants lose what a message says beside its texts.
func optionMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("category-lower-case", "category is sent in lower case", "category 用小写发送", note(func(n map[string]any) {
			if c, ok := n["category"].(string); ok {
				n["category"] = strings.ToLower(c)
			}
		}), "oppo/class/granted-sender", "oppo/class/category-lower-case-sender"),
		wired("always-service", "category is always IM", "category 总是 IM", note(put("category", "IM")), "oppo/class/marketing-sender", "oppo/class/default-sender"),
		wired("level-lost", "notify_level is not sent", "不发送 notify_level", note(lose("notify_level")), "oppo/level/lock-sender", "oppo/level/strong-reminder-not-granted-sender"),
		wired("level-alone", "notify_level is always sent, with a category or without", "总是发送 notify_level，不管有没有 category", note(put("notify_level", 2)),
			"oppo/level/no-level-without-category-sender"),
		wired("template-lost", "private_msg_template_id is not sent", "不发送 private_msg_template_id", note(lose("private_msg_template_id")), "oppo/template/template-sender"),
		wired("false-left-out", "false is left out, as omitempty does", "省略 false（omitempty 的错误）", note(func(n map[string]any) {
			for k, v := range n {
				if v == false {
					delete(n, k)
				}
			}
		}), "oppo/wait/online-only-sender"),
		wired("zero-left-out", "0 is left out, as omitempty does", "省略 0（omitempty 的错误）", note(func(n map[string]any) {
			for k, v := range n {
				if v == json.Number("0") {
					delete(n, k)
				}
			}
		}), "oppo/send/zero-kept-sender"),
		wired("notify-id-lost", "notify_id is not sent", "不发送 notify_id", note(lose("notify_id")), "oppo/present/notify-id-sender", "oppo/send/own-fields-sender"),
		wired("channel-lost", "channel_id is not sent", "不发送 channel_id", note(lose("channel_id")), "oppo/field/channel-sender"),
		wired("sub-title-lost", "sub_title is not sent", "不发送 sub_title", note(lose("sub_title")), "oppo/field/sub-title-sender"),
		wired("call-back-lost", "no receipt is asked for", "不请求回执", note(lose("call_back_url", "call_back_parameter")), "oppo/receipt/receipt-sender"),
	}
}

// authMutants log in or use the auth_token wrong.
func authMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("sign-wrong", "the sign is not that of the MasterSecret", "sign 未使用 MasterSecret", form(pathAuth, kit.Field("sign", strings.Repeat("0", 64))), "oppo/auth/auth-ok-sender"),
		wired("timestamp-in-seconds", "the timestamp is sent in seconds", "timestamp 用秒发送", form(pathAuth, func(f kit.Form) kit.Form {
			if ms := f.Get("timestamp"); len(ms) > 3 {
				return f.With(kit.Field("timestamp", ms[:len(ms)-3]))
			}
			return f
		}), "oppo/auth/auth-ok-sender"),
		wired("create-time-number", "a create_time that is a text cannot be read", "create_time 为字符串时解析失败", mutant.RewriteResponse(pathAuth, func(_ *http.Response, b []byte) []byte {
			if bytes.Contains(b, []byte(`"create_time":"`)) {
				return []byte(`{"code":`)
			}
			return b
		}), "oppo/auth/create-time-sender"),
		mutant.LoginEverySend(pathAuth).For(vendors.OPPO, "oppo/auth/login-once-sender"),
		mutant.TokenNeverRefreshed(pathAuth).For(vendors.OPPO, "oppo/auth/expired-token-sender", "oppo/auth/expired-refresh-sender"),
		wired("one-host", "all tokens go to the China host", "所有 registration_id 都发往国内地址", atHome, "oppo/region/overseas-token-routing-sender"),
	}
}

// atHome sends to the China host what belongs to the other one.
func atHome(inner http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		if strings.Contains(r.URL.Path, "/oppo-overseas/") {
			r = r.Clone(r.Context())
			r.URL.Path = strings.Replace(r.URL.Path, "/oppo-overseas/", "/oppo/", 1)
		}
		return inner.RoundTrip(r)
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// messages rewrites the list of a batch.
func messages(change func(list []kit.Object) []kit.Object) func(http.RoundTripper) http.RoundTripper {
	return form(pathBatch, func(f kit.Form) kit.Form {
		return f.With(kit.Field("messages", kit.Text(change(kit.Objects([]byte(f.Get("messages")))))))
	})
}

// targets rewrites the ids of a broadcast.
func targets(change func(ids []string) []string) func(http.RoundTripper) http.RoundTripper {
	return form(pathBroadcast, func(f kit.Form) kit.Form {
		return f.With(kit.Field("target_value", strings.Join(change(split(f.Get("target_value"))), ";")))
	})
}

// listMutants go wrong with more than one token.
func listMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("list-cut-at-one", "only the first token of a call is sent", "批量只发送第一个 registration_id", mutant.Chain(
			messages(func(list []kit.Object) []kit.Object { return list[:min(len(list), 1)] }),
			targets(func(ids []string) []string { return ids[:min(len(ids), 1)] }),
		), "oppo/list/batch-partial-sender", "oppo/list/batch-1001-sender"),
		wired("calls-of-1001", "calls are not held to 1000", "批量不限制 1000 个", mutant.Chain(
			messages(func(list []kit.Object) []kit.Object {
				for len(list) > 2 && len(list) < 1001 {
					list = append(list, list[0])
				}
				return list
			}),
			targets(func(ids []string) []string {
				for len(ids) > 2 && len(ids) < 1001 {
					ids = append(ids, ids[0])
				}
				return ids
			}),
		), "oppo/list/batch-1001-sender"),
		wired("lost-broadcast-repeated", "a broadcast whose answer was lost is sent again", "广播未收到响应时再次发送", repeated(pathBroadcast), "oppo/failure/broadcast-lost-sender"),
		wired("failed-tokens-ignored", "code 0 is taken for a yes to everybody", "只看 code 0，忽略单条失败", mutant.Chain(
			mutant.RewriteResponse(pathBatch, replaced(`,"errorCode":10000`, ``)),
			mutant.RewriteResponse(pathBroadcast, replaced(`"10000":`, `"ignored":`)),
		), "oppo/list/batch-partial-sender", "oppo/list/broadcast-partial-sender"),
	}
}

// repeated sends a request to a path once more when its answer is lost.
func repeated(path string) func(http.RoundTripper) http.RoundTripper {
	return func(inner http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			resp, err := inner.RoundTrip(r)
			if err == nil || r.GetBody == nil || !strings.HasSuffix(r.URL.Path, path) {
				return resp, err
			}
			again := r.Clone(r.Context())
			body, cannot := r.GetBody()
			if cannot != nil {
				return nil, errors.Join(err, cannot)
			}
			again.Body = body
			return inner.RoundTrip(again)
		})
	}
}

// replaced changes every answer that has old.
func replaced(old, with string) func(*http.Response, []byte) []byte {
	return func(_ *http.Response, b []byte) []byte { return bytes.ReplaceAll(b, []byte(old), []byte(with)) }
}

// answerMutants misread what OPPO answers.
func answerMutants() []conformance.Mutant {
	const yes = `{"code":0,"message":"Success","data":{"messageId":"Zn-1-1-6924817fae27668d2ed3afec"}}`
	return []conformance.Mutant{
		wired("http-status-only", "HTTP 200 is taken for success", "只看 HTTP 200 就当成功", mutant.RewriteResponse(pathUnicast,
			func(resp *http.Response, b []byte) []byte {
				if resp.StatusCode != http.StatusOK {
					return b
				}
				return []byte(yes)
			}), "oppo/target/bad-token-format-sender", "oppo/class/category-not-granted-sender", "oppo/failure/not-json", "oppo/codes/41-sender"),
		wired("page-is-minus-2", "an answer that is no JSON is taken for -2, as in SDK 1.0", "无法解析的响应当成 -2（SDK 1.0 的做法）", mutant.RewriteResponse(pathUnicast,
			func(resp *http.Response, b []byte) []byte {
				if bytes.HasPrefix(bytes.TrimSpace(b), []byte("<")) {
					resp.StatusCode = http.StatusOK
					return []byte(`{"code":-2,"message":"Response Parse Error"}`)
				}
				return b
			}), "oppo/failure/html-502-sender"),
		wired("text-decides", "message decides, not code", "按 message 文本判断而不是 code", mutant.RewriteResponse(pathUnicast,
			func(_ *http.Response, b []byte) []byte {
				if bytes.Contains(b, []byte(`"message":"Success"`)) {
					return []byte(yes)
				}
				return []byte(`{"code":41,"message":"failed"}`)
			}), "oppo/failure/other-words"),
		wired("quota-as-overload", "33 is taken for a moment's overload", "把 33 当成临时限速，继续发送", mutant.RewriteResponse(everywhere,
			func(_ *http.Response, b []byte) []byte {
				return bytes.ReplaceAll(bytes.ReplaceAll(b, []byte(`"code":33`), []byte(`"code":55`)), []byte(`"errorCode":33`), []byte(`"errorCode":55`))
			}), "oppo/quota/app-quota-public-sender"),
		wired("stored-quota-as-overload", "42 is taken for a moment's overload", "把 42 当成临时限速", mutant.RewriteResponse(pathSave, replaced(`"code":42`, `"code":55`)), "oppo/save/saved-quota-sender"),
		wired("right-as-overload", "67 is taken for a moment's overload", "把 67 当成临时故障", mutant.RewriteResponse(pathUnicast, replaced(`"code":67`, `"code":-1`)),
			"oppo/class/category-not-granted-sender", "oppo/codes/67-sender"),
		wired("bad-value-dead", "41 is taken for a dead token", "把 41 当成失效的 registration_id", mutant.RewriteResponse(pathUnicast, replaced(`"code":41`, `"code":10000`)), "oppo/codes/41-sender"),
		wired("refused-text-unread", "a refused text is taken for a wrong field: the text of 41 is not read", "不看 41 的 message，把敏感词当成参数错误", mutant.RewriteResponse(everywhere, replaced("can't contain sensitive word", "invalid")),
			"oppo/content/sensitive-word-sender"),
		wired("flow-control-final", "-2 is taken for the end", "把 -2 当成最终失败", mutant.RewriteResponse(pathUnicast, replaced(`"code":-2`, `"code":40`)), "oppo/codes/flow-control-sender"),
		wired("message-id-unread", "messageId is not read", "不读取 messageId", mutant.RewriteResponse(pathUnicast, replaced(`"messageId"`, `"ident"`)), "oppo/send/single-ok-sender"),
	}
}
