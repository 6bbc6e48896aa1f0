package meizu_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/fixtures/meizu/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
)

// The pushIds of the recorded requests, and the app they are of.
const (
	firstID  = "J1a8f035d625e6c64567f71487e040e7d017f0558675b"
	secondID = "J2b9e045d625e6c64567f71487e040e7d017f0558675c"
)

func recordedApp(a *sim.AppSpec) {
	a.Credentials = map[string]string{"app_id": "125001", "app_secret": "8f2c1d7e4b6a9035c1e2f3a4b5c6d7e8"}
	a.Receipts = map[string]string{"main": "https://push.example.com/mz/receipt"}
	a.Flags = map[string]string{"receipt_token": "test-access-token"}
}

// recorded is a world in which the recorded requests are good ones.
func recorded(t testing.TB, rules sim.RuleOptions) *world {
	t.Helper()
	w := open(t, options{app: recordedApp, date: time.Date(2026, 11, 2, 10, 0, 0, 0, endpointtest.Beijing())}, rules)
	w.Phone("m1", func(p *device.Phone) { p.Token, p.Alias, p.Tags = firstID, "u1", []string{"体育"} })
	w.Phone("m2", func(p *device.Phone) { p.Token = secondID })
	return w
}

// replay sends the bytes of a recorded request.
func (w *world) replay(e exchange.Exchange) reply {
	w.T.Helper()
	path, query, _ := strings.Cut(e.Request.Path, "?")
	data := string(e.Request.Body)
	if e.Request.Method == http.MethodGet {
		data = query
	}
	return w.raw(e.Request.Method, strings.TrimPrefix(path, server), data)
}

// The documented and recorded answers and receipts, but for the numbers in them. What
// can be replayed is, byte for byte.
func TestAnswersAreTheRecordedOnes(t *testing.T) {
	t.Parallel()
	all, err := exchanges.All()
	if err != nil {
		t.Fatal(err)
	}
	twins := endpointtest.Twins[*world]{
		Exchanges: all, Play: map[string]func(*world) endpointtest.Reply{}, Normal: normal,
		Open:    func(t testing.TB) *world { return recorded(t, sim.RuleOptions{}) },
		Headers: []string{"Content-Type"},
	}
	for _, e := range all {
		before, ok := worlds()[e.Name]
		if !ok {
			continue
		}
		twins.Play[e.Name] = func(w *world) endpointtest.Reply {
			before(w)
			return w.replay(e).Reply
		}
	}
	for name, play := range plays() {
		twins.Play[name] = func(w *world) endpointtest.Reply { return play(w).Reply }
	}
	twins.Run(t)
	for _, e := range all {
		if twins.Play[e.Name] == nil {
			t.Errorf("%s has no twin", e.Name)
		}
	}
}

// worlds say what has to be so for a recorded request to get its answer.
func worlds() map[string]func(w *world) {
	as := func(*world) {}
	second := func(change func(*device.Phone)) func(*world) {
		return func(w *world) { w.Change("m2", change) }
	}
	return map[string]func(w *world){
		"push-ok": as, "client-java-sdk": as, "client-go-sdk": as, "client-node-sdk": as, "client-hipush": as,
		"client-batch-1000": as, "client-encoded-sign": as, "unvarnished": as, "alias-partial": as,
		"task-create": as, "app-scheduled": as, "tags": as, "mz-6-task-bad": as, "image": as,
		"statistics-span": as, "statistics-order": as, "switch-change": as, "alias-subscribe": as,
		"alias-read": as, "tags-subscribe": as, "tags-read": as, "tags-clear": as,
		"push-partial":    second(func(p *device.Phone) { p.Subscribed = false }),
		"push-switch-off": second(func(p *device.Phone) { p.Notifications = false }),
		"mz-5-rate":       func(w *world) { w.Limit("speed", 0) },
		"http-503":        func(w *world) { w.Flag("server", "down") },
		"switch-read": func(w *world) {
			w.post("/message/changeRegisterSwitch", form{"pushId": firstID, "msgType": "1", "subSwitch": "0"})
		},
		"statistics-days": func(w *world) {
			w.push(nil, firstID)
			w.Settle()
		},
	}
}

// plays are answers to requests that name what a world makes, such as a task.
func plays() map[string]func(w *world) reply {
	task := func(ids ...string) func(*world) reply {
		return func(w *world) reply { return w.pushTask(w.save(nil), ids...) }
	}
	counted := func(ask func(w *world, f form) reply) func(*world) reply {
		return func(w *world) reply {
			id := w.save(nil)
			w.pushTask(id, firstID, nobody)
			w.Settle()
			return ask(w, form{"taskId": id})
		}
	}
	cancel := func(w *world, changes fields) reply {
		id := w.toApp(changes).task()
		w.Pass(time.Second)
		return w.post("/push/pushTask/cancel", form{"pushType": "0", "taskId": id})
	}
	return map[string]func(w *world) reply{
		"task-push":         task(firstID),
		"task-push-partial": task(nobody),
		"task-push-alias": func(w *world) reply {
			return w.post("/push/task/varnished/pushByAlias", form{"taskId": w.save(nil), "alias": "u1"})
		},
		"push-public-limit": func(w *world) reply {
			w.Limit("device.public", 0)
			return w.push(public(nil), firstID)
		},
		"push-folded": func(w *world) reply {
			w.Flag("fold_limit", "0")
			return w.push(nil, firstID)
		},
		"cancel-ok": func(w *world) reply {
			return cancel(w, fields{"pushTimeInfo.pushTimeType": 1, "pushTimeInfo.startTime": "2026-12-01 10:00:00"})
		},
		"cancel-done": func(w *world) reply { return cancel(w, nil) },
		"statistics-task": counted(func(w *world, f form) reply {
			return w.get("/push/statistics/getTaskStatistics", f)
		}),
		"statistics-task-post": counted(func(w *world, f form) reply {
			return w.post("/push/statistics/getTaskStatistics", f)
		}),
		"mz-1-sign-wrong": func(w *world) reply {
			return w.post("/push/varnished/pushByPushId", form{"pushIds": firstID, "messageJson": message(nil), "sign": "0"})
		},
		"mz-2-alias": func(w *world) reply {
			old := recorded(w.T, sim.RuleOptions{Date: "2016-12-28"})
			return old.post("/push/varnished/pushByAlias", form{"alias": "alias1", "messageJson": message(nil)})
		},
		"mz-3-dead-pushid": func(w *world) reply { return w.push(nil, "UAB2d111f1b8e8c825b586b71638d7c6f8f766b7e7481") },
		"mz-4-appid": func(w *world) reply {
			return w.post("/push/varnished/pushByPushId", form{"appId": "1", "pushIds": firstID, "messageJson": message(nil)})
		},
		"receipt-delivered": func(w *world) reply { return w.reported() },
		"receipt-clicked": func(w *world) reply { // nobody taps: the form of the other type
			a := w.reported()
			a.Body = strings.ReplaceAll(strings.ReplaceAll(a.Body, "-1%22", "-2%22"), "type%22%3A1", "type%22%3A2")
			return a
		},
	}
}

// reported is the receipt of one message.
func (w *world) reported() reply {
	w.T.Helper()
	extra := map[string]any{"callback": "https://push.example.com/mz/receipt", "callback.param": "A1024", "callback.type": "3"}
	w.push(fields{"extra": extra}, firstID)
	w.Pass(time.Second)
	posted := w.box.Posted()
	if len(posted) != 1 {
		w.T.Fatalf("%d receipts, want one", len(posted))
	}
	return reply{Reply: endpointtest.Reply{Status: http.StatusOK, Body: posted[0].Body}}
}

//nolint:gochecknoglobals // an immutable table
var (
	number = regexp.MustCompile(`"(taskId|targetNo|validNo|pushedNo|acceptNo|displayNo|clickNo)":[0-9]+`)
	msgID  = regexp.MustCompile(`"msgId":"[^"]+"`)
	reason = regexp.MustCompile(`任务已(取消|完成|取消\[已完成\])，`)
)

// normal keeps names, types, codes and texts. A receipt's cb is compared decoded. msgId
// is opaque: the document and an answer of 2019 have different forms of it.
func normal(body string) string {
	if form, err := url.ParseQuery(body); err == nil && form.Get("cb") != "" {
		return "access_token=" + form.Get("access_token") + " cb=" + endpointtest.Shape(form.Get("cb"))
	}
	body = number.ReplaceAllString(msgID.ReplaceAllString(body, `"msgId":"some"`), `"$1":1`)
	return endpointtest.Shape(reason.ReplaceAllString(body, "任务已取消，"))
}
