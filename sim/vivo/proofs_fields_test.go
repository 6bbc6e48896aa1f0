package vivo_test

import (
	"net/http"
	"strings"

	"github.com/offpush/offpush/sim/device"
)

// sends is a story of single pushes with these changes, one answer after the other.
func sends(changes ...fields) func(w *world) string {
	return func(w *world) string {
		id := w.phone("v1", func(p *device.Phone) { p.Alias = "a" })
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
		{rule: "VV-VAL-010", want: "10050", run: sends(fields{"regId": nil})},
		{rule: "VV-VAL-040", want: "10302 10301", run: sends(alias(70), alias(71))},
		{rule: "VV-VAL-041", date: "2024-06-01", want: "10302 10301", run: sends(alias(40), alias(41))},
		{rule: "VV-VAL-042", date: "2023-06-01", want: "10302 VV-VAL-042", run: func(w *world) string {
			id := w.phone("v1", func(p *device.Phone) { p.Token = "v2-" + strings.Repeat("x", 56) })
			return w.send(id, nil).said() + " " + w.ruleOfCall()
		}},
	}
}

func fieldProofs() []proof {
	title := func(s string) fields { return fields{"title": s} }
	content := func(s string) fields { return fields{"content": s} }
	ttl := func(n any) fields { return fields{"timeToLive": n} }
	return []proof{
		{rule: "VV-VAL-011", want: "10051 10051 0", run: sends(
			fields{"classification": 2, "category": nil}, fields{"classification": "x", "category": nil}, fields{"classification": "1", "category": "IM"})},
		{rule: "VV-VAL-012", date: "2023-06-01", want: "11000", run: sends(fields{"classification": 2, "category": nil})},
		{rule: "VV-VAL-013", want: "10054 10054 10054 0", run: sends(
			fields{"notifyType": nil}, fields{"notifyType": 0}, fields{"notifyType": 5}, fields{"notifyType": "4"})},
		{rule: "VV-VAL-014", want: "10055 10055", run: sends(title(""), fields{"title": nil})},
		{rule: "VV-VAL-015", want: "0 10056 0", run: sends(title(chars(40)), title(chars(40)+"a"), title("😀"+chars(39)))},
		{rule: "VV-VAL-016", date: "2024-06-01", want: "0 10056 0 0", run: sends(
			title(chars(20)), title(chars(20)+"a"), title(strings.Repeat("ab,", 13)+"a"), title(chars(19)+"😀😀"))},
		{rule: "VV-VAL-017", want: "10057", run: sends(content(""))},
		{rule: "VV-VAL-018", want: "0 10058", run: sends(content(chars(100)), content(chars(101)))},
		{rule: "VV-VAL-019", date: "2024-06-01", want: "0 10058", run: sends(content(chars(50)), content(chars(51)))},
		{rule: "VV-VAL-020", want: "10059 0 10059 10059", run: sends(ttl(59), ttl(60), ttl(-1), ttl("soon"))},
		{rule: "VV-VAL-021", want: "10059 0", run: saves(ttl(899), ttl(900))},
		{rule: "VV-VAL-022", date: "2023-06-01", want: "0 10059", run: sends(ttl(604800), ttl(604801))},
		{rule: "VV-VAL-033", want: "10065 10065 0 0", run: sends(
			fields{"networkType": 0}, fields{"networkType": 2}, fields{"networkType": "-1"}, fields{"networkType": nil})},
		{rule: "VV-VAL-037", want: "10095 10095 0", run: sends(
			fields{"notifyId": 0}, fields{"notifyId": 2147483648}, fields{"notifyId": 2147483647})},
		{rule: "VV-VAL-047", want: "10352", run: sends(fields{"requestId": nil})},
		{rule: "VV-VAL-048", want: "0 10353", run: sends(
			fields{"requestId": strings.Repeat("r", 64)}, fields{"requestId": strings.Repeat("r", 65)})},
	}
}

func skipProofs() []proof {
	skip := func(kind any, n int) fields {
		return fields{"skipType": kind, "skipContent": strings.Repeat("x", n)}
	}
	old := "2025-06-01"
	return []proof{
		{rule: "VV-VAL-023", want: "10060 10060", run: sends(skip(nil, 0), skip(5, 1))},
		{rule: "VV-VAL-024", want: "10061", run: sends(skip(2, 0))},
		{rule: "VV-VAL-025", want: "0 10062", run: sends(skip(2, 2048), skip(2, 2049))},
		{rule: "VV-VAL-026", date: old, want: "0 10062", run: sends(skip(2, 1000), skip(2, 1001))},
		{rule: "VV-VAL-027", want: "10063", run: sends(skip(3, 0))},
		{rule: "VV-VAL-028", want: "0 10064", run: sends(skip(3, 2048), skip(3, 2049))},
		{rule: "VV-VAL-029", date: old, want: "0 10064", run: sends(skip(3, 1024), skip(3, 1025))},
		{rule: "VV-VAL-030", want: "10068", run: sends(skip(4, 0))},
		{rule: "VV-VAL-031", want: "0 10069", run: sends(skip(4, 2048), skip(4, 2049))},
		{rule: "VV-VAL-032", date: old, want: "0 10069", run: sends(skip(4, 1024), skip(4, 1025))},
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
		{rule: "VV-VAL-034", date: old, want: "0 10066", run: sends(custom(pairs(10)), custom(pairs(11)))},
		{rule: "VV-VAL-035", want: "0 10067 10067 10067 0", run: sends(
			custom(fields{"k": strings.Repeat("x", 1023)}), custom(fields{"k": strings.Repeat("x", 1024)}),
			custom(fields{"k": 1}), custom([]int{1}), custom(fields{}))},
		{rule: "VV-VAL-036", want: "0 10092", run: sends(
			fields{"profileId": strings.Repeat("u", 64)}, fields{"profileId": strings.Repeat("u", 65)})},
		{rule: "VV-VAL-043", want: "10304 10304 0", run: sends(
			extra("foo", 1), fields{"extra": "x"}, extra("callback.id", 200))},
		{rule: "VV-VAL-044", want: "0 10305", run: sends(extra("callback", 128), extra("callback", 129))},
		{rule: "VV-VAL-045", want: "0 10306", run: sends(extra("callback.param", 192), extra("callback.param", 193))},
		{rule: "VV-VAL-046", date: old, want: "0 10306", run: sends(extra("callback.param", 64), extra("callback.param", 65))},
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
		{rule: "VV-VAL-050", want: "10150", run: func(w *world) string { return w.pushList(nil).said() }},
		{rule: "VV-VAL-051", want: "10151", run: func(w *world) string { return w.list("", nil, w.phone("v1"), w.phone("v2")).said() }},
		{rule: "VV-VAL-052", want: "10152", run: func(w *world) string { return w.list("1", nil, w.phone("v1"), w.phone("v2")).said() }},
		{rule: "VV-VAL-052", want: "10152", run: func(w *world) string { // a task that is no stored body
			a, b := w.phone("v1"), w.phone("v2")
			return w.list(w.send(a, nil).Task, nil, a, b).said()
		}},
		{rule: "VV-VAL-053", want: "10153 0 0 10153", run: func(w *world) string {
			a, b := w.phone("v1"), w.phone("v2")
			return w.pushList(nil, a).said() + " " + w.pushList(nil, a, b).said() + " " +
				w.pushList(nil, append(many(999), a)...).said() + " " + w.pushList(nil, append(many(1000), a)...).said()
		}},
		{rule: "VV-VAL-054", want: "10154", run: func(w *world) string {
			w.phone("v1", func(p *device.Phone) { p.Alias = "a" })
			return w.pushList(fields{"aliases": []string{"a"}}).said()
		}},
		{rule: "VV-VAL-055", want: "0 10155", run: func(w *world) string {
			a, b := w.phone("v1"), w.phone("v2")
			saved := w.post("/message/saveListPayload", w.message(fields{"timeToLive": 900}))
			first := w.list(saved.Task, nil, a, b).said()
			w.pass(900e9)
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
		{rule: "VV-VAL-060", want: "10471", run: stats(strings.Repeat("1,", 100) + "1")},
		{rule: "VV-VAL-061", want: "10472", run: stats("[1,2]")},
		{rule: "VV-VAL-062", want: "10473", run: stats("")},
		{rule: "VV-VAL-063", want: "10700", run: check(fields{"userType": 1, "userIds": []string{}})},
		{rule: "VV-VAL-064", want: "10701", run: check(fields{"userType": 1, "userIds": many(1001)})},
		{rule: "VV-VAL-065", want: "10704", run: check(fields{"userType": 1, "userIds": many(1), "requestId": strings.Repeat("r", 65)})},
		{rule: "VV-VAL-066", want: "10706", run: check(fields{"userType": 2, "userIds": many(1)})},
		{rule: "VV-VAL-066", want: "10706", run: check(fields{"userIds": many(1)})},
		{rule: "VV-VAL-056", want: "10152", run: func(w *world) string {
			return w.post("/message/recycle", fields{"taskId": "1", "userType": 1}).said()
		}},
		{rule: "VV-VAL-057", want: "10152", run: func(w *world) string {
			task := w.send(w.phone("v1"), nil).Task
			w.pass(25 * 3600e9)
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
		{rule: "VV-VAL-070", want: "10600", run: call("/tag/add", fields{"name": "1st"})},
		{rule: "VV-VAL-071", want: "10603", run: call("/tag/update", fields{"newName": "b"})},
		{rule: "VV-VAL-072", want: "10604", run: call("/tag/update", fields{"oldName": "a"})},
		{rule: "VV-VAL-073", want: "10605", run: call("/tag/update", fields{"oldName": "a b", "newName": "b"})},
		{rule: "VV-VAL-074", want: "10606", run: call("/tagGroup/update", fields{"oldName": "a", "newName": strings.Repeat("n", 51)})},
		{rule: "VV-VAL-075", want: "10608", run: call("/tag/addMembers", members(fields{"type": nil}))},
		{rule: "VV-VAL-076", want: "10609", run: call("/tag/removeMembers", members(fields{"ids": []string{}}))},
		{rule: "VV-VAL-077", want: "10613", run: call("/tagGroup/add", fields{"group": "a-b"})},
		{rule: "VV-VAL-078", want: "10614", run: call("/tag/addMembers", members(fields{"ids": many(1001)}))},
		{rule: "VV-VAL-079", want: "10615", run: call("/tagGroup/addToGroup", fields{"group": "g", "tags": many(101)})},
	}
}
