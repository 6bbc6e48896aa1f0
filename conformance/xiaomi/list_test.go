package xiaomi

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance/casetest"
)

func TestList(t *testing.T) {
	t.Parallel()
	casetest.Run(t, casetest.List{
		Cases: Cases(), Rows: Rows(), Mutants: Mutants(), General: generalMutants(),
		WantRows:   append(casetest.Span("X", 33), "B02", "B13", "B14", "B15", "B16", "B17", "B18"),
		Named:      "X",
		BothSides:  strings.Fields("X01 X03 X04 X06 X07 X08 X11 X12 X13 X16 X18 X20 X21 X22 X24 X25 X26 X30 X32"),
		SenderSide: strings.Fields("B02 B13 B14 B15 B16 B17"),
		Codes: strings.Fields(`
			0 -1 1 10001 10002 10003 10004 10005 10007 10008 10009 10010 10011 10014 10016 10017 10018 10020 10021 10022
			10023 10024 10026 10027 10028 10029 10031 10033 10035 10036 10037 10038 10039 20215 20216 20301 20315 20607
			21301 21303 22022 26003 26004 26006 27001 65009 65011 65012 65013 65014 65015 65016 65028 65029 65030 65035
			65036 65038 200001 200002 bad_regids channel_exceed_quota
			receipt:1 receipt:2 receipt:16/1 receipt:16/2 receipt:16/3 receipt:32 receipt:64 receipt:128/ack
			receipt:128/device_acked receipt:1024`),
	})
}
