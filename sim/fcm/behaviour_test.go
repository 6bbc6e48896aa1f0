package fcm_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim/device"
)

// Names may be snake_case or lowerCamelCase, and nothing between.
func TestNamesOfFields(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"collapse_key": "200", "collapseKey": "200", "CollapseKey": "400", "collapse_Key": "400", "collapsekey": "400", "COLLAPSE_KEY": "400",
	} {
		w := open(t, options{})
		if got := w.send(w.Phone("p"), fields{"message.android": fields{name: "k"}}); !strings.HasPrefix(got.said(), want) {
			t.Errorf("%s: %s, want %s", name, got.said(), want)
		}
	}
}

// Of a member that is repeated the last one counts, and only that.
func TestRepeatedMembers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ members, want string }{
		{`"token":"###","token":"PHONE"`, "200"},
		{`"token":"PHONE","token":"###"`, "400 INVALID_ARGUMENT INVALID_ARGUMENT"},
		{`"token":"PHONE","token":null`, "400 INVALID_ARGUMENT @message INVALID_ARGUMENT"},
		{`"token":"PHONE","topic":"a","topic":null`, "200"},
		{`"token":"PHONE","topic":"a","topic":"b"`, "400 INVALID_ARGUMENT @message"},
		{`"token":"PHONE","android":{"ttl":60,"ttl":"60s"}`, "200"},
		{`"token":"PHONE","android":{"ttl":"60s","ttl":60}`, "400 INVALID_ARGUMENT @message.android.ttl"},
		{`"token":"PHONE","android":{"collapse_key":1,"collapseKey":"b"}`, "200"},
		{`"token":"PHONE","data":{"from":"x"},"data":{"a":"x"}`, "200"},
		{`"token":"PHONE","data":{"k":"` + strings.Repeat("x", 4000) + `","k":"` + strings.Repeat("y", 4000) + `"}`, "200"},
	} {
		w := open(t, options{})
		body := `{"message":{` + strings.ReplaceAll(tt.members, "PHONE", w.Phone("p")) + `}}`
		if got := w.at(http.MethodPost, w.path(), w.head(), body).said(); got != tt.want {
			t.Errorf("%.80s: %s, want %s", tt.members, got, tt.want)
		}
	}
}

func TestTypesOfFields(t *testing.T) {
	t.Parallel()
	ok, bad := "200", "400 INVALID_ARGUMENT @"
	for _, tt := range []struct {
		path  string
		value any
		want  string
	}{
		{"message.android.ttl", "2419200s", ok},
		{"message.android.ttl", "90.500000000s", ok},
		{"message.android.ttl", "0s", ok},
		{"message.android.ttl", nil, ok},
		{"message.android.ttl", 60, bad + "message.android.ttl"},
		{"message.android.ttl", "60", bad + "message.android.ttl"},
		{"message.android.ttl", "1.0000000001s", bad + "message.android.ttl"},
		{"message.android.priority", "high", ok},
		{"message.android.priority", "HIGH", ok},
		{"message.android.priority", "URGENT", bad + "message.android.priority"},
		{"message.android.notification.notification_count", 3, ok},
		{"message.android.notification.notification_count", "3", ok},
		{"message.android.notification.notification_count", 3.5, bad + "message.android.notification.notification_count"},
		{"message.android.notification.notification_count", 1 << 40, bad + "message.android.notification.notification_count"},
		{"message.android.notification.sticky", "true", bad + "message.android.notification.sticky"},
		{"message.android.notification.event_time", "yesterday", bad + "message.android.notification.event_time"},
		{"message.android.notification.vibrate_timings", []string{"1s", "x"}, bad + "message.android.notification.vibrate_timings[1]"},
		{"message.android.notification.body_loc_args", []any{"a", 1}, bad + "message.android.notification.body_loc_args[1]"},
		{"message.android.data", fields{"a": true}, bad + "message.android.data[0].value"},
		{"message.apns.payload", "x", bad + "message.apns.payload"},
		{"message.android", []any{}, bad + "message.android"},
		{"message.topic", "news", bad + "message"}, // a second target
		{"message.android_v2", fields{"remote_notification": fields{}, "background_sync": fields{}}, bad + "message.android_v2"},
	} {
		w := open(t, options{})
		m := fields{tt.path: tt.value}
		if strings.HasPrefix(tt.path, "message.android.") {
			m["message.android.direct_boot_ok"] = true
		}
		if got := w.send(w.Phone("p"), m).said(); got != tt.want {
			t.Errorf("%s = %v: %s, want %s", tt.path, tt.value, got, tt.want)
		}
	}
}

// The edges of the sizes are exact.
func TestSizes(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p")
	merged := ofSize(10)
	merged["message.android"] = fields{"data": fields{"k": strings.Repeat("中", 1365)}} // 1 + 3 x 1365 = 4096, in place of message.data
	for _, tt := range []struct {
		name string
		m    fields
		want string
	}{
		{"4096 bytes", ofSize(4096), "200"}, {"4097 bytes", ofSize(4097), "400 INVALID_ARGUMENT"}, {"android.data counts alone", merged, "200"},
	} {
		if got := w.send(id, tt.m).said(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	for flag, sizes := range map[string][2]int{"2048": {2048, 2049}, "4096": {4096, 4097}} {
		w.Flag("topic_payload", flag)
		for i, n := range sizes {
			m := ofSize(n)
			m["message.topic"] = "news"
			if got := w.to(m).said(); (got == "200") != (i == 0) {
				t.Errorf("%d bytes to a topic, limit %s: %s", n, flag, got)
			}
		}
	}
}

// A phone is known by its installation id too, in fid and in token.
func TestInstallationIDs(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	fid := w.Phone("p")[:22]
	if got := w.send(fid, nil); got.Status != 200 {
		t.Errorf("in token: %s", got.said())
	}
	if got := w.to(fields{"message.fid": fid}); got.Status != 200 {
		t.Errorf("in fid: %s", got.said())
	}
	if got := w.to(fields{"message.fid": "cQ0aB1cD2eF3gH4iJ5kL6m"}).said(); got != "404 NOT_FOUND UNREGISTERED" {
		t.Errorf("an unknown one: %s", got)
	}
}

// The project's minute begins with its first message, tells when it ends, and counts
// refused calls.
func TestProjectMinute(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	w.Limit("messages", 3)
	w.Pass(17 * time.Second)
	w.send("###", nil)
	w.send("###", nil)
	id := w.Phone("p")
	if got := w.send(id, nil); got.Status != 200 {
		t.Fatalf("the third: %s", got.said())
	}
	w.Pass(20 * time.Second)
	got := w.send(id, nil)
	if got.Status != 429 || got.Header.Get("Retry-After") != "40" {
		t.Errorf("the fourth: %s, Retry-After %q, want 429 and 40", got.said(), got.Header.Get("Retry-After"))
	}
	w.Pass(40 * time.Second)
	if got := w.send(id, nil); got.Status != 200 {
		t.Errorf("in the next minute: %s", got.said())
	}
}

// Without a collapse key nothing is held back; the phone's own minute is 240.
func TestNonCollapsibleMessagesAreNotThrottled(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p")
	for range 25 {
		w.send(id, nil)
	}
	w.Settle()
	if n := len(w.Shade("p").Items); n != 25 {
		t.Errorf("%d shown, want 25", n)
	}
}

// Access tokens of other audiences: the simulator's own address is one.
func TestAudiences(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	for aud, want := range map[string]int{
		"https://oauth2.googleapis.com/token":        200,
		"https://www.googleapis.com/oauth2/v4/token": 200,
		"https://accounts.google.com/o/oauth2/token": 200,
		"http://127.0.0.1:9000/token":                200,
		"http://127.0.0.1:9000/fcm-oauth/token":      200,
		"https://127.0.0.1:9001/fcm-oauth/token":     200, // its other port
		"http://127.0.0.2:9000/token":                400,
		"https://oauth2.googleapis.com/":             400,
		"https://fcm.googleapis.com/":                400,
		"":                                           400,
	} {
		if got := w.login(claims{"aud": aud}); got.Status != want {
			t.Errorf("aud %q: %d %s, want %d", aud, got.Status, got.Body, want)
		}
	}
}

// The project may be named by number.
func TestProjectByNumber(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p")
	a := w.at(http.MethodGet, "/iid/info/"+id, w.head(), "")
	_, rest, _ := strings.Cut(a.Body, `"authorizedEntity":"`)
	number, _, _ := strings.Cut(rest, `"`)
	got := w.at(http.MethodPost, "/v1/projects/"+number+"/messages:send", w.head(), jsonOf(message(id, nil)))
	if got.Status != 200 || !strings.HasPrefix(got.Name, "projects/"+w.account.Project+"/messages/0:") {
		t.Errorf("number %q: %s %q", number, got.said(), got.Name)
	}
}

// What is for one phone's screen is not for the other's.
func TestPlatforms(t *testing.T) {
	t.Parallel()
	alert := fields{"message.notification": nil, "message.apns": fields{"payload": fields{"aps": fields{"alert": "hi"}}}}
	note := fields{"message.notification": nil, "message.android.notification": fields{"title": "t"}}
	ios := flagged("platform", "ios")
	for _, tt := range []struct {
		name  string
		m     fields
		phone func(p *device.Phone)
		want  string
	}{
		{"alert on an iPhone", alert, ios, "200 shown"}, {"alert on Android", alert, online, "200 hidden"},
		{"android.notification on Android", note, online, "200 shown"}, {"android.notification on an iPhone", note, ios, "200 hidden"},
	} {
		w := open(t, options{})
		if got := lands(tt.m, tt.phone)(w); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestConditionsGoFromLeftToRight(t *testing.T) {
	t.Parallel()
	for condition, want := range map[string]int{
		"'a' in topics || 'b' in topics && 'c' in topics":   0, // (a or b) and c
		"'a' in topics || ('b' in topics && 'c' in topics)": 1,
		"'a' in topics && !('b' in topics)":                 1,
		"\"b\" in topics":                                   0,
	} {
		w := open(t, options{})
		w.Phone("p", func(p *device.Phone) { p.Tags = []string{"a"} })
		if got := w.to(fields{"message.condition": condition}); got.Status != 200 {
			t.Fatalf("%s: %s", condition, got.said())
		}
		w.Settle()
		if n := len(w.Shade("p").Items); n != want {
			t.Errorf("%s: %d shown, want %d", condition, n, want)
		}
	}
}

func TestPagesOfSubscriptions(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p", func(p *device.Phone) {
		for i := range 5 {
			p.Tags = append(p.Tags, fmt.Sprint("t", i))
		}
	})
	var seen []string
	token := ""
	for range 3 {
		var page struct {
			Subscriptions []struct {
				TopicName string `json:"topicName"`
			} `json:"topicSubscriptions"`
			Next string `json:"nextPageToken"`
		}
		a := w.at(http.MethodGet, w.registration(id)+"?pageSize=2&pageToken="+token, w.head(), "")
		a.Into(t, &page)
		for _, s := range page.Subscriptions {
			seen = append(seen, s.TopicName)
		}
		token = page.Next
	}
	if got := strings.Join(seen, " "); got != "t0 t1 t2 t3 t4" || token != "" {
		t.Errorf("topics %q, then %q", got, token)
	}
}
