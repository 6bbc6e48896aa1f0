package oppo_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/fixtures/oppo/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
)

// The documented and recorded answers and receipts, but for the ids in them. Those of
// single pushes and broadcasts have a status on the wire which OPPO's samples lack.
func TestAnswersAreTheRecordedOnes(t *testing.T) {
	t.Parallel()
	all, err := exchanges.All()
	if err != nil {
		t.Fatal(err)
	}
	plays := map[string]func(w *world) endpointtest.Reply{}
	for _, e := range all {
		if run, ok := stories()[e.Name]; ok {
			plays[e.Name] = func(w *world) endpointtest.Reply { return run(w).Reply }
		} else if replayed(e.Name) {
			plays[e.Name] = func(w *world) endpointtest.Reply { return w.replay(e) }
		}
	}
	endpointtest.Twins[*world]{
		Exchanges: all, Play: plays,
		Open: func(t testing.TB) *world {
			return open(t, options{app: func(a *sim.AppSpec) { a.Rights = []string{"IM", "ORDER", "TODO"} }})
		},
		Excused: map[string]string{
			"op-2-unicast-ok": "written down again by a wrapper that added members; messageId and status, which are OPPO's, are in every client's twin",
		},
	}.Run(t)
}

// replayed are the exchanges whose request is sent byte for byte, but for token and ids:
// those of independent clients, and documented refusals of what a request says.
func replayed(name string) bool {
	switch name {
	case "auth-get", "auth-appkey-missing", "auth-sign-missing", "auth-timestamp-missing", "auth-appkey-unknown",
		"unicast-no-token", "unicast-category-not-granted", "unicast-level-without-category", "unicast-title-missing",
		"unicast-title-blank", "unicast-title-long", "unicast-ttl-long", "unicast_batch-partial", "unicast_batch-ok",
		"save_message_content-ok", "broadcast-unknown-message", "small_picture-ok", "big_picture-ok", "small_picture-invalid",
		"set_alias-ok", "delete_alias-ok", "subscribe_tags-ok", "unsubscribe_tags-ok", "unicast-ok-heytap", "path-unknown":
		return true
	}
	return strings.HasPrefix(name, "client-") && name != "client-sdk104-auth"
}

// The names that exchanges have for what every world has its own of.
const (
	recordedToken = "58ad47319e8d725350a5afd5"
	recordedPhone = "CN_0123456789abcdef0123456789abcdef"
	recordedOther = "CN_fedcba9876543210fedcba9876543210"
	recordedBody  = "6924817fae27668d2ed3afec"
)

// replay sends a recorded request with this world's token, phones and stored body.
func (w *world) replay(e exchange.Exchange) endpointtest.Reply {
	w.T.Helper()
	own := func(p *device.Phone, token string) { p.Token = token }
	w.Phone("p1", func(p *device.Phone) { own(p, recordedPhone) })
	w.Phone("p2", func(p *device.Phone) { own(p, recordedOther) })
	names := strings.NewReplacer(recordedToken, w.token, recordedBody, w.save(nil).Data.Saved)
	header := http.Header{}
	for name, v := range e.Request.Header {
		header.Set(name, names.Replace(v))
	}
	path, query, _ := strings.Cut(e.Request.Path, "?")
	return w.Do(&sim.Request{
		Method: e.Request.Method, Path: path, Query: names.Replace(query), Host: e.Request.Host, Site: w.site,
		Header: header, Body: []byte(names.Replace(string(e.Request.Body))),
	})
}

// stories make the answers that need more than their request.
func stories() map[string]func(w *world) reply {
	return map[string]func(w *world) reply{
		"auth-ok": func(w *world) reply {
			w.Flag("create_time", "string")
			return w.login(nil)
		},
		"client-sdk104-auth": func(w *world) reply { return w.login(map[string]string{"sdk_version": "JAVA_SDK_V1.0.0"}) },
		"op-3-auth-ok":       op3,
		"auth-sign-wrong":    func(w *world) reply { return w.login(map[string]string{"sign": strings.Repeat("0", 64)}) },
		"auth-timestamp-old": func(w *world) reply { return w.login(shift(w, -600_001)) },
		"unicast-token-expired": func(w *world) reply {
			w.Pass(25 * time.Hour)
			return w.send(w.Phone("p1"), nil)
		},
		"unicast-unavailable":  switched("server", "unavailable"),
		"unicast-flow-control": switched("server", "flow_control"),
		"unicast-call-limited": switched("server", "call_limited"),
		"unicast-global-limit": switched("server", "global_limit"),
		"unicast-ip-refused":   switched("ip", "blocked"),
		"unicast-app-disabled": switched("standing", "disabled"),
		"unicast-not-opened":   switched("standing", "in_review"),
		"unicast-throttled":    over("speed"),
		"unicast-quota":        over("public"),
		"unicast-sensitive":    switchedSend("sensitive_words", fields{"content": sensitive}),
		"unicast-template-missing": func(w *world) reply {
			w.Flag("templates_enforced", "im")
			return w.send(w.Phone("p1"), fields{"category": "IM"})
		},
		"unicast_batch-too-many": func(w *world) reply {
			return w.post(batch, url.Values{"messages": {"[" + strings.Repeat("{},", 1000) + "{}]"}})
		},
		"save_message_content-quota": func(w *world) reply {
			w.Limit("saved", 0)
			return w.save(nil)
		},
		"op-1-broadcast-bad-id": func(w *world) reply { return w.cast(w.save(nil).Data.Saved, 2, "CN_0123456789abcdef0123456789abcde") },
		"small_picture-quota": func(w *world) reply {
			w.Limit("uploads", 0)
			return w.upload("small_picture", "p.png", 1, "60")
		},
		"fetch_invalid_regidList-ok": func(w *world) reply {
			w.send(w.Phone("p1", func(p *device.Phone) { p.Installed = false }), nil)
			w.Settle()
			return w.request(http.MethodGet, base+"/feedback/fetch_invalid_regidList?auth_token="+w.token, http.Header{}, "")
		},
		"fetch_push_permit-ok": func(w *world) reply {
			w.batch(times10(w)...)
			return w.feedback("fetch_push_permit")
		},
		"set_alias-unavailable": func(w *world) reply {
			w.Flag("server", "unavailable")
			return w.device("set_alias", fields{"registration_id": w.Phone("p1"), "alias": "me"})
		},
		"receipt-arrive":        receipt(order(nil)),
		"receipt-regid-invalid": receipt(order(nil), func(p *device.Phone) { p.Installed = false }),
		"receipt-daily-limit": func(w *world) reply {
			w.Limit("device.public", 0)
			return receipt(nil)(w)
		},
		"receipt-night": func(w *world) reply {
			w.Until(morning.Add(13*time.Hour + 30*time.Minute))
			w.Flag("night_control", "on")
			return receipt(nil)(w)
		},
	}
}

// op3 has a token that looks like a UUID; what is held here is the shape of the rest.
func op3(w *world) reply {
	a := w.login(nil)
	a.Reply.Body = strings.Replace(a.Reply.Body, a.Data.Token, "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f", 1)
	return a
}

func switched(flag, value string) func(w *world) reply {
	return func(w *world) reply {
		w.Flag(flag, value)
		return w.send(w.Phone("p1"), nil)
	}
}

func switchedSend(flag string, m fields) func(w *world) reply {
	return func(w *world) reply {
		w.Flag(flag, "on")
		return w.send(w.Phone("p1"), m)
	}
}

func over(counter string) func(w *world) reply {
	return func(w *world) reply {
		w.Limit(counter, 0)
		return w.send(w.Phone("p1"), nil)
	}
}

func times10(w *world) []fields {
	var list []fields
	for i := range 10 {
		list = append(list, message(w.Phone(string(rune('a'+i))), nil))
	}
	return list
}

// receipt sends a message that asks for one and returns it as the body of a reply.
func receipt(m fields, changes ...func(*device.Phone)) func(w *world) reply {
	return func(w *world) reply {
		asked := fields{"call_back_url": "http://127.0.0.1:1/cb/oppo", "call_back_parameter": "job-7"}
		for name, v := range m {
			asked[name] = v
		}
		w.send(w.Phone("p1", changes...), asked)
		w.Settle()
		w.Pass(time.Second)
		r := reply{}
		if posted := w.box.Posted(); len(posted) == 1 {
			r.Reply.Body = posted[0].Body
		}
		return r
	}
}
