package oppo

import (
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// classCases are about category, which must be granted.
func classCases() []conformance.Case {
	const text = "category error"
	should, may := conformance.Should, conformance.May
	category := func(c string) kit.Change { return kit.Set("category", c) }
	cases := refusals("class",
		refusal{id: "category-not-granted", what: "a class of communication and service that was not granted", level: should, rows: []string{"O21"}, source: realTraffic, code: "67", text: text, do: sends(category("ACCOUNT"))},
		refusal{id: "category-lower-case", what: "a category in lower case", level: may, rows: []string{"O24"}, source: docClasses + "; " + assumed, code: "67", do: sends(category("im"))},
		refusal{id: "unknown-category", what: "a category that does not exist", level: may, rows: []string{"O24"}, source: docClasses + "; " + assumed, code: "67", do: sends(category("VOIP"))},
		refusal{id: "unlisted-app", what: "communication and service of an app that is not listed", level: should, rows: []string{"O28"}, source: aggregators, code: "67", text: text, app: []kit.AppOption{kit.Unlisted}, do: sends()},
		refusal{id: "service-broadcast", what: "a stored body of communication and service", level: may, source: assumed, code: "67", do: saves(kit.Field("category", "ORDER"))},
	)
	for _, c := range strings.Fields("IM ACCOUNT DEVICE_REMINDER ORDER TODO SUBSCRIPTION") {
		cases = append(cases, shown("granted-"+slug(c), c+" is communication and service", category(c), device.Shown, kit.Rights(c)))
	}
	for _, c := range strings.Fields("NEWS CONTENT MARKETING SOCIAL") {
		cases = append(cases, shown("open-"+slug(c), c+" is content and marketing", category(c), device.Silent, kit.Rights()))
	}
	return append(cases, shown("no-category", "a message without category is content and marketing", kit.Drop("category"), device.Silent))
}

func slug(category string) string { return strings.ReplaceAll(strings.ToLower(category), "_", "-") }

// shown is a case about how loud a class is.
func shown(id, what string, change kit.Change, state device.Fate, app ...kit.AppOption) conformance.Case {
	return conformance.Case{
		ID: "oppo/class/" + id, Level: conformance.Should, Source: docClasses, Codes: []string{"0"},
		Title:       what,
		Requirement: "An endpoint should take a message of this class and show it as the class is shown: " + what + ".",
		Run: func(t *conformance.T) {
			b := open(t, app...)
			p := b.Phone("a")
			a := b.send(p.Token, change)
			b.wantMessage(a)
			b.WantFate(a, p, state)
		},
	}
}

// levelCases are about notify_level.
func levelCases() []conformance.Case {
	const text = "Private classify channel notify_level invalid"
	level := func(n int) kit.Change { return kit.Set("notify_level", n) }
	im := kit.Set("category", "IM")
	return append(refusals("level",
		refusal{id: "notify-level-without-category", what: "notify_level without category", rows: []string{"O22"}, source: docClasses, code: "67", text: text, do: sends(kit.Drop("category"), level(2))},
		refusal{id: "level-3", what: "notify_level 3", source: docClasses, code: "67", text: text, do: sends(level(3))},
		refusal{id: "strong-reminder-not-granted", what: "notify_level 16 without the right", rows: []string{"O23"}, source: docClasses, code: "67", text: text, do: sends(im, level(16))},
		refusal{id: "strong-reminder-not-im", what: "notify_level 16 for another class than IM", level: conformance.Should, source: aggregators, code: "67", app: []kit.AppOption{kit.Rights("IM", "ORDER", "strong_reminder")}, do: sends(level(16))},
		refusal{id: "marketing-level", what: "notify_level 2 for content and marketing", level: conformance.May, source: aggregators + "; " + assumed, code: "67", do: promotes(level(2))},
	), conformance.Case{
		ID: "oppo/level/strong-reminder", Level: conformance.Must, Source: docClasses, Codes: []string{"0"},
		Title:       "a strong reminder comes up over the screen",
		Requirement: "An endpoint must show a message with notify_level 16 and its right with banner and sound.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Rights("IM", "strong_reminder"))
			p := b.Phone("a")
			b.wantMessage(b.send(p.Token, im, level(16)))
			if s := b.WantItems(p, 1); len(s.Items) == 1 && (!s.Items[0].Banner || !s.Items[0].Sound) {
				t.Errorf("the phone shows %+v, want banner and sound", s.Items[0])
			}
		},
	})
}

// templateCases are about the private template.
func templateCases() []conformance.Case {
	should, enforced := conformance.Should, func(which string) []kit.AppOption { return []kit.AppOption{kit.Flag("templates_enforced", which)} }
	const id, null = "66f0c1d2a3b4c5d6e7f80912", "private_msg_template_id is null"
	template, im := kit.Set("private_msg_template_id", id), kit.Set("category", "IM")
	return append(refusals("template",
		refusal{id: "template-missing", what: "a chat message without its template", level: should, rows: []string{"O36"}, source: realTraffic, code: "54", text: null, app: enforced("im"), do: sends(im)},
		refusal{id: "template-missing-all", what: "an order without its template", level: should, rows: []string{"O36"}, source: realTraffic, code: "54", text: null, app: enforced("on"), do: sends()},
		refusal{id: "template-missing-others", what: "an order without its template where chat needs none", level: conformance.May, source: assumed, code: "54", app: enforced("others"), do: sends()},
		refusal{id: "template-unknown", what: "a template nobody approved", level: conformance.May, source: assumed, code: "54", app: []kit.AppOption{kit.Flag("templates", "66f0c1d2a3b4c5d6e7f80913")}, do: sends(template)},
		refusal{id: "parameters-no-json", what: "parameters of a template that are no object", level: should, source: realTraffic, code: "41", do: sends(template, kit.Set("private_title_parameters", "city"))},
	),
		taken("template", "template-given", "a chat message with its template", should, nil, realTraffic, sends(im, template), enforced("on")...),
		taken("template", "template-chat-free", "a chat message without template where only others need one", should, nil, realTraffic, sends(im), enforced("others")...),
		taken("template", "template-marketing", "content and marketing without template", should, nil, docClasses, promotes(), enforced("on")...),
		older("2025-07-31", taken("template", "template-before", "an order without template in July 2025", should, nil, realTraffic, sends(), enforced("on")...)),
	)
}

func older(day string, c conformance.Case) conformance.Case {
	c.World.Date = day
	return c
}

// schemeCases are about apps and days that do not know the ten categories.
func schemeCases() []conformance.Case {
	should := conformance.Should
	old := kit.Flag("scheme", "old")
	channel := func(b *bench) kit.Answer {
		return b.send(b.Phone("a").Token, kit.Drop("category"))
	}
	heard := func(id, what string, day string, state device.Fate, do func(b *bench, p device.Phone) kit.Answer, app ...kit.AppOption) conformance.Case {
		return older(day, conformance.Case{
			ID: "oppo/scheme/" + id, Level: should, Source: aggregators + "; github.com/modood/pushapi pull requests 5 and 6", Codes: []string{"0"},
			Title:       what,
			Requirement: "An endpoint should tell classes apart by channel on the old scheme: " + what + ".",
			Run: func(t *conformance.T) {
				b := open(t, app...)
				p := b.Phone("a")
				a := do(b, p)
				b.wantMessage(a)
				b.WantFate(a, p, state)
			},
		})
	}
	plain := func(b *bench, p device.Phone) kit.Answer { return b.send(p.Token, kit.Drop("category")) }
	private := kit.Flag("private_channels", "im,order_status")
	return append(refusals("scheme",
		refusal{id: "category-on-old-scheme", what: "category on the old scheme", level: should, source: realTraffic, code: "67", app: []kit.AppOption{old}, do: sends()},
	),
		taken("scheme", "channel-alone", "a message with a channel alone on the old scheme", should, nil, realTraffic, channel, old),
		heard("private-channel", "an approved private channel rings", "", device.Shown, plain, old, private),
		heard("public-channel", "any other channel is public", "", device.Silent, plain, old),
		heard("private-channel-2024", "an approved private channel rings before 2024-11-20", "2024-11-19", device.Shown, plain, private),
		heard("no-category-yet", "a category is not known before 2024-11-20", "2024-11-19", device.Silent, func(b *bench, p device.Phone) kit.Answer { return b.send(p.Token) }),
		heard("first-day-of-classes", "a category counts from 2024-11-20", "2024-11-20", device.Shown, func(b *bench, p device.Phone) kit.Answer { return b.send(p.Token) }),
	)
}

// contentCases are about sensitive words. OPPO publishes none; the word stands for its
// class.
func contentCases() []conformance.Case {
	on := []kit.AppOption{kit.Flag("sensitive_words", "on")}
	const word = "刷单兼职，日结"
	const source = docTable + "; the words: " + assumed
	return append(refusals("content",
		refusal{id: "sensitive-word", level: conformance.Should, what: "content with a sensitive word", rows: []string{"O37"}, source: source, code: "41", text: "content can't contain sensitive word", app: on, do: sends(kit.Set("content", word))},
		refusal{id: "sensitive-title", level: conformance.Should, what: "a title with a sensitive word", rows: []string{"O37"}, source: source, code: "41", text: "title can't contain sensitive word", app: on, do: sends(kit.Set("title", word))},
	),
		taken("content", "title-is-content", "a title that is the content", conformance.Should, nil, docNotes, sends(kit.Set("content", "订单已发货"))),
	)
}
