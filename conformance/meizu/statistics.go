package meizu

import (
	"bytes"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// statisticsCases are about counters.
func statisticsCases() []conformance.Case {
	days := func(from, to string) kit.Form { return kit.FormOf("startTime", from, "endTime", to) }
	return []conformance.Case{{
		ID: "meizu/statistics/stats-get-and-post", Level: conformance.Must, Rows: []string{"M31", "S11"}, Source: sdkJava, Codes: []string{"200", "110032"},
		Title:       "statistics are answered by GET and by POST",
		Requirement: "An endpoint must answer both statistics by GET, as the document asks, and by POST, as the SDK does, alike, refusals too.",
		Run: func(t *conformance.T) {
			b := open(t)
			task := b.save(private)
			b.wantOK(b.pushTask(task, b.Phone("a").Token))
			b.Settle()
			for path, f := range map[string]kit.Form{pathOf: kit.FormOf("taskId", task), pathDays: days("20251124", "20251125"), pathSwitch: kit.FormOf("pushId", b.Phone("b").Token)} {
				byGet, byPost := b.read(path, f), b.ask(path, f)
				b.want(byGet, "200")
				if !bytes.Equal(byGet.Raw, byPost.Raw) {
					t.Errorf("%v and %v, want the same answer", byGet, byPost)
				}
			}
			b.want(b.read(pathOf, kit.FormOf("taskId", "1")), "110032")
		},
	}, {
		ID: "meizu/statistics/task", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "a task's counters are numbers",
		Requirement: "An endpoint must count a task's targets, the good ones, what was sent, arrived and was shown.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b", kit.Uninstalled)
			task := b.save(private)
			b.want(b.pushTask(task, to(p, q)+","+unknownID(1)), "200")
			b.Settle()
			a := b.read(pathOf, kit.FormOf("taskId", task))
			b.want(a, "200")
			for member, want := range map[string]string{"taskId": task, "targetNo": "3", "validNo": "2", "pushedNo": "2", "acceptNo": "1", "displayNo": "1", "clickNo": "0"} {
				if got := a.Number("value." + member); got != want {
					t.Errorf("%v, want the number %s in %s", a, want, member)
				}
			}
		},
	}, {
		ID: "meizu/statistics/task-of-all", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "a push to everybody is counted",
		Requirement: "An endpoint must count the phones of a push to everybody.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.Phone("a")
			b.Phone("b", kit.Blocked)
			task := b.task(b.toApp(private))
			b.Settle()
			a := b.read(pathOf, kit.FormOf("taskId", task))
			if a.Number("value.targetNo") != "2" || a.Number("value.acceptNo") != "1" || a.Number("value.validNo") != "1" {
				t.Errorf("%v, want 2 targets, 1 good, 1 arrived", a)
			}
		},
	}, {
		ID: "meizu/statistics/days", Level: conformance.Must, Source: docAPI, Codes: []string{"200"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "each day has its counters",
		Requirement: "An endpoint must answer a list with the counters of each day on which something was sent, under its date.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantOK(b.push(p))
			b.Settle()
			b.AdvanceTo(at(10, 0).AddDate(0, 0, 1))
			b.wantOK(b.push(p))
			b.wantOK(b.push(p))
			b.Settle()
			a := b.read(pathDays, days("20251101", "20251126"))
			b.want(a, "200")
			rows, _ := a.JSON.At("value").([]any)
			got := map[string]string{}
			for _, r := range rows {
				if m, ok := r.(map[string]any); ok {
					got[kit.Object(m).Field("date")] = kit.Object(m).Number("displayNo")
				}
			}
			if len(got) != 2 || got["2025-11-25"] != "1" || got["2025-11-26"] != "2" {
				t.Errorf("%v, want 1 shown on 2025-11-25 and 2 on 2025-11-26", a)
			}
		},
	}, {
		ID: "meizu/statistics/stats-31-days", Level: conformance.Must, Rows: []string{"M30"}, Source: docAPI, Codes: []string{"200", "500"},
		Title:       "more than 30 days are 500",
		Requirement: "An endpoint must answer a span of 31 days with 500 and its text, and take 30 days.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.read(pathDays, days("20251025", "20251125"))
			b.want(a, "500")
			b.wantText(a, "开始时间和结束时间不能相差30天以上")
			b.want(b.read(pathDays, days("20251026", "20251125")), "200")
		},
	}, {
		ID: "meizu/statistics/end-before-start", Level: conformance.Must, Source: docAPI, Codes: []string{"500"},
		Title:       "an end before the beginning is 500",
		Requirement: "An endpoint must answer an end before the beginning with 500 and its text.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.read(pathDays, days("20251125", "20251124"))
			b.want(a, "500")
			b.wantText(a, "结束时间不能早于开始时间")
		},
	}, {
		ID: "meizu/statistics/no-day", Level: conformance.Should, Source: docAPI, Codes: []string{"1005"},
		Title:       "a day that is none is 1005",
		Requirement: "An endpoint should answer a day that is not written yyyyMMdd with 1005.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.read(pathDays, days("2025-11-25", time.DateOnly)), "1005")
		},
	}}
}
