package vivo

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance/casetest"
)

func TestList(t *testing.T) {
	t.Parallel()
	casetest.Run(t, casetest.List{
		Cases: Cases(), Rows: Rows(), Mutants: Mutants(), General: generalMutants(),
		WantRows:  append(append(casetest.Span("V", 49), casetest.Span("S", 12)...), "B01", "B14", "B16", "B18"),
		Named:     "V",
		BothSides: strings.Fields("V06 V09 V22 V24 V25 V27 V33 V34 V38 V39 V41 V47 V48"),
		Codes: strings.Fields(`
			0 10000 10043 10045 10050 10051 10054 10055 10056 10057 10058 10059 10060 10061 10062 10063 10064 10065
			10066 10067 10068 10069 10070 10071 10072 10073 10082 10092 10094 10095 10096 10097 10103 10104
			10150 10151 10152 10153 10154 10155 10200 10201 10202 10203 10204 10205 10206 10207 10252 10254
			10301 10302 10304 10305 10306 10311 10352 10353 10471 10472 10473
			10600 10603 10604 10605 10606 10608 10609 10613 10614 10615 10700 10701 10704 10706 11000
			receipt:0 receipt:100/11001 receipt:100/12000 receipt:100/10012 receipt:100/14002 receipt:101
			receipt:102/20001 receipt:102/20002 receipt:102/20006 receipt:103
			receipt:104/1017 receipt:104/2124 receipt:104/2144 receipt:104/2183 receipt:104/2333`),
	})
}
