package apns

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// own is a message with Apple's own headers and keys.
func (s *sending) own(fields string) *vendors.Message { return s.Own(chat(), fields) }

// senderOwnCases hand a sender Apple's own headers and keys, which neutral messages have
// no word for.
func senderOwnCases() []conformance.Case {
	return slices.Concat(ownTypeCases(), ownHeaderCases(), ownPayloadCases())
}

// ownTypeCases are about push types other than alert and background.
func ownTypeCases() []conformance.Case {
	typed := func(id string, level conformance.Level, source string, types map[string]string, aps string) conformance.Case {
		return conformance.Case{
			ID: "apns/header/" + id, Level: level, Rows: []string{"A25"}, Source: source, Codes: []string{"200"},
			Title:       "the topic of each push type: " + strings.Join(slices.Sorted(maps.Keys(types)), ", "),
			Requirement: "A sender " + strings.ToLower(string(level)) + " send a push type its caller gives with the suffix Apple gives to its topic.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.phone("a")
				for _, name := range slices.Sorted(maps.Keys(types)) {
					s.Accepted(s.Give(s.own(fmt.Sprintf(`{"apns-push-type":%q%s}`, name, aps)), p))
					s.wantHeader("apns-push-type", name)
					s.wantHeader("apns-topic", "com.example.im"+types[name])
				}
			},
		}
	}
	return []conformance.Case{
		typed("push-types-sender", conformance.Must, docSend, map[string]string{
			"alert": "", "location": ".location-query", "voip": ".voip", "complication": ".complication",
			"fileprovider": ".pushkit.fileprovider", "pushtotalk": ".voip-ptt",
		}, ""),
		typed("live-activity-topic-sender", conformance.Must, docSend, map[string]string{"liveactivity": ".push-type.liveactivity"},
			`,"aps":{"event":"update","content-state":{"score":1},"timestamp":1764036000}`),
		typed("newer-push-types-sender", conformance.Should, clients, map[string]string{
			"widgets": ".push-type.widgets", "controls": ".push-type.controls",
		}, `,"aps":{"content-changed":true}`),
		{
			ID: "apns/payload/voip-size-sender", Level: conformance.Must, Rows: []string{"A30"}, Source: docPayload, Codes: []string{"200"},
			Title:       "a call has 5120 bytes",
			Requirement: "A sender must send a voip body of more than 4096 and at most 5120 bytes whole, and cut longer ones to 5120.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.phone("a")
				for _, n := range []int{1400, 2000} {
					msg := s.own(`{"apns-push-type":"voip"}`)
					msg.Body = strings.Repeat("来", n)
					r := s.Give(msg, p)
					s.Accepted(r)
					cut := slices.ContainsFunc(r.Adjustments, func(a vendors.Adjustment) bool { return a.Action == vendors.AdjustTruncated })
					if size := len(s.Last(pushes).Body); size <= 4096 || size > 5120 || cut != (3*n > 5000) {
						t.Errorf("a text of %d bytes went out as %d bytes (said to be cut: %t), want it whole up to 5120 bytes", 3*n, size, cut)
					}
				}
			},
		},
		{
			ID: "apns/header/push-type-unknown-sender", Level: conformance.Must, Rows: []string{"A24"}, Source: docAnswers, Codes: []string{"InvalidPushType"},
			Title:       "a push type Apple has not is not mended",
			Requirement: "A sender must report InvalidPushType for a push type its caller gives, and not send the message as an alert.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.phone("a")
				s.Refused(s.Give(s.own(`{"apns-push-type":"banner"}`), p).Outcomes[0], "InvalidPushType", vendors.ReasonBadRequest, false)
				s.WantRequests(pushes, 1)
				s.WantItems(p, 0)
			},
		},
	}
}

// ownHeaderCases are about headers whose values their caller gives.
func ownHeaderCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/header/priority-sender", Level: conformance.Must, Rows: []string{"A27"}, Source: docSend, Codes: []string{"200", "BadPriority"},
		Title:       "priority 1, 5, 10, 7 and 0",
		Requirement: "A sender must send the priority its caller gives, 1 included, and report BadPriority for one Apple has not.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			for _, n := range []string{"1", "5", "10"} {
				s.Accepted(s.Give(s.own(`{"apns-priority":`+n+`}`), p))
				s.wantHeader("apns-priority", n)
			}
			for _, n := range []string{"7", "0"} {
				s.Refused(s.Give(s.own(`{"apns-priority":`+n+`}`), p).Outcomes[0], "BadPriority", vendors.ReasonBadRequest, false)
			}
			s.WantRequests(pushes, 5)
		},
	}, {
		ID: "apns/header/background-10-sender", Level: conformance.May, Rows: []string{"A26"}, Source: assumed, Codes: []string{"BadPriority"},
		Title:       "a background push of priority 10 is told to be wrong",
		Requirement: "A sender may send a background push with the priority 10 its caller gives; then it says with an adjustment that Apple calls it an error, and reports BadPriority.",
		Run: func(t *conformance.T) {
			s := start(t)
			r := s.Give(s.own(`{"apns-push-type":"background","apns-priority":10}`), s.phone("a"))
			if o := r.Outcomes[0]; o.State == vendors.StateRejected {
				return
			}
			s.Refused(r.Outcomes[0], "BadPriority", vendors.ReasonBadRequest, false)
			if len(r.Adjustments) == 0 {
				t.Errorf("no adjustment speaks of the priority")
			}
		},
	}, {
		ID: "apns/header/expiration-own-sender", Level: conformance.Must, Rows: []string{"A28", "A33"}, Source: docSend, Codes: []string{"200"},
		Title:       "an own expiration is a moment, and 0 is one",
		Requirement: "A sender must send apns-expiration as its caller gives it, in seconds since 1970, 0 included.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a", kit.Offline)
			s.Accepted(s.Give(s.own(`{"apns-expiration":0}`), p))
			s.wantHeader("apns-expiration", "0")
			at := s.World.Now().Unix() + 600
			s.Accepted(s.Give(s.own(fmt.Sprintf(`{"apns-expiration":%d}`, at)), s.phone("b")))
			s.wantHeader("apns-expiration", fmt.Sprint(at))
			kit.ChangePhone(t, p, kit.Online)
			s.WantItems(p, 0)
		},
	}, {
		ID: "apns/header/collapse-own-sender", Level: conformance.Must, Rows: []string{"A29"}, Source: docSend, Codes: []string{"200", "BadCollapseId"},
		Title:       "an own apns-collapse-id of 64 and 65 bytes",
		Requirement: "A sender must send an apns-collapse-id its caller gives unchanged, and report BadCollapseId for one of 65 bytes.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			s.Accepted(s.Give(s.own(`{"apns-collapse-id":"`+kit.Letters(64)+`"}`), p))
			s.wantHeader("apns-collapse-id", kit.Letters(64))
			s.Refused(s.Give(s.own(`{"apns-collapse-id":"`+kit.Letters(65)+`"}`), p).Outcomes[0], "BadCollapseId", vendors.ReasonBadRequest, false)
			s.WantRequests(pushes, 2)
		},
	}, {
		ID: "apns/topic/own-topic-sender", Level: conformance.Must, Rows: []string{"A23"}, Source: docAnswers, Codes: []string{"TopicDisallowed"},
		Title:       "an own topic is the whole topic",
		Requirement: "A sender must send an apns-topic its caller gives as it is, and report TopicDisallowed for one of another team.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			s.Refused(s.Give(s.own(`{"apns-topic":"com.example.stranger"}`), p).Outcomes[0], "TopicDisallowed", vendors.ReasonRightMissing, false)
			s.wantHeader("apns-topic", "com.example.stranger")
			s.WantRequests(pushes, 1)
		},
	}, {
		ID: "apns/send/own-id-sender", Level: conformance.Must, Rows: []string{"A03", "A04"}, Source: docSend, Codes: []string{"200", "BadMessageId"},
		Title:       "an own apns-id comes back",
		Requirement: "A sender must send an apns-id its caller gives, report it as the message's id, and report BadMessageId for one that is no UUID.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.phone("a")
			const id = "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f"
			o := s.Accepted(s.Give(s.own(`{"apns-id":"`+id+`"}`), p))
			s.wantHeader("apns-id", id)
			if !strings.EqualFold(o.MessageID, id) {
				t.Errorf("the message id is %q, want %s", o.MessageID, id)
			}
			s.Refused(s.Give(s.own(`{"apns-id":"123"}`), p).Outcomes[0], "BadMessageId", vendors.ReasonBadRequest, false)
		},
	}}
}

// everyKey are Apple's keys for a notification, as their caller writes them.
const everyKey = `{"aps":{
	"alert":{"subtitle":"副标题","launch-image":"start.png","title-loc-key":"T","title-loc-args":["a"],"subtitle-loc-key":"S","subtitle-loc-args":["b"],"loc-key":"L","loc-args":["c","d"]},
	"sound":{"critical":0,"name":"bell.caf","volume":0},"thread-id":"c2c_10001","category":"CHAT","content-available":1,"mutable-content":1,
	"target-content-id":"w1","interruption-level":"active","relevance-score":0,"filter-criteria":"f"}}`

// ownPayloadCases are about keys of aps, and what stands beside it.
func ownPayloadCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/payload/own-keys-sender", Level: conformance.Must, Source: docPayload, Codes: []string{"200"},
		Title:       "each of Apple's keys is in aps",
		Requirement: "A sender that takes Apple's own keys must write each under Apple's name and with its type; 0 is a value.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(s.own(everyKey), s.phone("a")))
			want, ok := kit.Decode([]byte(everyKey))
			if !ok {
				t.SetupErrorf("the case's own keys are no JSON object")
			}
			_, aps := s.payload()
			s.WantWithin("aps", aps, want.Object("aps"))
		},
	}, {
		ID: "apns/payload/custom-types-sender", Level: conformance.Must, Source: docPayload, Codes: []string{"200"},
		Title:       "custom values keep their type",
		Requirement: "A sender must write custom values beside aps with the JSON types their caller gives.",
		Run: func(t *conformance.T) {
			s := start(t)
			const custom = `{"n":0,"b":false,"list":[1,"a",null],"deep":{"er":{"x":1.5}}}`
			s.Accepted(s.Give(s.own(`{"custom":`+custom+`}`), s.phone("a")))
			want, _ := kit.Decode([]byte(custom))
			all, _ := s.payload()
			s.WantWithin("payload", all, want)
		},
	}, {
		ID: "apns/payload/live-activity-sender", Level: conformance.Must, Source: docPayload, Codes: []string{"200"},
		Title: "a Live Activity has its state, and no more",
		Requirement: "A sender must write a Live Activity's event, timestamp, content-state and dates as given, " +
			"with the push type and topic of one.",
		Run: func(t *conformance.T) {
			s := start(t)
			const aps = `{"event":"end","timestamp":1764036000,"content-state":{"score":0,"over":true},"stale-date":1764036600,"dismissal-date":1764037200,"relevance-score":75}`
			s.Accepted(s.Give(s.own(`{"apns-push-type":"liveactivity","apns-priority":5,"aps":`+aps+`}`), s.phone("a")))
			s.wantHeader("apns-priority", "5")
			want, _ := kit.Decode([]byte(aps))
			_, got := s.payload()
			s.WantWithin("aps", got, want)
		},
	}}
}
