package fcm_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/fcm"
)

// proof is about one rule, in a world with what its story needs.
type proof = endpointtest.Proof[*world, options]

func TestEveryRuleBites(t *testing.T) {
	t.Parallel()
	under := func(t testing.TB, o options, rules sim.RuleOptions) *world {
		o.rules = rules
		return open(t, o)
	}
	all := slices.Concat(pathProofs(), loginProofs(), accessProofs(), formProofs(), messageProofs(),
		targetProofs(), rateProofs(), topicProofs(), arriveProofs(), presentProofs())
	endpointtest.Proofs(t, fcm.New().Rules(), under, all)
}

// sends is a story of one message to one phone; what counts is the answer.
func sends(m fields, changes ...func(p *device.Phone)) func(w *world) string {
	return func(w *world) string { return w.send(w.Phone("p", changes...), m).said() }
}

// lands is a story of one message; what counts is what became of it.
func lands(m fields, changes ...func(p *device.Phone)) func(w *world) string {
	return func(w *world) string { return w.send(w.Phone("p", changes...), m).said() + " " + w.Fate() }
}

// with sets a flag of the app first.
func with(flag, value string, run func(w *world) string) func(w *world) string {
	return func(w *world) string {
		w.Flag(flag, value)
		return run(w)
	}
}

func calls(method, target, body string) func(w *world) string {
	return func(w *world) string { return w.at(method, target, w.head(), body).said() }
}

func pathProofs() []proof {
	return []proof{
		{Rule: "FM-VAL-001", Want: "404 true", Run: func(w *world) string {
			a := w.at(http.MethodPost, "/fcm/send", w.head(), "{}")
			return fmt.Sprint(a.Status, strings.Contains(a.Body, "HTTP v1"))
		}},
		{Rule: "FM-VAL-002", Want: "404 true", Run: func(w *world) string {
			a := w.at(http.MethodPost, "/batch", w.head(), "--x")
			return fmt.Sprint(a.Status, strings.Contains(a.Body, "HTTP v1"))
		}},
		{Rule: "FM-VAL-003", Want: "404 NOT_FOUND", Run: calls(http.MethodPost, "/v2/projects/x/messages:send", "{}")},
		{Rule: "FM-VAL-004", Want: "404 NOT_FOUND", Run: with("base_path", "strict", func(w *world) string {
			return w.at(http.MethodPost, strings.TrimPrefix(w.path(), "/v1"), w.head(), jsonOf(message(w.Phone("p"), nil))).said()
		})},
		{Rule: "FM-VAL-010", Want: "500 INTERNAL INTERNAL", Run: with("server_error", "internal", sends(nil))},
		{Rule: "FM-VAL-011", Want: "503 UNAVAILABLE UNAVAILABLE", Run: with("server_error", "unavailable", sends(nil))},
		{Rule: "FM-VAL-012", Want: "502", Run: with("server_error", "502", sends(nil))},
	}
}

func loginProofs() []proof {
	login := func(changes func(w *world) claims) func(w *world) string {
		return func(w *world) string { return w.login(changes(w)).said() }
	}
	set := func(name string, value any) func(w *world) string {
		return login(func(*world) claims { return claims{name: value} })
	}
	return []proof{
		{Rule: "FM-AUT-001", Want: "503", Run: with("auth_error", "503", func(w *world) string { return w.login(nil).said() })},
		{Rule: "FM-AUT-002", Want: "400 unsupported_grant_type", Run: func(w *world) string {
			return w.form(url.Values{"grant_type": {"password"}, "assertion": {sign(w.T, rs256(), w.claims(nil), w.account.Key)}}).said()
		}},
		{Rule: "FM-AUT-003", Want: "400 invalid_request", Run: func(w *world) string { return w.form(url.Values{"grant_type": {grantJWT}}).said() }},
		{Rule: "FM-AUT-004", Want: "400 invalid_grant", Run: func(w *world) string {
			return w.exchange(sign(w.T, claims{"alg": "HS256"}, w.claims(nil), w.account.Key)).said()
		}},
		{Rule: "FM-AUT-005", Want: "400 invalid_grant", Run: with("account", "deleted", func(w *world) string { return w.login(nil).said() })},
		{Rule: "FM-AUT-006", Want: "400 invalid_grant", Run: func(w *world) string {
			other := accountOf(w.T, w.AddApp(sim.AppSpec{ID: "other"}))
			return w.exchange(sign(w.T, rs256(), w.claims(nil), other.Key)).said()
		}},
		{Rule: "FM-AUT-007", Want: "400 invalid_grant", Run: set("aud", "https://example.com")},
		{Rule: "FM-AUT-008", Want: "400 invalid_grant", Run: login(func(w *world) claims { return claims{"exp": w.Now().Unix() + 7200} })},
		{Rule: "FM-AUT-009", Want: "400 invalid_scope", Run: set("scope", "push")},
		{Rule: "FM-AUT-010", Want: "200 3599", Run: func(w *world) string { a := w.login(nil); return fmt.Sprint(a.Status, " ", a.Expires) }},
	}
}

func accessProofs() []proof {
	login := func(token string, changes ...func(w *world)) func(w *world) string {
		return func(w *world) string {
			phone := w.Phone("p")
			for _, c := range changes {
				c(w)
			}
			if token != "" {
				w.access = token
			}
			return w.send(phone, nil).said()
		}
	}
	return []proof{
		{Rule: "FM-AUT-020", Want: "401 UNAUTHENTICATED true", Run: func(w *world) string {
			w.access = ""
			a := w.send(w.Phone("p"), nil)
			return a.said() + fmt.Sprint(" ", strings.HasPrefix(a.status().Message, "Request is missing"))
		}},
		{Rule: "FM-AUT-021", Want: "FM-AUT-021", Run: func(w *world) string {
			w.access = sign(w.T, rs256(), w.claims(claims{"aud": "https://fcm.googleapis.com/"}), w.account.Key)
			w.send(w.Phone("p"), nil)
			return w.RuleOfCall()
		}},
		{Rule: "FM-AUT-022", Want: "401 UNAUTHENTICATED", Run: login("ya29.never")},
		{Rule: "FM-AUT-023", Want: "401 UNAUTHENTICATED ACCESS_TOKEN_EXPIRED", Run: login("", func(w *world) { w.Pass(3600 * time.Second) })},
		{Rule: "FM-AUT-024", Want: "401 UNAUTHENTICATED", Run: func(w *world) string {
			h := w.head()
			h.Del("Access_token_auth")
			return w.at(http.MethodPost, "/iid/v1:batchAdd", h, jsonOf(fields{"to": "/topics/a", "registration_tokens": []string{w.Phone("p")}})).said()
		}},
		{Rule: "FM-APP-001", Want: "403 PERMISSION_DENIED", Run: func(w *world) string {
			return w.at(http.MethodPost, "/v1/projects/nope/messages:send", w.head(), jsonOf(message(w.Phone("p"), nil))).said()
		}},
		{Rule: "FM-APP-004", Want: "404 NOT_FOUND", Run: with("unknown_project", "404", func(w *world) string {
			return w.at(http.MethodPost, "/v1/projects/nope/messages:send", w.head(), jsonOf(message(w.Phone("p"), nil))).said()
		})},
		{Rule: "FM-APP-002", Want: "403 PERMISSION_DENIED", Run: with("role", "missing", sends(nil))},
		{Rule: "FM-APP-003", Want: "403 PERMISSION_DENIED ACCESS_TOKEN_SCOPE_INSUFFICIENT", Run: func(w *world) string {
			w.access = w.login(claims{"scope": "https://www.googleapis.com/auth/datastore"}).Access
			return w.send(w.Phone("p"), nil).said()
		}},
	}
}

func formProofs() []proof {
	to := func(target, value string) func(w *world) string {
		return func(w *world) string { return w.to(fields{"message." + target: value}).said() }
	}
	six := "'a' in topics || 'b' in topics || 'c' in topics || 'd' in topics || 'e' in topics || 'f' in topics"
	return []proof{
		{Rule: "FM-VAL-020", Want: "400 INVALID_ARGUMENT @ ", Run: func(w *world) string {
			a := w.at(http.MethodPost, w.path(), w.head(), "{")
			return a.said() + " " + strings.TrimSuffix(a.status().Details[0].ErrorCode, "x")
		}},
		{Rule: "FM-VAL-021", Want: "400 INVALID_ARGUMENT @message", Run: sends(fields{"message.foo": 1})},
		{Rule: "FM-VAL-030", Want: "400 INVALID_ARGUMENT @message INVALID_ARGUMENT", Run: func(w *world) string { return w.to(fields{}).said() }},
		{Rule: "FM-VAL-031", Want: "400 INVALID_ARGUMENT INVALID_ARGUMENT @message.topic", Run: to("topic", "/topics/news")},
		{Rule: "FM-VAL-032", Want: "400 INVALID_ARGUMENT INVALID_ARGUMENT @message.topic", Run: to("topic", "新闻")},
		{Rule: "FM-VAL-033", Want: "400 INVALID_ARGUMENT INVALID_ARGUMENT @message.condition", Run: to("condition", "'a' in topics &&")},
		{Rule: "FM-VAL-034", Want: "400 INVALID_ARGUMENT INVALID_ARGUMENT @message.condition", Run: to("condition", six)},
	}
}

func messageProofs() []proof {
	bad := func(field string) string { return "400 INVALID_ARGUMENT INVALID_ARGUMENT @message." + field }
	return []proof{
		{Rule: "FM-VAL-040", Want: bad("data"), Run: sends(fields{"message.data": fields{"google.x": "1"}})},
		{Rule: "FM-VAL-041", Want: bad("android.ttl"), Run: sends(fields{"message.android.ttl": "2419201s"})},
		{Rule: "FM-VAL-042", Want: bad("android_v2"), Run: sends(fields{"message.android": fields{}, "message.android_v2": fields{}})},
		{Rule: "FM-VAL-043", Want: bad("android.notification.color"), Run: sends(fields{"message.android.notification": fields{"color": "red"}})},
		{Rule: "FM-VAL-044", Want: bad("webpush.fcm_options.link"), Run: sends(fields{"message.webpush.fcm_options": fields{"link": "http://x"}})},
		{Rule: "FM-VAL-046", Want: bad("fcm_options.analytics_label"), Run: sends(fields{"message.fcm_options": fields{"analytics_label": "春"}})},
		{Rule: "FM-VAL-047", Want: bad("android.notification.light_settings.color.blue"), Run: sends(fields{
			"message.android.notification": fields{"light_settings": fields{"color": fields{"red": 1, "green": 0, "blue": 255}}},
		})},
		{Rule: "FM-VAL-050", Want: "400 INVALID_ARGUMENT", Run: sends(ofSize(4097))},
		{Rule: "FM-VAL-051", Want: "400 INVALID_ARGUMENT", Run: func(w *world) string {
			m := ofSize(2049)
			m["message.topic"] = "news"
			return w.to(m).said()
		}},
	}
}

// ofSize is a data message of so many bytes.
func ofSize(n int) fields {
	return fields{"message.notification": nil, "message.data": fields{"k": strings.Repeat("x", n-1)}}
}

func targetProofs() []proof {
	const sender = "403 PERMISSION_DENIED SENDER_ID_MISMATCH"
	const gone = "404 NOT_FOUND UNREGISTERED"
	elsewhere := func(w *world) string {
		w.AddApp(sim.AppSpec{ID: "other"})
		p, err := w.Engine.AddPhone(sim.NewPhone("o", w.Endpoint.Vendor(), "other"))
		if err != nil {
			w.T.Fatal(err)
		}
		return p.Token
	}
	away := func(d time.Duration) func(p *device.Phone) {
		return func(p *device.Phone) { p.Offline, p.OfflineSince = true, morning.Add(-d) }
	}
	return []proof{
		{Rule: "FM-FLT-001", Want: "400 INVALID_ARGUMENT INVALID_ARGUMENT", Run: func(w *world) string { return w.send("###", nil).said() }},
		{Rule: "FM-FLT-002", Want: sender, Run: func(w *world) string { return w.send(elsewhere(w), nil).said() }},
		{Rule: "FM-FLT-003", Want: gone, Run: sends(nil, func(p *device.Phone) { p.Subscribed = false })},
		{Rule: "FM-FLT-004", Want: gone, Run: sends(nil, away(270*24*time.Hour))},
		{Rule: "FM-FLT-005", Want: "400 INVALID_ARGUMENT INVALID_ARGUMENT", Run: sends(fields{"message.android.restricted_package_name": "com.other"})},
		{Rule: "FM-FLT-006", Want: "401 UNAUTHENTICATED THIRD_PARTY_AUTH_ERROR", Run: with("apns_key", "missing", sends(nil, flagged("platform", "ios")))},
		{Rule: "FM-FLT-007", Want: "400 INVALID_ARGUMENT INVALID_ARGUMENT", Run: sends(fields{
			"message.notification": nil, "message.data": fields{"k": "v"}, "message.apns.headers": fields{"apns-priority": "10"},
		}, flagged("platform", "ios"))},
		{Rule: "FM-FLT-010", Want: gone, Run: sends(nil, func(p *device.Phone) { p.Subscribed = false })},
		{Rule: "FM-DLV-001", Want: "200 fake_message_id true", Run: func(w *world) string {
			a := w.send(w.Phone("p"), fields{"validate_only": true})
			_, id, _ := strings.Cut(a.Name, "/messages/")
			w.Settle()
			return fmt.Sprint(a.said(), " ", id, " ", len(w.Shade("p").Items) == 0)
		}},
		{Rule: "FM-DLV-002", Want: "200 held shown", Run: func(w *world) string {
			said := w.send(w.Phone("p", offline), nil).said() + " " + w.Fate()
			w.Pass(27 * 24 * time.Hour)
			w.Change("p", online)
			w.Pass(time.Second)
			return said + " " + w.Fate()
		}},
		{Rule: "FM-DLV-003", Want: "200 held shown", Run: func(w *world) string {
			said := w.send(w.Phone("p", offline, flagged("platform", "ios")), fields{"message.android.ttl": "60s"}).said() + " " + w.Fate()
			w.Pass(29 * 24 * time.Hour)
			w.Change("p", online)
			w.Pass(time.Second)
			return said + " " + w.Fate()
		}},
	}
}

func rateProofs() []proof {
	again := func(n int, run func(w *world) reply) func(w *world) string {
		return func(w *world) string {
			for range n {
				run(w)
			}
			return run(w).said()
		}
	}
	return []proof{
		{Rule: "FM-RTE-001", Want: "429 RESOURCE_EXHAUSTED RATE_LIMIT_EXCEEDED rpc.Help", Run: func(w *world) string {
			w.Limit("messages", 2)
			return again(2, func(w *world) reply { return w.send("###", nil) })(w)
		}},
		{Rule: "FM-RTE-002", Want: "429 RESOURCE_EXHAUSTED", Run: func(w *world) string {
			w.Limit("fanouts", 1)
			return again(1, func(w *world) reply { return w.to(fields{"message.topic": "news"}) })(w)
		}},
		{Rule: "FM-RTE-010", Want: "429 RESOURCE_EXHAUSTED QUOTA_EXCEEDED rpc.QuotaFailure", Run: func(w *world) string {
			id := w.Phone("p")
			return again(240, func(w *world) reply { return w.send(id, nil) })(w)
		}},
		{Rule: "FM-RTE-011", Want: "429 RESOURCE_EXHAUSTED QUOTA_EXCEEDED rpc.QuotaFailure", Run: func(w *world) string {
			w.Limit("device.hour", 1)
			id := w.Phone("p")
			return again(1, func(w *world) reply { return w.send(id, nil) })(w)
		}},
	}
}

func topicProofs() []proof {
	add := func(topic string, tokens func(w *world) []string) func(w *world) string {
		return func(w *world) string { return w.topics("batchAdd", topic, tokens(w)...).said() }
	}
	one := func(w *world) []string { return []string{w.Phone("p")} }
	create := func(w *world, topic string) reply {
		return w.at(http.MethodPost, w.registration(w.Endpoint.MintToken(7, "shop", "p"))+"?topicName="+topic, w.head(), "")
	}
	return []proof{
		{Rule: "FM-VAL-061", Want: "400 INVALID_ARGUMENT", Run: add("news", one)},
		{Rule: "FM-VAL-062", Want: "400 INVALID_ARGUMENT", Run: add("/topics/news", func(*world) []string { return nil })},
		{Rule: "FM-VAL-063", Want: "400 INVALID_ARGUMENT INVALID_ARGUMENT @topicName", Run: func(w *world) string {
			w.Phone("p")
			return create(w, "%E6%96%B0").said()
		}},
		{Rule: "FM-FLT-020", Want: "200 [INVALID_ARGUMENT]", Run: add("/topics/news", func(*world) []string { return []string{"###"} })},
		{Rule: "FM-FLT-021", Want: "200 [] [PERMISSION_DENIED]", Run: add("/topics/news", func(w *world) []string {
			w.AddApp(sim.AppSpec{ID: "other"})
			p, err := w.Engine.AddPhone(sim.NewPhone("o", w.Endpoint.Vendor(), "other"))
			if err != nil {
				w.T.Fatal(err)
			}
			return []string{w.Phone("p"), p.Token}
		})},
		{Rule: "FM-FLT-022", Want: "200 [] [NOT_FOUND]", Run: add("/topics/news", func(w *world) []string {
			return []string{w.Phone("p"), w.Phone("q", func(p *device.Phone) { p.Subscribed = false })}
		})},
		{Rule: "FM-FLT-023", Want: "200 [TOO_MANY_TOPICS]", Run: add("/topics/news", func(w *world) []string {
			return []string{w.Phone("p", func(p *device.Phone) {
				for i := range 2000 {
					p.Tags = append(p.Tags, fmt.Sprint("t", i))
				}
			})}
		})},
		{Rule: "FM-FLT-024", Want: "404 NOT_FOUND", Run: func(w *world) string { return create(w, "news").said() }},
		{Rule: "FM-FLT-025", Want: "200, 409 ALREADY_EXISTS", Run: func(w *world) string {
			w.Phone("p")
			return create(w, "news").said() + ", " + create(w, "news").said()
		}},
		{Rule: "FM-FLT-026", Want: "404 NOT_FOUND", Run: func(w *world) string {
			return w.at(http.MethodGet, w.registration(w.Phone("p"))+"/news", w.head(), "").said()
		}},
		{Rule: "FM-RTE-020", Want: "200 [] [], 429 RESOURCE_EXHAUSTED", Run: func(w *world) string {
			w.Limit("subscriptions", 1)
			p, q := w.Phone("p"), w.Phone("q")
			return w.topics("batchAdd", "/topics/news", p, q).said() + ", " + w.topics("batchRemove", "/topics/news", p).said()
		}},
		{Rule: "FM-RTE-021", Want: "200 [RESOURCE_EXHAUSTED]", Run: with("topic_rate", "results", func(w *world) string {
			w.Limit("subscriptions", 0)
			return w.topics("batchAdd", "/topics/news", w.Phone("p")).said()
		})},
		{Rule: "FM-DLV-050", Want: "200 [] shown", Run: func(w *world) string {
			said := w.topics("batchAdd", "/topics/news", w.Phone("p")).said()
			w.to(fields{"message.topic": "news"})
			w.Settle()
			for _, n := range w.Shade("p").Items {
				said += " " + string(n.How)
			}
			return said
		}},
		{Rule: "FM-DLV-051", Want: "200 true", Run: func(w *world) string {
			id := w.Phone("p", func(p *device.Phone) { p.Tags = []string{"news"} })
			a := w.at(http.MethodGet, w.registration(id), w.head(), "")
			return fmt.Sprint(a.said(), " ", strings.Contains(a.Body, `"topicName": "news"`))
		}},
	}
}
