package huawei

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// generalMutants are the bad senders that need no vendor's words, declared for what
// notices them at Huawei. Of mutant.All four are not here: DuplicatedTokens, which a
// client that looks at its tokens mends (list-names-one-twice stands for it);
// ClassRaised, as a class without a category raises nothing (always-im stands for
// it); SuppressedSent and IDLost, as Huawei's answers close no breaker and know no key.
func generalMutants() []conformance.Mutant {
	v := vendors.Huawei
	return []conformance.Mutant{
		mutant.LostTokens().For(v, "huawei/basics/big-batch", "huawei/list/tokens-1001-sender"),
		mutant.SentTwice().For(v, "huawei/send/send-ok-sender", "huawei/quota/marketing-cap-sender", "huawei/device/app-removed-sender"),
		mutant.OneByOne().For(v, "huawei/list/partial-sender", "huawei/list/tokens-1000-sender"),
		mutant.OutOfOrder().For(v, "huawei/basics/big-batch", "huawei/basics/mixed-batch"),
		mutant.FirstAnswerForAll().For(v, "huawei/basics/mixed-batch", "huawei/list/partial-sender"),
		mutant.AllResent().For(v, "huawei/list/partial-sender", "huawei/basics/mixed-batch"),
		mutant.PermanentRetried().For(v, "huawei/basics/dead-token", "huawei/codes/80100003-sender", "huawei/target/all-invalid-sender"),
		mutant.ContextIgnored().For(v, "huawei/basics/time-out", "huawei/basics/cancelled"),
		mutant.ErrorAsSuccess().For(v, "huawei/basics/dead-token", "huawei/target/all-invalid-sender"),
		mutant.UnknownAsSuccess().For(v, "huawei/basics/time-out", "huawei/failure/no-code", "huawei/failure/empty-body", "huawei/basics/reset-for-ever"),
		mutant.RefusalAsError().For(v, "huawei/target/all-invalid-sender", "huawei/basics/dead-token"),
		mutant.DeadAsAlive().For(v, "huawei/basics/dead-token", "huawei/list/partial-sender"),
		mutant.AliveAsDead().For(v, "huawei/codes/80300002-sender", "huawei/target/not-about-tokens-sender"),
		mutant.CodeLost().For(v, "huawei/basics/dead-token", "huawei/codes/80100016-sender", "huawei/failure/code-is-text"),
		mutant.ReasonLost().For(v, "huawei/target/all-invalid-sender", "huawei/codes/80300011-sender", "huawei/codes/1101-12304-sender"),
		mutant.MessageIDLost().For(v, "huawei/basics/message-id", "huawei/send/send-ok-sender"),
		mutant.NeverRetryable().For(v, "huawei/basics/retry-hint"),
		mutant.AlwaysRetryable().For(v, "huawei/basics/dead-token"),
		mutant.AdjustmentsHidden().For(v, "huawei/basics/long-text", "huawei/size/size-sender", "huawei/class/transactional-alone-sender"),
		mutant.BodyCut().For(v, "huawei/basics/text-cjk", "huawei/send/send-ok-sender"),
		mutant.DataLost().For(v, "huawei/basics/data-kept", "huawei/field/data-sender"),
		mutant.ExtensionLost().For(v, "huawei/basics/extension-kept"),
		mutant.Mojibake().For(v, "huawei/basics/text-cjk", "huawei/basics/text-emoji", "huawei/basics/text-rtl"),
		mutant.DoubleEscaped().For(v, "huawei/basics/text-json", "huawei/basics/text-lines"),
		mutant.ClassLowered().For(v, "huawei/basics/class-kept", "huawei/class/granted-sender"),
		mutant.CategoryLost().For(v, "huawei/class/granted-sender", "huawei/quota/service-exempt-sender"),
		mutant.LifetimeLost().For(v, "huawei/basics/ttl-unit", "huawei/field/ttl-sender"),
		mutant.LifetimeTimes1000().For(v, "huawei/basics/ttl-unit", "huawei/field/ttl-sender"),
		mutant.TestLost().For(v, "huawei/basics/test-only-when-asked", "huawei/testmode/test-sender"),
		mutant.TestForced().For(v, "huawei/basics/test-only-when-asked", "huawei/testmode/formal-sender"),
		mutant.SecretsLogged().For(v, "huawei/basics/secrets", "huawei/auth/secrets-sender"),
		mutant.AppsShared().For(v, "huawei/basics/two-apps", "huawei/auth/two-apps-sender"),
		mutant.RetryAfterIgnored().For(v, "huawei/basics/retry-after"),
		mutant.NoRetryOn5xx().For(v, "huawei/basics/http-500", "huawei/failure/html-502-sender", "huawei/rate/backoff-sender"),
		mutant.Hammering().For(v, "huawei/basics/http-500-for-ever", "huawei/rate/backoff-sender"),
		mutant.JSONAsForm().For(v, "huawei/send/send-ok-sender"),
	}
}
