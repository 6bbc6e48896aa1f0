package vivo

import (
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// generalMutants are the bad senders that need no vendor's words, declared for what
// notices them at vivo.
func generalMutants() mutant.Table {
	return mutant.Table{
		Vendor: vendors.Vivo,
		Kills: map[string][]string{
			"lost-tokens":          {"vivo/basics/big-batch", "vivo/list/list-1001-sender"},
			"sent-twice":           {"vivo/send/single-ok-sender", "vivo/list/no-resend-sender"},
			"one-by-one":           {"vivo/list/list-flow-sender", "vivo/save/body-once-sender"},
			"out-of-order":         {"vivo/basics/big-batch", "vivo/basics/mixed-batch"},
			"first-answer-for-all": {"vivo/basics/mixed-batch", "vivo/list/list-flow-sender"},
			"all-resent":           {"vivo/list/no-resend-sender", "vivo/basics/mixed-batch"},
			"permanent-retried":    {"vivo/basics/dead-token", "vivo/codes/10206-sender", "vivo/codes/10056-sender"},
			"suppressed-sent":      {"vivo/quota/app-quota-sender", "vivo/quota/system-quota-sender"},
			"context-ignored":      {"vivo/basics/time-out", "vivo/basics/cancelled"},
			"error-as-success":     {"vivo/basics/dead-token", "vivo/target/dead-id-sender"},
			"unknown-as-success":   {"vivo/basics/time-out", "vivo/failure/no-result", "vivo/basics/reset-for-ever"},
			"refusal-as-error":     {"vivo/target/dead-id-sender", "vivo/basics/dead-token"},
			"dead-as-alive":        {"vivo/basics/dead-token", "vivo/target/uninstalled-sender"},
			"alive-as-dead":        {"vivo/device/device-blocked-sender", "vivo/testmode/test-mode-foreign-device-sender"},
			"code-lost":            {"vivo/basics/dead-token", "vivo/content/digits-only-sender"},
			"reason-lost":          {"vivo/target/dead-id-sender", "vivo/app/unlisted-sender"},
			"message-id-lost":      {"vivo/basics/message-id", "vivo/send/single-ok-sender"},
			"never-retryable":      {"vivo/basics/retry-hint"},
			"always-retryable":     {"vivo/basics/dead-token"},
			"adjustments-hidden":   {"vivo/basics/long-text", "vivo/field/title-sender"},
			"body-cut":             {"vivo/basics/text-cjk", "vivo/send/single-ok-sender"},
			"data-lost":            {"vivo/basics/data-kept", "vivo/field/custom-sender"},
			"extension-lost":       {"vivo/basics/extension-kept"},
			"mojibake":             {"vivo/basics/text-cjk", "vivo/basics/text-emoji", "vivo/basics/text-rtl"},
			"double-escaped":       {"vivo/basics/text-json", "vivo/basics/text-lines"},
			"class-raised":         {"vivo/basics/class-kept", "vivo/class/marketing-sender"},
			"class-lowered":        {"vivo/basics/class-kept", "vivo/class/category-sender"},
			"category-lost":        {"vivo/class/category-sender"},
			"lifetime-lost":        {"vivo/basics/ttl-unit", "vivo/field/ttl-sender"},
			"lifetime-times-1000":  {"vivo/basics/ttl-unit", "vivo/field/ttl-sender"},
			"test-lost":            {"vivo/basics/test-only-when-asked", "vivo/testmode/test-sender"},
			"test-forced":          {"vivo/basics/test-only-when-asked", "vivo/testmode/formal-sender"},
			"id-lost":              {"vivo/failure/repeated-requestid-sender"},
			"secrets-logged":       {"vivo/basics/secrets", "vivo/auth/secrets-sender"},
			"apps-shared":          {"vivo/basics/two-apps", "vivo/auth/two-apps-sender"},
			"retry-after-ignored":  {"vivo/basics/retry-after"},
			"no-retry-on-5xx":      {"vivo/basics/http-500", "vivo/failure/http-500"},
			"hammering":            {"vivo/basics/http-500-for-ever", "vivo/failure/http-500"},
			"json-as-form":         {"vivo/send/single-ok-sender"},
		},
		Left: map[string]string{
			"duplicated-tokens": "a client that looks at its tokens mends it; list-names-one-twice stands for it",
		},
	}
}
