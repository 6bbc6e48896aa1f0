package vivo_test

import (
	"net/http"
	"strings"

	"github.com/offpush/offpush/sim/device"
)

// sends is a story of single pushes with these changes, one answer after the other.
func sends(changes ...fields) func(w *world) string {
	return func(w *world) string {
		id := w.Phone("v1", func(p *device.Phone) { p.Alias = "a" })
		said := make([]string, len(changes))
		for i, c := range changes {
			said[i] = w.send(id, c).said()
		}
		return strings.Join(said, " ")
	}
}

// saves is sends for stored bodies.
func saves(changes ...fields) func(w *world) string {
	return func(w *world) string {
		said := make([]string, len(changes))
		for i, c := range changes {
			said[i] = w.post("/message/saveListPayload", w.message(c)).said()
		}
		return strings.Join(said, " ")
	}
}

func chars(n int) string { return strings.Repeat("文", n) }

func targetProofs() []proof {
	alias := func(n int) fields { return fields{"regId": "", "alias": strings.Repeat("a", n)} }
	return []proof{
		{Rule: "VV-VAL-010", Want: "10050", Run: sends(fields{"regId": nil})},
		{Rule: "VV-VAL-040", Want: "10302 10301", Run: sends(alias(70), alias(71))},
		{Rule: "VV-VAL-041", Date: "2024-06-01", Want: "10302 10301", Run: sends(alias(40), alias(41))},
		{Rule: "VV-VAL-042", Date: "2023-06-01", Want: "10302 VV-VAL-042", Run: func(w *world) string {
			id := w.Phone("v1", func(p *device.Phone) { p.Token = "v2-" + strings.Repeat("x", 56) })
			return w.send(id, nil).said() + " " + w.RuleOfCall()
		}},
	}
}

func fieldProofs() []proof {
	title := func(s string) fields { return fields{"title": s} }
	content := func(s string) fields { return fields{"content": s} }
	ttl := func(n any) fields { return fields{"timeToLive": n} }
	return []proof{
		{Rule: "VV-VAL-011", Want: "10051 10051 0", Run: sends(
			fields{"classification": 2, "category": nil}, fields{"classification": "x", "category": nil}, fields{"classification": "1", "category": "IM"})},
		{Rule: "VV-VAL-012", Date: "2023-06-01", Want: "11000", Run: sends(fields{"classification": 2, "category": nil})},
		{Rule: "VV-VAL-013", Want: "10054 10054 10054 0", Run: sends(
			fields{"notifyType": nil}, fields{"notifyType": 0}, fields{"notifyType": 5}, fields{"notifyType": "4"})},
		{Rule: "VV-VAL-014", Want: "10055 10055 10055 0", Run: sends(
			title(""), fields{"title": nil}, title(" \t\u3000"), title(" \u00a0"))},
		{Rule: "VV-VAL-015", Want: "0 10056 0", Run: sends(title(chars(40)), title(chars(40)+"a"), title("😀"+chars(39)))},
		{Rule: "VV-VAL-016", Date: "2024-06-01", Want: "0 10056 0 0", Run: sends(
			title(chars(20)), title(chars(20)+"a"), title(strings.Repeat("ab,", 13)+"a"), title(chars(19)+"😀😀"))},
		{Rule: "VV-VAL-017", Want: "10057 10057", Run: sends(content(""), content("\n "))},
		{Rule: "VV-VAL-018", Want: "0 10058", Run: sends(content(chars(100)), content(chars(101)))},
		{Rule: "VV-VAL-019", Date: "2024-06-01", Want: "0 10058", Run: sends(content(chars(50)), content(chars(51)))},
		{Rule: "VV-VAL-020", Want: "10059 0 10059 10059", Run: sends(ttl(59), ttl(60), ttl(-1), ttl("soon"))},
		{Rule: "VV-VAL-021", Want: "10059 0", Run: saves(ttl(899), ttl(900))},
		{Rule: "VV-VAL-022", Date: "2023-06-01", Want: "0 10059", Run: sends(ttl(604800), ttl(604801))},
		{Rule: "VV-VAL-033", Want: "10065 10065 0 0", Run: sends(
			fields{"networkType": 0}, fields{"networkType": 2}, fields{"networkType": "-1"}, fields{"networkType": nil})},
		{Rule: "VV-VAL-037", Want: "10095 10095 0", Run: sends(
			fields{"notifyId": 0}, fields{"notifyId": 2147483648}, fields{"notifyId": 2147483647})},
		{Rule: "VV-VAL-047", Want: "10352", Run: sends(fields{"requestId": nil})},
		{Rule: "VV-VAL-048", Want: "0 10353", Run: sends(
			fields{"requestId": strings.Repeat("r", 64)}, fields{"requestId": strings.Repeat("r", 65)})},
	}
}

func skipProofs() []proof {
	skip := func(kind any, n int) fields {
		return fields{"skipType": kind, "skipContent": strings.Repeat("x", n)}
	}
	old := "2025-06-01"
	return []proof{
		{Rule: "VV-VAL-023", Want: "10060 10060", Run: sends(skip(nil, 0), skip(5, 1))},
		{Rule: "VV-VAL-024", Want: "10061", Run: sends(skip(2, 0))},
		{Rule: "VV-VAL-025", Want: "0 10062", Run: sends(skip(2, 2048), skip(2, 2049))},
		{Rule: "VV-VAL-026", Date: old, Want: "0 10062", Run: sends(skip(2, 1000), skip(2, 1001))},
		{Rule: "VV-VAL-027", Want: "10063", Run: sends(skip(3, 0))},
		{Rule: "VV-VAL-028", Want: "0 10064", Run: sends(skip(3, 2048), skip(3, 2049))},
		{Rule: "VV-VAL-029", Date: old, Want: "0 10064", Run: sends(skip(3, 1024), skip(3, 1025))},
		{Rule: "VV-VAL-030", Want: "10068", Run: sends(skip(4, 0))},
		{Rule: "VV-VAL-031", Want: "0 10069", Run: sends(skip(4, 2048), skip(4, 2049))},
		{Rule: "VV-VAL-032", Date: old, Want: "0 10069", Run: sends(skip(4, 1024), skip(4, 1025))},
	}
}

func optionProofs() []proof {
	custom := func(m any) fields { return fields{"clientCustomMap": m} }
	pairs := func(n int) fields {
		m := fields{}
		for i := range n {
			m[strings.Repeat("k", i+1)] = "v"
		}
		return m
	}
	extra := func(key string, n int) fields { return fields{"extra": fields{key: strings.Repeat("x", n)}} }
	old := "2025-06-01"
	return []proof{
		{Rule: "VV-VAL-034", Date: old, Want: "0 10066", Run: sends(custom(pairs(10)), custom(pairs(11)))},
		{Rule: "VV-VAL-035", Want: "0 10067 10067 10067 0", Run: sends(
			custom(fields{"k": strings.Repeat("x", 1023)}), custom(fields{"k": strings.Repeat("x", 1024)}),
			custom(fields{"k": 1}), custom([]int{1}), custom(fields{}))},
		{Rule: "VV-VAL-036", Want: "0 10092", Run: sends(
			fields{"profileId": strings.Repeat("u", 64)}, fields{"profileId": strings.Repeat("u", 65)})},
		{Rule: "VV-VAL-043", Want: "10304 10304 0", Run: sends(
			extra("foo", 1), fields{"extra": "x"}, extra("callback.id", 200))},
		{Rule: "VV-VAL-044", Want: "0 10305", Run: sends(extra("callback", 128), extra("callback", 129))},
		{Rule: "VV-VAL-045", Want: "0 10306", Run: sends(extra("callback.param", 192), extra("callback.param", 193))},
		{Rule: "VV-VAL-046", Date: old, Want: "0 10306", Run: sends(extra("callback.param", 64), extra("callback.param", 65))},
	}
}

// pushList saves a body and pushes it to the ids.
func (w *world) pushList(more fields, ids ...string) reply {
	saved := w.post("/message/saveListPayload", w.message(nil))
	return w.list(saved.Task, more, ids...)
}

func (w *world) list(task string, more fields, ids ...string) reply {
	w.next++
	m := fields{"regIds": ids, "taskId": task, "requestId": "l-" + strings.Repeat("1", w.next)}
	for k, v := range more {
		m[k] = v
	}
	return w.post("/message/pushToList", m)
}

func many(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = strings.Repeat("0", 20) + "1"
	}
	return ids
}

func listProofs() []proof {
	return []proof{
		{Rule: "VV-VAL-050", Want: "10150", Run: func(w *world) string { return w.pushList(nil).said() }},
		{Rule: "VV-VAL-051", Want: "10151", Run: func(w *world) string { return w.list("", nil, w.Phone("v1"), w.Phone("v2")).said() }},
		{Rule: "VV-VAL-052", Want: "10152", Run: func(w *world) string { return w.list("1", nil, w.Phone("v1"), w.Phone("v2")).said() }},
		{Rule: "VV-VAL-052", Want: "10152", Run: func(w *world) string { // a task that is no stored body
			a, b := w.Phone("v1"), w.Phone("v2")
			return w.list(w.send(a, nil).Task, nil, a, b).said()
		}},
		{Rule: "VV-VAL-053", Want: "10153 0 0 10153", Run: func(w *world) string {
			a, b := w.Phone("v1"), w.Phone("v2")
			return w.pushList(nil, a).said() + " " + w.pushList(nil, a, b).said() + " " +
				w.pushList(nil, append(many(999), a)...).said() + " " + w.pushList(nil, append(many(1000), a)...).said()
		}},
		{Rule: "VV-VAL-054", Want: "10154", Run: func(w *world) string {
			w.Phone("v1", func(p *device.Phone) { p.Alias = "a" })
			return w.pushList(fields{"aliases": []string{"a"}}).said()
		}},
		{Rule: "VV-VAL-055", Want: "0 10155", Run: func(w *world) string {
			a, b := w.Phone("v1"), w.Phone("v2")
			saved := w.post("/message/saveListPayload", w.message(fields{"timeToLive": 900}))
			first := w.list(saved.Task, nil, a, b).said()
			w.Pass(900e9)
			return first + " " + w.list(saved.Task, nil, a, b).said()
		}},
	}
}

func queryProofs() []proof {
	stats := func(ids string) func(w *world) string {
		return func(w *world) string { return w.get("/report/getStatistics?taskIds=" + ids).said() }
	}
	check := func(body fields) func(w *world) string {
		return func(w *world) string { return w.post("/invalidUser/check", body).said() }
	}
	return []proof{
		{Rule: "VV-VAL-060", Want: "10471", Run: stats(strings.Repeat("1,", 100) + "1")},
		{Rule: "VV-VAL-061", Want: "10472", Run: stats("[1,2]")},
		{Rule: "VV-VAL-062", Want: "10473", Run: stats("")},
		{Rule: "VV-VAL-063", Want: "10700", Run: check(fields{"userType": 1, "userIds": []string{}})},
		{Rule: "VV-VAL-064", Want: "10701", Run: check(fields{"userType": 1, "userIds": many(1001)})},
		{Rule: "VV-VAL-065", Want: "10704", Run: check(fields{"userType": 1, "userIds": many(1), "requestId": strings.Repeat("r", 65)})},
		{Rule: "VV-VAL-066", Want: "10706", Run: check(fields{"userType": 2, "userIds": many(1)})},
		{Rule: "VV-VAL-066", Want: "10706", Run: check(fields{"userIds": many(1)})},
		{Rule: "VV-VAL-056", Want: "10152", Run: func(w *world) string {
			return w.post("/message/recycle", fields{"taskId": "1", "userType": 1}).said()
		}},
		{Rule: "VV-VAL-057", Want: "10152", Run: func(w *world) string {
			task := w.send(w.Phone("v1"), nil).Task
			w.Pass(25 * 3600e9)
			w.token = w.login()
			return w.post("/message/recycle", fields{"taskId": task, "userType": 1}).said()
		}},
	}
}

func tagProofs() []proof {
	call := func(path string, body fields) func(w *world) string {
		return func(w *world) string { return w.do(http.MethodPost, path, w.token, encode(body)).said() }
	}
	members := func(more fields) fields {
		m := fields{"name": "sz", "type": 1, "ids": []string{"1"}}
		for k, v := range more {
			m[k] = v
		}
		return m
	}
	return []proof{
		{Rule: "VV-VAL-070", Want: "10600", Run: call("/tag/add", fields{"name": "1st"})},
		{Rule: "VV-VAL-070", Want: "10600", Run: call("/tagGroup/addToGroup", fields{"tagList": many(1)})},
		{Rule: "VV-VAL-071", Want: "10603", Run: call("/tag/update", fields{"newName": "b"})},
		{Rule: "VV-VAL-072", Want: "10604", Run: call("/tag/update", fields{"oldName": "a"})},
		{Rule: "VV-VAL-073", Want: "10605", Run: call("/tag/update", fields{"oldName": "a b", "newName": "b"})},
		{Rule: "VV-VAL-074", Want: "10606", Run: call("/tagGroup/update", fields{"oldName": "a", "newName": strings.Repeat("n", 51)})},
		{Rule: "VV-VAL-075", Want: "10608", Run: call("/tag/addMembers", members(fields{"type": nil}))},
		{Rule: "VV-VAL-076", Want: "10609", Run: call("/tag/removeMembers", members(fields{"ids": []string{}}))},
		{Rule: "VV-VAL-077", Want: "10613", Run: call("/tag/add", fields{"name": "a", "group": "a-b"})},
		{Rule: "VV-VAL-078", Want: "10614", Run: call("/tag/addMembers", members(fields{"ids": many(1001)}))},
		{Rule: "VV-VAL-079", Want: "10615", Run: call("/tagGroup/addToGroup", fields{"name": "g", "tagList": many(101)})},
		{Rule: "VV-VAL-080", Want: "10616", Run: call("/tag/addMembers", members(fields{"type": 9}))},
		{Rule: "VV-VAL-080", Want: "10616", Run: call("/tagGroup/add", fields{"name": "g", "type": 0})},
	}
}
