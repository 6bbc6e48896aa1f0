package vivo

import (
	"context"
	"errors"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/loosejson"
	"github.com/offpush/offpush/vendors/internal/override"
)

// SendToAliases is Send with aliases in place of regIds, 1 or 2 to 1000 of them.
func (s *Sender) SendToAliases(ctx context.Context, msg *vendors.Message, aliases []vendors.Token) (vendors.Result, error) {
	if msg == nil {
		return vendors.Result{Vendor: vendors.Vivo}, errors.New("vivo: send to aliases: no message")
	}
	opt, _ := override.Of[Options](msg)
	yes := true
	opt.ByAlias = &yes
	byAlias := *msg
	byAlias.Overrides = []vendors.Override{opt}
	return s.Send(ctx, &byAlias, aliases)
}

// judgeUsers changes the outcomes of the tokens an answer calls bad. shared are
// the outcomes by the top-level result; set is called for each that changes. Ids
// that were not sent are logged and otherwise ignored.
//
// When the whole call succeeded the status is the code of its token ("1", "2",
// "4"); when it failed, the code of the call stays and the status only refines
// the reason. Only the facts about a status can call a token dead.
func (s *Sender) judgeUsers(r reply, users []invalidUser, tokens []vendors.Token, shared []vendors.Outcome, set func(int, vendors.Outcome)) {
	byID := make(map[string]loosejson.Text, len(users))
	for _, u := range users {
		byID[string(u.UserID)] = u.Status
	}
	found := 0
	for i, t := range tokens {
		status, bad := byID[string(t)]
		if !bad {
			continue
		}
		found++
		o := shared[i]
		o.State, o.MessageID = vendors.StateRefused, ""
		s.judgeStatus(&o, status.Code())
		if r.code == resultOK {
			o.Code, o.Text = status.Code(), ""
		}
		set(i, o)
	}
	if found < len(byID) {
		s.log.Warn("answer names ids that were not sent", "named", len(byID), "sent", found)
	}
}

// judgeStatus fills the meaning of an invalidUser status. A status nobody has
// documented is an invalid token that is not called dead.
func (s *Sender) judgeStatus(o *vendors.Outcome, status string) {
	o.Reason, o.Retry, o.TokenDead = vendors.ReasonTokenInvalid, vendors.RetryNever, false
	if fact, known := s.facts.Code(status, vendors.InPerToken); known {
		o.Reason, o.Retry, o.TokenDead = fact.Reason, fact.Retry, fact.TokenDead
	}
}
