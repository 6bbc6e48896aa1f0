package vivo_test

import (
	"strings"
	"time"

	"github.com/offpush/offpush/sim/device"
)

func classProofs() []proof {
	category := func(name string, class any) fields { return fields{"category": name, "classification": class} }
	return []proof{
		{rule: "VV-CLS-001", want: "10096 10096 0", run: sends(category("Order", nil), category("PROMO", nil), category("ORDER", nil))},
		{rule: "VV-CLS-002", want: "10097 10097 0", run: sends(category("IM", 0), category("NEWS", 1), category("ACCOUNT", 1))},
		{rule: "VV-CLS-003", want: "10097", run: func(w *world) string {
			return w.post("/message/all", w.message(category("ORDER", 1))).said()
		}},
		{rule: "VV-CLS-004", want: "0 marketing silent 1", run: func(w *world) string {
			a := w.send(w.phone("v1"), chat("双十一", "大促，领取红包优惠券"))
			fate := w.fate()
			n, _ := w.engine.Count(w.app.ID, "operational", "")
			return a.said() + " " + string(w.last().Granted) + " " + fate + " " + strings.Repeat("1", int(n))
		}},
	}
}

func contentProofs() []proof {
	text := func(title, content string) fields { return fields{"title": title, "content": content} }
	sensitive := text("招聘信息", "刷单兼职，日结")
	return []proof{
		{rule: "VV-FLT-020", want: "10103", run: saves(sensitive)},
		{rule: "VV-FLT-021", want: "10104 10104 10104 10104 10104 10104 10104 0 0", run: sends(
			text("12345", "正文内容"), text("标题", "Hello World"), text("标题", "!!! ---"), text("12:30", "正文内容"),
			text("标题", "这是一条测试消息"), text("标题", "您好{name}"), text("标题", "[活动]"),
			text("Hi,12", "A1001"), text("标题", "1 件商品"))},
		{rule: "VV-FLT-022", want: "0 dropped 101 消息包含敏感词", run: func(w *world) string {
			a := w.send(w.phone("v1"), sensitive)
			fate := w.fate()
			return a.said() + " " + fate + " " + w.get("/search/msgStatus?taskIds=" + a.Task).Data[0]["desc"].(string)
		}},
		{rule: "VV-FLT-023", want: "0 dropped 101", run: func(w *world) string {
			return w.send(w.phone("v1"), sensitive).said() + " " + w.fate()
		}},
		{rule: "VV-FLT-024", want: "0 dropped", run: func(w *world) string {
			a, b := w.phone("v1"), w.phone("v2", func(p *device.Phone) { p.Notifications = false })
			return w.pushList(nil, a, b).said() + " " + w.fate()
		}},
		{rule: "VV-FLT-025", want: "0 0 hidden 104/2124", run: func(w *world) string {
			id, m := w.phone("v1"), text("周末活动", "全场满减，低至五折")
			first := w.send(id, m).said()
			w.settle()
			return first + " " + w.send(id, m).said() + " " + w.fate()
		}},
		{rule: "VV-FLT-008", want: "0 10071 10071 0", run: func(w *world) string {
			id := w.phone("v1")
			var said []string
			for _, at := range []time.Duration{13*time.Hour - 1, 13 * time.Hour, 21*time.Hour - 1, 21 * time.Hour} {
				w.until(morning.Add(at))
				said = append(said, w.send(id, nil).said())
			}
			return strings.Join(said, " ")
		}},
		{
			rule: "VV-FLT-009", date: "2020-06-01", want: "0 10071", run: func(w *world) string {
				id := w.phone("v1")
				w.until(morning.Add(12*time.Hour - 1))
				last := w.send(id, nil).said()
				w.until(morning.Add(12 * time.Hour))
				return last + " " + w.send(id, nil).said()
			},
		},
	}
}

func answerProofs() []proof {
	gone := func(change func(*device.Phone)) func(w *world) string {
		return func(w *world) string {
			a := w.send(w.phone("v1", change), nil)
			return a.said() + " " + w.cause(w.last())
		}
	}
	return []proof{
		{rule: "VV-FLT-001", want: "10302 1", run: func(w *world) string {
			a := w.send("15638535410301000000001", nil)
			if a.User == nil {
				return a.said()
			}
			return a.said() + " " + string(rune('0'+a.User.Status))
		}},
		{rule: "VV-FLT-002", want: "10302 VV-FLT-002", run: gone(func(p *device.Phone) { p.Installed = false })},
		{rule: "VV-FLT-002", want: "10302 VV-FLT-002", run: gone(func(p *device.Phone) { p.Subscribed = false })},
		{rule: "VV-FLT-003", want: "10302 4", run: func(w *world) string {
			a := w.send(w.phone("v1"), fields{"pushMode": 1})
			if a.User == nil {
				return a.said()
			}
			return a.said() + " " + string(rune('0'+a.User.Status))
		}},
		{rule: "VV-FLT-004", want: "10311 VV-FLT-004", run: gone(func(p *device.Phone) { p.Notifications = false })},
		{rule: "VV-FLT-005", want: "10311 VV-FLT-005", run: gone(func(p *device.Phone) {
			p.Offline, p.OfflineSince = true, morning.Add(-14*24*time.Hour)
		})},
		{rule: "VV-FLT-006", want: "10302", run: sends(fields{"regId": "15638535410301000000001"})},
		{rule: "VV-FLT-007", want: "10302 2", run: func(w *world) string {
			a := w.pushList(nil, "1", "2")
			return a.said() + " " + string(rune('0'+len(a.Users)))
		}},
	}
}
