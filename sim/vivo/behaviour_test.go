package vivo_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/words"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/vivo"
	"github.com/offpush/offpush/vendors"
)

func signedBy(id, key, secret string, at time.Time) options {
	return options{start: at, app: func(a *sim.AppSpec) {
		a.Credentials = map[string]string{"app_id": id, "app_key": key, "app_secret": secret}
	}}
}

func TestSeveralTokensAreValid(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	first, id := w.token, w.Phone("v1")
	if w.token = w.login(); w.token == first {
		t.Error("two logins gave the same token")
	}
	w.want(w.send(id, nil), "0")
	w.token = first
	w.want(w.send(id, nil), "0")
}

func TestAnotherAppsTokenAndPhone(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("v1")
	other, err := w.Engine.AddApp(sim.AppSpec{ID: "news", Vendor: vendors.Vivo, Listed: true})
	if err != nil {
		t.Fatal(err)
	}
	w.want(w.send(id, fields{"appId": other.Credentials["app_id"]}), "10094")
	w.App = other
	w.token = w.login()
	if a := w.want(w.send(id, nil), "10302"); a.User == nil || a.User.Status != 1 || a.User.ID != id {
		t.Errorf("answer %s, want status 1 and the id", a.Body)
	}
}

func TestRegIDWinsOverAlias(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("v1")
	w.Phone("v2", func(p *device.Phone) { p.Alias = "b" })
	w.want(w.send(id, fields{"alias": "b"}), "0")
	w.Settle()
	if len(w.Shade("v1").Items) != 1 || len(w.Shade("v2").Items) != 0 {
		t.Errorf("v1 shows %d, v2 %d; want it on v1 only", len(w.Shade("v1").Items), len(w.Shade("v2").Items))
	}
	w.want(w.send("", fields{"regId": nil, "alias": "b"}), "0")
	w.Settle()
	if len(w.Shade("v2").Items) != 1 {
		t.Error("a push to the alias did not reach its phone")
	}
}

func TestSystemMessageRings(t *testing.T) {
	t.Parallel()
	w := open(t, options{start: morning.Add(14 * time.Hour)})
	// A category alone says the class, and the quiet notifyType of old phones is
	// no match for the system's channel.
	w.want(w.send(w.Phone("v1", func(p *device.Phone) { p.State = device.Killed }), fields{
		"classification": nil, "category": "IM", "notifyType": 1, "title": "李雷", "content": "明天几点出发？",
	}), "0")
	e := w.WantFate(device.Shown, "", "")
	if e.Granted != vendors.ClassTransactional || !e.Fate.Sound || !e.Fate.Banner {
		t.Errorf("granted %s, sound %t, banner %t", e.Granted, e.Fate.Sound, e.Fate.Banner)
	}
}

func TestNeitherClassNorCategoryIsOperational(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	w.want(w.send(w.Phone("v1"), fields{"classification": nil, "category": nil}), "0")
	if e := w.WantFate(device.Silent, "VV-DLV-035", ""); e.Asked != vendors.ClassMarketing {
		t.Errorf("asked for %s", e.Asked)
	}
}

func TestTestMessagesAreOutsideVolumeFrequencyAndHours(t *testing.T) {
	t.Parallel()
	w := open(t, options{start: morning.Add(14 * time.Hour)})
	w.Limit("operational", 0)
	id := w.Phone("v1", func(p *device.Phone) { p.Test = true })
	for range 4 {
		w.want(w.send(id, fields{"pushMode": "1", "title": "测试", "content": "123"}), "0")
		w.WantFate(device.Silent, "VV-DLV-035", "")
	}
}

func TestCorrectedMessageCountsForTheCap(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	w.Limit("device.operational", 0)
	w.want(w.send(w.Phone("v1"), chat("李雷", "满减活动，低至五折")), "0")
	if e := w.WantFate(device.Dropped, "VV-QTA-002", "100/12000"); e.Reason != vendors.ReasonDowngradedThenCapped {
		t.Errorf("reason %s", e.Reason)
	}
}

func TestSameNotifyIDReplacesOnScreen(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("v1")
	w.send(id, fields{"notifyId": 3, "title": "第一条活动"})
	w.Settle()
	w.send(id, fields{"notifyId": "3", "title": "第二条活动"})
	w.Settle()
	if s := w.Shade("v1").Items; len(s) != 1 || s[0].Title != "第二条活动" {
		t.Errorf("the phone shows %v", s)
	}
}

func TestStoredBodyGoesToManyBlocks(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	var ids []string
	for i := range 4 {
		ids = append(ids, w.Phone(fmt.Sprint("v", i)))
	}
	saved := w.want(w.post("/message/saveListPayload", w.message(nil)), "0").Task
	w.want(w.list(saved, nil, ids[0], ids[1]), "0")
	a := w.want(w.list(saved, nil, ids[2], ids[3], "v2-unknown"), "0")
	if len(a.Users) != 1 || a.Users[0].Status != 1 || a.Users[0].ID != "v2-unknown" {
		t.Errorf("answer %s", a.Body)
	}
	w.Settle()
	row := w.get("/report/getStatistics?taskIds=" + saved).Stats[0]
	want := map[string]any{
		"taskId": saved, "send": 5.0, "receive": 4.0, "display": 4.0, "click": 0.0, "targetInvalid": 1.0,
		"targetUnSub": 0.0, "targetInActive": 0.0, "covered": 0.0, "controlled": 0.0, "targetOffline": 0.0,
	}
	if diff := cmp.Diff(want, row); diff != "" {
		t.Errorf("statistics (-want +got):\n%s", diff)
	}
}

func TestTagPushSelects(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	for id, tags := range map[string]string{"v1": "sz", "v2": "sz optout", "v3": "bj"} {
		w.Phone(id, func(p *device.Phone) { p.Tags = strings.Fields(tags) })
	}
	w.want(w.post("/message/tagPush", w.message(fields{
		"tagExpression": fields{"orTags": []string{"sz"}, "andTags": []string{}, "notTags": []string{"optout"}},
	})), "0")
	w.Settle()
	for id, n := range map[string]int{"v1": 1, "v2": 0, "v3": 0} {
		if got := len(w.Shade(id).Items); got != n {
			t.Errorf("%s shows %d, want %d", id, got, n)
		}
	}
}

func TestSwitches(t *testing.T) {
	t.Parallel()
	t.Run("title_count", func(t *testing.T) {
		t.Parallel()
		w := open(t, options{})
		id := w.Phone("v1")
		w.want(w.send(id, fields{"title": chars(40)}), "0")
		w.Flag("title_count", "legacy")
		w.want(w.send(id, fields{"title": chars(40)}), "10056")
	})
	t.Run("repeat_code", func(t *testing.T) {
		t.Parallel()
		w := open(t, options{})
		w.Flag("repeat_code", "10303")
		id := w.Phone("v1")
		w.want(w.send(id, fields{"requestId": "same"}), "0")
		w.want(w.send(id, fields{"requestId": "same"}), "10303")
	})
	t.Run("unlimited_system", func(t *testing.T) {
		t.Parallel()
		w := open(t, options{})
		id := w.Phone("v1")
		if err := w.Engine.SetCount("shop", "system", 1_000_000); err != nil {
			t.Fatal(err)
		}
		w.want(w.send(id, chat("李雷", "在吗？")), "10073")
		w.Flag("unlimited_system", "on")
		w.want(w.send(id, chat("李雷", "在吗？")), "0")
		w.WantFate(device.Shown, "", "")
	})
}

// A requestId holds for a day and for its operation; a refused push does not use
// it up.
func TestRequestID(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	a, b := w.Phone("v1"), w.Phone("v2")
	w.want(w.send("1", fields{"requestId": "same"}), "10302")
	first := w.want(w.send(a, fields{"requestId": "same"}), "0").Task
	saved := w.want(w.post("/message/saveListPayload", w.message(fields{"requestId": "same"})), "0").Task
	w.want(w.list(saved, fields{"requestId": "same"}, a, b), "0")
	w.Settle()
	if n := len(w.Shade("v2").Items); n != 1 {
		t.Errorf("the list push with a stored body's requestId shows %d on v2, want 1", n)
	}
	w.Pass(23 * time.Hour)
	if again := w.want(w.send(a, fields{"requestId": "same"}), "0").Task; again != first {
		t.Errorf("task %s the second time, %s the first", again, first)
	}
	w.Pass(time.Hour)
	w.token = w.login()
	if later := w.want(w.send(a, fields{"requestId": "same"}), "0").Task; later == first {
		t.Error("the requestId is still taken after a day")
	}
}

func TestSpeedFollowsUsers(t *testing.T) {
	t.Parallel()
	for users, speed := range map[int64]int64{
		0: 3000, 4_999_999: 3000, 5_000_000: 4000, 8_000_000: 4000, 8_000_001: 5000,
	} {
		t.Run(fmt.Sprint(users), func(t *testing.T) {
			t.Parallel()
			w := open(t, options{app: func(a *sim.AppSpec) { a.Users = users }})
			id := w.Phone("v1")
			if err := w.Engine.SetCount("shop", "speed", speed-1); err != nil {
				t.Fatal(err)
			}
			w.want(w.send(id, nil), "0")
			w.want(w.send(id, nil), "10072")
		})
	}
}

// The lenient profile leaves out what is only assumed; a path that does not exist
// is still no success.
func TestLenientProfileHasNoUnknownPaths(t *testing.T) {
	t.Parallel()
	w := open(t, options{rules: sim.RuleOptions{Profile: sim.Lenient}})
	w.want(w.send(w.Phone("v1"), nil), "0")
	if a := w.post("/message/pushToAll", fields{}); a.Status != 501 {
		t.Errorf("answer %d %s, want HTTP 501", a.Status, a.Body)
	}
}

func TestRecallFromOnePhone(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	a, b := w.Phone("v1"), w.Phone("v2", offline)
	saved := w.post("/message/saveListPayload", w.message(nil)).Task
	w.want(w.list(saved, nil, a, b), "0")
	w.Settle()
	w.want(w.post("/message/recycle", fields{"taskId": saved, "userType": 1, "userIds": []string{b}}), "0")
	w.Change("v2", func(p *device.Phone) { p.Offline = false })
	w.Settle()
	if len(w.Shade("v1").Items) != 1 || len(w.Shade("v2").Items) != 0 {
		t.Errorf("v1 shows %d, v2 %d; want 1 and 0", len(w.Shade("v1").Items), len(w.Shade("v2").Items))
	}
}

func TestTagsFollowTheirName(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("v1")
	w.want(w.post("/tag/add", fields{"name": "深圳_1"}), "0")
	w.want(w.post("/tag/addMembers", fields{"name": "深圳_1", "type": 1, "ids": []string{id}}), "0")
	w.want(w.post("/tag/update", fields{"oldName": "深圳_1", "newName": "sz"}), "0")
	if diff := cmp.Diff([]string{"sz"}, w.Engine.Phones()[0].Tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	w.want(w.post("/tag/removeMembers", fields{"name": "sz", "type": 1, "ids": []string{id}}), "0")
	if tags := w.Engine.Phones()[0].Tags; len(tags) != 0 {
		t.Errorf("tags %v after removal", tags)
	}
}

func TestKeywordClassifier(t *testing.T) {
	t.Parallel()
	c := vivo.Keywords()
	for _, s := range words.Sentences() {
		word, promotes := c.Marketing(s.Title, s.Body)
		if promotes != (s.Judged == vendors.ClassMarketing) {
			t.Errorf("sentence %d, %s / %s: promotion is %t (%q), want %s", s.Number, s.Title, s.Body, promotes, word, s.Judged)
		}
	}
}

func TestOtherClassifier(t *testing.T) {
	t.Parallel()
	w := open(t, options{ep: vivo.With(never{})})
	w.want(w.send(w.Phone("v1"), chat("双十一", "大促，领取红包优惠券")), "0")
	w.WantFate(device.Shown, "", "")
}

type never struct{}

func (never) Marketing(string, string) (string, bool) { return "", false }
