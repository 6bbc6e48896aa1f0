package meizu

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// taskCases are about stored messages.
func taskCases() []conformance.Case {
	return []conformance.Case{{
		ID: "meizu/task/task-flow", Level: conformance.Must, Rows: []string{"M27", "S09"}, Source: docAPI, Codes: []string{"200", "110002"},
		Title:       "a message is stored and sent",
		Requirement: "An endpoint must answer a stored message with a taskId, pushType and appId that are numbers, and a push of it like any other push.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.ask(pathSave, kit.FormOf("messageJson", private, "pushType", "0"))
			task := b.task(a)
			if a.Number("value.pushType") != "0" || a.Number("value.appId") != b.App.Credentials["app_id"] {
				t.Errorf("%v, want the numbers pushType 0 and appId %s", a, b.App.Credentials["app_id"])
			}
			b.WantItems(p, 0)
			sent := b.pushTask(task, p.Token+","+unknownID(9))
			b.wantValue(sent, `{"110002":["`+unknownID(9)+`"]}`)
			if sent.ID() == "" {
				t.Errorf("%v, want a msgId", sent)
			}
			b.WantFateOf(task, p, device.Shown)
			b.wantOK(b.pushTask(task, p.Token))
			b.WantItems(p, 2)
		},
	}, {
		ID: "meizu/task/by-alias", Level: conformance.Must, Rows: []string{"S09"}, Source: docAPI, Codes: []string{"200", "110005"},
		Title:       "a stored message is sent to aliases",
		Requirement: "An endpoint must send a stored message to aliases and name those nobody subscribed under 110005.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Alias("u1"))
			task := b.save(private)
			a := b.ask(server+"/push/task/varnished/pushByAlias", kit.FormOf("taskId", task, "alias", "u1,nobody"))
			b.wantValue(a, `{"110005":["nobody"]}`)
			b.WantFateOf(task, p, device.Shown)
		},
	}, {
		ID: "meizu/task/task-bad", Level: conformance.Must, Rows: []string{"M28"}, Source: docAPI, Codes: []string{"110032"},
		Title:       "a task that is none is 110032",
		Requirement: "An endpoint must answer a taskId nobody was given, or another app's, with 110032 and its text.",
		Run: func(t *conformance.T) {
			b := open(t)
			other := open(t, kit.Named("shoptwo"))
			p := b.Phone("a")
			foreign := other.save(private)
			for _, a := range []kit.Answer{
				b.pushTask("1", p.Token), b.pushTask("x", p.Token), b.pushTask(foreign, p.Token),
				b.ask(pathCancel, kit.FormOf("taskId", "1", "pushType", "0")), b.ask(pathOf, kit.FormOf("taskId", "1")),
			} {
				b.want(a, "110032")
				b.wantText(a, "非法的taskId")
			}
		},
	}, {
		ID: "meizu/task/pushtype", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "pushType is 0 or 1",
		Requirement: "An endpoint must refuse a task with pushType 2.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.save(private)
			b.refused(b.ask(pathSave, kit.FormOf("messageJson", private, "pushType", "2")))
		},
	}, {
		ID: "meizu/task/checked-when-stored", Level: conformance.Must, Source: docAPI,
		Title:       "a stored message is held to the limits",
		Requirement: "An endpoint must refuse to store a title of 33 characters.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.refused(b.ask(pathSave, kit.FormOf("messageJson", private, "pushType", "0"), kit.InField("messageJson", kit.Set("noticeBarInfo.title", kit.Chinese(33)))))
		},
	}}
}

// start is a time to be sent at, as startTime has it.
func start(at time.Time) []kit.Change {
	return []kit.Change{kit.Set("pushTimeInfo.pushTimeType", 1), kit.Set("pushTimeInfo.startTime", at.In(beijing).Format(time.DateTime))}
}

// broadcastCases are about pushes to everybody and to tags, and taking them back.
func broadcastCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	cancel := func(b *bench, task string) kit.Answer {
		return b.ask(pathCancel, kit.FormOf("taskId", task, "pushType", "0"))
	}
	return append([]conformance.Case{{
		ID: "meizu/broadcast/to-all", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "everybody gets it",
		Requirement: "An endpoint must answer a push to every user with a taskId and deliver to the phones that are subscribed and want messages.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q, r, off := b.Phone("a"), b.Phone("b"), b.Phone("c", kit.Unsubscribed), b.Phone("d", kit.Blocked)
			task := b.task(b.toApp(private))
			b.WantFateOf(task, p, device.Shown)
			b.WantFateOf(task, q, device.Shown)
			b.WantItems(r, 0)
			b.WantItems(off, 0)
		},
	}, {
		ID: "meizu/broadcast/tags", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "scope 0 is the union of tags, 1 what has all",
		Requirement: "An endpoint must deliver to phones with any of the tags for scope 0, with all of them for scope 1, and refuse scope 2.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q, r := b.Phone("a", kit.Tags("体育", "科技")), b.Phone("b", kit.Tags("体育")), b.Phone("c", kit.Tags("娱乐"))
			b.task(b.toTags("体育,科技", "0", private))
			b.task(b.toTags("体育,科技", "1", private))
			b.refused(b.toTags("体育,科技", "2", private))
			b.WantItems(p, 2)
			b.WantItems(q, 1)
			b.WantItems(r, 0)
		},
	}, {
		ID: "meizu/broadcast/tag-20", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "a tag has at most 20 characters",
		Requirement: "An endpoint must take a tag of 20 characters and refuse one of 21.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.task(b.toTags(kit.Chinese(20), "0", private))
			b.refused(b.toTags(kit.Chinese(21), "0", private))
		},
	}, {
		ID: "meizu/broadcast/scheduled", Level: conformance.Must, Source: docAPI, Codes: []string{"200"}, Needs: clock,
		Title:       "a push to everybody waits for its time",
		Requirement: "An endpoint must hold back a push with pushTimeType 1 until startTime, in Chinese time, and refuse one without a time.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.task(b.toApp(private, start(at(12, 0))...))
			b.refused(b.toApp(private, kit.Set("pushTimeInfo.pushTimeType", 1)))
			b.AdvanceTo(at(11, 59))
			b.WantItems(p, 0)
			b.AdvanceTo(at(12, 1))
			b.WantItems(p, 1)
		},
	}, {
		ID: "meizu/recall/cancel", Level: conformance.Must, Source: docAPI, Codes: []string{"200"}, Needs: clock,
		Title:       "a pending push to everybody is cancelled",
		Requirement: "An endpoint must answer the cancelling of a pending task with result true, and deliver nothing at its time.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			task := b.task(b.toApp(private, start(at(12, 0))...))
			a := cancel(b, task)
			b.want(a, "200")
			if a.Kind("value.result") != "bool" || a.JSON.Field("value.result") != "true" {
				t.Errorf("%v, want value.result true", a)
			}
			b.AdvanceTo(at(13, 0))
			b.WantItems(p, 0)
		},
	}, {
		ID: "meizu/recall/cancel-running", Level: conformance.Must, Source: docAPI, Codes: []string{"200"}, Needs: clock,
		Title:       "a push to everybody is cancelled while it runs",
		Requirement: "An endpoint must answer the cancelling of a task that reached nobody yet with result true, and deliver nothing.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(cancel(b, b.task(b.toApp(private))), "200")
			b.Settle()
			b.Advance(time.Minute)
			b.WantItems(p, 0)
		},
	}, {
		ID: "meizu/recall/cancel-done", Level: conformance.Must, Rows: []string{"M29"}, Source: docAPI, Codes: []string{"500"}, Needs: clock,
		Title:       "a task that is over cannot be cancelled",
		Requirement: "An endpoint must answer the cancelling of a task that is finished or cancelled with 500 and a text that says so.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			task := b.task(b.toApp(private))
			b.Settle()
			b.Advance(time.Minute)
			a := cancel(b, task)
			b.want(a, "500")
			b.wantText(a, "无法取消")
			b.WantItems(p, 1)
			again := b.task(b.toApp(private, start(at(12, 0))...))
			b.want(cancel(b, again), "200")
			twice := cancel(b, again)
			b.want(twice, "500")
			b.wantText(twice, "无法取消")
		},
	}, {
		ID: "meizu/recall/cancel-stored", Level: conformance.Should, Source: docAPI, Codes: []string{"110032"},
		Title:       "only pushes to everybody can be cancelled",
		Requirement: "An endpoint should answer the cancelling of a stored message with 110032.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(cancel(b, b.save(private)), "110032")
		},
	}}, silentCases()...)
}

// silentCases are about what a push to everybody does not tell.
func silentCases() []conformance.Case {
	most := func(id, kind string, n int) conformance.Case {
		return conformance.Case{
			ID: "meizu/broadcast/" + id, Level: conformance.Should, Source: aggregators, Codes: []string{"200"},
			Title:       "a phone over its public messages misses a push to everybody",
			Requirement: "An endpoint should take a public push to everybody and not deliver it to phones that got the day's public messages, three or five of news apps.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Kind(kind), kit.Flag("fold_limit", "100"))
				p, q := b.Phone("a"), b.Phone("b")
				for range n {
					b.wantOK(b.sell(p))
				}
				task := b.task(b.toApp(public))
				b.WantFateOf(task, p, device.Dropped)
				b.WantFateOf(task, q, device.Shown, device.Folded)
				for range n - 1 {
					b.wantOK(b.sell(q))
				}
				b.wantTarget(b.sell(q), q, "110011")
			},
		}
	}
	return []conformance.Case{
		most("cap-other", "shopping", 3), most("cap-news", "news", 5),
		{
			ID: "meizu/broadcast/folded", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
			Title:       "a sixth push to everybody in a minute reaches nobody",
			Requirement: "An endpoint must fold pushes to everybody like others: the sixth in a minute is not delivered.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for range 5 {
					b.task(b.toApp(private))
					b.Settle()
				}
				task := b.task(b.toApp(private))
				b.WantFateOf(task, p, device.Dropped)
			},
		},
	}
}
