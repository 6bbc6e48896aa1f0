// Package oppo holds the conformance cases of OPPO push: what a sender must do when
// OPPO answers like this, and what an endpoint that plays OPPO must answer.
//
// The cases are written from OPPO's pages, its Java SDK and from real answers, with
// codes, field names and limits as literals: a slip in the facts that senders and
// simulator share must not pass here too. rows.txt lists the rows of the vendor's
// requirements and the cases that stand for them.
//
// A level says how well a requirement is known: what OPPO documents is a Must, what
// aggregators or single clients report a Should, what is only assumed a May.
//
// A function that returns cases is a table: it may be longer than functions are
// elsewhere, because each case in it, with its Run, is read by itself.
package oppo

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// Where requirements are written.
const (
	docCodes    = "open.oppomobile.com page 11235 (addresses, common parameters, return codes)"
	docTable    = "open.oppomobile.com page 11235, read as transcribed by a third party in 2026 (github.com/myt2000/AIShell)"
	docAuth     = "open.oppomobile.com page 11234 (authentication)"
	docNotes    = "open.oppomobile.com page 11236 (notification messages), edition copied by github.com/modood/pushapi, 2024-11 and 2025-07"
	docSingle   = "open.oppomobile.com page 11238 (single push)"
	docCast     = "open.oppomobile.com page on broadcast push, edition of 2020 to 2021"
	docReceipts = "open.oppomobile.com page 11239 (receipts), also as transcribed by a third party in 2026"
	docClasses  = "open.oppomobile.com page 13189 (message classification, 2024-11), as restated by Alibaba Cloud"
	sdk104      = "OPPO opush-server-sdk for Java 1.0.4, as shipped in github.com/wildfirechat/push_server"
	sdk110      = "OPPO opush-server-sdk for Java 1.1.0, source listing in github.com/yang66/push_server"
	aggregators = "open.oppomobile.com page 11210 as restated by ZEGO; docs.getui.com; docs.jiguang.cn (2025-04-07); cloud.tencent.com 269/130977 (2026-05-14)"
	realTraffic = "requests and answers of working senders, github.com, read 2026-11-23"
	assumed     = "no source found; a default of this project"
)

// manners is the source of what no vendor has to write down.
const manners = "what any sender owes its user"

// Cases returns all cases, in the order in which the vendor's rows are written.
func Cases() []conformance.Case {
	return slices.Concat(
		series().Endpoint(
			authCases(), tokenCases(), protocolCases(), lenientCases(), serviceCases(), regionCases(),
			singleCases(), envelopeCases(), targetCases(), batchCases(),
			textCases(), styleCases(), clickCases(), timeCases(), callBackCases(), editionCases(),
			classCases(), levelCases(), templateCases(), schemeCases(), contentCases(),
			dedupCases(), saveCases(), broadcastCases(), audienceCases(),
			totalCases(), capCases(), rateCases(),
			goneCases(), hiddenCases(), waitCases(), displayCases(), presentationCases(),
			receiptCases(), receiptCauseCases(),
			feedbackCases(), deviceHostCases(), pictureCases(),
		),
		senderCases(),
	)
}

// series is what all cases share.
func series() kit.Series {
	return kit.Series{
		Vendor: vendors.OPPO, Since: "0.3.0", Assumed: assumed,
		Feature: map[string]string{"batch": "list", "save": "broadcast", "broadcast": "broadcast", "audience": "tag", "receipt": "receipts"},
	}
}

func lower(l conformance.Level) string { return strings.ToLower(string(l)) }
