package vivo_test

import (
	"fmt"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

func offline(p *device.Phone) { p.Offline = true }

// arrives changes the phone between the answer and the arrival.
func arrives(change func(*device.Phone)) func(w *world) string {
	return func(w *world) string {
		a := w.send(w.Phone("v1"), chat("李雷", "晚上一起吃饭吗？"))
		w.Change("v1", change)
		return a.said() + " " + w.Fate()
	}
}

// waits sends to a phone that is offline, lets time pass, and brings it back.
func waits(m fields, wait time.Duration) func(w *world) string {
	return func(w *world) string {
		a := w.send(w.Phone("v1", offline), m)
		w.Settle()
		w.Pass(wait)
		w.Change("v1", func(p *device.Phone) { p.Offline = false })
		return a.said() + " " + w.Fate()
	}
}

// away has been off the network for so many days.
func away(days int) func(*device.Phone) {
	return func(p *device.Phone) {
		p.Offline, p.OfflineSince = true, morning.Add(-time.Duration(days)*24*time.Hour)
	}
}

// since is a list push to a phone that is away.
func since(days int) func(w *world) string {
	return func(w *world) string {
		a, b := w.Phone("v1"), w.Phone("v2", away(days))
		return w.pushList(nil, a, b).said() + " " + w.Fate()
	}
}

func arriveProofs() []proof {
	im := func(more fields) fields {
		m := chat("李雷", "晚上一起吃饭吗？")
		for k, v := range more {
			m[k] = v
		}
		return m
	}
	return []proof{
		{Rule: "VV-DLV-001", Want: "0 shown", Run: waits(im(nil), 9*time.Hour)},
		{Rule: "VV-DLV-002", Want: "0 expired 100/10012 0 silent", Run: func(w *world) string {
			first := waits(nil, 9*time.Hour)(w)
			w.Change("v1", offline)
			id := w.Engine.Phones()[0].Token
			a := w.send(id, fields{"title": "还在八小时之内"})
			w.Settle()
			w.Pass(2 * time.Hour)
			w.Change("v1", func(p *device.Phone) { p.Offline = false })
			return first + " " + a.said() + " " + w.Fate()
		}},
		{Rule: "VV-DLV-003", Date: "2025-06-01", Want: "0 silent", Run: waits(nil, 9*time.Hour)},
		{Rule: "VV-DLV-004", Want: "0 expired 100/10012", Run: waits(im(fields{"timeToLive": 604800}), 25*time.Hour)},
		{Rule: "VV-DLV-010", Want: "0 [] [shown]", Run: func(w *world) string {
			w.Phone("v1", func(p *device.Phone) { p.Tags = []string{"x"} })
			w.Phone("v2", func(p *device.Phone) { p.Tags, p.Test = []string{"x"}, true })
			a := w.post("/message/tagPush", w.message(fields{
				"pushMode": 1, "classification": 1, "category": "IM", "tagExpression": fields{"orTags": []string{"x"}},
			}))
			w.Settle()
			return fmt.Sprint(a.said(), " ", hows(w, "v1"), " ", hows(w, "v2"))
		}},
		{Rule: "VV-DLV-011", Want: "0 dropped 102/20002", Run: arrives(func(p *device.Phone) { p.Installed = false })},
		{Rule: "VV-DLV-012", Want: "0 dropped 102/20001", Run: arrives(func(p *device.Phone) { p.Subscribed = false })},
		{Rule: "VV-DLV-013", Want: "0 dropped 102/20006", Run: since(14)},
		{Rule: "VV-DLV-014", Date: "2020-06-01", Want: "0 dropped 102/20006", Run: since(90)},
		{Rule: "VV-DLV-015", Want: "0 dropped 100/14002", Run: func(w *world) string {
			return w.send(w.Phone("v1", offline), fields{"sendOnline": true}).said() + " " + w.Fate()
		}},
		{Rule: "VV-DLV-016", Want: "replaced 103, shown", Run: func(w *world) string {
			id := w.Phone("v1", offline)
			w.send(id, im(fields{"notifyId": 9}))
			w.Settle()
			first := w.Last().ID
			w.send(id, im(fields{"notifyId": 9, "content": "改到明天吧"}))
			w.Settle()
			w.Change("v1", func(p *device.Phone) { p.Offline = false })
			second := w.Fate()
			e := w.stateOf(first)
			return string(e.Fate.State) + " " + e.Fate.Code + ", " + second
		}},
		{Rule: "VV-DLV-017", Want: "0 held", Run: func(w *world) string {
			return w.send(w.Phone("v1", offline), nil).said() + " " + w.Fate()
		}},
		{Rule: "VV-DLV-019", Want: "0 expired 100/10012", Run: waits(fields{"timeToLive": 60}, time.Minute)},
		{Rule: "VV-DLV-018", Want: "1", Run: func(w *world) string { return w.stat("receive", w.Phone("v1")) }},
		{Rule: "VV-DLV-037", Want: "1", Run: func(w *world) string { return w.stat("display", w.Phone("v1")) }},
		{Rule: "VV-DLV-005", Want: "1", Run: func(w *world) string { return w.stat("send", w.Phone("v1")) }},
		{Rule: "VV-DLV-006", Want: "2", Run: func(w *world) string {
			w.Phone("v1")
			w.Phone("v2", offline)
			task := w.post("/message/all", w.message(nil)).Task
			w.Settle()
			w.Change("v2", func(p *device.Phone) { p.Offline = false })
			w.Settle()
			return w.counter(task, "send")
		}},
		{Rule: "VV-DLV-040", Want: "0", Run: func(w *world) string { return w.stat("click", w.Phone("v1")) }},
		{Rule: "VV-DLV-041", Want: "消息状态未知", Run: func(w *world) string {
			rows := w.get("/search/msgStatus?taskIds=1").Data
			if len(rows) != 1 {
				return "no row"
			}
			return rows[0]["desc"].(string)
		}},
		{Rule: "VV-DLV-042", Want: "[map[status:2 userid:" + "dead" + "]]", Run: func(w *world) string {
			w.Phone("v1", func(p *device.Phone) { p.Token, p.Installed = "dead", false })
			return fmt.Sprint(w.post("/invalidUser/check", fields{"userType": 1, "userIds": []string{"dead", w.Phone("v2")}}).Data)
		}},
		{Rule: "VV-DLV-043", Want: "[x]", Run: func(w *world) string {
			id := w.Phone("v1")
			w.post("/tag/addMembers", fields{"name": "x", "type": 1, "ids": []string{id}})
			return fmt.Sprint(w.Engine.Phones()[0].Tags)
		}},
		{Rule: "VV-DLV-044", Want: "[x]", Run: func(w *world) string {
			w.Phone("v1", func(p *device.Phone) { p.Alias = "me" })
			w.post("/tag/addMembers", fields{"name": "x", "type": 2, "ids": []string{"me"}})
			return fmt.Sprint(w.Engine.Phones()[0].Tags)
		}},
		{Rule: "VV-DLV-046", Want: "0 []", Run: func(w *world) string {
			task := w.send(w.Phone("v1"), nil).Task
			w.Settle()
			a := w.post("/message/recycle", fields{"taskId": task, "userType": 1, "userIds": []string{}})
			return fmt.Sprint(a.said(), " ", hows(w, "v1"))
		}},
	}
}

// stat pushes one message and reads a counter of it.
func (w *world) stat(name, regID string) string {
	task := w.send(regID, nil).Task
	w.Settle()
	return w.counter(task, name)
}

func (w *world) counter(task, name string) string {
	rows := w.get("/report/getStatistics?taskIds=" + task).Stats
	if len(rows) != 1 {
		return "no row"
	}
	return fmt.Sprint(rows[0][name])
}

// hows is how the phone shows what it shows.
func hows(w *world, phone string) []device.Fate {
	out := []device.Fate{}
	for _, n := range w.Shade(phone).Items {
		out = append(out, n.How)
	}
	return out
}

// stateOf is the newest state of one message.
func (w *world) stateOf(id string) sim.Event {
	events, _ := w.Engine.Events(0, 1_000_000)
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Kind == sim.EvMessage && events[i].ID == id {
			return events[i]
		}
	}
	return sim.Event{}
}

// shownLater sends a message that waits a minute for its phone and is shown in two
// hours, and tells what becomes of it on a phone that changes after one.
func shownLater(change func(*device.Phone)) func(w *world) string {
	return func(w *world) string {
		m := chat("李雷", "晚上一起吃饭吗？")
		m["timeToLive"], m["timedDisplay"] = 60, fields{"showStartTime": morning.Add(2 * time.Hour).UnixMilli()}
		said := w.send(w.Phone("v1"), m).said() + " " + w.Fate()
		w.Pass(time.Hour)
		if change != nil {
			w.Change("v1", change)
		}
		w.Pass(time.Hour + time.Second)
		return said + ", " + w.Fate()
	}
}

func presentProofs() []proof {
	lands := func(m fields, change func(*device.Phone)) func(w *world) string {
		return func(w *world) string {
			return w.send(w.Phone("v1", change), m).said() + " " + w.Fate()
		}
	}
	state := func(s device.Presence) func(*device.Phone) { return func(p *device.Phone) { p.State = s } }
	flag := func(name, value string) func(*device.Phone) {
		return func(p *device.Phone) { p.Flags = map[string]string{name: value} }
	}
	return []proof{
		{Rule: "VV-DLV-027", Want: "0 held, hidden", Run: shownLater(func(p *device.Phone) { p.Notifications = false })},
		{Rule: "VV-DLV-028", Want: "0 held, dropped", Run: shownLater(func(p *device.Phone) { p.Installed = false })},
		{Rule: "VV-DLV-029", Want: "0 held, shown", Run: shownLater(nil)},
		{Rule: "VV-DLV-029", Want: "0 held, shown", Run: shownLater(offline)},
		{Rule: "VV-DLV-030", Want: "0 hidden 104/2183", Run: lands(nil, flag("regid", "renewed"))},
		{Rule: "VV-DLV-031", Want: "0 hidden 104/2333", Run: lands(nil, flag("install", "other"))},
		{Rule: "VV-DLV-032", Want: "0 hidden 104/1017", World: options{start: morning.Add(14 * time.Hour)},
			Run: lands(chat("双十一", "大促，领取红包优惠券"), state(device.Background))},
		{Rule: "VV-DLV-033", Want: "0 hidden 104/2144", Run: lands(
			fields{"timedDisplay": fields{"showEndTime": morning.UnixMilli()}}, state(device.Background))},
		{Rule: "VV-DLV-034", Want: "0 hidden", Run: lands(
			fields{"classification": 1, "category": "IM", "foregroundShow": false}, state(device.Foreground))},
		{Rule: "VV-DLV-039", Want: "0 hidden", Run: lands(nil, func(p *device.Phone) { p.Muted = append(p.Muted, "marketing") })},
		{Rule: "VV-DLV-035", Want: "0 silent", Run: lands(nil, state(device.Locked))},
		{Rule: "VV-DLV-036", Want: "0 folded", Run: lands(nil, state(device.Killed))},
	}
}
