package apns_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/apns"
)

func Example() {
	for _, c := range apns.Cases() {
		if slices.Contains(c.Rows, "A16") && strings.HasSuffix(c.ID, "/stale-jwt-sender") {
			fmt.Println(c.ID, c.Level)
			fmt.Println(c.Requirement)
		}
	}
	// Output:
	// apns/provider/stale-jwt-sender MUST
	// A sender must sign one new provider token after ExpiredProviderToken and send the message once more with it.
}

// TestEveryCodeIsMet: each code a sender can be answered, alone in one case.
func TestEveryCodeIsMet(t *testing.T) {
	t.Parallel()
	met := map[string]bool{}
	for _, c := range apns.Cases() {
		if c.Direction == conformance.Endpoint {
			for _, code := range c.Codes {
				met[code] = true
			}
		}
	}
	for code := range strings.FieldsSeq(`200
		BadCollapseId BadDeviceToken BadExpirationDate BadMessageId BadPriority BadTopic DeviceTokenNotForTopic DuplicateHeaders
		IdleTimeout InvalidPushType MissingDeviceToken MissingTopic PayloadEmpty TopicDisallowed
		BadCertificate BadCertificateEnvironment ExpiredProviderToken Forbidden InvalidProviderToken MissingProviderToken
		UnrelatedKeyIdInToken BadEnvironmentKeyIdInToken BadEnvironmentKeyInToken BadPath MethodNotAllowed
		ExpiredToken Unregistered PayloadTooLarge TooManyProviderTokenUpdates TooManyRequests
		InternalServerError ServiceUnavailable Shutdown`) {
		if !met[code] {
			t.Errorf("no case makes an endpoint answer %s", code)
		}
	}
}

// TestAssumedIsNoMust: what is only assumed of vivo binds nobody.
func TestAssumedIsNoMust(t *testing.T) {
	t.Parallel()
	for _, c := range apns.Cases() {
		if c.Level == conformance.Must && strings.Contains(c.Source, "a default of this project") {
			t.Errorf("%s is a MUST and its source is %q", c.ID, c.Source)
		}
	}
}

// TestMutants: bad senders are declared for sender cases that exist.
func TestMutants(t *testing.T) {
	t.Parallel()
	senders := map[string]bool{}
	for _, c := range apns.Cases() {
		senders[c.ID] = c.Direction == conformance.Sender
	}
	seen := map[string]bool{}
	for _, m := range apns.Mutants() {
		if m.Name == "" || seen[m.Name] || m.Title.EN == "" || m.Title.ZH == "" {
			t.Errorf("mutant %q: its name is empty or taken, or a title is missing", m.Name)
		}
		seen[m.Name] = true
		if len(m.Kills) == 0 {
			t.Errorf("mutant %s is declared for no case", m.Name)
		}
		for _, id := range m.Kills {
			if !senders[id] {
				t.Errorf("mutant %s is declared for %s, which is no sender case", m.Name, id)
			}
		}
	}
	if len(seen) < 20 {
		t.Errorf("%d bad senders, want at least 20", len(seen))
	}
}
