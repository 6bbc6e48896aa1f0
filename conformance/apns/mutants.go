package apns

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// everywhere is every path: each request of a sender is a push, and its path ends in
// a token.
const everywhere = ""

// Mutants are bad senders for APNs. Most of them exist: they are bugs of senders and
// client libraries in the field. Each must fail the cases it is declared for.
func Mutants() []conformance.Mutant {
	return slices.Concat(headerMutants(), payloadMutants(), providerMutants(), answerMutants(), ownMutants(), generalMutants().Mutants())
}

// wired is a bad sender spoilt on the wire, for APNs.
func wired(name, en, zh string, transport func(http.RoundTripper) http.RoundTripper, kills ...string) conformance.Mutant {
	return mutant.OnWire(name, vendors.Text{EN: en, ZH: zh}, transport).For(vendors.APNs, kills...)
}

// headers changes the headers of every push; http2 has no case, Go has.
func headers(change func(http.Header)) func(http.RoundTripper) http.RoundTripper {
	return mutant.RewriteHeader(everywhere, change)
}

// lost takes a header away.
func lost(name string) func(http.RoundTripper) http.RoundTripper {
	return headers(func(h http.Header) { h.Del(name) })
}

// always writes a header with a fixed value.
func always(name, value string) func(http.RoundTripper) http.RoundTripper {
	return headers(func(h http.Header) { h.Set(name, value) })
}

// inSeconds changes an expiration that is a moment.
func inSeconds(change func(int64) int64) func(http.RoundTripper) http.RoundTripper {
	return headers(func(h http.Header) {
		if n, err := strconv.ParseInt(h.Get("apns-expiration"), 10, 64); err == nil && n > 0 {
			h.Set("apns-expiration", fmt.Sprint(change(n)))
		}
	})
}

// headerMutants write a push's headers wrong.
func headerMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("topic-lost", "apns-topic is not sent", "不发送 apns-topic", lost("apns-topic"),
			"apns/send/happy-alert-sender", "apns/certificate/combined-sender"),
		wired("topic-of-voip", "every topic has the suffix .voip", "topic 总带 .voip 后缀", headers(func(h http.Header) {
			h.Set("apns-topic", h.Get("apns-topic")+".voip")
		}), "apns/send/happy-alert-sender"),
		wired("always-alert", "background pushes are sent as alerts", "静默推送也用 alert 类型发送",
			always("apns-push-type", "alert"), "apns/header/background-sender"),
		wired("always-10", "the priority is always 10", "优先级总是 10",
			always("apns-priority", "10"), "apns/header/background-sender", "apns/header/hurry-sender"),
		wired("always-5", "the priority is always 5", "优先级总是 5", always("apns-priority", "5"), "apns/header/hurry-sender"),
		wired("push-type-lost", "apns-push-type is not sent", "不发送 apns-push-type",
			lost("apns-push-type"), "apns/send/happy-alert-sender", "apns/header/background-sender"),
		wired("zero-left-out", "apns-expiration 0 is left out, as a zero time is", "省略值为 0 的 apns-expiration", headers(func(h http.Header) {
			if h.Get("apns-expiration") == "0" {
				h.Del("apns-expiration")
			}
		}), "apns/header/offline-expiration-0-sender"),
		wired("expiration-in-milliseconds", "apns-expiration is in milliseconds", "apns-expiration 用毫秒发送",
			inSeconds(func(n int64) int64 { return n * 1000 }), "apns/header/expiration-sender", "apns/basics/ttl-unit"),
		wired("expiration-relative", "apns-expiration is a number of seconds from now", "apns-expiration 用相对秒数发送",
			inSeconds(func(int64) int64 { return 3600 }), "apns/header/expiration-sender", "apns/basics/ttl-unit"),
		wired("expiration-default-0", "without a lifetime apns-expiration 0 is sent", "未设存活时间时发送 apns-expiration 0", headers(func(h http.Header) {
			if h.Get("apns-expiration") == "" {
				h.Set("apns-expiration", "0")
			}
		}), "apns/header/no-expiration-sender"),
		wired("collapse-lost", "apns-collapse-id is not sent", "不发送 apns-collapse-id",
			lost("apns-collapse-id"), "apns/header/collapse-sender"),
		wired("collapse-shared", "all messages have the same apns-collapse-id", "所有消息共用一个 apns-collapse-id",
			always("apns-collapse-id", "app"), "apns/basics/same-key", "apns/header/collapse-64-65-sender"),
		wired("collapse-too-long", "apns-collapse-id is not held to 64 bytes", "apns-collapse-id 不做长度限制", headers(func(h http.Header) {
			if id := h.Get("apns-collapse-id"); len(id) > 20 {
				h.Set("apns-collapse-id", strings.Repeat(id, 5))
			}
		}), "apns/header/collapse-64-65-sender"),
		wired("collapse-cut", "long apns-collapse-ids are cut and become one", "过长的 apns-collapse-id 被截断成同一个", headers(func(h http.Header) {
			if id := h.Get("apns-collapse-id"); len(id) > 20 {
				h.Set("apns-collapse-id", "cut")
			}
		}), "apns/header/collapse-64-65-sender"),
		wired("id-no-uuid", "apns-id is no UUID", "apns-id 不是 UUID",
			always("apns-id", "order-7"), "apns/send/generated-id-sender", "apns/send/happy-alert-sender"),
		wired("fresh-apns-id", "apns-id changes with every attempt", "每次重试 apns-id 都变化", freshIDs,
			"apns/failure/html-502-sender", "apns/failure/same-id", "apns/basics/same-key"),
		wired("production-only", "everything is sent to production", "全部发往生产环境", moved("/apns-sandbox/", "/apns/"),
			"apns/send/sandbox-sender", "apns/send/test-sender"),
		wired("sandbox-only", "everything is sent to the sandbox", "全部发往沙盒环境", moved("/apns/", "/apns-sandbox/"),
			"apns/send/happy-alert-sender", "apns/send/test-sender"),
		wired("upper-case-token", "tokens are sent in upper case", "token 用大写发送", pathChanged(func(p string) string {
			i := strings.LastIndexByte(p, '/') + 1
			return p[:i] + strings.ToUpper(p[i:])
		}), "apns/send/token-case-sender"),
		wired("old-path", "requests go to /2/device/", "请求发往 /2/device/", moved("/3/device/", "/2/device/"),
			"apns/send/happy-alert-sender"),
	}
}

// freshIDs numbers attempts in their apns-id.
func freshIDs(inner http.RoundTripper) http.RoundTripper {
	var mu sync.Mutex
	n := 0
	return headers(func(h http.Header) {
		mu.Lock()
		defer mu.Unlock()
		n++
		h.Set("apns-id", fmt.Sprintf("00000000-0000-4000-8000-%012d", n))
	})(inner)
}

func moved(from, to string) func(http.RoundTripper) http.RoundTripper {
	return pathChanged(func(p string) string { return strings.Replace(p, from, to, 1) })
}

// pathChanged sends requests to another path.
func pathChanged(change func(string) string) func(http.RoundTripper) http.RoundTripper {
	return func(inner http.RoundTripper) http.RoundTripper {
		return transport(func(r *http.Request) (*http.Response, error) {
			r = r.Clone(r.Context())
			r.URL.Path, r.URL.RawPath = change(r.URL.Path), ""
			return inner.RoundTrip(r)
		})
	}
}

type transport func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// aps rewrites payloads that have the dictionary.
func aps(change func(all, aps map[string]any)) func(http.RoundTripper) http.RoundTripper {
	return mutant.RewriteJSON(everywhere, func(m map[string]any) {
		if inner, ok := m["aps"].(map[string]any); ok {
			change(m, inner)
		}
	})
}

// payloadMutants write the body wrong.
func payloadMutants() []conformance.Mutant {
	return []conformance.Mutant{
		wired("data-in-aps", "the app's data is put into aps", "自定义数据放进 aps", aps(func(all, in map[string]any) {
			for k, v := range all {
				if k != "aps" {
					in[k] = v
					delete(all, k)
				}
			}
		}), "apns/payload/data-sender", "apns/header/background-sender"),
		wired("alert-outside", "alert stands beside aps", "alert 放在 aps 之外", aps(func(all, in map[string]any) {
			all["alert"] = in["alert"]
			delete(in, "alert")
		}), "apns/send/happy-alert-sender", "apns/basics/text-cjk"),
		wired("badge-0-left-out", "a badge of 0 is left out, as omitempty does", "省略值为 0 的 badge（omitempty 的错误）", aps(func(_, in map[string]any) {
			if n, ok := in["badge"].(json.Number); ok && n == "0" {
				delete(in, "badge")
			}
		}), "apns/payload/badge-sender"),
		wired("badge-always", "every message sets the badge to 1", "每条消息都把角标设为 1", aps(func(_, in map[string]any) {
			if in["badge"] == nil {
				in["badge"] = 1
			}
		}), "apns/payload/badge-sender", "apns/payload/badge-add-sender"),
		wired("sound-lost", "the sound is not sent", "不发送 sound",
			aps(func(_, in map[string]any) { delete(in, "sound") }), "apns/payload/sound-sender"),
		wired("level-lost", "interruption-level is not sent", "不发送 interruption-level",
			aps(func(_, in map[string]any) { delete(in, "interruption-level") }), "apns/payload/passive-sender"),
		wired("silent-with-sound", "background pushes have a sound", "静默推送带 sound", aps(func(_, in map[string]any) {
			if in["alert"] == nil {
				in["sound"] = "default"
			}
		}), "apns/header/background-sender"),
		wired("html-escaped", "<, > and & are escaped as encoding/json does", "按 encoding/json 默认转义 <、>、&", mutant.RewriteBody(everywhere, func(b []byte) []byte {
			var out bytes.Buffer
			json.HTMLEscape(&out, b)
			return out.Bytes()
		}), "apns/payload/fits-sender", "apns/payload/size-edge-sender"),
		wired("ascii-only", "Chinese is written as \\u escapes", "中文写成 \\u 转义", mutant.RewriteBody(everywhere, escaped),
			"apns/payload/size-edge-sender", "apns/basics/long-text"),
		wired("compressed", "the body is compressed", "消息体被压缩", compressed, "apns/send/happy-alert-sender", "apns/basics/text-cjk"),
		wired("size-unlimited", "the payload is not held to 4096 bytes", "消息体不做长度限制", aps(func(_, in map[string]any) {
			if a, ok := in["alert"].(map[string]any); ok {
				if s, ok := a["body"].(string); ok && len(s) > 3000 {
					a["body"] = s + strings.Repeat("。", 400)
				}
			}
		}), "apns/payload/size-edge-sender", "apns/basics/long-text"),
	}
}

// escaped writes everything beyond ASCII as JSON escapes.
func escaped(b []byte) []byte {
	var out strings.Builder
	for _, r := range string(b) {
		if r < 0x80 {
			out.WriteRune(r)
			continue
		}
		out.WriteString(strings.Trim(strconv.QuoteToASCII(string(r)), `"`))
	}
	return []byte(out.String())
}

// compressed is gzip, which Apple does not take.
func compressed(inner http.RoundTripper) http.RoundTripper {
	zip := mutant.RewriteBody(everywhere, func(b []byte) []byte {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, err := w.Write(b)
		if err != nil || w.Close() != nil {
			return b // memory does not fail
		}
		return out.Bytes()
	})
	return mutant.Chain(always("Content-Encoding", "gzip"), zip)(inner)
}
