package fcm

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

const codeProject = "RESOURCE_EXHAUSTED"

// quotaCases are about the project's minute.
func quotaCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "fcm/quota/project-quota", Level: conformance.Must, Rows: []string{"F25"}, Source: docQuota + "; github.com/firebase/firebase-admin-go issue 719", Codes: []string{codeProject, "200"}, Needs: clock,
		Title:       "over the project's minute is 429 without FcmError",
		Requirement: "An endpoint must answer messages over the project's quota of a minute with 429 RESOURCE_EXHAUSTED, ErrorInfo RATE_LIMIT_EXCEEDED and no FcmError, and take them again when the minute is over.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("messages", 100))
			p := b.Phone("a")
			for range 100 {
				b.wantAccepted(b.send(p))
			}
			a := b.send(p)
			b.wantError(a, 429, codeProject, "")
			if reason := details(a)[typeErr].Field("reason"); reason != "RATE_LIMIT_EXCEEDED" {
				t.Errorf("%v: ErrorInfo has the reason %q, want RATE_LIMIT_EXCEEDED", a, reason)
			}
			b.Advance(time.Minute)
			b.wantAccepted(b.send(p))
		},
	}, {
		ID: "fcm/quota/default", Level: conformance.Must, Rows: []string{"F25"}, Source: docQuota, Codes: []string{codeProject, "200"},
		Title:       "600,000 messages a minute",
		Requirement: "An endpoint must let a project send 600,000 messages a minute and no more.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantAccepted(b.send(p)) // the minute begins
			b.SetCount("messages", 599_999)
			b.wantAccepted(b.send(p))
			b.wantError(b.send(p), 429, codeProject, "")
		},
	}, {
		ID: "fcm/quota/4xx-count", Level: conformance.Must, Rows: []string{"F26"}, Source: docQuota, Codes: []string{codeProject, "UNREGISTERED"},
		Title:       "refused calls count",
		Requirement: "An endpoint must count calls it refuses with 4xx: after 100 answers of 404 a good one must be answered 429 under a quota of 100.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("messages", 100))
			for range 100 {
				b.wantError(b.order(set("token", unknown)), 404, "NOT_FOUND", "UNREGISTERED")
			}
			b.wantError(b.send(b.Phone("a")), 429, codeProject, "")
		},
	}, {
		ID: "fcm/quota/403-count", Level: conformance.Must, Rows: []string{"F26"}, Source: docQuota, Codes: []string{codeProject, "PERMISSION_DENIED"},
		Title:       "calls without the right count, too",
		Requirement: "An endpoint must count calls it refuses because the service account lacks the role: after 3 answers of 403 a good one must be answered 429 under a quota of 3.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("messages", 3), kit.Flag("role", "missing"))
			p := b.Phone("a")
			for range 3 {
				b.wantError(b.send(p), 403, "PERMISSION_DENIED", "")
			}
			b.SetFlag("role", "granted")
			b.wantError(b.send(p), 429, codeProject, "")
		},
	}, {
		ID: "fcm/quota/429-do-not-count", Level: conformance.Must, Rows: []string{"F26"}, Source: docQuota, Codes: []string{codeProject, "200"}, Needs: clock,
		Title:       "answers of 429 do not count",
		Requirement: "An endpoint must not count what it answers with 429: the minute ends when it would have ended.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("messages", 1))
			p := b.Phone("a")
			b.wantAccepted(b.send(p))
			for range 5 {
				b.Advance(10 * time.Second)
				b.wantError(b.send(p), 429, codeProject, "")
			}
			b.Advance(10 * time.Second)
			b.wantAccepted(b.send(p))
		},
	}, {
		ID: "fcm/quota/retry-after", Level: conformance.May, Rows: []string{"F25"}, Source: assumed, Codes: []string{codeProject}, Needs: clock,
		Title:       "Retry-After tells when the minute ends",
		Requirement: "An endpoint may say in Retry-After how many seconds are left of the minute.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("messages", 1))
			p := b.Phone("a")
			b.send(p)
			b.Advance(20 * time.Second)
			if after := b.send(p).Header.Get("Retry-After"); after != "40" {
				t.Errorf("Retry-After is %q, want 40", after)
			}
		},
	}, {
		ID: "fcm/quota/fan-outs", Level: conformance.Should, Source: docQuota + "; how long a fan-out lasts is assumed", Codes: []string{"QUOTA_EXCEEDED", "200"}, Needs: clock,
		Title:       "a thousand fan-outs at once",
		Requirement: "An endpoint should refuse messages to topics over a thousand fan-outs under way with 429.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantAccepted(b.order(set("topic", "news")))
			b.SetCount("fanouts", 1000)
			if a := b.order(set("topic", "news")); a.Status != 429 {
				t.Errorf("%v, want HTTP 429", a)
			}
			b.Advance(time.Minute)
			b.wantAccepted(b.order(set("topic", "news")))
		},
	}}
}

// deviceQuotaCases are about one phone.
func deviceQuotaCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	key := android("collapse_key", "c2c_10001")
	return []conformance.Case{{
		ID: "fcm/quota/device-rate", Level: conformance.Must, Rows: []string{"F27"}, Source: docQuota + "; " + docErrors, Codes: []string{"QUOTA_EXCEEDED", "200"}, Needs: clock,
		Title:       "241 messages to one phone in a minute",
		Requirement: "An endpoint must answer the 241st message to one Android phone within a minute with 429 and FcmError QUOTA_EXCEEDED, and take it a minute later.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for range 240 {
				b.wantAccepted(b.send(p))
			}
			b.wantError(b.send(p), 429, codeProject, "QUOTA_EXCEEDED")
			b.wantAccepted(b.send(b.Phone("b")))
			b.Advance(time.Minute)
			b.wantAccepted(b.send(p))
		},
	}, {
		ID: "fcm/quota/device-sliding", Level: conformance.Should, Rows: []string{"F27"}, Source: docQuota + "; that the minute slides is assumed", Codes: []string{"QUOTA_EXCEEDED", "200"}, Needs: clock,
		Title:       "a phone's minute is the one before the message",
		Requirement: "An endpoint should look back a minute from each message: after one message, 239 more 59 seconds later and one in the next second, another in that second is answered 429.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantAccepted(b.send(p))
			b.Advance(59 * time.Second)
			for range 239 {
				b.wantAccepted(b.send(p))
			}
			b.Advance(time.Second)
			b.wantAccepted(b.send(p))
			b.wantError(b.send(p), 429, codeProject, "QUOTA_EXCEEDED")
			b.Advance(58 * time.Second)
			b.wantError(b.send(p), 429, codeProject, "QUOTA_EXCEEDED")
			b.Advance(time.Second)
			b.wantAccepted(b.send(p))
		},
	}, {
		ID: "fcm/quota/device-hour", Level: conformance.Must, Rows: []string{"F27"}, Source: docQuota, Codes: []string{"QUOTA_EXCEEDED", "200"}, Needs: clock,
		Title:       "5001 messages to one phone in an hour",
		Requirement: "An endpoint must answer the 5001st message to one Android phone within an hour with 429 and FcmError QUOTA_EXCEEDED.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for n := range 5000 {
				if n > 0 && n%240 == 0 {
					b.Advance(time.Minute)
				}
				if a := b.send(p, data); a.Status != 200 {
					t.Fatalf("message %d: %v, want it accepted", n+1, a)
				}
			}
			b.Advance(time.Minute)
			b.wantError(b.send(p), 429, codeProject, "QUOTA_EXCEEDED")
			b.Advance(time.Hour)
			b.login(nil)
			b.wantAccepted(b.send(p))
		},
	}, {
		ID: "fcm/quota/device-ios", Level: conformance.Should, Rows: []string{"F27"}, Source: docQuota, Codes: []string{"200"},
		Title:       "iPhones have APNs' limits, not these",
		Requirement: "An endpoint should not hold messages to iPhones to the limits of Android phones.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Switch("platform", "ios"))
			for range 241 {
				b.wantAccepted(b.send(p))
			}
		},
	}, {
		ID: "fcm/quota/collapsible", Level: conformance.Must, Rows: []string{"F28"}, Source: docQuota, Codes: []string{"200"}, Needs: clock,
		Title:       "collapsible messages are throttled without a word",
		Requirement: "An endpoint must accept 25 messages with one collapse_key, bring 20 to the phone at once, and of the others the newest three minutes later.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			var last kit.Answer
			for range 25 {
				last = b.send(p, key)
				b.wantAccepted(last)
				b.Settle()
			}
			b.WantItems(p, 20)
			b.WantFate(last, p, device.Held)
			b.Advance(3 * time.Minute)
			b.WantFate(last, p, device.Shown)
			b.WantItems(p, 21)
		},
	}, {
		ID: "fcm/quota/non-collapsible", Level: conformance.Must, Rows: []string{"F29"}, Source: docQuota, Codes: []string{"200"},
		Title:       "messages without a collapse_key are not throttled",
		Requirement: "An endpoint must bring 25 messages without a collapse_key to the phone at once.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for range 25 {
				b.wantAccepted(b.send(p))
			}
			b.WantItems(p, 25)
		},
	}}
}
