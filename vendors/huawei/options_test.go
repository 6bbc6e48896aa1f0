package huawei_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
	"github.com/offpush/offpush/vendors/vendortest"
)

func opt(o huawei.Options) func(*vendors.Message) {
	return func(m *vendors.Message) { m.Overrides = []vendors.Override{o} }
}

func TestOptionsWin(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]mapped{
		"over neutral fields": {
			change: func(m *vendors.Message) {
				m.TTL, m.Receipt, m.Sound, m.Test = time.Hour, &vendors.Receipt{ID: "a", Param: "b"}, "default", true
				m.Data, m.Badge, m.Category = map[string]string{"k": "v"}, &vendors.Badge{Add: 1}, "news"
				opt(huawei.Options{Data: ptr("D"), Android: &huawei.Android{
					Category: ptr("WORK"), TTL: ptr("12.5s"), BITag: ptr("B"), ReceiptID: ptr("A"), TargetUserType: ptr(0),
					Notification: &huawei.Notification{
						Title: ptr("T"), DefaultSound: ptr(false), Importance: ptr("HIGH"), Badge: &huawei.Badge{AddNum: ptr(100)},
						ClickAction: &huawei.ClickAction{Type: ptr(1), Action: ptr("x")},
					},
				}})(m)
			},
			top:          obj{"data": "D"},
			android:      obj{"category": "WORK", "ttl": "12.5s", "bi_tag": "B", "receipt_id": "A"},
			notification: obj{"title": "T", "default_sound": false, "importance": "HIGH", "badge": obj{"add_num": 100.0}, "click_action": obj{"type": 1.0, "action": "x"}},
			adjust: []string{
				"category:conflict", "data:overridden", "category:overridden", "ttl:overridden", "receipt.param:overridden",
				"receipt.id:overridden", "test:overridden", "title:overridden", "sound:overridden", "badge.add:overridden",
			},
		},
		"at the top, over neutral fields": {
			change: func(m *vendors.Message) {
				m.Image = "https://x/1.png"
				opt(huawei.Options{Notification: &huawei.CommonNotification{Title: ptr("T"), Image: ptr("https://x/2.png")}})(m)
			},
			top:          obj{"notification": obj{"title": "T", "image": "https://x/2.png"}},
			notification: obj{"title": nil}, adjust: []string{"title:overridden", "image:overridden"},
		},
		"data for Android, over neutral data": {
			change: func(m *vendors.Message) {
				m.Data = map[string]string{"k": "v"}
				opt(huawei.Options{Android: &huawei.Android{Data: ptr("{}")}})(m)
			},
			android: obj{"data": "{}"}, adjust: []string{"data:overridden"},
		},
		"add over a badge that is set": {
			change: func(m *vendors.Message) {
				m.Badge = &vendors.Badge{Set: ptr(5)}
				opt(huawei.Options{Android: &huawei.Android{Notification: &huawei.Notification{Badge: &huawei.Badge{AddNum: ptr(5)}}}})(m)
			},
			notification: obj{"badge": obj{"add_num": 5.0}}, adjust: []string{"badge.set:overridden"},
		},
		"set over a badge that is added to": {
			change: func(m *vendors.Message) {
				m.Badge = &vendors.Badge{Add: 1}
				opt(huawei.Options{Android: &huawei.Android{Notification: &huawei.Notification{Badge: &huawei.Badge{SetNum: ptr(0)}}}})(m)
			},
			notification: obj{"badge": obj{"set_num": 0.0}}, adjust: []string{"badge.add:overridden"},
		},
		"a sound over the default one": {
			change: func(m *vendors.Message) {
				m.Sound = "default"
				opt(huawei.Options{Android: &huawei.Android{Notification: &huawei.Notification{Sound: ptr("/raw/bell")}}})(m)
			},
			notification: obj{"sound": "/raw/bell"}, adjust: []string{"sound:overridden"},
		},
		"an id over a collapse word": {
			change: func(m *vendors.Message) {
				m.Collapse = "chat-42"
				opt(huawei.Options{Android: &huawei.Android{Notification: &huawei.Notification{NotifyID: ptr(int64(7))}}})(m)
			},
			notification: obj{"notify_id": 7.0}, adjust: []string{"collapse:overridden"},
		},
		"say the same": {change: opt(huawei.Options{Android: &huawei.Android{Notification: &huawei.Notification{Title: ptr("t")}}})},
		"out of range": {change: opt(huawei.Options{Android: &huawei.Android{CollapseKey: ptr(101), TTL: ptr("abc")}}), android: obj{"collapse_key": 101.0, "ttl": "abc"}},
		"click action is replaced whole": {
			change: func(m *vendors.Message) {
				m.Click = vendors.Click{Action: "url", Target: "https://x"}
				opt(huawei.Options{Android: &huawei.Android{Notification: &huawei.Notification{ClickAction: &huawei.ClickAction{Type: ptr(3)}}}})(m)
			},
			adjust: []string{"click.action:overridden"},
		},
		"not cut": {
			change:       opt(huawei.Options{Android: &huawei.Android{Notification: &huawei.Notification{Body: ptr(strings.Repeat("推", 2000))}}}),
			notification: obj{"body": strings.Repeat("推", 2000)}, adjust: []string{"body:overridden"},
		},
		"silent with options alone": {
			change: func(m *vendors.Message) {
				*m = vendors.Message{Silent: true, Overrides: []vendors.Override{&huawei.Options{Android: &huawei.Android{Data: ptr("raw")}}}}
			},
			android: obj{"category": nil, "bi_tag": nil, "data": "raw"}, notification: silent(),
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
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]any{"k": "v"}))
	case reflect.Interface:
		v.Set(reflect.ValueOf("any"))
	case reflect.String:
		v.SetString("text")
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Float64:
		v.SetFloat(0.5)
	}
}

// Every field of Options reaches the wire as given, false included.
func TestEveryOptionReachesTheWire(t *testing.T) {
	t.Parallel()
	var o huawei.Options
	fill(reflect.ValueOf(&o).Elem())
	o.Harmony = nil // v3's
	requests, _, err := newMock(t).Open().Build(message(opt(o)), testTokens(1))
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	want := vendortest.Object(t, string(written))
	request := vendortest.Object(t, requests[0].Body)
	got := request["message"].(map[string]any)
	delete(got, "token")
	got["validate_only"], got["review"] = request["validate_only"], request["review"]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("request (-options +sent):\n%s", diff)
	}
	if want["android"].(map[string]any)["notification"].(map[string]any)["foreground_show"] != false {
		t.Error("the options under test do not say false")
	}
	back, err := huawei.DecodeOverride(written)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(o, back); diff != "" {
		t.Errorf("options read back (-given +read):\n%s", diff)
	}
}

func TestDefaultsStandBelowTheMessage(t *testing.T) {
	t.Parallel()
	def := &vendors.Message{
		TTL: time.Hour, Category: "order", Class: vendors.ClassTransactional,
		Overrides: []vendors.Override{huawei.Options{Android: &huawei.Android{
			Urgency: ptr("HIGH"), Category: ptr("WORK"), ReceiptID: ptr("DEF"),
			Notification: &huawei.Notification{Icon: ptr("/raw/icon"), Title: ptr("default title"), Badge: &huawei.Badge{Class: ptr("com.example.Main")}},
		}}},
	}
	s := newMock(t).Open(func(c *vendors.Config) { c.Defaults = def })
	msg := &vendors.Message{
		ID: "id", Title: "own", Body: "b", Badge: &vendors.Badge{Add: 2},
		Overrides: []vendors.Override{huawei.Options{Android: &huawei.Android{Urgency: ptr("NORMAL")}}},
	}
	requests, _, err := s.Build(msg, testTokens(1))
	if err != nil {
		t.Fatal(err)
	}
	want := body(false, nil, obj{"category": "WORK", "ttl": "3600s", "urgency": "NORMAL", "receipt_id": "DEF"},
		obj{"title": "own", "icon": "/raw/icon", "badge": obj{"add_num": 2.0, "class": "com.example.Main"}})
	if diff := cmp.Diff(want, vendortest.Object(t, requests[0].Body)); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	if d := def.Overrides[0].(huawei.Options); *d.Android.Urgency != "HIGH" || d.Android.Notification.Badge.AddNum != nil {
		t.Errorf("the defaults were changed: %+v", d.Android)
	}
	if class := s.ClassOf(msg); class != vendors.ClassTransactional {
		t.Errorf("class %q, want that of the default category", class)
	}
	own := *msg
	own.Category, own.Receipt = "news", &vendors.Receipt{ID: "own"}
	requests, _, err = s.Build(&own, testTokens(1))
	if err != nil {
		t.Fatal(err)
	}
	android := vendortest.Object(t, requests[0].Body)["message"].(map[string]any)["android"].(map[string]any)
	if android["category"] != "MARKETING" || android["receipt_id"] != "own" {
		t.Errorf("category %v, receipt %v; the message's own words win over default options", android["category"], android["receipt_id"])
	}
}

// What a credential says of notifications makes none of a data message, and gives way to
// what the message says in another member.
func TestDefaultsGiveWay(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open(func(c *vendors.Config) {
		c.Defaults = &vendors.Message{Overrides: []vendors.Override{huawei.Options{
			Notification: &huawei.CommonNotification{Title: ptr("d")},
			Android: &huawei.Android{BITag: ptr("campaign"), Data: ptr("d"), Notification: &huawei.Notification{
				ChannelID: ptr("d"), NotifyID: ptr(int64(1)), Badge: &huawei.Badge{AddNum: ptr(1)},
			}},
		}}}
	})
	for name, c := range map[string]struct {
		message vendors.Message
		want    obj
	}{
		"data message": {
			vendors.Message{Silent: true, Extension: "x"},
			body(false, obj{"data": `{"ext":"x"}`}, obj{"category": nil, "bi_tag": "campaign"}, silent()),
		},
		"notification": {
			vendors.Message{Title: "t", Body: "b", Extension: "x", Collapse: "word", Badge: &vendors.Badge{Set: ptr(2)}},
			body(false, obj{"data": `{"ext":"x"}`}, obj{"bi_tag": "campaign"}, obj{"channel_id": "d", "tag": "word", "badge": obj{"set_num": 2.0}}),
		},
	} {
		requests, _, err := s.Build(&c.message, testTokens(1))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, vendortest.Object(t, requests[0].Body)); diff != "" {
			t.Errorf("%s: request (-want +got):\n%s", name, diff)
		}
	}
}
