package meizu

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// senderAbilityCases are about what only some senders can do.
func senderAbilityCases() []conformance.Case {
	return append([]conformance.Case{{
		ID: "meizu/push/alias-bad-sender", Level: conformance.Must, Rows: []string{"M14"}, Source: docAPI, Codes: []string{"200", "110005"}, Features: []string{"aliases"},
		Title:       "an alias nobody subscribed is refused and not dead",
		Requirement: "A sender must push to aliases at pushByAlias, report one under 110005 as refused, and not call it dead: a switch can come back.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a", kit.Alias("u1"))
			r, err := kit.Ability[vendors.AliasSender](s.Sending, "aliases").SendToAliases(t.Context(), order(), []vendors.Token{"u1", "nobody"})
			if err != nil || len(r.Outcomes) != 2 {
				t.Fatalf("%d outcomes, %v; want two", len(r.Outcomes), err)
			}
			if o := r.Outcomes[0]; o.State != vendors.StateAccepted {
				t.Errorf("u1 is %s (%s)", o.State, o.Reason)
			}
			if o := r.Outcomes[1]; o.State != vendors.StateRefused || o.Code != "110005" || o.TokenDead || o.Retryable() {
				t.Errorf("nobody is %s (code %q, dead %t, retry %s), want refused for good, not dead", o.State, o.Code, o.TokenDead, o.Retry)
			}
			s.WantItems(p, 1)
			if got := s.SentForm(pathAlias).Get("alias"); got != "u1,nobody" {
				t.Errorf("the request has alias %q, want both joined by a comma", got)
			}
		},
	}, {
		ID: "meizu/push/alias-comma-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"200"}, Features: []string{"aliases"},
		Title:       "an alias with a comma does not become two",
		Requirement: "A sender must not send to what stands before and after the comma of an alias, because Meizu parts aliases there; the others get their message.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p, q, r := s.Phone("a", kit.Alias("u1")), s.Phone("b", kit.Alias("u2")), s.Phone("c", kit.Alias("u3"))
			got, err := kit.Ability[vendors.AliasSender](s.Sending, "aliases").SendToAliases(t.Context(), order(), []vendors.Token{"u1,u2", "u3"})
			if err != nil || len(got.Outcomes) != 2 {
				t.Fatalf("%d outcomes, %v; want two", len(got.Outcomes), err)
			}
			if o := got.Outcomes[0]; o.State == vendors.StateAccepted || o.TokenDead {
				t.Errorf("u1,u2 is %s (dead %t), want a refusal that is about itself", o.State, o.TokenDead)
			}
			if o := got.Outcomes[1]; o.State != vendors.StateAccepted {
				t.Errorf("u3 is %s (%s)", o.State, o.Reason)
			}
			s.WantItems(p, 0)
			s.WantItems(q, 0)
			s.WantItems(r, 1)
		},
	}, {
		ID: "meizu/task/task-flow-sender", Level: conformance.Must, Rows: []string{"M27", "S09"}, Source: docAPI, Codes: []string{"200", "110002"},
		Title:       "a campaign is stored once and pushed as a task",
		Requirement: "A sender that is asked for a task must store the message once, push the task to the pushIds in lists of at most 100, and find the failed ones.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a")
			tokens := append(kit.IDs(p), vendors.Token(unknownID(1)))
			for n := range 99 {
				tokens = append(tokens, vendors.Token(unknownID(100+n)))
			}
			r := s.GiveTo(s.Own(offer(), `{"task":true}`), tokens...)
			if o := r.Outcomes[0]; o.State != vendors.StateAccepted || o.MessageID == "" {
				t.Errorf("the good one is %s with id %q", o.State, o.MessageID)
			}
			s.Refused(r.Outcomes[1], "110002", vendors.ReasonTokenUnregistered, true)
			s.WantRequests(pathSave, 1)
			s.WantRequests(pathTask, 2)
			s.WantRequests(pathPush, 0)
			s.WantItems(p, 1)
		},
	}, {
		ID: "meizu/task/task-bad-sender", Level: conformance.Should, Rows: []string{"M28"}, Source: docAPI, Codes: []string{"110032"},
		Title:       "a task Meizu does not know is no dead token",
		Requirement: "A sender should report 110032 for all tokens of a task, alive.",
		Run: func(t *conformance.T) {
			s := begin(t)
			s.Answers(pathTask, 0, 200, `{"code":"110032","message":"非法的taskId","redirect":"","value":""}`)
			for _, o := range s.Give(s.Own(offer(), `{"task":true}`), s.Phone("a"), s.Phone("b")).Outcomes {
				if o.State == vendors.StateAccepted || o.Code != "110032" || o.TokenDead {
					t.Errorf("token %s is %s (code %q, dead %t), want refused with 110032 and alive", o.Token, o.State, o.Code, o.TokenDead)
				}
			}
		},
	}, {
		ID: "meizu/broadcast/scheduled-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"200"}, Needs: []conformance.Need{conformance.NeedClock}, Features: []string{"broadcast", "cancel"},
		Title:       "a push to everybody for later, and its end",
		Requirement: "A sender must send pushTimeType and startTime of a push to everybody, and cancel it by its taskId.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a")
			later := s.Own(offer(), `{"pushTimeInfo":{"pushTimeType":1,"startTime":"2025-11-25 12:00:00"}}`)
			first := s.Broadcast(t.Context(), later, vendors.Audience{All: true})
			second := s.Broadcast(t.Context(), later, vendors.Audience{All: true})
			s.WantItems(p, 0)
			o, err := kit.Ability[vendors.Canceller](s.Sending, "cancel").Cancel(t.Context(), first.MessageID)
			if err != nil || o.State != vendors.StateAccepted {
				t.Errorf("cancelling is %s (code %q, %v), want accepted", o.State, o.Code, err)
			}
			s.AdvanceTo(at(12, 1))
			s.WantFateOf(second.MessageID, p, device.Shown)
			s.WantItems(p, 1)
		},
	}}, senderSubscriptionCases()...)
}

// senderSubscriptionCases are about the calls of the other host.
func senderSubscriptionCases() []conformance.Case {
	return []conformance.Case{{
		ID: "meizu/subscription/check-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"200", "110002", "110003"}, Features: []string{"check"},
		Title:       "tokens are checked by their switches",
		Requirement: "A sender that checks tokens must ask for their switches: an unknown one is dead, one that is switched off is alive.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p, off := s.Phone("a"), s.Phone("b", kit.Blocked)
			got, err := kit.Ability[vendors.TokenChecker](s.Sending, "check").CheckTokens(t.Context(),
				[]vendors.Token{vendors.Token(p.Token), vendors.Token(off.Token), vendors.Token(unknownID(1)), "not-a-pushid"})
			if err != nil || len(got) != 4 {
				t.Fatalf("%d outcomes, %v; want four", len(got), err)
			}
			for i, dead := range []bool{false, false, true, true} {
				if got[i].TokenDead != dead {
					t.Errorf("token %d (%s) has code %q, dead %t, want %t", i, got[i].Token, got[i].Code, got[i].TokenDead, dead)
				}
			}
			s.WantRequests(pathPush, 0)
		},
	}, {
		ID: "meizu/subscription/tags-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"200", "110002"}, Features: []string{"topics", "broadcast"},
		Title:       "a tag is given, read and taken",
		Requirement: "A sender must give a pushId a tag, tell its tags, take the tag away, and report an unknown pushId.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a")
			topics := kit.Ability[vendors.TopicSubscriber](s.Sending, "topics")
			tokens := []vendors.Token{vendors.Token(p.Token), vendors.Token(unknownID(1))}
			got, err := topics.Subscribe(t.Context(), "体育", tokens)
			if err != nil || len(got) != 2 || got[0].State != vendors.StateAccepted || got[1].State != vendors.StateRefused || !got[1].TokenDead {
				t.Errorf("outcomes %+v, %v; want accepted, and refused and dead", got, err)
			}
			s.Broadcast(t.Context(), offer(), vendors.Audience{Any: []string{"体育"}})
			s.WantItems(p, 1)
			have, err := kit.Ability[vendors.TopicLister](s.Sending, "topics").Topics(t.Context(), tokens[0])
			if err != nil || len(have) != 1 || have[0].Name != "体育" {
				t.Errorf("tags %v, %v; want 体育", have, err)
			}
			if _, err := topics.Unsubscribe(t.Context(), "体育", tokens[:1]); err != nil {
				t.Errorf("taking the tag: %v", err)
			}
			s.Broadcast(t.Context(), offer(), vendors.Audience{Any: []string{"体育"}})
			s.WantItems(p, 1)
		},
	}, {
		ID: "meizu/subscription/alias-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"200", "110005"}, Features: []string{"alias-bind", "aliases"},
		Title:       "an alias is bound and taken away",
		Requirement: "A sender must bind an alias so that pushes to it arrive, and take it away so that they do not.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a")
			binder := kit.Ability[vendors.AliasBinder](s.Sending, "alias-bind")
			push := func() vendors.Outcome {
				r, err := kit.Ability[vendors.AliasSender](s.Sending, "aliases").SendToAliases(t.Context(), order(), []vendors.Token{"u7"})
				if err != nil || len(r.Outcomes) != 1 {
					t.Fatalf("%d outcomes, %v", len(r.Outcomes), err)
				}
				return r.Outcomes[0]
			}
			if o, err := binder.BindAlias(t.Context(), "u7", vendors.Token(p.Token)); err != nil || o.State != vendors.StateAccepted {
				t.Errorf("binding is %s (%v)", o.State, err)
			}
			if o := push(); o.State != vendors.StateAccepted {
				t.Errorf("a push to the alias is %s (%s)", o.State, o.Reason)
			}
			if o, err := binder.UnbindAlias(t.Context(), "u7", vendors.Token(p.Token)); err != nil || o.State != vendors.StateAccepted {
				t.Errorf("taking it away is %s (%v)", o.State, err)
			}
			if o := push(); o.Code != "110005" {
				t.Errorf("a push to nobody's alias has code %q", o.Code)
			}
		},
	}}
}
