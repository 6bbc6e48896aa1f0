package xiaomi

import (
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

const (
	pathRegID = "/v3/message/regid"
	pathAlias = "/v3/message/alias"
	pathTopic = "/v3/message/topic"
	pathMulti = "/v2/multi_messages/regids"
	pathQuota = "/v1/trace/quota/get"
)

// bench is one app at Xiaomi: a world to prepare, and the app's side of the wire.
type bench struct {
	*kit.Bench
	// secret follows "key=" in the next calls' Authorization, "" for no such field.
	secret string
}

// shop is the app cases use: a private channel 135001, a public one 135002 and a
// template with two variables.
func shop(changes ...kit.AppOption) sim.AppSpec {
	return kit.Spec(sim.AppSpec{
		ID: "shop", Vendor: vendors.Xiaomi, Package: "com.example.shop", Listed: true, Kind: "shopping", Users: 100,
		Rights: []string{"private:135001", "public:135002", "template:T10086|订单{$order$}已发货|您的订单已由{$carrier$}揽收"},
	}, changes...)
}

// plainAllowed is an app whose messages may go without a channel.
func plainAllowed(a *sim.AppSpec) { kit.Flag("default_channel", "allow")(a) }

// open prepares an app.
func open(t *conformance.T, changes ...kit.AppOption) *bench {
	b := &bench{Bench: kit.Open(t, shop(changes...))}
	b.secret = b.App.Credentials["app_secret"]
	b.Prepare = func(h http.Header) {
		if b.secret != "" {
			h.Set("Authorization", "key="+b.secret)
		}
	}
	b.Code = func(a kit.Answer) string { return a.Number("code") }
	b.ID = func(a kit.Answer) string { id, _ := a.Text("data.id"); return id }
	b.Arrived = "1"
	return b
}

// order is a correct private message, public one through the public channel, plain one
// without a channel.
func order(changes ...kit.FormChange) kit.Form {
	return kit.FormOf(
		"restricted_package_name", "com.example.shop", "title", "订单已发货", "description", "您的订单A1024已由顺丰揽收",
		"payload", `{"orderId":"A1024"}`, "pass_through", "0", "notify_type", "-1", "extra.channel_id", "135001",
	).With(changes...)
}

func public(changes ...kit.FormChange) kit.Form {
	return order(kit.Field("extra.channel_id", "135002")).With(changes...)
}

func plain(changes ...kit.FormChange) kit.Form {
	return order(kit.Without("extra.channel_id")).With(changes...)
}

// to names targets, joined by commas.
func to(tokens ...string) kit.FormChange {
	return kit.Field("registration_id", strings.Join(tokens, ","))
}

// push sends a form to phones, send an order with changes.
func (b *bench) push(f kit.Form, phones ...device.Phone) kit.Answer {
	return b.PostForm(pathRegID, f.With(to(kit.Tokens(phones...)...)))
}

func (b *bench) send(p device.Phone, changes ...kit.FormChange) kit.Answer {
	return b.push(order(changes...), p)
}

// nth gives the n-th message an id of its own, so that none replaces another.
func nth(n int) kit.FormChange { return kit.Field("notify_id", string(rune('1'+n))) }

// day moves the clock to a time of the next days, in Beijing.
func (b *bench) day(days, hour, minute int) {
	d := conformance.DefaultStart.AddDate(0, 0, days)
	b.AdvanceTo(time.Date(d.Year(), d.Month(), d.Day(), hour, minute, 0, 0, d.Location()))
}

// wantLoud says that a phone must show these titles, as private messages are shown.
func (b *bench) wantLoud(p device.Phone, titles ...string) {
	b.WantTitles(p, titles...)
	for _, n := range b.Shade(p).Items {
		if n.How != device.Shown || !n.Sound {
			b.T.Errorf("phone %s shows %q as %s (sound %t), want it aloud", p.ID, n.Title, n.How, n.Sound)
		}
	}
}

// want says that an answer must be HTTP 200 with this code, and in the form of a yes or
// a no.
func (b *bench) want(a kit.Answer, code string) {
	if a.Status != http.StatusOK || a.Code() != code {
		b.T.Errorf("%v, want HTTP 200 and code %s", a, code)
		return
	}
	result, _ := a.Text("result")
	_, reason := a.Text("reason")
	if _, ok := a.Text("description"); !ok {
		b.T.Errorf("%v: description must be a string", a)
	}
	switch {
	case code == "0" && (result != "ok" || a.Kind("data") != "object"):
		b.T.Errorf(`%v: a yes must say "ok" and have an object data`, a)
	case code != "0" && (result != "error" || !reason):
		b.T.Errorf(`%v: a no must say "error" and have a reason`, a)
	case code != "0" && a.Kind("data") != "":
		b.T.Errorf("%v: a no must not have data", a)
	}
}

// wantID is want of a yes with an id that begins so, and a text that counts the targets.
func (b *bench) wantID(a kit.Answer, letter, info string) {
	b.want(a, "0")
	if id := a.ID(); !isID(id, letter) {
		b.T.Errorf("%v: data.id %q must be a string of 22 characters that begins with %s", a, id, letter)
	}
	if trace, _ := a.Text("trace_id"); !isID(trace, "X") {
		b.T.Errorf("%v: trace_id %q must be a string of 22 characters that begins with X", a, trace)
	}
	if got, _ := a.Text("info"); got != "Received push messages for "+info {
		b.T.Errorf("%v: info %q, want it to end in %q", a, got, info)
	}
}

// isID reports whether s is three letters, five of 0-9a-z, twelve digits, two letters.
func isID(s, letter string) bool {
	lower := func(part string) bool { return strings.Trim(part, "abcdefghijklmnopqrstuvwxyz") == "" }
	return len(s) == 22 && strings.HasPrefix(s, letter) && lower(s[1:3]) &&
		strings.Trim(s[3:8], "0123456789abcdefghijklmnopqrstuvwxyz") == "" && kit.Digits(s[8:20], 12) &&
		lower(strings.ToLower(s[20:]))
}

// wantReason is want of a no with this text.
func (b *bench) wantReason(a kit.Answer, code, reason string) {
	b.want(a, code)
	if got, _ := a.Text("reason"); !strings.HasPrefix(got, reason) {
		b.T.Errorf("%v: reason %q, want %q", a, got, reason)
	}
}

// wantLost says that a message was accepted and thrown away, with this receipt.
func (b *bench) wantLost(a kit.Answer, p device.Phone, state device.Fate, receipt string) {
	b.want(a, "0")
	if m := b.WantFate(a, p, state); m.Receipt != receipt {
		b.T.Errorf("receipt %q, want %q", m.Receipt, receipt)
	}
}
