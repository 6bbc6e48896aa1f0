package honor

import (
	"context"
	"errors"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// Send sends msg to 1 to 1000 tokens in one call. More are not sent (StateRejected,
// RetrySplit): splitting is the client's.
//
// Beside the outcomes the error is a request without an answer or a context that ended;
// then the outcomes are StateUnknown. Honor drops no repetition, so they are RetryNever
// when the request may have arrived. So is an answer nobody can read, and a gateway's time-out.
func (s *Sender) Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	res := vendors.Result{Vendor: vendors.Honor}
	if msg == nil {
		return res, errors.New("honor: send: no message")
	}
	if len(tokens) == 0 {
		return res, errors.New("honor: send: no tokens: give at least one")
	}
	to := unique(tokens)
	if len(to) > s.limits.tokens {
		res.Outcomes = verdict.TooMany(tokens, s.limits.tokens, "call")
		return res, nil
	}
	d, err := s.draft(msg)
	res.Adjustments = d.Adjustments
	if err != nil {
		res.Outcomes = verdict.Same(tokens, verdict.Unbuilt(err))
		return res, err
	}
	if d.Rejected() != nil {
		res.Outcomes = verdict.Same(tokens, d.Rejection())
		return res, nil
	}
	body, err := d.assemble(to)
	if err != nil {
		res.Outcomes = verdict.Same(tokens, verdict.Unbuilt(err))
		return res, err
	}
	r, err := s.call(ctx, body)
	if err != nil {
		o, failure := s.failed(err)
		res.Outcomes = verdict.Same(tokens, o)
		return res, failure
	}
	res.Outcomes = verdict.Same(tokens, s.verdict(&r))
	if r.ok() {
		s.judgeTokens(&r, res.Outcomes)
	}
	return res, nil
}

// unique are the tokens in the order given, each once: Honor refuses a call with
// repetitions as a whole.
func unique(tokens []vendors.Token) []vendors.Token {
	if len(tokens) == 1 {
		return tokens
	}
	seen := make(map[vendors.Token]struct{}, len(tokens))
	for i, t := range tokens {
		if _, twice := seen[t]; twice {
			return rest(tokens, i, seen)
		}
		seen[t] = struct{}{}
	}
	return tokens
}

// rest copies the tokens before the first repetition and what is new behind it.
func rest(tokens []vendors.Token, from int, seen map[vendors.Token]struct{}) []vendors.Token {
	out := append([]vendors.Token(nil), tokens[:from]...)
	for _, t := range tokens[from:] {
		if _, twice := seen[t]; !twice {
			seen[t] = struct{}{}
			out = append(out, t)
		}
	}
	return out
}

// The lists of an answer; their names are the codes of the tokens in them.
const (
	listFailed  = "failTokens"
	listExpired = "expireTokens"
)

// judgeTokens refuses the tokens a success lists; the others stay accepted. When an
// answer says that some or all failed and not which, nobody's outcome is known, and
// sending again would reach the good ones twice.
func (s *Sender) judgeTokens(r *reply, outcomes []vendors.Outcome) {
	listed := make(map[string]string, len(r.answer.Data.FailTokens)+len(r.answer.Data.ExpireTokens))
	for _, t := range r.answer.Data.FailTokens {
		listed[t] = listFailed
	}
	for _, t := range r.answer.Data.ExpireTokens {
		listed[t] = listExpired // over is more than failed now
	}
	if len(listed) == 0 {
		if r.code == codePartial || bool(r.answer.Data.Denied) {
			for i := range outcomes {
				o := &outcomes[i]
				o.State, o.Reason, o.Retry, o.MessageID = vendors.StateUnknown, vendors.ReasonVendorError, vendors.RetryNever, ""
			}
		}
		return
	}
	named := make(map[vendors.Token]bool, len(listed))
	for i := range outcomes {
		o := &outcomes[i]
		list, failed := listed[string(o.Token)]
		if !failed {
			continue
		}
		named[o.Token] = true
		o.MessageID = ""
		verdict.Refused(o, s.facts, list, vendors.InPerToken)
		o.Code = list
	}
	if len(named) < len(listed) {
		s.log.Warn("answer names tokens that were not sent", "named", len(listed), "sent", len(named))
	}
}
