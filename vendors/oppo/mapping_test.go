package oppo_test

import (
	"context"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/oppo"
	"github.com/offpush/offpush/vendors/vendortest"
)

type obj = map[string]any

// plain is the notification of a message with a title and a body alone.
func plain() obj {
	return obj{"app_message_id": "id", "style": 1.0, "title": "t", "content": "b", "click_action_type": 0.0}
}

func message(change func(*vendors.Message)) *vendors.Message {
	m := &vendors.Message{ID: "id", Title: "t", Body: "b", Class: vendors.ClassMarketing}
	if change != nil {
		change(m)
	}
	return m
}

// with returns the plain notification with members set; a nil value takes one away.
func with(members obj) obj {
	n := plain()
	maps.Copy(n, members)
	maps.DeleteFunc(n, func(_ string, v any) bool { return v == nil })
	return n
}

func opt(o oppo.Options) func(*vendors.Message) {
	return func(m *vendors.Message) { m.Overrides = []vendors.Override{o} }
}

type mapping struct {
	change func(*vendors.Message)
	want   obj
	adjust string // "field:action field:action"
}

func service(m *vendors.Message) { m.Class, m.Category = vendors.ClassTransactional, "im" }

func TestMapping(t *testing.T) {
	t.Parallel()
	cases := map[string]mapping{
		"plain":                 {nil, nil, ""},
		"no ID":                 {func(m *vendors.Message) { m.ID = "" }, obj{"app_message_id": nil}, ""},
		"class unset":           {func(m *vendors.Message) { m.Class = "" }, nil, "class:defaulted"},
		"neutral category":      {service, obj{"category": "IM"}, ""},
		"vendor category":       {func(m *vendors.Message) { m.Category = "NEWS" }, obj{"category": "NEWS"}, ""},
		"conflict is sent":      {func(m *vendors.Message) { m.Category = "im" }, obj{"category": "IM"}, "category:conflict"},
		"unknown upper":         {func(m *vendors.Message) { m.Category = "Travel" }, obj{"category": "Travel"}, ""},
		"unknown neutral":       {func(m *vendors.Message) { m.Category = "travel" }, nil, "category:dropped"},
		"service, no category":  {func(m *vendors.Message) { m.Class = vendors.ClassTransactional }, nil, "class:dropped"},
		"older private channel": {func(m *vendors.Message) { m.Class, m.Channel = vendors.ClassTransactional, "c" }, obj{"channel_id": "c"}, ""},
		"level lock":            {func(m *vendors.Message) { service(m); m.Alert = vendors.AlertLock }, obj{"category": "IM", "notify_level": 2.0}, ""},
		"level full":            {func(m *vendors.Message) { service(m); m.Alert = vendors.AlertFull }, obj{"category": "IM", "notify_level": 16.0}, ""},
		"level bar":             {func(m *vendors.Message) { service(m); m.Alert = vendors.AlertBar }, obj{"category": "IM", "notify_level": 1.0}, ""},
		"level silent":          {func(m *vendors.Message) { service(m); m.Alert = vendors.AlertSilent }, obj{"category": "IM", "notify_level": 1.0}, "alert:clamped"},
		"loud marketing":        {func(m *vendors.Message) { m.Category, m.Alert = "news", vendors.AlertFull }, obj{"category": "NEWS", "notify_level": 1.0}, "alert:clamped"},
		"level, no category":    {func(m *vendors.Message) { m.Alert = vendors.AlertFull }, nil, "alert:dropped"},
		"title of 51":           {func(m *vendors.Message) { m.Title = strings.Repeat("推", 51) }, obj{"title": strings.Repeat("推", 49) + "…"}, "title:truncated"},
		"emoji count one":       {func(m *vendors.Message) { m.Title = strings.Repeat("😀", 50) }, obj{"title": strings.Repeat("😀", 50)}, ""},
		"body of 50":            {func(m *vendors.Message) { m.Body = strings.Repeat("x", 50) }, obj{"content": strings.Repeat("x", 50)}, ""},
		"body of 51":            {func(m *vendors.Message) { m.Body = strings.Repeat("x", 51) }, obj{"content": strings.Repeat("x", 51), "style": 2.0}, ""},
		"body of 129":           {func(m *vendors.Message) { m.Body = strings.Repeat("x", 129) }, obj{"content": strings.Repeat("x", 127) + "…", "style": 2.0}, "body:truncated"},
		"subtitle":              {func(m *vendors.Message) { m.Subtitle = "eleven signs" }, obj{"sub_title": "eleven si…"}, "subtitle:truncated"},
		"data":                  {func(m *vendors.Message) { m.Data = map[string]string{"k": "v&{+%"} }, obj{"action_parameters": `{"k":"v&{+%"}`}, ""},
		"extension over data":   {func(m *vendors.Message) { m.Extension, m.Data = "{}", map[string]string{"ext": "x"} }, obj{"action_parameters": `{"ext":"{}"}`}, "data.ext:conflict"},
		"ttl":                   {func(m *vendors.Message) { m.TTL = time.Second + 1 }, obj{"off_line": true, "off_line_ttl": 2.0}, ""},
		"ttl below zero":        {func(m *vendors.Message) { m.TTL = -time.Hour }, obj{"off_line": true, "off_line_ttl": 1.0}, "ttl:clamped"},
		"ttl too long":          {func(m *vendors.Message) { m.TTL = 241 * time.Hour }, obj{"off_line": true, "off_line_ttl": 864000.0}, "ttl:clamped"},
		"online only":           {func(m *vendors.Message) { m.OnlineOnly = true }, obj{"off_line": false}, ""},
		"online only, ttl":      {func(m *vendors.Message) { m.OnlineOnly, m.TTL = true, time.Hour }, obj{"off_line": false}, "ttl:conflict"},
		"collapse number":       {func(m *vendors.Message) { m.Collapse = "7" }, obj{"notify_id": 7.0}, ""},
		"collapse word":         {func(m *vendors.Message) { m.Collapse = "chat-42" }, obj{"notify_id": 330396546.0}, ""},
		"click url":             {func(m *vendors.Message) { m.Click = vendors.Click{Action: "url", Target: "https://x"} }, obj{"click_action_type": 2.0, "click_action_url": "https://x"}, ""},
		"click intent":          {func(m *vendors.Message) { m.Click = vendors.Click{Action: "intent", Target: "intent:#Intent;end"} }, obj{"click_action_type": 5.0, "click_action_url": "intent:#Intent;end"}, ""},
		"click page":            {func(m *vendors.Message) { m.Click = vendors.Click{Action: "page", Target: "com.example.Order"} }, obj{"click_action_type": 4.0, "click_action_activity": "com.example.Order"}, ""},
		"click page by URL":     {func(m *vendors.Message) { m.Click = vendors.Click{Action: "page", Target: "shop://order"} }, obj{"click_action_type": 5.0, "click_action_url": "shop://order"}, ""},
		"click app, target":     {func(m *vendors.Message) { m.Click = vendors.Click{Action: "app", Target: "x"} }, nil, "click.target:dropped"},
		"click unknown":         {func(m *vendors.Message) { m.Click.Action = "dance" }, nil, "click.action:dropped"},
		"receipt":               {func(m *vendors.Message) { m.Receipt = &vendors.Receipt{URL: "https://x", Param: "p"} }, obj{"call_back_url": "https://x", "call_back_parameter": "p"}, ""},
		"receipt id":            {func(m *vendors.Message) { m.Receipt = &vendors.Receipt{ID: "r"} }, nil, "receipt.id:dropped"},
		"template": {func(m *vendors.Message) {
			m.Template = &vendors.Template{ID: "T", TitleArgs: map[string]string{"a": "1"}, BodyArgs: map[string]string{"city": "北京"}}
		}, obj{"private_msg_template_id": "T", "private_title_parameters": `{"a":"1"}`, "private_content_parameters": `{"city":"北京"}`}, ""},
		"image of a single push": {func(m *vendors.Message) { m.Image = "6924" }, nil, "image:dropped"},
		"what OPPO has not": {func(m *vendors.Message) {
			m.Sound, m.Silent, m.Foreground, m.Test, m.Badge = "bell", true, ptr(true), true, &vendors.Badge{Add: 1, Set: ptr(2)}
			m.Priority = vendors.PriorityNormal
		}, nil, "priority:dropped sound:dropped badge.set:dropped badge.add:dropped silent:dropped foreground:dropped test:dropped"},
		"the system's sound": {func(m *vendors.Message) { m.Sound = "default" }, nil, ""},
		"title replaced": {func(m *vendors.Message) {
			m.Title = strings.Repeat("推", 60)
			opt(oppo.Options{Title: ptr(strings.Repeat("x", 60))})(m)
		}, obj{"title": strings.Repeat("x", 60)}, "title:overridden"},
		"ttl replaced": {func(m *vendors.Message) {
			m.TTL = 1000 * time.Hour
			opt(oppo.Options{OffLineTTL: ptr(int64(864001))})(m)
		}, obj{"off_line": true, "off_line_ttl": 864001.0}, "ttl:overridden"},
		"category replaced": {func(m *vendors.Message) { service(m); opt(oppo.Options{Category: ptr("order")})(m) }, obj{"category": "order"}, "category:overridden"},
		"level beside an option": {func(m *vendors.Message) {
			m.Class, m.Alert = vendors.ClassTransactional, vendors.AlertLock
			opt(oppo.Options{Category: ptr("ORDER")})(m)
		}, obj{"category": "ORDER", "notify_level": 2.0}, ""},
		"level without category": {opt(oppo.Options{NotifyLevel: ptr(2)}), obj{"notify_level": 2.0}, ""},
		"false and 0 are said":   {opt(oppo.Options{OffLine: ptr(false), NetworkType: ptr(0), NotifyID: ptr(int64(0))}), obj{"off_line": false, "network_type": 0.0, "notify_id": 0.0}, ""},
		"style of an option":     {func(m *vendors.Message) { m.Body = strings.Repeat("x", 60); opt(oppo.Options{Style: ptr(1)})(m) }, obj{"style": 1.0, "content": strings.Repeat("x", 49) + "…"}, "body:truncated"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := answering(t)
			res, err := m.Open().Send(context.Background(), message(c.change), testTokens(1))
			if err != nil || res.Accepted() != 1 {
				t.Fatalf("%+v, %v", res, err)
			}
			sent := vendortest.Object(t, vendortest.Form(t, m.To(pathOne)[0].Body).Get("message"))
			if diff := cmp.Diff(with(c.want), sent["notification"]); diff != "" {
				t.Errorf("notification (-want +got):\n%s", diff)
			}
			if got := told(t, res.Adjustments); got != c.adjust {
				t.Errorf("adjustments %q, want %q", got, c.adjust)
			}
		})
	}
}

func told(t *testing.T, adjustments []vendors.Adjustment) string {
	t.Helper()
	var out []string
	for _, a := range adjustments {
		out = append(out, a.Field+":"+string(a.Action))
		if a.Why.EN == "" || a.Why.ZH == "" {
			t.Errorf("adjustment %+v has no reason in both languages", a)
		}
	}
	return strings.Join(out, " ")
}

const everything = `{"app_message_id":"1","style":2,"title":"3","sub_title":"4","content":"5","big_picture_id":"6","small_picture_id":"7",
	"small_picture_url":"8","medium_picture_url":"9","big_picture_url":"10","click_action_type":11,"click_action_activity":"12",
	"click_action_url":"13","action_parameters":"14","show_time_type":15,"show_start_time":16,"show_end_time":17,"off_line":false,
	"off_line_ttl":18,"push_time_type":19,"push_start_time":20,"time_zone":"21","fix_speed":false,"fix_speed_rate":22,"network_type":23,
	"call_back_url":"24","call_back_parameter":"25","channel_id":"26","show_ttl":27,"notify_id":28,"badge_operation_type":29,
	"badge_message_count":30,"category":"31","notify_level":32,"private_msg_template_id":"33","private_title_parameters":"34",
	"private_content_parameters":"35","auditResponse":{"a":[1]},"verify_registration_id":true}`

// Every field of Options reaches a single push and a stored body under OPPO's name.
func TestEveryOptionIsSent(t *testing.T) {
	t.Parallel()
	o, err := oppo.DecodeOverride([]byte(everything))
	if err != nil {
		t.Fatal(err)
	}
	msg := &vendors.Message{Overrides: []vendors.Override{o}}
	m := answering(t)
	s := m.Open()
	if _, err := s.Send(context.Background(), msg, testTokens(1)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Broadcast(context.Background(), msg, vendors.Audience{All: true}); err != nil {
		t.Fatal(err)
	}
	want := vendortest.Object(t, everything)
	delete(want, "verify_registration_id")
	sent := vendortest.Object(t, vendortest.Form(t, m.To(pathOne)[0].Body).Get("message"))
	if diff := cmp.Diff(want, sent["notification"]); diff != "" || sent["verify_registration_id"] != true {
		t.Errorf("verify is %v, notification (-want +got):\n%s", sent["verify_registration_id"], diff)
	}
	saved := vendortest.Form(t, m.To(pathSave)[0].Body)
	saved.Del("auth_token")
	for name, value := range want {
		b, _ := json.Marshal(value)
		if got := saved.Get(name); got != strings.Trim(string(b), `"`) {
			t.Errorf("saved %s is %q, want %s", name, got, b)
		}
	}
	if len(saved) != len(want) {
		t.Errorf("saved %v, want the %d members of the notification", saved, len(want))
	}
	if _, err := oppo.DecodeOverride([]byte(`{"notifyLevel":1}`)); err == nil || !strings.Contains(err.Error(), "notify_level") {
		t.Errorf("error %v, want one that names notify_level", err)
	}
}

// What a call of OPPO's has no place for is told, not lost in silence.
func TestWhatACallCannotCarryIsTold(t *testing.T) {
	t.Parallel()
	ctx, yes, back := context.Background(), true, "https://push.example.com/cb/oppo"
	m := answering(t)
	s := m.Open()
	campaign := func(m *vendors.Message) {
		*m = *sale()
		m.Overrides = []vendors.Override{oppo.Options{VerifyRegistrationID: &yes}}
		m.Receipt = &vendors.Receipt{URL: back, Param: "job-7"}
	}
	res, err := s.Send(ctx, message(campaign), []vendors.Token{regid, "CN_fedcba9876543210fedcba9876543210"})
	if err != nil || told(t, res.Adjustments) != "verify_registration_id:dropped" {
		t.Errorf("a list: %+v, %v", res.Adjustments, err)
	}
	if f := vendortest.Form(t, m.To(pathSave)[0].Body); f.Has("verify_registration_id") || f.Get("call_back_url") != back || f.Get("call_back_parameter") != "job-7" {
		t.Errorf("a list stored %v", f)
	}
	_, adjustments, err := s.Broadcast(ctx, message(campaign), vendors.Audience{All: true})
	if err != nil || told(t, adjustments) != "verify_registration_id:dropped receipt.url:dropped" {
		t.Errorf("everybody: %+v, %v", adjustments, err)
	}
	if f := vendortest.Form(t, m.To(pathSave)[1].Body); f.Has("call_back_url") || f.Has("call_back_parameter") {
		t.Errorf("for everybody %v is stored", f)
	}
	res, err = s.SendToAliases(ctx, message(campaign), []vendors.Token{"u1"})
	if err != nil || told(t, res.Adjustments) != "receipt.url:dropped" {
		t.Errorf("an alias: %+v, %v", res.Adjustments, err)
	}
	if sent := vendortest.Object(t, vendortest.Form(t, m.To(pathOne)[0].Body).Get("message")); sent["verify_registration_id"] != true {
		t.Errorf("to one alias %v is sent", sent)
	}
}

// A picture is for broadcasts: to one phone too, and by its id.
func TestPictures(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	m := answering(t)
	s := m.Open()
	_, adjustments, err := s.Broadcast(ctx, message(func(m *vendors.Message) { m.Image, m.Body = "6924", strings.Repeat("x", 60) }), vendors.Audience{All: true})
	f := vendortest.Form(t, m.To(pathSave)[0].Body)
	if err != nil || f.Get("style") != "3" || f.Get("big_picture_id") != "6924" || f.Get("content") != strings.Repeat("x", 49)+"…" || told(t, adjustments) != "body:truncated" {
		t.Errorf("saved %v with %+v, %v", f, adjustments, err)
	}
	_, adjustments, err = s.Broadcast(ctx, message(func(m *vendors.Message) { m.Image = "https://x/y.png" }), vendors.Audience{All: true})
	if err != nil || told(t, adjustments) != "image:dropped" {
		t.Errorf("an address: %+v, %v", adjustments, err)
	}
	res, err := s.Send(ctx, message(func(m *vendors.Message) { m.Image = "6924" }), []vendors.Token{regid, "OPPO_IN_x"})
	if err != nil || res.Accepted() != 2 || len(m.To(pathOne)) != 0 || len(res.Adjustments) != 0 {
		t.Errorf("%+v, %v, %d single pushes, want broadcasts", res, err, len(m.To(pathOne)))
	}
}

func TestDefaultsOfTheCredential(t *testing.T) {
	t.Parallel()
	m := answering(t)
	s := m.Open(func(c *vendors.Config) {
		c.Defaults = &vendors.Message{
			Class: vendors.ClassTransactional, Category: "order", Channel: "c",
			Overrides: []vendors.Override{oppo.Options{Title: ptr("default"), NetworkType: ptr(1)}},
		}
	})
	msg := &vendors.Message{Title: "t", Body: "b", Overrides: []vendors.Override{oppo.Options{ShowTTL: ptr(int64(9))}}}
	if c := s.ClassOf(msg); c != vendors.ClassTransactional {
		t.Errorf("class %q, want the credential's", c)
	}
	if _, err := s.Send(context.Background(), msg, testTokens(1)); err != nil {
		t.Fatal(err)
	}
	sent := vendortest.Object(t, vendortest.Form(t, m.To(pathOne)[0].Body).Get("message"))["notification"]
	want := obj{"style": 1.0, "title": "t", "content": "b", "click_action_type": 0.0, "category": "ORDER", "channel_id": "c", "network_type": 1.0, "show_ttl": 9.0}
	if diff := cmp.Diff(want, sent); diff != "" {
		t.Errorf("notification (-want +got):\n%s", diff)
	}
}

func TestClassOf(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	for want, all := range map[vendors.Class][]*vendors.Message{
		vendors.ClassTransactional: {{Category: "im"}, {Category: "ORDER", Class: vendors.ClassMarketing}, {Class: vendors.ClassTransactional, Channel: "c"},
			{Category: "news", Overrides: []vendors.Override{oppo.Options{Category: ptr("TODO")}}}},
		vendors.ClassMarketing: {{}, {Category: "news", Class: vendors.ClassTransactional}, {Class: vendors.ClassTransactional}, {Category: "nobody"}},
	} {
		for _, m := range all {
			if got := s.ClassOf(m); got != want {
				t.Errorf("%+v: class %q, want %q", m, got, want)
			}
		}
	}
}

func TestNeverSent(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, c := range map[string]struct {
		change func(*vendors.Message)
		reason vendors.Reason
	}{
		"dry run":         {func(m *vendors.Message) { m.DryRun = true }, vendors.ReasonBadRequest},
		"no cutting":      {func(m *vendors.Message) { m.Title, m.Overflow = strings.Repeat("x", 51), vendors.OverflowReject }, vendors.ReasonPayloadTooLarge},
		"data is not cut": {func(m *vendors.Message) { m.Data = map[string]string{"k": strings.Repeat("v", 4000)} }, vendors.ReasonPayloadTooLarge},
		"long URL":        {func(m *vendors.Message) { m.Click = vendors.Click{Action: "url", Target: strings.Repeat("u", 2001)} }, vendors.ReasonPayloadTooLarge},
		"long page":       {func(m *vendors.Message) { m.Click = vendors.Click{Action: "page", Target: strings.Repeat("p", 501)} }, vendors.ReasonPayloadTooLarge},
		"long receipt":    {func(m *vendors.Message) { m.Receipt = &vendors.Receipt{URL: strings.Repeat("u", 201)} }, vendors.ReasonPayloadTooLarge},
		"long parameter":  {func(m *vendors.Message) { m.Receipt = &vendors.Receipt{Param: strings.Repeat("推", 101)} }, vendors.ReasonPayloadTooLarge},
	} {
		m := newMock(t)
		s := m.Open()
		res, err := s.Send(ctx, message(c.change), testTokens(2))
		each, err2 := s.SendEach(ctx, []vendors.Mail{{Message: message(c.change), Token: "t"}})
		cast, _, err3 := s.Broadcast(ctx, message(c.change), vendors.Audience{All: true})
		for _, o := range append(append(res.Outcomes, each.Outcomes...), cast) {
			if o.State != vendors.StateRejected || o.Reason != c.reason || o.Text == "" || err != nil || err2 != nil || err3 != nil {
				t.Errorf("%s: %+v, %v, want rejected with %s", name, o, err, c.reason)
			}
		}
		if len(res.Outcomes) != 2 || len(m.Seen()) != 0 {
			t.Errorf("%s: %d outcomes, %d requests", name, len(res.Outcomes), len(m.Seen()))
		}
	}
}
