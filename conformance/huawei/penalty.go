package huawei

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// penaltyCases are about the ladder of penalties.
func penaltyCases() []conformance.Case {
	may := conformance.May
	clock := []conformance.Need{conformance.NeedClock}
	source := docPenalty + "; how it looks on the wire: " + assumed
	return []conformance.Case{{
		ID: "huawei/penalty/penalty-cap", Level: may, Rows: []string{"H37"}, Source: source, Codes: []string{"80000000", "receipt:256"},
		Title:       "the third violation: two messages a phone and day, silent",
		Requirement: "An endpoint may accept everything of an app under the third penalty, and then shows two messages a day silently and drops the rest with 256.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("penalty", "cap2_silent"))
			p := b.Phone("a")
			for range 2 {
				a := b.send(p)
				b.wantAccepted(a)
				b.WantFate(a, p, device.Silent)
			}
			b.wantDark(b.send(p), p, "256")
			b.wantDark(b.promote(p), p, "256")
			b.WantItems(p, 2)
		},
	}, {
		ID: "huawei/penalty/marketing-suspended", Level: may, Rows: []string{"H37"}, Source: source, Codes: []string{"80000000", "receipt:256"},
		Title:       "the second violation: no marketing",
		Requirement: "An endpoint may accept marketing of an app under the second penalty, and then drops it with 256 and shows service messages.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("penalty", "marketing_suspended"))
			p := b.Phone("a")
			b.wantDark(b.promote(p), p, "256")
			b.wantClass(b.send(p), p, service)
		},
	}, {
		ID: "huawei/penalty/disabled", Level: may, Rows: []string{"H37"}, Source: source, Codes: []string{"80300002"},
		Title:       "push disabled by law is 80300002",
		Requirement: "An endpoint may answer every send of an app whose push was disabled with 80300002.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("penalty", "disabled"))
			b.want(b.send(b.Phone("a")), "80300002")
		},
	}, {
		ID: "huawei/penalty/ladder", Level: may, Rows: []string{"H37"}, Source: source, Codes: []string{"80000000", "receipt:256"}, Needs: clock,
		Title: "each violation is a step",
		Requirement: "An endpoint may let an app's violations climb the ladder: the first changes nothing, the second drops marketing for 7 calendar days, " +
			"the third makes everything silent and two a phone and day for 90, and then it is over.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			violate := func() {
				b.SetFlag("violations", "found")
				b.wantAccepted(b.send(p, test))
				b.Settle()
			}
			violate()
			b.wantClass(b.send(p), p, service)
			b.wantClass(b.promote(p), p, promo)
			violate()
			b.wantDark(b.promote(p), p, "256")
			b.wantClass(b.send(p), p, service)
			b.days(6)
			b.wantDark(b.promote(p), p, "256")
			b.days(1)
			b.wantClass(b.promote(p), p, promo)
			violate()
			b.days(1)
			for range 2 {
				a := b.send(p)
				b.wantAccepted(a)
				b.WantFate(a, p, device.Silent)
			}
			b.wantDark(b.send(p), p, "256")
			b.days(88)
			a := b.send(p)
			b.wantAccepted(a)
			b.WantFate(a, p, device.Silent)
			b.days(1)
			b.wantClass(b.send(p), p, service)
		},
	}, {
		ID: "huawei/penalty/corrected", Level: may, Rows: []string{"H37"}, Source: source, Codes: []string{"80000000", "receipt:256"}, Needs: clock, Assumed: true,
		Title: "what is corrected in time is no second violation",
		Requirement: "An endpoint may find violations in messages, and then counts a category that is not granted once in 7 calendar days, " +
			"and a second time when it is still sent after them.",
		Run: func(t *conformance.T) {
			for _, c := range []struct {
				id      string
				message []kit.Change
			}{
				{"wrong", []kit.Change{category("WORK")}},
				{"repeated", []kit.Change{notify("title", "到货"), notify("body", "到货")}},
			} {
				b := open(t, kit.Named(c.id), kit.Flag("violations", "messages"))
				p := b.Phone("of-" + c.id)
				for range 3 {
					b.wantAccepted(b.send(p, c.message...))
				}
				b.days(6)
				b.wantAccepted(b.send(p, c.message...))
				b.wantClass(b.promote(p), p, promo)
				b.days(1)
				b.wantAccepted(b.send(p, c.message...))
				b.wantDark(b.promote(p), p, "256")
			}
		},
	}, {
		ID: "huawei/penalty/by-words", Level: may, Rows: []string{"H37"}, Source: source, Codes: []string{"80000000", "receipt:256"}, Needs: clock, Assumed: true,
		Title: "promotion in a service category and a subscription to nothing are violations",
		Requirement: "An endpoint may find violations in messages, and then counts promotion under a service category, and a SUBSCRIPTION without a word " +
			"such as 订阅 or 预约, and not one with such a word.",
		Run: func(t *conformance.T) {
			for _, c := range []struct {
				id, category, body string
				violates           bool
			}{
				{"promotion", "IM", "全场满减，低至五折", true},
				{"nothing-subscribed", "SUBSCRIPTION", "精彩内容马上进入", true},
				{"subscribed", "SUBSCRIPTION", "您预约的直播已开始", false},
			} {
				b := open(t, kit.Named(c.id), kit.Rights("IM", "SUBSCRIPTION"), kit.Flag("violations", "messages"))
				p := b.Phone("of-" + c.id)
				message := []kit.Change{category(c.category), notify("title", "直播开始"), notify("body", c.body)}
				b.wantClass(b.send(p, message...), p, service)
				b.days(7)
				b.wantAccepted(b.send(p, message...))
				if c.violates {
					b.wantDark(b.promote(p), p, "256")
				} else {
					b.wantClass(b.promote(p), p, promo)
				}
			}
		},
	}, {
		ID: "huawei/penalty/twelve-months", Level: may, Rows: []string{"H37"}, Source: source, Codes: []string{"80000000"}, Needs: clock,
		Title:       "violations are forgotten after twelve months",
		Requirement: "An endpoint may count violations of twelve months, and then a violation more than a year after the last is a first one again.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for range 2 {
				b.SetFlag("violations", "found")
				b.wantAccepted(b.send(p, test))
				b.days(366)
			}
			b.wantClass(b.promote(p), p, promo)
		},
	}}
}
