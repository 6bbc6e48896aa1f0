package fcm

import (
	"net/http"
	"slices"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// topicCases are about the topic service.
func topicCases() []conformance.Case {
	const news = "/topics/news"
	return []conformance.Case{{
		ID: "fcm/topic/batchadd-mixed", Level: conformance.Must, Rows: []string{"F36"}, Source: docTopic, Codes: []string{"200", "NOT_FOUND"},
		Title:       "one of two tokens is not registered",
		Requirement: "An endpoint must answer batchAdd with 200 and one result per token in order, empty for success and NOT_FOUND for a token nobody has.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, gone := b.Phone("a"), b.Phone("b", kit.Unsubscribed)
			b.wantResults(b.topics(pathAdd, news, p.Token, gone.Token), "", "NOT_FOUND")
			b.wantAccepted(b.order(set("topic", "news")))
			b.WantItems(p, 1)
		},
	}, {
		ID: "fcm/topic/batchremove", Level: conformance.Must, Rows: []string{"F36"}, Source: docTopic, Codes: []string{"200"},
		Title:       "who left a topic gets nothing more",
		Requirement: "An endpoint must take tokens off a topic with batchRemove.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Tags("news"))
			b.wantResults(b.topics(pathRemove, news, p.Token), "")
			b.wantAccepted(b.order(set("topic", "news")))
			b.WantItems(p, 0)
		},
	}, {
		ID: "fcm/topic/results", Level: conformance.Should, Rows: []string{"F36"}, Source: sdk + "; which token gets which word: " + assumed, Codes: []string{"200", "INVALID_ARGUMENT", "PERMISSION_DENIED"},
		Title:       "words for single tokens",
		Requirement: "An endpoint should say INVALID_ARGUMENT of a malformed token and PERMISSION_DENIED of another project's, and do the others.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantResults(b.topics(pathAdd, news, malformed, p.Token, b.foreign()), "INVALID_ARGUMENT", "", "PERMISSION_DENIED")
		},
	}, {
		ID: "fcm/topic/too-many-topics", Level: conformance.Must, Source: docTopic, Codes: []string{"200", "TOO_MANY_TOPICS"},
		Title:       "2000 topics of one app instance",
		Requirement: "An endpoint must say TOO_MANY_TOPICS of a token that has 2000 topics, and take its 2000th.",
		Run: func(t *conformance.T) {
			b := open(t)
			topics := make([]string, 1999)
			for i := range topics {
				topics[i] = kit.Letters(i/26+1) + string(rune('a'+i%26))
			}
			p := b.Phone("a", kit.Tags(topics...))
			b.wantResults(b.topics(pathAdd, news, p.Token), "")
			b.wantResults(b.topics(pathAdd, "/topics/sport", p.Token), "TOO_MANY_TOPICS")
		},
	}, {
		ID: "fcm/topic/rate", Level: conformance.Must, Rows: []string{"F36", "F39"}, Source: docTopic, Codes: []string{"RESOURCE_EXHAUSTED"},
		Title:       "3000 topic calls a second",
		Requirement: "An endpoint must answer calls that subscribe or unsubscribe over 3000 in a second with 429, RESOURCE_EXHAUSTED where it names a status.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.SetCount("subscriptions", 3000)
			for _, path := range []string{pathAdd, pathRemove} {
				if a := b.topics(path, news, p.Token); a.Status != 429 || a.Kind("error") != "string" {
					t.Errorf("%v, want HTTP 429 and an error that is a string", a)
				}
			}
			a := b.Do(http.MethodPost, b.registration(p.Token)+"?topicName=news", nil)
			if status, _ := a.Text("error.status"); a.Status != 429 || status != "RESOURCE_EXHAUSTED" {
				t.Errorf("%v, want HTTP 429 and status RESOURCE_EXHAUSTED", a)
			}
			b.wantAccepted(b.order(set("topic", "news")))
			b.WantItems(p, 0)
		},
	}, {
		ID: "fcm/topic/rate-calls", Level: conformance.Should, Rows: []string{"F36"}, Source: docTopic + "; that a call counts once is assumed", Codes: []string{"200"},
		Title:       "a topic call counts once, however many tokens",
		Requirement: "An endpoint should count calls that subscribe, not their tokens.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			b.SetCount("subscriptions", 2999)
			b.wantResults(b.topics(pathAdd, news, p.Token, q.Token), "", "")
			if a := b.topics(pathAdd, news, p.Token); a.Status != 429 {
				t.Errorf("%v, want HTTP 429", a)
			}
		},
	}, {
		ID: "fcm/topic/rate-results", Level: conformance.May, Rows: []string{"F36"}, Source: sdk + "; when it comes: " + assumed, Codes: []string{"200", "RESOURCE_EXHAUSTED"},
		Title:       "too fast, told token by token",
		Requirement: "An endpoint may answer batchAdd over the rate with 200 and RESOURCE_EXHAUSTED for each token, where it is told to.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("topic_rate", "results"))
			p, q := b.Phone("a"), b.Phone("b")
			b.SetCount("subscriptions", 3000)
			b.wantResults(b.topics(pathAdd, news, p.Token, q.Token), "RESOURCE_EXHAUSTED", "RESOURCE_EXHAUSTED")
		},
	}, {
		ID: "fcm/topic/batchadd-1001", Level: conformance.Must, Rows: []string{"F37"}, Source: docTopic, Codes: []string{"INVALID_ARGUMENT"},
		Title:       "1 to 1000 tokens a call",
		Requirement: "An endpoint must refuse batchAdd without a token, and with 1001, with HTTP 400 and a member error.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, tokens := range [][]string{{}, slices.Repeat([]string{unknown}, 1001)} {
				if a := b.topics(pathAdd, news, tokens...); a.Status != 400 || a.Kind("error") != "string" {
					t.Errorf("%d tokens: %v, want HTTP 400 and an error that is a string", len(tokens), a)
				}
			}
			if a := b.topics(pathAdd, news, slices.Repeat([]string{unknown}, 1000)...); a.Status != 200 {
				t.Errorf("1000 tokens: %v, want HTTP 200", a)
			}
		},
	}, {
		ID: "fcm/topic/bad-topic", Level: conformance.Must, Source: docTopic, Codes: []string{"INVALID_ARGUMENT"},
		Title:       "to is /topics/ and a name",
		Requirement: "An endpoint must refuse a topic call whose to is no topic, and one that is no JSON, with HTTP 400.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, name := range []string{"news", "/topics/", "/topics/新闻", ""} {
				if a := b.topics(pathAdd, name, p.Token); a.Status != 400 {
					t.Errorf("to %q: %v, want HTTP 400", name, a)
				}
			}
			for _, raw := range []string{"{", `{"to":"/topics/news","registration_tokens":["` + p.Token + `"]`} {
				if a := b.Do(http.MethodPost, pathAdd, []byte(raw), iid()); a.Status != 400 {
					t.Errorf("%s: %v, want HTTP 400", raw, a)
				}
			}
		},
	}, {
		ID: "fcm/topic/no-token-auth", Level: conformance.May, Rows: []string{"F38"}, Source: assumed, Codes: []string{"UNAUTHENTICATED"},
		Title:       "a topic call without access_token_auth",
		Requirement: "An endpoint may answer a topic call without access_token_auth: true with 401: the token is taken for a server key.",
		Run: func(t *conformance.T) {
			b := open(t)
			body := map[string]any{"to": news, "registration_tokens": []string{b.Phone("a").Token}}
			if a := b.Post(pathAdd, body); a.Status != 401 {
				t.Errorf("%v, want HTTP 401", a)
			}
		},
	}, {
		ID: "fcm/topic/info", Level: conformance.Must, Source: docTopic, Codes: []string{"200"},
		Title:       "what is known of a token",
		Requirement: "An endpoint must tell a token's application and platform, and with details=true its topics with their days.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.wantResults(b.topics(pathAdd, news, p.Token), "")
			a := b.Get("/iid/info/"+p.Token, "details=true", iid())
			if a.Status != 200 || a.JSON.Field("application") != "com.example.im" || a.JSON.Field("platform") != "ANDROID" ||
				a.JSON.Field("rel.topics.news.addDate") != "2025-11-25" {
				t.Errorf("%v, want application, platform and the topic news of 2025-11-25", a)
			}
		},
	}}
}

// topicErrorCases are about calls the topic service refuses as a whole.
func topicErrorCases() []conformance.Case {
	return []conformance.Case{{
		ID: "fcm/topic/service-404", Level: conformance.Must, Source: docTopic, Codes: []string{"NOT_FOUND"},
		Title:       "a path or token the topic service does not know",
		Requirement: "An endpoint must answer a path the topic service has not, and information about a token that is malformed or nobody's, with 404 and a member error that is a string.",
		Run: func(t *conformance.T) {
			b := open(t)
			for _, a := range []kit.Answer{
				b.Post("/iid/v1:batchChange", map[string]any{"to": "/topics/news"}, iid()),
				b.Get("/iid/info/"+unknown, "", iid()),
				b.Get("/iid/info/no-token", "", iid()),
			} {
				if a.Status != 404 || a.Kind("error") != "string" {
					t.Errorf("%v, want HTTP 404 and an error that is a string", a)
				}
			}
		},
	}}
}

// subscriptionCases are about the API of 2026.
func subscriptionCases() []conformance.Case {
	return []conformance.Case{{
		ID: "fcm/topic/v1-topic-twice", Level: conformance.Must, Rows: []string{"F39"}, Source: docNewTopic, Codes: []string{"200", "ALREADY_EXISTS"},
		Title:       "creating a subscription twice",
		Requirement: "An endpoint must answer the second POST of a subscription with 409 ALREADY_EXISTS, and PATCH with allowMissing with 200.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			at := b.registration(p.Token)
			create := func() kit.Answer { return b.Do(http.MethodPost, at+"?topicName=news", nil) }
			a := create()
			if a.Status != 200 || a.JSON.Field("topicName") != "news" || a.Kind("createTime") != "string" {
				t.Errorf("%v, want HTTP 200 with topicName and createTime", a)
			}
			b.wantError(create(), 409, "ALREADY_EXISTS", "")
			if a := b.Do(http.MethodPatch, at+"/news?allowMissing=true", nil); a.Status != 200 {
				t.Errorf("%v, want HTTP 200", a)
			}
			b.wantAccepted(b.order(set("topic", "news")))
			b.WantItems(p, 1)
		},
	}, {
		ID: "fcm/topic/v1-create-time", Level: conformance.Must, Rows: []string{"F39"}, Source: docNewTopic, Codes: []string{"200"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "createTime is when a registration was subscribed",
		Requirement: "An endpoint must answer PATCH of a subscription there is, GET and list with the createTime of its creation.",
		Run: func(t *conformance.T) {
			b := open(t)
			at := b.registration(b.Phone("a").Token)
			created, _ := b.Do(http.MethodPost, at+"?topicName=news", nil).Text("createTime")
			b.Advance(10 * time.Minute)
			for _, a := range []kit.Answer{b.Do(http.MethodPatch, at+"/news?allowMissing=true", nil), b.Get(at+"/news", "")} {
				if again, _ := a.Text("createTime"); again != created || created == "" {
					t.Errorf("%v, want createTime %q", a, created)
				}
			}
			list, _ := b.Get(at, "").JSON.At("topicSubscriptions").([]any)
			if len(list) != 1 {
				t.Fatalf("the list has %d subscriptions, want 1", len(list))
			}
			m, _ := list[0].(map[string]any)
			if again := kit.Object(m).Field("createTime"); again != created {
				t.Errorf("the list has createTime %q, want %q", again, created)
			}
		},
	}, {
		ID: "fcm/topic/v1-missing", Level: conformance.Must, Rows: []string{"F39"}, Source: docNewTopic, Codes: []string{"200", "NOT_FOUND"},
		Title:       "a subscription that is not there",
		Requirement: "An endpoint must answer GET and DELETE of a subscription there is not with 404 NOT_FOUND, DELETE with allowMissing with 200.",
		Run: func(t *conformance.T) {
			b := open(t)
			at := b.registration(b.Phone("a").Token) + "/news"
			b.wantError(b.Get(at, ""), 404, "NOT_FOUND", "")
			b.wantError(b.Do(http.MethodDelete, at, nil), 404, "NOT_FOUND", "")
			if a := b.Do(http.MethodDelete, at+"?allowMissing=true", nil); a.Status != 200 {
				t.Errorf("%v, want HTTP 200", a)
			}
		},
	}, {
		ID: "fcm/topic/v1-list", Level: conformance.Must, Source: docNewTopic, Codes: []string{"200"},
		Title:       "the topics of a registration, page by page",
		Requirement: "An endpoint must list a registration's topics with pageSize and nextPageToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			at := b.registration(b.Phone("a", kit.Tags("x", "y", "z")).Token)
			var seen []string
			for query := "pageSize=2"; query != ""; {
				a := b.Get(at, query)
				list, _ := a.JSON.At("topicSubscriptions").([]any)
				for _, s := range list {
					m, _ := s.(map[string]any)
					seen = append(seen, kit.Object(m).Field("topicName"))
				}
				next, more := a.Text("nextPageToken")
				if query = ""; more && len(seen) < 10 {
					query = "pageSize=2&pageToken=" + next
				}
			}
			if !slices.Equal(seen, []string{"x", "y", "z"}) {
				t.Errorf("the topics are %q, want x, y and z", seen)
			}
		},
	}, {
		ID: "fcm/topic/v1-registration", Level: conformance.Should, Source: docNewTopic + "; the statuses are Google's usual ones", Codes: []string{"NOT_FOUND", "INVALID_ARGUMENT"},
		Title:       "a registration that is not there, a name that is none",
		Requirement: "An endpoint should answer subscriptions of a token nobody has with 404, and a topic name that is none with 400.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.wantError(b.Do(http.MethodPost, b.registration(unknown)+"?topicName=news", nil), 404, "NOT_FOUND", "")
			b.wantInvalid(b.Do(http.MethodPost, b.registration(b.Phone("a").Token)+"?topicName=a%20b", nil))
		},
	}}
}

// conditionCases are about messages to conditions.
func conditionCases() []conformance.Case {
	return []conformance.Case{{
		ID: "fcm/topic/condition", Level: conformance.Must, Rows: []string{"F35"}, Source: docTopic, Codes: []string{"200"},
		Title:       "a condition chooses phones",
		Requirement: "An endpoint must deliver to the phones whose topics fit the condition, and read it from left to right.",
		Run: func(t *conformance.T) {
			for i, c := range []struct {
				condition string
				a, ab, bc int
			}{
				{"'a' in topics && 'b' in topics", 0, 1, 0},
				{"'a' in topics && !('b' in topics)", 1, 0, 0},
				{"'c' in topics || ('a' in topics && 'b' in topics)", 0, 1, 1},
				{"'a' in topics || 'b' in topics && 'c' in topics", 0, 0, 1},
			} {
				b := open(t, kit.Named(string(rune('k'+i))))
				id := func(s string) string { return s + string(rune('0'+i)) }
				a, ab, bc := b.Phone(id("a"), kit.Tags("a")), b.Phone(id("ab"), kit.Tags("a", "b")), b.Phone(id("bc"), kit.Tags("b", "c"))
				b.wantAccepted(b.order(set("condition", c.condition)))
				b.WantItems(a, c.a)
				b.WantItems(ab, c.ab)
				b.WantItems(bc, c.bc)
			}
		},
	}}
}
