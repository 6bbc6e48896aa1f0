package xiaomi

import (
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// generalMutants are the bad senders that need no vendor's words, declared for what
// notices them at Xiaomi.
func generalMutants() mutant.Table {
	return mutant.Table{
		Vendor: vendors.Xiaomi,
		Kills: map[string][]string{
			"lost-tokens":          {"xiaomi/basics/big-batch", "xiaomi/target/too-many-targets-sender"},
			"sent-twice":           {"xiaomi/auth/wrong-secret-sender", "xiaomi/codes/65011-sender"},
			"one-by-one":           {"xiaomi/target/partial-bad-sender", "xiaomi/target/too-many-targets-sender"},
			"out-of-order":         {"xiaomi/basics/big-batch", "xiaomi/basics/mixed-batch"},
			"first-answer-for-all": {"xiaomi/basics/mixed-batch", "xiaomi/target/partial-bad-sender"},
			"all-resent":           {"xiaomi/target/partial-bad-sender"},
			"permanent-retried":    {"xiaomi/codes/65011-sender", "xiaomi/auth/wrong-secret-sender"},
			"suppressed-sent":      {"xiaomi/quota/public-app-quota-sender"},
			"context-ignored":      {"xiaomi/basics/time-out", "xiaomi/basics/cancelled"},
			"error-as-success":     {"xiaomi/basics/dead-token", "xiaomi/target/all-bad-sender"},
			"unknown-as-success":   {"xiaomi/basics/time-out", "xiaomi/failure/not-json", "xiaomi/basics/reset-for-ever"},
			"refusal-as-error":     {"xiaomi/target/all-bad-sender", "xiaomi/basics/dead-token"},
			"dead-as-alive":        {"xiaomi/basics/dead-token", "xiaomi/target/all-bad-sender"},
			"alive-as-dead":        {"xiaomi/codes/65003-sender", "xiaomi/auth/wrong-secret-sender"},
			"code-lost":            {"xiaomi/codes/65011-sender", "xiaomi/target/all-bad-sender"},
			"reason-lost":          {"xiaomi/codes/65011-sender", "xiaomi/target/all-bad-sender"},
			"message-id-lost":      {"xiaomi/basics/message-id", "xiaomi/send/ok-single-sender"},
			"never-retryable":      {"xiaomi/basics/retry-hint"},
			"always-retryable":     {"xiaomi/basics/dead-token", "xiaomi/failure/http-400"},
			"adjustments-hidden":   {"xiaomi/basics/long-text", "xiaomi/field/title-sender"},
			"body-cut":             {"xiaomi/basics/text-cjk", "xiaomi/send/ok-single-sender"},
			"data-lost":            {"xiaomi/basics/data-kept"},
			"extension-lost":       {"xiaomi/basics/extension-kept", "xiaomi/field/encoded-once-sender"},
			"mojibake":             {"xiaomi/basics/text-cjk", "xiaomi/basics/text-emoji", "xiaomi/basics/text-rtl"},
			"double-escaped":       {"xiaomi/basics/text-json", "xiaomi/basics/text-lines"},
			"class-raised":         {"xiaomi/basics/class-kept"},
			"class-lowered":        {"xiaomi/basics/class-kept"},
			"lifetime-lost":        {"xiaomi/basics/ttl-unit", "xiaomi/field/ttl-sender"},
			"lifetime-times-1000":  {"xiaomi/basics/ttl-unit", "xiaomi/field/ttl-sender"},
			"secrets-logged":       {"xiaomi/basics/secrets"},
			"apps-shared":          {"xiaomi/basics/two-apps"},
			"retry-after-ignored":  {"xiaomi/basics/retry-after"},
			"no-retry-on-5xx":      {"xiaomi/basics/http-500", "xiaomi/failure/http-503"},
			"hammering":            {"xiaomi/basics/http-500-for-ever"},
		},
		Left: map[string]string{
			"json-as-form":      "Xiaomi's bodies are forms; form-as-json is the mistake to be made here",
			"duplicated-tokens": "a client that looks at its tokens mends it, and Xiaomi shows a repeated jobkey once",
			"category-lost":     "Xiaomi has no field for a category; the channel stands in, and one-channel spoils it",
			"test-lost":         "Xiaomi has no test mode",
			"test-forced":       "Xiaomi has no test mode",
			"id-lost":           "repetitions keep the id the client made; jobkey-lost stands for it",
		},
	}
}
