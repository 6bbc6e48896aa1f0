package xiaomi

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// lifeCases are how long a message waits for its phone.
func lifeCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	// back sends to a phone that is offline, lets it come back after a time, and says
	// whether the message is still there.
	back := func(b *bench, f kit.Form, id string, after time.Duration) kit.Answer {
		p := b.Phone(id, kit.Offline)
		a := b.push(f, p)
		b.want(a, "0")
		b.Settle()
		b.Advance(after)
		kit.ChangePhone(b.T, p, kit.Online)
		return a
	}
	const hour, days = time.Hour, 24 * time.Hour
	return []conformance.Case{{
		ID: "xiaomi/ttl/ttl-clamp", Level: conformance.Must, Rows: []string{"X32"}, Source: docTTL, Codes: []string{"0", "receipt:1024"}, Needs: clock,
		Title:       "a public message lives a day at most",
		Requirement: "An endpoint must end a public message with a time_to_live of three days after one day, with receipt 1024.",
		Run: func(t *conformance.T) {
			b := open(t)
			three := public(kit.Field("time_to_live", "259200000"))
			a := back(b, three, "a", 23*hour)
			b.WantItems(device.Phone{ID: "a"}, 1)
			_ = a
			late := back(b, three, "b", 25*hour)
			b.wantLost(late, device.Phone{ID: "b"}, device.Expired, "1024")
		},
	}, {
		ID: "xiaomi/ttl/private-ten-days", Level: conformance.Must, Rows: []string{"X32"}, Source: docTTL, Codes: []string{"0", "receipt:1024"}, Needs: clock,
		Title:       "a private message lives ten days",
		Requirement: "An endpoint must keep a private message without a time_to_live for ten days, and no longer.",
		Run: func(t *conformance.T) {
			b := open(t)
			back(b, order(), "a", 9*days)
			b.WantItems(device.Phone{ID: "a"}, 1)
			late := back(b, order(), "b", 10*days+hour)
			b.wantLost(late, device.Phone{ID: "b"}, device.Expired, "1024")
		},
	}, {
		ID: "xiaomi/ttl/milliseconds", Level: conformance.Must, Rows: []string{"B16"}, Source: sdk, Codes: []string{"0", "receipt:1024"}, Needs: clock,
		Title:       "time_to_live is in milliseconds",
		Requirement: "An endpoint must end a message with time_to_live 3600000 after an hour.",
		Run: func(t *conformance.T) {
			b := open(t)
			one := order(kit.Field("time_to_live", "3600000"))
			back(b, one, "a", 50*time.Minute)
			b.WantItems(device.Phone{ID: "a"}, 1)
			late := back(b, one, "b", 70*time.Minute)
			b.wantLost(late, device.Phone{ID: "b"}, device.Expired, "1024")
		},
	}, {
		ID: "xiaomi/ttl/two-weeks-older", Level: conformance.Must, Source: docAPI2023, Codes: []string{"0"}, Needs: clock, World: rulesOf("2024-06-01"),
		Title:       "before 2024-09-03 it was two weeks",
		Requirement: "An endpoint must under the older rules keep a public message for two weeks, and end it then without a receipt.",
		Run: func(t *conformance.T) {
			b := open(t)
			long := public(kit.Field("time_to_live", "8640000000"))
			back(b, long, "a", 13*days)
			b.WantItems(device.Phone{ID: "a"}, 1)
			late := back(b, long, "b", 15*days)
			b.wantLost(late, device.Phone{ID: "b"}, device.Expired, "")
		},
	}, {
		ID: "xiaomi/ttl/only-send-once", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "only_send_once does not wait",
		Requirement: "An endpoint must not keep a message with only_send_once for a phone that is offline.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := b.send(p, kit.Field("extra.only_send_once", "1"))
			b.want(a, "0")
			b.WantFate(a, p, device.Dropped)
		},
	}, {
		ID: "xiaomi/ttl/waits", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "a phone that comes back gets its message",
		Requirement: "An endpoint must keep a message for a phone that is offline and show it when the phone is back.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := b.send(p)
			b.want(a, "0")
			b.WantFate(a, p, device.Held)
			kit.ChangePhone(t, p, kit.Online)
			b.WantItems(p, 1)
		},
	}}
}

// deviceCases are why an accepted message does not reach a phone.
func deviceCases() []conformance.Case {
	passThrough := kit.Field("pass_through", "1")
	return []conformance.Case{{
		ID: "xiaomi/device/pass-through-dead", Level: conformance.May, Rows: []string{"X33"}, Source: "dev.mi.com document 2766 (end of pass-through); the answer is " + assumed, Codes: []string{"0"},
		Title:       "pass-through messages are not delivered",
		Requirement: "An endpoint may accept a message with pass_through 1 with code 0, and then must not deliver or report it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, passThrough)
			b.wantLost(a, p, device.Dropped, "")
		},
	}, {
		ID: "xiaomi/device/pass-through-older", Level: conformance.Should, Source: "clients that quote dev.mi.com documents of 2020", Codes: []string{"0"}, World: rulesOf("2022-06-01"),
		Title:       "before 2022-09-12 a running app got it",
		Requirement: "An endpoint should under the older rules hand a pass-through message to a running app, showing nothing, and lose it for one that does not run.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b", kit.Killed)
			a := b.push(order(passThrough), p, q)
			b.want(a, "0")
			b.WantFate(a, p, device.Hidden)
			b.WantFate(a, q, device.Dropped)
		},
	}, {
		ID: "xiaomi/device/disabled", Level: conformance.Must, Source: docReceipts, Codes: []string{"0", "receipt:32"},
		Title:       "the app called disablePush",
		Requirement: "An endpoint must accept a message to a phone whose app called disablePush, not deliver it, and report receipt 32.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Switch("push_disabled", "on"))
			b.wantLost(b.send(p), p, device.Dropped, "32")
		},
	}, {
		ID: "xiaomi/device/filtered", Level: conformance.Must, Source: docAPI, Codes: []string{"0", "receipt:64"},
		Title:       "a phone the filter leaves out",
		Requirement: "An endpoint must not deliver a message to a phone its locale, model, app_version or connpt leaves out, and report receipt 64.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Switch("network", "mobile"), func(p *device.Phone) { p.Model = "Mi 14" })
			for _, f := range []kit.FormChange{
				kit.Field("extra.locale", "en_US"), kit.Field("extra.locale_not_in", "en_US,zh_CN"), kit.Field("extra.model", "Mi 13,Mi 12"),
				kit.Field("extra.model_not_in", "Mi 14"), kit.Field("extra.app_version", "2.0"), kit.Field("extra.app_version_not_in", "1.0"),
				kit.Field("extra.connpt", "wifi"),
			} {
				b.wantLost(b.send(p, f), p, device.Dropped, "64")
			}
			a := b.send(p, kit.Field("extra.locale", "zh_CN"), kit.Field("extra.model", "Mi 14"), kit.Field("extra.app_version_not_in", "2.0"))
			b.want(a, "0")
			b.WantVisible(a, p)
		},
	}, {
		ID: "xiaomi/device/uninstalled-later", Level: conformance.Must, Source: docReceipts, Codes: []string{"0", "receipt:16/1"},
		Title:       "uninstalled before the message came",
		Requirement: "An endpoint must report receipt 16 with errorCode 1 for a phone whose app was uninstalled while the message waited.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := b.send(p)
			b.want(a, "0")
			b.Settle()
			kit.ChangePhone(t, p, kit.Uninstalled, kit.Online)
			b.wantLost(a, p, device.Dropped, "16/1")
		},
	}, {
		ID: "xiaomi/device/renewed", Level: conformance.Must, Source: docReceipts, Codes: []string{"0", "receipt:16/1"},
		Title:       "a phone with a newer registration id",
		Requirement: "An endpoint must report receipt 16 for a registration id that the phone has replaced.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Switch("regid", "renewed"))
			b.wantLost(b.send(p), p, device.Dropped, "16/1")
		},
	}, {
		ID: "xiaomi/device/test-words", Level: conformance.May, Source: notes2026 + "; that it is meant so is " + assumed, Codes: []string{"0"},
		Title:       "test words may be held back",
		Requirement: "An endpoint may hold back messages with test words, and then must accept them all the same.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("test_words", "on"))
			p := b.Phone("a")
			b.wantLost(b.send(p, kit.Field("title", "测试")), p, device.Dropped, "")
			a := b.send(p)
			b.want(a, "0")
			b.WantVisible(a, p)
		},
	}}
}

// presentCases are how a message looks on the phone.
func presentCases() []conformance.Case {
	return []conformance.Case{{
		ID: "xiaomi/present/classes", Level: conformance.Should, Source: aggregators, Codes: []string{"0"},
		Title:       "private messages ring, public ones do not",
		Requirement: "An endpoint should show a private message with sound and banner, and a public one, or one without a channel, silently in the drawer.",
		Run: func(t *conformance.T) {
			b := open(t, plainAllowed)
			p := b.Phone("a")
			for _, c := range []struct {
				f    kit.Form
				want device.Fate
			}{{order(nth(0)), device.Shown}, {public(nth(1)), device.Silent}, {plain(nth(2)), device.Silent}} {
				a := b.push(c.f, p)
				b.want(a, "0")
				b.WantFate(a, p, c.want)
			}
			for i, n := range b.WantItems(p, 3).Items {
				if loud := n.Sound || n.Banner; loud != (i == 0) {
					t.Errorf("notification %d: sound %t, banner %t", i, n.Sound, n.Banner)
				}
			}
		},
	}, {
		ID: "xiaomi/present/notifications-off", Level: conformance.Must, Source: docReceipts, Codes: []string{"0", "receipt:1"},
		Title:       "notifications off counts as delivered",
		Requirement: "An endpoint must report a message to a phone with notifications off as delivered, and the phone must show nothing.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Blocked)
			b.wantLost(b.send(p), p, device.Hidden, "1")
			b.WantItems(p, 0)
		},
	}, {
		ID: "xiaomi/present/foreground", Level: conformance.Must, Rows: []string{"B15"}, Source: docAPI, Codes: []string{"0"},
		Title:       "notify_foreground 0 hides it from an app in front",
		Requirement: "An endpoint must not show a message with notify_foreground 0 while the app is in front, and show one with 1.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.InFront)
			b.want(b.send(p, kit.Field("extra.notify_foreground", "0")), "0")
			b.WantItems(p, 0)
			b.want(b.send(p, kit.Field("extra.notify_foreground", "1")), "0")
			b.WantItems(p, 1)
		},
	}, {
		ID: "xiaomi/present/jobkey", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "a phone shows the first of a jobkey",
		Requirement: "An endpoint must show the first of two messages with the same jobkey only, and accept both.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for i := range 2 {
				b.want(b.send(p, nth(i), kit.Field("extra.jobkey", "job1")), "0")
			}
			b.WantItems(p, 1)
		},
	}, {
		ID: "xiaomi/present/muted", Level: conformance.May, Source: assumed, Codes: []string{"0"},
		Title:       "a class the user switched off",
		Requirement: "An endpoint may accept a message of a class that was switched off on the phone, and then must not show it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", func(p *device.Phone) { p.Muted = []vendors.Class{vendors.ClassMarketing} })
			a := b.push(public(), p)
			b.want(a, "0")
			b.WantFate(a, p, device.Hidden)
		},
	}}
}
