package oppo

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// signedAt is a login that is right but for its time, off from the world's.
func (b *bench) signedAt(off time.Duration) kit.Form {
	c, ms := b.App.Credentials, strconv.FormatInt(b.World.Now().Add(off).UnixMilli(), 10)
	return b.loginForm(kit.Field("timestamp", ms), kit.Field("sign", sign(c["app_key"], ms, c["master_secret"])))
}

func authCases() []conformance.Case {
	refused := func(id, what, code, text string, level conformance.Level, rows []string, source string, form func(b *bench) kit.Form) conformance.Case {
		return conformance.Case{
			ID: "oppo/auth/" + id, Level: level, Rows: rows, Source: source, Codes: []string{code},
			Title:       what + " is " + code,
			Requirement: "An endpoint " + lower(level) + " answer " + what + " with " + code + " and no auth_token.",
			Run: func(t *conformance.T) {
				b := prepare(t)
				a := b.PostForm(pathAuth, form(b))
				b.wantText(a, code, text)
				if token, ok := a.Text("data.auth_token"); ok {
					t.Errorf("a refused login has the auth_token %q", token)
				}
			},
		}
	}
	without := func(name string) func(b *bench) kit.Form {
		return func(b *bench) kit.Form { return b.loginForm(kit.Without(name)) }
	}
	late := func(off time.Duration) func(b *bench) kit.Form {
		return func(b *bench) kit.Form { return b.signedAt(off) }
	}
	must, missing := conformance.Must, []string{"O06"}
	return []conformance.Case{{
		ID: "oppo/auth/auth-ok", Level: must, Rows: []string{"O01"}, Source: docAuth, Codes: []string{"0"},
		Title:       "a login gives an auth_token",
		Requirement: "An endpoint must answer a correct login with code 0, a data.auth_token and a data.create_time in milliseconds.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			a := b.PostForm(pathAuth, b.loginForm())
			b.want(a, "0")
			if token, _ := a.Text("data.auth_token"); token == "" {
				t.Errorf("%v: data.auth_token must be a text", a)
			}
			if at := a.JSON.Field("data.create_time"); !kit.Digits(at, 13) {
				t.Errorf("%v: data.create_time must be 13 digits, a number or a text", a)
			}
		},
	}, {
		ID: "oppo/auth/auth-vector", Level: must, Rows: []string{"O01"}, Source: docAuth, Codes: []string{"0", "16"},
		Start:       time.UnixMilli(1764000000000),
		Title:       "a known signature is taken, for its timestamp",
		Requirement: "An endpoint must take the lower-case hex SHA-256 of app_key, timestamp and master_secret as sign, and for no other timestamp.",
		Run: func(t *conformance.T) {
			b := prepare(t, kit.Credential("app_key", "a1b2c3d4e5f60718293a4b5c6d7e8f90"), kit.Credential("master_secret", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"))
			b.want(b.PostForm(pathAuth, kit.FormOf("app_key", "a1b2c3d4e5f60718293a4b5c6d7e8f90", "timestamp", "1764000000000",
				"sign", "59b0c38c5464461ac8a7d0ff601c2817b14952a3b56c54d5b1bae817c2a489fa")), "0")
			b.want(b.PostForm(pathAuth, kit.FormOf("app_key", "a1b2c3d4e5f60718293a4b5c6d7e8f90", "timestamp", "1764000000001",
				"sign", "59b0c38c5464461ac8a7d0ff601c2817b14952a3b56c54d5b1bae817c2a489fa")), "16")
		},
	},
		refused("auth-bad-sign", "a wrong signature", "16", "Invalid Signature", must, []string{"O02"}, docCodes, func(b *bench) kit.Form {
			good := b.loginForm().Get("sign")
			last := "0"
			if strings.HasSuffix(good, last) {
				last = "1"
			}
			return b.loginForm(kit.Field("sign", good[:len(good)-1]+last))
		}),
		refused("auth-upper-hex", "a signature in capitals", "16", "Invalid Signature", conformance.May, []string{"O03"}, docAuth+"; "+assumed, func(b *bench) kit.Form {
			return b.loginForm(kit.Field("sign", strings.ToUpper(b.loginForm().Get("sign"))))
		}),
		refused("auth-stale-timestamp", "a timestamp ten minutes and a millisecond ago", "19", "Invalid Timestamp", must, []string{"O04"}, docAuth, late(-10*time.Minute-time.Millisecond)),
		refused("auth-future-timestamp", "a timestamp ten minutes and a millisecond ahead", "19", "Invalid Timestamp", conformance.Should, []string{"O04"}, realTraffic, late(10*time.Minute+time.Millisecond)),
		refused("auth-seconds", "a timestamp in seconds", "19", "Invalid Timestamp", must, []string{"O04"}, docAuth, func(b *bench) kit.Form {
			c, s := b.App.Credentials, strconv.FormatInt(b.World.Now().Unix(), 10)
			return b.loginForm(kit.Field("timestamp", s), kit.Field("sign", sign(c["app_key"], s, c["master_secret"])))
		}),
		refused("auth-missing-fields", "a login without app_key", "15", "Missing App Key", must, missing, docCodes, without("app_key")),
		refused("auth-missing-sign", "a login without sign", "17", "Missing Signature", must, missing, docCodes, without("sign")),
		refused("auth-missing-timestamp", "a login without timestamp", "18", "Missing Timestamp", must, missing, docCodes, without("timestamp")),
		refused("auth-unknown-key", "an app_key nobody has", "14", "Invalid App Key", must, nil, docCodes, func(b *bench) kit.Form {
			c := b.App.Credentials
			ms := b.loginForm().Get("timestamp")
			key := strings.Repeat("0", 32)
			return b.loginForm(kit.Field("app_key", key), kit.Field("sign", sign(key, ms, c["master_secret"])))
		}),
		{
			ID: "oppo/auth/auth-edge-timestamp", Level: must, Rows: []string{"O05"}, Source: docAuth, Codes: []string{"0", "19"},
			Title:       "a timestamp of exactly ten minutes ago is taken",
			Requirement: "An endpoint must take a login whose timestamp is 600000 milliseconds old, and none that is older.",
			Run: func(t *conformance.T) {
				b := prepare(t)
				b.want(b.PostForm(pathAuth, b.signedAt(-10*time.Minute)), "0")
				b.want(b.PostForm(pathAuth, b.signedAt(-10*time.Minute-time.Millisecond)), "19")
			},
		}, {
			ID: "oppo/auth/auth-get", Level: must, Rows: []string{"O07"}, Source: docCodes, Codes: []string{"12"},
			Title:       "a login by GET is 12",
			Requirement: "An endpoint must answer a login that is no POST with 12.",
			Run: func(t *conformance.T) {
				b := prepare(t)
				b.want(b.Get(pathAuth, b.loginForm().Encode()), "12")
			},
		}, {
			ID: "oppo/auth/logins-a-minute", Level: conformance.May, Source: docCodes + "; " + assumed, Codes: []string{"13"},
			Title:       "too many logins are 13",
			Requirement: "An endpoint may answer logins over a limit set for the app with 13.",
			Run: func(t *conformance.T) {
				b := prepare(t, kit.Limit("auth", 1))
				b.login()
				b.want(b.PostForm(pathAuth, b.loginForm()), "13")
			},
		}}
}

// tokenCases are about the auth_token of every other call.
func tokenCases() []conformance.Case {
	must := conformance.Must
	return []conformance.Case{{
		ID: "oppo/auth/no-token", Level: must, Rows: []string{"O08"}, Source: docCodes, Codes: []string{"29"},
		Title:       "a push without auth_token is 29",
		Requirement: "An endpoint must answer a push without auth_token with 29.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			b.wantText(b.send(b.Phone("a").Token), "29", "Missing Auth Token")
		},
	}, {
		ID: "oppo/auth/wrong-token", Level: must, Rows: []string{"O09"}, Source: docCodes, Codes: []string{"11"},
		Title:       "an auth_token nobody got is 11",
		Requirement: "An endpoint must answer a push with an auth_token it never issued with 11.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.access = "58ad47319e8d725350a5afd5"
			b.wantText(b.send(b.Phone("a").Token), "11", "Invalid AuthToken")
		},
	}, {
		ID: "oppo/auth/expired-token", Level: must, Rows: []string{"O09"}, Source: docAuth, Codes: []string{"0", "11"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "an auth_token ends after a day",
		Requirement: "An endpoint must take an auth_token for 24 hours and answer 11 after that.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.Advance(24*time.Hour - time.Second)
			b.want(b.send(p.Token), "0")
			b.Advance(2 * time.Second)
			b.wantText(b.send(p.Token), "11", "Invalid AuthToken")
		},
	}, {
		ID: "oppo/auth/token-in-header", Level: must, Rows: []string{"O10"}, Source: realTraffic, Codes: []string{"0"},
		Title:       "the auth_token may be a header",
		Requirement: "An endpoint must take the auth_token as a header of that name, as many clients send it.",
		Run: func(t *conformance.T) {
			b := open(t)
			access := b.access
			b.access = ""
			a := b.form(pathUnicast, kit.FormOf("message", b.text(order(kit.Set("sub_title", "物流")).With(kit.Set("target_value", b.Phone("a").Token)))),
				http.Header{"auth_token": {access}})
			b.wantMessage(a)
		},
	}, {
		ID: "oppo/auth/token-in-both", Level: conformance.May, Rows: []string{"O10"}, Source: assumed, Codes: []string{"0"},
		Title:       "with both the form's auth_token counts",
		Requirement: "An endpoint may take the auth_token of the form when a header has another one.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.form(pathUnicast, kit.FormOf("message", b.text(order().With(kit.Set("target_value", b.Phone("a").Token)))),
				http.Header{"auth_token": {"58ad47319e8d725350a5afd5"}}), "0")
		},
	}, {
		ID: "oppo/auth/older-token", Level: conformance.May, Source: assumed, Codes: []string{"0"},
		Title:       "a new login ends no older token",
		Requirement: "An endpoint may let every auth_token live its own day.",
		Run: func(t *conformance.T) {
			b := open(t)
			first := b.access
			b.login()
			b.access = first
			b.want(b.send(b.Phone("a").Token), "0")
		},
	}}
}
