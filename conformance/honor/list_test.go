package honor

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance/casetest"
)

func TestList(t *testing.T) {
	t.Parallel()
	casetest.Run(t, casetest.List{
		Cases: Cases(), Rows: Rows(), Mutants: Mutants(), General: generalMutants(),
		WantRows:   append(casetest.Span("R", 34), "B11", "B12", "B14", "B15", "B16", "B18", "B19"),
		Named:      "R",
		BothSides:  strings.Fields("R01 R02 R03 R04 R05 R06 R08 R10 R11 R12 R13 R14 R15 R16 R17 R18 R19 R20 R21 R22 R23 R25 R26 R29 R30 R31 R32 B19"),
		SenderSide: strings.Fields("R27 R28 B11 B12 B14 B15 B16 B18"),
		Codes: strings.Fields(`200 403 404 500 502 503 10001 10205 10207 10300 80100000 80100003 80200020 80200022 80200047 80200050
			80200056 80300006 80300007 80300008 80300010 unauthorized_client unsupported_grant_type failTokens expireTokens
			receipt:40000001 receipt:40000002 receipt:40000003 receipt:40000004 receipt:40000005 receipt:40000006 receipt:40000007
			receipt:40000009 receipt:40000011 receipt:40000013 receipt:40000014 receipt:40000015 receipt:50000003`),
	})
}
