// Package meizu holds the conformance cases of Meizu push: what a sender must do when
// Meizu answers like this, and what an endpoint that plays Meizu must answer.
//
// The cases are written from Meizu's document and SDK and from real answers, with codes,
// field names and limits as literals: a slip in the facts that senders and simulator
// share must not pass here too. rows.txt lists the rows of the vendor's requirements and
// the cases that stand for them.
//
// A level says how well a requirement is known: what Meizu documents is a Must, what
// aggregators or single clients report a Should, what is only assumed a May. That a
// limit is refused is documented, that it is refused with 1005 is not: cases about
// limits want a refusal, and one of their own wants 1005.
//
// A function that returns cases is a table: it may be longer than functions are
// elsewhere, because each case in it, with its Run, is read by itself.
package meizu

import (
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/basics"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// Where requirements are written.
const (
	docAPI      = "github.com/MEIZUPUSH/PushAPI, HTTP API document of 2025-04-09"
	docHistory  = "github.com/MEIZUPUSH/PushAPI, history of the HTTP API document, 2016 to 2025"
	sdkJava     = "github.com/MEIZUPUSH/JavaSdk 1.2.13, 2025-04-22"
	aggregators = "cloud.tencent.com 269/130977 (2026-05-14); help.aliyun.com 616229 (2023); Alibaba Cloud EMAS and mPaaS, table of vendor limits, 2026; Tencent TPNS, 2023"
	realTraffic = "requests and answers of working senders, github.com, read 2026-11-23"
	assumed     = "no source found; a default of this project"
)

// Cases returns all cases, in the order in which the vendor's rows are written.
func Cases() []conformance.Case {
	return slices.Concat(
		series().Endpoint(
			signCases(), requestCases(), serviceCases(), pushCases(), textCases(), fieldCases(), optionCases(), vipCases(),
			listCases(), quotaCases(), foldCases(), rateCases(), taskCases(), broadcastCases(), statisticsCases(),
			subscriptionCases(), deviceCases(), timeCases(), presentCases(), receiptCases(), throughCases(),
		),
		series().Sender(
			senderSignCases(), senderMessageCases(), senderTargetCases(), senderCodeCases(), senderTargetCodeCases(),
			senderFailureCases(), senderOtherCases(), senderAbilityCases(),
		),
		basicCases(),
	)
}

// series is what all cases share.
func series() kit.Series {
	return kit.Series{
		Vendor: vendors.Meizu, Since: "0.2.0", Assumed: assumed,
		Feature: map[string]string{
			"task": "list", "broadcast": "broadcast", "recall": "cancel", "statistics": "statistics", "receipt": "receipts",
		},
	}
}

// basicCases are what every sender owes its user, played at Meizu.
func basicCases() []conformance.Case {
	app := shop(kit.Flag("fold_limit", "1000"))
	return basics.Cases(vendors.Meizu, basics.Wire{
		App: app, Send: []string{pathPush}, Batch: 100, NoDedup: true, Secrets: []string{"app_secret"},
		Dead:   func(n int) vendors.Token { return vendors.Token(unknownID(n)) },
		NoTest: true,
	})
}
