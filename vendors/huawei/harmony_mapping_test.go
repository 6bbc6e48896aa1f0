package huawei_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
	"github.com/offpush/offpush/vendors/vendortest"
)

// nextBody is what a message with a title and a body alone looks like at v3, with
// members set; nil takes one away, a payload of its own stands in for the alert.
func nextBody(notice, options, payload obj) obj {
	n := obj{"category": "MARKETING", "title": "t", "body": "b", "clickAction": obj{"actionType": 0.0}}
	o := obj{"biTag": "id"}
	for _, m := range []struct{ dst, src obj }{{n, notice}, {o, options}} {
		maps.Copy(m.dst, m.src)
		maps.DeleteFunc(m.dst, func(_ string, v any) bool { return v == nil })
	}
	if payload == nil {
		payload = obj{"notification": n}
	}
	return obj{"payload": payload, "target": obj{"token": []any{"IQAAAACy0demoToken00001"}}, "pushOptions": o}
}

func TestHarmonyMapping(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change                   func(*vendors.Message)
		notice, options, payload obj
		pushType                 string
		adjust                   []string
	}{
		"plain":                    {},
		"service category":         {change: func(m *vendors.Message) { m.Class, m.Category = vendors.ClassTransactional, "im" }, notice: obj{"category": "IM"}},
		"service without category": {change: func(m *vendors.Message) { m.Class = vendors.ClassTransactional }, adjust: []string{"class:dropped"}},
		"class unset":              {change: func(m *vendors.Message) { m.Class = "" }, adjust: []string{"class:defaulted"}},
		"unknown neutral":          {change: func(m *vendors.Message) { m.Category = "weather" }, adjust: []string{"category:dropped"}},
		"conflict is sent":         {change: func(m *vendors.Message) { m.Category = "im" }, notice: obj{"category": "IM"}, adjust: []string{"category:conflict"}},
		"ttl is a number":          {change: func(m *vendors.Message) { m.TTL = time.Hour }, options: obj{"ttl": 3600.0}},
		"ttl below zero":           {change: func(m *vendors.Message) { m.TTL = -time.Hour }, options: obj{"ttl": 1.0}, adjust: []string{"ttl:clamped"}},
		"dry run is built":         {change: func(m *vendors.Message) { m.DryRun = true }},
		"ttl too long":             {change: func(m *vendors.Message) { m.TTL = 16 * 24 * time.Hour }, options: obj{"ttl": 1296000.0}, adjust: []string{"ttl:clamped"}},
		"data goes with the tap":   {change: func(m *vendors.Message) { m.Data = map[string]string{"k": "v"} }, notice: obj{"clickAction": obj{"actionType": 0.0, "data": obj{"k": "v"}}}},
		"extension":                {change: func(m *vendors.Message) { m.Extension = "{}" }, notice: obj{"clickAction": obj{"actionType": 0.0, "data": obj{"ext": "{}"}}}},
		"extension conflict":       {change: func(m *vendors.Message) { m.Extension, m.Data = "{}", map[string]string{"ext": "x"} }, notice: obj{"clickAction": obj{"actionType": 0.0, "data": obj{"ext": "{}"}}}, adjust: []string{"data.ext:conflict"}},
		"click url":                {change: func(m *vendors.Message) { m.Click = vendors.Click{Action: "url", Target: "https://x"} }, notice: obj{"clickAction": obj{"actionType": 1.0, "uri": "https://x"}}},
		"click page":               {change: func(m *vendors.Message) { m.Click = vendors.Click{Action: "page", Target: "a.b"} }, notice: obj{"clickAction": obj{"actionType": 1.0, "action": "a.b"}}},
		"click unknown":            {change: func(m *vendors.Message) { m.Click = vendors.Click{Action: "dance"} }, adjust: []string{"click.action:dropped"}},
		"click app with target":    {change: func(m *vendors.Message) { m.Click.Target = "x" }, adjust: []string{"click.target:dropped"}},
		"collapse small number":    {change: func(m *vendors.Message) { m.Collapse = "7" }, notice: obj{"notifyId": 7.0}, options: obj{"collapseKey": 7.0}},
		"collapse large number":    {change: func(m *vendors.Message) { m.Collapse = "12345" }, notice: obj{"notifyId": 12345.0}},
		"collapse word":            {change: func(m *vendors.Message) { m.Collapse = "chat-42" }, adjust: []string{"collapse:dropped"}},
		"receipt":                  {change: func(m *vendors.Message) { m.Receipt = &vendors.Receipt{ID: "RCP1", Param: "job-7"} }, options: obj{"receiptId": "RCP1", "biTag": "job-7"}},
		"receipt url":              {change: func(m *vendors.Message) { m.Receipt = &vendors.Receipt{URL: "https://x"} }, adjust: []string{"receipt.url:dropped"}},
		"long tag": {change: func(m *vendors.Message) { m.Receipt = &vendors.Receipt{Param: strings.Repeat("x", 65)} }, options: obj{"biTag": nil},
			adjust: []string{"receipt.param:dropped"}},
		"foreground false": {change: func(m *vendors.Message) { m.Foreground = ptr(false) }, notice: obj{"foregroundShow": false}},
		"badge add":        {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Add: 100} }, notice: obj{"badge": obj{"addNum": 99.0}}, adjust: []string{"badge.add:clamped"}},
		"badge set":        {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Set: ptr(0), Add: 1} }, notice: obj{"badge": obj{"setNum": 0.0}}, adjust: []string{"badge.add:dropped"}},
		"badge minus":      {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Add: -1} }, adjust: []string{"badge.add:dropped"}},
		"sound":            {change: func(m *vendors.Message) { m.Sound = "bell.mp3" }, notice: obj{"sound": "bell.mp3"}},
		"default sound":    {change: func(m *vendors.Message) { m.Sound = "default" }},
		"image":            {change: func(m *vendors.Message) { m.Image = "https://x/p.png" }, notice: obj{"image": "https://x/p.png"}},
		"image by http":    {change: func(m *vendors.Message) { m.Image = "http://x/p.png" }, adjust: []string{"image:dropped"}},
		"test":             {change: func(m *vendors.Message) { m.Test = true }, options: obj{"testMessage": true}},
		"what v3 has not": {change: func(m *vendors.Message) {
			m.Priority = vendors.PriorityHigh
			m.Channel, m.Alert, m.Subtitle, m.OnlineOnly, m.Template = "c", vendors.AlertSilent, "s", true, &vendors.Template{ID: "t"}
		}, adjust: []string{"subtitle:dropped", "template:dropped", "online_only:dropped", "channel:dropped", "alert:dropped", "priority:dropped"}},
		"silent": {change: func(m *vendors.Message) {
			*m = vendors.Message{Silent: true, Title: "t", Data: map[string]string{"k": "v"}}
		}, payload: obj{"extraData": `{"k":"v"}`}, options: obj{"biTag": nil}, pushType: "6", adjust: []string{"title:dropped"}},
		"silent with what a notification looks like": {change: func(m *vendors.Message) {
			*m = vendors.Message{Silent: true, Extension: "x", Class: vendors.ClassTransactional, Category: "im", Collapse: "7"}
			m.Channel, m.Alert, m.Sound, m.Badge = "c", vendors.AlertFull, "bell", &vendors.Badge{Add: 1}
			m.Click, m.Foreground = vendors.Click{Action: "page", Target: "p"}, ptr(false)
		}, payload: obj{"extraData": `{"ext":"x"}`}, options: obj{"biTag": nil}, pushType: "6", adjust: []string{
			"channel:dropped", "alert:dropped", "sound:dropped", "badge:dropped", "click.action:dropped", "click.target:dropped",
			"foreground:dropped", "class:dropped", "category:dropped", "collapse:dropped",
		}},
		"silent, shown by an option": {change: func(m *vendors.Message) {
			m.Silent = true
			m.Overrides = []vendors.Override{huawei.Options{Harmony: &huawei.Harmony{PushType: ptr(huawei.PushAlert)}}}
		}, adjust: []string{"silent:overridden"}},
		"a card has no data": {change: func(m *vendors.Message) {
			*m = vendors.Message{Data: map[string]string{"k": "v"}, Extension: "x", Class: vendors.ClassMarketing, Category: "news"}
			m.Overrides = []vendors.Override{huawei.Options{Harmony: &huawei.Harmony{
				PushType: ptr(huawei.PushCard), Payload: &huawei.HarmonyPayload{FormID: ptr(int64(1))},
			}}}
		}, payload: obj{"formId": 1.0}, options: obj{"biTag": nil}, pushType: "1", adjust: []string{
			"class:dropped", "category:dropped", "data:dropped", "extension:dropped",
		}},
		"a tap of the options keeps the data": {change: func(m *vendors.Message) {
			m.Data, m.Click = map[string]string{"k": "v"}, vendors.Click{Action: "page", Target: "p"}
			m.Overrides = []vendors.Override{tap(&huawei.HarmonyClick{ActionType: ptr(1), URI: ptr("https://x")})}
		}, notice: obj{"clickAction": obj{"actionType": 1.0, "uri": "https://x", "data": obj{"k": "v"}}}, adjust: []string{"click.action:overridden"}},
		"a tap with data of its own": {change: func(m *vendors.Message) {
			m.Data = map[string]string{"k": "v"}
			m.Overrides = []vendors.Override{tap(&huawei.HarmonyClick{ActionType: ptr(0), Data: obj{"k": 1}})}
		}, notice: obj{"clickAction": obj{"actionType": 0.0, "data": obj{"k": 1.0}}}, adjust: []string{"data:overridden"}},
		"add over a badge that is set": {change: func(m *vendors.Message) {
			m.Badge = &vendors.Badge{Set: ptr(5)}
			m.Overrides = []vendors.Override{huawei.Options{Harmony: &huawei.Harmony{Payload: &huawei.HarmonyPayload{
				Notification: &huawei.HarmonyNotification{Badge: &huawei.HarmonyBadge{AddNum: ptr(1)}},
			}}}}
		}, notice: obj{"badge": obj{"addNum": 1.0}}, adjust: []string{"badge.set:overridden"}},
		"voice": {change: func(m *vendors.Message) {
			m.Class, m.Category, m.Data = vendors.ClassTransactional, "PLAY_VOICE", map[string]string{"k": "v"}
			m.Overrides = []vendors.Override{huawei.Options{Harmony: &huawei.Harmony{PushType: ptr(huawei.PushVoice)}}}
		}, payload: obj{"extraData": `{"k":"v"}`, "notification": obj{"category": "PLAY_VOICE", "title": "t", "body": "b", "clickAction": obj{"actionType": 0.0}}}, pushType: "2"},
		"call": {change: func(m *vendors.Message) {
			*m = vendors.Message{Overrides: []vendors.Override{&huawei.Options{Harmony: &huawei.Harmony{
				PushType: ptr(huawei.PushCall), Payload: &huawei.HarmonyPayload{ExtraData: ptr("raw")},
			}}}}
		}, payload: obj{"extraData": "raw"}, options: obj{"biTag": nil}, pushType: "10"},
		"an option wins": {change: func(m *vendors.Message) {
			m.Collapse = "8"
			m.Overrides = []vendors.Override{huawei.Options{Harmony: &huawei.Harmony{
				Payload:     &huawei.HarmonyPayload{Notification: &huawei.HarmonyNotification{Title: ptr("own"), NotifyID: ptr(int64(9))}},
				PushOptions: &huawei.HarmonyPushOptions{BITag: ptr("other")},
			}}}
		}, notice: obj{"title": "own", "notifyId": 9.0}, options: obj{"biTag": "other", "collapseKey": 8.0}, adjust: []string{"title:overridden", "collapse:overridden"}},
		"options of v1": {change: func(m *vendors.Message) {
			m.Overrides = []vendors.Override{huawei.Options{Android: &huawei.Android{Urgency: ptr("HIGH")}}}
		}, adjust: []string{"options:dropped"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requests, adjustments, err := nextMock(t).Open().Build(message(c.change), testTokens(1))
			if err != nil {
				t.Fatal(err)
			}
			want := nextBody(c.notice, c.options, c.payload)
			if len(want["pushOptions"].(obj)) == 0 {
				delete(want, "pushOptions")
			}
			if diff := cmp.Diff(want, vendortest.Object(t, requests[0].Body)); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			if got, want := requests[0].Header["Push-Type"][0], c.pushType; got != want && (want != "" || got != "0") {
				t.Errorf("push-type %s, want %s", got, want)
			}
			var got []string
			for _, a := range adjustments {
				got = append(got, a.Field+":"+string(a.Action))
			}
			if diff := cmp.Diff(c.adjust, got); diff != "" {
				t.Errorf("adjustments (-want +got):\n%s", diff)
			}
		})
	}
}

// tap are options for what a tap does.
func tap(c *huawei.HarmonyClick) huawei.Options {
	return huawei.Options{Harmony: &huawei.Harmony{Payload: &huawei.HarmonyPayload{Notification: &huawei.HarmonyNotification{ClickAction: c}}}}
}

// A credential's tap keeps its action and carries the message's data; it makes no
// notification of a background message.
func TestHarmonyDefaultsGiveWay(t *testing.T) {
	t.Parallel()
	def := tap(&huawei.HarmonyClick{ActionType: ptr(0), Data: obj{"d": "d"}})
	s := nextMock(t).Open(func(c *vendors.Config) { c.Defaults = &vendors.Message{Overrides: []vendors.Override{def}} })
	for name, c := range map[string]struct {
		message vendors.Message
		want    obj
	}{
		"alert":      {*message(func(m *vendors.Message) { m.Extension = "x" }), nextBody(obj{"clickAction": obj{"actionType": 0.0, "data": obj{"ext": "x"}}}, nil, nil)},
		"background": {vendors.Message{ID: "id", Silent: true, Extension: "x"}, nextBody(nil, nil, obj{"extraData": `{"ext":"x"}`})},
	} {
		requests, _, err := s.Build(&c.message, testTokens(1))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, vendortest.Object(t, requests[0].Body)); diff != "" {
			t.Errorf("%s: body (-want +got):\n%s", name, diff)
		}
	}
	if d := def.Harmony.Payload.Notification.ClickAction.Data; len(d) != 1 || d["d"] != "d" {
		t.Errorf("the defaults were changed: %v", d)
	}
}

func TestHarmonyRejects(t *testing.T) {
	t.Parallel()
	m := nextMock(t)
	res, err := m.Open().Send(t.Context(), message(func(m *vendors.Message) { m.DryRun = true }), testTokens(1))
	if err != nil || res.Outcomes[0].State != vendors.StateRejected || len(m.Seen()) != 0 {
		t.Errorf("dry run: %+v, %v, %d requests", res.Outcomes, err, len(m.Seen()))
	}
	for name, change := range map[string]func(*vendors.Message){
		"silent without data": func(m *vendors.Message) { m.Silent = true },
		"too large":           func(m *vendors.Message) { m.Body, m.Overflow = strings.Repeat("推", 1400), vendors.OverflowReject },
	} {
		if requests, _, err := nextMock(t).Open().Build(message(change), testTokens(1)); err == nil {
			t.Errorf("%s: %v", name, requests)
		}
	}
	requests, adjustments, err := nextMock(t).Open().Build(message(func(m *vendors.Message) { m.Body = strings.Repeat("推", 1400) }), testTokens(1))
	if err != nil || len(adjustments) != 1 || adjustments[0].Action != vendors.AdjustTruncated {
		t.Fatalf("%v, %+v", err, adjustments)
	}
	o := vendortest.Object(t, requests[0].Body)
	delete(o, "target")
	if text, ok := o["payload"].(obj)["notification"].(obj)["body"].(string); !ok || len(text) > 4096 || len(text) < 3800 {
		t.Errorf("the body has %d bytes", len(text))
	}
}

// What a v1 sender is given for v3 does not go out.
func TestHarmonyOptionsAtV1(t *testing.T) {
	t.Parallel()
	_, adjustments, err := newMock(t).Open().Build(message(func(m *vendors.Message) {
		m.Overrides = []vendors.Override{huawei.Options{Harmony: &huawei.Harmony{PushType: ptr(2)}}}
	}), testTokens(1))
	if err != nil || len(adjustments) != 1 || adjustments[0].Field != "options" {
		t.Errorf("%v, %+v", err, adjustments)
	}
}

// An option beside the texts does not lift the limit from them; texts an option gave go
// out as they are.
func TestHarmonyIsCutBesideOptions(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("汉", 2000)
	for name, c := range map[string]struct {
		notification huawei.HarmonyNotification
		cut          bool
	}{
		"another member": {huawei.HarmonyNotification{ForegroundShow: ptr(false)}, true},
		"the text":       {huawei.HarmonyNotification{Body: ptr(long)}, false},
	} {
		m := message(opt(huawei.Options{Harmony: &huawei.Harmony{Payload: &huawei.HarmonyPayload{Notification: &c.notification}}}))
		m.Body = long
		requests, _, err := nextMock(t).Open().Build(m, testTokens(1))
		if err != nil {
			t.Fatal(err)
		}
		if cut := !strings.Contains(requests[0].Body, long); cut != c.cut {
			t.Errorf("%s: cut %t, want %t", name, cut, c.cut)
		}
	}
}
