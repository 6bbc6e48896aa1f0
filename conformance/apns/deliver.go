package apns

import (
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// waitCases are about a phone that is offline.
func waitCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	// kept says until when a push waits: a phone back before sees it, one back after not.
	kept := func(id string, level conformance.Level, title, requirement string, before, after time.Duration, edits func(b *bench) []edit) conformance.Case {
		return conformance.Case{
			ID: "apns/storage/" + id, Level: level, Source: docSend, Codes: []string{"200"}, Needs: clock,
			Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				b := open(t)
				soon, late := b.phone("a", kit.Offline), b.phone("b", kit.Offline)
				b.accepted(b.push(soon, edits(b)...))
				a := b.accepted(b.push(late, edits(b)...))
				b.Settle()
				b.Advance(before)
				kit.ChangePhone(t, soon, kit.Online)
				b.WantItems(soon, 1)
				b.Advance(after - before)
				b.WantFate(a, late, device.Expired)
				kit.ChangePhone(t, late, kit.Online)
				b.WantItems(late, 0)
			},
		}
	}
	const day = 24 * time.Hour
	return []conformance.Case{{
		ID: "apns/storage/offline-expiration-0", Level: conformance.Must, Rows: []string{"A33"}, Source: docSend, Codes: []string{"200"}, Needs: clock,
		Title:       "now or never",
		Requirement: "An endpoint must accept a push with apns-expiration 0 to an offline phone with 200 and not store it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.phone("a", kit.Offline), b.phone("b")
			a := b.accepted(b.push(p, expiration("0")))
			b.WantFate(a, p, device.Dropped, device.Expired)
			b.accepted(b.push(q, expiration("0")))
			b.WantItems(q, 1)
			kit.ChangePhone(t, p, kit.Online)
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/storage/expiration-over", Level: conformance.Should, Rows: []string{"A33"}, Source: docSend, Codes: []string{"200"},
		Title:       "an expiration that is over",
		Requirement: "An endpoint should not store a push whose apns-expiration is over.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a", kit.Offline)
			b.accepted(b.push(p, expires(b.World.Now().Add(-time.Minute))))
			b.Settle()
			kit.ChangePhone(t, p, kit.Online)
			b.WantItems(p, 0)
		},
	},
		kept("expiration", conformance.Must, "a push waits until its expiration",
			"An endpoint must keep a push for an offline phone until apns-expiration, and no longer.",
			50*time.Minute, 70*time.Minute, func(b *bench) []edit { return []edit{expires(b.World.Now().Add(time.Hour))} }),
		kept("no-expiration", conformance.Should, "without an expiration a push waits up to 30 days",
			"An endpoint should keep a push without apns-expiration for 30 days, the most Apple names.",
			29*day, 31*day, func(*bench) []edit { return nil }),
		kept("long-expiration", conformance.Must, "no push waits longer than 30 days",
			"An endpoint must not keep a push longer than 30 days, whatever its apns-expiration.",
			29*day, 31*day, func(b *bench) []edit { return []edit{expires(b.World.Now().Add(90 * day))} }),
		{
			ID: "apns/storage/offline-two-pushes", Level: conformance.Must, Rows: []string{"A34"}, Source: docMetrics, Codes: []string{"200"}, Needs: clock,
			Title:       "one push is stored",
			Requirement: "An endpoint must accept two pushes to an offline phone, and deliver only the second when the phone is back; one that is there gets both.",
			Run: func(t *conformance.T) {
				b := open(t)
				p, q := b.phone("a", kit.Offline), b.phone("b", kit.Offline)
				first := b.accepted(b.push(p, titled("一")))
				b.accepted(b.push(q, titled("三")))
				b.Settle()
				second := b.accepted(b.push(p, titled("二")))
				b.Settle()
				kit.ChangePhone(t, p, kit.Online)
				kit.ChangePhone(t, q, kit.Online)
				b.WantTitles(p, "二")
				b.WantTitles(q, "三") // another phone's store is its own
				b.WantFate(first, p, device.Replaced)
				b.WantFate(second, p, device.Shown)
				there := b.phone("c")
				b.accepted(b.push(there, titled("一")))
				b.accepted(b.push(there, titled("二")))
				b.WantTitles(there, "一", "二")
			},
		},
	}
}

// collapseCases are about apns-collapse-id.
func collapseCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/collapse/collapse", Level: conformance.Must, Rows: []string{"A35"}, Source: docSend, Codes: []string{"200", "BadCollapseId"},
		Title: "the same apns-collapse-id is one notification",
		Requirement: "An endpoint must replace a notification by the next with the same apns-collapse-id, and keep those with others, of other phones, " +
			"and those that were refused apart.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, titled("一"), collapse("c2c_10001")))
			b.Settle()
			b.accepted(b.push(p, titled("二"), collapse("c2c_10001")))
			b.WantTitles(p, "二")
			q := b.phone("b")
			b.accepted(b.push(p, titled("三"), collapse("c2c_10002")))
			b.accepted(b.push(q, titled("四"), collapse("c2c_10001")))
			b.refused(b.push(q, titled("五"), collapse(strings.Repeat("c2c_10001", 8))), 400, "BadCollapseId")
			b.WantTitles(p, "二", "三")
			b.WantTitles(q, "四")
		},
	}}
}

// backgroundCases are about pushes that wake the app.
func backgroundCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "apns/background/background-throttle", Level: conformance.Must, Rows: []string{"A36"}, Source: docBack, Codes: []string{"200"}, Needs: clock,
		Title: "more than three background pushes an hour are throttled",
		Requirement: "An endpoint must accept background pushes beyond two or three an hour with 200, throw them away, and deliver again later; " +
			"alerts are not counted.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.phone("a"), b.phone("b")
			var all []kit.Answer
			for range 4 {
				all = append(all, b.accepted(b.push(p, silent)))
				b.Settle()
				b.Advance(5 * time.Minute)
			}
			for _, a := range all[:2] { // Apple leaves open what becomes of the third
				b.WantFate(a, p, device.Hidden)
			}
			if m := b.Fate(all[3], p); m.State != device.Dropped || m.Reason != vendors.ReasonFrequencyControl {
				t.Errorf("the fourth background push is %q (reason %s), want %q and %s", m.State, m.Reason, device.Dropped, vendors.ReasonFrequencyControl)
			}
			b.WantFate(b.accepted(b.push(q, silent)), q, device.Hidden) // another phone
			b.WantFate(b.accepted(b.push(p)), p, device.Shown)
			b.Advance(time.Hour)
			b.WantFate(b.accepted(b.push(p, silent)), p, device.Hidden)
		},
	}, {
		ID: "apns/background/app-closed", Level: conformance.Must, Rows: []string{"A36"}, Source: docBack, Codes: []string{"200"},
		Title:       "an app the user closed is not woken",
		Requirement: "An endpoint must not deliver a background push to an app the user closed by force, and still show it alerts.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a", kit.Killed)
			b.WantFate(b.accepted(b.push(p, silent)), p, device.Dropped)
			b.WantFate(b.accepted(b.push(p)), p, device.Shown)
		},
	}}
}

// floodCases are about many pushes in a row to one token.
func floodCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/flood/same-device-flood", Level: conformance.May, Rows: []string{"A37"}, Source: docAnswers + " (the reason); " + assumed + " (the numbers)",
		Codes: []string{"TooManyRequests", "200"}, Needs: []conformance.Need{conformance.NeedClock},
		Title: "30 pushes in a row to one phone",
		Requirement: "An endpoint may refuse some of many pushes in a row to one device token with 429 TooManyRequests, and must then take those before, " +
			"those to other tokens, and those after a pause.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("device_limit", "on"))
			p, q := b.phone("a"), b.phone("b")
			taken := 0
			for range 30 {
				if a := b.push(p); a.Status == 429 {
					b.refused(a, 429, "TooManyRequests")
				} else {
					b.accepted(a)
					taken++
				}
			}
			if taken == 0 || taken == 30 {
				t.Errorf("%d of 30 pushes were taken, want some and not all", taken)
			}
			b.accepted(b.push(q))
			b.Advance(time.Minute)
			b.accepted(b.push(p))
		},
	}, {
		ID: "apns/flood/no-daily-quota", Level: conformance.Should, Rows: []string{"A37"}, Source: docAnswers, Codes: []string{"200"},
		Title:       "nothing is counted by the day",
		Requirement: "An endpoint should take any number of alerts to one phone over a day.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			for range 45 {
				b.accepted(b.push(p))
				b.Advance(10 * time.Minute)
			}
			b.WantItems(p, 45)
		},
		Needs: []conformance.Need{conformance.NeedClock},
	}}
}
