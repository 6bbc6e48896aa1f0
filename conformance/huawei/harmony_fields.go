package huawei

import (
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// harmonyFieldCases are about the members of a v3 message: each is refused with a msg
// that says what is wrong, whose words only one page prints.
func harmonyFieldCases() []conformance.Case {
	one := func(id string, rows []string, level conformance.Level, source, title, what string, good kit.Change, bad ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "huawei/harmony/" + id, Level: level, Rows: rows, Source: source, Codes: []string{"80100003", "80000000"}, Title: title,
			Requirement: "An endpoint " + lower(level) + " refuse " + what + " with 80100003 and a msg that begins with Illegal payload.",
			Run: func(t *conformance.T) {
				n := openNext(t)
				p := n.phone("a")
				n.wantCode(n.alert(p, good), "80000000")
				for _, change := range bad {
					if msg := n.wantCode(n.alert(p, change), "80100003"); !strings.HasPrefix(msg, "Illegal payload") {
						t.Errorf("msg %q, want one that begins with Illegal payload", msg)
					}
				}
			},
		}
	}
	as := func(kit.Body) {}
	must, may := conformance.Must, conformance.May
	return []conformance.Case{
		{
			ID: "huawei/harmony/badge-100", Level: must, Rows: []string{"N10"}, Source: docHarmony, Codes: []string{"80100003", "80000000"},
			Title:       "addNum is 1 to 99, and the answer says so",
			Requirement: "An endpoint must refuse addNum 100 with 80100003 and the msg \"Illegal payload, badge addNum value ranges from 1 to 99\".",
			Run: func(t *conformance.T) {
				n := openNext(t)
				p := n.phone("a")
				n.wantCode(n.alert(p, notice("badge", map[string]any{"addNum": 99})), "80000000")
				msg := n.wantCode(n.alert(p, notice("badge", map[string]any{"addNum": 100})), "80100003")
				if want := "Illegal payload, badge addNum value ranges from 1 to 99"; msg != want {
					t.Errorf("msg %q, want %q", msg, want)
				}
			},
		},
		one("ttl-as-text", []string{"N16"}, may, assumed, "ttl is a number at v3", "ttl as a text",
			option("ttl", 86400), option("ttl", "86400s"), option("ttl", "86400")),
		one("no-category", nil, may, assumed, "category is mandatory", "a notification without category", as, without("category")),
		one("no-title", nil, must, docHarmony, "title and body are mandatory", "a notification without title or body", as, without("title"), without("body")),
		one("click-action", nil, must, docHarmony, "clickAction is mandatory", "a notification without clickAction, and one that opens no page",
			notice("clickAction", map[string]any{"actionType": 1, "uri": "app://x"}), without("clickAction"),
			notice("clickAction", map[string]any{"actionType": 1}), notice("clickAction", map[string]any{"actionType": 4})),
		one("style", nil, must, docHarmony, "style 3 has three lines at most", "style 3 with four lines, one that is too long, and a style that is none",
			func(b kit.Body) { b.With(notice("style", 3), notice("inboxContent", []string{"一", "二", "三"})) },
			func(b kit.Body) {
				b.With(notice("style", 3), notice("inboxContent", []string{"一", "二", "三", "四"}))
			},
			func(b kit.Body) {
				b.With(notice("style", 3), notice("inboxContent", []string{kit.Letters(1025)}))
			},
			notice("style", 2)),
		one("notify-id", nil, must, docHarmony, "notifyId is 0 to 2147483647", "a notifyId of 2147483648", notice("notifyId", 2147483647), notice("notifyId", 2147483648)),
		one("app-message-id", nil, must, docHarmony, "appMessageId has a form", "an appMessageId of 65 characters, and one with a point",
			notice("appMessageId", "a +/=-_1"), notice("appMessageId", kit.Letters(65)), notice("appMessageId", "a.b")),
		one("profile-id", nil, must, docHarmony, "profileId has 64 characters at most", "a profileId of 65 characters", notice("profileId", kit.Letters(64)), notice("profileId", kit.Letters(65))),
		one("set-num", nil, must, docHarmony, "setNum is 0 to 99", "setNum 100", notice("badge", map[string]any{"setNum": 0}), notice("badge", map[string]any{"setNum": 100})),
		one("sound-duration", nil, must, docHarmony, "soundDuration is 1 to 60", "a soundDuration of 61 or 0", notice("soundDuration", 60), notice("soundDuration", 61), notice("soundDuration", 0)),
		one("image-http", nil, must, docHarmony, "a picture comes by https", "an image by http", notice("image", "https://m.example.com/p.png"), notice("image", "http://m.example.com/p.png")),
		one("push-options", nil, may, assumed, "pushOptions have ranges", "a biTag of 65 bytes, a collapseKey of 101 and a backgroundMode of 2",
			option("biTag", kit.Letters(64)), option("biTag", kit.Letters(65)), option("collapseKey", 101), option("backgroundMode", 2)),
		{
			ID: "huawei/harmony/ttl-too-long", Level: may, Source: assumed, Codes: []string{"80100004", "80000000"},
			Title: "ttl is 15 days at most", Requirement: "An endpoint may refuse a ttl of 1296001 with 80100004.",
			Run: func(t *conformance.T) {
				n := openNext(t)
				p := n.phone("a")
				n.wantCode(n.alert(p, option("ttl", 1296000)), "80000000")
				n.wantCode(n.alert(p, option("ttl", 1296001)), "80100004")
			},
		},
	}
}

// harmonyPayloadCases are about the payloads of the other push types.
func harmonyPayloadCases() []conformance.Case {
	one := func(id, title, what, kind string, good map[string]any, bad ...kit.Change) conformance.Case {
		return conformance.Case{
			ID: "huawei/harmony/" + id, Level: conformance.Must, Source: docHarmony, Codes: []string{"80100003", "80000000"}, Title: title,
			Requirement: "An endpoint must take " + what + ", and refuse it with 80100003 when something mandatory is missing.",
			Run: func(t *conformance.T) {
				n := openNext(t, kit.Rights("PLAY_VOICE", "live_view", "in_app_call"))
				p := n.phone("a")
				n.wantCode(n.push(kind, payloadOf(good, p.Token)), "80000000")
				for _, change := range bad {
					n.wantCode(n.push(kind, payloadOf(fresh(good), p.Token).With(change)), "80100003")
				}
			},
		}
	}
	return []conformance.Case{
		one("card", "a card refresh names the card", "a card refresh", "1", cardOf(),
			kit.Drop("payload.formId"), kit.Drop("payload.formData"), kit.Drop("payload.version"), kit.Set("payload.images", []any{map[string]any{}, map[string]any{}})),
		one("voice", "a voice broadcast has extraData and PLAY_VOICE", "a voice broadcast", "2", voiceOf(),
			kit.Drop("payload.extraData"), notice("category", "MARKETING")),
		one("background", "a background message has extraData", "a background message", "6", extraOf(), kit.Drop("payload.extraData")),
		one("live-view", "a live view names its event", "a live view", "7", liveOf("TAXI"),
			kit.Drop("payload.activityId"), kit.Drop("payload.event"), kit.Drop("payload.activityData"), kit.Set("payload.operation", 3)),
		one("call", "an in-app call has extraData", "an in-app call", "10", extraOf(), kit.Drop("payload.extraData")),
	}
}

// fresh copies the outer object, which changes are made to.
func fresh(m map[string]any) map[string]any {
	out := map[string]any{}
	for k, v := range m {
		if inner, ok := v.(map[string]any); ok {
			v = fresh(inner)
		}
		out[k] = v
	}
	return out
}
