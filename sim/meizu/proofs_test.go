package meizu_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/meizu"
)

type proof = endpointtest.Proof[*world, options]

func TestEveryRuleBites(t *testing.T) {
	t.Parallel()
	endpointtest.Proofs(t, meizu.New().Rules(), open, slices.Concat(
		requestProofs(), messageProofs(), optionProofs(), callProofs(), subscriptionProofs(),
		targetProofs(), quotaProofs(), arriveProofs(), presentProofs(), numberProofs(),
	))
}

// flagged sends a push with a switch on.
func flagged(name, value string) func(w *world) string {
	return func(w *world) string {
		id := w.Phone("m1")
		w.Flag(name, value)
		return w.push(nil, id).said()
	}
}

func requestProofs() []proof {
	return []proof{
		{Rule: "MZ-VAL-001", Want: "HTTP 404", Run: func(w *world) string { return w.post("/push/all", nil).said() }},
		{Rule: "MZ-VAL-002", Want: "HTTP 405", Run: func(w *world) string { return w.get("/push/varnished/pushByPushId", nil).said() }},
		{Rule: "MZ-VAL-003", Want: "1005", Run: func(w *world) string {
			id := w.Phone("m1")
			// What stays of a bad escape is signed too, so that nothing else is wrong.
			f := form{"pushIds": id, "messageJson": message(nil), "x": "%zz"}
			return w.raw(http.MethodPost, "/push/varnished/pushByPushId", strings.Replace(w.form(f), "%25zz", "%zz", 1)).said()
		}},
		{Rule: "MZ-SRV-001", Want: "HTTP 503", Run: flagged("server", "down")},
		{Rule: "MZ-SRV-002", Want: "1001", Run: flagged("server", "error")},
		{Rule: "MZ-SRV-003", Want: "1003", Run: flagged("server", "busy")},
		{Rule: "MZ-SRV-004", Want: "500", Run: flagged("server", "failing")},
		{Rule: "MZ-SRV-005", Want: "300 https://api-push.meizu.com/garcia/api/server/push/varnished/pushByPushId", Run: func(w *world) string {
			id := w.Phone("m1")
			w.Flag("redirect", "api-push.meizu.com")
			a := w.push(nil, id)
			return strings.TrimSpace(a.said() + " " + a.Redirect)
		}},
		{Rule: "MZ-AUT-001", Want: "110004", Run: func(w *world) string {
			return w.post("/push/varnished/pushByPushId", form{"appId": "", "pushIds": nobody, "messageJson": message(nil)}).said()
		}},
		{Rule: "MZ-AUT-002", Want: "110000", Run: func(w *world) string {
			return w.post("/push/varnished/pushByPushId", form{"appId": "999", "pushIds": nobody, "messageJson": message(nil)}).said()
		}},
		{Rule: "MZ-AUT-003", Want: "1006", Run: func(w *world) string {
			return w.post("/push/varnished/pushByPushId", form{"pushIds": w.Phone("m1"), "messageJson": message(nil), "sign": strings.Repeat("0", 32)}).said()
		}},
		{Rule: "MZ-AUT-004", Want: "1006", Run: func(w *world) string {
			f := form{"appId": w.App.Credentials["app_id"], "pushIds": w.Phone("m1"), "messageJson": message(nil)}
			f["sign"] = strings.ToUpper(signed(f, w.App.Credentials["app_secret"]))
			return w.post("/push/varnished/pushByPushId", f).said()
		}},
		{Rule: "MZ-APP-001", Want: "110009", Run: flagged("blacklisted", "on")},
		{Rule: "MZ-APP-002", Want: "110053", Run: func(w *world) string { return w.pass(`{"a":1}`).said() }},
		{Rule: "MZ-VAL-004", Date: "2018-06-15", Want: "1005", Run: func(w *world) string { return w.pass(strings.Repeat("x", 2001)).said() }},
	}
}

// pass sends a pass-through message.
func (w *world) pass(content string) reply {
	return w.post("/push/unvarnished/pushByPushId", form{
		"pushIds": w.Phone("m1"), "messageJson": message(fields{"title": "t", "content": content, "noticeBarInfo": nil}),
	})
}

// sent pushes one changed message to one phone.
func sent(changes fields) func(w *world) string {
	return func(w *world) string { return w.push(changes, w.Phone("m1")).said() }
}

func messageProofs() []proof {
	return []proof{
		{Rule: "MZ-VAL-010", Want: "110004", Run: func(w *world) string { return w.push(nil).said() }},
		{Rule: "MZ-VAL-011", Want: "1005 by MZ-VAL-011", Run: func(w *world) string {
			a := w.post("/push/varnished/pushByPushId", form{"pushIds": w.Phone("m1"), "messageJson": "[]"})
			return a.said() + " by " + w.RuleOfCall()
		}},
		{Rule: "MZ-VAL-012", Want: "1005", Run: sent(fields{"clickTypeInfo.parameters": map[string]string{"k": strings.Repeat("x", 4096)}})},
		{Rule: "MZ-VAL-013", Want: "1005", Run: sent(fields{"advanceInfo.suspend": "maybe"})},
		{Rule: "MZ-VAL-020", Want: "1005", Run: sent(fields{"noticeBarInfo.title": ""})},
		{Rule: "MZ-VAL-021", Want: "1005", Run: sent(fields{"noticeBarInfo.title": chars(33)})},
		{Rule: "MZ-VAL-022", Want: "1005", Run: sent(fields{"noticeBarInfo.content": nil})},
		{Rule: "MZ-VAL-023", Want: "1005", Run: sent(fields{"noticeBarInfo.content": chars(101)})},
		{Rule: "MZ-VAL-024", Want: "1005", Run: sent(fields{"noticeBarInfo.noticeMsgType": 2})},
		{Rule: "MZ-VAL-025", Want: "1005", Run: sent(fields{"noticeBarInfo.noticeBarType": 3})},
		{Rule: "MZ-VAL-026", Want: "1005", Run: sent(fields{"noticeExpandInfo.noticeExpandType": 3})},
		{Rule: "MZ-VAL-027", Want: "1005", Run: sent(fields{"noticeExpandInfo.noticeExpandType": 1})},
		{Rule: "MZ-VAL-030", Want: "1005", Run: sent(fields{"clickTypeInfo.clickType": 4})},
		{Rule: "MZ-VAL-031", Want: "1005", Run: sent(fields{"clickTypeInfo.clickType": 1})},
		{Rule: "MZ-VAL-032", Want: "1005", Run: sent(fields{"clickTypeInfo.clickType": 2})},
		{Rule: "MZ-VAL-033", Want: "1005", Run: sent(fields{"clickTypeInfo.clickType": 3})},
		{Rule: "MZ-VAL-034", Want: "1005", Run: sent(fields{"clickTypeInfo.url": strings.Repeat("u", 1001)})},
		{Rule: "MZ-VAL-035", Want: "1005", Run: sent(fields{"clickTypeInfo.customAttribute": strings.Repeat("u", 1001)})},
	}
}

func optionProofs() []proof {
	vip := options{app: func(a *sim.AppSpec) { a.Flags = map[string]string{"vip": "on"} }}
	return []proof{
		{Rule: "MZ-VAL-036", Want: "1005", Run: sent(fields{"pushTimeInfo.validTime": 73})},
		{Rule: "MZ-VAL-037", Want: "1005", Run: func(w *world) string { return w.toApp(fields{"pushTimeInfo.pushTimeType": 1}).said() }},
		{Rule: "MZ-DLV-001", Want: "200 {} shown", Run: waits(fields{"pushTimeInfo.validTime": nil}, 23*time.Hour)},
		{Rule: "MZ-VAL-040", Want: "1005", Run: sent(fields{"advanceInfo.notifyKey": "123456789"})},
		{Rule: "MZ-VAL-041", Want: "1005", Run: sent(fields{"advanceInfo.notifyKey": "a.b"})},
		{Rule: "MZ-VAL-042", Want: "1005", Run: sent(fields{"advanceInfo.fixDisplay": true})},
		{Rule: "MZ-VAL-043", World: vip, Want: "1005", Run: sent(fields{"vipInfo.subtitle": chars(17)})},
		{Rule: "MZ-VAL-044", World: vip, Want: "1005", Run: sent(fields{"vipInfo.timeTop": 60})},
		{Rule: "MZ-VAL-045", World: vip, Want: "1005", Run: sent(fields{"vipInfo.pullDownTop": 1, "vipInfo.timeTop": 1800})},
		{Rule: "MZ-VAL-046", World: vip, Want: "1005", Run: sent(fields{"vipInfo.titleColor": "#000000"})},
		{Rule: "MZ-VAL-047", Want: "1005 by MZ-VAL-047", Run: func(w *world) string {
			a := w.push(fields{"extra": map[string]any{"callback": callback + strings.Repeat("x", 128)}}, w.Phone("m1"))
			return a.said() + " by " + w.RuleOfCall()
		}},
		{Rule: "MZ-VAL-048", Want: "1005", Run: sent(fields{"extra": map[string]any{"callback": callback, "callback.param": strings.Repeat("x", 65)}})},
		{Rule: "MZ-VAL-049", Want: "1005", Run: sent(fields{"extra": map[string]any{"callback": callback, "callback.type": 4}})},
		{Rule: "MZ-VAL-050", Want: "1005 callback not registered", Run: func(w *world) string {
			a := w.push(fields{"extra": map[string]any{"callback": "http://127.0.0.1:9/other"}}, w.Phone("m1"))
			return a.said() + " " + a.Message
		}},
	}
}

func many(n int) string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("J%044x", i)
	}
	return strings.Join(ids, ",")
}

func callProofs() []proof {
	batch := func(n int) func(w *world) string {
		return func(w *world) string {
			return w.post("/push/varnished/pushByPushId", form{"pushIds": many(n), "messageJson": message(nil)}).Code
		}
	}
	later := fields{"pushTimeInfo.pushTimeType": 1, "pushTimeInfo.startTime": "2025-11-26 10:00:00"}
	cancel := func(w *world, task string) reply {
		return w.post("/push/pushTask/cancel", form{"pushType": "0", "taskId": task})
	}
	return []proof{
		{Rule: "MZ-VAL-060", Want: "1005", Run: batch(101)},
		{Rule: "MZ-VAL-061", Date: "2023-08-20", Want: "1005", Run: batch(1001)},
		{Rule: "MZ-VAL-062", Want: "1005", Run: func(w *world) string {
			return w.post("/push/varnished/pushByAlias", form{"alias": chars(61), "messageJson": message(nil)}).Code
		}},
		{Rule: "MZ-VAL-063", Want: "1005", Run: func(w *world) string { return w.toTags("0", chars(21), nil).Code }},
		{Rule: "MZ-VAL-064", Want: "110031", Run: func(w *world) string {
			return w.post("/push/varnished/pushByPushId", form{"pushIds": w.Phone("m1"), "messageJson": message(nil), "restrictedPackageNames": strings.Repeat("a.b,", 50) + "a.b"}).Code
		}},
		{Rule: "MZ-VAL-065", Want: "1005", Run: func(w *world) string {
			return w.post("/push/pushTask/getTaskId", form{"pushType": "2", "messageJson": message(nil)}).Code
		}},
		{Rule: "MZ-VAL-066", Want: "1005", Run: func(w *world) string { return w.toTags("2", "x", nil).Code }},
		{Rule: "MZ-VAL-067", Want: "110032", Run: func(w *world) string { return w.pushTask("1", w.Phone("m1")).said() }},
		{Rule: "MZ-VAL-068", Want: "500 任务已取消[已完成]，无法取消", Run: func(w *world) string {
			task := w.toApp(nil).task()
			w.Pass(time.Second)
			a := cancel(w, task)
			return a.said() + " " + a.Message
		}},
		{Rule: "MZ-DLV-050", Want: `200 {"result":true} `, Run: func(w *world) string {
			w.Phone("m1")
			a := cancel(w, w.toApp(later).task())
			w.Pass(25 * time.Hour)
			return a.said() + " " + w.hows("m1")
		}},
		{Rule: "MZ-VAL-070", Want: "1005", Run: func(w *world) string {
			return w.post("/push/uploadImg", form{"imgType": "2", "imgUrl": "https://img.example.com/a.png"}).said()
		}},
		{Rule: "MZ-DLV-051", Want: `200 {"imgType":"1","imgUrl":"https://img.example.com/a.png"}`, Run: func(w *world) string {
			return w.post("/push/uploadImg", form{"imgType": "1", "imgUrl": "https://img.example.com/a.png"}).said()
		}},
	}
}

func subscriptionProofs() []proof {
	about := func(path string, more form) func(w *world) string {
		return func(w *world) string {
			f := form{"pushId": w.Phone("m1", func(p *device.Phone) { p.Alias, p.Tags = "u1", []string{"体育"} })}
			for k, v := range more {
				f[k] = v
			}
			return strings.ReplaceAll(w.post("/message/"+path, f).said(), f["pushId"], "P1")
		}
	}
	return []proof{
		{Rule: "MZ-FLT-020", Want: "110003", Run: about("getRegisterSwitch", form{"pushId": "!!"})},
		{Rule: "MZ-FLT-021", Want: "110002", Run: about("getRegisterSwitch", form{"pushId": nobody})},
		{Rule: "MZ-VAL-071", Want: "1005", Run: about("changeRegisterSwitch", form{"msgType": "2", "subSwitch": "1"})},
		{Rule: "MZ-VAL-072", Want: "1005", Run: about("subscribeTags", form{"tags": tags(100)})},
		{Rule: "MZ-DLV-055", Want: `200 {"barTypeSwitch":1,"directTypeSwitch":1,"pushId":"P1"}`, Run: about("getRegisterSwitch", nil)},
		{Rule: "MZ-DLV-056", Want: `200 {"barTypeSwitch":0,"directTypeSwitch":1,"pushId":"P1"}`, Run: about("changeRegisterSwitch", form{"msgType": "0", "subSwitch": "0"})},
		{Rule: "MZ-DLV-057", Want: `200 {"pushId":"P1","alias":"u1"}`, Run: about("getSubAlias", nil)},
		{Rule: "MZ-DLV-058", Want: `200 {"pushId":"P1","alias":"u2"}`, Run: about("subscribeAlias", form{"alias": "u2"})},
		{Rule: "MZ-DLV-059", Want: `200 {"pushId":"P1","tags":[{"tagId":1,"tagName":"体育"}]}`, Run: about("getSubTags", nil)},
		{Rule: "MZ-DLV-060", Want: `200 {"pushId":"P1","tags":[{"tagId":1,"tagName":"体育"},{"tagId":2,"tagName":"科技"}]}`, Run: about("subscribeTags", form{"tags": "科技"})},
		{Rule: "MZ-DLV-061", Want: `200 true`, Run: about("unSubAllTags", nil)},
	}
}

func tags(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint("t", i)
	}
	return strings.Join(all, ",")
}
