package honor

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// wantCapped says that n marketing messages are seen and the next is dark.
func (b *bench) wantCapped(p device.Phone, n int) {
	for range n {
		a := b.promote(p)
		b.wantAccepted(a)
		b.WantVisible(a, p)
	}
	b.wantDark(b.promote(p), p, "40000009")
}

// capCases are about the marketing messages of a phone and day. Passing the cap is
// invisible in the answer.
func capCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	should, may := conformance.Should, conformance.May
	source := docReceipt + "; " + aggregators
	both := []string{"200", "receipt:40000009"}
	return []conformance.Case{{
		ID: "honor/quota/marketing-cap", Level: should, Rows: []string{"R20"}, Source: source, Codes: both,
		Title:       "two marketing messages a phone and day, the third is dark",
		Requirement: "An endpoint should answer the third marketing message of a day to a phone with 200, not show it, and report 40000009.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantCapped(b.Phone("a"), 2)
			q := b.Phone("b")
			b.WantVisible(b.promote(q), q)
		},
	}, {
		ID: "honor/quota/news", Level: should, Rows: []string{"R20"}, Source: source, Codes: both,
		Title:       "licensed news have five",
		Requirement: "An endpoint should show five marketing messages a day of a news app with the licence, and two of one without.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Kind("news"))
			b.wantCapped(b.Phone("a"), 5)
			without := open(t, kit.Named("without"), kit.Kind("news"), kit.Flag("news_licence", "no"))
			without.wantCapped(without.Phone("b"), 2)
		},
	}, {
		ID: "honor/quota/downgraded-then-capped", Level: should, Rows: []string{"R16", "R20"}, Source: source, Codes: both,
		Title:       "what is silently marketing counts as marketing",
		Requirement: "An endpoint should count NORMAL without the right, and messages without importance, under the cap.",
		Run: func(t *conformance.T) {
			b := open(t, noRight)
			p := b.Phone("a")
			b.wantClass(b.send(p), p, promo)
			b.wantClass(b.send(p, kit.Drop("android.notification.importance")), p, promo)
			b.wantDark(b.send(p), p, "40000009")
		},
	}, {
		ID: "honor/quota/service-exempt", Level: should, Source: aggregators, Codes: []string{"200"},
		Title:       "service messages have no cap",
		Requirement: "An endpoint should show service messages beyond the two of marketing.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantCapped(p, 2)
			for range 3 {
				b.wantClass(b.send(p), p, service)
			}
		},
	}, {
		ID: "honor/quota/next-day", Level: may, Rows: []string{"R20"}, Source: aggregators + "; the zone of the day: " + assumed, Codes: both, Needs: clock,
		Title:       "the cap is of the day in GMT+8",
		Requirement: "An endpoint may begin to count anew at midnight GMT+8.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantCapped(p, 2)
			b.AdvanceTo(at(23, 59))
			b.login()
			b.wantDark(b.promote(p), p, "40000009")
			b.AdvanceTo(at(24, 1))
			b.login()
			b.WantVisible(b.promote(p), p)
		},
	}, {
		ID: "honor/quota/repeats", Level: may, Source: docReceipt + "; which repetition counts: " + assumed, Codes: both,
		Title:       "a repetition may be dropped",
		Requirement: "An endpoint may drop a marketing message that repeats title and body of one of the day where it is told to, and reports 40000009.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("repeat_filter", "on"), kit.Limit("device.marketing", 9))
			p := b.Phone("a")
			b.WantVisible(b.promote(p), p)
			b.wantDark(b.promote(p), p, "40000009")
			b.WantVisible(b.promote(p, notify("body", "换一个文案")), p)
			q := b.Phone("b")
			b.WantVisible(b.promote(q), q)
		},
	}}
}

// testCases are about messages for tests.
func testCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	must, may := conformance.Must, conformance.May
	return []conformance.Case{{
		ID: "honor/testmode/test-exempt", Level: must, Rows: []string{"R21"}, Source: docSend, Codes: []string{"200"},
		Title:       "test messages are outside the cap",
		Requirement: "An endpoint must show a marketing message that is a test to a phone that had its two of the day, and not count it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for range 3 {
				b.WantVisible(b.promote(p, test), p)
			}
			b.wantCapped(p, 2)
			b.WantVisible(b.promote(p, test), p)
		},
	}, {
		ID: "honor/testmode/test-quota", Level: must, Rows: []string{"R22"}, Source: docSend + "; " + docCodes, Codes: []string{"200", "80200047"},
		Title:       "1000 test messages a day",
		Requirement: "An endpoint must answer the 1001st test message of a day with 80200047, and take formal messages.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.SetCount("test", 999)
			b.wantAccepted(b.send(p, test))
			b.want(b.send(p, test), "80200047")
			b.wantAccepted(b.send(p))
		},
	}, {
		ID: "honor/testmode/next-day", Level: may, Rows: []string{"R22"}, Source: docSend + "; the zone of the day: " + assumed, Codes: []string{"200", "80200047"}, Needs: clock,
		Title:       "the next day there are new ones",
		Requirement: "An endpoint may take test messages again after midnight GMT+8.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.SetCount("test", 1000)
			b.want(b.send(p, test), "80200047")
			b.AdvanceTo(at(24, 1))
			b.login()
			b.wantAccepted(b.send(p, test))
		},
	}}
}

// rateCases are about the 3000 of a second.
func rateCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	codes := []string{"200", "503"}
	return []conformance.Case{{
		ID: "honor/rate/qps", Level: conformance.Must, Rows: []string{"R25"}, Source: docCodes, Codes: codes, Needs: clock,
		Title:       "over the rate is 503",
		Requirement: "An endpoint must answer a send over the app's rate with HTTP 503, code 503 and its text, and take it a second later.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("speed", 2))
			p := b.Phone("a")
			b.wantAccepted(b.send(p))
			b.wantAccepted(b.send(p))
			a := b.send(p)
			b.wantStatus(a, 503, "503")
			if s, _ := a.Text("message"); s != "request too many, please try again later" {
				t.Errorf("%v, want the message request too many, please try again later", a)
			}
			b.Advance(time.Second)
			b.wantAccepted(b.send(p))
		},
	}, {
		ID: "honor/rate/three-thousand", Level: conformance.May, Rows: []string{"R25"}, Source: docCodes + "; that tokens count: " + assumed, Codes: codes, Needs: clock,
		Title:       "3000 tokens a second",
		Requirement: "An endpoint may take 3000 tokens a second of any app and answer the next with 503.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for range 3 {
				b.want(b.order(set("token", append(unknown(999), p.Token))), "80100000")
			}
			b.want(b.send(p), "503")
		},
	}}
}

// serviceCases are about failures of the service itself.
func serviceCases() []conformance.Case {
	fails := func(code, what string) conformance.Case {
		return conformance.Case{
			ID: "honor/service/" + code, Level: conformance.Must, Source: docCodes, Codes: []string{code},
			Title:       what + " is " + code,
			Requirement: "An endpoint whose service fails must answer HTTP " + code + " and code " + code + ".",
			Run: func(t *conformance.T) {
				b := open(t, kit.Flag("server_error", code))
				p := b.Phone("a")
				a := b.send(p)
				if got := a.Code(); a.Status < 500 || got != code {
					t.Errorf("%v, want HTTP %s with code %s", a, code, code)
				}
				b.WantItems(p, 0)
			},
		}
	}
	return []conformance.Case{fails("500", "an internal error"), fails("502", "a connection error")}
}
