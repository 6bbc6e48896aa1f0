package meizu_test

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/meizu"
)

func message(change func(*vendors.Message)) *vendors.Message {
	m := &vendors.Message{ID: "id", Title: "t", Body: "b", Class: vendors.ClassMarketing}
	if change != nil {
		change(m)
	}
	return m
}

func opt(o meizu.Options) func(*vendors.Message) {
	return func(m *vendors.Message) { m.Overrides = []vendors.Override{o} }
}

// built is messageJson of what Send would send, and the adjustments as field:action.
func built(t *testing.T, s *meizu.Sender, msg *vendors.Message) (map[string]any, []string) {
	t.Helper()
	requests, adjustments, err := s.Build(msg, []vendors.Token{goodID})
	if err != nil {
		t.Fatal(err)
	}
	form, err := url.ParseQuery(requests[0].Body)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(form.Get("messageJson")), &got); err != nil {
		t.Fatal(err)
	}
	var notes []string
	for _, a := range adjustments {
		notes = append(notes, a.Field+":"+string(a.Action))
		if a.Why.EN == "" || a.Why.ZH == "" {
			t.Errorf("adjustment %+v does not say why in both languages", a)
		}
	}
	return got, notes
}

func bar(class float64, title, content string) map[string]any {
	return map[string]any{"noticeMsgType": class, "title": title, "content": content}
}

func TestMapping(t *testing.T) {
	t.Parallel()
	app := map[string]any{"clickType": 0.0}
	all := func(on float64) map[string]any { return map[string]any{"vibrate": on, "lights": on, "sound": on} }
	for name, c := range map[string]struct {
		change func(*vendors.Message)
		want   map[string]any // beside noticeBarInfo and clickTypeInfo
		adjust []string
	}{
		"plain":     {nil, nil, nil},
		"private":   {func(m *vendors.Message) { m.Class = vendors.ClassTransactional }, map[string]any{"noticeBarInfo": bar(1, "t", "b")}, nil},
		"no class":  {func(m *vendors.Message) { m.Class = "" }, nil, []string{"class:defaulted"}},
		"data":      {func(m *vendors.Message) { m.Data, m.Extension = map[string]string{"n": "0"}, "{}" }, map[string]any{"clickTypeInfo": map[string]any{"clickType": 0.0, "parameters": map[string]any{"n": "0", "ext": "{}"}}}, nil},
		"ext taken": {func(m *vendors.Message) { m.Data, m.Extension = map[string]string{"ext": "x"}, "{}" }, map[string]any{"clickTypeInfo": map[string]any{"clickType": 0.0, "parameters": map[string]any{"ext": "{}"}}}, []string{"data.ext:conflict"}},
		"url":       {func(m *vendors.Message) { m.Click = vendors.Click{Action: "url", Target: "https://x"} }, map[string]any{"clickTypeInfo": map[string]any{"clickType": 2.0, "url": "https://x"}}, nil},
		"page":      {func(m *vendors.Message) { m.Click = vendors.Click{Action: "page", Target: "com.a.Main"} }, map[string]any{"clickTypeInfo": map[string]any{"clickType": 1.0, "activity": "com.a.Main"}}, nil},
		"deep link": {func(m *vendors.Message) { m.Click = vendors.Click{Action: "intent", Target: "app://chat/1"} }, map[string]any{"clickTypeInfo": map[string]any{"clickType": 2.0, "url": "app://chat/1"}}, nil},
		"intent": {func(m *vendors.Message) {
			m.Click = vendors.Click{Action: "intent", Target: "intent:#Intent;component=com.a/.Main;S.k=v;end"}
		}, map[string]any{"clickTypeInfo": map[string]any{"clickType": 1.0, "activity": "com.a.Main"}}, []string{"click.target:clamped"}},
		"intent by URI":    {func(m *vendors.Message) { m.Click = vendors.Click{Action: "intent", Target: "intent://x#Intent;end"} }, map[string]any{"clickTypeInfo": map[string]any{"clickType": 2.0, "url": "intent://x#Intent;end"}}, nil},
		"odd click":        {func(m *vendors.Message) { m.Click = vendors.Click{Action: "dance", Target: "x"} }, nil, []string{"click.action:dropped"}},
		"app target":       {func(m *vendors.Message) { m.Click.Target = "x" }, nil, []string{"click.target:dropped"}},
		"an hour":          {func(m *vendors.Message) { m.TTL = time.Hour }, map[string]any{"pushTimeInfo": map[string]any{"offLine": 1.0, "validTime": 1.0}}, nil},
		"ninety minutes":   {func(m *vendors.Message) { m.TTL = 90 * time.Minute }, map[string]any{"pushTimeInfo": map[string]any{"offLine": 1.0, "validTime": 2.0}}, []string{"ttl:clamped"}},
		"a month":          {func(m *vendors.Message) { m.TTL = 720 * time.Hour }, map[string]any{"pushTimeInfo": map[string]any{"offLine": 1.0, "validTime": 72.0}}, []string{"ttl:clamped"}},
		"online only":      {func(m *vendors.Message) { m.OnlineOnly = true }, map[string]any{"pushTimeInfo": map[string]any{"offLine": 0.0}}, nil},
		"online only, ttl": {func(m *vendors.Message) { m.OnlineOnly, m.TTL = true, time.Hour }, map[string]any{"pushTimeInfo": map[string]any{"offLine": 0.0}}, []string{"ttl:conflict"}},
		"below zero":       {func(m *vendors.Message) { m.TTL = -time.Hour }, map[string]any{"pushTimeInfo": map[string]any{"offLine": 1.0, "validTime": 1.0}}, []string{"ttl:clamped"}},
		"collapse":         {func(m *vendors.Message) { m.Collapse = "A-10_24z" }, map[string]any{"advanceInfo": map[string]any{"notifyKey": "A-10_24z"}}, nil},
		"full":             {func(m *vendors.Message) { m.Alert = vendors.AlertFull }, map[string]any{"advanceInfo": map[string]any{"suspend": 1.0, "notificationType": all(1)}}, nil},
		"silent":           {func(m *vendors.Message) { m.Alert, m.Sound = vendors.AlertSilent, "default" }, map[string]any{"advanceInfo": map[string]any{"suspend": 0.0, "notificationType": all(0)}}, nil},
		"bar":              {func(m *vendors.Message) { m.Alert = vendors.AlertBar }, map[string]any{"advanceInfo": map[string]any{"suspend": 0.0, "notificationType": all(0)}}, []string{"alert:clamped"}},
		"sound":            {func(m *vendors.Message) { m.Sound = "default" }, map[string]any{"advanceInfo": map[string]any{"notificationType": map[string]any{"sound": 1.0}}}, nil},
		"own sound":        {func(m *vendors.Message) { m.Sound = "bell.mp3" }, map[string]any{"advanceInfo": map[string]any{"notificationType": map[string]any{"sound": 1.0}}}, []string{"sound:dropped"}},
		"receipt":          {func(m *vendors.Message) { m.Receipt = &vendors.Receipt{URL: "https://x/cb", Param: "p"} }, map[string]any{"extra": map[string]any{"callback": "https://x/cb", "callback.param": "p", "callback.type": "3"}}, nil},
		"receipt id":       {func(m *vendors.Message) { m.Receipt = &vendors.Receipt{ID: "r", Param: "p"} }, nil, []string{"receipt.id:dropped", "receipt.param:dropped"}},
		"not Meizu's": {func(m *vendors.Message) {
			m.Category, m.Channel, m.Silent, m.Subtitle, m.Image = "im", "c", true, "s", "https://i"
			m.Priority = vendors.PriorityHigh
			m.Template, m.Badge, m.Foreground = &vendors.Template{ID: "1"}, &vendors.Badge{Set: ptr(0)}, ptr(false)
		}, nil, []string{
			"subtitle:dropped", "image:dropped", "channel:dropped", "foreground:dropped", "silent:dropped", "category:dropped", "template:dropped", "badge:dropped", "priority:dropped",
		}},
		"too long and replaced": {func(m *vendors.Message) {
			long := "https://x/" + strings.Repeat("a", 1000)
			m.Click, m.Receipt = vendors.Click{Action: "url", Target: long}, &vendors.Receipt{URL: long, Param: long}
			opt(meizu.Options{
				ClickTypeInfo: &meizu.ClickTypeInfo{URL: ptr("u")}, Extra: &meizu.Extra{Callback: ptr("c"), CallbackParam: ptr("p")},
			})(m)
		}, map[string]any{
			"clickTypeInfo": map[string]any{"clickType": 2.0, "url": "u"}, "extra": map[string]any{"callback": "c", "callback.param": "p", "callback.type": "3"},
		}, []string{"click.target:overridden", "receipt.url:overridden", "receipt.param:overridden"}},
		"options": {func(m *vendors.Message) {
			m.TTL, m.Title = time.Hour, "t"
			opt(meizu.Options{
				NoticeBarInfo: &meizu.NoticeBarInfo{NoticeMsgType: ptr(1), Title: ptr(strings.Repeat("字", 33))},
				PushTimeInfo:  &meizu.PushTimeInfo{ValidTime: ptr(int64(73))},
				VIPInfo:       &meizu.VIPInfo{PullDownTop: ptr(meizu.Switch(false))},
			})(m)
		}, map[string]any{
			"noticeBarInfo": bar(1, strings.Repeat("字", 33), "b"), "pushTimeInfo": map[string]any{"offLine": 1.0, "validTime": 73.0}, "vipInfo": map[string]any{"pullDownTop": 0.0},
		}, []string{"title:overridden", "class:overridden", "ttl:overridden"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := map[string]any{"noticeBarInfo": bar(0, "t", "b"), "clickTypeInfo": app}
			for k, v := range c.want {
				want[k] = v
			}
			got, notes := built(t, newMock(t).Open(), message(c.change))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("messageJson (-want +got):\n%s", diff)
			}
			slices.Sort(notes)
			slices.Sort(c.adjust)
			if diff := cmp.Diff(c.adjust, notes); diff != "" {
				t.Errorf("adjustments (-want +got):\n%s", diff)
			}
		})
	}
}

func TestVIP(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open(func(c *vendors.Config) { c.Credentials["vip"] = "true" })
	got, notes := built(t, s, message(func(m *vendors.Message) { m.Subtitle, m.Image = strings.Repeat("副", 17), "https://i" }))
	want := map[string]any{
		"noticeBarInfo": bar(0, "t", "b"), "clickTypeInfo": map[string]any{"clickType": 0.0},
		"vipInfo":          map[string]any{"subtitle": strings.Repeat("副", 15) + "…"},
		"noticeExpandInfo": map[string]any{"noticeExpandType": 2.0, "noticeExpandImgUrl": "https://i"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messageJson (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"subtitle:truncated"}, notes); diff != "" {
		t.Errorf("adjustments (-want +got):\n%s", diff)
	}
}

func TestTextsAreCutOrRejected(t *testing.T) {
	t.Parallel()
	long := message(func(m *vendors.Message) { m.Title, m.Body = strings.Repeat("题", 33), strings.Repeat("文", 101) })
	got, notes := built(t, newMock(t).Open(), long)
	in, _ := got["noticeBarInfo"].(map[string]any)
	for name, most := range map[string]int{"title": 32, "content": 100} {
		if s, _ := in[name].(string); utf8.RuneCountInString(s) != most || !strings.HasSuffix(s, "…") {
			t.Errorf("%s is %q, want %d characters with an ellipsis", name, in[name], most)
		}
	}
	if diff := cmp.Diff([]string{"title:truncated", "body:truncated"}, notes); diff != "" {
		t.Errorf("adjustments (-want +got):\n%s", diff)
	}
	m := newMock(t)
	for name, change := range map[string]func(*vendors.Message){
		"overflow": func(m *vendors.Message) { m.Title, m.Overflow = strings.Repeat("题", 33), vendors.OverflowReject },
		"test":     func(m *vendors.Message) { m.Test = true },
		"dry run":  func(m *vendors.Message) { m.DryRun = true },
		"long link": func(m *vendors.Message) {
			m.Click = vendors.Click{Action: "url", Target: "https://x/" + strings.Repeat("a", 1000)}
		},
		"callback": func(m *vendors.Message) { m.Receipt = &vendors.Receipt{URL: "https://x/" + strings.Repeat("a", 120)} },
		"param": func(m *vendors.Message) {
			m.Receipt = &vendors.Receipt{URL: "https://x", Param: strings.Repeat("字", 22)}
		},
		"packages": opt(meizu.Options{RestrictedPackageNames: make([]string, 51)}),
		"hidden": func(m *vendors.Message) {
			m.Body = strings.Repeat("字", 700)
			opt(meizu.Options{Unvarnished: ptr(true)})(m)
		},
	} {
		res, err := m.Open().Send(context.Background(), message(change), []vendors.Token{goodID})
		if err != nil || res.Outcomes[0].State != vendors.StateRejected || res.Outcomes[0].Retryable() || res.Outcomes[0].Text == "" {
			t.Errorf("%s: %+v, %v; want rejected with a reason", name, res.Outcomes, err)
		}
	}
	if n := len(m.Seen()); n != 0 {
		t.Errorf("%d requests for messages that are rejected", n)
	}
	m.Record("push-ok") // how large messageJson may be is not published
	large := message(func(m *vendors.Message) { m.Data = map[string]string{"k": strings.Repeat("v", 5000)} })
	if res, err := m.Open().Send(context.Background(), large, []vendors.Token{goodID}); err != nil || res.Accepted() != 1 {
		t.Errorf("a large message: %+v, %v; want Meizu's own verdict", res.Outcomes, err)
	}
}

// TestCollapseKeysAreHashed: a key Meizu does not take becomes one it does, the same
// each time and another for another key.
func TestCollapseKeysAreHashed(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	key := func(k string) string {
		got, notes := built(t, s, message(func(m *vendors.Message) { m.Collapse = k }))
		if diff := cmp.Diff([]string{"collapse:clamped"}, notes); diff != "" {
			t.Errorf("adjustments for %q (-want +got):\n%s", k, diff)
		}
		in, _ := got["advanceInfo"].(map[string]any)
		out, _ := in["notifyKey"].(string)
		if len(out) != 8 || strings.Trim(out, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-") != "" {
			t.Errorf("key %q became %q, which Meizu does not take", k, out)
		}
		return out
	}
	if a, b, c := key("c2c_100010001"), key("c2c_100010001"), key("c2c_100010002"); a != b || a == c {
		t.Errorf("keys %q, %q, %q", a, b, c)
	}
	key("订单")
}

func TestPassThroughDropsWhatShows(t *testing.T) {
	t.Parallel()
	got, notes := built(t, newMock(t).Open(), message(func(m *vendors.Message) {
		m.Data, m.Alert, m.Receipt = map[string]string{"a": "1"}, vendors.AlertFull, &vendors.Receipt{URL: "https://x"}
		m.Click, m.Foreground = vendors.Click{Action: "url", Target: "https://x"}, ptr(true)
		opt(meizu.Options{Unvarnished: ptr(true)})(m)
	}))
	if diff := cmp.Diff(map[string]any{"title": "t", "content": `{"a":"1"}`}, got); diff != "" {
		t.Errorf("messageJson (-want +got):\n%s", diff)
	}
	slices.Sort(notes)
	if diff := cmp.Diff([]string{"alert:dropped", "body:dropped", "class:dropped", "click.action:dropped", "click.target:dropped", "foreground:dropped", "receipt:dropped"}, notes); diff != "" {
		t.Errorf("adjustments (-want +got):\n%s", diff)
	}
}

func TestDefaultsAndClass(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open(func(c *vendors.Config) {
		c.Defaults = &vendors.Message{Class: vendors.ClassTransactional, Overrides: []vendors.Override{meizu.Options{
			AdvanceInfo: &meizu.AdvanceInfo{ClearNoticeBar: ptr(meizu.Switch(false)), NotifyKey: ptr("default")},
		}}}
	})
	msg := message(func(m *vendors.Message) { m.Class, m.Collapse = "", "own" })
	got, _ := built(t, s, msg)
	want := map[string]any{
		"noticeBarInfo": bar(1, "t", "b"), "clickTypeInfo": map[string]any{"clickType": 0.0},
		"advanceInfo": map[string]any{"clearNoticeBar": 0.0, "notifyKey": "own"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messageJson (-want +got):\n%s", diff)
	}
	if c := s.ClassOf(msg); c != vendors.ClassTransactional {
		t.Errorf("class %q, want the default's", c)
	}
	if c := s.ClassOf(message(opt(meizu.Options{NoticeBarInfo: &meizu.NoticeBarInfo{NoticeMsgType: ptr(0)}}))); c != vendors.ClassMarketing {
		t.Errorf("class %q, want the option's", c)
	}
	if c := newMock(t).Open().ClassOf(&vendors.Message{}); c != vendors.ClassMarketing {
		t.Errorf("class %q of a message without one, want marketing", c)
	}
}

// TestEveryFieldCanBeSet: what Meizu's document names can be given and arrives.
func TestEveryFieldCanBeSet(t *testing.T) {
	t.Parallel()
	const every = `{
		"noticeBarInfo":{"noticeMsgType":1,"noticeBarType":2,"title":"x","content":"y","noticeBarImgUrl":"i"},
		"noticeExpandInfo":{"noticeExpandType":1,"noticeExpandContent":"c","noticeExpandImgUrl":"i"},
		"clickTypeInfo":{"clickType":3,"url":"u","parameters":{"k":{"deep":1}},"activity":"a","customAttribute":"z"},
		"pushTimeInfo":{"offLine":0,"validTime":72,"pushTimeType":1,"startTime":"2026-12-01 10:00:00"},
		"advanceInfo":{"suspend":0,"clearNoticeBar":0,"fixDisplay":1,"fixStartDisplayTime":"s","fixEndDisplayTime":"e",
			"notificationType":{"vibrate":0,"lights":1,"sound":0},"notifyKey":"k","fixSpeed":1,"fixSpeedRate":20},
		"vipInfo":{"subtitle":"s","pullDownTop":1,"timeTop":1800,"notGroup":1,"titleColor":"#206CFF","backgroundImgUrl":"b","smallIconUrl":"s","bigIconUrl":"b"},
		"extra":{"callback":"https://x","callback.param":"p","callback.type":"1"}}`
	o, err := meizu.DecodeOverride([]byte(every))
	if err != nil {
		t.Fatal(err)
	}
	got, _ := built(t, newMock(t).Open(), message(func(m *vendors.Message) { m.Overrides = []vendors.Override{o} }))
	var want map[string]any
	if err := json.Unmarshal([]byte(every), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messageJson (-want +got):\n%s", diff)
	}
	requests, _, err := newMock(t).Open().Build(message(opt(meizu.Options{RestrictedPackageNames: []string{"com.a", "com.b"}})), []vendors.Token{goodID})
	if err != nil || field(t, requests[0].Body, "restrictedPackageNames") != "com.a,com.b" {
		t.Errorf("%v, %v: the package names are no field of the form", requests, err)
	}
}

func TestDecodeOverride(t *testing.T) {
	t.Parallel()
	o, err := meizu.DecodeOverride([]byte(`{"pushTimeInfo":{"offLine":true},"advanceInfo":{"suspend":false},"extra":{"callback.type":3},"byAlias":true,"task":true,"unvarnished":false}`))
	if err != nil {
		t.Fatal(err)
	}
	got, _ := o.(meizu.Options)
	if !bool(*got.PushTimeInfo.OffLine) || bool(*got.AdvanceInfo.Suspend) || *got.Extra.CallbackType != "3" || !*got.ByAlias || *got.Unvarnished {
		t.Errorf("options %+v", got)
	}
	for in, says := range map[string]string{
		`{"noticebarinfo":{}}`:                `"noticeBarInfo"`,
		`{"pushTimeInfo":{"offline":1}}`:      `"offLine"`,
		`{"pushTimeInfo":{"offLine":2}}`:      "switch",
		`{"pushTimeInfo":{"validTime":"24"}}`: "whole number",
		`{"extra":{"callback.typ":"3"}}`:      `"callback.type"`,
		`[]`:                                  "object",
	} {
		if _, err := meizu.DecodeOverride([]byte(in)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: error %v, want one that says %s", in, err, says)
		}
	}
}

func TestBuildShowsNoSignature(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	requests, _, err := s.Build(message(opt(meizu.Options{Task: ptr(true)})), []vendors.Token{goodID})
	if err != nil || len(requests) != 2 || !strings.HasSuffix(requests[0].URL, pathTask) || !strings.HasSuffix(requests[1].URL, pathTaskPush) {
		t.Fatalf("requests %+v, %v; want a task and its push", requests, err)
	}
	for _, r := range requests {
		if field(t, r.Body, "sign") != vendors.Redacted {
			t.Errorf("the signature of %s is shown: it is good for ever", r.URL)
		}
	}
	if field(t, requests[1].Body, "taskId") != meizu.UnknownTaskID {
		t.Errorf("the task push has the taskId %q", field(t, requests[1].Body, "taskId"))
	}
	if _, _, err := s.Build(message(func(m *vendors.Message) { m.Test = true }), []vendors.Token{goodID}); err == nil {
		t.Error("a message that is not sent is built")
	}
	if _, _, err := s.Build(message(nil), testTokens(101)); err == nil {
		t.Error("101 tokens are built")
	}
}
