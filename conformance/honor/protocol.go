package honor

import (
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// stamped is a header timestamp as it stands.
func stamped(value string) http.Header { return http.Header{"Timestamp": {value}} }

// headerCases are about the header timestamp and the app id in the path.
func headerCases() []conformance.Case {
	must, may := conformance.Must, conformance.May
	clocked := func(id, what, level string, stamp func(b *bench) string) conformance.Case {
		l := conformance.Level(level)
		source := docCodes
		if l == may {
			source += "; the width of the window: " + assumed
		}
		return conformance.Case{
			ID: "honor/header/" + id, Level: l, Rows: []string{"R31"}, Source: source, Codes: []string{"10207"},
			Title:       what + " is 10207",
			Requirement: "An endpoint " + lower(l) + " answer a send whose timestamp is " + what + " with 10207.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.want(b.Post(b.path(), chatOrder(to(p)), stamped(stamp(b))), "10207")
				b.WantItems(p, 0)
			},
		}
	}
	return []conformance.Case{{
		ID: "honor/header/no-timestamp", Level: must, Rows: []string{"R08"}, Source: docCodes, Codes: []string{"10001"},
		Title:       "no timestamp is 10001",
		Requirement: "An endpoint must answer a send without the header timestamp with 10001 and the text timestamp is null.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.Post(b.path(), chatOrder(to(b.Phone("a"))), stamped(""))
			b.want(a, "10001")
			if s, _ := a.Text("message"); s != "timestamp is null" {
				t.Errorf("%v, want the message timestamp is null", a)
			}
		},
	},
		clocked("timestamp-seconds", "in seconds", string(must), func(b *bench) string { return strconv.FormatInt(b.World.Now().Unix(), 10) }),
		clocked("timestamp-word", "no number", string(must), func(*bench) string { return "now" }),
		clocked("timestamp-a-day-old", "a day old", string(must), func(b *bench) string { return b.stamp(-24 * time.Hour) }),
		clocked("stale-timestamp", "11 minutes old", string(may), func(b *bench) string { return b.stamp(-11 * time.Minute) }),
		clocked("early-timestamp", "11 minutes early", string(may), func(b *bench) string { return b.stamp(11 * time.Minute) }),
		{
			ID: "honor/header/timestamp-near", Level: conformance.Should, Rows: []string{"R31"}, Source: docCodes, Codes: []string{"200"},
			Title:       "a timestamp of some seconds ago is current",
			Requirement: "An endpoint should take a timestamp that is five seconds old.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.wantAccepted(b.Post(b.path(), chatOrder(to(b.Phone("a"))), stamped(b.stamp(-5*time.Second))))
			},
		},
		{
			ID: "honor/header/unknown-app-id", Level: must, Rows: []string{"R32"}, Source: docCodes, Codes: []string{"10205"},
			Title:       "an app id nobody has is 10205",
			Requirement: "An endpoint must answer a send whose path has an unknown App ID with 10205 and the text appId is not found.",
			Run: func(t *conformance.T) {
				b := open(t)
				a := b.Post("/api/v1/104000001"+pathSend, chatOrder(to(b.Phone("a"))))
				b.want(a, "10205")
				if s, _ := a.Text("message"); s != "appId is not found" {
					t.Errorf("%v, want the message appId is not found", a)
				}
			},
		},
		{
			ID: "honor/header/client-id-in-path", Level: conformance.Should, Rows: []string{"R32"}, Source: docCodes, Codes: []string{"10205"},
			Title:       "the Client ID is no App ID",
			Requirement: "An endpoint should answer a send whose path has the Client ID with 10205.",
			Run: func(t *conformance.T) {
				b := open(t)
				b.want(b.Post("/api/v1/"+b.App.Credentials["client_id"]+pathSend, chatOrder(to(b.Phone("a")))), "10205")
			},
		},
	}
}

// protocolCases are about paths, methods and the form of answers.
func protocolCases() []conformance.Case {
	must, should, may := conformance.Must, conformance.Should, conformance.May
	return []conformance.Case{{
		ID: "honor/protocol/wrong-paths", Level: must, Rows: []string{"R07"}, Source: docCodes + "; " + realTraffic, Codes: []string{"404"},
		Title:       "another vendor's paths are 404",
		Requirement: "An endpoint must answer messages:send in any version, and other paths, with HTTP 404 and code 404.",
		Run: func(t *conformance.T) {
			b := open(t)
			id := b.App.Credentials["app_id"]
			for _, path := range []string{"/api/v1/" + id + "/messages:send", "/api/v2/" + id + pathSend, "/api/v1/" + id + "/sendMessage/"} {
				if a := b.Post(path, chatOrder(to(b.Phone("a"+strconv.Itoa(len(path)))))); a.Status != 404 {
					t.Errorf("%v, want HTTP 404", a)
				}
			}
		},
	}, {
		ID: "honor/protocol/wrong-paths-code", Level: should, Rows: []string{"R07"}, Source: docCodes, Codes: []string{"404"},
		Title:       "a wrong path has the code 404",
		Requirement: "An endpoint should answer a path that is none with the code 404 beside the HTTP status.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantStatus(b.Post("/api/v1/"+b.App.Credentials["app_id"]+"/messages:send", chatOrder(to(b.Phone("a")))), 404, "404")
		},
	}, {
		ID: "honor/protocol/wrong-method", Level: may, Source: docCodes + "; read from the advice beside 500: " + assumed, Codes: []string{"500"},
		Title:       "another method is 500",
		Requirement: "An endpoint may answer a GET with 500, beside which Honor says to check the method.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantStatus(b.Get(b.path(), ""), 500, "500")
		},
	}, {
		ID: "honor/protocol/not-json", Level: may, Source: docCodes + "; read from the advice beside 500: " + assumed, Codes: []string{"500"},
		Title:       "a body that is no JSON object is 500",
		Requirement: "An endpoint may answer a body that is no JSON object with 500, beside which Honor says to check the body's format.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, body := range []string{`[1]`, `{"token":`, `token=TX`} {
				b.wantStatus(b.Do(http.MethodPost, b.path(), []byte(body)), 500, "500")
			}
		},
	}, {
		ID: "honor/protocol/answer-form", Level: must, Rows: []string{"R04"}, Source: docSend, Codes: []string{"200"},
		Title:       "the form of a success",
		Requirement: "An endpoint must answer code, message and data, the latter with sendResult, requestId, failTokens and expireTokens, in their types.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.send(b.Phone("a"))
			for path, want := range map[string]string{
				"code": "number", "message": "string", "data": "object", "data.sendResult": "bool", "data.requestId": "string",
				"data.failTokens": "array", "data.expireTokens": "array",
			} {
				if got := a.Kind(path); got != want {
					t.Errorf("%v: %s is %q, want %s", a, path, got, want)
				}
			}
		},
	}, {
		ID: "honor/protocol/business-status", Level: may, Source: assumed, Codes: []string{"80100003"},
		Title:       "business codes come with HTTP 400, or with 200",
		Requirement: "An endpoint may answer a business code with HTTP 400, and with 200 where it is told to.",
		Run: func(t *conformance.T) {
			for value, status := range map[string]int{"400": 400, "200": 200} {
				b := open(t, kit.Named("app"+value), kit.Flag("http_status", value))
				b.wantStatus(b.send(b.Phone("p"+value), notify("title", "")), status, "80100003")
			}
		},
	}}
}

// documentedBody is the worked example of a notification to two tokens, 258 bytes.
const documentedBody = `{"android":{"ttl":"86400s","biTag":"order-20260101-0001","targetUserType":0,"notification":{"title":"李雷",` +
	`"body":"晚上一起吃饭吗？🍜","clickAction":{"type":3},"importance":"NORMAL"}},` +
	`"token":["BAEAAAAAB.demoTokenA001","BAEAAAAAB.demoTokenB002"]}`

// sendCases are about a good send.
func sendCases() []conformance.Case {
	must, should := conformance.Must, conformance.Should
	return []conformance.Case{{
		ID: "honor/send/send-ok", Level: must, Rows: []string{"R04"}, Source: docSend, Codes: []string{"200"},
		Title:       "the worked example succeeds",
		Requirement: "An endpoint must answer the example with 200 and show it on both phones.",
		Run: func(t *conformance.T) {
			if len(documentedBody) != 258 {
				t.SetupErrorf("the example has %d bytes, want 258", len(documentedBody))
			}
			b := open(t)
			token := func(s string) kit.PhoneOption { return func(p *device.Phone) { p.Token = s } }
			p, q := b.Phone("a", token("BAEAAAAAB.demoTokenA001")), b.Phone("b", token("BAEAAAAAB.demoTokenB002"))
			a := b.Do(http.MethodPost, b.path(), []byte(documentedBody))
			b.wantAccepted(a)
			for _, ph := range []device.Phone{p, q} {
				b.WantFate(a, ph, device.Shown)
				if s := b.WantItems(ph, 1); len(s.Items) == 1 && (s.Items[0].Title != "李雷" || s.Items[0].Body != "晚上一起吃饭吗？🍜") {
					t.Errorf("phone %s shows %q, %q", ph.ID, s.Items[0].Title, s.Items[0].Body)
				}
			}
		},
	}, {
		ID: "honor/send/request-id", Level: should, Rows: []string{"R04"}, Source: docSend, Codes: []string{"200"},
		Title:       "each send has its own requestId",
		Requirement: "An endpoint should give each send another requestId.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			if one, two := b.send(p), b.send(p); one.ID() == "" || one.ID() == two.ID() {
				t.Errorf("requestIds %q and %q, want two different ones", one.ID(), two.ID())
			}
		},
	}, {
		ID: "honor/send/top-notification", Level: must, Source: docSend, Codes: []string{"200"},
		Title:       "title and body may stand at the top",
		Requirement: "An endpoint must take title and body from notification where android.notification has none, and prefer the latter's.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantAccepted(b.send(p, set("notification", map[string]any{"title": "张伟", "body": "明天见"}), kit.Drop("android.notification.title")))
			if s := b.WantItems(p, 1); len(s.Items) == 1 && (s.Items[0].Title != "张伟" || s.Items[0].Body != "晚上一起吃饭吗？") {
				t.Errorf("the phone shows %q, %q, want 张伟, 晚上一起吃饭吗？", s.Items[0].Title, s.Items[0].Body)
			}
		},
	}}
}
