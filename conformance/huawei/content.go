package huawei

import (
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
)

// sensitive is a text with a word the endpoint's list must have. Huawei publishes
// no list; the word stands for its class.
const sensitive = "网络赌博平台注册就送礼品"

// contentCases are about words.
func contentCases() []conformance.Case {
	word := func(id, what string, changes ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "huawei/content/" + id, Level: conformance.Should, Rows: []string{"H29"}, Source: docSend + "; the words: " + assumed, Codes: []string{"80100016"},
			Title:       what + " is 80100016",
			Requirement: "An endpoint should answer a message with " + what + " with 80100016 and deliver nothing.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.want(b.send(p, changes...), "80100016")
				b.WantItems(p, 0)
			},
		}
	}
	return []conformance.Case{
		word("sensitive-word", "a sensitive word in the body", notify("body", sensitive)),
		word("sensitive-title", "a sensitive word in the title", notify("title", sensitive)),
		{
			ID: "huawei/content/sensitive-text", Level: conformance.May, Rows: []string{"H29"}, Source: aggregators, Codes: []string{"80100016"},
			Title:       "the refusal names the forbidden word's place",
			Requirement: `An endpoint may answer a sensitive word with a msg that begins with "Anti-Spam", as was seen.`,
			Run: func(t *conformance.T) {
				b := open(t)
				a := b.send(b.Phone("a"), notify("body", sensitive))
				if msg, _ := a.Text("msg"); !strings.HasPrefix(msg, "Anti-Spam") {
					t.Errorf("%v, want a msg that begins with Anti-Spam", a)
				}
			},
		},
		{
			ID: "huawei/content/style", Level: conformance.Should, Source: docNext + "; enforced by penalty, not by code", Codes: []string{"80000000"},
			Title:       "bad style has no code",
			Requirement: "An endpoint should accept a body that repeats its title, and words like 测试, which Huawei punishes later and does not refuse.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.wantClass(b.send(p, notify("body", "李雷")), p, service)
				b.wantClass(b.send(p, notify("title", "测试"), notify("body", "这是一条测试消息")), p, service)
			},
		},
	}
}

// rightCases are about rights that a request needs.
func rightCases() []conformance.Case {
	data := func(changes ...kit.Change) []kit.Change {
		return append([]kit.Change{drop("android.notification"), set("data", `{"k":"v"}`)}, changes...)
	}
	return []conformance.Case{{
		ID: "huawei/right/urgency-high-without-right", Level: conformance.Must, Rows: []string{"H30"}, Source: docSend, Codes: []string{"80300011", "80000000"},
		Title:       "urgency HIGH needs a right",
		Requirement: "An endpoint must answer a data message of urgency HIGH of an app without the right with 80300011, and take NORMAL.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.send(p, data(set("android.urgency", "HIGH"))...), "80300011")
			b.wantAccepted(b.send(p, data(set("android.urgency", "NORMAL"))...))
		},
	}, {
		ID: "huawei/right/importance-high-without-right", Level: conformance.Should, Source: sdk, Codes: []string{"80300011"},
		Title:       "importance HIGH needs a right",
		Requirement: "An endpoint should answer a notification of importance HIGH of an app without the right with 80300011.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.send(b.Phone("a"), notify("importance", "HIGH")), "80300011")
		},
	}, {
		ID: "huawei/right/push-not-enabled", Level: conformance.Must, Source: docSend, Codes: []string{"80300002"},
		Title:       "an app without Push Kit is 80300002",
		Requirement: "An endpoint must answer a send of an app whose push service is not enabled, or was suspended, with 80300002.",
		Run: func(t *conformance.T) {
			for _, state := range []string{"disabled", "suspended"} {
				b := open(t, kit.Named(state), kit.Flag("push", state))
				p := b.Phone("of-" + state)
				b.want(b.send(p), "80300002")
				b.WantItems(p, 0)
			}
		},
	}, {
		ID: "huawei/right/unlisted", Level: conformance.Should, Source: docSend, Codes: []string{"80000000"},
		Title:       "an app need not be in the store",
		Requirement: "An endpoint should take sends of an app that is not listed in the store.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Unlisted)
			p := b.Phone("a")
			b.wantClass(b.send(p), p, service)
		},
	}, {
		ID: "huawei/right/receipt-address", Level: conformance.May, Source: docSend + "; when it is checked: " + assumed, Codes: []string{"80300013", "80000000"},
		Title:       "a receipt_id that leads nowhere is 80300013",
		Requirement: "An endpoint may check the receipt address, and then answers a receipt_id that is not configured with 80300013.",
		Run: func(t *conformance.T) {
			b := open(t, func(a *sim.AppSpec) { a.Receipts["RCP1001"] = "http://127.0.0.1:9/cb" })
			p := b.Phone("a")
			b.want(b.send(p, set("android.receipt_id", "RCP9999")), "80300013")
			b.wantAccepted(b.send(p, set("android.receipt_id", "RCP1001")))
		},
	}}
}

// serviceCases are about troubles of the service, which an endpoint shows on demand.
func serviceCases() []conformance.Case {
	fails := func(id, value, code, what string) conformance.Case {
		return conformance.Case{
			ID: "huawei/service/" + id, Level: conformance.Must, Source: docSend, Codes: []string{code},
			Title:       what + " is " + code,
			Requirement: "An endpoint must be able to answer " + what + " with " + code + ", and deliver nothing then.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Flag("server_error", value))
				p := b.Phone("a")
				b.want(b.send(p), code)
				b.WantItems(p, 0)
			},
		}
	}
	bare := func(status, value string, code int) conformance.Case {
		return conformance.Case{
			ID: "huawei/service/http-" + status, Level: conformance.Must, Source: docSend, Codes: []string{""},
			Title:       "the service can fail with HTTP " + status + " alone",
			Requirement: "An endpoint must be able to answer HTTP " + status + " without a code of success, and deliver nothing then.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Flag("server_error", value))
				p := b.Phone("a")
				if a := b.send(p); a.Status != code || a.Code() != "" {
					t.Errorf("%v, want HTTP %d without a code", a, code)
				}
				b.WantItems(p, 0)
			},
		}
	}
	login := func(status string, code int) conformance.Case {
		return conformance.Case{
			ID: "huawei/service/login-" + status, Level: conformance.Must, Source: docAccount, Codes: []string{""},
			Title:       "the account service can fail with HTTP " + status,
			Requirement: "An endpoint must be able to answer a token call with HTTP " + status + " and no access_token.",
			Run: func(t *conformance.T) {
				b := prepare(t, kit.Flag("auth_error", status))
				if a := b.token(); a.Status != code || a.JSON["access_token"] != nil {
					t.Errorf("%v, want HTTP %d and no access_token", a, code)
				}
			},
		}
	}
	return []conformance.Case{
		fails("internal", "internal", "81000001", "an internal error"),
		fails("oauth", "oauth", "80600003", "a failed question to the OAuth service"),
		bare("500", "500", 500), bare("502", "502", 502), bare("503", "503", 503),
		login("403", 403), login("500", 500), login("502", 502), login("503", 503), login("504", 504), login("590", 590),
	}
}
