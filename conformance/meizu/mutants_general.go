package meizu

import (
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// generalMutants are the bad senders that need no vendor's words, declared for what
// notices them at Meizu.
func generalMutants() mutant.Table {
	const list = "meizu/list/targets-100-targets-101-sender"
	return mutant.Table{
		Vendor: vendors.Meizu,
		Kills: map[string][]string{
			"lost-tokens":          {"meizu/basics/big-batch", list},
			"sent-twice":           {"meizu/push/ok-two-sender", "meizu/push/partial-sender"},
			"one-by-one":           {"meizu/push/ok-two-sender", list},
			"out-of-order":         {"meizu/basics/big-batch", "meizu/basics/mixed-batch"},
			"first-answer-for-all": {"meizu/basics/mixed-batch", "meizu/push/partial-sender"},
			"all-resent":           {"meizu/push/partial-sender", "meizu/basics/mixed-batch"},
			"permanent-retried":    {"meizu/basics/dead-token", "meizu/codes/1006-sender", "meizu/codes/1005-sender"},
			"suppressed-sent":      {"meizu/codes/110019-sender"},
			"context-ignored":      {"meizu/basics/time-out", "meizu/basics/cancelled"},
			"error-as-success":     {"meizu/basics/dead-token", "meizu/push/illegal-id-sender"},
			"unknown-as-success":   {"meizu/basics/time-out", "meizu/failure/no-code", "meizu/basics/reset-for-ever"},
			"refusal-as-error":     {"meizu/push/partial-sender", "meizu/basics/dead-token"},
			"dead-as-alive":        {"meizu/basics/dead-token", "meizu/push/partial-sender"},
			"alive-as-dead":        {"meizu/push/switch-off-sender", "meizu/quota/public-limit-other-sender"},
			"code-lost":            {"meizu/basics/dead-token", "meizu/codes/1006-sender"},
			"reason-lost":          {"meizu/push/partial-sender", "meizu/codes/110009-sender"},
			"message-id-lost":      {"meizu/basics/message-id", "meizu/push/ok-two-sender"},
			"never-retryable":      {"meizu/basics/retry-hint"},
			"always-retryable":     {"meizu/basics/dead-token"},
			"adjustments-hidden":   {"meizu/basics/long-text", "meizu/field/title-32-title-33-sender"},
			"body-cut":             {"meizu/basics/text-cjk", "meizu/push/ok-two-sender"},
			"data-lost":            {"meizu/basics/data-kept", "meizu/field/parameters-sender"},
			"extension-lost":       {"meizu/basics/extension-kept"},
			"mojibake":             {"meizu/basics/text-cjk", "meizu/basics/text-emoji", "meizu/basics/text-rtl"},
			"double-escaped":       {"meizu/basics/text-json", "meizu/basics/text-lines"},
			"class-raised":         {"meizu/basics/class-kept", "meizu/class/public-sender"},
			"class-lowered":        {"meizu/basics/class-kept", "meizu/class/private-sender"},
			"lifetime-lost":        {"meizu/basics/ttl-unit", "meizu/ttl/hour-sender"},
			"lifetime-times-1000":  {"meizu/basics/ttl-unit", "meizu/ttl/hour-sender"},
			"secrets-logged":       {"meizu/basics/secrets"},
			"apps-shared":          {"meizu/basics/two-apps"},
			"retry-after-ignored":  {"meizu/basics/retry-after"},
			"no-retry-on-5xx":      {"meizu/basics/http-500", "meizu/failure/http-503-sender"},
			"hammering":            {"meizu/basics/http-500-for-ever", "meizu/failure/http-503-sender"},
		},
		Left: map[string]string{
			"duplicated-tokens": "a client that looks at its tokens mends it, and Meizu takes a pushId once",
			"category-lost":     "Meizu has no category",
			"test-lost":         "Meizu has no test mode",
			"test-forced":       "Meizu has no test mode",
			"id-lost":           "Meizu has no idempotency key",
			"json-as-form":      "the body is a form; form-as-json stands for it",
		},
	}
}
