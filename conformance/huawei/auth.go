package huawei

import (
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// loginCases are about the token endpoint.
func loginCases() []conformance.Case {
	cases := []conformance.Case{{
		ID: "huawei/auth/token-ok", Level: conformance.Must, Rows: []string{"H01"}, Source: docAccount,
		Title:       "the documented token call succeeds",
		Requirement: "An endpoint must answer the documented form with an access_token, expires_in 3600 and token_type Bearer.",
		Run: func(t *conformance.T) {
			b := prepare(t, vectorApp)
			if len(vectorForm) != 89 {
				t.SetupErrorf("the documented form has %d bytes, want 89", len(vectorForm))
			}
			b.wantLogin(b.PostRawForm(pathToken, vectorForm))
		},
	}, {
		ID: "huawei/auth/form-order", Level: conformance.Must, Rows: []string{"H01"}, Source: sdk,
		Title:       "the order of the form does not matter",
		Requirement: "An endpoint must take grant_type, client_secret and client_id in any order, as the official demos send them.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.wantLogin(b.postForm(pathToken, "grant_type", "client_credentials",
				"client_secret", b.App.Credentials["client_secret"], "client_id", b.App.Credentials["client_id"]))
			b.wantLogin(b.postForm(pathToken, "client_id", b.App.Credentials["client_id"],
				"client_secret", b.App.Credentials["client_secret"], "grant_type", "client_credentials"))
		},
	}, {
		ID: "huawei/auth/token-url-v2", Level: conformance.Must, Rows: []string{"H01"}, Source: docAccount + "; " + realTraffic,
		Title:       "the older token URL works",
		Requirement: "An endpoint must issue at /oauth2/v2/token what it issues at /oauth2/v3/token: tokens that work.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			a := b.postForm(pathTokenV2, "grant_type", "client_credentials",
				"client_id", b.App.Credentials["client_id"], "client_secret", b.App.Credentials["client_secret"])
			b.wantLogin(a)
			b.access, _ = a.Text("access_token")
			b.wantAccepted(b.send(b.Phone("a")))
		},
	}, {
		ID: "huawei/auth/token-escaped-slash", Level: conformance.Should, Rows: []string{"H02"}, Source: docAccount,
		Title:       `the access token's slashes are escaped`,
		Requirement: `An endpoint should write the slashes of an access_token as "\/", as Huawei warns, and take the token without the backslashes only.`,
		Run: func(t *conformance.T) {
			b := prepare(t)
			a := b.token()
			b.wantLogin(a)
			token, _ := a.Text("access_token")
			raw := strings.ReplaceAll(token, "/", `\/`)
			if raw == token || !strings.Contains(string(a.Raw), raw) {
				t.Errorf(`%v: want an access_token with a slash that is written as "\/"`, a)
			}
			p := b.Phone("a")
			b.access = token
			b.wantAccepted(b.send(p))
			b.access = raw
			b.want(b.send(p), "80200003")
		},
	}, {
		ID: "huawei/auth/bad-secret", Level: conformance.Must, Rows: []string{"H03"}, Source: docAccount, Codes: []string{"1101/12304"},
		Title:       "a wrong secret is 1101/12304",
		Requirement: "An endpoint must answer a wrong client_secret with HTTP 400, error 1101 and sub_error 12304.",
		Run: func(t *conformance.T) {
			b := prepare(t, vectorApp)
			b.wantLoginRefused(b.postForm(pathToken, "grant_type", "client_credentials",
				"client_id", vectorClient, "client_secret", "9f1c+Zk/3Qa=7e&b1"), "1101", "12304")
		},
	}, {
		ID: "huawei/auth/secret-not-encoded", Level: conformance.Should, Rows: []string{"B19", "H03"}, Source: docAccount + "; " + sdk, Codes: []string{"1101/12304"},
		Title:       "a secret that is not percent-encoded is another secret",
		Requirement: "An endpoint should decode the form as forms are decoded, and so refuse a secret with + and & that was not encoded.",
		Run: func(t *conformance.T) {
			b := prepare(t, vectorApp)
			b.wantLoginRefused(b.PostRawForm(pathToken,
				"grant_type=client_credentials&client_id="+vectorClient+"&client_secret="+vectorSecret), "1101", "12304")
			b.wantLogin(b.PostRawForm(pathToken, vectorForm))
		},
	}, {
		ID: "huawei/auth/hex-secret-not-encoded", Level: conformance.Must, Rows: []string{"B19"}, Source: sdk,
		Title:       "a hex secret needs no encoding",
		Requirement: "An endpoint must take a secret of hex digits from senders that do not encode, as the Go and Java demos do not.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.wantLogin(b.PostRawForm(pathToken, "grant_type=client_credentials&client_secret="+
				b.App.Credentials["client_secret"]+"&client_id="+b.App.Credentials["client_id"]))
		},
	}}
	return append(cases, loginRefusalCases()...)
}

// loginRefusalCases change one part of the form.
func loginRefusalCases() []conformance.Case {
	refused := func(id string, rows []string, what, sub string, change map[string]string) conformance.Case {
		return conformance.Case{
			ID: "huawei/auth/" + id, Level: conformance.Must, Rows: rows, Source: docAccount, Codes: []string{"1101/" + sub},
			Title:       what + " is 1101/" + sub,
			Requirement: "An endpoint must answer a token call with " + what + " with HTTP 400, error 1101 and sub_error " + sub + ".",
			Run: func(t *conformance.T) {
				b := prepare(t)
				form := map[string]string{"grant_type": "client_credentials",
					"client_id": b.App.Credentials["client_id"], "client_secret": b.App.Credentials["client_secret"]}
				for name, value := range change {
					form[name] = value
				}
				b.wantLoginRefused(b.postForm(pathToken, "grant_type", form["grant_type"],
					"client_id", form["client_id"], "client_secret", form["client_secret"]), "1101", sub)
			},
		}
	}
	cases := []conformance.Case{
		refused("unknown-client", []string{"H04"}, "a client_id nobody has", "20003", map[string]string{"client_id": "999"}),
		refused("client-id-format", nil, "a client_id that is not 1 to 64 digits", "20002", map[string]string{"client_id": "shop-01"}),
		refused("client-id-too-long", nil, "a client_id of 65 digits", "20002", map[string]string{"client_id": strings.Repeat("1", 65)}),
		refused("secret-empty", nil, "an empty client_secret", "20171", map[string]string{"client_secret": ""}),
		refused("grant-type", nil, "another grant_type", "20182", map[string]string{"grant_type": "authorization_code"}),
	}
	secret := refused("secret-format", nil, "a client_secret with line breaks", "20172", map[string]string{"client_secret": "9f1c\n3Qa7\n"})
	secret.Level, secret.Source = conformance.May, docAccount+"; what a wrong format is: "+assumed
	secret.Requirement = strings.Replace(secret.Requirement, "must", "may", 1)
	text := conformance.Case{
		ID: "huawei/auth/unknown-client-text", Level: conformance.Should, Rows: []string{"H04"}, Source: realTraffic, Codes: []string{"1101/20003"},
		Title:       "an unknown client's answer as it was seen",
		Requirement: `An endpoint should answer an unknown client_id with the error_description "parameter invalid".`,
		Run: func(t *conformance.T) {
			b := prepare(t)
			a := b.postForm(pathToken, "grant_type", "client_credentials", "client_id", "999", "client_secret", "x1y2z3")
			if s, _ := a.Text("error_description"); s != "parameter invalid" {
				t.Errorf(`%v, want the error_description "parameter invalid"`, a)
			}
		},
	}
	return append(cases, secret, text)
}

// accessCases are about the access token on the other calls.
func accessCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "huawei/auth/no-authorization", Level: conformance.Must, Rows: []string{"H06"}, Source: docSend, Codes: []string{"80200001"},
		Title:       "no Authorization is 80200001",
		Requirement: "An endpoint must answer a send without an Authorization header with 80200001.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.want(b.send(b.Phone("a")), "80200001")
		},
	}, {
		ID: "huawei/auth/empty-authorization", Level: conformance.Must, Rows: []string{"H06"}, Source: docSend, Codes: []string{"80200001"},
		Title:       "an empty Authorization is 80200001",
		Requirement: `An endpoint must answer a send whose Authorization is "Bearer " and nothing else with 80200001.`,
		Run: func(t *conformance.T) {
			b := prepare(t)
			raw := encoded(t, chatOrder(to(b.Phone("a"))))
			b.want(b.Do(http.MethodPost, b.v1(pathSend), raw, http.Header{"Authorization": {"Bearer "}}), "80200001")
		},
	}, {
		ID: "huawei/auth/expired-token", Level: conformance.Must, Rows: []string{"H07", "B08"}, Source: docSend + "; " + docAccount,
		Codes: []string{"80000000", "80200003"}, Needs: clock,
		Title:       "an access token lives an hour",
		Requirement: "An endpoint must take an access token for 3600 seconds and answer 80200003 one second later.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			issued := b.World.Now()
			b.AdvanceTo(issued.Add(3599 * time.Second))
			b.wantAccepted(b.send(p))
			b.AdvanceTo(issued.Add(3601 * time.Second))
			b.want(b.send(p), "80200003")
			b.login()
			b.wantAccepted(b.send(p))
		},
	}, {
		ID: "huawei/auth/token-of-other-app", Level: conformance.Must, Rows: []string{"H08"}, Source: blog, Codes: []string{"80200001"},
		Title:       "another app's access token is 80200001",
		Requirement: "An endpoint must answer a send with the access token of another app than the path's with 80200001.",
		Run: func(t *conformance.T) {
			b := open(t)
			other := open(t, kit.Named("other"))
			b.access = other.access
			b.want(b.send(b.Phone("a")), "80200001")
		},
	}, {
		ID: "huawei/auth/garbled-token", Level: conformance.Must, Rows: []string{"H09"}, Source: blog, Codes: []string{"80200003"},
		Title:       "an access token with one more character is 80200003",
		Requirement: "An endpoint must answer a send whose access token has a character too many with 80200003.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.access += "x"
			b.want(b.send(b.Phone("a")), "80200003")
		},
	}, {
		ID: "huawei/auth/two-tokens", Level: conformance.May, Source: assumed, Codes: []string{"80000000"},
		Title:       "an older access token stays valid",
		Requirement: "An endpoint may keep several access tokens of one app valid, and then takes both.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			first, p := b.login(), b.Phone("a")
			second := b.login()
			for _, b.access = range []string{first, second} {
				b.wantAccepted(b.send(p))
			}
		},
	}, {
		ID: "huawei/auth/project-path", Level: conformance.Must, Rows: []string{"H05"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "version 2 goes by the project",
		Requirement: "An endpoint must take the same body at /v2/{project id}/messages:send.",
		Run: func(t *conformance.T) {
			b := prepare(t, vectorApp)
			b.login()
			p := b.Phone("a")
			a := b.Post("/v2/388421841222123456"+pathSend, chatOrder(to(p)))
			b.wantAccepted(a)
			b.WantVisible(a, p)
		},
	}, {
		ID: "huawei/auth/unknown-id", Level: conformance.Should, Source: realTraffic, Codes: []string{"80300002"},
		Title:       "a client or project id nobody has is 80300002",
		Requirement: "An endpoint should answer a send whose path has an id that is no app's with 80300002, as was seen.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.Post("/v1/104000001"+pathSend, chatOrder(to(p))), "80300002")
			b.want(b.Post("/v2/100000000000000001"+pathSend, chatOrder(to(p))), "80300002")
			b.WantItems(p, 0)
		},
	}}
}
