package huawei

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// encoded is a body as JSON.
func encoded(t *conformance.T, b kit.Body) []byte {
	raw, err := json.Marshal(b)
	if err != nil {
		t.SetupErrorf("encode: %v", err)
	}
	return raw
}

// mapped makes the endpoint answer with the HTTP statuses of Huawei's document
// instead of the 200 that was seen.
const flagStatus = "http_status"

// statusCases hold the statuses of Huawei's document, with the switch that an
// endpoint needs to play both: answers seen came with 200.
func statusCases() []conformance.Case {
	mapped := func(id string, rows []string, status int, code, what string, ask func(b *bench) kit.Answer) conformance.Case {
		return conformance.Case{
			ID: "huawei/status/" + id, Level: conformance.Should, Rows: rows, Source: docSend + "; seen with 200: " + realTraffic, Codes: []string{code},
			Title:       what + " comes with HTTP 200, or as documented with " + strconv.Itoa(status),
			Requirement: "An endpoint should answer " + what + " with " + code + " at HTTP 200, and at " + strconv.Itoa(status) + " when it maps codes as documented.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.want(ask(b), code)
				m := open(t, kit.Named("mapped"), kit.Flag(flagStatus, "mapped"))
				m.wantStatus(ask(m), status, code)
			},
		}
	}
	garbled := func(b *bench) kit.Answer {
		b.access += "x"
		return b.send(b.Phone("of-" + b.App.ID))
	}
	return []conformance.Case{
		mapped("mapped-ok", []string{"H05"}, 200, "80000000", "a success", func(b *bench) kit.Answer { return b.send(b.Phone("of-" + b.App.ID)) }),
		mapped("mapped-partial", []string{"H10"}, 200, "80100000", "a partial success", func(b *bench) kit.Answer {
			return b.order(set("token", []string{b.Phone("of-" + b.App.ID).Token, malformed}))
		}),
		mapped("mapped-parameter", []string{"H12", "H16", "H18"}, 400, "80100003", "a wrong message", func(b *bench) kit.Answer {
			return b.send(b.Phone("of-"+b.App.ID), drop("android.notification.click_action"))
		}),
		mapped("mapped-tokens", []string{"H11"}, 400, "80300007", "a send to bad tokens only", func(b *bench) kit.Answer {
			return b.order(set("token", []string{malformed}))
		}),
		mapped("mapped-expired", []string{"H07", "B08"}, 401, "80200003", "a bad access token", garbled),
		mapped("mapped-no-authorization", []string{"H06"}, 401, "80200001", "a missing Authorization", func(b *bench) kit.Answer {
			b.access = ""
			return b.send(b.Phone("of-" + b.App.ID))
		}),
	}
}

// protocolCases are about requests that are no requests of the API.
func protocolCases() []conformance.Case {
	plain := func(id string, level conformance.Level, what string, status []int, ask func(b *bench) kit.Answer) conformance.Case {
		return conformance.Case{
			ID: "huawei/protocol/" + id, Level: level, Source: docSend + "; " + docAccount, Codes: []string{""},
			Title:       what + " is an HTTP error",
			Requirement: "An endpoint " + lower(level) + " answer " + what + " with an HTTP error and no code of success.",
			Run: func(t *conformance.T) {
				b := open(t)
				a := ask(b)
				found := false
				for _, s := range status {
					found = found || a.Status == s
				}
				if !found || a.Code() == "80000000" || a.JSON["access_token"] != nil {
					t.Errorf("%v, want HTTP %v and no success", a, status)
				}
			},
		}
	}
	return []conformance.Case{
		plain("unknown-path", conformance.Must, "a path that does not exist", []int{404}, func(b *bench) kit.Answer {
			return b.Post(b.v1("/messages:sent"), chatOrder(to(b.Phone("a"))))
		}),
		plain("send-by-get", conformance.Should, "a GET at the path of sends", []int{404, 405}, func(b *bench) kit.Answer {
			return b.Do(http.MethodGet, b.v1(pathSend), nil, nil)
		}),
		plain("token-by-get", conformance.Must, "a GET at the token endpoint", []int{404, 405}, func(b *bench) kit.Answer {
			return b.Do(http.MethodGet, pathToken+"?"+vectorForm, nil, nil)
		}),
		{
			ID: "huawei/protocol/not-json", Level: conformance.May, Source: docSend + "; which code a broken body gets: " + assumed, Codes: []string{"80100001"},
			Title:       "a body that is no JSON is 80100001",
			Requirement: "An endpoint may answer a body that is no JSON object with 80100001, the general parameter error.",
			Run: func(t *conformance.T) {
				b := open(t)
				for _, raw := range []string{"{", "[]", "title=x"} {
					b.want(b.Do(http.MethodPost, b.v1(pathSend), []byte(raw), nil), "80100001")
				}
			},
		},
		{
			ID: "huawei/protocol/charset", Level: conformance.Must, Source: realTraffic, Codes: []string{"80000000"},
			Title:       "a content type without a charset is taken",
			Requirement: "An endpoint must take a send with Content-Type application/json and no charset.",
			Run: func(t *conformance.T) {
				b := open(t)
				raw := encoded(t, chatOrder(to(b.Phone("a"))))
				b.wantAccepted(b.Do(http.MethodPost, b.v1(pathSend), raw, http.Header{"Content-Type": {"application/json"}}))
			},
		},
		{
			ID: "huawei/protocol/answer-form", Level: conformance.Must, Rows: []string{"H05"}, Source: docSend, Codes: []string{"80000000"},
			Title:       "an answer is JSON with code, msg and requestId",
			Requirement: `An endpoint must answer with Content-Type application/json, and success with the msg "Success".`,
			Run: func(t *conformance.T) {
				b := open(t)
				a := b.send(b.Phone("a"))
				b.wantAccepted(a)
				if msg, _ := a.Text("msg"); msg != "Success" || !bytes.Contains([]byte(a.Header.Get("Content-Type")), []byte("application/json")) {
					t.Errorf("%v with Content-Type %q, want msg Success and application/json", a, a.Header.Get("Content-Type"))
				}
			},
		},
	}
}
