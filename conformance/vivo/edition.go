package vivo

import (
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// Days on which older editions of vivo's rules held.
const (
	before2021   = "2020-06-01"
	beforeScheme = "2022-06-01" // the quota scheme of 2023-04-03
	beforeTable  = "2025-06-01" // the code table of 2026
)

func on(date string) sim.RuleOptions { return sim.RuleOptions{Date: date} }

// editionCases are about rules that changed; each plays under a dated rulebook.
func editionCases() []conformance.Case {
	return append(append(quotaEditions(), fieldEditions()...), timeEditions()...)
}

func quotaEditions() []conformance.Case {
	deviceCap := func(id, date string, n int) conformance.Case {
		return conformance.Case{
			ID: "vivo/edition/" + id, Level: conformance.Should, Source: aggregators, Codes: []string{"0"}, World: on(date),
			Title:       "the device limit on " + date,
			Requirement: "An endpoint that follows the rules of " + date + " should show that day's number of operational messages per device.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for i := range n + 1 {
					b.wantTask(b.promote(p, i))
				}
				b.WantItems(p, n)
			},
		}
	}
	total := func(id, date, counter, code string, n int64) conformance.Case {
		return conformance.Case{
			ID: "vivo/edition/" + id, Level: conformance.Should, Source: aggregators, Codes: []string{"0", code}, World: on(date),
			Title:       "the " + counter + " total on " + date,
			Requirement: "An endpoint that follows the rules of " + date + " should give an app with 20000 users that day's number of " + counter + " messages.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Users(20000))
				b.lastOne(counter, n, code, func(i int) kit.Answer {
					if counter == "system" {
						return b.send(b.Phone(ordinals[i]))
					}
					return b.promote(b.Phone(ordinals[i]), i)
				})
			},
		}
	}
	return []conformance.Case{
		deviceCap("device-limit-before-2023-04-03", "2023-04-02", 5),
		deviceCap("device-limit-since-2023-04-03", "2023-04-03", 2),
		total("system-total-before-2023-04-03", "2023-04-02", "system", "10073", 20000),
		total("system-total-since-2023-04-03", "2023-04-03", "system", "10073", 60000),
		total("system-total-since-2026-05", "2026-06-01", "system", "10073", 400000),
		total("operational-total-before-2023-04-03", "2023-04-02", "operational", "10070", 20000),
		total("operational-total-since-2023-04-03", "2023-04-03", "operational", "10070", 40000),
		overrun("operational-overrun-before-2023-04-03", "2023-04-02", "operational", 20000),
		overrun("system-overrun-before-2023-04-03", "2023-04-02", "system", 20000),
		overrun("system-overrun-since-2023-04-03", "2023-04-03", "system", 60000),
		overrun("system-overrun-since-2026-05", "2026-06-01", "system", 400000),
		testTotal("operational", "10070", 100),
		testTotal("system", "10073", 10000),
		{
			ID: "vivo/edition/logins-a-day", Level: conformance.May, Source: docAPI + " (older editions); the code is " + assumed, Codes: []string{"10072"}, World: on("2022-06-01"),
			Title:       "older editions allow 10000 logins a day",
			Requirement: "An endpoint that follows older rules may answer the 10001st login of a day with 10072.",
			Run: func(t *conformance.T) {
				b := prepare(t)
				b.setCount("auth.day", 9999)
				b.wantLogin(b.Post("/message/auth", b.loginBody(b.World.Now())))
				b.want(b.Post("/message/auth", b.loginBody(b.World.Now())), "10072")
			},
		},
	}
}

// overrun finds the total used up when a phone comes online.
func overrun(id, date, counter string, n int64) conformance.Case {
	return conformance.Case{
		ID: "vivo/edition/" + id, Level: conformance.Should, Source: docReceipts, Codes: []string{"0", "receipt:100/11001"}, World: on(date),
		Title:       "a " + counter + " overrun at arrival on " + date,
		Requirement: "An endpoint that follows the rules of " + date + " should drop a waiting " + counter + " message when the total is used up at its arrival.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Users(20000))
			p, q := b.Phone("a", kit.Offline), b.Phone("b", kit.Offline)
			send := func(p device.Phone, i int) kit.Answer {
				if counter == "system" {
					return b.send(p)
				}
				return b.promote(p, i)
			}
			last, over := send(p, 0), send(q, 1)
			b.Settle()
			b.setCount(counter, n-1)
			kit.ChangePhone(t, p, kit.Online)
			b.WantVisible(last, p)
			kit.ChangePhone(t, q, kit.Online)
			if m := b.WantFate(over, q, device.Dropped); m.Receipt != "100/11001" {
				t.Errorf("receipt %q, want 100/11001", m.Receipt)
			}
		},
	}
}

// testTotal is the total of test messages before they were left out of quotas.
func testTotal(class, code string, n int64) conformance.Case {
	return conformance.Case{
		ID: "vivo/edition/" + class + "-test-total", Level: conformance.Should, Source: "tencentcloud.com 1024/35829 (2023-05)",
		Codes: []string{"0", code}, World: on("2022-06-01"),
		Title:       "older rules limit " + class + " test messages",
		Requirement: "An endpoint that follows older rules should answer " + class + " test messages over the total of the day with " + code + ".",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.TestPhone)
			b.lastOne("test."+class, n, code, func(i int) kit.Answer {
				if class == "system" {
					return b.send(p, kit.Set("pushMode", 1))
				}
				return b.promote(p, i, kit.Set("pushMode", 1))
			})
		},
	}
}

// fieldEditions are about limits of fields that changed.
func fieldEditions() []conformance.Case {
	older := func(id, date, source, what, code string, change ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "vivo/edition/" + id, Level: conformance.Should, Source: source, Codes: []string{code}, World: on(date),
			Title:       what + " was " + code + " on " + date,
			Requirement: "An endpoint that follows the rules of " + date + " should answer " + what + " with " + code + ".",
			Run:         func(t *conformance.T) { b := open(t); b.want(b.send(b.Phone("a"), change...), code) },
		}
	}
	pairs := map[string]string{}
	for i := range 11 {
		pairs[string(rune('a'+i))] = "v"
	}
	url := func(n int) string { return "https://m.example.com/" + strings.Repeat("a", n-22) }
	param := map[string]string{"callback": "http://127.0.0.1:9/c", "callback.param": strings.Repeat("p", 65)}
	return []conformance.Case{
		older("title-21-chinese", beforeScheme, sdk2, "a title of 21 Chinese characters", "10056", kit.Set("title", chinese(21))),
		older("content-51-chinese", beforeScheme, sdk2, "a content of 51 Chinese characters", "10058", kit.Set("content", chinese(51))),
		older("title-20-chinese", beforeScheme, sdk2, "a title of 20 Chinese characters", "0", kit.Set("title", chinese(20))),
		older("classification-two", beforeScheme, sdk2, "classification 2", "11000", kit.Set("classification", 2), kit.Drop("category")),
		older("ttl-over-a-week", beforeScheme, sdk2, "timeToLive 604801", "10059", kit.Set("timeToLive", 604801)),
		older("ttl-a-week", beforeScheme, sdk2, "timeToLive 604800", "0", kit.Set("timeToLive", 604800)),
		older("eleven-pairs", beforeTable, sdk2, "a clientCustomMap of 11 pairs", "10066", kit.Set("clientCustomMap", pairs)),
		older("skip-url-1001", beforeTable, sdk2, "skipType 2 and a skipContent of 1001 characters", "10062", kit.Set("skipType", 2), kit.Set("skipContent", url(1001))),
		older("skip-custom-1025", beforeTable, sdk2, "skipType 3 and a skipContent of 1025 characters", "10064", kit.Set("skipType", 3), kit.Set("skipContent", url(1025))),
		older("skip-page-1025", beforeTable, sdk2, "skipType 4 and a skipContent of 1025 characters", "10069", kit.Set("skipType", 4), kit.Set("skipContent", url(1025))),
		older("callback-param-65", beforeTable, docAPI, "an extra.callback.param of 65 characters", "10306", kit.Set("extra", param)),
		older("alias-41", beforeScheme, sdk2, "an alias of 41 characters", "10301", kit.Drop("regId"), kit.Set("alias", strings.Repeat("u", 41))),
		{
			ID: "vivo/edition/eleven-pairs-now", Level: conformance.Must, Source: docCodes, Codes: []string{"0"},
			Title:       "11 custom pairs are allowed now",
			Requirement: "An endpoint must accept a clientCustomMap of 11 pairs.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.want(b.send(b.Phone("a"), kit.Set("clientCustomMap", pairs)), "0")
			},
		},
		{
			ID: "vivo/edition/new-form-of-id", Level: conformance.Should, Source: sdk2, Codes: []string{"10302"}, World: on(beforeScheme),
			Title:       "older editions know regIds of 23 characters only",
			Requirement: "An endpoint that follows the rules of " + beforeScheme + " should answer a regId that is not 23 characters long with 10302.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", newForm)
				b.want(b.send(p), "10302")
			},
		},
	}
}

// timeEditions are about hours and times that changed.
func timeEditions() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "vivo/edition/hours-until-22", Level: conformance.Should, Source: docFAQ, Codes: []string{"0", "10071"}, World: on(before2021),
		Start: at(21, 59), Needs: clock,
		Title:       "before 2021 the hours ended at 22:00",
		Requirement: "An endpoint that follows the rules of " + before2021 + " should answer an operational message at 22:00 with 10071.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.promote(b.Phone("a"), 0), "0")
			b.AdvanceTo(at(22, 0))
			b.want(b.promote(b.Phone("b"), 1), "10071")
		},
	}, {
		ID: "vivo/edition/ttl-default-a-day", Level: conformance.Should, Source: docAPI, Codes: []string{"0"}, World: on(beforeTable), Start: at(8, 0), Needs: clock,
		Title:       "operational messages used to wait a day",
		Requirement: "An endpoint that follows the rules of " + beforeTable + " should keep an operational message without timeToLive for a day.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := b.promote(p, 0, kit.Drop("timeToLive"))
			b.Settle()
			b.AdvanceTo(at(17, 0))
			kit.ChangePhone(t, p, kit.Online)
			b.WantVisible(a, p)
		},
	}, {
		ID: "vivo/edition/inactive-after-90-days", Level: conformance.Should, Source: docFAQ, Codes: []string{"0"}, World: on(before2021),
		Title:       "before 2021 a regId lasted 90 days offline",
		Requirement: "An endpoint that follows the rules of " + before2021 + " should take a message to a phone that was offline for 89 days and not for 91.",
		Run: func(t *conformance.T) {
			b := open(t)
			since := func(days int) func(*device.Phone) {
				return func(p *device.Phone) { p.OfflineSince = b.World.Now().Add(-time.Duration(days) * 24 * time.Hour) }
			}
			stays, gone := b.Phone("a", kit.Offline, since(89)), b.Phone("b", kit.Offline, since(91))
			task := b.saved(b.order())
			b.want(b.list(task, kit.Tokens(stays, gone)), "0")
			if m := b.FateOf(task, stays); m.State != device.Held {
				t.Errorf("after 89 days the message is %q, want held", m.State)
			}
			if m := b.FateOf(task, gone); m.State != device.Dropped {
				t.Errorf("after 91 days the message is %q, want dropped", m.State)
			}
		},
	}, {
		ID: "vivo/edition/inactive-id-after-90-days", Level: conformance.May, World: on(before2021), Codes: []string{"0", "10311"},
		Source:      docCodes + " (the text); " + docFAQ + " (the days); that it comes at once is " + assumed,
		Title:       "before 2021 a phone offline for 14 days was no 10311",
		Requirement: "An endpoint that follows the rules of " + before2021 + " may answer a single push to a phone that was offline for 91 days with 10311, and not one for 89.",
		Run: func(t *conformance.T) {
			b := open(t)
			since := func(days int) func(*device.Phone) {
				return func(p *device.Phone) { p.OfflineSince = b.World.Now().Add(-time.Duration(days) * 24 * time.Hour) }
			}
			b.wantTask(b.send(b.Phone("a", kit.Offline, since(89))))
			b.want(b.send(b.Phone("b", kit.Offline, since(91))), "10311")
		},
	}}
}
