package huawei

import (
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// harmonyTokenCases are about the tokens of a v3 call and the reasons they are listed
// under.
func harmonyTokenCases() []conformance.Case {
	must := conformance.Must
	one := func(id string, rows []string, level conformance.Level, reason, title, what string, push func(n *next) (kit.Answer, device.Phone), app ...kit.AppOption) conformance.Case {
		return conformance.Case{
			ID: "huawei/harmony/" + id, Level: level, Rows: rows, Source: docHarmony, Codes: []string{"80300007", reason}, Title: title,
			Requirement: "An endpoint " + lower(level) + " refuse " + what + " with 80300007, list the token in illegalTokens under " + reason + " and deliver nothing.",
			Run: func(t *conformance.T) {
				n := openNext(t, app...)
				a, p := push(n)
				n.wantReason(a, "80300007", reason, p.Token)
				n.WantItems(p, 0)
			},
		}
	}
	alert := func(phone kit.PhoneOption, changes ...kit.Change) func(n *next) (kit.Answer, device.Phone) {
		return func(n *next) (kit.Answer, device.Phone) {
			p := n.phone("a", phone)
			return n.alert(p, changes...), p
		}
	}
	as := func(*device.Phone) {}
	of := func(kind string, payload map[string]any) func(n *next) (kit.Answer, device.Phone) {
		return func(n *next) (kit.Answer, device.Phone) {
			p := n.phone("a")
			return n.push(kind, payloadOf(payload, p.Token)), p
		}
	}
	image := notice("image", "https://m.example.com/p.png")
	return []conformance.Case{
		one("hms-token", []string{"N08"}, must, "noRight", "an HMS token is refused at v3", "the token of an HMS phone", func(n *next) (kit.Answer, device.Phone) {
			p := n.Phone("a")
			return n.alert(p), p
		}),
		one("other-apps-token", []string{"N08"}, must, "noRight", "another app's token is refused at v3", "a token of an app of another project", func(n *next) (kit.Answer, device.Phone) {
			other := kit.AddApp(n.T, shop(kit.Named("other")))
			p := kit.AddPhone(n.T, other, "b", kit.Switch("system", "harmonyos5"))
			return n.alert(p), p
		}),
		one("voice-as-alert", []string{"N13"}, must, "notSupportPlayVoice", "PLAY_VOICE comes with push-type 2", "an alert with category PLAY_VOICE",
			alert(as, notice("category", "PLAY_VOICE")), kit.Rights("PLAY_VOICE")),
		one("call-without-right", []string{"N14"}, must, "noPushTypeRight", "a call needs a right", "an in-app call of an app without the right", of("10", extraOf())),
		one("voice-without-right", []string{"N14"}, must, "noPushTypeRight", "a voice broadcast needs a right", "a voice broadcast of an app without the right", of("2", voiceOf())),
		one("live-view-without-right", []string{"N14"}, must, "noPushTypeRight", "a live view needs a right", "a live view of an app without the right", of("7", liveOf("TAXI"))),
		one("live-view-of-other-event", nil, must, "noRightToSendThisLiveNotificationEvent", "a live view needs its event's right", "a live view of an event the app has no right to",
			of("7", liveOf("TAXI")), kit.Rights("live_view.FLIGHT")),
		one("third-party-token", nil, must, "tokenPlatformNotSupport", "a third party's token is refused", "a token of a third party's platform", alert(kit.Switch("harmony_token", "third_party"))),
		one("country", nil, must, "countryNotSupport", "a country that is not served", "a token of a phone in a country that is not served", alert(kit.Switch("harmony_token", "country"))),
		one("app-missing", nil, must, "appinfoError", "an app that does not exist", "a token of an app the console does not have", alert(as), kit.Flag("harmony_app", "missing")),
		one("atomic-service", nil, must, "atomicUnableSendUnsubscribedMsg", "an atomic service sends subscriptions only", "an alert of an atomic service that is no subscription",
			alert(as), kit.Flag("harmony_app", "atomic")),
		one("image-of-other-type", nil, must, "differentImgVerifyPolicy", "a picture checked for another push-type", "an alert whose picture was checked for another push-type",
			alert(as, image), kit.Flag("image_check", "other_type")),
		{
			ID: "huawei/harmony/partial", Level: must, Rows: []string{"N07"}, Source: docHarmony, Codes: []string{"80100000", "tokenFormatError"},
			Title:       "some tokens are refused with their reason",
			Requirement: "An endpoint must serve the good tokens of a v3 call and answer 80100000, with the malformed ones in illegalTokens under tokenFormatError and both counts.",
			Run: func(t *conformance.T) {
				n := openNext(t)
				p := n.phone("a")
				a := n.push("0", alertOf([]string{p.Token, malformed}))
				n.wantReason(a, "80100000", "tokenFormatError", malformed)
				if msg, _ := a.Text("msg"); !strings.Contains(msg, `"success":1`) {
					t.Errorf("%v, want success 1 in msg", a)
				}
				n.WantItems(p, 1)
			},
		}, {
			// No rule stands for what is served, so none can be taken out: a SHOULD.
			ID: "huawei/harmony/other-app-of-project", Level: conformance.Should, Rows: []string{"N08"}, Source: docHarmony, Codes: []string{"80000000"},
			Title:       "a service account serves all apps of its project",
			Requirement: "An endpoint should take the tokens of every app of the project in the path, alone or in one list, and classify by the rights of the app whose token it is.",
			Run: func(t *conformance.T) {
				n := openNext(t)
				p := n.phone("a")
				q := kit.AddPhone(t, n.sibling("other", "104512347", kit.Rights()), "b", kit.Switch("system", "harmonyos5"))
				a := n.alert(q)
				n.wantCode(a, "80000000")
				n.WantFate(a, q, device.Silent)
				n.wantCode(n.push("0", alertOf([]string{p.Token, q.Token})), "80000000")
				n.WantItems(p, 1)
				n.WantItems(q, 2)
			},
		}, {
			ID: "huawei/harmony/image-not-checked", Level: must, Source: docHarmony, Codes: []string{"80100022", "80000000"},
			Title:       "a picture that was not checked is refused",
			Requirement: "An endpoint must refuse an alert whose picture has not passed the check with 80100022, and take one without a picture.",
			Run: func(t *conformance.T) {
				n := openNext(t, kit.Flag("image_check", "not_checked"))
				p := n.phone("a")
				n.wantCode(n.alert(p), "80000000")
				n.wantCode(n.alert(p, image), "80100022")
			},
		}, {
			ID: "huawei/harmony/penalty", Level: must, Source: docHarmony + "; " + docPenalty, Codes: []string{"80300037"},
			Title:       "an app whose push is switched off is refused",
			Requirement: "An endpoint must refuse a v3 call of an app whose push is switched off as a penalty with 80300037.",
			Run: func(t *conformance.T) {
				n := openNext(t, kit.Flag("penalty", "disabled"))
				n.wantCode(n.alert(n.phone("a")), "80300037")
			},
		}, {
			ID: "huawei/harmony/test-rate", Level: must, Source: docHarmony, Codes: []string{"80300029", "80000000"},
			Title:       "test messages are not sent without pause",
			Requirement: "An endpoint must refuse a test message with 80300029 when more of them are sent than are taken at a time.",
			Run: func(t *conformance.T) {
				n := openNext(t, kit.Limit("v3.test.rate", 1))
				p := n.phone("a")
				n.wantCode(n.alert(p, option("testMessage", true)), "80000000")
				n.wantCode(n.alert(p, option("testMessage", true)), "80300029")
				n.wantCode(n.alert(p), "80000000")
			},
		},
	}
}
