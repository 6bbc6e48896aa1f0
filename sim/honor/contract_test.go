package honor_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"testing"

	facts "github.com/offpush/offpush/fixtures/honor"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/honor"
)

func TestContract(t *testing.T) {
	t.Parallel()
	endpointtest.Run(t, endpointtest.Harness{
		New: honor.New, Facts: facts.Facts(), Story: story, Start: endpointtest.Morning(),
		App: sim.AppSpec{
			Listed: true, Kind: "shopping", Users: 20_000, Rights: []string{"self_classification"},
			Receipts: map[string]string{"r1": "http://127.0.0.1:1/cb", "default": "http://127.0.0.1:1/cb"},
		},
	})
}

// story calls every operation, as a good sender would.
func story(l *endpointtest.Lab) {
	s := teller{l: l}
	cred := l.App.Credentials
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {cred["client_id"]}, "client_secret": {cred["client_secret"]}}
	s.do("/auth/realms/developer/protocol/openid-connect/token", form.Encode())
	s.token = s.do("/auth/token", form.Encode()).Access

	path := "/api/v1/" + cred["app_id"] + "/sendMessage"
	a, b, c := l.Phones[0].Token, l.Phones[1].Token, l.Phones[2].Token
	s.do(path, message(rich(), a))
	s.do(path, message(fields{android + "receiptId": "r1", notice + "image": "https://m.example.com/p.png"}, a, b))
	s.do(path, message(dataOnly(fields{android + "ttl": "600s"}), b))
	s.do(path, message(low(nil), a, b, c))
	s.do(path, message(fields{android + "targetUserType": 1}, c))
}

// rich is a message with every field there is.
func rich() fields {
	return fields{
		android + "ttl": "3600s", android + "biTag": "job-7", android + "targetUserType": 0, android + "data": "{}",
		"notification":   fields{"title": "t", "body": "b", "image": "https://m.example.com/p.png"},
		notice + "image": "https://m.example.com/p.png",
		notice + "style": 1, notice + "bigTitle": "李雷", notice + "bigBody": "晚上一起吃饭吗？",
		notice + "when":  "2026-10-02T15:01:23.045123456Z",
		notice + "badge": fields{"setNum": 3, "badgeClass": "com.example.shop.Main"},
		notice + "tag":   "sale", notice + "group": "g", notice + "notifyId": 5,
		notice + "buttons":     []any{fields{"name": "看看", "actionType": 1, "intentType": 0, "intent": "intent://x", "data": "d"}},
		notice + "clickAction": fields{"type": 1, "intent": "intent://com.example.shop/x"},
	}
}

type teller struct {
	l     *endpointtest.Lab
	token string
}

func (s *teller) do(path, body string) reply {
	r := &sim.Request{
		Method: http.MethodPost, Path: path, Host: "push-api.cloud.honor.com", Body: []byte(body),
		Header: http.Header{
			"Content-Type": {"application/json; charset=UTF-8"},
			"Timestamp":    {strconv.FormatInt(s.l.Engine.Clock().Now().UnixMilli(), 10)},
		},
	}
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	var a reply
	_ = json.Unmarshal(s.l.Do(path, r).Body, &a)
	return a
}
