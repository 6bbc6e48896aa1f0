package admin_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/admin"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/internal/toy"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var start = time.Date(2026, 11, 11, 8, 0, 0, 0, time.UTC)

// world is a simulator with its control API and one toy app and phone.
type world struct {
	t      *testing.T
	engine atomic.Pointer[sim.Engine]
	sim    *httpsim.Server
	admin  *admin.Server
	secret string
	token  string
}

func newEngine(t *testing.T, ring int) *sim.Engine {
	t.Helper()
	e, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{toy.Endpoint{}}, Seed: 7, Start: start,
		Clock: clock.Mode{Kind: clock.Jump}, RingBytes: ring})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

func newWorld(t *testing.T, change func(*admin.Options)) *world {
	t.Helper()
	w := &world{t: t}
	w.engine.Store(newEngine(t, 0))
	var err error
	if w.sim, err = httpsim.New(w.engine.Load(), nil); err != nil {
		t.Fatal(err)
	}
	opts := admin.Options{Engine: w.engine.Load, Faults: w.sim.Faults()}
	if change != nil {
		change(&opts)
	}
	if w.admin, err = admin.New(opts); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.admin.Close(); err != nil {
			t.Error(err)
		}
	})
	var app struct{ Credentials map[string]string }
	w.ok("POST", "/apps", `{"id":"shop","vendor":"toy"}`, &app)
	var phone struct{ Token string }
	w.ok("POST", "/devices", `{"id":"p1","app":"shop"}`, &phone)
	w.secret, w.token = app.Credentials["secret"], phone.Token
	return w
}

// do asks the control API and returns status and body.
func (w *world) do(method, path, body string, header ...string) (int, string) {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, "http://127.0.0.1"+path, strings.NewReader(body))
	if body != "" || method == "POST" || method == "PUT" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		if r.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	rec := httptest.NewRecorder()
	w.admin.ServeHTTP(rec, r)
	return rec.Code, rec.Body.String()
}

// ok asks and decodes an answer that has to be a yes.
func (w *world) ok(method, path, body string, into any) {
	w.t.Helper()
	status, text := w.do(method, path, body)
	if status != http.StatusOK {
		w.t.Fatalf("%s %s: got %d %s", method, path, status, text)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		w.t.Fatalf("%s %s: %v in %s", method, path, err, text)
	}
}

// send logs in and sends a message to the tokens.
func (w *world) send(title string, tokens ...string) {
	w.t.Helper()
	c := &http.Client{Transport: w.sim.Transport()}
	post := func(path string, body toy.Wire) (answer struct{ Access string }) {
		raw, err := json.Marshal(body)
		if err != nil {
			w.t.Fatal(err)
		}
		resp, err := c.Post("http://sim/toy/v1/"+path, "application/json", bytes.NewReader(raw))
		if err != nil {
			w.t.Fatal(err)
		}
		defer resp.Body.Close()
		got, err := io.ReadAll(resp.Body)
		if err != nil {
			w.t.Fatal(err)
		}
		if path == "login" {
			if err := json.Unmarshal(got, &answer); err != nil {
				w.t.Fatalf("login: %s", got)
			}
		}
		return answer
	}
	in := post("login", toy.Wire{Key: "key-shop", Secret: w.secret})
	post("send", toy.Wire{Access: in.Access, To: tokens, Title: title, Class: "marketing"})
}

type page struct {
	Messages []sim.Record
	Next     uint64
}

func TestMessagesArePagedWithoutLossOrRepetition(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for _, title := range []string{"a", "b", "c"} {
		w.send(title, w.token)
	}
	w.send("d", "nobody")
	w.ok("PUT", "/clock", `{"settle":true}`, nil)
	var titles []string
	path := "/messages?limit=2"
	for {
		var p page
		w.ok("GET", path, "", &p)
		if len(p.Messages) == 0 {
			break
		}
		for _, m := range p.Messages {
			titles = append(titles, m.Title)
		}
		path = "/messages?limit=2&since=" + jsonOf(t, p.Next)
	}
	if got := strings.Join(titles, ""); got != "dabc" { // in the order of their last change
		t.Errorf("got %q", got)
	}
	var p page
	w.ok("GET", "/messages?token="+w.token, "", &p)
	if len(p.Messages) != 3 {
		t.Errorf("by token: got %d", len(p.Messages))
	}
	w.ok("GET", "/messages?vendor=nobody", "", &p)
	if len(p.Messages) != 0 {
		t.Errorf("by vendor: got %d", len(p.Messages))
	}
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestMessageTellsItsStory(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.send("hello", w.token)
	w.ok("PUT", "/clock", `{"settle":true}`, nil)
	var m struct {
		Title     string
		Trace     []sim.RecordStep
		Fate      sim.RecordFate
		Fates     []sim.RecordFate
		Exchanges []sim.Record
	}
	w.ok("GET", "/messages/m-000001?lang=zh", "", &m)
	if m.Title != "hello" || m.Fate.State != "shown" || len(m.Fates) != 2 || m.Fates[0].State != "pending" {
		t.Errorf("got %+v", m)
	}
	if len(m.Exchanges) != 1 || m.Exchanges[0].Path != "/v1/send" {
		t.Errorf("exchanges: got %+v", m.Exchanges)
	}
	w.send("both", w.token, "nobody")
	var second struct {
		Title     string
		Exchanges []sim.Record
	}
	if w.ok("GET", "/messages/m-000003", "", &second); second.Title != "both" || len(second.Exchanges) != 1 || second.Exchanges[0].Path != "/v1/send" {
		t.Errorf("the second of a call: exchanges %+v of %q", second.Exchanges, second.Title)
	}
	if i := len(m.Trace); i == 0 || !strings.ContainsAny(m.Trace[0].Text, "正文") {
		t.Errorf("trace in Chinese: got %+v", m.Trace)
	}
	if status, body := w.do("GET", "/messages/m-777777", ""); status != 404 || !strings.Contains(body, "m-777777") {
		t.Errorf("unknown: got %d %s", status, body)
	}
}

// A call without targets has no messages, and a refusal of it can be looked up all the same.
func TestCallsWithoutTargetsAreListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.send("hello", w.token)
	w.secret = "wrong"
	w.send("hello", w.token)
	var p struct {
		Calls []sim.Record
		Next  uint64
	}
	w.ok("GET", "/calls?vendor=toy&lang=zh", "", &p)
	if len(p.Calls) != 2 || p.Calls[0].Verb != "auth" || p.Calls[0].Cause != nil || p.Calls[1].Cause == nil {
		t.Fatalf("got %s, want a login and a refused one", jsonOf(t, p.Calls))
	}
	since := p.Calls[0].Seq
	if w.ok("GET", "/calls?since="+strconv.FormatUint(since, 10), "", &p); len(p.Calls) != 1 || p.Calls[0].Seq <= since {
		t.Errorf("since %d: got %s", since, jsonOf(t, p.Calls))
	}
	if w.ok("GET", "/calls?limit=1", "", &p); len(p.Calls) != 1 || p.Next != since {
		t.Errorf("limit=1: got %s, next %d, want %d", jsonOf(t, p.Calls), p.Next, since)
	}
	if status, body := w.do("GET", "/calls?since=x", ""); status != 400 {
		t.Errorf("since=x: got %d %s", status, body)
	}
}

func TestClockIsTurned(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	var c struct {
		Now  time.Time
		Mode string
	}
	w.ok("PUT", "/clock", `{"advance":"24h"}`, &c)
	if !c.Now.Equal(start.Add(24*time.Hour)) || c.Mode != "jump" {
		t.Errorf("advance: got %+v", c)
	}
	w.ok("PUT", "/clock", `{"to":"2026-11-13T08:00:00+08:00"}`, &c)
	if want := time.Date(2026, 11, 13, 0, 0, 0, 0, time.UTC); !c.Now.Equal(want) {
		t.Errorf("to: got %s, want %s", c.Now, want)
	}
	w.ok("PUT", "/clock", `{"mode":"manual"}`, &c)
	if c.Mode != "manual" {
		t.Errorf("mode: got %q", c.Mode)
	}
	for body, want := range map[string]string{
		`{}`:                            "say what to do",
		`{"advance":"-1h"}`:             "does not go back",
		`{"advance":"soon"}`:            "such as 24h",
		`{"to":"2020-01-01T00:00:00Z"}`: "POST /reset",
		`{"mode":"fast"}`:               "x60",
		`{"advance":"1h","to":"2030-01-01T00:00:00Z"}`: "exclude each other",
		`{"advnce":"1h"}`:                 "advnce",
		`{"advance":`:                     "cannot read",
		``:                                "JSON body is needed",
		`{"settle":true} {"settle":true}`: "more than one",
	} {
		if status, text := w.do("PUT", "/clock", body); status != 400 || !strings.Contains(text, want) {
			t.Errorf("%s: got %d %s, want %q", body, status, text, want)
		}
	}
}

func TestDevicesAreChangedInPart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	var p struct {
		State         string
		Notifications bool
		Offline       bool
		Tags          []string
	}
	w.ok("PUT", "/devices/p1", `{"offline":true,"tags":["a","b"]}`, &p)
	if !p.Offline || !p.Notifications || p.State != "background" || len(p.Tags) != 2 {
		t.Errorf("got %+v", p)
	}
	w.ok("PUT", "/devices/p1", `{"tags":["c"],"notifications":false}`, &p)
	if !p.Offline || p.Notifications || len(p.Tags) != 1 || p.Tags[0] != "c" {
		t.Errorf("got %+v", p)
	}
	var one struct {
		Device struct{ ID string }
		Shade  struct{ Items []any }
	}
	w.ok("GET", "/devices/p1", "", &one)
	if one.Device.ID != "p1" || one.Shade.Items == nil {
		t.Errorf("got %+v", one)
	}
	for _, tc := range []struct{ method, path, body, want string }{
		{"PUT", "/devices/p9", `{}`, "p9"},
		{"PUT", "/devices/p1", `{"state":"asleep"}`, "foreground"},
		{"PUT", "/devices/p1", `{"token":"x"}`, "stay as they are"},
		{"PUT", "/devices/p1", `{"flags":{"sideloded":"yes"}}`, "sideloaded"},
		{"PUT", "/devices/p1", `{"offlin":true}`, "offlin"},
		{"POST", "/devices", `{"id":"p2","app":"nobody"}`, "nobody"},
		{"POST", "/devices", `{"id":"p1","app":"shop"}`, "already"},
		{"POST", "/apps", `{"id":"a"}`, "toy"},
		{"PUT", "/apps/shop", `{"vendor":"other"}`, "vendor cannot be changed"},
		{"PUT", "/apps/shop", `{"Limits":{"marketing":0}}`, "limits cannot be changed"},
		{"PUT", "/quota", `{"app":"shop","quota":"marketing","limit":3,"count":-1}`, "count -1"},
		{"PUT", "/apps/nobody", `{}`, "nobody"},
	} {
		if status, text := w.do(tc.method, tc.path, tc.body); status < 400 || !strings.Contains(text, tc.want) {
			t.Errorf("%s %s %s: got %d %s, want %q", tc.method, tc.path, tc.body, status, text, tc.want)
		}
	}
}

func TestAppsAreChangedInPart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	var first, a sim.AppSpec // an answer leaves out what is empty, so each has its own
	w.ok("PUT", "/apps/shop", `{"listed":true,"flags":{"penalty":"on"},"rights":["w","x"]}`, &first)
	w.ok("PUT", "/apps/shop", `{"rights":["x"]}`, &first)
	w.ok("PUT", "/apps/shop", `{"users":5}`, &a)
	if !a.Listed || a.Users != 5 || a.Flags["penalty"] != "on" || len(a.Rights) != 1 || a.Package != "com.example.shop" {
		t.Errorf("got %+v", a)
	}
}
