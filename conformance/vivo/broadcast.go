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

// broadcastCases are about /message/all and /message/tagPush.
func broadcastCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/all/all-reaches-everybody", Level: conformance.Should, Source: docAPI, Codes: []string{"0"},
		Title:       "a push to all reaches every subscribed phone",
		Requirement: "An endpoint should deliver /message/all to every phone of the app that is installed and subscribed.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q, r := b.Phone("a"), b.Phone("b"), b.Phone("c", kit.Unsubscribed)
			b.wantTask(b.Post("/message/all", b.promotion(0)))
			b.WantItems(p, 1)
			b.WantItems(q, 1)
			b.WantItems(r, 0)
		},
	}, {
		ID: "vivo/all/all-twice", Level: conformance.Should, Rows: []string{"V36"}, Source: docAPI, Codes: []string{"0", "10254"},
		Title:       "one push to all a day",
		Requirement: "An endpoint should answer the second /message/all of a day with 10254.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.Phone("a")
			b.wantTask(b.Post("/message/all", b.promotion(0)))
			b.Settle()
			b.want(b.Post("/message/all", b.promotion(1)), "10254")
		},
	}, {
		ID: "vivo/all/unlisted", Level: conformance.Should, Source: realTraffic, Codes: []string{"10045"},
		Title:       "an app under review pushes to nobody",
		Requirement: "An endpoint should answer /message/all of an app that is not listed with 10045.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Unlisted)
			b.want(b.Post("/message/all", b.promotion(0)), "10045")
		},
	}, {
		ID: "vivo/all/system-class", Level: conformance.May, Source: assumed, Codes: []string{"10097"},
		Title:       "a push to all is operational",
		Requirement: "An endpoint may answer /message/all with a system message with 10097.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Post("/message/all", b.order()), "10097")
		},
	}, {
		ID: "vivo/all/ttl-899", Level: conformance.May, Source: docAPI + " (older editions)", Codes: []string{"10059"},
		Title:       "timeToLive 59 to all is 10059",
		Requirement: "An endpoint may hold /message/all to the longer minimum and must answer timeToLive 59 with 10059.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Post("/message/all", b.promotion(0, kit.Set("timeToLive", 59))), "10059")
		},
	}, {
		ID: "vivo/tag/expression", Level: conformance.Should, Source: sdk3, Codes: []string{"0"},
		Title:       "a tag expression selects phones",
		Requirement: "An endpoint should deliver /message/tagPush to phones with any of orTags, all of andTags and none of notTags.",
		Run: func(t *conformance.T) {
			b := open(t)
			in := b.Phone("in", kit.Tags("shenzhen", "vip"))
			optedOut := b.Phone("out", kit.Tags("shenzhen", "vip", "optout"))
			ordinary := b.Phone("ordinary", kit.Tags("shenzhen"))
			elsewhere := b.Phone("elsewhere", kit.Tags("beijing", "vip"))
			b.wantTask(b.Post("/message/tagPush", b.order(kit.Set("tagExpression", expression([]string{"shenzhen", "guangzhou"}, []string{"vip"}, []string{"optout"})))))
			b.WantItems(in, 1)
			for _, p := range []device.Phone{optedOut, ordinary, elsewhere} {
				b.WantItems(p, 0)
			}
		},
	}, {
		ID: "vivo/tag/no-expression", Level: conformance.May, Source: sdk2 + " (the need); the answer is " + assumed,
		Title:       "a tag push needs a tag",
		Requirement: "An endpoint may answer /message/tagPush without orTags and andTags as it likes and must deliver it to nobody.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Tags("shenzhen"))
			b.Post("/message/tagPush", b.order(kit.Set("tagExpression", expression(nil, nil, []string{"optout"}))))
			b.WantItems(p, 0)
		},
	}}
}

func expression(or, and, not []string) map[string]any {
	some := func(s []string) []string { return append([]string{}, s...) }
	return map[string]any{"orTags": some(or), "andTags": some(and), "notTags": some(not)}
}

// tagCases are about the tag API.
func tagCases() []conformance.Case {
	refused := func(id, path, what, code string, b kit.Body) conformance.Case {
		return conformance.Case{
			ID: "vivo/tag/" + id, Level: conformance.May, Codes: []string{code},
			Source:      sdkTags + " (the members); " + docCodes + " (the code); that the code belongs to this call is " + assumed,
			Title:       path + " with " + what + " is " + code,
			Requirement: "An endpoint may answer " + path + " with " + what + " with " + code + ".",
			Run: func(t *conformance.T) {
				be := open(t)
				be.want(be.Post("/tag/add", kit.Body{"name": "vip"}), "0")
				be.want(be.Post(path, b), code)
			},
		}
	}
	// The SDK itself checks the ids of members, with the table's numbers.
	documented := func(c conformance.Case) conformance.Case {
		c.Level, c.Source = conformance.Should, sdkTags+", class Validation; "+docCodes
		c.Requirement = strings.Replace(c.Requirement, "may", "should", 1)
		return c
	}
	many := make([]string, 1001)
	for i := range many {
		many[i] = fmt.Sprintf("888888888888888888%05d", i)
	}
	long := strings.Repeat("签", 51)
	return []conformance.Case{
		{
			ID: "vivo/tag/members", Level: conformance.Should, Source: sdkTags, Codes: []string{"0"},
			Title:       "members of a tag get its messages",
			Requirement: "An endpoint should deliver a tag push to phones added with /tag/addMembers and no longer to those removed with /tag/removeMembers.",
			Run: func(t *conformance.T) {
				b := open(t)
				p, q := b.Phone("a"), b.Phone("b")
				members := kit.Body{"name": "vip", "type": 1, "ids": kit.Tokens(p, q)}
				b.want(b.Post("/tag/add", kit.Body{"name": "vip"}), "0")
				b.want(b.Post("/tag/addMembers", members), "0")
				b.want(b.Post("/tag/removeMembers", kit.Body{"name": "vip", "type": 1, "ids": kit.Tokens(q)}), "0")
				b.wantTask(b.Post("/message/tagPush", b.order(kit.Set("tagExpression", expression([]string{"vip"}, nil, nil)))))
				b.WantItems(p, 1)
				b.WantItems(q, 0)
			},
		},
		{
			ID: "vivo/tag/members-by-alias", Level: conformance.May, Source: sdkTags + " (type 1 or 2); that 2 is aliases is " + assumed, Codes: []string{"0"},
			Title:       "members of type 2 are aliases",
			Requirement: "An endpoint may take the ids of /tag/addMembers with type 2 as aliases, and then must deliver a tag push to their phones.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", kit.Alias("me"))
				b.want(b.Post("/tag/addMembers", kit.Body{"name": "vip", "type": 2, "ids": []string{"me"}}), "0")
				b.wantTask(b.Post("/message/tagPush", b.order(kit.Set("tagExpression", expression([]string{"vip"}, nil, nil)))))
				b.WantItems(p, 1)
			},
		},
		{
			ID: "vivo/tag/sdk-bodies", Level: conformance.Should, Source: sdkTags, Codes: []string{"0"},
			Title:       "the bodies of the SDK are taken",
			Requirement: "An endpoint should take the calls about tags, tag groups and tag segments as the vendor's SDK writes them, with type 0 where none is set.",
			Run: func(t *conformance.T) {
				b := open(t)
				for _, call := range []struct {
					path string
					body kit.Body
				}{
					{"/tag/add", kit.Body{"name": "vip", "desc": "VIP", "group": "level", "type": 0}},
					{"/tag/update", kit.Body{"oldName": "vip", "newName": "gold", "type": 0}},
					{"/tagGroup/add", kit.Body{"name": "level", "desc": "级别", "type": 1}},
					{"/tagGroup/addToGroup", kit.Body{"name": "level", "tagList": []string{"gold"}, "type": 0}},
					{"/tagGroup/update", kit.Body{"oldName": "level", "newName": "rank", "type": 0}},
					{"/tagSegment/add", kit.Body{"name": "south", "expression": expression([]string{"gold"}, nil, nil)}},
					{"/tagSegment/update", kit.Body{"oldName": "south", "newName": "north", "expression": expression([]string{"gold"}, nil, nil)}},
				} {
					b.want(b.Post(call.path, call.body), "0")
				}
			},
		},
		refused("name-starts-with-digit", "/tag/add", "a name that starts with a digit", "10600", kit.Body{"name": "1st"}),
		refused("name-with-space", "/tag/add", "a space in the name", "10600", kit.Body{"name": "v i p"}),
		refused("name-51", "/tag/add", "a name of 51 characters", "10600", kit.Body{"name": long}),
		refused("name-empty", "/tag/add", "no name", "10600", kit.Body{}),
		refused("bad-group", "/tag/add", "a group that is no name", "10613", kit.Body{"name": "gold", "group": "1 group"}),
		refused("group-name-bad", "/tagGroup/add", "a name that is no name", "10600", kit.Body{"name": "1 group", "type": 1}),
		refused("tags-101", "/tagGroup/addToGroup", "101 tags", "10615", kit.Body{"name": "gold", "tagList": many[:101]}),
		refused("oldname-missing", "/tag/update", "no oldName", "10603", kit.Body{"newName": "gold"}),
		refused("newname-missing", "/tag/update", "no newName", "10604", kit.Body{"oldName": "vip"}),
		refused("oldname-bad", "/tag/update", "an oldName that is no name", "10605", kit.Body{"oldName": "1st", "newName": "gold"}),
		refused("newname-bad", "/tag/update", "a newName that is no name", "10606", kit.Body{"oldName": "vip", "newName": "1st"}),
		refused("type-missing", "/tag/addMembers", "no type", "10608", kit.Body{"name": "vip", "ids": []string{unknownID}}),
		refused("type-nine", "/tag/addMembers", "type 9", "10616", kit.Body{"name": "vip", "type": 9, "ids": []string{unknownID}}),
		documented(refused("ids-missing", "/tag/addMembers", "no ids", "10609", kit.Body{"name": "vip", "type": 1})),
		documented(refused("ids-1001", "/tag/addMembers", "1001 ids", "10614", kit.Body{"name": "vip", "type": 1, "ids": many})),
	}
}

// recallCases are about /message/recycle, which one client's code is the only
// source of.
func recallCases() []conformance.Case {
	const source = "one client's source of 2025-26 (github.com/masastack/MASA.MC); aggregators confirm that vivo recalls"
	recycle := func(b *bench, task string, ids []string, changes ...kit.Change) kit.Answer {
		return b.Post("/message/recycle", kit.Body{
			"appId": json.Number(b.App.Credentials["app_id"]), "taskId": task, "userIds": append([]string{}, ids...), "userType": 1,
		}.With(changes...))
	}
	return []conformance.Case{{
		ID: "vivo/recall/recall", Level: conformance.May, Rows: []string{"V49"}, Source: source + "; the rest is " + assumed, Codes: []string{"0"},
		Title:       "a recalled notification disappears",
		Requirement: "An endpoint may offer /message/recycle, and then must answer it with 0 and take the notification off the phone.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p)
			b.WantItems(p, 1)
			b.want(recycle(b, a.ID(), nil), "0")
			b.WantFate(a, p, device.Recalled)
			b.WantItems(p, 0)
		},
	}, {
		ID: "vivo/recall/waiting", Level: conformance.May, Rows: []string{"V49"}, Source: source + "; " + assumed, Codes: []string{"0"},
		Title:       "a recalled message no longer waits",
		Requirement: "An endpoint may offer recall, and then must not deliver a recalled message to a phone that comes online.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := b.send(p)
			b.Settle()
			b.want(recycle(b, a.ID(), nil), "0")
			kit.ChangePhone(t, p, kit.Online)
			b.WantFate(a, p, device.Recalled)
			b.WantItems(p, 0)
		},
	}, {
		ID: "vivo/recall/one-of-two", Level: conformance.May, Source: source, Codes: []string{"0"},
		Title:       "a recall can name phones",
		Requirement: "An endpoint may offer recall for some userIds, and then must leave the others' notifications alone.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			task := b.saved(b.order())
			b.want(b.list(task, kit.Tokens(p, q)), "0")
			b.WantItems(p, 1)
			b.want(recycle(b, task, kit.Tokens(p)), "0")
			b.WantItems(p, 0)
			b.WantItems(q, 1)
		},
	}, {
		ID: "vivo/recall/unknown-task", Level: conformance.May, Source: assumed, Codes: []string{"10152"},
		Title:       "recalling an unknown task is 10152",
		Requirement: "An endpoint may answer the recall of an unknown task with 10152.",
		Run:         func(t *conformance.T) { b := open(t); b.want(recycle(b, "999999999999999999", nil), "10152") },
	}, {
		ID: "vivo/recall/too-late", Level: conformance.May, Source: assumed, Codes: []string{"0", "10152"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "a recall is possible for a day",
		Requirement: "An endpoint may answer a recall more than 24 hours after the send with 10152.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p)
			b.WantItems(p, 1)
			b.Advance(24*time.Hour + time.Minute)
			b.login()
			b.want(recycle(b, a.ID(), nil), "10152")
			b.WantItems(p, 1)
		},
	}, {
		ID: "vivo/recall/user-type", Level: conformance.May, Source: docCodes + " (the text); that the code belongs to this call is inferred: " + assumed, Codes: []string{"10706"},
		Title:       "userType is 1",
		Requirement: "An endpoint may answer a recall with userType 3 with 10706.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p)
			b.Settle()
			b.want(recycle(b, a.ID(), kit.Tokens(p), kit.Set("userType", 3)), "10706")
		},
	}, {
		ID: "vivo/recall/requestid-65", Level: conformance.May, Source: docCodes + " (the text); that the code belongs to this call is inferred: " + assumed, Codes: []string{"10704"},
		Title:       "a requestId over 64 characters is 10704",
		Requirement: "An endpoint may answer a recall with a requestId of 65 characters with 10704.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p)
			b.Settle()
			b.want(recycle(b, a.ID(), kit.Tokens(p), kit.Set("requestId", strings.Repeat("r", 65))), "10704")
		},
	}, {
		ID: "vivo/recall/too-many", Level: conformance.May, Source: docCodes + "; the number is " + assumed, Codes: []string{"10701"},
		Title:       "too many userIds are 10701",
		Requirement: "An endpoint may answer a recall with 1001 userIds with 10701.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p)
			b.Settle()
			ids := make([]string, 1001)
			for i := range ids {
				ids[i] = fmt.Sprintf("888888888888888888%05d", i)
			}
			b.want(recycle(b, a.ID(), ids), "10701")
		},
	}}
}
