package huawei

import (
	"fmt"
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// everyField is a notification with all of Huawei's fields that have no place in a
// neutral message or another form there, as its caller writes them.
const everyField = `{"android":{"collapse_key":0,"urgency":"NORMAL","bi_tag":"tag-1","fast_app_target":1,"target_user_type":0,
	"notification":{"icon":"/raw/ic_launcher","color":"#AACCDD","default_sound":false,"channel_id":"chat","notify_summary":"摘要","ticker":"提示",
		"style":1,"big_title":"大标题","big_body":"大文本","notify_id":7,"group":"g1","when":"2025-11-25T02:00:00.000000000Z","importance":"NORMAL",
		"use_default_vibrate":false,"use_default_light":false,"vibrate_config":["1","3"],"visibility":"PRIVATE","foreground_show":true,"auto_cancel":false,
		"auto_clear":86400000,"profile_id":"p1","badge":{"set_num":0,"class":"com.example.Main"},
		"light_settings":{"color":{"alpha":0,"red":0,"green":1,"blue":1},"light_on_duration":"3.5","light_off_duration":"5s"},
		"buttons":[{"name":"打开","action_type":0}]}}}`

// senderOwnCases hand a sender Huawei's own fields, which neutral messages have no word
// for.
func senderOwnCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	silent := func() *vendors.Message {
		return &vendors.Message{Silent: true, Data: map[string]string{"k": "v"}, Class: service, Category: "IM"}
	}
	return []conformance.Case{{
		ID: "huawei/right/urgency-sender", Level: conformance.Must, Rows: []string{"H30"}, Source: docSend, Codes: []string{"80300011", "80000000"},
		Title:       "urgency HIGH is asked for, or refused",
		Requirement: "A sender must send a data message with the urgency its caller gives, and report 80300011 once, without sending it as NORMAL.",
		Run: func(t *conformance.T) {
			with := start(t, kit.Rights("IM", "high_priority"))
			with.Accepted(with.Give(with.Own(silent(), `{"android":{"urgency":"HIGH"}}`), with.Phone("a")))
			with.WantField(with.sent(), "message.android.urgency", "HIGH")
			without := start(t, kit.Named("plain"))
			p := without.Phone("b")
			without.Refused(without.Give(without.Own(silent(), `{"android":{"urgency":"HIGH"}}`), p).Outcomes[0], "80300011", vendors.ReasonRightMissing, false)
			without.WantRequests(pathSend, 2)
			without.Accepted(without.Give(without.Own(silent(), `{"android":{"urgency":"NORMAL"}}`), p))
			without.WantField(without.sent(), "message.android.urgency", "NORMAL")
		},
	}, {
		ID: "huawei/right/priority-sender", Level: conformance.Must, Rows: []string{"H30"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "the priority of a data message is its urgency",
		Requirement: "A sender must send a data message of high priority with urgency HIGH, and one of normal priority with NORMAL.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Rights("IM", "high_priority"))
			p := s.Phone("a")
			give := func(said vendors.Priority, want string) {
				msg := silent()
				msg.Priority = said
				s.Accepted(s.Give(msg, p))
				s.WantField(s.sent(), "message.android.urgency", want)
			}
			give(vendors.PriorityHigh, "HIGH")
			give(vendors.PriorityNormal, "NORMAL")
		},
	}, {
		ID: "huawei/right/importance-sender", Level: conformance.Should, Rows: []string{"H30"}, Source: sdk, Codes: []string{"80300011"},
		Title:       "importance HIGH is not turned into NORMAL",
		Requirement: "A sender should send the importance its caller gives, and report 80300011 for HIGH without the right.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Refused(s.Give(s.Own(chat(), `{"android":{"notification":{"importance":"HIGH"}}}`), p).Outcomes[0], "80300011", vendors.ReasonRightMissing, false)
			s.WantRequests(pathSend, 1)
			s.WantItems(p, 0)
		},
	}, {
		ID: "huawei/field/own-fields-sender", Level: conformance.Must, Rows: []string{"B15"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "each of Huawei's own fields is on the wire",
		Requirement: "A sender that takes Huawei's own fields must write each under Huawei's name and with its type; false and 0 are values.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(s.Own(chat(), everyField), s.Phone("a")))
			own, ok := kit.Decode([]byte(everyField))
			if !ok {
				t.SetupErrorf("the case's own fields are no JSON object")
			}
			s.WantWithin("message.android", s.sent().Object("message.android"), own.Object("android"))
		},
	}, {
		ID: "huawei/field/own-wins-sender", Level: conformance.Should, Source: docSend, Codes: []string{"80000000"},
		Title:       "what its caller says in Huawei's own fields is what the phone does",
		Requirement: "A sender should not let what the message says win over its caller's own fields: an android.notification.title over notification.title, a set_num over add_num.",
		Run: func(t *conformance.T) {
			s, msg, five := start(t), chat(), 5
			p := s.Phone("a")
			msg.Badge = &vendors.Badge{Set: &five}
			s.Accepted(s.Give(s.Own(msg, `{"notification":{"title":"新订单"},"android":{"notification":{"badge":{"add_num":1}}}}`), p))
			s.WantTitles(p, "新订单")
			s.WantField(s.sent(), "message.android.notification.badge.add_num", "1")
			s.WantField(s.sent(), "message.android.notification.badge.set_num", "")
		},
	}, {
		ID: "huawei/field/ttl-own-sender", Level: conformance.Should, Rows: []string{"H16"}, Source: docSend + "; the code: " + assumed, Codes: []string{"80100004"},
		Title:       "an own ttl goes out as it is",
		Requirement: "A sender should send a ttl its caller wrote in Huawei's words unchanged, and report 80100004 as final.",
		Run: func(t *conformance.T) {
			s := start(t)
			o := s.Give(s.Own(chat(), `{"android":{"ttl":"1296001s"}}`), s.Phone("a")).Outcomes[0]
			s.Refused(o, "80100004", vendors.ReasonBadRequest, false)
			s.WantField(s.sent(), "message.android.ttl", "1296001s")
			s.WantRequests(pathSend, 1)
		},
	}, {
		ID: "huawei/field/collapse-key-own-sender", Level: conformance.Must, Rows: []string{"H17"}, Source: docSend, Codes: []string{"80000000", "80100013"},
		Title:       "collapse_key -1, 0, 100 and 101",
		Requirement: "A sender must write collapse_key as the number its caller gives, 0 included, and report 80100013 for 101.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for _, key := range []string{"-1", "0", "100"} {
				s.Accepted(s.Give(s.Own(chat(), `{"android":{"collapse_key":`+key+`}}`), p))
				if got := s.sent().Number("message.android.collapse_key"); got != key {
					t.Errorf("collapse_key is %q, want the number %s", got, key)
				}
			}
			s.Refused(s.Give(s.Own(chat(), `{"android":{"collapse_key":101}}`), p).Outcomes[0], "80100013", vendors.ReasonBadRequest, false)
		},
	}, {
		ID: "huawei/field/collapse-key-offline-sender", Level: conformance.Must, Rows: []string{"H17"}, Source: docSend, Codes: []string{"80000000"}, Needs: clock,
		Title:       "collapse_key 0 keeps the newest for a phone that is off",
		Requirement: "A sender must send collapse_key 0 so that a phone that comes back shows the newest message only.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a", kit.Offline)
			for _, title := range []string{"第一条", "第二条"} {
				msg := chat()
				msg.Title = title
				s.Accepted(s.Give(s.Own(msg, `{"android":{"collapse_key":0}}`), p))
			}
			kit.ChangePhone(t, p, kit.Online)
			s.WantTitles(p, "第二条")
		},
	}, {
		ID: "huawei/class/own-category-sender", Level: conformance.Must, Rows: []string{"H21"}, Source: docClass, Codes: []string{"80000000"},
		Title:       "Huawei's own category wins, and that is told",
		Requirement: "A sender must let Huawei's own category win over the neutral one, and say so with an adjustment.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			r := s.Give(s.Own(chat(), `{"android":{"category":"MARKETING"}}`), p)
			s.Accepted(r)
			if m := s.FateOf(r.Outcomes[0].MessageID, p); m.Granted != promo {
				t.Errorf("Huawei took the message as %q, want marketing", m.Granted)
			}
			if len(r.Adjustments) == 0 {
				t.Errorf("no adjustment tells that the category was replaced")
			}
		},
	}, {
		ID: "huawei/present/notify-id-sender", Level: conformance.Must, Source: docSend, Codes: []string{"80000000"},
		Title:       "equal notify_ids replace",
		Requirement: "A sender must write notify_id, so that a message with the same one replaces the older.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for _, id := range []string{"7", "7", "8"} {
				s.Accepted(s.Give(s.Own(chat(), `{"android":{"notification":{"notify_id":`+id+`}}}`), p))
			}
			s.WantItems(p, 2)
		},
	}, {
		ID: "huawei/testmode/own-test-sender", Level: conformance.Must, Rows: []string{"H27"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "target_user_type 1 of its caller is kept",
		Requirement: "A sender must keep target_user_type 1 that its caller gives in Huawei's words.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(s.Own(chat(), `{"android":{"target_user_type":1}}`), s.Phone("a")))
			s.WantField(s.sent(), "message.android.target_user_type", "1")
		},
	}, {
		ID: "huawei/content/review-sender", Level: conformance.Should, Rows: []string{"H29"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "the result of a pre-audit travels beside the message",
		Requirement: "A sender should write review, the result of a third party's audit, beside the message, where Huawei reads it.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Accepted(s.Give(s.Own(chat(), `{"review":[{"reviewer":"tuibian","type":0,"result":{"id":"1"}}]}`), s.Phone("a")))
			list, _ := s.sent().At("review").([]any)
			if len(list) != 1 {
				t.Fatalf("review is %v, want one", s.sent().At("review"))
			}
			one, _ := list[0].(map[string]any)
			if r := kit.Object(one); r.Field("reviewer") != "tuibian" || r.Number("type") != "0" || r.Field("result.id") != "1" {
				t.Errorf("review is %v, want it as it was given", r)
			}
		},
	}}
}

// senderSubscribeCases are about topics from the sender's side.
func senderSubscribeCases() []conformance.Case {
	topics := []string{"topics"}
	subscriber := func(s *sending) vendors.TopicSubscriber {
		return kit.Ability[vendors.TopicSubscriber](s.Sending, "topics")
	}
	outcomes := func(s *sending, got []vendors.Outcome, err error, good ...bool) {
		if err != nil || len(got) != len(good) {
			s.T.Fatalf("%d outcomes for %d tokens, error %v", len(got), len(good), err)
		}
		for i, o := range got {
			if (o.State == vendors.StateAccepted) != good[i] {
				s.T.Errorf("token %d is %s (%s, code %q: %s), want it accepted: %t", i, o.State, o.Reason, o.Code, o.Text, good[i])
			}
		}
	}
	return []conformance.Case{{
		ID: "huawei/topic/subscribe-sender", Level: conformance.Must, Rows: []string{"H35"}, Source: docTopic, Codes: []string{"80000000"}, Features: topics,
		Title:       "tokens are put under a topic, and taken off it",
		Requirement: "A sender must subscribe all tokens to a topic by topic:subscribe and take them off by topic:unsubscribe, so that messages to it reach who is left.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			got, err := subscriber(s).Subscribe(t.Context(), "weather", kit.IDs(p, q))
			outcomes(s, got, err, true, true)
			s.login()
			s.wantTopics(p, "weather")
			s.wantTopics(q, "weather")
			got, err = subscriber(s).Unsubscribe(t.Context(), "weather", kit.IDs(p))
			outcomes(s, got, err, true)
			s.wantTopics(p)
			s.wantAccepted(s.order(topic("weather")))
			s.WantItems(p, 0)
			s.WantItems(q, 1)
		},
	}, {
		ID: "huawei/topic/subscribe-partial-sender", Level: conformance.Must, Rows: []string{"H35"}, Source: docTopic, Codes: []string{"80000000"}, Features: topics,
		Title:       "a token that cannot subscribe is told from the others",
		Requirement: "A sender must report the tokens that the answer names by their index as refused, and the others as accepted, in the order given.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			ids := []vendors.Token{vendors.Token(p.Token), malformed, vendors.Token(q.Token)}
			got, err := subscriber(s).Subscribe(t.Context(), "weather", ids)
			outcomes(s, got, err, true, false, true)
			s.login()
			s.wantTopics(q, "weather")
		},
	}, {
		ID: "huawei/topic/subscribe-all-wrong-sender", Level: conformance.Should, Rows: []string{"H35"}, Source: sdk + "; " + realTraffic, Codes: []string{"82000010"}, Features: topics,
		Title:       "82000010 is no success",
		Requirement: "A sender should report tokens that were all refused with 82000010 as refused.",
		Run: func(t *conformance.T) {
			s := start(t)
			got, err := subscriber(s).Subscribe(t.Context(), "weather", []vendors.Token{malformed, malformed + "2"})
			outcomes(s, got, err, false, false)
			if len(got) > 0 && got[0].Code != "82000010" {
				t.Errorf("the code is %q, want 82000010", got[0].Code)
			}
		},
	}, {
		ID: "huawei/topic/subscribe-1001-sender", Level: conformance.Must, Source: docTopic, Codes: []string{"80000000"}, Features: topics,
		Title:       "1001 tokens are subscribed in calls of a thousand",
		Requirement: "A sender must put no more than 1000 tokens into one topic call, and every token into one.",
		Run: func(t *conformance.T) {
			s := start(t)
			phones := make([]device.Phone, 1001)
			for i := range phones {
				phones[i] = s.Phone(fmt.Sprintf("phone-%04d", i))
			}
			got, err := subscriber(s).Subscribe(t.Context(), "weather", kit.IDs(phones...))
			outcomes(s, got, err, slices.Repeat([]bool{true}, 1001)...)
			seen := map[string]int{}
			for _, x := range s.Requests(pathSubscribe) {
				list := kit.Decoded(t, x).List("tokenArray")
				if len(list) > 1000 {
					t.Errorf("a topic call has %d tokens, want at most 1000", len(list))
				}
				for _, id := range list {
					seen[id]++
				}
			}
			for _, p := range phones {
				if seen[p.Token] != 1 {
					t.Fatalf("token %s is in %d topic calls, want 1", p.Token, seen[p.Token])
				}
			}
		},
	}, {
		ID: "huawei/topic/list-sender", Level: conformance.Should, Rows: []string{"H35"}, Source: docTopic, Codes: []string{"80000000"}, Features: topics,
		Title:       "the topics of a token",
		Requirement: "A sender should tell all topics of a token by topic:list.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a", kit.Tags("sports", "weather"))
			got, err := kit.Ability[vendors.TopicLister](s.Sending, "topics").Topics(t.Context(), vendors.Token(p.Token))
			var names []string
			for _, topic := range got {
				names = append(names, topic.Name)
			}
			slices.Sort(names)
			if err != nil || !slices.Equal(names, []string{"sports", "weather"}) {
				t.Errorf("topics %q, error %v, want sports and weather", names, err)
			}
		},
	}}
}
