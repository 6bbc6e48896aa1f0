package vivo

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// at is a time of the cases' first day at vivo, GMT+8.
func at(hour, minute int) time.Time {
	d := conformance.DefaultStart
	return time.Date(d.Year(), d.Month(), d.Day(), hour, minute, 0, 0, d.Location())
}

// setCount puts a counter of the app near its limit.
func (b *bench) setCount(counter string, n int64) {
	if err := b.World.SetCount(b.App.ID, counter, n); err != nil {
		b.T.SetupErrorf("set count %s: %v", counter, err)
	}
}

// lastOne says that the counter's limit is n: the n-th message is taken, the next
// is answered with code.
func (b *bench) lastOne(counter string, n int64, code string, send func(i int) kit.Answer) {
	b.setCount(counter, n-1)
	b.want(send(0), "0")
	b.Settle()
	b.want(send(1), code)
}

func appQuotaCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "vivo/quota/app-quota", Level: conformance.Must, Rows: []string{"V27", "S06"}, Source: docCodes, Codes: []string{"0", "10070"},
		Title:       "over the operational total is 10070",
		Requirement: "An endpoint must answer the third operational message with 10070 when the total is two, and still take system messages.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("operational", 2))
			a, c, d := b.Phone("a"), b.Phone("b"), b.Phone("c")
			b.wantTask(b.promote(a, 0))
			b.wantTask(b.promote(c, 1))
			b.Settle()
			b.want(b.promote(d, 2), "10070")
			im := b.send(d, kit.Set("category", "IM"))
			b.wantTask(im)
			b.WantVisible(im, d)
		},
	}, {
		ID: "vivo/quota/system-quota", Level: conformance.Must, Rows: []string{"V28", "S06"}, Source: docCodes, Codes: []string{"0", "10073"},
		Title:       "over the system total is 10073",
		Requirement: "An endpoint must answer the second system message with 10073 when the total is one, and still take operational messages.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("system", 1))
			p := b.Phone("a")
			b.wantTask(b.send(p))
			b.Settle()
			b.want(b.send(p), "10073")
			b.wantTask(b.promote(p, 0))
		},
	}, {
		ID: "vivo/quota/unlimited-system", Level: conformance.Should, Rows: []string{"V28"}, Source: aggregators, Codes: []string{"0"},
		Title:       "unlimited system messages on application",
		Requirement: "An endpoint should not limit the system messages of an app to which vivo granted that.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("unlimited_system", "on"))
			b.setCount("system", 1_000_000)
			b.wantTask(b.send(b.Phone("a")))
		},
	}, {
		ID: "vivo/quota/next-day", Level: conformance.May, Rows: []string{"V27"}, Source: docCodes + "; the hour is " + assumed,
		Codes: []string{"10070", "0"}, Needs: clock,
		Title:       "the totals start again at midnight",
		Requirement: "An endpoint may start the totals again at 00:00 GMT+8, and then must take an operational message the next morning.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("operational", 1))
			p, q := b.Phone("a"), b.Phone("b")
			b.wantTask(b.promote(p, 0))
			b.Settle()
			b.AdvanceTo(at(22, 59))
			b.want(b.promote(q, 1), "10070")
			b.AdvanceTo(at(10, 0).Add(24*time.Hour - time.Second)) // the authToken's last second
			b.wantTask(b.promote(q, 2))
		},
	}, {
		ID: "vivo/quota/arrivals-count", Level: conformance.Should, Rows: []string{"V27", "S06"}, Source: aggregators, Codes: []string{"0"},
		Title:       "arrivals are counted, not requests",
		Requirement: "An endpoint should count a message for an offline phone against the total when it arrives, not when it is sent.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("operational", 1))
			away := b.Phone("a", kit.Offline)
			b.wantTask(b.promote(away, 0))
			b.wantCount("operational", 0)
			q := b.Phone("b")
			a := b.promote(q, 1)
			b.wantTask(a)
			b.WantVisible(a, q)
			b.wantCount("operational", 1)
		},
	}, {
		ID: "vivo/quota/over-at-arrival", Level: conformance.Should, Rows: []string{"V27", "S06"}, Source: docReceipts,
		Codes:       []string{"0", "receipt:100/11001"},
		Title:       "an overrun found at arrival is dropped",
		Requirement: "An endpoint should drop an accepted message whose class is used up when its phone comes online, with receipt 100/11001.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("operational", 1))
			away, q := b.Phone("a", kit.Offline), b.Phone("b")
			waiting := b.promote(away, 0)
			b.wantTask(waiting)
			b.WantVisible(b.promote(q, 1), q)
			kit.ChangePhone(t, away, kit.Online)
			if m := b.WantFate(waiting, away, device.Dropped); m.Receipt != "100/11001" {
				t.Errorf("receipt %q, want 100/11001", m.Receipt)
			}
		},
	}, {
		ID: "vivo/quota/system-over-at-arrival", Level: conformance.Should, Source: docReceipts, Codes: []string{"0", "receipt:100/11001"},
		Title:       "a system overrun found at arrival is dropped",
		Requirement: "An endpoint should drop an accepted system message whose total is used up when its phone comes online.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("system", 1))
			away, q := b.Phone("a", kit.Offline), b.Phone("b")
			waiting := b.send(away)
			b.wantTask(waiting)
			b.WantVisible(b.send(q), q)
			kit.ChangePhone(t, away, kit.Online)
			b.WantFate(waiting, away, device.Dropped)
		},
	}, {
		ID: "vivo/quota/floor", Level: conformance.Should, Source: aggregators, Codes: []string{"0", "10070"},
		Title:       "a small app has 10000 operational messages",
		Requirement: "An endpoint should give an app with few users 10000 operational messages a day.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Users(100))
			b.lastOne("operational", 10000, "10070", func(i int) kit.Answer { return b.promote(b.Phone(ordinals[i]), i) })
		},
	}, {
		ID: "vivo/quota/twice-the-users", Level: conformance.Should, Rows: []string{"S06"}, Source: aggregators, Codes: []string{"0", "10070"},
		Title:       "an app has two operational messages per user",
		Requirement: "An endpoint should give an app 2 operational messages a day per valid user.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Users(50000))
			b.lastOne("operational", 100000, "10070", func(i int) kit.Answer { return b.promote(b.Phone(ordinals[i]), i) })
		},
	}, {
		ID: "vivo/quota/news-app", Level: conformance.Should, Rows: []string{"S06"}, Source: aggregators, Codes: []string{"0", "10070"},
		Title:       "a news app has three operational messages per user",
		Requirement: "An endpoint should give a news app 3 operational messages a day per valid user.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Users(50000), kit.Kind("news"))
			b.lastOne("operational", 150000, "10070", func(i int) kit.Answer { return b.promote(b.Phone(ordinals[i]), i) })
		},
	}}
}

func deviceQuotaCases() []conformance.Case {
	shows := func(id string, rows []string, kindOf string, n int) conformance.Case {
		return conformance.Case{
			ID: "vivo/quota/" + id, Level: conformance.Should, Rows: rows, Source: aggregators, Codes: []string{"0", "receipt:100/12000"},
			Title:       "a phone shows so many operational messages of a " + kindOf + " app a day",
			Requirement: "An endpoint should accept every operational message of a " + kindOf + " app, show a phone's first ones of the day and count the next as controlled.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Kind(kindOf))
				p := b.Phone("a")
				for i := range n {
					a := b.promote(p, i)
					b.wantTask(a)
					b.WantVisible(a, p)
				}
				over := b.promote(p, n)
				b.wantTask(over)
				if m := b.WantFate(over, p, device.Dropped); m.Receipt != "100/12000" {
					t.Errorf("receipt %q, want 100/12000", m.Receipt)
				}
				b.WantItems(p, n)
				b.wantStatistics(over.ID(), map[string]int64{"send": 1, "receive": 0, "controlled": 1})
			},
		}
	}
	return []conformance.Case{
		shows("device-quota", []string{"V29", "S06"}, "shopping", 2),
		shows("device-quota-news", []string{"S06"}, "news", 5),
		{
			ID: "vivo/quota/device-quota-system", Level: conformance.Should, Rows: []string{"V29", "S06"}, Source: aggregators, Codes: []string{"0"},
			Title:       "system messages have no device limit",
			Requirement: "An endpoint should show system messages without a limit per device and day.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for range 7 {
					b.wantTask(b.send(p))
				}
				b.WantItems(p, 7)
			},
		}, {
			ID: "vivo/quota/device-quota-next-day", Level: conformance.May, Source: aggregators + "; the hour is " + assumed, Codes: []string{"0"},
			Needs:       []conformance.Need{conformance.NeedClock},
			Title:       "the device limit starts again the next day",
			Requirement: "An endpoint may start the device limit again at 00:00 GMT+8, and then must show an operational message the next morning.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for i := range 3 {
					b.wantTask(b.promote(p, i))
				}
				b.WantItems(p, 2)
				b.AdvanceTo(at(8, 0).Add(24 * time.Hour))
				a := b.promote(p, 3)
				b.wantTask(a)
				b.WantVisible(a, p)
			},
		}, {
			ID: "vivo/quota/device-quota-per-phone", Level: conformance.Should, Source: aggregators, Codes: []string{"0"},
			Title:       "each phone has its own limit",
			Requirement: "An endpoint should count the device limit for each phone apart.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Limit("device.operational", 1))
				for i, id := range []string{"a", "b", "c"} {
					p := b.Phone(id)
					a := b.promote(p, i)
					b.WantVisible(a, p)
				}
			},
		}, {
			ID: "vivo/quota/dropped-not-charged", Level: conformance.May, Source: assumed, Codes: []string{"0", "10302"},
			Title:       "dead ids and dropped messages do not use the total",
			Requirement: "An endpoint may count arrivals only, and then must not charge a dead id or a message over the device limit.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Limit("device.operational", 1))
				p := b.Phone("a")
				b.wantTask(b.promote(p, 0))
				b.Settle()
				b.wantTask(b.promote(p, 1))
				b.want(b.Post("/message/send", b.promotion(2, kit.Set("regId", unknownID))), "10302")
				b.wantCount("operational", 1)
			},
		},
	}
}
