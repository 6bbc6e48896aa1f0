package huawei_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
)

func harmonyProofs() []proof {
	return slices.Concat(jwtProofs(), harmonyBodyProofs(), harmonyNoticeProofs(), harmonyPayloadProofs(), harmonyTokenProofs(), harmonyFateProofs())
}

const unauthorised = "HTTP 401 80200001"

func jwtProofs() []proof {
	signed := func(changes fields) func(w *world) string {
		return func(w *world) string {
			id := w.next("p1")
			return w.posted("/v3/"+w.App.Credentials["project_id"]+"/messages:send", w.jwt(changes), "0", harmonyBody([]string{id}, nil)).said()
		}
	}
	at := func(claim string, off time.Duration) fields { return fields{claim: morning.Add(off).Unix()} }
	return []proof{
		{Rule: "HW-AUT-020", Want: unauthorised, Run: func(w *world) string {
			return w.posted("/v3/"+w.App.Credentials["project_id"]+"/messages:send", w.token, "0", harmonyBody([]string{w.next("p1")}, nil)).said()
		}},
		{Rule: "HW-AUT-021", Want: unauthorised, Run: func(w *world) string {
			return w.posted("/v3/"+w.App.Credentials["project_id"]+"/messages:send", "eyJhbGciOiJQUzI1NiJ9.eyJpc3.c2ln", "0", harmonyBody([]string{w.next("p1")}, nil)).said()
		}},
		{Rule: "HW-AUT-022", Want: unauthorised, Run: signed(fields{"alg": "PS384"})},
		{Rule: "HW-AUT-023", Want: unauthorised, Run: signed(fields{"kid": "0f2b6c1d9a7e4c35b8d1e6f7a2c3d4e5"})},
		{Rule: "HW-AUT-024", Want: unauthorised, Run: func(w *world) string {
			j := w.jwt(nil)
			return w.posted("/v3/"+w.App.Credentials["project_id"]+"/messages:send", j[:len(j)-8]+"AAAAAAAA", "0", harmonyBody([]string{w.next("p1")}, nil)).said()
		}},
		{Rule: "HW-AUT-025", Want: unauthorised, Run: signed(fields{"iss": "101234567"})},
		{Rule: "HW-AUT-025", Want: unauthorised, Run: func(w *world) string {
			n, err := strconv.Atoi(w.App.Credentials["sub_account"])
			if err != nil {
				panic(err) // the account is the lab's
			}
			return signed(fields{"iss": n})(w)
		}},
		{Rule: "HW-AUT-026", Want: unauthorised, Run: signed(fields{"aud": "https://oauth-login.cloud.huawei.com/oauth2/v3/token/"})},
		{Rule: "HW-AUT-027", Want: "80000000 HTTP 401 80300036", Run: func(w *world) string {
			return signed(at("exp", 24*time.Hour))(w) + " " + w.posted("/v3/"+w.App.Credentials["project_id"]+"/messages:send",
				w.jwt(at("exp", 24*time.Hour+time.Second)), "0", harmonyBody([]string{w.next("p2")}, nil)).said()
		}},
		{Rule: "HW-AUT-027", Want: "HTTP 401 80300036", Run: signed(fields{"exp": nil})},
		{Rule: "HW-AUT-028", Want: "HTTP 401 80200005", Run: signed(fields{"iat": morning.Add(-2 * time.Hour).Unix(), "exp": morning.Add(-time.Second).Unix()})},
		{Rule: "HW-AUT-029", Want: unauthorised, Run: signed(at("iat", 301*time.Second))},
		{Rule: "HW-AUT-030", Want: unauthorised, Run: func(w *world) string {
			return w.posted("/v3/388421841222123456/messages:send", w.jwt(nil), "0", harmonyBody([]string{w.next("p1")}, nil)).said()
		}},
		{Rule: "HW-AUT-030", Want: "80200001", Run: func(w *world) string {
			other := w.AddApp(sim.AppSpec{ID: "other"})
			return w.posted("/v1/"+other.Credentials["client_id"]+"/messages:send", w.jwt(nil), "", message([]string{w.Phone("p1")}, nil)).said()
		}},
	}
}

// alerts is a story of one alert to one phone; what counts is the answer.
func alerts(changes fields) func(w *world) string {
	return func(w *world) string { return w.alert(changes, w.next("p1")).said() }
}

// typed is a story of one message of a push type.
func typed(pushType string, payload, more fields) func(w *world) string {
	return func(w *world) string {
		return w.v3(pushType, changed(fields{"payload": payload, "target": fields{"token": []string{w.next("p1")}}}, more)).said()
	}
}

func harmonyBodyProofs() []proof {
	phones := func(n int) func(w *world) []string {
		return func(w *world) (ids []string) {
			for i := range n {
				ids = append(ids, w.next(fmt.Sprint("p", i)))
			}
			return ids
		}
	}
	const bad, count = "HTTP 400 80100001", "HTTP 400 80300010"
	return []proof{
		{Rule: "HW-VAL-050", Want: bad, Run: func(w *world) string { return w.v3("", harmonyBody([]string{w.next("p1")}, nil)).said() }},
		{Rule: "HW-VAL-050", Want: bad, Run: func(w *world) string { return w.v3("3", harmonyBody([]string{w.next("p1")}, nil)).said() }},
		{Rule: "HW-VAL-051", Want: count, Run: func(w *world) string { return w.alert(nil).said() }},
		{Rule: "HW-VAL-052", Want: count, Run: func(w *world) string {
			ids := phones(2)(w)
			return w.v3("1", fields{"payload": card(), "target": fields{"token": ids}}).said()
		}},
		{Rule: "HW-VAL-052", Want: count, Run: func(w *world) string {
			id := w.next("p1")
			return w.alert(nil, slices.Repeat([]string{id}, 1001)...).said()
		}},
		{Rule: "HW-VAL-053", Want: "80000000 HTTP 400 80300030", Run: func(w *world) string {
			ids := phones(11)(w)
			test := fields{hOptions + "testMessage": true}
			return w.alert(test, ids[:10]...).said() + " " + w.alert(test, ids...).said()
		}},
		{Rule: "HW-VAL-053", Want: "HTTP 400 80300030", Run: func(w *world) string {
			return w.v3("1", fields{"payload": card(), "target": fields{"token": phones(2)(w)}, "pushOptions": fields{"testMessage": true}}).said()
		}},
		{Rule: "HW-VAL-054", Want: "80000000 HTTP 400 80300008", Run: func(w *world) string {
			id := w.next("p1")
			size := func(n int) fields { return fields{hNotice + "body": strings.Repeat("x", n)} }
			const rest = len(`{"payload":{"notification":{"body":"","category":"MARKETING","clickAction":{"actionType":0},"title":"周末活动开始"}}}`)
			return w.alert(size(4096-rest), id).said() + " " + w.alert(size(4097-rest), id).said()
		}},
		{Rule: "HW-VAL-070", Want: "80000000 HTTP 400 80100004 HTTP 400 80100004", Run: func(w *world) string {
			id := w.next("p1")
			ttl := func(n int) string { return w.alert(fields{hOptions + "ttl": n}, id).said() }
			return ttl(0) + " " + ttl(1296001) + " " + ttl(-1)
		}},
		{Rule: "HW-VAL-071", Want: structureRefused, Run: func(w *world) string { return w.revoke(nil, w.next("p1")).said() }},
		{Rule: "HW-FLT-020", Want: "HTTP 400 80100022", Run: with("image_check", "not_checked", alerts(fields{hNotice + "image": "https://m.example.com/p.png"}))},
		{Rule: "HW-APP-012", Want: "HTTP 400 80300037", Run: with("penalty", "disabled", alerts(nil))},
		{Rule: "HW-RTE-004", Want: "80000000 HTTP 400 80300029", Run: func(w *world) string {
			w.Limit("v3.test.rate", 1)
			test := fields{hOptions + "testMessage": true}
			id := w.of(w.sibling("104512347"), "q1")
			return w.alert(test, w.next("p1")).said() + " " + w.alert(test, id).said()
		}},
		{Rule: "HW-RTE-004", Want: "80000000 HTTP 400 80300029", Run: func(w *world) string {
			w.Limit("v3.test.rate", 1)
			id, test := w.next("p1"), fields{hOptions + "testMessage": true}
			return w.alert(test, id).said() + " " + w.alert(test, id).said()
		}},
	}
}

const structureRefused = "HTTP 400 80100003"

func harmonyNoticeProofs() []proof {
	row := func(id string, changes fields) proof {
		return proof{Rule: id, Want: structureRefused, Run: alerts(changes)}
	}
	return []proof{
		row("HW-VAL-056", fields{hNotice + "category": nil}),
		row("HW-VAL-057", fields{hNotice + "title": ""}),
		row("HW-VAL-057", fields{hNotice + "body": nil}),
		row("HW-VAL-058", fields{hNotice + "clickAction": nil}),
		row("HW-VAL-058", fields{hNotice + "clickAction": fields{"actionType": 1}}),
		row("HW-VAL-058", fields{hNotice + "clickAction": fields{"actionType": 5}}),
		row("HW-VAL-058", fields{hNotice + "clickAction": fields{"actionType": 0, "data": "k"}}),
		row("HW-VAL-059", fields{hNotice + "style": 2}),
		row("HW-VAL-059", fields{hNotice + "style": 1, hNotice + "bigTitle": "t"}),
		row("HW-VAL-059", fields{hNotice + "style": 3, hNotice + "inboxContent": []string{"1", "2", "3", "4"}}),
		row("HW-VAL-059", fields{hNotice + "style": 3, hNotice + "inboxContent": []string{strings.Repeat("x", 1025)}}),
		row("HW-VAL-060", fields{hNotice + "notifyId": 1 << 31}),
		row("HW-VAL-061", fields{hNotice + "appMessageId": "a.b"}),
		row("HW-VAL-061", fields{hNotice + "appMessageId": strings.Repeat("a", 65)}),
		row("HW-VAL-062", fields{hNotice + "profileId": strings.Repeat("a", 65)}),
		row("HW-VAL-063", fields{hNotice + "badge": fields{"addNum": 100}}),
		row("HW-VAL-063", fields{hNotice + "badge": fields{"setNum": 100}}),
		row("HW-VAL-064", fields{hNotice + "soundDuration": 61}),
		row("HW-VAL-065", fields{hNotice + "image": "http://m.example.com/p.png"}),
		row("HW-VAL-069", fields{hOptions + "biTag": strings.Repeat("a", 65)}),
		row("HW-VAL-069", fields{hOptions + "collapseKey": 101}),
		row("HW-VAL-069", fields{hOptions + "backgroundMode": 2}),
		// HMS has another word for what it judges here as well.
		{Rule: "HW-VAL-014", Want: structureRefused, Run: alerts(fields{hOptions + "ttl": "86400s"})},
	}
}

func harmonyPayloadProofs() []proof {
	voice := func(a *sim.AppSpec) { a.Rights = []string{"PLAY_VOICE", "live_view", "in_app_call"} }
	row := func(id, pushType string, payload, more fields) proof {
		return proof{Rule: id, Want: structureRefused, World: options{app: voice}, Run: typed(pushType, payload, more)}
	}
	spoken := fields{"extraData": "x", "notification": fields{"category": "MARKETING", "title": "t", "body": "b", "clickAction": fields{"actionType": 0}}}
	return []proof{
		row("HW-VAL-066", "6", fields{}, nil), row("HW-VAL-066", "10", fields{}, nil), row("HW-VAL-066", "2", spoken, nil),
		row("HW-VAL-067", "1", card(), fields{"payload.formId": nil}), row("HW-VAL-067", "1", card(), fields{"payload.version": -1}),
		row("HW-VAL-067", "1", card(), fields{"payload.images": []fields{{}, {}}}),
		row("HW-VAL-068", "7", fields{"activityId": 1, "operation": 3, "event": "TAXI", "activityData": fields{}}, nil),
		row("HW-VAL-068", "7", fields{"operation": 0, "event": "TAXI", "activityData": fields{}}, nil),
	}
}

func harmonyTokenProofs() []proof {
	// refused is the answer to one alert and the reason in it.
	refused := func(run func(w *world) reply) func(w *world) string {
		return func(w *world) string {
			a := run(w)
			_, rest, _ := strings.Cut(a.Msg, `"illegalTokens":{"`)
			reason, _, _ := strings.Cut(rest, `"`)
			return strings.TrimSpace(a.said() + " " + reason)
		}
	}
	alert := func(changes fields, phone ...func(*phoneState)) func(w *world) string {
		return refused(func(w *world) reply { return w.alert(changes, w.next("p1", phone...)) })
	}
	to := func(token string) func(w *world) string {
		return refused(func(w *world) reply { return w.alert(nil, token) })
	}
	flag := func(name, value string) func(*phoneState) { return func(p *phoneState) { p.Flags[name] = value } }
	image := fields{hNotice + "image": "https://m.example.com/p.png"}
	spoken := fields{"extraData": "x", "notification": fields{"category": "PLAY_VOICE", "title": "t", "body": "b", "clickAction": fields{"actionType": 0}}}
	live := fields{"activityId": 1, "operation": 0, "event": "TAXI", "activityData": fields{}}
	of := func(pushType string, payload fields) func(w *world) string {
		return refused(func(w *world) reply {
			return w.v3(pushType, fields{"payload": payload, "target": fields{"token": []string{w.next("p1")}}})
		})
	}
	const all = "HTTP 400 80300007 "
	return []proof{
		{Rule: "HW-FLT-021", Want: all + "tokenFormatError", Run: to("T!")},
		{Rule: "HW-FLT-022", Want: all + "tokenPlatformNotSupport", Run: alert(nil, flag("harmony_token", "third_party"))},
		{Rule: "HW-FLT-023", Want: all + "appinfoError", Run: with("harmony_app", "missing", alert(nil))},
		{Rule: "HW-FLT-024", Want: all + "noRight", Run: refused(func(w *world) reply { return w.alert(nil, w.Phone("p1")) })},
		{Rule: "HW-FLT-024", Want: all + "noRight", Run: refused(func(w *world) reply {
			other := *w.World
			other.App = w.AddApp(sim.AppSpec{ID: "other"})
			return w.alert(nil, other.Phone("q1"))
		})},
		{Rule: "HW-QTA-007", Want: "80000000 0 80000000 256", World: options{app: registered}, Run: func(w *world) string {
			w.Limit("v3.test", 1)
			test := fields{hOptions + "testMessage": true}
			id := w.of(w.sibling("104512347"), "q1")
			return w.alert(test, w.next("p1")).said() + " " + w.reported() + " " + w.alert(test, id).said() + " " + w.reported()
		}},
		{Rule: "HW-FLT-025", Want: all + "countryNotSupport", Run: alert(nil, flag("harmony_token", "country"))},
		{Rule: "HW-FLT-026", Want: all + "notSupportPlayVoice", Run: alert(fields{hNotice + "category": "PLAY_VOICE"})},
		{Rule: "HW-FLT-027", Want: all + "noPushTypeRight", Run: of("10", fields{"extraData": "x"})},
		{Rule: "HW-FLT-027", Want: all + "noPushTypeRight", Run: of("2", spoken)},
		{Rule: "HW-FLT-027", Want: all + "noPushTypeRight", Run: of("7", live)},
		{Rule: "HW-FLT-028", Want: all + "noRightToSendThisLiveNotificationEvent", World: options{app: func(a *sim.AppSpec) { a.Rights = []string{"live_view.FLIGHT"} }}, Run: of("7", live)},
		{Rule: "HW-FLT-029", Want: all + "atomicUnableSendUnsubscribedMsg", Run: with("harmony_app", "atomic", alert(nil))},
		{Rule: "HW-FLT-030", Want: all + "differentImgVerifyPolicy", Run: with("image_check", "other_type", alert(image))},
		{Rule: "HW-FLT-031", Want: all + "tokenFormatError", Run: to("T!")},
		{Rule: "HW-FLT-032", Want: `80100000 {"illegalTokens":{"tokenFormatError":["T!"]},"success":1,"failure":1}`, Run: func(w *world) string {
			a := w.alert(nil, w.next("p1"), "T!")
			return a.said() + " " + a.Msg
		}},
		{Rule: "HW-FLT-033", Want: "80000000 5", Run: func(w *world) string {
			return w.alert(nil, strings.Repeat("M", 40)).said() + " " + w.reported()
		}, World: options{app: registered}},
		{Rule: "HW-QTA-007", Want: "80000000 0 80000000 256", World: options{app: registered}, Run: func(w *world) string {
			w.Limit("v3.test", 1)
			id, test := w.next("p1"), fields{hOptions + "testMessage": true}
			first := w.alert(test, id).said() + " " + w.reported()
			return first + " " + w.alert(test, id).said() + " " + w.reported()
		}},
		{Rule: "HW-QTA-008", Want: "1", Run: func(w *world) string {
			w.alert(fields{hOptions + "testMessage": true}, w.next("p1"), w.next("p2"))
			n, _ := w.Engine.Count(w.App.ID, "v3.test", "")
			return fmt.Sprint(n)
		}},
	}
}

// reported is the result of the newest receipt.
func (w *world) reported() string {
	w.Settle()
	events, _ := w.Engine.Events(0, 1_000_000)
	for i := len(events) - 1; i >= 0; i-- {
		if e := &events[i]; e.Kind == sim.EvReceipt {
			_, rest, _ := strings.Cut(string(e.RequestBody), `"result":`)
			result, _, _ := strings.Cut(rest, ",")
			return result
		}
	}
	return "nothing"
}

func harmonyFateProofs() []proof {
	fates := func(n int, pushType string, payload fields) func(w *world) string {
		return func(w *world) string {
			id, out := w.next("p1"), []string{}
			for range n {
				w.v3(pushType, fields{"payload": payload, "target": fields{"token": []string{id}}})
				out = append(out, w.Fate())
			}
			return strings.Join(out, ", ")
		}
	}
	once := func(w *world) string {
		id, m := w.next("p1"), chatNext(fields{hNotice + "appMessageId": "a 1"})
		w.alert(m, id)
		first := w.Fate()
		w.Pass(23 * time.Hour)
		w.alert(m, id)
		second := w.Fate()
		w.Pass(2 * time.Hour)
		w.alert(m, id)
		return first + ", " + second + ", " + w.Fate()
	}
	return []proof{
		{Rule: "HW-DLV-002", Want: "held, expired", Run: func(w *world) string {
			w.alert(nil, w.next("p1", offline))
			w.Pass(24*time.Hour - time.Minute)
			first := w.Fate()
			w.Pass(time.Minute)
			return first + ", " + w.Fate()
		}},
		{Rule: "HW-DLV-003", Want: "80000000 recalled", Run: func(w *world) string {
			id := w.next("p1")
			w.alert(chatNext(fields{hNotice + "notifyId": 7}), id)
			w.Settle()
			return w.revoke(7, id).said() + " " + w.Fate()
		}},
		{Rule: "HW-FLT-034", Want: "80000000 dropped 259", Run: func(w *world) string {
			return w.alert(fields{hNotice + "body": "网络赌博"}, w.next("p1")).said() + " " + w.Fate()
		}},
		{Rule: "HW-QTA-009", Want: "hidden, hidden, dropped 256", Run: fates(3, "1", card())},
		{Rule: "HW-QTA-009", Want: strings.Repeat("hidden, ", 5) + "dropped 256", World: options{app: func(a *sim.AppSpec) { a.Listed = false }}, Run: fates(6, "1", card())},
		{Rule: "HW-DLV-030", Want: "shown, hidden, shown", Run: once},
		{Rule: "HW-DLV-031", Want: "hidden HW-DLV-031", Run: func(w *world) string {
			w.v3("1", fields{"payload": card(), "target": fields{"token": []string{w.next("p1")}}})
			return w.Fate() + " " + w.Cause(w.Last())
		}},
		{Rule: "HW-DLV-032", Want: "hidden HW-DLV-032", World: options{app: func(a *sim.AppSpec) { a.Rights = []string{"in_app_call"} }}, Run: func(w *world) string {
			w.v3("10", fields{"payload": fields{"extraData": "x"}, "target": fields{"token": []string{w.next("p1")}}})
			return w.Fate() + " " + w.Cause(w.Last())
		}},
	}
}
