// Package xiaomi holds the conformance cases of Mi Push: what a sender must do when
// Xiaomi answers like this, and what an endpoint that plays Xiaomi must answer.
//
// The cases are written from Xiaomi's documents and SDKs and from real answers, with
// codes, field names and limits as literals: a slip in the facts that senders and
// simulator share must not pass here too. rows.txt lists the rows of the vendor's
// requirements and the cases that stand for them.
//
// A level says how well a requirement is known: what Xiaomi documents or answered is a
// Must, what aggregators or single clients report a Should, what is only assumed a May.
//
// A function that returns cases is a table: it may be longer than functions are
// elsewhere, because each case in it, with its Run, is read by itself.
package xiaomi

import (
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// Where requirements are written. Pages of Xiaomi are named by their pId.
const (
	docAPI      = "dev.mi.com document 1559 (server API), 2024-10-21"
	docAPI2023  = "dev.mi.com document 1696 (server API, English), 2023-04-26"
	docCodes    = "dev.mi.com document 1560 (server error codes), 2024-10-18"
	docQuota    = "dev.mi.com document 1656 (push limits), 2026-02-04"
	docTTL      = "dev.mi.com document 1854 (time to live), 2024-07-30"
	docTemplate = "dev.mi.com document 2314 (message templates), 2026-06-02"
	docJava     = "dev.mi.com document 1558 (Java server SDK), 2024-10-22"
	docReceipts = "callback sample of dev.mi.com document 1558, 2024-10-22"
	sdk         = "Mi Push server SDK for Java 2.2.18 to 2.3.0"
	answers     = "answers pasted in public, 2016 to 2023, and independent clients that read them"
	octo        = "github.com/Mininglamp-OSS/octo-server, pull request 806, 2026"
	notes2026   = "third-party integration notes of 2026-07-31 and 2026-08-19 that restate dev.mi.com documents 2321, 1656 and 1544"
	aggregators = "docs.getui.com vendor quotas; docs.jiguang.cn vendor classification, 2025-04-07"
	qpsTiers    = "help.aliyun.com 616229; cloud.tencent.com 548/41407"
	oneClient   = "github.com/yilee/xiaomi-push, 2016"
	clientBugs  = "bugs of working senders, github.com, read 2026-11-23"
	assumed     = "no source found; a default of this project"
)

// Cases returns all cases, in the order in which the vendor's rows are written.
func Cases() []conformance.Case {
	return slices.Concat(
		series().Endpoint(
			authCases(), sendCases(), formCases(), targetCases(), fieldCases(), optionCases(), standingCases(),
			channelCases(), templateCases(), totalCases(), capCases(), rateCases(), multiCases(), broadcastCases(),
			feedbackCases(), receiptCases(), lifeCases(), deviceCases(), presentCases(), recallCases(), queryCases(), troubleCases(),
		),
		series().Sender(
			senderAuthCases(), senderMessageCases(), senderTargetCases(), senderQuotaCases(), senderCodeCases(), senderFailureCases(), senderOtherCases(),
		),
		basicCases(),
	)
}

// series is what all cases share.
func series() kit.Series {
	return kit.Series{
		Vendor: vendors.Xiaomi, Since: "0.2.0", Assumed: assumed,
		Feature: map[string]string{"broadcast": "broadcast", "recall": "recall", "receipt": "receipts"},
	}
}
