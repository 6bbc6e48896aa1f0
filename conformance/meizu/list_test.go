package meizu

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance/casetest"
)

func TestList(t *testing.T) {
	t.Parallel()
	casetest.Run(t, casetest.List{
		Cases: Cases(), Rows: Rows(), Mutants: Mutants(), General: generalMutants(),
		WantRows:   append(append(casetest.Span("M", 34), casetest.Span("S", 11)...), "B04", "B05", "B14", "B15", "B16", "B18", "B20"),
		Named:      "M",
		BothSides:  strings.Fields("M01 M02 M03 M05 M06 M07 M08 M10 M11 M12 M14 M15 M16 M18 M19 M21 M22 M24 M25 M26 M27 M28 M29 M31 M32 M34"),
		SenderSide: strings.Fields("B04 B05 B14 B15 B16 B20"),
		Codes: strings.Fields(`
			200 201 300 500 501 513 518 519 520 1001 1003 1005 1006 110000 110002 110003 110004 110005 110009
			110010 110011 110019 110031 110032 110051 110053 receipt:1`),
	})
}
