package xiaomi

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// nobody are n registration ids of nobody.
func nobody(n int) []vendors.Token {
	out := make([]vendors.Token, n)
	for i := range out {
		out[i] = vendors.Token(fmt.Sprintf("AAAA%04d", i))
	}
	return out
}

// senderTargetCases are about what a sender makes of dead ids.
func senderTargetCases() []conformance.Case {
	return []conformance.Case{{
		ID: "xiaomi/target/partial-bad-sender", Level: conformance.Must, Rows: []string{"X06"}, Source: answers, Codes: []string{"0", "bad_regids"},
		Title:       "bad_regids in a yes are dead tokens",
		Requirement: "A sender must report the tokens in data.bad_regids as refused and dead, the others as accepted, and send none again.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q, r := s.Phone("a"), s.Phone("b", kit.Uninstalled), s.Phone("c")
			s.WantTokens(s.Give(chat(), p, q, r), true, false, true)
			s.WantRequests("/message/regid", 1)
			s.WantItems(p, 1)
			s.WantItems(r, 1)
		},
	}, {
		ID: "xiaomi/target/all-bad-sender", Level: conformance.Must, Rows: []string{"X07"}, Source: answers, Codes: []string{"20301"},
		Title:       "20301 with No valid targets! is a dead token",
		Requirement: "A sender must report a token alone that is answered 20301 with the reason No valid targets! as refused and dead, and not repeat it.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.Refused(s.GiveTo(chat(), "AAAA1111").Outcomes[0], "20301", vendors.ReasonTokenInvalid, true)
			s.WantRequests("/message/regid", 1)
		},
	}, {
		ID: "xiaomi/target/not-sent-sender", Level: conformance.Should, Rows: []string{"X07"}, Source: docCodes, Codes: []string{"20301"},
		Title:       "20301 for another reason kills nobody",
		Requirement: "A sender should not call a token dead that is answered 20301 with another reason.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers(0, no("20301", "internal error"))
			if o := s.Give(chat(), s.Phone("a")).Outcomes[0]; o.State == vendors.StateAccepted || o.TokenDead {
				t.Errorf("the outcome is %s (dead %t), want refused and alive", o.State, o.TokenDead)
			}
		},
	}, {
		ID: "xiaomi/target/bad-with-spaces-sender", Level: conformance.May, Source: clientBugs, Codes: []string{"0", "bad_regids"},
		Title:       "blanks around the commas of bad_regids",
		Requirement: "A sender may find its token in bad_regids whatever stands around the commas.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.answers(1, yes(`"id":"scm60262795000100970Qa","bad_regids":"AAAA1111, `+q.Token+`"`))
			s.WantTokens(s.Give(chat(), p, q), true, false)
		},
	}, {
		ID: "xiaomi/target/too-many-targets-sender", Level: conformance.Must, Rows: []string{"X16"}, Source: docAPI, Codes: []string{"20301"},
		Title:       "1001 tokens are two calls",
		Requirement: "A sender must split 1001 tokens into calls of at most 1000, and lose none.",
		Run: func(t *conformance.T) {
			s := start(t)
			r := s.GiveTo(chat(), nobody(1001)...)
			n := 0
			for _, x := range s.WantRequests("/message/regid", 2) {
				ids := strings.Split(kit.DecodedForm(t, x).Get("registration_id"), ",")
				if n += len(ids); len(ids) > 1000 {
					t.Errorf("a call has %d tokens, want at most 1000", len(ids))
				}
			}
			if n != 1001 || len(r.Outcomes) != 1001 {
				t.Errorf("%d tokens were sent and %d outcomes reported, want 1001", n, len(r.Outcomes))
			}
		},
	}}
}

// each is the driver under test, as one that makes a message of its own for each token.
func (s *sending) each() vendors.EachSender {
	if in, ok := s.Sender.(interface{ Sender() vendors.Sender }); ok {
		if each, ok := in.Sender().(vendors.EachSender); ok {
			return each
		}
	}
	s.T.Skipf("the sender makes no message of its own for each token")
	return nil
}

// senderQuotaCases: after 200001 a class is over for the day.
func senderQuotaCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "xiaomi/quota/public-app-quota-sender", Level: conformance.Must, Rows: []string{"X22", "X24"}, Source: docQuota, Codes: []string{"0", "200001"}, Needs: clock,
		Title:       "200001 stops public messages until midnight",
		Requirement: "A sender must stop public messages after 200001 until midnight GMT+8, go on with private ones, and start again the next day.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Limit("public", 1))
			p, q := s.Phone("a"), s.Phone("b")
			s.Accepted(s.Give(sale(0), p))
			s.Refused(s.Give(sale(1), q).Outcomes[0], "200001", vendors.ReasonQuotaAppDay, false)
			s.Suppressed(s.Give(sale(2), q).Outcomes[0])
			s.WantRequests("/message/regid", 2)
			s.Accepted(s.Give(chat(), q))
			s.day(1, 8, 0)
			s.Accepted(s.Give(sale(3), q))
		},
	}, {
		ID: "xiaomi/quota/device-limit-sender", Level: conformance.Must, Rows: []string{"X21"}, Source: docQuota, Codes: []string{"0"},
		Title:       "a phone's limit does not show, and stops nothing",
		Requirement: "A sender must report the sixth public message to a phone as accepted, as Xiaomi does, and go on.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			for i := range 6 {
				s.Accepted(s.Give(sale(i), p))
			}
			s.WantItems(p, 5)
			s.Accepted(s.Give(sale(6), q))
			s.WantItems(q, 1)
		},
	}, {
		ID: "xiaomi/quota/multi-quota-sender", Level: conformance.Should, Features: []string{"each"}, Rows: []string{"X25"}, Source: docQuota, Codes: []string{"0", "channel_exceed_quota"},
		Title:       "channel_exceed_quota takes a yes back",
		Requirement: "A sender that uses multi_messages should not report messages as accepted that channel_exceed_quota says were left out.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Limit("public", 0))
			each := s.each()
			p, q := s.Phone("a"), s.Phone("b")
			r, err := each.SendEach(t.Context(), []vendors.Mail{
				{Token: vendors.Token(p.Token), Message: sale(0)}, {Token: vendors.Token(q.Token), Message: sale(1)},
			})
			if err != nil {
				t.Fatalf("send each: %v", err)
			}
			for _, o := range r.Outcomes {
				if o.State == vendors.StateAccepted || o.TokenDead || o.Reason != vendors.ReasonQuotaAppDay {
					t.Errorf("token %s is %s (%s, dead %t), want refused for the day's total", o.Token, o.State, o.Reason, o.TokenDead)
				}
			}
		},
	}, {
		ID: "xiaomi/rate/qps-sender", Level: conformance.Should, Rows: []string{"X26"}, Source: octo, Codes: []string{"200002", "0"}, Needs: clock,
		Title:       "200002 is repeated after a second",
		Requirement: "A sender should repeat a message after 200002, a second later at the earliest.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.answers(1, no("200002", "exceed qps"))
			s.Accepted(s.Give(chat(), p))
			all := s.WantRequests("/message/regid", 2)
			if len(all) == 2 && all[1].At.Sub(all[0].At) < 1e9 {
				t.Errorf("the second request came %s after the first, want a second", all[1].At.Sub(all[0].At))
			}
			s.WantItems(p, 1)
		},
	}}
}
