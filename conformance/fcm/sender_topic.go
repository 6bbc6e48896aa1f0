package fcm

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// fidOf is the installation id a phone's token begins with.
func fidOf(p device.Phone) vendors.Token {
	fid, _, _ := strings.Cut(p.Token, ":")
	return vendors.Token(fid)
}

// senderTopicCases are about topics from the sender's side.
func senderTopicCases() []conformance.Case {
	sendTo := []string{"broadcast"}
	topics := []string{"topics"}
	subscriber := func(s *sending) vendors.TopicSubscriber {
		return kit.Ability[vendors.TopicSubscriber](s.Sending, "topics")
	}
	// want holds outcomes against codes, "" for success.
	want := func(s *sending, got []vendors.Outcome, err error, codes ...string) {
		if err != nil || len(got) != len(codes) {
			s.T.Fatalf("%d outcomes for %d tokens, error %v", len(got), len(codes), err)
		}
		for i, o := range got {
			if (o.State == vendors.StateAccepted) != (codes[i] == "") || codes[i] != "" && o.Code != codes[i] || o.TokenDead != (codes[i] == "NOT_FOUND") {
				s.T.Errorf("token %d is %s (code %q, dead %t), want %q", i, o.State, o.Code, o.TokenDead, codes[i])
			}
		}
	}
	to := func(id string, rows []string, title string, audience vendors.Audience, reached ...string) conformance.Case {
		return conformance.Case{
			ID: "fcm/topic/" + id, Level: conformance.Must, Rows: rows, Source: docTopic, Codes: []string{"200"}, Features: sendTo,
			Title:       title,
			Requirement: "A sender must reach the phones of the audience, and no others, with one request.",
			Run: func(t *conformance.T) {
				s := start(t)
				for _, of := range []string{"a", "ab", "bc", "n"} {
					var tags []string
					for _, c := range of {
						if c != 'n' {
							tags = append(tags, string(c))
						}
					}
					s.Phone(of, kit.Tags(tags...))
				}
				if o := s.Broadcast(t.Context(), chat(), audience); o.State != vendors.StateAccepted || o.MessageID == "" {
					t.Errorf("the broadcast is %s (code %q, id %q), want accepted with a name", o.State, o.Code, o.MessageID)
				}
				s.WantRequests(pathSend, 1)
				all, err := s.World.Messages()
				if err != nil {
					t.SetupErrorf("messages: %v", err)
				}
				got := map[string]bool{}
				for _, m := range all {
					got[m.Phone] = true
				}
				for _, p := range reached {
					if !got[p] {
						t.Errorf("phone %s got no message", p)
					}
				}
				if len(got) != len(reached) {
					t.Errorf("%d phones got a message, want %v", len(got), reached)
				}
			},
		}
	}
	return []conformance.Case{
		to("topic-sender", []string{"F18"}, "one topic", vendors.Audience{Any: []string{"a"}}, "a", "ab"),
		to("topic-with-prefix-sender", []string{"F34"}, "a topic with its prefix is the topic", vendors.Audience{Any: []string{"/topics/a"}}, "a", "ab"),
		to("any-sender", []string{"F35"}, "any of two topics", vendors.Audience{Any: []string{"a", "c"}}, "a", "ab", "bc"),
		to("every-sender", []string{"F35"}, "both of two topics", vendors.Audience{Every: []string{"a", "b"}}, "ab"),
		to("none-sender", []string{"F35"}, "one topic without another", vendors.Audience{Any: []string{"b"}, None: []string{"c"}}, "ab"),
		{
			ID: "fcm/topic/six-topics-sender", Level: conformance.Should, Rows: []string{"F35"}, Source: docTopic, Features: sendTo,
			Title:       "six topics are too many",
			Requirement: "A sender should report a failure for an audience of six topics, and reach nobody twice.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.Phone("a", kit.Tags("a"))
				b := kit.Ability[vendors.Broadcaster](s.Sending, "broadcast")
				o, _, err := b.Broadcast(t.Context(), chat(), vendors.Audience{Any: []string{"a", "b", "c", "d", "e", "f"}})
				if err == nil && o.State == vendors.StateAccepted {
					t.Errorf("the broadcast is %s", o.State)
				}
			},
		}, {
			ID: "fcm/topic/batchadd-mixed-sender", Level: conformance.Must, Rows: []string{"F36", "F38"}, Source: docTopic, Codes: []string{"200", "NOT_FOUND"}, Features: topics,
			Title:       "tokens join a topic, each with its own result",
			Requirement: "A sender must subscribe tokens and report each by its own result, in order: NOT_FOUND is a dead token.",
			Run: func(t *conformance.T) {
				s := start(t)
				p, gone, q := s.Phone("a"), s.Phone("b", kit.Unsubscribed), s.Phone("c")
				got, err := subscriber(s).Subscribe(t.Context(), "news", kit.IDs(p, gone, q))
				want(s, got, err, "", "NOT_FOUND", "")
				s.login(nil)
				s.wantAccepted(s.order(set("topic", "news")))
				s.WantItems(p, 1)
				s.WantItems(q, 1)
			},
		}, {
			ID: "fcm/topic/batchremove-sender", Level: conformance.Must, Rows: []string{"F36"}, Source: docTopic, Codes: []string{"200"}, Features: topics,
			Title:       "tokens leave a topic",
			Requirement: "A sender must take tokens off a topic.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a", kit.Tags("news"))
				got, err := subscriber(s).Unsubscribe(t.Context(), "/topics/news", kit.IDs(p))
				want(s, got, err, "")
				s.login(nil)
				s.wantAccepted(s.order(set("topic", "news")))
				s.WantItems(p, 0)
			},
		}, {
			ID: "fcm/topic/batchadd-1001-sender", Level: conformance.Must, Rows: []string{"F37"}, Source: docTopic, Codes: []string{"200"}, Features: topics,
			Title:       "1001 tokens are two calls",
			Requirement: "A sender must put no more than 1000 tokens into one topic call, and every token into one.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				ids := make([]vendors.Token, 1001)
				for i := range ids {
					ids[i] = vendors.Token(fmt.Sprintf("%s%04d", unknown, i))
				}
				ids[1000] = vendors.Token(p.Token)
				got, err := subscriber(s).Subscribe(t.Context(), "news", ids)
				if err != nil || len(got) != len(ids) || got[1000].State != vendors.StateAccepted || got[0].Code != "NOT_FOUND" {
					t.Fatalf("%d outcomes, error %v, want 1001 of which the last is accepted", len(got), err)
				}
				seen := map[string]int{}
				for _, x := range s.Requests(pathAdd) {
					list := kit.Decoded(t, x).List("registration_tokens")
					if len(list) > 1000 {
						t.Errorf("a topic call has %d tokens, want at most 1000", len(list))
					}
					for _, id := range list {
						seen[id]++
					}
				}
				for _, id := range ids {
					if seen[string(id)] != 1 {
						t.Fatalf("token %s is in %d topic calls, want 1", id, seen[string(id)])
					}
				}
			},
		}, {
			ID: "fcm/topic/fid-sender", Level: conformance.Must, Rows: []string{"F36", "F39"}, Source: docNewTopic, Codes: []string{"200", "NOT_FOUND"}, Features: topics,
			Title:       "installation ids join and leave a topic like tokens",
			Requirement: "A sender must subscribe and unsubscribe installation ids beside tokens, as often as it is asked to, and report each in order; one nobody has is no success.",
			Run: func(t *conformance.T) {
				s := start(t)
				p, q := s.Phone("a"), s.Phone("b")
				all := []vendors.Token{fidOf(p), "cQ0aB1cD2eF3gH4iJ5kL6m", vendors.Token(q.Token)}
				for range 2 {
					got, err := subscriber(s).Subscribe(t.Context(), "news", all)
					if err != nil || len(got) != 3 || got[0].State != vendors.StateAccepted || got[1].State == vendors.StateAccepted || got[2].State != vendors.StateAccepted {
						t.Fatalf("subscribed: %v, error %v, want the first and the last accepted", got, err)
					}
				}
				s.login(nil)
				s.wantAccepted(s.order(set("topic", "news")))
				s.WantItems(p, 1)
				s.WantItems(q, 1)
				for range 2 {
					got, err := subscriber(s).Unsubscribe(t.Context(), "news", []vendors.Token{vendors.Token(q.Token), fidOf(p)})
					want(s, got, err, "", "")
				}
				s.wantAccepted(s.order(set("topic", "news")))
				s.WantItems(p, 1)
				s.WantItems(q, 1)
			},
		}, {
			ID: "fcm/topic/fid-path-sender", Level: conformance.Should, Rows: []string{"F39"}, Source: docNewTopic + "; the topic service is documented for registration tokens", Codes: []string{"200"}, Features: topics,
			Title:       "installation ids go to projects.registrations.topicSubscriptions",
			Requirement: "A sender should not put installation ids into batchAdd, whose documents know registration tokens only.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				got, err := subscriber(s).Subscribe(t.Context(), "news", []vendors.Token{fidOf(p)})
				want(s, got, err, "")
				s.WantRequests(pathAdd, 0)
				s.WantRequests("/topicSubscriptions/news", 1)
			},
		}, {
			ID: "fcm/topic/rate-sender", Level: conformance.Must, Rows: []string{"F36"}, Source: docTopic, Codes: []string{"RESOURCE_EXHAUSTED"}, Features: topics,
			Title:       "a topic call that came too fast is for later",
			Requirement: "A sender must report the tokens of a topic call that is answered 429 as to be tried later, and none as dead.",
			Run: func(t *conformance.T) {
				s := start(t)
				p, q := s.Phone("a"), s.Phone("b")
				s.SetCount("subscriptions", 3000)
				got, err := subscriber(s).Subscribe(t.Context(), "news", []vendors.Token{vendors.Token(p.Token), fidOf(q)})
				if err != nil || len(got) != 2 {
					t.Fatalf("%d outcomes for 2 tokens, error %v", len(got), err)
				}
				for _, o := range got {
					if s.wantNoSuccess(o); !o.Retryable() || o.Reason != vendors.ReasonQPS {
						t.Errorf("the outcome is %s (%s, retry %q), want %s and a retry", o.State, o.Reason, o.Retry, vendors.ReasonQPS)
					}
				}
			},
		}, {
			ID: "fcm/topic/subscribe-refused-sender", Level: conformance.Must, Rows: []string{"F36"}, Source: docTopic, Codes: []string{"PERMISSION_DENIED"}, Features: topics,
			Title:       "a topic call that is refused kills no token",
			Requirement: "A sender must report all tokens of a refused topic call as failed, and none as dead.",
			Run: func(t *conformance.T) {
				s := start(t, kit.Flag("role", "missing"))
				p, q := s.Phone("a"), s.Phone("b")
				got, err := subscriber(s).Subscribe(t.Context(), "news", kit.IDs(p, q))
				if err == nil && len(got) != 2 {
					t.Fatalf("%d outcomes for 2 tokens", len(got))
				}
				for _, o := range got {
					s.wantNoSuccess(o)
				}
			},
		}, {
			ID: "fcm/topic/list-sender", Level: conformance.Should, Rows: []string{"F39"}, Source: docNewTopic, Codes: []string{"200"}, Features: topics,
			Title:       "the topics of a token",
			Requirement: "A sender should tell all topics of a token, page by page.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a", kit.Tags("sport", "news"))
				got, err := kit.Ability[vendors.TopicLister](s.Sending, "topics").Topics(t.Context(), vendors.Token(p.Token))
				names := map[string]bool{}
				for _, topic := range got {
					names[topic.Name] = true
				}
				if err != nil || len(got) != 2 || !names["sport"] || !names["news"] {
					t.Errorf("the topics are %v, error %v", names, err)
				}
			},
		},
	}
}
