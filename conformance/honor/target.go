package honor

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// unknown are n tokens no phone has, in the form of real ones.
func unknown(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("BAEAAAAAB.nobody%06d", i)
	}
	return out
}

// targetCases are about whom a call addresses.
func targetCases() []conformance.Case {
	must, should, may := conformance.Must, conformance.Should, conformance.May
	split := docCodes + "; which list a token comes into: " + assumed
	return []conformance.Case{{
		ID: "honor/target/hms-body-refused", Level: must, Rows: []string{"R05"}, Source: docCodes + "; " + docSend, Codes: []string{"10300"},
		Title:       "a body wrapped in message has no token",
		Requirement: "An endpoint must answer a body whose token stands in message with 10300: there is none at the top.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.Post(b.path(), kit.Body{"validate_only": false, "message": map[string]any(chatOrder(to(p)))}), "10300")
			b.WantItems(p, 0)
		},
	}, {
		ID: "honor/target/empty-tokens", Level: must, Rows: []string{"R13"}, Source: docCodes, Codes: []string{"10300"},
		Title:       "no token is 10300",
		Requirement: "An endpoint must answer a call with an empty token list, null or none with 10300.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.order(set("token", []string{})), "10300")
			b.want(b.order(set("token", nil)), "10300")
			b.want(b.order(), "10300")
		},
	}, {
		ID: "honor/target/token-as-text", Level: should, Source: docSend, Codes: []string{"80100003"},
		Title:       "token is a list",
		Requirement: "An endpoint should answer a token that is a text instead of a list with 80100003.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.order(set("token", b.Phone("a").Token)), "80100003")
		},
	}, {
		ID: "honor/target/1001-tokens", Level: must, Rows: []string{"R13"}, Source: docCodes, Codes: []string{"80300010"},
		Title:       "1001 tokens are 80300010",
		Requirement: "An endpoint must answer a call with 1001 tokens with 80300010 and reach nobody.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.order(set("token", append(unknown(1000), p.Token))), "80300010")
			b.WantItems(p, 0)
		},
	}, {
		ID: "honor/target/1000-tokens", Level: must, Rows: []string{"R13"}, Source: docCodes, Codes: []string{"80100000"},
		Title:       "1000 tokens are one call",
		Requirement: "An endpoint must take 1000 tokens and list those that failed.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.order(set("token", append(unknown(999), p.Token)))
			b.want(a, "80100000")
			b.wantListed(a, unknown(999)...)
			b.WantItems(p, 1)
		},
	}, {
		ID: "honor/target/repeated-token", Level: must, Rows: []string{"R29"}, Source: docCodes, Codes: []string{"80300006"},
		Title:       "a token twice is 80300006",
		Requirement: "An endpoint must answer a call with the same token twice with 80300006 and the text Push Token is repeat.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			a := b.order(to(p, q, p))
			b.want(a, "80300006")
			if s, _ := a.Text("message"); s != "Push Token is repeat" {
				t.Errorf("%v, want the message Push Token is repeat", a)
			}
			b.WantItems(q, 0)
		},
	}, {
		ID: "honor/target/failed-tokens", Level: must, Rows: []string{"R11"}, Source: docCodes, Codes: []string{"80100000", "failTokens"},
		Title:       "tokens that failed are listed, the others served",
		Requirement: "An endpoint must answer a call with good and bad tokens with 80100000, list the bad ones, and serve the good ones.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			a := b.order(set("token", []string{p.Token, malformed, q.Token, "BAEAAAAAB.nobody"}))
			b.want(a, "80100000")
			b.wantListed(a, malformed, "BAEAAAAAB.nobody")
			b.WantVisible(a, p)
			b.WantVisible(a, q)
		},
	}, {
		ID: "honor/target/mixed-tokens", Level: may, Rows: []string{"R11"}, Source: split, Codes: []string{"80100000", "failTokens", "expireTokens"},
		Title:       "malformed and expired tokens come into their lists",
		Requirement: "An endpoint may list malformed tokens in failTokens and expired ones in expireTokens, with sendResult true and HTTP 200.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, e := b.Phone("a"), b.Phone("e", expired)
			a := b.order(set("token", []string{p.Token, malformed, e.Token}))
			b.wantStatus(a, 200, "80100000")
			b.wantLists(a, []string{malformed}, []string{e.Token})
			if a.JSON.At("data.sendResult") != true {
				t.Errorf("%v, want sendResult true", a)
			}
			b.WantVisible(a, p)
		},
	}, {
		ID: "honor/target/expired-listed", Level: must, Rows: []string{"R11"}, Source: docSend, Codes: []string{"expireTokens"},
		Title:       "a token that is over is in expireTokens",
		Requirement: "An endpoint must list a token that is no longer valid in expireTokens and serve the others.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, e := b.Phone("a"), b.Phone("e", expired)
			a := b.order(to(p, e))
			b.wantLists(a, nil, []string{e.Token})
			b.WantVisible(a, p)
			b.WantItems(e, 0)
		},
	}, {
		ID: "honor/target/expired-only", Level: may, Rows: []string{"R11"}, Source: assumed, Codes: []string{"200", "expireTokens"},
		Title:       "expired tokens alone leave the code at 200",
		Requirement: "An endpoint may answer 200 when only expireTokens has entries and something was sent.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, e := b.Phone("a"), b.Phone("e", expired)
			b.wantStatus(b.order(to(p, e)), 200, "200")
		},
	}, {
		ID: "honor/target/partial-as-200", Level: may, Rows: []string{"R11"}, Source: assumed, Codes: []string{"200", "failTokens"},
		Title:       "a partial failure may be code 200",
		Requirement: "An endpoint may answer a partial failure with 200 where it is told to, and lists the tokens all the same.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("partial_code", "200"))
			a := b.order(set("token", []string{b.Phone("a").Token, malformed}))
			b.wantStatus(a, 200, "200")
			b.wantLists(a, []string{malformed}, nil)
		},
	}, {
		ID: "honor/target/all-bad", Level: must, Rows: []string{"R12"}, Source: docCodes, Codes: []string{"80300007"},
		Title:       "only bad tokens are 80300007",
		Requirement: "An endpoint must answer a call without a good token with 80300007.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.order(set("token", []string{malformed})), "80300007")
			b.want(b.order(set("token", []string{malformed, b.Phone("e", expired).Token})), "80300007")
		},
	}, {
		ID: "honor/target/token-of-other-app", Level: must, Rows: []string{"R12"}, Source: docCodes, Codes: []string{"80300007"},
		Title:       "another app's token is invalid",
		Requirement: "An endpoint must answer a call to another app's token with 80300007.",
		Run: func(t *conformance.T) {
			b := open(t)
			other := open(t, kit.Named("other"))
			b.want(b.order(set("token", []string{other.Phone("b").Token})), "80300007")
		},
	}, {
		ID: "honor/target/expired-after-receipt", Level: may, Source: assumed, Codes: []string{"200", "expireTokens", "receipt:40000003"},
		Title:       "what the phone refused is expired from then on",
		Requirement: "An endpoint may list the token of an uninstalled app in expireTokens after a message found the app gone.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, gone := b.Phone("a"), b.Phone("b", kit.Uninstalled)
			b.wantDark(b.send(gone), gone, "40000003")
			a := b.order(to(p, gone))
			b.want(a, "200")
			b.wantLists(a, nil, []string{gone.Token})
		},
	}}
}

// sizeCases are about the 4096 bytes of a body.
func sizeCases() []conformance.Case {
	must, should, may := conformance.Must, conformance.Should, conformance.May
	measure := docCodes + "; what is measured: " + assumed
	// sized is a body of n bytes without its tokens.
	sized := func(b *bench, n int) kit.Change {
		raw, err := kit.Encode(chatOrder(notify("body", "")))
		if err != nil {
			b.T.SetupErrorf("encode: %v", err)
		}
		return notify("body", kit.Letters(n-len(raw)))
	}
	return []conformance.Case{{
		ID: "honor/size/size-edge", Level: may, Rows: []string{"R15"}, Source: measure, Codes: []string{"200", "80300008"},
		Title:       "4096 bytes without tokens, and one more",
		Requirement: "An endpoint may take a body of 4096 bytes without its tokens and answer one of 4097 with 80300008.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantAccepted(b.send(p, sized(b, 4096)))
			b.want(b.send(p, sized(b, 4097)), "80300008")
		},
	}, {
		ID: "honor/size/far-too-large", Level: must, Rows: []string{"R15"}, Source: docCodes, Codes: []string{"80300008"},
		Title:       "6000 bytes are too many",
		Requirement: "An endpoint must answer a body of 6000 bytes with 80300008.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.send(b.Phone("a"), sized(b, 6000)), "80300008")
		},
	}, {
		ID: "honor/size/characters-are-three-bytes", Level: should, Rows: []string{"R15"}, Source: docCodes, Codes: []string{"80300008"},
		Title:       "a Chinese character counts three",
		Requirement: "An endpoint should count bytes, so that 1500 Chinese characters are too many.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.send(b.Phone("a"), notify("body", kit.Chinese(1500))), "80300008")
		},
	}, {
		ID: "honor/size/escapes", Level: may, Rows: []string{"R15"}, Source: measure, Codes: []string{"200"},
		Title:       "how the JSON is written does not count",
		Requirement: "An endpoint may measure the body as compact JSON in UTF-8, whatever blanks and escapes the request has.",
		Run: func(t *conformance.T) {
			b := open(t)
			raw, err := kit.Encode(chatOrder(to(b.Phone("a")), sized(b, 4090)))
			if err != nil {
				t.SetupErrorf("encode: %v", err)
			}
			wide := strings.Replace(strings.Replace(string(raw), "李雷", `\u674e\u96f7`, 1), `{"android"`, "{\n   \t  \"android\"", 1)
			b.wantAccepted(b.Do("POST", b.path(), []byte(wide)))
		},
	}}
}
