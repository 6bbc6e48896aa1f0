package fcm

import (
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// generalMutants are the bad senders that need no vendor's words, declared for what
// notices them at FCM.
func generalMutants() mutant.Table {
	const noClasses = "classes and categories mean nothing to FCM"
	return mutant.Table{
		Vendor: vendors.FCM,
		Kills: map[string][]string{
			"lost-tokens":          {"fcm/basics/big-batch", "fcm/send/one-request-each-sender"},
			"sent-twice":           {"fcm/send/happy-send-sender", "fcm/send/one-request-each-sender"},
			"out-of-order":         {"fcm/basics/big-batch", "fcm/send/mixed-sender"},
			"first-answer-for-all": {"fcm/basics/mixed-batch", "fcm/send/mixed-sender"},
			"all-resent":           {"fcm/basics/mixed-batch", "fcm/send/mixed-sender"},
			"permanent-retried":    {"fcm/basics/dead-token", "fcm/token/gone-sender", "fcm/codes/not-found-sender"},
			"context-ignored":      {"fcm/basics/time-out", "fcm/basics/cancelled"},
			"error-as-success":     {"fcm/basics/dead-token", "fcm/token/bad-token-sender", "fcm/failure/page-404"},
			"unknown-as-success":   {"fcm/basics/time-out", "fcm/basics/reset-for-ever"},
			"refusal-as-error":     {"fcm/basics/dead-token", "fcm/token/gone-sender"},
			"dead-as-alive":        {"fcm/basics/dead-token", "fcm/token/other-sender-sender"},
			"alive-as-dead":        {"fcm/token/no-permission-sender", "fcm/codes/invalid-argument-sender", "fcm/failure/no-details"},
			"code-lost":            {"fcm/basics/dead-token", "fcm/failure/unknown-code"},
			"reason-lost":          {"fcm/token/gone-sender", "fcm/codes/permission-denied-sender"},
			"message-id-lost":      {"fcm/basics/message-id", "fcm/send/happy-send-sender"},
			"never-retryable":      {"fcm/basics/retry-hint", "fcm/quota/device-rate-sender"},
			"always-retryable":     {"fcm/basics/dead-token"},
			"adjustments-hidden":   {"fcm/basics/long-text", "fcm/size/size-edges-sender", "fcm/field/ttl-edges-sender"},
			"body-cut":             {"fcm/basics/text-cjk", "fcm/send/happy-send-sender"},
			"data-lost":            {"fcm/basics/data-kept", "fcm/field/data-sender"},
			"extension-lost":       {"fcm/basics/extension-kept"},
			"mojibake":             {"fcm/basics/text-cjk", "fcm/basics/text-emoji", "fcm/basics/text-rtl"},
			"double-escaped":       {"fcm/basics/text-json", "fcm/basics/text-lines"},
			"lifetime-lost":        {"fcm/basics/ttl-unit", "fcm/field/ttl-sender"},
			"lifetime-times-1000":  {"fcm/basics/ttl-unit", "fcm/field/ttl-sender"},
			"test-lost":            {"fcm/basics/test-only-when-asked", "fcm/send/dry-run-sender"},
			"test-forced":          {"fcm/basics/test-only-when-asked", "fcm/send/dry-run-sender"},
			"secrets-logged":       {"fcm/basics/secrets"},
			"apps-shared":          {"fcm/basics/two-apps", "fcm/auth/two-apps-sender"},
			"retry-after-ignored":  {"fcm/service/unavailable-sender"},
			"no-retry-on-5xx":      {"fcm/basics/http-500", "fcm/failure/html-502-sender"},
			"hammering":            {"fcm/basics/http-500-for-ever"},
			"json-as-form":         {"fcm/send/happy-send-sender"},
		},
		Left: map[string]string{
			"duplicated-tokens": "a client that looks at its tokens mends it",
			"one-by-one":        "one token is one request anyway",
			"category-lost":     noClasses,
			"class-lowered":     noClasses,
			"class-raised":      noClasses,
			"suppressed-sent":   "FCM's answers close no breaker",
			"id-lost":           "FCM knows no idempotency key",
		},
	}
}
