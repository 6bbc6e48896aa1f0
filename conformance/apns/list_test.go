package apns

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance/casetest"
)

func TestList(t *testing.T) {
	t.Parallel()
	const (
		front    = "waits for an HTTP/2 front of the simulator that can send GOAWAY with a reason and change SETTINGS"
		channels = "waits for the broadcast and channel endpoints"
	)
	casetest.Run(t, casetest.List{
		Cases: Cases(), Rows: Rows(), Mutants: Mutants(), General: generalMutants(),
		WantRows: append(casetest.Span("A", 42), "A14b", "B14", "B15", "B16", "B18"),
		Named:    "A",
		BothSides: strings.Fields(`
			A01 A03 A04 A08 A09 A10 A11 A12 A13 A14 A16 A17 A18 A19 A20 A22 A26 A28 A29 A30 A33 A34 A35 A36 A37 A38 A39`),
		Codes: strings.Fields(`200
			BadCollapseId BadDeviceToken BadExpirationDate BadMessageId BadPriority BadTopic DeviceTokenNotForTopic DuplicateHeaders
			IdleTimeout InvalidPushType MissingDeviceToken MissingTopic PayloadEmpty TopicDisallowed
			BadCertificate BadCertificateEnvironment ExpiredProviderToken Forbidden InvalidProviderToken MissingProviderToken
			UnrelatedKeyIdInToken BadEnvironmentKeyIdInToken BadEnvironmentKeyInToken BadPath MethodNotAllowed
			ExpiredToken Unregistered PayloadTooLarge TooManyProviderTokenUpdates TooManyRequests
			InternalServerError ServiceUnavailable Shutdown`),
		Waiting: map[string]string{
			"apns/connection/certificate-environment":        front,
			"apns/connection/certificate-environment-sender": front,
			"apns/connection/server-shutdown":                front,
			"apns/connection/server-shutdown-sender":         front,
			"apns/connection/streams":                        front,
			"apns/broadcast/broadcast":                       channels,
		},
	})
}
