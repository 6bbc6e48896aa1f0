package oppo

import (
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// generalMutants are the bad senders that need no vendor's words, declared for what
// notices them at OPPO.
func generalMutants() mutant.Table {
	return mutant.Table{
		Vendor: vendors.OPPO,
		Kills: map[string][]string{
			"lost-tokens":          {"oppo/basics/big-batch", "oppo/list/batch-1001-sender"},
			"sent-twice":           {"oppo/quota/device-quota-sender"},
			"one-by-one":           {"oppo/list/few-calls-sender"},
			"out-of-order":         {"oppo/basics/big-batch", "oppo/basics/mixed-batch"},
			"first-answer-for-all": {"oppo/basics/mixed-batch", "oppo/list/batch-partial-sender"},
			"all-resent":           {"oppo/basics/mixed-batch", "oppo/list/batch-partial-sender"},
			"permanent-retried":    {"oppo/codes/41-sender", "oppo/class/category-not-granted-sender"},
			"suppressed-sent":      {"oppo/quota/app-quota-public-sender"},
			"context-ignored":      {"oppo/basics/time-out", "oppo/basics/cancelled"},
			"error-as-success":     {"oppo/basics/dead-token", "oppo/target/bad-token-format-sender"},
			"unknown-as-success":   {"oppo/basics/time-out", "oppo/failure/no-code", "oppo/basics/reset-for-ever"},
			"refusal-as-error":     {"oppo/target/bad-token-format-sender", "oppo/basics/dead-token"},
			"dead-as-alive":        {"oppo/basics/dead-token", "oppo/target/bad-token-format-sender"},
			"alive-as-dead":        {"oppo/codes/41-sender", "oppo/class/category-not-granted-sender"},
			"code-lost":            {"oppo/basics/dead-token", "oppo/codes/67-sender"},
			"reason-lost":          {"oppo/target/bad-token-format-sender", "oppo/codes/67-sender"},
			"message-id-lost":      {"oppo/basics/message-id", "oppo/send/single-ok-sender"},
			"never-retryable":      {"oppo/basics/retry-hint"},
			"always-retryable":     {"oppo/basics/dead-token"},
			"adjustments-hidden":   {"oppo/basics/long-text", "oppo/field/title-51-sender"},
			"body-cut":             {"oppo/basics/text-cjk", "oppo/send/single-ok-sender"},
			"data-lost":            {"oppo/basics/data-kept", "oppo/field/data-sender"},
			"extension-lost":       {"oppo/basics/extension-kept"},
			"mojibake":             {"oppo/basics/text-cjk", "oppo/basics/text-emoji", "oppo/basics/text-rtl"},
			"double-escaped":       {"oppo/basics/text-json", "oppo/basics/text-lines"},
			"class-lowered":        {"oppo/basics/class-kept", "oppo/class/granted-sender"},
			"category-lost":        {"oppo/class/granted-sender"},
			"lifetime-lost":        {"oppo/basics/ttl-unit", "oppo/ttl/ttl-sender"},
			"lifetime-times-1000":  {"oppo/basics/ttl-unit", "oppo/ttl/ttl-sender"},
			"id-lost":              {"oppo/dedup/same-id-sender"},
			"secrets-logged":       {"oppo/basics/secrets", "oppo/auth/secrets-sender"},
			"apps-shared":          {"oppo/basics/two-apps", "oppo/auth/two-apps-sender"},
			"retry-after-ignored":  {"oppo/basics/retry-after"},
			"no-retry-on-5xx":      {"oppo/basics/http-500", "oppo/failure/html-502-sender"},
			"hammering":            {"oppo/basics/http-500-for-ever"},
		},
		Left: map[string]string{
			"duplicated-tokens": "a client that looks at its tokens mends it; list-cut-at-one and calls-of-1001 stand for it",
			"class-raised":      "a class without a category raises nothing; always-service stands for it",
			"test-lost":         "OPPO has no test mode",
			"test-forced":       "OPPO has no test mode",
			"json-as-form":      "OPPO's requests are forms; json-body stands for it",
		},
	}
}
