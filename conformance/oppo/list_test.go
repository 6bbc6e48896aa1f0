package oppo

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance/casetest"
)

func TestList(t *testing.T) {
	t.Parallel()
	casetest.Run(t, casetest.List{
		Cases: Cases(), Rows: Rows(), Mutants: Mutants(), General: generalMutants(),
		WantRows:   append(casetest.Span("O", 41), "B03", "B09", "B10", "B14", "B15", "B16", "B18"),
		Named:      "O",
		BothSides:  strings.Fields("O01 O02 O09 O11 O12 O13 O14 O15 O17 O18 O19 O20 O21 O22 O23 O24 O25 O26 O27 O29 O30 O31 O32 O34 O36 O37 O38 O39 O41 B03"),
		SenderSide: strings.Fields("O35 B09 B10 B14 B15 B16"),
		Codes: strings.Fields(`
			0 -1 -2 10000 11 12 13 14 15 16 17 18 19 20 25 26 27 28 29 30 31 32 33 34 40 41 42 51 54 55 67 69
			receipt:push_arrive receipt:regid_invalid receipt:user_daily_limit receipt:app_daily_limit receipt:message_night_control`),
	})
}
