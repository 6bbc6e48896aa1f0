package vivo

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// contentCases are about code 10104, "send a formal message".
func contentCases() []conformance.Case {
	refused := func(id string, rows []string, what, field, text string) conformance.Case {
		return conformance.Case{
			ID: "vivo/content/" + id, Level: conformance.Should, Rows: append(rows, "S08"), Source: docCodes + "; the rule as quoted by a client", Codes: []string{"10104"},
			Title:       what + " is 10104",
			Requirement: "An endpoint should answer a formal message with " + what + " with 10104.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.want(b.send(b.Phone("a"), kit.Set(field, text)), "10104")
			},
		}
	}
	passes := func(id, what, field, text string) conformance.Case {
		return conformance.Case{
			ID: "vivo/content/" + id, Level: conformance.May, Rows: []string{"S08"}, Source: assumed, Codes: []string{"0"},
			Title:       what + " passes",
			Requirement: "An endpoint may look at the form of the text and must accept " + what + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				b.want(b.send(b.Phone("a"), kit.Set(field, text)), "0")
			},
		}
	}
	return []conformance.Case{
		refused("digits-only", []string{"V22"}, "a title of digits only", "title", "12345"),
		refused("content-digits-only", nil, "a content of digits only", "content", "12345"),
		refused("letters-only", nil, "a title of Latin letters only", "title", "hello"),
		refused("letters-and-spaces", nil, "a content of Latin letters and spaces only", "content", "hello world"),
		refused("symbols-only", nil, "a title of symbols only", "title", "！！？"),
		refused("symbols-and-digits", nil, "a title of symbols and digits only", "title", "50%!"),
		refused("word-test", []string{"V23"}, "the word 测试 in the content", "content", "这是一条测试消息"),
		refused("title-word-test", []string{"V23"}, "the word 测试 in the title", "title", "测试消息"),
		refused("braces", nil, "braces in the content", "content", "您好{name}，您的订单已发货"),
		refused("brackets", nil, "brackets in the title", "title", "[通知]订单已发货"),
		passes("letters-with-symbols", "Latin letters mixed with symbols", "title", "Hi, Tom!"),
		passes("letters-with-digits", "Latin letters mixed with digits", "content", "order A1024 is on its way"),
		passes("chinese-brackets", "brackets of the Chinese kind", "title", "【通知】订单已发货"),
		{
			ID: "vivo/content/test-mode-exempt", Level: conformance.Should, Rows: []string{"V23", "S04"}, Source: docCodes, Codes: []string{"0"},
			Title:       "a test message may say 测试",
			Requirement: "An endpoint should accept a text with 测试 when pushMode is 1 and the phone is a test device.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", kit.TestPhone)
				a := b.send(p, kit.Set("content", "这是一条测试消息"), kit.Set("pushMode", 1))
				b.wantTask(a)
				b.WantVisible(a, p)
			},
		},
		{
			ID: "vivo/content/fields-first", Level: conformance.May, Rows: []string{"S11"}, Source: assumed, Codes: []string{"10059"},
			Title:       "fields are checked before the text",
			Requirement: "An endpoint may check the fields before the text's form, and then answers timeToLive 1 with digits as a title with 10059.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.want(b.send(b.Phone("a"), kit.Set("title", "12345"), kit.Set("timeToLive", 1)), "10059")
			},
		},
		{
			ID: "vivo/content/stored-body", Level: conformance.Should, Source: docCodes, Codes: []string{"10104"},
			Title:       "a stored body is held to the same text rule",
			Requirement: "An endpoint should answer saveListPayload with a title of digits only with 10104.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.want(b.save(kit.Set("title", "12345")), "10104")
			},
		},
	}
}

// sensitive is a text with a word the endpoint's list must have. vivo publishes
// no list; the word stands for its class.
const sensitive = "网络赌博平台注册就送礼品"

// auditCases are about sensitive words.
func auditCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/audit/sensitive-async", Level: conformance.Should, Rows: []string{"V31", "S08"}, Source: docAPI + "; the words are " + assumed,
		Codes: []string{"0", "receipt:101"},
		Title: "a single push with a sensitive word is accepted and not shown",
		Requirement: "An endpoint should answer a single push with a sensitive word with 0, not deliver it, " +
			"and tell of it as 消息包含敏感词 in /search/msgStatus.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, kit.Set("content", sensitive))
			b.wantTask(a)
			m := b.WantFate(a, p, device.Dropped)
			if m.Receipt != "101" {
				t.Errorf("receipt %q, want 101", m.Receipt)
			}
			b.WantItems(p, 0)
			b.wantAudit(a.ID(), "消息包含敏感词")
		},
	}, {
		ID: "vivo/audit/clean-text", Level: conformance.Should, Rows: []string{"V31"}, Source: docAPI, Codes: []string{"0"},
		Title:       "the audit state of a clean text is unknown",
		Requirement: "An endpoint should tell of a text without sensitive words as 消息状态未知 in /search/msgStatus.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p)
			b.WantVisible(a, p)
			b.wantAudit(a.ID(), "消息状态未知")
		},
	}, {
		ID: "vivo/audit/sensitive-stored", Level: conformance.Should, Rows: []string{"V31"}, Source: docAPI + "; the words are " + assumed, Codes: []string{"10103"},
		Title:       "a stored body with a sensitive word is 10103",
		Requirement: "An endpoint should answer saveListPayload with a sensitive word at once with 10103.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.save(kit.Set("content", sensitive)), "10103")
		},
	}, {
		ID: "vivo/audit/sensitive-all", Level: conformance.Should, Source: docAPI + "; the words are " + assumed, Codes: []string{"10103"},
		Title:       "a push to all with a sensitive word is 10103",
		Requirement: "An endpoint should answer /message/all with a sensitive word at once with 10103.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Post("/message/all", b.promotion(0, kit.Set("content", sensitive))), "10103")
		},
	}}
}

// wantAudit says what /search/msgStatus must tell of a task.
func (b *bench) wantAudit(taskID, desc string) {
	a := b.Get("/search/msgStatus", "taskIds="+taskID)
	b.want(a, "0")
	data, _ := a.JSON["data"].([]any)
	for _, d := range data {
		if e, _ := d.(map[string]any); e["taskId"] == taskID && e["desc"] == desc {
			return
		}
	}
	b.T.Errorf("%v, want taskId %s with desc %s in data", a, taskID, desc)
}

// testModeCases are about pushMode 1.
func testModeCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/testmode/test-device", Level: conformance.Must, Rows: []string{"S04"}, Source: docAPI, Codes: []string{"0"},
		Title:       "a test message reaches a test device",
		Requirement: "An endpoint must deliver a message with pushMode 1 to a registered test device.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.TestPhone)
			a := b.send(p, kit.Set("pushMode", 1))
			b.wantTask(a)
			b.WantVisible(a, p)
		},
	}, {
		ID: "vivo/testmode/test-mode-foreign-device", Level: conformance.Must, Rows: []string{"V24", "S03", "S04"}, Source: docAPI, Codes: []string{"10302", "4"},
		Title:       "a test message to another phone is 10302, status 4",
		Requirement: "An endpoint must answer pushMode 1 to a phone that is not a test device with 10302 and invalidUser.status 4.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantInvalid(b.send(p, kit.Set("pushMode", 1)), p.Token, "4")
		},
	}, {
		ID: "vivo/testmode/outside-quota", Level: conformance.Should, Source: aggregators, Codes: []string{"0"},
		Title:       "test messages are outside quota and frequency",
		Requirement: "An endpoint should neither count test messages nor stop them at a used-up quota or the device limit.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("operational", 0), kit.Limit("device.operational", 1))
			p := b.Phone("a", kit.TestPhone)
			for i := range 3 {
				a := b.promote(p, i, kit.Set("pushMode", 1))
				b.wantTask(a)
				b.WantVisible(a, p)
			}
			b.wantCount("operational", 0)
		},
	}, {
		ID: "vivo/testmode/outside-hours", Level: conformance.May, Source: assumed, Codes: []string{"0"}, Start: at(23, 30),
		Title:       "test messages may be sent at night",
		Requirement: "An endpoint may exempt test messages from the hours, and then must show an operational one sent at 23:30.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.TestPhone)
			a := b.promote(p, 0, kit.Set("pushMode", 1))
			b.wantTask(a)
			b.WantVisible(a, p)
		},
	}}
}

// standingCases are about the app's standing with vivo.
func standingCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/app/unlisted-formal", Level: conformance.Must, Rows: []string{"V25", "S04"}, Source: docCodes, Codes: []string{"10045"},
		Title:       "an app under review sends no formal messages",
		Requirement: "An endpoint must answer a formal message of an app that is not listed with 10045.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Unlisted)
			b.want(b.send(b.Phone("a")), "10045")
		},
	}, {
		ID: "vivo/app/unlisted-test", Level: conformance.Must, Rows: []string{"V25", "S04"}, Source: docCodes, Codes: []string{"0"},
		Title:       "an app under review may test",
		Requirement: "An endpoint must accept a test message of an app that is not listed to a test device.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Unlisted)
			b.wantTask(b.send(b.Phone("a", kit.TestPhone), kit.Set("pushMode", 1)))
		},
	}, {
		ID: "vivo/app/unlisted-stored-body", Level: conformance.Should, Source: docCodes, Codes: []string{"10045"},
		Title:       "an app under review stores no formal body",
		Requirement: "An endpoint should answer saveListPayload or pushToList of an app that is not listed with 10045.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Unlisted)
			a := b.save()
			if a.Code() == "0" {
				a = b.list(a.ID(), kit.Tokens(b.Phone("a"), b.Phone("b")))
			}
			b.want(a, "10045")
		},
	}, {
		ID: "vivo/app/penalty-push-closed", Level: conformance.Must, Rows: []string{"V47"}, Source: docCodes, Codes: []string{"10043"},
		Title:       "an app whose push is closed is 10043",
		Requirement: "An endpoint must answer a message of an app whose push channel was closed as a penalty with 10043.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("push_closed", "on"))
			b.want(b.send(b.Phone("a")), "10043")
		},
	}, {
		ID: "vivo/app/penalty-system-closed", Level: conformance.Must, Rows: []string{"V47"}, Source: docCodes, Codes: []string{"10082"},
		Title:       "an app without system messages is 10082",
		Requirement: "An endpoint must answer a system message of an app whose system messages were switched off as a penalty with 10082.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("system_closed", "on"))
			b.want(b.send(b.Phone("a")), "10082")
		},
	}, {
		ID: "vivo/app/two-apps-apart", Level: conformance.Must, Source: docAPI, Codes: []string{"0", "10070"},
		Title:       "apps have their own quotas",
		Requirement: "An endpoint must not charge one app's messages to another app's quota.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("operational", 1))
			other := open(t, func(a *sim.AppSpec) { a.ID = "other"; a.Limits["operational"] = 1 })
			b.wantTask(b.promote(b.Phone("a"), 0))
			b.Settle()
			b.want(b.promote(b.Phone("b"), 1), "10070")
			other.wantTask(other.promote(other.Phone("c"), 0))
		},
	}}
}
