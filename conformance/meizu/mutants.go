package meizu

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// everywhere is every path.
const everywhere = ""

// Mutants are bad senders for Meizu. Most of them exist: they are bugs of senders in the
// field. Each must fail the cases it is declared for.
func Mutants() []conformance.Mutant {
	return slices.Concat(signMutants(), messageMutants(), targetMutants(), answerMutants(), generalMutants().Mutants())
}

// wired is a bad sender spoilt on the wire, for Meizu.
func wired(name, en, zh string, transport func(http.RoundTripper) http.RoundTripper, kills ...string) conformance.Mutant {
	return mutant.OnWire(name, vendors.Text{EN: en, ZH: zh}, transport).For(vendors.Meizu, kills...)
}

// form rewrites a request and signs it again: what is wrong with it is not the
// signature. That works for the app of the cases about senders.
func form(path string, change func(kit.Form) kit.Form) func(http.RoundTripper) http.RoundTripper {
	return mutant.RewriteBody(path, func(body []byte) []byte {
		f, ok := kit.DecodeForm(body)
		if !ok {
			return body
		}
		f = change(f)
		return []byte(f.With(kit.Field("sign", sign(f, vectorSecret))).Encode())
	})
}

// message rewrites the message of single pushes.
func message(changes ...kit.Change) func(http.RoundTripper) http.RoundTripper {
	return form(pathPush, kit.InField("messageJson", changes...))
}

// text changes a text of the message where it is there.
func text(path string, change func(string) string) kit.Change {
	return func(b kit.Body) {
		if s, ok := kit.Object(b).Text(path); ok {
			b.With(kit.Set(path, change(s)))
		}
	}
}

// signMutants sign wrong.
func signMutants() []conformance.Mutant {
	signed := func(name, en, zh string, how func(f kit.Form) string, kills ...string) conformance.Mutant {
		return wired(name, en, zh, mutant.RewriteBody(everywhere, func(body []byte) []byte {
			f, ok := kit.DecodeForm(body)
			if !ok {
				return body
			}
			return []byte(f.With(kit.Field("sign", how(f))).Encode())
		}), kills...)
	}
	const vector, special = "meizu/sign/vendor-vector-sender", "meizu/sign/sign-special-sender"
	return []conformance.Mutant{
		signed("sign-upper-case", "sign is in upper case", "sign 用大写", func(f kit.Form) string {
			return strings.ToUpper(sign(f, vectorSecret))
		}, vector),
		signed("sign-encoded", "the URL-encoded values are signed", "对 URL 编码后的值签名", func(f kit.Form) string {
			encoded := slices.Clone(f)
			for i := range encoded {
				encoded[i].Value = url.QueryEscape(encoded[i].Value)
			}
			return sign(encoded, vectorSecret)
		}, vector, special),
		signed("sign-separated", "the pairs are joined by an ampersand before they are signed", "签名前用 & 连接参数", func(f kit.Form) string {
			joined := slices.Clone(f).Sorted()
			for i := range joined {
				if i > 0 {
					joined[i].Name = "&" + joined[i].Name
				}
			}
			return sign(joined, vectorSecret)
		}, vector),
		wired("secret-sent", "the appSecret is sent along", "把 appSecret 一并发送", form(everywhere, func(f kit.Form) kit.Form {
			return append(f, kit.Pair{Name: "appSecret", Value: vectorSecret})
		}), "meizu/sign/secret-stays"),
		wired("encoded-twice", "messageJson is URL-encoded twice", "messageJson 被编码两次", form(pathPush, func(f kit.Form) kit.Form {
			return f.With(kit.Field("messageJson", url.QueryEscape(f.Get("messageJson"))))
		}), special, "meizu/push/ok-two-sender"),
		wired("form-as-json", "the body is JSON", "请求体用 JSON", jsonBody, "meizu/push/ok-two-sender", vector),
	}
}

// jsonBody sends what should be a form as JSON.
func jsonBody(inner http.RoundTripper) http.RoundTripper {
	return mutant.Chain(
		mutant.RewriteHeader(everywhere, func(h http.Header) { h.Set("Content-Type", kit.TypeJSON) }),
		mutant.RewriteBody(everywhere, func(body []byte) []byte {
			f, ok := kit.DecodeForm(body)
			if !ok {
				return body
			}
			object := map[string]any{}
			for _, p := range f {
				object[p.Name] = p.Value
			}
			raw, err := kit.Encode(object)
			if err != nil {
				return body
			}
			return raw
		}),
	)(inner)
}

// messageMutants write the message wrong.
func messageMutants() []conformance.Mutant {
	longer := func(limit int) func(string) string {
		return func(s string) string {
			if len([]rune(s)) >= limit {
				return s + "！"
			}
			return s
		}
	}
	return []conformance.Mutant{
		wired("ttl-in-seconds", "validTime is sent in seconds", "validTime 用秒发送", message(func(b kit.Body) {
			if n := kit.Object(b).Field("pushTimeInfo.validTime"); n != "" {
				b.With(kit.Set("pushTimeInfo.validTime", n+"600"))
			}
		}), "meizu/ttl/hour-sender"),
		wired("never-private", "noticeMsgType is never sent, as in SDKs of before 2025", "从不发送 noticeMsgType（2025 年前的 SDK）",
			message(kit.Drop("noticeBarInfo.noticeMsgType")), "meizu/class/private-sender"),
		wired("always-private", "everything is private", "所有消息都按私信发送",
			message(kit.Set("noticeBarInfo.noticeMsgType", 1)), "meizu/class/public-sender", "meizu/class/default-class-sender"),
		wired("always-offline-1", "offLine is always 1", "offLine 总是 1", message(kit.Set("pushTimeInfo.offLine", 1)), "meizu/ttl/online-only-sender"),
		wired("title-unlimited", "the title is not held to the limit", "标题不做长度限制",
			message(text("noticeBarInfo.title", longer(32))), "meizu/field/title-32-title-33-sender"),
		wired("content-unlimited", "the content is not held to the limit", "内容不做长度限制",
			message(text("noticeBarInfo.content", longer(100))), "meizu/field/content-100-content-101-sender"),
		wired("notifykey-long", "notifyKey is not held to the limit", "notifyKey 不做长度限制",
			message(text("advanceInfo.notifyKey", func(s string) string { return s + "-000001" })), "meizu/present/notifykey-9-sender"),
		wired("notifykey-cut", "long keys become the same notifyKey", "较长的 key 被截成同一个 notifyKey",
			message(text("advanceInfo.notifyKey", func(s string) string { return "order-20"[:min(8, len(s))] })), "meizu/present/notifykey-9-sender"),
		wired("parameters-lost", "clickTypeInfo.parameters is not sent", "不发送 clickTypeInfo.parameters",
			message(kit.Drop("clickTypeInfo.parameters")), "meizu/field/parameters-sender"),
		wired("always-opens-app", "clickType is always 0", "clickType 总是 0", message(kit.Set("clickTypeInfo.clickType", 0)), "meizu/field/link-sender"),
		wired("callback-lost", "extra is not sent", "不发送 extra", message(kit.Drop("extra")), "meizu/receipt/receipt-sender"),
		wired("own-look-lost", "advanceInfo is not sent", "不发送 advanceInfo", message(kit.Drop("advanceInfo")), "meizu/own/look-sender"),
		wired("scope-lost", "scope is always 0", "scope 总是 0", form(pathToTag, kit.FormChange(kit.Field("scope", "0"))), "meizu/broadcast/tags-sender"),
		wired("all-as-through", "pushType is always 1", "pushType 总是 1", form(pathToApp, kit.FormChange(kit.Field("pushType", "1"))), "meizu/broadcast/all-sender"),
	}
}

// targetMutants go wrong with lists.
func targetMutants() []conformance.Mutant {
	list := func(change func(ids []string) []string) func(http.RoundTripper) http.RoundTripper {
		return form(pathPush, func(f kit.Form) kit.Form {
			return f.With(kit.Field("pushIds", strings.Join(change(strings.Split(f.Get("pushIds"), ",")), ",")))
		})
	}
	// What such a sender puts on the wire for u1,u2 and u3.
	parted := kit.FormChange(func(f kit.Form) kit.Form {
		return f.With(kit.Field("alias", strings.Replace(f.Get("alias"), "u3", "u1,u2,u3", 1)))
	})
	return []conformance.Mutant{
		wired("alias-parted", "an alias with a comma is joined with the others", "含逗号的 alias 直接拼入列表", form(pathAlias, parted), "meizu/push/alias-comma-sender"),
		wired("list-cut-at-one", "only the first pushId of a list is sent", "只发送列表中的第一个 pushId",
			list(func(ids []string) []string { return ids[:1] }), "meizu/list/targets-100-targets-101-sender", "meizu/push/ok-two-sender"),
		wired("list-of-1000", "lists are not held to 100", "列表不限制 100 个", list(func(ids []string) []string {
			for n := 0; len(ids) > 90 && len(ids) < 101; n++ {
				ids = append(ids, unknownID(n))
			}
			return ids
		}), "meizu/list/targets-100-targets-101-sender"),
	}
}

// answerMutants read answers wrong.
func answerMutants() []conformance.Mutant {
	replaced := func(old, with string) func(*http.Response, []byte) []byte {
		return func(_ *http.Response, b []byte) []byte { return bytes.ReplaceAll(b, []byte(old), []byte(with)) }
	}
	answered := func(change func(*http.Response, []byte) []byte) func(http.RoundTripper) http.RoundTripper {
		return mutant.RewriteResponse(pathPush, change)
	}
	return []conformance.Mutant{
		wired("value-ignored", `"200" is a yes for all targets`, `code 为 "200" 就当全部成功`, answered(func(_ *http.Response, b []byte) []byte {
			if bytes.Contains(b, []byte(`"code":"200"`)) {
				return []byte(yes("{}"))
			}
			return b
		}), "meizu/push/partial-sender", "meizu/push/switch-off-sender", "meizu/push/illegal-id-sender", "meizu/codes/target-201-sender"),
		wired("code-ignored", "any HTTP 200 is a yes, as in the Go SDK of 2017", "HTTP 200 就当成功（2017 年的 Go SDK）", answered(func(r *http.Response, b []byte) []byte {
			if r.StatusCode == http.StatusOK {
				return []byte(yes("{}"))
			}
			return b
		}), "meizu/sign/sign-wrong-sender", "meizu/codes/1005-sender", "meizu/failure/not-json", "meizu/failure/no-code"),
		wired("switch-is-dead", "110010 of a target is taken for a dead token", "把 value 中的 110010 当成失效 pushId",
			answered(replaced(`{"110010":`, `{"110002":`)), "meizu/push/switch-off-sender", "meizu/codes/target-110010-sender"),
		wired("switch-is-rate", "110010 of a target is taken for a rate", "把 value 中的 110010 当成限速", answered(func(_ *http.Response, b []byte) []byte {
			if bytes.Contains(b, []byte(`{"110010":`)) {
				return []byte(no("110010"))
			}
			return b
		}), "meizu/push/switch-off-sender", "meizu/codes/target-110010-sender"),
		wired("folded-again", "a folded message is sent again", "被折叠的消息重新发送",
			answered(replaced(`{"520":`, `{"519":`)), "meizu/fold/fold-sender"),
		wired("day-limit-again", "a phone's limit of the day is tried again", "单日公信超限后仍重试",
			answered(replaced(`{"110011":`, `{"519":`)), "meizu/quota/public-limit-other-sender", "meizu/codes/target-110011-sender"),
		wired("value-must-be-object", "a value that is no object is an error", "value 不是对象就报错", answered(func(_ *http.Response, b []byte) []byte {
			if bytes.Contains(b, []byte(`"value":""`)) || !bytes.Contains(b, []byte(`"value"`)) {
				return []byte("decode error")
			}
			return b
		}), "meizu/failure/value-of-any-type", "meizu/codes/1006-sender"),
		wired("words-not-code", "message decides, not code", "按 message 文本判断而不是 code", answered(func(_ *http.Response, b []byte) []byte {
			if bytes.Contains(b, []byte(`"message":""`)) {
				return []byte(yes("{}"))
			}
			return []byte(no("1005"))
		}), "meizu/failure/other-words"),
		wired("rule-is-error", "500 with the text of a rule is tried again", "500 业务拒绝仍重试",
			mutant.RewriteResponse(pathCancel, func(_ *http.Response, b []byte) []byte {
				if bytes.Contains(b, []byte("无法取消")) {
					return []byte(strings.Replace(no("500"), "错误", "其他异常", 1))
				}
				return b
			}), "meizu/recall/cancel-done-sender"),
	}
}
