package huawei

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

const (
	service = vendors.ClassTransactional
	promo   = vendors.ClassMarketing
)

// classCases are about the rule since 2023-09-15: the right and a granted category
// make a service message, everything else is marketing, and the answer never says so.
func classCases() []conformance.Case {
	one := func(id string, rows []string, level conformance.Level, source, what string, want vendors.Class, app func(*sim.AppSpec), changes ...kit.Change) conformance.Case {
		c := conformance.Case{
			ID: "huawei/class/" + id, Level: level, Rows: rows, Source: source, Codes: []string{"80000000"},
			Title:       what + " is a service message",
			Requirement: "An endpoint " + lower(level) + " accept " + what + " and show it with sound.",
			Run: func(t *conformance.T) {
				b := open(t, app)
				p := b.Phone("a")
				b.wantClass(b.send(p, changes...), p, want)
			},
		}
		if want == promo {
			c.Title = what + " is silently marketing"
			c.Requirement = "An endpoint " + lower(level) + " accept " + what + " with 80000000 and treat it as marketing: silent, in the notification centre."
		}
		return c
	}
	as := func(*sim.AppSpec) {}
	must, should := conformance.Must, conformance.Should
	return []conformance.Case{
		one("granted", []string{"H21"}, must, docClass, "a granted category", service, as),
		one("silent-downgrade", []string{"H21"}, should, docClass+"; "+docNext, "a category that is not granted", promo, as, category("VOIP")),
		one("no-category", []string{"H22"}, must, docClass, "a message without a category of an app with the right", promo, as, drop("android.category")),
		one("empty-category", []string{"H22"}, should, docClass, "a message with an empty category", promo, as, category("")),
		one("no-right", []string{"H21", "H22"}, must, docClass, "the category IM of an app without the right", promo, kit.Rights()),
		one("unknown-category", []string{"H36"}, should, docNext, "a category nobody knows", promo, as, category("FOO")),
		one("lower-case", []string{"H36"}, should, docClass, "the category im in small letters", promo, as, category("im")),
		one("marketing", nil, must, docClass, "the category MARKETING", promo, kit.Rights("MARKETING", "IM"), marketing),
		one("system-reminder", nil, should, aggregators, "the category SYSTEM_REMINDER, which the standard does not list,", promo, as, category("SYSTEM_REMINDER")),
		one("importance-does-not-lift", nil, must, docClass, "marketing with importance NORMAL", promo, as, marketing, notify("importance", "NORMAL")),
		one("words-do-not-count", nil, should, docClass, "a promotion's words in a granted category", service, as, notify("body", "双十一大促，领取红包优惠券")),
	}
}

// categoryCases hold every category of the standard, granted and not.
func categoryCases() []conformance.Case {
	var cases []conformance.Case
	for _, c := range []struct{ name, slug string }{
		{"IM", "im"}, {"VOIP", "voip"}, {"SUBSCRIPTION", "subscription"}, {"TRAVEL", "travel"}, {"HEALTH", "health"}, {"WORK", "work"},
		{"ACCOUNT", "account"}, {"EXPRESS", "express"}, {"FINANCE", "finance"}, {"DEVICE_REMINDER", "device-reminder"}, {"MAIL", "mail"},
	} {
		cases = append(cases, conformance.Case{
			ID: "huawei/category/" + c.slug, Level: conformance.Must, Rows: []string{"H21"}, Source: docClass, Codes: []string{"80000000"},
			Title:       c.name + " is a service message with its right",
			Requirement: "An endpoint must treat the category " + c.name + " as a service message of an app with its right, and as marketing without.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Rights(c.name))
				p := b.Phone("a")
				b.wantClass(b.send(p, category(c.name)), p, service)
				without := open(t, kit.Named("without"), kit.Rights())
				q := without.Phone("b")
				without.wantClass(without.send(q, category(c.name)), q, promo)
			},
		})
	}
	return append(cases, conformance.Case{
		ID: "huawei/category/play-voice", Level: conformance.Should, Source: docClass, Codes: []string{"80000000"},
		Title:       "PLAY_VOICE is for data messages",
		Requirement: "An endpoint should treat a notification of category PLAY_VOICE as marketing: in HMS the category is for data messages only.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Rights("PLAY_VOICE"))
			p := b.Phone("a")
			b.wantClass(b.send(p, category("PLAY_VOICE")), p, promo)
		},
	})
}

// dated are the rules of a day.
func dated(day string) sim.RuleOptions { return sim.RuleOptions{Date: day} }

// editionCases are about the rules of other days.
func editionCases() []conformance.Case {
	im := func(id, day, title, requirement string, want vendors.Class) conformance.Case {
		return conformance.Case{
			ID: "huawei/edition/" + id, Level: conformance.Should, Rows: []string{"H21"}, Source: docClass + "; " + aggregators, Codes: []string{"80000000"},
			World: dated(day), Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				b := open(t, kit.Rights())
				p := b.Phone("a")
				b.wantClass(b.send(p, drop("android.category")), p, want)
			},
		}
	}
	return []conformance.Case{
		im("last-day-of-smart", "2023-09-14", "until 2023-09-14 an algorithm found a chat to be a service message",
			"An endpoint that plays 2023-09-14 should let a chat without right and category ring, as the intelligent classification did.", service),
		im("first-day-of-self", "2023-09-15", "since 2023-09-15 a chat without the right is marketing",
			"An endpoint that plays 2023-09-15 should treat a chat without right and category as marketing.", promo),
		{
			ID: "huawei/edition/trusted-before", Level: conformance.Should, Source: aggregators, Codes: []string{"80000000"}, World: dated("2023-09-14"),
			Title:       "an app with the right was trusted before, too",
			Requirement: "An endpoint that plays 2023-09-14 should take a granted category as it is, whatever the text says.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.wantClass(b.send(p, notify("body", "双十一大促，领取红包优惠券")), p, service)
			},
		},
		{
			ID: "huawei/edition/before-the-right", Level: conformance.Should, Source: aggregators, Codes: []string{"80000000"}, World: dated("2021-06-30"),
			Title:       "until 2021-06-30 nobody could ask for trust",
			Requirement: "An endpoint that plays 2021-06-30 should classify a promotion sent as IM by its words for every app, as there was no right to apply for.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.wantClass(b.send(p, notify("title", "周末活动"), notify("body", "全场满减，低至五折")), p, promo)
				b.wantClass(b.send(p), p, service)
			},
		},
		{
			ID: "huawei/edition/no-cap-before-2023", Level: conformance.Should, Rows: []string{"H23"}, Source: aggregators, Codes: []string{"80000000"}, World: dated("2023-01-04"),
			Title:       "until 2023-01-04 marketing was not capped",
			Requirement: "An endpoint that plays 2023-01-04 should show the third marketing message of a day.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for range 3 {
					b.WantVisible(b.promote(p), p)
				}
			},
		},
		{
			ID: "huawei/edition/cap-of-2023", Level: conformance.Should, Rows: []string{"H23"}, Source: aggregators, Codes: []string{"80000000", "receipt:256"}, World: dated("2023-01-05"),
			Title:       "since 2023-01-05 marketing is capped",
			Requirement: "An endpoint that plays 2023-01-05 should drop the third marketing message of a day with receipt 256, the sixth of a licensed news app.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.wantCapped(b.Phone("a"), 2)
				news := open(t, kit.Named("news"), kit.Kind("news"))
				news.wantCapped(news.Phone("b"), 5)
			},
		},
		{
			ID: "huawei/edition/total-before-2024", Level: conformance.May, Source: assumed, Codes: []string{"80000000"}, World: dated("2023-12-31"),
			Title:       "before 2024 a phone had no total of 3000",
			Requirement: "An endpoint that plays 2023-12-31 may show more than 3000 messages a day, which were only asked for to be fewer.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.flood(p, 3000)
				b.WantVisible(b.send(p), p)
			},
		},
		{
			ID: "huawei/edition/suspension-before-2024", Level: conformance.May, Source: aggregators + "; the code: " + assumed, Codes: []string{"80300002"}, World: dated("2023-12-31"),
			Title:       "before 2024 too many messages to a phone suspended push",
			Requirement: "An endpoint that plays 2023-12-31 may answer 80300002 once a phone got more than 100000 messages a day.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Limit("device.total", 2))
				p := b.Phone("a")
				for range 3 { // the third is one too many, and the last
					b.wantAccepted(b.send(p))
					b.Settle()
				}
				b.want(b.send(p), "80300002")
			},
		},
	}
}

// smartCases are about the intelligent classification, which no document describes:
// what stands here is this project's list of words.
func smartCases() []conformance.Case {
	judged := func(id, title, text string, want vendors.Class) conformance.Case {
		return conformance.Case{
			ID: "huawei/smart/" + id, Level: conformance.May, Source: "word lists Huawei names for classes (push-apply-right, 2026-04); " + assumed,
			Codes: []string{"80000000"}, World: dated("2023-09-14"),
			Title:       title + " / " + text + " was " + string(want),
			Requirement: "An endpoint that plays 2023-09-14 may classify by words, and then takes this one of an app without the right as " + string(want) + ".",
			Run: func(t *conformance.T) {
				b := open(t, kit.Rights())
				p := b.Phone("a")
				b.wantClass(b.send(p, notify("title", title), notify("body", text), drop("android.category")), p, want)
			},
		}
	}
	return []conformance.Case{
		judged("chat", "李雷", "晚上一起吃饭吗？", service),
		judged("shipped", "订单已发货", "您的订单 A1024 已由承运方揽收", service),
		judged("shipped-with-coupon", "订单已发货", "您的订单 A1024 已发货，领券再买享折扣", promo),
		judged("sale", "周末活动", "全场满减，低至五折", promo),
		judged("red-packet-from-a-friend", "王芳", "给你发了一个红包", service),
		judged("red-packet-for-tasks", "红包来了", "完成任务领金币", promo),
		judged("stranger", "为你推荐", "你可能认识的人上线了", promo),
		judged("bill", "账单提醒", "本月话费账单已出，请按时缴纳", service),
	}
}

// wantCapped says that a phone shows n marketing messages a day and the next is
// dropped behind a yes.
func (b *bench) wantCapped(p device.Phone, n int) {
	for range n {
		b.wantClass(b.promote(p), p, promo)
	}
	b.wantDark(b.promote(p), p, "256")
	b.WantItems(p, n)
}
