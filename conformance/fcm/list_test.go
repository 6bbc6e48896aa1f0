package fcm

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance/casetest"
)

func TestList(t *testing.T) {
	t.Parallel()
	casetest.Run(t, casetest.List{
		Cases: Cases(), Rows: Rows(), Mutants: Mutants(), General: generalMutants(),
		WantRows:   append(casetest.Span("F", 41), "B14", "B15", "B16", "B18"),
		Named:      "F",
		BothSides:  strings.Fields("F01 F02 F05 F06 F08 F10 F11 F12 F13 F14 F16 F19 F20 F21 F22 F25 F27 F31 F34 F35 F36 F37 F41"),
		SenderSide: strings.Fields("F32 B14 B15 B16 B18"),
		Codes: strings.Fields(`
			200 INVALID_ARGUMENT NOT_FOUND ALREADY_EXISTS UNAUTHENTICATED THIRD_PARTY_AUTH_ERROR PERMISSION_DENIED
			UNREGISTERED SENDER_ID_MISMATCH QUOTA_EXCEEDED RESOURCE_EXHAUSTED INTERNAL UNAVAILABLE TOO_MANY_TOPICS
			invalid_grant invalid_scope unsupported_grant_type invalid_request`),
	})
}
