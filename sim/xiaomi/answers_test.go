package xiaomi_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/fixtures/xiaomi/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
)

// shape replaces what differs from world to world: ids, quotas, counts and times by what
// they look like. Names, types, codes and texts stay.
func shape(body string) string {
	if v, err := url.ParseQuery(body); err == nil && v.Get("data") != "" {
		body = v.Get("data")
	}
	var v any
	if json.Unmarshal([]byte(body), &v) != nil {
		return body
	}
	out, _ := json.Marshal(shaped("", v))
	return string(out)
}

func shaped(name string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, value := range v {
			plain := key
			if isID(key) || name == "replaceTarget" {
				plain = "<id>"
			}
			out[plain] = shaped(key, value)
		}
		return out
	case []any:
		if len(v) == 0 {
			return v
		}
		return []any{shaped(name, v[0])} // a list is as long as it is
	case string:
		return worded(name, v)
	case float64:
		switch name {
		case "code", "type", "errorCode":
			return v
		}
		return "<number>"
	}
	return v
}

func worded(name, s string) any {
	switch {
	case name == "reason" && strings.HasPrefix(s, "AppId(id="):
		return "AppId(id=<id>) in the blacklist, forbid to send messages"
	case name == "reason" && strings.HasPrefix(s, "exceed quota"), name == "info":
		return runs.ReplaceAllString(s, "#")
	case name == "result", name == "reason", name == "description", name == "barStatus", name == "channel_exceed_quota", name == "status", name == "msg_type":
		return s
	case isID(s):
		return s[:1] + "<id>"
	}
	if _, err := strconv.Atoi(s); err == nil {
		return "<digits>"
	}
	return "<text>"
}

// runs are numbers in a text.
var runs = regexp.MustCompile(`[0-9]+`)

func isID(s string) bool { return len(s) == 22 && strings.ContainsAny(s[:1], "Xsat") }

// Every answer somebody saw, and every documented one, has a twin from the mock.
func TestAnswersAreTheRecordedOnes(t *testing.T) {
	t.Parallel()
	all, err := exchanges.All()
	if err != nil {
		t.Fatal(err)
	}
	excused := map[string]string{}
	for _, name := range golden() {
		excused[name] = "the request is what was observed; its answer is the usual one, with or without the quota"
	}
	endpointtest.Twins[*world]{
		Exchanges: all, Normal: shape, Play: twins(), Excused: excused,
		Open: func(t testing.TB) *world { return open(t, flagged("default_channel", "allow"), sim.RuleOptions{}) },
	}.Run(t)
}

func twins() map[string]func(w *world) endpointtest.Reply {
	out := map[string]func(w *world) endpointtest.Reply{}
	add := func(run func(w *world) reply, names ...string) {
		for _, n := range names {
			out[n] = func(w *world) endpointtest.Reply { return run(w).Reply }
		}
	}
	full := func(w *world) reply { return w.send(public(asked("1267")), w.token()) }
	add(full, "mi-2-regid-ok", "send-ok")
	add(func(w *world) reply {
		w.Phone("x1", func(p *device.Phone) { p.Alias = "user_1001" })
		return w.post("/v2/message/alias", order(form{"alias": "user_1001"}))
	}, "mi-1-alias-ok", "alias-ok")
	add(func(w *world) reply { return w.send(order(nil), "AAAA1111") }, "mi-3-no-valid-targets", "send-no-valid-targets")
	add(func(w *world) reply {
		w.secret = "aaaaaaaaaaaaaaaaaaaaaa=="
		return w.send(order(nil), "x")
	}, "mi-4-wrong-secret", "send-wrong-secret")
	add(func(w *world) reply { return w.send(order(form{"title": ""}), w.token()) }, "mi-5-empty-title", "send-empty-title")
	add(func(w *world) reply { return w.post("/v2/message/topic", order(form{"topic": "sports"})) }, "mi-6-topic-ok", "topic-ok")
	add(func(w *world) reply {
		w.Flag("blacklist", "10031")
		return w.send(order(nil), w.token())
	}, "mi-7-blacklist")
	add(func(w *world) reply {
		w.Flag("feedback_api", "on")
		w.Phone("x2", uninstall)
		return w.fetch()
	}, "mi-8-feedback")
	add(func(w *world) reply { return w.fetch() }, "feedback-offline")
	add(func(w *world) reply { return w.send(order(nil), w.token(), "AAAA1111", "BBBB2222") }, "send-partial")
	add(func(w *world) reply {
		r := w.request("POST", "/v3/message/regid", order(nil).encode())
		r.Header.Del("Authorization")
		return w.do(r)
	}, "send-no-header")
	add(func(w *world) reply { return w.send(order(form{"restricted_package_name": "com.other"}), w.token()) }, "send-wrong-package")
	add(func(w *world) reply { return w.send(order(form{"extra.channel_id": "999999"}), w.token()) }, "send-invalid-channel")
	add(func(w *world) reply {
		w.Limit("public", 0)
		return w.send(public(nil), w.token())
	}, "send-exceed-quota")
	add(func(w *world) reply { // a batch that has room for one of two kinds
		w.Limit("default", 0)
		w.Limit("public", 0)
		x := w.token()
		return w.multi("[" + strings.Join([]string{element(x, ""), element(x, ""), element(x, "135002"), element(x, "135002"), element(x, "135002"), element(x, "135001")}, ",") + "]")
	}, "multi-exceed-quota")
	for _, trouble := range []struct{ name, code string }{{"send-busy", "10002"}, {"send-bad-request-400", "400"}, {"send-unavailable-503", "503"}} {
		add(func(w *world) reply {
			w.Flag("trouble", trouble.code)
			return w.send(order(nil), w.token())
		}, trouble.name)
	}
	queryTwins(add)
	receiptTwins(out)
	return out
}

func queryTwins(add func(run func(w *world) reply, names ...string)) {
	add(func(w *world) reply {
		return w.post("/v3/message/multi_topic", order(form{"topics": "sports;$;beijing", "topic_op": "INTERSECTION"}))
	}, "multi-topic")
	add(func(w *world) reply { return w.post("/v3/message/all", order(w.ahead(1))) }, "all-scheduled")
	add(func(w *world) reply {
		id := w.send(order(w.ahead(1)), w.token()).data("id")
		return w.post("/v2/schedule_job/delete", form{"job_id": id})
	}, "schedule-delete")
	add(func(w *world) reply { return w.post("/v1/validation/regids", form{"registration_ids": w.token()}) }, "validation")
	add(func(w *world) reply { return w.get("/v1/trace/quota/get", nil) }, "quota")
	add(func(w *world) reply { return w.get("/v1/regid/presence", form{"registration_id": w.token()}) }, "presence")
	add(func(w *world) reply {
		id := w.send(order(nil), w.token()).data("id")
		w.Settle()
		return w.get("/v1/trace/message/status", form{"msg_id": id})
	}, "trace-message")
	add(func(w *world) reply {
		w.send(order(nil), w.token())
		w.Settle()
		return w.get("/v1/trace/messages/status", form{"begin_time": "0", "end_time": itoa(morning().AddDate(0, 0, 1).UnixMilli())})
	}, "trace-messages")
	add(func(w *world) reply {
		return w.get("/v1/stats/message/counters", form{"start_date": "20260101", "end_date": "20260101"})
	}, "stats-counters")
	add(func(w *world) reply {
		return w.post("/v2/topic/subscribe", form{"registration_id": w.token(), "topic": "sports"})
	}, "topic-subscribe")
	add(func(w *world) reply {
		x1 := w.Phone("x1", func(p *device.Phone) { p.Alias = "user_1001" })
		return w.get("/v1/alias/all", form{"registration_id": x1})
	}, "alias-all")
	add(func(w *world) reply {
		x1 := w.Phone("x1", func(p *device.Phone) { p.Tags = []string{"sports"} })
		return w.get("/v1/topic/all", form{"registration_id": x1})
	}, "topic-all")
	add(func(w *world) reply {
		w.Limit("calls", 0)
		return w.send(order(nil), w.token())
	}, "send-too-fast")
}

// receiptTwins are the callbacks.
func receiptTwins(out map[string]func(w *world) endpointtest.Reply) {
	add := func(name string, run func(w *world)) {
		out[name] = func(w *world) endpointtest.Reply {
			run(w)
			list := w.receipts()
			if len(list) == 0 {
				return endpointtest.Reply{Body: "no receipt"}
			}
			return endpointtest.Reply{Body: list[len(list)-1]}
		}
	}
	add("mi-9-receipt-device-limit", func(w *world) {
		w.Limit("device.public", 0)
		w.send(public(asked("128")), w.token())
	})
	add("receipt-app-total", func(w *world) {
		w.send(public(asked("128")), w.Phone("x1", offline))
		w.Settle()
		w.Limit("public", 0)
		w.Change("x1", func(p *device.Phone) { p.Offline = false })
	})
	add("receipt-delivered", func(w *world) { w.send(order(asked("1")).with(form{"extra.jobkey": "job1"}), w.token()) })
	add("receipt-invalid", func(w *world) { w.send(order(asked("16")), w.Phone("x1", phoneFlag("regid", "renewed"))) })
	add("receipt-expired", func(w *world) {
		w.send(order(asked("1024")).with(form{"time_to_live": "60000"}), w.Phone("x1", offline))
		w.Settle()
		w.Pass(time.Hour)
	})
}

// golden are the requests of clients people use.
func golden() []string {
	return []string{
		"client-java-sdk-alias", "client-java-sdk-topic", "client-http2-sdk", "client-modood", "client-octo-server",
		"client-geek-go-topic", "client-query-string", "client-wildfire", "client-json-body", "client-raw-plus",
		"client-meetleev", "client-curltech", "client-holicc", "client-yilee", "client-xinpianchang", "client-xinpianchang-again",
	}
}

const goldenToken = "b2cJtCY9u4uMBPn+oE/GftQn9JQXIE12FbO5wg7XAnY="

// golden sends a recorded request as it stands, but for the secret.
func (w *world) golden(name string) reply {
	w.T.Helper()
	e, err := exchanges.Get(name)
	if err != nil {
		w.T.Fatal(err)
	}
	w.Phone("g1", func(p *device.Phone) { p.Token, p.Alias = goldenToken, "user_1001" })
	w.Phone("g2", func(p *device.Phone) { p.Alias = "user_1002" })
	return w.do(w.recorded(e))
}

func (w *world) recorded(e exchange.Exchange) *sim.Request {
	path, query, _ := strings.Cut(e.Request.Path, "?")
	r := &sim.Request{Method: e.Request.Method, Path: path, Query: query, Host: e.Request.Host, Site: w.site, Header: http.Header{}, Body: []byte(e.Request.Body)}
	for name, value := range e.Request.Header {
		for v := range strings.SplitSeq(value, ", ") { // two lines are kept as one
			r.Header.Add(name, v)
		}
	}
	r.Header.Set("Authorization", "key="+w.secret)
	return r
}

// What each client is known to do is accepted, or refused, as the documents say.
func TestRequestsOfClientsPeopleUse(t *testing.T) {
	t.Parallel()
	want := map[string]string{"client-json-body": "10007", "client-raw-plus": "20301", "client-xinpianchang-again": "10016"}
	for _, name := range golden() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, flagged("default_channel", "allow"), sim.RuleOptions{})
			expected := want[name]
			if expected == "" {
				expected = "0"
			}
			if got := w.golden(name); got.code() != expected {
				t.Errorf("%s, want %s: %s", got.code(), expected, got.Body)
			}
		})
	}
}

// A payload that was encoded twice reaches the app with its escapes.
func TestADoublyEncodedPayloadArrivesEncoded(t *testing.T) {
	t.Parallel()
	const twice = "%7B%22orderId%22%3A%22A1024%22%7D"
	for name, want := range map[string]string{"client-octo-server": twice, "client-holicc": twice, "client-yilee": `{"orderId":"A1024"}`} {
		w := open(t, flagged("default_channel", "allow"), sim.RuleOptions{})
		var got string
		w.Seen = func(c *sim.Call, _ *sim.Decision) { got = c.Message.Data }
		if w.golden(name); got != want {
			t.Errorf("%s: the app gets %q, want %q", name, got, want)
		}
	}
}

// A client that drops extra drops the channel: a phone gets one of its messages a day.
func TestWithoutExtraThereIsNoChannel(t *testing.T) {
	t.Parallel()
	w := open(t, flagged("default_channel", "allow"), sim.RuleOptions{})
	w.Limit("device.default", 0)
	w.golden("client-meetleev")
	w.Settle()
	if got := w.Last().Fate; got.State != device.Dropped || got.Code != "128/device_acked" {
		t.Errorf("the message is %+v, want over the phone's limit without a channel", got)
	}
}
