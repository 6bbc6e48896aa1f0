package oppo

import (
	"slices"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// feedbackCases are about void ids and the quota.
func feedbackCases() []conformance.Case {
	return []conformance.Case{{
		ID: "oppo/feedback/invalid-ids", Level: conformance.Should, Source: realTraffic, Codes: []string{"0"},
		Title:       "void ids are listed",
		Requirement: "An endpoint should list ids it found void, with their number.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a", kit.Uninstalled), b.Phone("b")
			b.send(p.Token)
			b.send(q.Token)
			b.Settle()
			a := b.feedback("fetch_invalid_regidList")
			b.want(a, "0")
			if ids := a.JSON.List("data.registration_ids"); !slices.Equal(ids, []string{p.Token}) || a.Number("data.totalCount") != "1" {
				t.Errorf("%v: want the one id and totalCount 1", a)
			}
		},
	}, {
		ID: "oppo/feedback/push-permit", Level: conformance.Should, Source: realTraffic, Codes: []string{"0"},
		Title:       "what is left of the day is told",
		Requirement: "An endpoint should tell how many content and marketing messages are left as data.remain_count.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("public", 5))
			b.wantMessage(b.promote(b.Phone("a").Token))
			a := b.feedback("fetch_push_permit")
			b.want(a, "0")
			if a.Number("data.remain_count") != "4" {
				t.Errorf("%v: want remain_count 4", a)
			}
		},
	}, {
		ID: "oppo/feedback/no-token", Level: conformance.Must, Rows: []string{"O08"}, Source: docCodes, Codes: []string{"29"},
		Title:       "a query without auth_token is 29",
		Requirement: "An endpoint must answer a query without auth_token with 29.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.want(b.feedback("fetch_push_permit"), "29")
		},
	}}
}

// deviceHostCases are about aliases and tags.
func deviceHostCases() []conformance.Case {
	may := conformance.May
	call := func(op string, body kit.Body) func(b *bench) kit.Answer {
		return func(b *bench) kit.Answer { return b.device(op, body) }
	}
	alias := func(name string) kit.Body { return kit.Body{"registration_id": unknown, "alias": name} }
	return append([]conformance.Case{{
		ID: "oppo/devicehost/alias", Level: conformance.Must, Source: "open.oppomobile.com page 11087 (alias), as copied on yimenapp.com", Codes: []string{"0"},
		Title:       "an alias leads to the phone that got it last",
		Requirement: "An endpoint must bind an alias to a registration id, move it to another one, and remove it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			me := func() kit.Answer { return b.unicast("me", order().With(kit.Set("target_type", 5))) }
			for _, ph := range []phone{p, q} {
				b.want(b.device("set_alias", kit.Body{"registration_id": ph.Token, "alias": "me"}), "0")
				b.wantMessage(me())
				b.WantItems(ph, 1)
			}
			b.WantItems(p, 1)
			b.want(b.device("delete_alias", kit.Body{"alias": "me"}), "0")
			me()
			b.WantItems(q, 1)
		},
	}, {
		ID: "oppo/devicehost/tags", Level: conformance.Should, Source: realTraffic, Codes: []string{"0"},
		Title:       "tags are given and taken",
		Requirement: "An endpoint should give a phone tags and take them away.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			tag := kit.Body{"registration_id": p.Token, "tags": "vip"}
			id := b.saved()
			b.want(b.device("subscribe_tags", tag), "0")
			b.want(b.cast(id, 6, `{"or":["vip"]}`), "0")
			b.WantItems(p, 1)
			b.want(b.device("unsubscribe_tags", tag), "0")
			b.want(b.cast(id, 6, `{"or":["vip"]}`), "0")
			b.WantItems(p, 1)
		},
	}}, refusals("devicehost",
		refusal{id: "no-alias", what: "an alias call without alias", level: may, source: assumed, code: "40", do: call("set_alias", kit.Body{"registration_id": unknown})},
		refusal{id: "no-tags", what: "a tag call without tags", level: may, source: assumed, code: "40", do: call("subscribe_tags", kit.Body{"registration_id": unknown})},
		refusal{id: "alias-65", what: "an alias of 65 characters", level: may, source: assumed, code: "41", do: call("set_alias", alias(kit.Letters(65)))},
		refusal{id: "alias-semicolon", what: "an alias with a semicolon", level: may, source: assumed, code: "41", do: call("set_alias", alias("a;b"))},
		refusal{id: "alias-bad-id", what: "an alias for an id of a wrong form", level: may, source: assumed, code: "10000", do: call("set_alias", kit.Body{"registration_id": malformed, "alias": "me"})},
	)...)
}

// pictureCases are about uploads.
func pictureCases() []conformance.Case {
	upload := func(op, name, ttl string, size int) func(b *bench) kit.Answer {
		return func(b *bench) kit.Answer { return b.upload(op, name, ttl, size) }
	}
	const icon, big = "small_picture", "big_picture"
	return append([]conformance.Case{{
		ID: "oppo/picture/uploaded", Level: conformance.Must, Source: sdk110, Codes: []string{"0", "51"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "an uploaded picture can be sent until its time is over",
		Requirement: "An endpoint must answer an upload with the picture's id, take the id in a stored body, and refuse it with 51 after picture_ttl. Pictures of 1 MiB and icons of 50 KiB are not too large.",
		Run: func(t *conformance.T) {
			b := open(t)
			id, _ := b.upload(big, "sale.jpg", "3600", 1_048_576).Text("data.big_picture_id")
			small, _ := b.upload(icon, "icon.png", "3600", 51_200).Text("data.small_picture_id")
			if id == "" || small == "" {
				t.Fatalf("ids %q and %q, want both", id, small)
			}
			style := []kit.FormChange{kit.Field("style", "3"), kit.Field("big_picture_id", id), kit.Field("small_picture_id", small)}
			b.want(b.save(style...), "0")
			b.Advance(time.Hour)
			b.want(b.save(style...), "51")
		},
	}, {
		ID: "oppo/picture/quota", Level: conformance.Must, Source: docCodes, Codes: []string{"0", "34"},
		Title:       "too many pictures are 34",
		Requirement: "An endpoint must answer an upload over the day's number with 34.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("uploads", 1))
			b.want(b.upload(icon, "icon.png", "3600", 100), "0")
			b.want(b.upload(icon, "icon.png", "3600", 100), "34")
		},
	}}, refusals("picture",
		refusal{id: "no-file", what: "an upload without file", source: sdk110, code: "40", do: upload(icon, "", "3600", 0)},
		refusal{id: "no-ttl", what: "an upload without picture_ttl", source: sdk110, code: "40", do: upload(icon, "icon.png", "", 100)},
		refusal{id: "ttl-0", what: "a picture_ttl of 0", source: sdk110, code: "41", do: upload(icon, "icon.png", "0", 100)},
		refusal{id: "another-type", what: "a picture of another type", source: sdk110, code: "51", text: "Invalid Picture", do: upload(icon, "icon.gif", "3600", 100)},
		refusal{id: "icon-too-large", what: "an icon of 51201 bytes", source: sdk110, code: "51", do: upload(icon, "icon.png", "3600", 51_201)},
		refusal{id: "big-too-large", what: "a big picture of 1048577 bytes", source: sdk110, code: "51", do: upload(big, "sale.png", "3600", 1_048_577)},
	)...)
}
