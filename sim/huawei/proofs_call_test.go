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
		{Rule: "HW-VAL-001", Want: "HTTP 404", Run: func(w *world) string { return w.post("/v4/1/messages:send", fields{}).said() }},
		{Rule: "HW-VAL-002", Want: "HTTP 405", Run: func(w *world) string {
			return w.do(http.MethodGet, "/oauth2/v3/token", http.Header{}, "").said()
		}},
		{Rule: "HW-AUT-001", Want: "HTTP 590", Run: with("auth_error", "590", login("", ""))},
		{Rule: "HW-AUT-002", Want: "400 1101/20182", Run: login("grant_type", "password")},
		{Rule: "HW-AUT-003", Want: "400 1101/20002", Run: login("client_id", "10451234x")},
		{Rule: "HW-AUT-003", Want: "400 1101/20002", Run: login("client_id", strings.Repeat("1", 65))},
		{Rule: "HW-AUT-004", Want: "400 1101/20003", Run: login("client_id", "999")},
		{Rule: "HW-AUT-005", Want: "400 1101/20171", Run: login("client_secret", "")},
		{Rule: "HW-AUT-006", Want: "400 1101/20172", Run: func(w *world) string {
			return w.login(map[string]string{"client_secret": w.App.Credentials["client_secret"] + "\n"}).said()
		}},
		{Rule: "HW-AUT-007", Want: "400 1101/12304", Run: login("client_secret", "wrong")},
		{Rule: "HW-AUT-008", Want: "3600", Run: func(w *world) string { return fmt.Sprint(w.login(nil).Expires) }},
		{Rule: "HW-RTE-002", Want: "token HTTP 503", Run: func(w *world) string {
			w.Until(morning.Add(time.Second))
			w.Limit("auth", 1)
			return w.login(nil).said() + " " + w.login(nil).said()
		}},
	}
}

func accessProofs() []proof {
	as := func(token func(w *world) string) func(w *world) string {
		return func(w *world) string {
			id := w.Phone("p1")
			w.token = token(w)
			return w.send(nil, id).said()
		}
	}
	other := func(w *world) string {
		spec, err := w.Engine.AddApp(sim.AppSpec{ID: "other", Vendor: vendors.Huawei})
		if err != nil {
			w.T.Fatal(err)
		}
		return spec.Credentials["client_id"]
	}
	return []proof{
		{Rule: "HW-AUT-010", Want: "80200001", Run: as(func(*world) string { return "" })},
		{Rule: "HW-AUT-012", Want: "80200003", Run: as(func(w *world) string { return w.token + "=" })},
		{Rule: "HW-AUT-013", Want: "80200003", Run: as(func(w *world) string {
			w.Pass(time.Hour)
			return w.token
		})},
		{Rule: "HW-AUT-014", Want: "80200001", Run: func(w *world) string {
			return w.post("/v1/"+other(w)+"/messages:send", message([]string{w.Phone("p1")}, nil)).said()
		}},
	}
}

func appProofs() []proof {
	at := func(path string) func(w *world) string {
		return func(w *world) string {
			path := strings.ReplaceAll(path, "{client}", w.App.Credentials["client_id"])
			return w.post(path, message([]string{w.Phone("p1")}, nil)).said()
		}
	}
	return []proof{
		{Rule: "HW-APP-001", Want: "80300002", Run: at("/v1/999/messages:send")},
		{Rule: "HW-APP-001", Want: "80300002", Run: at("/v2/{client}/messages:send")},
		{Rule: "HW-APP-002", Want: "80300002", Run: with("push", "disabled", sends(nil))},
		{Rule: "HW-APP-003", Want: "80300002", Run: with("penalty", "disabled", sends(nil))},
		{Rule: "HW-APP-010", Want: "80300011", Run: sends(data(fields{android + "urgency": "HIGH"}))},
		{Rule: "HW-APP-011", Want: "80300011", Run: sends(fields{notice + "importance": "HIGH"})},
	}
}

func serverProofs() []proof {
	return []proof{
		{Rule: "HW-VAL-003", Want: "HTTP 502", Run: with("server_error", "502", sends(nil))},
		{Rule: "HW-VAL-004", Want: "80600003", Run: with("server_error", "oauth", sends(nil))},
		{Rule: "HW-VAL-005", Want: "81000001", Run: with("server_error", "internal", sends(nil))},
		{Rule: "HW-RTE-001", Want: "80000000 HTTP 503", Run: func(w *world) string {
			w.Limit("speed", 2)
			a := w.Phone("p1")
			return w.send(nil, a, w.Phone("p2")).said() + " " + w.send(nil, a).said()
		}},
		{Rule: "HW-RTE-003", Want: "80000000 80100017", Run: func(w *world) string {
			w.Limit("topic.tasks", 1)
			m := fields{"message.token": nil, "message.topic": "weather"}
			return w.send(m).said() + " " + w.send(m).said()
		}},
	}
}

func targetProofs() []proof {
	modern := func(p *phoneState) { p.Flags = map[string]string{"system": "harmonyos5"} }
	return []proof{
		{Rule: "HW-FLT-001", Want: "80300007", Run: func(w *world) string { return w.send(nil, "IQAAAACyNobodyHasThis").said() }},
		{Rule: "HW-FLT-002", Want: "80300007", Run: func(w *world) string { return w.send(nil, w.Phone("p1", modern)).said() }},
		{Rule: "HW-FLT-004", Want: "80300007 All the tokens are invalid", Run: func(w *world) string {
			a := w.send(nil, "a", "b")
			return a.Code + " " + a.Msg
		}},
		{Rule: "HW-FLT-005", Want: `80100000 {"success":1,"failure":1,"illegal_tokens":["TX"]} silent`, Run: func(w *world) string {
			a := w.send(nil, "TX", w.Phone("p1"))
			return a.Code + " " + a.Msg + " " + w.Fate()
		}},
		{Rule: "HW-FLT-010", Want: "80100016", Run: sends(fields{notice + "body": "代开发票，来电咨询"})},
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
		{Rule: "HW-VAL-040", Want: "82000007", Run: func(w *world) string {
			return w.post("topic:subscribe", subscribe("a b", w.Phone("p1"))).said()
		}},
		{Rule: "HW-VAL-041", Want: "82000008", Run: calls("topic:subscribe", fields{"topic": "a", "tokenArray": []string{}})},
		{Rule: "HW-VAL-042", Want: "82000011", Run: calls("topic:list", fields{})},
		{Rule: "HW-APP-020", Want: "82000012", Run: with("data_location", "unset", calls("topic:list", fields{"token": "a"}))},
		{Rule: "HW-APP-021", Want: "82000013", Run: with("data_location", "mismatch", calls("topic:list", fields{"token": "a"}))},
		{Rule: "HW-FLT-003", Want: "80000000 1 1 [{1 token is invalid}]", Run: func(w *world) string {
			a := w.post("topic:subscribe", subscribe("weather", w.Phone("p1"), "TX"))
			return fmt.Sprint(a.Code, " ", a.Good, " ", a.Bad, " ", a.Errors)
		}},
		{Rule: "HW-FLT-006", Want: "82000010", Run: calls("topic:subscribe", subscribe("weather", "TX"))},
		{Rule: "HW-FLT-006", Want: "82000010", Run: calls("topic:list", fields{"token": "TX"})},
		{Rule: "HW-FLT-006", Want: "82000012", Run: with("topic_bad_tokens", "82000012", calls("topic:list", fields{"token": "TX"}))},
		{Rule: "HW-QTA-010", Want: "82000009", Run: func(w *world) string {
			return w.post("topic:subscribe", subscribe("one-more", w.Phone("p1", full))).said()
		}},
		{Rule: "HW-DLV-050", Want: "[a]", Run: func(w *world) string {
			id := w.Phone("p1", func(p *phoneState) { p.Tags = []string{"b"} })
			w.post("topic:subscribe", subscribe("a", id))
			w.post("topic:unsubscribe", subscribe("b", id))
			return fmt.Sprint(w.Engine.Phones()[0].Tags)
		}},
		{Rule: "HW-DLV-051", Want: "80000000 [{weather 2026-01-01}]", Run: func(w *world) string {
			id := w.Phone("p1")
			w.post("topic:subscribe", subscribe("weather", id))
			w.Pass(30 * time.Hour)
			w.token = w.login(nil).Access
			a := w.post("topic:list", fields{"token": id})
			return fmt.Sprint(a.Code, " ", a.Topics)
		}},
	}
}
