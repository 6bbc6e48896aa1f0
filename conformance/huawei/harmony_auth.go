package huawei

import (
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// harmonyAuthCases are about the JWT of a v3 call.
func harmonyAuthCases() []conformance.Case {
	must := conformance.Must
	one := func(id string, rows []string, level conformance.Level, source, code, title, requirement string, jwt func(n *next) string) conformance.Case {
		return conformance.Case{
			ID: "huawei/harmony/" + id, Level: level, Rows: rows, Source: source, Codes: []string{code}, Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				n := openNext(t)
				p := n.phone("a")
				a := n.Post(n.v3(), alertOf([]string{p.Token}), as(jwt(n), "0"))
				n.wantCode(a, code)
				if code != "80000000" {
					n.WantItems(p, 0)
				}
			},
		}
	}
	claim := func(name string, value any) func(n *next) string {
		return func(n *next) string { return n.jwt(map[string]any{name: value}) }
	}
	span := func(from, to time.Duration) func(n *next) string {
		return func(n *next) string {
			now := n.World.Now()
			return n.jwt(map[string]any{"iat": now.Add(from).Unix(), "exp": now.Add(to).Unix()})
		}
	}
	refusal := func(what string) string {
		return "An endpoint must refuse a v3 call with " + what + " with 80200001 and deliver nothing."
	}
	return []conformance.Case{
		one("jwt-short-and-more", []string{"N01"}, conformance.Should, realTraffic, "80000000", "a JWT for five minutes with a claim more is taken",
			"An endpoint should take a JWT that is valid for five minutes and has a claim sub, as a working client sends it.", func(n *next) string {
				return n.jwt(map[string]any{"exp": n.World.Now().Unix() + 300, "sub": "101234567"})
			}),
		one("jwt-without-end", []string{"N04"}, conformance.May, assumed, "80300036", "a JWT without exp is refused",
			"An endpoint may refuse a JWT without exp with 80300036.", claim("exp", nil)),
		one("jwt-expired", []string{"N03"}, must, docJWT, "80200005", "an expired JWT is refused",
			"An endpoint must refuse a JWT that is over with 80200005.", span(-2*time.Hour, -time.Second)),
		one("jwt-rs256", []string{"N05"}, must, docJWT, "80200001", "a JWT that says RS256 is refused",
			refusal("a JWT whose alg is RS256, however it is signed"), func(n *next) string {
				return n.jwt(map[string]any{"alg": "RS256", "signed": "PS256"})
			}),
		one("jwt-signed-rs256", []string{"N05"}, must, docJWT, "80200001", "a JWT signed with RS256 is refused",
			refusal("a JWT that says PS256 and is signed with RS256"), func(n *next) string { return n.jwt(map[string]any{"signed": "RS256"}) }),
		one("jwt-unknown-key", nil, must, docJWT, "80200001", "a JWT with an unknown kid is refused",
			refusal("a JWT whose kid is no key of a service account"), claim("kid", "0f2b6c1d9a7e4c35b8d1e6f7a2c3d4e5")),
		one("jwt-wrong-signature", nil, must, docJWT, "80200001", "a JWT with another signature is refused",
			refusal("a JWT that was not signed with the key of its kid"), func(n *next) string {
				j := n.jwt()
				return j[:strings.LastIndexByte(j, '.')] + n.jwt(map[string]any{"x": 1})[strings.LastIndexByte(n.jwt(map[string]any{"x": 1}), '.'):]
			}),
		one("jwt-wrong-account", nil, must, docJWT, "80200001", "a JWT of another account is refused",
			refusal("a JWT whose iss is not the key's sub_account"), claim("iss", "101234567")),
		one("jwt-wrong-audience", nil, must, docJWT, "80200001", "a JWT for somebody else is refused",
			refusal("a JWT with another aud"), claim("aud", "https://oauth-login.cloud.huawei.com/oauth2/v2/token")),
		one("jwt-unreadable", nil, must, docJWT, "80200001", "a JWT that cannot be read is refused",
			refusal("a JWT whose parts are no JSON"), func(*next) string { return "eyJhbGciOiJQUzI1NiJ9.eyJpc3.c2ln" }),
		one("oauth-token", []string{"N02"}, must, docHarmony, "80200001", "an access token is refused at v3",
			refusal("an OAuth access token"), func(n *next) string { return n.login() }),
		{
			ID: "huawei/harmony/jwt-two-days", Level: must, Rows: []string{"N04"}, Source: docJWT, Codes: []string{"80300036", "80000000"},
			Title:       "a JWT is good for a day at most",
			Requirement: "An endpoint must take a JWT whose exp is 86400 seconds after its iat, and refuse one of two days with 80300036.",
			Run: func(t *conformance.T) {
				n := openNext(t)
				p := n.phone("a")
				n.wantCode(n.Post(n.v3(), alertOf([]string{p.Token}), as(span(0, 24*time.Hour)(n), "0")), "80000000")
				n.wantCode(n.Post(n.v3(), alertOf([]string{p.Token}), as(span(0, 48*time.Hour)(n), "0")), "80300036")
			},
		}, {
			ID: "huawei/harmony/no-authorization", Level: must, Source: docHarmony, Codes: []string{"80200001"},
			Title: "a v3 call without Authorization is refused", Requirement: refusal("no Authorization header"),
			Run: func(t *conformance.T) {
				n := openNext(t)
				h := as("", "0")
				h["Authorization"] = []string{""}
				n.wantCode(n.Post(n.v3(), alertOf([]string{n.phone("a").Token}), h), "80200001")
			},
		}, {
			ID: "huawei/harmony/other-project", Level: must, Rows: []string{"N06"}, Source: docHarmony, Codes: []string{"80200001"},
			Title: "a JWT of another project is refused", Requirement: refusal("the JWT of another project than the path's"),
			Run: func(t *conformance.T) {
				n := openNext(t)
				a := n.Post("/v3/388421841222123456"+pathSend, alertOf([]string{n.phone("a").Token}), as(n.jwt(), "0"))
				n.wantCode(a, "80200001")
			},
		}, {
			ID: "huawei/harmony/jwt-at-v1", Level: must, Source: docSend + "; " + docJWT, Codes: []string{"80000000", "80200001"},
			Title:       "the same JWT is taken at v1",
			Requirement: "An endpoint must take the JWT of the project's service account in place of an access token at v1, and refuse one that says RS256 with 80200001.",
			Run: func(t *conformance.T) {
				n := openNext(t)
				p := n.Phone("a")
				n.access = n.jwt()
				n.wantAccepted(n.send(p))
				n.WantItems(p, 1)
				n.access = n.jwt(map[string]any{"alg": "RS256", "signed": "PS256"})
				n.wantCode(n.send(p), "80200001")
			},
		}, {
			ID: "huawei/harmony/status-mapped", Level: conformance.May, Source: assumed, Codes: []string{"80200001", "80100003", "80000000"},
			Title:       "refusals of v3 come with their HTTP status",
			Requirement: "An endpoint may answer a refusal for the account with HTTP 401, one for a parameter with 400 and a yes with 200.",
			Run: func(t *conformance.T) {
				n := openNext(t)
				p := n.phone("a")
				n.wantStatus(n.alert(p), 200, "80000000")
				n.wantStatus(n.alert(p, without("clickAction")), 400, "80100003")
				n.wantStatus(n.Post(n.v3(), alertOf([]string{p.Token}), as(n.jwt(map[string]any{"alg": "RS256"}), "0")), 401, "80200001")
			},
		}, {
			ID: "huawei/harmony/jwt-ahead", Level: conformance.May, Source: assumed, Codes: []string{"80200001"},
			Title: "a JWT from the future is refused", Requirement: "An endpoint may refuse a JWT whose iat is more than five minutes ahead with 80200001.",
			Run: func(t *conformance.T) {
				n := openNext(t)
				now := n.World.Now()
				j := n.jwt(map[string]any{"iat": now.Add(10 * time.Minute).Unix(), "exp": now.Add(time.Hour).Unix()})
				n.wantCode(n.Post(n.v3(), alertOf([]string{n.phone("a").Token}), as(j, "0")), "80200001")
			},
		},
	}
}

// harmonySendCases are about what v3 takes as a whole.
func harmonySendCases() []conformance.Case {
	must := conformance.Must
	return []conformance.Case{{
		ID: "huawei/harmony/send-ok", Level: must, Rows: []string{"N01"}, Source: docHarmony, Codes: []string{"80000000", "80100003"},
		Title:       "an alert is accepted and shown",
		Requirement: "An endpoint must accept a correct alert with 80000000, msg Success and a requestId, and deliver it to every token; the same without a title is refused with 80100003.",
		Run: func(t *conformance.T) {
			n := openNext(t)
			a, b := n.phone("a"), n.phone("b")
			answer := n.push("0", alertOf([]string{a.Token, b.Token}, notice("notifyId", 12345), option("ttl", 86400), option("biTag", "order-20260101-0001")))
			if msg := n.wantCode(answer, "80000000"); msg != "Success" || answer.Status != 200 {
				t.Errorf("%v, want HTTP 200 and msg Success", answer)
			}
			n.WantTitles(a, "李雷")
			n.WantTitles(b, "李雷")
			n.wantCode(n.alert(a, without("title")), "80100003")
			n.WantItems(a, 1)
		},
	}, {
		ID: "huawei/harmony/no-content-type", Level: conformance.Should, Rows: []string{"N01"}, Source: realTraffic, Codes: []string{"80000000"},
		Title: "a call without Content-Type is taken", Requirement: "An endpoint should take a v3 call without Content-Type, as a working client sends it.",
		Run: func(t *conformance.T) {
			n := openNext(t)
			h := as(n.jwt(), "0")
			h["Content-Type"] = []string{""}
			n.wantCode(n.Post(n.v3(), alertOf([]string{n.phone("a").Token}), h), "80000000")
		},
	}, {
		ID: "huawei/harmony/push-type", Level: conformance.May, Source: assumed, Codes: []string{"80100001"},
		Title: "a push-type that is none is refused", Requirement: "An endpoint may refuse a v3 call without push-type, or with another than 0, 1, 2, 6, 7 and 10, with 80100001.",
		Run: func(t *conformance.T) {
			n := openNext(t)
			p := n.phone("a")
			for _, kind := range []string{"", "3", "zero"} {
				n.wantCode(n.push(kind, alertOf([]string{p.Token})), "80100001")
			}
		},
	}, {
		ID: "huawei/harmony/token-count", Level: must, Source: docHarmony, Codes: []string{"80300010", "80000000"},
		Title: "1 to 1000 tokens", Requirement: "An endpoint must refuse a v3 call with no token, and one with 1001, with 80300010.",
		Run: func(t *conformance.T) {
			n := openNext(t)
			n.phone("a")
			n.wantCode(n.push("0", alertOf(nil)), "80300010")
			many := make([]string, 1001)
			for i := range many {
				many[i] = "MAMzLgdemoTokenA001"
			}
			n.wantCode(n.push("0", alertOf(many)), "80300010")
		},
	}, {
		ID: "huawei/harmony/card-two-tokens", Level: must, Rows: []string{"N12"}, Source: docHarmony, Codes: []string{"80300010", "80000000"},
		Title: "a card refresh goes to one token", Requirement: "An endpoint must refuse a card refresh (push-type 1) to two tokens with 80300010.",
		Run: func(t *conformance.T) {
			n := openNext(t)
			a, b := n.phone("a"), n.phone("b")
			n.wantCode(n.push("1", payloadOf(cardOf(), a.Token)), "80000000")
			n.wantCode(n.push("1", payloadOf(cardOf(), a.Token, b.Token)), "80300010")
		},
	}, {
		ID: "huawei/harmony/test-eleven-tokens", Level: must, Rows: []string{"N11"}, Source: docHarmony, Codes: []string{"80300030", "80000000"},
		Title: "a test message goes to ten tokens", Requirement: "An endpoint must refuse a test message to eleven tokens with 80300030, and take one to ten.",
		Run: func(t *conformance.T) {
			n := openNext(t)
			var tokens []string
			for _, id := range strings.Fields("a b c d e f g h i j k") {
				tokens = append(tokens, n.phone(id).Token)
			}
			n.wantCode(n.push("0", alertOf(tokens[:10], option("testMessage", true))), "80000000")
			n.wantCode(n.push("0", alertOf(tokens, option("testMessage", true))), "80300030")
		},
	}, {
		ID: "huawei/harmony/test-card-two-tokens", Level: must, Rows: []string{"N11", "N12"}, Source: docHarmony, Codes: []string{"80300030", "80000000"},
		Title: "a card refresh that is a test goes to one token", Requirement: "An endpoint must refuse a card refresh with testMessage to two tokens with 80300030, and take one to one.",
		Run: func(t *conformance.T) {
			n := openNext(t)
			a, b := n.phone("a"), n.phone("b")
			test := option("testMessage", true)
			n.wantCode(n.push("1", payloadOf(cardOf(), a.Token).With(test)), "80000000")
			n.wantCode(n.push("1", payloadOf(cardOf(), a.Token, b.Token).With(test)), "80300030")
		},
	}, {
		ID: "huawei/harmony/size-edge", Level: must, Source: docHarmony, Codes: []string{"80300008", "80000000"},
		Title: "a message of about 4096 bytes", Requirement: "An endpoint must take a v3 message of 3900 bytes without its tokens and refuse one of 4300 with 80300008; a Chinese character has three bytes.",
		Run: func(t *conformance.T) {
			n := openNext(t)
			p := n.phone("a")
			n.wantCode(n.alert(p, notice("body", kit.Letters(3750))), "80000000")
			n.wantCode(n.alert(p, notice("body", kit.Letters(4200))), "80300008")
			n.wantCode(n.alert(p, notice("body", kit.Chinese(1400))), "80300008")
		},
	}, {
		ID: "huawei/harmony/old-path", Level: must, Rows: []string{"N15"}, Source: docRevoke,
		Title: "there is no recall at v3", Requirement: "An endpoint must answer a recall at /v3/{projectId} with HTTP 404.",
		Run: func(t *conformance.T) {
			n := openNext(t)
			a := n.revoke("/v3/"+n.App.Credentials["project_id"]+pathRevoke, kit.Body{"notifyId": 7, "token": []string{n.phone("a").Token}})
			if a.Status != 404 {
				t.Errorf("%v, want HTTP 404", a)
			}
		},
	}}
}
