// Package huawei holds the conformance cases of Huawei's two push protocols, HMS (v1 and
// v2) and HarmonyOS (v3, harmony*.go): what a sender must do when Huawei answers like
// this, and what an endpoint that plays Huawei must answer.
//
// The cases are written from Huawei's documents and demos and from real answers,
// with codes, field names and limits as literals: a slip in the facts that senders
// and simulator share must not pass here too. rows.txt lists the rows of what is
// required and the cases that stand for them.
//
// A level says how well a requirement is known: what Huawei documents is a Must,
// what aggregators or single clients report a Should, what no source says a May.
//
// A function that returns cases is a table: it may be longer than functions are
// elsewhere, because each case in it, with its Run, is read by itself.
package huawei

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// Where requirements are written.
const (
	docSend     = "Huawei HMS push, downlink message API (https-send-api-0000001050986197), text of 2025-08/09"
	docAccount  = "Huawei account server error codes (server-error-codes-0000001062371380) and OAuth 2.0 client credentials"
	docClass    = "Huawei HMS message classification standard (message-classification-0000001149358835), rule of 2023-09-15"
	docNext     = "Huawei push pages of 2026-04 and 2026-07-28 (HarmonyOS; the HMS standard has the same families)"
	docFreq     = "Huawei push frequency control (push-msg-freq-control, 2026-04-22)"
	docReceipt  = "Huawei HMS receipts (msg-receipt-guide-0000001050040176, push-receiptapi)"
	docTopic    = "Huawei HMS topic API (topic-sub-api-0000001051066122, push-topiclistapi)"
	docPenalty  = "Huawei notification penalty standard (push-punishment-standards, 2025-12-16)"
	sdk         = "official server demos, github.com/HMS-Core hms-push-serverdemo-go, -java, -nodejs, -python (2023)"
	blog        = "Huawei HMS Core developer blog on six push error codes (segmentfault.com/a/1190000042188975)"
	aggregators = "cloud.tencent.com 269/130977 (2026-05-14); help.aliyun.com 613940; docs.jiguang.cn and docs.getui.com vendor quotas"
	realTraffic = "requests and answers of working senders, github.com, read 2026-11-23"
	assumed     = "no source found; a default of this project"
)

// manners is the source of what no vendor has to write down.
const manners = "what any sender owes its user"

// Cases returns all cases, in the order in which the rows are written.
func Cases() []conformance.Case {
	return slices.Concat(
		series().Endpoint(
			loginCases(), accessCases(), statusCases(), protocolCases(), sendCases(), targetCases(), sizeCases(),
			ttlCases(), fieldCases(), rangeCases(), lenientCases(), contentCases(), rightCases(), serviceCases(),
			classCases(), categoryCases(), editionCases(), smartCases(),
			capCases(), totalCases(), testCases(), penaltyCases(), rateCases(),
			deviceCases(), offlineCases(), cacheCases(), presentationCases(), dataCases(),
			topicCases(), topicCodeCases(), conditionCases(), receiptCases(), receiptCauseCases(), signedCases(),
			harmonyAuthCases(), harmonySendCases(), harmonyFieldCases(), harmonyPayloadCases(), harmonyTokenCases(), harmonyFateCases(), revokeCases(),
		),
		series().Sender(
			senderAuthCases(), senderRefreshCases(), senderMessageCases(), senderFieldCases(), senderOptionCases(),
			senderTargetCases(), senderListCases(), senderCodeCases(), senderFailureCases(), senderQuotaCases(),
			senderTopicCases(), harmonySenderCases(), harmonyMessageCases(), senderSubscribeCases(), senderOwnCases(),
		),
		basicCases(),
	)
}

// series is what all cases share.
func series() kit.Series {
	return kit.Series{
		Vendor: vendors.Huawei, Since: "0.2.0", Assumed: assumed,
		Feature: map[string]string{"list": "list", "topic": "tag", "receipt": "receipts", "testmode": "test-mode", "harmony": "second-protocol"},
	}
}

func lower(l conformance.Level) string { return strings.ToLower(string(l)) }
