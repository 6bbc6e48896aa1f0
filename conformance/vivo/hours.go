package vivo

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

func hoursCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "vivo/hours/night-operational", Level: conformance.Must, Rows: []string{"V26", "S07"}, Source: docCodes, Codes: []string{"10071", "0"},
		Start: at(23, 30), Needs: clock,
		Title:       "operational messages at night are 10071",
		Requirement: "An endpoint must answer an operational message at 23:30 with 10071 and take a system message at the same time.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.promote(p, 0), "10071")
			im := b.send(p, kit.Set("category", "IM"))
			b.wantTask(im)
			b.WantVisible(im, p)
		},
	}, {
		ID: "vivo/hours/edges", Level: conformance.Must, Rows: []string{"V26", "S07"}, Source: docFAQ, Codes: []string{"10071", "0"},
		Start: at(6, 59), Needs: clock,
		Title:       "operational messages go from 07:00 to 23:00",
		Requirement: "An endpoint must refuse operational messages at 06:59 and 23:00 with 10071 and take them at 07:00 and 22:59.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			b.want(b.promote(p, 0), "10071")
			b.AdvanceTo(at(7, 0))
			b.want(b.promote(p, 1), "0")
			b.AdvanceTo(at(22, 59))
			b.want(b.promote(q, 2), "0")
			b.AdvanceTo(at(23, 0))
			b.want(b.promote(q, 3), "10071")
		},
	}, {
		ID: "vivo/hours/list-at-night", Level: conformance.May, Rows: []string{"V26", "S07"}, Source: assumed, Codes: []string{"0", "10071"},
		Start: at(22, 50), Needs: clock,
		Title:       "a stored operational body is not pushed at night",
		Requirement: "An endpoint may answer pushToList of an operational body at 23:10 with 10071.",
		Run: func(t *conformance.T) {
			b := open(t)
			task := b.saved(b.promotion(0))
			ids := kit.Tokens(b.Phone("a"), b.Phone("b"))
			b.AdvanceTo(at(23, 10))
			b.want(b.list(task, ids), "10071")
		},
	}, {
		ID: "vivo/hours/all-at-night", Level: conformance.May, Rows: []string{"S07"}, Source: assumed, Codes: []string{"10071"},
		Start: at(23, 30), Needs: clock,
		Title:       "a push to all is not made at night",
		Requirement: "An endpoint may answer /message/all at 23:30 with 10071.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.Phone("a")
			b.want(b.Post("/message/all", b.promotion(0)), "10071")
		},
	}, {
		ID: "vivo/hours/arrives-at-night", Level: conformance.Should, Rows: []string{"S07"}, Source: docReceipts, Codes: []string{"0", "receipt:104/1017"},
		Start: at(22, 50), Needs: clock,
		Title:       "an operational message that arrives at night is not shown",
		Requirement: "An endpoint should not show an operational message that reaches its phone between 23:00 and 07:00, with receipt 104/1017.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := b.promote(p, 0)
			b.wantTask(a)
			b.AdvanceTo(at(23, 20))
			kit.ChangePhone(t, p, kit.Online)
			if m := b.WantFate(a, p, device.Hidden, device.Dropped); m.Receipt != "104/1017" {
				t.Errorf("receipt %q, want 104/1017", m.Receipt)
			}
			b.WantItems(p, 0)
		},
	}}
}

func rateCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "vivo/rate/rate", Level: conformance.Must, Rows: []string{"V39"}, Source: docCodes, Codes: []string{"0", "10072"}, Needs: clock,
		Title:       "over the push speed is 10072",
		Requirement: "An endpoint must answer messages over the app's speed with 10072 and take them a second later.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("speed", 2))
			p := b.Phone("a")
			b.wantTask(b.send(p))
			b.wantTask(b.send(p))
			b.want(b.send(p), "10072")
			b.Advance(time.Second)
			b.wantTask(b.send(p))
		},
	}, {
		ID: "vivo/rate/targets-count", Level: conformance.May, Rows: []string{"V39"}, Source: assumed, Codes: []string{"0", "10072"}, Needs: clock,
		Title:       "speed counts target devices",
		Requirement: "An endpoint may count the speed in target devices, and then must answer a list of three with 10072 at a speed of two.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("speed", 2))
			task := b.saved(b.order())
			ids := kit.Tokens(b.Phone("a"), b.Phone("b"), b.Phone("c"))
			b.Advance(time.Second)
			b.want(b.list(task, ids), "10072")
			b.Advance(time.Second)
			b.want(b.list(task, ids[:2]), "0")
		},
	}, {
		ID: "vivo/rate/default-speed", Level: conformance.Should, Rows: []string{"V39"}, Source: "help.aliyun.com 616229; MobPush vendor limits (2023-08)",
		Codes: []string{"10072", "0"}, Needs: clock,
		Title:       "3000 a second below 5 million users, then 4000, then 5000",
		Requirement: "An endpoint should allow an app 3000 messages a second below 5 million users, 4000 up to 8 million and 5000 above.",
		Run: func(t *conformance.T) {
			for _, tier := range []struct {
				users, speed int64
				id           string
			}{{100, 3000, "small"}, {6_000_000, 4000, "middle"}, {9_000_000, 5000, "large"}} {
				b := open(t, kit.Named(tier.id), kit.Users(tier.users))
				p := b.Phone("phone-" + tier.id)
				b.setCount("speed", tier.speed-1)
				b.want(b.send(p), "0")
				b.want(b.send(p), "10072")
			}
		},
	}, {
		ID: "vivo/rate/msgstatus", Level: conformance.May, Source: docAPI + " (once a second); the answer is " + assumed, Codes: []string{"0", "10072"}, Needs: clock,
		Title:       "one msgStatus query a second",
		Requirement: "An endpoint may answer a second /search/msgStatus within a second with 10072 and must take one a second later.",
		Run: func(t *conformance.T) {
			b := open(t)
			task := b.send(b.Phone("a")).ID()
			b.Settle()
			b.Advance(time.Second)
			b.want(b.Get("/search/msgStatus", "taskIds="+task), "0")
			b.want(b.Get("/search/msgStatus", "taskIds="+task), "10072")
			b.Advance(time.Second)
			b.want(b.Get("/search/msgStatus", "taskIds="+task), "0")
		},
	}}
}
