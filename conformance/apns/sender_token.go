package apns

import (
	"maps"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderTokenCases are about what a sender tells of device tokens.
func senderTokenCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/token/unregistered-sender", Level: conformance.Must, Rows: []string{"A10"}, Source: docAnswers, Codes: []string{"Unregistered"},
		Needs: []conformance.Need{conformance.NeedClock},
		Title: "410 is a dead token, since a moment",
		Requirement: "A sender must report a token answered with 410 Unregistered as dead, with the moment of the timestamp in milliseconds, " +
			"and not try again.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			gone := s.World.Now()
			kit.ChangePhone(t, p, kit.Uninstalled)
			s.Advance(26 * time.Hour)
			o := s.Give(chat(), p).Outcomes[0]
			s.Refused(o, "Unregistered", vendors.ReasonTokenUnregistered, true)
			if o.DeadSince.UnixMilli() != gone.UnixMilli() {
				t.Errorf("dead since %v, want %v", o.DeadSince, gone)
			}
			s.WantRequests(pushes, 1)
		},
	}, {
		ID: "apns/token/expired-device-token-sender", Level: conformance.Must, Rows: []string{"A11"}, Source: docAnswers, Codes: []string{"ExpiredToken"},
		Title:       "an expired token is a dead token",
		Requirement: "A sender must report a token answered with 410 ExpiredToken as dead, and not try again.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Refused(s.Give(chat(), s.phone("a", kit.Switch("token", "expired"))).Outcomes[0], "ExpiredToken", vendors.ReasonTokenUnregistered, true)
			s.WantRequests(pushes, 1)
		},
	}, {
		ID: "apns/token/wrong-environment-sender", Level: conformance.Must, Rows: []string{"A09"}, Source: docAnswers, Codes: []string{"BadDeviceToken"},
		Title:       "a sandbox token in production is not dead",
		Requirement: "A sender must not call a token dead for BadDeviceToken, which is also the answer to a good token of the other environment, and not try again.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Refused(s.Give(chat(), s.phone("a", fromXcode)).Outcomes[0], "BadDeviceToken", vendors.ReasonTokenInvalid, false)
			s.WantRequests(pushes, 1)
			x := startSandboxOf(t, s)
			x.Refused(x.Give(chat(), s.phone("b")).Outcomes[0], "BadDeviceToken", vendors.ReasonTokenInvalid, false)
		},
	}, {
		ID: "apns/token/short-token-sender", Level: conformance.Must, Rows: []string{"A08"}, Source: docAnswers,
		Title:       "what is no token is a failure",
		Requirement: "A sender must report a failure for what cannot be a device token, and not call it dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			for _, token := range []vendors.Token{"abc", "../device/abc", "a b", "<00fc13ad ff785122>", "?x=1", "令牌"} {
				if o := s.GiveTo(chat(), token).Outcomes[0]; o.State == vendors.StateAccepted || o.TokenDead {
					t.Errorf("token %q is %s (code %q, dead %t), want a failure and not dead", token, o.State, o.Code, o.TokenDead)
				}
			}
		},
	}, {
		ID: "apns/token/other-app-sender", Level: conformance.Must, Rows: []string{"A12"}, Source: docAnswers, Codes: []string{"DeviceTokenNotForTopic"},
		Title:       "a token of another app is not dead",
		Requirement: "A sender must report DeviceTokenNotForTopic as a wrong app, not as a dead token: with a wrong topic all tokens get it. It must not try again.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := addPhone(t, kit.AddApp(t, im(other)), "b")
			s.Refused(s.Give(chat(), p).Outcomes[0], "DeviceTokenNotForTopic", vendors.ReasonPackageMismatch, false)
			s.WantRequests(pushes, 1)
		},
	}, {
		ID: "apns/token/timestamp-text-sender", Level: conformance.Should, Rows: []string{"A10"}, Source: anySender, Codes: []string{"Unregistered"},
		Title:       "a timestamp of another form hides no dead token",
		Requirement: "A sender should report a token as dead although the timestamp of the 410 is a text, or missing.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			for _, content := range []string{`{"reason":"Unregistered","timestamp":"1763990000123"}`, `{"reason":"Unregistered"}`} {
				s.answers(1, 410, "application/json", content)
				s.Refused(s.Give(chat(), p).Outcomes[0], "Unregistered", vendors.ReasonTokenUnregistered, true)
			}
		},
	}, {
		ID: "apns/token/mixed-sender", Level: conformance.Must, Rows: []string{"A10"}, Source: anySender, Codes: []string{"Unregistered", "BadDeviceToken", "200"},
		Title:       "each token has its own answer",
		Requirement: "A sender must report each token by its own answer, and not stop at the first that is refused.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, gone, xcode, q := s.phone("a"), s.phone("b", kit.Uninstalled), s.phone("c", fromXcode), s.phone("d")
			r := s.Give(chat(), p, gone, xcode, q)
			for i, want := range []string{"200", "Unregistered", "BadDeviceToken", "200"} {
				o := r.Outcomes[i]
				if (o.State == vendors.StateAccepted) != (want == "200") || (want != "200" && o.Code != want) || o.TokenDead != (want == "Unregistered") {
					t.Errorf("outcome %d is %s (code %q, dead %t), want %s", i, o.State, o.Code, o.TokenDead, want)
				}
			}
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}}
}

// startSandboxOf opens a second sender of the same app, for the sandbox.
func startSandboxOf(t *conformance.T, s *sending) *sending {
	app := s.App
	app.Credentials = maps.Clone(app.Credentials)
	app.Credentials["environment"] = sandbox
	return &sending{bench: s.bench, Sending: kit.StartAs(s.Bench, app)}
}
