package honor_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/honor"
)

// fields are members of a body by their path ("android.ttl"); nil takes one away.
type fields map[string]any

// The paths of members.
const (
	android = "android."
	notice  = "android.notification."
)

// world is a listed shop with the self-classification right in the morning.
type world struct {
	*endpointtest.World
	token string
	// header changes the headers of sends; nil: none.
	header func(h http.Header)
}

// setup changes what a test wants of its world.
type setup = func(s *endpointtest.Setup)

func open(t testing.TB, change setup, rules sim.RuleOptions) *world {
	t.Helper()
	s := endpointtest.Setup{Endpoint: honor.New(), Rules: rules, App: sim.AppSpec{
		ID: "shop", Listed: true, Kind: "shopping", Rights: []string{"self_classification"},
	}}
	if change != nil {
		change(&s)
	}
	w := &world{World: endpointtest.Open(t, s)}
	w.token = w.login(nil).Access
	return w
}

// reply is a decoded answer of either host.
type reply struct {
	Status  int
	Text    string
	Code    json.Number `json:"code"`
	Message string      `json:"message"`
	Data    struct {
		SendResult   bool     `json:"sendResult"`
		RequestID    string   `json:"requestId"`
		FailTokens   []string `json:"failTokens"`
		ExpireTokens []string `json:"expireTokens"`
	} `json:"data"`

	Access  string `json:"access_token"`
	Expires int    `json:"expires_in"`
	Error   string `json:"error"`
}

// said is an answer in short.
func (r reply) said() string {
	switch {
	case r.Access != "":
		return fmt.Sprintf("%d token %d", r.Status, r.Expires)
	case r.Error != "":
		return fmt.Sprintf("%d %s", r.Status, r.Error)
	}
	return fmt.Sprintf("%d %s", r.Status, r.Code)
}

// lists are the two lists of an answer, as counts.
func (r reply) lists() string {
	return fmt.Sprintf("%s fail %d expire %d", r.said(), len(r.Data.FailTokens), len(r.Data.ExpireTokens))
}

func (w *world) do(method, path string, header http.Header, body string) reply {
	w.T.Helper()
	got := w.Do(&sim.Request{Method: method, Path: path, Header: header, Body: []byte(body), Site: "honor"})
	a := reply{Status: got.Status, Text: got.Body}
	got.Into(w.T, &a)
	return a
}

// login asks for an access token with the app's credentials, but for what is changed.
func (w *world) login(change map[string]string) reply {
	w.T.Helper()
	form := url.Values{
		"grant_type": {"client_credentials"},
		"client_id":  {w.App.Credentials["client_id"]}, "client_secret": {w.App.Credentials["client_secret"]},
	}
	for k, v := range change {
		if k != "" {
			form.Set(k, v)
		}
	}
	return w.do(http.MethodPost, "/auth/token", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, form.Encode())
}

func (w *world) path() string { return "/api/v1/" + w.App.Credentials["app_id"] + "/sendMessage" }

// post posts a body to sendMessage with good headers, but for what is changed.
func (w *world) post(path, body string) reply {
	w.T.Helper()
	h := http.Header{
		"Content-Type": {"application/json; charset=UTF-8"}, "Authorization": {"Bearer " + w.token},
		"Timestamp": {strconv.FormatInt(w.Now().UnixMilli(), 10)},
	}
	if w.header != nil {
		w.header(h)
	}
	return w.do(http.MethodPost, path, h, body)
}

// send sends the usual message, changed, to tokens.
func (w *world) send(change fields, tokens ...string) reply {
	w.T.Helper()
	return w.post(w.path(), message(change, tokens...))
}

// message is the usual one, a service notification, changed.
func message(change fields, tokens ...string) string {
	body := map[string]any{}
	all := fields{
		"token": tokens, android + "biTag": "job-7", notice + "title": "李雷", notice + "body": "晚上一起吃饭吗？",
		notice + "clickAction": fields{"type": 3}, notice + "importance": "NORMAL",
	}
	maps.Copy(all, change)
	for _, path := range slices.Sorted(maps.Keys(all)) {
		if v := all[path]; v != nil {
			put(body, strings.Split(path, "."), v)
		}
	}
	return text(body)
}

func put(into map[string]any, path []string, v any) {
	if len(path) == 1 {
		into[path[0]] = v
		return
	}
	next, ok := into[path[0]].(map[string]any)
	if !ok {
		next = map[string]any{}
		into[path[0]] = next
	}
	put(next, path[1:], v)
}

func text(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // maps of texts and numbers
	return strings.TrimSpace(b.String())
}

// dataOnly is a data message.
func dataOnly(change fields) fields {
	all := fields{
		"data": `{"kind":"wake"}`, notice + "title": nil, notice + "body": nil,
		notice + "clickAction": nil, notice + "importance": nil,
	}
	maps.Copy(all, change)
	return all
}

// low is a marketing message.
func low(change fields) fields {
	all := fields{notice + "importance": "LOW", notice + "title": "周末活动", notice + "body": "全场满减，低至五折"}
	maps.Copy(all, change)
	return all
}

// flags sets switches of a phone.
func flags(name, value string) func(*device.Phone) {
	return func(p *device.Phone) { p.Flags = map[string]string{name: value} }
}

// statuses are the status numbers of receipts so far.
func statuses(t testing.TB, box *endpointtest.Mailbox) string {
	t.Helper()
	var out []string
	for _, p := range box.Posted() {
		var body struct {
			Statuses []struct {
				Status int `json:"status"`
			} `json:"statuses"`
		}
		if err := json.Unmarshal([]byte(p.Body), &body); err != nil {
			t.Fatalf("receipt %s: %v", p.Body, err)
		}
		for _, s := range body.Statuses {
			out = append(out, strconv.Itoa(s.Status))
		}
	}
	return strings.Join(out, " ")
}

// mailed is a world whose receipts go into a box.
func mailed(box *endpointtest.Mailbox) setup {
	return func(s *endpointtest.Setup) {
		s.Poster = box
		s.App.Receipts = map[string]string{"default": "http://127.0.0.1:1/cb"}
	}
}

// receiptsOf plays a story and returns the statuses of the receipts it makes.
func receiptsOf(t testing.TB, rules sim.RuleOptions, story func(w *world)) string {
	t.Helper()
	box := &endpointtest.Mailbox{}
	w := open(t, mailed(box), rules)
	story(w)
	w.Pass(5 * time.Second)
	return statuses(t, box)
}
