package xiaomi_test

import (
	"slices"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/xiaomi"
)

type proof = endpointtest.Proof[*world, options]

func TestEveryRuleBites(t *testing.T) {
	t.Parallel()
	endpointtest.Proofs(t, xiaomi.New().Rules(), open, slices.Concat(
		accessProofs(), fieldProofs(), callProofs(), classProofs(), targetProofs(),
		quotaProofs(), arriveProofs(), presentProofs(), recallProofs(), feedbackProofs(), queryProofs(),
	))
}

// code proves a refusal by what one call is answered.
func code(rule, want string, run func(w *world) reply) proof {
	return proof{Rule: rule, Want: want, Run: func(w *world) string { return run(w).code() }}
}

// sent proves a refusal of a message with some fields to one good phone.
func sent(rule, want string, changes form) proof {
	return code(rule, want, func(w *world) reply { return w.send(order(changes), w.Phone("x1")) })
}

// fate proves what becomes of a message on one phone, "state code".
func fate(rule, want string, f form, change ...func(*device.Phone)) proof {
	return proof{Rule: rule, Want: want, Run: func(w *world) string {
		w.send(f, w.Phone("x1", change...))
		return w.Fate()
	}}
}

// flagged is a world whose app has switches.
func flagged(pairs ...string) options {
	return options{app: func(a *sim.AppSpec) {
		a.Flags = map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			a.Flags[pairs[i]] = pairs[i+1]
		}
	}}
}

// token is the token of a phone made on first use.
func (w *world) token() string {
	for _, p := range w.Engine.Phones() {
		if p.ID == "x1" {
			return p.Token
		}
	}
	return w.Phone("x1")
}

func in(o options, p proof) proof { p.World = o; return p }

func on(day string, p proof) proof { p.Date = day; return p }

func accessProofs() []proof {
	allowed := func(rule, want string, flags ...string) proof {
		return in(flagged(flags...), sent(rule, want, nil))
	}
	return []proof{
		code("MI-VAL-001", "10020", func(w *world) reply { return w.post("/v5/message/regid", order(nil)) }),
		code("MI-VAL-002", "10021", func(w *world) reply { return w.get("/v3/message/regid", order(nil)) }),
		code("MI-VAL-003", "10007", func(w *world) reply {
			r := w.request("POST", "/v3/message/regid", order(form{"registration_id": w.token()}).encode())
			r.Header.Set("Content-Type", "application/json")
			return w.do(r)
		}),
		code("MI-VAL-004", "10018", func(w *world) reply {
			r := w.request("POST", "/v3/message/regid", order(form{"registration_id": w.token()}).encode())
			r.Truncated = true
			return w.do(r)
		}),
		code("MI-AUT-001", "Unauthorized 21301", func(w *world) reply {
			r := w.request("POST", "/v3/message/regid", order(nil).encode())
			r.Header.Set("Authorization", "Key="+w.secret)
			return w.do(r)
		}),
		code("MI-AUT-002", "21301", func(w *world) reply {
			w.secret = "nobody"
			return w.send(order(nil), "x")
		}),
		allowed("MI-APP-001", "10031", "blacklist", "10031"),
		allowed("MI-APP-002", "10026", "blacklist", "10026"),
		in(flagged("denied", "10038"), code("MI-APP-003", "10038", func(w *world) reply { return w.get("/v1/trace/quota/get", nil) })),
		allowed("MI-APP-004", "10036", "denied", "10036"),
		allowed("MI-APP-005", "26006", "review", "on"),
		allowed("MI-VAL-005", "10002", "trouble", "10002"),
		allowed("MI-VAL-006", "Service Unavailable ", "trouble", "503"),
		allowed("MI-RTE-001", "10027", "trouble", "10027"),
		code("MI-RTE-002", "200002", func(w *world) reply {
			w.Limit("calls", 1)
			w.send(order(nil), w.token())
			return w.send(order(nil), w.token())
		}),
		code("MI-RTE-003", "10039", func(w *world) reply {
			w.get("/v1/trace/quota/get", nil)
			return w.get("/v1/trace/quota/get", nil)
		}),
		code("MI-RTE-004", "26004", func(w *world) reply {
			w.Limit("broadcasts", 1)
			w.post("/v3/message/all", public(nil))
			return w.post("/v3/message/all", public(nil))
		}),
		sent("MI-APP-006", "22022", form{"restricted_package_name": "com.other"}),
		code("MI-APP-008", "22022", func(w *world) reply {
			return w.post("/v2/message/regid", order(form{"registration_id": w.token(), "restricted_package_name": "com.example.shop,com.example.pad"}))
		}),
	}
}

func fieldProofs() []proof {
	long := func(n int) string { return chars(n) }
	pairs := form{}
	for i := range 11 {
		pairs["extra.k"+itoa(int64(i))] = "v"
	}
	return []proof{
		code("MI-VAL-007", "10016", func(w *world) reply { return w.post("/v3/message/regid", order(nil)) }),
		code("MI-VAL-008", "65012", func(w *world) reply { return w.post("/v3/message/alias", order(nil)) }),
		code("MI-VAL-009", "65016", func(w *world) reply { return w.post("/v2/message/user_account", order(nil)) }),
		code("MI-VAL-010", "65013", func(w *world) reply { return w.post("/v3/message/topic", public(nil)) }),
		code("MI-VAL-011", "65035", func(w *world) reply {
			return w.post("/v3/message/multi_topic", public(form{"topic_op": "UNION", "topics": "a;$;b;$;c;$;d;$;e;$;f"}))
		}),
		code("MI-VAL-012", "10017", func(w *world) reply {
			return w.post("/v3/message/multi_topic", public(form{"topic_op": "OR", "topics": "a;$;b"}))
		}),
		code("MI-VAL-013", "10017", func(w *world) reply { return w.send(order(nil), append(many(1000), w.token())...) }),
		sent("MI-VAL-014", "65011", form{"title": "   "}),
		sent("MI-VAL-015", "10017", form{"title": long(51)}),
		sent("MI-VAL-016", "10017", form{"description": long(129)}),
		sent("MI-VAL-017", "65009", form{"payload": long(1366)}),
		sent("MI-VAL-018", "65014", pairs),
		sent("MI-VAL-019", "65015", form{"extra.k": long(1024)}),
		sent("MI-VAL-020", "65036", form{"extra.callback.param": long(22)}),
		sent("MI-VAL-021", "65038", form{"extra.callback": "push.example.com/cb"}),
		sent("MI-VAL-022", "10017", form{"notify_id": "2147483648"}),
		sent("MI-VAL-023", "10017", form{"notify_type": "8"}),
		sent("MI-VAL-024", "10017", form{"time_to_live": "soon"}),
		sent("MI-VAL-025", "10017", form{"extra.jobkey": "_job"}),
		sent("MI-VAL-026", "10017", form{"extra.notify_effect": "2"}),
	}
}

func (w *world) ahead(days int64) form {
	return form{"time_to_send": itoa(w.Now().UnixMilli() + days*86_400_000)}
}

// multi posts a batch of elements.
func (w *world) multi(messages string) reply {
	return w.post("/v2/multi_messages/regids", form{"messages": messages})
}

func element(target, channel string) string {
	extra := ""
	if channel != "" {
		extra = `,"extra":{"channel_id":"` + channel + `"}`
	}
	return `{"target":"` + target + `","message":{"title":"今晚比赛","description":"20:00 决赛开始"` + extra + `}}`
}

func callProofs() []proof {
	return []proof{
		code("MI-VAL-027", "10017", func(w *world) reply { return w.send(order(w.ahead(31)), w.token()) }),
		on("2023-06-01", code("MI-VAL-028", "10017", func(w *world) reply { return w.send(order(w.ahead(8)), w.token()) })),
		code("MI-VAL-029", "10008", func(w *world) reply { return w.multi(`{}`) }),
		code("MI-VAL-030", "10017", func(w *world) reply {
			one := element(w.token(), "135001")
			return w.multi("[" + strings1000(one) + one + "]")
		}),
		code("MI-VAL-031", "10016", func(w *world) reply { return w.get("/v1/regid/presence", nil) }),
		code("MI-VAL-032", "10017", func(w *world) reply {
			return w.get("/v1/stats/message/counters", form{"start_date": "20260102", "end_date": "20260101"})
		}),
	}
}

func strings1000(one string) string {
	b := make([]byte, 0, 1000*(len(one)+1))
	for range 1000 {
		b = append(append(b, one...), ',')
	}
	return string(b)
}
