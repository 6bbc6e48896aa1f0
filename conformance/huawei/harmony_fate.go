package huawei

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// wantV2 says which receipt the newest one of a request must be, in the form V2.
func (r *receiver) wantV2(n *next, requestID, token, kind, result string) kit.Receipt {
	last := r.Last(requestID)
	if last.Number(kind+".result") != result || last.Text("token") != token || !kit.Digits(last.Number(kind+".timestamp"), 13) {
		n.T.Errorf("receipt of request %s is %s, want %s.result %s, a number, a timestamp of 13 digits and token %q", requestID, last, kind, result, token)
	}
	return last
}

// harmonyFateCases are about what becomes of an accepted v3 message.
func harmonyFateCases() []conformance.Case {
	must := conformance.Must
	quiet := func(id, title, kind string, payload map[string]any, rights ...string) conformance.Case {
		return conformance.Case{
			ID: "huawei/harmony/" + id, Level: must, Source: docHarmony, Codes: []string{"80000000", "receipt:0"}, Needs: callbackNeeds(), Title: title,
			Requirement: "An endpoint must deliver it to a phone whose app has no process, show no notification, and report result 0.",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				n := openNext(t, registered(r.URL), kit.Rights(rights...))
				p := n.phone("a", kit.Killed)
				a := n.push(kind, payloadOf(payload, p.Token))
				n.wantCode(a, "80000000")
				n.WantItems(p, 0)
				form := "deliveryStatus"
				if kind == "1" {
					form = "formStatus"
				}
				if got := r.wantV2(n, a.ID(), p.Token, form, "0"); kind == "1" && got.Number("formStatus.formId") != "10086" {
					t.Errorf("receipt %s, want formId 10086", got)
				}
			},
		}
	}
	return []conformance.Case{
		quiet("card-no-notification", "a card refresh shows no notification", "1", cardOf()),
		quiet("call-no-notification", "an in-app call is the app's to show", "10", extraOf(), "in_app_call"),
		{
			ID: "huawei/harmony/receipt-v2", Level: must, Source: docReceipt2, Codes: []string{"80000000", "receipt:0", "receipt:2"}, Needs: callbackNeeds(),
			Title:       "a delivery is reported in the form V2",
			Requirement: "An endpoint must post statuses with biTag, pushType, appPackageName, token, requestId and deliveryStatus of a v3 message to the registered URL: result 0, and 2 where the app is gone.",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				n := openNext(t, registered(r.URL))
				p := n.phone("a")
				a := n.alert(p, option("biTag", "order-20260101-0001"))
				got := r.wantV2(n, a.ID(), p.Token, "deliveryStatus", "0")
				if got.Text("biTag") != "order-20260101-0001" || got.Number("pushType") != "0" || got.Text("appPackageName") == "" {
					t.Errorf("receipt %s, want the biTag, pushType 0 and the appPackageName", got)
				}
				gone := n.phone("b", kit.Uninstalled)
				r.wantV2(n, n.alert(gone).ID(), gone.Token, "deliveryStatus", "2")
			},
		}, {
			ID: "huawei/harmony/marketing-cap", Level: must, Rows: []string{"N01"}, Source: docFreq, Codes: []string{"80000000", "receipt:256"}, Needs: callbackNeeds(),
			Title:       "the third marketing message of a day stays dark",
			Requirement: "An endpoint must accept the third marketing alert of an app to a phone in a day, not show it, and report result 256.",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				n := openNext(t, registered(r.URL))
				p := n.phone("a")
				n.alert(p, promotion)
				n.alert(p, promotion, notice("body", "第二条"))
				a := n.alert(p, promotion, notice("body", "第三条"))
				n.wantCode(a, "80000000")
				r.wantV2(n, a.ID(), p.Token, "deliveryStatus", "256")
				n.WantItems(p, 2)
				b := n.alert(p)
				n.wantCode(b, "80000000")
				n.WantFate(b, p, device.Shown)
			},
		}, {
			ID: "huawei/harmony/silent-downgrade", Level: must, Source: docNext, Codes: []string{"80000000"},
			Title:       "a category without the right is marketing",
			Requirement: "An endpoint must accept an alert whose category the app has no right to, or that does not exist, and show it as marketing, silently.",
			Run: func(t *conformance.T) {
				n := openNext(t)
				p, q := n.phone("a"), n.phone("b")
				n.wantClass(n.alert(p, notice("category", "MISS_CALL")), p, promo)
				n.wantClass(n.alert(q, notice("category", "FOO")), q, promo)
				n.wantClass(n.alert(n.phone("c")), device.Phone{ID: "c"}, service)
			},
		}, {
			ID: "huawei/harmony/content", Level: conformance.Should, Source: docReceipt2 + "; the words: " + assumed, Codes: []string{"80000000", "receipt:259"}, Needs: callbackNeeds(),
			Title:       "illegal content is dropped without a word",
			Requirement: "An endpoint should accept a v3 message with illegal content, not show it, and report result 259.",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				n := openNext(t, registered(r.URL))
				p := n.phone("a")
				a := n.alert(p, notice("body", "网络赌博，点击就送"))
				n.wantCode(a, "80000000")
				r.wantV2(n, a.ID(), p.Token, "deliveryStatus", "259")
				n.WantItems(p, 0)
			},
		}, {
			ID: "huawei/harmony/app-message-id-once", Level: must, Source: docHarmony, Codes: []string{"80000000"}, Needs: []conformance.Need{conformance.NeedClock},
			Title:       "the newest message with a notifyId is shown, and the first with an appMessageId",
			Requirement: "An endpoint must let the newest message with a notifyId replace the older one on a phone, and show only the first message with an appMessageId within 24 hours.",
			Run: func(t *conformance.T) {
				n := openNext(t)
				q := n.phone("b")
				n.alert(q, notice("notifyId", 7), notice("title", "一"))
				n.Settle()
				n.alert(q, notice("notifyId", 7), notice("title", "二"))
				n.WantTitles(q, "二")
				p := n.phone("a")
				id := notice("appMessageId", "order-1")
				n.alert(p, id)
				n.Settle()
				n.Advance(time.Hour)
				n.alert(p, id, notice("body", "又一条"))
				n.WantItems(p, 1)
				n.Advance(24 * time.Hour)
				n.alert(p, id, notice("body", "第二天"))
				n.WantItems(p, 2)
			},
		}, {
			ID: "huawei/harmony/card-cap", Level: must, Source: docFreq, Codes: []string{"80000000", "receipt:256"}, Needs: callbackNeeds(),
			Title:       "a card is refreshed twice a day",
			Requirement: "An endpoint must accept the third refresh of a listed app's card on a phone in a day and report result 256.",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				n := openNext(t, registered(r.URL))
				p := n.phone("a")
				var a kit.Answer
				for range 3 {
					a = n.push("1", payloadOf(cardOf(), p.Token))
					n.Settle()
				}
				n.wantCode(a, "80000000")
				r.wantV2(n, a.ID(), p.Token, "formStatus", "256")
			},
		}, {
			// No rule stands for what is not counted, so none can be taken out: a SHOULD.
			ID: "huawei/harmony/test-outside-caps", Level: conformance.Should, Source: docFreq, Codes: []string{"80000000"},
			Title:       "a test message is outside the day's caps",
			Requirement: "An endpoint should show test messages to a phone that has had the day's marketing messages, and count none of them among the test messages of HMS.",
			Run: func(t *conformance.T) {
				n := openNext(t, kit.Limit("test", 1))
				p := n.phone("a")
				for _, body := range []string{"第一条", "第二条"} {
					n.alert(p, promotion, notice("body", body))
				}
				for _, body := range []string{"第三条", "第四条"} {
					n.wantCode(n.alert(p, promotion, notice("body", body), option("testMessage", true)), "80000000")
				}
				n.WantItems(p, 4)
			},
		}, {
			ID: "huawei/harmony/test-quota", Level: must, Source: docFreq, Codes: []string{"80000000", "receipt:256"}, Needs: callbackNeeds(),
			Title:       "a thousand test requests a day",
			Requirement: "An endpoint must accept a test message over the day's number of requests, not show it, and report result 256; a request to two phones counts once.",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				n := openNext(t, registered(r.URL), kit.Limit("v3.test", 2))
				p, q := n.phone("a"), n.phone("b")
				test := option("testMessage", true)
				n.wantCode(n.push("0", alertOf([]string{p.Token, q.Token}, test)), "80000000")
				n.wantCode(n.alert(p, test), "80000000")
				n.WantItems(p, 2)
				a := n.alert(p, test)
				n.wantCode(a, "80000000")
				r.wantV2(n, a.ID(), p.Token, "deliveryStatus", "256")
				n.WantItems(p, 2)
			},
		}, {
			ID: "huawei/harmony/test-quota-of-project", Level: must, Source: docFreq, Codes: []string{"80000000", "receipt:256"}, Needs: callbackNeeds(),
			Title:       "the apps of a project test together",
			Requirement: "An endpoint must count the test requests to all apps of a project together, and report what is over the day's number with result 256.",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				n := openNext(t, registered(r.URL), kit.Limit("v3.test", 2))
				p := n.phone("a")
				q := kit.AddPhone(t, n.sibling("other", "104512347", registered(r.URL)), "b", kit.Switch("system", "harmonyos5"))
				test := option("testMessage", true)
				for _, to := range []device.Phone{p, q} {
					n.wantCode(n.alert(to, test), "80000000")
				}
				a := n.alert(q, test)
				n.wantCode(a, "80000000")
				r.wantV2(n, a.ID(), q.Token, "deliveryStatus", "256")
				n.WantItems(p, 1)
				n.WantItems(q, 1)
			},
		}, {
			ID: "huawei/harmony/ttl-default", Level: must, Source: docHarmony, Codes: []string{"80000000"}, Needs: []conformance.Need{conformance.NeedClock},
			Title: "a message is kept a day", Requirement: "An endpoint must keep a v3 message without ttl for a phone that is offline for 86400 seconds, and no longer.",
			Run: func(t *conformance.T) {
				n := openNext(t)
				p, q := n.phone("a", kit.Offline), n.phone("b", kit.Offline)
				n.alert(p)
				n.alert(q)
				n.Advance(23 * time.Hour)
				p = kit.ChangePhone(t, p, kit.Online)
				n.WantItems(p, 1)
				n.Advance(2 * time.Hour)
				n.WantItems(kit.ChangePhone(t, q, kit.Online), 0)
			},
		}, {
			ID: "huawei/harmony/gone-token", Level: conformance.May, Source: assumed, Codes: []string{"80000000", "receipt:5"}, Needs: callbackNeeds(),
			Title:       "a token that is nobody's is reported by a receipt",
			Requirement: "An endpoint may accept a token that looks like one and is no phone's any more, and report result 5.",
			Run: func(t *conformance.T) {
				r := receive(t)
				defer r.Stop()
				n := openNext(t, registered(r.URL))
				const gone = "MAMzLgdemoTokenNobodyHas"
				a := n.push("0", alertOf([]string{gone}))
				n.wantCode(a, "80000000")
				r.wantV2(n, a.ID(), gone, "deliveryStatus", "5")
			},
		},
	}
}

// revokeCases are about messages:revoke.
func revokeCases() []conformance.Case {
	must := conformance.Must
	path := func(n *next) string { return "/v1/" + n.App.Credentials["client_id"] + pathRevoke }
	return []conformance.Case{{
		ID: "huawei/harmony/revoke", Level: must, Rows: []string{"N15"}, Source: docRevoke, Codes: []string{"80000000"},
		Title:       "a notification is taken back by its notifyId",
		Requirement: "An endpoint must take a notification back from the phones named, shown or on its way, and leave other phones and other ids alone.",
		Run: func(t *conformance.T) {
			n := openNext(t)
			p, q := n.phone("a"), n.phone("b")
			away := n.phone("c", kit.Offline)
			n.push("0", alertOf([]string{p.Token, q.Token, away.Token}, notice("notifyId", 7), notice("title", "一")))
			n.alert(p, notice("notifyId", 8), notice("title", "二"))
			n.Settle()
			n.wantCode(n.revoke(path(n), kit.Body{"notifyId": 7, "token": []string{p.Token, away.Token}}), "80000000")
			n.WantTitles(p, "二")
			n.WantTitles(q, "一")
			n.WantItems(kit.ChangePhone(t, away, kit.Online), 0)
		},
	}, {
		ID: "huawei/harmony/revoke-without-id", Level: must, Rows: []string{"N15"}, Source: docRevoke, Codes: []string{"80100003"},
		Title: "a recall names a notifyId", Requirement: "An endpoint must refuse a recall without notifyId with 80100003.",
		Run: func(t *conformance.T) {
			n := openNext(t)
			n.wantCode(n.revoke(path(n), kit.Body{"token": []string{n.phone("a").Token}}), "80100003")
		},
	}, {
		ID: "huawei/harmony/revoke-by-project", Level: conformance.Should, Rows: []string{"N15"}, Source: realTraffic, Codes: []string{"80300002", "80000000"},
		Title:       "a recall goes by client id",
		Requirement: "An endpoint should take a recall whose path has the client id, and refuse one with the project id or with an App ID that is another number with 80300002.",
		Run: func(t *conformance.T) {
			n := openNext(t, twoIDs(t))
			p := n.phone("a")
			for id, code := range map[string]string{"client_id": "80000000", "project_id": "80300002", "app_id": "80300002"} {
				n.wantCode(n.revoke("/v1/"+n.App.Credentials[id]+pathRevoke, kit.Body{"notifyId": 7, "token": []string{p.Token}}), code)
			}
		},
	}}
}
