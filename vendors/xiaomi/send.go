package xiaomi

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// kind is what a call addresses.
type kind struct {
	op    string
	field string
	url   *url.URL
}

func (s *Sender) toRegids() kind { return kind{"send", "registration_id", s.at.regid} }

// Send sends msg to 1 to 1000 registration ids in one call. More are not sent
// (StateRejected, RetrySplit): splitting is the client's.
//
// Beside the outcomes the error is a request without an answer or a context that ended;
// then the outcomes are StateUnknown. Repeating the same message with the same ID is
// safe: a phone shows the first of a jobkey alone.
func (s *Sender) Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	return s.send(ctx, s.toRegids(), msg, tokens)
}

// SendToAliases is Send for aliases.
func (s *Sender) SendToAliases(ctx context.Context, msg *vendors.Message, aliases []vendors.Token) (vendors.Result, error) {
	return s.send(ctx, kind{"send to aliases", "alias", s.at.alias}, msg, aliases)
}

// SendToAccounts is Send for user accounts, each of which may have 20 phones.
func (s *Sender) SendToAccounts(ctx context.Context, msg *vendors.Message, accounts []vendors.Token) (vendors.Result, error) {
	return s.send(ctx, kind{"send to accounts", "user_account", s.at.account}, msg, accounts)
}

func (s *Sender) send(ctx context.Context, k kind, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	res := vendors.Result{Vendor: vendors.Xiaomi}
	switch {
	case msg == nil:
		return res, errors.New("xiaomi: " + k.op + ": no message")
	case len(tokens) == 0:
		return res, errors.New("xiaomi: " + k.op + ": no tokens: give at least one")
	case len(tokens) > s.limits.targets:
		res.Outcomes = verdict.TooMany(tokens, s.limits.targets, "call")
		return res, nil
	}
	d := s.draft(msg)
	res.Adjustments = d.Adjustments
	if d.Rejected() != nil {
		res.Outcomes = verdict.Same(tokens, d.Rejection())
		return res, nil
	}
	good := joinable(tokens)
	if len(good) == 0 {
		res.Outcomes = verdict.Same(tokens, unaddressable())
		return res, nil
	}
	r, err := s.post(ctx, k.url, targeted(k, good, d))
	if err != nil {
		o, failure := s.failed(k.op, err)
		res.Outcomes = around(tokens, verdict.Same(good, o))
		return res, failure
	}
	outcomes := verdict.Same(good, s.verdict(r))
	s.judge(r, outcomes)
	res.Outcomes = around(tokens, outcomes)
	return res, nil
}

// targeted is the form of a call to a list of targets.
func targeted(k kind, tokens []vendors.Token, d *draft) *form.Body {
	f := form.New(1024 + 72*len(tokens))
	f.List(k.field, len(tokens), ",", func(i int) string { return string(tokens[i]) })
	d.out.write(f)
	return f
}

// joinable are the tokens that can stand in a list joined by commas.
func joinable(tokens []vendors.Token) []vendors.Token { return verdict.Joinable(tokens, fits) }

func fits(t vendors.Token) bool { return t != "" && !strings.Contains(string(t), ",") }

func unaddressable() vendors.Outcome {
	return vendors.Outcome{
		State: vendors.StateRejected, Reason: vendors.ReasonTokenInvalid, Retry: vendors.RetryNever,
		Text: "empty or with a comma, by which Xiaomi tells targets apart",
	}
}

// around puts the outcomes of those that were sent between those that could not be.
func around(tokens []vendors.Token, sent []vendors.Outcome) []vendors.Outcome {
	return verdict.Around(tokens, sent, unaddressable(), fits)
}

// judge refuses the targets a success lists as bad; the others stay accepted. Targets that
// were not sent are logged and otherwise ignored.
func (s *Sender) judge(r reply, outcomes []vendors.Outcome) {
	if !r.ok() || len(r.answer.Data.Bad) == 0 {
		return
	}
	bad := make(map[string]bool, len(r.answer.Data.Bad))
	for _, t := range r.answer.Data.Bad {
		bad[t] = true
	}
	fact, _ := s.facts.Code(memberBad, vendors.InPerToken)
	named := make(map[vendors.Token]bool, len(bad))
	for i := range outcomes {
		o := &outcomes[i]
		if !bad[string(o.Token)] {
			continue
		}
		named[o.Token] = true
		if o.State != vendors.StateAccepted {
			continue
		}
		o.State, o.Code, o.Text, o.MessageID = vendors.StateRefused, memberBad, "", ""
		o.Reason, o.Retry, o.TokenDead = fact.Reason, fact.Retry, fact.TokenDead
	}
	if len(named) < len(bad) {
		s.log.Warn("answer names targets that were not sent", "named", len(bad), "sent", len(outcomes))
	}
}
