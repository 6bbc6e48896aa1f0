package vivo_test

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/vivo"
)

// beijing is the zone of all times in these tests.
var beijing = endpointtest.Beijing()

// morning is 2025-11-25 10:00 in Beijing, inside the hours.
var morning = endpointtest.Morning()

// world is one engine with the vivo endpoint and a way to talk to it.
type world struct {
	*endpointtest.World
	token string
	next  int
	box   *endpointtest.Mailbox // of worlds whose options have no poster
}

// options are what a test wants of its world; the zero value is a listed shop on
// a weekday morning with the newest rules.
type options struct {
	start time.Time
	rules sim.RuleOptions
	app   func(*sim.AppSpec)
	post  sim.Poster
	ep    sim.Endpoint // nil: vivo.New()
}

func open(t testing.TB, o options) *world {
	t.Helper()
	if o.ep == nil {
		o.ep = vivo.New()
	}
	spec := sim.AppSpec{ID: "shop", Listed: true, Kind: "shopping"}
	if o.app != nil {
		o.app(&spec)
	}
	box := &endpointtest.Mailbox{}
	if o.post == nil {
		o.post = box
	}
	w := &world{box: box, World: endpointtest.Open(t, endpointtest.Setup{
		Endpoint: o.ep, Start: o.start, Rules: o.rules, App: spec, Poster: o.post,
	})}
	w.token = w.post("/message/auth", w.loginBody()).Auth
	return w
}

// reply is a decoded answer.
type reply struct {
	endpointtest.Reply
	Result json.Number `json:"result"`
	Desc   string      `json:"desc"`
	Auth   string      `json:"authToken"`
	Task   string      `json:"taskId"`
	User   *struct {
		Status int    `json:"status"`
		ID     string `json:"userid"`
	} `json:"invalidUser"`
	Users []struct {
		Status int    `json:"status"`
		ID     string `json:"userid"`
	} `json:"invalidUsers"`
	Stats []map[string]any `json:"statistics"`
	Data  []map[string]any `json:"data"`
}

// do sends one request through Decode, Submit and Encode.
func (w *world) do(method, path, token string, body []byte) reply {
	w.T.Helper()
	path, query, _ := strings.Cut(path, "?")
	r := &sim.Request{
		Method: method, Path: path, Query: query, Host: "api-push.vivo.com.cn",
		Header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}, "Content-Encoding": {"UTF-8"}},
		Body:   body, Site: "vivo",
	}
	if token != "" {
		r.Header.Set("authToken", token)
	}
	raw := w.Do(r)
	a := reply{Reply: raw}
	raw.Into(w.T, &a)
	return a
}

func (w *world) post(path string, body any) reply {
	w.T.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		w.T.Fatal(err)
	}
	return w.do(http.MethodPost, path, w.token, data)
}

func (w *world) get(path string) reply {
	w.T.Helper()
	return w.do(http.MethodGet, path, w.token, nil)
}

// loginBody is a good login, for tests to spoil.
func (w *world) loginBody() map[string]any {
	cred := w.App.Credentials
	ts := w.Engine.Clock().Now().UnixMilli()
	return map[string]any{"appId": json.Number(cred["app_id"]), "appKey": cred["app_key"], "timestamp": ts, "sign": w.sign(ts)}
}

func (w *world) sign(ts int64) string {
	cred := w.App.Credentials
	sum := md5.Sum(fmt.Appendf(nil, "%s%s%d%s", cred["app_id"], cred["app_key"], ts, cred["app_secret"]))
	return hex.EncodeToString(sum[:])
}

func (w *world) login() string {
	w.T.Helper()
	a := w.post("/message/auth", w.loginBody())
	if a.Result != "0" || a.Auth == "" {
		w.T.Fatalf("login: %s", a.Body)
	}
	return a.Auth
}

type fields map[string]any

// message is a good push body with a new requestId; changes replace fields, nil
// removes one.
func (w *world) message(changes fields) fields {
	w.next++
	m := fields{
		"notifyType": 4, "title": "周末活动开始", "content": "点击查看详情" + fmt.Sprint(w.next),
		"skipType": 1, "networkType": -1, "classification": 0, "category": "MARKETING",
		"requestId": fmt.Sprintf("r-%d", w.next), "pushMode": 0,
		"tagExpression": fields{},
	}
	for k, v := range changes {
		m[k] = v
		if v == nil {
			delete(m, k)
		}
	}
	return m
}

// send pushes one message to one phone.
func (w *world) send(regID string, changes fields) reply {
	w.T.Helper()
	m := w.message(changes)
	if _, said := changes["regId"]; !said {
		m["regId"] = regID
	}
	return w.post("/message/send", m)
}

// chat is what makes a message a system one.
func chat(title, body string) fields {
	return fields{"classification": 1, "category": "IM", "title": title, "content": body}
}

// want fails unless the answer is an HTTP 200 with the code.
func (w *world) want(a reply, code string) reply {
	w.T.Helper()
	if a.Status != http.StatusOK || a.Result.String() != code {
		w.T.Errorf("answer %d %s, want result %s", a.Status, a.Body, code)
	}
	return a
}

// said is an answer in short: its result, or its HTTP status if it is no 200.
func (a reply) said() string {
	if a.Status != http.StatusOK {
		return fmt.Sprintf("HTTP %d %s", a.Status, a.Body)
	}
	return a.Result.String()
}

func encode(body any) []byte {
	data, err := json.Marshal(body)
	if err != nil {
		panic(err) // only on values no test has
	}
	return data
}
