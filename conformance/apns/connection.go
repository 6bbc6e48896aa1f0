package apns

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
)

// updateCases are about how often a connection changes its provider token.
func updateCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "apns/connection/too-many-updates", Level: conformance.Must, Rows: []string{"A18"}, Source: docToken,
		Codes: []string{"TooManyProviderTokenUpdates", "200"}, Needs: clock,
		Title:       "a second provider token after five minutes",
		Requirement: "An endpoint must refuse a new provider token within 20 minutes of the last on the same connection with 429 TooManyProviderTokenUpdates.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, bearer(b.login.token(b.World.Now()))))
			b.Advance(5 * time.Minute)
			b.refused(b.push(p, bearer(b.login.token(b.World.Now()))), 429, "TooManyProviderTokenUpdates")
			b.WantItems(p, 1)
		},
	}, {
		ID: "apns/connection/back-to-the-first", Level: conformance.May, Rows: []string{"A18"}, Source: assumed,
		Codes: []string{"TooManyProviderTokenUpdates", "200"}, Needs: clock,
		Title:       "the first provider token after the second was too many",
		Requirement: "An endpoint may still take the first provider token of a connection after it refused a second with 429 TooManyProviderTokenUpdates.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			first := b.login.token(b.World.Now())
			b.accepted(b.push(p, bearer(first)))
			b.Advance(5 * time.Minute)
			b.refused(b.push(p, bearer(b.login.token(b.World.Now()))), 429, "TooManyProviderTokenUpdates")
			b.accepted(b.push(p, bearer(first)))
			b.WantItems(p, 2)
		},
	}, {
		ID: "apns/connection/update-after-20-minutes", Level: conformance.Must, Rows: []string{"A18"}, Source: docToken, Codes: []string{"200"}, Needs: clock,
		Title:       "a second provider token after 21 minutes",
		Requirement: "An endpoint must take a new provider token 20 minutes after the last, and then again after 20 more.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			for range 3 {
				b.accepted(b.push(p, bearer(b.login.token(b.World.Now()))))
				b.Advance(21 * time.Minute)
			}
			b.accepted(b.push(p, bearer(b.login.token(b.World.Now()))))
			b.Advance(5 * time.Minute)
			b.refused(b.push(p, bearer(b.login.token(b.World.Now()))), 429, "TooManyProviderTokenUpdates")
		},
	}, {
		ID: "apns/connection/update-elsewhere", Level: conformance.Should, Rows: []string{"A18"}, Source: docToken, Codes: []string{"200", "TooManyProviderTokenUpdates"},
		Title: "another connection, another provider token",
		Requirement: "An endpoint should take another provider token on another connection at the same time, and not on the same one: " +
			"Apple says so, and some operators saw it otherwise.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p))
			c := b.connect(conformance.Connection{})
			second := bearer(b.login.token(b.World.Now().Add(-time.Minute)))
			b.accepted(c.push(p, second))
			b.refused(b.push(p, second), 429, "TooManyProviderTokenUpdates")
		},
	}, {
		ID: "apns/connection/refused-token-binds-nothing", Level: conformance.Must, Rows: []string{"A18"}, Source: docToken,
		Codes: []string{"ExpiredProviderToken", "200"},
		Title: "a refused provider token is no update",
		Requirement: "An endpoint must take a good provider token right after it refused an expired one on the same connection: " +
			"that is how senders are told to recover.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.refused(b.push(p, bearer(b.login.token(b.World.Now().Add(-2*time.Hour)))), 403, "ExpiredProviderToken")
			b.accepted(b.push(p))
		},
	}}
}

// foreign is an app of another team. Its key is the example key of RFC 6979 A.2.5,
// which everybody knows.
func foreign(a *sim.AppSpec) {
	a.ID, a.Package = "foreign", "com.example.foreign"
	a.Credentials = map[string]string{
		"team_id": "TESTTEAM22", "key_id": "TESTKEYID2", "topic": "com.example.foreign", "p8": `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgya+p2EW6dRZrXCFX
Z7HWk05Qw9s26JsSe4piKxIPZyGhRANCAARg/tS6JVqdMclh63TGNW1owEm4kjth
+mzmaWIuYPKftnkD/hAIuLyZpBrp6VYovGTy8bIMLX6fUXejwpTURiKZ
-----END PRIVATE KEY-----
`,
	}
}

// keyCases are about several keys on a connection, and what a key is for.
func keyCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "apns/key/unrelated-key", Level: conformance.Must, Rows: []string{"A19"}, Source: docToken, Codes: []string{"UnrelatedKeyIdInToken", "200"}, Needs: clock,
		Title: "a second key on a connection",
		Requirement: "An endpoint must refuse a provider token of another key than the connection's first with 403 UnrelatedKeyIdInToken, " +
			"and take it on a new connection.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p))
			b.Advance(30 * time.Minute) // no matter of how often tokens change
			second := b.as(kit.AddApp(t, im(other)))
			q := second.phone("b")
			b.refused(second.push(q), 403, "UnrelatedKeyIdInToken")
			b.WantItems(q, 0)
			b.accepted(b.push(p))
			b.accepted(second.connect(conformance.Connection{}).push(q))
			b.WantItems(q, 1)
		},
	}, {
		ID: "apns/key/related-key", Level: conformance.Must, Rows: []string{"A19"}, Source: docToken, Codes: []string{"200", "UnrelatedKeyIdInToken"}, Needs: clock,
		Title:       "a related key on a connection",
		Requirement: "An endpoint must take a provider token of the key that is related to the connection's first one, and of no third one.",
		Run: func(t *conformance.T) {
			b := open(t)
			second := b.as(kit.AddApp(t, im(other)))
			if err := b.World.SetFlag(b.App.ID, "related_key", second.login.kid); err != nil {
				t.SetupErrorf("related key: %v", err)
			}
			b.accepted(b.push(b.phone("a")))
			b.Advance(30 * time.Minute)
			b.accepted(second.push(second.phone("b")))
			b.Advance(30 * time.Minute)
			third := b.as(kit.AddApp(t, im(func(a *sim.AppSpec) { a.ID, a.Package = "third", "com.example.third" })))
			b.refused(third.push(third.phone("c")), 403, "UnrelatedKeyIdInToken")
		},
	}, {
		ID: "apns/key/team-key", Level: conformance.Must, Source: docToken, Codes: []string{"200", "TopicDisallowed"},
		Title:       "a key is for all topics of its team",
		Requirement: "An endpoint must take a push to any topic of the key's team, and of no other team.",
		Run: func(t *conformance.T) {
			b := open(t)
			second := kit.AddApp(t, im(other))
			p := addPhone(t, second, "b")
			b.accepted(b.push(p, topic(second.Credentials["topic"])))
			b.WantItems(p, 1)
			stranger := kit.AddApp(t, im(foreign))
			b.refused(b.push(addPhone(t, stranger, "c"), topic(stranger.Credentials["topic"])), 400, "TopicDisallowed")
		},
	}, {
		ID: "apns/key/other-team", Level: conformance.May, Source: assumed, Codes: []string{"InvalidProviderToken", "200"}, Needs: clock,
		Title:       "a second team on a connection",
		Requirement: "An endpoint may answer a provider token of another team than the connection's first with 403 InvalidProviderToken, and must take it on a new connection.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.accepted(b.push(b.phone("a")))
			b.Advance(30 * time.Minute)
			stranger := b.as(kit.AddApp(t, im(foreign)))
			p := stranger.phone("b")
			b.refused(stranger.push(p), 403, "InvalidProviderToken")
			b.accepted(stranger.connect(conformance.Connection{}).push(p))
		},
	}, {
		ID: "apns/key/key-environment", Level: conformance.Should, Rows: []string{"A20"}, Source: clients, Codes: []string{"BadEnvironmentKeyInToken", "200"},
		Title:       "a key of the other environment",
		Requirement: "An endpoint should refuse a production key in the sandbox, and the other way round, with 403 BadEnvironmentKeyInToken, the reason clients saw.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("key_environment", production))
			p := b.phone("a")
			b.accepted(b.push(p))
			x := b.connect(conformance.Connection{})
			x.Base = t.SiteURL(sandbox)
			b.refused(x.push(b.phone("b", fromXcode)), 403, "BadEnvironmentKeyInToken")
			if err := b.World.SetFlag(b.App.ID, "key_environment", sandbox); err != nil {
				t.SetupErrorf("environment of the key: %v", err)
			}
			b.refused(b.push(p), 403, "BadEnvironmentKeyInToken")
		},
	}, {
		ID: "apns/key/key-environment-documented", Level: conformance.Must, Rows: []string{"A20"}, Source: docToken, Codes: []string{"BadEnvironmentKeyIdInToken"},
		Title:       "a key of the other environment, in Apple's spelling",
		Requirement: "An endpoint that goes by Apple's pages must refuse a production key in the sandbox with 403 BadEnvironmentKeyIdInToken.",
		Run: func(t *conformance.T) {
			b := openSandbox(t, kit.Flag("key_environment", production), kit.Flag("key_environment_reason", "documented"))
			p := b.phone("a", fromXcode)
			b.refused(b.push(p), 403, "BadEnvironmentKeyIdInToken")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/key/topic-key", Level: conformance.May, Source: assumed, Codes: []string{"TopicDisallowed", "200"},
		Title:       "a key for one topic",
		Requirement: "An endpoint may refuse a topic that a topic-specific key does not name with 400 TopicDisallowed, and must take those it names.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("key_topics", "com.example.im"))
			second := kit.AddApp(t, im(other))
			b.accepted(b.push(b.phone("a")))
			b.refused(b.push(addPhone(t, second, "b"), topic(second.Credentials["topic"])), 400, "TopicDisallowed")
		},
	}}
}
