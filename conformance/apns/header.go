package apns

import (
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// topicCases are about apns-topic.
func topicCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/topic/no-topic", Level: conformance.Must, Rows: []string{"A21"}, Source: docSend, Codes: []string{"MissingTopic"},
		Title:       "a provider token without a topic",
		Requirement: "An endpoint must refuse a push with a provider token and without apns-topic with 400 MissingTopic.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.refused(b.push(p, header("apns-topic")), 400, "MissingTopic")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/topic/foreign-topic", Level: conformance.Must, Rows: []string{"A23"}, Source: docAnswers, Codes: []string{"TopicDisallowed"},
		Title:       "a topic of another team",
		Requirement: "An endpoint must refuse a topic that is not of the key's team with 400 TopicDisallowed.",
		Run: func(t *conformance.T) {
			b := open(t)
			stranger := kit.AddApp(t, im(foreign))
			p := addPhone(t, stranger, "b")
			b.refused(b.push(p, topic("com.example.foreign")), 400, "TopicDisallowed")
			b.refused(b.push(p, topic("com.example.nobody")), 400, "TopicDisallowed")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/topic/bad-topic", Level: conformance.Must, Source: docAnswers, Codes: []string{"BadTopic"},
		Title:       "a topic that is no bundle id",
		Requirement: "An endpoint must refuse an apns-topic with characters no bundle id has with 400 BadTopic.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			for _, name := range []string{"com example im", "com.example.im!", "https://example.com"} {
				b.refused(b.push(p, topic(name)), 400, "BadTopic")
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/topic/voip-topic", Level: conformance.May, Rows: []string{"A25"}, Source: assumed, Codes: []string{"BadTopic"},
		Title:       "a push type without its suffix",
		Requirement: "An endpoint may refuse a topic whose suffix is not the push type's with 400 BadTopic.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.refused(b.push(p, kind("voip")), 400, "BadTopic")
			b.refused(b.push(p, kind("alert"), topic("com.example.im.voip")), 400, "BadTopic")
			b.refused(b.push(p, kind("voip"), topic("com.example.im.complication")), 400, "BadTopic")
		},
	}, {
		ID: "apns/topic/suffixes", Level: conformance.Must, Rows: []string{"A25"}, Source: docSend, Codes: []string{"200", "InvalidPushType"},
		Title:       "each push type with its suffix",
		Requirement: "An endpoint must take each push type with the suffix Apple gives to its topic, and no push type Apple has not.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			for name, suffix := range map[string]string{
				"alert": "", "location": ".location-query", "voip": ".voip", "complication": ".complication",
				"fileprovider": ".pushkit.fileprovider", "liveactivity": ".push-type.liveactivity", "pushtotalk": ".voip-ptt",
			} {
				b.accepted(b.push(p, kind(name), topic("com.example.im"+suffix)))
			}
			b.refused(b.push(p, kind("watch"), topic("com.example.im.watch")), 400, "InvalidPushType")
		},
	}, {
		ID: "apns/topic/newer-suffixes", Level: conformance.Should, Source: clients, Codes: []string{"200"},
		Title:       "widgets and controls",
		Requirement: "An endpoint should take the push types widgets and controls with the suffixes clients send.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, kind("widgets"), topic("com.example.im.push-type.widgets"), body(`{"aps":{"content-changed":true}}`)))
			b.accepted(b.push(p, kind("controls"), topic("com.example.im.push-type.controls"), body(`{"aps":{"content-changed":true}}`)))
			b.WantItems(p, 0)
		},
	}}
}

// headerCases are about the other headers.
func headerCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/header/push-type-unknown", Level: conformance.Must, Rows: []string{"A24"}, Source: docAnswers, Codes: []string{"InvalidPushType"},
		Title:       "a push type Apple has not",
		Requirement: "An endpoint must refuse an unknown apns-push-type with 400 InvalidPushType.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.refused(b.push(p, kind("banner")), 400, "InvalidPushType")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/header/no-push-type", Level: conformance.Must, Source: docSend, Codes: []string{"200", "InvalidPushType"},
		Title:       "a push may have no push type",
		Requirement: "An endpoint must take a push without apns-push-type, which only watchOS requires, and none with one that Apple has not.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, header("apns-push-type")))
			b.refused(b.push(p, kind("banner")), 400, "InvalidPushType")
		},
	}, {
		ID: "apns/header/no-push-type-shown", Level: conformance.May, Source: assumed, Codes: []string{"200"},
		Title:       "no push type is an alert",
		Requirement: "An endpoint may show the alert of a push without apns-push-type as if it had the type alert.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, header("apns-push-type")))
			b.WantItems(p, 1)
		},
	}, {
		ID: "apns/header/empty-push-type", Level: conformance.May, Source: assumed, Codes: []string{"InvalidPushType"},
		Title:       "an empty push type is not none",
		Requirement: "An endpoint may refuse an empty apns-push-type with 400 InvalidPushType, as one Apple has not.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.refused(b.push(b.phone("a"), kind("")), 400, "InvalidPushType")
		},
	}, {
		ID: "apns/header/background-10", Level: conformance.May, Rows: []string{"A26"}, Source: assumed, Codes: []string{"BadPriority"},
		Title:       "a background push at once",
		Requirement: "An endpoint may answer a background push with priority 10, which Apple calls an error, with 400 BadPriority.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.refused(b.push(b.phone("a"), silent, priority(10)), 400, "BadPriority")
		},
	}, {
		ID: "apns/header/background-5", Level: conformance.Must, Rows: []string{"A26"}, Source: docBack, Codes: []string{"200"},
		Title:       "a background push when it suits",
		Requirement: "An endpoint must take a background push with priority 5 and show nothing.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, silent))
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/header/priority-7", Level: conformance.Must, Rows: []string{"A27"}, Source: docSend, Codes: []string{"BadPriority", "200"},
		Title:       "priorities are 10, 5 and 1",
		Requirement: "An endpoint must take the priorities 10, 5 and 1 and refuse others with 400 BadPriority.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			for _, n := range []string{"7", "0", "11", "high", "-1"} {
				b.refused(b.push(p, header("apns-priority", n)), 400, "BadPriority")
			}
			for _, n := range []int{10, 5, 1} {
				b.accepted(b.push(p, priority(n)))
			}
			b.WantItems(p, 3)
		},
	}, {
		ID: "apns/header/collapse-64-65", Level: conformance.Must, Rows: []string{"A29"}, Source: docSend, Codes: []string{"BadCollapseId", "200"},
		Title:       "64 bytes of apns-collapse-id",
		Requirement: "An endpoint must take an apns-collapse-id of 64 bytes and refuse one of 65, or of 22 Chinese characters, with 400 BadCollapseId.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, collapse(strings.Repeat("c", 64))))
			b.accepted(b.push(p, collapse(strings.Repeat("群", 21))))
			b.refused(b.push(p, collapse(strings.Repeat("c", 65))), 400, "BadCollapseId")
			b.refused(b.push(p, collapse(strings.Repeat("群", 22))), 400, "BadCollapseId")
		},
	}, {
		ID: "apns/header/mdm-by-token", Level: conformance.May, Source: assumed, Codes: []string{"InvalidPushType"},
		Title:       "mdm needs a certificate",
		Requirement: "An endpoint may refuse an mdm push with a provider token with 400 InvalidPushType.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.refused(b.push(b.phone("a"), kind("mdm"), body(`{"mdm":"TEST-PUSH-MAGIC"}`)), 400, "InvalidPushType")
		},
	}}
}

// expirationCases are about the form of apns-expiration.
func expirationCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/header/bad-expiration", Level: conformance.Must, Rows: []string{"A28"}, Source: docAnswers, Codes: []string{"BadExpirationDate", "200"},
		Title:       "an expiration that is no date",
		Requirement: "An endpoint must refuse an apns-expiration that is no number of seconds with 400 BadExpirationDate, and take 0.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			for _, v := range []string{"tomorrow", "2026-01-01", "1.5"} {
				b.refused(b.push(p, expiration(v)), 400, "BadExpirationDate")
			}
			b.accepted(b.push(p, expiration("0")))
			b.WantItems(p, 1)
		},
	}}
}
