package huawei

import (
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// generalMutants are the bad senders that need no vendor's words, declared for what
// notices them at Huawei.
func generalMutants() mutant.Table {
	return mutant.Table{
		Vendor: vendors.Huawei,
		Kills: map[string][]string{
			"lost-tokens":          {"huawei/basics/big-batch", "huawei/list/tokens-1001-sender"},
			"sent-twice":           {"huawei/send/send-ok-sender", "huawei/quota/marketing-cap-sender", "huawei/device/app-removed-sender"},
			"one-by-one":           {"huawei/list/partial-sender", "huawei/list/tokens-1000-sender"},
			"out-of-order":         {"huawei/basics/big-batch", "huawei/basics/mixed-batch"},
			"first-answer-for-all": {"huawei/basics/mixed-batch", "huawei/list/partial-sender"},
			"all-resent":           {"huawei/list/partial-sender", "huawei/basics/mixed-batch"},
			"permanent-retried":    {"huawei/basics/dead-token", "huawei/codes/80100003-sender", "huawei/target/all-invalid-sender"},
			"context-ignored":      {"huawei/basics/time-out", "huawei/basics/cancelled"},
			"error-as-success":     {"huawei/basics/dead-token", "huawei/target/all-invalid-sender"},
			"unknown-as-success":   {"huawei/basics/time-out", "huawei/failure/no-code", "huawei/failure/empty-body", "huawei/basics/reset-for-ever"},
			"refusal-as-error":     {"huawei/target/all-invalid-sender", "huawei/basics/dead-token"},
			"dead-as-alive":        {"huawei/basics/dead-token", "huawei/list/partial-sender"},
			"alive-as-dead":        {"huawei/codes/80300002-sender", "huawei/target/not-about-tokens-sender"},
			"code-lost":            {"huawei/basics/dead-token", "huawei/codes/80100016-sender", "huawei/failure/code-is-text"},
			"reason-lost":          {"huawei/target/all-invalid-sender", "huawei/codes/80300011-sender", "huawei/codes/1101-12304-sender"},
			"message-id-lost":      {"huawei/basics/message-id", "huawei/send/send-ok-sender"},
			"never-retryable":      {"huawei/basics/retry-hint"},
			"always-retryable":     {"huawei/basics/dead-token"},
			"adjustments-hidden":   {"huawei/basics/long-text", "huawei/size/size-sender", "huawei/class/transactional-alone-sender"},
			"body-cut":             {"huawei/basics/text-cjk", "huawei/send/send-ok-sender"},
			"data-lost":            {"huawei/basics/data-kept", "huawei/field/data-sender"},
			"extension-lost":       {"huawei/basics/extension-kept"},
			"mojibake":             {"huawei/basics/text-cjk", "huawei/basics/text-emoji", "huawei/basics/text-rtl"},
			"double-escaped":       {"huawei/basics/text-json", "huawei/basics/text-lines"},
			"class-lowered":        {"huawei/basics/class-kept", "huawei/class/granted-sender"},
			"category-lost":        {"huawei/class/granted-sender", "huawei/quota/service-exempt-sender"},
			"lifetime-lost":        {"huawei/basics/ttl-unit", "huawei/field/ttl-sender"},
			"lifetime-times-1000":  {"huawei/basics/ttl-unit", "huawei/field/ttl-sender"},
			"test-lost":            {"huawei/basics/test-only-when-asked", "huawei/testmode/test-sender"},
			"test-forced":          {"huawei/basics/test-only-when-asked", "huawei/testmode/formal-sender"},
			"secrets-logged":       {"huawei/basics/secrets", "huawei/auth/secrets-sender"},
			"apps-shared":          {"huawei/basics/two-apps", "huawei/auth/two-apps-sender"},
			"retry-after-ignored":  {"huawei/basics/retry-after"},
			"no-retry-on-5xx":      {"huawei/basics/http-500", "huawei/failure/html-502-sender", "huawei/rate/backoff-sender"},
			"hammering":            {"huawei/basics/http-500-for-ever", "huawei/rate/backoff-sender"},
			"json-as-form":         {"huawei/send/send-ok-sender"},
		},
		Left: map[string]string{
			"duplicated-tokens": "a client that looks at its tokens mends it; list-names-one-twice stands for it",
			"class-raised":      "a class without a category raises nothing; always-im stands for it",
			"suppressed-sent":   "Huawei's answers close no breaker",
			"id-lost":           "Huawei knows no idempotency key",
		},
	}
}
