package fcm

import (
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// loginCases are about the token endpoint.
func loginCases() []conformance.Case {
	return []conformance.Case{{
		ID: "fcm/auth/token-ok", Level: conformance.Must, Rows: []string{"F01"}, Source: docAuth + "; " + sdk, Codes: []string{"200"},
		Title:       "a signed assertion gets an access token",
		Requirement: "An endpoint must exchange an assertion signed with the account's key for an access_token with expires_in, a number, and token_type Bearer.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			a := b.token(b.assertion(nil))
			b.wantToken(a)
			if n := a.Number("expires_in"); n != "3599" {
				t.Errorf("%v: expires_in must be about an hour", a)
			}
			b.access, _ = a.Text("access_token")
			b.wantAccepted(b.send(b.Phone("a")))
		},
	}, {
		ID: "fcm/auth/token-addresses", Level: conformance.Should, Rows: []string{"F01"}, Source: "key files and clients with older token addresses", Codes: []string{"200"},
		Title:       "the older addresses issue the same tokens",
		Requirement: "An endpoint should exchange assertions at /oauth2/v4/token and /o/oauth2/token as well.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			for _, path := range []string{"/oauth2/v4/token", "/o/oauth2/token"} {
				a := b.tokenAt(path, "grant_type", grantJWT, "assertion", b.assertion(nil))
				b.wantToken(a)
				b.access, _ = a.Text("access_token")
				b.wantAccepted(b.send(b.Phone(path)))
			}
		},
	}, {
		ID: "fcm/auth/own-audience", Level: conformance.Should, Rows: []string{"F01"}, Source: sdk,
		Title:       "the endpoint's own address is an audience",
		Requirement: "An endpoint should take an assertion whose aud is the address the request was sent to: a key file's token_uri is both.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.wantToken(b.token(b.assertion(claims{"aud": b.Base + pathToken})))
		},
	}, {
		ID: "fcm/auth/cloud-scope", Level: conformance.Must, Rows: []string{"F01"}, Source: docAuth + "; " + sdk, Codes: []string{"200"},
		Title:       "cloud-platform suffices",
		Requirement: "An endpoint must let an access token send that was asked for with cloud-platform and without firebase.messaging, as the Go Admin SDK does.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.login(claims{"scope": scopeAll + " https://www.googleapis.com/auth/userinfo.email"})
			b.wantAccepted(b.send(b.Phone("a")))
		},
	}, {
		ID: "fcm/auth/earlier-token-stays", Level: conformance.Should, Source: docAuth, Codes: []string{"200"},
		Title:       "a new access token does not end the older one",
		Requirement: "An endpoint should take an access token until its time is over, also after another one was issued.",
		Run: func(t *conformance.T) {
			b := open(t)
			first := b.access
			b.login(nil)
			b.access = first
			b.wantAccepted(b.send(b.Phone("a")))
		},
	}, {
		ID: "fcm/auth/token-503", Level: conformance.Must, Source: docScale, Codes: []string{""},
		Title:       "the token endpoint may fail",
		Requirement: "An endpoint that cannot issue tokens must answer 503 and no token.",
		Run: func(t *conformance.T) {
			b := prepare(t, kit.Flag("auth_error", "503"))
			if a := b.token(b.assertion(nil)); a.Status != http.StatusServiceUnavailable || a.JSON["access_token"] != nil {
				t.Errorf("%v, want HTTP 503 without a token", a)
			}
		},
	}}
}

// loginRefusalCases change one part of the login.
func loginRefusalCases() []conformance.Case {
	refused := func(id, row, source, what, word, text string, login func(b *bench) kit.Answer) conformance.Case {
		level := conformance.Must
		if source == assumed {
			level = conformance.May
		}
		c := conformance.Case{
			ID: "fcm/auth/" + id, Level: level, Source: source, Codes: []string{word},
			Title:       what + " is " + word,
			Requirement: "An endpoint " + lower(level) + " answer a login with " + what + " with HTTP 400 and " + word + ".",
			Run: func(t *conformance.T) {
				b := prepare(t)
				b.wantGrant(login(b), word, text)
			},
		}
		if row != "" {
			c.Rows = []string{row}
		}
		return c
	}
	with := func(changes func(b *bench) claims) func(b *bench) kit.Answer {
		return func(b *bench) kit.Answer { return b.token(b.assertion(changes(b))) }
	}
	set := func(name string, v any) func(b *bench) kit.Answer {
		return with(func(*bench) claims { return claims{name: v} })
	}
	later := func(iat, exp time.Duration) func(b *bench) kit.Answer {
		return with(func(b *bench) claims {
			now := b.World.Now()
			return claims{"iat": now.Add(iat).Unix(), "exp": now.Add(exp).Unix()}
		})
	}
	const grant, short = "invalid_grant", "Token must be a short-lived token"
	return []conformance.Case{
		refused("bad-signature", "F02", realTraffic, "another key's signature", grant, "Invalid JWT Signature.", func(b *bench) kit.Answer {
			other := keyFileOf(b.T, kit.AddApp(b.T, im(kit.Named("other"))))
			return b.token(b.signed(claims{"alg": "RS256", "typ": "JWT"}, nil, other.Key))
		}),
		refused("long-lived-jwt", "F03", realTraffic, "an assertion for two hours", grant, short, later(0, 2*time.Hour)),
		refused("old-jwt", "F03", realTraffic, "an assertion of yesterday", grant, short, later(-24*time.Hour, -23*time.Hour)),
		refused("future-jwt", "F03", realTraffic, "an assertion of tomorrow", grant, short, later(24*time.Hour, 25*time.Hour)),
		refused("wrong-aud", "F04", docAuth, "another audience", grant, "", set("aud", "https://example.com")),
		refused("unknown-account", "", realTraffic, "an account nobody has", grant, "account not found", set("iss", "nobody@example.iam.gserviceaccount.com")),
		refused("wrong-grant", "F05", assumed, "grant_type password", "unsupported_grant_type", "", func(b *bench) kit.Answer {
			return b.tokenForm("grant_type", "password", "assertion", b.assertion(nil))
		}),
		refused("no-assertion", "", assumed, "no assertion", "invalid_request", "", func(b *bench) kit.Answer { return b.tokenForm("grant_type", grantJWT) }),
		refused("bad-scope", "", assumed, "a scope that is none", "invalid_scope", "", set("scope", "push")),
		refused("not-rs256", "", assumed, "another algorithm", grant, "", func(b *bench) kit.Answer {
			return b.token(b.signed(claims{"alg": "HS256", "typ": "JWT"}, nil, b.file.Key))
		}),
		{
			ID: "fcm/auth/deleted-account", Level: conformance.Must, Source: realTraffic, Codes: []string{grant},
			Title:       "a deleted account is invalid_grant",
			Requirement: "An endpoint must refuse the assertions of a service account that was deleted.",
			Run: func(t *conformance.T) {
				b := prepare(t, kit.Flag("account", "deleted"))
				b.wantGrant(b.token(b.assertion(nil)), grant, "account not found")
			},
		},
	}
}

// accessCases are about the Authorization header.
func accessCases() []conformance.Case {
	const code = "UNAUTHENTICATED"
	return []conformance.Case{{
		ID: "fcm/auth/no-auth", Level: conformance.Must, Rows: []string{"F09"}, Source: docErrors + "; " + realTraffic, Codes: []string{code},
		Title:       "a call without Authorization is 401 without FcmError",
		Requirement: "An endpoint must answer a call without Authorization with 401 UNAUTHENTICATED and no FcmError.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.access = ""
			a := b.send(p)
			b.wantError(a, 401, code, "")
			if text, _ := a.Text("error.message"); !strings.HasPrefix(text, "Request is missing required authentication credential.") {
				t.Errorf("%v, want the message to say that the credential is missing", a)
			}
		},
	}, {
		ID: "fcm/auth/expired-access-token", Level: conformance.Must, Rows: []string{"F10"}, Source: "github.com/olucurious/PyFCM issue 334 (2024-06)", Codes: []string{code}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "an expired access token is 401 with ACCESS_TOKEN_EXPIRED",
		Requirement: "An endpoint must answer an access token whose expires_in is over with 401, an ErrorInfo ACCESS_TOKEN_EXPIRED and no FcmError.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.Advance(3598 * time.Second)
			b.wantAccepted(b.send(p))
			b.Advance(2 * time.Second)
			a := b.send(p)
			b.wantError(a, 401, code, "")
			if reason := details(a)[typeErr].Field("reason"); reason != "ACCESS_TOKEN_EXPIRED" {
				t.Errorf("%v: ErrorInfo has the reason %q, want ACCESS_TOKEN_EXPIRED", a, reason)
			}
		},
	}, {
		ID: "fcm/auth/unknown-access-token", Level: conformance.Must, Rows: []string{"F10"}, Source: docErrors, Codes: []string{code},
		Title:       "an access token nobody was given is 401",
		Requirement: "An endpoint must answer an access token that was never issued, and a server key, with 401 UNAUTHENTICATED.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			good := b.access
			for _, bad := range []string{"ya29.c.invented", good + "x", good[:len(good)-1]} {
				b.access = bad
				b.wantError(b.send(p), 401, code, "")
			}
			b.wantError(b.Post(b.path(), chatOrder(to(p)), http.Header{"Authorization": {"key=" + good}}), 401, code, "")
		},
	}, {
		ID: "fcm/auth/self-signed-jwt", Level: conformance.May, Source: assumed, Codes: []string{code},
		Title:       "a JWT the sender signed is no access token",
		Requirement: "An endpoint may refuse a self-signed JWT as Bearer: no client of FCM was seen sending one.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.access = b.assertion(claims{"aud": "https://fcm.googleapis.com/"})
			b.wantError(b.send(b.Phone("a")), 401, code, "")
		},
	}}
}

// projectCases are about rights and the project in the path.
func projectCases() []conformance.Case {
	const code = "PERMISSION_DENIED"
	return []conformance.Case{{
		ID: "fcm/project/no-permission", Level: conformance.Must, Rows: []string{"F12"}, Source: realTraffic, Codes: []string{code},
		Title:       "a service account without the role is 403 without FcmError",
		Requirement: "An endpoint must answer a service account that may not send with 403 PERMISSION_DENIED and no FcmError.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("role", "missing"))
			b.wantError(b.send(b.Phone("a")), 403, code, "")
		},
	}, {
		ID: "fcm/project/scope", Level: conformance.Should, Rows: []string{"F12"}, Source: docAuth, Codes: []string{code},
		Title:       "an access token of another scope may not send",
		Requirement: "An endpoint should refuse an access token that was asked for with neither firebase.messaging nor cloud-platform.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.login(claims{"scope": "https://www.googleapis.com/auth/datastore"})
			b.wantError(b.send(b.Phone("a")), 403, code, "")
		},
	}, {
		ID: "fcm/project/unknown-project", Level: conformance.May, Rows: []string{"F15"}, Source: assumed, Codes: []string{code},
		Title:       "a project that is not the caller's is 403 without FcmError",
		Requirement: "An endpoint may answer a project nobody has, or another's, with 403 PERMISSION_DENIED, as Google hides whether it exists; never with an FcmError.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantError(b.Post("/v1/projects/nope/messages:send", chatOrder(to(p))), 403, code, "")
			other := keyFileOf(t, kit.AddApp(t, im(kit.Named("other"))))
			b.wantError(b.Post("/v1/projects/"+other.Project+"/messages:send", chatOrder(to(p))), 403, code, "")
		},
	}, {
		ID: "fcm/project/unknown-project-404", Level: conformance.May, Rows: []string{"F15"}, Source: assumed, Codes: []string{"NOT_FOUND"},
		Title:       "or 404 without FcmError",
		Requirement: "An endpoint may answer a project nobody has with 404 NOT_FOUND; never with an FcmError.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("unknown_project", "404"))
			b.wantError(b.Post("/v1/projects/nope/messages:send", chatOrder(to(b.Phone("a")))), 404, "NOT_FOUND", "")
		},
	}, {
		ID: "fcm/project/number", Level: conformance.Must, Rows: []string{"F06"}, Source: docSend, Codes: []string{"200"},
		Title:       "a project may be named by its number",
		Requirement: "An endpoint must take the project's number in the path, which /iid/info tells as authorizedEntity.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			number, _ := b.Get("/iid/info/"+p.Token, "", iid()).Text("authorizedEntity")
			if !kit.Digits(number, 0) {
				t.Fatalf("authorizedEntity is %q, want a number", number)
			}
			b.wantAccepted(b.Post("/v1/projects/"+number+"/messages:send", chatOrder(to(p))))
		},
	}}
}

// closed calls what was shut down in 2024.
func (b *bench) closed(p device.Phone) []kit.Answer {
	legacy := map[string]any{"to": p.Token, "notification": map[string]any{"title": "t"}}
	return []kit.Answer{
		b.Post("/fcm/send", legacy, http.Header{"Authorization": {"key=AAAAserverKey"}}),
		b.Post("/batch", map[string]any{}, http.Header{"Content-Type": {"multipart/mixed; boundary=b"}}),
	}
}

// pathCases are about what there is no longer, and never was.
func pathCases() []conformance.Case {
	return []conformance.Case{{
		ID: "fcm/closed/dead-endpoints", Level: conformance.Must, Rows: []string{"F40"}, Source: docMigrate, Codes: []string{""},
		Title:       "legacy HTTP and batch are gone",
		Requirement: "An endpoint must refuse calls of the closed /fcm/send and /batch, and must not deliver.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, a := range b.closed(p) {
				if a.Status < http.StatusBadRequest {
					t.Errorf("%v, want a refusal: it was shut down in 2024", a)
				}
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "fcm/closed/dead-404", Level: conformance.May, Rows: []string{"F40"}, Source: assumed, Codes: []string{""},
		Title:       "what is closed is 404",
		Requirement: "An endpoint may answer the closed /fcm/send and /batch with 404, as a path there never was.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, a := range b.closed(b.Phone("a")) {
				if a.Status != http.StatusNotFound {
					t.Errorf("%v, want HTTP 404", a)
				}
			}
		},
	}, {
		ID: "fcm/closed/unknown-paths", Level: conformance.May, Source: assumed, Codes: []string{"NOT_FOUND"},
		Title:       "other paths and methods are 404 in Google's form",
		Requirement: "An endpoint may answer a path or method there is not with 404 NOT_FOUND in JSON.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantError(b.Post("/v2/projects/"+b.file.Project+"/messages:send", chatOrder()), 404, "NOT_FOUND", "")
			b.wantError(b.Get(b.path(), ""), 404, "NOT_FOUND", "")
		},
	}, {
		ID: "fcm/closed/unversioned-path", Level: conformance.May, Source: assumed, Codes: []string{"NOT_FOUND", "200"},
		Title:       "a path without /v1",
		Requirement: "An endpoint may take messages at a path without /v1, for clients whose base URL lacks it, and may be told not to.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			path := "/projects/" + b.file.Project + "/messages:send"
			b.wantAccepted(b.Post(path, chatOrder(to(p))))
			b.SetFlag("base_path", "strict")
			b.wantError(b.Post(path, chatOrder(to(p))), 404, "NOT_FOUND", "")
		},
	}}
}

// serviceCases are about a service that fails.
func serviceCases() []conformance.Case {
	fails := func(id, row, value string, status int, rpc string) conformance.Case {
		return conformance.Case{
			ID: "fcm/service/" + id, Level: conformance.Must, Rows: []string{row}, Source: docErrors, Codes: []string{rpc},
			Title:       "a service that fails: " + value,
			Requirement: "An endpoint that fails must say " + rpc + " with an FcmError of the same name.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Flag("server_error", value))
				b.wantError(b.send(b.Phone("a")), status, rpc, rpc)
			},
		}
	}
	busy := fails("unavailable", "F31", "unavailable", 503, "UNAVAILABLE")
	again := busy.Run
	busy.Requirement += " It must say in Retry-After when to come back."
	busy.Run = func(t *conformance.T) {
		again(t)
		b := open(t, kit.Named("busy"), kit.Flag("server_error", "unavailable"))
		if after := b.send(b.Phone("b")).Header.Get("Retry-After"); !kit.Digits(after, 0) {
			t.Errorf("Retry-After is %q, want seconds", after)
		}
	}
	return []conformance.Case{fails("internal", "F31", "internal", 500, "INTERNAL"), busy, {
		ID: "fcm/service/html-502", Level: conformance.Should, Rows: []string{"F32"}, Source: "HTML pages of Google's front end", Codes: []string{""},
		Title:       "the front end answers with a page",
		Requirement: "An endpoint should answer trouble of the front end with 502 and a page that is no JSON.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("server_error", "502"))
			if a := b.send(b.Phone("a")); a.Status != 502 || a.JSON != nil {
				t.Errorf("%v, want HTTP 502 and a page", a)
			}
		},
	}}
}
