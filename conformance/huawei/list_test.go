package huawei

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance/casetest"
)

func TestList(t *testing.T) {
	t.Parallel()
	casetest.Run(t, casetest.List{
		Cases: Cases(), Rows: Rows(), Mutants: Mutants(), General: generalMutants(),
		WantRows:   append(append(casetest.Span("H", 37), casetest.Span("N", 16)...), "B06", "B07", "B08", "B14", "B15", "B16", "B18", "B19"),
		Named:      "H",
		BothSides:  strings.Fields("H01 H02 H03 H04 H07 H10 H11 H12 H14 H16 H18 H20 H23 H27 H31 H35 N01 N02 N03 N04 N07 N08 N10 N11 N12 N13 N14 N15 N16 B06 B08 B19"),
		SenderSide: strings.Fields("B07 B14 B15 B16 B18"),
		Codes: strings.Fields(`
			80000000 80100000 80100001 80100003 80100004 80100013 80100016 80100017 80200001 80200003
			80300002 80300007 80300008 80300010 80300011 80300013 80600003 81000001
			82000007 82000008 82000009 82000010 82000011 82000012 82000013
			1101/20002 1101/20003 1101/12304 1101/20171 1101/20172 1101/20182
			receipt:0 receipt:2 receipt:5 receipt:6 receipt:10 receipt:15 receipt:27 receipt:102 receipt:201 receipt:256
			80100022 80200005 80300029 80300030 80300036 80300037 receipt:259
			tokenFormatError tokenPlatformNotSupport noRight noPushTypeRight noRightToSendThisLiveNotificationEvent notSupportPlayVoice
			atomicUnableSendUnsubscribedMsg countryNotSupport differentImgVerifyPolicy appinfoError`),
		Waiting: map[string]string{"huawei/receipt/receipt-signature": "waits for signed receipts"},
	})
}
