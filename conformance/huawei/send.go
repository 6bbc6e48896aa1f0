package huawei

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// documentedBody is the worked example of a notification to two tokens, 310 bytes.
const documentedBody = `{"validate_only":false,"message":{"android":{"category":"IM","ttl":"86400s","bi_tag":"order-20260101-0001",` +
	`"target_user_type":0,"notification":{"title":"李雷","body":"晚上一起吃饭吗？🍜","click_action":{"type":3},"importance":"NORMAL"}},` +
	`"token":["IQAAAACy0demoTokenA001","IQAAAACy0demoTokenB002"]}}`

// sendCases are about a good send and about what becomes of several tokens.
func sendCases() []conformance.Case {
	return []conformance.Case{{
		ID: "huawei/send/send-ok", Level: conformance.Must, Rows: []string{"H05"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "the documented send succeeds",
		Requirement: "An endpoint must answer the documented example with 80000000 and show it on both phones.",
		Run: func(t *conformance.T) {
			if len(documentedBody) != 310 {
				t.SetupErrorf("the documented example has %d bytes, want 310", len(documentedBody))
			}
			b := open(t)
			token := func(s string) func(*device.Phone) { return func(p *device.Phone) { p.Token = s } }
			p, q := b.Phone("a", token("IQAAAACy0demoTokenA001")), b.Phone("b", token("IQAAAACy0demoTokenB002"))
			a := b.Do(http.MethodPost, b.v1(pathSend), []byte(documentedBody), nil)
			b.wantAccepted(a)
			for _, ph := range []device.Phone{p, q} {
				b.WantFate(a, ph, device.Shown)
				if s := b.WantItems(ph, 1); len(s.Items) == 1 && (s.Items[0].Title != "李雷" || s.Items[0].Body != "晚上一起吃饭吗？🍜") {
					t.Errorf("phone %s shows %q, %q", ph.ID, s.Items[0].Title, s.Items[0].Body)
				}
			}
		},
	}, {
		ID: "huawei/send/request-id", Level: conformance.Should, Rows: []string{"H05"}, Source: realTraffic, Codes: []string{"80000000"},
		Title:       "a requestId has 24 digits",
		Requirement: "An endpoint should give each send another requestId of 24 decimal digits.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			one, two := b.send(p), b.send(p)
			if !kit.Digits(one.ID(), 24) || !kit.Digits(two.ID(), 24) || one.ID() == two.ID() {
				t.Errorf("requestIds %q and %q, want two of 24 digits", one.ID(), two.ID())
			}
		},
	}, {
		ID: "huawei/send/common-notification", Level: conformance.Must, Source: docSend, Codes: []string{"80000000"},
		Title:       "title and body may stand in message.notification",
		Requirement: "An endpoint must take title and body from message.notification where android.notification has none, and prefer the latter's.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, set("notification", map[string]any{"title": "张伟", "body": "明天见"}),
				drop("android.notification.title"))
			b.wantAccepted(a)
			if s := b.WantItems(p, 1); len(s.Items) == 1 && (s.Items[0].Title != "张伟" || s.Items[0].Body != "晚上一起吃饭吗？") {
				t.Errorf("the phone shows %q, %q, want 张伟, 晚上一起吃饭吗？", s.Items[0].Title, s.Items[0].Body)
			}
		},
	}, {
		ID: "huawei/send/validate-only", Level: conformance.Must, Rows: []string{"H20"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "validate_only delivers nothing and counts nothing",
		Requirement: "An endpoint must answer a correct request with validate_only with 80000000, deliver nothing, and not count it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for range 3 {
				b.wantAccepted(b.promote(p, kit.Set("validate_only", true)))
			}
			b.WantItems(p, 0)
			b.WantVisible(b.promote(p), p)
			b.WantVisible(b.promote(p), p)
		},
	}, {
		ID: "huawei/send/validate-only-wrong", Level: conformance.Must, Rows: []string{"H20"}, Source: docSend, Codes: []string{"80100003"},
		Title:       "validate_only finds mistakes",
		Requirement: "An endpoint must answer a wrong request with validate_only with the code of the mistake.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.send(b.Phone("a"), kit.Set("validate_only", true), drop("android.notification.click_action")), "80100003")
		},
	}, {
		ID: "huawei/send/duplicates", Level: conformance.Must, Source: docSend, Codes: []string{"80000000"},
		Title:       "a token named twice gets the message twice",
		Requirement: "An endpoint must not remove duplicates from the tokens of a call.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantAccepted(b.order(to(p, p)))
			b.WantItems(p, 2)
		},
	}, {
		ID: "huawei/send/same-text", Level: conformance.Should, Source: assumed, Codes: []string{"80000000"},
		Title:       "equal messages are both shown",
		Requirement: "An endpoint should show a message that was sent twice twice: Huawei publishes no technical de-duplication.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantAccepted(b.send(p))
			b.wantAccepted(b.send(p))
			b.WantItems(p, 2)
		},
	}}
}

// targetCases are about tokens that are bad and targets that are not clear.
func targetCases() []conformance.Case {
	all := "All the tokens are invalid"
	return []conformance.Case{{
		ID: "huawei/target/partial", Level: conformance.Must, Rows: []string{"H10", "B06"}, Source: docSend, Codes: []string{"80100000"},
		Title:       "a bad token beside a good one is 80100000",
		Requirement: "An endpoint must answer a good and a malformed token with 80100000, JSON text in msg that names the bad one, and deliver to the good one.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.order(set("token", []string{p.Token, malformed}))
			b.wantPartial(a, 1, malformed)
			b.WantVisible(a, p)
		},
	}, {
		ID: "huawei/target/partial-many", Level: conformance.Must, Rows: []string{"H10", "B06"}, Source: docSend, Codes: []string{"80100000"},
		Title:       "every bad token is named",
		Requirement: "An endpoint must name exactly the bad tokens of a call in illegal_tokens, whatever is wrong with them.",
		Run: func(t *conformance.T) {
			b := open(t)
			other := kit.AddApp(t, shop(kit.Named("other")))
			p, q := b.Phone("a"), b.Phone("b")
			foreign := kit.AddPhone(t, other, "c")
			a := b.order(set("token", []string{malformed, p.Token, foreign.Token, q.Token}))
			b.wantPartial(a, 2, malformed, foreign.Token)
			b.WantVisible(a, p)
			b.WantVisible(a, q)
			b.WantItems(foreign, 0)
		},
	}, {
		ID: "huawei/target/all-invalid", Level: conformance.Must, Rows: []string{"H11"}, Source: docSend + "; text: " + realTraffic, Codes: []string{"80300007"},
		Title:       "only bad tokens are 80300007",
		Requirement: "An endpoint must answer a malformed token and one of another app with 80300007 and deliver nothing.",
		Run: func(t *conformance.T) {
			b := open(t)
			foreign := kit.AddPhone(t, kit.AddApp(t, shop(kit.Named("other"))), "c")
			a := b.order(set("token", []string{malformed, foreign.Token}))
			b.want(a, "80300007")
			if msg, _ := a.Text("msg"); !strings.HasPrefix(msg, all) {
				t.Errorf("%v, want the msg %q", a, all)
			}
			b.WantItems(foreign, 0)
		},
	}, {
		ID: "huawei/target/one-invalid", Level: conformance.Must, Rows: []string{"H11"}, Source: docSend, Codes: []string{"80300007"},
		Title:       "one bad token is 80300007",
		Requirement: "An endpoint must answer a send to a single token that was never issued with 80300007.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.order(set("token", []string{"IQAAAACy" + strings.Repeat("x", 122)})), "80300007")
		},
	}, {
		ID: "huawei/target/harmony-token", Level: conformance.Should, Rows: []string{"H11", "N09"}, Source: realTraffic, Codes: []string{"80300007"},
		Title:       "a token of HarmonyOS 5 is 80300007",
		Requirement: "An endpoint should answer a send to a token that was issued by HarmonyOS 5 or later with 80300007.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", phoneFlag("system", "harmonyos5"))
			b.want(b.send(p), "80300007")
		},
	}, {
		ID: "huawei/target/empty-tokens", Level: conformance.Must, Rows: []string{"H12"}, Source: docSend + "; " + blog, Codes: []string{"80300010"},
		Title:       "no token is 80300010",
		Requirement: "An endpoint must answer a send with an empty list of tokens, or none, with 80300010.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.order(set("token", []string{})), "80300010")
			b.want(b.order(), "80300010")
		},
	}, {
		ID: "huawei/target/1001-tokens", Level: conformance.Must, Rows: []string{"H12"}, Source: docSend, Codes: []string{"80300010"},
		Title:       "1001 tokens are 80300010, 1000 are not",
		Requirement: "An endpoint must take 1000 tokens in a call and answer 1001 with 80300010, delivering to none.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.order(set("token", append(unknown(1000), p.Token))), "80300010")
			b.WantItems(p, 0)
			b.want(b.order(set("token", append(unknown(999), p.Token))), "80100000")
			b.WantItems(p, 1)
		},
	}, {
		ID: "huawei/target/misspelled-message", Level: conformance.Must, Rows: []string{"H13"}, Source: blog, Codes: []string{"80300010"},
		Title:       "messager instead of message is 80300010",
		Requirement: "An endpoint must answer a body whose message or token is misspelled with 80300010.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			m := chatOrder(to(p))
			b.want(b.Post(b.v1(pathSend), kit.Body{"validate_only": false, "messager": m["message"]}), "80300010")
			b.want(b.order(set("tokens", kit.Tokens(p))), "80300010")
		},
	}, {
		ID: "huawei/target/two-targets", Level: conformance.May, Rows: []string{"H19"}, Source: docSend + "; the code: " + assumed, Codes: []string{"80100003"},
		Title:       "tokens and a topic are 80100003",
		Requirement: "An endpoint may check that there is exactly one of token, topic and condition, and then answers two of them with 80100003.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.send(p, set("topic", "weather")), "80100003")
			b.want(b.send(p, set("condition", "'weather' in topics")), "80100003")
			b.want(b.order(set("topic", "weather"), set("condition", "'weather' in topics")), "80100003")
			b.WantItems(p, 0)
		},
	}}
}

func phoneFlag(name, value string) func(*device.Phone) {
	return func(p *device.Phone) {
		if p.Flags == nil {
			p.Flags = map[string]string{}
		}
		p.Flags[name] = value
	}
}

// unknown are n tokens of the usual form that lead nowhere.
func unknown(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("IQAAAACy%0122d", i)
	}
	return out
}

// sizeCases are about the 4096 bytes of a message. Which bytes are counted is not
// published: here the compact UTF-8 JSON of the message without its tokens.
func sizeCases() []conformance.Case {
	// sized makes the message measure n bytes: the title ends in letters after
	// Chinese characters of three bytes each.
	sized := func(t *conformance.T, p device.Phone, n int) kit.Body {
		at := func(padding int) kit.Body {
			return chatOrder(to(p), notify("body", kit.Chinese(800)+kit.Letters(padding)))
		}
		probe := at(0)
		probe.With(drop("token"))
		raw := encoded(t, kit.Body(kit.Object(probe).Object("message")))
		if len(raw) > n {
			t.SetupErrorf("the message measures %d bytes without padding, more than %d", len(raw), n)
		}
		return at(n - len(raw))
	}
	return []conformance.Case{{
		ID: "huawei/size/size-edge", Level: conformance.Should, Rows: []string{"H14"}, Source: docSend + "; what is measured: " + assumed, Codes: []string{"80000000", "80300008"},
		Title:       "4096 bytes pass, 4097 are 80300008",
		Requirement: "An endpoint should take a message of 4096 bytes, a Chinese character being three, and answer one of 4097 with 80300008.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantAccepted(b.Post(b.v1(pathSend), sized(t, p, 4096)))
			b.want(b.Post(b.v1(pathSend), sized(t, p, 4097)), "80300008")
		},
	}, {
		ID: "huawei/size/far-too-large", Level: conformance.Must, Rows: []string{"H14"}, Source: docSend, Codes: []string{"80300008"},
		Title:       "a text of 5000 bytes is 80300008",
		Requirement: "An endpoint must answer a message of far more than 4096 bytes without its tokens with 80300008, also when the bytes are data.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.send(p, notify("body", kit.Letters(5000))), "80300008")
			b.want(b.send(p, set("data", kit.Letters(5000))), "80300008")
		},
	}, {
		ID: "huawei/size/characters-are-three-bytes", Level: conformance.Must, Rows: []string{"H14"}, Source: docSend, Codes: []string{"80000000", "80300008"},
		Title:       "bytes are counted, not characters",
		Requirement: "An endpoint must count bytes: 1500 Chinese characters are too many, 1500 letters are not.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantAccepted(b.send(p, notify("body", kit.Letters(1500))))
			b.want(b.send(p, notify("body", kit.Chinese(1500))), "80300008")
		},
	}, {
		ID: "huawei/size/escapes", Level: conformance.May, Source: assumed, Codes: []string{"80000000"},
		Title:       "escapes are not counted",
		Requirement: `An endpoint may measure a message after decoding, and then takes 1000 characters that were written as \u5b57.`,
		Run: func(t *conformance.T) {
			b := open(t)
			raw := encoded(t, chatOrder(to(b.Phone("a")), notify("body", "TEXT")))
			escaped := strings.Replace(string(raw), "TEXT", strings.Repeat(`\u5b57`, 1000), 1)
			b.wantAccepted(b.Do(http.MethodPost, b.v1(pathSend), []byte(escaped), nil))
		},
	}, {
		ID: "huawei/size/tokens-excluded-from-size", Level: conformance.Must, Rows: []string{"H15"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "tokens are not counted",
		Requirement: "An endpoint must not count tokens: a small message to 1000 tokens of 130 characters passes.",
		Run: func(t *conformance.T) {
			b := open(t)
			long := unknown(1000)
			for i, token := range long {
				b.Phone(fmt.Sprintf("phone-%04d", i), func(p *device.Phone) { p.Token = token })
			}
			b.wantAccepted(b.order(set("token", long)))
		},
	}}
}
