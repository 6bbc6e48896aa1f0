package xiaomi

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderOtherCases are what a sender can do beside sending, where it can.
func senderOtherCases() []conformance.Case {
	return []conformance.Case{{
		ID: "xiaomi/broadcast/topics-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "all of two topics is their intersection",
		Requirement: "A sender must send a message for phones in all of two topics with topic_op INTERSECTION.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a", kit.Tags("sports", "beijing")), s.Phone("b", kit.Tags("sports"))
			o := s.Broadcast(t.Context(), chat(), vendors.Audience{Every: []string{"sports", "beijing"}})
			if o.State != vendors.StateAccepted || o.MessageID == "" {
				t.Errorf("the outcome is %s (id %q), want accepted with an id", o.State, o.MessageID)
			}
			s.WantItems(p, 1)
			s.WantItems(q, 0)
		},
	}, {
		ID: "xiaomi/multi/each-sender", Level: conformance.Should, Source: docAPI, Codes: []string{"0", "bad_regids"}, Features: []string{"each"},
		Title:       "each phone gets its own message",
		Requirement: "A sender that uses multi_messages should put each message's extra into an object, and report bad targets by token.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			r, err := s.each().SendEach(t.Context(), []vendors.Mail{
				{Token: vendors.Token(p.Token), Message: chat()}, {Token: "AAAA1111", Message: chat()}, {Token: vendors.Token(q.Token), Message: sale(0)},
			})
			if err != nil || len(r.Outcomes) != 3 {
				t.Fatalf("send each: %d outcomes, %v", len(r.Outcomes), err)
			}
			s.WantTokens(r, true, false, true)
			s.WantTitles(p, "李雷")
			s.WantTitles(q, "周末活动A")
		},
	}, {
		ID: "xiaomi/query/quota-sender", Level: conformance.May, Source: octo + " (the path); the data is " + assumed, Codes: []string{"0"}, Features: []string{"quota"},
		Title:       "the quota is asked for",
		Requirement: "A sender may read the quota of the day, whose numbers are strings.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Users(50_000))
			got, err := kit.Ability[vendors.QuotaQuerier](s.Sending, "quota").Quota(t.Context())
			if err != nil || got.Limit != 100_000 {
				t.Errorf("the quota is %+v (%v), want 100000", got, err)
			}
		},
	}, {
		ID: "xiaomi/recall/cancel-sender", Level: conformance.May, Source: sdk + " (the paths); what they take is " + assumed, Codes: []string{"0"},
		Title:       "a message is taken back",
		Requirement: "A sender may take a message back by data.id.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			r := s.Give(chat(), p)
			s.Accepted(r)
			o, err := kit.Ability[vendors.Recaller](s.Sending, "recall").Recall(t.Context(), r.Outcomes[0].MessageID, nil)
			if err != nil || o.State != vendors.StateAccepted {
				t.Errorf("the outcome is %s (code %q, %v), want accepted", o.State, o.Code, err)
			}
			s.WantItems(p, 0)
		},
	}}
}
