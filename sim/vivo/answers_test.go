package vivo_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/vivo/exchanges"
	"github.com/offpush/offpush/sim/device"
)

// The documented and recorded answers, byte for byte but for the ids in them.
func TestAnswersAreTheRecordedOnes(t *testing.T) {
	t.Parallel()
	send := func(m fields) func(*world) reply {
		return func(w *world) reply { return w.send(w.phone("v1"), m) }
	}
	for name, play := range map[string]func(w *world) reply{
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
			w.limit("speed", 0)
			return send(nil)(w)
		},
		"send-quota-operational": func(w *world) reply {
			w.limit("operational", 0)
			return send(nil)(w)
		},
		"send-outside-hours": func(w *world) reply {
			w.until(morning.Add(14 * time.Hour))
			return send(nil)(w)
		},
		"send-token-expired": func(w *world) reply {
			w.token = ""
			return send(nil)(w)
		},
		"saveListPayload-ok": func(w *world) reply { return w.post("/message/saveListPayload", w.message(nil)) },
		"saveListPayload-quota": func(w *world) reply {
			w.limit("saved", 0)
			return w.post("/message/saveListPayload", w.message(nil))
		},
		"pushToList-ok": func(w *world) reply { return w.pushList(nil, w.phone("v1"), w.phone("v2")) },
		"pushToList-dead-id": func(w *world) reply {
			return w.pushList(nil, w.phone("v1"), w.phone("v2", func(p *device.Phone) { p.Installed = false }))
		},
		"pushToList-all-dead": func(w *world) reply {
			return w.pushList(nil, "1", w.phone("v2", func(p *device.Phone) { p.Installed = false }))
		},
		"pushToList-one": func(w *world) reply { return w.pushList(nil, w.phone("v1")) },
		"all-ok":         func(w *world) reply { return w.post("/message/all", w.message(nil)) },
		"all-twice": func(w *world) reply {
			w.post("/message/all", w.message(nil))
			return w.post("/message/all", w.message(nil))
		},
		"tagPush-ok": func(w *world) reply { return w.post("/message/tagPush", w.message(nil)) },
		"recycle-ok": func(w *world) reply {
			task := w.send(w.phone("v1"), nil).Task
			return w.post("/message/recycle", fields{"taskId": task, "userIds": []string{}, "userType": 1})
		},
		"getStatistics-ok": func(w *world) reply {
			// One displayed; the other unsubscribed before the push.
			a, b := w.phone("v1"), w.phone("v2", func(p *device.Phone) { p.Subscribed = false })
			saved := w.post("/message/saveListPayload", w.message(nil)).Task
			w.list(saved, nil, a, b)
			w.settle()
			return w.get("/report/getStatistics?taskIds=" + saved)
		},
		"msgStatus-ok": func(w *world) reply {
			bad := w.send(w.phone("v1"), fields{"content": "刷单兼职，日结"}).Task
			good := w.send(w.phone("v2"), nil).Task
			w.settle()
			return w.get("/search/msgStatus?taskIds=" + bad + "," + good)
		},
		"invalidUser-check-ok": func(w *world) reply {
			id := w.phone("v1", func(p *device.Phone) { p.Installed = false })
			return w.post("/invalidUser/check", fields{"userType": 1, "userIds": []string{id, w.phone("v2")}})
		},
		"http-500": func(w *world) reply {
			w.flag("server_error", "on")
			return send(nil)(w)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x, err := exchanges.Get(name)
			if err != nil {
				t.Fatal(err)
			}
			got := play(open(t, options{}))
			if got.Status != x.Response.Status {
				t.Errorf("HTTP %d, recorded %d", got.Status, x.Response.Status)
			}
			if diff := cmp.Diff(withoutIDs(string(x.Response.Body)), withoutIDs(got.Text)); diff != "" {
				t.Errorf("answer differs from the recorded one (-recorded +got):\n%s", diff)
			}
		})
	}
}

// withoutIDs replaces what differs between worlds.
func withoutIDs(body string) string {
	body = regexp.MustCompile(`"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"`).ReplaceAllString(body, `"UUID"`)
	body = regexp.MustCompile(`"[0-9]{19}"`).ReplaceAllString(body, `"TASK"`)
	return regexp.MustCompile(`"userid":"[0-9]+"`).ReplaceAllString(body, `"userid":"ID"`)
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
