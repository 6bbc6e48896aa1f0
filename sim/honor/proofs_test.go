package honor_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/honor"
)

type proof = endpointtest.Proof[*world, setup]

func TestEveryRuleBites(t *testing.T) {
	t.Parallel()
	endpointtest.Proofs(t, honor.New().Rules(), open, slices.Concat(
		loginProofs(), accessProofs(), headerProofs(), bodyProofs(), messageProofs(), rightProofs(),
		targetProofs(), classProofs(), arriveProofs(), sleepProofs(), presentProofs(),
	))
}

// sends is a story of one message to one phone; what counts is the answer.
func sends(m fields) func(w *world) string {
	return func(w *world) string { return w.send(m, w.Phone("p1")).said() }
}

// lands is a story of one message; what counts is what became of it.
func lands(m fields, changes ...func(p *device.Phone)) func(w *world) string {
	return func(w *world) string {
		said := w.send(m, w.Phone("p1", changes...)).said()
		return said + " " + w.Fate()
	}
}

// with sets a flag of the app first.
func with(flag, value string, run func(w *world) string) func(w *world) string {
	return func(w *world) string {
		w.Flag(flag, value)
		return run(w)
	}
}

// headed changes the headers first.
func headed(name, value string, run func(w *world) string) func(w *world) string {
	return func(w *world) string {
		w.header = func(h http.Header) {
			if h.Del(name); value != "" {
				h.Set(name, value)
			}
		}
		return run(w)
	}
}

func plain(s *endpointtest.Setup) { s.App.Rights = nil }

func loginProofs() []proof {
	login := func(name, value string) func(w *world) string {
		return func(w *world) string { return w.login(map[string]string{name: value}).said() }
	}
	return []proof{
		{Rule: "HN-VAL-001", Want: "404 404", Run: func(w *world) string { return w.post("/v1/1/messages:send", "{}").said() }},
		{Rule: "HN-VAL-002", Want: "500 500", Run: func(w *world) string {
			return w.do(http.MethodGet, w.path(), http.Header{}, "").said()
		}},
		{Rule: "HN-AUT-001", Want: "400 unsupported_grant_type", Run: login("grant_type", "password")},
		{Rule: "HN-AUT-002", Want: "401 unauthorized_client", Run: func(w *world) string {
			return w.login(map[string]string{"client_id": w.App.Credentials["app_id"]}).said()
		}},
		{Rule: "HN-AUT-003", Want: "401 unauthorized_client", Run: login("client_secret", "wrong")},
		{Rule: "HN-AUT-004", Want: "200 token 3600", Run: login("", "")},
	}
}

func accessProofs() []proof {
	other := func(w *world) string {
		app := w.AddApp(sim.AppSpec{ID: "other"})
		return w.Endpoint.MintAccess(7, app.ID, 1)
	}
	return []proof{
		{Rule: "HN-AUT-010", Want: "HN-AUT-010", Run: headed("Authorization", "", func(w *world) string {
			w.send(nil, w.Phone("p1"))
			return w.RuleOfCall()
		})},
		{Rule: "HN-AUT-011", Want: "403 403", Run: func(w *world) string {
			return headed("Authorization", w.token, sends(nil))(w)
		}},
		{Rule: "HN-AUT-012", Want: "403 403", Run: func(w *world) string {
			return headed("Authorization", "Bearer "+other(w), sends(nil))(w)
		}},
		{Rule: "HN-AUT-013", Want: "403 403", Run: func(w *world) string {
			w.Pass(time.Hour + time.Second)
			return sends(nil)(w)
		}},
		{Rule: "HN-VAL-003", Want: "500 500", Run: with("server_error", "500", sends(nil))},
		{Rule: "HN-VAL-004", Want: "502 502", Run: with("server_error", "502", sends(nil))},
		{Rule: "HN-RTE-001", Want: "200 200 503 503", Run: func(w *world) string {
			w.Limit("speed", 1)
			a, b := w.Phone("p1"), w.Phone("p2")
			return w.send(nil, a).said() + " " + w.send(nil, b).said()
		}},
	}
}

func headerProofs() []proof {
	stamp := func(off time.Duration) func(w *world) string {
		return func(w *world) string {
			return headed("Timestamp", strconv.FormatInt(w.Now().Add(off).UnixMilli(), 10), sends(nil))(w)
		}
	}
	return []proof{
		{Rule: "HN-VAL-010", Want: "400 10001", Run: headed("Timestamp", "", sends(nil))},
		{Rule: "HN-APP-001", Want: "400 10205", Run: func(w *world) string {
			return w.post("/api/v1/104400000/sendMessage", message(nil, w.Phone("p1"))).said()
		}},
		{Rule: "HN-VAL-011", Want: "400 10207", Run: stamp(-11 * time.Minute)},
		{Rule: "HN-VAL-011", Want: "400 10207", Run: stamp(11 * time.Minute)},
		{Rule: "HN-VAL-011", Want: "400 10207", Run: func(w *world) string { // seconds
			return headed("Timestamp", strconv.FormatInt(w.Now().Unix(), 10), sends(nil))(w)
		}},
		{Rule: "HN-VAL-011", Want: "400 10207", Run: headed("Timestamp", "now", sends(nil))},
	}
}

func bodyProofs() []proof {
	return []proof{
		{Rule: "HN-VAL-012", Want: "500 500", Run: func(w *world) string { return w.post(w.path(), "[1]").said() }},
		{Rule: "HN-VAL-013", Want: "400 10300", Run: func(w *world) string { return w.send(nil).said() }},
		{Rule: "HN-VAL-013", Want: "400 10300", Run: func(w *world) string {
			return w.post(w.path(), `{"message":`+message(nil, w.Phone("p1"))+`}`).said()
		}},
		{Rule: "HN-VAL-014", Want: "400 80300010", Run: func(w *world) string {
			w.Phone("p1")
			return w.send(nil, many(1001)...).said()
		}},
		{Rule: "HN-VAL-014", Want: "400 80300010", Run: func(w *world) string { // more than a second's, too
			w.Phone("p1")
			return w.send(nil, many(3001)...).said()
		}},
		{Rule: "HN-VAL-015", Want: "400 80300006", Run: func(w *world) string {
			a := w.Phone("p1")
			return w.send(nil, a, a).said()
		}},
		{Rule: "HN-VAL-016", Want: "400 80300008", Run: func(w *world) string { // longer than is read
			h := http.Header{"Authorization": {"Bearer " + w.token}, "Timestamp": {strconv.FormatInt(w.Now().UnixMilli(), 10)}}
			got := w.Do(&sim.Request{Method: http.MethodPost, Path: w.path(), Header: h, Body: []byte(`{"token":["a`), Truncated: true, Site: "honor"})
			a := reply{Status: got.Status}
			got.Into(w.T, &a)
			return a.said()
		}},
		{Rule: "HN-VAL-016", Want: "400 80300008", Run: sends(fields{notice + "body": strings.Repeat("字", 1400)})},
	}
}

func many(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("BAEAAAAAB.none%06d", i)
	}
	return list
}

func messageProofs() []proof {
	form := func(rule string, m fields) proof { return proof{Rule: rule, Want: "400 80100003", Run: sends(m)} }
	button := func(change fields) fields {
		b := fields{"name": "看看", "actionType": 0}
		for k, v := range change {
			b[k] = v
		}
		return fields{notice + "buttons": []any{b}}
	}
	big := func(title string) fields {
		return fields{notice + "style": 1, notice + "bigTitle": title, notice + "bigBody": "晚上一起吃饭吗？"}
	}
	four := fields{"name": "x", "actionType": 0}
	return []proof{
		form("HN-VAL-020", fields{notice + "notifyId": "7"}),
		form("HN-VAL-020", fields{android + "ttl": 60}),
		form("HN-VAL-020", fields{notice + "buttons": fields{"name": "x", "actionType": 0}}),
		form("HN-VAL-021", dataOnly(fields{"data": ""})),
		form("HN-VAL-022", fields{notice + "title": ""}),
		form("HN-VAL-022", fields{notice + "body": nil}),
		form("HN-VAL-023", fields{notice + "clickAction": nil, notice + "click_action": fields{"type": 3}}),
		form("HN-VAL-024", fields{notice + "clickAction": fields{}}),
		form("HN-VAL-024", fields{notice + "clickAction": fields{"type": 1}}),
		form("HN-VAL-024", fields{notice + "clickAction": fields{"type": 2}}),
		form("HN-VAL-045", fields{notice + "clickAction": fields{"type": 4}}),
		form("HN-VAL-045", fields{notice + "clickAction": fields{"type": 2, "url": "http://example.com"}}),
		form("HN-VAL-025", fields{"data": "{'a':'b'}"}),
		form("HN-VAL-046", big("别的")),
		form("HN-VAL-030", fields{notice + "style": 1}),
		form("HN-VAL-046", fields{notice + "style": 3}),
		form("HN-VAL-031", fields{notice + "image": "http://m.example.com/p.png"}),
		form("HN-VAL-032", fields{notice + "when": "2026-10-02 15:01"}),
		form("HN-VAL-033", fields{notice + "badge": fields{"addNum": 100}}),
		form("HN-VAL-033", fields{notice + "badge": fields{"setNum": -1}}),
		form("HN-VAL-034", fields{notice + "buttons": []any{four, four, four, four}}),
		form("HN-VAL-034", button(fields{"name": strings.Repeat("字", 41)})),
		form("HN-VAL-034", button(fields{"actionType": 3})),
		form("HN-VAL-034", button(fields{"actionType": 1, "intentType": 2})),
		form("HN-VAL-047", button(fields{"actionType": 1})),
		form("HN-VAL-034", button(fields{"data": strings.Repeat("d", 1025)})),
		form("HN-VAL-040", fields{notice + "importance": "HIGH"}),
		form("HN-VAL-041", fields{android + "targetUserType": 2}),
		form("HN-VAL-042", fields{android + "ttl": "60"}),
		form("HN-VAL-043", fields{android + "ttl": "1296001s"}),
	}
}

func rightProofs() []proof {
	image := fields{notice + "image": "https://m.example.com/p.png"}
	return []proof{
		{Rule: "HN-APP-002", World: plain, Want: "400 80200022", Run: with("ungranted_normal", "refuse", sends(nil))},
		{Rule: "HN-FLT-010", Want: "400 80200050", Run: sends(low(image))},
		{Rule: "HN-FLT-010", Want: "400 80200050", Run: sends(fields{notice + "importance": nil, notice + "image": "https://m.example.com/p.png"})},
		{Rule: "HN-VAL-044", World: mailed(&endpointtest.Mailbox{}), Want: "400 80200020", Run: sends(fields{android + "receiptId": "r9"})},
		{Rule: "HN-FLT-011", Want: "400 80200056", Run: sends(fields{notice + "body": "诚招兼职，代开发票"})},
	}
}

func targetProofs() []proof {
	gone := func(p *device.Phone) { p.Installed = false }
	return []proof{
		{Rule: "HN-FLT-001", Want: "200 80100000 fail 1 expire 0", Run: func(w *world) string {
			return w.send(nil, w.Phone("p1"), "TX").lists()
		}},
		{Rule: "HN-FLT-002", Want: "200 200 fail 0 expire 1", Run: func(w *world) string {
			return w.send(nil, w.Phone("p1"), w.Phone("p2", flags("token_state", "expired"))).lists()
		}},
		{Rule: "HN-FLT-003", Want: "200 200 fail 0 expire 0, 200 200 fail 0 expire 1", Run: func(w *world) string {
			a, b := w.Phone("p1"), w.Phone("p2", gone)
			first := w.send(nil, a, b).lists()
			w.Settle()
			return first + ", " + w.send(nil, a, b).lists()
		}},
		{Rule: "HN-FLT-004", Want: "400 80300007 fail 1 expire 0", Run: func(w *world) string { return w.send(nil, "TX").lists() }},
		{Rule: "HN-FLT-005", Want: "200 80100000 fail 1 expire 1", Run: func(w *world) string {
			return w.send(nil, w.Phone("p1"), "TX", w.Phone("p2", flags("token_state", "expired"))).lists()
		}},
		{Rule: "HN-QTA-001", Want: "200 200 400 80200047", Run: func(w *world) string {
			w.Limit("test", 1)
			a := w.Phone("p1")
			test := fields{android + "targetUserType": 1}
			return w.send(test, a).said() + " " + w.send(test, a).said()
		}},
	}
}

func classProofs() []proof {
	granted := func(m fields) func(w *world) string {
		return func(w *world) string {
			w.send(m, w.Phone("p1"))
			w.Settle()
			return string(w.Last().Granted)
		}
	}
	return []proof{
		{Rule: "HN-CLS-001", World: plain, Want: "marketing", Run: granted(nil)},
		{Rule: "HN-CLS-002", Want: "marketing", Run: granted(fields{notice + "importance": nil})},
		{Rule: "HN-CLS-003", Date: "2024-12-31", World: plain, Want: "marketing", Run: granted(fields{notice + "body": "全场满减，低至五折"})},
		{Rule: "HN-CLS-003", Date: "2024-12-31", World: plain, Want: "transactional", Run: granted(fields{notice + "importance": nil})},
		{Rule: "HN-DLV-001", Want: "held then expired", Run: func(w *world) string {
			w.send(nil, w.Phone("p1", func(p *device.Phone) { p.Offline = true }))
			w.Settle()
			before := string(w.Last().Fate.State)
			w.Pass(23 * time.Hour)
			if w.Last().Fate.State != device.Held {
				return "not held for 23 hours"
			}
			w.Pass(2 * time.Hour)
			return before + " then " + string(w.Last().Fate.State)
		}},
	}
}
