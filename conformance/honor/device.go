package honor

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// deviceCases are about phones that do not show what was accepted: only a receipt tells.
func deviceCases() []conformance.Case {
	must, may := conformance.Must, conformance.May
	clock := []conformance.Need{conformance.NeedClock}
	dark := func(id, what, receipt string, changes ...kit.PhoneOption) conformance.Case {
		return conformance.Case{
			ID: "honor/device/" + id, Level: must, Rows: []string{"R26"}, Source: docReceipt, Codes: []string{"200", "receipt:" + receipt},
			Title:       what + " is receipt " + receipt,
			Requirement: "An endpoint must accept a message to " + what + " with 200, not show it, and report " + receipt + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", changes...)
				b.wantDark(b.send(p), p, receipt)
				b.WantItems(p, 0)
			},
		}
	}
	return []conformance.Case{
		dark("app-removed", "a phone without the app", "40000003", kit.Uninstalled),
		dark("token-gone", "a phone whose app lost its token", "40000004", kit.Unsubscribed),
		dark("switch-off", "a phone with notifications off", "40000005", kit.Blocked),
		dark("app-disabled", "a phone whose user disabled the app", "40000006", kit.Switch("app_disabled", "on")),
		dark("other-user", "a phone with another user", "40000014", kit.Switch("phone_user", "other")),
		{
			ID: "honor/device/class-switch", Level: may, Source: docClass + "; its receipt: " + assumed, Codes: []string{"200", "receipt:40000005"},
			Title:       "a class that is switched off is receipt 40000005",
			Requirement: "An endpoint may report a message of a class its user switched off with 40000005.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", func(p *device.Phone) { p.Muted = append(p.Muted, promo) })
				b.wantDark(b.promote(p), p, "40000005")
				b.wantClass(b.send(p), p, service)
			},
		},
		{
			ID: "honor/device/offline", Level: must, Source: docSend, Codes: []string{"200"}, Needs: clock,
			Title:       "an offline phone gets its messages within ttl",
			Requirement: "An endpoint must keep a message for an offline phone within its ttl and drop it after.",
			Run: func(t *conformance.T) {
				b := open(t)
				p, q := b.Phone("a", kit.Offline), b.Phone("b", kit.Offline)
				a := b.order(to(p, q), set("android.ttl", "600s"))
				b.WantFate(a, p, device.Held)
				b.Advance(9 * time.Minute)
				kit.ChangePhone(t, p, kit.Online)
				b.WantVisible(a, p)
				b.Advance(2 * time.Minute)
				kit.ChangePhone(t, q, kit.Online)
				b.WantFate(a, q, device.Expired)
				b.WantItems(q, 0)
			},
		},
		{
			ID: "honor/device/ttl-default", Level: must, Source: docSend, Codes: []string{"200"}, Needs: clock,
			Title:       "without a ttl a message is kept a day",
			Requirement: "An endpoint must keep a message without ttl for 24 hours and not longer.",
			Run: func(t *conformance.T) {
				b := open(t)
				p, q := b.Phone("a", kit.Offline), b.Phone("b", kit.Offline)
				a := b.order(to(p, q), kit.Drop("android.ttl"))
				b.WantFate(a, p, device.Held)
				b.Advance(23 * time.Hour)
				kit.ChangePhone(t, p, kit.Online)
				b.WantVisible(a, p)
				b.Advance(2 * time.Hour)
				kit.ChangePhone(t, q, kit.Online)
				b.WantFate(a, q, device.Expired)
			},
		},
		{
			ID: "honor/device/screen-off", Level: must, Rows: []string{"R26"}, Source: docReceipt, Codes: []string{"200"},
			Title:       "a dark screen delays",
			Requirement: "An endpoint must hold a message for a phone whose screen has been off for some time, and show it when the screen comes on.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", kit.Switch("screen", "off"))
				a := b.send(p)
				b.wantAccepted(a)
				b.WantFate(a, p, device.Held)
				kit.ChangePhone(t, p, kit.Switch("screen", "on"))
				b.WantVisible(a, p)
			},
		},
		{
			ID: "honor/device/night", Level: conformance.Should, Source: aggregators, Codes: []string{"200"}, Needs: clock,
			Title:       "the night holds where it is told to",
			Requirement: "An endpoint should hold messages from 00:00 to 06:00 GMT+8 where the night hold is on, and show them at 06:00.",
			Run: func(t *conformance.T) {
				b := prepare(t, kit.Flag("night_hold", "on"))
				p := b.Phone("a")
				b.AdvanceTo(at(26, 0)) // 02:00
				b.login()
				a := b.send(p)
				b.wantAccepted(a)
				b.WantFate(a, p, device.Held)
				b.AdvanceTo(at(29, 59))
				b.WantFate(a, p, device.Held)
				b.AdvanceTo(at(30, 1))
				b.WantVisible(a, p)
			},
		},
		{
			ID: "honor/device/no-night", Level: conformance.Should, Source: docSend, Codes: []string{"200"}, Needs: clock,
			Title:       "otherwise the night is like the day",
			Requirement: "An endpoint should show a message at 02:00 where no night hold is on.",
			Run: func(t *conformance.T) {
				b := prepare(t)
				p := b.Phone("a")
				b.AdvanceTo(at(26, 0))
				b.login()
				b.WantVisible(b.send(p), p)
			},
		},
	}
}

// presentationCases are about how a message appears.
func presentationCases() []conformance.Case {
	must := conformance.Must
	once := func(id, source, what string, phone kit.PhoneOption, want device.Fate, changes ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "honor/present/" + id, Level: must, Source: source, Codes: []string{"200"},
			Title:       what,
			Requirement: "An endpoint must accept a message and let the phone present it so: " + what + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", phone)
				a := b.send(p, changes...)
				b.wantAccepted(a)
				b.WantFate(a, p, want)
				if s := b.Shade(p); len(s.Items) != 1 || s.Items[0].Sound != (want == device.Shown) {
					t.Errorf("the phone shows %+v, want one notification, with sound: %t", s.Items, want == device.Shown)
				}
			},
		}
	}
	replaced := func(id, what string, want int, field string, values ...any) conformance.Case {
		return conformance.Case{
			ID: "honor/present/" + id, Level: must, Source: docSend, Codes: []string{"200"},
			Title:       what,
			Requirement: "An endpoint must let a newer notification replace an older one: " + what + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for _, v := range values {
					b.wantAccepted(b.send(p, notify(field, v)))
					b.Settle()
				}
				b.WantItems(p, want)
			},
		}
	}
	return []conformance.Case{
		once("service-rings", docClass, "a service message rings, also when the app is not alive", kit.Killed, device.Shown),
		once("marketing-is-silent", docClass, "marketing lies silently in the drawer", kit.Background, device.Silent, marketing),
		replaced("tag-replaces", "the same tag leaves one", 2, "tag", "order-7", "order-7", "order-8"),
		replaced("notify-id-replaces", "the same notifyId leaves one", 2, "notifyId", 7, 7, 8),
		replaced("notify-id-auto", "notifyId -1 replaces nothing", 2, "notifyId", -1, -1),
		{
			ID: "honor/present/badge", Level: must, Source: docSend, Codes: []string{"200"},
			Title:       "badges add and set",
			Requirement: "An endpoint must add badge.addNum to the number on the icon and set it to badge.setNum.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for _, s := range []struct {
					name    string
					n, want int
				}{{"addNum", 5, 5}, {"setNum", 3, 3}, {"addNum", 2, 5}, {"setNum", 0, 0}} {
					b.wantAccepted(b.send(p, notify("badge", map[string]any{s.name: s.n, "badgeClass": "com.example.shop.Main"})))
					if got := b.Shade(p).Badge; got != s.want {
						t.Errorf("after %s %d the badge is %d, want %d", s.name, s.n, got, s.want)
					}
				}
			},
		},
	}
}

// dataCases are about data messages, which show nothing.
func dataCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	return []conformance.Case{{
		ID: "honor/data/data-message", Level: must, Rows: []string{"R23"}, Source: docSend + "; " + docReceipt, Codes: []string{"200", "receipt:40000001"},
		Title:       "a data message reaches the app and shows nothing",
		Requirement: "An endpoint must hand a data message to an app that runs, show nothing, and report 40000001.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantDark(b.send(p, data), p, "40000001")
			b.WantItems(p, 0)
		},
	}, {
		ID: "honor/data/plain-text", Level: must, Rows: []string{"R23"}, Source: docBlog, Codes: []string{"200"},
		Title:       "data of a data message may be any text",
		Requirement: "An endpoint must take the documented data message, whose data is no JSON.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantAccepted(b.Post(b.path(), kit.Body{"data": "{'param1':'value1','param2':'value2'}", "token": kit.Tokens(p)}))
			b.WantItems(p, 0)
		},
	}, {
		ID: "honor/data/not-capped", Level: should, Rows: []string{"R23"}, Source: docReceipt, Codes: []string{"200", "receipt:40000001"},
		Title:       "data messages are not under the cap of marketing",
		Requirement: "An endpoint should hand over data messages beyond the two of marketing, also of an app without the right.",
		Run: func(t *conformance.T) {
			b := open(t, noRight)
			p := b.Phone("a")
			for range 3 {
				b.wantDark(b.send(p, data), p, "40000001")
			}
			b.wantCapped(p, 2)
		},
	}, {
		ID: "honor/data/waits-for-the-app", Level: must, Source: docReceipt, Codes: []string{"200", "receipt:40000001"},
		Title:       "a data message waits for an app that does not run",
		Requirement: "An endpoint must keep a data message for an app without a process and hand it over when the app runs.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Killed)
			a := b.send(p, data)
			b.wantAccepted(a)
			b.WantFate(a, p, device.Held)
			kit.ChangePhone(t, p, kit.InFront)
			b.wantDark(a, p, "40000001")
		},
	}}
}
