package oppo

import (
	"fmt"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// totalCases are about content and marketing messages of an app and day.
func totalCases() []conformance.Case {
	edge := func(id, what string, n int64, app ...kit.AppOption) conformance.Case {
		return conformance.Case{
			ID: "oppo/quota/" + id, Level: conformance.Should, Source: aggregators, Codes: []string{"0", "33"},
			Title:       what,
			Requirement: fmt.Sprintf("An endpoint should give %s: %d content and marketing messages a day.", what, n),
			Run: func(t *conformance.T) {
				b := open(t, app...)
				b.SetCount("public", n-1)
				b.wantMessage(b.promote(b.Phone("a").Token))
				b.want(b.promote(b.Phone("b").Token), "33")
			},
		}
	}
	unlisted := edge("unlisted-app-total", "an app that is not listed", 1000, kit.Unlisted)
	unlisted.Rows = []string{"O28"}
	return []conformance.Case{{
		ID: "oppo/quota/app-quota-public", Level: conformance.Must, Rows: []string{"O25"}, Source: docCodes, Codes: []string{"0", "33"},
		Title:       "over the total is 33",
		Requirement: "An endpoint must answer the third content and marketing message with 33 when the day's total is two.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("public", 2))
			b.wantMessage(b.promote(b.Phone("a").Token))
			b.wantMessage(b.promote(b.Phone("b").Token))
			b.wantText(b.promote(b.Phone("c").Token), "33", "The number of messages exceeds the daily limit")
		},
	}, {
		ID: "oppo/quota/app-quota-private-exempt", Level: conformance.Should, Rows: []string{"O26"}, Source: aggregators, Codes: []string{"0", "33"},
		Title:       "communication and service have no total",
		Requirement: "An endpoint should take messages of communication and service when the total of the others is used up.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("public", 0))
			p := b.Phone("a")
			b.want(b.promote(p.Token), "33")
			b.wantMessage(b.send(p.Token, kit.Set("category", "IM")))
		},
	}, {
		ID: "oppo/quota/broadcast-total", Level: conformance.Must, Source: docCodes, Codes: []string{"0", "33"},
		Title:       "a broadcast over the total is 33",
		Requirement: "An endpoint must answer a broadcast to more ids than are left of the day with 33.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("public", 1))
			p, q := b.Phone("a"), b.Phone("b")
			id := b.saved()
			b.want(b.cast(id, 2, p.Token+";"+q.Token), "33")
			b.want(b.cast(id, 2, p.Token), "0")
		},
	}, {
		ID: "oppo/quota/noticed-late", Level: conformance.Should, Source: docReceipts, Codes: []string{"0", "receipt:app_daily_limit"},
		Title:       "a total noticed late is a receipt",
		Requirement: "An endpoint should drop what a push to everybody cannot send any more, with the receipt app_daily_limit.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("public", 1))
			phones := []phone{b.Phone("a"), b.Phone("b")}
			a := b.cast(b.saved(), 1, "")
			b.want(a, "0")
			dropped := 0
			for _, p := range phones {
				if m := b.Fate(a, p); m.State == device.Dropped && m.Receipt == "app_daily_limit" {
					dropped++
				}
			}
			if dropped != 1 {
				t.Errorf("%d of two messages were dropped with app_daily_limit, want one", dropped)
			}
		},
	}, {
		ID: "oppo/quota/next-day", Level: conformance.May, Source: aggregators + "; the hour is " + assumed, Codes: []string{"33", "0"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "the total starts again at midnight",
		Requirement: "An endpoint may start the totals and caps again at 00:00 GMT+8.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("public", 1))
			p, q := b.Phone("a"), b.Phone("b")
			b.wantMessage(b.promote(p.Token))
			b.AdvanceTo(at(23, 59))
			b.want(b.promote(q.Token), "33")
			b.AdvanceTo(at(0, 1).Add(24 * time.Hour))
			b.wantMessage(b.promote(q.Token))
		},
	},
		edge("floor", "an app with fewer than 50000 users", 100_000, kit.Users(49_999)),
		edge("twice-the-users", "an app with 60000 users", 120_000, kit.Users(60_000)),
		unlisted,
	}
}

// at is a time of the cases' first day at OPPO, GMT+8.
func at(hour, minute int) time.Time {
	d := conformance.DefaultStart
	return time.Date(d.Year(), d.Month(), d.Day(), hour, minute, 0, 0, d.Location())
}

// capCases are about content and marketing messages of a phone and day.
func capCases() []conformance.Case {
	caps := func(id string, rows []string, what, day string, n int, app ...kit.AppOption) conformance.Case {
		c := conformance.Case{
			ID: "oppo/quota/" + id, Level: conformance.Should, Rows: rows, Source: aggregators + "; " + docReceipts, Codes: []string{"0", "receipt:user_daily_limit"},
			Title:       what,
			Requirement: fmt.Sprintf("An endpoint should show one phone %d content and marketing messages of one app a day, and drop more with code 0 and the receipt user_daily_limit.", n),
			Run: func(t *conformance.T) {
				b := open(t, app...)
				p := b.Phone("a")
				for range n {
					b.wantReceipt(b.promote(p.Token), p, "push_arrive", device.Silent)
				}
				b.wantReceipt(b.promote(p.Token), p, "user_daily_limit", device.Dropped)
				b.WantFate(b.send(p.Token), p, device.Shown)
			},
		}
		c.World.Date = day
		return c
	}
	return []conformance.Case{
		caps("device-quota", []string{"O27"}, "two content and marketing messages a phone and day", "", 2),
		caps("device-quota-news", []string{"O27"}, "five from a news app", "", 5, kit.Kind("news")),
		caps("device-quota-2023", nil, "two from 2023-01-15 on", "2023-01-15", 2, kit.Flag("private_channels", "order_status")),
		{
			ID: "oppo/quota/device-quota-before", Level: conformance.Should, Source: aggregators, Codes: []string{"0"}, World: rulesOf("2023-01-14"),
			Title:       "no cap before 2023-01-15",
			Requirement: "An endpoint should show one phone any number of public messages before 2023-01-15.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for range 6 {
					b.wantMessage(b.promote(p.Token))
				}
				b.WantItems(p, 6)
			},
		},
	}
}

// rateCases are about speed.
func rateCases() []conformance.Case {
	speed := func(id, what string, users, n int64) conformance.Case {
		return conformance.Case{
			ID: "oppo/rate/" + id, Level: conformance.May, Source: aggregators + "; the code is " + assumed, Codes: []string{"0", "55"},
			Title:       what,
			Requirement: fmt.Sprintf("An endpoint may answer the %d-th phone of a second with 55 for %s.", n+1, what),
			Run: func(t *conformance.T) {
				b := open(t, kit.Users(users))
				p := b.Phone("a")
				b.SetCount("speed", n-1)
				b.wantMessage(b.send(p.Token))
				b.want(b.send(p.Token), "55")
			},
		}
	}
	return []conformance.Case{
		speed("least", "an app with few users", 100, 5000),
		speed("from-10m", "an app with 10 million users", 10_000_000, 10_000),
		speed("from-50m", "an app with 50 million users", 50_000_000, 20_000),
		speed("from-100m", "an app with 100 million users", 100_000_000, 30_000),
		{
			ID: "oppo/rate/targets-count", Level: conformance.May, Source: aggregators + "; " + assumed, Codes: []string{"55"},
			Title:       "the phones of a call count, not the call",
			Requirement: "An endpoint may count the messages of a batch and the ids of a broadcast against the speed, and refuse the call with 55.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Limit("speed", 1))
				p, q := b.Phone("a"), b.Phone("b")
				b.want(b.batch(order().With(kit.Set("target_value", p.Token)), order().With(kit.Set("target_value", q.Token))), "55")
				b.want(b.cast(b.saved(), 2, p.Token+";"+q.Token), "55")
			},
		},
	}
}
