package xiaomi_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
	"github.com/offpush/offpush/vendors/xiaomi"
)

// plain is what a message with a title, a body and a channel alone looks like as a form.
func plain() map[string]string {
	return map[string]string{
		"registration_id": string(testTokens(1)[0]), "restricted_package_name": "com.example.shop", "title": "t", "description": "b",
		"pass_through": "0", "notify_type": "-1", "notify_id": "926444257", "extra.jobkey": "id", "extra.channel_id": "1", "extra.notify_effect": "1",
	}
}

func message(change func(*vendors.Message)) *vendors.Message {
	m := &vendors.Message{ID: "id", Title: "t", Body: "b", Class: vendors.ClassMarketing, Channel: "1"}
	if change != nil {
		change(m)
	}
	return m
}

type form = map[string]string

// with returns the plain form with members set; "-" takes one away.
func with(members form) form {
	f := plain()
	maps.Copy(f, members)
	maps.DeleteFunc(f, func(_, v string) bool { return v == "-" })
	return f
}

func flat(values url.Values) form {
	f := form{}
	for k, v := range values {
		f[k] = strings.Join(v, "\x00")
	}
	return f
}

func opt(o xiaomi.Options) func(*vendors.Message) {
	return func(m *vendors.Message) { m.Overrides = []vendors.Override{o} }
}

type mapping struct {
	change func(*vendors.Message)
	want   form
	adjust string // "field:action field:action"
}

func TestMapping(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("推", 50)
	yes := true
	cases := map[string]mapping{
		"plain":               {nil, nil, ""},
		"class unset":         {func(m *vendors.Message) { m.Class = "" }, nil, "class:defaulted"},
		"category and class":  {func(m *vendors.Message) { m.Category = "im" }, nil, "category:conflict"},
		"title of 49":         {func(m *vendors.Message) { m.Title = long[:147] }, form{"title": long[:147]}, ""},
		"title of 50":         {func(m *vendors.Message) { m.Title = long }, form{"title": strings.Repeat("推", 48) + "…"}, "title:truncated"},
		"body of 128":         {func(m *vendors.Message) { m.Body = strings.Repeat("x", 128) }, form{"description": strings.Repeat("x", 126) + "…"}, "body:truncated"},
		"no texts":            {func(m *vendors.Message) { m.Title, m.Body = "", "" }, form{"title": "", "description": ""}, ""},
		"data":                {func(m *vendors.Message) { m.Data = map[string]string{"k": "v&{+%"} }, form{"payload": `{"k":"v&{+%"}`}, ""},
		"extension":           {func(m *vendors.Message) { m.Extension = `{"entity":{}}` }, form{"payload": `{"ext":"{\"entity\":{}}"}`}, ""},
		"extension over data": {func(m *vendors.Message) { m.Extension, m.Data = "{}", map[string]string{"ext": "x"} }, form{"payload": `{"ext":"{}"}`}, "data.ext:conflict"},
		"ttl":                 {func(m *vendors.Message) { m.TTL = time.Hour }, form{"time_to_live": "3600000"}, ""},
		"ttl rounds up":       {func(m *vendors.Message) { m.TTL = time.Millisecond + 1 }, form{"time_to_live": "2"}, ""},
		"ttl below zero":      {func(m *vendors.Message) { m.TTL = -time.Hour }, form{"time_to_live": "1"}, "ttl:clamped"},
		"public ttl":          {func(m *vendors.Message) { m.TTL = 48 * time.Hour }, form{"time_to_live": "86400000"}, "ttl:clamped"},
		"private ttl":         {func(m *vendors.Message) { m.Class, m.TTL = vendors.ClassTransactional, 240*time.Hour+1 }, form{"time_to_live": "864000000"}, "ttl:clamped"},
		"collapse number":     {func(m *vendors.Message) { m.Collapse = "7" }, form{"notify_id": "7"}, ""},
		"collapse word":       {func(m *vendors.Message) { m.Collapse = "chat-42" }, form{"notify_id": "330396546"}, ""},
		"long ID":             {func(m *vendors.Message) { m.ID = "an ID that is longer than twenty" }, form{"extra.jobkey": "ebe6ac4968202817ee54", "notify_id": "1225776038"}, "id:clamped"},
		"silent":              {func(m *vendors.Message) { m.Silent = true }, form{"pass_through": "1"}, "silent:conflict"},
		"alert silent":        {func(m *vendors.Message) { m.Alert = vendors.AlertSilent }, form{"notify_type": "0"}, ""},
		"alert full":          {func(m *vendors.Message) { m.Alert = vendors.AlertFull }, nil, ""},
		"alert lock":          {func(m *vendors.Message) { m.Alert = vendors.AlertLock }, form{"notify_type": "0"}, "alert:clamped"},
		"sound of the system": {func(m *vendors.Message) { m.Sound, m.Alert = "default", vendors.AlertSilent }, form{"notify_type": "1"}, ""},
		"sound of the app":    {func(m *vendors.Message) { m.Sound = "bell.mp3" }, form{"extra.sound_uri": "android.resource://com.example.shop/raw/bell"}, ""},
		"sound URI":           {func(m *vendors.Message) { m.Sound = "android.resource://x/raw/y" }, form{"extra.sound_uri": "android.resource://x/raw/y"}, ""},
		"click url":           {func(m *vendors.Message) { m.Click = vendors.Click{Action: "url", Target: "https://x?a=b&c"} }, form{"extra.notify_effect": "3", "extra.web_uri": "https://x?a=b&c"}, ""},
		"click intent":        {func(m *vendors.Message) { m.Click = vendors.Click{Action: "intent", Target: "intent:#Intent;end"} }, form{"extra.notify_effect": "2", "extra.intent_uri": "intent:#Intent;end"}, ""},
		"click page":          {func(m *vendors.Message) { m.Click = vendors.Click{Action: "page", Target: "com.example.shop.Order"} }, form{"extra.notify_effect": "2", "extra.intent_uri": "intent:#Intent;component=com.example.shop/com.example.shop.Order;end"}, ""},
		"click page by URI":   {func(m *vendors.Message) { m.Click = vendors.Click{Action: "page", Target: "shop://order/1"} }, form{"extra.notify_effect": "2", "extra.intent_uri": "shop://order/1"}, ""},
		"click app, target":   {func(m *vendors.Message) { m.Click = vendors.Click{Action: "app", Target: "x"} }, nil, "click.target:dropped"},
		"click unknown":       {func(m *vendors.Message) { m.Click.Action = "dance" }, nil, "click.action:dropped"},
		"in front":            {func(m *vendors.Message) { m.Foreground = &yes }, form{"extra.notify_foreground": "1"}, ""},
		"not in front":        {func(m *vendors.Message) { m.Foreground = new(bool) }, form{"extra.notify_foreground": "0"}, ""},
		"online only":         {func(m *vendors.Message) { m.OnlineOnly = true }, form{"extra.only_send_once": "1"}, ""},
		"receipt":             {func(m *vendors.Message) { m.Receipt = &vendors.Receipt{URL: "https://x", Param: "p"} }, form{"extra.callback": "https://x", "extra.callback.param": "p", "extra.callback.type": "1267"}, ""},
		"receipt id":          {func(m *vendors.Message) { m.Receipt = &vendors.Receipt{ID: "r"} }, nil, "receipt.id:dropped"},
		"template":            {func(m *vendors.Message) { m.Title, m.Body, m.Template = "", "", &vendors.Template{ID: "T"} }, form{"title": "-", "description": "-", "extra.template_id": "T"}, ""},
		"template and texts": {func(m *vendors.Message) {
			m.Template = &vendors.Template{ID: "T", TitleArgs: form{"a": "1"}, BodyArgs: form{"a": "2"}}
		}, form{"extra.template_id": "T", "extra.template_param": `{"a":"2"}`}, "template.a:conflict"},
		"what Xiaomi has not": {func(m *vendors.Message) {
			m.Subtitle, m.Image, m.Test, m.Badge, m.Priority = "s", "https://i", true, &vendors.Badge{Add: 1, Set: ptr(2)}, vendors.PriorityHigh
		}, nil, "priority:dropped subtitle:dropped image:dropped badge.set:dropped badge.add:dropped test:dropped"},
		"no channel":          {func(m *vendors.Message) { m.Channel = "" }, form{"extra.channel_id": "-"}, ""},
		"no channel, private": {func(m *vendors.Message) { m.Channel, m.Class, m.Category = "", vendors.ClassTransactional, "im" }, form{"extra.channel_id": "-"}, "category:dropped class:dropped"},
		"channel by an option": {func(m *vendors.Message) {
			m.Channel, m.Class, m.Category = "", vendors.ClassTransactional, "im"
			m.Overrides = []vendors.Override{xiaomi.Options{Extra: &xiaomi.Extra{ChannelID: ptr("9")}}}
		}, form{"extra.channel_id": "9"}, ""},
	}
	maps.Copy(cases, overridden())
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t).Say(pathSend, 200, success)
			res, err := m.Open().Send(context.Background(), message(c.change), testTokens(1))
			if err != nil || res.Accepted() != 1 {
				t.Fatalf("%+v, %v", res, err)
			}
			if diff := cmp.Diff(with(c.want), flat(vendortest.Form(t, m.To(pathSend)[0].Body))); diff != "" {
				t.Errorf("form (-want +got):\n%s", diff)
			}
			if got := told(t, res.Adjustments); got != c.adjust {
				t.Errorf("adjustments %q, want %q", got, c.adjust)
			}
		})
	}
}

// overridden are options in the place of neutral fields.
func overridden() map[string]mapping {
	return map[string]mapping{
		"title replaced": {func(m *vendors.Message) {
			m.Title = strings.Repeat("推", 60)
			opt(xiaomi.Options{Title: ptr(strings.Repeat("x", 60))})(m)
		}, form{"title": strings.Repeat("x", 60)}, "title:overridden"},
		"payload replaced": {func(m *vendors.Message) {
			m.Data = map[string]string{"k": strings.Repeat("v", 5000)}
			opt(xiaomi.Options{Payload: ptr("raw")})(m)
		}, form{"payload": "raw"}, "data:overridden"},
		"ttl below zero replaced": {func(m *vendors.Message) {
			m.TTL = -time.Hour
			opt(xiaomi.Options{TimeToLive: ptr(int64(5))})(m)
		}, form{"time_to_live": "5"}, "ttl:overridden"},
		"ttl replaced": {func(m *vendors.Message) {
			m.TTL = 1000 * time.Hour
			opt(xiaomi.Options{TimeToLive: ptr(int64(-5))})(m)
		}, form{"time_to_live": "-5"}, "ttl:overridden"},
		"jobkey replaced":   {opt(xiaomi.Options{Extra: &xiaomi.Extra{JobKey: ptr("")}}), form{"extra.jobkey": ""}, "id:overridden"},
		"zeros are said":    {opt(xiaomi.Options{NotifyType: ptr(0), NotifyID: ptr(int64(0)), PassThrough: ptr(0)}), form{"notify_type": "0", "notify_id": "0"}, ""},
		"several packages":  {opt(xiaomi.Options{RestrictedPackageName: ptr("a,b")}), form{"restricted_package_name": "a,b"}, ""},
		"custom and iOS":    {opt(xiaomi.Options{Custom: form{"my key": "v"}, APSProperFields: form{"badge": "1"}, CollapseKey: ptr("c")}), form{"extra.my key": "v", "aps_proper_fields.badge": "1", "collapse_key": "c"}, ""},
		"the same is quiet": {opt(xiaomi.Options{Title: ptr("t")}), nil, ""},
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

// Every field of Options reaches the form under Xiaomi's name, exactly as it was given.
func TestEveryOptionIsSent(t *testing.T) {
	t.Parallel()
	const given = `{"restricted_package_name":"p","title":"T","description":"D","payload":"P","pass_through":1,"notify_type":7,
		"notify_id":3,"time_to_live":4,"time_to_send":5,"collapse_key":"c","custom":{"k":"v"},"aps_proper_fields":{"a":"b"},
		"extra":{"channel_id":"1","channel_name":"2","channel_description":"3","template_id":"4","template_param":"5","notify_effect":6,
		"intent_uri":"7","web_uri":"8","notify_foreground":9,"sound_uri":"10","ticker":"11","badge":"12","flow_control":13,"jobkey":"14",
		"callback":"15","callback.param":"16","callback.type":17,"only_send_once":18,"locale":"19","locale_not_in":"20","model":"21",
		"model_not_in":"22","app_version":"23","app_version_not_in":"24","connpt":"25","notification_style_type":26,
		"notification_bigPic_uri":"27","notification_large_icon_uri":"28","notification_small_icon_uri":"29","notification_small_icon_color":"30",
		"notification_style_button_left":{"name":"31","notify_effect":32,"intent_uri":"33","intent_class":"34","web_uri":"35"},
		"notification_style_button_mid":{"name":"36"},"notification_style_button_right":{"web_uri":"37"}}}`
	want := form{
		"registration_id": string(testTokens(1)[0]), "restricted_package_name": "p", "title": "T", "description": "D", "payload": "P",
		"pass_through": "1", "notify_type": "7", "notify_id": "3", "time_to_live": "4", "time_to_send": "5", "collapse_key": "c",
		"extra.k": "v", "aps_proper_fields.a": "b",
		"extra.notification_style_button_left_name": "31", "extra.notification_style_button_left_notify_effect": "32",
		"extra.notification_style_button_left_intent_uri": "33", "extra.notification_style_button_left_intent_class": "34",
		"extra.notification_style_button_left_web_uri": "35", "extra.notification_style_button_mid_name": "36",
		"extra.notification_style_button_right_web_uri": "37",
	}
	var doc struct {
		Extra map[string]any `json:"extra"`
	}
	if err := json.Unmarshal([]byte(given), &doc); err != nil {
		t.Fatal(err)
	}
	for key, value := range doc.Extra {
		if _, button := value.(map[string]any); !button {
			b, _ := json.Marshal(value)
			want["extra."+key] = strings.Trim(string(b), `"`)
		}
	}
	o, err := xiaomi.DecodeOverride([]byte(given))
	if err != nil {
		t.Fatal(err)
	}
	m := newMock(t).Say(pathSend, 200, success)
	if _, err := m.Open().Send(context.Background(), &vendors.Message{Overrides: []vendors.Override{o}}, testTokens(1)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, flat(vendortest.Form(t, m.To(pathSend)[0].Body))); diff != "" {
		t.Errorf("form (-want +got):\n%s", diff)
	}
	if _, err := xiaomi.DecodeOverride([]byte(`{"extra":{"chanel_id":"1"}}`)); err == nil || !contains(err.Error(), "channel_id") {
		t.Errorf("error %v, want one that names channel_id", err)
	}
}

// Channels of the credentials serve messages that name none, by category before class.
func TestChannelsOfTheCredentials(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*vendors.Message){
		"10": func(m *vendors.Message) { m.Category = "im" },
		"20": func(m *vendors.Message) { m.Category = "order" },
		"30": nil,
		"40": func(m *vendors.Message) { m.Class = vendors.ClassMarketing },
		"50": func(m *vendors.Message) { m.Category, m.Channel = "im", "50" },
	} {
		m := newMock(t).Say(pathSend, 200, success)
		s := m.Open(func(c *vendors.Config) {
			c.Credentials["channels"] = "im=10, 订单及物流 = 20,transactional=30,marketing=40,"
		})
		msg := message(func(m *vendors.Message) { m.Channel, m.Class = "", vendors.ClassTransactional })
		if change != nil {
			change(msg)
		}
		res, err := s.Send(context.Background(), msg, testTokens(1))
		if got := vendortest.Form(t, m.To(pathSend)[0].Body).Get("extra.channel_id"); err != nil || got != want || len(res.Adjustments) != 0 {
			t.Errorf("channel %q, %v, adjustments %+v; want %s", got, err, res.Adjustments, want)
		}
	}
}

// A category that neither Xiaomi nor the credentials know goes nowhere, whichever way the
// message got its channel, and that is said.
func TestACategoryNobodyKnowsIsReported(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*vendors.Message)
		adjust string
	}{
		"by the class":            {func(m *vendors.Message) { m.Category = "BAD" }, "category:dropped"},
		"by the message":          {func(m *vendors.Message) { m.Category, m.Channel = "BAD", "50" }, "category:dropped"},
		"by the credentials":      {func(m *vendors.Message) { m.Category = "own" }, ""},
		"by Xiaomi's own of them": {func(m *vendors.Message) { m.Category = "im" }, ""},
		"by the options": {func(m *vendors.Message) {
			m.Category, m.Class = "BAD", vendors.ClassMarketing
			m.Overrides = []vendors.Override{xiaomi.Options{Extra: &xiaomi.Extra{ChannelID: ptr("8")}}}
		}, "category:dropped"},
	} {
		m := newMock(t).Say(pathSend, 200, success)
		s := m.Open(func(c *vendors.Config) { c.Credentials["channels"] = "own=10,transactional=30" })
		msg := message(func(m *vendors.Message) { m.Channel, m.Class = "", vendors.ClassTransactional })
		c.change(msg)
		res, err := s.Send(context.Background(), msg, testTokens(1))
		if got := told(t, res.Adjustments); err != nil || got != c.adjust {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.adjust)
		}
	}
}

func TestDefaultsOfTheCredential(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathSend, 200, success)
	s := m.Open(func(c *vendors.Config) {
		c.Defaults = &vendors.Message{
			Channel: "7", Class: vendors.ClassTransactional, Category: "im",
			Overrides: []vendors.Override{xiaomi.Options{Title: ptr("default"), Extra: &xiaomi.Extra{Ticker: ptr("tick"), ChannelID: ptr("8")}}},
		}
	})
	msg := &vendors.Message{ID: "id", Title: "t", Body: "b", Overrides: []vendors.Override{xiaomi.Options{Extra: &xiaomi.Extra{ConnPT: ptr("wifi")}}}}
	if c := s.ClassOf(msg); c != vendors.ClassTransactional {
		t.Errorf("class %q, want the credential's", c)
	}
	if _, err := s.Send(context.Background(), msg, testTokens(1)); err != nil {
		t.Fatal(err)
	}
	f := vendortest.Form(t, m.To(pathSend)[0].Body)
	want := form{"title": "t", "extra.ticker": "tick", "extra.connpt": "wifi", "extra.channel_id": "8"}
	for key, want := range want {
		if f.Get(key) != want {
			t.Errorf("%s is %q, want %q", key, f.Get(key), want)
		}
	}
}

func TestClassOf(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	for want, m := range map[vendors.Class][]*vendors.Message{
		vendors.ClassTransactional: {{Class: vendors.ClassTransactional, Category: "news"}, {Category: "im"}, {Category: "订单及物流"}},
		vendors.ClassMarketing:     {{}, {Category: "news"}, {Category: "nobody"}, {Channel: "1"}},
	} {
		for _, m := range m {
			if got := s.ClassOf(m); got != want {
				t.Errorf("%+v: class %q, want %q", m, got, want)
			}
		}
	}
}

func TestNeverSent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*vendors.Message)
		reason vendors.Reason
	}{
		"dry run":         {func(m *vendors.Message) { m.DryRun = true }, vendors.ReasonBadRequest},
		"no cutting":      {func(m *vendors.Message) { m.Title, m.Overflow = strings.Repeat("x", 50), vendors.OverflowReject }, vendors.ReasonPayloadTooLarge},
		"data is not cut": {func(m *vendors.Message) { m.Data = map[string]string{"k": strings.Repeat("v", 4090)} }, vendors.ReasonPayloadTooLarge},
		"long parameter": {func(m *vendors.Message) {
			m.Receipt = &vendors.Receipt{URL: "https://x", Param: strings.Repeat("推", 22)}
		}, vendors.ReasonPayloadTooLarge},
	} {
		m := newMock(t)
		s := m.Open()
		res, err := s.Send(context.Background(), message(c.change), testTokens(2))
		each, err2 := s.SendEach(context.Background(), []vendors.Mail{{Message: message(c.change), Token: "t"}})
		cast, _, err3 := s.Broadcast(context.Background(), message(c.change), vendors.Audience{All: true})
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

// A message without an ID gets a jobkey and a notify_id of its own each time: the next one
// neither hides behind it nor replaces it.
func TestMessagesWithoutIDDiffer(t *testing.T) {
	t.Parallel()
	m := newMock(t).Say(pathSend, 200, success)
	s := m.Open()
	for range 2 {
		if _, err := s.Send(context.Background(), message(func(m *vendors.Message) { m.ID = "" }), testTokens(1)); err != nil {
			t.Fatal(err)
		}
	}
	a, b := vendortest.Form(t, m.Seen()[0].Body), vendortest.Form(t, m.Seen()[1].Body)
	if a.Get("extra.jobkey") == b.Get("extra.jobkey") || a.Get("notify_id") == b.Get("notify_id") || len(a.Get("extra.jobkey")) != 20 {
		t.Errorf("jobkeys %q, %q, notify_ids %q, %q", a.Get("extra.jobkey"), b.Get("extra.jobkey"), a.Get("notify_id"), b.Get("notify_id"))
	}
}
