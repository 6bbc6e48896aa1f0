package huawei

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// deviceCases are about phones that do not show what was accepted: only a receipt
// tells.
func deviceCases() []conformance.Case {
	dark := func(id string, rows []string, level conformance.Level, source, what, receipt string, changes ...func(*device.Phone)) conformance.Case {
		return conformance.Case{
			ID: "huawei/device/" + id, Level: level, Rows: rows, Source: source, Codes: []string{"80000000", "receipt:" + receipt},
			Title:       what + " is receipt " + receipt,
			Requirement: "An endpoint " + lower(level) + " accept a message to " + what + " with 80000000, not show it, and report " + receipt + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", changes...)
				b.wantDark(b.send(p), p, receipt)
				b.WantItems(p, 0)
			},
		}
	}
	must := conformance.Must
	month := func(days int) func(*device.Phone) {
		return func(p *device.Phone) { kit.Offline(p); p.OfflineSince = at(10, 0).AddDate(0, 0, -days) }
	}
	return []conformance.Case{
		dark("app-removed", []string{"H33"}, must, docReceipt, "a phone without the app", "2", kit.Uninstalled),
		dark("token-gone", []string{"H33"}, must, docReceipt, "a phone whose app lost its data and token", "5", kit.Unsubscribed),
		dark("switch-off", []string{"H33"}, must, docReceipt, "a phone with notifications off", "6", kit.Blocked),
		dark("turned-off", []string{"H33"}, must, docReceipt, "a phone whose app called turnOffPush", "6", phoneFlag("push_turned_off", "on")),
		dark("inactive", []string{"H33"}, must, docReceipt, "a phone that was offline for 31 days", "10", month(31)),
		{
			ID: "huawei/device/controlled", Level: must, Rows: []string{"H33"}, Source: docReceipt, Codes: []string{"80000000"}, Needs: []conformance.Need{conformance.NeedClock},
			Title:       "what is controlled comes when the control is lifted",
			Requirement: "An endpoint must hold a message to a phone to which sending is controlled, and deliver it when the control is lifted, unless its ttl is over.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", phoneFlag("controlled", "on"))
				short, long := b.send(p, set("android.ttl", "60s")), b.send(p)
				b.wantAccepted(short)
				b.wantAccepted(long)
				b.WantFate(long, p, device.Held)
				b.Advance(time.Hour)
				kit.ChangePhone(t, p, phoneFlag("controlled", "off"))
				b.WantVisible(long, p)
				b.WantItems(p, 1)
			},
		},
		{
			ID: "huawei/device/night", Level: conformance.Should, Source: aggregators, Codes: []string{"80000000"}, Needs: []conformance.Need{conformance.NeedClock},
			Title:       "an idle phone is left alone at night, where that is on",
			Requirement: "An endpoint that holds messages at night should hold one to a phone that is not used until 06:00 and show it then, and one to a phone in use at once.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Flag("night_hold", "on"))
				b.AdvanceTo(at(24, 30))
				b.login()
				idle, used := b.Phone("a"), b.Phone("b", kit.InFront)
				a := b.order(to(idle, used))
				b.wantAccepted(a)
				b.WantFate(a, idle, device.Held)
				b.WantVisible(a, used)
				b.AdvanceTo(at(30, 0))
				b.WantVisible(a, idle)
			},
		},
		{
			ID: "huawei/device/thirty-days", Level: must, Rows: []string{"H33"}, Source: docReceipt, Codes: []string{"80000000"},
			Title:       "a phone that was offline for 29 days is not inactive",
			Requirement: "An endpoint must keep a message for a phone that was offline for 29 days and deliver it when it is back.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", month(29))
				a := b.send(p)
				b.wantAccepted(a)
				b.WantFate(a, p, device.Held)
				kit.ChangePhone(t, p, kit.Online)
				b.WantVisible(a, p)
			},
		},
		{
			ID: "huawei/device/shown", Level: must, Rows: []string{"H33"}, Source: docReceipt, Codes: []string{"80000000", "receipt:0"},
			Title:       "a delivered message is receipt 0",
			Requirement: "An endpoint must show a message to a phone in order and report 0.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				a := b.send(p)
				b.wantAccepted(a)
				if m := b.WantVisible(a, p); m.Receipt != "0" {
					t.Errorf("receipt %q, want 0", m.Receipt)
				}
			},
		},
		{
			ID: "huawei/device/switched-off-meanwhile", Level: conformance.Should, Source: docReceipt, Codes: []string{"80000000", "receipt:6"},
			Title:       "what counts is the phone when the message arrives",
			Requirement: "An endpoint should judge a waiting message by the phone's state when it comes back.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", kit.Offline)
				a := b.send(p)
				b.Settle()
				kit.ChangePhone(t, p, kit.Online, kit.Blocked)
				b.wantDark(a, p, "6")
			},
		},
		{
			ID: "huawei/device/data-location", Level: conformance.Should, Source: docSend, Codes: []string{"80000000"},
			Title:       "a data location that does not match delivers nothing",
			Requirement: "An endpoint should accept messages of an app whose data processing location does not match its users', and deliver none.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Flag("data_location", "mismatch"))
				p := b.Phone("a")
				a := b.send(p)
				b.wantAccepted(a)
				b.WantItems(p, 0)
			},
		},
	}
}

// cacheCases are about which messages wait for an offline phone.
func cacheCases() []conformance.Case {
	key := func(n int) kit.Change { return set("android.collapse_key", n) }
	waits := func(id, what string, want int, lost []int, keys ...int) conformance.Case {
		return conformance.Case{
			ID: "huawei/cache/" + id, Level: conformance.Must, Source: docSend, Codes: []string{"80000000", "receipt:15"},
			Title:       what,
			Requirement: "An endpoint must keep for an offline phone what collapse_key says: " + what + "; what is overwritten is reported with 15.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", kit.Offline)
				var sent []kit.Answer
				for _, k := range keys {
					sent = append(sent, b.send(p, key(k)))
					b.wantAccepted(sent[len(sent)-1])
					b.Settle()
				}
				kit.ChangePhone(t, p, kit.Online)
				b.WantItems(p, want)
				for _, i := range lost {
					b.wantDark(sent[i], p, "15")
				}
			},
		}
	}
	return []conformance.Case{
		waits("newest-only", "with 0 the newest message of the app alone", 1, []int{0, 1}, 0, 0, 0),
		waits("groups", "with 1 to 100 one message a group", 2, []int{0}, 7, 8, 7),
		waits("all", "with -1 every message", 3, nil, -1, -1, -1),
		{
			ID: "huawei/cache/default-keeps-all", Level: conformance.Must, Source: docSend, Codes: []string{"80000000"},
			Title:       "without collapse_key every message waits",
			Requirement: "An endpoint must keep all messages without collapse_key for an offline phone.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", kit.Offline)
				for range 3 {
					b.wantAccepted(b.send(p))
				}
				b.Settle()
				kit.ChangePhone(t, p, kit.Online)
				b.WantItems(p, 3)
			},
		},
		{
			ID: "huawei/cache/hundred-and-twenty", Level: conformance.Should, Source: docSend + "; counted for a phone and app: " + assumed, Codes: []string{"80000000", "receipt:15"},
			Title:       "120 messages wait, the oldest goes",
			Requirement: "An endpoint should keep 120 messages for an offline phone and overwrite the oldest with the next, reporting 15.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", kit.Offline)
				first := b.send(p)
				b.Settle()
				second := b.send(p)
				b.Settle()
				b.flood(p, 118)
				b.WantFate(first, p, device.Held)
				b.wantAccepted(b.send(p))
				b.wantDark(first, p, "15")
				b.WantFate(second, p, device.Held)
			},
		},
	}
}

// presentationCases are about how a message appears.
func presentationCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	once := func(id string, level conformance.Level, source, what string, phone func(*device.Phone), want device.Fate, changes ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "huawei/present/" + id, Level: level, Source: source, Codes: []string{"80000000"},
			Title:       what,
			Requirement: "An endpoint " + lower(level) + " accept a message and let the phone present it so: " + what + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", phone)
				a := b.send(p, changes...)
				b.wantAccepted(a)
				b.WantFate(a, p, want)
				if s := b.Shade(p); want.Visible() && (len(s.Items) != 1 || s.Items[0].Sound != (want == device.Shown)) {
					t.Errorf("the phone shows %+v, want one notification, with sound: %t", s.Items, want == device.Shown)
				}
			},
		}
	}
	replaced := func(id, what string, want int, field string, values ...any) conformance.Case {
		return conformance.Case{
			ID: "huawei/present/" + id, Level: must, Source: docSend, Codes: []string{"80000000"},
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
		once("service-rings", must, docClass, "a service message rings, also when the app is not alive", kit.Killed, device.Shown),
		once("marketing-is-silent", must, docClass, "marketing lies in the notification centre", kit.Background, device.Silent, marketing),
		once("old-emui", should, docClass, "before EMUI 10 marketing rings like the rest", phoneFlag("emui", "9"), device.Shown, marketing),
		once("importance-low", should, aggregators, "importance LOW is silent", kit.Background, device.Silent, notify("importance", "LOW")),
		once("foreground-show", must, docSend, "in front the notification is shown by default", kit.InFront, device.Shown),
		once("foreground-show-false", must, docSend, "foreground_show false hides it while the app is in front", kit.InFront, device.Hidden, notify("foreground_show", false)),
		once("foreground-show-false-behind", must, docSend, "foreground_show false changes nothing while the app is behind", kit.Background, device.Shown, notify("foreground_show", false)),
		replaced("tag-replaces", "the same tag leaves one", 2, "tag", "order-7", "order-7", "order-8"),
		replaced("notify-id-replaces", "the same notify_id leaves one", 2, "notify_id", 7, 7, 8),
		replaced("notify-id-auto", "notify_id -1 replaces nothing", 2, "notify_id", -1, -1),
		{
			ID: "huawei/present/importance-low-is-service", Level: should, Source: aggregators, Codes: []string{"80000000"},
			Title:       "importance LOW stays a service message",
			Requirement: "An endpoint should not count a service message of importance LOW as marketing.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for range 3 {
					a := b.send(p, notify("importance", "LOW"))
					b.wantAccepted(a)
					if m := b.WantFate(a, p, device.Silent); m.Granted != service {
						t.Errorf("taken as %q, want %q", m.Granted, service)
					}
				}
			},
		},
		{
			ID: "huawei/present/badge", Level: must, Source: docSend, Codes: []string{"80000000"},
			Title:       "badges add and set; set wins",
			Requirement: "An endpoint must add badge.add_num, set badge.set_num, prefer the latter, and add one when neither is there.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				badge := func(members map[string]any) kit.Change {
					members["class"] = "com.example.shop.Main"
					return notify("badge", members)
				}
				for _, s := range []struct {
					change kit.Change
					want   int
				}{
					{badge(map[string]any{"add_num": 5}), 5}, {badge(map[string]any{"set_num": 3}), 3},
					{badge(map[string]any{"add_num": 5, "set_num": 9}), 9}, {badge(map[string]any{}), 10},
				} {
					b.wantAccepted(b.send(p, s.change))
					if got := b.Shade(p).Badge; got != s.want {
						t.Errorf("the badge is %d, want %d", got, s.want)
					}
				}
			},
		},
	}
}

// dataCases are about data messages, which show nothing.
func dataCases() []conformance.Case {
	data := func(b *bench, p device.Phone, changes ...kit.Change) kit.Answer {
		return b.send(p, append([]kit.Change{drop("android.notification", "android.category"), set("data", `{"k":"v"}`)}, changes...)...)
	}
	return []conformance.Case{{
		ID: "huawei/data/nothing-to-see", Level: conformance.Must, Source: docSend, Codes: []string{"80000000", "receipt:0"},
		Title:       "a data message reaches the app and shows nothing",
		Requirement: "An endpoint must hand a data message to an app that runs, show nothing, and report 0.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantDark(data(b, p), p, "0")
			b.WantItems(p, 0)
		},
	}, {
		ID: "huawei/data/process-absent", Level: conformance.Must, Source: docReceipt, Codes: []string{"80000000", "receipt:27"},
		Title:       "a data message waits for an app that does not run",
		Requirement: "An endpoint must keep a data message for an app whose process does not run, and report 27.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Killed)
			a := data(b, p)
			b.wantAccepted(a)
			if m := b.Fate(a, p); m.State.Visible() || m.Receipt != "27" {
				t.Errorf("the message is %q with receipt %q, want 27", m.State, m.Receipt)
			}
		},
	}, {
		ID: "huawei/data/not-capped", Level: conformance.Should, Source: docFreq, Codes: []string{"80000000", "receipt:0"},
		Title:       "data messages are not under the cap of marketing",
		Requirement: "An endpoint should hand over data messages without a category beyond the two of marketing, which concerns notifications.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for range 3 {
				b.wantDark(data(b, p), p, "0")
			}
		},
	}, {
		ID: "huawei/data/switch-off", Level: conformance.Should, Source: docReceipt, Codes: []string{"80000000", "receipt:0"},
		Title:       "notifications off do not stop data",
		Requirement: "An endpoint should hand a data message to an app whose notifications are off.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Blocked)
			b.wantDark(data(b, p), p, "0")
		},
	}, {
		ID: "huawei/data/offline", Level: conformance.Must, Source: docSend, Codes: []string{"80000000", "receipt:0"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "a data message waits for its phone within its ttl",
		Requirement: "An endpoint must keep a data message for an offline phone within its ttl.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := data(b, p, set("android.ttl", "600s"))
			b.WantFate(a, p, device.Held)
			b.Advance(9 * time.Minute)
			kit.ChangePhone(t, p, kit.Online)
			b.wantDark(a, p, "0")
		},
	}}
}
