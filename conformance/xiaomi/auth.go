package xiaomi

import (
	"net/http"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

func authCases() []conformance.Case {
	header := func(v string) http.Header { return http.Header{"Authorization": {v}} }
	return []conformance.Case{{
		ID: "xiaomi/auth/wrong-secret", Level: conformance.Must, Rows: []string{"X03"}, Source: answers, Codes: []string{"21301"},
		Title:       "a wrong secret is 21301 at HTTP 200",
		Requirement: "An endpoint must answer an AppSecret of no app with code 21301 and the reason Invalid application secret. at HTTP 200.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.secret = "aaaaaaaaaaaaaaaaaaaaaa=="
			b.wantReason(b.send(b.Phone("a")), "21301", "Invalid application secret.")
		},
	}, {
		ID: "xiaomi/auth/app-key", Level: conformance.Must, Rows: []string{"X03"}, Source: answers, Codes: []string{"21301"},
		Title:       "the AppKey is no secret",
		Requirement: "An endpoint must answer the app's AppKey in place of its AppSecret with code 21301.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.secret = "5100000000001"
			if key := b.App.Credentials["app_key"]; key != "" {
				b.secret = key
			}
			b.want(b.send(b.Phone("a")), "21301")
		},
	}, {
		ID: "xiaomi/auth/no-header", Level: conformance.May, Rows: []string{"X04"}, Source: "one client's test says 401; the rest is " + assumed, Codes: []string{"21301"},
		Title:       "no Authorization is 401",
		Requirement: "An endpoint may answer a call without Authorization with HTTP 401 and code 21301.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.secret = ""
			b.unauthorized(b.send(b.Phone("a")))
		},
	}, {
		ID: "xiaomi/auth/key-uppercase", Level: conformance.May, Rows: []string{"X05"}, Source: docAPI + " (the word key in lower case); the status is " + assumed, Codes: []string{"21301"},
		Title:       "Key= and Bearer are no key=",
		Requirement: "An endpoint may answer an Authorization that does not begin with key= in lower case with HTTP 401 and code 21301.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, word := range []string{"Key=", "KEY=", "Bearer "} {
				b.unauthorized(b.PostForm(pathRegID, order(to(p.Token)), header(word+b.secret)))
			}
		},
	}, {
		ID: "xiaomi/auth/every-call", Level: conformance.Must, Source: docAPI, Codes: []string{"21301", "0"},
		Title:       "every call shows the secret",
		Requirement: "An endpoint must judge the secret of queries and of sends alike, and take it as often as it comes.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.Get(pathQuota, ""), "0")
			good := b.secret
			b.secret = "bbbbbbbbbbbbbbbbbbbbbb=="
			b.want(b.Get("/v1/trace/message/status", "msg_id=x"), "21301")
			b.want(b.PostForm("/v2/topic/subscribe", kit.FormOf("registration_id", "x", "topic", "y")), "21301")
			b.secret = good
			b.want(b.send(b.Phone("a")), "0")
		},
	}}
}

func (b *bench) unauthorized(a kit.Answer) {
	if a.Status != http.StatusUnauthorized || a.Code() != "21301" {
		b.T.Errorf("%v, want HTTP 401 and code 21301", a)
	}
}
