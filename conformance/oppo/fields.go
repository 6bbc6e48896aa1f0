package oppo

import (
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
)

// taken is a case in which a message at the edge of what is allowed is accepted.
func taken(feature, id, what string, level conformance.Level, rows []string, source string, do func(b *bench) kit.Answer, app ...kit.AppOption) conformance.Case {
	return conformance.Case{
		ID: "oppo/" + feature + "/" + id, Level: level, Rows: rows, Source: source, Codes: []string{"0"},
		Title:       what + " is taken",
		Requirement: "An endpoint " + lower(level) + " take " + what + ".",
		Run: func(t *conformance.T) {
			b := open(t, app...)
			b.want(do(b), "0")
		},
	}
}

// atProfile lets a case hold under one profile, whichever the others run under.
func atProfile(p sim.Profile, c conformance.Case) conformance.Case {
	c.World.Profile = p
	return c
}

// textCases are about the texts.
func textCases() []conformance.Case {
	must := conformance.Must
	page := []kit.AppOption{kit.Flag("content_limit", "page")}
	return append(refusals("field",
		refusal{id: "missing-title", what: "a message without title", level: conformance.May, rows: []string{"O16"}, source: docCodes + "; " + assumed, code: "40", do: sends(kit.Drop("title"))},
		refusal{id: "missing-content", what: "a message without content", level: conformance.May, rows: []string{"O16"}, source: docCodes + "; " + assumed, code: "40", do: saves(kit.Without("content"))},
		refusal{id: "title-blank", what: "an empty title", rows: []string{"O16"}, code: "41", text: "title is blank", do: sends(kit.Set("title", ""))},
		refusal{id: "content-blank", what: "empty content", code: "41", text: "content is blank", do: sends(kit.Set("content", ""))},
		refusal{id: "title-51", what: "a title of 51 Chinese characters", rows: []string{"O17"}, code: "41", text: "title max length is 50", do: sends(kit.Set("title", kit.Chinese(51)))},
		refusal{id: "sub-title-11", what: "a sub_title of 11 characters", code: "41", text: "sub_title max length is 10", do: sends(kit.Set("sub_title", kit.Chinese(11)))},
		refusal{id: "content-201", what: "content of 201 characters", code: "41", text: "content max length is 200", do: sends(kit.Set("content", kit.Chinese(201)))},
		refusal{id: "content-51-page", what: "content of 51 characters where the newer page holds", level: conformance.Should, source: docNotes + "; as read on 2026-08-24", code: "41", app: page,
			do: sends(kit.Set("content", kit.Chinese(51)))},
		refusal{id: "content-51-strict", what: "content of 51 characters under the strict profile", level: conformance.May, source: docNotes + "; " + docTable + "; " + assumed, code: "41", profile: sim.Strict,
			do: sends(kit.Set("content", kit.Chinese(51)))},
		refusal{id: "long-text-129", what: "long text of 129 characters", source: docNotes, code: "41", do: sends(kit.Set("style", 2), kit.Set("content", kit.Chinese(129)))},
	),
		taken("field", "title-50-emoji", "a title of 50 emoji", must, []string{"O18"}, docNotes, sends(kit.Set("title", strings.Repeat("🎉", 50)))),
		taken("field", "sub-title-10", "a sub_title of 10 characters", must, nil, docNotes, sends(kit.Set("sub_title", kit.Chinese(10)))),
		atProfile(sim.DocumentedProfile, taken("field", "content-200", "content of 200 characters", conformance.Should, nil, docTable, sends(kit.Set("content", kit.Chinese(200))))),
		conformance.Case{
			ID: "oppo/field/content-51-shown", Level: conformance.May, Source: docNotes + "; " + assumed, Codes: []string{"0"}, World: sim.RuleOptions{Profile: sim.DocumentedProfile},
			Title:       "of content of 51 characters 50 are shown",
			Requirement: "An endpoint may show the first 50 characters of a longer content of style 1.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.want(b.send(p.Token, kit.Set("content", kit.Chinese(51))), "0")
				if s := b.WantItems(p, 1); len(s.Items) == 1 && s.Items[0].Body != kit.Chinese(50) {
					t.Errorf("the phone shows %q, want the first 50 characters", s.Items[0].Body)
				}
			},
		},
		taken("field", "content-50-page", "content of 50 characters where the newer page holds", must, nil, docNotes, sends(kit.Set("content", kit.Chinese(50))), page...),
		taken("field", "long-text-128", "long text of 128 characters", must, nil, docNotes, sends(kit.Set("style", 2), kit.Set("content", kit.Chinese(128)))),
	)
}

// styleCases are about styles and pictures.
func styleCases() []conformance.Case {
	may := conformance.May
	paid := kit.Rights("IM", "ORDER", "value_added")
	return append(refusals("style",
		refusal{id: "unknown-style", what: "a style nobody documents", code: "41", text: "style invalid", do: sends(kit.Set("style", 9))},
		refusal{id: "big-picture-single", what: "a big picture by single push", source: docNotes, code: "41", text: "style invalid", do: sends(kit.Set("style", 3), kit.Set("big_picture_id", "x"))},
		refusal{id: "big-picture-missing", what: "style 3 without a picture", source: docNotes, code: "40", do: saves(kit.Field("style", "3"))},
		refusal{id: "big-picture-unknown", what: "a picture nobody uploaded", source: docCodes, code: "51", text: "Invalid Picture", do: saves(kit.Field("style", "3"), kit.Field("big_picture_id", "69000000"))},
		refusal{id: "big-picture-content-51", what: "content of 51 characters with a big picture", source: docNotes, code: "41", do: saves(kit.Field("style", "3"), kit.Field("content", kit.Chinese(51)))},
		refusal{id: "value-added", what: "style 4 without the value-added API", level: may, source: assumed, code: "27", do: sends(kit.Set("style", 4))},
		refusal{id: "picture-url", what: "an address of a picture without the value-added API", level: may, source: assumed, code: "27", do: sends(kit.Set("big_picture_url", "https://m.example.com/p.png"))},
		refusal{id: "picture-url-301", what: "an address of a picture of 301 characters", source: "OPPO value-added push API sheet, first quarter of 2023", code: "41", app: []kit.AppOption{paid},
			do: sends(kit.Set("big_picture_url", kit.Letters(301)))},
	),
		taken("style", "value-added-ok", "style 4 with the value-added API", may, nil, assumed, sends(kit.Set("style", 4)), paid),
	)
}

// clickCases are about what a tap does.
func clickCases() []conformance.Case {
	must, kind := conformance.Must, func(n int) kit.Change { return kit.Set("click_action_type", n) }
	return append(refusals("click",
		refusal{id: "unknown-type", what: "click_action_type 3", code: "41", text: "click_action_type invalid", do: sends(kind(3))},
		refusal{id: "click-url-missing", what: "a link without click_action_url", rows: []string{"O19"}, source: docNotes, code: "40", do: sends(kind(2))},
		refusal{id: "intent-url-missing", what: "an intent URL without click_action_url", source: docNotes, code: "40", do: sends(kind(5))},
		refusal{id: "activity-missing", what: "a page without click_action_activity", source: docNotes, code: "40", do: sends(kind(4))},
		refusal{id: "action-missing", what: "an intent action without click_action_activity", source: docNotes, code: "40", do: sends(kind(1))},
		refusal{id: "activity-501", what: "a click_action_activity of 501 characters", code: "41", text: "click_action_activity invalid", do: sends(kind(4), kit.Set("click_action_activity", kit.Letters(501)))},
		refusal{id: "url-2001", what: "a click_action_url of 2001 characters", code: "41", text: "click_action_url invalid", do: sends(kind(2), kit.Set("click_action_url", kit.Letters(2001)))},
		refusal{id: "parameters-no-json", what: "action_parameters that are no JSON object", code: "41", text: "action_parameters format invalid", do: sends(kit.Set("action_parameters", "orderId=1"))},
		refusal{id: "parameters-4001", what: "action_parameters of 4001 characters", source: docNotes, code: "41", do: sends(kit.Set("action_parameters", `{"a":"`+kit.Letters(3993)+`"}`))},
	),
		taken("click", "all-types", "a link with its click_action_url", must, nil, docNotes, sends(kind(2), kit.Set("click_action_url", kit.Letters(2000)))),
		taken("click", "parameters-4000", "action_parameters of 4000 characters", must, nil, docNotes, sends(kit.Set("action_parameters", `{"a":"`+kit.Letters(3992)+`"}`))),
	)
}

// timeCases are about when and how long.
func timeCases() []conformance.Case {
	must, ttl, show := conformance.Must, "off_line_ttl invalid", "showTTL offlineTTL is invalid"
	smooth := func(rate string) func(b *bench) kit.Answer {
		return saves(kit.Field("fix_speed", "true"), kit.Field("fix_speed_rate", rate))
	}
	return append(refusals("ttl",
		refusal{id: "ttl-over-limit", what: "an off_line_ttl of 864001 seconds", rows: []string{"O20"}, code: "41", text: ttl, do: sends(kit.Set("off_line_ttl", 864001))},
		refusal{id: "ttl-negative", what: "a negative off_line_ttl", rows: []string{"O20"}, code: "41", text: ttl, do: sends(kit.Set("off_line_ttl", -1))},
		refusal{id: "show-ttl-over", what: "a show_ttl of 172801 seconds", source: sdk110, code: "41", text: show, do: sends(kit.Set("show_ttl", 172801))},
		refusal{id: "show-ttl-negative", what: "a negative show_ttl", source: sdk110, code: "41", text: show, do: sends(kit.Set("show_ttl", -1))},
		refusal{id: "show-without-times", what: "a scheduled display without its times", source: docNotes, code: "40", do: sends(kit.Set("show_time_type", 1))},
		refusal{id: "push-without-time", what: "a scheduled push without its time", source: docNotes, code: "40", do: saves(kit.Field("push_time_type", "1"))},
		refusal{id: "show-backwards", what: "a display that ends before it begins", source: docNotes, code: "41",
			do: sends(kit.Set("show_time_type", 1), kit.Set("show_start_time", 1764122400000), kit.Set("show_end_time", 1764122400000))},
		refusal{id: "rate-999", what: "smooth sending of 999 a second", source: docNotes, code: "41", do: smooth("999")},
		refusal{id: "rate-10001", what: "smooth sending of 10001 a second", source: docNotes, code: "41", do: smooth("10001")},
		refusal{id: "network-type", what: "a network_type of 2", source: docNotes, code: "41", do: sends(kit.Set("network_type", 2))},
		refusal{id: "notify-id-0", what: "a notify_id of 0", code: "41", text: "notify_id must be greater than 0", do: sends(kit.Set("notify_id", 0))},
	),
		taken("ttl", "ttl-limit", "an off_line_ttl of 864000 seconds", must, []string{"O20"}, docTable, sends(kit.Set("off_line_ttl", 864000))),
		taken("ttl", "ttl-clamped", "an off_line_ttl of 864001 seconds where an older page holds", conformance.Should, []string{"O20"}, docNotes, sends(kit.Set("off_line_ttl", 864001)), kit.Flag("ttl", "clamp")),
		taken("ttl", "show-ttl-0", "a show_ttl of 0", must, nil, docNotes, sends(kit.Set("show_ttl", 0))),
		taken("ttl", "rate-1000", "smooth sending of 1000 a second", must, nil, docNotes, smooth("1000")),
	)
}

// callBackCases are about where receipts are to go.
func callBackCases() []conformance.Case {
	return append(refusals("field",
		refusal{id: "call-back-url-201", what: "a call_back_url of 201 characters", code: "41", text: "call back url max length is 200", do: sends(kit.Set("call_back_url", kit.Letters(201)))},
		refusal{id: "call-back-parameter-101", what: "a call_back_parameter of 101 characters", code: "41", text: "call back parameter max length is 100", do: sends(kit.Set("call_back_parameter", kit.Letters(101)))},
	),
		taken("field", "call-back-parameter-100", "a call_back_parameter of 100 characters", conformance.Must, nil, docTable, sends(kit.Set("call_back_parameter", kit.Letters(100)))),
	)
}

// editionCases play under older pages.
func editionCases() []conformance.Case {
	const sdkDay, pageDay = "2020-06-01", "2022-06-01"
	link := func(n int) func(b *bench) kit.Answer {
		return sends(kit.Set("click_action_type", 2), kit.Set("click_action_url", kit.Letters(n)))
	}
	older := func(day string, c conformance.Case) conformance.Case {
		c.World.Date = day
		return c
	}
	should := conformance.Should
	return append(refusals("edition",
		refusal{id: "url-501", what: "a click_action_url of 501 characters in 2020", level: should, source: sdk104, code: "41", at: sdkDay, do: link(501)},
		refusal{id: "ttl-three-days", what: "an off_line_ttl of over three days in 2020", level: should, source: sdk104, code: "41", at: sdkDay, do: sends(kit.Set("off_line_ttl", 259201))},
		refusal{id: "show-ttl-six-hours", what: "a show_ttl of under six hours in 2022", level: should, source: sdk110, code: "41", at: pageDay, do: sends(kit.Set("show_ttl", 21599))},
		refusal{id: "parameter-51", what: "a call_back_parameter of 51 characters in 2022", level: should, source: sdk110, code: "41", at: pageDay, do: sends(kit.Set("call_back_parameter", kit.Letters(51)))},
	),
		older(sdkDay, taken("edition", "url-500", "a click_action_url of 500 characters in 2020", should, nil, sdk104, link(500))),
		older("2021-01-01", taken("edition", "url-2021", "a click_action_url of 501 characters in 2021", should, nil, sdk110, link(501))),
		older("2024-11-01", taken("edition", "parameter-2024", "a call_back_parameter of 51 characters at the end of 2024", should, nil, docNotes, sends(kit.Set("call_back_parameter", kit.Letters(51))))),
		older("2024-11-01", taken("edition", "show-ttl-2024", "a show_ttl of under six hours at the end of 2024", should, nil, docNotes, sends(kit.Set("show_ttl", 3600)))),
	)
}
