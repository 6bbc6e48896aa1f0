package xiaomi_test

import (
	"github.com/offpush/offpush/sim/device"
)

func tpl(changes form) form {
	return order(form{
		"title": "-", "description": "-", "extra.template_id": "T10086",
		"extra.template_param": `{"order":"A1024","carrier":"顺丰"}`,
	}).with(changes)
}

func classProofs() []proof {
	templated := func(rule, want string, changes form) proof {
		return code(rule, want, func(w *world) reply { return w.send(tpl(changes), w.token()) })
	}
	return []proof{
		sent("MI-CLS-001", "27001", form{"extra.channel_id": "999999"}),
		code("MI-CLS-002", "27001", func(w *world) reply { return w.send(plain(nil), w.token()) }),
		on("2025-11-01", in(flagged("default_channel", "forbid"), code("MI-CLS-003", "27001", func(w *world) reply {
			return w.send(plain(nil), w.token())
		}))),
		{Rule: "MI-CLS-004", Want: "transactional shown", Run: func(w *world) string {
			w.send(order(nil), w.token())
			w.Settle()
			return string(w.Last().Granted) + " " + string(w.Last().Fate.State)
		}},
		in(flagged("private_template", "required"), sent("MI-CLS-005", "27001", nil)),
		on("2026-12-31", sent("MI-CLS-010", "27001", nil)),
		templated("MI-CLS-006", "27001", form{"extra.template_id": "T1"}),
		templated("MI-CLS-007", "10017", form{"extra.template_param": `{"order":"A1024"}`}),
		templated("MI-CLS-008", "10017", form{"extra.template_param": `{"order":"A1024","carrier":"😀"}`}),
		{Rule: "MI-CLS-009", Want: "订单A1024已发货/您的订单已由顺丰揽收", Run: func(w *world) string {
			w.send(tpl(nil), w.token())
			w.Settle()
			items := w.Shade("x1").Items
			if len(items) != 1 {
				return "nothing"
			}
			return items[0].Title + "/" + items[0].Body
		}},
	}
}

// badOf is what a send to two phones says of the second.
func badOf(rule string, change func(*device.Phone)) proof {
	return proof{Rule: rule, Want: "x2 is bad", Run: func(w *world) string {
		x2 := w.Phone("x2", change)
		return isBad(w.send(order(nil), w.Phone("x1"), x2), x2)
	}}
}

func isBad(r reply, token string) string {
	if r.code() == "0" && r.data("bad_regids") == token {
		return "x2 is bad"
	}
	return r.Body
}

func away(days int) func(*device.Phone) {
	return func(p *device.Phone) {
		p.Offline, p.OfflineSince = true, morning().AddDate(0, 0, -days)
	}
}

func phoneFlag(name, value string) func(*device.Phone) {
	return func(p *device.Phone) { p.Flags = map[string]string{name: value} }
}

func targetProofs() []proof {
	overseas := func(w *world) string {
		x2 := w.Phone("x2")
		x1 := w.Phone("x1", phoneFlag("region", "india"))
		w.site = "xiaomi-india"
		return isBad(w.send(order(nil), x1, x2), x2)
	}
	return []proof{
		{Rule: "MI-FLT-001", Want: "x2 is bad", Run: func(w *world) string {
			return isBad(w.send(order(nil), w.token(), "AAAA1111"), "AAAA1111")
		}},
		badOf("MI-FLT-002", func(p *device.Phone) { p.Subscribed = false }),
		badOf("MI-FLT-003", away(30)),
		on("2025-06-01", badOf("MI-FLT-004", away(90))),
		{Rule: "MI-FLT-005", Want: "x2 is bad", Run: overseas},
		code("MI-FLT-006", "20301", func(w *world) reply {
			w.site = "xiaomi-test"
			return w.send(order(nil), w.token())
		}),
		code("MI-FLT-007", "20301", func(w *world) reply { return w.send(order(nil), "AAAA1111") }),
		{Rule: "MI-DLV-001", Want: "100000 0", Run: func(w *world) string {
			r := w.send(public(nil), w.token())
			return r.data("day_quota") + " " + r.data("day_acked")
		}},
		{Rule: "MI-DLV-002", Want: "a", Run: func(w *world) string {
			w.Phone("x1", func(p *device.Phone) { p.Alias = "user_1001" })
			return w.post("/v3/message/alias", order(form{"alias": "user_1001"})).data("id")[:1]
		}},
		{Rule: "MI-DLV-003", Want: "0", Run: func(w *world) string {
			w.send(order(form{"extra.jobkey": "job1"}), w.token())
			return w.get("/v1/trace/message/status", form{"job_key": "job1"}).code()
		}},
	}
}

func quotaProofs() []proof {
	full := func(rule, counter string, f form) proof {
		return code(rule, "200001", func(w *world) reply {
			w.Limit(counter, 0)
			return w.send(f, w.token())
		})
	}
	// late is accepted while the total is open and arrives when it is used up.
	late := func(rule, counter string, f form) proof {
		return proof{Rule: rule, Want: "dropped 128/ack", Run: func(w *world) string {
			x1 := w.Phone("x1", offline)
			w.send(f, x1)
			w.Settle()
			w.Limit(counter, 0)
			w.Change("x1", func(p *device.Phone) { p.Offline = false })
			return w.Fate()
		}}
	}
	allow := flagged("default_channel", "allow")
	over := func(rule string, n int, f form) proof {
		return proof{Rule: rule, Want: "dropped 128/device_acked", Run: func(w *world) string {
			for range n {
				w.send(f, w.token())
				w.Settle()
			}
			return w.Fate()
		}}
	}
	return []proof{
		full("MI-QTA-001", "public", public(nil)),
		in(allow, full("MI-QTA-002", "default", plain(nil))),
		late("MI-QTA-003", "public", public(nil)),
		in(allow, late("MI-QTA-004", "default", plain(nil))),
		over("MI-QTA-005", 6, public(nil)),
		in(allow, over("MI-QTA-006", 2, plain(nil))),
		{Rule: "MI-QTA-007", Want: "1", Run: func(w *world) string {
			w.send(public(nil), w.token())
			w.Settle()
			return w.get("/v1/trace/quota/get", nil).data("day_acked")
		}},
	}
}
