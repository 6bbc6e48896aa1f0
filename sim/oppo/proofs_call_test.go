package oppo_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim/device"
)

func callProofs() []proof {
	ask := func(method, path string) func(w *world) string {
		return func(w *world) string {
			a := w.request(method, path, formHeader(), "auth_token="+w.token)
			return strings.TrimSpace(strconv.Itoa(a.Status) + " " + a.said())
		}
	}
	charset := func(w *world) string {
		h := http.Header{"Content-Type": {"application/x-www-form-urlencoded; charset=GBK"}}
		form := url.Values{"auth_token": {w.token}, "message": {text(message(w.Phone("p1"), nil))}}
		return w.request(http.MethodPost, unicast, h, form.Encode()).said()
	}
	abroad := func(w *world) string {
		w.site = "oppo-overseas"
		w.token = w.login(nil).Data.Token
		return w.upload("small_picture", "p.png", 9, "60").said()
	}
	fast := func(w *world) string {
		a, b := w.Phone("p1"), w.Phone("p2")
		return w.send(a, nil).said() + " " + w.batch(message(a, nil), message(b, nil)).said()
	}
	return []proof{
		{Rule: "OP-VAL-001", Want: "404 20", Run: ask(http.MethodPost, push+"recall")},
		{Rule: "OP-VAL-002", Want: "200 12", Run: ask(http.MethodGet, unicast)},
		{Rule: "OP-VAL-003", Want: "25", Run: charset},
		{Rule: "OP-VAL-003", Want: "25", Run: func(w *world) string {
			form := url.Values{"auth_token": {w.token}, "message": {`{"target_type":2,"target_value":"` + w.Phone("p1") + `","notification":{"title":"` + "\xc4\xe3" + `","content":"x"}}`}}
			return w.request(http.MethodPost, unicast, formHeader(), form.Encode()).said()
		}},
		{Rule: "OP-APP-001", Want: "26", Run: with("ip", "blocked", sends(nil))},
		{Rule: "OP-APP-002", Want: "28", Run: with("standing", "disabled", sends(nil))},
		{Rule: "OP-APP-002", Want: "28", Run: with("standing", "disabled", func(w *world) string { return w.login(nil).said() })},
		{Rule: "OP-APP-003", Want: "30", Run: with("standing", "in_review", sends(nil))},
		{Rule: "OP-APP-003", Want: "30", Run: with("standing", "not_opened", sends(nil))},
		{Rule: "OP-APP-004", Want: "27", Run: abroad},
		{Rule: "OP-RTE-001", Want: "-1", Run: with("server", "unavailable", sends(nil))},
		{Rule: "OP-RTE-002", Want: "-2", Run: with("server", "flow_control", sends(nil))},
		{Rule: "OP-RTE-003", Want: "13", Run: with("server", "call_limited", sends(nil))},
		{Rule: "OP-RTE-004", Want: "69", Run: with("server", "global_limit", sends(nil))},
		{Rule: "OP-RTE-005", Want: "0 55", Run: limited("speed", 2, fast)},
		{Rule: "OP-RTE-006", Want: "0 13", Run: limited("auth", 1, func(w *world) string {
			return w.login(nil).said() + " " + w.login(nil).said()
		})},
	}
}

func loginProofs() []proof {
	login := func(name, value string) func(w *world) string {
		return func(w *world) string { return w.login(map[string]string{name: value}).said() }
	}
	return []proof{
		{Rule: "OP-AUT-001", Want: "15", Run: login("app_key", "")},
		{Rule: "OP-AUT-002", Want: "17", Run: login("sign", "")},
		{Rule: "OP-AUT-003", Want: "18", Run: login("timestamp", "")},
		{Rule: "OP-AUT-004", Want: "14", Run: login("app_key", "00000000000000000000000000000000")},
		{Rule: "OP-AUT-005", Want: "19", Run: func(w *world) string { return w.login(shift(w, -600_001)).said() }},
		{Rule: "OP-AUT-005", Want: "19", Run: func(w *world) string { return w.login(shift(w, 600_001)).said() }},
		{Rule: "OP-AUT-006", Want: "16", Run: login("sign", "00000000000000000000000000000000")},
		{Rule: "OP-AUT-007", Want: "16", Run: func(w *world) string {
			ts := strconv.FormatInt(w.Now().UnixMilli(), 10)
			return w.login(map[string]string{"sign": strings.ToUpper(w.sign(ts)), "timestamp": ts}).said()
		}},
		{Rule: "OP-AUT-008", Want: "0 24", Run: func(w *world) string {
			a := w.login(nil)
			return a.said() + " " + strconv.Itoa(len(a.Data.Token))
		}},
	}
}

// shift is a timestamp so many milliseconds from now, well signed.
func shift(w *world, ms int64) map[string]string {
	ts := strconv.FormatInt(w.Now().UnixMilli()+ms, 10)
	return map[string]string{"timestamp": ts, "sign": w.sign(ts)}
}

func tokenProofs() []proof {
	token := func(change func(w *world)) func(w *world) string {
		return func(w *world) string {
			change(w)
			return sends(nil)(w)
		}
	}
	return []proof{
		{Rule: "OP-AUT-010", Want: "29", Run: token(func(w *world) { w.token = "" })},
		{Rule: "OP-AUT-011", Want: "11", Run: token(func(w *world) { w.token = "58ad47319e8d725350a5afd5" })},
		{Rule: "OP-AUT-012", Want: "11", Run: token(func(w *world) { w.Pass(24*time.Hour + time.Second) })},
		{Rule: "OP-AUT-013", Want: "11", Run: func(w *world) string {
			id := w.Phone("p1", func(p *device.Phone) { p.Token = "OPPO_IN_0123456789abcdef0123456789abcdef" })
			w.site = "oppo-overseas"
			return w.send(id, nil).said()
		}},
	}
}

func envelopeProofs() []proof {
	raw := func(m string) func(w *world) string {
		return func(w *world) string { return w.post(unicast, url.Values{"message": {m}}).said() }
	}
	many := func(n int) func(w *world) string {
		return func(w *world) string {
			id := w.Phone("p1")
			list := make([]fields, n)
			for i := range list {
				list[i] = message(id, order(nil))
			}
			return w.batch(list...).said()
		}
	}
	return []proof{
		{Rule: "OP-VAL-010", Want: "40 message is blank", Run: raw("")},
		{Rule: "OP-VAL-011", Want: "41 message format error", Run: raw("{")},
		{Rule: "OP-VAL-011", Want: "41 message format error", Run: raw("[]")},
		{Rule: "OP-VAL-012", Want: "41 messages format error", Run: func(w *world) string { return w.post(batch, url.Values{"messages": {"{}"}}).said() }},
		{Rule: "OP-VAL-012", Want: "41 messages format error", Run: many(0)},
		{Rule: "OP-VAL-013", Want: "41 messages more than 1000", Run: many(1001)},
		{Rule: "OP-VAL-014", Want: "40 Missing Required Arguments", Run: sends(fields{".target_type": nil})},
		{Rule: "OP-VAL-014", Want: "40 Missing Required Arguments", Run: sends(fields{".target_value": ""})},
		{Rule: "OP-VAL-015", Want: "41 Invalid Arguments", Run: sends(fields{".target_type": 1})},
	}
}

func castProofs() []proof {
	stored := func(run func(w *world, id string) string) func(w *world) string {
		return func(w *world) string { return run(w, w.save(nil).Data.Saved) }
	}
	missing := "40 Missing Required Arguments"
	return []proof{
		{Rule: "OP-VAL-020", Want: missing, Run: stored(func(w *world, id string) string { return w.cast(id, 2, "").said() })},
		{Rule: "OP-VAL-020", Want: missing, Run: func(w *world) string { return w.cast("", 2, w.Phone("p1")).said() }},
		{Rule: "OP-VAL-021", Want: "41 Invalid Arguments", Run: stored(func(w *world, id string) string { return w.cast(id, 6, "vip").said() })},
		{Rule: "OP-VAL-021", Want: "41 Invalid Arguments", Run: stored(func(w *world, id string) string { return w.cast(id, 9, w.Phone("p1")).said() })},
		{Rule: "OP-VAL-022", Want: "41 Invalid Arguments", Run: stored(func(w *world, id string) string {
			return w.cast(id, 2, strings.Repeat(w.Phone("p1")+";", 1001)).said()
		})},
		{Rule: "OP-VAL-023", Want: "31", Run: func(w *world) string { return w.cast("690000000000000000000000", 2, w.Phone("p1")).said() }},
	}
}

func helperProofs() []proof {
	missing := "40 Missing Required Arguments"
	upload := func(op, name string, size int, ttl string) func(w *world) string {
		return func(w *world) string { return w.upload(op, name, size, ttl).said() }
	}
	device := func(op string, body fields) func(w *world) string {
		return func(w *world) string {
			w.Phone("p1")
			return w.device(op, body).said()
		}
	}
	id := "CN_0123456789abcdef0123456789abcdef"
	return []proof{
		{Rule: "OP-QRY-001", Want: "2 0", Run: func(w *world) string {
			for _, p := range []string{"p1", "p2", "p3"} {
				w.send(w.Phone(p, func(p *phoneState) { p.Installed = p.ID == "p3" }), nil)
			}
			w.Settle()
			first := w.feedback("fetch_invalid_regidList")
			return first.Data.DeadCount.String() + " " + w.feedback("fetch_invalid_regidList").Data.DeadCount.String()
		}},
		{Rule: "OP-QRY-002", Want: "5 4", Run: limited("public", 5, func(w *world) string {
			w.send(w.Phone("p1"), nil)
			a := w.feedback("fetch_push_permit")
			return a.Data.Total.String() + " " + a.Data.Remain.String()
		})},
		{Rule: "OP-MNG-001", Want: missing, Run: device("set_alias", fields{"alias": "me"})},
		{Rule: "OP-MNG-001", Want: missing, Run: device("delete_alias", fields{"registration_id": id})},
		{Rule: "OP-MNG-001", Want: missing, Run: device("subscribe_tags", fields{"registration_id": id})},
		{Rule: "OP-MNG-002", Want: "41 Invalid Arguments", Run: device("set_alias", fields{"registration_id": id, "alias": "a;b"})},
		{Rule: "OP-MNG-002", Want: "41 Invalid Arguments", Run: device("set_alias", fields{"registration_id": id, "alias": chars(65)})},
		{Rule: "OP-MNG-003", Want: "10000", Run: device("set_alias", fields{"registration_id": "CN_no", "alias": "me"})},
		{Rule: "OP-MNG-004", Want: "0 shown", Run: func(w *world) string {
			w.device("set_alias", fields{"registration_id": w.Phone("p1"), "alias": "me"})
			return w.send("me", order(fields{".target_type": 5})).said() + " " + w.Fate()
		}},
		{Rule: "OP-MNG-010", Want: missing, Run: upload("small_picture", "", 0, "60")},
		{Rule: "OP-MNG-010", Want: missing, Run: upload("small_picture", "p.png", 1, "")},
		{Rule: "OP-MNG-011", Want: "41 Invalid Arguments", Run: upload("small_picture", "p.png", 1, "0")},
		{Rule: "OP-MNG-011", Want: "41 Invalid Arguments", Run: upload("small_picture", "p.png", 1, "soon")},
		{Rule: "OP-MNG-012", Want: "51", Run: upload("small_picture", "p.gif", 1, "60")},
		{Rule: "OP-MNG-012", Want: "51", Run: upload("small_picture", "p.png", 51_201, "60")},
		{Rule: "OP-MNG-012", Want: "51", Run: upload("big_picture", "p.jpeg", 1_048_577, "60")},
		{Rule: "OP-MNG-013", Want: "24", Run: func(w *world) string {
			return strconv.Itoa(len(w.upload("big_picture", "p.jpg", 1_000_000, "60").Data.Big))
		}},
		{Rule: "OP-QTA-006", Want: "0 34", Run: limited("uploads", 1, func(w *world) string {
			return upload("small_picture", "p.png", 1, "60")(w) + " " + upload("big_picture", "p.png", 1, "60")(w)
		})},
	}
}
