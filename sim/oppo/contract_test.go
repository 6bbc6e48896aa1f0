package oppo_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	facts "github.com/offpush/offpush/fixtures/oppo"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/oppo"
)

func TestContract(t *testing.T) {
	t.Parallel()
	endpointtest.Run(t, endpointtest.Harness{
		New: oppo.New, Facts: facts.Facts(), Story: story,
		App: sim.AppSpec{Listed: true, Kind: "shopping", Users: 20_000, Rights: []string{"IM", "ORDER", "strong_reminder"}},
	})
}

// story calls every operation, as a good sender would.
func story(l *endpointtest.Lab) {
	s := teller{l: l}
	cred, ts := l.App.Credentials, fmt.Sprint(l.Now().UnixMilli())
	sum := sha256.Sum256([]byte(cred["app_key"] + ts + cred["master_secret"]))
	s.token = s.form(base+"/auth", url.Values{"app_key": {cred["app_key"]}, "timestamp": {ts}, "sign": {hex.EncodeToString(sum[:])}}).Token

	a, b := l.Phones[0].Token, l.Phones[1].Token
	icon := s.upload("small_picture").Small
	picture := s.upload("big_picture").Big
	s.form(unicast, url.Values{"message": {text(message(a, rich(icon)))}})
	s.form(unicast, url.Values{"message": {text(message("alias-p3", fields{".target_type": 5, "category": "IM", "notify_level": 16}))}})
	s.form(batch, url.Values{"messages": {text([]fields{message(a, nil), message(b, order(nil))})}})
	id := s.form(save, url.Values{
		"title": {"周末活动"}, "content": {"全场上新"}, "style": {"3"}, "big_picture_id": {picture}, "category": {"CONTENT"},
		"push_time_type": {"0"}, "off_line": {"true"}, "off_line_ttl": {"3600"}, "app_message_id": {"sale-1"},
	}).Saved
	s.form(broadcast, url.Values{"message_id": {id}, "target_type": {"2"}, "target_value": {a + ";" + b}})
	s.form(broadcast, url.Values{"message_id": {id}, "target_type": {"1"}})
	s.json("/device/set_alias", fields{"registration_id": a, "alias": "me"})
	s.json("/device/subscribe_tags", fields{"registration_id": b, "tags": "vip,sz"})
	s.form(broadcast, url.Values{"message_id": {id}, "target_type": {"6"}, "target_value": {`{"or":["vip"],"and":["sz"],"not":["x"]}`}})
	s.json("/device/unsubscribe_tags", fields{"registration_id": b, "tags": "vip"})
	s.json("/device/delete_alias", fields{"alias": "me"})
	s.get("fetch_invalid_regidList")
	s.get("fetch_push_permit")
}

// rich is a notification with every field OPPO documents for a single push.
func rich(icon string) fields {
	return fields{
		"app_message_id": "order-1", "style": 2, "small_picture_id": icon, "sub_title": "物流", "content": chars(128),
		"click_action_type": 2, "click_action_url": "https://m.example.com/o/1", "action_parameters": `{"orderId":"A1001"}`,
		"show_time_type": 1, "show_start_time": 1764036000000, "show_end_time": 1764122400000, "off_line": true, "off_line_ttl": 86400,
		"push_time_type": 0, "time_zone": "GMT+08:00", "fix_speed": false, "network_type": 0, "call_back_url": "http://127.0.0.1:1/cb",
		"call_back_parameter": "job-7", "channel_id": "order", "show_ttl": 21600, "notify_id": 7, "badge_operation_type": 1,
		"badge_message_count": 1, "category": "ORDER", "notify_level": 2, "private_msg_template_id": "66f0c1d2a3b4c5d6e7f80912",
		"private_title_parameters": `{"city":"北京"}`, "private_content_parameters": fields{"city": "北京"}, "auditResponse": fields{},
		".verify_registration_id": false,
	}
}

type teller struct {
	l     *endpointtest.Lab
	token string
}

func (s *teller) do(name string, r *sim.Request) replyData {
	var a struct {
		Data json.RawMessage `json:"data"`
	}
	_ = json.Unmarshal(s.l.Do(name, r).Body, &a)
	var d replyData
	_ = json.Unmarshal(a.Data, &d)
	return d
}

func (s *teller) form(path string, form url.Values) replyData {
	if s.token != "" {
		form.Set("auth_token", s.token)
	}
	return s.do(path, &sim.Request{Method: http.MethodPost, Path: path, Header: formHeader(), Body: []byte(form.Encode())})
}

func (s *teller) json(path string, body fields) {
	s.do(path, &sim.Request{
		Method: http.MethodPost, Path: base + path, Body: []byte(text(body)),
		Header: http.Header{"Content-Type": {"application/json"}, "Auth_token": {s.token}},
	})
}

func (s *teller) get(op string) {
	s.do(op, &sim.Request{Method: http.MethodGet, Path: base + "/feedback/" + op, Header: http.Header{"Auth_token": {s.token}}})
}

func (s *teller) upload(op string) replyData {
	body := "--b0\r\nContent-Disposition: form-data; name=\"picture_ttl\"\r\n\r\n86400\r\n" +
		"--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.png\"\r\n\r\n(binary)\r\n--b0--\r\n"
	return s.do(op, &sim.Request{
		Method: http.MethodPost, Path: base + "/media/upload/" + op, Body: []byte(body),
		Header: http.Header{"Content-Type": {"multipart/form-data; boundary=b0"}, "Auth_token": {s.token}},
	})
}
