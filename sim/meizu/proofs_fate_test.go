package meizu_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// failing is the value of a push to one phone with a switch of it set.
func failing(code string) func(w *world) string {
	return func(w *world) string {
		id := w.Phone("m1", func(p *device.Phone) { p.Flags = map[string]string{"push_error": code} })
		return short(w.push(nil, id), id)
	}
}

// short puts P1 for a phone's pushId.
func short(a reply, id string) string { return strings.ReplaceAll(a.said(), id, "P1") }

func targetProofs() []proof {
	changed := func(change func(*device.Phone)) func(w *world) string {
		return func(w *world) string {
			id := w.Phone("m1", change)
			return short(w.push(nil, id), id)
		}
	}
	return []proof{
		{Rule: "MZ-FLT-001", Want: `200 {"110003":["!!"]}`, Run: func(w *world) string { return w.push(nil, "!!").said() }},
		{Rule: "MZ-FLT-002", Want: `200 {"110002":["P1"]}`, Run: changed(func(p *device.Phone) { p.Subscribed = false })},
		{Rule: "MZ-FLT-003", Want: `200 {"110002":["P1"]}`, Run: changed(func(p *device.Phone) {
			p.Offline, p.OfflineSince = true, start.Add(-30*24*time.Hour)
		})},
		{Rule: "MZ-FLT-004", Want: `200 {"110010":["P1"]}`, Run: changed(func(p *device.Phone) { p.Notifications = false })},
		{Rule: "MZ-FLT-005", Want: `200 {"110005":["nobody"]}`, Run: func(w *world) string {
			w.Phone("m1", func(p *device.Phone) { p.Alias = "u1" })
			return w.post("/push/varnished/pushByAlias", form{"alias": "u1,nobody", "messageJson": message(nil)}).said()
		}},
		{Rule: "MZ-CLS-001", Want: `200 {"201":["P1"]}`, Run: func(w *world) string {
			w.Flag("private_allowed", "off")
			return changed(func(*device.Phone) {})(w)
		}},
		{Rule: "MZ-FLT-006", Want: `200 {"501":["P1"]}`, Run: failing("501")},
		{Rule: "MZ-FLT-007", Want: `200 {"513":["P1"]}`, Run: failing("513")},
		{Rule: "MZ-FLT-008", Want: `200 {"518":["P1"]}`, Run: failing("518")},
		{Rule: "MZ-FLT-009", Want: `200 {"519":["P1"]}`, Run: failing("519")},
	}
}

// repeated pushes the same message to one phone and tells the last answer.
func repeated(n int, changes fields) func(w *world) string {
	return func(w *world) string {
		id := w.Phone("m1")
		a := reply{}
		for range n {
			a = w.push(changes, id)
		}
		return short(a, id)
	}
}

func quotaProofs() []proof {
	news := options{app: func(a *sim.AppSpec) { a.Kind = "news" }}
	limited := func(name string, n int64, send func(w *world) reply) func(w *world) string {
		return func(w *world) string {
			w.Phone("m1")
			w.Limit(name, n)
			return send(w).Code
		}
	}
	first := func(w *world) string { return w.Engine.Phones()[0].Token }
	broadcasts := func(n int, pause time.Duration, changes fields) func(w *world) string {
		return func(w *world) string {
			w.Phone("m1")
			code := ""
			for range n {
				code = w.toApp(changes).Code
				w.Settle()
				w.Pass(pause)
			}
			return code + " " + w.Fate()
		}
	}
	return []proof{
		{Rule: "MZ-RTE-001", Want: "110010", Run: limited("speed", 0, func(w *world) reply { return w.push(nil, first(w)) })},
		{Rule: "MZ-RTE-002", Want: `200 {"518":["P1"]}`, Run: func(w *world) string {
			id := w.Phone("m1")
			task := w.save(nil)
			w.Limit("task.speed", 0)
			return short(w.pushTask(task, id), id)
		}},
		{Rule: "MZ-QTA-001", Want: "110019", Run: limited("day", 0, func(w *world) reply { return w.push(nil, first(w)) })},
		{Rule: "MZ-QTA-002", Want: "110051", Run: limited("tasks", 0, func(w *world) reply { return w.toApp(nil) })},
		{Rule: "MZ-QTA-003", Want: `200 {"110011":["P1"]}`, Run: repeated(4, public(nil))},
		{Rule: "MZ-QTA-004", World: news, Want: `200 {"110011":["P1"]}`, Run: repeated(6, public(nil))},
		{Rule: "MZ-FLT-010", Want: `200 {"520":["P1"]}`, Run: repeated(6, nil)},
		{Rule: "MZ-QTA-005", Want: `200 {"520":["P1"]}`, Run: repeated(6, nil)},
		{Rule: "MZ-QTA-006", Want: "200 dropped", Run: broadcasts(4, time.Minute, public(nil))},
		{Rule: "MZ-QTA-007", World: news, Want: "200 dropped", Run: broadcasts(6, time.Minute, public(nil))},
		{Rule: "MZ-FLT-011", Want: "200 dropped", Run: broadcasts(6, time.Second, nil)},
		{Rule: "MZ-DLV-014", Want: "200 dropped", Run: broadcasts(4, time.Minute, public(nil))},
	}
}

// arrives changes the phone between the answer and the arrival.
func arrives(change func(*device.Phone)) func(w *world) string {
	return func(w *world) string {
		a := w.push(nil, w.Phone("m1"))
		w.Change("m1", change)
		return a.said() + " " + w.Fate()
	}
}

// waits sends to a phone that is offline, lets time pass, and brings it back.
func waits(changes fields, wait time.Duration) func(w *world) string {
	return func(w *world) string {
		a := w.push(changes, w.Phone("m1", offline))
		w.Settle()
		w.Pass(wait)
		w.Change("m1", func(p *device.Phone) { p.Offline = false })
		return a.said() + " " + w.Fate()
	}
}

func arriveProofs() []proof {
	return []proof{
		{Rule: "MZ-DLV-010", Want: "200 {} dropped", Run: func(w *world) string {
			return w.push(nil, w.Phone("m1", func(p *device.Phone) { p.Installed = false })).said() + " " + w.Fate()
		}},
		{Rule: "MZ-DLV-011", Want: "200 {} dropped", Run: arrives(func(p *device.Phone) { p.Subscribed = false })},
		{Rule: "MZ-DLV-012", Want: "200 {} dropped", Run: arrives(func(p *device.Phone) { p.Notifications = false })},
		{Rule: "MZ-DLV-015", Want: "200 {} dropped", Run: waits(fields{"pushTimeInfo.offLine": 0}, time.Hour)},
		{Rule: "MZ-DLV-016", Want: "1", Run: func(w *world) string {
			id := w.Phone("m1", offline)
			key := fields{"advanceInfo.notifyKey": "A1024"}
			w.push(key, id)
			w.Settle()
			w.push(key, id)
			w.Settle()
			return fmt.Sprint(w.held())
		}},
		{Rule: "MZ-DLV-017", Want: "200 {} held", Run: func(w *world) string {
			return w.push(nil, w.Phone("m1", offline)).said() + " " + w.Fate()
		}},
		{Rule: "MZ-DLV-018", Want: "200 {} expired", Run: waits(fields{"pushTimeInfo.validTime": 1}, 61*time.Minute)},
	}
}

// held is how many messages wait for their phone.
func (w *world) held() int {
	n := 0
	for _, m := range w.Engine.Messages(0) {
		if m.Fate.State == device.Held {
			n++
		}
	}
	return n
}

func presentProofs() []proof {
	// shown pushes once and tells how the phone shows it, or its fate.
	shown := func(changes fields) func(w *world) string {
		return func(w *world) string {
			w.push(changes, w.Phone("m1"))
			return w.Fate() + ": " + w.hows("m1")
		}
	}
	return []proof{
		{Rule: "MZ-DLV-030", Date: "2018-06-15", Want: "200 {} hidden", Run: func(w *world) string { return w.pass("x").said() + " " + w.Fate() }},
		{Rule: "MZ-DLV-031", Want: "hidden: ", Run: shown(fields{
			"advanceInfo.fixDisplay": true, "advanceInfo.fixStartDisplayTime": "2025-11-24 08:00:00", "advanceInfo.fixEndDisplayTime": "2025-11-24 20:00:00",
		})},
		{Rule: "MZ-DLV-032", Want: "200 {} hidden", Run: func(w *world) string {
			id := w.Phone("m1", func(p *device.Phone) { p.Muted = append(p.Muted, "marketing") })
			return w.push(public(nil), id).said() + " " + w.Fate()
		}},
		{Rule: "MZ-DLV-033", Want: "shown: shown without banner", Run: shown(fields{"advanceInfo.suspend": 0})},
		{Rule: "MZ-DLV-034", Want: "shown, shown, shown, folded", Run: func(w *world) string {
			repeated(4, nil)(w)
			return w.hows("m1")
		}},
	}
}

func numberProofs() []proof {
	all := func(w *world, send func(id string) string) string {
		id := w.Phone("m1")
		task := send(id)
		w.Settle()
		a := w.get("/push/statistics/getTaskStatistics", form{"taskId": task})
		return strings.ReplaceAll(a.said(), task, "T")
	}
	byTask := func(w *world) string {
		return all(w, func(id string) string {
			task := w.save(nil)
			w.pushTask(task, id, nobody)
			return task
		})
	}
	byApp := func(w *world) string { return all(w, func(string) string { return w.toApp(nil).task() }) }
	const one = `200 {"taskId":T,"targetNo":2,"validNo":1,"pushedNo":1,"acceptNo":1,"displayNo":1,"clickNo":0}`
	const app = `200 {"taskId":T,"targetNo":1,"validNo":1,"pushedNo":1,"acceptNo":1,"displayNo":1,"clickNo":0}`
	days := func(from, to string) func(w *world) string {
		return func(w *world) string {
			w.push(nil, w.Phone("m1"))
			w.Settle()
			a := w.get("/push/statistics/dailyPushStatics", form{"startTime": from, "endTime": to})
			return strings.TrimSpace(a.said() + " " + a.Message)
		}
	}
	return []proof{
		{Rule: "MZ-VAL-075", Want: "1005 参数错误", Run: days("2025-11-25", "20251125")},
		{Rule: "MZ-VAL-076", Want: "500 结束时间不能早于开始时间", Run: days("20251125", "20251124")},
		{Rule: "MZ-VAL-077", Want: "500 开始时间和结束时间不能相差30天以上", Run: days("20251025", "20251125")},
		{Rule: "MZ-DLV-002", Date: "2017-01-31", Want: "0", Run: func(w *world) string { return fmt.Sprint(len(w.push(nil, w.Phone("m1")).MsgID)) }},
		{Rule: "MZ-DLV-052", Want: one, Run: byTask},
		{Rule: "MZ-DLV-054", Want: one, Run: byTask},
		{Rule: "MZ-DLV-019", Want: one, Run: byTask},
		{Rule: "MZ-DLV-035", Want: one, Run: byTask},
		{Rule: "MZ-DLV-013", Want: app, Run: byApp},
		{Rule: "MZ-DLV-053", Want: `200 [{"date":"2025-11-25","targetNo":1,"validNo":1,"pushedNo":1,"acceptNo":1,"displayNo":1,"clickNo":0}]`, Run: days("20251101", "20251125")},
	}
}
