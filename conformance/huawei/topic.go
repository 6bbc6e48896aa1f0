package huawei

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// topic makes a message one to a topic.
func topic(name string) kit.Change { return set("topic", name) }

// subscribe and unsubscribe change which topics tokens have; topics lists them.
func (b *bench) subscribe(name string, tokens ...string) kit.Answer {
	return b.Post(b.v1(pathSubscribe), kit.Body{"topic": name, "tokenArray": tokens})
}

func (b *bench) unsubscribe(name string, tokens ...string) kit.Answer {
	return b.Post(b.v1(pathUnsubscribe), kit.Body{"topic": name, "tokenArray": tokens})
}

func (b *bench) topics(token string) kit.Answer {
	return b.Post(b.v1(pathTopics), kit.Body{"token": token})
}

// wantCounts says how many tokens a topic call must have served, and not.
func (b *bench) wantCounts(a kit.Answer, code string, good, bad int) {
	b.want(a, code)
	if a.Number("successCount") != fmt.Sprint(good) || a.Number("failureCount") != fmt.Sprint(bad) {
		b.T.Errorf("%v, want successCount %d and failureCount %d", a, good, bad)
	}
	errors, ok := a.JSON["errors"].([]any)
	if !ok || len(errors) != bad {
		b.T.Errorf("%v, want errors to be an array of %d", a, bad)
	}
	for _, e := range errors {
		m, _ := e.(map[string]any)
		if _, number := m["index"].(json.Number); !number || m["reason"] == nil {
			b.T.Errorf("%v, want errors with index and reason", a)
		}
	}
}

// wantTopics says which topics a token must have.
func (b *bench) wantTopics(p device.Phone, names ...string) {
	a := b.topics(p.Token)
	b.want(a, "80000000")
	list, _ := a.JSON["topics"].([]any)
	var got []string
	for _, e := range list {
		m, _ := e.(map[string]any)
		name, _ := m["name"].(string)
		date, _ := m["addDate"].(string)
		if len(date) != len("2006-01-02") {
			b.T.Errorf("%v, want each topic with its addDate", a)
		}
		got = append(got, name)
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		b.T.Errorf("%v, want the topics %q", a, names)
	}
}

// topicCases are about topics and sends to them.
func topicCases() []conformance.Case {
	return []conformance.Case{{
		ID: "huawei/topic/topic", Level: conformance.Must, Rows: []string{"H35"}, Source: docTopic, Codes: []string{"80000000"},
		Title:       "a topic reaches its subscribers",
		Requirement: "An endpoint must subscribe a token, count it in successCount, and show a message to the topic on its phone alone.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			b.wantCounts(b.subscribe("weather", p.Token), "80000000", 1, 0)
			b.wantAccepted(b.order(topic("weather")))
			b.WantItems(p, 1)
			b.WantItems(q, 0)
		},
	}, {
		ID: "huawei/topic/answer-form", Level: conformance.Should, Rows: []string{"H35"}, Source: docTopic, Codes: []string{"80000000"},
		Title:       `topic answers spell "success" small`,
		Requirement: `An endpoint should answer topic calls with the msg "success" in small letters.`,
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.subscribe("weather", b.Phone("a").Token)
			if msg, _ := a.Text("msg"); msg != "success" {
				t.Errorf("%v, want the msg success", a)
			}
		},
	}, {
		ID: "huawei/topic/unsubscribe", Level: conformance.Must, Rows: []string{"H35"}, Source: docTopic, Codes: []string{"80000000"},
		Title:       "who unsubscribed gets nothing",
		Requirement: "An endpoint must not show a message to a topic on a phone that was unsubscribed.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			b.wantCounts(b.subscribe("weather", p.Token, q.Token), "80000000", 2, 0)
			b.wantCounts(b.unsubscribe("weather", p.Token), "80000000", 1, 0)
			b.wantAccepted(b.order(topic("weather")))
			b.WantItems(p, 0)
			b.WantItems(q, 1)
		},
	}, {
		ID: "huawei/topic/list", Level: conformance.Must, Rows: []string{"H35"}, Source: docTopic, Codes: []string{"80000000"},
		Title:       "the topics of a token can be listed",
		Requirement: "An endpoint must list the topics of a token with name and addDate.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantTopics(p)
			b.wantCounts(b.subscribe("sports", p.Token), "80000000", 1, 0)
			b.wantCounts(b.subscribe("weather", p.Token), "80000000", 1, 0)
			b.wantTopics(p, "sports", "weather")
			b.wantCounts(b.unsubscribe("sports", p.Token), "80000000", 1, 0)
			b.wantTopics(p, "weather")
		},
	}, {
		ID: "huawei/topic/no-authorization", Level: conformance.Must, Source: docTopic, Codes: []string{"80200001"},
		Title:       "topic calls need an access token",
		Requirement: "An endpoint must answer topic calls without Authorization with 80200001.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			p := b.Phone("a")
			b.want(b.subscribe("weather", p.Token), "80200001")
			b.want(b.topics(p.Token), "80200001")
		},
	}, {
		ID: "huawei/topic/marketing-cap", Level: conformance.Should, Rows: []string{"H23", "H35"}, Source: docFreq, Codes: []string{"80000000", "receipt:256"},
		Title:       "the cap holds for topics",
		Requirement: "An endpoint should count marketing messages to topics under the cap of each phone.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantCounts(b.subscribe("weather", p.Token), "80000000", 1, 0)
			for range 2 {
				b.wantAccepted(b.order(marketing, topic("weather")))
				b.Settle()
			}
			b.wantDark(b.order(marketing, topic("weather")), p, "256")
		},
	}, {
		ID: "huawei/topic/nobody", Level: conformance.May, Source: assumed, Codes: []string{"80000000"},
		Title:       "a topic nobody has is accepted",
		Requirement: "An endpoint may accept a message to a topic without subscribers.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantAccepted(b.order(topic("nobody")))
		},
	}}
}

// topicCodeCases are about refused topic calls. Only the demos list the codes.
func topicCodeCases() []conformance.Case {
	refused := func(id, code, what string, ask func(b *bench, p device.Phone) kit.Answer) conformance.Case {
		return conformance.Case{
			ID: "huawei/topic/" + id, Level: conformance.Should, Rows: []string{"H35"}, Source: sdk, Codes: []string{code},
			Title:       what + " is " + code,
			Requirement: "An endpoint should answer a topic call with " + what + " with " + code + ".",
			Run: func(t *conformance.T) {
				b := open(t)
				b.want(ask(b, b.Phone("a")), code)
			},
		}
	}
	located := func(id, state, code string) conformance.Case {
		return conformance.Case{
			ID: "huawei/topic/" + id, Level: conformance.Should, Source: sdk, Codes: []string{code},
			Title:       "a data location that is " + state + " is " + code,
			Requirement: "An endpoint should answer topic calls of an app whose data processing location is " + state + " with " + code + ".",
			Run: func(t *conformance.T) {
				b := open(t, kit.Flag("data_location", state))
				b.want(b.subscribe("weather", b.Phone("a").Token), code)
			},
		}
	}
	return []conformance.Case{
		refused("bad-name", "82000007", "a topic name with a blank", func(b *bench, p device.Phone) kit.Answer { return b.subscribe("bad topic", p.Token) }),
		refused("no-name", "82000007", "an empty topic name", func(b *bench, p device.Phone) kit.Answer { return b.subscribe("", p.Token) }),
		refused("long-name", "82000007", "a topic name of 901 characters", func(b *bench, p device.Phone) kit.Answer { return b.subscribe(kit.Letters(901), p.Token) }),
		refused("bad-name-sent-to", "82000007", "a topic name with a blank as the target of a send", func(b *bench, _ device.Phone) kit.Answer { return b.order(topic("bad topic")) }),
		refused("no-tokens", "82000008", "no tokens", func(b *bench, _ device.Phone) kit.Answer { return b.subscribe("weather") }),
		refused("tokens-1001", "82000008", "1001 tokens", func(b *bench, _ device.Phone) kit.Answer { return b.subscribe("weather", unknown(1001)...) }),
		refused("empty-token", "82000011", "an empty token", func(b *bench, _ device.Phone) kit.Answer { return b.topics("") }),
		located("location-unset", "unset", "82000012"),
		located("location-mismatch", "mismatch", "82000013"),
		{
			ID: "huawei/topic/good-names", Level: conformance.Must, Source: docTopic, Codes: []string{"80000000"},
			Title:       "topic names may be Chinese",
			Requirement: "An endpoint must take topic names of digits, letters, _ . ~ % - and Chinese, up to 900 characters.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for _, name := range []string{"天气", "a_b.c~d%e-f9", kit.Letters(900)} {
					b.wantCounts(b.subscribe(name, p.Token), "80000000", 1, 0)
				}
			},
		},
		{
			ID: "huawei/topic/some-tokens-wrong", Level: conformance.Must, Rows: []string{"H35"}, Source: docTopic, Codes: []string{"80000000"},
			Title:       "a bad token beside a good one is named",
			Requirement: "An endpoint must subscribe the good tokens of a call and name the others by index in errors.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.wantCounts(b.subscribe("weather", p.Token, malformed), "80000000", 1, 1)
				b.wantTopics(p, "weather")
			},
		},
		{
			ID: "huawei/topic/all-tokens-wrong", Level: conformance.Should, Rows: []string{"H35"}, Source: sdk + "; " + realTraffic, Codes: []string{"82000010"},
			Title:       "bad tokens only are 82000010",
			Requirement: "An endpoint should answer a topic call whose tokens are all bad with 82000010.",
			Run: func(t *conformance.T) {
				b := open(t)
				if a := b.subscribe("weather", malformed, malformed+"2"); a.Code() != "82000010" {
					t.Errorf("%v, want 82000010", a)
				}
			},
		},
		{
			ID: "huawei/topic/all-tokens-wrong-other", Level: conformance.Should, Rows: []string{"H35"}, Source: realTraffic, Codes: []string{"82000012"},
			Title:       "bad tokens only were also seen as 82000012",
			Requirement: "An endpoint that can play the second answer seen should answer a topic call whose tokens are all bad with 82000012.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Flag("topic_bad_tokens", "82000012"))
				b.want(b.subscribe("weather", malformed), "82000012")
			},
		},
		{
			ID: "huawei/topic/two-thousand", Level: conformance.Should, Source: docTopic + "; " + sdk, Codes: []string{"82000009"},
			Title:       "2000 topics are enough",
			Requirement: "An endpoint should answer a subscription of a token that has 2000 topics with 82000009.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a", func(p *device.Phone) {
					for i := range 2000 {
						p.Tags = append(p.Tags, fmt.Sprintf("topic-%04d", i))
					}
				})
				b.want(b.subscribe("weather", p.Token), "82000009")
			},
		},
		{
			ID: "huawei/topic/tasks", Level: conformance.Must, Source: docSend, Codes: []string{"80100017"}, Needs: []conformance.Need{conformance.NeedClock},
			Title:       "100 topic sends at a time",
			Requirement: "An endpoint must answer the 101st topic send at the same time with 80100017.",
			Run: func(t *conformance.T) {
				b := open(t)
				for range 100 {
					b.wantAccepted(b.order(topic("weather")))
				}
				b.want(b.order(topic("weather")), "80100017")
			},
		},
		{
			ID: "huawei/topic/tasks-end", Level: conformance.Should, Source: docSend, Codes: []string{"80100017", "80000000"}, Needs: []conformance.Need{conformance.NeedClock},
			Title:       "a minute later topic sends go again",
			Requirement: "An endpoint should take topic sends again a minute after 80100017.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Limit("topic.tasks", 1))
				b.wantAccepted(b.order(topic("weather")))
				b.want(b.order(topic("weather")), "80100017")
				b.Advance(60e9)
				b.wantAccepted(b.order(topic("weather")))
			},
		},
	}
}

// conditionCases are about expressions over topics.
func conditionCases() []conformance.Case {
	return []conformance.Case{{
		ID: "huawei/topic/condition", Level: conformance.Must, Rows: []string{"H35"}, Source: docSend, Codes: []string{"80000000"},
		Title:       "a condition picks phones by their topics",
		Requirement: "An endpoint must deliver a message with a condition of in, &&, ||, ! and parentheses to the phones it is true for.",
		Run: func(t *conformance.T) {
			b := open(t)
			both, one, none := b.Phone("a"), b.Phone("b"), b.Phone("c")
			b.wantCounts(b.subscribe("A", both.Token, one.Token), "80000000", 2, 0)
			b.wantCounts(b.subscribe("B", both.Token), "80000000", 1, 0)
			shown := map[string]int{}
			for condition, who := range map[string][]device.Phone{
				"'A' in topics && 'B' in topics":                                   {both},
				"'A' in topics || 'C' in topics":                                   {both, one},
				"'A' in topics && !('B' in topics)":                                {one},
				"'A' in topics && ('B' in topics || 'C' in topics)":                {both},
				"('A' in topics || 'B' in topics) && !('C' in topics)":             {both, one},
				"'B' in topics || ('C' in topics && 'A' in topics)":                {both},
				"!('A' in topics) && ('B' in topics)":                              nil,
				"'A' in topics || 'B' in topics && 'C' in topics":                  {both, one},
				"'A' in topics && 'B' in topics && 'C' in topics && 'D' in topics": nil,
			} {
				b.wantAccepted(b.order(set("condition", condition)))
				for _, p := range who {
					shown[p.ID]++
				}
			}
			for _, p := range []device.Phone{both, one, none} {
				b.WantItems(p, shown[p.ID])
			}
		},
	}, {
		ID: "huawei/topic/condition-too-long", Level: conformance.Should, Source: docSend + "; the code: " + assumed, Codes: []string{"80100003"},
		Title:       "a condition has at most five topics",
		Requirement: "An endpoint should take a condition of five topics and answer one of six with 80100003.",
		Run: func(t *conformance.T) {
			b := open(t)
			of := func(n int) kit.Change {
				var parts []string
				for i := range n {
					parts = append(parts, fmt.Sprintf("'topic%d' in topics", i))
				}
				return set("condition", strings.Join(parts, " || "))
			}
			b.wantAccepted(b.order(of(5)))
			b.want(b.order(of(6)), "80100003")
		},
	}, {
		ID: "huawei/topic/condition-wrong", Level: conformance.Should, Source: docSend, Codes: []string{"80100003"},
		Title:       "a condition that cannot be read is 80100003",
		Requirement: "An endpoint should answer a condition that is no expression with 80100003.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, c := range []string{"'A' in", "A in topics", "('A' in topics", "'A' in topics &&", "'A' in topics 'B' in topics"} {
				if a := b.order(set("condition", c)); a.Code() != "80100003" {
					t.Errorf("the condition %q: %v, want 80100003", c, a)
				}
			}
		},
	}}
}
