package fcm_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	facts "github.com/offpush/offpush/fixtures/fcm"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/fcm"
)

func TestContract(t *testing.T) {
	t.Parallel()
	endpointtest.Run(t, endpointtest.Harness{
		New: fcm.New, Facts: facts.Facts(), Story: func(l *endpointtest.Lab) { story(t, l) }, Start: morning,
		Closed: []string{"/batch"},
		Exact:  func(r *sim.Request) bool { return strings.HasSuffix(r.Path, "/messages:send") },
		App:    sim.AppSpec{Listed: true},
	})
}

// story calls every operation, as a good sender would.
func story(t *testing.T, l *endpointtest.Lab) {
	acct := accountOf(t, l.App)
	s := teller{l: l}
	for _, path := range []string{"/o/oauth2/token", "/oauth2/v4/token", "/token"} {
		c := claims{"iss": acct.Email, "scope": scopeCloud + " " + scopePush, "aud": googleAud, "iat": l.Now().Unix(), "exp": l.Now().Unix() + 3600}
		form := url.Values{"grant_type": {grantJWT}, "assertion": {sign(t, rs256(), c, acct.Key)}}
		s.access = s.do(http.MethodPost, path, form.Encode())
	}
	path := "/projects/" + acct.Project + "/messages:send"
	a, b, c := l.Phones[0].Token, l.Phones[1].Token, l.Phones[2].Token
	push := func(path, token string, changes fields) { s.do(http.MethodPost, path, jsonOf(message(token, changes))) }
	push("/v1"+path, a, rich())
	push(path, b, fields{"message.android": fields{"priority": "normal", "ttl": "3.5s", "collapse_key": "k"}})
	push("/v1"+path, a, fields{"validate_only": true})
	push("/v1"+path, "", fields{"message.token": nil, "message.fid": a[:22]})
	push("/v1"+path, c, fields{"message.notification": nil, "message.data": fields{"k": "v"}})
	push("/v1"+path, c, fields{"message.android_v2": fields{
		"remote_notification": fields{"mutable_content": true, "notification": fields{"title": "t", "id": 3}}, "ttl": "60s",
	}})
	s.do(http.MethodPost, "/iid/v1:batchAdd", jsonOf(fields{"to": "/topics/news", "registration_tokens": []string{a, b}}))
	s.do(http.MethodPost, "/iid/v1:batchRemove", jsonOf(fields{"to": "/topics/news", "registration_tokens": []string{b}}))
	s.do(http.MethodGet, "/iid/info/"+a+"?details=true", "")
	registration := "/v1/projects/" + acct.Project + "/registrations/" + b + "/topicSubscriptions"
	s.do(http.MethodPost, registration+"?topicName=sport", "")
	s.do(http.MethodPatch, registration+"/sport?allowMissing=true", "")
	s.do(http.MethodGet, registration, "")
	s.do(http.MethodGet, registration+"/sport", "")
	push("/v1"+path, "", fields{"message.token": nil, "message.topic": "news"})
	push("/v1"+path, "", fields{"message.token": nil, "message.condition": "'news' in topics && !('x' in topics)"})
	s.do(http.MethodDelete, registration+"/sport", "")
}

// rich is a message with every field of the description but the other targets and
// android_v2.
func rich() fields {
	return fields{
		"validate_only": false, "message.name": "", "message.notification.image": "https://m.example.com/p.png",
		"message.data": fields{"a": "1"}, "message.fcm_options": fields{"analytics_label": "spring-2026"},
		"message.android": fields{
			"collapse_key": "c", "priority": "HIGH", "ttl": "3600s", "restricted_package_name": "com.example.app",
			"data": fields{"b": "2"}, "fcm_options": fields{"analytics_label": "x"}, "direct_boot_ok": true,
			"bandwidthConstrainedOk": true, "restricted_satellite_ok": false,
			"notification": fields{
				"title": "t", "body": "b", "icon": "i", "color": "#aaCC00", "sound": "default", "tag": "g", "click_action": "OPEN",
				"body_loc_key": "k", "body_loc_args": []string{"1"}, "titleLocKey": "k", "title_loc_args": []string{"2"},
				"channel_id": "im", "ticker": "t", "sticky": true, "event_time": "2026-01-01T10:00:00.5Z", "local_only": false,
				"notification_priority": "PRIORITY_HIGH", "default_sound": true, "default_vibrate_timings": true, "default_light_settings": true,
				"vibrate_timings": []string{"0.5s", "1s"}, "visibility": "PUBLIC", "notification_count": 3,
				"light_settings": fields{
					"color":             fields{"red": 1, "green": 0.5, "blue": 0, "alpha": 1},
					"light_on_duration": "1s", "light_off_duration": "0.5s",
				},
				"image": "https://m.example.com/p.png", "proxy": "ALLOW", "bypass_proxy_notification": true,
			},
		},
		"message.apns": fields{
			"headers": fields{"apns-priority": "10"}, "payload": fields{"aps": fields{"alert": "hi", "badge": 1}},
			"live_activity_token": "", "fcm_options": fields{"analytics_label": "x", "image": "https://m.example.com/p.png"},
		},
		"message.webpush": fields{
			"headers": fields{"TTL": "60"}, "data": fields{"c": "3"}, "notification": fields{"title": "t"},
			"fcm_options": fields{"link": "https://m.example.com", "analytics_label": "x"},
		},
	}
}

type teller struct {
	l      *endpointtest.Lab
	access string
}

func (s *teller) do(method, target, body string) (access string) {
	path, query, _ := strings.Cut(target, "?")
	r := &sim.Request{Method: method, Path: path, Query: query, Host: "127.0.0.1:9000", Header: http.Header{"Access_token_auth": {"true"}}, Body: []byte(body)}
	if s.access != "" {
		r.Header.Set("Authorization", "Bearer "+s.access)
	}
	var a struct {
		Access string `json:"access_token"`
	}
	_ = json.Unmarshal(s.l.Do(method+" "+target, r).Body, &a)
	return a.Access
}
