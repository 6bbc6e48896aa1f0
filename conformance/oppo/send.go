package oppo

import (
	"fmt"
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// singleCases are about single pushes that are right.
func singleCases() []conformance.Case {
	return []conformance.Case{{
		ID: "oppo/send/single-ok", Level: conformance.Must, Rows: []string{"O11"}, Source: docSingle, Codes: []string{"0"},
		Title:       "a single push is shown",
		Requirement: "An endpoint must answer a correct single push with code 0 and a messageId, and the phone must show it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p.Token, kit.Set("app_message_id", "order-1"), kit.Set("style", 1), kit.Set("action_parameters", `{"orderId":"A1001"}`),
				kit.Set("network_type", 0), kit.Set("call_back_url", "https://push.example.com/cb/oppo"), kit.Set("call_back_parameter", "job-7"))
			b.wantMessage(a)
			b.WantVisible(a, p)
			b.WantTitles(p, "订单已发货")
		},
	}, {
		ID: "oppo/send/ids-differ", Level: conformance.Must, Rows: []string{"O11"}, Source: docSingle, Codes: []string{"0"},
		Title:       "every message has an id of its own",
		Requirement: "An endpoint must give every accepted message another messageId.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			if first, second := b.send(p.Token), b.send(p.Token); first.ID() == second.ID() {
				t.Errorf("%v and %v have one id", first, second)
			}
		},
	}, {
		ID: "oppo/send/host-choice", Level: conformance.Must, Rows: []string{"O41"}, Source: docCodes + "; github.com/Mininglamp-OSS/octo-server, page read on 2026-08-24", Codes: []string{"0"},
		Title:       "both host names of China are one service",
		Requirement: "An endpoint must answer alike whether it is called by api.push.oppomobile.com or by api-push-cn.heytapmobi.com.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, host := range []string{"api.push.oppomobile.com", "api-push-cn.heytapmobi.com"} {
				a := b.form(pathUnicast, kit.FormOf("message", b.text(order().With(kit.Set("target_value", p.Token)))), map[string][]string{"Host": {host}})
				b.wantMessage(a)
			}
		},
	}, {
		ID: "oppo/send/alias", Level: conformance.Must, Source: docSingle, Codes: []string{"0"},
		Title:       "target_type 5 is an alias",
		Requirement: "An endpoint must deliver a single push to the phone with the alias.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Alias("user-1001"))
			a := b.unicast("user-1001", order().With(kit.Set("target_type", 5)))
			b.wantMessage(a)
			b.WantItems(p, 1)
		},
	}}
}

// envelopeCases are about what a message is wrapped in.
func envelopeCases() []conformance.Case {
	raw := func(message string) func(b *bench) kit.Answer {
		return func(b *bench) kit.Answer { return b.form(pathUnicast, kit.FormOf("message", message)) }
	}
	with := func(changes ...kit.Change) func(b *bench) kit.Answer {
		return func(b *bench) kit.Answer {
			m := order().With(kit.Set("target_value", b.Phone("a").Token)).With(changes...)
			return b.form(pathUnicast, kit.FormOf("message", b.text(m)))
		}
	}
	return refusals("send",
		refusal{id: "message-blank", what: "a push without message", code: "40", text: "message is blank", do: raw("")},
		refusal{id: "message-no-json", what: "a message that is no JSON", code: "41", text: "message format error", do: raw(`{"target_type":2`)},
		refusal{id: "message-no-object", what: "a message that is no object", code: "41", text: "message format error", do: raw(`[]`)},
		refusal{id: "no-target-type", what: "a message without target_type", source: docSingle, code: "40", do: with(kit.Drop("target_type"))},
		refusal{id: "no-target-value", what: "a message without target_value", source: docSingle, code: "40", do: with(kit.Drop("target_value"))},
		refusal{id: "target-type-all", what: "a single push to everybody", source: docSingle, code: "41", do: with(kit.Set("target_type", 1))},
		refusal{id: "no-notification", what: "a message without notification", source: assumed, level: conformance.May, code: "40", do: with(kit.Drop("notification"))},
		refusal{id: "field-type", what: "a member of another type", source: docCodes, code: "41", do: sends(kit.Set("style", "one"))},
	)
}

// targetCases are about registration ids.
func targetCases() []conformance.Case {
	to := func(token string) func(b *bench) kit.Answer {
		return func(b *bench) kit.Answer { return b.send(token) }
	}
	invalid := "Invalid Registration_id"
	good := strings.TrimPrefix(unknown, "CN_")
	taken := conformance.Case{
		ID: "oppo/target/token-forms", Level: conformance.Must, Source: sdk110, Codes: []string{"0"},
		Title:       "the forms of registration ids",
		Requirement: "An endpoint must take ids of 32 hex digits with and without region and brand, and the older ones of 24 digits.",
		Run: func(t *conformance.T) {
			b := open(t)
			for i, id := range []string{good, "CN_" + good, "OPPO_CN_" + good, "OnePlus_CN_" + good, "any/thing_CN_" + good, good[:24]} {
				p := b.Phone(fmt.Sprint("p", i), func(p *phone) { p.Token = id })
				if strings.Count(id, "_") > 2 {
					continue
				}
				b.wantMessage(b.send(p.Token))
			}
		},
	}
	nobody := conformance.Case{
		ID: "oppo/target/nobodys-id", Level: conformance.May, Source: docReceipts + "; " + assumed, Codes: []string{"0"},
		Title:       "a good id that nobody has is accepted",
		Requirement: "An endpoint may judge only the form of an id at once, and accept one that no phone has.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.send(unknown), "0")
			count, err := b.World.Messages()
			if err != nil {
				t.SetupErrorf("messages: %v", err)
			}
			if n := len(count); n > 0 && count[n-1].State != "dropped" {
				t.Errorf("the message to nobody is %q, want dropped", count[n-1].State)
			}
		},
	}
	return append(refusals("target",
		refusal{id: "bad-token-format", what: "an id that is no registration id", rows: []string{"O12"}, source: docSingle, code: "10000", text: invalid, do: to(malformed)},
		refusal{id: "short-token", what: "an id that is a digit short", rows: []string{"O12"}, source: sdk110, code: "10000", text: invalid, do: to(unknown[:len(unknown)-1])},
		refusal{id: "narrow-form", what: "an id with a prefix that is no brand and country, where only those are allowed", level: conformance.May, source: assumed, code: "10000",
			app: []kit.AppOption{kit.Flag("registration_id_form", "narrow")}, do: to("x_CN_" + good)},
	), taken, nobody)
}

// batchCases are about several single pushes in one call.
func batchCases() []conformance.Case {
	list := func(text string) func(b *bench) kit.Answer {
		return func(b *bench) kit.Answer { return b.form(pathBatch, kit.FormOf("messages", text)) }
	}
	many := func(n int) string { return "[" + strings.Repeat("{},", n-1) + "{}]" }
	return append([]conformance.Case{{
		ID: "oppo/batch/batch-partial", Level: conformance.Must, Rows: []string{"O14"}, Source: docSingle, Codes: []string{"0", "10000"},
		Title:       "a batch fails in part",
		Requirement: "An endpoint must answer a batch with code 0 and a list in which a failed message has errorCode and errorMessage, a good one a messageId.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.batch(order().With(kit.Set("target_value", p.Token)), order().With(kit.Set("target_value", malformed)))
			b.want(a, "0")
			list := kit.Objects([]byte(kit.Text(a.JSON["data"])))
			if len(list) != 2 {
				t.Fatalf("%v: data must be a list of two", a)
			}
			if good := list[0]; !messageID.MatchString(good.Field("messageId")) || good.Field("registrationId") != p.Token || good.Kind("errorCode") != "" {
				t.Errorf("the good message is answered %v", good)
			}
			if bad := list[1]; bad.Number("errorCode") != "10000" || bad.Field("errorMessage") != "Invalid Registration_id" || bad.Field("registrationId") != malformed {
				t.Errorf("the failed message is answered %v", bad)
			}
			b.WantItems(p, 1)
		},
	}, {
		ID: "oppo/batch/each-its-own", Level: conformance.Must, Rows: []string{"O14"}, Source: docSingle, Codes: []string{"0"},
		Title:       "each message of a batch is its own",
		Requirement: "An endpoint must deliver each message of a batch with its own text, and judge each by itself.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			a := b.batch(order(kit.Set("title", "甲")).With(kit.Set("target_value", p.Token)),
				order(kit.Set("title", kit.Chinese(51))).With(kit.Set("target_value", p.Token)),
				order(kit.Set("title", "乙")).With(kit.Set("target_value", q.Token)))
			b.want(a, "0")
			if list := kit.Objects([]byte(kit.Text(a.JSON["data"]))); len(list) != 3 || list[1].Number("errorCode") != "41" {
				t.Errorf("%v: want three entries, the second with errorCode 41", a)
			}
			b.WantTitles(p, "甲")
			b.WantTitles(q, "乙")
		},
	}, {
		ID: "oppo/batch/batch-1000", Level: conformance.Must, Rows: []string{"O15"}, Source: docTable, Codes: []string{"0"},
		Title:       "1000 messages are taken, long ones too",
		Requirement: "An endpoint must take a batch of 1000 messages whose Chinese texts are as long as permitted, a form of more than a mebibyte, and tell of each.",
		Run: func(t *conformance.T) {
			b := open(t)
			long := order(kit.Set("title", strings.Repeat("单", 50)), kit.Set("content", strings.Repeat("件", 50))).With(kit.Set("target_value", b.Phone("a").Token))
			a := b.batch(slices.Repeat([]kit.Body{long}, 1000)...)
			b.want(a, "0")
			told := kit.Objects([]byte(kit.Text(a.JSON["data"])))
			if len(told) != 1000 || told[999].Kind("errorCode") != "" || !messageID.MatchString(told[999].Field("messageId")) {
				t.Errorf("the answer tells of %d messages, want 1000 that were taken", len(told))
			}
		},
	}, {
		ID: "oppo/batch/over-the-total", Level: conformance.May, Source: aggregators + "; " + assumed, Codes: []string{"33"},
		Title:       "a batch over the total is refused whole",
		Requirement: "An endpoint may refuse a batch whole with 33 when less is left of the day than it has targets.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("public", 1))
			p, q := b.Phone("a"), b.Phone("b")
			b.want(b.batch(promotion().With(kit.Set("target_value", p.Token)), promotion().With(kit.Set("target_value", q.Token))), "33")
			b.WantItems(p, 0)
		},
	}}, refusals("batch",
		refusal{id: "batch-1001", what: "a batch of 1001 messages", rows: []string{"O15"}, code: "41", text: "messages more than 1000", do: list(many(1001))},
		refusal{id: "no-list", what: "a batch that is no list", code: "41", text: "messages format error", do: list(`{}`)},
		refusal{id: "empty-list", what: "a batch of none", code: "41", text: "messages format error", do: list(`[]`)},
	)...)
}
