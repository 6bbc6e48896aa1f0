package fcm_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/fixtures/fcm/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
)

// normal is the shape of an answer, whose access token is short in the recordings.
func normal(body string) string {
	return endpointtest.Shape(regexp.MustCompile(`ya29\.c\.[0-9A-Za-z_-]+`).ReplaceAllString(body, "ya29.c.x"))
}

type play = func(w *world) endpointtest.Reply

func recorded(t *testing.T) []exchange.Exchange {
	t.Helper()
	all, err := exchanges.All()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every recorded answer has one of the simulator's that is its equal in status, names,
// types and shapes.
func TestAnswersAreLikeTheRecordedOnes(t *testing.T) {
	t.Parallel()
	twins := endpointtest.Twins[*world]{
		Exchanges: recorded(t),
		Open:      func(t testing.TB) *world { return open(t, options{recorded: true}) },
		Normal:    normal,
		Play:      map[string]play{},
		Excused: map[string]string{
			"send-html-502": "the words of Google's page are its own; that it is a page is tested beside",
		},
		Headers: []string{"Retry-After"},
	}
	for _, plays := range []map[string]play{tokenTwins(), sendTwins(), refusalTwins(), rateTwins(), topicTwins()} {
		for name, p := range plays {
			twins.Play[name] = p
		}
	}
	twins.Run(t)
}

func tokenTwins() map[string]play {
	login := func(changes func(w *world) claims) play {
		return func(w *world) endpointtest.Reply { return w.login(changes(w)).Reply }
	}
	good := login(func(*world) claims { return nil })
	return map[string]play{
		"token-ok": good, "token-v4-path": good, "token-accounts-path": good,
		"token-bad-signature": func(w *world) endpointtest.Reply {
			other := accountOf(w.T, w.AddApp(sim.AppSpec{ID: "other"}))
			return w.exchange(sign(w.T, rs256(), w.claims(nil), other.Key)).Reply
		},
		"token-long-lived":      login(func(w *world) claims { return claims{"exp": w.Now().Unix() + 7200} }),
		"token-account-unknown": login(func(*world) claims { return claims{"iss": "nobody@x.iam.gserviceaccount.com"} }),
		"token-bad-scope":       login(func(*world) claims { return claims{"scope": "x"} }),
		"token-wrong-grant": func(w *world) endpointtest.Reply {
			return w.form(map[string][]string{"grant_type": {"password"}}).Reply
		},
		"token-no-assertion": func(w *world) endpointtest.Reply { return w.form(map[string][]string{"grant_type": {grantJWT}}).Reply },
	}
}

func sending(m fields, changes ...func(p *device.Phone)) play {
	return func(w *world) endpointtest.Reply { return w.send(w.Phone("p", changes...), m).Reply }
}

func sendTwins() map[string]play {
	to := func(m fields) play { return func(w *world) endpointtest.Reply { return w.to(m).Reply } }
	plays := map[string]play{
		"send-ok": sending(nil), "send-dry-run": sending(fields{"validate_only": true}),
		"send-data":      sending(fields{"message.notification": nil, "message.data": fields{"k": "v"}}),
		"send-topic":     to(fields{"message.topic": "news"}),
		"send-condition": to(fields{"message.condition": "'news' in topics"}),
		"send-fid": func(w *world) endpointtest.Reply {
			id := w.Phone("p")[:22]
			return w.to(fields{"message.fid": id}).Reply
		},
	}
	// Requests of official clients as they were recorded, with this world's names.
	for _, name := range []string{"send-camel", "client-go-admin-send", "client-go-admin-dry-run", "client-go-api-send", "client-go-admin-topic"} {
		plays[name] = func(w *world) endpointtest.Reply { return replay(w, name) }
	}
	return plays
}

// replay sends a recorded request as it is but for project, token and access token.
func replay(w *world, name string) endpointtest.Reply {
	w.T.Helper()
	e, err := exchanges.Get(name)
	if err != nil {
		w.T.Fatal(err)
	}
	const token = "dFz1sim0:APA91bH_sim_0000000000000000000000000000000000"
	path, query, _ := strings.Cut(strings.Replace(e.Request.Path, "sim-demo", w.account.Project, 1), "?")
	h := http.Header{}
	for k, v := range e.Request.Header {
		h.Set(k, strings.Replace(v, "ya29.c.sim", w.access, 1))
	}
	body := strings.ReplaceAll(string(e.Request.Body), token, w.Phone("p"))
	return w.Do(&sim.Request{Method: e.Request.Method, Host: e.Request.Host, Path: path, Query: query, Header: h, Body: []byte(body)})
}

func refusalTwins() map[string]play {
	under := func(flag, value string, then play) play {
		return func(w *world) endpointtest.Reply {
			w.Flag(flag, value)
			return then(w)
		}
	}
	bad := func(w *world) endpointtest.Reply { return w.send("###", nil).Reply }
	ios := sending(nil, flagged("platform", "ios"))
	return map[string]play{
		"send-bad-token": bad, "send-bad-token-older": under("texts", "variant", bad),
		"send-no-target":     func(w *world) endpointtest.Reply { return w.to(fields{}).Reply },
		"send-data-number":   sending(fields{"message.data": fields{"a": 12}}),
		"send-too-large":     sending(ofSize(4097)),
		"send-unknown-field": sending(fields{"message.foo": 1}),
		"send-no-credential": func(w *world) endpointtest.Reply {
			w.access = ""
			return w.send(w.Phone("p"), nil).Reply
		},
		"send-expired-token": func(w *world) endpointtest.Reply {
			w.Pass(time.Hour)
			return w.send(w.Phone("p"), nil).Reply
		},
		"send-bad-credential": func(w *world) endpointtest.Reply {
			w.access = "ya29.never"
			return w.send(w.Phone("p"), nil).Reply
		},
		"send-apns-credential":      under("apns_key", "missing", ios),
		"send-apns-credential-2026": under("texts", "variant", under("apns_key", "missing", ios)),
		"send-other-sender": func(w *world) endpointtest.Reply {
			w.AddApp(sim.AppSpec{ID: "other"})
			p, err := w.Engine.AddPhone(sim.NewPhone("o", w.Endpoint.Vendor(), "other"))
			if err != nil {
				w.T.Fatal(err)
			}
			return w.send(p.Token, nil).Reply
		},
		"send-no-right":     under("role", "missing", sending(nil)),
		"send-unregistered": sending(nil, func(p *device.Phone) { p.Subscribed = false }),
		"send-not-found": under("unknown_project", "404", func(w *world) endpointtest.Reply {
			return w.at(http.MethodPost, "/v1/projects/nope/messages:send", w.head(), jsonOf(message(w.Phone("p"), nil))).Reply
		}),
		"send-internal":    under("server_error", "internal", sending(nil)),
		"send-unavailable": under("server_error", "unavailable", sending(nil)),
	}
}

func rateTwins() map[string]play {
	limited := func(counter string, n int64, m fields) play {
		return func(w *world) endpointtest.Reply {
			w.Limit(counter, n)
			if m != nil {
				return w.to(m).Reply
			}
			return w.send(w.Phone("p"), nil).Reply
		}
	}
	return map[string]play{
		"send-project-quota": func(w *world) endpointtest.Reply {
			w.Flag("retry_after", "off") // it was seen without the header
			if err := w.Engine.SetCount("shop", "messages", 600_000); err != nil {
				w.T.Fatal(err)
			}
			return w.send(w.Phone("p"), nil).Reply
		},
		"send-topic-rate":  limited("fanouts", 0, fields{"message.topic": "news"}),
		"send-device-rate": limited("device.minute", 0, nil),
	}
}

func topicTwins() map[string]play {
	in := func(method, rest string, topics ...string) play {
		return func(w *world) endpointtest.Reply {
			id := w.Phone("p", func(p *device.Phone) { p.Tags = topics })
			return w.at(method, w.registration(id)+rest, w.head(), "").Reply
		}
	}
	return map[string]play{
		"topic-add": func(w *world) endpointtest.Reply {
			return w.topics("batchAdd", "/topics/news", w.Phone("p"), w.Phone("q", func(p *device.Phone) { p.Subscribed = false })).Reply
		},
		"topic-remove": func(w *world) endpointtest.Reply { return w.topics("batchRemove", "/topics/news", w.Phone("p")).Reply },
		"topic-no-login": func(w *world) endpointtest.Reply {
			h := w.head()
			h.Del("Access_token_auth")
			return w.at(http.MethodPost, "/iid/v1:batchAdd", h, jsonOf(fields{"to": "/topics/news", "registration_tokens": []string{"x"}})).Reply
		},
		"topic-too-many": func(w *world) endpointtest.Reply {
			return w.topics("batchAdd", "/topics/news", strings.Fields(strings.Repeat("x ", 1001))...).Reply
		},
		"token-info": func(w *world) endpointtest.Reply {
			id := w.Phone("p", func(p *device.Phone) { p.Tags = []string{"news"} })
			return w.at(http.MethodGet, "/iid/info/"+id+"?details=true", w.head(), "").Reply
		},
		"subscription-create":  in(http.MethodPost, "?topicName=news"),
		"subscription-exists":  in(http.MethodPost, "?topicName=news", "news"),
		"subscription-patch":   in(http.MethodPatch, "/news?allowMissing=true", "news"),
		"subscription-get":     in(http.MethodGet, "/news", "news"),
		"subscription-missing": in(http.MethodGet, "/sport", "news"),
		"subscription-list":    in(http.MethodGet, "?pageSize=2000", "news"),
		"subscription-delete":  in(http.MethodDelete, "/news?allowMissing=true"),
	}
}

// The closed interfaces and the front end answer with a page, not with JSON.
func TestPages(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	for _, name := range []string{"client-legacy-send", "client-batch"} {
		if a := replay(w.renew(t), name); a.Status != http.StatusNotFound || !strings.HasPrefix(a.Type, "text/html") {
			t.Errorf("%s: %d %s %s", name, a.Status, a.Type, a.Body)
		}
	}
	w.Flag("server_error", "502")
	if a := w.send(w.Phone("x"), nil); a.Status != http.StatusBadGateway || !strings.HasPrefix(a.Type, "text/html") || !strings.Contains(a.Body, "30 seconds") {
		t.Errorf("502: %d %s %s", a.Status, a.Type, a.Body)
	}
}

// renew is a world of its own with the same set-up.
func (w *world) renew(t *testing.T) *world {
	t.Helper()
	return open(t, options{})
}
