package vivo

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// wantInvalidUsers says which ids a list answer must name, and with what status.
func (b *bench) wantInvalidUsers(a kit.Answer, status map[string]string) {
	users, _ := a.JSON["invalidUsers"].([]any)
	got := map[string]string{}
	for _, u := range users {
		e, _ := u.(map[string]any)
		id, _ := e["userid"].(string)
		n, _ := e["status"].(json.Number)
		got[id] = n.String()
	}
	if fmt.Sprint(got) != fmt.Sprint(status) {
		b.T.Errorf("%v, want invalidUsers %v (userid: status)", a, status)
	}
	if a.JSON["invalidUser"] != nil {
		b.T.Errorf("%v: a list names invalidUsers, not invalidUser", a)
	}
}

func listCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/list/list-flow", Level: conformance.Must, Rows: []string{"V32", "S03", "S10"}, Source: docAPI, Codes: []string{"0", "1"},
		Title:       "save, then push to a list with one dead id",
		Requirement: "An endpoint must answer saveListPayload with a taskId, and pushToList with 0 and the dead ids alone in invalidUsers.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			saved := b.save()
			b.wantTask(saved)
			a := b.list(saved.ID(), []string{p.Token, unknownID})
			b.want(a, "0")
			b.wantInvalidUsers(a, map[string]string{unknownID: "1"})
			b.WantItems(p, 1)
		},
	}, {
		ID: "vivo/list/uninstalled", Level: conformance.Must, Rows: []string{"V32", "S03"}, Source: docAPI, Codes: []string{"0", "2"},
		Title:       "uninstalled phones of a list have status 2",
		Requirement: "An endpoint must name uninstalled and unsubscribed phones of a list with status 2 in invalidUsers.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q, r := b.Phone("a"), b.Phone("b", kit.Uninstalled), b.Phone("c", kit.Unsubscribed)
			a := b.list(b.saved(b.order()), kit.Tokens(p, q, r))
			b.want(a, "0")
			b.wantInvalidUsers(a, map[string]string{q.Token: "2", r.Token: "2"})
		},
	}, {
		ID: "vivo/list/all-good", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "a list of good ids reaches everybody",
		Requirement: "An endpoint must deliver a list to all its phones and name no invalidUsers.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			a := b.list(b.saved(b.order()), kit.Tokens(p, q))
			b.want(a, "0")
			b.wantInvalidUsers(a, map[string]string{})
			b.WantItems(p, 1)
			b.WantItems(q, 1)
		},
	}, {
		ID: "vivo/list/all-dead", Level: conformance.May, Source: assumed, Codes: []string{"10302"},
		Title:       "a list of dead ids is 10302",
		Requirement: "An endpoint may answer a list of dead ids only with 10302 and must name them in invalidUsers.",
		Run: func(t *conformance.T) {
			b := open(t)
			q := b.Phone("b", kit.Uninstalled)
			a := b.list(b.saved(b.order()), []string{unknownID, q.Token})
			b.want(a, "10302")
			b.wantInvalidUsers(a, map[string]string{unknownID: "1", q.Token: "2"})
		},
	}, {
		ID: "vivo/list/several-blocks", Level: conformance.Should, Source: realTraffic, Codes: []string{"0"},
		Title:       "a taskId serves several blocks",
		Requirement: "An endpoint should take one taskId several times with different ids.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q, r, s := b.Phone("a"), b.Phone("b"), b.Phone("c"), b.Phone("d")
			task := b.saved(b.order())
			b.want(b.list(task, kit.Tokens(p, q)), "0")
			b.want(b.list(task, kit.Tokens(r, s)), "0")
			b.WantItems(s, 1)
		},
	}, {
		ID: "vivo/list/test-mode", Level: conformance.Should, Source: docAPI, Codes: []string{"0"},
		Title:       "a stored test body reaches test devices only",
		Requirement: "An endpoint should name phones that are no test devices with status 4 when a stored body has pushMode 1.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a", kit.TestPhone), b.Phone("b")
			a := b.list(b.saved(b.order(kit.Set("pushMode", 1))), kit.Tokens(p, q), kit.Set("pushMode", 1))
			b.want(a, "0")
			b.wantInvalidUsers(a, map[string]string{q.Token: "4"})
			b.WantItems(p, 1)
			b.WantItems(q, 0)
		},
	}, {
		ID: "vivo/list/blocked-phone", Level: conformance.May, Rows: []string{"V41"}, Source: assumed, Codes: []string{"0"},
		Title:       "a blocked phone of a list is controlled",
		Requirement: "An endpoint may answer a list with 0 although a phone has notifications off, and must not show it there.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b", kit.Blocked)
			task := b.saved(b.order())
			b.want(b.list(task, kit.Tokens(p, q)), "0")
			b.WantItems(p, 1)
			b.WantItems(q, 0)
			b.wantStatistics(task, map[string]int64{"receive": 1, "controlled": 1})
		},
	}}
}

// storedBodyCases are about saveListPayload.
func storedBodyCases() []conformance.Case {
	refused := func(id string, rows []string, what, code string, change kit.Change) conformance.Case {
		return conformance.Case{
			ID: "vivo/save/" + id, Level: conformance.Must, Rows: rows, Source: docCodes, Codes: []string{code},
			Title:       "saving " + what + " is " + code,
			Requirement: "An endpoint must answer saveListPayload with " + what + " with " + code + ".",
			Run:         func(t *conformance.T) { b := open(t); b.want(b.save(change), code) },
		}
	}
	return []conformance.Case{
		refused("ttl-899", []string{"V15"}, "timeToLive 899", "10059", kit.Set("timeToLive", 899)),
		refused("no-title", nil, "no title", "10055", kit.Drop("title")),
		refused("title-41", nil, "a title of 41 characters", "10056", kit.Set("title", chinese(41))),
		refused("no-content", nil, "no content", "10057", kit.Drop("content")),
		refused("content-101", nil, "a content of 101 characters", "10058", kit.Set("content", chinese(101))),
		refused("no-requestid", nil, "no requestId", "10352", kit.Drop("requestId")),
		refused("category-unknown", nil, "an unknown category", "10096", kit.Set("category", "order")),
		{
			ID: "vivo/save/ttl-900", Level: conformance.Must, Rows: []string{"V15"}, Source: docCodes, Codes: []string{"0"},
			Title:       "saving timeToLive 900 is accepted",
			Requirement: "An endpoint must accept saveListPayload with timeToLive 900.",
			Run:         func(t *conformance.T) { b := open(t); b.wantTask(b.save(kit.Set("timeToLive", 900))) },
		}, {
			ID: "vivo/save/body-quota", Level: conformance.Must, Rows: []string{"V35"}, Source: docCodes, Codes: []string{"0", "10252"},
			Title:       "too many stored bodies are 10252",
			Requirement: "An endpoint must answer the second saveListPayload of the day with 10252 when one is allowed, and still push the first.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Limit("saved", 1))
				first := b.save()
				b.wantTask(first)
				b.want(b.save(), "10252")
				b.want(b.list(first.ID(), kit.Tokens(b.Phone("a"), b.Phone("b"))), "0")
			},
		}, {
			ID: "vivo/save/body-quota-default", Level: conformance.Should, Rows: []string{"V35"}, Source: docFAQ, Codes: []string{"0", "10252"},
			Title:       "1000 bodies may be stored a day",
			Requirement: "An endpoint should take 1000 stored bodies a day of a small app and answer the next with 10252.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.lastOne("saved", 1000, "10252", func(int) kit.Answer { return b.save() })
			},
		}, {
			ID: "vivo/save/quota-used-up", Level: conformance.Must, Rows: []string{"V27"}, Source: docCodes, Codes: []string{"10070"},
			Title:       "a list counts against the operational total",
			Requirement: "An endpoint must answer saveListPayload or pushToList of an operational body with 10070 once the total is reached.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Limit("operational", 1))
				b.wantTask(b.promote(b.Phone("a"), 0))
				b.Settle()
				a := b.Post("/message/saveListPayload", b.promotion(1))
				if a.Code() == "0" {
					a = b.list(a.ID(), kit.Tokens(b.Phone("b"), b.Phone("c")))
				}
				b.want(a, "10070")
			},
		}, {
			ID: "vivo/save/system-quota-used-up", Level: conformance.Must, Rows: []string{"V28"}, Source: docCodes, Codes: []string{"10073"},
			Title:       "a list counts against the system total",
			Requirement: "An endpoint must answer saveListPayload or pushToList of a system body with 10073 once the total is reached.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Limit("system", 1))
				b.wantTask(b.send(b.Phone("a")))
				b.Settle()
				a := b.save()
				if a.Code() == "0" {
					a = b.list(a.ID(), kit.Tokens(b.Phone("b"), b.Phone("c")))
				}
				b.want(a, "10073")
			},
		}, {
			ID: "vivo/save/expired-body", Level: conformance.Must, Rows: []string{"V48"}, Source: docCodes, Codes: []string{"0", "10155"},
			Needs:       []conformance.Need{conformance.NeedClock},
			Title:       "a stored body past its timeToLive is 10155",
			Requirement: "An endpoint must answer pushToList with 10155 after the stored body's timeToLive, and push it before.",
			Run: func(t *conformance.T) {
				b := open(t)
				ids := kit.Tokens(b.Phone("a"), b.Phone("b"))
				saved := b.World.Now()
				task := b.saved(b.order(kit.Set("timeToLive", 900)))
				b.AdvanceTo(saved.Add(899 * time.Second))
				b.want(b.list(task, ids), "0")
				b.AdvanceTo(saved.Add(901 * time.Second))
				b.want(b.list(task, ids), "10155")
			},
		},
	}
}

// listTargetCases are about pushToList's own fields.
func listTargetCases() []conformance.Case {
	many := func(n int) []string {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprintf("888888888888888888%05d", i)
		}
		return ids
	}
	refused := func(id string, rows []string, source, what, code string, change ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "vivo/list/" + id, Level: conformance.Must, Rows: rows, Source: source, Codes: []string{code},
			Title:       "a list with " + what + " is " + code,
			Requirement: "An endpoint must answer pushToList with " + what + " with " + code + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				task := b.saved(b.order())
				b.want(b.list(task, kit.Tokens(b.Phone("a"), b.Phone("b")), change...), code)
			},
		}
	}
	cases := []conformance.Case{
		refused("list-of-one", []string{"V33", "S10"}, docCodes, "one regId", "10153", kit.Set("regIds", many(1))),
		refused("list-1001", []string{"V34", "S10"}, docCodes, "1001 regIds", "10153", kit.Set("regIds", many(1001))),
		refused("no-targets", nil, docCodes, "neither regIds nor aliases", "10150", kit.Drop("regIds")),
		refused("no-taskid", nil, docCodes, "no taskId", "10151", kit.Drop("taskId")),
		refused("unknown-taskid", nil, docCodes, "an unknown taskId", "10152", kit.Set("taskId", "999999999999999999")),
		refused("no-requestid", nil, docCodes, "no requestId", "10352", kit.Drop("requestId")),
		refused("requestid-65", nil, docCodes, "a requestId of 65 characters", "10353", kit.Set("requestId", strings.Repeat("r", 65))),
		refused("one-alias", nil, sdk2, "one alias", "10154", kit.Drop("regIds"), kit.Set("aliases", []string{"user-a"})),
		refused("aliases-1001", nil, sdk2, "1001 aliases", "10154", kit.Drop("regIds"), kit.Set("aliases", many(1001))),
		{
			ID: "vivo/list/list-1000", Level: conformance.Must, Rows: []string{"V34", "S10"}, Source: docCodes, Codes: []string{"0"},
			Title:       "a list may have 1000 regIds",
			Requirement: "An endpoint must take a list of 1000 regIds.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.want(b.list(b.saved(b.order()), append(many(999), p.Token)), "0")
				b.WantItems(p, 1)
			},
		}, {
			ID: "vivo/list/foreign-taskid", Level: conformance.Should, Source: docCodes, Codes: []string{"10152"},
			Title:       "another app's taskId is 10152",
			Requirement: "An endpoint should answer pushToList with another app's taskId with 10152.",
			Run: func(t *conformance.T) {
				b := open(t)
				other := open(t, kit.Named("other"))
				b.want(b.list(other.saved(other.order()), kit.Tokens(b.Phone("a"), b.Phone("b"))), "10152")
			},
		}, {
			ID: "vivo/list/aliases", Level: conformance.Should, Source: docAPI, Codes: []string{"0"},
			Title:       "a list may name aliases",
			Requirement: "An endpoint should deliver a list of aliases to the phones that have them.",
			Run: func(t *conformance.T) {
				b := open(t)
				p, q := b.Phone("a", kit.Alias("user-a")), b.Phone("b", kit.Alias("user-b"))
				b.want(b.list(b.saved(b.order()), nil, kit.Drop("regIds"), kit.Set("aliases", []string{"user-a", "user-b"})), "0")
				b.WantItems(p, 1)
				b.WantItems(q, 1)
			},
		}, {
			ID: "vivo/list/device-limit", Level: conformance.Should, Rows: []string{"V29"}, Source: aggregators, Codes: []string{"0"},
			Title:       "lists and single pushes share the device limit",
			Requirement: "An endpoint should count list and single pushes together against a phone's operational messages of the day.",
			Run: func(t *conformance.T) {
				b := open(t)
				p, q := b.Phone("a"), b.Phone("b")
				b.wantTask(b.promote(p, 0))
				b.want(b.list(b.saved(b.promotion(1)), kit.Tokens(p, q)), "0")
				b.Settle()
				third := b.promote(p, 2)
				b.wantTask(third)
				b.WantFate(third, p, device.Dropped)
				b.WantItems(p, 2)
			},
		},
	}
	return cases
}
