package honor

import (
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// generalMutants are the bad senders that need no vendor's words, declared for what
// notices them at Honor.
func generalMutants() mutant.Table {
	return mutant.Table{
		Vendor: vendors.Honor,
		Kills: map[string][]string{
			"lost-tokens":          {"honor/basics/big-batch", "honor/list/1001-tokens-sender"},
			"sent-twice":           {"honor/send/send-ok-sender", "honor/quota/marketing-cap-sender", "honor/device/app-removed-sender"},
			"one-by-one":           {"honor/list/mixed-tokens-sender", "honor/list/1000-tokens-sender"},
			"out-of-order":         {"honor/basics/big-batch", "honor/basics/mixed-batch"},
			"first-answer-for-all": {"honor/basics/mixed-batch", "honor/list/mixed-tokens-sender"},
			"all-resent":           {"honor/list/mixed-tokens-sender", "honor/basics/mixed-batch"},
			"permanent-retried":    {"honor/basics/dead-token", "honor/codes/80100003-sender"},
			"context-ignored":      {"honor/basics/time-out", "honor/basics/cancelled"},
			"error-as-success":     {"honor/basics/dead-token", "honor/target/all-bad-sender"},
			"unknown-as-success":   {"honor/basics/time-out", "honor/failure/no-code", "honor/failure/empty-body", "honor/basics/reset-for-ever"},
			"refusal-as-error":     {"honor/target/all-bad-sender", "honor/basics/dead-token"},
			"dead-as-alive":        {"honor/basics/dead-token", "honor/target/expired-sender"},
			"alive-as-dead":        {"honor/codes/10205-sender", "honor/target/not-about-tokens-sender"},
			"code-lost":            {"honor/basics/dead-token", "honor/codes/80200056-sender"},
			"reason-lost":          {"honor/target/all-bad-sender", "honor/codes/80200022-sender"},
			"message-id-lost":      {"honor/basics/message-id", "honor/send/send-ok-sender"},
			"never-retryable":      {"honor/basics/retry-hint"},
			"always-retryable":     {"honor/basics/dead-token"},
			"adjustments-hidden":   {"honor/basics/long-text", "honor/size/size-sender"},
			"body-cut":             {"honor/basics/text-cjk", "honor/send/send-ok-sender"},
			"data-lost":            {"honor/basics/data-kept", "honor/field/data-sender"},
			"extension-lost":       {"honor/basics/extension-kept"},
			"mojibake":             {"honor/basics/text-cjk", "honor/basics/text-emoji", "honor/basics/text-rtl"},
			"double-escaped":       {"honor/basics/text-json", "honor/basics/text-lines"},
			"class-raised":         {"honor/basics/class-kept", "honor/class/low-sender"},
			"class-lowered":        {"honor/basics/class-kept", "honor/class/normal-with-right-sender"},
			"lifetime-lost":        {"honor/basics/ttl-unit", "honor/field/ttl-sender"},
			"lifetime-times-1000":  {"honor/basics/ttl-unit", "honor/field/ttl-sender"},
			"test-lost":            {"honor/basics/test-only-when-asked", "honor/testmode/test-exempt-sender"},
			"test-forced":          {"honor/basics/test-only-when-asked", "honor/testmode/formal-sender"},
			"id-lost":              {"honor/receipt/id-sender"},
			"secrets-logged":       {"honor/basics/secrets", "honor/auth/secrets-sender"},
			"apps-shared":          {"honor/basics/two-apps", "honor/auth/two-apps-sender"},
			"retry-after-ignored":  {"honor/basics/retry-after"},
			"no-retry-on-5xx":      {"honor/basics/http-500", "honor/failure/html-502-sender", "honor/rate/backoff-sender"},
			"hammering":            {"honor/basics/http-500-for-ever", "honor/rate/backoff-sender"},
			"json-as-form":         {"honor/send/send-ok-sender"},
		},
		Left: map[string]string{
			"duplicated-tokens": "a client that looks at its tokens mends it; list-names-one-twice stands for it",
			"category-lost":     "Honor has no categories",
			"suppressed-sent":   "Honor's answers close no breaker",
		},
	}
}
