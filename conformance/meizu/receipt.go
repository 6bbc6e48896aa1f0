package meizu

import (
	"net/http"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// receive listens on this machine until the case calls Stop.
func receive(t *conformance.T) *kit.Receiver {
	return kit.Receive(t, kit.Callback{Entries: entries})
}

// entries are those of a receipt as Meizu posts it: a form whose cb is an object, keyed
// by the msgId and the type.
func entries(r *http.Request, raw []byte) []kit.Receipt {
	form, ok := kit.DecodeForm(raw)
	if !ok || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return nil
	}
	var out []kit.Receipt
	cb := form.JSON("cb")
	for key := range cb {
		id, _, dashed := strings.Cut(key, "-")
		entry, ok := cb[key].(map[string]any)
		if !ok || !dashed {
			return nil
		}
		entry["key"], entry["access_token"] = key, form.Get("access_token")
		out = append(out, kit.Receipt{ID: id, Entry: entry, Raw: string(raw)})
	}
	return out
}

// extra asks for a receipt.
func extra(url, param string, kind any) kit.Change {
	return kit.Set("extra", map[string]any{"callback": url, "callback.param": param, "callback.type": kind})
}

// receiptCases are about when and how Meizu posts a receipt.
func receiptCases() []conformance.Case {
	needs := []conformance.Need{conformance.NeedCallback, conformance.NeedClock}
	return []conformance.Case{{
		ID: "meizu/receipt/receipt", Level: conformance.Must, Rows: []string{"M32", "S10"}, Source: docAPI, Codes: []string{"200", "receipt:1"}, Needs: needs,
		Title:       "a delivered message has a receipt",
		Requirement: "An endpoint must post a form with cb, an object keyed by msgId and type, whose targets are an array, for a delivered message with a callback, and none for a phone without the app.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t, registered(r.URL), kit.Flag("receipt_token", "test-access-token"))
			p, gone := b.Phone("a"), b.Phone("b", kit.Uninstalled)
			a := b.pushTo(to(p, gone), private, extra(r.URL, "A1024", "3"))
			b.wantOK(a)
			got := r.Of(a.ID(), 1)[0]
			if all := r.All(); len(all) != 1 {
				t.Errorf("%d receipts came, want one for the phone that has the app: %v", len(all), all)
			}
			if got.Text("key") != a.ID()+"-1" || got.Number("type") != "1" || got.Text("param") != "A1024" {
				t.Errorf("receipt %s, want key %s-1, type 1 and param A1024", got, a.ID())
			}
			if targets := got.Entry.List("targets"); len(targets) != 1 || targets[0] != p.Token {
				t.Errorf("receipt %s, want the array of %s as targets", got, p.Token)
			}
			if got.Text("access_token") != "test-access-token" {
				t.Errorf("receipt %s, want the console's access_token", got)
			}
		},
	}, {
		ID: "meizu/receipt/by-alias", Level: conformance.Must, Source: docAPI, Codes: []string{"200", "receipt:1"}, Needs: needs,
		Title:       "the targets are what was asked for",
		Requirement: "An endpoint must name the alias in the receipt of a push to an alias.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t, registered(r.URL))
			b.Phone("a", kit.Alias("u1"))
			b.Phone("b", kit.Alias("u2"), kit.Uninstalled)
			a := b.ask(pathAlias, kit.FormOf("alias", "u1,u2", "messageJson", private), kit.InField("messageJson", extra(r.URL, "x", 1)))
			b.wantOK(a)
			if got := r.Of(a.ID(), 1)[0]; len(got.Entry.List("targets")) != 1 || got.Entry.List("targets")[0] != "u1" {
				t.Errorf("receipt %s, want the alias u1", got)
			}
			if all := r.All(); len(all) != 1 {
				t.Errorf("%d receipts came, want one for u1 alone: %v", len(all), all)
			}
		},
	}, {
		ID: "meizu/receipt/none", Level: conformance.Must, Source: docAPI, Codes: []string{"200"}, Needs: needs,
		Title:       "there is no receipt for what did not arrive",
		Requirement: "An endpoint must not post a receipt for taps only, for a task, for a push to everybody, nor for a phone that never got it.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t, registered(r.URL))
			p, q := b.Phone("a"), b.Phone("b", kit.Uninstalled)
			b.wantOK(b.push(p, extra(r.URL, "x", 2)))
			b.wantOK(b.push(p))
			task := b.save(private, kit.InField("messageJson", extra(r.URL, "x", 3)))
			b.wantOK(b.pushTask(task, p.Token))
			b.WantFateOf(task, p, device.Shown)
			b.wantOK(b.push(q, extra(r.URL, "x", 3)))
			b.task(b.toApp(private, extra(r.URL, "x", 3)))
			r.None()
		},
	}, {
		ID: "meizu/receipt/once", Level: conformance.Must, Source: docAPI, Codes: []string{"200", "receipt:1"}, Needs: needs,
		Title:       "a receipt is posted once",
		Requirement: "An endpoint must not repeat a receipt that was not answered with success.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			r.Next(500)
			b := open(t, registered(r.URL))
			a := b.pushTo(to(b.Phone("a"), b.Phone("b", kit.Uninstalled)), private, extra(r.URL, "x", 3))
			r.Of(a.ID(), 1)
			b.AdvanceTo(at(12, 0))
			if got := r.All(); len(got) != 1 {
				t.Errorf("%d receipts came, want one: what was posted is forgotten", len(got))
			}
		},
	}, {
		ID: "meizu/receipt/receipt-unregistered", Level: conformance.May, Rows: []string{"M33"}, Source: assumed, Codes: []string{"1005"}, Needs: needs,
		Title:       "a callback nobody registered keeps the message back",
		Requirement: "An endpoint may answer a message whose callback is not registered in the console with 1005, and must not deliver it.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t)
			p := b.Phone("a")
			b.want(b.push(p, extra(r.URL, "x", 3)), "1005")
			b.WantItems(p, 0)
			r.None()
		},
	}}
}
