// Package honor holds the conformance cases of Honor push: what a sender must do when
// Honor answers like this, and what an endpoint that plays Honor must answer.
//
// The cases are written from copies of Honor's documents and from what clients put on
// the wire, with codes, field names and limits as literals: a slip in the facts that
// senders and simulator share must not pass here too. rows.txt lists the rows of what is
// required and the cases that stand for them.
//
// A level says how well a requirement is known: what Honor documents is a Must, what
// aggregators or single clients report a Should, what no source says a May. No answer of
// Honor's was ever published, so HTTP statuses and texts are looked at in cases of their
// own.
//
// A function that returns cases is a table: it may be longer than functions are
// elsewhere, because each case in it, with its Run, is read by itself.
package honor

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// Where requirements are written.
const (
	docSend     = "Honor push, downlink message API (developer.honor.com 11002/reference/downlink-message), text of 2024-10-11 as copied into github.com/liyouping/pushapi"
	docCodes    = "Honor push, response codes (11002/reference/downlink-message), as transcribed in github.com/myt2000/AIShell, 2026"
	docReceipt  = "Honor push, receipts (11002/reference/downlink-message-return), as transcribed in github.com/myt2000/AIShell; receiver of github.com/masastack/MASA.MC"
	docBlog     = "Honor developer blog on downlink messages, 2023-11-01 (my.oschina.net/u/5873522/blog/10140231)"
	docClass    = "Honor message classification standard, 2023-11 (coreui.cn/news/209029)"
	oauth       = "OAuth 2.0 client credentials, as four clients of Honor push use it (github.com/liyouping/pushapi, zandala88/honor-push, cossim/hipush, meetleev/go-multipush)"
	aggregators = "help.aliyun.com 2860774; docs.getui.com vendor/qps; tencentcloud.com 1047/66807 (2025-03-03)"
	realTraffic = "requests of working and of broken senders, github.com, read 2026-11-23"
	assumed     = "no source found; a default of this project"
)

// manners is the source of what no vendor has to write down.
const manners = "what any sender owes its user"

// The classes in short.
const (
	service = vendors.ClassTransactional
	promo   = vendors.ClassMarketing
)

// Cases returns all cases, in the order in which the rows are written.
func Cases() []conformance.Case {
	return slices.Concat(
		series().Endpoint(
			loginCases(), accessCases(), headerCases(), protocolCases(), sendCases(), targetCases(), sizeCases(),
			ttlCases(), fieldCases(), lookCases(), lenientCases(), contentCases(), imageCases(), classCases(), editionCases(),
			capCases(), testCases(), rateCases(), serviceCases(),
			deviceCases(), presentationCases(), dataCases(), receiptCases(), receiptCauseCases(), receiptPairCases(),
		),
		series().Sender(
			senderAuthCases(), senderRefreshCases(), senderMessageCases(), senderFieldCases(), senderClassCases(),
			senderTargetCases(), senderListCases(), senderCodeCases(), senderFailureCases(), senderQuotaCases(),
		),
		basicCases(),
	)
}

// series is what all cases share.
func series() kit.Series {
	return kit.Series{
		Vendor: vendors.Honor, Since: "0.3.0", Assumed: assumed,
		Feature: map[string]string{"list": "list", "receipt": "receipts", "testmode": "test-mode"},
	}
}

func lower(l conformance.Level) string { return strings.ToLower(string(l)) }
