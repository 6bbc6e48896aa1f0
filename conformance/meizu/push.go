package meizu

import (
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// pushCases are about targets and what becomes of each.
func pushCases() []conformance.Case {
	return append([]conformance.Case{{
		ID: "meizu/push/ok-two", Level: conformance.Must, Rows: []string{"M02", "S02"}, Source: docAPI, Codes: []string{"200"},
		Title:       "two phones get a private message",
		Requirement: "An endpoint must take a private message for pushIds with code \"200\", an empty value and a msgId, deliver to both phones that are online and keep it for one that is not.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q, away := b.Phone("a"), b.Phone("b"), b.Phone("c", kit.Offline)
			a := b.pushTo(to(p, q, away), private)
			b.wantOK(a)
			b.WantFate(a, away, device.Held)
			if id := a.ID(); len(id) != 32 || strings.Trim(id, "0123456789abcdef") != "" {
				t.Errorf("msgId %q, want 32 hex digits as in the document", id)
			}
			for _, ph := range []device.Phone{p, q} {
				b.WantFate(a, ph, device.Shown)
				b.WantTitles(ph, "订单已发货")
			}
		},
	}, {
		ID: "meizu/push/partial", Level: conformance.Must, Rows: []string{"M10", "S03", "B04"}, Source: docAPI, Codes: []string{"200", "110002"},
		Title:       "a dead pushId is in value, the others are sent",
		Requirement: "An endpoint must answer a push with an unknown pushId among good ones with code \"200\" and the unknown one under 110002, and deliver the others.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.pushTo(p.Token+","+unknownID(9), private)
			b.wantValue(a, `{"110002":["`+unknownID(9)+`"]}`)
			b.WantFate(a, p, device.Shown)
		},
	}, {
		ID: "meizu/push/unsubscribed", Level: conformance.Must, Source: docAPI, Codes: []string{"110002"},
		Title:       "an unsubscribed pushId is 110002",
		Requirement: "An endpoint must answer a pushId whose app turned push off under 110002.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Unsubscribed)
			b.wantTarget(b.push(p), p, "110002")
		},
	}, {
		ID: "meizu/push/illegal-id", Level: conformance.Must, Rows: []string{"M11"}, Source: docAPI, Codes: []string{"110003"},
		Title:       "what is no pushId is 110003",
		Requirement: "An endpoint must answer texts that are no pushId under 110003, next to good ones.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.pushTo("!!,"+p.Token+",??", private)
			b.wantValue(a, `{"110003":["!!","??"]}`)
			b.WantFate(a, p, device.Shown)
		},
	}, {
		ID: "meizu/push/switch-off", Level: conformance.Must, Rows: []string{"M12", "S04"}, Source: docAPI, Codes: []string{"110010"},
		Title:       "switched off is 110010 in value",
		Requirement: "An endpoint must answer a pushId whose user switched messages off with code \"200\" and 110010 in value.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Blocked)
			b.wantTarget(b.push(p), p, "110010")
			p = kit.ChangePhone(t, p, func(p *device.Phone) { p.Notifications = true })
			b.wantOK(b.push(p))
		},
	}, {
		ID: "meizu/push/alias-bad", Level: conformance.Must, Rows: []string{"M14"}, Source: docAPI, Codes: []string{"110005", "200"},
		Title:       "an alias nobody subscribed is 110005",
		Requirement: "An endpoint must deliver to the phone of an alias and answer an alias nobody subscribed, or whose messages are off, under 110005.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Alias("u1"))
			b.Phone("b", kit.Alias("u2"), kit.Blocked)
			a := b.ask(pathAlias, kit.FormOf("alias", "u1,nobody,u2", "messageJson", private))
			b.wantValue(a, `{"110005":["nobody","u2"]}`)
			b.WantFate(a, p, device.Shown)
		},
	}, {
		ID: "meizu/push/twice-in-a-list", Level: conformance.May, Source: assumed, Codes: []string{"200"},
		Title:       "a pushId twice in a list is one",
		Requirement: "An endpoint may take a pushId that is twice in a list once.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantOK(b.pushTo(to(p, p), private))
			b.WantItems(p, 1)
		},
	}, {
		ID: "meizu/push/month-inactive", Level: conformance.Should, Source: aggregators, Codes: []string{"110002"},
		Title:       "after a month without the network a pushId is 110002",
		Requirement: "An endpoint should answer a phone that was off the network for 30 days under 110002, and one that was for 29 not.",
		Run: func(t *conformance.T) {
			b := open(t)
			away := func(days int) kit.PhoneOption {
				return func(p *device.Phone) {
					p.Offline, p.OfflineSince = true, b.World.Now().Add(-time.Duration(days)*24*time.Hour)
				}
			}
			p, q := b.Phone("a", away(29)), b.Phone("b", away(30))
			b.wantOK(b.push(p))
			b.wantTarget(b.push(q), q, "110002")
		},
	}, {
		ID: "meizu/push/no-private-right", Level: conformance.May, Source: assumed, Codes: []string{"201", "200"},
		Title:       "without the private right a private message is 201",
		Requirement: "An endpoint may answer private messages of an app without the right to them under 201, and must then take its public ones.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("private_allowed", "off"))
			p := b.Phone("a")
			b.wantTarget(b.push(p), p, "201")
			b.wantOK(b.sell(p))
		},
	}, {
		ID: "meizu/push/no-msgid-in-2016", Level: conformance.Must, Source: docHistory, Codes: []string{"200"},
		World:       sim.RuleOptions{Date: "2016-12-28"},
		Title:       "answers of 2016 have no msgId",
		Requirement: "An endpoint of 2016-12-28 must answer a push without a msgId, as the document's wire trace shows.",
		Run: func(t *conformance.T) {
			b := open(t)
			if a := b.push(b.Phone("a")); a.Code() != "200" || a.Kind("msgId") != "" {
				t.Errorf("%v, want code 200 and no msgId", a)
			}
		},
	}}, failureCases()...)
}

// failureCases are targets at which Meizu itself fails.
func failureCases() []conformance.Case {
	var out []conformance.Case
	for _, f := range []struct{ id, code, what string }{
		{"db-error", "501", "a failing database"}, {"internal", "513", "an internal failure"},
		{"rate", "518", "a task's rate"}, {"overload", "519", "an overloaded service"},
	} {
		out = append(out, conformance.Case{
			ID: "meizu/push/target-" + f.id, Level: conformance.Must, Source: docAPI, Codes: []string{f.code, "200"},
			Title:       f.what + " is " + f.code + " in value",
			Requirement: "An endpoint must name a phone that is switched to this failure under " + f.code + ", and deliver to the others.",
			Run: func(t *conformance.T) {
				b := open(t)
				p, q := b.Phone("a", kit.Switch("push_error", f.code)), b.Phone("b")
				a := b.pushTo(to(p, q), private)
				b.wantValue(a, `{"`+f.code+`":["`+p.Token+`"]}`)
				b.WantFate(a, q, device.Shown)
			},
		})
	}
	return out
}

// classOf is the class a message was taken under.
func (b *bench) classOf(a kit.Answer, p device.Phone, want vendors.Class) {
	if m := b.Fate(a, p); m.Asked != want {
		b.T.Errorf("message %s is taken as %q, want %q", a.ID(), m.Asked, want)
	}
}
