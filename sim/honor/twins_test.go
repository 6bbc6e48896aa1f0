package honor_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/fixtures/honor/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
)

// The ids in the exchanges.
const (
	appID    = "104435678"
	clientID = "104512345"
	secret   = "9f1c+Zk/3Qa=7e&b0" // the sample's, invented
	goodOne  = "BAEAAAAAB.demoTokenA001"
	goodTwo  = "BAEAAAAAB.demoTokenB002"
	gone     = "BAEAAAAAB.demoTokenE003"
)

// recorded is the world the exchanges are of: its app, its phones, its moment.
func recorded(t testing.TB) *world {
	t.Helper()
	w := open(t, func(s *endpointtest.Setup) {
		s.App.Credentials = map[string]string{"app_id": appID, "client_id": clientID, "client_secret": secret}
	}, sim.RuleOptions{})
	for id, token := range map[string]string{"a": goodOne, "b": goodTwo} {
		w.Phone(id, func(p *device.Phone) { p.Token = token })
	}
	w.Phone("e", func(p *device.Phone) { p.Token, p.Flags = gone, map[string]string{"token_state": "expired"} })
	return w
}

// replay sends a recorded request as it is, but for what a moment decides: the access
// token the world handed out, and the time in the unit and as old as it was.
func replay(e exchange.Exchange) func(w *world) endpointtest.Reply {
	return func(w *world) endpointtest.Reply {
		h := http.Header{}
		for k, v := range e.Request.Header {
			h.Set(k, v)
		}
		if v := h.Get("Authorization"); v != "" {
			h.Set("Authorization", strings.Replace(v, "eyJhbGciOi.demo.token", w.token, 1))
		}
		if v, err := strconv.ParseInt(h.Get("timestamp"), 10, 64); err == nil {
			const recordedAt = 1767229200123
			now := w.Now().UnixMilli() + v - recordedAt
			if v < recordedAt/10 { // a client that sends seconds
				now = w.Now().Unix()
			}
			h.Set("timestamp", strconv.FormatInt(now, 10))
		}
		return w.Do(&sim.Request{
			Method: e.Request.Method, Path: e.Request.Path, Host: e.Request.Host, Header: h, Body: []byte(e.Request.Body), Site: "honor",
		})
	}
}

// TestTwins: every documented answer and every golden request is answered as the
// exchange says, in the world it is of.
func TestTwins(t *testing.T) {
	t.Parallel()
	all, err := exchanges.All()
	if err != nil {
		t.Fatal(err)
	}
	x := endpointtest.Twins[*world]{
		Exchanges: all, Open: recorded, Normal: normal, Play: map[string]func(w *world) endpointtest.Reply{},
		Excused: map[string]string{
			"token-number-error": "another product's form",
			"send-null-lists":    "what a sender must read and this mock does not write", "send-string-code": "the same",
			"send-alias-success": "the same", "send-unknown-code": "the same", "send-gateway-html": "a gateway's, not Honor's",
			"token-realms": "what else Keycloak answers is not known",
		},
	}
	byName := map[string]exchange.Exchange{}
	for _, e := range all {
		byName[e.Name] = e
		if _, excused := x.Excused[e.Name]; !excused && e.Direction == exchange.ToVendor && e.Request.Body != "" {
			x.Play[e.Name] = replay(e)
		}
	}
	flag := func(name, value, of string) {
		x.Play[name] = func(w *world) endpointtest.Reply {
			w.Flag(of, value)
			return replay(byName[name])(w)
		}
	}
	x.Play["send-partial"] = func(w *world) endpointtest.Reply {
		w.Change("b", func(p *device.Phone) { p.NoToken = true })
		return replay(byName["send-partial"])(w)
	}
	flag("send-internal-error", "500", "server_error")
	x.Play["send-no-right"] = func(w *world) endpointtest.Reply {
		if err := w.Engine.UpdateApp(w.App.ID, func(a *sim.AppSpec) { a.Rights = nil }); err != nil {
			w.T.Fatal(err)
		}
		w.Flag("ungranted_normal", "refuse")
		return replay(byName["send-no-right"])(w)
	}
	x.Play["send-sensitive"] = func(w *world) endpointtest.Reply {
		e := byName["send-sensitive"]
		e.Request.Body = exchange.Body(strings.Replace(string(e.Request.Body), "晚上一起吃饭吗", "代开发票", 1))
		return replay(e)(w)
	}
	x.Play["send-test-cap"] = func(w *world) endpointtest.Reply {
		w.Limit("test", 0)
		return replay(byName["send-test-cap"])(w)
	}
	x.Play["send-flow-control"] = func(w *world) endpointtest.Reply {
		w.Limit("speed", 0)
		return replay(byName["send-flow-control"])(w)
	}
	x.Play["send-receipt-id"] = func(w *world) endpointtest.Reply {
		if err := w.Engine.UpdateApp(w.App.ID, func(a *sim.AppSpec) {
			a.Receipts = map[string]string{"default": "http://127.0.0.1:1/cb"}
		}); err != nil {
			w.T.Fatal(err)
		}
		return replay(byName["send-receipt-id"])(w)
	}
	x.Play["send-too-many"] = func(w *world) endpointtest.Reply { return asReply(w, message(nil, many(1001)...)) }
	x.Play["send-too-large"] = func(w *world) endpointtest.Reply {
		return asReply(w, message(fields{notice + "body": strings.Repeat("字", 1400)}, goodOne))
	}
	receipts(x.Play)
	x.Run(t)
	for _, e := range all {
		if x.Play[e.Name] == nil && x.Excused[e.Name] == "" {
			t.Errorf("%s has neither a twin nor an excuse", e.Name)
		}
	}
}

// normal leaves out what differs from world to world: ids, tokens, and the hint of a
// structure error, which is ours.
func normal(body string) string {
	body = ids.ReplaceAllString(body, `"$1":"<$1>"`)
	return endpointtest.Shape(hints.ReplaceAllString(body, "Illegal payload"))
}

var (
	ids   = regexp.MustCompile(`"(access_token|biTag|appid|token)":"[^"]*"`)
	hints = regexp.MustCompile(`Illegal payload, [^"]*`)
)

// asReply is an answer whose body is compared.
func asReply(w *world, body string) endpointtest.Reply {
	r := w.post(w.path(), body)
	return endpointtest.Reply{Status: r.Status, Type: "application/json", Body: r.Text}
}

// receipts play the stories whose last receipt is the recorded one.
func receipts(play map[string]func(w *world) endpointtest.Reply) {
	story := func(tell func(w *world)) func(w *world) endpointtest.Reply {
		return func(w *world) endpointtest.Reply {
			box := &endpointtest.Mailbox{}
			in := open(w.T, mailed(box), sim.RuleOptions{})
			tell(in)
			in.Pass(5e9)
			posted := box.Posted()
			if len(posted) == 0 {
				w.T.Fatal("no receipt was sent")
			}
			return endpointtest.Reply{Status: 200, Type: "application/json", Body: posted[len(posted)-1].Body}
		}
	}
	one := func(m fields, change ...func(*device.Phone)) func(w *world) endpointtest.Reply {
		return story(func(w *world) { w.send(m, w.Phone("p1", change...)) })
	}
	play["receipt-delivered"] = one(nil)
	play["receipt-data"] = one(dataOnly(nil))
	play["receipt-uninstalled"] = one(nil, func(p *device.Phone) { p.Installed = false })
	play["receipt-switch-off"] = one(nil, func(p *device.Phone) { p.Notifications = false })
	play["receipt-clicked"] = one(nil, flags("taps", "yes"))
	play["receipt-held"] = one(nil, flags("screen", "off"))
	play["receipt-display-failed"] = one(page(), flags("page", "missing"))
	play["receipt-cap"] = story(func(w *world) { fates(w, w.Phone("p1"), 3) })
}
