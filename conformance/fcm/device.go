package fcm

import (
	"strconv"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// deviceCases are about phones that are not there.
func deviceCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "fcm/device/offline-ttl-0", Level: conformance.Must, Rows: []string{"F30"}, Source: docSend, Codes: []string{"200"},
		Title:       "ttl 0 is now or never",
		Requirement: "An endpoint must accept a message with ttl 0 to a phone that is offline and throw it away.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			b.wantDark(b.send(p, android("ttl", "0s")), p, device.Dropped)
			kit.ChangePhone(t, p, kit.Online)
			b.WantItems(p, 0)
		},
	}, {
		ID: "fcm/device/offline", Level: conformance.Must, Rows: []string{"F30"}, Source: docSend, Codes: []string{"200"}, Needs: clock,
		Title:       "a message waits for its phone until its ttl",
		Requirement: "An endpoint must keep a message for a phone that is offline and deliver it when the phone is back within its ttl.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := b.send(p, android("ttl", "3600s"))
			b.wantDark(a, p, device.Held)
			b.Advance(59 * time.Minute)
			kit.ChangePhone(t, p, kit.Online)
			b.wantShown(a, p)
		},
	}, {
		ID: "fcm/device/ttl-over", Level: conformance.Must, Source: docSend, Codes: []string{"200"}, Needs: clock,
		Title:       "a message whose ttl is over is not delivered",
		Requirement: "An endpoint must not deliver a message after its ttl.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := b.send(p, android("ttl", "3600s"))
			b.wantAccepted(a)
			b.Settle()
			b.Advance(61 * time.Minute)
			kit.ChangePhone(t, p, kit.Online)
			b.wantDark(a, p, device.Expired)
		},
	}, {
		ID: "fcm/device/four-weeks", Level: conformance.Must, Source: docSend, Codes: []string{"200"}, Needs: clock,
		Title:       "without a ttl a message is kept four weeks",
		Requirement: "An endpoint must keep a message without a ttl for four weeks and no longer.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a", kit.Offline), b.Phone("b", kit.Offline)
			first, second := b.send(p), b.send(q)
			b.Settle()
			b.Advance(27 * 24 * time.Hour)
			kit.ChangePhone(t, p, kit.Online)
			b.wantShown(first, p)
			b.Advance(2 * 24 * time.Hour)
			kit.ChangePhone(t, q, kit.Online)
			b.wantDark(second, q, device.Expired)
		},
	}, {
		ID: "fcm/device/iphone", Level: conformance.Must, Source: docSend, Codes: []string{"200"}, Needs: clock,
		Title:       "for an iPhone apns-expiration counts, 30 days without it",
		Requirement: "An endpoint must keep a message for an iPhone until apns-expiration, thirty days without one, whatever android.ttl says.",
		Run: func(t *conformance.T) {
			b := open(t)
			phone := func(id string) device.Phone { return b.Phone(id, kit.Offline, kit.Switch("platform", "ios")) }
			expires := func(after time.Duration) kit.Change {
				at := strconv.FormatInt(b.World.Now().Add(after).Unix(), 10)
				return set("apns.headers", map[string]any{"apns-expiration": at})
			}
			p, q, r := phone("a"), phone("b"), phone("c")
			month, hour := b.send(p, android("ttl", "60s")), b.send(q, expires(time.Hour))
			never := b.send(r, set("apns.headers", map[string]any{"apns-expiration": "0"}))
			b.wantDark(never, r, device.Dropped)
			b.Advance(2 * time.Hour)
			kit.ChangePhone(t, q, kit.Online)
			b.wantDark(hour, q, device.Expired)
			b.Advance(29*24*time.Hour - 2*time.Hour)
			kit.ChangePhone(t, p, kit.Online)
			b.wantShown(month, p)
		},
	}, {
		ID: "fcm/device/no-gms", Level: conformance.Should, Source: docOptions + "; that phones in mainland China have no connection is common knowledge", Codes: []string{"200"}, Needs: clock,
		Title:       "a phone Google cannot reach is dark, and the answer is yes",
		Requirement: "An endpoint should accept messages to a phone without Google Play services, or without a way to Google, and keep them until their time is over.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, gms := range []string{"missing", "blocked"} {
				b.login(nil) // the last access token is over
				p := b.Phone(gms, kit.Switch("gms", gms))
				a := b.send(p, android("ttl", "3600s"))
				b.wantDark(a, p, device.Held)
				b.Advance(2 * time.Hour)
				b.wantDark(a, p, device.Expired)
			}
		},
	}}
}

// storeCases are about what waits for a phone.
func storeCases() []conformance.Case {
	key := func(k string) kit.Change { return android("collapse_key", k) }
	back := func(b *bench, p device.Phone, want int) {
		kit.ChangePhone(b.T, p, kit.Online)
		b.WantItems(p, want)
	}
	return []conformance.Case{{
		ID: "fcm/store/collapse", Level: conformance.Must, Source: docOptions, Codes: []string{"200"},
		Title:       "the newest of a collapse_key waits",
		Requirement: "An endpoint must replace a waiting message by a newer one with the same collapse_key, and keep those of other keys.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			old := b.send(p, key("a"))
			b.Settle()
			b.send(p, key("b"))
			b.Settle()
			b.send(p, key("a"))
			b.WantFate(old, p, device.Replaced)
			back(b, p, 2)
		},
	}, {
		ID: "fcm/store/four-keys", Level: conformance.Must, Source: docOptions, Codes: []string{"200"},
		Title:       "four collapse keys wait, a fifth takes one's place",
		Requirement: "An endpoint must keep messages of four collapse keys for a phone; a fifth must be accepted and end those of one other.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			for _, k := range []string{"a", "b", "c", "d", "e"} {
				b.wantAccepted(b.send(p, key(k)))
				b.Settle()
			}
			back(b, p, 4)
		},
	}, {
		ID: "fcm/store/hundred", Level: conformance.Must, Source: docOptions, Codes: []string{"200"},
		Title:       "100 messages wait, one more ends them all",
		Requirement: "An endpoint must keep 100 messages without a collapse_key for a phone, and drop all when one more comes.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a", kit.Offline), b.Phone("b", kit.Offline)
			for range 100 {
				b.wantAccepted(b.send(p, set("notification.title", "a")))
				b.wantAccepted(b.send(q, set("notification.title", "b")))
				b.Settle()
			}
			b.wantAccepted(b.send(q))
			b.Settle()
			back(b, q, 0)
			kit.ChangePhone(t, p, kit.Online)
			if n := len(b.Shade(p).Items); n < 20 {
				t.Errorf("phone %s shows %d notifications, want what waited for it", p.ID, n)
			}
		},
	}, {
		ID: "fcm/store/hundred-and-keys", Level: conformance.Must, Source: docOptions, Codes: []string{"200"},
		Title:       "messages with a collapse_key are not among the 100",
		Requirement: "An endpoint must keep messages with a collapse_key beside 100 without one for a phone, and drop only the 100 when one more without comes.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			send := func(changes ...kit.Change) kit.Answer {
				a := b.send(p, changes...)
				b.wantAccepted(a)
				b.Settle()
				return a
			}
			early, first := send(key("a")), send()
			for range 99 {
				send()
			}
			late := send(key("b"))
			for _, a := range []kit.Answer{early, first, late} {
				b.WantFate(a, p, device.Held)
			}
			send()
			b.WantFate(first, p, device.Replaced, device.Dropped)
			back(b, p, 2)
		},
	}}
}

// sleepCases are about a phone that dozes and an app that was stopped.
func sleepCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	doze := kit.Switch("doze", "on")
	priority := func(p string) kit.Change { return android("priority", p) }
	asleep := func(t *conformance.T, changes ...kit.PhoneOption) (*bench, device.Phone) {
		b := open(t)
		b.Advance(10 * time.Minute) // out of any maintenance window at the full hour or at half past
		return b, b.Phone("a", append(changes, doze)...)
	}
	return []conformance.Case{{
		ID: "fcm/doze/normal-waits", Level: conformance.May, Source: docPriority + "; how often the window comes: " + assumed, Codes: []string{"200"}, Needs: clock,
		Title:       "normal priority waits while a phone dozes",
		Requirement: "An endpoint may keep a message of normal priority until a dozing phone's next maintenance window.",
		Run: func(t *conformance.T) {
			b, p := asleep(t)
			a := b.send(p, priority("NORMAL"))
			b.wantDark(a, p, device.Held)
			b.Advance(time.Hour)
			b.wantShown(a, p)
		},
	}, {
		ID: "fcm/doze/high-wakes", Level: conformance.Must, Source: docPriority, Codes: []string{"200"},
		Title:       "high priority wakes a dozing phone",
		Requirement: "An endpoint must deliver a notification of priority HIGH to a dozing phone at once.",
		Run: func(t *conformance.T) {
			b, p := asleep(t)
			b.wantShown(b.send(p, priority("HIGH")), p)
		},
	}, {
		ID: "fcm/doze/lowered", Level: conformance.Must, Source: docPriority, Codes: []string{"200"},
		Title:       "high priority that was lowered waits, and the answer is yes",
		Requirement: "An endpoint must treat HIGH as normal on a phone where such messages showed nothing for seven days, and not tell.",
		Run: func(t *conformance.T) {
			b, p := asleep(t, kit.Switch("high_priority", "lowered"))
			b.wantDark(b.send(p, priority("HIGH")), p, device.Held) // until when is not documented
		},
	}, {
		ID: "fcm/doze/ttl-0", Level: conformance.Must, Source: docPriority, Codes: []string{"200"},
		Title:       "ttl 0 and normal priority do not wait for a dozing phone",
		Requirement: "An endpoint must throw a message of normal priority with ttl 0 away when the phone dozes.",
		Run: func(t *conformance.T) {
			b, p := asleep(t)
			b.wantDark(b.send(p, priority("NORMAL"), android("ttl", "0s")), p, device.Dropped)
		},
	}}
}

// presentCases are about what a phone shows.
func presentCases() []conformance.Case {
	dark := func(id, source, what string, state device.Fate, changes ...kit.PhoneOption) conformance.Case {
		return conformance.Case{
			ID: "fcm/present/" + id, Level: conformance.Must, Source: source, Codes: []string{"200"},
			Title:       what + " shows nothing",
			Requirement: "An endpoint must accept a notification for " + what + " and show nothing.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", changes...)
				b.wantDark(b.send(p), p, state)
			},
		}
	}
	shown := func(id, source, what string, want device.Fate, change kit.Change, changes ...kit.PhoneOption) conformance.Case {
		return conformance.Case{
			ID: "fcm/present/" + id, Level: conformance.Must, Source: source, Codes: []string{"200"},
			Title:       what,
			Requirement: "An endpoint must accept a message and leave it " + string(want) + ": " + what + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", changes...)
				a := b.send(p, change)
				b.wantAccepted(a)
				b.WantFate(a, p, want)
			},
		}
	}
	nothing := func(kit.Body) {}
	return []conformance.Case{
		dark("force-stopped", "discovery document fcmdata:v1beta1 (droppedAppForceStopped)", "an app that was stopped by force", device.Dropped, kit.Killed, kit.Switch("force_stopped", "on")),
		dark("foreground", docAndroid, "an app in front", device.Hidden, kit.InFront),
		dark("notifications-off", docAndroid, "a user who refused notifications", device.Hidden, kit.Blocked),
		dark("channel-blocked", docAndroid, "a channel that was switched off", device.Hidden, kit.Switch("channel", "blocked")),
		shown("killed", docAndroid, "an app that was swiped away still gets notifications", device.Shown, nothing, kit.Killed),
		shown("data", docSend, "a data message is for the app, not for the screen", device.Hidden, data),
		shown("channel-silent", docAndroid, "a channel the user silenced is silent", device.Silent, nothing, kit.Switch("channel", "silent")),
		shown("old-priority", docSend, "notification_priority LOW is silent below Android 8", device.Silent, look("notification_priority", "PRIORITY_LOW"), kit.Switch("android", "7")),
		shown("new-priority", docSend, "notification_priority does nothing since Android 8", device.Shown, look("notification_priority", "PRIORITY_LOW")),
		{
			ID: "fcm/present/tag", Level: conformance.Must, Source: docSend, Codes: []string{"200"},
			Title:       "a tag replaces what is shown",
			Requirement: "An endpoint must replace a notification by a newer one with the same tag.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for _, title := range []string{"one", "two"} {
					b.wantAccepted(b.send(p, look("tag", "g"), set("notification.title", title)))
					b.Settle()
				}
				b.WantTitles(p, "two")
			},
		},
		{
			ID: "fcm/present/count", Level: conformance.Must, Source: docSend, Codes: []string{"200"},
			Title:       "notification_count is the number on the icon",
			Requirement: "An endpoint must set the number on the icon to notification_count, 0 included, and not add to it.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for _, n := range []int{3, 7, 0} {
					b.wantAccepted(b.send(p, look("notification_count", n)))
					if got := b.Shade(p).Badge; got != n {
						t.Errorf("the icon has %d, want %d", got, n)
					}
				}
			},
		},
		{
			ID: "fcm/present/android-wins", Level: conformance.Must, Source: docSend, Codes: []string{"200"},
			Title:       "android.notification wins over notification",
			Requirement: "An endpoint must show the title of android.notification on Android where both are given.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.wantShown(b.send(p, look("title", "Android")), p)
				b.WantTitles(p, "Android")
			},
		},
	}
}
