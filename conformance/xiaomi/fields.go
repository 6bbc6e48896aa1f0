package xiaomi

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// check is one field of a message to one phone: nothing else is wrong with it.
type check struct {
	id     string
	rows   []string
	level  conformance.Level // Must when empty
	source string            // docAPI when empty
	what   string            // "a title of 51 characters"
	change []kit.FormChange
	code   string
}

func (f check) asCase() conformance.Case {
	if f.level == "" {
		f.level = conformance.Must
	}
	if f.source == "" {
		f.source = docAPI
	}
	word := strings.ToLower(string(f.level))
	c := conformance.Case{
		ID: "xiaomi/field/" + f.id, Level: f.level, Rows: f.rows, Source: f.source, Codes: []string{f.code},
		Title:       f.what + " is " + f.code,
		Requirement: "An endpoint " + word + " answer a message with " + f.what + " with code " + f.code + ".",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.send(b.Phone("a"), f.change...), f.code)
		},
	}
	if f.code == "0" {
		c.Title = f.what + " is accepted"
		c.Requirement = "An endpoint " + word + " accept a message with " + f.what + "."
		c.Run = func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, f.change...)
			b.want(a, "0")
			b.WantFate(a, p, device.Shown)
		}
	}
	return c
}

func checks(list ...check) []conformance.Case {
	out := make([]conformance.Case, len(list))
	for i, f := range list {
		out[i] = f.asCase()
	}
	return out
}

// pairs are n extra pairs of the app's own.
func pairs(n int) []kit.FormChange {
	out := make([]kit.FormChange, n)
	for i := range out {
		out[i] = kit.Field(fmt.Sprintf("extra.key%02d", i), "v")
	}
	return out
}

func set(name, value string) []kit.FormChange { return []kit.FormChange{kit.Field(name, value)} }

// fieldCases are title, description, payload and the app's own pairs.
func fieldCases() []conformance.Case {
	const may, unsure = conformance.May, "the limit is of " + docAPI + "; the code is " + assumed
	return append(checks(
		check{id: "empty-title", rows: []string{"X09"}, source: answers, what: "an empty title", change: set("title", ""), code: "65011"},
		check{id: "no-title", source: answers, what: "no title", change: []kit.FormChange{kit.Without("title")}, code: "65011"},
		check{id: "blank-title", rows: []string{"X10"}, what: "a title of three blanks", change: set("title", "   "), code: "65011"},
		check{id: "empty-description", source: answers, what: "an empty description", change: set("description", ""), code: "65011"},
		check{id: "blank-description", what: "a description of blanks", change: set("description", " \t"), code: "65011"},
		check{id: "title-49-cjk", rows: []string{"X11"}, what: "a title of 49 Chinese characters", change: set("title", kit.Chinese(49)), code: "0"},
		check{id: "title-49-letters", rows: []string{"X11"}, what: "a title of 49 letters", change: set("title", kit.Letters(49)), code: "0"},
		check{id: "title-51", rows: []string{"X12"}, level: may, source: unsure, what: "a title of 51 characters", change: set("title", kit.Chinese(51)), code: "10017"},
		check{id: "desc-127", rows: []string{"X13"}, what: "a description of 127 Chinese characters", change: set("description", kit.Chinese(127)), code: "0"},
		check{id: "desc-129", rows: []string{"X13"}, level: may, source: unsure, what: "a description of 129 characters", change: set("description", kit.Letters(129)), code: "10017"},
		check{id: "payload-4096", level: conformance.Should, source: clientBugs, what: "a payload of 4096 bytes", change: set("payload", kit.Letters(4096)), code: "0"},
		check{id: "payload-4097", level: may, source: docCodes + " (65009); the length is " + assumed, what: "a payload of 4097 bytes", change: set("payload", kit.Letters(4097)), code: "65009"},
		check{id: "extra-10-keys", rows: []string{"X14"}, what: "ten extra pairs beside Xiaomi's own", change: append(pairs(10), kit.Field("extra.notify_foreground", "1")), code: "0"},
		check{id: "extra-11-keys", rows: []string{"X14"}, what: "eleven extra pairs", change: pairs(11), code: "65014"},
		check{id: "extra-1024-chars", rows: []string{"X15"}, what: "an extra pair of 1024 characters", change: set("extra.key", kit.Chinese(1021)), code: "0"},
		check{id: "extra-1025-chars", rows: []string{"X15"}, what: "an extra pair with a value of 1025 characters", change: set("extra.key", kit.Letters(1025)), code: "65015"},
		check{id: "notify-id-max", what: "notify_id 2147483647", change: set("notify_id", "2147483647"), code: "0"},
		check{id: "notify-id-over", level: may, source: unsure, what: "notify_id 2147483648", change: set("notify_id", "2147483648"), code: "10017"},
		check{id: "notify-type-silent", what: "notify_type 0", change: set("notify_type", "0"), code: "0"},
		check{id: "notify-type-8", level: may, source: unsure, what: "notify_type 8", change: set("notify_type", "8"), code: "10017"},
		check{id: "ttl-no-number", level: may, source: unsure, what: "time_to_live one day", change: set("time_to_live", "1d"), code: "10017"},
		check{id: "jobkey-20", what: "a jobkey of 20 characters", change: set("extra.jobkey", "job-2026_"+kit.Letters(11)), code: "0"},
		check{id: "jobkey-underscore", level: may, source: unsure, what: "a jobkey that begins with an underscore", change: set("extra.jobkey", "_job"), code: "10017"},
		check{id: "effect-web", what: "notify_effect 3 with web_uri", change: []kit.FormChange{kit.Field("extra.notify_effect", "3"), kit.Field("extra.web_uri", "https://m.example.com/")}, code: "0"},
		check{id: "effect-without-intent", level: may, source: unsure, what: "notify_effect 2 without intent_uri", change: set("extra.notify_effect", "2"), code: "10017"},
		check{id: "callback-param-64", what: "a receipt parameter of 64 bytes", change: set("extra.callback.param", kit.Letters(64)), code: "0"},
		check{id: "callback-param-65", source: docCodes, what: "a receipt parameter of 65 bytes", change: set("extra.callback.param", kit.Letters(65)), code: "65036"},
		check{id: "callback-param-bytes", source: docCodes, what: "a receipt parameter of 22 Chinese characters", change: set("extra.callback.param", kit.Chinese(22)), code: "65036"},
		check{id: "callback-illegal", source: docCodes, what: "a receipt address without a scheme", change: set("extra.callback", "push.example.com/cb"), code: "65038"},
	), xiaomiScheduleCases()...)
}

// xiaomiScheduleCases: how far ahead a message may be scheduled, by edition.
func xiaomiScheduleCases() []conformance.Case {
	ahead := func(days int) kit.FormChange {
		return kit.Field("time_to_send", millis(conformance.DefaultStart.AddDate(0, 0, days).UnixMilli()))
	}
	return []conformance.Case{{
		ID: "xiaomi/field/schedule-30-days", Level: conformance.May, Source: notes2026 + "; the code is " + assumed, Codes: []string{"0", "10017"},
		Title:       "thirty days ahead",
		Requirement: "An endpoint may take a message for in 30 days and answer one for in 31 with code 10017.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.send(p, ahead(30)), "0")
			b.want(b.send(p, ahead(31)), "10017")
		},
	}, {
		ID: "xiaomi/field/schedule-7-days-older", Level: conformance.May, Source: docAPI2023 + "; the code is " + assumed, Codes: []string{"0", "10017"},
		World:       rulesOf("2023-06-01"),
		Title:       "seven days ahead by the older text",
		Requirement: "An endpoint may under the rules of 2023 take a message for in 7 days and answer one for in 8 with code 10017.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.send(p, ahead(7)), "0")
			b.want(b.send(p, ahead(8)), "10017")
		},
	}}
}

// optionCases are fields that change what a phone does with a message.
func optionCases() []conformance.Case {
	return []conformance.Case{{
		ID: "xiaomi/field/first-failure-wins", Level: conformance.May, Source: assumed, Codes: []string{"10016", "65011", "65014", "22022"},
		Title:       "one failure is the answer",
		Requirement: "An endpoint may check target, texts, pairs and package in this order, and must report one failure only.",
		Run: func(t *conformance.T) {
			b := open(t)
			wrong := append(pairs(11), kit.Field("title", ""), kit.Field("restricted_package_name", "com.other"))
			b.want(b.PostForm(pathRegID, order(wrong...)), "10016")
			p := b.Phone("a")
			b.want(b.send(p, wrong...), "65011")
			b.want(b.send(p, append(wrong, kit.Field("title", "订单"))...), "65014")
			b.want(b.send(p, kit.Field("restricted_package_name", "com.other")), "22022")
		},
	}}
}
