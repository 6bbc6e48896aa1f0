package xiaomi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// dayQuota is the app's public total, as the answer to a public message tells it.
func (b *bench) dayQuota() string {
	a := b.push(public(), b.Phone("asked"))
	b.want(a, "0")
	s, _ := a.Text("data.day_quota")
	return s
}

// totalCases are an app's totals of a day.
func totalCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "xiaomi/quota/public-app-quota", Level: conformance.Must, Rows: []string{"X22"}, Source: docQuota, Codes: []string{"200001", "0"},
		Title:       "over the public total is 200001",
		Requirement: "An endpoint must answer a public message with code 200001 and the numbers when twice the phones, at least 20000, were delivered.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Users(10_000))
			p := b.Phone("a")
			b.SetCount("public", 19_999)
			b.want(b.push(public(), p), "0")
			b.Settle()
			b.wantReason(b.push(public(), p), "200001", "exceed quota, quota: 20000, have acked: 20000")
		},
	}, {
		ID: "xiaomi/quota/default-app-quota", Level: conformance.Must, Source: docQuota, Codes: []string{"200001"},
		Title:       "without a channel the total is once the phones",
		Requirement: "An endpoint must answer a message without a channel with code 200001 when as many as the phones were delivered.",
		Run: func(t *conformance.T) {
			b := open(t, plainAllowed, kit.Users(30_000))
			b.SetCount("default", 30_000)
			b.wantReason(b.push(plain(), b.Phone("a")), "200001", "exceed quota, quota: 30000, have acked: 30000")
		},
	}, {
		ID: "xiaomi/quota/small-app-floor", Level: conformance.Must, Rows: []string{"X23"}, Source: docQuota, Codes: []string{"0"},
		Title:       "a small app counts as one with 10000 phones",
		Requirement: "An endpoint must give an app with 12 phones a public total of 20000.",
		Run: func(t *conformance.T) {
			if got := open(t, kit.Users(12)).dayQuota(); got != "20000" {
				t.Errorf("day_quota %q, want 20000", got)
			}
		},
	}, {
		ID: "xiaomi/quota/licensed", Level: conformance.Must, Source: docQuota, Codes: []string{"0"},
		Title:       "three times the phones with the news licence",
		Requirement: "An endpoint must give an app with the Internet news information service licence a public total of three times its phones.",
		Run: func(t *conformance.T) {
			if got := open(t, kit.Users(50_000), kit.Flag("news_licence", "yes")).dayQuota(); got != "150000" {
				t.Errorf("day_quota %q, want 150000", got)
			}
		},
	}, {
		ID: "xiaomi/quota/penalty", Level: conformance.Should, Source: notes2026, Codes: []string{"0"},
		Title:       "fewer after too many users switched off",
		Requirement: "An endpoint should give an app under that penalty 1.5 times its phones, and 3 messages a phone and day.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Users(50_000), kit.Flag("penalty", "on"))
			if got := b.dayQuota(); got != "75000" {
				t.Errorf("day_quota %q, want 75000", got)
			}
			b.capOf(3)
		},
	}, {
		ID: "xiaomi/quota/private-unlimited", Level: conformance.Must, Rows: []string{"X24"}, Source: docQuota, Codes: []string{"200001", "0"},
		Title:       "private messages have no total",
		Requirement: "An endpoint must take private messages when the public total is used up.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("public", 0), kit.Limit("default", 0))
			p := b.Phone("a")
			b.want(b.push(public(), p), "200001")
			a := b.send(p)
			b.want(a, "0")
			b.WantFate(a, p, device.Shown)
		},
	}, {
		ID: "xiaomi/quota/multi-quota", Level: conformance.Must, Rows: []string{"X25"}, Source: docQuota + "; the format is of " + octo, Codes: []string{"0", "channel_exceed_quota"},
		Title:       "multi_messages answers 0 and counts by channel",
		Requirement: "An endpoint must answer multi_messages over the total with code 0 and name the messages left out in data.channel_exceed_quota, as no_channel:2 135002:3.",
		Run: func(t *conformance.T) {
			b := open(t, plainAllowed, kit.Limit("public", 0), kit.Limit("default", 0))
			p := b.Phone("a")
			a := b.multi(element(p.Token, ""), element(p.Token, ""), element(p.Token, "135002"), element(p.Token, "135002"), element(p.Token, "135002"))
			b.want(a, "0")
			if got, _ := a.Text("data.channel_exceed_quota"); got != "no_channel:2 135002:3" {
				t.Errorf("%v: channel_exceed_quota %q, want no_channel:2 135002:3", a, got)
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "xiaomi/quota/deliveries-count", Level: conformance.Must, Source: docQuota, Codes: []string{"0", "receipt:128/ack"},
		Title:       "what is delivered counts, not what is accepted",
		Requirement: "An endpoint must take messages to phones that are offline beyond the total, and drop those that arrive when it is used up, with receipt 128.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("public", 1))
			away, p := b.Phone("a", kit.Offline), b.Phone("b")
			late := b.push(public(), away)
			b.want(late, "0")
			a := b.push(public(), p)
			b.want(a, "0")
			b.WantVisible(a, p)
			kit.ChangePhone(t, away, kit.Online)
			b.wantLost(late, away, device.Dropped, "128/ack")
		},
	}, {
		ID: "xiaomi/quota/default-over-at-arrival", Level: conformance.Should, Source: docReceipts, Codes: []string{"0", "receipt:128/ack"},
		Title:       "an overrun without a channel is noticed at arrival",
		Requirement: "An endpoint should drop a message without a channel that arrives when the total is used up, with receipt 128.",
		Run: func(t *conformance.T) {
			b := open(t, plainAllowed)
			away := b.Phone("a", kit.Offline)
			late := b.push(plain(), away)
			b.want(late, "0")
			b.Settle()
			b.SetCount("default", 10_000)
			kit.ChangePhone(t, away, kit.Online)
			b.wantLost(late, away, device.Dropped, "128/ack")
		},
	}, {
		ID: "xiaomi/quota/next-day", Level: conformance.May, Source: "the hour is " + assumed, Codes: []string{"200001", "0"}, Needs: clock,
		Title:       "the totals start again at midnight",
		Requirement: "An endpoint may start the totals again at 00:00 GMT+8.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("public", 1))
			p := b.Phone("a")
			b.want(b.push(public(), p), "0")
			b.Settle()
			b.day(0, 23, 59)
			b.want(b.push(public(), p), "200001")
			b.day(1, 0, 1)
			b.want(b.push(public(), p), "0")
		},
	}, {
		ID: "xiaomi/quota/before-the-classes", Level: conformance.Should, Source: docQuota + " (in force since 2023-02-01)", Codes: []string{"0"},
		World:       rulesOf("2023-01-15"),
		Title:       "no totals of classes before 2023-02-01",
		Requirement: "An endpoint should under the rules of January 2023 deliver six messages to a phone, aloud, whatever their channel.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for i := range 6 {
				a := b.push(public(nth(i)), p)
				b.want(a, "0")
				b.WantFate(a, p, device.Shown)
			}
		},
	}}
}

// capOf says that a phone gets n public messages a day.
func (b *bench) capOf(n int) {
	p := b.Phone("capped")
	for i := range n {
		a := b.push(public(nth(i)), p)
		b.want(a, "0")
		b.WantVisible(a, p)
	}
	b.wantLost(b.push(public(nth(n)), p), p, device.Dropped, "128/device_acked")
	b.WantItems(p, n)
}

// capCases are what one phone gets in a day.
func capCases() []conformance.Case {
	return []conformance.Case{{
		ID: "xiaomi/quota/public-device-limit", Level: conformance.Must, Rows: []string{"X21"}, Source: docQuota, Codes: []string{"0", "receipt:128/device_acked"},
		Title:       "five public messages to a phone a day, silently",
		Requirement: "An endpoint must accept the sixth public message to a phone with code 0, not deliver it, and report receipt 128.",
		Run:         func(t *conformance.T) { open(t).capOf(5) },
	}, {
		ID: "xiaomi/quota/public-device-limit-licensed", Level: conformance.Must, Rows: []string{"X21"}, Source: docQuota, Codes: []string{"0", "receipt:128/device_acked"},
		Title:       "eight with the news licence",
		Requirement: "An endpoint must deliver eight public messages to a phone a day for an app with the licence, and no ninth.",
		Run:         func(t *conformance.T) { open(t, kit.Flag("news_licence", "yes")).capOf(8) },
	}, {
		ID: "xiaomi/quota/private-device", Level: conformance.Must, Rows: []string{"X24"}, Source: docQuota, Codes: []string{"0"},
		Title:       "no limit of a phone for private messages",
		Requirement: "An endpoint must deliver twelve private messages to a phone in a day.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for i := range 12 {
				b.want(b.send(p, kit.Field("notify_id", fmt.Sprint(100+i))), "0")
			}
			b.WantItems(p, 12)
		},
	}}
}

// rateCases are speeds.
func rateCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "xiaomi/rate/qps", Level: conformance.Should, Rows: []string{"X26"}, Source: octo + "; " + qpsTiers, Codes: []string{"0", "200002"},
		Title:       "the 501st call of a second is 200002",
		Requirement: "An endpoint should answer the 501st call of a small app in a second with code 200002.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.SetCount("calls", 499)
			b.want(b.send(p), "0")
			b.want(b.send(p), "200002")
		},
	}, {
		ID: "xiaomi/rate/next-second", Level: conformance.Should, Rows: []string{"X26"}, Source: qpsTiers, Codes: []string{"200002", "0"}, Needs: clock,
		Title:       "the next second is free",
		Requirement: "An endpoint should take calls again in the next second, whatever was refused.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("calls", 1))
			p := b.Phone("a")
			b.want(b.send(p), "0")
			b.want(b.send(p), "200002")
			b.Advance(1_000_000_000)
			b.want(b.send(p), "0")
		},
	}, {
		ID: "xiaomi/rate/targets-count-once", Level: conformance.Should, Rows: []string{"X26"}, Source: qpsTiers, Codes: []string{"0", "20301"},
		Title:       "a call counts once, whatever its targets",
		Requirement: "An endpoint should count a call with many targets as one, and a batch as one.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("calls", 2))
			p, q := b.Phone("a"), b.Phone("b")
			b.want(b.push(order(), p, q), "0")
			b.want(b.multi(element(p.Token, "135001"), element(q.Token, "135001")), "0")
		},
	}, {
		ID: "xiaomi/rate/larger-apps", Level: conformance.Should, Source: qpsTiers, Codes: []string{"0", "200002"},
		Title:       "larger apps are faster",
		Requirement: "An endpoint should allow an app with a million phones 2000 calls a second and one with ten million 3000.",
		Run: func(t *conformance.T) {
			for i, c := range []struct{ users, calls int64 }{{100_000, 1000}, {1_000_000, 2000}, {5_000_000, 2500}, {10_000_000, 3000}} {
				b := open(t, kit.Named(fmt.Sprintf("app%d", i)), kit.Users(c.users))
				p := b.Phone(fmt.Sprintf("phone%d", i))
				b.SetCount("calls", c.calls-1)
				b.want(b.send(p), "0")
				b.want(b.send(p), "200002")
			}
		},
	}, {
		ID: "xiaomi/rate/quota-query", Level: conformance.May, Source: notes2026 + "; the code is " + assumed, Codes: []string{"0", "10039"},
		Title:       "one quota query a second",
		Requirement: "An endpoint may answer the second quota query of a second with code 10039.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Get(pathQuota, ""), "0")
			b.want(b.Get(pathQuota, ""), "10039")
		},
	}, {
		ID: "xiaomi/rate/broadcasts", Level: conformance.May, Source: docCodes + " (26004); the figure is " + assumed, Codes: []string{"0", "26004"},
		Title:       "broadcasts that follow each other too fast",
		Requirement: "An endpoint may answer a broadcast over the app's limit with code 26004.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("broadcasts", 1))
			b.want(b.PostForm("/v3/message/all", public()), "0")
			b.want(b.PostForm("/v3/message/all", public()), "26004")
		},
	}}
}

// element is one message of multi_messages.
func element(target, channel string) string {
	extra := ""
	if channel != "" {
		extra = `,"extra":{"channel_id":"` + channel + `"}`
	}
	return `{"target":"` + target + `","message":{"title":"今晚比赛","description":"20:00 决赛开始","notify_type":-1,"restricted_package_name":"com.example.shop"` + extra + `}}`
}

func (b *bench) multi(elements ...string) kit.Answer {
	return b.PostForm(pathMulti, kit.FormOf("messages", "["+strings.Join(elements, ",")+"]"))
}

// multiCases are messages of their own for each target.
func multiCases() []conformance.Case {
	return []conformance.Case{{
		ID: "xiaomi/multi/ok", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "a message of its own for each phone",
		Requirement: "An endpoint must take a list of messages with their targets, with extra as an object, and deliver each.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			second := strings.Replace(element(q.Token, "135001"), "今晚比赛", "明天比赛", 1)
			a := b.multi(element(p.Token, "135001"), second)
			b.wantID(a, "s", "2 REGID")
			b.wantLoud(p, "今晚比赛")
			b.wantLoud(q, "明天比赛")
		},
	}, {
		ID: "xiaomi/multi/bad-target", Level: conformance.Should, Source: answers, Codes: []string{"0", "bad_regids", "20301"},
		Title:       "a bad target among good ones",
		Requirement: "An endpoint should name the bad targets of a list in data.bad_regids, and answer a list of bad ones with code 20301.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.multi(element(p.Token, "135001"), element("AAAA1111", "135001"))
			b.want(a, "0")
			if badRegIDs(a) != "AAAA1111" {
				t.Errorf("%v: bad_regids must be AAAA1111", a)
			}
			b.WantItems(p, 1)
			b.want(b.multi(element("AAAA1111", "135001")), "20301")
		},
	}, {
		ID: "xiaomi/multi/one-id", Level: conformance.Should, Source: docReceipts, Codes: []string{"0", "receipt:1"}, Needs: []conformance.Need{conformance.NeedCallback},
		Title:       "one id for all messages of a call",
		Requirement: "An endpoint should report the messages of multi_messages under data.id, the one id its answer has.",
		Run: func(t *conformance.T) {
			b := open(t)
			r, _ := receiver(t, "1")
			defer r.Stop()
			p, q := b.Phone("a"), b.Phone("b")
			asks := strings.NewReplacer(`"extra":{`, `"extra":{"callback":"`+r.URL+`","callback.type":"1",`)
			a := b.multi(asks.Replace(element(p.Token, "135001")), asks.Replace(element(q.Token, "135001")))
			b.want(a, "0")
			var got []string
			for _, entry := range r.Of(a.ID(), 2) {
				got = append(got, entry.Entry.Field("targets"))
			}
			if !slices.Contains(got, p.Token) || !slices.Contains(got, q.Token) {
				t.Errorf("under %s are reported %v, want both targets", a.ID(), got)
			}
		},
	}, {
		ID: "xiaomi/multi/no-list", Level: conformance.May, Source: docCodes + "; that this code is meant is " + assumed, Codes: []string{"10008"},
		Title:       "messages is a list",
		Requirement: "An endpoint may answer messages that are no list, or have no target, with code 10008.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, messages := range []string{"", "{}", "[]", `[{"message":{"title":"a","description":"b"}}]`, "x"} {
				b.want(b.PostForm(pathMulti, kit.FormOf("messages", messages)), "10008")
			}
		},
	}, {
		ID: "xiaomi/multi/thousand", Level: conformance.May, Source: assumed, Codes: []string{"10017"},
		Title:       "a thousand messages at most",
		Requirement: "An endpoint may answer 1001 messages in one call with code 10017.",
		Run: func(t *conformance.T) {
			b := open(t)
			list := make([]string, 1001)
			for i := range list {
				list[i] = `{"target":"AAAA1111","message":{"title":"a","description":"b","extra":{"channel_id":"135001"}}}`
			}
			b.want(b.multi(list...), "10017")
		},
	}, {
		ID: "xiaomi/multi/one-bad-message", Level: conformance.May, Source: assumed, Codes: []string{"65011"},
		Title:       "one bad message stops the call",
		Requirement: "An endpoint may refuse a list with one message without a title, and then must not send the others.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.multi(element(p.Token, "135001"), strings.Replace(element(p.Token, "135001"), "今晚比赛", "", 1)), "65011")
			b.WantItems(p, 0)
		},
	}}
}
