package vivo_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/vivo/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
)

// The documented and recorded answers and receipts, but for the ids in them.
func TestAnswersAreTheRecordedOnes(t *testing.T) {
	t.Parallel()
	send := func(m fields) func(*world) reply {
		return func(w *world) reply { return w.send(w.Phone("v1"), m) }
	}
	plays := map[string]func(w *world) reply{
		"auth-ok": func(w *world) reply { return w.post("/message/auth", w.loginBody()) },
		"auth-sign-wrong": func(w *world) reply {
			b := w.loginBody()
			b["sign"] = "00000000000000000000000000000000"
			return w.post("/message/auth", b)
		},
		"auth-appkey-foreign": func(w *world) reply {
			b := w.loginBody()
			b["appKey"] = "x"
			return w.post("/message/auth", b)
		},
		"auth-timestamp-old": func(w *world) reply {
			b := w.loginBody()
			b["timestamp"] = 1763990000000
			return w.post("/message/auth", b)
		},
		"send-ok":              send(nil),
		"send-dead-id":         func(w *world) reply { return w.send("15638535410301000000001", nil) },
		"send-not-test-device": send(fields{"pushMode": 1}),
		"send-title-too-long":  send(fields{"title": chars(41)}),
		"send-too-fast": func(w *world) reply {
			w.Limit("speed", 0)
			return send(nil)(w)
		},
		"send-quota-operational": func(w *world) reply {
			w.Limit("operational", 0)
			return send(nil)(w)
		},
		"send-outside-hours": func(w *world) reply {
			w.Until(morning.Add(14 * time.Hour))
			return send(nil)(w)
		},
		"send-token-expired": func(w *world) reply {
			w.token = ""
			return send(nil)(w)
		},
		"saveListPayload-ok": func(w *world) reply { return w.post("/message/saveListPayload", w.message(nil)) },
		"saveListPayload-quota": func(w *world) reply {
			w.Limit("saved", 0)
			return w.post("/message/saveListPayload", w.message(nil))
		},
		"pushToList-ok": func(w *world) reply { return w.pushList(nil, w.Phone("v1"), w.Phone("v2")) },
		"pushToList-dead-id": func(w *world) reply {
			return w.pushList(nil, w.Phone("v1"), w.Phone("v2", func(p *device.Phone) { p.Installed = false }))
		},
		"pushToList-all-dead": func(w *world) reply {
			return w.pushList(nil, "15638535410301000000001", w.Phone("v2", func(p *device.Phone) { p.Installed = false }))
		},
		"pushToList-one": func(w *world) reply { return w.pushList(nil, w.Phone("v1")) },
		"all-ok":         func(w *world) reply { return w.post("/message/all", w.message(nil)) },
		"all-twice": func(w *world) reply {
			w.post("/message/all", w.message(nil))
			return w.post("/message/all", w.message(nil))
		},
		"tagPush-ok": func(w *world) reply { return w.post("/message/tagPush", w.message(nil)) },
		"recycle-ok": func(w *world) reply {
			task := w.send(w.Phone("v1"), nil).Task
			return w.post("/message/recycle", fields{"taskId": task, "userIds": []string{}, "userType": 1})
		},
		"getStatistics-ok": func(w *world) reply {
			// One displayed; the other unsubscribed before the push.
			a, b := w.Phone("v1"), w.Phone("v2", func(p *device.Phone) { p.Subscribed = false })
			saved := w.post("/message/saveListPayload", w.message(nil)).Task
			w.list(saved, nil, a, b)
			w.Settle()
			return w.get("/report/getStatistics?taskIds=" + saved)
		},
		"msgStatus-ok": func(w *world) reply {
			bad := w.send(w.Phone("v1"), fields{"content": "刷单兼职，日结"}).Task
			good := w.send(w.Phone("v2"), nil).Task
			w.Settle()
			return w.get("/search/msgStatus?taskIds=" + bad + "," + good)
		},
		"invalidUser-check-ok": func(w *world) reply {
			id := w.Phone("v1", func(p *device.Phone) { p.Installed = false })
			return w.post("/invalidUser/check", fields{"userType": 1, "userIds": []string{id, w.Phone("v2")}})
		},
		"vi-1-bad-regid": func(w *world) reply {
			old := open(w.T, options{rules: sim.RuleOptions{Date: "2020-06-01"}})
			return old.send("1234", nil)
		},
		"vi-3-list-one-invalid": func(w *world) reply {
			w.Flag("list_task", "on")
			return w.pushList(nil, w.Phone("v1"), "15513410784181118114")
		},
		"vi-4-desc-with-space": func(w *world) reply {
			old := open(w.T, options{rules: sim.RuleOptions{Date: "2020-06-01"}})
			return old.send("1234", nil)
		},
		"vi-2-auth-ok":      func(w *world) reply { return w.post("/message/auth", w.loginBody()) },
		"receipt-delivered": func(w *world) reply { return w.reported(fields{"extra": callback()}) },
		"receipt-device-cap": func(w *world) reply {
			w.Limit("device.operational", 0)
			return w.reported(fields{"extra": callback()})
		},
		"receipt-night": func(w *world) reply {
			night := open(w.T, options{start: morning.Add(14 * time.Hour)})
			m := chat("双十一", "大促，领取红包优惠券")
			m["extra"] = callback()
			night.send(night.Phone("v1", func(p *device.Phone) { p.State = device.Background }), m)
			w = night
			return w.receipt()
		},
		"http-500": func(w *world) reply {
			w.Flag("server_error", "on")
			return send(nil)(w)
		},
	}
	all, err := exchanges.All()
	if err != nil {
		t.Fatal(err)
	}
	twins := endpointtest.Twins[*world]{
		Exchanges: all, Play: map[string]func(*world) endpointtest.Reply{},
		Open: func(t testing.TB) *world { return open(t, options{}) },
		// vivo spells one text with and without a blank, and the ids of tasks have grown.
		Normal: func(body string) string {
			body = strings.ReplaceAll(body, "regId 不合法", "regId不合法")
			return endpointtest.Shape(taskIDs.ReplaceAllString(body, `"taskId":"<digits>"`))
		},
	}
	golden(t, all, twins.Play)
	for name, play := range plays {
		twins.Play[name] = func(w *world) endpointtest.Reply { return play(w).Reply }
	}
	twins.Run(t)
}

var taskIDs = regexp.MustCompile(`"taskId":"[0-9]+"`)

// reported is the receipt of one message to one phone.
func (w *world) reported(m fields) reply {
	w.T.Helper()
	w.send(w.Phone("v1"), m)
	return w.receipt()
}

// receipt is the newest receipt.
func (w *world) receipt() reply {
	w.T.Helper()
	w.Settle()
	posted := w.box.Posted()
	if len(posted) == 0 {
		w.T.Fatal("no receipt")
	}
	return reply{Reply: endpointtest.Reply{Body: posted[len(posted)-1].Body}}
}

func TestKnownSignatures(t *testing.T) {
	t.Parallel()
	vectors, err := exchanges.SignVectors()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			w := open(t, signedBy(v.AppID, v.AppKey, v.AppSecret.Reveal(), time.UnixMilli(v.Timestamp)))
			w.want(w.post("/message/auth", fields{
				"appId": v.AppID, "appKey": v.AppKey, "timestamp": v.Timestamp, "sign": v.Sign,
			}), "0")
			w.want(w.post("/message/auth", fields{
				"appId": json.Number(v.AppID), "appKey": v.AppKey, "timestamp": v.Timestamp, "sign": strings.ToUpper(v.Sign),
			}), "10206")
		})
	}
}
