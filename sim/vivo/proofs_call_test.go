package vivo_test

import (
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

func formProofs() []proof {
	return []proof{
		{rule: "VV-VAL-001", want: "HTTP 404  VV-VAL-001", run: func(w *world) string {
			a := w.post("/message/pushToAll", fields{})
			return a.said() + " " + w.ruleOfCall()
		}},
		{rule: "VV-VAL-002", want: "HTTP 405 ", run: func(w *world) string { return w.get("/message/send").said() }},
		{rule: "VV-VAL-003", want: "HTTP 400 ", run: func(w *world) string {
			return w.do(http.MethodPost, "/message/send", w.token, []byte("title=x")).said()
		}},
		{rule: "VV-VAL-004", want: "HTTP 500 Internet server error!", run: func(w *world) string {
			w.flag("server_error", "on")
			return w.send(w.phone("v1"), nil).said()
		}},
	}
}

// ruleOfCall is the rule that refused the newest call.
func (w *world) ruleOfCall() string {
	events, _ := w.engine.Events(0, 1_000_000)
	return w.cause(events[len(events)-1])
}

func loginProofs() []proof {
	with := func(field string, value any) func(w *world) string {
		return func(w *world) string {
			b := w.loginBody()
			b[field] = value
			if value == nil {
				delete(b, field)
			}
			return w.post("/message/auth", b).said()
		}
	}
	return []proof{
		{rule: "VV-AUT-001", want: "10200", run: with("appId", nil)},
		{rule: "VV-AUT-002", want: "10201", run: with("appKey", "")},
		{rule: "VV-AUT-003", want: "10203", run: with("timestamp", nil)},
		{rule: "VV-AUT-004", want: "10204", run: with("sign", nil)},
		{rule: "VV-AUT-005", want: "10205", run: with("appId", 999999999)},
		{rule: "VV-AUT-006", want: "10202", run: with("appKey", "11111111222233334444555555555555")},
		{rule: "VV-AUT-007", want: "0 10207 0 10207", run: func(w *world) string {
			var said []string
			for _, off := range []time.Duration{600_000, 600_001, -600_000, -600_001} {
				ts := w.engine.Clock().Now().UnixMilli() - int64(off)
				b := w.loginBody()
				b["timestamp"], b["sign"] = ts, w.sign(ts)
				said = append(said, w.post("/message/auth", b).said())
			}
			return strings.Join(said, " ")
		}},
		{rule: "VV-AUT-008", want: "10206", run: with("sign", "00000000000000000000000000000000")},
		{rule: "VV-AUT-009", want: "0 true", run: func(w *world) string {
			a := w.post("/message/auth", w.loginBody())
			if len(a.Auth) == 36 {
				return a.said() + " true"
			}
			return a.said()
		}},
	}
}

func tokenProofs() []proof {
	return []proof{
		{rule: "VV-AUT-010", want: "10000", run: func(w *world) string {
			m := w.message(fields{"regId": w.phone("v1"), "appId": w.app.Credentials["app_id"]})
			w.token = ""
			return w.post("/message/send", m).said()
		}},
		{rule: "VV-AUT-010", want: "10000", run: func(w *world) string {
			w.token = "24ae7799-7d5e-4d4d-9b3e-0a5f0c6b1d2e"
			return w.send(w.phone("v1"), fields{"appId": w.app.Credentials["app_id"]}).said()
		}},
		{rule: "VV-AUT-011", want: "0 10000", run: func(w *world) string {
			id := w.phone("v1")
			w.until(morning.Add(24 * time.Hour))
			in := w.send(id, nil).said()
			w.pass(time.Millisecond)
			return in + " " + w.send(id, nil).said()
		}},
		{rule: "VV-AUT-012", want: "10094", run: func(w *world) string {
			return w.send(w.phone("v1"), fields{"appId": 999999999}).said()
		}},
	}
}

func appProofs() []proof {
	return []proof{
		{rule: "VV-APP-001", want: "10043", run: func(w *world) string {
			w.flag("push_closed", "on")
			return w.send(w.phone("v1"), nil).said()
		}},
		{
			rule: "VV-APP-002", want: "10045 0", world: options{app: func(a *sim.AppSpec) { a.Listed = false }},
			run: func(w *world) string {
				id := w.phone("v1", func(p *device.Phone) { p.Test = true })
				return w.send(id, nil).said() + " " + w.send(id, fields{"pushMode": 1}).said()
			},
		},
		{rule: "VV-APP-003", want: "10082 0", run: func(w *world) string {
			w.flag("system_closed", "on")
			id := w.phone("v1")
			return w.send(id, chat("李雷", "晚上一起吃饭吗？")).said() + " " + w.send(id, nil).said()
		}},
	}
}

func rateProofs() []proof {
	login := func(n int) func(w *world) string {
		return func(w *world) string {
			w.pass(time.Second)
			var a reply
			for range n {
				a = w.post("/message/auth", w.loginBody())
			}
			return a.said()
		}
	}
	return []proof{
		{rule: "VV-RTE-001", want: "0 10072 0", run: func(w *world) string {
			w.limit("speed", 1)
			id := w.phone("v1")
			first, second := w.send(id, nil).said(), w.send(id, nil).said()
			w.pass(time.Second)
			return first + " " + second + " " + w.send(id, nil).said()
		}},
		{rule: "VV-RTE-002", want: "10072", run: login(11)},
		{rule: "VV-RTE-003", date: "2022-06-01", want: "10072", run: func(w *world) string {
			w.limit("auth.day", 5)
			return login(5)(w) // and the one that opened the world
		}},
		{rule: "VV-RTE-004", want: "0 10072 0", run: func(w *world) string {
			path := "/search/msgStatus?taskIds=1"
			first, second := w.get(path).said(), w.get(path).said()
			w.pass(time.Second)
			return first + " " + second + " " + w.get(path).said()
		}},
	}
}

func repeatProofs() []proof {
	twice := func(w *world) string {
		id := w.phone("v1")
		m := fields{"requestId": "same"}
		a, b := w.send(id, m), w.send(id, m)
		w.settle()
		same := "other task"
		if a.Task == b.Task {
			same = "same task"
		}
		return a.said() + " " + b.said() + " " + same
	}
	return []proof{
		{rule: "VV-FLT-010", want: "0 0 same task", run: twice},
		{rule: "VV-FLT-011", want: "0 0 same task", run: twice},
	}
}
