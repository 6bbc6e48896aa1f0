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
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/vivo"
	"github.com/offpush/offpush/vendors"
)

// beijing is the zone of all times in these tests.
var beijing = time.FixedZone("GMT+8", 8*3600)

// morning is 2025-11-25 10:00 in Beijing, inside the hours.
var morning = time.Date(2025, 11, 25, 10, 0, 0, 0, beijing)

// world is one engine with the vivo endpoint and a way to talk to it.
type world struct {
	t      testing.TB
	engine *sim.Engine
	ep     sim.Endpoint
	app    sim.AppSpec
	token  string
	next   int
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
	if o.start.IsZero() {
		o.start = morning
	}
	ep := o.ep
	if ep == nil {
		ep = vivo.New()
	}
	engine, err := sim.New(sim.Options{
		Endpoints: []sim.Endpoint{ep}, Seed: 7, Start: o.start,
		Clock: clock.Mode{Kind: clock.Manual}, Rules: o.rules, Poster: o.post,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	w := &world{t: t, engine: engine, ep: ep}
	spec := sim.AppSpec{ID: "shop", Vendor: vendors.Vivo, Listed: true, Kind: "shopping"}
	if o.app != nil {
		o.app(&spec)
	}
	if w.app, err = engine.AddApp(spec); err != nil {
		t.Fatal(err)
	}
	w.token = w.post("/message/auth", w.loginBody()).Auth
	return w
}

// phone adds a phone of the app and returns its regId.
func (w *world) phone(id string, change ...func(*device.Phone)) string {
	w.t.Helper()
	p := sim.NewPhone(id, vendors.Vivo, w.app.ID)
	for _, c := range change {
		c(&p)
	}
	p, err := w.engine.AddPhone(p)
	if err != nil {
		w.t.Fatal(err)
	}
	return p.Token
}

func (w *world) change(id string, change func(*device.Phone)) {
	w.t.Helper()
	if err := w.engine.UpdatePhone(id, change); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) flag(name, value string) {
	w.t.Helper()
	if err := w.engine.SetFlag(w.app.ID, name, value); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) limit(name string, n int64) {
	w.t.Helper()
	if err := w.engine.SetLimit(w.app.ID, name, n); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) settle()              { w.engine.Clock().Settle() }
func (w *world) until(at time.Time)   { w.engine.Clock().AdvanceTo(at) }
func (w *world) pass(d time.Duration) { w.engine.Clock().Advance(d) }

// reply is a decoded answer.
type reply struct {
	Status int
	Text   string
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
	w.t.Helper()
	path, query, _ := strings.Cut(path, "?")
	r := &sim.Request{
		Method: method, Path: path, Query: query, Host: "api-push.vivo.com.cn",
		Header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}, "Content-Encoding": {"UTF-8"}},
		Body:   body, Site: "vivo",
	}
	if token != "" {
		r.Header.Set("authToken", token)
	}
	c := sim.Call{Request: r, At: w.engine.Clock().Now()}
	w.ep.Decode(r, &c)
	var d sim.Decision
	w.engine.Submit(vendors.Vivo, &c, &d)
	var out sim.Response
	w.ep.Encode(&c, &d, &out)
	a := reply{Status: out.Status, Text: string(out.Body)}
	if strings.HasPrefix(out.Type, "application/json") {
		if err := json.Unmarshal(out.Body, &a); err != nil {
			w.t.Fatalf("%s %s: answer %q is no JSON: %v", method, path, out.Body, err)
		}
	}
	return a
}

func (w *world) post(path string, body any) reply {
	w.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.do(http.MethodPost, path, w.token, data)
}

func (w *world) get(path string) reply {
	w.t.Helper()
	return w.do(http.MethodGet, path, w.token, nil)
}

// loginBody is a good login, for tests to spoil.
func (w *world) loginBody() map[string]any {
	cred := w.app.Credentials
	ts := w.engine.Clock().Now().UnixMilli()
	return map[string]any{"appId": json.Number(cred["app_id"]), "appKey": cred["app_key"], "timestamp": ts, "sign": w.sign(ts)}
}

func (w *world) sign(ts int64) string {
	cred := w.app.Credentials
	sum := md5.Sum(fmt.Appendf(nil, "%s%s%d%s", cred["app_id"], cred["app_key"], ts, cred["app_secret"]))
	return hex.EncodeToString(sum[:])
}

func (w *world) login() string {
	w.t.Helper()
	a := w.post("/message/auth", w.loginBody())
	if a.Result != "0" || a.Auth == "" {
		w.t.Fatalf("login: %s", a.Text)
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
	w.t.Helper()
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
	w.t.Helper()
	if a.Status != http.StatusOK || a.Result.String() != code {
		w.t.Errorf("answer %d %s, want result %s", a.Status, a.Text, code)
	}
	return a
}

// last is the newest state of the newest message.
func (w *world) last() sim.Event {
	w.t.Helper()
	events, _ := w.engine.Events(0, 1_000_000)
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Kind == sim.EvMessage {
			return events[i]
		}
	}
	w.t.Fatal("no message so far")
	return sim.Event{}
}

// cause is the id of the rule that is an event's first cause.
func (w *world) cause(e sim.Event) string {
	step, ok := e.CauseStep()
	if !ok {
		return ""
	}
	return w.engine.Rulebook(vendors.Vivo).Rule(step).ID
}

// said is an answer in short: its result, or its HTTP status if it is no 200.
func (a reply) said() string {
	if a.Status != http.StatusOK {
		return fmt.Sprintf("HTTP %d %s", a.Status, a.Text)
	}
	return a.Result.String()
}

// fate settles and tells in short what became of the newest message: its state and
// receipt code.
func (w *world) fate() string {
	w.settle()
	e := w.last()
	return strings.TrimSpace(string(e.Fate.State) + " " + e.Fate.Code)
}

// wantFate settles and fails unless the newest message ended so.
func (w *world) wantFate(state device.Fate, cause, code string) sim.Event {
	w.t.Helper()
	w.settle()
	e := w.last()
	if e.Fate.State != state || w.cause(e) != cause || e.Fate.Code != code {
		w.t.Errorf("%s: %s by %q with receipt %q, want %s by %q with %q",
			e.Title, e.Fate.State, w.cause(e), e.Fate.Code, state, cause, code)
	}
	return e
}

func (w *world) shade(phone string) []device.Notification {
	w.t.Helper()
	s, err := w.engine.Shade(phone)
	if err != nil {
		w.t.Fatal(err)
	}
	return s.Items
}

func encode(body any) []byte {
	data, err := json.Marshal(body)
	if err != nil {
		panic(err) // only on values no test has
	}
	return data
}
