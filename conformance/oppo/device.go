package oppo

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

func rulesOf(day string) sim.RuleOptions { return sim.RuleOptions{Date: day} }

// dark is a phone that does not show what was accepted.
type dark struct {
	id, what, receipt string
	level             conformance.Level // Must when empty
	rows              []string
	source            string
	state             device.Fate
	app               []kit.AppOption
	phone             []kit.PhoneOption
	send              func(b *bench, token string) kit.Answer // an order when nil
	day               string
	start             time.Time
}

func darkCases(feature string, rows ...dark) []conformance.Case {
	var out []conformance.Case
	for _, d := range rows {
		if d.level == "" {
			d.level = conformance.Must
		}
		if d.send == nil {
			d.send = func(b *bench, token string) kit.Answer { return b.send(token) }
		}
		codes, reported := []string{"0"}, "without a receipt"
		if d.receipt != "" {
			codes, reported = append(codes, "receipt:"+d.receipt), "and report "+d.receipt
		}
		out = append(out, conformance.Case{
			ID: "oppo/" + feature + "/" + d.id, Level: d.level, Rows: d.rows, Source: d.source, Codes: codes, World: rulesOf(d.day), Start: d.start,
			Title:       d.what + " is accepted and not shown",
			Requirement: "An endpoint " + lower(d.level) + " answer a message to " + d.what + " with code 0, not show it, " + reported + ".",
			Run: func(t *conformance.T) {
				b := open(t, d.app...)
				p := b.Phone("a", d.phone...)
				b.wantReceipt(d.send(b, p.Token), p, d.receipt, d.state)
				b.WantItems(p, 0)
			},
		})
	}
	return out
}

func promote(b *bench, token string) kit.Answer { return b.promote(token) }

// away is a phone that has been offline for days.
func away(days int) kit.PhoneOption {
	return func(p *phone) { kit.Offline(p); p.OfflineSince = at(10, 0).AddDate(0, 0, -days) }
}

// goneCases are about phones nobody is at, and hours in which nothing is sent.
func goneCases() []conformance.Case {
	should, dropped := conformance.Should, device.Dropped
	night := []kit.AppOption{kit.Flag("night_control", "on")}
	cases := darkCases("device",
		dark{id: "uninstalled", what: "a phone without the app", receipt: "regid_invalid", rows: []string{"O32"}, source: docReceipts, state: dropped, phone: []kit.PhoneOption{kit.Uninstalled}},
		dark{id: "deregistered", what: "a phone whose app deregistered", receipt: "regid_invalid", source: docReceipts, state: dropped, phone: []kit.PhoneOption{kit.Unsubscribed}},
		dark{id: "offline-30-days", what: "a phone that was offline for 30 days", receipt: "regid_invalid", source: docReceipts, state: dropped, phone: []kit.PhoneOption{away(30)}},
		dark{id: "another-store", what: "content and marketing to a phone whose app is from another store", level: should, source: aggregators, state: dropped,
			phone: []kit.PhoneOption{kit.Switch("install", "other")}, send: promote},
		dark{id: "night-control", what: "content and marketing in controlled hours", receipt: "message_night_control", level: should, rows: []string{"O40"}, source: docReceipts + "; " + realTraffic,
			state: dropped, app: night, send: promote, start: at(23, 30)},
	)
	return append(cases, conformance.Case{
		ID: "oppo/device/offline-29-days", Level: conformance.Must, Source: docReceipts, Codes: []string{"0"},
		Title:       "29 days offline are not 30",
		Requirement: "An endpoint must keep a message for a phone that was offline for 29 days.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", away(29))
			a := b.send(p.Token)
			b.want(a, "0")
			b.WantFate(a, p, device.Held)
			kit.ChangePhone(t, p, kit.Online)
			b.WantVisible(a, p)
		},
	}, conformance.Case{
		ID: "oppo/device/store-before", Level: should, Source: aggregators, Codes: []string{"0"}, World: rulesOf("2024-07-28"),
		Title:       "before 2024-07-29 the store did not matter",
		Requirement: "An endpoint should show public messages to apps from another store before 2024-07-29.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Switch("install", "other"))
			b.WantVisible(b.promote(p.Token), p)
		},
	}, conformance.Case{
		ID: "oppo/device/night-service", Level: should, Rows: []string{"O40"}, Source: docReceipts, Codes: []string{"0"}, Start: at(23, 30),
		Title:       "communication and service are not controlled at night",
		Requirement: "An endpoint should show a message of communication and service in controlled hours.",
		Run: func(t *conformance.T) {
			b := open(t, night...)
			p := b.Phone("a")
			b.WantVisible(b.send(p.Token, kit.Set("category", "IM")), p)
		},
	})
}

// hiddenCases are about phones that got a message and do not show it: OPPO reports
// push_arrive all the same.
func hiddenCases() []conformance.Case {
	should, may, hidden, arrived := conformance.Should, conformance.May, device.Hidden, "push_arrive"
	past := func(b *bench, token string) kit.Answer {
		return b.send(token, kit.Set("show_time_type", 1), kit.Set("show_start_time", 1000), kit.Set("show_end_time", 2000))
	}
	verified := func(b *bench, token string) kit.Answer {
		return b.unicast(token, order().With(kit.Set("verify_registration_id", true)))
	}
	return darkCases("device",
		dark{id: "switch-off", what: "a phone with notifications off", receipt: arrived, level: should, source: docReceipts + "; aggregators on the switch", state: hidden, phone: []kit.PhoneOption{kit.Blocked}},
		dark{id: "class-muted", what: "a phone whose user switched the class off", receipt: arrived, level: may, source: assumed, state: hidden,
			phone: []kit.PhoneOption{func(p *phone) { p.Muted = append(p.Muted, "marketing") }}, send: promote},
		dark{id: "other-id", what: "a phone whose own id differs, with verify_registration_id", receipt: arrived, source: docSingle, state: hidden,
			phone: []kit.PhoneOption{kit.Switch("registration_id", "renewed")}, send: verified},
		dark{id: "unknown-channel", what: "a phone whose app has no such channel", receipt: arrived, level: should, source: docNotes, state: hidden, app: []kit.AppOption{kit.Flag("channels", "news,chat")}},
		dark{id: "display-over", what: "a phone that gets it after show_end_time", receipt: arrived, source: docNotes, state: hidden, send: past},
	)
}

// waitCases are about phones that cannot take a message now.
func waitCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	must, should := conformance.Must, conformance.Should
	return append(darkCases("wait",
		dark{id: "off-line-false", what: "a phone that is offline, with off_line false", source: docNotes, state: device.Dropped, phone: []kit.PhoneOption{kit.Offline},
			send: func(b *bench, token string) kit.Answer { return b.send(token, kit.Set("off_line", false)) }},
		dark{id: "wifi-only", what: "a phone on a mobile network, with network_type 1", source: docNotes, state: device.Held, phone: []kit.PhoneOption{kit.Switch("network", "mobile")},
			send: func(b *bench, token string) kit.Answer { return b.send(token, kit.Set("network_type", 1)) }},
	), conformance.Case{
		ID: "oppo/wait/comes-back", Level: must, Source: docNotes, Codes: []string{"0"}, Needs: clock,
		Title:       "a phone that comes back within off_line_ttl gets the message",
		Requirement: "An endpoint must keep a message for an offline phone for off_line_ttl seconds, and no longer.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a", kit.Offline), b.Phone("b", kit.Offline)
			hour := kit.Set("off_line_ttl", 3600)
			soon, late := b.send(p.Token, hour), b.send(q.Token, hour)
			b.Settle()
			b.Advance(59 * time.Minute)
			kit.ChangePhone(t, p, kit.Online)
			b.WantVisible(soon, p)
			b.Advance(2 * time.Minute)
			kit.ChangePhone(t, q, kit.Online)
			b.WantFate(late, q, device.Expired)
		},
	}, conformance.Case{
		ID: "oppo/wait/default-ttl", Level: conformance.May, Source: assumed, Codes: []string{"0"}, Needs: clock,
		Title:       "without off_line_ttl a message is kept a day",
		Requirement: "An endpoint may keep a message without off_line_ttl for a day.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a", kit.Offline), b.Phone("b", kit.Offline)
			soon, late := b.send(p.Token, kit.Drop("off_line_ttl")), b.send(q.Token, kit.Drop("off_line_ttl"))
			b.Settle()
			b.Advance(23 * time.Hour)
			kit.ChangePhone(t, p, kit.Online)
			b.WantVisible(soon, p)
			b.Advance(2 * time.Hour)
			kit.ChangePhone(t, q, kit.Online)
			b.WantFate(late, q, device.Expired)
		},
	}, conformance.Case{
		ID: "oppo/wait/ttl-clamped", Level: should, Rows: []string{"O20"}, Source: docNotes, Codes: []string{"0"}, Needs: clock,
		Title:       "twenty days are taken as ten where an older page holds",
		Requirement: "An endpoint should keep a message for ten days when it does not refuse more.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("ttl", "clamp"))
			p := b.Phone("a", kit.Offline)
			a := b.send(p.Token, kit.Set("off_line_ttl", 1_728_000))
			b.Settle()
			b.Advance(10*24*time.Hour + time.Minute)
			kit.ChangePhone(t, p, kit.Online)
			b.WantFate(a, p, device.Expired)
		},
	}, conformance.Case{
		ID: "oppo/wait/cached-once", Level: should, Source: realTraffic, Codes: []string{"0"}, Needs: clock,
		Title:       "a message is cached once",
		Requirement: "An endpoint should not cache a message a second time when its phone goes away again before taking it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline, kit.Switch("network", "mobile"))
			a := b.send(p.Token, kit.Set("network_type", 1))
			b.Settle()
			p = kit.ChangePhone(t, p, kit.Online) // another try, which waits for Wi-Fi
			b.Settle()
			p = kit.ChangePhone(t, p, kit.Switch("network", "wifi"))
			p = kit.ChangePhone(t, p, kit.Offline)
			b.WantFate(a, p, device.Dropped)
		},
	})
}

// displayIn is a display that begins after a time and lasts an hour, of a message that
// waits ten minutes for its phone.
func (b *bench) displayIn(wait time.Duration) kit.Change {
	start := b.World.Now().Add(wait)
	return func(n kit.Body) {
		n.With(kit.Set("off_line_ttl", 600), kit.Set("show_time_type", 1),
			kit.Set("show_start_time", start.UnixMilli()), kit.Set("show_end_time", start.Add(time.Hour).UnixMilli()))
	}
}

// displayCases are about scheduled displays: the message arrives at once, and the phone
// waits.
func displayCases() []conformance.Case {
	display := func(id, title, requirement string, level conformance.Level, change kit.PhoneOption, shown bool) conformance.Case {
		source := docNotes
		if level == conformance.May {
			source = assumed
		}
		return conformance.Case{
			ID: "oppo/wait/" + id, Level: level, Source: source, Codes: []string{"0"}, Needs: []conformance.Need{conformance.NeedClock},
			Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				a := b.send(p.Token, b.displayIn(time.Hour))
				b.WantFate(a, p, device.Held)
				b.WantItems(p, 0)
				p = kit.ChangePhone(t, p, change)
				b.Advance(time.Hour + time.Second)
				if !shown {
					b.WantItems(p, 0)
					return
				}
				b.WantVisible(a, p)
			},
		}
	}
	must := conformance.Must
	return []conformance.Case{
		display("display-begins", "a scheduled display begins at its time",
			"An endpoint must show a message with show_time_type 1 from show_start_time on and not before, also when off_line_ttl is over by then.", must, func(*phone) {}, true),
		display("display-offline", "a scheduled display needs no network",
			"An endpoint must show a message with show_time_type 1 at show_start_time on a phone that went offline after it arrived.", must, kit.Offline, true),
		display("display-uninstalled", "a scheduled display goes with its app",
			"An endpoint may forget a message that waits for show_start_time when its app is removed.", conformance.May, kit.Uninstalled, false),
	}
}

// presentationCases are about how loud and where messages are.
func presentationCases() []conformance.Case {
	should := conformance.Should
	look := func(id, what string, level conformance.Level, send func(b *bench, token string) kit.Answer, state device.Fate, sound, banner bool) conformance.Case {
		return conformance.Case{
			ID: "oppo/present/" + id, Level: level, Source: docClasses + "; " + aggregators, Codes: []string{"0"},
			Title:       what,
			Requirement: "An endpoint " + lower(level) + " show a message as OPPO phones do: " + what + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				a := send(b, p.Token)
				b.want(a, "0")
				b.WantFate(a, p, state)
				if s := b.WantItems(p, 1); len(s.Items) == 1 && (s.Items[0].Sound != sound || s.Items[0].Banner != banner) {
					t.Errorf("the phone shows %+v, want sound %t and banner %t", s.Items[0], sound, banner)
				}
			},
		}
	}
	service := func(changes ...kit.Change) func(b *bench, token string) kit.Answer {
		return func(b *bench, token string) kit.Answer { return b.send(token, changes...) }
	}
	return []conformance.Case{
		look("marketing", "content and marketing stand in the bar, silently", should, promote, device.Silent, false, false),
		look("service", "communication and service ring, without a banner", should, service(), device.Shown, true, false),
		look("level-1", "notify_level 1 is the bar alone", should, service(kit.Set("notify_level", 1)), device.Silent, false, false),
		look("level-2", "notify_level 2 rings on the lock screen", should, service(kit.Set("notify_level", 2)), device.Shown, true, false),
		{
			ID: "oppo/present/notify-id", Level: conformance.Must, Source: docNotes, Codes: []string{"0"},
			Title:       "a notify_id replaces what has it",
			Requirement: "An endpoint must replace a notification by a newer one with the same notify_id.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				first := b.send(p.Token, kit.Set("notify_id", 7), kit.Set("title", "一"))
				b.WantVisible(first, p)
				b.send(p.Token, kit.Set("notify_id", 7), kit.Set("title", "二"))
				b.send(p.Token, kit.Set("notify_id", 8), kit.Set("title", "三"))
				b.WantTitles(p, "二", "三")
			},
		},
	}
}
