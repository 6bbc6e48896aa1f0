package xiaomi_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/xiaomi"
	"github.com/offpush/offpush/vendors"
)

// world is the kit's, with a shop that has a private channel 135001, a public channel
// 135002 and a template T10086.
type world struct {
	*endpointtest.World
	secret, host, site string
}

// options are what a story needs beside it.
type options struct {
	app  func(*sim.AppSpec)
	post sim.Poster
}

func open(t testing.TB, o options, rules sim.RuleOptions) *world {
	t.Helper()
	app := shop()
	if o.app != nil {
		o.app(&app)
	}
	w := &world{World: endpointtest.Open(t, endpointtest.Setup{Endpoint: xiaomi.New(), Rules: rules, App: app, Poster: o.post})}
	w.secret, w.host, w.site = w.App.Credentials["app_secret"], "api.xmpush.xiaomi.com", "xiaomi"
	return w
}

func shop() sim.AppSpec {
	return sim.AppSpec{
		ID: "shop", Package: "com.example.shop", Listed: true, Users: 50_000, Vendor: vendors.Xiaomi,
		Rights: []string{"private:135001", "public:135002", "template:T10086|订单{$order$}已发货|您的订单已由{$carrier$}揽收"},
	}
}

// form is a request's fields; an empty value stays, "-" leaves the field out.
type form map[string]string

func (f form) with(changes form) form {
	out := maps.Clone(f)
	if out == nil {
		out = form{}
	}
	maps.Copy(out, changes)
	maps.DeleteFunc(out, func(_, v string) bool { return v == "-" })
	return out
}

func (f form) encode() string {
	v := url.Values{}
	for name, value := range f {
		v.Set(name, value)
	}
	return v.Encode()
}

// order is a good private message.
func order(changes form) form {
	return form{
		"restricted_package_name": "com.example.shop", "title": "订单已发货", "description": "您的订单A1024已由顺丰揽收",
		"payload": `{"orderId":"A1024"}`, "pass_through": "0", "notify_type": "-1", "notify_id": "0", "extra.channel_id": "135001",
	}.with(changes)
}

// public is a good public one, plain one without a channel.
func public(changes form) form { return order(form{"extra.channel_id": "135002"}).with(changes) }
func plain(changes form) form  { return order(form{"extra.channel_id": "-"}).with(changes) }

// reply is an answer with what tests look at most.
type reply struct {
	endpointtest.Reply
	Result, Reason, Description, Info string
	Code                              *int
	TraceID                           string `json:"trace_id"`
	Data                              map[string]any
}

func (r reply) data(name string) string { s, _ := r.Data[name].(string); return s }

// code is the answer in short: the status if it is not 200, and the code.
func (r reply) code() string {
	var b strings.Builder
	if r.Status != http.StatusOK {
		b.WriteString(http.StatusText(r.Status) + " ")
	}
	if r.Code != nil {
		b.WriteString(itoa(int64(*r.Code)))
	}
	return b.String()
}

func (w *world) request(method, path, body string) *sim.Request {
	r := &sim.Request{Method: method, Path: path, Host: w.host, Site: w.site, Header: http.Header{}, Body: []byte(body)}
	r.Header.Set("Authorization", "key="+w.secret)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
	}
	return r
}

func (w *world) do(r *sim.Request) reply {
	w.T.Helper()
	out := reply{Reply: w.Do(r)}
	out.Into(w.T, &out)
	return out
}

func (w *world) post(path string, f form) reply {
	w.T.Helper()
	return w.do(w.request(http.MethodPost, path, f.encode()))
}

func (w *world) get(path string, f form) reply {
	w.T.Helper()
	r := w.request(http.MethodGet, path, "")
	r.Query = f.encode()
	return w.do(r)
}

// send sends to registration ids.
func (w *world) send(f form, tokens ...string) reply {
	w.T.Helper()
	return w.post("/v3/message/regid", f.with(form{"registration_id": strings.Join(tokens, ",")}))
}

// many are n registration ids of nobody.
func many(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = "id" + itoa(int64(i))
	}
	return out
}

func itoa(n int64) string {
	if n < 0 {
		return "-" + itoa(-n)
	}
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

// chars is a text of n characters.
func chars(n int) string { return strings.Repeat("中", n) }

// receipts are the callbacks so far, decoded.
func (w *world) receipts() []string {
	w.T.Helper()
	w.Settle()
	w.Pass(1e9)
	events, _ := w.Engine.Events(0, 1_000_000)
	var out []string
	for i := range events {
		if events[i].Kind == sim.EvReceipt {
			v, err := url.ParseQuery(string(events[i].RequestBody))
			if err != nil {
				w.T.Fatal(err)
			}
			out = append(out, v.Get("data"))
		}
	}
	return out
}

// asked adds a wish for receipts of kinds.
func asked(kinds string) form {
	return form{"extra.callback": "http://127.0.0.1:1/mi", "extra.callback.param": "A1024", "extra.callback.type": kinds}
}

func has(list []string, parts ...string) bool {
	return slices.ContainsFunc(list, func(s string) bool {
		for _, p := range parts {
			if !strings.Contains(s, p) {
				return false
			}
		}
		return true
	})
}

func uninstall(p *device.Phone) { p.Installed = false }
func offline(p *device.Phone)   { p.Offline = true }
