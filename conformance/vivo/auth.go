package vivo

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
)

// vectorApp has the credentials of the documented sign examples.
func vectorApp(a *sim.AppSpec) {
	a.Credentials = map[string]string{
		"app_id": "105000001", "app_key": "3f7a9c1e5b2d48608a9e0c7d6f5b4a32",
		"app_secret": "6c1d0f9e-8b7a-4c5d-9e3f-2a1b0c9d8e7f",
	}
}

// vectorBody is the documented login of vectorApp at vectorTime.
const vectorBody = `{"appId":105000001,"appKey":"3f7a9c1e5b2d48608a9e0c7d6f5b4a32","timestamp":1764000000000,` +
	`"sign":"fe446933a9f23a7d995e62e83df5d3cc"}`

var vectorTime = time.UnixMilli(1764000000000)

func authCases() []conformance.Case {
	cases := []conformance.Case{{
		ID: "vivo/auth/auth-ok", Level: conformance.Must, Rows: []string{"V01", "S02"}, Source: docAPI,
		Codes: []string{"0"}, Start: vectorTime,
		Title:       "the documented login succeeds",
		Requirement: "An endpoint must answer the documented login, MD5 sign included, with result 0 and a non-empty authToken.",
		Run: func(t *conformance.T) {
			b := prepare(t, vectorApp)
			b.wantLogin(b.Do(http.MethodPost, "/message/auth", []byte(vectorBody), nil))
		},
	}, {
		ID: "vivo/auth/auth-string-appid", Level: conformance.Must, Rows: []string{"V02"}, Source: realTraffic,
		Codes: []string{"0"}, Start: vectorTime,
		Title:       "appId may be a string",
		Requirement: "An endpoint must accept appId as a string in the login, as many senders write it.",
		Run: func(t *conformance.T) {
			b := prepare(t, vectorApp)
			b.wantLogin(b.Post("/message/auth", b.loginBody(vectorTime).With(kit.Set("appId", "105000001"))))
		},
	}, {
		ID: "vivo/auth/timestamp-string", Level: conformance.Should, Source: realTraffic, Codes: []string{"0"},
		Title:       "timestamp may be a string",
		Requirement: "An endpoint should accept timestamp as a numeric string in the login, as several senders write it.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			ms := strconv.FormatInt(b.World.Now().UnixMilli(), 10)
			b.wantLogin(b.Post("/message/auth", b.loginBody(b.World.Now()).With(kit.Set("timestamp", ms))))
		},
	}, {
		ID: "vivo/auth/auth-unknown-app", Level: conformance.Must, Rows: []string{"V03"}, Source: docCodes,
		Codes:       []string{"10205"},
		Title:       "an unknown appId is 10205",
		Requirement: "An endpoint must answer a login that names an unknown appId with 10205 and no authToken.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			login := b.loginBody(b.World.Now())
			stamp := login["timestamp"].(json.Number).String()
			c := b.App.Credentials
			b.want(b.Post("/message/auth", login.With(kit.Set("appId", 999999999),
				kit.Set("sign", sign("999999999", c["app_key"], stamp, c["app_secret"])))), "10205")
		},
	}, {
		ID: "vivo/auth/auth-foreign-key", Level: conformance.Must, Rows: []string{"V03"}, Source: docCodes,
		Codes:       []string{"10202"},
		Title:       "another app's appKey is 10202",
		Requirement: "An endpoint must answer a login whose appKey belongs to another app with 10202 and no authToken.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			other := kit.AddApp(t, shop(kit.Named("other")))
			c := b.App.Credentials
			login := b.loginBody(b.World.Now())
			stamp := login["timestamp"].(json.Number).String()
			key := other.Credentials["app_key"]
			b.want(b.Post("/message/auth", login.With(kit.Set("appKey", key),
				kit.Set("sign", sign(c["app_id"], key, stamp, c["app_secret"])))), "10202")
		},
	}, {
		ID: "vivo/auth/auth-bad-sign", Level: conformance.Must, Rows: []string{"V03", "S02"}, Source: docCodes,
		Codes:       []string{"10206"},
		Title:       "a wrong sign is 10206",
		Requirement: "An endpoint must answer a login whose sign is not the MD5 of appId, appKey, timestamp and appSecret with 10206 and no authToken.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			c, login := b.App.Credentials, b.loginBody(b.World.Now())
			stamp := login["timestamp"].(json.Number).String()
			b.want(b.Post("/message/auth", login.With(kit.Set("sign", sign(c["app_id"], c["app_key"], stamp, "another secret")))), "10206")
		},
	}, {
		ID: "vivo/auth/sign-of-another-timestamp", Level: conformance.Must, Rows: []string{"S02"}, Source: docAPI,
		Codes:       []string{"10206"},
		Title:       "the signed timestamp must be the one sent",
		Requirement: "An endpoint must answer a login signed over another timestamp than the one it carries with 10206.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			now := b.World.Now()
			b.want(b.Post("/message/auth", b.loginBody(now).With(kit.Set("timestamp", now.Add(-time.Second).UnixMilli()))), "10206")
		},
	}, {
		ID: "vivo/auth/auth-window", Level: conformance.Must, Rows: []string{"V04", "S02"}, Source: docCodes,
		Codes: []string{"10207", "0"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "the timestamp may be ten minutes off, not more",
		Requirement: "An endpoint must take a login whose timestamp is 600000 ms from its clock and answer one that is 600001 ms off, either way, with 10207.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			for _, way := range []time.Duration{1, -1} {
				now := b.World.Now()
				b.wantLogin(b.Post("/message/auth", b.loginBody(now.Add(way*600000*time.Millisecond))))
				b.want(b.Post("/message/auth", b.loginBody(now.Add(way*600001*time.Millisecond))), "10207")
			}
		},
	}, {
		ID: "vivo/auth/timestamp-in-seconds", Level: conformance.Must, Source: docCodes, Codes: []string{"10207"},
		Title:       "a timestamp in seconds is 10207",
		Requirement: "An endpoint must answer a login whose timestamp has seconds, 10 digits instead of 13, with 10207.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			c, seconds := b.App.Credentials, strconv.FormatInt(b.World.Now().Unix(), 10)
			b.want(b.Post("/message/auth", b.loginBody(b.World.Now()).With(kit.Set("timestamp", json.Number(seconds)),
				kit.Set("sign", sign(c["app_id"], c["app_key"], seconds, c["app_secret"])))), "10207")
		},
	}, {
		ID: "vivo/auth/auth-rate", Level: conformance.May, Source: docAPI + "; the code is " + assumed, Codes: []string{"10072"},
		Needs:       []conformance.Need{conformance.NeedClock},
		Title:       "ten logins a second",
		Requirement: "An endpoint may answer the eleventh login of an app within one second with 10072, and must take one a second later.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			for range 10 {
				b.wantLogin(b.Post("/message/auth", b.loginBody(b.World.Now())))
			}
			b.want(b.Post("/message/auth", b.loginBody(b.World.Now())), "10072")
			b.Advance(time.Second)
			b.wantLogin(b.Post("/message/auth", b.loginBody(b.World.Now())))
		},
	}}
	for _, e := range []struct{ field, name, code string }{
		{"appId", "appid", "10200"}, {"appKey", "appkey", "10201"}, {"timestamp", "timestamp", "10203"}, {"sign", "sign", "10204"},
	} {
		cases = append(cases, conformance.Case{
			ID: "vivo/auth/" + e.name + "-missing", Level: conformance.Must, Source: docCodes, Codes: []string{e.code},
			Title:       "a login without " + e.field + " is " + e.code,
			Requirement: "An endpoint must answer a login without " + e.field + " with " + e.code + " and no authToken.",
			Run: func(t *conformance.T) {
				b := prepare(t)
				b.want(b.Post("/message/auth", b.loginBody(b.World.Now()).With(kit.Drop(e.field))), e.code)
			},
		})
	}
	return append(cases, accessCases()...)
}

// wantLogin says that a login must succeed.
func (b *bench) wantLogin(a kit.Answer) {
	b.want(a, "0")
	if token, ok := a.Text("authToken"); !ok || token == "" {
		b.T.Errorf("%v: authToken must be a string that is not empty", a)
	}
}

// accessCases are about the authToken on the other calls.
func accessCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/auth/two-tokens", Level: conformance.Must, Rows: []string{"V05", "S02"}, Source: docAPI, Codes: []string{"0"},
		Title:       "an older authToken stays valid",
		Requirement: "An endpoint must keep several authTokens of one app valid at the same time.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			first := b.login()
			second := b.login()
			p := b.Phone("a")
			for _, b.access = range []string{first, second} {
				b.wantTask(b.send(p))
			}
		},
	}, {
		ID: "vivo/auth/no-token", Level: conformance.Must, Rows: []string{"V06", "S02"}, Source: docCodes, Codes: []string{"10000"},
		Title:       "no authToken is 10000",
		Requirement: "An endpoint must answer a send without an authToken header with 10000.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.want(b.send(b.Phone("a")), "10000")
		},
	}, {
		ID: "vivo/auth/unknown-token", Level: conformance.Must, Rows: []string{"V06"}, Source: docCodes, Codes: []string{"10000"},
		Title:       "an unknown authToken is 10000",
		Requirement: "An endpoint must answer a send with an authToken it never issued with 10000.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.access = "00000000-0000-4000-8000-000000000000"
			b.want(b.send(b.Phone("a")), "10000")
		},
	}, {
		ID: "vivo/auth/expired", Level: conformance.Must, Rows: []string{"V06", "S02"}, Source: docAPI,
		Codes: []string{"0", "10000"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "an authToken lives a day",
		Requirement: "An endpoint must take an authToken for 24 hours after the login and answer 10000 one millisecond later.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			issued := b.World.Now()
			b.AdvanceTo(issued.Add(24*time.Hour - time.Millisecond))
			b.wantTask(b.send(p))
			b.AdvanceTo(issued.Add(24*time.Hour + time.Millisecond))
			b.want(b.send(p), "10000")
		},
	}, {
		ID: "vivo/auth/authorization-header", Level: conformance.Should, Rows: []string{"S01"}, Source: sdk3, Codes: []string{"10000"},
		Title:       "Authorization is not authToken",
		Requirement: "An endpoint should answer a token sent as \"Authorization: Bearer\" instead of authToken with 10000.",
		Run: func(t *conformance.T) {
			b := open(t)
			raw, _ := json.Marshal(b.order(to(b.Phone("a"))))
			b.want(b.Do(http.MethodPost, "/message/send", raw, http.Header{
				"Authtoken": {""}, "Authorization": {"Bearer " + b.access},
			}), "10000")
		},
	}, {
		ID: "vivo/auth/appid-mismatch", Level: conformance.Must, Rows: []string{"V07"}, Source: docCodes, Codes: []string{"10094"},
		Title:       "the body's appId must be the token's",
		Requirement: "An endpoint must answer a send whose appId is another app's than the authToken's with 10094.",
		Run: func(t *conformance.T) {
			b := open(t)
			other := kit.AddApp(t, shop(kit.Named("other")))
			b.want(b.send(b.Phone("a"), kit.Set("appId", json.Number(other.Credentials["app_id"]))), "10094")
		},
	}, {
		ID: "vivo/auth/appid-left-out", Level: conformance.Should, Source: realTraffic, Codes: []string{"0"},
		Title:       "a send may leave appId out",
		Requirement: "An endpoint should take a send without appId, as many senders write it.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantTask(b.send(b.Phone("a"), kit.Drop("appId")))
		},
	}}
}
