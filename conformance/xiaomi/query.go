package xiaomi

import (
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// broadcastCases are topics and everybody.
func broadcastCases() []conformance.Case {
	topics := func(op string) kit.Form {
		return order(kit.Field("topics", "sports;$;beijing"), kit.Field("topic_op", op))
	}
	return []conformance.Case{{
		ID: "xiaomi/broadcast/topic", Level: conformance.Must, Source: answers, Codes: []string{"0"},
		Title:       "a message by topic",
		Requirement: "An endpoint must accept a topic with an id that begins with t and deliver to its subscribers.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a", kit.Tags("sports")), b.Phone("b")
			for _, path := range []string{pathTopic, "/v2/message/topic"} {
				b.wantID(b.PostForm(path, order(kit.Field("topic", "sports"))), "t", "1 TOPIC")
			}
			b.wantLoud(p, "订单已发货")
			b.WantItems(q, 0)
		},
	}, {
		ID: "xiaomi/broadcast/multi-topic", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "topics united, intersected, subtracted",
		Requirement: "An endpoint must deliver to the union, the intersection or the difference of topics joined by ;$;.",
		Run: func(t *conformance.T) {
			b := open(t)
			both, one, two := b.Phone("a", kit.Tags("sports", "beijing")), b.Phone("b", kit.Tags("sports")), b.Phone("c", kit.Tags("beijing"))
			for i, c := range []struct {
				op   string
				want [3]int // what each shows afterwards
			}{{"INTERSECTION", [3]int{1, 0, 0}}, {"EXCEPT", [3]int{1, 1, 0}}, {"UNION", [3]int{2, 2, 1}}} {
				b.want(b.PostForm("/v3/message/multi_topic", topics(c.op).With(nth(i))), "0")
				for j, p := range []device.Phone{both, one, two} {
					for _, n := range b.WantItems(p, c.want[j]).Items {
						if !n.Sound {
							t.Errorf("phone %s shows %q without sound", p.ID, n.Title)
						}
					}
				}
			}
		},
	}, {
		ID: "xiaomi/broadcast/six-topics", Level: conformance.Must, Source: docAPI, Codes: []string{"65035", "0"},
		Title:       "five topics at most",
		Requirement: "An endpoint must answer six topics with code 65035 and take five.",
		Run: func(t *conformance.T) {
			b := open(t)
			f := topics("UNION")
			b.want(b.PostForm("/v3/message/multi_topic", f.With(kit.Field("topics", "a;$;b;$;c;$;d;$;e;$;f"))), "65035")
			b.want(b.PostForm("/v2/message/multi_topic", f.With(kit.Field("topics", "a;$;b;$;c;$;d;$;e"))), "0")
		},
	}, {
		ID: "xiaomi/broadcast/topic-op", Level: conformance.May, Source: "the values are of " + docAPI + "; the code is " + assumed, Codes: []string{"10017"},
		Title:       "topic_op is one of three",
		Requirement: "An endpoint may answer another topic_op with code 10017.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.PostForm("/v3/message/multi_topic", topics("OR")), "10017")
		},
	}, {
		ID: "xiaomi/broadcast/all", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "a message to everybody",
		Requirement: "An endpoint must deliver a message to all to every phone of the app.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			b.want(b.PostForm("/v3/message/all", order(kit.Without("restricted_package_name"))), "0")
			b.wantLoud(p, "订单已发货")
			b.wantLoud(q, "订单已发货")
		},
	}, {
		ID: "xiaomi/broadcast/subscribe", Level: conformance.Must, Source: docJava, Codes: []string{"0"},
		Title:       "a sender subscribes phones",
		Requirement: "An endpoint must subscribe registration ids and aliases to a topic, and unsubscribe them again.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b", kit.Alias("user_1002"))
			b.want(b.PostForm("/v2/topic/subscribe", kit.FormOf("registration_id", p.Token, "topic", "sports")), "0")
			b.want(b.PostForm("/v2/topic/subscribe/alias", kit.FormOf("aliases", "user_1002", "topic", "sports")), "0")
			b.want(b.PostForm("/v2/topic/unsubscribe", kit.FormOf("registration_id", p.Token, "topic", "sports")), "0")
			b.want(b.PostForm(pathTopic, order(kit.Field("topic", "sports"))), "0")
			b.WantItems(p, 0)
			b.WantItems(q, 1)
			b.want(b.PostForm("/v2/topic/unsubscribe/alias", kit.FormOf("aliases", "user_1002", "topic", "sports")), "0")
			b.want(b.PostForm(pathTopic, order(kit.Field("topic", "sports"), nth(1))), "0")
			b.WantItems(q, 1)
		},
	}, {
		ID: "xiaomi/broadcast/subscribe-nobody", Level: conformance.May, Source: docCodes + "; that these calls answer it is " + assumed, Codes: []string{"10029", "20215"},
		Title:       "an unknown phone, and one with thirty topics",
		Requirement: "An endpoint may answer a subscription of an unknown id with code 10029 and a thirty-first topic with 20215.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Get("/v1/alias/all", "registration_id=AAAA1111"), "10029")
			b.want(b.PostForm("/v2/topic/subscribe", kit.FormOf("registration_id", "AAAA1111", "topic", "sports")), "10029")
			p := b.Phone("a", func(p *device.Phone) {
				for i := range 30 {
					p.Tags = append(p.Tags, "topic"+string(rune('A'+i)))
				}
			})
			b.want(b.PostForm("/v2/topic/subscribe", kit.FormOf("registration_id", p.Token, "topic", "sports")), "20215")
		},
	}}
}

// feedbackCases are the interface for void targets.
func feedbackCases() []conformance.Case {
	const path = "/v1/feedback/fetch_invalid_regids"
	list := func(a kit.Answer) string { return strings.Join(a.JSON.List("data.list"), ",") }
	return []conformance.Case{{
		ID: "xiaomi/feedback/feedback-destructive", Level: conformance.Must, Rows: []string{"X29"}, Source: sdk, Codes: []string{"0"}, World: sim.RuleOptions{Date: "2024-06-01"},
		Title:       "reading void ids deletes them",
		Requirement: "An endpoint with the feedback interface must tell a void registration id once, and an empty list the next time.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Uninstalled)
			for i, want := range []string{p.Token, ""} {
				a := b.Get(path, "")
				b.want(a, "0")
				if got := list(a); got != want || a.Kind("data.list") != "array" {
					t.Errorf("call %d: %v, want the list %q", i+1, a, want)
				}
			}
		},
	}, {
		ID: "xiaomi/feedback/off-line", Level: conformance.May, Rows: []string{"X29"}, Source: docJava + " (off line); the answer is " + assumed, Codes: []string{"10020"},
		Title:       "the interface is off line",
		Requirement: "An endpoint may answer the feedback interface with code 10020 since 2024-10.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.Phone("a", kit.Uninstalled)
			b.want(b.Get(path, ""), "10020")
			older := open(t, kit.Named("other"), kit.Flag("feedback_api", "on"))
			older.want(older.Get(path, ""), "0")
		},
	}, {
		ID: "xiaomi/feedback/aliases", Level: conformance.Should, Source: docCodes, Codes: []string{"0", "10035"}, World: sim.RuleOptions{Date: "2024-06-01"},
		Title:       "void aliases, until there are no more",
		Requirement: "An endpoint with the feedback interface should tell void aliases once, and then code 10035.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.Phone("a", kit.Uninstalled, kit.Alias("user_1001"))
			a := b.Get("/v1/feedback/fetch_invalid_aliases", "")
			b.want(a, "0")
			if list(a) != "user_1001" {
				t.Errorf("%v, want the list user_1001", a)
			}
			b.want(b.Get("/v1/feedback/fetch_invalid_aliases", ""), "10035")
		},
	}, {
		ID: "xiaomi/feedback/blacklist", Level: conformance.Should, Source: docCodes, Codes: []string{"10033"}, World: sim.RuleOptions{Date: "2024-06-01"},
		Title:       "an app on the black list gets no feedback",
		Requirement: "An endpoint should answer the feedback interface for an app on the black list with code 10033.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("blacklist", "10031"))
			b.want(b.Get(path, ""), "10033")
		},
	}}
}

// queryCases ask what became of messages and phones.
func queryCases() []conformance.Case {
	return []conformance.Case{{
		ID: "xiaomi/query/trace", Level: conformance.Should, Source: oneClient, Codes: []string{"0"},
		Title:       "what became of a message",
		Requirement: "An endpoint should tell by id or jobkey how many phones a message was meant for and delivered to, with counts as numbers and rates as strings.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, kit.Field("extra.jobkey", "job1"))
			b.want(a, "0")
			b.WantVisible(a, p)
			for _, q := range []string{"msg_id=" + a.ID(), "job_key=job1"} {
				got := b.Get("/v1/trace/message/status", q)
				b.want(got, "0")
				if got.Number("data.data.resolved") != "1" || got.Number("data.data.delivered") != "1" || got.Number("data.data.create_timestamp") == "" {
					t.Errorf("%v, want resolved 1, delivered 1 and a create_timestamp", got)
				}
				if s, ok := got.Text("data.data.delivery_rate"); !ok || s == "" {
					t.Errorf("%v, want a string delivery_rate", got)
				}
			}
		},
	}, {
		ID: "xiaomi/query/trace-unknown", Level: conformance.Should, Source: docCodes + "; that the call gets it is read from its text", Codes: []string{"65028"},
		Title:       "an unknown message is 65028",
		Requirement: "An endpoint should answer the trace of a message it does not know with code 65028.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Get("/v1/trace/message/status", "msg_id=sdm57188795000000273KF"), "65028")
		},
	}, {
		ID: "xiaomi/query/traces", Level: conformance.Should, Source: oneClient, Codes: []string{"0"},
		Title:       "the messages of a period",
		Requirement: "An endpoint should list what became of the messages of a period in milliseconds.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.send(b.Phone("a")), "0")
			b.Settle()
			now := b.World.Now().UnixMilli()
			got := b.Get("/v1/trace/messages/status", "begin_time="+millis(now-3_600_000)+"&end_time="+millis(now))
			b.want(got, "0")
			if n := len(got.JSON.List("data.data")); n != 1 {
				t.Errorf("%v lists %d messages, want 1", got, n)
			}
		},
	}, {
		ID: "xiaomi/query/counters", Level: conformance.Should, Source: oneClient, Codes: []string{"0"},
		Title:       "counts of days",
		Requirement: "An endpoint should count by day how many were addressed and reached, as numbers beside the date.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.send(b.Phone("a")), "0")
			b.Settle()
			got := b.Get("/v1/stats/message/counters", "start_date=20251124&end_date=20251125&restricted_package_name=com.example.shop")
			b.want(got, "0")
			days, _ := got.JSON.At("data.data").([]any)
			if len(days) != 2 {
				t.Fatalf("%v has %d days, want 2", got, len(days))
			}
			today := kit.Object(days[1].(map[string]any))
			if today.Field("date") != "20251125" || today.Number("received") != "1" || today.Number("regid_recipients") != "1" {
				t.Errorf("the second day is %v, want one received on 20251125", today)
			}
		},
	}, {
		ID: "xiaomi/query/quota", Level: conformance.May, Source: octo + " (the path); the data is " + assumed, Codes: []string{"0"},
		Title:       "the quota of the day",
		Requirement: "An endpoint may tell the public total and what of it was delivered, as strings.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Users(50_000))
			b.want(b.push(public(), b.Phone("a")), "0")
			b.Settle()
			got := b.Get(pathQuota, "")
			quota, _ := got.Text("data.day_quota")
			if acked, _ := got.Text("data.day_acked"); quota != "100000" || acked != "1" {
				t.Errorf("%v, want day_quota 100000 and day_acked 1", got)
			}
		},
	}, {
		ID: "xiaomi/query/validation", Level: conformance.May, Source: sdk + " (the call); the data is " + assumed, Codes: []string{"0"},
		Title:       "which ids are valid",
		Requirement: "An endpoint may list those of the repeated registration ids that are valid.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b", kit.Uninstalled)
			got := b.PostForm("/v1/validation/regids", kit.Form{}.With(kit.Field("registration_ids", p.Token, q.Token, "AAAA1111")))
			b.want(got, "0")
			if list := strings.Join(got.JSON.List("data.valid_regids"), ","); list != p.Token {
				t.Errorf("%v, want the one valid id", got)
			}
		},
	}, {
		ID: "xiaomi/query/presence", Level: conformance.May, Source: sdk + " (the call); the data is " + assumed, Codes: []string{"0"},
		Title:       "whether a phone is connected",
		Requirement: "An endpoint may tell whether a phone is online.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b", kit.Offline)
			for _, c := range []struct {
				p    device.Phone
				want string
			}{{p, "Online"}, {q, "Offline"}} {
				got := b.Get("/v1/regid/presence", kit.FormOf("registration_id", c.p.Token).Encode())
				if s, _ := got.Text("data.status"); s != c.want {
					t.Errorf("%v, want %s", got, c.want)
				}
			}
		},
	}, {
		ID: "xiaomi/query/names", Level: conformance.Should, Source: oneClient, Codes: []string{"0"},
		Title:       "aliases and topics of a phone",
		Requirement: "An endpoint should list the aliases and topics of a phone.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Alias("user_1001"), kit.Tags("sports", "beijing"))
			query := kit.FormOf("restricted_package_name", "com.example.shop", "registration_id", p.Token).Encode()
			for path, want := range map[string]string{"/v1/alias/all": "user_1001", "/v1/topic/all": "sports,beijing"} {
				got := b.Get(path, query)
				b.want(got, "0")
				if list := strings.Join(got.JSON.List("data.list"), ","); list != want {
					t.Errorf("%v, want the list %s", got, want)
				}
			}
		},
	}, {
		ID: "xiaomi/query/parameters", Level: conformance.Should, Source: docCodes + "; that the call gets it is read from its text", Codes: []string{"10016"},
		Title:       "a query says what it is about",
		Requirement: "An endpoint should answer a query without its parameters with code 10016.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, path := range []string{"/v1/trace/message/status", "/v1/trace/messages/status", "/v1/stats/message/counters", "/v1/regid/presence", "/v1/alias/all"} {
				b.want(b.Get(path, ""), "10016")
			}
		},
	}, {
		ID: "xiaomi/query/days", Level: conformance.May, Source: sdk + " (the form of days); the code is " + assumed, Codes: []string{"10017"},
		Title:       "days are yyyyMMdd",
		Requirement: "An endpoint may answer days of another form, or in the wrong order, with code 10017.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, q := range []string{"start_date=2025-11-01&end_date=20251102", "start_date=20251102&end_date=20251101"} {
				b.want(b.Get("/v1/stats/message/counters", q), "10017")
			}
		},
	}}
}
