package oppo_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/oppo"
)

// morning is 2025-11-25 10:00 in Beijing.
var morning = endpointtest.Morning()

// The paths.
const (
	base      = "/server/v1"
	push      = base + "/message/notification/"
	unicast   = push + "unicast"
	batch     = push + "unicast_batch"
	save      = push + "save_message_content"
	broadcast = push + "broadcast"
)

// world is one engine with the OPPO endpoint and a way to talk to it.
type world struct {
	*endpointtest.World
	token string
	site  string
	box   *endpointtest.Mailbox
}

// options are what a test wants of its world; the zero value is a listed shop with the
// rights to IM and ORDER, on a weekday morning with the newest rules.
type options struct {
	start time.Time
	rules sim.RuleOptions
	app   func(*sim.AppSpec)
	box   *endpointtest.Mailbox
}

func open(t testing.TB, o options) *world {
	t.Helper()
	spec := sim.AppSpec{ID: "shop", Listed: true, Kind: "shopping", Rights: []string{"IM", "ORDER"}}
	if o.app != nil {
		o.app(&spec)
	}
	if o.box == nil {
		o.box = &endpointtest.Mailbox{}
	}
	w := &world{box: o.box, site: "oppo", World: endpointtest.Open(t, endpointtest.Setup{
		Endpoint: oppo.New(), Start: o.start, Rules: o.rules, App: spec, Poster: o.box,
	})}
	w.token = w.login(nil).Data.Token
	return w
}

// reply is a decoded answer.
type reply struct {
	endpointtest.Reply
	Code    json.Number `json:"code"`
	Message string      `json:"message"`
	Data    replyData   `json:"-"`
	List    []struct {
		ID        string      `json:"messageId"`
		Token     string      `json:"registrationId"`
		ErrorCode json.Number `json:"errorCode"`
		ErrorText string      `json:"errorMessage"`
	} `json:"-"`
	Raw json.RawMessage `json:"data"`
}

type replyData struct {
	Token     string      `json:"auth_token"`
	Created   any         `json:"create_time"`
	Single    string      `json:"messageId"`
	Saved     string      `json:"message_id"`
	Task      string      `json:"task_id"`
	Status    string      `json:"status"`
	Bad       []string    `json:"10000"`
	Dead      []string    `json:"registration_ids"`
	DeadCount json.Number `json:"totalCount"`
	Total     json.Number `json:"total_count"`
	Remain    json.Number `json:"remain_count"`
	Big       string      `json:"big_picture_id"`
	Small     string      `json:"small_picture_id"`
}

// said is the answer in short: the code, and the text where the code has several.
func (r reply) said() string {
	switch r.Code {
	case "40", "41", "54", "67":
		return r.Code.String() + " " + r.Message
	}
	return r.Code.String()
}

// send sends any request to the world's site.
func (w *world) request(method, path string, header http.Header, body string) reply {
	w.T.Helper()
	path, query, _ := strings.Cut(path, "?")
	raw := w.Do(&sim.Request{Method: method, Path: path, Query: query, Header: header, Body: []byte(body), Site: w.site})
	a := reply{Reply: raw}
	raw.Into(w.T, &a)
	if len(a.Raw) > 0 && a.Raw[0] == '[' {
		_ = json.Unmarshal(a.Raw, &a.List)
	} else {
		_ = json.Unmarshal(a.Raw, &a.Data)
	}
	return a
}

func formHeader() http.Header {
	return http.Header{"Content-Type": {"application/x-www-form-urlencoded; charset=UTF-8"}}
}

// post sends a form with the world's token in it.
func (w *world) post(path string, form url.Values) reply {
	w.T.Helper()
	if w.token != "" && form.Get("auth_token") == "" {
		form.Set("auth_token", w.token)
	}
	return w.request(http.MethodPost, path, formHeader(), form.Encode())
}

// login asks for a token; changes replace fields of the form, an empty text removes one.
func (w *world) login(changes map[string]string) reply {
	w.T.Helper()
	cred := w.App.Credentials
	ts := fmt.Sprint(w.Now().UnixMilli())
	if v := changes["timestamp"]; v != "" {
		ts = v
	}
	form := url.Values{"app_key": {cred["app_key"]}, "timestamp": {ts}, "sign": {w.sign(ts)}}
	for name, v := range changes {
		if form.Set(name, v); v == "" {
			form.Del(name)
		}
	}
	return w.request(http.MethodPost, base+"/auth", formHeader(), form.Encode())
}

// sign is the signature of a login at a time.
func (w *world) sign(ts string) string {
	cred := w.App.Credentials
	sum := sha256.Sum256([]byte(cred["app_key"] + ts + cred["master_secret"]))
	return hex.EncodeToString(sum[:])
}

type fields map[string]any

// notification is a good content and marketing notification; changes replace its members,
// nil removes one.
func notification(changes fields) fields {
	n := fields{"title": "周末活动开始", "content": "点击查看详情", "click_action_type": 0, "category": "MARKETING"}
	for name, v := range changes {
		if n[name] = v; v == nil {
			delete(n, name)
		}
	}
	return n
}

// order is a communication and service notification.
func order(changes fields) fields {
	n := fields{"title": "订单已发货", "content": "您的订单 A1001 已由顺丰揽收", "category": "ORDER", "notify_level": nil}
	for name, v := range changes {
		n[name] = v
	}
	return n
}

// message is a good message to a token; names that begin with "." are the message's own.
func message(token string, changes fields) fields {
	inner, m := fields{}, fields{"target_type": 2, "target_value": token}
	for name, v := range changes {
		if own, ok := strings.CutPrefix(name, "."); ok {
			m[own] = v
		} else {
			inner[name] = v
		}
	}
	if _, ok := m["notification"]; !ok {
		m["notification"] = notification(inner)
	}
	return m
}

// send pushes one message to a token.
func (w *world) send(token string, changes fields) reply {
	w.T.Helper()
	return w.post(unicast, url.Values{"message": {text(message(token, changes))}})
}

// save stores a body and returns the answer.
func (w *world) save(changes fields) reply {
	w.T.Helper()
	form := url.Values{}
	for name, v := range notification(changes) {
		if s, ok := v.(string); ok {
			form.Set(name, s)
		} else {
			form.Set(name, text(v))
		}
	}
	return w.post(save, form)
}

// cast pushes a stored body to a target.
func (w *world) cast(id string, kind int, target string) reply {
	w.T.Helper()
	return w.post(broadcast, url.Values{"message_id": {id}, "target_type": {fmt.Sprint(kind)}, "target_value": {target}})
}

// batch sends several messages in one call.
func (w *world) batch(messages ...fields) reply {
	w.T.Helper()
	return w.post(batch, url.Values{"messages": {text(messages)}})
}

// device calls the device host.
func (w *world) device(op string, body fields) reply {
	w.T.Helper()
	return w.request(http.MethodPost, base+"/device/"+op,
		http.Header{"Content-Type": {"application/json"}, "Auth_token": {w.token}}, text(body))
}

// upload sends a picture.
func (w *world) upload(op, name string, size int, ttl string) reply {
	w.T.Helper()
	part := func(name, content string) string {
		return "--b0\r\nContent-Disposition: form-data; name=" + name + "\r\n\r\n" + content + "\r\n"
	}
	body := part(`"auth_token"`, w.token)
	if ttl != "" {
		body += part(`"picture_ttl"`, ttl)
	}
	if name != "" {
		body += part(`"file"; filename="`+name+`"`, strings.Repeat("x", size))
	}
	return w.request(http.MethodPost, base+"/media/upload/"+op,
		http.Header{"Content-Type": {"multipart/form-data; boundary=b0"}}, body+"--b0--\r\n")
}

func (w *world) feedback(op string) reply {
	w.T.Helper()
	return w.request(http.MethodGet, base+"/feedback/"+op, http.Header{"Auth_token": {w.token}}, "")
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func chars(n int) string { return strings.Repeat("推", n) }

func offline(p *device.Phone) { p.Offline = true }

func phoneFlag(name, value string) func(*device.Phone) {
	return func(p *device.Phone) { p.Flags = map[string]string{name: value} }
}
