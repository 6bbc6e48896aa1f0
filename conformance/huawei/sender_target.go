package huawei

import (
	"fmt"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// partial is the answer 80100000 about these tokens, as Huawei writes it: JSON in a
// JSON string.
func partial(success int, illegal ...string) string {
	list := ""
	for i, token := range illegal {
		if i > 0 {
			list += ","
		}
		list += `\"` + token + `\"`
	}
	return fmt.Sprintf(`{"code":"80100000","msg":"{\"success\":%d,\"failure\":%d,\"illegal_tokens\":[%s]}","requestId":"176722920012300001000702"}`,
		success, len(illegal), list)
}

// senderTargetCases are about what a sender says of tokens: only an answer that
// says so makes a token dead.
func senderTargetCases() []conformance.Case {
	return []conformance.Case{{
		ID: "huawei/target/all-invalid-sender", Level: conformance.Must, Rows: []string{"H11"}, Source: docSend, Codes: []string{"80300007"},
		Title:       "80300007 is a dead token",
		Requirement: "A sender must report 80300007 as refused, the token as dead, and not repeat the request.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Refused(s.GiveTo(chat(), malformed).Outcomes[0], "80300007", vendors.ReasonTokenInvalid, true)
			s.WantRequests(pathSend, 1)
		},
	}, {
		ID: "huawei/target/all-invalid-mapped-sender", Level: conformance.Must, Rows: []string{"H11"}, Source: docSend, Codes: []string{"80300007"},
		Title:       "80300007 at HTTP 400 is read all the same",
		Requirement: "A sender must read the code of an answer with HTTP 400.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Flag(flagStatus, "mapped"))
			s.Refused(s.GiveTo(chat(), malformed).Outcomes[0], "80300007", vendors.ReasonTokenInvalid, true)
			s.WantRequests(pathSend, 1)
		},
	}, {
		ID: "huawei/device/app-removed-sender", Level: conformance.Must, Rows: []string{"H33"}, Source: docReceipt, Codes: []string{"80000000"},
		Title:       "a phone without the app is accepted",
		Requirement: "A sender must report a message Huawei took as accepted, once, although only a receipt tells that the app is gone.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a", kit.Uninstalled)
			s.Accepted(s.Give(chat(), p))
			s.WantRequests(pathSend, 1)
			s.WantItems(p, 0)
		},
	}, {
		ID: "huawei/target/not-about-tokens-sender", Level: conformance.Must, Rows: []string{"H11"}, Source: realTraffic, Codes: []string{"80300002", "80300008", "80300010", "80100003"},
		Title:       "other refusals say nothing of tokens",
		Requirement: "A sender must not call a token dead after 80300002, 80300008, 80300010, 80100003 or an unknown code.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for _, code := range []string{"80300002", "80300008", "80300010", "80100003", "80309999"} {
				s.answers(pathSend, 1, 200, code)
				if o := s.Give(chat(), p).Outcomes[0]; o.TokenDead {
					t.Errorf("after %s the token is called dead (%s)", code, o.Reason)
				}
			}
		},
	}}
}

// senderListCases are about calls with several tokens.
func senderListCases() []conformance.Case {
	listed := []string{"list"}
	split := func(n int) func(t *conformance.T) {
		return func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			var all []vendors.Token
			for _, token := range unknown(n - 1) {
				all = append(all, vendors.Token(token))
			}
			all = append(all, vendors.Token(p.Token))
			r := s.GiveTo(chat(), all...)
			reached := map[string]int{}
			for _, x := range s.Requests(pathSend) {
				to := targets(kit.Decoded(t, x))
				if len(to) < 1 || len(to) > 1000 {
					t.Errorf("a call with %d tokens went out, want 1 to 1000", len(to))
				}
				for _, token := range to {
					reached[token]++
				}
			}
			for i, o := range r.Outcomes {
				if o.Token != all[i] || reached[string(all[i])] != 1 {
					t.Fatalf("outcome %d is of token %s, which was addressed %d times; want %s, once", i, o.Token, reached[string(all[i])], all[i])
				}
			}
			if o := r.Outcomes[n-1]; o.State != vendors.StateAccepted {
				t.Errorf("the one living phone is %s (%s), want accepted", o.State, o.Reason)
			}
			if o := r.Outcomes[0]; !o.TokenDead {
				t.Errorf("an unknown token is %s (%s, dead %t), want dead", o.State, o.Reason, o.TokenDead)
			}
			s.WantItems(p, 1)
		}
	}
	return []conformance.Case{{
		ID: "huawei/list/partial-sender", Level: conformance.Must, Rows: []string{"H10", "B06"}, Source: docSend, Codes: []string{"80100000"},
		Title:       "80100000 is a success for the tokens that are not listed",
		Requirement: "A sender must report the tokens of illegal_tokens alone as refused and dead, the others as accepted, and send to nobody again.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			r := s.GiveTo(chat(), vendors.Token(p.Token), malformed, vendors.Token(q.Token))
			s.WantTokens(r, true, false, true)
			if o := r.Outcomes[1]; o.Code != "80100000" || o.Reason != vendors.ReasonTokenInvalid {
				t.Errorf("the bad token has code %q and reason %s, want 80100000 and %s", o.Code, o.Reason, vendors.ReasonTokenInvalid)
			}
			s.WantRequests(pathSend, 1)
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}, {
		ID: "huawei/list/partial-many-sender", Level: conformance.Must, Rows: []string{"H10", "B06"}, Source: docSend, Codes: []string{"80100000"},
		Title:       "every listed token is refused, no other",
		Requirement: "A sender must find every token of illegal_tokens, in whatever order they are listed.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q, r := s.Phone("a"), s.Phone("b"), s.Phone("c")
			s.Answers(pathSend, 1, 200, partial(1, r.Token, p.Token))
			s.WantTokens(s.Give(chat(), p, q, r), false, true, false)
		},
	}, {
		ID: "huawei/list/partial-unreadable-sender", Level: conformance.Should, Rows: []string{"B06"}, Source: realTraffic, Codes: []string{"80100000"},
		Title:       "80100000 without a list makes no token dead",
		Requirement: "A sender should not call a token dead when the msg of 80100000 cannot be read.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			for _, msg := range []string{"Partial success", `{\"success\":1`, ``} {
				s.Answers(pathSend, 1, 200, `{"code":"80100000","msg":"`+msg+`","requestId":"176722920012300001000702"}`)
				for _, o := range s.Try(chat(), p, q).Outcomes {
					if o.TokenDead {
						t.Errorf("after the msg %q token %s is called dead", msg, o.Token)
					}
				}
			}
		},
	}, {
		ID: "huawei/list/tokens-1001-sender", Level: conformance.Must, Rows: []string{"H12"}, Source: docSend, Codes: []string{"80100000"},
		Title:       "1001 tokens are split",
		Requirement: "A sender must split 1001 tokens so that no call has more than 1000 and every token is addressed once.",
		Run:         split(1001),
	}, {
		ID: "huawei/list/tokens-1000-sender", Level: conformance.Should, Rows: []string{"H12", "H15"}, Source: docSend, Codes: []string{"80100000"},
		Title:       "1000 tokens are one call",
		Requirement: "A sender should send to 1000 tokens in one call, every token once.",
		Run: func(t *conformance.T) {
			split(1000)(t)
			if n := len(kit.Requests(t, pathSend)); n != 1 {
				t.Errorf("%d requests reached %s, want 1", n, pathSend)
			}
		},
	}, {
		ID: "huawei/list/split-sender", Level: conformance.Should, Rows: []string{"H12"}, Source: docSend, Codes: []string{"80300010", "80000000"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "80300010 for several tokens: smaller calls",
		Requirement: "A sender should split a call that was answered with 80300010 and send the parts, so that every phone shows the message once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.answers(pathSend, 1, 200, "80300010")
			s.Accepted(s.Give(chat(), p, q))
			for _, x := range s.Requests(pathSend)[1:] {
				if to := targets(kit.Decoded(t, x)); len(to) != 1 {
					t.Errorf("a later call has %d tokens, want 1", len(to))
				}
			}
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}, {
		ID: "huawei/list/marketing-cap-sender", Level: conformance.Should, Rows: []string{"H23"}, Source: docFreq, Codes: []string{"80000000"}, Features: listed,
		Title:       "a cap on one phone does not concern the others",
		Requirement: "A sender should report a list as accepted although one phone had its marketing messages of the day, and send it once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.Accepted(s.Give(sale(), p))
			s.Accepted(s.Give(sale(), p))
			s.Accepted(s.Give(sale(), p, q))
			s.WantRequests(pathSend, 3)
			s.WantItems(p, 2)
			s.WantItems(q, 1)
		},
	}}
}

// senderQuotaCases are about caps, which no answer shows.
func senderQuotaCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "huawei/quota/marketing-cap-sender", Level: conformance.Must, Rows: []string{"H23"}, Source: docFreq, Codes: []string{"80000000"},
		Title:       "what Huawei took is not sent again",
		Requirement: "A sender must report a message over the cap as accepted, as Huawei answers 80000000, and send it once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 3 {
				s.Accepted(s.Give(sale(), p))
			}
			s.WantRequests(pathSend, 3)
			s.WantItems(p, 2)
		},
	}, {
		ID: "huawei/quota/service-exempt-sender", Level: conformance.Should, Rows: []string{"H25"}, Source: docFreq, Codes: []string{"80000000"},
		Title:       "service messages go on beyond the cap",
		Requirement: "A sender should keep the category of service messages, so that they are shown beyond the cap of marketing.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 3 {
				s.Accepted(s.Give(sale(), p))
			}
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 3)
		},
	}, {
		ID: "huawei/rate/flow-control-sender", Level: conformance.Must, Rows: []string{"H31"}, Source: docSend + "; " + sdk, Codes: []string{"80000000"}, Needs: clock,
		Title:       "503 with an empty body: slow down and succeed",
		Requirement: "A sender must wait at least half a second after HTTP 503 and send the message again, so that it is accepted and shown once.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Limit("speed", 2))
			p := s.Phone("a")
			for range 5 {
				s.Accepted(s.Give(chat(), p))
			}
			s.WantItems(p, 5)
			got := s.Requests(pathSend)
			for i := 1; i < len(got); i++ {
				if pause := got[i].At.Sub(got[i-1].At); got[i-1].Status == 503 && pause < 350e6 {
					t.Errorf("request %d came %v after HTTP 503, want at least half a second, less jitter", i+1, pause)
				}
			}
		},
	}, {
		ID: "huawei/rate/backoff-sender", Level: conformance.Should, Rows: []string{"H31"}, Source: sdk, Codes: []string{"80000000"}, Needs: clock,
		Title:       "503 again: wait longer",
		Requirement: "A sender should wait longer after each further HTTP 503.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Answers(pathSend, 2, 503, "")
			s.Accepted(s.Give(chat(), s.Phone("a")))
			s.wantPauses(3, 350e6)
		},
	}}
}

// senderTopicCases are about messages to topics.
func senderTopicCases() []conformance.Case {
	to := func(id string, level conformance.Level, title, requirement string, audience vendors.Audience, shown ...bool) conformance.Case {
		return conformance.Case{
			ID: "huawei/topic/" + id, Level: level, Rows: []string{"H35"}, Source: docSend, Codes: []string{"80000000"}, Features: []string{"broadcast"},
			Title: title, Requirement: requirement,
			Run: func(t *conformance.T) {
				s := start(t)
				b, ok := s.Sender.(vendors.Broadcaster)
				if !ok {
					t.SetupErrorf("the subject declares the feature broadcast and its sender is no Broadcaster")
				}
				s.login()
				phones := []device.Phone{s.Phone("a"), s.Phone("b"), s.Phone("c")}
				s.wantCounts(s.subscribe("weather", phones[0].Token, phones[1].Token), "80000000", 2, 0)
				s.wantCounts(s.subscribe("sports", phones[1].Token), "80000000", 1, 0)
				s.access = ""
				o, _, err := b.Broadcast(t.Context(), chat(), audience)
				if err != nil || o.State != vendors.StateAccepted || o.MessageID == "" {
					t.Errorf("the outcome is %s (%s, code %q, id %q, error %v), want accepted with the requestId", o.State, o.Reason, o.Code, o.MessageID, err)
				}
				got := s.WantRequests(pathSend, 1)
				if len(got) == 1 && kit.Decoded(t, got[0]).At("message.token") != nil {
					t.Errorf("the request to a topic has tokens")
				}
				for i, p := range phones {
					if n := len(s.Shade(p).Items); (n == 1) != shown[i] || n > 1 {
						t.Errorf("phone %s shows %d notifications, want it shown: %t", p.ID, n, shown[i])
					}
				}
			},
		}
	}
	must := conformance.Must
	return []conformance.Case{
		to("topic-sender", must, "a message to a topic", "A sender must send to one topic without tokens, so that its subscribers see it once.",
			vendors.Audience{Any: []string{"weather"}}, true, true, false),
		to("every-sender", must, "a message to who has two topics", "A sender must send to the phones that have all of several topics.",
			vendors.Audience{Every: []string{"weather", "sports"}}, false, true, false),
		to("none-sender", must, "a message to a topic without another", "A sender must send to the phones that have one topic and not another.",
			vendors.Audience{Any: []string{"weather"}, None: []string{"sports"}}, true, false, false),
		to("any-sender", must, "a message to who has one of two topics", "A sender must send to the phones that have any of several topics, once each.",
			vendors.Audience{Any: []string{"weather", "sports"}}, true, true, false),
		{
			ID: "huawei/topic/all-sender", Level: conformance.Must, Source: docSend, Features: []string{"broadcast"},
			Title:       "there is no message to everybody",
			Requirement: "A sender must not report a message to everybody as accepted: Huawei has no such call.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				b, ok := s.Sender.(vendors.Broadcaster)
				if !ok {
					t.SetupErrorf("the subject declares the feature broadcast and its sender is no Broadcaster")
				}
				o, _, err := b.Broadcast(t.Context(), chat(), vendors.Audience{All: true})
				if err == nil && o.State == vendors.StateAccepted {
					t.Errorf("the outcome is %s, want a refusal or an error", o.State)
				}
				s.WantItems(p, 0)
			},
		},
		{
			ID: "huawei/topic/tasks-sender", Level: conformance.Must, Rows: []string{"H35"}, Source: docSend, Codes: []string{"80100017", "80000000"},
			Features: []string{"broadcast"}, Needs: []conformance.Need{conformance.NeedClock},
			Title:       "80100017 is no final refusal",
			Requirement: "A sender must say that a topic message answered with 80100017 may be sent later, or send it later itself.",
			Run: func(t *conformance.T) {
				s := start(t)
				b, ok := s.Sender.(vendors.Broadcaster)
				if !ok {
					t.SetupErrorf("the subject declares the feature broadcast and its sender is no Broadcaster")
				}
				s.answers(pathSend, 1, 200, "80100017")
				o, _, err := b.Broadcast(t.Context(), chat(), vendors.Audience{Any: []string{"weather"}})
				if err != nil || o.State != vendors.StateAccepted && (!o.Retryable() || o.Code != "80100017") {
					t.Errorf("the outcome is %s (%s, code %q, retry %q, error %v), want accepted, or a retry", o.State, o.Reason, o.Code, o.Retry, err)
				}
			},
		},
	}
}
