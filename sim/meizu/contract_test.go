package meizu_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"testing"

	facts "github.com/offpush/offpush/fixtures/meizu"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/meizu"
)

func TestContract(t *testing.T) {
	t.Parallel()
	endpointtest.Run(t, endpointtest.Harness{
		New: meizu.New, Facts: facts.Facts(), Story: story, Start: start,
		App: sim.AppSpec{Listed: true, Kind: "shopping", Receipts: map[string]string{"main": callback}},
		Resign: func(l *endpointtest.Lab, r *sim.Request) {
			values, err := url.ParseQuery(string(r.Body))
			if err != nil || len(r.Body) == 0 {
				return
			}
			f := form{}
			for name := range values {
				f[name] = values.Get(name)
			}
			values.Set("sign", signed(f, l.App.Credentials["app_secret"]))
			r.Body = []byte(values.Encode())
		},
		Closed: []string{
			server + "/push/unvarnished/pushByPushId", server + "/push/unvarnished/pushByAlias",
			server + "/push/task/unvarnished/pushByPushId", server + "/push/task/unvarnished/pushByAlias",
		},
	})
}

// story calls every operation once, as a good sender would.
func story(l *endpointtest.Lab) {
	cred := l.App.Credentials
	ask := func(method, path string, f form) reply {
		all := form{"appId": cred["app_id"]}
		maps.Copy(all, f)
		all["sign"] = signed(all, cred["app_secret"])
		values := url.Values{}
		for name, value := range all {
			values.Set(name, value)
		}
		r := &sim.Request{Method: method, Path: server + path, Host: "server-api-push.meizu.com", Header: http.Header{
			"Content-Type": {"application/x-www-form-urlencoded;charset=UTF-8"}, "F-Push-Sdk-Version": {"1.2.11.20250401_release"},
		}}
		if method == http.MethodGet {
			r.Query = values.Encode()
		} else {
			r.Body = []byte(values.Encode())
		}
		var a reply
		_ = json.Unmarshal(l.Do(path, r).Body, &a)
		return a
	}
	post := func(path string, f form) reply { return ask(http.MethodPost, path, f) }
	a := l.Phones[0].Token
	full := message(fields{
		"noticeExpandInfo.noticeExpandType": 1, "noticeExpandInfo.noticeExpandContent": "详情",
		"clickTypeInfo": map[string]any{"clickType": 2, "url": "https://m.example.com/sale", "parameters": map[string]string{"id": "7"}},
		"vipInfo":       map[string]any{"subtitle": "今天", "pullDownTop": false},
		"extra":         map[string]any{"callback": callback, "callback.param": "job-7", "callback.type": "3"},
	})
	post("/push/varnished/pushByPushId", form{"pushIds": a + "," + nobody, "messageJson": full, "restrictedPackageNames": "com.example.app"})
	post("/push/varnished/pushByAlias", form{"alias": "alias-p2,nobody", "messageJson": full})
	task := post("/push/pushTask/getTaskId", form{"pushType": "0", "messageJson": message(nil)}).task()
	post("/push/task/varnished/pushByPushId", form{"taskId": task, "pushIds": l.Phones[1].Token})
	post("/push/task/varnished/pushByAlias", form{"taskId": task, "alias": "alias-p3"})
	post("/push/uploadImg", form{"imgType": "1", "imgUrl": "https://img.example.com/a.png", "pushIds": cred["app_id"]})
	for _, about := range []struct {
		path string
		more form
	}{
		{"/message/getRegisterSwitch", nil},
		{"/message/changeRegisterSwitch", form{"msgType": "1", "subSwitch": "0"}},
		{"/message/changeAllSwitch", form{"subSwitch": "1"}},
		{"/message/subscribeAlias", form{"alias": "u1"}},
		{"/message/getSubAlias", nil},
		{"/message/unSubscribeAlias", form{"alias": "u1"}},
		{"/message/subscribeTags", form{"tags": "体育,科技"}},
		{"/message/getSubTags", nil},
	} {
		f := form{"pushId": a}
		maps.Copy(f, about.more)
		post(about.path, f)
	}
	post("/push/pushTask/pushToTag", form{"pushType": "0", "tagNames": "体育,科技", "scope": "1", "messageJson": message(public(nil))})
	l.Engine.Clock().Settle()
	later := message(public(fields{"pushTimeInfo.pushTimeType": 1, "pushTimeInfo.startTime": "2025-11-26 10:00:00"}))
	all := post("/push/pushTask/pushToApp", form{"pushType": "0", "messageJson": later}).task()
	post("/push/pushTask/cancel", form{"pushType": "0", "taskId": all})
	post("/message/unSubscribeTags", form{"pushId": a, "tags": "体育"})
	post("/message/unSubAllTags", form{"pushId": a})
	ask(http.MethodGet, "/push/statistics/getTaskStatistics", form{"taskId": task})
	post("/push/statistics/dailyPushStatics", form{"startTime": "20251101", "endTime": "20251125"})
}
