package vivo

import (
	"encoding/json"
	"net/http"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// protocolCases are about HTTP and the shape of answers.
func protocolCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/protocol/verdict-in-200", Level: conformance.Must, Rows: []string{"S01"}, Source: docAPI, Codes: []string{"0", "10055"},
		Title:       "business errors are HTTP 200",
		Requirement: "An endpoint must answer both a success and a business error with HTTP 200, a numeric result and a desc.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, a := range []kit.Answer{b.send(p), b.send(p, kit.Drop("title"))} {
				if _, ok := a.JSON["result"].(json.Number); !ok || a.Status != http.StatusOK {
					t.Errorf("%v, want HTTP 200 with a numeric result", a)
				}
				if desc, ok := a.Text("desc"); !ok || desc == "" {
					t.Errorf("%v, want a desc", a)
				}
			}
		},
	}, {
		ID: "vivo/protocol/server-error", Level: conformance.Must, Rows: []string{"V38", "S01"}, Source: docAPI, Codes: []string{""},
		Title:       "a failing server is HTTP 500 in plain text",
		Requirement: "An endpoint must answer, when switched to failing, HTTP 500 with the text \"Internet server error!\" and no JSON.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			if err := b.World.SetFlag(b.App.ID, "server_error", "on"); err != nil {
				t.SetupErrorf("set flag server_error: %v", err)
			}
			if a := b.send(p); a.Status != http.StatusInternalServerError || a.JSON != nil || string(a.Raw) != "Internet server error!" {
				t.Errorf("%v, want HTTP 500 and the text Internet server error!", a)
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "vivo/protocol/not-json", Level: conformance.May, Source: assumed,
		Title:       "a body that is no JSON is HTTP 400",
		Requirement: "An endpoint may answer a body that is no JSON object with HTTP 400 and must not accept it.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.Phone("a")
			for _, raw := range []string{"", "regId=1", `{"regId":`, `["regId"]`} {
				if a := b.Do(http.MethodPost, "/message/send", []byte(raw), nil); a.Status != http.StatusBadRequest {
					t.Errorf("body %q: %v, want HTTP 400", raw, a)
				}
			}
		},
	}, {
		ID: "vivo/protocol/unknown-path", Level: conformance.May, Source: assumed,
		Title:       "an unknown path is HTTP 404",
		Requirement: "An endpoint may answer a path vivo does not have with HTTP 404 and must not accept a message there.",
		Run: func(t *conformance.T) {
			b := open(t)
			if a := b.Post("/message/pushToAll", b.order(to(b.Phone("a")))); a.Status != http.StatusNotFound {
				t.Errorf("%v, want HTTP 404: the path is /message/all", a)
			}
		},
	}, {
		ID: "vivo/protocol/wrong-method", Level: conformance.May, Source: assumed,
		Title:       "a GET of a POST path is HTTP 405",
		Requirement: "An endpoint may answer GET /message/send with HTTP 405 and must not take it for a send.",
		Run: func(t *conformance.T) {
			b := open(t)
			if a := b.Get("/message/send", "regId=1"); a.Status != http.StatusMethodNotAllowed {
				t.Errorf("%v, want HTTP 405", a)
			}
		},
	}}
}

// singleCases are about an ordinary single push.
func singleCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/send/single-ok", Level: conformance.Must, Rows: []string{"V08", "S01"}, Source: docAPI, Codes: []string{"0"},
		Title:       "the documented single push succeeds",
		Requirement: "An endpoint must answer the documented single push with result 0 and a taskId that is a JSON string of digits, and deliver it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.Post("/message/send", kit.Body{
				"appId": json.Number(b.App.Credentials["app_id"]), "regId": p.Token, "notifyType": 4,
				"title": "订单已发货", "content": "您的订单 A1001 已由顺丰揽收", "timeToLive": 86400, "skipType": 1,
				"networkType": -1, "classification": 1, "category": "ORDER",
				"clientCustomMap": map[string]string{"orderId": "A1001"},
				"requestId":       "ord-A1001-1764000000000", "pushMode": 0, "foregroundShow": true,
			})
			b.wantTask(a)
			b.WantFate(a, p, device.Shown)
			s := b.WantItems(p, 1)
			if len(s.Items) == 1 && (s.Items[0].Title != "订单已发货" || s.Items[0].Body != "您的订单 A1001 已由顺丰揽收") {
				t.Errorf("the phone shows %q / %q, not what was sent", s.Items[0].Title, s.Items[0].Body)
			}
		},
	}, {
		ID: "vivo/send/repeated-requestid", Level: conformance.May, Rows: []string{"V44"}, Source: docAPI + "; answer and time are " + assumed,
		Codes: []string{"0"},
		Title: "a repeated requestId sends nothing again",
		Requirement: "An endpoint may answer the same body and requestId twice with 0 and the same taskId, " +
			"and the phone must show one notification.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			first := b.send(p, kit.Set("requestId", "ord-A1001"))
			again := b.send(p, kit.Set("requestId", "ord-A1001"))
			b.wantTask(first)
			b.wantTask(again)
			if first.ID() != again.ID() {
				t.Errorf("taskId %s, then %s for the same requestId, want the same", first.ID(), again.ID())
			}
			b.WantItems(p, 1)
		},
	}, {
		ID: "vivo/send/two-requestids", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "two requestIds are two messages",
		Requirement: "An endpoint must deliver two system messages with different requestIds as two messages with two taskIds.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			first, second := b.send(p), b.send(p)
			b.wantTask(first)
			b.wantTask(second)
			if first.ID() == second.ID() {
				t.Errorf("both messages have taskId %s", first.ID())
			}
			b.WantItems(p, 2)
		},
	}}
}
