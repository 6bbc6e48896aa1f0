package oppo

import (
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// receive listens for receipts until the case calls Stop.
func receive(t *conformance.T) *kit.Receiver {
	return kit.Receive(t, kit.Callback{Entries: entries})
}

// entries are the elements of a list of receipts, by their task.
func entries(_ *http.Request, raw []byte) []kit.Receipt {
	if !strings.HasPrefix(strings.TrimSpace(string(raw)), "[") {
		return nil
	}
	var out []kit.Receipt
	for _, o := range kit.Objects(raw) {
		r := kit.Receipt{Entry: o, Raw: string(raw)}
		r.ID = r.Text("taskId")
		out = append(out, r)
	}
	return out
}

// asking makes a message ask for receipts.
func asking(r *kit.Receiver) kit.Change {
	return func(b kit.Body) {
		b.With(kit.Set("call_back_url", r.URL), kit.Set("call_back_parameter", "job-7"))
	}
}

// wantEvent says what a receipt must be.
func wantEvent(t *conformance.T, r kit.Receipt, event, message, token string) {
	ok := r.Text("eventType") == event && r.Text("messageId") == message && r.Text("registrationIds") == token &&
		r.Text("param") == "job-7" && r.Text("appId") != "" && kit.Digits(r.Text("eventTime"), 13)
	if !ok {
		t.Errorf("receipt %s, want %s of message %s for %s with param job-7, an appId and a time in milliseconds", r, event, message, token)
	}
}

// hexAlias is an MD5, as many apps name their users: it looks like a registration id.
const hexAlias = "5f4dcc3b5aa765d61d8327deb882cf99"

func receiptCases() []conformance.Case {
	needs := []conformance.Need{conformance.NeedCallback}
	return []conformance.Case{{
		ID: "oppo/receipt/receipt-arrive", Level: conformance.Must, Source: docReceipts, Codes: []string{"0", "receipt:push_arrive"}, Needs: needs,
		Title:       "what arrives is reported",
		Requirement: "An endpoint must post a JSON list to call_back_url with an entry whose taskId equals the messageId of a single push.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t)
			p := b.Phone("a")
			a := b.send(p.Token, asking(r))
			b.wantMessage(a)
			wantEvent(t, r.Last(a.ID()), "push_arrive", a.ID(), p.Token)
		},
	}, {
		ID: "oppo/receipt/uninstalled-receipt", Level: conformance.Must, Rows: []string{"O32"}, Source: docReceipts, Codes: []string{"0", "receipt:regid_invalid"}, Needs: needs,
		Title:       "a void id is reported",
		Requirement: "An endpoint must accept a message to a phone without the app and report regid_invalid, with taskId equal to messageId.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t)
			p := b.Phone("a", kit.Uninstalled)
			a := b.send(p.Token, asking(r))
			b.wantMessage(a)
			wantEvent(t, r.Last(a.ID()), "regid_invalid", a.ID(), p.Token)
		},
	}, {
		ID: "oppo/receipt/receipts-merged", Level: conformance.Must, Rows: []string{"O33"}, Source: docReceipts, Codes: []string{"0", "receipt:push_arrive"}, Needs: needs,
		Title:       "receipts come as lists",
		Requirement: "An endpoint must report two messages in one or two calls, each with a list.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			first, second := b.send(p.Token, asking(r)), b.send(q.Token, asking(r))
			wantEvent(t, r.Last(first.ID()), "push_arrive", first.ID(), p.Token)
			wantEvent(t, r.Last(second.ID()), "push_arrive", second.ID(), q.Token)
		},
	}, {
		ID: "oppo/receipt/broadcast", Level: conformance.Must, Source: docReceipts, Codes: []string{"0", "receipt:push_arrive"}, Needs: needs,
		Title:       "a broadcast to ids is reported by its task",
		Requirement: "An endpoint must report a broadcast to registration ids with the task_id as taskId and the message_id as messageId.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t)
			p := b.Phone("a")
			a := b.cast(b.saved(kit.Field("call_back_url", r.URL), kit.Field("call_back_parameter", "job-7")), 2, p.Token)
			b.want(a, "0")
			wantEvent(t, r.Last(a.JSON.Field("data.task_id")), "push_arrive", a.JSON.Field("data.message_id"), p.Token)
		},
	}, {
		ID: "oppo/receipt/registration-ids-only", Level: conformance.Must, Source: docReceipts, Codes: []string{"0"}, Needs: needs,
		Title:       "aliases and everybody have no receipts",
		Requirement: "An endpoint must report pushes to registration ids alone.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t)
			p, q := b.Phone("a", kit.Alias("me")), b.Phone("b", kit.Alias(hexAlias))
			b.wantMessage(b.unicast("me", order(asking(r)).With(kit.Set("target_type", 5))))
			b.want(b.cast(b.saved(kit.Field("call_back_url", r.URL)), 1, ""), "0")
			b.want(b.cast(b.saved(kit.Field("call_back_url", r.URL)), 5, hexAlias), "0")
			b.WantItems(p, 2)
			b.WantItems(q, 2)
			r.None()
		},
	}, {
		ID: "oppo/receipt/scheduled-display", Level: conformance.Must, Source: docNotes + "; " + docReceipts, Codes: []string{"0", "receipt:push_arrive"}, Needs: append([]conformance.Need{conformance.NeedClock}, needs...),
		Title:       "a message that is shown later arrives at once",
		Requirement: "An endpoint must report push_arrive when a message with show_time_type 1 reaches its phone, and not again when it is shown.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			b := open(t)
			p := b.Phone("a")
			a := b.send(p.Token, asking(r), b.displayIn(time.Hour))
			b.WantItems(p, 0)
			wantEvent(t, r.Last(a.ID()), "push_arrive", a.ID(), p.Token)
			b.Advance(time.Hour + time.Second)
			b.WantVisible(a, p)
			if got := r.All(); len(got) != 1 {
				t.Errorf("%d receipts came, want the one of the arrival", len(got))
			}
		},
	}, {
		ID: "oppo/receipt/retried", Level: conformance.May, Source: assumed, Codes: []string{"0", "receipt:push_arrive"}, Needs: append([]conformance.Need{conformance.NeedClock}, needs...),
		Title:       "a receipt that is not taken comes again",
		Requirement: "An endpoint may post a receipt again after an answer that is no 2xx.",
		Run: func(t *conformance.T) {
			r := receive(t)
			defer r.Stop()
			r.Next(500)
			b := open(t)
			a := b.send(b.Phone("a").Token, asking(r))
			b.Settle()
			b.Advance(2 * time.Second)
			if got := r.Of(a.ID(), 2); len(got) != 2 {
				t.Errorf("%d receipts came, want the one that failed and another", len(got))
			}
		},
	}}
}

// receiptCauseCases are the other events.
func receiptCauseCases() []conformance.Case {
	needs := []conformance.Need{conformance.NeedCallback}
	event := func(id, event string, level conformance.Level, rows []string, source string, start time.Time, run func(b *bench, p phone, ask kit.Change) kit.Answer, app []kit.AppOption, changes ...kit.PhoneOption) conformance.Case {
		return conformance.Case{
			ID: "oppo/receipt/" + id, Level: level, Rows: rows, Source: source, Codes: []string{"0", "receipt:" + event}, Needs: needs, Start: start,
			Title:       event + " is reported",
			Requirement: "An endpoint " + lower(level) + " post a receipt with eventType " + event + ".",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				b := open(t, app...)
				p := b.Phone("a", changes...)
				a := run(b, p, asking(r))
				b.want(a, "0")
				wantEvent(t, r.Last(a.ID()), event, a.ID(), p.Token)
			},
		}
	}
	must, should := conformance.Must, conformance.Should
	sale := func(b *bench, p phone, ask kit.Change) kit.Answer { return b.promote(p.Token, ask) }
	chat := func(b *bench, p phone, ask kit.Change) kit.Answer { return b.send(p.Token, ask) }
	capped := []kit.AppOption{kit.Limit("device.public", 0)}
	return []conformance.Case{
		event("device-quota-receipt", "user_daily_limit", must, []string{"O27"}, docReceipts, time.Time{}, sale, capped),
		event("night-receipt", "message_night_control", should, []string{"O40"}, docReceipts+"; "+realTraffic, at(23, 30), sale, []kit.AppOption{kit.Flag("night_control", "on")}),
		event("switch-off-receipt", "push_arrive", should, nil, docReceipts, time.Time{}, chat, nil, kit.Blocked),
		{
			ID: "oppo/receipt/abroad", Level: must, Source: docReceipts, Codes: []string{"0", "receipt:regid_invalid"}, Needs: needs,
			Title:       "abroad there are two events",
			Requirement: "An endpoint must report push_arrive and regid_invalid alone for phones sold abroad.",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				b := openAbroad(t, kit.Limit("device.public", 0))
				p := b.Phone("a", func(p *phone) { p.Token = abroad })
				b.wantMessage(b.promote(p.Token, asking(r)))
				r.None()
				kit.ChangePhone(t, p, kit.Uninstalled)
				a := b.promote(p.Token, asking(r))
				wantEvent(t, r.Last(a.ID()), "regid_invalid", a.ID(), p.Token)
			},
		},
	}
}
