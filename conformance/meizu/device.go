package meizu

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// deviceCases are what a yes does not tell of the phone.
func deviceCases() []conformance.Case {
	lost := func(id string, level conformance.Level, source, what, requirement string, before kit.PhoneOption, after kit.PhoneOption) conformance.Case {
		return conformance.Case{
			ID: "meizu/device/" + id, Level: level, Source: source, Codes: []string{"200"}, Title: what, Requirement: requirement,
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", before)
				a := b.push(p)
				b.wantOK(a)
				if after != nil {
					kit.ChangePhone(t, p, after)
				}
				b.WantFate(a, p, device.Dropped)
				b.WantItems(p, 0)
			},
		}
	}
	as := func(*device.Phone) {}
	return []conformance.Case{
		lost("uninstalled", conformance.Should, realTraffic, "an uninstalled app is a yes and nothing is seen",
			"An endpoint should take a push to a phone without the app, whose pushId lives on, and show nothing.", kit.Uninstalled, nil),
		lost("unsubscribed-after", conformance.Must, docAPI, "who unsubscribes after the answer gets nothing",
			"An endpoint must not deliver to a phone that was unsubscribed after the answer.", as, kit.Unsubscribed),
		lost("switched-off-after", conformance.Must, docAPI, "who switches messages off after the answer gets nothing",
			"An endpoint must not deliver to a phone that was switched off after the answer.", as, kit.Blocked),
		{
			ID: "meizu/device/blocked-broadcast", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
			Title:       "a push to everybody does not reach who switched it off",
			Requirement: "An endpoint must not deliver a push to everybody to a phone whose user switched messages off.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", kit.Blocked)
				b.WantFateOf(b.task(b.toApp(private)), p, device.Dropped)
			},
		}, {
			ID: "meizu/device/muted-class", Level: conformance.May, Source: assumed, Codes: []string{"200"},
			Title:       "a class the user switched off is not shown",
			Requirement: "An endpoint may hide messages of a class the user switched off on the phone, and must then show the other.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", func(p *device.Phone) { p.Muted = []vendors.Class{vendors.ClassMarketing} })
				b.WantFate(b.sell(p), p, device.Hidden)
				b.WantFate(b.push(p), p, device.Shown)
			},
		},
	}
}

// timeCases are about phones that are offline.
func timeCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	waits := func(id, what, requirement string, change kit.Change, hold time.Duration, want device.Fate) conformance.Case {
		return conformance.Case{
			ID: "meizu/ttl/" + id, Level: conformance.Must, Source: docAPI, Codes: []string{"200"}, Needs: clock, Title: what, Requirement: requirement,
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", kit.Offline)
				a := b.push(p, change)
				b.wantOK(a)
				b.Settle()
				b.Advance(hold)
				kit.ChangePhone(t, p, kit.Online)
				b.WantFate(a, p, want)
			},
		}
	}
	valid := func(hours int) kit.Change { return kit.Set("pushTimeInfo.validTime", hours) }
	return []conformance.Case{
		{
			ID: "meizu/ttl/hours", Level: conformance.Must, Source: docAPI, Codes: []string{"200"}, Needs: clock,
			Title:       "validTime is in hours",
			Requirement: "An endpoint must keep a message with validTime 2 for an hour and 59 minutes, and not for two hours and one.",
			Run: func(t *conformance.T) {
				b := open(t)
				p, q := b.Phone("a", kit.Offline), b.Phone("b", kit.Offline)
				a := b.pushTo(to(p, q), private, valid(2))
				b.wantOK(a)
				b.Settle()
				b.Advance(119 * time.Minute)
				kit.ChangePhone(t, p, kit.Online)
				b.WantFate(a, p, device.Shown)
				b.Advance(2 * time.Minute)
				kit.ChangePhone(t, q, kit.Online)
				b.WantFate(a, q, device.Expired)
			},
		},
		waits("over", "a message ends with its validTime", "An endpoint must not deliver a message with validTime 1 after 61 minutes.", valid(1), 61*time.Minute, device.Expired),
		waits("default-24", "the default is 24 hours", "An endpoint must keep a message without validTime for 23 hours.", kit.Drop("pushTimeInfo.validTime"), 23*time.Hour, device.Shown),
		waits("default-over", "the default is over after 24 hours", "An endpoint must not deliver a message without validTime after 25 hours.", kit.Drop("pushTimeInfo.validTime"), 25*time.Hour, device.Expired),
		waits("offline-0", "offLine 0 does not wait", "An endpoint must not keep a message with offLine 0 for a phone that is offline.", kit.Set("pushTimeInfo.offLine", 0), time.Minute, device.Dropped),
		{
			ID: "meizu/ttl/notifykey-waiting", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
			Title:       "only the last message with a notifyKey waits",
			Requirement: "An endpoint must replace a message that waits for its phone by a newer one with the same notifyKey.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", kit.Offline)
				key := kit.Set("advanceInfo.notifyKey", "A1024")
				first := b.push(p, key)
				b.Settle()
				second := b.push(p, key)
				b.WantFate(first, p, device.Replaced)
				kit.ChangePhone(t, p, kit.Online)
				b.WantFate(second, p, device.Shown)
				b.WantItems(p, 1)
			},
		},
	}
}

// presentCases are about how a phone shows a message.
func presentCases() []conformance.Case {
	return []conformance.Case{{
		ID: "meizu/present/notifykey", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "only the last message with a notifyKey is shown",
		Requirement: "An endpoint must replace a message on the screen, and one that waits, by a newer one with the same notifyKey.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, title := range []string{"一", "二"} {
				b.wantOK(b.push(p, kit.Set("advanceInfo.notifyKey", "A1024"), kit.Set("noticeBarInfo.title", title)))
			}
			b.WantTitles(p, "二")
			q := b.Phone("b", kit.Offline)
			first := b.push(q, kit.Set("advanceInfo.notifyKey", "A1024"))
			b.Settle()
			b.wantOK(b.push(q, kit.Set("advanceInfo.notifyKey", "A1024")))
			b.WantFate(first, q, device.Replaced)
		},
	}, {
		ID: "meizu/present/folded", Level: conformance.Should, Source: aggregators, Codes: []string{"200"},
		Title:       "from the fourth message on the bar shows a group",
		Requirement: "An endpoint should show three messages of an app one by one and fold the fourth.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for range 4 {
				b.wantOK(b.push(p))
			}
			b.shownAt(p, device.Shown, device.Shown, device.Shown, device.Folded)
		},
	}, {
		ID: "meizu/present/alert", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "sound, vibration and banner are the message's",
		Requirement: "An endpoint must not ring, vibrate or come up over the screen when the message switches that off.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q, r := b.Phone("a"), b.Phone("b"), b.Phone("c")
			b.wantOK(b.push(p))
			b.wantOK(b.push(q, kit.Set("advanceInfo.suspend", 0), kit.Set("advanceInfo.notificationType.sound", 0)))
			b.wantOK(b.push(r, kit.Set("advanceInfo.suspend", false), kit.Set("advanceInfo.notificationType", map[string]any{"sound": 0, "vibrate": 0, "lights": 0})))
			loud, low, quiet := b.WantItems(p, 1), b.WantItems(q, 1), b.WantItems(r, 1)
			if n := loud.Items[0]; !n.Sound || !n.Vibrate || !n.Banner {
				t.Errorf("a message with everything on is shown as %+v", n)
			}
			if n := low.Items[0]; n.Sound || !n.Vibrate || n.Banner || n.How != device.Shown {
				t.Errorf("a message with vibration alone is shown as %+v", n)
			}
			if n := quiet.Items[0]; n.Sound || n.Vibrate || n.Banner || n.How != device.Silent {
				t.Errorf("a message with everything off is shown as %+v", n)
			}
		},
	}, {
		ID: "meizu/present/classes-alike", Level: conformance.May, Source: assumed, Codes: []string{"200"},
		Title:       "public and private look alike",
		Requirement: "An endpoint may show public and private messages alike.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantOK(b.push(p))
			b.wantOK(b.sell(p))
			b.shownAt(p, device.Shown, device.Shown)
		},
	}, {
		ID: "meizu/present/fixdisplay", Level: conformance.Must, Source: docAPI, Codes: []string{"200"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "a message may be shown between two times only",
		Requirement: "An endpoint must hold a message with fixDisplay back until its beginning, and show nothing after its end.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			between := func(from, to string) []kit.Change {
				return []kit.Change{kit.Set("advanceInfo.fixDisplay", 1), kit.Set("advanceInfo.fixStartDisplayTime", from), kit.Set("advanceInfo.fixEndDisplayTime", to)}
			}
			over := b.push(p, between("2025-11-24 08:00:00", "2025-11-25 09:59:59")...)
			b.WantFate(over, p, device.Hidden)
			later := b.push(p, between("2025-11-25 12:00:00", "2025-11-25 13:00:00")...)
			b.wantOK(later)
			b.WantItems(p, 0)
			b.AdvanceTo(at(12, 1))
			b.WantFate(later, p, device.Shown)
		},
	}}
}

// throughCases are about pass-through messages.
func throughCases() []conformance.Case {
	const message = `{"title":"t","content":"{\"a\":1}","pushTimeInfo":{"offLine":1,"validTime":1}}`
	path := server + "/push/unvarnished/pushByPushId"
	return []conformance.Case{{
		ID: "meizu/through/discontinued", Level: conformance.May, Source: assumed, Codes: []string{"110053"},
		Title:       "pass-through is 110053",
		Requirement: "An endpoint may answer a pass-through message, also as a task, with 110053.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Alias("u1"))
			b.want(b.ask(path, kit.FormOf("messageJson", message, "pushIds", p.Token)), "110053")
			b.want(b.ask(server+"/push/unvarnished/pushByAlias", kit.FormOf("messageJson", message, "alias", "u1")), "110053")
			b.want(b.ask(pathSave, kit.FormOf("messageJson", message, "pushType", "1")), "110053")
			for _, kind := range []string{"pushByPushId", "pushByAlias"} {
				f := kit.FormOf("taskId", "1", "pushIds", p.Token, "alias", "u1")
				b.want(b.ask(server+"/push/task/unvarnished/"+kind, f), "110053")
			}
		},
	}, {
		ID: "meizu/through/before-2018-06-16", Level: conformance.Must, Source: docHistory, Codes: []string{"200"}, World: sim.RuleOptions{Date: "2018-06-15"},
		Title:       "before 2018-06-16 the app got it",
		Requirement: "An endpoint of 2018-06-15 must take a pass-through message of 2000 bytes, show nothing, and refuse 2001 bytes.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			send := func(n int) kit.Answer {
				return b.ask(path, kit.FormOf("messageJson", message, "pushIds", p.Token), kit.InField("messageJson", kit.Set("content", kit.Letters(n))))
			}
			a := send(2000)
			b.want(a, "200")
			b.WantFate(a, p, device.Hidden)
			b.refused(send(2001))
		},
	}}
}
