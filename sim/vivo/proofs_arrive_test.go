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
		a := w.send(w.phone("v1"), chat("李雷", "晚上一起吃饭吗？"))
		w.change("v1", change)
		return a.said() + " " + w.fate()
	}
}

// waits sends to a phone that is offline, lets time pass, and brings it back.
func waits(m fields, wait time.Duration) func(w *world) string {
	return func(w *world) string {
		a := w.send(w.phone("v1", offline), m)
		w.settle()
		w.pass(wait)
		w.change("v1", func(p *device.Phone) { p.Offline = false })
		return a.said() + " " + w.fate()
	}
}

// since has been off the network for so many days, in a list push.
func since(days int) func(w *world) string {
	return func(w *world) string {
		a := w.phone("v1")
		b := w.phone("v2", func(p *device.Phone) {
			p.Offline, p.OfflineSince = true, morning.Add(-time.Duration(days)*24*time.Hour)
		})
		return w.pushList(nil, a, b).said() + " " + w.fate()
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
		{rule: "VV-DLV-001", want: "0 shown", run: waits(im(nil), 9*time.Hour)},
		{rule: "VV-DLV-002", want: "0 expired 100/10012 0 silent", run: func(w *world) string {
			first := waits(nil, 9*time.Hour)(w)
			w.change("v1", offline)
			id := w.engine.Phones()[0].Token
			a := w.send(id, fields{"title": "还在八小时之内"})
			w.settle()
			w.pass(2 * time.Hour)
			w.change("v1", func(p *device.Phone) { p.Offline = false })
			return first + " " + a.said() + " " + w.fate()
		}},
		{rule: "VV-DLV-003", date: "2025-06-01", want: "0 silent", run: waits(nil, 9*time.Hour)},
		{rule: "VV-DLV-004", want: "0 expired 100/10012", run: waits(im(fields{"timeToLive": 604800}), 25*time.Hour)},
		{rule: "VV-DLV-010", want: "0 [] [shown]", run: func(w *world) string {
			w.phone("v1", func(p *device.Phone) { p.Tags = []string{"x"} })
			w.phone("v2", func(p *device.Phone) { p.Tags, p.Test = []string{"x"}, true })
			a := w.post("/message/tagPush", w.message(fields{
				"pushMode": 1, "classification": 1, "category": "IM", "tagExpression": fields{"orTags": []string{"x"}},
			}))
			w.settle()
			return fmt.Sprint(a.said(), " ", hows(w, "v1"), " ", hows(w, "v2"))
		}},
		{rule: "VV-DLV-011", want: "0 dropped 102/20002", run: arrives(func(p *device.Phone) { p.Installed = false })},
		{rule: "VV-DLV-012", want: "0 dropped 102/20001", run: arrives(func(p *device.Phone) { p.Subscribed = false })},
		{rule: "VV-DLV-013", want: "0 dropped 102/20006", run: since(14)},
		{rule: "VV-DLV-014", date: "2020-06-01", want: "0 dropped 102/20006", run: since(90)},
		{rule: "VV-DLV-015", want: "0 dropped 100/14002", run: func(w *world) string {
			return w.send(w.phone("v1", offline), fields{"sendOnline": true}).said() + " " + w.fate()
		}},
		{rule: "VV-DLV-016", want: "replaced 103, shown", run: func(w *world) string {
			id := w.phone("v1", offline)
			w.send(id, im(fields{"notifyId": 9}))
			w.settle()
			first := w.last().ID
			w.send(id, im(fields{"notifyId": 9, "content": "改到明天吧"}))
			w.settle()
			w.change("v1", func(p *device.Phone) { p.Offline = false })
			second := w.fate()
			e := w.stateOf(first)
			return string(e.Fate.State) + " " + e.Fate.Code + ", " + second
		}},
		{rule: "VV-DLV-017", want: "0 held", run: func(w *world) string {
			return w.send(w.phone("v1", offline), nil).said() + " " + w.fate()
		}},
		{rule: "VV-DLV-019", want: "0 expired 100/10012", run: waits(fields{"timeToLive": 60}, time.Minute)},
		{rule: "VV-DLV-018", want: "1", run: func(w *world) string { return w.stat("receive", w.phone("v1")) }},
		{rule: "VV-DLV-037", want: "1", run: func(w *world) string { return w.stat("display", w.phone("v1")) }},
		{rule: "VV-DLV-005", want: "1", run: func(w *world) string { return w.stat("send", w.phone("v1")) }},
		{rule: "VV-DLV-006", want: "2", run: func(w *world) string {
			w.phone("v1")
			w.phone("v2", offline)
			task := w.post("/message/all", w.message(nil)).Task
			w.settle()
			w.change("v2", func(p *device.Phone) { p.Offline = false })
			w.settle()
			return w.counter(task, "send")
		}},
		{rule: "VV-DLV-040", want: "0", run: func(w *world) string { return w.stat("click", w.phone("v1")) }},
		{rule: "VV-DLV-041", want: "消息状态未知", run: func(w *world) string {
			rows := w.get("/search/msgStatus?taskIds=1").Data
			if len(rows) != 1 {
				return "no row"
			}
			return rows[0]["desc"].(string)
		}},
		{rule: "VV-DLV-042", want: "[map[status:2 userid:" + "dead" + "]]", run: func(w *world) string {
			w.phone("v1", func(p *device.Phone) { p.Token, p.Installed = "dead", false })
			return fmt.Sprint(w.post("/invalidUser/check", fields{"userType": 1, "userIds": []string{"dead", w.phone("v2")}}).Data)
		}},
		{rule: "VV-DLV-043", want: "[x]", run: func(w *world) string {
			id := w.phone("v1")
			w.post("/tag/addMembers", fields{"name": "x", "type": 1, "ids": []string{id}})
			return fmt.Sprint(w.engine.Phones()[0].Tags)
		}},
		{rule: "VV-DLV-046", want: "0 []", run: func(w *world) string {
			task := w.send(w.phone("v1"), nil).Task
			w.settle()
			a := w.post("/message/recycle", fields{"taskId": task, "userType": 1, "userIds": []string{}})
			return fmt.Sprint(a.said(), " ", hows(w, "v1"))
		}},
	}
}

// stat pushes one message and reads a counter of it.
func (w *world) stat(name, regID string) string {
	task := w.send(regID, nil).Task
	w.settle()
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
	for _, n := range w.shade(phone) {
		out = append(out, n.How)
	}
	return out
}

// stateOf is the newest state of one message.
func (w *world) stateOf(id string) sim.Event {
	events, _ := w.engine.Events(0, 1_000_000)
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Kind == sim.EvMessage && events[i].ID == id {
			return events[i]
		}
	}
	return sim.Event{}
}

func presentProofs() []proof {
	lands := func(m fields, change func(*device.Phone)) func(w *world) string {
		return func(w *world) string {
			return w.send(w.phone("v1", change), m).said() + " " + w.fate()
		}
	}
	state := func(s device.Presence) func(*device.Phone) { return func(p *device.Phone) { p.State = s } }
	flag := func(name, value string) func(*device.Phone) {
		return func(p *device.Phone) { p.Flags = map[string]string{name: value} }
	}
	return []proof{
		{rule: "VV-DLV-030", want: "0 hidden 104/2183", run: lands(nil, flag("regid", "renewed"))},
		{rule: "VV-DLV-031", want: "0 hidden 104/2333", run: lands(nil, flag("install", "other"))},
		{rule: "VV-DLV-032", want: "0 hidden 104/1017", world: options{start: morning.Add(14 * time.Hour)},
			run: lands(chat("双十一", "大促，领取红包优惠券"), state(device.Background))},
		{rule: "VV-DLV-033", want: "0 hidden 104/2144", run: lands(
			fields{"timedDisplay": fields{"showEndTime": morning.UnixMilli()}}, state(device.Background))},
		{rule: "VV-DLV-034", want: "0 hidden", run: lands(
			fields{"classification": 1, "category": "IM", "foregroundShow": false}, state(device.Foreground))},
		{rule: "VV-DLV-039", want: "0 hidden", run: lands(nil, func(p *device.Phone) { p.Muted = append(p.Muted, "marketing") })},
		{rule: "VV-DLV-035", want: "0 silent", run: lands(nil, state(device.Locked))},
		{rule: "VV-DLV-036", want: "0 folded", run: lands(nil, state(device.Killed))},
	}
}
