package huawei_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/huawei/exchanges"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/huawei"
	"github.com/offpush/offpush/sim/rule"
)

// The documented and recorded answers and receipts, but for the ids in them.
func TestAnswersAreTheRecordedOnes(t *testing.T) {
	t.Parallel()
	send := func(m fields) func(*world) reply {
		return func(w *world) reply { return w.send(m, w.Phone("p1")) }
	}
	flagged := func(flag, value string, play func(*world) reply) func(*world) reply {
		return func(w *world) reply {
			w.Flag(flag, value)
			return play(w)
		}
	}
	bare := func(w *world) reply {
		w.token = ""
		return w.send(nil, w.Phone("p1"))
	}
	stale := func(w *world) reply {
		w.token += "x"
		return w.send(nil, w.Phone("p1"))
	}
	dead := func(w *world) reply { return w.send(nil, "TX") }
	to := func(name, value string) fields { return fields{"message.token": nil, "message." + name: value} }
	subscribe := func(op string, more ...string) func(*world) reply {
		return func(w *world) reply {
			return w.post(op, fields{"topic": "weather", "tokenArray": append([]string{w.Phone("p1")}, more...)})
		}
	}
	plays := map[string]func(w *world) reply{
		"token-ok": func(w *world) reply { return w.login(nil) },
		"token-v2-path": func(w *world) reply {
			f := url.Values{"grant_type": {"client_credentials"}}
			f.Set("client_id", w.App.Credentials["client_id"])
			f.Set("client_secret", w.App.Credentials["client_secret"])
			return w.do(http.MethodPost, "/oauth2/v2/token", http.Header{}, f.Encode())
		},
		"token-wrong-secret":   func(w *world) reply { return w.login(map[string]string{"client_secret": "wrong-test-secret"}) },
		"token-unknown-client": func(w *world) reply { return w.login(map[string]string{"client_id": "999"}) },
		"token-flow-control": func(w *world) reply {
			w.Limit("auth", 0)
			return w.login(nil)
		},
		"hw-1-success": send(nil), "send-ok": send(im(nil)), "send-test": send(fields{android + "target_user_type": 1}),
		"send-data": send(data(nil)), "send-validate-only": send(fields{"validate_only": true}),
		"send-topic":         send(to("topic", "weather")),
		"send-condition":     send(to("condition", "'TopicA' in topics && ('TopicB' in topics || 'TopicC' in topics)")),
		"hw-2-token-expired": stale, "send-token-expired-401": flagged("http_status", "mapped", stale),
		"send-auth-failed": bare, "send-auth-failed-401": flagged("http_status", "mapped", bare),
		"hw-3-all-invalid": dead, "send-all-invalid-400": flagged("http_status", "mapped", dead),
		"hw-4-no-permission": func(w *world) reply {
			return w.post("/v1/999/messages:send", message([]string{w.Phone("p1")}, nil))
		},
		"send-v2-ok": func(w *world) reply {
			return w.post("/v2/"+w.App.Credentials["project_id"]+"/messages:send", message([]string{w.Phone("p1")}, nil))
		},
		"hw-5-badge-range":    send(fields{notice + "badge": fields{"add_num": 0}}),
		"hw-6-no-payload":     send(fields{"message.android": nil}),
		"send-partial":        func(w *world) reply { return w.send(nil, w.Phone("p1"), "IQAAAACy0demoTokenB002") },
		"send-internal-error": flagged("http_status", "mapped", flagged("server_error", "internal", send(nil))),
		"send-sensitive":      flagged("http_status", "mapped", send(fields{notice + "body": "网络赌博"})),
		"send-too-large": flagged("http_status", "mapped", send(fields{
			android + "data": string(make([]rune, 4096)),
		})),
		"send-no-high-right":     flagged("http_status", "mapped", send(fields{notice + "importance": "HIGH"})),
		"send-oauth-unreachable": flagged("http_status", "mapped", flagged("server_error", "oauth", send(nil))),
		"send-too-many-topics": flagged("http_status", "mapped", func(w *world) reply {
			w.Limit("topic.tasks", 0)
			return w.send(to("topic", "weather"))
		}),
		"send-flow-control":      flagged("server_error", "503", send(nil)),
		"topic-subscribe":        func(w *world) reply { return subscribe("topic:subscribe", w.Phone("p2"))(w) },
		"topic-unsubscribe":      func(w *world) reply { return subscribe("topic:unsubscribe", w.Phone("p2"))(w) },
		"topic-subscribe-errors": subscribe("topic:subscribe", "TX"),
		"hw-7-topic-partial": func(w *world) reply {
			return w.post("topic:subscribe", fields{"topic": "weather", "tokenArray": []string{"TX"}})
		},
		"hw-7-topic-token-invalid": flagged("topic_bad_tokens", "82000012", func(w *world) reply {
			return w.post("topic:subscribe", fields{"topic": "weather", "tokenArray": []string{"TX"}})
		}),
		"receipt-marketing-cap": func(w *world) reply {
			box := &endpointtest.Mailbox{}
			w = open(w.T, options{post: box, app: registered})
			each(w, w.Phone("p1"), nil, nil, fields{android + "bi_tag": "order-20260101-0001"})
			w.Settle()
			return reply{Reply: endpointtest.Reply{Body: box.Posted()[2].Body}}
		},
		"topic-list": func(w *world) reply {
			id := w.Phone("p1", func(p *phoneState) { p.Tags = []string{"sports"} })
			return w.post("topic:list", fields{"token": id})
		},
	}
	all, err := exchanges.All()
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(plays, harmonyAnswers())
	maps.Copy(plays, clientAnswers(all))
	twins := endpointtest.Twins[*world]{
		Exchanges: all, Play: map[string]func(*world) endpointtest.Reply{},
		Excused: map[string]string{
			"v3-send-partial-blanks":   "the sample of v3-send-partial with blanks around the reason; the simulator writes none",
			"v3-send-all-invalid-text": "the documents have both the text and the JSON of v3-send-all-failed; the simulator writes the JSON",
		},
		Open: func(t testing.TB) *world { return open(t, options{}) },
	}
	for name, play := range plays {
		twins.Play[name] = func(w *world) endpointtest.Reply { return play(w).Reply }
	}
	twins.Run(t)
}

// No refusal of the push host is without words, at v1 and at v3.
func TestRefusalsHaveWords(t *testing.T) {
	t.Parallel()
	for _, r := range huawei.New().Rules() {
		if len(r.Code) == 8 && r.Phase <= rule.Admit && huawei.Text(r.Code) == "Error" && !slices.Contains(otherwise(), r.Code) {
			t.Errorf("%s answers %s without a text", r.ID, r.Code)
		}
	}
	w := open(t, options{})
	w.token = w.jwt(fields{"iat": morning.Add(-2 * time.Hour).Unix(), "exp": morning.Add(-time.Second).Unix()})
	if a := w.send(nil, w.Phone("p1")); a.Msg != "Jwt token expired." {
		t.Errorf("v1 answers %q to a JWT that is over", a.Msg)
	}
	w = open(t, options{})
	w.Flag("data_location", "unset")
	if a := w.post("topic:list", fields{"token": w.Phone("p1")}); a.said() != "82000012" || a.Msg == "token is invalid" {
		t.Errorf("an app without a data location gets %s %q, which is what a bad token gets", a.Code, a.Msg)
	}
}

// otherwise are codes whose msg is not looked up: of a partial success, and those no call
// of v1 gets.
func otherwise() []string {
	return []string{"80100000", "80100022", "80300029", "80300030", "80300037"}
}

// The account service escapes slashes in JSON: a sender that copies the raw text
// sends another token.
func TestAccessTokenIsEscaped(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	a := w.login(nil)
	raw := regexp.MustCompile(`"access_token":"([^"]*)"`).FindStringSubmatch(a.Body)[1]
	if !regexp.MustCompile(`\\/`).MatchString(raw) || raw == a.Access {
		t.Fatalf("the token %q has no escaped slash", raw)
	}
	id := w.Phone("p1")
	if w.token = a.Access; w.send(nil, id).Code != "80000000" {
		t.Error("the token is refused")
	}
	if w.token = raw; w.send(nil, id).Code != "80200003" {
		t.Error("the raw text of the token is taken")
	}
}

// A secret of hex digits works without being encoded, one with a plus sign does not.
func TestSecretsAreDecodedOnce(t *testing.T) {
	t.Parallel()
	const secret = "9f1c+Zk/3Qa=7e&b0"
	for _, c := range []struct{ secret, sent, want string }{
		{secret, "9f1c%2BZk%2F3Qa%3D7e%26b0", "token"},
		{secret, secret, "400 1101/12304"},
		{"0123456789abcdef", "0123456789abcdef", "token"},
	} {
		w := open(t, options{app: credentials("104512345", c.secret)})
		body := "grant_type=client_credentials&client_id=104512345&client_secret=" + c.sent
		if got := w.do(http.MethodPost, "/oauth2/v3/token", http.Header{}, body).said(); got != c.want {
			t.Errorf("%s for %s: %s, want %s", c.sent, c.secret, got, c.want)
		}
	}
}
