package honor

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// receiptCases are about when and how Honor posts a receipt.
func receiptCases() []conformance.Case {
	with := func(id string, level conformance.Level, source string, codes []string, title, requirement string, run func(t *conformance.T, r *receiver)) conformance.Case {
		return conformance.Case{
			ID: "honor/receipt/" + id, Level: level, Rows: []string{"R26"}, Source: source, Codes: codes, Needs: callbackNeeds(),
			Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				run(t, r)
			},
		}
	}
	both, must, may := []string{"200", "receipt:40000002"}, conformance.Must, conformance.May
	return []conformance.Case{
		with("receipt", must, docReceipt, both, "a delivered message has a receipt",
			"An endpoint must post statuses with biTag, appid, token, status, timestamp in milliseconds and requestId to the registered URL.",
			func(t *conformance.T, r *receiver) {
				b := open(t, registered(r.URL))
				p := b.Phone("a")
				a := b.send(p, set("android.biTag", "order-20260101-0001"))
				got := r.want(b, a.ID(), p.Token, "40000002")
				if got.Text("biTag") != "order-20260101-0001" || got.Text("appid") != b.App.Credentials["app_id"] || !kit.Digits(got.Number("timestamp"), 13) {
					t.Errorf("receipt %s, want the biTag, the appid %s and a timestamp of 13 digits", got, b.App.Credentials["app_id"])
				}
			}),
		with("none-registered", must, docReceipt, []string{"200"}, "without an address there is no receipt",
			"An endpoint must not post receipts of an app that registered no URL.",
			func(t *conformance.T, r *receiver) {
				b := open(t)
				p := b.Phone("a")
				b.WantVisible(b.send(p), p)
				r.None()
			}),
		with("each-phone", must, docReceipt, []string{"200", "receipt:40000002", "receipt:40000003", "receipt:40000005"}, "each phone has its entry",
			"An endpoint must report every token of a call with its own status.",
			func(t *conformance.T, r *receiver) {
				b := open(t, registered(r.URL))
				phones := []device.Phone{b.Phone("a"), b.Phone("b", kit.Uninstalled), b.Phone("c", kit.Blocked)}
				a := b.order(to(phones...))
				status := map[string]string{}
				for _, e := range r.Of(a.ID(), len(phones)) {
					status[e.Text("token")] = e.Number("status")
				}
				for i, want := range []string{"40000002", "40000003", "40000005"} {
					if got := status[phones[i].Token]; got != want {
						t.Errorf("phone %s was reported with %q, want %s", phones[i].ID, got, want)
					}
				}
			}),
		with("retried", may, assumed, both, "a receipt nobody took is posted again",
			"An endpoint may post a receipt again a while after an answer other than 2xx.",
			func(t *conformance.T, r *receiver) {
				r.Next(500)
				b := open(t, registered(r.URL))
				a := b.send(b.Phone("a"))
				b.Settle()
				b.Advance(2 * time.Minute)
				r.wantAll(b, a.ID(), "40000002", "40000002")
			}),
		with("receipt-id", may, docCodes+"; where the id stands: "+assumed, []string{"80200020", "200"}, "a receipt id nobody registered is 80200020",
			"An endpoint may answer a receiptId that is not one of the console's with 80200020.",
			func(t *conformance.T, r *receiver) {
				b := open(t, registered(r.URL), func(a *sim.AppSpec) { a.Receipts["RCP1001"] = r.URL })
				p := b.Phone("a")
				b.want(b.send(p, set("android.receiptId", "RCP9999")), "80200020")
				b.wantAccepted(b.send(p, set("android.receiptId", "RCP1001")))
			}),
	}
}

// receiptCauseCases hold the statuses of messages that were accepted and not shown, as
// they come in.
func receiptCauseCases() []conformance.Case {
	cause := func(id, what, status string, arrange func(b *bench) (kit.Answer, device.Phone)) conformance.Case {
		return conformance.Case{
			ID: "honor/receipt/" + id, Level: conformance.Must, Rows: []string{"R26"}, Source: docReceipt, Codes: []string{"200", "receipt:" + status}, Needs: callbackNeeds(),
			Title:       what + " is reported with " + status,
			Requirement: "An endpoint must accept " + what + " with 200 and post a receipt with status " + status + ".",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				b := open(t, registered(r.URL))
				a, p := arrange(b)
				b.wantAccepted(a)
				r.want(b, a.ID(), p.Token, status)
			},
		}
	}
	on := func(changes ...kit.PhoneOption) func(b *bench) (kit.Answer, device.Phone) {
		return func(b *bench) (kit.Answer, device.Phone) {
			p := b.Phone("a", changes...)
			return b.send(p), p
		}
	}
	capped := cause("marketing-cap", "the third marketing message of the day", "40000009", func(b *bench) (kit.Answer, device.Phone) {
		p := b.Phone("a")
		for range 2 {
			b.promote(p)
			b.Settle()
		}
		return b.promote(p), p
	})
	capped.Level, capped.Rows, capped.Requirement = conformance.Should, []string{"R20"},
		"An endpoint should accept the third marketing message of the day with 200 and post a receipt with status 40000009."
	return []conformance.Case{
		cause("app-removed", "a message to a phone without the app", "40000003", on(kit.Uninstalled)),
		cause("token-gone", "a message to a token that is gone from its phone", "40000004", on(kit.Unsubscribed)),
		cause("switch-off", "a message to a phone with notifications off", "40000005", on(kit.Blocked)),
		cause("app-disabled", "a message to a disabled app", "40000006", on(kit.Switch("app_disabled", "on"))),
		cause("other-user", "a message to another user of the phone", "40000014", on(kit.Switch("phone_user", "other"))),
		cause("screen-off", "a message to a phone with a dark screen", "40000013", on(kit.Switch("screen", "off"))),
		cause("data", "a data message to an app that runs", "40000001", func(b *bench) (kit.Answer, device.Phone) {
			p := b.Phone("a")
			return b.send(p, data), p
		}),
		cause("data-cached", "a data message to an app that does not run", "50000003", func(b *bench) (kit.Answer, device.Phone) {
			p := b.Phone("a", kit.Killed)
			return b.send(p, data), p
		}),
		capped,
	}
}

// receiptPairCases are about messages with more than one receipt.
func receiptPairCases() []conformance.Case {
	pair := func(id string, rows []string, what string, phone kit.PhoneOption, change kit.Change, second func(*conformance.T, *bench, device.Phone), statuses ...string) conformance.Case {
		codes := []string{"200"}
		for _, s := range statuses {
			codes = append(codes, "receipt:"+s)
		}
		return conformance.Case{
			ID: "honor/receipt/" + id, Level: conformance.Must, Rows: rows, Source: docReceipt, Codes: codes, Needs: callbackNeeds(),
			Title:       what + ": " + statuses[0] + " and then " + statuses[1],
			Requirement: "An endpoint must post two receipts with the same requestId for " + what + ": " + statuses[0] + " and then " + statuses[1] + ".",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				b := open(t, registered(r.URL))
				p := b.Phone("a", phone)
				a := b.send(p, change)
				b.wantAccepted(a)
				b.Settle()
				if second != nil {
					second(t, b, p)
				}
				b.Advance(5 * time.Second)
				r.wantAll(b, a.ID(), statuses...)
			},
		}
	}
	same := func(kit.Body) {}
	both := func(p *device.Phone) { kit.Switch("taps", "yes")(p); kit.Switch("page", "refused")(p) }
	return []conformance.Case{
		pair("click-receipt", []string{"R33"}, "a notification its user taps", kit.Switch("taps", "yes"), same, nil, "40000002", "40000007"),
		pair("click-failed", []string{"R33"}, "a tap that leads to a page that does not open", both, page, nil, "40000002", "40000011"),
		pair("display-failure", []string{"R34"}, "a notification whose page is missing", kit.Switch("page", "missing"), page, nil, "40000002", "40000015"),
		pair("held-then-shown", []string{"R26"}, "a message that waited for a dark screen", kit.Switch("screen", "off"), same, func(t *conformance.T, _ *bench, p device.Phone) {
			kit.ChangePhone(t, p, kit.Switch("screen", "on"))
		}, "40000013", "40000002"),
		pair("cached-then-handed", []string{"R23"}, "a data message that waited for its app", kit.Killed, data, func(t *conformance.T, _ *bench, p device.Phone) {
			kit.ChangePhone(t, p, kit.InFront)
		}, "50000003", "40000001"),
	}
}
