package vivo

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderOtherCases are about what a sender can do beside sending. The features
// promise the interfaces.
func senderOtherCases() []conformance.Case {
	return []conformance.Case{{
		ID: "vivo/recall/recall-sender", Level: conformance.May, Rows: []string{"V49"}, Source: realTraffic, Codes: []string{"0"}, Features: []string{"recall"},
		Title:       "a sender recalls by taskId",
		Requirement: "A sender may offer recall, and then must take the notification off the phone.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			r := s.Give(chat(), p)
			s.WantItems(p, 1)
			o, err := kit.Ability[vendors.Recaller](s.Sending, "recall").Recall(t.Context(), r.Outcomes[0].MessageID, nil)
			if err != nil || o.State != vendors.StateAccepted {
				t.Errorf("recall: %s (%s), error %v", o.State, o.Reason, err)
			}
			s.WantItems(p, 0)
		},
	}, {
		ID: "vivo/audit/sensitive-async-sender", Level: conformance.Should, Rows: []string{"V31"}, Source: docAPI, Codes: []string{"0"}, Features: []string{"audit"},
		Title:       "a sender asks what the audit said",
		Requirement: "A sender should tell by /search/msgStatus that an accepted message was rejected by the audit.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.Body = sensitive
			r := s.Give(msg, s.Phone("a"))
			s.Accepted(r)
			got, err := kit.Ability[vendors.AuditQuerier](s.Sending, "audit").AuditStatus(t.Context(), []string{r.Outcomes[0].MessageID})
			if err != nil || len(got) != 1 || !got[0].Rejected {
				t.Errorf("audit status %+v, error %v, want one rejected message", got, err)
			}
		},
	}, {
		ID: "vivo/query/stats-100-sender", Level: conformance.Should, Rows: []string{"V40"}, Source: docCodes, Codes: []string{"0"}, Features: []string{"statistics"},
		Title:       "101 task ids are asked in two calls",
		Requirement: "A sender should ask for at most 100 task ids at a time and find the counters of all.",
		Run: func(t *conformance.T) {
			s := start(t)
			r := s.Give(chat(), s.Phone("a"))
			ids := append(strings.Split(manyTasks(100), ","), r.Outcomes[0].MessageID)
			got, err := kit.Ability[vendors.StatisticsQuerier](s.Sending, "statistics").Statistics(t.Context(), ids)
			if err != nil {
				t.Errorf("statistics: %v", err)
			}
			found := false
			for _, c := range got {
				found = found || c.MessageID == r.Outcomes[0].MessageID && c.Counters["receive"] == 1
			}
			if !found {
				t.Errorf("the statistics have no receive 1 of task %s", r.Outcomes[0].MessageID)
			}
			for _, x := range s.Requests("/report/getStatistics") {
				if n := strings.Count(query(x.Path, "taskIds"), ",") + 1; n > 100 {
					t.Errorf("a query with %d task ids went out, want at most 100", n)
				}
			}
		},
	}, {
		ID: "vivo/query/check-sender", Level: conformance.Should, Source: sdk3, Codes: []string{"0"}, Features: []string{"check"},
		Title:       "a sender finds dead tokens without sending",
		Requirement: "A sender should tell dead tokens by /invalidUser/check and leave the living alone.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b", kit.Uninstalled)
			ids := []vendors.Token{vendors.Token(p.Token), vendors.Token(q.Token), unknownID}
			got, err := kit.Ability[vendors.TokenChecker](s.Sending, "check").CheckTokens(t.Context(), ids)
			if err != nil {
				t.Fatalf("check: %v", err)
			}
			dead := map[vendors.Token]bool{}
			for _, o := range got {
				dead[o.Token] = o.TokenDead
			}
			if dead[ids[0]] || !dead[ids[1]] || !dead[ids[2]] {
				t.Errorf("dead tokens %v, want the second and third of %v", dead, ids)
			}
			s.WantItems(p, 0)
		},
	}, {
		ID: "vivo/tag/expression-sender", Level: conformance.Should, Source: sdk3, Codes: []string{"0"}, Features: []string{"tag"},
		Title:       "a sender pushes by tags",
		Requirement: "A sender should write an audience of tags as tagExpression, so that the right phones show the message.",
		Run: func(t *conformance.T) {
			s := start(t)
			in, out := s.Phone("in", kit.Tags("shenzhen")), s.Phone("out", kit.Tags("shenzhen", "optout"))
			o, _, err := s.broadcaster().Broadcast(t.Context(), sale(0), vendors.Audience{Any: []string{"shenzhen"}, None: []string{"optout"}})
			if err != nil || o.State != vendors.StateAccepted {
				t.Errorf("broadcast: %s (%s, code %q), error %v", o.State, o.Reason, o.Code, err)
			}
			s.WantItems(in, 1)
			s.WantItems(out, 0)
		},
	}, {
		ID: "vivo/tag/members-sender", Level: conformance.May, Source: sdkTags, Codes: []string{"0"}, Features: []string{"topics"},
		Title:       "a sender puts tokens under a tag",
		Requirement: "A sender may put tokens under tags, and then must let a push by tag reach the phone, and no longer when it took the tag.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			topics := kit.Ability[vendors.TopicSubscriber](s.Sending, "topics")
			if o, err := topics.Subscribe(t.Context(), "vip", kit.IDs(p)); err != nil || len(o) != 1 || o[0].State != vendors.StateAccepted {
				t.Fatalf("subscribe: %+v, error %v", o, err)
			}
			push := func(n int) {
				if o, _, err := s.broadcaster().Broadcast(t.Context(), sale(n), vendors.Audience{Any: []string{"vip"}}); err != nil || o.State != vendors.StateAccepted {
					t.Errorf("broadcast: %s (%s, code %q), error %v", o.State, o.Reason, o.Code, err)
				}
			}
			push(0)
			s.WantItems(p, 1)
			if o, err := topics.Unsubscribe(t.Context(), "vip", kit.IDs(p)); err != nil || len(o) != 1 || o[0].State != vendors.StateAccepted {
				t.Fatalf("unsubscribe: %+v, error %v", o, err)
			}
			push(1)
			s.WantItems(p, 1)
		},
	}, {
		ID: "vivo/content/digits-only-sender", Level: conformance.Must, Rows: []string{"V22", "S08"}, Source: docCodes, Codes: []string{"10104"},
		Title:       "a refused text is not sent again",
		Requirement: "A sender must report a text vivo refuses as filtered and not send it again, changed or not.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			msg := chat()
			msg.Title = "12345"
			s.Refused(s.Give(msg, p).Outcomes[0], "10104", vendors.ReasonContentFiltered, false)
			s.WantRequests("/message/send", 1)
			s.WantItems(p, 0)
		},
	}, {
		ID: "vivo/app/unlisted-sender", Level: conformance.Must, Rows: []string{"V25"}, Source: docCodes, Codes: []string{"10045"},
		Title:       "an app that is not listed is told so",
		Requirement: "A sender must report a formal message of an unlisted app as not listed and not switch to test mode by itself.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Unlisted)
			p := s.Phone("a", kit.TestPhone)
			s.Refused(s.Give(chat(), p).Outcomes[0], "10045", vendors.ReasonAppNotListed, false)
			s.WantItems(p, 0)
		},
	}, {
		ID: "vivo/app/penalty-sender", Level: conformance.Must, Rows: []string{"V47"}, Source: docCodes, Codes: []string{"10043", "10082"},
		Title:       "penalties are reported, not worked round",
		Requirement: "A sender must report 10043 and 10082 once each and not send the message as another class.",
		Run: func(t *conformance.T) {
			closed := start(t, kit.Flag("push_closed", "on"))
			closed.Refused(closed.Give(chat(), closed.Phone("a")).Outcomes[0], "10043", vendors.ReasonPushDisabled, false)
			noSystem := start(t, kit.Named("other"), kit.Flag("system_closed", "on"))
			q := noSystem.Phone("b")
			noSystem.Refused(noSystem.Give(chat(), q).Outcomes[0], "10082", vendors.ReasonRightMissing, false)
			noSystem.WantRequests("/message/send", 2)
			noSystem.WantItems(q, 0)
		},
	}}
}

// query is a decoded parameter of a path with query.
func query(path, name string) string {
	u, err := url.Parse(path)
	if err != nil {
		return fmt.Sprintf("%s: %v", path, err)
	}
	return u.Query().Get(name)
}
