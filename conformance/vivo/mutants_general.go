package vivo

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// generalMutants are the bad senders that need no vendor's words, declared for what
// notices them at vivo. Of mutant.All only DuplicatedTokens is not here: a
// client that looks at its tokens mends it; list-names-one-twice stands for it.
func generalMutants() []conformance.Mutant {
	v := vendors.Vivo
	return []conformance.Mutant{
		mutant.LostTokens().For(v, "vivo/basics/big-batch", "vivo/list/list-1001-sender"),
		mutant.SentTwice().For(v, "vivo/send/single-ok-sender", "vivo/list/no-resend-sender"),
		mutant.OneByOne().For(v, "vivo/list/list-flow-sender", "vivo/save/body-once-sender"),
		mutant.OutOfOrder().For(v, "vivo/basics/big-batch", "vivo/basics/mixed-batch"),
		mutant.FirstAnswerForAll().For(v, "vivo/basics/mixed-batch", "vivo/list/list-flow-sender"),
		mutant.AllResent().For(v, "vivo/list/no-resend-sender", "vivo/basics/mixed-batch"),
		mutant.PermanentRetried().For(v, "vivo/basics/dead-token", "vivo/codes/10206-sender", "vivo/codes/10056-sender"),
		mutant.SuppressedSent().For(v, "vivo/quota/app-quota-sender", "vivo/quota/system-quota-sender"),
		mutant.ContextIgnored().For(v, "vivo/basics/time-out", "vivo/basics/cancelled"),
		mutant.ErrorAsSuccess().For(v, "vivo/basics/dead-token", "vivo/target/dead-id-sender"),
		mutant.UnknownAsSuccess().For(v, "vivo/basics/time-out", "vivo/failure/no-result", "vivo/basics/reset-for-ever"),
		mutant.RefusalAsError().For(v, "vivo/target/dead-id-sender", "vivo/basics/dead-token"),
		mutant.DeadAsAlive().For(v, "vivo/basics/dead-token", "vivo/target/uninstalled-sender"),
		mutant.AliveAsDead().For(v, "vivo/device/device-blocked-sender", "vivo/testmode/test-mode-foreign-device-sender"),
		mutant.CodeLost().For(v, "vivo/basics/dead-token", "vivo/content/digits-only-sender"),
		mutant.ReasonLost().For(v, "vivo/target/dead-id-sender", "vivo/app/unlisted-sender"),
		mutant.MessageIDLost().For(v, "vivo/basics/message-id", "vivo/send/single-ok-sender"),
		mutant.NeverRetryable().For(v, "vivo/basics/retry-hint"),
		mutant.AlwaysRetryable().For(v, "vivo/basics/dead-token"),
		mutant.AdjustmentsHidden().For(v, "vivo/basics/long-text", "vivo/field/title-sender"),
		mutant.BodyCut().For(v, "vivo/basics/text-cjk", "vivo/send/single-ok-sender"),
		mutant.DataLost().For(v, "vivo/basics/data-kept", "vivo/field/custom-sender"),
		mutant.ExtensionLost().For(v, "vivo/basics/extension-kept"),
		mutant.Mojibake().For(v, "vivo/basics/text-cjk", "vivo/basics/text-emoji", "vivo/basics/text-rtl"),
		mutant.DoubleEscaped().For(v, "vivo/basics/text-json", "vivo/basics/text-lines"),
		mutant.ClassRaised().For(v, "vivo/basics/class-kept", "vivo/class/marketing-sender"),
		mutant.ClassLowered().For(v, "vivo/basics/class-kept", "vivo/class/category-sender"),
		mutant.CategoryLost().For(v, "vivo/class/category-sender"),
		mutant.LifetimeLost().For(v, "vivo/basics/ttl-unit", "vivo/field/ttl-sender"),
		mutant.LifetimeTimes1000().For(v, "vivo/basics/ttl-unit", "vivo/field/ttl-sender"),
		mutant.TestLost().For(v, "vivo/basics/test-only-when-asked", "vivo/testmode/test-sender"),
		mutant.TestForced().For(v, "vivo/basics/test-only-when-asked", "vivo/testmode/formal-sender"),
		mutant.IDLost().For(v, "vivo/failure/repeated-requestid-sender"),
		mutant.SecretsLogged().For(v, "vivo/basics/secrets", "vivo/auth/secrets-sender"),
		mutant.AppsShared().For(v, "vivo/basics/two-apps", "vivo/auth/two-apps-sender"),
		mutant.RetryAfterIgnored().For(v, "vivo/basics/retry-after"),
		mutant.NoRetryOn5xx().For(v, "vivo/basics/http-500", "vivo/failure/http-500"),
		mutant.Hammering().For(v, "vivo/basics/http-500-for-ever", "vivo/failure/http-500"),
		mutant.JSONAsForm().For(v, "vivo/send/single-ok-sender"),
	}
}
