package huawei_test

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
	"github.com/offpush/offpush/vendors/vendortest"
)

func ptr[T any](v T) *T { return &v }

type obj = map[string]any

// plain is what a message with a title and a body alone looks like on the wire, its
// Android part and its notification.
func plain() (android, notification obj) {
	return obj{"category": "MARKETING", "bi_tag": "id", "target_user_type": 0.0},
		obj{"title": "t", "body": "b", "importance": "NORMAL", "click_action": obj{"type": 3.0}}
}

func message(change func(*vendors.Message)) *vendors.Message {
	m := &vendors.Message{ID: "id", Title: "t", Body: "b", Class: vendors.ClassMarketing}
	if change != nil {
		change(m)
	}
	return m
}

// body is the plain request with members set at three levels; a nil value takes one
// away, a nil notification makes a data message.
func body(only bool, top, android, notification obj) obj {
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
	m := obj{"android": a, "token": []any{"IQAAAACy0demoToken00001"}}
	set(m, top)
	return obj{"validate_only": only, "message": m}
}

// silent marks a data message for body.
func silent() obj { return obj{"-": true} }

type mapped struct {
	change       func(*vendors.Message)
	top          obj
	android      obj
	notification obj
	adjust       []string // field:action
}

// urgent makes a data message of a priority.
func urgent(p vendors.Priority) func(*vendors.Message) {
	return func(m *vendors.Message) {
		m.Silent, m.Title, m.Body, m.Data, m.Priority = true, "", "", map[string]string{"k": "v"}, p
	}
}

func TestMapping(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]mapped{
		"plain":                        {},
		"service category":             {change: func(m *vendors.Message) { m.Class, m.Category = vendors.ClassTransactional, "im" }, android: obj{"category": "IM"}},
		"vendor category":              {change: func(m *vendors.Message) { m.Class, m.Category = vendors.ClassTransactional, "DEVICE_REMINDER" }, android: obj{"category": "DEVICE_REMINDER"}},
		"marketing word":               {change: func(m *vendors.Message) { m.Category = "news" }},
		"class unset":                  {change: func(m *vendors.Message) { m.Class = "" }, adjust: []string{"class:defaulted"}},
		"class by category":            {change: func(m *vendors.Message) { m.Class, m.Category = "", "order" }, android: obj{"category": "EXPRESS"}, adjust: []string{"class:defaulted"}},
		"service without category":     {change: func(m *vendors.Message) { m.Class = vendors.ClassTransactional }, android: obj{"category": nil}, adjust: []string{"class:dropped"}},
		"conflict is sent":             {change: func(m *vendors.Message) { m.Category = "im" }, android: obj{"category": "IM"}, adjust: []string{"category:conflict"}},
		"service said, marketing word": {change: func(m *vendors.Message) { m.Class, m.Category = vendors.ClassTransactional, "MARKETING" }, adjust: []string{"category:conflict"}},
		"unknown upper":                {change: func(m *vendors.Message) { m.Category = "FOO" }, android: obj{"category": "FOO"}},
		"unknown neutral":              {change: func(m *vendors.Message) { m.Category = "weather" }, adjust: []string{"category:dropped"}},
		"ttl 1 h":                      {change: func(m *vendors.Message) { m.TTL = time.Hour }, android: obj{"ttl": "3600s"}},
		"ttl rounds up":                {change: func(m *vendors.Message) { m.TTL = 90*time.Second + 1 }, android: obj{"ttl": "91s"}},
		"ttl below zero":               {change: func(m *vendors.Message) { m.TTL = -time.Hour }, android: obj{"ttl": "1s"}, adjust: []string{"ttl:clamped"}},
		"ttl too long":                 {change: func(m *vendors.Message) { m.TTL = 16 * 24 * time.Hour }, android: obj{"ttl": "1296000s"}, adjust: []string{"ttl:clamped"}},
		"data":                         {change: func(m *vendors.Message) { m.Data = map[string]string{"k": `v&<"`} }, top: obj{"data": `{"k":"v&<\""}`}},
		"extension":                    {change: func(m *vendors.Message) { m.Extension = `{"entity":{}}` }, top: obj{"data": `{"ext":"{\"entity\":{}}"}`}},
		"extension conflict":           {change: func(m *vendors.Message) { m.Extension, m.Data = "{}", map[string]string{"ext": "x"} }, top: obj{"data": `{"ext":"{}"}`}, adjust: []string{"data.ext:conflict"}},
		"click url":                    {change: func(m *vendors.Message) { m.Click = vendors.Click{Action: "url", Target: "https://x"} }, notification: obj{"click_action": obj{"type": 2.0, "url": "https://x"}}},
		"click intent":                 {change: func(m *vendors.Message) { m.Click = vendors.Click{Action: "intent", Target: "intent:#Intent;end"} }, notification: obj{"click_action": obj{"type": 1.0, "intent": "intent:#Intent;end"}}},
		"click page":                   {change: func(m *vendors.Message) { m.Click = vendors.Click{Action: "page", Target: "com.example.DETAIL"} }, notification: obj{"click_action": obj{"type": 1.0, "action": "com.example.DETAIL"}}},
		"click unknown":                {change: func(m *vendors.Message) { m.Click = vendors.Click{Action: "dance", Target: "x"} }, adjust: []string{"click.action:dropped"}},
		"click app with target":        {change: func(m *vendors.Message) { m.Click.Target = "x" }, adjust: []string{"click.target:dropped"}},
		"collapse number":              {change: func(m *vendors.Message) { m.Collapse = "7" }, android: obj{"collapse_key": 7.0}, notification: obj{"tag": "7"}},
		"collapse word":                {change: func(m *vendors.Message) { m.Collapse = "chat-42" }, notification: obj{"tag": "chat-42"}},
		"collapse beyond the groups":   {change: func(m *vendors.Message) { m.Collapse = "101" }, notification: obj{"tag": "101"}},
		"collapse zero is no group":    {change: func(m *vendors.Message) { m.Collapse = "0" }, notification: obj{"tag": "0"}},
		"receipt":                      {change: func(m *vendors.Message) { m.Receipt = &vendors.Receipt{ID: "RCP1", Param: "job-7"} }, android: obj{"receipt_id": "RCP1", "bi_tag": "job-7"}},
		"receipt url":                  {change: func(m *vendors.Message) { m.Receipt = &vendors.Receipt{URL: "https://x"} }, adjust: []string{"receipt.url:dropped"}},
		"foreground false":             {change: func(m *vendors.Message) { m.Foreground = ptr(false) }, notification: obj{"foreground_show": false}},
		"foreground true":              {change: func(m *vendors.Message) { m.Foreground = ptr(true) }, notification: obj{"foreground_show": true}},
		"badge add":                    {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Add: 3} }, notification: obj{"badge": obj{"add_num": 3.0}}},
		"badge add 100":                {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Add: 100} }, notification: obj{"badge": obj{"add_num": 99.0}}, adjust: []string{"badge.add:clamped"}},
		"badge less":                   {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Add: -1} }, adjust: []string{"badge.add:dropped"}},
		"badge set 0":                  {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Set: ptr(0)} }, notification: obj{"badge": obj{"set_num": 0.0}}},
		"badge set -1":                 {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Set: ptr(-1)} }, notification: obj{"badge": obj{"set_num": 0.0}}, adjust: []string{"badge.set:clamped"}},
		"badge both":                   {change: func(m *vendors.Message) { m.Badge = &vendors.Badge{Set: ptr(5), Add: 1} }, notification: obj{"badge": obj{"set_num": 5.0}}, adjust: []string{"badge.add:dropped"}},
		"alert silent":                 {change: func(m *vendors.Message) { m.Alert = vendors.AlertSilent }, notification: obj{"importance": "LOW"}},
		"alert full":                   {change: func(m *vendors.Message) { m.Alert = vendors.AlertFull }},
		"alert lock":                   {change: func(m *vendors.Message) { m.Alert = vendors.AlertLock }, adjust: []string{"alert:clamped"}},
		"sound":                        {change: func(m *vendors.Message) { m.Sound = "default" }, notification: obj{"default_sound": true}},
		"sound of the app":             {change: func(m *vendors.Message) { m.Sound = "bell.mp3" }, notification: obj{"default_sound": false, "sound": "/raw/bell"}},
		"sound as Huawei names it":     {change: func(m *vendors.Message) { m.Sound = "/raw/bell" }, notification: obj{"default_sound": false, "sound": "/raw/bell"}},
		"channel":                      {change: func(m *vendors.Message) { m.Channel = "news" }, notification: obj{"channel_id": "news"}},
		"image":                        {change: func(m *vendors.Message) { m.Image = "https://x/i.png" }, notification: obj{"image": "https://x/i.png"}},
		"image by http":                {change: func(m *vendors.Message) { m.Image = "http://x/i.png" }, adjust: []string{"image:dropped"}},
		"test":                         {change: func(m *vendors.Message) { m.Test = true }, android: obj{"target_user_type": 1.0}},
		"no id":                        {change: func(m *vendors.Message) { m.ID = "" }, android: obj{"bi_tag": nil}},
		"silent": {
			change: func(m *vendors.Message) {
				m.Silent, m.Title, m.Body, m.Data, m.Collapse = true, "", "", map[string]string{"k": "v"}, "9"
			},
			top: obj{"data": `{"k":"v"}`}, android: obj{"category": nil, "collapse_key": 9.0}, notification: silent(),
		},
		"silent with texts": {
			change: func(m *vendors.Message) { m.Silent, m.Extension, m.Collapse, m.Category = true, "x", "chat", "im" },
			top:    obj{"data": `{"ext":"x"}`}, android: obj{"category": "IM"}, notification: silent(),
			adjust: []string{"category:conflict", "title:dropped", "body:dropped", "collapse:dropped"},
		},
		"silent with what a notification looks like": {
			change: func(m *vendors.Message) {
				*m = vendors.Message{ID: "id", Silent: true, Extension: "x"}
				m.Channel, m.Alert, m.Sound, m.Badge = "c", vendors.AlertFull, "bell", &vendors.Badge{Add: 1}
				m.Click, m.Foreground = vendors.Click{Action: "page", Target: "p"}, ptr(false)
			},
			top: obj{"data": `{"ext":"x"}`}, android: obj{"category": nil}, notification: silent(),
			adjust: []string{
				"channel:dropped", "alert:dropped", "sound:dropped", "badge:dropped", "click.action:dropped",
				"click.target:dropped", "foreground:dropped",
			},
		},
		"urgent data":  {change: urgent(vendors.PriorityHigh), top: obj{"data": `{"k":"v"}`}, android: obj{"category": nil, "urgency": "HIGH"}, notification: silent()},
		"patient data": {change: urgent(vendors.PriorityNormal), top: obj{"data": `{"k":"v"}`}, android: obj{"category": nil, "urgency": "NORMAL"}, notification: silent()},
		"odd priority": {change: urgent("whenever"), top: obj{"data": `{"k":"v"}`}, android: obj{"category": nil}, notification: silent(), adjust: []string{"priority:dropped"}},
		"urgency of an option": {
			change: func(m *vendors.Message) {
				urgent(vendors.PriorityHigh)(m)
				m.Overrides = []vendors.Override{huawei.Options{Android: &huawei.Android{Urgency: ptr("NORMAL")}}}
			},
			top: obj{"data": `{"k":"v"}`}, android: obj{"category": nil, "urgency": "NORMAL"}, notification: silent(), adjust: []string{"priority:overridden"},
		},
		"urgent notification": {change: func(m *vendors.Message) { m.Priority = vendors.PriorityHigh }, adjust: []string{"priority:dropped"}},
		"nothing of Huawei's": {
			change: func(m *vendors.Message) {
				m.Subtitle, m.OnlineOnly, m.Template = "s", true, &vendors.Template{ID: "x"}
			},
			adjust: []string{"subtitle:dropped", "template:dropped", "online_only:dropped"},
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
	if diff := cmp.Diff(body(false, c.top, c.android, c.notification), vendortest.Object(t, requests[0].Body)); diff != "" {
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

func TestClassOf(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	const service, marketing = vendors.ClassTransactional, vendors.ClassMarketing
	for name, c := range map[string]struct {
		msg  vendors.Message
		want vendors.Class
	}{
		"nothing":             {vendors.Message{}, marketing},
		"category":            {vendors.Message{Category: "im"}, service},
		"class alone":         {vendors.Message{Class: service}, marketing}, // what Huawei makes of it
		"unknown category":    {vendors.Message{Class: service, Category: "FOO"}, marketing},
		"contradiction":       {vendors.Message{Class: marketing, Category: "IM"}, service},
		"data message":        {vendors.Message{Class: service, Silent: true}, service},
		"option":              {vendors.Message{Category: "im", Overrides: []vendors.Override{huawei.Options{Android: &huawei.Android{Category: ptr("MARKETING")}}}}, marketing},
		"option of no choice": {vendors.Message{Category: "im", Overrides: []vendors.Override{huawei.Options{}}}, service},
	} {
		if got := s.ClassOf(&c.msg); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestNeverSent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*vendors.Message)
		reason vendors.Reason
	}{
		"long body, reject":        {func(m *vendors.Message) { m.Body, m.Overflow = strings.Repeat("推", 1400), vendors.OverflowReject }, vendors.ReasonPayloadTooLarge},
		"data is never cut":        {func(m *vendors.Message) { m.Data = map[string]string{"k": strings.Repeat("值", 1400)} }, vendors.ReasonPayloadTooLarge},
		"silent data is never cut": {func(m *vendors.Message) { m.Silent, m.Data = true, map[string]string{"k": strings.Repeat("v", 4096)} }, vendors.ReasonPayloadTooLarge},
		"silent without data":      {func(m *vendors.Message) { m.Silent = true }, vendors.ReasonBadRequest},
		"options that are no JSON": {opt(huawei.Options{APNs: map[string]any{"f": func() {}}}), vendors.ReasonRequestBuildFailed},
		"review that is no JSON":   {opt(huawei.Options{Review: []huawei.Review{{Result: func() {}}}}), vendors.ReasonRequestBuildFailed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t)
			res, err := m.Open().Send(context.Background(), message(c.change), testTokens(2))
			if (err != nil) != (c.reason == vendors.ReasonRequestBuildFailed) {
				t.Errorf("error %v", err)
			}
			for _, o := range res.Outcomes {
				if o.State != vendors.StateRejected || o.Reason != c.reason || o.Text == "" || o.Retryable() || o.Token == "" {
					t.Errorf("outcome %+v, want rejected with %s and a text", o, c.reason)
				}
			}
			if len(m.Seen()) != 0 || len(res.Outcomes) != 2 {
				t.Errorf("%d requests went out, %d outcomes", len(m.Seen()), len(res.Outcomes))
			}
			if _, _, err := m.Open().Build(message(c.change), testTokens(1)); err == nil {
				t.Error("Build shows a request that Send does not make")
			}
		})
	}
}
