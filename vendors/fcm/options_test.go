package fcm_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
)

// Every field of FCM's message can be said, and goes out as it is.
func TestEveryFieldCanBeSaid(t *testing.T) {
	t.Parallel()
	const everything = `{"validate_only":true,"data":{"a":"1"},"notification":{"title":"t","body":"b","image":"i"},
		"android":{"collapse_key":"c","priority":"normal","ttl":"3.5s","restricted_package_name":"p","data":{"b":"2"},
			"notification":{"title":"t","body":"b","icon":"i","color":"#112233","sound":"s","tag":"g","click_action":"A","body_loc_key":"k","body_loc_args":["1"],
				"title_loc_key":"k","title_loc_args":["2"],"channel_id":"c","ticker":"t","sticky":false,"event_time":"2026-01-01T00:00:00Z","local_only":true,
				"notification_priority":"PRIORITY_MAX","default_sound":false,"default_vibrate_timings":true,"default_light_settings":false,"vibrate_timings":["0.5s"],
				"visibility":"SECRET","notification_count":0,"light_settings":{"color":{"red":1,"green":0.5,"blue":0,"alpha":1},"light_on_duration":"1s","light_off_duration":"2s"},
				"image":"i","proxy":"DENY","bypass_proxy_notification":true,"id":3},
			"fcm_options":{"analytics_label":"l"},"direct_boot_ok":false,"bandwidth_constrained_ok":true,"restricted_satellite_ok":false},
		"android_v2":{"collapse_key":"c","ttl":"1s","restricted_package_name":"p","data":{"c":"3"},"fcm_options":{"analytics_label":"l"},"direct_boot_ok":true,
			"bandwidth_constrained_ok":false,"restricted_satellite_ok":true,"remote_notification":{"mutable_content":true,"use_as_v1_data_message":false,"notification":{"title":"t"}},"background_sync":{}},
		"apns":{"headers":{"apns-priority":"5"},"payload":{"aps":{"alert":"x","badge":0}},"live_activity_token":"l","fcm_options":{"analytics_label":"l","image":"i"}},
		"webpush":{"headers":{"TTL":"60"},"data":{"d":"4"},"notification":{"title":"t"},"fcm_options":{"analytics_label":"l","link":"https://x"}},
		"fcm_options":{"analytics_label":"l"}}`
	body, _ := built(t, &vendors.Message{Overrides: override(t, everything)})
	var want map[string]any
	if err := json.Unmarshal([]byte(everything), &want); err != nil {
		t.Fatal(err)
	}
	delete(want, "validate_only")
	got := message(t, body)
	delete(got, "token")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("message (-said +sent):\n%s", diff)
	}
	if !strings.HasPrefix(body, `{"validate_only":true,`) {
		t.Errorf("body %s", body)
	}
}

func TestOverridesWin(t *testing.T) {
	t.Parallel()
	m := &vendors.Message{
		Title: "t", Body: "b", TTL: time.Hour, Collapse: "c", Data: map[string]string{"a": "1", "b": "2"},
		Overrides: override(t, `{"data":{"b":"3","c":"4"},"android":{"ttl":"60s"},"notification":{"title":"T"}}`),
	}
	body, adjusted := built(t, m)
	const want = `{"message":{"token":"tok:APA91b","data":{"a":"1","b":"3","c":"4"},"notification":{"title":"T","body":"b"},"android":{"collapse_key":"c","ttl":"60s","notification":{"tag":"c"}}}}`
	if body != want {
		t.Errorf("body %s, want %s", body, want)
	}
	if diff := cmp.Diff([]string{"title overridden", "ttl overridden", "data.b overridden"}, adjusted); diff != "" {
		t.Errorf("adjustments (-want +got):\n%s", diff)
	}
	if m.Data["b"] != "2" || len(m.Data) != 2 {
		t.Errorf("the message's own data is now %v", m.Data)
	}
}

// What stands for all platforms and loses on Android to an option is told.
func TestOptionsWinOnAndroid(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		options string
		want    []string
	}{
		{`{"android":{"data":{"k":"2"},"notification":{"title":"T","body":"b","image":"https://x/2.png"}}}`, []string{"title overridden", "image overridden", "data overridden"}},
		{`{"android_v2":{"data":{"k":"2"},"remote_notification":{"notification":{"body":"B"}}}}`, []string{"body overridden", "data overridden"}},
		{`{"notification":{"title":"T"},"android":{"notification":{"title":"T"}}}`, []string{"title overridden"}},
		{`{"android":{"notification":{"icon":"i"}}}`, nil},
	} {
		m := &vendors.Message{Title: "t", Body: "b", Image: "https://x/1.png", Data: map[string]string{"k": "1"}, Overrides: override(t, tt.options)}
		body, adjusted := built(t, m)
		if diff := cmp.Diff(tt.want, adjusted); diff != "" || !strings.Contains(body, `"data":{"k":"1"}`) {
			t.Errorf("%s: %s, adjustments (-want +got):\n%s", tt.options, body, diff)
		}
	}
}

// android_v2 takes what the neutral fields say: FCM refuses both blocks together.
func TestAndroidV2TakesTheNeutralFields(t *testing.T) {
	t.Parallel()
	m := &vendors.Message{Title: "t", TTL: time.Hour, Collapse: "c", Overrides: override(t, `{"android_v2":{"remote_notification":{"mutable_content":true}}}`)}
	body, _ := built(t, m)
	const want = `{"message":{"token":"tok:APA91b","notification":{"title":"t"},"android_v2":{"collapse_key":"c","ttl":"3600s","remote_notification":{"mutable_content":true,"notification":{"tag":"c"}}}}}`
	if body != want {
		t.Errorf("body %s, want %s", body, want)
	}
}

// What android_v2 has no place for is reported.
func TestWhatAndroidV2Drops(t *testing.T) {
	t.Parallel()
	remote, sync := `{"android_v2":{"remote_notification":{}}}`, `{"android_v2":{"background_sync":{}}}`
	for _, tt := range []struct {
		priority vendors.Priority
		options  string
		want     []string
	}{
		{vendors.PriorityHigh, remote, nil},
		{vendors.PriorityNormal, remote, []string{"priority dropped"}},
		{vendors.PriorityHigh, sync, []string{"priority dropped", "channel dropped", "badge.set dropped"}},
	} {
		n := 3
		m := &vendors.Message{Title: "t", Priority: tt.priority, Channel: "im", Badge: &vendors.Badge{Set: &n}, Overrides: override(t, tt.options)}
		body, adjusted := built(t, m)
		if diff := cmp.Diff(tt.want, adjusted); diff != "" || strings.Contains(body, "priority") {
			t.Errorf("%s %s: %s, adjustments (-want +got):\n%s", tt.priority, tt.options, body, diff)
		}
	}
}

func TestDefaultsGiveWay(t *testing.T) {
	t.Parallel()
	with := func(c *vendors.Config) {
		c.Defaults = &vendors.Message{Channel: "d", Priority: vendors.PriorityNormal, Overrides: override(t, `{"android":{"ttl":"60s"},"fcm_options":{"analytics_label":"l"}}`)}
	}
	body, _ := built(t, &vendors.Message{Title: "t", TTL: time.Hour}, with)
	const want = `{"message":{"token":"tok:APA91b","notification":{"title":"t"},"android":{"priority":"NORMAL","ttl":"3600s","notification":{"channel_id":"d"}},"fcm_options":{"analytics_label":"l"}}}`
	if body != want {
		t.Errorf("body %s, want %s", body, want)
	}
}

// What a credential says of notifications makes none of a data message.
func TestDefaultsLeaveDataMessagesAlone(t *testing.T) {
	t.Parallel()
	for options, want := range map[string]string{
		`{"notification":{"title":"d"},"android":{"notification":{"channel_id":"d"}}}`:      `{"message":{"token":"tok:APA91b","data":{"ext":"x"}}}`,
		`{"android":{"ttl":"60s","notification":{"channel_id":"d"}}}`:                       `{"message":{"token":"tok:APA91b","data":{"ext":"x"},"android":{"ttl":"60s"}}}`,
		`{"android_v2":{"ttl":"60s","remote_notification":{"notification":{"title":"d"}}}}`: `{"message":{"token":"tok:APA91b","data":{"ext":"x"},"android_v2":{"ttl":"60s","remote_notification":{}}}}`,
	} {
		with := func(c *vendors.Config) { c.Defaults = &vendors.Message{Overrides: override(t, options)} }
		if body, _ := built(t, &vendors.Message{Silent: true, Extension: "x"}, with); body != want {
			t.Errorf("%s: %s, want %s", options, body, want)
		}
		if body, _ := built(t, &vendors.Message{Title: "t"}, with); strings.Contains(options, "channel_id") && !strings.Contains(body, "channel_id") {
			t.Errorf("%s: a notification becomes %s, without the credential's words", options, body)
		}
	}
}
