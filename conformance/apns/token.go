package apns

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// tokenCases are about the device token.
func tokenCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/token/short-token", Level: conformance.Must, Rows: []string{"A08"}, Source: docAnswers, Codes: []string{"BadDeviceToken"},
		Title:       "a token that is none",
		Requirement: "An endpoint must refuse a token that is not the hexadecimal digits of bytes with 400 BadDeviceToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.refused(b.pushTo("abc"), 400, "BadDeviceToken")
			b.refused(b.pushTo(strings.Repeat("zz", 32)), 400, "BadDeviceToken")
		},
	}, {
		ID: "apns/token/unknown-token", Level: conformance.Must, Source: docAnswers, Codes: []string{"BadDeviceToken"},
		Title:       "a token nobody has",
		Requirement: "An endpoint must refuse a well-formed token that Apple never gave out with 400 BadDeviceToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.refused(b.pushTo(strings.Repeat("ab", 32)), 400, "BadDeviceToken")
		},
	}, {
		ID: "apns/token/wrong-environment", Level: conformance.Must, Rows: []string{"A09"}, Source: docAnswers, Codes: []string{"BadDeviceToken"},
		Title:       "a token of the other environment",
		Requirement: "An endpoint must refuse a production token in the sandbox, and a sandbox token in production, with 400 BadDeviceToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			store, xcode := b.phone("a"), b.phone("b", fromXcode)
			b.refused(b.push(xcode), 400, "BadDeviceToken")
			b.accepted(b.push(store))
			b.Base = t.SiteURL(sandbox)
			b.refused(b.push(store), 400, "BadDeviceToken")
			b.accepted(b.push(xcode))
			b.WantItems(store, 1)
			b.WantItems(xcode, 1)
		},
	}, {
		ID: "apns/token/unregistered", Level: conformance.Must, Rows: []string{"A10"}, Source: docAnswers, Codes: []string{"Unregistered"},
		Needs:       []conformance.Need{conformance.NeedClock},
		Title:       "a token whose app is gone",
		Requirement: "An endpoint must refuse the token of a removed app with 410 Unregistered and a timestamp, a number of milliseconds, of when it found out.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			gone := b.World.Now()
			kit.ChangePhone(t, p, kit.Uninstalled)
			b.Advance(26 * time.Hour)
			wantSince(t, b.refused(b.push(p), 410, "Unregistered"), gone)
		},
	}, {
		ID: "apns/token/push-switched-off", Level: conformance.Must, Rows: []string{"A10"}, Source: docAnswers, Codes: []string{"Unregistered"},
		Title:       "an app that unregistered",
		Requirement: "An endpoint must refuse the token of an app that unregistered from push with 410 Unregistered and a timestamp.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a", kit.Unsubscribed)
			wantSince(t, b.refused(b.push(p), 410, "Unregistered"), b.World.Now())
		},
	}, {
		ID: "apns/token/registered-again", Level: conformance.Must, Rows: []string{"A10"}, Source: docAnswers, Codes: []string{"Unregistered", "200"},
		Title:       "an app that came back",
		Requirement: "An endpoint must take pushes again once the app is back with its token.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a", kit.Uninstalled)
			b.refused(b.push(p), 410, "Unregistered")
			p = kit.ChangePhone(t, p, func(p *device.Phone) { p.Installed = true })
			b.accepted(b.push(p))
			b.WantItems(p, 1)
		},
	}, {
		ID: "apns/token/unnoticed-removal", Level: conformance.Must, Source: docMetrics, Codes: []string{"200"},
		Title:       "a removal nobody has noticed yet",
		Requirement: "An endpoint must accept a push to an app that was removed without APNs knowing, and show nothing.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a", kit.Uninstalled, kit.Switch("removal", "unnoticed"))
			b.WantFate(b.accepted(b.push(p)), p, device.Dropped, device.Hidden)
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/token/removal-noticed", Level: conformance.May, Source: assumed, Codes: []string{"200", "Unregistered"},
		Needs:       []conformance.Need{conformance.NeedClock},
		Title:       "a removal is noticed by the push that found no app",
		Requirement: "An endpoint may refuse the push after one that found the app removed with 410 Unregistered, with the moment it was found; Apple only says that the refusal comes later.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a", kit.Uninstalled, kit.Switch("removal", "unnoticed"))
			b.accepted(b.push(p))
			b.Settle()
			found := b.World.Now()
			b.Advance(time.Minute)
			wantSince(t, b.refused(b.push(p), 410, "Unregistered"), found)
		},
	}, {
		ID: "apns/token/expired-device-token", Level: conformance.Must, Rows: []string{"A11"}, Source: docAnswers, Codes: []string{"ExpiredToken"},
		Title:       "a token whose time is over",
		Requirement: "An endpoint must refuse an expired device token with 410 ExpiredToken and a timestamp.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.refused(b.push(b.phone("a", kit.Switch("token", "expired"))), 410, "ExpiredToken")
			if ms, ok := a.JSON["timestamp"].(json.Number); !ok || len(ms) != 13 {
				t.Errorf("%v, want a timestamp in milliseconds", a)
			}
		},
	}, {
		ID: "apns/token/other-app", Level: conformance.Must, Rows: []string{"A12"}, Source: docAnswers, Codes: []string{"DeviceTokenNotForTopic"},
		Title:       "a token of another app",
		Requirement: "An endpoint must refuse a token of another app than the topic with 400 DeviceTokenNotForTopic.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := addPhone(t, kit.AddApp(t, im(other)), "b")
			b.refused(b.push(p), 400, "DeviceTokenNotForTopic")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/token/dead-before-topic", Level: conformance.May, Source: assumed, Codes: []string{"Unregistered"},
		Title:       "a dead token of another app is dead first",
		Requirement: "An endpoint may look whether a token is registered before it looks whose it is.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := addPhone(t, kit.AddApp(t, im(other)), "b", kit.Uninstalled)
			b.refused(b.push(p), 410, "Unregistered")
		},
	}}
}

// wantSince says what moment a 410 must name.
func wantSince(t *conformance.T, a kit.Answer, at time.Time) {
	if ms, ok := a.JSON["timestamp"].(json.Number); !ok || ms.String() != fmt.Sprint(at.UnixMilli()) {
		t.Errorf("%v, want the timestamp %d, a number of milliseconds", a, at.UnixMilli())
	}
}
