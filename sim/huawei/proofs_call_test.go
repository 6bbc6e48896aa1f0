package huawei_test

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

type phoneState = device.Phone

func loginProofs() []proof {
	login := func(name, value string) func(w *world) string {
		return func(w *world) string { return w.login(map[string]string{name: value}).said() }
	}
	return []proof{
		{rule: "HW-VAL-001", want: "HTTP 404", run: func(w *world) string { return w.post("/v3/1/messages:send", fields{}).said() }},
		{rule: "HW-VAL-002", want: "HTTP 405", run: func(w *world) string {
			return w.do(http.MethodGet, "/oauth2/v3/token", http.Header{}, "").said()
		}},
		{rule: "HW-AUT-001", want: "HTTP 590", run: with("auth_error", "590", login("", ""))},
		{rule: "HW-AUT-002", want: "400 1101/20182", run: login("grant_type", "password")},
		{rule: "HW-AUT-003", want: "400 1101/20002", run: login("client_id", "10451234x")},
		{rule: "HW-AUT-003", want: "400 1101/20002", run: login("client_id", strings.Repeat("1", 65))},
		{rule: "HW-AUT-004", want: "400 1101/20003", run: login("client_id", "999")},
		{rule: "HW-AUT-005", want: "400 1101/20171", run: login("client_secret", "")},
		{rule: "HW-AUT-006", want: "400 1101/20172", run: func(w *world) string {
			return w.login(map[string]string{"client_secret": w.app.Credentials["client_secret"] + "\n"}).said()
		}},
		{rule: "HW-AUT-007", want: "400 1101/12304", run: login("client_secret", "wrong")},
		{rule: "HW-AUT-008", want: "3600", run: func(w *world) string { return fmt.Sprint(w.login(nil).Expires) }},
		{rule: "HW-RTE-002", want: "token HTTP 503", run: func(w *world) string {
			w.until(morning.Add(time.Second))
			w.limit("auth", 1)
			return w.login(nil).said() + " " + w.login(nil).said()
		}},
	}
}

func accessProofs() []proof {
	as := func(token func(w *world) string) func(w *world) string {
		return func(w *world) string {
			id := w.phone("p1")
			w.token = token(w)
			return w.send(nil, id).said()
		}
	}
	other := func(w *world) string {
		spec, err := w.engine.AddApp(sim.AppSpec{ID: "other", Vendor: vendors.Huawei})
		if err != nil {
			w.t.Fatal(err)
		}
		return spec.Credentials["client_id"]
	}
	return []proof{
		{rule: "HW-AUT-010", want: "80200001", run: as(func(*world) string { return "" })},
		{rule: "HW-AUT-011", want: "80200001", run: as(func(*world) string { return "eyJhbGciOiJQUzI1NiJ9.eyJpc3MiOiIxIn0.c2ln" })},
		{rule: "HW-AUT-012", want: "80200003", run: as(func(w *world) string { return w.token + "=" })},
		{rule: "HW-AUT-013", want: "80200003", run: as(func(w *world) string {
			w.pass(time.Hour)
			return w.token
		})},
		{rule: "HW-AUT-014", want: "80200001", run: func(w *world) string {
			return w.post("/v1/"+other(w)+"/messages:send", message([]string{w.phone("p1")}, nil)).said()
		}},
	}
}

func appProofs() []proof {
	at := func(path string) func(w *world) string {
		return func(w *world) string {
			path := strings.ReplaceAll(path, "{client}", w.app.Credentials["client_id"])
			return w.post(path, message([]string{w.phone("p1")}, nil)).said()
		}
	}
	return []proof{
		{rule: "HW-APP-001", want: "80300002", run: at("/v1/999/messages:send")},
		{rule: "HW-APP-001", want: "80300002", run: at("/v2/{client}/messages:send")},
		{rule: "HW-APP-002", want: "80300002", run: with("push", "disabled", sends(nil))},
		{rule: "HW-APP-003", want: "80300002", run: with("penalty", "disabled", sends(nil))},
		{rule: "HW-APP-010", want: "80300011", run: sends(data(fields{android + "urgency": "HIGH"}))},
		{rule: "HW-APP-011", want: "80300011", run: sends(fields{notice + "importance": "HIGH"})},
	}
}

func serverProofs() []proof {
	return []proof{
		{rule: "HW-VAL-003", want: "HTTP 502", run: with("server_error", "502", sends(nil))},
		{rule: "HW-VAL-004", want: "80600003", run: with("server_error", "oauth", sends(nil))},
		{rule: "HW-VAL-005", want: "81000001", run: with("server_error", "internal", sends(nil))},
		{rule: "HW-RTE-001", want: "80000000 HTTP 503", run: func(w *world) string {
			w.limit("speed", 2)
			a := w.phone("p1")
			return w.send(nil, a, w.phone("p2")).said() + " " + w.send(nil, a).said()
		}},
		{rule: "HW-RTE-003", want: "80000000 80100017", run: func(w *world) string {
			w.limit("topic.tasks", 1)
			m := fields{"message.token": nil, "message.topic": "weather"}
			return w.send(m).said() + " " + w.send(m).said()
		}},
	}
}

func targetProofs() []proof {
	modern := func(p *phoneState) { p.Flags = map[string]string{"system": "harmonyos5"} }
	return []proof{
		{rule: "HW-FLT-001", want: "80300007", run: func(w *world) string { return w.send(nil, "IQAAAACyNobodyHasThis").said() }},
		{rule: "HW-FLT-002", want: "80300007", run: func(w *world) string { return w.send(nil, w.phone("p1", modern)).said() }},
		{rule: "HW-FLT-004", want: "80300007 All the tokens are invalid", run: func(w *world) string {
			a := w.send(nil, "a", "b")
			return a.Code + " " + a.Msg
		}},
		{rule: "HW-FLT-005", want: `80100000 {"success":1,"failure":1,"illegal_tokens":["TX"]} silent`, run: func(w *world) string {
			a := w.send(nil, "TX", w.phone("p1"))
			return a.Code + " " + a.Msg + " " + w.fate()
		}},
		{rule: "HW-FLT-010", want: "80100016", run: sends(fields{notice + "body": "代开发票，来电咨询"})},
	}
}

func topicProofs() []proof {
	subscribe := func(topic string, tokens ...string) fields { return fields{"topic": topic, "tokenArray": tokens} }
	full := func(p *phoneState) {
		for i := range 2000 {
			p.Tags = append(p.Tags, fmt.Sprint("t", i))
		}
	}
	calls := func(op string, body any) func(w *world) string {
		return func(w *world) string { return w.post(op, body).said() }
	}
	return []proof{
		{rule: "HW-VAL-040", want: "82000007", run: func(w *world) string {
			return w.post("topic:subscribe", subscribe("a b", w.phone("p1"))).said()
		}},
		{rule: "HW-VAL-041", want: "82000008", run: calls("topic:subscribe", fields{"topic": "a", "tokenArray": []string{}})},
		{rule: "HW-VAL-042", want: "82000011", run: calls("topic:list", fields{})},
		{rule: "HW-APP-020", want: "82000012", run: with("data_location", "unset", calls("topic:list", fields{"token": "a"}))},
		{rule: "HW-APP-021", want: "82000013", run: with("data_location", "mismatch", calls("topic:list", fields{"token": "a"}))},
		{rule: "HW-FLT-003", want: "80000000 1 1 [{1 token is invalid}]", run: func(w *world) string {
			a := w.post("topic:subscribe", subscribe("weather", w.phone("p1"), "TX"))
			return fmt.Sprint(a.Code, " ", a.Good, " ", a.Bad, " ", a.Errors)
		}},
		{rule: "HW-FLT-006", want: "82000010", run: calls("topic:subscribe", subscribe("weather", "TX"))},
		{rule: "HW-FLT-006", want: "82000010", run: calls("topic:list", fields{"token": "TX"})},
		{rule: "HW-QTA-010", want: "82000009", run: func(w *world) string {
			return w.post("topic:subscribe", subscribe("one-more", w.phone("p1", full))).said()
		}},
		{rule: "HW-DLV-050", want: "[a]", run: func(w *world) string {
			id := w.phone("p1", func(p *phoneState) { p.Tags = []string{"b"} })
			w.post("topic:subscribe", subscribe("a", id))
			w.post("topic:unsubscribe", subscribe("b", id))
			return fmt.Sprint(w.engine.Phones()[0].Tags)
		}},
		{rule: "HW-DLV-051", want: "80000000 [{weather 2026-01-01}]", run: func(w *world) string {
			id := w.phone("p1")
			w.post("topic:subscribe", subscribe("weather", id))
			w.pass(30 * time.Hour)
			w.token = w.login(nil).Access
			a := w.post("topic:list", fields{"token": id})
			return fmt.Sprint(a.Code, " ", a.Topics)
		}},
	}
}
