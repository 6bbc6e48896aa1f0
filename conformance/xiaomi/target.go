package xiaomi

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// badRegIDs are the registration ids a yes takes back.
func badRegIDs(a kit.Answer) string { s, _ := a.Text("data.bad_regids"); return s }

// wantBad says that the second of two phones must be named as invalid.
func wantBad(changes ...kit.PhoneOption) func(t *conformance.T) {
	return func(t *conformance.T) {
		b := open(t)
		p, q := b.Phone("a"), b.Phone("b", changes...)
		a := b.push(order(), p, q)
		b.wantID(a, "s", "1 REGID")
		if badRegIDs(a) != q.Token {
			t.Errorf("%v: bad_regids must be %q", a, q.Token)
		}
		b.WantVisible(a, p)
		b.wantReason(b.send(q), "20301", "No valid targets!")
	}
}

// away is a phone that has not been connected for days.
func away(days int) kit.PhoneOption {
	return func(p *device.Phone) {
		p.Offline, p.OfflineSince = true, conformance.DefaultStart.AddDate(0, 0, -days)
	}
}

func targetCases() []conformance.Case {
	return []conformance.Case{{
		ID: "xiaomi/target/partial-bad", Level: conformance.Must, Rows: []string{"X06"}, Source: answers, Codes: []string{"0", "bad_regids"},
		Title:       "bad ids beside good ones are named in a yes",
		Requirement: "An endpoint must accept a call with one good and two bad registration ids with code 0, and name the bad ones in data.bad_regids, joined by commas.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.PostForm(pathRegID, order(to(p.Token, "AAAA1111", "BBBB2222")))
			b.want(a, "0")
			if badRegIDs(a) != "AAAA1111,BBBB2222" {
				t.Errorf("%v: data.bad_regids must be the string AAAA1111,BBBB2222", a)
			}
			b.WantVisible(a, p)
		},
	}, {
		ID: "xiaomi/target/all-bad", Level: conformance.Must, Rows: []string{"X07"}, Source: answers, Codes: []string{"20301"},
		Title:       "bad ids alone are 20301",
		Requirement: "An endpoint must answer a call without any valid registration id with code 20301 and the reason No valid targets!.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantReason(b.PostForm(pathRegID, order(to("AAAA1111"))), "20301", "No valid targets!")
		},
	}, {
		ID: "xiaomi/target/uninstalled", Level: conformance.Must, Rows: []string{"X06"}, Source: answers, Codes: []string{"0", "bad_regids", "20301"},
		Title:       "an uninstalled app's id is bad",
		Requirement: "An endpoint must treat the registration id of an app that was uninstalled as invalid.",
		Run:         wantBad(kit.Uninstalled),
	}, {
		ID: "xiaomi/target/unregistered", Level: conformance.Must, Source: answers, Codes: []string{"0", "bad_regids", "20301"},
		Title:       "an unregistered app's id is bad",
		Requirement: "An endpoint must treat the registration id of an app that called unregisterPush as invalid.",
		Run:         wantBad(kit.Unsubscribed),
	}, {
		ID: "xiaomi/target/thirty-days", Level: conformance.Should, Source: notes2026, Codes: []string{"0", "bad_regids", "20301"},
		Title:       "30 days without a connection end an id",
		Requirement: "An endpoint should treat the registration id of a phone that has not been connected for 30 days as invalid.",
		Run:         wantBad(away(31)),
	}, {
		ID: "xiaomi/target/ninety-days-older", Level: conformance.Should, Source: "dev.mi.com FAQ of 2020, as restated by clients", Codes: []string{"0", "bad_regids", "20301"},
		World:       sim.RuleOptions{Date: "2025-06-01"},
		Title:       "by the older text it was 90 days",
		Requirement: "An endpoint should under the rules of 2025 take a phone back after 31 days and treat its id as invalid after 91.",
		Run: func(t *conformance.T) {
			wantBad(away(91))(t)
			b := open(t, kit.Named("other"))
			b.want(b.send(b.Phone("c", away(31))), "0")
		},
	}, {
		ID: "xiaomi/target/plus-in-token", Level: conformance.Must, Rows: []string{"X08"}, Source: answers, Codes: []string{"20301", "0"},
		Title:       "a plus is encoded",
		Requirement: "An endpoint must take a plus that is not percent-encoded for a space, so that the token is invalid.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", func(p *device.Phone) { p.Token = "b2cJtCY9u4uMBPn+oE/GftQn9JQXIE12FbO5wg7XAnY=" })
			raw := order().Encode() + "&registration_id="
			b.want(b.PostRawForm(pathRegID, raw+p.Token), "20301")
			b.want(b.PostRawForm(pathRegID, raw+strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(p.Token)), "0")
		},
	}, {
		ID: "xiaomi/target/too-many-targets", Level: conformance.May, Rows: []string{"X16"}, Source: "the number is of clients and aggregators; the code is " + assumed, Codes: []string{"10017", "20301"},
		Title:       "1001 targets are too many",
		Requirement: "An endpoint may answer a call with 1001 targets with code 10017, and must take one with 1000.",
		Run: func(t *conformance.T) {
			b := open(t)
			ids := make([]string, 1001)
			for i := range ids {
				ids[i] = fmt.Sprintf("AAAA%04d", i)
			}
			b.want(b.PostForm(pathRegID, order(to(ids...))), "10017")
			b.want(b.PostForm(pathRegID, order(to(ids[:1000]...))), "20301")
		},
	}, {
		ID: "xiaomi/target/none", Level: conformance.Should, Source: docCodes + "; that the call gets it is read from its text", Codes: []string{"10016", "65012", "65013", "65016"},
		Title:       "nobody is addressed",
		Requirement: "An endpoint should refuse a call that addresses nobody, with the code of the kind of target.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.PostForm(pathRegID, order()), "10016")
			b.want(b.PostForm(pathAlias, order(kit.Field("alias", ""))), "65012")
			b.want(b.PostForm("/v2/message/user_account", order()), "65016")
			b.want(b.PostForm(pathTopic, public(kit.Field("topic", ""))), "65013")
		},
	}, {
		ID: "xiaomi/target/overseas", Level: conformance.May, Source: docAPI2023 + "; the answer is " + assumed, Codes: []string{"20301"},
		Title:       "a phone of another region is not known",
		Requirement: "An endpoint may treat the registration id of a phone of another region as invalid.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.want(b.send(b.Phone("a", kit.Switch("region", "india"))), "20301")
		},
	}}
}
