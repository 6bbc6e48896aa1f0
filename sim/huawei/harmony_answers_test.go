package huawei_test

import (
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
)

// harmonyStory calls every operation of HarmonyOS.
func harmonyStory(s *teller) {
	cred, phone := s.l.App.Credentials, s.l.Phones[1]
	if err := s.l.Engine.UpdatePhone(phone.ID, func(p *phoneState) { p.Flags = map[string]string{"system": "harmonyos5"} }); err != nil {
		panic(err) // the phone is the lab's
	}
	now := s.l.Now().Unix()
	input := b64(jsonOf(fields{"kid": cred["key_id"], "typ": "JWT", "alg": "PS256"})) + "." + b64(jsonOf(fields{
		"aud": "https://oauth-login.cloud.huawei.com/oauth2/v3/token", "iss": cred["sub_account"], "iat": now, "exp": now + 3600,
	}))
	s.token = input + "." + signature(cred["private_key"], "PS256", input)
	v3 := "/v3/" + cred["project_id"] + "/messages:send"
	full := fields{
		hNotice + "image": "https://m.example.com/p.png", hNotice + "style": 3, hNotice + "inboxContent": []string{"一", "二"}, hNotice + "notifyId": 7,
		hNotice + "appMessageId": "a 1", hNotice + "profileId": "p", hNotice + "badge": fields{"addNum": 1, "setNum": 3}, hNotice + "sound": "bell.mp3",
		hNotice + "soundDuration": 10, hNotice + "foregroundShow": true, hNotice + "clickAction": fields{"actionType": 1, "action": "a", "uri": "u", "data": fields{"k": "v"}},
		hOptions + "ttl": 3600, hOptions + "biTag": "job-7", hOptions + "receiptId": "r1", hOptions + "collapseKey": 7, hOptions + "backgroundMode": 0, hOptions + "testMessage": true,
	}
	s.typed(v3, "0", jsonOf(harmonyBody([]string{phone.Token}, full)))
	s.typed(v3, "1", jsonOf(fields{"payload": card(), "target": fields{"token": []string{phone.Token}}}))
	s.typed(v3, "6", jsonOf(fields{"payload": fields{"extraData": "x", "proxyData": "ENABLE"}, "target": fields{"token": []string{phone.Token}}}))
	s.typed("/v1/"+cred["client_id"]+"/messages:revoke", "0", jsonOf(fields{"notifyId": 7, "token": []string{phone.Token}}))
}

// harmonyAnswers play the documented answers of v3.
func harmonyAnswers() map[string]func(w *world) reply {
	alert := func(changes fields) func(w *world) reply {
		return func(w *world) reply { return w.alert(changes, w.next("p1")) }
	}
	signed := func(claims fields) func(w *world) reply {
		return func(w *world) reply {
			return w.posted("/v3/"+w.App.Credentials["project_id"]+"/messages:send", w.jwt(claims), "0", harmonyBody([]string{w.next("p1")}, nil))
		}
	}
	receipt := func(n int) func(w *world) reply {
		return func(w *world) reply {
			box := &endpointtest.Mailbox{}
			w = open(w.T, options{post: box, app: func(a *sim.AppSpec) {
				registered(a)
				a.Package = "com.example.demo"
			}})
			id := w.next("p1")
			for range n {
				w.alert(fields{hOptions + "biTag": "order-20260101-0001"}, id)
			}
			w.Settle()
			return reply{Reply: endpointtest.Reply{Body: box.Posted()[n-1].Body}}
		}
	}
	return map[string]func(w *world) reply{
		"v3-send-ok": alert(chatNext(nil)),
		// the vendor's sample calls a token malformed that is as good as any
		"v3-send-partial":    func(w *world) reply { return w.alert(nil, w.next("p1"), "TX-00000000002") },
		"v3-send-all-failed": func(w *world) reply { return w.alert(nil, w.Phone("p1"), w.Phone("p2")) },
		"v3-auth-error":      signed(fields{"alg": "RS256"}),
		"v3-jwt-expired":     signed(fields{"iat": morning.Add(-2 * time.Hour).Unix(), "exp": morning.Add(-time.Hour).Unix()}),
		"v3-jwt-too-long":    signed(fields{"exp": morning.Add(48 * time.Hour).Unix()}),
		"v3-badge-range":     alert(fields{hNotice + "badge": fields{"addNum": 100}}),
		"v3-too-large":       alert(fields{hNotice + "body": strings.Repeat("x", 4096)}),
		"v3-test-tokens": func(w *world) reply {
			return w.alert(fields{hOptions + "testMessage": true}, slices.Repeat([]string{w.next("p1")}, 11)...)
		},
		"v3-token-count": func(w *world) reply {
			return w.v3("1", fields{"payload": card(), "target": fields{"token": []string{w.next("p1"), w.next("p2")}}})
		},
		"v3-penalty": func(w *world) reply {
			w.Flag("penalty", "disabled")
			return alert(nil)(w)
		},
		"v3-image": func(w *world) reply {
			w.Flag("image_check", "not_checked")
			return alert(fields{hNotice + "image": "https://m.example.com/p.png"})(w)
		},
		"v3-revoke-ok": func(w *world) reply {
			id := w.next("p1")
			w.alert(chatNext(fields{hNotice + "notifyId": 12345}), id)
			w.Settle()
			return w.revoke(12345, id)
		},
		"v3-receipt-delivered":     receipt(1),
		"v3-receipt-marketing-cap": receipt(3),
	}
}
