package apns

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// right gives the app a capability in the developer account.
func right(name string) func(*sim.AppSpec) {
	return func(a *sim.AppSpec) { a.Rights = append(a.Rights, name) }
}

// level is an alert with an interruption-level.
func level(l string) edit {
	return body(`{"aps":{"alert":{"title":"新消息","body":"你有 1 条新消息"},"sound":"default","interruption-level":"` + l + `"}}`)
}

const critical = `{"aps":{"alert":"告警","sound":{"critical":1,"name":"default","volume":1},"interruption-level":"critical"}}`

// locked is a phone with its screen off.
func locked(p *device.Phone) { p.State = device.Locked }

// presentCases are about what the phone does with an accepted push; none of it is
// told to the sender.
func presentCases() []conformance.Case {
	const (
		docAsk     = "Apple: Asking permission to use notifications, read 2026-11-23"
		docPresent = "Apple: Handling notifications and notification-related actions (willPresent), read 2026-11-23"
		docLevel   = "Apple: UNNotificationInterruptionLevel, read 2026-11-23"
	)
	return []conformance.Case{{
		ID: "apns/present/notifications-off", Level: conformance.Must, Source: docMetrics, Codes: []string{"200"},
		Title:       "notifications off are not told",
		Requirement: "An endpoint must accept a push to a phone whose user switched notifications off with 200, and show nothing.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a", kit.Blocked)
			a := b.accepted(b.push(p))
			if m := b.Fate(a, p); m.State != device.Hidden || m.Reason != vendors.ReasonNotifySwitchOff {
				t.Errorf("the push is %q (reason %s), want %q and %s", m.State, m.Reason, device.Hidden, vendors.ReasonNotifySwitchOff)
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/present/badge", Level: conformance.Must, Source: docPayload, Codes: []string{"200"},
		Title:       "badge is the number itself",
		Requirement: "An endpoint must set the icon's number to badge, not add to it, remove it for 0, and leave it alone without one.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			for _, x := range []struct {
				body string
				want int
			}{
				{`{"aps":{"alert":"一","badge":5}}`, 5}, {`{"aps":{"alert":"二","badge":3}}`, 3},
				{`{"aps":{"alert":"三"}}`, 3}, {`{"aps":{"badge":7}}`, 7}, {`{"aps":{"alert":"四","badge":0}}`, 0},
			} {
				b.accepted(b.push(p, body(x.body)))
				if got := b.Shade(p).Badge; got != x.want {
					t.Errorf("after %s the badge is %d, want %d", x.body, got, x.want)
				}
			}
			b.WantItems(p, 4)
		},
	}, {
		ID: "apns/present/no-alert", Level: conformance.Must, Source: docPayload, Codes: []string{"200"},
		Title:       "without an alert nothing is shown",
		Requirement: "An endpoint must show nothing for a payload whose aps has no alert.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.WantFate(b.accepted(b.push(p, body(`{"aps":{"sound":"default"},"title":"新消息"}`))), p, device.Hidden)
			b.accepted(b.push(p, body(`{"alert":"新消息"}`)))
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/present/alert-as-text", Level: conformance.Must, Source: docPayload, Codes: []string{"200"},
		Title:       "an alert may be a text",
		Requirement: "An endpoint must show an alert that is a text as the notification's body, and nothing without one.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, body(`{"aps":{"alert":"晚上见"}}`)))
			if s := b.WantItems(p, 1); len(s.Items) == 1 && s.Items[0].Body != "晚上见" {
				t.Errorf("the phone shows %q, want 晚上见", s.Items[0].Body)
			}
			b.accepted(b.push(p, body(`{"aps":{"badge":1}}`)))
			b.WantItems(p, 1)
		},
	}, {
		ID: "apns/present/app-types", Level: conformance.Must, Source: docSend, Codes: []string{"200"},
		Title:       "what is for the app is not for the screen",
		Requirement: "An endpoint must not show pushes of types that go to the app, such as voip and complication, by itself.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			for name, suffix := range map[string]string{"voip": ".voip", "complication": ".complication"} {
				b.WantFate(b.accepted(b.push(p, kind(name), topic("com.example.im"+suffix))), p, device.Hidden)
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/present/live-activity", Level: conformance.Should, Source: docSend, Codes: []string{"200"},
		Title:       "a Live Activity is no notification",
		Requirement: "An endpoint should put a push to a Live Activity into no list of notifications, and not say for its want of an alert that nothing is shown: it is the activity's.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			a := b.accepted(b.push(p, kind("liveactivity"), topic("com.example.im.push-type.liveactivity"),
				body(`{"aps":{"timestamp":1764036000,"event":"update","content-state":{"score":1}}}`)))
			b.WantFate(a, p, device.Unknown, device.Shown)
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/present/in-front", Level: conformance.Must, Source: docPresent, Codes: []string{"200"},
		Title:       "in front the app decides",
		Requirement: "An endpoint must show a notification while the app is in front only if the app asks for it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.phone("a", kit.InFront), b.phone("b", kit.InFront, kit.Switch("foreground", "banner"))
			b.WantFate(b.accepted(b.push(p)), p, device.Hidden)
			b.WantFate(b.accepted(b.push(q)), q, device.Shown)
		},
	}, {
		ID: "apns/present/passive", Level: conformance.Must, Source: docLevel, Codes: []string{"200"},
		Title:       "passive is in the list only",
		Requirement: "An endpoint must show a passive notification without sound and banner, and an active one with both.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.WantFate(b.accepted(b.push(p, level("passive"))), p, device.Silent)
			b.WantFate(b.accepted(b.push(p, level("active"))), p, device.Shown)
			if s := b.WantItems(p, 2); len(s.Items) == 2 && (s.Items[0].Sound || s.Items[0].Banner || !s.Items[1].Sound || !s.Items[1].Banner) {
				t.Errorf("sound and banner are %t, %t for passive and %t, %t for active",
					s.Items[0].Sound, s.Items[0].Banner, s.Items[1].Sound, s.Items[1].Banner)
			}
		},
	}, {
		ID: "apns/present/provisional", Level: conformance.Must, Source: docAsk, Codes: []string{"200"},
		Title:       "provisional authorization is quiet",
		Requirement: "An endpoint must show notifications quietly to a user who was never asked.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a", kit.Switch("authorization", "provisional"))
			b.WantFate(b.accepted(b.push(p)), p, device.Silent)
		},
	}, {
		ID: "apns/present/focus", Level: conformance.Must, Source: docLevel, Codes: []string{"200"},
		Title:       "a Focus holds notifications back",
		Requirement: "An endpoint must show active notifications quietly while a Focus is on.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a", kit.Switch("focus", "on"))
			b.WantFate(b.accepted(b.push(p)), p, device.Silent)
			b.WantFate(b.accepted(b.push(p, level("active"))), p, device.Silent)
		},
	}, {
		ID: "apns/present/time-sensitive", Level: conformance.Should, Source: docLevel, Codes: []string{"200"},
		Title:       "time-sensitive needs the capability",
		Requirement: "An endpoint should let a time-sensitive notification through a Focus only for an app with the capability.",
		Run: func(t *conformance.T) {
			b := open(t, right("time-sensitive"))
			p := b.phone("a", kit.Switch("focus", "on"))
			b.WantFate(b.accepted(b.push(p, level("time-sensitive"))), p, device.Shown)
			plain := b.as(kit.AddApp(t, im(other)))
			q := plain.phone("b", kit.Switch("focus", "on"))
			b.WantFate(b.accepted(plain.connect(conformance.Connection{}).push(q, level("time-sensitive"))), q, device.Silent)
		},
	}, {
		ID: "apns/present/critical", Level: conformance.Should, Source: docLevel, Codes: []string{"200"},
		Title:       "critical alerts need Apple's entitlement",
		Requirement: "An endpoint should let a critical alert through a Focus only for an app with the entitlement.",
		Run: func(t *conformance.T) {
			b := open(t, right("critical-alerts"))
			p := b.phone("a", kit.Switch("focus", "on"))
			b.WantFate(b.accepted(b.push(p, body(critical))), p, device.Shown)
			plain := b.as(kit.AddApp(t, im(other)))
			q := plain.phone("b", kit.Switch("focus", "on"))
			b.WantFate(b.accepted(plain.connect(conformance.Connection{}).push(q, body(critical))), q, device.Silent)
		},
	}, {
		ID: "apns/present/priority-1", Level: conformance.Must, Source: docSend, Codes: []string{"200"},
		Title:       "priority 1 never wakes the phone",
		Requirement: "An endpoint must not light the screen of a locked phone for a push of priority 1.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a", locked)
			b.WantFate(b.accepted(b.push(p, priority(1))), p, device.Silent)
			b.WantFate(b.accepted(b.push(p, priority(10))), p, device.Shown)
		},
	}}
}
