package huawei

import (
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// capCases are about the marketing messages of a phone and day. Passing the cap is
// invisible in the answer.
func capCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	should, both := conformance.Should, []string{"80000000", "receipt:256"}
	return []conformance.Case{{
		ID: "huawei/quota/marketing-cap", Level: should, Rows: []string{"H23"}, Source: docFreq + "; " + aggregators, Codes: both,
		Title:       "two marketing messages a phone and day, the third is dark",
		Requirement: "An endpoint should answer the third marketing message of a day to a phone with 80000000, not show it, and report 256.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantCapped(b.Phone("a"), 2)
			q := b.Phone("b")
			b.WantVisible(b.promote(q), q)
		},
	}, {
		ID: "huawei/quota/downgraded-then-capped", Level: should, Rows: []string{"H21", "H23"}, Source: docFreq + "; " + docNext, Codes: both,
		Title:       "what is silently marketing counts as marketing",
		Requirement: "An endpoint should count messages of a category that is not granted, or of none, under the cap of marketing.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantClass(b.send(p, category("VOIP")), p, promo)
			b.wantClass(b.send(p, drop("android.category")), p, promo)
			b.wantDark(b.send(p, category("VOIP")), p, "256")
		},
	}, {
		ID: "huawei/quota/requests-count", Level: should, Rows: []string{"H23"}, Source: docFreq, Codes: both,
		Title:       "requests count, not what was seen",
		Requirement: "An endpoint should count marketing messages that the phone did not show.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Blocked)
			b.wantDark(b.promote(p), p, "6")
			b.wantDark(b.promote(p), p, "6")
			b.Settle()
			kit.ChangePhone(t, p, func(p *device.Phone) { p.Notifications = true })
			b.wantDark(b.promote(p), p, "256")
		},
	}, {
		ID: "huawei/quota/news-cap-5", Level: should, Rows: []string{"H24"}, Source: docFreq + "; " + aggregators, Codes: both,
		Title:       "a licensed news app has five",
		Requirement: "An endpoint should show five marketing messages a day of a news app with the licence and drop the sixth with 256.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Kind("news"), kit.Flag("news_licence", "yes"))
			b.wantCapped(b.Phone("a"), 5)
		},
	}, {
		ID: "huawei/quota/news-without-licence", Level: should, Rows: []string{"H24"}, Source: docFreq + "; " + aggregators, Codes: both,
		Title:       "a news app without the licence has two",
		Requirement: "An endpoint should drop the third marketing message a day of a news app without the licence.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Kind("news"), kit.Flag("news_licence", "no"))
			b.wantCapped(b.Phone("a"), 2)
		},
	}, {
		ID: "huawei/quota/service-exempt", Level: should, Rows: []string{"H25"}, Source: docFreq + "; " + aggregators, Codes: []string{"80000000", "receipt:0"},
		Title:       "service messages are not under the cap",
		Requirement: "An endpoint should show a service message to a phone that had its marketing messages of the day.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantCapped(p, 2)
			a := b.send(p)
			b.wantClass(a, p, service)
			if m := b.Fate(a, p); m.Receipt != "0" {
				t.Errorf("receipt %q, want 0", m.Receipt)
			}
		},
	}, {
		ID: "huawei/quota/cap-resets", Level: conformance.May, Rows: []string{"H26"}, Source: docFreq + "; the zone: " + assumed, Codes: both,
		Start: at(23, 30), Needs: clock,
		Title:       "the day begins at midnight in China",
		Requirement: "An endpoint may begin the calendar day at 00:00 UTC+8, and then shows marketing again after midnight and not before.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantCapped(p, 2)
			b.AdvanceTo(at(23, 59))
			b.wantDark(b.promote(p), p, "256")
			b.AdvanceTo(at(0, 0).Add(24 * time.Hour))
			b.login()
			b.WantVisible(b.promote(p), p)
		},
	}, {
		ID: "huawei/quota/cap-next-day", Level: should, Rows: []string{"H26"}, Source: docFreq, Codes: both, Needs: clock,
		Title:       "the next day there are two again",
		Requirement: "An endpoint should show marketing messages again on the next day.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantCapped(p, 2)
			b.Advance(24 * time.Hour)
			b.login()
			b.WantVisible(b.promote(p), p)
			b.WantVisible(b.promote(p), p)
			b.wantDark(b.promote(p), p, "256")
		},
	}}
}

// flood sends n service messages to a phone in calls that name it many times.
func (b *bench) flood(p device.Phone, n int) {
	for n > 0 {
		block := min(n, 1000)
		b.wantAccepted(b.order(set("token", slices.Repeat([]string{p.Token}, block))))
		n -= block
	}
	b.Settle()
}

// totalCases are about all messages of an app to a phone and day.
func totalCases() []conformance.Case {
	both := []string{"80000000", "receipt:102"}
	return []conformance.Case{{
		ID: "huawei/quota/device-total", Level: conformance.Must, Rows: []string{"H28"}, Source: docSend + "; " + docReceipt, Codes: both,
		Title:       "3000 messages a phone and day",
		Requirement: "An endpoint must answer the 3001st message of a day to a phone with 80000000, not show it, and report 102.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.flood(p, 2999)
			b.WantVisible(b.send(p), p)
			b.wantDark(b.send(p), p, "102")
			q := b.Phone("b")
			b.WantVisible(b.send(q), q)
		},
	}, {
		ID: "huawei/quota/device-total-any-class", Level: conformance.Must, Rows: []string{"H28"}, Source: docSend + "; " + docReceipt, Codes: both,
		Title:       "all classes share the total",
		Requirement: "An endpoint must count messages of all classes towards the total of a phone, and drop all above it.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("device.total", 2))
			p := b.Phone("a")
			b.WantVisible(b.promote(p), p)
			b.WantVisible(b.send(p), p)
			b.wantDark(b.promote(p), p, "102")
			b.wantDark(b.send(p), p, "102")
		},
	}, {
		ID: "huawei/quota/device-total-next-day", Level: conformance.Must, Rows: []string{"H28"}, Source: docSend + "; " + docReceipt, Codes: both,
		Needs:       []conformance.Need{conformance.NeedClock},
		Title:       "after midnight the total begins again",
		Requirement: "An endpoint must show messages again on the day after the total was reached.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("device.total", 1))
			p := b.Phone("a")
			b.WantVisible(b.send(p), p)
			b.wantDark(b.send(p), p, "102")
			b.Advance(24 * time.Hour)
			b.login()
			b.WantVisible(b.send(p), p)
		},
	}}
}

// testCases are about target_user_type 1.
func testCases() []conformance.Case {
	return []conformance.Case{{
		ID: "huawei/testmode/test-message-exempt", Level: conformance.Must, Rows: []string{"H27"}, Source: docSend, Codes: []string{"80000000", "receipt:0"},
		Title:       "test messages are not under the cap",
		Requirement: "An endpoint must show a message with target_user_type 1 to a phone that had its marketing messages of the day.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantCapped(p, 2)
			a := b.promote(p, test)
			b.wantAccepted(a)
			if m := b.WantVisible(a, p); m.Receipt != "0" {
				t.Errorf("receipt %q, want 0", m.Receipt)
			}
		},
	}, {
		ID: "huawei/testmode/outside-cap", Level: conformance.Must, Rows: []string{"H27"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "test messages do not use up the cap",
		Requirement: "An endpoint must not count test messages towards the marketing messages of a phone.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for range 3 {
				b.WantVisible(b.promote(p, test), p)
			}
			b.WantVisible(b.promote(p), p)
			b.WantVisible(b.promote(p), p)
		},
	}, {
		ID: "huawei/testmode/in-total", Level: conformance.May, Source: assumed, Codes: []string{"80000000", "receipt:102"},
		Title:       "test messages are in the total of the phone",
		Requirement: "An endpoint may count test messages towards the total of a phone.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("device.total", 1))
			p := b.Phone("a")
			b.WantVisible(b.send(p, test), p)
			b.wantDark(b.send(p), p, "102")
		},
	}, {
		ID: "huawei/testmode/test-quota", Level: conformance.May, Rows: []string{"H27"}, Source: docSend + "; what an excess answers: " + assumed,
		Codes:       []string{"80000000", "receipt:256"},
		Title:       "500 test messages a day",
		Requirement: "An endpoint may accept the 501st test message of a day and drop it with 256, and formal messages are shown.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantAccepted(b.order(test, set("token", slices.Repeat([]string{p.Token}, 499))))
			b.Settle()
			b.WantVisible(b.send(p, test), p)
			b.wantDark(b.send(p, test), p, "256")
			b.WantVisible(b.send(p), p)
		},
	}}
}

// rateCases are about the phones of a second.
func rateCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	// wantFlow says that an answer is flow control: 503 and no code.
	wantFlow := func(b *bench, a kit.Answer) {
		if a.Status != 503 || a.Code() != "" {
			b.T.Errorf("%v, want HTTP 503 without a code", a)
		}
	}
	atRate := func(id string, level conformance.Level, source, what string, phones int, open func(*conformance.T) *bench) conformance.Case {
		return conformance.Case{
			ID: "huawei/rate/" + id, Level: level, Rows: []string{"H31"}, Source: source, Codes: []string{"80000000", ""}, Needs: clock,
			Title:       what,
			Requirement: "An endpoint " + lower(level) + " take as many phones a second as this: " + what + ", answer the next with HTTP 503, and take it a second later.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for left := phones; left > 0; left -= 1000 {
					b.wantAccepted(b.order(set("token", slices.Repeat([]string{p.Token}, min(left, 1000)))))
				}
				wantFlow(b, b.send(p))
				b.Advance(time.Second)
				b.wantAccepted(b.send(p))
			},
		}
	}
	return []conformance.Case{{
		ID: "huawei/rate/flow-control", Level: conformance.Must, Rows: []string{"H31"}, Source: docSend, Codes: []string{"80000000", ""}, Needs: clock,
		Title:       "flow control is HTTP 503",
		Requirement: "An endpoint must answer a send over the app's rate with HTTP 503, and take it a second later.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("speed", 2))
			p := b.Phone("a")
			b.wantAccepted(b.send(p))
			b.wantAccepted(b.send(p))
			wantFlow(b, b.send(p))
			b.Advance(time.Second)
			b.wantAccepted(b.send(p))
		},
	}, {
		ID: "huawei/rate/empty-body", Level: conformance.May, Rows: []string{"H31"}, Source: assumed, Codes: []string{"80000000", ""}, Needs: clock,
		Title:       "flow control has no body",
		Requirement: "An endpoint may answer flow control with an empty body, as no form of it is published.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("speed", 1))
			p := b.Phone("a")
			b.wantAccepted(b.send(p))
			if a := b.send(p); a.Status != 503 || strings.TrimSpace(string(a.Raw)) != "" {
				t.Errorf("%v, want HTTP 503 and an empty body", a)
			}
		},
	}, {
		ID: "huawei/rate/tokens-count", Level: conformance.Should, Rows: []string{"H31"}, Source: docFreq, Codes: []string{"80000000", ""}, Needs: clock,
		Title:       "every token counts",
		Requirement: "An endpoint should count the phones of a call, not calls, towards the rate.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("speed", 3))
			p, q, r := b.Phone("a"), b.Phone("b"), b.Phone("c")
			b.wantAccepted(b.order(to(p, q, r)))
			wantFlow(b, b.send(p))
		},
	},
		atRate("least", conformance.Should, aggregators, "6000 phones a second of a small app", 6000, func(t *conformance.T) *bench { return open(t) }),
		atRate("weight-chat", conformance.Should, aggregators, "9000 phones a second of a chat app with 2,500,000 users (users x 5 x 0.00072)", 9000,
			func(t *conformance.T) *bench { return open(t, kit.Users(2_500_000), kit.Kind("im")) }),
		atRate("weight-unlisted", conformance.Should, aggregators, "7200 phones a second of a chat app with 10,000,000 users that is in no store (users x 1 x 0.00072)", 7200,
			func(t *conformance.T) *bench { return open(t, kit.Users(10_000_000), kit.Kind("im"), kit.Unlisted) }),
	}
}
