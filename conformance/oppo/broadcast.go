package oppo

import (
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// dedupCases are about app_message_id.
func dedupCases() []conformance.Case {
	same := kit.Set("app_message_id", "order-1")
	return []conformance.Case{{
		ID: "oppo/dedup/dedup-app-message-id", Level: conformance.Must, Rows: []string{"O29"}, Source: docNotes, Codes: []string{"0"},
		Title:       "an app_message_id goes to a phone once",
		Requirement: "An endpoint must deliver the same app_message_id to the same target once, and to others too.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			b.wantMessage(b.send(p.Token, same))
			b.Settle()
			b.want(b.send(p.Token, same), "0")
			b.wantMessage(b.send(q.Token, same))
			b.WantItems(p, 1)
			b.WantItems(q, 1)
		},
	}, {
		ID: "oppo/dedup/refused-is-not-remembered", Level: conformance.Should, Source: docNotes, Codes: []string{"0", "41"},
		Title:       "what was refused does not count as sent",
		Requirement: "An endpoint should take a message again under the same app_message_id after it was refused.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.send(p.Token, same, kit.Set("title", kit.Chinese(51))), "41")
			b.wantMessage(b.send(p.Token, same))
			b.WantItems(p, 1)
		},
	}, {
		ID: "oppo/dedup/repeat-code", Level: conformance.May, Source: docCodes + "; " + assumed, Codes: []string{"0", "32"},
		Title:       "a repeated app_message_id may be 32",
		Requirement: "An endpoint may answer a repeated app_message_id with 32.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("repeat_code", "32"))
			p := b.Phone("a")
			b.wantMessage(b.send(p.Token, same))
			b.want(b.send(p.Token, same), "32")
		},
	}, {
		ID: "oppo/dedup/saved-once", Level: conformance.Must, Source: docNotes, Codes: []string{"0"},
		Title:       "an app_message_id is stored once",
		Requirement: "An endpoint must not store a body again under an app_message_id it has stored.",
		Run: func(t *conformance.T) {
			b := open(t)
			first, second := b.saved(kit.Field("app_message_id", "sale-1")), b.saved(kit.Field("app_message_id", "sale-1"))
			if first != second || first == "" {
				t.Errorf("message_id %q and %q, want one", first, second)
			}
		},
	}}
}

// saveCases are about stored bodies.
func saveCases() []conformance.Case {
	return []conformance.Case{{
		ID: "oppo/save/save-ok", Level: conformance.Must, Rows: []string{"O30"}, Source: docCast, Codes: []string{"0"},
		Title:       "a body is stored",
		Requirement: "An endpoint must answer a stored body with code 0 and a data.message_id of 24 hex digits.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.save()
			b.want(a, "0")
			if id, _ := a.Text("data.message_id"); !objectID.MatchString(id) {
				t.Errorf("%v: data.message_id must be 24 hex digits", a)
			}
		},
	}, {
		ID: "oppo/save/saved-quota", Level: conformance.Must, Rows: []string{"O38"}, Source: docTable, Codes: []string{"0", "42"},
		Title:       "too many stored bodies are 42",
		Requirement: "An endpoint must answer a stored body over the day's number with 42.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("saved", 1))
			b.saved()
			b.want(b.save(), "42")
		},
	}, {
		ID: "oppo/save/push-time", Level: conformance.Should, Source: docNotes, Codes: []string{"0"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "a scheduled push to everybody waits for its time",
		Requirement: "An endpoint should begin a push to everybody with push_time_type 1 at push_start_time.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			at := b.World.Now().Add(time.Hour)
			id := b.saved(kit.Field("push_time_type", "1"), kit.Field("push_start_time", kit.Text(at.UnixMilli())))
			b.want(b.cast(id, 1, ""), "0")
			b.AdvanceTo(at.Add(-time.Minute))
			b.WantItems(p, 0)
			b.AdvanceTo(at.Add(time.Minute))
			b.WantItems(p, 1)
		},
	}}
}

// broadcastCases push a stored body to ids.
func broadcastCases() []conformance.Case {
	cast := func(kind int, value string) func(b *bench) kit.Answer {
		return func(b *bench) kit.Answer { return b.cast(b.saved(), kind, value) }
	}
	return append([]conformance.Case{{
		ID: "oppo/broadcast/broadcast-flow", Level: conformance.Must, Rows: []string{"O30", "B03"}, Source: docCast + "; " + realTraffic, Codes: []string{"0", "10000"},
		Title:       "a stored body goes to good ids, bad ones are named",
		Requirement: "An endpoint must answer a broadcast with code 0 and a task_id, and list bad ids in the member of data named by their code.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.cast(b.saved(), 2, p.Token+";"+malformed)
			b.want(a, "0")
			if task, _ := a.Text("data.task_id"); !objectID.MatchString(task) {
				t.Errorf("%v: data.task_id must be 24 hex digits", a)
			}
			if bad := a.JSON.List("data.10000"); len(bad) != 1 || bad[0] != malformed {
				t.Errorf("%v: data must list %s under 10000", a, malformed)
			}
			b.WantItems(p, 1)
		},
	}, {
		ID: "oppo/broadcast/all-bad", Level: conformance.Must, Rows: []string{"O30", "B03"}, Source: realTraffic, Codes: []string{"0", "10000"},
		Title:       "a broadcast to bad ids alone is code 0",
		Requirement: "An endpoint must answer a broadcast to bad ids alone with code 0, status call_success and the list.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.cast(b.saved(), 2, malformed+";"+unknown[:20])
			b.want(a, "0")
			if bad := a.JSON.List("data.10000"); len(bad) != 2 || a.JSON.Field("data.status") != "call_success" {
				t.Errorf("%v: want status call_success and two ids under 10000", a)
			}
		},
	}, {
		ID: "oppo/broadcast/again", Level: conformance.Should, Source: sdk110, Codes: []string{"0"},
		Title:       "a stored body can be pushed again",
		Requirement: "An endpoint should take a message_id for many broadcasts, each with a task_id of its own.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			id := b.saved()
			first, second := b.cast(id, 2, p.Token), b.cast(id, 2, q.Token)
			if first.JSON.Field("data.task_id") == second.JSON.Field("data.task_id") {
				t.Errorf("%v and %v have one task_id", first, second)
			}
			b.WantItems(p, 1)
			b.WantItems(q, 1)
		},
	}, {
		ID: "oppo/broadcast/region", Level: conformance.May, Source: docCodes + "; the code is " + assumed, Codes: []string{"0", "10000"},
		Title:       "phones from abroad are bad ids in a broadcast of China",
		Requirement: "An endpoint may list ids of the other region under 10000.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.Phone("a", func(p *phone) { p.Token = abroad })
			if a := b.cast(b.saved(), 2, abroad); len(a.JSON.List("data.10000")) != 1 {
				t.Errorf("%v: want the id under 10000", a)
			}
		},
	}}, refusals("broadcast",
		refusal{id: "broadcast-unknown-id", what: "a message_id nobody saved", level: conformance.Should, rows: []string{"O31"}, source: docCodes, code: "31", text: "Data Not Exist", do: func(b *bench) kit.Answer {
			return b.cast("690000000000000000000000", 2, b.Phone("a").Token)
		}},
		refusal{id: "no-message-id", what: "a broadcast without message_id", source: docCast, code: "40", do: func(b *bench) kit.Answer { return b.cast("", 2, unknown) }},
		refusal{id: "no-target-value", what: "a broadcast without target_value", source: docCast, code: "40", do: cast(2, "")},
		refusal{id: "target-type", what: "a target_type that does not exist", source: docCast, code: "41", do: cast(3, unknown)},
		refusal{id: "targets-1001", what: "a broadcast to 1001 ids", source: docCast, code: "41", do: cast(2, strings.TrimSuffix(strings.Repeat(unknown+";", 1001), ";"))},
	)...)
}

// audienceCases push a stored body to everybody, by alias and by tag.
func audienceCases() []conformance.Case {
	reach := func(id, what string, kind int, value string, want [3]int) conformance.Case {
		return conformance.Case{
			ID: "oppo/audience/" + id, Level: conformance.Must, Source: docCast, Codes: []string{"0"},
			Title:       what,
			Requirement: "An endpoint must deliver a broadcast to " + what + " and to nobody else.",
			Run: func(t *conformance.T) {
				b := open(t)
				phones := []phone{b.Phone("a", kit.Tags("vip", "sz")), b.Phone("b", kit.Tags("vip", "muted"), kit.Alias("me")), b.Phone("c")}
				b.want(b.cast(b.saved(), kind, value), "0")
				for i, p := range phones {
					b.WantItems(p, want[i])
				}
			},
		}
	}
	return append([]conformance.Case{
		reach("everybody", "everybody", 1, "", [3]int{1, 1, 1}),
		reach("alias", "an alias", 5, "me;nobody", [3]int{0, 1, 0}),
		reach("any-tag", "phones with one of the tags", 6, `{"or":["vip","bj"]}`, [3]int{1, 1, 0}),
		reach("every-tag", "phones with all tags", 6, `{"and":["vip","sz"]}`, [3]int{1, 0, 0}),
		reach("not-tag", "phones without a tag", 6, `{"or":["vip"],"not":["muted"]}`, [3]int{1, 0, 0}),
	}, refusals("audience",
		refusal{id: "no-expression", what: "tags that are no expression", source: docCast, code: "41", do: func(b *bench) kit.Answer { return b.cast(b.saved(), 6, "vip") }},
	)...)
}
