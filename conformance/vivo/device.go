package vivo

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// deviceCases are about the phone's state.
func deviceCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/device/device-blocked", Level: conformance.May, Rows: []string{"V41"},
		Source: docCodes + " (the text); that it comes at once is " + assumed, Codes: []string{"10311"},
		Title:       "notifications off is 10311",
		Requirement: "An endpoint may answer a single push to a phone whose notification permission is off with 10311 at once, and then must name no invalidUser.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Blocked)
			a := b.send(p)
			b.want(a, "10311")
			if a.JSON["invalidUser"] != nil {
				t.Errorf("%v: the id is alive and must not be named invalid", a)
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "vivo/device/switched-off-meanwhile", Level: conformance.Should, Source: docFAQ, Codes: []string{"0"},
		Title:       "notifications switched off while the message waits",
		Requirement: "An endpoint should not show a message on a phone that switched notifications off while it was offline.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := b.send(p)
			b.Settle()
			kit.ChangePhone(t, p, kit.Online, kit.Blocked)
			b.WantFate(a, p, device.Hidden, device.Dropped)
			b.WantItems(p, 0)
		},
	}, {
		ID: "vivo/device/unofficial-install", Level: conformance.Should, Source: oneReceiver, Codes: []string{"0", "receipt:104/2333"},
		Title: "operational messages are off for an app from elsewhere",
		Requirement: "An endpoint should accept an operational message to an app that was not installed from vivo's store and not show it, " +
			"with receipt 104/2333, while system messages are shown.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", unofficial)
			a := b.promote(p, 0)
			b.wantTask(a)
			if m := b.WantFate(a, p, device.Hidden, device.Dropped); m.Receipt != "104/2333" {
				t.Errorf("receipt %q, want 104/2333", m.Receipt)
			}
			b.WantItems(p, 0)
			im := b.send(p)
			b.WantVisible(im, p)
		},
	}, {
		ID: "vivo/device/duplicate", Level: conformance.Should, Rows: []string{"V43"}, Source: docReceipts, Codes: []string{"0", "receipt:104/2124"},
		Title:       "the same operational text twice is shown once",
		Requirement: "An endpoint should accept an operational message whose title and content the phone had already, and not show it again.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.WantVisible(b.promote(p, 0), p)
			again := b.promote(p, 0)
			b.wantTask(again)
			if m := b.WantFate(again, p, device.Hidden, device.Dropped); m.Receipt != "104/2124" {
				t.Errorf("receipt %q, want 104/2124", m.Receipt)
			}
			b.WantItems(p, 1)
		},
	}, {
		ID: "vivo/device/duplicate-system", Level: conformance.Should, Source: docReceipts, Codes: []string{"0"},
		Title:       "the same system text twice is shown twice",
		Requirement: "An endpoint should show equal system messages with different requestIds both.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantTask(b.send(p))
			b.wantTask(b.send(p))
			b.WantItems(p, 2)
		},
	}}
}

// displayCases are about what the phone itself keeps from the screen.
func displayCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/present/past-display-time", Level: conformance.May, Codes: []string{"0", "receipt:104/2144"},
		Source: sdk3 + " (the fields); " + docReceipts + " (the code); that they belong together is " + assumed,
		Needs:  []conformance.Need{conformance.NeedClock},
		Title:  "after showEndTime a message is not shown",
		Requirement: "An endpoint may keep a message that reaches its phone after timedDisplay.showEndTime from being shown, with receipt 104/2144, " +
			"unless overtimeDisplay is true.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a", kit.Offline), b.Phone("b", kit.Offline)
			now := b.World.Now()
			timed := func(overtime bool) kit.Change {
				return kit.Set("timedDisplay", map[string]any{
					"overtimeDisplay": overtime, "showStartTime": now.UnixMilli(), "showEndTime": now.Add(10 * time.Minute).UnixMilli(),
				})
			}
			strict, loose := b.send(p, timed(false)), b.send(q, timed(true))
			b.Settle()
			b.Advance(20 * time.Minute)
			kit.ChangePhone(t, p, kit.Online)
			kit.ChangePhone(t, q, kit.Online)
			if m := b.WantFate(strict, p, device.Hidden, device.Dropped); m.Receipt != "104/2144" {
				t.Errorf("receipt %q, want 104/2144", m.Receipt)
			}
			b.WantVisible(loose, q)
		},
	}, {
		ID: "vivo/present/shown-later", Level: conformance.May, Source: sdk3 + " (the field); what the phone does is " + assumed, Codes: []string{"0"},
		Needs:       []conformance.Need{conformance.NeedClock},
		Title:       "before showStartTime a message is not shown",
		Requirement: "An endpoint may show a message from timedDisplay.showStartTime on only, and then must show it also when its timeToLive is over by then.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			start := b.World.Now().Add(2 * time.Hour)
			a := b.send(p, kit.Set("timeToLive", 3600), kit.Set("timedDisplay", map[string]any{"showStartTime": start.UnixMilli()}))
			b.wantTask(a)
			b.WantItems(p, 0)
			b.AdvanceTo(start.Add(time.Second))
			b.WantVisible(a, p)
		},
	}, {
		ID: "vivo/device/class-muted", Level: conformance.May, Source: assumed, Codes: []string{"0"},
		Title:       "a class the user switched off is not shown",
		Requirement: "An endpoint may know a switch per class on the phone, and then must not show messages of a class that is switched off.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", func(p *device.Phone) { p.Muted = []vendors.Class{vendors.ClassMarketing} })
			b.WantFate(b.promote(p, 0), p, device.Hidden, device.Dropped)
			b.WantVisible(b.send(p), p)
		},
	}, {
		ID: "vivo/all/test-mode", Level: conformance.Should, Source: docAPI, Codes: []string{"0"},
		Title:       "a test push to all reaches test devices only",
		Requirement: "An endpoint should deliver /message/all with pushMode 1 to test devices only.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a", kit.TestPhone), b.Phone("b")
			b.wantTask(b.Post("/message/all", b.promotion(0, kit.Set("pushMode", 1))))
			b.WantItems(p, 1)
			b.WantItems(q, 0)
		},
	}}
}

// timeToLiveCases are about how long vivo keeps a message for an offline phone.
func timeToLiveCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	// away sends to an offline phone, lets time pass, and brings it online.
	away := func(t *conformance.T, b *bench, id string, pause time.Duration, send func(device.Phone) kit.Answer) (kit.Answer, device.Phone) {
		p := b.Phone(id, kit.Offline)
		a := send(p)
		b.wantTask(a)
		b.Settle()
		b.Advance(pause)
		kit.ChangePhone(t, p, kit.Online)
		return a, p
	}
	return []conformance.Case{{
		ID: "vivo/ttl/held", Level: conformance.Must, Source: docAPI, Codes: []string{"0"}, Needs: clock,
		Title:       "an offline phone gets the message when it is back",
		Requirement: "An endpoint must keep a message for an offline phone and deliver it within its timeToLive.",
		Run: func(t *conformance.T) {
			b := open(t)
			a, p := away(t, b, "a", 59*time.Minute, func(p device.Phone) kit.Answer { return b.send(p, kit.Set("timeToLive", 3600)) })
			b.WantVisible(a, p)
		},
	}, {
		ID: "vivo/ttl/expired", Level: conformance.Must, Source: docReceipts, Codes: []string{"0", "receipt:100/10012"}, Needs: clock,
		Title:       "beyond its timeToLive a message is dropped",
		Requirement: "An endpoint must not deliver a message to a phone that comes online after its timeToLive.",
		Run: func(t *conformance.T) {
			b := open(t)
			a, p := away(t, b, "a", 61*time.Minute, func(p device.Phone) kit.Answer { return b.send(p, kit.Set("timeToLive", 3600)) })
			b.WantFate(a, p, device.Expired, device.Dropped)
			b.WantItems(p, 0)
		},
	}, {
		ID: "vivo/ttl/ttl-default", Level: conformance.Must, Rows: []string{"V45"}, Source: docCodes, Codes: []string{"0"}, Start: at(8, 0), Needs: clock,
		Title:       "eight hours for operational, a day for system messages",
		Requirement: "An endpoint must keep a message without timeToLive eight hours when it is operational and a day when it is system.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q, r := b.Phone("a", kit.Offline), b.Phone("b", kit.Offline), b.Phone("c", kit.Offline)
			marketing, im := b.promote(p, 0, kit.Drop("timeToLive")), b.send(q, kit.Set("category", "IM"), kit.Drop("timeToLive"))
			early := b.promote(r, 1, kit.Drop("timeToLive"))
			b.Settle()
			b.AdvanceTo(at(15, 30))
			kit.ChangePhone(t, r, kit.Online)
			b.WantVisible(early, r)
			b.AdvanceTo(at(17, 0))
			kit.ChangePhone(t, p, kit.Online)
			kit.ChangePhone(t, q, kit.Online)
			b.WantFate(marketing, p, device.Expired, device.Dropped)
			b.WantVisible(im, q)
		},
	}, {
		ID: "vivo/ttl/system-default-ends", Level: conformance.Must, Rows: []string{"V45"}, Source: docCodes, Codes: []string{"0"}, Needs: clock,
		Title:       "a system message without timeToLive is gone after a day",
		Requirement: "An endpoint must not deliver a system message without timeToLive to a phone that was offline for more than a day.",
		Run: func(t *conformance.T) {
			b := open(t)
			a, p := away(t, b, "a", 24*time.Hour+time.Minute, func(p device.Phone) kit.Answer { return b.send(p, kit.Drop("timeToLive")) })
			b.WantFate(a, p, device.Expired, device.Dropped)
		},
	}, {
		ID: "vivo/ttl/clamped", Level: conformance.Must, Rows: []string{"V15"}, Source: docCodes, Codes: []string{"0"}, Needs: clock,
		Title:       "more than a day is taken as a day",
		Requirement: "An endpoint must take timeToLive 172800 as 86400 and not deliver the message after more than a day.",
		Run: func(t *conformance.T) {
			b := open(t)
			a, p := away(t, b, "a", 25*time.Hour, func(p device.Phone) kit.Answer { return b.send(p, kit.Set("timeToLive", 172800)) })
			b.WantFate(a, p, device.Expired, device.Dropped)
		},
	}, {
		ID: "vivo/ttl/send-online", Level: conformance.Should, Source: "dev.vivo.com.cn document 743 (online direct push); " + oneReceiver,
		Codes: []string{"0", "receipt:100/14002"}, Needs: clock,
		Title:       "an online direct push does not wait",
		Requirement: "An endpoint should drop a message with sendOnline true at once when the phone is offline, and deliver it when it is online.",
		Run: func(t *conformance.T) {
			b := open(t)
			a, p := away(t, b, "a", time.Minute, func(p device.Phone) kit.Answer { return b.send(p, kit.Set("sendOnline", true)) })
			if m := b.WantFate(a, p, device.Dropped); m.Receipt != "100/14002" {
				t.Errorf("receipt %q, want 100/14002", m.Receipt)
			}
			q := b.Phone("b")
			b.WantVisible(b.send(q, kit.Set("sendOnline", true)), q)
		},
	}}
}

// presentationCases are about how a message appears.
func presentationCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/present/system", Level: conformance.Should, Rows: []string{"S06"}, Source: aggregators, Codes: []string{"0"},
		Title:       "a system message rings and shows a banner",
		Requirement: "An endpoint should show a system message with sound and banner, also when the app is not alive.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, p := range []device.Phone{b.Phone("a"), b.Phone("b", kit.Killed)} {
				b.WantFate(b.send(p), p, device.Shown)
				if s := b.WantItems(p, 1); len(s.Items) == 1 && (!s.Items[0].Sound || !s.Items[0].Banner) {
					t.Errorf("phone %s: sound %t, banner %t, want both", p.ID, s.Items[0].Sound, s.Items[0].Banner)
				}
			}
		},
	}, {
		ID: "vivo/present/operational", Level: conformance.Should, Source: aggregators, Codes: []string{"0"},
		Title:       "an operational message is silent",
		Requirement: "An endpoint should show an operational message without sound and banner while the app is alive.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.WantFate(b.promote(p, 0), p, device.Silent)
			if s := b.WantItems(p, 1); len(s.Items) == 1 && (s.Items[0].Sound || s.Items[0].Banner) {
				t.Errorf("sound %t, banner %t, want neither", s.Items[0].Sound, s.Items[0].Banner)
			}
		},
	}, {
		ID: "vivo/present/operational-killed", Level: conformance.Should, Source: aggregators, Codes: []string{"0"},
		Title:       "an operational message of a dead app goes to the message box",
		Requirement: "An endpoint should fold an operational message into the message box when the app is not alive.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Killed)
			b.WantFate(b.promote(p, 0), p, device.Folded)
		},
	}, {
		ID: "vivo/present/foreground-hidden", Level: conformance.Must, Source: docNewer, Codes: []string{"0"},
		Title:       "foregroundShow false hides it in front",
		Requirement: "An endpoint must not show a message with foregroundShow false while the app is in front, and show it otherwise.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a", kit.InFront), b.Phone("b")
			b.WantFate(b.send(p, kit.Set("foregroundShow", false)), p, device.Hidden)
			b.WantItems(p, 0)
			b.WantVisible(b.send(q, kit.Set("foregroundShow", false)), q)
		},
	}, {
		ID: "vivo/present/foreground-shown", Level: conformance.Must, Source: docNewer, Codes: []string{"0"},
		Title:       "foregroundShow true shows it in front",
		Requirement: "An endpoint must show a message with foregroundShow true while the app is in front.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.InFront)
			b.WantVisible(b.send(p, kit.Set("foregroundShow", true)), p)
		},
	}}
}

// replaceCases are about notifyId.
func replaceCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/present/notifyid-replaces", Level: conformance.Must, Source: docNewer, Codes: []string{"0"},
		Title:       "the same notifyId replaces",
		Requirement: "An endpoint must replace a notification by a newer one with the same notifyId.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			first := b.send(p, kit.Set("notifyId", 7))
			b.Settle()
			b.WantVisible(b.send(p, kit.Set("notifyId", 7), kit.Set("title", "订单已签收")), p)
			b.WantFate(first, p, device.Replaced)
			if s := b.WantItems(p, 1); len(s.Items) == 1 && s.Items[0].Title != "订单已签收" {
				t.Errorf("the phone shows %q, want the newer one", s.Items[0].Title)
			}
		},
	}, {
		ID: "vivo/present/notifyid-others-stay", Level: conformance.Must, Source: docNewer, Codes: []string{"0"},
		Title:       "another notifyId does not replace",
		Requirement: "An endpoint must leave notifications with another notifyId alone.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantTask(b.send(p, kit.Set("notifyId", 7)))
			b.wantTask(b.send(p, kit.Set("notifyId", 8)))
			b.WantItems(p, 2)
		},
	}, {
		ID: "vivo/present/overwritten-offline", Level: conformance.Should, Source: docReceipts, Codes: []string{"0", "receipt:103"},
		Title:       "a waiting message is overwritten by the same notifyId",
		Requirement: "An endpoint should overwrite a message that waits for an offline phone by a newer one with the same notifyId, with receipt 103.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			first := b.send(p, kit.Set("notifyId", 7))
			b.Settle()
			second := b.send(p, kit.Set("notifyId", 7))
			b.Settle()
			kit.ChangePhone(t, p, kit.Online)
			b.WantVisible(second, p)
			if m := b.WantFate(first, p, device.Replaced, device.Dropped); m.Receipt != "103" {
				t.Errorf("receipt %q, want 103", m.Receipt)
			}
			b.WantItems(p, 1)
		},
	}}
}
