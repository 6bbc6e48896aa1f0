package xiaomi_test

import (
	"strings"
	"time"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/vendors"
)

func morning() time.Time { return endpointtest.Morning() }

// waits proves how long a message is kept: after a time it is gone, or not.
func waits(rule, want string, f form, d time.Duration) proof {
	return proof{Rule: rule, Want: want, Run: func(w *world) string {
		w.send(f, w.Phone("x1", offline))
		w.Settle()
		w.Pass(d)
		return w.Fate()
	}}
}

func arriveProofs() []proof {
	const day = 24 * time.Hour
	return []proof{
		waits("MI-DLV-004", "expired 1024", public(form{"time_to_live": "259200000"}), 25*time.Hour),
		on("2024-06-01", waits("MI-DLV-005", "expired", public(form{"time_to_live": "8640000000"}), 15*day)),
		{Rule: "MI-DLV-010", Want: "dropped 16/1", Run: func(w *world) string {
			w.send(order(nil), w.token())
			w.Change("x1", uninstall)
			return w.Fate()
		}},
		fate("MI-DLV-011", "dropped 16/1", order(nil), phoneFlag("regid", "renewed")),
		fate("MI-DLV-012", "dropped 32", order(nil), phoneFlag("push_disabled", "on")),
		fate("MI-FLT-010", "dropped 64", order(form{"extra.locale": "en_US,zh_TW"})),
		fate("MI-DLV-013", "dropped", order(form{"pass_through": "1"})),
		on("2022-01-01", fate("MI-DLV-014", "dropped", order(form{"pass_through": "1"}), func(p *device.Phone) { p.State = device.Killed })),
		in(flagged("test_words", "on"), fate("MI-FLT-011", "dropped", order(form{"title": "测试"}))),
		fate("MI-DLV-015", "dropped", order(form{"extra.only_send_once": "1"}), offline),
		fate("MI-DLV-016", "held", order(nil), offline),
		waits("MI-DLV-017", "expired 1024", order(form{"time_to_live": "60000"}), time.Hour),
		on("2024-10-01", waits("MI-DLV-018", "expired", order(form{"time_to_live": "60000"}), time.Hour)),
	}
}

func presentProofs() []proof {
	allow := flagged("default_channel", "allow")
	return []proof{
		fate("MI-DLV-030", "hidden", order(nil), func(p *device.Phone) { p.Notifications = false }),
		fate("MI-DLV-031", "hidden", order(nil), func(p *device.Phone) { p.Muted = []vendors.Class{vendors.ClassTransactional} }),
		fate("MI-DLV-032", "hidden", order(form{"extra.notify_foreground": "0"}), func(p *device.Phone) { p.State = device.Foreground }),
		{Rule: "MI-DLV-033", Want: "hidden", Run: func(w *world) string {
			for range 2 {
				w.send(order(form{"extra.jobkey": "job1"}), w.token())
				w.Settle()
			}
			return w.Fate()
		}},
		on("2022-01-01", fate("MI-DLV-034", "hidden", order(form{"pass_through": "1"}))),
		fate("MI-DLV-035", "silent", public(nil)),
		in(allow, fate("MI-DLV-036", "silent", plain(nil))),
		{Rule: "MI-DLV-037", Want: "clicked", Run: func(w *world) string {
			w.send(order(asked("3")), w.Phone("x1", phoneFlag("taps", "on")))
			w.Settle()
			w.Pass(time.Minute)
			if has(w.receipts(), `"type":2,`) {
				return "clicked"
			}
			return strings.Join(w.receipts(), " ")
		}},
	}
}

func recallProofs() []proof {
	return []proof{
		code("MI-VAL-033", "20315", func(w *world) reply { return w.post("/v2/message/delete", form{"id": "x"}) }),
		code("MI-VAL-034", "65028", func(w *world) reply { return w.get("/v1/trace/message/status", form{"msg_id": "x"}) }),
		{Rule: "MI-DLV-040", Want: "recalled", Run: func(w *world) string {
			id := w.send(order(nil), w.token()).data("id")
			w.Settle()
			w.post("/v2/message/revoke", form{"msg_ids": id})
			return w.Fate()
		}},
		{Rule: "MI-DLV-044", Want: "0 shown", Run: func(w *world) string {
			id := w.send(order(w.ahead(1)), w.token()).data("id")
			w.post("/v2/schedule_job/delete", form{"job_id": id})
			w.Pass(25 * time.Hour)
			return itoa(int64(len(w.Shade("x1").Items))) + " shown"
		}},
		code("MI-VAL-035", "10029", func(w *world) reply {
			return w.post("/v2/topic/subscribe", form{"registration_id": "x", "topic": "sports"})
		}),
		code("MI-VAL-036", "20215", func(w *world) reply {
			var all []string
			for i := range 30 {
				all = append(all, "topic"+itoa(int64(i)))
			}
			x1 := w.Phone("x1", func(p *device.Phone) { p.Tags = all })
			return w.post("/v2/topic/subscribe", form{"registration_id": x1, "topic": "sports"})
		}),
		{Rule: "MI-DLV-041", Want: "1 shown", Run: func(w *world) string {
			w.post("/v2/topic/subscribe", form{"registration_id": w.token(), "topic": "sports"})
			w.post("/v3/message/topic", order(form{"topic": "sports"}))
			w.Settle()
			return itoa(int64(len(w.Shade("x1").Items))) + " shown"
		}},
	}
}

func (w *world) fetch() reply {
	w.site, w.host = "xiaomi-feedback", "feedback.xmpush.xiaomi.com"
	return w.get("/v1/feedback/fetch_invalid_regids", nil)
}

func feedbackProofs() []proof {
	list := func(r reply) string {
		l, _ := r.Data["list"].([]any)
		return r.code() + " " + itoa(int64(len(l)))
	}
	return []proof{
		code("MI-VAL-037", "10020", func(w *world) reply { return w.fetch() }),
		on("2024-06-01", in(flagged("feedback_api", "off"), code("MI-VAL-038", "10020", func(w *world) reply { return w.fetch() }))),
		in(flagged("feedback_api", "on", "blacklist", "10031"), code("MI-APP-007", "10033", func(w *world) reply { return w.fetch() })),
		in(flagged("feedback_api", "on"), code("MI-DLV-042", "10035", func(w *world) reply {
			return w.get("/v1/feedback/fetch_invalid_aliases", nil)
		})),
		in(flagged("feedback_api", "on"), proof{Rule: "MI-DLV-043", Want: "0 1, 0 0", Run: func(w *world) string {
			w.Phone("x2", uninstall)
			return list(w.fetch()) + ", " + list(w.fetch())
		}}),
	}
}

func queryProofs() []proof {
	return []proof{
		{Rule: "MI-DLV-050", Want: "1", Run: func(w *world) string {
			id := w.send(order(nil), w.token()).data("id")
			w.Settle()
			return inner(w.get("/v1/trace/message/status", form{"msg_id": id}), "delivered")
		}},
		{Rule: "MI-DLV-051", Want: "1", Run: func(w *world) string {
			w.send(order(nil), w.token())
			w.Settle()
			return inner(w.get("/v1/trace/messages/status", form{"begin_time": "0", "end_time": itoa(w.Now().UnixMilli())}), "delivered")
		}},
		{Rule: "MI-DLV-052", Want: "1", Run: func(w *world) string {
			w.send(order(nil), w.token())
			w.Settle()
			return inner(w.get("/v1/stats/message/counters", form{"start_date": "20251124", "end_date": "20251125"}), "received")
		}},
		{Rule: "MI-DLV-053", Want: "100000", Run: func(w *world) string { return w.get("/v1/trace/quota/get", nil).data("day_quota") }},
		{Rule: "MI-DLV-054", Want: "1", Run: func(w *world) string {
			body := "registration_ids=" + form{"": w.token()}.encode()[1:] + "&registration_ids=AAAA1111"
			l, _ := w.do(w.request("POST", "/v1/validation/regids", body)).Data["valid_regids"].([]any)
			return itoa(int64(len(l)))
		}},
		{Rule: "MI-DLV-055", Want: "Online", Run: func(w *world) string {
			return w.get("/v1/regid/presence", form{"registration_id": w.token()}).data("status")
		}},
		{Rule: "MI-DLV-056", Want: "1", Run: func(w *world) string {
			x1 := w.Phone("x1", func(p *device.Phone) { p.Alias = "user_1001" })
			l, _ := w.get("/v1/alias/all", form{"registration_id": x1}).Data["list"].([]any)
			return itoa(int64(len(l)))
		}},
		{Rule: "MI-DLV-057", Want: "0 65028", Run: func(w *world) string {
			id := w.send(order(w.ahead(1)), w.token()).data("id")
			waits := w.post("/v2/schedule_job/exist", form{"job_id": id}).code()
			return waits + " " + w.post("/v2/schedule_job/exist", form{"job_id": "nope"}).code()
		}},
		{Rule: "MI-DLV-058", Want: "1", Run: func(w *world) string {
			id := w.send(order(nil), w.token()).data("id")
			w.Settle()
			return inner(w.get("/v1/trace/message/status", form{"msg_id": id}), "resolved")
		}},
	}
}

func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return itoa(int64(v))
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return ""
}

// inner is a member of the data in data, or of the last one in a list.
func inner(r reply, name string) string {
	switch v := r.Data["data"].(type) {
	case map[string]any:
		return text(v[name])
	case []any:
		if len(v) > 0 {
			return text(v[len(v)-1].(map[string]any)[name])
		}
	}
	return r.Body
}
