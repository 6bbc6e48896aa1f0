package meizu

import (
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// ids are n pushIds that have the form of one and belong to nobody.
func ids(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = unknownID(i)
	}
	return strings.Join(all, ",")
}

// listCases are about how many targets one call may name.
func listCases() []conformance.Case {
	both := func(id, date string, most int, rows ...string) conformance.Case {
		return conformance.Case{
			ID: "meizu/list/" + id, Level: conformance.Must, Rows: rows, Source: docHistory, Codes: []string{"200", "110002"}, World: sim.RuleOptions{Date: date},
			Title:       "a call names at most so many targets",
			Requirement: "An endpoint must take as many targets as the document of the day allows, 100 since 2023-08-21 and 1000 before, and refuse one more.",
			Run: func(t *conformance.T) {
				b := open(t)
				for _, path := range []string{pathPush, pathTask} {
					f := kit.FormOf("pushIds", ids(most), "messageJson", private)
					if path == pathTask {
						f = kit.FormOf("pushIds", ids(most), "taskId", b.save(private))
					}
					b.want(b.ask(path, f), "200")
					b.refused(b.ask(path, f, kit.Field("pushIds", ids(most+1))))
				}
			},
		}
	}
	return []conformance.Case{
		both("targets-100-targets-101", "", 100, "M18", "S05", "B20"),
		both("on-2023-08-21", "2023-08-21", 100),
		both("before-2023-08-21", "2023-08-20", 1000),
		{
			ID: "meizu/list/aliases-101", Level: conformance.Must, Source: docHistory, Codes: []string{"200", "110005"},
			Title:       "a call names at most 100 aliases of 60 characters",
			Requirement: "An endpoint must take 100 aliases and one of 60 characters, and refuse 101 aliases and one of 61.",
			Run: func(t *conformance.T) {
				b := open(t)
				send := func(alias string) kit.Answer {
					return b.ask(pathAlias, kit.FormOf("alias", alias, "messageJson", private))
				}
				many := func(n int) string { return strings.Replace(ids(n), "J", "u", -1) }
				b.want(send(many(100)), "200")
				b.refused(send(many(101)))
				b.want(send(kit.Chinese(60)), "200")
				b.refused(send(kit.Chinese(61)))
			},
		},
	}
}

// quotaCases are about the public messages of a phone and the totals of an app.
func quotaCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	capped := func(id, kind string, most int, rows ...string) conformance.Case {
		return conformance.Case{
			ID: "meizu/quota/" + id, Level: conformance.Should, Rows: rows, Source: aggregators, Codes: []string{"200", "110011"},
			Title:       "a phone gets few public messages a day",
			Requirement: "An endpoint should take three public messages a day for a phone, five of news apps, and answer one more under 110011.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Kind(kind))
				p, q := b.Phone("a"), b.Phone("b")
				for range most {
					b.wantOK(b.sell(p))
				}
				b.wantTarget(b.sell(p), p, "110011")
				b.WantItems(p, most)
				b.wantOK(b.sell(q))
			},
		}
	}
	return []conformance.Case{
		capped("public-limit-other", "shopping", 3, "M22", "S07"),
		capped("public-limit-news", "news", 5, "M23", "S07"),
		{
			ID: "meizu/quota/private-after-limit", Level: conformance.Should, Rows: []string{"M24", "S07"}, Source: aggregators, Codes: []string{"200", "110011"},
			Title:       "private messages have no limit",
			Requirement: "An endpoint should take private messages for a phone that got its public ones, and not count them.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.wantOK(b.push(p))
				for range 3 {
					b.wantOK(b.sell(p))
				}
				b.wantTarget(b.sell(p), p, "110011")
				b.wantOK(b.push(p))
			},
		}, {
			ID: "meizu/quota/next-day", Level: conformance.May, Source: assumed, Codes: []string{"200", "110011"}, Needs: clock,
			Title:       "the day begins at midnight in China",
			Requirement: "An endpoint may begin a phone's day at 00:00 GMT+8, and must then refuse a second before and take at it.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for range 3 {
					b.wantOK(b.sell(p))
				}
				b.AdvanceTo(at(0, 0).AddDate(0, 0, 1).Add(-time.Second))
				b.wantTarget(b.sell(p), p, "110011")
				b.AdvanceTo(at(0, 0).AddDate(0, 0, 1))
				b.wantOK(b.sell(p))
			},
		}, {
			ID: "meizu/quota/before-2025-05-07", Level: conformance.Should, Source: aggregators, Codes: []string{"200"}, World: sim.RuleOptions{Date: "2025-05-06"},
			Title:       "before 2025-05-07 no class is limited",
			Requirement: "An endpoint of 2025-05-06 should take a fourth public message for a phone.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for range 4 {
					b.wantOK(b.sell(p))
				}
			},
		}, {
			ID: "meizu/quota/since-2025-05-07", Level: conformance.Should, Source: aggregators, Codes: []string{"200", "110011"}, World: sim.RuleOptions{Date: "2025-05-07"},
			Title:       "since 2025-05-07 public messages are limited",
			Requirement: "An endpoint of 2025-05-07 should answer a fourth public message for a phone under 110011.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for range 3 {
					b.wantOK(b.sell(p))
				}
				b.wantTarget(b.sell(p), p, "110011")
			},
		}, {
			ID: "meizu/quota/task-too", Level: conformance.Should, Source: aggregators, Codes: []string{"200", "110011"},
			Title:       "a public task counts for its phones",
			Requirement: "An endpoint should count the public messages of tasks for a phone, and answer the fourth under 110011.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				task := b.save(public)
				for range 3 {
					b.wantOK(b.pushTask(task, p.Token))
				}
				b.wantTarget(b.pushTask(task, p.Token), p, "110011")
			},
		}, {
			ID: "meizu/quota/app-day", Level: conformance.Must, Source: docAPI, Codes: []string{"200", "110019"},
			Title:       "an app over its day's messages is 110019",
			Requirement: "An endpoint must answer a push that passes the app's own limit of the day with 110019, as a whole.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Limit("day", 3))
				p, q := b.Phone("a"), b.Phone("b")
				b.wantOK(b.pushTo(to(p, q), private))
				b.want(b.pushTo(to(p, q), private), "110019")
				b.wantOK(b.push(p))
				b.want(b.push(p), "110019")
				b.WantItems(q, 1)
			},
		}, {
			ID: "meizu/quota/tasks-day", Level: conformance.May, Source: assumed, Codes: []string{"200", "110051"},
			Title:       "an app over its day's tasks is 110051",
			Requirement: "An endpoint may answer a task over the app's 1000 of a day with 110051, and must then take pushes without a task.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.SetCount("tasks", 999)
				b.want(b.toApp(private), "200")
				b.want(b.toApp(private), "110051")
				b.want(b.ask(pathSave, kit.FormOf("messageJson", private, "pushType", "0")), "110051")
				b.wantOK(b.push(p))
			},
		},
	}
}

// foldCases are about many messages to one phone in a short time.
func foldCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "meizu/fold/fold", Level: conformance.Must, Rows: []string{"M25", "S08"}, Source: docAPI, Codes: []string{"200", "520"}, Needs: clock,
		Title:       "the sixth message in a minute is 520",
		Requirement: "An endpoint must answer a sixth message to a phone within a minute under 520, count each phone alone, and take it when the minute is over.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			for range 5 {
				b.wantOK(b.push(p))
			}
			b.wantTarget(b.push(p), p, "520")
			b.wantOK(b.push(q))
			b.Advance(59 * time.Second)
			b.wantTarget(b.push(p), p, "520")
			b.Advance(2 * time.Second)
			b.wantOK(b.push(p))
		},
	}, {
		ID: "meizu/fold/own-limit", Level: conformance.Must, Source: docAPI, Codes: []string{"200", "520"},
		Title:       "five is the default",
		Requirement: "An endpoint must fold by the app's own number when it has one.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("fold_limit", "1"))
			p := b.Phone("a")
			b.wantOK(b.push(p))
			b.wantTarget(b.push(p), p, "520")
		},
	}}
}

// rateCases are about speed.
func rateCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "meizu/rate/rate", Level: conformance.Should, Rows: []string{"M13", "S04"}, Source: aggregators, Codes: []string{"200", "110010"}, Needs: clock,
		Title:       "the 201st request of a second is 110010",
		Requirement: "An endpoint should take 200 requests in a second, answer one more with 110010 and an empty string as value, and take it a second later.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			b.wantOK(b.push(p))
			b.SetCount("speed", 199)
			b.wantOK(b.push(q))
			b.want(b.push(q), "110010")
			b.Advance(time.Second)
			b.wantOK(b.push(q))
		},
	}, {
		ID: "meizu/rate/own-rate", Level: conformance.Must, Rows: []string{"S04"}, Source: docAPI, Codes: []string{"200", "110010"},
		Title:       "110010 at the top is a rate",
		Requirement: "An endpoint must answer a request over the app's own speed with 110010 as code, and deliver nothing.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("speed", 1))
			p := b.Phone("a")
			b.wantOK(b.push(p))
			b.want(b.push(p), "110010")
			b.WantItems(p, 1)
		},
	}, {
		ID: "meizu/rate/task-rate", Level: conformance.Must, Source: docAPI, Codes: []string{"200", "518"}, Needs: clock,
		Title:       "targets over a task's rate are 518",
		Requirement: "An endpoint must name the targets of a task over the configured rate under 518, deliver to the others, and go on a second later.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("task.speed", 2))
			p, q, r := b.Phone("a"), b.Phone("b"), b.Phone("c")
			task := b.save(private)
			b.wantValue(b.pushTask(task, to(p, q, r)), `{"518":["`+r.Token+`"]}`)
			b.WantItems(q, 1)
			b.WantItems(r, 0)
			b.Advance(time.Second)
			b.wantOK(b.pushTask(task, r.Token))
		},
	}}
}

// shownAt says how a phone shows what was sent to it, oldest first.
func (b *bench) shownAt(p device.Phone, want ...device.Fate) {
	var got []device.Fate
	for _, n := range b.Shade(p).Items {
		got = append(got, n.How)
	}
	if len(got) != len(want) {
		b.T.Errorf("phone %s shows %v, want %v", p.ID, got, want)
		return
	}
	for i := range want {
		if got[i] != want[i] {
			b.T.Errorf("phone %s shows %v, want %v", p.ID, got, want)
		}
	}
}
