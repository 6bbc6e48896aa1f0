package apns

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// ownMutants take Apple's own headers and keys and do something else with them.
func ownMutants() []conformance.Mutant {
	suffixes := headers(func(h http.Header) {
		topic := h.Get("apns-topic")
		for _, suffix := range []string{
			".location-query", ".voip", ".complication", ".pushkit.fileprovider", ".voip-ptt", ".push-type.liveactivity", ".push-type.widgets", ".push-type.controls",
		} {
			topic = strings.TrimSuffix(topic, suffix)
		}
		h.Set("apns-topic", topic)
	})
	return []conformance.Mutant{
		mutant.OverrideLost().For(vendors.APNs, "apns/header/push-types-sender", "apns/header/live-activity-topic-sender", "apns/header/newer-push-types-sender",
			"apns/payload/voip-size-sender", "apns/header/push-type-unknown-sender", "apns/header/priority-sender", "apns/header/expiration-own-sender",
			"apns/header/collapse-own-sender", "apns/topic/own-topic-sender", "apns/send/own-id-sender", "apns/payload/own-keys-sender",
			"apns/payload/custom-types-sender", "apns/payload/live-activity-sender", "apns/header/background-10-sender"),
		wired("suffix-lost", "the topic has no suffix, whatever the push type", "topic 不带推送类型后缀", suffixes,
			"apns/header/push-types-sender", "apns/header/live-activity-topic-sender", "apns/header/newer-push-types-sender"),
		wired("voip-suffix-for-talk", "push to talk is sent to the topic of calls", "对讲推送使用了来电的 topic", headers(func(h http.Header) {
			h.Set("apns-topic", strings.Replace(h.Get("apns-topic"), ".voip-ptt", ".voip", 1))
		}), "apns/header/push-types-sender"),
		wired("unknown-type-as-alert", "a push type Apple has not is sent as an alert", "未知推送类型改为 alert 发送", headers(func(h http.Header) {
			if h.Get("apns-push-type") == "banner" {
				h.Set("apns-push-type", "alert")
			}
		}), "apns/header/push-type-unknown-sender"),
		wired("priority-1-raised", "priority 1 is sent as 5", "优先级 1 按 5 发送", headers(func(h http.Header) {
			if h.Get("apns-priority") == "1" {
				h.Set("apns-priority", "5")
			}
		}), "apns/header/priority-sender"),
		wired("priority-mended", "a priority Apple has not becomes 10", "非法优先级改为 10", headers(func(h http.Header) {
			if h.Get("apns-priority") == "7" {
				h.Set("apns-priority", "10")
			}
		}), "apns/header/priority-sender"),
		wired("background-lowered", "priority 10 of a background push is lowered to 5 silently", "静默推送的优先级 10 被悄悄改为 5", headers(func(h http.Header) {
			if h.Get("apns-push-type") == "background" {
				h.Set("apns-priority", "5")
			}
		}), "apns/header/background-10-sender"),
		wired("own-collapse-cut", "a long apns-collapse-id of its caller is cut", "调用方指定的过长 apns-collapse-id 被截断", headers(func(h http.Header) {
			if id := h.Get("apns-collapse-id"); len(id) > 64 {
				h.Set("apns-collapse-id", id[:64])
			}
		}), "apns/header/collapse-own-sender"),
		wired("own-topic-replaced", "the topic is always the app's", "topic 总用应用自身的", headers(func(h http.Header) {
			if h.Get("apns-topic") == "com.example.stranger" {
				h.Set("apns-topic", "com.example.im")
			}
		}), "apns/topic/own-topic-sender"),
		wired("own-id-mended", "an apns-id that is no UUID is left out", "非 UUID 的 apns-id 被省略", headers(func(h http.Header) {
			if len(h.Get("apns-id")) < 36 {
				h.Del("apns-id")
			}
		}), "apns/send/own-id-sender"),
		wired("voip-cut-at-4096", "calls are held to 4096 bytes", "来电推送按 4096 字节截断", aps(func(_, in map[string]any) {
			a, _ := in["alert"].(map[string]any)
			if s, ok := a["body"].(string); ok && len(s) > 3950 {
				a["body"] = s[:3948]
			}
		}), "apns/payload/voip-size-sender"),
		wired("custom-as-text", "custom values become texts", "自定义值都变成字符串", mutant.RewriteJSON(everywhere, func(m map[string]any) {
			for k, v := range m {
				switch v := v.(type) {
				case json.Number:
					m[k] = v.String()
				case bool:
					m[k] = kit.Text(v)
				}
			}
		}), "apns/payload/custom-types-sender"),
		wired("zero-keys-left-out", "keys of aps that are 0 are left out at every depth", "aps 各层值为 0 的字段被省略", aps(func(_, in map[string]any) { thinned(in) }),
			"apns/payload/own-keys-sender", "apns/payload/live-activity-sender"),
		wired("args-lost", "loc-args are not sent", "不发送 loc-args", aps(func(_, in map[string]any) {
			if a, ok := in["alert"].(map[string]any); ok {
				delete(a, "loc-args")
			}
		}), "apns/payload/own-keys-sender"),
	}
}

// thinned takes members away that encoders leave out as nothing.
func thinned(m map[string]any) {
	for name, v := range m {
		switch v := v.(type) {
		case map[string]any:
			thinned(v)
		case json.Number:
			if v == "0" {
				delete(m, name)
			}
		}
	}
}
