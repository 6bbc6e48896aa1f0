package huawei

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// ownMutants take Huawei's own fields and do something else with them.
func ownMutants() []conformance.Mutant {
	return []conformance.Mutant{
		mutant.OverrideLost().For(vendors.Huawei, "huawei/right/urgency-sender", "huawei/right/importance-sender", "huawei/field/own-fields-sender",
			"huawei/field/own-wins-sender", "huawei/harmony/own-tap-sender", "huawei/field/ttl-own-sender", "huawei/field/collapse-key-own-sender", "huawei/field/collapse-key-offline-sender",
			"huawei/class/own-category-sender", "huawei/present/notify-id-sender", "huawei/testmode/own-test-sender", "huawei/content/review-sender"),
		wired("urgency-lost", "urgency is not sent", "不发送 urgency", message(leftOut("android.urgency")), "huawei/right/urgency-sender", "huawei/right/priority-sender"),
		wired("urgency-lowered", "what was refused for its urgency is sent again as NORMAL", "urgency 被拒后降为 NORMAL 重发",
			lowered("message.android.urgency"), "huawei/right/urgency-sender"),
		wired("importance-lowered", "what was refused for its importance is sent again as NORMAL", "importance 被拒后降为 NORMAL 重发",
			lowered("message.android.notification.importance"), "huawei/right/importance-sender"),
		wired("collapse-key-lost", "collapse_key is not sent", "不发送 collapse_key",
			message(leftOut("android.collapse_key")), "huawei/field/collapse-key-own-sender", "huawei/field/collapse-key-offline-sender"),
		wired("collapse-key-as-text", "collapse_key is a text", "collapse_key 用字符串发送", message(func(m map[string]any) {
			if n, ok := kit.Object(m).At("message.android.collapse_key").(json.Number); ok {
				kit.Set("message.android.collapse_key", n.String())(m)
			}
		}), "huawei/field/collapse-key-own-sender"),
		wired("own-ttl-clamped", "a ttl of its caller is moved into the range", "调用方指定的 ttl 被悄悄修正", message(func(m map[string]any) {
			if kit.Object(m).Field("message.android.ttl") == "1296001s" {
				kit.Set("message.android.ttl", "1296000s")(m)
			}
		}), "huawei/field/ttl-own-sender"),
		wired("empty-left-out", "false, 0 and empty values are left out at every depth", "各层的 false 和 0 被当作空值省略", message(func(m map[string]any) {
			in, _ := kit.Object(m).At("message.android").(map[string]any)
			thinned(in)
		}), "huawei/field/own-fields-sender", "huawei/field/collapse-key-own-sender"),
		wired("notify-id-lost", "notify_id is not sent", "不发送 notify_id", message(leftOut("android.notification.notify_id")), "huawei/present/notify-id-sender"),
		wired("review-in-message", "review is put into the message", "review 写进了 message", mutant.RewriteJSON(pathSend, func(m map[string]any) {
			if r, ok := m["review"]; ok {
				kit.Set("message.review", r)(m)
				delete(m, "review")
			}
		}), "huawei/content/review-sender"),
	}
}

// thinned takes members away that encoders leave out as nothing.
func thinned(m map[string]any) {
	for name, v := range m {
		switch v := v.(type) {
		case map[string]any:
			thinned(v)
		case bool:
			if !v {
				delete(m, name)
			}
		case json.Number:
			if v == "0" {
				delete(m, name)
			}
		}
	}
}

// lowered sends what was answered with 80300011 once more, with NORMAL under a path.
func lowered(path string) func(http.RoundTripper) http.RoundTripper {
	return func(inner http.RoundTripper) http.RoundTripper {
		normal := mutant.RewriteJSON(pathSend, func(m map[string]any) {
			if kit.Object(m).Field(path) == "HIGH" {
				kit.Set(path, "NORMAL")(m)
			}
		})(inner)
		return again{inner: inner, then: normal}
	}
}

// again repeats a request that was answered with 80300011 over another transport.
type again struct{ inner, then http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (a again) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, pathSend) || r.GetBody == nil {
		return a.inner.RoundTrip(r)
	}
	body, err := r.GetBody()
	if err != nil {
		return nil, err
	}
	resp, err := a.inner.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	refused := false
	look := mutant.RewriteResponse("", func(_ *http.Response, body []byte) []byte {
		refused = strings.Contains(string(body), "80300011")
		return body
	})(answered{resp})
	if resp, err = look.RoundTrip(r); err != nil || !refused {
		return resp, err
	}
	repeated := r.Clone(r.Context())
	repeated.Body = body
	return a.then.RoundTrip(repeated)
}

// answered is a transport that has its answer.
type answered struct{ resp *http.Response }

// RoundTrip implements http.RoundTripper.
func (a answered) RoundTrip(*http.Request) (*http.Response, error) { return a.resp, nil }

// topicMutants subscribe wrongly.
func topicMutants() []conformance.Mutant {
	list := func(change func([]any) []any) func(http.RoundTripper) http.RoundTripper {
		return mutant.RewriteJSON(pathSubscribe, func(m map[string]any) {
			if to, ok := m["tokenArray"].([]any); ok {
				m["tokenArray"] = change(to)
			}
		})
	}
	return []conformance.Mutant{
		wired("subscribe-first-only", "only the first token is subscribed", "只订阅第一个 token",
			list(func(to []any) []any { return to[:1] }), "huawei/topic/subscribe-sender", "huawei/topic/subscribe-1001-sender"),
		wired("subscribe-unlimited", "topic calls are not held to 1000 tokens", "订阅不限制 1000 个 token", list(func(to []any) []any {
			for len(to) > 900 && len(to) <= 1000 {
				to = append(to, to[0])
			}
			return to
		}), "huawei/topic/subscribe-1001-sender"),
		wired("subscribe-errors-ignored", "the errors of a topic answer are not read", "忽略订阅应答中的 errors",
			mutant.RewriteResponse(pathSubscribe, func(_ *http.Response, body []byte) []byte {
				o, ok := kit.Decode(body)
				if !ok {
					return body
				}
				o["errors"], o["failureCount"] = []any{}, 0
				raw, err := kit.Encode(o)
				if err != nil {
					return body
				}
				return raw
			}), "huawei/topic/subscribe-partial-sender"),
		wired("subscribe-code-ignored", "every topic answer is a success", "订阅应答一律当作成功",
			mutant.RewriteResponse(pathSubscribe, func(*http.Response, []byte) []byte {
				return []byte(`{"msg":"Success","code":"80000000","requestId":"1","successCount":2,"failureCount":0,"errors":[]}`)
			}), "huawei/topic/subscribe-all-wrong-sender", "huawei/topic/subscribe-partial-sender"),
		wired("unsubscribe-subscribes", "tokens are subscribed again instead of taken off", "退订写成了订阅", func(inner http.RoundTripper) http.RoundTripper {
			return moved{inner, pathUnsubscribe, pathSubscribe}
		}, "huawei/topic/subscribe-sender"),
		wired("topics-lost", "only the first topic of a token is told", "只返回 token 的第一个主题",
			mutant.RewriteResponse(pathTopics, func(_ *http.Response, body []byte) []byte {
				o, ok := kit.Decode(body)
				list, _ := o["topics"].([]any)
				if !ok || len(list) < 2 {
					return body
				}
				o["topics"] = list[:1]
				raw, err := kit.Encode(o)
				if err != nil {
					return body
				}
				return raw
			}), "huawei/topic/list-sender"),
	}
}

// moved sends requests to another path.
type moved struct {
	inner    http.RoundTripper
	from, to string
}

// RoundTrip implements http.RoundTripper.
func (m moved) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, m.from) {
		r = r.Clone(r.Context())
		r.URL.Path, r.URL.RawPath = strings.TrimSuffix(r.URL.Path, m.from)+m.to, ""
	}
	return m.inner.RoundTrip(r)
}
