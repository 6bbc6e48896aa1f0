package meizu_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

func now(t *testing.T) *world { t.Helper(); return open(t, options{}, sim.RuleOptions{}) }

func want(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}

// 110010 is a rate as the answer's code and a switch as a key of its value.
func TestTwoMeaningsOf110010(t *testing.T) {
	t.Parallel()
	w := now(t)
	off := w.Phone("off", func(p *device.Phone) { p.Notifications = false })
	want(t, "switch", w.push(nil, off).said(), `200 {"110010":["`+off+`"]}`)
	w.Limit("speed", 1)
	w.Pass(time.Second)
	w.push(nil, off)
	want(t, "rate", w.push(nil, off).said(), "110010")
	want(t, "a second later", func() string { w.Pass(time.Second); return w.push(nil, off).Code }(), "200")
}

func TestFailedTargetsAreGroupedByCode(t *testing.T) {
	t.Parallel()
	w := now(t)
	good := w.Phone("good")
	a := w.push(nil, "!!", nobody, good, "??")
	want(t, "value", a.said(), `200 {"110003":["!!","??"],"110002":["`+nobody+`"]}`)
	want(t, "the good one", w.hows("good"), "shown")
}

// Private messages have no cap, the cap begins anew each day in China, and the editions
// before it know none.
func TestThePublicCap(t *testing.T) {
	t.Parallel()
	w := now(t)
	id := w.Phone("m1")
	for range 3 {
		want(t, "public", w.push(public(nil), id).said(), "200 {}")
	}
	capped := `200 {"110011":["` + id + `"]}`
	want(t, "the fourth", w.push(public(nil), id).said(), capped)
	want(t, "private", w.push(nil, id).said(), "200 {}")
	w.Until(start.Add(14*time.Hour - time.Second)) // 23:59:59
	want(t, "before midnight", w.push(public(nil), id).said(), capped)
	w.Pass(time.Second)
	want(t, "after midnight", w.push(public(nil), id).said(), "200 {}")

	before := open(t, options{}, sim.RuleOptions{Date: "2025-05-06"})
	id = before.Phone("m1")
	for range 4 {
		want(t, "before 2025-05-07", before.push(public(nil), id).said(), "200 {}")
	}
	on := open(t, options{}, sim.RuleOptions{Date: "2025-05-07"})
	id = on.Phone("m1")
	for range 3 {
		on.push(public(nil), id)
	}
	want(t, "on 2025-05-07", on.push(public(nil), id).said(), strings.ReplaceAll(capped, firstOf(capped), id))
}

// firstOf is the pushId in a value.
func firstOf(said string) string { return strings.Split(said, `"`)[3] }

// The minute of folding slides: what matters is the last sixty seconds.
func TestFoldingLooksBackAMinute(t *testing.T) {
	t.Parallel()
	w := now(t)
	id := w.Phone("m1")
	for range 5 {
		want(t, "within five", w.push(nil, id).said(), "200 {}")
		w.Pass(10 * time.Second)
	}
	folded := `200 {"520":["` + id + `"]}`
	want(t, "the sixth after 50 seconds", w.push(nil, id).said(), folded)
	w.Pass(10 * time.Second)
	want(t, "when the first is a minute old", w.push(nil, id).said(), "200 {}")
	want(t, "and one more", w.push(nil, id).said(), folded)
}

func TestBothSidesOfTheListLimit(t *testing.T) {
	t.Parallel()
	for date, most := range map[string]int{"2023-08-20": 1000, "2023-08-21": 100} {
		w := open(t, options{}, sim.RuleOptions{Date: date})
		send := func(n int) string {
			return w.post("/push/varnished/pushByPushId", form{"pushIds": many(n), "messageJson": message(nil)}).Code
		}
		want(t, date, send(most), "200")
		want(t, date+" and one", send(most+1), "1005")
	}
}

func TestEdgesOfLimits(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]fields{
		"title 32": {"noticeBarInfo.title": chars(32)}, "content 100": {"noticeBarInfo.content": chars(100)},
		"emoji are one each": {"noticeBarInfo.title": strings.Repeat("😀", 32)},
		"validTime 1":        {"pushTimeInfo.validTime": 1}, "validTime 72": {"pushTimeInfo.validTime": 72},
		"notifyKey 8": {"advanceInfo.notifyKey": "aZ09_-xy"}, "url 1000": {"clickTypeInfo.url": strings.Repeat("u", 1000)},
		"callback.param 64":                   {"extra": map[string]any{"callback": callback, "callback.param": strings.Repeat("x", 64)}},
		"vip of others":                       {"vipInfo.subtitle": chars(17), "vipInfo.timeTop": 1},
		"hours do not matter without waiting": {"pushTimeInfo.offLine": false, "pushTimeInfo.validTime": 3600},
	} {
		want(t, name, sent(m)(now(t)), "200 {}")
	}
	for name, m := range map[string]fields{"validTime 0": {"pushTimeInfo.validTime": 0}, "validTime 73": {"pushTimeInfo.validTime": 73}} {
		want(t, name, sent(m)(now(t)), "1005")
	}
	want(t, "tags may have 0 hours", now(t).toTags("0", "x", fields{"pushTimeInfo.validTime": 0}).Code, "200")
}

func TestTagsAreJoinedOrCrossed(t *testing.T) {
	t.Parallel()
	for scope, both := range map[string]string{"0": "shown", "1": ""} {
		w := now(t)
		w.Phone("both", func(p *device.Phone) { p.Tags = []string{"a", "b"} })
		w.Phone("one", func(p *device.Phone) { p.Tags = []string{"a"} })
		w.toTags(scope, "a,b", nil)
		want(t, "scope "+scope+" with both", w.hows("both"), "shown")
		want(t, "scope "+scope+" with one", w.hows("one"), both)
	}
}

func TestAScheduledTaskWaits(t *testing.T) {
	t.Parallel()
	w := now(t)
	w.Phone("m1")
	later := fields{"pushTimeInfo.pushTimeType": 1, "pushTimeInfo.startTime": "2025-11-25 12:00:00"}
	task := w.toApp(later).task()
	w.Pass(2*time.Hour - time.Second)
	want(t, "before its time", w.hows("m1"), "")
	w.Pass(2 * time.Second)
	want(t, "at its time", w.hows("m1"), "shown")
	a := w.post("/push/pushTask/cancel", form{"pushType": "0", "taskId": task})
	want(t, "cancelled too late", a.said()+a.Message, "500任务已取消[已完成]，无法取消")
	again := w.toApp(fields{"pushTimeInfo.pushTimeType": 1, "pushTimeInfo.startTime": "2025-11-26 12:00:00"}).task()
	w.post("/push/pushTask/cancel", form{"pushType": "0", "taskId": again})
	a = w.post("/push/pushTask/cancel", form{"pushType": "0", "taskId": again})
	want(t, "cancelled twice", a.said()+a.Message, "500任务已取消[已完成]，无法取消")
	running := w.toApp(nil).task()
	a = w.post("/push/pushTask/cancel", form{"pushType": "0", "taskId": running})
	w.Pass(time.Minute)
	want(t, "cancelled while it runs", a.said()+w.hows("m1"), `200 {"result":true}shown`)
	saved := w.save(nil)
	want(t, "a stored message is none to cancel", w.post("/push/pushTask/cancel", form{"pushType": "0", "taskId": saved}).Code, "110032")
}

// Two pushes of a task are two, also in one moment.
func TestPushesOfATaskHaveIDsOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := now(t)
	w.Phone("m1")
	task := w.save(nil)
	first, second := w.pushTask(task, "!!"), w.pushTask(task, w.Phone("m2"))
	if first.MsgID == second.MsgID || len(first.MsgID) != 32 || len(second.MsgID) != 32 {
		t.Errorf("ids %q and %q, want two of 32 digits", first.MsgID, second.MsgID)
	}
}

// The document asks by GET, the SDK by POST.
func TestStatisticsByGetAndPost(t *testing.T) {
	t.Parallel()
	w := now(t)
	task := w.save(nil)
	w.pushTask(task, w.Phone("m1"))
	w.Settle()
	f := form{"taskId": task}
	byGet, byPost := w.get("/push/statistics/getTaskStatistics", f), w.post("/push/statistics/getTaskStatistics", f)
	want(t, "by POST", byPost.Body, byGet.Body)
	want(t, "other paths by GET", w.get("/push/varnished/pushByPushId", f).said(), "HTTP 405")
}

// A switch that a sender turned holds for pushes, and both ways of pushing see it.
func TestATurnedSwitchHoldsForPushes(t *testing.T) {
	t.Parallel()
	w := now(t)
	id := w.Phone("m1")
	turn := func(to string) {
		w.post("/message/changeAllSwitch", form{"pushId": id, "subSwitch": to})
	}
	turn("0")
	want(t, "off", w.push(nil, id).said(), `200 {"110010":["`+id+`"]}`)
	w.toApp(nil)
	want(t, "a broadcast", w.hows("m1"), "")
	turn("1")
	want(t, "on", w.push(nil, id).said(), "200 {}")
	w.post("/message/subscribeAlias", form{"pushId": id, "alias": "u7"})
	want(t, "by the new alias", w.post("/push/varnished/pushByAlias", form{"alias": "u7", "messageJson": message(nil)}).said(), "200 {}")
}

func TestBothHostFamilies(t *testing.T) {
	t.Parallel()
	hosts := map[string]bool{}
	for _, site := range now(t).Endpoint.Sites() {
		for _, host := range site.Hosts {
			hosts[host] = true
		}
	}
	for _, host := range []string{"server-api-push.meizu.com", "api-push.meizu.com", "server-api-push.in.meizu.com", "api-push.in.meizu.com"} {
		if !hosts[host] {
			t.Errorf("nobody answers for %s", host)
		}
	}
}

// An unknown path is no yes, in the lenient profile either.
func TestUnknownPathsAreNoYes(t *testing.T) {
	t.Parallel()
	w := open(t, options{}, sim.RuleOptions{Profile: sim.Lenient})
	want(t, "lenient", w.raw(http.MethodPost, "/push/everything", "").said(), "HTTP 501")
}
