package huawei_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	facts "github.com/offpush/offpush/fixtures/huawei"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/huawei"
)

func TestContract(t *testing.T) {
	t.Parallel()
	endpointtest.Run(t, endpointtest.Harness{
		New: huawei.New, Facts: facts.Facts(), Story: story, Start: morning,
		App: sim.AppSpec{
			Listed: true, Kind: "shopping", Users: 20_000, Rights: []string{"IM", "EXPRESS", "high_priority"},
			Receipts: map[string]string{"r1": "http://127.0.0.1:1/cb", "default": "http://127.0.0.1:1/cb"},
		},
	})
}

// story calls every operation, as a good sender would.
func story(l *endpointtest.Lab) {
	s := teller{l: l}
	cred := l.App.Credentials
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {cred["client_id"]}, "client_secret": {cred["client_secret"]}}
	s.do("/oauth2/v2/token", form.Encode())
	s.token = s.do("/oauth2/v3/token", form.Encode()).Access

	v1, v2 := "/v1/"+cred["client_id"]+"/", "/v2/"+cred["project_id"]+"/"
	a, b, c := l.Phones[0].Token, l.Phones[1].Token, l.Phones[2].Token
	push := func(path string, changes fields, tokens ...string) { s.do(path, jsonOf(message(tokens, changes))) }
	push(v1+"messages:send", rich(), a)
	push(v2+"messages:send", im(fields{android + "receipt_id": "r1", notice + "importance": "HIGH"}), a, b)
	push(v1+"messages:send", fields{"validate_only": true}, a)
	push(v1+"messages:send", data(fields{android + "urgency": "HIGH", android + "ttl": "600s"}), b)
	push(v1+"messages:send", fields{android + "target_user_type": 1}, c)
	s.do(v1+"topic:subscribe", jsonOf(fields{"topic": "天气.sz", "tokenArray": []string{a, b}}))
	s.do(v1+"topic:list", jsonOf(fields{"token": a}))
	push(v1+"messages:send", fields{"message.token": nil, "message.topic": "天气.sz"})
	push(v1+"messages:send", fields{"message.token": nil, "message.condition": "'天气.sz' in topics && !('x' in topics)"})
	s.do(v1+"topic:unsubscribe", jsonOf(fields{"topic": "天气.sz", "tokenArray": []string{b}}))
	harmonyStory(&s)
}

// rich is a message with every field Huawei documents for Android.
func rich() fields {
	return fields{
		android + "collapse_key": 7, android + "urgency": "NORMAL", android + "ttl": "3600.5s", android + "bi_tag": "job-7",
		android + "fast_app_target": 2, android + "target_user_type": 0, android + "data": "{}",
		"message.notification": fields{"title": "t", "body": "b", "image": "https://m.example.com/p.png"},
		notice + "icon":        "/raw/x", notice + "color": "#AACCdd", notice + "sound": "/raw/s", notice + "default_sound": true,
		notice + "tag": "sale", notice + "channel_id": "c", notice + "notify_summary": "s", notice + "ticker": "t",
		notice + "image": "https://m.example.com/p.png", notice + "style": 1, notice + "big_title": "大标题", notice + "big_body": "大正文",
		notice + "notify_id": 5, notice + "group": "g", notice + "badge": fields{"set_num": 3, "class": "com.example.shop.Main"},
		notice + "when": "2026-10-02T15:01:23.045123456Z", notice + "importance": "LOW", notice + "use_default_vibrate": false,
		notice + "use_default_light": false, notice + "vibrate_config": []string{"1", "0.5s", "60S"}, notice + "visibility": "PUBLIC",
		notice + "light_settings": fields{
			"color":             fields{"alpha": 1, "red": 0, "green": 0.5, "blue": 1},
			"light_on_duration": "1s", "light_off_duration": "0.5s",
		},
		notice + "foreground_show": true, notice + "auto_cancel": true, notice + "auto_clear": 86400000, notice + "profile_id": "p",
		notice + "buttons":        []any{fields{"name": "看看", "action_type": 1, "intent_type": 0, "intent": "intent://x", "data": "d"}},
		notice + "multi_lang_key": fields{"title_key": fields{"en": "hi", "zh": "你好"}}, notice + "title_loc_args": []string{"a"},
		notice + "click_action": fields{"type": 1, "intent": "intent://com.example.shop/x"},
		"review":                []any{fields{"reviewer": "tuibian", "type": 0, "result": fields{}}},
	}
}

type teller struct {
	l     *endpointtest.Lab
	token string
}

func (s *teller) do(path, body string) reply { return s.typed(path, "", body) }

func (s *teller) typed(path, pushType, body string) reply {
	r := &sim.Request{
		Method: http.MethodPost, Path: path, Host: "push-api.cloud.huawei.com", Body: []byte(body),
		Header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}},
	}
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	if pushType != "" {
		r.Header.Set("push-type", pushType)
	}
	var a reply
	_ = json.Unmarshal(s.l.Do(path, r).Body, &a)
	return a
}
