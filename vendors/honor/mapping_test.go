package honor_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/honor"
	"github.com/offpush/offpush/vendors/vendortest"
)

func ptr[T any](v T) *T { return &v }

type obj = map[string]any

// plain is what a message with a title and a body alone looks like on the wire, its
// android part and its notification.
func plain() (android, notification obj) {
	return obj{"biTag": "id", "targetUserType": 0.0},
		obj{"title": "t", "body": "b", "importance": "LOW", "clickAction": obj{"type": 3.0}}
}

func message(change func(*vendors.Message)) *vendors.Message {
	m := &vendors.Message{ID: "id", Title: "t", Body: "b", Class: vendors.ClassMarketing}
	if change != nil {
		change(m)
	}
	return m
}

// body is the plain request with members set at three levels; a nil value takes one
// away, a notification with "-" is none.
func body(top, android, notification obj) obj {
	a, n := plain()
	set := func(dst, src obj) {
		maps.Copy(dst, src)
		maps.DeleteFunc(dst, func(_ string, v any) bool { return v == nil })
	}
	set(a, android)
	set(n, notification)
	if _, gone := notification["-"]; !gone {
		a["notification"] = n
	}
	out := obj{"android": a, "token": []any{"BAEAAAAAB.demoToken00001"}}
	set(out, top)
	return out
}

func silent() obj { return obj{"-": true} }

type mapped struct {
	change       func(*vendors.Message)
	top          obj
	android      obj
	notification obj
	adjust       []string // field:action
}

func service(change func(*vendors.Message)) func(*vendors.Message) {
	return func(m *vendors.Message) {
		m.Class = vendors.ClassTransactional
		if change != nil {
			change(m)
		}
	}
}

func TestMapping(t *testing.T) {
	t.Parallel()
	normal := obj{"importance": "NORMAL"}
	for name, c := range map[string]mapped{
		"plain":                     {},
		"service":                   {change: service(nil), notification: normal},
		"service with a category":   {change: service(func(m *vendors.Message) { m.Category = "order" }), notification: normal},
		"class unset":               {change: func(m *vendors.Message) { m.Class = "" }, adjust: []string{"class:defaulted"}},
		"class by neutral category": {change: func(m *vendors.Message) { m.Class, m.Category = "", "im" }, notification: normal, adjust: []string{"class:defaulted"}},
		"class by Honor's word":     {change: func(m *vendors.Message) { m.Class, m.Category = "", "NORMAL" }, notification: normal, adjust: []string{"class:defaulted"}},
		"conflict":                  {change: func(m *vendors.Message) { m.Category = "im" }, adjust: []string{"category:conflict"}},
		"unknown category":          {change: func(m *vendors.Message) { m.Category = "IM" }, adjust: []string{"category:dropped"}},
		"ttl 1 h":                   {change: func(m *vendors.Message) { m.TTL = time.Hour }, android: obj{"ttl": "3600s"}},
		"ttl rounds up":             {change: func(m *vendors.Message) { m.TTL = 90*time.Second + 1 }, android: obj{"ttl": "91s"}},
		"ttl 15 days":               {change: func(m *vendors.Message) { m.TTL = 15 * 24 * time.Hour }, android: obj{"ttl": "1296000s"}},
		"ttl below zero":            {change: func(m *vendors.Message) { m.TTL = -time.Hour }, android: obj{"ttl": "1s"}, adjust: []string{"ttl:clamped"}},
		"ttl too long":              {change: func(m *vendors.Message) { m.TTL = 16 * 24 * time.Hour }, android: obj{"ttl": "1296000s"}, adjust: []string{"ttl:clamped"}},
		"data":                      {change: func(m *vendors.Message) { m.Data = map[string]string{"k": `v&<"`} }, top: obj{"data": `{"k":"v&<\""}`}},
		"extension":                 {change: func(m *vendors.Message) { m.Extension = `{"entity":{}}` }, top: obj{"data": `{"ext":"{\"entity\":{}}"}`}},
		"extension conflict":        {change: func(m *vendors.Message) { m.Extension, m.Data = "{}", map[string]string{"ext": "x"} }, top: obj{"data": `{"ext":"{}"}`}, adjust: []string{"data.ext:conflict"}},
		"click url":                 {change: func(m *vendors.Message) { m.Click = vendors.Click{Action: "url", Target: "https://x"} }, notification: obj{"clickAction": obj{"type": 2.0, "url": "https://x"}}},
		"click intent":              {change: func(m *vendors.Message) { m.Click = vendors.Click{Action: "intent", Target: "intent:#Intent;end"} }, notification: obj{"clickAction": obj{"type": 1.0, "intent": "intent:#Intent;end"}}},
		"click page":                {change: func(m *vendors.Message) { m.Click = vendors.Click{Action: "page", Target: "com.example.DETAIL"} }, notification: obj{"clickAction": obj{"type": 1.0, "action": "com.example.DETAIL"}}},
		"click unknown":             {change: func(m *vendors.Message) { m.Click = vendors.Click{Action: "dance", Target: "x"} }, adjust: []string{"click.action:dropped"}},
		"click app with target":     {change: func(m *vendors.Message) { m.Click.Target = "x" }, adjust: []string{"click.target:dropped"}},
		"collapse number":           {change: func(m *vendors.Message) { m.Collapse = "7" }, notification: obj{"notifyId": 7.0}},
		"collapse word":             {change: func(m *vendors.Message) { m.Collapse = "chat-42" }, notification: obj{"tag": "chat-42"}},
		"collapse zero":             {change: func(m *vendors.Message) { m.Collapse = "0" }, notification: obj{"tag": "0"}},
		"collapse too large":        {change: func(m *vendors.Message) { m.Collapse = "2147483648" }, notification: obj{"tag": "2147483648"}},
		"receipt":                   {change: func(m *vendors.Message) { m.Receipt = &vendors.Receipt{Param: "job-7"} }, android: obj{"biTag": "job-7"}},
		"receipt id and url":        {change: func(m *vendors.Message) { m.Receipt = &vendors.Receipt{ID: "r", URL: "https://x"} }, adjust: []string{"receipt.id:dropped", "receipt.url:dropped"}},
		"badge add":                 {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Add: 3} }, notification: obj{"badge": obj{"addNum": 3.0}}},
		"badge add 100":             {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Add: 100} }, notification: obj{"badge": obj{"addNum": 99.0}}, adjust: []string{"badge.add:clamped"}},
		"badge less":                {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Add: -1} }, adjust: []string{"badge.add:dropped"}},
		"badge set 0":               {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Set: ptr(0)} }, notification: obj{"badge": obj{"setNum": 0.0}}},
		"badge set -1":              {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Set: ptr(-1)} }, notification: obj{"badge": obj{"setNum": 0.0}}, adjust: []string{"badge.set:clamped"}},
		"badge both":                {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Set: ptr(5), Add: 1} }, notification: obj{"badge": obj{"setNum": 5.0}}, adjust: []string{"badge.add:dropped"}},
		"silent marketing":          {change: func(m *vendors.Message) { m.Alert = vendors.AlertSilent }},
		"loud marketing":            {change: func(m *vendors.Message) { m.Alert = vendors.AlertFull }, adjust: []string{"alert:clamped"}},
		"loud service":              {change: service(func(m *vendors.Message) { m.Alert = vendors.AlertFull }), notification: normal},
		"silent service stays one":  {change: service(func(m *vendors.Message) { m.Alert = vendors.AlertSilent }), notification: normal, adjust: []string{"alert:clamped"}},
		"image of a service":        {change: service(func(m *vendors.Message) { m.Image = "https://x/i.png" }), notification: obj{"importance": "NORMAL", "image": "https://x/i.png"}},
		"image of marketing":        {change: func(m *vendors.Message) { m.Image = "https://x/i.png" }, adjust: []string{"image:dropped"}},
		"image by http":             {change: service(func(m *vendors.Message) { m.Image = "http://x/i.png" }), notification: normal, adjust: []string{"image:dropped"}},
		"test":                      {change: func(m *vendors.Message) { m.Test = true }, android: obj{"targetUserType": 1.0}},
		"no id":                     {change: func(m *vendors.Message) { m.ID = "" }, android: obj{"biTag": nil}},
		"data message": {change: func(m *vendors.Message) {
			m.Silent, m.Title, m.Body, m.Class, m.Data = true, "", "", "", map[string]string{"k": "v"}
		}, top: obj{"data": `{"k":"v"}`}, notification: silent()},
		"data message with texts": {
			change: func(m *vendors.Message) {
				m.Silent, m.Extension, m.Collapse, m.Image = true, "x", "chat", "https://x"
				m.Alert, m.Badge, m.Click = vendors.AlertFull, &vendors.Badge{Add: 1}, vendors.Click{Action: "page", Target: "p"}
			},
			top: obj{"data": `{"ext":"x"}`}, notification: silent(),
			adjust: []string{
				"title:dropped", "body:dropped", "image:dropped", "collapse:dropped",
				"alert:dropped", "badge:dropped", "click.action:dropped", "click.target:dropped",
			},
		},
		"nothing of Honor's": {
			change: func(m *vendors.Message) {
				m.Priority = vendors.PriorityHigh
				m.Subtitle, m.OnlineOnly, m.Template, m.Channel, m.Sound, m.Foreground = "s", true, &vendors.Template{ID: "x"}, "c", "bell", ptr(false)
			},
			adjust: []string{"priority:dropped", "subtitle:dropped", "channel:dropped", "sound:dropped", "template:dropped", "foreground:dropped", "online_only:dropped"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkMapping(t, c)
		})
	}
}

func checkMapping(t *testing.T, c mapped) {
	t.Helper()
	requests, adjustments, err := newMock(t).Open().Build(message(c.change), testTokens(1))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(body(c.top, c.android, c.notification), vendortest.Object(t, requests[0].Body)); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	var got []string
	for _, a := range adjustments {
		got = append(got, a.Field+":"+string(a.Action))
		if a.Why.EN == "" || a.Why.ZH == "" {
			t.Errorf("adjustment of %s does not say why in both languages", a.Field)
		}
	}
	if diff := cmp.Diff(c.adjust, got); diff != "" {
		t.Errorf("adjustments (-want +got):\n%s", diff)
	}
}

func opt(o honor.Options) func(*vendors.Message) {
	return func(m *vendors.Message) { m.Overrides = []vendors.Override{o} }
}

func TestOptionsWin(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]mapped{
		"over neutral fields": {
			change: func(m *vendors.Message) {
				m.TTL, m.Receipt, m.Test = time.Hour, &vendors.Receipt{Param: "b"}, true
				m.Data, m.Badge, m.Collapse = map[string]string{"k": "v"}, &vendors.Badge{Add: 1}, "a"
				opt(honor.Options{Data: ptr("D"), Android: &honor.Android{
					TTL: ptr("12"), BiTag: ptr("B"), TargetUserType: ptr(0), ReceiptID: ptr("R"),
					Notification: &honor.Notification{
						Title: ptr("T"), Importance: ptr("NORMAL"), Badge: &honor.Badge{AddNum: ptr(100)}, Tag: ptr("b"),
						ClickAction: &honor.ClickAction{Type: ptr(1), Action: ptr("x")},
					},
				}})(m)
			},
			top: obj{"data": "D"}, android: obj{"ttl": "12", "biTag": "B", "receiptId": "R"},
			notification: obj{"title": "T", "importance": "NORMAL", "tag": "b", "badge": obj{"addNum": 100.0}, "clickAction": obj{"type": 1.0, "action": "x"}},
			adjust: []string{
				"data:overridden", "ttl:overridden", "receipt.param:overridden", "test:overridden", "title:overridden",
				"class:overridden", "badge.add:overridden", "collapse:overridden",
			},
		},
		"at the top, over neutral fields": {
			change: service(func(m *vendors.Message) {
				m.Image = "https://x/1.png"
				opt(honor.Options{Notification: &honor.CommonNotification{Title: ptr("T"), Image: ptr("https://x/2.png")}})(m)
			}),
			top:          obj{"notification": obj{"title": "T", "image": "https://x/2.png"}},
			notification: obj{"title": nil, "importance": "NORMAL"},
			adjust:       []string{"title:overridden", "image:overridden"},
		},
		"data for Android, over neutral data": {
			change: func(m *vendors.Message) {
				m.Data = map[string]string{"k": "v"}
				opt(honor.Options{Android: &honor.Android{Data: ptr("{}")}})(m)
			},
			android: obj{"data": "{}"}, adjust: []string{"data:overridden"},
		},
		"add over a badge that is set": {
			change: func(m *vendors.Message) {
				m.Badge = &vendors.Badge{Set: ptr(5)}
				opt(honor.Options{Android: &honor.Android{Notification: &honor.Notification{Badge: &honor.Badge{AddNum: ptr(5)}}}})(m)
			},
			notification: obj{"badge": obj{"addNum": 5.0}}, adjust: []string{"badge.set:overridden"},
		},
		"set over a badge that is added to": {
			change: func(m *vendors.Message) {
				m.Badge = &vendors.Badge{Add: 1}
				opt(honor.Options{Android: &honor.Android{Notification: &honor.Notification{Badge: &honor.Badge{SetNum: ptr(0)}}}})(m)
			},
			notification: obj{"badge": obj{"setNum": 0.0}}, adjust: []string{"badge.add:overridden"},
		},
		"an id over a collapse word": {
			change: func(m *vendors.Message) {
				m.Collapse = "chat-42"
				opt(honor.Options{Android: &honor.Android{Notification: &honor.Notification{NotifyID: ptr(int64(7))}}})(m)
			},
			notification: obj{"notifyId": 7.0}, adjust: []string{"collapse:overridden"},
		},
		"a tag over a collapse number": {
			change: func(m *vendors.Message) {
				m.Collapse = "7"
				opt(honor.Options{Android: &honor.Android{Notification: &honor.Notification{Tag: ptr("chat")}}})(m)
			},
			notification: obj{"tag": "chat"}, adjust: []string{"collapse:overridden"},
		},
		"say the same": {change: opt(honor.Options{Android: &honor.Android{Notification: &honor.Notification{Title: ptr("t")}}})},
		"the class, and so the picture": {
			change: func(m *vendors.Message) {
				m.Image = "https://x/i.png"
				opt(honor.Options{Android: &honor.Android{Notification: &honor.Notification{Importance: ptr("NORMAL")}}})(m)
			},
			notification: obj{"importance": "NORMAL", "image": "https://x/i.png"}, adjust: []string{"class:overridden"},
		},
		"a picture in marketing": {
			change:       opt(honor.Options{Android: &honor.Android{Notification: &honor.Notification{Image: ptr("https://x/i.png")}}}),
			notification: obj{"image": "https://x/i.png"},
		},
		"not cut": {
			change:       opt(honor.Options{Android: &honor.Android{Notification: &honor.Notification{Body: ptr(strings.Repeat("推", 2000))}}}),
			notification: obj{"body": strings.Repeat("推", 2000)}, adjust: []string{"body:overridden"},
		},
		"silent with options alone": {
			change: func(m *vendors.Message) {
				*m = vendors.Message{Silent: true, Overrides: []vendors.Override{&honor.Options{Android: &honor.Android{Data: ptr("raw")}}}}
			},
			android: obj{"biTag": nil, "data": "raw"}, notification: silent(),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkMapping(t, c)
		})
	}
}

// fill sets every field below v to something that is not zero.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.String:
		v.SetString("text")
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	}
}

// Every field of Options reaches the wire as given.
func TestEveryOptionReachesTheWire(t *testing.T) {
	t.Parallel()
	var o honor.Options
	fill(reflect.ValueOf(&o).Elem())
	requests, _, err := newMock(t).Open().Build(message(opt(o)), testTokens(1))
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	got := vendortest.Object(t, requests[0].Body)
	delete(got, "token")
	if diff := cmp.Diff(vendortest.Object(t, string(written)), got); diff != "" {
		t.Errorf("request (-options +sent):\n%s", diff)
	}
	back, err := honor.DecodeOverride(written)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(o, back); diff != "" {
		t.Errorf("options read back (-given +read):\n%s", diff)
	}
	if _, err := honor.DecodeOverride([]byte(`{"android":{"bi_tag":"x"}}`)); err == nil || !strings.Contains(err.Error(), `"biTag"`) {
		t.Errorf("a misspelled option: %v, want one that names biTag", err)
	}
}

func TestDefaultsAreBelowTheMessage(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open(func(c *vendors.Config) {
		c.Defaults = &vendors.Message{
			Class: vendors.ClassTransactional, TTL: time.Hour,
			Overrides: []vendors.Override{honor.Options{Android: &honor.Android{TTL: ptr("60s"), Notification: &honor.Notification{Group: ptr("g"), Badge: &honor.Badge{AddNum: ptr(1)}}}}},
		}
	})
	requests, _, err := s.Build(&vendors.Message{Title: "t", Body: "b", TTL: 2 * time.Hour, Badge: &vendors.Badge{Set: ptr(2)}}, testTokens(1))
	if err != nil {
		t.Fatal(err)
	}
	android := vendortest.Object(t, requests[0].Body)["android"].(obj)
	n := android["notification"].(obj)
	if android["ttl"] != "7200s" || n["importance"] != "NORMAL" || n["group"] != "g" || !cmp.Equal(n["badge"], obj{"setNum": 2.0}) {
		t.Errorf("request %s", requests[0].Body)
	}
}

// What a credential says of notifications makes none of a data message.
func TestDefaultsLeaveDataMessagesAlone(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open(func(c *vendors.Config) {
		c.Defaults = &vendors.Message{Overrides: []vendors.Override{honor.Options{
			Notification: &honor.CommonNotification{Title: ptr("d")},
			Android:      &honor.Android{BiTag: ptr("campaign"), Notification: &honor.Notification{Group: ptr("g")}},
		}}}
	})
	requests, _, err := s.Build(&vendors.Message{Silent: true, Extension: "x"}, testTokens(1))
	if err != nil {
		t.Fatal(err)
	}
	want := obj{
		"data": `{"ext":"x"}`, "android": obj{"biTag": "campaign", "targetUserType": 0.0}, "token": []any{"BAEAAAAAB.demoToken00001"},
	}
	if diff := cmp.Diff(want, vendortest.Object(t, requests[0].Body)); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	requests, _, err = s.Build(&vendors.Message{Title: "t", Body: "b"}, testTokens(1))
	if err != nil {
		t.Fatal(err)
	}
	if got := vendortest.Object(t, requests[0].Body); got["notification"] != nil || got["android"].(obj)["notification"].(obj)["title"] != "t" {
		t.Errorf("request %s, want the message's title and not the credential's", requests[0].Body)
	}
}

func TestClassOf(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	low := opt(honor.Options{Android: &honor.Android{Notification: &honor.Notification{Importance: ptr("LOW")}}})
	for name, c := range map[string]struct {
		change func(*vendors.Message)
		want   vendors.Class
	}{
		"said":          {func(m *vendors.Message) {}, vendors.ClassMarketing},
		"by category":   {func(m *vendors.Message) { m.Class, m.Category = "", "order" }, vendors.ClassTransactional},
		"by nothing":    {func(m *vendors.Message) { m.Class = "" }, vendors.ClassMarketing},
		"by the option": {func(m *vendors.Message) { m.Class = vendors.ClassTransactional; low(m) }, vendors.ClassMarketing},
	} {
		if got := s.ClassOf(message(c.change)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
