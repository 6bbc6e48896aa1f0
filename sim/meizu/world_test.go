package meizu_test

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/meizu"
)

const server = "/garcia/api/server"

// start is when the tests begin, 2025-11-25 10:00 in Beijing.
var start = endpointtest.Morning()

// world is one engine with the Meizu endpoint and a way to talk to it.
type world struct {
	*endpointtest.World
	box *endpointtest.Mailbox
}

// options are what a test wants of its world; the zero value is a shop with the newest
// rules that registered the callback of these tests.
type options struct {
	app  func(*sim.AppSpec)
	date time.Time
}

const callback = "http://127.0.0.1:9/mz/receipt"

func open(t testing.TB, o options, rules sim.RuleOptions) *world {
	t.Helper()
	spec := sim.AppSpec{ID: "shop", Listed: true, Kind: "shopping", Receipts: map[string]string{"main": callback}}
	if o.app != nil {
		o.app(&spec)
	}
	box := &endpointtest.Mailbox{}
	return &world{box: box, World: endpointtest.Open(t, endpointtest.Setup{
		Endpoint: meizu.New(), Rules: rules, App: spec, Poster: box, Start: o.date,
	})}
}

// reply is a decoded answer.
type reply struct {
	endpointtest.Reply
	Code     string          `json:"code"`
	Message  string          `json:"message"`
	Value    json.RawMessage `json:"value"`
	Redirect string          `json:"redirect"`
	MsgID    string          `json:"msgId"`
}

// said is an answer in short: code and value, or its HTTP status if it is no 200.
func (r reply) said() string {
	if r.Status != http.StatusOK {
		return fmt.Sprint("HTTP ", r.Status)
	}
	return strings.TrimSpace(r.Code + " " + strings.Trim(string(r.Value), `"`))
}

// task is the taskId in an answer.
func (r reply) task() string {
	var v struct {
		TaskID json.Number `json:"taskId"`
	}
	_ = json.Unmarshal(r.Value, &v)
	return v.TaskID.String()
}

// form is the fields of a request; "sign" stands in for the computed one.
type form map[string]string

func (w *world) form(f form) string {
	all := form{"appId": w.App.Credentials["app_id"]}
	maps.Copy(all, f)
	if _, own := f["sign"]; !own {
		all["sign"] = signed(all, w.App.Credentials["app_secret"])
	}
	values := url.Values{}
	for name, value := range all {
		values.Set(name, value)
	}
	return values.Encode()
}

func signed(f form, secret string) string {
	text := ""
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if name != "sign" {
			text += name + "=" + f[name]
		}
	}
	sum := md5.Sum([]byte(text + secret))
	return hex.EncodeToString(sum[:])
}

// raw sends one request through Decode, Submit and Encode.
func (w *world) raw(method, path, data string) reply {
	w.T.Helper()
	r := &sim.Request{
		Method: method, Path: server + path, Host: "server-api-push.meizu.com", Site: "meizu",
		Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded;charset=UTF-8"}},
	}
	if method == http.MethodGet {
		r.Query = data
	} else {
		r.Body = []byte(data)
	}
	raw := w.Do(r)
	a := reply{Reply: raw}
	raw.Into(w.T, &a)
	return a
}

func (w *world) post(path string, f form) reply {
	w.T.Helper()
	return w.raw(http.MethodPost, path, w.form(f))
}

func (w *world) get(path string, f form) reply {
	w.T.Helper()
	return w.raw(http.MethodGet, path, w.form(f))
}

// fields changes a message: "noticeBarInfo.title" and a value, nil takes it out.
type fields map[string]any

// message is a good private message in the form of the document, changed.
func message(changes fields) string {
	m := map[string]any{
		"noticeBarInfo": map[string]any{"noticeMsgType": 1, "noticeBarType": 0, "title": "订单已发货", "content": "您的订单A1024已由顺丰揽收"},
		"clickTypeInfo": map[string]any{"clickType": 0},
		"pushTimeInfo":  map[string]any{"offLine": 1, "validTime": 24},
		"advanceInfo": map[string]any{"suspend": 1, "clearNoticeBar": 1,
			"notificationType": map[string]any{"vibrate": 1, "lights": 1, "sound": 1}},
	}
	for _, path := range slices.Sorted(maps.Keys(changes)) {
		at := m
		name := path
		for strings.Contains(name, ".") && !strings.HasPrefix(name, "callback.") {
			outer, rest, _ := strings.Cut(name, ".")
			inner, ok := at[outer].(map[string]any)
			if !ok {
				inner = map[string]any{}
				at[outer] = inner
			}
			at, name = inner, rest
		}
		if at[name] = changes[path]; changes[path] == nil {
			delete(at, name)
		}
	}
	data, err := json.Marshal(m)
	if err != nil {
		panic(err) // only on values no test has
	}
	return string(data)
}

// public is a public message.
func public(more fields) fields {
	m := fields{"noticeBarInfo.noticeMsgType": 0, "noticeBarInfo.title": "周末特惠", "noticeBarInfo.content": "全场满200减50"}
	maps.Copy(m, more)
	return m
}

// push sends a message to pushIds.
func (w *world) push(changes fields, ids ...string) reply {
	w.T.Helper()
	return w.post("/push/varnished/pushByPushId", form{"pushIds": strings.Join(ids, ","), "messageJson": message(changes)})
}

// save stores a message and returns its taskId.
func (w *world) save(changes fields) string {
	w.T.Helper()
	return w.post("/push/pushTask/getTaskId", form{"pushType": "0", "messageJson": message(changes)}).task()
}

// pushTask sends a stored message.
func (w *world) pushTask(task string, ids ...string) reply {
	w.T.Helper()
	return w.post("/push/task/varnished/pushByPushId", form{"taskId": task, "pushIds": strings.Join(ids, ",")})
}

// toApp pushes to everybody.
func (w *world) toApp(changes fields) reply {
	w.T.Helper()
	return w.post("/push/pushTask/pushToApp", form{"pushType": "0", "messageJson": message(changes)})
}

// toTags pushes to tags.
func (w *world) toTags(scope, tags string, changes fields) reply {
	w.T.Helper()
	return w.post("/push/pushTask/pushToTag", form{"pushType": "0", "tagNames": tags, "scope": scope, "messageJson": message(changes)})
}

// hows are how a phone's notifications appear, oldest first.
func (w *world) hows(phone string) string {
	w.T.Helper()
	w.Settle()
	var out []string
	for _, n := range w.Shade(phone).Items {
		how := string(n.How)
		if !n.Banner && n.How == device.Shown {
			how += " without banner"
		}
		out = append(out, how)
	}
	return strings.Join(out, ", ")
}

// nobody has the form of a pushId and is none.
const nobody = "J9c0f055d625e6c64567f71487e040e7d017f0558675d"

func chars(n int) string { return strings.Repeat("好", n) }

func offline(p *device.Phone) { p.Offline = true }
