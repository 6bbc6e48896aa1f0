// Package vivo holds the conformance cases of vivo push: what a sender must do
// when vivo answers like this, and what an endpoint that plays vivo must answer.
//
// The cases are written from vivo's documents and from real answers, with codes,
// field names and limits as literals: a slip in the facts that senders and
// simulator share must not pass here too. rows.txt lists the rows of the vendor's
// requirements and the cases that stand for them.
//
// A level says how well a requirement is known: what vivo documents is a Must, what
// aggregators or single clients report a Should, what is only assumed a May.
//
// A function that returns cases is a table: it may be longer than functions are
// elsewhere, because each case in it, with its Run, is read by itself.
package vivo

import (
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// Where requirements are written.
const (
	docAPI      = "vivo server API document, edition 2.9.2 (dev.vivo.com.cn)"
	docNewer    = "vivo server API document, editions of 2024 to 2026"
	docCodes    = "dev.vivo.com.cn document 368 (error codes), read as transcribed by a third party in 2026"
	docReceipts = "dev.vivo.com.cn documents 155 and 681 (receipts), read as transcribed by a third party in 2026"
	docClasses  = "dev.vivo.com.cn document 359 (message classification), as restated by push aggregators"
	docFAQ      = "dev.vivo.com.cn documents 156 and 174 (FAQ, glossary), as quoted by several clients"
	sdk2        = "vivo server SDK for Java 2.x (client-side checks with the server's numbers)"
	sdkTags     = "public vivo server SDK for Java 2.x, classes Tag, TagGroup and TagSegment and their messages"
	sdk3        = "vivo server SDK for Java 3.3 (dev.vivo.com.cn document 363)"
	aggregators = "docs.jiguang.cn vendor quotas (2025-04-07); MobPush vendor limits (2023-07); cloud.tencent.com 269/130977 (2026-05-14)"
	realTraffic = "requests and answers of working senders, github.com, read 2026-11-23"
	oneReceiver = "receipt receiver of github.com/masastack/MASA.MC, 2025-06 to 2026-07"
	assumed     = "no source found; a default of this project"
)

// Cases returns all cases, in the order in which the vendor's rows are written.
func Cases() []conformance.Case {
	return slices.Concat(
		series().Endpoint(
			protocolCases(), authCases(), singleCases(), fieldCases(), optionCases(), targetCases(),
			categoryCases(), reclassifyCases(), contentCases(), auditCases(), testModeCases(), standingCases(),
			appQuotaCases(), deviceQuotaCases(), editionCases(), hoursCases(), rateCases(),
			listCases(), storedBodyCases(), listTargetCases(), broadcastCases(), tagCases(), recallCases(), queryCases(),
			statisticsCases(), deviceCases(), displayCases(), timeToLiveCases(), presentationCases(), replaceCases(),
			receiptCases(), receiptCauseCases(), lenientCases(),
		),
		series().Sender(
			senderAuthCases(), senderMessageCases(), senderTargetCases(), senderQuotaCases(),
			senderListCases(), senderFailureCases(), senderCodeCases(), senderOtherCases(),
		),
		basicCases(),
	)
}

// series is what all cases share.
func series() kit.Series {
	return kit.Series{
		Vendor: vendors.Vivo, Since: "0.1.0", Assumed: assumed,
		Feature: map[string]string{
			"list": "list", "save": "list", "all": "broadcast", "tag": "tag", "recall": "recall",
			"statistics": "statistics", "audit": "audit", "receipt": "receipts", "testmode": "test-mode",
		},
	}
}
