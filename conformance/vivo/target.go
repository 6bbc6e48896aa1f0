package vivo

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// unknownID is a regId of the classic form that no world hands out.
const unknownID = "99999999999999999999999"

// wantInvalid says that a single push must be 10302 with one invalidUser.
func (b *bench) wantInvalid(a kit.Answer, token, status string) {
	b.want(a, "10302")
	user, ok := a.JSON["invalidUser"].(map[string]any)
	if !ok {
		b.T.Errorf("%v, want an invalidUser object", a)
		return
	}
	if id, ok := user["userid"].(string); !ok || id != token {
		b.T.Errorf("%v, want invalidUser.userid to be the string %q", a, token)
	}
	if n, ok := user["status"].(json.Number); !ok || n.String() != status {
		b.T.Errorf("%v, want invalidUser.status %s", a, status)
	}
	if a.JSON["invalidUsers"] != nil {
		b.T.Errorf("%v: a single push names invalidUser, not invalidUsers", a)
	}
}

// targetCases are about whom a single push is for.
func targetCases() []conformance.Case {
	refused := func(id, what, status string, rows []string, how func(*device.Phone)) conformance.Case {
		return conformance.Case{
			ID: "vivo/target/" + id, Level: conformance.Must, Rows: append(rows, "S03"), Source: docAPI, Codes: []string{"10302", status},
			Title:       "a regId of " + what + " is 10302, status " + status,
			Requirement: "An endpoint must answer a single push to a regId of " + what + " with 10302 and invalidUser.status " + status + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", how)
				b.wantInvalid(b.send(p), p.Token, status)
			},
		}
	}
	return append([]conformance.Case{{
		ID: "vivo/target/dead-id", Level: conformance.Must, Rows: []string{"V09", "S03"}, Source: docAPI, Codes: []string{"10302", "1"},
		Title:       "an unknown regId is 10302, status 1",
		Requirement: "An endpoint must answer a single push to an unknown regId with 10302 and an invalidUser object with status 1 and the id as a string.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantInvalid(b.Post("/message/send", b.order(kit.Set("regId", unknownID))), unknownID, "1")
		},
	}, {
		ID: "vivo/target/foreign-id", Level: conformance.Must, Rows: []string{"V09"}, Source: docAPI, Codes: []string{"10302", "1"},
		Title:       "another app's regId is 10302, status 1",
		Requirement: "An endpoint must answer a single push to a regId of another app with 10302 and invalidUser.status 1.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := kit.AddPhone(t, kit.AddApp(t, shop(kit.Named("other"))), "b")
			b.wantInvalid(b.send(p), p.Token, "1")
		},
	}, {
		ID: "vivo/target/malformed-id", Level: conformance.May, Source: assumed, Codes: []string{"10302"},
		Title:       "a text of another form is 10302",
		Requirement: "An endpoint may answer a single push to a text that has not the form of a regId with 10302.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Post("/message/send", b.order(kit.Set("regId", "not-a-regid"))), "10302")
		},
	}, {
		ID: "vivo/target/inactive-id", Level: conformance.May, Source: docCodes + " (the text); " + docFAQ + " (the days); that it comes at once is " + assumed, Codes: []string{"10311"},
		Needs:       []conformance.Need{conformance.NeedClock},
		Title:       "a phone offline for 14 days is 10311",
		Requirement: "An endpoint may answer a single push to a phone that has been offline for more than 14 days with 10311 at once.",
		Run: func(t *conformance.T) {
			b := open(t)
			gone := b.Phone("a", kit.Offline, func(p *device.Phone) { p.OfflineSince = b.World.Now().Add(-15 * 24 * time.Hour) })
			b.want(b.send(gone), "10311")
			away := b.Phone("b", kit.Offline, func(p *device.Phone) { p.OfflineSince = b.World.Now().Add(-13 * 24 * time.Hour) })
			a := b.send(away)
			b.wantTask(a)
			b.WantFate(a, away, device.Held)
		},
	},
		refused("uninstalled", "a phone without the app", "2", []string{"V10"}, kit.Uninstalled),
		refused("unsubscribed", "a phone that turned push off", "2", []string{"V10"}, kit.Unsubscribed),
	}, addressCases()...)
}

// addressCases are about regId and alias.
func addressCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/target/no-target", Level: conformance.Must, Rows: []string{"V11"}, Source: docCodes, Codes: []string{"10050"},
		Title:       "neither regId nor alias is 10050",
		Requirement: "An endpoint must answer a single push with neither regId nor alias with 10050.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Post("/message/send", b.order()), "10050")
		},
	}, {
		ID: "vivo/target/both-targets", Level: conformance.Must, Rows: []string{"V12"}, Source: docAPI, Codes: []string{"0"},
		Title:       "regId wins over alias",
		Requirement: "An endpoint must deliver a single push with the regId of one phone and the alias of another to the regId.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b", kit.Alias("user-b"))
			a := b.send(p, kit.Set("alias", "user-b"))
			b.wantTask(a)
			b.WantItems(p, 1)
			b.WantItems(q, 0)
		},
	}, {
		ID: "vivo/target/alias", Level: conformance.Should, Source: docAPI, Codes: []string{"0"},
		Title:       "an alias leads to its phone",
		Requirement: "An endpoint should deliver a single push by alias to the phone that has it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Alias("user-a"))
			b.wantTask(b.Post("/message/send", b.order(kit.Set("alias", "user-a"))))
			b.WantItems(p, 1)
		},
	}, {
		ID: "vivo/target/alias-unknown", Level: conformance.Should, Source: docAPI, Codes: []string{"10302"},
		Title:       "an unknown alias is 10302",
		Requirement: "An endpoint should answer a single push to an alias no phone has with 10302 and the alias as invalidUser.userid.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantInvalid(b.Post("/message/send", b.order(kit.Set("alias", "nobody"))), "nobody", "1")
		},
	}, {
		ID: "vivo/target/alias-too-long", Level: conformance.Should, Source: sdk2, Codes: []string{"10301"},
		Title:       "an alias of 71 characters is 10301",
		Requirement: "An endpoint should answer a single push to an alias of more than 70 characters with 10301.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Post("/message/send", b.order(kit.Set("alias", strings.Repeat("u", 71)))), "10301")
		},
	}, {
		ID: "vivo/target/new-form-of-id", Level: conformance.Should, Source: realTraffic, Codes: []string{"0"},
		Title:       "a regId may begin with v2-",
		Requirement: "An endpoint should take a regId of the newer form, v2- and URL-safe characters, as it takes one of 23 digits.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", newForm)
			a := b.send(p)
			b.wantTask(a)
			b.WantFate(a, p, device.Shown)
		},
	}}
}

// newForm gives a phone a regId of the newer form.
func newForm(p *device.Phone) {
	p.Token = "v2-CTestTestTestTestTestTestTestTestTestTestTestTestTest-_0"
}
