package huawei_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/huawei"
)

// beijing is the zone of all times in these tests.
var beijing = endpointtest.Beijing()

// morning is 2026-01-01 10:00 in Beijing.
var morning = time.Date(2026, 1, 1, 10, 0, 0, 0, beijing)

// world is one engine with the Huawei endpoint and a way to talk to it.
type world struct {
	*endpointtest.World
	token string
}

// options are what a test wants of its world; the zero value is a listed shop with
// the rights to IM and EXPRESS, on a morning with the newest rules.
type options struct {
	start time.Time
	rules sim.RuleOptions
	app   func(*sim.AppSpec)
	post  sim.Poster
}

func open(t testing.TB, o options) *world {
	t.Helper()
	if o.start.IsZero() {
		o.start = morning
	}
	spec := sim.AppSpec{ID: "shop", Listed: true, Kind: "shopping", Rights: []string{"IM", "EXPRESS"}}
	if o.app != nil {
		o.app(&spec)
	}
	w := &world{World: endpointtest.Open(t, endpointtest.Setup{
		Endpoint: huawei.New(), Start: o.start, Rules: o.rules, App: spec, Poster: o.post,
	})}
	w.token = w.login(nil).Access
	return w
}

// reply is a decoded answer of any operation.
type reply struct {
	endpointtest.Reply
	Code      string `json:"code"`
	Msg       string `json:"msg"`
	RequestID string `json:"requestId"`

	Access   string `json:"access_token"`
	Expires  int    `json:"expires_in"`
	Error    int    `json:"error"`
	SubError int    `json:"sub_error"`

	Good   int `json:"successCount"`
	Bad    int `json:"failureCount"`
	Errors []struct {
		Index  int    `json:"index"`
		Reason string `json:"reason"`
	} `json:"errors"`
	Topics []struct {
		Name    string `json:"name"`
		AddDate string `json:"addDate"`
	} `json:"topics"`
}

// do sends one request through Decode, Submit and Encode.
func (w *world) do(method, path string, header http.Header, body string) reply {
	w.T.Helper()
	raw := w.Do(&sim.Request{Method: method, Path: path, Header: header, Body: []byte(body), Site: "huawei"})
	a := reply{Reply: raw}
	raw.Into(w.T, &a)
	return a
}

// post sends a body with the world's access token, to an operation of v1 or to a path.
func (w *world) post(path string, body any) reply {
	w.T.Helper()
	if !strings.HasPrefix(path, "/") {
		path = "/v1/" + w.App.Credentials["client_id"] + "/" + path
	}
	header := http.Header{"Content-Type": {"application/json;charset=UTF-8"}}
	if w.token != "" {
		header.Set("Authorization", "Bearer "+w.token)
	}
	text, raw := body.(string)
	if !raw {
		text = jsonOf(body)
	}
	return w.do(http.MethodPost, path, header, text)
}

// login asks for an access token; changes replace fields of the form.
func (w *world) login(changes map[string]string) reply {
	w.T.Helper()
	f := url.Values{}
	f.Set("grant_type", "client_credentials")
	f.Set("client_id", w.App.Credentials["client_id"])
	f.Set("client_secret", w.App.Credentials["client_secret"])
	for k, v := range changes {
		f.Set(k, v)
	}
	return w.do(http.MethodPost, "/oauth2/v3/token",
		http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, f.Encode())
}

type fields map[string]any

// message is a good body of messages:send with marketing to tokens. Changes are made
// by path: "message.android.category"; nil removes the member.
func message(tokens []string, changes fields) fields {
	m := fields{
		"validate_only": false,
		"message": fields{
			"token": tokens,
			"android": fields{
				"category": "MARKETING",
				"notification": fields{
					"title": "周末活动开始", "body": "点击查看详情",
					"click_action": fields{"type": 3},
				},
			},
		},
	}
	return changed(m, changes)
}

// changed changes members by their paths; nil removes one.
func changed(m, changes fields) fields {
	for path, v := range changes {
		at := m
		parts := strings.Split(path, ".")
		for _, p := range parts[:len(parts)-1] {
			next, ok := at[p].(fields)
			if !ok {
				next = fields{}
				at[p] = next
			}
			at = next
		}
		at[parts[len(parts)-1]] = v
		if v == nil {
			delete(at, parts[len(parts)-1])
		}
	}
	return m
}

// The paths tests change.
const (
	android = "message.android."
	notice  = "message.android.notification."
)

// send pushes one message to tokens.
func (w *world) send(changes fields, tokens ...string) reply {
	w.T.Helper()
	return w.post("messages:send", message(tokens, changes))
}

// im makes a message a chat message, which the shop has the right to send.
func im(more fields) fields {
	m := fields{android + "category": "IM", notice + "title": "李雷", notice + "body": "晚上一起吃饭吗？"}
	for k, v := range more {
		m[k] = v
	}
	return m
}

// data makes a message a data message.
func data(more fields) fields {
	m := fields{"message.android.notification": nil, "message.data": `{"k":"v"}`}
	for k, v := range more {
		m[k] = v
	}
	return m
}

// stateOf is the newest state of one message.
func (w *world) stateOf(id string) sim.Event {
	e, _ := w.Engine.Message(id)
	return e
}

// said is an answer in short: its code, or its HTTP status if that is the answer.
func (a reply) said() string {
	switch {
	case a.Error != 0:
		return fmt.Sprintf("%d %d/%d", a.Status, a.Error, a.SubError)
	case a.Access != "":
		return "token"
	case a.Code == "":
		return fmt.Sprintf("HTTP %d%s", a.Status, a.Body)
	case a.Status != http.StatusOK:
		return fmt.Sprintf("HTTP %d %s", a.Status, a.Code)
	}
	return a.Code
}

func jsonOf(body any) string {
	b, err := json.Marshal(body)
	if err != nil {
		panic(err) // only on values no test has
	}
	return string(b)
}

// credentials give the app an id and a secret of its own.
func credentials(id, secret string) func(*sim.AppSpec) {
	return func(a *sim.AppSpec) {
		a.Credentials = map[string]string{"client_id": id, "client_secret": secret, "project_id": "388421841222123456"}
	}
}
