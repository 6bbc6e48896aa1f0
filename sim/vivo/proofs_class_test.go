package vivo_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/sim/device"
)

func classProofs() []proof {
	category := func(name string, class any) fields { return fields{"category": name, "classification": class} }
	return []proof{
		{Rule: "VV-CLS-001", Want: "10096 10096 0", Run: sends(category("Order", nil), category("PROMO", nil), category("ORDER", nil))},
		{Rule: "VV-CLS-002", Want: "10097 10097 0", Run: sends(category("IM", 0), category("NEWS", 1), category("ACCOUNT", 1))},
		{Rule: "VV-CLS-003", Want: "10097", Run: func(w *world) string {
			return w.post("/message/all", w.message(category("ORDER", 1))).said()
		}},
		{Rule: "VV-CLS-004", Want: "0 marketing silent 1", Run: func(w *world) string {
			a := w.send(w.Phone("v1"), chat("双十一", "大促，领取红包优惠券"))
			fate := w.Fate()
			n, _ := w.Engine.Count(w.App.ID, "operational", "")
			return a.said() + " " + string(w.Last().Granted) + " " + fate + " " + strings.Repeat("1", int(n))
		}},
	}
}

func contentProofs() []proof {
	text := func(title, content string) fields { return fields{"title": title, "content": content} }
	sensitive := text("招聘信息", "刷单兼职，日结")
	return []proof{
		{Rule: "VV-FLT-020", Want: "10103", Run: saves(sensitive)},
		{Rule: "VV-FLT-021", Want: "10104 10104 10104 10104 10104 10104 10104 0 0", Run: sends(
			text("12345", "正文内容"), text("标题", "Hello World"), text("标题", "!!! ---"), text("12:30", "正文内容"),
			text("标题", "这是一条测试消息"), text("标题", "您好{name}"), text("标题", "[活动]"),
			text("Hi,12", "A1001"), text("标题", "1 件商品"))},
		{Rule: "VV-FLT-022", Want: "0 dropped 101 消息包含敏感词", Run: func(w *world) string {
			a := w.send(w.Phone("v1"), sensitive)
			fate := w.Fate()
			return a.said() + " " + fate + " " + w.get("/search/msgStatus?taskIds=" + a.Task).Data[0]["desc"].(string)
		}},
		{Rule: "VV-FLT-023", Want: "0 dropped 101", Run: func(w *world) string {
			return w.send(w.Phone("v1"), sensitive).said() + " " + w.Fate()
		}},
		{Rule: "VV-FLT-024", Want: "0 dropped", Run: func(w *world) string {
			a, b := w.Phone("v1"), w.Phone("v2", func(p *device.Phone) { p.Notifications = false })
			return w.pushList(nil, a, b).said() + " " + w.Fate()
		}},
		{Rule: "VV-FLT-025", Want: "0 0 hidden 104/2124", Run: func(w *world) string {
			id, m := w.Phone("v1"), text("周末活动", "全场满减，低至五折")
			first := w.send(id, m).said()
			w.Settle()
			return first + " " + w.send(id, m).said() + " " + w.Fate()
		}},
		{Rule: "VV-FLT-008", Want: "0 10071 10071 0", Run: func(w *world) string {
			id := w.Phone("v1")
			var said []string
			for _, at := range []time.Duration{13*time.Hour - 1, 13 * time.Hour, 21*time.Hour - 1, 21 * time.Hour} {
				w.Until(morning.Add(at))
				said = append(said, w.send(id, nil).said())
			}
			return strings.Join(said, " ")
		}},
		{
			Rule: "VV-FLT-009", Date: "2020-06-01", Want: "0 10071", Run: func(w *world) string {
				id := w.Phone("v1")
				w.Until(morning.Add(12*time.Hour - 1))
				last := w.send(id, nil).said()
				w.Until(morning.Add(12 * time.Hour))
				return last + " " + w.send(id, nil).said()
			},
		},
	}
}

func answerProofs() []proof {
	gone := func(change func(*device.Phone)) func(w *world) string {
		return func(w *world) string {
			a := w.send(w.Phone("v1", change), nil)
			return a.said() + " " + w.Cause(w.Last())
		}
	}
	return []proof{
		{Rule: "VV-FLT-001", Want: "10302 1", Run: func(w *world) string {
			a := w.send("15638535410301000000001", nil)
			if a.User == nil {
				return a.said()
			}
			return a.said() + " " + string(rune('0'+a.User.Status))
		}},
		{Rule: "VV-FLT-002", Want: "10302 VV-FLT-002", Run: gone(func(p *device.Phone) { p.Installed = false })},
		{Rule: "VV-FLT-002", Want: "10302 VV-FLT-002", Run: gone(func(p *device.Phone) { p.Subscribed = false })},
		{Rule: "VV-FLT-003", Want: "10302 4", Run: func(w *world) string {
			a := w.send(w.Phone("v1"), fields{"pushMode": 1})
			if a.User == nil {
				return a.said()
			}
			return a.said() + " " + string(rune('0'+a.User.Status))
		}},
		{Rule: "VV-FLT-004", Want: "10311 VV-FLT-004", Run: gone(func(p *device.Phone) { p.Notifications = false })},
		{Rule: "VV-FLT-005", Want: "10311 VV-FLT-005", Run: gone(away(14))},
		{Rule: "VV-FLT-012", Date: "2020-06-01", Want: "10311 VV-FLT-012", Run: gone(away(90))},
		{Rule: "VV-FLT-012", Date: "2020-06-01", Want: "0 10311", Run: func(w *world) string {
			return w.send(w.Phone("v1", away(89)), nil).said() + " " + w.send(w.Phone("v2", away(91)), nil).said()
		}},
		{Rule: "VV-FLT-006", Want: "10302", Run: sends(fields{"regId": "15638535410301000000001"})},
		{Rule: "VV-FLT-007", Want: "10302 2", Run: func(w *world) string {
			a := w.pushList(nil, "1", "2")
			return a.said() + " " + string(rune('0'+len(a.Users)))
		}},
		{Rule: "VV-FLT-026", Want: "0 the task 0 none", Run: func(w *world) string {
			w.Flag("list_task", "on")
			saved := w.post("/message/saveListPayload", w.message(nil)).Task
			told := func() string {
				a := w.list(saved, nil, w.Phone(fmt.Sprint("v", w.next)), w.Phone(fmt.Sprint("u", w.next)))
				switch a.Task {
				case "":
					return a.said() + " none"
				case saved:
					return a.said() + " the task"
				}
				return a.said() + " " + a.Task
			}
			first := told()
			w.Flag("list_task", "off")
			return first + " " + told()
		}},
	}
}
