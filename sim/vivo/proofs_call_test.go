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
		{Rule: "VV-VAL-001", Want: "HTTP 404  VV-VAL-001", Run: func(w *world) string {
			a := w.post("/message/pushToAll", fields{})
			return a.said() + " " + w.RuleOfCall()
		}},
		{Rule: "VV-VAL-002", Want: "HTTP 405 ", Run: func(w *world) string { return w.get("/message/send").said() }},
		{Rule: "VV-VAL-003", Want: "HTTP 400 ", Run: func(w *world) string {
			return w.do(http.MethodPost, "/message/send", w.token, []byte("title=x")).said()
		}},
		{Rule: "VV-VAL-004", Want: "HTTP 500 Internet server error!", Run: func(w *world) string {
			w.Flag("server_error", "on")
			return w.send(w.Phone("v1"), nil).said()
		}},
	}
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
		{Rule: "VV-AUT-001", Want: "10200", Run: with("appId", nil)},
		{Rule: "VV-AUT-002", Want: "10201", Run: with("appKey", "")},
		{Rule: "VV-AUT-003", Want: "10203", Run: with("timestamp", nil)},
		{Rule: "VV-AUT-004", Want: "10204", Run: with("sign", nil)},
		{Rule: "VV-AUT-005", Want: "10205", Run: with("appId", 999999999)},
		{Rule: "VV-AUT-006", Want: "10202", Run: with("appKey", "11111111222233334444555555555555")},
		{Rule: "VV-AUT-007", Want: "0 10207 0 10207", Run: func(w *world) string {
			var said []string
			for _, off := range []time.Duration{600_000, 600_001, -600_000, -600_001} {
				ts := w.Engine.Clock().Now().UnixMilli() - int64(off)
				b := w.loginBody()
				b["timestamp"], b["sign"] = ts, w.sign(ts)
				said = append(said, w.post("/message/auth", b).said())
			}
			return strings.Join(said, " ")
		}},
		{Rule: "VV-AUT-008", Want: "10206", Run: with("sign", "00000000000000000000000000000000")},
		{Rule: "VV-AUT-009", Want: "0 true", Run: func(w *world) string {
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
		{Rule: "VV-AUT-010", Want: "10000", Run: func(w *world) string {
			m := w.message(fields{"regId": w.Phone("v1"), "appId": w.App.Credentials["app_id"]})
			w.token = ""
			return w.post("/message/send", m).said()
		}},
		{Rule: "VV-AUT-010", Want: "10000", Run: func(w *world) string {
			w.token = "24ae7799-7d5e-4d4d-9b3e-0a5f0c6b1d2e"
			return w.send(w.Phone("v1"), fields{"appId": w.App.Credentials["app_id"]}).said()
		}},
		{Rule: "VV-AUT-011", Want: "0 10000", Run: func(w *world) string {
			id := w.Phone("v1")
			w.Until(morning.Add(24 * time.Hour))
			in := w.send(id, nil).said()
			w.Pass(time.Millisecond)
			return in + " " + w.send(id, nil).said()
		}},
		{Rule: "VV-AUT-012", Want: "10094", Run: func(w *world) string {
			return w.send(w.Phone("v1"), fields{"appId": 999999999}).said()
		}},
	}
}

func appProofs() []proof {
	return []proof{
		{Rule: "VV-APP-001", Want: "10043", Run: func(w *world) string {
			w.Flag("push_closed", "on")
			return w.send(w.Phone("v1"), nil).said()
		}},
		{
			Rule: "VV-APP-002", Want: "10045 0", World: options{app: func(a *sim.AppSpec) { a.Listed = false }},
			Run: func(w *world) string {
				id := w.Phone("v1", func(p *device.Phone) { p.Test = true })
				return w.send(id, nil).said() + " " + w.send(id, fields{"pushMode": 1}).said()
			},
		},
		{Rule: "VV-APP-003", Want: "10082 0", Run: func(w *world) string {
			w.Flag("system_closed", "on")
			id := w.Phone("v1")
			return w.send(id, chat("李雷", "晚上一起吃饭吗？")).said() + " " + w.send(id, nil).said()
		}},
	}
}

func rateProofs() []proof {
	login := func(n int) func(w *world) string {
		return func(w *world) string {
			w.Pass(time.Second)
			var a reply
			for range n {
				a = w.post("/message/auth", w.loginBody())
			}
			return a.said()
		}
	}
	return []proof{
		{Rule: "VV-RTE-001", Want: "0 10072 0", Run: func(w *world) string {
			w.Limit("speed", 1)
			id := w.Phone("v1")
			first, second := w.send(id, nil).said(), w.send(id, nil).said()
			w.Pass(time.Second)
			return first + " " + second + " " + w.send(id, nil).said()
		}},
		{Rule: "VV-RTE-002", Want: "10072", Run: login(11)},
		{Rule: "VV-RTE-003", Date: "2022-06-01", Want: "10072", Run: func(w *world) string {
			w.Limit("auth.day", 5)
			return login(5)(w) // and the one that opened the world
		}},
		{Rule: "VV-RTE-004", Want: "0 10072 0", Run: func(w *world) string {
			path := "/search/msgStatus?taskIds=1"
			first, second := w.get(path).said(), w.get(path).said()
			w.Pass(time.Second)
			return first + " " + second + " " + w.get(path).said()
		}},
	}
}

func repeatProofs() []proof {
	twice := func(w *world) string {
		id := w.Phone("v1")
		m := fields{"requestId": "same"}
		a, b := w.send(id, m), w.send(id, m)
		w.Settle()
		same := "other task"
		if a.Task == b.Task {
			same = "same task"
		}
		return a.said() + " " + b.said() + " " + same
	}
	return []proof{
		{Rule: "VV-FLT-010", Want: "0 0 same task", Run: twice},
		{Rule: "VV-FLT-011", Want: "0 0 same task", Run: twice},
	}
}
