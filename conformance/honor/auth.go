package honor

import (
	"net/http"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// loginCases are about the token endpoint.
func loginCases() []conformance.Case {
	must, should, may := conformance.Must, conformance.Should, conformance.May
	return []conformance.Case{{
		ID: "honor/auth/token-ok", Level: must, Rows: []string{"R01"}, Source: oauth,
		Title:       "the documented token call succeeds",
		Requirement: "An endpoint must answer the form of 89 bytes with an access_token, expires_in in seconds and token_type Bearer.",
		Run: func(t *conformance.T) {
			b := prepare(t, worked)
			if len(vectorForm) != 89 {
				t.SetupErrorf("the form has %d bytes, want 89", len(vectorForm))
			}
			b.wantLogin(b.PostRawForm(pathToken, vectorForm, plainForm()))
		},
	}, {
		ID: "honor/auth/token-life", Level: may, Rows: []string{"R01"}, Source: realTraffic + "; " + assumed,
		Title:       "an access token lives an hour",
		Requirement: "An endpoint may issue access tokens for 3600 seconds, which clients take where expires_in is absent.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			if life := b.wantLogin(b.token(pathToken)); life != time.Hour {
				t.Errorf("expires_in is %s, want an hour", life)
			}
		},
	}, {
		ID: "honor/auth/form-order", Level: must, Rows: []string{"R01"}, Source: oauth,
		Title:       "the order of the form does not matter",
		Requirement: "An endpoint must take grant_type, client_secret and client_id in any order.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.wantLogin(b.PostForm(pathToken, kit.FormOf("client_secret", b.App.Credentials["client_secret"],
				"client_id", b.App.Credentials["client_id"], "grant_type", "client_credentials"), plainForm()))
		},
	}, {
		ID: "honor/auth/realms-path", Level: must, Rows: []string{"R01"}, Source: docBlog,
		Title:       "the token path of 2023 works",
		Requirement: "An endpoint must issue at the openid-connect path what it issues at /auth/token: tokens that work.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			a := b.token(pathRealms)
			b.wantLogin(a)
			b.access, _ = a.Text("access_token")
			b.wantAccepted(b.send(b.Phone("a")))
		},
	}, {
		ID: "honor/auth/bad-secret", Level: should, Rows: []string{"R02"}, Source: realTraffic, Codes: []string{"unauthorized_client"},
		Title:       "a wrong secret is unauthorized_client",
		Requirement: "An endpoint should answer a wrong client_secret with the error unauthorized_client, as a client's test data has it.",
		Run: func(t *conformance.T) {
			b := prepare(t, worked)
			b.wantLoginRefused(b.PostForm(pathToken, kit.FormOf("grant_type", "client_credentials",
				"client_id", vectorClient, "client_secret", "9f1c+Zk/3Qa=7e&b1"), plainForm()), "unauthorized_client")
		},
	}, {
		ID: "honor/auth/bad-secret-status", Level: may, Rows: []string{"R02"}, Source: assumed, Codes: []string{"unauthorized_client"},
		Title:       "a wrong secret is HTTP 401",
		Requirement: "An endpoint may answer a wrong client_secret with HTTP 401 and the description Keycloak has.",
		Run: func(t *conformance.T) {
			b := prepare(t, worked)
			a := b.PostForm(pathToken, kit.FormOf("grant_type", "client_credentials",
				"client_id", vectorClient, "client_secret", "x"), plainForm())
			if s, _ := a.Text("error_description"); a.Status != 401 || s != "Invalid client or Invalid client credentials" {
				t.Errorf("%v, want HTTP 401 and its description", a)
			}
		},
	}, {
		ID: "honor/auth/app-id-as-client-id", Level: should, Rows: []string{"R03"}, Source: realTraffic, Codes: []string{"unauthorized_client"},
		Title:       "the App ID is no Client ID",
		Requirement: "An endpoint should refuse a token call with the App ID as client_id, although the secret is right.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.wantLoginRefused(b.PostForm(pathToken, kit.FormOf("grant_type", "client_credentials",
				"client_id", b.App.Credentials["app_id"], "client_secret", b.App.Credentials["client_secret"]), plainForm()), "unauthorized_client")
		},
	}, {
		ID: "honor/auth/secret-not-encoded", Level: should, Rows: []string{"B19", "R02"}, Source: oauth + "; " + realTraffic, Codes: []string{"unauthorized_client"},
		Title:       "a secret that is not percent-encoded is another secret",
		Requirement: "An endpoint should decode the form as forms are decoded, and so refuse a secret with + and & that was not encoded.",
		Run: func(t *conformance.T) {
			b := prepare(t, worked)
			b.wantLoginRefused(b.PostRawForm(pathToken, "grant_type=client_credentials&client_id="+vectorClient+"&client_secret="+vectorSecret, plainForm()), "unauthorized_client")
		},
	}, {
		ID: "honor/auth/grant-type", Level: may, Rows: []string{"R02"}, Source: assumed, Codes: []string{"unsupported_grant_type"},
		Title:       "another grant is unsupported_grant_type",
		Requirement: "An endpoint may answer another grant_type with the error unsupported_grant_type.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.wantLoginRefused(b.PostForm(pathToken, kit.FormOf("grant_type", "password", "client_id", b.App.Credentials["client_id"],
				"client_secret", b.App.Credentials["client_secret"]), plainForm()), "unsupported_grant_type")
		},
	}}
}

// accessCases are about the access token on sends.
func accessCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	must, may := conformance.Must, conformance.May
	forbidden := []string{"403"}
	return []conformance.Case{{
		ID: "honor/auth/no-authorization", Level: must, Rows: []string{"R10"}, Source: docCodes, Codes: forbidden,
		Title:       "no Authorization is 403",
		Requirement: "An endpoint must answer a send without Authorization with HTTP 403 and code 403.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.wantStatus(b.send(b.Phone("a")), 403, "403")
		},
	}, {
		ID: "honor/auth/empty-authorization", Level: must, Rows: []string{"R10"}, Source: docCodes, Codes: forbidden,
		Title:       "an Authorization without a token is 403",
		Requirement: "An endpoint must answer a send whose Authorization is Bearer and no token with 403.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.wantStatus(b.Post(b.path(), chatOrder(to(b.Phone("a"))), http.Header{"Authorization": {"Bearer "}}), 403, "403")
		},
	}, {
		ID: "honor/auth/garbled-token", Level: must, Rows: []string{"R10"}, Source: docCodes, Codes: forbidden,
		Title:       "an access token nobody was given is 403",
		Requirement: "An endpoint must answer a send whose access token has a character too many with 403.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.access += "x"
			b.wantStatus(b.send(b.Phone("a")), 403, "403")
		},
	}, {
		ID: "honor/auth/expired-token", Level: must, Rows: []string{"R10"}, Source: oauth + "; " + docCodes, Codes: []string{"200", "403"}, Needs: clock,
		Title:       "an access token lives as long as it says",
		Requirement: "An endpoint must take an access token until expires_in is over and answer 403 a second later.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			p, issued := b.Phone("a"), b.World.Now()
			a := b.token(pathToken)
			life := b.wantLogin(a)
			b.access, _ = a.Text("access_token")
			b.AdvanceTo(issued.Add(life - time.Second))
			b.wantAccepted(b.send(p))
			b.AdvanceTo(issued.Add(life + time.Second))
			b.wantStatus(b.send(p), 403, "403")
			b.login()
			b.wantAccepted(b.send(p))
		},
	}, {
		ID: "honor/auth/token-of-other-app", Level: may, Source: assumed, Codes: []string{"10205"},
		Title:       "another app's access token does not know this app",
		Requirement: "An endpoint may answer a send with the access token of another app than the path's with 10205.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.access = open(t, kit.Named("other")).access
			b.want(b.send(b.Phone("a")), "10205")
		},
	}, {
		ID: "honor/auth/bare-token", Level: may, Rows: []string{"R09"}, Source: docBlog + " for Bearer; what its absence gets: " + assumed, Codes: forbidden,
		Title:       "a bare token is 403",
		Requirement: "An endpoint may answer an Authorization that is the token without Bearer, as one client sends it, with 403.",
		Run: func(t *conformance.T) {
			b := open(t)
			bare := http.Header{"Authorization": {b.access}}
			b.want(b.Post(b.path(), chatOrder(to(b.Phone("a"))), bare), "403")
		},
	}, {
		ID: "honor/auth/bare-token-taken", Level: may, Rows: []string{"R09"}, Source: realTraffic + "; " + assumed, Codes: []string{"200"},
		Title:       "a bare token may be taken",
		Requirement: "An endpoint may take the token without Bearer where its console says so.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("bare_token", "accept"))
			b.wantAccepted(b.Post(b.path(), chatOrder(to(b.Phone("a"))), http.Header{"Authorization": {b.access}}))
		},
	}, {
		ID: "honor/auth/two-tokens", Level: may, Source: assumed, Codes: []string{"200"},
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
	}}
}
