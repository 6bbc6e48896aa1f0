package xiaomi

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// entries reads a callback: a form whose field data is an object by message id.
func entries(r *http.Request, body []byte) []kit.Receipt {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), kit.TypeForm) {
		return nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	byID, ok := kit.Decode([]byte(form.Get("data")))
	if !ok {
		return nil
	}
	var out []kit.Receipt
	for _, id := range byID.Keys("") {
		if entry, ok := byID[id].(map[string]any); ok {
			out = append(out, kit.Receipt{ID: id, Entry: entry, Raw: string(body)})
		}
	}
	return out
}

// receiver is a callback and the fields that ask for receipts of kinds.
func receiver(t *conformance.T, kinds string) (*kit.Receiver, []kit.FormChange) {
	r := kit.Receive(t, kit.Callback{Entries: entries})
	return r, []kit.FormChange{
		kit.Field("extra.callback", r.URL), kit.Field("extra.callback.param", "A1024"), kit.Field("extra.callback.type", kinds),
	}
}

// wantEntry says what a receipt must have, as name and value in turn, numbers too.
func wantEntry(t *conformance.T, r kit.Receipt, want ...string) {
	for i := 0; i < len(want); i += 2 {
		if got := r.Entry.Field(want[i]); got != want[i+1] {
			t.Errorf("the receipt %s has %s %q, want %q", r, want[i], got, want[i+1])
		}
	}
	if n := r.Number("timestamp"); len(n) != 13 {
		t.Errorf("the receipt %s: timestamp must be a number of 13 digits", r)
	}
}

// wantTexts says which members of a receipt must be strings.
func wantTexts(t *conformance.T, r kit.Receipt, names ...string) {
	for _, name := range names {
		if kind := r.Entry.Kind(name); kind != "string" {
			t.Errorf("the receipt %s: %s is a %s, want a string", r, name, kind)
		}
	}
}

// wantDeviceLimit sends a phone as many messages as it gets in a day and looks at the
// receipt of the one that is over.
func wantDeviceLimit(t *conformance.T, f func(...kit.FormChange) kit.Form, most int, apps ...kit.AppOption) {
	b := open(t, apps...)
	r, ask := receiver(t, "128")
	defer r.Stop()
	p := b.Phone("a")
	var last kit.Answer
	for i := range most + 1 {
		last = b.push(f(append(ask, nth(i))...), p)
		b.want(last, "0")
		b.Settle()
	}
	got, n := r.Last(last.ID()), fmt.Sprint(most)
	wantEntry(t, got, "type", "128", "extra.device_acked", n, "extra.device_quota", n, "targets", p.Token)
	wantTexts(t, got, "extra.device_acked", "extra.device_quota")
	if got.Entry.Kind("param")+got.Entry.Kind("barStatus") != "" {
		t.Errorf("the receipt %s has param or barStatus, want neither", got)
	}
}

func receiptCases() []conformance.Case {
	callback := []conformance.Need{conformance.NeedCallback}
	// one sends a message with receipts to a phone and looks at the one that comes.
	one := func(id, title, requirement string, rows []string, codes []string, f func(...kit.FormChange) kit.Form, fate device.Fate, phone []kit.PhoneOption, apps []kit.AppOption, want ...string) conformance.Case {
		return conformance.Case{
			ID: "xiaomi/receipt/" + id, Level: conformance.Must, Rows: rows, Source: docReceipts, Codes: codes, Needs: callback,
			Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				b := open(t, apps...)
				r, ask := receiver(t, "1267")
				defer r.Stop()
				p := b.Phone("a", phone...)
				a := b.push(f(ask...), p)
				b.want(a, "0")
				b.WantFate(a, p, fate)
				wantEntry(t, r.Last(a.ID()), append(want, "targets", p.Token)...)
			},
		}
	}
	cases := []conformance.Case{
		one("receipts", "a delivery is reported", "An endpoint must post a form with the field data, an object by message id, with type 1, the target, the parameter and barStatus Enable.",
			[]string{"X30"}, []string{"0", "receipt:1"}, order, device.Shown, nil, nil, "type", "1", "param", "A1024", "barStatus", "Enable"),
		one("bar-status", "notifications off show in barStatus", "An endpoint must report a delivery to a phone with notifications off with type 1 and barStatus Disable.",
			[]string{"X30"}, []string{"0", "receipt:1"}, order, device.Hidden, []kit.PhoneOption{kit.Blocked}, nil, "type", "1", "barStatus", "Disable"),
		one("disabled", "disablePush is type 32", "An endpoint must report a phone whose app called disablePush with type 32.",
			nil, []string{"0", "receipt:32"}, order, device.Dropped, []kit.PhoneOption{kit.Switch("push_disabled", "on")}, nil, "type", "32", "param", "A1024"),
	}
	return append(cases, []conformance.Case{{
		ID: "xiaomi/receipt/device-limit", Level: conformance.Must, Rows: []string{"X21"}, Source: docReceipts + "; the limit is of " + docQuota, Codes: []string{"0", "receipt:128/device_acked"}, Needs: callback,
		Title:       "the limit of a phone",
		Requirement: "An endpoint must report the sixth public message to a phone in a day with type 128, and with device_acked and device_quota, both the string 5, and without param and barStatus.",
		Run:         func(t *conformance.T) { wantDeviceLimit(t, public, 5) },
	}, {
		ID: "xiaomi/receipt/device-limit-default", Level: conformance.Must, Rows: []string{"X19"}, Source: docReceipts + "; the limit is of " + docQuota, Codes: []string{"0", "receipt:128/device_acked"}, Needs: callback,
		Title:       "the limit of a phone without a channel",
		Requirement: "An endpoint that takes messages without a channel must report the second to a phone in a day with type 128, and with device_acked and device_quota, both the string 1, and without param and barStatus.",
		Run:         func(t *conformance.T) { wantDeviceLimit(t, plain, 1, plainAllowed) },
	}, {
		ID: "xiaomi/receipt/renewed", Level: conformance.Must, Source: docReceipts, Codes: []string{"0", "receipt:16/1"}, Needs: callback,
		Title:       "the id to store instead",
		Requirement: "An endpoint must report a replaced registration id with type 16, errorCode 1 and barStatus Unknown, and in replaceTarget with the new id under the old one.",
		Run: func(t *conformance.T) {
			b := open(t)
			r, ask := receiver(t, "1267")
			defer r.Stop()
			p := b.Phone("a", kit.Switch("regid", "renewed"))
			a := b.push(order(ask...), p)
			b.want(a, "0")
			b.WantFate(a, p, device.Dropped)
			got := r.Last(a.ID())
			wantEntry(t, got, "type", "16", "errorCode", "1", "barStatus", "Unknown", "targets", p.Token)
			instead := got.Entry.Object("replaceTarget")
			if renewed, _ := instead[p.Token].(string); len(instead) != 1 || renewed == "" || renewed == p.Token {
				t.Errorf("the receipt %s: replaceTarget must have another id under %s alone", got, p.Token)
			}
		},
	}, {
		ID: "xiaomi/receipt/app-total", Level: conformance.Must, Source: docReceipts, Codes: []string{"0", "receipt:128/ack"}, Needs: callback,
		Title:       "the total of the app",
		Requirement: "An endpoint must report a message over the app's total with type 128 and ack and quota as strings.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Limit("public", 1))
			r, ask := receiver(t, "128")
			defer r.Stop()
			p := b.Phone("a", kit.Offline)
			a := b.push(public(ask...), p)
			b.want(a, "0")
			b.Settle()
			b.SetCount("public", 1)
			kit.ChangePhone(t, p, kit.Online)
			got := r.Last(a.ID())
			wantEntry(t, got, "type", "128", "extra.ack", "1", "extra.quota", "1", "targets", p.Token)
			wantTexts(t, got, "extra.ack", "extra.quota")
		},
	}, {
		ID: "xiaomi/receipt/refused-target", Level: conformance.Must, Rows: []string{"X06", "X29"}, Source: docReceipts, Codes: []string{"0", "bad_regids", "receipt:16/1"}, Needs: callback,
		Title:       "an invalid target is reported too",
		Requirement: "An endpoint must report an invalid registration id beside a valid one with type 16 and errorCode 1 to who asked: since 2024-10 that is how dead ids are told.",
		Run: func(t *conformance.T) {
			b := open(t)
			r, ask := receiver(t, "16")
			defer r.Stop()
			p := b.Phone("a")
			a := b.PostForm(pathRegID, order(ask...).With(to(p.Token, "AAAA1111")))
			b.want(a, "0")
			wantEntry(t, r.Last(a.ID()), "type", "16", "errorCode", "1", "targets", "AAAA1111", "param", "A1024")
		},
	}, {
		ID: "xiaomi/receipt/refused-alias", Level: conformance.Must, Source: docReceipts, Codes: []string{"0", "receipt:16/2", "receipt:16/3"}, Needs: callback,
		Title:       "invalid aliases and accounts have codes of their own",
		Requirement: "An endpoint must report an invalid alias with errorCode 2 and an invalid user account with errorCode 3.",
		Run: func(t *conformance.T) {
			b := open(t)
			r, ask := receiver(t, "16")
			defer r.Stop()
			b.Phone("a", kit.Alias("user_1001"), func(p *device.Phone) { p.User = "user_1001" })
			a := b.PostForm(pathAlias, order(ask...).With(kit.Field("alias", "user_1001,nobody")))
			b.want(a, "0")
			wantEntry(t, r.Last(a.ID()), "type", "16", "errorCode", "2", "targets", "nobody")
			c := b.PostForm("/v2/message/user_account", order(ask...).With(kit.Field("user_account", "user_1001,nobody")))
			b.want(c, "0")
			wantEntry(t, r.Last(c.ID()), "type", "16", "errorCode", "3", "targets", "nobody")
		},
	}, {
		ID: "xiaomi/receipt/filtered", Level: conformance.Must, Source: docReceipts, Codes: []string{"0", "receipt:64"}, Needs: callback,
		Title:       "a filtered phone is type 64",
		Requirement: "An endpoint must report a phone that the filter left out with type 64 and barStatus.",
		Run: func(t *conformance.T) {
			b := open(t)
			r, ask := receiver(t, "64")
			defer r.Stop()
			p := b.Phone("a")
			a := b.push(order(ask...).With(kit.Field("extra.locale", "en_US")), p)
			b.want(a, "0")
			wantEntry(t, r.Last(a.ID()), "type", "64", "barStatus", "Enable", "targets", p.Token)
		},
	}, {
		ID: "xiaomi/receipt/clicked", Level: conformance.Must, Source: docReceipts, Codes: []string{"0", "receipt:1", "receipt:2"}, Needs: append(callback, conformance.NeedClock),
		Title:       "a tap is type 2",
		Requirement: "An endpoint must report a tap with type 2, after the delivery.",
		Run: func(t *conformance.T) {
			b := open(t)
			r, ask := receiver(t, "3")
			defer r.Stop()
			a := b.push(order(ask...), b.Phone("a", kit.Switch("taps", "on")))
			b.want(a, "0")
			b.Settle()
			b.Advance(60_000_000_000)
			var types []string
			for _, e := range r.Of(a.ID(), 2) {
				types = append(types, e.Number("type"))
			}
			if !slices.Equal(types, []string{"1", "2"}) {
				t.Errorf("receipts of types %v, want 1 and 2", types)
			}
		},
	}, {
		ID: "xiaomi/receipt/kinds", Level: conformance.Must, Rows: []string{"X30"}, Source: docReceipts, Codes: []string{"0"}, Needs: callback,
		Title:       "only kinds that were asked for",
		Requirement: "An endpoint must not report deliveries to who asked for invalid targets only.",
		Run: func(t *conformance.T) {
			b := open(t)
			r, ask := receiver(t, "16")
			defer r.Stop()
			p := b.Phone("a")
			b.want(b.push(order(ask...), p), "0")
			b.wantLoud(p, "订单已发货")
			r.None()
		},
	}, {
		ID: "xiaomi/receipt/unknown-kind", Level: conformance.Should, Source: "blog.csdn.net/zhou_Tian/article/details/108751167", Codes: []string{"0"}, Needs: callback,
		Title:       "a sum with an unknown kind gets nothing",
		Requirement: "An endpoint should send no receipts for callback.type 246, and should for 243.",
		Run: func(t *conformance.T) {
			b := open(t)
			r, ask := receiver(t, "246")
			defer r.Stop()
			p := b.Phone("a")
			b.want(b.push(order(ask...), p), "0")
			r.None()
			good := b.push(order(ask...).With(kit.Field("extra.callback.type", "243")), p)
			b.want(good, "0")
			wantEntry(t, r.Last(good.ID()), "type", "1")
		},
	}, {
		ID: "xiaomi/receipt/no-broadcasts", Level: conformance.Should, Source: answers, Codes: []string{"0"}, Needs: callback,
		Title:       "broadcasts are not reported",
		Requirement: "An endpoint should send no receipts for messages by topic.",
		Run: func(t *conformance.T) {
			b := open(t)
			r, ask := receiver(t, "1267")
			defer r.Stop()
			p := b.Phone("a", kit.Tags("sports"))
			b.want(b.PostForm(pathTopic, order(ask...).With(kit.Field("topic", "sports"))), "0")
			b.WantItems(p, 1)
			r.None()
		},
	}, {
		ID: "xiaomi/receipt/never-again", Level: conformance.Should, Source: "independent receipt receivers that quote Xiaomi: the server forgets what it has posted", Codes: []string{"0", "receipt:1"}, Needs: append(callback, conformance.NeedClock),
		Title:       "a receipt is posted once",
		Requirement: "An endpoint should not post a receipt again that was answered with an error.",
		Run: func(t *conformance.T) {
			b := open(t)
			r, ask := receiver(t, "1")
			defer r.Stop()
			r.Next(http.StatusInternalServerError)
			a := b.push(order(ask...), b.Phone("a"))
			b.want(a, "0")
			r.Last(a.ID())
			b.Advance(3600_000_000_000)
			if n := len(r.Of(a.ID(), 1)); n != 1 {
				t.Errorf("%d receipts of one delivery, want 1", n)
			}
		},
	}}...)
}
