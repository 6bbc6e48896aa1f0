package vivo

import (
	"encoding/json"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

var callbackNeeds = []conformance.Need{conformance.NeedCallback, conformance.NeedClock}

// receiptCases are about when and how vivo posts a receipt.
func receiptCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/receipt/receipt", Level: conformance.Must, Rows: []string{"V37", "S12"}, Source: docReceipts, Codes: []string{"0", "receipt:0"}, Needs: callbackNeeds,
		Title:       "a delivered message has a receipt",
		Requirement: "An endpoint must post a JSON object keyed by the taskId, with targets, param and a time in milliseconds, for a delivered message with a callback.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, r.callback("job-7"))
			b.wantTask(a)
			got := r.Of(a.ID(), 1)[0]
			if ack, there := got.Entry["ackType"]; there && ack != "0" {
				t.Errorf("receipt %s, want ackType \"0\" or none", got.Raw)
			}
			if got.Text("targets") != p.Token || got.Text("param") != "job-7" {
				t.Errorf("receipt %s, want targets %q and param job-7", got.Raw, p.Token)
			}
			if n, ok := got.Entry["ackTime"].(json.Number); !ok || len(n.String()) != 13 {
				t.Errorf("receipt %s, want ackTime in milliseconds", got.Raw)
			}
		},
	}, {
		ID: "vivo/receipt/none-asked", Level: conformance.Must, Source: docAPI, Codes: []string{"0"}, Needs: callbackNeeds,
		Title:       "without a callback there is no receipt",
		Requirement: "An endpoint must not post a receipt for a message that names no callback.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t, registered(r.URL))
			p := b.Phone("a")
			b.WantVisible(b.send(p), p)
			r.None()
		},
	}, {
		ID: "vivo/receipt/by-id", Level: conformance.Should, Source: sdk3, Codes: []string{"0", "receipt:0"}, Needs: callbackNeeds,
		Title:       "a receipt id stands for the URL of the console",
		Requirement: "An endpoint should post the receipt of a message with callback.id to the URL registered under that id.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t, registered(r.URL))
			p := b.Phone("a")
			a := b.send(p, byReceiptID())
			r.want(b, a.ID(), p.Token, "0", "")
		},
	}, {
		ID: "vivo/receipt/list-by-id", Level: conformance.Should, Source: "docs.getui.com server/receipt; Alibaba Cloud 2859996 (new receipt of 2023-01-10)",
		Codes: []string{"0", "receipt:0"}, Needs: callbackNeeds,
		Title:       "a receipt id covers list pushes",
		Requirement: "An endpoint should post receipts of a list push whose body names a callback.id.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t, registered(r.URL))
			task := b.saved(b.order(byReceiptID()))
			b.want(b.list(task, kit.Tokens(b.Phone("a"), b.Phone("b"))), "0")
			r.Of(task, 2)
		},
	}, {
		ID: "vivo/receipt/list-by-url", Level: conformance.May, Source: docAPI + "; for lists " + assumed, Codes: []string{"0"}, Needs: callbackNeeds,
		Title:       "an old-style URL covers single pushes only",
		Requirement: "An endpoint may leave list pushes with an old-style callback URL without receipts.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t)
			task := b.saved(b.order(r.callback("job-7")))
			b.want(b.list(task, kit.Tokens(b.Phone("a"), b.Phone("b"))), "0")
			r.None()
		},
	}, {
		ID: "vivo/receipt/old-url-after-registration", Level: conformance.Should, Source: "docs.jiguang.cn android_callback; Alibaba Cloud 2859996 (new receipt of 2023-01-10)",
		Codes: []string{"0"}, Needs: callbackNeeds,
		Title:       "once a receipt id is registered, old-style URLs are dead",
		Requirement: "An endpoint should not post to an old-style callback URL of an app that registered a receipt id.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t, registered(r.URL))
			p := b.Phone("a")
			b.WantVisible(b.send(p, r.callback("job-7")), p)
			r.None()
		},
	}, {
		ID: "vivo/receipt/test-message", Level: conformance.Should, Source: docAPI, Codes: []string{"0"}, Needs: callbackNeeds,
		Title:       "test messages have no old-style receipt",
		Requirement: "An endpoint should not post an old-style receipt for a test message.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t)
			p := b.Phone("a", kit.TestPhone)
			b.WantVisible(b.send(p, kit.Set("pushMode", 1), r.callback("job-7")), p)
			r.None()
		},
	}, {
		ID: "vivo/receipt/retried", Level: conformance.May, Source: assumed, Codes: []string{"0", "receipt:0"}, Needs: callbackNeeds,
		Title:       "a receipt nobody took is posted again",
		Requirement: "An endpoint may post a receipt again a while after an answer other than 2xx.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			r.Next(500)
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, r.callback("job-7"))
			b.Settle()
			b.Advance(2 * time.Minute)
			if got := r.Of(a.ID(), 2); len(got) != 2 {
				t.Errorf("%d receipts came, want 2: one refused, one taken", len(got))
			}
		},
	}}
}

// cause is one way to lose an accepted message, and the receipt of it.
type cause struct {
	id      string
	rows    []string
	level   conformance.Level
	what    string
	ack     string
	sub     string
	start   time.Time
	arrange func(b *bench, r *receiver) (kit.Answer, device.Phone)
}

// receiptCauseCases hold the two-level codes of messages that were accepted and
// not shown.
func receiptCauseCases() []conformance.Case {
	should, may := conformance.Should, conformance.May
	wait := func(b *bench, p device.Phone, pause time.Duration) {
		b.Settle()
		b.Advance(pause)
		kit.ChangePhone(b.T, p, kit.Online)
	}
	causes := []cause{
		{"receipt-frequency", []string{"V42", "S12"}, should, "the third operational message of the day", "100", "12000", time.Time{},
			func(b *bench, r *receiver) (kit.Answer, device.Phone) {
				p := b.Phone("a")
				b.promote(p, 0)
				b.promote(p, 1)
				b.Settle()
				return b.promote(p, 2, r.callback("job-7")), p
			}},
		{"receipt-duplicate", []string{"V43", "S12"}, should, "an operational text the phone had already", "104", "2124", time.Time{},
			func(b *bench, r *receiver) (kit.Answer, device.Phone) {
				p := b.Phone("a")
				b.promote(p, 0)
				b.Settle()
				return b.promote(p, 0, r.callback("job-7")), p
			}},
		{"receipt-app-total", nil, should, "a message over the app's total at arrival", "100", "11001", time.Time{},
			func(b *bench, r *receiver) (kit.Answer, device.Phone) {
				p := b.Phone("a", kit.Offline)
				a := b.promote(p, 0, r.callback("job-7"))
				b.Settle()
				b.setCount("operational", 10000)
				kit.ChangePhone(b.T, p, kit.Online)
				return a, p
			}},
		{"receipt-expired", nil, should, "a message past its timeToLive", "100", "10012", time.Time{},
			func(b *bench, r *receiver) (kit.Answer, device.Phone) {
				p := b.Phone("a", kit.Offline)
				a := b.send(p, kit.Set("timeToLive", 60), r.callback("job-7"))
				wait(b, p, 2*time.Minute)
				return a, p
			}},
		{"receipt-online-only", nil, should, "an online direct push to an offline phone", "100", "14002", time.Time{},
			func(b *bench, r *receiver) (kit.Answer, device.Phone) {
				p := b.Phone("a", kit.Offline)
				return b.send(p, kit.Set("sendOnline", true), r.callback("job-7")), p
			}},
		{"receipt-audit", nil, should, "a text with a sensitive word", "101", "", time.Time{},
			func(b *bench, r *receiver) (kit.Answer, device.Phone) {
				p := b.Phone("a")
				return b.send(p, kit.Set("content", sensitive), r.callback("job-7")), p
			}},
		{"receipt-overwritten", nil, should, "a waiting message with a newer one's notifyId", "103", "", time.Time{},
			func(b *bench, r *receiver) (kit.Answer, device.Phone) {
				p := b.Phone("a", kit.Offline)
				a := b.send(p, kit.Set("notifyId", 7), r.callback("job-7"))
				b.Settle()
				b.send(p, kit.Set("notifyId", 7))
				b.Settle()
				return a, p
			}},
		{"receipt-night", nil, should, "an operational message that arrives at night", "104", "1017", at(22, 50),
			func(b *bench, r *receiver) (kit.Answer, device.Phone) {
				p := b.Phone("a", kit.Offline)
				a := b.promote(p, 0, r.callback("job-7"))
				wait(b, p, 30*time.Minute)
				return a, p
			}},
		{"receipt-unofficial-install", nil, should, "an operational message to an app from elsewhere", "104", "2333", time.Time{},
			func(b *bench, r *receiver) (kit.Answer, device.Phone) {
				p := b.Phone("a", unofficial)
				return b.promote(p, 0, r.callback("job-7")), p
			}},
		{"receipt-unsubscribed", nil, should, "a phone that unsubscribed while the message waited", "102", "20001", time.Time{},
			func(b *bench, r *receiver) (kit.Answer, device.Phone) {
				p := b.Phone("a", kit.Offline)
				a := b.send(p, r.callback("job-7"))
				b.Settle()
				kit.ChangePhone(b.T, p, kit.Online, kit.Unsubscribed)
				return a, p
			}},
		{"receipt-uninstalled", nil, should, "a phone without the app since the message was sent", "102", "20002", time.Time{},
			func(b *bench, r *receiver) (kit.Answer, device.Phone) {
				p := b.Phone("a", kit.Offline)
				a := b.send(p, r.callback("job-7"))
				b.Settle()
				kit.ChangePhone(b.T, p, kit.Online, kit.Uninstalled)
				return a, p
			}},
		{"receipt-renewed-id", nil, may, "a phone that has a newer regId", "104", "2183", time.Time{},
			func(b *bench, r *receiver) (kit.Answer, device.Phone) {
				p := b.Phone("a", renewed)
				return b.send(p, r.callback("job-7")), p
			}},
	}
	out := make([]conformance.Case, len(causes))
	for i, c := range causes {
		out[i] = c.asCase()
	}
	return append(out, inactiveReceiptCase())
}

// inactiveReceiptCase needs a list, as a single push to such a phone is refused.
func inactiveReceiptCase() conformance.Case {
	return conformance.Case{
		ID: "vivo/receipt/receipt-inactive", Level: conformance.Should, Source: docReceipts, Codes: []string{"0", "receipt:102/20006"}, Needs: callbackNeeds,
		Features:    []string{"list"},
		Title:       "a phone offline for 14 days: receipt:102/20006",
		Requirement: "An endpoint should report a list's phone that was offline for more than 14 days with ackType 102 subAckType \"20006\".",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t, registered(r.URL))
			gone := b.Phone("a", kit.Offline, func(p *device.Phone) { p.OfflineSince = b.World.Now().Add(-15 * 24 * time.Hour) })
			task := b.saved(b.order(byReceiptID()))
			b.want(b.list(task, kit.Tokens(gone, b.Phone("b", kit.Uninstalled))), "0")
			r.want(b, task, gone.Token, "102", "20006")
		},
	}
}

// registered is a receipt id of the console, byReceiptID asks for receipts there.
func registered(url string) func(*sim.AppSpec) {
	return func(a *sim.AppSpec) { a.Receipts["1001"] = url }
}

func byReceiptID() kit.Change {
	return kit.Set("extra", map[string]string{"callback.id": "1001", "callback.param": "job-7"})
}

func (c cause) asCase() conformance.Case {
	code := "receipt:" + c.ack
	if c.sub != "" {
		code += "/" + c.sub
	}
	verb := map[conformance.Level]string{conformance.Should: "should", conformance.May: "may"}[c.level]
	return conformance.Case{
		ID: "vivo/receipt/" + c.id, Level: c.level, Rows: c.rows, Source: docReceipts, Codes: []string{"0", code}, Needs: callbackNeeds, Start: c.start,
		Title:       c.what + ": " + code,
		Requirement: "An endpoint " + verb + " accept " + c.what + " with 0, not show it and report ackType " + c.ack + " subAckType \"" + c.sub + "\".",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t)
			a, p := c.arrange(b, r)
			b.wantTask(a)
			r.want(b, a.ID(), p.Token, c.ack, c.sub)
			if m := b.Fate(a, p); m.State.Visible() {
				t.Errorf("the message is %q at the phone, want it not to be shown", m.State)
			}
		},
	}
}
