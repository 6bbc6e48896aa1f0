package honor

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// contentCases are about sensitive words. Honor publishes none; those here stand for
// their class.
func contentCases() []conformance.Case {
	worded := func(id, what string, change kit.Change) conformance.Case {
		return conformance.Case{
			ID: "honor/content/" + id, Level: conformance.Should, Rows: []string{"R30"}, Source: docCodes + "; the words: " + assumed, Codes: []string{"80200056"},
			Title:       "a sensitive word in the " + what + " is 80200056",
			Requirement: "An endpoint should answer a message with a sensitive word in its " + what + " with 80200056 and not deliver it.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.want(b.send(p, change), "80200056")
				b.WantItems(p, 0)
			},
		}
	}
	return []conformance.Case{
		worded("sensitive-word", "content", notify("body", "诚招兼职，代开发票")),
		worded("sensitive-word-title", "title", notify("title", "网络赌博")),
	}
}

// imageCases are about pictures.
func imageCases() []conformance.Case {
	must, may := conformance.Must, conformance.May
	refused := func(id, what string, changes ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "honor/image/" + id, Level: must, Rows: []string{"R18"}, Source: docCodes, Codes: []string{"80200050"},
			Title:       what + " is 80200050",
			Requirement: "An endpoint must answer " + what + " with 80200050 and not deliver it.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.want(b.promote(p, changes...), "80200050")
				b.WantItems(p, 0)
			},
		}
	}
	return []conformance.Case{
		refused("low-with-image", "a marketing message with an image", notify("image", picture)),
		refused("low-with-top-image", "a marketing message with an image at the top", set("notification", map[string]any{"image": picture})),
		{
			ID: "honor/image/absent-importance", Level: may, Rows: []string{"R18"}, Source: assumed, Codes: []string{"80200050"},
			Title:       "an image without importance is 80200050",
			Requirement: "An endpoint may answer an image in a message without importance with 80200050.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.want(b.send(b.Phone("a"), kit.Drop("android.notification.importance"), notify("image", picture)), "80200050")
			},
		},
		{
			ID: "honor/image/stripped", Level: may, Rows: []string{"R18"}, Source: docClass + "; which of the two holds: " + assumed, Codes: []string{"200"},
			Title:       "an image in marketing may not be shown",
			Requirement: "An endpoint may take an image in a marketing message where it is told to, and then shows the text silently, without the image.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Flag("marketing_image", "strip"))
				p := b.Phone("a")
				a := b.promote(p, notify("image", picture))
				b.wantClass(a, p, promo)
				b.wantImage(p, "")
			},
		},
		{
			ID: "honor/image/service", Level: must, Rows: []string{"R17"}, Source: docSend + "; " + docClass, Codes: []string{"200"},
			Title:       "a service message may have an image",
			Requirement: "An endpoint must take an image in a service message, wherever it stands, and show it.",
			Run: func(t *conformance.T) {
				b := open(t)
				p, q := b.Phone("a"), b.Phone("b")
				b.wantClass(b.send(p, notify("image", picture)), p, service)
				b.wantImage(p, picture)
				b.wantClass(b.send(q, set("notification", map[string]any{"image": picture})), q, service)
				b.wantImage(q, picture)
			},
		},
	}
}

// classCases are about what importance and the right make of a message. No answer
// tells.
func classCases() []conformance.Case {
	must, should, may := conformance.Must, conformance.Should, conformance.May
	classed := func(id string, level conformance.Level, rows []string, source, what string, class vendors.Class, app []kit.AppOption, changes ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "honor/class/" + id, Level: level, Rows: rows, Source: source, Codes: []string{"200"},
			Title:       what + " is " + string(class),
			Requirement: "An endpoint " + lower(level) + " accept " + what + " with 200 and treat it as " + string(class) + ".",
			Run: func(t *conformance.T) {
				b := open(t, app...)
				p := b.Phone("a")
				b.wantClass(b.send(p, changes...), p, class)
			},
		}
	}
	none := []kit.AppOption{noRight}
	return []conformance.Case{
		classed("normal-with-right", must, []string{"R17"}, docSend+"; "+docClass, "NORMAL of an app with the right", service, nil, notify("image", picture)),
		classed("normal-without-right", should, []string{"R16"}, aggregators, "NORMAL of an app without the right", promo, none),
		classed("low", must, nil, docSend, "LOW", promo, nil, marketing),
		classed("absent-importance", should, []string{"R19"}, aggregators, "a message without importance", promo, nil, kit.Drop("android.notification.importance")),
		classed("empty-importance", should, []string{"R19"}, aggregators+"; "+realTraffic, "a message with an empty importance", promo, nil, notify("importance", "")),
		{
			ID: "honor/class/ungranted-refused", Level: may, Rows: []string{"R16"}, Source: docCodes + " for the code; when it comes: " + assumed, Codes: []string{"80200022"},
			Title:       "NORMAL without the right may be 80200022",
			Requirement: "An endpoint may answer NORMAL of an app without the right with 80200022 where it is told to.",
			Run: func(t *conformance.T) {
				b := open(t, noRight, kit.Flag("ungranted_normal", "refuse"))
				p := b.Phone("a")
				b.want(b.send(p), "80200022")
				b.wantClass(b.promote(p), p, promo)
			},
		},
		{
			ID: "honor/class/downgraded-is-silent", Level: should, Rows: []string{"R16"}, Source: aggregators + "; " + docClass, Codes: []string{"200"},
			Title:       "what was downgraded lies silently in the drawer",
			Requirement: "An endpoint should show NORMAL of an app without the right without sound.",
			Run: func(t *conformance.T) {
				b := open(t, noRight)
				p := b.Phone("a")
				b.wantAccepted(b.send(p))
				if s := b.WantItems(p, 1); len(s.Items) == 1 && (s.Items[0].Sound || s.Items[0].How != device.Silent) {
					t.Errorf("the phone shows %+v, want it silent", s.Items[0])
				}
			},
		},
	}
}

func dated(day string) sim.RuleOptions { return sim.RuleOptions{Date: day} }

// editionCases are about rules that changed.
func editionCases() []conformance.Case {
	should := conformance.Should
	judged := func(id, day, what string, class vendors.Class, changes ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "honor/edition/" + id, Level: should, Rows: []string{"R16"}, Source: docClass + "; " + aggregators, Codes: []string{"200"}, World: dated(day),
			Title:       "on " + day + " " + what + " is " + string(class),
			Requirement: "An endpoint that plays " + day + " should treat " + what + " of an app without the right as " + string(class) + ".",
			Run: func(t *conformance.T) {
				b := open(t, noRight)
				p := b.Phone("a")
				b.wantClass(b.send(p, changes...), p, class)
			},
		}
	}
	promotion := notify("body", "全场满减，低至五折")
	return []conformance.Case{
		judged("last-day-of-judging", "2024-12-31", "a chat", service),
		judged("judged-marketing", "2024-12-31", "a promotion sent as NORMAL", promo, promotion),
		judged("judged-undeclared", "2024-12-31", "a chat without importance", service, kit.Drop("android.notification.importance")),
		judged("first-day-of-declaring", "2025-01-01", "a chat", promo),
		{
			ID: "honor/edition/trusted-before", Level: should, Source: aggregators, Codes: []string{"200"}, World: dated("2024-12-31"),
			Title:       "an app with the right was trusted before, too",
			Requirement: "An endpoint that plays 2024-12-31 should take NORMAL of an app with the right as it is, whatever the text says.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.wantClass(b.send(p, promotion), p, service)
			},
		},
		{
			ID: "honor/edition/no-cap-before-2023-02", Level: should, Rows: []string{"R20"}, Source: aggregators, Codes: []string{"200"}, World: dated("2023-01-31"),
			Title:       "until 2023-01-31 marketing was not capped",
			Requirement: "An endpoint that plays 2023-01-31 should show the third marketing message of a day.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for range 3 {
					b.WantVisible(b.promote(p), p)
				}
			},
		},
		{
			ID: "honor/edition/cap-of-2023-02", Level: should, Rows: []string{"R20"}, Source: aggregators, Codes: []string{"200", "receipt:40000009"}, World: dated("2023-02-01"),
			Title:       "since 2023-02-01 marketing is capped",
			Requirement: "An endpoint that plays 2023-02-01 should drop the third marketing message of a day with receipt 40000009.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.wantCapped(b.Phone("a"), 2)
			},
		},
	}
}
