package vivo

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// manyTasks is n task ids, comma-separated.
func manyTasks(n int) string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("11653300000000%05d", i)
	}
	return strings.Join(ids, ",")
}

// queryCases are about the three queries.
func queryCases() []conformance.Case {
	var cases []conformance.Case
	for _, q := range []struct{ path, id string }{{"/report/getStatistics", "statistics"}, {"/search/msgStatus", "msgstatus"}} {
		refused := func(id string, rows []string, level conformance.Level, what, code, query string) conformance.Case {
			return conformance.Case{
				ID: "vivo/query/" + q.id + "-" + id, Level: level, Rows: rows, Source: docCodes, Codes: []string{code},
				Title:       q.path + " with " + what + " is " + code,
				Requirement: "An endpoint " + strings.ToLower(string(level)) + " answer " + q.path + " with " + what + " with " + code + ".",
				Run:         func(t *conformance.T) { b := open(t); b.want(b.Get(q.path, query), code) },
			}
		}
		name := map[string]string{"statistics": "stats-100", "msgstatus": "101"}[q.id]
		first := refused(name, []string{"V40"}, conformance.Must, "101 task ids", "10471", "taskIds="+manyTasks(101))
		first.ID = strings.Replace(first.ID, "statistics-stats", "stats", 1)
		cases = append(cases, first,
			refused("empty", []string{"V40"}, conformance.Must, "no task ids", "10473", "taskIds="),
			refused("missing", nil, conformance.Must, "no taskIds at all", "10473", ""),
			refused("bad-format", nil, conformance.Should, "task ids that are no numbers", "10472", "taskIds=[1]"),
			conformance.Case{
				ID: "vivo/query/" + q.id + "-hundred", Level: conformance.Must, Rows: []string{"V40"}, Source: docCodes, Codes: []string{"0"},
				Title:       q.path + " takes 100 task ids",
				Requirement: "An endpoint must take 100 task ids in " + q.path + ".",
				Run:         func(t *conformance.T) { b := open(t); b.want(b.Get(q.path, "taskIds="+manyTasks(100)), "0") },
			})
	}
	return append(append(cases, conformance.Case{
		ID: "vivo/query/statistics-encoded-comma", Level: conformance.Should, Source: sdk3 + "; " + realTraffic, Codes: []string{"0"},
		Title:       "the comma may be percent-encoded",
		Requirement: "An endpoint should take task ids joined with a plain comma and with %2C alike.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			first, second := b.send(p).ID(), b.send(p).ID()
			b.Settle()
			for _, comma := range []string{",", "%2C"} {
				a := b.Get("/report/getStatistics", "taskIds="+first+comma+second)
				b.want(a, "0")
				if list, _ := a.JSON["statistics"].([]any); len(list) != 2 {
					t.Errorf("%v, want statistics of two tasks for the separator %q", a, comma)
				}
			}
		},
	}), checkCases()...)
}

// checkCases are about /invalidUser/check.
func checkCases() []conformance.Case {
	refused := func(id, what, code, source string, level conformance.Level, b kit.Body) conformance.Case {
		return conformance.Case{
			ID: "vivo/query/check-" + id, Level: level, Source: source, Codes: []string{code},
			Title:       "a check with " + what + " is " + code,
			Requirement: "An endpoint " + strings.ToLower(string(level)) + " answer /invalidUser/check with " + what + " with " + code + ".",
			Run:         func(t *conformance.T) { be := open(t); be.want(be.Post("/invalidUser/check", b), code) },
		}
	}
	ids := strings.Split(manyTasks(1001), ",")
	inferred := docCodes + " (the text); that the code belongs to this call is inferred: " + assumed
	return []conformance.Case{
		{
			ID: "vivo/query/check-dead-ids", Level: conformance.Must, Source: sdk3, Codes: []string{"0"},
			Title:       "the check names dead ids",
			Requirement: "An endpoint must answer /invalidUser/check with the dead ids alone, with their status, in data.",
			Run: func(t *conformance.T) {
				b := open(t)
				p, q := b.Phone("a"), b.Phone("b", kit.Uninstalled)
				a := b.Post("/invalidUser/check", kit.Body{"userType": 1, "userIds": []string{p.Token, q.Token, unknownID}})
				b.want(a, "0")
				got := map[string]string{}
				data, _ := a.JSON["data"].([]any)
				for _, d := range data {
					e, _ := d.(map[string]any)
					id, _ := e["userid"].(string)
					n, _ := e["status"].(json.Number)
					got[id] = n.String()
				}
				if want := map[string]string{q.Token: "2", unknownID: "1"}; fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%v, want data %v (userid: status)", a, want)
				}
			},
		},
		refused("empty", "no userIds", "10700", inferred, conformance.May, kit.Body{"userType": 1, "userIds": []string{}}),
		refused("too-many", "1001 userIds", "10701", docCodes+"; the number is "+assumed, conformance.May, kit.Body{"userType": 1, "userIds": ids}),
		refused("user-type", "userType 3", "10706", inferred, conformance.May, kit.Body{"userType": 3, "userIds": []string{unknownID}}),
		refused("requestid-65", "a requestId of 65 characters", "10704", inferred, conformance.May,
			kit.Body{"userType": 1, "userIds": []string{unknownID}, "requestId": strings.Repeat("r", 65)}),
	}
}

// wantStatistics says what /report/getStatistics must tell of a task, for the
// counters named.
func (b *bench) wantStatistics(taskID string, want map[string]int64) {
	b.Settle()
	a := b.Get("/report/getStatistics", "taskIds="+taskID)
	b.want(a, "0")
	list, _ := a.JSON["statistics"].([]any)
	for _, e := range list {
		task, _ := e.(map[string]any)
		if task["taskId"] != taskID {
			continue
		}
		for name, n := range want {
			got, ok := task[name].(json.Number)
			if !ok || got.String() != fmt.Sprint(n) {
				b.T.Errorf("%v, want %s %d for task %s", a, name, n, taskID)
			}
		}
		return
	}
	b.T.Errorf("%v, want statistics of task %s", a, taskID)
}

// statisticsCases are about the counters of a task.
func statisticsCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/statistics/delivered", Level: conformance.Must, Source: sdk3, Codes: []string{"0"},
		Title:       "a shown message is sent, received and displayed",
		Requirement: "An endpoint must count a shown message in send, receive and display, and no click.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.send(b.Phone("a"))
			b.wantStatistics(a.ID(), map[string]int64{"send": 1, "receive": 1, "display": 1, "click": 0})
		},
	}, {
		ID: "vivo/statistics/list", Level: conformance.Should, Source: realTraffic, Codes: []string{"0"},
		Title:       "a list's counters tell its phones apart",
		Requirement: "An endpoint should count unknown ids in targetInvalid, unsubscribed ones in targetUnSub and the rest in receive.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b", kit.Unsubscribed)
			task := b.saved(b.order())
			b.want(b.list(task, []string{p.Token, q.Token, unknownID}), "0")
			b.wantStatistics(task, map[string]int64{"receive": 1, "display": 1, "targetUnSub": 1, "targetInvalid": 1})
		},
	}, {
		ID: "vivo/statistics/all", Level: conformance.Should, Source: sdk3, Codes: []string{"0"}, Features: []string{"broadcast"},
		Title:       "a push to all is sent to every phone",
		Requirement: "An endpoint should count every phone a push to all goes to in send.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.Phone("a")
			b.Phone("b")
			a := b.Post("/message/all", b.promotion(0))
			b.wantTask(a)
			b.wantStatistics(a.ID(), map[string]int64{"send": 2, "receive": 2})
		},
	}, {
		ID: "vivo/statistics/offline", Level: conformance.Should, Source: realTraffic, Codes: []string{"0"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "a message that expired is offline",
		Requirement: "An endpoint should count a message whose phone stayed offline beyond its timeToLive in targetOffline.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.send(b.Phone("a", kit.Offline), kit.Set("timeToLive", 60))
			b.Settle()
			b.Advance(61e9)
			b.wantStatistics(a.ID(), map[string]int64{"receive": 0, "targetOffline": 1})
		},
	}, {
		ID: "vivo/statistics/covered", Level: conformance.Should, Source: realTraffic, Codes: []string{"0"},
		Title:       "a message overwritten while offline is covered",
		Requirement: "An endpoint should count a message replaced by a newer one with the same notifyId while its phone was offline in covered.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := b.send(p, kit.Set("notifyId", 7))
			b.Settle()
			b.wantTask(b.send(p, kit.Set("notifyId", 7)))
			b.wantStatistics(a.ID(), map[string]int64{"covered": 1})
		},
	}, {
		ID: "vivo/statistics/unknown-task", Level: conformance.May, Source: assumed, Codes: []string{"0"},
		Title:       "an unknown task has no counters",
		Requirement: "An endpoint may leave unknown tasks out of the statistics and must not fail over them.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Get("/report/getStatistics", "taskIds=999999999999999999"), "0")
		},
	}}
}
