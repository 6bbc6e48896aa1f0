package huawei

import (
	"context"
	"errors"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// Send sends msg to 1 to 1000 tokens in one call. More are not sent (StateRejected,
// RetrySplit): splitting is the client's.
//
// Beside the outcomes the error is a request without an answer or a context that
// ended; then the outcomes are StateUnknown. Huawei drops no repetition, so they are
// RetryNever when the request may have arrived.
func (s *Sender) Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	res := vendors.Result{Vendor: vendors.Huawei}
	switch {
	case msg == nil:
		return res, errors.New("huawei: send: no message")
	case len(tokens) == 0:
		return res, errors.New("huawei: send: no tokens: give at least one")
	case len(tokens) > s.limits.tokens:
		res.Outcomes = verdict.TooMany(tokens, s.limits.tokens, "call")
		return res, nil
	}
	d, err := s.draft(msg)
	res.Adjustments = d.Adjustments
	if most := d.fewer(); err == nil && most > 0 && len(tokens) > most {
		res.Outcomes = verdict.TooMany(tokens, most, "call")
		return res, nil
	}
	r, o, err := s.deliver(ctx, "send", d, err, toTokens(tokens))
	res.Outcomes = verdict.Same(tokens, o)
	switch {
	case err != nil:
	case s.v3 && (r.code == codePartial || r.code == codeNoTokens):
		s.judgeReasons(r, res.Outcomes)
	case o.State == vendors.StateAccepted && r.code == codePartial:
		s.judgeTokens(r, res.Outcomes)
	}
	return res, err
}

// deliver sends a draft to one target. The outcome is what all its tokens share, the
// reply is zero when nothing went out; built is the draft's error.
func (s *Sender) deliver(ctx context.Context, op string, d *draft, built error, to target) (reply, vendors.Outcome, error) {
	if built != nil {
		return reply{}, verdict.Unbuilt(built), built
	}
	if d.Rejected() != nil {
		return reply{}, d.Rejection(), nil
	}
	body, err := d.assemble(to)
	if err != nil {
		return reply{}, verdict.Unbuilt(err), err
	}
	r, err := s.call(ctx, s.at.send, body, d.header)
	if err != nil {
		o, failure := s.failed(op, err)
		if verdict.MaybeTaken(err) {
			// Huawei drops no repetition: one that was taken would ring twice.
			o.Retry = vendors.RetryNever
		}
		return reply{}, o, failure
	}
	return r, s.verdict(r), nil
}

// judgeTokens refuses the tokens a partial success lists; the others stay accepted.
// The text, which repeats all bad tokens, is left out of the outcomes. When it does
// not say which tokens failed, nobody's outcome is known, and sending again would
// reach the good ones twice.
func (s *Sender) judgeTokens(r reply, outcomes []vendors.Outcome) {
	p, ok := r.answer.partial()
	if !ok {
		for i := range outcomes {
			o := &outcomes[i]
			o.State, o.Reason, o.Retry, o.MessageID = vendors.StateUnknown, vendors.ReasonVendorError, vendors.RetryNever, ""
		}
		return
	}
	illegal := make(map[string]bool, len(p.Illegal))
	for _, t := range p.Illegal {
		illegal[t] = true
	}
	fact, _ := s.facts.Code(codePartial, vendors.InPerToken)
	named := make(map[vendors.Token]bool, len(illegal))
	for i := range outcomes {
		o := &outcomes[i]
		o.Text = ""
		if !illegal[string(o.Token)] {
			continue
		}
		named[o.Token] = true
		o.State, o.MessageID = vendors.StateRefused, ""
		o.Reason, o.Retry, o.TokenDead = fact.Reason, fact.Retry, fact.TokenDead
	}
	if len(named) < len(illegal) {
		s.log.Warn("answer names tokens that were not sent", "named", len(illegal), "sent", len(named))
	}
}
