package huawei

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// callbackNeeds are what a case needs to hear receipts.
func callbackNeeds() []conformance.Need {
	return []conformance.Need{conformance.NeedCallback, conformance.NeedClock}
}

// registered is the receipt configuration of the console that holds for messages
// without a receipt_id; another one has an id of its own.
func registered(url string) func(*sim.AppSpec) { return another("default", url) }

func another(id, url string) func(*sim.AppSpec) {
	return func(a *sim.AppSpec) { a.Receipts[id] = url }
}

func biTag(tag string) kit.Change { return set("android.bi_tag", tag) }

// receiptCases are about when and how Huawei posts a receipt.
func receiptCases() []conformance.Case {
	with := func(id string, level conformance.Level, source string, codes []string, title, requirement string, run func(t *conformance.T, r *receiver)) conformance.Case {
		return conformance.Case{
			ID: "huawei/receipt/" + id, Level: level, Rows: []string{"H33"}, Source: source, Codes: codes, Needs: callbackNeeds(),
			Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				run(t, r)
			},
		}
	}
	both, none := []string{"80000000", "receipt:0"}, []string{"80000000"}
	must, may := conformance.Must, conformance.May
	return []conformance.Case{
		with("receipt", must, docReceipt, both, "a delivered message has a receipt",
			"An endpoint must post statuses with biTag, appid, token, status, timestamp in milliseconds and requestId to the registered URL.",
			func(t *conformance.T, r *receiver) {
				b := open(t, registered(r.URL))
				p := b.Phone("a")
				a := b.send(p, biTag("order-20260101-0001"))
				got := r.want(b, a.ID(), p.Token, "0")
				if got.Text("biTag") != "order-20260101-0001" || got.Text("appid") != b.App.Credentials["client_id"] || !kit.Digits(got.Number("timestamp"), 13) {
					t.Errorf("receipt %s, want the biTag, the appid %s and a timestamp of 13 digits", got, b.App.Credentials["client_id"])
				}
			}),
		with("none-registered", must, docReceipt, none, "without a configuration there is no receipt",
			"An endpoint must not post receipts of an app that registered no URL.",
			func(t *conformance.T, r *receiver) {
				b := open(t)
				p := b.Phone("a")
				b.WantVisible(b.send(p), p)
				r.None()
			}),
		with("by-id", must, docReceipt, both, "receipt_id picks a configuration",
			"An endpoint must post the receipt of a message with a receipt_id to that configuration's URL and no other.",
			func(t *conformance.T, r *receiver) {
				other := receive(t)
				defer other.Stop()
				b := open(t, registered(other.URL), another("RCP1001", r.URL))
				p := b.Phone("a")
				a := b.send(p, set("android.receipt_id", "RCP1001"))
				r.want(b, a.ID(), p.Token, "0")
				other.None()
			}),
		with("receipt-codes", must, docReceipt, []string{"80000000", "receipt:0", "receipt:2", "receipt:6", "receipt:10"}, "each phone has its entry",
			"An endpoint must report every token of a call with its own status: 0 shown, 2 app removed, 6 switch off, 10 offline for 31 days.",
			func(t *conformance.T, r *receiver) {
				b := open(t, registered(r.URL))
				month := func(p *device.Phone) { kit.Offline(p); p.OfflineSince = b.World.Now().AddDate(0, 0, -31) }
				phones := []device.Phone{b.Phone("a"), b.Phone("b", kit.Uninstalled), b.Phone("c", kit.Blocked), b.Phone("d", month)}
				a := b.order(to(phones...))
				status := map[string]string{}
				for _, e := range r.Of(a.ID(), len(phones)) {
					status[e.Text("token")] = e.Number("status")
				}
				for i, want := range []string{"0", "2", "6", "10"} {
					if got := status[phones[i].Token]; got != want {
						t.Errorf("phone %s was reported with %q, want %s", phones[i].ID, got, want)
					}
				}
			}),
		with("validate-only", must, docSend, none, "validate_only has no receipt",
			"An endpoint must not post a receipt of a request with validate_only.",
			func(t *conformance.T, r *receiver) {
				b := open(t, registered(r.URL))
				b.wantAccepted(b.send(b.Phone("a"), kit.Set("validate_only", true)))
				r.None()
			}),
		with("retried", may, assumed, both, "a receipt nobody took is posted again",
			"An endpoint may post a receipt again a while after an answer other than 2xx.",
			func(t *conformance.T, r *receiver) {
				r.Next(500)
				b := open(t, registered(r.URL))
				a := b.send(b.Phone("a"))
				b.Settle()
				b.Advance(2 * time.Minute)
				if got := r.Of(a.ID(), 2); len(got) != 2 {
					t.Errorf("%d receipts came, want 2: one refused, one taken", len(got))
				}
			}),
	}
}

// receiptCauseCases hold the codes of messages that were accepted and not shown, as
// they come in.
func receiptCauseCases() []conformance.Case {
	cause := func(id string, rows []string, level conformance.Level, what, status string, arrange func(b *bench) (kit.Answer, device.Phone)) conformance.Case {
		return conformance.Case{
			ID: "huawei/receipt/" + id, Level: level, Rows: rows, Source: docReceipt, Codes: []string{"80000000", "receipt:" + status}, Needs: callbackNeeds(),
			Title:       what + " is reported with " + status,
			Requirement: "An endpoint " + lower(level) + " accept " + what + " with 80000000, not show it, and post a receipt with status " + status + ".",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				b := open(t, registered(r.URL), kit.Limit("device.total", 3))
				a, p := arrange(b)
				b.wantAccepted(a)
				r.want(b, a.ID(), p.Token, status)
				if m := b.Fate(a, p); m.State.Visible() {
					t.Errorf("the message is %q at the phone, want it not to be shown", m.State)
				}
			},
		}
	}
	on := func(changes ...func(*device.Phone)) func(b *bench) (kit.Answer, device.Phone) {
		return func(b *bench) (kit.Answer, device.Phone) {
			p := b.Phone("a", changes...)
			return b.send(p), p
		}
	}
	after := func(n int, send func(b *bench, p device.Phone) kit.Answer) func(b *bench) (kit.Answer, device.Phone) {
		return func(b *bench) (kit.Answer, device.Phone) {
			p := b.Phone("a")
			for range n {
				send(b, p)
				b.Settle()
			}
			return send(b, p), p
		}
	}
	must, should := conformance.Must, conformance.Should
	h33 := []string{"H33"}
	return []conformance.Case{
		cause("app-removed", h33, must, "a message to a phone without the app", "2", on(kit.Uninstalled)),
		cause("token-gone", h33, must, "a message to a token that is gone from its phone", "5", on(kit.Unsubscribed)),
		cause("switch-off", h33, must, "a message to a phone with notifications off", "6", on(kit.Blocked)),
		cause("inactive", h33, must, "a message to a phone that was offline for 31 days", "10",
			on(kit.Offline, func(p *device.Phone) { p.OfflineSince = at(10, 0).AddDate(0, 0, -31) })),
		cause("overwritten", h33, must, "a waiting message that a newer one replaced", "15", func(b *bench) (kit.Answer, device.Phone) {
			p := b.Phone("a", kit.Offline)
			a := b.send(p, set("android.collapse_key", 0))
			b.Settle()
			b.send(p, set("android.collapse_key", 0))
			return a, p
		}),
		cause("device-total", []string{"H28"}, must, "a message over the total of the phone", "102",
			after(3, func(b *bench, p device.Phone) kit.Answer { return b.send(p) })),
		cause("controlled", h33, must, "a message to a controlled token", "201", on(phoneFlag("controlled", "on"))),
		cause("marketing-cap", []string{"H23"}, should, "the third marketing message of the day", "256",
			after(2, func(b *bench, p device.Phone) kit.Answer { return b.promote(p) })),
	}
}

// signedCases wait for receipts with a user name and key.
func signedCases() []conformance.Case {
	return []conformance.Case{{
		ID: "huawei/receipt/receipt-signature", Level: conformance.Must, Rows: []string{"H32"}, Source: docReceipt,
		Title: "a receipt with a user name and key is signed",
		Requirement: "An endpoint must sign receipts in X-HUAWEI-CALLBACK-ID with HMAC-SHA256 over timestamp, nonce and user name, " +
			"in both key modes, and stop repeating them after a success.",
		Disabled: "waits for signed receipts",
	}}
}
