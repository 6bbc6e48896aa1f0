package huawei

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/conformance/mutant"
)

// alerts rewrites the messages of v3 sends.
func alerts(change func(request map[string]any)) func(http.RoundTripper) http.RoundTripper {
	return mutant.RewriteJSON(pathSend, func(m map[string]any) {
		if _, ok := m["payload"].(map[string]any); ok {
			change(m)
		}
	})
}

// pushTypes rewrites the header push-type of v3 sends, which others have not.
func pushTypes(change func(was string) string) func(http.RoundTripper) http.RoundTripper {
	return mutant.RewriteHeader(pathSend, func(h http.Header) {
		if was := h.Get("push-type"); was != "" {
			h.Del("push-type")
			if now := change(was); now != "" {
				h.Set("push-type", now)
			}
		}
	})
}

// harmonyMutants are bad senders at HarmonyOS.
func harmonyMutants() []conformance.Mutant {
	reasons := regexp.MustCompile(`\\"illegalTokens\\":\{[^}]*\}`)
	return []conformance.Mutant{
		wired("v3-without-push-type", "the header push-type is not sent", "缺少 push-type 头",
			pushTypes(func(string) string { return "" }), "huawei/harmony/send-ok-sender"),
		wired("v3-always-alert", "every message is sent with push-type 0", "push-type 总为 0",
			pushTypes(func(string) string { return "0" }), "huawei/harmony/silent-sender", "huawei/harmony/voice-sender"),
		wired("v3-access-token", "an OAuth access token is sent to v3", "v3 使用 OAuth access token", mutant.RewriteHeader(pathSend, func(h http.Header) {
			if h.Get("push-type") != "" {
				h.Set("Authorization", "Bearer CgB6e3x9demoAccessToken==")
			}
		}), "huawei/harmony/send-ok-sender", "huawei/harmony/next-day-sender"),
		wired("v3-ttl-as-text", "ttl is v1's text", "ttl 用了 v1 的字符串写法", alerts(func(m map[string]any) {
			if ttl, ok := kit.Object(m).At("pushOptions.ttl").(json.Number); ok {
				kit.Set("pushOptions.ttl", ttl.String()+"s")(m)
			}
		}), "huawei/harmony/ttl-number-sender", "huawei/harmony/send-ok-sender"),
		wired("v3-no-category", "the category is left out", "缺少 category",
			alerts(func(m map[string]any) { kit.Drop("payload.notification.category")(m) }), "huawei/harmony/send-ok-sender", "huawei/harmony/category-mandatory-sender"),
		wired("v3-names-of-v1", "members have the names of v1", "字段名用了 v1 的写法", alerts(func(m map[string]any) {
			if click := kit.Object(m).At("payload.notification.clickAction"); click != nil {
				kit.Set("payload.notification.click_action", click)(m)
				kit.Drop("payload.notification.clickAction")(m)
			}
		}), "huawei/harmony/send-ok-sender"),
		wired("v3-always-test", "every message is a test message", "所有消息都带 testMessage",
			alerts(func(m map[string]any) { kit.Set("pushOptions.testMessage", true)(m) }), "huawei/harmony/test-sender"),
		wired("v3-test-lost", "testMessage is never sent", "从不发送 testMessage",
			alerts(func(m map[string]any) { kit.Drop("pushOptions.testMessage")(m) }), "huawei/harmony/test-sender"),
		wired("v3-no-notify-id", "collapse keys are not sent", "不发送 notifyId",
			alerts(func(m map[string]any) { kit.Drop("payload.notification.notifyId")(m) }), "huawei/harmony/collapse-sender", "huawei/harmony/revoke-sender"),
		wired("v3-data-lost", "data is not sent with the tap", "点击时不携带数据",
			alerts(func(m map[string]any) { kit.Drop("payload.notification.clickAction.data")(m) }), "huawei/harmony/data-sender", "huawei/harmony/own-tap-sender"),
		wired("v3-false-left-out", "foregroundShow false is left out, as if it were nothing", "foregroundShow 为 false 时被当作空值省略", alerts(func(m map[string]any) {
			if kit.Object(m).At("payload.notification.foregroundShow") == false {
				kit.Drop("payload.notification.foregroundShow")(m)
			}
		}), "huawei/harmony/foreground-false-sender"),
		wired("v3-no-bi-tag", "biTag is not sent: receipts cannot be matched", "不发送 biTag，回执无法对应",
			alerts(func(m map[string]any) { kit.Drop("pushOptions.biTag")(m) }), "huawei/harmony/tag-sender"),
		wired("v3-badge-free", "addNum is not held to its range", "addNum 不限制范围", alerts(func(m map[string]any) {
			if n, ok := kit.Object(m).At("payload.notification.badge.addNum").(json.Number); ok {
				was, _ := strconv.Atoi(n.String()) // a JSON number of a badge
				kit.Set("payload.notification.badge.addNum", was+1)(m)
			}
		}), "huawei/harmony/badge-sender"),
		wired("v3-reasons-as-list", "illegalTokens is read as v1's list", "把 illegalTokens 当作 v1 的数组解析",
			mutant.RewriteResponse(pathSend, func(_ *http.Response, b []byte) []byte {
				return reasons.ReplaceAll(b, []byte(`\"illegalTokens\":{}`))
			}), "huawei/harmony/partial-sender", "huawei/harmony/padded-reasons-sender", "huawei/harmony/hms-token-sender"),
		wired("v3-reason-not-trimmed", "blanks around a reason make it another one", "不去除原因两侧的空格",
			mutant.RewriteResponse(pathSend, replaced(" tokenFormatError ", "_tokenFormatError_")), "huawei/harmony/padded-reasons-sender"),
		wired("v3-every-reason-dead", "every token that is listed is taken for dead", "illegalTokens 中的 token 全部当作失效",
			mutant.RewriteResponse(pathSend, func(_ *http.Response, b []byte) []byte {
				for _, reason := range []string{"noRight", "noPushTypeRight", "appinfoError", "countryNotSupport"} {
					b = bytes.ReplaceAll(b, []byte(`\"`+reason+`\"`), []byte(`\"tokenFormatError\"`))
				}
				return b
			}), "huawei/harmony/reasons-sender", "huawei/harmony/hms-token-sender"),
		wired("v3-expired-is-final", "80200005 is taken for final", "80200005 不重新生成 JWT",
			mutant.RewriteResponse(pathSend, replaced("80200005", "80100001")), "huawei/harmony/jwt-expired-sender"),
		wired("v3-penalty-dead", "80300037 is taken for a dead token", "把 80300037 当成失效 token",
			mutant.RewriteResponse(pathSend, replaced("80300037", "80300007")), "huawei/harmony/not-about-tokens-sender"),
	}
}
